# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue: one file a category, each declaring a :class:`Family`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from backend.objects.families.base import Draw, Family

__all__ = ["NAMES", "Draw", "Family", "catalogue"]

NAMES = (
    "apple", "ball", "barrel", "bench", "book", "bottle", "bowl", "bucket", "candle", "chair", "clock", "crate",
    "lamp", "mug", "pedestal", "plate", "stool", "table", "teapot", "vase", "wineglass",
)


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Family]:
    """Every family by name."""
    return {name: import_module(f"{__name__}.{name}").FAMILY for name in NAMES}
