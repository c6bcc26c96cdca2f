# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a prompt puts the sun by numbers: "at 6:30 pm", "the sun at 20 degrees", "azimuth 120 degrees"."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from backend.language.text import Match, Reading

#: Elevation of a summer's noon, degrees; hours between noon and sunset; how fast it sinks then, degrees an hour.
NOON, HALF_DAY, SINKING = 62.0, 7.0, 13.0
#: The phrase of an elevation said in degrees, which no season lowers.
EXACT = "degrees"
#: Below this the hour is one of the night.
_NIGHT = -8.0
_NAMED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_CLOCK = re.compile(
    r"\b(\d{1,3}):(\d{2})(?:\s*(am|pm|a\.m\.|p\.m\.))?(?![\d:])"
    rf"|\b(\d{{1,3}}|{'|'.join(_NAMED)})\s*(am\b|pm\b|a\.m\.|p\.m\.|o['’]?clock\b)",
    re.IGNORECASE)
_DEGREES = re.compile(
    r"\b(sun(?:light)?|moon|elevation|azimuth)\b((?:\W+[a-z]+){0,4}?)\W+(-?\d{1,4}(?:\.\d+)?)\s*(?:°|deg(?:ree)?s?\b)"
    r"(?:\W+(?:below|under)\b)?", re.IGNORECASE)


@dataclass
class Hours:
    """What numbers say: entries like those of ``lexicon.TIMES`` and ``lexicon.NIGHTS``, an azimuth in degrees, and
    what could not be."""

    times: list[Match[tuple[float, str]]] = field(default_factory=list)
    nights: list[Match[float | None]] = field(default_factory=list)
    azimuth: float | None = None
    problems: list[str] = field(default_factory=list)


def find_hours(reading: Reading) -> Hours:
    """Hours and angles of a prompt; their tokens are consumed."""
    found = Hours()
    for match in _DEGREES.finditer(reading.prompt):
        _angle(reading, match, found)
    for match in _CLOCK.finditer(reading.prompt):
        _hour(reading, match, found)
    return found


def _span(reading: Reading, match: re.Match[str]) -> tuple[int, int]:
    """The tokens of a match of the prompt, consumed."""
    start = bisect_right(reading.tokens, match.start(), key=lambda token: token.end)
    end = bisect_left(reading.tokens, match.end(), key=lambda token: token.start)
    reading.consume(start, end)
    return start, end


def _angle(reading: Reading, match: re.Match[str], found: Hours) -> None:
    body, between, number = match[1].lower(), match[2].lower(), float(match[3])
    start, end = _span(reading, match)
    if body == "azimuth" or "azimuth" in between:
        found.azimuth = (number + 180.0) % 360.0 - 180.0
        return
    if re.search(r"(below|under)$", match[0].lower()):
        number = -abs(number)
    if not -90.0 <= number <= 90.0:
        found.problems.append(f"nothing stands {number:g} degrees above the horizon (-90 to 90): left out")
    elif body == "moon":
        found.problems.append("the moon stands at 38 degrees; its place can be set in the spec")
    else:
        found.times.append(Match((number, "west"), EXACT, start, end, reading=reading))


def _hour(reading: Reading, match: re.Match[str], found: Hours) -> None:
    named = match[1] or match[4].lower()
    hour, minute = _NAMED.index(named) + 1 if named in _NAMED else int(named), int(match[2] or 0)
    half = (match[3] or match[5] or "").lower().replace(".", "")
    start, end = _span(reading, match)
    if half in ("am", "pm"):
        possible = 1 <= hour <= 12 and minute < 60
        hour = hour % 12 + (12 if half == "pm" else 0)
    else:
        possible = hour <= 24 and minute < 60
        if half and hour < 7:
            # "three o'clock" is in the afternoon
            hour += 12
    if not possible:
        found.problems.append(f'there is no such hour as "{match[0].strip()}": left out')
        return
    time = hour % 24 + minute / 60
    off = abs(time - 12.0)
    elevation = NOON * math.cos(0.5 * math.pi * off / HALF_DAY) if off < HALF_DAY else -SINKING * (off - HALF_DAY)
    if elevation < _NIGHT:
        found.nights.append(Match(None, "night", start, end, reading=reading))
    else:
        side = "east" if time < 11.0 else "south" if time < 13.5 else "west"
        found.times.append(Match((round(elevation, 1), side), "hour", start, end, reading=reading))
