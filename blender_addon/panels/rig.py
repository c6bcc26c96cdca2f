# SPDX-License-Identifier: GPL-3.0-or-later
"""The rig map: which bone of the selected armature plays which joint, and what stands in the motion's way."""

import bpy

from .. import ordering
from ..rigs import joints, obstacles, recognition, rigmap
from . import text
from .base import SidebarPanel

_SOURCES = {"troupe": "Made by Troupe", "edited": "Edited by you", "recognised": "Recognised", "imported": "Imported",
            "saved": "From another copy of this rig", "rigify": "Rigify: the FK controls"}


class TROUPE_PT_rig(SidebarPanel, bpy.types.Panel):
    """Which bone plays which joint."""

    bl_label = "Rig Map"
    bl_order = 3
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context):
        return ordering.target(context) is not None

    def draw(self, context):
        layout, ob = self.layout, ordering.target(context)
        recognition.look(ob)
        found = rigmap.of(ob.data)
        layout.label(text=ob.name, icon="ARMATURE_DATA")
        if found.roles:
            source = _SOURCES.get(found.source, found.source)
            layout.label(text=f"{source}: {len(found.roles)} joints", icon="CHECKMARK")
        else:
            text.paragraph(layout, context, "Not looked at yet: the backend recognises it with the first motion",
                           icon="INFO")
        for note in found.notes[:4]:
            text.paragraph(layout, context, note, icon="INFO", most=3)
        if found.roles and found.missing:
            names = ", ".join(joints.title(each) for each in found.missing)
            text.paragraph(layout, context, f"Needed, but not found: {names}", icon="ERROR")
        reason = obstacles.of_reading(ob) or obstacles.of_animating(ob) or (obstacles.of_keys(
            ob, found.roles.values(), found.roles.get("pelvis", "")) if found.roles else "")
        if reason:
            text.paragraph(layout, context, reason, icon="ERROR", most=10)
        row = layout.row(align=True)
        row.operator("troupe.rig_recognise", icon="VIEWZOOM")
        row.operator("troupe.rig_import", text="", icon="IMPORT")
        row.operator("troupe.rig_export", text="", icon="EXPORT")
        row.operator("troupe.rig_reset", text="", icon="LOOP_BACK")


class JointsPanel(SidebarPanel):
    """One search field a joint."""

    bl_parent_id = "TROUPE_PT_rig"
    bl_options = {"DEFAULT_CLOSED"}
    JOINTS: tuple[str, ...] = ()

    def draw(self, context):
        layout, armature = self.layout, ordering.target(context).data
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.enabled = rigmap.editable(armature)
        known = rigmap.of(armature).roles
        column = layout.column(align=True)
        for joint in self.JOINTS:
            row = column.row(align=True)
            row.alert = bool(known) and joint in joints.ESSENTIAL and joint not in known
            row.prop_search(armature.troupe_rig, joint, armature, "bones")


class TROUPE_PT_rig_body(JointsPanel, bpy.types.Panel):
    """The joints of the body."""

    bl_label = "Body"
    JOINTS = joints.BODY


class TROUPE_PT_rig_hands(JointsPanel, bpy.types.Panel):
    """The joints of the fingers."""

    bl_label = "Fingers"
    JOINTS = joints.HANDS
