# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs in the main panel: progress while they run, errors until they are dismissed."""

from .. import delivery, properties, runtime
from ..jobs import duration
from . import text


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


def draw(layout, context, engine=None):
    """Every job under way (of one engine, when it is named) with its progress, and every one that failed
    with its reason."""
    jobs = {job_id: job for job_id, job in runtime.session().jobs.items() if engine in (None, job.order.engine)}
    for job in jobs.values():
        title = text.shortened(job.order.prompt or job.order.modality, text.columns(context) - 6)
        if job.error is not None:
            text.error(layout, context, job.error, job.job_id, title)
            continue
        box = layout.box()
        row = box.row()
        row.label(text=title, icon=properties.ICONS.get(job.order.modality, "DOT"))
        cancel = row.row()
        cancel.enabled = job.state != "cancelling"
        cancel.operator("troupe.cancel", text="", icon="X", emboss=False).job_id = job.job_id
        box.progress(factor=job.fraction, text=_line(job), type="BAR")
    if engine is None and sum(job.active for job in jobs.values()) > 1:
        layout.operator("troupe.cancel", text="Cancel All", icon="CANCEL").job_id = ""
