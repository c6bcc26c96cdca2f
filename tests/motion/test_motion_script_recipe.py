# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe's format: complete, strict, and errors that name the entry."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.motion.script import recipe as recipes
from backend.motion.script.timeline import schedule
from backend.motion.spec import DEFAULTS

WALK = {"engine": "procedural", "spec": {**DEFAULTS, "verb": "walk"}}


def _recipe(*segments, **keys):
    return {"recipe": 1, "tracks": [{"part": "whole", "segments": list(segments) or [{"source": WALK}]}], **keys}


def test_a_short_recipe_is_completed_and_then_stays_as_it_is():
    full = recipes.validated({"tracks": [{"segments": [{"text": "she waves"}]}]})
    assert full["recipe"] == 1 and full["frame"] == "character" and full["tracks"][0]["part"] == "whole"
    assert full["tracks"][0]["segments"][0]["source"] == {"engine": "auto"}
    assert set(full) == set(recipes.DEFAULTS) and recipes.validated(full) == full
    assert recipes.validated(json.loads(json.dumps(full))) == full


def test_the_spec_of_a_single_movement_becomes_a_recipe():
    full = recipes.wrapped({**DEFAULTS, "verb": "run", "duration": 2.5}, "he runs")
    segment = full["tracks"][0]["segments"][0]
    assert segment["seconds"] == 2.5 and segment["source"]["spec"]["verb"] == "run"
    assert segment["source"]["spec"]["duration"] is None


@pytest.mark.parametrize("spec, entry", [
    ({"recipe": 2, "tracks": []}, "recipe"),
    (_recipe(frame="mine"), "frame"),
    (_recipe(facing="north"), "facing"),
    (_recipe(fps=0), "fps"),
    (_recipe(fps=float("nan")), "fps"),
    (_recipe(loop=1), "loop"),
    (_recipe(speed=2), "speed"),
    (_recipe(style={"speed": 0}), "style.speed"),
    (_recipe(style={"manners": {"spooky": 1}}), "style.manners"),
    (_recipe(style={"manners": {"sad": 5}}), "style.manners.sad"),
    (_recipe(cleanup={"contacts": "yes"}), "cleanup.contacts"),
    (_recipe(path={"points": [[0, 0]]}), "path.points"),
    (_recipe(path={"points": [[0, 0], [1, "a"]]}), r"path.points\[1\]"),
    (_recipe(path={"points": [[1, 1], [1, 1, 0]]}), "path.points"),
    (_recipe(path={"points": [[0, 0], [1, 10**400]]}), r"path.points\[1\]"),
    (_recipe(constraints=[{"type": "pull"}]), r"constraints\[0\].type"),
    (_recipe(constraints=[{"type": "reach", "limb": "tail", "position": [0, 0, 0]}]), r"constraints\[0\].limb"),
    (_recipe(constraints=[{"type": "reach", "limb": "left_hand", "position": [0, 0]}]), r"constraints\[0\].position"),
    (_recipe(constraints=[{"type": "reach", "limb": "left_foot", "position": [0, 0, 1], "at": 2, "until": 1}]),
     r"constraints\[0\].until"),
    (_recipe(constraints=[{"type": "pose", "at": 1}]), r"constraints\[0\].input"),
    ({"tracks": {}}, "tracks"),
    ({"tracks": [{"part": "tail", "segments": []}]}, r"tracks\[0\].part"),
    ({"tracks": [{"part": "head", "segments": [{"text": "nods"}]}]}, "whole"),
    (_recipe({"source": WALK}, {"source": WALK, "seconds": -1}), r"tracks\[0\].segments\[1\].seconds"),
    (_recipe({"source": WALK, "begin": 1}), r"tracks\[0\].segments\[0\] has no begin"),
    (_recipe({"source": WALK, "seed": 1.5}), r"tracks\[0\].segments\[0\].seed"),
    (_recipe({"source": WALK, "with": 0}), r"tracks\[0\].segments\[0\].with"),
    (_recipe({"text": " "}), r"tracks\[0\].segments\[0\] has neither"),
    (_recipe({"source": {"engine": ""}}), r"tracks\[0\].segments\[0\].source.engine"),
    (_recipe({"source": {"engine": "clip"}}), r"tracks\[0\].segments\[0\].source.input"),
    (_recipe({"source": {"engine": "procedural", "spec": {"verb": "fly"}}}), r"segments\[0\].source.spec: .*verb"),
    (_recipe({"source": "walk"}), r"tracks\[0\].segments\[0\].source"),
    ({"tracks": [{"segments": [{"source": WALK}]}, {"part": "arms", "segments": [{"text": "claps", "with": 3}]}]},
     r"tracks\[1\].segments\[0\].with"),
])
def test_what_is_wrong_is_named(spec, entry):
    with pytest.raises(EngineError, match=entry) as caught:
        recipes.validated(spec)
    assert caught.value.code == "invalid_spec" and caught.value.remedy


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*recipes.DEFAULTS, *recipes.SEGMENT, *recipes.SOURCE, *recipes.REACH, "part", "segments",
                         "x"]), inner, max_size=4), max_leaves=12)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(list(recipes.DEFAULTS)), _JSON, max_size=4), _JSON)
def test_nothing_but_a_recipe_passes_and_nothing_crashes(keys, segment):
    for spec in (keys, _recipe(segment, **keys)):
        try:
            full = recipes.validated(spec)
        except EngineError as error:
            assert error.code == "invalid_spec"
        else:
            assert recipes.validated(full) == full


def _segments(*told):
    return recipes.validated(_recipe(*({"source": {"engine": "procedural", "spec": {**DEFAULTS, "verb": verb}},
                                        "start": start, "seconds": seconds} for verb, start, seconds in told)
                                     ))["tracks"][0]["segments"]


def test_walks_stretch_to_the_next_start_and_gestures_leave_a_pause():
    slots = schedule(_segments(("walk", None, None), ("wave", 5.0, None), ("jump", 12.0, None)), [4.0, 3.0, 2.0])
    assert [(slot.segment, slot.start, slot.seconds) for slot in slots] == [
        (0, 0.0, 5.0), (1, 5.0, 3.0), (None, 8.0, 4.0), (2, 12.0, 2.0)]


def test_automatic_lengths_shrink_to_make_room_and_stated_ones_do_not():
    slots = schedule(_segments(("walk", None, None), ("wave", None, 2.0), ("bow", 5.0, None)), [4.0, 3.0, 2.0], 6.5)
    assert [slot.seconds for slot in slots] == pytest.approx([3.0, 2.0, 1.5])
    with pytest.raises(EngineError, match=r"segment 2 begins at 1 s, which leaves 1\.0 s"):
        schedule(_segments(("wave", None, 3.0), ("bow", 1.0, None)), [3.0, 2.0])
    with pytest.raises(EngineError, match="the script ends at 1 s"):
        schedule(_segments(("walk", None, None), ("wave", None, 2.0)), [4.0, 3.0], 1.0)
