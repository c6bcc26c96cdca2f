# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair: every style is grown where it belongs, and textures curl it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from backend.avatar import hair_styles, head, skin
from backend.avatar.coordinates import joint
from backend.avatar.drape import Body
from backend.avatar.hair import grow
from backend.avatar.hair_ropes import SIDES
from backend.avatar.reading import read
from backend.avatar.resolve import resolve
from backend.avatar.spec import HAIR_STYLES, HAIR_TEXTURES, from_json
from backend.body import anny_model, anthropometry
from protocol.assets import Mesh


@cache
def body() -> Body:
    phenotype = anny_model.Phenotype(gender=0.9, age=anthropometry.age_parameter(30.0))
    return Body(anny_model.shape(anthropometry.solve(1.7, 22.0, phenotype, {}).phenotype, {}))


@cache
def hair(style: str, texture: str | None = None) -> list[Mesh]:
    person, _ = resolve(from_json({"hair_style": style, "hair_texture": texture, "gender": 0.9}), 3)
    return grow(person, body(), 1.0, "game_engine", 7)


def test_the_spec_and_the_table_agree() -> None:
    assert set(HAIR_STYLES) == {*hair_styles.STYLES} - {"beard"} | {"bald"}
    assert len(HAIR_STYLES) >= 13 and hair("bald") == []


@pytest.mark.parametrize("style", [each for each in HAIR_STYLES if each != "bald"])
def test_styles_are_sound_and_on_the_head(style: str) -> None:
    for mesh in hair(style):
        mesh.validate()
        assert np.isfinite(mesh.vertices).all() and len(mesh.vertices) < 160_000
        assert mesh.weights.sum(axis=1) == pytest.approx(1, abs=1e-5)
    points = hair(style)[0].vertices
    chin, crown = joint("jaw", body().vertices)[2], body().skin[:, 2].max()
    assert points[:, 2].max() > crown - 0.03 or style == "balding"
    eyes = joint("l-eye", body().vertices)
    # Nothing hangs before the eyes.
    before = (np.abs(points[:, 0]) < 0.05) & (points[:, 1] < eyes[1] - 0.02) & (np.abs(points[:, 2] - eyes[2]) < 0.008)
    assert before.mean() < 0.004
    longest = {"long": 0.12, "dreadlocks": 0.06}
    if style in longest:
        assert points[:, 2].min() < chin - longest[style]
    elif style in ("buzz", "short", "pixie", "quiff", "balding", "spiky", "mohawk", "afro"):
        assert points[:, 2].min() > chin - 0.06


def test_a_bob_is_cut_in_one_line() -> None:
    points = hair("bob")[0].vertices
    chin = joint("jaw", body().vertices)[2]
    ends = points[points[:, 2] < np.percentile(points[:, 2], 3)]
    assert abs(float(ends[:, 2].mean()) - chin) < 0.07 and np.ptp(ends[:, 2]) < 0.05


def test_braids_and_pigtails_hang_on_both_sides_and_braids_cross() -> None:
    for style in ("braids", "pigtails"):
        tied = next(each for each in hair(style) if each.name == "Tied hair").vertices
        low = tied[tied[:, 2] < np.percentile(tied[:, 2], 30)]
        assert (low[:, 0] > 0.03).mean() == pytest.approx(0.5, abs=0.1) and (np.abs(low[:, 0]) < 0.02).mean() < 0.1
    one = next(each for each in hair("braid") if each.name == "Tied hair").vertices
    assert abs(one[:, 0].mean()) < 0.01 and np.abs(one[:, 0]).max() < 0.09


def test_dreadlocks_are_round_ropes_apart_at_the_roots() -> None:
    style = hair_styles.STYLES["dreadlocks"]
    rings = hair("dreadlocks")[0].vertices.reshape(style.locks, style.steps + 1, SIDES, 3)
    middle = rings.mean(axis=2)
    radius = np.linalg.norm(rings - middle[:, :, None], axis=3)
    assert (radius.max(axis=2) < 1.05 * radius.min(axis=2)).all(), "as thick as wide"
    thick = np.median(2 * radius[:, 4:12], axis=(1, 2))
    assert thick.min() > 0.006 and thick.max() < 0.018
    gaps = np.linalg.norm(middle[:, None, 0] - middle[None, :, 0], axis=2) + np.eye(style.locks)
    assert gaps.min() > 0.005


def test_a_horseshoe_leaves_the_top_bare() -> None:
    crown = body().skin[:, 2].max()
    top = hair("balding")[0].vertices
    assert (top[:, 2] > crown - 0.02).mean() < 0.01


@pytest.mark.parametrize("texture", HAIR_TEXTURES)
def test_textures_are_accepted_by_every_style(texture: str) -> None:
    assert hair_styles.style_of("long", texture).steps <= 30


def test_curls_wind_about_their_lines() -> None:
    def winding(texture: str) -> float:
        mesh = hair("medium", texture)[0]
        style = hair_styles.style_of("medium", texture)
        paths = mesh.vertices.reshape(-1, style.steps + 1, 3, 3)[:, :, 1]
        steps = np.diff(paths, axis=1)
        return float(
            (np.linalg.norm(steps, axis=2).sum(axis=1) / np.linalg.norm(paths[:, -1] - paths[:, 0], axis=1)).mean()
        )

    straight, wavy, curly = (winding(each) for each in ("straight", "wavy", "curly"))
    assert straight < wavy < curly and curly > 1.2 * straight


@pytest.mark.parametrize(
    ("prompt", "style"),
    [
        ("a woman with a bob", "bob"),
        ("a man with dreadlocks", "dreadlocks"),
        ("a girl with pigtails", "pigtails"),
        ("a punk with spiky hair", "spiky"),
        ("a balding man", "balding"),
        ("a samurai with a topknot", "topknot"),
        ("a man with slicked back hair", "slicked-back"),
        ("a woman with two braids", "braids"),
    ],
)
def test_words_name_styles(prompt: str, style: str) -> None:
    assert read(prompt).spec["hair_style"] == style


@pytest.mark.parametrize("style", ["", "moustache", "goatee"])
def test_beards_leave_the_lips_free(style: str) -> None:
    regions = skin._head_map(512)
    share = head.beard(regions.points, style)
    assert share[regions.lips > 0.6].max() < 0.35 and share.max() > 0.9
