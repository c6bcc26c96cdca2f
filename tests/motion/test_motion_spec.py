# SPDX-License-Identifier: GPL-3.0-or-later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.motion import lexicon
from backend.motion.spec import DEFAULTS, VERB_NAMES, understand, validated
from backend.motion.style import NEUTRAL, STYLES, blend


@pytest.mark.parametrize("prompt, expected", [
    ("he is running", {"verb": "run", "direction": "forward"}),
    ("a woman walks slowly", {"verb": "walk", "pace": 0.72}),
    ("someone jogs", {"verb": "run", "pace": 0.78}),
    ("she is waving with her left hand", {"verb": "wave", "side": "left"}),
    ("waves the right hand", {"verb": "wave", "side": "right"}),
    ("raise the left arm", {"verb": "raise arms", "side": "left"}),
    ("he raises both hands", {"verb": "raise arms", "side": "both"}),
    ("turn left", {"verb": "turn", "turn_degrees": 90.0}),
    ("turn right 45 degrees", {"verb": "turn", "turn_degrees": -45.0}),
    ("turn around", {"verb": "turn", "turn_degrees": 180.0}),
    ("jump three times", {"verb": "jump", "repeats": 3}),
    ("jumps forward", {"verb": "jump", "direction": "forward"}),
    ("kick with the left leg", {"verb": "kick", "side": "left"}),
    ("throws a punch", {"verb": "punch"}),
    ("sits down on a chair", {"verb": "sit"}),
    ("stands up", {"verb": "stand up"}),
    ("a person stands still", {"verb": "idle"}),
    ("walk backwards", {"verb": "walk", "direction": "backward"}),
    ("walk to the left", {"verb": "walk", "direction": "left"}),
    ("she moves to the left", {"verb": "sidestep", "direction": "left"}),
    ("takes three steps to the right", {"verb": "sidestep", "direction": "right", "repeats": 3}),
    ("he steps forward", {"verb": "walk", "direction": "forward"}),
    ("turns to the left", {"verb": "turn", "turn_degrees": 90.0}),
    ("starts walking", {"verb": "walk", "starts": True, "stops": False}),
    ("he runs and comes to a halt", {"verb": "run", "starts": False, "stops": True}),
    ("walks and then stands still", {"verb": "walk", "stops": True}),
    ("he never stops running", {"verb": "run", "stops": False}),
    ("runs in a circle", {"verb": "run", "path": "circle", "turn_degrees": 360.0}),
    ("walks and waves", {"verb": "walk", "gesture": "wave"}),
    ("walk for 5 seconds", {"verb": "walk", "duration": 5.0}),
    ("runs at 4 m/s", {"verb": "run", "speed": 4.0}),
    ("running in place", {"verb": "run", "in_place": True}),
])
def test_prompts_are_read(prompt, expected):
    reading = understand(prompt)
    assert {key: reading.spec[key] for key in expected} == pytest.approx(expected)
    assert reading.unparsed == []


@pytest.mark.parametrize("prompt, style", [
    ("a tired man walks", "tired"), ("happily walking", "happy"), ("he sneaks", "sneaking"),
    ("an angry woman runs", "angry"), ("she proudly strides", "proud"), ("a scared child runs", "scared"),
    ("an old man walks", "elderly"), ("a drunk man staggers", "drunk")])
def test_manners_are_read(prompt, style):
    assert understand(prompt).spec["styles"][style] > 0


def test_degrees_make_a_style_stronger():
    very, plain, slightly = (
        understand(f"a {word} tired man walks").spec["styles"]["tired"] for word in ("very", "", "slightly"))
    assert very > plain > slightly > 0


def test_negation_is_heard():
    spec = understand("a man who is not tired walks and does not run").spec
    assert spec["verb"] == "walk" and "tired" not in spec["styles"]


def test_words_not_understood_are_reported():
    assert "zyqwort" in understand("he walks zyqwort").unparsed


def test_a_second_action_is_said_to_be_left_out():
    reading = understand("he sits down and then kicks")
    assert reading.spec["verb"] == "sit"
    assert any("kick" in each for each in reading.assumptions)


@pytest.mark.parametrize("prompt, side", [
    ("kick with left leg then punch with the right arm, angrily", "left"),
    ("punch with the right arm, then kick with the left leg", "right"),
    ("kick with the left leg and the right leg", "both"),
    ("he walks and waves with his left hand", "left"),
])
def test_a_limb_belongs_to_its_own_action(prompt, side):
    assert understand(prompt).spec["side"] == side


