# SPDX-License-Identifier: GPL-3.0-or-later
"""Motions survive their files, independent readers see the same, and what files leave open is guessed right."""
import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from bvh import Bvh
from format_samples import amc, asf, deepmimic, motion
from motion_rigs import game_engine
from scipy.spatial.transform import Rotation

from backend.engine import EngineError
from backend.motion.clip import clip_of, motion_of
from backend.motion.formats import ALL, FORMATS, read_clips, read_motion, read_motions, write_motion, write_motions
from backend.motion.formats.bvh import read_bvh, write_bvh
from backend.motion.formats.npz import read_clip, write_clip
from backend.motion.formats.resampling import resampled
from backend.motion.retarget import from_motion
from backend.motion.skeleton import INDEX
from tests.shared_data import shared


def _places(motion):
    performance, body = from_motion(motion)
    return performance.positions(body)


def test_the_table_names_each_extension_once():
    assert len(FORMATS) == sum(len(each.extensions) for each in ALL)
    assert all(extension == extension.lower() and extension.startswith(".") for extension in FORMATS)
    assert {".bvh", ".amc", ".txt", ".npz", ".npy", ".glb", ".gltf", ".fbx", ".blend"} <= set(FORMATS)


def _world(text: str, frame: int) -> dict[str, np.ndarray]:
    """Joint places of one frame as the ``bvh`` package and scipy's rotations see them."""
    found: dict[str, np.ndarray] = {}
    file = Bvh(text)
    frames: dict[str, tuple[Rotation, np.ndarray]] = {}
    for name in file.get_joints_names():
        channels = file.joint_channels(name)
        values = dict(zip(channels, file.frame_joint_channels(frame, name, channels)))
        order = "".join(channel[0] for channel in channels if channel.endswith("rotation"))
        turn = Rotation.from_euler(order, [values[f"{axis}rotation"] for axis in order], degrees=True)
        place = np.array([values.get(f"{axis}position", offset)
                          for axis, offset in zip("XYZ", file.joint_offset(name))])
        parent = file.joint_parent(name)
        if parent is not None and parent.name in frames:
            above, start = frames[parent.name]
            place, turn = start + above.apply(place), above * turn
        frames[name], found[name] = (turn, place), place
    return found


@pytest.mark.parametrize("unit", ["m", "cm"])
def test_the_bvh_package_sees_the_joints_where_they_are(make, tmp_path, unit):
    run = make("he is running", target=game_engine())
    write_bvh(tmp_path / "run.bvh", run, unit=unit)
    text = (tmp_path / "run.bvh").read_text()
    _, body = from_motion(run)
    expected = _places(run) + body.offsets[0] * (1, 1, 0)  # clips stand where the rig's pelvis does
    for frame in (0, 17, len(run.rotations) - 1):
        seen = _world(text, frame)
        for joint in ("left_ankle", "right_wrist", "head", "left_knee"):
            x, y, z = seen[run.skeleton.names[body.bones[INDEX[joint]]]] / (100 if unit == "cm" else 1)
            assert np.allclose((x, -z, y), expected[frame, INDEX[joint]], atol=1e-4), (frame, joint)


@pytest.mark.parametrize(("unit", "scale"), [("m", 1), ("cm", 100), ("mm", 1000), ("inch", 1 / 0.0254),
                                             ("cmu", 0.45 / 0.0254)])
def test_the_unit_is_told_from_the_body(tmp_path, unit, scale):
    _rewrite(tmp_path / "a.bvh", scale=scale)
    notes: list[str] = []
    found = read_motion(tmp_path / "a.bvh", notes=notes)
    assert any(f"taken as {unit} " in note for note in notes) == (unit != "m")
    assert np.allclose(_places(found), _places(motion()), atol=1e-3)


@pytest.mark.parametrize(("height", "scale", "unit"), [
    (3.4, 1.0, "m"), (4.7, 1.0, "m"), (0.5, 1.0, "m"), (3.4, 100.0, "cm")])
def test_a_figure_that_is_no_grown_up_keeps_its_size(tmp_path, height, scale, unit):
    _rewrite(tmp_path / "a.bvh", scale=scale * height / 1.75)
    notes: list[str] = []
    found = read_motion(tmp_path / "a.bvh", notes=notes)
    assert np.allclose(_places(found), _places(motion()) * height / 1.75, atol=2e-3)
    assert any(f"taken as {unit};" in note for note in notes), notes
    assert not any("1.7 m tall" in note for note in notes)


