# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of rooms, buildings and furniture: what each changes in a spec, and what colours may be bound to."""

from __future__ import annotations

from typing import Any


def _table(*lines: tuple[str, Any]) -> dict[str, Any]:
    return {word: value for words, value in lines for word in words.split(", ")}


#: Words that say outright that the place is a room.
INTERIORS: dict[str, str] = _table(
    ("bedroom, hotel room, guest room, bed room, dormitory", "bedroom"),
    ("living room, lounge, lodge, mountain lodge, ski lodge, hunting lodge, sitting room, drawing room, "
     "apartment, loft, penthouse, condo", "living_room"),
    ("dining room, restaurant, canteen", "dining_room"),
    ("kitchen, cafe, coffee shop, bistro, kitchenette, diner", "kitchen"),
    ("bar, pub, cocktail bar, wine bar, tavern, hotel bar, jazz bar, speakeasy", "bar"),
    ("gym, fitness studio, fitness center, fitness centre, fitness room, weight room, weights room, home gym", "gym"),
    ("gym hall, sports hall, gymnasium, basketball court, basketball hall, school gym, indoor court", "sports_hall"),
    ("office, workspace, study, meeting room, conference room", "office"),
    ("library, bookshop, book store, bookstore, reading room, archive", "library"),
    ("classroom, class room, school room, schoolroom, lecture room, lecture hall, auditorium", "classroom"),
    ("supermarket, grocery store, grocery, shop, store, convenience store, pharmacy, supermarket aisle, mall",
     "supermarket"),
    ("garage, parking garage, underground garage, underground parking, car park garage, underground car park",
     "garage"),
    ("tunnel, subway tunnel, railway tunnel, underpass, metro tunnel, subway station, metro station, subway platform, "
     "metro platform, sewer, catacomb",
     "tunnel"),
    ("corridor, hallway, hall way, passageway, aisle, subway corridor, hospital corridor", "corridor"),
    (
        "studio, photo studio, photography studio, photostudio, film studio, softbox, softboxes, soft box, soft boxes, "
        "cyclorama, green screen, studio lighting, studio light",
        "studio",
    ),
    ("cathedral, church, chapel, abbey, basilica, minster, nave, monastery", "cathedral"),
    ("gallery, art gallery, museum, exhibition, exhibition hall, showroom, lobby, foyer, atrium, ballroom", "gallery"),
    ("warehouse, factory, factory hall, hangar, workshop, industrial hall, barn",
     "warehouse"),
    ("indoor swimming pool, indoor pool, swimming hall, swimming bath, swimming baths, public baths, aquatic center, "
     "aquatic centre, natatorium, leisure pool", "pool"),
    ("theatre, theater, playhouse, opera house, opera, concert hall, theatre seats, theater seats, theatre hall, "
     "stage with seats, theatre interior, theater interior", "theatre"),
    ("stage, on stage, theatre stage, theater stage, concert stage, opera stage, empty stage, wooden stage", "stage"),
    ("greenhouse, glasshouse, glass house, hothouse, conservatory, orangery, palm house, "
     "greenhouse full of plants, greenhouse with plants", "greenhouse"),
    ("train station, railway station, train station platform, train platform, railway platform, station platform, "
     "railway platforms, train shed", "station"),
    ("spaceship, space ship, starship, spacecraft, spaceship bridge, spaceship interior, spaceship cockpit, "
     "bridge of a spaceship, bridge of a starship, space station, control room of a spaceship", "spaceship"),
    ("cave, cavern, grotto, rock cave, dripstone cave, stalactite cave", "cave"),
    ("bathroom, shower room, washroom, restroom, toilet", "bathroom"),
    ("room, interior, indoors, indoor, inside, empty room, house interior, cellar, basement, attic", "empty_room"),
)
#: Buildings among those, by their names, whose front is drawn when one stands before it: a landmark of the spec.
LANDMARK_ROOMS: dict[str, str] = _table(
    ("cathedral, church, chapel, abbey, basilica, minster, monastery", "church"),
    ("barn", "barn"),
)
#: Furniture, with the room it suggests where no place is named.
FURNITURE: dict[str, tuple[str, str]] = _table(
    ("bed, bed linen, linen, bedding, bed sheets, sheets, duvet, mattress, bed linens", ("bed", "bedroom")),
    ("pillow, cushion", ("bed", "bedroom")),
    ("sofa, couch, settee", ("sofa", "living_room")),
    ("armchair, easy chair", ("armchair", "living_room")),
    ("coffee table, television", ("table", "living_room")),
    ("fireplace, open fire, hearth, fire place", ("fireplace", "living_room")),
    ("picnic table, garden table", ("table", "outdoors")),
    ("bench, benches, park bench, wooden bench, garden bench", ("bench", "outdoors")),
    ("table, dining table", ("table", "dining_room")),
    ("deck chair, deck chairs, beach chair, beach chairs, garden chair, garden chairs", ("chair", "outdoors")),
    ("chair, wooden chair", ("chair", "dining_room")),
    ("counter, counter top, countertop, worktop, kitchen island, sink, stove, oven", ("counter", "kitchen")),
    ("stool, bar stool", ("stool", "kitchen")),
    ("desk, computer desk", ("desk", "office")),
    ("bookshelf, book shelf, bookcase, shelf, shelves", ("shelf", "library")),
    ("wardrobe, cupboard, cabinet, closet, sideboard, dresser", ("cupboard", "bedroom")),
    ("rug, carpet", ("rug", "living_room")),
    ("painting, picture, poster, framed picture", ("picture", "gallery")),
    ("potted plant, house plant, houseplant, pot plant", ("plant", "living_room")),
    ("floor lamp, table lamp, desk lamp, pendant lamp, chandelier, ceiling lamp", ("lamp", "living_room")),
    ("curtain, drapes", ("curtain", "living_room")),
)
#: Parts of rooms: by themselves they suggest an empty one.
ROOM_PARTS = frozenset(("floor", "ceiling", "wall", "window", "door"))

