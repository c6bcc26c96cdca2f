# SPDX-License-Identifier: GPL-3.0-or-later
"""Avatars that are there already: fields, what is made anew, locks, mixes, crowds, the turntable."""

import json
from types import SimpleNamespace

import bpy
import makers
import numpy as np
import pytest
from mathutils import Vector
from test_motion_controls import backend, finish, needs_backend  # noqa: F401

SPEC = {"age_years": 30.0, "gender": 0.05, "height_m": 1.8, "stature": 0.0, "bmi": 22.5, "muscle": 0.5,
        "proportions": 0.4, "ancestry": [0.0, 0.1, 0.9], "skin_color": [0.5, 0.3, 0.2],
        "hair_color": [0.05, 0.03, 0.02], "hair_style": "short", "hair_texture": None, "eye_color": [0.1, 0.2, 0.4],
        "beard": 0.0, "beard_style": "", "brows": 0.5, "local": {}, "archetype": "", "seeds": {}, "mix": None,
        "outfit": [{"kind": "jeans", "color": [0.02, 0.04, 0.1], "sleeve": "", "length": "", "neckline": "",
                    "closure": "", "pattern": "", "pattern_color": None, "fabric": "denim", "later": "kept"},
                   {"kind": "shirt", "color": [2.0, 0.1, 0.1], "sleeve": "long", "length": "", "neckline": "",
                    "closure": "", "pattern": "plaid", "pattern_color": [0.0, 0.0, 0.0], "fabric": ""}],
        "accessories": [{"kind": "hat", "color": None}], "unknown_yet": 3}


@pytest.fixture
def people(troupe):
    return SimpleNamespace(assets=troupe.assets, avatar=troupe.module("builders.avatar"),
                           fields=troupe.module("people.fields"), provenance=troupe.provenance, troupe=troupe,
                           ordering=troupe.module("ordering"))


def person(people, names=("Body", "Shirt", "Hair"), location=(0, 0, 0), spec=SPEC, **fields):
    assets = people.assets
    roles = {"Body": "body", "Shirt": "garment", "Coat": "garment", "Hair": "hair", "Eyes": "eyes"}
    meshes = [makers.grid(assets, name=name, role=roles[name], seed=5 + number,
                          hidden=np.arange(108) < 20 if name == "Body" else None) for number, name in enumerate(names)]
    for each in meshes:
        each.hidden = None if each.hidden is None else each.hidden.astype("u1")
    asset = makers.avatar(assets, meshes=meshes, provenance=makers.provenance(
        assets, engine="anny", prompt="a man", spec=json.loads(json.dumps(spec)), parameters={
            "rig": "mixamo", "only": "clothes"}), **fields)
    asset.validate()
    return asset


def built(people, location=(0, 0, 0), **options):
    return people.avatar.build(person(people, **options), bpy.context.scene.collection, location)


def select(*objects):
    for ob in bpy.context.view_layer.objects:
        ob.select_set(ob in objects)
    bpy.context.view_layer.objects.active = objects[0]


@pytest.fixture
def sent(people, monkeypatch):
    orders = []
    monkeypatch.setattr(people.ordering, "place",
                        lambda context, order, where=None, extra=None: orders.append((order, where)))
    return orders


def test_an_avatar_arrives_with_its_fields_and_unchanged_fields_change_nothing(people, sent):
    rig = built(people)
    fields = rig.troupe_person
    assert fields.loaded and fields.rig == "mixamo" and fields.age_years == 30
    assert [item.kind for item in fields.outfit] == ["jeans", "shirt"] and fields.outfit[1].pattern == "plaid"
    assert people.fields.edited(rig) == SPEC, "also what the fields cannot hold, or do not know"
    select(rig)
    assert bpy.ops.troupe.avatar_apply() == {"CANCELLED"} and not sent


