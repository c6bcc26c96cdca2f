# SPDX-License-Identifier: GPL-3.0-or-later
"""The same said in other words stays true."""

from __future__ import annotations

import csv

import pytest

from backend.training.motion.captions import base_form, gerund, mirrored, paraphrases, says_pace
from tests.shared_data import shared


@pytest.mark.parametrize(("verb", "base", "running"), [
    ("walks", "walk", "walking"), ("runs", "run", "running"), ("does", "do", "doing"), ("lies", "lie", "lying"),
    ("crouches", "crouch", "crouching"), ("waves", "wave", "waving"), ("flies", "fly", "flying"),
    ("scoops", "scoop", "scooping"), ("dances", "dance", "dancing"), ("is", "be", "being")])
def test_forms(verb, base, running):
    assert (base_form(verb), gerund(base_form(verb))) == (base, running)


def test_paraphrases_say_the_same():
    found = paraphrases("someone jumps up, flips backwards and lands on the feet")
    assert "a person jumps up, flips backwards and lands on the feet" in found
    assert "jumping up, flipping backwards and landing on the feet" in found
    assert "jump up, flip backwards and land on the feet" in found
    assert "someone jumps up, flips backwards and lands on the feet" not in found and len(found) == len(set(found))


def test_nouns_are_no_verbs():
    told = paraphrases("a person slithers forward on hands and knees")
    assert told and all(text.endswith("forward on hands and knees") for text in told)


def test_other_words_for_the_same_take_its_forms_too():
    told = paraphrases("a person sits down on a chair")
    assert {"a person takes a seat on a chair", "take a seat on a chair", "someone is taking a seat on a chair"} <= {
        *told, *(again for text in told for again in paraphrases(text))}
    assert "jog in a circle" in paraphrases("a person jogs in a circle")
    assert mirrored("he walks clockwise, then anti-clockwise, leftwards") == \
        "he walks counterclockwise, then clockwise, rightwards"


def test_who_it_is_may_be_left_open_but_is_not_made_up():
    found = paraphrases("a dancer makes a full turn on one leg")
    assert "a person makes a full turn on one leg" in found
    assert not any("man" in text.split() or text.startswith(("he ", "she ")) for text in found)


def test_what_has_no_known_subject_is_left_alone():
    assert paraphrases("jumping jacks") == []


def test_mirroring_exchanges_sides_and_is_its_own_inverse():
    text = "Left hand up, then a clockwise turn to the right, left foot leftwards"
    assert mirrored(text) == "Right hand up, then a counterclockwise turn to the left, right foot rightwards"
    assert mirrored(mirrored(text)) == text
    assert mirrored("a bright copyright") == "a bright copyright"


def test_every_caption_of_the_data_can_be_mirrored_back_and_said_otherwise():
    with shared("data", "motion", "captions.csv").open(encoding="utf-8") as file:
        texts = [row[f"caption_{number}"] for row in csv.DictReader(file) for number in (1, 2, 3)]
    texts = [text for text in texts if text]
    assert all(mirrored(mirrored(text)) == text for text in texts)
    assert sum(bool(paraphrases(text)) for text in texts) > 0.98 * len(texts)


@pytest.mark.parametrize(("text", "told"), [
    ("a person walks slowly forward", True), ("someone walks at a normal pace", True),
    ("a person walks forward", False), ("someone breakfasts", False)])
def test_pace(text, told):
    assert says_pace(text) is told
