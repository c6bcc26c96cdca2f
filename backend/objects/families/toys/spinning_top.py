# SPDX-License-Identifier: GPL-3.0-or-later
"""Spinning tops leaning on their tip, and yo-yos with a string."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import painted, tube
from backend.objects.modeling.solids import lathe, turned


def build(d: Draw) -> list[Part]:
    n = d.segments(72, 48)
    if d.choose({"top": 1.2, "yoyo": .8}) == "top":
        r, h = d.between(.026, .034), d.between(.040, .055)
        rows = [(.0015, 0), (.004, .006), (.30 * r, .22 * h), (.94 * r, .52 * h), (r, .62 * h), (.90 * r, .72 * h),
                (.22 * r, .86 * h),
                (.12 * r, .92 * h), (.11 * r, 1.45 * h), (.14 * r, 1.52 * h)]
        steps = []
        for a, b in zip(np.array(rows[:-1]), np.array(rows[1:])):
            steps += [tuple(a + (b - a) * t) for t in np.linspace(0, 1, 6)[:-1]]
        whole = turned([*steps, rows[-1]], .0012, n, "body", 2)
        whole = painted(whole, "second", lambda c: (np.hypot(c[:, 0], c[:, 1]) > .52 * r) & (c[:, 2] > .62 * h))
        whole = painted(whole, "third", lambda c: (np.hypot(c[:, 0], c[:, 1]) > .52 * r) & (c[:, 2] < .52 * h) & (c[:,
                                                                                          2] > .36 * h))
        whole = painted(whole, "tip", lambda c: c[:, 2] < .14 * h)
        rings = [lathe(circle(8, .0009) + np.array([q * r, 0]), n, "third", loop=True).moved(z=z * h) for q,
                 z in ((.70, .755), (.45, .812))]
        lean = np.arctan2(.62 * h, r) if d.chance(.4) else d.between(.12, .3)
        turn = d.between(0, 6.28)
        return [part("top", *(p.rotated(lean, "y").rotated(turn) for p in (whole, *rings)))]
    r = d.between(.026, .030)
    half = [(.0045, .0018), (.30 * r, .0022), (.86 * r, .0042), (r, .0075), (.96 * r, .013), (.60 * r, .0175),
            (.55 * r, .0168), (.35 * r, .0168)]
    sides = []
    for s in (1, -1):
        dish = turned(half, .0012, n, "body")
        dish = painted(dish, "second", lambda c: (c[:, 2] > .015) & (np.hypot(c[:, 0], c[:, 1]) < .62 * r))
        sides.append((dish if s > 0 else dish.rotated(np.pi, "x")).rotated(np.pi / 2, "y").moved(0, 0, r))
    axle = turned([(.004, -.004), (.004, .004)], .0004, 20, "tip").rotated(np.pi / 2, "y").moved(0, 0, r)
    coil = lathe(circle(10, .0016) + np.array([.0075, 0]), 40, "string", loop=True).rotated(np.pi / 2, "y").moved(0, 0,
                                                                                          r)
    t = np.linspace(0, 1, 60)
    line = np.column_stack([.006 * np.sin(9 * t) * t, -.012 - .075 * t - .02 * np.sin(5 * t),
                            .0012 + (r - .008) * np.clip(1 - 3.2 * t, 0, 1) ** 1.6])
    a = np.linspace(0, 2 * np.pi, 28)
    loop = tube(np.column_stack([line[-1][0] + .011 - .011 * np.cos(a), line[-1][1] - .011 * np.sin(a),
                                 np.full(28, .0012)]), [.0008], 50, 6, "string")
    return [part("halves", *sides), part("axle", axle, coil),
            part("string", tube(line, [.0008], 80, 6, "string"), loop)]


FAMILY = Family(
    name="spinning_top", words=("spinning top", "yo-yo", "yoyo", "yo yo", "whirligig"),
    gloss=("a spinning top", "a yo-yo on a string"),
    extent=(.05, .17), build=build, materials=("toy paint", "birch", "teak"),
    looks={"body": "main", "second": ("toy yellow", "toy red", "toy white"),
           "third": ("toy blue", "toy green", "toy white"), "tip": "steel",
           "string": "sailcloth"},
    part_words={"second": ("stripe", "ring"), "string": ("string",), "tip": ("tip",)},
    styles={"top": ("top", "spinning"), "yoyo": ("yo-yo", "yoyo")})
