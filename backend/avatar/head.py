# SPDX-License-Identifier: GPL-3.0-or-later
"""Regions of the head on the template: scalp, brows, beard, lips' surroundings.

All functions take template positions (N, 3) in metres and return a soft share or a signed value.
"""

from __future__ import annotations

import numpy as np

#: Centre of the cranium and of the left eye on the template.
CRANIUM = np.array([0.0, -0.025, 0.745])
EYE = np.array([0.031, -0.125, 0.728])
#: Crown of the hair, where it radiates from.
CROWN = np.array([0.0, 0.045, 0.835])
#: The hairline: over the forehead, down the temples to the sideburns, over the ears, behind them to the nape.
_AZIMUTH = np.radians([0, 25, 42, 50, 56, 60, 68, 72, 77, 90, 98, 108, 125, 145, 180])
_HAIRLINE = np.radians([24, 25, 26, 23, 12, -10, -16, -12, -3, -3, -12, -32, -42, -46, -48])


def hairline(points: np.ndarray) -> np.ndarray:
    """Elevation in radians above the hairline, (N,); positive on the scalp."""
    offset = points - CRANIUM
    azimuth = np.abs(np.arctan2(offset[:, 0], -offset[:, 1]))
    elevation = np.arctan2(offset[:, 2], np.hypot(offset[:, 0], offset[:, 1]))
    return elevation - np.interp(azimuth, _AZIMUTH, _HAIRLINE)


def horseshoe(points: np.ndarray) -> np.ndarray:
    """Share (N,) of the hair that is left to balding men: from the temples round the back, up to the crown's edge."""
    top = np.interp(np.abs(points[:, 0]), [0.0, 0.05, 0.075], [0.772, 0.778, 0.786])
    return np.clip((top - points[:, 2]) / 0.016, 0.0, 1.0) * np.clip((points[:, 1] + 0.082) / 0.03, 0.0, 1.0)


def nostril(points: np.ndarray) -> np.ndarray:
    """Share of the nostrils (N,): the hollow under each wing of the nose, which light does not reach."""
    x, y = np.abs(points[:, 0]), points[:, 1]
    # A narrow oval that leads forward and inward.
    along, across = (y + 0.1555) * 0.94 - (x - 0.0096) * 0.34, (x - 0.0096) * 0.94 + (y + 0.1555) * 0.34
    near = np.hypot(along / 0.0056, across / 0.0036)
    high = np.clip((points[:, 2] - 0.6838) / 0.0016, 0.0, 1.0)  # not the skin below, as far as the lip
    return np.clip((1.15 - near) / 0.45, 0.0, 1.0) * high * (points[:, 2] < 0.6895)


def ear(points: np.ndarray) -> np.ndarray:
    """Which points (N,) belong to the ears."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    return (x > 0.068) & (x < 0.1) & (y > -0.062) & (y < -0.016) & (z > 0.69) & (z < 0.742)


def brow(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Share of the eyebrow (N,) and the position along it, 0 at the nose to 1 at the temple."""
    x = np.abs(points[:, 0])
    along = (x - 0.0135) / 0.039
    height = 0.7440 + 0.0052 * np.sin(np.clip(along, 0, 1.15) * 2.35) - 0.0062 * np.clip(along - 0.55, 0, None) ** 1.2
    thickness = np.interp(along, [-0.05, 0.0, 0.2, 0.6, 1.0, 1.05], [0.0, 0.0040, 0.0046, 0.0034, 0.0010, 0.0])
    distance = np.abs(points[:, 2] - height) / np.maximum(thickness, 1e-5)
    front = points[:, 1] < -0.085
    return np.clip(1.35 - distance, 0.0, 1.0) * front * (along > -0.05) * (along < 1.05), along


def strokes(points: np.ndarray, along: np.ndarray) -> np.ndarray:
    """The hairs of the brows as light and dark (N,), -1 to 1: upright at the nose, lying towards the temples."""
    lean = np.radians(78 - 62 * np.clip(along, 0, 1))
    x, z = np.abs(points[:, 0]), points[:, 2]
    across, length = z * np.cos(lean) - x * np.sin(lean), x * np.cos(lean) + z * np.sin(lean)
    # Two rows of unlike spacing that wander against each other: evenly spaced ones would look like scales.
    first = np.sin(5900 * across + 1.9 * np.sin(900 * length) + 1.3 * np.sin(2100 * across))
    second = np.sin(3550 * across - 1.4 * np.sin(610 * length + 1.0))
    return 0.62 * first + 0.38 * second


def beard(points: np.ndarray, style: str = "") -> np.ndarray:
    """Share of the beard (N,): jaw, chin, moustache, up to the sideburns; a "moustache" or a "goatee" is less."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    top = np.interp(x, [0.0, 0.02, 0.03, 0.05, 0.068, 0.08], [0.683, 0.683, 0.672, 0.662, 0.70, 0.74])
    bottom = np.interp(-y, [-0.03, 0.02, 0.10, 0.16], [0.655, 0.635, 0.600, 0.590])
    front = np.clip((-y - 0.005) / 0.02, 0.0, 1.0)
    whole = np.clip((top - z) / 0.006, 0, 1) * np.clip((z - bottom) / 0.012, 0, 1) * front
    # Nothing grows on the lips, nor on the ears.
    whole *= ~ear(points)
    whole *= np.clip((np.hypot(x / 0.0275, (z - 0.6605) / 0.0118) - 1.0) / 0.12, 0, 1)
    if style == "moustache":
        return whole * (z > 0.666) * (x < 0.034)
    if style == "goatee":
        return whole * np.clip((0.036 - x) / 0.006, 0, 1)
    return whole


def blush(points: np.ndarray) -> np.ndarray:
    """Where blood shows (N,): cheeks, nose tip, ears, chin."""
    x = np.abs(points[:, 0])

    def spot(centre: tuple[float, float, float], width: float) -> np.ndarray:
        at = np.stack([x, points[:, 1], points[:, 2]], axis=1) - centre
        return np.exp(-(at**2).sum(axis=1) / (2 * width**2))

    return np.clip(0.8 * spot((0.042, -0.125, 0.688), 0.016) + 0.7 * spot((0.0, -0.16, 0.69), 0.011)
                   + 0.9 * spot((0.078, -0.005, 0.71), 0.018) + 0.35 * spot((0.0, -0.145, 0.625), 0.012), 0, 1)


def eye_rim(points: np.ndarray) -> np.ndarray:
    """Around the eyes (N,): darker, redder skin of the lids."""
    at = np.stack([np.abs(points[:, 0]), points[:, 2]], axis=1) - EYE[[0, 2]]
    near = np.hypot(at[:, 0] / 0.021, at[:, 1] / 0.012)
    return np.exp(-(near**4)) * (points[:, 1] < -0.10)
