# SPDX-License-Identifier: GPL-3.0-or-later
"""The evaluator sees what is done, not by whom, where or at which rate; and its file is what it says it is."""

import csv
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from backend.engine import EngineError, Progress
from backend.motion import clip_ops
from backend.motion.body import body_of
from backend.motion.clip import canonical, clip_of
from backend.motion.evaluation import evaluator
from backend.motion.evaluation.evaluator import WEIGHTS, embedded, read_judge
from backend.motion.evaluation.features import RATE, WIDTH, features
from backend.motion.evaluation.makers import MeanPose, Nearest, OfEngine
from backend.motion.evaluation.metrics import r_precision
from backend.motion.evaluation.protocol import Protocol, Take
from backend.motion.evaluation.wording import directions
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.skeleton import make_skeleton
from tests.shared_data import shared

SENTENCES = {
    "a person walks forward": "walk", "someone runs forward": "run", "a person stands around idly": "idle",
    "a person jumps up": "jump", "a person waves with the right hand": "wave with the right hand",
    "someone punches with the left fist": "punch with the left hand"}


@pytest.fixture(scope="module")
def takes(make):
    return [Take(text, replace(clip_of(make(prompt, duration=3.0)), loop=False), (text,))
            for text, prompt in SENTENCES.items()]


@pytest.fixture(scope="module")
def walk(takes):
    return takes[0].clip


def test_features_are_places_and_speeds_in_the_own_frame(walk):
    found = features(walk)
    assert found.shape == (len(walk), WIDTH) and found.dtype == np.float32
    middle = found[20:-20]
    # The pelvis is above its own place on the floor, as high as hips are, and goes ahead (-Y) at a walk's pace.
    assert np.abs(middle[:, :2]).max() < 1e-5 and 0.8 < middle[:, 2].mean() < 1.1
    assert -1.8 < middle[:, 67].mean() < -0.9 and abs(middle[:, 66].mean()) < 0.1
    assert abs(middle[:, 132].mean()) < 0.2


def test_who_where_and_at_which_rate_does_not_matter(walk):
    judge = embedded()
    turned = clip_ops.place(walk, 1.9, np.array([3.0, -7.0, 0.0]))
    assert features(turned) == pytest.approx(features(walk), abs=2e-4)
    child = clip_ops.fitted(walk, canonical(body_of(make_skeleton(1.1))))
    assert judge.clips([child])[0] @ judge.clips([walk])[0] > 0.97
    fast = clip_ops.resample(walk, 120.0)
    assert judge.clips([fast])[0] @ judge.clips([walk])[0] > 0.99


def test_turning_has_its_sign(walk):
    frames = np.arange(len(walk))
    left = clip_ops.turned(walk, 0.02 * frames)
    assert features(left)[10:-10, 132].mean() == pytest.approx(0.02 * RATE, abs=0.15)
    assert features(clip_ops.mirror(left))[10:-10, 132].mean() == pytest.approx(-0.02 * RATE, abs=0.15)


def test_a_motion_is_judged_alike_alone_and_among_others(takes):
    judge = embedded("measuring")
    clips = [take.clip for take in takes]
    together = judge.clips([*clips, clip_ops.cut(clips[0], 0, 3), clip_ops.repeat(replace(clips[0], loop=True), 900)])
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0, abs=1e-5)
    for clip, row in zip(clips, together):
        assert judge.clips([clip])[0] == pytest.approx(row, abs=1e-5)
    # Half a minute of a walk is a walk.
    assert together[-1] @ together[0] > 0.8


def test_sentences_name_their_directions():
    assert directions("he turns left and walks backwards").tolist() == [1, 0, 0, 1, 0, 0]
    assert directions("a circle, counter-clockwise").tolist() == [0, 0, 0, 0, 1, 0]
    assert directions("round clockwise to the right").tolist() == [0, 1, 0, 0, 0, 1]
    assert directions("a leftover bright idea").sum() == 0


def test_sides_are_told_apart(make):
    judge = embedded()
    left = clip_of(make("turn around to the left", duration=2.5))
    said = judge.texts(["a person turns around to the left", "a person turns around to the right"])
    agrees = judge.clips([left, clip_ops.mirror(left)]) @ said.T
    assert agrees[0, 0] > agrees[0, 1] and agrees[1, 1] > agrees[1, 0]


def test_the_protocol_knows_good_from_bad(takes):
    mean = MeanPose(takes)
    protocol = Protocol(embedded("measuring"), takes, mean.still, repeats=4, rounds=1)
    rows = {row.name: row for row in (
        protocol.real_row(), protocol.random_caption_row(), protocol.judged(mean), protocol.judged(Nearest(takes)),
        protocol.judged(OfEngine(ProceduralEngine())))}
    real, chance, mean_row = rows["Real"], rows["Random caption"], rows["Mean pose"]
    assert real.pool == len(takes) and real.motions == len(takes)
    assert real.figures["r1"].mean > 0.6 > 0.35 > chance.figures["r1"].mean
    assert mean_row.figures["r1"].mean <= 2 / len(takes)
    assert mean_row.figures["fid"].mean > 5 * rows["procedural"].figures["fid"].mean
    assert mean_row.figures["diversity"].mean < 0.2 < real.figures["diversity"].mean
    assert chance.figures["mm_distance"].mean > 1.2 * real.figures["mm_distance"].mean
    # The nearest of the very clips is the clip.
    assert rows["Nearest training clip"].figures["r1"].mean == pytest.approx(real.figures["r1"].mean, abs=0.2)
    assert rows["procedural"].made == 1 and rows["procedural"].figures["score"].mean > 0.85
    assert mean_row.figures["jerk"].mean < 1 < real.figures["jerk"].mean


