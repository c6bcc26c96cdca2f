# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw a new seed."""

import bpy

from .. import properties


class TROUPE_OT_randomise_seed(bpy.types.Operator):
    """Draw a new seed"""

    bl_idname = "troupe.randomise_seed"
    bl_label = "Randomise Seed"
    bl_options = {"REGISTER", "UNDO", "INTERNAL"}

    def execute(self, context):
        context.scene.troupe.seed = properties.random_seed()
        return {"FINISHED"}
