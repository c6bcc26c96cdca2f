# SPDX-License-Identifier: GPL-3.0-or-later
"""Every family, several seeds: sound meshes at the right size, standing on the ground."""

from __future__ import annotations

import numpy as np
import pytest
from object_checks import assert_closed_mesh, build, extents, stretch

from backend.objects.families import NAMES, catalogue


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_sound(name, seed):
    prop = build(name, seed, 1.0 if seed == 0 else 0.5)
    assert len({mesh.name for mesh in prop.meshes}) == len(prop.meshes)
    everything = np.concatenate([mesh.vertices for mesh in prop.meshes])
    assert everything[:, 2].min() == pytest.approx(0, abs=1e-6)
    feet = everything[everything[:, 2] < 0.01 * everything[:, 2].max()]
    assert np.abs(feet.min(axis=0) + feet.max(axis=0))[:2].max() / 2 < 0.02 * np.ptp(everything, axis=0).max()
    low, high = catalogue()[name].extent
    assert low <= extents(prop).max() <= high
    for mesh in prop.meshes:
        assert_closed_mesh(mesh.vertices, mesh.corner_vertices, mesh.face_offsets)
        assert mesh.uvs.min() >= 0 and mesh.uvs.max() <= 1
        assert stretch(mesh.vertices, mesh.corner_vertices, mesh.face_offsets, mesh.uvs) < 1.9, mesh.name