class Refuses:
    name = "refuses"

    def make(self, asks, seed, progress):
        return [None] * len(asks)


class Breaks(ProceduralEngine):
    def generate(self, request, progress):
        raise KeyError("inside")


def test_what_is_refused_stands_still_and_is_told(takes):
    mean = MeanPose(takes)
    protocol = Protocol(embedded("measuring"), takes, mean.still, repeats=2, rounds=1)
    refused = protocol.judged(Refuses())
    assert refused.made == 0 and "score" not in refused.figures
    assert refused.figures["r1"].mean == protocol.judged(mean).figures["r1"].mean
    broken = protocol.judged(OfEngine(Breaks()), Progress())
    assert broken.made == 0 and "broke on 6 requests" in broken.note and "inside" in broken.note


def _held_out(folder, scratch):
    """The test clips of the shared data, without reading files that have none."""
    from backend.training.motion.data import takes

    with (folder / "captions.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wanted = {row["path"] for row in rows if row["split"] == "test"}
    rows = [row for row in rows if row["path"] in wanted]
    for row in rows:
        row.update({name: str(folder / row[name]) for name in ("path", "skeleton", "raw_path") if row[name]})
    with (scratch / "captions.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return takes(scratch, "test", cache=scratch)


def test_real_pairs_beat_shuffled_ones_on_clips_never_learnt(tmp_path):
    held = _held_out(shared("data", "motion"), tmp_path)
    assert len(held) == 30
    judge = embedded("measuring")
    pairs = [(take.clip, text) for take in held for text in take.captions]
    motions, texts = judge.clips([clip for clip, _ in pairs]), judge.texts([text for _, text in pairs])
    own = (motions * texts).sum(1)
    random = np.random.default_rng(0)
    shuffled = (motions * texts[random.permutation(len(texts))]).sum(1)
    assert own.mean() > shuffled.mean() + 0.3
    assert judge.agreement(own).mean() > 0.65 > 0.35 > judge.agreement(shuffled).mean()
    known = {text: number for number, text in enumerate(dict.fromkeys(text for _, text in pairs))}
    labels = np.array([known[text] for _, text in pairs])
    hits, pool = r_precision(texts, motions, labels, random)
    assert pool == 32 and hits[2] > 0.55


# The file


def _saved(path, state, said):
    save_file({name: value.contiguous() for name, value in state.items()}, path, said)
    return path


@pytest.fixture
def sound():
    from safetensors import safe_open

    with safe_open(WEIGHTS, framework="pt") as file:
        return load_file(WEIGHTS), dict(file.metadata())


@pytest.mark.parametrize("damage, told", [
    ("cut", ""), ("text", ""), ("empty", ""), ("shape", "size mismatch"), ("missing", "Missing key"),
    ("more", "Unexpected key"), ("nan", "not finite"), ("silent", "middle"), ("words", "could not convert"),
    ("flat", "calibration")])
def test_a_damaged_file_is_one_clear_error(tmp_path, sound, damage, told):
    state, said = sound
    path = tmp_path / "weights.safetensors"
    if damage == "cut":
        path.write_bytes(WEIGHTS.read_bytes()[:5000])
    elif damage == "text":
        path.write_text("these are no weights")
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        if damage == "shape":
            state["ranking.first.weight"] = torch.zeros(3, 3, 3)
        elif damage == "missing":
            del state["ranking.motion.weight"]
        elif damage == "more":
            state["ranking.surplus"] = torch.zeros(2)
        elif damage == "nan":
            state["ranking.motion.bias"] = torch.full_like(state["ranking.motion.bias"], float("nan"))
        elif damage == "silent":
            said = {name: value for name, value in said.items() if not name.endswith("middle")}
        elif damage == "words":
            said["ranking.middle"] = "half"
        elif damage == "flat":
            said["ranking.steepness"] = "-1"
        _saved(path, state, said)
    with pytest.raises(EngineError) as error:
        read_judge(path, "ranking")
    assert error.value.code == "bad_weights" and "weights.safetensors" in error.value.message
    assert told in error.value.message and "Install Troupe again" in error.value.remedy


def test_the_shipped_weights_are_small_and_two():
    assert WEIGHTS.stat().st_size < 6e6
    measuring, ranking = embedded("measuring"), embedded("ranking")
    assert measuring.version == ranking.version
    assert not torch.equal(measuring.network.motion.weight, ranking.network.motion.weight)
    assert pytest.approx(float(measuring.agreement(measuring.middle))) == 0.5
    with pytest.raises(EngineError) as error:
        read_judge(evaluator.WEIGHTS.with_name("none.safetensors"), "ranking")
    assert error.value.code == "weights_missing"
