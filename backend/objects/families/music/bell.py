# SPDX-License-Identifier: GPL-3.0-or-later
"""Bells: a hand bell, a church bell under its yoke, a desk bell with a button, a cow bell on its strap."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    return {"hand": _hand, "church": _church, "desk": _desk, "cow": _cow}[
        d.choose({"hand": 1.1, "church": 1.0, "desk": .8, "cow": .5})](d)


def _bell(r: float, tall: float, flare: float, wall: float, n: int, lines: bool = True) -> Surface:
    """The mouth on z = 0, open below."""
    outer = spline([(r, 0), (r * .985, .05 * tall), (flare * .90 * r, .20 * tall), (flare * .74 * r, .48 * tall),
                    (flare * .66 * r, .76 * tall), (flare * .60 * r, .90 * tall), (flare * .40 * r, .985 * tall),
                    (0, tall)], 64)
    outer[-1, 0] = 0
    if lines:
        for z in (.10, .16, .70, .75):
            outer[:, 0] += .012 * r * np.exp(-((outer[:, 1] / tall - z) / .012) ** 2)
    inner = [(r - wall, .004 * tall), (flare * .90 * r - wall, .20 * tall), (flare * .70 * r - wall, .55 * tall),
             (flare * .58 * r - wall, .84 * tall), (0, .93 * tall)]
    hollow = spline(inner, 24)
    hollow[-1, 0] = 0
    edge = [(r - .75 * wall, -.004 * tall), (r - .25 * wall, -.004 * tall)]
    rows = np.concatenate([hollow[::-1], edge, outer])
    return lathe(rows, n, ["inside"] * (len(hollow) - 1) + ["body"] * (len(rows) - len(hollow)))


def _hand(d: Draw) -> list[Part]:
    r, tall, n = d.between(.042, .055), d.between(.078, .098), d.segments(64, 40)
    shell = _bell(r, tall, d.between(.92, 1.02), .0035, n)
    long = d.between(.095, .125)
    collar = turned([(.010, tall - .004), (.014, tall + .003), (.009, tall + .009), (.012, tall + .014)], .0025, 32,
                    "body")
    z = tall + .012
    kind = d.choose({"turned": 1.0, "straight": .7})
    rows = [(.0085, 0), (.0125, .10), (.0095, .22), (.0150, .50), (.0135, .72), (.0100, .86), (.0145, .94), (.0100,
                                                                                                             1.0)]
    if kind == "straight":
        rows = [(.0095, 0), (.0115, .06), (.0115, .12), (.0125, .50), (.0120, .85), (.0150, .94), (.0105, 1.0)]
    grip = turned([(a, z + b * long) for a, b in rows], .006, 36, "handle")
    rod = tube([(0, 0, .9 * tall), (.006, 0, .30 * tall)], .0022, 6, 10, "clapper")
    knob = ball(.0095, 14, 18, "clapper").moved(.008, 0, .16 * tall)
    return [part("bell", shell), part("collar", collar), part("handle", grip), part("clapper", rod, knob)]


def _church(d: Draw) -> list[Part]:
    r, tall, n = d.between(.25, .31), d.between(.42, .52), d.segments(72, 48)
    shell = _bell(r, tall, d.between(.90, .98), .030, n)
    lift = .10
    crown = [sweep(spline([(np.cos(a) * .085, np.sin(a) * .085, tall * .95), (np.cos(a) * .090, np.sin(a) * .090,
                                                                              tall + .05),
                           (np.cos(a) * .03, np.sin(a) * .03, tall + .085), (0, 0, tall + .06)], 18),
                   rounded_rectangle(.030, .022, .008, 3), up=(-np.sin(a), np.cos(a), 0), region="body")
             for a in np.arange(6) * np.pi / 3]
    cap = turned([(.14, tall * .955), (.12, tall + .005), (.045, tall + .02), (.045, tall + .075)], .008, 40, "body")
    half = r + .13
    x = np.linspace(-half, half, 25)
    beam = sweep(np.column_stack([x, 0 * x, tall + .145 + .030 * np.cos(x / half * np.pi / 2)]),
                 rounded_rectangle(1, 1, .12, 3), np.column_stack([np.full(25, .13),
                                                                   .10 + .07 * np.cos(x / half * np.pi / 2)]),
                 region="yoke")
    straps = [box(.034, .150, .22, .006, region="iron").moved(s * .075, 0, tall + .055) for s in (1, -1)]
    straps += [box(.05, .150, .016, .004, region="iron").moved(s * (half - .06), 0, tall + .090) for s in (1, -1)]
    pins = [sweep(np.array([(s * half * .9, 0, tall + .145), (s * (half + .06), 0, tall + .145),
                            (s * (half + .062), 0, tall + .145)]), circle(20, .022), region="iron") for s in (1, -1)]
    rod = tube([(0, 0, .9 * tall), (0, -.02, .10 * tall)], .014, 8, 14, "clapper")
    knob = ball((.055, .055, .065), 16, 22, "clapper").moved(0, -.02, .06)
    tail = tube([(0, -.02, .04), (0, -.022, -.060)], [.016, .024], 6, 14, "clapper")
    posts, base = [], []
    stand = half + .045
    for s in (1, -1):
        posts.append(box(.085, .11, tall + .145 + lift - .02, .010, region="yoke").moved(s * stand, 0, -lift))
        posts += [sweep(np.array([(s * stand, q * .30, -lift + .02), (s * stand, q * .17, -lift + .25),
                                  (s * stand, q * .03, -lift + .46)]), rounded_rectangle(.06, .06, .008, 2),
                        region="yoke") for q in (1, -1)]
        base.append(box(.11, .72, .07, .010, region="yoke").moved(s * stand, 0, -lift - .04))
        posts.append(turned([(.040, -.020), (.040, .020)], .005, 24, "iron").rotated(np.pi / 2, "y").moved(
            s * (stand + .035), 0, tall + .145))
    base.append(box(2 * stand, .09, .06, .010, region="yoke").moved(0, 0, -lift - .035))
    return [part("bell", shell), part("crown", cap, *crown), part("yoke", beam), part("straps", *straps, *pins),
            part("clapper", rod, knob, tail), part("frame", *posts, *base)]


def _desk(d: Draw) -> list[Part]:
    r, n = d.between(.038, .046), d.segments(64, 40)
    base = turned([(r * 1.14, 0), (r * 1.16, .006), (r * 1.04, .014), (r * .5, .017)], .003, n, "base")
    turn = np.linspace(0, np.pi / 2, 22)
    outer = np.column_stack([r * np.cos(turn), .022 + .82 * r * np.sin(turn)])
    inner = np.column_stack([(r - .002) * np.cos(turn), .0215 + (.82 * r - .002) * np.sin(turn)])
    outer[-1, 0] = inner[-1, 0] = 0
    dome = lathe(np.concatenate([inner[::-1], [(r - .001, .0195)], outer]), n, "body")
    top = .022 + .82 * r
    stem = turned([(.0055, top - .002), (.0055, top + .004), (.0028, top + .005), (.0028, top + .011)], .0008, 24,
                  "base")
    button = turned([(.0068, top + .010), (.0080, top + .013), (.0060, top + .0165)], .0022, 28, "base")
    post_ = turned([(.004, .012), (.004, top - .006)], .0008, 14, "base")
    return [part("base", base, post_), part("bell", dome), part("button", stem, button)]


def _cow(d: Draw) -> list[Part]:
    tall, r = d.between(.10, .13), d.between(.052, .062)
    section = rounded_rectangle(2 * r, 1.3 * r, .35 * r, 6)
    rows = [(0.0, 1.0), (.30, .93), (.70, .78), (.90, .70), (.97, .62), (1.0, .50)]
    outer = [np.column_stack([section * s, np.full(len(section), z * tall)]) for z, s in rows]
    outer.append(np.tile((0, 0, tall), (len(section), 1)))
    inner = [np.column_stack([section * (s - .05), np.full(len(section), z * tall - .001)]) for z, s in rows[:4]]
    inner.append(np.tile((0, 0, .86 * tall), (len(section), 1)))
    shell = skin(np.stack([*inner[::-1], np.column_stack([section * .975, np.full(len(section), -.0015)]), *outer]),
                 region=["inside"] * 4 + ["body"] * (len(rows) + 2))
    seams = [sweep(spline([(s * r * q, 0, z * tall) for z, q in ((.04, 1.0), (.4, .90), (.75, .775), (.90, .71))], 14),
                   rounded_rectangle(.008, .010, .002, 2), up=(0, 1, 0), region="body") for s in (1, -1)]
    rivets = [ball(.004, 8, 12, "trim").moved(s * r * q, y, z * tall) for s in (1, -1) for z, q in ((.3, .88),
                                                                                                    (.62, .77))
              for y in (.006, -.006)]
    wide = .045
    t = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    reach = d.between(.075, .10)
    loop = np.column_stack([.052 * np.sin(t) * (1 + .1 * np.cos(t)), 0 * t, tall + reach - .014 + reach * -np.cos(t)])
    strap = sweep(loop, rounded_rectangle(.004, wide, .0015, 2), up=(0, 1, 0), loop=True, region="strap")
    ring = sweep(np.column_stack([.030 * np.cos(t), 0 * t, tall + .018 * np.sin(t)]), circle(10, .0035), up=(0, 1, 0),
                 loop=True, region="trim")
    buckle = box(.006, wide + .012, .040, .002, region="trim").moved(.054, 0, tall + reach - .03)
    knob = ball(.013, 12, 16, "clapper").moved(.010, 0, .03)
    rod = tube([(0, 0, .85 * tall), (.008, 0, .035)], .003, 6, 10, "clapper")
    return [part("bell", shell, *seams), part("rivets", *rivets), part("strap", strap), part("ring", ring),
            part("buckle", buckle), part("clapper", rod, knob)]


FAMILY = Family(
    name="bell", words=("bell", "hand bell", "handbell", "church bell", "cowbell", "cow bell", "desk bell",
                        "service bell", "dinner bell", "school bell"),
    gloss=("a bell that rings", "a brass hand bell", "a bronze church bell", "the bell on a hotel's counter"),
    extent=(0.06, 1.2), build=build, materials=("brass", "bronze", "brass", "copper"),
    looks={"body": "main", "inside": "main", "handle": ("walnut", "ebony", "mahogany"), "clapper": "iron",
           "yoke": ("oak", "walnut"), "iron": "iron", "base": ("chrome", "ink"), "strap": "leather", "trim": "steel"},
    part_words={"handle": ("handle", "grip"), "clapper": ("clapper",), "strap": ("strap",), "base": ("base",),
                "yoke": ("yoke", "frame", "beam")},
    styles={"hand": ("hand bell", "handbell", "school bell", "dinner bell", "hand"),
            "church": ("church bell", "church", "tower", "liberty"),
            "desk": ("desk bell", "service bell", "reception", "hotel", "counter"), "cow": ("cowbell", "cow bell",
                                                                                            "cow",
                                                                                           "alpine")})
