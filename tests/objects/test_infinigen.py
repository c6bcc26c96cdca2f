# SPDX-License-Identifier: GPL-3.0-or-later
"""Infinigen: its table and reading; the runner against programs that hang, crash and lie; itself, where installed."""

from __future__ import annotations

import os
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from backend.engine import Cancelled, EngineError, InvalidParameter, Progress, Request
from backend.homes import HOMES
from backend.objects.finishing.report import report
from backend.objects.finishing.soup import Soup
from backend.objects.infinigen.reading import check, read
from backend.objects.infinigen.running import Raw, spawn
from backend.objects.infinigen.table import factories
from backend.objects.infinigen_engine import InfinigenEngine, made

INSTALLED = HOMES["infinigen"].availability()
APPLE = factories()["apple"]
#: A worker's worker: an octahedron with charts and textures.
GOOD = """
    import json, sys, numpy as np
    from pathlib import Path
    folder = Path(sys.argv[1])
    request = json.loads((folder / "request.json").read_text())
    (folder / "progress").write_text("0.5")
    v = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], "f4")
    t = [[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]]
    n = request["resolution"]
    np.savez(folder / "answer.npz", vertices=v * 3, triangles=np.array(t, "i4"), uvs=np.random.rand(24, 2),
             color=np.full((n, n, 3), (200, 30, 30), "u1"), covered=np.ones((n, n), "u1"),
             metallic=np.full((n, n, 1), 255, "u1"), roughness=np.arange(n * n, dtype="u1").reshape(n, n, 1))
    (folder / "answer.json").write_text(json.dumps({"vertices": 6, "transmission": 0.0, "seconds": 0.1}))
"""


@pytest.fixture
def home(monkeypatch, tmp_path):
    """A Python of its own, and a function that writes a worker for it."""
    folder = tmp_path / "own"
    (folder / "bin").mkdir(parents=True)
    python = HOMES["infinigen"].interpreter.relative_to(HOMES["infinigen"].folder)
    (folder / python).symlink_to(sys.executable)
    (folder / "troupe-home.json").write_text("{}")
    monkeypatch.setenv("TROUPE_INFINIGEN", str(folder))
    monkeypatch.setenv("PYTHONPATH", str(Path(np.__file__).parents[1]))

    def worker(text: str) -> Path:
        path = tmp_path / "worker.py"
        path.write_text(textwrap.dedent(text))
        return path
    return worker


def test_every_factory_has_words_a_limit_and_a_size_that_means_something():
    for factory in factories().values():
        assert factory.words and factory.module.isidentifier() and factory.factory.isidentifier()
        assert 180 < factory.limit < 900
        assert factory.size is None or 0.01 < factory.size[0] < factory.size[1] < 10
    assert len(factories()) > 90
    assert factories()["apple"].size and not factories()["chair"].size  # its apples are two metres wide


@pytest.mark.parametrize("prompt, name", [
    ("a chair", "chair"), ("an office chair", "office chair"), ("a bowl of fruit", "fruit bowl"),
    ("a tall vase on a table", "vase"), ("two wine glasses", "wineglass"), ("a TV", "television"),
    ("a refrigerator", "beverage fridge"), ("strawberries", "strawberry"), ("a pile of books", "stack of books")])
def test_words_find_their_factory(prompt, name):
    assert read(prompt).spec["category"] == name


def test_sizes_and_what_is_not_used_are_told():
    found = read("a blue vase, 45 cm tall")
    assert found.spec["size"] == {"height": 0.45} and found.unparsed == ["blue"]
    assert any("colour itself" in each for each in found.assumptions)


@pytest.mark.parametrize("prompt, code", [
    ("", "empty_prompt"), ("!!!", "empty_prompt"), ("qwzx vbnm", "unknown_object"),
    ("a chair 900 m tall", "invalid_size")])
def test_nonsense_is_an_error_with_a_remedy(prompt, code):
    with pytest.raises(EngineError) as error:
        read(prompt)
    assert error.value.code == code and error.value.remedy


@pytest.mark.parametrize("spec", [{}, {"category": "dragon"}, {"category": "chair", "size": {"height": -1}},
                                  {"category": "chair", "size": {"girth": 1}}, {"category": "chair", "scale": "x"},
                                  {"category": "chair", "module": "os"}])
def test_edited_specs_are_checked(spec):
    with pytest.raises(InvalidParameter):
        check(spec)


