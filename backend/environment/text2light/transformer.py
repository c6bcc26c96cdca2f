# SPDX-License-Identifier: GPL-3.0-or-later
"""The token samplers' network: a decoder-only transformer over prefix embeddings and tokens.

A. Radford et al., Language Models are Unsupervised Multitask Learners (GPT-2), 2019, with GELU in its exact form.
Parameters carry the names of the published checkpoints.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class TransformerConfig:
    """Sizes; the defaults are those of the published global sampler. Local: 402 places, 24 layers, 16 heads."""

    entries: int = 1024
    places: int = 133
    layers: int = 12
    heads: int = 8
    width: int = 1024


#: Keys and values (B, heads, N, D / heads) of what was seen, one pair a layer.
Memory = list[tuple[Tensor, Tensor]]


class _Attention(nn.Module):
    def __init__(self, width: int, heads: int, places: int) -> None:
        super().__init__()
        self.heads = heads
        self.key, self.query, self.value, self.proj = (nn.Linear(width, width) for _ in range(4))
        # Kept in the published files; causality is asked of the attention itself.
        self.register_buffer("mask", torch.tril(torch.ones(1, 1, places, places)))

    def forward(self, x: Tensor, memory: tuple[Tensor, Tensor] | None) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        query, key, value = (each(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
                             for each in (self.query, self.key, self.value))
        if memory is not None:
            key, value = torch.cat([memory[0], key], 2), torch.cat([memory[1], value], 2)
        seen = nn.functional.scaled_dot_product_attention(query, key, value, is_causal=memory is None)
        return self.proj(seen.transpose(1, 2).flatten(2)), (key, value)


class _Block(nn.Module):
    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        width = config.width
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = _Attention(width, config.heads, config.places)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor, memory: tuple[Tensor, Tensor] | None) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        seen, memory = self.attn(self.ln1(x), memory)
        x = x + seen
        return x + self.mlp(self.ln2(x)), memory


class TokenTransformer(nn.Module):
    """Logits of the next token."""

    def __init__(self, config: TransformerConfig | None = None) -> None:
        super().__init__()
        self.config = config = config or TransformerConfig()
        self.tok_emb = nn.Embedding(config.entries, config.width)
        self.pos_emb = nn.Parameter(torch.zeros(1, config.places, config.width))
        self.blocks = nn.Sequential(*(_Block(config) for _ in range(config.layers)))
        self.ln_f = nn.LayerNorm(config.width)
        self.head = nn.Linear(config.width, config.entries, bias=False)

    def forward(self, tokens: Tensor, prefix: Tensor | None = None) -> Tensor:
        """Tokens (B, N) after ``prefix`` (B, P, width) -> logits (B, P + N, entries)."""
        return self.extend(tokens, prefix)[0]

    def extend(self, tokens: Tensor, prefix: Tensor | None = None,
               memory: Memory | None = None) -> tuple[Tensor, Memory]:
        """As :meth:`forward`, going on from ``memory``, to which one token at a time may be added."""
        x = self.tok_emb(tokens)
        if prefix is not None:
            x = torch.cat([prefix, x], 1)
        past = memory[0][0].shape[2] if memory else 0
        if memory and x.shape[1] != 1:
            raise ValueError("one token at a time can be added to what was seen")
        if past + x.shape[1] > self.config.places:
            raise ValueError(f"{past + x.shape[1]} places are more than the network's {self.config.places}")
        x = x + self.pos_emb[:, past:past + x.shape[1]]
        kept: Memory = []
        for number, block in enumerate(self.blocks):
            x, layer = block(x, memory[number] if memory else None)
            kept.append(layer)
        return self.head(self.ln_f(x)), kept


def keep_best(logits: Tensor, count: int | None) -> Tensor:
    """Logits (..., entries) with all but those at least as large as the ``count``-th largest set to -inf."""
    if count is None or count >= logits.shape[-1]:
        return logits
    least = logits.topk(count, dim=-1).values[..., -1:]
    return logits.masked_fill(logits < least, -torch.inf)


def draw(logits: Tensor, best: int | None, temperature: float, generator: torch.Generator | None) -> Tensor:
    """Tokens (B,) from logits (B, entries); a temperature of 0 takes the likeliest."""
    if temperature <= 0:
        return logits.argmax(-1)
    chances = keep_best(logits / temperature, best).softmax(-1)
    return torch.multinomial(chances, 1, generator=generator)[:, 0]