@pytest.mark.parametrize("prompt, key, value, word", [
    ("he runs at 100 km/h", "speed", 12.0, "27.78 m/s"),
    ("he walks in a circle for 2 hours", "duration", 600.0, "7200 s"),
    ("run for 0 seconds", "duration", None, "0 seconds"),
    ("jump 900 times", "repeats", 200, "900 times"),
    ("spin 9000 degrees", "turn_degrees", 3600.0, "9000 degrees"),
])
def test_what_is_out_of_reach_is_said(prompt, key, value, word):
    reading = understand(prompt)
    assert reading.spec[key] == value
    assert any(word in each for each in reading.assumptions), reading.assumptions


def test_what_is_within_reach_needs_no_words():
    assert understand("he runs at 4 m/s for 5 seconds").assumptions == []


@pytest.mark.parametrize("key", DEFAULTS)
@pytest.mark.parametrize("value", [10**400, -10**5000, [10**5000], {1: 2, "a": 3}, "x"],
                         ids=["huge", "hugely negative", "huge in a list", "group", "word"])
def test_no_value_of_a_spec_is_more_than_refused(key, value):
    with pytest.raises(EngineError) as caught:
        validated({key: value, "verb": value if key == "verb" else "walk"})
    assert caught.value.code == "invalid_spec" and key in caught.value.message


def test_a_prompt_without_movement_stands_and_says_so():
    reading = understand("a happy man")
    assert reading.spec["verb"] == "idle" and reading.assumptions


def test_an_empty_prompt_is_refused_with_what_can_be_done():
    with pytest.raises(EngineError) as caught:
        understand("  ")
    assert caught.value.code == "empty_prompt" and "walk" in caught.value.remedy


def test_nonsense_is_refused_with_what_can_be_done():
    with pytest.raises(EngineError) as caught:
        understand("photosynthesis quarterly tax")
    assert caught.value.code == "unknown_motion" and "kick" in caught.value.remedy


def test_an_unknown_verb_becomes_the_nearest_one_with_a_note():
    from backend.language.embedding import encoder
    if encoder().name == "hashed-ngrams":
        pytest.skip("needs the MiniLM weights")
    reading = understand("a person scampers speedily to the finish line of the marathon")
    assert reading.spec["verb"] == "run"
    assert any("nearest" in each for each in reading.assumptions)


@pytest.mark.parametrize("key, value", [
    ("verb", "fly"), ("side", "up"), ("pace", 99.0), ("pace", float("nan")), ("styles", {"sleepyish": 1.0}),
    ("styles", {"tired": 9}), ("repeats", 1.5), ("duration", -1.0), ("turn_degrees", "left"), ("wings", 2)])
def test_a_broken_spec_names_the_key(key, value):
    with pytest.raises(EngineError) as caught:
        validated({"verb": "walk", key: value})
    assert caught.value.code == "invalid_spec"
    assert key in caught.value.message


def test_a_spec_is_accepted_back():
    spec = understand("an angry man runs at 3 m/s").spec
    assert validated(spec) == spec
    assert set(validated({"verb": "jump"})) == set(DEFAULTS)


def test_the_lexicon_speaks_only_of_what_exists():
    assert set(lexicon.VERBS.values()) <= set(VERB_NAMES)
    assert set(lexicon.ANCHORS) == set(VERB_NAMES)
    assert set(lexicon.STYLE_WORDS.values()) <= set(STYLES)
    assert all(set(styles) <= set(STYLES) for styles in lexicon.VERB_STYLES.values())
    assert set(lexicon.VERB_STYLES) | set(lexicon.VERB_PACES) <= set(lexicon.VERBS)


def test_styles_blend_and_vanish():
    assert blend({}) == NEUTRAL and blend({"tired": 0.0}) == NEUTRAL
    both = blend({"tired": 1.0, "proud": 1.0})
    assert both.chest == STYLES["tired"].chest + STYLES["proud"].chest
    assert both.tempo == pytest.approx(STYLES["tired"].tempo * STYLES["proud"].tempo)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(sorted(lexicon.VERBS) + sorted(lexicon.STYLE_WORDS) + sorted(lexicon.PACES) + [
    "left", "right", "and", "not", "very", "3", "times", "90", "degrees", "5", "seconds", "in a circle"]),
    min_size=1, max_size=7))
def test_any_mix_of_known_words_gives_a_valid_spec(words):
    try:
        spec = understand(" ".join(words)).spec
    except EngineError as error:
        assert error.code == "unknown_motion" and not set(words) & set(lexicon.VERBS)
        return
    assert validated(spec) == spec


def test_a_box_is_a_thing_and_an_eight_is_not_swallowed():
    assert understand("a man boxes").spec["verb"] == "punch"
    assert understand("shake your head").spec["verb"] == "shake head"
    with pytest.raises(EngineError):
        understand("pick up a box", near=2.0)
    assert understand("walk in a figure eight").spec["path"] == "eight"
    assert understand("a figure walks").assumptions == []
