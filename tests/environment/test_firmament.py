# SPDX-License-Identifier: GPL-3.0-or-later
"""The sky of a spec about the horizon: where the sun is gone there is none to draw."""

import numpy as np
import pytest

from backend.engine import Progress
from backend.environment import device
from backend.environment.firmament import rise
from backend.environment.reading import read
from backend.environment.spec import check


@pytest.fixture(autouse=True, scope="module")
def stopped():
    yield
    device.stop()


def sky(elevation):
    spec = read("a meadow under a clear sky").spec
    spec["sun"] = {"elevation_deg": elevation, "azimuth_deg": 100.0}

    def make():
        device.start()
        return rise(check(spec), 0, 256, np.full(3, 0.2), False, False, Progress())

    return device.run(make)


@pytest.mark.parametrize("elevation", [-12.0, -3.5, -0.5])
def test_a_sun_that_is_down_gives_no_disc(elevation):
    made = sky(elevation)
    assert made.sun is None
    assert np.isfinite(made.sky).all() and made.sky[:128, :, :3].max() > 0


@pytest.mark.parametrize("elevation", [-0.15, 0.0, 3.0])
def test_a_sun_that_shows_is_drawn(elevation):
    made = sky(elevation)
    assert made.sun is not None and made.sun.max() > 0
