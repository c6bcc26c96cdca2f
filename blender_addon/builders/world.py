# SPDX-License-Identifier: GPL-3.0-or-later
"""Environment assets to worlds."""

from __future__ import annotations

from pathlib import Path

import bpy

from .. import compat
from ..protocol.assets import Environment
from . import encode, ground, image, nearby, provenance, sun

#: Name of the node whose Z rotation turns the map and the sun.
MAPPING = "Mapping"
#: Names of the nodes that hold the strength of map and sun in stops, their colour temperature (kelvins; 6500 leaves
#: them as they are), and whether the camera sees the map (0) or not (1).
STRENGTH, TEMPERATURE, HIDDEN = "Strength (EV)", "Temperature", "Hidden from Camera"
_NEUTRAL = 6500.0


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
    colored = tint(tree, TEMPERATURE)
    links.new(texture.outputs["Color"], colored.inputs[0])
    links.new(colored.outputs[0], background.inputs["Color"])
    stops = nodes.new("ShaderNodeValue")
    stops.name = stops.label = STRENGTH
    stops.outputs[0].default_value = 0.0
    factor = nodes.new("ShaderNodeMath")
    factor.operation = "POWER"
    factor.inputs[0].default_value = 2.0
    links.new(stops.outputs[0], factor.inputs[1])
    links.new(factor.outputs[0], background.inputs["Strength"])
    links.new(_unseen(tree, background).outputs[0], output.inputs["Surface"])
    for number, node in enumerate(each for each in nodes if each.location.length < 1):
        node.location = (180 * number - 900, -320)

    _put_in(scene, world)
    sun.remove_all(scene)
    if asset.sun is not None and max(asset.sun.irradiance) > 0:
        sun.build(asset.sun, scene.collection, world, MAPPING, STRENGTH, TEMPERATURE)
    ground.remove(scene)
    if set_exposure:
        scene.view_settings.exposure = asset.exposure
    world.color = asset.ground_color
    nearby.keep(world, asset)
    provenance.write(world, "environment", asset.provenance, exposure=asset.exposure,
                     ground_color=list(asset.ground_color), irradiance=ground.irradiance(asset))
    return world


def texture_of(world: bpy.types.World | None) -> bpy.types.Node | None:
    """The node of an environment's map."""
    tree = world.node_tree if world is not None else None
    return next((node for node in tree.nodes if node.type == "TEX_ENVIRONMENT"), None) if tree is not None else None


def tint(tree: bpy.types.NodeTree, name: str) -> bpy.types.Node:
    """A node that multiplies its first input by the colour of a temperature relative to the neutral one."""
    nodes, links = tree.nodes, tree.links
    wanted, neutral = nodes.new("ShaderNodeBlackbody"), nodes.new("ShaderNodeBlackbody")
    wanted.name = wanted.label = name
    for node in (wanted, neutral):
        node.inputs["Temperature"].default_value = _NEUTRAL
    ratio, product = nodes.new("ShaderNodeVectorMath"), nodes.new("ShaderNodeVectorMath")
    ratio.operation, product.operation = "DIVIDE", "MULTIPLY"
    links.new(wanted.outputs[0], ratio.inputs[0])
    links.new(neutral.outputs[0], ratio.inputs[1])
    links.new(ratio.outputs[0], product.inputs[1])
    return product


def _unseen(tree: bpy.types.NodeTree, background: bpy.types.Node) -> bpy.types.Node:
    """The background as all but the camera see it, and black to the camera as far as the node HIDDEN says."""
    nodes, links = tree.nodes, tree.links
    hidden, rays = nodes.new("ShaderNodeValue"), nodes.new("ShaderNodeLightPath")
    hidden.name = hidden.label = HIDDEN
    hidden.outputs[0].default_value = 0.0
    both, black, mix = nodes.new("ShaderNodeMath"), nodes.new("ShaderNodeBackground"), nodes.new("ShaderNodeMixShader")
    both.operation = "MULTIPLY"
    black.inputs["Color"].default_value = (0, 0, 0, 1)
    links.new(hidden.outputs[0], both.inputs[0])
    links.new(rays.outputs["Is Camera Ray"], both.inputs[1])
    links.new(both.outputs[0], mix.inputs[0])
    links.new(background.outputs["Background"], mix.inputs[1])
    links.new(black.outputs["Background"], mix.inputs[2])
    return mix


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
