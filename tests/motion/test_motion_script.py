# SPDX-License-Identifier: GPL-3.0-or-later
"""What a viewer would see of a script: order, places, directions, timing, parts, seams; and how it is edited."""

import copy
import threading

import numpy as np
import pytest
from motion_rigs import game_engine

from backend.engine import Cancelled, EngineError, Progress, Request, best_available, discover
from backend.motion import clip_ops
from backend.motion.clip import clip_of, motion_of
from backend.motion.kinematics import matrix_from_quaternion, rotation_angle
from backend.motion.metrics import measure
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.script import recipe as recipes
from backend.motion.script import sources
from backend.motion.script.directions import wrapped
from backend.motion.script.gaits import with_ends
from backend.motion.script.sources import forget
from backend.motion.script_engine import ScriptEngine
from backend.motion.skeleton import INDEX, PARENTS
from backend.motion.spec import DEFAULTS

T2P = "She turns right from the front to the side. Then she moves to the left. Then she waves."


def make(prompt="", *, spec=None, seed=1, inputs=None, progress=None, engine=ScriptEngine, **parameters):
    request = Request(prompt=prompt, seed=seed, parameters=engine.complete(parameters), inputs=inputs or {}, spec=spec)
    motion = engine().generate(request, progress or Progress())
    motion.validate()
    return motion


class Seen:
    """Joint positions and headings of a motion, by seconds."""

    def __init__(self, motion):
        self.clip = clip_of(motion)
        self.fps, self.places = motion.fps, self.clip.positions()
        self.heading = np.degrees(clip_ops.heading(self.clip))

    def at(self, seconds, joint="pelvis"):
        return self.places[min(round(seconds * self.fps), len(self.places) - 1), INDEX[joint]]

    def facing(self, seconds):
        return self.heading[min(round(seconds * self.fps), len(self.heading) - 1)]

    def heading_of(self, joint):
        """(T,) degrees about +Z."""
        ahead = -self.clip.global_rotations()[:, INDEX[joint], :, 1]
        return np.degrees(np.arctan2(ahead[:, 0], -ahead[:, 1]))

    def speed(self, joint="pelvis"):
        """(T-1,) over the floor, smoothed over a quarter of a second."""
        steps = np.linalg.norm(np.diff(self.places[:, INDEX[joint], :2], axis=0), axis=1) * self.fps
        return np.convolve(steps, np.ones(8) / 8, mode="same")

    def raised(self, side):
        """(T,) how high the hand is above its shoulder."""
        return self.places[:, INDEX[f"{side}_wrist"], 2] - self.places[:, INDEX[f"{side}_shoulder"], 2]


def _segment(verb, **keys):
    spec = {key: keys.pop(key) for key in list(keys) if key in DEFAULTS}
    return {"text": verb, "source": {"engine": "procedural", "spec": {**DEFAULTS, "verb": verb, **spec}}, **keys}


def _recipe(*segments, **keys):
    return {"recipe": 1, "tracks": [{"part": "whole", "segments": list(segments)}], **keys}


# -- what it shows ------------------------------------------------------------------------------------------------


def test_the_sentences_of_text2performer_are_played_in_order_as_the_viewer_sees_them():
    seen = Seen(make(T2P))
    end = (len(seen.clip) - 1) / seen.fps
    turned = int(np.argmax(seen.heading < -80)) / seen.fps
    assert abs(seen.facing(0)) < 3 and 0.8 < turned < 3.0
    # Clockwise from above, to her right: she then faces the picture's left, -X for a viewer at -Y.
    assert abs(seen.facing(end) + 90) < 5 and seen.heading.max() < 5
    assert np.linalg.norm(seen.at(turned)[:2]) < 0.25
    moving = seen.speed() > 0.5
    begins, stops = moving.argmax() / seen.fps, (len(moving) - moving[::-1].argmax()) / seen.fps
    assert turned < begins + 0.3 and seen.at(stops)[0] < -2 and abs(seen.at(stops)[1]) < 0.3
    raised = seen.raised("right") > 0
    assert raised.any() and raised.argmax() / seen.fps > stops - 0.3
    assert not (seen.raised("left") > 0).any()


