# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of light and place, and what each changes in a spec (see :mod:`.spec`)."""

from __future__ import annotations

from typing import Any

#: Sun elevation (degrees) and side: "east" before noon, "west" after, "south" at noon.
TIMES: dict[str, tuple[float, str]] = {
    "sunrise": (3.5, "east"),
    "dawn": (-3.0, "east"),
    "daybreak": (0.5, "east"),
    "first light": (-4.0, "east"),
    "early morning": (9.0, "east"),
    "morning": (26.0, "east"),
    "late morning": (44.0, "east"),
    "mid morning": (34.0, "east"),
    "noon": (62.0, "south"),
    "midday": (62.0, "south"),
    "high noon": (68.0, "south"),
    "day": (40.0, "west"),
    "daytime": (40.0, "west"),
    "daylight": (40.0, "west"),
    "afternoon": (33.0, "west"),
    "early afternoon": (48.0, "west"),
    "late afternoon": (14.0, "west"),
    "golden hour": (7.0, "west"),
    "magic hour": (4.0, "west"),
    "golden light": (8.0, "west"),
    "evening": (6.0, "west"),
    "early evening": (10.0, "west"),
    "late evening": (-2.0, "west"),
    "evening sun": (7.0, "west"),
    "morning sun": (18.0, "east"),
    "low sun": (9.0, "west"),
    "high sun": (60.0, "south"),
    "warm light": (10.0, "west"),
    "sunset": (3.5, "west"),
    "sundown": (2.0, "west"),
    "setting sun": (3.5, "west"),
    "rising sun": (3.5, "east"),
    "dusk": (-3.5, "west"),
    "twilight": (-4.0, "west"),
    "gloaming": (-4.0, "west"),
    "nightfall": (-5.5, "west"),
    "blue hour": (-5.0, "west"),
    "after sunset": (-2.5, "west"),
    "before sunrise": (-4.0, "east"),
    "before sunset": (6.0, "west"),
    "after sunrise": (6.0, "east"),
    "before dawn": (-6.0, "east"),
}
#: What lamps give as well as a low sun.
SOFT_LIGHT = frozenset(("warm light", "golden light", "daylight"))
#: Words for night; the number is what they say about the moon's lit share (None: nothing).
NIGHTS: dict[str, float | None] = {
    "night": None,
    "nighttime": None,
    "midnight": None,
    "nocturnal": None,
    "at night": None,
    "moonlit": 1.0,
    "moonlight": 1.0,
    "moon": 1.0,
    "full moon": 1.0,
    "half moon": 0.5,
    "crescent moon": 0.15,
    "crescent": 0.15,
    "moonless": 0.0,
    "new moon": 0.0,
    "starry": None,
    "star": None,
    "stars": None,
    "starlight": 0.0,
    "starlit": 0.0,
    "milky way": 0.0,
    "night sky": None,
    "starry night": None,
    "starry sky": None,
}
STARRY = frozenset(("starry", "star", "stars", "starlight", "starlit", "milky way", "starry night", "starry sky"))

#: Weather as changes: clouds, turbidity (clean air 2, haze 6), fog 0..1, wind 0..1, what it lays on the ground.
WEATHER: dict[str, dict[str, Any]] = {}


def _weather(words: str, **change: Any) -> None:
    for word in words.split(", "):
        WEATHER[word] = change