def test_wide_arms_do_not_make_a_figure_tall(tmp_path):
    """A game's knight of 4.1 m up to the head's joint, whose arms span 6.3."""
    source = read_motions(shared("data", "motion", "quaternius", "knight_character.glb"))[0]
    write_motion(tmp_path / "a.bvh", source)
    notes: list[str] = []
    found = read_motion(tmp_path / "a.bvh", notes=notes)
    assert np.allclose(np.ptp(found.skeleton.heads, axis=0), np.ptp(source.skeleton.heads, axis=0), atol=0.05)
    assert any("taken as m; the figure is" in note for note in notes)


def test_a_unit_that_is_given_is_taken(tmp_path):
    _rewrite(tmp_path / "a.bvh", scale=100)
    assert read_motion(tmp_path / "a.bvh", unit="0.02").skeleton.heads[:, 2].max() == pytest.approx(
        2 * read_motion(tmp_path / "a.bvh").skeleton.heads[:, 2].max())
    with pytest.raises(EngineError, match="furlong"):
        read_motion(tmp_path / "a.bvh", unit="furlong")


@pytest.mark.parametrize("axes", [(0, 2, 1), (2, 0, 1), (1, 2, 0), (1, 0, 2)], ids=["z-up", "x-ahead", "x-up", "other"])
def test_up_and_forwards_are_told_from_the_body(tmp_path, axes):
    """The same walk in files with other axes (some of them mirrored back) is the same walk."""
    _rewrite(tmp_path / "a.bvh", axes=axes)
    found = _places(read_motion(tmp_path / "a.bvh"))
    wanted = _places(motion())
    assert np.allclose(found - found[0, 0], wanted - wanted[0, 0], atol=2e-3)


def _rewrite(path, scale=1.0, axes=(0, 1, 2)):
    """The sample walk as BVH with lengths times ``scale`` and its axes exchanged, rotations included."""
    write_bvh(path, motion())
    signs = np.array([1.0, 1.0, -1.0 if np.linalg.det(np.eye(3)[list(axes)]) < 0 else 1.0])
    turn = (np.eye(3) * signs)[list(axes)]
    out = []
    lines = path.read_text().splitlines()
    start = lines.index("MOTION")
    for line in lines[:start]:
        words = line.split()
        if words[0] == "OFFSET":
            line = "OFFSET " + " ".join(f"{value:.8f}" for value in turn @ np.array(words[1:], float) * scale)
        out.append(line)
    for line in lines[start + 3:]:
        values = np.array(line.split(), float)
        row = list(turn @ values[:3] * scale)
        for angles in values[3:].reshape(-1, 3):
            matrix = turn @ Rotation.from_euler("ZXY", angles, degrees=True).as_matrix() @ turn.T
            row += list(Rotation.from_matrix(matrix).as_euler("ZXY", degrees=True))
        out.append(" ".join(f"{value:.8f}" for value in row))
    out[start:start] = lines[start:start + 3]
    path.write_text("\n".join(out) + "\n")


def test_a_stray_rest_pose_before_a_clip_is_left_out(make, tmp_path):
    walk = make("walk")
    stray = replace(walk, rotations=np.concatenate([np.tile(np.eye(4, dtype="<f4")[0], (1, 22, 1)), walk.rotations]),
                    root_translation=np.concatenate([np.zeros((1, 3), "<f4"), walk.root_translation]), contacts=None)
    write_motion(tmp_path / "stray.bvh", stray)
    write_motion(tmp_path / "plain.bvh", walk)
    notes: list[str] = []
    found = read_motion(tmp_path / "stray.bvh", notes=notes)
    assert any("left out" in note for note in notes) and len(found.rotations) == len(walk.rotations)
    assert len(read_motion(tmp_path / "plain.bvh").rotations) == len(walk.rotations)


def test_root_positions_that_count_from_the_offset_are_known(tmp_path):
    write_bvh(tmp_path / "a.bvh", motion())
    lines = (tmp_path / "a.bvh").read_text().splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("Frame Time")) + 1
    offset = np.array(lines[3].split()[1:], float)
    for index in range(start, len(lines)):
        values = np.array(lines[index].split(), float)
        values[:3] -= offset
        lines[index] = " ".join(map(str, values))
    (tmp_path / "b.bvh").write_text("\n".join(lines))
    assert np.allclose(_places(read_bvh(tmp_path / "b.bvh")), _places(motion()), atol=1e-4)


