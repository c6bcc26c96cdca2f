# SPDX-License-Identifier: GPL-3.0-or-later
"""The detail of Text2Light decided as published against many places at once, on one network of the published size.

Published is a pass over the whole window (402 places) for every token; ours shares windows, keeps their keys and
values and decides what is independent in one pass. The weights are random: time does not hang on them.
"""

from __future__ import annotations

import contextlib
import time

import torch

from backend.environment.text2light import spherical
from backend.environment.text2light.detail import sample_detail
from backend.environment.text2light.transformer import TokenTransformer, TransformerConfig
from backend.environment.text2light.windows import Windows

#: The published local sampler.
CONFIG = TransformerConfig(entries=1024, places=402, layers=24, heads=16, width=1024)
SHAPE, SIDE, HOLISTIC = (32, 64), 16, 128


class _EnoughError(Exception):
    """As many tokens as are wanted are there."""


def measure(published: int = 2, ours: int = 128) -> dict[str, float]:
    """Seconds a token of each, and their ``ratio``. The first tokens count, with which few places are independent."""
    network = TokenTransformer(CONFIG).eval()
    cells = 2 * spherical.CELL
    encoding = spherical.encoding(spherical.coordinates(*(cells * each for each in SHAPE)))
    holistic = torch.randint(CONFIG.entries, (1, HOLISTIC), generator=torch.Generator().manual_seed(0))
    prefix = encoding[:, :2 * SIDE, :2 * SIDE].flatten(1)[None]
    window = torch.cat([holistic, holistic, holistic], 1)[:, :HOLISTIC + SIDE**2]
    with torch.inference_mode():
        network(window, prefix)
        begun = time.perf_counter()
        for _ in range(published):
            network(window, prefix)
        alone = (time.perf_counter() - begun) / published
    begun, done = time.perf_counter(), 0

    def step(number: int, _: int) -> None:
        nonlocal done
        done = number
        if number >= ours:
            raise _EnoughError
    with contextlib.suppress(_EnoughError):
        sample_detail(network, holistic, encoding, Windows(SHAPE, SIDE, SIDE // 2),
                      generator=torch.Generator().manual_seed(0), step=step)
    together = (time.perf_counter() - begun) / done
    return {"published_s": alone, "ours_s": together, "ratio": alone / together}
