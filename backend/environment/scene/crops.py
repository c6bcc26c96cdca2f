# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields and gardens in rows: wheat, maize, lavender, flowers, vines, orchards; the viewer stands in a track."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from .builder import BLADE, CARD, Group, Scene
from .dwellings import Heights
from .materials import BARK, LEAF, Material, color_of, stuff
from .plants import BARKS, LEAVES_OF, Grove, bush, deciduous, flower_heads, turf

#: Half the width of the track the viewer stands in, metres.
TRACK = 0.9
UP = np.array([0.0, 0.0, 1.0])
#: Albedo of the ground where a crop covers it, seen from afar.
FAR_COLOR: dict[str, tuple[float, float, float]] = {
    "wheat": (0.31, 0.23, 0.12),
    "corn": (0.12, 0.12, 0.055),
    "lavender": (0.17, 0.135, 0.155),
    "flowers": (0.13, 0.12, 0.045),
    "vines": (0.17, 0.135, 0.085),
}


def sow(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    """The crop of a spec's place."""
    {"wheat": _wheat, "corn": _corn, "lavender": _lavender, "flowers": _flowers, "vines": _vines, "orchard": _orchard}[
        spec["place"]["crop"]](scene, spec, rng, heights)


def _scatter(scene: Scene, groups: list[Group], x: np.ndarray, y: np.ndarray, heights: Heights,
             rng: np.random.Generator, tall: tuple[float, float] = (0.9, 1.1), turn: bool = True) -> None:
    for a, b, z in zip(x, y, heights(x, y)):
        yaw = float(rng.uniform(0, 2 * math.pi)) if turn else float(rng.choice((0.0, math.pi)))
        scene.place(groups[int(rng.integers(len(groups)))], (float(a), float(b), float(z)), yaw,
                    (1, 1, float(rng.uniform(*tall))), float(rng.random()))


def _grid(rng: np.random.Generator, reach: float, step: float, loose: float, clear: float
          ) -> tuple[np.ndarray, np.ndarray]:
    """Places (N,), (N,) about the viewer outside the track, ``loose`` of a step off their grid."""
    axis = np.arange(-reach, reach, step)
    x, y = (each.ravel() + rng.uniform(-loose, loose, len(axis) ** 2) * step for each in np.meshgrid(axis, axis))
    keep = (np.hypot(x, y) < reach) & (np.abs(x) > clear)
    return x[keep], y[keep]


def _wheat(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    ripe = spec["season"] in ("summer", "autumn")
    straw = Material((0.44, 0.315, 0.115), (0.32, 0.215, 0.075), LEAF, through=0.4)
    if not ripe:
        straw = Material((0.12, 0.20, 0.05), (0.07, 0.13, 0.03), LEAF, through=0.4)
    groups = []
    for k in range(4):
        group = turf(scene, 20 + k, straw, 0.78, 620, 0.62)
        _ears(group, straw, 0.78, 240, 0.62, k)
        groups.append(group)
    x, y = _grid(rng, 19.0, 0.92, 0.3, TRACK + 0.85)
    _scatter(scene, groups, x, y, heights, rng)


def _ears(group: Group, straw: Material, height: float, count: int, size: float, variant: int) -> None:
    """Ears of corn on their stalks, each hanging a little."""
    rng = np.random.default_rng(60 + variant)
    at = rng.uniform(-size, size, (count, 2))
    top = np.concatenate([at, (height * rng.uniform(0.85, 1.12, count))[:, None]], axis=1)
    turn = rng.uniform(0, 2 * math.pi, count)
    nod = rng.uniform(0.1, 0.9, count)
    up = np.stack([np.sin(nod) * np.cos(turn), np.sin(nod) * np.sin(turn), np.cos(nod)], axis=1) * 0.055
    side = np.stack([-np.sin(turn), np.cos(turn), np.zeros(count)], axis=1) * 0.040
    normal = np.cross(side, up)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    r, g, b = straw.color
    ripe = replace(straw, color=(1.15 * r, 1.15 * g, 1.15 * b))
    group.add(CARD, ripe, np.stack([side, up, normal, top], axis=2), BLADE, -1.5, rng.random(count), 0.9)


def _corn(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    dry = spec["season"] == "autumn"
    leaf = Material((0.30, 0.22, 0.10), (0.20, 0.14, 0.06), LEAF, through=0.35) if dry else Material(
        (0.10, 0.175, 0.04), (0.06, 0.115, 0.025), LEAF, through=0.45)
    stalk = Material((0.16, 0.20, 0.07), None, BARK)
    groups = []
    for k in range(4):
        own, group = np.random.default_rng(80 + k), scene.group()
        maps = []
        for plant in range(6):
            foot = np.array([own.normal(0, 0.04), 0.24 * (plant - 2.5), 0.0])
            tall = own.uniform(1.9, 2.4)
            group.tube(foot, foot + tall * UP, 0.014, stalk, 0.006)
            for number in range(9):
                z, turn = tall * (0.15 + 0.085 * number), math.pi * number + own.normal(0, 0.7)
                out = np.array([math.cos(turn), math.sin(turn), 0.0])
                long_ = own.uniform(0.30, 0.45)
                along = out * long_ * 0.75 + np.array([0, 0, 0.35 * long_])
                across = np.array([-out[1], out[0], 0.0]) * 0.13
                maps.append(np.stack([across, along, np.cross(across, along) / (0.13 * np.linalg.norm(along)),
                                      foot + z * UP + along], axis=1))
            tuft = np.array([0.06, 0, 0]), np.array([0, 0, 0.13])
            maps.append(np.stack([*tuft, np.array([0, -1.0, 0]), foot + (tall + 0.08) * UP], axis=1))
        group.add(CARD, leaf, np.stack(maps), BLADE, -0.5, own.random(len(maps)), 0.8)
        groups.append(group)
    x, y = (each.ravel() for each in np.meshgrid(0.8 * np.arange(-24, 25) + 0.4, 1.44 * np.arange(-14, 15)))
    keep = (np.abs(x) > TRACK + 0.5) & (np.hypot(x, y) < 21)
    _scatter(scene, groups, x[keep], y[keep], heights, rng, (0.85, 1.12), turn=False)


def _lavender(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    violet = Material((0.235, 0.15, 0.42), (0.15, 0.10, 0.28), LEAF, through=0.3)
    grey = Material((0.14, 0.16, 0.09), (0.09, 0.11, 0.055), LEAF, through=0.3)
    groups = []
    for k in range(3):
        own, group = np.random.default_rng(120 + k), scene.group()
        for made_of, count, low, high in ((grey, 420, 0.10, 0.34), (violet, 620, 0.28, 0.55)):
            way: np.ndarray = own.normal(size=(count, 3)) * [0.75, 0.75, 0.6]
            way[:, 2] = np.abs(way[:, 2]) + 0.45
            way /= np.linalg.norm(way, axis=1, keepdims=True)
            reach = own.uniform(low, high, count)[:, None]
            foot = np.concatenate([own.normal(0, 0.05, (count, 1)), own.uniform(-0.5, 0.5, (count, 1)),
                                   np.full((count, 1), 0.04)], axis=1)
            up = way * (0.10 if made_of is violet else 0.13)
            side = np.cross(way, own.normal(size=(count, 3)))
            side *= 0.05 / np.linalg.norm(side, axis=1, keepdims=True)
            normal = np.cross(side, up)
            normal /= np.linalg.norm(normal, axis=1, keepdims=True)
            group.add(CARD, made_of, np.stack([side, up, normal, foot + way * reach], axis=2), BLADE, 0.15,
                      own.random(count), np.clip(0.3 + reach[:, 0], 0, 0.95))
        groups.append(group)
    x, y = (each.ravel() for each in np.meshgrid(2.2 * np.arange(-20, 20) + 1.1, 0.95 * np.arange(-48, 49)))
    keep = np.hypot(x, y) < 45
    _scatter(scene, groups, x[keep], y[keep], heights, rng, (0.9, 1.15), turn=False)


def _flowers(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    leaf = Material((0.105, 0.165, 0.035), (0.055, 0.10, 0.020), LEAF, through=0.4)
    groups = []
    said = color_of(spec, "flower")
    for k, color in enumerate(((0.62, 0.03, 0.02), (0.62, 0.05, 0.02), (0.70, 0.46, 0.03), (0.30, 0.10, 0.42))):
        if said is not None:
            r, g, b = (float(each) * (1.0, 0.92, 0.85, 0.95)[k] for each in said)
            color = (r, g, b)
        group = turf(scene, 40 + k, leaf, 0.42, 420, 0.6)
        flower_heads(group, color, 0.42, 70, 0.6, 10 + k, 0.036)
        groups.append(group)
    x, y = _grid(rng, 22.0, 0.95, 0.35, 1.25)
    _scatter(scene, groups, x, y, heights, rng)


def _vines(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    leaf = LEAVES_OF.get(spec["season"], LEAVES_OF["summer"])
    bare = spec["season"] == "winter"
    groups = []
    for _ in range(3):
        group = scene.group()
        group.tube((0, 0, -0.1), (0.03, 0.02, 0.75), 0.035, BARKS["deciduous"], 0.028)
        for turn in (-1, 1):
            group.tube((0.03, 0.02, 0.74), (0, turn * 0.55, 0.95), 0.022, BARKS["deciduous"], 0.008)
        groups.append(group)
    hedge = [] if bare else [bush(scene, 30 + k, leaf) for k in range(3)]
    post, wire = stuff("wood", (0.20, 0.165, 0.125)), stuff("metal", (0.25, 0.25, 0.25))
    rows = 2.4 * np.arange(-18, 18) + 1.2
    x, y = (each.ravel() for each in np.meshgrid(rows, 1.1 * np.arange(-38, 39)))
    keep = np.hypot(x, y) < 42
    x, y = x[keep], y[keep]
    _scatter(scene, groups, x, y, heights, rng, (0.95, 1.1), turn=False)
    if hedge:
        for a, b, z in zip(x, y, heights(x, y)):
            scene.place(hedge[int(rng.integers(3))], (float(a), float(b), float(z) + 0.62),
                        float(rng.choice((0, math.pi))), (0.42, 0.85, float(rng.uniform(0.95, 1.2))),
                        float(rng.random()))
    for a in rows[np.abs(rows) < 14]:
        spots = np.arange(-38, 39, 5.5)
        for b, z in zip(spots, heights(np.full(len(spots), a), spots)):
            scene.still.tube((a, b, z - 0.2), (a, b, z + 1.75), 0.04, post, 0.035)
        for up in (0.8, 1.3, 1.65):
            scene.still.tube((a, -12.0, up), (a, 12.0, up), 0.004, wire)


def _orchard(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, heights: Heights) -> None:
    grove = Grove(scene, spec["season"], spec["ground"]["kind"] == "snow", "deciduous")
    groups = grove.of("deciduous")
    if spec["season"] == "spring":
        blossom = Material((0.62, 0.47, 0.50), (0.50, 0.34, 0.38), LEAF, through=0.4)
        groups = [deciduous(scene, k, blossom, BARKS["deciduous"]) for k in range(4)]
    axis = 5.4 * np.arange(-9, 9) + 2.7
    x, y = (each.ravel() for each in np.meshgrid(axis, axis))
    x, y = x + rng.uniform(-0.3, 0.3, len(x)), y + rng.uniform(-0.3, 0.3, len(x))
    for a, b, z in zip(x, y, heights(x, y)):
        scale = float(rng.uniform(0.38, 0.50))
        scene.place(groups[int(rng.integers(len(groups)))], (float(a), float(b), float(z)), float(rng.uniform(0, 6.28)),
                    (scale * 1.25, scale * 1.25, scale), float(rng.random()))
