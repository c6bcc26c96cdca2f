# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of several motions is the best for a sentence.

Judged are what it says, by the evaluator that ships with Troupe (:mod:`backend.motion.evaluation`), and whether a
viewer would believe it (:attr:`backend.motion.metrics.Metrics.score`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backend.engine import EngineError

if TYPE_CHECKING:
    from backend.motion.clip import Clip

log = logging.getLogger("troupe.motion")


@dataclass(frozen=True)
class Candidate:
    """How one motion did; everything is 0..1, and more is better."""

    #: Its place among the clips that were given.
    index: int
    #: How likely it is what the sentence says; None where that could not be judged.
    agreement: float | None
    #: Freedom from skating, sinking, floating, jerks and broken joints.
    physical: float
    #: What it is ranked by.
    combined: float


@dataclass(frozen=True)
class Ranking:
    """Motions in order."""

    #: Indices of the clips, best first.
    order: tuple[int, ...]
    #: In the order of the clips that were given.
    candidates: tuple[Candidate, ...]
    #: Why sentences were not judged, in the user's words; "" when they were.
    notice: str = ""

    @property
    def best(self) -> Candidate:
        """The first in order."""
        return self.candidates[self.order[0]]


def rank(clips: Sequence[Clip], prompt: str) -> Ranking:
    """Order ``clips`` by how well they do ``prompt``; an empty prompt, or an evaluator that cannot be read, leaves
    the physical score alone. Equals keep the order they came in."""
    from backend.motion.metrics import measure

    if not clips:
        raise ValueError("there is nothing to rank")
    physical = [measure(clip).score for clip in clips]
    agreement, notice = _agreement(clips, prompt)
    candidates = tuple(
        Candidate(index, None if agreement is None else float(agreement[index]), score,
                  score if agreement is None else combined(float(agreement[index]), score))
        for index, score in enumerate(physical))
    order = sorted(range(len(clips)), key=lambda index: -candidates[index].combined)
    return Ranking(tuple(order), candidates, notice)


def combined(agreement: float, physical: float) -> float:
    """The geometric mean: what says the wrong thing is not saved by doing it well, nor the other way round."""
    return float(np.sqrt(agreement * physical))


def _agreement(clips: Sequence[Clip], prompt: str) -> tuple[np.ndarray | None, str]:
    """(N,) 0..1, or None and why."""
    from backend.motion.evaluation.evaluator import embedded

    if not prompt.strip():
        return None, ""
    try:
        judge = embedded()
        vectors, sentence = judge.clips(clips), judge.texts([prompt])[0]
    except EngineError as error:
        log.warning("motions are ranked by their faults alone: %s %s", error.message, error.remedy)
        return None, f"Motions were ranked by their faults alone. {error.message} {error.remedy}"
    return judge.agreement(vectors @ sentence), ""
