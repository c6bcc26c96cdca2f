# SPDX-License-Identifier: GPL-3.0-or-later
"""Guitars standing upright: an acoustic with its sound hole, an electric with horns and pickups."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.music.shared_music import mirrored_outline, neck, peg, string, upright
from backend.objects.families.shared import board
from backend.objects.modeling.curves import circle, fillet, spline
from backend.objects.modeling.organic import ball, rounded, slab
from backend.objects.modeling.solids import box, extrude, lathe, post, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"acoustic": 1.2, "electric": 1.0})
    parts = _acoustic(d) if kind == "acoustic" else _electric(d)
    return [Part(p.name, tuple(upright(s) for s in p.pieces)) for p in parts]


def _ring(inner: float, outer: float, z: float, tall: float, d: Draw, region: str) -> Surface:
    rows = fillet([(inner, z), (outer, z), (outer, z + tall), (inner, z + tall)], tall * .3, 2, closed=True)
    return lathe(rows, d.segments(56), region, loop=True)


def _fretted(d: Draw, low: float, nut: float, scale: float, z: float, wide: tuple[float, float]) -> list[Part]:
    """Fingerboard, frets and dots from ``low`` to the ``nut`` above a face at ``z``."""
    rows = [(0, wide[0] / 2, 0, low), (0, wide[1] / 2, 0, nut)]
    outline = np.array([(-rows[0][1], low), (rows[0][1], low), (rows[1][1], nut), (-rows[1][1], nut)])
    plate = extrude(fillet(outline, .002, 2, closed=True), .006, .0012, "fingerboard").moved(z=z)
    frets, dots = [], []
    for k in range(1, 22):
        y = nut - scale * (1 - 2 ** (-k / 12))
        if y < low + .004:
            break
        w = np.interp(y, [low, nut], wide)
        frets.append(box(w - .002, .0022, .0016, .0006, 1, region="metal").moved(0, y, z + .0055))
        above = nut - scale * (1 - 2 ** (-(k - 1) / 12))
        if k in (3, 5, 7, 9, 12, 15, 17, 19):
            for x in ((-.011, .011) if k == 12 else (0,)):
                dots.append(turned([(.0033, 0), (.0033, .0008)], .0002, 14, "binding").moved(x, (y + above) / 2,
                                                                                              z + .0056))
    saddle = box(wide[1], .005, .0095, .001, 2, region="binding").moved(0, nut + .002, z)
    return [part("fingerboard", plate), part("frets", *frets), part("inlays", *dots, saddle)]


def _tuner(x: float, y: float, z: float, side: int) -> list[Surface]:
    """A post through the head and its button to the ``side``."""
    shaft = sweep(np.array([(x, y, z - .012), (side * .024 + x, y, z - .012), (side * .03 + x, y, z - .012)]),
                  circle(10, .003), region="metal")
    button = ball((.008, .0085, .005), 10, 14, "tuners").moved(x + side * .036, y, z - .012)
    return [peg((x, y, z - .004), .0034, .015), shaft, button]


def _acoustic(d: Draw) -> list[Part]:
    wide, waist, deep = d.between(.186, .205), d.between(.112, .130), d.between(.088, .108)
    shoulder = d.between(.138, .152)
    n = d.segments(112, 64)
    half = [(0, 0), (.50 * wide, .006), (.86 * wide, .045), (wide, .125), (.88 * wide, .205), (waist * 1.03, .265),
            (waist * 1.01, .305), (shoulder * .97, .37), (shoulder, .41), (shoulder * .80, .466), (shoulder * .4, .486),
            (0, .488)]
    outline = mirrored_outline(half, n)
    sides = slab(outline, [(-.004, 0), (-.001, .001), (0, .004), (0, .012), (0, deep - .008), (0, deep - .004),
                           (-.002, deep - .0035)], "body")
    edge = slab(outline, [(-.010, deep - .006), (.0004, deep - .006), (.0011, deep - .0055), (.0011, deep - .0012),
                          (.0003, deep), (-.010, deep)], "binding")
    top = slab(outline, [(-.012, deep - .004), (-.0035, deep - .004), (-.0032, deep + .0002), (-.0036, deep + .0008),
                         (-.012, deep + .0008)], "top")
    face = deep + .0008
    hole = .335
    dark = turned([(.0495, 0), (.0495, .0005)], .0002, d.segments(56), "hole").moved(0, hole, face)
    rosette = [_ring(a, b, face, .0008, d, r).moved(0, hole) for a, b, r in
               ((.0485, .0515, "binding"), (.0515, .0580, "hole"), (.0580, .0605, "binding"))]
    bridge = post(fillet([(.5, .3), (.22, .5), (-.22, .5), (-.5, .3), (-.5, -.3), (-.22, -.5), (.22, -.5), (.5, -.3)],
                         .1, 3, closed=True) * (.165, .034),
                  [(face, 1, 0, .152), (face + .004, .99, 0, .152), (face + .008, .93, 0, .152)], .001, "bridge")
    bone = box(.078, .003, .012, .0008, 2, region="binding").moved(0, .160, face)
    nut, z = .806, face
    pins = [ball((.0032, .0032, .003), 8, 10, "binding").moved(x, .146, face + .0085) for x in np.linspace(-.03, .03,
                                                                                                           6)]
    stem = neck(.44, nut + .01, z, (.062, .050), .024, d)
    heel = post(fillet([(.5, .5), (-.5, .5), (-.5, -.5), (.5, -.5)], .2, 4, closed=True),
                [(.02, .034, 0, .486), (.04, .042, 0, .49), (.07, .05, 0, .494), (z - .004, .058, 0, .50)], .004,
                "neck")
    out = [part("sides and back", sides), part("binding", edge), part("top", top), part("sound hole", dark, *rosette),
           part("bridge", bridge, bone, *pins), part("neck", stem, heel),
           *_fretted(d, hole + .052, nut, nut - .16, z, (.058, .048))]
    head = fillet([(-.025, 0), (.025, 0), (.036, .035), (.033, .172), (.016, .186), (0, .180), (-.016, .186),
                   (-.033, .172), (-.036, .035)], .008, 3, closed=True)
    plate = extrude(head, .015, .0025, "neck").moved(0, nut, z - .014)
    veneer = extrude(head * .97, .0015, .0005, "bridge").moved(0, nut + .003, z + .0005)
    tuners: list[Surface] = []
    strings = []
    for k in range(6):
        x = (k - 2.5) * .0075
        side, step = (-1 if k < 3 else 1), (k if k < 3 else 5 - k)
        y = nut + .055 + .044 * step
        tuners += _tuner(side * .021, y, z, side)
        strings += [string(((k - 2.5) * .0115, .146, face + .009), ((k - 2.5) * .0112, .160, face + .0125), .0006),
                    string(((k - 2.5) * .0112, .160, face + .0125), (x, nut + .002, z + .0100), .0006),
                    string((x, nut + .002, z + .0100), (side * .0205, y, z + .006), .0006)]
    if d.chance(.55):
        guard = spline([(.052, -.03), (.075, .0), (.088, -.045), (.098, -.10), (.075, -.125), (.052, -.095)], 40, True)
        out.append(part("pickguard", slab(guard, rounded(.0012, .0004), "guard").moved(0, hole, face)))
    return [*out, part("head", plate, veneer), part("tuners", *tuners), part("strings", *strings)]


def _electric(d: Draw) -> list[Part]:
    deep, n = d.between(.038, .046), d.segments(120, 72)
    horn, pointed = d.between(-.02, .03), d.between(.9, 1.1)
    rows = [(0, 0), (.09, .006), (.150, .045), (.166, .105), (.145, .175), (.118, .220), (.122, .265),
            (.138 * pointed, .320), (.125 * pointed, .358 + .5 * horn), (.090, .350 + .3 * horn), (.060, .318),
            (.034, .302), (0, .300), (-.034, .302), (-.062, .325), (-.092, .375 + horn), (-.128 * pointed, .405 + horn),
            (-.150 * pointed, .375 + horn), (-.140, .300), (-.122, .245), (-.130, .195), (-.160, .130), (-.160, .06),
            (-.11, .012)]
    outline = spline(rows, n, closed=True)
    body = slab(outline, rounded(deep, .011, 5), "paint", 2)
    guard = spline([(.0, .075), (.065, .055), (.115, .075), (.110, .130), (.080, .180), (.082, .235), (.098, .300),
                    (.075, .315), (.045, .292), (0, .290), (-.045, .300), (-.070, .345), (-.100, .350), (-.098, .290),
                    (-.075, .235), (-.060, .190), (-.055, .120)], 72, closed=True)
    plate = slab(guard, rounded(.002, .0007), "guard").moved(0, 0, deep - .0004)
    face = deep + .0016
    pickups, poles = [], []
    for y, tilt in ((.262, 0), (.200, 0), (.135, .14)):
        pickups.append(box(.082, .017, .006, .006, 4, region="pickup").rotated(tilt).moved(0, y, face - .001))
        poles += [turned([(.0022, 0), (.0022, .0008)], .0002, 10, "metal").moved(
            (k - 2.5) * .0105, y + tilt * (k - 2.5) * .0105, face + .005) for k in range(6)]
    bridge = box(.085, .045, .006, .0015, 2, region="metal").moved(0, .085, deep)
    saddles = [box(.0092, .022, .006, .0015, 2, region="metal").moved((k - 2.5) * .0105, .090, deep + .005)
               for k in range(6)]
    arm = sweep(spline([(.034, .095, deep + .004), (.05, .10, deep + .016), (.075, .13, deep + .022),
                        (.085, .20, deep + .022)], 16), circle(10, .0022), region="metal")
    knobs = [turned([(.0105, 0), (.0095, .008), (.007, .012)], .002, 28, "knobs").moved(*at, face)
             for at in ((.075, .150), (.094, .112), (.098, .076))]
    nut, z = .735, deep - .002
    stem = neck(.285, nut + .008, z + .006, (.060, .046), .022, d)
    root = board(.056, .075, .012, (0, .275, deep - .010), .003, "neck")
    out = [part("body", body), part("pickguard", plate), part("pickups", *pickups), part("pole pieces", *poles),
           part("bridge", bridge, *saddles, arm), part("knobs", *knobs), part("neck", stem, root),
           *_fretted(d, .290, nut, nut - .095, z + .006, (.056, .043))]
    head = spline([(-.022, 0), (.022, 0), (.026, .03), (.045, .042), (.055, .070), (.036, .085), (.030, .115),
                   (.020, .175), (-.004, .190), (-.026, .172), (-.036, .10), (-.030, .03)], 56, closed=True)
    plate = slab(head, rounded(.014, .002), "neck").moved(0, nut, z - .010)
    tuners: list[Surface] = []
    strings = []
    for k in range(6):
        x, y = (k - 2.5) * .0070, nut + .045 + .024 * k
        post_x = -.021 + .0045 * k
        tuners += [peg((post_x, y, z + .003), .0034, .012)]
        shaft = np.array([(post_x, y, z - .006), (-.05, y, z - .006), (-.052, y, z - .006)])
        tuners += [sweep(shaft, circle(10, .0028), region="metal"),
                   ball((.008, .0085, .0045), 10, 14, "metal").moved(-.054, y, z - .006)]
        strings += [string(((k - 2.5) * .0105, .095, deep + .012), (x, nut + .002, z + .0155), .0006),
                    string((x, nut + .002, z + .0155), (post_x, y, z + .010), .0006)]
    return [*out, part("head", plate), part("tuners", *tuners), part("strings", *strings)]


FAMILY = Family(
    name="guitar", words=("guitar", "acoustic guitar", "electric guitar", "classical guitar", "folk guitar", "ukulele"),
    gloss=("a stringed instrument with a fretted neck", "a rock star's electric guitar", "a wooden acoustic guitar"),
    extent=(0.85, 1.05), build=build, materials=("mahogany", "mahogany", "walnut", "teak"),
    looks={"body": "main", "paint": "main or guitar paint", "top": "spruce", "binding": "ivory", "hole": "ink",
           "bridge": ("ebony", "mahogany"), "neck": ("birch", "mahogany"), "fingerboard": ("ebony", "mahogany"),
           "metal": ("chrome", "chrome", "gold"), "tuners": ("pearloid", "chrome"),
           "guard": ("white plastic", "black plastic", "pearloid"), "pickup": ("white plastic", "black plastic"),
           "knobs": ("white plastic", "black plastic"), "strings": "steel"},
    part_words={"top": ("top", "face", "soundboard"), "neck": ("neck",), "fingerboard": ("fingerboard", "fretboard"),
                "guard": ("pickguard",), "strings": ("string", "strings"), "tuners": ("tuners", "pegs"),
                "pickup": ("pickups",), "knobs": ("knobs",)},
    styles={"acoustic": ("acoustic", "classical", "folk", "wooden", "acoustic guitar", "classical guitar"),
            "electric": ("electric", "rock", "electric guitar")})
