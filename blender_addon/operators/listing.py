# SPDX-License-Identifier: GPL-3.0-or-later
"""What operators on a list of the sidebar share: taking its active item out, moving it."""

from bpy.props import EnumProperty


class OfList:
    """A collection among fields that hold the index of its ``active`` item."""

    #: Where the fields are on the scene, and the collection's name among them.
    fields, collection = "", ""

    @classmethod
    def listed(cls, context):
        """(the fields, the collection)."""
        fields = getattr(context.scene, cls.fields)
        return fields, getattr(fields, cls.collection)


def insert(fields, items):
    """A new item's place: after the active one, and active itself. The new one is the last of ``items``."""
    place = min(fields.active + 1, len(items) - 1)
    items.move(len(items) - 1, place)
    fields.active = place


class Remove(OfList):
    """Takes the active item out."""

    @classmethod
    def poll(cls, context):
        return bool(cls.listed(context)[1])

    def execute(self, context):
        fields, items = self.listed(context)
        items.remove(fields.active)
        fields.active = max(0, min(fields.active, len(items) - 1))
        return {"FINISHED"}


class Move(OfList):
    """Lets the active item change places with its neighbour."""

    direction: EnumProperty(name="Direction", description="Where to", default="UP",
                            items=(("UP", "Up", "Earlier"), ("DOWN", "Down", "Later")))

    @classmethod
    def poll(cls, context):
        return len(cls.listed(context)[1]) > 1

    def execute(self, context):
        fields, items = self.listed(context)
        place = fields.active + (-1 if self.direction == "UP" else 1)
        if not 0 <= place < len(items):
            return {"CANCELLED"}
        items.move(fields.active, place)
        fields.active = place
        return {"FINISHED"}
