# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a spec a place or a room has on show: words whose thing is nowhere to be seen are reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Things whose colour and material each kind of room takes from the spec (held to the builders by a test).
ROOM_SURFACES: dict[str, frozenset[str]] = {kind: frozenset(nouns.split()) for kind, nouns in {
    "bedroom": "bed blanket ceiling curtain floor pillow rug sofa wall window lamp",
    "living_room": "ceiling cupboard curtain floor rug shelf sofa table wall window lamp",
    "dining_room": "ceiling chair cupboard floor rug table wall window lamp",
    "kitchen": "ceiling counter cupboard floor stool wall window lamp",
    "office": "ceiling cupboard floor rug shelf table wall window",
    "library": "ceiling floor rug shelf table wall window lamp",
    "empty_room": "ceiling floor wall window lamp",
    "corridor": "ceiling door floor wall",
    "studio": "floor wall",
    "cathedral": "floor wall",
    "gallery": "ceiling chair floor wall",
    "warehouse": "floor wall",
    "bathroom": "ceiling cupboard floor rug wall window lamp",
    "classroom": "ceiling chair cupboard floor shelf table wall window",
    "supermarket": "ceiling floor wall window",
    "garage": "car ceiling floor wall window",
    "tunnel": "wall",
    "bar": "ceiling counter floor sofa stool table wall window lamp",
    "gym": "ceiling floor wall window",
    "sports_hall": "ceiling floor wall window",
    "pool": "ceiling floor wall window",
    "theatre": "ceiling chair curtain floor wall",
    "stage": "ceiling chair curtain floor wall",
    "greenhouse": "floor wall window",
    "station": "car chair floor wall",
    "spaceship": "floor wall",
    "cave": "rock wall",
}.items()}
#: What each piece of furniture takes from the spec.
PIECES: dict[str, tuple[str, ...]] = {
    "bed": ("bed", "pillow"), "sofa": ("sofa",), "armchair": ("sofa",), "table": ("table",), "desk": ("table",),
    "chair": ("chair",), "shelf": ("shelf",), "cupboard": ("cupboard",), "rug": ("rug",), "counter": ("counter",),
    "stool": ("stool",), "curtain": ("curtain",), "lamp": ("lamp",), "plant": (), "picture": (), "bench": ("bench",),
    "fireplace": ("fireplace",)}
#: What each kind of room comes with.
NATIVE: dict[str, frozenset[str]] = {kind: frozenset(names.split()) for kind, names in {
    "bedroom": "bed lamp picture rug cupboard curtain plant armchair",
    "living_room": "sofa table rug armchair picture cupboard shelf plant lamp curtain chair",
    "dining_room": "table chair lamp cupboard picture rug plant",
    "kitchen": "cupboard stool counter shelf lamp plant picture",
    "office": "table desk chair shelf picture plant cupboard rug",
    "library": "shelf table chair lamp rug armchair",
    "bathroom": "cupboard rug plant counter",
    "classroom": "table desk chair shelf cupboard picture plant",
    "supermarket": "shelf counter",
    "gallery": "picture bench",
    "bar": "counter stool table lamp sofa picture shelf",
    "gym": "bench",
    "sports_hall": "bench",
    "theatre": "chair curtain lamp",
    "stage": "chair curtain lamp",
    "greenhouse": "plant table",
    "station": "bench lamp",
    "spaceship": "chair",
    "studio": "table stool cupboard lamp",
    "cathedral": "lamp bench",
    "empty_room": "bed sofa table chair shelf plant picture rug curtain lamp",
}.items()}
#: Furniture that kinds of rooms have no place for, beside what they come with (held to the builders by a test).
_ALL = frozenset(PIECES)
NO_PLACE_FOR: dict[str, frozenset[str]] = {
    "kitchen": frozenset(("bed",)), "bathroom": frozenset(("bed",)),
    **dict.fromkeys(("corridor", "studio", "gallery", "warehouse", "supermarket"), frozenset(("curtain",))),
    **dict.fromkeys(("cathedral", "tunnel", "greenhouse", "station", "spaceship"), frozenset(("curtain", "picture"))),
    **dict.fromkeys(("theatre", "stage"), _ALL - {"chair", "curtain", "lamp", "rug"}),
    "cave": _ALL - {"rug"},
}
#: Furniture that can stand in the open.
OPEN_AIR = ("bed", "sofa", "armchair", "table", "chair", "desk", "counter", "stool", "plant", "rug", "lamp", "bench")
#: Rooms through whose windows the place outside is seen.
WITH_A_VIEW = ("bedroom", "living_room", "dining_room", "kitchen", "office", "library", "empty_room", "bathroom",
               "classroom", "bar", "gym", "greenhouse", "warehouse", "pool", "sports_hall", "station")
