# SPDX-License-Identifier: GPL-3.0-or-later
"""Stop the backend."""

import bpy

from .. import runtime


class TROUPE_OT_stop_backend(bpy.types.Operator):
    """Stop the backend and the jobs it is working on"""

    bl_idname = "troupe.stop_backend"
    bl_label = "Stop Backend"

    @classmethod
    def poll(cls, context):
        if runtime.session().status not in ("online", "starting", "lost"):
            cls.poll_message_set("No backend is running")
            return False
        return True

    def invoke(self, context, event):
        if any(job.active for job in runtime.session().jobs.values()):
            return context.window_manager.invoke_confirm(self, event)
        return self.execute(context)

    def execute(self, context):
        runtime.session().stop_backend()
        runtime.wake()
        return {"FINISHED"}
