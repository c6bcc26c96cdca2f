# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs: an eight-sided stop sign, warning triangle, speed limit, and a wooden signpost with arrows."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, extrude, turned
from backend.objects.modeling.surface import Surface

#: Strokes of letters and figures on a unit square: (x0, y0, x1, y1) each.
_STROKES: dict[str, list[tuple[float, float, float, float]]] = {
    "S": [(1, 1, 0, 1), (0, 1, 0, .5), (0, .5, 1, .5), (1, .5, 1, 0), (1, 0, 0, 0)],
            "T": [(0, 1, 1, 1), (.5, 0, .5, 1)],
            "O": [(0, 0, 1, 0), (1, 0, 1, 1), (1, 1, 0, 1), (0, 1, 0, 0)],
            "P": [(0, 0, 0, 1), (0, 1, 1, 1), (1, 1, 1, .5), (1, .5, 0, .5)],
            "0": [(0, 0, 1, 0), (1, 0, 1, 1), (1, 1, 0, 1), (0, 1, 0, 0)],
            "3": [(0, 1, 1, 1), (1, 1, 1, 0), (1, 0, 0, 0), (1, .5, .2, .5)],
            "5": [(1, 1, 0, 1), (0, 1, 0, .5), (0, .5, 1, .5), (1, .5, 1, 0), (1, 0, 0, 0)],
            "8": [(0, 0, 1, 0), (1, 0, 1, 1), (1, 1, 0, 1), (0, 1, 0, 0), (0, .5, 1, .5)]}


def lettering(text: str, wide: float, high: float, at: tuple[float, float, float], region: str,
              weight: float = .2) -> list[Surface]:
    """``text`` in bars on a plane facing -Y, centred at ``at``; letters of ``wide`` by ``high``."""
    thick = weight * wide
    made = []
    for k, letter in enumerate(text):
        x = at[0] + (k - (len(text) - 1) / 2) * wide * 1.42
        for a, b, c, e in _STROKES[letter]:
            long_x, long_z = abs(c - a) * wide + thick, abs(e - b) * high + thick
            made.append(box(long_x, .006, long_z, .002, 1, region=region).moved(
                x + ((a + c) / 2 - .5) * wide, at[1], at[2] + ((b + e) / 2 - .5) * high - long_z / 2))
    return made


def _plate(outline: np.ndarray, z: float, y: float, region: str, thick: float = .006) -> Surface:
    return extrude(outline, thick, .0015, region, 2).rotated(np.pi / 2, "x").moved(0, y, z)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"stop": 1.1, "warning": .8, "speed": .7, "signpost": .8})
    if kind == "signpost":
        return _signpost(d)
    tall, n = d.measure("height", 2.1, 2.5), d.segments(64, 40)
    pole = turned([(.030, 0), (.030, tall - .05), (.026, tall - .04)], .004, 28, "pole")
    foot = turned([(.12, 0), (.12, .015), (.045, .03), (.04, .10)], .006, 32, "pole")
    r = d.between(.32, .38)
    z = tall - r
    turn = np.pi / 8
    eight = circle(8) @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) / np.cos(turn)
    plates: list[Surface] = []
    if kind == "stop":
        plates = [_plate(fillet(eight * r, .02, 2, closed=True), z, -.030, "white"),
                  _plate(fillet(eight * r * .93, .018, 2, closed=True), z, -.034, "red"),
                  *lettering("STOP", .105 * r / .35, .22 * r / .35, (0, -.043, z), "white", .26)]
    elif kind == "warning":
        three = np.array([(np.cos(a), np.sin(a)) for a in (np.pi / 2, np.pi / 2 + 2.0944, np.pi / 2 + 4.18879)])
        z -= .22 * r
        plates = [_plate(fillet(three * r * 1.22, .07, 6, closed=True), z, -.030, "red"),
                  _plate(fillet(three * r * .90, .05, 6, closed=True), z + .0, -.034, "yellow"),
                  box(.07, .008, .27, .025, 3, region="black").moved(0, -.042, z - .02),
                  turned([(.042, 0), (.042, .006)], .002, 24, "black").rotated(np.pi / 2, "x").moved(0, -.038, z - .10)]
    else:
        plates = [_plate(circle(n, r), z, -.030, "red"), _plate(circle(n, r * .80), z, -.034, "white"),
                  *lettering(d.choose({"30": 1.0, "50": 1.0, "80": 1.0}), .15 * r / .35, .25 * r / .35, (0, -.043, z),
                             "black", .24)]
    back = [box(.05, .03, .035, .005, 1, region="pole").moved(0, -.012, z + s * .5 * r) for s in (1, -1)]
    return [part("pole", pole, foot, *back), part("plate", *plates)]


