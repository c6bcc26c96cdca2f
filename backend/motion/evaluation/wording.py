# SPDX-License-Identifier: GPL-3.0-or-later
"""A sentence as the evaluator sees it: its meaning, and the directions that sentence embeddings hardly tell apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from backend.engine import EngineError
from backend.language.embedding import encoder

#: Words of each direction: a sentence's vector says 1 where it has one of them.
DIRECTIONS = (
    r"left(wards?)?", r"right(wards?)?", r"forwards?|ahead|straight", r"backwards?|back|backing",
    r"(anti|counter)-?clockwise", r"clockwise")
_PATTERNS = tuple(re.compile(rf"\b({each})\b") for each in DIRECTIONS)


def directions(text: str) -> np.ndarray:
    """(6,) 0 or 1: which of :data:`DIRECTIONS` a sentence names."""
    text = text.lower()
    plain = _PATTERNS[4].sub(" ", text)
    return np.array([float(bool(pattern.search(text if number == 4 else plain)))
                     for number, pattern in enumerate(_PATTERNS)], np.float32)


def sentence_vectors(texts: Sequence[str]) -> np.ndarray:
    """(N, 390) float32. Raises :class:`EngineError` ("weights_missing") without MiniLM."""
    model = encoder()
    if model.notice:
        raise EngineError("Sentences cannot be compared with motions: " + model.notice, "Run: troupe doctor",
                          "weights_missing")
    return np.concatenate([model.embed([text.strip() for text in texts]), [directions(text) for text in texts]], 1)
