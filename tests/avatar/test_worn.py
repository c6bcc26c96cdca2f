# SPDX-License-Identifier: GPL-3.0-or-later
"""Accessories: closed, outside the body, where they belong, skinned; hair does not come through hats."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from scipy.spatial import cKDTree

from backend.avatar import person, worn
from backend.avatar.coordinates import joint
from backend.avatar.drape import Body
from backend.avatar.hair import grow
from backend.avatar.outfit import dress
from backend.avatar.reading import read
from backend.avatar.resolve import resolve
from backend.avatar.spec import ACCESSORIES, from_json
from backend.avatar.worn.fitting import Fitting
from backend.avatar.worn.hair_under import under_hat
from backend.body import anny_model, anthropometry, hm08, rigs
from backend.engine import Progress
from protocol.assets import Mesh

HATS = {*worn.headgear.MAKERS, *worn.caps.MAKERS, *worn.helmets.MAKERS}


@dataclass(frozen=True)
class Figure:
    """A dressed body with hair, made once; what is worn comes on top."""

    fitting: Fitting
    hair: list[Mesh]
    head: float
    pelvis: float


@cache
def figure(age: float = 30.0) -> Figure:
    person, _ = resolve(from_json({"age_years": age, "gender": 1.0, "hair_style": "long"}), 3)
    phenotype = anny_model.Phenotype(gender=1.0, age=anthropometry.age_parameter(age))
    vertices = anthropometry.solve(person.height_m, person.bmi, phenotype, {}).phenotype
    shaped = anny_model.shape(vertices, {})
    shaped[:, 2] -= shaped[slice(*hm08.BODY), 2].min()
    body = Body(shaped)
    garments, _ = dress(person.outfit, body, "game_engine", [3])
    hair = grow(person, body, 1.0, "game_engine", 5)
    return Figure(
        Fitting(body, 1.0 if age > 15 else 0.85, garments),
        hair,
        float(joint("head", shaped)[2]),
        float(joint("pelvis", shaped)[2]),
    )


def wearing(kind: str, age: float = 30.0) -> tuple[Mesh, Figure]:
    person, _ = resolve(from_json({"accessories": [{"kind": kind, "color": None}]}), 3)
    meshes, notes = worn.wear(person, figure(age).fitting, "game_engine", 3)
    assert not notes and len(meshes) == 1 and meshes[0].name == kind.replace("_", " ").capitalize()
    return meshes[0], figure(age)


def test_every_accessory_of_the_spec_is_made() -> None:
    assert set(worn.MAKERS) == set(ACCESSORIES)


@pytest.mark.parametrize("kind", ACCESSORIES)
def test_accessories_are_skinned_and_near_where_they_are_worn(kind: str) -> None:
    mesh, body = wearing(kind)
    mesh.validate()
    assert np.isfinite(mesh.vertices).all() and mesh.weights.sum(axis=1) == pytest.approx(1, abs=1e-5)
    head, pelvis = body.head, body.pelvis
    low, high = mesh.vertices[:, 2].min(), mesh.vertices[:, 2].max()
    if kind in HATS or kind in worn.eyewear.MAKERS or kind == "mask":
        assert low > head - (0.2 if kind in ("knight_helmet", "space_helmet") else 0.12) and high > head + 0.02
    elif kind == "socks":
        assert high < 0.5 * pelvis and low < 0.06
    elif kind in ("belt", "duty_belt"):
        high = low + 0.04 if kind == "duty_belt" else high
        assert abs((low + high) / 2 - pelvis) < 0.15 and high - low < 0.08
    elif kind == "cape":
        assert high > head - 0.15 and low < 0.4 * pelvis and (mesh.vertices[:, 1].mean() > 0.02)
    elif kind in ("tie", "bow_tie"):
        assert np.abs(mesh.vertices[:, 0]).max() < 0.08 and mesh.vertices[:, 1].max() < 0.02
    sides = mesh.vertices[:, 0].min(), mesh.vertices[:, 0].max()
    if kind in ("fur", "emblem", "badge", "life_support"):
        assert pelvis - 0.1 < low and high < head + 0.05
    if kind not in ("neck_scarf", "santa_hat", "belt", "duty_belt", "pointed_hat", "badge", "fur"):
        assert abs(sum(sides)) < 0.012, "as far to the left as to the right"


@pytest.mark.parametrize("kind", sorted(HATS - {"crown", "headband", "turban"}))
def test_the_head_stays_inside_of_a_hat(kind: str) -> None:
    """Above the hat's edge no skin and no hair lies outside of it."""
    mesh, body = wearing(kind)
    hat = mesh.vertices
    axis = hat[:, :2].mean(axis=0)
    top = hat[:, 2].max()
    hair = deepcopy(body.hair)
    under_hat(hair, body.fitting, {kind})
    for points in (body.fitting.body.skin, hair[0].vertices):
        skin = points[(points[:, 2] > top - 0.55 * (top - hat[:, 2].min()))]
        if not len(skin):
            continue
        assert skin[:, 2].max() < top

        # Directions around the axis: farther out than the hat at the same height and azimuth.
        def cell(points: np.ndarray) -> np.ndarray:
            offset = points[:, :2] - axis
            azimuth = ((np.arctan2(offset[:, 1], offset[:, 0]) / (2 * np.pi) + 0.5) * 24).astype(int) % 24
            return azimuth * 400 + (points[:, 2] * 100).astype(int)

        reach: dict[int, float] = {}
        dense = sampled(mesh)
        for at, radius in zip(cell(dense), np.linalg.norm(dense[:, :2] - axis, axis=1)):
            reach[at] = max(reach.get(at, 0.0), float(radius))
        out = [
            radius - reach[at]
            for at, radius in zip(cell(skin), np.linalg.norm(skin[:, :2] - axis, axis=1))
            if at in reach
        ]
        assert not out or (np.array(out) > 0.004).mean() < 0.01


