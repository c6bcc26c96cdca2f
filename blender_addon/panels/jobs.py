# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs under way, with progress, and errors until they are dismissed."""

import bpy

from .. import delivery, properties, runtime
from ..jobs import duration
from . import text
from .base import SidebarPanel


def _line(job):
    """What the job is doing, in a few words."""
    if job.state == "waiting":
        return job.stage or "Waiting for the backend"
    if job.state == "queued":
        return f"Queued behind {job.position}" if job.position else "Next in the queue"
    if job.state == "ready":
        return "Done: return to Object Mode to import" if not delivery.possible() else "Building"
    if job.eta is not None and job.state == "running":
        return f"{job.stage or 'Working'} · {duration(job.eta)} left"
    return job.stage or "Working"


class TROUPE_PT_jobs(SidebarPanel, bpy.types.Panel):
    """Jobs under way and jobs that failed."""

    bl_label = "Jobs"
    bl_order = 1

    @classmethod
    def poll(cls, context):
        return bool(runtime.session().jobs)

    def draw_header_preset(self, context):
        count = sum(job.active for job in runtime.session().jobs.values())
        if count > 1:
            self.layout.operator("troupe.cancel", text="Cancel All", icon="CANCEL")

    def draw(self, context):
        layout = self.layout
        for job in runtime.session().jobs.values():
            title = text.shortened(job.order.prompt or job.order.modality, text.columns(context) - 6)
            if job.error is not None:
                text.error(layout, context, job.error, job.job_id, title)
                continue
            box = layout.box()
            row = box.row()
            row.label(text=title, icon=properties.ICONS[job.order.modality])
            cancel = row.row()
            cancel.enabled = job.state != "cancelling"
            cancel.operator("troupe.cancel", text="", icon="X", emboss=False).job_id = job.job_id
            box.progress(factor=job.fraction, text=_line(job), type="BAR")
