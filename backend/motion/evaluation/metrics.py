# SPDX-License-Identifier: GPL-3.0-or-later
"""Metrics of text to motion on vectors of an evaluator, as defined by C. Guo et al., Generating Diverse and Natural 3D
Human Motions from Text (CVPR 2022).

``texts`` and ``motions`` are (N, D), row i of one belonging to row i of the other. Figures compare only where the
evaluator, the clips and their number are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Sentences and motions in one pool of R-precision.
POOL = 32
#: z of the two-sided 95 % interval.
_Z = 1.96


@dataclass(frozen=True)
class Interval:
    """A mean over repeats, and half of its 95 % confidence interval."""

    mean: float
    half: float
    repeats: int

    def overlaps(self, other: Interval) -> bool:
        """Whether the two could be the same."""
        return abs(self.mean - other.mean) <= self.half + other.half


def interval(values: Sequence[float] | np.ndarray) -> Interval:
    """Of independent repeats; a single one has no width that is known, which is told as 0."""
    values = np.asarray(values, np.float64)
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return Interval(float(values.mean()), _Z * spread / float(np.sqrt(len(values))), len(values))


def r_precision(texts: np.ndarray, motions: np.ndarray, labels: Sequence[int] | np.ndarray,
                random: np.random.Generator, pool: int = POOL) -> tuple[np.ndarray, int]:
    """(3,) how often a sentence's own motion is the nearest, among the two, or the three nearest, of a pool; and how
    many are in a pool.

    ``labels`` (N,) are equal where rows say the same: one of them only is in a pool. Every sentence asks once, against
    motions drawn anew. Motions as far away as each other share the places they take, so that one answer to
    everything is worth no more than chance. Where there are fewer than ``pool`` labels the pool is as large as
    can be.
    """
    labels = np.asarray(labels)
    kinds = np.unique(labels)
    rows = [np.flatnonzero(labels == kind) for kind in kinds]
    size = min(pool, len(kinds))
    hits = np.zeros(3)
    for own in range(len(texts)):
        others = [each for kind, each in zip(kinds, rows) if kind != labels[own]]
        chosen = random.permutation(len(others))[:size - 1]
        rivals = [int(random.choice(others[each])) for each in chosen]
        far = np.linalg.norm(motions[rivals] - texts[own], axis=1)
        near = float(np.linalg.norm(motions[own] - texts[own]))
        equal = np.abs(far - near) <= 1e-6
        before, sharing = int((far[~equal] < near).sum()), 1 + int(equal.sum())
        hits += np.clip((np.arange(1, 4) - before) / sharing, 0, 1)
    return hits / len(texts), size


def matching_distance(texts: np.ndarray, motions: np.ndarray) -> float:
    """MM-distance: the mean distance of a motion from its sentence."""
    return float(np.linalg.norm(texts - motions, axis=1).mean())


def frechet(first: np.ndarray, second: np.ndarray) -> float:
    """FID: the squared Fréchet distance of the normal distributions of two sets (N, D) and (M, D).

    Too large for small sets: even two halves of one set are apart, and the more so the fewer they are.
    """
    means = first.mean(0).astype(np.float64), second.mean(0).astype(np.float64)
    one, two = (np.atleast_2d(np.cov(each.astype(np.float64), rowvar=False)) for each in (first, second))
    # The trace of sqrt(C1 C2) by a symmetric product, which stays real where clips are fewer than dimensions.
    values, vectors = np.linalg.eigh(one)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ two @ root), 0)).sum()
    distance = ((means[0] - means[1]) ** 2).sum() + np.trace(one) + np.trace(two) - 2 * shared
    return float(max(distance, 0.0))


def diversity(motions: np.ndarray, random: np.random.Generator, pairs: int = 300) -> float:
    """Mean distance of motions drawn in pairs: ``pairs`` of them, or as many as there are motions for."""
    count = min(pairs, len(motions) // 2)
    if count < 1:
        return 0.0
    order = random.permutation(len(motions))
    return float(np.linalg.norm(motions[order[:count]] - motions[order[count:2 * count]], axis=1).mean())


def multimodality(motions: np.ndarray, random: np.random.Generator, pairs: int = 10) -> float:
    """Mean distance of motions of the same sentence: (sentences, tries, D), ``pairs`` drawn of each sentence, or as
    many as there are tries for."""
    count = min(pairs, motions.shape[1] // 2)
    if count < 1:
        return 0.0
    found = []
    for tries in motions:
        order = random.permutation(len(tries))
        found.append(np.linalg.norm(tries[order[:count]] - tries[order[count:2 * count]], axis=1).mean())
    return float(np.mean(found))
