# SPDX-License-Identifier: GPL-3.0-or-later
"""Who answers the sentences of the protocol: engines, and the plain answers that any engine has to beat."""

from __future__ import annotations

import contextlib
import csv
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import Engine, EngineError, Progress, Request
from backend.language.embedding import encoder
from backend.motion.body import body_of
from backend.motion.clip import Clip, canonical, clip_of
from backend.motion.evaluation.features import RATE
from backend.motion.evaluation.protocol import Ask, Take, window
from backend.motion.quaternions import about_z, multiply
from backend.motion.skeleton import make_skeleton
from protocol.assets import Motion

log = logging.getLogger("troupe.motion")


class MeanPose:
    """Stands in the mean pose of the training clips, whatever the sentence."""

    name = "Mean pose"

    def __init__(self, takes: Sequence[Take]) -> None:
        body = canonical(body_of(make_skeleton()))
        poses, heights = [], []
        for take in takes:
            # Ten poses a clip, so that an hour of standing is not most of the mean.
            chosen = np.linspace(0, len(take.clip) - 1, 10).astype(int)
            rotations = take.clip.rotations[chosen].copy()
            # The heading is taken out: it would average to nowhere.
            turn = 2 * np.arctan2(rotations[:, 0, 3], rotations[:, 0, 0])
            rotations[:, 0] = multiply(about_z(-turn), rotations[:, 0])
            poses.append(rotations)
            heights.append(take.clip.root[chosen, 2] * body.leg / take.clip.body.leg)
        every = np.concatenate(poses)
        every *= np.where(every[..., :1] < 0, -1.0, 1.0)
        mean = every.mean(0)
        self.pose = mean / np.linalg.norm(mean, axis=-1, keepdims=True)
        self.height = float(np.concatenate(heights).mean())
        self.body = body

    def still(self, seconds: float) -> Clip:
        """The pose held for ``seconds``."""
        count = max(2, round(seconds * RATE))
        return Clip("still", RATE, self.body, np.tile(self.pose, (count, 1, 1)), np.tile(
            [0.0, 0.0, self.height], (count, 1)))

    def make(self, asks: Sequence[Ask], seed: int, progress: Progress) -> list[Clip | None]:
        return [self.still(ask.seconds) for ask in asks]


class Nearest:
    """The training clip whose caption is nearest to the sentence, as it is, cut to the wanted length."""

    name = "Nearest training clip"

    def __init__(self, takes: Sequence[Take]) -> None:
        self._captions = [(text, take) for take in takes for text in take.captions]
        self._vectors = encoder().embed([text for text, _ in self._captions])

    def make(self, asks: Sequence[Ask], seed: int, progress: Progress) -> list[Clip | None]:
        found: list[Clip | None] = []
        for number, ask in enumerate(asks):
            random = np.random.default_rng([seed, number])
            scores = self._vectors @ encoder().embed([ask.text])[0]
            # Sentences written the same way are dealt out by lot.
            best = np.flatnonzero(scores >= scores.max() - 1e-6)
            found.append(window(self._captions[int(random.choice(best))][1].clip, random, ask.seconds))
            progress.update((number + 1) / len(asks), self.name)
        return found


class OfEngine:
    """An engine of Troupe's, as a user would ask it; with ``tries`` the best of so many by :func:`rank`."""

    def __init__(self, engine: Engine, name: str = "", parameters: Mapping[str, Any] | None = None,
                 tries: int = 1) -> None:
        self.engine, self.name, self.tries = engine, name or engine.name, tries
        self._parameters = dict(parameters or {})
        self._names = {each.name for each in engine.parameters}
        # An engine that chooses among candidates itself is asked to; of another one so many are made, and ranked here.
        self._rounds = 1 if "candidates" in self._names else tries
        #: What it broke on, which is worse than refusing.
        self.faults: list[str] = []

    def make(self, asks: Sequence[Ask], seed: int, progress: Progress) -> list[Clip | None]:
        from backend.motion.ranking import rank

        found: list[Clip | None] = []
        for number, ask in enumerate(asks):
            progress.update(number / len(asks), f"{self.name}: {ask.text:.50}")
            clips = [clip for each in range(self._rounds)
                     if (clip := self._one(ask, (seed + 31 * number) * self._rounds + each)) is not None]
            if not clips:
                found.append(None)
            else:
                found.append(clips[rank(clips, ask.text).best.index] if len(clips) > 1 else clips[0])
        return found

    def _one(self, ask: Ask, seed: int) -> Clip | None:
        wanted = {"duration": ask.seconds, "fps": RATE, "candidates": self.tries, **self._parameters}
        parameters = self.engine.complete({name: value for name, value in wanted.items() if name in self._names})
        try:
            motion = self.engine.generate(Request(prompt=ask.text, seed=seed, parameters=parameters, inputs={}),
                                          Progress())
        except EngineError:
            return None
        except Exception as error:  # a fault of the engine must not end a report on all of them
            log.warning("%s failed on %r: %r", self.name, ask.text, error)
            self.faults.append(f"{ask.text}: {error!r}")
            return None
        assert isinstance(motion, Motion)
        return replace(clip_of(motion), loop=False)


@contextlib.contextmanager
def library_of(takes: Sequence[Take], folder: Path, progress: Progress) -> Iterator[None]:
    """While it lasts, engines find these clips, and no others, in the user's library."""
    from backend.library import Library
    from backend.motion.formats.npz import write_clip

    with (folder / "captions.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        most = max(len(take.captions) for take in takes)
        table.writerow(["path", *(f"caption_{number + 1}" for number in range(most))])
        for number, take in enumerate(takes):
            name = f"{number:04}.npz"
            write_clip(folder / name, replace(take.clip, name=take.name))
            table.writerow([name, *take.captions])
    place = folder / "library"
    with Library(place) as library:
        library.add([folder], progress)
    before = os.environ.get("TROUPE_LIBRARY")
    os.environ["TROUPE_LIBRARY"] = str(place)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TROUPE_LIBRARY"]
        else:
            os.environ["TROUPE_LIBRARY"] = before
