# SPDX-License-Identifier: GPL-3.0-or-later
"""The selected avatar as fields."""

import bpy

from ..operators.avatar_level import LEVELS, making
from ..people import fields, hair_curves, levels
from ..people.properties import PARTS
from ..schemas import AVATAR
from .base import SidebarPanel


class TROUPE_UL_garments(bpy.types.UIList):
    """Garments and accessories of an avatar."""

    def draw_item(self, _context, layout, _data, item, _icon, _active, _property):
        row = layout.row(align=True)
        row.prop(item, "kind", text="", emboss=False)
        colored = row.row()
        colored.scale_x = 0.4
        colored.active = getattr(item, "use_color", True)
        colored.prop(item, "color", text="")


class OfPersonPanel(SidebarPanel):
    """A panel of the selected avatar's fields."""

    @classmethod
    def poll(cls, context):
        return fields.person_of(context) is not None

    @staticmethod
    def person(context):
        """(armature object, its fields); asks for the schema by the way."""
        AVATAR.look()
        ob = fields.person_of(context)
        return ob, ob.troupe_person


class TROUPE_PT_avatar(OfPersonPanel, bpy.types.Panel):
    """What can be done with the selected avatar."""

    bl_label = "Avatar"
    bl_order = 2

    def draw(self, context):
        layout = self.layout
        ob, person = self.person(context)
        if not person.loaded:
            layout.operator("troupe.avatar_load", text="Edit", icon="GREASEPENCIL")
            return
        row = layout.row(align=True)
        row.scale_y = 1.3
        row.alert = False
        row.enabled = fields.changed(ob)
        row.operator("troupe.avatar_apply", icon="CHECKMARK")
        row.operator("troupe.avatar_load", text="", icon="LOOP_BACK")
        row = layout.row(align=True)
        row.operator("troupe.avatar_randomise", icon="MOD_NOISE")
        column = layout.column(align=True)
        column.operator("troupe.avatar_mix", icon="MOD_DATA_TRANSFER")
        column.operator("troupe.avatar_swap", icon="UV_SYNC_SELECT")
        column.operator("troupe.avatar_rigify", icon="CON_KINEMATIC")
        column.operator("troupe.avatar_turntable", icon="CAMERA_DATA")
        self._levels(layout, ob)

    @staticmethod
    def _levels(layout, ob):
        row = layout.row(align=True)
        for level, title, _ in LEVELS:
            row.operator("troupe.avatar_level", text=title, depress=levels.shown(ob) == int(level)).level = level
        renew = row.row(align=True)
        renew.enabled = levels.made(ob)
        again = renew.operator("troupe.avatar_level", text="", icon="FILE_REFRESH")
        again.level, again.renew = str(levels.shown(ob)), True
        if making():
            layout.label(text="Making levels of detail …", icon="SORTTIME")
        elif levels.made(ob):
            layout.label(text=f"{levels.triangles(ob, levels.shown(ob)):,} triangles", icon="MESH_DATA")


class OfFields(OfPersonPanel):
    """A part of the fields, below the panel of what can be done."""

    bl_parent_id = "TROUPE_PT_avatar"

    @classmethod
    def poll(cls, context):
        return super().poll(context) and fields.person_of(context).troupe_person.loaded


class TROUPE_PT_avatar_body(OfFields, bpy.types.Panel):
    """Body and face."""

    bl_label = "Body"

    def draw(self, context):
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        _, person = self.person(context)
        column = layout.column(align=True)
        for name in ("age_years", "height_m", "bmi"):
            column.prop(person, name)
        column = layout.column(align=True)
        for name in ("gender", "muscle", "proportions"):
            column.prop(person, name)
        layout.prop(person, "rig")


class TROUPE_PT_avatar_looks(OfFields, bpy.types.Panel):
    """Skin, eyes and hair."""

    bl_label = "Looks"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        ob, person = self.person(context)
        for name in ("skin_color", "eye_color", "hair_color"):
            layout.prop(person, name)
        for name in ("hair_style", "hair_texture", "beard", "beard_style", "brows"):
            layout.prop(person, name)
        layout.operator("troupe.avatar_hair_strips" if hair_curves.curves_of(ob) else "troupe.avatar_hair_curves",
                        icon="CURVES_DATA")


class TROUPE_PT_avatar_clothes(OfFields, bpy.types.Panel):
    """Garments and accessories."""

    bl_label = "Clothes"

    def draw(self, context):
        layout = self.layout
        _, person = self.person(context)
        for of, index in (("outfit", "active_garment"), ("accessories", "active_accessory")):
            row = layout.row()
            row.template_list("TROUPE_UL_garments", of, person, of, person, index, rows=3)
            column = row.column(align=True)
            column.operator("troupe.avatar_item", text="", icon="ADD").of = of
            remove = column.operator("troupe.avatar_item", text="", icon="REMOVE")
            remove.of, remove.remove = of, True
            items = getattr(person, of)
            if 0 <= getattr(person, index) < len(items):
                self._item(layout, items[getattr(person, index)])

    @staticmethod
    def _item(layout, item):
        column = layout.column()
        column.use_property_split = True
        column.use_property_decorate = False
        garment = ("fabric", "pattern", "sleeve", "length", "neckline", "closure")
        names = garment if hasattr(item, "fabric") else ("use_color",)
        for name in names:
            column.prop(item, name)
        if getattr(item, "pattern", "") not in ("", "solid"):
            row = column.row(heading="Pattern Colour")
            row.prop(item, "use_pattern_color", text="")
            row.prop(item, "pattern_color", text="")


class TROUPE_PT_avatar_locks(OfFields, bpy.types.Panel):
    """What Randomise leaves as it is."""

    bl_label = "Locks"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        _, person = self.person(context)
        row = self.layout.row()
        columns = [row.column(align=True), row.column(align=True)]
        for number, (part, _) in enumerate(PARTS):
            columns[number % 2].prop(person.locks, part, icon="LOCKED" if getattr(person.locks, part) else "UNLOCKED")


CLASSES = (TROUPE_PT_avatar, TROUPE_PT_avatar_body, TROUPE_PT_avatar_looks, TROUPE_PT_avatar_clothes,
           TROUPE_PT_avatar_locks)