_weather(
    "clear, clear sky, cloudless, blue sky, cloud free, fine weather, crisp",
    kind="none",
    cover=0.0,
    cirrus=0.0,
    turbidity=3.4,
)
_weather("sunny, sunshine, bright sun, sunlit, sunlight, fair", kind="cumulus", cover=0.08, cirrus=0.15)
_weather(
    "few clouds, some clouds, cumulus, fair weather clouds, puffy clouds, fluffy clouds, white clouds",
    kind="cumulus",
    cover=0.18,
    cirrus=0.1,
)
_weather(
    "clouds, cloud, scattered clouds, scattered cloud, partly cloudy, partly sunny",
    kind="cumulus",
    cover=0.35,
    cirrus=0.2,
)
_weather("broken clouds, mostly cloudy, many clouds, lots of clouds", kind="cumulus", cover=0.65, cirrus=0.2)
_weather("cloudy, heavy clouds, big clouds, dramatic sky, dramatic clouds", kind="cumulus", cover=0.72, cirrus=0.3)
_weather("overcast, grey sky, gray sky, dull, gloomy, grey day, gray day, stratus", kind="stratus", cover=1.0)
_weather(
    "rain, rainy, raining, falling rain, rain fall, rain falling, rainfall, drizzle, wet weather",
    kind="stratus",
    cover=1.0,
    fog=0.25,
    wind=0.5,
    wet=0.8,
)
_weather("wet, rain soaked, puddles, puddle, damp", wet=0.9)
_weather("after rain, after the rain, after a shower, rain washed", kind="cumulus", cover=0.4, cirrus=0.3, wet=1.0)
_weather("after a storm, after the storm, after a thunderstorm, after the thunderstorm, after a downpour",
         kind="cumulus", cover=0.6, cirrus=0.3, wind=0.4, wet=1.0)
_weather("dark clouds, grey clouds, gray clouds, black clouds, storm clouds", kind="cumulus", cover=0.85, cirrus=0.3)
_weather("storm, stormy, thunderstorm, tempest", kind="storm", cover=1.0, fog=0.2, wind=1.0, wet=0.8)
_weather(
    "snowing, snowfall, falling snow, snow fall, snow falling, snow flurries, light snow, snow shower",
    kind="stratus",
    cover=1.0,
    fog=0.4,
    wind=0.3,
    ground="snow",
)
_weather(
    "heavy snow, heavy snowfall, heavy snow fall, snowstorm, snow storm, blizzard",
    kind="stratus",
    cover=1.0,
    fog=0.55,
    wind=0.7,
    ground="snow",
)
_weather(
    "cirrus, wispy clouds, high clouds, thin clouds, feathery clouds, veil clouds", kind="none", cover=0.0, cirrus=0.9
)
_weather("fog, foggy, thick fog", kind="stratus", cover=1.0, fog=0.65)
_weather("mist, misty", turbidity=5.0, fog=0.5)
_weather("haze, hazy, dusty, dust, smog, smoggy, humid, sultry", turbidity=6.5)
_weather("calm, still, windless, mirror, glassy", wind=0.02)
_weather("breeze, breezy", wind=0.4)
_weather("wind, windy, choppy, waves, wavy", wind=0.75)
_weather("rough, gale", wind=1.0)

#: Places as changes: setting, ground, trees, hills (m), dock, turbidity.
PLACES: dict[str, dict[str, Any]] = {}


def _place(words: str, **change: Any) -> None:
    for word in words.split(", "):
        PLACES[word] = change


_place(
    "lake, lakeside, lakeshore, pond, loch, reservoir, lagoon, fjord",
    setting="lake",
    ground="grass",
    trees="mixed",
    hills=650.0,
)
_place("river, riverside, riverbank", setting="lake", ground="grass", trees="deciduous", hills=300.0)
_place("sea, ocean, open water, open sea", setting="sea", ground="sand", trees="none", hills=0.0)
_place("water", setting="lake", ground="grass", trees="mixed", hills=400.0)
_place("beach, seaside, seashore, shore, coast, coastline", setting="beach", ground="sand", trees="none", hills=140.0,
       rocks=0.15)
_place("tropical beach, tropical island, palm beach, island", setting="beach", ground="sand", trees="palm", hills=140.0)
_place("snowy mountains, snow covered mountains, snow-capped mountains, snowy peaks", ground="snow", trees="conifer",
       hills=2300.0, rocks=0.12)
_place("cove, bay, rocky beach, rocky shore, rocky coast", setting="beach", ground="sand", trees="none", hills=160.0,
       rocks=0.6)
