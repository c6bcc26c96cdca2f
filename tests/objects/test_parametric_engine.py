# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as a whole: looks on the right faces, textures, determinism, cancel, and the file it exports."""

from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pytest
import trimesh

from backend.engine import Cancelled, EngineError, Progress, Request, best_available, declaration, discover
from backend.export.gltf import write_glb
from backend.objects.making import pigment
from backend.objects.parametric_engine import ParametricEngine

ENGINE = ParametricEngine()


def make(prompt: str, seed: int = 0, spec=None, progress: Progress | None = None, **parameters):
    complete = ENGINE.complete({"texture_size": "0", **parameters})
    prop = ENGINE.generate(Request(prompt=prompt, seed=seed, parameters=complete, spec=spec), progress or Progress())
    prop.validate()
    return prop


def material_of_faces(mesh, where) -> set[str]:
    """Material names of the faces whose centre satisfies ``where``."""
    center = np.add.reduceat(mesh.vertices[mesh.corner_vertices], mesh.face_offsets[:-1], axis=0)
    center /= np.diff(mesh.face_offsets)[:, None]
    return {mesh.materials[i].name for i in mesh.material_index[where(center)]}


def test_a_gold_rim_is_at_the_top_and_metal():
    prop = make("a blue ceramic vase with a gold rim, 30 cm tall", 3)
    body = next(mesh for mesh in prop.meshes if mesh.name == "body")
    assert material_of_faces(body, lambda c: c[:, 2] > 0.298) == {"Gold"}
    assert material_of_faces(body, lambda c: c[:, 2] < 0.2) == {"Glazed ceramic"}
    by_name = {m.name: m for m in body.materials}
    assert by_name["Gold"].metallic == 1 and by_name["Gold"].base_color[0] > by_name["Gold"].base_color[2]
    blue = by_name["Glazed ceramic"].base_color
    assert blue[2] > 2 * blue[0] and by_name["Glazed ceramic"].coat > 0


def test_a_basketball_is_orange_unless_another_colour_is_asked():
    plain = make("a basketball", 2).meshes[0].materials[0].base_color
    assert plain[0] > 2 * plain[1] > 4 * plain[2]
    asked = {m.name: m.base_color for m in make("a blue basketball", 2).meshes[0].materials}
    assert any(color[2] > 2 * color[0] for color in asked.values())


def test_a_colour_does_not_change_the_shape():
    plain, red = make("a vase", 5), make("a red glass vase", 5)
    for a, b in zip(plain.meshes, red.meshes, strict=True):
        assert a.vertices.tobytes() == b.vertices.tobytes()
    assert red.meshes[0].materials[0].transmission == 1


def test_painted_metal_is_paint():
    bare, red = make("a steel bucket", 1), make("a red steel bucket", 1)
    assert next(m for m in bare.meshes if m.name == "body").materials[0].metallic == 1
    assert next(m for m in red.meshes if m.name == "body").materials[0].metallic == 0


def test_parts_can_be_left_out():
    assert {mesh.name for mesh in make("a mug without a handle").meshes} == {"body"}


def test_textures_are_baked_once_for_shared_materials():
    prop = make("an oak chair", 2, texture_size="512")
    wood = {id(m.base_color_image) for mesh in prop.meshes for m in mesh.materials if m.name == "Oak"}
    assert len(wood) == 1
    image = next(m.base_color_image for mesh in prop.meshes for m in mesh.materials if m.name == "Oak")
    assert image.pixels.shape == (512, 512, 3) and image.colorspace == "sRGB"
    assert image.pixels[..., 0].mean() > image.pixels[..., 2].mean()  # brown
    assert image.pixels.std(axis=(0, 1)).min() > 4  # with a grain


def test_wood_grain_runs_along_the_board():
    """Colour changes faster across a table's planks than along them."""
    from backend.objects.textures import Texels, wood
    t = np.linspace(0, 0.4, 400)
    zero = np.zeros_like(t)

    def change(points):
        color, _ = wood(Texels(points, points, zero, 1.0, 3), np.array([0.4, 0.25, 0.12]))
        return np.abs(np.diff(color, axis=0)).mean()

    assert change(np.stack([t, zero, zero], axis=1)) > 3 * change(np.stack([zero, zero, t], axis=1))


