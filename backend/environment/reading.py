# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a prompt into the spec of an environment (see :mod:`.spec`)."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from backend.engine import Understanding
from backend.language.colors import bind, find_colors
from backend.language.embedding import Anchors, encoder
from backend.language.text import Match, Reading

from .ground import GROUNDS as GROUND_LOOKS
from .lexicon import (
    FILLERS,
    NIGHTS,
    PLACES,
    SEASONS,
    SIDES,
    SKY_COLORS,
    STARRY,
    TIMES,
    WEATHER,
)
from .lexicon import GROUNDS as GROUND_WORDS
from .lexicon_examples import MOOD_EXAMPLES, PLACE_EXAMPLES, ROOM_EXAMPLES
from .lexicon_things import FURNITURE, INTERIORS, LIGHTS, MATERIALS, NOUNS, ROOM_PARTS, STRUCTURES
from .spec import AZIMUTHS, CLOSED, DEFAULT, DEFAULT_INTERIOR, WITHOUT_NEON

_COMPASS = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")
#: How near (cosine) an example must be before its meaning is taken.
_NEAR_ENOUGH = 0.32
#: Before a room, these say that one stands before it.
_OUTSIDE = frozenset(("outside", "exterior", "facade", "façade", "behind"))


def read(prompt: str) -> Understanding:
    """Read a prompt of any length and content; what it does not say is assumed, and said."""
    reading = Reading(prompt)
    spec = copy.deepcopy(DEFAULT)
    assumptions: list[str] = []
    sides = [match for match in reading.find(SIDES) if not match.negated]
    skies = [match for match in reading.find(SKY_COLORS) if not match.negated]
    rooms, lights, places, furniture, structures = _things(reading)
    nouns = [match for match in reading.find(NOUNS, overlap=True) if not match.negated]
    times = [match for match in reading.find(TIMES) if not match.negated]
    nights = [match for match in reading.find(NIGHTS)]
    weather = reading.find(WEATHER)
    seasons = [match for match in reading.find(SEASONS) if not match.negated]
    grounds = [match for match in reading.find(GROUND_WORDS) if not match.negated]
    stuffs = [match for match in reading.find(MATERIALS, overlap=True) if not match.negated]
    reading.find(FILLERS)
    colors = find_colors(reading)
    outdoors = [match for match in places if not match.negated]
    rooms = _entered(reading, rooms, [*outdoors, *structures])
    if any(match.value.get("rooftop") or match.value.get("landmark") for match in outdoors):
        # "a bar on a rooftop" has no walls
        bars = [match for match in rooms if match.value == "bar"]
        rooms = [match for match in rooms if match not in bars]
    else:
        bars = []
    indoors = _room(rooms, furniture, nouns, bool(outdoors or structures))
    by_likeness = _by_likeness(reading, times, nights, weather, [*places, *furniture, *nouns, *rooms], grounds,
                               assumptions)
    indoors = indoors or by_likeness.get("room")

    if seasons:
        spec["season"] = seasons[-1].value
    _lay_out(spec, [*(m.value for m in outdoors), *by_likeness.get("places", [])])
    if bars and spec["place"]["landmark"] == "none":
        spec["place"]["landmark"] = "bar"
    for match in places:
        if match.negated:
            _deny_place(spec, match.value)
    for match in structures:
        _build(spec, match, bool(outdoors))
    neon = [match for match in structures if "neon" in match.value and not match.negated]
    dark = _light_neon(spec, indoors, bool(outdoors)) if neon else []
    if neon and spec["place"]["neon"] and not (times or nights or skies):
        by_likeness["night"] = True
        assumptions.append("neon shines at night")
    if spec["place"]["road"] == "path" and any(match.value == "wall" for match in nouns):
        spec["place"]["walls"] = True
    bound = _bind_surfaces(spec, colors, stuffs, nouns)
    grounds = [match for match in grounds if (match.start, match.end) not in bound]
    if grounds:
        spec["ground"]["kind"] = _ground_of(grounds)
    elif spec["season"] == "winter" and spec["ground"]["kind"] == "grass":
        assumptions.append('winter grass is bare; say "snow" for a white ground')
        spec["ground"]["color"] = [0.16, 0.13, 0.075]
    if any(m.value.get("ground") == "snow" and not m.negated for m in weather):
        spec["ground"].update(kind="snow", color=None)
    if any(token.key in ("empty", "deserted", "quiet", "lonely") for token in reading.tokens):
        spec["place"]["cars"] = False
    if spec["ground"]["kind"] == "snow" and not seasons:
        spec["season"] = "winter"
    _set_weather(spec, weather, by_likeness.get("weather", []), any(m.phrase in STARRY for m in nights), assumptions)
    _set_light(spec, times, nights, skies, sides, by_likeness, bool(indoors), assumptions)
    _set_colors(spec, colors, [*places, *grounds], nouns)
    if indoors:
        _furnish(spec, indoors, furniture, lights)
        if not weather and spec["moon"] is None:
            # rooms are photographed when the sky is pale: a deep blue one would tint their floors
            spec["turbidity"] = max(spec["turbidity"], 5.0)
            spec["clouds"]["cirrus"] = max(spec["clouds"]["cirrus"], 0.5)
        if spec["interior"]["kind"] == "cave" and spec["ground"]["kind"] in ("ice", "snow"):
            assumptions.append("caves are of rock: ice and snow lie before its mouth only")
    assumptions += _describe(spec, prompt)
    return Understanding(spec=spec, assumptions=assumptions, unparsed=[*reading.unparsed(), *dark])


