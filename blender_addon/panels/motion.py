# SPDX-License-Identifier: GPL-3.0-or-later
"""What a motion shall keep to: sentences over time, parts of the body, a path, poses; carrying on; takes."""

import bpy

from .. import ordering
from ..controls import takes
from ..controls.properties import PARTS
from . import text
from .base import SidebarPanel


class TROUPE_UL_sentences(bpy.types.UIList):
    """One line a sentence: its words and its seconds."""

    def draw_item(self, _context, layout, _data, item, _icon, _active_data, _active_property):
        split = layout.split(factor=0.68, align=True)
        split.prop(item, "text", text="", emboss=False, icon="COMMUNITY" if item.parts.texts() else "GREASEPENCIL")
        row = split.row(align=True)
        side = row.row(align=True)
        side.active = item.use_seconds
        side.prop(item, "seconds", text="")
        row.prop(item, "use_seconds", text="", icon="TIME")


class OfMotion(SidebarPanel):
    """A part of the main panel that is there for motions only."""

    bl_parent_id = "TROUPE_PT_generate"

    @classmethod
    def poll(cls, context):
        return context.scene.troupe.modality == "motion"


def _draw_parts(layout, parts):
    layout.prop(parts, "show", icon="TRIA_DOWN" if parts.show else "TRIA_RIGHT", emboss=False)
    if parts.show:
        column = layout.column(align=True)
        column.use_property_split = True
        column.use_property_decorate = False
        for name, _ in PARTS:
            column.prop(parts, name)


class TROUPE_PT_motion_control(OfMotion, bpy.types.Panel):
    """Timeline, parts of the body, path and poses."""

    bl_label = "Control"

    def draw(self, context):
        layout, fields = self.layout, context.scene.troupe_controls
        row = layout.row(align=True)
        row.prop(fields, "use_timeline", icon="SEQUENCE")
        row.operator("troupe.sentence_add", text="", icon="ADD")
        if fields.use_timeline:
            self._draw_timeline(layout, fields)
        _draw_parts(layout, self._parts(fields))
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(fields, "path", icon="CURVE_DATA")
        column = layout.column(heading="Keep")
        column.prop(fields, "use_poses", text="Keyed Poses")
        column.prop(fields, "loop")
        self._draw_how(layout, context, fields)

    @staticmethod
    def _parts(fields):
        """The parts of the active sentence, or of the prompt."""
        if fields.use_timeline and fields.active < len(fields.sentences):
            return fields.sentences[fields.active].parts
        return fields.parts

    @staticmethod
    def _draw_timeline(layout, fields):
        row = layout.row()
        row.template_list("TROUPE_UL_sentences", "", fields, "sentences", fields, "active", rows=3)
        column = row.column(align=True)
        column.operator("troupe.sentence_add", text="", icon="ADD")
        column.operator("troupe.sentence_remove", text="", icon="REMOVE")
        column.separator()
        column.operator("troupe.sentence_move", text="", icon="TRIA_UP").direction = "UP"
        column.operator("troupe.sentence_move", text="", icon="TRIA_DOWN").direction = "DOWN"
        known = sum(item.seconds for item in fields.sentences if item.use_seconds)
        open_ended = any(not item.use_seconds for item in fields.sentences)
        layout.label(text=f"{'At least ' if open_ended else ''}{known:.1f} s", icon="TIME")

    @staticmethod
    def _draw_how(layout, context, fields):
        """Whether the chosen engine can do what is asked for by itself."""
        used = ordering.used_controls(context)
        note = ordering.control_note(context, used) if used else ""
        if note:
            text.paragraph(layout, context, note, icon="INFO", most=4)


class TROUPE_PT_motion_edit(OfMotion, bpy.types.Panel):
    """What the armature does already, and more of it."""

    bl_label = "Carry On"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        layout, fields = self.layout, context.scene.troupe_controls
        row = layout.row(align=True)
        row.operator("troupe.motion_extend", icon="TRACKING_FORWARDS")
        row.prop(fields, "extend_seconds", text="")
        row = layout.row(align=True)
        row.operator("troupe.motion_between", icon="IPO_EASE_IN_OUT").use_prompt = False
        row.operator("troupe.motion_between", text="With Prompt").use_prompt = True
        layout.operator("troupe.motion_loop", icon="LOOP_BACK")


class TROUPE_PT_motion_takes(OfMotion, bpy.types.Panel):
    """Several variations to choose from."""

    bl_label = "Takes"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        layout, fields = self.layout, context.scene.troupe_controls
        row = layout.row(align=True)
        row.operator("troupe.takes_make", icon="RENDERLAYERS")
        row.prop(fields, "takes", text="")
        layout.prop(fields, "show_figure")
        target = ordering.target(context)
        found = takes.of(target)
        if not found:
            return
        active = target.animation_data.action if target.animation_data else None
        column = layout.column(align=True)
        for number, action in enumerate(found, 1):
            row = column.row(align=True)
            shown = row.operator("troupe.take_show", text=text.shortened(f"{number}  {action.name}", 32),
                                 icon="RADIOBUT_ON" if action == active else "RADIOBUT_OFF", depress=action == active)
            shown.action = action.name
            row.operator("troupe.take_keep", text="", icon="CHECKMARK").action = action.name
        layout.operator("troupe.takes_discard", icon="TRASH")
