# SPDX-License-Identifier: GPL-3.0-or-later
"""Cushions: a square one with piping, leant on its edge or lying, a bed pillow, a bolster, a round seat pad."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.furniture.shared_furniture import pillow, piping
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe, sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"square": 1.3, "bed": 0.7, "bolster": 0.4, "round": 0.5})
    if kind == "bolster":
        return _bolster(d)
    if kind == "round":
        return _round(d)
    if kind == "bed":
        width, depth, tall = d.between(.62, .76), d.between(.40, .50), d.between(.15, .19)
        cover = pillow(width, depth, tall, "cover", .035, .10, d.between(0, 6))
        hem = sweep(np.array([(-.47 * width, y, tall * .5) for y in (-.36 * depth, 0, .36 * depth)]), circle(8, .0035),
                    region="piping")
        return [part("pillow", cover), part("hem", hem)]
    width = d.between(.40, .50)
    depth, tall = width * d.between(.94, 1.0), width * d.between(.34, .40)
    cover = pillow(width, depth, tall, "cover", .075, .04, d.between(0, 6))
    middle = float(cover.vertices[:, 2].max()) / 2
    cord = piping(width, depth, tall, .0052, .075).moved(z=middle - tall / 2)
    pieces = {"cushion": [cover], "piping": [cord]}
    if d.choose({"plain": 0.6, "buttoned": 0.4}) == "buttoned":
        top = float(cover.vertices[:, 2].max())
        pieces["button"] = [ball((.015, .015, .006), 8, 18, "button").moved(z=top - .012)]
    else:
        tassels: list[Surface] = []
        if d.chance(.35):
            for sx in (1, -1):
                for sy in (1, -1):
                    line = np.array([(0, 0), (.013, 0), (.0135, .004), (.0085, .040), (.0105, .046), (.006, .054),
                                     (0, .055)])
                    one = lathe(line, 24, "piping", modulation=lambda a, z: 1 + .08 * np.sin(8 * a) * np.ones_like(z))
                    one = one.moved(z=-.055).rotated(-np.pi / 2, "y").rotated(np.arctan2(sy, sx) + np.pi)
                    tassels.append(one.moved(sx * .485 * width, sy * .485 * depth, middle))
        if tassels:
            pieces["tassels"] = tassels
    tilt = d.choose({"lying": 0.5, "upright": 0.8})
    if tilt == "upright":
        lean = d.between(1.10, 1.25)
        pieces = {name: [piece.rotated(lean, "x") for piece in group] for name, group in pieces.items()}
    return [part(name, *group) for name, group in pieces.items()]


def _bolster(d: Draw) -> list[Part]:
    long, r = d.between(.45, .62), d.between(.085, .11)
    t = np.linspace(-1, 1, 40)
    full = np.clip(1 - np.abs(t) ** 14, 0, 1) ** .5
    line = np.column_stack([r * (.30 + .70 * full), t * long / 2])
    line = np.concatenate([[(0, -long / 2)], line, [(0, long / 2)]])

    def creased(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        end = np.clip((np.abs(z) / (long / 2) - .90) / .1, 0, 1)
        return 1 + .05 * end * np.cos(18 * angle)

    body = lathe(line, 72, "cover", modulation=creased).rotated(np.pi / 2, "y").moved(z=r)
    buttons = [ball((.006, .020, .020), 8, 16, "button").moved(s * (long / 2 + .001), 0, r) for s in (1, -1)]
    cords = [sweep(np.column_stack([np.full(48, s * .452 * long), circle(48, r * 1.002)]) + np.array((0, 0, r)),
                   circle(8, .0045), loop=True,
                   up=(1, 0, 0), region="piping") for s in (1, -1)]
    return [part("bolster", body), part("piping", *cords), part("buttons", *buttons)]


def _round(d: Draw) -> list[Part]:
    r, tall = d.between(.19, .24), d.between(.09, .13)
    count = int(d.random.integers(8, 13))
    t = np.linspace(0, np.pi, 30)
    dent = 1 - .45 * np.exp(-(np.sin(t) / .28) ** 2)
    line = np.column_stack([r * np.sin(t) ** .55, tall / 2 * (1 - np.cos(t) * dent)])
    line[[0, -1], 0] = 0

    def pleated(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + .020 * np.abs(np.cos(count * angle / 2)) ** .5 * np.ones_like(z)

    body = lathe(line, count * 12, "cover", modulation=pleated)
    button = ball((.020, .020, .009), 8, 20, "button").moved(z=float(line[-1, 1]) + .003)
    return [part("cushion", body), part("button", button)]


FAMILY = Family(
    name="cushion", words=("cushion", "pillow", "throw pillow", "bolster", "seat cushion", "bed pillow",
                           "sofa cushion"),
    gloss=("a soft cushion on a sofa", "a pillow for the head"),
    extent=(.34, .82), build=build, principal="width", materials=("cushion cover", "cushion cover", "fabric"),
    looks={"cover": "main", "piping": ("main", "bed linen"), "button": ("main", "bed linen")},
    part_words={"piping": ("piping", "trim", "tassels", "cord"), "button": ("button", "buttons")},
    styles={"square": ("square", "throw pillow", "sofa cushion", "cushion"), "bed": ("pillow", "bed pillow"),
            "bolster": ("bolster",), "round": ("round", "seat cushion", "pouf"), "buttoned": ("buttoned", "tufted"),
            "lying": ("lying", "flat")})
