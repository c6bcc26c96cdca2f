# SPDX-License-Identifier: GPL-3.0-or-later
"""Generate a variation."""

import bpy

from .. import properties
from . import source


class TROUPE_OT_vary(source.FromResult, bpy.types.Operator):
    """Generate a variation: everything the same but the seed"""

    bl_idname = "troupe.vary"
    bl_label = "Vary"

    def execute(self, context):
        return self.send(context, seed=properties.random_seed())
