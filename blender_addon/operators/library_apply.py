# SPDX-License-Identifier: GPL-3.0-or-later
"""Put a clip of the library on an armature."""

import dataclasses

import bpy
from bpy.props import StringProperty

from .. import library, ordering
from ..protocol.errors import TroupeError
from .library_search import offline


class OfClip:
    """What operators on a clip share."""

    clip: StringProperty(name="Clip", description="The clip, by the library's id of it", options={"SKIP_SAVE"})

    @classmethod
    def description(cls, context, properties):
        found = library.hit(properties.clip)
        return f"{found.describe()}\n\n{cls.__doc__}" if found is not None else cls.__doc__

    def apply(self, context: bpy.types.Context, armature: bpy.types.Object) -> set[str]:
        """Order the clip for ``armature``; what ``execute`` returns."""
        engine, reason = library.engine(), library.obstacle()
        if engine is None or reason:
            self.report({"ERROR"}, f"{reason or 'The backend is still starting'}.")
            return {"CANCELLED"}
        found = library.hit(self.clip) or library.Hit(id=self.clip, name=self.clip)
        where = dataclasses.replace(ordering.delivery(context), target=armature.name)
        try:
            ordering.place(context, found.order(context.scene, engine, where.cyclic), where)
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, f"{found.title()} for {armature.name}")
        return {"FINISHED"}


class TROUPE_OT_library_apply(OfClip, bpy.types.Operator):
    """Put this clip on the armature: the one named, chosen in the panel, or selected"""

    bl_idname = "troupe.library_apply"
    bl_label = "Apply Clip"
    bl_options = {"REGISTER"}

    target: StringProperty(name="Armature", description="The armature object; empty: the chosen or selected one",
                           options={"SKIP_SAVE"})

    @classmethod
    def poll(cls, context):
        if offline(cls):
            return False
        if reason := library.obstacle():
            cls.poll_message_set(reason)
            return False
        return True

    def execute(self, context):
        armature = context.scene.objects.get(self.target) if self.target else ordering.target(context)
        if not self.clip:
            self.report({"ERROR"}, "Name the clip.")
            return {"CANCELLED"}
        if armature is None or armature.type != "ARMATURE":
            self.report({"ERROR"}, "Select the armature that shall move.")
            return {"CANCELLED"}
        return self.apply(context, armature)
