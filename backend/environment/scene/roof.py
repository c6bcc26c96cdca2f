# SPDX-License-Identifier: GPL-3.0-or-later
"""A flat roof high above a town: parapets, machines, pipes, a stair house; other roofs and towers about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from .builder import Scene
from .dwellings import house
from .materials import SLABS, Material, glow, stuff
from .nightlife import open_air
from .pools import outdoor_pool

#: Half the roof's width and length, metres; height of the parapet.
WIDE, LONG, PARAPET = 9.0, 12.0, 1.05


def roof(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool) -> None:
    """The viewer stands on the roof; nearer houses rise a few storeys above it, so that the town lies around."""
    still = scene.still
    said = spec["surfaces"].get("wall") or {}
    wall = stuff(said.get("material") or "brick", said.get("color"))
    cap = Material((0.40, 0.395, 0.38), (0.31, 0.305, 0.295), SLABS, 1.2)
    for side in (-1, 1):
        edges = ((side * WIDE, 0.0), (0.32, 2 * LONG + 0.32)), ((0.0, side * LONG), (2 * WIDE + 0.32, 0.32))
        for center, size in edges:
            still.box((*center, PARAPET / 2), (*size, PARAPET), wall)
            still.box((*center, PARAPET + 0.05), (size[0] + 0.1, size[1] + 0.1, 0.1), cap, bevel=0.02)
    _gravel(scene)
    if spec["place"]["landmark"] == "bar":
        open_air(scene, rng, spec, night)
    elif spec["place"]["landmark"] == "pool":
        outdoor_pool(scene, rng, spec, night)
    else:
        _machines(scene, rng)
    # the stair house with its door and a lamp above it
    x, y = -WIDE + 2.3, LONG - 2.4
    still.box((x, y, 1.35), (3.4, 3.6, 2.7), wall)
    still.box((x, y, 2.75), (3.7, 3.9, 0.16), cap, bevel=0.03)
    still.box((x + 0.4, y - 1.82, 1.03), (1.0, 0.08, 2.06), Material((0.16, 0.20, 0.21), gloss=0.03), bevel=0.01)
    lamp = (x + 0.4, y - 1.95, 2.35)
    still.box(lamp, (0.3, 0.14, 0.16), glow((1.0, 0.78, 0.5), 60.0) if night else Material((0.7, 0.7, 0.68)))
    if night:
        scene.bulb((lamp[0], lamp[1] - 0.15, lamp[2]), 0.12, np.array((1.0, 0.78, 0.5)) * 60.0)
    for k in range(30):
        angle = 2 * math.pi * (k + rng.uniform(0.1, 0.9)) / 30
        r, w = float(rng.uniform(30, 105)), float(rng.uniform(11, 18))
        a, b = r * math.cos(angle), r * math.sin(angle)
        if abs(a) > WIDE + w / 2 + 6 or abs(b) > LONG + w / 2 + 6:
            tall = float(rng.choice((6.8, 6.8, 10.2, 13.6, 20.4)))
            house(scene, rng, (a - w / 2, b - w / 2), (a + w / 2, b + w / 2), tall, night, None, rng.random() < 0.15)


def _machines(scene: Scene, rng: np.random.Generator) -> None:
    """Air conditioners with fans, ducts, vents, a water tank on legs, an aerial."""
    still = scene.still
    grey, dark = Material((0.50, 0.505, 0.50), gloss=0.04, rough=0.4), Material((0.05, 0.05, 0.05))
    zinc = stuff("metal", (0.36, 0.37, 0.38))
    for x, y, yaw in ((4.4, 6.6, 0.0), (6.4, 6.4, 0.0), (5.6, -7.6, 1.57), (-5.8, -5.2, 0.0)):
        still.box((x, y, 0.62), (1.45, 1.1, 0.95), grey, yaw, 0.03)
        still.tube((x, y, 1.08), (x, y, 1.16), 0.42, dark)
        still.box((x, y, 0.08), (1.3, 0.9, 0.16), dark, yaw)
        for k in range(6):
            still.box((x, y, 0.32 + 0.11 * k), (1.47, 1.12, 0.025), dark, yaw)
    still.box((4.4, 9.0, 0.45), (0.55, 3.6, 0.5), zinc, bevel=0.02)
    still.box((1.9, 10.6, 0.45), (5.2, 0.55, 0.5), zinc, bevel=0.02)
    for x, y in ((-3.0, 5.0), (2.6, -5.4), (-6.4, 1.8), (7.2, -1.5)):
        still.tube((x, y, 0), (x, y, 0.75), 0.11, zinc)
        still.tube((x, y, 0.75), (x, y, 0.9), 0.2, zinc, 0.06)
    x, y = -5.2, -8.8
    for turn in range(4):
        a = turn * math.pi / 2 + 0.785
        c, s = math.cos(a), math.sin(a)
        still.tube((x + 1.1 * c, y + 1.1 * s, 0), (x + c, y + s, 2.2), 0.06, dark)
    wood = stuff("wood", (0.20, 0.13, 0.085))
    still.tube((x, y, 2.2), (x, y, 4.7), 1.35, wood, 1.28)
    still.tube((x, y, 4.7), (x, y, 5.6), 1.45, zinc, 0.05)
    for z in (2.6, 3.3, 4.0, 4.5):
        still.tube((x, y, z), (x, y, z + 0.05), 1.37, dark)
    x, y = 7.6, 10.4
    still.tube((x, y, 0), (x, y, 5.2), 0.035, zinc)
    for k in range(7):
        still.tube((x - 0.5 + 0.03 * k, y, 3.4 + 0.26 * k), (x + 0.5 - 0.03 * k, y, 3.4 + 0.26 * k), 0.01, zinc)


def _gravel(scene: Scene) -> None:
    """What covers the roof, and slabs to walk on."""
    still = scene.still
    gravel = Material((0.30, 0.29, 0.275), (0.17, 0.165, 0.155), 7, bump=0.5)
    still.box((0, 0, -0.005), (2 * WIDE, 2 * LONG, 0.02), gravel)
    slab = Material((0.42, 0.415, 0.40), (0.33, 0.325, 0.315), SLABS, 1.05)
    for k in range(-5, 6):
        still.box((0.0, 2.1 * k, 0.012), (1.1, 2.06, 0.03), slab)
