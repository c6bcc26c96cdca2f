# SPDX-License-Identifier: GPL-3.0-or-later
"""The canonical joints, as the backend names them, in the order panels show them. No bpy here."""

from __future__ import annotations

import re
from collections.abc import Iterable

SIDES = ("left", "right")
#: Joint of the trunk or of a limb -> its parent. Sides are spelt out below.
_TRUNK = {"pelvis": "", "spine1": "pelvis", "spine2": "spine1", "spine3": "spine2", "neck": "spine3", "head": "neck"}
_LIMBS = {"hip": "pelvis", "knee": "hip", "ankle": "knee", "foot": "ankle", "collar": "spine3", "shoulder": "collar",
          "elbow": "shoulder", "wrist": "elbow"}
FINGERS = ("thumb", "index", "middle", "ring", "pinky")
#: Without these nothing can walk.
ESSENTIAL = ("pelvis", *(f"{side}_{joint}" for joint in ("hip", "knee", "ankle", "shoulder", "elbow")
                         for side in SIDES))


def _parents() -> dict[str, str]:
    found = dict(_TRUNK)
    for side in SIDES:
        for joint, parent in _LIMBS.items():
            found[f"{side}_{joint}"] = parent if parent in _TRUNK else f"{side}_{parent}"
        for finger in FINGERS:
            for number in (1, 2, 3):
                found[f"{side}_{finger}{number}"] = f"{side}_{finger}{number - 1}" if number > 1 else f"{side}_wrist"
    return found


#: Joint -> parent joint, "" for the pelvis. Parents come first.
PARENTS: dict[str, str] = _parents()
BODY = tuple(joint for joint in PARENTS if joint[-1] not in "123" or joint.startswith("spine"))
HANDS = tuple(joint for joint in PARENTS if joint not in BODY)


def title(joint: str) -> str:
    """A joint as people say it: "left_index1" -> "Left Index 1"."""
    text = joint.replace("_", " ").title()
    return f"{text[:-1]} {text[-1]}" if text[-1].isdigit() else text


def playing_parent(joint: str, roles: dict[str, str]) -> str:
    """The nearest joint above ``joint`` that a bone plays, "" for none."""
    joint = PARENTS[joint]
    while joint and joint not in roles:
        joint = PARENTS[joint]
    return joint


def fingers(names: Iterable[str]) -> dict[str, str]:
    """Joint -> bone of the fingers, by the names of game-engine, Mixamo's and MakeHuman's rigs."""
    found = {}
    for name in names:
        plain = name.split(":")[-1]
        if match := re.fullmatch(r"(thumb|index|middle|ring|pinky)_0?([123])_([lr])", plain):
            found[f"{'left' if match[3] == 'l' else 'right'}_{match[1]}{match[2]}"] = name
        elif match := re.fullmatch(r"(Left|Right)Hand(Thumb|Index|Middle|Ring|Pinky)([123])", plain):
            found[f"{match[1].lower()}_{match[2].lower()}{match[3]}"] = name
        elif match := re.fullmatch(r"finger([1-5])-([123])\.([LR])", plain):
            found[f"{'left' if match[3] == 'L' else 'right'}_{FINGERS[int(match[1]) - 1]}{match[2]}"] = name
    return found
