# SPDX-License-Identifier: GPL-3.0-or-later
"""Prompts as people type them, with what their specs must say; and words that must be reported as not understood."""

import pytest

from backend.environment.reading import read
from backend.environment.spec import check

#: Prompt, entries of the spec by their paths.
LABELLED = [
    ("a village street in the morning", {"place.road": "street", "place.buildings": "village"}),
    ("street lamps at night in a park", {"place.lamps": True, "place.road": "path", "place.buildings": "none"}),
    ("an office building downtown", {"interior": None, "place.buildings": "city"}),
    ("stone stairs in a park", {"place.stairs": True, "ground.kind": "grass"}),
    ("a wooden fence along a wheat field",
     {"place.fence": True, "place.crop": "wheat", "surfaces.fence.material": "wood"}),
    ("a golden wheat field at sunset", {"place.crop": "wheat", "sun.elevation_deg": 3.5}),
    ("rows of vines in a vineyard", {"place.crop": "vines"}),
    ("a lavender field in Provence", {"place.crop": "lavender"}),
    ("a corn field in summer", {"place.crop": "corn", "season": "summer"}),
    ("a quiet harbour with fishing boats at dawn",
     {"place.boats": True, "place.dock": True, "sun.elevation_deg": -3.0}),
    ("sailing boats on a calm lake", {"place.boats": True, "place.setting": "lake", "wind": 0.02}),
    ("a marina at dusk", {"place.boats": True, "sun.elevation_deg": -3.5}),
    ("an empty classroom with a blackboard", {"interior.kind": "classroom", "moon": None}),
    ("a school room in the afternoon", {"interior.kind": "classroom"}),
    ("a supermarket aisle", {"interior.kind": "supermarket"}),
    ("a grocery store at night", {"interior.kind": "supermarket"}),
    ("a garage with a red car", {"interior.kind": "garage"}),
    ("an underground parking garage", {"interior.kind": "garage"}),
    ("a subway tunnel", {"interior.kind": "tunnel"}),
    ("a dark railway tunnel", {"interior.kind": "tunnel"}),
    ("a football stadium in the evening", {"place.stands": True, "sun.elevation_deg": 6.0}),
    ("a soccer field surrounded by stands", {"place.stands": True, "ground.kind": "grass"}),
    ("a rooftop at dusk overlooking the city",
     {"place.rooftop": True, "place.buildings": "city", "sun.elevation_deg": -3.5}),
    ("a red brick wall along a path", {"place.road": "path", "place.walls": True, "surfaces.wall.material": "brick"}),
    ("a volcanic plain with black rocks", {"place.rocks": 0.6, "ground.kind": "dirt"}),
    ("a lava field in Iceland", {"ground.kind": "dirt", "place.trees": "none"}),
    ("a salt flat under a blue sky", {"ground.kind": "sand", "place.trees": "none", "clouds.kind": "none"}),
    ("a lonely road through the desert at noon", {"place.setting": "desert", "place.buildings": "none"}),
    ("a country lane between green hills", {"place.road": "path", "place.buildings": "none"}),
    ("a snowy village at night", {"place.buildings": "village", "ground.kind": "snow", "sun.elevation_deg": -35.0}),
    ("a church at night", {"interior.kind": "cathedral"}),
    ("outside a church on a sunny day", {"interior": None}),
    ("the garden of a house in spring", {"interior": None, "season": "spring", "place.buildings": "village"}),
    ("a kitchen with wooden cabinets", {"interior.kind": "kitchen", "surfaces.cupboard.material": "wood"}),
    ("a bathroom with white tiles", {"interior.kind": "bathroom"}),
    ("an art gallery with white walls and a dark floor", {"interior.kind": "gallery", "interior.furniture": []}),
    ("a huge concrete warehouse", {"interior.kind": "warehouse"}),
    ("a hospital corridor with green walls", {"interior.kind": "corridor"}),
    ("a brick loft with big windows", {"interior.kind": "living_room"}),
    ("a gym hall with a wooden floor", {"interior.kind": "sports_hall", "surfaces.floor.material": "wood"}),
    ("a rooftop bar at dusk", {"interior": None, "place.rooftop": True, "place.landmark": "bar"}),
    ("a bar on a rooftop at night", {"interior": None, "place.rooftop": True, "place.landmark": "bar"}),
    ("a beach bar", {"interior": None, "place.setting": "beach", "place.landmark": "bar"}),
    ("a cosy bar", {"interior.kind": "bar"}),
    ("a gym", {"interior.kind": "gym"}),
    ("an old basketball court in a sports hall", {"interior.kind": "sports_hall"}),
    ("a night street with neon signs",
     {"interior": None, "place.neon": True, "place.road": "street", "place.walls": False}),
    ("neon lights", {"place.neon": True, "place.buildings": "city", "sun.elevation_deg": -35.0}),
    ("a bar with neon signs", {"interior.kind": "bar", "place.neon": True, "sun.elevation_deg": -35.0}),
    ("an indoor swimming pool", {"interior.kind": "pool"}),
    ("a theatre with red seats", {"interior.kind": "theatre", "surfaces.chair.material": ""}),
    ("on an empty stage", {"interior.kind": "stage"}),
    ("a greenhouse full of plants", {"interior.kind": "greenhouse"}),
    ("a train station platform in winter", {"interior.kind": "station", "season": "winter"}),
    ("a rooftop pool", {"place.rooftop": True, "place.landmark": "pool"}),
    ("a hotel lobby at night", {"interior.kind": "gallery", "sun.elevation_deg": -35.0}),
    ("a bamboo forest", {"place.forest": 1.0}),
    ("a jungle after the rain", {"place.forest": 1.0, "ground.wet": 1.0}),
    ("an autumn forest with a path", {"place.forest": 1.0, "place.road": "path", "season": "autumn"}),
    ("a beach in a storm", {"place.setting": "beach", "clouds.kind": "storm"}),
    ("a tropical beach with palm trees at noon", {"place.setting": "beach", "place.trees": "palm"}),
    ("a rocky coast with high cliffs", {"place.setting": "beach"}),
    ("a frozen lake in winter", {"ground.kind": "ice", "season": "winter"}),
    ("a green hillside with a stone wall in autumn", {"interior": None, "place.hills": 600.0, "season": "autumn"}),
    ("a canyon in the desert", {"place.canyon": True, "place.setting": "desert"}),
    ("a forest ravine", {"place.canyon": True, "place.setting": "open", "place.trees": "mixed"}),
    ("a red rock canyon at sunset", {"place.canyon": True, "place.setting": "desert", "sun.elevation_deg": 3.5}),
    ("mountains with snow on the peaks and a lake", {"place.setting": "lake", "place.hills": 1900.0}),
    ("a night sky full of stars over the desert", {"place.setting": "desert", "stars": 1.6}),
    ("a full moon over the sea", {"place.setting": "sea", "moon.phase": 1.0}),
    ("an airport runway", {"ground.kind": "asphalt", "place.buildings": "none"}),
    ("a market square in an old town", {"ground.kind": "cobblestone", "place.buildings": "village"}),
    ("a castle courtyard", {"interior": None, "ground.kind": "cobblestone"}),
    ("a back alley with brick buildings", {"place.road": "street", "surfaces.building.material": "brick"}),
    ("New York skyline at night", {"place.buildings": "city", "sun.elevation_deg": -35.0}),
    ("a suburban street with houses and parked cars",
     {"place.road": "street", "place.buildings": "village", "place.cars": True}),
    ("a parking lot in the rain without cars",
     {"place.road": "parking", "place.cars": False, "clouds.kind": "stratus"}),
    ("a meadow without trees", {"place.trees": "none"}),
    ("a library with leather armchairs and a green carpet", {"interior.kind": "library"}),
    ("a home office with a desk by the window", {"interior.kind": "office"}),
    ("a restaurant terrace by the sea", {"interior": None}),
    ("a dining room with a chandelier", {"interior.kind": "dining_room", "interior.furniture": ["lamp"]}),
    ("a dark cellar with stone walls", {"interior.kind": "empty_room", "surfaces.wall.material": "stone"}),
    ("a ski slope", {"ground.kind": "snow"}),
    ("a misty moor at dawn", {"ground.kind": "grass", "place.trees": "none", "fog": 0.5}),
    ("a wooden bridge over a river", {"place.setting": "lake", "place.dock": True}),
    ("a swimming pool in a garden", {"interior": None, "ground.kind": "grass", "place.landmark": "pool"}),
    ("an orchard in bloom", {"place.crop": "orchard", "season": "spring"}),
    ("a gravel road between birch trees after a storm",
     {"place.road": "track", "surfaces.path.material": "gravel", "place.trees": "birch", "place.buildings": "none",
      "ground.wet": 1.0, "clouds.kind": "cumulus"}),
    ("a road at sunset", {"place.road": "street", "place.buildings": "none"}),
    ("a dirt road through a pine forest",
     {"place.road": "track", "surfaces.path.material": "dirt", "place.trees": "conifer", "place.forest": 1.0}),
    ("a sandy path through dunes to the sea",
     {"place.road": "path", "surfaces.path.material": "sand", "place.setting": "beach"}),
    ("a red car parked in a meadow", {"place.cars": True, "place.road": "none"}),
    ("a red sofa in the middle of a field", {"interior": None, "place.furniture": ["sofa"]}),
    ("a cafe terrace with wooden tables and chairs",
     {"interior": None, "place.furniture": ["table", "chair"], "surfaces.table.material": "wood"}),
    ("an old wooden barn in a wheat field",
     {"interior": None, "place.landmark": "barn", "place.crop": "wheat", "surfaces.building.material": "wood"}),
    ("a village with a church", {"interior": None, "place.landmark": "church", "place.buildings": "village"}),
    ("a chapel on a hill", {"interior": None, "place.landmark": "church"}),
    ("a church in winter", {"interior.kind": "cathedral"}),
    ("a lighthouse on a cliff above the sea", {"place.landmark": "lighthouse", "place.setting": "beach"}),
    ("a windmill among red tulips", {"place.landmark": "windmill", "place.crop": "flowers"}),
    ("candles in a chapel", {"interior.kind": "cathedral", "interior.candles": True}),
    ("a snowy village at night with warm lights", {"moon.phase": 0.5, "place.lamps": True, "ground.kind": "snow"}),
    ("pink clouds over the ocean", {"sun.elevation_deg": 2.0, "place.setting": "sea"}),
    ("dark clouds over a moor", {"clouds.kind": "cumulus", "clouds.cover": 0.85}),
    ("a bedroom with a desk", {"interior.kind": "bedroom", "interior.furniture": ["desk"]}),
    ("a room with blue light", {"interior.lamps": True, "sun.elevation_deg": -35.0}),
    ("a brick loft", {"interior.kind": "living_room", "surfaces.wall.material": "brick"}),
    ("a meadow with the sun at 30 degrees", {"sun.elevation_deg": 30.0}),
    ("a snowy meadow in winter, the sun at 30 degrees", {"sun.elevation_deg": 30.0}),
    ("a beach, sun 3 degrees below the horizon", {"sun.elevation_deg": -3.0}),
    ("a meadow, sun azimuth 120 degrees", {"sun.azimuth_deg": 120.0}),
    ("a park at 9 pm", {"sun.elevation_deg": -35.0}),
    ("a park at 12:00", {"sun.elevation_deg": 62.0}),
    ("a waterfall in the jungle", {"place.landmark": "waterfall", "place.forest": 1.0}),
    ("a campfire in the woods at night", {"place.landmark": "campfire", "sun.elevation_deg": -35.0}),
    ("a japanese garden with a red bridge", {"place.landmark": "torii", "place.setting": "open", "place.dock": False}),
    ("a cozy mountain lodge with a fireplace and leather sofas",
     {"interior.kind": "living_room", "interior.furniture": ["fireplace", "sofa"],
      "surfaces.sofa.material": "leather"}),
    ("a sunlit meadow with a white picket fence and a red barn",
     {"interior": None, "place.landmark": "barn", "place.fence": True}),
    ("an alien desert with two moons", {"moon": None, "sky.planets": 2, "place.setting": "alien"}),
    ("a beach with deck chairs", {"ground.kind": "sand", "place.furniture": ["chair"]}),
    ("a living room without windows", {"interior.kind": "living_room", "interior.windows": 0}),
    ("a mountain road", {"place.road": "street", "place.hills": 1900.0}),
    ("a church in a city", {"place.landmark": "church", "place.road": "none", "place.buildings": "city"}),
    ("a children's playground in a park", {"place.landmark": "playground", "place.road": "path"}),
    ("tents at a campsite in the mountains", {"place.landmark": "tents", "place.hills": 1900.0}),
    ("temple ruins in the jungle", {"place.landmark": "ruins", "place.trees": "tropical"}),
    ("a modern kitchen with a white marble island",
     {"interior.kind": "kitchen", "surfaces.counter.material": "marble"}),
    ("a cobblestone alley at night", {"ground.kind": "cobblestone", "place.buildings": "city"}),
    ("cherry blossom trees by a lake", {"season": "spring", "place.trees": "deciduous", "place.setting": "lake"}),
    ("three o'clock in the park", {"sun.elevation_deg": 48.5}),
]
#: Prompt, thing, its colour: the largest channel by far.
COLORED = [
    ("a foggy marina before dawn with a red boat", "boat", 0), ("a meadow with a blue car", "car", 2),
    ("purple flowers on a green hill", "flower", None), ("turquoise water in a rocky cove", "water", None),
    ("orange autumn trees by a river", "tree", 0), ("a park with a red bench", "bench", 0),
    ("a farm with a red barn", "building", 0), ("a red chair on the beach", "chair", 0),
    ("a bathroom with green tiles", "wall", 1), ("a blue bedroom", "wall", 2),
    ("a street with red lights at night", "lamp", 0),
]
#: Prompt, a word that nothing can show.
REPORTED = [
    ("a playground with a trampoline", "trampoline"),
    ("a living room with a grand piano", "piano"),
    ("a ferris wheel by the sea", "ferris"),
    ("an igloo on the ice", "igloo"),
    ("a meadow with neon signs", "neon"),
    ("a cathedral with neon lights", "neon"),
    ("a spaceship with neon signs", "neon"),
    ("a cave with neon lights", "neon"),
    ("a red umbrella on the beach", "red"),
    ("a house with a green roof", "green"),
    ("a meadow with a red door", "door"),
    ("a blue wheat field", "blue"),
    ("a black piano in a concert hall", "black"),
    ("a cathedral in neon green", "green"),
    ("a theatre with a desk", "desk"),
    ("a boat in the desert", "boat"),
    ("a cathedral with a fence", "fence"),
    ("a lighthouse and a windmill", "lighthouse"),
    ("a windmill in a city street", "windmill"),
    ("a parking lot with a campfire", "campfire"),
    ("outside a factory", "factory"),
    ("a stone bridge over a river", "stone"),
    ("a tree house in the forest", "house"),
    ("a living room without a sofa", "sofa"),
    ("a studio with a view of the mountains", "mountains"),
    ("candles on the beach", "candles"),
    ("a cemetery", "cemetery"),
]


