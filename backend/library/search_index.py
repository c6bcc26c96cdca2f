# SPDX-License-Identifier: GPL-3.0-or-later
"""The search itself, on arrays in memory: one float32 matrix of caption vectors, one sparse matrix of words.

The score of a caption is a weighted sum of the cosine of its embedding, the cosine of its weighted words
(TF-IDF, G. Salton & C. Buckley 1988), and what direction, side, pace and height agree or disagree on; a
clip has the score of its best caption. What a caption does not say about the direction, the clip's
measurements do.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_matrix

from backend.library.terms import BITS, MASKS, Meaning, read

#: Weights of meaning and of words; without embeddings words are all there is.
_MEANING, _WORDS = 0.75, 0.25
#: Added where an axis agrees, contradicts, is silent in the caption, or is said by the caption alone.
_AGREES, _CONTRARY, _SILENT, _UNASKED = 0.05, -0.45, -0.05, -0.03
#: The same where measurements speak for a silent caption.
_MEASURED, _MEASURED_CONTRARY = 0.04, -0.30
#: Weight of a word's kind ("=walk" of "strolls") beside the word itself.
_KINDS = 0.6
#: Weight of words of the file's and the folder's name beside those of the captions.
_NAMES = 0.5
#: Taken away for a caption that holds what the question denies.
_DENIED = 0.5
#: The cosine of two sentences about people who move is seldom below this.
_UNRELATED = 0.15
#: A word that is not known stands for so many known ones that begin with it, as while typing.
_COMPLETIONS = 24


@dataclass(frozen=True)
class Filters:
    """What hits must be; None and empty: anything."""

    shortest: float | None = None
    longest: float | None = None
    looping: bool | None = None
    in_place: bool | None = None
    #: Any one of these; matched without regard to case, whole names or their beginnings.
    sources: Sequence[str] = ()
    licences: Sequence[str] = ()
    #: All of these.
    tags: Sequence[str] = ()


@dataclass(frozen=True)
class Row:
    """One clip as the index knows it."""

    id: str
    duration: float
    looping: bool
    in_place: bool
    source: str
    licence: str
    tags: tuple[str, ...]
    #: Words of names and folders.
    names: tuple[str, ...] = ()
    #: Bits of :data:`~backend.library.terms.BITS` that were measured.
    measured: int = 0


@dataclass(frozen=True)
class Found:
    """Clip and caption by their numbers in the index, and the score, 0..1."""

    clip: int
    caption: int
    score: float


@dataclass
class SearchIndex:
    """Built once from ``rows`` and captions; :meth:`search` may then be called from any thread."""

    rows: list[Row]
    #: (M,) the clip of each caption, and what each caption says.
    owners: np.ndarray
    meanings: Sequence[tuple[Sequence[str], Sequence[str], int]]
    #: (M, D) float32 unit vectors; None without an encoder. A row of zeros has none.
    vectors: np.ndarray | None = None
    _words: csc_matrix = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._durations = np.array([row.duration for row in self.rows], np.float32)
        self._looping = np.array([row.looping for row in self.rows], bool)
        self._places = np.array([row.in_place for row in self.rows], bool)
        self._sources = [row.source.lower() for row in self.rows]
        self._licences = [row.licence.lower() for row in self.rows]
        self._tags: dict[str, np.ndarray] = {}
        by_tag: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for tag in row.tags:
                by_tag.setdefault(tag.lower(), []).append(number)
        self._tags = {tag: np.array(numbers) for tag, numbers in by_tag.items()}
        self._facets = np.array([facets for _, _, facets in self.meanings], np.int64)
        self._measured = np.array([row.measured for row in self.rows], np.int64)
        # Captions of a clip lie side by side, so that the best of each is one pass.
        assert (np.diff(self.owners) >= 0).all(), "captions must be sorted by clip"
        self._first = np.flatnonzero(np.diff(self.owners, prepend=-1))
        self._clips = self.owners[self._first] if len(self.owners) else np.zeros(0, int)
        self._count_words()

    def _count_words(self) -> None:
        """The sparse matrix (M, V) of weighted words with rows of unit length."""
        numbers: dict[str, int] = {}
        columns: list[int] = []
        values: list[float] = []
        starts: list[int] = [0]
        for owner, (words, denied, _) in zip(self.owners.tolist(), self.meanings):
            seen: dict[str, float] = {word: _KINDS if word[0] in "=~" else 1.0 for word in words}
            seen |= {f"!{word}": 1.0 for word in denied}
            for word in self.rows[owner].names:
                seen.setdefault(word, _NAMES)
            for word, weight in seen.items():
                columns.append(numbers.setdefault(word, len(numbers)))
                values.append(weight)
            starts.append(len(columns))
        count = max(len(self.meanings), 1)
        index = np.array(columns, np.int32)
        spread = np.bincount(index, minlength=len(numbers)) if len(index) else np.zeros(len(numbers))
        #: Rare words tell more; the floor keeps words of a small library from weighing nothing.
        self._rarity = np.log(1 + count / np.maximum(spread, 1)).astype(np.float32) + 0.3
        weights = np.array(values, np.float32) * (self._rarity[index] if len(index) else 1)
        rows = np.repeat(np.arange(len(self.meanings)), np.diff(starts))
        length = np.sqrt(np.bincount(rows, weights**2, minlength=len(self.meanings)))
        weights = weights / np.maximum(length[rows], 1e-9) if len(rows) else weights
        self._words = csc_matrix((weights.astype(np.float32), (rows, index)),
                                 shape=(len(self.meanings), max(len(numbers), 1)))
        self._numbers = numbers
        self._sorted = sorted(numbers)

    def search(self, text: str, vector: np.ndarray | None = None, denied: np.ndarray | None = None,
               filters: Filters | None = None, limit: int = 20, offset: int = 0) -> list[Found]:
        """The best clips for ``text``, whose embedding without what it denies is ``vector`` (D,), and that of
        what it denies ``denied``. An empty text gives every clip that passes the filters, in order."""
        passed = self.passing(filters)
        meaning = read(text)
        if not (meaning.words or meaning.facets or meaning.denied or text.strip()):
            clips = np.flatnonzero(passed)[offset:offset + limit]
            first = dict(zip(self._clips.tolist(), self._first.tolist()))
            return [Found(int(clip), first.get(int(clip), -1), 1.0) for clip in clips]
        if not len(self.owners):
            return []
        scores = self.scores(meaning, vector, denied)
        best = np.maximum.reduceat(scores, self._first)
        best = np.where(passed[self._clips], best, -np.inf)
        wanted = min(offset + limit, len(best))
        # Partial sort, then exact order; equal scores keep the library's order, whatever the limit.
        least = np.partition(best, -wanted)[-wanted] if 0 < wanted < len(best) else -np.inf
        top = np.flatnonzero(best >= least)
        top = top[np.lexsort((top, -best[top]))][offset:offset + limit]
        stops = np.append(self._first, len(scores))
        found = []
        for place in top.tolist():
            if not np.isfinite(best[place]) or best[place] <= 0:
                break
            start, stop = stops[place], stops[place + 1]
            found.append(Found(int(self._clips[place]), int(start + scores[start:stop].argmax()),
                               float(min(best[place], 1.0))))
        return found

    def scores(self, meaning: Meaning, vector: np.ndarray | None = None,
               denied: np.ndarray | None = None) -> np.ndarray:
        """(M,) of every caption."""
        words = self.overlap(meaning.words)
        if vector is None or self.vectors is None:
            total = words
            if meaning.denied:
                total = total - _DENIED * 2 * self.overlap(meaning.denied)
        else:
            cosines = self.vectors @ vector.astype(np.float32)
            total = _MEANING * np.maximum(cosines - _UNRELATED, 0) / (1 - _UNRELATED) + _WORDS * words
            if meaning.denied:
                total = total - _DENIED * np.maximum(self.overlap(meaning.denied), 0)
                if denied is not None:
                    total = total - _DENIED * np.maximum(self.vectors @ denied.astype(np.float32) - 0.25, 0)
        return total + self._agreement(meaning.facets)

    def overlap(self, words: Sequence[str]) -> np.ndarray:
        """(M,) cosine of the weighted words of a question with those of every caption; what a caption denies
        counts against it."""
        result = np.zeros(len(self.meanings), np.float32)
        length = 0.0
        last = words[-1] if words else ""
        for word in words:
            numbers = [self._numbers[word]] if word in self._numbers else []
            if not numbers and word == last and len(word) > 2:
                numbers = self._begins(word)
            rarity = max((float(self._rarity[number]) for number in numbers), default=math.log(1 + len(self.meanings)))
            # A word that nobody uses makes every caption a little less fitting, not worthless.
            length += (rarity * (1.0 if numbers else 0.6)) ** 2
            for number in numbers:
                self._add(result, number, rarity)
            if (opposite := self._numbers.get(f"!{word}")) is not None:
                self._add(result, opposite, -rarity)
        return result / math.sqrt(length) if length > 0 else result

    def _add(self, result: np.ndarray, number: int, weight: float) -> None:
        part = slice(self._words.indptr[number], self._words.indptr[number + 1])
        result[self._words.indices[part]] += weight * self._words.data[part]

    def _begins(self, word: str) -> list[int]:
        start = bisect.bisect_left(self._sorted, word)
        found = []
        for known in self._sorted[start:start + _COMPLETIONS]:
            if not known.startswith(word):
                break
            found.append(self._numbers[known])
        return found

    def _agreement(self, asked: int) -> np.ndarray:
        """(M,) what direction, side, pace and height add or take away."""
        result = np.zeros(len(self.meanings), np.float32)
        measured = self._measured[self.owners]
        for axis, mask in MASKS.items():
            said = self._facets & mask
            wanted = asked & mask
            if not wanted:
                # "walk" alone means forwards, with no side, at no special pace.
                unusual = mask & ~(BITS["way", "forward"] | MASKS["gait"] | MASKS["height"])
                result[(said & unusual) != 0] += _UNASKED
                if axis == "way":
                    result[(said == 0) & (measured & BITS["way", "backward"] != 0)] += _UNASKED
                continue
            agrees, silent = said & wanted != 0, said == 0
            strength = {"gait": 0.5, "height": 0.5, "style": 1.6}.get(axis, 1.0)
            result[agrees] += _AGREES * strength
            result[~agrees & ~silent] += _CONTRARY * strength * (0.6 if axis in ("pace", "style") else 1.0)
            seen = measured & mask
            result[silent & (seen & wanted != 0)] += _MEASURED * strength
            result[silent & (seen != 0) & (seen & wanted == 0)] += _MEASURED_CONTRARY * strength
            result[silent & (seen == 0)] += _SILENT * strength * (0.3 if wanted & BITS["way", "forward"] else 1.0)
        return result

    def passing(self, filters: Filters | None) -> np.ndarray:
        """(C,) bool: the clips that pass."""
        passed = np.ones(len(self.rows), bool)
        if filters is None:
            return passed
        if filters.shortest is not None:
            passed &= self._durations >= filters.shortest - 1e-4
        if filters.longest is not None:
            passed &= self._durations <= filters.longest + 1e-4
        if filters.looping is not None:
            passed &= self._looping == filters.looping
        if filters.in_place is not None:
            passed &= self._places == filters.in_place
        for wanted, own in ((filters.sources, self._sources), (filters.licences, self._licences)):
            if wanted:
                starts = tuple(each.lower() for each in wanted)
                passed &= np.array([value.startswith(starts) for value in own], bool)
        for tag in filters.tags:
            holds = np.zeros(len(self.rows), bool)
            holds[self._tags.get(tag.lower(), np.zeros(0, int))] = True
            passed &= holds
        return passed
