# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen evaluators that ship with Troupe: clips and sentences to vectors, and how far they agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from backend.engine import EngineError
from backend.motion.evaluation.features import RATE, WIDTH, features

if TYPE_CHECKING:
    from backend.motion.clip import Clip
    from backend.motion.evaluation.network import Evaluator

WEIGHTS = Path(__file__).parents[2] / "weights" / "embedded" / "motion_evaluator.safetensors"
#: Frames seen at once; what is longer is seen in parts, and their mean counts.
LONGEST = int(10 * RATE)
#: Fewest frames: what is shorter holds its last pose.
SHORTEST = 8
_BATCH = 32
#: The file holds two networks alike, trained from different seeds on different draws of the same clips.
Role = Literal["measuring", "ranking"]


class Judge:
    """The network with what was measured when it was made. Safe to share: it keeps nothing of what it is asked."""

    def __init__(self, network: Evaluator, middle: float, steepness: float, version: str) -> None:
        self.network = network
        #: Cosine at which a sentence and a motion are as likely as not to belong together, and how soon that
        #: changes: a logistic curve fitted on the validation clips.
        self.middle, self.steepness = middle, steepness
        #: Names the weights: figures of different versions do not compare.
        self.version = version

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """(N, D) unit vectors. Raises :class:`EngineError` ("weights_missing") without MiniLM."""
        import torch

        from backend.language.minilm import one_thread
        from backend.motion.evaluation.wording import sentence_vectors

        with torch.inference_mode(), one_thread():
            found: np.ndarray = self.network.encode_text(torch.from_numpy(sentence_vectors(texts))).numpy()
        return found

    def clips(self, clips: Sequence[Clip]) -> np.ndarray:
        """(N, D) unit vectors."""
        return self.motions([features(clip) for clip in clips])

    def motions(self, motions: Sequence[np.ndarray]) -> np.ndarray:
        """(N, D) unit vectors of features (T, F)."""
        parts, owners = [], []
        for owner, whole in enumerate(motions):
            for part in _parts(whole):
                parts.append(part)
                owners.append(owner)
        vectors = self._encode(parts)
        result = np.zeros((len(motions), vectors.shape[1]), np.float32)
        np.add.at(result, owners, vectors)
        return result / np.maximum(np.linalg.norm(result, axis=1, keepdims=True), 1e-9)

    def agreement(self, cosine: float | np.ndarray) -> np.ndarray:
        """0..1: how likely a motion and a sentence with this cosine belong together, when half of all do."""
        return 1 / (1 + np.exp(-self.steepness * (np.asarray(cosine, np.float64) - self.middle)))

    def _encode(self, parts: list[np.ndarray]) -> np.ndarray:
        import torch

        from backend.language.minilm import one_thread

        found = np.zeros((len(parts), self.network.config.dimension), np.float32)
        # Alike in length together, so that little is padding.
        order = sorted(range(len(parts)), key=lambda each: len(parts[each]))
        with torch.inference_mode(), one_thread():
            for first in range(0, len(order), _BATCH):
                chosen = order[first:first + _BATCH]
                batch, lengths = padded([parts[each] for each in chosen])
                found[chosen] = self.network.encode_motion(torch.from_numpy(batch), torch.from_numpy(lengths)).numpy()
        return found


def _parts(whole: np.ndarray) -> list[np.ndarray]:
    if len(whole) < SHORTEST:
        return [np.concatenate([whole, np.repeat(whole[-1:], SHORTEST - len(whole), 0)])]
    return np.array_split(whole, math.ceil(len(whole) / LONGEST))


def padded(motions: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """One array (N, T, F) with zeros beyond the lengths (N,)."""
    lengths = np.array([len(each) for each in motions])
    batch = np.zeros((len(motions), lengths.max(), WIDTH), np.float32)
    for row, each in zip(batch, motions):
        row[:len(each)] = each
    return batch, lengths


def read_judge(path: Path, role: Role) -> Judge:
    """One of the evaluators in a file. Raises :class:`EngineError` ("bad_weights", "weights_missing")."""
    import torch
    from safetensors import SafetensorError, safe_open

    from backend.motion.evaluation.network import Evaluator, EvaluatorConfig

    if not path.is_file():
        raise EngineError(f"The weights of the motion evaluator are not here: {path.name}.", "Install Troupe again.",
                          "weights_missing")
    prefix = f"{role}."
    try:
        with safe_open(path, framework="pt") as file:
            said = file.metadata() or {}
            state = {name.removeprefix(prefix): file.get_tensor(name).float()
                     for name in file.keys() if name.startswith(prefix)}  # noqa: SIM118  no mapping
        if not all(torch.isfinite(value).all() for value in state.values()):
            raise ValueError("it holds values that are not finite")
        network = Evaluator(EvaluatorConfig())
        network.load_state_dict(state)
        middle, steepness = float(said[prefix + "middle"]), float(said[prefix + "steepness"])
        if not (math.isfinite(middle) and math.isfinite(steepness) and steepness > 0):
            raise ValueError("its calibration is none")
    except (OSError, RuntimeError, SafetensorError, ValueError, KeyError) as error:
        reason = " ".join(str(error).split())
        raise EngineError(f"{path.name} does not hold the weights of the motion evaluator: {reason:.200}.",
                          "Install Troupe again.", "bad_weights") from error
    return Judge(network.eval().requires_grad_(False), middle, steepness, said.get("version", "unknown"))


@lru_cache(maxsize=2)
def embedded(role: Role = "ranking") -> Judge:
    """An evaluator that ships with Troupe, read once. What is chosen by one must be measured by the other: whoever
    picks the best of several by a judge makes that judge happy first of all. Raises :class:`EngineError`."""
    return read_judge(WEIGHTS, role)
