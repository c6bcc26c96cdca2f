# SPDX-License-Identifier: GPL-3.0-or-later
"""A floor under an environment: the map projected onto a flat ground and a dome, lit and shadowed like any other thing.

The map is seen as by an eye ``height`` metres above the floor: a point of floor or dome shows what the map has in the
direction from that eye. The floor is a diffuse surface whose albedo is the map's radiance over the irradiance that map
and sun give a level floor (times pi): lit by them again it looks as the map does, and it darkens where something
stands between. The dome glows, for the camera alone, and so does what stands nearby, which follows the depth of
environments that have one (:mod:`.nearby`).
"""

from __future__ import annotations

import math
from typing import Any

import bpy
import numpy as np

from .. import compat
from ..protocol.assets import Environment
from . import nearby

#: Custom property of the ground's objects: the name of their world.
KEY = "troupe_ground"
HEIGHT, RADIUS = 1.7, 60.0
#: Custom property of what stands nearby, and its kind of surface.
NEARBY = "nearby"
#: Darkest and lightest that a floor is.
_DARK, _LIGHT = 0.005, 0.95


def irradiance(asset: Environment) -> list[float]:
    """(3,) what the upper half of a map and its sun give a level floor."""
    height = len(asset.pixels)
    step = max(1, height // 256)
    rows = asset.pixels[step // 2:height // 2:step, step // 2::step].astype(np.float64)
    sine = np.sin(math.pi * (0.5 - (np.arange(step // 2, height // 2, step) + 0.5) / height))
    # Solid angle of a texel times the cosine at the floor; the sine of the elevation is that cosine.
    weight = sine * np.sqrt(1 - sine ** 2) * (math.pi * step / height) * (2 * math.pi / rows.shape[1])
    total = np.einsum("r,rwc->c", weight, rows)
    if asset.sun is not None:
        total += max(asset.sun.direction[2], 0.0) * np.array(asset.sun.irradiance)
    return [float(each) for each in total]


def build(scene: bpy.types.Scene, world: bpy.types.World, texture: bpy.types.Node, mapping: str,
          light: list[float], things: bool = True) -> bpy.types.Object:
    """Add the ground of ``world`` to ``scene``, in a collection of its own; the floor. An earlier one is replaced.

    With ``things`` what stands nearby is there as well, where the world has a depth.

    ``texture`` is the world's environment texture, ``mapping`` the name of the node that turns it; ``light`` is
    :func:`irradiance`. Floor and dome turn with the map; their custom property "height" is the eye's, in metres.
    """
    remove(scene)
    home = bpy.data.collections.new(f"{world.name} Ground")
    scene.collection.children.link(home)
    floor = bpy.data.objects.new(f"{world.name} Floor", _disc(RADIUS))
    dome = bpy.data.objects.new(f"{world.name} Dome", _dome(RADIUS))
    seen = nearby.layers(world)
    height = (nearby.eye_height(seen[0]) if seen is not None else None) or HEIGHT
    stage = [(floor, "floor"), (dome, "dome")]
    if seen is not None and things:
        points, quads = nearby.surface(*seen, eye=height, reach=0.9 * RADIUS)
        if len(quads):
            stage.append((bpy.data.objects.new(f"{world.name} Nearby", nearby.mesh("Nearby", points, quads)), NEARBY))
    for ob, surface in stage:
        ob[KEY] = world.name
        home.objects.link(ob)
        ob.data.materials.append(_material(world, texture, mapping, light, surface, floor))
    floor["height"] = height
    floor.id_properties_ui("height").update(min=0.05, max=100.0, subtype="DISTANCE",
                                            description="Of the camera that the map was taken with, above the floor")
    for ob, surface in stage[1:]:
        ob.parent = floor
        ob.hide_select = True
        for name in ("visible_diffuse", "visible_glossy", "visible_transmission", "visible_volume_scatter",
                     "visible_shadow"):
            setattr(ob, name, False)
        if surface == NEARBY:  # about the eye, and turning with the map
            ob[NEARBY] = True
            _drive(ob, "location[2]", floor, '["height"]')
            _drive(ob, "rotation_euler[2]", world, _turning(mapping))
    return floor


def things_of(scene: bpy.types.Scene) -> bpy.types.Object | None:
    """What stands nearby in a scene."""
    return next((each for each in scene.objects if KEY in each and NEARBY in each), None)


def remove(scene: bpy.types.Scene) -> int:
    """Remove the ground of earlier environments from ``scene``; how many objects that were."""
    found = [each for each in scene.objects if KEY in each]
    homes = {home for ob in found for home in ob.users_collection}
    meshes = [ob.data for ob in found]
    bpy.data.batch_remove(found)
    bpy.data.batch_remove([each for each in meshes if not each.users])
    for home in homes:
        if home != scene.collection and not home.all_objects:
            bpy.data.collections.remove(home)
    return len(found)


def floor_of(scene: bpy.types.Scene) -> bpy.types.Object | None:
    """The floor in a scene."""
    return next((each for each in scene.objects if KEY in each and "height" in each), None)


def _material(world: bpy.types.World, texture: bpy.types.Node, mapping: str, light: list[float], surface: str,
              floor: bpy.types.Object) -> bpy.types.Material:
    material = bpy.data.materials.new(f"{world.name} {surface.title()}")
    tree = compat.use_nodes(material)
    tree.nodes.clear()
    nodes, links = tree.nodes, tree.links
    coordinates = nodes.new("ShaderNodeTexCoord")
    coordinates.object = floor  # the eye stands above the floor, wherever that is moved
    eye = nodes.new("ShaderNodeCombineXYZ")
    away = nodes.new("ShaderNodeVectorMath")
    away.operation = "SUBTRACT"
    turn = nodes.new("ShaderNodeMapping")
    turn.vector_type = "TEXTURE"
    picture = nodes.new("ShaderNodeTexEnvironment")
    picture.image, picture.interpolation = texture.image, "Linear"
    output = nodes.new("ShaderNodeOutputMaterial")
    links.new(coordinates.outputs["Object"], away.inputs[0])
    links.new(eye.outputs[0], away.inputs[1])
    links.new(away.outputs[0], turn.inputs["Vector"])
    links.new(turn.outputs["Vector"], picture.inputs["Vector"])
    _drive(tree, f'nodes["{eye.name}"].inputs[2].default_value', floor, '["height"]')
    _drive(tree, f'nodes["{turn.name}"].inputs["Rotation"].default_value[2]', world, _turning(mapping))
    if surface != "floor":
        from . import world as worlds

        shader = nodes.new("ShaderNodeEmission")
        links.new(picture.outputs["Color"], shader.inputs["Color"])
        _drive(tree, f'nodes["{shader.name}"].inputs["Strength"].default_value', world,
               f'node_tree.nodes["{worlds.STRENGTH}"].outputs[0].default_value', "pow(2, value)")
    else:
        shader = nodes.new("ShaderNodeBsdfDiffuse")
        albedo = nodes.new("ShaderNodeVectorMath")
        albedo.operation = "MULTIPLY"
        albedo.inputs[1].default_value = [math.pi / max(each, 1e-6) for each in light]
        clamps = []
        for operation, limit in (("MINIMUM", _LIGHT), ("MAXIMUM", _DARK)):
            clamp = nodes.new("ShaderNodeVectorMath")
            clamp.operation = operation
            clamp.inputs[1].default_value = (limit,) * 3
            clamps.append(clamp)
        links.new(picture.outputs["Color"], albedo.inputs[0])
        links.new(albedo.outputs[0], clamps[0].inputs[0])
        links.new(clamps[0].outputs[0], clamps[1].inputs[0])
        links.new(clamps[1].outputs[0], shader.inputs["Color"])
    links.new(shader.outputs[0], output.inputs["Surface"])
    for column, node in enumerate(nodes):
        node.location = (220 * column, 0)
    return material


def _turning(mapping: str) -> str:
    """Where a world has the angle by which its map is turned."""
    return f'node_tree.nodes["{mapping}"].inputs["Rotation"].default_value[2]'


def _drive(tree: Any, path: str, source: bpy.types.ID, value: str, expression: str = "value") -> None:
    """Let a socket follow a value of another datablock."""
    driver = tree.driver_add(path).driver if not path.endswith("]") or path.endswith('"]') else tree.driver_add(
        path[:path.rindex("[")], int(path[path.rindex("[") + 1:-1])).driver
    driver.type = "SCRIPTED"
    variable = driver.variables.new()
    variable.name, variable.type = "value", "SINGLE_PROP"
    target = variable.targets[0]
    target.id_type = "WORLD" if isinstance(source, bpy.types.World) else "OBJECT"
    target.id, target.data_path = source, value
    driver.expression = expression


def _disc(radius: float) -> bpy.types.Mesh:
    """A disc of rings that are finer in the middle."""
    rings = [0.0, *np.geomspace(0.5, radius, 24)]
    return _mesh("Floor", [(r, 0.0) for r in rings])


def _dome(radius: float) -> bpy.types.Mesh:
    """A hemisphere on the disc's edge."""
    angles = np.linspace(0, math.pi / 2, 25)
    return _mesh("Dome", [(radius * math.cos(a), radius * math.sin(a)) for a in angles])


def _mesh(name: str, profile: list[tuple[float, float]], around: int = 96) -> bpy.types.Mesh:
    """A surface of revolution about Z from (radius, height) pairs, facing the axis and up."""
    turns = np.linspace(0, 2 * math.pi, around, endpoint=False)
    points = np.array([(r * math.cos(t), r * math.sin(t), z) for r, z in profile for t in turns])
    faces = []
    for ring in range(len(profile) - 1):
        for step in range(around):
            a, b = ring * around + step, ring * around + (step + 1) % around
            faces.append((a, a + around, b + around, b))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(points.tolist(), [], faces)
    mesh.validate()
    mesh.shade_smooth()
    return mesh
