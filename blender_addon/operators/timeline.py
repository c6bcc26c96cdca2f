# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of a motion's timeline: add, remove, move."""

import bpy

from .listing import Move, OfList, Remove, insert


class OfTimeline(OfList):
    """The timeline's sentences."""

    fields, collection = "troupe_controls", "sentences"


class TROUPE_OT_sentence_add(OfTimeline, bpy.types.Operator):
    """Add a sentence after the active one"""

    bl_idname = "troupe.sentence_add"
    bl_label = "Add Sentence"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        fields, sentences = self.listed(context)
        item = sentences.add()
        if len(sentences) == 1:  # begin with what has been written already
            item.text = context.scene.troupe.prompt_motion
        insert(fields, sentences)
        fields.use_timeline = True
        return {"FINISHED"}


class TROUPE_OT_sentence_remove(OfTimeline, Remove, bpy.types.Operator):
    """Take the active sentence out of the timeline"""

    bl_idname = "troupe.sentence_remove"
    bl_label = "Remove Sentence"
    bl_options = {"REGISTER", "UNDO"}


class TROUPE_OT_sentence_move(OfTimeline, Move, bpy.types.Operator):
    """Let the active sentence change places with its neighbour"""

    bl_idname = "troupe.sentence_move"
    bl_label = "Move Sentence"
    bl_options = {"REGISTER", "UNDO"}
