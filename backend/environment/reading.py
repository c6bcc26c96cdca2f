# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a prompt into the spec of an environment (see :mod:`.spec`).

Words are looked up (:mod:`.lexicon`, :mod:`.lexicon_things`), places laid out (:mod:`.layout`), light set
(:mod:`.daylight`), colours bound (:mod:`.surfaces`); what is nowhere to be seen then (:mod:`.showing`) is reported.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.engine import Understanding
from backend.language.colors import find_colors
from backend.language.text import Match, Reading

from . import daylight, layout, showing, surfaces
from .hours import find_hours
from .lexicon import FILLERS, NIGHTS, PLACES, SEASONS, SIDES, SKIES, SKY_COLORS, STARRY, TIMES, WEATHER
from .lexicon import GROUNDS as GROUND_WORDS
from .lexicon_things import (
    CANDLES,
    FURNITURE,
    INTERIORS,
    LANDMARK_ROOMS,
    LIGHTS,
    MATERIALS,
    NOT_DRAWN,
    NOUNS,
    STRUCTURES,
)
from .likeness import by_likeness
from .spec import CLOSED, DEFAULT

_COMPASS = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")


def read(prompt: str) -> Understanding:
    """Read a prompt of any length and content; what it does not say is assumed, and said."""
    reading = Reading(prompt)
    spec = copy.deepcopy(DEFAULT)
    assumptions: list[str] = []
    hours = find_hours(reading)
    assumptions += hours.problems
    sides = [match for match in reading.find(SIDES) if not match.negated]
    skies = [match for match in reading.find(SKY_COLORS) if not match.negated]
    mistakable = reading.find(NOT_DRAWN)
    rooms, lights, places, furniture, structures = _things(reading, mistakable)
    named = reading.find(NOUNS, overlap=True)
    nouns = [match for match in named if not match.negated]
    if any(match.value == "kitchen" for match in rooms):
        # an island in a kitchen is a counter
        nouns += [replace(match, value="counter") for match in places if match.phrase == "island"]
        places = [match for match in places if match.phrase != "island"]
    times = [match for match in reading.find(TIMES) if not match.negated] + hours.times
    nights = reading.find(NIGHTS) + hours.nights
    weather = reading.find(WEATHER)
    heavens = reading.find(SKIES, overlap=True)
    seasons = [match for match in reading.find(SEASONS) if not match.negated]
    grounds = [match for match in reading.find(GROUND_WORDS) if not match.negated]
    stuffs = [match for match in reading.find(MATERIALS, overlap=True) if not match.negated]
    lit = reading.find(CANDLES)
    reading.find(FILLERS)
    colors = find_colors(reading)
    outdoors = [match for match in places if not match.negated]
    rooms, fronts = layout.entered(reading, rooms, [*outdoors, *structures], [*outdoors, *grounds])
    if any(match.value.get("rooftop") or match.value.get("landmark") for match in outdoors):
        # "a bar on a rooftop" has no walls
        bars = [match for match in rooms if match.value == "bar"]
        rooms = [match for match in rooms if match not in bars]
    else:
        bars = []
    built = [match for match in structures if "lamps" not in match.value]
    room = layout.room_of(rooms, furniture, nouns, bool(outdoors or fronts or built))
    guessed = by_likeness(reading, times, nights, weather, [*places, *furniture, *nouns, *rooms, *fronts], grounds,
                          assumptions)
    room = room or guessed.get("room")

    if seasons:
        spec["season"] = seasons[-1].value
    made_of, spans = layout.pave(reading, grounds, places)
    grounds = [match for match in grounds if (match.start, match.end) not in spans]
    stuffs = [match for match in stuffs if (match.start, match.end) not in spans
              and not any(held.start <= match.start < held.end for held in [*places, *rooms, *fronts])]
    layout.lay_out(spec, [*(m.value for m in outdoors), *guessed.get("places", [])])
    layout.unpaved(spec, made_of)
    if bars and spec["place"]["landmark"] == "none":
        spec["place"]["landmark"] = "bar"
    unseen = _fronts(spec, reading, fronts)
    layout.make_room(spec, reading)
    if fronts and spec["place"]["landmark"] == "none":
        unseen = list(fronts)
    for match in places:
        if match.negated:
            layout.deny(spec, match.value)
    for match in structures:
        layout.build(spec, match, bool(outdoors))
    if any("neon" in match.value and not match.negated for match in structures):
        layout.light_neon(spec, room, bool(outdoors))
        if spec["place"]["neon"] and not (times or nights or skies):
            guessed["night"] = True
            assumptions.append("neon shines at night")
        elif not spec["place"]["neon"]:
            unseen += [match for match in structures if "neon" in match.value]
    if spec["place"]["road"] == "path" and any(match.value == "wall" for match in nouns):
        spec["place"]["walls"] = True
    _line_with_trees(spec, reading, outdoors)
    # in "a concrete wall" concrete is no ground
    starts = {match.start for match in nouns} - {match.start for match in outdoors}
    spoken = surfaces.things(nouns, rooms, [match for match in grounds if match.end not in starts], outdoors, heavens)
    painted = surfaces.paint(spec, colors, stuffs, spoken, room)
    if room and not (times or nights or skies) and any(each.noun == "lamp" for each in painted):
        guessed["night"] = True
        assumptions.append("coloured lamps shine at night")
    known = [*places, *structures, *furniture, *rooms, *fronts, *weather, *lights, *heavens]
    bound = {(each.word.start, each.word.end) for each in painted if each.noun not in ("", "ground")}
    grounds = [match for match in grounds if (match.start, match.end) not in bound]
    _set_ground(spec, grounds, weather, seasons, assumptions)
    if any(token.key in ("empty", "deserted", "quiet", "lonely") for token in reading.tokens):
        spec["place"]["cars"] = False
    tinted = [each.word.value for each in painted if each.noun == "sky" and not each.natural]
    daylight.set_weather(spec, weather, guessed.get("weather", []), any(m.phrase in STARRY for m in nights), tinted,
                         assumptions)
    daylight.set_light(spec, times, nights, skies, sides, guessed, bool(room), tinted, assumptions)
    if hours.azimuth is not None:
        (spec["moon"] or spec["sun"])["azimuth_deg"] = hours.azimuth
    if room:
        lamps = [match for match in structures if "lamps" in match.value]
        unseen += [match for match in furniture if not match.negated and showing.has_no_place(room, match.value[0])]
        # what a room comes with stays
        unseen += [match for match in furniture if match.negated and match.value[0] in showing.NATIVE.get(room, ())]
        layout.furnish(spec, room, [match for match in furniture if match not in unseen], lights, lamps)
        if any(match.value == "window" and match.negated for match in named):
            spec["interior"]["windows"] = 0
        if "lamp" in spec["surfaces"] and spec["interior"]["lamps"] is None:
            spec["interior"]["lamps"] = True
        if any(not match.negated for match in lit):
            spec["interior"]["candles"] = room != "cave"
            unseen += lit if room == "cave" else []
        _outside(spec, weather, assumptions)
    else:
        unseen += [*layout.set_out(spec, furniture), *lit]
    unseen += [*mistakable, *_not_shown(spec, places, structures)]
    unseen += [noun for noun in nouns if not showing.shows(spec, surfaces.placed(spec, noun.value, room, ""))
               and not any(held.start < noun.end and noun.start < held.end for held in [*known, *grounds])]
    _report(spec, reading, painted, unseen, grounds, assumptions)
    assumptions += _describe(spec, reading)
    return Understanding(spec=spec, assumptions=assumptions, unparsed=reading.unparsed())


