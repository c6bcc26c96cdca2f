# SPDX-License-Identifier: GPL-3.0-or-later
"""Tileable noise made in numpy: spectral fBm in two dimensions, cellular (Worley 1996) in two and three."""

from __future__ import annotations

import numpy as np


def fbm2(size: int, rng: np.random.Generator, power: float = 1.0, low: float = 1.0, high: float = 1e9,
         stretch: float = 1.0) -> np.ndarray:
    """Periodic Gaussian noise (size, size) f4, zero mean and unit deviation.

    Amplitude falls as ``frequency^-power`` between ``low`` and ``high`` cycles a tile; ``stretch``
    > 1 draws features out along the second axis.
    """
    y = np.fft.fftfreq(size, 1 / size)[:, None]
    x = np.fft.rfftfreq(size, 1 / size)[None, :] * stretch
    frequency = np.maximum(np.sqrt(x * x + y * y), 1e-6)
    amplitude = np.where((frequency >= low) & (frequency <= high), frequency ** -(power + 0.5), 0.0)
    amplitude[0, 0] = 0.0
    noise = rng.standard_normal((size, size))
    field = np.fft.irfft2(np.fft.rfft2(noise) * amplitude, s=(size, size))
    return (field / max(field.std(), 1e-12)).astype(np.float32)


def cells2(size: int, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distances to the nearest and second nearest of periodic ``points`` (N, 2) in 0..1, and its index."""
    from scipy.spatial import cKDTree

    axis = (np.arange(size) + 0.5) / size
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    distance, index = cKDTree(points, boxsize=1.0).query(grid, k=2)
    shape = (size, size)
    return (distance[:, 0].reshape(shape).astype(np.float32), distance[:, 1].reshape(shape).astype(np.float32),
            index[:, 0].reshape(shape))


def scatter_points(cells: int, rng: np.random.Generator, dimensions: int = 2) -> np.ndarray:
    """One jittered point in each of ``cells^dimensions`` cells, (N, dimensions) in 0..1."""
    axes = np.meshgrid(*[np.arange(cells)] * dimensions, indexing="ij")
    lattice = np.stack(axes, axis=-1).reshape(-1, dimensions)
    return (lattice + rng.random(lattice.shape)) / cells % 1.0


def rank(field: np.ndarray) -> np.ndarray:
    """Replace values by their rank, 0..1: the result is uniformly distributed."""
    order = np.empty(field.size, np.float32)
    order[np.argsort(field, axis=None, kind="stable")] = np.linspace(0, 1, field.size, dtype=np.float32)
    return order.reshape(field.shape)


def billows3(size: int, cells: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Inverted cellular noise (size, size, size) f4 in 0..1, one octave for each entry of ``cells``.

    Round lumps with creases between them: the cauliflower of cumulus (after Schneider, *The
    Real-time Volumetric Cloudscapes of Horizon Zero Dawn*, SIGGRAPH 2015 course).
    """
    from scipy.spatial import cKDTree

    axis = (np.arange(size, dtype=np.float32) + 0.5) / size
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    total = np.zeros(size ** 3, np.float32)
    weight, weights = 1.0, 0.0
    for count in cells:
        distance, _ = cKDTree(scatter_points(count, rng, 3), boxsize=1.0).query(grid)
        total += weight * np.clip(1.0 - distance.astype(np.float32) * count / 0.9, 0.0, 1.0)
        weights += weight
        weight *= 0.5
    return (total / weights).reshape((size,) * 3)
