# SPDX-License-Identifier: GPL-3.0-or-later
"""Places, roads, rooms and structures of a prompt laid out in the spec (see :mod:`.spec`)."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from backend.language.text import Match, Reading

from .lexicon import PLACES
from .lexicon_things import LANDMARK_ROOMS, ROOM_PARTS
from .showing import OPEN_AIR
from .spec import DEFAULT, DEFAULT_INTERIOR, WITHOUT_NEON

#: Before a room, these say that one stands before it.
_OUTSIDE = frozenset(("outside", "exterior", "facade", "façade", "behind"))
#: After a building, these lead to the land that it stands in; before it, to what the land has.
_STANDS_IN = frozenset(("in", "on", "by", "near", "at", "amid", "among", "beside", "above", "over", "overlooking",
                        "surrounded", "under"))
_HAS = frozenset(("with", "and", "has", "having", ","))
#: Roads with houses to both sides.
_STREETS = frozenset(("street", "avenue", "boulevard", "alley", "intersection", "crossroads"))
#: Roads that are built of something: by the words of the ground, names of ``scene.materials``.
_LOOSE = {"gravel": "gravel", "dirt": "dirt", "sand": "sand"}
_LAID = {**_LOOSE, "cobblestone": "cobblestone", "asphalt": "asphalt", "concrete": "concrete", "tiles": "tile",
         "wood": "wood", "rock": "stone"}


def entered(reading: Reading, rooms: list[Match[str]], outdoors: Sequence[Match[Any]], land: Sequence[Match[Any]]
            ) -> tuple[list[Match[str]], list[Match[str]]]:
    """The rooms that one is in, and the buildings that one stands before: "outside a church", "a barn in a field",
    "a village with a chapel". In a "restaurant terrace" the last word says what it is."""
    keys = [token.key for token in reading.tokens]
    starts = {match.start for match in outdoors}
    inside, before = [], []
    for match in rooms:
        named = " ".join(keys[match.start:match.end])
        if match.end in starts:
            continue
        outside = any(key in _OUTSIDE for key in keys[max(0, match.start - 3):match.start])
        landmark = keys[match.end - 1] in LANDMARK_ROOMS
        open_air = named != "indoors" and {"outdoors", "outdoor"} & set(keys)
        if outside or open_air or (landmark and _on_land(keys, match, land)):
            before.append(match)
        else:
            inside.append(match)
    return inside, before


def _on_land(keys: Sequence[str], room: Match[Any], land: Sequence[Match[Any]]) -> bool:
    for place in land:
        after, ahead = keys[room.end:place.start], keys[place.end:room.start]
        if 0 < len(after) <= 8 and _STANDS_IN & set(after):
            return True
        if 0 < len(ahead) <= 12 and _HAS & set(ahead):
            return True
    return False


def pave(reading: Reading, grounds: Sequence[Match[str]], places: Sequence[Match[Any]]
         ) -> tuple[str, set[tuple[int, int]]]:
    """What a road or path is said to be made of ("a gravel road", "a path of sand"), and the spans of those words."""
    keys = [token.key for token in reading.tokens]
    made_of, spans = "", set()
    laid = [ground for ground in grounds if ground.value in _LAID]
    starting, ending = {ground.start: ground for ground in laid}, {ground.end: ground for ground in laid}
    for place in places:
        if place.negated or place.value.get("road") not in ("street", "path", "track"):
            continue
        after = next((size for size in (1, 2) if keys[place.end:place.end + size] in (["of"], ["made", "of"])), 0)
        for ground in (ending.get(place.start), starting.get(place.end + after) if after else None):
            if ground is not None:
                made_of = _LAID[ground.value]
                spans.add((ground.start, ground.end))
    return made_of, spans


def lay_out(spec: dict[str, Any], changes: list[Mapping[str, Any]]) -> None:
    """Apply the places said: water, roads and villages first, so that the land they lie in has its own ground."""
    def rank(change: Mapping[str, Any]) -> int:
        if change.get("setting") in ("sea", "lake"):
            return -1
        if change.get("road") == "street":
            return 1
        return 0 if change.get("buildings") == "village" and change.get("ground") == "grass" else 2

    for change in sorted(changes, key=rank):
        _set_place(spec, change)
    if any(change.get("setting") == "beach" for change in changes) and spec["ground"]["kind"] == "rock":
        spec["place"]["rocks"] = max(spec["place"]["rocks"], 0.7)
    place = spec["place"]
    kinds = {change["trees"] for change in changes if change.get("trees", "none") not in ("none", "mixed")
             and "setting" not in change and "road" not in change}
    if {"birch", "deciduous"} & kinds and "conifer" in kinds:
        place["trees"] = "mixed"
    elif "birch" in kinds:
        place["trees"] = "birch"
    if place["landmark"] == "torii" and any(change.get("bridge") for change in changes):
        # its garden has a bridge of its own, over a pond
        water = any(change.get("setting") == "lake" for change in changes)
        place.update(dock=False, setting="lake" if water else "open", hills=min(place["hills"], 200.0))
    if place["setting"] == "sea" and not place["dock"] and any(_on_dry_land(change) for change in changes):
        place["setting"] = "beach"
    if place["road"] != "street":
        return
    if not any("buildings" in change for change in changes):
        if any(change.get("road") != "street" and "ground" in change for change in changes):
            place["cars"] = False
        else:
            place["buildings"] = "city"
    if place["buildings"] != "city" and spec["ground"]["kind"] == "asphalt":
        spec["ground"]["kind"] = "grass"


def make_room(spec: dict[str, Any], reading: Reading) -> None:
    """A landmark of a city stands on a square of its own; in a street that was said, a car park or a stadium there is
    no room for it."""
    place = spec["place"]
    if place["landmark"] == "none" or place["rooftop"]:
        return
    full = place["road"] == "parking" or place["stands"]
    if place["road"] == "street" and place["buildings"] == "city":
        full = any(_STREETS & set(token.forms) for token in reading.tokens)
        if not full:
            place.update(road="none", cars=False)
            spec["ground"]["kind"] = "cobblestone" if spec["ground"]["kind"] == "asphalt" else spec["ground"]["kind"]
    if full:
        place["landmark"] = "none"


def _on_dry_land(change: Mapping[str, Any]) -> bool:
    return change.get("setting") not in ("sea", "lake") and (
        "ground" in change or "road" in change or "crop" in change or change.get("hills", 0) > 0
        or change.get("buildings", "none") != "none" or change.get("landmark", "none") != "none")


def unpaved(spec: dict[str, Any], made_of: str) -> None:
    """Roads over land of gravel, earth or sand are tracks; other words are what a path or a street is laid with."""
    place = spec["place"]
    if place["road"] == "street" and place["buildings"] == "none" and made_of in _LOOSE.values():
        place["road"] = "track"
    if place["road"] == "street" and place["buildings"] != "none" and made_of:
        spec["ground"]["kind"] = next(kind for kind, name in _LAID.items() if name == made_of)
    elif place["road"] in ("path", "track") and made_of:
        entry = spec["surfaces"].setdefault("path", {"color": None, "second": None, "material": ""})
        entry["material"] = made_of


def room_of(rooms: list[Match[str]], furniture: list[Match[tuple[str, str]]], nouns: list[Match[str]], outdoors: bool
            ) -> str | None:
    """What kind of room the words speak of; None outdoors."""
    named = [match.value for match in rooms if match.value != "empty_room"]
    if named:
        return named[0]
    pieces = [match.value[1] for match in furniture if not match.negated and match.value[1] != "outdoors"]
    if rooms:
        return pieces[0] if pieces else "empty_room"
    if outdoors:
        return None
    if pieces:
        return pieces[0]
    return "empty_room" if any(match.value in ROOM_PARTS for match in nouns) else None


def furnish(spec: dict[str, Any], kind: str, furniture: list[Match[tuple[str, str]]], lights: list[Match[bool]],
            lamps: list[Match[Any]]) -> None:
    """The room of a spec, with what it was said to have."""
    room = copy.deepcopy(DEFAULT_INTERIOR)
    room["kind"] = kind
    room["furniture"] = list(dict.fromkeys(match.value[0] for match in furniture if not match.negated))
    said = [match.value != match.negated for match in lights]
    if said:
        room["lamps"] = said[-1]
    elif lamps:
        room["lamps"] = not lamps[-1].negated
    spec["interior"] = room


def set_out(spec: dict[str, Any], furniture: list[Match[tuple[str, str]]]) -> list[Match[Any]]:
    """Furniture in the open; what cannot stand there comes back."""
    there = [match for match in furniture if not match.negated and match.value[0] in OPEN_AIR]
    place = spec["place"]
    place["furniture"] = list(dict.fromkeys([*(match.value[0] for match in there), *place["furniture"]]))
    return [match for match in furniture if match not in there]


def build(spec: dict[str, Any], match: Match[dict[str, Any]], outdoors: bool) -> None:
    """Buildings, signs, rocks and the like: said, or denied."""
    place = spec["place"]
    for key, value in match.value.items():
        if match.negated:
            place[key] = DEFAULT["place"][key]
        elif (key == "walls" and place["road"] != "path") or (key == "buildings" and place["buildings"] != "none"):
            continue
        else:
            place[key] = value
    if match.value.get("walls") and not match.negated and not outdoors and place["road"] == "none":
        place.update(road="path", walls=True)
    if match.value.get("boats") and not match.negated and not outdoors and place["setting"] == "open":
        _set_place(spec, PLACES["lake"])


def light_neon(spec: dict[str, Any], room: str | None, outdoors: bool) -> None:
    """Let neon shine where there are fronts or walls for it: in towns, bars and most rooms, in a street of its own
    where no place was named."""
    place = spec["place"]
    if room is None and not outdoors and place["road"] == "none":
        lay_out(spec, [PLACES["city street"]])
    place["neon"] = (room not in WITHOUT_NEON if room is not None
                     else place["landmark"] == "bar" or (place["road"] == "street" and place["buildings"] == "city"))


def _set_place(spec: dict[str, Any], change: Mapping[str, Any]) -> None:
    place = spec["place"]
    for key in ("trees", "dock", "forest", "rocks", "road", "buildings", "cars", "boats", "stands", "crop",
                "rooftop", "canyon", "landmark", "lamps"):
        if key in change and not (key == "buildings" and place[key] == "city"):
            place[key] = change[key]
    if "leaves" in change and spec["season"] in ("spring", "summer"):
        spec["season"] = "spring"
        spec["surfaces"]["tree"] = {"color": list(change["leaves"]), "second": None, "material": ""}
    if "furniture" in change:
        place["furniture"] = list(change["furniture"])
    if "hills" in change:
        # "a lake in the mountains": the higher of the two
        first = spec["place"] == DEFAULT["place"] or place["hills"] == DEFAULT["place"]["hills"]
        place["hills"] = change["hills"] if first else max(place["hills"], change["hills"])
    if "setting" in change:
        order = {"open": 0, "desert": 1, "sea": 2, "lake": 2, "beach": 3, "alien": 4}
        if order[change["setting"]] >= order[place["setting"]]:
            place["setting"] = change["setting"]
    if "ground" in change:
        spec["ground"]["kind"] = change["ground"]
    if "color" in change:
        spec["ground"]["color"] = list(change["color"])
    if "sky" in change:
        spec["sky"] = copy.deepcopy(change["sky"])
    if "planets" in change:
        spec["sky"]["planets"] = change["planets"]
    if "turbidity" in change:
        spec["turbidity"] = change["turbidity"]
    if place["dock"] and place["setting"] in ("open", "desert"):
        _set_place(spec, PLACES["lake"])
    if place["dock"] and place["setting"] == "beach":
        place["setting"] = "sea"
    elif place["landmark"] != "none" and place["setting"] == "sea":
        # what is built stands on land
        place["setting"] = "beach"


def deny(spec: dict[str, Any], change: Mapping[str, Any]) -> None:
    """A place that was denied: "no trees", "without mountains"."""
    if "trees" in change and "setting" not in change and "ground" not in change:
        spec["place"]["trees"] = "none"
    if "hills" in change:
        spec["place"]["hills"] = 0.0
    if change.get("dock"):
        spec["place"]["dock"] = False


def ground_of(grounds: list[Match[str]]) -> str:
    """The kind of ground that was said."""
    kinds = [match.value for match in grounds]
    # snow lies on top of whatever else was said
    return "snow" if "snow" in kinds else kinds[-1]