def _things(reading: Reading, mistakable: list[Match[None]]
            ) -> tuple[list[Match[str]], list[Match[bool]], list[Match[Any]], list[Match[Any]],
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
    rooms, lights, places, furniture, structures = (
        [match for match in matches if not any(other.start < match.end and match.start < other.end
                                               for other in mistakable)]
        for matches in (rooms, lights, places, furniture, structures))
    # a "parked car" stands in no park
    places = [match for match in places
              if not any(token.key == "parked" for token in reading.tokens[match.start:match.end])]
    return [match for match in rooms if not match.negated], lights, places, furniture, structures


def _fronts(spec: dict[str, Any], reading: Reading, fronts: list[Match[str]]) -> list[Match[Any]]:
    """Set up the buildings that one stands before; those there is no front of come back."""
    unseen: list[Match[Any]] = []
    for match in fronts:
        landmark = LANDMARK_ROOMS.get(reading.tokens[match.end - 1].key)
        if landmark is None or spec["place"]["landmark"] != "none":
            unseen.append(match)
        else:
            spec["place"]["landmark"] = landmark
    return unseen


def _line_with_trees(spec: dict[str, Any], reading: Reading, outdoors: list[Match[Any]]) -> None:
    """A road "between trees", or one that they line, has them near."""
    keys = [token.key for token in reading.tokens]
    place = spec["place"]
    if place["road"] == "none" or place["buildings"] != "none":
        return
    for match in outdoors:
        before = keys[max(0, match.start - 3):match.start]
        if "trees" in match.value and "road" not in match.value and (
                "between" in before or "lined" in before or keys[match.end:match.end + 1] == ["lined"]):
            place["forest"] = max(place["forest"], 0.45)


def _set_ground(spec: dict[str, Any], grounds: list[Match[str]], weather: list[Match[Any]], seasons: list[Match[str]],
                assumptions: list[str]) -> None:
    if grounds:
        spec["ground"]["kind"] = layout.ground_of(grounds)
    elif spec["season"] == "winter" and spec["ground"]["kind"] == "grass":
        assumptions.append('winter grass is bare; say "snow" for a white ground')
        spec["ground"]["color"] = [0.16, 0.13, 0.075]
    if any(m.value.get("ground") == "snow" and not m.negated for m in weather):
        spec["ground"].update(kind="snow", color=None)
    if spec["ground"]["kind"] == "snow" and not seasons:
        spec["season"] = "winter"


def _outside(spec: dict[str, Any], weather: list[Match[Any]], assumptions: list[str]) -> None:
    """What lies before the windows of a room."""
    if not weather and spec["moon"] is None:
        # rooms are photographed when the sky is pale: a deep blue one would tint their floors
        spec["turbidity"] = max(spec["turbidity"], 5.0)
        spec["clouds"]["cirrus"] = max(spec["clouds"]["cirrus"], 0.5)
    if spec["interior"]["kind"] == "cave" and spec["ground"]["kind"] in ("ice", "snow"):
        assumptions.append("caves are of rock: ice and snow lie before its mouth only")


def _not_shown(spec: Mapping[str, Any], places: list[Match[Any]], structures: list[Match[Any]]) -> list[Match[Any]]:
    """Places and structures that were said and that this spec has nowhere to be seen."""
    unseen = [match for match in structures if not match.negated and showing.hidden_things(spec, match.value)]
    room = spec["interior"]
    for match in places:
        if match.negated:
            continue
        for key in ("landmark", "crop"):
            # one of each can stand in a place
            if match.value.get(key, "none") not in ("none", spec["place"][key]):
                unseen.append(match)
        if room is not None and (room["kind"] not in showing.WITH_A_VIEW
                                 or match.value.get("landmark", "none") != "none"):
            unseen.append(match)
    return unseen


def _report(spec: dict[str, Any], reading: Reading, painted: list[surfaces.Painted], unseen: list[Match[Any]],
            grounds: list[Match[str]], assumptions: list[str]) -> None:
    """Give words back as not understood whose thing, or the thing they are said of, is nowhere to be seen."""
    for match in unseen:
        _give_back(reading, match)
    # a word may be said of two things, and one of them be there
    kept = {(match.start, match.end) for match in grounds}
    kept |= {(each.word.start, each.word.end) for each in painted if each.noun and showing.shows(spec, each.noun)}
    lost: list[str] = []
    for each in painted:
        word = each.word
        if each.noun and (each.natural or showing.shows(spec, each.noun)):
            continue
        spec["surfaces"].pop(each.noun, None)
        if (word.start, word.end) not in kept:
            _give_back(reading, word)
            lost.append(" ".join(token.text for token in reading.tokens[word.start:word.end]))
    if lost:
        words = ", ".join(f'"{each}"' for each in dict.fromkeys(lost))
        assumptions.append(f"{words}: nothing that is drawn here takes it")


def _give_back(reading: Reading, match: Match[Any]) -> None:
    reading.consumed[match.start:match.end] = [False] * (match.end - match.start)


def compass(azimuth_deg: float) -> str:
    """Point of the compass when +Y is north and +X east."""
    return _COMPASS[round(azimuth_deg / 45.0) % 8]


def _describe(spec: Mapping[str, Any], reading: Reading) -> list[str]:
    lines = []
    if spec["interior"] is not None:
        pass
    elif spec["moon"] is not None:
        lines.append(
            f"the moon stands at {spec['moon']['elevation_deg']:.0f} degrees, in the "
            f"{compass(spec['moon']['azimuth_deg'])} (north is +Y)"
        )
    elif spec["clouds"]["kind"] not in CLOSED:
        elevation = spec["sun"]["elevation_deg"]
        where = f"{elevation:.0f} degrees" if elevation >= 0 else f"{-elevation:.0f} degrees below the horizon"
        lines.append(f"the sun stands at {where}, in the {compass(spec['sun']['azimuth_deg'])} (north is +Y)")
    keys = {token.key for token in reading.tokens}
    if spec["place"]["setting"] == "lake":
        lines += [f"the {each} is drawn as a lake" for each in ("river", "canal", "stream") if each in keys]
    if spec["place"]["dock"] and {"bridge", "footbridge"} & keys:
        lines.append("the bridge is drawn as a landing stage over the water")
    return lines
