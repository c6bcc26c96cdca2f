# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers and quantities in a prompt: "6 ft 2", "45-year-old", "for five seconds", "30 x 20 cm"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from backend.language.words import MULTIPLIERS, NUMBERS, word_set


class _Token(Protocol):
    """What this module needs of a :class:`backend.language.text.Token`."""

    @property
    def key(self) -> str: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def is_word(self) -> bool: ...


@dataclass(frozen=True)
class Measure:
    """A quantity at tokens ``start..end``.

    ``unit`` is one of "m", "kg", "years", "s", "fps", "degrees", "percent", "times", "frames",
    "m/s", "kg/m2" (body-mass index) and "h" (time of day, 0..24).
    """

    value: float
    unit: str
    start: int
    end: int


#: Unit words: (normalised unit, factor). Lower case, as the tokeniser's keys.
_UNITS: dict[str, tuple[str, float]] = {}
for _unit, _factor, _names in (
    ("m", 1.0, "m meter meters metre metres mtr"), ("m", 0.01, "cm centimeter centimeters centimetre centimetres cms"),
    ("m", 0.001, "mm millimeter millimeters millimetre millimetres"),
    ("m", 1000.0, "km kilometer kilometers kilometre kilometres"),
    ("m", 0.3048, "ft foot feet"), ("m", 0.0254, "in inch inches"), ("m", 0.9144, "yd yard yards"),
    ("kg", 1.0, "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes"),
    ("kg", 0.45359237, "lb lbs pound pounds"), ("kg", 6.35029318, "stone stones"), ("kg", 0.001, "gram grams"),
    ("years", 1.0, "year years yr yrs yo y"), ("years", 10.0, "decade decades"),
    ("s", 1.0, "s sec secs second seconds"), ("s", 60.0, "min mins minute minutes"),
    ("s", 0.001, "ms millisecond milliseconds"),
    ("s", 3600.0, "hour hours hr hrs"), ("fps", 1.0, "fps"), ("frames", 1.0, "frame frames"),
    ("degrees", 1.0, "degree degrees deg degs °"), ("degrees", 180.0 / math.pi, "rad radian radians"),
    ("percent", 1.0, "% percent"),
    ("times", 1.0, "times time x repetitions repetition reps rep repeats loops loop cycles"),
    ("m/s", 0.44704, "mph"), ("m/s", 1 / 3.6, "kph kmh"), ("m/s", 0.514444, "knots"),
):
    for _name in _names.split():
        _UNITS[_name] = (_unit, _factor)

_TURNS = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_DECADES = {"teens": 16.0, "twenties": 25.0, "thirties": 35.0, "forties": 45.0, "fifties": 55.0, "sixties": 65.0,
            "seventies": 75.0, "eighties": 85.0, "nineties": 95.0}
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*$")
#: "in" and "x" after a number are units only when what follows cannot be a noun phrase or a number.
_FEET = frozenset(("ft", "foot", "feet", "'", "’", "′"))
_INCHES = frozenset(("in", "inch", "inches", '"', "”", "″"))
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def numeral(text: str) -> float | None:
    """The value of digits as people write them: "1,000", "1.9", "1,9"; None for anything else."""
    if not _NUMERAL.match(text) or len(text) > 12:
        return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    text = text.replace(",", ".")
    if text.count(".") > 1:
        return None
    return float(text) if text.isascii() else None


def read_number(tokens: Sequence[_Token], index: int) -> tuple[float, int] | None:
    """(value, next index) of the number starting at ``index``: digits or number words; None if none.

    "twenty-five", "two hundred and ten", "a dozen", "half a", "two and a half", "one point five".
    """
    keys = _Keys(tokens)
    if keys[index] == "half" and keys[index + 1] in ("a", "an"):
        return 0.5, index + 2
    if keys[index] == "a" and keys[index + 1] in MULTIPLIERS:
        return MULTIPLIERS[keys[index + 1]], index + 2
    if keys[index] == "a" and keys[index + 1] == "couple":
        return 2.0, index + (3 if keys[index + 2] == "of" else 2)
    value = numeral(keys[index])
    if value is not None:
        index += 1
    else:
        words = _read_words(keys, index)
        if words is None:
            return None
        value, index = words
    if keys[index] in MULTIPLIERS:
        value, index = value * MULTIPLIERS[keys[index]], index + 1
    if keys[index] in _FRACTIONS:
        value, index = value + _FRACTIONS[keys[index]], index + 1
    elif keys[index:index + 3] == ["and", "a", "half"]:
        value, index = value + 0.5, index + 3
    return value, index


