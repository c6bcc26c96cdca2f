# SPDX-License-Identifier: GPL-3.0-or-later
"""Castles: round or square corner towers, battlements, gatehouse with portcullis, keep with flags."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.street.shared_street import around, brick
from backend.objects.modeling.curves import arc
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, extrude, turned
from backend.objects.modeling.surface import Surface


def _battlements(x0: float, x1: float, y: float, z: float, deep: float, along: str = "x") -> list[Surface]:
    """Merlons on a straight wall."""
    count = max(2, round(abs(x1 - x0) / 1.5))
    step = (x1 - x0) / count
    made = []
    for k in range(count):
        at = x0 + (k + .5) * step
        size = abs(step) * .58
        stone = brick(size, deep, .85, "body") if along == "x" else brick(deep, size, .85, "body")
        made.append(stone.moved(at, y, z) if along == "x" else stone.moved(y, at, z))
    return made


def _tower(x: float, y: float, r: float, tall: float, roofed: bool, d: Draw, flag: bool) -> dict[str, list[Surface]]:
    n = d.segments(44, 32)
    out: dict[str, list[Surface]] = {"towers": [], "roofs": [], "windows": [], "flags": []}
    out["towers"].append(turned([(1.10 * r, 0), (1.02 * r, .9), (r, tall - 1.2), (1.18 * r, tall - .75),
                                 (1.18 * r, tall)], .06, n,
                                "body").moved(x, y))
    merlon = brick(.42, 1.18 * r * 2 * np.pi / 12 * .58, .85, "body")
    out["towers"] += [m.moved(x, y, 0) for m in around(merlon, 12, 1.08 * r, tall - .02)]
    top = tall
    if roofed:
        high = 2.5 * r
        out["roofs"].append(turned([(1.02 * r, 0), (1.28 * r, .05), (1.24 * r, .22), (.04 * r, high)], .05, n,
                                   "roof").moved(
            x, y, tall + .62))
        out["towers"].append(turned([(.98 * r, 0), (.98 * r, .75)], .03, n, "body").moved(x, y, tall - .05))
        top = tall + .62 + high
    if flag:
        out["flags"].append(rail((x, y, top - .3), (x, y, top + 2.2), .10, d, "wood"))
        cloth = box(1.6, .05, .9, .015, 1, 8, "flag").deformed(
            lambda v: np.column_stack([v[:, 0], v[:, 1] + .14 * np.sin(3.4 * v[:, 0]), v[:, 2]]))
        out["flags"].append(cloth.moved(x + .86, y, top + 1.2))
        out["flags"].append(ball(.12, 8, 12, "gold").moved(x, y, top + 2.25))
    for a in (-np.pi / 2, 0.0, np.pi, np.pi / 2):
        for z in (.45, .72):
            slit = [brick(.10, .26, 1.05, "dark").moved(r + .012, 0, 0),
                    brick(.07, .46, 1.3, "stone").moved(r - .012, 0, -.12)]
            out["windows"] += [w.rotated(a).moved(x, y, z * tall) for w in slit]
    return out


def build(d: Draw) -> list[Part]:
    roofed = d.choose({"fairy": 1.0, "fortress": 1.0}) == "fairy"
    half, wall, tall = d.between(7.5, 9.0), d.between(4.6, 5.6), d.between(8.0, 9.6)
    r, thick = d.between(1.7, 2.1), 1.1
    groups: dict[str, list[Surface]] = {"walls": [], "towers": [], "roofs": [], "windows": [], "flags": []}

    def add(more: dict[str, list[Surface]]) -> None:
        for name, pieces in more.items():
            groups[name] += pieces

    for x in (1, -1):
        for y in (1, -1):
            add(_tower(x * half, y * half, r, tall, roofed, d, roofed or y > 0))
        groups["walls"].append(box(thick, 2 * half, wall, .06, 2, region="body").moved(x * half, 0, 0))
        groups["walls"] += _battlements(-half + r, half - r, x * (half + .38), wall - .02, .34, "y")
    groups["walls"].append(box(2 * half, thick, wall, .06, 2, region="body").moved(0, half, 0))
    groups["walls"] += _battlements(-half + r, half - r, half + .38, wall - .02, .34)
    for s in (1, -1):
        groups["walls"].append(box(half - 1.4, thick, wall, .06, 2, region="body").moved(s * (half + 1.4) / 2, -half,
                                                                                         0))
        groups["walls"] += _battlements(s * 2.6, s * (half - r), -half - .38, wall - .02, .34)
        add(_tower(s * 2.15, -half - .2, .62 * r, wall + 2.6, roofed, d, False))
    gate_w, gate_h = 2.6, 3.4
    bridge_top = box(4.4, thick + .5, wall + 1.0 - gate_h, .06, 2, region="body").moved(0, -half, gate_h)
    arch = np.concatenate([[(gate_w / 2, 0)], arc((0, gate_h - gate_w / 2), gate_w / 2, 0, np.pi, 17),
                           [(-gate_w / 2, 0)]])
    opening = extrude(arch, .5, .03, "dark").rotated(np.pi / 2, "x").moved(0, -half - .55 + .45, 0)
    ring = [brick(.55, .34, .62, "stone").moved(0, 0, gate_w / 2 - .05).rotated(a, "y").moved(0, -half - .72,
                                                                                          gate_h - gate_w / 2)
            for a in np.linspace(-1.5, 1.5, 9)]
    bars = [box(.09, .09, gate_h * .72, .02, 1, region="iron").moved(x, -half - .62, gate_h * .28 - .25 * abs(x) ** 2)
            for x in np.linspace(-1.1, 1.1, 7)]
    bars += [box(gate_w * .98, .07, .09, .02, 1, region="iron").moved(0, -half - .62, z) for z in (1.4, 2.0, 2.6)]
    deck = [box(.42, 3.4, .16, .03, 1, region="wood").moved(x, -half - 2.4, .05) for x in np.linspace(-1.05, 1.05, 6)]
    chains = [rail((s * 1.25, -half - .7, 2.9), (s * 1.2, -half - 3.9, .25), .09, d, "iron") for s in (1, -1)]
    keep_w, keep_h = d.between(5.2, 6.2), d.between(10.5, 12.5)
    keep = [box(keep_w, keep_w, keep_h, .08, 2, region="body").moved(0, 1.8, 0),
            box(keep_w + .5, keep_w + .5, .7, .06, 2, region="body").moved(0, 1.8, keep_h - .4)]
    for s in (1, -1):
        keep += _battlements(-keep_w / 2, keep_w / 2, 1.8 + s * keep_w / 2, keep_h + .28, .42)
        keep += [m.moved(0, 1.8, 0) for m in _battlements(-keep_w / 2, keep_w / 2, s * keep_w / 2, keep_h + .28, .42,
                                                          "y")]
    for aside in (-.26, .26):
        for z in (.42, .66, .84):
            groups["windows"] += [brick(.7, .12, 1.2, "dark").moved(aside * keep_w, 1.8 - keep_w / 2 - .02, z * keep_h),
                                  brick(.95, .10, 1.5, "stone").moved(aside * keep_w, 1.8 - keep_w / 2,
                                                                      z * keep_h - .15)]
    add(_tower(keep_w / 2 - .2, 1.8 + keep_w / 2 - .2, .72 * r, keep_h + 3.0, roofed, d, True))
    court = box(2 * half, 2 * half, .12, .03, 1, region="grass").moved(0, 0, 0)
    base = turned([(1.62 * half, -.5), (1.52 * half, .02)], .12, 56, "grass")
    parts = [part("ground", base, court), part("walls", *groups["walls"], bridge_top), part("keep", *keep),
             part("towers", *groups["towers"]), part("gate", opening, *ring), part("portcullis", *bars),
             part("drawbridge", *deck, *chains), part("windows", *groups["windows"])]
    if groups["roofs"]:
        parts.append(part("roofs", *groups["roofs"]))
    return [*parts, part("flags", *groups["flags"])]


FAMILY = Family(
    name="castle", words=("castle", "fortress", "palace", "fort"),
    gloss=("a castle with towers and battlements", "a knight's fortress"),
    extent=(19.0, 30.0), build=build, materials=("stone", "concrete", "stone", "plaster"),
    looks={"body": "main", "stone": "stone", "roof": ("toy blue", "toy red", "terracotta", "walnut"),
           "dark": "toy black",
           "iron": "iron", "wood": ("teak", "walnut"), "flag": ("toy red", "toy yellow", "toy blue"), "gold": "gold",
           "grass": "moss"},
    part_words={"roof": ("roof", "roofs"), "flag": ("flag", "flags"), "body": ("wall", "walls", "towers"),
                "wood": ("drawbridge",)},
    styles={"fairy": ("fairy", "fairytale", "princess"), "fortress": ("fortress", "medieval", "grim")})
