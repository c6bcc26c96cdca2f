# SPDX-License-Identifier: GPL-3.0-or-later
"""Any motion on any rig: rest poses, facing, proportions, spines, twist bones, fingers, real clips."""

import time
from dataclasses import replace

import numpy as np
import pytest
from motion_rigs import PEOPLE, game_engine
from rig_variants import (
    along_one_axis,
    bone_directions,
    quaternions_about,
    reposed,
    with_fingers,
    with_spine,
    with_twist_bones,
)

from backend.engine import EngineError
from backend.motion.body import body_of
from backend.motion.clip import clip_of, motion_of
from backend.motion.editing.contacts import detect
from backend.motion.kinematics import axis_angle, matrix_from_quaternion, rotation_angle, rotation_y
from backend.motion.reach import clearance, palms, reach, surfaces
from backend.motion.retarget import _pose, from_motion, retarget
from backend.motion.rig_roles import roles_of
from backend.motion.skeleton import ANKLES, INDEX, JOINTS, WRISTS, make_skeleton
from backend.motion.soles import feet
from backend.motion.transfer import transfer
from protocol.assets import Motion
from tests.shared_data import shared


def _still(skeleton, frames=8, **turns):
    """A motion that holds the rest pose but for the bones given (T, 4) rotations."""
    rotations = np.tile(np.array([1.0, 0, 0, 0], "<f4"), (frames, len(skeleton.names), 1))
    for bone, values in turns.items():
        rotations[:, skeleton.names.index(bone)] = values
    return Motion(name="still", fps=30.0, skeleton=skeleton, rotations=rotations,
                  root_translation=np.zeros((frames, 3), "<f4"), root_joint=skeleton.names.index("pelvis"))


def _turns(performance):
    """(T - 1, 22) degrees each joint turns from frame to frame."""
    return np.degrees(rotation_angle(np.swapaxes(performance.rotations[:-1], -1, -2) @ performance.rotations[1:]))


# Rest poses -----------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def walking(make):
    return make("he walks and waves with the right hand", target=game_engine(), seed=4)


@pytest.mark.parametrize("seed", range(10))
def test_rest_pose_facing_and_size_leave_the_motion(walking, seed):
    """The same person bound in another pose, elsewhere and in other units moves the same in the world."""
    rng = np.random.default_rng(seed)
    yaw = (0.0, 0.5, np.pi / 2, -np.pi / 2, np.pi)[seed % 5]
    scale, raised = 10 ** rng.uniform(-0.5, 2), rng.uniform(-0.5, 0.8)
    spread, bent = rng.uniform(-0.05, 0.2), rng.uniform(0, 0.6)
    turns = {}
    for side, sign in (("l", 1.0), ("r", -1.0)):
        turns |= {f"upperarm_{side}": rotation_y(-sign * raised), f"thigh_{side}": rotation_y(-sign * spread),
                  f"foot_{side}": rotation_y(sign * spread), f"lowerarm_{side}": axis_angle([0, 0, 1.0], -sign * bent)}
    rig = reposed(walking.skeleton, turns, yaw, scale)
    moved = retarget(walking, rig)
    (a, body), (b, other) = from_motion(walking), from_motion(moved)
    assert other.leg == pytest.approx(scale * body.leg, rel=1e-3)
    here, there = a.positions(body), b.positions(other) / scale
    # The hip joints of a spread rest pose stay where they were, so that legs set out alike.
    assert np.abs(here - there).max() < 0.02
    directions = [bone_directions(each, ["upperarm_l", "lowerarm_r", "thigh_r", "head", "spine_02"])
                  for each in (walking, moved)]
    assert np.degrees(np.arccos(np.clip((directions[0] * directions[1]).sum(-1), -1, 1))).max() < 9


def test_a_rig_at_rest_that_faces_elsewhere_is_read_as_facing_there():
    rig = reposed(game_engine(), {}, yaw=np.pi / 2)
    performance, body = from_motion(_still(rig))
    front = -performance.rotations[0, 0, :, 1]
    assert np.allclose(front, [1, 0, 0], atol=1e-6)  # -Y turned a quarter to the left
    assert body.offsets[INDEX["left_knee"], 2] < 0 < body.offsets[INDEX["left_elbow"], 0]


