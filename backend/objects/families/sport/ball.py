# SPDX-License-Identifier: GPL-3.0-or-later
"""Balls: plain, beach ball, basketball."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"rubber": 1.0, "beach": 0.6, "basketball": 0.6, "soccer": 0.6})
    width = d.measure("width", *{"rubber": (0.16, 0.22), "beach": (0.34, 0.42), "basketball": (0.239, 0.243),
                                 "soccer": (0.216, 0.222)}[kind])
    r = width / 2
    fine = kind in ("basketball", "soccer")
    angle = np.linspace(-np.pi / 2, np.pi / 2, d.segments(120 if fine else 72, 40) + 1)
    profile = np.column_stack([np.cos(angle) * r, np.sin(angle) * r])
    profile[[0, -1], 0] = 0
    around = d.segments(216 if fine else 144, 72)
    ball = lathe(profile, around, "body")
    if kind == "basketball":
        ball = _grooved(ball)
    elif kind == "soccer":
        ball = _panelled(ball)
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


def _panelled(ball: Surface) -> Surface:
    """Twelve black pentagons and twenty white hexagons, the seams between them sunk: a truncated icosahedron."""
    golden = (1 + 5 ** 0.5) / 2
    corners = np.array([(0, a, b * golden) for a in (1, -1) for b in (1, -1)])
    pentagons = np.concatenate([np.roll(corners, k, axis=1) for k in range(3)])
    pentagons = pentagons / np.linalg.norm(pentagons, axis=1, keepdims=True)
    cosines = pentagons @ pentagons.T
    near = (cosines > 0.4) & (cosines < 0.5)
    triples = [(i, j, k) for i in range(12) for j in range(i) for k in range(j)]
    hexagons = np.array([pentagons[i] + pentagons[j] + pentagons[k] for i, j, k in triples
                         if near[i, j] and near[j, k] and near[i, k]])
    hexagons = hexagons / np.linalg.norm(hexagons, axis=1, keepdims=True)
    # A pentagon is smaller than a hexagon: its middle lies farther out on the flat solid.
    middles = np.concatenate([pentagons / 0.9393, hexagons / 0.9149])

    def places(p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(the panel of each point, how far it is from the nearest seam)."""
        u = p / np.maximum(np.linalg.norm(p, axis=1, keepdims=True), 1e-9)
        heights = u @ (middles / (np.linalg.norm(middles, axis=1) ** 2)[:, None]).T
        order = np.sort(heights, axis=1)
        return heights.argmax(axis=1), order[:, -1] - order[:, -2]

    sunk = ball.deformed(lambda v: v * (1 - 0.012 * np.exp(-(places(v)[1] / 0.022) ** 2))[:, None])
    panel, seam = places(_centers(ball))
    sunk.regions = np.where(seam < 0.010, "stitch", np.where(panel < 12, "pentagon", "hexagon")).astype("<U24")
    return sunk


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
    looks={"body": "main", "pebbled": "main or basketball", "seam": "ink", "panel": "white plastic",
           "hexagon": "main or white plastic", "pentagon": "black plastic", "stitch": "ink"},
    part_words={"seam": ("seam", "seams", "lines"), "panel": ("panel", "panels")},
    styles={"rubber": ("rubber", "plain", "sphere", "orb"), "beach": ("beach", "beach ball", "beachball", "inflatable"),
            "basketball": ("basketball",), "soccer": ("soccer", "soccer ball", "football")})
