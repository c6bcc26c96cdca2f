# SPDX-License-Identifier: GPL-3.0-or-later
"""Eyelashes: whole hairs from the lids outwards, not stubs in rows."""

import numpy as np

from backend.avatar import eyes
from backend.body import hm08


def test_each_lash_is_one_hair_from_the_lid_outwards():
    surface = eyes.lashes()
    points = surface.points(hm08.base_mesh().vertices)
    owner = np.arange(len(points))
    for _ in range(6):
        for face in surface.faces:
            owner[list(face)] = owner[list(face)].min()
    lashes = [np.flatnonzero(owner == each) for each in np.unique(owner)]
    assert len(lashes) == 4 * 2 * (11 + 12)
    widths = []
    for each in lashes:
        own = points[each]
        root, tip = own[:2].mean(axis=0), own[-1]
        eye = np.array([np.sign(root[0]) * 0.031, -0.118, 0.728])
        assert np.linalg.norm(root - eye) < np.linalg.norm(tip - eye)
        assert 0.0025 < np.linalg.norm(tip - root) < 0.012
        widths.append([np.linalg.norm(own[1] - own[0]), np.linalg.norm(own[-2] - own[-3])])
    root, end = np.median(widths, axis=0)
    assert 0 < end < 0.6 * root < 0.0005
