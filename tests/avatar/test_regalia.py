# SPDX-License-Identifier: GPL-3.0-or-later
"""The headcloth, the broad collar, the samurai's helmet, the Egyptian kilt and a mummy's bandages."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from backend.avatar.person import Options, build
from backend.avatar.reading import read
from backend.avatar.resolve import resolve
from backend.avatar.spec import Person, from_json
from backend.engine import Progress
from protocol.assets import Avatar, Mesh


def person(prompt: str) -> Person:
    return resolve(from_json(read(prompt).spec), 1)[0]


@cache
def made(prompt: str) -> Avatar:
    return build(person(prompt), Options(face_keys=False, texture_size=256), 1, Progress())[0]


def mesh(prompt: str, name: str) -> Mesh:
    return next(each for each in made(prompt).meshes if each.name == name)


def test_a_pharaoh_is_bare_above_a_kilt_and_a_woman_or_a_boy_is_not() -> None:
    assert [each.kind for each in person("a pharaoh").outfit] == ["shendyt", "sandals"]
    assert "t-shirt" in [each.kind for each in person("a woman in a shendyt").outfit]
    assert "t-shirt" in [each.kind for each in person("a 9-year-old boy in a shendyt").outfit]


def test_the_kilt_moves_as_skirts_do_and_not_as_the_skin_of_each_leg() -> None:
    kilt = mesh("a pharaoh", "Shendyt")
    names = made("a pharaoh").skeleton.names
    assert kilt.joints is not None and kilt.weights is not None
    front = (np.abs(kilt.vertices[:, 0]) < 0.03) & (kilt.vertices[:, 1] < 0)
    legs = [
        sum(np.where(kilt.joints[front] == names.index(bone), kilt.weights[front], 0).sum(axis=1))
        for bone in ("thigh_l", "thigh_r")
    ]
    assert min(legs) > 0.5 * max(legs) > 0  # between the legs it belongs to both


def test_the_headcloth_is_striped_covers_the_brow_and_leaves_the_face() -> None:
    cloth, body = mesh("a pharaoh", "Nemes"), made("a pharaoh").meshes[0]
    names = [each.name for each in cloth.materials]
    assert any("stripe" in name for name in names) and len(names) == 3  # cloth, stripes, gold
    eyes = next(each for each in made("a pharaoh").meshes if each.name == "Eyes").vertices
    before = (np.abs(cloth.vertices[:, 0]) < 0.045) & (cloth.vertices[:, 1] < eyes[:, 1].max())
    assert not (before & (np.abs(cloth.vertices[:, 2] - eyes[:, 2].mean()) < 0.012)).any()
    crown = float(body.vertices[:, 2].max())
    for azimuth in np.radians(np.arange(0, 360, 30)):  # all round above the brow, the front too
        near = cloth.vertices[cloth.vertices[:, 2] > crown - 0.07]
        ray = near[:, :2] - [0.0, float(near[:, 1].mean())]
        assert (ray @ [np.sin(azimuth), -np.cos(azimuth)] > 0.03).any()


def test_the_broad_collar_lies_in_rings_about_the_neck_and_rides_on_the_skin() -> None:
    collar, body = mesh("a pharaoh", "Broad collar"), made("a pharaoh").meshes[0]
    distance = np.linalg.norm(body.vertices[None] - collar.vertices[::15, None], axis=2).min(axis=1)
    assert distance.max() < 0.03 and len(collar.materials) >= 4
    assert (collar.vertices[:, 1] > 0.02).any() and (collar.vertices[:, 1] < -0.06).any()


@pytest.mark.parametrize("side", (-1.0, 1.0))
def test_the_samurai_helmet_has_a_crescent_on_both_sides_and_lames_behind(side: float) -> None:
    helmet, body = mesh("a samurai", "Kabuto"), made("a samurai").meshes[0]
    crown = float(body.vertices[:, 2].max())
    horn = helmet.vertices[helmet.vertices[:, 2] > crown + 0.08]
    assert (side * horn[:, 0] > 0.06).any() and horn[:, 1].max() < 0.0
    assert (helmet.vertices[:, 2] < crown - 0.16).any() and helmet.weights is not None
    assert np.allclose(helmet.weights.max(axis=1), 1.0)  # hard: it rides on the head alone


def test_a_mummy_is_wound_in_strips_that_stand_off_one_another() -> None:
    cloth = mesh("a mummy", "Bandages")
    assert len(cloth.materials) == 2 and cloth.material_index is not None
    share = np.bincount(cloth.material_index) / len(cloth.material_index)
    assert 0.2 < share[1] < 0.8  # two shades by turns
    assert [each.kind for each in person("a mummy").outfit] == ["bandages"]


def test_bandages_cover_the_head_but_for_a_slit_at_the_eyes_and_hide_the_hair() -> None:
    strips, body = mesh("a mummy", "Head bandages"), made("a mummy").meshes[0]
    eyes = next(each for each in made("a mummy").meshes if each.name == "Eyes").vertices
    before = strips.vertices[(np.abs(strips.vertices[:, 0]) < 0.05) & (strips.vertices[:, 1] < eyes[:, 1].max())]
    assert not (np.abs(before[:, 2] - eyes[:, 2].mean()) < 0.008).any()
    assert (before[:, 2] < eyes[:, 2].min() - 0.05).any() and (before[:, 2] > eyes[:, 2].max() + 0.03).any()
    assert strips.vertices[:, 2].max() > body.vertices[:, 2].max()
    assert not any(each.role == "hair" for each in made("a mummy").meshes)
