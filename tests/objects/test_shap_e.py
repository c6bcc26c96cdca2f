# SPDX-License-Identifier: GPL-3.0-or-later
"""Shap-E with tiny random pipelines of diffusers' real classes: text and picture to asset; bad models and bad input."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from tests import tiny_pipelines  # skips without diffusers

torch = pytest.importorskip("torch")
from safetensors.torch import load_file, save_file  # noqa: E402

from backend.engine import Cancelled, EngineError, InvalidParameter, Progress, Request  # noqa: E402
from backend.objects.finishing.report import report  # noqa: E402
from backend.objects.finishing.soup import Soup  # noqa: E402
from backend.objects.learned.engine import check, read  # noqa: E402
from backend.objects.learned.pictures import picture_of, read_image  # noqa: E402
from backend.objects.learned.shap_e_engine import ShapEEngine  # noqa: E402
from protocol.assets import Image  # noqa: E402

QUICK = {"steps": 2, "guidance": 3.0, "grid": 64, "faces": 800, "texture_size": "512"}


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("models")
    return tiny_pipelines.shap_e(folder / "text"), tiny_pipelines.shap_e_image(folder / "image")


@pytest.fixture
def engine(models, monkeypatch) -> ShapEEngine:
    torch.set_num_threads(1)
    monkeypatch.setenv("TROUPE_SHAP_E", str(models[0]))
    monkeypatch.setenv("TROUPE_SHAP_E_IMAGE", str(models[1]))
    return ShapEEngine()


def request(prompt: str = "a cat", seed: int = 5, image: Image | None = None, **parameters) -> Request:
    return Request(prompt=prompt, seed=seed, parameters=ShapEEngine.complete({**QUICK, **parameters}),
                   inputs={} if image is None else {"image": image})


def measured(mesh):
    triangles = mesh.corner_vertices.reshape(-1, 3).astype(np.int64)
    return report(Soup(mesh.vertices.astype(float), triangles), mesh.uvs.reshape(-1, 3, 2).astype(float))


def test_words_become_a_clean_textured_asset_of_a_cats_size(engine):
    seen: list[tuple[float, str]] = []
    prop = engine.generate(request(), Progress(lambda fraction, stage, _: seen.append((fraction, stage))))
    mesh, found = prop.meshes[0], measured(prop.meshes[0])
    assert found.watertight and found.base_at_origin and found.uv_overlap < 0.01
    assert 0.2 < max(found.size) < 0.75, "as large as cats are"
    assert 600 < found.triangles <= 800
    color = mesh.materials[0].base_color_image
    assert color.colorspace == "sRGB" and color.pixels.std() > 3
    assert prop.category == "cat" and prop.provenance.engine == "shap-e" and len(prop.provenance.weights) == 64
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions) and sum("Dreaming: step" in stage for _, stage in seen) == 3  # Heun: 2n - 1
    again = engine.generate(request(), Progress())
    assert np.array_equal(again.meshes[0].vertices, mesh.vertices), "a seed is one object"
    taller = engine.generate(request("a cat, 1.2 m tall", texture_size="0", colliders=True), Progress())
    assert taller.colliders
    assert np.ptp(taller.meshes[0].vertices[:, 2]) == pytest.approx(1.2, rel=1e-3)


def test_the_surface_lies_where_the_network_says_and_wears_its_linear_colours(engine, models):
    from backend.objects.learned.implicit import surface
    from backend.pipelines.opening import open_pipeline
    from backend.srgb import decode

    pipeline = open_pipeline(models[0], ("ShapEPipeline",), "cpu", False, Progress()).pipeline
    with torch.no_grad():
        latent = pipeline("a cat", num_inference_steps=2, guidance_scale=3.0, output_type="latent",
                          generator=torch.Generator().manual_seed(5)).images
        soup = surface(pipeline.shap_e_renderer, latent, 64, "cpu", Progress())
        inner = np.abs(soup.vertices).max(axis=1) < 0.95  # the border is closed by a wall
        places = torch.tensor(soup.vertices[inner][::50], dtype=torch.float32)[None]
        made = pipeline.shap_e_renderer.mlp(position=places, direction=None, ts=None, nerf_level="fine",
                                            rendering_mode="stf")
    slope = 2 / 63  # one cell; the field's slope is about one
    assert np.abs(made.signed_distance.numpy()).max() < 2 * slope
    assert np.allclose(soup.colors[inner][::50], decode(made.channels[0].numpy()), atol=1e-4)
    assert Soup(soup.vertices, soup.triangles).volume() > 0, "normals point out"


def test_a_picture_becomes_an_object_with_its_own_model(engine, models, monkeypatch):
    pixels = np.zeros((64, 48, 4), np.uint8)
    pixels[16:48, 12:36] = (200, 40, 40, 255)
    prop = engine.generate(request("a cushion", image=Image(name="photo", pixels=pixels)), Progress())
    assert measured(prop.meshes[0]).watertight
    monkeypatch.setenv("TROUPE_SHAP_E_IMAGE", str(models[0].parent / "none"))
    with pytest.raises(EngineError) as error:
        engine.generate(request("a cushion", image=Image(name="photo", pixels=pixels)), Progress())
    assert error.value.code == "weights_missing" and "troupe weights pull shap-e-image" in error.value.remedy


def test_without_weights_the_remedy_tells_command_size_licence_and_advice(monkeypatch, tmp_path):
    for name in ("TROUPE_SHAP_E", "TROUPE_SHAP_E_IMAGE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    state = ShapEEngine.availability()
    assert not state.ok
    for words in ("troupe weights pull shap-e", "GB", "MIT", "advise against commercial use"):
        assert words in state.remedy


def test_cancel_stops_at_a_step(engine):
    stop = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if "step 2" in stage:
            stop.set()
    with pytest.raises(Cancelled):
        engine.generate(request(steps=50), Progress(report, stop))
    assert not engine._kept[1].pipeline.prior._forward_pre_hooks, "nothing stays behind on the network"


def test_an_empty_space_is_an_error_with_advice(engine, models, tmp_path, monkeypatch):
    folder = copied(models[0], tmp_path)
    with changed(folder / "shap_e_renderer" / "diffusion_pytorch_model.safetensors") as state:
        state["mlp.mlp.6.bias"][0] = -100.0
    monkeypatch.setenv("TROUPE_SHAP_E", str(folder))
    with pytest.raises(EngineError) as error:
        engine.generate(request(), Progress())
    assert error.value.code == "nothing_made" and "seed" in error.value.remedy


def copied(folder: Path, into: Path) -> Path:
    return Path(shutil.copytree(folder, into / "model"))


class changed:
    """The tensors of a file, to be changed within."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self):
        self.state = {name: value.clone() for name, value in load_file(self.path).items()}
        return self.state

    def __exit__(self, *_: object) -> None:
        save_file(self.state, self.path, metadata={"format": "pt"})


