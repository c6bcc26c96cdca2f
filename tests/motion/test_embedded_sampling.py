# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known is in the result, several motions are made as one would be, and windows are joined without a seam.

The networks here know nothing: what is tested holds whatever they have learnt.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from backend.engine import EngineError
from backend.motion.clip import clip_of
from backend.motion.diffusion import embedded_model
from backend.motion.diffusion.constraints import Constraints, PathPoint, PoseKey
from backend.motion.diffusion.embedded_features import GROUP_NAMES, GROUPS, RATE, clip_from, features_of, standard_body
from backend.motion.diffusion.embedded_making import given, part_features
from backend.motion.diffusion.embedded_model import Model
from backend.motion.diffusion.embedded_network import EmbeddedNetwork, NetworkConfig
from backend.motion.diffusion.embedded_sampling import (
    LONGEST,
    Known,
    Sampling,
    compose,
    sample,
    visited,
    way_known,
)
from backend.motion.diffusion.plan import PARTS, Segment

pytestmark = pytest.mark.usefixtures("one_thread")
SMALL = NetworkConfig(width=32, layers=2, heads=2, rank=8)


@pytest.fixture(scope="module")
def walk(make):
    return clip_of(make("walk", duration=4.0))


@pytest.fixture(scope="module")
def model(walk):
    """Noise around a walk."""
    torch.manual_seed(3)
    network = EmbeddedNetwork(SMALL)
    rows = features_of(walk)
    network.mean.copy_(torch.from_numpy(rows.mean(0)))
    network.deviation.copy_(torch.from_numpy(rows.std(0)).clamp(min=0.05))
    torch.nn.init.normal_(network.leave.weight, std=0.05)
    for block in network.blocks:
        torch.nn.init.normal_(block.modulation.weight, std=0.3)
    return Model(network.eval().requires_grad_(False), ["a person walks"], np.ones((1, 384)), np.ones(1), "test")


QUICK = Sampling(steps=4)


def test_known_frames_are_in_the_result(model, walk):
    rows = features_of(walk)[:40]
    known = Known.nothing(40)
    for part, told in ((slice(0, 10), rows[:10]), (slice(-5, None), rows[-5:])):
        known.values[part], known.mask[part] = told, 1
    found = sample(model, "a person walks", 40, QUICK, known)[0]
    assert np.array_equal(found[:10], rows[:10]) and np.array_equal(found[-5:], rows[-5:])
    assert np.abs(found[10:-5] - rows[10:-5]).max() > 0.01


def test_parts_of_frames_may_be_known(model, walk):
    rows = features_of(walk)[:30]
    known = Known.nothing(30)
    known.values[:], known.mask[:, GROUP_NAMES.index("left_arm")] = rows, 1
    found = sample(model, "a person walks", 30, QUICK, known)[0]
    own = np.isin(GROUPS, GROUP_NAMES.index("left_arm"))
    assert np.array_equal(found[:, own], rows[:, own]) and np.abs(found[:, ~own] - rows[:, ~own]).max() > 0.01


def test_the_first_of_several_is_the_one_that_is_made_alone(model):
    one = sample(model, "a person walks", 21, Sampling(4, seed=5), Known.nothing(21))
    several = sample(model, "a person walks", 21, Sampling(4, seed=5, count=3), Known.nothing(21))
    assert one.shape == (1, 21, 203) and several.shape == (3, 21, 203)
    assert np.abs(one[0] - several[0]).max() < 1e-4
    assert np.abs(several[1] - several[0]).max() > 0.05


