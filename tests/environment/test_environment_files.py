# SPDX-License-Identifier: GPL-3.0-or-later
"""EXR and HDR files, read back; thumbnails; the map's geometry and metrics on maps with known answers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.engine import EngineError
from backend.environment import metrics
from backend.environment.exr import read_exr, write_exr
from backend.environment.hdr import from_rgbe, read_hdr, to_rgbe, write_hdr
from backend.environment.heavens import draw_disc
from backend.environment.panorama import directions, pixel_of, solid_angles
from backend.environment.skymodel import direction_of
from backend.environment.thumbnail import thumbnail, tone_map


@pytest.fixture
def sunny():
    rng = np.random.default_rng(0)
    pixels = rng.random((32, 64, 3)).astype(np.float32)
    pixels[5, 6] = (9e4, 8e4, 5e4)
    return pixels


def test_exr_is_exact_even_for_a_sun(tmp_path, sunny):
    path = tmp_path / "sky ü.exr"
    write_exr(path, sunny)
    assert np.array_equal(read_exr(path), sunny)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_exr_is_float32_zip_for_other_readers(tmp_path, sunny):
    import OpenEXR

    path = tmp_path / "sky.exr"
    write_exr(path, sunny)
    with OpenEXR.File(str(path), separate_channels=True) as file:
        assert file.header()["compression"] == OpenEXR.ZIP_COMPRESSION
        assert sorted(file.channels()) == ["B", "G", "R"]
        assert np.array_equal(file.channels()["R"].pixels, sunny[..., 0])


def test_exr_refuses_what_would_be_broken(tmp_path, sunny):
    bad = sunny.copy()
    bad[0, 0, 0] = np.inf
    with pytest.raises(ValueError):
        write_exr(tmp_path / "a.exr", bad)
    with pytest.raises(ValueError):
        write_exr(tmp_path / "a.exr", sunny[..., 0])
    with pytest.raises(EngineError):
        write_exr(tmp_path / "missing" / "a.exr", sunny)
    with pytest.raises(EngineError):
        read_exr(tmp_path / "a.exr")
    (tmp_path / "text.exr").write_text("not an image")
    with pytest.raises(EngineError):
        read_exr(tmp_path / "text.exr")


def test_hdr_comes_back_within_a_percent(tmp_path, sunny):
    sunny[10:20] = 0.25  # long runs
    sunny[22] = 0.0
    path = tmp_path / "sky.hdr"
    write_hdr(path, sunny)
    back = read_hdr(path)
    assert (np.abs(back - sunny) <= 0.01 * sunny.max(axis=-1, keepdims=True)).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1e-20, 1e20), min_size=3, max_size=3))
def test_rgbe_keeps_a_percent_of_the_largest_channel(values):
    pixel = np.array([values], np.float32)
    assert (np.abs(from_rgbe(to_rgbe(pixel)) - pixel) <= 0.01 * pixel.max()).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 300)), min_size=1, max_size=8))
def test_hdr_runs_survive_any_pattern(tmp_path_factory, runs):
    row = np.concatenate([np.full(length, 0.25 * (1 + value)) for value, length in runs])
    row = np.resize(row, max(8, len(row)))
    pixels = np.repeat(row[None, :, None], 3, axis=2).astype(np.float32)
    path = tmp_path_factory.mktemp("hdr") / "a.hdr"
    write_hdr(path, pixels)
    assert np.allclose(read_hdr(path), pixels, rtol=0.01)


def test_damaged_hdr_is_an_error(tmp_path, sunny):
    path = tmp_path / "a.hdr"
    write_hdr(path, sunny)
    data = path.read_bytes()
    for broken in (b"", b"#?RADIANCE\n\n-Y 4 +X 99999999\n", data[:len(data) // 2], data[:60] + b"\0" * 40):
        path.write_bytes(broken)
        with pytest.raises(EngineError):
            read_hdr(path)


def test_thumbnail_is_small_and_ordered():
    ramp = np.repeat(np.geomspace(1e-3, 1e3, 64)[None, :, None], 32, axis=0).repeat(3, axis=2).astype(np.float32)
    image = thumbnail(ramp, width=32)
    image.validate()
    assert image.pixels.shape == (16, 32, 3) and image.colorspace == "sRGB"
    row = image.pixels[0, :, 0].astype(int)
    assert (np.diff(row) >= 0).all() and row[0] < 20 and row[-1] == 255
    assert 95 < int(tone_map(np.full((1, 1, 3), 0.18, np.float32))[0, 0, 0]) < 145


def test_convention_of_the_map():
    """The middle of the map is +X, a quarter in +Y, three quarters in -Y, the top +Z."""
    d = directions(np.array([0.0, 50.0]), np.array([100.0, 50.0, 150.0]), 200)
    assert d[1] == pytest.approx(np.array([[1, 0, 0], [0, 1, 0], [0, -1, 0]]), abs=1e-12)
    assert d[0, 0] == pytest.approx([0, 0, 1])


@given(st.floats(-1.5, 1.5), st.floats(-3.1, 3.1))
def test_pixel_of_inverts_directions(elevation, azimuth):
    where = direction_of(elevation, azimuth)
    row, column = pixel_of(where, 512)
    assert directions(np.array([row]), np.array([column]), 512)[0, 0] == pytest.approx(where, abs=1e-9)


def test_solid_angles_cover_the_sphere():
    assert solid_angles(128).sum() * 128 == pytest.approx(4 * math.pi)


@pytest.mark.parametrize("width", [64, 256, 1024])
@pytest.mark.parametrize("azimuth", [0.3, math.pi, -2.0])
@pytest.mark.parametrize("degrees", [2.0, 45.0, 88.5])
def test_disc_energy_is_exact_at_any_size(width, azimuth, degrees):
    pixels = np.zeros((width // 2, width, 3), np.float32)
    where = direction_of(math.radians(degrees), azimuth)
    draw_disc(pixels, where, np.array([3.0, 2.0, 1.0]), irradiance=True)
    found = metrics.within(pixels, where, math.radians(12))
    assert found == pytest.approx(np.array([3.0, 2.0, 1.0]), rel=0.02)


def test_metrics_know_a_uniform_map():
    flat = np.full((64, 128, 3), 0.5, np.float32)
    assert metrics.irradiance(flat) == pytest.approx(0.5 * math.pi, rel=1e-3)
    assert metrics.pole_variation(flat) == pytest.approx((0, 0), abs=1e-6)
    assert metrics.peak_over_mean(flat) == pytest.approx(1, rel=1e-5)


def test_metrics_find_a_seam():
    rng = np.random.default_rng(0)
    noise = np.exp(0.05 * rng.standard_normal((64, 128)))
    scene = np.where(np.arange(64)[:, None] < 30, 1.0, 0.1) * noise
    scene = scene[..., None].repeat(3, axis=2)
    assert metrics.seam_ratio(scene) < 1.5
    scene[:, :64] *= 1.5
    assert metrics.seam_ratio(scene) > 3


@pytest.mark.parametrize("kind", ["exr", "hdr"])
def test_a_file_cut_short_anywhere_is_refused_in_words(tmp_path, sunny, kind):
    path = tmp_path / f"sky.{kind}"
    (write_exr if kind == "exr" else write_hdr)(path, sunny)
    whole = path.read_bytes()
    for length in (0, 1, 7, *range(20, len(whole) - 200, max(1, len(whole) // 23))):
        path.write_bytes(whole[:length])
        with pytest.raises(EngineError, match=r"could not be read|no RGB"):
            (read_exr if kind == "exr" else read_hdr)(path)
