# SPDX-License-Identifier: GPL-3.0-or-later
"""Worlds are judged by rendering them: what is in the map is seen where the map says it is."""

from pathlib import Path

import bpy
import makers
import numpy as np
import pytest
from mathutils import Vector


def environment(assets, **fields):
    return assets.Environment(**{"name": "Dock", "pixels": np.full((32, 64, 3), 0.25, "f4"),
                                 "provenance": makers.provenance(assets)} | fields)


def pixel(assets, direction, color=(9.0, 1.0, 0.1), size=2):
    """A dim map with one bright patch in ``direction``."""
    pixels = np.full((32, 64, 3), 0.05, "f4")
    x, y, z = Vector(direction).normalized()
    column = int((0.5 - np.arctan2(y, x) / (2 * np.pi)) * 64)
    row = int((0.5 - np.arcsin(z) / np.pi) * 32)
    for c in range(column - size, column + size + 1):
        pixels[max(row - size, 0):row + size + 1, c % 64] = color
    return environment(assets, pixels=pixels)


def render(tmp_path, looking, size=(33, 33), fov=1.4, location=(0, 0, 0), samples=16):
    """A small Cycles picture in linear colour, (H, W, 3), first row at the top."""
    scene = bpy.context.scene
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    camera.data.angle = fov
    camera.location = location
    camera.rotation_euler = Vector(looking).to_track_quat("-Z", "Y").to_euler()
    scene.collection.objects.link(camera)
    scene.camera = camera
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.device, scene.cycles.use_denoising = samples, "CPU", False
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    scene.render.filepath = str(tmp_path / "render.exr")
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(scene.render.filepath)
    image.colorspace_settings.name = "Non-Color"
    pixels = np.empty(size[0] * size[1] * 4, "f4")
    image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    return pixels.reshape(size[1], size[0], 4)[::-1, :, :3]


def brightest(picture):
    row, column = np.unravel_index(picture.sum(axis=2).argmax(), picture.shape[:2])
    return int(row), int(column)


@pytest.mark.parametrize("direction", [(0, -1, 0), (1, 0, 0), (-1, -1, 0.4), (0.2, 1, -0.5)])
def test_a_bright_spot_is_seen_where_it_is(troupe, tmp_path, direction):
    troupe.world.build(pixel(troupe.assets, direction), bpy.context.scene)
    picture = render(tmp_path, direction)
    row, column = brightest(picture)
    assert abs(row - 16) <= 4 and abs(column - 16) <= 4
    np.testing.assert_allclose(picture[16, 16], (9.0, 1.0, 0.1), rtol=0.02)


def test_left_is_left_and_up_is_up(troupe, tmp_path):
    """Looking along -Y, left is +X."""
    troupe.world.build(pixel(troupe.assets, (0.5, -1, 0.45)), bpy.context.scene)
    row, column = brightest(render(tmp_path, (0, -1, 0)))
    assert row < 12 and column < 12


def test_radiance_is_exact(troupe, tmp_path):
    asset = environment(troupe.assets)
    asset.pixels[:] = (0.125, 2.5, 40.0)
    troupe.world.build(asset, bpy.context.scene)
    np.testing.assert_allclose(render(tmp_path, (1, 2, 3))[5, 5], (0.125, 2.5, 40.0), rtol=1e-4)


def test_sun_and_map_light_in_the_same_units(troupe, tmp_path):
    """A white diffuse plane returns irradiance / pi: pi L from a map of radiance L, plus the sun's."""
    elevation = np.radians(30)
    direction = (float(np.cos(elevation)), 0.0, float(np.sin(elevation)))
    asset = environment(troupe.assets, sun=troupe.assets.Sun(direction=direction, irradiance=(6.0, 4.0, 2.0)))
    troupe.world.build(asset, bpy.context.scene)
    plane(troupe)
    found = render(tmp_path, (0, 0, -1), location=(0, 0, 3), fov=0.3, samples=256).mean(axis=(0, 1))
    expected = 0.5 * (0.25 + np.array([6.0, 4.0, 2.0]) * np.sin(elevation) / np.pi)
    np.testing.assert_allclose(found, expected, rtol=0.02)


def plane(troupe):
    """A large diffuse ground of albedo 0.5."""
    bpy.ops.mesh.primitive_plane_add(size=200)
    ground = bpy.context.object
    material = bpy.data.materials.new("Ground")
    tree = troupe.compat.use_nodes(material)
    tree.nodes.clear()
    diffuse = tree.nodes.new("ShaderNodeBsdfDiffuse")
    diffuse.inputs["Color"].default_value = (0.5, 0.5, 0.5, 1)
    tree.links.new(diffuse.outputs[0], tree.nodes.new("ShaderNodeOutputMaterial").inputs[0])
    ground.data.materials.append(material)
    return ground