def test_asf_and_amc_turn_bones_about_their_own_axes(tmp_path):
    (tmp_path / "tiny.asf").write_text(asf())
    (tmp_path / "tiny_1.amc").write_text(amc(9))
    found = read_motion(tmp_path / "tiny_1.amc")
    assert found.fps == 120 and read_motion(tmp_path / "tiny_1.amc", fps=60).fps == 60
    places = _places(found)
    assert places[-1, 0, 1] - places[0, 0, 1] == pytest.approx(-0.4 * 8 * 0.0254 / 0.45, abs=1e-4)
    # By hand, frame 1: the left thigh's own axes are turned 20 degrees about Z, and it turns 3 degrees about its X.
    frame = Rotation.from_euler("z", 20, degrees=True)
    turn = frame * Rotation.from_euler("ZYX", [0.5, 0.5, 3.0], degrees=True) * frame.inv()
    x, y, z = turn.apply(np.array([0.342, -0.94, 0]) / np.hypot(0.342, 0.94)) * 7.5 * 0.0254 / 0.45
    assert np.allclose(places[0, INDEX["left_knee"]] - places[0, INDEX["left_hip"]], (x, -z, y), atol=1e-4)


def test_deepmimic_frames_of_uneven_length_become_even(tmp_path):
    (tmp_path / "a.txt").write_text(deepmimic((0.04, 0.04, 0.08, 0.04, 0.0)))
    notes: list[str] = []
    found = read_motion(tmp_path / "a.txt", notes=notes)
    assert found.fps == 25 and len(found.rotations) == 6 and any("resampled" in note for note in notes)
    # Frames 0, 1, 2, half-way, 3, 4 of 0.05 m each; forwards is -Y.
    assert np.allclose(found.root_translation[:, 1], [0, -0.05, -0.1, -0.125, -0.15, -0.2], atol=1e-5)
    knee = 2 * np.degrees(np.arccos(np.clip(found.rotations[:, found.skeleton.names.index("left_knee"), 0], -1, 1)))
    assert np.allclose(knee, np.degrees([0, 0.1, 0.2, 0.25, 0.3, 0.4]), atol=0.05)
    places = _places(found)
    assert places[-1, INDEX["left_ankle"], 1] > places[-1, INDEX["left_knee"], 1]  # the shin swings back


def test_a_clip_survives_without_any_loss(make, tmp_path):
    clip = clip_of(make("wave"))
    rng = np.random.default_rng(3)
    hands = rng.normal(size=(len(clip), 30, 4))
    clip = replace(clip, hands=hands / np.linalg.norm(hands, axis=-1, keepdims=True), caption="wîde 挥手", loop=True,
                   licence="CC0", source="test", contacts=rng.random((len(clip), 4)) > 0.5)
    write_clip(tmp_path / "clip.npz", clip)
    again = read_clips(tmp_path / "clip.npz")[0]
    for a, b in ((clip, again), (clip.body, again.body)):
        for item in dataclasses.fields(a):
            one, other = getattr(a, item.name), getattr(b, item.name)
            if isinstance(one, np.ndarray):
                assert one.dtype == other.dtype and np.array_equal(one, other), item.name
            elif item.name != "body":
                assert one == other, item.name
    with pytest.raises(EngineError, match="version 9"):
        np.savez(tmp_path / "clip.npz", troupe_clip=9)
        read_clip(tmp_path / "clip.npz")


def test_any_rig_survives_npz(make, tmp_path):
    run = make("run", target=game_engine())
    run = replace(run, loop=True, caption="a run")
    write_motion(tmp_path / "run.npz", run)
    again = read_motion(tmp_path / "run.npz")
    assert (again.name, again.fps, again.loop, again.caption) == (run.name, run.fps, True, "a run")
    assert again.skeleton.names == run.skeleton.names and again.skeleton.roles == run.skeleton.roles
    assert np.abs(again.skeleton.tails - run.skeleton.tails).max() < 1e-6
    assert np.abs(again.rotations - run.rotations).max() < 2e-6
    assert np.abs(again.root_translation - run.root_translation).max() < 2e-6
    assert np.array_equal(again.contacts, run.contacts)


