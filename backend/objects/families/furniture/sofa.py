# SPDX-License-Identifier: GPL-3.0-or-later
"""Sofas and armchairs: plinth, seat and back cushions, arms, feet; one to three seats."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.curves import circle
from backend.objects.modeling.solids import box, post
from backend.objects.modeling.surface import Surface


def _cushion(width: float, depth: float, tall: float, puff: float) -> Surface:
    """A box that swells in the middle of each side."""
    plain = box(width, depth, tall, min(.45 * tall, .05), 4, 8, "cushions")

    def swell(v: np.ndarray) -> np.ndarray:
        x, y, z = v[:, 0] / width * 2, v[:, 1] / depth * 2, v[:, 2] / tall * 2 - 1
        out = v.copy()
        out[:, 2] += puff * z * (1 - x ** 2).clip(0) * (1 - y ** 2).clip(0)
        return out

    return plain.deformed(swell)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"sofa": 1.2, "armchair": 0.8})
    seats = 1 if kind == "armchair" else int(d.random.integers(2, 4))
    seat = d.between(.56, .70)
    arm, arm_tall = d.between(.10, .22), d.between(.55, .66)
    depth, tall, foot = d.between(.82, .96), d.between(.76, .92), d.between(.07, .16)
    inner = seats * seat
    width = inner + 2 * arm
    puff, back_thick = d.between(.010, .03), d.between(.14, .20)
    frame = board(inner + .02, depth - .04, .17, (0, 0, foot), .02, "body")
    back = board(inner + .02, back_thick, tall - foot - .06, (0, (depth - back_thick) / 2, foot), .05, "body")
    bevel = min(.45 * arm, d.between(.03, .09))
    arms = [board(arm, depth, arm_tall - foot, (s * (width - arm) / 2, 0, foot), bevel, "body") for s in (1, -1)]
    base = foot + .165
    thick = d.between(.14, .19)
    deep = depth - back_thick - .01
    cushions = []
    for k in range(seats):
        x = (k - (seats - 1) / 2) * seat
        cushions.append(_cushion(seat - .006, deep, thick, puff).moved(x, -back_thick / 2 - .015, base))
        rest = _cushion(seat - .012, tall - base - thick - .01, .17, 1.5 * puff).rotated(np.pi / 2 - .16, "x")
        low = rest.vertices[:, 2].min()
        cushions.append(rest.moved(x, depth / 2 - back_thick - .03, base + thick - low - .01))
    feet = [post(circle(20, 1.0), [(0, .017, sx * .90 * width / 2, sy * .40 * depth),
                                   (foot + .01, .028, sx * .88 * width / 2, sy * .39 * depth)], .002, "feet")
            for sx in (1, -1) for sy in (1, -1)]
    return [part("frame", frame, back), part("arms", *arms), part("cushions", *cushions), part("feet", *feet)]


FAMILY = Family(
    name="sofa", words=("sofa", "couch", "settee", "loveseat", "armchair", "easy chair"),
    gloss=("a soft seat for several people", "a living room couch", "an upholstered armchair with cushions"),
    extent=(0.76, 2.6), build=build, principal="width", materials=("fabric", "fabric", "leather"),
    looks={"body": "main", "cushions": "main", "feet": ("walnut", "oak", "steel")},
    part_words={"feet": ("foot", "feet", "leg", "legs"), "cushions": ("cushion", "cushions", "pillow")},
    styles={"sofa": ("sofa", "couch", "settee", "loveseat"), "armchair": ("armchair", "easy chair", "single")})
