# SPDX-License-Identifier: GPL-3.0-or-later
"""Add a folder of motions to the library, and stop doing so."""

from pathlib import Path

import bpy
from bpy.props import StringProperty

from .. import library
from .library_search import offline


class TROUPE_OT_library_add(bpy.types.Operator):
    """Add every motion in a folder, and in the folders below it, to the library. Files that are known already are passed over"""  # noqa: E501

    bl_idname = "troupe.library_add"
    bl_label = "Add Folder…"
    bl_options = {"REGISTER"}

    directory: StringProperty(name="Folder", description="The folder, as the backend's computer knows it",
                              subtype="DIR_PATH")

    @classmethod
    def poll(cls, context):
        if library.state.adding is not None:
            cls.poll_message_set("A folder is being added")
            return False
        return not offline(cls)

    def invoke(self, context, event):
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context):
        if not self.directory.strip():
            self.report({"ERROR"}, "Choose a folder.")
            return {"CANCELLED"}
        library.add(str(Path(bpy.path.abspath(self.directory))))
        return {"FINISHED"}


class TROUPE_OT_library_stop_adding(bpy.types.Operator):
    """Stop adding the folder. What has been added stays in the library"""

    bl_idname = "troupe.library_stop_adding"
    bl_label = "Stop Adding"
    bl_options = {"INTERNAL"}

    @classmethod
    def poll(cls, context):
        return library.state.adding is not None

    def execute(self, context):
        library.stop_adding()
        return {"FINISHED"}
