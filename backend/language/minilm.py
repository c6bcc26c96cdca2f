# SPDX-License-Identifier: GPL-3.0-or-later
"""all-MiniLM-L6-v2 in plain torch: a 6-layer BERT (Devlin et al., 2019) with mean pooling.

The checkpoint (Wang et al., MiniLM, 2020; fine-tuned by sentence-transformers) is read from
safetensors. One sentence goes through at a time: at this size batching saves little, and a
sentence's vector then never depends on what else was asked.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch

#: Word pieces after which a text is cut, as the model was trained.
MAXIMUM_PIECES = 256


class MiniLM:
    """The encoder. ``folder`` holds model.safetensors, tokenizer.json and config.json."""

    def __init__(self, folder: Path) -> None:
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.heads: int = config["num_attention_heads"]
        self.layers: int = config["num_hidden_layers"]
        self.epsilon: float = config["layer_norm_eps"]
        self.dimension: int = config["hidden_size"]
        self._weights: dict[str, torch.Tensor] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAXIMUM_PIECES)

    def embed(self, text: str) -> np.ndarray:
        """``text`` -> (384,) float32, unit length."""
        import torch
        pieces = self._tokenizer.encode(text).ids
        with torch.inference_mode(), one_thread():
            hidden = self._encode(torch.tensor(pieces))
            return torch.nn.functional.normalize(hidden.mean(0), dim=0).numpy().copy()

    def _encode(self, pieces: torch.Tensor) -> torch.Tensor:
        """Word pieces (T,) -> last hidden states (T, 384)."""
        import torch.nn.functional as F
        w = self._weights
        hidden = (w["embeddings.word_embeddings.weight"][pieces]
                  + w["embeddings.position_embeddings.weight"][:len(pieces)]
                  + w["embeddings.token_type_embeddings.weight"][0])
        hidden = self._norm(hidden, "embeddings.LayerNorm")
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}."
            hidden = self._norm(hidden + self._attention(hidden, name), name + "attention.output.LayerNorm")
            inner = F.gelu(self._linear(hidden, name + "intermediate.dense"))
            hidden = self._norm(hidden + self._linear(inner, name + "output.dense"), name + "output.LayerNorm")
        return hidden

    def _attention(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        """Multi-head self-attention (T, 384) -> (T, 384)."""
        def split(x: torch.Tensor) -> torch.Tensor:  # (T, 384) -> (heads, T, 384 / heads)
            return x.view(len(x), self.heads, -1).transpose(0, 1)

        query, key, value = (split(self._linear(hidden, f"{name}attention.self.{part}"))
                             for part in ("query", "key", "value"))
        scores = query @ key.transpose(1, 2) / math.sqrt(query.shape[-1])
        mixed = (scores.softmax(-1) @ value).transpose(0, 1).reshape(hidden.shape)
        return self._linear(mixed, name + "attention.output.dense")

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        import torch.nn.functional as F
        return F.linear(x, self._weights[name + ".weight"], self._weights[name + ".bias"])

    def _norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        import torch.nn.functional as F
        weight, bias = self._weights[name + ".weight"], self._weights[name + ".bias"]
        return F.layer_norm(x, weight.shape, weight, bias, self.epsilon)


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Run torch on this thread alone, then restore the setting: a sentence is too small to share out."""
    import torch
    before = torch.get_num_threads()
    if before == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
