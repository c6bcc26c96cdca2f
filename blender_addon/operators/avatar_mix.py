# SPDX-License-Identifier: GPL-3.0-or-later
"""Two avatars become a third; one sentence becomes a crowd."""

import dataclasses
import math

import bpy
from bpy.props import BoolProperty, FloatProperty, IntProperty

from .. import ordering, properties
from ..jobs import Order
from ..people import fields
from ..people.properties import PARTS
from ..protocol.errors import TroupeError
from .person import OfTwo, other_person


class TROUPE_OT_avatar_mix(OfTwo, bpy.types.Operator):
    """Make a person between the active and the other selected avatar: by one slider, or part by part"""

    bl_idname = "troupe.avatar_mix"
    bl_label = "Mix Avatars"
    bl_options = {"REGISTER"}

    amount: FloatProperty(name="Amount", description="0: the active avatar. 1: the other selected one", default=0.5,
                          min=0.0, max=1.0, subtype="FACTOR")
    by_part: BoolProperty(name="By Part", description="An amount for each part instead of one for all")
    in_place: BoolProperty(name="Change the Active One", description="Instead of making a third")
    __annotations__ |= {part: FloatProperty(
        name=title, description=f"How much of the other one's {title.lower()}", min=0.0, max=1.0, default=0.0,
        subtype="FACTOR") for part, title in PARTS}

    def invoke(self, context, _event):
        return context.window_manager.invoke_props_dialog(self)

    def draw(self, _context):
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "by_part")
        if self.by_part:
            column = layout.column(align=True)
            for part, _ in PARTS:
                column.prop(self, part)
        else:
            layout.prop(self, "amount")
        layout.prop(self, "in_place")

    def act(self, context, ob):
        second = other_person(context)
        shares = {part: getattr(self, part) if self.by_part else self.amount for part, _ in PARTS}
        order = Order.from_record(fields.record_of(ob))
        order.spec = fields.mixed(ob, second, shares)
        order.parameters["only"] = "all"
        where = ordering.delivery(context)
        if self.in_place:
            where = dataclasses.replace(where, replace=ob.name)
        else:
            order.prompt = f"{ob.name} and {second.name}"
            where = dataclasses.replace(where, location=tuple((ob.location + second.location) / 2))
        ordering.place(context, order, where)


class TROUPE_OT_crowd(bpy.types.Operator):
    """Generate several different people from the prompt, standing in rows"""

    bl_idname = "troupe.crowd"
    bl_label = "Generate Crowd"
    bl_options = {"REGISTER"}

    count: IntProperty(name="People", description="How many", default=6, min=2, max=100)
    spacing: FloatProperty(name="Spacing", description="From one to the next", default=1.2, min=0.3, max=20.0,
                           unit="LENGTH")

    @classmethod
    def poll(cls, context):
        reason = "A crowd is of avatars" if context.scene.troupe.modality != "avatar" else ordering.obstacle(context)
        if reason:
            cls.poll_message_set(reason)
        return not reason

    def invoke(self, context, _event):
        return context.window_manager.invoke_props_dialog(self)

    def execute(self, context):
        settings = context.scene.troupe
        if not settings.seed_locked:
            settings.seed = properties.random_seed()
        try:
            where, order = ordering.delivery(context), ordering.order(context)
            for number, (x, y) in enumerate(places(self.count, self.spacing)):
                seed = (settings.seed + number) % properties.SEEDS
                ordering.place(context, dataclasses.replace(order, seed=seed, parameters=dict(order.parameters)),
                               dataclasses.replace(where, location=(where.location[0] + x, where.location[1] + y,
                                                                    where.location[2])))
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}


def places(count, spacing):
    """(x, y) of people in staggered rows, the first row in front, the crowd's middle at the origin."""
    columns = math.ceil(math.sqrt(1.6 * count))
    rows = math.ceil(count / columns)
    for number in range(count):
        row, column = divmod(number, columns)
        here = min(columns, count - row * columns)
        yield ((column - (here - 1) / 2 + 0.25 * (-1) ** row) * spacing, (row - (rows - 1) / 2) * spacing)
