# SPDX-License-Identifier: GPL-3.0-or-later
"""The embedded network: a noisy motion, what is said and what is known of it, to the motion without noise.

A transformer over tokens of two frames, as W. Peebles & S. Xie, Scalable Diffusion Models with Transformers (2023),
modulated by the step of the diffusion and by the sentence, as M. Zhang et al., MotionDiffuse (2022), stylise their
blocks, but by matrices of low rank: the full ones would hold two thirds of all weights. Predicts the clean motion.
While there is little noise, the noisy motion itself is the first guess, and the network says what to change (as T.
Karras et al., Elucidating the Design Space of Diffusion-Based Generative Models, 2022, precondition theirs; features
that tell so much of one another need it for less noise than independent ones). Known features come in as they are,
with a mask of what is known (as in Kimodo's constraints). The sizes are ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from backend.motion.diffusion.embedded_features import GROUP_NAMES, WIDTH
from backend.motion.diffusion.schedules import cosine_betas


@dataclass(frozen=True)
class NetworkConfig:
    """Sizes."""

    features: int = WIDTH
    groups: int = len(GROUP_NAMES)
    #: Of a sentence: MiniLM's vector and the words of direction.
    text: int = 384 + 6
    vector: int = 384
    width: int = 256
    layers: int = 8
    heads: int = 4
    #: Hidden units of a block, in widths.
    hidden: int = 3
    #: Rank of the modulation.
    rank: int = 64
    #: Frames a token.
    patch: int = 2
    dropout: float = 0.05
    #: Deviation of what a feature tells that no other does.
    alone: float = 0.3


class Block(nn.Module):
    """Attention over the tokens, then a small network for each, both modulated."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.first = nn.LayerNorm(width, elementwise_affine=False)
        self.second = nn.LayerNorm(width, elementwise_affine=False)
        self.mix = nn.Linear(width, 3 * width)
        self.merge = nn.Linear(width, width)
        self.inner = nn.Linear(width, config.hidden * width)
        self.outer = nn.Linear(config.hidden * width, width)
        self.modulation = nn.Linear(config.rank, 6 * width)
        self.dropout = nn.Dropout(config.dropout)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)

    def forward(self, x: Tensor, condition: Tensor, outside: Tensor) -> Tensor:
        """``x`` (B, N, width); ``condition`` (B, rank); ``outside`` (B, 1, 1, N) is added to the scores."""
        scale, shift, gate, scale2, shift2, gate2 = self.modulation(condition)[:, None].chunk(6, -1)
        count, places, width = x.shape
        mixed = self.mix(self.first(x) * (1 + scale) + shift)
        query, key, value = mixed.view(count, places, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # Written out: for so few tokens faster, forwards and backwards, than the fused one on a processor.
        scores = query * query.shape[-1] ** -0.5 @ key.transpose(-1, -2) + outside
        seen = scores.softmax(-1) @ value
        x = x + gate * self.dropout(self.merge(seen.transpose(1, 2).reshape(count, places, width)))
        inner = nn.functional.gelu(self.inner(self.second(x) * (1 + scale2) + shift2), approximate="tanh")
        return x + gate2 * self.dropout(self.outer(inner))


class EmbeddedNetwork(nn.Module):
    """See the module. Features are normalised by the buffers ``mean`` and ``deviation``."""

    mean: Tensor
    deviation: Tensor
    first: Tensor
    change: Tensor

    def __init__(self, config: NetworkConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or NetworkConfig()
        width = config.width
        self.register_buffer("mean", torch.zeros(config.features))
        self.register_buffer("deviation", torch.ones(config.features))
        signal = np.sqrt(np.cumprod(1 - cosine_betas(1000)))
        noise = (1 / signal**2 - 1) / config.alone**2
        #: (1000,) by the step: what the noisy motion is multiplied by, and what the change is.
        self.register_buffer("first", torch.from_numpy(1 / signal / (1 + noise)).float(), persistent=False)
        self.register_buffer("change", torch.from_numpy(np.sqrt(noise / (1 + noise))).float(), persistent=False)
        self.enter = nn.Linear(config.patch * (config.features + config.groups), width)
        self.time = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))
        self.sentence = nn.Sequential(nn.Linear(config.text, width), nn.SiLU(), nn.Linear(width, width))
        #: Stands for a sentence that is not given.
        self.unsaid = nn.Parameter(torch.zeros(config.text))
        self.condition = nn.Sequential(nn.SiLU(), nn.Linear(width, config.rank), nn.SiLU())
        self.place = nn.Linear(2 * width, width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.leave = nn.Linear(width, config.patch * config.features)
        nn.init.normal_(self.unsaid, std=0.02)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, noisy: Tensor, step: Tensor, sentence: Tensor, said: Tensor, known: Tensor, mask: Tensor,
                lengths: Tensor) -> Tensor:
        """The clean motion (B, T, features), normalised.

        ``noisy`` (B, T, features) normalised; ``step`` (B,) of 1000; ``sentence`` (B, text), used where ``said``
        (B,) is 1; ``known`` (B, T, features) normalised, of which ``mask`` (B, T, groups) tells what holds;
        ``lengths`` (B,) frames, and T is a whole number of tokens.
        """
        config = self.config
        count, frames, _ = noisy.shape
        held = spread(mask)
        x = torch.cat([noisy * (1 - held) + known * held, mask], -1)
        x = self.enter(x.reshape(count, frames // config.patch, -1))
        places = torch.arange(frames // config.patch, device=noisy.device, dtype=torch.float32)
        tokens = torch.ceil(lengths.float() / config.patch)
        left = (tokens[:, None] - 1 - places).clamp(min=-1)
        ways = torch.cat([waves(places, config.width).expand(count, -1, -1), waves(left, config.width)], -1)
        x = x + self.place(ways.to(x.dtype))
        meaning = said[:, None] * sentence + (1 - said[:, None]) * self.unsaid
        # Numbers of size one, as everything else that comes in: those of a unit vector are small.
        vector, words = meaning.split((config.vector, config.text - config.vector), -1)
        given = self.sentence(torch.cat([vector * math.sqrt(config.vector), words], -1))
        token = given[:, None]
        x = torch.cat([token, x], 1)
        condition = self.condition(given + self.time(waves(step.float(), config.width)))
        inside = torch.nn.functional.pad(places < tokens[:, None], (1, 0), value=True)
        outside = torch.zeros(inside.shape, dtype=x.dtype, device=x.device).masked_fill(~inside, -1e4)[:, None, None]
        for block in self.blocks:
            x = block(x, condition, outside)
        change = self.leave(x[:, 1:]).reshape(count, frames, -1)
        guess = self.first[step][:, None, None] * noisy
        return known * held + (1 - held) * (guess + self.change[step][:, None, None] * change)


def spread(mask: Tensor) -> Tensor:
    """(B, T, groups) -> (B, T, features): every feature as its group."""
    from backend.motion.diffusion.embedded_features import GROUPS

    return mask[..., torch.as_tensor(GROUPS, device=mask.device)]


def waves(values: Tensor, width: int) -> Tensor:
    """(...) -> (..., width) sines and cosines, periods from 2 pi to 1e4."""
    rates = torch.exp(torch.arange(width // 2, device=values.device) * (-math.log(1e4) / (width // 2 - 1)))
    angles = values[..., None] * rates
    return torch.cat([angles.sin(), angles.cos()], -1)