def test_the_joints_layout_is_as_documented(make, tmp_path):
    """Forward kinematics as other programs do it, from the documented arrays alone."""
    run = make("run", target=game_engine())
    run = replace(run, rotations=run.rotations.copy())
    write_motion(tmp_path / "run.npz", run)
    with np.load(tmp_path / "run.npz", allow_pickle=False) as data:
        parents, offsets = data["parents"], data["rest_offsets"]
        turns, places = [], []
        for joint, parent in enumerate(parents):
            local = Rotation.from_quat(data["local_quats"][5, joint], scalar_first=True)
            moved = data["root_translation"][5] if joint == data["root_joint"] else None
            turns.append(local if parent < 0 else turns[parent] * local)
            hung = data["rest_root"][joint] if parent < 0 else places[parent] + turns[parent].apply(offsets[joint])
            places.append(hung if moved is None else moved)
    _, body = from_motion(run)
    x, y, z = np.array(places)[body.bones[INDEX["left_ankle"]]]
    assert np.allclose((x, -z, y), _places(run)[5, INDEX["left_ankle"]] + body.offsets[0] * (1, 1, 0), atol=1e-5)


@pytest.mark.parametrize("width", [66, 72, 156, 165])
def test_smpl_poses_are_read_without_the_models(tmp_path, width):
    """A body that bends its left knee and turns a quarter while it walks on, in AMASS' Z-up world."""
    poses = np.zeros((10, width // 3, 3))
    poses[:, 0] = Rotation.from_euler("x", 90, degrees=True).as_rotvec()  # the Y-up template stands in a Z-up world
    poses[:, 4, 0] = 1.0  # left knee
    trans = np.zeros((10, 3))
    trans[:, 1], trans[:, 2] = np.linspace(0, -1, 10), 0.92
    np.savez(tmp_path / "a.npz", poses=poses, trans=trans, mocap_framerate=60.0, betas=np.zeros(16), gender="male")
    notes: list[str] = []
    found = read_motion(tmp_path / "a.npz", notes=notes)
    assert found.fps == 60 and any("average proportions" in note for note in notes)
    places = _places(found)
    knee, ankle = places[0, INDEX["left_knee"]], places[0, INDEX["left_ankle"]]
    assert ankle[1] > knee[1] + 0.2 and places[0, INDEX["head"], 2] > 1.4 and knee[0] > 0.03
    assert places[0, INDEX["right_foot"], 1] < places[0, INDEX["right_ankle"], 1]  # faces -Y
    assert places[-1, 0, 1] - places[0, 0, 1] == pytest.approx(-1, abs=1e-3)
    assert places[:, INDEX["right_foot"], 2].min() < 0.06
    assert ("left_index1" in found.skeleton.names) == (width > 72)


@pytest.mark.parametrize("names", [("global_orient", "body_pose", "transl", ("left_hand_pose", "right_hand_pose")),
                                   ("root_orient", "pose_body", "trans", ("pose_hand",))])
def test_smpl_poses_in_parts_are_the_same(tmp_path, names):
    rng = np.random.default_rng(7)
    poses, trans = rng.uniform(-0.3, 0.3, (5, 156)), np.tile([0.0, 0.9, 0.0], (5, 1))
    root, body, path, hands = names
    parts = dict(zip(hands, np.split(poses[:, 66:], len(hands), axis=1)))
    np.savez(tmp_path / "whole.npz", poses=poses, trans=trans, fps=30.0)
    np.savez(tmp_path / "parts.npz", fps=30.0, **{root: poses[:, :3], body: poses[:, 3:66], path: trans, **parts})
    whole, apart = (read_motion(tmp_path / f"{name}.npz") for name in ("whole", "parts"))
    assert whole.skeleton.names == apart.skeleton.names
    assert np.abs(whole.rotations - apart.rotations).max() < 1e-6


def test_smpl_keeps_rotations_and_fingers(make, tmp_path):
    clip = clip_of(make("wave"))
    rng = np.random.default_rng(5)
    bend = rng.uniform(0, 1, (len(clip), 30))
    hands = np.zeros((len(clip), 30, 4))
    hands[..., 0], hands[..., 2] = np.cos(bend / 2), np.sin(bend / 2) * np.repeat([1, -1], 15)
    write_motion(tmp_path / "a.npz", motion_of(clip), layout="smpl")
    again = read_clips(tmp_path / "a.npz")[0]
    assert np.abs((again.rotations * clip.rotations).sum(-1)).min() > 1 - 1e-5
    from backend.motion.formats.smpl import write

    write(tmp_path / "b.npz", replace(clip, hands=hands))
    found = read_motion(tmp_path / "b.npz")
    index = [found.skeleton.names.index(name) for name in ("left_index1", "right_pinky3")]
    angles = 2 * np.arccos(np.clip(np.abs(found.rotations[:, index, 0]), 0, 1))
    assert np.allclose(angles, bend[:, [3, 29]], atol=1e-4)


def test_resampling_keeps_seconds_and_path(make):
    walk = make("walk")
    for fps in (24.0, 60.0, 12.5):
        other = resampled(walk, fps)
        other.validate()
        assert len(other.rotations) / fps == pytest.approx(len(walk.rotations) / walk.fps, abs=1.5 / fps)
        at = int(1.0 * fps)
        assert np.allclose(other.root_translation[at], walk.root_translation[int(at / fps * walk.fps)], atol=0.06)
    again = resampled(resampled(walk, 90.0), walk.fps)
    assert np.abs((again.rotations[:40] * walk.rotations[:40]).sum(-1)).min() > 0.9995
    with pytest.raises(EngineError):
        resampled(walk, 0)


def test_a_failed_write_leaves_the_old_file(tmp_path):
    (tmp_path / "a.bvh").write_text("old")
    broken = motion()
    broken.rotations[0, 0] = np.nan
    with pytest.raises(ValueError, match="rotations"):
        write_motion(tmp_path / "a.bvh", broken)
    assert (tmp_path / "a.bvh").read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_what_a_format_cannot_hold_is_refused(tmp_path):
    with pytest.raises(EngineError, match="holds one animation, not 2"):
        write_motions(tmp_path / "a.bvh", [motion(), motion()])
    with pytest.raises(EngineError, match="not written"):
        write_motion(tmp_path / "a.amc", motion())
    with pytest.raises(EngineError, match="furlong"):
        write_motion(tmp_path / "a.bvh", motion(), unit="furlong")
    with pytest.raises(EngineError, match="no layout 'fancy'"):
        write_motion(tmp_path / "a.npz", motion(), layout="fancy")
    write_motion(tmp_path / "a.bvh", motion())
    with pytest.raises(EngineError, match="no animation named 'walk'"):
        read_motions(tmp_path / "a.bvh", animation="walk")


def test_a_pelvis_below_a_turning_root_keeps_its_path(make, tmp_path):
    """In Blender the travelling joint's place is the armature's, whatever the bones above it do."""
    run = make("run", target=game_engine())
    rotations = run.rotations.copy()
    rotations[:, 0] = Rotation.from_euler("y", np.linspace(0, 90, len(rotations))[:, None], degrees=True).as_quat(
        scalar_first=True)
    turned = replace(run, rotations=rotations)
    assert turned.skeleton.parents[turned.root_joint] == 0
    for extension in (".bvh", ".npz"):
        write_motion(tmp_path / f"a{extension}", turned)
        assert np.allclose(_places(read_motion(tmp_path / f"a{extension}")), _places(turned), atol=1e-4)


def test_feet_that_roll_with_splayed_legs_at_rest_are_flat_on_the_floor():
    """CMU's rest pose has legs 20 degrees apart with the feet rolled along."""
    clip = read_clips(shared("data", "motion", "cmu", "asf_amc", "02_01.amc.gz"))[0]
    turned, places = clip.global_rotations(), clip.positions()
    for ankle, toe in ((7, 10), (8, 11)):
        standing = places[:, toe, 2] < np.quantile(places[:, toe, 2], 0.3)
        assert abs(np.degrees(np.arcsin(np.median(turned[standing, ankle, 2, 0])))) < 8


def test_names_with_blanks_and_braces_survive_bvh(tmp_path):
    odd = motion()
    names = [name.replace("_", " ") + (" {x}" if name == "head" else "") for name in odd.skeleton.names]
    odd = replace(odd, skeleton=replace(odd.skeleton, names=names, roles={}, convention="custom"))
    write_motion(tmp_path / "odd.bvh", odd)
    assert "left_hip" in read_motion(tmp_path / "odd.bvh").skeleton.names
