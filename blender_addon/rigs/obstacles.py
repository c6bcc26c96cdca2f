# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the way of moving an armature, in sentences that say what to do about it.

Asked before a motion is ordered and again before it is built, so that nothing is changed that would
not work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import bpy

from .. import compat

#: Scales that differ by more than this share shear the bones.
_UNEVEN = 0.01
#: Constraints that put a bone's rotation in place of its keys.
_TURNING = {"COPY_TRANSFORMS", "COPY_ROTATION", "ARMATURE", "IK", "SPLINE_IK", "TRACK_TO", "DAMPED_TRACK",
            "LOCKED_TRACK", "STRETCH_TO"}
_MOVING = {"COPY_TRANSFORMS", "COPY_LOCATION", "ARMATURE"}
_BONE = re.compile(r'pose\.bones\["((?:[^"\\]|\\.)+)"\]\.(rotation_\w+|location)')


def of_reading(ob: bpy.types.Object) -> str:
    """Why the rest pose of ``ob`` cannot be understood; "" when it can."""
    if not ob.data.bones:
        return f"{ob.name} has no bones."
    scale = ob.matrix_world.to_scale()
    if ob.matrix_world.determinant() < 0:
        return f"{ob.name} is mirrored: its scale is negative. Apply it first (Object > Apply > Scale)."
    if min(abs(each) for each in scale) < 1e-9:
        return f"{ob.name} has a scale of zero."
    if max(scale) - min(scale) > _UNEVEN * max(scale):
        return (f"{ob.name} is scaled by {scale[0]:.3g}, {scale[1]:.3g} and {scale[2]:.3g}, which would shear its "
                "bones. Apply the scale first (Object > Apply > Scale).")
    return ""


def of_animating(ob: bpy.types.Object) -> str:
    """Why ``ob`` cannot take an action; "" when it can."""
    if ob.override_library is not None and ob.override_library.is_system_override:
        return f"{ob.name} is part of a library override that is not editable. Make it editable in the Outliner first."
    if ob.override_library is None and ob.library is not None:
        return (f"{ob.name} is linked from another file. Make a library override first (Object > Library Override > "
                "Make).")
    animation = ob.animation_data
    if animation is not None and animation.use_tweak_mode:
        return f"An NLA strip of {ob.name} is in tweak mode. Leave it first (Tab in the NLA editor)."
    return ""


def of_keys(ob: bpy.types.Object, bones: Iterable[str], root: str) -> str:
    """Why keys on ``bones``, of which ``root`` travels, would not be seen; "" when they would."""
    held = held_bones(ob, bones, root)
    if not held:
        return ""
    shown = ", ".join(f"{bone} ({what})" for bone, what in list(held.items())[:4])
    more = f" and {len(held) - 4} more" if len(held) > 4 else ""
    return (f"{ob.name} is moved by controls: keys on {shown}{more} would have no effect. Choose the controls in the "
            "rig map, or mute what holds these bones.")


def held_bones(ob: bpy.types.Object, bones: Iterable[str], root: str) -> dict[str, str]:
    """Those of ``bones`` whose keys are overruled -> by what, in a word or two."""
    wanted = [ob.pose.bones[name] for name in bones if name in ob.pose.bones]
    held: dict[str, str] = {}
    chains = _chains(ob)
    driven = _driven(ob)
    for bone in wanted:
        kinds = _TURNING | _MOVING if bone.name == root else _TURNING
        for constraint in bone.constraints:
            if constraint.type in kinds and _acts(constraint):
                held[bone.name] = constraint.name
                break
        else:
            if bone.name in chains:
                held[bone.name] = f"inverse kinematics of {chains[bone.name]}"
            elif bone.name in driven:
                held[bone.name] = "a driver"
    return held


def _acts(constraint: bpy.types.Constraint) -> bool:
    if constraint.mute or constraint.influence < 1e-3 or not constraint.is_valid:
        return False
    if constraint.type == "COPY_ROTATION":  # added to the keys, or on some axes only, it leaves them their effect
        return constraint.mix_mode == "REPLACE" and constraint.use_x and constraint.use_y and constraint.use_z
    if constraint.type == "COPY_LOCATION":
        return not constraint.use_offset
    if constraint.type == "COPY_TRANSFORMS":
        return constraint.mix_mode == "REPLACE"
    return True


def _chains(ob: bpy.types.Object) -> dict[str, str]:
    """Bones above an inverse kinematics constraint that it turns -> the bone that has it."""
    found: dict[str, str] = {}
    for bone in ob.pose.bones:
        for constraint in bone.constraints:
            if constraint.type in ("IK", "SPLINE_IK") and _acts(constraint):
                above = bone.parent_recursive
                count = constraint.chain_count
                for each in above[:count - 1] if count else above:
                    found[each.name] = bone.name
    return found


def _driven(ob: bpy.types.Object) -> set[str]:
    drivers = ob.animation_data.drivers if ob.animation_data else ()
    matches = (_BONE.match(curve.data_path) for curve in drivers if not curve.mute)
    return {bpy.utils.unescape_identifier(match[1]) for match in matches if match}


def keyed_modes(ob: bpy.types.Object) -> dict[str, str]:
    """Bones whose rotation the armature's actions key -> property that they key, such as "rotation_euler"."""
    animation = ob.animation_data
    if animation is None:
        return {}
    actions = [animation.action, *(strip.action for track in animation.nla_tracks for strip in track.strips)]
    found: dict[str, str] = {}
    for action in {each for each in actions if each is not None}:
        for curve in compat.fcurves(action):
            match = _BONE.match(curve.data_path)
            if match and match[2] != "location":
                found[bpy.utils.unescape_identifier(match[1])] = match[2]
    return found
