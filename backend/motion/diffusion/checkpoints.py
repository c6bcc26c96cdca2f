# SPDX-License-Identifier: GPL-3.0-or-later
"""Official checkpoints of MotionDiffuse and ReMoDiffuse, given by the user, into our networks.

``latest.tar`` (MotionDiffuse) holds its state under ``encoder``; the ``.pth`` files of the ReMoDiffuse project (both
networks) hold theirs under ``state_dict``, with the prefix ``model.``. The frozen CLIP inside is left out: its
weights come from open_clip. Nothing in a file is executed (:mod:`backend.weights.inert`).
Sizes are told from the shapes; the number of heads is not in the file and is the published one.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from backend.motion.diffusion.mixture import HUMANML3D, KIT
from backend.motion.diffusion.motiondiffuse import MotionDiffuse, MotionDiffuseConfig
from backend.motion.diffusion.remodiffuse import ReMoDiffuse, ReMoDiffuseConfig, RetrievalConfig
from backend.motion.diffusion.retrieval import Database
from backend.weights.networks import Sizes, bad_weights, filled, read_state

#: Features of a KIT motion vector; HumanML3D has 263.
_KIT_FEATURES = 251
#: Bytes of a retrieval database, unpacked: the official one of HumanML3D takes about nine billion.
_LARGEST = 16 << 30
#: Keys of a retrieval database.
_DATABASE = ("text_features", "captions", "motions", "m_lengths", "clip_seq_features")


def load_motiondiffuse(path: str | Path, heads: int = 8, text_heads: int = 4, efficient: bool = True) -> MotionDiffuse:
    """MotionDiffuse with the weights in ``path``, in evaluation mode. Raises :class:`EngineError` (``bad_weights``).

    The files of the softmax variant look alike: pass ``efficient`` False for one of them.
    """
    path = Path(path)
    state = _state(path)
    sizes = Sizes(state, path)
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
    return filled(lambda: MotionDiffuse(config), state, path)


def load_remodiffuse(path: str | Path, heads: int = 8, text_heads: int = 4, retrieved: int = 2,
                     stride: int = 4) -> ReMoDiffuse:
    """ReMoDiffuse with the weights in ``path``, in evaluation mode. Raises :class:`EngineError` (``bad_weights``)."""
    path = Path(path)
    state = _state(path)
    sizes = Sizes(state, path)
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
    return filled(lambda: ReMoDiffuse(config), state, path)


def load_database(path: str | Path, features: int = 263) -> Database:
    """The official retrieval database (``t2m_text_train.npz``, ``kit_text_train.npz``).

    Raises :class:`EngineError` (``bad_weights``) for another file, or one of another number of ``features``.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > _LARGEST:
                raise bad_weights(path, "it would take more memory than any database needs")
        with np.load(path, allow_pickle=False) as file:
            missing = [name for name in _DATABASE if name not in file.files]
            if missing:
                raise bad_weights(path, f"it has no {missing[0]}")
            pooled, captions, motions, lengths, tokens = (file[name] for name in _DATABASE)
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError, MemoryError) as error:
        raise bad_weights(path, f"it cannot be read ({error})") from error
    count = len(motions) if motions.ndim == 3 else -1
    shapes = (pooled.ndim == 2 and len(pooled) == count, captions.shape == (count,), lengths.shape == (count,),
              tokens.ndim == 3 and len(tokens) == count, count > 0 and motions.shape[2] == features)
    if not all(shapes):
        raise bad_weights(path, f"its arrays do not belong together, or are not of {features} features")
    if captions.dtype.kind not in "US":
        raise bad_weights(path, "its captions are not text")
    if lengths.dtype.kind not in "iu" or lengths.min() < 1 or lengths.max() > motions.shape[1]:
        raise bad_weights(path, "its lengths are not those of its motions")
    for each in (pooled, motions, tokens):
        if each.dtype.kind != "f" or not np.isfinite(each).all():
            raise bad_weights(path, "it holds values that are not finite numbers")
    return database_from({"text_features": pooled, "captions": captions, "motions": motions, "m_lengths": lengths,
                          "clip_seq_features": tokens})


def database_from(arrays: Mapping[str, np.ndarray]) -> Database:
    """The database of sound arrays by the official keys."""
    pooled, captions, motions, lengths, tokens = (arrays[name] for name in _DATABASE)
    return Database(
        captions=[str(each) for each in captions], features=torch.from_numpy(pooled.astype(np.float32)),
        motions=torch.from_numpy(motions.astype(np.float32)), lengths=torch.from_numpy(lengths.astype(np.int64)),
        tokens=torch.from_numpy(tokens.astype(np.float32)))


def _state(path: Path) -> dict[str, Tensor]:
    """The network's own tensors, without prefixes and CLIP."""
    named = ((re.sub(r"^(module\.)?(model\.)?", "", key), value)
             for key, value in read_state(path, ("encoder", "state_dict")).items())
    return {name: value for name, value in named if not name.startswith("clip.")}
