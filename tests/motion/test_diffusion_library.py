# SPDX-License-Identifier: GPL-3.0-or-later
"""ReMoDiffuse's retrieval database out of a motion library, written, read back and retrieved from."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from backend.cli import app
from backend.engine import EngineError
from backend.language.clip import own_clip
from backend.library import Library
from backend.library import library as libraries
from backend.motion.diffusion import checkpoints
from backend.motion.diffusion.checkpoints import load_database
from backend.motion.diffusion.library_database import build, own_statistics
from backend.motion.diffusion.remodiffuse import ReMoDiffuse, ReMoDiffuseConfig, RetrievalConfig
from backend.motion.formats.bvh import write_bvh
from backend.motion.formats.humanml3d_codec import HUMANML3D
from backend.motion.remodiffuse_engine import ReMoDiffuseEngine
from tests.motion.test_diffusion_engines import run
from tests.official_files import clip_state, drawn

pytestmark = pytest.mark.usefixtures("one_thread")
FILES = {"walk_forward": {"prompt": "walk", "duration": 4}, "sit_down": {"prompt": "sit", "duration": 3},
         "wave": {"prompt": "wave", "duration": 12}, "blink": {"prompt": "wave", "duration": 0.4}}
CONFIG = ReMoDiffuseConfig(time_width=32, feed_forward=24, layers=1, text_width=8, text_feed_forward=12, text_layers=1,
                           retrieval=RetrievalConfig(motion_layers=1, text_layers=1, feed_forward=20,
                                                     text_feed_forward=28))


@pytest.fixture(scope="module")
def home(tmp_path_factory, make):
    """A library, and a CLIP of the user's own that knows nothing."""
    root = tmp_path_factory.mktemp("retrieval")
    (root / "files").mkdir()
    for name, asked in FILES.items():
        write_bvh(root / "files" / f"{name}.bvh", make(**asked), unit="cm")
    with Library(root / "library") as library:
        library.add([root / "files"])
    (root / "clip").mkdir()
    torch.save(clip_state(""), root / "clip/open_clip_pytorch_model.bin")
    return root


@pytest.fixture
def at_home(home, monkeypatch):
    monkeypatch.setenv("TROUPE_LIBRARY", str(home / "library"))
    monkeypatch.setenv("TROUPE_CLIP", str(home / "clip"))
    monkeypatch.setenv("TROUPE_REMODIFFUSE", str(home / "none"))
    yield home
    for each in libraries._shared.values():
        each.close()
    libraries._shared.clear()


@pytest.fixture(scope="module")
def exported(home, tmp_path_factory):
    """The database that the command writes."""
    path = tmp_path_factory.mktemp("exported") / "mine.npz"
    environment = {"TROUPE_CLIP": str(home / "clip"), "TROUPE_REMODIFFUSE": str(home / "none")}
    told = CliRunner().invoke(app, ["library", "export-retrieval", str(path), "--library", str(home / "library"),
                                    "--json"], env=environment)
    assert told.exit_code == 0, told.output
    return path, json.loads(told.output[told.output.index("{"):])


def test_the_command_writes_what_the_loader_reads(exported):
    path, told = exported
    database = load_database(path)
    # The wave of twelve seconds is two stretches, the blink is too short.
    assert told["motions"] == len(database.captions) == 4 and told["left_out"] == 1 and told["clips"] == 4
    assert database.motions.shape == (4, 196, 263) and database.tokens.shape == (4, 77, 512)
    assert database.features.shape == (4, 512) and sorted(database.captions)[0] == "sit down"
    walk = next(number for number, each in enumerate(database.captions) if each.startswith("walk"))
    assert int(database.lengths[walk]) == pytest.approx(79, abs=2)
    # The normalisation is told, and undone by it the walk goes forwards on its legs.
    mean, deviation = np.load(path.with_name("mean.npy")), np.load(path.with_name("std.npy"))
    rows = database.motions[walk].numpy() * deviation + mean
    count = int(database.lengths[walk])
    assert 0.7 < rows[:count, 3].mean() < 1.1 and rows[20:count - 20, 2].mean() > 0.02
    assert np.abs(rows[count:]).max() < 1e-3
    with np.load(path, allow_pickle=False) as file:
        assert set(file.files) == {"text_features", "captions", "motions", "m_lengths", "clip_seq_features"}


