# SPDX-License-Identifier: GPL-3.0-or-later
"""DPM-Solver++ of second order in several steps: C. Lu et al., DPM-Solver++: Fast Solver for Guided Sampling of
Diffusion Probabilistic Models (2022), algorithm 2.

The same path as DDIM's (eta 0), followed more exactly in the same number of steps.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from backend.motion.diffusion.gaussian import GaussianDiffusion, Network, Predicts, Watch
from backend.motion.diffusion.schedules import linear_betas, respaced_betas


def multistep_process(steps: int, predicts: Predicts = "noise", betas: np.ndarray | None = None) -> GaussianDiffusion:
    """A process (the linear one of 1000 steps) over at most so many of its steps, even in the logarithm of signal over
    noise, in which the solver's error is; near the clean end, where that is finer than the steps, over fewer."""
    betas = linear_betas() if betas is None else betas
    kept = np.cumprod(1 - betas)
    ratios = np.log(kept / (1 - kept))
    wanted = np.linspace(ratios[0], ratios[-1], steps)
    chosen = np.unique(np.abs(ratios[:, None] - wanted).argmin(0))
    return GaussianDiffusion(respaced_betas(betas, chosen), predicts=predicts, steps=chosen)


@torch.no_grad()
def sample_multistep(process: GaussianDiffusion, network: Network, noise: Tensor, watch: Watch | None = None) -> Tensor:
    """x_0 from unit ``noise`` (B, ...), over the steps of ``process``; ``watch`` is called after each."""
    x, before, reached = noise, None, 0.0
    original = torch.as_tensor(process.steps, device=noise.device)
    for done, index in enumerate(reversed(range(len(process)))):
        t = torch.full((len(x),), index, device=x.device, dtype=torch.long)
        start = process.estimate(network(x, original[t]), x, t).start
        kept, next_kept = float(process.kept[index]), float(process.kept_before[index])
        if index == 0:
            # Nothing but the estimate itself leads all the way: the next half log ratio is infinite.
            x = start
        else:
            # Half the logarithm of signal over noise, in which the path is almost straight.
            here, there = (0.5 * math.log(each / (1 - each)) for each in (kept, next_kept))
            towards = start
            if before is not None:
                share = 0.5 * (there - here) / (here - reached)
                towards = (1 + share) * start - share * before
            shrink = math.exp(here - there)
            x = (math.sqrt((1 - next_kept) / (1 - kept)) * x
                 + math.sqrt(next_kept) * (1 - shrink) * towards)
            before, reached = start, here
        if watch is not None:
            watch(done, len(process), x)
    return x
