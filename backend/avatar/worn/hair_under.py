# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair under a hat is pressed to the head, so that it does not come through."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from protocol.assets import Mesh

from . import caps, headgear, helmets, hoods
from .fitting import AZIMUTHS, Fitting

#: Hats that leave the hair above them free.
_OPEN = frozenset(("crown", "headband"))
#: Hats that reach over the ears, and how far they do, metres.
_LOW, _DEPTH = frozenset(("helmet", "knight_helmet")), 0.06
#: How far beneath the line of the hat the pressing fades out, metres.
_FADE = 0.035


def _room(fitting: Fitting, azimuth: np.ndarray, height: np.ndarray) -> np.ndarray:
    """How far from the middle axis (N,) hair may be. Within a hat that is the least of what is around: a hat passes
    over the skull at its rows of points and runs straight between them. At its edge, where hair is seen, it is the
    skull."""
    column, level = 2 * np.pi / AZIMUTHS, 0.16 * fitting.crown
    least = np.min([fitting.reach(azimuth + turn * column, height + rise * level)
                    for turn in (-1, 0, 1) for rise in (0, 1)], axis=0)
    within = np.clip(height / level, 0, 1)
    return np.asarray((1 - within) * fitting.reach(azimuth, height) + within * least - 0.0005)


def under_hat(hair: list[Mesh], fitting: Fitting, kinds: Set[str]) -> None:
    """Move hair (in place) above a hat's line to within the hat, if one of ``kinds`` is a hat."""
    hats = (kinds & {*headgear.MAKERS, *caps.MAKERS, *helmets.MAKERS, *hoods.COVERS}) - _OPEN
    if not hats:
        return
    middle, normal = fitting.brim
    fade = _FADE + (_DEPTH * fitting.scale if hats & _LOW else 0.0)
    for mesh in hair:
        if mesh.name != "Hair":
            continue
        points = mesh.vertices.astype(float)
        offset = points - middle
        height = offset @ normal
        flat = offset - height[:, None] * normal
        radius = np.linalg.norm(flat, axis=1)
        azimuth = np.arctan2(flat[:, 0], -flat[:, 1]) % (2 * np.pi)
        room = _room(fitting, azimuth, height)
        pressed = np.clip((height + fade) / _FADE, 0, 1)
        wanted = np.minimum(radius, room)
        radius_new = radius + pressed * (wanted - radius)
        high = np.minimum(height, fitting.crown * 0.99)
        moved = (
            middle
            + flat * (radius_new / np.maximum(radius, 1e-9))[:, None]
            + (height + (pressed >= 1) * (high - height))[:, None] * normal
        )
        mesh.vertices = moved.astype(np.float32)
