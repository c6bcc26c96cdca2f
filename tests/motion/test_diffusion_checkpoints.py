# SPDX-License-Identifier: GPL-3.0-or-later
"""Official checkpoints of the real layout, made small, and everything that can be wrong with one."""

from __future__ import annotations

import dataclasses
import pickle

import numpy as np
import pytest
import torch

from backend.engine import EngineError
from backend.motion.diffusion.checkpoints import load_database, load_motiondiffuse, load_remodiffuse
from backend.motion.diffusion.mixture import HUMANML3D, KIT
from backend.motion.diffusion.motiondiffuse import MotionDiffuse, MotionDiffuseConfig
from backend.motion.diffusion.remodiffuse import ReMoDiffuse, ReMoDiffuseConfig, RetrievalConfig

pytestmark = pytest.mark.usefixtures("one_thread")
SMALL = MotionDiffuseConfig(features=263, frames=20, width=16, feed_forward=24, layers=2, heads=4, text_width=8,
                            text_feed_forward=12, text_layers=2, text_heads=2)
SMALL_RE = ReMoDiffuseConfig(features=251, frames=20, width=16, time_width=32, feed_forward=24, layers=2, heads=4,
                             text_width=8, text_feed_forward=12, text_layers=2, text_heads=2, mixture=KIT,
                             retrieval=RetrievalConfig(heads=4, feed_forward=20, text_feed_forward=28))
HEADS = {"heads": 4, "text_heads": 2}


def published(network, prefix=""):
    """The state as the official code saves it: with the frozen CLIP inside."""
    state = {f"{prefix}{name}": torch.randn_like(value) * 0.1 for name, value in network.state_dict().items()}
    clip = {f"{prefix}clip.{name}": torch.zeros(3) for name in ("logit_scale", "visual.conv1.weight")}
    return state | clip


def motiondiffuse_file(path, state=None):
    state = published(MotionDiffuse(SMALL)) if state is None else state
    torch.save({"opt_encoder": {"state": {}, "param_groups": [{"lr": 2e-4}]}, "ep": 50, "total_it": 9,
                "encoder": state}, path)
    return state


def test_a_motiondiffuse_file_gives_the_same_network(tmp_path):
    path = tmp_path / "latest.tar"
    state = motiondiffuse_file(path)
    network = load_motiondiffuse(path, **HEADS)
    assert network.config == SMALL and not network.training
    for name, value in network.state_dict().items():
        assert torch.equal(value, state[name])
    text = network.encode_text(torch.randn(1, 77, 512), torch.tensor([5]))
    out = network(torch.randn(1, 20, 263), torch.tensor([7]), torch.tensor([18]), text)
    assert out.shape == (1, 20, 263) and torch.isfinite(out).all() and out.abs().max() > 1e-3


def test_padded_frames_do_not_reach_the_others(tmp_path):
    path = tmp_path / "latest.tar"
    motiondiffuse_file(path)
    network = load_motiondiffuse(path, **HEADS)
    text = network.encode_text(torch.randn(1, 77, 512), torch.tensor([5]))
    x = torch.randn(1, 20, 263)
    other = x.clone()
    other[:, 12:] += 5
    a, b = (network(each, torch.tensor([7]), torch.tensor([12]), text)[:, :12] for each in (x, other))
    assert torch.allclose(a, b, atol=1e-5)
    assert not torch.allclose(a, network(other, torch.tensor([7]), torch.tensor([20]), text)[:, :12], atol=1e-5)


def test_a_remodiffuse_file_gives_the_same_network(tmp_path):
    path = tmp_path / "kit.pth"
    state = published(ReMoDiffuse(SMALL_RE), "model.")
    torch.save({"meta": {"epoch": 20, "iter": 1}, "state_dict": state, "optimizer": {}}, path)
    network = load_remodiffuse(path, **HEADS)
    assert network.config == SMALL_RE
    for name, value in network.state_dict().items():
        assert torch.equal(value, state[f"model.{name}"])
    larger = tmp_path / "t2m.pth"
    torch.save({"state_dict": published(ReMoDiffuse(dataclasses.replace(SMALL_RE, features=263)), "model.")}, larger)
    assert load_remodiffuse(larger, **HEADS).config.mixture == HUMANML3D


class _Attack:
    def __reduce__(self):
        import os
        return os.system, ("touch attacked",)


