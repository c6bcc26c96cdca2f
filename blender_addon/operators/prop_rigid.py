# SPDX-License-Identifier: GPL-3.0-or-later
"""Let Troupe's objects fall, or let others fall onto them."""

import bpy
from bpy.props import EnumProperty

from ..builders import rigid
from .prop_edit import found_prop


class TROUPE_OT_prop_rigid(bpy.types.Operator):
    """Make the selected object a rigid body with the mass of its materials. Collision hulls, where it was made with them, are its shape"""  # noqa: E501

    bl_idname = "troupe.prop_rigid"
    bl_label = "Rigid Body"
    bl_options = {"REGISTER", "UNDO"}

    kind: EnumProperty(name="Kind", description="What physics does with it", items=(
        ("ACTIVE", "Active", "Falls and is pushed"), ("PASSIVE", "Passive", "Stays, and others collide with it"),
        ("NONE", "None", "No rigid body any more")))

    @classmethod
    def poll(cls, context):
        if found_prop(context) is None:
            cls.poll_message_set("Select an object that Troupe has made")
            return False
        return context.mode == "OBJECT"

    def execute(self, context):
        root, _ = found_prop(context)
        try:
            rigid.apply(root, "" if self.kind == "NONE" else self.kind, context.scene)
        except ValueError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        if self.kind != "NONE":
            self.report({"INFO"}, f"{root.name}: {root.rigid_body.mass:.3g} kg.")
        return {"FINISHED"}
