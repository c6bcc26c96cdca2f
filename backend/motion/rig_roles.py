# SPDX-License-Identifier: GPL-3.0-or-later
"""Which bone of a rig plays which canonical joint: from its names, else from how its bones hang and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from backend.engine import EngineError
from backend.motion.rigs import names as by_name
from backend.motion.rigs import structure, topology
from backend.motion.rigs.names import ESSENTIAL
from backend.motion.rigs.tree import Tree
from backend.motion.skeleton import HAND_JOINTS
from protocol.assets import Skeleton

__all__ = ["ESSENTIAL", "Recognition", "recognise", "recognise_skeleton", "roles_of"]


@dataclass(frozen=True)
class Recognition:
    """What a rig was taken for."""

    #: A name of :data:`backend.motion.rigs.conventions.CONVENTIONS`, "structure" or "custom".
    convention: str
    #: Canonical body joint -> bone.
    roles: dict[str, str] = field(default_factory=dict)
    #: Finger joint (:data:`~backend.motion.skeleton.HAND_JOINTS`) -> bone.
    hand_roles: dict[str, str] = field(default_factory=dict)
    #: 0: not a person; names of a known rig give 0.9 and more, structure alone at most 0.75.
    confidence: float = 0.0
    #: What a user should know, a sentence without full stop each.
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        """Essential joints that no bone plays."""
        return [joint for joint in ESSENTIAL if joint not in self.roles]


def recognise(names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """(convention, body roles) of the best fitting known rig, from names alone; ("custom", {}) for none."""
    convention, roles = by_name.match(names)
    return convention, {role: bone for role, bone in roles.items() if role not in HAND_JOINTS}


def recognise_skeleton(skeleton: Skeleton) -> Recognition:
    """Look for a person in ``skeleton``. Roles it brings itself are kept as they are, fingers are added."""
    tree = Tree(skeleton)
    notes: list[str] = []
    convention, roles = by_name.match(skeleton.names)
    if all(joint in _given(skeleton, roles) for joint in ESSENTIAL):
        fingers = topology.fingers(tree, skeleton.roles, roles, notes)
        given = {role: bone for role, bone in skeleton.roles.items() if role not in HAND_JOINTS}
        return Recognition(skeleton.convention, given, fingers, 1.0, tuple(notes))
    confidence = 0.9
    if roles:
        body = topology.refine(tree, roles, notes)
        body = _true_sides(tree, body, notes)
        confidence += 0.1 * len(body) / 22
    else:
        convention = "structure"
        body, confidence = structure.find(tree, notes)
        if not body:
            return Recognition("custom", notes=("no person is seen in its bones",))
        body = topology.refine(tree, body, notes)
    fingers = topology.fingers(tree, body, roles, notes)
    return Recognition(convention, body, fingers, round(confidence - 0.1 * len(notes), 2), tuple(notes))


def _given(skeleton: Skeleton, named: dict[str, str]) -> dict[str, str]:
    """The roles a skeleton brings, unless they are only what readers fill in from its names: those are refined."""
    return {} if skeleton.roles.items() <= named.items() else skeleton.roles


def _true_sides(tree: Tree, roles: dict[str, str], notes: list[str]) -> dict[str, str]:
    """Swap left and right where the toes show that the names are meant as the viewer sees them."""
    number = {name: index for index, name in enumerate(tree.names)}
    place = {role: tree.heads[number[bone]] for role, bone in roles.items()}
    if "left_foot" not in place or "right_foot" not in place:
        return roles
    across = place["left_hip"] - place["right_hip"] + place["left_shoulder"] - place["right_shoulder"]
    up = place["left_shoulder"] + place["right_shoulder"] - place["left_hip"] - place["right_hip"]
    forward = np.cross(across, up)
    legs = [np.linalg.norm(place[f"{side}_knee"] - place[f"{side}_hip"]) for side in ("left", "right")]
    toes = [place[f"{side}_foot"] - place[f"{side}_ankle"] for side in ("left", "right")]
    standing = all(place[f"{side}_hip"] @ up > place[f"{side}_knee"] @ up > place[f"{side}_ankle"] @ up
                   for side in ("left", "right"))
    if not standing or np.linalg.norm(forward) < 1e-9:
        return roles
    forward /= np.linalg.norm(forward)
    if not all(toe @ forward < -0.1 * leg for toe, leg in zip(toes, legs)):
        return roles
    notes.append("bones named left lie on its right-hand side, as the toes show; left and right are exchanged")
    other = {"left": "right", "right": "left"}
    swapped = {}
    for role, bone in roles.items():
        side, _, joint = role.partition("_")
        swapped[f"{other[side]}_{joint}" if side in other else role] = bone
    return swapped


def roles_of(skeleton: Skeleton) -> dict[str, str]:
    """The skeleton's own roles, else those recognised, with its fingers; raises :class:`EngineError` for neither."""
    found = recognise_skeleton(skeleton)
    roles = found.roles | found.hand_roles | _given(skeleton, by_name.match(skeleton.names)[1])
    if missing := [joint for joint in ESSENTIAL if joint not in roles]:
        raise EngineError(
            f"The rig {skeleton.name!r} does not show which bones are its {', '.join(missing)}.",
            "Say in the rig map which bone plays which joint, or use a Troupe avatar or a rig with Unreal, Mixamo, "
            "MakeHuman, CMU, Rigify, VRM, SMPL or DAZ bone names.", "unknown_rig")
    return roles
