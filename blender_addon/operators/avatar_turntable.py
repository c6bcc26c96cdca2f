# SPDX-License-Identifier: GPL-3.0-or-later
"""A camera that goes once around the selected avatar."""

import math

import bpy
from bpy.props import IntProperty
from mathutils import Vector

from ..builders import avatar
from .person import OfPerson

NAME = "Troupe Turntable"


class TROUPE_OT_avatar_turntable(OfPerson, bpy.types.Operator):
    """Add a camera that circles the avatar, and look through it: play to see the avatar from all sides. Once more: the camera goes to the avatar that is selected then"""  # noqa: E501

    bl_idname = "troupe.avatar_turntable"
    bl_label = "Turntable"
    bl_options = {"REGISTER", "UNDO"}

    frames: IntProperty(name="Frames", description="For one turn", default=120, min=12, max=2000)

    def act(self, context, rig):
        scene = context.scene
        context.view_layer.update()
        corners = [ob.matrix_world @ Vector(corner) for ob in avatar.parts(rig) or [rig] for corner in ob.bound_box]
        low, high = min(each.z for each in corners), max(each.z for each in corners)
        for each in [ob for ob in bpy.data.objects if ob.get(NAME)]:
            bpy.data.objects.remove(each)
        pivot = bpy.data.objects.new(NAME, None)
        pivot.location = (rig.matrix_world.translation.x, rig.matrix_world.translation.y, (low + high) / 2)
        pivot.empty_display_type = "CIRCLE"
        camera = bpy.data.objects.new(NAME, bpy.data.cameras.new(NAME))
        camera.data.lens = 70
        height = max(high - low, 0.1)
        narrow = min(1.0, scene.render.resolution_y / max(scene.render.resolution_x, 1))
        camera.location = (0.0, -1.25 * height * camera.data.lens / (camera.data.sensor_width * narrow), 0.0)
        camera.rotation_euler = (math.pi / 2, 0.0, 0.0)
        for ob in (pivot, camera):
            ob[NAME] = True
            scene.collection.objects.link(ob)
        camera.parent = pivot
        first = scene.frame_start
        for frame, angle in ((first, 0.0), (first + self.frames, 2 * math.pi)):
            pivot.rotation_euler.z = angle
            pivot.keyframe_insert("rotation_euler", index=2, frame=frame)
        self._steady(pivot)
        scene.camera = camera
        scene.frame_end = max(scene.frame_end, first + self.frames - 1)
        scene.frame_set(first)
        for area in context.screen.areas if context.screen else ():
            if area.type == "VIEW_3D":
                area.spaces.active.region_3d.view_perspective = "CAMERA"

    @staticmethod
    def _steady(pivot):
        """The same speed all the way, and on and on."""
        from .. import compat

        for curve in compat.bound_fcurves(pivot):
            for key in curve.keyframe_points:
                key.interpolation = "LINEAR"
            curve.extrapolation = "LINEAR"
            curve.update()