def entry(spec, path):
    for key in path.split("."):
        spec = spec.get(key) if isinstance(spec, dict) else None
    return spec


@pytest.mark.parametrize("prompt, said", LABELLED, ids=[prompt for prompt, _ in LABELLED])
def test_the_spec_says_what_the_prompt_says(prompt, said):
    spec = read(prompt).spec
    assert {path: entry(spec, path) for path in said} == said
    assert check(spec) == spec


@pytest.mark.parametrize("prompt, word", REPORTED)
def test_what_cannot_be_built_is_reported(prompt, word):
    assert word in read(prompt).unparsed


@pytest.mark.parametrize("said, least", [("a red rock canyon", 1.5), ("a canyon", 1.2)])
def test_coloured_ground_stays_earth(said, least):
    """Red rock is red, but no pigment: its blue does not vanish."""
    r, _, b = read(said).spec["ground"]["color"]
    assert r > least * b and b > 0.04


@pytest.mark.parametrize("prompt, noun, channel", COLORED, ids=[prompt for prompt, _, _ in COLORED])
def test_colours_go_to_what_they_are_said_of(prompt, noun, channel):
    told = read(prompt)
    color = told.spec["surfaces"][noun]["color"]
    if channel is not None:
        assert color[channel] > 2 * max(each for k, each in enumerate(color) if k != channel)
    assert told.spec["ground"]["color"] is None and not told.unparsed


