# SPDX-License-Identifier: GPL-3.0-or-later
"""Levels of detail of an avatar in the scene: shown, kept, given up; and meshes read as assets."""

import dataclasses

import bpy
import numpy as np
import pytest
from test_motion_controls import backend, needs_backend  # noqa: F401
from test_people import built, people, select  # noqa: F401

FIELDS = ("vertices", "corner_vertices", "face_offsets", "uvs", "material_index")


@pytest.fixture
def levels(people):  # noqa: F811
    return people.troupe.module("people.levels")


def made_by_hand(levels, rig):
    """What the service answers: here each level lacks faces at the end."""
    asked = levels.question(rig)["avatar"]
    asked.validate()
    answer = {}
    for level in (1, 2, 3):
        meshes = []
        for mesh in asked.meshes:
            faces = len(mesh.face_offsets) - 1 - 20 * level
            corners = mesh.face_offsets[faces]
            meshes.append(dataclasses.replace(
                mesh, corner_vertices=mesh.corner_vertices[:corners], face_offsets=mesh.face_offsets[:faces + 1],
                uvs=mesh.uvs[:corners], material_index=mesh.material_index[:faces], hidden=None))
        answer[f"lod{level}"] = dataclasses.replace(asked, meshes=meshes)
        answer[f"lod{level}"].validate()
    return answer


def contents(ob):
    """Everything of a mesh that could get lost."""
    mesh = ob.data
    flat = np.empty(3 * len(mesh.vertices), np.float32)
    mesh.vertices.foreach_get("co", flat)
    weights = [sorted((ob.vertex_groups[each.group].name, each.weight) for each in vertex.groups)
               for vertex in mesh.vertices]
    return (flat.tolist(), weights, [each.material_index for each in mesh.polygons], [m.name for m in mesh.materials],
            [k.name for k in mesh.shape_keys.key_blocks], [tuple(each.uv) for each in mesh.uv_layers[0].data])


def test_a_mesh_is_read_as_it_was_built(people):  # noqa: F811
    import makers
    reader, mesh = people.troupe.module("builders.mesh_reader"), people.troupe.module("builders.mesh")
    asset = makers.grid(people.assets, hidden=(np.arange(108) < 20).astype("u1"))
    bones = [f"bone.{number}" for number in range(9)]
    ob = mesh.build(asset, bpy.context.scene.collection, people.troupe.material.Materials(), bones)
    found = reader.read(ob, bones, "body")
    found.validate()
    for name in FIELDS:
        assert np.array_equal(getattr(found, name), getattr(asset, name)), name
    assert np.array_equal(found.hidden, asset.hidden) and found.shape_keys.names == asset.shape_keys.names

    def dense(mesh):
        table = np.zeros((len(mesh.vertices), 9))
        for slot in range(mesh.joints.shape[1]):
            np.add.at(table, (np.arange(len(table)), mesh.joints[:, slot]), mesh.weights[:, slot])
        return table

    assert np.abs(dense(found) - dense(asset)).max() < 1e-6
    assert np.abs(found.shape_keys.deltas).sum() == pytest.approx(np.abs(asset.shape_keys.deltas).sum(), rel=1e-4)
    empty = bpy.data.objects.new("Empty", bpy.data.meshes.new("Empty"))
    with pytest.raises(ValueError, match="no faces"):
        reader.read(empty, bones)


def test_a_level_is_shown_and_the_first_comes_back_unchanged(people, levels):  # noqa: F811
    rig = built(people)
    body = next(ob for ob in people.avatar.parts(rig) if ob.name == "Body")
    data, before = body.data, contents(body)
    keys = data.shape_keys.key_blocks
    keys["jawOpen"].value = 0.3
    keys["jawOpen"].keyframe_insert("value", frame=3)
    action = data.shape_keys.animation_data.action
    levels.keep(rig, made_by_hand(levels, rig))
    assert levels.made(rig) and levels.shown(rig) == 0 and body.data == data
    levels.show(rig, 2)
    assert body.data != data and len(body.data.polygons) == len(data.polygons) - 40
    assert levels.triangles(rig, 2) < levels.triangles(rig, 1) < levels.triangles(rig, 0)
    assert list(body.data.materials) == list(data.materials)
    assert [each.material_index for each in body.data.polygons][:9] == before[2][:9], "faces keep their materials"
    assert body.data.shape_keys.animation_data.action == action
    body.data.shape_keys.key_blocks["mouthSmileLeft"].value = 0.8
    levels.show(rig, 0)
    assert body.data == data and contents(body) == before
    assert keys["mouthSmileLeft"].value == pytest.approx(0.8), "the face goes along both ways"
    count = len(bpy.data.meshes)
    levels.show(rig, 3)
    levels.forget(rig)
    assert body.data == data and levels.shown(rig) == 0 and not levels.made(rig)
    assert len(bpy.data.meshes) == count - 9, "three parts, three levels"
    with pytest.raises(ValueError, match="not made"):
        levels.show(rig, 1)


def test_an_avatar_that_is_made_anew_or_has_changed_gives_its_levels_up(people, levels):  # noqa: F811
    from test_people import SPEC, person
    rig = built(people)
    answer = made_by_hand(levels, rig)
    levels.keep(rig, answer)
    levels.show(rig, 1)
    people.avatar.update(person(people, names=("Body", "Coat"), spec=SPEC), rig)
    assert levels.shown(rig) == 0 and not levels.made(rig)
    assert not [each.name for each in bpy.data.meshes if "LOD" in each.name]
    with pytest.raises(ValueError, match="changed"):
        levels.keep(rig, answer)


def test_the_operator_says_what_it_needs(people, levels):  # noqa: F811
    rig = built(people)
    select(rig)
    with pytest.raises(RuntimeError, match="Start the backend"):
        bpy.ops.troupe.avatar_level(level="1")
    levels.keep(rig, made_by_hand(levels, rig))
    assert bpy.ops.troupe.avatar_level(level="1") == {"FINISHED"} and levels.shown(rig) == 1


@needs_backend
def test_levels_are_made_by_the_backend(people, levels, backend):  # noqa: F811
    runtime = people.troupe.module("runtime")
    session = runtime.session()
    session.open()
    assert runtime.pump(30.0, lambda: session.status == "online")
    rig = built(people)
    select(rig)
    whole = levels.triangles(rig, 0)
    assert bpy.ops.troupe.avatar_level(level="2") == {"FINISHED"}
    assert runtime.pump(60.0, lambda: not session.questions) and session.error is None
    assert levels.shown(rig) == 2
    share = levels.triangles(rig, 2) / whole
    assert 0.1 < share < 0.6, "hidden faces are left out, and few are kept for small meshes"
    for ob in people.avatar.parts(rig):
        assert [key.name for key in ob.data.shape_keys.key_blocks] == ["Basis", "jawOpen", "mouthSmileLeft"] \
            or ob[people.avatar.ROLE] == "hair"
        assert ob.vertex_groups and all(group.name in rig.data.bones for group in ob.vertex_groups)