@pytest.mark.parametrize(("change", "only"), [
    (lambda f: setattr(f, "height_m", 1.9), "all"), (lambda f: setattr(f, "eye_color", (0, 1, 0)), "body"),
    (lambda f: setattr(f, "hair_style", "long"), "body_hair"), (lambda f: setattr(f.outfit[0], "length", "knee"),
                                                                "clothes"),
    (lambda f: f.accessories.remove(0), "clothes_hair"), (lambda f: setattr(f, "rig", "cmu_mb"), "all"),
    (lambda f: (setattr(f, "beard", 0.8), setattr(f.outfit[0], "color", (0, 0, 0))), "all")])
def test_only_what_has_changed_is_made_anew(people, sent, change, only):
    rig = built(people)
    select(people.avatar.parts(rig)[0])  # a part of it is the active object
    change(rig.troupe_person)
    assert bpy.ops.troupe.avatar_apply() == {"FINISHED"}
    (order, where), = sent
    assert order.parameters["only"] == where.only == only and where.replace == rig.name and order.engine == "anny"
    assert order.spec["unknown_yet"] == 3 and order.spec["outfit"][0]["later"] == "kept"


def test_clothes_are_exchanged_and_all_else_stays(people):
    rig = built(people)
    before = {ob.name: ob for ob in people.avatar.parts(rig)}
    body = before["Body"]
    body.data.shape_keys.key_blocks["jawOpen"].value = 0.7
    prop = bpy.data.objects.new("Sword", None)
    bpy.context.scene.collection.objects.link(prop)
    prop.parent = rig
    rig.pose.bones[2].rotation_mode = "QUATERNION"
    rig.pose.bones[2].rotation_quaternion = (0.8, 0.6, 0, 0)
    clothes = person(people, names=("Body", "Coat"))
    clothes.meshes[0].hidden = (np.arange(108) >= 50).astype("u1")
    people.avatar.update(clothes, rig, "clothes")
    now = {ob.name: ob for ob in people.avatar.parts(rig)}
    assert set(now) == {"Body", "Hair", "Coat"} and now["Body"] == body and prop.parent == rig
    assert body.data.shape_keys.key_blocks["jawOpen"].value == pytest.approx(0.7)
    hidden = [vertex.index for vertex in body.data.vertices
              if any(body.vertex_groups[each.group].name == "Hidden" for each in vertex.groups)]
    assert hidden == list(range(50, 108)) and sum(each.type == "MASK" for each in body.modifiers) == 1
    assert tuple(rig.pose.bones[2].rotation_quaternion) == pytest.approx((0.8, 0.6, 0, 0))
    assert not [each for each in bpy.data.meshes if each.users == 0]
    record = people.provenance.read(rig)["provenance"]
    assert record["parameters"]["only"] == "all", "Again makes the whole person"


def test_another_body_keeps_transform_pose_actions_and_face(people):
    rig = built(people, location=(1, 2, 3))
    rig.pose.bones["bone.3"].rotation_mode = "QUATERNION"
    rig.pose.bones["bone.3"].rotation_quaternion = (0.8, 0, 0.6, 0)
    rig.pose.bones["bone.3"].keyframe_insert("rotation_quaternion", frame=5)
    action = rig.animation_data.action
    face = next(ob for ob in people.avatar.parts(rig) if ob.name == "Body").data.shape_keys
    face.key_blocks["jawOpen"].value = 0.4
    face.key_blocks["jawOpen"].keyframe_insert("value", frame=3)
    talk = face.animation_data.action
    taller = person(people, names=("Body", "Coat"), spec={**SPEC, "height_m": 2.0})
    taller.skeleton.heads, taller.skeleton.tails = taller.skeleton.heads * 1.1, taller.skeleton.tails * 1.1
    assert people.avatar.update(taller, rig) == rig
    bpy.context.view_layer.update()
    assert rig.data.bones["bone.3"].head_local[:] == pytest.approx(taller.skeleton.heads[3].tolist(), abs=1e-5)
    assert rig.animation_data.action == action and tuple(rig.location) == (1, 2, 3)
    bpy.context.scene.frame_set(5)
    assert tuple(rig.pose.bones["bone.3"].rotation_quaternion) == pytest.approx((0.8, 0, 0.6, 0), abs=1e-6)
    body = next(ob for ob in people.avatar.parts(rig) if ob.name == "Body")
    assert body.data.shape_keys.animation_data.action == talk
    assert [each.object for each in body.modifiers if each.type == "ARMATURE"] == [rig]
    assert len(bpy.data.armatures) == 1 and rig.troupe_person.height_m == pytest.approx(2.0)
    with pytest.raises(ValueError, match="earlier version"):
        for ob in people.avatar.parts(rig):
            del ob[people.avatar.ROLE]
        people.avatar.update(taller, rig)


