# SPDX-License-Identifier: GPL-3.0-or-later
"""Landmarks stand before the viewer, on the ground, in any place; nothing else grows where they are."""

import numpy as np
import pytest

from backend.environment.scene import gables, landmarks, outdoors
from backend.environment.scene.builder import Scene
from backend.environment.scene.materials import BARK, Material
from backend.environment.scene.shores import shores
from backend.environment.spec import LANDMARKS, check

#: Those that are looked at from some way off.
SEEN = tuple(name for name in LANDMARKS if name not in ("none", "bar", "pool", "castle", "courtyard"))
#: Those whose walls have the colour said of a building.
COLOURED = ("barn", "church", "lighthouse", "windmill", "torii", "tents", "ruins")
#: Places they are put in.
PLACES = {
    "meadow": {},
    "forest": {"place": {"forest": 0.8, "trees": "conifer"}},
    "beach": {"place": {"setting": "beach", "trees": "palm"}, "ground": {"kind": "sand"}},
    "lake": {"place": {"setting": "lake"}},
    "dock": {"place": {"setting": "lake", "dock": True}},
    "snow": {"ground": {"kind": "snow"}, "season": "winter"},
    "park": {"place": {"road": "path", "buildings": "city"}},
    "night": {"moon": {"elevation_deg": 30.0}},
}
MOON = {"moon": {"elevation_deg": 30.0}}


def hilly(x, y):
    return 0.06 * np.asarray(y, float) + 0.5 * np.sin(0.2 * np.asarray(x, float))


def spec_of(landmark, **more):
    return check({**more, "place": {**more.get("place", {}), "landmark": landmark}})


def alone(landmark, heights=hilly, **more):
    """The landmark's own shapes."""
    spec, scene = spec_of(landmark, **more), Scene()
    landmarks.build(scene, np.random.default_rng(1), spec, spec["moon"] is not None, heights)
    return spec, scene


def bounds(scene):
    """Bounds (N, 3) of all shapes in the world."""
    placed = [*scene.placed, (np.eye(4)[:3], 0, 0.0)] if len(scene.still) else scene.placed
    lows, highs = [], []
    for forward, number, _ in placed:
        low, high = (np.concatenate(each) for each in (scene.groups[number].low, scene.groups[number].high))
        middle = (low + high) / 2 @ forward[:, :3].T + forward[:, 3]
        reach = (high - low) / 2 @ np.abs(forward[:, :3]).T
        lows.append(middle - reach)
        highs.append(middle + reach)
    return np.concatenate(lows), np.concatenate(highs)


def covered_trees(spec, scene):
    """How many trees stand on the landmark's ground, or before it."""
    trees = []
    for forward, number, _ in scene.placed:
        made_of = {int(row[1]) for rows in scene.groups[number].rows for row in rows}
        if any(scene.materials[k].pattern == BARK for k in made_of) and forward[2, 2] > 0.2:
            trees.append(forward[:2, 3])
    at = np.array(trees or [(1e6, 1e6)])
    return int(landmarks.covers(spec["place"], at[:, 0], at[:, 1]).sum())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("landmark", SEEN)
def test_it_is_seen_and_leaves_the_viewer_free(landmark, place):
    _, scene = alone(landmark, **PLACES[place])
    low, high = bounds(scene)
    near = np.hypot(*np.maximum(np.maximum(low, -high), 0)[:, :2].T)
    large = high[:, 2] - low[:, 2] > 0.3
    assert near[large].min() > 1.9
    # and it is large, though the land lies far behind a dock: from its lowest to its highest part, degrees
    rise = np.degrees(np.arctan(np.stack([low[:, 2] - 1.6, high[:, 2] - 1.6]) / np.hypot(*((low + high) / 2)[:, :2].T)))
    assert rise.max() - rise[0, large].min() > (0.3 if place == "dock" else 6.0)
    arrays = scene.arrays()
    for table in (arrays.places, arrays.shapes, arrays.materials, arrays.lamps):
        assert np.isfinite(table).all()


