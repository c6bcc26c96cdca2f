# SPDX-License-Identifier: GPL-3.0-or-later
"""What the words of places, rooms and things become."""

import pytest

from backend.demo.environments import PROMPTS
from backend.environment.reading import read
from backend.environment.spec import check

#: Prompt, kind of room.
ROOMS = [
    ("white bed linen with white pillow", "bedroom"), ("a cosy bedroom at night", "bedroom"),
    ("brown wooden floor with white wall", "empty_room"), ("an empty room with a window", "empty_room"),
    ("blue and brown wooden counter", "kitchen"), ("a kitchen in the morning", "kitchen"),
    ("a coffee shop", "kitchen"), ("a pub", "bar"), ("a modern living room", "living_room"),
    ("a red sofa", "living_room"), ("the bridge of a spaceship", "spaceship"),
    ("a dark cave", "cave"),
    ("a photo studio with softboxes", "studio"), ("a cathedral", "cathedral"), ("an old church", "cathedral"),
    ("a hospital corridor", "corridor"), ("an office with desks", "office"), ("a library full of books", "library"),
    ("an art gallery", "gallery"), ("an abandoned warehouse", "warehouse"), ("a tiled bathroom", "bathroom"),
    ("a dining room with a long table", "dining_room"), ("a living room with a view of the sea", "living_room"),
]
#: Prompt, entry of the place, value.
PLACES = [
    ("brown wooden dock on lake surrounded by green trees during daytime", "dock", True),
    ("gray concrete pathway with wall signages", "walls", True),
    ("gray concrete pathway with wall signages", "signs", True),
    ("gray concrete pathway with wall signages", "road", "path"),
    ("empty parking lot during daytime", "road", "parking"), ("empty parking lot during daytime", "cars", False),
    ("a sunset beach", "setting", "beach"), ("snowy mountains", "hills", 2300.0), ("a forest in fog", "forest", 1.0),
    ("a pine forest", "trees", "conifer"), ("a desert at noon", "setting", "desert"),
    ("a night city street", "road", "street"), ("a night city street", "buildings", "city"),
    ("a quiet village", "buildings", "village"), ("an overcast meadow", "road", "none"),
    ("an overcast meadow", "buildings", "none"), ("an alien planet", "setting", "alien"),
    ("the surface of mars", "setting", "alien"), ("a tropical beach", "trees", "palm"),
    ("a meadow with a wooden fence", "fence", True), ("a park with street lamps", "lamps", True),
    ("a path with stairs", "stairs", True), ("a meadow with rocks", "rocks", 0.6), ("the open sea", "setting", "sea"),
    ("a city street without cars", "cars", False), ("a rocky canyon", "setting", "desert"),
    ("skyscrapers at sunset", "buildings", "city"), ("a lake in the mountains", "hills", 1900.0),
]


@pytest.mark.parametrize("prompt, kind", ROOMS)
def test_rooms(prompt, kind):
    made = read(prompt)
    assert made.spec["interior"] is not None and made.spec["interior"]["kind"] == kind
    assert check(made.spec) == made.spec


@pytest.mark.parametrize("prompt, entry, value", PLACES)
def test_places(prompt, entry, value):
    made = read(prompt)
    assert made.spec["interior"] is None and made.spec["place"][entry] == value
    assert check(made.spec) == made.spec


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_demonstrated_prompts_are_fully_understood(prompt):
    assert read(prompt).unparsed == []


def test_colours_and_materials_go_to_their_own_nouns():
    made = read("white walls, a dark brown wooden floor, a blue velvet sofa and a red brick fireplace")
    surfaces = made.spec["surfaces"]
    assert min(surfaces["wall"]["color"]) > 0.8
    assert surfaces["floor"]["material"] == "wood" and max(surfaces["floor"]["color"]) < 0.2
    assert surfaces["sofa"]["material"] == "fabric" and surfaces["sofa"]["color"][2] > surfaces["sofa"]["color"][0]
    counter = read("blue and brown wooden counter").spec["surfaces"]["counter"]
    assert counter["color"][2] > counter["color"][0] and counter["second"][0] > counter["second"][2]
    assert counter["material"] == "wood"


@pytest.mark.parametrize("prompt, night", [("a bedroom at night", True), ("a bedroom at noon", False)])
def test_the_hour_is_that_of_the_room_too(prompt, night):
    made = read(prompt).spec
    assert (made["moon"] is not None) == night and made["interior"]["kind"] == "bedroom"


def test_lamps_can_be_asked_for_and_denied():
    assert read("a living room with the lamps on").spec["interior"]["lamps"] is True
    assert read("a living room in natural light").spec["interior"]["lamps"] is False


def test_what_nobody_knows_is_reported():
    assert "frobnicator" in read("a living room with a frobnicator").unparsed


@pytest.mark.parametrize("broken, entry", [
    ({"interior": {"kind": "igloo"}}, "interior.kind"), ({"interior": {"size": [1, 2]}}, "interior.size"),
    ({"interior": {"furniture": ["throne"]}}, "interior.furniture"), ({"surfaces": {"moat": {}}}, "surfaces.moat"),
    ({"surfaces": {"wall": {"material": "cheese"}}}, "surfaces.wall.material"),
    ({"place": {"road": "canal"}}, "place.road"), ({"sky": {"tint": [1, 1]}}, "sky.tint"),
])
def test_wrong_entries_are_named(broken, entry):
    from backend.engine import EngineError

    with pytest.raises(EngineError) as caught:
        check(broken)
    assert entry in caught.value.message and caught.value.code == "invalid_spec"


def test_after_rain_the_sky_clears_over_a_wet_street():
    told = read("a street after rain")
    assert told.spec["ground"]["wet"] > 0.5 and told.spec["clouds"]["kind"] == "cumulus" and not told.unparsed


def test_late_autumn_is_autumn():
    told = read("an orchard in late autumn")
    assert told.spec["season"] == "autumn" and not told.unparsed


def test_a_cave_of_ice_is_owned_to_be_of_rock():
    assert any("caves are of rock" in each for each in read("an ice cave").assumptions)
