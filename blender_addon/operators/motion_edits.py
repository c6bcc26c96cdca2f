# SPDX-License-Identifier: GPL-3.0-or-later
"""What an armature does already: carry it on, fill a gap in it, make it a loop."""

import bpy
from bpy.props import BoolProperty, FloatProperty

from .. import ordering, properties, runtime
from ..controls import edits, poses
from ..protocol.errors import TroupeError


class OfAction:
    """What operators on the armature's own action share."""

    @classmethod
    def poll(cls, context):
        armature = ordering.target(context)
        if armature is None:
            cls.poll_message_set("Select the armature that shall move")
            return False
        if armature.animation_data is None or armature.animation_data.action is None:
            cls.poll_message_set(f"{armature.name} has no action yet")
            return False
        if runtime.session().status != "online":
            cls.poll_message_set("Start the backend first")
            return False
        return True

    def send(self, context, make):
        """Place the :class:`~..controls.edits.Edit` that ``make(armature, engine, seed, best, delivery)`` gives."""
        settings = context.scene.troupe
        if not settings.seed_locked:
            settings.seed = properties.random_seed()
        chosen = settings.engine_motion
        best = chosen in ("", properties.BEST)
        try:
            armature, where = ordering.target(context), ordering.delivery(context)
            engine = runtime.engine("motion", None if best else chosen)
            edit = make(armature, engine, settings.seed, best, where)
            ordering.place(context, edit.order, edit.delivery, edit.inputs)
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}


class TROUPE_OT_motion_extend(OfAction, bpy.types.Operator):
    """Carry the armature's action on after its last key, as the prompt says"""

    bl_idname = "troupe.motion_extend"
    bl_label = "Extend"
    bl_options = {"REGISTER"}

    def execute(self, context):
        scene = context.scene
        fields = scene.troupe_controls
        return self.send(context, lambda armature, engine, seed, best, where: edits.extended(
            scene, armature, scene.troupe.prompt_motion, fields.extend_seconds, engine, seed, where, best,
            fields.parts.texts() if fields.parts.show else {}))


class TROUPE_OT_motion_between(OfAction, bpy.types.Operator):
    """Make anew what the armature does between two selected keyframes, else over the preview range, else between the keyed poses around the current frame"""  # noqa: E501

    bl_idname = "troupe.motion_between"
    bl_label = "In-Between"
    bl_options = {"REGISTER"}

    use_prompt: BoolProperty(name="As the Prompt Says", description="Fill it with what the prompt says; off: by itself",
                             default=False, options={"SKIP_SAVE"})
    first: FloatProperty(name="First", description="The frame before the gap; -1: as selected", default=-1.0,
                         options={"SKIP_SAVE"})
    last: FloatProperty(name="Last", description="The frame after the gap; -1: as selected", default=-1.0,
                        options={"SKIP_SAVE"})

    def execute(self, context):
        scene = context.scene

        def make(armature, engine, seed, best, where):
            first, last = (self.first, self.last) if self.last > self.first >= 0 else poses.gap(armature, scene)
            text = scene.troupe.prompt_motion if self.use_prompt else ""
            return edits.filled(scene, armature, first, last, text, engine, seed, where, best)

        return self.send(context, make)


class TROUPE_OT_motion_loop(OfAction, bpy.types.Operator):
    """Make the armature's action a loop: its best cycle, with the ends brought together. The action itself is kept"""

    bl_idname = "troupe.motion_loop"
    bl_label = "Make Loop"
    bl_options = {"REGISTER"}

    def execute(self, context):
        return self.send(context, lambda armature, engine, seed, best, where: edits.looped(
            context.scene, armature, seed, where))
