# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a prompt into the JSON spec of an environment.

The spec, complete and editable::

    {
      "season": "summer",                    spring, summer, autumn, winter
      "sun": {"elevation_deg": 14.0,         degrees above the horizon, -90..90
              "azimuth_deg": -130.0},        degrees counter-clockwise from +X; -Y, where characters look, is -90
      "moon": null | {"elevation_deg", "azimuth_deg", "phase": 0..1 lit share}    night: the moon is the light
      "stars": 0.0,                          0..2, their brightness; 1 is true to life
      "turbidity": 3.0,                      2 clean .. 10 thick haze (Preetham)
      "fog": 0.0,                            0 none .. 1 eighty metres of sight
      "wind": 0.25,                          0 mirror .. 1 storm: the waves
      "clouds": {"kind": "cumulus",          none, cumulus, stratus, storm
                 "cover": 0.35,              share of the sky, 0..1
                 "cirrus": 0.2},             ice veils above, 0..1
      "ground": {"kind": "grass",            a key of ground.GROUNDS
                 "color": null | [r, g, b]}, linear albedo instead of the kind's own
      "place": {"setting": "lake",           open, lake, sea, beach, desert
                "dock": true, "trees": "mixed",  none, mixed, conifer, deciduous
                "hills": 650.0}              height of the hills, metres
    }
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from backend.engine import EngineError, Understanding
from backend.language.colors import bind, find_colors
from backend.language.embedding import Anchors, encoder
from backend.language.text import Match, Reading

from .ground import GROUNDS
from .lexicon import (
    FILLERS,
    MOOD_EXAMPLES,
    NIGHTS,
    PLACE_EXAMPLES,
    PLACES,
    SEASONS,
    SIDES,
    SKY_COLORS,
    STARRY,
    TIMES,
    WEATHER,
)
from .lexicon import GROUNDS as GROUND_WORDS

#: Azimuths of the light, degrees: before the character and to one side, as a portrait is lit.
AZIMUTHS = {"east": -48.0, "south": -78.0, "west": -130.0}
SETTINGS = ("open", "lake", "sea", "beach", "desert")
TREES = ("none", "mixed", "conifer", "deciduous")
CLOUDS = ("none", "cumulus", "stratus", "storm")
CLOSED = ("stratus", "storm")
_COMPASS = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")
#: How near (cosine) an example must be before its meaning is taken.
_NEAR_ENOUGH = 0.32

DEFAULT: dict[str, Any] = {
    "season": "summer",
    "sun": {"elevation_deg": 40.0, "azimuth_deg": AZIMUTHS["west"]},
    "moon": None,
    "stars": 0.0,
    "turbidity": 3.0,
    "fog": 0.0,
    "wind": 0.25,
    "clouds": {"kind": "cumulus", "cover": 0.15, "cirrus": 0.15},
    "ground": {"kind": "grass", "color": None},
    "place": {"setting": "open", "dock": False, "trees": "mixed", "hills": 260.0},
}


def read(prompt: str) -> Understanding:
    """Read a prompt of any length and content; what it does not say is assumed, and said."""
    reading = Reading(prompt)
    spec = copy.deepcopy(DEFAULT)
    assumptions: list[str] = []
    sides = [match for match in reading.find(SIDES) if not match.negated]
    skies = [match for match in reading.find(SKY_COLORS) if not match.negated]
    times = [match for match in reading.find(TIMES) if not match.negated]
    nights = [match for match in reading.find(NIGHTS)]
    weather = reading.find(WEATHER)
    seasons = [match for match in reading.find(SEASONS) if not match.negated]
    places = reading.find(PLACES)
    grounds = [match for match in reading.find(GROUND_WORDS) if not match.negated]
    reading.find(FILLERS)
    colors = find_colors(reading)
    by_likeness = _by_likeness(reading, times, nights, weather, places, grounds, assumptions)

    if seasons:
        spec["season"] = seasons[-1].value
    for change in (*(m.value for m in places if not m.negated), *by_likeness.get("places", [])):
        _set_place(spec, change)
    for match in places:
        if match.negated:
            _deny_place(spec, match.value)
    if grounds:
        spec["ground"]["kind"] = _ground_of(grounds)
    elif spec["season"] == "winter" and spec["ground"]["kind"] == "grass":
        assumptions.append('winter grass is bare; say "snow" for a white ground')
        spec["ground"]["color"] = [0.16, 0.13, 0.075]
    if any(m.value.get("ground") == "snow" and not m.negated for m in weather):
        spec["ground"] = {"kind": "snow", "color": None}
    if spec["ground"]["kind"] == "snow" and not seasons:
        spec["season"] = "winter"
    _set_weather(spec, weather, by_likeness.get("weather", []), any(m.phrase in STARRY for m in nights), assumptions)
    _set_light(spec, times, nights, skies, sides, by_likeness, assumptions)
    _set_colors(spec, colors, [*places, *grounds])
    assumptions += _describe(spec, prompt)
    return Understanding(spec=spec, assumptions=assumptions, unparsed=reading.unparsed())


