# SPDX-License-Identifier: GPL-3.0-or-later
"""What things are made of: albedos as measured, rounded; patterns the tracer draws (see ``tracer.surface``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

Rgb = tuple[float, float, float]

#: Patterns, by the numbers the kernel knows.
(
    PLAIN,
    PLANKS,
    GRAIN,
    TILES,
    SLABS,
    BRICK,
    CLOTH,
    CARPET,
    MARBLE,
    PLASTER,
    FACADE,
    BARK,
    LEAF,
    SIGN,
    STAINED,
    PAINT,
    CHECKER,
    PICTURE,
    BOOKS,
    STONE,
    DECK,
    SCREEN,
    GLASSWALL,
    STRATA,
    #: Clear water over tiles: ``second`` holds its lanes and half sizes, ``more`` its depth.
    POOL,
) = range(25)


@dataclass(frozen=True)
class Material:
    """One surface. Two albedos are mixed by its pattern; lengths in metres."""

    color: Rgb
    second: Rgb | None = None
    pattern: int = PLAIN
    #: Size of the pattern: width of a plank, edge of a tile, storey height.
    scale: float = 1.0
    #: Reflectance facing it; 0 leaves the mirrored part out.
    gloss: float = 0.0
    #: 0 a mirror .. 1 matt.
    rough: float = 0.3
    bump: float = 0.0
    #: Radiance it sends out.
    light: Rgb = (0.0, 0.0, 0.0)
    #: Share of the light that comes through (leaves, shades).
    through: float = 0.0
    #: A number for the pattern: share of lit windows, which sign.
    more: float = 0.0
    #: Whether its light is sampled as a lamp, so that rays that find it by chance do not count it again.
    lamp: bool = False

    def row(self) -> list[float]:
        """As the kernel reads it, 18 numbers."""
        second = self.second if self.second is not None else tuple(0.75 * each for each in self.color)
        return [
            *self.color,
            *second,
            self.pattern,
            self.scale,
            self.gloss,
            self.rough,
            self.bump,
            *self.light,
            self.through,
            self.more,
            float(self.lamp),
            0.0,
        ]

    def tinted(self, color: Sequence[float] | None) -> Material:
        """The same of another colour, its second albedo shifted along; itself for None."""
        if color is None:
            return self
        new = np.clip(np.asarray(color, float), 0.008, 0.9)
        if self.second is None:
            return replace(self, color=_rgb(new))
        ratio = np.asarray(self.second) / np.maximum(np.asarray(self.color), 1e-3)
        mean = float(ratio.mean())
        return replace(self, color=_rgb(new), second=_rgb(np.clip(new * mean, 0.005, 0.9)))


def _rgb(values: Sequence[float] | np.ndarray) -> Rgb:
    x, y, z = (float(each) for each in values)
    return x, y, z


#: Woods are given as a pale and a dark board.
_WOODS: dict[str, tuple[Rgb, Rgb]] = {
    "oak": ((0.42, 0.28, 0.155), (0.30, 0.185, 0.095)),
    "wood": ((0.38, 0.235, 0.125), (0.25, 0.145, 0.072)),
    "pine": ((0.55, 0.40, 0.23), (0.43, 0.29, 0.15)),
    "walnut": ((0.16, 0.092, 0.052), (0.095, 0.052, 0.028)),
    "dark_wood": ((0.11, 0.066, 0.040), (0.065, 0.037, 0.022)),
}
#: Solid stuff furniture, walls and floors may be made of, by the names the words use.
STUFF: dict[str, Material] = {
    "plaster": Material((0.78, 0.775, 0.75), (0.74, 0.735, 0.71), PLASTER, bump=0.02),
    "paint": Material((0.78, 0.775, 0.75), (0.76, 0.755, 0.73), PLASTER, gloss=0.0, bump=0.006),
    "concrete": Material((0.36, 0.355, 0.34), (0.26, 0.255, 0.245), SLABS, 2.4, gloss=0.02, rough=0.6, bump=0.03),
    "brick": Material((0.33, 0.125, 0.075), (0.45, 0.42, 0.38), BRICK, 0.24, bump=0.3),
    "stone": Material((0.42, 0.385, 0.325), (0.31, 0.285, 0.24), BRICK, 0.75, bump=0.18, more=1.0),
    "marble": Material((0.74, 0.72, 0.69), (0.40, 0.385, 0.37), MARBLE, 1.2, gloss=0.045, rough=0.06),
    "tile": Material((0.68, 0.68, 0.66), (0.45, 0.45, 0.44), TILES, 0.3, gloss=0.045, rough=0.10, bump=0.05),
    "carpet": Material((0.34, 0.31, 0.28), (0.27, 0.245, 0.22), CARPET, bump=0.25),
    "fabric": Material((0.36, 0.36, 0.37), (0.30, 0.30, 0.31), CLOTH, bump=0.2),
    "linen": Material((0.80, 0.79, 0.765), (0.75, 0.74, 0.715), CLOTH, bump=0.45, more=1.0),
    "leather": Material((0.13, 0.065, 0.035), (0.10, 0.05, 0.027), CLOTH, gloss=0.035, rough=0.45, bump=0.12),
    "metal": Material((0.40, 0.40, 0.41), (0.36, 0.36, 0.37), PLAIN, gloss=0.45, rough=0.35),
    "steel": Material((0.42, 0.42, 0.43), (0.38, 0.38, 0.39), PLAIN, gloss=0.5, rough=0.25),
    "brass": Material((0.48, 0.33, 0.12), (0.44, 0.30, 0.11), PLAIN, gloss=0.35, rough=0.3),
    "glass": Material((0.03, 0.04, 0.04), (0.03, 0.04, 0.04), PLAIN, gloss=0.06, rough=0.0),
    "plastic": Material((0.5, 0.5, 0.5), None, PLAIN, gloss=0.04, rough=0.25),
    "gravel": Material((0.33, 0.305, 0.27), (0.19, 0.175, 0.155), CARPET, bump=0.5),
    "dirt": Material((0.235, 0.165, 0.105), (0.15, 0.10, 0.065), CARPET, bump=0.35),
    "sand": Material((0.46, 0.375, 0.255), (0.36, 0.285, 0.185), CARPET, bump=0.25),
    "asphalt": Material((0.145, 0.143, 0.14), (0.085, 0.085, 0.086), CARPET, bump=0.06),
    "cobblestone": Material((0.30, 0.285, 0.26), (0.16, 0.15, 0.14), BRICK, 0.14, bump=0.3, more=1.0),
    **{
        name: Material(pale, dark, GRAIN, 0.3, gloss=0.03, rough=0.35, bump=0.02)
        for name, (pale, dark) in _WOODS.items()
    },
}
#: The same stuffs laid as a floor.
FLOORS: dict[str, Material] = {
    **STUFF,
    **{
        name: Material(pale, dark, PLANKS, 0.16, gloss=0.04, rough=0.14, bump=0.03)
        for name, (pale, dark) in _WOODS.items()
    },
    "concrete": replace(STUFF["concrete"], gloss=0.035, rough=0.25),
    "marble": Material((0.70, 0.68, 0.64), (0.16, 0.155, 0.15), CHECKER, 0.6, gloss=0.045, rough=0.05),
    "tile": replace(STUFF["tile"], scale=0.6),
    "stone": Material((0.36, 0.335, 0.29), (0.25, 0.23, 0.20), TILES, 0.8, gloss=0.035, rough=0.22, bump=0.08),
}


def stuff(name: str, color: Sequence[float] | None = None, floor: bool = False) -> Material:
    """The material of a name, tinted; plaster for one nobody knows."""
    table = FLOORS if floor else STUFF
    return table.get(name, STUFF["plaster"]).tinted(color)


def stuff_of(spec: Mapping[str, Any], noun: str, default: str, color: Sequence[float] | None = None,
         floor: bool = False) -> Material:
    """What a thing of a spec's ``surfaces`` is made of, in its colour: as was said, else ``default`` in ``color``."""
    words = spec["surfaces"].get(noun) or {}
    return stuff(words.get("material") or default, words.get("color") or color, floor)


def color_of(spec: Mapping[str, Any], noun: str) -> Any:
    """The colour that was said of a thing; None for none."""
    return (spec["surfaces"].get(noun) or {}).get("color")


def stone_color(spec: Mapping[str, Any], own: Rgb) -> Rgb:
    """What stone that is ``own`` by nature looks like where a colour was said of it: it only leans to that."""
    said = color_of(spec, "rock")
    if said is None:
        return own
    share = 0.6 - 0.45 * (max(said) - min(said))
    return _rgb(share * np.asarray(said) + (1 - share) * np.asarray(own))


def glow(color: Rgb, radiance: float, lamp: bool = True) -> Material:
    """A surface that shines."""
    return Material((0.6, 0.6, 0.6), light=_rgb(np.asarray(color) * radiance), lamp=lamp)
