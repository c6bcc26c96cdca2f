# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine of Text2Light, with tiny networks in files of the official layout."""

from __future__ import annotations

import math
import shutil
import threading

import numpy as np
import pytest
import torch

from backend.engine import Cancelled, EngineError, Progress, Request
from backend.environment import metrics
from backend.environment.itmo import lifted
from backend.environment.panorama import directions
from backend.environment.skymodel import direction_of
from backend.environment.sunlight import ground_color, open_share, with_even_poles, without_sun
from backend.environment.text2light.codebook import Codebook, CodebookConfig
from backend.environment.text2light.itmo import ItmoConfig, SrItmo
from backend.environment.text2light.making import Aligned, decoded
from backend.environment.text2light.transformer import TokenTransformer, TransformerConfig
from backend.environment.text2light_engine import FILES, Text2LightEngine
from tests.official_files import clip_state, drawn

pytestmark = pytest.mark.usefixtures("one_thread")


#: Two by four tokens, eight by sixteen of detail, windows of four by four, sixteen by thirty-two pixels.
BOOK = {"channels": 32, "multipliers": (1, 1), "blocks": 1, "latent": 12, "embedding": 12, "entries": 20}
HOLISTIC, WINDOW = 8, 4
GLOBAL = TransformerConfig(entries=20, places=5 + HOLISTIC, layers=1, heads=8, width=1024)
LOCAL = TransformerConfig(entries=20, places=18 + HOLISTIC + WINDOW**2, layers=1, heads=16, width=4 * WINDOW**2)


def lightning(path, state):
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"epoch": 3, "pytorch-lightning_version": "1.0.8", "state_dict": state}, path)


def transformer_state(config):
    network = TokenTransformer(config)
    state = drawn(network, "transformer.", 0.3)
    return state | {f"transformer.{name}": value for name, value in network.state_dict().items() if "mask" in name}


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    """The folder, as the published archive unpacks."""
    root = tmp_path_factory.mktemp("official") / "text2light"
    torch.manual_seed(0)
    books = {name: drawn(Codebook(CodebookConfig(**BOOK, padding=padding)), prefix, 0.25, seed)
             for seed, (name, padding, prefix) in enumerate((
                 ("global", "circular", "first_stage_model."), ("local", "zeros", "first_stage_model."),
                 ("holistic", "circular", "holistic_model.")))}
    lightning(root / "logs/global_sampler_clip/checkpoints/last.ckpt",
              books["global"] | transformer_state(GLOBAL) | clip_state("clip."))
    for name in ("local_sampler", "local_sampler_indoor"):
        lightning(root / f"logs/{name}/checkpoints/last.ckpt",
                  books["local"] | books["holistic"] | transformer_state(LOCAL))
    torch.save({"net": drawn(SrItmo(ItmoConfig(8, 1)), scale=0.15), "epoch": 100}, root / "logs/sritmo.pth")
    np.save(root / "clip_emb.npy", np.random.default_rng(0).normal(size=(9, 512)).astype("f4"))
    return root


@pytest.fixture
def at_home(official, monkeypatch):
    monkeypatch.setenv(FILES.variable, str(official))
    return official


def run(prompt="a wooden dock on a lake", *, engine=None, seed=1, spec=None, progress=None, **parameters):
    engine = engine or Text2LightEngine()
    made = engine.generate(Request(prompt=prompt, seed=seed, parameters=engine.complete({"scale": "2"} | parameters),
                                   spec=spec), progress or Progress())
    made.validate()
    return made


def test_a_sentence_becomes_light(at_home):
    assert Text2LightEngine.availability().ok
    stages = []
    made = run(progress=Progress(lambda at, stage, _: stages.append((at, stage))))
    assert made.pixels.shape == (32, 64, 3) and made.pixels.dtype == np.float32
    assert np.isfinite(made.pixels).all() and made.pixels.std() > 1e-3
    assert max(metrics.pole_variation(made.pixels)) < 0.02
    note = made.provenance
    assert note.engine == "text2light" and len(note.weights) == 64 and "non-commercial" in note.licence
    names = [stage for _, stage in stages]
    assert "Laying out the panorama: 8 of 8 tokens" in names and "Filling in detail: 128 of 128 tokens" in names
    assert [at for at, _ in stages] == sorted(at for at, _ in stages) and stages[-1][0] == 1


