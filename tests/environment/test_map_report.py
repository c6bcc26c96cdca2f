# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a radiance map, by the module and by ``troupe environment check``."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from backend.cli import app
from backend.environment.exr import write_exr
from backend.environment.hdr import write_hdr
from backend.environment.report import report
from tests.shared_data import shared

WIDTH = 256


def sky(seed=0) -> np.ndarray:
    """A smooth sky over darker ground, without a sun: no seam, one colour at each pole, a level horizon."""
    height = WIDTH // 2
    latitude = np.linspace(1, -1, height)[:, None, None]
    pixels = np.where(latitude > 0, 0.4 + 0.3 * latitude, 0.1) * np.array([0.8, 0.9, 1.0])
    pixels = np.repeat(pixels, WIDTH, 1)
    waves = np.cos(np.arange(WIDTH) / WIDTH * 2 * np.pi * 5)[None, :, None] * (1 - np.abs(latitude)) ** 2 * 0.03
    return (pixels * (1 + waves)).astype(np.float32)


def test_a_sound_map_has_no_faults():
    found = report(sky())
    assert found.faults == [] and found.light == "soft" and found.not_finite == 0
    assert found.horizon == pytest.approx(0.0, abs=0.5)
    assert found.seam < 1.2 and found.peak_over_mean < 100


def test_a_sun_is_found_where_it_is_and_weighed():
    pixels = sky()
    row, column = 31, 160  # 90 - 31.5 / 128 * 180 = 45.7 degrees
    pixels[row, column] = 3e4
    found = report(pixels)
    assert found.light == "sunny" and found.direct_share > 0.5
    assert found.peak_elevation == pytest.approx(45.7, abs=0.1)
    assert found.peak_azimuth == pytest.approx((160.5 / 256 - 0.5) * 360, abs=0.1)


def test_each_fault_is_told():
    torn = sky() * np.linspace(1, 1.6, WIDTH, dtype="f4")[None, :, None]
    assert any("edge" in each for each in report(torn).faults)
    pinched = sky()
    pinched[0] *= np.random.default_rng(0).uniform(0.8, 1.2, (WIDTH, 1)).astype("f4")
    assert any("zenith pinches" in each for each in report(pinched).faults)
    tilted = np.roll(sky(), 4, 0)
    assert any("below" in each for each in report(tilted).faults)
    broken = sky()
    broken[5, 5, 1], broken[6, 6] = np.nan, -1
    found = report(broken)
    assert found.not_finite == 1 and found.negative == 3 and np.isfinite(found.mean)
    assert len(found.faults) == 2


def test_photographs_are_not_accused():
    """Real maps are busy at their edges and poles; that is no fault."""
    from backend.environment.hdr import read_hdr

    kinds = {}
    for path in sorted(shared("data", "hdri").glob("*.hdr")):
        found = report(read_hdr(path))
        assert found.faults == [], (path.name, found.faults)
        kinds[path.stem] = found.light
    assert kinds["park"] == kinds["kloppenheim_05_1k"] == "sunny" and kinds["city"] == "soft"


def test_the_command_reports_and_leaves_as_asked(tmp_path):
    good, bad = tmp_path / "good.exr", tmp_path / "bad.hdr"
    write_exr(good, sky())
    write_hdr(bad, sky() * np.linspace(1, 1.6, WIDTH, dtype="f4")[None, :, None])
    run = CliRunner().invoke
    done = run(app, ["environment", "check", str(good), "--json", "--strict"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0 and told["passed"] and told["metrics"]["width"] == WIDTH
    assert run(app, ["environment", "check", str(bad)]).exit_code == 0
    assert run(app, ["environment", "check", str(bad), "--strict"]).exit_code == 1


@pytest.mark.parametrize("name, content", [
    ("nothing.exr", None), ("text.exr", b"hello"), ("text.hdr", b"hello"), ("photo.png", b"\x89PNG"),
    ("cut.hdr", b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 64 +X 128\n\2\2\0\x80"),
    ("huge.hdr", b"#?RADIANCE\n\n-Y 999999999 +X 999999999\n")])
def test_files_that_are_no_maps_are_refused(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = CliRunner().invoke(app, ["environment", "check", str(path), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code != 0 and not told["ok"] and told["error"]["message"] and told["error"]["remedy"]


def test_a_map_that_is_not_twice_as_wide_is_refused(tmp_path):
    path = tmp_path / "square.exr"
    write_exr(path, sky()[:, :128])
    done = CliRunner().invoke(app, ["environment", "check", str(path), "--json"])
    assert done.exit_code != 0 and "twice" in json.loads(done.stdout)["error"]["message"]
