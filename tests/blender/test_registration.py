# SPDX-License-Identifier: GPL-3.0-or-later
"""The extension comes and goes without a trace, and everything in it is named and described."""

import threading

import bpy
import pytest


def traces():
    """Everything of ours that Blender or Python still holds."""
    names = [name for name in dir(bpy.types) if "TROUPE" in name.upper()]
    names += [each.__name__ for base in (bpy.types.PropertyGroup, bpy.types.AddonPreferences)
              for each in base.__subclasses__() if "TROUPE" in each.__name__ and each.is_registered]
    names += [f"Scene.{name}" for name, _ in bpy.types.Scene.bl_rna.properties.items() if "troupe" in name]
    names += [f"WindowManager.{name}" for name, _ in bpy.types.WindowManager.bl_rna.properties.items()
              if "troupe" in name]
    names += [thread.name for thread in threading.enumerate() if thread.name.startswith("troupe")]
    for handler in dir(bpy.app.handlers):
        found = getattr(bpy.app.handlers, handler)
        if isinstance(found, list):
            names += [f"{handler}: {each}" for each in found if "troupe" in getattr(each, "__module__", "")]
    return names


DECLARATION = {
    "name": "third-party.engine", "modality": "object", "title": "Third", "version": "1", "description": "A test",
    "licence": "", "weights": [], "inputs": {}, "rank": 1, "deterministic": True, "available": True, "reason": "",
    "remedy": "", "parameters": [
        {"name": "size", "type": "float", "default": 1.0, "title": "Size", "help": "How big.", "minimum": 0.1,
         "maximum": 9.0, "choices": (), "unit": "m", "advanced": False},
        {"name": "Öde Anzahl!", "type": "int", "default": 3, "title": "Count", "help": "How many.", "minimum": 1,
         "maximum": 10**12, "choices": (), "unit": "", "advanced": True},
        {"name": "name", "type": "string", "default": "x", "title": "Name", "help": "Its name", "minimum": None,
         "maximum": None, "choices": (), "unit": "", "advanced": False},
        {"name": "tint", "type": "color", "default": [1.0, 0.5, 0.0], "title": "Tint", "help": "", "minimum": None,
         "maximum": None, "choices": (), "unit": "", "advanced": False},
        {"name": "shape", "type": "enum", "default": "", "title": "Shape", "help": "", "minimum": None,
         "maximum": None, "choices": (("", "Any"), ("round", "Round")), "unit": "", "advanced": False},
        {"name": "open", "type": "bool", "default": True, "title": "Open", "help": "", "minimum": None,
         "maximum": None, "choices": (), "unit": "", "advanced": False},
        {"name": "rate", "type": "float", "default": 30.0, "title": "Rate", "help": "", "minimum": 10.0,
         "maximum": 60.0, "choices": (), "unit": "fps", "advanced": False}]}


def test_disabling_leaves_nothing_and_enabling_brings_all_back(troupe):
    parameters, runtime = troupe.module("parameters"), troupe.module("runtime")
    parameters.register([DECLARATION])
    runtime.session().open()
    before = {each for each in traces() if not each.startswith("troupe-io")}
    assert any("engine_third_party" in each for each in before)
    for _ in range(2):
        bpy.ops.preferences.addon_disable(module=troupe.package)
        assert traces() == []
        assert not bpy.app.timers.is_registered(runtime.tick) and runtime.chores == []
        bpy.ops.preferences.addon_enable(module=troupe.package)
        assert {"TROUPE_OT_generate", "TROUPE_PT_generate", "Scene.troupe",
                "WindowManager.troupe_library"} <= set(traces())
    assert bpy.context.scene.troupe.modality == "avatar"


def test_operators_are_named_described_and_reachable(troupe):
    names = dir(bpy.ops.troupe)
    assert len(names) == len(troupe.module("operators").CLASSES) >= 15
    for name in names:
        operator = getattr(bpy.ops.troupe, name)
        rna = operator.get_rna_type()
        assert rna.name[0].isupper() and len(rna.description) > 8 and not rna.description.endswith("."), name
        operator.poll()  # must not raise in any scene
        for item in rna.properties:
            if item.identifier != "rna_type":
                assert item.name and item.description, f"{name}.{item.identifier}"