def test_a_zero_pose_that_is_no_person_is_read_by_its_motion(make):
    """All bones along one axis, as in files of Rokoko Video and iClone: the same joints, flat feet, level palms."""
    motion = make("walk", target=game_engine())
    odd = along_one_axis(motion)
    (a, body), (b, other) = from_motion(motion), from_motion(odd)
    places, seen = _pose(motion)[1], _pose(odd)[1]
    assert np.abs(places - seen)[:, 1:].max() < 1e-4  # all but the bone that lies at the feet
    assert np.abs(a.positions(body) - b.positions(other) - (a.pelvis - b.pelvis)[:, None]).max() < 0.02
    angles = np.degrees(rotation_angle(np.swapaxes(a.rotations, -1, -2) @ b.rotations)).max(axis=0)
    some = [JOINTS.index(name) for name in ("left_hip", "right_knee", "left_ankle", "right_shoulder")]
    assert angles[some].max() < 25
    assert other.ankle_height == pytest.approx(body.ankle_height, abs=0.03)
    moved = retarget(odd, make_skeleton(1.75))
    performance, target = from_motion(moved)
    soles = feet(performance, target)[..., 2].min(axis=(1, 2))
    assert soles.min() > -0.005 and np.median(soles) < 0.02
    back = from_motion(retarget(odd, odd.skeleton))[0]
    assert np.degrees(rotation_angle(np.swapaxes(b.rotations, -1, -2) @ back.rotations)).max() < 3


def test_capture_above_a_floor_of_its_own_lands_on_the_floor(make):
    """A rest pose around the origin, feet at -0.9, and a path told from the floor at 0."""
    motion = make("walk", target=game_engine())
    rig = game_engine()
    drop = rig.heads[rig.names.index("pelvis")].copy()
    rig.heads, rig.tails = rig.heads - drop, rig.tails - drop
    low = Motion(name="capture", fps=motion.fps, skeleton=rig, rotations=motion.rotations,
                 root_translation=motion.root_translation + drop, root_joint=motion.root_joint)
    performance, body = from_motion(low)
    assert np.abs(performance.pelvis[:, 2] - from_motion(motion)[0].pelvis[:, 2]).max() < 0.02
    assert abs(np.median(feet(performance, body)[..., 2].min(axis=(1, 2)))) < 0.01


# Spines, twist bones, fingers -----------------------------------------------------------------------------------

@pytest.mark.parametrize("count", [1, 2, 4, 6])
def test_any_number_of_spine_bones_bends_evenly_and_ends_at_the_same_chest(make, count):
    source = make("punch", target=game_engine())
    rig = with_spine(game_engine(), count)
    moved = retarget(source, rig)
    a, b = from_motion(source)[0], from_motion(moved)[0]
    chest = INDEX["spine3"]
    assert np.degrees(rotation_angle(np.swapaxes(a.rotations[:, chest], -1, -2) @ b.rotations[:, chest])).max() < 0.5
    own = np.degrees(rotation_angle(matrix_from_quaternion(moved.rotations)))[
        :, [rig.names.index(f"back_{k}") for k in range(count)]]
    whole = np.degrees(rotation_angle(np.swapaxes(a.rotations[:, 0], -1, -2) @ a.rotations[:, chest]))
    frame = int(whole.argmax())
    assert whole[frame] > 20
    assert own[frame].max() < 1.5 * whole[frame] / count + 3
    back = from_motion(retarget(moved, source.skeleton))[0]
    assert np.degrees(rotation_angle(np.swapaxes(a.rotations[:, 3], -1, -2) @ back.rotations[:, 3])).max() < 8


def test_twist_is_shared_along_the_limb_and_read_back_whole():
    rig = with_twist_bones(game_engine())
    plain = game_engine()
    angle = np.radians(np.linspace(0, 70, 8))
    along = quaternions_about((0, 1, 0), angle)  # about the bone itself
    moved = retarget(_still(plain, upperarm_l=along, hand_r=along), rig)
    turn = {name: np.degrees(rotation_angle(matrix_from_quaternion(moved.rotations[-1, rig.names.index(name)])))
            for name in ("upperarm_l", "upperarm_part_l", "lowerarm_twist_01_r", "hand_r")}
    assert turn["upperarm_l"] == pytest.approx(35, abs=1) and turn["upperarm_part_l"] == pytest.approx(35, abs=1)
    assert 30 < turn["lowerarm_twist_01_r"] < 60 and turn["hand_r"] == pytest.approx(70, abs=2)
    back = from_motion(moved)[0].rotations
    assert np.degrees(rotation_angle(np.swapaxes(
        from_motion(_still(plain, upperarm_l=along, hand_r=along))[0].rotations, -1, -2) @ back)).max() < 0.5


def test_fingers_point_the_same_way_from_another_rest_pose():
    source, target = with_fingers(game_engine()), with_fingers(game_engine(1.5), curl=0.3)
    rng = np.random.default_rng(2)
    bones = [f"{finger}_0{k}_{side}" for side in "lr" for finger in ("thumb", "index", "middle", "ring", "pinky")
             for k in (1, 2, 3)]
    turns = {bone: quaternions_about(rng.normal(size=3), rng.uniform(0, 0.7) * np.linspace(0, 1, 8)) for bone in bones}
    motion = _still(source, **turns)
    clip = clip_of(motion)
    assert clip.hands is not None and clip.hands.shape == (8, 30, 4)
    moved = motion_of(clip, target)
    here, there = bone_directions(motion, bones), bone_directions(moved, bones)
    assert np.degrees(np.arccos(np.clip((here * there).sum(-1), -1, 1))).max() < 2
    assert np.abs(clip_of(moved).hands - clip.hands).max() < 1e-3


