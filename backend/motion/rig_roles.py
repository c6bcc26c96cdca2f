# SPDX-License-Identifier: GPL-3.0-or-later
"""Which bone of a rig plays which canonical joint, told from the bones' names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.engine import EngineError
from protocol.assets import Skeleton

#: Canonical joint -> bone, for one side; "{s}" and "{S}" stand for the side in the rig's spelling.
_SIDED = ("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist")
_CENTRAL = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")

#: name: (central bones in _CENTRAL's order, sided bones in _SIDED's order, spellings of left and right).
_CONVENTIONS: dict[str, tuple[Sequence[str], Sequence[str], tuple[str, str]]] = {
    "game_engine": (
        ("pelvis", "spine_01", "spine_02", "spine_03", "neck_01", "head"),
        ("thigh_{s}", "calf_{s}", "foot_{s}", "ball_{s}", "clavicle_{s}", "upperarm_{s}", "lowerarm_{s}", "hand_{s}"),
        ("l", "r")),
    "mixamo": (
        ("Hips", "Spine", "Spine1", "Spine2", "Neck", "Head"),
        ("{s}UpLeg", "{s}Leg", "{s}Foot", "{s}ToeBase", "{s}Shoulder", "{s}Arm", "{s}ForeArm", "{s}Hand"),
        ("Left", "Right")),
    "cmu_mb": (
        ("Hips", "LowerBack", "Spine", "Spine1", "Neck", "Head"),
        ("{s}UpLeg", "{s}Leg", "{s}Foot", "{s}ToeBase", "{s}Shoulder", "{s}Arm", "{s}ForeArm", "{s}Hand"),
        ("Left", "Right")),
    "makehuman": (
        ("root", "spine05", "spine03", "spine01", "neck01", "head"),
        ("upperleg01.{s}", "lowerleg01.{s}", "foot.{s}", "toe2-1.{s}", "clavicle.{s}", "upperarm01.{s}",
         "lowerarm01.{s}", "wrist.{s}"),
        ("L", "R")),
    "rigify": (
        ("DEF-spine", "DEF-spine.001", "DEF-spine.002", "DEF-spine.003", "DEF-spine.004", "DEF-spine.006"),
        ("DEF-thigh.{s}", "DEF-shin.{s}", "DEF-foot.{s}", "DEF-toe.{s}", "DEF-shoulder.{s}", "DEF-upper_arm.{s}",
         "DEF-forearm.{s}", "DEF-hand.{s}"),
        ("L", "R")),
    "rigify_metarig": (
        ("spine", "spine.001", "spine.002", "spine.003", "spine.004", "spine.006"),
        ("thigh.{s}", "shin.{s}", "foot.{s}", "toe.{s}", "shoulder.{s}", "upper_arm.{s}", "forearm.{s}", "hand.{s}"),
        ("L", "R")),
    "troupe22": (
        _CENTRAL, tuple("{s}_" + joint for joint in _SIDED), ("left", "right")),
}
#: A walk needs at least these.
ESSENTIAL = ("pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
             "left_shoulder", "right_shoulder", "left_elbow", "right_elbow")


def _plain(name: str) -> str:
    """A bone name without namespace ("mixamorig:", "Armature|"), in lower case."""
    return re.split(r"[:|]", name)[-1].lower()


def recognise(names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """(convention, roles) of the best fitting known rig; ("custom", {}) when none has the essential joints."""
    plain = {_plain(name): name for name in reversed(names)}
    best: tuple[str, dict[str, str]] = ("custom", {})
    for convention, (central, sided, sides) in _CONVENTIONS.items():
        wanted = dict(zip(_CENTRAL, central))
        for side, spelling in zip(("left", "right"), sides):
            wanted |= {f"{side}_{joint}": bone.format(s=spelling) for joint, bone in zip(_SIDED, sided)}
        found = {joint: plain[bone.lower()] for joint, bone in wanted.items() if bone.lower() in plain}
        if all(joint in found for joint in ESSENTIAL) and len(found) > len(best[1]):
            best = convention, found
    return best


def roles_of(skeleton: Skeleton) -> dict[str, str]:
    """The skeleton's own roles, else those its bone names tell; raises :class:`EngineError` for neither."""
    roles = skeleton.roles or recognise(skeleton.names)[1]
    missing = [joint for joint in ESSENTIAL if joint not in roles]
    if missing:
        raise EngineError(
            f"The rig {skeleton.name!r} does not show which bones are its {', '.join(missing)}.",
            "Use a Troupe avatar, or a rig with Unreal, Mixamo, MakeHuman, CMU or Rigify bone names.",
            "unknown_rig")
    return roles
