# SPDX-License-Identifier: GPL-3.0-or-later
"""Official checkpoints of MotionDiffuse and ReMoDiffuse, given by the user, into our networks.

``latest.tar`` (MotionDiffuse) holds its state under ``encoder``; the ``.pth`` files of the ReMoDiffuse project (both
networks) hold theirs under ``state_dict``, with the prefix ``model.``. The frozen CLIP inside is left out: its
weights come from open_clip. Files are read with ``weights_only``, so that nothing in them is executed.
Sizes are told from the shapes; the number of heads is not in the file and is the published one.
"""

from __future__ import annotations

import pickle
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from backend.engine import EngineError
from backend.motion.diffusion.mixture import HUMANML3D, KIT
from backend.motion.diffusion.motiondiffuse import MotionDiffuse, MotionDiffuseConfig
from backend.motion.diffusion.remodiffuse import ReMoDiffuse, ReMoDiffuseConfig, RetrievalConfig
from backend.motion.diffusion.retrieval import Database

#: Features of a KIT motion vector; HumanML3D has 263.
_KIT_FEATURES = 251
_MAXIMUM_LAYERS, _MAXIMUM_WIDTH, _MAXIMUM_FRAMES = 64, 8192, 100_000
_REMEDY = "Download the official checkpoint again and name that file."


N = TypeVar("N", bound=nn.Module)


def load_motiondiffuse(path: str | Path, heads: int = 8, text_heads: int = 4, efficient: bool = True) -> MotionDiffuse:
    """MotionDiffuse with the weights in ``path``, in evaluation mode. Raises :class:`EngineError` (``bad_weights``).

    The files of the softmax variant look alike: pass ``efficient`` False for one of them.
    """
    path = Path(path)
    state = _state(path)
    sizes = _Sizes(state, path)
    frames, width = sizes.shape("sequence_embedding", 2)
    config = MotionDiffuseConfig(
        features=sizes.shape("joint_embed.weight", 2)[1], frames=frames, width=width,
        feed_forward=sizes.shape("temporal_decoder_blocks.0.ffn.linear1.weight", 2)[0],
        layers=sizes.count("temporal_decoder_blocks"), heads=heads,
        text_width=sizes.shape("text_ln.weight", 1)[0],
        text_feed_forward=sizes.shape("textTransEncoder.layers.0.linear1.weight", 2)[0],
        text_layers=sizes.count("textTransEncoder.layers"), text_heads=text_heads, efficient=efficient)
    sizes.divisible(config.width, heads)
    sizes.divisible(config.text_width, text_heads)
    return _filled(lambda: MotionDiffuse(config), state, path)


def load_remodiffuse(path: str | Path, heads: int = 8, text_heads: int = 4, retrieved: int = 2,
                     stride: int = 4) -> ReMoDiffuse:
    """ReMoDiffuse with the weights in ``path``, in evaluation mode. Raises :class:`EngineError` (``bad_weights``)."""
    path = Path(path)
    state = _state(path)
    sizes = _Sizes(state, path)
    frames, width = sizes.shape("sequence_embedding", 2)
    features = sizes.shape("joint_embed.weight", 2)[1]
    retrieval = RetrievalConfig(
        retrieved=retrieved, stride=stride, motion_layers=sizes.count("database.motion_encoder_blocks"),
        text_layers=sizes.count("database.text_encoder.layers"), heads=heads,
        feed_forward=sizes.shape("database.motion_encoder_blocks.0.ffn.linear1.weight", 2)[0],
        text_feed_forward=sizes.shape("database.text_encoder.layers.0.linear1.weight", 2)[0])
    config = ReMoDiffuseConfig(
        features=features, frames=frames, width=width, time_width=sizes.shape("time_embed.0.weight", 2)[0],
        feed_forward=sizes.shape("temporal_decoder_blocks.0.ffn.linear1.weight", 2)[0],
        layers=sizes.count("temporal_decoder_blocks"), heads=heads,
        text_width=sizes.shape("text_ln.weight", 1)[0],
        text_feed_forward=sizes.shape("textTransEncoder.layers.0.linear1.weight", 2)[0],
        text_layers=sizes.count("textTransEncoder.layers"), text_heads=text_heads, retrieval=retrieval,
        mixture=KIT if features == _KIT_FEATURES else HUMANML3D)
    sizes.divisible(config.width, heads)
    sizes.divisible(config.text_width, text_heads)
    return _filled(lambda: ReMoDiffuse(config), state, path)


