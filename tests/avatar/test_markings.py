# SPDX-License-Identifier: GPL-3.0-or-later
"""Make-up, freckles, tattoos, scars and wounds on the skin, and the alien's head."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from backend.avatar import coordinates as c
from backend.avatar import creature, eyes, skin
from backend.avatar.head import EYE
from backend.avatar.markings import body_map
from backend.avatar.reading import read
from backend.avatar.resolve import resolve
from backend.avatar.spec import Person, from_json
from backend.body import anny_model, hm08
from backend.engine import EngineError

SIZE = 1024


@cache
def bare() -> Person:
    return resolve(from_json({"age_years": 30, "gender": 1.0, "skin_color": [0.5, 0.3, 0.2]}), 1)[0]


@cache
def plain() -> np.ndarray:
    return painted()


def painted(**marks: Any) -> np.ndarray:
    """Colour of the skin (texels, 3), 0 to 255."""
    material = skin.material(replace(bare(), **marks), 1, SIZE)
    assert material.base_color_image is not None
    return material.base_color_image.pixels.reshape(-1, 3).astype(float)


def changed(**marks: Any) -> np.ndarray:
    """How much each texel of the body's map changes, 0 to 255."""
    return np.abs(painted(**marks) - plain()).max(axis=1)[body_map(SIZE)[0]]


def face() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return body_map(SIZE)[2].T


def test_lipstick_is_on_the_lips_and_eyeshadow_on_the_lids() -> None:
    x, y, z = face()
    lips = (np.abs(x) < 0.015) & (y < -0.12) & (z > 0.645) & (z < 0.672)
    lids = (np.hypot(np.abs(x) - EYE[0], z - EYE[2] - 0.008) < 0.006) & (y < -0.10)
    rest = (z < 0.60) | (z > 0.78)
    for marks, there, elsewhere in (({"lipstick": (0.4, 0.0, 0.02)}, lips, lids),
                                    ({"eyeshadow": (0.02, 0.02, 0.3)}, lids, lips)):
        difference = changed(**marks)
        assert (difference[there] > 25).mean() > 0.15
        assert (difference[elsewhere] > 10).mean() < 0.02 and not difference[rest].any()


def test_freckles_are_spots_about_the_nose() -> None:
    x, y, z = face()
    difference = changed(freckles=1.0)
    nose = (np.abs(x) < 0.05) & (y < -0.10) & (z > 0.68) & (z < 0.72)
    assert 0.02 < (difference[nose] > 12).mean() < 0.6
    assert not difference[z < 0.60].any()


@pytest.mark.parametrize("place", ["arms", "neck", "legs", "chest"])
def test_tattoos_are_where_they_are_asked_for(place: str) -> None:
    t = body_map(SIZE)[1]
    difference = changed(tattoos=[place])
    there = {"arms": (t.arm_share > 0.6) & (t.arm > 0.3) & (t.arm < 1.7), "legs": (t.level > 1.2) & (t.level < 2.5)
             & (t.arm_share < 0.1), "neck": (t.collar < -0.012) & (t.height < 0.62) & (np.abs(t.side) > 0.03),
             "chest": (t.level > 4.8) & (t.level < 5.3) & (t.depth < -0.1) & (t.arm_share < 0.1)}[place]
    assert 0.1 < (difference[there] > 25).mean() < 0.9
    # Rounding of colours aside.
    assert not (difference[t.foot > 0.9] > 3).any() and not (difference[t.height > 0.66] > 3).any()


def test_scars_and_wounds_darken_the_face() -> None:
    x, y, z = face()
    socket = (np.hypot(np.abs(x) - EYE[0], z - EYE[2] + 0.012) < 0.006) & (y < -0.09)
    texels = body_map(SIZE)[0]
    dead = painted(wounds=1.0)[texels][socket].mean()
    assert dead < 0.7 * plain()[texels][socket].mean()
    assert (changed(scars=1.0) > 15).sum() > 30


def test_marks_are_read() -> None:
    spec = from_json(read("a woman with freckles, red lipstick and blue eyeshadow, tattooed, with a scar").spec)
    assert spec.freckles > 0.5 and spec.scars > 0 and spec.tattoos == ["arms"]
    assert spec.lipstick is not None and spec.lipstick[0] > 3 * spec.lipstick[1]
    assert spec.eyeshadow is not None and spec.eyeshadow[2] > 2 * spec.eyeshadow[0]
    assert from_json(read("a woman without freckles").spec).freckles == 0
    with pytest.raises(EngineError, match="tattoos"):
        from_json({"tattoos": ["nose"]})


def test_an_aliens_head_is_large_and_its_eyes_still_close() -> None:
    vertices = anny_model.shape(anny_model.Phenotype())
    moved = creature.warp("alien", vertices)
    assert moved is not None and creature.warp("", vertices) is None
    after = moved(vertices)
    body = slice(*hm08.BODY)
    neck = c.joint("neck", vertices)[2]
    below = vertices[body, 2] < neck
    assert np.abs(after[body][below] - vertices[body][below]).max() < 1e-9

    def size(points: np.ndarray, group: str) -> float:
        return float(np.ptp(points[np.unique(hm08.base_mesh().faces[group])], axis=0)[[0, 2]].min())

    assert size(after, "helper-l-eye") > 1.4 * size(vertices, "helper-l-eye")
    assert np.ptp(after[body, 2]) > np.ptp(vertices[body, 2]) + 0.03
    keyed, delta = anny_model.face_shape("eyeBlinkLeft")
    carried = moved(vertices[keyed] + delta) - after[keyed]
    assert np.abs(carried[:, 2]).max() > 1.3 * np.abs(delta[:, 2]).max()


def test_dead_eyes_have_no_white() -> None:
    dark = eyes.eye_material((0.0, 0.0, 0.0), 1, (0.006, 0.006, 0.008)).base_color_image
    usual = eyes.eye_material((0.1, 0.2, 0.4), 1).base_color_image
    assert dark is not None and usual is not None
    assert dark.pixels.max() < 40 < usual.pixels.max()