_place("dock, pier, jetty, boardwalk, wharf, boat dock, landing stage, quay", dock=True)
_place("bridge, footbridge", dock=True, bridge=True)
_place("harbour, harbor, marina, fishing harbour, fishing harbor, fishing port, port, seaport", setting="sea",
       ground="sand", trees="none", hills=160.0, dock=True, boats=True, buildings="village")
_place(
    "desert, dune, dunes, sahara, sand dunes, wasteland",
    setting="desert",
    ground="sand",
    trees="none",
    hills=420.0,
    turbidity=4.0,
)
_place(
    "meadow, field, rice field, rice terrace, rice terraces, pasture, lawn, countryside, farmland, farm, farmyard, "
    "plain",
    ground="grass",
    trees="mixed",
    hills=260.0,
)
_place(
    "moor, moorland, heath, heathland, fell, downs, bog, peat bog, marsh, marshland, salt marsh, fen, swamp, wetland, "
    "prairie, grassland, steppe, pampas",
    ground="grass",
    trees="none",
    hills=260.0,
)
_place("wheat field, wheat, barley field, rye field, grain field, field of wheat, crop field, crops",
       ground="dirt", trees="mixed", hills=260.0, crop="wheat")
_place("cornfield, corn field, maize field, field of corn, sugar cane", ground="dirt", trees="mixed", hills=160.0,
       crop="corn")
_place("lavender field, lavender, field of lavender", ground="dirt", trees="deciduous", hills=420.0, crop="lavender")
_place("flower field, field of flowers, tulip field, tulips, poppy field, poppies, sunflower field, sunflowers, "
       "wildflowers, flower meadow, flowers, roses, rose garden, flower bed, flower beds, "
       "flowering meadow, daisies, blossoms",
       ground="grass", trees="mixed", hills=260.0, crop="flowers")
_place("vineyard, vines, grapevines, wine hills", ground="dirt", trees="deciduous", hills=420.0, crop="vines")
_place("orchard, apple orchard, olive grove, cherry orchard", ground="grass", trees="deciduous", hills=260.0,
       crop="orchard")
_place("stadium, football stadium, soccer stadium, football field, soccer field, football pitch, arena, sports field",
       ground="grass", trees="none", hills=0.0, stands=True)
_place("park, city park, public park, botanical garden", ground="grass", trees="deciduous", hills=0.0, road="path",
       forest=0.06)
_place("garden, golf course, backyard", ground="grass", trees="deciduous", hills=0.0)
_place("savanna, savannah", ground="grass", trees="deciduous", hills=200.0, turbidity=5.0, color=(0.31, 0.235, 0.105),
       rocks=0.08)
_place("jungle, rainforest, rain forest, tropical forest, mangrove", ground="leaves", trees="tropical", hills=200.0,
       forest=1.0)
_place("forest, wood, woods, woodland, grove", ground="leaves", trees="mixed", hills=200.0,
       forest=1.0)
_place("clearing, glade, edge of the forest", ground="grass", trees="mixed", hills=300.0, forest=0.35)
_place(
    "pine forest, conifer forest, taiga, spruce forest, fir forest", ground="leaves", trees="conifer", hills=300.0,
    forest=1.0,
)
_place("pine trees, pines, firs, spruces, pine tree, fir trees", trees="conifer", forest=0.3)
_place("birch forest, birch wood, birch grove", ground="leaves", trees="birch", hills=200.0, forest=1.0)
_place("beech forest, oak forest, bamboo forest", ground="leaves", trees="deciduous", hills=200.0,
       forest=1.0)
_place("birch, birches, birch tree, birch trees, silver birches, aspens, aspen", trees="birch", forest=0.3)
_place("oak tree, oak trees, oaks, maple tree, maple trees, maples, beech trees, linden trees, chestnut trees, "
       "willows, willow, poplars, apple tree, apple trees", trees="deciduous")
