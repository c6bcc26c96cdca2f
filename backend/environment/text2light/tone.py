# SPDX-License-Identifier: GPL-3.0-or-later
"""The tone mapping by which Text2Light's training pictures were made of HDR maps.

After E. Reinhard & K. Devlin, Dynamic Range Reduction Inspired by Photoreceptor Physiology, 2005: the key of the scene
sets the contrast.
"""

from __future__ import annotations

import numpy as np

_LUMA_BGR = np.array([0.114, 0.587, 0.299])
_GAMMA = 1.5


def tone_mapped(radiance: np.ndarray) -> tuple[np.ndarray, float]:
    """(H, W, 3) BGR linear radiance -> LDR in [0, 1) and the radiance that the curve maps to a half."""
    low, high = float(radiance.min()), float(radiance.max())
    scaled = (radiance - low) / max(high - low, 1e-12)
    luma = scaled @ _LUMA_BGR
    logs = np.log(np.maximum(luma, 1e-4))
    key = (logs.max() - logs.mean()) / max(logs.max() - logs.min(), 1e-12)
    bend = luma.mean() ** (0.3 + 0.7 * key**1.4)
    return (scaled / (bend + scaled)) ** (1 / _GAMMA), float((high - low) * bend)
