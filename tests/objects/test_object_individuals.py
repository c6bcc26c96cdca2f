# SPDX-License-Identifier: GPL-3.0-or-later
"""What families declare, and the individuals that seeds, styles and sizes make of them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from object_checks import BARE, COARSE, build, extents

from backend.engine import Progress
from backend.objects.families import NAMES, Draw, catalogue
from backend.objects.making import make
from backend.objects.materials import RECIPES
from backend.objects.spec import check


@pytest.mark.parametrize("name", NAMES)
def test_declaration(name):
    family = catalogue()[name]
    regions = set().union(*(_drawn(name, seed)[0] for seed in range(4)))
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


@cache
def _drawn(name, seed):
    """Names of the regions of an individual, and its size (3,): without charts, which are most of the work."""
    parts = catalogue()[name].build(Draw(np.random.default_rng(seed), {}, frozenset(), COARSE))
    regions = frozenset(str(each) for part in parts for each in np.unique(part.surface.regions))
    size = np.ptp(np.concatenate([part.surface.vertices for part in parts]), axis=0)
    return regions, tuple(float(each) for each in size)


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
    shapes = {tuple(np.round(_drawn(name, seed)[1], 5)) for seed in range(6)}
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
