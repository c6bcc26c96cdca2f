# SPDX-License-Identifier: GPL-3.0-or-later
"""ReMoDiffuse's retrieval database out of any motion library: the keys and meanings of the official files.

``text_features`` (N, 512) pooled CLIP, ``captions`` (N,), ``motions`` (N, 196, 263) normalised and padded as the
networks' training data is, ``m_lengths`` (N,) rows, ``clip_seq_features`` (N, 77, 512) CLIP's tokens. One entry a
clip, by its first caption; a clip longer than the network knows gives several, of equal length.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backend.engine import EngineError, Progress
from backend.motion.clip import Clip
from backend.motion.diffusion.making import Statistics
from backend.motion.formats.humanml3d import vectors_from_clip
from backend.motion.formats.humanml3d_codec import HUMANML3D, Layout

if TYPE_CHECKING:
    from backend.language.clip import ClipText
    from backend.library import Library

#: Rows of the shortest motion worth retrieving, and numbers by which a deviation of nothing is replaced.
SHORTEST, _LEAST = 16, 1e-4
#: Entries at most: at 196 rows each, two gigabytes.
MOST = 10_000
#: Captions read by CLIP at a time.
_BATCH = 64
#: The stretch of root and contacts in the data sets' own deviations.
_STRETCH = 25.0


def build(library: Library, clip: ClipText, statistics: Statistics | None, *, layout: Layout = HUMANML3D,
          frames: int = 196, progress: Progress | None = None) -> tuple[dict[str, np.ndarray], Statistics, int]:
    """(arrays by the official keys, the statistics they are normalised by, how many clips were left out).

    Without ``statistics`` they are the library's own, with the root and the contacts stretched as in the published
    ones. Clips without a caption, or too short, are left out. Raises :class:`EngineError` (``empty_library``).
    """
    progress = progress or Progress()
    hits = library.search("", MOST)
    captions: list[str] = []
    rows: list[np.ndarray] = []
    left_out = 0
    for number, hit in enumerate(hits):
        progress.update(0.6 * number / max(len(hits), 1), f"Reading clip {number + 1} of {len(hits)}")
        caption = hit.caption.strip()
        parts = list(_parts(library.clip(hit.id), layout, frames)) if caption else []
        left_out += not parts
        rows += parts
        captions += [caption] * len(parts)
        if len(rows) > MOST:
            raise EngineError(f"The library gives more than {MOST} motions.", "Use a smaller library.", "too_large")
    if len(rows) < 2:
        raise EngineError("The library holds too few clips with captions for retrieval: two are the least.",
                          "Add clips: troupe library add PATH, with a captions table (see docs/library.md).",
                          "empty_library")
    statistics = statistics or own_statistics(rows, layout)
    motions = np.zeros((len(rows), frames, layout.width), np.float32)
    for number, each in enumerate(rows):
        # Zeros before normalising, as in the published data: what is padded is masked, whatever it is.
        motions[number] = -statistics.mean / statistics.deviation
        motions[number, :len(each)] = (each - statistics.mean) / statistics.deviation
    pooled, tokens = [], []
    for first in range(0, len(captions), _BATCH):
        progress.update(0.6 + 0.4 * first / len(captions), f"Reading {len(captions)} captions")
        seen = clip.encode(captions[first:first + _BATCH])
        pooled.append(seen.pooled.cpu().numpy().astype(np.float32))
        tokens.append(seen.tokens.cpu().numpy().astype(np.float32))
    progress.update(1.0, "Done")
    arrays = {"text_features": np.concatenate(pooled), "captions": np.array(captions), "motions": motions,
              "m_lengths": np.array([len(each) for each in rows], np.int64),
              "clip_seq_features": np.concatenate(tokens)}
    return arrays, statistics, left_out


def write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """A file as the published ones. Raises :class:`EngineError` (``cannot_write``)."""
    try:
        with open(path, "wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    except OSError as error:
        raise EngineError(f"{path} cannot be written: {error.strerror or error}.", "Choose another place.",
                          "cannot_write") from error


def own_statistics(rows: list[np.ndarray], layout: Layout) -> Statistics:
    """Mean and deviation of vectors, as the published ones are made: one deviation for each block of numbers, those of
    the root and of the contacts divided by 25."""
    whole = np.concatenate(rows)
    deviation = whole.std(axis=0)
    blocks = layout.blocks
    for columns in blocks.values():
        deviation[columns] = deviation[columns].mean()
    for name in ("yaw", "velocity", "height", "contacts"):
        deviation[blocks[name]] /= _STRETCH
    return Statistics(whole.mean(axis=0), np.maximum(deviation, _LEAST))


def _parts(clip: Clip, layout: Layout, frames: int) -> Iterator[np.ndarray]:
    """The vectors of a clip in stretches of at most ``frames`` rows."""
    if clip.duration * layout.fps < SHORTEST + 1:
        return
    rows = vectors_from_clip(clip, layout)
    if not np.isfinite(rows).all():
        return
    count = -(-len(rows) // frames)
    for part in np.array_split(rows, count):
        if len(part) >= SHORTEST:
            yield part.astype(np.float32)
