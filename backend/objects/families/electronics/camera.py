# SPDX-License-Identifier: GPL-3.0-or-later
"""Cameras: a reflex with its prism hump, a rangefinder of leather and metal, an instant camera."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import facing, knob, plate, ring
from backend.objects.families.shared import board
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle, spline
from backend.objects.modeling.organic import ball, slab
from backend.objects.modeling.solids import lathe, post, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    return {"reflex": _reflex, "rangefinder": _classic, "instant": _instant}[
        d.choose({"reflex": 1.2, "rangefinder": .9, "instant": .6})](d)


def _lens(r: float, long: float, d: Draw, at: tuple[float, float, float]) -> list[Part]:
    """A barrel with ribbed rings towards the front, its glass curved in the mouth."""
    n = d.segments(64, 44)
    sunk = long - .16 * r
    rows = [(0, 0), (r * 1.06, 0), (r * 1.06, .10 * long), (r * .92, .13 * long), (r * .92, .30 * long),
            (r, .33 * long),
            (r, .66 * long), (r * .95, .69 * long), (r * .95, .84 * long), (r, .88 * long), (r, long), (r * .88, long),
            (r * .74, sunk), (r * .70, sunk - .05 * r), (0, sunk - .05 * r)]
    barrel = lathe(fillet(rows, [0, *[.0007] * (len(rows) - 2), 0], 2), n, "lens body")
    grip = lathe(fillet([(r * .97, .37 * long), (r * 1.035, .39 * long), (r * 1.035, .60 * long), (r * .97,
                                                                                                   .62 * long)],
                        .0006, 2, closed=True), 2 * n, "rubber", loop=True,
                 modulation=lambda a, z: 1 - .014 * (np.cos(44 * a) > 0) * np.ones_like(z))
    mark = ring(r * .90, r * .963, .0016, d, "mark").moved(z=.745 * long)
    turn = np.linspace(0, np.pi / 2, 9)
    dome = np.column_stack([.71 * r * np.cos(turn), sunk - .06 * r + .16 * r * np.sin(turn)])
    glass = lathe(np.concatenate([[(0, sunk - .08 * r)], dome]) * np.r_[[[1, 1]] * 9, [[0, 1]]], n, "glass")
    inner = ring(.40 * r, .46 * r, .004, d, "lens body").moved(z=sunk - .01 * r)
    return [part("lens", facing(barrel, at)), part("lens grip", facing(grip, at)), part("lens ring", facing(mark, at)),
            part("glass", facing(glass, at), facing(inner, at))]


def _reflex(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.130, .142), d.between(.082, .090), .052
    outline = spline([(-.5, -.30), (-.49, .34), (-.40, .48), (0, .5), (.40, .48), (.49, .36), (.5, -.10), (.46, -.62),
                      (.34, -.72), (.27, -.60), (.235, -.42), (0, -.45), (-.40, -.45)], 96, closed=True)
    body = slab(outline * (wide, deep), [(-.003, 0), (-.001, .0008), (0, .003), (0, high - .006), (-.002, high - .002),
                                         (-.006, high)], "body")
    hump = post(fillet([(-.5, .5), (.5, .5), (.42, -.2), (.24, -.62), (-.24, -.62), (-.42, -.2)], .12, 4, closed=True)
                * (.058, .056), [(high - .012, 1.05, -.008, -.006), (high + .004, 1.0, -.008, -.006),
                                 (high + .024, .62, -.008, -.008)], .004, "body")
    flash = plate(.034, .011, .006, (-.008, -.034, high + .006), .003, "body", .001)
    name = plate(.026, .0045, .0008, (-.008, -.0398, high + .009), .001, "mark", .0002)
    shoe = board(.020, .018, .003, (-.008, -.004, high + .0235), .001, "metal")
    handle = post(rounded_rectangle(.030, .024, .010, 5), [(.004, .96, .345 * wide, -.62 * deep * .98),
                                                             (.04, 1, .345 * wide, -.64 * deep),
                                                             (high - .012, .94, .345 * wide, -.60 * deep)], .006,
                  "grip")
    dials = [knob(.011, .009, d, "dial", 14).moved(-.365 * wide, .004, high - .001),
             knob(.009, .007, d, "dial", 12).moved(.21 * wide, .010, high - .001),
             turned([(.0080, 0), (.0075, .0035)], .001, 28, "metal").moved(.36 * wide, -.55 * deep, high - .002),
             turned([(.0058, .003), (.0052, .0062)], .0015, 28, "dial").moved(.36 * wide, -.55 * deep, high - .002)]
    lens = _lens(d.between(.031, .035), d.between(.050, .085), d, (-.008, -.44 * deep, .47 * high))
    mount = facing(turned([(.037, 0), (.036, .004)], .001, 56, "metal"), (-.008, -.435 * deep, .47 * high))
    lamp = facing(ball((.0035, .0035, .0016), 8, 14, "led"), (.22 * wide, -.46 * deep, .80 * high))
    lugs = [sweep(np.array([(s * .5 * wide + x, .0, high * .84 + z) for x, z in (
        (0, -.004), (s * .006, -.003), (s * .006, .003), (0, .004))]), circle(8, .0012), region="metal") for s in (1,
                                                                                                                   -1)]
    back = plate(.078, .056, .003, (-.012, .5 * deep + .0022, .012), .003, "display", .0008)
    finder = plate(.028, .018, .010, (-.008, .5 * deep + .003, high + .001), .004, "grip", .002)
    return [part("body", body, hump, flash), part("name plate", name), part("hot shoe", shoe), part("grip", handle),
            part("dials", *dials), part("mount", mount), *lens, part("light", lamp), part("lugs", *lugs),
            part("back screen", back), part("eyepiece", finder)]


def _classic(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.128, .142), d.between(.070, .078), .034
    shape = rounded_rectangle(wide, deep, .0165, 10)
    band = .022
    body = slab(shape, [(-.001, .009), (.0006, .010), (.0008, high - band), (-.001, high - band + .001)], "leather")
    low = slab(shape, [(-.002, 0), (0, .002), (0, .010), (-.001, .0105)], "metal")
    cap = slab(shape, [(-.001, high - band - .0005), (0, high - band), (0, high - .006), (-.001, high - .0045),
                       (-.004, high - .004)], "metal")
    hump = post(rounded_rectangle(wide * .56, deep * .86, .010, 6), [(high - .006, 1, -.05 * wide, 0),
                                                                     (high + .0045, .985, -.05 * wide, 0)], .002,
                "metal")
    top = high + .0045
    windows: list[Surface] = []
    for x, w, h in ((-.30 * wide, .015, .0095), (.10 * wide, .0085, .0085)):
        windows += [plate(w + .004, h + .004, .0016, (x, -deep / 2, high - .0145 - .002), .002, "black", .0005),
                    plate(w, h, .001, (x, -deep / 2 - .0014, high - .0145), .0015, "glass", .0003)]
    windows.append(plate(.016, .009, .0018, (-.13 * wide, -deep / 2, high - .0145), .0015, "dial", .0005))
    lens = _lens(d.between(.023, .026), d.between(.026, .040), d, (-.02 * wide, -deep / 2 - .003, .46 * (high - .006)))
    mount = facing(turned([(.0295, 0), (.0295, .004), (.028, .0055)], .001, 56, "metal"),
                   (-.02 * wide, -deep / 2 + .0005, .46 * (high - .006)))
    knobs = [knob(.0095, .0085, d, "metal", 18).moved(-.40 * wide, 0, high - .0045),
             knob(.0085, .0075, d, "metal", 18).moved(.28 * wide, 0, high - .0045),
             turned([(.0055, 0), (.0048, .007)], .0012, 28, "metal").moved(.355 * wide, -.004, high - .0045),
             turned([(.0105, 0), (.0105, .003)], .001, 36, "metal").moved(.42 * wide, .003, high - .0045)]
    lever = sweep(spline([(.42 * wide, .003, high + .0005), (.445 * wide, -.010, high + .0005),
                          (.44 * wide, -.020, high)], 14), circle(12, 1.0) * (.0035, .0014), region="metal")
    shoe = board(.016, .016, .0022, (-.05 * wide, 0, top - .0005), .0008, "black")
    lugs = [sweep(np.column_stack([s * (wide / 2 + .003 + .004 * np.cos(t)), 0 * t, high - .016 + .004 * np.sin(t)]),
                  circle(8, .0010), up=(0, 1, 0), loop=True, region="metal")
            for s in (1, -1) for t in (np.linspace(0, 2 * np.pi, 24, endpoint=False),)]
    timer = sweep(np.array([(.27 * wide, -deep / 2 - .003, .40 * high), (.27 * wide, -deep / 2 - .0035, .24 * high),
                            (.27 * wide, -deep / 2 - .003, .22 * high)]), circle(12, .0030), [1.0, .8, .8],
                  region="metal")
    pivot = facing(turned([(.0055, 0), (.005, .003)], .001, 24, "metal"), (.27 * wide, -deep / 2, .41 * high))
    return [part("covering", body), part("bottom plate", low), part("top plate", cap, hump), part("windows", *windows),
            part("mount", mount), *lens, part("knobs", *knobs, lever), part("hot shoe", shoe), part("lugs", *lugs),
            part("self timer", timer, pivot)]


def _instant(d: Draw) -> list[Part]:
    wide, high, deep = d.between(.108, .118), d.between(.092, .102), d.between(.085, .10)
    half = deep / 2
    profile = fillet([(-half, 0), (half * .8, 0), (half, .010), (half, .62 * high), (half * .55, high), (-half * .25,
                                                                                                         high),
                      (-half * .55, .55 * high), (-half, .38 * high)], [.006, .006, .006, .012, .014, .012, .012,
                                                                        .008], 4,
                     closed=True)
    case = sweep(np.array([(-wide / 2, 0, 0), (-wide / 2 + .002, 0, 0), (wide / 2 - .002, 0, 0), (wide / 2, 0, 0)]),
                 np.column_stack([profile[:, 0] * -1, profile[:, 1]])[::-1], region="case", bevel=.03)
    case = case.moved(0, 0, -float(case.vertices[:, 2].min()))
    front = plate(wide * .92, .50 * high, .004, (0, -half * .62, .42 * high), .008, "face", .0015)
    lens = _lens(.021, .020, d, (0, -half * .62 - .002, .62 * high))
    base = facing(turned([(.029, 0), (.027, .006)], .002, 56, "black"), (0, -half * .62 - .001, .62 * high))
    flash = plate(.030, .018, .005, (-.32 * wide, -half * .66, .74 * high), .003, "flash", .001)
    frame = plate(.034, .022, .004, (-.32 * wide, -half * .65, .72 * high), .004, "black", .001)
    window = plate(.015, .013, .005, (.34 * wide, -half * .66, .77 * high), .002, "glass", .001)
    button = facing(turned([(.0080, 0), (.0075, .006)], .002, 30, "button"), (.33 * wide, -half * .66, .56 * high))
    stripes = [plate(.0048, .30 * high, .0012, (-.012 + .0048 * k + .0024, -half * 1.0 - .0002, .05 * high), .0004,
                     region,
                     .0003) for k, region in enumerate(("red", "orange", "yellow", "green", "blue"))]
    slot = plate(wide * .80, .0045, .0015, (0, -half - .0002, .335 * high), .001, "black", .0004)
    photo = board(.080, .052, .0008, (0, -half - .020, .336 * high + .001), .0003, "photo")
    shown = board(.066, .034, .0004, (0, -half - .022, .336 * high + .0017), .0001, "picture")
    return [part("case", case), part("face", front), part("lens base", base), *lens, part("flash", frame, flash),
            part("viewfinder", window), part("shutter", button), part("stripes", *stripes), part("slot", slot),
            part("photo", photo, shown)]


FAMILY = Family(
    name="camera", words=("camera", "photo camera", "digital camera", "dslr", "slr camera", "polaroid camera",
                          "instant camera", "film camera", "rangefinder"),
    gloss=("a camera to take photographs", "a vintage film camera", "a photographer's camera with a big lens"),
    extent=(0.1, 0.19), build=build, principal="width", materials=("black plastic",),
    looks={"body": "main or black plastic", "case": "main or white plastic", "face": "main or white plastic",
           "grip": "black plastic", "rubber": "black plastic",
           "lens body": ("black plastic", "dark steel"), "mark": "toy white", "glass": "lens", "metal": ("chrome",
                                                                                                         "steel"),
           "leather": "main or leather", "dial": "black plastic", "black": "black plastic", "display": "display",
           "led": "lit red", "flash": "headlight", "button": "toy red", "red": "toy red", "orange": "toy orange",
           "yellow": "toy yellow", "green": "toy green", "blue": "sky paint", "photo": "white card",
           "picture": "lit sky"},
    part_words={"glass": ("glass",), "lens body": ("lens",), "leather": ("leather", "covering"),
                "metal": ("metal", "plate"), "flash": ("flash",), "button": ("button",)},
    styles={"reflex": ("dslr", "digital", "modern", "slr camera", "professional"),
            "rangefinder": ("vintage", "retro", "old", "antique", "film", "rangefinder", "film camera"),
            "instant": ("instant", "polaroid camera", "instant camera", "polaroid")})
