# SPDX-License-Identifier: GPL-3.0-or-later
"""The "Troupe" tab of the 3D view's sidebar, one file a panel."""

import bpy

from . import avatar, backend, generate, history, ik, library, motion, poses, recipe, rig, selected

CLASSES = (
    generate.TROUPE_PT_generate, motion.TROUPE_PT_motion_control, motion.TROUPE_PT_motion_edit,
    motion.TROUPE_PT_motion_takes, generate.TROUPE_PT_parameters, generate.TROUPE_PT_parameters_advanced,
    generate.TROUPE_PT_placement, selected.TROUPE_PT_selected, *avatar.CLASSES,
    poses.TROUPE_PT_avatar_poses, ik.TROUPE_PT_avatar_ik,
    recipe.TROUPE_PT_recipe, recipe.TROUPE_PT_recipe_whole, rig.TROUPE_PT_rig,
    rig.TROUPE_PT_rig_body, rig.TROUPE_PT_rig_hands,
    selected.TROUPE_PT_environment, history.TROUPE_PT_history, library.TROUPE_PT_library, backend.TROUPE_PT_backend,
)

#: Lists that panels draw; no panels themselves.
LISTS = (recipe.TROUPE_UL_segments, motion.TROUPE_UL_sentences, avatar.TROUPE_UL_garments)

register, _unregister = bpy.utils.register_classes_factory((*LISTS, *poses.MENUS, *CLASSES))


def unregister() -> None:
    """Undo ``register``."""
    _unregister()
    poses.forget()