def test_two_avatars_are_mixed_and_swap_clothes(people, sent):
    first, second = built(people), built(people, location=(4, 0, 0), spec={
        **SPEC, "outfit": [{"kind": "dress", "color": [1, 0, 0]}], "accessories": []})
    select(first)
    assert not bpy.ops.troupe.avatar_mix.poll()
    select(first, people.avatar.parts(second)[0])
    assert bpy.ops.troupe.avatar_mix("EXEC_DEFAULT", amount=0.25) == {"FINISHED"}
    order, where = sent.pop()
    assert set(order.spec["mix"]["parts"].values()) == {0.25} and len(order.spec["mix"]["parts"]) == 13
    assert order.spec["mix"]["spec"]["outfit"][0]["kind"] == "dress" and order.spec["mix"]["seed"] == 7
    assert where.replace == "" and where.location[0] == pytest.approx(2)
    assert bpy.ops.troupe.avatar_mix("EXEC_DEFAULT", by_part=True, hair=1.0, head=0.5, in_place=True) == {"FINISHED"}
    order, where = sent.pop()
    assert order.spec["mix"]["parts"] == {"head": 0.5, "hair": 1.0} and where.replace == first.name
    assert bpy.ops.troupe.avatar_swap() == {"FINISHED"}
    (one, there), (other, here) = sent
    assert there.replace == first.name and one.spec["outfit"][0]["kind"] == "dress" and one.spec["accessories"] == []
    assert here.replace == second.name and other.spec["outfit"][1]["kind"] == "shirt"


def test_a_crowd_stands_in_rows_apart(people):
    places = people.troupe.module("operators.avatar_mix").places
    for count in (2, 7, 30):
        found = np.array(list(places(count, 1.2)))
        gaps = np.linalg.norm(found[:, None] - found[None], axis=2) + 9 * np.eye(count)
        assert len(found) == count and gaps.min() >= 1.2 - 1e-6 and np.abs(found.mean(axis=0)).max() < 0.8


def test_garments_are_added_and_removed(people):
    rig = built(people)
    select(rig)
    bpy.ops.troupe.avatar_item(of="outfit")
    assert [item.kind for item in rig.troupe_person.outfit] == ["jeans", "shirt", "t-shirt"]
    bpy.ops.troupe.avatar_item(of="outfit", remove=True)
    bpy.ops.troupe.avatar_item(of="accessories", remove=True)
    assert len(rig.troupe_person.outfit) == 2 and not len(rig.troupe_person.accessories)
    bpy.ops.troupe.avatar_load()
    assert len(rig.troupe_person.accessories) == 1


def test_the_turntable_sees_the_whole_avatar_all_the_way_round(people):
    from bpy_extras.object_utils import world_to_camera_view
    rig = built(people, location=(3, 1, 0))
    select(rig)
    scene = bpy.context.scene
    for _ in range(2):  # the second takes the place of the first
        assert bpy.ops.troupe.avatar_turntable(frames=40) == {"FINISHED"}
    assert sum(ob.type == "CAMERA" for ob in bpy.data.objects) == 1
    seen = []
    for frame in (1, 11, 21, 31):
        scene.frame_set(frame)
        seen.append(tuple(round(each, 2) for each in scene.camera.matrix_world.translation))
        place = world_to_camera_view(scene, scene.camera, rig.matrix_world.translation)
        assert abs(place.x - 0.5) < 0.05 and place.z > 0
    assert len(set(seen)) == 4