def test_the_seed_and_the_words_decide(at_home):
    engine = Text2LightEngine()
    first = run(engine=engine, light="published")
    assert np.array_equal(first.pixels, run(light="published").pixels)
    for other in (run(engine=engine, seed=2, light="published"),
                  run("white bed linen with white pillow", engine=engine, light="published")):
        assert np.abs(other.pixels - first.pixels).max() > 1e-3


def test_the_published_light_has_its_fixed_level(at_home):
    pixels = run(light="published", wrap=False, sun="map").pixels
    # Raised highlights come before the level is fixed.
    assert np.log(pixels).mean() == pytest.approx(-0.7, abs=1e-3)
    brighter = run(light="published", wrap=False, sun="map", exposure=1.0).pixels
    assert np.allclose(brighter, 2 * pixels, rtol=1e-5)


def test_a_cancel_arrives_between_tokens(at_home):
    stop, seen = threading.Event(), []

    def report(at, stage, _):
        if stage.startswith("Filling"):
            seen.append(stage)
            if len(seen) == 4:
                stop.set()

    with pytest.raises(Cancelled):
        run(progress=Progress(report, stop))
    assert len(seen) == 4


def test_missing_files_make_it_unavailable_with_a_remedy(tmp_path, monkeypatch, official):
    monkeypatch.setenv(FILES.variable, str(tmp_path))
    state = Text2LightEngine.availability()
    assert not state.ok and str(tmp_path) in state.remedy and FILES.variable in state.remedy
    for name in ("global_sampler_clip/checkpoints/last.ckpt", "local_sampler/checkpoints/last.ckpt", "clip_emb.npy"):
        assert name in state.reason
    with pytest.raises(EngineError) as raised:
        run()
    assert raised.value.code == "weights_missing"
    # One local sampler is enough, whichever; and what is optional is asked for only where it is wanted.
    shutil.copytree(official / "logs/global_sampler_clip", tmp_path / "global_sampler_clip")
    shutil.copytree(official / "logs/local_sampler_indoor", tmp_path / "local_sampler_indoor")
    shutil.copy(official / "clip_emb.npy", tmp_path)
    assert Text2LightEngine.availability().ok
    with pytest.raises(EngineError, match=r"sritmo\.pth"):
        run(light="published")
    with pytest.raises(EngineError, match="outdoor"):
        run(place="outdoor")


@pytest.mark.parametrize(("file", "content"), [
    ("logs/global_sampler_clip/checkpoints/last.ckpt", b"no checkpoint"),
    ("logs/local_sampler/checkpoints/last.ckpt", b""), ("logs/sritmo.pth", b"PK"), ("clip_emb.npy", b"x")])
def test_wrong_files_are_named(official, file, content, tmp_path, monkeypatch):
    folder = tmp_path / "text2light"
    shutil.copytree(official, folder)
    monkeypatch.setenv(FILES.variable, str(folder))
    (folder / file).write_bytes(content)
    with pytest.raises(EngineError) as raised:
        run()
    assert raised.value.code == "bad_weights" and file.rsplit("/", 1)[-1] in raised.value.message


def test_files_that_do_not_belong_together_are_refused(official, tmp_path, monkeypatch):
    folder = tmp_path / "text2light"
    shutil.copytree(official, folder)
    monkeypatch.setenv(FILES.variable, str(folder))
    path = folder / "logs/local_sampler/checkpoints/last.ckpt"
    state = torch.load(path, weights_only=True)["state_dict"]
    other = TransformerConfig(entries=20, places=18 + 18 + WINDOW**2 + 1, layers=1, heads=16, width=64)
    lightning(path, {name: value for name, value in state.items() if not name.startswith("transformer.")}
              | transformer_state(other))
    with pytest.raises(EngineError, match="do not belong together"):
        run()


@pytest.mark.parametrize("spec", [{}, {"text": ""}, {"text": 3}, {"text": "a", "more": 1}])
def test_a_wrong_spec_is_refused(at_home, spec):
    with pytest.raises(EngineError) as raised:
        run(spec=spec)
    assert raised.value.code == "invalid_parameter"