_place("cherry blossom, cherry blossoms, cherry blossom trees, cherry tree, cherry trees, blossoming trees, sakura",
       trees="deciduous", leaves=(0.74, 0.50, 0.56))
_place("palm trees, palms, palm tree, coconut palms", trees="palm")
_place("tree, trees, tree line, treeline", trees="mixed")
_place("mountain, mountains, alpine, alps, peak, peaks, valley", trees="conifer", hills=1900.0, rocks=0.25)
_place("hill, hills, hilly, rolling hills, hillside, hillsides, hill side", hills=600.0)
_place("ski slope, ski resort, ski run, piste", ground="snow", trees="conifer", hills=1900.0)
_place("volcano, volcanic, volcanic plain, lava, lava field, volcanic landscape, lava rock", ground="dirt",
       trees="none", hills=900.0, rocks=0.6, color=(0.045, 0.042, 0.042))
_place("salt flat, salt flats, salt lake, salt desert, salt pan", ground="sand", trees="none", hills=500.0,
       color=(0.72, 0.70, 0.67))
_place("tundra, arctic, antarctic, antarctica", ground="snow", trees="none", hills=500.0)
_place("glacier, ice sheet, frozen lake", ground="ice", trees="none", hills=1500.0)
_place("city, city street, downtown, urban street", ground="asphalt", trees="deciduous", hills=0.0, road="street",
       buildings="city", cars=True)
# what stands along these is said by other words, or is a city
_place("street, avenue, boulevard, alley, intersection, crossroads, back alley", ground="asphalt",
       trees="deciduous", hills=0.0, road="street", cars=True)
_place("suburban street, village street, residential street", ground="asphalt", trees="deciduous", hills=60.0,
       road="street", buildings="village", cars=True)
_place("road, highway, country road, rural road, motorway, desert road, coastal road, winding road",
       ground="grass", trees="mixed", hills=180.0, road="street", buildings="none", cars=False)
_place("mountain road, alpine road, mountain pass, pass road", ground="grass", trees="conifer", hills=1900.0,
       rocks=0.25, road="street", buildings="none", cars=False)
_place("farm track, farm road, unpaved road, cart track, country track, field track, dirt track, gravel track, "
       "logging road, mud road", ground="grass", trees="mixed", hills=180.0, road="track")
_place("forest road, forest track, woodland track", ground="leaves", trees="mixed", hills=180.0, road="track",
       forest=1.0)
_place("runway, airfield, tarmac, airport, airport runway", ground="asphalt", trees="none", hills=120.0)
_place("parking lot, car park, parking garage, parking space", ground="asphalt", trees="deciduous", hills=60.0,
       road="parking")
_place("path, pathway, footpath, walkway, trail, sidewalk, promenade, lane", road="path", trees="deciduous",
       hills=120.0)
_place("village, town, suburb, neighborhood, neighbourhood", ground="grass", trees="deciduous",
       hills=160.0, buildings="village")
_place("skyline, skyscrapers", buildings="city", trees="none")
_place("alien planet, alien world, alien landscape, extraterrestrial, other planet, strange planet, exoplanet, alien, "
       "science fiction, sci-fi, sci fi, planet", setting="alien", ground="dirt", trees="none", hills=500.0, rocks=0.7,
       color=(0.30, 0.105, 0.085), sky={"tint": [1.25, 0.80, 0.95], "planets": 2}, turbidity=3.5)
_place("moons, two moons, twin moons, planets in the sky, two planets", planets=2)
_place("mars, martian, red planet", setting="alien", ground="dirt", trees="none", hills=350.0, rocks=0.9,
       color=(0.36, 0.165, 0.08), sky={"tint": [1.35, 0.95, 0.62], "planets": 0}, turbidity=6.0)
_place("moon surface, lunar surface, lunar, surface of the moon, moonscape", setting="alien", ground="dirt",
       trees="none",
       hills=400.0, rocks=0.8, color=(0.13, 0.128, 0.125), sky={"tint": [0.02, 0.02, 0.02], "planets": 1})
