# SPDX-License-Identifier: GPL-3.0-or-later
"""How makers of motion are judged: the same sentences to each, the same metrics, repeats with intervals.

A sentence is one caption of a held-out clip, asked for as long as the clip lasts (within
:data:`SHORTEST`..:data:`LONGEST` seconds). A maker answers all of them in every *round*, with another seed. A
*repeat* takes of each sentence the answer of a round drawn by lot, other windows of the real clips, other pools.
What a maker refuses to make counts as standing still, and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol as Interface

import numpy as np

from backend.engine import Progress
from backend.motion.clip import Clip
from backend.motion.clip_ops import align, cut, resample
from backend.motion.evaluation import metrics
from backend.motion.evaluation.evaluator import Judge
from backend.motion.evaluation.features import RATE
from backend.motion.evaluation.metrics import Interval, interval
from backend.motion.metrics import measure

SHORTEST, LONGEST = 1.0, 10.0
#: Physical measures of :class:`backend.motion.metrics.Metrics` that are averaged.
PHYSICAL = ("score", "skate", "penetration", "floating", "jerk", "joint_limits", "self_intersection")
#: Sentences, and tries of each, of multimodality.
SENTENCES, TRIES = 10, 10


@dataclass(frozen=True, eq=False)
class Take:
    """A clip of the data with what is said of it."""

    name: str
    clip: Clip
    captions: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Ask:
    """One sentence, and the clip that it was said of."""

    text: str
    seconds: float
    #: Equal where the same words are asked.
    label: int
    take: Take


class Maker(Interface):
    """Answers sentences with motions."""

    name: str

    def make(self, asks: Sequence[Ask], seed: int, progress: Progress) -> list[Clip | None]:
        """A clip for each, or None where it refuses."""


@dataclass(eq=False)
class Row:
    """One maker's figures."""

    name: str
    #: Metric -> interval over the repeats; those that make no sense for it are left out.
    figures: dict[str, Interval] = field(default_factory=dict)
    #: Share of sentences that were not refused.
    made: float = 1.0
    #: Sentences (or motions, where they have none), and sentences in a pool.
    motions: int = 0
    pool: int = 0
    note: str = ""


def asks_of(takes: Sequence[Take]) -> list[Ask]:
    """Every caption of every clip."""
    labels: dict[str, int] = {}
    asks = []
    for take in takes:
        for text in take.captions:
            label = labels.setdefault(" ".join(text.lower().split()), len(labels))
            asks.append(Ask(text, float(np.clip(take.clip.duration, SHORTEST, LONGEST)), label, take))
    return asks


def window(clip: Clip, random: np.random.Generator, seconds: float = LONGEST) -> Clip:
    """``seconds`` of a clip from anywhere in it, or the whole of a shorter one, facing ahead at the origin."""
    clip = resample(clip, RATE)
    count = round(seconds * RATE)
    if len(clip) > count:
        first = int(random.integers(len(clip) - count + 1))
        clip = cut(clip, first, first + count)
    return align(replace(clip, loop=False))


