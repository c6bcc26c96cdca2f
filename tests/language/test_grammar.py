# SPDX-License-Identifier: GPL-3.0-or-later
"""Splitting prompts into clauses: reference prompts, held-out prompts, and any text at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.language.grammar import leftovers, split

PROMPTS = [line for line in Path(__file__).with_name("scene_prompts.txt").read_text("utf-8").splitlines()
           if line and not line.startswith("# ")]


@pytest.mark.parametrize("line", PROMPTS)
def test_prompts_split_as_a_reader_would(line: str) -> None:
    prompt, _, wanted = line.partition(" | ")
    clauses = split(prompt)
    expected = [each.split("=", 1) for each in wanted.split("; ")]
    assert [clause.modality for clause in clauses] == [kind.partition("*")[0] for kind, _ in expected]
    assert [clause.count for clause in clauses] == [int(kind.partition("*")[2] or 1) for kind, _ in expected]
    for clause, (_, text) in zip(clauses, expected):
        assert text in clause.text or all(part in clause.text for part in text.split(",")), clause


def modalities(prompt: str) -> list[str]:
    return [clause.modality for clause in split(prompt)]


def test_the_reference_prompt() -> None:
    prompt = "a tall and fat man in an orange jumpsuit that is running"
    avatar, motion = split(prompt)
    assert (avatar.modality, avatar.text) == ("avatar", "a tall and fat man in an orange jumpsuit")
    assert (motion.modality, motion.text, motion.subject) == ("motion", "he is running", 0)
    assert prompt[avatar.start:avatar.end] == avatar.text
    assert prompt[motion.start:motion.end] == "running"
    assert leftovers(prompt, [avatar, motion]) == []


def test_a_whole_scene() -> None:
    prompt = "a strong woman in a green dress dances on a beach at sunset next to a blue vase"
    clauses = split(prompt)
    assert [(clause.modality, clause.text) for clause in clauses] == [
        ("avatar", "a strong woman in a green dress"), ("motion", "she dances"), ("environment", "a beach at sunset"),
        ("object", "a blue vase")]
    assert clauses[1].subject == 0 and (clauses[3].subject, clauses[3].relation) == (0, "beside")


@pytest.mark.parametrize("prompt, wanted", [
    ("he is running", ["motion"]), ("a blue ceramic vase", ["object"]),
    ("a wooden dock on a lake in the late afternoon, scattered clouds", ["environment"]),
    ("brown wooden dock on lake surrounded by green trees during daytime", ["environment"]),
    ("Steve Jobs in White Shirt", ["avatar"]), ("Bill Gates Wearing Batman Suit", ["avatar"]),
    ("I want to generate a tall and fat Iron Man that is running", ["avatar", "motion"]),
    ("The dress has medium sleeves and short length. The texture is pure color.", ["avatar"]),
    ("a plaster statue of a knight", ["object"]), ("toy dinosaur", ["object"]), ("red running shoes", ["object"]),
    ("", []), (" \n ", []), ("...", []), ("the", [])])
def test_routing(prompt: str, wanted: list[str]) -> None:
    assert modalities(prompt) == wanted


def test_who_is_inside_whom_is_kept() -> None:
    carrot, bag = split("a carrot is contained inside a paper bag")
    assert (carrot.text, carrot.relation, carrot.subject) == ("a carrot", "inside", 1)
    bag, carrot = split("a paper bag is contained inside a carrot")
    assert (bag.text, bag.relation, bag.subject) == ("a paper bag", "inside", 1)


def test_plurals_keep_their_number() -> None:
    robots, motion = split("two robots fight")
    assert (robots.count, robots.text, motion.text) == (2, "two robots", "they fight")


def test_people_who_act_together_each_get_the_motion() -> None:
    clauses = split("a man and a woman dance")
    assert [(clause.modality, clause.text, clause.subject) for clause in clauses] == [
        ("avatar", "a man", None), ("avatar", "a woman", None), ("motion", "he dances", 0), ("motion", "she dances", 1)]


def test_later_sentences_add_to_the_same_avatar() -> None:
    avatar, motion = split("A tall man. He wears a red hat. He is running.")
    assert "red hat" in avatar.text and motion.subject == 0


def test_someone_means_the_avatar_that_is_there() -> None:
    motion, = split("someone kicks a ball")
    assert motion.modality == "motion" and motion.subject is None and "kicks a ball" in motion.text


def test_garments_named_after_the_action_belong_to_the_avatar() -> None:
    avatar, motion = split("a man dances in a red suit")
    assert avatar.text == "a man in a red suit" and motion.text == "he dances"
    assert len(avatar.spans) == 2


PIECES = """a the man woman two robots red dress running runs dance dances in on beside holding sword beach at sunset
vase and , . then that is he she who with wearing of statue Iron Man not without its hair 3 m tall to left ( - ' !
someone slowly he's 🤖 日本"""
TEXT = st.text(max_size=120) | st.lists(st.sampled_from(PIECES.split()), max_size=18).map(" ".join)


def test_a_relation_to_what_came_to_nothing_is_none() -> None:
    clauses = split("MAN:SOMEONE IRON0BESIDE0VASE")
    assert clauses and all(each.subject is not None for each in clauses if each.relation)


@given(TEXT)
def test_any_text_splits_into_sound_clauses(prompt: str) -> None:
    clauses = split(prompt)
    for index, clause in enumerate(clauses):
        assert clause.modality in ("avatar", "motion", "environment", "object")
        assert clause.text.strip() and clause.spans and clause.count >= 1
        assert all(0 <= start < end <= len(prompt) for start, end in clause.spans)
        assert clause.start == min(start for start, _ in clause.spans)
        assert clause.end == max(end for _, end in clause.spans)
        if clause.subject is not None:
            assert 0 <= clause.subject < len(clauses) and clause.subject != index
        assert not clause.relation or clause.subject is not None
    assert split(prompt) == clauses
    assert isinstance(leftovers(prompt, clauses), list)


def test_long_nonsense_is_split_in_a_moment() -> None:
    for prompt in ("a man and " * 1000, "running " * 1250, "x, " * 3000, "in the " * 1500, "tall, " * 1600):
        assert isinstance(split(prompt), list)
