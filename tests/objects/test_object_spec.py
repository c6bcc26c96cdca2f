# SPDX-License-Identifier: GPL-3.0-or-later
"""Prompts as object specs: categories, colours on the right part, sizes, and honest refusals."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.language.embedding import encoder
from backend.objects.families import NAMES, catalogue
from backend.objects.spec import check, read


def spec_of(prompt: str) -> dict:
    """The spec of the prompt's first object."""
    spec = read(prompt).spec
    return spec["objects"][0] if "objects" in spec else spec


@pytest.mark.parametrize(("prompt", "category"), [
    ("a blue ceramic vase", "vase"), ("a table lamp", "lamp"), ("a wine barrel", "barrel"), ("an apple crate", "crate"),
    ("two wooden chairs", "chair"), ("a coffee table in walnut", "table"), ("a mug for coffee", "mug"),
    ("a bowl of apples", "bowl"), ("a book on a table", "book"), ("a plate beside a mug", "plate"),
    ("an alarm clock", "clock"), ("bar stools", "stool"), ("a glass of wine", "wineglass"),
    ("three green bottles", "bottle"),
])
def test_the_head_noun_is_the_category(prompt, category):
    assert spec_of(prompt)["category"] == category


@pytest.mark.skipif(encoder().name == "hashed-ngrams", reason="needs the sentence encoder")
def test_held_out_phrasings():
    """None of these phrases is in a family's words or gloss."""
    held_out = {
        "somewhere for one person to sit at dinner": "chair", "an espresso holder with a handle": "mug cup",
        "a place to write letters": "table desk", "granny's fruit, red and crunchy": "apple",
        "container for ramen": "bowl", "a thing that shows the hour": "clock", "paperback": "book",
        "something round to kick": "ball football", "long seat on a train platform": "bench",
        "mop water carrier": "bucket", "bouquet holder": "vase", "whisky container with a cork": "bottle",
        "marble base for a bust": "pedestal", "earl grey brewing pot": "teapot pot kettle",
        "serving disc for steak": "plate", "ale container made by a cooper": "barrel"}
    phrases = {phrase for family in catalogue().values() for phrase in (*family.words, *family.gloss)}
    assert not phrases & set(held_out)
    right, offered, wrong = 0, 0, []
    for prompt, categories in held_out.items():
        try:
            taken = spec_of(prompt)["category"]
        except EngineError as error:
            offered += any(category in error.remedy for category in categories.split())
            continue
        right += taken in categories.split()
        wrong += [(prompt, taken)] if taken not in categories.split() else []
    print(right, offered, wrong)
    assert right >= 5 and len(wrong) <= 5, wrong
    assert right + offered >= 0.6 * len(held_out)


@pytest.mark.skipif(encoder().name == "hashed-ngrams", reason="needs the sentence encoder")
def test_a_neighbour_is_taken_openly():
    read_ = read("a serving disc for supper")
    nearest = read_.spec["nearest"]
    assert 0.4 < read_.spec["confidence"] < 1 and len(nearest) == 5 and nearest[0][0] == read_.spec["category"]
    assert nearest[0][0] in read_.assumptions[0] and nearest[1][0] in read_.assumptions[0]


@pytest.mark.parametrize("prompt", ["a mountain landscape", "xyzzy qwerty", "hope", "the weather", "blue",
                                    "une chaise rouge", "ein Stuhl", "una mesa de madera", "кружка", "一把椅子"])
def test_what_is_unlike_everything_is_refused_with_offers(prompt):
    with pytest.raises(EngineError) as caught:
        read(prompt)
    assert caught.value.code == "unknown_object"
    offered = caught.value.remedy.partition(": ")[2].partition(". ")[0].split(", ")
    assert len(offered) == 5 and set(offered) <= set(NAMES)


def test_absurd_counts_and_sizes_are_settled_and_said():
    many = read("a million mugs")
    assert many.spec["count"] == 12 and any("1000000 were asked for" in each for each in many.assumptions)
    under = read("a vase -30 cm tall")
    assert under.spec["size"] == {"height": 0.3} and any("minus" in each for each in under.assumptions)
    assert not any("minus" in each for each in read("a vase 20-30 cm tall").assumptions)


@pytest.mark.parametrize(("prompt", "category", "style", "material"), [
    ("a grand piano", "piano", "grand", None), ("a rocking chair", "chair", "rocking", None),
    ("a straw hat", "hat", "sun", "straw"), ("a sailboat", "boat", "sail", None),
    ("a football", "ball", "soccer", None)])
def test_a_noun_of_two_words_names_a_style_or_a_material(prompt, category, style, material):
    spec = spec_of(prompt)
    assert spec["category"] == category and style in spec["styles"] and spec["material"] == material


@pytest.mark.parametrize("prompt", ["no vase", "don't make a vase", "nothing but no vase"])
def test_what_is_only_unwanted_is_not_made(prompt):
    with pytest.raises(EngineError, match="no vase") as caught:
        read(prompt)
    assert caught.value.code == "unknown_object" and "chair" in caught.value.remedy
    assert spec_of("a table and no vase")["category"] == "table"


@pytest.mark.parametrize("prompt, material, color", [
    ("a tiny golden teapot with blue flowers", "gold", None),
    ("a white mug with a red heart", None, [1.0, 1.0, 1.0]),
    ("a green mug with red and yellow dragons", None, [0.0, 0.2159, 0.0]),
    ("a chair with golden runes", None, None),
])
def test_the_colour_of_an_unknown_thing_stays_off_the_object(prompt, material, color):
    made = read(prompt)
    assert made.spec["material"] == material
    assert made.spec["color"] == (color and pytest.approx(color, abs=1e-3)) and made.spec["second_color"] is None
    assert any(made.unparsed[-1] in line and "left out" in line for line in made.assumptions)


