# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens, lemmas, degrees, negation, counts and measures."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.language.lemma import lemmas
from backend.language.text import Reading, tokenize

PIECES = """a man in the red-hat don't 6'2\" 1.9m 45 year old very not # #f80 #ff8800 ½ x 3 , . - ' twenty five 🤖 日本
é\u0301 \u200d \u0000 and is 10 % half a dozen feet 5 foot a couple of"""
ANY_TEXT = st.text(max_size=200) | st.lists(st.sampled_from(PIECES.split()), max_size=30).map(" ".join)
BASES = """running:run ran:run kicks:kick men:man vases:vase knives:knife dancing:dance stumbles:stumble picks:pick
taller:tall tallest:tall biggest:big heaviest:heavy juggling:juggle hopped:hop carried:carry flies:fly sat:sit
children:child wolves:wolf boxes:box dresses:dress shoes:shoe potatoes:potato waving:wave punching:punch
lying:lie swam:swim threw:throw stood:stand leaping:leap crouching:crouch typed:type hugging:hug cities:city
women:woman feet:foot horses:horse breathing:breathe staring:stare striding:stride wider:wide"""
UNCHANGED = "sweater forest glass dress king string building red bus canvas ceiling shower water iris less chess"


@given(ANY_TEXT)
def test_tokens_are_spans_of_the_prompt_and_cover_every_visible_character(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start:token.end] == token.text and token.text for token in tokens)
    assert all(first.end <= second.start for first, second in itertools.pairwise(tokens))
    covered = {index for token in tokens for index in range(token.start, token.end)}
    assert all(character.isspace() for index, character in enumerate(text) if index not in covered)


@given(ANY_TEXT)
def test_reading_never_fails_and_drops_no_word_silently(text: str) -> None:
    reading = Reading(text)
    reading.measures()
    left = reading.unparsed()
    found = reading.find({"man": 1, "red hat": 2, "foot": 3})
    assert all(0 <= match.start < match.end <= len(reading.tokens) for match in found)
    assert all(0.1 <= match.degree <= 2.5 for match in found)
    assert set(reading.unparsed()) <= set(left), "finding only ever consumes"
    assert all(measure.value >= 0 and measure.start < measure.end for measure in reading.measures())


def test_ten_thousand_characters_are_read_in_a_moment() -> None:
    for text in ("very " * 2000, "1 x " * 2500, "a man not " * 1000, "'" * 10_000, "twenty-" * 1400, "9" * 10_000,
                 "red, " * 2000, "日" * 10_000):
        start = time.perf_counter()
        reading = Reading(text)
        reading.find({"man": 1, "a b": 2})
        reading.measures()
        assert time.perf_counter() - start < 2.0, text[:20]


@pytest.mark.parametrize("word, base", [pair.split(":") for pair in BASES.split()])
def test_base_forms(word: str, base: str) -> None:
    assert lemmas(word)[0] == base


@pytest.mark.parametrize("word", UNCHANGED.split())
def test_words_that_only_look_inflected_keep_their_form(word: str) -> None:
    assert lemmas(word)[0] == word


@pytest.mark.parametrize("prompt, degree, negated", [
    ("a tall man", 1.0, False), ("a very tall man", 1.5, False), ("a slightly tall man", 0.5, False),
    ("a bit tall", 0.5, False), ("a very, very tall man", 1.5, False), ("a very very tall man", 2.25, False),
    ("not tall", 1.0, True), ("he isn't very tall", 1.5, True), ("a man who is not tall", 1.0, True),
    ("not only tall", 1.0, False), ("not fat but tall", 1.0, False), ("never tall", 1.0, True),
    ("not fat, tall", 1.0, False), ("neither fat nor tall", 1.0, True), ("somewhat tall", 0.6, False)])
def test_degree_and_negation_of_adjectives(prompt: str, degree: float, negated: bool) -> None:
    match, = Reading(prompt).find({"tall": "height"})
    assert (match.value, match.degree, match.negated) == ("height", pytest.approx(degree), negated)


@pytest.mark.parametrize("prompt, negated", [
    ("a man with no hat", True), ("a man without a hat", True), ("a man without any red hat", True),
    ("a man without glasses and hat", True), ("no beard or hat", True), ("he is not wearing a hat", True),
    ("she doesn't have a hat", True), ("no beard and a hat", False), ("not a coat but a hat", False),
    ("a man without a beard, with a hat", False), ("not an old man with a hat", False)])
def test_negation_of_things(prompt: str, negated: bool) -> None:
    match, = Reading(prompt).find({"hat": 1})
    assert match.negated is negated


