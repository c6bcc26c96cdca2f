# SPDX-License-Identifier: GPL-3.0-or-later
"""Soles of shoes, and what shows through the skin of the muscular."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest

from backend.avatar import heels, muscles, reading, skin, soles
from backend.avatar.coordinates import joint
from backend.avatar.drape import Body
from backend.avatar.outfit import dress
from backend.avatar.resolve import resolve
from backend.avatar.spec import Garment, Person, from_json
from backend.body import anny_model, anthropometry, hm08
from protocol.assets import Mesh


@cache
def shoes(kind: str, age: float = 30.0, height: float = 1.7) -> Mesh:
    phenotype = anny_model.Phenotype(gender=0.5, age=anthropometry.age_parameter(age))
    body = Body(anny_model.shape(anthropometry.solve(height, 22.0 if age > 18 else 16.0, phenotype, {}).phenotype, {}))
    made, _ = dress([Garment(kind=kind, color=(0.1, 0.05, 0.02))], body, "game_engine", [1])
    made[0].vertices[:, 2] -= body.floor - soles.SOLE_HEIGHT
    return made[0]


@pytest.mark.parametrize(("kind", "age", "height"), [("shoes", 30.0, 1.7), ("sneakers", 8.0, 1.25),
                                                     ("boots", 60.0, 1.9)])
def test_soles_are_level_even_and_closed(kind: str, age: float, height: float) -> None:
    mesh = shoes(kind, age, height)
    mesh.validate()
    tag = next(number for number, each in enumerate(mesh.materials) if each.name.endswith("sole"))
    faces = [mesh.corner_vertices[mesh.face_offsets[index]:mesh.face_offsets[index + 1]]
             for index in np.nonzero(mesh.material_index == tag)[0]]
    used = np.unique(np.concatenate(faces))
    points = mesh.vertices[used]
    assert abs(points[:, 2].min()) < 1e-6 and points[:, 2].max() < 0.035
    ground = points[(points[:, 2] < 0.001) & (points[:, 0] > 0)]
    assert len(ground) > 30 and np.ptp(ground[:, 1]) > 0.9 * np.ptp(points[points[:, 0] > 0][:, 1])
    edges = Counter(frozenset(pair) for face in faces for pair in zip(face, np.roll(face, -1)))
    assert sum(count == 1 for count in edges.values()) == 2 * soles.COUNT, "open at the foot alone"
    for face in faces:
        corners = mesh.vertices[face]
        if corners[:, 2].max() < 0.001:
            assert np.cross(corners[1] - corners[0], corners[2] - corners[0])[2] < 0, "the underside faces down"


def test_high_heels_raise_heel_and_body_and_leave_the_toes() -> None:
    flat = anny_model.shape(anthropometry.solve(1.7, 22.0, anny_model.Phenotype(gender=1.0), {}).phenotype, {})
    raised = heels.lifted(flat, 0.06)
    moved = raised - flat
    skin_ = flat[slice(*hm08.BODY)]
    low = skin_[:, 2] < skin_[:, 2].min() + 0.02
    toes, heel = skin_[:, 1] < skin_[low, 1].min() + 0.05, skin_[:, 1] > skin_[low, 1].max() - 0.02
    assert np.ptp(moved[:len(skin_)][low & toes], axis=0).max() < 0.004, "toes keep their shape"
    assert np.abs(moved[:len(skin_)][low & toes, 2]).max() < 0.004
    assert moved[:len(skin_)][low & heel, 2].mean() == pytest.approx(0.06, abs=0.012)
    ankle = joint("l-ankle", raised) - joint("l-ankle", flat)
    assert 0.03 < ankle[2] < 0.06 and joint("head", raised)[2] - joint("head", flat)[2] == pytest.approx(
        ankle[2], abs=1e-4)
    assert joint("pelvis", raised)[1] == pytest.approx(joint("pelvis", flat)[1], abs=1e-4)
    body = Body(raised)
    made, _ = dress([Garment(kind="heels", color=(0.1, 0.05, 0.02))], body, "game_engine", [1])
    made[0].validate()
    sole = made[0].vertices[made[0].vertices[:, 0] > 0]
    ground = sole[sole[:, 2] < body.floor - soles.SOLE_HEIGHT + 0.001]
    assert sole[:, 2].min() == pytest.approx(body.floor - soles.SOLE_HEIGHT, abs=1e-6)
    gaps = np.diff(np.sort(ground[:, 1]))
    assert gaps.max() > 0.06, "the sole stands on the ball and on the heel, and on nothing between"


def test_an_outline_has_no_corners() -> None:
    turn = np.linspace(0, 2 * np.pi, 41)[:-1]
    jagged = np.stack([0.045 * np.sin(turn), -0.13 * np.cos(turn), np.zeros(40)], axis=1)
    jagged[:, 0] += 0.003 * (-1.0) ** np.arange(40)
    ring, nearest = soles.outline(jagged)
    assert ring.shape == (soles.COUNT, 3) and nearest.shape == (soles.COUNT,)
    steps = np.diff(np.concatenate([ring, ring[:1]]), axis=0)
    angle = np.arctan2(steps[:, 1], steps[:, 0])
    turns = np.abs((np.diff(np.concatenate([angle, angle[:1]])) + np.pi) % (2 * np.pi) - np.pi)
    assert turns.max() < 0.6 and abs(np.ptp(ring[:, 1]) - 0.26) < 0.01


def person(prompt: str) -> Person:
    return resolve(from_json(reading.read(prompt).spec), 1)[0]


def test_muscles_show_on_the_lean_and_strong_alone() -> None:
    shown = {prompt: muscles.definition(person(prompt)) for prompt in (
        "a bodybuilder", "an athlete", "a man", "a sumo wrestler", "a 10 year old muscular boy")}
    assert shown["a bodybuilder"] > 0.8 > shown["an athlete"] > 0
    assert shown["a man"] == shown["a sumo wrestler"] == shown["a 10 year old muscular boy"] == 0
    relief = skin.material(person("a bodybuilder"), 1, 512).normal_image
    assert relief is not None and (np.abs(relief.pixels[..., :2].astype(int) - 128).max(axis=2) > 12).mean() > 0.01
    assert skin.material(person("a man"), 1, 512).normal_image is None
