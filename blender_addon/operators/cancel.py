# SPDX-License-Identifier: GPL-3.0-or-later
"""Cancel a job."""

import bpy
from bpy.props import StringProperty

from .. import runtime


class TROUPE_OT_cancel(bpy.types.Operator):
    """Stop this job; the backend stops at its next step. Without a job named, stop all of them"""

    bl_idname = "troupe.cancel"
    bl_label = "Cancel"
    bl_options = {"INTERNAL"}

    job_id: StringProperty(name="Job", description="The job to stop; empty: every job", options={"SKIP_SAVE"})

    @classmethod
    def poll(cls, context):
        return any(job.active for job in runtime.session().jobs.values())

    def execute(self, context):
        session = runtime.session()
        for job_id in [self.job_id] if self.job_id else list(session.jobs):
            session.cancel(job_id)
        runtime.redraw()
        return {"FINISHED"}
