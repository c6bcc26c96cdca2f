# SPDX-License-Identifier: GPL-3.0-or-later
"""ReMoDiffuse's retrieval: which motions of a database resemble a sentence and a length (section 3.2)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Database:
    """N motions with their captions."""

    captions: list[str]
    #: (N, D) pooled text features of the captions, the keys of retrieval.
    features: Tensor
    #: (N, frames, features) normalised motions, padded, and how many frames of each count (N,).
    motions: Tensor
    lengths: Tensor
    #: (N, 77, width) text token features of the captions.
    tokens: Tensor

    def find(self, query: Tensor, query_lengths: Tensor, count: int = 2, kinematic: float = 0.1,
             skip_equal_length: bool = False) -> Tensor:
        """(Q, count) entries for pooled queries (Q, D) of the lengths (Q,), the best first."""
        found = scores(self.features, self.lengths, query, query_lengths, kinematic)
        return best(found, count, self.lengths, query_lengths, skip_equal_length)


def scores(features: Tensor, lengths: Tensor, query: Tensor, query_lengths: Tensor, kinematic: float = 0.1) -> Tensor:
    """(Q, N) score of each of N entries for each of Q queries.

    ``features`` (N, D) and ``query`` (Q, D) are pooled text features, the lengths (N,) and (Q,) frames: cosine
    similarity times exp(-kinematic |l - l'| / max(l, l')).
    """
    cosine = torch.nn.functional.normalize(query, dim=-1) @ torch.nn.functional.normalize(features, dim=-1).T
    own, other = query_lengths[:, None].to(cosine.dtype), lengths[None].to(cosine.dtype)
    return cosine * torch.exp(-kinematic * (own - other).abs() / torch.maximum(own, other))


def best(found: Tensor, count: int, lengths: Tensor, query_lengths: Tensor, skip_equal_length: bool = False) -> Tensor:
    """(Q, count) entries by descending score. ``skip_equal_length`` passes over those as long as the query: in
    training, a motion must not retrieve itself. Raises ValueError when there are too few."""
    if skip_equal_length:
        found = found.masked_fill(lengths[None] == query_lengths[:, None], -torch.inf)
    if count > found.shape[1] or bool((found > -torch.inf).sum(1).min() < count):
        raise ValueError(f"the database has fewer than {count} motions to retrieve")
    return found.sort(dim=1, descending=True, stable=True).indices[:, :count]
