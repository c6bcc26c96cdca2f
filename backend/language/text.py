# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens with spans, and :class:`Reading`: a prompt from which engines take what they understand.

Nothing is dropped silently: what no engine consumed comes back from :meth:`Reading.unparsed`.
Any Unicode text is accepted; every operation is linear in its length for a given lexicon.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from backend.language.lemma import lemmas
from backend.language.measures import Measure, find_measures, number_before
from backend.language.words import (
    ARTICLES,
    DEGREES,
    FUNCTION_WORDS,
    NEGATIONS,
    PREPOSITIONS,
    word_set,
)

__all__ = ["Match", "Measure", "Reading", "Token", "tokenize"]

T = TypeVar("T")
_Compiled = dict[str, list[tuple[tuple[str, ...], str]]]

#: In order: hex colour, number, n't and 's (split off their word), word, any other visible character.
_TOKEN = re.compile(
    r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b"
    r"|\d+(?:[.,]\d+)*"
    r"|n['’]t\b|['’](?:s|re|m|ve|d|ll)\b"
    r"|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+(?:['’](?!(?:s|re|m|ve|d|ll|t)\b)[^\W\d_]+)*"
    r"|[^\s\w]|_")


@dataclass(frozen=True)
class Token:
    """``text == prompt[start:end]``; ``lemma`` is its likeliest base form, lower case."""

    text: str
    lemma: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Lower case, straight apostrophes, no accents: what lexicons are compared with."""
        return _key(self.text)

    @property
    def forms(self) -> tuple[str, ...]:
        """The key and every base form it may have."""
        return _forms(self.text)

    @property
    def is_word(self) -> bool:
        """True unless it is punctuation (an emoji counts as a word)."""
        return self.text[0].isalnum() or self.text[0] == "#" or unicodedata.category(self.text[0]) == "So"


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)) or text


@lru_cache(maxsize=8192)
def _forms(text: str) -> tuple[str, ...]:
    key = _key(text)
    return tuple(dict.fromkeys((key, *lemmas(key))))


def tokenize(text: str) -> list[Token]:
    """Words, numbers, ``#rrggbb`` and single punctuation marks, in order, with spans into ``text``.

    "190cm" and "dark-blue" are split; "n't" and "'s" are tokens of their own.
    """
    return [Token(m[0], lemmas(_key(m[0]))[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


@dataclass(frozen=True)
class Match(Generic[T]):
    """A phrase of a lexicon found in a prompt; ``start`` and ``end`` are token indices."""

    value: T
    phrase: str
    start: int
    end: int
    #: From degree words just before: "very" 1.5, "slightly" 0.5.
    degree: float = 1.0
    #: "no hat", "without a hat", "not tall".
    negated: bool = False
    #: "two robots" -> 2; None when the prompt gives no number.
    count: int | None = None
    reading: Reading | None = field(default=None, repr=False, compare=False)


class Reading:
    """One prompt being read. Engines find phrases and measures; what is left is ``unparsed()``."""

    def __init__(self, prompt: str) -> None:
        self.prompt = prompt
        self.tokens = tokenize(prompt)
        self.consumed = [False] * len(self.tokens)
        self._measures: list[Measure] | None = None

    def consume(self, start: int, end: int) -> None:
        """Mark tokens ``start..end`` (end excluded) as understood."""
        for index in range(max(start, 0), min(end, len(self.tokens))):
            self.consumed[index] = True

    def unparsed(self) -> list[str]:
        """Content words that nobody consumed, in order, each once; function words never."""
        left = (token.text for token, used in zip(self.tokens, self.consumed)
                if not used and token.is_word and token.key not in FUNCTION_WORDS)
        return list(dict.fromkeys(left))

    def measures(self) -> list[Measure]:
        """Numbers with units, in order, normalised; their tokens are consumed."""
        if self._measures is None:
            self._measures = find_measures(self.tokens)
            for measure in self._measures:
                self.consume(measure.start, measure.end)
        return self._measures

    def find(self, phrases: Mapping[str, T], *, overlap: bool = False) -> list[Match[T]]:
        """Every phrase of the lexicon in the prompt, longest first at each place, in order.

        A phrase's word matches a token's own form or one of its base forms ("kick" finds "kicked",
        "glasses" does not find "glass"). Phrases of several words also match by their base forms.
        Matches are consumed; tokens that were already consumed are skipped unless ``overlap``.
        """
        lexicon = _compile(phrases)
        found: list[Match[T]] = []
        index = 0
        while index < len(self.tokens):
            hit = self._longest(lexicon, index, overlap)
            if hit is None:
                index += 1
                continue
            phrase, end = hit
            found.append(self.match(phrases[phrase], phrase, index, end))
            index = end
        for match in found:
            self.consume(match.start, match.end)
        return found

    def match(self, value: T, phrase: str, start: int, end: int) -> Match[T]:
        """A match at tokens ``start..end`` with the degree, negation and count written before it."""
        degree, before = self.degree_before(start)
        count = number_before(self.tokens, start)
        return Match(value, phrase, start, end, degree, self.negated_before(before), count, self)

    def _longest(self, lexicon: Mapping[str, list[tuple[tuple[str, ...], str]]], index: int,
                 overlap: bool) -> tuple[str, int] | None:
        best: tuple[int, int, str] | None = None
        for form in self.tokens[index].forms:
            for words, phrase in lexicon.get(form, ()):
                end = self._matches(words, index)
                if end is None or (not overlap and any(self.consumed[index:end])):
                    continue
                # Longer wins; among equals the one that is written as in the prompt.
                exact = int(all(w == t.key for w, t in zip(words, self.tokens[index:end])))
                if best is None or (len(words), exact) > best[:2]:
                    best = (len(words), exact, phrase)
        if best is None:
            return None
        words = _phrase_words(best[2])
        end = self._matches(words, index)
        return (best[2], end) if end is not None else None

    def _matches(self, words: tuple[str, ...], index: int) -> int | None:
        """The token index after ``words`` at ``index``, hyphens between words ignored; else None."""
        several = len(words) > 1
        for position, word in enumerate(words):
            if position and index < len(self.tokens) and self.tokens[index].text == "-":
                index += 1
            if index >= len(self.tokens):
                return None
            forms = self.tokens[index].forms
            if word not in forms and not (several and lemmas(word)[0] in forms):
                return None
            index += 1
        return index

    def degree_before(self, start: int) -> tuple[float, int]:
        """(degree, first token of the degree words) for the phrase at ``start``; (1.0, start) if none."""
        degree, first = 1.0, start
        while True:
            for length in (3, 2, 1):
                words = tuple(token.key for token in self.tokens[max(first - length, 0):first])
                if len(words) == length and words in DEGREES:
                    degree, first = degree * DEGREES[words], first - length
                    break
            else:
                return min(max(degree, 0.1), 2.5), first

    def negated_before(self, start: int) -> bool:
        """Whether the phrase at ``start`` is denied: "no", "not a", "without a", "not wearing a"."""
        crossed_and = content_between = False
        previous = ""
        for index in range(start - 1, max(start - 8, -1), -1):
            key = self.tokens[index].key
            if key in NEGATIONS:
                if previous in ("only", "just") or (crossed_and and key != "without"):
                    return False
                # "no" and "without" deny the whole noun phrase, "not" the word after it or "a ...".
                return key not in _VERBAL_NEGATIONS or not content_between or previous in ARTICLES
            if key in _HAVING:
                return index > 0 and self.tokens[index - 1].key in _VERBAL_NEGATIONS
            if key == "and":
                crossed_and = True
            elif key in _SCOPE_ENDS or not (self.tokens[index].is_word or key == "-"):
                return False
            content_between |= key not in FUNCTION_WORDS and (key,) not in DEGREES
            previous = key
        return False


_VERBAL_NEGATIONS = frozenset(("not", "n't", "never", "hardly"))
_HAVING = word_set("wearing wears wear worn has have having with carrying holding")
_SCOPE_ENDS = (PREPOSITIONS - {"as", "of", "like"}) | {
    "but", "who", "that", "which", "then", "is", "are", "was", "were"}


def _phrase_words(phrase: str) -> tuple[str, ...]:
    return _split_phrase(phrase)


@lru_cache(maxsize=16384)
def _split_phrase(phrase: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokenize(phrase) if token.text != "-")


#: Lexicons compiled lately, by identity: (lexicon, its length, compiled). They are constants: one that is changed
#: later without growing or shrinking is not seen.
_compiled: OrderedDict[int, tuple[Mapping[str, object], int, _Compiled]] = OrderedDict()
_compiling = threading.Lock()
_REMEMBERED = 64


def _compile(phrases: Mapping[str, object]) -> _Compiled:
    """Phrases by the forms of their first word."""
    with _compiling:
        known = _compiled.get(id(phrases))
        if known is not None and known[0] is phrases and known[1] == len(phrases):
            _compiled.move_to_end(id(phrases))
            return known[2]
    result = _by_first_word(phrases)
    with _compiling:
        _compiled[id(phrases)] = (phrases, len(phrases), result)
        while len(_compiled) > _REMEMBERED:
            _compiled.popitem(last=False)
    return result


def _by_first_word(phrases: Iterable[str]) -> _Compiled:
    compiled: _Compiled = {}
    for phrase in phrases:
        words = _split_phrase(phrase)
        if not words:
            continue
        first = {words[0]} | ({lemmas(words[0])[0]} if len(words) > 1 else set())
        for form in first:
            compiled.setdefault(form, []).append((words, phrase))
    return compiled
