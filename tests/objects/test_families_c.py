# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes some families what they are: counts of legs, arms, pips, sails, studs and the like."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from backend.objects.families import Draw, catalogue


def parts(name: str, seed: int = 1, *styles: str) -> dict:
    made = catalogue()[name].build(Draw(np.random.default_rng(seed), {}, frozenset(styles), .5))
    return {part.name: part for part in made}


@pytest.mark.parametrize(("count", "style"), [(1, "one"), (2, "two"), (3, "three")])
def test_a_die_has_twenty_one_pips_and_opposite_faces_sum_to_seven(count, style):
    made = parts("dice", 3, style)
    assert sum(name.startswith("die") for name in made) == count
    for k in range(count):
        pips = made[f"pips {k + 1}"].pieces
        cube = made[f"die {k + 1}"].surface.vertices
        assert len(pips) == 21
        middle = (cube.min(axis=0) + cube.max(axis=0)) / 2
        heights = np.array([pip.vertices.mean(axis=0)[2] - middle[2] for pip in pips])
        reach = np.abs(heights).max()
        assert (heights > .95 * reach).sum() + (heights < -.95 * reach).sum() == 7


def test_a_mill_has_four_sails_and_a_crab_two_eyes():
    assert sum(name.startswith("sail ") for name in parts("windmill", 0, "mill")) == 4
    assert len(parts("crab")["eyes"].pieces) == 2


def test_a_scrambled_cube_keeps_nine_tiles_of_each_colour():
    made = parts("rubik_cube", 5, "scrambled")
    regions = [str(piece.regions[0]) for part in made.values() for piece in part.pieces]
    for colour in ("white", "yellow", "red", "orange", "blue", "green"):
        assert regions.count(colour) == 9


def test_pool_has_fifteen_balls_and_a_white_one():
    made = parts("billiards")
    numbers = {int(name.split()[1]) for name in made if name.startswith("ball ")}
    assert numbers == set(range(1, 16)) and "white ball" in made


def test_sharks_swim_level_and_snails_carry_their_shell_above_their_foot():
    shark = np.concatenate([part.surface.vertices for part in parts("shark", 2, "white").values()])
    assert np.ptp(shark[:, 1]) > 1.5 * np.ptp(shark[:, 0])
    snail = parts("snail")
    assert snail["shell"].surface.vertices[:, 2].mean() > snail["body"].surface.vertices[:, 2].mean()


def test_nesting_dolls_shrink():
    made = parts("nesting_dolls", 1, "five")
    tall = [float(np.ptp(made[f"doll {k}"].surface.vertices[:, 2])) for k in range(1, 6)]
    assert all(b < .85 * a for a, b in pairwise(tall))
