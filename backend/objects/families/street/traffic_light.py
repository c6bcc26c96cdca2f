# SPDX-License-Identifier: GPL-3.0-or-later
"""Traffic lights: three hooded lamps on a post, or hung from an arm."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    kind = d.choose({"post": 1.0, "arm": 0.8})
    tall = d.measure("height", 2.0, 2.4)
    if kind == "arm":
        tall *= 1.35
    n = d.segments(40, 24)
    width, deep, high = .34, .22, 1.0
    low = tall - high
    x = -0.7 if kind == "arm" else 0.0
    end = tall if kind == "arm" else low + .2
    foot = turned([(.19, 0), (.19, .06), (.12, .10), (.08, .30)], .015, n, "post")
    pole = turned([(.062, .05), (.058, end), (.03, end + .03)], .01, n, "post")
    parts = [part("foot", foot), part("post", pole)]
    if kind == "arm":
        parts.append(part("arm", rail((.0, 0, tall - .12), (x - .1, 0, tall - .12), .08, d, "post")))
    front = -deep / 2 - .02
    case = box(width, deep, high, .05, 5, region="body").moved(x, -.02, low)
    lamps, hoods = [], []
    for k, region in enumerate(("green", "amber", "red")):
        z = low + high * (.19 + .31 * k)
        lamps.append(ball((.112, .035, .112), 20, n, region).moved(x, front, z))
        turn = np.linspace(-.25, np.pi + .25, 33)
        outer = np.column_stack([np.cos(turn), np.sin(turn)])
        section = np.concatenate([outer * .128, outer[::-1] * .118])
        hoods.append(_sheet(section, x, z, front))
    plate = box(width + .16, .02, high + .16, .008, region="plate").moved(x, deep / 2 - .02, low - .08)
    return [*parts, part("back plate", plate), part("case", case), part("lamps", *lamps), part("hoods", *hoods)]


def _sheet(section: np.ndarray, x: float, z: float, front: float) -> Surface:
    """A half-round hood over a lamp: an arch swept along a short line toward the viewer, thin walled."""
    half = len(section) // 2
    outer, inner = section[:half], section[half:][::-1]
    rings = []
    for o, i in zip(outer, inner):
        slant = .05 + .08 * max(o[1], 0) / .128
        rings.append([(o[0] + x, front + .02, o[1] + z), (o[0] + x, front - slant, o[1] + z),
                      (i[0] + x, front - slant, i[1] + z), (i[0] + x, front + .02, i[1] + z)])
    rows = np.array(rings)
    ends = [np.repeat(rows[k].mean(axis=0)[None, None], 4, axis=1) for k in (0, -1)]
    return skin(np.concatenate([ends[0], rows, ends[1]]), region="body")


FAMILY = Family(
    name="traffic_light", words=("traffic light", "traffic lights", "stoplight", "traffic signal"),
    gloss=("a traffic light with red, amber and green", "lights at a crossing"),
    extent=(1.9, 3.6), build=build, materials=("black plastic",),
    looks={"body": "main", "plate": "main", "post": ("steel", "iron"), "red": "toy red", "amber": "toy yellow",
           "green": "toy green"},
    part_words={"post": ("post", "pole")}, styles={"post": ("post",), "arm": ("arm", "overhead")})
