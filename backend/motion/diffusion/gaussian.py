# SPDX-License-Identifier: GPL-3.0-or-later
"""Gaussian diffusion: the forward process, its posterior, and the ancestral and DDIM samplers.

Symbols as in J. Ho, A. Jain & P. Abbeel, Denoising Diffusion Probabilistic Models (2020), and J. Song, C. Meng &
S. Ermon, Denoising Diffusion Implicit Models (2021): x_t = sqrt(abar_t) x_0 + sqrt(1 - abar_t) eps. Step
index 0 is the least noisy. ``t`` is a (B,) tensor of indices into this process; tensors are (B, ...).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from backend.motion.diffusion.schedules import kept_steps, linear_betas, respaced_betas

Predicts = Literal["noise", "start", "previous"]
#: (x_t, t in steps of the original process) -> prediction.
Network = Callable[[Tensor, Tensor], Tensor]
#: Called with (index of the step, number of steps, x after it).
Watch = Callable[[int, int, Tensor], None]


@dataclass(frozen=True)
class Estimate:
    """One reverse step p(x_{t-1} | x_t): (B, ...) mean and predicted x_0; variance broadcastable to them."""

    mean: Tensor
    variance: Tensor
    log_variance: Tensor
    start: Tensor


class GaussianDiffusion:
    """A process over ``betas`` (K,), which may be a respaced one: ``steps`` (K,) then are the original's."""

    def __init__(self, betas: np.ndarray, *, predicts: Predicts = "noise", large_variance: bool = False,
                 steps: np.ndarray | None = None) -> None:
        self.predicts = predicts
        self.betas = np.asarray(betas, np.float64)
        self.steps = np.arange(len(betas)) if steps is None else np.asarray(steps)
        alphas = 1.0 - self.betas
        self.kept = np.cumprod(alphas)
        self.kept_before = np.concatenate([[1.0], self.kept[:-1]])
        self.kept_after = np.concatenate([self.kept[1:], [0.0]])
        self.posterior_variance = self.betas * (1 - self.kept_before) / (1 - self.kept)
        # The posterior has no variance at the first step, where its logarithm would be infinite.
        self.posterior_log_variance = np.log([self.posterior_variance[1], *self.posterior_variance[1:]])
        self.start_weight = self.betas * np.sqrt(self.kept_before) / (1 - self.kept)
        self.noisy_weight = (1 - self.kept_before) * np.sqrt(alphas) / (1 - self.kept)
        if large_variance:
            self._variance = np.concatenate([self.posterior_variance[1:2], self.betas[1:]])
            self._log_variance = np.log(self._variance)
        else:
            self._variance, self._log_variance = self.posterior_variance, self.posterior_log_variance

    @classmethod
    def respaced(cls, spacing: str, betas: np.ndarray | None = None, *, predicts: Predicts = "noise",
                 large_variance: bool = False) -> GaussianDiffusion:
        """A shorter process over the steps that ``spacing`` keeps (see :func:`.schedules.kept_steps`)."""
        betas = linear_betas() if betas is None else betas
        steps = kept_steps(len(betas), spacing)
        return cls(respaced_betas(betas, steps), predicts=predicts, large_variance=large_variance, steps=steps)

    def __len__(self) -> int:
        return len(self.betas)

    # The forward process

    def noised(self, start: Tensor, t: Tensor, noise: Tensor) -> Tensor:
        """x_t of a clean ``start`` and unit ``noise``."""
        return _at(np.sqrt(self.kept), t, start) * start + _at(np.sqrt(1 - self.kept), t, start) * noise

    def posterior_mean(self, start: Tensor, noisy: Tensor, t: Tensor) -> Tensor:
        """Mean of q(x_{t-1} | x_t, x_0)."""
        return _at(self.start_weight, t, noisy) * start + _at(self.noisy_weight, t, noisy) * noisy

    # One reverse step

    def estimate(self, output: Tensor, noisy: Tensor, t: Tensor, clip: bool = False) -> Estimate:
        """What the network's ``output`` at ``noisy`` says of the step before; ``clip`` keeps x_0 within [-1, 1]."""
        if self.predicts == "noise":
            start = self.start_of_noise(output, noisy, t)
        elif self.predicts == "start":
            start = output
        else:
            start = (output - _at(self.noisy_weight, t, noisy) * noisy) / _at(self.start_weight, t, noisy)
        if clip:
            start = start.clamp(-1, 1)
        mean = output if self.predicts == "previous" else self.posterior_mean(start, noisy, t)
        return Estimate(mean, _at(self._variance, t, noisy), _at(self._log_variance, t, noisy), start)

    def start_of_noise(self, noise: Tensor, noisy: Tensor, t: Tensor) -> Tensor:
        """x_0 that ``noise`` leads to ``noisy`` from."""
        return _at(np.sqrt(1 / self.kept), t, noisy) * noisy - _at(np.sqrt(1 / self.kept - 1), t, noisy) * noise

    def noise_of_start(self, start: Tensor, noisy: Tensor, t: Tensor) -> Tensor:
        """The noise that leads from ``start`` to ``noisy``."""
        return (_at(np.sqrt(1 / self.kept), t, noisy) * noisy - start) / _at(np.sqrt(1 / self.kept - 1), t, noisy)

    def ancestral_step(self, output: Tensor, noisy: Tensor, t: Tensor, noise: Tensor, clip: bool = False) -> Tensor:
        """A draw of x_{t-1}; the last step, to index -1, adds no noise."""
        found = self.estimate(output, noisy, t, clip)
        return found.mean + _moving(t, noisy) * torch.exp(0.5 * found.log_variance) * noise

    def ddim_step(self, output: Tensor, noisy: Tensor, t: Tensor, noise: Tensor | None = None, eta: float = 0.0,
                  clip: bool = False) -> Tensor:
        """x_{t-1} by DDIM (eq. 12); ``eta`` 0 is deterministic, 1 as noisy as the ancestral step."""
        start = self.estimate(output, noisy, t, clip).start
        direction = self.noise_of_start(start, noisy, t)
        kept, before = _at(self.kept, t, noisy), _at(self.kept_before, t, noisy)
        sigma = eta * torch.sqrt((1 - before) / (1 - kept)) * torch.sqrt(1 - kept / before)
        mean = start * torch.sqrt(before) + torch.sqrt(1 - before - sigma**2) * direction
        return mean if noise is None else mean + _moving(t, noisy) * sigma * noise

    def ddim_reverse_step(self, output: Tensor, noisy: Tensor, t: Tensor, clip: bool = False) -> Tensor:
        """x_{t+1}: the deterministic step towards the noise, which inverts :meth:`ddim_step`."""
        start = self.estimate(output, noisy, t, clip).start
        direction = self.noise_of_start(start, noisy, t)
        after = _at(self.kept_after, t, noisy)
        return start * torch.sqrt(after) + torch.sqrt(1 - after) * direction

    # Whole samplers

    @torch.no_grad()
    def sample(self, network: Network, noise: Tensor, *, method: Literal["ancestral", "ddim"] = "ddim",
               eta: float = 0.0, generator: torch.Generator | None = None, draws: Tensor | None = None,
               watch: Watch | None = None) -> Tensor:
        """x_0 from unit ``noise`` (B, ...), from the noisiest step to the first.

        ``draws`` (K, B, ...) are the noises of the steps, in the order taken; without them they come from
        ``generator``. ``watch`` is called after each step, and ends the sampler by raising.
        """
        x = noise
        original = torch.as_tensor(self.steps, device=noise.device)
        for done, index in enumerate(reversed(range(len(self)))):
            t = torch.full((len(x),), index, device=x.device, dtype=torch.long)
            output = network(x, original[t])
            draw = None
            if method == "ancestral" or eta > 0:
                draw = draws[done] if draws is not None else torch.randn(
                    x.shape, generator=generator, device=x.device, dtype=x.dtype)
            if method == "ancestral":
                assert draw is not None
                x = self.ancestral_step(output, x, t, draw)
            else:
                x = self.ddim_step(output, x, t, draw, eta)
            if watch is not None:
                watch(done, len(self), x)
        return x


def _at(values: np.ndarray, t: Tensor, like: Tensor) -> Tensor:
    """``values[t]`` in the dtype of ``like``, with axes to broadcast over it."""
    chosen = torch.as_tensor(values, device=t.device)[t].to(like.dtype)
    return chosen.reshape(-1, *[1] * (like.ndim - 1))


def _moving(t: Tensor, like: Tensor) -> Tensor:
    return (t != 0).to(like.dtype).reshape(-1, *[1] * (like.ndim - 1))
