# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers that MotionDiffuse and ReMoDiffuse share. Attributes carry the names of the published checkpoints.

B samples, T frames, N tokens, D width, H heads. Masks are 1 for what counts, 0 for padding.
Attention in linear time: Z. Shen et al., Efficient Attention: Attention with Linear Complexities, WACV 2021.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

#: Added to the logits of padded keys.
MASKED = -1e6


def timestep_embedding(timesteps: Tensor, width: int, period: float = 10_000.0) -> Tensor:
    """(B,) -> (B, width): cosines, then sines, of frequencies from 1 down to 1/period; an odd width ends in a zero."""
    half = width // 2
    frequencies = torch.exp(-math.log(period) * torch.arange(half, dtype=torch.float32, device=timesteps.device) / half)
    angles = timesteps[:, None].float() * frequencies
    found = torch.cat([angles.cos(), angles.sin()], -1)
    return nn.functional.pad(found, (0, width - 2 * half))


def zeroed(layer: nn.Linear) -> nn.Linear:
    """A layer that starts as nothing, so that a residual block starts as the identity."""
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def text_encoder(width: int, heads: int, feed_forward: int, layers: int) -> nn.TransformerEncoder:
    """Post-norm transformer over (N, B, width)."""
    layer = nn.TransformerEncoderLayer(width, heads, feed_forward, dropout=0.0, activation="gelu")
    return nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)


class StylizationBlock(nn.Module):
    """Scale and shift from the condition: MotionDiffuse, eq. 8."""

    def __init__(self, width: int, condition: int) -> None:
        super().__init__()
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(condition, 2 * width))
        self.norm = nn.LayerNorm(width)
        self.out_layers = nn.Sequential(nn.SiLU(), nn.Identity(), zeroed(nn.Linear(width, width)))

    def forward(self, h: Tensor, condition: Tensor) -> Tensor:
        scale, shift = self.emb_layers(condition)[:, None].chunk(2, -1)
        result: Tensor = self.out_layers(self.norm(h) * (1 + scale) + shift)
        return result


class FeedForward(nn.Module):
    """Two linear layers, stylised where there is a condition, with a residual."""

    def __init__(self, width: int, hidden: int, condition: int | None) -> None:
        super().__init__()
        self.linear1 = nn.Linear(width, hidden)
        self.linear2 = zeroed(nn.Linear(hidden, width))
        self.proj_out = None if condition is None else StylizationBlock(width, condition)

    def forward(self, x: Tensor, condition: Tensor | None = None) -> Tensor:
        h = self.linear2(nn.functional.gelu(self.linear1(x)))
        if self.proj_out is not None:
            assert condition is not None
            h = self.proj_out(h, condition)
        return x + h


def efficient(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
    """Attention in O(N): queries (B, T, D) read a context of D/H x D/H a head from keys and values (B, N, D)."""
    query, key, value = (each.unflatten(-1, (heads, -1)) for each in (query, key, value))
    context = torch.einsum("bnhd,bnhl->bhdl", key.softmax(1), value)
    return torch.einsum("bthd,bhdl->bthl", query.softmax(-1), context).flatten(-2)


class EfficientSelfAttention(nn.Module):
    """Over frames, in linear time; stylised where there is a condition."""

    def __init__(self, width: int, heads: int, condition: int | None) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.proj_out = None if condition is None else StylizationBlock(width, condition)

    def forward(self, x: Tensor, condition: Tensor | None, mask: Tensor) -> Tensor:
        """x (B, T, D), mask (B, T, 1)."""
        h = self.norm(x)
        y = efficient(self.query(h), self.key(h) + (1 - mask) * MASKED, self.value(h) * mask, self.heads)
        if self.proj_out is not None:
            assert condition is not None
            y = self.proj_out(y, condition)
        return x + y


class EfficientCrossAttention(nn.Module):
    """From frames to text tokens, in linear time."""

    def __init__(self, width: int, text_width: int, heads: int, condition: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.text_norm = nn.LayerNorm(width), nn.LayerNorm(text_width)
        self.query = nn.Linear(width, width)
        self.key, self.value = nn.Linear(text_width, width), nn.Linear(text_width, width)
        self.proj_out = StylizationBlock(width, condition)

    def forward(self, x: Tensor, text: Tensor, condition: Tensor) -> Tensor:
        words = self.text_norm(text)
        y = efficient(self.query(self.norm(x)), self.key(words), self.value(words), self.heads)
        return x + self.proj_out(y, condition)


def softmax_attention(query: Tensor, key: Tensor, value: Tensor, heads: int, bias: Tensor | float = 0.0) -> Tensor:
    """Ordinary scaled dot-product attention; ``bias`` is added to the logits (B, T, N, H)."""
    query, key, value = (each.unflatten(-1, (heads, -1)) for each in (query, key, value))
    logits = torch.einsum("bthd,bnhd->btnh", query, key) / math.sqrt(query.shape[-1]) + bias
    return torch.einsum("btnh,bnhd->bthd", logits.softmax(2), value).flatten(-2)


class SelfAttention(nn.Module):
    """The published softmax variant. Its mask lowers whole rows of padded queries, not padded keys."""

    def __init__(self, width: int, heads: int, condition: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.proj_out = StylizationBlock(width, condition)

    def forward(self, x: Tensor, condition: Tensor, mask: Tensor) -> Tensor:
        h = self.norm(x)
        y = softmax_attention(self.query(h), self.key(h), self.value(h), self.heads, (1 - mask)[..., None] * -1e5)
        return x + self.proj_out(y, condition)


class CrossAttention(EfficientCrossAttention):
    """The softmax variant of :class:`EfficientCrossAttention`."""

    def forward(self, x: Tensor, text: Tensor, condition: Tensor) -> Tensor:
        words = self.text_norm(text)
        y = softmax_attention(self.query(self.norm(x)), self.key(words), self.value(words), self.heads)
        return x + self.proj_out(y, condition)
