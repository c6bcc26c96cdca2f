# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of a motion: take it from an action, edit its segments, and make the motion anew."""

import dataclasses

import bpy
from bpy.props import BoolProperty

from .. import ordering, runtime
from ..protocol.errors import TroupeError
from ..recipes import ordering as recipes
from ..recipes import reading
from .listing import Move, OfList, Remove, insert


class OfRecipe:
    """What operators on the recipe share."""

    @classmethod
    def poll(cls, context):
        if ordering.target(context) is None:
            cls.poll_message_set("Select the armature that shall move")
            return False
        return True


class OfSegments(OfList):
    """The recipe's segments."""

    fields, collection = "troupe_recipe", "segments"


class TROUPE_OT_recipe_edit(OfRecipe, bpy.types.Operator):
    """Take the recipe of the selected armature's motion into the list, to be edited. Replaces what is in it"""

    bl_idname = "troupe.recipe_edit"
    bl_label = "Edit Recipe"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context):
        if not super().poll(context):
            return False
        if recipes.at_hand(ordering.target(context)) is None:
            cls.poll_message_set("The armature has no motion that Troupe has made")
            return False
        return True

    def execute(self, context):
        action, record = recipes.at_hand(ordering.target(context))
        try:
            found = reading.recipe_of(record)
        except ValueError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        reading.show(context.scene.troupe_recipe, found, action.name, (record.get("provenance") or {}).get("seed", 0),
                     record.get("clips") or {})
        return {"FINISHED"}


class TROUPE_OT_recipe_new(bpy.types.Operator):
    """Start an empty recipe. Replaces what is in the list"""

    bl_idname = "troupe.recipe_new"
    bl_label = "New Recipe"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        fields = context.scene.troupe_recipe
        reading.show(fields, {"recipe": reading.VERSION})
        fields.segments.add().text = "walks"
        return {"FINISHED"}


class TROUPE_OT_recipe_add(bpy.types.Operator):
    """Add a segment after the active one"""

    bl_idname = "troupe.recipe_add"
    bl_label = "Add Segment"
    bl_options = {"REGISTER", "UNDO"}

    use_action: BoolProperty(name="Selected Action", description="Use the armature's action as a clip",
                             options={"SKIP_SAVE"})

    def execute(self, context):
        fields = context.scene.troupe_recipe
        item = fields.segments.add()
        if self.use_action:
            armature = ordering.target(context)
            action = armature.animation_data.action if armature is not None and armature.animation_data else None
            if action is None:
                fields.segments.remove(len(fields.segments) - 1)
                self.report({"ERROR"}, "Select an armature with an active action.")
                return {"CANCELLED"}
            item.text, item.source, item.action = action.name, "action", action
        insert(fields, fields.segments)
        return {"FINISHED"}


class TROUPE_OT_recipe_remove(OfSegments, Remove, bpy.types.Operator):
    """Take the active segment out of the recipe"""

    bl_idname = "troupe.recipe_remove"
    bl_label = "Remove Segment"
    bl_options = {"REGISTER", "UNDO"}


class TROUPE_OT_recipe_move(OfSegments, Move, bpy.types.Operator):
    """Let the active segment change places with its neighbour"""

    bl_idname = "troupe.recipe_move"
    bl_label = "Move Segment"
    bl_options = {"REGISTER", "UNDO"}


class TROUPE_OT_recipe_make(OfRecipe, bpy.types.Operator):
    """Make the motion of this recipe for the selected armature, as a new result"""

    bl_idname = "troupe.recipe_make"
    bl_label = "Regenerate"
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, context):
        if not super().poll(context):
            return False
        if not context.scene.troupe_recipe.segments:
            cls.poll_message_set("The recipe is empty")
            return False
        if runtime.session().status != "online":
            cls.poll_message_set("Start the backend first")
            return False
        return True

    def execute(self, context):
        try:
            armature = ordering.target(context)
            order, actions = recipes.order(context, armature)
            where = dataclasses.replace(ordering.delivery(context), clips=recipes.names(actions))
            ordering.place(context, order, where, recipes.clips(armature, actions))
        except (TroupeError, ValueError) as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}
