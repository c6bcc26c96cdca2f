# SPDX-License-Identifier: GPL-3.0-or-later
"""Every family, several seeds: sound meshes at the right size, distinct individuals."""

from __future__ import annotations

import numpy as np
import pytest
from object_checks import assert_closed_mesh, stretch

from backend.engine import Progress
from backend.objects.families import NAMES, catalogue
from backend.objects.making import make
from backend.objects.materials import RECIPES
from backend.objects.spec import check

#: Where only the outline counts.
COARSE = 0.25
BARE = {"texture_size": "0", "detail": 1.0, "size_scale": 1.0}


def build(category: str, seed: int = 0, detail: float = 0.5, **spec):
    prop, notes = make(check({"category": category, **spec}), seed, {**BARE, "detail": detail}, Progress())
    assert not notes
    prop.validate()
    return prop


def extents(prop) -> np.ndarray:
    return np.ptp(np.concatenate([mesh.vertices for mesh in prop.meshes]), axis=0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_sound(name, seed):
    prop = build(name, seed, 0.5 + 0.5 * (seed == 0))
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


@pytest.mark.parametrize("name", NAMES)
def test_declaration(name):
    family = catalogue()[name]
    regions = {str(r) for seed in range(4) for mesh in _parts(family, seed) for r in np.unique(mesh.surface.regions)}
    assert regions <= set(family.looks)
    assert set(family.part_words) <= set(family.looks)
    made = [r for each in family.looks.values() for r in ((each,) if isinstance(each, str) else each)]
    recipes = {recipe.removeprefix("main or ") for recipe in made} - {"main"}
    assert (recipes | set(family.materials)) <= set(RECIPES)
    assert family.principal in ("height", "width", "depth")


def test_a_word_names_one_family():
    named: dict[str, str] = {}
    for family in catalogue().values():
        for word in family.words:
            assert word not in named, f"{word}: {named.get(word)} and {family.name}"
            named[word] = family.name


def _parts(family, seed):
    from backend.objects.families import Draw
    return family.build(Draw(np.random.default_rng(seed), {}, frozenset(), COARSE))


@pytest.mark.parametrize("name", NAMES)
def test_asked_sizes_are_met(name):
    got = extents(build(name, 4, COARSE, size={"height": 0.4, "width": 0.5}))
    assert got[2] == pytest.approx(0.4, rel=0.01) and got[0] == pytest.approx(0.5, rel=0.01)


@pytest.mark.parametrize("name", NAMES[::4])
def test_an_asked_height_alone_is_met(name):
    assert extents(build(name, 4, COARSE, size={"height": 0.3}))[2] == pytest.approx(0.3, rel=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_every_style_builds(name):
    for style in catalogue()[name].styles:
        assert extents(build(name, 5, COARSE, styles=[style])).max() > 0.02


def test_a_long_table_is_not_a_tall_one():
    plain, long = extents(build("table", 2, styles=["rectangular"])), extents(
        build("table", 2, styles=["rectangular"], size={"width": 2.4}))
    assert long[0] == pytest.approx(2.4, rel=0.01)
    assert long[2] == pytest.approx(plain[2], rel=0.05)


def test_proportions_and_scale():
    plain = extents(build("vase", 1))
    assert extents(build("vase", 1, scale=2.0)) == pytest.approx(2 * plain, rel=1e-4)
    tall = extents(build("vase", 1, stretch={"height": 1.25}))
    assert tall[2] == pytest.approx(1.25 * plain[2], rel=1e-4) and tall[0] == pytest.approx(plain[0], rel=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_same_seed_same_object_other_seed_another(name):
    first, again = build(name, 7, COARSE), build(name, 7, COARSE)
    for a, b in zip(first.meshes, again.meshes, strict=True):
        assert a.vertices.tobytes() == b.vertices.tobytes() and a.uvs.tobytes() == b.uvs.tobytes()
    # without charts, which are most of the work
    drawn = [np.concatenate([part.surface.vertices for part in _parts(catalogue()[name], seed)]) for seed in range(6)]
    shapes = {tuple(np.round(np.ptp(each, axis=0), 5)) for each in drawn}
    assert len(shapes) >= 4  # bricks and carriages come in whole sizes


def test_nine_vases_are_a_potters_shelf():
    slim, heights, handles = set(), [], 0
    for seed in range(9):
        vase = build("vase", seed)
        size = extents(vase)
        slim.add(round(float(size[1] / size[2]), 1))
        heights.append(float(size[2]))
        handles += len(vase.meshes) > 1
    assert len(slim) >= 3 and max(heights) / min(heights) > 1.15 and handles < 9


def test_mesh_detail_changes_the_count_not_the_size():
    spec = check({"category": "vase"})
    coarse, fine = (make(spec, 3, {**BARE, "detail": d}, Progress())[0] for d in (0.5, 2.0))
    assert len(fine.meshes[0].vertices) > 6 * len(coarse.meshes[0].vertices)
    assert extents(coarse) == pytest.approx(extents(fine), rel=0.02)
