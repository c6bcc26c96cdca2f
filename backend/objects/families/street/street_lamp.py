# SPDX-License-Identifier: GPL-3.0-or-later
"""Street lamps: a lantern on a cast post, a globe, or a bent modern arm."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.modeling.curves import bezier, circle, fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import post, sweep, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"lantern": 1.2, "globe": 0.7, "arm": 0.9})
    tall = d.measure("height", 3.2, 4.2)
    n = d.segments(40, 24)
    foot = turned([(.20, 0), (.20, .10), (.15, .14), (.15, .45), (.09, .60), (.06, .66)], 0.02, n, "post")
    if kind == "arm":
        top = 0.93 * tall
        reach = d.between(0.7, 1.0)
        path = bezier((0, 0, .6), (0, 0, top * 1.12), (0, 0, tall), (0, -reach, 0.985 * tall), 40)
        pole = sweep(path, circle(d.segments(20, 12)), np.linspace(.062, .036, 40), up=(1, 0, 0), region="post")
        head = ball((.13, .30, .065), 20, n, "post").moved(0, -reach - .16, path[-1, 2])
        light = ball((.105, .25, .05), 16, n, "light").moved(0, -reach - .16, path[-1, 2] - .03)
        return [part("foot", foot), part("post", pole), part("head", head), part("light", light)]
    top = tall - 0.72
    rings = [(.060, .60), (.060, .95), (.085, .98), (.085, 1.02), (.055, 1.06), (.042, 0.90 * top), (.070, .91 * top),
             (.070, .93 * top), (.042, .95 * top), (.040, top - .08), (.10, top), (.10, top + .03), (.03, top + .05)]
    pole = turned(rings, 0.012, n, "post")
    bar = rail((-.32, 0, .88 * top), (.32, 0, .88 * top), .04, d, "post")
    knobs = [ball(.036, 12, 16, "post").moved(s * .33, 0, .88 * top) for s in (1, -1)]
    parts = [part("foot", foot), part("post", pole), part("ladder bar", bar, *knobs)]
    if kind == "globe":
        globe = ball(.27, 32, d.segments(48, 28), "light").moved(z=top + .30)
        cap = turned([(.07, top + .55), (.05, top + .60), (.02, top + .68)], .01, n, "post")
        return [*parts, part("light", globe), part("cap", cap)]
    four = fillet([(1, 1), (-1, 1), (-1, -1), (1, -1)], .1, 3, closed=True)
    glass = post(four * .9, [(top + .04, .13, 0, 0), (top + .24, .18, 0, 0), (top + .44, .225, 0, 0)], .004, "light")
    roof = post(four, [(top + .44, .28, 0, 0), (top + .48, .26, 0, 0), (top + .60, .10, 0, 0), (top + .64, .07, 0, 0)],
                .01, "post")
    knob = ball(.045, 14, 20, "post").moved(z=top + .675)
    frame = [sweep(np.array([(x * .12, y * .12, top + .03), (x * .17, y * .17, top + .24), (x * .22, y * .22,
                                                                                            top + .45)]),
                   circle(10, .014), region="post") for x in (1, -1) for y in (1, -1)]
    return [*parts, part("light", glass), part("frame", *frame), part("roof", roof, knob)]


FAMILY = Family(
    name="street_lamp", words=("street lamp", "streetlamp", "street light", "streetlight", "lamppost", "lamp post",
                               "lantern post"),
    gloss=("a street lamp on the pavement", "a cast iron lamp post that lights the road at night"),
    extent=(3.0, 4.4), build=build, materials=("iron", "black plastic"),
    looks={"post": "main", "light": "bulb"}, part_words={"light": ("light", "globe", "lantern"), "post": ("post",)},
    styles={"lantern": ("lantern", "victorian", "old", "antique"), "globe": ("globe",), "arm": ("modern", "arm")})
