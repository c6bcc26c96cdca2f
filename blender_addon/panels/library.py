# SPDX-License-Identifier: GPL-3.0-or-later
"""The motion library: search, filters, and clips to apply or to drag onto an armature."""

import bpy

from .. import library, ordering, runtime
from . import jobs, text
from .base import SidebarPanel

#: Width of one clip at Blender's default scale, pixels.
_CELL = 104


class TROUPE_PT_library(SidebarPanel, bpy.types.Panel):
    """Clips of the motion library."""

    bl_label = "Motion Library"
    bl_order = 1
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        layout, state = self.layout, library.state
        if runtime.session().status != "online":
            self._draw_away(layout, context)
            return
        library.look()
        settings = context.window_manager.troupe_library
        row = layout.row(align=True)
        row.prop(settings, "text", text="", icon="VIEWZOOM")
        row.prop(settings, "show_filters", text="", icon="FILTER")
        if settings.show_filters:
            self._draw_filters(layout, settings)
        jobs.draw(layout, context, library.ENGINE)
        if state.clips and (reason := library.obstacle()):
            text.paragraph(layout, context, reason, icon="ERROR")
        if state.error is not None:
            box = layout.box()
            text.paragraph(box, context, state.error.get("message", ""), icon="ERROR")
            if state.error.get("remedy"):
                text.paragraph(box, context, state.error["remedy"], icon="INFO")
            box.operator("troupe.library_search", text="Try Again", icon="FILE_REFRESH")
        elif state.hits:
            self._draw_hits(layout, context)
        else:
            self._draw_nothing(layout, context, settings)
        self._draw_adding(layout, context)
        if state.notice and state.hits:
            text.paragraph(layout, context, state.notice, icon="INFO", most=4)

    @staticmethod
    def _draw_away(layout, context):
        status = runtime.session().status
        words = {"starting": "The backend is starting…", "lost": "Looking for the backend…",
                 "stopping": "The backend is stopping…"}
        text.paragraph(layout, context, words.get(status, "The library is the backend's: start it to search"),
                       icon="INFO")
        if status == "offline":
            layout.operator("troupe.start_backend", icon="PLAY")

    @staticmethod
    def _draw_filters(layout, settings):
        box = layout.box()
        box.use_property_split = True
        box.use_property_decorate = False
        box.row().prop(settings, "looping", expand=True)
        box.row().prop(settings, "in_place", expand=True)
        column = box.column(align=True)
        column.prop(settings, "shortest")
        column.prop(settings, "longest")
        box.prop(settings, "source")
        box.operator("troupe.library_clear", icon="X")

    @staticmethod
    def _draw_hits(layout, context):
        state = library.state
        target = ordering.target(context)
        text.paragraph(layout, context, f"Applies to {target.name}" if target is not None else
                       "Select an armature, or drag a clip onto one", icon="ARMATURE_DATA", most=2)
        row = layout.row(align=True)
        back = row.row(align=True)
        back.enabled = state.page > 0
        back.operator("troupe.library_page", text="", icon="TRIA_LEFT").by = -1
        first = state.page * library.PAGE + 1
        counted = row.row(align=True)
        counted.alignment = "CENTER"
        counted.label(text=f"{first}-{first + len(state.hits) - 1}")
        on = row.row(align=True)
        on.enabled = state.more
        on.operator("troupe.library_page", text="", icon="TRIA_RIGHT").by = 1
        width = context.region.width / context.preferences.system.ui_scale if context.region else 2 * _CELL
        columns = max(1, min(4, int(width // _CELL)))
        grid = layout.grid_flow(row_major=True, columns=columns, even_columns=True, even_rows=True, align=False)
        for hit in state.hits:
            cell = grid.column(align=True)
            icon = library.picture(hit.id)
            if icon:
                cell.template_icon(icon, scale=4.0)
            else:
                blank = cell.column()
                blank.scale_y = 4.0
                blank.label(text="", icon="ACTION")
            apply = cell.operator("troupe.library_apply", text=text.shortened(hit.title(), 18))
            apply.clip = hit.id
            row = cell.row(align=True)
            row.label(text=library.length(hit.duration), icon="FILE_REFRESH" if hit.looping else "NONE")
            row.operator("troupe.library_drag", text="", icon="VIEW_PAN").clip = hit.id
        for _ in range(columns - len(state.hits)):  # few clips are not wider than many
            grid.label(text="")

    @staticmethod
    def _draw_nothing(layout, context, settings):
        state = library.state
        if state.searching is not None or state.due is not None or state.clips is None:
            layout.label(text="Searching…", icon="SORTTIME")
        elif state.clips == 0:
            text.paragraph(layout, context, "The library is empty: add a folder with motions (BVH, FBX, GLB, AMC, "
                           "npz…)", icon="INFO")
        else:
            text.paragraph(layout, context, f"None of the {state.clips} clips is like that: use other words, or fewer "
                           "filters", icon="INFO")
            if settings.text or settings.filters():
                layout.operator("troupe.library_clear", icon="X")

    @staticmethod
    def _draw_adding(layout, context):
        state = library.state
        if state.adding is not None:
            row = layout.row(align=True)
            row.progress(factor=state.adding.fraction, text=text.shortened(
                library.status(state.adding), text.columns(context) - 4), type="BAR")
            row.operator("troupe.library_stop_adding", text="", icon="X")
            return
        layout.operator("troupe.library_add", icon="NEWFOLDER")
        if state.added:
            text.paragraph(layout, context, state.added, icon="CHECKMARK")
            for each in state.unread[:3]:
                text.paragraph(layout, context, each, icon="ERROR", most=3)
