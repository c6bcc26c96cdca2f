# SPDX-License-Identifier: GPL-3.0-or-later
"""Desk lamps: a jointed arm with a reflector, or a banker's lamp with a long glass shade."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import arc, bezier, circle, fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def _rod(a: np.ndarray, b: np.ndarray, r: float, region: str = "arm") -> Surface:
    return sweep(a + np.linspace(0, 1, 4)[:, None] * (b - a), circle(14, r), up=(0, 1, 0), region=region)


def _joint(at: np.ndarray, r: float, wide: float) -> Surface:
    return turned([(r, -wide), (r, wide)], .0025, 28, "joint").rotated(np.pi / 2, "x").moved(*at)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"jointed": 1.3, "banker": 0.6, "gooseneck": 0.6})
    if kind == "banker":
        return _banker(d)
    n = d.segments(56, 32)
    foot = d.between(.085, .105)
    base = turned([(foot, 0), (foot, .014), (.9 * foot, .022), (.026, .028), (.020, .048)],
                  [.002, .006, .006, .006, .002], n, "base")
    switch = turned([(.009, .02), (.009, .030)], .002, 20, "joint").moved(-.3 * foot, -.5 * foot)
    if kind == "gooseneck":
        rise = d.between(.30, .40)
        dense = bezier((0, 0, .04), (.02, 0, rise * 1.25), (.10, 0, rise * 1.32), (.17, 0, rise * .86), 180)
        rib = 1 + .12 * np.cos(np.arange(180) * 2 * np.pi / 5)
        arm = [sweep(dense, circle(14, .0068), rib, up=(0, 1, 0), region="arm")]
        tip, heading = dense[-1], np.array([.35, 0, -.94])
        joints: list[Surface] = []
    else:
        low, high = d.between(.22, .28), d.between(.22, .28)
        lean, fold = d.between(.20, .50), d.between(.75, 1.05)
        start = np.array([0, 0, .055])
        elbow = start + low * np.array([-np.sin(lean), 0, np.cos(lean)])
        tip = elbow + high * np.array([np.sin(fold), 0, np.cos(fold)])
        arm = []
        for a, b in ((start, elbow), (elbow, tip)):
            along = (b - a) / np.linalg.norm(b - a)
            side = np.array([along[2], 0, -along[0]]) * .010
            arm += [_rod(a + side, b + side, .0042), _rod(a - side, b - side, .0042)]
            mid = a + .10 * (b - a)
            coil = np.linspace(0, 1, 160)
            spring = mid + coil[:, None] * .34 * (b - a)
            wind = 2 * np.pi * 20 * coil
            normal = np.cross(along, (0, 1.0, 0))
            spring = spring + .0052 * (np.cos(wind)[:, None] * normal + np.sin(wind)[:, None] * np.array([0, 1.0, 0]))
            arm.append(sweep(spring, circle(6, .0011), region="spring"))
        joints = [_joint(start, .017, .014), _joint(elbow, .019, .013), _joint(tip, .015, .012)]
        heading = np.array([.60, 0, -.80])
    shade, bulb = _reflector(d, n)
    tilt = -np.arctan2(heading[0], -heading[2])
    placed = [piece.rotated(tilt, "y").moved(*(tip + .012 * heading)) for piece in (*shade, bulb)]
    parts = [part("base", base, switch), part("arm", *arm)]
    if joints:
        parts.append(part("joints", *joints))
    return [*parts, part("shade", *placed[:-1]), part("bulb", placed[-1])]


def _reflector(d: Draw, n: int) -> tuple[list[Surface], Surface]:
    """A bell opening down (-z) from a neck at the origin, and its bulb."""
    wide, tall = d.between(.062, .080), d.between(.095, .12)
    outer = fillet([(.018, -.006), (.026, -.012), (.028, -.34 * tall), (.60 * wide, -.50 * tall), (wide, -tall)],
                   [0, .006, .01, .03, 0], 5)
    thin = .0018
    inner = outer[::-1] + np.array((-thin, -.0012))
    inner[0] = (wide - thin, -tall)
    profile = np.concatenate([[(0, outer[0, 1])], outer, inner, [(0, inner[-1, 1])]])
    names = ["shade"] * len(outer) + ["lining"] * (len(inner) + 1)
    shell = lathe(profile, n, names)
    knob = turned([(.012, -.006), (.014, .004), (.008, .014)], .003, 24, "joint")
    r = .40 * wide
    bulb = ball((r, r, 1.1 * r), 12, 24, "bulb").moved(z=-.68 * tall)
    return [shell, knob], bulb


def _banker(d: Draw) -> list[Part]:
    """A brass stem on a stepped base, and a half-round shade of coloured glass."""
    high = d.between(.32, .38)
    n = d.segments(56, 32)
    base = turned([(.088, 0), (.092, .006), (.092, .016), (.072, .024), (.066, .034), (.022, .044), (.012, .058)],
                  [.001, .003, .004, .006, .006, .01, .004], n, "base")
    stem = turned([(.012, .054), (.0075, .075), (.0075, .5 * high), (.0125, .54 * high), (.0075, .58 * high),
                   (.0075, .80 * high), (.011, .82 * high)], [.001, .006, .004, .006, .004, .002, .001], 28, "base")
    length, r = d.between(.25, .30), d.between(.066, .078)
    yoke = [sweep(bezier((0, .006, .80 * high), (s * .10, .008, .80 * high), (s * (.5 * length + .02), 0, .82 * high),
                         (s * (.5 * length + .008), 0, .93 * high), 24), circle(12, .0048), up=(0, 1, 0), region="base")
            for s in (1, -1)]
    outer = np.concatenate([[(r, -.026)], arc((0, 0), r, 0, np.pi, 25), [(-r, -.026)]]) * (1, .78)
    inner = outer * (.955, .955)
    inner[[0, -1], 1] = outer[[0, -1], 1]
    shell = plate(np.concatenate([outer, inner[::-1]]), length, .0006, "glass")
    ends = [plate(outer * .985, .004, .0012, "glass").moved(z=z) for z in (.001, length - .005)]
    shell, *ends = (each.rotated(np.pi / 2, "x").rotated(np.pi / 2).moved(-.5 * length) for each in (shell, *ends))
    z = high - .78 * r
    pins = [turned([(.0105, -.003), (.0105, .003), (.005, .009)], .0015, 20, "base").rotated(s * np.pi / 2, "y")
            .moved(s * (.5 * length + .010), 0, .93 * high) for s in (1, -1)]
    bulb = sweep(np.array([(x, 0, 0) for x in (-.3 * length, 0, .3 * length)]), circle(18, .013), round_ends=True,
                 region="bulb")
    chain = [ball(.0026, 6, 8, "base").moved(.25 * length, -.45 * r, z - .022 - .0062 * k) for k in range(11)]
    return [part("base", base), part("stem", stem, *yoke), part("shade", *(each.moved(z=z) for each in (shell, *ends))),
            part("finials", *pins), part("bulb", bulb.moved(z=z)), part("chain", *chain)]


FAMILY = Family(
    name="desk_lamp", words=("desk lamp", "reading lamp", "study lamp", "architect lamp", "anglepoise", "work lamp",
                             "banker's lamp", "bankers lamp", "office lamp"),
    gloss=("a lamp on a desk to work by", "a jointed desk lamp", "a reading lamp with an arm"),
    extent=(.3, .7), build=build, materials=("toy black", "enamelled", "toy white", "steel", "toy red"),
    looks={"base": "main", "arm": "main or steel", "joint": ("black plastic", "steel"), "spring": "steel",
           "shade": "main", "lining": "toy white", "bulb": "bulb", "glass": "toy green"},
    part_words={"base": ("base", "foot"), "arm": ("arm", "arms"), "shade": ("shade", "lampshade", "head")},
    styles={"jointed": ("jointed", "architect", "architect lamp", "anglepoise", "modern"),
            "banker": ("banker", "banker's", "banker's lamp", "bankers lamp", "antique", "library"),
            "gooseneck": ("gooseneck", "flexible")})