_place("plaza, square, courtyard, town square, market square, cathedral square, piazza, cobblestone square",
       ground="cobblestone", trees="deciduous", hills=0.0, buildings="village")
_place("rooftop, on a roof, on the roof, flat roof, roof top, roof terrace",
       ground="concrete", trees="none", hills=0.0, buildings="city",
       rooftop=True)
_place("rooftop bar, roof bar, roof top bar, sky bar, skybar, rooftop lounge, rooftop cocktail bar",
       ground="concrete", trees="none", hills=0.0, buildings="city", rooftop=True, landmark="bar")
_place("beach bar, tiki bar", setting="beach", ground="sand", trees="palm", hills=140.0, landmark="bar")
_place("open air bar, outdoor bar, garden bar, beer garden", ground="grass", trees="deciduous", hills=60.0,
       landmark="bar")
_place("swimming pool, pool, outdoor pool, outdoor swimming pool, poolside, hotel pool, pool deck, pool terrace, lido",
       ground="grass", trees="deciduous", hills=120.0, landmark="pool")
_place("rooftop pool, rooftop swimming pool, roof pool, sky pool, infinity pool", ground="concrete", trees="none",
       hills=0.0, buildings="city", rooftop=True, landmark="pool")
_place("castle, medieval castle, fortress, citadel, fort, knight's castle, fairytale castle, castle walls",
       ground="grass", trees="mixed", hills=300.0, landmark="castle")
_place("castle courtyard, castle yard, fortress courtyard, inner courtyard of a castle, courtyard of a castle, "
       "castle ward, castle bailey", ground="cobblestone", trees="none", hills=0.0, landmark="courtyard")
_place("lighthouse, light house", landmark="lighthouse")
_place("windmill, wind mill, old mill", landmark="windmill")
_place("campfire, camp fire, bonfire, fire pit, fireside", landmark="campfire")
_place("waterfall, waterfalls, cascade, cascades", landmark="waterfall")
_place("japanese garden, zen garden, torii, torii gate, shinto shrine, shinto gate, japanese shrine, japanese park",
       ground="grass", trees="deciduous", hills=160.0, landmark="torii")
_place("playground, play ground, children's playground, childrens playground, slide, swings, swing, swing set, "
       "climbing frame, sandpit", landmark="playground")
_place("tent, tents, campsite, camp site, campground, camping, base camp", landmark="tents")
_place("ruins, ruin, temple ruins, ruined temple, ruins of a temple, greek temple, roman temple, ancient temple, "
       "roman ruins, greek ruins, ancient ruins", landmark="ruins")
_place("terrace, patio", ground="tiles", trees="deciduous", hills=120.0, furniture=("table", "chair"))
_place("cafe terrace, restaurant terrace, street cafe, pavement cafe, sidewalk cafe", ground="tiles", trees="deciduous",
       hills=120.0, buildings="village", furniture=("table", "chair"))
_place("skate park, skatepark", ground="concrete", trees="deciduous", hills=60.0)
_place("canyon, canyons, grand canyon, slot canyon, box canyon", setting="desert", ground="dirt", trees="none",
       hills=300.0, rocks=0.6, color=(0.40, 0.21, 0.12), canyon=True)
_place("gorge, gorges, ravine, ravines", ground="grass", trees="mixed", hills=300.0, rocks=0.6, canyon=True)
_place("badlands, mesa, rocky desert", setting="desert", ground="dirt", trees="none", hills=700.0, rocks=0.6,
       color=(0.40, 0.21, 0.12))
_place("cliff, cliffs, quarry, scree", ground="rock", trees="none", hills=900.0, rocks=0.7)