def _things(reading: Reading) -> tuple[list[Match[str]], list[Match[bool]], list[Match[Any]], list[Match[Any]],
                                       list[Match[Any]]]:
    """Rooms, lights, places, furniture and structures: of phrases that overlap, the longest is meant ("street lamps"
    are no street, an "office building" is no office, a "parking garage" is no garage)."""
    tables: tuple[Mapping[str, Any], ...] = (INTERIORS, LIGHTS, PLACES, FURNITURE, STRUCTURES)
    found = [reading.find(table, overlap=True) for table in tables]

    def beaten(match: Match[Any], own: int) -> bool:
        for other, matches in enumerate(found):
            for rival in matches:
                if other == own or rival.end <= match.start or rival.start >= match.end:
                    continue
                longer = (rival.end - rival.start) - (match.end - match.start)
                # what is built may be said by the same word as the place it makes
                if longer > 0 or (longer == 0 and other < own < len(found) - 1):
                    return True
        return False

    rooms, lights, places, furniture, structures = (
        [match for match in matches if not beaten(match, own)] for own, matches in enumerate(found))
    return [match for match in rooms if not match.negated], lights, places, furniture, structures


def _entered(reading: Reading, rooms: list[Match[str]], outdoors: list[Match[Any]]) -> list[Match[str]]:
    """The rooms that one is in: not "outside a church", nor a "restaurant terrace", whose last word says what it is."""
    keys = [token.key for token in reading.tokens]
    starts = {match.start for match in outdoors}
    return [match for match in rooms if match.end not in starts
            and not any(key in _OUTSIDE for key in keys[max(0, match.start - 3):match.start])]


def _lay_out(spec: dict[str, Any], changes: list[Mapping[str, Any]]) -> None:
    """Apply the places said: roads and villages first, so that the land they lie in has its own ground."""
    def rank(change: Mapping[str, Any]) -> int:
        if change.get("road") == "street":
            return 1
        return 0 if change.get("buildings") == "village" and change.get("ground") == "grass" else 2

    for change in sorted(changes, key=rank):
        _set_place(spec, change)
    if any(change.get("setting") == "beach" for change in changes) and spec["ground"]["kind"] == "rock":
        spec["place"]["rocks"] = max(spec["place"]["rocks"], 0.7)
    place = spec["place"]
    if place["road"] != "street":
        return
    if not any("buildings" in change for change in changes):
        if any(change.get("road") != "street" and "ground" in change for change in changes):
            place["cars"] = False
        else:
            place["buildings"] = "city"
    if place["buildings"] != "city" and spec["ground"]["kind"] == "asphalt":
        spec["ground"]["kind"] = "grass"


