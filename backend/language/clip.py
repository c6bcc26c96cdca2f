# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP's text tower in plain torch: A. Radford et al., Learning Transferable Visual Models From Natural Language
Supervision, 2021. Only what the published generators condition on: no pictures, no training.

The weights are never Troupe's own: the official checkpoints of MotionDiffuse, ReMoDiffuse and Text2Light hold the
frozen ViT-B/32 that they were trained with, and it is read from there; else from a folder of the user's
(:func:`own_folder`). OpenAI's vocabulary of byte pairs ships with Troupe (MIT licence, in the file).
"""

from __future__ import annotations

import gzip
import html
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backend.engine import EngineError
from backend.language.minilm import one_thread
from backend.paths import weights_dir
from backend.weights.networks import Sizes, bad_weights, below, read_state

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

FOLDER_VARIABLE = "TROUPE_CLIP"
_MERGES = Path(__file__).with_name("clip_merges.txt.gz")
_START, _END = "<|startoftext|>", "<|endoftext|>"
_PLACES, _HEAD_WIDTH = 77, 64
#: What an open_clip folder or a published file may be called.
_NAMES = ("open_clip_model.safetensors", "open_clip_pytorch_model.bin", "ViT-B-32.safetensors")
_CURLY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


@dataclass(frozen=True)
class TextFeatures:
    """Of B texts."""

    #: (B, 77, width) after the last layer norm, of every place, those after the end too.
    tokens: Tensor
    #: (B, dimension) of the end of text, projected beside pictures; not normalised.
    pooled: Tensor
    #: (B,) i8 places of the end of text.
    end: Tensor


class ClipText:
    """The text tower with a state by OpenAI's names (``token_embedding.weight``, ``transformer.resblocks...``)."""

    def __init__(self, state: dict[str, Tensor], path: Path) -> None:
        sizes = Sizes(state, path)
        self.places, self.width = sizes.shape("positional_embedding", 2)
        self.layers = sizes.count("transformer.resblocks")
        entries = sizes.shape("token_embedding.weight", 2)
        if entries != (len(tokenizer().get_vocab()), self.width) or self.places != _PLACES:
            raise bad_weights(path, f"its text encoder has {entries[0]} words and {self.places} places")
        sizes.divisible(self.width, max(1, self.width // _HEAD_WIDTH))
        self.heads = max(1, self.width // _HEAD_WIDTH)
        self._state = {name: state[name] for name in self._check(state, path)}

    def _check(self, state: dict[str, Tensor], path: Path) -> list[str]:
        """The names that are used; raises where one is missing or of another shape."""
        d = self.width
        wanted: dict[str, tuple[int, ...]] = {"token_embedding.weight": tuple(state["token_embedding.weight"].shape),
                                              "positional_embedding": (self.places, d)}
        parts = {"ln_1": (d,), "ln_2": (d,), "attn.in_proj_": (3 * d, d), "attn.out_proj": (d, d),
                 "mlp.c_fc": (4 * d, d), "mlp.c_proj": (d, 4 * d)}
        for layer in range(self.layers):
            for part, shape in parts.items():
                name = f"transformer.resblocks.{layer}.{part}"
                dot = "" if part.endswith("_") else "."
                wanted |= {f"{name}{dot}weight": shape, f"{name}{dot}bias": shape[:1]}
        wanted |= {"ln_final.weight": (d,), "ln_final.bias": (d,)}
        for name, shape in wanted.items():
            if name not in state or tuple(state[name].shape) != shape:
                raise bad_weights(path, f"its text encoder has no {name} of the shape {shape}")
        projection = state.get("text_projection")
        if projection is None or projection.ndim != 2 or projection.shape[0] != d:
            raise bad_weights(path, "its text encoder has no text_projection")
        return [*wanted, "text_projection"]

    @property
    def dimension(self) -> int:
        """Numbers of a pooled feature."""
        return int(self._state["text_projection"].shape[1])

    def to(self, device: str) -> ClipText:
        """The same on another device of torch's."""
        other = object.__new__(ClipText)
        other.__dict__ = self.__dict__ | {"_state": {name: each.to(device) for name, each in self._state.items()}}
        return other

    def encode(self, texts: Sequence[str]) -> TextFeatures:
        """Features of ``texts``; what is longer than 75 word pieces is cut, as by the published code."""
        import torch
        from torch.nn.functional import linear

        state = self._state
        pieces = torch.tensor([word_pieces(text) for text in texts], device=state["positional_embedding"].device)
        with torch.inference_mode(), one_thread():
            x = state["token_embedding.weight"][pieces] + state["positional_embedding"]
            for layer in range(self.layers):
                name = f"transformer.resblocks.{layer}."
                x = x + self._attention(self._norm(x, name + "ln_1"), name + "attn.")
                hidden = linear(self._norm(x, name + "ln_2"), state[name + "mlp.c_fc.weight"],
                                state[name + "mlp.c_fc.bias"])
                hidden = hidden * torch.sigmoid(1.702 * hidden)
                x = x + linear(hidden, state[name + "mlp.c_proj.weight"], state[name + "mlp.c_proj.bias"])
            tokens = self._norm(x, "ln_final")
            end = pieces.argmax(1)
            pooled = tokens[torch.arange(len(tokens)), end] @ state["text_projection"]
        # Clones: tensors of inference mode could not take part in anything later.
        return TextFeatures(tokens.clone(), pooled.clone(), end.clone())

    def _attention(self, x: Tensor, name: str) -> Tensor:
        """Causal attention over the places, (B, N, D) -> (B, N, D)."""
        from torch.nn.functional import linear, scaled_dot_product_attention

        state = self._state
        query, key, value = (each.unflatten(-1, (self.heads, -1)).transpose(1, 2) for each in linear(
            x, state[name + "in_proj_weight"], state[name + "in_proj_bias"]).chunk(3, -1))
        seen = scaled_dot_product_attention(query, key, value, is_causal=True).transpose(1, 2).flatten(2)
        return linear(seen, state[name + "out_proj.weight"], state[name + "out_proj.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        from torch.nn.functional import layer_norm

        return layer_norm(x, (self.width,), self._state[name + ".weight"], self._state[name + ".bias"])


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """CLIP's byte pair encoding: 256 bytes, the same at the end of a word, the merges, and two marks."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    with gzip.open(_MERGES, "rt", encoding="utf-8") as file:
        merges = [(first, second) for first, second in (
            line.split() for line in file.read().split("\n---\n", 1)[1].splitlines())]
    single = _byte_letters()
    words = [*single, *(each + "</w>" for each in single), *(first + second for first, second in merges), _START, _END]
    result = Tokenizer(models.BPE(vocab={word: number for number, word in enumerate(words)}, merges=merges,
                                  unk_token=_END, end_of_word_suffix="</w>"))
    result.normalizer = normalizers.Sequence([
        normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    pattern = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
    result.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    return result


def word_pieces(text: str) -> list[int]:
    """``text`` as 77 numbers: start, word pieces, end, zeros."""
    clean = re.sub(r"\s+", " ", html.unescape(html.unescape(text)).translate(_CURLY)).strip()
    coder = tokenizer()
    words = coder.get_vocab_size()
    # The two marks are the last of the vocabulary.
    ids = [words - 2, *coder.encode(clean, add_special_tokens=False).ids[:_PLACES - 2], words - 1]
    return ids + [0] * (_PLACES - len(ids))


def _byte_letters() -> list[str]:
    """A printable letter for each byte, in the order of GPT-2's and CLIP's vocabularies."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [each for each in range(256) if each not in printable]
    return [chr(each) for each in printable] + [chr(256 + number) for number in range(len(others))]


def own_folder() -> Path:
    """Where a CLIP of the user's own lies: ``TROUPE_CLIP``, or ``clip`` among the weights."""
    return Path(os.environ.get(FOLDER_VARIABLE) or weights_dir() / "clip")


def clip_within(state: dict[str, Tensor], path: Path) -> ClipText | None:
    """The text tower among the tensors of a checkpoint; None where it holds none. Raises :class:`EngineError`."""
    ending = "token_embedding.weight"
    name = next((name for name in state if name == ending or name.endswith(f".{ending}")), None)
    return None if name is None else ClipText(below(state, name.removesuffix(ending)), path)


def clip_for(path: Path, within: tuple[str, ...] = ("state_dict",)) -> ClipText:
    """The text tower in the checkpoint ``path``, else the user's own.

    Raises :class:`EngineError`: ``bad_weights``, or ``weights_missing`` where there is none.
    """
    return clip_within(read_state(path, within), path) or own_clip(path.name)


def own_clip(wanted_by: str = "") -> ClipText:
    """ViT-B/32 (OpenAI's weights) from :func:`own_folder`. Raises :class:`EngineError`."""
    folder = own_folder()
    files = [folder] if folder.is_file() else [folder / name for name in _NAMES if (folder / name).is_file()]
    if not files:
        holds = f"{wanted_by} holds no CLIP, and there" if wanted_by else "There"
        raise EngineError(f"{holds} is none in {folder}.",
                          f"Use the official checkpoint as it was published, or put open_clip's ViT-B/32 of OpenAI "
                          f"({_NAMES[0]}) into {folder}; {FOLDER_VARIABLE} names another folder.", "weights_missing")
    path = files[0]
    found = clip_within(_tensors(path), path)
    if found is None:
        raise bad_weights(path, "it holds no text encoder of CLIP")
    return found


def _tensors(path: Path) -> dict[str, Tensor]:
    if path.suffix != ".safetensors":
        return read_state(path)
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return {name: each.float() for name, each in load_file(path).items() if not name.startswith("visual.")}
    except (OSError, SafetensorError) as error:
        raise bad_weights(path, f"it cannot be read ({error!s:.120})") from error
