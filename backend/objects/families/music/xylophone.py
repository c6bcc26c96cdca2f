# SPDX-License-Identifier: GPL-3.0-or-later
"""Xylophones: eight bars shortening over two converging rails, with two mallets; rainbow for children or wooden."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface

_RAINBOW = ("bar red", "bar orange", "bar yellow", "bar green", "bar sky", "bar blue", "bar purple", "bar red")


def build(d: Draw) -> list[Part]:
    rainbow = d.choose({"rainbow": 1.3, "wooden": .7}) == "rainbow"
    count = 8 if rainbow else int(d.random.integers(10, 14))
    pitch, gap = d.between(.033, .038) * (1 if rainbow else .82), .006
    first, last = d.between(.21, .24), d.between(.11, .13)
    wide = count * pitch
    rail_h, thick = .026, .008 if rainbow else .012
    foot = .008
    rails: list[Surface] = []
    for s in (1, -1):
        t = np.linspace(0, 1, 5)
        y = s * (first * .29 + t * (last - first) * .29)
        path = np.column_stack([-wide / 2 - .012 + t * (wide + .024), y, np.full(5, foot + rail_h / 2)])
        rails.append(sweep(path, rounded_rectangle(.020, rail_h, .004, 3), region="frame"))
    rails += [box(.018, .58 * at + .030, rail_h * .8, .004, 3, region="frame").moved(x, 0, foot + .0)
              for x, at in ((-wide / 2 - .006, first), (wide / 2 + .006, last))]
    feet = [turned([(.008, 0), (.009, foot + .002)], .002, 16, "felt").moved(x, s * at * .29, 0)
            for x, at in ((-wide / 2, first), (wide / 2, last)) for s in (1, -1)]
    bars, screws, pads = [], [], []
    top = foot + rail_h
    for k in range(count):
        u = k / (count - 1)
        long, x = first + u * (last - first), -wide / 2 + (k + .5) * pitch
        region = _RAINBOW[k] if rainbow else "bar"
        plate = box(pitch - gap, long, thick, .0030, 3, 10, region=region)
        if not rainbow:
            # Tuned bars are cut away below.
            def hollow(v: np.ndarray, long: float = long) -> np.ndarray:
                v[:, 2] += np.where(v[:, 2] < thick / 2, .45 * thick * np.clip(1 - (v[:, 1] / (.33 * long)) ** 2, 0,
                                                                               1), 0)
                return v
            plate = plate.deformed(hollow)
        bars.append(plate.moved(x, 0, top + .003))
        for s in (1, -1):
            side = s * (first * .29 + (x + wide / 2) / wide * (last - first) * .29)
            screws.append(turned([(.0042, 0), (.0042, .0016), (.0025, .0030)], .0008, 18, "metal").moved(
                x, side, top + .003 + thick - .0003))
            pads.append(turned([(.007, 0), (.007, .004)], .001, 14, "felt").moved(x, side, top - .0005))
    mallets, heads = [], []
    level = top + .003 + thick
    for x, turn in ((.10 * wide, .42), (-.06 * wide, -.16)):
        bead = ball(.0115, 14, 20, "bead")
        head = np.array([-np.sin(turn), np.cos(turn)]) * .05
        lift = level + .0115
        # The stick's bead rests on the bars, its tail on the nearer ends.
        drop = -np.arctan2(.0080, .12)
        mallets.append(tube([(0, -.15, 0), (0, 0, 0)], .0030, 5, 12, "stick").rotated(-drop, "x").rotated(turn)
                       .moved(x + head[0], head[1], lift))
        heads.append(bead.moved(x + head[0], head[1], lift))
    return [part("frame", *rails), part("feet", *feet), part("bars", *bars), part("screws", *screws),
            part("pads", *pads), part("mallet sticks", *mallets), part("mallet heads", *heads)]


FAMILY = Family(
    name="xylophone", words=("xylophone", "glockenspiel", "marimba", "vibraphone", "metallophone"),
    gloss=("a percussion instrument with bars struck by mallets", "a child's rainbow xylophone"),
    extent=(0.24, 0.42), build=build, principal="width", materials=("birch", "pine", "teak", "oak"),
    looks={"frame": "main", "bar": ("mahogany", "teak"), "bar red": "toy red", "bar orange": "toy orange",
           "bar yellow": "toy yellow", "bar green": "toy green", "bar sky": "sky paint", "bar blue": "toy blue",
           "bar purple": "purple paint", "metal": "chrome", "felt": "ink", "stick": ("birch", "pine"),
           "bead": ("toy red", "toy yellow", "toy blue", "toy black")},
    part_words={"frame": ("frame",), "bead": ("mallet", "mallets", "beater", "beaters"), "bar": ("bar", "bars")},
    styles={"rainbow": ("rainbow", "toy", "colourful", "colorful", "child's"), "wooden": ("wooden", "concert",
                                                                                          "marimba")})
