# SPDX-License-Identifier: GPL-3.0-or-later
"""What the networks of Text2Light are trained for, beyond the cross entropy of tokens."""

from __future__ import annotations

import torch
from torch import Tensor

#: Weight of the contrastive term of the global sampler, and the temperature of its similarities.
CONTRASTIVE_WEIGHT, _TEMPERATURE = 0.1, 0.5


def contrastive(generated: Tensor, wanted: Tensor) -> Tensor:
    """Decoded panoramas should resemble the image they were conditioned on more than the others of the batch.

    CLIP embeddings (B, D) of both; the form is the published one, whose similarities are exponentiated twice.
    """
    generated, wanted = (torch.nn.functional.normalize(each, dim=-1) for each in (generated, wanted))
    similarity = torch.exp(generated @ wanted.T / _TEMPERATURE)
    return -torch.log(_TEMPERATURE * similarity.softmax(0).diagonal()).mean()


def scale_invariant(found: Tensor, wanted: Tensor) -> Tensor:
    """Mean squared error of log radiances up to a common factor (D. Eigen et al., 2014, eq. 1 with lambda = 1)."""
    difference = found - wanted
    return (difference**2).mean() - difference.mean() ** 2