def test_bit_identical_again():
    first, again = (make("a striped teapot with a gold knob", 11, texture_size="512") for _ in range(2))
    for a, b in zip(first.meshes, again.meshes, strict=True):
        assert a.vertices.tobytes() == b.vertices.tobytes() and a.uvs.tobytes() == b.uvs.tobytes()
        for m, n in zip(a.materials, b.materials, strict=True):
            assert m.base_color == n.base_color
            assert (m.base_color_image is None) == (n.base_color_image is None)
            if m.base_color_image is not None:
                assert m.base_color_image.pixels.tobytes() == n.base_color_image.pixels.tobytes()


def test_several_stand_side_by_side():
    prop = make("three mugs", 4)
    spans = sorted((float(m.vertices[:, 0].min()), float(m.vertices[:, 0].max()))
                   for m in prop.meshes if m.name.startswith("body"))
    assert len(spans) == 3
    assert spans[0][1] < spans[1][0] and spans[1][1] < spans[2][0]
    heights = {round(float(np.ptp(m.vertices[:, 2])), 5) for m in prop.meshes if m.name.startswith("body")}
    assert len(heights) == 3  # individuals, not copies


def test_provenance_and_an_edited_spec():
    prop = make("a small blue vase", 9)
    assert prop.provenance.engine == "parametric" and prop.provenance.seed == 9
    spec = dict(prop.provenance.spec)
    again = make("whatever", 9, spec=spec)
    assert again.meshes[0].vertices.tobytes() == prop.meshes[0].vertices.tobytes()
    spec["category"] = "mug"
    assert make("whatever", 9, spec=spec).category == "mug"
    with pytest.raises(EngineError, match="wing"):
        make("whatever", spec={**spec, "parts": {"wing": {}}})


def test_category_and_size_parameters():
    assert make("a blue thing", category="bowl").category == "bowl"
    one, two = make("a bowl", 1), make("a bowl", 1, size_scale=2.0)
    assert np.allclose(one.meshes[0].vertices * 2, two.meshes[0].vertices, atol=1e-6)


def test_cancel_is_heard():
    flag = threading.Event()
    stages = []

    def report(fraction, stage, preview):
        stages.append((fraction, stage))
        if fraction > 0.05:
            flag.set()

    with pytest.raises(Cancelled):
        make("a vase", texture_size="1024", progress=Progress(report, flag))
    assert stages and all(0 <= fraction <= 1 for fraction, _ in stages)


def test_screen_primaries_become_pigments():
    for color in [(0, 0, 1.0), (1.0, 0, 0), (1.0, 1.0, 1.0), (0, 0, 0)]:
        drawn = pigment(color)
        assert 0.001 < max(drawn) < 0.9
    assert pigment((0, 0, 1.0))[2] > 4 * pigment((0, 0, 1.0))[0]


def test_exports_as_glb(tmp_path):
    prop = make("a blue ceramic vase with a gold rim, 30 cm tall", 1, texture_size="512")
    write_glb(tmp_path / "vase.glb", prop)
    scene = trimesh.load(tmp_path / "vase.glb")
    assert scene.extents[1] == pytest.approx(0.3, rel=1e-3)  # glTF is Y-up
    textures = [g.visual.material.baseColorTexture for g in scene.geometry.values()]
    assert any(texture is not None and texture.size == (512, 512) for texture in textures)


def test_declared_and_found():
    engines, _ = discover()
    assert engines["parametric"] is ParametricEngine
    assert best_available({"parametric": ParametricEngine}, "object") is ParametricEngine
    assert declaration(ParametricEngine)["available"]


def test_importing_loads_nothing_heavy():
    code = ("import sys, backend.objects.parametric_engine; "
            "print([m for m in ('torch', 'scipy', 'trimesh', 'PIL', 'tokenizers') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
