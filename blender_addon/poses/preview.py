# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of a pose: a mannequin of capsules, shaded. No bpy here, so that it needs no GPU."""

from __future__ import annotations

import numpy as np

from ..rigs.joints import SIDES
from .angles import Pose
from .solve import Solver, turn

#: Two joints -> radius of the flesh between them, as a share of the body's height.
_TRUNK = (("pelvis", "spine1", 0.075), ("spine1", "spine2", 0.070), ("spine2", "spine3", 0.074),
          ("spine3", "neck", 0.066), ("neck", "head", 0.032), ("head", "crown", 0.052))
_LIMBS = (("hip", "knee", 0.047), ("knee", "ankle", 0.034), ("ankle", "foot", 0.026), ("foot", "toe", 0.022),
          ("collar", "shoulder", 0.042), ("shoulder", "elbow", 0.029), ("elbow", "wrist", 0.023),
          ("wrist", "hand", 0.022), ("wrist", "middle1", 0.022), ("middle1", "middle3", 0.014))
_SKIN, _LIGHT = np.array([0.78, 0.62, 0.50]), np.array([-0.42, 0.58, 0.70])
#: Degrees about the vertical from which the mannequin is seen.
_SEEN = 28.0


def picture(solver: Solver, pose: Pose, size: int = 128) -> np.ndarray:
    """(size, size, 4) f4 RGBA in 0..1, first row at the bottom, as Blender's previews have it."""
    places = solver.figure(pose)
    parts = [*_TRUNK, *((f"{side}_{a}", f"{side}_{b}", radius) for side in SIDES for a, b, radius in _LIMBS)]
    found = [(places[a], places[b], radius * solver.height) for a, b, radius in parts if a in places and b in places]
    view = turn(np.array([0.0, 0.0, 1.0]), _SEEN)
    # To the right, up, towards the eye.
    axes = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]]) @ view
    starts, ends = (np.array([axes @ each[k] for each in found]) for k in (0, 1))
    radii = np.array([each[2] for each in found])
    low = np.minimum(starts, ends)[:, :2] - radii[:, None]
    high = np.maximum(starts, ends)[:, :2] + radii[:, None]
    low, high = low.min(axis=0), high.max(axis=0)
    half = 0.53 * max(float((high - low).max()), 0.75 * solver.height)
    line = (np.arange(size) + 0.5) / size * 2 - 1
    x, y = np.meshgrid((low[0] + high[0]) / 2 + half * line, (low[1] + high[1]) / 2 + half * line)
    depth, normal, cover = np.full((size, size), -np.inf), np.zeros((size, size, 3)), np.zeros((size, size))
    pixel = 2 * half / size
    for a, b, radius in zip(starts, ends, radii):
        along = (b - a)[:2]
        share = np.clip(((x - a[0]) * along[0] + (y - a[1]) * along[1]) / max(float(along @ along), 1e-12), 0, 1)
        dx, dy = x - a[0] - share * along[0], y - a[1] - share * along[1]
        away = np.hypot(dx, dy)
        cover = np.maximum(cover, np.clip((radius - away) / pixel + 0.5, 0, 1))
        up = np.sqrt(np.maximum(radius ** 2 - away ** 2, 0.0))
        here = a[2] + share * (b - a)[2] + up
        seen = (away < radius + pixel) & (here > depth)
        depth[seen] = here[seen]
        normal[seen] = (np.stack([dx, dy, up], axis=2) / radius)[seen]
    light = _LIGHT / np.linalg.norm(_LIGHT)
    shade = 0.30 + 0.75 * np.clip(normal @ light, 0, 1) + 0.12 * np.clip(normal @ (light * [-1, 0.2, 0.4]), 0, 1)
    image = np.empty((size, size, 4), np.float32)
    image[:, :, :3] = np.clip(shade[:, :, None] * _SKIN, 0, 1) ** (1 / 1.5)
    image[:, :, 3] = cover
    return image
