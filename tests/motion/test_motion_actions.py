# SPDX-License-Identifier: GPL-3.0-or-later
"""What a viewer would see in each action, asserted on joint positions."""

import threading

import numpy as np
import pytest
from motion_rigs import PEOPLE, game_engine

from backend.engine import Cancelled, EngineError, InvalidParameter, Progress, Request
from backend.motion.body import GRAVITY
from backend.motion.clip import clip_of
from backend.motion.clip_ops import heading
from backend.motion.editing.contacts import runs, standing
from backend.motion.gait_data import stride_length
from backend.motion.kinematics import rotation_angle
from backend.motion.metrics import measure
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.retarget import from_motion
from backend.motion.skeleton import INDEX
from backend.motion.soles import feet


def _joints(motion):
    """Positions by joint name, each (T, 3), floor at 0."""
    performance, body = from_motion(motion)
    positions = performance.positions(body)
    return {name: positions[:, index] for name, index in INDEX.items()}, performance, body


def _speed(path, motion):
    return -(path[-1, 1] - path[0, 1]) / ((len(path) - 1) / motion.fps)


def _knee(performance, hip="left_hip", knee="left_knee"):
    rotations = performance.rotations
    return np.degrees(rotation_angle(np.swapaxes(rotations[:, INDEX[hip]], 1, 2) @ rotations[:, INDEX[knee]]))


def _run(make, prompt, **parameters):
    """(highest thigh, most bent knee, highest ankle, mean lean, rise of the pelvis): degrees and leg lengths."""
    motion = make(prompt, fps=60, **parameters)
    joints, performance, body = _joints(motion)
    thigh = joints["left_knee"] - joints["left_hip"]
    trunk = joints["neck"] - joints["pelvis"]
    return (np.degrees(np.arctan2(-thigh[:, 1], -thigh[:, 2])).max(), _knee(performance).max(),
            joints["left_ankle"][:, 2].max() / body.leg, np.degrees(np.arctan2(-trunk[:, 1], trunk[:, 2])).mean(),
            np.ptp(joints["pelvis"][:, 2]) / body.leg)


def test_faster_runs_lift_knees_and_heels_higher_and_lean_more(make):
    jog, plain, fast, sprint = (_run(make, prompt) for prompt in (
        "he is jogging", "he is running", "he runs fast", "he sprints"))
    for slower, faster in ((jog, plain), (plain, fast), (fast, sprint)):
        assert all(b > a for a, b in zip(slower[:4], faster[:4]))
    # Novacheck: a sprinter's thigh comes near level and his heel near the seat.
    assert sprint[0] > 65 and sprint[1] > 120 and sprint[2] > 0.65 and 12 < sprint[3] < 25
    assert plain[0] > 42 and plain[1] > 95
    assert all(0.08 < each[4] < 0.14 for each in (jog, plain))  # 7 to 12 cm for an adult


def test_a_runners_hands_stay_on_their_own_side(make):
    for prompt in ("he is running", "he sprints", "he jogs"):
        joints, _, _ = _joints(make(prompt))
        assert (joints["left_wrist"][:, 0] - joints["pelvis"][:, 0] > 0.04).all()
        assert (joints["right_wrist"][:, 0] - joints["pelvis"][:, 0] < -0.04).all()


def _bends_forward(joints, performance):
    """Knees bend the way people's do: the shin swings back about the hinge that points to the left."""
    for side in ("left", "right"):
        hinge = performance.rotations[:, INDEX[f"{side}_hip"], :, 0]
        thigh = joints[f"{side}_knee"] - joints[f"{side}_hip"]
        shin = joints[f"{side}_ankle"] - joints[f"{side}_knee"]
        assert (np.einsum("ti,ti->t", np.cross(thigh, shin), hinge) > -1e-6).all()


