# SPDX-License-Identifier: GPL-3.0-or-later
"""Straight clips bent: round in circles and back again, by clips that go straight only, and captions that say so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backend.engine import Request
from backend.motion.clip import clip_of
from backend.motion.clip_ops import smooth_path
from backend.motion.evaluation.protocol import Take
from backend.motion.metrics import measure
from backend.motion.procedural_engine import ProceduralEngine
from backend.training.motion.curving import curved


@pytest.fixture(scope="module")
def walk():
    made = ProceduralEngine().generate(Request(prompt="walk", seed=1, parameters=ProceduralEngine.complete(
        {"duration": 3.0})), _Quiet())
    return clip_of(made)


class _Quiet:
    def update(self, *told, **more):
        pass

    def part(self, *ends):
        return self


def test_a_straight_walk_goes_round_to_the_left_and_back(walk):
    circle, back = curved([Take("w", walk, ("a person walks forward at a normal pace",))])
    assert circle.captions[0] == "a person walks in a circle" and "turns around" in back.captions[0]
    way = smooth_path(circle.clip)
    assert np.ptp(way, axis=0) == pytest.approx([2.0, 2.0], abs=0.3)
    # Facing -Y it begins downwards; the area to the left of the way is positive.
    x, y = (way - way.mean(0)).T
    assert (x[:-1] * np.diff(y) - y[:-1] * np.diff(x)).sum() > 0
    assert measure(circle.clip).skate < 0.05
    way = smooth_path(back.clip, 0.3)
    assert -way[:, 1].min() > 1.8 and abs(way[-1, 1]) < 0.6


def test_what_does_not_go_straight_or_goes_otherwise_is_left_alone(walk):
    bent = curved([Take("w", walk, ("a person walks in a circle",)), Take("b", walk, ("a person walks backwards",)),
                   Take("h", walk, ("a person runs while holding a bow",)),
                   Take("s", replace(walk, root=walk.root * (0.05, 0.05, 1)), ("a person stands still",))])
    assert bent == []
