# SPDX-License-Identifier: GPL-3.0-or-later
"""Environment assets to worlds."""

from __future__ import annotations

from pathlib import Path

import bpy

from .. import compat
from ..protocol.assets import Environment
from . import encode, image, provenance, sun

#: Name of the node whose Z rotation turns the map and the sun.
MAPPING = "Mapping"


def build(asset: Environment, scene: bpy.types.Scene, *, folder: Path | None = None,
          set_exposure: bool = True) -> bpy.types.World:
    """A world made the world of ``scene``, and its sun as a lamp.

    The map is packed into the .blend, or saved as an EXR in ``folder`` when one is given.
    ``set_exposure`` gives the scene's view the exposure the environment suggests. Suns of earlier
    environments leave the scene; an earlier world without users is kept by a fake user.
    """
    world = bpy.data.worlds.new(asset.name)
    tree = compat.use_nodes(world)
    tree.nodes.clear()
    nodes, links = tree.nodes, tree.links
    output = nodes.new("ShaderNodeOutputWorld")
    background = nodes.new("ShaderNodeBackground")
    texture = nodes.new("ShaderNodeTexEnvironment")
    mapping = nodes.new("ShaderNodeMapping")
    coordinates = nodes.new("ShaderNodeTexCoord")
    for column, node in enumerate((coordinates, mapping, texture, background, output)):
        node.location = (260 * column - 900, 0)
    mapping.name = MAPPING
    # TEXTURE turns the map itself by the angle; POINT would turn it the other way.
    mapping.vector_type = "TEXTURE"
    texture.image = _image(asset, folder)
    texture.interpolation = "Linear"
    links.new(coordinates.outputs["Generated"], mapping.inputs["Vector"])
    links.new(mapping.outputs["Vector"], texture.inputs["Vector"])
    links.new(texture.outputs["Color"], background.inputs["Color"])
    links.new(background.outputs["Background"], output.inputs["Surface"])

    _put_in(scene, world)
    sun.remove_all(scene)
    if asset.sun is not None and max(asset.sun.irradiance) > 0:
        sun.build(asset.sun, scene.collection, world, MAPPING)
    if set_exposure:
        scene.view_settings.exposure = asset.exposure
    world.color = asset.ground_color
    provenance.write(world, "environment", asset.provenance, exposure=asset.exposure,
                     ground_color=list(asset.ground_color))
    return world


def _image(asset: Environment, folder: Path | None) -> bpy.types.Image:
    height, width, _ = asset.pixels.shape
    data = encode.environment_file(asset)
    if folder is None:
        return image.packed(asset.name, data, width, height, compat.scene_linear_name())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{bpy.path.clean_name(asset.name)}.exr"
    number = 1
    while path.exists() and path.read_bytes() != data:
        path = folder / f"{bpy.path.clean_name(asset.name)}.{number:03d}.exr"
        number += 1
    path.write_bytes(data)
    loaded = bpy.data.images.load(str(path))
    loaded.name = asset.name
    loaded.colorspace_settings.name = compat.scene_linear_name()
    return loaded


def _put_in(scene: bpy.types.Scene, world: bpy.types.World) -> None:
    before = scene.world
    scene.world = world
    if before is not None and not before.users:
        before.use_fake_user = True
