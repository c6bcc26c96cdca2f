# SPDX-License-Identifier: GPL-3.0-or-later
"""A small network learns what it is shown, goes on where it was cut off, and ends in a file that can be loaded."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from backend.cli import app
from backend.engine import Cancelled, EngineError, Progress, Request
from backend.motion.clip import clip_of
from backend.motion.diffusion import embedded_model
from backend.motion.diffusion.embedded_features import CONTACTS, GROUP_NAMES, PATH, PLACES, features_of
from backend.motion.diffusion.embedded_network import NetworkConfig
from backend.motion.evaluation.protocol import Take
from backend.motion.formats.npz import write_clip
from backend.motion.procedural_engine import ProceduralEngine
from backend.training.motion.batches import Draws, held, known_part, replayed
from backend.training.motion.export import export
from backend.training.motion.losses import emphasis, losses, places
from backend.training.motion.preparation import Vocabulary, prepared, statistics
from backend.training.motion.settings import Settings, read_settings
from backend.training.motion.training import BEST, CHECKPOINT, LOG, train

pytestmark = pytest.mark.usefixtures("one_thread")
SETTINGS = Settings(steps=60, batch=8, rate=2e-3, warm_up=5, ema=0.9, bfloat16=False, validate_every=20, save_every=20,
                    usual=2.0, longest=2.0, network=NetworkConfig(width=48, layers=2, heads=2, rank=16))


@pytest.fixture(scope="module")
def clips():
    found = []
    for prompt, caption in (("walk", "a person walks forward"), ("wave with the left hand", "a person waves with the "
                            "left hand"), ("jump", "someone jumps up quickly")):
        request = Request(prompt=prompt, seed=1, parameters=ProceduralEngine.complete({"duration": 2.0}))
        clip = clip_of(ProceduralEngine().generate(request, Progress()))
        found.append(Take(prompt, replace(clip, loop=prompt == "walk"), (caption,)))
    return found


@pytest.fixture(scope="module")
def ready(clips):
    return prepared(clips)


def test_examples(ready):
    walk, wave, jump = ready
    assert walk.repeats and walk.going and len(walk.versions[0].on) > 280
    assert not wave.going and jump.paced and not walk.paced
    assert wave.versions[1].captions == ("a person waves with the right hand",)
    # The mirrored clip turns the other way and waves with the other hand.
    arms = [slice(PLACES.start + 3 * (joint - 1), PLACES.start + 3 * joint) for joint in (20, 21)]
    for version, hand in zip(wave.versions, arms):
        assert version.once[:, hand].std(0).max() > 0.05
    assert sum(each.weight for each in ready) == pytest.approx(1.0)
    mean, deviation = statistics(ready)
    assert np.isfinite(mean).all() and deviation.min() > 0.04


def test_faster_is_faster(ready):
    rows = ready[0].versions[0].once
    quick = replayed(rows, 1.25)
    assert len(quick) == pytest.approx(len(rows) / 1.25, abs=1.5)
    assert quick[:, PATH][:, 2].mean() == pytest.approx(1.25 * rows[:, PATH][:, 2].mean(), rel=0.02)
    assert set(np.unique(quick[:, CONTACTS])) <= {0.0, 1.0}
    still = held(rows, 10)
    assert len(still) == len(rows) + 10 and not still[-10:, PATH].any()


def test_batches_are_padded_and_masked(ready):
    draws = Draws(ready, Vocabulary(ready), replace(SETTINGS, known=1.0), 3)
    batch = next(draws.batches())
    assert batch.motions.shape[:2] == batch.mask.shape[:2] and batch.motions.shape[1] % 2 == 0
    assert batch.inside.sum(1).tolist() == batch.lengths.tolist()
    assert not batch.mask[batch.inside == 0].any() and 0 < batch.mask.mean() < 1


def test_every_kind_of_knowledge_occurs():
    random = np.random.default_rng(0)
    masks = [known_part(60, random) for _ in range(300)]
    path = GROUP_NAMES.index("path")
    assert any(mask[0].all() and not mask[-1].any() for mask in masks)
    assert any(mask[-1].all() and not mask[0].any() for mask in masks)
    assert any(mask[:, path].all() and not np.delete(mask, path, 1).any() for mask in masks)
    assert any(mask.all(0).any() and not mask[:, path].any() for mask in masks)


def test_losses_know_what_is_wrong(ready):
    rows = torch.from_numpy(ready[0].versions[0].once)[None, :48]
    mean, deviation = (torch.from_numpy(each) for each in statistics(ready))
    clean, inside = (rows - mean) / deviation, torch.ones(1, 48)

    def wrong(change):
        moved = rows.clone()
        change(moved)
        return losses((moved - mean) / deviation, clean, inside, mean, deviation, emphasis())

    none = wrong(lambda rows: None)
    assert none.features == 0 and none.places < 1e-4 and none.feet < 0.05
    sliding = wrong(lambda rows: rows[..., 2].mul_(0.0))
    assert sliding.feet > none.feet + 0.2 and sliding.places < 1e-4
    bent = wrong(lambda rows: rows[..., 4:10].copy_(torch.tensor([1.0, 0, 0, 0, 0, 1])))
    assert bent.places > 1.0
    assert torch.allclose(places(rows[0])[:, 1:], rows[0][:, PLACES].unflatten(-1, (21, 3)), atol=1e-4)


def test_it_learns_and_goes_on(clips, tmp_path):
    whole = train(clips, clips, SETTINGS, tmp_path / "whole")
    with (tmp_path / "whole" / LOG).open(encoding="utf-8") as file:
        log = list(csv.DictReader(file))
    assert [int(row["step"]) for row in log] == [20, 40, 60]
    assert float(log[-1]["val"]) < 0.9 * float(log[0]["val"])
    assert whole.best == pytest.approx(float(log[-1]["val"]), abs=1e-4)

    class Cut(Progress):
        def update(self, fraction, stage, preview=None):
            if stage.startswith("Step 41"):
                raise Cancelled

        def part(self, low, high):
            return self

    with pytest.raises(Cancelled):
        train(clips, clips, SETTINGS, tmp_path / "cut", progress=Cut())
    assert (tmp_path / "cut" / BEST).stat().st_size > 0
    again = train(clips, clips, SETTINGS, tmp_path / "cut")
    assert again.step == 60 and again.best < float(log[0]["val"])
    with pytest.raises(EngineError, match="another network"):
        train(clips, clips, replace(SETTINGS, network=NetworkConfig(width=32, heads=2, layers=1)), tmp_path / "cut")
    assert (tmp_path / "cut" / CHECKPOINT).stat().st_size > 0

    version = export(tmp_path / "whole", clips, tmp_path / "motion.safetensors")
    model = embedded_model.load(tmp_path / "motion.safetensors")
    assert model.version == version and model.captions[0] == "a person walks forward"
    near = model.familiarity("somebody is walking ahead")
    assert near.caption == "a person walks forward" and near.seconds == pytest.approx(2.0, abs=0.2)


def test_settings():
    settings = read_settings(None, ["steps=5", "network.width=64", "speeds=[0.9, 1.1]", "bfloat16=false"])
    assert (settings.steps, settings.network.width, settings.speeds, settings.bfloat16) == (5, 64, (0.9, 1.1), False)
    assert read_settings().network.layers == settings.network.layers
    for wrong in ("steps", "steps=many", "nothing=1", "network.nothing=1", "steps=1.5", "speeds=[1]"):
        with pytest.raises(EngineError) as caught:
            read_settings(None, [wrong])
        assert caught.value.code == "invalid_parameter"


def test_the_command(clips, tmp_path):
    with (tmp_path / "captions.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["path", "split", "caption_1"])
        for number, take in enumerate(clips):
            write_clip(tmp_path / f"{number}.npz", take.clip)
            table.writerow([f"{number}.npz", "train" if number else "val", take.captions[0]])
    changes = ("steps=4", "batch=4", "validate_every=2", "save_every=2", "bfloat16=false", "network.width=32",
               "network.layers=1", "network.heads=2")
    options = [word for change in changes for word in ("--set", change)]
    result = CliRunner().invoke(app, ["train", "motion", str(tmp_path / "run"), "--data", str(tmp_path), "--json",
                                      *options])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["steps"] == 4
    assert embedded_model.load(tmp_path / "run" / "motion.safetensors").version == told["version"]
    assert CliRunner().invoke(app, ["train", "motion", str(tmp_path / "run")]).exit_code == 2


def test_features_of_a_take_are_those_of_its_clip(clips, ready):
    assert np.abs(ready[1].versions[0].once - features_of(clips[1].clip)).mean() < 0.02
