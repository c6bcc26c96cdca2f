# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing of captured and hand-made clips: CMU, DeepMimic, KayKit and others, where the shared data is there."""

from dataclasses import replace

import numpy as np
import pytest

from backend.engine import Progress, Request
from backend.motion import clip_ops
from backend.motion.clip import clip_of
from backend.motion.editing.cleanup import clean
from backend.motion.editing.contacts import detect, ground, standing
from backend.motion.editing.layers import compose
from backend.motion.editing.loops import make_loop
from backend.motion.editing.path import follow
from backend.motion.editing.smooth import smooth
from backend.motion.editing.transitions import join
from backend.motion.editing.treadmill import travelling
from backend.motion.editing.wandering import wandering
from backend.motion.formats import read_clips, read_motions
from backend.motion.metrics import measure
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.skeleton import INDEX
from backend.motion.soles import feet
from tests.shared_data import shared


def _clip(*parts, animation=None):
    return clip_of(read_motions(shared("data", "motion", *parts), animation=animation)[0])


_CAPTURED = [("cmu", "asf_amc", "02_01.amc.gz"), ("cmu", "asf_amc", "02_03.amc.gz"), ("cmu", "bvh", "07_02.bvh.gz"),
             ("cmu", "expmap_npz", "walk_14_a.npz"), ("cmu", "fbx_npz", "07_01.npz"),
             ("cmu", "expmap_npz", "jumping_1_a.npz"), ("deepmimic", "humanoid3d_walk.txt"),
             ("deepmimic", "humanoid3d_run.txt"), ("deepmimic", "humanoid3d_backflip.txt"),
             ("animateddrawings", "zombie.bvh"), ("mesh2motion", "fighting_left_jab.npz"),
             ("mesh2motion", "run_anime.npz")]


@pytest.mark.parametrize("parts", _CAPTURED, ids=lambda parts: parts[-1])
def test_cleaning_real_clips(parts):
    clip = _clip(*parts)
    before, cleaned = measure(clip), clean(clip)
    after = measure(cleaned)
    assert after.skate < 0.01 and after.penetration < 0.005 and after.floating < 0.005, (before, after)
    assert after.score > before.score
    # Cleaned, not replaced: the body stays where it was but for the floor, and nothing becomes jerky.
    assert np.abs(cleaned.root[:, :2] - clip.root[:, :2]).max() < 0.12
    assert after.jerk < 1.3 * before.jerk + 30
    assert np.allclose(cleaned.rotations[:, [3, 6, 9, 16, 17, 18, 19]], clip.rotations[:, [3, 6, 9, 16, 17, 18, 19]])


@pytest.mark.parametrize("name", ["Sit_Chair_Idle", "Sit_Floor_Idle", "Lie_Down"])
def test_feet_that_rest_above_the_floor_are_not_pulled_down(name):
    clip = _clip("kaykit", "Med_Simulation.glb", animation=f"Rig_Medium|{name}")
    cleaned = clean(clip)
    assert np.abs(cleaned.root - clip.root).max() < 0.05
    assert measure(cleaned).penetration < 0.005


def test_a_spin_on_the_heel_lifts_the_toes():
    dance = _clip("deepmimic", "humanoid3d_dance_a.txt")
    assert measure(dance).skate > 0.4 and measure(clean(dance)).skate < 0.01


def test_a_captured_walk_stands_on_one_foot_or_two_at_any_time():
    for parts in (("cmu", "asf_amc", "02_01.amc.gz"), ("cmu", "expmap_npz", "walk_14_a.npz")):
        feet = standing(detect(_clip(*parts)))
        assert feet.any(axis=1).mean() > 0.93
        # Winter (1991): stance is about 60 % of a stride.
        assert 0.42 < feet.mean() < 0.72


def test_a_captured_run_flies():
    feet = standing(detect(_clip("cmu", "fbx_npz", "09_11.npz")))
    assert 0.3 < (~feet.any(axis=1)).mean() < 0.8 and not feet.all(axis=1).any()


@pytest.mark.parametrize("name", ["Walking_A", "Running_A"])
def test_hand_made_walks_in_place_are_read_as_on_a_treadmill(name):
    clip = _clip("kaykit", "Med_MovementBasic.glb", animation=f"Rig_Medium|{name}")
    seen = ground(clip)
    assert seen.moves and seen.velocity[1] > 0.5 and abs(seen.velocity[0]) < 0.1
    assert measure(clean(clip)).in_place
    way = travelling(clip)
    assert way.root[-1, 1] < -0.3 and not ground(way).moves
    assert measure(clean(way)).skate < 0.02


