# SPDX-License-Identifier: GPL-3.0-or-later
"""Generate the same again."""

import dataclasses

import bpy

from .. import ordering
from ..protocol.errors import TroupeError
from . import source


class TROUPE_OT_regenerate(source.FromResult, bpy.types.Operator):
    """Generate this again with the same prompt, seed, engine and parameters"""

    bl_idname = "troupe.regenerate"
    bl_label = "Regenerate"

    def execute(self, context):
        order = source.order(context, self.job_id, self.of)
        if order is None:
            self.report({"ERROR"}, "Troupe did not make this.")
            return {"CANCELLED"}
        try:
            ordering.place(context, dataclasses.replace(order))
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}
