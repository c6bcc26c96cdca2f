# SPDX-License-Identifier: GPL-3.0-or-later
import numpy as np
import pytest
from motion_rigs import PEOPLE, game_engine

from backend.motion.body import body_of
from backend.motion.kinematics import matrix_from_quaternion, rotation_angle
from backend.motion.metrics import measure
from backend.motion.retarget import from_motion, retarget
from backend.motion.skeleton import INDEX, make_skeleton
from backend.motion.spec import VERB_NAMES


def _limb(positions, start, end):
    along = positions[:, INDEX[end]] - positions[:, INDEX[start]]
    return along / np.linalg.norm(along, axis=1, keepdims=True)


@pytest.mark.parametrize("verb", ["walk", "run", "wave", "sit", "kick"])
def test_limbs_point_the_same_way_on_a_rig_with_another_rest_pose(make, verb):
    source = make(verb)
    moved = retarget(source, game_engine(1.75, legs=1.08))
    moved.validate()
    (a, body), (b, other) = from_motion(source), from_motion(moved)
    here, there = a.positions(body), b.positions(other)
    # Hands that lie on the thighs lie there again, whatever the thighs' length.
    tolerance = 0.25 if verb == "sit" else 1e-5
    for start, end in (("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"), ("right_elbow", "right_wrist")):
        assert np.allclose(_limb(here, start, end), _limb(there, start, end), atol=tolerance)
    for start, end in (("left_hip", "left_knee"), ("right_knee", "right_ankle")):
        angle = np.degrees(np.arccos(np.clip((_limb(here, start, end) * _limb(there, start, end)).sum(1), -1, 1)))
        assert angle.max() < 18  # legs bend a little differently, so that the feet stay down


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("verb", VERB_NAMES)
def test_feet_neither_skate_nor_sink_after_the_transfer(make, verb, person):
    """From an adult, and from a child whose steps are short and low."""
    for source, fps in ((None, 60.0), (PEOPLE["child"], 30.0)):
        quality = measure(retarget(make(verb, target=source, fps=fps), PEOPLE[person]))
        assert quality.skate < 0.02 and quality.contact_speed < 0.1
        assert quality.penetration < 0.005


def test_a_skating_clip_is_pinned_where_it_says_it_touches(make):
    motion = make("walk")
    motion.root_translation = motion.root_translation.copy()
    motion.root_translation[:, 0] += 0.05 * np.sin(4 * np.arange(len(motion.rotations)) / motion.fps)
    assert measure(motion).contact_speed > 0.15
    assert measure(retarget(motion, motion.skeleton)).contact_speed < 0.05


def test_travel_scales_with_the_legs_and_contacts_stay(make):
    source, target = make("walk"), game_engine(2.0)
    moved = retarget(source, target)
    ratio = body_of(target).leg / body_of(source.skeleton).leg
    travel = [each.root_translation[-1, 1] - each.root_translation[0, 1] for each in (source, moved)]
    assert travel[1] == pytest.approx(ratio * travel[0], rel=1e-3)
    assert np.array_equal(source.contacts, moved.contacts)
    assert moved.skeleton is target and moved.root_joint == target.names.index("pelvis")


def test_a_transfer_to_the_same_skeleton_changes_nothing(make):
    source = make("he is running")
    same = retarget(source, source.skeleton)
    (a, body), (b, _) = from_motion(source), from_motion(same)
    assert np.abs(a.positions(body) - b.positions(body)).max() < 2e-4


def test_there_and_back_again(make):
    source = make("walk")
    back = retarget(retarget(source, game_engine(1.6)), source.skeleton)
    (a, body), (b, _) = from_motion(source), from_motion(back)
    assert np.abs(a.positions(body) - b.positions(body)).max() < 0.03


def test_generating_on_a_rig_moves_its_pelvis_bone_and_leaves_the_root_bone_alone(make):
    rig = game_engine()
    motion = make("run", target=rig)
    assert motion.root_joint == rig.names.index("pelvis")
    assert np.allclose(motion.rotations[:, rig.names.index("Root")], [1, 0, 0, 0])
    assert motion.rotations.shape[1] == len(rig.names)


def test_a_t_pose_rig_and_an_a_pose_rig_meet_in_the_same_pose(make):
    """The same action on rigs that differ in their rest pose only: elbows at the same angle to the chest."""
    a_pose = game_engine(1.75)
    t_pose = make_skeleton(1.75)
    angles = []
    for rig in (a_pose, t_pose):
        performance, _ = from_motion(make("raise both arms", target=rig, variation=0.0))
        chest, upper = performance.rotations[:, INDEX["spine3"]], performance.rotations[:, INDEX["left_shoulder"]]
        angles.append(rotation_angle(np.swapaxes(chest, 1, 2) @ upper))
    assert np.allclose(angles[0], angles[1], atol=0.02)


def test_roles_are_told_from_names_when_a_rig_brings_none(make):
    named, bare = make("walk", target=game_engine()), make("walk", target=game_engine(with_roles=False))
    assert np.array_equal(named.rotations, bare.rotations)


def test_fingers_relax_and_curl_inwards_for_a_fist(make):
    rig = game_engine()
    index = rig.names.index("index_01_l")
    relaxed, fist = (make(verb, target=rig).rotations[:, index] for verb in ("idle", "punch"))
    angle = [np.degrees(rotation_angle(matrix_from_quaternion(each))).max() for each in (relaxed, fist)]
    assert 5 < angle[0] < 25 and 55 < angle[1] < 90


@pytest.mark.parametrize("rig", ["game_engine", "mixamo", "makehuman", "cmu_mb"])
def test_the_rigs_of_our_own_bodies(make, rig):
    rigs = pytest.importorskip("backend.body.rigs")
    data = pytest.importorskip("backend.body.data")
    if data.root() is None:
        pytest.skip("the body data is not installed")
    from backend.body.anny_model import Phenotype, shape
    vertices = shape(Phenotype(gender=0.0, age=0.8))
    vertices = vertices - [0, 0, vertices[:13380, 2].min()]
    skeleton = rigs.skeleton(rig, vertices)
    for verb in ("run", "sit"):
        motion = make(verb, target=skeleton)
        quality = measure(motion)
        assert quality.skate < 0.02 and quality.penetration < 0.005 and quality.joint_speed < 26
    performance, body = from_motion(make("wave with the left hand", target=skeleton))
    positions = performance.positions(body)
    assert positions[:, INDEX["left_wrist"], 2].max() > positions[:, INDEX["neck"], 2].max()
