# SPDX-License-Identifier: GPL-3.0-or-later
"""Searching a library of 10,000 clips, against comparing the question with one caption after the other.

The captions are put together from words, and their vectors are random: their meaning costs no time. The question
is embedded anew every time, as a user's would be, in both.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable

import numpy as np

from backend.language.embedding import encoder
from backend.library import Filters, Library, packing, terms, thumbnails
from backend.library.adding import encoder_key
from backend.library.features import measure as measure_features
from backend.motion.clip import clip_of
from backend.motion.skeleton import JOINTS, make_skeleton
from protocol.assets import Motion

_VERBS = ("walks", "runs", "jumps", "dances", "waves", "kicks", "punches", "crawls", "sits", "bows", "turns", "throws")
_MANNERS = ("slowly", "quickly", "angrily", "happily", "proudly", "carefully", "wearily", "gracefully", "clumsily")
_WAYS = ("forward", "backwards", "to the left", "to the right", "in a circle", "on the spot", "up the stairs")
_QUESTIONS = ("walk backwards", "angry walk", "someone waves with the left hand", "jump without turning",
              "a slow graceful dance to the right", "sneak", "kick quickly", "sit down")


def measure(clips: int = 10_000, rounds: int = 5) -> dict[str, float]:
    """Medians in seconds over some questions, ``rounds`` times each: ``search_s``, ``filtered_s``, and ``loop_s`` of
    the loop; their ``ratio``; ``load_s`` of the first search, and ``open_s`` of taking a clip out."""
    with tempfile.TemporaryDirectory(prefix="troupe-bench-") as scratch, Library(scratch) as library:
        captions, vectors = _fill(library, clips)
        model = encoder()
        model.embed(["warm"])
        load_s = _timed(lambda: library.search("walk", 20))
        search, filtered, loop, number = [], [], [], 0
        for _ in range(rounds):
            for question in _QUESTIONS:
                number += 1
                # Not the same words again: the encoder remembers.
                text = f"{question} {number}"
                search.append(_timed(lambda text=text: library.search(text, 20)))  # type: ignore[misc]
                other = f"{question} {number} again"
                filtered.append(_timed(lambda text=other: library.search(  # type: ignore[misc]
                    text, 20, Filters(shortest=1.0, in_place=False))))
                third = f"{question} {number} once more"
                loop.append(_timed(lambda text=third: _plain(text, captions, vectors)))  # type: ignore[misc]
        ids = [hit.id for hit in library.search("walk", 50)]
        opened = [_timed(lambda clip=clip: library.clip(clip)) for clip in ids]  # type: ignore[misc]
        search_s, loop_s = statistics.median(search), statistics.median(loop)
        return {"search_s": search_s, "filtered_s": statistics.median(filtered), "loop_s": loop_s,
                "ratio": loop_s / search_s, "load_s": load_s, "open_s": statistics.median(opened)}


def _plain(text: str, captions: list[str], vectors: np.ndarray) -> list[tuple[float, str]]:
    """What one would write first: the cosine with every caption, one after the other."""
    model = encoder()
    question = model.embed([text])[0] if not model.notice else np.ones(vectors.shape[1], np.float32)
    found = []
    for caption, vector in zip(captions, vectors):
        cosine = float(np.dot(question, vector) / (np.linalg.norm(question) * np.linalg.norm(vector)))
        found.append((cosine, caption))
    return sorted(found, reverse=True)[:20]


def _fill(library: Library, clips: int) -> tuple[list[str], np.ndarray]:
    """Rows as an addition would write them, two captions a clip, without reading a file."""
    random = np.random.default_rng(0)
    rotations = np.zeros((60, len(JOINTS), 4), "f4")
    rotations[..., 0] = 1
    clip = clip_of(Motion(name="still", fps=30, skeleton=make_skeleton(), rotations=rotations,
                          root_translation=np.zeros((60, 3), "f4")))
    data, picture, features = packing.pack(clip), thumbnails.png(clip), json.dumps(measure_features(clip).to_json())
    model = encoder()
    key = encoder_key(model)
    vectors = random.standard_normal((2 * clips, model.dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    captions: list[str] = []
    database = library.database
    with database.transaction():
        database.run("INSERT INTO settings VALUES ('encoder', ?), ('terms', ?)", (key, str(terms.VERSION)))
        for number in range(clips):
            name = f"{number:012x}"
            file = database.run("INSERT INTO files (path, size, changed, digest, said, reader) VALUES "
                                "(?, 0, 0, ?, '', '')", (f"/motions/clip_{number}.bvh", name))
            database.run("INSERT INTO clips VALUES (?, ?, 0, 'clip', ?, 'bench', 'CC0', '', '[]', ?, 30, 60, 0, ?, 0, "
                         "?)", (name, file, f"clip_{number}", float(random.uniform(0.5, 20)), number % 2, features))
            database.run("INSERT INTO payloads VALUES (?, ?, ?)", (name, data, picture))
            for each in (0, 1):
                verb, manner, way = (str(random.choice(words)) for words in (_VERBS, _MANNERS, _WAYS))
                text = f"a person {verb} {manner} {way}"
                vector = vectors[len(captions)].tobytes() if key else None
                captions.append(text)
                database.run("INSERT INTO captions (clip, number, text, kind, terms, vector) VALUES (?, ?, ?, 'table', "
                             "?, ?)", (name, each, text, terms.read(text).pack(), vector))
    return captions, vectors


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    """Print the measurements."""
    for name, value in measure().items():
        print(f"{name:12} {value:.5f}")


if __name__ == "__main__":
    main()