@pytest.mark.parametrize("place", ["forest", "park"])
@pytest.mark.parametrize("landmark", SEEN)
def test_nothing_grows_where_it_stands(landmark, place):
    spec, scene = alone(landmark, **PLACES[place])
    low, high = bounds(scene)
    middle = (low + high)[high[:, 2] - low[:, 2] > 0.4] / 2
    assert landmarks.covers(spec["place"], middle[:, 0], middle[:, 1]).all()
    whole = outdoors.build(spec, 3, shores(spec, 3), hilly)
    # but for the trees that are part of it, whose kinds are drawn by lot
    own = covered_trees(spec, scene)
    assert covered_trees(spec, whole) <= (own + 6 if own else 0)


@pytest.mark.parametrize("landmark", SEEN)
def test_it_follows_the_ground(landmark):
    """Ten metres higher ground lifts all of it by ten metres."""
    flat, raised = (bounds(alone(landmark, lambda x, y, z=z: np.full(np.shape(x), z))[1]) for z in (0.0, 10.0))
    moved = raised[0] - flat[0]
    assert np.allclose(moved, [0, 0, 10], atol=1e-3)


@pytest.mark.parametrize("landmark", COLOURED)
def test_its_walls_have_the_colour_that_was_said(landmark):
    _, scene = alone(landmark, surfaces={"building": {"color": [0.05, 0.12, 0.40]}})
    assert any(np.allclose(each.color, (0.05, 0.12, 0.40)) for each in scene.materials)
    _, usual = alone(landmark)
    assert not any(np.allclose(each.color, (0.05, 0.12, 0.40)) for each in usual.materials)


@pytest.mark.parametrize("landmark", ["campfire", "tents", "playground"])
def test_a_path_leads_past_what_lies_on_the_ground(landmark):
    low, high = bounds(alone(landmark, **PLACES["park"])[1])
    assert (low[:, 0] > 1.4).all() or (high[:, 0] < -1.4).all()


@pytest.mark.parametrize("landmark", SEEN)
def test_behind_a_dock_it_stands_on_dry_land(landmark):
    spec, scene = alone(landmark, **PLACES["dock"])
    low, high = bounds(scene)
    water = shores(spec, 3)
    middle = (low + high)[high[:, 2] - low[:, 2] > 0.4] / 2
    dry = np.array([water.on_land(x, y) for x, y in middle[:, :2]])
    # but the lighthouse, which has a rock in the water
    assert dry.mean() < 0.1 if landmark == "lighthouse" else dry.mean() > 0.95


def test_gables_have_no_holes():
    """Every point below a roof that bends, down to the wall's foot, lies within a shape."""
    scene = Scene()
    group = scene.group()
    profile = ((5.5, 4.2), (3.75, 7.15), (0.0, 9.1))
    gables.gable(group, Material((0.5, 0.5, 0.5)), profile, 3.0, 0.0, 0.2)
    rows = np.concatenate(group.rows)[:, 2:14].reshape(-1, 3, 4)
    x, z = (each.ravel() for each in np.meshgrid(np.linspace(-5.4, 5.4, 61), np.linspace(3.0, 9.0, 61)))
    roof = np.interp(np.abs(x), [0, 3.75, 5.5], [9.1, 7.15, 4.2])
    below = np.stack([x, 0 * x, z, 1 + 0 * x], axis=1)[z < roof - 0.01]
    inside = (np.abs(np.einsum("sij,pj->psi", rows, below)) < 1 + 1e-4).all(axis=2).any(axis=1)
    assert inside.all()
    above = np.stack([x, 0 * x, z, 1 + 0 * x], axis=1)[z > roof + 0.01]
    assert not (np.abs(np.einsum("sij,pj->psi", rows, above)) < 1).all(axis=2).any()


@pytest.mark.parametrize("road, buildings", [("street", "none"), ("street", "village"), ("track", "none"),
                                             ("path", "none")])
@pytest.mark.parametrize("landmark", ["barn", "church", "ruins", "tents"])
def test_no_landmark_stands_on_a_road(landmark, road, buildings):
    from backend.environment.scene import landmarks
    from backend.environment.spec import DEFAULT

    place = {**DEFAULT["place"], "landmark": landmark, "road": road, "buildings": buildings}
    y = np.linspace(0.0, 70.0, 71)
    assert landmarks.covers(place, np.full(71, 30.0 if buildings == "village" else 16.0), y).any()
    assert not landmarks.covers(place, np.zeros(71), y).any()
