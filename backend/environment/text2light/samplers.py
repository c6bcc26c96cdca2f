# SPDX-License-Identifier: GPL-3.0-or-later
"""The two samplers of Text2Light: the holistic panorama, then its detail through a sliding window.

``Step`` is called with (done, of) after each token, and ends the sampling by raising.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from backend.environment.text2light.transformer import TokenTransformer, draw

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
    empty = torch.zeros(len(prefix), 0, dtype=torch.long, device=prefix.device)
    logits, memory = network.extend(empty, prefix)
    tokens = []
    for number in range(total):
        tokens.append(draw(logits[:, -1], best, temperature, generator))
        if step is not None:
            step(number + 1, total)
        if number < total - 1:
            logits, memory = network.extend(tokens[-1][:, None], memory=memory)
    return torch.stack(tokens, 1).unflatten(1, shape)


def window_start(place: int, size: int, window: int, wraps: bool = False) -> int:
    """First row or column of the window in which ``place`` of ``size`` is decided: it lies in the middle, as far as the
    edges let it. On an axis that ``wraps`` there is no edge, and the start may be negative."""
    start = place - window // 2
    return start if wraps else min(max(start, 0), size - window)


@torch.no_grad()
def sample_detail(network: TokenTransformer, holistic: Tensor, encoding: Tensor, shape: tuple[int, int], window: int, *,
                  wraps: bool = True, best: int | None = 100, temperature: float = 1.0,
                  generator: torch.Generator | None = None, step: Step | None = None) -> Tensor:
    """Tokens (B, H, W) in raster order.

    ``holistic`` (B, N) tokens, ``encoding`` (18, 2 H, 2 W) of the whole panorama. Where the panorama
    ``wraps``, windows run on over its left and right edges, so that the two meet; the published sampler stops there.
    """
    height, width = shape
    size = len(holistic)
    found = torch.zeros(size, height, width, dtype=torch.long, device=holistic.device)
    total = height * width
    for number in range(total):
        row, column = divmod(number, width)
        logits = detail_logits(network, holistic, encoding, found, row, column, window, wraps)
        found[:, row, column] = draw(logits, best, temperature, generator)
        if step is not None:
            step(number + 1, total)
    return found


def detail_logits(network: TokenTransformer, holistic: Tensor, encoding: Tensor, found: Tensor, row: int, column: int,
                  window: int, wraps: bool) -> Tensor:
    """Logits (B, entries) of one place of ``found`` (B, H, W), of which what comes before it counts."""
    height, width = found.shape[1:]
    top, left = window_start(row, height, window), window_start(column, width, window, wraps)
    rows = torch.arange(top, top + window, device=found.device)
    columns = torch.arange(left, left + window, device=found.device) % width
    tokens = found[:, rows][:, :, columns].flatten(1)
    cells = [torch.stack([2 * each, 2 * each + 1], 1).flatten() for each in (rows, columns)]
    prefix = encoding[:, cells[0]][:, :, cells[1]].flatten(1).expand(len(found), -1, -1)
    place = (row - top) * window + column - left
    # What comes after the place cannot be seen from it, and need not be computed.
    sequence = torch.cat([holistic, tokens[:, :place]], 1)
    logits: Tensor = network(sequence, prefix)[:, -1]
    return logits