#: Ground words.
GROUNDS: dict[str, str] = {
    "grass": "grass",
    "grassy": "grass",
    "turf": "grass",
    "heather": "grass",
    "sand": "sand",
    "sandy": "sand",
    "snow": "snow",
    "snowy": "snow",
    "snow covered": "snow",
    "snow-covered": "snow",
    "dirt": "dirt",
    "soil": "dirt",
    "mud": "dirt",
    "muddy": "dirt",
    "earth": "dirt",
    "rock": "rock",
    "rocky": "rock",
    "stone": "rock",
    "boulders": "rock",
    "gravel": "gravel",
    "pebbles": "gravel",
    "shingle": "gravel",
    "pebble": "gravel",
    "asphalt": "asphalt",
    "tarmac": "asphalt",
    "concrete": "concrete",
    "pavement": "concrete",
    "cobblestone": "cobblestone",
    "cobblestones": "cobblestone",
    "cobbled": "cobblestone",
    "paving": "tiles",
    "tiles": "tiles",
    "tiled": "tiles",
    "flagstones": "tiles",
    "wooden deck": "wood",
    "deck": "wood",
    "decking": "wood",
    "wood planks": "wood",
    "planks": "wood",
    "autumn leaves": "leaves",
    "fallen leaves": "leaves",
    "leaves": "leaves",
    "ice": "ice",
    "icy": "ice",
    "frozen": "ice",
}
SEASONS: dict[str, str] = {
    "spring": "spring",
    "springtime": "spring",
    "bloom": "spring",
    "blooming": "spring",
    "blossom": "spring",
    "summer": "summer",
    "summery": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "autumnal": "autumn",
    **{f"{when} {season}": {"fall": "autumn"}.get(season, season) for when in ("early", "late", "mid")
       for season in ("spring", "summer", "autumn", "fall", "winter")},
    "winter": "winter",
    "wintry": "winter",
}
#: Where the light comes from, seen from a camera that looks at the character's face (towards +Y):
#: the azimuth in degrees counter-clockwise from +X.
SIDES: dict[str, float] = {
    "backlit": 62.0,
    "back lit": 62.0,
    "backlight": 62.0,
    "against the sun": 62.0,
    "sun behind": 62.0,
    "contre jour": 62.0,
    "silhouetted": 75.0,
    "front lit": -100.0,
    "frontlit": -100.0,
    "sidelit": 180.0,
    "side lit": 180.0,
    "sun on the left": 190.0,
    "sun from the left": 190.0,
    "sun on the right": -10.0,
    "sun from the right": -10.0,
    "sun in the east": 0.0,
    "sun in the north": 90.0,
    "sun in the west": 180.0,
    "sun in the south": -90.0,
}
#: What the colour of the sky is said of.
SKIES: dict[str, str] = dict.fromkeys(("sky", "skies", "clouds", "cloud"), "sky")
#: A coloured sky is a low sun.
SKY_COLORS: dict[str, float] = {
    "red sky": 1.0,
    "orange sky": 2.0,
    "pink sky": 0.5,
    "golden sky": 5.0,
    "purple sky": -3.0,
    "violet sky": -3.5,
    "yellow sky": 6.0,
    "crimson sky": 0.5,
}
#: Words that carry nothing the map could show.
FILLERS: dict[str, None] = dict.fromkeys(
    (
        "sky",
        "sun",
        "scene",
        "environment",
        "hdri",
        "hdr",
        "panorama",
        "background",
        "world",
        "light",
        "lighting",
        "outdoor",
        "outdoors",
        "outside",
        "landscape",
        "weather",
        "view",
        "place",
        "middle",
        "shore",
        "surrounded",
        "empty",
        "quiet",
        "blackboard",
        "chalkboard",
        "peaceful",
        "lonely",
        "deserted",
        "overlooking",
        "modern",
        "old",
        "ancient",
        "large",
        "big",
        "small",
        "beautiful",
        "cozy",
        "cosy",
        "contemporary",
        "minimalist",
        "abandoned",
        "luxury",
        "realistic",
        "photo",
        "photograph",
        "360",
        "equirectangular",
        "front",
        "distance",
        "style",
        "far shore",
        "horizon",
        "water",
    )
)
