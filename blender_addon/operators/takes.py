# SPDX-License-Identifier: GPL-3.0-or-later
"""Variations of a motion: make several, look at each, keep one."""

import dataclasses
import uuid

import bpy
from bpy.props import StringProperty

from .. import ordering, parameters, properties
from ..controls import takes
from ..protocol.errors import TroupeError


class TROUPE_OT_takes_make(bpy.types.Operator):
    """Generate several variations of the motion, to choose from: the same wishes, other seeds"""

    bl_idname = "troupe.takes_make"
    bl_label = "Generate Takes"
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, context):
        reason = "Takes are of motions" if context.scene.troupe.modality != "motion" else ordering.obstacle(context)
        if reason:
            cls.poll_message_set(reason)
        return not reason

    def execute(self, context):
        scene = context.scene
        settings = scene.troupe
        if not settings.seed_locked:
            settings.seed = properties.random_seed()
        try:
            where = dataclasses.replace(ordering.delivery(context), bake="ACTION", take=uuid.uuid4().hex[:12])
            order, extra = ordering.controlled(context, where)
            # Who looks at all of them does the choosing: made once each, eight cost less than three of a best of four.
            if order.engine and parameters.untouched(scene, order.engine, "candidates"):
                order.parameters["candidates"] = 1
            for number in range(scene.troupe_controls.takes):
                seed = (settings.seed + number) % properties.SEEDS
                ordering.place(context, dataclasses.replace(order, seed=seed, parameters=dict(order.parameters)),
                               dataclasses.replace(where, number=number), extra)
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}


class OfTake:
    """What operators on one take share."""

    action: StringProperty(name="Action", description="The take", options={"SKIP_SAVE", "HIDDEN"})

    @classmethod
    def poll(cls, context):
        return ordering.target(context) is not None  # asked for every button: the actions' records are not read

    def done(self, context, what):
        """``what(take, armature)``; nothing where either is gone."""
        target, action = ordering.target(context), bpy.data.actions.get(self.action)
        if target is None or action is None or action not in takes.of(target):
            return {"CANCELLED"}
        what(action, target)
        return {"FINISHED"}


class TROUPE_OT_take_show(OfTake, bpy.types.Operator):
    """Let the armature do this take"""

    bl_idname = "troupe.take_show"
    bl_label = "Show Take"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        return self.done(context, takes.show)


class TROUPE_OT_take_keep(OfTake, bpy.types.Operator):
    """Choose this take. The others are removed"""

    bl_idname = "troupe.take_keep"
    bl_label = "Keep Take"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        def keep(action, target):
            count = takes.keep(action, target)
            self.report({"INFO"}, f"{action.name} is kept; {count} other takes were removed.")

        return self.done(context, keep)


class TROUPE_OT_takes_discard(OfTake, bpy.types.Operator):
    """Remove all takes, and let the armature do what it did before"""

    bl_idname = "troupe.takes_discard"
    bl_label = "Discard Takes"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        count = takes.discard(ordering.target(context))
        self.report({"INFO"}, f"{count} takes were removed.")
        return {"FINISHED"}
