# SPDX-License-Identifier: GPL-3.0-or-later
"""Televisions: a flat one on its feet, and an old set of wood with knobs and rabbit ears."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import PICTURE, facing, knob, picture, plate
from backend.objects.families.shared import board
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import ball, slab, tube
from backend.objects.modeling.solids import box, post, turned


def build(d: Draw) -> list[Part]:
    return _old(d) if d.choose({"flat": 1.2, "old": 1.0}) == "old" else _flat(d)


def _flat(d: Draw) -> list[Part]:
    wide = d.between(1.05, 1.40)
    high, edge = wide * .572, d.between(.010, .020)
    lift = d.between(.055, .085)
    kind = d.choose({"feet": 1.0, "pedestal": .7})
    panel = plate(wide, high, .030, (0, .015, lift), .010, "casing", .003)
    back = plate(wide * .62, high * .55, .045, (0, .052, lift + .06), .03, "casing", .012)
    glass = plate(wide - 2 * edge, high - 2.6 * edge, .0012, (0, -.0148, lift + 1.6 * edge), .003, "screen", .0004)
    show = picture(wide - 2 * edge - .006, high - 2.6 * edge - .006, (0, -.0160, lift + 1.6 * edge + .003), d)
    logo = plate(.050, .006, .0008, (0, -.0148, lift + .35 * edge), .002, "trim", .0003)
    led = facing(turned([(.003, 0), (.003, .0008)], .0003, 14, "led"), (.44 * wide, -.0148, lift + .6 * edge))
    stand = []
    if kind == "feet":
        for s in (1, -1):
            x = s * .36 * wide
            stand += [tube([(x, 0, lift + .02), (x + s * .012, q * .07, .030), (x + s * .02, q * .13, .009)],
                           [.012, .010,
                                                                                                          .009],
                           12, 12, "stand") for q in (1, -1)]
    else:
        stand.append(board(.09, .03, lift + .05, (0, .02, .008), .008, "stand"))
        stand.append(slab(rounded_rectangle(.36 * wide, .24, .05, 8), [(-.004, 0), (0, .004), (0, .010), (-.004, .014)],
                          "stand"))
    return [part("panel", panel), part("back", back), part("screen", glass), part("picture", *show),
            part("logo", logo), part("light", led), part("stand", *stand)]


def _old(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.58, .70), d.between(.40, .47), d.between(.34, .40)
    legs = d.chance(.6)
    lift = d.between(.14, .20) if legs else .022
    case = slab(rounded_rectangle(wide, high, .045, 8), [(-.012, 0), (-.003, .003), (0, .012), (0, deep - .012),
                                                         (-.003, deep - .003), (-.010, deep), (-.020, deep),
                                                         (-.024, deep - .010), (-.06, deep - .010)],
                ["body"] * 5 + ["front"] * 3)
    case = facing(case, (0, deep / 2, lift + high / 2))
    hump = post(rounded_rectangle(wide, high, .05, 6), [(0, .82, 0, 0), (.03, .80, 0, 0), (.10, .45, 0, 0)], .02,
                "back")
    tube_back = hump.rotated(-np.pi / 2, "x").moved(0, deep / 2 - .012, lift + high / 2)
    sw, sh = wide * .66, high * .74
    sx, sz = -wide * .115, lift + high / 2
    front = -deep / 2 + .010
    mask = slab(rounded_rectangle(sw + .036, sh + .036, .055, 8), [(-.004, 0), (0, .004), (0, .012), (-.005, .016),
                                                                   (-.014, .016), (-.019, .006)], "mask", 2)
    bulge = slab(rounded_rectangle(sw, sh, .055, 8), [(.0, 0), (0, .004), (-.002, .005)], "screen", 9).deformed(
        lambda v: v + np.column_stack([0 * v[:, 0], 0 * v[:, 0], np.where(v[:, 2] > .003, .020 * np.clip(
            1 - (v[:, 0] / sw * 2) ** 2, 0, 1) * np.clip(1 - (v[:, 1] / sh * 2) ** 2, 0, 1), 0)]))
    mask, bulge = facing(mask, (sx, front, sz)), facing(bulge, (sx, front - .004, sz))
    px = wide * .375
    panel = plate(wide * .19, high * .86, .006, (px, front, lift + high * .07), .02, "panel", .002)
    knobs, rims = [], []
    for z in (.76, .55):
        at = (px, front - .006, lift + z * high)
        rims.append(facing(turned([(.036, 0), (.034, .004)], .0015, 40, "trim"), at))
        knobs.append(facing(knob(.024, .022, d, "knob", 14), (at[0], at[1] - .004, at[2])))
        a = d.between(-2.4, 2.4)
        knobs.append(facing(box(.004, .020, .003, .001, region="trim").moved(0, .010, .022).rotated(a),
                            (at[0], at[1] - .004, at[2])))
    grille = [plate(wide * .14, .004, .003, (px, front - .0055, lift + z * high), .0018, "slots", .001)
              for z in np.linspace(.13, .38, 9)]
    parts = [part("case", case), part("back", tube_back), part("mask", mask), part("screen", bulge),
             part("panel", panel), part("dial rims", *rims), part("knobs", *knobs), part("grille", *grille)]
    if d.choose({"antenna": 1.0, "bare": .35}) == "antenna":
        top = lift + high
        foot = turned([(.055, 0), (.050, .012), (.022, .026), (.020, .034)], .006, 36, "slots").moved(0, .05,
                                                                                                      top - .001)
        rods = []
        for s in (1, -1):
            lean = s * d.between(.35, .75)
            tip = np.array([s * .012 + np.sin(lean) * .36, .05, top + .03 + np.cos(lean) * .36])
            rods += [tube(np.array([(s * .012, .05, top + .022), tuple(tip)]), [.0032, .0026, .002], 8, 10, "trim"),
                     ball(.0055, 8, 12, "trim").moved(*tip)]
        parts.append(part("aerial", foot, *rods))
    if legs:
        parts.append(part("legs", *[tube([(x * .40 * wide, y * .34 * deep, lift + .01), (x * .46 * wide, y * .44 * deep,
                                                                                    .006)],
                                         [.016, .010], 8, 16, "leg", round_ends=False) for x in (1, -1) for y in (1,
                                                                                                                  -1)]))
    else:
        parts.append(part("feet", *[turned([(.016, 0), (.018, lift + .002)], .003, 18, "slots").moved(
            x * .40 * wide, y * .36 * deep, 0) for x in (1, -1) for y in (1, -1)]))
    return parts


FAMILY = Family(
    name="television", words=("television", "tv", "television set", "flat screen", "telly", "smart tv"),
    gloss=("a television in the living room", "a flat screen on its stand", "an old tv set with an antenna"),
    extent=(0.45, 1.5), build=build, materials=("black plastic", "grey plastic", "black plastic"),
    looks={"casing": "main", "body": "main or walnut", "screen": "display", "trim": "chrome", "led": "lit red",
           "stand": "main or dark steel",
           **PICTURE, "front": "ink", "back": "ink", "mask": ("pale plastic", "grey plastic"), "knob": ("ink", "ivory"),
           "panel": ("brass", "ink", "beige plastic"), "slots": "ink", "leg": ("walnut", "brass")},
    part_words={"screen": ("screen",), "knob": ("knob", "knobs"), "body": ("case", "frame", "cabinet"),
                "stand": ("stand", "feet"), "leg": ("leg", "legs"), "trim": ("antenna", "aerial")},
    styles={"flat": ("flat", "modern", "flat screen", "smart"), "old": ("old", "vintage", "retro", "antique"),
            "feet": ("feet",), "pedestal": ("pedestal",), "antenna": ("antenna", "aerial"), "bare": ("bare",)})
