# SPDX-License-Identifier: GPL-3.0-or-later
"""Copy an error report."""

import platform

import bpy
from bpy.props import StringProperty

from .. import runtime
from ..jobs import Delivery, Job, Order, error_report


class TROUPE_OT_copy_error(bpy.types.Operator):
    """Copy a report of this error to the clipboard: the request, the reason and the versions, nothing else"""

    bl_idname = "troupe.copy_error"
    bl_label = "Copy Report"

    job_id: StringProperty(name="Job", description="The job that failed; empty: the backend's error",
                           options={"SKIP_SAVE", "HIDDEN"})

    def execute(self, context):
        session = runtime.session()
        job = session.jobs.get(self.job_id) or Job(
            order=Order(modality="", prompt=""), delivery=Delivery(), error=session.error)
        versions = (f"Blender {bpy.app.version_string}, Python {platform.python_version()}, {platform.platform()}, "
                    f"backend {session.server or 'not running'}")
        context.window_manager.clipboard = error_report(job, versions)
        self.report({"INFO"}, "The error report is in the clipboard.")
        return {"FINISHED"}
