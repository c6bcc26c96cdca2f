# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes made ready to learn from: on one body, with feet that hold, travelling where their steps do, carried on where
they repeat, with every caption in many words and every sentence's vector.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from backend.engine import EngineError, Progress
from backend.library.features import measure
from backend.motion.clip import Clip
from backend.motion.clip_ops import fitted, mirror, retime, sample
from backend.motion.diffusion.embedded_features import (
    CONTACTS,
    PATH,
    PLACES,
    RATE,
    ROTATIONS,
    features_of,
    standard_body,
)
from backend.motion.editing.cleanup import clean
from backend.motion.editing.loops import make_loop
from backend.motion.editing.treadmill import travelling
from backend.motion.evaluation.protocol import Take
from backend.motion.evaluation.wording import sentence_vectors
from backend.training.motion.captions import mirrored, paraphrases, says_pace

#: Cartoon figures step as fast as their short legs: as an adult they take longer, though not so long.
_SLOWEST = 0.75
#: Speed (m/s) above which a clip made in place stays in place: nobody moves so fast.
_FASTEST = 5.6
#: Frames of a clip that repeats are carried on to.
_CARRIED_ON = round(10.5 * RATE)
#: Cosine of MiniLM from which two captions name the same movement.
_ALIKE = 0.72
#: Seconds that a clip's weight counts at least and at most: long ones are told by their captions only as a whole.
_COUNTED = (2.0, 6.0)
#: Share of all samples that one kind of movement may take, and how far kinds that many clips show are held back
#: (0: not at all, 1: all kinds alike).
_MOST_OF_ALL, _BALANCE = 0.06, 0.75
_GOING = re.compile(r"\b(walk|run|jog|sprint|stroll|stride|crawl|sneak|strafe|dash|march|creep)\w*\b")
_SPOT = re.compile(r"\b(on the spot|in place|around)\b")
_TAIL = re.compile(r"(?:,| (?:with|while|in|on|at|from|for|over|to|as|like|behind|and|after|without)\b).*$")


@dataclass(frozen=True, eq=False)
class Version:
    """A clip or its mirror image."""

    #: (T, 203), once, and carried on by repetition (the same where it does not repeat).
    once: np.ndarray
    on: np.ndarray
    #: Captions, and for each its other wordings.
    captions: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Example:
    """A take made ready."""

    name: str
    #: As it is, mirrored.
    versions: tuple[Version, Version]
    #: It repeats; and goes, so that it may begin anywhere in its round.
    repeats: bool
    going: bool
    #: A caption tells its speed.
    paced: bool
    #: Ends nearly at rest, so that the end may be held.
    rests: bool
    weight: float = 1.0


def prepared(takes: Sequence[Take], progress: Progress | None = None) -> list[Example]:
    """Every take that moves for at least a third of a second."""
    progress = progress or Progress()
    found = []
    for number, take in enumerate(takes):
        progress.update(number / max(len(takes), 1), f"Preparing {take.name}")
        if len(take.clip) >= RATE / 3:
            found.append(_example(take))
    if not found:
        raise EngineError("There are no captioned clips to learn from.", "Add clips with captions.", "not_found")
    weights = weights_of(found)
    return [replace(each, weight=float(weight)) for each, weight in zip(found, weights)]


def _example(take: Take) -> Example:
    clip, captions = _standing(take)
    measured = measure(clip)
    going = _GOING.search(captions[0]) is not None
    repeats = (clip.loop or measured.cyclic) and clip.duration < 4.0
    versions = []
    for each, words in ((clip, captions), (mirror(clip), tuple(mirrored(text) for text in captions))):
        once = features_of(replace(each, loop=False))
        on = once
        if repeats:
            looped = make_loop(each)
            on = features_of(replace(sample(looped, np.arange(_CARRIED_ON)), loop=False))
        versions.append(Version(once, on, words, tuple(_wordings(text) for text in words)))
    last = versions[0].once[-4:]
    rests = bool(np.abs(last[:, PATH]).max() < 0.25 and np.abs(np.diff(last[:, PLACES], axis=0)).max() * RATE < 0.6
                 and last[-1, CONTACTS].any())
    return Example(take.name, (versions[0], versions[1]), repeats, going, any(map(says_pace, captions)), rests)


