# SPDX-License-Identifier: GPL-3.0-or-later
"""Poses of the library on the selected avatar, and the library as pose assets."""

from pathlib import Path

import bpy
from bpy.props import BoolProperty, EnumProperty, FloatProperty

from ..people import fields
from ..poses import apply, assets, library
from .person import OfPerson


def _items():
    for group, heading in library.GROUPS.items():
        yield "", heading, ""
        for pose in library.POSES.values():
            if pose.group == group:
                yield pose.key, pose.title, f"Put the avatar into the pose “{pose.title}”"


class TROUPE_OT_avatar_pose(OfPerson, bpy.types.Operator):
    """Put the avatar into a pose, on the floor it stands on. Bones that the pose does not speak of stay"""

    bl_idname = "troupe.avatar_pose"
    bl_label = "Pose"
    bl_options = {"REGISTER", "UNDO"}

    pose: EnumProperty(name="Pose", description="Which one", items=list(_items()), default="relaxed")
    amount: FloatProperty(name="Amount", description="0: as it is. 1: all of the pose", default=1.0, min=0.0, max=1.0,
                          subtype="FACTOR", options={"SKIP_SAVE"})
    mirrored: BoolProperty(name="Mirrored", description="Left and right exchanged")
    selected: BoolProperty(name="Selected Bones", description="In Pose Mode: only bones that are selected")
    key: BoolProperty(name="Key", description="Put keys on the bones at the current frame, also without auto keying")

    MODES = ("OBJECT", "POSE")

    def act(self, context, ob):
        chosen = None
        if self.selected and context.mode == "POSE":
            chosen = {bone.name for bone in context.selected_pose_bones or ()}
            if not chosen:
                raise ValueError("No bone is selected.")
        apply.apply(ob, library.find(self.pose, mirrored=self.mirrored), amount=self.amount, only=chosen,
                    key=self.key or context.scene.tool_settings.use_keyframe_insert_auto)


class TROUPE_OT_pose_assets(OfPerson, bpy.types.Operator):
    """Write all poses for this avatar's rig as pose assets, into the asset library “Troupe Poses”. Esc cancels"""

    bl_idname = "troupe.pose_assets"
    bl_label = "Make Pose Assets"
    bl_options = {"REGISTER"}

    directory: bpy.props.StringProperty(
        name="Folder", description="Where to; empty: a folder of Troupe's own", subtype="DIR_PATH",
        options={"SKIP_SAVE", "HIDDEN"})

    MODES = ("OBJECT",)

    def _begin(self, ob):
        self._where = Path(bpy.path.abspath(self.directory)) if self.directory else assets.folder()
        return assets.write(ob, self._where)

    def _done(self):
        assets.offer(self._where)
        self.report({"INFO"}, f"{len(library.POSES)} poses are in the asset library {assets.NAME}.")
        return {"FINISHED"}

    def act(self, context, ob):
        for _ in self._begin(ob):
            pass
        return self._done()

    def invoke(self, context, _event):
        self._steps = self._begin(fields.person_of(context))
        self._timer = context.window_manager.event_timer_add(0.01, window=context.window)
        context.window_manager.progress_begin(0.0, 1.0)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type == "ESC":
            self._steps.close()
            return self._end(context, {"CANCELLED"})
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        try:
            context.window_manager.progress_update(next(self._steps))
        except StopIteration:
            return self._end(context, self._done())
        except ValueError as error:
            self.report({"ERROR"}, str(error))
            return self._end(context, {"CANCELLED"})
        return {"RUNNING_MODAL"}

    def _end(self, context, result):
        context.window_manager.event_timer_remove(self._timer)
        context.window_manager.progress_end()
        return result
