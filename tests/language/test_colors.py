# SPDX-License-Identifier: GPL-3.0-or-later
"""Colour words, modifiers and the nouns colours belong to."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.language.colors import COLORS, bind, find_colors, from_hex, from_oklab, mix, modify, to_oklab
from backend.language.nouns import BODY, GARMENTS, THINGS
from backend.language.text import Reading

NOUNS = {noun: noun for noun in GARMENTS | BODY | THINGS | {"lid", "pillow"}}
PROMPTS = [line for line in Path(__file__).with_name("color_prompts.txt").read_text("utf-8").splitlines()
           if line and not line.startswith("# ")]


def colors_of(prompt: str) -> dict[str | None, list[str]]:
    """Colour phrases by the noun they belong to (as written), None for those of no noun."""
    reading = Reading(prompt)
    colors = find_colors(reading)
    found: dict[str | None, list[str]] = {}
    for color, noun in bind(colors, reading.find(NOUNS)):
        found.setdefault(reading.tokens[noun.end - 1].key if noun else None, []).append(color.phrase)
    return found


def lightness(prompt: str) -> float:
    match, = find_colors(Reading(prompt))
    return float(to_oklab(match.value)[0])


@pytest.mark.parametrize("line", PROMPTS)
def test_every_garment_gets_its_own_color(line: str) -> None:
    prompt, _, wanted = line.partition(" | ")
    expected = {noun.strip(): [color.strip() for color in colors.split(",")]
                for noun, _, colors in (part.partition(":") for part in wanted.split(";") if part.strip())}
    assert colors_of(prompt.rstrip(" |")) == expected


def test_colors_are_many_and_scene_linear() -> None:
    assert len(COLORS) >= 140
    assert all(0 <= channel <= 1 for rgb in COLORS.values() for channel in rgb)
    assert COLORS["white"] == (1, 1, 1) and COLORS["black"] == (0, 0, 0)
    assert COLORS["grey"] == COLORS["gray"] == pytest.approx((0.2159,) * 3, abs=1e-4)
    assert COLORS["orange"] == pytest.approx((1.0, 0.3763, 0.0), abs=1e-4)
    assert {"navy", "teal", "beige", "ginger", "khaki", "auburn"} <= set(COLORS)


def test_modifiers_move_a_color_the_way_the_word_says() -> None:
    assert lightness("very dark blue") < lightness("dark blue") < lightness("slightly dark blue") < lightness("blue")
    assert lightness("red") < lightness("light red") < lightness("very light red")
    assert lightness("pale green") > lightness("green") and lightness("deep green") < lightness("green")
    navy, = find_colors(Reading("navy"))
    dark, = find_colors(Reading("dark-blue"))
    assert abs(to_oklab(navy.value)[0] - to_oklab(dark.value)[0]) < 0.05
    chroma = [sum(to_oklab(find_colors(Reading(text))[0].value)[1:] ** 2)
              for text in ("muted teal", "teal", "vivid teal")]
    assert chroma == sorted(chroma) and chroma[0] < chroma[2]


def test_two_words_may_be_one_color() -> None:
    between, = find_colors(Reading("blue-green"))
    assert between.value == mix(COLORS["blue"], COLORS["green"])
    assert len(find_colors(Reading("blue and green"))) == 2
    assert find_colors(Reading("#ff8800"))[0].value == pytest.approx(from_hex("ff8800"))
    assert find_colors(Reading("#f80"))[0].value == find_colors(Reading("#ff8800"))[0].value


def test_things_named_like_colors_stay_things() -> None:
    for prompt in ("an orange", "a rose on a table", "a man with a lime", "a stone", "a forest of pine trees"):
        reading = Reading(prompt)
        assert find_colors(reading) == [] and reading.unparsed()


def test_negated_colors_are_marked() -> None:
    first, second = find_colors(Reading("not a red hat but a blue hat"))
    assert first.negated and not second.negated


def test_long_lists_of_colors_are_bound_in_a_moment() -> None:
    for prompt in ("red, " * 2000, "red and " * 1200 + "shirt", "shirt, " * 1400 + "red", "red shirt and " * 700):
        start = time.perf_counter()
        reading = Reading(prompt)
        assert bind(find_colors(reading), reading.find({"shirt": 1}))
        assert time.perf_counter() - start < 3.0, prompt[:16]


@given(st.sampled_from(sorted(COLORS)), st.sampled_from(["dark", "light", "pale", "vivid", "neon", "deep", "muted"]),
       st.floats(0.1, 2.5))
def test_every_modified_color_is_a_color(name: str, modifier: str, degree: float) -> None:
    assert all(0 <= channel <= 1 for channel in modify(COLORS[name], modifier, degree))


@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_oklab_round_trips(rgb: tuple[float, float, float]) -> None:
    assert from_oklab(to_oklab(rgb)) == pytest.approx(rgb, abs=2e-3)


PIECES = """red blue rose dark light very a the and , shirt trousers hat in is are his with - respectively no colored
for man ( ) all"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=14))
def test_binding_never_fails_and_loses_no_color(words: list[str]) -> None:
    reading = Reading(" ".join(words))
    colors = find_colors(reading)
    nouns = reading.find({"shirt": 1, "trousers": 2, "hat": 3})
    pairs = bind(colors, nouns)
    assert {color.start for color, _ in pairs} == {color.start for color in colors}
    assert all(noun is None or noun in nouns for _, noun in pairs)


def test_a_color_of_a_thing_nobody_asked_for_stays_with_it():
    reading = Reading("a ponytail, red glasses and blue jeans")
    nouns = reading.find({"jeans": "jeans"})
    pairs = bind(find_colors(reading), nouns)
    assert [(color.phrase, noun and noun.value) for color, noun in pairs] == [("red", None), ("blue", "jeans")]