def test_seeds_decide(model):
    first, again, other = (sample(model, "a person walks", 20, Sampling(4, seed=seed), Known.nothing(20))
                           for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.allclose(first, other)


def test_words_are_heard_more_with_guidance(model):
    def made(text, guidance):
        return sample(model, text, 20, Sampling(4, guidance, 1), Known.nothing(20))

    apart = [np.abs(made("a person kicks", each) - made("someone sits down", each)).mean() for each in (1.0, 4.0)]
    assert 0 < apart[0] < apart[1]
    assert np.array_equal(made("", 1.0), made("", 4.0))


def test_several_sentences_and_long_ones_are_made_in_windows(model):
    seen = []
    found = compose(model, ["a person walks", "a person runs"], [LONGEST + 50, 40], QUICK,
                    watch=lambda done, of, rows: seen.append((done, of, rows.shape[1])))
    assert found.shape == (1, LONGEST + 90, 203)
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
    assert seen[-1][0] == seen[-1][1] and seen[-1][2] == LONGEST + 90


def test_parts_have_words_of_their_own(model):
    plain = compose(model, ["a person walks"], [24], QUICK)
    both = compose(model, ["a person walks"], [24], QUICK, parts=[{"left_arm": "a person waves"}])
    own = part_features("left_arm")
    change = np.abs(plain - both)[0].mean(0)
    assert change[own].mean() > change[~own].mean()


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_features(part):
    assert 0 < part_features(part).sum() < 203


def test_a_loop_ends_where_it_begins(model, walk):
    known = Known.nothing(90)
    found = compose(model, ["a person walks"], [90], QUICK, known, loop=True)
    assert found.shape == (1, 90, 203)
    kept = compose(model, ["a person walks"], [90], QUICK, known)
    # Only the end is made anew.
    assert np.array_equal(found[:, :45], kept[:, :45]) and not np.allclose(found[:, 45:], kept[:, 45:])


@pytest.mark.parametrize("steps", [4, 11, 20, 50, 200])
def test_any_number_of_steps_can_be_visited(steps):
    found = visited(steps)
    assert len(found) == steps and found[0] > 0 and found[-1] == 999 and (np.diff(found) > 0).all()
    # Half of them in the noisiest fifth.
    assert (found >= 800).sum() == pytest.approx(steps / 2, abs=0.5)


def test_a_way_is_told_as_the_features_tell_it(walk):
    clip = clip_from(features_of(walk))
    from backend.motion.diffusion.embedded_features import travelled

    rows = features_of(walk)
    turn, root = travelled(rows.astype(np.float64))
    assert np.abs(way_known(root[:, :2], turn)[:-1] - rows[:-1, :3]).max() < 1e-3
    assert np.abs(clip.root - root).max() < 1e-9


def test_a_brief_becomes_known_frames(walk):
    body = standard_body()
    wanted = Constraints((Segment("a person walks"),), before=walk, after=walk,
                         poses=(PoseKey(1.0, walk, 7, "upper"),), path=(PathPoint(0, 0), PathPoint(0, -3)))
    found = given(wanted, 61, body)
    first, behind = found.placing.before, found.placing.after
    assert len(found.known.values) == first + 61 + behind
    assert found.known.mask[:first].all() and found.known.mask[-behind:].all()
    path = GROUP_NAMES.index("path")
    assert found.known.mask[first:first + 61, path].all()
    # Three metres in two seconds, once it faces there.
    speed = np.linalg.norm(found.known.values[first + 15:first + 45, 1:3], axis=1)
    assert speed == pytest.approx(1.5, rel=0.1)
    at = first + round(RATE)
    assert found.known.mask[at, GROUP_NAMES.index("trunk")] and not found.known.mask[at, GROUP_NAMES.index("legs")]


def test_a_pose_after_the_end_is_refused(walk):
    wanted = Constraints((Segment("a person walks"),), poses=(PoseKey(5.0, walk),))
    with pytest.raises(EngineError, match="after the end"):
        given(wanted, 61, standard_body())


def test_weights_come_back(model, tmp_path):
    path = tmp_path / "motion.safetensors"
    embedded_model.save(path, model.network.state_dict(), SMALL, ["a person walks", "someone sits"],
                        np.eye(2, 384), np.array([2.0, 3.0]), {"version": "x"})
    back = embedded_model.load(path)
    assert back.version == "x" and back.captions == ("a person walks", "someone sits")
    one, other = (sample(each, "a person walks", 20, QUICK, Known.nothing(20)) for each in (model, back))
    assert np.abs(one - other).max() < 0.05


@pytest.mark.parametrize("damage", ["cut", "empty", "other", "missing"])
def test_damaged_weights_are_told(model, tmp_path, damage):
    from safetensors.torch import save_file

    path = tmp_path / "motion.safetensors"
    embedded_model.save(path, model.network.state_dict(), SMALL, ["a"], np.eye(1, 384), np.ones(1), {})
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "other":
        save_file({"a": torch.zeros(3)}, path)
    else:
        path.unlink()
    with pytest.raises(EngineError) as caught:
        embedded_model.load(path)
    assert caught.value.code == ("weights_missing" if damage == "missing" else "bad_file")
