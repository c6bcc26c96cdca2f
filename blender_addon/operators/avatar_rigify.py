# SPDX-License-Identifier: GPL-3.0-or-later
"""The selected avatar on a Rigify rig."""

import bpy

from ..people import fields, rigify
from ..rigs import rigify as generated
from .avatar_edit import OfPerson


class TROUPE_OT_avatar_rigify(OfPerson, bpy.types.Operator):
    """Put the avatar on a full Rigify control rig, with IK and FK, in place of its game rig. Takes about ten seconds"""

    bl_idname = "troupe.avatar_rigify"
    bl_label = "Rigify"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context):
        if not super().poll(context):
            return False
        if generated.is_generated(fields.person_of(context).data):
            cls.poll_message_set("The avatar has a Rigify rig already")
            return False
        return context.mode == "OBJECT"

    def execute(self, context):
        ob = fields.person_of(context)
        try:
            made = rigify.convert(ob)
        except ValueError as error:
            return self.fail(error)
        context.view_layer.update()
        for each in context.selected_objects:
            each.select_set(False)
        made.select_set(True)
        context.view_layer.objects.active = made
        self.report({"INFO"}, f"{made.name} has a Rigify rig.")
        return {"FINISHED"}
