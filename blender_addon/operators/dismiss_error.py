# SPDX-License-Identifier: GPL-3.0-or-later
"""Dismiss an error."""

import bpy
from bpy.props import StringProperty

from .. import runtime


class TROUPE_OT_dismiss_error(bpy.types.Operator):
    """Take this error off the list"""

    bl_idname = "troupe.dismiss_error"
    bl_label = "Dismiss"
    bl_options = {"INTERNAL"}

    job_id: StringProperty(name="Job", description="The job that failed; empty: the backend's error",
                           options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context):
        runtime.session().dismiss(self.job_id)
        runtime.redraw()
        return {"FINISHED"}
