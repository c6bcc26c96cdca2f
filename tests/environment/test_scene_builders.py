# SPDX-License-Identifier: GPL-3.0-or-later
"""Places and rooms as shapes: what was asked for stands there, where it can be seen, and leaves the viewer free."""

import numpy as np
import pytest

from backend.environment.reading import read
from backend.environment.scene import indoors, outdoors
from backend.environment.scene.shores import shores
from backend.environment.spec import check

#: Half the side of the column in which the character stands, metres.
FREE = 0.35


def level(x, y):
    return np.zeros(len(np.atleast_1d(x)))


def built(prompt, heights=level):
    spec = check(read(prompt).spec)
    if spec["interior"] is not None:
        return indoors.build(spec, 3).scene
    return outdoors.build(spec, 3, shores(spec, 3), heights)


def boxes(scene):
    """Bounds (N, 3) of all shapes in the world."""
    lows, highs = [np.concatenate(scene.still.low)] if len(scene.still) else [], []
    if len(scene.still):
        highs.append(np.concatenate(scene.still.high))
    for forward, group, _ in scene.placed:
        low, high = np.concatenate(scene.groups[group].low), np.concatenate(scene.groups[group].high)
        middle = (low + high) / 2 @ forward[:, :3].T + forward[:, 3]
        reach = (high - low) / 2 @ np.abs(forward[:, :3]).T
        lows.append(middle - reach)
        highs.append(middle + reach)
    return np.concatenate(lows), np.concatenate(highs)


NEW = ["a village street", "a quiet village", "a golden wheat field", "a corn field", "a lavender field",
       "a field of flowers", "a vineyard", "an orchard in spring", "a harbour with boats", "sailing boats on a lake",
       "a football stadium", "stone stairs in a park", "a wooden fence along a meadow", "a country road", "a forest",
       "an empty classroom", "a supermarket", "a parking garage", "a railway tunnel",
       "a rooftop at dusk", "a snowy village", "an office", "a rooftop bar", "a beach bar", "a bar with neon signs",
       "a gym", "a sports hall", "a night street with neon signs", "a swimming pool", "a rooftop pool",
       "an indoor pool", "a theatre", "on a stage", "a greenhouse", "a train station", "a castle", "a castle courtyard",
       "a spaceship", "a cave"]


@pytest.mark.parametrize("prompt", NEW)
def test_the_viewer_stands_free(prompt):
    """Nothing but grass reaches into the column from the knees to the head where the character and the camera are."""
    low, high = boxes(built(prompt))
    inside = ((low[:, :2] < FREE) & (high[:, :2] > -FREE)).all(axis=1) & (low[:, 2] < 1.7) & (high[:, 2] > 0.5)
    # bounds of slanting shapes reach farther than they do: large ones count only if they could hold a person
    assert not (inside & ((high - low).max(axis=1) < 3.0)).any()


@pytest.mark.parametrize("prompt", NEW)
def test_all_is_finite_and_compiles(prompt):
    arrays = built(prompt).arrays()
    boxes = arrays.nodes.reshape(-1, 32)[:, :24]
    for table in (boxes, arrays.places, arrays.shapes, arrays.materials, arrays.lamps):
        assert np.isfinite(table).all()


@pytest.mark.parametrize("with_, without, near", [
    ("a meadow with a wooden fence", "a meadow", 8), ("a park with stairs", "a park", 14),
    ("a lake with a dock and boats", "a lake with a dock", 20), ("a village", "a meadow", 60),
    ("a wheat field", "a meadow", 6),
])
def test_what_was_asked_for_stands_near(with_, without, near):
    def count(prompt):
        low, high = boxes(built(prompt + " without trees"))
        distance = np.hypot(*((low + high) / 2)[:, :2].T)
        return int(((distance < near) & (high[:, 2] > 0.6)).sum())

    assert count(with_) > count(without) + 10


def test_fences_and_houses_follow_the_land():
    def slope(x, y):
        return 0.08 * np.atleast_1d(x)

    low, high = boxes(built("a meadow with a wooden fence without trees", slope))
    # posts, beyond the level ground underfoot
    post = (high[:, 2] - low[:, 2] > 1.0) & (high[:, 0] - low[:, 0] < 0.4) & (np.abs(low[:, 1] - 5.4) < 0.5)
    middle = (low + high)[post] / 2
    assert len(middle) > 20
    assert np.abs(middle[:, 2] - 0.08 * middle[:, 0] - 0.55).max() < 0.05


def test_a_colour_said_of_one_car_leaves_the_others():
    scene = built("a garage with a red car")
    red = [m for m in scene.materials if m.color[0] > 0.5 and m.color[1] < 0.1 and m.gloss > 0]
    others = [m for m in scene.materials if m.gloss == 0.05 and m.rough == 0.04 and m not in red]
    assert red and others


def test_cabinets_are_made_of_what_was_said():
    wooden, painted = built("a kitchen with wooden cabinets"), built("a kitchen")
    grain = {m.color for m in wooden.materials if m.pattern == 2}
    assert len(grain) >= 1 and len(wooden.materials) != len(painted.materials)


def test_rocks_have_the_colour_that_was_said():
    black = built("a volcanic plain with black rocks").materials
    assert min(sum(m.color) for m in black if m.pattern == 23) < 0.1
    red = [m.color for m in built("a red rock canyon").materials if m.pattern == 23]
    assert all(r > 1.5 * b and b > 0.025 for r, _, b in red)


def test_no_undergrowth_floats_on_water():
    spec = check(read("a dock on a lake in a forest").spec)
    water = shores(spec, 3)
    scene = outdoors.build(spec, 3, water, level)
    places = np.array([forward[:2, 3] for forward, _, _ in scene.placed])
    afloat = [not water.on_land(x, y, 0.0) and np.hypot(x, y) > 8.0 for x, y in places]
    assert len(places) > 100 and not any(afloat)