@pytest.mark.parametrize("parts", [("cmu", "asf_amc", "02_01.amc.gz"), ("cmu", "expmap_npz", "walk_1_b.npz")],
                         ids=lambda parts: parts[-1])
def test_a_captured_walk_becomes_a_loop_that_walks_on(parts):
    loop = make_loop(_clip(*parts))
    metrics = measure(loop)
    assert metrics.seam_pose < 0.005 and metrics.skate < 0.01 and metrics.penetration < 0.005
    again = measure(clip_ops.repeat(loop, 3 * len(loop)))
    assert again.skate < 0.01 and again.peak_jerk < 1.1 * metrics.peak_jerk + 100


def test_captured_walk_then_run_and_round_a_corner():
    walk, run = _clip("cmu", "asf_amc", "02_01.amc.gz"), _clip("cmu", "asf_amc", "02_03.amc.gz")
    joined = join(clean(walk), clean(run), search=0.3)
    metrics = measure(joined)
    assert metrics.skate < 0.01 and metrics.penetration < 0.005
    # From a walk to a run in 0.4 s: feet hurry, but no limb is thrown; nearly none where the gaits are in phase.
    alone = max(measure(clip).peak_jerk for clip in (clean(walk), clean(run)))
    assert metrics.peak_jerk < 1.6 * alone
    in_phase = measure(join(clean(walk), clean(run), search=0.6))
    assert in_phase.peak_jerk < 1.2 * alone and in_phase.skate < 0.01
    round_corner = follow(walk, [(0, 0), (0, -3), (3, -3)])
    assert np.linalg.norm(round_corner.root[-1, :2] - [3, -3]) < 0.2
    assert measure(round_corner).skate < 0.01


def test_waving_over_a_captured_walk():
    walk = clean(_clip("cmu", "asf_amc", "02_01.amc.gz"))
    wave = clip_ops.trim(_clip("animateddrawings", "wave_hello.bvh"), 2.0, 6.0)
    both = compose(walk, wave, "upper_body")
    assert measure(both).skate < 0.01
    tilt = both.global_rotations()[:, 9, 2, 2]
    assert np.degrees(np.arccos(tilt.min())) < 25


def test_smoothing_a_captured_idle_keeps_it_in_place():
    clip = clip_ops.cut(_clip("reactidle", "000_genuine.bvh.gz"), 0, 400)
    calm = smooth(clean(clip), 0.15)
    assert measure(calm).skate < 0.01 and measure(calm).jerk < measure(clip).jerk + 5
    assert np.abs(calm.root - clip.root).max() < 0.1


@pytest.mark.parametrize("file, name, way", [("Med_MovementAdvanced.glb", "Walking_Backwards", 1),
                                             ("Med_Special.glb", "Skeletons_Walking", -1)])
def test_uneven_steps_in_place_are_read_as_on_a_treadmill_too(file, name, way):
    clip = _clip("kaykit", file, animation=f"Rig_Medium|{name}")
    assert ground(clip).moves and abs(ground(clip).velocity[0]) < 0.1
    going = travelling(clip)
    assert way * going.root[-1, 1] > 0.5 and not ground(going).moves
    cleaned = clean(going)
    # On the floor with either foot, and held there: nothing that floats can skate.
    assert (standing(cleaned.contacts).mean(axis=0) > 0.1).all() and measure(cleaned).floating < 0.005
    # The skeletons drag their feet.
    assert measure(cleaned).skate < (0.04 if name.startswith("Skeletons") else 0.01)
    assert measure(cleaned).penetration < 0.005


@pytest.mark.parametrize("file, name", [("kaykit/Med_MovementBasic.glb", "Walking_A"),
                                        ("kaykit/Med_MovementBasic.glb", "Walking_B")])
def test_walks_that_push_unevenly_travel_as_their_feet_do(file, name):
    clip = next(each for each in read_clips(shared(f"data/motion/{file}")) if each.name.endswith(name))

    def sole(each):
        """Median speed (m/s) over the floor of the lowest point of the soles."""
        points = feet(each.performance(), each.body)[:, :, :2].reshape(len(each), 4, 3)
        speeds = np.linalg.norm(np.diff(points[..., :2], axis=0), axis=-1) * each.fps
        return np.median(speeds[np.arange(len(speeds)), points[1:, :, 2].argmin(1)])

    moved, even = clean(travelling(clip)), clean(clip_ops.with_path(
        clip, -np.arange(len(clip))[:, None] / clip.fps * ground(clip).velocity))
    assert sole(moved) < 0.05 < 0.2 < sole(even)
    # The measure sees it too, on legs half as long as an adult's with feet as thick.
    assert measure(moved).skate < 0.04 < 0.07 < measure(even).skate