def _read_words(keys: _Keys, index: int) -> tuple[float, int] | None:
    if keys[index] not in NUMBERS:
        return None
    value = NUMBERS[keys[index]]
    index += 1
    step = index + 1 if keys[index] == "-" else index
    if value >= 20 and 0 < NUMBERS.get(keys[step], 0) < 10:
        value, index = value + NUMBERS[keys[step]], step + 1
    if keys[index] == "hundred":
        value, index = value * 100, index + 1
        rest = _read_words(keys, index + 1 if keys[index] == "and" else index)
        if rest is not None and rest[0] < 100:
            value, index = value + rest[0], rest[1]
    elif keys[index] == "point" and NUMBERS.get(keys[index + 1], 10) < 10:
        value, index = value + NUMBERS[keys[index + 1]] / 10, index + 2
    return value, index


def number_before(tokens: Sequence[_Token], start: int) -> int | None:
    """The count written in the noun phrase before ``start`` ("two tall robots"), else None."""
    for index in range(start - 1, max(start - 5, -1), -1):
        key = tokens[index].key
        found = read_number(tokens, index)
        if found and found[0] == int(found[0]) and 1 <= found[0] <= 1000 and key != "one":
            tens = index
            while tens and (tokens[tens - 1].key in NUMBERS or tokens[tens - 1].key in ("-", "a", "hundred")):
                tens -= 1
                wider = read_number(tokens, tens)
                if wider and wider[1] >= found[1]:
                    found = wider
            follows = tokens[found[1]].key if found[1] < len(tokens) else ""
            if found[1] <= start and follows not in _UNITS:
                return int(found[0])
            return None
        if key == "one":
            return 1
        if key == "of" and index >= 2 and tokens[index - 1].key in ("couple", "dozen"):
            continue
        if key in ("couple", "dozen"):
            several = read_number(tokens, max(index - 1, 0)) or read_number(tokens, index)
            return int(several[0]) if several else None
        if not tokens[index].is_word or key in _NOT_IN_PHRASE:
            return None
    return None


_NOT_IN_PHRASE = word_set(
    "a an the and or with in on at of to for from by is are was were has have wearing his her its their")