def _room(rooms: list[Match[str]], furniture: list[Match[tuple[str, str]]], nouns: list[Match[str]], outdoors: bool
          ) -> str | None:
    """What kind of room the words speak of; None outdoors."""
    named = [match.value for match in rooms if match.value != "empty_room"]
    if named:
        return named[0]
    pieces = [match.value[1] for match in furniture if not match.negated]
    if rooms:
        return pieces[0] if pieces else "empty_room"
    if outdoors:
        return None
    if pieces:
        return pieces[0]
    return "empty_room" if any(match.value in ROOM_PARTS for match in nouns) else None


def _furnish(
    spec: dict[str, Any], kind: str, furniture: list[Match[tuple[str, str]]], lights: list[Match[bool]]
) -> None:
    room = copy.deepcopy(DEFAULT_INTERIOR)
    room["kind"] = kind
    room["furniture"] = list(dict.fromkeys(match.value[0] for match in furniture if not match.negated))
    said = [match.value != match.negated for match in lights]
    if said:
        room["lamps"] = said[-1]
    spec["interior"] = room


def _build(spec: dict[str, Any], match: Match[dict[str, Any]], outdoors: bool) -> None:
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


def _light_neon(spec: dict[str, Any], room: str | None, outdoors: bool) -> list[str]:
    """Let neon shine where there are fronts or walls for it: in towns, bars and most rooms, in a street of its own
    where no place was named. Returns the words that cannot be shown."""
    place = spec["place"]
    if room is None and not outdoors and place["road"] == "none":
        _lay_out(spec, [PLACES["city street"]])
    place["neon"] = (room not in WITHOUT_NEON if room is not None
                     else place["landmark"] == "bar" or (place["road"] == "street" and place["buildings"] == "city"))
    return [] if place["neon"] else ["neon"]


def _bind_surfaces(spec: dict[str, Any], colors: list[Match[Any]], stuffs: list[Match[str]], nouns: list[Match[str]]
                   ) -> set[tuple[int, int]]:
    """Colours and materials go to the things they are said of; the spans of the materials that found one."""
    surfaces: dict[str, Any] = spec["surfaces"]
    found: set[tuple[int, int]] = set()

    def entry(noun: str) -> dict[str, Any]:
        return surfaces.setdefault(noun, {"color": None, "second": None, "material": ""})

    for color, noun in bind(colors, nouns):
        if noun is not None:
            value = [round(min(0.9, max(0.01, 0.85 * float(c))), 4) for c in color.value]
            place = entry(noun.value)
            place["second" if place["color"] is not None else "color"] = value
    # "white linen": the word is both the thing and what it is made of
    taken = {(noun.start, noun.end) for noun in nouns}
    for stuff, noun in bind([each for each in stuffs if (each.start, each.end) not in taken], nouns):
        if noun is not None:
            entry(noun.value)["material"] = stuff.value
            found.add((stuff.start, stuff.end))
    return found


def _set_place(spec: dict[str, Any], change: Mapping[str, Any]) -> None:
    place = spec["place"]
    for key in ("trees", "dock", "forest", "rocks", "road", "buildings", "cars", "boats", "stands", "crop",
                "rooftop", "landmark"):
        if key in change and not (key == "buildings" and place[key] == "city"):
            place[key] = change[key]
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
    if "turbidity" in change:
        spec["turbidity"] = change["turbidity"]
    if place["dock"] and place["setting"] in ("open", "desert"):
        _set_place(spec, PLACES["lake"])
    if place["dock"] and place["setting"] == "beach":
        place["setting"] = "sea"
    elif place["landmark"] != "none" and place["setting"] == "sea":
        # what is built stands on land
        place["setting"] = "beach"


def _deny_place(spec: dict[str, Any], change: Mapping[str, Any]) -> None:
    if "trees" in change and "setting" not in change and "ground" not in change:
        spec["place"]["trees"] = "none"
    if "hills" in change:
        spec["place"]["hills"] = 0.0
    if change.get("dock"):
        spec["place"]["dock"] = False


def _ground_of(grounds: list[Match[str]]) -> str:
    kinds = [match.value for match in grounds]
    # snow lies on top of whatever else was said
    return "snow" if "snow" in kinds else kinds[-1]


