# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts are read as: segments, order, direction, timing, parts; whose left; what is not understood."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from motion_scripts import SCRIPTS

from backend.engine import EngineError
from backend.motion.script import recipe as recipes
from backend.motion.script.clauses import split
from backend.motion.script.reading import read
from backend.motion.script.timing import find_marks
from backend.motion.script_engine import ScriptEngine

_SIDES = ("left", "right", "both", "forward", "backward", "front", "back", "side")


def understand(prompt, **parameters):
    return ScriptEngine().understand(prompt, ScriptEngine.complete(parameters))


def _line(segment, part):
    source, words = segment["source"], []
    if source["engine"] != "procedural":
        words.append(source["engine"])
    else:
        spec = source["spec"]
        words.append(spec["verb"])
        if segment["face"] and not (spec["verb"] == "turn" and segment["face"] == "side" and segment["frame"]):
            words.append(segment["face"])
        elif spec["turn_degrees"] is not None:
            words.append(f"{spec['turn_degrees']:g}")
        elif spec["direction"] and spec["verb"] in ("walk", "run", "sidestep", "jump"):
            words.append(spec["direction"])
        elif spec["side"]:
            words.append(spec["side"])
        if spec["repeats"]:
            words.append(f"x{spec['repeats']}")
    if segment["start"] is not None:
        words.append(f"^{segment['start']:g}")
    if segment["seconds"] is not None:
        words.append(f"={segment['seconds']:g}")
    return " ".join(words) if part == "whole" else "+" + " ".join([*words, f"@{part}"])


def shape(prompt):
    """A prompt as the labels of :mod:`motion_scripts` write it."""
    spec = understand(prompt).spec
    if not recipes.is_recipe(spec):
        gesture, spec = spec["gesture"], {**spec, "gesture": None}
        spec = recipes.wrapped(spec)
        assert gesture is None, "a label for one movement"
    whole = next(track["segments"] for track in spec["tracks"] if track["part"] == "whole")
    lines = [[_line(segment, "whole")] for segment in whole]
    for track in spec["tracks"]:
        if track["part"] != "whole":
            for segment in track["segments"]:
                number = segment["with"]
                if number is None:
                    number = max(i for i, each in enumerate(whole) if (each["start"] or 0) <= segment["start"])
                lines[number].append(_line(segment, track["part"]))
    return "\n".join(line for group in lines for line in group)


def _sides(lines):
    return [word for line in lines for word in line.split() if word in _SIDES or word.lstrip("-").isdigit()]


def _times(lines):
    return [word for line in lines for word in line.split() if word[0] in "^=x" and word[1:2].isdigit()]


def _verbs(lines):
    return [" ".join(word for word in line.lstrip("+").split() if word.isalpha() and word not in _SIDES)
            for line in lines]


def test_scripts_are_read_as_people_mean_them():
    """Every aspect over the whole labelled set; a script counts for an aspect when all its lines agree."""
    failures = {name: [] for name in ("segments", "order", "direction", "timing", "parts", "all")}
    for prompt, label in SCRIPTS:
        try:
            got = shape(prompt)
        except EngineError as error:
            got = f"error: {error.message}"
        wanted, found = label.split("\n"), got.split("\n")
        for name, aspect in (("segments", len), ("order", _verbs), ("direction", _sides), ("timing", _times),
                             ("parts", lambda lines: [line.partition("@")[2] for line in lines]),
                             ("all", list)):
            if aspect(wanted) != aspect(found):
                failures[name].append(f"{prompt!r}\n    wanted {label!r}\n    found  {got!r}")
    accuracy = {name: 1 - len(each) / len(SCRIPTS) for name, each in failures.items()}
    report = "\n".join(failures["all"])
    assert len(SCRIPTS) >= 60
    assert all(accuracy[name] >= 0.97 for name in ("segments", "order", "direction", "timing", "parts")), report
    assert accuracy["all"] >= 0.95, report


def _segments(prompt, **parameters):
    return understand(prompt, **parameters).spec["tracks"][0]["segments"]


def test_the_reading_says_whose_left_it_took():
    camera = understand("She turns right from the front to the side. Then she moves to the left. Then she waves.")
    assert camera.spec["frame"] == "viewer" and camera.unparsed == []
    assert any("“she moves to the left”" in each and "of the picture" in each for each in camera.assumptions)
    plain = understand("She turns right. Then she moves to the left.")
    assert plain.spec["frame"] == "character"
    assert any("own left and right" in each for each in plain.assumptions)
    told = understand("She turns right. Then she moves to the left.", frame="viewer")
    assert told.spec["frame"] == "viewer" and not any("moves to the left" in each for each in told.assumptions)


@pytest.mark.parametrize("words, frame, direction", [
    ("to her left", "character", "left"), ("to his own right", "character", "right"),
    ("to the left of the picture", "viewer", "left"), ("to the right side of the screen", "viewer", "right"),
    ("to the viewer's left", "viewer", "left"), ("screen right", "viewer", "right"),
    ("to the camera's right", "viewer", "right"), ("to the left", None, "left")])
def test_words_that_say_whose_left_it_is(words, frame, direction):
    segment = _segments(f"He moves {words}, then he bows.")[0]
    assert segment["frame"] == frame and segment["source"]["spec"]["direction"] == direction
    assert segment["source"]["spec"]["verb"] == "sidestep"


@pytest.mark.parametrize("words, verb, face", [
    ("walks towards the camera", "walk", "front"), ("runs away from the viewer", "run", "back"),
    ("turns to face the camera", "turn", "front"), ("turns her back to the audience", "turn", "back"),
    ("turns to the side", "turn", "side"), ("turns from the front to the back", "turn", "back"),
    ("turns to the left of the picture", "turn", "left"), ("stands facing the camera", "idle", "front")])
