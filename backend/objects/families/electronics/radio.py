# SPDX-License-Identifier: GPL-3.0-or-later
"""Radios: a portable with handle and aerial, and a wooden table set with cloth and a glowing dial."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import facing, knob, plate, ring
from backend.objects.modeling.curves import bezier, fillet, rounded_rectangle
from backend.objects.modeling.organic import ball, rounded, slab, tube
from backend.objects.modeling.solids import box, sweep, turned


def build(d: Draw) -> list[Part]:
    return _table(d) if d.choose({"portable": 1.1, "table": 1.0}) == "table" else _portable(d)


def _portable(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.24, .30), d.between(.15, .18), d.between(.070, .085)
    case = slab(rounded_rectangle(wide, high, .020, 7), rounded(deep, .009, 5), "casing", 2)
    case = facing(case, (0, deep / 2, high / 2 + .006))
    front = -deep / 2
    face = plate(wide - .020, high - .022, .002, (0, front, .017), .012, "face", .0008)
    span = wide * .40
    x = -wide / 2 + .022 + span / 2
    cone_r = min(span, high - .050) / 2
    grille = facing(turned([(cone_r, 0), (cone_r * .99, .0035)], .0015, 56, "grille"), (x, front - .0015,
                                                                                        high / 2 + .006))
    rim = facing(ring(cone_r, cone_r * 1.06, .006, d, "trim"), (x, front - .0015, high / 2 + .006))
    holes = []
    pitch = .0072
    for i in range(-8, 9):
        for j in range(-8, 9):
            px, pz = (i + .5 * (j % 2)) * pitch, j * pitch * .866
            if np.hypot(px, pz) < cone_r * .90:
                holes.append(facing(turned([(.0022, 0), (.0022, .0004)], .0001, 8, "holes"),
                                    (x + px, front - .0049, high / 2 + .006 + pz)))
    right = wide * .235
    width = wide * .46
    dial = plate(width, high * .30, .003, (right, front - .0015, high * .60), .004, "dial", .001)
    ticks = [plate(.0010, .006 if k % 4 else .011, .0004, (right - width * .43 + k * width * .86 / 24, front - .0044,
                                                            high * .655), .0004, "holes", .0001) for k in range(25)]
    ticks.append(plate(width * .88, .0008, .0004, (right, front - .0044, high * .75), .0003, "holes", .0001))
    needle = plate(.0016, high * .24, .0008, (right + d.between(-.3, .3) * width, front - .0046, high * .63), .0006,
                   "needle", .0003)
    knobs = [facing(knob(.0175, .015, d, "knob", 20), (right + s * width * .27, front - .0015, high * .31))
             for s in (1, -1)]
    marks = [facing(box(.0020, .009, .001, .0004, 1, region="needle").moved(0, .009, .0148).rotated(d.between(-2, 2)),
                    (right + s * width * .27, front - .0015, high * .31)) for s in (1, -1)]
    keys = [box(.020, .012, .005, .0015, 2, region="knob").moved(right + (k - 1.5) * .024, 0, high + .0055)
            for k in range(4)]
    top = high + .006
    reach = wide * .42
    if d.choose({"handle": 1.0, "strap": .5}) == "handle":
        path = fillet([(-reach, top - .012), (-reach, top + .042), (reach, top + .042), (reach, top - .012)], .018, 8)
        bow = sweep(np.column_stack([path[:, 0], np.full(len(path), .004), path[:, 1]]), rounded_rectangle(.012, .018,
                                                                                                           .004, 3),
                    up=(0, 1, 0), region="trim")
    else:
        path2 = bezier((-reach, .004, top - .004), (-reach * .9, .004, top + .075), (reach * .9, .004, top + .075),
                       (reach, .004, top - .004), 28)
        bow = sweep(path2, rounded_rectangle(.004, .020, .0015, 2), up=(0, 1, 0), region="strap")
    lugs = [turned([(.009, -.008), (.009, .008)], .003, 24, "trim").rotated(np.pi / 2, "y").moved(s * reach, .004,
                                                                                                  top - .004)
            for s in (1, -1)]
    lean = d.between(.35, .75)
    foot = np.array([wide * .44, deep * .36, top - .004])
    way = np.array([np.sin(lean), .05, np.cos(lean)])
    rods = [ball(.006, 10, 14, "metal").moved(*foot)]
    start, long = foot, d.between(.05, .07)
    for k in range(4):
        rods.append(tube([start, start + way * long], .0030 - .0005 * k, 5, 12, "metal"))
        start = start + way * (long - .002)
    rods.append(ball(.0032, 10, 12, "metal").moved(*start))
    feet = [turned([(.007, 0), (.008, .008)], .0015, 16, "holes").moved(sx * wide * .38, sy * deep * .30, 0)
            for sx in (1, -1) for sy in (1, -1)]
    return [part("case", case), part("face", face), part("speaker", grille, rim), part("holes", *holes),
            part("dial", dial), part("scale", *ticks), part("needle", needle, *marks), part("knobs", *knobs, *keys),
            part("handle", bow, *lugs), part("aerial", *rods), part("feet", *feet)]


def _table(d: Draw) -> list[Part]:
    """A cathedral arch or a square case with a round-shouldered top."""
    shape = d.choose({"arched": 1.0, "square": .8})
    wide, deep = (d.between(.26, .30), d.between(.17, .20)) if shape == "arched" else (d.between(.34, .42),
                                                                                      d.between(.18, .21))
    high = d.between(.34, .39) if shape == "arched" else d.between(.22, .25)
    w = wide / 2
    if shape == "arched":
        t = np.linspace(0, np.pi, 37)
        arch = np.column_stack([w * np.cos(t), high * .52 + high * .48 * np.sin(t) ** .9])
        outline = np.concatenate([fillet([(-w, high * .40), (-w, .0), (w, 0), (w, high * .40)], .026, 6), arch])
    else:
        outline = rounded_rectangle(wide, high, .030, 8) + np.array([0, high / 2])
    case = facing(slab(outline, [(-.006, 0), (0, .006), (0, deep - .008), (-.003, deep - .002), (-.010, deep), (-.016,
                                                                                                                deep),
                                 (-.017, deep - .006), (-.024, deep - .006)], ["body"] * 5 + ["panel"] * 2, 2),
                  (0, deep / 2, .018))
    front = -deep / 2 + .006
    base = slab(rounded_rectangle(wide + .022, deep + .016, .012, 4), rounded(.022, .005), "body")
    lift = .018
    if shape == "arched":
        a = np.linspace(0, np.pi, 25)
        r = w * .66
        hole = np.concatenate([np.column_stack([r * np.cos(a), high * .60 + r * np.sin(a) * .95]),
                               [(-r, high * .46), (r, high * .46)]])
        cloth = facing(slab(hole, [(0, 0), (0, .0010), (-.001, .0014)], "cloth", 2), (0, front, lift))
        bars = []
        for x in (-.46, 0, .46):
            half = np.sqrt(1 - x ** 2)
            bars.append(plate(.012, high * .14 + r * half * .95 + .004, .006, (x * r, front, lift + high * .46), .003,
                              "body",
                              .002))
        ring_z = lift + high * .60 + r * .30
        bars.append(facing(ring(r * .26, r * .36, .006, d, "body"), (0, front, ring_z)))
        dial_at, dial_w, dial_h = (0.0, front, lift + high * .285), wide * .34, high * .10
        knob_z, knob_x = lift + high * .145, [-wide * .28, 0.0, wide * .28]
    else:
        cloth = plate(wide * .50, high * .66, .0014, (-wide * .17, front, lift + high * .20), .016, "cloth", .0004)
        bars = [plate(wide * .50, .006, .005, (-wide * .17, front, lift + high * (.20 + .66 * k / 6) - .003), .002,
                      "body",
                      .0015) for k in range(1, 6)]
        dial_at, dial_w, dial_h = (wide * .27, front, lift + high * .48), wide * .32, high * .36
        knob_z, knob_x = lift + high * .24, [wide * .17, wide * .37]
    dial = plate(dial_w, dial_h, .003, dial_at, .006, "dial", .001)
    frame = plate(dial_w + .012, dial_h + .012, .0022, (dial_at[0], front, dial_at[2] - .006), .009, "brass", .001)
    ticks = [plate(.0010, .25 * dial_h if k % 3 else .4 * dial_h, .0004,
                   (dial_at[0] - dial_w * .42 + k * dial_w * .84 / 18, front - .0029, dial_at[2] + .3 * dial_h), .0004,
                   "ink", .0001) for k in range(19)]
    needle = plate(.0018, dial_h * .82, .0006, (dial_at[0] + d.between(-.3, .3) * dial_w, front - .0031,
                                                dial_at[2] + .09 * dial_h), .0006, "needle", .0002)
    knobs = []
    for x in knob_x:
        knobs += [facing(knob(.0165, .018, d, "knob", 18), (x, front, knob_z)),
                  facing(turned([(.020, 0), (.0195, .002)], .0008, 36, "brass"), (x, front, knob_z))]
    feet = [turned([(.014, -.010), (.012, .002)], .003, 20, "ink").moved(sx * wide * .42, sy * deep * .38, 0)
            for sx in (1, -1) for sy in (1, -1)]
    return [part("case", case, base), part("cloth", cloth), part("bars", *bars), part("dial", dial),
            part("dial frame", frame), part("scale", *ticks), part("needle", needle), part("knobs", *knobs),
            part("feet", *feet)]


FAMILY = Family(
    name="radio", words=("radio", "transistor radio", "portable radio", "wireless set", "boombox", "table radio"),
    gloss=("a radio to listen to the news and music", "a vintage wooden radio with a glowing dial",
           "a portable radio with an aerial"),
    extent=(0.24, 0.48), build=build, materials=("walnut", "mahogany", "oak", "teak"),
    looks={"body": "main", "casing": "main or appliance", "face": ("grey plastic", "pale plastic", "beige plastic"),
           "grille": ("steel", "black plastic"),
           "holes": "ink", "trim": ("chrome", "black plastic", "brass"), "dial": ("dial", "bulb", "dial"),
           "needle": "toy red", "knob": ("ivory", "black plastic", "mahogany"), "strap": "leather", "metal": "chrome",
           "panel": "main", "cloth": "speaker cloth", "brass": "brass", "ink": "ink"},
    part_words={"knob": ("knob", "knobs", "button", "buttons"), "dial": ("dial", "scale"), "cloth": ("cloth", "grille"),
                "trim": ("handle",), "metal": ("aerial", "antenna")},
    styles={"portable": ("portable", "transistor", "transistor radio", "portable radio", "modern"),
            "table": ("table", "vintage", "old", "antique", "retro", "wooden", "table radio"), "arched": ("arched",
                                                                                                          "cathedral"),
            "square": ("square",), "handle": ("handle",), "strap": ("strap",)})
