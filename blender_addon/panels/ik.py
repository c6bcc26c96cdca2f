# SPDX-License-Identifier: GPL-3.0-or-later
"""IK controls of the selected avatar."""

import bpy

from ..people import fields
from ..rigs import ik
from .avatar import OfFields


class TROUPE_PT_avatar_ik(OfFields, bpy.types.Panel):
    """Hands, feet and hips by controls."""

    bl_label = "IK Controls"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        layout, ob = self.layout, fields.person_of(context)
        if not ik.has(ob):
            layout.operator("troupe.avatar_ik_add", icon="CON_KINEMATIC")
            return
        column = layout.column(align=True)
        for part in ik.PARTS:
            row = column.row(align=True)
            row.label(text=ik.LIMBS[part].title if part in ik.LIMBS else "Hips")
            for to in ("FK", "IK"):
                switch = row.operator("troupe.avatar_ik_switch", text=to, depress=ik.is_on(ob, part) == (to == "IK"))
                switch.part, switch.to = part, to
        row = layout.row(align=True)
        for to in ("FK", "IK"):
            switch = row.operator("troupe.avatar_ik_switch", text=f"All {to}")
            switch.part, switch.to = "all", to
        layout.operator("troupe.avatar_ik_bake", icon="ACTION")
        layout.operator("troupe.avatar_ik_remove", icon="X")
