# SPDX-License-Identifier: GPL-3.0-or-later
"""Variations of a motion to choose from: actions that know which others they belong to."""

from __future__ import annotations

from typing import Any

import bpy

from .. import compat
from ..builders import provenance

#: Key of a take in an action's record: {"group", "target", "before", "number"}.
KEY = "take"


def mark(action: bpy.types.Action, group: str, target: bpy.types.Object, before: str, number: int) -> None:
    """Make an action one take of a ``group``; ``before`` is the action that the target had."""
    provenance.amend(action, **{KEY: {"group": group, "target": target.name, "before": before, "number": number}})
    action.use_fake_user = True


def told(action: bpy.types.Action | None) -> dict[str, Any]:
    """What :func:`mark` stored; empty for an action that is no take."""
    record = provenance.read(action) or {}
    take = record.get(KEY)
    return take if isinstance(take, dict) and isinstance(take.get("group"), str) else {}


def of(target: bpy.types.Object | None) -> list[bpy.types.Action]:
    """The takes of an armature, in the order they were asked for, those of the newest group alone."""
    if target is None:
        return []
    found = [(told(action), action) for action in bpy.data.actions]
    found = [(take, action) for take, action in found if take.get("target") == target.name]
    if not found:
        return []
    active = told(target.animation_data.action if target.animation_data else None)
    groups = [take["group"] for take, _ in found]
    group = active["group"] if active.get("group") in groups else groups[-1]
    mine = [(take, action) for take, action in found if take["group"] == group]
    return [action for _, action in sorted(mine, key=lambda pair: pair[0].get("number", 0))]


def show(action: bpy.types.Action, target: bpy.types.Object) -> None:
    """Let the target do a take."""
    compat.bind_action(action, target)


def keep(action: bpy.types.Action, target: bpy.types.Object) -> int:
    """Choose a take: the others of its group are removed; how many those were."""
    others = [each for each in of(target) if each != action and told(each)["group"] == told(action)["group"]]
    show(action, target)
    record = provenance.read(action) or {}
    record.pop(KEY, None)
    provenance.replace(action, record)
    action.use_fake_user = False
    for each in others:
        bpy.data.actions.remove(each)
    return len(others)


def discard(target: bpy.types.Object) -> int:
    """Remove all takes and give the target back what it had; how many there were."""
    found = of(target)
    before = bpy.data.actions.get(str(told(found[0]).get("before", ""))) if found else None
    for each in found:
        bpy.data.actions.remove(each)
    if found and before is not None:
        compat.bind_action(before, target)
    return len(found)
