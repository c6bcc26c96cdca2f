# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way is up in a map, how high its horizon lies, and turning it upright."""

import json
import math

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from typer.testing import CliRunner

from backend.cli import app
from backend.environment.exr import read_exr, write_exr
from backend.environment.level import estimate, rotated, rotation_to_level
from backend.environment.metrics import brightest
from backend.environment.panorama import directions
from tests.shared_data import shared

WIDTH = 512


def seen():
    return directions(np.arange(WIDTH // 2) + 0.5, np.arange(WIDTH) + 0.5, WIDTH)


def noise(seed, sigma):
    field = gaussian_filter(np.random.default_rng(seed).standard_normal((WIDTH // 2, WIDTH)), sigma, mode="wrap")
    return field / field.std()


def landscape(seed=0):
    """A sky with clouds over rough ground; trees and a hill hide the horizon along a good part of it."""
    d = seen()
    elevation, turn = np.degrees(np.arcsin(d[..., 2])), np.arange(WIDTH) / WIDTH * 2 * np.pi
    sky = np.array([0.35, 0.55, 0.95]) * (1.2 - 0.6 * d[..., 2:]) * np.exp(0.12 * noise(seed, 9))[..., None]
    ground = np.array([0.16, 0.15, 0.07]) * np.exp(0.35 * noise(seed + 1, 1))[..., None]
    rng = np.random.default_rng(seed)
    tops = np.maximum(0, 4 * np.cos(turn - 1) - 2.6)  # the hill
    for _ in range(7):
        place, wide, high = rng.integers(WIDTH), rng.integers(6, 20), rng.uniform(3, 14)
        off = np.abs((np.arange(WIDTH) - place + WIDTH // 2) % WIDTH - WIDTH // 2)
        tops = np.maximum(tops, high * np.sqrt(np.clip(1 - (off / wide) ** 2, 0, None)))
    standing = (elevation > -1) & (elevation < tops)
    tree = np.array([0.05, 0.08, 0.03]) * np.exp(0.5 * noise(seed + 2, 1))[..., None]
    return np.where(standing[..., None], tree, np.where(elevation[..., None] > 0, sky, ground)).astype(np.float32)


def room(seed=0):
    """A box of 4 x 5 x 3 metres seen from its middle, its walls panelled."""
    d = seen()
    half, eye = np.array([2.0, 2.5]), 1.5
    far = np.minimum(np.min(half / np.maximum(np.abs(d[..., :2]), 1e-6), axis=-1),
                     eye / np.maximum(np.abs(d[..., 2]), 1e-6))
    point = d * far[..., None]
    wall = np.abs(point[..., 2]) < eye - 1e-3
    along = np.where(np.abs(point[..., 0]) > 1.999, point[..., 1], point[..., 0])
    rng = np.random.default_rng(seed)
    tone = rng.uniform(0.15, 0.8, 64)[np.floor(along / 0.45).astype(int) + 32]
    level = np.where(wall, tone, np.where(d[..., 2] > 0, 0.7, 0.3)) * np.exp(0.04 * noise(seed, 1))
    return np.repeat(level[..., None], 3, 2).astype(np.float32)


def leaning(tilt, azimuth):
    """What is up in a map that leans by ``tilt`` degrees, and the rotation that makes it lean."""
    t, a = math.radians(tilt), math.radians(azimuth)
    up = np.array([math.sin(t) * math.cos(a), math.sin(t) * math.sin(a), math.cos(t)])
    return up, rotation_to_level(up).T


def apart(one, other):
    return math.degrees(math.acos(min(1.0, float(np.dot(one, other)))))


def test_a_map_is_turned_as_its_directions_are():
    pixels = np.full((64, 128, 3), 0.1, np.float32)
    pixels[20:22, 40:42] = 5.0
    _, turn = leaning(12, 30)
    before = brightest(pixels)
    turned = rotated(pixels, turn)
    assert apart(brightest(turned), turn @ before) < 3.0
    smooth = rotated(rotated(landscape(), turn), turn.T)
    assert np.abs(np.log(smooth.mean() / landscape().mean())) < 0.01
    np.testing.assert_array_equal(rotated(pixels, np.eye(3)), pixels)


@pytest.mark.parametrize("tilt, azimuth", [(0, 0), (1, 100), (6, -50), (15, 170)])
def test_a_horizon_behind_trees_and_hills_is_found(tilt, azimuth):
    up, turn = leaning(tilt, azimuth)
    found = estimate(rotated(landscape(), turn))
    assert found.sure and apart(found.up, up) < 0.5 and abs(found.tilt - tilt) < 0.5
    assert found.cue in ("horizon", "both") and found.horizon == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("tilt, azimuth", [(0, 0), (4, 20), (15, -110)])
def test_a_room_stands_by_its_walls_and_has_no_horizon(tilt, azimuth):
    up, turn = leaning(tilt, azimuth)
    found = estimate(rotated(room(), turn))
    assert found.sure and found.cue == "verticals" and apart(found.up, up) < 0.5
    assert found.horizon is None


def test_a_horizon_above_the_middle_is_measured():
    raised = np.roll(landscape(), -round(3 / 180 * WIDTH / 2), axis=0)
    found = estimate(raised)
    assert found.horizon == pytest.approx(3.0, abs=0.6) and found.tilt < 0.5


@pytest.mark.parametrize("pixels", [
    np.exp(0.5 * noise(3, 6))[..., None].repeat(3, 2).astype(np.float32),
    np.exp(noise(4, 1))[..., None].repeat(3, 2).astype(np.float32),
    np.full((64, 128, 3), 0.5, np.float32), np.zeros((8, 16, 3), np.float32),
], ids=["clouds", "noise", "grey", "black"])
def test_where_nothing_tells_nothing_is_claimed(pixels):
    found = estimate(pixels)
    assert not found.sure and found.horizon is None


@pytest.mark.parametrize("name", ["hilly_terrain_01_1k", "kloppenheim_05_1k", "modern_buildings_2_1k", "apartment"])
def test_photographs_are_set_upright(name):
    from backend.environment.hdr import read_hdr

    pixels = read_hdr(shared("data", "hdri") / f"{name}.hdr")
    usual = estimate(pixels)
    _, turn = leaning(9, 70)
    found = estimate(rotated(pixels, turn))
    assert usual.sure and found.sure and apart(found.up, turn @ usual.up) < 0.5


@pytest.mark.parametrize("name", ["rainforest_trail_1k", "drachenfels_cellar_1k"])
def test_leaves_and_rough_stone_are_no_evidence(name):
    from backend.environment.hdr import read_hdr

    found = estimate(read_hdr(shared("data", "hdri") / f"{name}.hdr"))
    assert not found.sure and found.horizon is None


def test_the_command_turns_map_and_sun(tmp_path):
    _, turn = leaning(7, 140)
    write_exr(tmp_path / "leaning.exr", rotated(landscape(), turn))
    sun = turn @ np.array([0.6, 0.0, 0.8])
    (tmp_path / "leaning.sun.json").write_text(json.dumps({"direction": sun.tolist(), "irradiance": [3, 2, 1],
                                                           "angle": 0.009}))
    target = tmp_path / "upright.exr"
    done = CliRunner().invoke(app, ["environment", "level", str(tmp_path / "leaning.exr"), "-o", str(target), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0 and told["tilt"] == pytest.approx(7, abs=0.5) and told["confidence"] >= 0.9
    assert estimate(read_exr(target)).tilt < 0.5
    turned = json.loads((tmp_path / "upright.sun.json").read_text())["direction"]
    assert apart(turned, (0.6, 0.0, 0.8)) < 0.5


def test_an_uncertain_map_is_turned_only_when_told_to(tmp_path):
    source, target = tmp_path / "noise.exr", tmp_path / "out.exr"
    write_exr(source, np.exp(noise(4, 1))[..., None].repeat(3, 2).astype(np.float32))
    order = ["environment", "level", str(source), "-o", str(target)]
    refused = CliRunner().invoke(app, order)
    assert refused.exit_code == 3 and "--anyway" in refused.output and not target.exists()
    assert CliRunner().invoke(app, [*order, "--anyway"]).exit_code == 0 and target.exists()
    assert CliRunner().invoke(app, [*order[:-1], str(tmp_path / "out.png")]).exit_code == 2
    (tmp_path / "noise.sun.json").write_text("{}")
    broken = CliRunner().invoke(app, [*order, "--anyway"])
    assert broken.exit_code == 3 and "noise.sun.json" in broken.output.replace("\n", "")
