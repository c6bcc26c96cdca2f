# SPDX-License-Identifier: GPL-3.0-or-later
"""glTF read and written: against formulas, against pygltflib and scipy, on real files and on hostile ones."""

from __future__ import annotations

import json
import struct
import time
from itertools import pairwise

import numpy as np
import pytest
from gltf_naive import TURN, Builder, Naive
from motion_files import joints_of, same, turned_of, wild

from backend.engine import EngineError
from backend.motion.formats import read_motion, read_motions, write_motion, write_motions
from backend.motion.skeleton import make_skeleton
from tests.shared_data import shared


def chain(builder: Builder, count: int = 4) -> list[int]:
    """Nodes one above the other, 1 m apart."""
    nodes = [builder.node(name=f"joint{number}", translation=[0, 1 if number else 0, 0]) for number in range(count)]
    for above, below in pairwise(nodes):
        builder.json["nodes"][above]["children"] = [below]
    return nodes


def about_x(angles) -> np.ndarray:
    half = np.asarray(angles, float) / 2
    return np.stack([np.sin(half), 0 * half, 0 * half, np.cos(half)], -1)


def bend(motion, joint: str) -> np.ndarray:
    """(T,) angle about X of a joint against its parent."""
    index = motion.skeleton.names.index(joint)
    world = turned_of(motion)
    local = np.swapaxes(world[:, motion.skeleton.parents[index]], -1, -2) @ world[:, index]
    return np.arctan2(local[:, 2, 1], local[:, 1, 1])


def test_written_motions_are_read_back(tmp_path):
    motions = [wild(name="One", fps=30), wild(name="Two", seed=5, frames=25, fps=30)]
    write_motions(tmp_path / "both.glb", motions)
    found = read_motions(tmp_path / "both.glb")
    assert [each.name for each in found] == ["One", "Two"]
    for motion, each in zip(motions, found):
        same(each, motion, place=1e-5, angle=1e-5)
        assert each.skeleton.convention == "troupe22"
    assert read_motion(tmp_path / "both.glb", animation="Two").name == "Two"


@pytest.mark.parametrize("fps", [12, 15, 16, 20, 12.5, 24, 24000 / 1001, 50, 59.94, 120])
def test_the_frame_rate_is_told_from_the_keys(tmp_path, fps):
    write_motion(tmp_path / "rate.glb", wild(fps=fps, frames=120))
    assert read_motion(tmp_path / "rate.glb").fps == pytest.approx(fps, rel=1e-4)


def test_pygltflib_and_scipy_find_the_same_joints(tmp_path):
    """Also where the travelling joint hangs below joints that turn."""
    for root in (0, 6):
        motion = wild(root=root)
        write_motion(tmp_path / "m.glb", motion)
        frames = np.array([0, 11, 39])
        world = Naive(tmp_path / "m.glb").world(motion.name, motion.skeleton.names, frames / motion.fps)
        np.testing.assert_allclose(world[..., :3, 3] @ TURN.T, joints_of(motion)[frames], atol=1e-5)
        same(read_motion(tmp_path / "m.glb"), motion, place=1e-5, angle=1e-5)


def test_interpolations(tmp_path):
    builder = Builder()
    nodes = chain(builder)
    times = builder.accessor([0.0, 1.0, 2.0])
    angles = np.array([0.0, 1.0, 0.4])
    builder.animate(nodes[1], "rotation", times, builder.accessor(about_x(angles)))
    builder.animate(nodes[2], "rotation", times, builder.accessor(about_x(angles)), "STEP")
    # A cubic in time has exact Hermite tangents: x(t) = t^3 - 2 t^2 + t.
    place, slope = np.array([0.0, 0.0, 2.0]), np.array([1.0, 0.0, 5.0])
    columns = np.zeros((3, 3, 3))
    columns[:, 0, 0] = columns[:, 2, 0] = slope
    columns[:, 1, 0] = place
    builder.animate(nodes[0], "translation", times, builder.accessor(columns.reshape(-1, 3)), "CUBICSPLINE")
    motion = read_motion(builder.glb(tmp_path / "i.glb"))
    t = np.arange(len(motion.rotations)) / motion.fps
    assert motion.fps == 24 and len(t) == 49
    np.testing.assert_allclose(bend(motion, "joint1"), np.interp(t, [0, 1, 2], angles), atol=1e-5)
    np.testing.assert_allclose(bend(motion, "joint2"), angles[np.floor(t + 1e-9).astype(int)], atol=1e-5)
    np.testing.assert_allclose(motion.root_translation[:, 0], t**3 - 2 * t**2 + t, atol=1e-5)


