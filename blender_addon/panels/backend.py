# SPDX-License-Identifier: GPL-3.0-or-later
"""The backend: start, stop, doctor, and engines that do not load."""

import bpy

from .. import runtime
from . import text
from .base import SidebarPanel

_ICONS = {"ok": "CHECKMARK", "note": "INFO", "fault": "ERROR"}


class TROUPE_PT_backend(SidebarPanel, bpy.types.Panel):
    """The program that does the work."""

    bl_label = "Backend"
    bl_order = 5
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        layout, session = self.layout, runtime.session()
        if session.status == "online":
            column = layout.column(align=True)
            column.label(text=session.server or "Backend", icon="LINKED")
            if session.device:
                column.label(text=session.device, icon="BLANK1")
            column.label(text="Ends with Blender" if session.owns_backend else "Was started elsewhere", icon="BLANK1")
        row = layout.row(align=True)
        row.operator("troupe.start_backend", text="Start", icon="PLAY")
        row.operator("troupe.stop_backend", text="Stop", icon="SNAP_FACE")
        layout.operator("troupe.unload_models", icon="MEMORY")
        layout.operator("troupe.doctor", text="The doctor is at work…" if session.examining else "Run Doctor",
                        icon="SORTTIME" if session.examining else "CHECKBOX_HLT")
        for finding in session.findings:
            row = layout.column(align=True)
            row.alert = finding.level == "fault"
            text.paragraph(row, context, f"{finding.name}: {finding.detail}", _ICONS.get(finding.level, "DOT"), most=3)
            if finding.remedy and finding.level != "ok":
                text.paragraph(layout, context, finding.remedy, icon="FORWARD", most=4)
        for engine in session.broken:
            text.paragraph(layout, context, f"The engine {engine['name']} does not load: {engine['reason']}",
                           icon="ERROR", most=4)