def test_running_travels_forward_faster_than_walking_and_leaves_the_ground(make):
    walk, run = make("a man walks"), make("he is running")
    w, _, body = _joints(walk)
    r, _, _ = _joints(run)
    walking, running = _speed(w["pelvis"], walk), _speed(r["pelvis"], run)
    assert 1.1 < walking < 1.7 and 2.5 < running < 4.0  # metres a second, people of 1.75 m
    assert np.abs(r["pelvis"][:, 0]).max() < 0.1
    assert walk.contacts.any(axis=1).all()  # walking: always a foot down
    airborne = ~run.contacts.any(axis=1)
    assert 0.2 < airborne.mean() < 0.6  # running: flight
    froude = walking**2 / (GRAVITY * body.hip_height)
    assert froude < 0.5 and stride_length(froude, False) > 1


def test_the_run_flies_ballistically(make):
    run = make("he is running", fps=120)
    joints, _, _ = _joints(run)
    height = joints["pelvis"][:, 2]
    acceleration = np.diff(height, 2) * run.fps**2
    airborne = ~run.contacts.any(axis=1)
    inside = airborne[:-2] & airborne[1:-1] & airborne[2:]
    assert np.median(acceleration[inside]) == pytest.approx(-GRAVITY, rel=0.03)


def test_walking_knees_and_pelvis_move_as_measured_in_people(make):
    """Winter: the swinging knee peaks at 55 to 75 degrees soon after toe-off, a stance knee stays under 30."""
    motion = make("a person walks", fps=60)
    joints, performance, _ = _joints(motion)
    knee = _knee(performance)
    down = motion.contacts[:, 0].astype(bool)
    assert 55 < knee.max() < 78 and 0 <= knee.min() < 15
    assert not down[knee.argmax()] and knee[down].max() < 32
    bob = np.ptp(joints["pelvis"][:, 2])
    assert 0.02 < bob < 0.07  # Inman: about 5 cm
    _bends_forward(joints, performance)


def test_running_knees_fold_and_elbows_stay_bent(make):
    joints, performance, _ = _joints(make("he is running", fps=60))
    assert 80 < _knee(performance).max() < 125
    elbow = _knee(performance, "left_shoulder", "left_elbow")
    assert elbow.min() > 65 and elbow.max() < 115
    _bends_forward(joints, performance)
    lean = joints["neck"] - joints["pelvis"]
    assert (lean[:, 1] < 0).all()  # forward


@pytest.mark.parametrize("prompt", ["walk", "run"])
def test_arms_swing_against_the_legs(make, prompt):
    joints, _, _ = _joints(make(prompt))
    for side in ("left", "right"):
        arm = joints[f"{side}_wrist"][:, 1] - joints["pelvis"][:, 1]
        leg = joints[f"{side}_ankle"][:, 1] - joints["pelvis"][:, 1]
        assert np.corrcoef(arm, leg)[0, 1] < -0.5


def test_the_head_is_steadier_than_the_hips_and_looks_ahead(make):
    _, performance, _ = _joints(make("run"))
    head, pelvis = (performance.rotations[:, INDEX[name]] for name in ("head", "pelvis"))
    yaw = [np.arctan2(r[:, 1, 0], r[:, 0, 0]) for r in (head, pelvis)]
    assert np.ptp(yaw[0]) < 0.5 * np.ptp(yaw[1])
    assert (head[:, 2, 2] > 0.95).all()


@pytest.mark.parametrize("direction, axis, sign", [
    ("forward", 1, -1), ("backward", 1, 1), ("left", 0, 1), ("right", 0, -1)])
def test_directions_are_the_characters_own(make, direction, axis, sign):
    joints, _, _ = _joints(make(spec={"verb": "walk", "direction": direction}))
    moved = joints["pelvis"][-1] - joints["pelvis"][0]
    assert sign * moved[axis] > 3 and abs(moved[1 - axis]) < 0.2
    if direction == "backward":
        assert (joints["left_foot"][:, 1] < joints["left_ankle"][:, 1]).all()  # still faces -Y


@pytest.mark.parametrize("prompt, sign", [
    ("she moves to the left", 1), ("moves to the right", -1), ("steps to the left", 1), ("he sidesteps right", -1)])
