# SPDX-License-Identifier: GPL-3.0-or-later
"""Generate the same again."""

import bpy

from . import source


class TROUPE_OT_regenerate(source.FromResult, bpy.types.Operator):
    """Generate this again with the same prompt, seed, engine and parameters"""

    bl_idname = "troupe.regenerate"
    bl_label = "Regenerate"

    def execute(self, context):
        return self.send(context)
