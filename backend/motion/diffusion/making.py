# SPDX-License-Identifier: GPL-3.0-or-later
"""From texts to motion vectors with the published networks, and from vectors to a clip."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from backend.engine import EngineError
from backend.language.clip import ClipText
from backend.motion.clip import Clip
from backend.motion.diffusion.composition import Composition
from backend.motion.diffusion.gaussian import GaussianDiffusion, Watch
from backend.motion.diffusion.inpainting import Known, Steering, consistent
from backend.motion.diffusion.motiondiffuse import MotionDiffuse
from backend.motion.diffusion.multistep import multistep_process, sample_multistep
from backend.motion.diffusion.remodiffuse import ReMoDiffuse
from backend.motion.diffusion.retrieval import Database
from backend.motion.diffusion.schedules import linear_betas
from backend.motion.formats.humanml3d import clip_from_joints
from backend.motion.formats.humanml3d_codec import Layout, joints_from_places
from backend.weights.networks import bad_weights

#: Fewest frames that the networks were trained to make.
SHORTEST = 16
#: Frames of the published temporal filter.
SMOOTHING = 1.0
#: Metres; nobody travels so far in the seconds a network makes.
_BEYOND = 1e3


@dataclass(frozen=True, eq=False)
class Statistics:
    """By which vectors were normalised: (width,) each."""

    mean: np.ndarray
    deviation: np.ndarray

    def restored(self, vectors: np.ndarray) -> np.ndarray:
        """Normalised vectors (T, width) as they are in the data."""
        result: np.ndarray = vectors.astype(np.float64) * self.deviation + self.mean
        return result


def read_statistics(mean: Path, deviation: Path, features: int) -> Statistics:
    """``mean.npy`` and ``std.npy``. Raises :class:`EngineError` (``bad_weights``)."""
    found = []
    for path in (mean, deviation):
        try:
            values = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError, MemoryError) as error:
            raise bad_weights(path, f"it cannot be read ({error!s:.120})") from error
        if not isinstance(values, np.ndarray) or values.shape != (features,) or values.dtype.kind != "f":
            raise bad_weights(path, f"it does not hold {features} numbers")
        if not np.isfinite(values).all():
            raise bad_weights(path, "it holds values that are not finite")
        found.append(values.astype(np.float64))
    if found[1].min() <= 0:
        raise bad_weights(deviation, "a deviation is not positive")
    return Statistics(*found)


@dataclass(frozen=True, eq=False)
class Held:
    """What a motion is held to while it is sampled."""

    known: Known
    statistics: Statistics
    #: How strongly texts that share frames are drawn together.
    consistency: float = 0.0


class Maker(Protocol):
    """A network with its text encoder: a composition and a seed to normalised vectors."""

    longest: int
    features: int

    def make(self, composition: Composition, process: GaussianDiffusion, method: str, seed: int,
             watch: Watch, held: Held | None = None) -> Tensor:
        """(frames, features); ``watch`` sees the estimate of the clean motion after each step."""


class FromText:
    """MotionDiffuse."""

    def __init__(self, network: MotionDiffuse, clip: ClipText, device: str) -> None:
        self._network, self._clip, self._device = network.to(device), clip.to(device), device
        self.longest, self.features = network.config.frames, network.config.features

    @torch.no_grad()
    def make(self, composition: Composition, process: GaussianDiffusion, method: str, seed: int,
             watch: Watch, held: Held | None = None) -> Tensor:
        composition = composition.to(self._device)
        seen = self._clip.encode([each.text for each in composition.entries])
        text = self._network.encode_text(seen.tokens, seen.end)

        def outputs(x: Tensor, t: Tensor) -> Tensor:
            steps = t.expand(len(composition.entries))
            found: Tensor = self._network(composition.split(x), steps, composition.lengths, text)
            return found

        return _sampled(outputs, composition, process, method, seed, watch, held, self._device)


class FromTextAndRetrieval:
    """ReMoDiffuse with its database."""

    def __init__(self, network: ReMoDiffuse, clip: ClipText, database: Database, device: str,
                 source: str = "its database") -> None:
        #: Whose motions it refines, for people.
        self.source = source
        self._network, self._clip, self._device = network.to(device), clip.to(device), device
        self._database = database
        self.longest, self.features = network.config.frames, network.config.features
        #: Captions of what the latest motion was refined from, by entry.
        self.captions: list[list[str]] = []

    @torch.no_grad()
    def make(self, composition: Composition, process: GaussianDiffusion, method: str, seed: int,
             watch: Watch, held: Held | None = None) -> Tensor:
        found, database, count = self._network.config.retrieval, self._database, len(composition.entries)
        seen = self._clip.encode([each.text for each in composition.entries])
        chosen = database.find(seen.pooled.cpu(), composition.lengths.cpu(), found.retrieved, found.kinematic)
        self.captions = [[database.captions[int(index)] for index in row] for row in chosen]
        composition = composition.to(self._device)
        retrieved = self._network.database(*(each[chosen].to(self._device) for each in (
            database.motions, database.lengths, database.tokens)))
        text = self._network.encode_text(seen.tokens)
        places = torch.arange(int(composition.lengths.max()), device=self._device)
        mask = (places < composition.lengths[:, None]).float()
        coins = random.Random(seed)

        def outputs(x: Tensor, t: Tensor) -> Tensor:
            return self._network.mixed(composition.split(x), t.expand(count), mask, text, retrieved,
                                       coins.randrange(2))

        return _sampled(outputs, composition, process, method, seed, watch, held, self._device)


def _sampled(outputs: Callable[[Tensor, Tensor], Tensor], composition: Composition, process: GaussianDiffusion,
             method: str, seed: int, watch: Watch, held: Held | None, device: str) -> Tensor:
    """The motion that ``outputs`` (x (1, frames, features), t -> of all entries) lead to."""
    features = composition.features
    if held is None:
        nothing = Statistics(np.zeros(features), np.ones(features))
        held = Held(Known.nothing(composition.frames, features), nothing)
    steering = Steering(process, held.known, held.statistics.mean, held.statistics.deviation)
    network = steering(_blended(outputs, composition, process, held.consistency))

    def seen(done: int, of: int, x: Tensor) -> None:
        watch(done, of, x if steering.start is None else steering.start)

    # Of the processor's generator, so that the noise is the same whatever device it goes to.
    noise = torch.randn(1, composition.frames, features, generator=torch.Generator().manual_seed(seed)).to(device)
    if method == "multistep":
        found = sample_multistep(process, network, noise, seen)
    else:
        found = process.sample(network, noise, method="ancestral" if method == "ancestral" else "ddim",
                               generator=torch.Generator(device).manual_seed(seed + 1), watch=seen)
    return steering.finished(found)[0].cpu()


def _blended(outputs: Callable[[Tensor, Tensor], Tensor], composition: Composition, process: GaussianDiffusion,
             consistency: float) -> Callable[[Tensor, Tensor], Tensor]:
    """The entries' outputs as one; with ``consistency``, drawn to where they agree."""
    kept = np.cumprod(1 - linear_betas())

    def network(x: Tensor, t: Tensor) -> Tensor:
        if consistency <= 0 or not composition.shared:
            return composition.blend(outputs(x, t))
        blended, slope = consistent(lambda at: outputs(at, t), x, composition.blend, composition.gap, consistency)
        if process.predicts == "noise":
            return blended + slope
        # More noise is less of the clean motion, by the ratio of the two in x; bounded, where there is no motion yet.
        signal = float(kept[int(t[0])])
        return blended - min(1.0, ((1 - signal) / signal) ** 0.5) * slope

    return network


def process_of(method: str, steps: int) -> GaussianDiffusion:
    """MotionDiffuse's process: all of the 1000 steps, or as many as asked for."""
    if method == "ancestral":
        return GaussianDiffusion(linear_betas())
    if method == "multistep":
        return multistep_process(steps)
    return GaussianDiffusion.respaced(str(steps))


def decoded(vectors: np.ndarray, layout: Layout, name: str, smooth: bool = True) -> Clip:
    """Vectors (T, width) as a clip; ``smooth`` filters joints over time as the published code does. The twist of
    bones is filled in, contacts are left to be found. Raises :class:`EngineError` where the vectors are no motion."""
    joints = joints_from_places(layout, vectors) * layout.unit
    if not np.isfinite(joints).all() or np.abs(joints).max() > _BEYOND:
        raise EngineError("The network made no motion: its numbers are out of all bounds.",
                          "Check that checkpoint, mean.npy and std.npy belong together; try more steps.", "bad_weights")
    if smooth and len(joints) > 1:
        joints = gaussian_filter1d(joints, SMOOTHING, axis=0, mode="nearest")
    return clip_from_joints(joints, layout, name)
