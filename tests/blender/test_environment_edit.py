# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of an environment: its spec with what was set, and nothing else changed."""

import copy
import json
import math

import bpy
import makers
import numpy as np
import pytest
from test_motion_controls import backend, needs_backend  # noqa: F401

SPEC = {
    "season": "summer", "sun": {"elevation_deg": 41.123456, "azimuth_deg": -130.0}, "moon": None, "stars": 0.0,
    "turbidity": 3.1415926, "fog": 0.0, "wind": 0.25, "clouds": {"kind": "cumulus", "cover": 0.15, "cirrus": 0.15},
    "sky": {"tint": [1.0, 1.0, 1.0], "planets": 0}, "ground": {"kind": "grass", "color": None},
    "place": {"setting": "lake", "dock": True, "trees": "mixed", "forest": 0.0, "hills": 260.0, "rocks": 0.0,
              "road": "none", "buildings": "none", "fence": False, "crop": "none"},
    "interior": None, "surfaces": {"dock": {"color": [0.1, 0.05, 0.02], "second": None, "material": "wood"}},
    "later": {"kept": True}}


@pytest.fixture
def edit(troupe, monkeypatch):
    """Build a world of a spec; what is ordered when fields are set on it."""
    ordering, sent = troupe.module("ordering"), []
    monkeypatch.setattr(ordering, "place", lambda context, order, where, extra=None: sent.append(order))

    def edited(spec=SPEC, parameters=None, **fields):
        asset = troupe.assets.Environment(
            name="Lake", pixels=np.full((32, 64, 3), 0.25, "f4"), provenance=makers.provenance(
                troupe.assets, engine="panorama", spec=json.loads(json.dumps(spec)), parameters=parameters or {}))
        troupe.module("builders.world").build(asset, bpy.context.scene)
        assert bpy.ops.troupe.environment_edit(**fields) == {"FINISHED"}
        return sent[-1]

    return edited


def test_nothing_set_changes_nothing(edit):
    order = edit(parameters={"width": "1024", "place_sun": True, "turbidity": 5.0, "cloud_cover": 0.4})
    assert order.spec == SPEC and (order.modality, order.engine, order.seed) == ("environment", "panorama", 7)
    # the sidebar's settings are in the spec already and must not overrule the fields
    assert order.parameters == {"width": "1024", "place_sun": False, "turbidity": 0.0, "cloud_cover": -1.0}


def test_what_was_set_is_in_the_spec_and_the_rest_stays(edit):
    order = edit(season="winter", ground="snow", wet=0.75, fog=0.5, cover=0.75, hills=1500.0, azimuth=math.radians(-48),
                 things={"fence"}, use_ground_color=True, ground_color=(0.5, 0.25, 0.125), surface="dock",
                 use_surface_color=True, surface_color=(0.0, 0.0, 0.5), seed=12)
    expected = copy.deepcopy(SPEC)
    expected["season"], expected["fog"] = "winter", 0.5
    expected["ground"] = {"kind": "snow", "color": [0.5, 0.25, 0.125], "wet": 0.75}
    expected["clouds"]["cover"], expected["sun"]["azimuth_deg"] = 0.75, pytest.approx(-48.0, abs=1e-3)
    expected["place"] |= {"hills": 1500.0, "dock": False, "fence": True}
    expected["surfaces"]["dock"] = {"color": [0.0, 0.0, 0.5], "second": None, "material": "wood"}
    assert order.spec == expected and order.seed == 12


def test_night_falls_and_day_comes(edit):
    order = edit(night=True)
    assert order.spec["moon"]["phase"] == 1.0 and order.spec["stars"] > 0 and order.spec["sun"] == SPEC["sun"]
    order = edit(order.spec, elevation=math.radians(20))
    assert order.spec["moon"]["elevation_deg"] == pytest.approx(20, abs=1e-3) and order.spec["sun"] == SPEC["sun"]
    order = edit(order.spec, night=False)
    assert order.spec["moon"] is None and order.spec["stars"] == 0 and order.spec["sun"] == SPEC["sun"]


def test_into_a_room_and_out_again(edit):
    order = edit(room="kitchen", furniture="table, chair")
    assert order.spec["interior"] == {"kind": "kitchen", "furniture": ["table", "chair"]}
    assert edit(order.spec, room="").spec == SPEC


def test_other_worlds_are_not_offered(troupe, edit):
    edit()
    bpy.context.scene.world = bpy.data.worlds.new("Mine")
    assert not bpy.ops.troupe.environment_edit.poll()


@needs_backend
def test_the_fields_offer_what_the_backend_takes(troupe, backend):  # noqa: F811
    runtime, schemas = troupe.module("runtime"), troupe.module("schemas")
    session = runtime.session()
    session.open()
    assert runtime.pump(30.0, lambda: session.status == "online" and bool(session.engines)), session.error
    schemas.ENVIRONMENT.look()
    assert runtime.pump(20.0, lambda: bool(schemas.ENVIRONMENT.known()))
    fields = troupe.module("operators.environment_edit")
    assert set(fields._WORDS.values()) == set(schemas.ENVIRONMENT.words("choices"))
    assert set(fields._NUMBERS.values()) <= set(schemas.ENVIRONMENT.words("ranges"))
    assert "dock" in schemas.ENVIRONMENT.words("things") and "oak" in schemas.ENVIRONMENT.words("materials")
    declared = fields.TROUPE_OT_environment_edit.__annotations__
    for name, entry in fields._NUMBERS.items():
        low, high = schemas.ENVIRONMENT.known()["ranges"][entry]
        assert [declared[name].keywords[end] for end in ("min", "max")] == pytest.approx([low, high]), name


def test_the_names_of_things_outlive_the_next_question(troupe, edit):
    """Blender keeps only pointers to the strings of dynamic items: freed ones showed as other things' names."""
    edit()
    things = troupe.module("operators.environment_edit")._things
    first = things(None, bpy.context)
    assert things(None, bpy.context) is first and "fence" in [name for name, *_ in first]
