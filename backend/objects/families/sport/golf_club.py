# SPDX-License-Identifier: GPL-3.0-or-later
"""Golf clubs lying flat with a ball on its tee: driver, iron, putter."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.sport.shared_sport import bound
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"driver": 1.0, "iron": 1.0, "putter": .7})
    long = {"driver": 1.10, "iron": .95, "putter": .86}[kind] * d.between(.97, 1.03)
    z = .030
    head_y = long / 2
    shaft = tube([(0, head_y, z), (0, -long / 2 + .02, z)], [.0045, .0075], 12, 14, "shaft")
    steps = [turned([(.0052 + .0004 * k, 0), (.0052 + .0004 * k, .004)], .0008, 18, "shaft", 1).rotated(np.pi / 2,
                                                                                          "x").moved(
        0, head_y - .18 - .07 * k, z) for k in range(7)]
    grip = bound(-long / 2 + .26, -long / 2, .025, .025, 20, d, "grip", z)
    butt = turned([(.0135, 0), (.0135, .006)], .002, 24, "grip").rotated(np.pi / 2, "x").moved(0, -long / 2 + .002, z)
    ferrule = turned([(.0075, 0), (.006, .03)], .001, 20, "accent").rotated(np.pi / 2, "x").moved(0, head_y - .005, z)
    pieces = []
    if kind == "driver":
        s = Sculpt(.02)
        s.limb([(0, head_y - .01, z), (.012, head_y + .03, z)], [.010, .015], "head", .02)
        s.blob((.058, head_y + .042, z + .002), (.062, .050, .029), "head", .025)
        pieces.append(s.surface(64, d.detail))
        pieces += [box(.085, .003, .030, .010, 2, region="face").moved(.056, head_y + .092, z - .012),
                   *(box(.07, .0035, .0014, .0004, 1, region="accent").moved(.056, head_y + .0925,
                                                                             z - .006 + .006 * k) for k in range(4))]
    elif kind == "iron":
        s = Sculpt(.012)
        s.limb([(0, head_y - .02, z), (.004, head_y + .025, z)], [.0075, .0085], "head", .01)
        s.limb([(.008, head_y + .035, z), (.038, head_y + .035, z), (.066, head_y + .022, z)], [.017, .024, .030],
               "head", .012,
               flat((0, .35, 1), .30))
        pieces.append(s.surface(72, d.detail))
    else:
        pieces += [box(.105, .026, .030, .006, 3, region="head").moved(.036, head_y + .018, z - .015),
                   box(.06, .030, .010, .003, 2, region="head").moved(.036, head_y - .004, z - .012),
                   box(.004, .03, .002, .0006, 1, region="accent").moved(.036, head_y + .016, z + .0145)]
    r = .0214
    g = np.arange(220) * 2.399963
    u = 1 - 2 * (np.arange(220) + .5) / 220
    dots = np.column_stack([np.sqrt(1 - u * u) * np.cos(g), np.sqrt(1 - u * u) * np.sin(g), u])
    core = ball(r, 60, 72, "ball")

    def dimpled(v: np.ndarray) -> np.ndarray:
        way = v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-9)
        near = (way @ dots.T).max(axis=1)
        return v * (1 - .035 * np.clip((near - np.cos(.085)) / (1 - np.cos(.085)), 0, 1) ** .6)[:, None]

    x, y = .13, head_y - .10
    tee = turned([(.0012, 0), (.002, .018), (.0022, .040), (.0055, .050)], .0008, 20, "accent")
    golf = [core.deformed(dimpled).moved(x, y, .050 + r - .001), tee.moved(x, y, 0)]
    return [part("shaft", shaft, *steps), part("grip", grip, butt), part("head", *pieces, ferrule),
            part("ball", golf[0]), part("tee",
                                                                                                                       golf[1])]


FAMILY = Family(
    name="golf_club", words=("golf club", "golf", "golf ball", "putter", "golf driver", "golf iron"),
    gloss=("a golf club with its ball",), extent=(.8, 1.3), build=build, principal="depth",
    materials=("chrome", "steel"),
    looks={"shaft": "main", "head": ("steel", "chrome", "toy black"), "face": "steel", "grip": "black plastic",
           "accent": ("toy red", "toy black", "toy white"), "ball": "toy white"},
    part_words={"grip": ("grip", "handle"), "head": ("head",), "ball": ("ball",)},
    styles={"driver": ("driver", "wood"), "iron": ("iron",), "putter": ("putter",)})
