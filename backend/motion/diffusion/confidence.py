# SPDX-License-Identifier: GPL-3.0-or-later
"""How sure the embedded network may be of a sentence, and of what it made of it.

Before: the cosine of the sentence to the nearest caption that was learnt, and how much of what the sentence says to do
a caption near it says too. Sentence vectors alone do not tell: "a person bows" is near "a person draws a bow", and "a
sad man walks" near any walk. After: how far the evaluator agrees. Constants were fitted and limits chosen by
``troupe bench motion-confidence`` (:mod:`backend.bench.motion_confidence`); figures in docs/motion-quality.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from backend.library import terms

#: Weights of one, of the cosine and of the share that is covered, in the logit of a sentence that will be done right.
FITTED = (-4.0, 3.23, 2.09)
#: From which confidence on the network makes what others could make as well, and below which it gives way to anybody.
SURE, LEAST = 0.48, 0.35
#: What rules know every word of they always do; the network has to be surer of that.
RULED = 0.74
#: Agreement of the evaluator below which what was made does not count as what was asked for.
AGREES = 0.2
#: Share of a word that counts when only one of its kind is said: "strolls" for "walks".
_ALIKE = 0.7
#: Captions near a sentence that are read, and what one further from it than the nearest loses in coverage.
_READ, _FURTHER = 40, 0.5
#: Parts of what a sentence says: what is done, and whatever else.
_DOING, _REST, _MANNER = 1.0, 0.4, 0.6
_CLAUSES = re.compile(r"\s*(?:[,;.]|\b(?:and|then|while|before|after)\b)\s*")


@dataclass(frozen=True)
class Said:
    """What is done, as alternatives of one word each, and everything that is spoken of."""

    doing: tuple[frozenset[str], ...]
    words: frozenset[str]
    #: Content words apart from what is done, each with its kind: "seat", or "sad" and "~sad".
    rest: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Familiarity:
    """What the network learnt that is like a sentence."""

    #: The sentence in the words that are best known, and as it was said.
    text: str
    asked: str
    #: Cosine of MiniLM to the nearest caption, and that caption.
    cosine: float
    caption: str
    #: Share (0..1) of what the sentence says that one caption near it says, and what none of those does.
    covered: float
    missing: tuple[str, ...]
    #: Seconds that clips with such captions last.
    seconds: float

    @property
    def confidence(self) -> float:
        """0..1: how likely the network does it right."""
        return confidence(self.cosine, self.covered)


def confidence(cosine: float, covered: float) -> float:
    """0..1 from the two measures."""
    one, near, share = FITTED
    return 1 / (1 + math.exp(-(one + near * cosine + share * covered)))


@lru_cache(maxsize=4096)
def said(text: str) -> Said:
    """Read a sentence or a caption."""
    doing: list[frozenset[str]] = []
    rest: list[frozenset[str]] = []
    every: set[str] = set()
    for number, clause in enumerate(_CLAUSES.split(terms.plain(_joined(text)).removeprefix("a person "))):
        words = terms.read(clause).words
        groups = _groups(words)
        every |= {word for group in groups for word in group}
        if not groups:
            continue
        # A clause of an adverb or of a thing alone ("on hands and knees") does nothing new.
        first = 0 if number == 0 or clause.split()[0].endswith(("s", "ing")) else len(groups)
        manner = [index for index, group in enumerate(groups) if any(word.startswith("~") for word in group)]
        while first in manner and first + 1 < len(groups):
            first += 1
        doing += groups[first:first + 1]
        rest += groups[:first] + groups[first + 1:]
    return Said(tuple(doing), frozenset(every), tuple(rest))


def _joined(text: str) -> str:
    """"push-ups" as one word, and so "press ups"."""
    text = re.sub(r"\b(push|press|pull|sit|chin)[- ]?ups?\b", r"\1ups", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(back|front|side)[- ]?flips?\b", r"\1flip", text, flags=re.IGNORECASE)
    return re.sub(r"\bcart[- ]wheel", "cartwheel", text, flags=re.IGNORECASE)


def _groups(words: Sequence[str]) -> list[frozenset[str]]:
    """Words with their kinds, in order; sides and directions are left out, since clips are learnt mirrored too."""
    found: list[frozenset[str]] = []
    for word in words:
        if word.startswith("+"):
            if word.startswith("+height"):
                found.append(frozenset({word}))
        elif word[:1] in "=~" and found:
            found[-1] |= {word}
        else:
            found.append(frozenset({word}))
    return found


def coverage(asked: Said, caption: Said) -> tuple[float, tuple[str, ...]]:
    """(share of what is asked that the caption says, what it does not say)."""
    whole, got = 0.0, 0.0
    missing: list[str] = []
    done = frozenset(word for group in caption.doing for word in group)
    for parts, among, weight in ((asked.doing, done, _DOING), (asked.rest, caption.words, _REST)):
        for group in parts:
            own = _MANNER if any(word.startswith("~") for word in group) else weight
            whole += own
            own_words = {word for word in group if word[:1] not in "=~"}
            if own_words & among:
                got += own
            elif group & among:
                got += own * (_ALIKE if own_words else 1.0)
            else:
                missing.append(min(group, key=lambda word: not word[:1].isalpha()))
    return (got / whole if whole else 1.0), tuple(missing)


def wordings(text: str) -> list[str]:
    """A sentence, and what it may mean in the form of a caption: "sit down" is "a person sits down", "cartwheel" "a
    person does a cartwheel", "she waves" is "a person waves"."""
    text = " ".join(text.split()).rstrip(".")
    if not text or _SUBJECT.match(text):
        plain = terms.plain(text)
        return [text] if plain in (text, f"a person {text}") else [text, plain]
    first, _, rest = text.partition(" ")
    verb = first if first.endswith("s") and not first.endswith("ss") else _third(first)
    thing = text if re.match(r"(?:an?|the|some)\b", text) or text.endswith("s") else f"a {text}"
    return [text, f"a person {' '.join([verb, rest]).strip()}", f"a person does {thing}"]


_SUBJECT = re.compile(r"(?:an?|the|one|some(?:one|body)|he|she|they|his|her|this|person|man|woman|people)\b",
                      re.IGNORECASE)


def _third(verb: str) -> str:
    """"wave" -> "waves"."""
    if verb.endswith(("ch", "sh", "ss", "x", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}s"


def familiarity(text: str, vector: np.ndarray, captions: Sequence[str], vectors: np.ndarray,
                seconds: np.ndarray) -> Familiarity:
    """How near a sentence with a MiniLM ``vector`` (D,) is to captions with ``vectors`` (N, D) of clips that last
    ``seconds`` (N,)."""
    scores = vectors @ vector
    near = np.argsort(-scores, kind="stable")[:_READ]
    asked = said(text)
    covered, best = 0.0, -math.inf
    missing: tuple[str, ...] = ()
    for index in near:
        share, lacks = coverage(asked, said(captions[index]))
        worth = share - _FURTHER * float(scores[near[0]] - scores[index])
        if worth > best:
            best, covered, missing = worth, share, lacks
    close = near[:5][scores[near[:5]] >= scores[near[0]] - 0.1]
    return Familiarity(text, text, float(scores[near[0]]), captions[near[0]], covered, missing,
                       float(np.median(seconds[close])))
