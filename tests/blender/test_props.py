# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects in the scene: replaced where they stand, edited, put onto surfaces and scattered; levels and hulls aside."""

import bpy
import makers
import numpy as np
import pytest
from mathutils import Vector


def cube(assets, name="body", size=0.5, **fields):
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (0, 2)], "f4") * size
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return assets.Mesh(name=name, vertices=corners, corner_vertices=np.ravel(faces).astype("i4"),
                       face_offsets=np.arange(0, 25, 4, dtype="i4"), **fields)


@pytest.fixture
def modules(troupe):
    return troupe.module("protocol.assets"), troupe.module("builders.prop"), troupe.module("builders.provenance")


def make(modules, parts=2, size=0.5, location=(0.0, 0.0, 0.0), **fields):
    assets, prop, _ = modules
    spec = {"category": "vase", "material": "ceramic", "color": None, "size": {}, "styles": [], "wear": {}}
    made = assets.Prop(name="Vase", category="vase", meshes=[cube(assets, f"part {i}", size) for i in range(parts)],
                       provenance=makers.provenance(assets, engine="parametric", spec=spec), **fields)
    made.validate()
    return prop.build(made, bpy.context.scene.collection, location), made


def ground(z=0.0):
    mesh = bpy.data.meshes.new("Ground")
    mesh.from_pydata([(-5, -5, z), (5, -5, z), (5, 5, z), (-5, 5, z)], [], [(0, 1, 2, 3)])
    ob = bpy.data.objects.new("Ground", mesh)
    bpy.context.scene.collection.objects.link(ob)
    return ob


def select(*objects):
    for ob in bpy.context.view_layer.objects:
        ob.select_set(ob in objects)
    bpy.context.view_layer.objects.active = objects[-1]


def test_levels_and_hulls_lie_aside_and_hidden(modules):
    assets = modules[0]
    root, _ = make(modules, 1, lods=[cube(assets, "part LOD1", role="lod1")],
                   colliders=[cube(assets, "hull", role="collider")])
    home = next(each for each in root.users_collection if each.children)
    assert {each.name.split()[-1].rstrip(".0123456789") for each in home.children} == {"LODs", "Colliders"}
    assert all(each.hide_viewport and each.hide_render and each.objects[0].parent == root for each in home.children)


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 3), (3, 1), (2, 2)])
def test_what_takes_its_place_keeps_transform_parent_children_and_user_data(modules, before, after):
    _, prop, provenance = modules
    root, _ = make(modules, before, location=(1, 2, 3))
    root.rotation_euler.z, root.scale = 0.7, (2, 2, 2)
    parent = bpy.data.objects.new("Parent", None)
    lamp = bpy.data.objects.new("Lamp", None)
    for ob in (parent, lamp):
        bpy.context.scene.collection.objects.link(ob)
    root.parent, lamp.parent, root["price"] = parent, root, 12
    root.name = "Mine"
    bpy.context.view_layer.update()
    where = root.matrix_world.copy()
    meshes, objects = len(bpy.data.meshes), len(bpy.data.objects)
    other, made = make(modules, after)
    bpy.data.batch_remove(prop.parts(other))
    new = prop.replace(made, root)
    bpy.context.view_layer.update()
    assert new.name == "Mine" and new["price"] == 12 and new.parent == parent and lamp.parent == new
    assert np.allclose(new.matrix_world, where, atol=1e-6)
    assert len(prop.parts(new)) == (1 if after == 1 else after + 1)
    assert provenance.read(new)["provenance"]["spec"]["category"] == "vase"
    assert len(bpy.data.objects) - objects == (1 if after == 1 else after + 1) - (1 if before == 1 else before + 1)
    assert len([m for m in bpy.data.meshes if m.users]) == meshes - before + after


