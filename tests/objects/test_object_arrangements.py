# SPDX-License-Identifier: GPL-3.0-or-later
"""Several objects in one prompt: read with the right looks on each, and put where they belong without cutting in."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import numpy as np
import pytest

from backend.engine import EngineError, Progress
from backend.objects import making
from backend.objects.arranging import arrange
from backend.objects.body import Body
from backend.objects.families import catalogue
from backend.objects.heights import sampled
from backend.objects.spec import check, read


def read_as(prompt: str) -> tuple[list[tuple[int, str]], list[tuple[list[int], str, list[int]]]]:
    spec = check(read(prompt).spec)
    objects = spec.get("objects", [spec])
    return ([(each["count"], each["category"]) for each in objects],
            [(each["of"], each["is"], each["to"]) for each in spec.get("relations", [])])


@pytest.mark.parametrize(("prompt", "objects", "relations"), [
    ("three red apples in a wooden bowl", [(3, "apple"), (1, "bowl")], [([0], "in", [1])]),
    ("a book on a table", [(1, "book"), (1, "table")], [([0], "on", [1])]),
    ("a lamp next to a chair", [(1, "lamp"), (1, "chair")], [([0], "beside", [1])]),
    ("two candles and a vase", [(2, "candle"), (1, "vase")], []),
    ("a bowl of apples", [(1, "bowl"), (3, "apple")], [([1], "in", [0])]),
    ("a crate full of oranges", [(1, "crate"), (7, "orange")], [([1], "in", [0])]),
    ("an orange between a mug and a vase", [(1, "orange"), (1, "mug"), (1, "vase")], [([0], "between", [1, 2])]),
    ("in a wooden bowl, three apples", [(1, "bowl"), (3, "apple")], [([1], "in", [0])]),
    ("on the table is a lamp", [(1, "table"), (1, "lamp")], [([1], "on", [0])]),
    ("a table with a vase on it and two chairs around it", [(1, "table"), (1, "vase"), (2, "chair")],
     [([1], "on", [0]), ([2], "around", [0])]),
    ("a table surrounded by four stools", [(1, "table"), (4, "stool")], [([1], "around", [0])]),
    ("a dozen lemons under a bench", [(12, "lemon"), (1, "bench")], [([0], "under", [1])]),
    ("a mug sitting in front of a teapot", [(1, "mug"), (1, "teapot")], [([0], "in front of", [1])]),
    ("a vase on the windowsill", [(1, "vase")], []), ("a cherry table", [(1, "table")], []),
    ("an orange and white ball", [(1, "ball")], []), ("a chair with a red leather cushion", [(1, "chair")], []),
    ("a stack of five books", [(5, "book")], []), ("a table and no vase", [(1, "table")], []),
])
def test_who_stands_how_to_whom(prompt, objects, relations):
    assert read_as(prompt) == (objects, relations)


def test_looks_stay_with_their_nouns():
    apple, bowl = read("three red apples in a small blue ceramic bowl").spec["objects"]
    assert apple["color"][0] > 0.5 > apple["color"][2] and apple["material"] is None
    assert bowl["color"][2] > 0.5 and bowl["material"] == "ceramic" and bowl["scale"] < 1 == apple["scale"]
    for each in read("a vase and a bowl, both blue").spec["objects"]:
        assert each["color"] == [0.0, 0.0, 1.0]
    table, chair = read("a wooden table and chair").spec["objects"]
    assert table["material"] == chair["material"] == "wood"
    apple, bowl = read("apples in a bowl, the apples are green, the bowl is golden").spec["objects"]
    assert apple["color"][1] > apple["color"][0] and bowl["material"] == "gold"


def test_what_the_library_lacks_is_said_and_the_rest_is_made():
    understood = read("a vase on a quasar")
    assert understood.spec["category"] == "vase" and any("quasar" in line for line in understood.assumptions)


def test_wear():
    assert read("a rusty bucket").spec["wear"] == {"rust": 0.6} and read("a rusty bucket").spec["color"] is None
    assert read("a very dusty vase").spec["wear"]["dust"] == 1.0 and not read("a dusty pink vase").spec["wear"]
    both = read("a brand new chipped mug")
    assert both.spec["wear"]["chips"] and any("contradict" in line for line in both.assumptions)


@pytest.mark.parametrize(("prompt", "code"), [
    ("0 apples", "invalid_count"), ("a bowl with 0 apples", "invalid_count"), ("x" * 10_000, "invalid_parameter"),
    ("a mug 400 m wide on a table", "invalid_size")])
def test_absurd_wishes(prompt, code):
    with pytest.raises(EngineError) as caught:
        read(prompt)
    assert caught.value.code == code and caught.value.remedy


def test_a_long_prompt_and_huge_numbers_are_read_in_no_time():
    started = time.perf_counter()
    read("a red vase and a blue bowl on a table next to " + "a very old chair and " * 80 + "a mug")
    assert read("999999999999 apples").spec["count"] == 12
    assert time.perf_counter() - started < 2


def test_a_warm_reading_takes_milliseconds():
    read("three red apples in a wooden bowl next to a lamp")
    started = time.perf_counter()
    for _ in range(10):
        read("three red apples in a wooden bowl next to a lamp")
    assert (time.perf_counter() - started) / 10 < 0.05


@pytest.mark.parametrize("change", [
    {"relations": [{"of": [0], "is": "in", "to": [0]}]}, {"relations": [{"of": [0], "is": "near", "to": [1]}]},
    {"relations": [{"of": [5], "is": "in", "to": [1]}]}, {"relations": "in"}, {"objects": []}, {"objects": [1, 2]},
    {"extra": 1}])
def test_bad_arrangements_are_refused(change):
    good = read("an apple in a bowl").spec
    with pytest.raises(EngineError) as caught:
        check({**good, **change})
    assert caught.value.code == "invalid_spec"


# Where things are

def arranged(prompt: str, seed: int = 3) -> tuple[list[list[Body]], list[str]]:
    spec = check(read(prompt).spec)
    objects = spec.get("objects", [spec])
    groups = [making._individuals(each, number, seed, {"texture_size": "0", "detail": 0.6}, Progress(), 4)
              for number, each in enumerate(objects)]
    notes = arrange(groups, spec.get("relations", []), [each["layout"] for each in objects],
                    np.random.default_rng(seed), Progress())
    return groups, notes


def depth(inner: Body, outer: Body) -> float:
    """How deep sampled points of ``inner`` lie within the columns of matter of ``outer``, metres."""
    points = sampled(inner.vertices, inner.triangles, 0.015)
    low, high = outer.low, outer.high
    points = points[((points > low) & (points < high)).all(axis=1)]
    points = points[:: max(1, len(points) // 250)]
    if not len(points):
        return 0.0
    corners = outer.vertices[outer.triangles][..., :2]
    near = ((corners.min(axis=1) <= points[:, :2].max(axis=0)) & (corners.max(axis=1) >= points[:, :2].min(axis=0)))
    a, b, c = outer.vertices[outer.triangles[near.all(axis=1)]].transpose(1, 0, 2)
    deepest = 0.0
    for point in points:
        d = [(a, b), (b, c), (c, a)]
        signs = [(u[:, 0] - point[0]) * (v[:, 1] - point[1]) - (u[:, 1] - point[1]) * (v[:, 0] - point[0])
                 for u, v in d]
        total = sum(signs)
        hit = ((signs[0] > 0) & (signs[1] > 0) & (signs[2] > 0)) | ((signs[0] < 0) & (signs[1] < 0) & (signs[2] < 0))
        if not hit.any():
            continue
        weights = np.stack([signs[1][hit], signs[2][hit], signs[0][hit]], axis=1) / total[hit, None]
        z = (weights * np.stack([a[hit, 2], b[hit, 2], c[hit, 2]], axis=1)).sum(axis=1)
        if np.count_nonzero(z > point[2]) % 2:
            deepest = max(deepest, float(np.abs(z - point[2]).min()))
    return deepest


@pytest.mark.parametrize("prompt", [
    "three red apples in a wooden bowl", "a book on a table", "two mugs and a vase on a table",
    "a stack of three plates", "a pile of six lemons", "an apple next to a mug on a table", "a mug under a table",
    "a table surrounded by four chairs"])
def test_nothing_cuts_into_anything(prompt):
    groups, notes = arranged(prompt)
    bodies = [body for group in groups for body in group]
    assert notes == []
    assert min(body.low[2] for body in bodies) == pytest.approx(0, abs=1e-6)
    for body in bodies:
        assert max((depth(body, other) for other in bodies if other is not body), default=0) < 0.002
    center = (np.min([body.low for body in bodies], axis=0) + np.max([body.high for body in bodies], axis=0)) / 2
    assert np.abs(center[:2]).max() < 1e-6


def test_apples_lie_within_the_bowl():
    (apples, (bowl,)), _ = arranged("three apples in a bowl 35 cm wide")
    for apple in apples:
        assert apple.support is bowl and (apple.center[:2] > bowl.low[:2]).all() and (
            apple.center[:2] < bowl.high[:2]).all()
        assert apple.low[2] < 0.6 * bowl.high[2]  # in it, not on its rim


def test_what_is_on_a_table_touches_its_top():
    ((book,), (table,)), _ = arranged("a book on a table")
    assert abs(book.low[2] - table.high[2]) < 0.003
    ((orange,), (chair,)), _ = arranged("an orange on a chair")
    assert 0.3 < orange.low[2] < 0.62 and orange.support is chair  # the seat, not the back


def test_sides_are_sides_and_chairs_face_the_table():
    ((mug,), (pot,)), _ = arranged("a mug left of a teapot")
    assert mug.high[0] < pot.low[0]
    ((mug,), (pot,)), _ = arranged("a mug in front of a teapot")
    assert mug.high[1] < pot.low[1]
    ((mug,), (vase,), (bowl,)), _ = arranged("a mug between a vase and a bowl")
    assert min(vase.high[0], bowl.high[0]) < mug.low[0] and mug.high[0] < max(vase.low[0], bowl.low[0])
    ((table,), chairs), _ = arranged("a table surrounded by four chairs")
    for chair in chairs:
        back = chair.vertices[chair.vertices[:, 2] > 0.8 * chair.high[2]].mean(axis=0)[:2]
        away = chair.center[:2] - table.center[:2]
        assert np.dot(back - chair.center[:2], away) > 0  # the back is on the far side


def test_what_does_not_fit_stands_beside_and_says_so():
    ((chair,), (mug,)), notes = arranged("a chair in a mug")
    assert chair.low[2] == 0 and chair.apart(mug) and "does not fit" in notes[0]


def test_families_keep_their_real_sizes_side_by_side():
    ((apple,), (table,)), _ = arranged("an apple on a table")
    for body in (apple, table):
        low, high = catalogue()[body.category].extent
        assert 0.8 * low < max(body.size) < 1.2 * high


def test_the_documented_examples_are_what_the_program_answers():
    text = (Path(__file__).parents[2] / "docs" / "object-spec.md").read_text(encoding="utf-8")
    examples = re.findall(r"^`([^`\n]+)`\n\n```json\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    assert len(examples) == 2
    for prompt, told in examples:
        assert json.loads(told) == read(prompt).spec
