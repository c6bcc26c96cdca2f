# SPDX-License-Identifier: GPL-3.0-or-later
"""What belongs to whom in a description: the first person's part of it, and each garment's length and sleeves."""

from __future__ import annotations

from typing import Any

from backend.language.text import Match, Reading
from backend.language.words import ARTICLES, DETERMINERS, FUNCTION_WORDS

from . import archetypes
from . import lexicon as lex
from .wardrobe import KINDS

#: Everything that can be worn: (kind, sleeve, length), or (kinds,) for several at once.
GARMENTS: dict[str, tuple[Any, ...]] = lex.GARMENTS | lex.NEAREST | {
    phrase: (kinds,) for phrase, kinds in (lex.ENSEMBLES | lex.SWAPPED).items()}
#: Words of no meaning of their own that stand for a whole person.
_SOMEBODY = ("person", "human", "somebody", "someone", "adult", "human being")
#: What a second person's description starts with, after one of _BESIDE.
_INTRODUCING = DETERMINERS | ARTICLES | {"his", "her", "their", "another", "one", "two", "three"}
_BESIDE = frozenset(("and", "with", "beside", "behind", "near", "plus", "by", "to", "holding", "carrying"))


def first_person(prompt: str) -> tuple[str, str]:
    """The prompt up to where somebody else is described ("... and a woman in a dress"), and the rest."""
    reading = Reading(prompt)
    clothes = {match.start for match in reading.find(GARMENTS, overlap=True)}
    people: list[Match[Any]] = [*reading.find(lex.PERSONS, overlap=True),
                                *reading.find(archetypes.WORDS, overlap=True)]
    people.sort(key=lambda match: match.start)
    for match in people[1:]:
        after = reading.tokens[match.end].key if match.end < len(reading.tokens) else ""
        if match.end in clothes or after in ("'s", "bun") or (match.value == {} and match.phrase not in _SOMEBODY):
            continue  # "a princess dress", "a boy's cap", "a slim figure"
        index = match.start - 1
        while index > 0 and reading.tokens[index].key not in _INTRODUCING and match.start - index < 8 and (
                reading.tokens[index].text in ",-" or reading.tokens[index].key not in FUNCTION_WORDS):
            index -= 1
        if (index > people[0].end and reading.tokens[index].key in _INTRODUCING
                and reading.tokens[index - 1].key in _BESIDE):
            cut = reading.tokens[index - 1].start
            return prompt[:cut], prompt[cut:].strip()
    return prompt, ""


def attached(reading: Reading, words: list[Match[Any]], garments: list[Match[Any]],
             nouns: list[Match[Any]]) -> dict[int, str]:
    """Which garment (by first token) each word of sleeve or length belongs to: the one it stands before,
    else the one it follows."""
    result: dict[int, str] = {}
    for word in words:
        ahead = min((noun for noun in nouns if noun.start >= word.end), key=lambda noun: noun.start, default=None)
        if ahead not in garments or ahead is None or ahead.start - word.end > 4 or any(
                token.key in FUNCTION_WORDS for token in reading.tokens[word.end:ahead.start]):
            ahead = max((each for each in garments if 0 <= word.start - each.end <= 4),
                        key=lambda each: each.start, default=None)
        if ahead is not None:
            result[ahead.start] = word.value
    return result


def plain_lengths(reading: Reading, garments: list[Match[Any]], nouns: list[Match[Any]]) -> dict[int, str]:
    """Lengths from "long" and "short" among the adjectives before a garment ("a long red dress")."""
    result: dict[int, str] = {}
    ends = {noun.end for noun in nouns}
    for garment in garments:
        kind = KINDS[garment.value[0]] if len(garment.value) == 3 else None
        if kind is None or not (kind.length or kind.cut.skirt is not None):
            continue
        index = garment.start - 1
        while index >= 0 and garment.start - index < 7 and index + 1 not in ends:
            token = reading.tokens[index]
            if token.key in ("long", "short") and not reading.consumed[index]:
                result[garment.start] = token.key
                reading.consume(index, index + 1)
            if token.key in FUNCTION_WORDS or not (token.is_word or token.text in ",-"):
                break
            index -= 1
    return result


def slots(value: tuple[Any, ...]) -> set[str]:
    """Where the garments of a lexicon entry are worn; "clothes" and the like all over."""
    return {KINDS[kind].slot for kind in (value[0] if len(value) == 1 else (value[0],))} or {"top", "bottom"}