def test_sparse_normalised_and_matrix_values(tmp_path):
    builder = Builder()
    nodes = chain(builder)
    # Stands as it would by its translation, told by a matrix that also turns by a quarter.
    builder.json["nodes"][nodes[3]] = {"name": "joint3", "matrix": [1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 1]}
    times = builder.accessor(np.arange(5) / 24)
    angles = np.array([0.0, 0.2, 0.9, -0.3, 0.1])
    builder.animate(nodes[1], "rotation", times, builder.accessor(
        np.round(about_x(angles) * 32767), "i2", normalized=True))
    upright = np.tile([0.0, 0.0, 0.0, 1.0], (5, 1))
    sparse = builder.accessor(upright)
    builder.json["accessors"][sparse]["sparse"] = {
        "count": 2, "indices": {"bufferView": builder.view(np.array([1, 3], "<u2")), "componentType": 5123},
        "values": {"bufferView": builder.view(about_x([0.5, -0.5]).astype("<f4"))}}
    builder.animate(nodes[2], "rotation", times, sparse)
    zeros = builder.accessor(np.zeros((1, 3)))
    builder.json["accessors"][zeros] = {"componentType": 5126, "count": 5, "type": "VEC3", "sparse": {
        "count": 1, "indices": {"bufferView": builder.view(np.array([4], "<u1")), "componentType": 5121},
        "values": {"bufferView": builder.view(np.array([[0, 0, 3.0]], "<f4"))}}}
    builder.animate(nodes[0], "translation", times, zeros)
    motion = read_motion(builder.gltf(tmp_path / "s.gltf"))
    np.testing.assert_allclose(bend(motion, "joint1"), angles, atol=1e-4)
    np.testing.assert_allclose(bend(motion, "joint2"), [0, 0.5, 0, -0.5, 0], atol=1e-5)
    np.testing.assert_allclose(motion.root_translation, [[0, 0, 0]] * 4 + [[0, -3, 0]], atol=1e-5)
    np.testing.assert_allclose(motion.skeleton.heads[3], [0, 0, 3], atol=1e-6)


def test_the_rest_pose_is_the_bind_pose(tmp_path):
    """Nodes that stand in a pose, as some exporters leave them, are no rest pose."""
    motion = wild()
    write_motion(tmp_path / "m.glb", motion)
    content = (tmp_path / "m.glb").read_bytes()
    size = struct.unpack_from("<I", content, 12)[0]
    tree = json.loads(content[20:20 + size])
    names = [node["name"] for node in tree["nodes"]]
    for name, angle in (("left_shoulder", 0.9), ("right_knee", -1.2), ("spine2", 0.2)):
        node = tree["nodes"][names.index(name)]
        x, y, z, w = node["rotation"]
        s, c = np.sin(angle / 2), np.cos(angle / 2)  # node x turn about X
        node["rotation"] = [w * s + x * c, y * c + z * s, z * c - y * s, w * c - x * s]
    text = json.dumps(tree).encode()
    text += b" " * (-len(text) % 4)
    rest = content[20 + size:]
    (tmp_path / "posed.glb").write_bytes(content[:8] + struct.pack("<II4s", 20 + len(text) + len(rest), len(text),
                                                                   b"JSON") + text + rest)
    same(read_motion(tmp_path / "posed.glb"), motion, place=1e-4, angle=1e-4)


def test_a_foot_moved_by_the_shin_hangs_below_it(tmp_path):
    """Baked from inverse kinematics, with the foot below the root: it follows the shin, and the notes say so."""
    builder = Builder()
    root = builder.node(name="Root", children=[1, 4])
    thigh = builder.node(name="UpperLeg", translation=[0, 1, 0], rotation=[1, 0, 0, 0], children=[2])
    builder.node(name="LowerLeg", translation=[0, 0.5, 0], children=[3])
    builder.node(name="LowerLeg_end", translation=[0, 0.4, 0])
    foot = builder.node(name="Foot", translation=[0, 0.1, 0])
    for number in range(4):  # a few more, so that the leg is a small part
        builder.node(name=f"Spine{number}", translation=[0, 0.2, 0],
                     **({"children": [6 + number]} if number < 3 else {}))
    builder.json["nodes"][root]["children"].append(5)
    angles = np.linspace(0, 0.8, 20)
    times = builder.accessor(np.arange(20) / 30)
    builder.animate(root, "rotation", times, builder.accessor(about_x(0 * angles)))
    builder.animate(thigh, "rotation", times, builder.accessor(about_x(np.pi + angles)))
    builder.animate(foot, "translation", times, builder.accessor(
        np.stack([0 * angles, 1 - 0.9 * np.cos(angles), -0.9 * np.sin(angles)], -1)))
    notes: list[str] = []
    motion = read_motion(builder.glb(tmp_path / "f.glb"), notes=notes)
    names = motion.skeleton.names
    assert motion.skeleton.parents[names.index("Foot")] == names.index("LowerLeg")
    assert any("Foot below LowerLeg" in note for note in notes) and "LowerLeg_end" not in names
    found = joints_of(motion)[:, names.index("Foot")]
    expected = np.stack([0 * angles, 0.9 * np.sin(angles), 1 - 0.9 * np.cos(angles)], -1)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def broken(change) -> Builder:
    builder = Builder()
    nodes = chain(builder)
    builder.animate(nodes[1], "rotation", builder.accessor([0.0, 0.5]), builder.accessor(about_x([0, 1])))
    change(builder.json)
    return builder