def test_in_the_characters_frame_she_moves_to_her_own_left():
    seen = Seen(make(T2P, frame="character"))
    end = seen.places[-1, 0]
    # Facing -X, her left is -Y, towards the viewer; she keeps facing -X.
    assert end[1] < -0.8 and abs(end[0]) < 0.3 and abs(wrapped(seen.heading[-1] + 90)) < 5


@pytest.mark.parametrize("prompt, goal, heading", [
    ("He moves to the left of the picture. Then he bows.", (-1, 0), 0),
    ("He moves to his left. Then he bows.", (1, 0), 0),
    ("He turns around. Then he moves to the left of the picture.", (-1, 0), 180),
    ("He turns left. Then he moves to the left of the picture.", (-1, 0), 90),
    ("He bows. Then he walks to the right of the picture.", (1, 0), 90),
    ("He bows, then walks away from the camera.", (0, 1), 180),
    ("He turns left, then walks towards the camera.", (0, -1), 0),
    ("He runs, then walks to his left", (1, -1), 90),
])
def test_where_it_goes(prompt, goal, heading):
    seen = Seen(make(prompt))
    travel = seen.places[-1, 0, :2] - seen.places[0, 0, :2]
    for went, wanted in zip(travel, goal):
        assert went * wanted > 0.7 if wanted else abs(went) < 0.5, travel
    assert abs(wrapped(seen.heading[-32:].mean() - heading)) < 4  # a stride, whose hips sway


def test_another_place_of_the_viewer_is_another_left():
    told = ScriptEngine().understand(
        "He moves to the left of the picture. Then he bows.", ScriptEngine.complete({})).spec
    told["viewer"] = 180.0  # from behind: the picture's left is his own
    assert make(spec=told).root_translation[-1, 0] > 0.7


def test_stated_times_are_kept_to_the_frame():
    motion = make("0-2 s walk; 2-4 s wave; 6-8 s jump", fps=24)
    seen = Seen(motion)
    assert len(motion.rotations) == 8 * 24
    raised = seen.raised("right") > 0
    assert 2.0 < raised.argmax() / 24 < 3.0 and not raised[4 * 24 + 6:6 * 24].any()
    assert (seen.speed()[12:36] > 0.4).mean() > 0.8 and seen.speed()[60:138].max() < 0.2
    high = seen.places[:, 0, 2] > seen.places[0, 0, 2] + 0.1
    assert high.any() and 6 * 24 < high.argmax() < 8 * 24


def test_the_whole_is_as_long_as_asked():
    assert len(make("walk, then bow, then walk", duration=9.0).rotations) == 270
    with pytest.raises(EngineError, match="the script ends at 1 s"):
        make("walk for 3 seconds, then bow", duration=1.0)


def test_a_gesture_over_other_legs_moves_only_its_part():
    plain, waving = make("sits down, then stands up"), make("sits down while waving with her left hand, then stands up")
    first, second = Seen(plain), Seen(waving)
    assert (second.raised("left")[:60] > 0).any() and not (first.raised("left") > 0).any()
    assert len(first.clip) == len(second.clip)
    arm = {INDEX[name] for name in ("left_collar", "left_shoulder", "left_elbow", "left_wrist")}
    others = [joint for joint in range(22) if joint not in arm]
    turned = np.abs((first.clip.rotations * second.clip.rotations).sum(-1))[:, others]
    assert np.degrees(2 * np.arccos(np.clip(turned, 0, 1))).max() < 1.0


def test_seated_gestures_are_made_seated():
    seen = Seen(make("He sits down. Then he claps. Then he stands up."))
    near = np.linalg.norm(seen.places[:, INDEX["left_wrist"]] - seen.places[:, INDEX["right_wrist"]], axis=1) < 0.25
    assert near.any()
    assert (seen.places[near, 0, 2] < 0.75 * seen.places[0, 0, 2]).all()
    assert abs(seen.places[-1, 0, 2] - seen.places[0, 0, 2]) < 0.02


