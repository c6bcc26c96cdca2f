# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of a motion as a list to edit."""

import bpy

from .. import ordering
from ..recipes import ordering as recipes
from ..recipes import reading
from . import text
from .base import SidebarPanel

_ICONS = {"auto": "GREASEPENCIL", "kept": "FILE_TICK", "hold": "PAUSE", "action": "ACTION"}


class TROUPE_UL_segments(bpy.types.UIList):
    """One line a segment: its words, its part of the body and its length."""

    def draw_item(self, _context, layout, _data, item, _icon, _active_data, _active_property):
        row = layout.row(align=True)
        row.prop(item, "text", text="", emboss=False, icon=_ICONS[item.source])
        if item.part != "whole":
            row.label(text=layout.enum_item_name(item, "part", item.part))
        side = row.row()
        side.alignment = "RIGHT"
        side.label(text=f"{item.seconds:.1f} s" if item.use_seconds else "")
        row.prop(item, "seed_locked", text="", icon="LOCKED" if item.seed_locked else "UNLOCKED", emboss=False)


class TROUPE_PT_recipe(SidebarPanel, bpy.types.Panel):
    """Segments to edit, and Regenerate."""

    bl_label = "Recipe"
    bl_order = 2
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context):
        return ordering.target(context) is not None or bool(context.scene.troupe_recipe.segments)

    def draw(self, context):
        layout, fields = self.layout, context.scene.troupe_recipe
        found = recipes.at_hand(ordering.target(context))
        row = layout.row(align=True)
        label = f"Edit {text.shortened(found[0].name, 24)}" if found else "Edit Recipe"
        row.operator("troupe.recipe_edit", text=label, icon="GREASEPENCIL")
        row.operator("troupe.recipe_new", text="", icon="FILE_NEW")
        if not fields.segments:
            return
        row = layout.row()
        row.template_list("TROUPE_UL_segments", "", fields, "segments", fields, "active", rows=4)
        column = row.column(align=True)
        column.operator("troupe.recipe_add", text="", icon="ADD")
        column.operator("troupe.recipe_add", text="", icon="ACTION").use_action = True
        column.operator("troupe.recipe_remove", text="", icon="REMOVE")
        column.separator()
        column.operator("troupe.recipe_move", text="", icon="TRIA_UP").direction = "UP"
        column.operator("troupe.recipe_move", text="", icon="TRIA_DOWN").direction = "DOWN"
        layout.use_property_split = True
        layout.use_property_decorate = False
        if fields.active < len(fields.segments):
            self._draw_segment(layout.box(), fields.segments[fields.active])
        row = layout.row()
        row.scale_y = 1.4
        row.operator("troupe.recipe_make", icon="FILE_REFRESH")

    @staticmethod
    def _draw_segment(layout, item):
        layout.prop(item, "text")
        layout.prop(item, "source")
        if item.source == "action":
            layout.prop(item, "action")
        layout.prop(item, "part")
        if item.part != "whole":
            layout.prop(item, "accompanies")
        for name, label in (("start", "Start"), ("seconds", "Length"), ("transition", "Transition")):
            optional(layout, item, name, label)
        row = layout.row(align=True)
        row.active = item.seed_locked
        row.prop(item, "seed")
        row.prop(item, "seed_locked", text="", icon="LOCKED" if item.seed_locked else "UNLOCKED")
        column = layout.column(align=True)
        column.prop(item, "speed")
        column.prop(item, "amplitude")


class TROUPE_PT_recipe_whole(SidebarPanel, bpy.types.Panel):
    """What holds for the whole recipe."""

    bl_label = "Whole Motion"
    bl_parent_id = "TROUPE_PT_recipe"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context):
        return bool(context.scene.troupe_recipe.segments)

    def draw(self, context):
        layout, fields = self.layout, context.scene.troupe_recipe
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(fields, "frame")
        layout.prop(fields, "transition")
        column = layout.column(heading="Travel")
        column.prop(fields, "loop")
        column.prop(fields, "in_place")
        layout.prop(fields, "path", icon="CURVE_DATA")
        if fields.path is None and reading.has_path(fields):
            layout.prop(fields, "keep_path")
        optional(layout, fields, "path_speed", "Pace")
        optional(layout, fields, "fps", "Frame Rate")
        layout.prop(fields, "seed")


def optional(layout, item, name, label):
    """A value behind a box to tick."""
    row = layout.row(align=True, heading=label)
    row.prop(item, f"use_{name}", text="")
    side = row.row()
    side.active = getattr(item, f"use_{name}")
    side.prop(item, name, text="")
