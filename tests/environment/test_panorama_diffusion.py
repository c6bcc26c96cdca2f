# SPDX-License-Identifier: GPL-3.0-or-later
"""Panoramas by diffusion, with tiny random pipelines of diffusers' real classes: rings, LoRAs, exposures, light."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from tests import tiny_pipelines  # skips without diffusers

torch = pytest.importorskip("torch")
from safetensors.torch import save_file  # noqa: E402
from torch import nn  # noqa: E402

from backend.engine import Cancelled, EngineError, Progress, Request  # noqa: E402
from backend.environment.diffusion.circular import BEYOND, circular, wrapped  # noqa: E402
from backend.environment.diffusion.making import Settings, panorama  # noqa: E402
from backend.environment.metrics import pole_variation, seam_ratio  # noqa: E402
from backend.environment.panorama_diffusion_engine import LORA, PanoramaDiffusionEngine  # noqa: E402
from backend.pipelines.lora import merge  # noqa: E402
from backend.pipelines.opening import open_pipeline  # noqa: E402

KINDS = {"sd": ("StableDiffusionPipeline", tiny_pipelines.stable_diffusion, "TROUPE_STABLE_DIFFUSION"),
         "xl": ("StableDiffusionXLPipeline", tiny_pipelines.stable_diffusion_xl, "TROUPE_STABLE_DIFFUSION_XL"),
         "flux": ("FluxPipeline", tiny_pipelines.flux, "TROUPE_FLUX")}


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("models")
    return {key: make(folder / key) for key, (_, make, _) in KINDS.items()}


@pytest.fixture(scope="module")
def opened(models):
    torch.set_num_threads(1)
    return {key: open_pipeline(models[key], (KINDS[key][0],), "cpu", False, Progress()) for key in KINDS}


@pytest.fixture
def engine(models, monkeypatch) -> PanoramaDiffusionEngine:
    for key, (_, _, variable) in KINDS.items():
        monkeypatch.setenv(variable, str(models[key]))
    return PanoramaDiffusionEngine()


def request(prompt: str = "a lake", seed: int = 1, **parameters) -> Request:
    quick = {"steps": 2, "width": "512", "model": "sd"}
    return Request(prompt=prompt, seed=seed, parameters=PanoramaDiffusionEngine.complete({**quick, **parameters}))


@pytest.mark.parametrize("kind", KINDS)
def test_the_ring_is_closed_where_the_plain_pipeline_has_a_seam(opened, kind):
    ratios = {closed: np.mean([seam_ratio(panorama(opened[kind], "a lake", Settings(
        seed=seed, width=512, steps=2, guidance=4.0, closed=closed), Progress())) for seed in range(3)])
        for closed in (True, False)}
    assert ratios[True] <= 1.2 < ratios[False]


@pytest.mark.parametrize("kind", KINDS)
def test_decoding_in_tiles_closes_too(opened, kind):
    settings = Settings(seed=1, width=1024, steps=1, guidance=1.0, tiles=True)
    picture = panorama(opened[kind], "a lake", settings, Progress())
    assert picture.shape == (512, 1024, 3) and picture.std() > 0.05
    inner = np.abs(np.diff(picture, axis=1)).mean((0, 2))
    assert np.abs(picture[:, 0] - picture[:, -1]).mean() <= inner.max(), "no step like that is nowhere else"
    opened[kind].pipeline.vae.disable_tiling()


def test_a_turned_ring_is_the_ring_turned(opened):
    """What circular convolutions mean: there is no column that is the first one."""
    network = opened["sd"].pipeline.unet
    generator = torch.Generator().manual_seed(3)
    values, words = torch.randn(1, 4, 8, 16, generator=generator), torch.randn(1, 7, 32, generator=generator)
    with torch.no_grad(), circular(network):
        one = network(values.roll(6, 3), 10, words).sample
        other = network(values, 10, words).sample.roll(6, 3)
        assert torch.allclose(one, other, atol=1e-5)
    with torch.no_grad():
        plain = network(values.roll(6, 3), 10, words).sample
        assert not torch.allclose(plain, network(values, 10, words).sample.roll(6, 3), atol=1e-3)


class Seen(nn.Module):
    """Gives back what it gets, and remembers it."""

    def forward(self, hidden_states, img_ids):
        self.tokens, self.places = hidden_states, img_ids
        return (hidden_states * 2,)


@pytest.mark.parametrize("learnt", [False, True])
def test_tokens_get_neighbours_from_the_other_side_and_come_back_in_place(learnt):
    rows, columns = 2, 8
    tokens = torch.arange(rows * columns, dtype=torch.float32).reshape(1, -1, 1)
    at = torch.zeros(rows, columns, 3)
    at[..., 1] += torch.arange(rows)[:, None]
    at[..., 2] += torch.arange(columns)
    network = Seen()
    with wrapped(network, rows, columns, learnt):
        for call in range(3):
            made = network(hidden_states=tokens, img_ids=at.reshape(-1, 3))[0]
            assert torch.equal(made, 2 * tokens), "turned back and cut"
            row = network.tokens[0, :columns + 2 * BEYOND, 0]
            assert torch.equal(row[:BEYOND], row[columns:columns + BEYOND]), "the end stands before the beginning"
            assert row[BEYOND] == (0 if call == 0 else row[BEYOND]) and (call == 0) == bool(row[BEYOND] == 0)
            place = network.places[:columns + 2 * BEYOND, 2].tolist()
            ring = list(range(-BEYOND, columns + BEYOND))
            assert place == ([each % columns for each in ring] if learnt else ring)
    assert torch.equal(network(hidden_states=tokens, img_ids=at)[0], 2 * tokens) and network.tokens.shape[1] == 16


def test_an_environment_comes_of_it_with_even_poles_and_no_seam(engine):
    seen: list[tuple[float, str]] = []
    made = engine.generate(request(), Progress(lambda fraction, stage, _: seen.append((fraction, stage))))
    assert made.pixels.shape == (256, 512, 3) and made.pixels.dtype == np.float32 and np.isfinite(made.pixels).all()
    assert seam_ratio(made.pixels) <= 1.2 and max(pole_variation(made.pixels)) < 0.02
    assert any("step 2 of 2" in stage for _, stage in seen)
    assert [fraction for fraction, _ in seen] == sorted(fraction for fraction, _ in seen)
    quick = {"light": "bracket", "sun": "map"}
    one, two = (engine.generate(request(exposure=ev, **quick), Progress()).pixels for ev in (0.0, 1.0))
    assert np.allclose(two, 2 * one, rtol=1e-5), "the same seed, one stop brighter"
    assert made.provenance.weights and made.provenance.engine == "panorama-diffusion"


@pytest.mark.parametrize("kind", ["xl", "flux"])
def test_other_models_and_exposures(engine, kind):
    made = engine.generate(request(model=kind, light="bracket", low_memory=True, steps=1), Progress())
    assert np.isfinite(made.pixels).all() and made.pixels.min() >= 0 and made.pixels.std() > 0.01


def test_exposures_move_the_words_towards_darkness_alone(opened):
    settings = Settings(seed=1, width=512, steps=1, guidance=4.0)
    bright, again, dark = (panorama(opened["sd"], "a lake", settings, Progress(), ev) for ev in (0.0, 0.0, -5.0))
    assert np.array_equal(bright, again) and 0 < np.abs(bright - dark).mean() < 0.2


def _lora(path: Path, layer: str, down: tuple[int, int], up: tuple[int, int], value: float = 1.0) -> None:
    halves = {f"{layer}.lora_A.weight": torch.full(down, value), f"{layer}.lora_B.weight": torch.full(up, value)}
    save_file(halves, path)


def test_a_lora_beside_the_model_is_added(engine, models, tmp_path, monkeypatch):
    folder = Path(shutil.copytree(models["flux"], tmp_path / "flux"))
    monkeypatch.setenv("TROUPE_FLUX", str(folder))
    quick = {"model": "flux", "steps": 1, "light": "bracket"}
    plain = engine.generate(request(**quick), Progress()).pixels
    layer = "transformer.transformer_blocks.0.attn.to_q"
    _lora(folder / LORA, layer, (2, 32), (32, 2))
    phrase = "360 degree equirectangular panorama of {}, high detail"
    moved = engine.generate(request(**quick, phrase=phrase), Progress()).pixels
    assert not np.allclose(plain, moved)
    pipeline = open_pipeline(folder, ("FluxPipeline",), "cpu", False, Progress()).pipeline
    before = pipeline.transformer.transformer_blocks[0].attn.to_q.weight.clone()
    assert merge(pipeline, folder / LORA, 0.5) == 1
    assert torch.allclose(pipeline.transformer.transformer_blocks[0].attn.to_q.weight, before + 0.5 * 2)


@pytest.mark.parametrize("layer, down, up, value", [
    ("transformer.no_such_block.0", (2, 32), (32, 2), 1.0), ("unet.conv_in", (2, 32), (32, 2), 1.0),
    ("transformer.transformer_blocks.0.attn.to_q", (2, 31), (32, 2), 1.0),
    ("transformer.transformer_blocks.0.attn.to_q", (3, 32), (32, 2), 1.0),
    ("transformer.transformer_blocks.0.attn.to_q", (2, 32), (32, 2), float("inf"))])
def test_loras_of_other_networks_are_refused(opened, tmp_path, layer, down, up, value):
    _lora(tmp_path / "x.safetensors", layer, down, up, value)
    with pytest.raises(EngineError) as error:
        merge(opened["flux"].pipeline, tmp_path / "x.safetensors")
    assert error.value.code == "bad_weights"


def test_a_damaged_lora_is_refused(opened, tmp_path):
    (tmp_path / "x.safetensors").write_bytes(b"junk")
    with pytest.raises(EngineError):
        merge(opened["flux"].pipeline, tmp_path / "x.safetensors")
    save_file({"other": torch.zeros(2)}, tmp_path / "y.safetensors")
    with pytest.raises(EngineError):
        merge(opened["flux"].pipeline, tmp_path / "y.safetensors")


def test_cancel_stops_at_a_step_and_leaves_the_network_as_it_was(engine):
    stop = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if "step 1" in stage:
            stop.set()
    with pytest.raises(Cancelled):
        engine.generate(request(steps=50), Progress(report, stop))
    network = engine._kept[1].pipeline.unet
    assert not any("_conv_forward" in vars(layer) for layer in network.modules())


def test_without_weights_every_way_to_get_them_is_told(monkeypatch, tmp_path):
    for _, _, variable in KINDS.values():
        monkeypatch.setenv(variable, str(tmp_path / "none"))
    state = PanoramaDiffusionEngine.availability()
    assert not state.ok
    for words in ("troupe weights pull stable-diffusion", "troupe weights pull stable-diffusion-xl", "OpenRAIL", "GB",
                  "hf download black-forest-labs/FLUX.1-dev", "Non-Commercial"):
        assert words in state.remedy
    for model in ("auto", "xl"):
        with pytest.raises(EngineError) as error:
            PanoramaDiffusionEngine().generate(request(model=model), Progress())
        assert error.value.code == "weights_missing"


def test_a_model_in_the_wrong_folder_and_a_bad_spec_are_told(engine, models, monkeypatch):
    monkeypatch.setenv("TROUPE_STABLE_DIFFUSION", str(models["xl"]))
    with pytest.raises(EngineError) as error:
        engine.generate(request(), Progress())
    assert error.value.code == "bad_weights" and "StableDiffusionXLPipeline" in error.value.message
    asked = request()
    for spec in ({}, {"text": ""}, {"text": "x", "y": 1}):
        with pytest.raises(EngineError):
            engine.generate(Request(prompt="", seed=1, parameters=asked.parameters, spec=spec), Progress())