def test_the_edited_spec_has_what_was_set_and_keeps_the_rest(troupe, modules, monkeypatch):
    root, _ = make(modules)
    select(root)
    sent = []
    ordering = troupe.module("ordering")
    monkeypatch.setattr(ordering, "place", lambda context, order, where, extra=None: sent.append((order, where)))
    assert bpy.ops.troupe.prop_edit(material="oak", pattern="dotted", height=0.4, rust=0.5, seed=11) == {"FINISHED"}
    (order, where), = sent
    assert where.replace == root.name and order.seed == 11 and order.modality == "object"
    assert order.spec["material"] == "oak" and order.spec["pattern"] == "dotted"
    assert order.spec["size"] == {"height": pytest.approx(0.4)} and order.spec["wear"] == {"rust": 0.5}
    assert order.spec["category"] == "vase" and order.spec["color"] is None


def test_a_ray_puts_it_onto_the_surface_and_not_onto_itself(troupe, modules):
    place = troupe.module("operators.prop_place")
    ground(1.5)
    root, _ = make(modules, location=(0, 0, 4))
    root.scale = (0.5, 0.5, 0.5)
    bpy.context.view_layer.update()
    assert place.onto_surface(bpy.context, root, Vector((0, 0, 20)), Vector((0, 0, -1)))
    bpy.context.view_layer.update()
    assert root.matrix_world.translation.z == pytest.approx(1.5, abs=1e-4)
    assert root.matrix_world.to_scale().x == pytest.approx(0.5)
    assert not place.onto_surface(bpy.context, root, Vector((0, 0, 20)), Vector((0, 0, 1)))


def test_scattering_keeps_apart_and_follows_the_surface(modules):
    surface = ground()
    surface.rotation_euler.x = 0.5
    root, _ = make(modules, size=0.1)
    bpy.context.view_layer.update()
    select(root, surface)
    assert bpy.ops.troupe.prop_scatter(count=25, distance=0.6, seed=4) == {"FINISHED"}
    bpy.context.view_layer.update()
    home = bpy.data.collections["Vase on Ground"]
    roots = [ob for ob in home.objects if ob.parent is None]
    assert 10 <= len(roots) <= 25 and len(home.objects) == 3 * len(roots)
    points = np.array([ob.matrix_world.translation for ob in roots])
    apart = np.linalg.norm(points[:, None] - points[None], axis=2) + 10 * np.eye(len(points))
    assert apart.min() >= 0.6 - 1e-5
    normal = surface.matrix_world.to_3x3() @ Vector((0, 0, 1))
    assert all((ob.matrix_world.to_3x3() @ Vector((0, 0, 1))).normalized().dot(normal) > 0.999 for ob in roots)
    children = {ob.data for ob in home.objects if ob.type == "MESH"}
    assert children == {ob.data for ob in bpy.data.objects if ob.parent == root}  # shared
    assert len({round(ob.matrix_world.to_scale().x, 4) for ob in roots}) > 5


def hollow(assets):
    """An eight-sided cup 10 cm tall, its hulls the floor and the eight walls."""
    turn = np.linspace(0, 2 * np.pi, 9)[:-1]
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)

    def prism(points, low, high, name):
        count = len(points)
        corners = np.concatenate([np.column_stack([points, np.full(count, z)]) for z in (low, high)]).astype("f4")
        faces = [tuple(range(count))[::-1], tuple(range(count, 2 * count))]
        faces += [(k, (k + 1) % count, count + (k + 1) % count, count + k) for k in range(count)]
        return assets.Mesh(name=name, vertices=corners, corner_vertices=np.concatenate(faces).astype("i4"),
                           face_offsets=np.cumsum([0] + [len(face) for face in faces]).astype("i4"), role="collider")
    walls = [prism(np.array([0.04 * ring[k], 0.03 * ring[k], 0.03 * ring[k - 7], 0.04 * ring[k - 7]])[::-1], 0.0, 0.1,
                   f"wall {k}") for k in range(8)]
    return [prism(0.03 * ring, 0.0, 0.01, "floor"), *walls]


