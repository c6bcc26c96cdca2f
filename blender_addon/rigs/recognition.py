# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking the backend which bones of an armature are whose, and keeping its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy

from ..builders import skeleton
from ..protocol.assets import Skeleton
from . import rigify, rigmap

SERVICE = "motion.recognise"


def question(ob: bpy.types.Object) -> Skeleton:
    """The whole skeleton of ``ob`` without any roles. Raises ``ValueError`` with a sentence for the user."""
    bones = skeleton.read(ob, every_bone=True)
    bones.roles, bones.convention = {}, "custom"
    bones.validate()
    return bones


def known_here(armature: bpy.types.Armature) -> rigmap.RigMap | None:
    """What needs no backend to be told: the controls of a generated Rigify rig."""
    if not rigify.is_generated(armature):
        return None
    return rigmap.RigMap(roles=rigify.controls(armature), convention="rigify_controls", source="rigify")


def keep(armature: bpy.types.Armature, answer: Mapping[str, Any]) -> rigmap.RigMap:
    """Store an answer of the service. Raises ``ValueError`` when it has found no person in the bones."""
    roles = {str(joint): str(bone) for part in ("roles", "hand_roles") for joint, bone in answer.get(part, {}).items()}
    notes = [str(each) for each in answer.get("notes", [])]
    if not roles:
        raise ValueError(f"{armature.name} was not recognised"
                         + (f": {'; '.join(notes)}" if notes else "") + ". Choose its bones in the rig map.")
    rigmap.set_roles(armature, roles, "recognised", convention=str(answer.get("convention", "custom")), notes=notes,
                     confidence=float(answer.get("confidence", 0.0)))
    return rigmap.of(armature)
