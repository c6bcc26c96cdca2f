# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue: one file a category in a folder of its kind, each declaring a :class:`Family` as ``FAMILY``.

A file put into one of the folders is in the catalogue; files whose names begin with "shared" are pieces
that several families are built from.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from backend.objects.families.base import Draw, Family

__all__ = ["NAMES", "Draw", "Family", "catalogue", "kinds"]


def _modules() -> dict[str, str]:
    """Category name -> module, found by listing the folders (nothing is imported)."""
    found: dict[str, str] = {}
    for folder in iter_modules(__path__):
        if folder.ispkg:
            for module in iter_modules([f"{__path__[0]}/{folder.name}"]):
                if not module.name.startswith("shared"):
                    found[module.name] = f"{__name__}.{folder.name}.{module.name}"
    return dict(sorted(found.items()))


_MODULES = _modules()
NAMES = tuple(_MODULES)


def kinds() -> dict[str, tuple[str, ...]]:
    """Folder -> its categories: food, furniture, toys ..."""
    found: dict[str, list[str]] = {}
    for name, module in _MODULES.items():
        found.setdefault(module.split(".")[-2], []).append(name)
    return {kind: tuple(names) for kind, names in sorted(found.items())}


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Family]:
    """Every family by name."""
    return {name: import_module(module).FAMILY for name, module in _MODULES.items()}
