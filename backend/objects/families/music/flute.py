# SPDX-License-Identifier: GPL-3.0-or-later
"""Flutes: a keyed concert flute, a bamboo flute bound with thread, a recorder with its beak."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.music.shared_music import QUARTER
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"bamboo": 1.0, "recorder": 1.0, "concert": 1.0})
    return {"bamboo": _bamboo, "recorder": _recorder, "concert": _concert}[kind](d)


def _lying(profile: np.ndarray, n: int, region, loop: bool = False) -> Surface:
    return lathe(profile, n, region, loop=loop).rotated(QUARTER, "y")


def _hole(x: float, z: float, r: float, long: float = 1.0) -> Surface:
    """A finger hole: a dark disc in a shallow dish upon the tube."""
    return ball((r * long, r, .0011), 8, 18, "holes").moved(x, 0, z)


def _bamboo(d: Draw) -> list[Part]:
    long, r = d.between(.42, .60), d.between(.0115, .0145)
    n = d.segments(40, 24)
    nodes = sorted(d.random.uniform(.08, .94, int(d.random.integers(2, 4))) * long)
    z = np.linspace(0, long, 60)
    wide = r * (1 + .05 * sum(np.exp(-((z - node) / .006) ** 2) for node in nodes) - .06 * z / long)
    bore = .72 * r
    outer = np.column_stack([wide, z])
    profile = np.concatenate([[(0, .02), (bore, .02), (bore, .0008), (bore + .001, 0), (wide[0] - .001, 0)],
                              outer[1:-1],
                              [(wide[-1] - .001, long), (bore + .001, long), (bore, long - .0008), (bore, long - .02),
                               (0, long - .02)]])
    labels = ["inside"] * 3 + ["body"] * (len(profile) - 7) + ["inside"] * 3
    pipe = _lying(profile, n, labels[:len(profile) - 1]).moved(-long / 2, 0, 1.06 * r)
    top = 1.06 * r
    holes = [_hole(-.30 * long, top + .965 * r, .0050, 1.25), _hole(-.17 * long, top + .96 * r, .0036)]
    holes += [_hole(x * long, top + .955 * r, .0042) for x in np.linspace(-.02, .30, 6)]
    bands = []
    for x in (-.475, -.40, -.235, -.09, .365, .47):
        turns = int(d.random.integers(4, 8))
        bands += [_lying(circle(10, .0011) + np.array([r * 1.02, 0]), n, "binding", True).moved(x * long + k * .0018,
                                                                                                0, top)
                  for k in range(turns)]
    cord = spline([(.47 * long, -r, top), (.47 * long + .01, -r - .02, .004), (.44 * long, -r - .05, .003),
                   (.40 * long, -r - .075, .003)], 24)
    made = [part("pipe", pipe), part("holes", *holes), part("bindings", *bands)]
    if d.chance(.6):
        tassel = turned([(.002, 0), (.0045, .006), (.0045, .012), (.0060, .045), (.004, .052)], .001, 20, "binding")
        tassel = tassel.rotated(QUARTER, "x").rotated(-.5).moved(.40 * long, -r - .075, .0062)
        made.append(part("tassel", sweep(cord, circle(8, .0014), region="binding"), tassel))
    return made


def _recorder(d: Draw) -> list[Part]:
    n = d.segments(48, 28)
    rows = [(.0085, 0), (.0115, .004), (.0128, .030), (.0128, .095), (.0150, .100), (.0155, .116), (.0150, .122),
            (.0105, .124), (.0098, .245), (.0118, .250), (.0122, .262), (.0100, .266), (.0096, .300), (.0130, .304),
            (.0145, .316), (.0120, .322), (.0105, .326)]
    k = d.between(.95, 1.12)

    def beak(v: np.ndarray) -> np.ndarray:
        cut = np.clip(1 - v[:, 0] / (.046 * k), 0, 1)
        v[:, 2] = np.where(v[:, 2] < 0, v[:, 2] * (1 - .78 * cut), v[:, 2])
        return v

    pieces: list[Surface] = []
    for low, high, region in ((0, 4, "body"), (3, 8, "trim"), (7, 10, "body"), (8, 12, "trim"), (11, 14, "body"),
                              (12, 17, "trim")):
        part_rows = [(r * k, z * k) for r, z in rows[low:high]]
        pieces.append(turned(part_rows, .0012, n, region).rotated(QUARTER, "y").deformed(
            beak if low == 0 else lambda v: v))
    top = .0156 * k
    body = [p.moved(-.163 * k, 0, top) for p in pieces]
    window = [tube([(-.163 * k + .052 * k, 0, top + .0124 * k), (-.163 * k + .062 * k, 0, top + .0122 * k)], .0032, 4,
                   10,
                   "holes", section=circle(12) * (1.5, .5))]
    holes = [_hole((-.163 + x) * k, top + .0098 * k, .0034) for x in (.142, .161, .180, .200, .218, .236)]
    holes += [_hole((-.163 + .284) * k, top + .0096 * k, .0030)]
    return [part("body", *[b for b in body if str(b.regions[0]) == "body"]),
            part("rings", *[b for b in body if str(b.regions[0]) == "trim"]), part("holes", *window, *holes)]


def _concert(d: Draw) -> list[Part]:
    long, r = .665, .0095
    n = d.segments(36, 22)
    z0 = .0155
    pipe = turned([(r, 0), (r, long)], .0012, n, "silver").rotated(QUARTER, "y")
    crown = turned([(r * .8, -.012), (r * 1.1, -.008), (r * 1.1, .0)], .002, n, "silver").rotated(QUARTER, "y")
    rings = [turned([(r * 1.16, x), (r * 1.16, x + .012)], .002, n, "keys").rotated(QUARTER, "y")
             for x in (.195, .215, .525)]
    plate = ball((.017, .0125, .0028), 12, 28, "keys").moved(.085, -.002, r + .0014)
    blow = ball((.006, .005, .0008), 8, 18, "holes").moved(.085, -.002, r + .0042)
    cups = []
    for x in (*np.linspace(.255, .395, 7), *np.linspace(.425, .505, 4), .555, .585, .615):
        size = .0082 if x > .3 else .0066
        cups += [turned([(size, 0), (size * 1.05, .0022), (size * .8, .0034)], .0008, 22, "keys").moved(x, 0,
                                                                                                        r + .0016),
                 turned([(size * .8, -.003), (size * .8, .002)], .0004, 18, "silver").moved(x, 0, r)]
        cups.append(tube([(x, size * .8, r + .0030), (x, .0115, r + .001)], .0017, 4, 8, "keys"))
    rods = [tube([(a, .0120, r * .55), (b, .0120, r * .55)], .0020, 4, 10, "keys") for a, b in ((.235, .515),
                                                                                                (.535, .64))]
    posts = [tube([(x, .006, r * .4), (x, .0125, r * .56)], .0022, 4, 8, "keys") for x in (.235, .31, .38, .45, .515,
                                                                                           .535,
                                                                                            .64)]
    levers = [tube([(x, -.004, r), (x + .012, -.010, r + .001), (x + .022, -.012, r - .002)], [.002, .0032, .0026], 8,
                   10,
                   "keys") for x in (.47, .545)]
    shift = (-long / 2, 0, z0)
    return [part("tube", pipe.moved(*shift), crown.moved(*shift)),
            part("lip plate", plate.moved(*shift), blow.moved(*shift)),
            part("keys", *[c.moved(*shift) for c in cups], *[v.moved(*shift) for v in levers]),
            part("rods", *[q.moved(*shift) for q in (*rods, *posts, *rings)])]


FAMILY = Family(
    name="flute", words=("flute", "bamboo flute", "recorder", "wooden flute", "concert flute", "piccolo", "fife",
                         "dizi"),
    gloss=("a wind instrument with holes that one blows across", "a bamboo flute with a tassel", "a school recorder"),
    extent=(0.3, 0.72), build=build, principal="width", materials=("birch", "mahogany", "teak", "ivory"),
    looks={"body": "main", "trim": "main or ivory", "silver": "main or silver", "keys": "main or silver",
           "holes": "ink", "inside": "ink",
           "binding": ("cord", "ink", "toy red")},
    part_words={"binding": ("tassel", "binding", "thread", "cord"), "trim": ("rings",), "keys": ("keys",)},
    styles={"bamboo": ("bamboo flute", "bamboo", "dizi", "wooden flute"), "recorder": ("recorder", "school"),
            "concert": ("concert flute", "silver", "concert", "piccolo")})
