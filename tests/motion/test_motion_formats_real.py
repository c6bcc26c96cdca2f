# SPDX-License-Identifier: GPL-3.0-or-later
"""Every real motion file in text or numpy form: it reads, stands, and its left, right, up and forwards are right."""
import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from backend.motion.clip import Clip, clip_of
from backend.motion.formats import FORMATS, read_motions, readable
from backend.motion.formats.base import extension_of
from tests.shared_data import FOLDER, shared

if not (FOLDER / "data" / "motion").is_dir():
    pytest.skip("no data/motion in the shared data; set TROUPE_SHARED", allow_module_level=True)
_ROOT = FOLDER / "data" / "motion"
_NAMES = ("bvh", "amc", "deepmimic", "npz", "humanml3d")
_TEXT = {extension for extension, each in FORMATS.items() if each.name in _NAMES}
_FILES = sorted(path for path in _ROOT.rglob("*") if readable(path) and extension_of(path) in _TEXT
                and path.parent.name != "character")
#: Recorded in the air, on the belly, or lying: no sole is near the floor, or feet do not point ahead.
_OFF_THE_FEET = ("flying", "levitate", "crawl", "pushup", "sleeping", "tired", "getup", "roll", "dance_spin")
#: Walks over a ramp and steps that were not recorded with it.
_UNEVEN = ("03_01", "03_02", "03_03", "03_04")


def _read(path: Path) -> Clip:
    stranger = path.name.startswith(("88_", "90_")) and extension_of(path) == ".amc"
    motion = read_motions(path, skeleton=path.with_name("08.asf") if stranger else None)[0]
    # Every frame is read; a few hundred tell what is asked here.
    step = max(1, len(motion.rotations) // 400)
    return clip_of(replace(motion, rotations=motion.rotations[::step].copy(), fps=motion.fps / step,
                           root_translation=motion.root_translation[::step].copy()))


@cache
def _captions() -> dict[str, str]:
    with open(shared("data", "motion", "captions.csv"), encoding="utf-8", newline="") as file:
        return {row["path"]: row["caption_1"].lower() for row in csv.DictReader(file)}


def _name(path: Path) -> str:
    return path.relative_to(_ROOT).as_posix()


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_a_real_file_is_a_person_the_right_way_round(path):
    clip = _read(path)
    places, name = clip.positions(), path.name
    height = clip.body.offsets[0, 2] + clip.body.offsets[[3, 6, 9, 12, 15], 2].sum()
    assert 0.9 < height < 2.2
    left = places[:, 1] - places[:, 2]
    shoulders = places[:, 16] - places[:, 17]
    assert np.median((left * shoulders).sum(-1)) > 0
    if any(word in name for word in _OFF_THE_FEET):
        return
    lowest = np.quantile(places[:, [7, 8, 10, 11], 2].min(axis=1), 0.05)
    assert -0.09 < lowest < (0.4 if name.startswith(_UNEVEN) else 0.14)
    forwards = np.cross(left, [0.0, 0.0, 1.0])
    forwards /= np.linalg.norm(forwards, axis=1, keepdims=True)
    toes = ((places[:, [10, 11]] - places[:, [7, 8]]).mean(axis=1) * forwards).sum(-1)
    bent = ((places[:, [4, 5]] - (places[:, [1, 2]] + places[:, [7, 8]]) / 2).mean(axis=1) * forwards).sum(-1)
    assert np.median(toes) > -0.02 and np.mean(bent) > -0.04
    caption = _captions().get(_name(path), "")
    if not any(word in caption for word in ("wheel", "flip", "handspring", "breakdance")):
        assert np.median(places[:, 15, 2] - places[:, 0, 2]) > 0.25
    velocity = np.diff(places[:, 0], axis=0) * clip.fps
    speed = np.linalg.norm(velocity[:, :2], axis=1)
    if caption.startswith(("a person walks forward", "a person runs", "a person walks ahead", "a person jogs")):
        assert speed.mean() < 0.2 or (velocity[:, :2] * forwards[1:, :2]).sum() > 0.85 * speed.sum()


def test_there_was_something_to_read():
    assert len(_FILES) > 150


def test_what_is_guessed_is_told():
    notes: list[str] = []
    read_motions(shared("data", "motion", "animateddrawings", "zombie.bvh"), notes=notes)
    assert any("Z is up" in note for note in notes)
    read_motions(shared("data", "motion", "cmu", "bvh", "07_03.bvh.gz"), notes=notes)
    assert any("left out" in note for note in notes) and any("taken as cm" in note for note in notes)


def test_a_trial_is_the_same_person_in_both_of_its_forms():
    """07_01 comes as FBX read out in metres; 02_01 as ASF/AMC: one database, one walk, one scale."""
    walks = [_read(shared("data", "motion", "cmu", *parts)) for parts in (("fbx_npz", "07_01.npz"),
                                                                         ("asf_amc", "02_01.amc.gz"))]
    speeds = [np.linalg.norm(clip.root[-1] - clip.root[0]) / clip.duration for clip in walks]
    assert all(1.0 < speed < 1.7 for speed in speeds)
    assert all(0.75 < clip.body.leg < 0.95 for clip in walks)
