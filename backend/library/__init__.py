# SPDX-License-Identifier: GPL-3.0-or-later
"""A library of motion clips that is searched with words: an index of files on disk, in SQLite.

Imported when first used: what an engine says of itself must not wait for the readers of all formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.library.adding import Report
    from backend.library.library import Hit, Library
    from backend.library.search_index import Filters

__all__ = ["Filters", "Hit", "Library", "Report"]

_HOMES = {"Filters": "search_index", "Hit": "library", "Library": "library", "Report": "adding"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
