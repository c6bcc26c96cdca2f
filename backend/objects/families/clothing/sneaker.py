# SPDX-License-Identifier: GPL-3.0-or-later
"""Sneakers: a running shoe on a thick wedge, a canvas high-top with its rubber toe."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import (
    cast,
    fitted,
    flank,
    lacing,
    raised,
    recharted,
    sole_outline,
    strap,
    turned_aside,
    welt,
)
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import rounded_rectangle, spline
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    return turned_aside(_canvas(d) if d.choose({"runner": 1.2, "canvas": 1.0}) == "canvas" else _runner(d))


def _runner(d: Draw) -> list[Part]:
    long = d.between(.275, .305)
    k = long / .29
    outline = sole_outline(long, d, d.between(.98, 1.06))
    thick, wedge = d.between(.022, .026), d.between(.008, .014)

    def lift(y: np.ndarray) -> np.ndarray:
        t = y / long
        return .020 * np.clip((-.28 - t) / .22, 0, 1) ** 2 + .006 * np.clip((t - .38) / .12, 0, 1) ** 2

    outsole = raised(welt(outline, [(-.006, 0), (-.002, .001), (0, .003), (.001, .006)], "tread"), lift)
    middle = welt(outline, [(-.001, .005), (.0015, .007), (.002, .6 * thick), (-.001, thick - .003), (-.005, thick)],
                  "sole")
    middle = middle.deformed(lambda v: v + np.column_stack([np.zeros((len(v), 2)), wedge * np.clip(
        v[:, 1] / long + .30, 0, .8) * (v[:, 2] > .5 * thick)]))
    middle = raised(middle, lift)
    groove = [welt(outline, [(.0010, z), (.0029, z + .0008), (.0029, z + .0022), (.0010, z + .003)], "accent")
              for z in (.55 * thick,)]
    groove = [raised(g, lift) for g in groove]
    h = thick - .004
    s = Sculpt(.014)
    squash = flat((0, 0, 1), .86)
    s.limb([(0, -.098 * k, h + .020), (.001, -.060 * k, h + .024), (.001, -.005 * k, h + .032), (0, .055 * k, h + .040),
            (0, .100 * k, h + .040)], [.036, .0445, .0415, .036, .034], "upper", .012, squash)
    s.limb([(0, .000, h + .050), (0, .058 * k, h + .064), (0, .098 * k, h + .066)], [.027, .0345, .0300], "upper", .014)
    s.blob((0, .112 * k, h + .070), (.024, .013, .024), "accent", .008)
    s.limb([(0, .068 * k, h + .140), (0, .062 * k, h + .085), (0, .040 * k, h + .060)], [.034, .0255, .022], "lining",
           .005,
           carve=True)
    body = s.surface(104, d.detail)
    tongue = Sculpt(.006)
    tongue.limb([(0, -.040 * k, h + .060), (0, -.006 * k, h + .082), (0, .012 * k, h + .104)], [.017, .021, .020],
                "tongue",
                None, flat((0, .62, .8), .28))
    laces, eyelets = lacing(s, -.050 * k, -.004 * k, 5, (.013, .017))
    marks = []
    style = int(d.random.integers(3))
    for side in (1, -1):
        if style == 0:
            for j in range(3):
                y = (-.004 + .020 * j) * k
                marks.append(strap(flank(s, side, [(y + .006 - .30 * (z - h), z)
                                                        for z in np.linspace(h + .004, h + .054, 7)], .0006), .0095,
                                   .0022, "accent", (side, 0, 0), 14))
        elif style == 1:
            curve = [(.082, .050), (.040, .020), (.000, .016), (-.034, .034)]
            path = spline([(0, y * k, h + z) for y, z in curve], 6)
            line = flank(s, side, path[:, 1:], .0006)
            marks.append(sweep(spline(line, 24), rounded_rectangle(.020, .0024, .001, 2), np.column_stack(
                [.22 + .85 * np.sin(np.linspace(.25, np.pi * .93, 24)), np.ones(24)]), up=(side, 0, 0),
                               region="accent"))
        else:
            marks.append(strap(flank(s, side, [(y * k, h + z) for y, z in (
                (.066, .010), (.046, .030), (.016, .050))], .0006), .012, .0022, "accent", (side, 0, 0), 14))
            marks.append(strap(flank(s, side, [(y * k, h + z) for y, z in (
                (-.004, .008), (.020, .028), (.016, .052))], .0006), .012, .0022, "accent", (side, 0, 0), 14))
    fit = fitted(body, outline, h, .085, -.001)

    def shaped(q: Surface) -> Surface:
        return raised(q.deformed(fit), lift)

    return [part("outsole", outsole), part("midsole", middle), part("midsole line", *groove), part("upper",
                                                                                                   recharted(shaped(body))),
            part("tongue", shaped(tongue.surface(48, d.detail))), part("stripes", *map(shaped, marks)),
            part("laces", *map(shaped, laces)), part("eyelets", *map(shaped, eyelets))]


def _canvas(d: Draw) -> list[Part]:
    long = d.between(.270, .290)
    k = long / .28
    outline = sole_outline(long, d, .96)
    thick = d.between(.024, .028)
    tread = welt(outline, [(-.003, 0), (0, .0015), (.0005, .004)], "tread")
    foxing = welt(outline, [(-.001, .0035), (.001, .004), (.0015, .006), (.0015, thick - .002), (.0, thick), (-.004,
                                                                                                              thick)],
                  "sole")
    line = welt(outline, [(.0005, .72 * thick), (.0022, .73 * thick), (.0022, .80 * thick), (.0005, .81 * thick)],
                "line")
    h = thick - .010
    high = d.choose({"high": 1.0, "low": .6}) == "high"
    tall = d.between(.105, .125) if high else .052
    s = Sculpt(.012)
    s.limb([(0, -.060 * k, h + .018), (0, -.015 * k, h + .028), (0, .040 * k, h + .036), (0, .090 * k, h + .034)],
           [.0405, .0395, .0355, .0325], "upper", .012)
    s.blob((0, -.092 * k, h + .016), (.0395, .040, .030), "toe", .010)
    if high:
        s.limb([(0, .045 * k, h + .050), (0, .076 * k, h + .085), (0, .080 * k, h + tall)], [.034, .0385, .0410],
               "upper",
               .016)
        s.limb([(0, .080 * k, h + tall + .045), (0, .079 * k, h + tall - .01), (0, .064 * k, h + .050)], [.0385, .0360,
                                                                                                          .026],
               "lining", .003, carve=True)
    else:
        s.limb([(0, .030 * k, h + .046), (0, .092 * k, h + .052)], [.030, .030], "upper", .014)
        s.limb([(0, .070 * k, h + .125), (0, .060 * k, h + .070), (0, .040 * k, h + .056)], [.034, .0265, .022],
               "lining",
               .004, carve=True)
    body = s.surface(112 if high else 100, d.detail)
    parts = [part("tread", tread), part("sole", foxing), part("line", line), part("upper", body)]
    t = Sculpt(.005)
    if high:
        t.limb([(0, -.050 * k, h + .046), (0, .010 * k, h + .080), (0, .030 * k, h + tall * .8), (0, .036 * k,
                                                                                                  h + tall + .012)],
               [.015, .018, .020, .021], "tongue", None, flat((0, .75, .66), .26))
        parts.append(part("tongue", t.surface(60, d.detail)))
        # Laces climb the front of the shaft, where nothing lies below them.
        rows = 7
        laces, eyelets = [], []
        ys = np.linspace(-.052 * k, .020 * k, rows)
        zs = np.interp(ys, [-.052 * k, -.010 * k, .020 * k], [h + .052, h + .078, h + tall - .006])
        way = (0, .7, -.7)

        def onto(points: np.ndarray, gap: float) -> np.ndarray:
            found = cast(s, points + np.array([0, -.12, .12]), way)
            return found + np.array([0, -gap, gap])

        front = [onto(np.array([(side * .015, y, z) for side in (1, -1)]), .0008) for y, z in zip(ys, zs)]
        for j in range(rows):
            for q in (0, 1):
                eyelets.append(turned([(.0036, -.001), (.0032, .0010), (.0016, .0014)], .0005, 14, "eyelets").rotated(
                    .8, "x").moved(*front[j][q]))
                if j + 1 < rows:
                    a, b = front[j][q], front[j + 1][1 - q]
                    laces.append(strap([a, onto((a + b)[None] / 2, .0024)[0], b], .0062, .0024, "laces", (0, -.7, .7),
                                       14))
            if j in (0, rows - 1):
                a, b = front[j]
                laces.append(strap([a, onto((a + b)[None] / 2, .0018)[0], b], .0062, .0024, "laces", (0, -.7, .7), 14))
        badge = turned([(.0165, -.002), (.0160, .0014)], .0008, 36, "badge")
        at = flank(s, 1, [(.070 * k, h + .078)])[0]
        parts += [part("laces", *laces), part("eyelets", *eyelets),
                  part("badge", badge.rotated(np.pi / 2, "y").moved(*at),
                       turned([(.0085, 0), (.0080, .0022)], .0006, 5, "line").rotated(np.pi / 2, "y").moved(*at))]
    else:
        t.limb([(0, -.045 * k, h + .050), (0, -.004 * k, h + .072), (0, .014 * k, h + .092)], [.015, .019, .018],
               "tongue", None,
               flat((0, .62, .8), .28))
        laces, eyelets = lacing(s, -.048 * k, -.002 * k, 5, (.013, .017), .0023)
        parts += [part("tongue", t.surface(48, d.detail)), part("laces", *laces), part("eyelets", *eyelets)]
    fit = fitted(body, outline, h, .085, -.001)
    moved = [Part(p.name, tuple(q.deformed(fit) for q in p.pieces)) for p in parts[3:]]
    return [*parts[:3], part("upper", recharted(moved[0].surface)), *moved[1:]]


FAMILY = Family(
    name="sneaker", words=("sneaker", "sneakers", "trainer", "trainers", "running shoe", "sports shoe", "tennis shoe",
                           "canvas shoe", "high-top", "gym shoe"),
    gloss=("a sports shoe with laces", "a running shoe", "a canvas high-top with a rubber toe"),
    extent=(0.22, 0.34), build=build, principal="width", materials=("sport cloth", "shoe cloth"),
    looks={"upper": "main", "toe": "pale sole", "accent": "sport accent", "lining": "shoe lining", "tongue": "main",
           "sole": "pale sole", "tread": ("gum sole", "dark sole"), "line": ("toy red", "toy blue", "ink"),
           "laces": "lace", "eyelets": ("steel", "black plastic"), "badge": "pale sole"},
    part_words={"sole": ("sole", "soles"), "laces": ("lace", "laces", "shoelaces"), "accent": ("stripe", "stripes",
                                                                                               "trim"),
                "toe": ("toe", "toe cap"), "lining": ("lining",)},
    styles={"runner": ("running shoe", "running", "runner", "sports", "sports shoe"),
            "canvas": ("canvas", "canvas shoe", "converse", "high-top", "skate"), "high": ("high-top", "high top"),
            "low": ("low",)})