@pytest.mark.parametrize("name", ["Death_A", "Spawn_Ground"])
def test_who_falls_or_rises_in_place_is_on_no_treadmill(name):
    assert not ground(_clip("kaykit", "Med_General.glb", animation=f"Rig_Medium|{name}")).moves


def test_a_foot_that_turns_as_it_lands_turns_on_its_ball():
    punch = _clip("deepmimic", "humanoid3d_punch.txt")
    assert measure(punch).skate > 0.4 and measure(clean(punch)).skate < 0.01


@pytest.mark.parametrize(("file", "name", "least"), [("mesh2motion/crawl.npz", "crawl", 0.6),
                                                     ("kaykit/Med_MovementAdvanced.glb", "Crawling", 0.45)])
def test_who_crawls_in_place_is_carried_by_hands_and_knees(file, name, least):
    clip = next(each for each in read_clips(shared(f"data/motion/{file}")) if each.name.endswith(name))
    moved = travelling(clip)
    way = moved.root[-1, :2] - moved.root[0, :2]
    assert -way[1] > least and abs(way[0]) < 0.05
    assert (np.diff(moved.root[:, 1]) < 0.01).all()

    def slide(each):
        """Mean speed (m/s) along the way of the two of hands and knees that move least: those that bear."""
        places = each.positions()[:, [INDEX[joint] for joint in ("left_wrist", "right_wrist", "left_knee",
                                                                "right_knee")], 1]
        return np.sort(np.abs(np.diff(places, axis=0)) * each.fps, axis=1)[:, :2].mean()

    # In hand-made crawls a hand and the knee that bears with it hardly go alike.
    assert slide(moved) < (0.9 if name == "crawl" else 0.6) * slide(clip)
    assert travelling(moved) is moved


@pytest.mark.parametrize("file", ["mesh2motion/pushup.npz", "deepmimic/humanoid3d_crawl.txt",
                                  "mesh2motion/sleeping.npz"])
def test_who_lies_or_crawls_along_already_stays_as_it_is(file):
    clip = read_clips(shared(f"data/motion/{file}"))[0]
    assert travelling(clip) is clip


def test_a_floor_that_wanders_under_a_dance_is_taken_out():
    dance = _clip("animateddrawings", "jesse_dance.bvh")

    def height(clip):
        """Median height of the lowest point of the soles."""
        return float(np.median(feet(clip.performance(), clip.body)[..., 2].reshape(len(clip), -1).min(axis=1)))

    cleaned = clean(dance)
    # Hops and kicks stay in the air.
    assert height(cleaned) < 0.06 < 0.13 < height(dance)
    assert standing(cleaned.contacts).any(axis=1).mean() > 0.09 > standing(detect(dance)).any(axis=1).mean()
    assert measure(cleaned).penetration < 0.005 and measure(cleaned).jerk < 1.1 * measure(dance).jerk


@pytest.mark.parametrize("kind", ["box", "stairs", "wander"])
def test_boxes_and_stairs_are_no_wandering_floors(kind):
    request = Request(prompt="walk" if kind == "stairs" else "wave", seed=1,
                      parameters=ProceduralEngine.complete({"duration": 8.0}))
    clip = replace(clip_of(ProceduralEngine().generate(request, Progress())), contacts=None, loop=False)
    share = np.linspace(0, 1, len(clip))
    floor = {"box": np.where(share > 0.5, 0.15, 0.0), "stairs": 0.2 * share, "wander": 0.12 * np.sin(4 * share) ** 2}
    root = clip.root.copy()
    root[:, 2] += floor[kind]
    found = wandering(replace(clip, root=root))
    assert (found is None) == (kind != "wander")


def test_who_climbs_out_of_the_ground_stands_on_it_in_the_end():
    clip = _clip("kaykit", "Med_Special.glb", animation="Rig_Medium|Skeletons_Spawn_Ground")
    cleaned = clean(clip)
    soles = feet(cleaned.performance(), cleaned.body)[..., 2].reshape(len(cleaned), -1).min(axis=1)
    assert soles[0] < -3 and abs(soles[-1]) < 0.03
    out = np.flatnonzero(soles < -0.05)[-1]
    assert out < 0.75 * len(cleaned) and soles[out + 8:].min() > -0.005
    assert np.abs(np.diff(cleaned.root, 2, axis=0)).max() < 1.3 * np.abs(np.diff(clip.root, 2, axis=0)).max() + 0.01
    assert not cleaned.contacts[:out].any() and cleaned.contacts[out:].any()
