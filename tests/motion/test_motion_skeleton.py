# SPDX-License-Identifier: GPL-3.0-or-later
import numpy as np
import pytest
from motion_rigs import PEOPLE, game_engine

from backend.engine import EngineError
from backend.motion.body import body_of
from backend.motion.rig_roles import recognise, roles_of
from backend.motion.skeleton import JOINTS, PARENTS, Proportions, make_skeleton
from protocol.assets import Skeleton


@pytest.mark.parametrize("height", [0.9, 1.75, 2.2])
def test_the_canonical_skeleton_is_a_person_of_the_asked_height(height):
    skeleton = make_skeleton(height)
    skeleton.validate()
    assert skeleton.names == list(JOINTS) and skeleton.parents.tolist() == list(PARENTS)
    assert skeleton.tails[:, 2].max() == pytest.approx(height, rel=1e-5)
    place = dict(zip(skeleton.names, skeleton.heads))
    assert place["left_wrist"][0] > place["left_elbow"][0] > place["left_shoulder"][0] > 0
    assert place["right_hip"][0] < 0
    assert place["left_foot"][1] < place["left_ankle"][1]  # toes point to -Y, where it faces
    # Leonardo: the span of the arms is about the height.
    span = np.abs(skeleton.tails[:, 0]).max() * 2
    assert 0.9 * height < span < 1.1 * height


def test_limbs_can_be_set():
    long = body_of(make_skeleton(1.8, Proportions(thigh=0.28)))
    usual = body_of(make_skeleton(1.8))
    assert long.thigh[0] == pytest.approx(0.28 * 1.8, rel=1e-5)
    assert long.leg > usual.leg


#: Rig -> (bone names, the bones of a few roles).
_LIMBS = """{0}Shoulder {0}Arm {0}ForeArm {0}Hand {0}UpLeg {0}Leg {0}Foot {0}ToeBase"""
_BOTH = _LIMBS.format("Left") + " " + _LIMBS.format("Right")
_RIGS = {
    "game_engine": (" ".join(game_engine().names), {
        "pelvis": "pelvis", "left_knee": "calf_l", "right_foot": "ball_r"}),
    "mixamo": (" ".join("mixamorig:" + each for each in ("Hips Spine Spine1 Spine2 Neck Head " + _BOTH).split()), {
        "pelvis": "mixamorig:Hips", "left_shoulder": "mixamorig:LeftArm", "right_elbow": "mixamorig:RightForeArm"}),
    "cmu_mb": ("Hips LowerBack Spine Spine1 Neck Neck1 Head LHipJoint RHipJoint " + _BOTH, {
        "spine1": "LowerBack", "spine3": "Spine1", "left_hip": "LeftUpLeg"}),
    "makehuman": (
        "root spine05 spine04 spine03 spine02 spine01 neck01 head clavicle.L upperarm01.L upperarm02.L lowerarm01.L "
        "wrist.L clavicle.R upperarm01.R lowerarm01.R wrist.R upperleg01.L lowerleg01.L foot.L toe2-1.L upperleg01.R "
        "lowerleg01.R foot.R toe2-1.R", {"left_hip": "upperleg01.L", "right_wrist": "wrist.R"}),
    "rigify": (" ".join("DEF-" + each for each in (
        "spine spine.001 spine.002 spine.003 spine.004 spine.006", *(
            f"shoulder.{side} upper_arm.{side} forearm.{side} hand.{side} thigh.{side} shin.{side} foot.{side} "
            f"toe.{side}"
            for side in "LR")) for each in each.split()), {"left_knee": "DEF-shin.L", "head": "DEF-spine.006"}),
    "troupe22": (" ".join(JOINTS), {joint: joint for joint in JOINTS}),
}


@pytest.mark.parametrize("rig", _RIGS)
def test_rigs_are_recognised_by_their_names(rig):
    names, some = _RIGS[rig]
    convention, roles = recognise(names.split())
    assert convention == rig
    assert some.items() <= roles.items()


def test_a_rig_that_is_no_person_is_refused_with_the_reason():
    chair = Skeleton(name="chair", names=["seat", "back"], parents=np.array([-1, 0], "<i4"),
                     heads=np.array([[0, 0, 0.4], [0, 0.2, 0.45]], "<f4"),
                     tails=np.array([[0, 0.2, 0.4], [0, 0.2, 0.9]], "<f4"),
                     z_axes=np.array([[0, 0, 1], [0, 1, 0]], "<f4"))
    with pytest.raises(EngineError, match=r"chair.*pelvis") as caught:
        roles_of(chair)
    assert caught.value.code == "unknown_rig" and "Mixamo" in caught.value.remedy


def test_a_limb_that_hangs_elsewhere_is_refused():
    rig = game_engine()
    rig.parents[rig.names.index("calf_l")] = rig.names.index("Root")
    with pytest.raises(EngineError, match="calf_l"):
        body_of(rig)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_body_keeps_the_lengths_of_the_rig_and_lays_its_limbs_straight(person):
    rig = PEOPLE[person]
    body = body_of(rig)
    head = dict(zip(rig.names, rig.heads.astype(float)))
    assert body.thigh[0] == pytest.approx(np.linalg.norm(head["calf_l"] - head["thigh_l"]), abs=1e-6)
    assert np.allclose(body.offsets[JOINTS.index("left_ankle"), :2], 0, atol=1e-9)
    assert np.allclose(body.offsets[JOINTS.index("right_wrist"), 1:], 0, atol=1e-9)
    assert body.offsets[JOINTS.index("right_wrist"), 0] < 0
    assert body.floor == 0
    assert 0.03 < body.ankle_height[0] < 0.12


def test_a_rig_with_its_origin_at_the_pelvis_still_finds_its_floor():
    rig = game_engine()
    shift = rig.heads[rig.names.index("pelvis")].copy()
    rig.heads -= shift
    rig.tails -= shift
    assert body_of(rig).floor == pytest.approx(-0.87 + 0.0, abs=0.02)
