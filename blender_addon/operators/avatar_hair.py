# SPDX-License-Identifier: GPL-3.0-or-later
"""The selected avatar's hair as Blender's hair curves, and as strips again."""

import bpy
from bpy.props import IntProperty

from ..people import hair_curves
from .person import OfPerson


class TROUPE_OT_avatar_hair_curves(OfPerson, bpy.types.Operator):
    """Make hair and beard hair curves with a Principled Hair material, rooted on the skin. The strips are hidden, and come back with Hair to Strips"""  # noqa: E501

    bl_idname = "troupe.avatar_hair_curves"
    bl_label = "Hair to Curves"
    bl_options = {"REGISTER", "UNDO"}

    strands: IntProperty(name="Strands", description="For each lock", default=8, min=1, max=64)

    MODES = ("OBJECT",)

    @classmethod
    def obstacle(cls, context, ob):
        return "The hair is curves already" if hair_curves.curves_of(ob) else ""

    def act(self, context, ob):
        made = hair_curves.convert(ob, self.strands)
        self.report({"INFO"}, f"{sum(len(each.data.curves) for each in made):,} strands.")


class TROUPE_OT_avatar_hair_strips(OfPerson, bpy.types.Operator):
    """Show the hair's strips again, which export, and take the curves away"""

    bl_idname = "troupe.avatar_hair_strips"
    bl_label = "Hair to Strips"
    bl_options = {"REGISTER", "UNDO"}

    MODES = ("OBJECT",)

    @classmethod
    def obstacle(cls, context, ob):
        return "" if hair_curves.curves_of(ob) else "The hair is strips"

    def act(self, context, ob):
        if context.view_layer.objects.active in hair_curves.curves_of(ob):
            context.view_layer.objects.active = ob
        hair_curves.revert(ob)
