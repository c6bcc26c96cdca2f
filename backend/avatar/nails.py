# SPDX-License-Identifier: GPL-3.0-or-later
"""Finger- and toenails on the skin's texture: paler towards the free edge and at the moon, framed by the fold."""

from __future__ import annotations

from functools import cache

import numpy as np

from backend.body import data, hm08

from .coordinates import joint
from .raster import rasterise


def mask(name: str, size: int) -> np.ndarray:
    """A mask of the wheel (size, size) f4, 0..1."""
    from PIL import Image as Picture

    with Picture.open(data.path(f"mpfb2/textures/mpfb_{name}.jpg")) as picture:
        return np.asarray(picture.convert("L").resize((size, size)), dtype=np.float32) / 255.0


@cache
def nails(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Texels (N,) of nails and of the folds about them as flat indices at one texture size, the share of nail there
    (N,), and the place along the nail (N,): 0 at its root to 1 at its free edge."""
    from scipy.ndimage import label

    mesh = hm08.base_mesh()
    faces, uv_faces = mesh.group("body")
    # Hands are furthest from the middle, feet lowest.
    chosen = (np.abs(mesh.vertices[faces, 0]).min(axis=1) > 0.33) | (mesh.vertices[faces, 2].max(axis=1) < -0.72)
    positions, _ = rasterise(mesh.uvs, uv_faces[chosen], mesh.vertices, faces[chosen], size)
    texels, shares, along = [np.zeros(0, dtype=int)], [np.zeros(0)], [np.zeros(0)]
    for name, root in (("fingernails", "hand"), ("toenails", "ankle")):
        share = mask(name, size)
        parts, count = label(share > 0.08)
        for part in range(1, count + 1):
            here = np.nonzero((parts == part).ravel())[0]
            at = positions.reshape(-1, 3)[here].astype(float)
            if len(here) < 6 or not at.any(axis=1).all():
                continue  # specks of the mask's compression
            middle = np.median(at, axis=0)
            away = middle - joint(f"{'l' if middle[0] > 0 else 'r'}-{root}", mesh.vertices)
            forth = _axis(at, away)
            place = at @ forth
            low, high = np.quantile(place, [0.06, 0.94])
            texels.append(here)
            shares.append(np.minimum(share.ravel()[here], 1.0))
            along.append(np.clip((place - low) / max(high - low, 1e-6), 0, 1))
    return np.concatenate(texels), np.concatenate(shares).astype(np.float32), np.concatenate(along).astype(np.float32)


def _axis(points: np.ndarray, near: np.ndarray) -> np.ndarray:
    """The unit direction (3,) within the plane of a nail's points (N, 3) that is nearest to ``near`` (3,)."""
    _, _, axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    within = near - axes[2] * (near @ axes[2])
    return np.asarray(within / np.linalg.norm(within))


def colors(skin: np.ndarray, share: np.ndarray, along: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Linear colour (N, 3) of nails over ``skin`` (N, 3), on a person of skin colour ``base`` (3,)."""
    pale = 0.25 + 0.75 * base / max(float(base.max()), 1e-3)
    bed = 0.70 * base * [1.10, 0.86, 0.90] + 0.30 * np.array([0.66, 0.30, 0.27]) * np.sqrt(base.max() / 0.6)
    free = 0.55 * base.max() * pale * [1.0, 0.95, 0.88] + np.array([0.20, 0.18, 0.15])
    moon = 0.5 * bed + 0.5 * free
    edge = np.clip((along - 0.80) / 0.10, 0, 1)[:, None]
    root = np.clip((0.20 - along) / 0.12, 0, 1)[:, None]
    nail = bed + 0.90 * edge * (free - bed) + 0.35 * root * (moon - bed)
    # The fold that frames a nail lies in its own shade.
    fold = 4.0 * np.clip(share, 0, 1) * (1 - np.clip(share, 0, 1)) * (along < 0.85)
    whole = np.clip((share - 0.35) / 0.3, 0, 1)[:, None]
    return np.asarray((skin * (1 - whole) + nail * whole) * (1 - 0.50 * fold[:, None] * [0.70, 1.0, 1.0]))
