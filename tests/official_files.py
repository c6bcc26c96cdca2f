# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints of the official layouts, with tiny networks in them, and the CLIP that such files hold."""

from __future__ import annotations

import torch
from torch import Tensor

WIDTH, WORDS, PLACES = 512, 49408, 77


def clip_state(prefix: str = "clip.", layers: int = 1, seed: int = 7) -> dict[str, Tensor]:
    """A text tower of CLIP's width, and a little of the image tower. The table of words lies in few numbers (each row
    is the one before, moved by one), so that a file of it stays small."""
    made = torch.Generator().manual_seed(seed)

    def draw(*shape: int, scale: float = 0.05) -> Tensor:
        return torch.randn(*shape, generator=made) * scale

    state = {"token_embedding.weight": draw(WORDS + WIDTH, scale=0.3).as_strided((WORDS, WIDTH), (1, 1)),
             "positional_embedding": draw(PLACES, WIDTH), "text_projection": draw(WIDTH, WIDTH),
             "ln_final.weight": torch.ones(WIDTH), "ln_final.bias": torch.zeros(WIDTH),
             "logit_scale": torch.tensor(4.6), "visual.conv1.weight": draw(4, 3, 2, 2)}
    for layer in range(layers):
        name = f"transformer.resblocks.{layer}."
        for part, outside, inside in (("attn.in_proj_", 3 * WIDTH, WIDTH), ("attn.out_proj.", WIDTH, WIDTH),
                                      ("mlp.c_fc.", 4 * WIDTH, WIDTH), ("mlp.c_proj.", WIDTH, 4 * WIDTH)):
            state[f"{name}{part}weight"], state[f"{name}{part}bias"] = draw(outside, inside), draw(outside)
        for part in ("ln_1", "ln_2"):
            state[f"{name}{part}.weight"], state[f"{name}{part}.bias"] = torch.ones(WIDTH), torch.zeros(WIDTH)
    return {f"{prefix}{name}": value for name, value in state.items()}


def drawn(network: torch.nn.Module, prefix: str = "", scale: float = 0.1, seed: int = 3) -> dict[str, Tensor]:
    """A state with something in every tensor: the networks' own begin as nothing."""
    made = torch.Generator().manual_seed(seed)
    return {f"{prefix}{name}": torch.randn(value.shape, generator=made) * scale
            for name, value in network.state_dict().items()}
