# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded motion network with what was learnt beside it: what it was told of, and for how long.

Its file is a safetensors with the tensors of :class:`~backend.motion.diffusion.embedded_network.EmbeddedNetwork`
(half precision), ``captions.vectors`` (N, 384) of the captions that it learnt from, ``captions.seconds`` (N,) of
their clips, and the metadata ``network`` (sizes, JSON), ``captions`` (JSON list) and ``version``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from backend.engine import EngineError
from backend.motion.diffusion.confidence import Familiarity, familiarity, wordings

if TYPE_CHECKING:
    from backend.motion.diffusion.embedded_network import EmbeddedNetwork

WEIGHTS = Path(__file__).parents[2] / "weights" / "embedded" / "motion.safetensors"

class Model:
    """A loaded network. Safe to share: it keeps nothing of what it is asked."""

    def __init__(self, network: EmbeddedNetwork, captions: Sequence[str], vectors: np.ndarray, seconds: np.ndarray,
                 version: str) -> None:
        self.network, self.captions, self.version = network, tuple(captions), version
        self.vectors, self.seconds = vectors.astype(np.float32), seconds.astype(np.float32)

    def familiarity(self, text: str) -> Familiarity:
        """How near a sentence is to what was learnt, in the wording that is nearest.

        Raises :class:`EngineError` ("weights_missing") without MiniLM.
        """
        from backend.motion.evaluation.wording import sentence_vectors

        told = wordings(text)
        vectors = sentence_vectors(told)[:, :self.vectors.shape[1]]
        best = max((familiarity(each, vector, self.captions, self.vectors, self.seconds)
                    for each, vector in zip(told, vectors)), key=lambda each: each.confidence)
        return replace(best, asked=text)


def save(path: Path, state: dict[str, Any], config: Any, captions: Sequence[str], vectors: np.ndarray,
         seconds: np.ndarray, told: dict[str, str]) -> None:
    """Write the weights' file, the network's tensors in half precision."""
    import torch
    from safetensors.torch import save_file

    tensors = {f"network.{name}": value.detach().half().contiguous() for name, value in state.items()}
    # Statistics keep their digits.
    for name in ("mean", "deviation"):
        tensors[f"network.{name}"] = state[name].detach().float().contiguous()
    tensors |= {"captions.vectors": torch.from_numpy(vectors).half(), "captions.seconds": torch.from_numpy(
        seconds.astype(np.float32))}
    save_file(tensors, path, {"network": json.dumps(asdict(config)), "captions": json.dumps(list(captions)), **told})


def load(path: Path) -> Model:
    """Raises :class:`EngineError` ("weights_missing", "bad_file")."""
    from safetensors import SafetensorError, safe_open

    from backend.motion.diffusion.embedded_features import WIDTH
    from backend.motion.diffusion.embedded_network import EmbeddedNetwork, NetworkConfig

    if not path.is_file():
        raise EngineError("The weights of the embedded motion model are missing.", "Reinstall the backend.",
                          "weights_missing")
    try:
        with safe_open(path, "pt") as file:
            told = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        config = NetworkConfig(**json.loads(told["network"]))
        if config.features != WIDTH:
            raise ValueError(f"{config.features} features where {WIDTH} are used")
        network = EmbeddedNetwork(config)
        network.load_state_dict({name.removeprefix("network."): value.float() for name, value in tensors.items()
                                 if name.startswith("network.")})
        captions = json.loads(told["captions"])
        vectors, seconds = tensors["captions.vectors"].float().numpy(), tensors["captions.seconds"].numpy()
        if not len(captions) == len(vectors) == len(seconds) > 0:
            raise ValueError("captions and their vectors differ in number")
    except (SafetensorError, OSError, KeyError, ValueError, TypeError, RuntimeError) as error:
        raise EngineError(f"{path.name} is no sound motion model: {str(error)[:200]}.",
                          "Reinstall the backend, or train it again (troupe train motion).", "bad_file") from error
    return Model(network.eval().requires_grad_(False), captions, vectors, seconds, told.get("version", ""))


@lru_cache(maxsize=1)
def embedded() -> Model:
    """The model that ships with Troupe, loaded once. Raises :class:`EngineError`."""
    return load(WEIGHTS)
