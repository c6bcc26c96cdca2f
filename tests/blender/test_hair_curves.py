# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair of strips as hair curves, rooted on the skin, and back."""

from types import SimpleNamespace

import body_makers
import bpy
import numpy as np
import pytest
from mathutils.bvhtree import BVHTree
from test_motion_controls import needs_backend

LOCKS, ROWS = 40, 7


@pytest.fixture
def hair(troupe):
    return SimpleNamespace(troupe=troupe, curves=troupe.module("people.hair_curves"), avatar=troupe.avatar)


def strips(troupe, rig, *, away=0.006):
    """Locks on the back of the head, each a strip that hangs down; the last ones are tied 5 cm away."""
    head = 1.0 * body_makers._body()[f"{rig}_heads"][body_makers._body()["notes"][rig]["names"].index(
        body_makers._body()["notes"][rig]["roles"]["head"])]
    points, corners = [], []
    for lock in range(LOCKS):
        x = head[0] + 0.06 * (2 * lock / LOCKS - 1)
        out = 0.095 + away + (0.05 if lock >= LOCKS - 4 else 0.0)
        base = len(points)
        for row in range(ROWS):
            place = head + np.array((0, 0, 0.12 - 0.04 * row))
            points += [(x - 0.004, place[1] + out, place[2]), (x, place[1] + out + 0.001, place[2]),
                       (x + 0.004, place[1] + out, place[2])]
        corners += [[base + 3 * row + side + each for each in (0, 1, 4, 3)] for row in range(ROWS - 1)
                    for side in (0, 1)]
    count = len(points)
    bone = body_makers._body()["notes"][rig]["names"].index(body_makers._body()["notes"][rig]["roles"]["head"])
    return troupe.assets.Mesh(
        name="Hair", role="hair", vertices=np.array(points, "f4"), corner_vertices=np.array(corners, "i4").ravel(),
        face_offsets=np.arange(0, 4 * len(corners) + 1, 4, dtype="i4"), materials=[troupe.assets.Material(name="Hair")],
        joints=np.full((count, 1), bone, "u2"), weights=np.ones((count, 1), "f4"))


def person(hair, rig="game_engine", **options):
    body_makers._body()
    return body_makers.avatar(hair.troupe, rig, extra=[strips(hair.troupe, rig, **options)])


def evaluated(ob):
    bpy.context.view_layer.update()
    found = ob.evaluated_get(bpy.context.evaluated_depsgraph_get())
    flat = np.empty(3 * len(found.data.points), np.float32)
    found.data.position_data.foreach_get("vector", flat)
    matrix = np.array(found.matrix_world)
    return flat.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3]


@needs_backend
def test_strips_become_curves_on_the_skin_and_come_back(hair):
    rig = person(hair)
    parts = {ob.name: ob for ob in hair.avatar.parts(rig)}
    before = [tuple(vertex.co) for vertex in parts["Hair"].data.vertices]
    blocks = {kind: len(getattr(bpy.data, kind)) for kind in ("objects", "materials", "node_groups", "hair_curves")}
    assert bpy.ops.troupe.avatar_hair_curves(strands=5) == {"FINISHED"}
    [ob] = hair.curves.curves_of(rig)
    assert len(ob.data.curves) == 5 * LOCKS and parts["Hair"].hide_render and parts["Hair"].hide_viewport
    assert ob.data.surface == parts["Body"] and ob.data.surface_uv_map == "UVMap"
    assert ob.data.materials[0].node_tree.nodes["Principled Hair BSDF"].inputs["Color"].default_value[0] > 0
    # Roots are on the skin, also of locks that are tied away from it; strands end where their lock does, or before.
    body = parts["Body"].data
    tree = BVHTree.FromPolygons([vertex.co for vertex in body.vertices], [each.vertices for each in body.polygons])
    flat = np.empty(3 * len(ob.data.points), np.float32)
    ob.data.position_data.foreach_get("vector", flat)
    places = flat.reshape(-1, 3)
    starts = [curve.first_point_index for curve in ob.data.curves]
    assert max(tree.find_nearest(places[start].tolist())[3] for start in starts) < 2e-3
    low = min(place[2] for place in before)
    assert low - 0.01 < places[:, 2].min() < low + 0.05
    assert {curve.points_length for curve in ob.data.curves} <= set(range(ROWS - 2, ROWS + 2))
    # They go where the head goes.
    first = evaluated(ob)
    assert np.abs(first - places).max() < 2e-3, "at rest they are where they were grown"
    bone = rig.pose.bones["head"]
    bone.rotation_mode, bone.rotation_euler = "XYZ", (0.0, 0.6, 0.0)
    moved = evaluated(ob)
    turn = np.array(bone.matrix @ bone.bone.matrix_local.inverted())
    wanted = first @ turn[:3, :3].T + turn[:3, 3]
    assert np.abs(moved - wanted).max() < 0.01 and np.abs(moved - first).max() > 0.02
    # And back.
    bpy.context.view_layer.objects.active = ob
    assert not bpy.ops.troupe.avatar_hair_curves.poll()
    assert bpy.ops.troupe.avatar_hair_strips() == {"FINISHED"}
    assert [tuple(vertex.co) for vertex in parts["Hair"].data.vertices] == before
    assert not parts["Hair"].hide_render and not parts["Body"].add_rest_position_attribute
    assert blocks == {kind: len(getattr(bpy.data, kind)) for kind in blocks}


@needs_backend
def test_curves_are_made_anew_with_body_and_hair(hair):
    import makers
    rig = person(hair, away=0.002)
    bpy.ops.troupe.avatar_hair_curves()
    old = hair.curves.curves_of(rig)[0].data.name
    again = hair.troupe.assets.Avatar(
        name="Again", height=1.7, skeleton=hair.troupe.skeleton.read(rig), provenance=makers.provenance(
            hair.troupe.assets), meshes=[strips(hair.troupe, "game_engine", away=0.01)])
    hair.avatar.update(again, rig, "hair")
    [ob] = hair.curves.curves_of(rig)
    assert len(ob.data.curves) == 8 * LOCKS and len(bpy.data.hair_curves) == 1 and ob.data.name == old
    hair.avatar.update(again, rig, "clothes")
    assert hair.curves.curves_of(rig) == [ob], "other clothes leave them"


@needs_backend
def test_hair_that_is_no_strips_is_left_alone(hair):
    import makers
    rig = body_makers.avatar(hair.troupe, "game_engine", extra=[makers.grid(
        hair.troupe.assets, name="Wig", role="hair", shape_keys=None)])
    with pytest.raises(RuntimeError, match="not made of strips"):
        bpy.ops.troupe.avatar_hair_curves()
    assert not bpy.data.hair_curves and not any(ob.hide_render for ob in hair.avatar.parts(rig))
    bald = body_makers.avatar(hair.troupe, "game_engine")
    with pytest.raises(ValueError, match="no hair"):
        hair.curves.convert(bald)
