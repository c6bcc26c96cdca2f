# SPDX-License-Identifier: GPL-3.0-or-later
"""Mailboxes: the arched box with a flag on a post, and the red pillar box."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import arc, fillet, rounded_rectangle
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, extrude, sweep, turned


def build(d: Draw) -> list[Part]:
    if d.choose({"post": 1.2, "pillar": 0.8}) == "pillar":
        tall = d.measure("height", 1.45, 1.65)
        n = d.segments(64, 40)
        pillar = turned([(.245, 0), (.245, .16), (.215, .19), (.215, .80 * tall), (.21, .82 * tall)], .01, n, "body")
        cap = turned([(.21, .81 * tall), (.27, .83 * tall), (.27, .87 * tall), (.24, .91 * tall), (.13, .98 * tall),
                      (.02, tall)], .015,
                     n, "body")
        base = turned([(.255, 0), (.255, .12)], .008, n, "dark")
        slot = box(.24, .03, .045, .006, region="dark").moved(0, -.212, .73 * tall)
        hood = box(.29, .06, .02, .008, region="body").moved(0, -.215, .775 * tall)
        door = box(.22, .03, .50, .008, region="body").moved(0, -.205, .30 * tall)
        card = box(.13, .02, .17, .004, region="card").moved(0, -.216, .56 * tall)
        return [part("base", base), part("pillar", pillar), part("cap", cap), part("slot", slot, hood), part("door",
                                                                                                             door),
                part("card", card)]
    tall = d.measure("height", 1.15, 1.35)
    wide, deep = .19, d.between(.46, .54)
    low, side = tall - .25, .25 - wide / 2
    arch = np.concatenate([arc((0, side), wide / 2, 0, np.pi, 25), [(-wide / 2, .5 * side)],
                           fillet([(-wide / 2, .01), (-wide / 2, 0), (wide / 2, 0), (wide / 2, .01)], .004,
                                  2)[1:-1], [(wide / 2, .5 * side)]])
    case = extrude(arch, deep, .006, "body").rotated(np.pi / 2, "x").moved(0, deep / 2, low)
    middle = (0, .45 * side)
    lid = extrude((arch - middle) * 1.06 + middle, .022, .006, "body").rotated(np.pi / 2, "x")
    lid = lid.moved(0, -deep / 2 + .004, low)
    knob = ball((.014, .02, .014), 12, 16, "metal").moved(0, -deep / 2 - .028, low + .19)
    flag = [box(.006, .02, .17, .002, region="flag").moved(wide / 2 + .010, -.08, low + .10),
            box(.006, .09, .055, .002, region="flag").moved(wide / 2 + .010, -.045, low + .215)]
    pole = box(.09, .09, low - .02, .006, region="post")
    shelf = box(wide * .9, deep * .85, .025, .005, region="post").moved(z=low - .025)
    brace = sweep(np.array([(0, -.02, low - .26), (0, -.20, low - .03)]), rounded_rectangle(.05, .05, .006),
                  region="post")
    return [part("post", pole, shelf, brace), part("box", case), part("lid", lid, knob), part("flag", *flag)]


FAMILY = Family(
    name="mailbox", words=("mailbox", "letterbox", "postbox", "letter box", "post box", "pillar box"),
    gloss=("a mailbox with a little red flag", "a box where letters are posted"),
    extent=(1.0, 1.8), build=build, native=("height",), materials=("toy red", "toy blue", "toy red"),
    looks={"body": "main", "flag": ("toy yellow", "toy orange"), "post": ("wood", "pine"), "metal": "steel",
           "dark": "black plastic", "card": "white card"},
    part_words={"flag": ("flag",), "post": ("post",)},
    styles={"post": ("flag", "american", "rural"), "pillar": ("pillar", "british", "pillar box")})