@pytest.mark.parametrize("azimuth, turn", [(0, 0), (130, 0), (20, 90)])
def test_shadows_fall_away_from_the_sun_and_turn_with_the_map(troupe, tmp_path, azimuth, turn):
    angle = np.radians(azimuth)
    direction = Vector((np.cos(angle), np.sin(angle), 0.7)).normalized()
    asset = environment(troupe.assets, sun=troupe.assets.Sun(direction=tuple(direction), irradiance=(5.0, 5.0, 5.0)))
    world = troupe.world.build(asset, bpy.context.scene)
    world.node_tree.nodes["Mapping"].inputs["Rotation"].default_value[2] = np.radians(turn)
    bpy.context.view_layer.update()
    plane(troupe)
    bpy.ops.mesh.primitive_cylinder_add(radius=0.3, depth=2, location=(0, 0, 1))
    picture = render(tmp_path, (0, 0, -1), size=(65, 65), location=(0, 0, 30), fov=0.25).sum(axis=2)
    rows, columns = np.nonzero(picture < 0.6 * np.median(picture))
    found = np.arctan2(32 - rows.mean(), columns.mean() - 32)  # camera looks down: right is X, up is Y
    assert abs(np.angle(np.exp(1j * (found - angle - np.radians(turn) - np.pi)))) < 0.15


def test_the_map_turns_with_its_mapping(troupe, tmp_path):
    world = troupe.world.build(pixel(troupe.assets, (1, 0, 0)), bpy.context.scene)
    world.node_tree.nodes["Mapping"].inputs["Rotation"].default_value[2] = np.pi / 2
    np.testing.assert_allclose(render(tmp_path, (0, 1, 0))[16, 16], (9.0, 1.0, 0.1), rtol=0.02)


def test_a_new_environment_replaces_sun_and_world_but_loses_neither_by_accident(troupe):
    scene = bpy.context.scene
    scene.world = before = bpy.data.worlds.new("Mine")
    sun = troupe.assets.Sun(direction=(0.0, 0.0, 1.0), irradiance=(1.0, 2.0, 3.0))
    troupe.world.build(environment(troupe.assets, sun=sun), scene)
    world = troupe.world.build(environment(troupe.assets, sun=sun, exposure=-2.0), scene)
    lamps = [ob for ob in scene.objects if ob.type == "LIGHT"]
    assert scene.world == world and before.use_fake_user and len(lamps) == 1
    assert scene.view_settings.exposure == -2.0
    assert lamps[0].data.energy == 3.0 and lamps[0].data.color[:] == pytest.approx((1 / 3, 2 / 3, 1))
    assert troupe.provenance.read(world)["modality"] == "environment"


def test_map_saved_beside_the_file_is_the_map(troupe, tmp_path):
    asset = environment(troupe.assets)
    asset.pixels[:] = np.random.default_rng(1).uniform(0, 50, asset.pixels.shape)
    world = troupe.world.build(asset, bpy.context.scene, folder=tmp_path / "maps")
    image = next(node.image for node in world.node_tree.nodes if node.type == "TEX_ENVIRONMENT")
    assert Path(bpy.path.abspath(image.filepath)) == tmp_path / "maps" / "Dock.exr" and not image.packed_file
    found = np.empty(32 * 64 * 4, "f4")
    image.pixels.foreach_get(found)
    np.testing.assert_array_equal(found.reshape(32, 64, 4)[::-1, :, :3], asset.pixels)
    asset.pixels[0] = 1
    asset.__dict__.pop("_encoded_file")
    troupe.world.build(asset, bpy.context.scene, folder=tmp_path / "maps")
    assert (tmp_path / "maps" / "Dock.001.exr").exists()


def lit(troupe, **fields):
    """A world with a sun, seen by nobody, and what a white level floor gives back of it."""
    elevation = np.radians(40)
    sun = troupe.assets.Sun(direction=(float(np.cos(elevation)), 0.0, float(np.sin(elevation))),
                            irradiance=(5.0, 4.0, 3.0))
    return troupe.world.build(environment(troupe.assets, sun=sun, **fields), bpy.context.scene)