def _set_place(spec: dict[str, Any], change: Mapping[str, Any]) -> None:
    place = spec["place"]
    for key in ("trees", "dock"):
        if key in change:
            place[key] = change[key]
    if "hills" in change:
        # "a lake in the mountains": the higher of the two
        first = spec["place"] == DEFAULT["place"] or place["hills"] == DEFAULT["place"]["hills"]
        place["hills"] = change["hills"] if first else max(place["hills"], change["hills"])
    if "setting" in change:
        order = {"open": 0, "desert": 1, "sea": 2, "lake": 2, "beach": 3}
        if order[change["setting"]] >= order[place["setting"]]:
            place["setting"] = change["setting"]
    if "ground" in change:
        spec["ground"]["kind"] = change["ground"]
    if "turbidity" in change:
        spec["turbidity"] = change["turbidity"]
    if place["dock"] and place["setting"] in ("open", "desert"):
        _set_place(spec, PLACES["lake"])
    if place["dock"] and place["setting"] == "beach":
        place["setting"] = "sea"


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
    return "kind" in change


def _set_light(
    spec: dict[str, Any],
    times: list[Match[tuple[float, str]]],
    nights: list[Match[float | None]],
    skies: list[Match[float]],
    sides: list[Match[float]],
    likely: Mapping[str, Any],
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
        if elevation < 9 and spec["turbidity"] == DEFAULT["turbidity"]:
            spec["turbidity"] = 3.6
            assumptions.append("a little haze, which reddens the low sun")
        if elevation < -2 or (asked_night and elevation < 8):
            spec["stars"] = 1.0
    if sides:
        (spec["moon"] or spec["sun"])["azimuth_deg"] = sides[-1].value
    elif spec["moon"] is None and spec["place"]["setting"] in ("sea", "beach") and spec["sun"]["elevation_deg"] < 9:
        spec["sun"]["azimuth_deg"] = 152.0 if side == "west" else 28.0
        assumptions.append("the low sun stands over the water, behind a character that faces -Y")
    elif spec["clouds"]["kind"] not in CLOSED:
        assumptions.append(
            'the light comes from the front and the side of a character that faces -Y; say "backlit" to turn it round'
        )


def _set_colors(spec: dict[str, Any], colors: list[Match[Any]], nouns: list[Match[Any]]) -> None:
    for color, noun in bind(colors, nouns):
        if noun is not None and (isinstance(noun.value, str) or "ground" in noun.value) and not noun.negated:
            spec["ground"]["color"] = [round(min(0.9, max(0.01, 0.85 * float(c))), 4) for c in color.value]


@lru_cache(maxsize=1)
def _anchors() -> tuple[Anchors, Anchors]:
    return Anchors(PLACE_EXAMPLES, "a picture"), Anchors(MOOD_EXAMPLES, "a picture")


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
    if spec["ground"]["kind"] == "asphalt":
        lines.append("buildings are not drawn")
    return lines


def check(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A complete copy of a spec that a user may have edited: gaps filled from the default, values checked.

    Raises :class:`EngineError` naming the entry that is wrong.
    """
    whole = copy.deepcopy(DEFAULT)
    unknown = set(spec) - set(whole)
    if unknown:
        raise _wrong(", ".join(sorted(map(str, unknown))), "is not part of an environment")
    for key, value in spec.items():
        if isinstance(whole[key], dict):
            if not isinstance(value, Mapping):
                raise _wrong(key, "must be a group of entries")
            if extra := set(value) - set(whole[key]):
                raise _wrong(f"{key}.{min(map(str, extra))}", "is not known")
            whole[key] = {**whole[key], **value}
        else:
            whole[key] = copy.deepcopy(value)
    if whole["season"] not in ("spring", "summer", "autumn", "winter"):
        raise _wrong("season", "must be spring, summer, autumn or winter")
    for key, low, high in (("turbidity", 1.5, 20), ("fog", 0, 1), ("wind", 0, 1), ("stars", 0, 10)):
        whole[key] = _number(key, whole[key], low, high)
    for name in ("sun", "moon"):
        body = whole[name]
        if body is None and name == "moon":
            continue
        if not isinstance(body, Mapping):
            raise _wrong(name, "must have elevation_deg and azimuth_deg")
        body = {"phase": 1.0, "elevation_deg": 38.0, "azimuth_deg": -48.0, **body} if name == "moon" else dict(body)
        body["elevation_deg"] = _number(f"{name}.elevation_deg", body["elevation_deg"], -90, 90)
        body["azimuth_deg"] = _number(f"{name}.azimuth_deg", body["azimuth_deg"], -3600, 3600)
        if name == "moon":
            body["phase"] = _number("moon.phase", body["phase"], 0, 1)
        whole[name] = body
    for group, key, allowed in (
        ("clouds", "kind", CLOUDS),
        ("ground", "kind", tuple(GROUNDS)),
        ("place", "setting", SETTINGS),
        ("place", "trees", TREES),
    ):
        if whole[group][key] not in allowed:
            raise _wrong(f"{group}.{key}", f"must be one of {', '.join(allowed)}")
    for group, key, high in (("clouds", "cover", 1), ("clouds", "cirrus", 1), ("place", "hills", 4000)):
        whole[group][key] = _number(f"{group}.{key}", whole[group][key], 0, high)
    whole["place"]["dock"] = bool(whole["place"]["dock"])
    color = whole["ground"]["color"]
    if color is not None:
        if not isinstance(color, (list, tuple)) or len(color) != 3:
            raise _wrong("ground.color", "must be three numbers")
        whole["ground"]["color"] = [_number("ground.color", each, 0, 1) for each in color]
    return whole


def _number(name: str, value: Any, low: float, high: float) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or not low <= value <= high
    ):
        raise _wrong(name, f"must be a number from {low:g} to {high:g}")
    return float(value)


def _wrong(entry: str, problem: str) -> EngineError:
    return EngineError(
        f"The environment's {entry} {problem}.", "Correct it, or generate from the words again.", "invalid_spec"
    )
