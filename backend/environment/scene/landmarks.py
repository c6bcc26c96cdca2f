# SPDX-License-Identifier: GPL-3.0-or-later
"""What a place outdoors may be built about, and the ground that it takes up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from . import nightlife, pools
from .builder import Scene
from .dwellings import Heights

#: Where nothing else may stand: from and to in x, from and to in y, metres.
_GROUNDS: dict[str, tuple[float, float, float, float]] = {
    "bar": (-9.0, 9.0, -9.0, 9.5),
    "pool": (-11.5, 11.5, -8.0, 15.5),
}


def build(scene: Scene, rng: np.random.Generator, spec: Mapping[str, Any], night: bool, heights: Heights) -> None:
    """The landmark of a complete spec's place, but those on a roof (see :mod:`.roof`)."""
    landmark = spec["place"]["landmark"]
    if landmark == "bar" and not spec["place"]["rooftop"]:
        nightlife.open_air(scene, rng, spec, night)
    elif landmark == "pool" and not spec["place"]["rooftop"]:
        pools.outdoor_pool(scene, rng, spec, night)


def covers(landmark: str, x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Which of the places (N,) belong to a landmark."""
    if landmark not in _GROUNDS:
        return np.zeros(np.shape(x), bool)
    x0, x1, y0, y1 = _GROUNDS[landmark]
    return np.asarray((x > x0) & (x < x1) & (y > y0) & (y < y1))
