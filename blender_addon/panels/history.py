# SPDX-License-Identifier: GPL-3.0-or-later
"""What was made before, here or from the command line."""

import time

import bpy

from .. import properties, runtime
from . import text
from .base import SidebarPanel

SHOWN = 12


def _ago(moment):
    seconds = max(0.0, time.time() - moment)
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return "just now"


class TROUPE_PT_history(SidebarPanel, bpy.types.Panel):
    """Finished results, newest first."""

    bl_label = "History"
    bl_order = 4
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context):
        return bool(runtime.session().history)

    def draw_header_preset(self, context):
        self.layout.operator("troupe.clear_history", text="", icon="TRASH", emboss=False)

    def draw(self, context):
        for job in runtime.session().history[:SHOWN]:
            box = self.layout.box()
            column = box.column(align=True)
            column.label(text=text.shortened(job.order.prompt, text.columns(context)),
                         icon=properties.ICONS.get(job.order.modality, "DOT"))
            row = column.row(align=True)
            note = "not imported" if job.state == "detached" else _ago(job.finished or job.created)
            row.label(text=f"seed {job.order.seed} · {note}", icon="BLANK1")
            for operator, icon in (("regenerate", "FILE_REFRESH"), ("vary", "MOD_NOISE"), ("load_spec", "IMPORT"),
                                   ("import_result", "ADD")):
                row.operator(f"troupe.{operator}", text="", icon=icon).job_id = job.job_id
        more = len(runtime.session().history) - SHOWN
        if more > 0:
            self.layout.label(text=f"and {more} more")
