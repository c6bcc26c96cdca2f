# SPDX-License-Identifier: GPL-3.0-or-later
"""Solid noise for textures: gradient noise, fractal sums and cellular speckles at 3D points."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

PERIOD = 64


def _hash(cell: np.ndarray, seed: int) -> np.ndarray:
    """Well mixed 32-bit numbers for integer cells (N, 3) (the finaliser of MurmurHash3)."""
    c = cell.astype(np.int64).astype(np.uint32)
    h = c[..., 0] * np.uint32(0x8DA6B343) ^ c[..., 1] * np.uint32(0xD8163841) ^ c[..., 2] * np.uint32(0xCB1AB31F)
    h ^= np.uint32(seed * 0x9E3779B1 & 0xFFFFFFFF)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


@lru_cache(maxsize=64)
def _lattice(seed: int) -> np.ndarray:
    """Random values on a periodic cube, with one more layer so that interpolation needs no wrapping."""
    cube = np.random.Generator(np.random.PCG64(seed)).uniform(-1, 1, (PERIOD,) * 3).astype(np.float32)
    return np.pad(cube, (0, 1), mode="wrap")


def value(points: np.ndarray, seed: int = 0) -> np.ndarray:
    """Smooth value noise in -1..1 at points (N, 3), feature size 1, period 64 (quintic weights, Perlin 2002)."""
    from scipy.ndimage import map_coordinates
    base = np.floor(points)
    t = points - base
    t = t * t * t * (t * (t * 6 - 15) + 10)
    return map_coordinates(_lattice(seed), (np.mod(base, PERIOD) + t).T, order=1, mode="nearest")


def fractal(points: np.ndarray, octaves: int = 4, seed: int = 0, gain: float = 0.5) -> np.ndarray:
    """Sum of noise octaves, roughly -1..1."""
    total, amplitude, norm = np.zeros(len(points), np.float32), 1.0, 0.0
    for octave in range(octaves):
        total += amplitude * value(points * (2.0 ** octave) + 17.3 * octave, seed + octave)
        norm += amplitude
        amplitude *= gain
    return total / norm


def speckles(points: np.ndarray, density: float, seed: int = 0) -> np.ndarray:
    """Round spots of varied size, 0..1, one possible in each unit cell with probability ``density``."""
    base = np.floor(points).astype(np.int64)
    inner = (points - base).astype(np.float32)
    h = _hash(base, seed)
    center = np.stack([(h & 255), (h >> np.uint32(8)) & 255, (h >> np.uint32(16)) & 255], axis=1) / 255 * 0.4 + 0.3
    chance = _hash(base, seed + 101).astype(np.float32) / 2**32
    radius = 0.1 + 0.2 * (_hash(base, seed + 202).astype(np.float32) / 2**32)
    distance = np.linalg.norm(inner - center, axis=1)
    return np.where(chance < density, np.clip((radius - distance) / 0.06, 0, 1), 0).astype(np.float32)