def test_where_a_movement_leads_as_the_viewer_sees_it(words, verb, face):
    segment = _segments(f"She {words}. Then she nods.")[0]
    assert segment["source"]["spec"]["verb"] == verb and segment["face"] == face
    assert understand(f"She {words}. Then she nods.").unparsed == []


def test_limbs_and_turns_are_always_the_characters_own():
    told = understand("He waves with his left hand, then turns right, then walks to the left of the picture.")
    wave, turn, _ = told.spec["tracks"][0]["segments"]
    assert wave["source"]["spec"]["side"] == "left" and turn["source"]["spec"]["turn_degrees"] == -90
    assert turn["face"] is None


def test_one_movement_is_read_by_the_procedural_engine_as_ever():
    from backend.motion.spec import understand as single
    for prompt in ("a tired man walks", "walks and waves", "walking while waving with her left hand", "jump 3 times",
                   "he runs and comes to a halt", "walk for 5 seconds", "turn left", "stands and waves",
                   "she walks forward, smiling", "walk to the left", "starts walking", "walks forward and turns left"):
        told, expected = understand(prompt), single(prompt)
        assert (told.spec, told.assumptions, told.unparsed) == (
            expected.spec, expected.assumptions, expected.unparsed), prompt


def test_words_that_nothing_was_made_of_are_reported_once():
    told = understand("She walks through the purple portal. Then she waves at the dragon, the dragon!")
    assert told.unparsed == ["purple", "portal", "dragon"]
    odd = understand("He walks. Then he yodels. Then he bows.")
    assert "yodels" in odd.unparsed and any("“he yodels” was left out" in each for each in odd.assumptions)
    assert [each["source"]["spec"]["verb"] for each in odd.spec["tracks"][0]["segments"]] == ["walk", "bow"]
    with pytest.raises(EngineError) as caught:
        understand("He yodels. Then he gargles.")
    assert caught.value.code == "unknown_motion"


def test_manner_of_the_subject_holds_for_the_whole_script_and_of_a_verb_for_its_own():
    told = understand("A tired man walks. Then he happily jumps. Then he slowly bows.").spec
    assert told["style"]["manners"] == {"tired": 1.0}
    walk, jump, bow = (each["source"]["spec"] for each in told["tracks"][0]["segments"])
    assert walk["styles"] == {} and list(jump["styles"]) == ["happy"] and bow["styles"] == {} and bow["pace"] < 1


def test_somebody_seated_gestures_seated_and_gets_up_to_walk():
    told = understand("He sits down, then waves, then walks away.").spec["tracks"]
    assert [each["source"]["engine"] for each in told[0]["segments"]] == ["procedural", "hold", *["procedural"] * 2]
    assert [each["source"]["spec"]["verb"] for each in told[0]["segments"] if each["source"]["engine"] != "hold"] == [
        "sit", "stand up", "walk"]
    assert told[1]["part"] == "right_arm" and told[1]["segments"][0]["with"] == 1


def test_two_gestures_at_once_take_a_hand_each():
    tracks = understand("She waves while pointing ahead, then bows.").spec["tracks"]
    assert tracks[0]["segments"][0]["source"]["spec"]["verb"] == "wave"
    assert tracks[1]["part"] == "left_arm" and tracks[1]["segments"][0]["source"]["spec"]["side"] == "left"


@pytest.mark.parametrize("text, kinds", [
    ("0:05-0:07.5 walk", [("range", 5.0, 7.5)]), ("from one to three seconds", [("range", 1.0, 3.0)]),
    ("walk 1,5-2 s", [("range", 1.5, 2.0)]), ("at t = 2 s", [("start", 2.0, 2.0)]),
    ("half a second later", [("delay", 0.5, 0.5)]), ("until 10 s", [("end", 10.0, 10.0)]),
    ("5-3 s walk", []), ("at 45 degrees", []), ("walk for 2-4 seconds", [("vague", 2.0, 4.0)]),
    ("at one and a half seconds", [("start", 1.5, 1.5)])])
def test_times(text, kinds):
    assert [(mark.kind, mark.first, mark.second) for mark in find_marks(text)] == kinds


_WORDS = st.sampled_from([
    "walk", "walks", "run", "sits down", "wave", "waving", "then", "and", "while", "after", "before", "until", ",", ".",
    ";", ":", "[", "]", "(", ")", "-", "->", "0-2 s", "3 seconds", "at", "for", "her", "left", "right hand", "to the",
    "picture", "camera", "turns", "from", "front", "side", "back", "again", "both arms", "1.", "0:03", "stop", "\n",
    "é", "💃", "not", "legs:"])


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map(" ".join)))
def test_any_text_is_read_or_refused(prompt):
    for clause in split(prompt):
        assert isinstance(clause.text, str)
    try:
        told = read(prompt)
    except EngineError as error:
        assert error.message
    else:
        if told is not None:
            assert recipes.validated(told.spec) == told.spec


@pytest.mark.parametrize("text", [
    "walk and wave, then ", "a ", "1 ", "0:0", ".", "->", "at 1 s ", "(", "1", "from 1 to ", "walk ", "while ", "1s:",
    "turn her back to the ", "walk\n", "she turns right from the front to the side. ", "left ", "after 2 s before "])
def test_ten_thousand_characters_take_no_time(text):
    started = time.perf_counter()
    with contextlib.suppress(EngineError):
        read((text * 10_000)[:10_000])
    assert time.perf_counter() - started < 5