SEAMS = ("Walk forward for 3 seconds, turn left, walk for 2 seconds, then wave",
         "she runs, then walks, then jumps twice, then bows",
         "He sits down and waves, then he stands up and kicks",
         "sneak forward, turn around, run away in panic",
         "Legs: walk. Arms: clap. Then she steps to the left, then to the right.")


@pytest.mark.parametrize("prompt", SEAMS)
def test_seams_neither_slide_nor_pop(prompt):
    motion = make(prompt)
    told = measure(motion)
    assert told.skate < 0.01 and told.penetration < 0.005 and told.joint_limits < 0.01
    seen = Seen(motion)
    acceleration = np.linalg.norm(np.diff(seen.places, 2, axis=0), axis=2).max(1) * seen.fps**2
    whole = motion.provenance.spec["tracks"][0]["segments"]
    alone = max(_liveliest(segment) for segment in whole if segment["source"]["engine"] == "procedural")
    assert acceleration.max() < 1.35 * alone + 10


def _liveliest(segment):
    """The greatest acceleration of any joint when the segment is made by itself, m/s^2."""
    spec = {**segment["source"]["spec"], "starts": False, "stops": False}
    motion = make(spec=spec, engine=ProceduralEngine, loop=False)
    places = clip_of(motion).positions()
    return float(np.linalg.norm(np.diff(places, 2, axis=0), axis=2).max()) * motion.fps**2


def test_a_walk_goes_on_in_step_and_round_a_bend():
    motion = make("He walks for 4 seconds to the right of the picture. Then he runs for 2 seconds. Then he walks to "
                  "the left of the picture. Then he bows.")
    seen = Seen(motion)
    assert abs(wrapped(seen.heading[-1] + 90)) < 5 and seen.at(6)[0] > 5 and abs(seen.at(6)[1]) < 0.4
    knees = [rotation_angle(matrix_from_quaternion(seen.clip.rotations[:, INDEX[f"{side}_knee"]]))
             for side in ("left", "right")]
    assert np.degrees(knees).max() < 112  # of a run; a leg that catches up would be drawn up much further
    assert measure(motion).joint_limits < 0.002 and measure(motion).skate < 0.01


def test_a_long_script_is_joined_piece_by_piece_and_stays_whole():
    motion = make("walk for 3 seconds, then wave for 3 seconds, " * 6)
    seen, told = Seen(motion), measure(motion)
    assert len(motion.rotations) == 36 * 30 and told.skate < 0.01 and told.penetration < 0.005
    raised = seen.raised("right") > 0.1
    assert np.count_nonzero(np.diff(raised.astype(int)) == 1) == 6
    assert np.linalg.norm(np.diff(seen.places[:, 0], axis=0), axis=1).max() * 30 < 2.5


def test_speed_and_amplitude_are_words_and_numbers():
    slow, fast = make("slowly wave, then slowly nod"), make("quickly wave, then quickly nod")
    assert len(slow.rotations) > 1.5 * len(fast.rotations)
    base = ScriptEngine().understand("wave, then shake your head", ScriptEngine.complete({})).spec
    told = copy.deepcopy(base)
    told["style"]["speed"] = 2.0
    assert len(make(spec=told).rotations) == pytest.approx(len(make(spec=base).rotations) / 2, abs=4)
    told = copy.deepcopy(base)
    told["style"]["amplitude"] = 1.5
    small, large = (np.ptp(Seen(make(spec=each)).heading_of("head")) for each in (base, told))
    assert large > 1.2 * small


def test_walks_begin_and_end_standing_beside_what_is_done_standing():
    told = ScriptEngine().understand("wave, then walk, then run, then bow", ScriptEngine.complete({})).spec
    _, walk, run, _ = with_ends(told["tracks"][0]["segments"])
    assert (walk["starts"], walk["stops"], run["starts"], run["stops"]) == (True, False, False, True)
    assert not any(each["source"]["spec"]["stops"] for each in told["tracks"][0]["segments"])  # so it can be edited


