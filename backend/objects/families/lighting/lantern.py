# SPDX-License-Identifier: GPL-3.0-or-later
"""Lanterns: a hurricane lantern with its wire cage, a glazed candle lantern, a paper lantern."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet, spline
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface, skin


def _flame(z: float, r: float, tall: float) -> Surface:
    line = spline([(0, 0), (.8 * r, .22 * tall), (r, .38 * tall), (.55 * r, .66 * tall), (0, tall)], 14)
    line[:, 0] = np.maximum(line[:, 0], 1e-5)
    line[[0, -1], 0] = 0
    return lathe(line + np.array((0, z)), 20, "flame")


def build(d: Draw) -> list[Part]:
    kind = d.choose({"hurricane": 1.0, "candle": 1.0, "paper": 0.5})
    height = d.measure("height", *{"hurricane": (.30, .38), "candle": (.28, .42), "paper": (.30, .42)}[kind])
    return {"hurricane": _hurricane, "candle": _candle, "paper": _paper}[kind](height, d)


def _hurricane(height: float, d: Draw) -> list[Part]:
    """Tank, burner, glass globe, chimney, side tubes, crossed guard wires, bail."""
    body = height * .86
    r = d.between(.22, .26) * body
    n = d.segments(56, 32)
    tank = turned([(.96 * r, 0), (r, .015), (r, .17 * body), (.86 * r, .22 * body), (.42 * r, .25 * body),
                   (.40 * r, .30 * body)], [.003, .006, .02, .02, .006, .002], n, "body")
    cap = turned([(.20 * r, 0), (.20 * r, .05 * r), (.05 * r, .12 * r)], .002, 24, "metal").rotated(-.5, "y").moved(
        .66 * r, 0, .215 * body)
    low, high = .30 * body, .70 * body
    burner = turned([(.50 * r, low - .01), (.56 * r, low + .008), (.34 * r, low + .03), (.14 * r, low + .05)],
                    [.001, .003, .004, .002], 32, "metal")
    belly = d.between(.66, .78) * r
    outer = spline([(.50 * r, low + .006), (.96 * belly, low + .30 * (high - low)), (belly, low + .45 * (high - low)),
                    (.60 * r, low + .85 * (high - low)), (.50 * r, high)], d.segments(28, 18))
    glass = lathe(np.concatenate([outer, outer[::-1] - (.0022, 0)]), n, "glass", loop=True)
    flame = _flame(low + .048, .12 * r, .20 * (high - low) + .03)
    hood = turned([(.58 * r, high - .006), (.62 * r, high + .006), (.50 * r, high + .04 * body),
                   (.34 * r, high + .09 * body), (.34 * r, high + .17 * body), (.52 * r, high + .20 * body),
                   (.44 * r, high + .25 * body), (.12 * r, .985 * body), (.05 * r, body)],
                  [.001, .003, .004, .004, .003, .004, .006, .006, .002], n, "body")
    frame = []
    for s in (1, -1):
        path = spline([(s * .80 * r, 0, .16 * body), (s * 1.02 * r, 0, .30 * body), (s * 1.06 * r, 0, .60 * body),
                       (s * .90 * r, 0, .80 * body), (s * .28 * r, 0, .86 * body)], d.segments(36, 20))
        frame.append(sweep(path, circle(14, .062 * r + .0012), up=(0, 1, 0), region="body"))
    wires = []
    mid = .5 * (low + high)
    ring = circle(36, 1.16 * belly)
    for z in (mid - .09 * body, mid + .09 * body):
        wires.append(sweep(np.column_stack([ring * .94, np.full(36, z)]), circle(8, .0016), loop=True, region="metal"))
    for a in (.7, np.pi - .7, np.pi + .7, -.7):
        u = np.array([np.cos(a), np.sin(a)])
        path = spline([(*(.55 * r * u), low), (*(1.08 * belly * u), mid - .09 * body), (*(1.12 * belly * u), mid),
                       (*(1.08 * belly * u), mid + .09 * body), (*(.58 * r * u), high + .004)], 20)
        wires.append(sweep(path, circle(8, .0016), region="metal"))
    return [part("tank", tank, cap), part("burner", burner), part("flame", flame), part("globe", glass),
            part("hood", hood), part("side tubes", *frame), part("guard", *wires),
            part("handle", _bail(1.04 * r, .76 * body, height - .76 * body, d))]


def _bail(half: float, z: float, rise: float, d: Draw) -> Surface:
    t = np.linspace(0, np.pi, d.segments(36, 20))
    path = np.column_stack([half * np.cos(t), 0 * t, z + (rise - .0022) * np.sin(t) ** .8])
    return sweep(path, circle(10, .0022), up=(0, 1, 0), region="metal")


def _candle(height: float, d: Draw) -> list[Part]:
    """Four or six glazed sides in a metal frame, a pyramid roof with a ring, a candle inside."""
    sides = 4 if d.chance(.65) else 6
    body = height * .90
    r = d.between(.30, .36) * body
    low, high = .055 * body, .66 * body
    turn_by = np.pi / sides

    def ngon(radius: float, z: float, soft: float = .06) -> np.ndarray:
        corner = [(radius * np.cos(turn_by + k * 2 * np.pi / sides), radius * np.sin(turn_by + k * 2 * np.pi / sides))
                  for k in range(sides)]
        line = fillet(corner, soft * radius, 3, closed=True)
        return np.column_stack([line, np.full(len(line), z)])

    def tower(rows: list[tuple[float, float]], region: str) -> Surface:
        rings = [ngon(*row) for row in rows]
        ends = [np.tile((0, 0, rows[k][1]), (len(rings[0]), 1)) for k in (0, -1)]
        return skin(np.stack([ends[0], *rings, ends[1]]), region=region)

    base = tower([(1.05 * r, 0), (1.10 * r, .003), (1.10 * r, .028 * body), (1.08 * r, .03 * body),
                  (.98 * r, .034 * body),
                  (.97 * r, low)], "body")
    eave = tower([(.97 * r, high), (1.12 * r, high + .003), (1.15 * r, high + .006), (1.15 * r, high + .022 * body),
                  (1.12 * r, high + .026 * body), (.80 * r, high + .06 * body), (.42 * r, high + .17 * body),
                  (.38 * r, high + .19 * body), (.38 * r, high + .245 * body), (.46 * r, high + .25 * body),
                  (.46 * r, high + .265 * body), (.10 * r, high + .325 * body), (.06 * r, body - .002)], "body")
    post = .05 * body
    posts, panes, bars = [], [], []
    for k in range(sides):
        a = turn_by + k * 2 * np.pi / sides
        posts.append(box(.8 * post, .8 * post, high - low + .01, .003, region="body").rotated(a + np.pi / 4).moved(
            .93 * r * np.cos(a), .93 * r * np.sin(a), low - .005))
        face = a + turn_by
        side = 2 * .93 * r * np.sin(turn_by) - .4 * post
        apothem = .93 * r * np.cos(turn_by)
        panes.append(box(side, .0022, high - low, .0008, 1, region="glass").rotated(face - np.pi / 2).moved(
            apothem * np.cos(face), apothem * np.sin(face), low))
        if sides == 4:
            for piece in (box(.006, .007, high - low, .0015, 1, region="body"),
                          box(side, .007, .006, .0015, 1, region="body").moved(z=.5 * (high - low))):
                bars.append(piece.rotated(face - np.pi / 2).moved(apothem * np.cos(face), apothem * np.sin(face), low))
    wax = d.between(.26, .34) * r
    tall = d.between(.42, .58) * (high - low)
    candle = turned([(wax, low - .002), (wax, low + tall - .004), (.8 * wax, low + tall),
                     (.5 * wax, low + tall - .005)],
                    [.001, .004, .003, .002], 36, "candle")
    wick = sweep(np.array([(0, 0, low + tall - .008), (0, .0005, low + tall + .002), (.001, 0, low + tall + .009)]),
                 circle(8, .0012), region="wick")
    flame = _flame(low + tall + .003, .2 * wax + .003, .045)
    ring = circle(28, .10 * r + .012)
    loop = sweep(np.column_stack([ring[:, 0], 0 * ring[:, 0], ring[:, 1] + height - (.10 * r + .012) - .0025]),
                 circle(10, .0025), up=(0, 1, 0), loop=True, region="body")
    parts = [part("base", base), part("roof", eave), part("posts", *posts), part("panes", *panes),
             part("candle", candle), part("wick", wick), part("flame", flame), part("ring", loop)]
    return parts + ([part("bars", *bars)] if bars else [])


def _paper(height: float, d: Draw) -> list[Part]:
    """A ribbed paper globe between two turned caps, with a tassel below and a hook above."""
    tassel = .20 * height
    body = height * .70
    half = d.between(.42, .60) * body
    ribs = int(d.random.integers(11, 17))
    t = np.linspace(-1, 1, ribs * 6 + 1)
    wide = .34 * half + .66 * half * np.sqrt(1 - .985 * np.abs(t) ** 2.4)
    groove = 1 - .035 * np.abs(np.sin(np.pi * ribs * (t + 1) / 2)) ** .6
    z = tassel + .03 * height + (t + 1) / 2 * body
    outer = np.column_stack([wide * groove, z])
    shade = lathe(np.concatenate([outer, outer[::-1] - (.002, 0)]), d.segments(64, 40), "shade", loop=True)
    rim = float(wide[0])
    caps = [turned([(rim * 1.04, lo), (rim * 1.06, lo + .02 * height), (.75 * rim, lo + .03 * height)],
                   [.002, .004, .003], 40, "caps") for lo in (z[0] - .012 * height, z[-1] - .012 * height)]
    caps[0] = caps[0].rotated(np.pi, "x").moved(z=2 * z[0])
    bulb = turned([(.2 * half, z[0] + .3 * body), (.3 * half, z[0] + .45 * body), (.2 * half, z[0] + .6 * body)],
                  .08 * half, 24, "flame")
    top = height - .002
    hook = sweep(np.column_stack([.012 * np.cos(a := np.linspace(-.5 * np.pi, 1.2 * np.pi, 20)), 0 * a,
                                  top - .012 + .012 * np.sin(a) - .002]), circle(8, .002), up=(0, 1, 0), region="caps")
    cord = sweep(np.array([(0, 0, z[-1]), (0, 0, z[-1] + .02), (0, 0, top - .024)]), circle(8, .0016), region="tassel")
    knot = turned([(.004, tassel - .012), (.011, tassel - .004), (.011, tassel + .006), (.004, z[0] + .001)], .003, 20,
                  "tassel")
    fringe = lathe(np.array([(0, 0), (.016, 0), (.0165, .002), (.011, .72 * tassel), (.008, tassel - .01),
                             (0, tassel - .008)]), 48, "tassel",
                   modulation=lambda a, level: 1 + .10 * np.sin(16 * a) * np.ones_like(level))
    return [part("shade", shade), part("caps", *caps, hook), part("light", bulb), part("tassel", cord, knot, fringe)]


FAMILY = Family(
    name="lantern", words=("lantern", "hurricane lantern", "oil lamp", "oil lantern", "candle lantern",
                           "paper lantern", "chinese lantern", "storm lantern"),
    gloss=("a lantern to carry at night", "an old oil lantern", "a lantern with a candle in it"),
    extent=(.27, .45), build=build, native=("height",), materials=("iron", "brass", "enamelled", "copper"),
    looks={"body": "main", "metal": ("steel", "iron"), "glass": "glass", "flame": "flame", "candle": "wax",
           "wick": "wick", "shade": "main or toy red", "caps": ("toy yellow", "ebony"), "tassel": "toy yellow"},
    part_words={"candle": ("candle",), "metal": ("handle", "wire", "cage"), "glass": ("pane", "panes", "globe"),
                "tassel": ("tassel",)},
    styles={"hurricane": ("hurricane", "hurricane lantern", "oil", "oil lamp", "oil lantern", "storm",
                          "storm lantern", "camping", "railway"),
            "candle": ("candle", "candle lantern", "garden", "moroccan", "medieval"),
            "paper": ("paper", "paper lantern", "chinese", "chinese lantern", "japanese", "festival")})
