# SPDX-License-Identifier: GPL-3.0-or-later
"""Captioned clips come from tables and from libraries alike, in splits that do not mix."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from backend.engine import EngineError
from backend.library import Library
from backend.motion.clip import clip_of
from backend.motion.formats.npz import write_clip
from backend.training.motion import data
from backend.training.motion.data import split_of, takes
from tests.shared_data import shared


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three clips with a table."""
    from backend.engine import Progress, Request
    from backend.motion.procedural_engine import ProceduralEngine

    place = tmp_path_factory.mktemp("clips")
    with (place / "captions.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["clip_id", "path", "clip", "split", "caption_1", "caption_2"])
        for number, (verb, split) in enumerate((("walk", "train"), ("jump", "val"), ("wave", "train"))):
            request = Request(prompt=verb, seed=1, parameters=ProceduralEngine.complete({"duration": 1.5, "fps": 25.0}))
            write_clip(place / f"{verb}.npz", clip_of(ProceduralEngine().generate(request, Progress())))
            table.writerow([f"own/{number}", f"{verb}.npz", "", split, f"a person does a {verb}", ""])
    return place


def test_a_table(folder, tmp_path):
    train, val, test = (takes(folder, split, cache=tmp_path) for split in data.SPLITS)
    assert [take.name for take in train] == ["own/0", "own/2"] and [take.name for take in val] == ["own/1"]
    assert test == [] and len(takes(folder, cache=tmp_path)) == 3
    assert train[0].captions == ("a person does a walk",)
    assert all(take.clip.fps == 30 and take.clip.contacts is not None for take in train)
    assert train[0].clip.duration == pytest.approx(1.5, abs=0.1)


def test_what_was_read_is_kept_and_a_damaged_cache_is_read_anew(folder, tmp_path):
    first = takes(folder, cache=tmp_path)
    kept = next(tmp_path.glob("clips-*.npz"))
    again = takes(folder, cache=tmp_path)
    for one, other in zip(first, again):
        assert (one.name, one.captions, one.clip.name, one.clip.loop) == (
            other.name, other.captions, other.clip.name, other.clip.loop)
        assert np.abs(one.clip.positions() - other.clip.positions()).max() < 1e-5
    kept.write_bytes(kept.read_bytes()[:500])
    assert len(takes(folder, cache=tmp_path)) == 3


def test_a_library(folder, tmp_path):
    with Library(tmp_path / "library") as library:
        library.add([folder])
    found = takes(tmp_path / "library")
    assert sorted(take.captions[0] for take in found) == [
        "a person does a jump", "a person does a walk", "a person does a wave"]
    parts = [len(takes(tmp_path / "library", split)) for split in data.SPLITS]
    assert sum(parts) == 3


def test_splits_are_dealt_by_name_and_stay():
    names = [f"clip_{number}.bvh" for number in range(2000)]
    shares = [sum(split_of(name) == split for name in names) / len(names) for split in data.SPLITS]
    assert shares[0] == pytest.approx(0.9, abs=0.03) and min(shares) > 0.03
    assert split_of("walk.bvh") == split_of("walk.bvh")


@pytest.mark.parametrize(("change", "code"), [
    ("nothing", "not_found"), ("split", "bad_file"), ("ask", "invalid_parameter")])
def test_faults_are_told(tmp_path, change, code):
    if change != "nothing":
        (tmp_path / "captions.csv").write_text("path,split,caption_1\na.bvh,dev,walks\n", encoding="utf-8")
    with pytest.raises(EngineError) as caught:
        takes(tmp_path, "everything" if change == "ask" else "", cache=tmp_path)
    assert caught.value.code == code


def test_the_shared_table_splits_by_take():
    path = shared("data", "motion", "captions.csv")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    splits: dict[str, set[str]] = {}
    for row in rows:
        splits.setdefault(row["take"], set()).add(row["split"])
    assert all(len(found) == 1 for found in splits.values())
    assert len(data._identities(path)) == len(rows)
