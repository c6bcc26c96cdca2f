# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring a finished result into the scene once more."""

import dataclasses

import bpy
from bpy.props import StringProperty

from .. import ordering, runtime
from . import source


class TROUPE_OT_import_result(bpy.types.Operator):
    """Bring this result into the scene once more, from the backend's store"""

    bl_idname = "troupe.import_result"
    bl_label = "Import Again"

    job_id: StringProperty(name="Job", description="A job of the history", options={"SKIP_SAVE", "HIDDEN"})

    @classmethod
    def poll(cls, context):
        if runtime.session().status != "online":
            cls.poll_message_set("Start the backend first")
            return False
        return True

    def execute(self, context):
        job = source.job(self.job_id)
        if job is None or job.active:
            return {"CANCELLED"}
        # A part of another motion goes where it belongs.
        where = job.delivery if job.delivery.into else dataclasses.replace(
            ordering.delivery(context), edit=job.delivery.edit, clips=job.delivery.clips)
        if job.order.modality == "motion" and not where.target:
            self.report({"ERROR"}, "Select the armature that shall move.")
            return {"CANCELLED"}
        runtime.session().fetch_again(job, where)
        runtime.wake()
        return {"FINISHED"}