def test_stops_and_temperature_change_map_and_sun_together(troupe, tmp_path):
    world = lit(troupe)
    plane(troupe)
    nodes = world.node_tree.nodes

    def floor():
        bpy.context.view_layer.update()
        return render(tmp_path, (0, 0, -1), location=(0, 0, 3), size=(9, 9), fov=0.3, samples=64).mean(axis=(0, 1))

    usual = floor()
    nodes["Strength (EV)"].outputs[0].default_value = -1.0
    np.testing.assert_allclose(floor(), usual / 2, rtol=0.03)
    nodes["Strength (EV)"].outputs[0].default_value = 0.0
    nodes["Temperature"].inputs["Temperature"].default_value = 3000.0
    warm = floor() / usual
    assert warm[0] > 1.2 * warm[1] > 2 * warm[2]
    lamp = next(ob for ob in bpy.data.objects if ob.type == "LIGHT")
    assert lamp.data.energy == pytest.approx(5.0)


def test_the_strength_can_be_animated(troupe):
    world = lit(troupe)
    socket = world.node_tree.nodes["Strength (EV)"].outputs[0]
    for frame, value in ((1, 0.0), (11, 2.0)):
        socket.default_value = value
        socket.keyframe_insert("default_value", frame=frame)
    lamp = next(ob for ob in bpy.data.objects if ob.type == "LIGHT")
    for frame, energy in ((1, 5.0), (11, 20.0)):
        bpy.context.scene.frame_set(frame)
        assert lamp.data.energy == pytest.approx(energy, rel=1e-4)


def test_a_hidden_map_still_lights(troupe, tmp_path):
    world = lit(troupe)
    plane(troupe)
    before = render(tmp_path, (0, 0, -1), location=(0, 0, 3), size=(9, 9), fov=0.3, samples=64).mean()
    world.node_tree.nodes["Hidden from Camera"].outputs[0].default_value = 1.0
    assert render(tmp_path, (0, 0, 1)).max() == 0
    after = render(tmp_path, (0, 0, -1), location=(0, 0, 3), size=(9, 9), fov=0.3, samples=64).mean()
    assert after == pytest.approx(before, rel=0.05)


def test_the_ground_looks_as_the_map_does_and_takes_shadows(troupe, tmp_path):
    """A map of green below and blue above: seen on the floor as below the horizon, darker under a thing."""
    pixels = np.empty((64, 128, 3), "f4")
    pixels[:32], pixels[32:] = (0.2, 0.3, 0.6), (0.10, 0.22, 0.05)
    elevation = np.radians(50)
    sun = troupe.assets.Sun(direction=(0.0, -float(np.cos(elevation)), float(np.sin(elevation))),
                            irradiance=(2.0, 1.9, 1.8))
    world = troupe.world.build(environment(troupe.assets, pixels=pixels, sun=sun), bpy.context.scene)
    assert bpy.ops.troupe.environment_ground() == {"FINISHED"}
    ground = troupe.module("builders.ground")
    floor = ground.floor_of(bpy.context.scene)
    bpy.context.view_layer.update()
    down = render(tmp_path, (1, 0, -0.6), location=(0, 0, 1.7), size=(17, 17), fov=0.4, samples=64)
    np.testing.assert_allclose(down.mean(axis=(0, 1)), (0.10, 0.22, 0.05), rtol=0.06)
    ahead = render(tmp_path, (1, 0, 0.15), location=(0, 0, 1.7), fov=0.1, samples=16)
    np.testing.assert_allclose(ahead.mean(axis=(0, 1)), (0.2, 0.3, 0.6), rtol=0.03)
    bpy.ops.mesh.primitive_cube_add(size=1.0, location=(4, 0, 0.5))
    shadow = render(tmp_path, Vector((4, 0.9, -1.7)), location=(0, 0, 1.7), size=(9, 9), fov=0.05, samples=32)
    assert shadow.mean() < 0.75 * down.mean()
    # The dome is for the camera alone, and all goes with the map.
    dome = next(ob for ob in bpy.data.objects if ob.name.endswith("Dome"))
    assert not dome.visible_shadow and not dome.visible_diffuse
    floor["height"] = 2.5
    world.node_tree.nodes["Mapping"].inputs["Rotation"].default_value[2] = 1.0
    floor.update_tag()
    bpy.context.view_layer.update()
    tree = floor.data.materials[0].evaluated_get(bpy.context.evaluated_depsgraph_get()).node_tree
    eye = next(node for node in tree.nodes if node.type == "COMBXYZ")
    assert eye.inputs[2].default_value == pytest.approx(2.5)
    turned = next(node for node in tree.nodes if node.type == "MAPPING")
    assert turned.inputs["Rotation"].default_value[2] == pytest.approx(1.0)
    assert bpy.ops.troupe.environment_ground(remove=True) == {"FINISHED"}
    assert ground.floor_of(bpy.context.scene) is None and not [
        each for each in bpy.data.collections if "Ground" in each.name]
