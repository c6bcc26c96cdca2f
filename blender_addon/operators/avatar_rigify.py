# SPDX-License-Identifier: GPL-3.0-or-later
"""The selected avatar on a Rigify rig."""

import bpy

from ..people import rigify
from ..rigs import rigify as generated
from .person import OfPerson


class TROUPE_OT_avatar_rigify(OfPerson, bpy.types.Operator):
    """Put the avatar on a full Rigify control rig, with IK and FK, in place of its game rig. Takes about ten seconds"""

    bl_idname = "troupe.avatar_rigify"
    bl_label = "Rigify"
    bl_options = {"REGISTER", "UNDO"}

    MODES = ("OBJECT",)

    @classmethod
    def obstacle(cls, context, ob):
        return "The avatar has a Rigify rig already" if generated.is_generated(ob.data) else ""

    def act(self, context, ob):
        made = rigify.convert(ob)
        context.view_layer.update()
        for each in context.selected_objects:
            each.select_set(False)
        made.select_set(True)
        context.view_layer.objects.active = made
        self.report({"INFO"}, f"{made.name} has a Rigify rig.")
