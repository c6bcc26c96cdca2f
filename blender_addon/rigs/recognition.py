# SPDX-License-Identifier: GPL-3.0-or-later
"""Asking the backend which bones of an armature are whose, and keeping its answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import bpy

from .. import runtime
from ..builders import skeleton
from ..protocol.assets import Skeleton
from ..session import Session
from . import rigify, rigmap

SERVICE = "motion.recognise"
#: Seconds after it was last drawn during which a rig map counts as in sight.
_IN_SIGHT = 2.0
#: The armature object whose map was drawn last, and when; what was asked of which backend.
_looked = ("", 0.0)
_asked: set[tuple[int, str]] = set()


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


def record(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of the service as rig maps keep it."""
    roles = {str(joint): str(bone) for part in ("roles", "hand_roles") for joint, bone in answer.get(part, {}).items()}
    return {"roles": roles, "convention": str(answer.get("convention", "custom")),
            "notes": [str(each) for each in answer.get("notes", [])], "confidence": float(answer.get("confidence", 0))}


def keep(armature: bpy.types.Armature, answer: Mapping[str, Any]) -> rigmap.RigMap:
    """Store an answer of the service. Raises ``ValueError`` when it has found no person in the bones."""
    found = record(answer)
    roles, notes = found.pop("roles"), found["notes"]
    if not roles:
        raise ValueError(f"{armature.name} was not recognised"
                         + (f": {'; '.join(notes)}" if notes else "") + ". Choose its bones in the rig map.")
    rigmap.set_roles(armature, roles, "recognised", **found)
    return rigmap.of(armature)


def look(ob: bpy.types.Object) -> None:
    """The rig map of ``ob`` is in sight: where there is none, the backend is asked, once."""
    global _looked
    _looked = ob.name, time.monotonic()


def _turn(session: Session) -> bool:
    """A chore of the timer: ask about the rig that is in sight."""
    name, when = _looked
    ob = bpy.data.objects.get(name) if name and time.monotonic() - when < _IN_SIGHT else None
    if ob is None or ob.type != "ARMATURE" or session.status != "online" or rigmap.of(ob.data).roles:
        return False
    key = (session.greetings, rigmap.signature(ob.data))
    if key in _asked:
        return False
    _asked.add(key)
    try:
        bones = question(ob)
    except ValueError:  # the panel says what is the matter
        return False
    armature = ob.data.name

    def answered(result: Mapping[str, Any], _assets: Mapping[str, Any]) -> None:
        if (found := bpy.data.armatures.get(armature)) is not None:
            rigmap.suggest(found, record(result))

    session.ask(SERVICE, {}, {"skeleton": bones}, then=answered, failed=lambda _error: None)
    return True


def register() -> None:
    """Have the timer ask."""
    runtime.chores.append(_turn)


def unregister() -> None:
    """Undo :func:`register`."""
    if _turn in runtime.chores:
        runtime.chores.remove(_turn)
    _asked.clear()
    rigmap.suggested.clear()
