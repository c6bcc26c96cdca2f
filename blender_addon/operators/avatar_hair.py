# SPDX-License-Identifier: GPL-3.0-or-later
"""The selected avatar's hair as Blender's hair curves, and as strips again."""

import bpy
from bpy.props import IntProperty

from ..people import fields, hair_curves
from .avatar_edit import OfPerson


class TROUPE_OT_avatar_hair_curves(OfPerson, bpy.types.Operator):
    """Make hair and beard hair curves with a Principled Hair material, rooted on the skin. The strips are hidden, and come back with Hair to Strips"""  # noqa: E501

    bl_idname = "troupe.avatar_hair_curves"
    bl_label = "Hair to Curves"
    bl_options = {"REGISTER", "UNDO"}

    strands: IntProperty(name="Strands", description="For each lock", default=8, min=1, max=64)

    @classmethod
    def poll(cls, context):
        if not super().poll(context):
            return False
        if hair_curves.curves_of(fields.person_of(context)):
            cls.poll_message_set("The hair is curves already")
            return False
        return context.mode == "OBJECT"

    def execute(self, context):
        try:
            made = hair_curves.convert(fields.person_of(context), self.strands)
        except ValueError as error:
            return self.fail(error)
        self.report({"INFO"}, f"{sum(len(ob.data.curves) for ob in made):,} strands.")
        return {"FINISHED"}


class TROUPE_OT_avatar_hair_strips(OfPerson, bpy.types.Operator):
    """Show the hair's strips again, which export, and take the curves away"""

    bl_idname = "troupe.avatar_hair_strips"
    bl_label = "Hair to Strips"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context):
        if not super().poll(context):
            return False
        if not hair_curves.curves_of(fields.person_of(context)):
            cls.poll_message_set("The hair is strips")
            return False
        return context.mode == "OBJECT"

    def execute(self, context):
        ob = context.view_layer.objects.active
        rig = fields.person_of(context)
        if ob in hair_curves.curves_of(rig):
            context.view_layer.objects.active = rig
        hair_curves.revert(rig)
        return {"FINISHED"}
