# SPDX-License-Identifier: GPL-3.0-or-later
"""An open laptop: keys, touchpad, hinges, a dark screen in its frame."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.curves import circle
from backend.objects.modeling.solids import box, sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    width = d.between(.29, .38)
    depth = width * d.between(.64, .72)
    thick, lid = d.between(.010, .018), d.between(.005, .008)
    angle = -d.between(1.75, 2.1)
    feet = .002
    base = board(width, depth, thick, (0, 0, feet), .0035, "body")
    pads = [board(.03, .006, .003, (sx * .38 * width, sy * .42 * depth, 0), .0008, "keys") for sx in (1, -1)
            for sy in (1, -1)]
    top = feet + thick
    area, front, back = .90 * width, -.02 * depth, .40 * depth
    well = board(area + .006, back - front + .006, .0012, (0, (front + back) / 2, top - .0008), .0004, "frame")
    rows, keys = 5, []
    pitch_y = (back - front) / rows
    for row in range(rows):
        spans = [1.0] * 14
        if row == 0:
            spans = [1.2, 1.1, 1.3, 5.4, 1.3, 1.1, 1.2, 1.4]
        elif row in (1, 2, 3):
            spans = [1.2 + .2 * (3 - row)] + [1.0] * 11 + [1.8 - .2 * (3 - row)]
        scale = area / sum(spans)
        x = -area / 2
        for span in spans:
            keys.append(box(span * scale - .003, pitch_y - .003, .0018, .0006, 1, region="keys")
                        .moved(x + span * scale / 2, front + (row + .5) * pitch_y, top))
            x += span * scale
    pad_w = d.between(.28, .38) * width
    pad = board(pad_w, .30 * depth, .0012, (0, -.28 * depth, top - .0008), .0005, "frame")

    def opened(s: Surface) -> Surface:
        return s.moved(0, -depth / 2, 0).rotated(angle, "x").moved(0, depth / 2 - .004, top + .003)

    cover = board(width, depth, lid, (0, 0, .0005), .0025, "body")
    edge = d.between(.006, .014)
    bezel = board(width - .004, depth - .004, .001, (0, 0, -.0001), .0004, "frame")
    screen = board(width - 2 * edge, depth - 2.6 * edge, .001, (0, -.2 * edge, -.0006), .0004, "screen")
    hinge = [sweep(np.column_stack([np.linspace(-.02, .02, 4) + s * .33 * width, np.full(4, depth / 2 - .003),
                                    np.full(4, top + .002)]), circle(14, .004), region="frame") for s in (1, -1)]
    return [part("base", base), part("feet", *pads), part("keyboard", well, *keys), part("touchpad", pad),
            part("lid", opened(cover)), part("bezel", opened(bezel)), part("screen", opened(screen)),
            part("hinges", *hinge)]


FAMILY = Family(
    name="laptop", words=("laptop", "notebook computer", "laptop computer", "computer"),
    gloss=("a portable computer with a screen and a keyboard", "an open notebook computer"),
    extent=(0.28, 0.44), build=build, principal="width", materials=("steel", "white plastic", "steel"),
    looks={"body": "main", "keys": "ink", "frame": "iron", "screen": "ink"},
    part_words={"keys": ("key", "keys", "keyboard"), "screen": ("screen", "display"), "frame": ("frame", "bezel")})