def test_the_panels_draw(people):
    panel = people.troupe.module("panels.avatar")
    from test_motion_controls import Sheet
    select(built(people))
    seen = []
    for each in panel.CLASSES:
        assert each.poll(bpy.context)
        paper = SimpleNamespace(layout=Sheet(seen), person=panel.OfPersonPanel.person, **{
            name: getattr(each, name) for name in ("_item", "_levels") if hasattr(each, name)})
        each.draw(paper, bpy.context)
    text = " ".join(seen)
    for each in ("troupe.avatar_apply", "height_m", "hair_style", "TROUPE_UL_garments", "fabric", "accessories", "top"):
        assert each in text, each


def test_records_are_parsed_once_however_often_panels_draw(people, monkeypatch):
    panel = people.troupe.module("panels.avatar")
    from test_motion_controls import Sheet
    rig = built(people)
    select(rig)
    parsed = []
    loads = json.loads
    monkeypatch.setattr(people.provenance.json, "loads", lambda text: parsed.append(1) or loads(text))

    def draw():
        for each in panel.CLASSES:
            assert each.poll(bpy.context)
            each.draw(SimpleNamespace(layout=Sheet([]), person=panel.OfPersonPanel.person, **{
                name: getattr(each, name) for name in ("_item", "_levels") if hasattr(each, name)}), bpy.context)

    draw()
    assert len(parsed) <= 1
    draw()
    rig.troupe_person.height_m = 1.9
    assert people.fields.changed(rig) and len(parsed) <= 1
    # What is handed out to be changed is nobody else's, and what is stored anew is read anew.
    people.fields.spec_of(rig)["outfit"].clear()
    people.provenance.read(rig)["provenance"]["spec"]["outfit"].clear()
    assert len(people.fields.spec_of(rig)["outfit"]) == 2
    people.provenance.amend(rig, note="other")
    assert people.fields.record_of(rig)["note"] == "other"


@needs_backend
def test_an_avatar_is_edited_randomised_and_mixed_by_the_backend(people, backend):  # noqa: F811
    runtime, scene = people.troupe.module("runtime"), bpy.context.scene
    world = SimpleNamespace(session=runtime.session(), runtime=runtime)
    world.session.open()
    assert runtime.pump(30.0, lambda: world.session.status == "online" and bool(world.session.engines))
    scene.troupe.modality, scene.troupe.prompt_avatar = "avatar", "a man in a red shirt and jeans"
    settings = scene.troupe_engine_anny
    settings.p_face_keys, settings.p_texture_size = False, "1024"
    assert bpy.ops.troupe.generate() == {"FINISHED"} and finish(world, 120) == []
    rig = bpy.context.view_layer.objects.active
    body = next(ob for ob in people.avatar.parts(rig) if ob.name.startswith("Body"))
    schema = people.troupe.module("schemas").AVATAR
    schema.look()
    assert runtime.pump(20.0, lambda: bool(schema.known())) and "plaid" in schema.words("garment_choices", "pattern")
    # Other trousers: the body object stays the same.
    rig.troupe_person.outfit[0].length = "knee"
    assert bpy.ops.troupe.avatar_apply() == {"FINISHED"} and finish(world, 120) == []
    assert body in people.avatar.parts(rig) and people.fields.spec_of(rig)["outfit"][0]["length"] == "knee"
    legs = next(ob for ob in people.avatar.parts(rig) if ob.name.startswith("Jeans"))
    assert min(vertex.co.z for vertex in legs.data.vertices) > 0.3
    # Another hair colour and face, with clothes and eyes locked.
    before = people.fields.spec_of(rig)
    for part in ("top", "bottom", "shoes", "eyes", "hair"):
        setattr(rig.troupe_person.locks, part, True)
    assert bpy.ops.troupe.avatar_randomise(seed=5) == {"FINISHED"}
    assert runtime.pump(60.0, lambda: not world.session.questions) and finish(world, 120) == []
    after = people.fields.spec_of(rig)
    assert after["outfit"] == before["outfit"] and after["eye_color"] == before["eye_color"]
    assert after["hair_style"] == before["hair_style"] and after["seeds"]["head"] != before["seeds"].get("head")
    # A taller one keeps the rig.
    rig.troupe_person.height_m = 1.95
    data = rig.data
    assert bpy.ops.troupe.avatar_apply() == {"FINISHED"} and finish(world, 120) == []
    assert rig.data != data and people.provenance.read(rig)["height"] == pytest.approx(1.95, abs=0.01)


