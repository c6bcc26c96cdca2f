# SPDX-License-Identifier: GPL-3.0-or-later
"""Search the motion library."""

import bpy
from bpy.props import IntProperty, StringProperty

from .. import library, runtime


def offline(kind: type) -> bool:
    """Whether there is no backend to ask; ``kind`` then says so."""
    if runtime.session().status != "online":
        kind.poll_message_set("Start the backend first")
        return True
    return False


class TROUPE_OT_library_search(bpy.types.Operator):
    """Search the backend's motion library for what the words describe"""

    bl_idname = "troupe.library_search"
    bl_label = "Search Library"
    bl_options = {"REGISTER"}

    text: StringProperty(name="Search", description="What the motion shall be; empty: every clip")

    @classmethod
    def poll(cls, context):
        return not offline(cls)

    def execute(self, context):
        if self.properties.is_property_set("text"):
            context.window_manager.troupe_library.text = self.text
        library.changed(0.0)
        return {"FINISHED"}


class TROUPE_OT_library_page(bpy.types.Operator):
    """Show the next clips, or those before"""

    bl_idname = "troupe.library_page"
    bl_label = "Turn Page"
    bl_options = {"INTERNAL"}

    by: IntProperty(name="By", description="How many pages on; negative: back", default=1, options={"SKIP_SAVE"})

    @classmethod
    def poll(cls, context):
        return not offline(cls) and (library.state.page > 0 or library.state.more)

    def execute(self, context):
        library.turn_page(self.by)
        return {"FINISHED"}


class TROUPE_OT_library_clear(bpy.types.Operator):
    """Forget the words and the filters, and show every clip"""

    bl_idname = "troupe.library_clear"
    bl_label = "Clear Search"
    bl_options = {"INTERNAL"}

    def execute(self, context):
        context.window_manager.troupe_library.clear()
        return {"FINISHED"}
