# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether an ObjectSpec is sound, and what it leaves out filled in."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from typing import Any

from backend.engine import EngineError
from backend.objects.families import catalogue
from backend.objects.materials import FINISHES, RECIPES
from backend.objects.words import LARGEST, LAYOUTS, MOST, MOST_KINDS, PATTERNS, RELATIONS, SMALLEST, WEAR_KINDS

_Wrong = Callable[..., EngineError]


def check(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A complete, valid ObjectSpec, of one object or an arrangement, from one that may lack entries.

    :class:`EngineError` ("invalid_spec") names what is wrong.
    """
    if "objects" not in spec:
        return check_one(spec)
    unknown = sorted(map(str, set(spec) - {"objects", "relations"}))
    objects, relations = spec["objects"], spec.get("relations", [])
    if unknown:
        raise _invalid(f"An arrangement has no {', '.join(unknown):.200}.", "It holds objects and relations.")
    if not isinstance(objects, (list, tuple)) or not 1 <= len(objects) <= MOST_KINDS or not all(
            isinstance(each, Mapping) for each in objects):
        raise _invalid(f"The objects must be a list of 1 to {MOST_KINDS} specs.")
    if not isinstance(relations, (list, tuple)) or len(relations) > 4 * MOST_KINDS:
        raise _invalid("The relations must be a list of {of, is, to}.")
    checked = [check_one(each) for each in objects]
    return {"objects": checked, "relations": [_checked_relation(each, len(checked)) for each in relations]}


def _checked_relation(relation: Any, count: int) -> dict[str, Any]:
    if not isinstance(relation, Mapping) or not set(relation) <= {"of", "is", "to"} or "of" not in relation:
        raise _invalid("A relation holds “of”, “is” and “to”.")
    if relation.get("is") not in RELATIONS:
        raise _invalid(f"There is no relation {relation.get('is')!r:.60}.", f"Choose one of: {', '.join(RELATIONS)}.")
    ends = {}
    for key in ("of", "to"):
        value = relation.get(key)
        value = [value] if isinstance(value, int) else value
        if not isinstance(value, (list, tuple)) or not value or not all(
                isinstance(each, int) and not isinstance(each, bool) and 0 <= each < count for each in value):
            raise _invalid(f"A relation's “{key}” must list objects by number, 0 to {count - 1}.")
        ends[key] = list(value)
    if set(ends["of"]) & set(ends["to"]):
        raise _invalid("An object cannot be related to itself.")
    return {"of": ends["of"], "is": relation["is"], "to": ends["to"]}


def _invalid(message: str, remedy: str = "") -> EngineError:
    return EngineError(message, remedy or "See docs/object-spec.md.", "invalid_spec")


def check_one(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A complete, valid spec of one object from one that may lack entries; :class:`EngineError` names what is wrong."""
    families = catalogue()

    def wrong(message: str, remedy: str = "") -> EngineError:
        return EngineError(message, remedy, "invalid_spec")

    full: dict[str, Any] = {
        "category": None, "asked": "", "confidence": 1.0, "nearest": [], "count": 1, "color": None,
        "second_color": None,
        "material": None, "finish": "", "pattern": "", "size": {}, "scale": 1.0, "stretch": {}, "styles": [],
        "parts": {}, "without": [], "wear": {}, "layout": ""}
    unknown = sorted(map(str, set(spec) - set(full)))
    if unknown:
        raise wrong(f"An object's spec has no {', '.join(unknown):.200}.", f"It may hold: {', '.join(full)}.")
    full |= spec
    _check_kinds(full, wrong)
    if full["category"] not in families:
        close = get_close_matches(str(full["category"]), families, 5, 0.3) or list(families)[:5]
        raise wrong(f"There is no category {full['category']!r:.60}.", f"Near are: {', '.join(close)}.")
    family = families[full["category"]]
    if not 1 <= full["count"] <= MOST:
        raise wrong(f"The count is not 1 to {MOST}.")
    _check_color(full["color"], "color", wrong)
    _check_color(full["second_color"], "second_color", wrong)
    for region, look in full["parts"].items():
        if region not in family.looks:
            raise wrong(f"A {family.name} has no part {region!r:.60}.", f"It has: {', '.join(family.looks)}.")
        _check_color(look.get("color"), f"{region} color", wrong)
    looks = (full, *full["parts"].values())
    choices: list[tuple[str, str | None, Collection[str]]] = [
        *(("material", look.get("material"), RECIPES) for look in looks),
        ("finish", full["finish"] or None, FINISHES), ("pattern", full["pattern"] or None, PATTERNS),
        ("layout", full["layout"] or None, LAYOUTS)]
    for key, name, allowed in choices:
        if name is not None and name not in allowed:
            raise wrong(f"There is no {key} {name!r:.60}.", f"Choose one of: {', '.join(allowed)}.")
    for key, low, high in (("size", SMALLEST, LARGEST), ("stretch", 0.1, 10.0)):
        for name, value in full[key].items():
            if name not in ("height", "width", "depth") or not _number(value) or not low <= value <= high:
                raise wrong(f"The {key}'s {name!s:.60} is not height, width or depth within {low:g} to {high:g}.")
    for kind, amount in full["wear"].items():
        if kind not in WEAR_KINDS or not _number(amount) or not 0 <= amount <= 1:
            raise wrong(f"The wear's {kind!s:.60} is not {', '.join(WEAR_KINDS)} within 0 to 1.")
    if not 0.01 <= full["scale"] <= 100:
        raise wrong("The scale is not 0.01 to 100.")
    return full


def _check_kinds(full: Mapping[str, Any], wrong: _Wrong) -> None:
    """Every entry is of its JSON kind, so that what follows may compare and look up."""
    def text(value: Any) -> bool:
        return isinstance(value, str)

    def texts(value: Any) -> bool:
        return isinstance(value, (list, tuple)) and all(map(text, value))

    def group(value: Any) -> bool:
        return isinstance(value, Mapping) and all(map(text, value))

    def cosine(value: Any) -> bool:
        return _number(value) and -1 <= value <= 1.001

    kinds: dict[str, tuple[Callable[[Any], bool], str]] = {
        **dict.fromkeys(("category", "asked", "finish", "pattern", "layout"), (text, "a word")),
        **dict.fromkeys(("styles", "without"), (texts, "a list of words")),
        **dict.fromkeys(("size", "stretch", "wear"), (group, "a group of numbers")),
        "material": (lambda value: value is None or text(value), "a word or null"),
        "parts": (lambda value: group(value) and all(
            group(look) and (look.get("material") is None or text(look["material"])) for look in value.values()),
            "a group of looks, each with a color and a material"),
        "nearest": (lambda value: isinstance(value, (list, tuple)) and all(
            isinstance(pair, (list, tuple)) and len(pair) == 2 and text(pair[0]) and cosine(pair[1]) for pair in value),
            "a list of pairs, a category and its cosine"),
        "count": (lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number"),
        "scale": (_number, "a number"), "confidence": (cosine, "a number up to 1")}
    for key, (right, what) in kinds.items():
        if not right(full[key]):
            raise wrong(f"The {key} of an object's spec must be {what}.")


def _number(value: Any) -> bool:
    """Whether ``value`` is a finite number; an int of any length is one, though no float may hold it."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value))


def _check_color(color: Any, name: str, wrong: _Wrong) -> None:
    if color is not None and not (isinstance(color, (list, tuple)) and len(color) == 3
                                  and all(_number(v) and 0 <= v <= 1 for v in color)):
        raise wrong(f"The {name} is not three numbers 0 to 1.")
