# SPDX-License-Identifier: GPL-3.0-or-later
"""What one sees of a person from near: teeth, nails, eyes, nostrils, what is left of hair, edges of lapels, a tie."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from backend.avatar import eyes, head, nails, skin, teeth
from backend.avatar.hair_styles import STYLES, style_of
from backend.avatar.reading import read
from backend.avatar.resolve import resolve
from backend.avatar.spec import from_json
from backend.body import hm08


def parts_of(faces: list[tuple[int, ...]], vertices: int) -> np.ndarray:
    edges = np.array([(face[k - 1], face[k]) for face in faces for k in range(len(face))])
    count, parts = connected_components(coo_matrix((np.ones(len(edges)), edges.T), shape=(vertices, vertices)))
    return np.bincount(parts, minlength=count)


def test_every_tooth_is_a_piece_of_its_own_and_gums_hold_them() -> None:
    surface = teeth.rows()
    own = {tag: [face for face, its in zip(surface.faces, surface.tags) if its == tag] for tag in (0, 1)}
    count = surface.matrix.shape[0]
    pieces = parts_of(own[0], count)
    assert (pieces > 1).sum() == 28  # two rows of fourteen
    assert (parts_of(own[1], count) > 1).sum() == 2
    assert all(len(face) == 4 for face in surface.faces)


def test_teeth_lie_where_the_base_mesh_has_its_rows_and_face_outwards() -> None:
    mesh, surface = hm08.base_mesh(), teeth.rows()
    assert np.allclose(np.asarray(surface.matrix.sum(axis=1)), 1.0)
    points = surface.points(mesh.vertices)
    rows = mesh.vertices[np.unique(np.concatenate([mesh.faces[f"helper-{name}-teeth"] for name in ("upper", "lower")]))]
    assert (points > rows.min(axis=0) - 0.001).all() and (points < rows.max(axis=0) + 0.001).all()
    assert np.allclose(np.sort(points[:, 0]), np.sort(-points[:, 0]), atol=2e-4)  # left as right
    normals = surface.normals(points)
    front = points[:, 1] < -0.145
    assert (normals[front, 1] < 0).mean() > 0.8


def test_a_pupil_is_black_and_nothing_mirrors_the_room_twice() -> None:
    material = eyes.eye_material((0.1, 0.2, 0.4), 1)
    assert material.coat == 0 and material.ior == pytest.approx(1.376)
    assert material.base_color_image is not None
    assert material.base_color_image.pixels[256, 256].max() < 12


@pytest.mark.parametrize("prompt", ("a young woman", "a dark-skinned man"))
def test_nails_are_told_from_the_skin_and_shine(prompt: str) -> None:
    person, _ = resolve(from_json(read(prompt).spec), 1)
    material = skin.material(person, 1, 2048)
    texels, share, along = nails.nails(2048)
    assert len(texels) > 1000 and along.min() == 0 and along.max() == 1
    assert material.base_color_image is not None and material.roughness_image is not None
    colors = material.base_color_image.pixels.reshape(-1, 3)[texels].astype(float)
    free, bed = colors[(share > 0.9) & (along > 0.95)].mean(axis=0), colors[(share > 0.9) & (along < 0.7)].mean(axis=0)
    fold = colors[(share > 0.4) & (share < 0.6) & (along < 0.7)].mean(axis=0)
    assert free[1] > bed[1] + 6 and fold.sum() < bed.sum() - 20
    small, there, _ = nails.nails(1024)
    rough = material.roughness_image.pixels.ravel()
    assert rough[small[there > 0.9]].mean() < 0.6 * np.median(rough)


def test_few_texels_have_no_nails_rather_than_none_of_the_skin() -> None:
    texels, _, _ = nails.nails(64)
    person, _ = resolve(from_json(read("a man").spec), 1)
    assert len(texels) < 60 and skin.material(person, 1, 64).base_color_image is not None


def test_nostrils_are_hollows_beneath_the_nose_alone() -> None:
    mesh = hm08.base_mesh()
    points = mesh.vertices[slice(*hm08.BODY)]
    share = head.nostril(points)
    inside = points[share > 0.5]
    assert len(inside) >= 8 and set(np.sign(inside[:, 0])) == {-1.0, 1.0}
    assert inside[:, 2].min() > 0.6838 and np.abs(inside[:, 0]).min() > 0.004 and np.abs(inside[:, 0]).max() < 0.016


def test_balding_men_keep_a_horseshoe_from_temple_to_temple() -> None:
    places = np.array(
        [
            [0.0, 0.075, 0.74],
            [0.072, 0.0, 0.765],
            [0.073, -0.045, 0.745],  # the back, the sides, temples
            [0.0, -0.06, 0.82],
            [0.0, 0.03, 0.835],
            [0.04, -0.11, 0.78],
        ]
    )  # the crown, the forehead
    share = head.horseshoe(places)
    assert (share[:3] > 0.8).all() and (share[3:] < 0.05).all()
    assert style_of("balding", "coily") == STYLES["balding"]  # too short to wind


def test_brow_hairs_are_neither_rows_nor_scales() -> None:
    """Along no direction is the pattern periodic: no shift of it by one to three millimetres is like itself."""
    x, z = np.meshgrid(0.018 + np.arange(0, 0.028, 2e-4), 0.742 + np.arange(0, 0.006, 2e-4))
    flat = np.stack([x.ravel(), np.full(x.size, -0.12), z.ravel()], axis=1)
    _, along = head.brow(flat)
    pattern = head.strokes(flat, along).reshape(x.shape)
    for shift in range(5, 16):
        assert np.corrcoef(pattern[:, shift:].ravel(), pattern[:, :-shift].ravel())[0, 1] < 0.7
