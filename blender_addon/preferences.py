# SPDX-License-Identifier: GPL-3.0-or-later
"""The add-on's preferences."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.props import BoolProperty, EnumProperty, StringProperty

from . import backend, runtime
from .protocol.connection import default_path


def _reconnect(_preferences: bpy.types.AddonPreferences, _context: bpy.types.Context) -> None:
    runtime.restart()


class TROUPE_AddonPreferences(bpy.types.AddonPreferences):
    """Preferences > Add-ons > Troupe."""

    bl_idname = __package__

    command: StringProperty(
        name="Backend Command", description="The program that runs the backend. Empty: searched for automatically",
        subtype="FILE_PATH")
    auto_start: BoolProperty(
        name="Start the Backend When Needed", description="Generate starts the backend if none is running",
        default=True)
    connection: StringProperty(
        name="Connection File", subtype="FILE_PATH",
        description="Address and keys of the backend to use, as it wrote them. Empty: this computer's. "
                    "For a backend on another computer, copy its file here",
        update=_reconnect)
    output: StringProperty(
        name="Output Folder", subtype="DIR_PATH",
        description="Where environment maps are saved. Empty: they are packed into the .blend file")
    undo: EnumProperty(
        name="Undo", description="What one undo takes back",
        items=(("RESULT", "Each Result", "One undo step for every result"),
               ("BATCH", "Results Together", "One undo step for results that arrive one right after another")),
        default="RESULT")
    live_world: BoolProperty(
        name="Live Environments", description="Light the scene by an environment while it is being made. It has its "
        "own world back when the job is cancelled or fails", default=True)

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        column = layout.column(heading="Backend")
        column.prop(self, "command", text="Command")
        row = column.row()
        row.enabled = False
        try:
            row.label(text=f"Found: {' '.join(backend.find(self.command))}", icon="CHECKMARK")
        except backend.BackendError as error:
            row.label(text=error.message, icon="ERROR")
            column.label(text=error.remedy)
        column.prop(self, "auto_start")
        column = layout.column(heading="Connection")
        column.prop(self, "connection", text="File")
        address = runtime.address()
        column.label(text=f"Address: {address}" if address else "No backend is running", icon="LINKED" if address
                     else "UNLINKED")
        column = layout.column(heading="Results")
        column.prop(self, "output")
        column.prop(self, "undo")
        column.prop(self, "live_world")


def get() -> TROUPE_AddonPreferences:
    """The preferences, or their defaults where the add-on is not enabled in the usual way."""
    addon = bpy.context.preferences.addons.get(__package__)
    return addon.preferences if addon is not None and addon.preferences is not None else _Defaults()


class _Defaults:
    command, auto_start, connection, output, undo, live_world = "", True, "", "", "RESULT", True


def connection_path() -> Path:
    """The connection file in use."""
    given = get().connection
    return Path(bpy.path.abspath(given)) if given else default_path()


def output_folder() -> Path | None:
    """Where maps are saved; None: packed into the .blend."""
    given = get().output
    return Path(bpy.path.abspath(given)) if given else None


def register() -> None:
    """Register the preferences."""
    bpy.utils.register_class(TROUPE_AddonPreferences)


def unregister() -> None:
    """Undo :func:`register`."""
    bpy.utils.unregister_class(TROUPE_AddonPreferences)
