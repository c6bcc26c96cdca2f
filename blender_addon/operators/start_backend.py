# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the backend."""

import bpy

from .. import backend, preferences, runtime


class TROUPE_OT_start_backend(bpy.types.Operator):
    """Start the backend on this computer. It ends with Blender"""

    bl_idname = "troupe.start_backend"
    bl_label = "Start Backend"

    @classmethod
    def poll(cls, context):
        if runtime.session().status != "offline":
            cls.poll_message_set("A backend is running or starting")
            return False
        return True

    def execute(self, context):
        try:
            runtime.session().start_backend(backend.find(preferences.get().command))
        except backend.BackendError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        runtime.wake()
        return {"FINISHED"}