#: Landmarks that are buildings, and take their colour.
BUILT = ("castle", "courtyard", "barn", "church", "lighthouse", "windmill", "torii", "tents", "ruins")


def wet(spec: Mapping[str, Any]) -> bool:
    """Whether there is open water about."""
    return spec["interior"] is None and spec["place"]["setting"] in ("lake", "sea", "beach")


def has_no_place(kind: str, name: str) -> bool:
    """Whether a kind of room can take no such piece of furniture."""
    return name in NO_PLACE_FOR.get(kind, ())


def lit_by_lamps(spec: Mapping[str, Any]) -> bool:
    """Whether lamps stand about outdoors."""
    place = spec["place"]
    return bool(place["lamps"] or place["road"] == "parking" or place["landmark"] == "bar"
                or (place["road"] == "street" and place["buildings"] != "none"))


def shows(spec: Mapping[str, Any], noun: str) -> bool:
    """Whether a thing of ``spec.SURFACES`` ("ground", "sky" and crops too) is to be seen in this place or room."""
    place, room = spec["place"], spec["interior"]
    if room is not None:
        pieces = {each for name in room["furniture"] for each in PIECES[name]}
        if noun in ROOM_SURFACES[room["kind"]] or noun in pieces:
            return True
        # before the windows
        return room["kind"] in WITH_A_VIEW and {
            "tree": place["trees"] not in ("none", "palm"), "building": place["buildings"] != "none",
            "water": place["setting"] in ("lake", "sea", "beach"), "ground": True, "sky": True}.get(noun, False)
    if noun == "building":
        return place["buildings"] != "none" or place["landmark"] in BUILT
    if noun == "wall":
        return place["walls"] or place["rooftop"] or place["landmark"] in ("castle", "courtyard")
    if noun == "floor":
        return place["landmark"] == "pool"
    if noun == "counter" and place["landmark"] == "bar":
        return True
    if noun == "path":
        return place["road"] in ("path", "track")
    if noun == "sign":
        return place["walls"] and place["signs"]
    if noun == "chair" and place["stands"]:
        return True
    if noun == "tree":
        return place["trees"] not in ("none", "palm")
    if noun == "rock":
        return place["rocks"] > 0
    if noun == "water":
        return wet(spec)
    if noun == "flower":
        return place["crop"] == "flowers"
    if noun == "lamp":
        return lit_by_lamps(spec)
    if noun in ("car", "boat"):
        return bool(place[f"{noun}s"])
    if noun in ("fence", "dock", "stairs"):
        return bool(place[noun])
    if noun in ("ground", "sky"):
        return True
    return any(noun in PIECES[name] for name in place["furniture"])


def hidden_things(spec: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    """Whether structures said as ``change`` of the place (see ``lexicon_things.STRUCTURES``) are nowhere to be
    seen."""
    room = spec["interior"]
    if room is not None:
        if "lamps" in change or ("rocks" in change and room["kind"] == "cave"):
            return False
        if "cars" in change:
            return room["kind"] != "garage"
        return not ("buildings" in change and room["kind"] in WITH_A_VIEW) and "neon" not in change
    return "boats" in change and not wet(spec)
