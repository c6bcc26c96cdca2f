# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of a motion's timeline: add, remove, move."""

import bpy
from bpy.props import EnumProperty


class TROUPE_OT_sentence_add(bpy.types.Operator):
    """Add a sentence after the active one"""

    bl_idname = "troupe.sentence_add"
    bl_label = "Add Sentence"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        fields = context.scene.troupe_controls
        item = fields.sentences.add()
        if len(fields.sentences) == 1:  # begin with what has been written already
            item.text = context.scene.troupe.prompt_motion
        place = min(fields.active + 1, len(fields.sentences) - 1)
        fields.sentences.move(len(fields.sentences) - 1, place)
        fields.active, fields.use_timeline = place, True
        return {"FINISHED"}


class TROUPE_OT_sentence_remove(bpy.types.Operator):
    """Take the active sentence out of the timeline"""

    bl_idname = "troupe.sentence_remove"
    bl_label = "Remove Sentence"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context):
        return bool(context.scene.troupe_controls.sentences)

    def execute(self, context):
        fields = context.scene.troupe_controls
        fields.sentences.remove(fields.active)
        fields.active = max(0, min(fields.active, len(fields.sentences) - 1))
        return {"FINISHED"}


class TROUPE_OT_sentence_move(bpy.types.Operator):
    """Let the active sentence change places with its neighbour"""

    bl_idname = "troupe.sentence_move"
    bl_label = "Move Sentence"
    bl_options = {"REGISTER", "UNDO"}

    direction: EnumProperty(name="Direction", description="Where to", default="UP",
                            items=(("UP", "Up", "Earlier"), ("DOWN", "Down", "Later")))

    @classmethod
    def poll(cls, context):
        return len(context.scene.troupe_controls.sentences) > 1

    def execute(self, context):
        fields = context.scene.troupe_controls
        place = fields.active + (-1 if self.direction == "UP" else 1)
        if not 0 <= place < len(fields.sentences):
            return {"CANCELLED"}
        fields.sentences.move(fields.active, place)
        fields.active = place
        return {"FINISHED"}
