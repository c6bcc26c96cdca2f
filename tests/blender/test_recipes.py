# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipes as lists to edit, curves as paths, rig maps in files, and the panels that show them."""

import json
from types import SimpleNamespace

import bpy
import makers
import numpy as np
import pytest
import rig_makers

RECIPE = {
    "recipe": 1, "frame": "viewer", "viewer": 15.0, "facing": 90.0, "fps": 25.0, "transition": 0.5, "loop": True,
    "in_place": False, "style": {"speed": 1.2, "amplitude": 1.0, "manners": {"tired": 1.0}},
    "tracks": [
        {"part": "whole", "segments": [
            {"text": "walks", "start": None, "with": None, "seconds": 3.0, "transition": None, "seed": 7, "speed": 1.0,
             "amplitude": 1.5, "frame": None, "face": "left",
             "source": {"engine": "procedural", "spec": {"verb": "walk"}, "parameters": {}}},
            {"text": "waits", "start": 4.0, "with": None, "seconds": None, "transition": 0.25, "seed": None,
             "speed": 1.0, "amplitude": 1.0, "frame": None, "face": None, "source": {"engine": "hold"}}]},
        {"part": "left_arm", "segments": [
            {"text": "waves", "start": 0.5, "with": 0, "seconds": 2.0, "transition": None, "seed": None, "speed": 1.0,
             "amplitude": 1.0, "frame": None, "face": None, "source": {"engine": "auto"}}]}],
    "path": {"points": [[0, 0], [0, -3]], "closed": False, "speed": 1.5},
    "constraints": [{"type": "reach", "at": 1.5, "joint": "right_wrist", "position": [0, -0.5, 1.2]}],
    "cleanup": {"contacts": True, "smoothing": 0.1}}


@pytest.fixture
def fields(troupe):
    return bpy.context.scene.troupe_recipe


@pytest.fixture
def reading(troupe):
    return troupe.module("recipes.reading")


