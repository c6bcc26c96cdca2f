# SPDX-License-Identifier: GPL-3.0-or-later
"""Ladders: a stepladder standing open, a straight ladder of rails and rungs leaning back."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, rounded_rectangle
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface


def _rail(a: tuple[float, float, float], b: tuple[float, float, float], wide: float, deep: float,
          region: str) -> Surface:
    start, end = np.asarray(a, float), np.asarray(b, float)
    path = start + np.linspace(0, 1, 3)[:, None] * (end - start)
    return sweep(path, rounded_rectangle(wide, deep, .004), up=(0, 1, 0), bevel=.05, region=region)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"step": 1.2, "straight": 0.6})
    if kind == "straight":
        return _straight(d)
    steps = int(d.random.integers(4, 8))
    rise = d.between(.225, .25)
    height = d.measure("height", (steps + .12) * rise - .02, (steps + .12) * rise + .02)
    rise = height / (steps + .12)
    low, high = d.between(.40, .46) / 2 + .02 * steps / 2, .17
    front_foot, top_y = -(.18 + .075 * steps), -.045
    back_foot = .14 + .062 * steps
    rails: list[Surface] = []
    treads: list[Surface] = []
    for s in (1, -1):
        rails.append(_rail((s * low, front_foot, .012), (s * high, top_y, height - .035), .024, .062, "rail"))
    for k in range(steps - 1):
        t = ((k + 1) * rise - .012) / (height - .035)
        x, y = low + (high - low) * t, front_foot + (top_y - front_foot) * t
        z = (k + 1) * rise
        treads.append(box(2 * x - .018, .085, .026, .004, 2, region="tread").moved(0, y, z - .026))
        treads += [box(2 * x - .05, .006, .005, .0015, 1, region="grip").moved(0, y + o, z - .0028) for o in (-.026,
                                                                                                              -.008,
                                                                                                              .01,
                                                                                                              .028)]
    top = [box(2 * high + .09, .20, .050, .014, 4, region="top").moved(0, .0, height - .050),
           box(2 * high - .02, .12, .008, .003, 2, region="grip").moved(0, 0, height - .005)]
    back: list[Surface] = []
    for s in (1, -1):
        back.append(_rail((s * (low - .035), back_foot, .010), (s * (high - .030), .045, height - .045), .020, .034,
                          "rail"))
    for k in range(1, steps - 1):
        t = k / (steps - .4)
        x, y, z = low - .035 + (high - low + .005) * t, back_foot + (.045 - back_foot) * t, .01 + (height - .055) * t
        back.append(sweep(np.array([(-x, y, z), (0, y, z), (x, y, z)]), circle(12, .010), region="rail"))
    spread: list[Surface] = []
    t = .45
    for s in (1, -1):
        x = s * (low + (high - low) * t - .022)
        y0, y1 = front_foot + (top_y - front_foot) * t, back_foot + (.045 - back_foot) * t
        z = .012 + (height - .047) * t
        spread.append(sweep(np.array([(x, y0, z), (x, .5 * (y0 + y1), z + .03), (x, y1, z)]), rounded_rectangle(.005,
                                                                                                                .018,
                                                                                                                .002),
                            region="metal"))
        spread += [turned([(.009, -.006), (.009, .006)], .002, 16, "metal").rotated(np.pi / 2, "y").moved(x, y, z)
                   for y in (y0, y1)]
    feet = [box(.040, .074, .030, .006, 2, region="grip").moved(s * low, front_foot, 0) for s in (1, -1)]
    feet += [box(.036, .048, .028, .006, 2, region="grip").moved(s * (low - .035), back_foot, 0) for s in (1, -1)]
    return [part("rails", *rails), part("steps", *treads), part("top", *top), part("back", *back), part("spreaders",
                                                                                                        *spread),
            part("feet", *feet)]


def _straight(d: Draw) -> list[Part]:
    height = d.measure("height", 2.1, 3.0)
    wide = d.between(.36, .44)
    lean = d.between(.20, .28)
    count = round(height / .27)
    reach = height * np.tan(lean)
    rails = []
    for s in (1, -1):
        rails.append(_rail((s * .52 * wide, -reach / 2, .01), (s * .46 * wide, reach / 2, height), .034, .062, "rail"))
    rungs = []
    for k in range(count):
        t = (k + .75) / (count + .35)
        x = wide * (.52 - .06 * t) + .012
        rungs.append(sweep(np.array([(-x, reach * (t - .5), t * height), (0, reach * (t - .5), t * height),
                                     (x, reach * (t - .5), t * height)]), circle(d.segments(18, 10), .0155),
                                     region="tread"))
    feet = [box(.046, .074, .030, .006, 2, region="grip").moved(s * .52 * wide, -reach / 2, 0) for s in (1, -1)]
    return [part("rails", *rails), part("rungs", *rungs), part("feet", *feet)]


FAMILY = Family(
    name="ladder", words=("ladder", "stepladder", "step ladder", "folding ladder", "wooden ladder"),
    gloss=("a ladder to climb up", "a folding stepladder"),
    extent=(.85, 3.2), build=build, native=("height",), materials=("wood", "signal yellow", "steel", "pine",
                                                                   "toy orange"),
    looks={"rail": "main", "tread": ("main", "main or steel"), "top": ("main", "black plastic"),
           "grip": "black plastic",
           "metal": "steel"},
    part_words={"tread": ("step", "steps", "rung", "rungs"), "rail": ("rail", "rails"), "grip": ("feet",)},
    styles={"step": ("stepladder", "step ladder", "folding", "folding ladder"), "straight": ("straight", "leaning",
                                                                                             "long", "wooden ladder")})
