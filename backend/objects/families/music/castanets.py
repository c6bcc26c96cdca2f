# SPDX-License-Identifier: GPL-3.0-or-later
"""Castanets: two hollowed shells of wood joined by a cord at their ears, gaping a little."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface, skin


def _shell(outline: np.ndarray, deep: float, center: np.ndarray) -> Surface:
    """A bowl on ``outline``, its hollow down (z = 0 is the rim), its back swelling up by ``deep``."""
    def ring(f: float, z: float) -> np.ndarray:
        return np.column_stack([center + (outline - center) * f, np.full(len(outline), z)])

    f = np.sin(np.linspace(0, np.pi / 2, 16))
    back = [ring(k, deep * np.sqrt(max(1 - k ** 2.4, 0)) * .86 + .14 * deep) for k in f]
    hollow = [ring(.70 * k, .74 * deep * max(1 - k ** 2, 0)) for k in np.linspace(0, 1, 9)]
    rows = [*back, ring(1.004, .07 * deep), ring(.985, .0), ring(.74, .0), *hollow[::-1]]
    labels = ["body"] * (len(back) + 2) + ["hollow"] * (len(rows) - len(back) - 3)
    return skin(np.stack(rows), region=labels)


def build(d: Draw) -> list[Part]:
    r, deep = d.between(.031, .036), d.between(.013, .016)
    spread = d.between(.92, 1.0)
    half = [(0, -r), (.62 * r, -.80 * r), (spread * r, -.12 * r), (.80 * r, .52 * r), (.58 * r, .74 * r), (.66 * r,
                                                                                                           .98 * r),
            (.58 * r, 1.22 * r), (.30 * r, 1.20 * r), (0, 1.06 * r)]
    outline = spline([*half, *((-x, y) for x, y in half[-2:0:-1])], d.segments(88, 56), closed=True)
    center = np.array([0.0, 0.0])
    gape = d.between(.42, .62)
    hinge = 1.05 * r

    def opened(s: Surface, angle: float) -> Surface:
        return s.moved(0, -hinge, 0).rotated(angle, "x")

    shell = _shell(outline, deep, center)
    pairs = []
    for x, turn in ((-1.35 * r, .35 + d.between(-.2, .2)), (1.35 * r, -.30 + d.between(-.2, .2))):
        low = opened(shell.rotated(np.pi, "y"), 0).moved(z=0)
        high = opened(shell, -gape)
        holes = [(s * .36 * r, 1.06 * r) for s in (1, -1)]
        strands = []
        for hx, hy in holes:
            lift = np.array([[hx, hy - hinge, -.55 * deep], [hx, hy - hinge + .012, -.30 * deep],
                             [hx, hy - hinge + .015, .02], [hx * .7, hy - hinge + .004, .030]])
            strands.append(sweep(spline(lift, 16), circle(8, .0016), round_ends=True, region="cord"))
        bow = spline([(-.26 * r, .002, .029), (-.5 * r, .016, .020), (-.55 * r, .032, .002), (-.1 * r, .045, -.010),
                      (.5 * r, .040, -.008), (.6 * r, .024, .008), (.26 * r, .002, .029)], 36)
        strands.append(sweep(bow, circle(8, .0016), round_ends=True, region="cord"))
        # Lying on the lower shell's round back, tipped to its front edge.
        low_z = -deep
        pairs.append([s.moved(0, .3 * r, -low_z).rotated(turn).moved(x, 0, 0) for s in (low, high, *strands)])
    return [part("left shells", *pairs[0][:2]), part("left cord", *pairs[0][2:]), part("right shells", *pairs[1][:2]),
            part("right cord", *pairs[1][2:])]


FAMILY = Family(
    name="castanets", words=("castanets", "castanet", "spanish clappers"),
    gloss=("wooden clappers of a flamenco dancer", "two pairs of hollow wooden shells on a cord"),
    extent=(0.12, 0.22), build=build, principal="width", materials=("mahogany", "walnut", "ebony", "teak", "toy red"),
    looks={"body": "main", "hollow": "main", "cord": ("cord", "ink", "toy red")},
    part_words={"cord": ("cord", "string")})
