# SPDX-License-Identifier: GPL-3.0-or-later
"""From the fields of a recipe to an order, and the action at hand to the fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bpy

from .. import parameters, runtime
from ..builders import nla, provenance
from ..jobs import Order
from . import path, reading


def at_hand(armature: bpy.types.Object | None) -> tuple[bpy.types.Action, dict[str, Any]] | None:
    """The motion of an armature and its record: its active action, else its active or topmost strip's."""
    for action in nla.actions(armature) if armature is not None else ():
        if (record := provenance.read(action)) is not None:
            return action, record
    return None


def order(context: bpy.types.Context, armature: bpy.types.Object) -> tuple[Order, list[bpy.types.Action]]:
    """The recipe's order for ``armature``, and the actions that are its input motions.

    Raises ``ValueError`` with a sentence for the user.
    """
    fields = context.scene.troupe_recipe
    points, closed = path.points(fields.path, armature) if fields.path is not None else (None, False)
    spec, actions = reading.spec(fields, points, closed)
    return Order(modality="motion", prompt=reading.prompt(fields), engine=reading.ENGINE, seed=fields.seed,
                 parameters=_parameters(context.scene, spec), spec=spec), actions


def clips(armature: bpy.types.Object, actions: list[bpy.types.Action]) -> dict[str, Any]:
    """Actions of ``armature`` as the input motions of a recipe."""
    if not actions:
        return {}
    from ..builders import action_reader

    return {name: action_reader.read(armature, action=action) for name, action in zip(reading.CLIPS, actions)}


def names(actions: list[bpy.types.Action]) -> dict[str, str]:
    """Input motions -> the names of the actions they are, as records keep them."""
    return {clip: action.name for clip, action in zip(reading.CLIPS, actions)}


def recorded(record: Mapping[str, Any] | None) -> list[bpy.types.Action]:
    """The actions that a motion's recipe used as clips. Raises ``ValueError`` naming one that is gone."""
    known = (record or {}).get("clips") or {}
    found = []
    for clip in reading.CLIPS[:len(known)]:
        action = bpy.data.actions.get(str(known.get(clip, "")))
        if action is None:
            raise ValueError(f"The action {known.get(clip, clip)}, which this motion uses, is no longer there.")
        found.append(action)
    return found


def _parameters(scene: bpy.types.Scene, spec: dict[str, Any]) -> dict[str, Any]:
    """What the recipe says is said to the engine too; the scene's frame rate where it says none."""
    engine = runtime.engine("motion", reading.ENGINE)
    if engine is None:
        raise ValueError("This backend cannot make motions from recipes: update it.")
    known = {each["name"] for each in engine["parameters"]}
    values = {"loop": spec["loop"], "in_place": spec["in_place"]}
    rate = parameters.values(scene, engine).get("fps")
    if spec.get("fps") is None and rate is not None:
        values["fps"] = rate
    return {name: value for name, value in values.items() if name in known}
