# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place outdoors may be built about, and the ground that it takes up."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from . import (
    barn,
    camp,
    campfire,
    castle,
    church,
    japanese,
    lighthouse,
    nightlife,
    playground,
    pools,
    ruins,
    waterfall,
    windmill,
)
from .builder import Scene
from .dwellings import Heights

#: Builds a landmark of a complete spec about the middle, on land of the given heights.
Builder = Callable[[Scene, np.random.Generator, Mapping[str, Any], bool, Heights], None]

_BUILDERS: dict[str, Builder] = {
    "bar": lambda scene, rng, spec, night, heights: nightlife.open_air(scene, rng, spec, night),
    "pool": lambda scene, rng, spec, night, heights: pools.outdoor_pool(scene, rng, spec, night),
    "castle": castle.outside,
    "courtyard": lambda scene, rng, spec, night, heights: castle.courtyard(scene, rng, spec, night),
    "barn": barn.barn,
    "church": church.church,
    "lighthouse": lighthouse.lighthouse,
    "windmill": windmill.windmill,
    "campfire": campfire.campfire,
    "waterfall": waterfall.waterfall,
    "torii": japanese.garden,
    "playground": playground.playground,
    "tents": camp.tents,
    "ruins": ruins.ruins,
}
#: Where nothing else may stand: from and to in x, from and to in y, metres.
_GROUNDS: dict[str, tuple[float, float, float, float]] = {
    "bar": (-9.0, 9.0, -9.0, 9.5),
    "pool": (-11.5, 11.5, -8.0, 15.5),
    "castle": (-42.0, 42.0, 19.0, 85.0),
    "courtyard": (-24.0, 24.0, -24.0, 28.0),
    "barn": (-14.5, 19.5, 14.5, 39.5),
    "church": (-18.0, 18.0, 18.0, 62.0),
    "lighthouse": (-19.0, 11.0, 23.0, 55.0),
    "windmill": (-10.5, 14.5, 20.0, 41.0),
    "campfire": (-4.2, 4.2, 2.4, 8.6),
    "waterfall": (-24.0, 24.0, 10.0, 42.0),
    "torii": (-15.5, 16.0, 4.6, 24.5),
    "playground": (-9.5, 10.5, 4.6, 18.4),
    "tents": (-8.0, 8.5, 4.6, 17.5),
    "ruins": (-16.0, 17.0, 12.0, 42.0),
}
#: Half as wide a way leads from the viewer to these, metres.
_WAYS: dict[str, float] = {"castle": 2.4}
#: These stand some way off: what grows between them and the viewer would hide them. In the open it may come this near
#: to the viewer, where grass is drawn blade by blade; in a wood nothing may, metres.
_SEEN_FROM, _SEEN_IN_WOODS = 9.0, 3.0
_DISTANT = (
    "barn",
    "church",
    "lighthouse",
    "windmill",
    "waterfall",
    "torii",
    "playground",
    "ruins",
    "campfire",
    "tents",
)
#: They stand to the right of a road or path, this far from its middle at least, metres: in a village behind its houses.
_BESIDE: dict[str, float] = {"path": 2.3, "track": 3.0, "street": 6.5}
_BEHIND_HOUSES = 22.0
#: Of these the middle is before the viewer, who would look out to sea: by the water they stand on the land behind.
_TURNED = ("lake", "beach", "sea")
#: Where the land behind surely begins for who stands on a dock, metres.
_BEYOND_DOCK = 64.0


def build(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The landmark of a complete spec's place, but those on a roof (see :mod:`.roof`)."""
    place = spec["place"]
    landmark = place["landmark"]
    if landmark == "none" or place["rooftop"]:
        return
    turn, x0, y0 = _frame(place)
    if (turn, x0, y0) == (1.0, 0.0, 0.0):
        _BUILDERS[landmark](scene, rng, spec, night, heights)
        return
    part = Scene()

    def level(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return heights(turn * (np.asarray(x) + x0), turn * (np.asarray(y) + y0))

    _BUILDERS[landmark](part, rng, spec, night, level)
    scene.include(part, (turn * x0, turn * y0, 0.0), math.pi if turn < 0 else 0.0)


def covers(place: Mapping[str, Any], x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Which of the places (N,) belong to the landmark of a spec's place, or are to be seen across on the way to it."""
    landmark = place["landmark"]
    if landmark == "none" or place["rooftop"]:
        return np.zeros(np.shape(x), bool)
    turn, x_off, y_off = _frame(place)
    a, b = turn * np.asarray(x) - x_off, turn * np.asarray(y) - y_off
    x0, x1, y0, y1 = _GROUNDS[landmark]
    inside = (a > x0) & (a < x1) & (b > y0) & (b < y1)
    inside |= (np.abs(a) < _WAYS.get(landmark, 0.0)) & (b > -26.0) & (b < y1)
    if landmark in _DISTANT:
        # between the lines from the viewer to both ends of its front
        share = (b + y_off) / (y0 + y_off)
        near = _SEEN_IN_WOODS if place["forest"] > 0.3 else _SEEN_FROM
        ahead = (b + y_off > near) & (b <= y0)
        inside |= ahead & (a + x_off > (x0 + x_off) * share) & (a + x_off < (x1 + x_off) * share)
    return np.asarray(inside)


def _frame(place: Mapping[str, Any]) -> tuple[float, float, float]:
    """How a landmark stands: -1 where it is turned round the viewer by half a turn, and how far it is moved before
    that in x and y, metres."""
    turn = -1.0 if place["setting"] in _TURNED else 1.0
    if place["landmark"] not in _DISTANT:
        return turn, 0.0, 0.0
    if place["landmark"] == "lighthouse":
        # its rock is in the water
        return 1.0, 0.0, 0.0
    aside = 0.0
    if place["road"] in _BESIDE:
        houses = place["road"] == "street" and place["buildings"] == "village"
        aside = (_BEHIND_HOUSES if houses else _BESIDE[place["road"]]) - _GROUNDS[place["landmark"]][0]
    beyond = _BEYOND_DOCK - _GROUNDS[place["landmark"]][2] if place["dock"] and turn < 0 else 0.0
    return turn, aside, beyond
