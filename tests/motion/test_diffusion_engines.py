# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines of MotionDiffuse and ReMoDiffuse, with tiny networks in files of the official layout."""

from __future__ import annotations

import shutil
import threading

import numpy as np
import pytest
import torch

from backend.engine import Cancelled, EngineError, Progress, Request
from backend.motion.clip import clip_of
from backend.motion.diffusion import plan
from backend.motion.diffusion.composition import Composition, part_features
from backend.motion.diffusion.gaussian import GaussianDiffusion
from backend.motion.diffusion.motiondiffuse import MotionDiffuse, MotionDiffuseConfig
from backend.motion.diffusion.multistep import multistep_process, sample_multistep
from backend.motion.diffusion.plan import Segment, checked, lengths, understand
from backend.motion.diffusion.remodiffuse import ReMoDiffuse, ReMoDiffuseConfig, RetrievalConfig
from backend.motion.formats.humanml3d import vectors_from_clip
from backend.motion.formats.humanml3d_codec import HUMANML3D, KIT
from backend.motion.motiondiffuse_engine import MotionDiffuseEngine
from backend.motion.remodiffuse_engine import ReMoDiffuseEngine
from backend.motion.skeleton import INDEX, make_skeleton
from tests.official_files import clip_state, drawn

pytestmark = pytest.mark.usefixtures("one_thread")
FRAMES = 48
SMALL = MotionDiffuseConfig(frames=FRAMES, width=16, feed_forward=24, layers=1, text_width=8, text_feed_forward=12,
                            text_layers=1)
SMALL_RE = ReMoDiffuseConfig(frames=FRAMES, width=16, time_width=32, feed_forward=24, layers=1, text_width=8,
                             text_feed_forward=12, text_layers=1,
                             retrieval=RetrievalConfig(motion_layers=1, text_layers=1, feed_forward=20,
                                                       text_feed_forward=28))


@pytest.fixture(scope="module")
def official(tmp_path_factory, make):
    """A folder for each engine, laid out as the published archives are. The networks know nothing: around the mean
    of a walk, which is in mean.npy, they make a little noise."""
    walk = vectors_from_clip(clip_of(make("walk", duration=4)))
    mean = walk.mean(axis=0)
    root = tmp_path_factory.mktemp("official")
    one, two = root / "motiondiffuse", root / "remodiffuse"
    for folder in (one / "model", one / "meta", two / "data/database", two / "data/datasets/human_ml3d",
                   two / "logs/remodiffuse/remodiffuse_t2m"):
        folder.mkdir(parents=True)
    # Noise that is not recognised grows 157 times on the way back; a clean motion that is guessed does not.
    for folder, spread in ((one / "meta", 2e-4), (two / "data/datasets/human_ml3d", 0.01)):
        deviation = np.full(263, spread)
        # As in the official files: the path is stretched 25 times in training.
        deviation[:4] /= 25
        np.save(folder / "mean.npy", mean.astype("f4"))
        np.save(folder / "std.npy", deviation.astype("f4"))
    torch.save({"opt_encoder": {"state": {}}, "ep": 50, "total_it": 9,
                "encoder": drawn(MotionDiffuse(SMALL)) | clip_state("clip.")}, one / "model/latest.tar")
    torch.save({"meta": {"epoch": 40}, "state_dict": drawn(ReMoDiffuse(SMALL_RE), "model.")
                | clip_state("model.clip.")}, two / "logs/remodiffuse/remodiffuse_t2m/latest.pth")
    rng = np.random.default_rng(0)
    np.savez(two / "data/database/t2m_text_train.npz", text_features=rng.normal(size=(6, 512)).astype("f4"),
             captions=np.array([f"a person does {number}" for number in range(6)]),
             motions=rng.normal(size=(6, FRAMES, 263)).astype("f4"), m_lengths=np.array([20, 48, 30, 40, 47, 33]),
             clip_seq_features=rng.normal(size=(6, 77, 16)).astype("f4"))
    return root


@pytest.fixture
def at_home(official, monkeypatch):
    monkeypatch.setenv("TROUPE_MOTIONDIFFUSE", str(official / "motiondiffuse"))
    monkeypatch.setenv("TROUPE_REMODIFFUSE", str(official / "remodiffuse"))
    return official


