# SPDX-License-Identifier: GPL-3.0-or-later
"""Balls: plain, beach ball, basketball."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"rubber": 1.0, "beach": 0.6, "basketball": 0.6})
    width = d.measure("width", *{"rubber": (0.16, 0.22), "beach": (0.34, 0.42), "basketball": (0.239, 0.243)}[kind])
    r = width / 2
    angle = np.linspace(-np.pi / 2, np.pi / 2, d.segments(120 if kind == "basketball" else 72, 40) + 1)
    profile = np.column_stack([np.cos(angle) * r, np.sin(angle) * r])
    profile[[0, -1], 0] = 0
    around = d.segments(216 if kind == "basketball" else 144, 72)
    ball = lathe(profile, around, "body")
    if kind == "basketball":
        ball = _grooved(ball)
    elif kind == "beach":
        ball = _gores(ball)
    else:
        ball = ball.deformed(lambda v: v * (1 + 0.006 * np.exp(-(v[:, 2:] / (0.03 * r)) ** 2)))
    tilt, turn = d.between(0.15, 0.9), d.between(0, 6.28)
    ball = ball.rotated(tilt, "x").rotated(turn)
    return [part("body", ball.moved(z=-ball.vertices[:, 2].min()))]


def _centers(ball: Surface) -> np.ndarray:
    sizes = np.diff(ball.offsets)
    points = ball.vertices[ball.corners]
    return np.add.reduceat(points, ball.offsets[:-1], axis=0) / sizes[:, None]


def _grooved(ball: Surface) -> Surface:
    """Two great circles and the pair of side curves of a basketball."""
    def distance(p: np.ndarray) -> np.ndarray:
        u = p / np.linalg.norm(p, axis=1, keepdims=True)
        x, y, z = u.T
        side = np.abs(np.hypot((np.abs(x) - 1.02) / 0.95, y / 0.82) - 0.62) * 0.8
        return np.minimum.reduce([np.abs(z), np.abs(x), side])

    width = 0.030
    grooved = ball.deformed(lambda v: v * (1 - 0.020 * np.exp(-(distance(v) / width) ** 4))[:, None])
    regions = np.where(distance(_centers(ball)) < width * 0.9, "seam", "pebbled").astype("<U24")
    grooved.regions = regions
    return grooved


def _gores(ball: Surface) -> Surface:
    """Six gores in turn of the main colour and white, with a white cap at each pole."""
    center = _centers(ball)
    turn = np.floor((np.arctan2(center[:, 1], center[:, 0]) / (2 * np.pi) * 6) % 6).astype(int)
    cap = np.abs(center[:, 2]) > 0.975 * np.abs(ball.vertices[:, 2]).max()
    ball.regions = np.where(cap | (turn % 2 == 1), "panel", "body").astype("<U24")
    return ball


FAMILY = Family(
    name="ball", words=("ball", "beach ball", "beachball", "basketball", "sphere", "football", "volleyball", "orb",
                        "soccer ball"),
    gloss=("a ball to play with", "a bouncing rubber ball", "a toy ball at the beach", "a sphere"),
    extent=(0.15, 0.45), build=build, principal="width", native=("width",), materials=("rubber ball", "plastic"),
    looks={"body": "main", "pebbled": "main or basketball", "seam": "ink", "panel": "white plastic"},
    part_words={"seam": ("seam", "seams", "lines"), "panel": ("panel", "panels")},
    styles={"rubber": ("rubber", "plain", "sphere", "orb"), "beach": ("beach", "beach ball", "beachball", "inflatable"),
            "basketball": ("basketball",)})