def _set(*path, value):
    def change(tree):
        for key in path[:-1]:
            tree = tree[key]
        tree[path[-1]] = value
    return change


HOSTILE = {
    "count": _set("accessors", 0, "count", value=2**30),
    "huge zeros": _set("accessors", 0, value={"componentType": 5126, "type": "SCALAR", "count": 2**31 - 1}),
    "negative count": _set("accessors", 0, "count", value=-1),
    "no number": _set("accessors", 0, "count", value=1e400),
    "offset": _set("accessors", 1, "byteOffset", value=10**9),
    "view": _set("accessors", 1, "bufferView", value=99),
    "view length": _set("bufferViews", 1, "byteLength", value=2**40),
    "stride": _set("bufferViews", 1, "byteStride", value=60000),
    "small stride": _set("bufferViews", 1, "byteStride", value=1),
    "type": _set("accessors", 1, "type", value="VEC9"),
    "component": _set("accessors", 1, "componentType", value=[]),
    "sampler": _set("animations", 0, "channels", 0, "sampler", value=7),
    "node": _set("animations", 0, "channels", 0, "target", value={"node": -3, "path": "rotation"}),
    "child": _set("nodes", 3, "children", value=[77]),
    "ring": _set("nodes", 3, "children", value=[0]),
    "self": _set("nodes", 3, "children", value=[3]),
    "two parents": _set("nodes", 0, "children", value=[1, 2]),
    "rotation": _set("nodes", 1, "rotation", value=[0, 0, 0, 0]),
    "nan": _set("nodes", 1, "translation", value=[float("nan"), 0, 0]),
    "far": _set("nodes", 1, "translation", value=[1e300, 0, 0]),
    "long number": _set("nodes", 1, "translation", value=[10**400, 0, 0]),
    "matrix": _set("nodes", 1, "matrix", value=[1, 2, 3]),
    "skin": _set("skins", value=[{"joints": [0, 900]}]),
    "nodes": _set("nodes", value={"a": 1}),
    "version": _set("asset", "version", value="1.0"),
    "interpolation": _set("animations", 0, "samplers", 0, "interpolation", value="MAGIC"),
    "sparse": _set("accessors", 1, "sparse", value={
        "count": 9, "indices": {"bufferView": 0, "componentType": 5123}, "values": {"bufferView": 1}}),
    "sparse index": _set("accessors", 1, "sparse", value={
        "count": 2, "indices": {"bufferView": 0, "byteOffset": 4, "componentType": 5123}, "values": {"bufferView": 1}}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(tmp_path, name):
    started = time.perf_counter()
    with pytest.raises(EngineError) as caught:
        read_motions(broken(HOSTILE[name]).glb(tmp_path / "bad.glb"))
    assert caught.value.code == "bad_file" and "bad.glb" in caught.value.message
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("uri", [
    "../secret.bin", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:1/x.bin", "//host/x.bin", "..%2fsecret.bin",
    "sub/../../secret.bin", "C:\\x.bin", "..\\secret.bin", "link.bin", "missing.bin", "data:text/plain,abc",
    "data:;base64,@@@", ".", "\x00"])
def test_buffers_are_read_from_the_folder_alone(tmp_path, uri):
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    builder = broken(lambda tree: None)
    (tmp_path / "secret.bin").write_bytes(builder.data)
    (folder / "link.bin").symlink_to(tmp_path / "secret.bin")
    with pytest.raises(EngineError) as caught:
        read_motions(builder.gltf(folder / "bad.gltf", uri))
    assert caught.value.code == "bad_file"
    (folder / "sub" / "in side.bin").write_bytes(builder.data)
    assert len(read_motions(builder.gltf(folder / "good.gltf", "sub/in%20side.bin"))) == 1


def test_an_animation_of_a_thousand_years_is_refused(tmp_path):
    builder = Builder()
    nodes = chain(builder)
    builder.animate(nodes[1], "rotation", builder.accessor([0.0, 9e5]), builder.accessor(about_x([0, 1])))
    with pytest.raises(EngineError, match="too long"):
        read_motions(builder.glb(tmp_path / "long.glb"))


def test_cut_and_scrambled_files_never_crash(tmp_path):
    motion = wild(frames=6)
    write_motion(tmp_path / "m.glb", motion)
    whole = (tmp_path / "m.glb").read_bytes()
    random = np.random.default_rng(2)
    target = tmp_path / "f.glb"
    for trial in range(150):
        content = bytearray(whole)
        if trial % 3 == 0:
            del content[int(random.integers(0, len(content))):]
        else:
            json_end = 20 + struct.unpack_from("<I", whole, 12)[0]
            for _ in range(int(random.integers(1, 12))):
                content[int(random.integers(0, json_end if trial % 3 == 1 else len(content)))] = int(
                    random.choice([*b'0123456789-"{}[],:', random.integers(0, 256)]))
        target.write_bytes(content)
        try:
            for each in read_motions(target):
                each.validate()
        except EngineError as error:
            assert "f.glb" in error.message


@pytest.mark.parametrize("clip", ["Walking_A", "Jump_Full_Short"])
def test_kaykit(clip):
    path = shared("data", "motion", "kaykit", "Med_MovementBasic.glb")
    motions = read_motions(path)
    motion = next(each for each in motions if each.name.endswith(clip))
    assert len(motions) == 10 and motion.fps == 30
    frames = np.arange(0, len(motion.rotations), 7)
    world = Naive(path).world(motion.name, motion.skeleton.names, frames / motion.fps)
    rest = Naive(path).world("none", motion.skeleton.names, np.zeros(1))[0]
    # Where bones are squashed and sheared, the direction they point in is kept.
    found = np.einsum("tjab,jb->tja", turned_of(motion)[frames], _along(rest))
    np.testing.assert_allclose(found, _along(world), atol=5e-4)
    names = motion.skeleton.names
    head = names.index("hips")
    np.testing.assert_allclose(joints_of(motion)[frames, head], world[:, head, :3, 3] @ TURN.T, atol=1e-4)
    _stands_right(motion, "foot.l", "foot.r", "toes.l", "toes.r")


@pytest.mark.parametrize(("file", "walk"), [
    ("cyberpunk_character", "Walk"), ("platformer_character", "Walk"), ("knight_character", "Walking")])
def test_quaternius(file, walk):
    path = shared("data", "motion", "quaternius", f"{file}.glb")
    motion = next(each for each in read_motions(path) if each.name.split("|")[-1] == walk)
    names = motion.skeleton.names
    assert motion.fps == 24
    for side in "LR":
        assert names[motion.skeleton.parents[names.index(f"Foot.{side}")]] == f"LowerLeg.{side}"
    frames = np.arange(0, len(motion.rotations), 2)
    world = Naive(path).world(motion.name, ["Foot.L", "Foot.R"], frames / motion.fps)[..., :3, 3] @ TURN.T
    found = joints_of(motion)[frames][:, [names.index("Foot.L"), names.index("Foot.R")]]
    leg = motion.skeleton.heads[names.index("UpperLeg.L"), 2]
    # Where the leg does not reach its goal the source lets go of the foot: mostly it holds it.
    assert np.median(np.linalg.norm(found - world, axis=-1)) < 0.1 * leg
    _stands_right(motion, "Foot.L", "Foot.R", None, None)


def _along(matrices):
    """The unit Y axes of matrices in glTF's world, in ours."""
    axes = matrices[..., :3, 1]
    return axes / np.linalg.norm(axes, axis=-1, keepdims=True) @ TURN.T


def _stands_right(motion, left, right, left_toes, right_toes):
    """Upright on the floor, facing -Y: left is +X, toes point to -Y."""
    names, heads = motion.skeleton.names, motion.skeleton.heads
    assert heads[names.index(left), 0] > 0.01 > -0.01 > heads[names.index(right), 0]
    places = joints_of(motion)
    leg = heads[[names.index(name) for name in names if "leg" in name.lower()], 2].max()
    feet = [names.index(left), names.index(right)]
    assert abs(places[:, feet, 2].min() - heads[feet, 2].min()) < 0.08 * leg
    if left_toes:
        assert heads[names.index(left_toes), 1] < heads[names.index(left), 1] - 0.02
        assert heads[names.index(right_toes), 1] < heads[names.index(right), 1] - 0.02


def test_text_gltf_is_not_written(tmp_path):
    with pytest.raises(EngineError, match="binary"):
        write_motion(tmp_path / "m.gltf", wild())


def test_motions_of_two_skeletons_do_not_fit_one_file(tmp_path):
    with pytest.raises(EngineError) as caught:
        write_motions(tmp_path / "m.glb", [wild(), wild(make_skeleton(1.2))])
    assert caught.value.code == "skeleton_mismatch"