@pytest.mark.parametrize("prompt", ["a vase in red", "a red old carved vintage vase", "the vase is red", "a vase, red",
                                    "a red, shiny vase", "a vase with red stripes"])
def test_the_objects_own_colour_reaches_it(prompt):
    assert spec_of(prompt)["color"] == [1.0, 0.0, 0.0]


@pytest.mark.parametrize("prompt", ["", "   ", "?!", "\n"])
def test_empty_prompts(prompt):
    with pytest.raises(EngineError) as caught:
        read(prompt)
    assert caught.value.code == "empty_prompt"


def test_colours_and_materials_go_to_their_parts():
    spec = spec_of("a blue ceramic vase with a gold rim")
    assert spec["material"] == "ceramic" and spec["color"][2] > spec["color"][0]
    assert spec["parts"]["rim"] == {"color": None, "material": "gold"}
    spec = spec_of("a red lamp with a white shade")
    assert spec["color"][0] > spec["color"][2] and min(spec["parts"]["shade"]["color"]) > 0.9
    spec = spec_of("a black chair with a red leather cushion and white legs")
    assert max(spec["color"]) < 0.1
    assert spec["parts"]["cushion"]["material"] == "leather" and spec["parts"]["cushion"]["color"][0] > 0.5
    assert min(spec["parts"]["leg"]["color"]) > 0.9


def test_the_surroundings_keep_their_adjectives():
    plate, table = read("a white plate on a green wooden table").spec["objects"]
    assert plate["category"] == "plate" and min(plate["color"]) > 0.9 and plate["material"] is None
    assert table["category"] == "table" and table["color"][1] > table["color"][0] and table["material"] == "wood"


@pytest.mark.parametrize(("prompt", "size"), [
    ("a 30 cm tall vase", {"height": 0.3}), ("a vase, 30 cm tall", {"height": 0.3}), ("a vase 30 cm", {"height": 0.3}),
    ("a plate 25 cm", {"width": 0.25}), ("a table 2 m long and 90 cm wide", {"width": 0.9}),
    ("a bowl with a diameter of 20 cm", {"width": 0.2}), ("a box 40 cm wide, 30 cm deep and 20 cm high",
                                                        {"width": 0.4, "depth": 0.3, "height": 0.2}),
])
def test_measures(prompt, size):
    got = spec_of(prompt)["size"]
    for name, value in size.items():
        assert got[name] == pytest.approx(value)


@pytest.mark.parametrize("prompt", ["a vase 3 km tall", "a mug 1 mm high"])
def test_sizes_of_no_object(prompt):
    with pytest.raises(EngineError) as caught:
        read(prompt)
    assert caught.value.code == "invalid_size"


def test_size_words_grow_with_their_degree():
    small, big, very = (spec_of(f"a {word} vase")["scale"] for word in ("small", "big", "very big"))
    assert small < 1 < big < very
    assert spec_of("a tall vase")["stretch"] == {"height": pytest.approx(1.25)}


def test_counts():
    assert spec_of("three green apples")["count"] == 3
    assert read("three green apples").unparsed == []
    many = read("forty candles")
    assert many.spec["count"] == 12 and any("40" in line for line in many.assumptions)


def test_patterns_finishes_and_second_colours():
    assert spec_of("a polka dot mug")["pattern"] == "dotted"
    assert spec_of("a matte black vase")["finish"] == "matte"
    two = read("a blue and white vase")
    assert two.spec["second_color"] is not None and two.spec["pattern"] and two.assumptions


def test_without():
    assert spec_of("a mug without a handle")["without"] == ["handle"]


def test_unknown_words_are_reported():
    assert read("a frobnicated blue vase").unparsed == ["frobnicated"]
    assert read("a blue ceramic vase").unparsed == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a", "blue", "vase", "with", "no", "gold", "rim", "two", "30 cm", "tall", "and",
                                 "table", "very",
                                 "without", "striped", ",", "handle", "of", "3 kg", "café", "😀"]), min_size=1,
                                 max_size=9))
def test_any_order_of_words_gives_a_valid_spec_or_a_clear_error(words):
    try:
        spec = spec_of(" ".join([*words, "vase"]))
    except EngineError as error:
        assert error.message and error.remedy
        return
    assert check(json.loads(json.dumps(spec))) == check(spec)


@pytest.mark.parametrize(("change", "word"), [
    ({"category": "starship"}, "starship"), ({"material": "mithril"}, "mithril"), ({"parts": {"wing": {}}}, "wing"),
    ({"count": 0}, "count"), ({"color": [1, 2]}, "color"), ({"size": {"height": -1}}, "height"),
    ({"pattern": "tartan"}, "tartan"),
    ({"sizzle": 1}, "sizzle"), ({"scale": float("nan")}, "scale"),
])
def test_bad_specs_are_named(change, word):
    with pytest.raises(EngineError, match=word):
        check({"category": "vase", **change})


_JUNK = (None, True, 5, -0.5, float("inf"), 10**400, -10**5000, "x", "", [], {}, [[]], [None], [10**5000], {"x": 1},
         {"x": None}, {1: 2}, {"body": {"color": "red"}}, {"body": {"material": []}}, {"height": "tall"})


@pytest.mark.parametrize("key", [*spec_of("a vase"), "wings"])
def test_any_value_is_taken_or_refused_by_name(key):
    for value in _JUNK:
        try:
            full = check({"category": "vase", key: value})
        except EngineError as error:
            assert error.code == "invalid_spec" and error.message
        else:
            json.dumps(full)