def test_stepping_to_the_side_keeps_the_facing(make, prompt, sign):
    motion = make(prompt)
    joints, performance, _ = _joints(motion)
    moved = joints["pelvis"][-1] - joints["pelvis"][0]
    assert sign * moved[0] > 0.8 and abs(moved[1]) < 0.1  # to the character's left: +X when facing -Y
    yaw = np.arctan2(performance.rotations[:, 0, 1, 0], performance.rotations[:, 0, 0, 0])
    assert np.abs(yaw).max() < np.radians(10)
    assert (joints["left_ankle"][:, 0] > joints["right_ankle"][:, 0] + 0.1).all()  # feet never cross
    assert motion.contacts.any(axis=1).all()


def test_three_steps_to_the_left_are_three(make):
    motion = make("takes three steps to the left")
    lifted = ~motion.contacts.any(axis=1, where=[True, True, False, False])
    assert (np.diff(lifted.astype(int)) == 1).sum() == 3


@pytest.mark.parametrize("verb, pace", [("walk", 1.0), ("run", 2.4)])
def test_a_clip_that_starts_and_stops_stands_at_its_ends(make, verb, pace):
    motion = make(f"he starts to {verb} and then stops", duration=6.0)
    joints, _, _ = _joints(motion)
    assert motion.contacts[0].all() and motion.contacts[-1].all() and not motion.loop
    speed = np.linalg.norm(np.diff(joints["pelvis"][:, :2], axis=0), axis=1) * motion.fps
    assert speed[0] < 0.1 and speed[-1] < 0.1 and speed[60:-60].mean() > pace
    assert np.abs(joints["left_ankle"][[0, -1], 1] - joints["right_ankle"][[0, -1], 1]).max() < 0.02
    steady = make(f"he {verb}s")
    assert steady.loop and not (steady.contacts[0].all() and steady.contacts[-1].all())


def test_a_start_needs_time(make):
    with pytest.raises(EngineError, match="too short"):
        make("starts walking and stops", duration=1.0)


@pytest.mark.parametrize("side, other, sign", [("left", "right", 1), ("right", "left", -1)])
def test_a_wave_lifts_the_named_hand_and_swings_it_sideways(make, side, other, sign):
    joints, _, _ = _joints(make(f"wave with the {side} hand"))
    wrist, rest = joints[f"{side}_wrist"], joints[f"{other}_wrist"]
    up = wrist[:, 2] > joints[f"{side}_shoulder"][:, 2] + 0.1
    assert up.mean() > 0.4 and (rest[:, 2] < joints["spine3"][:, 2]).all()
    assert (sign * wrist[up, 0] > 0.2).all()
    sideways = np.diff(wrist[up, 0])
    assert (np.diff(np.sign(sideways)) != 0).sum() >= 4 and np.ptp(wrist[up, 0]) > 0.12
    assert np.ptp(wrist[up, 0]) > 1.5 * np.ptp(wrist[up, 1])


def test_raised_arms_are_over_the_head(make):
    joints, _, _ = _joints(make("raise both arms"))
    for side in ("left", "right"):
        assert joints[f"{side}_wrist"][:, 2].max() > joints["head"][:, 2].max() + 0.2
    one, _, _ = _joints(make("raise the left arm"))
    assert one["left_wrist"][:, 2].max() > one["head"][:, 2].max() > one["right_wrist"][:, 2].max()


def test_a_jump_crouches_flies_under_gravity_and_lands(make):
    motion = make("jump", fps=120)
    joints, performance, body = _joints(motion)
    height = joints["pelvis"][:, 2]
    soles = feet(performance, body)[..., 2].min(axis=(1, 2))
    air = soles > 0.01
    assert 0.1 < soles.max() < 0.7
    start, end = np.flatnonzero(air)[[0, -1]]
    acceleration = np.diff(height[start + 2:end - 1], 2) * motion.fps**2
    assert np.allclose(acceleration, -GRAVITY, rtol=0.02, atol=0.05)
    assert height[:start].min() < height[0] - 0.1 and height[end:].min() < height[0] - 0.1
    assert abs(height[-1] - height[0]) < 0.02
    assert not motion.contacts[start + 2:end - 1].any()


