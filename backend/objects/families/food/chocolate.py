# SPDX-License-Identifier: GPL-3.0-or-later
"""A bar of chocolate, half out of its wrapper."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import copies, poses, roughened, slab
from backend.objects.modeling.solids import box


def build(d: Draw) -> list[Part]:
    columns, rows = int(d.random.integers(3, 5)), int(d.random.integers(6, 9))
    side, thick = d.between(0.018, 0.021), d.between(0.0075, 0.009)
    wide, long = columns * side, rows * side
    base = box(long, wide, 0.45 * thick, 0.0015, 2, 1, "chocolate")
    unit = rounded_rectangle(0.90 * side, 0.90 * side, 0.002, 2)
    brick = slab(unit, [(0, 0), (-.05 * side, 0.42 * thick), (-.08 * side, 0.52 * thick), (-.13 * side, 0.55 * thick)],
                 "chocolate")
    open_rows = int(d.random.integers(rows // 3 + 1, 2 * rows // 3 + 1))
    missing = d.chance(0.55)
    spots = [((i + .5) * side - long / 2, (j + .5) * side - wide / 2, 0.44 * thick) for i in range(open_rows)
             for j in range(columns) if not (missing and i == 0 and j == 0)]
    bricks = copies(brick, poses(np.array(spots), np.zeros(len(spots)), np.zeros(len(spots))))
    edge = (open_rows - .1) * side - long / 2
    rest = long / 2 - edge
    foil = box(rest + 0.012, wide + 0.0024, thick + 0.0016, 0.0015, 2, 16, "foil")
    seed = int(d.random.integers(1000))
    foil = roughened(foil, 0.0007, 0.006, seed, 2).moved(edge - 0.012 + (rest + 0.012) / 2, 0, -0.0006)
    sleeve = box(rest - 0.010, wide + 0.0040, thick + 0.0030, 0.0018, 2, 2, "wrapper").moved(
        edge + 0.012 + (rest - 0.010) / 2, 0, -0.0012)
    label = box(0.62 * (rest - 0.01), 0.55 * wide, 0.0006, 0.0002, 1, 1, "label").moved(
        edge + 0.012 + (rest - 0.010) / 2, 0, thick + 0.0016)
    if missing:
        base = box(long - side, wide, 0.45 * thick, 0.0015, 2, 1, "chocolate").moved(x=side / 2)
        extra = box(side, wide - side, 0.45 * thick, 0.0015, 2, 1, "chocolate").moved(-long / 2 + side / 2, side / 2)
        return [part("chocolate", base, extra, bricks), part("foil", foil), part("wrapper", sleeve),
                part("label", label)]
    return [part("chocolate", base, bricks), part("foil", foil), part("wrapper", sleeve), part("label", label)]


FAMILY = Family(
    name="chocolate", words=("chocolate", "chocolate bar", "bar of chocolate", "candy bar"),
    gloss=("a bar of chocolate in its wrapper", "a chocolate candy bar"),
    extent=(0.10, 0.20), build=build, principal="width", materials=("chocolate",),
    looks={"chocolate": "main", "foil": "foil", "wrapper": ("red stripe", "candy", "dark chocolate"), "label": "gold"},
    part_words={"wrapper": ("wrapper", "paper", "sleeve"), "foil": ("foil",), "label": ("label",)})