def load_database(path: str | Path, features: int = 263) -> Database:
    """The official retrieval database (``t2m_text_train.npz``, ``kit_text_train.npz``).

    Raises :class:`EngineError` (``bad_weights``) for another file, or one of another number of ``features``.
    """
    path = Path(path)
    names = ("text_features", "captions", "motions", "m_lengths", "clip_seq_features")
    try:
        with np.load(path, allow_pickle=False) as file:
            missing = [name for name in names if name not in file.files]
            if missing:
                raise _bad(path, f"it has no {missing[0]}")
            pooled, captions, motions, lengths, tokens = (file[name] for name in names)
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError, MemoryError) as error:
        raise _bad(path, f"it cannot be read ({error})") from error
    count = len(motions) if motions.ndim == 3 else -1
    shapes = (pooled.ndim == 2 and len(pooled) == count, captions.shape == (count,), lengths.shape == (count,),
              tokens.ndim == 3 and len(tokens) == count, count > 0 and motions.shape[2] == features)
    if not all(shapes):
        raise _bad(path, f"its arrays do not belong together, or are not of {features} features")
    if captions.dtype.kind not in "US":
        raise _bad(path, "its captions are not text")
    if lengths.dtype.kind not in "iu" or lengths.min() < 1 or lengths.max() > motions.shape[1]:
        raise _bad(path, "its lengths are not those of its motions")
    for each in (pooled, motions, tokens):
        if each.dtype.kind != "f" or not np.isfinite(each).all():
            raise _bad(path, "it holds values that are not finite numbers")
    return Database(
        captions=[str(each) for each in captions], features=torch.from_numpy(pooled.astype(np.float32)),
        motions=torch.from_numpy(motions.astype(np.float32)), lengths=torch.from_numpy(lengths.astype(np.int64)),
        tokens=torch.from_numpy(tokens.astype(np.float32)))


def _state(path: Path) -> dict[str, Tensor]:
    """The network's own tensors in a checkpoint, in float32, without prefixes and CLIP."""
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise EngineError(f"There is no file {path}.", "Check the path.", "bad_weights") from None
    except pickle.UnpicklingError as error:
        raise _bad(path, "it is no checkpoint, or holds more than weights, which is never run") from error
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, zipfile.BadZipFile, AttributeError, IndexError,
            TypeError, MemoryError) as error:
        raise _bad(path, f"it is damaged or no checkpoint ({str(error).splitlines()[0] if str(error) else error!r:.80})"
                   ) from error
    for key in ("encoder", "state_dict"):
        if isinstance(content, dict) and isinstance(content.get(key), dict):
            content = content[key]
            break
    if not isinstance(content, dict) or not all(isinstance(each, str) for each in content):
        raise _bad(path, "it holds no state of a network")
    state = {}
    for key, value in content.items():
        name = re.sub(r"^(module\.)?(model\.)?", "", key)
        if name.startswith("clip."):
            continue
        if not isinstance(value, Tensor) or not value.is_floating_point():
            raise _bad(path, f"{key} is no tensor of numbers")
        if not torch.isfinite(value).all():
            raise _bad(path, f"{key} holds values that are not finite")
        state[name] = value.float()
    return state


class _Sizes:
    """Reads sizes off the shapes in a state, and refuses those no network has."""

    def __init__(self, state: dict[str, Tensor], path: Path) -> None:
        self._state, self._path = state, path

    def shape(self, name: str, dimensions: int) -> tuple[int, ...]:
        tensor = self._state.get(name)
        if tensor is None:
            raise _bad(self._path, f"it has no {name}")
        if tensor.ndim != dimensions or max(tensor.shape) > _MAXIMUM_FRAMES or min(tensor.shape) < 1:
            raise _bad(self._path, f"{name} has the shape {tuple(tensor.shape)}")
        return tuple(tensor.shape)

    def count(self, prefix: str) -> int:
        """How many modules of a list there are."""
        pattern = re.compile(re.escape(prefix) + r"\.(\d+)\.")
        numbers = {int(found[1]) for name in self._state if (found := pattern.match(name))}
        if not 1 <= len(numbers) <= _MAXIMUM_LAYERS or numbers != set(range(len(numbers))):
            raise _bad(self._path, f"it has no whole list of {prefix}")
        return len(numbers)

    def divisible(self, width: int, heads: int) -> None:
        if width % heads or width > _MAXIMUM_WIDTH:
            raise _bad(self._path, f"its width {width} is not that of {heads} heads")


def _filled(make: Callable[[], N], state: dict[str, Tensor], path: Path) -> N:
    # Made without memory: the tensors of the file become its own.
    with torch.device("meta"):
        network = make()
    try:
        network.load_state_dict(state, strict=True, assign=True)
    except RuntimeError as error:
        lines = [line.strip() for line in str(error).splitlines()[1:]] or [str(error)]
        raise _bad(path, f"{lines[0]:.300}") from error
    return network.eval().requires_grad_(False)


def _bad(path: Path, reason: str) -> EngineError:
    return EngineError(f"{path.name} does not hold the weights that were expected: {reason}.", _REMEDY, "bad_weights")
