# SPDX-License-Identifier: GPL-3.0-or-later
"""A tower mill as in Holland: brick below a wooden gallery, a tapering body, a cap, four sails of lattice and cloth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from . import gables
from .builder import Group, Scene
from .dwellings import Heights
from .materials import BRICK, CLOTH, PLANKS, Material, glow, stuff

#: Where it stands, metres, and how far its sails are turned from the viewer.
AT, YAW = (2.5, 33.0), 0.42
#: Heights of the gallery, of the body's top and of the sails' axle; how long a sail is, metres.
_STAGE, _TOP, _HUB, _SAIL = 4.6, 12.8, 14.0, 9.6
_FOOT, _NECK = 4.3, 2.55
_WOOD = stuff("wood", (0.24, 0.165, 0.10))
_WHITE = Material((0.70, 0.69, 0.66), gloss=0.02, rough=0.6)


def windmill(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The viewer stands thirty metres before it, a little to the side of its sails."""
    level, low = gables.seat(heights, AT, 5.0)
    group = scene.group()
    _body(group, spec, night, low - level - 0.5)
    _gallery(group)
    _cap(group, spec)
    _sails(group)
    scene.place(group, (*AT, level), YAW)
    dirt = Material((0.33, 0.275, 0.20), (0.24, 0.195, 0.14), 19, bump=0.3)
    if gables.snowy(spec):
        dirt = Material((0.60, 0.60, 0.60), (0.46, 0.455, 0.45), 19, bump=0.3)
    front = np.array([math.sin(YAW), -math.cos(YAW)])
    gables.way(scene, heights, (0.4, 7.5), np.array(AT) + front * (_FOOT + 0.3), 1.6, dirt, 0.02)
    _sacks(scene, heights)


def _radius(z: float) -> float:
    t = z / _TOP
    return _FOOT + (_NECK - _FOOT) * t**0.85 if t > 0 else _FOOT


def _body(group: Group, spec: Mapping[str, Any], night: bool, foot: float) -> None:
    """Brick up to the gallery, thatch or boards above, with windows and a door."""
    said = spec["surfaces"].get("building") or {}
    brick = Material((0.30, 0.125, 0.085), (0.42, 0.39, 0.35), BRICK, 0.24, bump=0.3)
    upper = Material((0.155, 0.115, 0.075), (0.10, 0.072, 0.045), PLANKS, 0.18, bump=0.2, more=1.0)
    if said.get("color") or said.get("material"):
        upper = gables.walling(spec, Material((0.7, 0.69, 0.66), (0.66, 0.65, 0.62), 9, bump=0.03))
        brick = upper
    group.tube((0, 0, foot), (0, 0, 0.0), _FOOT + 0.05, brick)
    steps = 12
    for k in range(steps):
        low, high = _TOP * k / steps, _TOP * (k + 1) / steps
        group.tube((0, 0, low), (0, 0, high), _radius(low), brick if high < _STAGE else upper, _radius(high))
    for z in (_STAGE + 0.1, _TOP - 0.1):
        group.tube((0, 0, z - 0.12), (0, 0, z + 0.12), _radius(z) + 0.12, _WHITE)
    glass = Material((0.02, 0.024, 0.028), gloss=0.07, rough=0.0)
    lit = glow((1.0, 0.72, 0.40), 0.4, lamp=False) if night else glass
    for turn, z, made_of in (
        (-2.2, 2.0, lit),
        (-0.95, 2.0, lit),
        (-1.57, 7.4, lit),
        (-2.5, 7.0, glass),
        (-0.6, 7.0, glass),
        (-2.1, 10.2, glass),
        (-1.05, 10.2, lit),
    ):
        r, a, b = _radius(z) - 0.05, math.cos(turn), math.sin(turn)
        group.box((r * a, r * b, z), (0.42, 1.0, 1.3), _WHITE, turn, 0.01)
        group.box((r * a, r * b, z), (0.48, 0.78, 1.08), made_of, turn)
        group.box((r * a, r * b, z), (0.52, 0.06, 1.08), _WHITE, turn)
        group.box((r * a, r * b, z), (0.52, 0.78, 0.06), _WHITE, turn)
    y = -_FOOT + 0.15
    group.box((0, y, 1.3), (2.0, 0.6, 2.75), _WHITE, bevel=0.02)
    for side in (-1, 1):
        group.box((side * 0.42, y - 0.04, 1.22), (0.80, 0.64, 2.45), stuff("wood", (0.045, 0.115, 0.065)), bevel=0.01)