@pytest.mark.parametrize("prompt", ["brown dock on a lake surrounded by green trees", "a blue lake under a blue sky",
                                    "a golden wheat field", "white clouds over blue water", "a green meadow",
                                    "white snow on green hills"])
def test_what_has_its_colour_by_nature_is_not_painted(prompt):
    told = read(prompt)
    assert set(told.spec["surfaces"]) <= {"dock"} and not told.unparsed and told.spec["sky"]["tint"] == [1.0, 1.0, 1.0]
    assert told.spec["ground"]["color"] is None


def test_the_sky_of_another_planet_has_its_colour():
    r, g, b = read("a green sky over an alien planet").spec["sky"]["tint"]
    assert g > 2 * r and g > 2 * b


@pytest.mark.parametrize("prompt, complaint", [("a meadow at 25:00", "25:00"), ("a street at 13 pm", "13 pm"),
                                               ("a desert, sun at 200 degrees", "200 degrees")])
def test_hours_that_cannot_be_are_said_to_be_left_out(prompt, complaint):
    told = read(prompt)
    assert any(complaint in each and "left out" in each for each in told.assumptions)
    assert told.spec["sun"]["elevation_deg"] == 40.0


@pytest.mark.parametrize("word", ["windmills", "lamps", "candles", "barrels"])
def test_things_are_taken_for_no_mood(word):
    assert not any("mood" in each for each in read(f"{word} in a room").assumptions)