def test_a_segment_of_words_alone_is_read_with_its_frame_and_time():
    motion = make(spec=_recipe({"text": "moves to the left of the picture for 3 seconds"}, {"text": "bows"}))
    first, second = motion.provenance.spec["tracks"][0]["segments"]
    assert (first["frame"], first["seconds"]) == ("viewer", 3.0) and second["source"]["spec"]["verb"] == "bow"
    assert motion.root_translation[-1, 0] < -0.7
    with pytest.raises(EngineError, match="holds 2 movements"):
        make(spec=_recipe({"text": "sits down and then bows"}))


def test_in_place_and_in_a_loop():
    spot = Seen(make("walk, then wave", in_place=True))
    assert np.ptp(spot.places[:, 0, :2], axis=0).max() < 0.4
    told = ScriptEngine().understand("wave then nod in a loop", ScriptEngine.complete({})).spec
    assert told["loop"]
    motion = make(spec=told)
    assert motion.loop
    places = clip_of(motion).positions()
    assert np.abs(places[-1] - places[0]).max() < 0.06
    assert not make(spec=told, loop=False).loop


# -- path, constraints, inputs ------------------------------------------------------------------------------------


def test_a_path_is_followed():
    points = [[0, 0], [0, -2], [2, -3], [4, -3]]
    motion = make("walk for 6 seconds, then run for 2 seconds", spec={"recipe": 1, "path": {"points": points}})
    assert motion.provenance.spec["path"]["points"] == points
    root = clip_of(motion).root[:, :2]
    line = np.concatenate([np.linspace(a, b, 60) for a, b in zip(np.array(points, float), np.array(points[1:], float))])
    away = np.linalg.norm(root[:, None] - line[None], axis=2).min(1)
    assert away.max() < 0.25
    assert measure(motion).skate < 0.03


def test_a_hand_reaches_its_place_at_its_time():
    goal = [-0.35, -0.35, 1.2]
    motion = make("stand for 2 seconds, then nod", spec={"recipe": 1, "constraints": [
        {"type": "reach", "at": 1.0, "until": 1.5, "limb": "right_hand", "position": goal, "blend": 0.4}]})
    seen = Seen(motion)
    palm = [clip_of(motion).global_rotations()[round(seconds * 30), INDEX["right_wrist"]] @ [-0.085, 0, 0]
            + seen.at(seconds, "right_wrist") for seconds in (1.0, 1.25, 1.5, 0.3)]
    assert np.linalg.norm(np.array(palm) - goal, axis=1)[:3].max() < 0.03
    assert np.linalg.norm(palm[3] - goal) > 0.2


def test_clips_of_any_rig_are_cut_in():
    clip = make("she jumps twice", inputs={"target": game_engine()}, engine=ProceduralEngine)
    told = _recipe(_segment("walk", stops=True), {"text": "their jump", "source": {
        "engine": "clip", "input": "clip_a", "start": 0.5}}, _segment("wave"))
    motion = make(spec=told, inputs={"clip_a": clip})
    assert motion.skeleton.convention == "troupe22"
    seen = Seen(motion)
    assert (seen.places[:, 0, 2] > seen.places[-1, 0, 2] + 0.08).any()
    assert seen.places[-1, 0, 1] < -1  # waves where the walk and the jump led
    assert measure(motion).skate < 0.02
    with pytest.raises(EngineError, match="'clip_a', which was not sent"):
        make(spec=told)


def test_a_pose_is_taken_from_an_input():
    raised = make("raise both arms", engine=ProceduralEngine)
    middle = len(raised.rotations) // 2
    motion = make("stand for 3 seconds, then bow", inputs={"pose_a": raised}, spec={"recipe": 1, "constraints": [
        {"type": "pose", "at": 1.5, "input": "pose_a", "frame": middle, "part": "upper"}]})
    seen = Seen(motion)
    top = int(1.5 * 30)
    assert seen.raised("left")[top] > 0.3 and seen.raised("right")[top] > 0.3
    assert seen.raised("left")[0] < 0 and seen.raised("left")[85] < 0


