# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sewn on a garment and stands off it: lapels, plackets, pockets, flaps, epaulettes.

Each is a region of the template bounded by lines along which the garment's faces are cut, so that edges are straight
and corners sharp; the faces inside are lifted and joined to the cloth by a rim (see :mod:`.finish`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import coordinates as c
from .cuts import MAIN, REFLECTOR, TRIM

#: How far, metres, the lines that bound a patch are cut beyond its corners.
NEAR = 0.025


@dataclass(frozen=True)
class Patch:
    """``inside`` gives one value for each bounding line, all positive on the patch (template metres); ``lift`` is how
    far it stands off the cloth, ``tag`` what it is made of."""

    inside: Callable[[c.Coordinates], tuple[np.ndarray, ...]]
    lift: float = 0.002
    tag: int = MAIN


def _on(t: c.Coordinates, front: bool, *values: np.ndarray) -> tuple[np.ndarray, ...]:
    """``values`` on the trunk and legs of one side of the body, -1 elsewhere and away from where all are positive: "
    "cloth
    is cut near the patch alone."""
    here = ((t.depth < c.side_line(t.height)) == front) & (t.arm_share < 0.5)
    near = []
    for index, value in enumerate(values):
        others = [other + NEAR for number, other in enumerate(values) if number != index]
        near.append(np.where(here, np.minimum.reduce([value, *others]), -1.0))
    return tuple(near)


def _box(x: float, half_width: float, top: float, bottom: float, front: bool = True, both: bool = True,
         slant: float = 0.0) -> Callable[[c.Coordinates], tuple[np.ndarray, ...]]:
    """A rectangle about ``x`` between two levels; ``both`` sides or the wearer's left alone; ``slant`` tilts it."""

    def inside(t: c.Coordinates) -> tuple[np.ndarray, ...]:
        across = np.abs(t.side) if both else t.side
        z = t.height - slant * (across - x)
        low, high = c.height(bottom), c.height(top)
        return _on(t, front, half_width - np.abs(across - x), (high - low) / 2 - np.abs(z - (high + low) / 2))

    return inside


def _placket(t: c.Coordinates) -> tuple[np.ndarray, ...]:
    return _on(t, True, 0.0165 - np.abs(t.side))


def _facing(t: c.Coordinates) -> tuple[np.ndarray, ...]:
    """The wearer's left front lies over the right one where a jacket is closed."""
    return _on(t, True, 0.028 - np.abs(t.side + 0.014), np.minimum(t.level - 3.2, 4.27 - t.level) * 0.1)


def _lapels(button: float, tip: tuple[float, float], gorge: tuple[float, float]
            ) -> Callable[[c.Coordinates], tuple[np.ndarray, ...]]:
    """Turned back from the level ``button`` up to a notch: ``tip`` and the inner end of the ``gorge`` seam are
    (metres from the middle, level)."""

    def inside(t: c.Coordinates) -> tuple[np.ndarray, ...]:
        x, z = np.abs(t.side), t.height
        zb, zt, zg = c.height(button), c.height(tip[1]), c.height(gorge[1])
        outer = (tip[0] * (z - zb) - x * (zt - zb)) / np.hypot(tip[0], zt - zb)
        # Rounded out a little: the roll of a lapel is not straight.
        outer = outer + 0.008 * np.sin(np.pi * np.clip((z - zb) / (zt - zb), 0, 1))
        below = (zg - z) - (x - gorge[0]) * (zg - zt) / (tip[0] - gorge[0])
        return _on(t, True, outer, below, z - zb)

    return inside


def _kangaroo(t: c.Coordinates) -> tuple[np.ndarray, ...]:
    low, high = c.height(3.52), c.height(4.22)
    z, x = t.height, np.abs(t.side)
    # The hands go in along the slanted sides.
    slanted = 0.128 - 0.052 * np.clip((z - low - 0.035) / (high - low - 0.035), 0, 1) - x
    return _on(t, True, slanted, (high - low) / 2 - np.abs(z - (low + high) / 2))


def _plastron(t: c.Coordinates) -> tuple[np.ndarray, ...]:
    """The double front of a chef's jacket, which widens from the waist to the collar bones."""
    half = np.interp(t.level, [3.3, 3.9, 5.2, 6.0], [0.078, 0.080, 0.098, 0.112])
    return _on(t, True, half - np.abs(t.side), (5.62 - t.level) * 0.1)


def _wrap(low: float, high: float, tilt: float, arm: bool = False) -> Callable[[c.Coordinates], tuple[np.ndarray, ...]]:
    """A strip wound about trunk and legs between two levels, or about the arms between two places of theirs; ``tilt``
    levels higher for each metre towards the wearer's left."""

    def inside(t: c.Coordinates) -> tuple[np.ndarray, ...]:
        if arm:
            along = t.arm + tilt * (t.depth - c.side_line(t.height))
            return (np.where(t.arm_share > 0.5, np.minimum(along - low, high - along) * 0.3, -1.0),)
        along = t.level + tilt * t.side
        return (np.where(t.arm_share < 0.5, np.minimum(along - low, high - along) * 0.13, -1.0),)

    return inside


def _fly(t: c.Coordinates) -> tuple[np.ndarray, ...]:
    return _on(t, True, 0.017 - np.abs(t.side - 0.014), np.minimum(t.level - 3.22, 3.99 - t.level) * 0.1)


def _epaulettes(t: c.Coordinates) -> tuple[np.ndarray, ...]:
    x = np.abs(t.side)
    along, across = 0.042 - np.abs(x - 0.112), 0.021 - np.abs(t.depth - c.side_line(t.height) + 0.012)
    high = t.level > 5.2
    return np.where(high, along, -1.0), np.where(high, across, -1.0)


def _armour(low: float, high: float) -> Callable[[c.Coordinates], tuple[np.ndarray, ...]]:
    """A pad over the front of the knees."""
    def inside(t: c.Coordinates) -> tuple[np.ndarray, ...]:
        return _on(t, True, np.minimum(t.level - low, high - t.level) * 0.3)

    return inside


def _hoop(low: float, high: float, front: bool, arm: bool = False) -> Callable[[c.Coordinates], tuple[np.ndarray, ...]]:
    """A band about trunk and legs between two levels, or about the arms between two places of theirs."""

    def inside(t: c.Coordinates) -> tuple[np.ndarray, ...]:
        if arm:
            return (np.where(t.arm_share > 0.5, np.minimum(t.arm - low, high - t.arm) * 0.3, -1.0),)
        return _on(t, front, np.minimum(t.level - low, high - t.level) * 0.13)

    return inside


PATCHES: dict[str, Patch] = {
    "placket": Patch(_placket, 0.0014),
    "plastron": Patch(_plastron, 0.0026),
    "facing": Patch(_facing, 0.0022),
    "lapels": Patch(_lapels(4.26, (0.112, 5.28), (0.052, 5.74)), 0.0042),
    "wide lapels": Patch(_lapels(4.40, (0.132, 5.30), (0.052, 5.80)), 0.0048),
    "chest pocket": Patch(_box(0.088, 0.042, 5.02, 4.60, both=False), 0.0016),
    "chest pockets": Patch(_box(0.088, 0.044, 5.0, 4.56), 0.0022),
    "chest flaps": Patch(_box(0.088, 0.047, 5.06, 4.90), 0.0042),
    "breast welt": Patch(_box(0.098, 0.040, 4.98, 4.90, both=False, slant=0.12), 0.0022),
    "flaps": Patch(_box(0.118, 0.056, 3.86, 3.64, slant=-0.06), 0.0030),
    "patch pockets": Patch(_box(0.150, 0.062, 3.72, 3.12), 0.0030),
    "kangaroo": Patch(_kangaroo, 0.0042),
    "fly": Patch(_fly, 0.0012),
    "back pockets": Patch(_box(0.078, 0.050, 3.62, 3.10, front=False), 0.0014),
    "cargo pockets": Patch(_box(0.178, 0.060, 2.74, 2.34), 0.0050),
    "cargo flaps": Patch(_box(0.178, 0.063, 2.80, 2.64), 0.0085),
    "apron pocket": Patch(_box(0.0, 0.110, 3.72, 3.40), 0.0020),
    **{f"{name} {side}": Patch(_hoop(low, high, side == "front"), 0.0012, REFLECTOR)
       for name, low, high in (("high band", 4.72, 4.90), ("low band", 3.98, 4.16), ("leg band", 1.70, 1.86),
                               ("hem band", 3.34, 3.50))
       for side in ("front", "back")},
    "arm band": Patch(_hoop(1.42, 1.60, True, True), 0.0012, REFLECTOR),
    **{f"wrap {number}": Patch(_wrap(low, low + 0.30, 0.9 * (-1) ** number), 0.0012 + 0.0010 * (number % 3),
                               (MAIN, TRIM)[number % 2]) for number, low in enumerate(np.arange(0.95, 5.6, 0.37))},
    **{f"arm wrap {number}": Patch(_wrap(low, low + 0.22, 1.6 * (-1) ** number, True), 0.0012 + 0.0010 * (number % 3),
                                   (MAIN, TRIM)[number % 2]) for number, low in enumerate(np.arange(0.05, 1.7, 0.27))},
    "epaulettes": Patch(_epaulettes, 0.0040),
    "knee pads": Patch(_armour(1.78, 2.22), 0.0060, TRIM),
}
