# SPDX-License-Identifier: GPL-3.0-or-later
"""Noise schedules, and which of their steps a shorter sampler keeps. Arrays are float64.

J. Ho, A. Jain & P. Abbeel, Denoising Diffusion Probabilistic Models, 2020 (linear); A. Nichol & P. Dhariwal, Improved
Denoising Diffusion Probabilistic Models, 2021 (cosine, and steps spaced by section).
"""

from __future__ import annotations

import numpy as np


def linear_betas(steps: int = 1000) -> np.ndarray:
    """(steps,) from 1e-4 to 0.02 for 1000 steps, rescaled for another number of them."""
    scale = 1000 / steps
    return np.linspace(scale * 1e-4, scale * 0.02, steps, dtype=np.float64)


def cosine_betas(steps: int = 1000, offset: float = 0.008, most: float = 0.999) -> np.ndarray:
    """(steps,) such that the product of 1 - beta follows a squared cosine."""
    time = (np.arange(steps + 1) / steps + offset) / (1 + offset)
    kept = np.cos(time * np.pi / 2) ** 2
    return np.minimum(1 - kept[1:] / kept[:-1], most)


def kept_steps(steps: int, spacing: str) -> np.ndarray:
    """Ascending steps (K,) i8 of ``0 .. steps - 1`` that a shorter sampler visits.

    ``spacing`` is "ddimN" (every n-th step, N of them), or counts by section, as in "15,15,8,6,6": the steps
    are cut into equal sections, and of each that many are taken, evenly. "fast27", as the published code has it,
    is "15,15,8,6,6" without the noisiest step of all.
    Raises ValueError for what cannot be met.
    """
    if spacing.startswith("ddim"):
        wanted = int(spacing[4:])
        for each in range(1, steps):
            if len(range(0, steps, each)) == wanted:
                return np.arange(0, steps, each)
        raise ValueError(f"no whole stride visits {wanted} of {steps} steps")
    if spacing == "fast27":
        chosen = set(kept_steps(steps, "15,15,8,6,6").tolist())
        # The noisiest step of all makes artefacts.
        chosen.remove(steps - 1)
        chosen.add(steps - 3)
        return np.array(sorted(chosen))
    counts = [int(each) for each in spacing.split(",")]
    sizes = [steps // len(counts) + (section < steps % len(counts)) for section in range(len(counts))]
    chosen_steps: list[int] = []
    start = 0
    for size, count in zip(sizes, counts):
        if not 1 <= count <= size:
            raise ValueError(f"cannot take {count} of a section of {size} steps")
        stride = 1.0 if count == 1 else (size - 1) / (count - 1)
        # Added up, not multiplied: the published step sets contain the rounding of the sum.
        passed = 0.0
        for _ in range(count):
            chosen_steps.append(start + round(passed))
            passed += stride
        start += size
    return np.unique(chosen_steps)


def respaced_betas(betas: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """(K,) betas of the process that jumps from each of the kept ``steps`` to the next."""
    kept = np.cumprod(1.0 - betas)[steps]
    return 1 - kept / np.concatenate([[1.0], kept[:-1]])
