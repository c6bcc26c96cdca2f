# SPDX-License-Identifier: GPL-3.0-or-later
"""From a training run to the file that the engine loads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import safe_open

from backend.engine import EngineError
from backend.motion.diffusion import embedded_model
from backend.motion.diffusion.embedded_features import RATE
from backend.motion.diffusion.embedded_network import NetworkConfig
from backend.motion.evaluation.protocol import Take
from backend.motion.evaluation.wording import sentence_vectors
from backend.training.motion.captions import synonyms
from backend.training.motion.training import BEST, SETTINGS

#: Changes with what the network is given or gives, so that figures of different weights are not mixed up.
VERSION = "1"


def export(run: Path, takes: Sequence[Take], path: Path, chosen: str = BEST) -> str:
    """Write the moving average of a run to ``path``, with the captions of ``takes``, which it learnt from;
    the version that names it. Raises :class:`EngineError` ("not_found")."""
    source = run / chosen
    if not source.is_file():
        raise EngineError(f"{source} is not there: nothing has been validated yet.", "Train for longer.", "not_found")
    config = NetworkConfig(**json.loads((run / SETTINGS).read_text(encoding="utf-8"))["network"])
    with safe_open(source, "pt") as file:
        told = file.metadata() or {}
        # A checkpoint holds more than its moving average.
        prefix = "average." if any(name.startswith("average.") for name in file.keys()) else ""  # noqa: SIM118
        state = {name.removeprefix(prefix): file.get_tensor(name)
                 for name in file.keys() if name.startswith(prefix)}  # noqa: SIM118
    texts: list[str] = []
    seconds: list[float] = []
    for take in takes:
        for caption in take.captions:
            said = [caption, *synonyms(caption)]
            texts += said
            seconds += [(len(take.clip) - 1) / RATE] * len(said)
    digest = hashlib.sha256(b"".join(state[name].half().numpy().tobytes() for name in sorted(state))).hexdigest()
    version = f"{VERSION}-{digest[:8]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    embedded_model.save(path, state, config, texts, sentence_vectors(texts)[:, :384], np.array(seconds),
                        {"version": version, "step": told.get("step", ""), "validation": told.get("val", ""),
                         "attribution": "see motion.md"})
    return version
