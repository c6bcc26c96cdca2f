# SPDX-License-Identifier: GPL-3.0-or-later
"""Generate a variation."""

import dataclasses

import bpy

from .. import ordering, properties
from ..protocol.errors import TroupeError
from . import source


class TROUPE_OT_vary(source.FromResult, bpy.types.Operator):
    """Generate a variation: everything the same but the seed"""

    bl_idname = "troupe.vary"
    bl_label = "Vary"

    def execute(self, context):
        order = source.order(context, self.job_id, self.of)
        if order is None:
            self.report({"ERROR"}, "Troupe did not make this.")
            return {"CANCELLED"}
        try:
            ordering.place(context, dataclasses.replace(order, seed=properties.random_seed()))
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}