ENGINES = {MotionDiffuseEngine: {"steps": 5}, ReMoDiffuseEngine: {"spacing": "ddim25"}}


def run(engine, prompt="a person walks", *, seed=1, spec=None, progress=None, target=None, inputs=None, **parameters):
    parameters = engine.complete(ENGINES[type(engine)] | {"duration": 2.0} | parameters)
    inputs = {**({"target": target} if target else {}), **(inputs or {})}
    motion = engine.generate(Request(prompt=prompt, seed=seed, parameters=parameters, spec=spec, inputs=inputs),
                             progress or Progress())
    motion.validate()
    return motion


@pytest.mark.parametrize("kind", ENGINES)
def test_a_sentence_becomes_a_motion_on_the_target(at_home, kind):
    assert kind.availability().ok
    stages = []
    target = make_skeleton(1.4)
    motion = run(kind(), target=target, progress=Progress(lambda at, stage, _: stages.append((at, stage))))
    assert motion.fps == 30 and len(motion.rotations) == pytest.approx(60, abs=2)
    assert motion.skeleton.names == target.names and motion.caption == "a person walks"
    # It stands about as the mean of a walk does, on its own legs.
    clip = clip_of(motion)
    places = clip.positions()
    head, foot = (np.median(places[:, INDEX[name], 2]) for name in ("head", "left_foot"))
    assert 1.0 < head < 1.4 and abs(foot) < 0.15
    assert motion.contacts is not None
    note = motion.provenance
    assert note.engine == kind.name and len(note.weights) == 64 and "non-commercial" in note.licence
    assert any("twist" in each for each in note.assumptions)
    steps = [stage for _, stage in stages if "step" in stage]
    assert any(stage.endswith("step 2 of 5" if kind is MotionDiffuseEngine else "step 2 of 25") for stage in steps)
    assert [at for at, _ in stages] == sorted(at for at, _ in stages) and stages[-1][0] == 1


@pytest.mark.parametrize("kind", ENGINES)
def test_the_seed_and_the_words_decide(at_home, kind):
    engine = kind()
    plain = dict(clean=False, smooth=False, fps=20)
    first, again = run(engine, **plain), run(kind(), **plain)
    assert np.array_equal(first.rotations, again.rotations) and np.array_equal(first.root_translation,
                                                                               again.root_translation)
    engine.unload()
    assert np.array_equal(first.rotations, run(engine, **plain).rotations)
    for other in (run(engine, seed=2, **plain), run(engine, "she waves with both hands", **plain)):
        assert np.abs(other.rotations - first.rotations).max() > 3e-5


@pytest.mark.parametrize("kind", ENGINES)
def test_the_best_of_several_is_told_and_made_again(at_home, kind):
    from backend.motion.best_of import seeds

    plain = dict(clean=False, smooth=False, fps=20)
    best = run(kind(), candidates=3, **plain)
    told = next(each for each in best.provenance.assumptions if "best of 3" in each)
    chosen = next(each for each in seeds(1, 3) if f"the seed {each} " in told)
    assert np.array_equal(best.rotations, run(kind(), seed=chosen, **plain).rotations)


def test_the_published_sampler_takes_a_thousand_steps(at_home):
    seen = []
    motion = run(MotionDiffuseEngine(), sampler="ancestral", duration=0.8,
                 progress=Progress(lambda at, stage, _: seen.append(stage)))
    assert len(motion.rotations) > 20 and sum("of 1000" in stage for stage in seen) == 1000


def test_dpm_solver_follows_the_path_more_exactly_than_ddim_does(at_home):
    # Normal data: the best guess of the clean value, and where the path ends, are known in closed form.
    mean, spread = 0.7, 0.4
    noise = torch.linspace(-2, 2, 9, dtype=torch.float64)[None]
    errors = {}
    for steps in (12, 24):
        process = multistep_process(steps, "start")
        kept = dict(zip(process.steps.tolist(), process.kept.tolist()))

        def guess(x, t, kept=kept):
            signal = kept[int(t[0])]
            pull = spread**2 * signal**0.5 / (spread**2 * signal + 1 - signal)
            return mean + pull * (x - signal**0.5 * mean)

        last = process.kept[-1]
        exact = mean + spread * (noise - last**0.5 * mean) / (spread**2 * last + 1 - last) ** 0.5
        for name, found in (("ddim", process.sample(guess, noise)), ("dpm", sample_multistep(process, guess, noise))):
            errors[name, steps] = float((found - exact).abs().max())
    assert errors["dpm", 12] < 0.3 * errors["ddim", 12] and errors["dpm", 24] < 0.3 * errors["ddim", 24]
    assert errors["dpm", 24] < 0.5 * errors["dpm", 12]
    assert len(run(MotionDiffuseEngine(), sampler="multistep").rotations) == pytest.approx(60, abs=2)