def test_a_jump_forward_goes_forward_and_three_jumps_are_three(make):
    joints, _, _ = _joints(make("jump forward"))
    assert -1.6 < joints["pelvis"][-1, 1] - joints["pelvis"][0, 1] < -0.3
    _, performance, body = _joints(make("jump three times"))
    air = feet(performance, body)[..., 2].min(axis=(1, 2)) > 0.02
    assert (np.diff(air.astype(int)) == 1).sum() == 3


@pytest.mark.parametrize("prompt, degrees", [
    ("turn left", 90), ("turn right", -90), ("turn around", 180), ("turn left 30 degrees", 30)])
def test_a_turn_ends_at_its_angle_counter_clockwise_for_left(make, prompt, degrees):
    joints, performance, _ = _joints(make(prompt, variation=0.0))
    yaw = np.unwrap(np.arctan2(performance.rotations[:, 0, 1, 0], performance.rotations[:, 0, 0, 0]))
    assert np.degrees(yaw[-1] - yaw[0]) == pytest.approx(degrees, abs=3)
    toes = joints["left_foot"][-1] - joints["left_ankle"][-1]
    facing = np.degrees(np.arctan2(toes[0], -toes[1]))
    assert abs((facing - degrees + 180) % 360 - 180) < 12  # toes turn with the body, a little outwards
    assert np.linalg.norm(joints["pelvis"][-1, :2] - joints["pelvis"][0, :2]) < 0.15


def test_sitting_lowers_the_pelvis_onto_a_seat_behind_the_feet(make):
    motion = make("sit down")
    joints, _, body = _joints(motion)
    drop = joints["pelvis"][0, 2] - joints["pelvis"][-1, 2]
    assert drop == pytest.approx(body.thigh[0], rel=0.2)
    assert joints["pelvis"][-1, 1] > joints["left_ankle"][-1, 1] + 0.3
    thigh = joints["left_knee"][-1] - joints["left_hip"][-1]
    assert abs(thigh[2]) < 0.12 * np.linalg.norm(thigh)
    assert np.ptp(joints["left_ankle"], axis=0).max() < 0.01
    assert not motion.loop
    up, _, _ = _joints(make("stand up"))
    assert up["pelvis"][-1, 2] == pytest.approx(joints["pelvis"][0, 2], abs=0.03)
    assert up["pelvis"][0, 2] == pytest.approx(joints["pelvis"][-1, 2], abs=0.03)


@pytest.mark.parametrize("side, other", [("left", "right"), ("right", "left")])
def test_a_kick_raises_the_foot_while_the_other_carries_the_weight(make, side, other):
    joints, _, body = _joints(make(f"kick with the {side} leg"))
    foot = joints[f"{side}_ankle"]
    top = foot[:, 2].argmax()
    assert foot[top, 2] > 0.5 * body.leg and foot[top, 1] < joints["pelvis"][top, 1] - 0.5 * body.leg
    assert np.ptp(joints[f"{other}_ankle"], axis=0).max() < 0.01
    # Balance: the middle of the body over the standing foot.
    assert abs(joints["pelvis"][top, 0] - joints[f"{other}_ankle"][top, 0]) < 0.07


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_punch_reaches_ahead_at_chest_height_or_above_and_comes_back(make, side):
    joints, _, body = _joints(make(f"punch with the {side} hand", fps=60))
    wrist = joints[f"{side}_wrist"]
    reach = joints["pelvis"][:, 1] - wrist[:, 1]
    top = reach.argmax()
    assert reach[top] > 0.9 * body.arm
    assert joints["spine3"][top, 2] < wrist[top, 2] < joints["head"][top, 2] + 0.15
    assert reach[-1] < 0.6 * reach[top]
    assert np.linalg.norm(np.diff(wrist, axis=0), axis=1).max() * 60 > 3  # a strike is fast
    assert (joints["left_foot"][:, 2] < 0.1).all() and (joints["right_foot"][:, 2] < 0.1).all()


