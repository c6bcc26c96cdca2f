# SPDX-License-Identifier: GPL-3.0-or-later
"""A cave of rock with stalactites, open at its mouth."""

from __future__ import annotations

import math

import numpy as np

from .builder import Scene
from .indoors import WARM, Kit, Room
from .materials import STONE, STRATA, Material, Rgb, glow

#: The middle line winds; half its width and its height at places along y, metres.
_BACK, _MOUTH = -16.0, 24.0


def _middle(y: float) -> float:
    return 1.5 * math.sin(0.16 * y) * min(1.0, abs(y) / 6.0)


def _wide(y: float) -> float:
    return 4.4 + 0.9 * math.sin(0.31 * y + 1.0) - 1.6 * min(1.0, max(0.0, -y - 8.0) / 8.0)


def _high(y: float) -> float:
    return 4.6 + 0.7 * math.sin(0.23 * y + 2.0) - 1.6 * min(1.0, max(0.0, -y - 6.0) / 8.0)


def rock_cave(kit: Kit) -> Room:
    """Walls of limestone, columns, stalactites and stalagmites, a pool, daylight from the mouth."""
    scene, rng = kit.scene, kit.rng
    pale: Rgb = (0.36, 0.30, 0.235)
    said = (kit.spec["surfaces"].get("wall") or kit.spec["surfaces"].get("rock") or {}).get("color")
    stone = Material(pale, (0.19, 0.155, 0.12), STRATA, 1.6, gloss=0.0, bump=0.6).tinted(said)
    wet = Material((0.40, 0.335, 0.255), (0.26, 0.21, 0.155), STRATA, 0.5, gloss=0.03, rough=0.2, bump=0.3).tinted(
        said
    )
    floor = Material((0.25, 0.21, 0.165), (0.14, 0.115, 0.09), STONE, bump=0.6).tinted(said)
    _shell(scene, rng, stone, floor)
    for _ in range(150):
        y = float(rng.uniform(_BACK + 1, _MOUTH - 2))
        across = float(rng.uniform(-0.9, 0.9))
        x, wide = _middle(y) + across * _wide(y), _wide(y)
        top = _high(y) * math.sqrt(max(0.05, 1 - (across * wide / (wide + 0.4)) ** 2)) + 0.3
        if math.hypot(x, y) < 1.6:
            continue
        long_ = 0.3 + 1.9 * float(rng.random()) ** 2
        thick = 0.05 + 0.09 * long_ * float(rng.uniform(0.6, 1.2))
        scene.still.tube((x, y, top - long_), (x, y, top), 0.015, wet, thick)
        if rng.random() < 0.45 and abs(across) > 0.35:
            tall = min(long_ * 0.8, 1.3)
            scene.still.tube((x, y, -0.05), (x, y, tall), thick * 1.5, wet, 0.03)
    for y, side in ((6.5, 1), (11.0, -1), (-5.0, -1), (-9.0, 1), (3.6, -1)):
        x = _middle(y) + side * _wide(y) * 0.62
        scene.still.tube((x, y, -0.1), (x, y, 1.3), 0.55, wet, 0.26)
        scene.still.tube((x, y, 1.2), (x, y, 2.6), 0.26, wet, 0.24)
        scene.still.tube((x, y, 2.5), (x, y, _high(y) + 0.4), 0.24, wet, 0.75)
    water = Material((0.02, 0.05, 0.05), gloss=0.022, rough=0.0, bump=0.03)
    scene.still.tube((2.2, 7.0, -0.02), (2.2, 7.0, 0.015), 1.7, water)
    scene.still.tube((1.2, 8.6, -0.02), (1.2, 8.6, 0.014), 1.3, water)
    for _ in range(70):
        y = float(rng.uniform(_BACK, _MOUTH))
        hand = float(rng.choice((-1, 1)))
        x = _middle(y) + hand * (_wide(y) - 1.9 * float(rng.random()))
        if math.hypot(x, y) < 1.6:
            continue
        size = float(rng.uniform(0.12, 0.6))
        scene.still.rock(
            (x, y, 0.25 * size), (size, size * 0.8, size * 0.7), stone, float(rng.uniform(0, 6)), float(rng.random())
        )
    return _finished(kit, floor, 0.6)


