# SPDX-License-Identifier: GPL-3.0-or-later
"""What the reading of prompts takes for shown is shown: by the rooms, by the land."""

import copy

import numpy as np
import pytest

from backend.engine import Progress
from backend.environment import showing
from backend.environment.metrics import seam_prominence, seam_ratio
from backend.environment.reading import read
from backend.environment.render import render
from backend.environment.scene import indoors, outdoors
from backend.environment.scene.shores import shores
from backend.environment.spec import DEFAULT, DEFAULT_INTERIOR, FURNITURE_KINDS, ROOMS, check


class _Watched(dict):
    """Surfaces that remember which were asked for."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)


def room(kind, **entries):
    spec = copy.deepcopy(DEFAULT)
    spec["interior"] = {**copy.deepcopy(DEFAULT_INTERIOR), "kind": kind, **entries}
    return check(spec)


def shapes(spec):
    scene = indoors.build(spec, 1).scene
    return len(scene.still) + len(scene.placed)


@pytest.mark.parametrize("kind", ROOMS)
def test_rooms_take_the_colours_that_are_said_to_show(kind):
    spec = room(kind)
    spec["surfaces"] = _Watched()
    indoors.build(spec, 1)
    assert showing.ROOM_SURFACES[kind] <= spec["surfaces"].asked


@pytest.mark.parametrize("kind", ROOMS)
def test_furniture_that_is_said_to_find_room_does(kind):
    # an empty room has a plant where nothing was asked for
    base = ["plant"] if kind == "empty_room" else []
    bare = shapes(room(kind, furniture=base))
    some = [name for name in FURNITURE_KINDS
            if name not in showing.NATIVE.get(kind, ()) and not showing.has_no_place(kind, name)]
    # one piece of each in turn is slow: a large, a small and the last
    for name in dict.fromkeys([*some[:1], *some[len(some) // 2:len(some) // 2 + 1], *some[-1:]]):
        assert shapes(room(kind, furniture=[*base, name])) > bare, name


def test_a_desk_in_a_bedroom_stands_at_a_wall_and_in_nothing():
    spec = room("bedroom", furniture=["desk"])
    kit_scene = indoors.build(spec, 1).scene
    forward = kit_scene.placed[-1][0]
    assert np.hypot(*forward[:2, 3]) > 1.2


def test_furniture_stands_about_the_viewer_in_the_open():
    spec = check(read("a red sofa in a field").spec)
    flat = lambda x, y: np.zeros(np.shape(x))  # noqa: E731
    before = outdoors.build(check({**spec, "place": {**spec["place"], "furniture": []}}), 1, shores(spec, 1), flat)
    after = outdoors.build(spec, 1, shores(spec, 1), flat)
    assert len(after.placed) == len(before.placed) + 1


def test_a_track_is_bare_and_its_middle_green():
    """Straight below is grass; the ruts to both sides are of gravel, grey."""
    made = render(check(read("a gravel road through a meadow").spec), 1, 256, False, Progress())
    middle = made.pixels[122:].mean(axis=(0, 1))
    # +Y is at a quarter of the width: left and right of what one stands on are its start and its middle
    rut = made.pixels[98:106][:, [0, 1, 127, 128, 254, 255]].mean(axis=(0, 1))
    assert middle[1] > 1.25 * middle[0] and rut[1] < 1.1 * rut[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_beach_has_no_seam(seed):
    made = render(check(read("a sunset beach").spec), seed, 512, False, Progress())
    # busy content, as clouds before a low sun, is no seam: the steps beside it are as large
    assert min(seam_ratio(made.pixels), seam_prominence(made.pixels)) <= 1.2


def test_water_has_the_colour_said_of_it():
    plain = shores(check(read("a beach").spec), 1).color
    r, g, b = shores(check(read("turquoise water at a beach").spec), 1).color
    assert g > 3 * plain[1] and g > 3 * r and b > r


def test_before_the_windows_lies_the_place():
    assert read("a living room overlooking the sea").spec["place"]["setting"] == "sea"
    by_the_sea = indoors.build(check(read("a living room overlooking the sea").spec), 1)
    in_town = indoors.build(check(read("a living room overlooking the city").spec), 1)
    assert len(in_town.scene.placed) > 0 and by_the_sea.walls is not None
    widest = max(float((high - low)[:, 0].max()) for low, high in zip(by_the_sea.scene.still.low,
                                                                    by_the_sea.scene.still.high))
    assert widest > 5000.0


def test_lamps_shine_in_their_colour():
    lamps = np.asarray(indoors.build(check(read("a bedroom with red lamps at night").spec), 1).scene.lamps)
    bulbs = lamps[lamps[:, 0] == 2.0][:, 10:13]
    assert len(bulbs) and (bulbs[:, 0] > 5 * bulbs[:, 1]).all()


def test_a_sheet_of_maps_needs_no_blender(tmp_path):
    from pathlib import Path

    from backend.demo.environments import run

    run(Path(), tmp_path, 0, ("an empty room",), more=True)
    assert (tmp_path / "environments-more.png").stat().st_size > 10_000


def test_a_material_that_was_said_keeps_its_colour():
    scene = indoors.build(check(read("a living room with leather sofas").spec), 1).scene
    assert any(made.pattern == 6 and made.color[0] < 0.2 and made.color[0] > 2 * made.color[2]
               for made in scene.materials)


def test_a_fireplace_burns_at_a_wall_without_windows():
    built = indoors.build(check(read("a living room with a fireplace").spec), 1)
    x, y = built.scene.placed[-1][0][:2, 3]
    (x0, y0), (x1, y1) = built.walls
    # nearly all of the east of a living room is glass
    assert min(x - x0, y1 - y, y - y0) < 0.5 and x1 - x > 1.0
