# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of Infinigen's factories are used, for which words, how long they took and how large they are.

``factories.json`` holds those that made an asset (seed 1, one thread of a slow machine). Left out because they took
longer than two minutes or failed: carnivores, boulders, beds, plants in containers, aquaria, Blender's own rocks.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("factories.json")
#: Seconds beyond those of the factory that a job may take: Blender, simplification and baking.
_AROUND, _SLOWER = 180.0, 8.0


@dataclass(frozen=True)
class Factory:
    """One kind of object."""

    name: str
    module: str
    factory: str
    #: That it took, and the vertices of what it made.
    seconds: float
    vertices: int
    #: Least and greatest longest extent in metres where its own sizes mean nothing.
    size: tuple[float, float] | None
    words: tuple[str, ...]

    @property
    def limit(self) -> float:
        """Seconds after which its process is ended."""
        return _AROUND + _SLOWER * self.seconds + self.vertices / 20_000


@lru_cache(maxsize=1)
def factories() -> dict[str, Factory]:
    """Every kind by name."""
    rows = json.loads(_FILE.read_text("utf-8"))
    return {row["name"]: Factory(**{**row, "size": tuple(row["size"]) if row["size"] else None,
                                    "words": tuple(row["words"])}) for row in rows}


#: For the declaration of the engine, which must be quick.
NAMES = tuple(factories())
