# SPDX-License-Identifier: GPL-3.0-or-later
"""The families nearest in meaning to words that no family's lexicon has.

The phrases that stand for the families are embedded once a machine: their vectors are kept in the cache folder, phrase
by phrase, so that a new family costs only its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from backend.language.embedding import SentenceEncoder, encoder
from backend.objects.families import catalogue
from backend.objects.words import ELSEWHERE
from backend.paths import cache_dir

#: Told how much of the phrases is embedded (0..1).
Heard = Callable[[float], None]
_lock = threading.Lock()
#: Label of what no family makes.
OTHER = "other"


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[str, ...]]:
    """The phrases of each family, and of things that none makes."""
    families = catalogue()
    known = {word for family in families.values() for word in (*family.words, family.name)}
    found = {family.name: tuple(dict.fromkeys((*(f"{_article(word)} {word}" for word in family.words[:6]),
                                               *family.gloss[:5])))
             for family in families.values()}
    found[OTHER] = tuple(f"{_article(word)} {word}" for word in ELSEWHERE if word not in known)
    return found


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


def nearest(texts: list[str], count: int, heard: Heard | None = None) -> list[tuple[str, float]]:
    """The ``count`` labels (families, or :data:`OTHER`) nearest to the best placed of ``texts``, with cosines."""
    labels, rows, owner = _fitted(heard)
    best: np.ndarray | None = None
    for vector in encoder().embed(texts):
        cosines = np.full(len(labels), -1.0)
        np.maximum.at(cosines, owner, rows @ vector)
        if best is None or cosines.max() > best.max():
            best = cosines
    assert best is not None
    return [(labels[i], float(best[i])) for i in np.argsort(-best, kind="stable")[:count]]


_kept: tuple[SentenceEncoder, list[str], np.ndarray, np.ndarray] | None = None


def _fitted(heard: Heard | None) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Labels, the vectors of all their phrases, and the label number of each vector."""
    global _kept
    model = encoder()
    with _lock:
        if _kept is None or _kept[0] is not model:
            mapping = phrases()
            flat = [phrase for group in mapping.values() for phrase in group]
            owner = np.repeat(np.arange(len(mapping)), [len(group) for group in mapping.values()])
            _kept = (model, list(mapping), _vectors(model, flat, heard), owner)
        return _kept[1:]


def _vectors(model: SentenceEncoder, flat: list[str], heard: Heard | None) -> np.ndarray:
    path = cache_dir() / f"object-words-{model.name}-{model.digest[:12] or 'none'}.npz"
    stored = _load(path)
    missing = [phrase for phrase in dict.fromkeys(flat) if _name(phrase) not in stored]
    for first in range(0, len(missing), 16):
        if heard is not None:
            heard(first / len(missing))
        some = missing[first:first + 16]
        stored.update(zip(map(_name, some), model.embed(some)))
    if missing:
        _save(path, stored)
    return np.stack([stored[_name(phrase)] for phrase in flat])


def _name(phrase: str) -> str:
    return hashlib.blake2b(phrase.encode(), digest_size=12).hexdigest()


def _load(path: Path) -> dict[str, np.ndarray]:
    with contextlib.suppress(OSError, ValueError, KeyError), np.load(path, allow_pickle=False) as file:
        names, rows = file["names"], file["rows"]
        if rows.ndim == 2 and len(names) == len(rows) and np.isfinite(rows).all():
            return dict(zip(map(str, names), rows.astype(np.float32)))
    return {}


def _save(path: Path, stored: dict[str, np.ndarray]) -> None:
    """Keep the vectors; without a place to keep them the next start computes them again."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_suffix(f".{os.getpid()}.tmp")
        with scratch.open("wb") as file:
            np.savez(file, names=np.array(list(stored)), rows=np.stack(list(stored.values())))
        scratch.replace(path)
