# SPDX-License-Identifier: GPL-3.0-or-later
"""Baskets woven of willow: a round one with a bow handle, a picnic hamper with lids, an oval laundry basket."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.furniture.shared_furniture import draped
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.solids import box, extrude, sweep
from backend.objects.modeling.surface import Surface


def _outline(power: float, width: float, depth: float, count: int) -> np.ndarray:
    return superellipse(count, width, depth, power)


def _woven(width: float, depth: float, height: float, flare: float, power: float, d: Draw) -> list[Part]:
    """Uprights, weavers that pass before and behind them row by row, a braided rim and a foot."""
    thick = .55 + 1.25 * (width + depth) / 2 / .6
    stakes = 2 * round(np.pi * (width + depth) / 2 / (.038 * thick) / 2) + 1
    per = 6
    unit = _outline(power, 1.0, 1.0, 720)
    run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.roll(unit, -1, axis=0) - unit, axis=1))])
    closed = np.concatenate([unit, unit[:1]])

    def ring(f: np.ndarray, z: np.ndarray, out: np.ndarray | float) -> np.ndarray:
        """Points at fractions ``f`` of the way round, at heights ``z``, moved out by ``out``."""
        at = np.stack([np.interp((f % 1) * run[-1], run, closed[:, k]) for k in (0, 1)], axis=1)
        grow = 1 + flare * (z / height) ** .8
        place = at * (width, depth) * grow[:, None]
        heading = at * (1 / width, 1 / depth)
        heading /= np.linalg.norm(heading, axis=1, keepdims=True)
        return np.column_stack([place + heading * np.broadcast_to(out, (len(f),))[:, None], z])

    rod = .0042 * thick
    rows = max(8, round(height / (2.05 * rod)))
    levels = rod + (height - 2 * rod) * (np.arange(rows) + .5) / rows
    weave: list[Surface] = []
    wave = .0046 * thick
    f = np.arange(stakes * 3) / (stakes * 3)
    for k, z in enumerate(levels):
        sway = wave * np.cos(np.pi * stakes * f + k * np.pi)
        # An odd number of stakes: the row meets itself half a wave off, so fade it over the last stake.
        sway *= np.clip(np.minimum(f, 1 - f) * stakes, 0, 1)
        path = ring(f, np.full(len(f), z), sway)
        weave.append(sweep(path, circle(5, 1.06 * (height - 2 * rod) / rows / 2), loop=True, region="weave"))
    uprights: list[Surface] = []
    for k in range(stakes):
        z = np.linspace(0, height + .002, 6)
        path = ring(np.full(6, (k + .5) / stakes), z, 0.0)
        uprights.append(sweep(path, circle(5, .0030 * thick), up=(1, 0, 0), region="weave"))
    braid: list[Surface] = []
    turns = round(stakes * 1.2)
    many = np.arange(turns * per) / (turns * per)
    for strand in range(2):
        phase = 2 * np.pi * turns * many / 2 * 2 + strand * np.pi
        path = ring(many, np.full(len(many), height), .0042 * thick * np.cos(phase)) + np.column_stack(
            [np.zeros((len(many), 2)), .0042 * thick * np.sin(phase)])
        braid.append(sweep(path, circle(6, .0050 * thick), loop=True, region="rim"))
    base = extrude(_outline(power, width, depth, 64), .008, .003, "base")
    foot = ring(np.arange(96) / 96, np.full(96, .006), .004)
    return [part("base", base), part("foot", sweep(foot, circle(8, .006), loop=True, region="rim")),
            part("weave", *weave), part("stakes", *uprights), part("rim", *braid)]


def _bow(width: float, height: float, rise: float, d: Draw, turn: float = 0.0) -> list[Surface]:
    """A bow handle of two twisted rods from rim to rim."""
    t = np.linspace(0, np.pi, 72)
    path = np.column_stack([width / 2 * np.cos(t), 0 * t, height - .05 + (rise + .05) * np.sin(t) ** .75])
    rods = []
    for k in range(3):
        wind = 34 * t + k * 2.0944
        off = np.column_stack([.0045 * np.cos(wind) * np.cos(t), .0045 * np.sin(wind),
                               .0045 * np.cos(wind) * np.sin(t)])
        rods.append(sweep(path + off, circle(6, .0052), up=(0, 1, 0), round_ends=True, region="handle").rotated(turn))
    return rods


def build(d: Draw) -> list[Part]:
    kind = d.choose({"round": 1.2, "picnic": 0.8, "laundry": 0.5})
    if kind == "round":
        width = d.between(.26, .36)
        depth, height = width * d.between(.78, 1.0), d.between(.13, .18)
        flare = d.between(.10, .28)
        parts = _woven(width, depth, height, flare, 2.0, d)
        return [*parts, part("handle", *_bow(width * (1 + flare), height, d.between(.14, .20), d))]
    if kind == "laundry":
        width = d.between(.42, .52)
        depth, height, flare = width * d.between(.68, .85), d.between(.26, .36), d.between(.06, .16)
        parts = _woven(width, depth, height, flare, 2.6, d)
        loops = []
        for s in (1, -1):
            t = np.linspace(0, np.pi, 24)
            x = s * width / 2 * (1 + flare)
            path = np.column_stack([x + s * .012 * np.sin(t), .075 * np.cos(t), height - .01 + .055 * np.sin(t)])
            loops.append(sweep(path, circle(10, .0085), up=(1, 0, 0), round_ends=True, region="handle"))
        return [*parts, part("handles", *loops)]
    width, height = d.between(.36, .44), d.between(.17, .21)
    depth = width * d.between(.62, .72)
    parts = _woven(width, depth, height, .05, 5.0, d)
    top_w, top_d = width * 1.06, depth * 1.06
    lids: list[Surface] = []
    for s in (1, -1):
        count = 9
        for k in range(count):
            x = s * (.014 + (top_w / 2 - .018) * (k + .5) / count)
            sag = .012 * np.cos(np.pi * .5 * abs(x) / (top_w / 2))
            edge = top_d / 2 * (1 - (abs(x) / (top_w / 2)) ** 7) ** .2
            lids.append(sweep(np.array([(x, y, height + .004 + sag) for y in (-edge, -.4 * edge, .4 * edge, edge)]),
                              circle(8, (top_w / 2 - .018) / count / 1.9), region="weave"))
        for y in (-.36, .36):
            lids.append(sweep(np.array([(s * x, y * top_d, height + .012 + .010 * np.cos(np.pi * x / top_w))
                                        for x in np.linspace(.026, top_w / 2 - .012, 6)]), circle(8, .0052),
                              region="rim"))
    parts.append(part("lids", *lids))
    parts.append(part("hinge", sweep(np.array([(0, y, height + .008) for y in (-.5 * top_d, 0, .5 * top_d)]),
                                     circle(10, .010), region="rim")))
    parts.append(part("handle", *_bow(top_d - .01, height, d.between(.13, .17), d, np.pi / 2)))
    if d.chance(.5):
        cloth = draped(.30 * width, .34 * depth, .10, .004, .012, (.0, 1.0, 0.0), "cloth", 20, .006)
        return [*parts, part("cloth", cloth.moved(.24 * width, -.35 * depth, height + .030))]
    straps = [box(.018, .006, .075, .002, region="strap").moved(s * .27 * width, -top_d / 2 - .011, height - .055)
              for s in (1, -1)]
    buckles = [box(.024, .008, .022, .002, region="metal").moved(s * .27 * width, -top_d / 2 - .012, height - .045)
               for s in (1, -1)]
    return [*parts, part("straps", *straps), part("buckles", *buckles)]


FAMILY = Family(
    name="basket", words=("basket", "wicker basket", "picnic basket", "fruit basket", "laundry basket", "hamper",
                          "bread basket", "woven basket", "easter basket"),
    gloss=("a woven wicker basket", "a basket for a picnic", "a basket to carry fruit in"),
    extent=(.26, .65), build=build, materials=("wicker",),
    looks={"weave": "main", "rim": "main", "base": "main", "handle": "main", "cloth": "gingham", "strap": "leather",
           "metal": "brass"},
    part_words={"handle": ("handle", "handles"), "cloth": ("cloth", "napkin", "towel"), "rim": ("rim", "edge")},
    styles={"round": ("round", "fruit basket", "bread basket", "easter basket"),
            "picnic": ("picnic", "picnic basket", "hamper"), "laundry": ("laundry", "laundry basket", "oval")})