def test_a_motion_without_fingers_leaves_them_relaxed(make):
    target = with_fingers(game_engine())
    source = make("walk")
    assert clip_of(source).hands is None
    moved = retarget(source, target)
    index = target.names.index("middle_02_l")
    assert 5 < np.degrees(rotation_angle(matrix_from_quaternion(moved.rotations[:, index]))).max() < 25
    # Finger bones that never move are no recording either.
    assert clip_of(_still(target)).hands is None


# Whole motions --------------------------------------------------------------------------------------------------

def _rigs():
    bulky = game_engine(1.6, legs=0.55, width=1.5)
    bulky.name = "cartoon figure"
    metres = game_engine(1.75)
    for name in ("heads", "tails"):
        setattr(metres, name, getattr(metres, name) * 100)
    return {**PEOPLE, "T-pose": make_skeleton(1.8), "cartoon": bulky, "centimetres": metres,
            "twist bones": with_twist_bones(game_engine()), "one spine bone": with_spine(game_engine(), 1)}


_RIGS = _rigs()
_CLIPS = {
    "walk": "deepmimic/humanoid3d_walk.txt", "kick": "deepmimic/humanoid3d_kick.txt",
    "cartwheel": "deepmimic/humanoid3d_cartwheel.txt", "backflip": "deepmimic/humanoid3d_backflip.txt",
    "crawl": "deepmimic/humanoid3d_crawl.txt", "dance": "deepmimic/humanoid3d_dance_a.txt",
    "roll": "deepmimic/humanoid3d_roll.txt", "push-ups": "mesh2motion/pushup.npz", "spin": "cmu/bvh/05_02.bvh.gz",
    "jump": "cmu/asf_amc/02_04.amc.gz"}
_read: dict[str, Motion] = {}


def _clip(name):
    formats = pytest.importorskip("backend.motion.formats")
    file = shared("data", "motion", *_CLIPS[name].split("/"))
    if name not in _read:
        _read[name] = formats.read_motions(file)[0]
    return _read[name]


@pytest.mark.parametrize("rig", _RIGS)
@pytest.mark.parametrize("name", _CLIPS)
def test_real_motions_on_rigs_of_all_proportions(name, rig):
    """No flips, nothing below the floor, nothing hanging above it, feet as still as they were."""
    source, target = _clip(name), _RIGS[rig]
    moved = retarget(source, target)
    moved.validate()
    (a, body), (b, other) = from_motion(source), from_motion(moved)
    scale = other.leg / body.leg
    # A joint turns little faster than it did, where legs are not half as long for the trunk.
    if rig != "cartoon":
        assert (_turns(b).max(axis=0) < 1.25 * _turns(a).max() + 15).all()
    soles = feet(b, other)
    assert soles[..., 2].min() > -0.005 * other.leg
    lows = soles[..., 2].min(axis=(1, 2))
    wrists = b.positions(other)[:, list(WRISTS)]
    hands = np.min([clearance(b.rotations, wrists[:, side], other, side) for side in (0, 1)], axis=0)
    assert hands.min() > -0.04 * other.leg
    lowest = np.min([lows, hands, *(
        b.positions(other)[:, joint, 2] - thickness for joint, thickness in surfaces(other).items())], axis=0)
    if name not in ("backflip", "jump"):
        assert np.percentile(lowest, 20) < 0.05 * other.leg
    contacts = detect(clip_of(source)).reshape(-1, 2, 2)
    held = contacts[1:] & contacts[:-1]
    slides = [np.linalg.norm(np.diff(feet(p, each)[..., :2, :2], axis=0), axis=-1)[held] * source.fps / size
              for p, each, size in ((a, body, 1.0), (b, other, scale))]
    assert not held.any() or np.median(slides[1]) < max(np.median(slides[0]), 0.05) + 0.05


@pytest.mark.parametrize("rig", ["tall and heavy", "child", "T-pose", "twist bones"])
def test_hands_of_a_cartwheel_are_on_the_floor(rig):
    source = _clip("cartwheel")
    (a, body), (b, other) = from_motion(source), from_motion(retarget(source, _RIGS[rig]))
    for wrist, side in zip(WRISTS, (0, 1)):
        down = a.positions(body)[:, wrist, 2] < 0.06 * body.leg  # a figure without hands stands on its wrists
        assert down.sum() > 8
        height = clearance(b.rotations, b.positions(other)[:, wrist], other, side)[down]
        assert height.min() > -0.002 * other.leg and height.max() < 0.05 * other.leg
        palm_down = b.rotations[down, wrist, 2, 2]
        assert np.median(palm_down) > 0.8  # flat on the floor, not on the finger tips


