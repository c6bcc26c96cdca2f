# SPDX-License-Identifier: GPL-3.0-or-later
"""Small libraries of our own procedural clips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.engine import Progress, Request
from backend.library import Library
from backend.motion.formats.bvh import write_bvh
from backend.motion.procedural_engine import ProceduralEngine

Make = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def make_bvh() -> Make:
    """``make_bvh(path, prompt)`` writes a procedural motion, made once for the session."""
    made: dict[str, object] = {}

    def make(path: Path, prompt: str) -> Path:
        if prompt not in made:
            parameters = ProceduralEngine.complete({"fps": 20.0})
            made[prompt] = ProceduralEngine().generate(
                Request(prompt=prompt, seed=1, parameters=parameters), Progress())
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bvh(path, made[prompt], unit="cm")  # type: ignore[arg-type]
        return path

    return make


#: File -> prompt; the names say what the files are.
CLIPS = {"walks/walk_forward.bvh": "walk forward", "walks/walk_backwards.bvh": "walk backwards",
         "walks/angry_walk.bvh": "walk angrily", "walks/run.bvh": "run", "acts/wave_left_hand.bvh":
         "wave with the left hand", "acts/wave_right_hand.bvh": "wave with the right hand", "acts/kick.bvh": "kick",
         "acts/sit_down.bvh": "sit down", "acts/jump.bvh": "jump", "acts/idle.bvh": "stand still"}


@pytest.fixture(scope="session")
def motions(make_bvh: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the files of ``CLIPS``; not to be changed."""
    folder = tmp_path_factory.mktemp("motions")
    for name, prompt in CLIPS.items():
        make_bvh(folder / name, prompt)
    return folder


@pytest.fixture(scope="session")
def filled(motions: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of ``motions``; not to be changed."""
    with Library(tmp_path_factory.mktemp("library")) as library:
        report = library.add([motions])
        assert report.added == len(CLIPS) and not report.failures
        yield library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library(tmp_path / "library") as opened:
        yield opened