def test_not_a_single_lock_comes_through_a_hat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen on a bearded, long-haired Santa Claus: white flecks on his red hat."""
    fittings: list[Fitting] = []
    monkeypatch.setattr(person, "under_hat", lambda hair, fitting, kinds: (
        fittings.append(fitting), under_hat(hair, fitting, kinds)))
    santa, _ = resolve(from_json(read("a santa claus").spec), 3)
    options = person.Options(face_keys=False, texture_size=256, only=frozenset(("clothes", "hair")))
    meshes = {each.name: each for each in person.build(santa, options, 3, Progress())[0].meshes}
    middle, normal = fittings[0].brim

    def cells(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """By azimuth and height, and how far out, above the hat's band."""
        offset = points.astype(float) - middle
        height = offset @ normal
        flat = (offset - height[:, None] * normal)[height > 0.25 * fittings[0].crown]
        far = np.linalg.norm(flat, axis=1)
        return np.column_stack([0.1 * flat / far[:, None], height[height > 0.25 * fittings[0].crown]]), far

    hat, far = cells(sampled(meshes["Santa hat"]))
    hair, radius = cells(meshes["Hair"].vertices)
    near = cKDTree(hat).query_ball_point(hair, 0.0015)
    found = np.array([far[each].max() if each else np.nan for each in near])
    assert len(hair) > 1000 and np.isfinite(found).mean() > 0.9
    assert not (radius > found).any()


def sampled(mesh: Mesh) -> np.ndarray:
    """Points (N, 3) spread over a mesh's quads."""
    starts = mesh.face_offsets[:-1][np.diff(mesh.face_offsets) == 4]
    a, b, c, d = (mesh.vertices[mesh.corner_vertices[starts + corner]][:, None, None] for corner in range(4))
    s, t = (each[None, ..., None] for each in np.meshgrid(*[(np.arange(8) + 0.5) / 8] * 2))
    return ((1 - s) * (1 - t) * a + s * (1 - t) * b + s * t * c + (1 - s) * t * d).reshape(-1, 3)


def test_goggles_are_round() -> None:
    from backend.avatar.worn.eyewear import _rim

    assert np.linalg.norm(_rim(1.0), axis=1) == pytest.approx(1.0)
    assert np.linalg.norm(_rim(0.3), axis=1).max() > 1.05


@pytest.mark.parametrize("kind", ["gloves", "mask", "socks"])
def test_second_skins_lie_just_outside_the_skin(kind: str) -> None:
    from scipy.spatial import cKDTree

    mesh, body = wearing(kind)
    distance, _ = cKDTree(body.fitting.body.skin).query(mesh.vertices)
    assert distance.max() < 0.02 and np.median(distance) < 0.012


def test_a_child_wears_a_smaller_hat() -> None:
    def width(age: float) -> float:
        return float(np.ptp(wearing("top_hat", age)[0].vertices[:, 0]))

    assert 0.75 * width(30.0) < width(6.0) < 0.99 * width(30.0)


def test_the_last_hat_asked_for_is_worn() -> None:
    person, _ = resolve(
        from_json({"accessories": [{"kind": "cap", "color": None}, {"kind": "crown", "color": None}]}), 1
    )
    meshes, notes = worn.wear(person, figure().fitting, "game_engine", 3)
    assert [each.name for each in meshes] == ["Crown"] and "takes the place of the cap" in notes[0]


def test_garments_with_belts_have_them_as_objects_and_one_of_them() -> None:
    def belts(spec: dict) -> int:
        person, _ = resolve(from_json(spec), 1)
        return sum(each.name == "Belt" for each in worn.wear(person, figure().fitting, "mixamo", 3)[0])

    robe = {"outfit": [{"kind": "robe"}]}
    assert belts({}) == 0 and belts(robe) == 1
    assert belts({**robe, "accessories": [{"kind": "belt", "color": [1, 0, 0]}]}) == 1


