# SPDX-License-Identifier: GPL-3.0-or-later
"""Pianos: an upright with its panels, and a grand with a raised lid over the iron frame; keys, pedals, music desk."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.music.shared_music import string
from backend.objects.families.shared import board, leg
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.organic import rounded, slab
from backend.objects.modeling.solids import box, post, sweep, turned
from backend.objects.modeling.surface import Surface

_WIDE = 1.225


def build(d: Draw) -> list[Part]:
    return _grand(d) if d.choose({"upright": 1.0, "grand": 1.1}) == "grand" else _upright(d)


def _keys(front: float, deep: float, z: float) -> list[Part]:
    """52 white and 36 black keys from the ``front`` (y) backwards, their tops at ``z``."""
    pitch = _WIDE / 52
    white, black = [], []
    for k in range(52):
        x = (k - 25.5) * pitch
        white.append(box(pitch - .0012, deep, .022, .0018, 1, region="white keys").moved(x, front + deep / 2, z - .022))
        if k < 51 and (k + 5) % 7 not in (2, 6):  # the lowest key is an A
            black.append(box(.0105, .62 * deep, .022, .0025, 1, region="black keys")
                         .moved(x + pitch / 2, front + .69 * deep, z - .010))
    return [part("white keys", *white), part("black keys", *black)]


def _pedals(y: float, z: float, count: int = 3) -> list[Surface]:
    made = []
    for k in range(count):
        path = spline([(0, 0, 0), (0, -.06, .004), (0, -.10, .002), (0, -.125, -.008)], 12)
        made.append(sweep(path, circle(14, .012) * (1.3, .5), [.6] * 5 + list(np.linspace(.7, 1.25, 7)), region="brass")
                    .moved((k - (count - 1) / 2) * .075, y, z))
    return made


def _upright(d: Draw) -> list[Part]:
    wide, tall, deep = d.between(1.46, 1.52), d.between(1.12, 1.30), d.between(.36, .42)
    bed, reach = .62, d.between(.24, .28)
    back = deep / 2
    body = [board(wide - .05, deep, tall - .03, (0, 0, .0), .006, "body"),
            board(wide + .02, deep + .03, .030, (0, -.01, tall - .03), .010, "body")]
    sides = [board(.042, deep + .02, tall - .03, (s * (wide / 2 - .015), 0, 0), .006, "body") for s in (1, -1)]
    shelf = board(wide, reach + .06, .045, (0, -back - reach / 2 + .02, bed), .010, "body")
    cheeks = [board(.075, reach, .085, (s * (wide / 2 - .038), -back - reach / 2 + .01, bed + .044), .012, "body")
              for s in (1, -1)]
    strip = board(wide - .15, .022, .030, (0, -back - reach + .035, bed + .040), .005, "body")
    keys = _keys(-back - reach + .05, .150, bed + .077)
    fall = board(wide - .15, .020, .120, (0, 0, 0), .006, "body").rotated(-.20, "x").moved(0, -back - .035, bed + .060)
    felt = board(_WIDE, .010, .008, (0, -back - reach + .205, bed + .062), .002, "felt")
    panel = [board(wide - .22, .014, tall - bed - .28, (0, -back - .004, bed + .22), .005, "body"),
             board(wide - .22, .014, bed - .22, (0, -back - .004, .16), .005, "body")]
    desk = board(wide * .62, .014, .16, (0, 0, 0), .004, "body").rotated(-.22, "x").moved(0, -back - .035, bed + .24)
    ledge = board(wide * .62, .035, .012, (0, -back - .035, bed + .232), .004, "body")
    if d.chance(.5):
        legs = [leg("turned", (x, -back - reach + .06), (x, -back - reach + .06), bed - .05, .075, d, "body", .05)
                for x in (-wide / 2 + .06, wide / 2 - .06)]
    else:
        legs = [board(.060, .060, bed - .05, (x, -back - reach + .06, .05), .008, "body")
                for x in (-wide / 2 + .06, wide / 2 - .06)]
    toes = [board(.075, reach + .10, .055, (x, -back - reach / 2 + .03, .0), .014, "body")
            for x in (-wide / 2 + .045, wide / 2 - .045)]
    plinth = board(wide - .08, .03, .11, (0, -back - .008, .0), .006, "body")
    lettering = board(.13, .001, .013, (0, -.0115, .06), .0003, "brass").rotated(-.20, "x").moved(0, -back - .035,
                                                                                                bed + .060)
    return [part("case", *body, *sides, *panel, plinth), part("key bed", shelf, *cheeks, strip), *keys,
            part("fall board", fall), part("felt", felt), part("music desk", desk, ledge), part("legs", *legs, *toes),
            part("name plate", lettering), part("pedals", *_pedals(-back - .01, .055))]


def _grand(d: Draw) -> list[Part]:
    long = d.between(1.55, 2.1)
    half, low, deep = .73, .62, .29
    tail = long - .42
    outline = spline([(half, -.02), (half, .18), (half * .985, .36 * tail), (.60 * half, .60 * tail),
                      (.18 * half, .78 * tail), (-.05 * half, .94 * tail), (-.40 * half, tail),
                      (-.80 * half, .965 * tail), (-half, .86 * tail), (-half, .5 * tail), (-half, .2 * tail),
                      (-half, -.02), (-.5 * half, -.022), (.5 * half, -.022)], d.segments(128, 88), closed=True)
    wall, rim_top = .045, low + deep
    case = slab(outline, [(-.012, low), (0, low + .012), (0, rim_top - .012), (-.006, rim_top - .002),
                          (-.014, rim_top), (-wall + .006, rim_top), (-wall, rim_top - .006), (-wall, rim_top - .09),
                          (-wall - .03, rim_top - .10)], ["body"] * 7 + ["plate"], 3)
    y0 = -.38
    bed = board(2 * half, .42, .055, (0, y0 + .20, low), .010, "body")
    arms = [board(.085, .37, .155, (s * (half - .0425), y0 + .20, low + .05), .022, "body") for s in (1, -1)]
    arms += [board(.085, .25, .09, (s * (half - .0425), -.125, rim_top - .105), .016, "body") for s in (1, -1)]
    strip = board(2 * half - .16, .022, .030, (0, y0 + .022, low + .052), .005, "body")
    keys = _keys(y0 + .035, .150, low + .092)
    fall = board(2 * half - .17, .020, .17, (0, 0, 0), .007, "body").rotated(-.15, "x").moved(0, y0 + .235, low + .07)
    ledge = board(2 * half - .17, .18, .02, (0, -.10, low + .215), .004, "body")
    felt = board(_WIDE, .008, .008, (0, y0 + .192, low + .080), .002, "felt")
    inset = rim_top - .088
    center = outline.mean(axis=0)
    wires = []
    for k in range(34):
        x = -.60 + k * 1.20 / 33
        end = np.interp(x, [-.62, -.2, .05, .40, .62], [.86 * tail, .80 * tail, .66 * tail, .42 * tail, .24 * tail])
        wires.append(string((x, .06, inset + .012), (x * .96 - .02, end, inset + .012), .0016))
    bars = []
    for x, span in ((-.46, .80), (-.18, .72), (.10, .52), (.36, .36)):
        bars.append(board(.022, span * tail - .04, .024, (x, .04 + (span * tail - .04) / 2, inset - .006), .006,
                          "plate"))
    bars.append(board(1.30, .05, .020, (0, .05, inset - .004), .006, "plate"))
    damper = board(1.20, .03, .022, (0, .16, inset + .010), .006, "body")
    lid_outline = (outline - center) * 1.012 + center
    angle = d.between(.55, .68)

    def raised(s: Surface) -> Surface:
        return s.moved(half, 0, 0).rotated(-angle, "y").moved(-half, 0, rim_top + .004)

    lid = raised(slab(lid_outline, rounded(.022, .008, 3), "body", 2))
    reach = half + .52
    hinge = np.array([-half, .34 * tail, rim_top])
    foot = np.array([half * .86, .34 * tail, rim_top - .02])
    tip = hinge + np.array([reach * np.cos(angle), 0, reach * np.sin(angle)])
    prop = sweep(np.array([foot, (foot + tip) / 2, tip]), circle(12, .012), region="body")
    hinges = [sweep(np.column_stack([np.full(3, -half - .004), y + np.linspace(-.05, .05, 3), np.full(3,
                                                                                                      rim_top + .006)]),
                    circle(12, .008), region="brass") for y in (.15, .45 * tail, .75 * tail)]
    desk = board(.72, .012, .22, (0, 0, 0), .004, "body").rotated(-.32, "x").moved(0, -.12, rim_top - .02)
    shelf = board(.76, .12, .012, (0, -.14, rim_top - .03), .004, "body")
    legs, wheels = [], []
    for x, y in ((half - .10, -.10), (-half + .10, -.10), (-.42 * half, .86 * tail)):
        legs.append(post(rounded_rectangle(1, 1, .10), [(.075, .075, x, y), (.12, .082, x, y), (low - .11, .125, x, y),
                                                        (low - .09, .15, x, y), (low + .005, .15, x, y)], .006, "body"))
        wheels.append(turned([(.026, -.012), (.026, .012)], .006, 24, "brass").rotated(np.pi / 2, "y").moved(x, y,
                                                                                                             .026))
        wheels.append(board(.030, .030, .05, (x, y, .030), .006, "brass"))
    lyre = [sweep(spline([(s * .05, -.06, low), (s * .095, -.06, .46), (s * .045, -.06, .30), (s * .075, -.06, .10)],
                         24),
                  circle(14, .014), region="body") for s in (1, -1)]
    lyre.append(board(.26, .09, .055, (0, -.06, .055), .014, "body"))
    lyre += [sweep(np.array([(s * .02, -.06, low), (s * .02, -.06, .3), (s * .02, -.06, .09)]), circle(10, .005),
                   region="brass") for s in (1, 0, -1)]
    return [part("case", case, bed, *arms, strip, ledge), *keys, part("fall board", fall), part("felt", felt),
            part("frame", *bars), part("dampers", damper), part("strings", *wires), part("lid", lid, prop),
            part("hinges", *hinges), part("music desk", desk, shelf), part("legs", *legs), part("casters", *wheels),
            part("lyre", *lyre), part("pedals", *_pedals(-.09, .075))]


FAMILY = Family(
    name="piano", words=("piano", "grand piano", "upright piano", "pianoforte", "baby grand"),
    gloss=("a large musical instrument with black and white keys", "a concert grand with its lid raised"),
    extent=(1.4, 2.3), build=build, principal="width", materials=("piano lacquer", "piano lacquer", "mahogany",
                                                                  "walnut"),
    looks={"body": "main", "white keys": "ivory", "black keys": "ebony", "felt": "toy red", "plate": "brass",
           "brass": "brass", "strings": "steel"},
    part_words={"white keys": ("white keys",), "black keys": ("black keys",), "brass": ("pedal", "pedals"),
                "strings": ("strings",)},
    styles={"upright": ("upright",), "grand": ("grand", "concert", "baby grand")})
