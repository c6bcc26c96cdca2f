# SPDX-License-Identifier: GPL-3.0-or-later
"""Show an avatar at a level of detail; the backend makes the coarser ones when they are first asked for."""

import bpy
from bpy.props import BoolProperty, EnumProperty

from .. import delivery, runtime
from ..people import fields, levels
from .person import OfPerson

LEVELS = (("0", "LOD0", "All of its faces, as it was made"), ("1", "LOD1", "Half of the triangles"),
          ("2", "LOD2", "A quarter"), ("3", "LOD3", "A tenth"))


def making() -> bool:
    """Whether levels of detail are being made."""
    return any(each.service == levels.SERVICE for each in runtime.session().questions.values())


class TROUPE_OT_avatar_level(OfPerson, bpy.types.Operator):
    """Show the avatar at this level of detail. Face shapes, materials and animation stay, and LOD0 comes back unchanged"""  # noqa: E501

    bl_idname = "troupe.avatar_level"
    bl_label = "Level of Detail"
    bl_options = {"REGISTER", "UNDO"}

    level: EnumProperty(name="Level", description="Which one", items=LEVELS)
    renew: BoolProperty(name="Make Again", description="Make the coarser levels anew, from the meshes as they are now",
                        options={"SKIP_SAVE"})

    MODES = ("OBJECT", "POSE")

    def act(self, context, ob):
        level = int(self.level)
        if not self.renew and (level == 0 or levels.made(ob)):
            levels.show(ob, level)
            return
        if making():
            raise ValueError("Levels of detail are on their way already.")
        session = runtime.session()
        if session.status != "online":
            raise ValueError("Start the backend first: it makes the coarser levels.")
        inputs = levels.question(ob)
        name = ob.name

        def answered(_result, assets):
            rig = bpy.data.objects.get(name)
            if rig is None or fields.record_of(rig) is None:
                return
            try:
                levels.keep(rig, assets)
                levels.show(rig, level)
            except ValueError as error:
                session.error = {"code": "no_levels", "message": str(error), "remedy": ""}
                return
            with delivery.window_context():
                bpy.ops.ed.undo_push(message=f"Troupe: {name} LOD{level}")

        def failed(error):
            session.error = error

        session.ask(levels.SERVICE, {}, inputs, then=answered, failed=failed, seconds=levels.SECONDS)
        runtime.wake()
