# SPDX-License-Identifier: GPL-3.0-or-later
"""Toothpick boxes: a clear round tub full of toothpicks, or a small turned holder with picks standing in it."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import copies, poses
from backend.objects.modeling.solids import lathe, turned, vessel
from backend.objects.modeling.surface import Surface, skin


def _picks(count: int, within: float, low: float, long: float, lean: float, d: Draw) -> Surface:
    """Pointed sticks standing close together, each leaning its own way."""
    r = .0010
    shape = [(0, 0), (.35 * r, .0004), (r, .12 * long), (r, .88 * long), (.35 * r, long - .0004), (0, long)]
    rings = np.stack([np.column_stack([circle(6) * w, np.full(6, z)]) for w, z in shape])
    one = skin(rings, region="pick").rotated(np.pi / 2, "y")
    k = np.arange(count)
    q = within * np.sqrt((k + .5) / count)
    a = 2.399963 * k
    at = np.column_stack([q * np.cos(a), q * np.sin(a), low + d.random.uniform(0, .06, count) * long])
    tilt = lean * q / within * d.random.uniform(.5, 1.1, count)
    return copies(one, poses(at, a + d.random.normal(0, .5, count), np.pi / 2 - tilt))


def build(d: Draw) -> list[Part]:
    if d.choose({"tub": 1.0, "holder": 0.8}) == "holder":
        return _holder(d)
    r, tall = d.between(.021, .026), d.between(.068, .076)
    n = d.segments(64, 40)
    wall = .0012
    tub = vessel(np.array([(r, z * tall) for z in (0, .02, .2, .4, .6, .78)]), wall, .0016, n).named("clear")
    picks = _picks(150, r - wall - .0016, .0022, .92 * tall, .02, d)
    lid = turned([(r + .0004, .775 * tall), (1.04 * r, .78 * tall), (1.04 * r, 1.02 * tall), (.96 * r, 1.05 * tall)],
                 [.0004, .0008, .0020, .002], n, "lid")
    ribs = [turned([(1.05 * r, z * tall), (1.05 * r, z * tall + .0010)], .0003, n, "lid") for z in (.80, .84, .88)]
    nub = turned([(.16 * r, 1.045 * tall), (.16 * r, 1.075 * tall)], .001, 24, "lid").moved(.45 * r)
    label = turned([(r + .0005, .22 * tall), (r + .0005, .44 * tall)], .0001, n, "label")
    stripe = [turned([(r + .0008, z * tall), (r + .0008, z * tall + .0022)], .0001, n, "accent") for z in (.25, .38)]
    return [part("tub", tub), part("toothpicks", picks), part("lid", lid, *ribs, nub), part("label", label, *stripe)]


def _holder(d: Draw) -> list[Part]:
    height = d.between(.048, .060)
    r = height * d.between(.34, .42)
    shape = d.choose({"barrel": 1.0, "cup": 0.8})
    if shape == "barrel":
        line = fillet([(.80 * r, 0), (1.02 * r, .45 * height), (.82 * r, height)], [.002, .30 * height, 0], 8)
    else:
        line = fillet([(.78 * r, 0), (.62 * r, .14 * height), (.70 * r, .26 * height), (.96 * r, .70 * height),
                       (1.02 * r, height)], [.002, .004, .006, .02, 0], 6)
    n = d.segments(64, 40)
    pot = vessel(line, .0030, .20 * height, n, foot=.003)
    rings = [lathe(circle(8, .0013) + np.array((float(np.interp(z, line[:, 1], line[:, 0])) + .0002, z)), n, "trim",
                   loop=True) for z in ((.22 * height, .80 * height) if shape == "barrel" else (.92 * height,))]
    picks = _picks(int(d.random.integers(34, 60)), .52 * r, .24 * height, .065, .30, d)
    return [part("holder", pot), part("rings", *rings), part("toothpicks", picks)]


FAMILY = Family(
    name="toothpick_box", words=("toothpick box", "toothpick holder", "toothpicks", "box of toothpicks"),
    gloss=("a box of toothpicks", "a holder with toothpicks in it"),
    extent=(.06, .11), build=build, materials=("wood", "birch", "porcelain", "ceramic", "toy green"),
    looks={"body": "main", "rim": "main", "inside": "main", "foot": "main", "clear": "glass",
           "lid": ("toy green", "toy red", "toy blue", "toy white"), "label": "toy white",
           "accent": ("toy green", "toy red"), "pick": "birch", "trim": ("brass", "main")},
    part_words={"lid": ("lid", "cap"), "pick": ("pick", "picks", "sticks")},
    styles={"tub": ("plastic tub", "clear"), "holder": ("holder", "toothpick holder")})