def test_retrieval_is_told(at_home):
    told = [each for each in run(ReMoDiffuseEngine()).provenance.assumptions if "database" in each]
    assert len(told) == 1 and told[0].count("a person does") == 2


@pytest.mark.parametrize("kind", ENGINES)
def test_a_cancel_arrives_between_steps(at_home, kind):
    stop, steps = threading.Event(), []

    def report(at, stage, _):
        if "step" in stage:
            steps.append(stage)
            if len(steps) == 3:
                stop.set()

    with pytest.raises(Cancelled):
        run(kind(), progress=Progress(report, stop))
    assert len(steps) == 3


@pytest.mark.parametrize("kind", ENGINES)
def test_missing_files_make_it_unavailable_with_a_remedy(at_home, kind, tmp_path, monkeypatch):
    monkeypatch.setenv(kind.files.variable, str(tmp_path / "empty"))
    state = kind.availability()
    assert not state.ok and "mean.npy" in state.reason and "std.npy" in state.reason
    for said in (str(tmp_path / "empty"), kind.files.variable, kind.files.homepage):
        assert said in state.remedy
    with pytest.raises(EngineError) as raised:
        run(kind())
    assert raised.value.code == "weights_missing"
    monkeypatch.delenv(kind.files.variable)
    monkeypatch.setenv("TROUPE_HOME", str(tmp_path))
    assert str(tmp_path / "weights" / kind.name) in kind.availability().remedy


@pytest.mark.parametrize(("kind", "file", "content"), [
    (MotionDiffuseEngine, "model/latest.tar", b"no checkpoint"), (MotionDiffuseEngine, "meta/mean.npy", np.zeros(251)),
    (MotionDiffuseEngine, "meta/std.npy", np.zeros(263)), (MotionDiffuseEngine, "meta/std.npy", np.full(263, np.nan)),
    (MotionDiffuseEngine, "meta/mean.npy", b""),
    (ReMoDiffuseEngine, "data/database/t2m_text_train.npz", b"PK no archive"),
    (ReMoDiffuseEngine, "logs/remodiffuse/remodiffuse_t2m/latest.pth", b"")])
def test_wrong_files_are_named(official, kind, file, content, tmp_path, monkeypatch):
    folder = tmp_path / kind.name
    shutil.copytree(official / kind.name, folder)
    monkeypatch.setenv(kind.files.variable, str(folder))
    if isinstance(content, bytes):
        (folder / file).write_bytes(content)
    else:
        np.save(folder / file, content)
    with pytest.raises(EngineError) as raised:
        run(kind())
    assert raised.value.code == "bad_weights" and file.rsplit("/", 1)[-1] in raised.value.message


def test_a_database_of_another_network_is_refused(official, tmp_path, monkeypatch):
    folder = tmp_path / "remodiffuse"
    shutil.copytree(official / "remodiffuse", folder)
    monkeypatch.setenv("TROUPE_REMODIFFUSE", str(folder))
    path = folder / "data/database/t2m_text_train.npz"
    arrays = dict(np.load(path))
    np.savez(path, **arrays | {"clip_seq_features": np.zeros((6, 77, 24), "f4")})
    with pytest.raises(EngineError, match="does not belong"):
        run(ReMoDiffuseEngine())


