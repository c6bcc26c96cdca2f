# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe bench motion-quality`` on a small folder of clips, and samplers on a network whose answers are known."""

import csv
import json

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from backend.bench import motion_sampling
from backend.bench.motion_sampling import Sampler, compare, cut_windows
from backend.cli import app
from backend.motion.clip import clip_of
from backend.motion.formats.npz import write_clip

SENTENCES = {"a person walks forward": "walk", "someone runs forward": "run", "a person jumps up": "jump",
             "a person stands around idly": "idle", "a person waves": "wave with the right hand"}


@pytest.fixture(scope="module")
def data(make, tmp_path_factory):
    """A folder as the command wants it: every sentence once to learn from and once held out."""
    folder = tmp_path_factory.mktemp("motions")
    with (folder / "captions.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["clip_id", "path", "clip", "split", "caption_1"])
        for split, seed in (("train", 1), ("test", 2)):
            for number, (text, prompt) in enumerate(SENTENCES.items()):
                name = f"{split}_{number}"
                write_clip(folder / f"{name}.npz", clip_of(make(prompt, duration=2.0, seed=seed)))
                table.writerow([name, f"{name}.npz", "", split, text])
    return folder


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TROUPE_SHARED", raising=False)
    return lambda *arguments: CliRunner().invoke(app, ["bench", "motion-quality", *map(str, arguments)])


def test_the_report_has_every_row_and_figure(run, data, tmp_path):
    done = run("--data", data, "--engines", "procedural", "--repeats", 3, "--rounds", 1, "--json", "-o",
               tmp_path / "report.json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report == json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["clips"] == report["sentences"] == 5 and report["evaluator"]
    rows = {row["name"]: row for row in report["rows"]}
    assert list(rows) == ["Real", "Real, training clips", "Random caption", "Nearest training clip", "Mean pose",
                          "procedural"]
    for name in ("r1", "r2", "r3", "fid", "mm_distance", "diversity", "mmodality", "score", "skate"):
        assert rows["procedural"]["figures"][name]["half"] >= 0
    assert "mmodality" not in rows["Real"]["figures"] and "r1" not in rows["Real, training clips"]["figures"]
    # The nearest training sentence is the same sentence, and so is what the engine makes of it.
    assert rows["Nearest training clip"]["figures"]["fid"]["mean"] < 0.2 * rows["Mean pose"]["figures"]["fid"]["mean"]
    assert any("never to be compared" in note for note in report["notes"])


def test_the_same_seed_gives_the_same_figures(run, data):
    options = ("--data", data, "--engines", "procedural", "--repeats", 2, "--rounds", 1, "--no-multimodality", "--json")
    first, second = (json.loads(run(*options).stdout) for _ in range(2))
    for report in (first, second):
        for row in report["rows"]:
            del row["seconds"]
    assert first == second


def test_the_table_is_printed(run, data):
    done = run("--data", data, "--engines", "none", "--repeats", 2, "--rounds", 1)
    assert done.exit_code == 0, done.output
    for part in ("R@1", "FID", "Mean pose", "Nearest training clip", "Skate", "chance is 0.200"):
        assert part in done.stdout


@pytest.mark.parametrize("options, code, told", [
    ((), 4, "no folder with captions.csv"), (("--data", "nowhere"), 4, "no folder with captions.csv"),
    (("--engines", "wizard"), 2, "no motion engine 'wizard'"),
    (("--engines", "procedural*many"), 2, "no number of tries"), (("--split", "all"), 2, "no split 'all'")])
def test_what_cannot_be_done_is_said(run, data, options, code, told):
    where = () if code == 4 else ("--data", data)
    done = run(*where, *options, "--json")
    assert done.exit_code == code
    assert told in json.loads(done.stdout)["error"]["message"]


def test_bench_without_a_name_measures_speed():
    told = CliRunner().invoke(app, ["bench", "--help"])
    assert told.exit_code == 0 and "motion-quality" in told.output and "speed" in told.output
    unknown = CliRunner().invoke(app, ["bench", "nonsense", "--json"])
    assert unknown.exit_code == 2 and "nonsense cannot be measured" in json.loads(unknown.stdout)["error"]["message"]


# Samplers


def _normal(mean, deviation):
    """The best network there can be for data that are normal: it tells the clean vector to expect."""
    kept = torch.from_numpy(motion_sampling.Sampler("", "ancestral", 1000).process("start").kept).float()

    def network_of(text):
        def network(x, t):
            share = kept[t].reshape(-1, 1, 1)
            gain = share.sqrt() * deviation**2 / (share * deviation**2 + 1 - share)
            return mean + gain * (x - share.sqrt() * mean)
        return network
    return network_of


def test_few_steps_are_as_good_as_a_thousand_and_much_quicker():
    random = np.random.default_rng(0)
    reference = random.normal(2.0, 0.5, (4000, 4))
    samplers = (Sampler("published", "ancestral", 1000), Sampler("DDIM", "ddim", 50),
                Sampler("DPM-Solver++", "multistep", 20), Sampler("too few", "ddim", 2))
    found = compare(_normal(2.0, 0.5), "start", 4, ["a", "b", "c"], lambda vectors: list(vectors), np.stack,
                    reference, samplers=samplers, frames=60)
    assert found[0].calls == 1000 and found[1].calls == 50 and found[2].calls <= 20
    told = motion_sampling.as_json(found)
    assert told[0]["ratio"] == 1 and min(told[1]["ratio"], told[2]["ratio"]) > 5
    # All are normal about 2 with a deviation of 0.5; two steps give the mean alone: 4 x 0.5^2 away.
    assert told[0]["fid"] < 0.1 and told[1]["fid"] < 0.1 and told[2]["fid"] < 0.1
    assert told[1]["equal"] and told[2]["equal"] and not told[3]["equal"]
    assert told[3]["fid"] == pytest.approx(1.0, abs=0.15)
    # What is equal is so by the difference over the same sentences.
    assert told[0]["above"] == told[0]["above_half"] == 0
    for each in told[1:]:
        assert each["above"] == pytest.approx(each["fid"] - told[0]["fid"], abs=2e-5) and each["above_half"] > 0
    assert told[3]["above"] > 5 * told[3]["above_half"]


def test_a_sampler_that_gives_the_same_motions_is_equal():
    _, second = compare(_normal(0.0, 1.0), "start", 3, ["a", "b"], lambda vectors: list(vectors), np.stack,
                            np.random.default_rng(1).normal(size=(400, 3)),
                            samplers=(Sampler("one", "ddim", 10), Sampler("other", "ddim", 10)), frames=40)
    assert second.equal and second.above.mean == second.above.half == 0


def test_windows_overlap_by_half():
    windows = cut_windows(np.arange(196)[:, None])
    assert [len(each) for each in windows] == [60] * 5 and [int(each[0, 0]) for each in windows] == [0, 30, 60, 90, 120]
    assert [len(each) for each in cut_windows(np.zeros((20, 3)))] == [20]
