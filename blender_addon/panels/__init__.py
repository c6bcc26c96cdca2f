# SPDX-License-Identifier: GPL-3.0-or-later
"""The "Troupe" tab of the 3D view's sidebar, one file a panel."""

import bpy

from . import backend, generate, history, library, selected

CLASSES = (
    generate.TROUPE_PT_generate, generate.TROUPE_PT_parameters, generate.TROUPE_PT_parameters_advanced,
    generate.TROUPE_PT_placement, selected.TROUPE_PT_selected,
    selected.TROUPE_PT_environment, history.TROUPE_PT_history, library.TROUPE_PT_library, backend.TROUPE_PT_backend,
)

register, unregister = bpy.utils.register_classes_factory(CLASSES)