#: Things outdoors as changes of the place.
STRUCTURES: dict[str, dict[str, Any]] = _table(
    (
        "sign, signs, signage, signages, signboard, sign board, wall signages, wall signage, wall signs",
        {"signs": True, "walls": True},
    ),
    ("building, buildings, skyscraper, high rise, office building, tower block", {"buildings": "city"}),
    ("house, houses, cottage, cabin, log cabin, hut, wooden hut, home", {"buildings": "village"}),
    (
        "street lamp, street lamps, street light, street lights, lamp post, lamp posts, lantern, lanterns, "
        "floodlight, floodlights, city lights, lampposts, streetlights, streetlamps",
        {"lamps": True},
    ),
    ("lamp, lamps, lights, warm lights, warm lamps, lit windows, glowing windows", {"lamps": True}),
    ("car, cars, traffic, parked car, parked cars, car parked, cars parked, taxi, taxis, cab, cabs, vehicle, "
     "vehicles", {"cars": True}),
    ("boat, boats, sailing boat, sailboat, fishing boat, yacht, ship, ships", {"boats": True}),
    ("stands, grandstand, tribune, bleachers, spectator stands", {"stands": True}),
    ("fence, wooden fence, picket fence, railing", {"fence": True}),
    ("stairs, staircase, steps, stairway", {"stairs": True}),
    ("rock, rocks, boulder, boulders, stones", {"rocks": 0.6}),
    ("walled, between walls", {"walls": True}),
    (
        "neon, neon sign, neon signs, neon light, neon lights, neon lamps, neon tubes, neon lit, neon signage, "
        "neon glow, glowing signs, glowing neon signs, neon billboards",
        {"neon": True},
    ),
)
#: Lamps on or off in rooms.
LIGHTS: dict[str, bool] = _table(
    (
        "lamplight, lamp light, lamplit, lamps on, lights on, lit by lamps, artificial light, warm lamps, "
        "ceiling lights, ceiling light, lit, illuminated",
        True,
    ),
    ("lights off, lamps off, unlit, natural light, window light, daylight", False),
)
#: Phrases that hold words of other things than they mean.
NOT_DRAWN: dict[str, None] = dict.fromkeys(("tree house", "doll house", "chair lift"))
#: Candles in rooms.
CANDLES: dict[str, str] = _table(
    ("candle, candles, candlelight, candle light, candlelit, candle lit, votive candles, by candlelight, "
     "burning candles, lit candles", "candles"))
