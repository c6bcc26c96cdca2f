# SPDX-License-Identifier: GPL-3.0-or-later
"""Weather, time and light of a prompt in the spec (see :mod:`.spec`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.language.text import Match

from .hours import EXACT
from .lexicon import SOFT_LIGHT, STARRY, WEATHER
from .spec import AZIMUTHS, CLOSED, DEFAULT
from .surfaces import grey, low_sun


def set_weather(
    spec: dict[str, Any],
    matches: list[Match[dict[str, Any]]],
    likely: list[dict[str, Any]],
    starry: bool,
    tinted: Sequence[Any],
    assumptions: list[str],
) -> None:
    """Clouds, fog, wind and rain: as said, else as ``likely`` from words that resemble them; grey skies, of the linear
    colours ``tinted`` said of the sky, are overcast."""
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
    if any(grey(color) for color in tinted) and spec["clouds"]["kind"] not in CLOSED:
        said |= _apply_weather(spec, WEATHER["heavy clouds" if matches else "overcast"], 1.0)
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


def set_light(
    spec: dict[str, Any],
    times: list[Match[tuple[float, str]]],
    nights: list[Match[float | None]],
    skies: list[Match[float]],
    sides: list[Match[float]],
    likely: Mapping[str, Any],
    indoors: bool,
    tinted: Sequence[Any],
    assumptions: list[str],
) -> None:
    """The sun or the moon: as said, by the colours ``tinted`` said of the sky, by likeness, or as assumed."""
    elevation, side = None, "west"
    if any(not m.negated for m in nights) and all(m.phrase in SOFT_LIGHT for m in times):
        # "at night, with warm lights": they are lamps
        times = []
    if times:
        elevation, side = times[-1].value
    elif skies:
        elevation = skies[-1].value
    elif any(low_sun(color) for color in tinted) and spec["place"]["setting"] != "alien" and not any(
            not m.negated for m in nights):
        elevation = 2.0
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
        exact = bool(times) and times[-1].phrase == EXACT
        if spec["season"] in ("winter", "autumn") and elevation > 20 and not exact:
            elevation *= 0.45 if spec["season"] == "winter" else 0.75
        spec["sun"] = {"elevation_deg": round(elevation, 1), "azimuth_deg": AZIMUTHS[side]}
        if elevation < -2 or (asked_night and elevation < 8):
            spec["stars"] = 1.0
    if sides:
        (spec["moon"] or spec["sun"])["azimuth_deg"] = sides[-1].value
    elif spec["moon"] is None and spec["place"]["setting"] in ("sea", "beach") and spec["sun"]["elevation_deg"] < 9:
        spec["sun"]["azimuth_deg"] = 128.0 if side == "west" else 52.0
        assumptions.append("the low sun stands over the water, behind a character that faces -Y")
    elif spec["clouds"]["kind"] not in CLOSED and not indoors:
        assumptions.append(
            'the light comes from the front and the side of a character that faces -Y; say "backlit" to turn it round'
        )
