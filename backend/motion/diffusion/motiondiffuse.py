# SPDX-License-Identifier: GPL-3.0-or-later
"""MotionDiffuse's denoiser: M. Zhang et al., MotionDiffuse: Text-Driven Human Motion Generation with Diffusion Model
(arXiv 2208.15001). Parameters carry the names of the published checkpoints, without the frozen CLIP.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from backend.motion.diffusion.layers import (
    CrossAttention,
    EfficientCrossAttention,
    EfficientSelfAttention,
    FeedForward,
    SelfAttention,
    text_encoder,
    timestep_embedding,
    zeroed,
)

#: Width of CLIP ViT-B/32's token features.
CLIP_WIDTH = 512


@dataclass(frozen=True)
class MotionDiffuseConfig:
    """Sizes; the defaults are the published ones (HumanML3D)."""

    features: int = 263
    frames: int = 196
    width: int = 512
    feed_forward: int = 1024
    layers: int = 8
    heads: int = 8
    text_width: int = 256
    text_feed_forward: int = 2048
    text_layers: int = 4
    text_heads: int = 4
    #: Attention in linear time; False: the published softmax variant ("no_eff").
    efficient: bool = True


class _Block(nn.Module):
    def __init__(self, config: MotionDiffuseConfig, condition: int) -> None:
        super().__init__()
        width, heads = config.width, config.heads
        own, cross = (EfficientSelfAttention, EfficientCrossAttention) if config.efficient else (
            SelfAttention, CrossAttention)
        self.sa_block = own(width, heads, condition)
        self.ca_block = cross(width, config.text_width, heads, condition)
        self.ffn = FeedForward(width, config.feed_forward, condition)

    def forward(self, x: Tensor, text: Tensor, condition: Tensor, mask: Tensor) -> Tensor:
        x = self.sa_block(x, condition, mask)
        x = self.ca_block(x, text, condition)
        result: Tensor = self.ffn(x, condition)
        return result


class MotionDiffuse(nn.Module):
    """Predicts the noise in (B, T, features) normalised motion."""

    def __init__(self, config: MotionDiffuseConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or MotionDiffuseConfig()
        condition = 4 * config.width
        self.sequence_embedding = nn.Parameter(torch.randn(config.frames, config.width))
        self.text_pre_proj = nn.Linear(CLIP_WIDTH, config.text_width)
        self.textTransEncoder = text_encoder(config.text_width, config.text_heads, config.text_feed_forward,
                                             config.text_layers)
        self.text_ln = nn.LayerNorm(config.text_width)
        self.text_proj = nn.Sequential(nn.Linear(config.text_width, condition))
        self.joint_embed = nn.Linear(config.features, config.width)
        self.time_embed = nn.Sequential(nn.Linear(config.width, condition), nn.SiLU(), nn.Linear(condition, condition))
        self.temporal_decoder_blocks = nn.ModuleList(_Block(config, condition) for _ in range(config.layers))
        self.out = zeroed(nn.Linear(config.width, config.features))

    def encode_text(self, features: Tensor, end: Tensor) -> tuple[Tensor, Tensor]:
        """CLIP's token features (B, 77, 512), after its last layer norm, and the end-of-text positions (B,) ->
        tokens (B, 77, text_width) and the global vector (B, 4 width)."""
        tokens = self.text_ln(self.textTransEncoder(self.text_pre_proj(features.transpose(0, 1)))).transpose(0, 1)
        return tokens, self.text_proj(tokens[torch.arange(len(tokens), device=tokens.device), end])

    def embed_time(self, timesteps: Tensor) -> Tensor:
        """(B,) original steps -> (B, 4 width)."""
        result: Tensor = self.time_embed(timestep_embedding(timesteps, self.config.width))
        return result

    def forward(self, x: Tensor, timesteps: Tensor, lengths: Tensor, text: tuple[Tensor, Tensor]) -> Tensor:
        """x (B, T, features), timesteps (B,), lengths (B,) valid frames, ``text`` of :meth:`encode_text`."""
        frames = x.shape[1]
        tokens, sentence = text
        condition = self.embed_time(timesteps) + sentence
        mask = (torch.arange(frames, device=x.device) < lengths[:, None]).to(x.dtype)[..., None]
        h = self.joint_embed(x) + self.sequence_embedding[:frames]
        for block in self.temporal_decoder_blocks:
            h = block(h, tokens, condition, mask)
        result: Tensor = self.out(h)
        return result