def test_panels_are_in_the_troupe_tab(troupe):
    classes = troupe.module("panels").CLASSES
    assert len(classes) >= 8
    for each in classes:
        assert (each.bl_space_type, each.bl_region_type, each.bl_category) == ("VIEW_3D", "UI", "Troupe")
        assert each.bl_label and each.is_registered


def test_settings_are_described(troupe):
    for group in (troupe.module("properties").TROUPE_PG_settings, troupe.module("preferences").TROUPE_AddonPreferences):
        for item in group.bl_rna.properties:
            if item.identifier not in ("rna_type", "name", "bl_idname"):
                assert item.name and len(item.description) > 8, item.identifier


def test_engine_parameters_become_properties_and_come_back(troupe):
    parameters = troupe.module("parameters")
    scene = bpy.context.scene
    assert parameters.register([DECLARATION]) == []
    assert parameters.values(scene, DECLARATION) == {
        "size": 1.0, "Öde Anzahl!": 3, "name": "x", "tint": [1.0, 0.5, 0.0], "shape": "", "open": True, "rate": 24.0}
    parameters.assign(scene, DECLARATION, {
        "size": 2.5, "Öde Anzahl!": 4, "name": "y", "tint": [0.25, 0.5, 1.0], "shape": "round", "open": False,
        "rate": 50.0, "unknown": 1})
    changed = {"size": 2.5, "Öde Anzahl!": 4, "name": "y", "tint": [0.25, 0.5, 1.0], "shape": "round",
               "open": False, "rate": 50.0}
    assert parameters.values(scene, DECLARATION) == changed
    parameters.assign(scene, DECLARATION, {"shape": "no longer there", "size": "nonsense"})
    parameters.register([dict(DECLARATION, title="New title")])
    assert parameters.values(scene, DECLARATION) == changed
    group = parameters.group(scene, DECLARATION["name"])
    assert group.bl_rna.properties["p_size"].unit == "LENGTH"
    assert group.bl_rna.properties["p_size"].hard_max == 9.0
    parameters.register([])
    assert parameters.group(scene, DECLARATION["name"]) is None


@pytest.mark.parametrize("wrong", [{"type": "spline"}, {"default": "no number"}])
def test_a_nonsensical_declaration_is_reported_not_raised(troupe, wrong):
    parameters = troupe.module("parameters")
    bad = dict(DECLARATION, name="bad", parameters=[dict(DECLARATION["parameters"][0], **wrong)])
    broken = parameters.register([bad, DECLARATION])
    assert [each["name"] for each in broken] == ["bad"]
    assert parameters.group(bpy.context.scene, DECLARATION["name"]) is not None


def test_generate_says_why_it_cannot(troupe, monkeypatch):
    ordering = troupe.module("ordering")
    settings = bpy.context.scene.troupe
    settings.prompt_avatar = " "
    assert ordering.obstacle(bpy.context) == "Write a prompt first"
    settings.modality = "motion"
    assert "armature" in ordering.obstacle(bpy.context)
    settings.modality = "object"
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.delenv("TROUPE_BACKEND", raising=False)
    assert "not installed" in ordering.obstacle(bpy.context)
    assert not bpy.ops.troupe.generate.poll()


def test_preferences_name_a_command_that_does_not_exist(troupe):
    backend = troupe.module("backend")
    with pytest.raises(backend.BackendError, match="does not exist"):
        backend.find("/nowhere/troupe")


def test_mark_as_asset(troupe):
    import makers

    rig = troupe.avatar.build(makers.avatar(troupe.assets), bpy.context.collection)
    troupe.action.build(makers.motion(troupe.assets, makers.skeleton(troupe.assets)), rig)
    bpy.context.view_layer.objects.active = next(child for child in rig.children)
    assert bpy.ops.troupe.mark_asset() == {"FINISHED"}
    home, action = bpy.data.collections["Tester"], rig.animation_data.action
    assert action.asset_data and rig.asset_data is None
    assert home.asset_data.description == "a « test »"
    assert {"Troupe", "avatar", "test"} <= {tag.name for tag in home.asset_data.tags}
