# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: SIM905 - lists of bone names are easier to read as words
"""Bones are told from names, from the way they hang and from where they lie."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from motion_rigs import PEOPLE, game_engine
from rig_variants import nameless, rebuilt, reposed, rows_of, with_fingers

from backend.motion.rig_roles import ESSENTIAL, recognise, recognise_skeleton
from backend.motion.rigs.conventions import CENTRAL, CONVENTIONS, SIDED
from backend.motion.rigs.names import match, side_of
from backend.motion.skeleton import HAND_JOINTS, JOINTS, make_skeleton
from tests.shared_data import shared

_LIMBS = "{0}Shoulder {0}Arm {0}ForeArm {0}Hand {0}UpLeg {0}Leg {0}Foot {0}ToeBase"
#: Kind of rig -> (bone names, the bones of a few joints).
_RIGS = {
    "mixamo": (
        [f"mixamorig7:{bone}" for bone in ("Hips Spine Spine1 Spine2 Neck Head " + " ".join(
            _LIMBS.format(side) + f" {side}HandThumb1 {side}HandPinky3" for side in ("Left", "Right"))).split()],
        {"left_knee": "mixamorig7:LeftLeg", "right_pinky3": "mixamorig7:RightHandPinky3"}),
    "unreal5": (
        ["root", "pelvis", *(f"spine_0{k}" for k in range(1, 6)), "neck_01", "neck_02", "head", *(
            f"{bone}_{side}" for side in "lr" for bone in
            "clavicle upperarm lowerarm hand thigh calf foot ball index_01 upperarm_twist_01".split())],
        {"spine3": "spine_05", "left_index1": "index_01_l", "right_foot": "ball_r"}),
    "cmu_asf": (
        "root lowerback upperback thorax lowerneck upperneck head".split() + [
            side + bone for side in "lr" for bone in
            "hipjoint femur tibia foot toes clavicle humerus radius wrist hand fingers thumb".split()],
        {"left_hip": "lfemur", "right_wrist": "rwrist", "left_shoulder": "lhumerus"}),
    "smpl": (
        ["m_avg_Pelvis", "m_avg_Spine1", "m_avg_Spine2", "m_avg_Spine3", "m_avg_Neck", "m_avg_Head", *(
            f"m_avg_{side}_{bone}" for side in "LR" for bone in
            "Hip Knee Ankle Foot Collar Shoulder Elbow Wrist Hand".split())],
        {"pelvis": "m_avg_Pelvis", "left_collar": "m_avg_L_Collar"}),
    "deepmimic": (
        "root chest neck right_hip right_knee right_ankle right_shoulder right_elbow right_wrist left_hip left_knee "
        "left_ankle left_shoulder left_elbow left_wrist".split(), {"head": "neck", "spine3": "chest"}),
    "kit": ("root BP BT BLN BUN LS LE LW RS RE RW LH LK LA LMrot LF RH RK RA RMrot RF".split(),
            {"left_hip": "LH", "right_elbow": "RE", "spine3": "BT"}),
    "vrm": (
        "hips spine chest upperChest neck head".split() + [
            side + bone for side in ("left", "right") for bone in
            "UpperLeg LowerLeg Foot Toes Shoulder UpperArm LowerArm Hand ThumbMetacarpal ThumbProximal ThumbDistal "
            "LittleProximal LittleIntermediate LittleDistal".split()],
        {"left_thumb1": "leftThumbMetacarpal", "right_pinky2": "rightLittleIntermediate", "spine3": "upperChest"}),
    "vroid": (
        [f"J_Bip_C_{bone}" for bone in "Hips Spine Chest UpperChest Neck Head".split()] + [
            f"J_Bip_{side}_{bone}" for side in "LR" for bone in
            "UpperLeg LowerLeg Foot ToeBase Shoulder UpperArm LowerArm Hand Index2".split()],
        {"left_hip": "J_Bip_L_UpperLeg", "right_index2": "J_Bip_R_Index2"}),
    "genesis8": (
        "hip pelvis abdomenLower abdomenUpper chestLower chestUpper neckLower neckUpper head".split() + [
            side + bone for side in "lr" for bone in
            "ThighBend ThighTwist Shin Foot Metatarsals Toe Collar ShldrBend ShldrTwist ForearmBend ForearmTwist Hand "
            "Thumb1 Index1 Mid1 Ring1 Pinky1".split()],
        {"pelvis": "hip", "left_hip": "lThighBend", "left_middle1": "lMid1", "left_foot": "lToe"}),
    "cc3": (
        [f"CC_Base_{bone}" for bone in "BoneRoot Hip Pelvis Waist Spine01 Spine02 NeckTwist01 NeckTwist02 Head".split()]
        + [f"CC_Base_{side}_{bone}" for side in "LR" for bone in
           ("Thigh ThighTwist01 Calf CalfTwist01 Foot ToeBase Clavicle Upperarm UpperarmTwist01 Forearm Hand "
            "Mid1").split()],
        {"pelvis": "CC_Base_Hip", "spine1": "CC_Base_Waist", "right_middle1": "CC_Base_R_Mid1"}),
    "biped": (
        ["Bip001", "Bip001 Pelvis", "Bip001 Spine", "Bip001 Spine1", "Bip001 Spine2", "Bip001 Neck", "Bip001 Head", *(
            f"Bip001 {side} {bone}" for side in "LR" for bone in
            "Thigh Calf Foot Toe0 Clavicle UpperArm Forearm Hand Finger0 Finger1 Finger11 Finger12".split())],
        {"left_hip": "Bip001 L Thigh", "right_index1": "Bip001 R Finger1", "right_index3": "Bip001 R Finger12"}),
    "rokoko": (
        "Hips Spine1 Spine2 Spine3 Spine4 Neck Head".split() + [
            side + bone for side in ("Left", "Right") for bone in
            "Shoulder Arm ForeArm Hand Thigh Shin Foot Toe Finger1Proximal Finger5Distal".split()],
        {"left_knee": "LeftShin", "spine3": "Spine4", "right_pinky3": "RightFinger5Distal"}),
    "rigify_metarig": (
        "spine spine.001 spine.002 spine.003 spine.004 spine.005 spine.006 pelvis.L pelvis.R".split() + [
            f"{bone}.{side}" for side in "LR" for bone in
            "thigh shin foot toe heel.02 shoulder upper_arm forearm hand palm.01 f_index.01 thumb.03".split()],
        {"pelvis": "spine", "left_index1": "f_index.01.L", "right_thumb3": "thumb.03.R"}),
    "rigify": (
        ["root", "torso", *(f"{kind}-spine{end}" for kind in ("ORG", "DEF") for end in
                            ("", ".001", ".002", ".003", ".004", ".005", ".006")), *(
            f"{kind}-{bone}.{side}" for kind in ("ORG", "MCH", "DEF") for side in "LR" for bone in
            "thigh shin foot toe shoulder upper_arm forearm hand f_ring.02".split())],
        {"left_hip": "DEF-thigh.L", "left_ring2": "DEF-f_ring.02.L"}),
    "makehuman": (
        "root spine05 spine04 spine03 spine02 spine01 neck01 neck02 neck03 head".split() + [
            f"{bone}.{side}" for side in "LR" for bone in
            "clavicle shoulder01 upperarm01 upperarm02 lowerarm01 lowerarm02 wrist pelvis upperleg01 upperleg02 "
            "lowerleg01 lowerleg02 foot toe2-1 finger1-1 finger5-3".split()],
        {"left_thumb1": "finger1-1.L", "right_pinky3": "finger5-3.R", "left_knee": "lowerleg01.L"}),
    "auto_rig_pro": (
        "root.x spine_01.x spine_02.x spine_03.x neck.x head.x".split() + [
            f"{bone}.{side}" for side in "lr" for bone in
            "thigh_stretch leg_stretch foot toes_01 shoulder arm_stretch forearm_stretch hand index1".split()],
        {"left_elbow": "forearm_stretch.l", "right_index1": "index1.r"}),
    "bvh": (
        "Hips Chest Chest2 Chest3 Chest4 Neck Head".split() + [
            side + bone for side in ("Left", "Right") for bone in
            "Collar Shoulder Elbow Wrist Hip Knee Ankle Toe".split()],
        {"left_wrist": "LeftWrist", "spine3": "Chest4"}),
    "kaykit": (
        "root hips spine chest head".split() + [
            f"{bone}.{side}" for side in "lr" for bone in
            "upperarm lowerarm wrist hand handslot upperleg lowerleg foot toes".split()],
        {"left_foot": "toes.l", "right_wrist": "wrist.r", "spine3": "chest"}),
    "quaternius": (
        "Root Body Hips Abdomen Torso Neck Head".split() + [
            f"{bone}.{side}" for side in "LR" for bone in
            "Shoulder UpperArm LowerArm Fist UpperLeg LowerLeg Foot PoleTarget".split()],
        {"pelvis": "Body", "left_wrist": "Fist.L"}),
    "reactidle": (
        "pelvis spine spine.001 neck face pelvis.L pelvis.R".split() + [
            f"{bone}.{side}" for side in "LR" for bone in "shoulder upper_arm forearm thigh shin foot".split()],
        {"spine3": "spine.001", "head": "face"}),
}


@pytest.mark.parametrize("rig", _RIGS)
def test_known_rigs_are_told_from_their_names(rig):
    names, some = _RIGS[rig]
    convention, roles = match(names)
    assert convention == rig
    assert some.items() <= roles.items()
    assert len(set(roles.values())) == len(roles)


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_the_table_is_complete_and_every_rig_in_it_recognises_itself(convention):
    table = CONVENTIONS[convention]
    assert len(table.central.split()) == len(CENTRAL) and len(table.sided.split()) == len(SIDED)
    names = [word.split("|")[0] for word in table.central.split() if word != "-"]
    names += [word.split("|")[0].format(side) for side in table.sides.split() for word in table.sided.split()
              if word != "-"]
    found, roles = recognise(names)
    assert found == convention or set(roles.values()) == set(names)
    assert all(joint in roles for joint in ESSENTIAL)
    assert set(roles) <= set(JOINTS)


def test_any_prefix_and_spelling_is_passed_over():
    plain = game_engine().names
    _, expected = match(plain)
    for change in (lambda n: f"Armature|{n}", lambda n: f"hero_{n}", str.upper, lambda n: n.replace("_", "-")):
        names = [change(name) for name in plain]
        convention, roles = match(names)
        assert convention == "game_engine"
        assert {role: plain[names.index(bone)] for role, bone in roles.items()} == expected


@pytest.mark.parametrize(("name", "side"), [
    ("thigh.L", 0), ("RightArm", 1), ("l_hand", 0), ("Bip01 R Calf", 1), ("leg_left_02", 0), ("spine", None),
    ("Collar", None), ("Ball", None)])
def test_sides_in_names(name, side):
    assert side_of(name) == side


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), yaw=st.floats(-np.pi, np.pi), scale=st.floats(0.02, 60.0),
       person=st.sampled_from(sorted(PEOPLE)))
def test_a_person_is_found_in_bones_without_names_whichever_way_it_faces(seed, yaw, scale, person):
    rig = reposed(PEOPLE[person], {}, yaw, scale)
    bare, old = nameless(rig, seed)
    found = recognise_skeleton(bare)
    told = {role: old[bone] for role, bone in found.roles.items()}
    assert found.convention == "structure" and 0.2 < found.confidence < 0.8
    assert {role: told.get(role) for role in rig.roles if not role.startswith(("spine", "neck", "head"))} == {
        role: bone for role, bone in rig.roles.items() if not role.startswith(("spine", "neck", "head"))}
    assert told["spine3"] == "spine_03" and told["head"] == "head"


def test_the_canonical_body_is_found_without_names():
    bare, old = nameless(make_skeleton(1.8), 3)
    found = recognise_skeleton(bare)
    assert {role: old[bone] for role, bone in found.roles.items()} == {joint: joint for joint in JOINTS}


def test_nameless_fingers_are_counted_from_the_thumb():
    rig = with_fingers(game_engine())
    bare, old = nameless(rig, 5)
    fingers = {role: old[bone] for role, bone in recognise_skeleton(bare).hand_roles.items()}
    assert fingers == {role: f"{role[-1:] and role.split('_')[1][:-1]}_0{role[-1]}_{role[0]}" for role in HAND_JOINTS}


def test_names_from_the_viewers_side_are_put_right():
    rig = game_engine(with_roles=False)
    other = {"l": "r", "r": "l"}
    rig.names = [name[:-1] + other[name[-1]] if name[-2:] in ("_l", "_r") else name for name in rig.names]
    found = recognise_skeleton(rig)
    assert found.roles["left_knee"] == "calf_r" and any("right-hand side" in note for note in found.notes)
    assert found.confidence < recognise_skeleton(game_engine(with_roles=False)).confidence


def test_fingers_named_for_the_wrong_side_go_by_the_hand_they_hang_from():
    rig = with_fingers(game_engine())
    left, right = rig.names.index("thumb_01_l"), rig.names.index("thumb_01_r")
    rig.names[left], rig.names[right] = "thumb_01_r", "thumb_01_l"
    found = recognise_skeleton(rig)
    assert found.hand_roles["left_thumb1"] == "thumb_01_r" and found.notes


def test_the_spine_is_spread_over_whatever_bones_there_are():
    rows = rows_of(game_engine(with_roles=False))
    extra = [(f"spine_0{k}", f"spine_0{k - 1}", np.array([0, 0.02, z]), np.array([0, 0.02, z + 0.01]))
             for k, z in ((4, 1.28), (5, 1.29))]
    at = next(i for i, row in enumerate(rows) if row[0] == "spine_03") + 1
    rows = [*rows[:at], *extra, *((name, "spine_05" if parent == "spine_03" else parent, head, tail)
                                  for name, parent, head, tail in rows[at:])]
    found = recognise_skeleton(rebuilt(game_engine(), rows))
    assert found.convention == "unreal5"
    assert [found.roles[f"spine{k}"] for k in (1, 2, 3)] == ["spine_02", "spine_03", "spine_05"]


def test_roles_given_by_the_user_are_kept_and_those_filled_in_by_readers_refined():
    rig = game_engine(with_roles=False)
    mine = {**recognise(rig.names)[1], "spine3": "spine_02"}
    rig.roles = dict(mine)
    found = recognise_skeleton(rig)
    assert found.roles == mine and found.confidence == 1.0
    assert found.hand_roles["left_index1"] == "index_01_l"


def test_furniture_is_nobody():
    legs = [(f"leg{k}", "seat", np.array([x, y, 0.45]), np.array([x, y, 0.0]))
            for k, (x, y) in enumerate([(0.2, 0.2), (-0.2, 0.2), (0.2, -0.2), (-0.2, -0.2)])]
    rows = [("seat", "", np.array([0, 0, 0.45]), np.array([0, 0.2, 0.45])), *legs,
            *((f"back{k}", "seat", np.array([0.1 * k, 0.2, 0.45]), np.array([0.1 * k, 0.2, 0.9])) for k in range(5))]
    found = recognise_skeleton(rebuilt(game_engine(), rows, "chair"))
    assert not found.roles and found.confidence == 0 and found.missing == list(ESSENTIAL)


@pytest.mark.parametrize(("path", "convention", "hands"), [
    ("cmu/asf_amc/02_01.amc.gz", "cmu_asf", 0), ("cmu/bvh/05_02.bvh.gz", "cc3", 30),
    ("cmu/fbx_npz/135_01.npz", "mixamo", 0), ("cmu/fbx_npz/91_48.npz", "daz", 20),
    ("cmu/expmap_npz/walk_10_b.npz", "cmu_mb", 2), ("reactidle/002_acted.bvh.gz", "reactidle", 0),
    ("animateddrawings/jesse_dance.bvh", "mixamo", 30), ("animateddrawings/zombie.bvh", "mixamo", 2),
    ("animateddrawings/jumping_jacks.bvh", "bvh", 0), ("deepmimic/humanoid3d_walk.txt", "deepmimic", 0),
    ("kaykit/Med_MovementBasic.glb", "kaykit", 0), ("quaternius/cyberpunk_character.glb", "quaternius", 0),
    ("mesh2motion/crawl.npz", "game_engine", 30)])
def test_real_files(path, convention, hands):
    formats = pytest.importorskip("backend.motion.formats")
    file = shared("data", "motion", *path.split("/"))
    skeleton = formats.read_motions(file)[0].skeleton
    found = recognise_skeleton(skeleton)
    assert found.convention == convention and not found.missing and found.confidence > 0.85
    assert len(found.hand_roles) == hands
    place = {joint: skeleton.heads[skeleton.names.index(bone)] for joint, bone in found.roles.items()}
    assert place["left_hip"][0] > place["right_hip"][0]
