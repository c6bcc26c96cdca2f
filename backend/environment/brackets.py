# SPDX-License-Identifier: GPL-3.0-or-later
"""Exposures of one place to radiance (P. Phongthawee et al., DiffusionLight, CVPR 2024, section 4.2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend import srgb
from backend.environment.spectrum import luminance

#: Exposures that a generated bracket has.
EXPOSURES = (0.0, -2.5, -5.0)


def merged(pictures: Sequence[np.ndarray], exposures: Sequence[float] = EXPOSURES) -> np.ndarray:
    """Radiance (H, W, 3) f4 of sRGB ``pictures`` (H, W, 3) in [0, 1], the brightest first, with ``exposures`` in EV.

    Colours are those of the brightest; where its luminance is burnt out, that of the next darker one takes over if it
    says that there is more light. White of the brightest is 1.
    """
    if len(pictures) != len(exposures) or any(each.shape != pictures[0].shape for each in pictures):
        raise ValueError("a bracket has as many pictures of one size as exposures")
    order = np.argsort(exposures)  # the darkest first
    linear = [srgb.decode(np.asarray(pictures[k], np.float32)) * np.float32(2.0 ** -exposures[k]) for k in order]
    level = np.asarray(luminance(linear[0]), np.float64)
    for number in range(1, len(order)):
        own = np.asarray(luminance(linear[number]), np.float64)
        most = 2.0 ** -exposures[order[number]]
        share = np.clip((own - 0.9 * most) / (0.1 * most), 0, 1)
        level = np.where(level > own, own + share * (level - own), own)
    brightest = linear[-1].astype(np.float64)
    return (brightest * (level / (luminance(brightest) + 1e-10))[..., None]).astype(np.float32)