def test_an_answer_becomes_an_asset_that_stands_and_faces_forward(home):
    seen = []
    raw = spawn(APPLE, 3, 1000, 64, Progress(lambda fraction, stage, _: seen.append(stage)), worker=home(GOOD))
    assert raw.made == 6 and seen and "apple" in seen[0]
    raw.vertices[0] *= 1.5  # a nose on +X
    prop = made(raw, "apple", {"size": {}, "scale": 1.0}, 3)
    points = prop.meshes[0].vertices
    assert 0.06 <= np.ptp(points, axis=0).max() <= 0.09 and points[:, 2].min() == pytest.approx(0)
    assert points[0, 1] == points[:, 1].min(), "the front is -Y"
    material = prop.meshes[0].materials[0]
    assert material.metallic == 1.0 and material.metallic_image is None  # the same everywhere
    assert material.roughness_image is not None and material.base_color_image is None
    assert material.base_color[0] == pytest.approx(0.578, abs=0.01), "linear"
    tall = made(raw, "apple", {"size": {"height": 0.5}, "scale": 1.0}, 3)
    assert np.ptp(tall.meshes[0].vertices[:, 2]) == pytest.approx(0.5)


@pytest.mark.parametrize("text, words", [
    ("import os; os.abort()", "ended with code"),
    ("print('no module named infinigen'); raise SystemExit(1)", "no module named infinigen"),
    ("""import sys; open(sys.argv[1] + '/answer.json', 'w').write('{"error": "ValueError: no leaf"}')""", "no leaf"),
    ("import sys; open(sys.argv[1] + '/answer.json', 'w').write('{}')", "no sound mesh"),
    ("import sys; [open(sys.argv[1] + '/answer' + e, 'w').write('{}') for e in ('.json', '.npz')]", "cannot be read"),
    (GOOD.replace("v * 3", "v / 0"), "no finite points"),
    (GOOD.replace("np.array(t,", "9 * np.array(t,"), "not there"),
    (GOOD.replace("(n, n, 1), 255", "(n, 2, 1), 255"), "no texture")])
def test_what_breaks_or_lies_is_told(home, text, words):
    with pytest.raises(EngineError) as error:
        spawn(APPLE, 1, 100, 16, Progress(), worker=home(text))
    assert words in error.value.message


HANG = """
    import os, subprocess, sys, time
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    open(sys.argv[1] + "/../pids", "w").write(f"{os.getpid()} {child.pid}")
    time.sleep(60)
"""


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.parametrize("cancel", [False, True])
def test_what_hangs_is_ended_with_its_children(home, tmp_path, monkeypatch, cancel):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stop = threading.Event()
    if cancel:
        threading.Timer(0.7, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled if cancel else EngineError) as error:
        spawn(APPLE, 1, 100, 16, Progress(cancelled=stop), worker=home(HANG), limit=60.0 if cancel else 0.8)
    assert time.monotonic() - started < 10
    if not cancel:
        assert "did not end within" in str(error.value)
    for pid in map(int, (tmp_path / "pids").read_text().split()):
        for _ in range(50):
            if not _alive(pid):
                break
            time.sleep(0.05)
        assert not _alive(pid)


def test_without_it_the_remedy_says_size_time_and_licence(monkeypatch, tmp_path):
    monkeypatch.setenv("TROUPE_INFINIGEN", str(tmp_path / "nothing"))
    state = InfinigenEngine.availability()
    assert not state.ok
    for words in ("troupe engines install infinigen", "GB", "Python 3.11", "BSD-3", "minutes"):
        assert words in state.remedy
    with pytest.raises(EngineError) as error:
        spawn(APPLE, 1, 100, 16, Progress())
    assert error.value.code == "unavailable"


@pytest.mark.slow
@pytest.mark.skipif(not INSTALLED.ok, reason=f"{INSTALLED.reason} {INSTALLED.remedy}")
def test_infinigen_itself_makes_an_apple():
    engine = InfinigenEngine()
    parameters = engine.complete({"faces": 3000, "texture_size": "512", "normals": False, "lods": True,
                                  "colliders": True})
    prop = engine.generate(Request(prompt="a tiny apple", seed=1, parameters=parameters), Progress())
    mesh = prop.meshes[0]
    triangles = mesh.corner_vertices.reshape(-1, 3).astype(np.int64)
    assert 1000 < len(triangles) <= 3000 and 0.03 <= np.ptp(mesh.vertices, axis=0).max() <= 0.045
    found = report(Soup(mesh.vertices.astype(float), triangles), mesh.uvs.reshape(-1, 3, 2).astype(float))
    assert len(prop.lods) == 3 and prop.colliders
    assert found.base_at_origin and found.uv_overlap < 0.01 and found.uv_coverage > 0.3
    color = mesh.materials[0].base_color_image.pixels.reshape(-1, 3).astype(float).mean(axis=0)
    assert color[0] > 1.2 * color[2], "warmer than grey"
    assert prop.provenance.engine == "infinigen" and os.path.exists(HOMES["infinigen"].interpreter)


def test_glass_lets_light_through():
    n = 16
    raw = Raw(np.eye(3), np.array([[0, 1, 2]]), np.zeros((3, 2)), {"color": np.full((n, n, 3), 255, np.uint8)},
              np.ones((n, n), bool), 0.97, 3, 0.0)
    assert made(raw, "wineglass", {"size": {}, "scale": 1.0}, 1).meshes[0].materials[0].transmission == 1.0
