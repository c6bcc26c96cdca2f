# SPDX-License-Identifier: GPL-3.0-or-later
"""The library as others meet it: pictures and stored clips, the services of the panel, the command line."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Picture
from typer.testing import CliRunner

from backend import services
from backend.cli import app
from backend.engine import EngineError
from backend.library import Library, packing
from backend.library.features import Features, measure
from backend.library.thumbnails import SIZE, draw
from backend.motion.clip import clip_of
from backend.motion.clip_ops import mirror
from backend.motion.formats import read_motion

run = CliRunner().invoke


@pytest.fixture
def users_library(filled: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("TROUPE_LIBRARY", str(filled.folder))
    return filled


def features(motions: Path, name: str) -> Features:
    return measure(clip_of(read_motion(motions / name)))


def test_measurements_tell_what_is_done(motions: Path) -> None:
    walk, back, run_ = (features(motions, f"walks/{name}.bvh") for name in ("walk_forward", "walk_backwards", "run"))
    assert (walk.direction, back.direction, walk.in_place) == ("forward", "backward", False)
    assert 1.0 < walk.speed < 1.8 < run_.speed and walk.airborne == 0 < run_.airborne
    assert walk.travel == pytest.approx(walk.speed * walk.duration, rel=0.1)
    wave, sit, idle = (features(motions, f"acts/{name}.bvh") for name in ("wave_left_hand", "sit_down", "idle"))
    assert wave.moving == ("left_arm",) and wave.in_place and wave.cyclic
    assert sit.height[0] < 0.7 < 0.95 < sit.height[2] and not sit.cyclic
    assert idle.energy < 0.1 < wave.energy and idle.moving == ()


def test_a_packed_clip_is_the_clip(motions: Path) -> None:
    clip = clip_of(read_motion(motions / "walks" / "run.bvh"))
    contacts = np.zeros((len(clip), 4), bool)
    contacts[::2, 1] = True
    hands = np.tile([1.0, 0, 0, 0], (len(clip), 30, 1))
    clip = replace(clip, contacts=contacts, hands=hands, loop=True, caption="läuft", licence="CC0", source="run.bvh")
    data = packing.pack(clip)
    again = packing.unpack(data)
    assert np.abs(again.positions() - clip.positions()).max() < 2e-4
    assert (again.contacts == contacts).all() and np.abs(again.hands - hands).max() < 1e-4
    assert (again.fps, again.loop, again.caption, again.licence, again.source) == (20, True, "läuft", "CC0", "run.bvh")
    assert len(data) < 0.25 * clip.rotations.nbytes
    with pytest.raises(EngineError) as caught:
        packing.unpack(data[:-20])
    assert caught.value.code == "corrupt_library"


def test_pictures_show_the_moving_side(motions: Path) -> None:
    """Blue is left, orange right, on a light ground that reaches the edges."""
    wave = clip_of(read_motion(motions / "acts" / "wave_left_hand.bvh"))

    def raised(clip) -> tuple[int, int]:
        pixels = np.asarray(draw(clip).convert("RGB"), int)
        assert pixels.shape == (SIZE, SIZE, 3) and pixels[[0, 0, -1, -1], [0, -1, 0, -1]].min() > 190
        upper = pixels[:SIZE // 3]
        blue = (upper[..., 2] - upper[..., 0] > 60).sum()
        return int(blue), int((upper[..., 0] - upper[..., 2] > 80).sum())

    left, right = raised(wave), raised(mirror(wave))
    assert left[0] > 40 and left[0] > 2 * left[1] and right[1] > 40 and right[1] > 2 * right[0]


def test_services(users_library: Library, motions: Path) -> None:
    found = services.call("library.search", {"text": "walk backwards", "limit": 3,
                                             "filters": {"in_place": False}}).result
    assert found["total"] == len(users_library) and len(found["hits"]) == 3
    assert found["hits"][0]["name"] == "walk_backwards"
    ids = [hit["id"] for hit in found["hits"]]
    answer = services.call("library.thumbnails", {"ids": [*ids, "unknown"]})
    answer.assets["thumbnails"].validate()
    array = answer.assets["thumbnails"].pixels.reshape(4, answer.result["size"], -1, 4)
    assert (array[:3, ..., 3] == 255).all() and not array[3].any()
    assert (array[0] == users_library.thumbnails(ids)[0]).all()
    info = services.call("library.info", {"id": ids[0]}).result
    assert info["features"]["direction"] == "backward" and Path(info["path"]).name == "walk_backwards.bvh"
    assert services.call("library.info").result["clips"] == len(users_library)
    report = services.call("library.add", {"paths": [str(motions)]}).result
    assert report["unchanged"] == len(users_library) and report["failures"] == []
    for name, arguments in (("library.search", {"text": 3}), ("library.search", {"filters": {"colour": "red"}}),
                            ("library.search", {"filters": {"tags": [1]}}), ("library.thumbnails", {"ids": []}),
                            ("library.add", {"paths": "here"})):
        with pytest.raises(EngineError) as caught:
            services.call(name, arguments)
        assert caught.value.code == "invalid_parameter"


def test_searching_an_empty_library_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path))
    result = services.call("library.search", {"text": "walk"}).result
    assert result["hits"] == [] and "empty" in result["notice"]


def test_command_line(motions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "library"))
    added = json.loads(run(app, ["library", "add", str(motions), "--json"]).stdout)
    assert added["ok"] and added["added"] == 10
    found = run(app, ["library", "search", "angry walk", "--json"])
    hits = json.loads(found.stdout)["hits"]
    assert found.exit_code == 0 and hits[0]["name"] == "angry_walk"
    picture = tmp_path / "angry.png"
    shown = run(app, ["library", "show", hits[0]["id"], "--thumbnail", str(picture), "--json"])
    assert json.loads(shown.stdout)["captions"] == ["angry walk"]
    assert Picture.open(io.BytesIO(picture.read_bytes())).size == (SIZE, SIZE)
    assert "angry_walk" in run(app, ["library", "list"]).stdout
    assert json.loads(run(app, ["library", "stats", "--json"]).stdout)["clips"] == 10
    removed = run(app, ["library", "remove", hits[0]["id"], "--json"])
    assert json.loads(removed.stdout) == {"ok": True, "removed": 1}
    assert json.loads(run(app, ["library", "rebuild", "--json"]).stdout)["clips"] == 10


def test_exit_codes_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "library"))
    nothing = run(app, ["library", "add", str(tmp_path / "absent"), "--json"])
    assert nothing.exit_code == 1 and not json.loads(nothing.stdout)["ok"]
    assert run(app, ["library", "search", "walk"]).exit_code == 1
    unknown = run(app, ["library", "show", "abcdef", "--json"])
    assert unknown.exit_code == 3 and json.loads(unknown.stdout)["error"]["code"] == "not_found"
    (tmp_path / "library" / "library.sqlite").write_bytes(b"x" * 5000)
    for name in ("-wal", "-shm"):
        (tmp_path / "library" / f"library.sqlite{name}").unlink(missing_ok=True)
    broken = run(app, ["library", "stats", "--json"])
    assert broken.exit_code == 3 and json.loads(broken.stdout)["error"]["code"] == "corrupt_library"


def test_one_clip_is_no_clips_and_captions_stay_readable(motions: Path, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROUPE_LIBRARY", str(tmp_path / "library"))
    assert "1 clip from 1 file" in run(app, ["library", "add", str(motions / "acts" / "kick.bvh")]).stdout
    for width, named in (("70", False), ("160", True)):
        monkeypatch.setenv("COLUMNS", width)
        monkeypatch.setenv("FORCE_COLOR", "1")
        shown = run(app, ["library", "list"]).stdout
        assert "Caption" in shown and ("Name" in shown) == named