def test_what_the_procedural_engine_cannot_make_is_taken_from_the_library(tmp_path, monkeypatch):
    from backend.library import Library
    from backend.motion.formats import write_motion
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "library"))
    forget()
    spun = make("she jumps", engine=ProceduralEngine)
    write_motion(tmp_path / "backflip.bvh", spun)
    (tmp_path / "backflip.txt").write_text("a man does a backflip")
    library = Library()
    library.add([tmp_path / "backflip.bvh"])
    library.close()
    motion = make("He does a backflip. Then he bows.")
    first, second = motion.provenance.spec["tracks"][0]["segments"]
    assert first["source"]["engine"] == "retrieval" and "backflip" in first["source"]["spec"]["name"]
    assert second["source"]["spec"]["verb"] == "bow" and motion.provenance.unparsed == []
    assert any("backflip" in each and "'retrieval'" in each for each in motion.provenance.assumptions)
    high = Seen(motion).places[:, 0, 2]
    assert high.max() > high[-1] + 0.08 and measure(motion).skate < 0.02
    # A clip has no verb to look at when what follows it is waiting.
    waited = make("He does a backflip.", duration=len(spun.rotations) / 30 + 3)
    assert Seen(waited).places[-60:, 0].std(axis=0).max() < 0.02
    forget()


# -- editing ------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch):
    """Texts of the segments that were made, not taken from memory."""
    forget()
    texts = []
    plain = ProceduralEngine.generate

    def counted(self, request, progress):
        texts.append(request.prompt)
        return plain(self, request, progress)

    monkeypatch.setattr(ProceduralEngine, "generate", counted)
    return texts


def test_an_edited_segment_is_the_only_one_made_again(made):
    first = make("walk for 2 seconds, then wave, then bow")
    assert made == ["walk for 2 seconds", "wave", "bow"]
    made.clear()
    told = copy.deepcopy(first.provenance.spec)
    assert np.array_equal(make(spec=told).rotations, first.rotations) and made == []
    told["tracks"][0]["segments"][1]["source"]["spec"]["side"] = "left"
    second = make(spec=told)
    assert made == ["wave"]
    assert (Seen(second).raised("left") > 0).any() and not (Seen(second).raised("right") > 0).any()
    made.clear()
    told["tracks"][0]["segments"].insert(1, {"text": "nods"})
    third = make(spec=told)
    assert made == ["nods"] and len(third.rotations) > len(second.rotations)
    assert third.provenance.spec["tracks"][0]["segments"][1]["source"]["spec"]["verb"] == "nod"
    assert any("nods" in each and "'procedural'" in each for each in third.provenance.assumptions)


def test_the_seed_decides_everything_and_a_locked_segment_keeps_its_own():
    first, again, other = make(T2P, seed=3), make(T2P, seed=3), make(T2P, seed=4)
    assert np.array_equal(first.rotations, again.rotations)
    assert not np.array_equal(first.rotations, other.rotations)
    forget()
    assert np.array_equal(first.rotations, make(T2P, seed=3).rotations)
    told = _recipe(_segment("idle", seconds=2.0, seed=11), _segment("wave"))
    arm = INDEX["left_elbow"]
    locked = [make(spec=told, seed=seed).rotations[:40, arm] for seed in (1, 2)]
    assert np.array_equal(*locked)
    told["tracks"][0]["segments"][0]["seed"] = None
    free = [make(spec=told, seed=seed).rotations[:40, arm] for seed in (1, 2)]
    assert not np.array_equal(*free)


def test_what_comes_back_can_be_sent_again():
    motion = make("He walks while nodding. Then he claps.", inputs={"target": game_engine()})
    record = motion.provenance
    assert record.engine == "script" and recipes.validated(record.spec) == record.spec
    again = make(record.prompt, spec=record.spec, seed=record.seed, inputs={"target": game_engine()},
                 **record.parameters)
    assert np.array_equal(motion.rotations, again.rotations)
    assert motion.skeleton.convention == again.skeleton.convention


