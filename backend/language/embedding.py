# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentence embeddings, and anchors that turn them into scores.

Use embeddings for synonyms only: they hardly notice word order, left and right, or which garment
has which colour (the cosine of such swaps is 0.88 to 0.99).
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from backend.weights.store import WeightsStore

log = logging.getLogger("troupe.language")

WEIGHTS = "all-minilm-l6-v2"
_REMEMBERED = 4096
_NGRAM_DIMENSION = 512
_loading = threading.Lock()


class SentenceEncoder:
    """Texts to unit vectors, remembering the latest few thousand."""

    def __init__(self, name: str, embed_one: Callable[[str], np.ndarray], *,
                 digest: str = "", notice: str = "") -> None:
        #: "all-MiniLM-L6-v2" or "hashed-ngrams": shown to the user.
        self.name = name
        #: Digest of the weights, for provenance; "" for the n-grams.
        self.digest = digest
        #: Why this is not the best encoder, in the user's words; "" when it is.
        self.notice = notice
        self._embed_one = embed_one
        self._memory: OrderedDict[str, np.ndarray] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """(N, D) float32 with rows of unit length; a text's row never depends on the other texts."""
        if isinstance(texts, str):
            raise TypeError("embed takes a list of texts")
        with self._lock:
            rows = [self._row(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    @property
    def dimension(self) -> int:
        """D of :meth:`embed`."""
        with self._lock:
            return len(self._row(""))

    def _row(self, text: str) -> np.ndarray:
        row = self._memory.get(text)
        if row is None:
            row = self._embed_one(text)
            self._memory[text] = row
            if len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        else:
            self._memory.move_to_end(text)
        return row


def encoder() -> SentenceEncoder:
    """The best encoder of this machine, one for the process, loaded on the first call.

    MiniLM from the user's weights or the installed package; without sound weights, hashed
    character n-grams, which only see shared spelling, with a warning and ``notice`` saying so.
    """
    with _loading:
        return _load()


def unload() -> None:
    """Drop the encoder and its memory; the next :func:`encoder` loads it again."""
    with _loading:
        _load.cache_clear()


@lru_cache(maxsize=1)
def _load() -> SentenceEncoder:
    store = WeightsStore()
    entry = store.entry(WEIGHTS)
    reason, remedy = entry.reason, entry.remedy
    if entry.path is not None:
        try:
            from backend.language.minilm import MiniLM
            model = MiniLM(entry.path)
            return SentenceEncoder("all-MiniLM-L6-v2", model.embed, digest=entry.weights.digest)
        except Exception as error:  # torch or tokenizers may be broken in ways of their own
            reason, remedy = f"{entry.title} cannot be loaded ({type(error).__name__}: {error})", "Run: troupe doctor"
    notice = f"Synonyms are matched by spelling only: {reason}. {remedy}"
    log.warning("%s", notice)
    return SentenceEncoder("hashed-ngrams", hashed_ngrams, notice=notice)


def hashed_ngrams(text: str) -> np.ndarray:
    """(512,) unit vector of signed, hashed character 3- to 5-grams and whole words of ``text``."""
    vector = np.zeros(_NGRAM_DIMENSION, np.float64)
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    grams = [f" {word} " for word in words] or ["  "]
    for word in list(grams):
        for size in (3, 4, 5):
            grams += [word[i:i + size] for i in range(len(word) - size + 1)]
    for gram in grams:
        code = int.from_bytes(hashlib.blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        vector[code % _NGRAM_DIMENSION] += 1.0 if code >> 63 else -1.0
    vector = np.sign(vector) * np.sqrt(np.abs(vector))
    length = float(np.linalg.norm(vector))
    if length == 0.0:  # every gram met its opposite
        vector[0] = length = 1.0
    return (vector / length).astype(np.float32)


class Anchors:
    """Named directions in embedding space: each label is given by example phrases.

    A label responds to a prompt with the cosine of its nearest phrase; the response to ``neutral``
    (a prompt that says nothing, e.g. "a person") is subtracted, so that 0 means "no more than usual".
    """

    def __init__(self, mapping: Mapping[str, Sequence[str]], neutral: str = "") -> None:
        if not mapping or not all(mapping.values()):
            raise ValueError("every label of Anchors needs at least one phrase")
        self.labels = tuple(mapping)
        self.neutral = neutral
        self._phrases = {label: (phrases,) if isinstance(phrases, str) else tuple(phrases)
                         for label, phrases in mapping.items()}
        self._fitted: tuple[SentenceEncoder, np.ndarray, np.ndarray] | None = None

    def scores(self, prompt: str) -> dict[str, float]:
        """Response of every label to ``prompt`` minus its response to the neutral prompt."""
        model, phrases, resting = self._fit()
        response = self._response(phrases, model.embed([prompt])[0]) - resting
        return dict(zip(self.labels, response.tolist()))

    def nearest(self, prompt: str, count: int = 1) -> list[tuple[str, float]]:
        """The ``count`` labels with the highest plain cosine (nothing subtracted), best first."""
        model, phrases, _ = self._fit()
        response = self._response(phrases, model.embed([prompt])[0])
        order = np.argsort(-response, kind="stable")[:count]
        return [(self.labels[i], float(response[i])) for i in order]

    def _fit(self) -> tuple[SentenceEncoder, np.ndarray, np.ndarray]:
        model = encoder()
        if self._fitted is None or self._fitted[0] is not model:
            phrases = model.embed([phrase for label in self.labels for phrase in self._phrases[label]])
            resting = np.zeros(len(self.labels), np.float32)
            if self.neutral:
                resting = self._response(phrases, model.embed([self.neutral])[0])
            self._fitted = (model, phrases, resting)
        return self._fitted

    def _response(self, phrases: np.ndarray, vector: np.ndarray) -> np.ndarray:
        """Highest cosine over each label's phrases: (labels,)."""
        cosines = phrases @ vector
        response, first = [], 0
        for label in self.labels:
            last = first + len(self._phrases[label])
            response.append(cosines[first:last].max())
            first = last
        return np.array(response, np.float32)
