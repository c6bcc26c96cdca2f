# SPDX-License-Identifier: GPL-3.0-or-later
"""Normal maps against slopes that are known, and where metal is no metal any more."""

from __future__ import annotations

import json

import numpy as np
import pytest
import trimesh
from typer.testing import CliRunner

from backend.cli import app
from backend.engine import Progress
from backend.objects.making import make
from backend.objects.relief import heights, normal_map
from backend.objects.spec import check

SIZE = 128


def test_slopes_are_those_of_the_heights():
    """A wave along u and a ramp along v: the normal leans against both."""
    rows, columns = np.mgrid[:SIZE, :SIZE]
    metre = 0.001
    u, v = columns * metre, -rows * metre
    wave, length = 0.0004, 0.032
    height = wave * np.sin(2 * np.pi * u / length) + 0.1 * v
    image = normal_map("a", height.ravel(), np.arange(SIZE * SIZE), SIZE, metre)
    normal = image.pixels.astype(float) / 127.5 - 1
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    slope_u = wave * 2 * np.pi / length * np.cos(2 * np.pi * u / length)
    wanted = np.stack([-slope_u, np.full_like(slope_u, -0.1), np.ones_like(slope_u)], axis=2)
    wanted /= np.linalg.norm(wanted, axis=2, keepdims=True)
    assert np.abs(normal - wanted)[1:-1, 1:-1].max() < 0.01
    assert image.colorspace == "Non-Color"


def test_noise_finer_than_a_texel_is_left_out_and_rough_places_lie_lower():
    points = np.random.default_rng(0).uniform(0, 0.1, (5000, 3))
    hint = {"scale": 300.0, "distance": 0.0003, "strength": 0.5, "detail": 3.0}
    flat = np.zeros(len(points))
    assert np.ptp(heights(points, flat, hint, 0.01, 1)) == 0
    assert 0.0001 < np.ptp(heights(points, flat, hint, 0.0001, 1)) < 0.0004
    assert (heights(points, flat + 0.5, hint, 0.0001, 1) < heights(points, flat, hint, 0.0001, 1)).all()


def build(normals: bool, **spec):
    return make(check(spec), 3, {"texture_size": "256", "normal_maps": normals}, Progress())[0]


def test_maps_are_baked_when_asked_and_replace_the_nodes():
    plain, baked = build(False, category="vase", material="stone"), build(True, category="vase", material="stone")
    for a, b in zip(plain.meshes, baked.meshes, strict=True):
        assert a.vertices.tobytes() == b.vertices.tobytes()
    one, other = plain.meshes[0].materials[0], baked.meshes[0].materials[0]
    assert one.normal_image is None and "bump" in one.procedural
    assert other.normal_image is not None and "bump" not in other.procedural
    assert one.base_color_image.pixels.tobytes() == other.base_color_image.pixels.tobytes()
    lean = other.normal_image.pixels.astype(float) / 127.5 - 1
    assert lean[..., 2].min() > 0.6 and lean[..., :2].std() > 0.02 and abs(lean[..., :2].mean()) < 0.02


def test_rust_is_no_metal():
    bucket = build(False, category="bucket", material="iron", wear={"rust": 0.6}).meshes[0].materials[0]
    metal, color = (image.pixels.astype(float) for image in (bucket.metallic_image, bucket.base_color_image))
    red = (color[::2, ::2, 0] - color[::2, ::2, 2]).ravel()
    assert np.corrcoef(red, metal[..., 0].ravel())[0, 1] < -0.8
    assert metal.max() > 250 and metal.min() < 10
    assert build(False, category="bucket", material="iron").meshes[0].materials[0].metallic_image is None


def test_a_file_from_the_command_line_has_every_map(tmp_path):
    output = tmp_path / "bucket.glb"
    result = CliRunner().invoke(app, ["generate", "object", "-o", str(output), "a rusty iron bucket", "--seed", "3",
                                      "--set", "texture_size=512", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["ok"]
    found = [each.visual.material for each in trimesh.load(output).geometry.values()]
    assert any(each.normalTexture is not None and each.metallicRoughnessTexture is not None
               and each.baseColorTexture is not None for each in found)


@pytest.mark.parametrize("value", ["lots", 3])
def test_the_option_is_yes_or_no(value):
    from backend.engine import InvalidParameter
    from backend.objects.parametric_engine import ParametricEngine
    with pytest.raises(InvalidParameter):
        ParametricEngine().complete({"normal_maps": value})