def _gallery(group: Group) -> None:
    """A wooden stage all round on slanting struts, with a railing."""
    z, inner, outer, count = _STAGE, _radius(_STAGE), _radius(_STAGE) + 1.75, 18
    boards = Material((0.27, 0.205, 0.14), (0.19, 0.14, 0.09), PLANKS, 0.16)
    group.tube((0, 0, z - 0.08), (0, 0, z), outer + 0.1, boards)
    for k in range(count):
        a, b = 2 * math.pi * k / count, 2 * math.pi * (k + 1) / count
        p, q = np.array([math.cos(a), math.sin(a)]), np.array([math.cos(b), math.sin(b)])
        group.tube((*p * (inner + 0.5), z - 1.9), (*p * outer, z - 0.1), 0.085, _WOOD)
        group.tube((*p * inner, z - 0.16), (*p * outer, z - 0.16), 0.09, _WOOD)
        group.tube((*p * outer, z), (*p * outer, z + 1.08), 0.05, _WHITE)
        for up in (0.55, 1.08):
            group.tube((*p * outer, z + up), (*q * outer, z + up), 0.04, _WHITE)
        low, high = np.array([*p * outer, z + 0.05]), np.array([*q * outer, z + 1.05])
        group.tube(low, high, 0.022, _WHITE)


def _cap(group: Group, spec: Mapping[str, Any]) -> None:
    """A cap like a boat turned over, its beard board with the year, the tail pole behind."""
    thatch = gables.roofing(spec, (0.145, 0.11, 0.07), 0.2)
    group.tube((0, 0, _TOP), (0, 0, _TOP + 0.45), _NECK + 0.22, _WHITE, _NECK + 0.30)
    group.pillow((0, 0.15, _TOP + 1.05), (5.3, 6.3, 4.2), thatch, square=2.2, thick=1.9)
    group.box((0, -2.55, _HUB - 0.55), (2.7, 0.3, 1.1), stuff("wood", (0.05, 0.115, 0.065)), bevel=0.05)
    group.box((0, -2.66, _HUB - 0.55), (2.2, 0.14, 0.18), _WHITE, bevel=0.02)
    group.tube((0, 0.5, _HUB), (0, -3.75, _HUB + 0.0), 0.32, _WOOD, 0.36)
    for side in (-1, 1):
        group.tube((side * 2.3, 2.4, _TOP + 0.4), (side * 0.25, 5.2, _STAGE + 1.2), 0.10, _WOOD)
    group.tube((0, 2.8, _TOP + 1.1), (0, 5.4, _STAGE + 0.9), 0.13, _WOOD)


def _sails(group: Group) -> None:
    """Four sails about the axle, each a lattice behind its stock with cloth on the outer part."""
    iron = Material((0.05, 0.047, 0.045))
    cloth = Material((0.64, 0.60, 0.52), (0.58, 0.54, 0.46), CLOTH, bump=0.2, through=0.0)
    hub = np.array([0.0, -3.6, _HUB])
    group.box(hub, (0.85, 0.7, 0.85), iron, bevel=0.06)
    group.ball(hub - np.array([0, 0.4, 0]), (0.3, 0.2, 0.3), iron)
    for k in range(4):
        turn = math.pi / 4 + 0.22 + k * math.pi / 2
        out = np.array([math.cos(turn), 0.0, math.sin(turn)])
        # a sail is twisted as a propeller is, more near the axle
        side = np.array([-math.sin(turn), 0.0, math.cos(turn)])
        base = hub - np.array([0, 0.1 * (k % 2), 0])
        group.add(1, _WOOD, np.stack([out * _SAIL / 2, side * 0.14, (0, 0.14, 0), base + out * _SAIL / 2], axis=1))
        count = 21
        rails: dict[float, list[np.ndarray]] = {-0.55: [], 0.95: [], 1.9: []}
        for j in range(count):
            r = 1.5 + (_SAIL - 1.6) * j / (count - 1)
            lean = 0.30 - 0.24 * j / count
            across = side * math.cos(lean) + np.array([0, math.sin(lean), 0])
            at = base + out * r - np.array([0, 0.1, 0])
            group.tube(at - across * 0.55, at + across * 1.95, 0.035, _WOOD)
            for off, spots in rails.items():
                spots.append(at + across * off)
            if 6 < j < count:
                middle = at + across * 1.0 - out * (_SAIL - 1.6) / (count - 1) / 2 + np.array([0, 0.05, 0])
                group.card(middle, across * 0.9, out * (_SAIL - 1.6) / (count - 1) / 2 * 1.03, cloth)
        for spots in rails.values():
            for a, b in pairwise(spots):
                group.tube(a, b, 0.035, _WOOD)


def _sacks(scene: Scene, heights: Heights) -> None:
    """A mill stone leaning on a post and sacks of flour, by the door."""
    x, y = 6.6, 25.6
    z = gables.seat(heights, (x, y), 0.5)[0]
    stone = Material((0.44, 0.42, 0.38), (0.33, 0.315, 0.285), 19, bump=0.3)
    scene.still.tube((x, y, z + 0.62), (x + 0.05, y - 0.24, z + 0.68), 0.68, stone)
    scene.still.tube((x + 0.04, y - 0.22, z + 0.67), (x + 0.06, y - 0.26, z + 0.69), 0.12, Material((0.03, 0.03, 0.03)))
    sack = Material((0.50, 0.42, 0.29), (0.43, 0.36, 0.25), CLOTH, bump=0.4)
    for k, (a, b) in enumerate(((-0.9, 1.5), (-1.5, 1.9), (-1.3, 1.3))):
        scene.still.pillow((x + a, y + b, z + 0.36), (0.6, 0.5, 0.78), sack, 0.7 * k, 2.6, 2.4)