def _set_weather(
    spec: dict[str, Any],
    matches: list[Match[dict[str, Any]]],
    likely: list[dict[str, Any]],
    starry: bool,
    assumptions: list[str],
) -> None:
    clouds = spec["clouds"]
    said = False
    for match in matches:
        change = match.value
        if match.negated:
            if change.get("cover", 0) > 0:
                clouds.update(kind="none", cover=0.0, cirrus=0.0)
                said = True
            elif change.get("fog", 0) > 0:
                spec["fog"] = 0.0
            continue
        said |= _apply_weather(spec, change, match.degree)
    if not matches:
        for change in likely:
            said |= _apply_weather(spec, change, 1.0)
    if not said and starry:
        clouds.update(kind="none", cover=0.0, cirrus=0.0)
    elif not said:
        assumptions.append("a few small clouds")


def _apply_weather(spec: dict[str, Any], change: Mapping[str, Any], degree: float) -> bool:
    clouds = spec["clouds"]
    if "kind" in change:
        # "sunny, scattered clouds" keeps the clouds; "overcast" beats all
        weaker = change["cover"] < clouds["cover"] and change["kind"] == "cumulus" and clouds != DEFAULT["clouds"]
        if not weaker and not (clouds["kind"] in CLOSED and change["kind"] not in CLOSED):
            clouds.update(kind=change["kind"], cover=change["cover"])
        clouds["cirrus"] = max(change.get("cirrus", 0.0), clouds["cirrus"] if clouds != DEFAULT["clouds"] else 0.0)
        if change["kind"] == "none":
            clouds["cirrus"] = change.get("cirrus", 0.0)
    if "turbidity" in change:
        spec["turbidity"] = min(10.0, 2.0 + (change["turbidity"] - 2.0) * degree)
    if "fog" in change:
        spec["fog"] = max(spec["fog"], min(1.0, change["fog"] * degree**0.5))
    if "wind" in change:
        spec["wind"] = min(1.0, change["wind"] * degree)
    if "wet" in change:
        spec["ground"]["wet"] = change["wet"]
    return "kind" in change


def _set_light(
    spec: dict[str, Any],
    times: list[Match[tuple[float, str]]],
    nights: list[Match[float | None]],
    skies: list[Match[float]],
    sides: list[Match[float]],
    likely: Mapping[str, Any],
    indoors: bool,
    assumptions: list[str],
) -> None:
    elevation, side = None, "west"
    if times:
        elevation, side = times[-1].value
    elif skies:
        elevation = skies[-1].value
    elif "time" in likely:
        elevation, side = likely["time"]
    asked_night = [m for m in nights if not m.negated]
    # "evening with stars": the time is said, stars only come out; "sunny" or a low sun rules the night out
    night = (bool(asked_night) and elevation is None) or (bool(likely.get("night")) and elevation is None)
    no_moon = any(m.negated and "moon" in m.phrase for m in nights)
    if night:
        phases = [m.value for m in asked_night if m.value is not None]
        phase = 0.0 if no_moon else phases[-1] if phases else None
        starry = any(m.phrase in STARRY for m in asked_night)
        if phase is None:
            phase = 0.5
            assumptions.append('a half moon; say "moonless" for starlight alone')
        spec["stars"] = 1.6 if starry else 1.0
        spec["sun"] = {"elevation_deg": -35.0, "azimuth_deg": AZIMUTHS["west"]}
        spec["moon"] = {"elevation_deg": 38.0, "azimuth_deg": AZIMUTHS["east"], "phase": phase}
    else:
        if elevation is None:
            elevation = DEFAULT["sun"]["elevation_deg"]
            assumptions.append("no time of day was given: an afternoon")
        if spec["season"] in ("winter", "autumn") and elevation > 20:
            elevation *= 0.45 if spec["season"] == "winter" else 0.75
        spec["sun"] = {"elevation_deg": round(elevation, 1), "azimuth_deg": AZIMUTHS[side]}
        if elevation < -2 or (asked_night and elevation < 8):
            spec["stars"] = 1.0
    if sides:
        (spec["moon"] or spec["sun"])["azimuth_deg"] = sides[-1].value
    elif spec["moon"] is None and spec["place"]["setting"] in ("sea", "beach") and spec["sun"]["elevation_deg"] < 9:
        spec["sun"]["azimuth_deg"] = 152.0 if side == "west" else 28.0
        assumptions.append("the low sun stands over the water, behind a character that faces -Y")
    elif spec["clouds"]["kind"] not in CLOSED and not indoors:
        assumptions.append(
            'the light comes from the front and the side of a character that faces -Y; say "backlit" to turn it round'
        )


