# SPDX-License-Identifier: GPL-3.0-or-later
"""The evaluator's two encoders: a sentence and a motion that tell the same lie close on one sphere.

Trained by contrast as in A. Radford et al., CLIP (2021); that such a pair makes the metrics of text to motion is C.
Guo et al., Generating Diverse and Natural 3D Human Motions from Text (2022). The sizes are ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from backend.motion.evaluation.features import WIDTH


@dataclass(frozen=True)
class EvaluatorConfig:
    """Sizes."""

    features: int = WIDTH
    #: Of a sentence: MiniLM's vector, and the words of :func:`backend.motion.evaluation.wording.directions`.
    text: int = 384 + 6
    width: int = 128
    layers: int = 2
    heads: int = 4
    #: Of the sphere. Few, because Fréchet distances of few clips mean little in many.
    dimension: int = 64
    dropout: float = 0.2


class Evaluator(nn.Module):
    """Motions (B, T, features) and sentences (B, text) to unit vectors (B, dimension)."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, config: EvaluatorConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or EvaluatorConfig()
        width, drop = config.width, config.dropout
        self.register_buffer("mean", torch.zeros(config.features))
        self.register_buffer("deviation", torch.ones(config.features))
        self.first = nn.Conv1d(config.features, width, 5, stride=2, padding=2)
        self.second = nn.Conv1d(width, width, 5, stride=2, padding=2)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, config.heads, 2 * width, drop, "gelu", batch_first=True, norm_first=True)
            for _ in range(config.layers))
        self.norm = nn.LayerNorm(width)
        self.motion = nn.Linear(2 * width, config.dimension)
        self.text = nn.Sequential(nn.Linear(config.text, width), nn.GELU(), nn.Dropout(drop),
                                  nn.Linear(width, config.dimension))
        #: Logarithm of the inverse temperature.
        self.sharpness = nn.Parameter(torch.tensor(math.log(1 / 0.07)))

    def encode_motion(self, motions: Tensor, lengths: Tensor) -> Tensor:
        """Features (B, T, F), zero or anything beyond ``lengths`` (B,) -> (B, dimension)."""
        places = torch.arange(motions.shape[1], device=motions.device)
        inside = (places < lengths[:, None]).to(motions.dtype)[..., None]
        x = ((motions - self.mean) / self.deviation) * inside
        x = torch.nn.functional.gelu(self.first(x.transpose(1, 2)))
        x = x * inside[:, ::2].transpose(1, 2)
        x = torch.nn.functional.gelu(self.second(x)).transpose(1, 2)
        kept = inside[:, ::4]
        x = (x + _waves(x.shape[1], x.shape[2], x)) * kept
        outside = kept[..., 0] == 0
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=outside)
        x = self.norm(x)
        mean = (x * kept).sum(1) / kept.sum(1)
        most = x.masked_fill(outside[..., None], -1e4).amax(1)
        return torch.nn.functional.normalize(self.motion(torch.cat([mean, most], -1)), dim=-1)

    def encode_text(self, sentences: Tensor) -> Tensor:
        """(B, text) -> (B, dimension)."""
        return torch.nn.functional.normalize(self.text(sentences), dim=-1)


def _waves(count: int, width: int, like: Tensor) -> Tensor:
    """(count, width) sines and cosines of the place in time."""
    rates = torch.exp(torch.arange(0, width, 2, device=like.device) * (-math.log(1e4) / width))
    angles = torch.arange(count, device=like.device)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], 1).to(like.dtype)
