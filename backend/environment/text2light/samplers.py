# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sentence retrieves, and the global sampler: the holistic panorama.

``Step`` is called with (done, of) after each token, and ends the sampling by raising.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from backend.environment.text2light.transformer import TokenTransformer, draw, uniforms

Step = Callable[[int, int], None]
#: Panoramas retrieved for a sentence.
NEIGHBOURS = 5


def retrieve(bank: Tensor, query: Tensor, count: int = NEIGHBOURS) -> Tensor:
    """(Q, count) rows of ``bank`` (N, D), CLIP image embeddings, by descending inner product with the normalised
    ``query`` (Q, D), CLIP text features."""
    if len(bank) < count:
        raise ValueError(f"the bank holds {len(bank)} embeddings, {count} are needed")
    return (torch.nn.functional.normalize(query, dim=-1) @ bank.T).topk(count, dim=-1).indices


def disguised(embedding: Tensor, noise: Tensor, share: float = 0.25) -> Tensor:
    """The training query (B, D) of an image: its embedding hidden in unit ``noise``, so that no text is needed."""
    own, other = (torch.nn.functional.normalize(each, dim=-1) for each in (embedding, noise))
    return torch.nn.functional.normalize(share * own + (1 - share) * other, dim=-1)


def global_prefix(neighbours: Tensor) -> Tensor:
    """Retrieved embeddings (B, K, D) -> prefix (B, K, 2 D): each beside itself."""
    return torch.cat([neighbours, neighbours], -1)


@torch.no_grad()
def sample_holistic(network: TokenTransformer, prefix: Tensor, shape: tuple[int, int], *, best: int | None = 100,
                    temperature: float = 1.0, generator: torch.Generator | None = None,
                    step: Step | None = None) -> Tensor:
    """Tokens (B, h, w) in raster order after ``prefix`` (B, P, width); keys and values are kept between tokens."""
    total = shape[0] * shape[1]
    chances = uniforms((len(prefix), total), generator)
    sequences = [network.sequence() for _ in prefix]
    inputs = list(prefix)
    tokens: list[Tensor] = []
    for number in range(total):
        tokens.append(draw(network.extend(inputs, sequences), best, temperature, chances[:, number]))
        inputs = list(network.embedded(tokens[-1][:, None]))
        if step is not None:
            step(number + 1, total)
    return torch.stack(tokens, 1).unflatten(1, shape)