def rounded(value):
    """Plain values with floats as single precision keeps them."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return round(value, 5) if isinstance(value, float) else value


def test_a_recipe_goes_through_the_fields_unharmed(reading, fields):
    reading.show(fields, RECIPE, "Walk", seed=5)
    assert [item.text for item in fields.segments] == ["walks", "waits", "waves"]
    assert [item.source for item in fields.segments] == ["kept", "hold", "auto"]
    found, actions = reading.spec(fields, None, False)
    assert rounded(found) == rounded(RECIPE) and actions == []
    reading.show(fields, found)
    assert rounded(reading.spec(fields, None, False)[0]) == rounded(RECIPE)


def test_edits_are_in_the_recipe(reading, fields):
    reading.show(fields, RECIPE)
    first, _, wave = fields.segments
    first.text = "runs"
    first.use_seconds, first.seed_locked = False, False
    wave.part, wave.accompanies = "right_arm", 2
    fields.in_place, fields.use_fps, fields.frame = True, False, "character"
    found, _ = reading.spec(fields, [[0.0, 0.0], [1.0, 0.0]], True)
    segment = found["tracks"][0]["segments"][0]
    assert (segment["text"], segment["seconds"], segment["seed"]) == ("runs", None, None)
    assert segment["source"] == {"engine": "auto"} and segment["face"] == "left"  # new words are read anew
    assert found["tracks"][1]["part"] == "right_arm" and found["tracks"][1]["segments"][0]["with"] == 1
    assert found["in_place"] and found["fps"] is None and found["frame"] == "character"
    assert found["path"] == {"points": [[0.0, 0.0], [1.0, 0.0]], "closed": True, "speed": 1.5}
    assert found["constraints"] == RECIPE["constraints"]
    fields.keep_path = False
    assert reading.spec(fields, None, False)[0]["path"] is None


def test_segments_are_added_moved_and_removed(fields):
    ops = bpy.ops.troupe
    assert ops.recipe_new() == {"FINISHED"}
    ops.recipe_add()
    fields.segments[1].text = "waves"
    ops.recipe_add()
    fields.segments[2].text = "bows"
    assert fields.active == 2
    ops.recipe_move(direction="UP")
    assert [item.text for item in fields.segments] == ["walks", "bows", "waves"] and fields.active == 1
    fields.active = 0
    assert ops.recipe_move(direction="UP") == {"CANCELLED"}
    ops.recipe_remove()
    assert [item.text for item in fields.segments] == ["bows", "waves"]


def test_what_is_missing_is_said(reading, fields):
    for name, value, match in (("text", " ", "Segment 1 is empty"), ("source", "action", "choose which"),
                               ("part", "arms", "whole body")):
        reading.show(fields, {"recipe": 1, "tracks": [{"segments": [{"text": "walks"}]}]})
        setattr(fields.segments[0], name, value)
        with pytest.raises(ValueError, match=match):
            reading.spec(fields, None, False)


def test_a_single_movement_becomes_a_recipe_of_one_segment(reading):
    found = reading.recipe_of({"modality": "motion", "provenance": {
        "engine": "script", "prompt": "she walks", "seed": 4, "spec": {"verb": "walk", "duration": 2.5}}})
    segment = found["tracks"][0]["segments"][0]
    assert (segment["text"], segment["seconds"], segment["seed"]) == ("she walks", 2.5, 4)
    assert segment["source"] == {"engine": "procedural", "spec": {"verb": "walk"}}
    with pytest.raises(ValueError, match="does not say"):
        reading.recipe_of({"modality": "motion", "provenance": None})


def test_actions_are_used_as_clips(troupe, reading, fields):
    rig = troupe.skeleton.build(makers.skeleton(troupe.assets), bpy.context.collection)
    motion = makers.motion(troupe.assets, makers.skeleton(troupe.assets))
    action = troupe.action.build(motion, rig)
    bpy.context.view_layer.objects.active = rig
    assert bpy.ops.troupe.recipe_add(use_action=True) == {"FINISHED"}
    found, actions = reading.spec(fields, None, False)
    assert actions == [action]
    assert found["tracks"][0]["segments"][0]["source"] == {"engine": "clip", "input": "clip_a"}
    clip = troupe.module("recipes.ordering").clips(rig, actions)["clip_a"]
    order = [clip.skeleton.names.index(name) for name in motion.skeleton.names]
    np.testing.assert_allclose(np.abs(clip.rotations[:, order]), np.abs(motion.rotations), atol=2e-4)


def test_a_curve_becomes_points_in_the_armatures_own_metres(troupe):
    ob, _ = rig_makers.mixamo()  # in centimetres, Y up
    for kind in ("POLY", "BEZIER", "NURBS"):
        assert_followed(troupe.module("recipes.path"), ob, kind)


def assert_followed(path, ob, kind):
    ob.location = (1.0, 2.0, 0.0)
    data = bpy.data.curves.new("Way", "CURVE")
    data.dimensions, data.bevel_depth = "3D", 0.1
    spline = data.splines.new(kind)
    line = [(1.0, 2.0, 0.0), (1.0, 0.0, 0.0), (3.0, 0.0, 0.0)]
    if kind == "BEZIER":
        spline.bezier_points.add(2)
        for point, place in zip(spline.bezier_points, line):
            point.co, point.handle_left_type, point.handle_right_type = place, "VECTOR", "VECTOR"
    else:
        spline.points.add(2)
        for point, place in zip(spline.points, line):
            point.co = (*place, 1.0)
        spline.use_endpoint_u = True
    way = bpy.data.objects.new("Way", data)
    bpy.context.scene.collection.objects.link(way)
    bpy.context.view_layer.update()
    found, closed = path.points(way, ob)
    found = np.array(found)
    assert not closed and len(found) <= path.MOST
    np.testing.assert_allclose(found[[0, -1]], [[0, 0], [2, -2]], atol=1e-3)
    steps = np.linalg.norm(np.diff(found, axis=0), axis=1)
    assert steps.max() < 1.2 * path.SPACING
    if kind != "NURBS":
        assert np.abs(found - [0, -2]).sum(axis=1).min() < path.SPACING
    data.splines.clear()
    with pytest.raises(ValueError, match="no splines"):
        path.points(way, ob)


def test_the_map_is_edited_exported_and_imported(troupe, tmp_path):
    rigmap = troupe.module("rigs.rigmap")
    rig = troupe.skeleton.build(makers.skeleton(troupe.assets), bpy.context.collection)
    bpy.context.view_layer.objects.active = rig
    group = rig.data.troupe_rig
    assert group.pelvis == "bone.0" and rigmap.of(rig.data).source == "troupe"
    group.left_hip = "bone.4"
    group.right_hip = "bone.0"  # which no longer plays the pelvis
    assert rigmap.of(rig.data).roles == {"left_hip": "bone.4", "right_hip": "bone.0"}
    assert troupe.skeleton.read(rig).roles == {"left_hip": "bone.4", "right_hip": "bone.0"}
    path = tmp_path / "map.json"
    assert bpy.ops.troupe.rig_export(filepath=str(path)) == {"FINISHED"}
    assert bpy.ops.troupe.rig_reset() == {"FINISHED"}
    assert rigmap.of(rig.data).roles == {"pelvis": "bone.0"}
    assert bpy.ops.troupe.rig_import(filepath=str(path)) == {"FINISHED"}
    assert group.left_hip == "bone.4" and rigmap.of(rig.data).source == "imported"
    for text, match in (("{", "not valid JSON"), ("[]", "not a rig map"), ('{"format": "troupe-rig-map"}', "newer"),
                        (json.dumps({"format": "troupe-rig-map", "version": 1, "roles": {"tail": "x"}}), "no bones"),
                        (json.dumps({"format": "troupe-rig-map", "version": 1, "roles": {"head": "Kopf"}}), "Kopf")):
        path.write_text(text)
        with pytest.raises(RuntimeError, match=match):
            bpy.ops.troupe.rig_import(filepath=str(path))
    assert group.left_hip == "bone.4"
    bpy.ops.troupe.rig_reset()


ICONS = set(bpy.types.UILayout.bl_rna.functions["label"].parameters["icon"].enum_items.keys())


class Paper:
    """A layout that notes what is drawn, and refuses what Blender would refuse."""

    def __init__(self, notes=None):
        self.notes = [] if notes is None else notes

    def _part(self, **_):
        return Paper(self.notes)

    row = column = box = _part

    def separator(self):
        pass

    def label(self, text="", icon="NONE"):
        assert icon in ICONS
        self.notes.append(text)

    def prop(self, owner, name, text=None, icon="NONE", emboss=True):
        assert name in owner.bl_rna.properties and icon in ICONS
        self.notes.append(name)

    def prop_search(self, owner, name, data, collection):
        assert name in owner.bl_rna.properties and collection in data.bl_rna.properties
        self.notes.append(f"{name}={getattr(owner, name)}")

    def operator(self, name, text=None, icon="NONE"):
        assert icon in ICONS and getattr(bpy.ops.troupe, name.removeprefix("troupe.")).get_rna_type()
        self.notes += [name, text or ""]
        return SimpleNamespace()

    def template_list(self, kind, _name, data, collection, owner, active, rows):
        assert hasattr(bpy.types, kind) and collection in data.bl_rna.properties and active in owner.bl_rna.properties
        self.notes.append(kind)

    def enum_item_name(self, item, name, value):
        return item.bl_rna.properties[name].enum_items[value].name


def drawn(panel, *arguments):
    paper = SimpleNamespace(layout=Paper(), **{name: getattr(panel, name) for name in dir(panel)
                                               if name.startswith("_draw") or name == "JOINTS"})
    context = SimpleNamespace(
        region=SimpleNamespace(width=300), preferences=SimpleNamespace(system=SimpleNamespace(ui_scale=1.0)),
        scene=bpy.context.scene, view_layer=bpy.context.view_layer, selected_objects=[])
    panel.draw(paper, context)
    return " ".join(paper.layout.notes)


def test_panels_show_the_map_and_what_stands_in_the_way(troupe):
    panels = troupe.module("panels.rig")
    ob, _ = rig_makers.unreal()
    bpy.context.view_layer.objects.active = ob
    assert panels.TROUPE_PT_rig.poll(bpy.context)
    assert "Not looked at yet" in drawn(panels.TROUPE_PT_rig)
    troupe.module("rigs.rigmap").set_roles(ob.data, {"pelvis": "pelvis", "head": "head"}, "edited")
    seen = drawn(panels.TROUPE_PT_rig)
    assert "Edited by you: 2 joints" in seen and "Left Hip" in seen
    assert "pelvis=pelvis" in drawn(panels.TROUPE_PT_rig_body) and "left_index1=" in drawn(panels.TROUPE_PT_rig_hands)
    ob.scale = (1, 1, 3)
    bpy.context.view_layer.update()
    assert "Apply the" in drawn(panels.TROUPE_PT_rig)
    bpy.ops.troupe.rig_reset()


def test_panels_show_the_recipe(troupe, reading, fields):
    panels = troupe.module("panels.recipe")
    rig = troupe.skeleton.build(makers.skeleton(troupe.assets), bpy.context.collection)
    motion = makers.motion(troupe.assets, makers.skeleton(troupe.assets), name="she walks",
                           provenance=makers.provenance(troupe.assets, spec=RECIPE))
    troupe.action.build(motion, rig, bake="NLA")
    bpy.context.view_layer.objects.active = rig
    assert "Edit she walks" in drawn(panels.TROUPE_PT_recipe)
    assert bpy.ops.troupe.recipe_edit() == {"FINISHED"}
    assert len(fields.segments) == 3 and fields.origin == "she walks" and fields.seed == 7
    for active in range(3):
        fields.active = active
        seen = drawn(panels.TROUPE_PT_recipe)
        assert "TROUPE_UL_segments" in seen and "troupe.recipe_make" in seen
    assert "accompanies" in seen
    assert all(each in drawn(panels.TROUPE_PT_recipe_whole) for each in ("frame", "path", "loop", "in_place", "fps"))
    paper = Paper()
    for item in fields.segments:
        panels.TROUPE_UL_segments.draw_item(None, None, paper, fields, item, 0, fields, "active")
    assert "Left Arm" in paper.notes and "3.0 s" in paper.notes
