# SPDX-License-Identifier: GPL-3.0-or-later
"""Furniture, containers, tools and lamps have what makes them what they are; plates of any outline are sound."""

from __future__ import annotations

import numpy as np
import pytest
from object_checks import assert_closed, stretch

from backend.objects.families import Draw, catalogue
from backend.objects.families.tools.shared_plates import plate, triangulated
from backend.objects.modeling.curves import circle, rounded_rectangle
from backend.objects.spec import read


def parts(name: str, seed: int = 0, *styles: str, **size: float) -> dict:
    made = catalogue()[name].build(Draw(np.random.default_rng(seed), size, frozenset(styles)))
    return {each.name: each for each in made}


def bounds(part) -> tuple[np.ndarray, np.ndarray]:
    return part.surface.bounds()


def area(line: np.ndarray) -> float:
    x, y = line.T
    return abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2


def test_a_plate_keeps_its_outline_its_holes_and_its_edges():
    teeth = np.array([(0.01 * x + 0.005 * k, -0.006 * k) for x in range(20) for k in (0, 1)] + [(0.2, 0), (0.2, 0.05),
                                                                                              (0, 0.1)])
    made = plate(teeth, 0.002, 0.0002)
    assert_closed(made)
    assert made.volume() == pytest.approx(0.002 * area(teeth), rel=0.03)
    sheet, holes = rounded_rectangle(0.1, 0.06, 0.01), [circle(24, 0.01) + np.array((x, 0.003)) for x in (-0.02, 0.02)]
    made = plate(sheet, 0.01, 0.0005, holes=holes)
    assert_closed(made)
    assert made.volume() == pytest.approx(0.01 * (area(sheet) - sum(map(area, holes))), rel=0.02)
    assert stretch(made.vertices, made.corners, made.offsets, made.uvs) < 1.2


def test_triangles_cover_a_spiral_once():
    turn = np.linspace(0, 5 * np.pi, 60)
    arm = np.column_stack([np.cos(turn), np.sin(turn)])
    spiral = np.concatenate([arm * (1 + 0.3 * turn)[:, None], (arm * (0.8 + 0.3 * turn)[:, None])[::-1]])
    flat = spiral[triangulated([spiral])]
    u, v = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    signed = (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / 2
    assert (signed > 0).all() and len(flat) == len(spiral) - 2
    assert signed.sum() == pytest.approx(area(spiral))


@pytest.mark.parametrize("seed", range(3))
def test_scissors_cross_on_their_screw(seed):
    made = parts("scissors", seed)
    assert len({name for name in made if name.startswith("blade")}) == 2
    loops = [piece for piece in made["grips"].pieces if np.ptp(piece.vertices[:, 0]) > 0.02]
    sides = sorted(float(np.mean(piece.vertices[:, 0])) for piece in loops)
    assert len(loops) >= 2 and sides[0] < 0 < sides[-1]
    tips = [bounds(made[f"blade {side}"])[1][1] for side in ("left", "right")]
    assert max(tips) - min(tips) < 0.01
    # The loops lie behind the screw, the tips before it, and the blades one on the other.
    assert all(np.mean(piece.vertices[:, 1]) < 0 < min(tips) for piece in loops)
    (low, _), (_, high) = bounds(made["blade right"]), bounds(made["blade left"])
    assert low[2] < high[2] and bounds(made["blade right"])[1][2] <= bounds(made["blade left"])[0][2] + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_a_stepladder_has_steps_at_even_heights(seed):
    treads = [piece for piece in parts("ladder", seed, "step")["steps"].pieces if np.ptp(piece.vertices[:, 2]) > 0.02]
    heights = sorted(float(piece.vertices[:, 2].max()) for piece in treads)
    assert len(heights) >= 3 and np.ptp(np.diff(heights)) < 0.002
    assert 0.2 < np.diff(heights).mean() < 0.29


def test_shelves_are_full_or_bare_as_asked():
    assert read("an empty bookshelf").spec["styles"] == ["bare"]
    assert "books" not in parts("bookshelf", 1, "bare")
    full = parts("bookshelf", 1)
    books, shelves = full["books"], bounds(full["shelves"])
    assert len(books.pieces) > 40
    for book in books.pieces:
        flat = book.vertices[:, :2]
        assert (flat > shelves[0][:2] - 0.03).all() and (flat < shelves[1][:2] + 0.03).all()


def test_an_open_chest_holds_a_hoard_a_closed_one_does_not():
    opened, shut = parts("chest", 2, "hoard"), parts("chest", 2, "shut")
    assert "coins" in opened and "coins" not in shut
    assert bounds(opened["lid"])[1][2] > bounds(shut["lid"])[1][2] + 0.1
    low, high = bounds(opened["coins"])
    box = bounds(opened["planks"])
    assert (low[:2] > box[0][:2]).all() and (high[:2] < box[1][:2]).all()


def test_a_bed_is_as_wide_as_asked_and_a_child_fits_in():
    made = parts("bed", 3, width=1.4)
    assert np.ptp(bounds(made["mattress"]), axis=0)[0] == pytest.approx(1.4, abs=0.1)
    assert 0.35 < bounds(made["mattress"])[1][2] < 0.75 and np.ptp(bounds(made["mattress"]), axis=0)[1] > 1.85


def test_office_chairs_stand_on_five_castors():
    wheels = parts("office_chair", 1)["castors"]
    turn = [np.arctan2(*np.mean(piece.vertices, axis=0)[1::-1]) for piece in wheels.pieces]
    gaps = np.diff(sorted(turn))
    assert len(wheels.pieces) == 15 and (gaps > 0.6).sum() == 4


@pytest.mark.parametrize("prompt, family, style", [
    ("a wardrobe", "cabinet", "wardrobe"), ("a chest of drawers", "cabinet", "dresser"), ("a spanner", "wrench", ""),
    ("an old oil lamp", "lantern", "hurricane"), ("a fountain pen", "pencil", "fountain"),
    ("a parcel", "box", "parcel"),
    ("a picnic basket", "basket", "picnic"), ("a beer can", "can", "drink"), ("a witch's broom", "broom", "besom"),
    ("a torch", "flashlight", ""), ("a dustbin", "trash_can", ""),
    ("an electric toothbrush", "toothbrush", "electric")])
def test_words_lead_to_the_family_and_its_kind(prompt, family, style):
    spec = read(prompt).spec
    assert spec["category"] == family and spec["count"] == 1
    assert not style or style in spec["styles"]


def test_a_box_of_matches_is_one():
    assert read("a box of matches").spec["count"] == 1 and read("two boxes of matches").spec["count"] == 2
