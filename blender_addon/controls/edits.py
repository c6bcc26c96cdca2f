# SPDX-License-Identifier: GPL-3.0-or-later
"""Orders that work on what an armature does already: carry it on, fill a gap in it, make a loop of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import bpy

from .. import compat
from ..jobs import Delivery, Order
from . import brief, poses
from .brief import Wanted


@dataclasses.dataclass
class Edit:
    """An order with its input motions, and where its result goes."""

    order: Order
    inputs: dict[str, Any]
    delivery: Delivery


def extended(scene: bpy.types.Scene, armature: bpy.types.Object, text: str, seconds: float | None,
             engine: Mapping[str, Any] | None, seed: int, where: Delivery, best: bool = False,
             parts: Mapping[str, str] | None = None, engines: Sequence[Mapping[str, Any]] | None = None) -> Edit:
    """The armature's action carried on after its last key. Raises ``ValueError`` with a sentence for the user."""
    if not text.strip():
        raise ValueError("Say in the prompt how the motion goes on.")
    last = poses.last_frame(armature)
    wanted = Wanted({"segments": [brief.segment(text.strip(), seconds, parts)]},
                    {"before": poses.before(armature, scene, last)})
    return _edit(scene, armature, wanted, engine, seed, best, where, last, None, engines)


def filled(scene: bpy.types.Scene, armature: bpy.types.Object, first: float, last: float, text: str,
           engine: Mapping[str, Any] | None, seed: int, where: Delivery, best: bool = False,
           engines: Sequence[Mapping[str, Any]] | None = None) -> Edit:
    """What the armature does between two frames of its action made anew, with words or without.

    Raises ``ValueError`` with a sentence for the user."""
    if last - first < 2:
        raise ValueError(f"Between the frames {first:g} and {last:g} there is nothing to fill.")
    rate = scene.render.fps / scene.render.fps_base
    wanted = Wanted({"segments": [brief.segment(text.strip(), (last - first) / rate)]},
                    {"before": poses.before(armature, scene, first), "after": poses.after(armature, scene, last)})
    return _edit(scene, armature, wanted, engine, seed, best, where, first, last, engines)


def looped(scene: bpy.types.Scene, armature: bpy.types.Object, seed: int, where: Delivery,
           engines: Sequence[Mapping[str, Any]] | None = None) -> Edit:
    """The armature's action as a loop: the best cycle of it, closed. Raises ``ValueError``."""
    from ..builders import action_reader

    action = armature.animation_data.action if armature.animation_data else None
    if action is None:
        raise ValueError(f"{armature.name} has no action.")
    motion = action_reader.read(armature, scene=scene)
    # An existing motion is closed by editing, whichever engine is chosen.
    engine, _ = brief.suited(("before", "loop", "timeline"), None, engines)
    wanted = Wanted({"segments": [brief.segment("")], "loop": True}, {"before": motion})
    order = brief.order(scene, wanted, engine, seed, engines=engines)
    if "duration" in order.parameters:
        order.parameters["duration"] = 0.0
    order.prompt = motion.caption or action.name
    edit = {"kind": "loop", "action": action.name}
    return Edit(order, {"before": motion}, dataclasses.replace(where, edit=edit))


def again(scene: bpy.types.Scene, armature: bpy.types.Object, record: Mapping[str, Any], order: Order,
          where: Delivery) -> Edit | None:
    """The ``order`` of a result that was made from motions of the scene, with those read anew; None for another one.

    Raises ``ValueError`` with a sentence for the user when they are no longer there."""
    edit = record.get("edit")
    if not isinstance(edit, Mapping) or not isinstance((record.get("provenance") or {}).get("spec"), Mapping):
        return None
    kind, action = edit.get("kind"), bpy.data.actions.get(str(edit.get("action", "")))
    if action is None:
        raise ValueError(f"The action {edit.get('action')}, which this motion was made from, is no longer there.")
    order = dataclasses.replace(order, spec=dict(record["provenance"]["spec"]))
    if kind == "poses":
        keyed, motion = poses.read(armature, scene, float(edit.get("first", where.start)), action)
        order.spec["poses"] = keyed
        return Edit(order, {"poses": motion}, dataclasses.replace(where, edit=dict(edit)))
    # What it was made from is what the armature does again.
    if armature.animation_data.action != action:
        compat.bind_action(action, armature)
    if kind == "loop":
        from ..builders import action_reader

        return Edit(order, {"before": action_reader.read(armature, scene=scene)},
                    dataclasses.replace(where, edit=dict(edit)))
    first, last = float(edit["first"]), edit.get("last")
    inputs = {"before": poses.before(armature, scene, first)}
    if last is not None:
        inputs["after"] = poses.after(armature, scene, float(last))
    return Edit(order, inputs, _into(where, action, first, last, dict(edit)))


def _edit(scene: bpy.types.Scene, armature: bpy.types.Object, wanted: Wanted, engine: Mapping[str, Any] | None,
          seed: int, best: bool, where: Delivery, first: float, last: float | None,
          engines: Sequence[Mapping[str, Any]] | None) -> Edit:
    order = brief.order(scene, wanted, engine, seed, best, engines)
    # It is a part of another motion: at the scene's frames, where that is.
    declared = {"fps": scene.render.fps / scene.render.fps_base, "in_place": False, "loop": False}
    order.parameters.update({name: value for name, value in declared.items() if name in order.parameters})
    order.prompt = order.prompt or "In-between"
    base = armature.animation_data.action
    edit = {"kind": "extend" if last is None else "between", "action": base.name, "first": first, "last": last}
    return Edit(order, wanted.inputs, _into(where, base, first, last, edit))


def _into(where: Delivery, base: bpy.types.Action, first: float, last: float | None, edit: dict[str, Any]) -> Delivery:
    return dataclasses.replace(where, start=first, cyclic=False, bake="ACTION", fit_scene=False, into=base.name,
                               until=last, edit=edit)
