# SPDX-License-Identifier: GPL-3.0-or-later
"""Generate: from the prompt to a job."""

import bpy

from .. import ordering, properties
from ..protocol.errors import TroupeError


class TROUPE_OT_generate(bpy.types.Operator):
    """Generate what the prompt describes. The result appears in the scene when it is done"""

    bl_idname = "troupe.generate"
    bl_label = "Generate"
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, context):
        reason = ordering.obstacle(context)
        if reason:
            cls.poll_message_set(reason)
        return not reason

    def execute(self, context):
        settings = context.scene.troupe
        if not settings.seed_locked:
            settings.seed = properties.random_seed()
        try:
            where = ordering.delivery(context)
            order, extra = ordering.controlled(context, where)
            ordering.place(context, order, where, extra)
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}
