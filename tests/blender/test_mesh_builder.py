# SPDX-License-Identifier: GPL-3.0-or-later
"""Meshes arrive in Blender exactly as the asset says."""

import bpy
import makers
import numpy as np
import pytest


def read(collection, attribute, width, dtype="f4"):
    values = np.empty(len(collection) * width, dtype)
    collection.foreach_get(attribute, values)
    return values.reshape(-1, width) if width > 1 else values


@pytest.fixture
def built(troupe):
    asset = makers.grid(troupe.assets, hidden=(np.arange(108) < 20).astype("u1"))
    asset.validate()
    names = [f"bone.{each}" for each in range(9)]
    ob = troupe.mesh.build(asset, bpy.context.collection, troupe.material.Materials(), names)
    return asset, ob


def test_geometry_equals_the_asset(built):
    asset, ob = built
    mesh = ob.data
    np.testing.assert_array_equal(read(mesh.vertices, "co", 3), asset.vertices)
    np.testing.assert_array_equal(read(mesh.loops, "vertex_index", 1, "i4"), asset.corner_vertices)
    np.testing.assert_array_equal(read(mesh.polygons, "loop_start", 1, "i4"), asset.face_offsets[:-1])
    np.testing.assert_array_equal(read(mesh.polygons, "material_index", 1, "i4"), asset.material_index)
    np.testing.assert_array_equal(read(mesh.uv_layers[0].uv, "vector", 2), asset.uvs)
    np.testing.assert_array_equal(read(mesh.color_attributes["Color"].data, "color", 4), asset.colors)
    assert read(mesh.polygons, "use_smooth", 1, bool).all()
    assert [each.name for each in mesh.materials] == ["Skin", "Cloth"]


def test_weights_equal_the_asset(built):
    asset, ob = built
    names = [group.name for group in ob.vertex_groups]
    for index, vertex in enumerate(ob.data.vertices):
        found = {names[each.group]: each.weight for each in vertex.groups if names[each.group] != "Hidden"}
        expected = {f"bone.{joint}": weight for joint, weight in zip(asset.joints[index], asset.weights[index])
                    if weight > 0}
        assert found == pytest.approx(expected, abs=1e-7)


def test_a_joint_named_twice_has_the_sum_of_its_weights(troupe):
    asset = makers.grid(troupe.assets)
    asset.joints[:, :] = 4
    ob = troupe.mesh.build(asset, bpy.context.collection, troupe.material.Materials(), ["x"] * 4 + ["five"])
    assert [group.name for group in ob.vertex_groups] == ["five"]
    assert all(vertex.groups[0].weight == pytest.approx(1, abs=1e-6) for vertex in ob.data.vertices)


def test_shape_keys_equal_the_asset(built):
    asset, ob = built
    blocks = ob.data.shape_keys.key_blocks
    assert [each.name for each in blocks] == ["Basis", "jawOpen", "mouthSmileLeft"]
    for number in range(2):
        low, high = asset.shape_keys.offsets[number:number + 2]
        expected = asset.vertices.copy()
        expected[asset.shape_keys.indices[low:high]] += asset.shape_keys.deltas[low:high]
        np.testing.assert_allclose(read(blocks[number + 1].points, "co", 3), expected, atol=1e-7)
    assert not any(each.value for each in blocks[1:])


def test_covered_vertices_are_masked_not_deleted(built):
    asset, ob = built
    evaluated = ob.evaluated_get(bpy.context.evaluated_depsgraph_get())
    assert len(ob.data.vertices) == len(asset.vertices)
    assert len(evaluated.data.vertices) == len(asset.vertices) - 20


def test_flat_faces(troupe):
    asset = makers.grid(troupe.assets, smooth=False)
    ob = troupe.mesh.build(asset, bpy.context.collection, troupe.material.Materials(), [str(n) for n in range(9)])
    assert not read(ob.data.polygons, "use_smooth", 1, bool).any()


def test_degenerate_faces_cannot_corrupt_the_mesh(troupe):
    """A face that names a vertex twice is legal on the wire but not in Blender."""
    asset = makers.grid(troupe.assets)
    asset.corner_vertices[1] = asset.corner_vertices[0]
    ob = troupe.mesh.build(asset, bpy.context.collection, troupe.material.Materials(), [str(n) for n in range(9)])
    assert not ob.data.validate()
    assert len(ob.data.vertices) == len(asset.vertices)