@pytest.mark.parametrize("kind", ENGINES)
def test_sentences_follow_each_other_for_longer_than_the_network_knows(at_home, kind):
    motion = run(kind(), "a person walks for 2 seconds, then he sits down; left arm: a person waves", duration=5.0,
                 clean=False)
    assert len(motion.rotations) == pytest.approx(150, abs=2)
    first, second = motion.provenance.spec["segments"]
    assert first == {"text": "a person walks", "seconds": 2.0, "parts": {}}
    assert second == {"text": "he sits down", "seconds": None, "parts": {"left_arm": "a person waves"}}


@pytest.mark.parametrize("kind", ENGINES)
def test_a_part_has_its_own_text(at_home, kind):
    whole, engine = {"text": "a person walks", "seconds": None}, kind()
    maker = engine._networks(Progress())[0]

    def vectors(parts):
        segments = checked({"segments": [whole | {"parts": parts}]})
        # Two steps: what changes in one part reaches the others only by what the network makes of it.
        process, method = GaussianDiffusion.respaced("2", predicts="start"), "ddim"
        return maker.make(Composition(segments, [40], HUMANML3D, FRAMES), process, method, 1, lambda *_: None)

    left = part_features(HUMANML3D, "left_arm")
    changed = (vectors({"left_arm": "someone claps above the head"}) - vectors({})).abs().mean(0)
    assert changed[left].mean() > 2 * changed[~left].mean() > 0


@pytest.mark.parametrize("spec", [
    {}, {"segments": []}, {"segments": [{"text": ""}]}, {"segments": [{"text": "a", "seconds": -1}]},
    {"segments": [{"text": "a", "seconds": float("inf")}]}, {"segments": [{"text": "a", "parts": {"tail": "b"}}]},
    {"segments": [{"text": "a"}] * 33}, {"segments": [{"text": "a"}], "more": 1}, {"segments": ["a"]}])
def test_a_wrong_spec_is_refused(at_home, spec):
    with pytest.raises(EngineError) as raised:
        run(MotionDiffuseEngine(), spec=spec)
    assert raised.value.code == "invalid_parameter" and raised.value.remedy


@pytest.mark.parametrize("duration", [0.1, plan.LONGEST])
def test_lengths_at_the_limits(at_home, duration):
    engine = MotionDiffuseEngine()
    if duration < 1:
        with pytest.raises(EngineError, match="too short"):
            run(engine, duration=duration)
    else:
        assert sum(lengths([Segment("a")], duration, 20)) == 2400


def test_seconds_are_shared_out():
    said, silent = Segment("a", 2.0), Segment("b")
    assert lengths([said, silent], 5.0, 20) == [40, 60] and lengths([said, silent], 0.0, 20) == [40, 120]
    assert lengths([said, Segment("b", 6.0)], 4.0, 20) == [20, 60] and lengths([said, silent], 1.0, 20) == [10, 10]
    with pytest.raises(EngineError, match="longer"):
        lengths([Segment("a", 100.0)] * 2, 0.0, 20)
    assert checked(understand("walk forward").spec)[0].text == "walk forward"
    assert any("captions" in each for each in understand("walk forward").assumptions)
    assert not understand("the man walks").assumptions


@pytest.mark.parametrize("layout", [HUMANML3D, KIT], ids=lambda layout: layout.name)
def test_every_feature_of_every_frame_belongs_to_somebody(layout):
    segments = [Segment("a", parts={"arms": "x", "left_arm": "y"}), Segment("b"), Segment("c", parts={"lower": "z"})]
    composition = Composition(segments, [30, 130, 25], layout, FRAMES)
    assert composition.weights.shape[1:] == (185, layout.width)
    assert torch.allclose(composition.weights.sum(0), torch.ones(185, layout.width), atol=1e-6)
    assert composition.lengths.max() <= FRAMES
    # What is split and blended unchanged is what it was.
    x = torch.randn(1, 185, layout.width)
    assert torch.allclose(composition.blend(composition.split(x)), x, atol=1e-5)
    # The smaller part wins, and what nobody claims is the sentence's.
    at = {text: sum(weight[10] for each, weight in zip(composition.entries, composition.weights) if each.text == text)
          for text in ("a", "x", "y")}
    left = part_features(layout, "left_arm")
    assert (at["y"][left] > 0.99).all() and (at["x"][left] == 0).all() and (at["a"][:4] > 0.99).all()
    assert bool((part_features(layout, "upper") ^ part_features(layout, "lower")).all())
