# SPDX-License-Identifier: GPL-3.0-or-later
"""Nesting dolls: a row of painted wooden figures, each smaller than the last."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface


def _doll(tall: float, fat: float, large: bool, d: Draw) -> list[Surface]:
    rows_ = 88 if large else 64
    rows = spline([(0, 0), (.25, 0), (.275, .015), (.315, .16), (.335, .34), (.30, .50), (.225, .60), (.205, .66),
                   (.225, .76), (.20, .88),
                   (.11, .97), (0, 1.0)], rows_) * (tall * fat, tall)
    rows[:, 0] = np.maximum(rows[:, 0], 0)
    rows[[0, -1], 0] = 0
    n = d.segments(88 if large else 60, 56)
    whole = lathe(rows, n, "body")
    head = .755 * tall

    def scarf(c: np.ndarray) -> np.ndarray:
        return c[:, 2] > .60 * tall

    def face(c: np.ndarray) -> np.ndarray:
        return (c[:, 1] < 0) & ((c[:, 0] / (.145 * tall)) ** 2 + ((c[:, 2] - head) / (.125 * tall)) ** 2 < 1)

    def hair(c: np.ndarray) -> np.ndarray:
        inside = face(c)
        part_ = c[:, 2] - head > .045 * tall - .35 * np.abs(c[:, 0]) + .02 * tall
        return inside & part_

    def apron(c: np.ndarray) -> np.ndarray:
        return (c[:, 1] < 0) & (np.abs(c[:, 0]) < .20 * tall) & (c[:, 2] < .50 * tall) & (c[:, 2] > .07 * tall) & (
            (c[:, 0] / (.20 * tall)) ** 2 + ((c[:, 2] - .27 * tall) / (.22 * tall)) ** 2 < 1)

    whole = painted(whole, "scarf", scarf)
    whole = painted(whole, "apron", apron)
    whole = painted(whole, "base", lambda c: c[:, 2] < .045 * tall)
    whole = painted(whole, "face", face)
    whole = painted(whole, "hair", hair)
    extras: list[Surface] = []

    def on(x: float, z: float) -> tuple[float, float, float]:
        r = float(np.interp(z, rows[:, 1], rows[:, 0]))
        return x, -float(np.sqrt(max(r * r - x * x, 0))), z

    def dot(x: float, z: float, size: tuple[float, float], region: str) -> Surface:
        at = on(x * tall, z * tall)
        turn = float(np.arctan2(at[0], -at[1]))
        return ball((size[0] * tall, .008 * tall, size[1] * tall), 6, 12, region).rotated(turn).moved(*at)

    for s in (1, -1):
        extras += [dot(s * .050, .775, (.017, .020), "white"), dot(s * .048, .774, (.010, .013), "ink"),
                   dot(s * .052, .812, (.024, .005), "ink"), dot(s * .085, .725, (.024, .018), "cheek")]
    extras += [dot(0, .700, (.022, .009), "lip"), dot(0, .745, (.006, .012), "cheek")]
    for x, z in ((0, .30), (-.085, .22), (.085, .22)):
        extras.append(dot(x, z, (.018, .018), "gold"))
        extras += [dot(x + .038 * np.cos(a), z + .038 * np.sin(a), (.021, .021),
                       "petal") for a in np.arange(5) * 2 * np.pi / 5 + .3]
    extras += [dot(x, z, (.020, .009), "leaf") for x, z in ((-.045, .165), (.045, .165), (-.03, .375), (.03, .375))]
    extras.append(dot(0, .592, (.034, .026), "scarf"))
    extras += [dot(s * .045, .575, (.036, .015), "scarf") for s in (1, -1)]
    return [whole, *extras]


def build(d: Draw) -> list[Part]:
    count = {"one": 1, "three": 3, "five": 5}[d.choose({"three": 1.0, "five": 1.0, "one": .4})]
    tall, fat = d.between(.12, .16), d.between(.95, 1.08)
    parts = []
    x = 0.0
    for k in range(count):
        high = tall * .78 ** k
        wide = .335 * high * fat
        x += wide
        parts.append(part(f"doll {k + 1}", *(p.moved(x, 0, 0) for p in _doll(high, fat, k == 0, d))))
        x += wide + .012
    return parts


FAMILY = Family(
    name="nesting_dolls", words=("nesting dolls", "nesting doll", "matryoshka", "russian doll", "russian dolls",
                                 "babushka doll", "doll", "dolls"),
    gloss=("painted wooden nesting dolls", "a doll"), extent=(.08, .50), build=build,
    materials=("toy red", "toy blue", "toy green", "toy yellow"),
    looks={"body": "main", "scarf": ("toy yellow", "toy red", "toy blue"), "apron": ("toy white", "eye white"),
           "base": "toy black",
           "face": "toy skin", "hair": ("walnut", "toy black", "dark mane"), "white": "eye white", "ink": "ink",
           "cheek": "ham",
           "lip": "toy red", "gold": "toy yellow", "petal": ("toy red", "toy orange", "candy"), "leaf": "toy green"},
    part_words={"scarf": ("scarf", "headscarf"), "apron": ("apron",)},
    styles={"one": ("one", "single"), "three": ("three",), "five": ("five", "set")})
