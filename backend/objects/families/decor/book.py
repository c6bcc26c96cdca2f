# SPDX-License-Identifier: GPL-3.0-or-later
"""A hardback book lying flat: boards, rounded spine with raised bands, a block of pages."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import arc, rounded_rectangle, superellipse
from backend.objects.modeling.solids import box, sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    height = d.measure("height", 0.20, 0.245)
    width = d.size.get("width", height * d.between(0.64, 0.72))
    thick = d.size.get("depth", d.between(0.024, 0.045))
    cover = 0.0030
    over = 0.0035
    back = 0.006
    # The case: a board's section carried from the upper fore-edge round the spine to the lower one.
    x0, x1 = -width / 2, width / 2
    middle, half = thick / 2, (thick - cover) / 2
    groove = np.array([(x0 + back + 0.014, 0.0), (x0 + back + 0.010, 0.0), (x0 + back + 0.006, 0.0011),
                       (x0 + back + 0.002, 0.0002)])
    flat = np.column_stack([np.linspace(x1 - 0.0002, x0 + back + 0.020, 6), np.zeros(6)])
    upper = np.concatenate([flat, groove]) * (1, -1) + (0, middle + half)
    spine = arc((0, 0), 1.0, 0.5 * np.pi, 1.5 * np.pi, 17) * (back, half) + (x0 + back, middle)
    line = np.concatenate([upper, spine, upper[::-1] * (1, -1) + (0, thick)])
    path = np.column_stack([line[:, 0], np.zeros(len(line)), line[:, 1]])
    case = sweep(path, rounded_rectangle(height, cover, 0.0012), bevel=0.003, region="cover")
    bands = []
    if d.choose({"banded": 0.7, "plain": 0.5}) == "banded":
        count = int(d.random.integers(4, 6))
        for y in np.linspace(-0.38, 0.38, count) * height:
            bands.append(_band(x0, back, half, y))
    page = box(width - back - over + 0.001, height - 2 * over, thick - 2 * cover + 0.0002, 0.0006, 2, 1, "pages")
    page = page.moved((back - over) / 2, 0, cover - 0.0001)
    parts = [part("cover", case), part("pages", page)]
    return [*parts, part("bands", *bands)] if bands else parts


def _band(x0: float, back: float, half: float, y: float) -> Surface:
    """A raised band across the spine."""
    angle = np.linspace(0.56 * np.pi, 1.44 * np.pi, 17)
    path = np.column_stack([x0 + back + np.cos(angle) * (back + 0.0002), np.full(17, y),
                            half + np.sin(angle) * (half + 0.0002)])
    return sweep(path, superellipse(12, 0.0050, 0.0024, 2.5), up=(-1, 0, 0), region="bands")


FAMILY = Family(
    name="book", words=("book", "novel", "tome", "diary", "bible", "notebook", "dictionary", "spellbook"),
    gloss=("a book to read", "an old leather bound tome", "a novel from the library", "a notebook"),
    extent=(0.18, 0.26), build=build, native=("height", "width", "depth"), materials=("leather", "leather", "fabric"),
    looks={"cover": "main", "pages": "paper", "bands": ("gold", "main")},
    part_words={"cover": ("cover", "binding"), "pages": ("page", "pages"),
                "bands": ("band", "bands", "spine", "lettering")},
    styles={"banded": ("band", "bands", "old", "antique", "ancient", "leather bound"), "plain": ("modern", "plain")})
