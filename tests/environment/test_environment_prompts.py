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
    ("a red rock canyon at sunset", {"place.setting": "desert", "sun.elevation_deg": 3.5}),
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
]
#: Prompt, a word that nothing can show.
REPORTED = [
    ("a waterfall in the mountains", "waterfall"),
    ("a playground with a slide", "slide"),
    ("a living room with a grand piano", "piano"),
    ("a ferris wheel by the sea", "ferris"),
    ("an igloo on the ice", "igloo"),
    ("a windmill in a field", "windmill"),
    ("a meadow with neon signs", "neon"),
    ("a cathedral with neon lights", "neon"),
    ("a spaceship with neon signs", "neon"),
    ("a cave with neon lights", "neon"),
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
