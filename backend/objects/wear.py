# SPDX-License-Identifier: GPL-3.0-or-later
"""Age and use, painted over a material: rust, dirt, dust, worn edges and chips.

Where they appear follows the shape: edges wear and chip, hollows and feet gather dirt, dust lies on what looks up.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from backend.objects.modeling.surface import Surface
from backend.objects.noise import fractal
from backend.objects.textures import Texels, mix

_RUST = np.array([0.19, 0.062, 0.018])
_DIRT = np.array([0.055, 0.040, 0.026])
_DUST = np.array([0.46, 0.43, 0.38])
#: Recipes on which rust grows; others stay bright when they are old.
RUSTING = ("steel", "iron", "chrome", "lacquer")
#: What comes to light where the surface is worn off, by the first word of a recipe that fits.
_BENEATH = {"ceramic": (0.62, 0.56, 0.48), "porcelain": (0.70, 0.67, 0.62), "lacquer": (0.30, 0.22, 0.15),
            "plaster": (0.62, 0.60, 0.56), "terracotta": (0.55, 0.30, 0.18)}


def shape(surface: Surface) -> np.ndarray:
    """(V, 2) of each vertex: how convex its surroundings are (-1 a hollow, 1 an edge) and how far it looks up."""
    triangles = surface.corners[surface.triangles()]
    a, b, c = surface.vertices[triangles].transpose(1, 0, 2)
    weighted = np.cross(b - a, c - a)
    normals = np.zeros_like(surface.vertices)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], weighted)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    total, weight = np.zeros(len(normals)), np.zeros(len(normals))
    for i, j in ((0, 1), (1, 2), (2, 0)):
        one, other = triangles[:, i], triangles[:, j]
        way = surface.vertices[other] - surface.vertices[one]
        length = np.maximum(np.linalg.norm(way, axis=1), 1e-9)
        bend = np.einsum("nk,nk->n", normals[other] - normals[one], way) / length  # above 0 where it bends away
        for end in (one, other):
            np.add.at(total, end, bend)
            np.add.at(weight, end, 1.0)
    convex = np.clip(2.2 * total / np.maximum(weight, 1), -1, 1)
    return np.stack([convex, normals[:, 2]], axis=1)


def worn(wear: Mapping[str, float], recipe: str, t: Texels, form: np.ndarray, color: np.ndarray,
         rough: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Colour (N, 3), roughness offset (N,) and how much of the material itself is seen (N,), with the wear over it;
    ``form`` (N, 2) is :func:`shape` there."""
    convex, up = form[:, 0], form[:, 1]
    p = t.points / max(t.size, 1e-6)
    grain = fractal(p * 7, 4, t.seed + 501)
    fine = fractal(p * 34, 3, t.seed + 502)

    bare = np.ones(len(color))

    def over(other: np.ndarray, amount: np.ndarray, roughness: float, covers: bool = True) -> None:
        nonlocal color, rough, bare
        amount = np.clip(amount, 0, 1)
        if covers:
            bare = bare * (1 - amount)
        color, rough = mix(color, np.broadcast_to(other, color.shape), amount), rough + roughness * amount

    if edges := wear.get("edges", 0.0):
        below = np.asarray(_BENEATH[recipe]) if recipe in _BENEATH else np.clip(color * 1.5 + 0.05, 0, 0.85)
        over(below, edges * _above(convex + 0.45 * fine + 0.25 * grain, 0.62 - 0.4 * edges, 0.2), 0.15, False)
    if chips := wear.get("chips", 0.0):
        below = np.asarray(_BENEATH.get(recipe, tuple(np.clip(color.mean(axis=0) * 0.5, 0.02, 0.6))))
        over(below, _above(0.6 * convex + 0.9 * fractal(p * 15, 2, t.seed + 503), 1.05 - 0.65 * chips, 0.05), 0.3,
             False)
    if dirt := wear.get("dirt", 0.0):
        low = np.clip(1 - 3 * t.height, 0, 1)
        over(_DIRT, dirt * np.clip(0.30 - 0.7 * convex + 0.35 * low + 0.45 * grain + 0.2 * fine, 0, 0.85), 0.25)
    if (rust := wear.get("rust", 0.0)) and recipe in RUSTING:
        amount = _above(grain + 0.45 * fine + 0.3 * convex, 0.55 - 1.0 * rust, 0.25)
        shade = _RUST * (1 + 0.55 * np.clip(fine, -0.8, 1))[:, None]
        shade = shade + np.clip(grain, 0, 1)[:, None] * np.array([0.10, 0.035, 0.0])
        over(np.clip(shade, 0, 1), amount, 0.5)
    if dust := wear.get("dust", 0.0):
        over(_DUST, dust * np.clip(0.85 * np.clip(up, 0, 1) ** 1.5 + 0.08 + 0.25 * grain, 0, 0.9), 0.45)
    return color, rough, bare


def _above(value: np.ndarray, threshold: float, softness: float) -> np.ndarray:
    return np.clip((value - threshold) / softness, 0, 1)
