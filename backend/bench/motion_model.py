# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded motion network: seconds for six seconds of motion on two cores, and for eight variations against one.

As the engine makes them: sampling with guidance, decoding, clean feet, and of a single motion the choice of the best of
its candidates; without Blender and the wire. Whoever asks for variations to audition chooses among them, so each of
those is made without candidates.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from backend.engine import Progress, Request

SECONDS, BATCH, CORES = 6.0, 8, 2
_PROMPT = "a person walks forward"


def measure(rounds: int = 3) -> dict[str, float]:
    """Seconds, the best of ``rounds`` after one to warm up: ``job_s`` of a motion as it is made where nothing else is
    said, ``takes_s`` of :data:`BATCH` variations to audition, ``sampling_s`` and ``batch_s`` of one motion and of so
    many at once in the network alone."""
    import torch

    from backend.motion.diffusion.embedded_model import embedded
    from backend.motion.diffusion.embedded_sampling import Known, Sampling, sample
    from backend.motion.embedded_engine import EmbeddedEngine

    model, frames = embedded(), round(SECONDS * 30)
    engine = EmbeddedEngine()

    def job(seed: int, **parameters: Any) -> None:
        engine.generate(Request(prompt=_PROMPT, seed=seed,
                                parameters=engine.complete({"duration": SECONDS, **parameters})), Progress())

    def takes() -> None:
        for number in range(BATCH):
            job(1 + number, candidates=1)

    def sampled(count: int) -> Callable[[], object]:
        return lambda: sample(model, _PROMPT, frames, Sampling(count=count), Known.nothing(frames))

    before = torch.get_num_threads()
    torch.set_num_threads(CORES)
    try:
        return {name: _best(action, rounds) for name, action in (
            ("job_s", lambda: job(1)), ("takes_s", takes), ("sampling_s", sampled(1)), ("batch_s", sampled(BATCH)))}
    finally:
        torch.set_num_threads(before)


def _best(action: Callable[[], object], rounds: int) -> float:
    action()
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)
