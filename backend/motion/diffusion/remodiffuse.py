# SPDX-License-Identifier: GPL-3.0-or-later
"""ReMoDiffuse's denoiser: M. Zhang et al., ReMoDiffuse: Retrieval-Augmented Motion Diffusion Model (ICCV 2023).

Parameters carry the names of the published checkpoints below ``model.``, without the frozen CLIP. K
retrieved motions a sample, each as N = ceil(frames / stride) tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from backend.motion.diffusion.layers import (
    MASKED,
    EfficientSelfAttention,
    FeedForward,
    StylizationBlock,
    efficient,
    text_encoder,
    timestep_embedding,
    zeroed,
)
from backend.motion.diffusion.mixture import HUMANML3D, Mixture
from backend.motion.diffusion.motiondiffuse import CLIP_WIDTH


@dataclass(frozen=True)
class RetrievalConfig:
    """The encoders of retrieved motions and captions; published sizes."""

    retrieved: int = 2
    kinematic: float = 0.1
    stride: int = 4
    motion_layers: int = 2
    text_layers: int = 2
    heads: int = 8
    feed_forward: int = 1024
    text_feed_forward: int = 1024


@dataclass(frozen=True)
class ReMoDiffuseConfig:
    """Sizes; the defaults are the published ones (HumanML3D)."""

    features: int = 263
    frames: int = 196
    width: int = 512
    time_width: int = 2048
    feed_forward: int = 1024
    layers: int = 4
    heads: int = 8
    text_width: int = 256
    text_feed_forward: int = 2048
    text_layers: int = 2
    text_heads: int = 4
    retrieval: RetrievalConfig = field(default_factory=RetrievalConfig)
    mixture: Mixture = HUMANML3D


@dataclass(frozen=True)
class Retrieved:
    """What the database found for B samples, encoded."""

    #: (B, K, N, width) motion tokens, and (B, K, 1, width) their captions.
    motion: Tensor
    text: Tensor
    #: (B, K, N) 1 where a token is within its motion.
    mask: Tensor

    def repeated(self, times: int) -> Retrieved:
        """For a batch that holds the samples ``times`` times over."""
        return Retrieved(*(each.repeat(times, *[1] * (each.ndim - 1)) for each in (self.motion, self.text, self.mask)))


class SemanticsModulatedAttention(nn.Module):
    """Frames attend, in linear time, to text, retrieved motions and themselves at once (section 3.3)."""

    def __init__(self, width: int, text_width: int, heads: int, condition: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.text_norm = nn.LayerNorm(width), nn.LayerNorm(text_width)
        self.query = nn.Linear(width, width)
        self.key_text, self.value_text = nn.Linear(text_width, width), nn.Linear(text_width, width)
        self.key_motion, self.value_motion = nn.Linear(width, width), nn.Linear(width, width)
        self.retr_norm1, self.retr_norm2 = nn.LayerNorm(2 * width), nn.LayerNorm(width)
        self.key_retr, self.value_retr = nn.Linear(2 * width, width), zeroed(nn.Linear(width, width))
        self.proj_out = StylizationBlock(width, condition)

    def forward(self, x: Tensor, text: Tensor, condition: Tensor, mask: Tensor, with_text: Tensor,
                with_retrieved: Tensor, retrieved: Retrieved) -> Tensor:
        """x (B, T, D), mask (B, T, 1); ``with_text`` and ``with_retrieved`` (B, 1, 1) switch the conditions."""
        h, words = self.norm(x), self.text_norm(text)
        captions = retrieved.text.expand(-1, -1, retrieved.motion.shape[2], -1)
        both = torch.cat([retrieved.motion, captions], -1).flatten(1, 2)
        valid = with_retrieved * retrieved.mask.flatten(1, 2)[..., None]
        key = torch.cat([
            self.key_text(words) + (1 - with_text) * MASKED,
            self.key_retr(self.retr_norm1(both)) + (1 - valid) * MASKED,
            self.key_motion(h) + (1 - mask) * MASKED], 1)
        value = torch.cat([
            self.value_text(words) * with_text,
            self.value_retr(self.retr_norm2(retrieved.motion.flatten(1, 2))) * valid,
            self.value_motion(h) * mask], 1)
        return x + self.proj_out(efficient(self.query(h), key, value, self.heads), condition)


class _Block(nn.Module):
    def __init__(self, config: ReMoDiffuseConfig) -> None:
        super().__init__()
        self.ca_block = SemanticsModulatedAttention(config.width, config.text_width, config.heads, config.time_width)
        self.ffn = FeedForward(config.width, config.feed_forward, config.time_width)

    def forward(self, x: Tensor, text: Tensor, condition: Tensor, mask: Tensor, with_text: Tensor,
                with_retrieved: Tensor, retrieved: Retrieved) -> Tensor:
        x = self.ca_block(x, text, condition, mask, with_text, with_retrieved, retrieved)
        result: Tensor = self.ffn(x, condition)
        return result


class _MotionBlock(nn.Module):
    def __init__(self, width: int, config: RetrievalConfig) -> None:
        super().__init__()
        self.sa_block = EfficientSelfAttention(width, config.heads, None)
        self.ffn = FeedForward(width, config.feed_forward, None)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        result: Tensor = self.ffn(self.sa_block(x, None, mask))
        return result


class RetrievalEncoder(nn.Module):
    """Encodes what was retrieved; the database itself is :mod:`.retrieval`."""

    def __init__(self, config: ReMoDiffuseConfig) -> None:
        super().__init__()
        width, self.config = config.width, config.retrieval
        self.motion_pos_embedding = nn.Parameter(torch.randn(config.frames, width))
        self.motion_proj = nn.Linear(config.features, width)
        self.motion_encoder_blocks = nn.ModuleList(
            _MotionBlock(width, self.config) for _ in range(self.config.motion_layers))
        self.text_encoder = text_encoder(width, self.config.heads, self.config.text_feed_forward,
                                         self.config.text_layers)

    def forward(self, motions: Tensor, lengths: Tensor, tokens: Tensor) -> Retrieved:
        """motions (B, K, frames, features) normalised and padded, lengths (B, K), tokens (B, K, 77, width)."""
        shape, frames = motions.shape[:2], motions.shape[2]
        mask = (torch.arange(frames, device=motions.device) < lengths.flatten()[:, None]).to(motions.dtype)
        h = self.motion_proj(motions.flatten(0, 1)) + self.motion_pos_embedding[:frames]
        for block in self.motion_encoder_blocks:
            h = block(h, mask[..., None])
        caption = self.text_encoder(tokens.flatten(0, 1).transpose(0, 1))[-1]
        stride = self.config.stride
        return Retrieved(h[:, ::stride].unflatten(0, shape), caption[:, None].unflatten(0, shape),
                         mask[:, ::stride].unflatten(0, shape))


class ReMoDiffuse(nn.Module):
    """Predicts the clean motion in (B, T, features) normalised motion."""

    def __init__(self, config: ReMoDiffuseConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or ReMoDiffuseConfig()
        self.sequence_embedding = nn.Parameter(torch.randn(config.frames, config.width))
        self.text_pre_proj = nn.Linear(CLIP_WIDTH, config.text_width)
        self.textTransEncoder = text_encoder(config.text_width, config.text_heads, config.text_feed_forward,
                                             config.text_layers)
        self.text_ln = nn.LayerNorm(config.text_width)
        self.joint_embed = nn.Linear(config.features, config.width)
        self.time_embed = nn.Sequential(nn.Linear(config.width, config.time_width), nn.SiLU(),
                                        nn.Linear(config.time_width, config.time_width))
        self.temporal_decoder_blocks = nn.ModuleList(_Block(config) for _ in range(config.layers))
        self.out = zeroed(nn.Linear(config.width, config.features))
        self.database = RetrievalEncoder(config)

    def encode_text(self, features: Tensor) -> Tensor:
        """CLIP's token features (B, 77, 512), after its last layer norm -> (B, 77, text_width)."""
        result: Tensor = self.text_ln(self.textTransEncoder(self.text_pre_proj(features.transpose(0, 1))))
        return result.transpose(0, 1)

    def forward(self, x: Tensor, timesteps: Tensor, mask: Tensor, text: Tensor, retrieved: Retrieved,
                with_text: Tensor, with_retrieved: Tensor) -> Tensor:
        """x (B, T, features), timesteps (B,), mask (B, T), ``text`` of :meth:`encode_text`; the two conditions are
        on where ``with_text`` and ``with_retrieved`` (B,) are 1."""
        text_on, retrieved_on = (each.to(x.dtype)[:, None, None] for each in (with_text, with_retrieved))
        condition = self.time_embed(timestep_embedding(timesteps, self.config.width))
        h = self.joint_embed(x) + self.sequence_embedding[:x.shape[1]]
        for block in self.temporal_decoder_blocks:
            h = block(h, text, condition, mask[..., None], text_on, retrieved_on, retrieved)
        result: Tensor = self.out(h)
        return result

    def mixed(self, x: Tensor, timesteps: Tensor, mask: Tensor, text: Tensor, retrieved: Retrieved,
              coin: int) -> Tensor:
        """The condition mixture (section 3.4): all samples at the same step of the original process; ``coin`` (0, 1)
        decides which pair of conditions a coarse step contrasts."""
        outputs = self._four(x, timesteps, mask, text, retrieved)
        weights = self.config.mixture.weights(int(timesteps[0]), coin)
        return sum((weight * output for weight, output in zip(weights, outputs)), torch.zeros_like(x))

    def _four(self, x: Tensor, timesteps: Tensor, mask: Tensor, text: Tensor,
              retrieved: Retrieved) -> tuple[Tensor, ...]:
        """Outputs with both conditions, text alone, retrieved motions alone, and neither, in one batch."""
        size = len(x)
        with_text = torch.tensor([1, 1, 0, 0], device=x.device).repeat_interleave(size)
        with_retrieved = torch.tensor([1, 0, 1, 0], device=x.device).repeat_interleave(size)
        return self(x.repeat(4, 1, 1), timesteps.repeat(4), mask.repeat(4, 1), text.repeat(4, 1, 1),
                    retrieved.repeated(4), with_text, with_retrieved).chunk(4)