def _break(state, how):
    name = "temporal_decoder_blocks.1.ffn.linear1.weight"
    if how == "missing":
        del state[name]
    elif how == "extra":
        state["something.else"] = torch.zeros(2)
    elif how == "shape":
        state[name] = torch.zeros(24, 15)
    elif how == "nan":
        state[name][0, 0] = float("nan")
    elif how == "text":
        state[name] = "weights"
    elif how == "gap":
        state = {key.replace("blocks.1.", "blocks.7."): value for key, value in state.items()}
    elif how == "empty":
        state = {}
    return state


@pytest.mark.parametrize("how", ["missing", "extra", "shape", "nan", "text", "gap", "empty"])
def test_another_networks_state_is_refused_and_named(tmp_path, how):
    path = tmp_path / "latest.tar"
    motiondiffuse_file(path, _break(published(MotionDiffuse(SMALL)), how))
    with pytest.raises(EngineError, match=r"latest\.tar") as raised:
        load_motiondiffuse(path, **HEADS)
    assert raised.value.code == "bad_weights" and raised.value.remedy


def test_heads_that_do_not_divide_the_width_are_refused(tmp_path):
    path = tmp_path / "latest.tar"
    motiondiffuse_file(path)
    with pytest.raises(EngineError, match="heads"):
        load_motiondiffuse(path, heads=5, text_heads=2)


def test_truncated_foreign_and_hostile_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "latest.tar"
    motiondiffuse_file(path)
    whole = path.read_bytes()
    for content in (b"", b"not a checkpoint", whole[:100], whole[:len(whole) // 2], whole[:-40],
                    b"PK\x03\x04" + bytes(90), pickle.dumps({"encoder": 3}, 2), pickle.dumps(_Attack(), 2)):
        path.write_bytes(content)
        for load in (load_motiondiffuse, load_remodiffuse):
            with pytest.raises(EngineError) as raised:
                load(path)
            assert raised.value.code == "bad_weights"
    torch.save({"encoder": {"sequence_embedding": torch.zeros(2, 2)}, "more": _Attack()}, path)
    with pytest.raises(EngineError):
        load_motiondiffuse(path)
    with pytest.raises(EngineError, match="no file"):
        load_motiondiffuse(tmp_path / "absent.tar")
    assert not (tmp_path / "attacked").exists()


def database_file(path, **changes):
    rng = np.random.default_rng(0)
    arrays = {"text_features": rng.normal(size=(5, 512)).astype("f4"),
              "captions": np.array(["a person walks", "a man runs", "she waves", "he jumps", "someone sits"]),
              "motions": rng.normal(size=(5, 196, 263)).astype("f4"), "m_lengths": np.array([60, 80, 196, 40, 100]),
              "clip_seq_features": rng.normal(size=(5, 77, 512)).astype("f4")}
    np.savez(path, **{name: value for name, value in (arrays | changes).items() if value is not None})
    return arrays


def test_the_database_finds_its_own_captions(tmp_path):
    path = tmp_path / "t2m_text_train.npz"
    arrays = database_file(path)
    database = load_database(path)
    found = database.find(torch.from_numpy(arrays["text_features"]), torch.from_numpy(arrays["m_lengths"]))
    assert found[:, 0].tolist() == [0, 1, 2, 3, 4] and database.captions[2] == "she waves"
    # Of two equal captions the one of like length comes first.
    twin = arrays["text_features"][[0]].repeat(2, 0)
    features = np.concatenate([twin, arrays["text_features"][2:]])
    database = dataclasses.replace(database, features=torch.from_numpy(features))
    assert database.find(torch.from_numpy(twin[:1]), torch.tensor([85]), 2)[0].tolist() == [1, 0]


@pytest.mark.parametrize("changes", [
    {"motions": None}, {"m_lengths": np.array([60, 80, 196, 40, 500])}, {"m_lengths": np.array([1, 2, 3])},
    {"motions": np.zeros((5, 196, 251), "f4")}, {"motions": np.full((5, 196, 263), np.nan, "f4")},
    {"captions": np.array([1, 2, 3, 4, 5])}, {"captions": np.array([{}] * 5, object)}])
def test_a_database_that_is_none_is_refused(tmp_path, changes):
    path = tmp_path / "t2m_text_train.npz"
    database_file(path, **changes)
    with pytest.raises(EngineError) as raised:
        load_database(path)
    assert raised.value.code == "bad_weights"


def test_too_small_a_database_says_so(tmp_path):
    path = tmp_path / "t2m_text_train.npz"
    database_file(path)
    database = load_database(path)
    with pytest.raises(ValueError, match="fewer"):
        database.find(database.features[:1], torch.tensor([60]), 6)
    with pytest.raises(ValueError, match="fewer"):
        database.find(database.features[:1], torch.tensor([60]), 5, skip_equal_length=True)
