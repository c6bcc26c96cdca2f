# SPDX-License-Identifier: GPL-3.0-or-later
"""Every difference between Blender 4.2 and 5.2 that this extension meets, and nothing else.

What Blender can do is asked of its RNA, not of its version number, wherever RNA can answer:
``hasattr(bpy.types.Action, "slots")`` is always False for RNA properties.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import bpy


def _rna_has(kind: type, name: str) -> bool:
    return name in kind.bl_rna.properties


def slotted_actions() -> bool:
    """Layered actions with slots: Blender 4.4 and later."""
    return _rna_has(bpy.types.Action, "slots")


def channels(action: bpy.types.Action, owner: bpy.types.ID) -> Any:
    """What holds the F-curves of ``action`` for ``owner``, made where it is missing; binds nothing."""
    if not slotted_actions():
        return action
    slot = action.slots[0] if action.slots else action.slots.new(id_type=owner.id_type, name=owner.name)
    layer = action.layers[0] if action.layers else action.layers.new("Layer")
    strip = layer.strips[0] if layer.strips else layer.strips.new(type="KEYFRAME")
    return strip.channelbag(slot, ensure=True)


def slot_name(owner: bpy.types.ID) -> str:
    """Which slot of its active action an owner uses; "" for none, and before slots."""
    slot = bound_slot(owner.animation_data) if owner.animation_data is not None else None
    return slot.identifier if slot is not None else ""


def bind_action(action: bpy.types.Action, owner: bpy.types.ID, slot: str = "") -> None:
    """Make ``action``, which has :func:`channels` for it, the active action of ``owner``, by a ``slot``
    or the first one.

    With slots the slot must be bound as well: without it the owner stays in its rest pose.
    """
    animation = owner.animation_data or owner.animation_data_create()
    animation.action = action
    if slotted_actions():
        animation.action_slot = next((each for each in action.slots if each.identifier == slot), action.slots[0])


def bound_slot(animation: bpy.types.AnimData) -> Any:
    """The slot of the active action that its owner uses; None before slots."""
    return animation.action_slot if slotted_actions() else None


def bind_strip(strip: bpy.types.NlaStrip, slot: Any) -> None:
    """Let an NLA strip play ``slot`` of its action; nothing before slots."""
    if slot is not None:
        strip.action_slot = slot


def new_fcurve(bag: Any, path: str, index: int, group: str) -> bpy.types.FCurve:
    """A new F-curve in a named group, on an Action (< 4.4) or a channel bag."""
    if isinstance(bag, bpy.types.Action):
        return bag.fcurves.new(path, index=index, action_group=group)
    if bpy.app.version >= (5, 0, 0):
        return bag.fcurves.new(path, index=index, group_name=group)
    curve = bag.fcurves.new(path, index=index)
    curve.group = bag.groups.get(group) or bag.groups.new(group)
    return curve


def fcurves(action: bpy.types.Action) -> Iterator[bpy.types.FCurve]:
    """Every F-curve of an action, over all its slots."""
    if not slotted_actions():
        yield from action.fcurves
        return
    for layer in action.layers:
        for strip in layer.strips:
            for bag in strip.channelbags:
                yield from bag.fcurves


def bound_fcurves(owner: bpy.types.ID) -> list[bpy.types.FCurve]:
    """The F-curves of the active action that move ``owner``: those of its own slot."""
    animation = owner.animation_data
    if animation is None or animation.action is None:
        return []
    slot = bound_slot(animation)
    if slot is None:
        return [] if slotted_actions() else list(animation.action.fcurves)
    return [curve for layer in animation.action.layers for strip in layer.strips for bag in strip.channelbags
            if bag.slot_handle == slot.handle for curve in bag.fcurves]


def use_nodes(owner: Any) -> bpy.types.NodeTree:
    """The node tree of a material or world. It is always there from 5.0, where asking is deprecated."""
    if bpy.app.version < (5, 0, 0):
        owner.use_nodes = True
    return owner.node_tree


def add_curves(curves: bpy.types.Curves, sizes: list[int]) -> None:
    """New Catmull-Rom curves of so many points each. Raises ``ValueError`` where Blender lets no script add any."""
    if not hasattr(curves, "add_curves"):
        raise ValueError("This Blender cannot make hair curves by script: use 4.3 or newer.")
    curves.add_curves(sizes)
    if hasattr(curves, "set_types"):
        curves.set_types(type="CATMULL_ROM")


def scene_linear_name() -> str:
    """The name of Blender's scene-linear Rec.709 colour space in the current OCIO configuration."""
    names = bpy.types.ColorManagedInputColorspaceSettings.bl_rna.properties["name"].enum_items
    return next((each for each in ("Linear Rec.709", "Linear") if each in names), "Non-Color")


def online_access() -> bool:
    """The user's word on reaching the internet (Preferences > System > Network), from 4.2 on."""
    return bool(getattr(bpy.app, "online_access", True))


def background() -> bool:
    """True in ``blender -b`` and in the bpy module, where timers never fire."""
    return bpy.app.background or bool(getattr(bpy.app, "module", False))


def program() -> str:
    """This Blender's own program; of the bpy module, the Python that has it."""
    return bpy.app.binary_path or (sys.executable if getattr(bpy.app, "module", False) else "")
