# SPDX-License-Identifier: GPL-3.0-or-later
"""The bone names of known rigs: a table, nothing else.

A line names the bones in the order of :data:`CENTRAL` or :data:`SIDED`; ``-`` stands for a joint the rig has
not, ``a|b`` for spellings in use. ``{}`` is the side in the rig's spelling. Case, separators and any prefix
common to the rig ("mixamorig:", "CC_Base_", "Neo_") do not count. Bones are the ones whose *head* is the joint.
"""

from __future__ import annotations

from typing import NamedTuple

CENTRAL = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
SIDED = ("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist")


class Convention(NamedTuple):
    """Bone names of one kind of rig."""

    central: str
    sided: str
    #: Spellings of left and right.
    sides: str
    #: Pattern of a finger bone: {} the side, {f} the finger, {n} 1..3 from the knuckle; with the spellings of
    #: thumb, index, middle, ring and little finger, and of the numbers. Empty: no fingers are known.
    finger: str = ""
    fingers: str = "thumb index middle ring pinky"
    numbers: str = "1 2 3"


_HIK = "{}Hand{f}{n}"
CONVENTIONS: dict[str, Convention] = {
    # Unreal's UE5 and UE4 mannequins; the latter is also MPFB's game engine rig and Mesh2Motion's.
    "unreal5": Convention(
        "pelvis spine_01 spine_03 spine_05 neck_01 head",
        "thigh_{} calf_{} foot_{} ball_{} clavicle_{} upperarm_{} lowerarm_{} hand_{}", "l r",
        "{f}_0{n}_{}"),
    "game_engine": Convention(
        "pelvis spine_01 spine_02 spine_03 neck_01 head",
        "thigh_{} calf_{} foot_{} ball_{} clavicle_{} upperarm_{} lowerarm_{} hand_{}", "l r",
        "{f}_0{n}_{}"),
    # Mixamo, MotionBuilder's HumanIK, Rokoko Video; LaFAN1 with "Toe".
    "mixamo": Convention(
        "Hips Spine Spine1 Spine2 Neck Head",
        "{}UpLeg {}Leg {}Foot {}ToeBase|{}Toe {}Shoulder {}Arm {}ForeArm {}Hand", "Left Right", _HIK),
    "cmu_mb": Convention(
        "Hips LowerBack Spine Spine1 Neck Head",
        "{}UpLeg {}Leg {}Foot {}ToeBase {}Shoulder {}Arm {}ForeArm {}Hand", "Left Right", _HIK),
    "cmu_asf": Convention(
        "root lowerback upperback thorax lowerneck head",
        "{}femur {}tibia {}foot {}toes {}clavicle {}humerus {}radius {}wrist", "l r"),
    # Rokoko Studio's own skeleton ("Newton").
    "rokoko": Convention(
        "Hips Spine1 Spine2 Spine4|Spine3 Neck Head",
        "{}Thigh {}Shin {}Foot {}Toe {}Shoulder {}Arm|{}UpperArm {}ForeArm|{}LowerArm {}Hand", "Left Right",
        "{}Finger{f}{n}", "1 2 3 4 5", "Proximal|1 Medial|Intermediate|2 Distal|3"),
    # MakeHuman and MPFB, default rig.
    "makehuman": Convention(
        "root spine05 spine03 spine01 neck01 head",
        "upperleg01.{} lowerleg01.{} foot.{} toe2-1.{} clavicle.{} upperarm01.{} lowerarm01.{} wrist.{}", "L R",
        "finger{f}-{n}.{}", "1 2 3 4 5"),
    "rigify": Convention(
        "DEF-spine DEF-spine.001 DEF-spine.002 DEF-spine.003 DEF-spine.004 DEF-spine.006",
        "DEF-thigh.{} DEF-shin.{} DEF-foot.{} DEF-toe.{} DEF-shoulder.{} DEF-upper_arm.{} DEF-forearm.{} DEF-hand.{}",
        "L R", "DEF-{f}.0{n}.{}", "thumb f_index f_middle f_ring f_pinky"),
    # The FK controls of a generated Rigify rig, whose DEF bones copy them.
    "rigify_controls": Convention(
        "torso spine_fk.001|spine_fk spine_fk.002 spine_fk.003|chest neck head",
        "thigh_fk.{} shin_fk.{} foot_fk.{} toe_fk.{}|toe.{} shoulder.{} upper_arm_fk.{} forearm_fk.{} hand_fk.{}",
        "L R", "{f}.0{n}.{}", "thumb f_index f_middle f_ring f_pinky"),
    "rigify_metarig": Convention(
        "spine spine.001 spine.002 spine.003 spine.004 spine.006",
        "thigh.{} shin.{} foot.{} toe.{} shoulder.{} upper_arm.{} forearm.{} hand.{}", "L R",
        "{f}.0{n}.{}", "thumb f_index f_middle f_ring f_pinky"),
    # SMPL-X and SMPL-H spell it like Troupe does.
    "troupe22": Convention(
        " ".join(CENTRAL), " ".join("{}_" + joint for joint in SIDED), "left right", "{}_{f}{n}"),
    "smpl": Convention(
        "Pelvis Spine1 Spine2 Spine3 Neck Head", " ".join("{}_" + joint for joint in SIDED), "L R", "{}_{f}{n}"),
    "deepmimic": Convention(
        "root - - chest - neck", "{}_hip {}_knee {}_ankle - - {}_shoulder {}_elbow {}_wrist", "left right"),
    # AMP and Isaac Gym's humanoid.
    "amp": Convention(
        "pelvis - - torso - head",
        "{}_thigh {}_shin {}_foot - - {}_upper_arm {}_lower_arm {}_hand", "left right"),
    # Joints of the KIT whole-body database (Master Motor Map).
    "kit": Convention("root BP - BT BLN BUN", "{}H {}K {}A {}Mrot|{}F - {}S {}E {}W", "L R"),
    "kaykit": Convention(
        "hips spine - chest - head",
        "upperleg.{} lowerleg.{} foot.{} toes.{} - upperarm.{} lowerarm.{} wrist.{}|hand.{}", "l r"),
    "quaternius": Convention(
        "Body Hips Abdomen Torso Neck Head",
        "UpperLeg.{} LowerLeg.{} Foot.{} - Shoulder.{} UpperArm.{} LowerArm.{} Palm.{}|Hand.{}|Fist.{}", "L R",
        "{f}{n}.{}", "Thumb Index Middle Ring Pinky", "1|- 2 3"),
    "bandai_namco": Convention(
        "Hips Spine - Chest Neck Head",
        "UpperLeg_{} LowerLeg_{} Foot_{} Toes_{} Shoulder_{} UpperArm_{} LowerArm_{} Hand_{}", "L R"),
    # Poser and DAZ Genesis 1 and 2.
    "daz": Convention(
        "hip abdomen abdomen2 chest neck head",
        "{}Thigh {}Shin {}Foot {}Toe {}Collar {}Shldr {}ForeArm {}Hand", "l r",
        "{}{f}{n}", "Thumb Index Mid Ring Pinky"),
    "genesis8": Convention(
        "hip abdomenLower abdomenUpper|chestLower chestUpper neckLower head",
        "{}ThighBend {}Shin {}Foot {}Toe|{}Metatarsals {}Collar {}ShldrBend {}ForearmBend {}Hand", "l r",
        "{}{f}{n}", "Thumb Index Mid Ring Pinky"),
    "genesis9": Convention(
        "hip spine1 spine2 spine4|spine3 neck1 head",
        "{}_thigh {}_shin {}_foot {}_toes {}_shoulder {}_upperarm {}_forearm {}_hand", "l r",
        "{}_{f}{n}", "thumb index mid ring pinky"),
    # Reallusion's Character Creator 3 and 4, iClone.
    "cc3": Convention(
        "CC_Base_Hip CC_Base_Waist CC_Base_Spine01 CC_Base_Spine02 CC_Base_NeckTwist01 CC_Base_Head",
        "CC_Base_{}_Thigh CC_Base_{}_Calf CC_Base_{}_Foot CC_Base_{}_ToeBase CC_Base_{}_Clavicle CC_Base_{}_Upperarm "
        "CC_Base_{}_Forearm CC_Base_{}_Hand", "L R", "CC_Base_{}_{f}{n}", "Thumb Index Mid Ring Pinky"),
    # Unity's Humanoid and VRM.
    "vrm": Convention(
        "hips spine chest upperChest neck head",
        "{}UpperLeg {}LowerLeg {}Foot {}Toes|{}ToeBase|{}Toe {}Shoulder {}UpperArm {}LowerArm {}Hand", "left right",
        "{}{f}{n}", "Thumb Index Middle Ring Little|Pinky",
        "Metacarpal|Proximal|1 Intermediate|Proximal|2 Distal|3"),
    "vroid": Convention(
        "J_Bip_C_Hips J_Bip_C_Spine J_Bip_C_Chest J_Bip_C_UpperChest J_Bip_C_Neck J_Bip_C_Head",
        "J_Bip_{}_UpperLeg J_Bip_{}_LowerLeg J_Bip_{}_Foot J_Bip_{}_ToeBase J_Bip_{}_Shoulder J_Bip_{}_UpperArm "
        "J_Bip_{}_LowerArm J_Bip_{}_Hand", "L R", "J_Bip_{}_{f}{n}", "Thumb Index Middle Ring Little"),
    # 3ds Max's Biped and Valve's.
    "biped": Convention(
        "Pelvis Spine Spine1 Spine2|Spine4 Neck|Neck1 Head|Head1",
        "{}~Thigh {}~Calf {}~Foot {}~Toe0 {}~Clavicle {}~UpperArm {}~Forearm {}~Hand", "L R",
        "{}~Finger{f}{n}", "0 1 2 3 4", "- 1 2"),
    "auto_rig_pro": Convention(
        "root.x spine_01.x spine_02.x spine_03.x neck.x head.x",
        "thigh_stretch.{} leg_stretch.{} foot.{} toes_01.{} shoulder.{} arm_stretch.{} forearm_stretch.{} hand.{}",
        "l r", "{f}{n}.{}"),
    # The names of the oldest BVH files, of 100STYLE and of many converters.
    "bvh": Convention(
        "Hips Chest|LowerBack Chest2 Chest4|Chest3 Neck Head",
        "{}Hip|{}UpLeg {}Knee|{}LowLeg {}Ankle|{}Foot {}Toe {}Collar {}Shoulder|{}UpArm {}Elbow|{}LowArm "
        "{}Wrist|{}Hand",
        "Left Right"),
    "xsens": Convention(
        "Hips|Pelvis Chest|L5 Chest2|L3 Chest4|T8 Neck Head",
        "{}UpperLeg {}LowerLeg {}Foot {}Toe {}Shoulder|{}Collar {}UpperArm|{}Shoulder {}ForeArm|{}Elbow {}Hand|{}Wrist",
        "Left Right"),
    "reactidle": Convention(
        "pelvis spine - spine.001 neck face", "thigh.{} shin.{} foot.{} - shoulder.{} upper_arm.{} forearm.{} -",
        "L R"),
}
