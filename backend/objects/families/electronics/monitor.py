# SPDX-License-Identifier: GPL-3.0-or-later
"""Computer monitors: a flat screen on a necked stand, and a beige tube of old."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import PICTURE, facing, picture, plate
from backend.objects.families.shared import board
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.organic import rounded, slab
from backend.objects.modeling.solids import box, post, turned


def build(d: Draw) -> list[Part]:
    return _tube(d) if d.choose({"flat": 1.4, "crt": .6}) == "crt" else _flat(d)


def _flat(d: Draw) -> list[Part]:
    wide = d.between(.52, .66)
    high = wide * d.between(.57, .61)
    edge, chin = d.between(.006, .012), d.between(.012, .026)
    lift = d.between(.10, .14)
    frame = plate(wide, high, .022, (0, .010, lift), .007, "casing", .003)
    back = plate(wide * .55, high * .60, .030, (0, .034, lift + .2 * high), .03, "casing", .010)
    glass = plate(wide - 2 * edge, high - edge - chin, .001, (0, -.0117, lift + chin), .002, "screen", .0003)
    show = picture(wide - 2 * edge - .004, high - edge - chin - .004, (0, -.0127, lift + chin + .002), d)
    bar = plate(wide - 2 * edge - .004, .016, .0004, (0, -.0131, lift + chin + .002), .001, "taskbar", .0001)
    tiles = [plate(.008, .008, .0003, (-.10 + .018 * k, -.0134, lift + chin + .006), .002, region, .0001)
             for k, region in enumerate(("icon", "sun", "icon", "hill", "icon", "sun"))]
    window = plate(wide * .30, high * .34, .0003, (-wide * .22, -.0133, lift + .42 * high), .002, "icon", .0001)
    title = plate(wide * .30, .012, .0002, (-wide * .22, -.0136, lift + .76 * high - .012), .001, "taskbar", .0001)
    lines = [plate(wide * w, .004, .0002, (-wide * .22 - wide * (.13 - w / 2), -.0136, lift + high * (.68 - .042 * k)),
                   .001, "taskbar", .0001) for k, w in enumerate((.22, .26, .18, .24, .12))]
    led = facing(turned([(.002, 0), (.002, .0006)], .0002, 12, "led"), (.46 * wide, -.012, lift + .4 * chin))
    neck = board(d.between(.05, .09), .018, lift + .16, (0, .045, .008), .006, "stand")
    base = slab(rounded_rectangle(d.between(.22, .27), d.between(.17, .20), .03, 8),
                [(-.003, 0), (0, .003), (0, .008), (-.003, .011)], "stand").moved(0, .02, 0)
    return [part("panel", frame), part("back", back), part("screen", glass), part("picture", *show),
            part("task bar", bar, *tiles), part("window", window, title, *lines), part("light", led),
            part("stand", neck, base)]


def _tube(d: Draw) -> list[Part]:
    wide, high = d.between(.36, .40), d.between(.33, .36)
    lift = .062
    mid = lift + high / 2
    front = slab(rounded_rectangle(wide, high, .020, 6), [(-.006, 0), (0, .005), (0, .105), (-.003, .115), (-.010,
                                                                                                            .118),
                                                          (-.020, .118), (-.024, .112), (-.032, .108)], "tube casing")
    front = facing(front, (0, -.01, mid))
    hood = post(rounded_rectangle(wide, high, .034, 8), [(0, .985, 0, 0), (.05, .97, 0, 0), (.09, .88, 0, 0),
                                                         (.24, .66, 0, 0), (.27, .64, 0, 0)], .012, "tube casing")
    hood = hood.rotated(-np.pi / 2, "x").moved(0, -.012, mid)
    sw, sh = wide - .078, high - .078
    glass = slab(rounded_rectangle(sw + .016, sh + .016, .028, 8), [(0, 0), (0, .004), (-.001, .005)], "screen", 9)
    glass = glass.deformed(lambda v: v + np.column_stack([0 * v[:, 0], 0 * v[:, 0], np.where(
        v[:, 2] > .003, .008 * np.clip(1 - (v[:, 0] / sw * 2) ** 2, 0, 1)
        * np.clip(1 - (v[:, 1] / sh * 2) ** 2, 0, 1), 0)]))
    glass = facing(glass, (0, -.1145, mid))
    text = []
    for k, w in enumerate((.06, .11, .09, .13, .04, .10, .012)):
        x, up = -.105 + w / 2, .075 - .020 * k
        bulge = .008 * (1 - (2 * x / sw) ** 2) * (1 - (2 * up / sh) ** 2)
        text.append(plate(w, .0042, .0016, (x, -.1190 - bulge, mid + up), .001, "text", .0002))
    keys = [plate(.014, .007, .003, (x, -.1275, lift + .009), .002, "tube casing", .001) for x in (.05, .075, .10)]
    led = plate(.005, .005, .002, (.13, -.1275, lift + .010), .001, "led", .0004)
    vents = [box(.18, .003, .004, .001, 1, region="slots").moved(0, .05 + .012 * k, mid + high * (.445 - .011 * k))
             for k in range(5)]
    pan = turned([(.08, .020), (.055, .030), (.055, lift + .02)], .004, 40, "tube casing").moved(0, -.01)
    base = slab(rounded_rectangle(.26, .24, .05, 8), rounded(.024, .007, 4), "tube casing").moved(0, -.01, 0)
    return [part("front", front), part("back", hood), part("screen", glass), part("text", *text),
            part("buttons", *keys), part("light", led), part("vents", *vents), part("stand", pan, base)]


FAMILY = Family(
    name="monitor", words=("monitor", "computer monitor", "computer screen", "desktop monitor", "crt monitor",
                           "display"),
    gloss=("a computer's flat screen on a stand", "an old beige tube monitor", "a desktop computer's display"),
    extent=(0.34, 0.72), build=build, principal="width", materials=("black plastic", "device", "black plastic",
                                                                    "white plastic"),
    looks={"casing": "main", "tube casing": "main or beige plastic", "screen": "display", **PICTURE,
           "taskbar": "lit display", "icon": "lit white",
           "led": "lit green", "stand": "main", "text": "lit green", "slots": "ink"},
    part_words={"screen": ("screen",), "stand": ("stand", "base", "foot"), "casing": ("case", "frame")},
    styles={"flat": ("flat", "modern", "lcd"), "crt": ("crt", "crt monitor", "old", "vintage", "retro", "tube")})