def _index(folder: Path, **changes) -> None:
    path = folder / "model_index.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _config(folder: Path, part: str, **changes) -> None:
    path = folder / part / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _truncated(folder: Path) -> None:
    path = folder / "prior" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:2000])


def _without(folder: Path) -> None:
    with changed(folder / "prior" / "diffusion_pytorch_model.safetensors") as state:
        del state["proj_in.weight"]


def _nan(folder: Path) -> None:
    with changed(folder / "text_encoder" / "model.safetensors") as state:
        next(iter(state.values()))[:] = float("nan")


def _pickled(folder: Path) -> None:
    """A checkpoint that would write a file when it is opened carelessly."""
    path = folder / "prior" / "diffusion_pytorch_model.safetensors"
    path.unlink()
    harm = folder / "harm"
    path.with_suffix(".bin").write_bytes(b"cposix\nsystem\n(S'touch " + str(harm).encode() + b"'\ntR.")


@pytest.mark.parametrize("break_it, words", [
    (_truncated, "prior"), (_without, "proj_in"), (_nan, "not finite"), (_pickled, ""),
    (lambda f: _index(f, _class_name="StableDiffusionPipeline"), "not a ShapEPipeline"),
    (lambda f: _index(f, _class_name=["evil", "Pipeline"]), "not a ShapEPipeline"),
    (lambda f: _index(f, prior=["os", "system"]), "no class of diffusers"),
    (lambda f: _index(f, prior=["diffusers", "__import__('os')"]), "no class of diffusers"),
    (lambda f: (f / "model_index.json").write_text("{"), "cannot be read"),
    (lambda f: shutil.rmtree(f / "scheduler"), "scheduler"),
    (lambda f: _config(f, "prior", num_layers=10**9), "num_layers"),
    (lambda f: _config(f, "prior", num_attention_heads=10**8), "num_attention_heads"),
    (lambda f: _config(f, "text_encoder", hidden_size=64), "")])
def test_models_that_are_broken_or_hostile_are_refused(engine, models, tmp_path, monkeypatch, break_it, words):
    folder = copied(models[0], tmp_path)
    break_it(folder)
    monkeypatch.setenv("TROUPE_SHAP_E", str(folder))
    with pytest.raises(EngineError) as error:
        engine.generate(request(), Progress())
    assert error.value.code == "bad_weights" and words in error.value.message and error.value.remedy
    assert not (folder / "harm").exists()


@pytest.mark.parametrize("prompt, code", [("", "empty_prompt"), ("?!", "empty_prompt"),
                                          ("a cat 4000 m tall", "invalid_size")])
def test_prompts_that_name_nothing_are_refused(prompt, code):
    with pytest.raises(EngineError) as error:
        read(prompt)
    assert error.value.code == code


@pytest.mark.parametrize("spec", [{}, {"text": ""}, {"text": "x", "size": {"height": float("nan")}},
                                  {"text": "x", "more": 1}, {"text": "x", "scale": -1}, {"text": 3}])
def test_edited_specs_are_checked(spec):
    with pytest.raises(InvalidParameter):
        check(spec)


def test_pictures_from_files(tmp_path):
    from PIL import Image as Pictures
    Pictures.new("RGBA", (20, 30), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    assert picture_of(read_image(tmp_path / "clear.png")).getpixel((3, 3)) == (255, 255, 255), "clear is white"
    (tmp_path / "junk.png").write_bytes(b"\x89PNG not at all")
    Pictures.new("RGB", (2, 2)).save(tmp_path / "tiny.png")
    for name in ("junk.png", "tiny.png", "none.png"):
        with pytest.raises(EngineError):
            read_image(tmp_path / name)
    bad = np.full((16, 16, 3), np.nan, np.float32)
    with pytest.raises(InvalidParameter):
        picture_of(Image(name="x", pixels=bad))
