# SPDX-License-Identifier: GPL-3.0-or-later
"""What every family promises of its meshes, on a sample of them; closure, size and base are in test_object_families."""

from __future__ import annotations

import numpy as np
import pytest

from backend.engine import Progress
from backend.objects.families import NAMES
from backend.objects.finishing.report import report
from backend.objects.finishing.soup import Soup
from backend.objects.making import make
from backend.objects.modeling.polygons import fans
from backend.objects.spec import check

#: Small things of which a part holds very many, all with the charts of one: they carry no texture of their own.
ALIKE = {"sprinkles", "sesame", "spines", "beads", "crystals", "seeds"}


@pytest.mark.parametrize("name", NAMES[5::23])
def test_promises(name: str) -> None:
    prop, _ = make(check({"category": name}), 0, {"texture_size": "0", "detail": 0.5}, Progress())
    prop.validate()  # finite, indices within, offsets rising
    assert min(mesh.vertices[:, 2].min() for mesh in prop.meshes) == pytest.approx(0, abs=1e-6)
    for mesh in prop.meshes:
        corners = fans(mesh.face_offsets)[0]
        soup = Soup(mesh.vertices.astype(float), mesh.corner_vertices[corners].astype(np.int64))
        edges = np.sort(soup.triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
        _, count = np.unique(edges, axis=0, return_counts=True)
        assert (count == 2).all(), mesh.name  # closed and manifold
        assert soup.volume() > 0, mesh.name
        assert mesh.uvs.min() >= 0 and mesh.uvs.max() <= 1
        found = report(soup, mesh.uvs[corners].astype(float))
        assert found.degenerate_triangles <= 0.01 * found.triangles, mesh.name
        assert found.uv_stretch_95 < 4, mesh.name
        if mesh.name not in ALIKE:
            assert found.uv_overlap < 0.06, mesh.name
        for material in mesh.materials:
            assert 1 <= material.procedural["density"] <= 20_000
