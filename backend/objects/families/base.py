# SPDX-License-Identifier: GPL-3.0-or-later
"""What a family of objects declares, and the draw of one individual from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from backend.objects.bake import Part


@dataclass(frozen=True)
class Draw:
    """One individual being made: its random numbers, the asked sizes, the asked style."""

    random: np.random.Generator
    #: "height", "width", "depth" in metres, those the prompt gave.
    size: Mapping[str, float]
    style: frozenset[str]
    #: Factor for the number of segments.
    detail: float = 1.0

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def chance(self, probability: float) -> bool:
        return bool(self.random.random() < probability)

    def measure(self, name: str, low: float, high: float) -> float:
        """The asked size, or a plausible one. Always draws, so that asking changes nothing else."""
        drawn = self.between(low, high)
        return float(self.size.get(name, drawn))

    def choose(self, options: Mapping[str, float]) -> str:
        """One of ``options`` (name -> weight): an asked style if it is among them, else by chance."""
        weights = np.fromiter(options.values(), float)
        drawn = list(options)[int(self.random.choice(len(weights), p=weights / weights.sum()))]
        asked = [name for name in options if name in self.style]
        return asked[0] if asked else drawn

    def segments(self, count: int, least: int = 8) -> int:
        """``count`` scaled by the detail asked for, a multiple of four."""
        return max(least, 4 * round(count * self.detail / 4))


@dataclass(frozen=True, kw_only=True)
class Family:
    """A category of objects.

    ``looks`` says what each region is made of: "main" is the object's own material and colour, any
    other a recipe (several: one is drawn); "main or oak" is oak unless a colour or material was asked
    for. ``part_words`` lists the words by which a prompt may bind a colour or a material to regions.
    ``build`` returns parts in metres; it must honour the sizes named in ``native`` itself, others are
    reached by scaling.
    """

    name: str
    words: tuple[str, ...]
    #: Phrases whose meaning lies near the category, for the nearest-category search.
    gloss: tuple[str, ...]
    build: Callable[[Draw], list[Part]]
    #: Least and greatest largest extent of a plausible individual, metres.
    extent: tuple[float, float]
    #: The size a bare measure means: "height", "width" or "depth".
    principal: str = "height"
    native: tuple[str, ...] = ()
    materials: tuple[str, ...] = ("ceramic",)
    looks: Mapping[str, str | Sequence[str]] = field(default_factory=lambda: {"body": "main"})
    part_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Style name -> words that ask for it.
    styles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def part(name: str, *pieces) -> Part:
    """A part whose pieces keep their own regions."""
    return Part(name, tuple(pieces))
