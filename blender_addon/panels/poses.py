# SPDX-License-Identifier: GPL-3.0-or-later
"""The pose library below the selected avatar: a menu for each group, with a picture of each pose."""

from typing import Any

import bpy

from ..builders import skeleton
from ..people import fields
from ..poses import library, preview
from ..poses.solve import Solver
from ..rigs import joints
from .avatar import OfFields

_SIZE = 64
_pictures: Any = None


def picture(context, key):
    """The icon of a pose; 0 where it cannot be drawn. Drawn once, of the avatar that is selected then."""
    global _pictures
    if bpy.app.background:
        return 0
    if _pictures is None:
        from bpy.utils import previews

        _pictures = previews.new()
    if key not in _pictures:
        try:
            bones = skeleton.read(fields.person_of(context))
            image = preview.picture(Solver(bones, {**joints.fingers(bones.names), **bones.roles}),
                                    library.POSES[key], _SIZE)
        except ValueError:
            return 0
        made = _pictures.new(key)
        for name in ("image", "icon"):
            setattr(made, f"{name}_size", image.shape[:2])
            getattr(made, f"{name}_pixels_float").foreach_set(image.ravel())
    return _pictures[key].icon_id


class PoseMenu:
    """The poses of one group."""

    GROUP = ""

    def draw(self, context):
        self.layout.operator_context = "EXEC_DEFAULT"
        for pose in library.POSES.values():
            if pose.group == self.GROUP:
                self.layout.operator("troupe.avatar_pose", text=pose.title,
                                     icon_value=picture(context, pose.key)).pose = pose.key


MENUS = tuple(type(f"TROUPE_MT_poses_{group}", (PoseMenu, bpy.types.Menu), {
    "bl_idname": f"TROUPE_MT_poses_{group}", "bl_label": title, "GROUP": group,
    "__doc__": f"Poses: {title.lower()}"}) for group, title in library.GROUPS.items())


class TROUPE_PT_avatar_poses(OfFields, bpy.types.Panel):
    """Poses by one click."""

    bl_label = "Poses"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, _context):
        column = self.layout.column(align=True)
        for menu in MENUS:
            column.menu(menu.bl_idname)
        self.layout.operator("troupe.pose_assets", icon="ASSET_MANAGER")


def forget() -> None:
    """Free the pictures."""
    global _pictures
    if _pictures is not None:
        from bpy.utils import previews

        previews.remove(_pictures)
        _pictures = None