def _shell(scene: Scene, rng: np.random.Generator, wall: Material, floor: Material) -> None:
    """A winding vault of rounded lumps, closed behind, open at its mouth."""
    still = scene.still
    still.box((0, (_BACK + _MOUTH) / 2, -0.15), (16, _MOUTH - _BACK + 6, 0.3), floor)
    step = 1.35
    for y in np.arange(_BACK, _MOUTH + 0.1, step):
        wide, high, x0 = _wide(float(y)), _high(float(y)), _middle(float(y))
        # an unbroken sheet lies behind the lumps
        still.tunnel((x0, float(y), -0.6), wide + 1.3, high + 1.9, step + 0.7, wall)
        ring = round((math.pi * (wide + high) / 2 + 2) / 1.25)
        for k in range(ring + 1):
            t = math.pi * (k + float(rng.uniform(-0.3, 0.3))) / ring
            size = float(rng.uniform(0.85, 1.25))
            x, z = x0 + (wide + 0.55) * math.cos(t), (high + 0.55) * math.sin(t) - 0.1
            at = (x, float(y) + float(rng.uniform(-0.4, 0.4)), z)
            still.ball(at, (1.1 * size, 1.35 * size, 1.0 * size), wall, float(rng.uniform(-0.5, 0.5)))
    for _ in range(26):
        # the back
        a = float(rng.uniform(-1, 1)) * 4.0
        still.ball((a, _BACK - 0.6, float(rng.uniform(0, 4.0))), (1.3, 1.3, 1.2), wall)
    still.box((0, _BACK - 1.2, 2.5), (14, 1.0, 8), wall)


def _finished(kit: Kit, floor: Material, key: float) -> Room:
    """The mouth lets the sky in; who asked for lamps gets lanterns."""
    scene = kit.scene
    wide, high = _wide(_MOUTH), _high(_MOUTH)
    scene.lamp(
        (_middle(_MOUTH), _MOUTH + 0.9, high * 0.45), (wide * 0.9, 0, 0), (0, 0, high * 0.5), (1, 1, 1), portal=True
    )
    snowy = kit.spec["ground"]["kind"] in ("snow", "ice")
    land = (
        Material((0.78, 0.80, 0.84), (0.72, 0.75, 0.80), 7, bump=0.2)
        if snowy
        else Material((0.115, 0.135, 0.06), (0.075, 0.092, 0.038), 7, bump=0.3)
    )
    scene.still.box((0, _MOUTH + 41, -0.4), (160, 80, 0.5), land)
    for k in range(9):
        x = -60 + 15.0 * k
        scene.still.rock(
            (x, _MOUTH + 70 + 6 * math.sin(2.0 * k), 0),
            (16, 12, 9 + 5 * math.sin(1.7 * k)),
            Material((0.70, 0.73, 0.78), (0.30, 0.32, 0.36), STRATA, 3.0, bump=0.5)
            if snowy
            else Material((0.10, 0.13, 0.06)),
            k * 0.7,
            0.1 * k,
        )
    if kit.lamps:
        for x, y in ((-2.6, 3.0), (2.8, -3.5), (-1.8, -8.5), (2.4, 12.0)):
            iron = Material((0.04, 0.04, 0.04))
            scene.still.box((x, y, 0.04), (0.22, 0.22, 0.08), iron)
            scene.still.ball((x, y, 0.2), (0.08, 0.08, 0.12), glow(WARM, 40.0))
            scene.still.tube((x, y, 0.33), (x, y, 0.42), 0.12, iron, 0.03)
            scene.bulb((x, y, 0.2), 0.1, np.asarray(WARM) * 40.0)
    return kit.done(floor, key=key)
