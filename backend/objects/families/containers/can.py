# SPDX-License-Identifier: GPL-3.0-or-later
"""Tin cans: a drinks can with its pull tab, a ribbed food can with a paper label, a flat fish tin."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle, superellipse
from backend.objects.modeling.organic import slab
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface, skin


def wrapped(shape: Surface, r: float, angle: float, z: float) -> Surface:
    """A plate drawn in (x, y), bent round a cylinder of radius ``r`` at ``angle`` (0: to -Y) about the height ``z``."""
    def bend(v: np.ndarray) -> np.ndarray:
        a = v[:, 0] / r - np.pi / 2 + angle
        out = r + v[:, 2]
        return np.column_stack([out * np.cos(a), out * np.sin(a), v[:, 1] + z])

    return shape.deformed(bend)


def dense(outline: np.ndarray, step: float) -> np.ndarray:
    """The closed ``outline`` with points no further apart than ``step``, so that it bends."""
    rows = []
    for a, b in zip(outline, np.roll(outline, -1, axis=0)):
        count = max(1, int(np.ceil(np.linalg.norm(b - a) / step)))
        rows.append(a + np.arange(count)[:, None] / count * (b - a))
    return np.concatenate(rows)


def badge(outline: np.ndarray, region: str, r: float, z: float, angle: float = 0.0) -> Surface:
    """A thin patch of a star-shaped ``outline`` on a cylinder of radius ``r``: cut into rings, so that it bends."""
    return wrapped(slab(dense(outline, .004), [(0, 0), (0, .0004)], region, 6), r, angle, z)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"drink": 1.2, "food": 1.0, "fish": 0.4})
    return {"drink": _drink, "food": _food, "fish": _fish}[kind](d)


def _drink(d: Draw) -> list[Part]:
    height, r = d.measure("height", .115, .168), d.between(.028, .0332)
    n = d.segments(72, 44)
    neck = .82 * r
    line = fillet([(0, .010), (.62 * r, .005), (.70 * r, 0), (.78 * r, .0), (r, .0095), (r, height - .0165),
                   (neck, height - .004),
                   (neck, height - .002)], [0, .006, .0012, .0022, .005, .009, .003, 0], 5)
    body = lathe(np.concatenate([line, [(0, height - .002)]]), n, "body")
    foot = lathe(fillet([(.66 * r, .0038), (.69 * r, -.0002), (.79 * r, -.0002), (.95 * r, .0068), (.90 * r, .0072),
                         (.76 * r, .0030)], .0005, 2, closed=True), n, "metal", loop=True)
    rim = lathe(circle(10, .0013) + np.array((neck + .0006, height - .0013)), n, "metal", loop=True)
    lid = turned([(neck, height - .0050), (neck - .0012, height - .0042), (neck - .0022, height - .0058),
                  (neck - .0036, height - .0034),
                  (.3 * r, height - .0033)], [.0003, .0008, .0012, .0008, .001], n, "metal")
    top = height - .0034
    tab = plate(superellipse(36, .0155, .0245, 2.6), .0011, .0004, "metal",
                [superellipse(24, .0080, .0085, 2.4) + np.array((0, .0055))]).moved(0, .0035, top + .0012)
    rivet = turned([(.0030, 0), (.0030, .0022), (.0018, .0030)], .0005, 20, "metal").moved(0, -.0022, top)
    mouth = superellipse(40, .0205, .0165, 2.2)
    seam = sweep(np.column_stack([mouth + np.array((0, -.0128)), np.full(40, top + .0001)]), circle(6, .0004),
                 loop=True, region="metal")
    # The print: a bold swoosh round the can with two thin companions.
    x = np.linspace(-np.pi * r, np.pi * r, 73)[:-1]
    phase = d.between(0, 6)
    marks: list[Surface] = []
    style = int(d.random.integers(3))
    middle, swing = .52 * height, .12 * height
    if style < 2:
        for shift, wide, region in ((0.0, .16, "accent"), (-.125, .025, "accent"), (.125, .018, "pale")):
            rows = []
            for a in x / r:
                level = middle + shift * height + swing * np.sin(a + phase)
                half = wide * height * (.5 + .28 * np.cos(a + phase + .8))
                c, s = np.cos(a - np.pi / 2), np.sin(a - np.pi / 2)
                rows.append([(q * c, q * s, z) for q, z in ((r - .0003, level - half), (r + .00016, level - half),
                                                           (r + .00016, level + half), (r - .0003, level + half))])
            marks.append(skin(np.array(rows), loop=True, region=region))
    if style > 0:
        marks.append(badge(superellipse(64, 1.35 * r, .30 * height, 2.0), "pale", r + .0002, middle))
        turn = np.arange(10) * np.pi / 5
        star = np.column_stack([np.sin(turn), np.cos(turn)]) * np.where(np.arange(10) % 2, .20, .46)[:, None] * r
        marks.append(badge(star, "accent", r + .0005, middle))
    lines = [wrapped(plate(dense(np.array([(w, .0012), (-w, .0012), (-w, -.0012), (w, -.0012)]), .003), .0004, .0001,
                           "pale"),
                     r + .0002, 0, height * q) for w, q in ((.42 * r, .25), (.28 * r, .215))]
    return [part("can", body), part("foot", foot), part("rim", rim, lid, seam), part("tab", tab, rivet), part("print",
                                                                                                              *marks,
                                                                                                              *lines)]


def _food(d: Draw) -> list[Part]:
    height = d.measure("height", .095, .125)
    r = height * d.between(.31, .38)
    n = d.segments(72, 44)
    rows = np.linspace(.004, height - .004, 60)
    ribs = .0007 * np.cos(2 * np.pi * (rows - .5 * height) / .0065) * (np.abs(rows / height - .5) < .40)
    body = lathe(np.concatenate([[(0, .003), (r - .003, .003)], np.column_stack([r + ribs, rows]),
                                 [(r - .003, height - .003),
                                                                                                   (0,
                                                                                                    height - .003)]]),
                                                                                                    n, "metal")
    rims = [lathe(circle(12, .0018) + np.array((r + .0003, z)), n, "metal", loop=True) for z in (.0018, height - .0018)]
    rings = [lathe(circle(8, .0006) + np.array((q * r, height - .0029)), n, "metal", loop=True) for q in (.86, .72,
                                                                                                          .56)]
    low, high = .10 * height, .90 * height
    label = turned([(r + .0010, low), (r + .0010, high)], .0002, n, "body")
    bands = [turned([(r + .0013, a), (r + .0013, b)], .0001, n, "accent") for a, b in ((low + .004, low + .016),
                                                                                       (high - .010, high - .004))]
    plaque = badge(superellipse(64, 1.5 * r, .36 * height, 2.4), "pale", r + .0011, .54 * height)
    kind = int(d.random.integers(2))
    fruit = []
    for x, y in ((-.20, -.06), (.20, -.06), (0, .17)) if kind else ((0, .02),):
        size = .19 * r if kind else .34 * r
        fruit.append(badge(circle(28, size) + np.array((x, y)) * r, "fruit", r + .0014, .55 * height))
        leaf = superellipse(16, .9 * size, .32 * size, 2) + np.array((x * r + .3 * size, y * r + 1.05 * size))
        fruit.append(badge(leaf, "leaf", r + .0015, .55 * height))
    words = wrapped(plate(dense(np.array([(.5 * r, .0022), (-.5 * r, .0022), (-.5 * r, -.0022), (.5 * r, -.0022)]),
                                .003), .0005, .0001,
                          "pale"), r + .0012, 0, .28 * height)
    opening = superellipse(24, .012, .014, 2.2) + np.array((0, .0035))
    tab = plate(superellipse(32, .018, .026, 2.2), .0012, .0004, "metal", [opening]).moved(0, .38 * r, height - .0022)
    return [part("can", body), part("rims", *rims, *rings), part("label", label), part("bands", *bands),
            part("plaque", plaque, words), part("picture", *fruit), part("tab", tab)]


def _fish(d: Draw) -> list[Part]:
    width, depth, tall = d.between(.100, .115), d.between(.058, .068), d.between(.020, .028)
    line = rounded_rectangle(width, depth, .45 * depth if d.chance(.5) else .016, 8)
    body = slab(line, [(-.003, 0), (-.0008, .0006), (0, .003), (0, tall - .003), (-.0006, tall - .0012)], "metal", 1)
    rim = sweep(np.column_stack([line * 1.004, np.full(len(line), tall - .0016)]), circle(8, .0016), loop=True,
                region="metal")
    lid = slab(line * .965, [(0, tall - .0035), (0, tall - .0016), (-.0008, tall - .0010)], "body", 1)
    frame = plate(line * .86, .0004, .0001, "pale", [line * .80]).moved(z=tall - .0012)
    fish = np.array([(.44, 0), (.30, .13), (.08, .18), (-.16, .12), (-.30, .03), (-.44, .16), (-.40, 0), (-.44, -.16),
                     (-.30, -.03),
                     (-.16, -.12), (.08, -.18), (.30, -.13)]) * .62 * width
    mark = plate(fish, .0005, .0001, "pale").moved(.06 * width, 0, tall - .0012)
    eye = plate(circle(12, .0016) + np.array((.27 * width, .004)), .0005, .0001, "body").moved(0, 0, tall - .0009)
    band = slab(line * 1.003, [(0, .18 * tall), (.0004, .2 * tall), (.0004, .72 * tall), (0, .74 * tall)], "body")
    ring = superellipse(32, .017, .024, 2.2)
    eye_of_tab = superellipse(24, .011, .013, 2.2) + np.array((0, -.003))
    tab = plate(ring, .0012, .0004, "metal", [eye_of_tab]).rotated(np.pi / 2).moved(-.40 * width, 0, tall - .0004)
    return [part("tin", body), part("rim", rim), part("lid", lid), part("band", band), part("print", frame, mark, eye),
            part("tab", tab)]


FAMILY = Family(
    name="can", words=("can", "soda can", "beer can", "tin can", "food can", "drink can", "cola can", "soup can", "tin",
                       "canned food", "sardine tin"),
    gloss=("a can of soda", "a tin of food", "an aluminium drinks can"),
    extent=(.075, .18), build=build, native=("height",), materials=("printed tin",),
    looks={"body": "main", "metal": "foil", "accent": ("toy white", "toy yellow", "foil", "toy red"),
           "pale": ("toy white", "paper label"),
           "fruit": ("toy red", "toy orange"), "leaf": "toy green"},
    part_words={"body": ("label", "side"), "metal": ("rim", "lid", "top"), "accent": ("stripe", "stripes")},
    styles={"drink": ("soda", "beer", "drink", "soda can", "beer can", "drink can", "cola can"),
            "food": ("food", "soup", "food can", "soup can", "canned food", "beans"), "fish": ("fish", "sardine",
                                                                                               "tuna", "sardine tin")})
