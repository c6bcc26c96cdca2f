# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures lifted to light by the weights that ship with Troupe."""

from __future__ import annotations

import json
import threading

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from backend import srgb
from backend.cli import app
from backend.engine import Cancelled, EngineError, Progress
from backend.environment.itmo import BURNT, lifted
from backend.environment.pictures import read_picture
from backend.environment.report import report
from tests.shared_data import shared

pytestmark = pytest.mark.usefixtures("one_thread")
WIDTH = 128


def noon() -> np.ndarray:
    """A radiance map with a sun: sky over a meadow, white of the picture at 1."""
    height = WIDTH // 2
    latitude = (0.5 - (np.arange(height) + 0.5) / height)[:, None, None] * np.pi
    longitude = ((np.arange(WIDTH) + 0.5) / WIDTH * 2 - 1)[None, :, None] * np.pi
    sky = np.where(latitude > 0, np.array([0.25, 0.4, 0.75]) * (1.1 - 0.5 * np.sin(np.maximum(latitude, 0))),
                   np.array([0.12, 0.16, 0.06]) * (1 + 0.2 * np.sin(40 * longitude) * np.cos(9 * latitude)))
    cosine = (np.sin(latitude) * np.sin(0.7) + np.cos(latitude) * np.cos(0.7) * np.cos(longitude - 0.6))
    angle = np.arccos(np.clip(cosine, -1, 1))
    return (sky + 3 * np.exp(-((angle / 0.09) ** 2)) + np.where(angle < 0.03, 2e3, 0)).astype(np.float32)


def photo(radiance: np.ndarray) -> np.ndarray:
    return (srgb.to_bytes(radiance) / 255).astype(np.float32)


def test_what_is_not_burnt_out_keeps_its_radiance_and_the_sun_gets_light():
    picture = photo(noon())
    radiance = lifted(picture)
    known = picture.max(-1) < BURNT
    assert np.allclose(radiance[known], srgb.decode(picture)[known], atol=1e-5)
    sun = (picture.min(-1) > 0.999)
    assert sun.any() and radiance[sun].max() > 4 and (radiance[sun] >= 1).all()
    found = report(radiance)
    assert found.not_finite == 0 and found.peak_elevation == pytest.approx(np.degrees(0.7), abs=4)


def test_a_panorama_has_no_beginning():
    picture = photo(noon())
    turned = lifted(np.roll(picture, 37, 1))
    assert np.allclose(np.roll(lifted(picture), 37, 1), turned, rtol=1e-3, atol=1e-4)


def test_larger_is_sharper_than_stretched_and_true_to_the_picture():
    radiance = np.minimum(noon(), 1.0)
    stripes = (np.indices((64, 128)).sum(0) // 6 % 2)[..., None] * 0.3 + 0.2
    whole = photo(np.where(np.arange(64)[:, None, None] > 40, stripes, radiance))
    small = _halved(whole)
    large = lifted(small, 2)
    assert large.shape == whole.shape
    assert np.abs(_halved(srgb.encode(large).astype(np.float32)) - small).mean() < 0.01


def _halved(picture: np.ndarray) -> np.ndarray:
    return picture.reshape(picture.shape[0] // 2, 2, -1, 2, 3).mean((1, 3))


def test_held_out_photographs_come_nearer_to_the_truth_than_without():
    """On the test split: less error in what was burnt out than the picture itself has."""
    import csv

    from backend.environment.hdr import read_hdr
    from backend.training.sritmo_report import developed, exposures, score

    folder = shared("data", "hdri")
    with (folder / "index.csv").open(newline="", encoding="utf-8") as file:
        names = [row["file"] for row in csv.DictReader(file) if row["split"] == "test"]
    errors = []
    for name in names:
        relative = exposures(read_hdr(folder / name)[::2, ::2])[1]
        picture = developed(relative)
        errors.append([score(each, relative)[1] for each in (lifted(picture), srgb.decode(picture))])
    ours, plain = np.mean(errors, 0)
    assert ours < 0.85 * plain


def test_it_can_be_cancelled():
    cancelled = threading.Event()
    progress = Progress(lambda fraction, stage, _: cancelled.set() if fraction > 0.1 else None, cancelled)
    with pytest.raises(Cancelled):
        lifted(photo(noon()), 2, progress=progress)


def test_the_command_writes_a_map_that_reads_back(tmp_path):
    source = tmp_path / "photo.png"
    Image.fromarray(srgb.to_bytes(noon())).save(source)
    run = CliRunner().invoke
    done = run(app, ["environment", "hdr", str(source), "-o", str(tmp_path / "light.exr"), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0 and told["metrics"]["width"] == 128 and told["metrics"]["peak"] > 1
    assert run(app, ["environment", "hdr", str(source), "-o", str(tmp_path / "light.png")]).exit_code == 2
    assert run(app, ["environment", "hdr", str(source), "-o", str(tmp_path / "a.exr"), "--scale", "3"]).exit_code == 2


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "CMYK", "P", "I;16", "1", "F"])
def test_every_kind_of_picture_is_read(tmp_path, mode):
    level = np.tile(np.linspace(0, 255, 32, dtype="u1"), (16, 1))
    path = tmp_path / "picture.tif"
    if mode == "I;16":
        Image.fromarray(level.astype("u2") * 257).save(path)
    elif mode == "F":
        Image.fromarray(level.astype("f4") / 255).save(path)
    else:
        Image.fromarray(np.stack([level] * 3, -1)).convert(mode).save(path)
    values = read_picture(path)
    assert values.shape == (16, 32, 3) and values.dtype == np.float32
    assert values[:, 0].max() < 0.02 and values[:, -1].min() > 0.98
    if mode not in ("1", "P"):
        assert np.abs(values[0, :, 0] - np.linspace(0, 1, 32)).max() < 0.03


def test_pictures_that_are_none_are_refused(tmp_path):
    path = tmp_path / "picture.png"
    for content in (b"", b"text", b"\x89PNG\r\n\x1a\n" + bytes(40)):
        path.write_bytes(content)
        with pytest.raises(EngineError) as raised:
            read_picture(path)
        assert raised.value.code == "bad_file" and raised.value.remedy
    Image.fromarray(np.full((16, 32), np.nan, "f4")).save(tmp_path / "nan.tif")
    with pytest.raises(EngineError, match="finite"):
        read_picture(tmp_path / "nan.tif")
    with pytest.raises(EngineError, match="no file"):
        read_picture(tmp_path / "absent.png")
    Image.new("RGB", (40, 30)).save(path)
    done = CliRunner().invoke(app, ["environment", "hdr", str(path), "-o", str(tmp_path / "x.exr"), "--json"])
    assert done.exit_code != 0 and "twice" in json.loads(done.stdout)["error"]["message"]
