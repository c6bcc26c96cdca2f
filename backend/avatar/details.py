# SPDX-License-Identifier: GPL-3.0-or-later
"""Details of a description: local changes, hair texture, beards, and which garment a pattern or fabric is of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from backend.language.text import Match, Reading
from backend.language.words import COPULAS, FUNCTION_WORDS

from . import lexicon as lex
from .local_changes import PARTS, WORDS

T = TypeVar("T")
#: Nouns whose own lexicon needs their token.
_SHARED = ("eye", "eyes", "eyed")
#: Tokens over which an adjective reaches its noun.
_BRIDGES = frozenset(("-", ",", "and", "very", "really", "extremely", "quite", "rather"))
#: Nouns that are of hair without saying so.
_OF_HAIR = frozenset(("dreadlocks", "dreads", "cornrows", "ringlets", "curls", "braids", "braid", "waves"))
#: What may stand between a garment and a pattern or fabric said of it.
_SAID_OF = frozenset(("with", "in", "of", "is", "are", "and", "a", "the", "-", "made", "dark", "light"))


def glimpse(reading: Reading, phrases: Mapping[str, T]) -> list[Match[T]]:
    """Matches whether consumed before or not, and without consuming anything."""
    before = list(reading.consumed)
    found = reading.find(phrases, overlap=True)
    reading.consumed[:] = before
    return found


def local_changes(reading: Reading) -> dict[str, float]:
    """Local changes by name: adjectives of parts of the body, before them or after "is"; consumed."""
    result: dict[str, float] = {}
    tokens = reading.tokens
    for match in reading.find(WORDS):
        if not match.negated:
            name, weight = match.value
            result[name] = _limited(weight * match.degree)
    for index, token in enumerate(tokens):
        table = PARTS.get(token.key)
        if table is None or (reading.consumed[index] and token.key not in _SHARED):
            continue
        adjectives = _before(reading, index, table) or _after(reading, index, table)
        for at in adjectives:
            name, weight = table[tokens[at].key]
            degree, first = reading.degree_before(at)
            if reading.negated_before(first):
                weight *= -0.5
            result[name] = _limited(weight * degree)
            reading.consume(first, at + 1)
        if adjectives and token.key not in _SHARED:
            reading.consume(index, index + 1)
    return result


def lone(reading: Reading, eye: Match[str]) -> bool:
    """Whether there is but "one" of an eye that was found. It is given back then: everybody here has two."""
    before = eye.start - 1
    if before >= 0 and reading.tokens[before].text == "-":
        before -= 1
    if before < 0 or reading.tokens[before].key != "one":
        return False
    reading.consumed[eye.start:eye.end] = [False] * (eye.end - eye.start)
    return True


def _limited(weight: float) -> float:
    return round(min(max(weight, -1.0), 1.0), 3)


def _before(reading: Reading, noun: int, table: Mapping[str, Any]) -> list[int]:
    found = []
    for index in range(noun - 1, max(noun - 6, -1), -1):
        key = reading.tokens[index].key
        if key in table and not (reading.consumed[index] and key not in ("round", "tan")):
            found.append(index)
            continue
        lonely = key == "and" and not (index and (
            reading.tokens[index - 1].key in table or reading.consumed[index - 1]))
        if lonely or key in PARTS or (key not in _BRIDGES and not reading.consumed[index]):
            break
    return found[::-1]


def _after(reading: Reading, noun: int, table: Mapping[str, Any]) -> list[int]:
    tokens = reading.tokens
    if noun + 1 >= len(tokens) or tokens[noun + 1].key not in COPULAS:
        return []
    return [index for index in range(noun + 2, min(noun + 5, len(tokens))) if tokens[index].key in table
            and not any(tokens[between].text in ".;" for between in range(noun, index))][:1]


def hair_texture(reading: Reading, beards: list[Match[Any]]) -> str | None:
    """Straight, wavy, curly ... of the hair, from words before or after "hair" or nouns of their own."""
    tokens, result = reading.tokens, None
    bearded = {index for beard in beards for index in range(beard.start, beard.end)}
    for match in glimpse(reading, lex.HAIR_TEXTURES):
        ahead = [token.key for token in tokens[match.start:match.end + 4]]
        behind = [token.key for token in tokens[max(match.start - 4, 0):match.start]]
        if any(index in bearded for index in range(match.start, match.end + 1)):
            reading.consume(match.start, match.end)
        elif tokens[match.start].key in _OF_HAIR or {"hair", "haired"} & {*ahead, *behind}:
            result = match.value
            reading.consume(match.start, match.end)
    return result


def beard_size(reading: Reading, beard: Match[Any]) -> tuple[float, str] | None:
    """Fullness and style from adjectives before a beard, across its colour: "long white beard"."""
    for index in range(beard.start - 1, max(beard.start - 5, -1), -1):
        key = reading.tokens[index].key
        if key in lex.BEARD_SIZES and not reading.consumed[index]:
            reading.consume(reading.degree_before(index)[1], index + 1)
            return lex.BEARD_SIZES[key]
        if key in FUNCTION_WORDS and not reading.consumed[index]:
            break
    return None


def worn_by(reading: Reading, words: list[Match[T]], garments: list[Match[Any]]) -> list[tuple[Match[T], Match[Any]]]:
    """Each word of pattern, fabric or neckline with the garment it is of; words of no garment are left out.

    A word inside a garment's phrase is its own ("leather jacket"); one before a garment describes it, else the one it
    follows: "a shirt with white stripes".
    """
    tokens, pairs = reading.tokens, []
    for word in words:
        inside = [each for each in garments if each.start <= word.start and word.end <= each.end]
        ahead = next((each for each in garments if each.start >= word.end), None)
        if ahead is not None and (ahead.start - word.end > 6 or not _adjectives(reading, word.end, ahead.start)):
            ahead = None
        if ahead is not None and word.phrase in lex.PATTERN_NOUNS:
            between = [token.text for token in tokens[word.end:ahead.start]]
            before = [token.key for token in tokens[max(word.start - 4, 0):word.start]]
            if "," in between or "with" in before:
                ahead = None
        behind = max((each for each in garments if each.end <= word.start and word.start - each.end <= 6
                      and all(tokens[at].key in _SAID_OF or reading.consumed[at]
                              for at in range(each.end, word.start))),
                     key=lambda each: each.end, default=None)
        owner = inside[0] if inside else ahead or behind
        if owner is not None:
            reading.consume(word.start, word.end)
            pairs.append((word, owner))
    return pairs


def _adjectives(reading: Reading, start: int, end: int) -> bool:
    """Whether tokens ``start..end`` may all stand between an adjective and its noun."""
    for at in range(start, end):
        token = reading.tokens[at]
        joined = token.key == "and" and start <= at < end - 1 and reading.consumed[at - 1] and reading.consumed[at + 1]
        if not joined and (token.key in FUNCTION_WORDS or not (token.is_word or token.text in "-,")):
            return False
    return True