class Protocol:
    """The held-out sentences with their real motions, and one evaluator."""

    def __init__(self, judge: Judge, takes: Sequence[Take], still: Callable[[float], Clip], *, repeats: int = 20,
                 rounds: int = 2, seed: int = 0) -> None:
        self.judge, self.asks, self.still = judge, asks_of(takes), still
        self.repeats, self.rounds, self.seed = repeats, rounds, seed
        self.labels = np.array([ask.label for ask in self.asks])
        self.texts = judge.texts([ask.text for ask in self.asks])
        random = np.random.default_rng([seed, 1])
        draws = [[window(ask.take.clip, random) for ask in self.asks] for _ in range(max(2, rounds))]
        #: (draws, N, D) other windows of the real clips each.
        self.real = np.stack([judge.clips(each) for each in draws])
        self._windows = draws

    def judged(self, maker: Maker, progress: Progress | None = None, *, many: bool = False) -> Row:
        """All figures of a maker; with ``many`` multimodality too, which takes :data:`TRIES` more rounds of
        :data:`SENTENCES` sentences."""
        progress = progress or Progress()
        rounds, refused, clips = [], 0, []
        share = 0.6 if many else 0.9
        for number in range(self.rounds):
            part = progress.part(share * number / self.rounds, share * (number + 1) / self.rounds)
            answers = maker.make(self.asks, self.seed + 1000 * number, part)
            refused += sum(each is None for each in answers)
            made = [self.still(ask.seconds) if clip is None else clip for ask, clip in zip(self.asks, answers)]
            clips += [clip for clip in answers if clip is not None]
            rounds.append(self.judge.clips(made))
        row = self._row(maker.name, np.stack(rounds), clips, self.texts)
        row.made = 1 - refused / (self.rounds * len(self.asks))
        if many:
            row.figures["mmodality"] = self._modality(maker, progress.part(share, 1.0))
        if faults := getattr(maker, "faults", []):
            row.note = f"broke on {len(faults)} requests, the first: {faults[0]:.200}"
        progress.update(1.0, maker.name)
        return row

    def real_row(self) -> Row:
        """The held-out clips themselves, judged like any maker's, against other windows of them."""
        return self._row("Real", self.real, self._windows[0], self.texts)

    def random_caption_row(self) -> Row:
        """The real motions, each with the caption of another: what chance gives."""
        return self._row("Random caption", self.real, self._windows[0], None)

    def unpaired_row(self, name: str, takes: Sequence[Take], note: str = "") -> Row:
        """Real clips that no held-out sentence was said of: how far apart sets of real motion are, in windows as
        many as there are sentences."""
        random = np.random.default_rng([self.seed, 2])
        draws = []
        for _ in range(max(2, self.rounds)):
            chosen = random.choice(len(takes), len(self.asks), replace=len(takes) < len(self.asks))
            draws.append([window(takes[each].clip, random) for each in chosen])
        row = self._row(name, np.stack([self.judge.clips(each) for each in draws]), draws[0], None)
        for figure in ("r1", "r2", "r3", "mm_distance"):
            del row.figures[figure]
        row.note = note
        return row

    def _row(self, name: str, rounds: np.ndarray, clips: Sequence[Clip], texts: np.ndarray | None) -> Row:
        """``rounds`` (R, N, D); ``texts`` None stands for captions dealt out anew in every repeat."""
        found: dict[str, list[float]] = {}
        pool = 0
        count = len(self.asks)
        for repeat in range(self.repeats):
            random = np.random.default_rng([self.seed, 3, repeat])
            chosen = random.integers(len(rounds), size=count)
            motions = rounds[chosen, np.arange(count)]
            # The real row meets other windows than its own.
            against = self.real[(chosen + 1) % len(self.real), np.arange(count)]
            said = self.texts[self._dealt(random)] if texts is None else texts
            hits, pool = metrics.r_precision(said, motions, self.labels, random)
            values = {"r1": hits[0], "r2": hits[1], "r3": hits[2], "fid": metrics.frechet(against, motions),
                      "mm_distance": metrics.matching_distance(said, motions),
                      "diversity": metrics.diversity(motions, random)}
            for key, value in values.items():
                found.setdefault(key, []).append(float(value))
        row = Row(name, {key: interval(values) for key, values in found.items()}, motions=count, pool=pool)
        row.figures |= _physical(clips)
        return row

    def _dealt(self, random: np.random.Generator) -> np.ndarray:
        """(N,) which sentence each motion gets: never one of its own clip."""
        names = np.array([ask.take.name for ask in self.asks])
        return np.array([random.choice(np.flatnonzero(names != name)) for name in names])

    def _modality(self, maker: Maker, progress: Progress) -> Interval:
        random = np.random.default_rng([self.seed, 4])
        chosen = [self.asks[each] for each in random.permutation(len(self.asks))[:SENTENCES]]
        tries = []
        for number in range(TRIES):
            answers = maker.make(chosen, self.seed + 7 + number, progress.part(number / TRIES, (number + 1) / TRIES))
            tries.append(self.judge.clips([self.still(ask.seconds) if clip is None else clip
                                           for ask, clip in zip(chosen, answers)]))
        vectors = np.stack(tries, 1)
        return interval([metrics.multimodality(vectors, np.random.default_rng([self.seed, 5, repeat]))
                         for repeat in range(self.repeats)])


def _physical(clips: Sequence[Clip]) -> dict[str, Interval]:
    """Means over clips; their intervals are over the clips."""
    if not clips:
        return {}
    found = [measure(clip) for clip in clips]
    return {name: interval([float(getattr(each, name)) for each in found]) for name in PHYSICAL}

