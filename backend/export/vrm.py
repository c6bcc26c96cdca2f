# SPDX-License-Identifier: GPL-3.0-or-later
"""Avatars as VRM 1.0: binary glTF with the extension VRMC_vrm (vrm-specification, VRMC_vrm-1.0)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from backend.engine import EngineError
from backend.export.glb import Document
from backend.export.gltf import add_avatar, generator
from backend.export.tpose import in_t_pose
from protocol.assets import Avatar, Skeleton

#: Canonical joint -> humanoid bone; {} is left or right.
_BONES = {"pelvis": "hips", "spine1": "spine", "spine2": "chest", "spine3": "upperChest", "neck": "neck",
          "head": "head", "{}_hip": "{}UpperLeg", "{}_knee": "{}LowerLeg", "{}_ankle": "{}Foot", "{}_foot": "{}Toes",
          "{}_collar": "{}Shoulder", "{}_shoulder": "{}UpperArm", "{}_elbow": "{}LowerArm", "{}_wrist": "{}Hand"}
#: Bones that a VRM must have.
REQUIRED = ("hips", "spine", "head", *(f"{side}{each}" for side in ("left", "right") for each in (
    "UpperLeg", "LowerLeg", "Foot", "UpperArm", "LowerArm", "Hand")))
#: Names of the three bones of a finger from the hand outwards; the thumb's are others.
_PHALANGES, _THUMB = ("Proximal", "Intermediate", "Distal"), ("Metacarpal", "Proximal", "Distal")
_FINGERS = {"thumb": "Thumb", "index": "Index", "middle": "Middle", "ring": "Ring", "pinky": "Little",
            "little": "Little"}
#: Preset expressions as weights of ARKit's face shapes.
PRESETS: dict[str, dict[str, float]] = {
    "happy": {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9, "cheekSquintLeft": 0.6, "cheekSquintRight": 0.6,
              "eyeSquintLeft": 0.3, "eyeSquintRight": 0.3},
    "angry": {"browDownLeft": 1.0, "browDownRight": 1.0, "noseSneerLeft": 0.5, "noseSneerRight": 0.5,
              "mouthFrownLeft": 0.4, "mouthFrownRight": 0.4, "mouthPressLeft": 0.4, "mouthPressRight": 0.4},
    "sad": {"browInnerUp": 0.9, "mouthFrownLeft": 0.9, "mouthFrownRight": 0.9, "mouthShrugLower": 0.4},
    "relaxed": {"mouthSmileLeft": 0.3, "mouthSmileRight": 0.3, "eyeBlinkLeft": 0.25, "eyeBlinkRight": 0.25},
    "surprised": {"browInnerUp": 0.8, "browOuterUpLeft": 0.9, "browOuterUpRight": 0.9, "eyeWideLeft": 0.8,
                  "eyeWideRight": 0.8, "jawOpen": 0.35},
    "aa": {"jawOpen": 0.6}, "ih": {"jawOpen": 0.2, "mouthStretchLeft": 0.5, "mouthStretchRight": 0.5},
    "ou": {"mouthPucker": 0.8, "jawOpen": 0.15},
    "ee": {"mouthSmileLeft": 0.4, "mouthSmileRight": 0.4, "jawOpen": 0.15, "mouthStretchLeft": 0.3,
           "mouthStretchRight": 0.3},
    "oh": {"mouthFunnel": 0.7, "jawOpen": 0.35},
    "blink": {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0}, "blinkLeft": {"eyeBlinkLeft": 1.0},
    "blinkRight": {"eyeBlinkRight": 1.0},
    "lookUp": {"eyeLookUpLeft": 1.0, "eyeLookUpRight": 1.0}, "lookDown": {"eyeLookDownLeft": 1.0,
                                                                          "eyeLookDownRight": 1.0},
    "lookLeft": {"eyeLookOutLeft": 1.0, "eyeLookInRight": 1.0}, "lookRight": {"eyeLookInLeft": 1.0,
                                                                             "eyeLookOutRight": 1.0}}


def write_vrm(path: str | Path, avatar: Avatar) -> None:
    """Write ``avatar`` as VRM 1.0: in the T-pose, four influences a vertex, every ARKit shape as an expression.

    Raises :class:`EngineError` ("no_humanoid") for a skeleton without a bone that the format asks for.
    """
    bones = humanoid(avatar.skeleton)
    if missing := [name for name in REQUIRED if name not in bones]:
        raise EngineError(f"{avatar.name} has no {', '.join(missing)}, which VRM asks for.",
                          "Choose the rig game_engine, mixamo or makehuman.", "no_humanoid")
    document = Document(generator())
    roots = add_avatar(document, in_t_pose(avatar), None, 4, True)
    document.json["scene"] = document.add("scenes", {"name": avatar.name, "nodes": roots})
    nodes = document.json["nodes"]
    provenance = avatar.provenance
    document.json.setdefault("extensions", {})[document.use("VRMC_vrm")] = {
        "specVersion": "1.0",
        "meta": {"name": avatar.name, "version": provenance.engine_version if provenance else "1",
                 "authors": ["Troupe"], "licenseUrl": "https://vrm.dev/licenses/1.0/",
                 "otherLicenseUrl": "https://creativecommons.org/publicdomain/zero/1.0/",
                 "avatarPermission": "everyone", "allowExcessivelyViolentUsage": False,
                 "allowExcessivelySexualUsage": False, "commercialUsage": "corporation",
                 "allowPoliticalOrReligiousUsage": False, "allowAntisocialOrHateUsage": False,
                 "creditNotation": "unnecessary", "allowRedistribution": True,
                 "modification": "allowModificationRedistribution",
                 **({"thirdPartyLicenses": provenance.licence} if provenance and provenance.licence else {})},
        # The joints' nodes come first in the document, in the skeleton's order.
        "humanoid": {"humanBones": {name: {"node": avatar.skeleton.names.index(bone)} for name, bone in bones.items()}},
        "firstPerson": {"meshAnnotations": [{"node": number, "type": "auto"} for number, node in enumerate(nodes)
                                            if "mesh" in node]},
        "lookAt": {"offsetFromHeadBone": [0.0, 0.06, 0.0], "type": "expression", **{
            f"rangeMap{way}": {"inputMaxValue": 60.0, "outputScale": 1.0}
            for way in ("HorizontalInner", "HorizontalOuter", "VerticalDown", "VerticalUp")}},
        "expressions": _expressions(document)}
    document.write(Path(path))


def humanoid(skeleton: Skeleton) -> dict[str, str]:
    """Humanoid bone -> bone of a skeleton: by its roles, fingers by their names ("index_01_l", "LeftHandIndex1")."""
    found = {}
    for joint, name in _BONES.items():
        for side in ("left", "right") if "{}" in joint else ("",):
            if (bone := skeleton.roles.get(joint.format(side))) is not None:
                found[name.format(side)] = bone
    for bone in skeleton.names:
        plain = bone.split(":")[-1]
        match = re.fullmatch(r"(thumb|index|middle|ring|pinky)_0?([123])_([lr])", plain) or re.fullmatch(
            r"(?:(Left|Right)Hand)(Thumb|Index|Middle|Ring|Pinky)([123])", plain)
        if match is None:
            continue
        groups = match.groups()
        finger, number, side = (groups[1], groups[2], groups[0]) if groups[0] in ("Left", "Right") else (
            groups[0], groups[1], "left" if groups[2] == "l" else "right")
        part = (_THUMB if finger.lower() == "thumb" else _PHALANGES)[int(number) - 1]
        found[f"{side.lower()}{_FINGERS[finger.lower()]}{part}"] = bone
    return found


def _expressions(document: Document) -> dict[str, Any]:
    """Preset and custom expressions: which shape of which mesh each moves, and how far."""
    shapes: dict[str, list[tuple[int, int]]] = {}
    for number, node in enumerate(document.json["nodes"]):
        if "mesh" in node:
            names = document.json["meshes"][node["mesh"]].get("extras", {}).get("targetNames", [])
            for index, name in enumerate(names):
                shapes.setdefault(name, []).append((number, index))

    def binds(weights: dict[str, float]) -> list[dict[str, Any]]:
        return [{"node": node, "index": index, "weight": weight}
                for name, weight in weights.items() for node, index in shapes.get(name, [])]

    def expression(name: str, found: list[dict[str, Any]]) -> dict[str, Any]:
        looks = name.startswith("look")
        mouth = name in ("aa", "ih", "ou", "ee", "oh")
        return {"morphTargetBinds": found, "isBinary": False, "overrideBlink": "none", "overrideLookAt": "none",
                "overrideMouth": "none" if mouth or looks else "blend" if name in ("happy", "surprised") else "none"}

    presets = {name: expression(name, found) for name, weights in PRESETS.items() if (found := binds(weights))}
    custom = {name: expression(name, binds({name: 1.0})) for name in shapes if name not in presets}
    return {"preset": presets, "custom": custom}
