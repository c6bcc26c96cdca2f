# SPDX-License-Identifier: GPL-3.0-or-later
"""Change an avatar that is there: by its fields, by drawing parts of it anew, by another one's clothes."""

import dataclasses

import bpy
from bpy.props import BoolProperty, EnumProperty, IntProperty

from .. import ordering, runtime
from ..jobs import Order
from ..people import fields
from ..people.properties import PARTS
from ..protocol.errors import TroupeError
from .person import OfPerson, OfTwo, other_person

REDRAW = "avatar.redraw"


def remake(context, ob, spec, *, rig="", only=None):
    """Order the avatar ``ob`` with another spec, or what of it has changed; whether there is anything to do.

    Raises ``ValueError`` or :class:`TroupeError`, whose words are for the user."""
    record = fields.record_of(ob)
    order = Order.from_record(record)
    if rig and rig != order.parameters.get("rig"):
        order.parameters["rig"], only = rig, "all"
    only = only or fields.only(record["provenance"]["spec"], spec)
    if only is None:
        return False
    order.spec, order.parameters["only"] = spec, only
    ordering.place(context, order, dataclasses.replace(ordering.delivery(context), replace=ob.name, only=only))
    return True


class TROUPE_OT_avatar_apply(OfPerson, bpy.types.Operator):
    """Make the avatar as its fields say. Only what has changed is made anew; pose and actions stay"""

    bl_idname = "troupe.avatar_apply"
    bl_label = "Apply"
    bl_options = {"REGISTER"}

    def act(self, context, ob):
        if not ob.troupe_person.loaded:
            raise ValueError("Load the fields first.")
        if not remake(context, ob, fields.edited(ob), rig=ob.troupe_person.rig):
            self.report({"INFO"}, "Nothing has changed.")
            return {"CANCELLED"}


class TROUPE_OT_avatar_load(OfPerson, bpy.types.Operator):
    """Fill the fields with the avatar as it is"""

    bl_idname = "troupe.avatar_load"
    bl_label = "Reset Fields"
    bl_options = {"REGISTER", "UNDO"}

    def act(self, context, ob):
        fields.load(ob)


class TROUPE_OT_avatar_randomise(OfPerson, bpy.types.Operator):
    """Draw the parts that are not locked anew. What the prompt says, and what is locked, stays"""

    bl_idname = "troupe.avatar_randomise"
    bl_label = "Randomise Unlocked"
    bl_options = {"REGISTER"}

    seed: IntProperty(name="Seed", description="-1: another one each time", default=-1, min=-1,
                      options={"SKIP_SAVE"})

    @classmethod
    def obstacle(cls, context, ob):
        return "" if runtime.session().status == "online" else "Start the backend first"

    def act(self, context, ob):
        from .. import properties

        locked = [part for part, _ in PARTS if getattr(ob.troupe_person.locks, part)]
        if len(locked) == len(PARTS):
            raise ValueError("Every part is locked.")
        name, session = ob.name, runtime.session()

        def answered(result, _assets):
            person = bpy.data.objects.get(name)
            if person is not None and fields.record_of(person) is not None:
                try:
                    remake(bpy.context, person, result["spec"])
                except (TroupeError, ValueError) as error:
                    session.error = {"code": "no_avatar", "message": str(error), "remedy": ""}

        def failed(error):
            session.error = error

        session.ask(REDRAW, {"prompt": fields.record_of(ob)["provenance"].get("prompt", ""),
                             "spec": fields.spec_of(ob), "locked": locked,
                             "seed": properties.random_seed() if self.seed < 0 else self.seed}, {},
                    then=answered, failed=failed)
        runtime.wake()


class TROUPE_OT_avatar_item(OfPerson, bpy.types.Operator):
    """Add or remove a garment or an accessory in the fields"""

    bl_idname = "troupe.avatar_item"
    bl_label = "Garments and Accessories"
    bl_options = {"REGISTER", "UNDO"}

    of: EnumProperty(name="Of", description="Which list", items=(("outfit", "Garments", ""),
                                                               ("accessories", "Accessories", "")))
    remove: BoolProperty(name="Remove", description="Remove the chosen one instead of adding one")

    def act(self, context, ob):
        person = ob.troupe_person
        items = getattr(person, self.of)
        index = "active_garment" if self.of == "outfit" else "active_accessory"
        if not self.remove:
            item = items.add()
            item.name = item.kind = "t-shirt" if self.of == "outfit" else "hat"
            setattr(person, index, len(items) - 1)
        elif len(items):
            items.remove(min(getattr(person, index), len(items) - 1))
            setattr(person, index, max(0, min(getattr(person, index), len(items) - 1)))


class TROUPE_OT_avatar_swap(OfTwo, bpy.types.Operator):
    """Let the active and the other selected avatar change clothes"""

    bl_idname = "troupe.avatar_swap"
    bl_label = "Swap Outfits"
    bl_options = {"REGISTER"}

    def act(self, context, ob):
        other = other_person(context)
        specs = fields.spec_of(ob), fields.spec_of(other)
        for each, own, theirs in ((ob, *specs), (other, *specs[::-1])):
            remake(context, each, {**own, "outfit": theirs["outfit"], "accessories": theirs.get("accessories", [])})
