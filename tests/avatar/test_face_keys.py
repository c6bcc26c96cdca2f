# SPDX-License-Identifier: GPL-3.0-or-later
"""Face shapes reach all that is on a face, and visemes are what lips do."""

from __future__ import annotations

import numpy as np
import pytest

from backend.avatar.anny_engine import AnnyEngine
from backend.avatar.face_keys import VISEMES
from backend.body.anny_model import ARKIT
from backend.engine import Progress, Request


@pytest.fixture(scope="module")
def bearded():
    engine = AnnyEngine()
    return engine.generate(Request(prompt="an old man with a long white beard", seed=2, parameters=engine.complete(
        {"visemes": True, "texture_size": "1024"})), Progress())


def moved(mesh, name: str) -> np.ndarray:
    """(V, 3) of one shape."""
    keys = mesh.shape_keys
    low, high = keys.offsets[keys.names.index(name):][:2]
    full = np.zeros((len(mesh.vertices), 3))
    np.add.at(full, keys.indices[low:high], keys.deltas[low:high])
    return full


def named(avatar, name: str):
    return next(each for each in avatar.meshes if each.name == name)


def test_visemes_stand_behind_the_52_and_are_known() -> None:
    for parts in VISEMES.values():
        assert set(parts) <= set(ARKIT)
    assert len(VISEMES) == 15


def test_every_viseme_has_the_lips_it_says(bearded) -> None:
    body = named(bearded, "Body")
    assert body.shape_keys.names == [*ARKIT, *VISEMES]
    assert np.allclose(moved(body, "viseme_aa"), 0.6 * moved(body, "jawOpen") + 0.2 * (
        moved(body, "mouthLowerDownLeft") + moved(body, "mouthLowerDownRight")), atol=1e-5)
    assert not moved(body, "viseme_sil").any()
    drop = {name: -moved(body, name)[:, 2].min() for name in ("viseme_aa", "viseme_E", "viseme_PP")}
    assert drop["viseme_aa"] > 1.5 * drop["viseme_E"] > 2 * drop["viseme_PP"]
    ahead = {name: -moved(body, name)[:, 1].min() for name in ("viseme_U", "viseme_I")}
    assert ahead["viseme_U"] > ahead["viseme_I"], "lips are pushed out for u, drawn back for i"


def test_a_beard_goes_with_the_jaw_and_its_locks_stay_whole(bearded) -> None:
    beard, body = named(bearded, "Beard"), named(bearded, "Body")
    assert beard.shape_keys.names == body.shape_keys.names
    falls = moved(beard, "jawOpen")
    assert falls[:, 2].min() < 0.7 * moved(body, "jawOpen")[:, 2].min()
    lock = beard.corner_vertices.reshape(-1, 4)
    assert np.abs(falls[lock[:, 0]] - falls[lock[:, 2]]).max() < 1e-6
    # The moustache is on the upper lip, which stays.
    upper = beard.vertices[:, 2] > np.quantile(beard.vertices[:, 2], 0.98)
    assert np.abs(falls[upper]).max() < 0.3 * np.abs(falls).max()
    assert not moved(beard, "eyeBlinkLeft").any()
