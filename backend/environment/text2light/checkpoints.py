# SPDX-License-Identifier: GPL-3.0-or-later
"""The official checkpoints of Text2Light, given by the user, into our networks.

``last.ckpt`` of a sampler holds its codebooks and its transformer; ``sritmo.pth`` SR-iTMO; ``clip_emb.npy`` the CLIP
image embeddings of the training panoramas. The frozen CLIP inside is left out. Nothing in a file is executed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from backend.engine import EngineError
from backend.environment.text2light.codebook import Codebook, CodebookConfig, Padding
from backend.environment.text2light.itmo import ItmoConfig, SrItmo
from backend.environment.text2light.transformer import TokenTransformer, TransformerConfig
from backend.weights.networks import Sizes, bad_weights, below, filled, read_state

#: Width of CLIP ViT-B/32's embeddings.
CLIP_WIDTH = 512


@dataclass(frozen=True)
class GlobalSampler:
    """Sentence to holistic panorama."""

    codebook: Codebook
    transformer: TokenTransformer


@dataclass(frozen=True)
class LocalSampler:
    """Holistic panorama to detail."""

    codebook: Codebook
    holistic: Codebook
    transformer: TokenTransformer


def load_global_sampler(path: str | Path, heads: int = 8, **codebook: Any) -> GlobalSampler:
    """``global_sampler_clip/checkpoints/last.ckpt``. Raises :class:`EngineError` (``bad_weights``).

    ``codebook`` gives what shapes do not tell (``attention``, ``resolution``) where it differs from the published.
    """
    path = Path(path)
    state = read_state(path)
    return GlobalSampler(_codebook(state, "first_stage_model.", "circular", path, codebook),
                         _transformer(state, heads, path))


def load_local_sampler(path: str | Path, heads: int = 16, **codebook: Any) -> LocalSampler:
    """``local_sampler{,_outdoor,_indoor}/checkpoints/last.ckpt``; as :func:`load_global_sampler`."""
    path = Path(path)
    state = read_state(path)
    return LocalSampler(_codebook(state, "first_stage_model.", "zeros", path, codebook),
                        _codebook(state, "holistic_model.", "circular", path, codebook),
                        _transformer(state, heads, path))


def load_sritmo(path: str | Path) -> SrItmo:
    """``sritmo.pth``. Raises :class:`EngineError` (``bad_weights``)."""
    path = Path(path)
    state = read_state(path, ("net",))
    sizes = Sizes(state, path)
    features = sizes.shape("ldr_encoder.head.0.weight", 4)[0]
    blocks = sizes.count("ldr_encoder.body") - 1  # the last one is a plain convolution
    return filled(lambda: SrItmo(ItmoConfig(features, blocks)), state, path)


def load_bank(path: str | Path) -> Tensor:
    """``clip_emb.npy``: (N, 512) CLIP image embeddings, not normalised. Raises :class:`EngineError`."""
    path = Path(path)
    try:
        bank = np.load(path, allow_pickle=False)
    except FileNotFoundError:
        raise EngineError(f"There is no file {path}.", "Check the path.", "bad_weights") from None
    except (OSError, ValueError, EOFError, MemoryError) as error:
        raise bad_weights(path, f"it cannot be read ({error!s:.120})") from error
    if not isinstance(bank, np.ndarray) or bank.ndim != 2 or bank.shape[1] != CLIP_WIDTH or bank.dtype.kind != "f":
        raise bad_weights(path, f"it is no table of {CLIP_WIDTH} numbers a panorama")
    if len(bank) < 5 or not np.isfinite(bank).all() or (np.abs(bank).max(1) == 0).any():
        raise bad_weights(path, "it has too few rows, or rows that are no embeddings")
    return torch.from_numpy(bank.astype(np.float32))


def _codebook(state: dict[str, Tensor], prefix: str, padding: Padding, path: Path, known: dict[str, Any]) -> Codebook:
    own = {name: value for name, value in below(state, prefix).items() if not name.startswith("loss.")}
    sizes = Sizes(own, path)
    channels = sizes.shape("encoder.conv_in.weight", 4)[0]
    levels = sizes.count("encoder.down")
    widths = [sizes.shape(f"encoder.down.{level}.block.0.conv1.weight", 4)[0] for level in range(levels)]
    if any(width % channels for width in widths) or channels % 32:
        raise bad_weights(path, f"its codebook has the widths {widths}")
    entries, embedding = sizes.shape("quantize.embedding.weight", 2)
    config = CodebookConfig(
        channels=channels, multipliers=tuple(width // channels for width in widths),
        blocks=sizes.count("encoder.down.0.block"), latent=sizes.shape("encoder.conv_out.weight", 4)[0],
        embedding=embedding, entries=entries, padding=padding, **known)
    return filled(lambda: Codebook(config), own, path)


def _transformer(state: dict[str, Tensor], heads: int, path: Path) -> TokenTransformer:
    own = below(state, "transformer.")
    sizes = Sizes(own, path)
    entries, width = sizes.shape("tok_emb.weight", 2)
    sizes.divisible(width, heads)
    config = TransformerConfig(entries=entries, places=sizes.shape("pos_emb", 3)[1], layers=sizes.count("blocks"),
                               heads=heads, width=width)
    return filled(lambda: TokenTransformer(config), own, path)

