# SPDX-License-Identifier: GPL-3.0-or-later
"""A floor that the environment's map is projected onto."""

import bpy
from bpy.props import BoolProperty

from ..builders import ground, provenance
from ..builders import world as worlds


class TROUPE_OT_environment_ground(bpy.types.Operator):
    """Put a flat floor and a dome under the environment, with its map on them: things stand on it and throw shadows. Again: remove them"""  # noqa: E501

    bl_idname = "troupe.environment_ground"
    bl_label = "Ground"
    bl_options = {"REGISTER", "UNDO"}

    remove: BoolProperty(name="Remove", description="Remove the ground", options={"SKIP_SAVE"})

    things: BoolProperty(
        name="Nearby Things", default=True,
        description="Raise what stands near the camera, such as trees, walls and furniture, from the environment's "
                    "depth, so that it moves before what is far. Needs an environment of the engine panorama")

    @classmethod
    def poll(cls, context):
        record = provenance.read(context.scene.world)
        if record is None or "irradiance" not in record or worlds.texture_of(context.scene.world) is None:
            cls.poll_message_set("The scene's world must be an environment that Troupe has made")
            return False
        return True

    def execute(self, context):
        scene, world = context.scene, context.scene.world
        if self.remove:
            ground.remove(scene)
            return {"FINISHED"}
        before = ground.floor_of(scene)
        place, height = (before.matrix_world.copy(), before["height"]) if before is not None else (None, 0.0)
        floor = ground.build(scene, world, worlds.texture_of(world), worlds.MAPPING,
                             provenance.read(world)["irradiance"], self.things)
        if place is not None:  # made anew with or without things: where it stood
            floor.matrix_world, floor["height"] = place, height
        return {"FINISHED"}
