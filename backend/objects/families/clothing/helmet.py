# SPDX-License-Identifier: GPL-3.0-or-later
"""Helmets: a motorcyclist's with visor, a hard hat, a cyclist's with vents."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import cast
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.organic import rounded, slab
from backend.objects.modeling.solids import lathe, sweep
from backend.objects.modeling.surface import Surface, skin


def build(d: Draw) -> list[Part]:
    return {"motorcycle": _motor, "hard hat": _hard, "bicycle": _bike}[
        d.choose({"motorcycle": 1.0, "hard hat": 1.0, "bicycle": .8})](d)


def _dome(rows: list[tuple[float, float]], wide: float, deep: float, wall: float, d: Draw, region: str) -> Surface:
    """An oval shell open below; ``rows`` (radius, z) of its outer side from the rim to the crown, radius by half a
    width."""
    outer = spline(rows, d.segments(44, 28))
    outer[-1, 0] = 0
    inner = outer[::-1] - np.column_stack([np.full(len(outer), wall / wide * 2), np.full(len(outer), wall)])
    inner[:, 0] = np.maximum(inner[:, 0], 0)
    inner[-1, 1] = outer[0, 1]
    inner[0, 0] = 0
    # Near the crown the inside would pass the axis.
    inner = np.concatenate([[(0, inner[0, 1])], inner[inner[:, 0] > 1e-4]])
    profile = np.concatenate([inner, outer])
    labels = ["lining"] * (len(inner) - 1) + [region] * len(outer)
    return lathe(profile * (wide / 2, 1), d.segments(72, 48), labels).deformed(lambda v: v * (1, deep / wide, 1))


def _hard(d: Draw) -> list[Part]:
    wide, deep, tall = .235, d.between(.275, .295), d.between(.135, .150)
    shell = _dome([(1, 0), (.985, .18 * tall), (.93, .45 * tall), (.80, .72 * tall), (.55, .92 * tall),
                   (.25, .99 * tall),
                   (0, tall)], wide, deep, .003, d, "hard")
    turn = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    a, b = wide / 2, deep / 2
    reach = .010 + .046 * np.clip(-np.sin(turn), 0, 1) ** 2.2
    out = np.column_stack([(a + reach) * np.cos(turn), (b + reach) * np.sin(turn)])
    inn = np.column_stack([(a - .006) * np.cos(turn), (b - .006) * np.sin(turn)])
    drop = -.012 * np.clip(-np.sin(turn), 0, 1) ** 2
    rings = [np.column_stack([inn, np.full(96, .001)]), np.column_stack([out, drop - .0005]),
             np.column_stack([out * 1.006, drop + .002]), np.column_stack([out, drop + .0045]),
             np.column_stack([inn, np.full(96, .005)])]
    brim = skin(np.stack(rings), loop=True, region="hard")
    t = np.linspace(-1, 1, 40)
    ridges = []
    for x, wide_, high in ((0, .034, .010), (-.046, .016, .006), (.046, .016, .006)):
        u = t * 1.22
        k = np.sqrt(max(1 - (x / a) ** 2, 0))
        path = np.column_stack([np.full(40, x * .98), -b * .985 * np.sin(u) * k,
                                tall * (k * .985) * np.cos(u) ** .86 - .003])
        ridges.append(sweep(path, rounded_rectangle(1, 1, .4, 4), np.column_stack(
            [wide_ * (.45 + .55 * np.maximum(np.cos(t * np.pi / 2), 0) ** .5),
             2 * high * np.maximum(np.cos(t * np.pi / 2), .02) ** .4]), up=(0, 0, 1),
            region="hard"))
    band = sweep(np.column_stack([(a - .012) * np.cos(turn[::2]), (b - .012) * np.sin(turn[::2]), np.full(48, .002)]),
                 rounded_rectangle(.003, .030, .001, 2), loop=True, region="dark")
    badge = slab(rounded_rectangle(.044, .030, .008, 4), rounded(.003, .001), "badge").rotated(np.pi / 2, "x").rotated(
        -.30, "x").moved(0, -b * .955, .048)
    knob = sweep(np.array([(-.018, b - .008, .004), (0, b - .006, .004), (.018, b - .008, .004)]), circle(14, .011),
                 round_ends=True, region="dark")
    return [part("shell", shell), part("brim", brim), part("ridges", *ridges), part("headband", band), part("badge",
                                                                                                            badge),
            part("adjuster", knob)]


def _motor(d: Draw) -> list[Part]:
    s = Sculpt(.02)
    grow = d.between(.97, 1.04)
    chin = d.between(.0, .012)
    s.limb([(0, .008, .150), (0, .012, .135)], [.122, .124], "shell", .02, flat((1, 0, 0), .94))
    s.limb([(0, .0, .095), (0, -.020, .062)], [.112, .098], "shell", .03, flat((1, 0, 0), .94))
    s.blob((0, -.072 - chin, .052), (.082, .062, .044), "shell", .03)
    s.blob((0, .015, .03), (.088, .092, .100), "lining", .004, carve=True)
    s.limb([(-.078, -.100, .134), (-.045, -.128, .136), (.045, -.128, .136), (.078, -.100, .134)], [.030, .036, .036,
                                                                                                    .030],
           "dark", .008, carve=True)
    body = s.surface(120, d.detail)
    body = body.deformed(lambda v: np.column_stack([v[:, :2], np.maximum(v[:, 2], .022)]))
    v = Sculpt(.01)
    v.limb([(0, .006, .150), (0, .008, .133)], [.1195, .1210], "visor", .02, flat((1, 0, 0), .945))
    v.limb([(0, .0, .095), (0, -.014, .070)], [.110, .098], "visor", .03, flat((1, 0, 0), .945))
    v.blob((0, .075, .13), (.20, .105, .2), "visor", .002, carve=True)
    v.blob((0, -.05, .250), (.20, .20, .072), "visor", .002, carve=True)
    v.blob((0, -.05, .030), (.20, .20, .066), "visor", .002, carve=True)
    glass = v.surface(96, d.detail)
    parts = [part("shell", body), part("visor", glass)]
    pivots = [sweep(np.array([(q * .106, -.020, .136), (q * .1195, -.021, .136), (q * .120, -.021, .136)]), circle(28,
                                                                                                                   .017),
                    region="dark") for q in (1, -1)]
    vents = [slab(rounded_rectangle(.030, .010, .0048, 4), rounded(.010, .002), "dark").rotated(np.pi / 2, "x").moved(
        x, -.128 - chin, .050) for x in (-.026, .026)]
    top = [sweep(spline([(q * .040, -.075, .235), (q * .043, -.040, .258), (q * .042, -.005, .268)], 14),
                 rounded_rectangle(.016, .010, .004, 3), round_ends=True, region="dark") for q in (1, -1)]
    stripe = []
    if d.choose({"striped": 1.0, "plain": .8}) == "striped":
        for x in (-.014, .014):
            starts = np.array([(x, .008 + .4 * np.sin(a), .145 + .4 * np.cos(a)) for a in np.linspace(-.72, 1.55, 44)])
            ways = np.array([(0, -np.sin(a), -np.cos(a)) for a in np.linspace(-.72, 1.55, 44)])
            stripe.append(sweep(cast(s, starts, ways), rounded_rectangle(.016, .0026, .001, 2), up=(0, 0, 1),
                                region="stripe"))
        parts.append(part("stripes", *stripe))
    parts += [part("pivots", *pivots), part("vents", *vents, *top)]
    return [Part(p.name, tuple(q.scaled((grow,) * 3) for q in p.pieces)) for p in parts]


def _bike(d: Draw) -> list[Part]:
    s = Sculpt(.012)
    long = d.between(.138, .148)
    s.blob((0, .0, .060), (.104, long, .098), "shell", .01)
    s.blob((0, .01, .030), (.088, long * .86, .098), "lining", .004, carve=True)
    s.blob((0, .0, -.06), (.3, .3, .085), "lining", .004, carve=True)
    for x in (0.0, .040, .074):
        for q in ((1, -1) if x else (1,)):
            for y0, y1 in ((-.088, -.030), (.004, .074)):
                if x > .05 and y0 < 0:
                    y0, y1 = -.062, -.012
                pts = [(q * x, y, .060 + .098 * np.sqrt(max(
                    1 - (x / .104) ** 2 - (y / long) ** 2, .02)) + .006) for y in np.linspace(y0, y1, 3)]
                s.limb(pts, [.011, .0145, .010], "dark", .004, carve=True)
    body = s.surface(116, d.detail)
    tail = Sculpt(.01)
    tail.limb([(-.055, .118, .055), (0, long + .004, .052), (.055, .118, .055)], [.012, .015, .012], "dark")
    visor = slab(spline([(-.075, .0), (-.05, -.034), (0, -.046), (.05, -.034), (.075, 0), (0, -.012)], 56, closed=True),
                 rounded(.004, .0015), "dark", 2).rotated(-.12, "x").moved(0, -.108, .052)
    straps = []
    for q in (1, -1):
        for y in (-.055, .045):
            straps.append(sweep(spline([(q * .088, y, .040), (q * .084, y * .5, -.005), (q * .070, -.010, -.055)], 20),
                                rounded_rectangle(.0025, .016, .001, 2), up=(0, 1, 0), region="strap"))
        straps.append(sweep(spline([(q * .071, -.010, -.052), (q * .045, -.020, -.078), (0, -.024, -.084)], 20),
                            rounded_rectangle(.0025, .016, .001, 2), up=(0, 1, 0), region="strap"))
    buckle = slab(rounded_rectangle(.034, .024, .006, 4), rounded(.008, .002), "dark").rotated(np.pi / 2, "x").moved(
        0, -.020, -.084)
    return [part("shell", body), part("tail", tail.surface(48, d.detail)), part("peak", visor), part("straps", *straps),
            part("buckle", buckle)]


FAMILY = Family(
    name="helmet", words=("helmet", "motorcycle helmet", "bike helmet", "bicycle helmet", "hard hat", "safety helmet",
                          "crash helmet", "racing helmet"),
    gloss=("a helmet that protects the head", "a motorcyclist's helmet with a visor", "a builder's yellow hard hat"),
    extent=(0.2, 0.36), build=build, materials=("helmet shell",),
    looks={"shell": "main", "hard": "main or hard hat", "visor": "visor", "lining": "speaker cone",
           "dark": "black plastic",
           "stripe": ("toy white", "toy red", "toy yellow"), "badge": ("toy white", "toy black"), "strap": "webbing"},
    part_words={"visor": ("visor",), "stripe": ("stripe", "stripes"), "strap": ("strap", "straps"),
                "lining": ("lining",)},
    styles={"motorcycle": ("motorcycle helmet", "motorcycle", "racing", "racing helmet", "crash helmet"),
            "hard hat": ("hard hat", "safety", "safety helmet", "construction", "builder's"),
            "bicycle": ("bike helmet", "bicycle helmet", "bicycle", "bike", "cycling"), "striped": ("striped",),
            "plain": ("plain",)})
