# SPDX-License-Identifier: GPL-3.0-or-later
"""SMPL, SMPL-H and SMPL-X: tiny files of the real layout, fitted, built, and refused where they are wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backend.avatar.smpl import fitting, model
from backend.avatar.smpl_engine import FILES, SmplEngine
from backend.engine import EngineError, Progress, Request

pytest.importorskip("smplx", reason="the optional package smplx is not installed")

#: Joints of the T-pose, left side and middle: x to the left, y up, z ahead, metres.
_PLACES = {"pelvis": (0, 0.95, 0), "spine1": (0, 1.07, 0), "spine2": (0, 1.2, 0), "spine3": (0, 1.28, 0),
           "neck": (0, 1.48, 0), "head": (0, 1.62, 0), "hip": (0.09, 0.87, 0), "knee": (0.1, 0.48, 0),
           "ankle": (0.1, 0.08, -0.02), "foot": (0.1, 0.03, 0.1), "collar": (0.06, 1.42, 0),
           "shoulder": (0.18, 1.43, 0), "elbow": (0.45, 1.43, 0), "wrist": (0.7, 1.43, 0), "hand": (0.78, 1.43, 0)}
_PARENTS = {24: [-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19, 20, 21]}
_HANDS = [(20, 15), (21, 15)]


def layout(kind: str) -> tuple[list[str], list[int]]:
    from smplx.joint_names import JOINT_NAMES

    names, parents = list(JOINT_NAMES[:22]), _PARENTS[24][:22]
    if kind == "SMPL":
        return [*names, "left_hand", "right_hand"], _PARENTS[24]
    if kind == "SMPL-X":
        names, parents = [*names, "jaw", "left_eye", "right_eye"], [*parents, 15, 15, 15]
    for wrist, count in _HANDS:
        for number in range(count):
            names.append(JOINT_NAMES[25 + number + (15 if wrist == 21 else 0)])
            parents.append(wrist if number % 3 == 0 else len(names) - 2)
    return names, parents


def tiny(kind: str, folder: Path, name: str, girth: float = 1.0, **changes: object) -> Path:
    """A body of one octahedron a joint, in the layout of the official files. Two of its shapes are known: 0 stretches
    everything upwards by 5 %, 1 makes every octahedron 12 % larger."""
    names, parents = layout(kind)
    rng = np.random.default_rng(3)
    corners = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], float)
    sides = np.array([(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4), (2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)])
    vertices, around, faces = [], [], []
    for number, joint in enumerate(names):
        plain = joint.split("_", 1)[-1] if joint.startswith(("left", "right")) else joint
        side = -1 if joint.startswith("right") else 1
        at = np.array(_PLACES.get(plain, (0.02, 1.65, 0.08) if plain in ("jaw", "eye") else (0.8, 1.43, 0.0)), float)
        at = at * (side, 1, 1) + rng.normal(0, 1e-3, 3)
        radius = girth * {"pelvis": 0.2, "spine1": 0.19, "spine2": 0.2, "spine3": 0.2, "head": 0.13, "hip": 0.13,
                          "knee": 0.1, "foot": 0.03, "ankle": 0.05}.get(plain, 0.05)
        around.append(corners * radius)
        vertices.append(at + around[-1])
        faces.append(sides + 6 * number)
    v, r, joints = np.concatenate(vertices), np.concatenate(around), len(names)
    count = len(v)
    components = 20 if kind == "SMPL-X" else 10
    shapes = rng.normal(0, 1e-4, (count, 3, components))
    shapes[:, :, 0], shapes[:, :, 1] = v * (0, 0.05, 0), 0.12 * r
    shapes[:, :, 10:] = 0
    if kind == "SMPL-X":
        shapes[-12:, 1, 10] = 0.01  # the first expression
    weights = np.repeat(np.eye(joints), 6, axis=0)
    table = np.array([parents, range(joints)], np.int64)
    table[0, 0] = 2**32 - 1  # as the official files have it
    arrays = {"v_template": v, "shapedirs": shapes, "weights": weights, "kintree_table": table,
              "posedirs": np.zeros((count, 3, 9 * (joints - 1))), "f": np.concatenate(faces).astype(np.uint32),
              "J_regressor": np.repeat(np.eye(joints), 6, axis=1) / 6}
    if kind != "SMPL":
        arrays |= {"hands_componentsl": np.eye(45), "hands_componentsr": np.eye(45), "hands_meanl": np.zeros(45),
                   "hands_meanr": np.zeros(45)}
    if kind == "SMPL-X":
        arrays |= {"lmk_faces_idx": np.zeros(51, np.int64), "lmk_bary_coords": np.ones((51, 3)) / 3,
                   "joint2num": np.array({"pelvis": 0}, dtype=object),  # pickled, as in the official file
                   "vt": rng.uniform(0, 1, (count, 2)), "ft": np.concatenate(faces).astype(np.uint32)}
    path = folder / name
    np.savez(path, **{key: value for key, value in {**arrays, **changes}.items() if value is not None})
    return path


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("TROUPE_SMPLX", str(tmp_path))
    return tmp_path


def make(prompt: str, seed: int = 1, **parameters: object):
    request = Request(prompt=prompt, seed=seed, parameters=SmplEngine.complete(parameters))
    avatar = SmplEngine().generate(request, Progress())
    avatar.validate()
    return avatar


@pytest.mark.parametrize("kind", ["SMPL", "SMPL-H", "SMPL-X"])
def test_shapes_are_those_of_the_package(kind, tmp_path) -> None:
    import torch
    from smplx.lbs import blend_shapes, vertices2joints

    body = model.load(tiny(kind, tmp_path, "model.npz"))
    assert body.kind == kind and len(body.names) == len(body.parents) == {v: k for k, v in model.JOINTS.items()}[kind]
    betas = np.random.default_rng(1).normal(size=body.shapes.shape[2])
    same = torch.tensor(body.template)[None] + blend_shapes(torch.tensor(betas)[None], torch.tensor(body.shapes))
    assert np.abs(body.shaped(betas) - same[0].numpy()).max() < 1e-9
    assert np.abs(body.joints(body.shaped(betas)) - vertices2joints(
        torch.tensor(body.regressor), same)[0].numpy()).max() < 1e-9
    assert body.names[20] == "left_wrist" and body.parents[16] == 13


def test_height_and_weight_are_met_and_the_seed_makes_others(tmp_path) -> None:
    body = model.load(tiny("SMPL", tmp_path, "model.npz"))
    usual = fitting.measures(body, body.template)
    for factor, heavier in ((1.0, 1.0), (1.05, 1.3), (0.95, 0.85)):
        made = fitting.fit(body, usual[0] * factor, usual[1] * heavier, seed=2, individuality=1.0)
        assert made.height == pytest.approx(usual[0] * factor, abs=0.01) and made.note == ""
        assert made.bmi == pytest.approx(usual[1] * heavier, abs=0.5)
        assert fitting.measures(body, made.vertices) == pytest.approx((made.height, made.bmi))
    one, other = (fitting.fit(body, *usual, seed=seed, individuality=1.0).betas for seed in (1, 2))
    assert np.abs(one - other).max() > 0.3
    small = fitting.fit(body, 0.9, usual[1])
    assert small.height == pytest.approx(0.9, abs=1e-6) and "scaled" in small.note


def test_a_person_stands_dressed_with_the_models_joints(files) -> None:
    tiny("SMPL-X", files, "SMPLX_NEUTRAL.npz")
    avatar = make("a woman 1.7 m tall in a red t-shirt, blue trousers and black shoes", model="neutral")
    body, bones = avatar.meshes[0], avatar.skeleton
    assert avatar.height == pytest.approx(1.7, abs=0.02) and body.vertices[:, 2].min() == pytest.approx(0, abs=1e-5)
    at = {name: bones.heads[bones.names.index(name)] for name in bones.names}
    assert at["left_wrist"][0] > 0.5 and at["left_foot"][1] < at["left_ankle"][1], "faces -Y, left is +X"
    assert set(bones.roles) == {*bones.roles.values()} and len(bones.roles) == 22
    names = [each.name for each in body.materials]
    faces = body.corner_vertices.reshape(-1, 3)
    def worn(joint: str) -> set[str]:
        own = np.flatnonzero(body.joints[faces[:, 0], 0] == bones.names.index(joint))
        return {names[body.material_index[face]] for face in own}
    assert worn("spine2") == {"T-shirt"} and worn("left_knee") == {"Trousers"} and worn("left_foot") == {"Shoes"}
    assert worn("head") == worn("left_wrist") == {"Skin"}
    assert [each for each in body.shape_keys.names] == [f"expression{number:02d}" for number in range(10)]
    assert body.shape_keys.offsets[1] == 12 and body.uvs is not None
    again = make("a woman 1.7 m tall in a red t-shirt, blue trousers and black shoes", model="neutral")
    assert np.array_equal(again.meshes[0].vertices, body.vertices)


def test_motions_fit_on_it(files) -> None:
    from backend.motion.procedural_engine import ProceduralEngine

    tiny("SMPL", files, "SMPL_NEUTRAL.npz")
    bones = make("a man").skeleton
    engine = ProceduralEngine()
    motion = engine.generate(Request(prompt="he walks forward", seed=1, parameters=engine.complete({}),
                                     inputs={"target": bones}), Progress())
    assert motion.root_translation[-1, 1] < motion.root_translation[0, 1] - 0.5, "ahead is -Y"


def test_the_gender_chooses_the_file(files) -> None:
    tiny("SMPL", files, "SMPL_NEUTRAL.npz")
    tiny("SMPL-X", files, "SMPLX_FEMALE.npz")
    assert make("a woman").skeleton.name == "SMPL-X" and make("a man").skeleton.name == "SMPL"
    with pytest.raises(EngineError, match="no male model"):
        make("a man", model="male")


@pytest.mark.parametrize(("changes", "named"), [
    ({"weights": None}, "has no weights"), ({"v_template": np.zeros((4, 3))}, "J_regressor of the shape"),
    ({"kintree_table": np.zeros((2, 17), np.int64)}, "17 joints"), ({"f": np.full((3, 3), 900, np.uint32)}, "faces"),
    ({"J_regressor": np.full((24, 144), np.nan)}, "numbers in J_regressor"), ({"shapedirs": np.zeros((144, 3))},
                                                                              "shapedirs of the shape"),
    ({"weights": np.array({"a": 1}, dtype=object)}, "has no weights")])
def test_wrong_files_are_refused_by_name(changes, named, tmp_path) -> None:
    with pytest.raises(EngineError, match=named) as caught:
        model.load(tiny("SMPL", tmp_path, "model.npz", **changes))
    assert caught.value.code == "bad_weights"


def test_pickles_are_not_opened_and_damage_is_told(files) -> None:
    import pickle

    class Evil:
        def __reduce__(self):
            return open, (str(files / "run"), "w")

    (files / "SMPL_NEUTRAL.pkl").write_bytes(pickle.dumps({"v_template": Evil()}))
    with pytest.raises(EngineError, match="is a pickle") as caught:
        make("a man")
    assert ".npz edition" in caught.value.remedy and not (files / "run").exists()
    (files / "SMPL_NEUTRAL.pkl").unlink()
    np.savez(files / "SMPL_NEUTRAL.npz", v_template=np.array([Evil()], dtype=object))
    with pytest.raises(EngineError, match="has no v_template"):
        make("a man")
    assert not (files / "run").exists()
    whole = tiny("SMPL", files, "SMPL_NEUTRAL.npz").read_bytes()
    (files / "SMPL_NEUTRAL.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EngineError, match="cannot be read"):
        make("a man")


def test_what_is_missing_is_said_with_where_to_put_it(files) -> None:
    state = SmplEngine.availability()
    assert not state.ok and "SMPLX_NEUTRAL.npz" in state.reason and str(files) in state.remedy
    assert FILES.variable in state.remedy
