# SPDX-License-Identifier: GPL-3.0-or-later
"""Carry a clip of the library to an armature in a 3D view."""

import bpy

from .. import aim, library
from .library_apply import OfClip, TROUPE_OT_library_apply

_PASS = {"MIDDLEMOUSE", "WHEELUPMOUSE", "WHEELDOWNMOUSE", "TRACKPADPAN", "TRACKPADZOOM", "MOUSEROTATE", "TIMER",
         "NUMPAD_PERIOD", "HOME"}


class TROUPE_OT_library_drag(OfClip, bpy.types.Operator):
    """Carry this clip to a character: move over it in a 3D view and click. Esc puts the clip back"""

    bl_idname = "troupe.library_drag"
    bl_label = "Drag Clip to Armature"
    bl_options = {"REGISTER"}

    @classmethod
    def poll(cls, context):
        return TROUPE_OT_library_apply.poll.__func__(cls, context)

    def invoke(self, context, event):
        if context.window is None or not self.clip:
            return {"CANCELLED"}
        found = library.hit(self.clip)
        self._title = found.title() if found is not None else self.clip
        self._aim = aim.Aim(context, self._title)
        self._pressed = event.type == "LEFTMOUSE" and event.value == "PRESS"
        context.window_manager.modal_handler_add(self)
        self._aim.at(context, event.mouse_x, event.mouse_y)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type in {"ESC", "RIGHTMOUSE"} and event.value == "PRESS":
            self._aim.close()
            return {"CANCELLED"}
        if event.type in _PASS:
            return {"PASS_THROUGH"}
        if event.type == "MOUSEMOVE":
            self._aim.at(context, event.mouse_x, event.mouse_y)
        elif event.type == "LEFTMOUSE" and event.value == "PRESS":
            self._pressed = True
        elif self._pressed and event.type == "LEFTMOUSE" and event.value == "RELEASE":
            return self._drop(context, event)
        return {"RUNNING_MODAL"}

    def cancel(self, context):
        self._aim.close()

    def _drop(self, context, event):
        self._aim.at(context, event.mouse_x, event.mouse_y)
        armature = self._aim.target
        self._aim.close()
        if armature is None:
            self.report({"WARNING"}, "There is no armature under the mouse.")
            return {"CANCELLED"}
        return self.apply(context, armature)
