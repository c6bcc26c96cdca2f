# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user can do, one file an action."""

import bpy

from . import (
    cancel,
    clear_history,
    copy_error,
    dismiss_error,
    doctor,
    generate,
    import_result,
    library_add,
    library_apply,
    library_drag,
    library_search,
    load_spec,
    mark_asset,
    motion_edits,
    prop_edit,
    prop_place,
    prop_rigid,
    randomise_seed,
    recipe,
    regenerate,
    rig_map,
    start_backend,
    stop_backend,
    takes,
    timeline,
    unload_models,
    vary,
)

CLASSES = (
    generate.TROUPE_OT_generate, cancel.TROUPE_OT_cancel,
    start_backend.TROUPE_OT_start_backend, stop_backend.TROUPE_OT_stop_backend,
    doctor.TROUPE_OT_doctor, unload_models.TROUPE_OT_unload_models,
    regenerate.TROUPE_OT_regenerate, vary.TROUPE_OT_vary, load_spec.TROUPE_OT_load_spec,
    import_result.TROUPE_OT_import_result, copy_error.TROUPE_OT_copy_error,
    dismiss_error.TROUPE_OT_dismiss_error, randomise_seed.TROUPE_OT_randomise_seed,
    mark_asset.TROUPE_OT_mark_asset, clear_history.TROUPE_OT_clear_history,
    library_search.TROUPE_OT_library_search, library_search.TROUPE_OT_library_page,
    library_search.TROUPE_OT_library_clear, library_add.TROUPE_OT_library_add,
    library_add.TROUPE_OT_library_stop_adding, library_apply.TROUPE_OT_library_apply,
    library_drag.TROUPE_OT_library_drag,
    rig_map.TROUPE_OT_rig_recognise, rig_map.TROUPE_OT_rig_reset, rig_map.TROUPE_OT_rig_export,
    rig_map.TROUPE_OT_rig_import, recipe.TROUPE_OT_recipe_edit, recipe.TROUPE_OT_recipe_new,
    recipe.TROUPE_OT_recipe_add, recipe.TROUPE_OT_recipe_remove, recipe.TROUPE_OT_recipe_move,
    recipe.TROUPE_OT_recipe_make,
    timeline.TROUPE_OT_sentence_add, timeline.TROUPE_OT_sentence_remove, timeline.TROUPE_OT_sentence_move,
    motion_edits.TROUPE_OT_motion_extend, motion_edits.TROUPE_OT_motion_between, motion_edits.TROUPE_OT_motion_loop,
    takes.TROUPE_OT_takes_make, takes.TROUPE_OT_take_show, takes.TROUPE_OT_take_keep, takes.TROUPE_OT_takes_discard,
    prop_edit.TROUPE_OT_prop_edit, prop_place.TROUPE_OT_prop_place, prop_place.TROUPE_OT_prop_scatter,
    prop_rigid.TROUPE_OT_prop_rigid,
)

register, unregister = bpy.utils.register_classes_factory(CLASSES)