def test_a_sentence_finds_its_own_motion(exported, at_home):
    database = load_database(exported[0])
    clip = own_clip()
    for caption in set(database.captions):
        seen = clip.encode([caption])
        found = database.find(seen.pooled, torch.tensor([80]), 1)
        assert database.captions[int(found[0, 0])] == caption


def test_the_engine_retrieves_from_the_library(at_home, exported, tmp_path, monkeypatch):
    folder = tmp_path / "remodiffuse"
    folder.mkdir()
    monkeypatch.setenv("TROUPE_REMODIFFUSE", str(folder))
    assert not ReMoDiffuseEngine.availability().ok
    torch.save({"state_dict": drawn(ReMoDiffuse(CONFIG), "model.")}, folder / "latest.pth")
    mean, deviation = np.load(exported[0].with_name("mean.npy")), np.load(exported[0].with_name("std.npy"))
    np.save(folder / "mean.npy", mean)
    np.save(folder / "std.npy", (0.01 * deviation).astype("f4"))
    assert ReMoDiffuseEngine.availability().ok
    engine = ReMoDiffuseEngine()
    made = run(engine, "sit down", database="library", spacing="ddim25")
    told = next(each for each in made.provenance.assumptions if "library" in each)
    assert "sit down" in told and len(made.rotations) == pytest.approx(60, abs=2)
    with pytest.raises(EngineError) as raised:
        run(ReMoDiffuseEngine(), database="official")
    assert raised.value.code == "weights_missing"
    # A file that the command wrote serves as the published one.
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "no library"))
    assert not ReMoDiffuseEngine.availability().ok and "library" in ReMoDiffuseEngine.availability().remedy
    (folder / "t2m_text_train.npz").write_bytes(exported[0].read_bytes())
    assert ReMoDiffuseEngine.availability().ok
    made = run(ReMoDiffuseEngine(), "sit down")
    assert any("its database" in each and "sit down" in each for each in made.provenance.assumptions)


def test_without_clip_or_captions_the_remedy_is_told(at_home, tmp_path, monkeypatch):
    with Library(tmp_path / "empty") as library, pytest.raises(EngineError) as raised:
        build(library, own_clip(), None)
    assert raised.value.code == "empty_library" and "troupe library add" in raised.value.remedy
    monkeypatch.setenv("TROUPE_CLIP", str(tmp_path))
    told = CliRunner().invoke(app, ["library", "export-retrieval", str(tmp_path / "x.npz"), "--json"])
    error = json.loads(told.output[told.output.index("{"):])["error"]
    assert told.exit_code != 0 and error["code"] == "weights_missing"
    told = CliRunner().invoke(app, ["library", "export-retrieval", str(tmp_path / "x.zip"), "--json"])
    assert told.exit_code != 0 and "npz" in told.output


def test_statistics_are_even_within_a_block():
    rows = [np.random.default_rng(seed).normal(seed, 1 + seed, size=(50, 263)) for seed in range(3)]
    found = own_statistics(rows, HUMANML3D)
    for columns in HUMANML3D.blocks.values():
        assert np.ptp(found.deviation[columns]) < 1e-9
    assert found.deviation[3] == pytest.approx(np.concatenate(rows)[:, 3].std() / 25)


def _npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize("broken", ["pickle", "short", "names", "nan", "bomb", "text"])
def test_hostile_databases_are_refused(exported, tmp_path, monkeypatch, broken):
    with np.load(exported[0], allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["motions"] = arrays["motions"][:, :40]
    arrays["m_lengths"] = np.minimum(arrays["m_lengths"], 40)
    if broken == "pickle":
        arrays["captions"] = np.array([{"os": "system"}] * 4, dtype=object)
    elif broken == "short":
        arrays["m_lengths"] = arrays["m_lengths"][:2]
    elif broken == "names":
        del arrays["clip_seq_features"]
    elif broken == "nan":
        arrays["motions"][0, 0, 0] = np.nan
    elif broken == "bomb":  # small as a file, and more than is allowed when unpacked
        monkeypatch.setattr(checkpoints, "_LARGEST", arrays["motions"].nbytes)
    elif broken == "text":
        arrays["captions"] = np.arange(4)
    path = tmp_path / "hostile.npz"
    path.write_bytes(_npz(**arrays))
    with pytest.raises(EngineError) as raised:
        load_database(path)
    assert raised.value.code == "bad_weights" and "hostile.npz" in raised.value.message