#: Nouns to which colours and materials are bound, and their names in the spec.
NOUNS: dict[str, str] = _table(
    ("wall, walls", "wall"),
    ("floor, flooring, floorboards, parquet", "floor"),
    ("ceiling", "ceiling"),
    ("door, doors", "door"),
    ("window, windows", "window"),
    ("bed linen, linen, bedding, bed sheets, sheets, duvet, bed, mattress, bed linens", "bed"),
    ("pillow, cushion", "pillow"),
    ("blanket, bedspread, throw", "blanket"),
    ("counter, counter top, countertop, worktop, kitchen island", "counter"),
    ("sofa, couch, settee, armchair", "sofa"),
    ("table, desk, coffee table, dining table", "table"),
    ("chair, seat, seats, seating, rows of seats", "chair"),
    ("shelf, shelves, bookshelf, book shelf, bookcase", "shelf"),
    ("wardrobe, cupboard, cabinet, closet, sideboard, dresser", "cupboard"),
    ("curtain, drapes", "curtain"),
    ("rug, carpet", "rug"),
    ("stool, bar stool", "stool"),
    ("path, pathway, footpath, walkway, trail, sidewalk, road, street, alley, lane", "path"),
    ("sign, signage, signages, signboard, wall signages, wall signage, wall signs", "sign"),
    ("building, buildings, house, houses, skyscraper, cottage, cabin, log cabin, hut", "building"),
    ("fence, railing", "fence"),
    ("stairs, staircase, steps, stairway", "stairs"),
    ("rock, rocks, boulder, boulders, stones", "rock"),
    ("car, cars, parked car, parked cars, taxi, taxis, cab, cabs, vehicle, vehicles", "car"),
    ("fireplace, open fire, hearth", "fireplace"),
    ("dock, pier, jetty, boardwalk, wharf, bridge, footbridge", "dock"),
    ("boat, boats, sailing boat, sailboat, fishing boat, yacht, ship, ships, rowing boat", "boat"),
    ("tree, trees, foliage, forest, woods, birches, birch trees, maples, maple trees, maple", "tree"),
    ("water, sea, ocean, lake, river, pond, lagoon, bay, waves", "water"),
    ("flower, flowers, tulips, poppies, roses, wildflowers, sunflowers, blossoms, daisies, petals, "
     "flower field", "flower"),
    ("lamp, lamps, light, lights, lighting, lantern, lanterns, street lamp, street lamps, street lights, lamplight, "
     "chandelier, floor lamp, table lamp, desk lamp, pendant lamp", "lamp"),
    ("torii, torii gate, tent, tents, ruins, ruin, temple, barn, church, chapel, lighthouse, windmill, castle, "
     "farmhouse, tower", "building"),
    ("bench, benches, park bench, garden bench", "bench"),
    ("tile, tiles", "tile"),
)
#: Materials, by the names of ``scene.materials``.
MATERIALS: dict[str, str] = _table(
    ("wooden, wood, timber, parquet, hardwood", "wood"),
    ("oak, oaken", "oak"),
    ("pine", "pine"),
    ("walnut", "walnut"),
    ("dark wood, mahogany, ebony", "dark_wood"),
    ("concrete, cement", "concrete"),
    ("brick, bricks, red brick", "brick"),
    ("stone", "stone"),
    ("marble", "marble"),
    ("tiled, tile, tiles, ceramic", "tile"),
    ("carpeted, carpet", "carpet"),
    ("leather", "leather"),
    ("linen, cotton, silk", "linen"),
    ("fabric, cloth, velvet, woollen, woolen", "fabric"),
    ("metal, iron", "metal"),
    ("steel, stainless steel, aluminium, aluminum", "steel"),
    ("brass, copper, gold", "brass"),
    ("glass", "glass"),
    ("plaster, stucco", "plaster"),
    ("painted", "paint"),
    ("plastic", "plastic"),
    ("gravel", "gravel"),
    ("cobbled", "cobblestone"),
)
