# SPDX-License-Identifier: GPL-3.0-or-later
"""Joints that lie elsewhere in other rigs: the pelvis joint beside the hips, elbows whose hinge is rolled."""

from dataclasses import replace

import numpy as np
import pytest
from motion_rigs import game_engine
from rig_variants import rebuilt, rows_of

from backend.motion.body import body_of
from backend.motion.clip import clip_of, motion_of
from backend.motion.kinematics import matrix_from_quaternion, quaternion_from_matrix, rotation_angle, rotation_x, unit
from backend.motion.reach import clearance
from backend.motion.retarget import from_motion, retarget
from backend.motion.skeleton import ANKLES, COLLARS, ELBOWS, HIPS, KNEES, SHOULDERS, WRISTS, make_skeleton
from tests.shared_data import shared

_ROLL = np.radians(-30)


def _directions(motion):
    """(T, 4, 3) thighs and shins."""
    performance, body = from_motion(motion)
    places = performance.positions(body)
    return unit(places[:, [*KNEES, *ANKLES]] - places[:, [*HIPS, *KNEES]])


@pytest.mark.parametrize("shift", [(0, 0.06, 0.0), (0, -0.05, 0.02), (0, 0.03, 0.13)])
@pytest.mark.parametrize("name", ["deepmimic/humanoid3d_dance_a.txt", "deepmimic/humanoid3d_roll.txt"])
def test_legs_move_alike_wherever_the_pelvis_joint_lies(name, shift):
    """MakeHuman's lies behind the hips, others' above them, as the torso control of Rigify does."""
    formats = pytest.importorskip("backend.motion.formats")
    source = formats.read_motion(shared("data", "motion", *name.split("/")))
    plain, other = game_engine(), game_engine()
    other.heads = other.heads.copy()
    other.heads[other.names.index("pelvis")] += np.array(shift, "<f4")
    assert abs(body_of(other).hip_shift - body_of(plain).hip_shift + shift[1]) < 1e-6
    moved = [retarget(source, rig) for rig in (plain, other)]
    apart = np.degrees(np.arccos(np.clip((_directions(moved[0]) * _directions(moved[1])).sum(-1), -1, 1)))
    # Who lies on the floor lies on the pelvis' joint too, wherever that is.
    assert apart.max() < (6 if "roll" in name else 2.5)
    hips = [p.positions(body)[:, list(HIPS)].mean(axis=1) for p, body in map(from_motion, moved)]
    assert np.abs(hips[0] - hips[1]).max() < (0.04 if "roll" in name else 0.01)


def _rolled(clip, roll=_ROLL, sides=(0, 1)):
    """The same clip with the upper arms rolled, and all beyond them where it was."""
    rotations = clip.rotations.copy()
    for side in sides:
        for joint, turn in ((SHOULDERS[side], roll), (ELBOWS[side], -roll)):
            local = matrix_from_quaternion(rotations[:, joint])
            local = local @ rotation_x(turn) if joint in SHOULDERS else rotation_x(turn) @ local
            rotations[:, joint] = quaternion_from_matrix(local)
    return replace(clip, rotations=rotations)


def _angles(one, other):
    """(22,) degrees at most between the joints' rotations."""
    a, b = one.global_rotations(), other.global_rotations()
    return np.degrees(rotation_angle(np.swapaxes(a, -1, -2) @ b)).max(axis=0)


@pytest.mark.parametrize("prompt", ["he is running", "a person punches with the left hand"])
def test_elbows_with_a_rolled_hinge_are_read_as_bending_about_it(make, prompt):
    clip = clip_of(make(prompt, target=make_skeleton(1.7)))
    odd = _rolled(clip)
    assert _angles(clip, odd)[list(SHOULDERS)].min() > 29
    read = clip_of(motion_of(odd))
    assert _angles(clip, read)[list(SHOULDERS)].max() < 6
    assert _angles(clip, read)[[*ELBOWS, *WRISTS]].max() < 0.1
    assert np.abs(read.positions() - clip.positions()).max() < 1e-3
    # Laid on the skeleton it was read from, it is the same motion again.
    again = retarget(motion_of(odd), motion_of(odd).skeleton)
    assert np.abs(clip_of(again).positions() - clip.positions()).max() < 0.02


