# SPDX-License-Identifier: GPL-3.0-or-later
"""Cloth that lies on other cloth, or is pressed down by it, moves as that does.

Where two layers lie close to each other with skin weights of their own, a pose brings the one through the other. With
the weights of the nearest point of the other they stay as far from each other as they are at rest: a sweater's hem over
a kilt, a shirt tucked into a skirt, mail beneath plates.
"""

from __future__ import annotations

import numpy as np

from protocol.assets import Mesh

from .easing import smoothstep
from .skinning import INFLUENCES, packed


def bind(cloth: Mesh, to: Mesh, bones: int, near: float, far: float, share: np.ndarray | float = 1.0) -> None:
    """Give ``cloth`` (in place) the skin weights of ``to``: wholly up to ``near`` metres from it, not at all from
    ``far``, and everywhere no more than ``share`` (V,)."""
    from scipy.spatial import cKDTree

    assert cloth.joints is not None and cloth.weights is not None and to.joints is not None and to.weights is not None
    distance, vertex = cKDTree(to.vertices).query(cloth.vertices, k=4, distance_upper_bound=far)
    chosen = np.nonzero(np.isfinite(distance[:, 0]))[0]
    if not len(chosen):
        return
    distance, vertex = distance[chosen], np.minimum(vertex[chosen], len(to.vertices) - 1)
    part = 1.0 / (np.minimum(distance, 1e3) + 0.002) ** 2
    part /= part.sum(axis=1, keepdims=True)
    own, theirs = np.zeros((len(chosen), bones)), np.zeros((len(chosen), bones))
    row = np.arange(len(chosen))
    np.add.at(own, (row[:, None], cloth.joints[chosen]), cloth.weights[chosen])
    np.add.at(theirs, (row[:, None, None], to.joints[vertex]), to.weights[vertex] * part[..., None])
    taken = (smoothstep((far - distance[:, 0]) / (far - near)) * np.broadcast_to(share, len(cloth.vertices))[chosen])
    joints, weights = packed(own + taken[:, None] * (theirs - own), INFLUENCES)
    # As wide as both need.
    width = max(joints.shape[1], cloth.joints.shape[1])
    cloth.joints, cloth.weights = (np.pad(each, ((0, 0), (0, width - each.shape[1])))
                                   for each in (cloth.joints, cloth.weights))
    cloth.joints[chosen], cloth.weights[chosen] = (np.pad(each, ((0, 0), (0, width - each.shape[1])))
                                                   for each in (joints, weights))