# -- choice of the engine -----------------------------------------------------------------------------------------


def test_scripts_reach_it_where_the_network_gives_way_and_single_movements_stay_as_they_were():
    engines, _ = discover()
    assert best_available(engines, "motion").name == "embedded"
    engines.pop("embedded")
    assert best_available(engines, "motion") is ScriptEngine
    for prompt in ("a tired man walks", "she waves with her left hand", "walks and waves", "turn right 45 degrees"):
        ours, theirs = make(prompt, seed=5), make(prompt, seed=5, engine=ProceduralEngine)
        assert np.array_equal(ours.rotations, theirs.rotations) and ours.loop == theirs.loop
        assert np.array_equal(ours.root_translation, theirs.root_translation)
        assert ours.provenance.engine == "procedural" and ours.provenance.spec == theirs.provenance.spec
        assert ours.provenance.parameters == theirs.provenance.parameters
    spec = {**DEFAULTS, "verb": "kick"}
    assert np.array_equal(make(spec=spec).rotations, make(spec=spec, engine=ProceduralEngine).rotations)


def test_it_takes_every_parameter_of_the_procedural_engine_with_the_same_default():
    own = {each.name: each for each in ScriptEngine.parameters}
    assert all(own[each.name] == each for each in ProceduralEngine.parameters)


@pytest.mark.parametrize("spec, message", [
    (_recipe({"text": "x", "source": {"engine": "script"}}), "cannot be a script itself"),
    (_recipe({"text": "x", "source": {"engine": "no_such"}}), "no_such"),
    (_recipe({"text": "he yodels"}), "yodels"),
    ({"recipe": 1}, "tracks|whole"),
])
def test_recipes_that_cannot_be_made_say_why(spec, message):
    with pytest.raises(EngineError, match=message):
        make(spec=spec)


def test_progress_names_the_segments_and_a_cancel_comes_out_of_any_step():
    stages, fractions = [], []

    def follow(fraction, stage, preview):
        fractions.append(fraction)
        stages.append(stage)

    forget()
    make(T2P, progress=Progress(follow))
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    assert any("she moves to the left" in stage for stage in stages)
    for step in range(1, len(stages), 4):
        forget()
        event, count = threading.Event(), [0]

        def stop(fraction, stage, preview, event=event, count=count, step=step):
            count[0] += 1
            if count[0] == step:
                event.set()

        with pytest.raises(Cancelled):
            make(T2P, progress=Progress(stop, event))


def test_legs_hang_together():
    """The skeleton of the result is the target's: nothing but its own joints moves."""
    motion = make("walk, then sit down while clapping")
    clip = clip_of(motion)
    places = clip.positions()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            length = np.linalg.norm(places[:, joint] - places[:, parent], axis=1)
            assert np.ptp(length) < 1e-5


def _travel(clip):
    """Degrees from the facing of -Y in which a clip goes over the floor from its first frame to its last."""
    way = clip.root[-1] - clip.root[0]
    return float(np.degrees(np.arctan2(way[0], -way[1])))


@pytest.mark.parametrize("facing", [0.0, 70.0])
@pytest.mark.parametrize("turned", [0.0, -1.2])
def test_a_clip_of_a_walk_goes_where_the_script_faces(facing, turned):
    walk = make("walk", engine=ProceduralEngine, loop=False)
    lying = clip_ops.place(clip_of(walk), turned, np.array([1.0, 2.0, 0.0]))
    walk = motion_of(lying, walk.skeleton)
    told = {"tracks": [{"segments": [{"text": "walk", "source": {"engine": "clip", "input": "clip_a"}}]}],
            "facing": facing}
    clip = clip_of(make(spec=told, inputs={"clip_a": walk}))
    assert np.linalg.norm(clip.root[-1] - clip.root[0]) > 3
    assert abs(wrapped(_travel(clip) - facing)) < 1


