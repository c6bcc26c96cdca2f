# SPDX-License-Identifier: GPL-3.0-or-later
"""Puzzle cubes: three by three, six colours, a layer half turned or all scrambled."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import rounded_rectangle
from backend.objects.modeling.solids import box, extrude
from backend.objects.modeling.surface import Surface

_FACES = (("white", 0.0, "x"), ("yellow", np.pi, "x"), ("red", np.pi / 2, "x"), ("orange", -np.pi / 2, "x"),
          ("blue", np.pi / 2, "y"),
          ("green", -np.pi / 2, "y"))


def build(d: Draw) -> list[Part]:
    solved = d.choose({"scrambled": 1.3, "solved": .6}) == "solved"
    size = d.between(.018, .0195)
    order = 3
    names = [name for name, _, _ in _FACES for _ in range(order * order)]
    if not solved:
        names = [names[int(k)] for k in d.random.permutation(len(names))]
    twist = d.between(.25, 1.1) if d.chance(.6) else 0.0
    layers: list[list[Surface]] = [[] for _ in range(order)]
    for i in range(order):
        for j in range(order):
            for k in range(order):
                if 0 < i < order - 1 and 0 < j < order - 1 and 0 < k < order - 1:
                    continue
                cube = box(size * .985, size * .985, size * .985, .10 * size, 2, region="core").moved(z=-size * .4925)
                layers[k].append(cube.moved((i - 1) * size, (j - 1) * size, (k - 1) * size))
    n = 0
    tile = extrude(rounded_rectangle(.84 * size, .84 * size, .12 * size), .05 * size, .015 * size, "white", 2)
    for _, angle, axis in _FACES:
        for u in range(order):
            for v in range(order):
                piece = tile.named(names[n]).moved((u - 1) * size, (v - 1) * size,
                                                   1.5 * size - .018 * size).rotated(angle, axis)
                n += 1
                z = float(piece.vertices[:, 2].mean())
                layers[int(np.clip(round(z / size) + 1, 0, order - 1))].append(piece)
    layers[2] = [p.rotated(twist) for p in layers[2]]
    yaw = d.between(-.5, .5)
    return [part(f"layer {k + 1}", *(p.rotated(yaw).moved(z=1.5 * size) for p in pieces)) for k,
            pieces in enumerate(layers)]


FAMILY = Family(
    name="rubik_cube", words=("rubik cube", "rubiks cube", "rubik's cube", "magic cube", "puzzle cube"),
    gloss=("a puzzle cube of six colours",),
    extent=(.05, .09), build=build, principal="width", materials=("toy black", "toy black", "toy white"),
    looks={"core": "main", "white": "toy white", "yellow": "toy yellow", "red": "toy red", "orange": "toy orange",
           "blue": "toy blue",
           "green": "toy green"},
    part_words={"core": ("frame", "edges")}, styles={"scrambled": ("scrambled", "mixed"),
                                                     "solved": ("solved", "finished")})
