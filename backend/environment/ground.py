# SPDX-License-Identifier: GPL-3.0-or-later
"""The ground's materials: a relief tile in metres and colours in linear albedo, for each kind of ground."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .textures import cells2, fbm2, scatter_points

TILE = 1024


@dataclass(frozen=True)
class Ground:
    """How one kind of ground looks. Albedos are measured ones, rounded; lengths in metres."""

    #: Albedo where the tile's tint is 0 and 1.
    dark: tuple[float, float, float]
    light: tuple[float, float, float]
    #: Edge of the square tile, height of its relief.
    tile: float
    relief: float
    #: Share of the brightness that varies over tens of metres.
    patchiness: float = 0.2
    #: Reflectance at normal incidence times gloss: wet stone 0.03, dry sand 0.
    gloss: float = 0.0
    #: Brightness spread of standing blades seen from the side, far away.
    tufts: float = 0.0
    #: Glints of single crystals.
    sparkle: float = 0.0

    @property
    def albedo(self) -> np.ndarray:
        """Mean albedo (3,)."""
        return 0.5 * (np.array(self.dark) + np.array(self.light))


GROUNDS: dict[str, Ground] = {
    "grass": Ground((0.055, 0.088, 0.018), (0.300, 0.350, 0.098), 2.4, 0.10, 0.35, tufts=0.5),
    "sand": Ground((0.32, 0.24, 0.155), (0.52, 0.41, 0.28), 5.0, 0.060, 0.22),
    "snow": Ground((0.74, 0.77, 0.81), (0.86, 0.88, 0.90), 7.0, 0.10, 0.02, sparkle=1.0),
    "dirt": Ground((0.075, 0.052, 0.035), (0.20, 0.145, 0.10), 3.0, 0.07, 0.3),
    "rock": Ground((0.085, 0.080, 0.075), (0.27, 0.255, 0.235), 6.0, 0.35, 0.25, gloss=0.01),
    "gravel": Ground((0.13, 0.125, 0.12), (0.36, 0.35, 0.33), 1.6, 0.035, 0.12),
    "asphalt": Ground((0.062, 0.061, 0.061), (0.165, 0.162, 0.157), 1.2, 0.006, 0.25, gloss=0.004),
    "concrete": Ground((0.26, 0.255, 0.24), (0.40, 0.39, 0.37), 6.0, 0.006, 0.15, gloss=0.004),
    "cobblestone": Ground((0.06, 0.058, 0.055), (0.26, 0.25, 0.235), 1.8, 0.045, 0.2, gloss=0.008),
    "tiles": Ground((0.20, 0.17, 0.15), (0.52, 0.48, 0.43), 2.4, 0.008, 0.1, gloss=0.04),
    "wood": Ground((0.09, 0.062, 0.042), (0.29, 0.215, 0.15), 2.9, 0.012, 0.15, gloss=0.02),
    "leaves": Ground((0.065, 0.047, 0.030), (0.33, 0.220, 0.120), 2.0, 0.035, 0.30),
    "ice": Ground((0.34, 0.42, 0.47), (0.60, 0.67, 0.71), 8.0, 0.02, 0.2, gloss=0.08),
}


def _normal(field: np.ndarray) -> np.ndarray:
    low, high = np.percentile(field, (0.5, 99.5))
    return np.clip((field - low) / (high - low), 0, 1)


def _grass(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Blades: bundles of streaks in several directions, the highest wins; tint follows height and bundle."""
    height = np.zeros((TILE, TILE), np.float32)
    tint = np.zeros_like(height)
    streak = fbm2(TILE, rng, 0.1, low=40, high=330, stretch=9.0)
    clumps = fbm2(TILE, rng, 0.9, low=5, high=60)
    for turn in range(6):
        layer = np.roll(streak, (211 * turn, 397 * turn), (0, 1))
        # quarter turns and shears by whole tiles keep the streaks periodic
        layer = np.rot90(layer, turn % 2)
        shear = (turn // 2) - 1
        index = (np.arange(TILE)[None, :] + shear * np.arange(TILE)[:, None]) % TILE
        layer = np.take_along_axis(layer, index, axis=1)
        level = layer * 0.5 + 0.6 * np.roll(clumps, (97 * turn, 31 * turn), (0, 1)) + rng.normal() * 0.05
        top = level > height if turn else np.ones_like(level, bool)
        height = np.where(top, level, height)
        tint = np.where(top, 0.35 * layer + 0.15 * (turn - 2.5), tint)
    height = _normal(height)
    return height, np.clip(0.42 + 0.16 * tint, 0, 1) * (0.35 + 0.65 * height)


def _stones(rng: np.random.Generator, count: int, gap: float, lattice: bool) -> tuple[np.ndarray, np.ndarray]:
    points = scatter_points(count, rng) if lattice else rng.random((count * count, 2))
    near, second, index = cells2(TILE, points)
    edge = np.clip((second - near) * count / gap, 0, 1)
    dome = np.sqrt(np.clip(1 - (near * count / 0.95) ** 2, 0, 1))
    tone = rng.random(len(points)).astype(np.float32)[index]
    grain = _normal(fbm2(TILE, rng, 0.5, low=60))
    height = edge * (0.45 + 0.35 * dome + 0.2 * tone)
    return height, np.clip(edge * (0.25 + 0.5 * tone) + 0.25 * grain, 0, 1)


def _slabs(rng: np.random.Generator, rows: int, columns: int, gap: float) -> tuple[np.ndarray, np.ndarray]:
    """Rectangles with joints ``gap`` of a slab wide; columns run along the second axis."""
    axis = (np.arange(TILE) + 0.5) / TILE
    i, j = np.meshgrid(axis * rows, axis * columns, indexing="ij")
    a, b = np.abs(i % 1 - 0.5), np.abs(j % 1 - 0.5)
    edge = np.clip((0.5 - a) / gap, 0, 1) * np.clip((0.5 - b) / (gap * columns / rows), 0, 1)
    tone = rng.random((rows, columns))[i.astype(int) % rows, j.astype(int) % columns]
    grain = _normal(fbm2(TILE, rng, 0.6, low=8))
    return edge * (0.9 + 0.05 * tone + 0.05 * grain), edge * (0.2 + 0.35 * tone + 0.45 * grain)


def _litter(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Fallen leaves, one over another: curled ovals of two to six centimetres on a tile of two metres."""
    height = np.zeros((TILE, TILE), np.float32)
    tint = np.full((TILE, TILE), 0.12, np.float32)
    offsets = np.arange(-17, 18)
    down, across = np.meshgrid(offsets, offsets, indexing="ij")
    for number in range(9500):
        row, column = rng.integers(0, TILE, 2)
        angle, long_ = rng.uniform(0, 2 * np.pi), rng.uniform(6, 16)
        wide = long_ * rng.uniform(0.35, 0.62)
        u = (np.cos(angle) * across + np.sin(angle) * down) / long_
        v = (np.cos(angle) * down - np.sin(angle) * across) / wide
        inside = np.abs(v) < (1 - u * u) * (1 - 0.25 * u)
        i, j = (row + down[inside]) % TILE, (column + across[inside]) % TILE
        rib = np.clip(np.abs(v[inside]) * 6, 0.75, 1)
        height[i, j] = 0.00005 * number + 0.25 * (u[inside] * u[inside] + 0.6 * np.abs(v[inside]))
        tint[i, j] = rib * np.clip(rng.normal(0.42, 0.20), 0.06, 1) * (1 - 0.25 * np.abs(v[inside]))
    return _normal(height), np.clip(tint, 0, 1)


@lru_cache(maxsize=4)
def tile(kind: str) -> np.ndarray:
    """The tile of a kind, (1024, 1024, 2) f4: height and tint, both 0..1. The seed does not change it."""
    rng = np.random.default_rng(sum(kind.encode()))
    if kind == "grass":
        height, tint = _grass(rng)
    elif kind == "sand":
        wind = fbm2(TILE, rng, 1.4, low=2, high=20)
        axis = np.arange(TILE) / TILE
        # ripples of fifteen centimetres: long backs, short steep faces; they fork and die out
        phase = (axis[:, None] * 33 + 0.75 * wind) % 1
        ripples = np.where(phase < 0.68, phase / 0.68, (1 - phase) / 0.32)
        ripples = ripples * _normal(fbm2(TILE, rng, 1.5, low=1, high=8))
        grain = fbm2(TILE, rng, 0.2, low=80)
        height = _normal(0.75 * ripples + 0.9 * fbm2(TILE, rng, 1.6, low=1, high=30) + 0.1 * grain)
        tint = np.clip(0.45 + 0.13 * grain + 0.06 * wind - 0.30 * (ripples - ripples.mean()), 0, 1)
    elif kind == "snow":
        drift = fbm2(TILE, rng, 1.7, low=1, stretch=1.8)
        height, tint = _normal(drift + 0.04 * fbm2(TILE, rng, 0.4, low=60)), _normal(fbm2(TILE, rng, 0.7, low=4))
    elif kind == "rock":
        near, second, index = cells2(TILE, rng.random((60, 2)))
        crack = np.clip((second - near) * 60, 0, 1)
        rough = _normal(fbm2(TILE, rng, 1.1, low=2))
        height = 0.5 * crack * (0.5 + 0.5 * rng.random(60)[index]) + 0.5 * rough
        tint = np.clip(0.6 * _normal(fbm2(TILE, rng, 0.7, low=3)) + 0.4 * crack * rough, 0, 1)
    elif kind == "gravel":
        height, tint = _stones(rng, 56, 0.35, lattice=False)
    elif kind == "cobblestone":
        height, tint = _stones(rng, 16, 0.28, lattice=True)
    elif kind == "concrete":
        height, tint = _slabs(rng, 2, 2, 0.004)
    elif kind == "tiles":
        height, tint = _slabs(rng, 6, 6, 0.012)
    elif kind == "wood":
        height, tint = _slabs(rng, 20, 1, 0.03)
        tint = np.clip(0.55 * tint + 0.45 * _normal(fbm2(TILE, rng, 0.6, low=6, stretch=0.08)) * (height > 0.5), 0, 1)
    elif kind == "leaves":
        height, tint = _litter(rng)
    elif kind == "asphalt":
        grit = fbm2(TILE, rng, 0.1, low=120)
        height, tint = _normal(grit), np.clip(0.42 + 0.16 * grit + 0.07 * fbm2(TILE, rng, 1.2), 0, 1)
    elif kind == "ice":
        near, second, _ = cells2(TILE, rng.random((24, 2)))
        crack = np.clip((second - near) * 150, 0, 1)
        smooth = _normal(fbm2(TILE, rng, 1.4))
        height, tint = 0.8 * smooth + 0.2 * crack, np.clip(0.75 * smooth + 0.45 * (1 - crack), 0, 1)
    else:  # dirt
        rough = fbm2(TILE, rng, 1.0, low=2)
        stones, tone = _stones(rng, 24, 0.6, lattice=False)
        sparse = np.clip(_normal(fbm2(TILE, rng, 0.5, low=8)) * 3 - 1.9, 0, 1)
        height = _normal(0.28 * rough + 0.7 * stones * sparse)
        tint = np.clip(0.4 + 0.13 * rough + 0.4 * (tone - 0.3) * sparse, 0, 1)
    return np.ascontiguousarray(np.stack([height, tint], axis=-1), np.float32)


@lru_cache(maxsize=1)
def plain_noise() -> np.ndarray:
    """(512, 512, 3) f4: fBm of slope 1, of slope .5, and wood grain; zero mean, unit deviation."""
    rng = np.random.default_rng(411)
    grain = fbm2(512, rng, 0.55, low=3, stretch=0.06) * 0.8 + fbm2(512, rng, 0.9, low=2) * 0.4
    return np.ascontiguousarray(np.stack([fbm2(512, rng, 1.0), fbm2(512, rng, 0.5, low=4), grain], axis=-1))