def test_elbows_that_are_right_stay_and_so_do_those_that_disagree(make):
    clip = clip_of(make("he is running", target=make_skeleton(1.7)))
    for each in (clip, _rolled(clip, np.radians(8)), _rolled(clip, sides=(0,))):
        assert _angles(each, clip_of(motion_of(each))).max() < 0.1
    straight = clip_of(make("idle", target=make_skeleton(1.7)))
    stiff = straight.rotations.copy()
    stiff[:, list(ELBOWS)] = (1.0, 0, 0, 0)
    stiff = _rolled(replace(straight, rotations=stiff))
    assert _angles(stiff, clip_of(motion_of(stiff))).max() < 0.1


@pytest.mark.parametrize("name", ["cmu/asf_amc/02_01.amc.gz", "cmu/expmap_npz/running_1_a.npz"])
def test_upper_arms_of_the_carnegie_mellon_database_are_not_twisted(name):
    formats = pytest.importorskip("backend.motion.formats")
    clip = clip_of(formats.read_motion(shared("data", "motion", *name.split("/"))))
    for elbow, sign in zip(ELBOWS, (1.0, -1.0)):
        forearm = sign * matrix_from_quaternion(clip.rotations[:, elbow])[..., 0]
        bent = forearm[sign * forearm[:, 0] < np.cos(np.radians(20))]
        assert len(bent) > 20
        # Palms down in a T-pose, forearms bend forwards in the plane of the floor.
        assert np.abs(np.degrees(np.arctan2(bent[:, 2], -bent[:, 1]))).max() < 5


@pytest.mark.parametrize("name", ["deepmimic/humanoid3d_punch.txt", "mesh2motion/pushup.npz",
                                  "mesh2motion/fighting_left_jab.npz"])
def test_rigs_whose_elbows_are_right_are_read_as_they_are(name, monkeypatch):
    formats = pytest.importorskip("backend.motion.formats")
    motion = formats.read_motion(shared("data", "motion", *name.split("/")))
    read = clip_of(motion)
    monkeypatch.setattr("backend.motion.retarget.with_hinged_elbows", lambda rotations, body, alike: (rotations, body))
    assert _angles(read, clip_of(motion)).max() < 3


def test_a_clip_is_told_in_one_line(make):
    clip = clip_of(make("walk"))
    loop = ", loop" if clip.loop else ""
    assert repr(clip) == f"Clip({clip.name!r}, {len(clip)} frames at {clip.fps:g} fps, contacts{loop})"


def test_hands_reach_the_floor_where_shoulders_hang_from_the_chest():
    """A figure without collar bones cannot shrug, and its arms make up for it."""
    formats = pytest.importorskip("backend.motion.formats")
    source = formats.read_motion(shared("data", "motion", "mesh2motion", "tired_kneeling.npz"))
    rows = [(bone, "spine_03" if parent.startswith("clavicle") else parent, head, tail)
            for bone, parent, head, tail in rows_of(game_engine()) if not bone.startswith("clavicle")]
    rig = rebuilt(game_engine(), rows, "no collars",
                  {role: bone for role, bone in game_engine().roles.items() if not role.endswith("collar")})
    assert (body_of(rig).bones[list(COLLARS)] < 0).all()
    (a, body), (b, other) = from_motion(source), from_motion(retarget(source, rig))
    assert np.degrees(rotation_angle(np.swapaxes(a.rotations[:, COLLARS[0]], -1, -2) @ a.rotations[:, 9])).max() > 10
    for side in (0, 1):
        before, after = (clearance(p.rotations, p.positions(each)[:, WRISTS[side]], each, side) / each.leg
                         for p, each in ((a, body), (b, other)))
        assert after.min() > -0.01
        near = before < 0.01
        assert not near.any() or after[near].max() < 0.02
