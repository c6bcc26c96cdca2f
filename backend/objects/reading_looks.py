# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles, colours, materials, patterns and wear in a prompt, each bound to the object or one of its parts."""

from __future__ import annotations

from typing import Any

from backend.language.colors import COLORS, bind, find_colors
from backend.language.text import Match, Reading
from backend.language.words import CONJUNCTIONS, FUNCTION_WORDS
from backend.objects.families import Family, catalogue
from backend.objects.materials import FINISH_WORDS, MATERIAL_WORDS
from backend.objects.words import PATTERN_WORDS, WEAR_WORDS


def read_styles(reading: Reading, family: Family, head: Match | None, parts: list[Match]) -> list[str]:
    words = {word: style for style, synonyms in family.styles.items() for word in synonyms}
    asked = [match.value for match in reading.find(words) if not match.negated]
    if head is not None:
        # "coffee table", "footstool", "grand piano": the noun itself names a style.
        asked[:0] = [words[each] for each in (head.phrase, *head.phrase.split()) if each in words]
    # "with a red cushion" asks for the kind that has one.
    asked += [words[part.phrase] for part in parts if part.phrase in words and not part.negated]
    return list(dict.fromkeys(asked))


def read_looks(reading: Reading, head: Match | None, parts: list[Match], context: list[Match], spec: dict,
                assumptions: list[str]) -> None:
    patterns = [match for match in reading.find(PATTERN_WORDS) if not match.negated]
    finishes = [match for match in reading.find(FINISH_WORDS) if not match.negated]
    materials = [match for match in reading.find(MATERIAL_WORDS) if not match.negated]
    colors = [match for match in find_colors(reading) if not match.negated]
    nouns = ([head] if head else []) + parts + context
    spec |= {"color": None, "second_color": None, "material": None,
             "finish": finishes[0].value if finishes else "", "pattern": patterns[0].value if patterns else "",
             "parts": {}, "without": list(dict.fromkeys(part.value for part in parts if part.negated))}

    def entry(region: str) -> dict[str, Any]:
        return spec["parts"].setdefault(region, {"color": None, "material": None})

    def free(match: Match, noun: Match | None) -> bool:
        """Whether a look bound to ``noun`` is one of the whole object; says so if it is of an unknown thing."""
        other = _unknown_noun(reading, match, head) if noun is None and head is not None else ""
        if other:
            assumptions.append(f"“{match.phrase} {other}” is nothing this object can have; it was left out.")
        return not other and (noun is None or noun is head)

    for match, noun in bind(materials, nouns):
        if free(match, noun):
            if spec["material"] is None:
                spec["material"] = match.value
            elif spec["material"] != match.value:
                assumptions.append(f"It is made of {spec['material']}; {match.value} was left out.")
        elif noun is not None and not noun.negated and noun not in context:
            entry(noun.value)["material"] = match.value
    if spec["material"] is None and head is not None:
        # "a straw hat": a material in the noun itself, of those that the family is made of.
        family = catalogue()[head.value]
        own = [MATERIAL_WORDS.get(each, each) for each in head.phrase.split()[:-1]]
        spec["material"] = next((each for each in own if each in family.materials), None)
    extra = []
    for match, noun in bind(colors, nouns):
        value = [float(v) for v in match.value]
        if free(match, noun):
            if spec["color"] is None:
                spec["color"] = value
            else:
                extra.append((match.phrase, value))
        elif noun is not None and not noun.negated and noun not in context:
            entry(noun.value)["color"] = value
    if extra:
        spec["second_color"] = extra[0][1]
        if not spec["pattern"]:
            spec["pattern"] = "banded"
            assumptions.append(f"The second colour, {extra[0][0]}, is painted on in bands.")
        for phrase, _ in extra[1:]:
            assumptions.append(f"Two colours are used; {phrase} was left out.")


def _unknown_noun(reading: Reading, look: Match, head: Match | None) -> str:
    """The word nobody knows that ``look`` stands before ("blue flowers", "red and yellow hearts"), or "".

    A look that can reach the object itself ("a red carved old chair") is the object's.
    """
    unknown = ""
    for index in range(look.end, len(reading.tokens)):
        token = reading.tokens[index]
        if head is not None and head.start <= index < head.end:
            return ""
        if token.key in CONJUNCTIONS or token.text in (",", "-"):
            if unknown:
                break
        elif not token.is_word or (token.key in FUNCTION_WORDS and not reading.consumed[index]):
            break
        elif not reading.consumed[index]:
            unknown = token.text
    return unknown


def read_wear(reading: Reading, spec: dict, assumptions: list[str]) -> None:
    """How old and used it is; "brand new" overrules the rest."""
    found = []
    for match in reading.find(WEAR_WORDS):
        if match.end < len(reading.tokens) and match.phrase in ("dusty", "dirty") and (
                reading.tokens[match.end].key in COLORS):
            reading.consumed[match.start:match.end] = [False] * (match.end - match.start)  # "dusty pink"
        elif not match.negated:
            found.append(match)
    wear: dict[str, float] = {}
    for match in found:
        for kind, amount in match.value.items():
            wear[kind] = round(min(max(wear.get(kind, 0.0), amount * match.degree), 1.0), 3)
    fresh = [match.phrase for match in found if not match.value]
    if fresh and wear:
        worn = ", ".join(match.phrase for match in found if match.value)
        assumptions.append(f"“{fresh[0]}” and “{worn}” contradict each other; it is made {worn}.")
    spec["wear"] = wear
