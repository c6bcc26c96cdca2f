# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions as strips of the NLA: several results stacked on one armature."""

from __future__ import annotations

import bpy

from .. import compat


def actions(target: bpy.types.Object) -> list[bpy.types.Action]:
    """What moves ``target``: its active action, then those of its strips, the active one first, from the top."""
    animation = target.animation_data
    if animation is None:
        return []
    strips = [strip for track in reversed(animation.nla_tracks) for strip in track.strips if strip.action]
    strips.sort(key=lambda strip: not strip.active)
    found = [animation.action, *(strip.action for strip in strips)]
    return [each for each in found if each is not None]


def push_down(target: bpy.types.Object) -> bpy.types.NlaStrip | None:
    """The active action of ``target`` as a strip on a track of its own, as Blender's Push Down does; None
    when it has none. Played on top of the strips, it would hide them."""
    animation = target.animation_data
    if animation is None or animation.action is None:
        return None
    action = animation.action
    slot = compat.bound_slot(animation)
    strip = _new_strip(target, action, action.name, slot)
    strip.blend_type, strip.extrapolation = animation.action_blend_type, animation.action_extrapolation
    strip.influence = animation.action_influence
    animation.action = None
    return strip


def add(target: bpy.types.Object, action: bpy.types.Action, name: str, blend: float = 0.0) -> bpy.types.NlaStrip:
    """``action`` as a strip on a new track above all others, named ``name``.

    The first strip holds its ends for ever; a later one acts only while it lasts, so that what lies below
    is seen before and after, with ``blend`` frames of crossfade where something does.
    """
    push_down(target)
    others = [strip for track in target.animation_data.nla_tracks for strip in track.strips] \
        if target.animation_data else []
    strip = _new_strip(target, action, name, action.slots[0] if compat.slotted_actions() else None)
    strip.blend_type = "REPLACE"
    strip.extrapolation = "NOTHING" if others else "HOLD"
    if blend > 0 and others:
        span = strip.frame_end - strip.frame_start
        strip.use_auto_blend = False
        if any(each.frame_start < strip.frame_start + blend and each.frame_end > strip.frame_start for each in others):
            strip.blend_in = min(blend, span / 2)
        if any(each.frame_end > strip.frame_end - blend and each.frame_start < strip.frame_end for each in others):
            strip.blend_out = min(blend, span / 2)
    return strip


def _new_strip(target: bpy.types.Object, action: bpy.types.Action, name: str, slot: object) -> bpy.types.NlaStrip:
    animation = target.animation_data or target.animation_data_create()
    tracks = animation.nla_tracks
    track = tracks.new(prev=tracks[-1] if len(tracks) else None)
    track.name = name
    strip = track.strips.new(name, int(action.frame_range[0]), action)
    compat.bind_strip(strip, slot)
    return strip