def test_clapping_hands_meet_and_a_bow_bends(make):
    joints, _, body = _joints(make("clap"))
    gap = np.linalg.norm(joints["left_wrist"] - joints["right_wrist"], axis=1)
    assert 0.1 * body.arm < gap.min() < 0.32 * body.arm and (gap < 0.36 * body.arm).sum() > 3
    bow, _, _ = _joints(make("bow"))
    trunk = bow["neck"] - bow["pelvis"]
    assert np.degrees(np.arctan2(-trunk[:, 1], trunk[:, 2])).max() > 25
    # Nobody falls over: the pelvis goes back as the trunk goes forward.
    assert bow["pelvis"][len(trunk) // 2, 1] > bow["pelvis"][0, 1] + 0.05


def test_a_walk_with_a_wave_does_both(make):
    motion = make("he walks and waves with the right hand")
    joints, _, _ = _joints(motion)
    assert _speed(joints["pelvis"], motion) > 1
    assert (joints["right_wrist"][:, 2] > joints["neck"][:, 2]).mean() > 0.3
    assert (joints["left_wrist"][:, 2] < joints["spine3"][:, 2]).all()


def test_a_circle_comes_back_where_it_began(make):
    joints, _, _ = _joints(make("walk in a circle", duration=12.0))
    assert np.linalg.norm(joints["pelvis"][-1, :2] - joints["pelvis"][0, :2]) < 0.3
    assert joints["pelvis"][:, 0].max() > 2  # to the left


def test_styles_can_be_seen(make):
    def trunk(style):
        joints, _, _ = _joints(make(spec={"verb": "walk", "styles": {style: 1.0} if style else {}}))
        lean = joints["head"] - joints["pelvis"]
        return np.degrees(np.arctan2(-lean[:, 1], lean[:, 2])).mean(), joints

    neutral, upright = trunk("")
    tired, _ = trunk("tired")
    proud, _ = trunk("proud")
    _, low = trunk("sneaking")
    assert tired > neutral + 8 and proud < neutral - 3
    assert low["pelvis"][:, 2].max() < upright["pelvis"][:, 2].min()

    def speed(style):
        motion = make(spec={"verb": "walk", "styles": {style: 1.0} if style else {}})
        joints, _, _ = _joints(motion)
        return _speed(joints["pelvis"], motion)

    assert speed("tired") < 0.8 * speed("") and speed("angry") > 1.1 * speed("")


def test_long_legs_step_longer_by_dynamic_similarity(make):
    small, tall = (make("walk", target=game_engine(height)) for height in (1.1, 2.0))
    speeds = [_speed(_joints(each)[0]["pelvis"], each) for each in (small, tall)]
    assert speeds[1] / speeds[0] == pytest.approx((2.0 / 1.1) ** 0.5, rel=0.03)


def test_parameters_act(make):
    slow, fast = make("walk", speed=0.6), make("walk", speed=1.3)
    assert _speed(_joints(fast)[0]["pelvis"], fast) > 1.8 * _speed(_joints(slow)[0]["pelvis"], slow)
    still = make("run", in_place=True)
    assert np.ptp(still.root_translation[:, 1]) < 0.1
    high, low = (_joints(make("jump", intensity=i))[0]["pelvis"][:, 2].max() for i in (1.5, 0.6))
    assert high > low + 0.08
    assert len(make("walk", duration=2.5, fps=24).rotations) == 60
    exact = make(spec={"verb": "run", "speed": 4.0})
    assert _speed(_joints(exact)[0]["pelvis"], exact) == pytest.approx(4.0, rel=0.01)


def test_broad_bodies_hold_their_arms_out(make):
    slim, broad = (_joints(make("run", target=game_engine(1.9, width=1.15, girth=girth)))[0] for girth in (0.0, 0.3))
    for side in ("left", "right"):
        assert np.abs(broad[f"{side}_elbow"][:, 0]).min() > np.abs(slim[f"{side}_elbow"][:, 0]).min() + 0.02


def test_the_same_request_gives_the_same_motion_and_another_seed_a_cousin(make):
    one, same, other = make("happy walk", seed=7), make("happy walk", seed=7), make("happy walk", seed=8)
    assert np.array_equal(one.rotations, same.rotations) and np.array_equal(one.root_translation, same.root_translation)
    assert not np.array_equal(one.rotations, other.rotations)
    assert np.abs(one.root_translation - other.root_translation).max() < 0.3


def test_the_provenance_tells_how_the_motion_was_made_and_makes_it_again(make):
    motion = make("a tired man walks slowly", target=PEOPLE["ordinary"], seed=3)
    told = motion.provenance
    assert told.engine == "procedural" and told.seed == 3 and told.spec["verb"] == "walk"
    assert told.parameters == ProceduralEngine.complete({})
    again = make("", spec=told.spec, target=PEOPLE["ordinary"], seed=told.seed)
    assert np.array_equal(again.rotations, motion.rotations)


def test_wrong_parameters_and_endless_clips_are_refused(make):
    with pytest.raises(InvalidParameter):
        ProceduralEngine.complete({"fps": 0.0})
    with pytest.raises(EngineError, match="frames"):
        make("idle", duration=600.0, fps=240.0)


def test_a_cancel_is_heard():
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(Cancelled):
        ProceduralEngine().generate(
            Request(prompt="walk", seed=0, parameters=ProceduralEngine.complete({})), Progress(cancelled=cancelled))


@pytest.mark.parametrize("prompt", ["sit down", "stand up"])
def test_hands_rest_on_the_thighs_not_in_them(make, prompt):
    motion = make(prompt)
    told = measure(motion)
    assert told.self_intersection == 0 and told.overlap < 0.02 and told.joint_limits < 0.005
    clip = clip_of(motion)
    seated = clip.positions()[-1 if prompt == "sit down" else 0]
    for side in ("left", "right"):
        wrist, hip, knee = (seated[INDEX[f"{side}_{joint}"]] for joint in ("wrist", "hip", "knee"))
        line = knee - hip
        along = (wrist - hip) @ line / (line @ line)
        above = wrist - hip - along * line
        assert 0.3 < along < 0.8 and 0.07 < above[2] < 0.15 and abs(above[0]) < 0.12


@pytest.mark.parametrize("prompt, steps", [("walk 10 steps", 10), ("He walks seven steps forward", 7),
                                           ("take three steps back", 3), ("run eight steps", 8)])
def test_as_many_steps_as_are_counted(make, prompt, steps):
    motion = make(prompt)
    touching = standing(clip_of(motion).contacts)
    # A loop has come down from its last step in its first frame.
    landings = sum(int(first > 0) for foot in touching.T for first, _ in runs(foot)) + motion.loop
    assert landings == steps and not motion.provenance.unparsed
    assert motion.loop == (steps % 2 == 0)


@pytest.mark.parametrize(("prompt", "first"), [("he walks in a figure eight", 1), ("run in a figure of eight", 1),
                                               ("she walks in a figure 8 to the right", -1)])
def test_a_figure_of_eight_has_a_lobe_on_either_side_and_ends_where_it_began(make, prompt, first):
    motion = make(prompt)
    clip = clip_of(motion)
    way, facing = clip.root[:, :2], np.degrees(np.unwrap(heading(clip)))
    stride = np.linalg.norm(np.diff(way, axis=0), axis=1).max()
    assert np.linalg.norm(way[-1] - way[0]) < 1.5 * stride and abs(facing[-1] - facing[0]) < 12
    half = len(way) // 2
    assert np.linalg.norm(way[half] - way[0]) < 0.3
    for part, side in ((way[:half], first), (way[half:], -first)):
        assert (side * part[:, 0]).mean() > 0.6 and (side * part[:, 0]).min() > -0.3
    turned = np.diff(facing)
    assert 180 < first * turned[:half].sum() < 360 and -360 < first * turned[half:].sum() < -180
    told = measure(motion)
    assert told.skate < 0.01 and told.penetration < 0.005
    assert motion.loop and told.seam_pose < 0.015 and not motion.provenance.assumptions
