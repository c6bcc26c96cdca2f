# SPDX-License-Identifier: GPL-3.0-or-later
"""Give the device memory back."""

import bpy

from .. import runtime


class TROUPE_OT_unload_models(bpy.types.Operator):
    """Make idle workers drop their models and release the memory of the graphics card, for example before a render"""

    bl_idname = "troupe.unload_models"
    bl_label = "Free Device Memory"

    @classmethod
    def poll(cls, context):
        if runtime.session().status != "online":
            cls.poll_message_set("No backend is running")
            return False
        return True

    def execute(self, context):
        runtime.session().unload()
        return {"FINISHED"}