def _standing(take: Take) -> tuple[Clip, tuple[str, ...]]:
    """The clip on the standard body with feet that hold, and captions that are true of it."""
    body = standard_body()
    clip = take.clip
    captions = take.captions
    moving = travelling(clip)
    share = clip.body.leg / body.leg
    if moving is not clip:
        if share < 0.8:
            moving = retime(moving, max(_SLOWEST, np.sqrt(share)))
        speed = float(np.linalg.norm(np.diff(moving.root[:, :2], axis=0), axis=1).mean() * RATE) / share
        clip = moving if speed < _FASTEST else clip
    result = clean(fitted(clip, body))
    if measure(result).path < 0.5:
        captions = tuple(f"{text} on the spot" if _GOING.search(text) and not _SPOT.search(text) else text
                         for text in captions)
    return result, captions


def _wordings(caption: str) -> tuple[str, ...]:
    """Paraphrases, and shorter sentences that leave things out."""
    every = [caption, *paraphrases(caption)]
    short = [text for each in every if len((text := _TAIL.sub("", each)).split()) >= (3 if each[:2] == "a " else 2)]
    short = [text for text in short if text not in ("a person", "someone", "a man")]
    return tuple(dict.fromkeys([*every[1:], *short])) or (caption,)


def weights_of(examples: Sequence[Example]) -> np.ndarray:
    """(N,) how often each is drawn, summing to 1: longer clips more often, though not in proportion, and movements
    that many clips show less often each; no kind much more than a sixteenth of all."""
    vectors = sentence_vectors([each.versions[0].captions[0] for each in examples])[:, :384]
    near = (vectors @ vectors.T) > _ALIKE
    seconds = np.array([len(each.versions[0].once) / RATE for each in examples])
    weights = np.sqrt(np.clip(seconds, *_COUNTED)) / near.sum(1) ** _BALANCE
    for _ in range(20):
        weights = weights / weights.sum()
        kind = near @ weights
        weights = np.where(kind > _MOST_OF_ALL, weights * _MOST_OF_ALL / np.maximum(kind, 1e-9), weights)
    return np.asarray(weights / weights.sum())


def statistics(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
    """(203,) mean and deviation over the examples as they are drawn. Deviations of a kind are not let fall far below
    the kind's own, so that what hardly moves is not blown up."""
    rows, shares = [], []
    for each in examples:
        for version in each.versions:
            some = version.once[:: max(1, len(version.once) // 60)]
            rows.append(some)
            shares.append(np.full(len(some), each.weight / len(some)))
    whole, share = np.concatenate(rows).astype(np.float64), np.concatenate(shares)
    share /= share.sum()
    mean = share @ whole
    deviation = np.sqrt(share @ (whole - mean) ** 2)
    for part in (ROTATIONS, PLACES):
        deviation[part] = np.maximum(deviation[part], 0.35 * np.sqrt((deviation[part] ** 2).mean()))
    return mean.astype(np.float32), np.maximum(deviation, 0.05).astype(np.float32)


class Vocabulary:
    """Vectors of all sentences that the examples know."""

    def __init__(self, examples: Sequence[Example], progress: Progress | None = None,
                 cache: Path | None = None) -> None:
        """``cache`` is a .npz file in which the vectors are kept."""
        progress = progress or Progress()
        texts = sorted({text for each in examples for version in each.versions
                        for text in (*version.captions, *(word for words in version.wordings for word in words))})
        self.index = {text: number for number, text in enumerate(texts)}
        digest = hashlib.blake2b("\n".join(texts).encode()).hexdigest()
        kept = _kept(cache, digest) if cache is not None and cache.is_file() else None
        if kept is None:
            parts = []
            for start in range(0, len(texts), 200):
                progress.update(start / len(texts), "Reading the sentences")
                parts.append(sentence_vectors(texts[start:start + 200]))
            kept = np.concatenate(parts).astype(np.float32)
            if cache is not None:
                cache.parent.mkdir(parents=True, exist_ok=True)
                np.savez(cache, vectors=kept, digest=np.array(digest))
        self.vectors: np.ndarray = kept

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """(N, 390)."""
        return self.vectors[[self.index[text] for text in texts]]


def _kept(cache: Path, digest: str) -> np.ndarray | None:
    """The vectors in ``cache``, where they are of the same sentences."""
    try:
        with np.load(cache, allow_pickle=False) as stored:
            return np.asarray(stored["vectors"]) if str(stored["digest"]) == digest else None
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
