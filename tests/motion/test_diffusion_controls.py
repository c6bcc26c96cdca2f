# SPDX-License-Identifier: GPL-3.0-or-later
"""What a diffusion engine is held to beside words: known frames, ways, loops, parts; with tiny networks."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from backend.engine import EngineError, Progress
from backend.motion.body import body_of
from backend.motion.clip import canonical, clip_of, motion_of
from backend.motion.clip_ops import fitted, heading, place
from backend.motion.diffusion import constraints as briefs
from backend.motion.diffusion.composition import Composition, part_features
from backend.motion.diffusion.conditioning import known_of
from backend.motion.diffusion.gaussian import GaussianDiffusion
from backend.motion.diffusion.inpainting import Known, Pin, consistent, pinned
from backend.motion.diffusion.making import Held, process_of
from backend.motion.diffusion.plan import Segment, checked, lengths
from backend.motion.editing.keeping import Kept, keep
from backend.motion.formats.humanml3d_codec import HUMANML3D, root_path
from backend.motion.motiondiffuse_engine import MotionDiffuseEngine
from backend.motion.remodiffuse_engine import ReMoDiffuseEngine
from backend.motion.skeleton import INDEX, make_skeleton
from tests.motion.test_diffusion_engines import ENGINES, FRAMES, at_home, official, run  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def walk(make):
    return clip_of(make("walk", duration=3))


@pytest.fixture(scope="module")
def sitting(make):
    return clip_of(make("sit", duration=3))


def on(target, clip):
    """``clip`` as an input motion, and as the engine must meet it."""
    return motion_of(clip, target), fitted(clip, canonical(body_of(target)))


def gap(one, frame, other, at):
    """(metres, degrees) between two clips at a frame each."""
    dot = np.abs((one.rotations[frame] * other.rotations[at]).sum(-1)).clip(0, 1)
    return float(np.linalg.norm(one.root[frame] - other.root[at])), float(np.degrees(2 * np.arccos(dot)).max())


@pytest.mark.parametrize("sampler", ["ddim", "multistep", "ancestral"])
@pytest.mark.parametrize("predicts", ["noise", "start"])
def test_known_numbers_arrive_exactly_whatever_the_sampler(at_home, sampler, predicts):  # noqa: F811
    maker, statistics, _ = MotionDiffuseEngine()._networks(Progress())
    process = process_of(sampler, 6)
    if sampler == "ancestral":
        process = GaussianDiffusion.respaced("12")
    process.predicts = predicts
    known = Known.nothing(30, 263)
    rng = np.random.default_rng(0)
    known.mask[:8], known.mask[20, 4:67] = True, True
    known.values[:] = statistics.restored(rng.normal(size=(30, 263)))
    composition = Composition([Segment("a person walks")], [30], HUMANML3D, FRAMES)
    seen = []
    made = maker.make(composition, process, sampler, 1, lambda *each: seen.append(each[2].clone()),
                      Held(known, statistics))
    wanted = (known.values - statistics.mean) / statistics.deviation
    assert np.abs(made.numpy() - wanted)[known.mask].max() < 1e-5
    # It was so at every step, not only at the end, and what is free is not what the known part would have been.
    assert np.abs(seen[1][0].numpy() - wanted)[known.mask].max() < 1e-4
    free = maker.make(composition, process, sampler, 1, lambda *_: None).numpy()
    assert np.abs(made.numpy() - free)[~known.mask].max() > 1e-4


def test_the_known_part_goes_the_forward_way(at_home):  # noqa: F811
    """x_t of the known part is its q(x_t | x_0) with the noise it began with: the network sees what it learnt on."""
    from backend.motion.diffusion.inpainting import Steering

    process = process_of("ddim", 8)
    known = Known.nothing(10, 263)
    known.mask[:5] = True
    known.values[:5] = 0.3
    steering, seen = Steering(process, known, np.zeros(263), np.ones(263)), []

    def network(x, t):
        seen.append((int(t[0]), x.clone()))
        return torch.zeros_like(x)

    noise = torch.randn(1, 10, 263, generator=torch.Generator().manual_seed(0))
    process.sample(steering(network), noise)
    for step, x in seen[1:]:
        at = torch.tensor([int(np.flatnonzero(process.steps == step)[0])])
        first = torch.tensor([len(process) - 1])
        # Of the noise, what the known values leave of it at the noisiest step.
        own = process.noise_of_start(torch.full_like(noise, 0.3), noise, first)
        assert torch.allclose(x[:, :5], process.noised(torch.full_like(noise, 0.3), at, own)[:, :5], atol=1e-4)


def test_a_way_is_bent_through_places():
    root = np.random.default_rng(0).normal(size=(40, 3)) * [0.05, 0.03, 0.05]
    free = np.ones(40, bool)
    free[:6] = False
    found = pinned(root, [Pin(10, (1, 2), 0.5), Pin(30, (0, 0)), Pin(39, (1.0, 1.0), -1.0)], free)
    data = np.zeros((40, 263))
    data[:, :3] = found
    _, places = root_path(data)
    assert np.allclose(places[[10, 30, 39]][:, [0, 2]], [(1, 2), (0, 0), (1, 1)], atol=1e-9)
    assert np.array_equal(found[:6], root[:6])
    # A pin in a stretch without room changes nothing.
    assert np.array_equal(pinned(root, [Pin(4, (5, 5), 1.0)], free), root)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_motion_is_carried_on_from_its_last_frame(at_home, walk, kind):  # noqa: F811
    target = make_skeleton(1.6)
    given, wanted = on(target, place(walk, 0.8, np.array([2.0, -1.0, 0.0])))
    motion = run(kind(), target=target, inputs={"before": given}, fps=30.0)
    clip = clip_of(motion)
    metres, degrees = gap(clip, 0, wanted, -1)
    assert metres < 1e-3 and degrees < 0.1
    # Its speed goes on: the next frame is about where it leads to.
    ahead = 2 * wanted.root[-1] - wanted.root[-2]
    assert np.linalg.norm(clip.root[1] - ahead) < 0.03
    assert len(clip) == 61 and "before" in kind.controls
    again = run(kind(), target=target, inputs={"before": given}, fps=30.0)
    assert np.array_equal(motion.rotations, again.rotations)


@pytest.mark.parametrize("kind", ENGINES)
def test_the_gap_between_two_motions_is_filled(at_home, walk, sitting, kind):  # noqa: F811
    target = make_skeleton(1.6)
    first, before = on(target, walk)
    second, after = on(target, place(sitting, 1.2, np.array([1.0, -3.0, 0.0])))
    motion = run(kind(), target=target, inputs={"before": first, "after": second}, duration=1.5, fps=24.0)
    clip = clip_of(motion)
    assert len(clip) == 37
    for frame, other, at in ((0, before, -1), (-1, after, 0)):
        metres, degrees = gap(clip, frame, other, at)
        assert metres < 1e-3 and degrees < 0.1
    # It goes there, and does not jump: no frame is further than a run would be.
    steps = np.linalg.norm(np.diff(clip.root, axis=0), axis=1) * clip.fps
    distance = np.linalg.norm(after.root[0] - before.root[-1])
    assert steps.max() < 3 * distance / 1.5 + 1.0


def test_poses_are_met_by_the_body_or_a_part(at_home, sitting, walk):  # noqa: F811
    target = make_skeleton(1.6)
    both = motion_of(sitting, target)
    wanted = fitted(sitting, canonical(body_of(target)))
    spec = {"segments": [{"text": "a person walks", "seconds": 2.0}],
            "poses": [{"at": 0.5, "frame": 70, "part": "whole"}, {"at": 1.5, "frame": 20, "part": "left_arm"}]}
    clip = clip_of(run(MotionDiffuseEngine(), target=target, spec=spec, inputs={"poses": both}, fps=20.0, duration=0.0))
    metres, degrees = gap(clip, 10, wanted, 70)
    assert metres < 1e-3 and degrees < 0.1
    arm = [INDEX[name] for name in ("left_collar", "left_shoulder", "left_elbow", "left_wrist")]
    dots = np.abs((clip.rotations[30][arm] * wanted.rotations[20][arm]).sum(-1))
    assert np.degrees(2 * np.arccos(dots.clip(0, 1))).max() < 0.1
    rest = [joint for joint in range(22) if joint not in arm]
    assert np.abs((clip.rotations[30][rest] * wanted.rotations[20][rest]).sum(-1)).min() < 0.9999


@pytest.mark.parametrize("kind", ENGINES)
def test_a_path_is_followed(at_home, kind):  # noqa: F811
    turn = np.linspace(0, np.pi / 2, 30)
    line = [{"position": [float(1.5 - 1.5 * np.cos(each)) + 3, float(-1.5 * np.sin(each))]} for each in turn]
    spec = {"segments": [{"text": "a person walks"}], "path": line}
    clip = clip_of(run(kind(), spec=spec, duration=3.0, fps=20.0, clean=False))
    for second, share in ((0.0, 0.0), (1.5, 0.5), (3.0, 1.0)):
        wanted = [4.5 - 1.5 * np.cos(share * np.pi / 2), -1.5 * np.sin(share * np.pi / 2)]
        assert np.linalg.norm(clip.root[round(second * 20)][:2] - wanted) < 0.12, second
    # It faces where it goes: from -Y round to +X.
    facing = np.unwrap(heading(clip))
    assert abs(facing[0]) < 0.6 and abs(facing[-1] - np.pi / 2) < 0.6


def test_a_loop_leads_back_into_itself(at_home):  # noqa: F811
    spec = {"segments": [{"text": "a person walks"}], "loop": True}
    motion = run(ReMoDiffuseEngine(), spec=spec, duration=2.0, fps=20.0, clean=False)
    clip = clip_of(motion)
    assert motion.loop and len(clip) == 40
    plain = clip_of(run(ReMoDiffuseEngine(), duration=2.0, fps=20.0, clean=False))

    def seam(each):
        local = each.positions() - each.root[:, None] * (1, 1, 0)
        return np.linalg.norm(local[-1] - local[0], axis=-1).mean(), np.linalg.norm(
            np.diff(local, axis=0), axis=-1).mean()

    closing, usual = seam(clip)
    assert closing < 3 * usual or closing < 0.5 * seam(plain)[0]


def test_parts_not_named_are_left_to_the_sentence(at_home):  # noqa: F811
    maker = MotionDiffuseEngine()._networks(Progress())[0]
    process = GaussianDiffusion.respaced("2")

    def vectors(parts):
        segments = checked({"segments": [{"text": "a person walks", "parts": parts}]})
        composition, seen = Composition(segments, [40], HUMANML3D, FRAMES), []
        maker.make(composition, process, "ddim", 1, lambda *each: seen.append(each[2][0].clone()))
        return seen[0]

    plain, other = vectors({}), vectors({"left_arm": "someone claps above the head"})
    arm = part_features(HUMANML3D, "left_arm")
    # After one step, which no other part can have an influence on, nothing else is changed.
    assert torch.allclose(plain[:, ~arm], other[:, ~arm], atol=1e-4) and (plain - other)[:, arm].abs().max() > 1e-3


@pytest.mark.parametrize("kind", ENGINES)
def test_consistency_draws_texts_together(at_home, kind):  # noqa: F811
    maker, statistics, _ = kind()._networks(Progress())
    segments = checked({"segments": [{"text": "a person walks", "parts": {"upper": "she throws a ball far away"}}]})
    process = GaussianDiffusion.respaced("6", predicts="noise" if kind is MotionDiffuseEngine else "start")
    composition = Composition(segments, [40], HUMANML3D, FRAMES)
    free = Known.nothing(40, 263)
    made = [maker.make(composition, process, "ddim", 1, lambda *_: None, Held(free, statistics, weight))
            for weight in (0.0, 3.0, 3.0)]
    assert torch.equal(made[1], made[2]) and (made[0] - made[1]).abs().max() > 1e-5
    # The slope that is added leads away from the difference, and is that of the difference.
    weights = torch.randn(len(composition.entries), 263, 263, generator=torch.Generator().manual_seed(0)) / 16

    def outputs(x):
        return torch.tanh(composition.split(x) @ weights)

    x = torch.randn(1, 40, 263, generator=torch.Generator().manual_seed(1))
    blended, slope = consistent(outputs, x, composition.blend, composition.gap, 2.0)
    assert torch.equal(blended, composition.blend(outputs(x)))
    moved = composition.gap(outputs(x - 1e-3 * slope)) - composition.gap(outputs(x))
    assert float(moved) == pytest.approx(-0.5e-3 * float(slope.square().sum()), rel=0.05)


def test_segments_meet_without_a_step(at_home):  # noqa: F811
    # Of two constant outputs the blend rises evenly over the frames that both see.
    composition = Composition([Segment("a"), Segment("b")], [20, 25], HUMANML3D, FRAMES)
    outputs = torch.stack([torch.zeros(int(composition.lengths.max()), 263),
                           torch.ones(int(composition.lengths.max()), 263)])
    found = composition.blend(outputs)[0, :, 0]
    assert found[0] == 0 and found[-1] == 1 and (found.diff() >= -1e-6).all() and found.diff().max() < 0.06


def test_a_path_takes_as_long_as_going_there(walk):
    line = [{"position": [0, 0]}, {"position": [6, 0]}, {"position": [6, 7]}]

    def seconds(text, **more):
        brief = briefs.checked({"segments": [{"text": text, **more}], "path": line})
        return briefs.constraints_of(brief, {}, walk.body, 20.0).segments[0].seconds

    assert seconds("a person walks") == pytest.approx(10.0) and seconds("she runs away") == pytest.approx(13 / 3)
    assert seconds("he runs", seconds=2.0) == 2.0
    # What the parameter says counts all the same.
    brief = briefs.checked({"segments": [{"text": "walk"}], "path": line})
    told = briefs.constraints_of(brief, {}, walk.body, 20.0)
    assert lengths(list(told.segments), 5.0, 20) == [100] and lengths(list(told.segments), 0.0, 20) == [200]


def test_a_brief_is_checked():
    good = {"segments": [{"text": "walk"}],
            "path": [{"position": [0, 0]}, {"position": [1, 0], "at": 2.0, "facing": 90}],
            "poses": [{"at": 1.0, "frame": 0, "part": "whole"}],
            "loop": False, "engine": None}
    brief = briefs.checked(good)
    assert brief.path[1].heading == pytest.approx(np.pi / 2) and brief.poses == ((1.0, 0, "whole"),)
    times = [each.seconds for each in briefs.timed([*brief.path, briefs.PathPoint(1, 2)], 6.0)]
    assert times == [0.0, 2.0, 6.0]
    for wrong in ({"path": [{"position": [0, 0]}]}, {"path": [{"position": [0]}] * 2}, {"path": "line"},
                  {"path": [{"position": [0, 0], "at": 3.0}, {"position": [1, 0], "at": 2.0}]},
                  {"path": [{"position": [0, float("nan")]}] * 2}, {"poses": [{"at": -1}]}, {"loop": 1},
                  {"poses": [{"at": 1.0, "part": "tail"}]}, {"poses": [{"at": 1.0, "frame": True}]}, {"engine": 3},
                  {"poses": [{}] * 300}, {"more": 1}):
        with pytest.raises(EngineError) as raised:
            briefs.checked({**good, **wrong})
        assert raised.value.code == "invalid_parameter" and raised.value.remedy, wrong


@pytest.mark.parametrize(("spec", "inputs", "said"), [
    ({"poses": [{"at": 1.0}]}, (), "poses"), ({"poses": [{"at": 1.0, "frame": 999}]}, ("poses",), "frames"),
    ({"poses": [{"at": 3.0}]}, ("poses",), "after the end"), ({"loop": True}, ("before",), "loop"),
    ({"path": [{"position": [0, 0]}, {"position": [1, 0], "at": 9.0}]}, (), "after the end")])
def test_what_cannot_be_is_refused(at_home, walk, spec, inputs, said):  # noqa: F811
    target = make_skeleton()
    given = {name: motion_of(walk, target) for name in inputs}
    with pytest.raises(EngineError) as raised:
        run(MotionDiffuseEngine(), target=target, spec={"segments": [{"text": "a person walks"}], **spec}, inputs=given)
    assert said in raised.value.message and raised.value.remedy


def test_too_long_a_context_is_not_needed(walk):
    # A second of what was before, and of what comes after, is seen; a single pose will do as well.
    from backend.motion.clip_ops import cut

    constraints = briefs.Constraints((Segment("a"),), before=walk, after=cut(walk, 0, 1))
    known, lengths = known_of(constraints, HUMANML3D, [20], walk.body)
    assert known.before == 19 and known.after == 0 and lengths == [40]
    assert known.mask[:19, 4:193].all() and not known.mask[20:39].any() and known.mask[39, 4:193].all()


def test_keeping_changes_nothing_far_away(walk, sitting):
    pose = Kept(1.5, sitting, 40)
    kept = keep(walk, poses=[pose], placed=True)
    assert np.abs(kept.root[0] - walk.root[0]).max() < 1e-3
    metres, degrees = gap(kept, 45, sitting, 40)
    assert metres < 1e-3 and degrees < 0.1
    closed = keep(walk, before=walk, after=sitting, poses=[pose])
    for frame, other, at in ((0, walk, -1), (45, sitting, 40), (-1, sitting, 0)):
        metres, degrees = gap(closed, frame, other, at)
        assert metres < 1e-3 and degrees < 0.1


@pytest.mark.parametrize("kind", ENGINES)
def test_poses_and_what_comes_after_say_where_it_is(at_home, walk, kind):  # noqa: F811
    target = make_skeleton(1.6)
    given, wanted = on(target, place(walk, 0.7, np.array([4.0, -2.0, 0.0])))
    spec = {"segments": [{"text": "a person walks"}], "poses": [{"at": 0.0, "frame": 0}, {"at": 2.0, "frame": 60}]}
    clip = clip_of(run(kind(), target=target, spec=spec, inputs={"poses": given}, duration=2.0, fps=30.0))
    for frame, at in ((0, 0), (60, 60)):
        metres, degrees = gap(clip, frame, wanted, at)
        assert metres < 1e-3 and degrees < 0.1
    # It went from the one to the other by the network's own way, not from somewhere else.
    assert np.abs(clip.root[:, :2] - wanted.root[30, :2]).max() < 2.5
    clip = clip_of(run(kind(), target=target, inputs={"after": given}, duration=2.0, fps=30.0))
    metres, degrees = gap(clip, -1, wanted, 0)
    assert metres < 1e-3 and degrees < 0.1 and np.linalg.norm(np.diff(clip.root, axis=0), axis=1).max() < 0.2


@pytest.mark.parametrize("kind", ENGINES)
def test_it_is_seen_while_it_is_made(at_home, walk, kind, monkeypatch):  # noqa: F811
    from backend.motion.diffusion import preview

    monkeypatch.setattr(preview, "INTERVAL", 0.0)
    target = make_skeleton(1.4)
    given, wanted = on(target, place(walk, 0.7, np.array([4.0, -2.0, 0.0])))
    seen = []
    motion = run(kind(), target=target, inputs={"before": given}, fps=20.0, clean=False,
                 progress=Progress(lambda at, stage, shown: seen.append(shown)))
    figures = [each for each in seen if each is not None]
    assert len(figures) == (5 if kind is MotionDiffuseEngine else 25)
    for each in figures:
        each.validate()
        assert each.places.shape[1:] == (22, 3) and len(each.places) <= preview.MOST_FRAMES
    # The last one is what comes out, where it lies.
    places = clip_of(motion).positions()
    last = figures[-1].places
    assert len(last) == pytest.approx(len(places), abs=2) and figures[-1].fps == 20
    count = min(len(last), len(places))
    assert np.linalg.norm(last[:count, 0, :2] - places[:count, 0, :2], axis=-1).max() < 0.3
    assert np.median(np.linalg.norm(last[:count] - places[:count], axis=-1)) < 0.15
    assert np.linalg.norm(last[0, 0] - wanted.root[-1]) < 0.15
    assert preview.figure(np.full((3, 22, 3), np.nan), 20.0) is None
