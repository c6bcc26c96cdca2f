# SPDX-License-Identifier: GPL-3.0-or-later
"""The ground under an environment that has a depth: what stands nearby is raised, and moves as it should."""

import bpy
import makers
import numpy as np
import pytest
from test_world_builder import render

EYE, FAR = 1.5, 4.0


def scenery(assets, height=64):
    """Green ground, blue sky, a red board four metres ahead (+X), and a white one far behind it and to its left."""
    width = 2 * height
    elevation = (0.5 - (np.arange(height) + 0.5) / height) * np.pi
    azimuth = np.pi * (1 - 2 * (np.arange(width) + 0.5) / width)
    pixels = np.empty((height, width, 3), "f4")
    pixels[:], depth, mask = (0.2, 0.3, 0.6), np.full((height, width), np.inf, "f4"), np.zeros((height, width), "u1")
    below = elevation < 0
    pixels[below], mask[below] = (0.1, 0.22, 0.05), assets.Environment.GROUND
    depth[below] = (EYE / -np.sin(elevation[below]))[:, None]
    for reach, color, low, high in ((40.0, (2, 2, 2), 0.0, 0.5), (FAR, (3, 0.05, 0.05), -0.12, 0.12)):
        column = (azimuth > low) & (azimuth < high)
        flat = reach / np.cos(azimuth[column])  # a plane across +X
        at = np.abs(elevation) < (0.3 if reach == FAR else 0.1)
        block = np.ix_(at, column)
        pixels[block], mask[block] = color, assets.Environment.THING
        depth[block] = flat[None] / np.cos(elevation[at])[:, None]
    return assets.Environment(name="Stage", pixels=pixels, depth=depth, mask=mask,
                              provenance=makers.provenance(assets))


@pytest.fixture
def stage(troupe):
    """The ground of the scenery, built by the operator."""
    world = troupe.world.build(scenery(troupe.assets), bpy.context.scene)
    assert bpy.ops.troupe.environment_ground() == {"FINISHED"}
    return world


def things():
    return next((ob for ob in bpy.context.scene.objects if ob.name.endswith("Nearby")), None)


def left_end(picture):
    """Where across a picture, -1..1 from left to right, the first red is."""
    above = picture[:len(picture) // 2]  # what the floor shows is near, whether raised or not
    red = (above[..., 0] > 0.6 * above.sum(axis=2)).any(axis=0)
    return float(np.linspace(-1, 1, picture.shape[1])[red.argmax()])


def test_depth_and_mask_stay_with_the_world(troupe, stage):
    nearby = troupe.module("builders.nearby")
    depth, mask = nearby.layers(stage)
    asset = scenery(troupe.assets)
    np.testing.assert_array_equal(depth, asset.depth)
    np.testing.assert_array_equal(mask, asset.mask)
    assert nearby.eye_height(depth) == pytest.approx(EYE, rel=1e-3)
    floor = troupe.module("builders.ground").floor_of(bpy.context.scene)
    assert floor["height"] == pytest.approx(EYE, rel=1e-3)


def test_things_stand_where_they_are_and_are_cut_from_what_is_behind(troupe, stage):
    bpy.context.view_layer.update()
    mesh = things().data
    points = np.array([things().matrix_world @ vertex.co for vertex in mesh.vertices])
    near = points[:, 0] < 20
    assert near.any() and not near.all()
    np.testing.assert_allclose(points[near, 0], FAR, rtol=1e-4)
    np.testing.assert_allclose(points[~near, 0], 40.0, rtol=1e-4)
    assert 0.0 < points[near, 2].min() < 0.5 and 2.4 < points[near, 2].max() < 2.8
    for face in mesh.polygons:
        assert len({bool(near[index]) for index in face.vertices}) == 1
    # They face the eye.
    for face in mesh.polygons[:5]:
        assert face.normal.dot(face.center) < 0


def test_a_camera_off_the_middle_sees_near_things_move(troupe, stage, tmp_path):
    """From one metre to the right a board at 4 m lies 14 degrees to the left; without depth it is on the dome, by 1."""
    bpy.context.view_layer.update()

    def red(x):
        return left_end(render(tmp_path, (1, 0, 0), location=(0, x, EYE), size=(65, 33), samples=8))

    # Looking along +X, left is +Y; the field of view is 1.4 radians. The board reaches 0.12 radians to both sides.
    end, whole = FAR * np.tan(0.12), FAR * np.tan(0.7)
    assert red(0.0) == pytest.approx(-end / whole, abs=0.05)
    assert red(-1.0) == pytest.approx(-(end + 1) / whole, abs=0.08)
    assert bpy.ops.troupe.environment_ground(things=False) == {"FINISHED"}
    assert things() is None
    bpy.context.view_layer.update()
    assert red(-1.0) == pytest.approx(-end / whole, abs=0.07)


def test_what_one_stands_on_is_the_floor(troupe):
    """On a dock the floor is the dock: it takes the shadows, and is not raised once more."""
    asset = scenery(troupe.assets)
    z = np.sin((0.5 - (np.arange(64) + 0.5) / 64) * np.pi)[:, None]
    dock = np.broadcast_to(z < -0.4, asset.depth.shape)
    asset.mask[asset.mask == asset.GROUND] = asset.WATER
    asset.depth[dock], asset.mask[dock] = np.broadcast_to(-0.9 / z, asset.depth.shape)[dock], asset.THING
    troupe.world.build(asset, bpy.context.scene)
    assert bpy.ops.troupe.environment_ground() == {"FINISHED"}
    floor = troupe.module("builders.ground").floor_of(bpy.context.scene)
    assert floor["height"] == pytest.approx(0.9, rel=1e-3)
    assert not [vertex.co for vertex in things().data.vertices if abs(vertex.co.z + 0.9) < 0.01]


def test_things_turn_with_the_map_and_are_for_the_camera_alone(troupe, stage):
    stage.node_tree.nodes["Mapping"].inputs["Rotation"].default_value[2] = np.pi / 2
    floor = troupe.module("builders.ground").floor_of(bpy.context.scene)
    floor["height"] = 2.0
    floor.update_tag()
    bpy.context.view_layer.update()
    board = things()
    assert not board.visible_shadow and not board.visible_diffuse
    near = [board.matrix_world @ vertex.co for vertex in board.data.vertices if vertex.co.length < 20]
    assert all(abs(point.y - FAR) < 0.01 for point in near)
    assert board.matrix_world.translation.z == pytest.approx(2.0)
    # Made anew it stays as high.
    assert bpy.ops.troupe.environment_ground(things=True) == {"FINISHED"}
    assert troupe.module("builders.ground").floor_of(bpy.context.scene)["height"] == pytest.approx(2.0)


def test_all_of_it_is_removed_and_undone(troupe, stage):
    meshes = len(bpy.data.meshes)
    assert meshes == 3
    assert bpy.ops.troupe.environment_ground(remove=True) == {"FINISHED"}
    assert things() is None and not bpy.data.meshes
    bpy.ops.ed.undo_push(message="removed")
    assert bpy.ops.troupe.environment_ground() == {"FINISHED"}
    bpy.ops.ed.undo_push(message="ground")
    bpy.ops.ed.undo()
    assert things() is None


def test_a_map_without_depth_has_floor_and_dome(troupe):
    asset = scenery(troupe.assets)
    asset.depth = asset.mask = None
    world = troupe.world.build(asset, bpy.context.scene)
    assert troupe.module("builders.nearby").layers(world) is None
    assert bpy.ops.troupe.environment_ground() == {"FINISHED"}
    assert things() is None and len(bpy.data.meshes) == 2