def settle(scene, root, frames=70):
    """Play the scene; where ``root`` is on the last frames."""
    seen = []
    for frame in range(1, frames + 1):
        scene.frame_set(frame)
        seen.append(root.evaluated_get(bpy.context.evaluated_depsgraph_get()).matrix_world.copy())
    return seen


def test_a_cup_falls_onto_the_floor_and_comes_to_rest_and_a_die_lands_in_it(troupe, modules):
    assets, prop, _ = modules
    rigid = troupe.module("builders.rigid")
    scene = bpy.context.scene
    slab = assets.Prop(name="Slab", category="table", meshes=[cube(assets, "slab", 0.5)])
    rigid.apply(prop.build(slab, scene.collection, (0, 0, -1)), "PASSIVE", scene)
    hulls = hollow(assets)
    ceramic = assets.Material(name="Clay", procedural={"density": 2000.0})
    fields = ("name", "vertices", "corner_vertices", "face_offsets")
    parts = [assets.Mesh(**{each: getattr(mesh, each) for each in fields}, materials=[ceramic]) for mesh in hulls]
    made = assets.Prop(name="Cup", category="cup", colliders=hulls, provenance=makers.provenance(assets), meshes=parts)
    made.validate()
    root = prop.build(made, scene.collection, (0, 0, 0.3))
    select(root)
    assert bpy.ops.troupe.prop_rigid(kind="ACTIVE") == {"FINISHED"}
    # Eight walls of 10 cm and a floor of 1 cm: areas by the shoelace rule for regular octagons.
    octagon = 2 * np.sqrt(2)
    volume = octagon * (0.04 ** 2 - 0.03 ** 2) * 0.1 + octagon * 0.03 ** 2 * 0.01
    assert root.rigid_body.mass == pytest.approx(2000 * volume, rel=1e-3)
    assert root.rigid_body.collision_shape == "COMPOUND" and len(rigid.colliders(root)) == 9
    die = assets.Prop(name="Die", category="die", meshes=[cube(assets, "die", 0.008)])
    inside = prop.build(die, scene.collection, (0, 0, 0.6))
    rigid.apply(inside, "ACTIVE", scene)
    matrices = settle(scene, root)
    heights = [each.translation.z for each in matrices]
    assert heights[0] == pytest.approx(0.3, abs=0.01) and heights[3] < heights[0]  # it falls
    assert heights[-1] == pytest.approx(0, abs=0.003)  # and lies on the floor, upright
    assert (matrices[-1].to_3x3() @ Vector((0, 0, 1))).z > 0.999
    assert (matrices[-1].translation - matrices[-10].translation).length < 1e-3  # at rest
    at = inside.evaluated_get(bpy.context.evaluated_depsgraph_get()).matrix_world.translation
    assert np.hypot(at.x, at.y) < 0.03 and 0.0 < at.z < 0.05  # in the cup, which is hollow
    assert bpy.ops.troupe.prop_rigid(kind="NONE") == {"FINISHED"}
    assert root.rigid_body is None and all(hull.rigid_body is None for hull in rigid.colliders(root))


def test_what_has_parts_but_no_hulls_cannot_fall(modules):
    root, _ = make(modules, 2)
    select(root)
    with pytest.raises(RuntimeError, match="Collision Hulls"):
        bpy.ops.troupe.prop_rigid(kind="ACTIVE")


def test_materials_are_marked_as_assets_with_their_object_when_asked(modules):
    assets, prop, _ = modules
    oak = assets.Material(name="Oak", procedural={"kind": "wood"})
    made = assets.Prop(name="Stool", category="stool", meshes=[cube(assets, "seat", materials=[oak])],
                       provenance=makers.provenance(assets, prompt="an oak stool"))
    root = prop.build(made, bpy.context.scene.collection)
    select(root)
    assert bpy.ops.troupe.mark_asset() == {"FINISHED"}
    material = root.material_slots[0].material
    assert root.asset_data and material.asset_data is None
    assert bpy.ops.troupe.mark_asset(materials=True) == {"FINISHED"}
    assert material.asset_data.description == "an oak stool" and material.preview is not None