def _set_colors(spec: dict[str, Any], colors: list[Match[Any]], nouns: list[Match[Any]], things: list[Match[Any]]
                ) -> None:
    """Colours said of the ground itself."""
    spans = {(thing.start, thing.end) for thing in things}
    for color, noun in bind(colors, sorted([*nouns, *things], key=lambda match: match.start)):
        if noun is not None and (noun.start, noun.end) in spans:
            continue
        if noun is not None and (isinstance(noun.value, str) or "ground" in noun.value) and not noun.negated:
            spec["ground"]["color"] = _earthen(spec["ground"], color.value)


def _earthen(ground: Mapping[str, Any], said: Any) -> list[float]:
    """Linear albedo of ground that was called by a colour: "red rock" is the rock's own colour, leaning that way."""
    own = list(ground["color"] or GROUND_LOOKS[ground["kind"]].albedo)
    value = [0.85 * float(c) for c in said]
    vivid = max(value) - min(value)
    share = 0.85 - 0.5 * vivid
    return [round(min(0.9, max(0.012, share * c + (1 - share) * float(o))), 4) for c, o in zip(value, own)]


@lru_cache(maxsize=1)
def _anchors() -> tuple[Anchors, Anchors]:
    return Anchors({**PLACE_EXAMPLES, **ROOM_EXAMPLES}, "a picture"), Anchors(MOOD_EXAMPLES, "a picture")


def _by_likeness(
    reading: Reading,
    times: list[Any],
    nights: list[Any],
    weather: list[Any],
    places: list[Any],
    grounds: list[Any],
    assumptions: list[str],
) -> dict[str, Any]:
    """What the words nobody knows resemble; only asked where the tables found nothing."""
    left = reading.unparsed()
    found: dict[str, Any] = {}
    if not left or encoder().name == "hashed-ngrams":
        return found
    words = " ".join(left)[:300]
    place_anchors, mood_anchors = _anchors()
    if not places and not grounds:
        label, score = place_anchors.nearest(words)[0]
        if score > _NEAR_ENOUGH:
            if label in ROOM_EXAMPLES:
                found["room"] = label
                label = label.replace("_", " ")
            else:
                found["places"] = [PLACES[label]]
            assumptions.append(f'"{words[:60]}" was taken for something like a {label}')
    if not times and not nights and not weather:
        label, score = mood_anchors.nearest(words)[0]
        if score > _NEAR_ENOUGH:
            assumptions.append(f'"{words[:60]}" was taken for a {label} mood')
            if label in TIMES:
                found["time"] = TIMES[label]
            elif label == "night":
                found["night"] = True
            else:
                found["weather"] = [WEATHER[label]]
    return found


def compass(azimuth_deg: float) -> str:
    """Point of the compass when +Y is north and +X east."""
    return _COMPASS[round(azimuth_deg / 45.0) % 8]


def _describe(spec: Mapping[str, Any], prompt: str) -> list[str]:
    lines = []
    if spec["moon"] is not None:
        lines.append(
            f"the moon stands at {spec['moon']['elevation_deg']:.0f} degrees, in the "
            f"{compass(spec['moon']['azimuth_deg'])} (north is +Y)"
        )
    elif spec["clouds"]["kind"] not in CLOSED:
        elevation = spec["sun"]["elevation_deg"]
        where = f"{elevation:.0f} degrees" if elevation >= 0 else f"{-elevation:.0f} degrees below the horizon"
        lines.append(f"the sun stands at {where}, in the {compass(spec['sun']['azimuth_deg'])} (north is +Y)")
    if spec["place"]["setting"] == "lake" and "river" in prompt.lower():
        lines.append("the river is drawn as a lake")
    if spec["interior"] is not None:
        lines = [line for line in lines if "stands at" not in line]
    return lines