def _signpost(d: Draw) -> list[Part]:
    tall = d.measure("height", 2.0, 2.5)
    pole = box(.10, .10, tall - .03, .012, 3, region="wood")
    cap = [box(.15, .15, .03, .008, 2, region="wood").moved(0, 0, tall - .05),
           ball((.055, .055, .05), 12, 18, "wood").moved(
        0, 0, tall - .005)]
    boards: list[Surface] = []
    marks: list[Surface] = []
    count = int(d.between(2.2, 4.0))
    for k in range(count):
        long, high = d.between(.62, .85), .145
        side = 1 if (k + int(d.chance(.3))) % 2 else -1
        outline = fillet([(-.12, 0), (long - .12, 0), (long, high / 2), (long - .12, high), (-.12, high),
                          (-.12 + .04, high / 2)], .006, 2,
                         closed=True)
        z = tall - .30 - .205 * k
        tilt = d.between(-.05, .05)
        pieces = [extrude(outline, .028, .005, "board", 2).rotated(np.pi / 2, "x").moved(0, -.05, -high / 2)]
        marks_ = [box(w, .004, .022, .001, 1, region="paint").moved(x, -.081, q) for x, w, q in
                  ((.12, .16, .018), (.33, .18, .018), (.15, .22, -.035), (.40, .10, -.035))]
        marks_ += [turned([(.010, 0), (.010, .004)], .001, 10, "metal", 1).rotated(np.pi / 2, "x").moved(0, -.078,
                                                                                          q) for q in (.035, -.04)]
        for group, made in ((pieces, boards), (marks_, marks)):
            for p in group:
                made.append(p.rotated(tilt, "y").rotated(0 if side > 0 else np.pi).moved(0, 0, z))
    feet = [ball((.16, .13, .08), 10, 14, "stone").moved(.12 * np.cos(a), .12 * np.sin(a), .03) for a in (0.4, 1.9,
                                                                                          3.3, 4.8)]
    return [part("post", pole, *cap), part("boards", *boards), part("lettering", *marks), part("stones", *feet)]


FAMILY = Family(
    name="road_sign", words=("road sign", "traffic sign", "stop sign", "signpost", "street sign", "sign", "sign post",
                             "warning sign",
                             "speed limit sign"),
    gloss=("a stop sign at a crossing", "a wooden signpost with arrows"), extent=(1.8, 2.8), build=build,
    native=("height",),
    materials=("steel",),
    looks={"pole": "main", "red": "toy red", "white": "toy white", "yellow": ("toy white", "toy yellow"),
           "black": "toy black",
           "wood": ("oak", "teak", "walnut"), "board": ("pine", "oak", "birch"), "paint": "ink", "metal": "iron",
           "stone": "boulder"},
    part_words={"pole": ("pole", "post"), "board": ("board", "boards", "arrows")},
    styles={"stop": ("stop",), "warning": ("warning", "danger"), "speed": ("speed", "limit"),
            "signpost": ("wooden", "signpost", "arrow"),
            "30": ("30",), "50": ("50",), "80": ("80",)})
