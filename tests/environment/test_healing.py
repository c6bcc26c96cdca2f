# SPDX-License-Identifier: GPL-3.0-or-later
"""Seams and poles healed, exposures merged, pictures made larger by Real-ESRGAN where it is installed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from backend import srgb
from backend.engine import EngineError
from backend.environment import upscaling
from backend.environment.brackets import EXPOSURES, merged
from backend.environment.healing import with_healed_poles, without_seam
from backend.environment.metrics import seam_ratio


def clouds(height: int = 128, mode: str = "wrap") -> np.ndarray:
    noise = np.random.Generator(np.random.PCG64(4)).random((height, 2 * height, 3))
    soft = gaussian_filter(noise, (4, 4, 0), mode=("nearest", mode, "nearest"))
    return ((soft - soft.min()) / np.ptp(soft)).astype(np.float32)


def test_a_seam_is_healed_and_what_has_none_stays():
    whole, broken = clouds(), np.roll(clouds(256, "nearest")[:128, :256], 0, 1)
    assert without_seam(whole) is whole
    assert seam_ratio(broken) > 2
    healed = without_seam(broken)
    assert seam_ratio(healed) <= 1.2
    assert np.array_equal(healed[:, 20:-20], broken[:, 20:-20]), "only beside the edge"
    assert healed.min() >= 0 and healed.max() <= 1


def test_poles_lose_their_streaks_and_the_rest_stays():
    rays = np.tile((np.arange(256) // 8 % 2).astype(np.float32)[None, :, None], (128, 1, 3))
    healed = with_healed_poles(rays)
    assert healed[0].std() < 0.1 * rays[0].std() and healed[-1].std() < 0.1 * rays[-1].std()
    assert np.array_equal(healed[20:-20], rays[20:-20])
    plain = np.full((64, 128, 3), 0.4, np.float32)
    assert np.allclose(with_healed_poles(plain), plain, atol=1e-5)
    # A patch of colour near a pole stays where it is.
    spot = np.zeros((128, 256, 3), np.float32)
    spot[4:10, 60:110] = 1
    seen = with_healed_poles(spot)[:14].sum((0, 2))
    assert 60 <= np.average(np.arange(256), weights=seen) < 110


def test_exposures_give_back_the_light_they_were_taken_of():
    light = np.abs(clouds()) * 0.8 + 0.05
    light[30:34, 40:44] = 20.0  # a lamp, 20 times white
    shots = [srgb.encode(np.clip(light * 2.0 ** ev, 0, 1)) for ev in EXPOSURES]
    made = merged(shots)
    assert np.allclose(made[30:34, 40:44].mean(), 20.0, rtol=0.05)
    dim = light.max(axis=-1) < 0.85
    assert np.allclose(made[dim], light[dim], rtol=0.02, atol=1e-3)
    assert np.allclose(merged(shots[::-1], EXPOSURES[::-1]), made), "in whatever order"
    with pytest.raises(ValueError):
        merged(shots[:2])


def test_darker_pictures_that_disagree_make_nothing_darker():
    white = np.ones((8, 16, 3), np.float32)
    assert merged([white, np.zeros_like(white), np.zeros_like(white)]).min() >= 0.99


@pytest.mark.skipif(not upscaling.availability().ok, reason=upscaling.availability().reason)
@pytest.mark.parametrize("way", ["2", "4"])
def test_larger_pictures_stay_closed_and_true(way, monkeypatch):
    monkeypatch.setattr(upscaling, "_TILE", 48)
    picture = clouds(64)
    factor = upscaling.WAYS[way][1]
    made = upscaling.upscaled(picture, way)
    assert made.shape == (64 * factor, 128 * factor, 3)
    small = made.reshape(64, factor, 128, factor, 3).mean((1, 3))
    assert np.abs(small - picture).mean() < 0.05
    assert np.corrcoef(small.ravel(), picture.ravel())[0, 1] > 0.9
    steps = np.abs(np.diff(made, axis=1)).mean((0, 2))
    assert np.abs(made[:, 0] - made[:, -1]).mean() < 1.5 * steps.mean()
    assert steps[48 * factor - 1] < 1.5 * steps.mean(), "no edge between tiles"


@pytest.mark.skipif(upscaling.availability().ok, reason="Real-ESRGAN is installed")
def test_without_its_packages_the_remedy_is_told():
    with pytest.raises(EngineError) as error:
        upscaling.upscaled(clouds(16), "4")
    assert "troupe[upscale]" in error.value.remedy
