# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded motion network: seconds for six seconds of motion on two cores, and for a batch against one.

As the engine makes them: sampling with guidance, decoding, clean feet; without Blender and the wire.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from backend.engine import Progress, Request

SECONDS, BATCH, CORES = 6.0, 8, 2
_PROMPT = "a person walks forward"


def measure(rounds: int = 3) -> dict[str, float]:
    """Seconds: ``one_s`` and ``batch_s`` of the network, ``job_s`` of a job with one candidate; ``ratio`` of batch and
    one. The best of ``rounds``, after one to warm up."""
    import torch

    from backend.motion.diffusion.embedded_model import embedded
    from backend.motion.diffusion.embedded_sampling import Known, Sampling, sample
    from backend.motion.embedded_engine import EmbeddedEngine

    model, frames = embedded(), round(SECONDS * 30)
    engine = EmbeddedEngine()
    job = Request(prompt=_PROMPT, seed=1, parameters=engine.complete({"duration": SECONDS, "candidates": 1}))

    def made(count: int) -> Callable[[], object]:
        return lambda: sample(model, _PROMPT, frames, Sampling(count=count), Known.nothing(frames))

    before = torch.get_num_threads()
    torch.set_num_threads(CORES)
    try:
        found = {name: _best(action, rounds) for name, action in (
            ("one_s", made(1)), ("batch_s", made(BATCH)), ("job_s", lambda: engine.generate(job, Progress())))}
    finally:
        torch.set_num_threads(before)
    return found | {"ratio": found["batch_s"] / found["one_s"]}


def _best(action: Callable[[], object], rounds: int) -> float:
    action()
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)
