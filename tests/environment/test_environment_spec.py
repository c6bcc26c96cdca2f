# SPDX-License-Identifier: GPL-3.0-or-later
"""Words to specs."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.environment.ground import GROUNDS
from backend.environment.lexicon import GROUNDS as GROUND_WORDS
from backend.environment.lexicon import PLACES, TIMES, WEATHER
from backend.environment.lexicon_examples import MOOD_EXAMPLES, PLACE_EXAMPLES
from backend.environment.reading import compass, read
from backend.environment.spec import DEFAULT, check
from backend.services import call


def spec(prompt):
    return read(prompt).spec


def test_the_demo_prompt_is_fully_understood():
    made = read("a wooden dock on a lake in the late afternoon, scattered clouds")
    assert made.unparsed == []
    assert made.spec["place"]["setting"] == "lake" and made.spec["place"]["dock"]
    assert made.spec["place"]["trees"] != "none"
    assert 8 <= made.spec["sun"]["elevation_deg"] <= 20
    assert made.spec["clouds"]["kind"] == "cumulus" and 0.25 <= made.spec["clouds"]["cover"] <= 0.45
    assert "the sun stands at 14 degrees, in the south-west (north is +Y)" in made.assumptions


@pytest.mark.parametrize(
    "words, ground",
    [
        ("grass meadow", "grass"),
        ("sandy desert", "sand"),
        ("snowy field", "snow"),
        ("asphalt parking lot", "asphalt"),
        ("a rocky valley", "rock"),
        ("concrete rooftop", "concrete"),
        ("cobblestone square", "cobblestone"),
        ("a gravel plain", "gravel"),
        ("fallen leaves in a park", "leaves"),
        ("a wooden deck", "wood"),
        ("frozen lake", "ice"),
    ],
)
def test_ground_words(words, ground):
    assert spec(words)["ground"]["kind"] == ground


def test_falling_snow_whitens_the_ground_wherever_it_falls():
    for prompt in (
        "heavy snowfall in the mountains",
        "a blizzard over a meadow",
        "snow falls on a field",
        "falling snow in the city",
        "a snowy day",
        "heavy snow on a lake",
    ):
        understood = read(prompt)
        assert understood.spec["ground"]["kind"] == "snow" and understood.spec["season"] == "winter", prompt
        assert understood.unparsed == [], prompt
    assert read("a meadow, no snowfall").spec["ground"]["kind"] == "grass"


def test_a_moor_is_open_land_without_trees():
    understood = read("a foggy moor at dawn")
    assert understood.spec["place"]["setting"] == "open" and understood.spec["place"]["trees"] == "none"
    assert understood.spec["ground"]["kind"] == "grass" and understood.unparsed == []


@pytest.mark.parametrize("word", ["moor", "heath", "marsh", "tundra", "prairie", "steppe", "pampas", "peat bog"])
def test_open_land_is_bare(word):
    understood = read(f"a wide {word} at noon")
    place = understood.spec["place"]
    assert place["setting"] == "open" and place["trees"] == "none" and not place["dock"]
    assert understood.spec["ground"]["kind"] == ("snow" if word == "tundra" else "grass")
    assert not any("taken for" in line for line in understood.assumptions)


@pytest.mark.parametrize("word, ground", [("savanna", "grass"), ("savannah", "grass"), ("field", "grass"),
                                          ("wheat field", "dirt"), ("cornfield", "dirt")])
def test_open_land_with_trees(word, ground):
    made = spec(f"a {word} at noon")
    assert made["ground"]["kind"] == ground and made["place"]["setting"] == "open"
    assert made["place"]["trees"] != "none"


def test_times_of_day_are_ordered():
    high = [
        spec(words)["sun"]["elevation_deg"]
        for words in ("dusk", "sunset", "golden hour", "late afternoon", "afternoon", "noon")
    ]
    assert high == sorted(high)
    assert spec("early morning")["sun"]["azimuth_deg"] != spec("evening")["sun"]["azimuth_deg"]


def test_cloud_words_are_ordered():
    cover = [
        spec(words)["clouds"]["cover"]
        for words in ("clear sky", "a few clouds", "scattered clouds", "broken clouds", "overcast")
    ]
    assert cover == sorted(cover) and cover[0] == 0
    assert spec("overcast")["clouds"]["kind"] == "stratus"
    assert spec("a beach without clouds")["clouds"]["cover"] == 0


def test_night_brings_moon_and_stars():
    night = spec("starry night over the sea")
    assert night["moon"] and night["stars"] >= 1 and night["sun"]["elevation_deg"] < -18
    assert night["place"]["setting"] == "sea"
    assert spec("a moonless night")["moon"]["phase"] == 0
    assert spec("full moon over a meadow")["moon"]["phase"] == 1
    assert spec("sunny meadow")["moon"] is None


def test_negated_words_take_away():
    assert spec("a meadow without trees")["place"]["trees"] == "none"
    assert spec("a lake with no dock")["place"]["dock"] is False


def test_backlit_turns_the_light_round():
    assert -180 < spec("a meadow in the evening")["sun"]["azimuth_deg"] < 0
    assert 0 < spec("a meadow in the evening, backlit")["sun"]["azimuth_deg"] < 180


def test_color_goes_to_the_ground():
    red = spec("a red desert at noon")["ground"]["color"]
    assert red is not None and red[0] > 2 * red[2]
    assert spec("blue sky over a meadow")["ground"]["color"] is None


def test_unknown_words_are_reported():
    assert "zorblax" in read("a zorblax beside a lake").unparsed


def test_season_lowers_the_sun():
    assert spec("noon in winter")["sun"]["elevation_deg"] < spec("noon in summer")["sun"]["elevation_deg"]


@pytest.mark.parametrize(
    "prompt", ["", " \n\t ", "lake " * 2000, "\u202e\U0001f305\U0001f4a9 \x00 ü", "no no no not without"]
)
def test_any_prompt_gives_a_valid_spec(prompt):
    made = read(prompt)
    assert check(made.spec) == made.spec
    json.dumps(made.spec)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "no", "very", "and", "red", *PLACES, *WEATHER, *TIMES, *GROUND_WORDS]), max_size=9)
)
def test_any_mix_of_known_words_gives_a_valid_spec(words):
    made = read(" ".join(words))
    assert check(made.spec) == made.spec


def test_the_lexicon_only_names_what_exists():
    assert {change["ground"] for change in PLACES.values() if "ground" in change} <= set(GROUNDS)
    assert set(GROUND_WORDS.values()) <= set(GROUNDS)
    assert set(PLACE_EXAMPLES) <= {*PLACES}
    assert set(MOOD_EXAMPLES) <= {*TIMES, *WEATHER, "night"}


def test_partial_specs_are_completed():
    assert check({}) == DEFAULT
    assert check({"clouds": {"cover": 0.5}})["clouds"] == {**DEFAULT["clouds"], "cover": 0.5}


@pytest.mark.parametrize(
    "broken",
    [
        {"clouds": {"cover": 7}},
        {"ground": {"kind": "lava"}},
        {"sun": None},
        {"sun": {"elevation_deg": "high"}},
        {"turbidity": float("nan")},
        {"colour": 1},
        {"place": 3},
        {"ground": {"color": [1, 2]}},
        {"clouds": {"height": 3}},
        {"moon": {"phase": True}},
    ],
)
def test_broken_specs_are_refused_by_name(broken):
    with pytest.raises(EngineError) as caught:
        check(broken)
    assert caught.value.code == "invalid_spec" and next(iter(broken)) in caught.value.message and caught.value.remedy


def test_the_schema_names_what_the_spec_takes():
    schema = call("environment.schema").result
    for entry, words in schema["choices"].items():
        group, _, key = entry.rpartition(".")
        for word in words:
            whole = check({group: {key: word}} if group else {key: word})
            assert (whole[group] if group else whole)[key] == word
    for entry, ends in schema["ranges"].items():
        group, _, key = entry.rpartition(".")
        for value, beyond in zip(ends, (ends[0] - 0.1, ends[1] + 0.1)):
            check({group: {key: value}} if group else {key: value})
            with pytest.raises(EngineError, match=entry.replace(".", r"\.")):
                check({group: {key: beyond}} if group else {key: beyond})
    for noun in schema["surfaces"]:
        check({"surfaces": {noun: {"material": schema["materials"][0]}}})
    whole = check({"interior": {"furniture": schema["furniture"]}, "place": dict.fromkeys(schema["things"], True)})
    assert whole["interior"]["furniture"] == schema["furniture"]


def test_compass():
    assert [compass(angle) for angle in (0, 90, 180, -90, -130, 360)] == [
        "east",
        "north",
        "west",
        "south",
        "south-west",
        "east",
    ]