def test_clips_chained_keep_going_straight():
    walk = make("walk", engine=ProceduralEngine, loop=False)
    segment = {"text": "walk", "source": {"engine": "clip", "input": "clip_a"}}
    clip = clip_of(make(spec={"tracks": [{"segments": [segment] * 3}]}, inputs={"clip_a": walk}))
    assert np.linalg.norm(clip.root[-1] - clip.root[0]) > 9 and abs(_travel(clip)) < 1
    assert abs(_travel(clip_of(make("walk")))) < 1


# -- movements that are not known ---------------------------------------------------------------------------------


def _understood(prompt):
    return ScriptEngine().understand(prompt, ScriptEngine.complete({}))


@pytest.fixture
def crawling(monkeypatch):
    """A library whose only clip is a crawl, near the floor throughout."""
    spec = {"clip": "0" * 12, "name": "crawl", "caption": "a person crawls", "score": 0.8, "alternatives": []}

    def found(text, least=0.5):
        return sources.Source({"engine": "retrieval", "spec": dict(spec), "parameters": {}},
                              "Uses the clip crawl.") if "crawl" in text else None

    monkeypatch.setattr(sources, "_from_library", found)
    monkeypatch.setattr(sources, "_pelvis", lambda source, frame: 0.3 if source["engine"] == "retrieval" else 1.0)


def test_a_single_movement_that_is_not_known_comes_from_the_library_or_is_refused(crawling):
    told = _understood("a person crawls")
    assert told.spec["tracks"][0]["segments"][0]["source"]["engine"] == "retrieval"
    assert "Uses the clip" in told.assumptions[0]
    for prompt in ("two people shake hands", "a person climbs a ladder", "pick up a box"):
        with pytest.raises(EngineError) as caught:
            _understood(prompt)
        assert caught.value.code == "unknown_motion" and "nearest" in caught.value.message
        assert "library" in caught.value.remedy
    assert _understood("a tired man walks").spec == ProceduralEngine().understand("a tired man walks", {}).spec


def test_who_is_on_the_floor_gets_up(crawling):
    up = _understood("crawl forward, then stand up").spec["tracks"][0]["segments"][1]
    assert up["source"]["spec"]["verb"] == "idle" and up["transition"] >= 1.0
    told = _understood("crawl forward, then walk")
    assert told.spec["tracks"][0]["segments"][1]["transition"] >= 1.0
    assert any("gets up first" in each for each in told.assumptions)


def test_a_timed_movement_that_is_not_known_keeps_its_time(crawling):
    told = _understood("0-2 s crawl; 2-4 s jump twice; at five seconds salute")
    last = told.spec["tracks"][0]["segments"][-1]
    assert last["source"]["engine"] == "hold" and last["start"] == 5.0
    assert any("salute" in each and "held" in each for each in told.assumptions)


@pytest.mark.parametrize("prompt", ["he walks and then runs", "he runs and then walks", "she sneaks, then runs",
                                    "walks backwards, then walks forward"])
def test_one_gait_becomes_another_without_a_shove(prompt):
    motion = make(prompt, seed=2)
    upper = [joint for name, joint in INDEX.items() if not name.endswith(("ankle", "foot"))]
    places = clip_of(motion).positions()[:, upper]
    jerk = np.linalg.norm(np.diff(places, 3, axis=0), axis=-1).mean(1) * motion.fps**3
    understood = ScriptEngine().understand(prompt, ScriptEngine.complete({}))
    halves = [clip_of(make(spec=segment["source"]["spec"], seed=2, engine=ProceduralEngine)).positions()[:, upper]
              for segment in understood.spec["tracks"][0]["segments"]]
    usual = max(np.linalg.norm(np.diff(each, 3, axis=0), axis=-1).mean(1).max() * motion.fps**3 for each in halves)
    # A walk that is turned into its opposite has to stop and start; running speed is only reached.
    assert jerk.max() < (1.7 if "backwards" in prompt else 1.25) * usual