@pytest.mark.parametrize("bmi", [19.0, 24.0, 42.0])
def test_plates_lie_over_the_mail_on_every_build(bmi: float) -> None:
    """Next to each point of the mail under a plate, the plate is farther out."""
    person, _ = resolve(from_json({"outfit": [{"kind": "armour"}], "bmi": bmi, "gender": 0.0, "height_m": 1.8}), 3)
    phenotype = anny_model.Phenotype(gender=0.0, age=anthropometry.age_parameter(30.0))
    shaped = anny_model.shape(anthropometry.solve(1.8, bmi, phenotype, {}).phenotype, {})
    body = Body(shaped)
    garments, _ = dress(person.outfit, body, "game_engine", [3])
    meshes, _ = worn.wear(person, Fitting(body, 1.0, garments), "game_engine", 3)
    plates = next(each for each in meshes if each.name == "Plates")
    mail = next(each for each in garments if each.name == "Mail").vertices.astype(float)
    outer = cKDTree(sampled(plates))
    distance, near = outer.query(mail, k=12)
    points = sampled(plates)[near]
    normal = body.normals[body.tree.query(mail)[1]]
    height = np.einsum("nkj,nj->nk", points - mail[:, None], normal)
    aside = np.sqrt(np.maximum(distance**2 - height**2, 0))
    under = (aside.min(axis=1) < 0.006) & (np.abs(height).min(axis=1) < 0.03)
    assert under.mean() > 0.5
    assert (height.max(axis=1)[under] < 0.001).mean() < 0.015
    for side in ("hip", "knee", "elbow", "shoulder"):
        assert any(
            piece.rides == f"left_{side}"
            for piece in worn.plates.plates(Fitting(body, 1.0, garments), "armour", np.ones(3), np.ones(3), "steel")
        )


@cache
def armoured() -> tuple[Body, dict[str, Mesh]]:
    """A man in armour with a belt, and what he wears by name."""
    spec, _ = resolve(from_json({"outfit": [{"kind": "armour"}], "accessories": [{"kind": "belt"}], "gender": 0.0,
                                 "height_m": 1.95, "muscle": 0.9}), 3)
    phenotype = anny_model.Phenotype(gender=0.0, age=anthropometry.age_parameter(30.0), muscle=0.9)
    body = Body(anny_model.shape(anthropometry.solve(1.95, 25.0, phenotype, {}).phenotype, {}))
    garments, _ = dress(spec.outfit, body, "game_engine", [3])
    meshes, _ = worn.wear(spec, Fitting(body, 1.0, garments), "game_engine", 3)
    return body, {each.name: each for each in meshes}


def test_a_belt_goes_round_the_plates() -> None:
    body, meshes = armoured()
    axis = joint("spine-3", body.vertices)[:2]

    def reach(points: np.ndarray) -> np.ndarray:
        offset = points[:, :2] - axis
        sector = ((np.arctan2(offset[:, 1], offset[:, 0]) / (2 * np.pi) + 0.5) * 24).astype(int) % 24
        most = np.zeros(24)
        np.maximum.at(most, sector, np.linalg.norm(offset, axis=1))
        return most

    belt, plates = meshes["Belt"].vertices, sampled(meshes["Plates"])
    middle = np.median(belt[:, 2])
    about = (np.abs(plates[:, 2] - middle) < 0.012) & (np.abs(plates[:, 0]) < 1.2 * np.abs(belt[:, 0]).max())
    assert (reach(belt) > reach(plates[about])).all()


def test_lowered_arms_do_not_stand_shoulder_plates_up() -> None:
    """Their inner edges ride on the collar bone, the caps on the arm."""
    body, meshes = armoured()
    plates = meshes["Plates"]
    assert plates.joints is not None and plates.weights is not None
    arm = rigs.bones("game_engine")[0].index("upperarm_l")
    share = np.where(plates.joints == arm, plates.weights, 0.0).sum(axis=1)
    cap = share > 0
    shoulder = joint("l-shoulder", body.vertices)
    inner = cap & (plates.vertices[:, 0] < 0.72 * shoulder[0])
    outer = cap & (plates.vertices[:, 0] > shoulder[0] + 0.06)
    assert inner.sum() > 20 and share[inner].max() < 0.4 and np.median(share[outer]) > 0.95


def test_colours_and_words_find_their_hats() -> None:
    spec = read("a man with a black top hat, a straw-coloured tie and a white shirt").spec
    kinds = {each["kind"] for each in spec["accessories"]}
    assert "top_hat" in kinds and "tie" in kinds
    assert [each["kind"] for each in spec["outfit"]] == ["shirt"]
    straw = read("a farmer in a straw hat").spec
    assert {each["kind"] for each in straw["accessories"]} == {"straw_hat"}
