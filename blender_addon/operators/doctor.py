# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask the backend's doctor."""

import bpy

from .. import backend, preferences, runtime


class TROUPE_OT_doctor(bpy.types.Operator):
    """Check the backend's Python, packages, weights, device and folders, and name the remedy for each fault"""

    bl_idname = "troupe.doctor"
    bl_label = "Run Doctor"

    @classmethod
    def poll(cls, context):
        if runtime.session().examining:
            cls.poll_message_set("The doctor is at work")
            return False
        return True

    def execute(self, context):
        try:
            runtime.session().examine(backend.find(preferences.get().command))
        except backend.BackendError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        runtime.wake()
        return {"FINISHED"}
