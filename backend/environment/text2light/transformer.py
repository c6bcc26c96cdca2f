# SPDX-License-Identifier: GPL-3.0-or-later
"""The token samplers' network: a decoder-only transformer over prefix embeddings and tokens.

A. Radford et al., Language Models are Unsupervised Multitask Learners (GPT-2), 2019, with GELU in its exact form.
Parameters carry the names of the published checkpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
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



class Sequence:
    """Keys and values (layers, 2, heads, places, width / heads) of the first ``length`` places of one sequence."""

    def __init__(self, values: Tensor) -> None:
        self.values, self.length = values, 0


class _Attention(nn.Module):
    def __init__(self, width: int, heads: int, places: int) -> None:
        super().__init__()
        self.heads = heads
        self.key, self.query, self.value, self.proj = (nn.Linear(width, width) for _ in range(4))
        # Kept in the published files; causality is asked of the attention itself.
        self.register_buffer("mask", torch.tril(torch.ones(1, 1, places, places)))

    def _split(self, x: Tensor) -> Iterator[Tensor]:
        """Query, key and value (..., heads, N, D / heads) of (..., N, D)."""
        return (each(x).unflatten(-1, (self.heads, -1)).transpose(-3, -2)
                for each in (self.query, self.key, self.value))

    def forward(self, x: Tensor) -> Tensor:
        query, key, value = self._split(x)
        seen = nn.functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        result: Tensor = self.proj(seen.transpose(1, 2).flatten(2))
        return result

    def extend(self, x: Tensor, counts: list[int], kept: list[Tensor], lengths: list[int]) -> Tensor:
        """As :meth:`forward` for sequences of different lengths one after the other in ``x`` (N, D), each ``counts``
        long and going on from ``lengths`` places in ``kept`` (2, heads, places, D / heads), which gets the new ones."""
        parts = []
        new = zip(*(each.split(counts, 1) for each in self._split(x)))
        for (query, key, value), memory, length in zip(new, kept, lengths):
            count = query.shape[1]
            end = length + count
            memory[0, :, length:end], memory[1, :, length:end] = key, value
            # Each sees what was before it; the only new one sees everything.
            mask = None if count == 1 else torch.ones(count, end, dtype=torch.bool, device=x.device).tril(length)
            parts.append(nn.functional.scaled_dot_product_attention(
                query[None], memory[None, 0, :, :end], memory[None, 1, :, :end], attn_mask=mask)[0])
        result: Tensor = self.proj(torch.cat(parts, 1).transpose(0, 1).flatten(1))
        return result


class _Block(nn.Module):
    def __init__(self, config: TransformerConfig) -> None:
        super().__init__()
        width = config.width
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = _Attention(width, config.heads, config.places)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        return self._mixed(x + self.attn(self.ln1(x)))

    def extend(self, x: Tensor, counts: list[int], kept: list[Tensor], lengths: list[int]) -> Tensor:
        return self._mixed(x + self.attn.extend(self.ln1(x), counts, kept, lengths))

    def _mixed(self, x: Tensor) -> Tensor:
        result: Tensor = x + self.mlp(self.ln2(x))
        return result


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
        x = self.embedded(tokens, prefix)
        self._check(x.shape[1])
        x = self.blocks(x + self.pos_emb[:, :x.shape[1]])
        result: Tensor = self.head(self.ln_f(x))
        return result

    def embedded(self, tokens: Tensor, prefix: Tensor | None = None) -> Tensor:
        """What the network takes for tokens (..., N) after ``prefix`` (..., P, width): (..., P + N, width)."""
        x: Tensor = self.tok_emb(tokens)
        return x if prefix is None else torch.cat([prefix, x], -2)

    def sequence(self) -> Sequence:
        """One that nothing is in yet."""
        config = self.config
        return Sequence(self.pos_emb.new_empty(config.layers, 2, config.heads, config.places,
                                               config.width // config.heads))

    def bytes_kept(self) -> int:
        """Of a :class:`Sequence`."""
        config = self.config
        return 2 * config.layers * config.places * config.width * self.pos_emb.element_size()

    def extend(self, inputs: list[Tensor], sequences: list[Sequence]) -> Tensor:
        """Logits (S, entries) of what comes next in each of S ``sequences`` after its ``inputs`` (N, width), which it
        remembers; N is at least 1, and need not be the same for all."""
        counts, lengths = [len(each) for each in inputs], [each.length for each in sequences]
        if not all(counts):
            raise ValueError("there is nothing to extend a sequence by")
        ends = [length + count for length, count in zip(lengths, counts)]
        self._check(max(ends))
        x = torch.cat([each + self.pos_emb[0, length:end] for each, length, end in zip(inputs, lengths, ends)])
        for number, block in enumerate(self.blocks):
            assert isinstance(block, _Block)
            x = block.extend(x, counts, [each.values[number] for each in sequences], lengths)
        for sequence, end in zip(sequences, ends):
            sequence.length = end
        last = torch.tensor(counts, device=x.device).cumsum(0) - 1
        result: Tensor = self.head(self.ln_f(x[last]))
        return result

    def _check(self, places: int) -> None:
        if places > self.config.places:
            raise ValueError(f"{places} places are more than the network's {self.config.places}")


def keep_best(logits: Tensor, count: int | None) -> Tensor:
    """Logits (..., entries) with all but those at least as large as the ``count``-th largest set to -inf."""
    if count is None or count >= logits.shape[-1]:
        return logits
    least = logits.topk(count, dim=-1).values[..., -1:]
    return logits.masked_fill(logits < least, -torch.inf)


def uniforms(shape: tuple[int, ...], generator: torch.Generator | None) -> Tensor:
    """Random numbers in [0, 1) for :func:`draw`, the same whatever the network's device."""
    return torch.rand(shape, dtype=torch.float64, generator=generator)


def draw(logits: Tensor, best: int | None, temperature: float, chances: Tensor) -> Tensor:
    """Tokens (...) from logits (..., entries) by random numbers ``chances`` (...) in [0, 1): the inverse of the
    cumulative distribution. A temperature of 0 takes the likeliest."""
    if temperature <= 0:
        return logits.argmax(-1)
    sums = keep_best(logits.double() / temperature, best).softmax(-1).cumsum(-1)
    reached = sums <= chances.to(sums.device)[..., None] * sums[..., -1:]
    return reached.sum(-1)
