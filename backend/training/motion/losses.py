# SPDX-License-Identifier: GPL-3.0-or-later
"""How wrong a predicted motion is: its features, where its rotations bring the joints, how they move, and feet that
slide while they touch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from backend.motion.diffusion.embedded_features import (
    CONTACT_JOINTS,
    CONTACTS,
    HEIGHT,
    PATH,
    PLACES,
    RATE,
    ROTATIONS,
    standard_body,
)
from backend.motion.skeleton import JOINTS, PARENTS
from backend.training.motion.settings import Settings

#: What counts as an error of one: metres of a joint, m/s of a joint, m/s of a standing foot.
_PLACE, _SPEED, _SLIDE = 0.12, 0.8, 0.3
#: Weights within the features.
_EMPHASIS = ((PATH, 2.0), (HEIGHT, 4.0), (ROTATIONS, 1.0), (PLACES, 1.0), (CONTACTS, 0.5))


def emphasis() -> Tensor:
    """(203,) weights of the features, of mean one."""
    weights = np.ones(203, np.float32)
    for part, weight in _EMPHASIS:
        weights[part] = weight
    return torch.from_numpy(weights / weights.mean())


@dataclass(frozen=True)
class _Level:
    """Joints as far from the pelvis as one another."""

    joints: list[int]
    parents: list[int]


def _levels() -> list[_Level]:
    depth = [0] * len(PARENTS)
    for joint, parent in enumerate(PARENTS):
        depth[joint] = 0 if parent < 0 else depth[parent] + 1
    return [_Level([joint for joint in range(len(PARENTS)) if depth[joint] == level],
                   [PARENTS[joint] for joint in range(len(PARENTS)) if depth[joint] == level])
            for level in range(1, max(depth) + 1)]


_LEVELS = _levels()


def rotations(features: Tensor) -> Tensor:
    """(..., 203) features -> (..., 22, 3, 3) by Gram and Schmidt."""
    columns = features[..., ROTATIONS].unflatten(-1, (len(JOINTS), 2, 3))
    first = torch.nn.functional.normalize(columns[..., 0, :], dim=-1, eps=1e-4)
    second = columns[..., 1, :]
    second = torch.nn.functional.normalize(second - (first * second).sum(-1, keepdim=True) * first, dim=-1, eps=1e-4)
    return torch.stack([first, second, torch.linalg.cross(first, second)], -1)


def places(features: Tensor) -> Tensor:
    """(N, 203) features -> (N, 22, 3) joints in the heading's frame, the pelvis above the origin, as the rotations
    bring them."""
    local = rotations(features)
    offsets = torch.as_tensor(standard_body().offsets, dtype=features.dtype)
    turned: list[Tensor] = [local[:, 0]] * len(JOINTS)
    found: list[Tensor] = [torch.nn.functional.pad(features[:, HEIGHT], (2, 0))] * len(JOINTS)
    for level in _LEVELS:
        parents = torch.stack([turned[parent] for parent in level.parents], 1)
        own = parents @ local[:, level.joints]
        away = (parents @ offsets[level.joints][..., None])[..., 0]
        for number, (joint, parent) in enumerate(zip(level.joints, level.parents)):
            turned[joint] = own[:, number]
            found[joint] = found[parent] + away[:, number]
    return torch.stack(found, 1)


@dataclass
class Losses:
    """Of one batch, each a number."""

    features: Tensor
    places: Tensor
    velocity: Tensor
    feet: Tensor

    def total(self, settings: Settings) -> Tensor:
        """The weighted sum."""
        return (settings.features * self.features + settings.places * self.places
                + settings.velocity * self.velocity + settings.feet * self.feet)


def losses(predicted: Tensor, wanted: Tensor, inside: Tensor, mean: Tensor, deviation: Tensor,
           weights: Tensor, counts: Tensor | None = None) -> Losses:
    """``predicted`` and ``wanted`` (B, T, 203) normalised, ``inside`` (B, T) 1 for what is no padding; ``counts`` (B,):
    how much each sample counts."""
    each = torch.ones(len(inside)) if counts is None else counts
    each = each[:, None] / len(inside)
    share = each * inside / inside.sum(1, keepdim=True).clamp(min=1)
    plain = (((predicted - wanted) ** 2 * weights).mean(-1) * share).sum()
    told, true = predicted * deviation + mean, wanted * deviation + mean
    frames = predicted.shape[:2]
    reached = places(told.flatten(0, 1)).unflatten(0, frames)
    real = torch.cat([torch.nn.functional.pad(true[..., HEIGHT], (2, 0))[..., None, :],
                      true[..., PLACES].unflatten(-1, (21, 3))], -2)
    apart = (((reached - real) / _PLACE) ** 2).sum(-1).mean(-1)
    steps = each * inside[:, 1:] / inside[:, 1:].sum(1, keepdim=True).clamp(min=1)
    speeds = [torch.diff(where, dim=1) * RATE for where in (reached, real)]
    moving = (((speeds[0] - speeds[1]) / _SPEED) ** 2).sum(-1).mean(-1)
    return Losses(plain, (apart * share).sum(), (moving * steps).sum(), (_sliding(told, true, reached) * steps).sum())


def _sliding(told: Tensor, true: Tensor, reached: Tensor) -> Tensor:
    """(B, T-1) how fast over the floor the feet move that touch in this frame and the next."""
    turn = told[:, :-1, 0:1] / RATE
    cosine, sine = torch.cos(turn), torch.sin(turn)
    feet = reached[:, :, list(CONTACT_JOINTS)]
    after, before = feet[:, 1:], feet[:, :-1]
    x = cosine * after[..., 0] - sine * after[..., 1] + told[:, :-1, 1:2] / RATE - before[..., 0]
    y = sine * after[..., 0] + cosine * after[..., 1] + told[:, :-1, 2:3] / RATE - before[..., 1]
    z = after[..., 2] - before[..., 2]
    touching = (true[:, 1:, CONTACTS] > 0.5) & (true[:, :-1, CONTACTS] > 0.5)
    squares = (x**2 + y**2 + z**2) * (RATE / _SLIDE) ** 2
    # What slides far slides in the beginning of training only.
    return (torch.log1p(squares) * touching).mean(-1)