def test_there_and_back_again_on_a_real_motion():
    source = _clip("kick")
    for rig in ("tall and heavy", "child", "twist bones"):
        back = retarget(retarget(source, _RIGS[rig]), source.skeleton)
        (a, body), (b, other) = from_motion(source), from_motion(back)
        error = np.linalg.norm(a.positions(body) - b.positions(other), axis=-1)
        assert np.median(error) < 0.02 and np.percentile(error, 95) < 0.06


def test_hands_that_meet_meet_again(make):
    source = game_engine()
    performance, body = from_motion(make("idle", target=source))
    wide = game_engine(1.7, width=1.4)
    # Bring both palms together in front of the chest by turning the arms.
    g, places = performance.rotations.copy(), performance.positions(body)
    middle = places[:, INDEX["spine3"]] + np.array([0.0, -0.3, 0.1])
    reach(g, body, places, np.stack([middle + shift for shift in ([0.03, 0, 0], [-0.03, 0, 0])], axis=1))
    clapping = replace(performance, rotations=g)
    other = body_of(wide)
    moved = transfer(clapping, body, other, 30.0)
    gaps = []
    for p, each in ((clapping, body), (moved, other)):
        at = p.positions(each)
        ends = [at[:, WRISTS[side]] + palms(p.rotations, each, side) for side in (0, 1)]
        gaps.append(np.linalg.norm(ends[0] - ends[1], axis=1))
    assert np.abs(gaps[0] - gaps[1]).max() < 0.02
    loose = replace(clapping, pelvis=moved.pelvis).positions(other)
    assert np.linalg.norm(loose[:, WRISTS[0]] - loose[:, WRISTS[1]], axis=1).min() > gaps[0].max() + 0.03


def test_walking_on_the_spot_stays_on_the_spot_and_its_feet_run_back(make):
    source = make("walk for 4 seconds")
    clip = clip_of(source)
    travel = np.polyfit(np.arange(len(clip)), clip.root[:, :2], 1)[0]
    on_the_spot = source.root_translation.copy()
    on_the_spot[:, :2] -= np.arange(len(clip))[:, None] * travel
    source.root_translation = on_the_spot.astype("<f4")
    moved = retarget(source, PEOPLE["child"])
    (a, body), (b, other) = from_motion(source), from_motion(moved)
    steps = [np.diff(p.positions(each)[:, ANKLES[0], 1]) for p, each in ((a, body), (b, other))]
    held = source.contacts[1:, 1].astype(bool) & source.contacts[:-1, 1].astype(bool)
    ratio = other.leg / body.leg
    assert np.median(steps[1][held]) == pytest.approx(ratio * np.median(steps[0][held]), rel=0.15)
    assert np.median(steps[0][held]) > 0.005


def test_feet_that_hang_from_the_root_can_be_read_but_not_driven(make):
    rig = game_engine()
    motion = make("walk", target=game_engine())
    for side in "lr":
        rig.parents[rig.names.index(f"foot_{side}")] = rig.names.index("Root")
    assert body_of(rig).leg == pytest.approx(body_of(game_engine()).leg)
    with pytest.raises(EngineError, match=r"foot_l.*inverse kinematics") as caught:
        retarget(motion, rig)
    assert caught.value.code == "unknown_rig" and "Parent the foot" in caught.value.remedy


def test_three_hundred_frames_are_quick(make):
    target = with_fingers(with_twist_bones(game_engine()))
    target.roles = roles_of(game_engine())
    source = make("walk for 10 seconds", fps=30.0)
    assert len(source.rotations) >= 300
    source.contacts = None
    best = np.inf
    for _ in range(3):
        start = time.perf_counter()
        retarget(source, target)
        best = min(best, time.perf_counter() - start)
    assert best < 0.5


def test_hands_stay_out_of_a_wide_trunk(make):
    """A slim person's hanging arms on one with a wide trunk."""
    source = make("idle", target=game_engine())
    wide = game_engine(1.7, width=1.15, girth=0.36)
    a, (b, other) = from_motion(source)[0], from_motion(retarget(source, wide))
    for side in (0, 1):
        palm = b.positions(other)[:, WRISTS[side]] + palms(b.rotations, other, side)
        assert np.abs(palm[:, 0] - b.pelvis[:, 0]).min() > 0.3
    assert np.abs(_turns(b) - _turns(a)).max() < 5
