# SPDX-License-Identifier: GPL-3.0-or-later
"""Known parts of a motion held while the rest is sampled (MotionDiffuse, section 3.4; RePaint, A. Lugmayr et al. 2022).

At every step the network's estimate of the clean motion is corrected: known numbers are put in, the way over the
floor is bent through the places that are given, the ends of a loop are made one. Where an estimate is replaced by
what is known, the samplers carry x_t along the forward process of the known part (it is q(x_{t-1} | x_t, x_0)), so
that it arrives exactly, whichever sampler is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from torch import Tensor

from backend.motion.diffusion.gaussian import GaussianDiffusion, Network

#: Steps between two pins from which on the bend begins and ends gently.
_GENTLE = 8


@dataclass(frozen=True)
class Pin:
    """Where the root is at ``frame``: ``place`` (x, z) metres and ``angle`` radians (0 faces +Z, a quarter turn +X), in
    the vectors' own frame, in which the first row stands at the origin and faces +Z; None is free."""

    frame: int
    place: tuple[float, float] | None = None
    angle: float | None = None


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of ``frames`` rows of motion vectors, de-normalised."""

    #: (frames, features) and bool; numbers that are not known do not matter.
    values: np.ndarray
    mask: np.ndarray
    pins: tuple[Pin, ...] = ()
    #: Rows at the end that are the first ones again; 0: no loop.
    overlap: int = 0
    #: Rows before the motion itself (of what it carries on), and after it.
    before: int = 0
    after: int = 0
    #: Where the motion itself begins (its first row) in the world: facing so far from -Y (radians), above (x, y).
    turn: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def nothing(cls, frames: int, features: int) -> Known:
        """Nothing is known."""
        return cls(np.zeros((frames, features)), np.zeros((frames, features), bool))

    def shortened(self, rows: int) -> Known:
        """Without the last ``rows``, which no pin speaks of."""
        return replace(self, values=self.values[:-rows], mask=self.mask[:-rows])

    @property
    def empty(self) -> bool:
        return not (self.mask.any() or self.pins or self.overlap)


@dataclass(eq=False)
class Steering:
    """Corrects a network's outputs; keeps its latest estimate of the clean motion (1, T, features), normalised."""

    process: GaussianDiffusion
    known: Known
    mean: np.ndarray
    deviation: np.ndarray
    start: Tensor | None = field(default=None)

    def __call__(self, network: Network) -> Network:
        """``network`` (x (1, T, F), steps of the original process) with its outputs corrected."""
        if self.process.predicts == "previous":
            raise ValueError("estimates of the step before cannot be corrected")
        index = {int(step): number for number, step in enumerate(self.process.steps)}
        values = torch.as_tensor((self.known.values - self.mean) / self.deviation, dtype=torch.float32)[None]
        mask = torch.as_tensor(self.known.mask)[None]

        def steered(x: Tensor, t: Tensor) -> Tensor:
            output = network(x, t)
            at = torch.tensor([index[int(t[0])]], device=x.device)
            noise = self.process.predicts == "noise"
            start = self.process.start_of_noise(output, x, at) if noise else output
            if self.known.empty:
                self.start = start
                return output
            fixed = torch.where(mask.to(x.device), values.to(x), start)
            fixed = self._closed(self._pinned(fixed))
            self.start = fixed
            if not noise:
                return fixed
            # What was not touched keeps the network's own digits.
            return torch.where(fixed == start, output, self.process.noise_of_start(fixed, x, at))

        return steered

    def finished(self, x: Tensor) -> Tensor:
        """The sampled motion with the known numbers in it to the last digit."""
        values = torch.as_tensor((self.known.values - self.mean) / self.deviation, dtype=x.dtype, device=x.device)
        return torch.where(torch.as_tensor(self.known.mask, device=x.device)[None], values[None], x)

    def _pinned(self, start: Tensor) -> Tensor:
        if not self.known.pins:
            return start
        root = start[0, :, :3].double().cpu().numpy() * self.deviation[:3] + self.mean[:3]
        found = pinned(root, self.known.pins, np.logical_not(self.known.mask[:, :3].all(axis=1)))
        result = start.clone()
        result[0, :, :3] = torch.as_tensor((found - self.mean[:3]) / self.deviation[:3]).to(start)
        return result

    def _closed(self, start: Tensor) -> Tensor:
        """The last rows and the first made one another's mean."""
        count = self.known.overlap
        if not count:
            return start
        result = start.clone()
        both = 0.5 * (start[:, :count] + start[:, -count:])
        result[:, :count] = result[:, -count:] = both
        return result


def pinned(root: np.ndarray, pins: Sequence[Pin], free: np.ndarray) -> np.ndarray:
    """Root numbers (T, 3) (half the yaw a frame; velocity x, z in the later frame's facing frame) whose way goes
    through the ``pins``: what is missing at each is spread over the ``free`` (T,) rows since the one before."""
    root = root.copy()
    before = 0
    for pin in sorted((each for each in pins if each.angle is not None), key=lambda each: each.frame):
        assert pin.angle is not None
        rows = before + np.flatnonzero(free[before:pin.frame])
        missing = (pin.angle - _angles(root)[pin.frame] + np.pi) % (2 * np.pi) - np.pi
        if len(rows):
            root[rows, 0] -= 0.5 * missing * _shares(len(rows))
        before = pin.frame
    before = 0
    for pin in sorted((each for each in pins if each.place is not None), key=lambda each: each.frame):
        assert pin.place is not None
        rows = before + np.flatnonzero(free[before:pin.frame])
        if len(rows):
            angles = _angles(root)
            missing = np.array(pin.place) - _places(root, angles)[pin.frame]
            steps = _shares(len(rows))[:, None] * missing
            root[rows, 1:3] += _turned(steps, -angles[rows + 1])
        before = pin.frame
    return root


def _shares(count: int) -> np.ndarray:
    """(count,) summing to one, gentle at both ends where there is room."""
    weights = np.sin(np.pi * (np.arange(count) + 0.5) / count) ** 2 if count >= _GENTLE else np.ones(count)
    result: np.ndarray = weights / weights.sum()
    return result


def _angles(root: np.ndarray) -> np.ndarray:
    """(T,) where the body faces: 0 is +Z, a quarter turn +X."""
    return -2 * np.concatenate([[0.0], np.cumsum(root[:-1, 0])])


def _places(root: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """(T, 2) x and z of the root."""
    steps = _turned(root[:-1, 1:3], angles[1:])
    return np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])


def _turned(steps: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """(N, 2) vectors (x, z) from facing frames at ``angles`` (N,) to the vectors' frame."""
    sine, cosine = np.sin(angles), np.cos(angles)
    return np.stack([cosine * steps[:, 0] + sine * steps[:, 1], -sine * steps[:, 0] + cosine * steps[:, 1]], -1)


def consistent(outputs: Callable[[Tensor], Tensor], x: Tensor, blend: Callable[[Tensor], Tensor],
               gap: Callable[[Tensor], Tensor], weight: float) -> tuple[Tensor, Tensor]:
    """(blended outputs at ``x``, ``weight`` times the gradient there of how far outputs that share frames differ).

    ``outputs`` is the network over all entries, ``gap`` the sum of the norms of their differences. Section 3.4 of
    the paper adds that gradient to the blended noise, which moves x towards where the texts agree.
    """
    with torch.enable_grad():
        place = x.detach().requires_grad_(True)
        found = outputs(place)
        loss = gap(found)
        slope = torch.autograd.grad(loss, place)[0] if loss.requires_grad else torch.zeros_like(x)
    return blend(found.detach()), weight * torch.nan_to_num(slope)
