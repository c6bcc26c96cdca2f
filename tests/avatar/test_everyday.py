# SPDX-License-Identifier: GPL-3.0-or-later
"""What people look like where the prompt says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backend.avatar import reading
from backend.avatar.everyday import everyday
from backend.avatar.resolve import resolve
from backend.avatar.spec import AvatarSpec, Person, from_json
from backend.avatar.wardrobe import KINDS

#: What nobody wears to the shops.
_COSTUMES = {"suit", "armour", "robe", "gown", "mawashi", "trunks", "kilt", "jumpsuit"}


def people(prompt: str, count: int = 8) -> list[Person]:
    spec = from_json(reading.read(prompt).spec)
    return [resolve(spec, seed)[0] for seed in range(count)]


@pytest.mark.parametrize("prompt", ["a person", "a man", "a woman", "a teenager", "an old lady", "an old man",
                                    "a little girl", "a boy", "a musician"])
def test_a_crowd_is_dressed_differently_and_plainly(prompt: str) -> None:
    crowd = people(prompt)
    assert len({tuple((each.kind, each.color) for each in one.outfit) for one in crowd}) == len(crowd)
    assert len({one.outfit[1].kind if KINDS[one.outfit[0].kind].slot == "bottom" else one.outfit[0].kind
                for one in crowd}) >= 2, "not all in one kind of garment"
    assert len({one.hair_style for one in crowd}) >= 2 and len({round(one.height_m, 2) for one in crowd}) >= 4
    for one in crowd:
        assert not {each.kind for each in one.outfit} & _COSTUMES
        assert all(not each.torn and not each.dirty and each.color and max(each.color) < 0.75 for each in one.outfit)


def test_the_same_seed_dresses_the_same() -> None:
    assert people("a woman") == people("a woman")


def test_of_nobody_in_particular_nothing_is_assumed() -> None:
    for one in people("a person", 24):
        assert {KINDS[each.kind].slot for each in one.outfit} == {"top", "bottom", "feet"}
        assert not {each.kind for each in one.outfit} & {"skirt", "dress", "leggings", "shorts", "tank-top"}


@pytest.mark.parametrize("prompt", ["a woman in a green skirt", "a man in a white t-shirt",
                                    "an old lady in black boots", "a girl in a yellow dress"])
def test_what_is_said_is_worn_by_all(prompt: str) -> None:
    said = from_json(reading.read(prompt).spec).outfit[0]
    for one in people(prompt):
        assert [each.color for each in one.outfit if each.kind == said.kind] == [said.color]
        slots = [KINDS[each.kind].slot for each in one.outfit]
        assert len(slots) == len(set(slots)) and ("full" in slots) != ("bottom" in slots)


def test_said_hair_and_height_stay() -> None:
    for one in people("a 1.80 m tall woman with straight long hair"):
        assert (one.height_m, one.hair_style, one.hair_texture) == (1.8, "long", "straight")


def test_a_part_drawn_anew_leaves_the_others() -> None:
    spec = AvatarSpec(gender=1.0, seeds={"bottom": 5})
    for seed in range(20):
        first, second = everyday(spec, 1.0, 3), everyday(replace(spec, seeds={"bottom": seed}), 1.0, 3)
        assert (first.top, first.full, first.feet) == (second.top, second.full, second.feet)


def test_who_is_said_to_be_tall_is_taller_than_anybody() -> None:
    assert min(one.height_m for one in people("a tall man")) > max(one.height_m for one in people("a short man")) + 0.1
    assert all(0.95 < one.height_m / 1.75 < 1.06 and 20 < one.bmi < 26 for one in people("a man", 40))
