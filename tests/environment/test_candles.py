# SPDX-License-Identifier: GPL-3.0-or-later
"""Candles burn where they can stand, and light the room in the place of its lamps."""

import numpy as np
import pytest

from backend.engine import EngineError
from backend.environment.scene import candles, indoors
from backend.environment.spec import check

MOON = {"elevation_deg": 30.0}
ROOMS = ("bedroom", "living_room", "dining_room", "kitchen", "empty_room", "cathedral", "bathroom", "library", "bar")


def room_of(kind, night=True, **more):
    spec = {"interior": {"kind": kind, **more}}
    return indoors.build(check({**spec, "moon": MOON} if night else spec), 3)


def flames(scene):
    """Middles (N, 3) of what glows as flames do: small balls of their colour."""
    rows = np.concatenate(scene.still.rows)
    made_of = [scene.materials[int(k)] for k in rows[:, 1]]
    ratio = candles.FLAME[1] / candles.FLAME[0]
    glows = np.array([m.light[0] > 1 and abs(m.light[1] / m.light[0] - ratio) < 1e-3 for m in made_of])
    low, high = np.concatenate(scene.still.low), np.concatenate(scene.still.high)
    balls = glows & (rows[:, 0] == 3)
    return (low + high)[balls] / 2


@pytest.mark.parametrize("kind", ROOMS)
def test_they_burn_in_every_room_and_light_it(kind):
    dark, lit = room_of(kind), room_of(kind, candles=True)
    assert len(flames(dark.scene)) == 0
    found = flames(lit.scene)
    assert len(found) > 8
    bulbs = np.array([lamp for lamp in lit.scene.lamps if lamp[0] == 2.0])
    away = np.linalg.norm(found[:, None] - bulbs[None, :, 1:4], axis=2).min(axis=1)
    # each flame has a lamp that stands for it, and none stands where the viewer does
    assert away.max() < 0.6
    assert np.hypot(found[:, 0], found[:, 1]).min() > 0.6
    assert np.isfinite(lit.scene.arrays().lamps).all()


@pytest.mark.parametrize("kind", ["bedroom", "dining_room"])
def test_in_the_dark_they_take_the_place_of_lamps(kind):
    def power(room):
        """Radiant intensity of the lamps that shine all round, those of candles left out, W/sr."""
        flame = candles.FLAME[1] / candles.FLAME[0]
        return sum(np.pi * lamp[4] ** 2 * lamp[10] for lamp in room.scene.lamps
                   if lamp[0] == 2.0 and abs(lamp[11] / lamp[10] - flame) > 1e-3)

    lamps, both, alone = (room_of(kind), room_of(kind, candles=True, lamps=True), room_of(kind, candles=True))
    assert power(lamps) > 0 and power(both) == pytest.approx(power(lamps))
    assert power(alone) == 0
    # their light stays warm: it is balanced less than that of lamps
    assert alone.lamplit and alone.balance < lamps.balance == both.balance


def test_by_day_the_windows_stay_the_light():
    plain, room = room_of("living_room", night=False), room_of("living_room", night=False, candles=True)
    assert not room.lamplit and room.key == plain.key and room.balance == plain.balance
    assert len(flames(room.scene)) > 8


@pytest.mark.parametrize("kind", ["dining_room", "kitchen"])
def test_they_stand_on_what_is_there(kind):
    plain, room = room_of(kind), room_of(kind, candles=True)
    low, high = (np.concatenate(each) for each in (plain.scene.still.low, plain.scene.still.high))
    tables = flames(room.scene)
    tables = tables[tables[:, 2] > 0.6]
    assert len(tables) > 3
    for x, y, z in tables:
        below = (low[:, 0] < x) & (high[:, 0] > x) & (low[:, 1] < y) & (high[:, 1] > y) & (high[:, 2] < z)
        # a candle and its stick are not taller than this
        assert z - high[below, 2].max() < 0.5


def test_the_entry_is_checked():
    with pytest.raises(EngineError, match=r"interior\.candles"):
        check({"interior": {"kind": "bedroom", "candles": "many"}})
    assert check({"interior": {"kind": "bedroom"}})["interior"]["candles"] is False
