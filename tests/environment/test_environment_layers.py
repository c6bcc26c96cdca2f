# SPDX-License-Identifier: GPL-3.0-or-later
"""Depth and mask of environments: their smaller versions, and their files."""

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from backend.engine import EngineError
from backend.environment.layers import reduced, write_depth, write_mask
from backend.environment.panorama import directions
from protocol.assets import Environment, Provenance

EYE = 1.5


def flat(width=64):
    """Depth and mask of level ground below an eye, a wall to one side, sky above."""
    z = directions(np.arange(width // 2) + 0.5, np.arange(width) + 0.5, width)[..., 2]
    depth, mask = np.full(z.shape, 1e7, np.float32), np.zeros(z.shape, np.uint8)
    depth[z < 0], mask[z < 0] = (-EYE / z)[z < 0], Environment.GROUND
    wall = (np.abs(np.arange(width) - width // 2) < 6) & (np.abs(z) < 0.3) & (depth > 4)
    depth[wall], mask[wall] = 4.0, Environment.THING
    return depth, mask


@pytest.mark.parametrize("width, expected", [(256, 256), (512, 256), (1024, 512), (4096, 2048), (8192, 2048)])
def test_layers_are_half_the_map_and_no_wider_than_2048(width, expected):
    depth = np.full((width // 2, width), 3.0, np.float32)
    small, what = reduced(depth, np.full(depth.shape, 3, np.uint8))
    assert small.shape == what.shape == (expected // 2, expected) and (small == 3.0).all()


def test_the_nearest_of_the_pixels_speaks_and_the_sky_is_infinite():
    depth, mask = np.full((256, 512), 1e7, np.float32), np.zeros((256, 512), np.uint8)
    depth[101, 77], mask[101, 77] = 2.5, Environment.THING  # a twig
    depth[201, 300], mask[201, 300] = 40.0, Environment.GROUND
    small, what = reduced(depth, mask)
    assert small[50, 38] == 2.5 and what[50, 38] == Environment.THING
    assert small[100, 150] == 40.0 and np.isinf(small).sum() == small.size - 2
    assert (what[np.isinf(small)] == Environment.SKY).all()
    made = Environment(name="e", pixels=np.ones((256, 512, 3), np.float32), depth=small, mask=what)
    made.validate()


def test_a_room_has_a_floor():
    depth, mask = flat()
    mask[mask == Environment.GROUND] = Environment.THING
    _, what = reduced(depth, mask)
    assert (what[-4:] == Environment.GROUND).all() and (what[17, 32] == Environment.THING)
    assert not (what[:16] == Environment.GROUND).any()


@pytest.fixture
def asset():
    depth, mask = reduced(*flat())
    return Environment(name="e", pixels=np.ones((32, 64, 3), np.float32), depth=depth, mask=mask)


def test_files_hold_what_the_asset_does(asset, tmp_path):
    import OpenEXR

    write_depth(tmp_path / "depth.exr", asset)
    write_mask(tmp_path / "mask.png", asset)
    with OpenEXR.File(str(tmp_path / "depth.exr")) as file:
        np.testing.assert_array_equal(file.channels()["Y"].pixels, asset.depth)
    with Image.open(tmp_path / "mask.png") as picture:
        np.testing.assert_array_equal(np.asarray(picture), asset.mask)
        colors = np.asarray(picture.convert("RGB"))
    assert len(np.unique(colors.reshape(-1, 3), axis=0)) == 3  # classes can be told apart by eye as well


def test_an_environment_without_layers_says_who_makes_them(tmp_path):
    origin = Provenance(engine="text2light", engine_version="1", prompt="", seed=0)
    asset = Environment(name="e", pixels=np.ones((2, 4, 3), np.float32), provenance=origin)
    for write in (write_depth, write_mask):
        with pytest.raises(EngineError, match="text2light makes no") as raised:
            write(tmp_path / "file", asset)
        assert "panorama" in raised.value.remedy


def test_the_command_writes_them_beside_the_map(asset, tmp_path, monkeypatch):
    from backend.cli import app

    monkeypatch.setattr("backend.generation.run_here", lambda *_, **__: asset)
    files = [tmp_path / name for name in ("e.exr", "depth.exr", "mask.png")]
    order = ["generate", "environment", "a field", "-o", str(files[0]), "--depth", str(files[1]), "--mask",
             str(files[2])]
    done = CliRunner().invoke(app, order)
    assert done.exit_code == 0, done.output
    assert [each for each in done.stdout.splitlines() if each] == [str(each) for each in files]
    assert all(each.stat().st_size for each in files)
    for wrong in (["generate", "motion", "walk", "-o", "a.bvh", "--depth", "d.exr"], [*order[:-1], "mask.jpg"]):
        refused = CliRunner().invoke(app, wrong)
        assert refused.exit_code == 2, refused.output
