# SPDX-License-Identifier: GPL-3.0-or-later
"""Clear the history."""

import bpy

from .. import runtime


class TROUPE_OT_clear_history(bpy.types.Operator):
    """Clear the list. The results stay in the backend's store and in your scenes"""

    bl_idname = "troupe.clear_history"
    bl_label = "Clear History"

    @classmethod
    def poll(cls, context):
        return bool(runtime.session().history)

    def invoke(self, context, event):
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, context):
        runtime.session().history.clear()
        runtime.redraw()
        return {"FINISHED"}