@torch.no_grad()
def test_decoding_over_the_edges_has_no_beginning():
    """A panorama turned by a number of tokens is the same picture turned, which the published decoding is not."""
    book = Codebook(CodebookConfig(**BOOK))
    # Without its attention over all tokens, which has no place and would only blur what is looked for.
    book.load_state_dict({name: value * (0 if "attn_1.proj_out" in name else 1)
                          for name, value in drawn(book, scale=0.1).items()})
    tokens = torch.randint(20, (1, 8, 16), generator=torch.Generator().manual_seed(1))
    for decode, alike in ((lambda t: decoded(book, t), True), (book.decode, False)):
        turned = decode(tokens.roll(5, 2))
        expected = decode(tokens).roll(5 * book.config.factor, 3)
        # Group norms see all that is decoded, and so what is there twice.
        seam = (turned - expected).abs()[..., 10 - 2:10 + 2].mean() / expected.std()
        assert bool(seam < 0.1) is alike, float(seam)


@torch.no_grad()
def test_the_published_network_speaks_in_the_pictures_unit():
    network = SrItmo(ItmoConfig(8, 1))
    network.load_state_dict(drawn(network, scale=0.15))
    moved = SrItmo(ItmoConfig(8, 1))
    state = network.state_dict()
    moved.load_state_dict(state | {"hdrmapper.layers.4.bias": state["hdrmapper.layers.4.bias"] + 7.0})
    picture = np.random.default_rng(1).uniform(0.1, 1.0, (16, 32, 3)).astype("f4")
    first, second = (lifted(picture, 1, Aligned(each, "cpu")) for each in (network, moved))
    assert np.allclose(first, second, rtol=1e-3, atol=1e-4)


def sunny(elevation, azimuth=1.0, width=256, power=5e4):
    towards = directions(np.arange(width // 2) + 0.5, np.arange(width) + 0.5, width)
    sun = np.array([math.cos(elevation) * math.cos(azimuth), math.cos(elevation) * math.sin(azimuth),
                    math.sin(elevation)])
    pixels = np.full((width // 2, width, 3), (0.2, 0.3, 0.5), np.float32)
    pixels[width // 4:] = 0.1
    pixels[(towards @ sun) > math.cos(math.radians(1.2))] += np.float32(power)
    return pixels, sun


def test_the_sun_goes_into_the_lamp_and_no_light_is_lost():
    pixels, towards = sunny(math.radians(40))
    rest, sun = without_sun(pixels)
    assert sun is not None and np.degrees(np.arccos(np.dot(sun.direction, towards))) < 0.7
    assert rest.max() == pytest.approx(0.5, abs=1e-3)
    whole = metrics.irradiance(rest) + np.array(sun.irradiance) * sun.direction[2]
    assert np.allclose(whole, metrics.irradiance(pixels), rtol=0.01)


@pytest.mark.parametrize(("elevation", "power"), [(-30, 5e4), (40, 0.0), (40, 3.0)])
def test_what_is_no_sun_stays_in_the_map(elevation, power):
    pixels, _ = sunny(math.radians(elevation), power=power)
    rest, sun = without_sun(pixels)
    assert sun is None and np.array_equal(rest, pixels)


def test_a_sun_behind_trees_keeps_what_is_seen_of_it():
    sun = direction_of(math.radians(30), 1.0)
    covered = np.zeros((128, 256), np.uint8)
    assert open_share(covered, sun) == 1 and open_share(covered + 3, sun) == 0
    covered[:, ::2] = 3
    assert open_share(covered, sun) == pytest.approx(0.5, abs=0.1)
    covered[:] = 0
    covered[64:] = 1  # the ground takes nothing from a sun that stands on the horizon
    assert open_share(covered, direction_of(0.01, -3.1)) == 1


def test_poles_become_points_and_the_rest_stays():
    pixels = np.random.default_rng(0).uniform(0.5, 1.5, (128, 256, 3)).astype("f4")
    even = with_even_poles(pixels)
    assert max(metrics.pole_variation(even)) < 0.02 < min(metrics.pole_variation(pixels))
    assert np.array_equal(even[8:-8], pixels[8:-8])
    assert np.allclose(even.mean(1), pixels.mean(1), atol=1e-4)


def test_the_ground_reflects_what_it_shows():
    pixels = np.ones((64, 128, 3), np.float32)
    pixels[32:] = (0.5, 0.25, 0.1)
    assert ground_color(pixels) == pytest.approx((0.5, 0.25, 0.1), rel=0.02)
