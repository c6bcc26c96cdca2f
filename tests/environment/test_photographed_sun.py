# SPDX-License-Identifier: GPL-3.0-or-later
"""The sun in a photograph: where it is, how much light it gets back, and what is none."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

from backend import srgb
from backend.environment import metrics
from backend.environment.hdr import read_hdr
from backend.environment.panorama import directions
from backend.environment.photographed_sun import photographed_sun, with_photographed_sun
from backend.environment.skymodel import direction_of, light_for, table_radiance
from backend.environment.spectrum import luminance
from backend.environment.sunlight import without_sun
from tests.shared_data import shared

WIDTH = 256
TOWARDS = np.moveaxis(np.array(directions(np.arange(WIDTH // 2) + 0.5, np.arange(WIDTH) + 0.5, WIDTH)), -1, 0)


def clear(elevation: float = 40.0, azimuth: float = 50.0) -> tuple[np.ndarray, np.ndarray]:
    """A clear sky over meadows, without its disc; the brightest 0.4 % are above 1. And the way to its sun."""
    light = light_for(math.radians(elevation), math.radians(azimuth), 3.0, 0.2, 0.0, None)
    table = table_radiance(light.table, math.radians(elevation))
    x, y, z = TOWARDS
    rows = np.sqrt(np.clip(np.arcsin(np.clip(z, 0, 1)) / (math.pi / 2), 0, 1)) * (table.shape[0] - 1)
    around = np.abs((np.arctan2(y, x) - math.radians(azimuth) + math.pi) % (2 * math.pi) - math.pi)
    sky = table[rows.round().astype(int), (around / math.pi * (table.shape[1] - 1)).round().astype(int)]
    glow = np.exp(-np.degrees(np.arccos(np.clip(np.tensordot(light.direction, TOWARDS, 1), -1, 1))) / 2)
    sky = sky + 4 * sky.max() * glow[..., None]
    level = np.where(z[..., None] > 0, sky, np.array([0.05, 0.08, 0.03]) * sky.max())
    return (level / np.percentile(level.max(-1), 99.6)).astype(np.float32), light.direction


def photo(radiance: np.ndarray) -> np.ndarray:
    return (srgb.to_bytes(radiance) / 255).astype(np.float32)


def apart(a, b) -> float:
    return math.degrees(math.acos(float(np.clip(np.dot(a, b), -1, 1))))


@pytest.mark.parametrize(("elevation", "azimuth"), [(15, 50), (40, 179), (70, -120)])
def test_a_sun_is_found_wherever_it_stands(elevation, azimuth):
    radiance, towards = clear(elevation, azimuth)
    found = photographed_sun(photo(radiance))
    assert found is not None and apart(found.direction, towards) < 1.5
    large = np.kron(photo(radiance), np.ones((8, 8, 1), np.float32))
    assert apart(photographed_sun(large).direction, towards) < 1.5


@pytest.mark.parametrize(("elevation", "share"), [(15, 0.55), (30, 0.70), (60, 0.78)])
def test_its_light_is_that_of_the_reference(elevation, share):
    """Shares of Mitsuba's sunsky at turbidity 3, which are to be met within a tenth."""
    radiance, towards = clear(elevation)
    lit = with_photographed_sun(radiance, photo(radiance))
    assert metrics.direct_fraction(lit) == pytest.approx(share, abs=0.1)
    rest, sun = without_sun(lit)
    assert sun is not None and apart(sun.direction, towards) < 1.5
    assert sun.irradiance[0] > sun.irradiance[2], "it is warmer than its sky"
    ground = luminance(np.array(sun.irradiance)) * sun.direction[2] / luminance(metrics.irradiance(lit))
    assert ground == pytest.approx(share, abs=0.1) and rest.max() < 100


def window(picture: np.ndarray) -> np.ndarray:
    """A dark room with one round window."""
    towards = direction_of(math.radians(20), 0.5)
    return np.where((np.tensordot(towards, TOWARDS, 1) > math.cos(0.1))[..., None], 1.0, 0.2 * picture)


def overcast(picture: np.ndarray) -> np.ndarray:
    return np.repeat(np.clip(picture.mean(-1, keepdims=True) + 0.3, 0, 1), 3, -1)


@pytest.mark.parametrize("change", [
    window, overcast, lambda picture: picture * 0.9, lambda picture: picture[::-1],
    lambda picture: np.ones_like(picture), lambda picture: np.zeros_like(picture),
    lambda picture: picture[:, :-3], lambda picture: picture[:8, :16]])
def test_what_is_no_sun_gets_no_light(change):
    picture = np.ascontiguousarray(change(photo(clear()[0])), np.float32)
    assert photographed_sun(picture) is None
    radiance = srgb.decode(picture)
    assert with_photographed_sun(radiance, picture) is radiance


def test_suns_of_real_skies_are_found_and_lamps_and_windows_are_none():
    folder = shared("data", "hdri")
    with (folder / "index.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen = {}
    for row in rows:
        radiance = read_hdr(folder / row["file"])
        step = radiance.shape[1] // 512
        radiance = radiance.reshape(256, step, 512, step, 3).mean((1, 3))
        found = photographed_sun(photo(radiance / np.percentile(radiance.max(-1), 99.5)))
        seen[row["file"]] = None if found is None else apart(found.direction, metrics.brightest(radiance))
    suns = ("chinese_garden_1k.hdr", "kloppenheim_05_1k.hdr", "park.hdr", "sky.hdr", "modern_buildings_2_1k.hdr",
            "sunrise.hdr", "narrow_moonlit_road_1k.hdr")
    assert all(seen[name] is not None and seen[name] < 2 for name in suns), seen
    rooms = [row["file"] for row in rows if row["place"] != "outdoor"]
    others = ["city.hdr", "dawn.hdr", "sunset.hdr", "venice.hdr", "night.hdr", "forest.hdr", "rainforest_trail_1k.hdr"]
    assert len(rooms) == 10 and not any(seen[name] for name in rooms + others), seen