@needs_backend
def test_an_avatar_goes_onto_rigify_and_moves_with_its_controls(people, backend):  # noqa: F811
    runtime, scene = people.troupe.module("runtime"), bpy.context.scene
    world = SimpleNamespace(session=runtime.session(), runtime=runtime)
    world.session.open()
    assert runtime.pump(30.0, lambda: world.session.status == "online" and bool(world.session.engines))
    scene.troupe.modality, scene.troupe.prompt_avatar = "avatar", "a woman in a red shirt and jeans"
    scene.troupe_engine_anny.p_face_keys, scene.troupe_engine_anny.p_texture_size = False, "1024"
    assert bpy.ops.troupe.generate() == {"FINISHED"} and finish(world, 120) == []
    old = bpy.context.view_layer.objects.active
    old.location = (1, 0, 0)
    bpy.context.view_layer.update()
    before = {ob.name: points(ob) for ob in people.avatar.parts(old)}
    wrist = (old.matrix_world @ old.pose.bones["hand_l"].head).copy()
    assert bpy.ops.troupe.avatar_rigify() == {"FINISHED"}
    rig = bpy.context.view_layer.objects.active
    assert "torso" in rig.data.bones and people.fields.record_of(rig) and not bpy.ops.troupe.avatar_rigify.poll()
    bpy.context.view_layer.update()
    for ob in people.avatar.parts(rig):
        assert np.abs(points(ob) - before[ob.name]).max() < 2e-3, "nothing moves at rest"
        weights = [sum(each.weight for each in vertex.groups if ob.vertex_groups[each.group].name.startswith("DEF-"))
                   for vertex in ob.data.vertices]
        assert min(weights) > 0.97 and max(weights) < 1.03
    assert (rig.matrix_world @ rig.pose.bones["hand_fk.L"].head - wrist).length < 5e-3
    # The arm raised by its FK control takes hand and sleeve along, the other arm stays.
    rig.pose.bones["upper_arm_parent.L"]["IK_FK"] = 1.0
    arm = rig.pose.bones["upper_arm_fk.L"]
    up = arm.bone.matrix_local.to_3x3().inverted() @ Vector((0.0, -1.0, 0.0))
    arm.rotation_mode, arm.rotation_axis_angle = "AXIS_ANGLE", (1.2, *up)
    bpy.context.view_layer.update()
    body = next(ob for ob in people.avatar.parts(rig) if ob.name.startswith("Body"))
    moved = points(body) - before[body.name]
    assert moved[before[body.name][:, 0] > 1.45, 2].min() > 0.25, "the left hand rises"
    assert np.abs(moved[before[body.name][:, 0] < 0.8]).max() < 5e-3
    # Motions find its controls, and clothes can still be exchanged.
    roles = people.troupe.module("rigs.recognition").known_here(rig.data).roles
    assert roles["left_elbow"] == "forearm_fk.L"
    rig.troupe_person.outfit[0].length = "knee"
    assert bpy.ops.troupe.avatar_apply() == {"FINISHED"} and finish(world, 120) == []
    legs = next(ob for ob in people.avatar.parts(rig) if ob.name.startswith("Jeans"))
    assert any(group.name == "DEF-thigh.L" for group in legs.vertex_groups)
    assert not any(group.name == "thigh_l" for group in legs.vertex_groups)
    rig.troupe_person.height_m = 1.9
    assert bpy.ops.troupe.avatar_apply() == {"FINISHED"}
    [message] = finish(world, 120)
    assert "Rigify" in message


def points(ob):
    """World positions of a mesh as it is seen, without masks."""
    masks = [each for each in ob.modifiers if each.type == "MASK"]
    for each in masks:
        each.show_viewport = False
    bpy.context.view_layer.update()
    found = ob.evaluated_get(bpy.context.evaluated_depsgraph_get())
    flat = np.empty(3 * len(found.data.vertices), np.float32)
    found.data.vertices.foreach_get("co", flat)
    for each in masks:
        each.show_viewport = True
    matrix = np.array(found.matrix_world)
    return flat.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3]