@pytest.mark.parametrize("prompt, count", [
    ("two robots", 2), ("a robot", None), ("twelve big red robots", 12), ("a dozen robots", 12), ("3 robots", 3),
    ("twenty-five robots", 25), ("a couple of robots", 2), ("one robot", 1), ("2 m tall robot", None),
    ("two men and a robot", None)])
def test_counts(prompt: str, count: int | None) -> None:
    match, = Reading(prompt).find({"robot": 1})
    assert match.count == count


@pytest.mark.parametrize("prompt, value, unit", [
    ("1.9 m tall", 1.9, "m"), ("1,90 m", 1.9, "m"), ("190cm", 1.9, "m"), ("6'2\"", 1.8796, "m"),
    ("6 ft 2", 1.8796, "m"),
    ("6ft2in", 1.8796, "m"), ("a five-foot-ten guy", 1.778, "m"), ("six feet tall", 1.8288, "m"),
    ("5 feet and 4 inches", 1.6256, "m"), ("half a metre", 0.5, "m"), ("two and a half metres", 2.5, "m"),
    ("30 cm", 0.3, "m"), ("12 inches", 0.3048, "m"), ("80 kg", 80, "kg"), ("180 lbs", 81.6466, "kg"),
    ("12 stone", 76.2035, "kg"), ("a 45-year-old woman", 45, "years"), ("45 years old", 45, "years"),
    ("forty-five years of age", 45, "years"), ("aged 45", 45, "years"), ("in his 40s", 45, "years"),
    ("in her late thirties", 38, "years"), ("6 months old", 0.5, "years"), ("18 y/o", 18, "years"),
    ("for 5 seconds", 5, "s"), ("for five seconds", 5, "s"), ("2 minutes", 120, "s"), ("1.5s", 1.5, "s"),
    ("a five-second jump", 5, "s"), ("24 fps", 24, "fps"), ("30 frames per second", 30, "fps"),
    ("120 frames", 120, "frames"),
    ("30 degrees", 30, "degrees"), ("45°", 45, "degrees"), ("ninety degrees", 90, "degrees"), ("50%", 50, "percent"),
    ("fifty percent", 50, "percent"), ("3 times", 3, "times"), ("twice", 2, "times"), ("3 m/s", 3, "m/s"),
    ("10 km/h", 2.7778, "m/s"), ("BMI of 31.5", 31.5, "kg/m2"), ("at 6 pm", 18, "h"), ("at 17:30", 17.5, "h"),
    ("6:30 am", 6.5, "h"), ("at 5 o'clock", 5, "h"), ("1,000 mm", 1.0, "m")])
def test_measures(prompt: str, value: float, unit: str) -> None:
    measure, = Reading(prompt).measures()
    assert measure.unit == unit and measure.value == pytest.approx(value, abs=1e-3)


def test_dimensions_share_their_unit() -> None:
    measures = Reading("a 30 x 20 x 10 cm box").measures()
    assert [measure.value for measure in measures] == pytest.approx([0.3, 0.2, 0.1])
    assert {measure.unit for measure in measures} == {"m"}


@pytest.mark.parametrize("prompt", ["two stone lions", "two men in suits", "a second man", "a man in red",
                                    "three chairs", "the first time", "an x shape"])
def test_what_is_no_measure(prompt: str) -> None:
    assert Reading(prompt).measures() == []


def test_the_longest_phrase_wins_and_is_consumed() -> None:
    reading = Reading("a T-shirt, a shirt and red running shoes")
    found = reading.find({"t-shirt": "tee", "shirt": "shirt", "running shoe": "sneaker", "shoe": "shoe", "run": "run"})
    assert [match.value for match in found] == ["tee", "shirt", "sneaker"]
    assert reading.unparsed() == ["red"]
    assert reading.find({"shirt": 1}) == [] and len(reading.find({"shirt": 1}, overlap=True)) == 2


def test_phrases_match_by_base_form_but_not_beyond_it() -> None:
    assert [m.value for m in Reading("She KICKED and was kicking").find({"kick": 1})] == [1, 1]
    assert Reading("a glass of water").find({"glasses": 1}) == []
    assert Reading("wearing glasses").find({"glass": "drink", "glasses": "eyewear"})[0].value == "eyewear"
    assert Reading("a Café table").find({"cafe": 1})[0].value == 1


def test_unparsed_words_are_reported_once_in_order_without_function_words() -> None:
    reading = Reading("I want a flumpish man with a zorb and another zorb, please 🤖")
    reading.find({"man": 1})
    assert reading.unparsed() == ["flumpish", "zorb", "🤖"]