class _Keys:
    """Keys of tokens, "" outside the range."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        if isinstance(index, slice):
            return [token.key for token in self._tokens[index]]
        return self._tokens[index].key if 0 <= index < len(self._tokens) else ""

    def __len__(self) -> int:
        return len(self._tokens)


def find_measures(tokens: Sequence[_Token]) -> list[Measure]:
    """Every quantity in ``tokens``, in order, normalised; see :class:`Measure` for the units."""
    keys = _Keys(tokens)
    found: list[Measure] = []
    index = 0
    while index < len(keys):
        here = _special(keys, index) or _dimensions(keys, tokens, index) or _quantity(keys, tokens, index)
        if here:
            found += here
            index = here[-1].end
        else:
            index += 1
    return found


def _special(keys: _Keys, index: int) -> list[Measure]:
    """Forms without "number unit": "twice", "in his forties", "aged 45", "BMI 30", "at 6:30 pm"."""
    key = keys[index]
    if key in _TURNS:
        return [Measure(_TURNS[key], "times", index, index + 1)]
    if key in _DECADES and keys[index - 1] in ("his", "her", "their", "early", "mid", "late", "-", "the"):
        shift = {"early": -3.0, "late": 3.0}.get(keys[index - 1], 0.0)
        return [Measure(_DECADES[key] + shift, "years", index, index + 1)]
    if key in ("aged", "age", "bmi"):
        at = index + 1 + (keys[index + 1] in ("of", "is", ":", "="))
        number = read_number(keys._tokens, at)
        if number:
            after = number[1]
            if key != "bmi" and keys[after] in ("year", "years"):
                after += 1 + (keys[after + 1] == "old")
            return [Measure(number[0], "kg/m2" if key == "bmi" else "years", index, after)]
    decade = numeral(key)
    if decade is not None and decade in range(20, 100, 10) and keys[index + 1] in ("s", "'s"):
        early = {"early": -3.0, "late": 3.0}.get(keys[index - 1], 0.0)
        return [Measure(decade + 5 + early, "years", index, index + 2)]
    return _clock(keys, index)


def _clock(keys: _Keys, index: int) -> list[Measure]:
    """Time of day: "6 pm", "6:30 am", "17:45", "5 o'clock"."""
    hour = numeral(keys[index])
    if hour is None or hour != int(hour) or hour > 24:
        return []
    after, minutes = index + 1, 0.0
    if keys[after] == ":":
        part = numeral(keys[after + 1])
        if part is None or part >= 60 or len(keys[after + 1]) != 2:
            return []
        minutes, after = part, after + 2
    half = keys[after].replace(".", "")
    end = after + 1
    if half in ("a", "p") and keys[after + 1] == "." and keys[after + 2] == "m":
        half, end = half + "m", after + 3 + (keys[after + 3] == ".")
    if half in ("am", "pm") and 1 <= hour <= 12:
        return [Measure(hour % 12 + (12 if half == "pm" else 0) + minutes / 60, "h", index, end)]
    if half == "o'clock" or after > index + 1:
        return [Measure(hour + minutes / 60, "h", index, end if half == "o'clock" else after)]
    return []


def _dimensions(keys: _Keys, tokens: Sequence[_Token], index: int) -> list[Measure]:
    """"30 x 20 x 10 cm", "2 by 3 m": one unit for all."""
    numbers: list[tuple[float, int, int]] = []
    at = index
    while True:
        number = read_number(tokens, at)
        if number is None:
            return []
        numbers.append((number[0], at, number[1]))
        at = number[1]
        if keys[at] not in ("x", "×", "by") or len(numbers) == 3:
            break
        at += 1
    if len(numbers) < 2 or keys[at] not in _UNITS:
        return []
    unit, factor = _UNITS[keys[at]]
    measures = [Measure(value * factor, unit, start, end) for value, start, end in numbers]
    last = measures[-1]
    return [*measures[:-1], Measure(last.value, unit, last.start, at + 1)]


def _quantity(keys: _Keys, tokens: Sequence[_Token], index: int) -> list[Measure]:
    number = read_number(tokens, index)
    if number is None:
        return []
    value, at = number
    at += keys[at] == "-" and (keys[at + 1] in _UNITS or keys[at + 1] in _FEET)
    if keys[at] in _FEET:
        return _feet(keys, tokens, index, value, at)
    if keys[at] in _INCHES and (keys[at] != "in" or _ends_phrase(keys, tokens, at + 1)):
        return [Measure(value * 0.0254, "m", index, at + 1)]
    if keys[at] in ("month", "months", "week", "weeks") and "old" in keys[at:at + 3]:
        years = 12.0 if keys[at].startswith("m") else 52.18
        return [Measure(value / years, "years", index, _through_old(keys, at + 1))]
    speed = _speed(keys, at)
    if speed:
        return [Measure(value * speed[0], "m/s", index, speed[1])]
    if keys[at:at + 3] == ["frames", "per", "second"] or keys[at:at + 3] == ["frames", "a", "second"]:
        return [Measure(value, "fps", index, at + 3)]
    if keys[at:at + 3] == ["y", "/", "o"]:
        return [Measure(value, "years", index, at + 3)]
    name = keys[at]
    if name not in _UNITS or (name in ("in", "time", "second") and value != 1 and keys[at - 1] != "-"):
        return []
    if name in ("x", "y", "loop", "cycles") and not _ends_phrase(keys, tokens, at + 1):
        return []
    if name == "stone" and value < 5:
        return []  # "two stone lions"
    unit, factor = _UNITS[name]
    end = _through_old(keys, at + 1) if unit == "years" else at + 1
    return [Measure(value * factor, unit, index, end)]


def _feet(keys: _Keys, tokens: Sequence[_Token], start: int, feet: float, at: int) -> list[Measure]:
    """Feet, with inches after: "6 ft 2", "6'2"", "five-foot-ten", "5 feet and 4 inches"."""
    after = at + 1
    step = after + (keys[after] in ("-", "and", ","))
    inches = read_number(tokens, step)
    if inches is not None and inches[0] < 12 and keys[inches[1]] not in set(_UNITS) - _INCHES:
        end = inches[1] + (keys[inches[1]] == "-" and keys[inches[1] + 1] in _INCHES)
        marked = keys[end] in _INCHES and (keys[end] != "in" or _ends_phrase(keys, tokens, end + 1))
        if marked or step == after or keys[step - 1] == "-":
            return [Measure(feet * 0.3048 + inches[0] * 0.0254, "m", start, end + marked)]
    if keys[at] in ("'", "’", "′") and feet > 10:
        return []
    return [Measure(feet * 0.3048, "m", start, after)]


def _speed(keys: _Keys, at: int) -> tuple[float, int] | None:
    """(factor to m/s, next index) for "m/s", "km/h", "metres per second"."""
    if keys[at + 1] not in ("/", "per", "an", "a"):
        return None
    length, time = _UNITS.get(keys[at]), _UNITS.get("hour" if keys[at + 2] == "h" else keys[at + 2])
    if keys[at] in ("mile", "miles"):
        length = ("m", 1609.344)
    if length is None or time is None or length[0] != "m" or time[0] != "s":
        return None
    return length[1] / time[1], at + 3


def _through_old(keys: _Keys, at: int) -> int:
    """Past "-old", "old" and "of age" after years."""
    if keys[at] == "-" and keys[at + 1] == "old":
        return at + 2
    if keys[at:at + 2] == ["of", "age"]:
        return at + 2
    return at + (keys[at] in ("old", "olds"))


def _ends_phrase(keys: _Keys, tokens: Sequence[_Token], at: int) -> bool:
    """Whether nothing that could be an object follows: the unit, not the preposition."""
    return at >= len(keys) or not tokens[at].is_word or keys[at] in (
        "tall", "high", "wide", "long", "deep", "thick", "in", "and", "or", "then", "old", "a")
