# SPDX-License-Identifier: GPL-3.0-or-later
"""A world that stands in for a scene's own while its environment is made. It holds the world that was there, so that
the scene has that back after an undo or a renaming as well."""

from __future__ import annotations

import bpy
import numpy as np

from .. import compat
from ..protocol.assets import Image

#: Custom properties of a stand-in: that it is one, and the world whose place it takes, if there was any.
KEY, BEFORE = "troupe_live", "troupe_before"
_NAME = "Troupe Preview"


def show(scene: bpy.types.Scene, preview: Image) -> None:
    """Light ``scene`` by the preview of a map."""
    world = scene.world if scene.world is not None and KEY in scene.world else _stand_in(scene)
    texture = next(node for node in world.node_tree.nodes if node.type == "TEX_ENVIRONMENT")
    height, width = preview.pixels.shape[:2]
    image = texture.image
    if image is None or tuple(image.size) != (width, height):
        if image is not None:
            bpy.data.images.remove(image)
        image = texture.image = bpy.data.images.new(_NAME, width, height, float_buffer=True, is_data=False)
        image.colorspace_settings.name = compat.scene_linear_name()
    pixels = np.ones((height, width, 4), np.float32)
    pixels[..., :3] = linear(preview)[::-1, :, :3]
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    image.update_tag()
    world.node_tree.update_tag()


def linear(preview: Image) -> np.ndarray:
    """Pixels of a preview as (H, W, 3 or 4) f4, scene-linear."""
    pixels = preview.pixels.astype(np.float32)
    if preview.pixels.dtype == np.uint8:
        pixels /= 255.0
    if preview.colorspace == "sRGB":  # IEC 61966-2-1
        pixels = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    return pixels


def restore(scene: bpy.types.Scene | None = None) -> None:
    """Give a scene, or all of them, its own world back; nothing is left of the stand-in."""
    for world in [each for each in bpy.data.worlds if KEY in each]:
        users = [each for each in bpy.data.scenes if each.world == world]
        if scene is not None and scene not in users and users:
            continue
        for each in users:
            each.world = world.get(BEFORE)
        images = [node.image for node in world.node_tree.nodes if node.type == "TEX_ENVIRONMENT" and node.image]
        bpy.data.worlds.remove(world)
        bpy.data.batch_remove([each for each in images if not each.users])


def _stand_in(scene: bpy.types.Scene) -> bpy.types.World:
    before = scene.world
    world = bpy.data.worlds.new(_NAME)
    world[KEY] = True
    if before is not None:
        world[BEFORE] = before
    tree = compat.use_nodes(world)
    tree.nodes.clear()
    texture, background, output = (tree.nodes.new(kind) for kind in (
        "ShaderNodeTexEnvironment", "ShaderNodeBackground", "ShaderNodeOutputWorld"))
    tree.links.new(texture.outputs["Color"], background.inputs["Color"])
    tree.links.new(background.outputs[0], output.inputs["Surface"])
    scene.world = world
    return world
