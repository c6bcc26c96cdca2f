# SPDX-License-Identifier: GPL-3.0-or-later
"""Coats, hides, scales, plumage and plush: solid textures of animals and soft toys, put together from layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backend.objects.noise import fractal
from backend.objects.textures_organic import Layer, Rgb, clouds, fibres, painter, rings, rising, spots, tone

if TYPE_CHECKING:
    from backend.objects.textures import Texels


def cells(border: Rgb, per: float, width: float = 0.09, most: float = 1.0, vary: float = 0.0,
          flat: tuple[float, float, float] = (1, 1, 1)) -> Layer:
    """Cells about scattered points, with borders of another colour: a giraffe's patches, the plates of a shell.

    ``width`` is half a border's, in cells; ``vary`` how far cells differ in lightness.
    """
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        p = t.points * np.asarray(flat) * (per / t.size)
        p = p + 0.10 * np.stack([fractal(p * 2.2, 2, seed + k) for k in range(3)], axis=1)
        base = np.floor(p)
        first, second, shade = np.full(len(p), 9.0), np.full(len(p), 9.0), np.zeros(len(p))
        for step in np.ndindex(3, 3, 3):
            at = base + np.array(step) - 1
            jitter = np.stack([_hash(at, seed + k) for k in range(3)], axis=1)
            gap = np.linalg.norm(at + 0.15 + 0.7 * jitter - p, axis=1)
            nearer = gap < first
            second = np.where(nearer, first, np.minimum(second, gap))
            shade = np.where(nearer, _hash(at, seed + 9), shade)
            first = np.minimum(first, gap)
        line = np.clip((width - (second - first) / 2) / 0.03 + 0.5, 0, 1) * most
        toned = c * (1 + vary * (shade - 0.5))[:, None]
        return toned * (1 - line[:, None]) + np.asarray(border) * line[:, None]
    return layer


def _hash(cell: np.ndarray, seed: int) -> np.ndarray:
    """A number in 0..1 for each integer cell (N, 3)."""
    whole = cell.astype(np.int64) * np.array([73856093, 19349663, 83492791])
    mixed = (whole.sum(axis=1) + seed * 2654435761) & 0x7FFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & 0x7FFFFFFF
    mixed = ((mixed ^ (mixed >> 12)) * 0x297A2D39) & 0x7FFFFFFF
    return (mixed ^ (mixed >> 15)) / 0x7FFFFFFF


def bars(other: Rgb, per: float, most: float = 1.0, wander: float = 0.35, bias: float = 0.0, sharp: float = 6.0,
         slant: float = 0.25) -> Layer:
    """Ragged upright stripes along the body (y), as on a tiger."""
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        p = t.points / t.size
        wave = np.sin(2 * np.pi * (per * (p[:, 1] + slant * p[:, 2])
                                   + wander * fractal(p * (5, 5, 3), 3, seed)))
        cut = np.clip(sharp * (wave + bias) + 0.5, 0, 1)[:, None] * most
        return c * (1 - cut) + np.asarray(other) * cut
    return layer


def scales(per: float, amount: float) -> Layer:
    """Rows of overlapping scales, seen from the side."""
    def layer(t: Texels, c: np.ndarray, seed: int) -> np.ndarray:
        p = t.points * (per / t.size)
        row = np.floor(p[:, 1])
        u = p[:, 2] + 0.5 * (row % 2)
        x, y = u - np.floor(u) - 0.5, p[:, 1] - row
        edge = np.clip(1 - np.abs(np.hypot(x, y) - 0.55) / 0.16, 0, 1)
        return c * (1 - amount * edge)[:, None]
    return layer


_PALE = (2.1, 2.1, 2.0)
LAYERS: dict[str, tuple[Layer, ...]] = {
    "fur": (tone(5, 0.14), fibres(0.22, (1, 1, 0.3), 60)),
    "fur pale below": (tone(5, 0.14), rising(_PALE, 0.42, 0.12, 0.8, 0.06, True), fibres(0.22, (1, 1, 0.3), 60)),
    "saddled": (rising((0.035, 0.028, 0.022), 0.50, 0.66, 0.92, 0.16), tone(5, 0.14), fibres(0.25, (1, 1, 0.3), 60)),
    "patched white": (clouds((0.80, 0.77, 0.70), 2.4, -0.02, 14), rising((0.80, 0.77, 0.70), 0.22, 0.16, 1.0, 0.1),
                      tone(8, 0.08), fibres(0.15, (1, 1, 0.3), 60)),
    "spotted": (spots((0.030, 0.022, 0.018), 26, 0.42), tone(8, 0.06)),
    "tabby": (bars((0.060, 0.040, 0.026), 9, 0.72, 0.5, -0.15, 3.0), rising(_PALE, 0.30, 0.1, 0.5, 0.06, True),
              tone(7, 0.12), fibres(0.25, (1, 1, 0.3), 60)),
    "tiger": (rising((0.85, 0.80, 0.72), 0.42, 0.28, 0.9, 0.05), bars((0.012, 0.010, 0.008), 13, 1.0, 0.55, -0.5, 5.0),
              tone(7, 0.10), fibres(0.15, (1, 1, 0.3), 60)),
    "zebra": (bars((0.012, 0.011, 0.010), 13, 1.0, 0.3, 0.0, 6.0), tone(8, 0.05)),
    "giraffe": (cells((0.72, 0.52, 0.28), 13, 0.12, 1.0, 0.4), rising((0.72, 0.52, 0.28), 0.22, 0.12, 0.9, 0.04),
                tone(9, 0.10)),
    "wool": (tone(30, 0.16, 3), tone(90, 0.20, 2)),
    "wrinkled": (tone(5, 0.16), fibres(0.28, (0.25, 0.25, 1), 60), clouds((0.7, 0.68, 0.66), 20, -0.1, 2, 0.4, True)),
    "plumage": (tone(8, 0.16), fibres(0.35, (1, 0.25, 1), 70)),
    "barred plumage": (rings((0.35, 0.30, 0.26), 22, 0.55, 1.2, (2,)), tone(10, 0.2), fibres(0.3, (1, 0.25, 1), 70)),
    "fish scales": (rising((1.9, 1.8, 1.7), 0.40, 0.15, 0.8, 0.05, True), tone(5, 0.15), scales(34, 0.32)),
    "countershaded": (rising((0.72, 0.74, 0.75), 0.52, 0.42, 0.95, 0.02), tone(6, 0.08)),
    "reptile": (clouds((0.45, 0.50, 0.45), 9, -0.08, 5, 0.7, True), rising((1.9, 1.8, 1.5), 0.30, 0.05, 0.7, 0.1, True),
                scales(70, 0.28), tone(8, 0.12)),
    "banded snake": (clouds((0.18, 0.14, 0.12), 13, -0.04, 9, 0.85, True), scales(90, 0.3), tone(8, 0.12)),
    "frog skin": (spots((0.42, 0.50, 0.45), 17, 0.4, 0.8, True), rising((1.9, 1.7, 1.9), 0.36, 0.10, 0.85, 0.05, True),
                  tone(9, 0.12)),
    "turtle shell": (cells((0.36, 0.26, 0.075), 5.5, 0.05, 0.85, 0.5, (1, 1, 0.4)), tone(16, 0.22)),
    "snail shell": (fibres(0.35, (1, 0.25, 0.25), 40), tone(6, 0.18)),
    "crab shell": (spots((1.4, 1.5, 1.4), 40, 0.35, 0.6, True), tone(6, 0.18),
                   rising((1.5, 2.2, 2.6), 0.3, 0.0, 0.6, 0.1, True)),
    "sucker skin": (spots((1.5, 1.5, 1.5), 36, 0.35, 0.5, True), clouds((0.6, 0.55, 0.55), 6, -0.1, 3, 0.6, True),
                    tone(8, 0.1)),
    "plush": (tone(6, 0.06), tone(60, 0.22, 2), tone(160, 0.25, 2)),
    "toy scales": (rising((1.55, 1.5, 1.35), 0.34, 0.14, 0.75, 0.05, True), spots((0.5, 0.55, 0.5), 18, 0.30, 0.6,
                   True), tone(6, 0.08)),
    "scuffed rubber": (tone(9, 0.25), spots((1.5, 1.5, 1.5), 80, 0.2, 0.4, True)),
    "straw": (fibres(0.4, (1, 1, 0.2), 70), tone(70, 0.25, 2)),
}

CREATURES = {name: painter(layers) for name, layers in LAYERS.items()}
