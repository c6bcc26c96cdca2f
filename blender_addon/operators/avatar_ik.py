# SPDX-License-Identifier: GPL-3.0-or-later
"""IK controls on the selected avatar: add, switch, bake, remove."""

import bpy
from bpy.props import BoolProperty, EnumProperty

from ..rigs import ik, ik_bake
from .person import OfPerson

_PARTS = (("all", "All", "Hips, hands and feet"), ("hips", "Hips", "The hips' control"),
          *((key, limb.title, f"The {limb.title.lower()}") for key, limb in ik.LIMBS.items()))


class WithControls(OfPerson):
    """Operators for an avatar that has IK controls."""

    MODES = ("OBJECT",)

    @classmethod
    def obstacle(cls, context, ob):
        return "" if ik.has(ob) else "Add IK controls first"


class TROUPE_OT_avatar_ik_add(OfPerson, bpy.types.Operator):
    """Add IK controls for hands, feet and hips, with poles for elbows and knees. Nothing moves, and actions stay"""

    bl_idname = "troupe.avatar_ik_add"
    bl_label = "Add IK Controls"
    bl_options = {"REGISTER", "UNDO"}

    switched: BoolProperty(name="Switched On", description="Switch all of it to IK; else it stays FK", default=True)

    MODES = ("OBJECT",)

    @classmethod
    def obstacle(cls, context, ob):
        return ik.obstacle(ob)

    def act(self, context, ob):
        ik.add(ob, on=self.switched)


class TROUPE_OT_avatar_ik_remove(WithControls, bpy.types.Operator):
    """Take the IK controls away. The pose stays; actions with keys on the bones play as before"""

    bl_idname = "troupe.avatar_ik_remove"
    bl_label = "Remove IK Controls"
    bl_options = {"REGISTER", "UNDO"}

    def act(self, context, ob):
        ik.remove(ob)


class TROUPE_OT_avatar_ik_switch(WithControls, bpy.types.Operator):
    """Switch between FK and IK, so that nothing is seen to move"""

    bl_idname = "troupe.avatar_ik_switch"
    bl_label = "Switch FK and IK"
    bl_options = {"REGISTER", "UNDO"}

    part: EnumProperty(name="Part", description="What is switched", items=_PARTS)
    to: EnumProperty(name="To", description="What moves it then", items=(
        ("IK", "IK", "The control"), ("FK", "FK", "The bones' own rotations")))
    key: BoolProperty(name="Key", description="Put keys on the switch and on what takes over, so that the switch is "
                      "part of the animation from this frame on", options={"SKIP_SAVE"})

    MODES = ("OBJECT", "POSE")

    def act(self, context, ob):
        frame = context.scene.frame_current
        turn = ik.to_ik if self.to == "IK" else ik.to_fk
        for part in ik.PARTS if self.part == "all" else (self.part,):
            if ik.is_on(ob, part) != (self.to == "IK"):
                if self.key:
                    ik.key_switch(ob, part, frame - 1)
                turn(ob, part, frame if self.key else None)


class TROUPE_OT_avatar_ik_bake(WithControls, bpy.types.Operator):
    """Put what the IK controls do onto the bones, a key on every frame of a new action, and take the controls away: for export"""  # noqa: E501

    bl_idname = "troupe.avatar_ik_bake"
    bl_label = "Bake IK"
    bl_options = {"REGISTER", "UNDO"}

    def act(self, context, ob):
        made = ik_bake.bake(ob, context.scene)
        self.report({"INFO"}, f"{made.name} holds the baked motion.")
