# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding files: only what changed is read; moved, deleted, copied and broken files; what is said about clips."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from backend.engine import Cancelled, EngineError, Progress
from backend.library import Library
from backend.library.captions import words_of
from backend.library.database import VERSION
from backend.library.place import FILE
from backend.motion.clip import clip_of
from backend.motion.formats import read_motion


def names(library: Library) -> set[str]:
    return {hit.name for hit in library.search("", 100)}


def test_a_second_addition_reads_only_what_changed(library: Library, make_bvh, tmp_path: Path) -> None:
    folder = tmp_path / "motions"
    walk = make_bvh(folder / "walk.bvh", "walk forward")
    make_bvh(folder / "run.bvh", "run")
    first = library.add([folder])
    assert (first.added, first.clips, first.failures) == (2, 2, [])
    second = library.add([folder])
    assert (second.added, second.changed, second.clips, second.unchanged) == (0, 0, 0, 2)
    before = library.search("walk")[0].id
    make_bvh(walk, "jump")
    third = library.add([folder])
    assert (third.changed, third.clips, third.unchanged) == (1, 1, 1)
    assert len(library) == 2 and before not in {hit.id for hit in library.search("", 10)}


def test_a_touched_file_with_the_same_content_is_not_read_again(library: Library, make_bvh, tmp_path: Path) -> None:
    walk = make_bvh(tmp_path / "walk.bvh", "walk forward")
    library.add([walk])
    os.utime(walk, (1, 1))
    report = library.add([walk])
    assert (report.unchanged, report.changed) == (1, 0)


def test_a_moved_file_keeps_its_clip_and_takes_its_new_name(library: Library, make_bvh, tmp_path: Path) -> None:
    folder = tmp_path / "motions"
    old = make_bvh(folder / "clip.bvh", "walk forward")
    library.add([folder])
    (hit,) = library.search("", 10)
    new = folder / "stealthy_sneaking.bvh"
    old.rename(new)
    report = library.add([folder])
    assert (report.moved, report.added, report.missing) == (1, 0, 0)
    (moved,) = library.search("sneaking", 10)
    assert (moved.id, moved.path, moved.caption) == (hit.id, str(new), "stealthy sneaking")


def test_a_deleted_file_is_noticed_and_its_clip_still_opens(library: Library, make_bvh, tmp_path: Path) -> None:
    folder = tmp_path / "motions"
    walk = make_bvh(folder / "walk.bvh", "walk forward")
    make_bvh(folder / "run.bvh", "run")
    library.add([folder])
    expected = clip_of(read_motion(walk))
    walk.unlink()
    assert library.add([folder]).missing == 1
    hit = library.search("walk", 1)[0]
    assert hit.missing
    clip = library.clip(hit.id)
    assert np.abs(clip.positions() - expected.positions()).max() < 1e-3
    assert library.rebuild().missing == 1 and len(library) == 2
    assert library.remove(missing=True) == 1 and names(library) == {"run"}


def test_a_copy_is_no_second_clip_and_takes_over_when_the_first_is_gone(library: Library, make_bvh,
                                                                       tmp_path: Path) -> None:
    folder = tmp_path / "motions"
    first, second = (make_bvh(folder / name, "run") for name in ("a/run.bvh", "b/run.bvh"))
    report = library.add([folder])
    assert (report.added, report.duplicates, len(library)) == (1, 1, 1)
    first.unlink()
    again = library.add([folder])
    assert again.missing == 0
    (hit,) = library.search("", 10)
    assert (hit.path, hit.missing) == (str(second), False)


def test_one_bad_file_stops_nothing_and_is_named(library: Library, make_bvh, tmp_path: Path) -> None:
    folder = tmp_path / "motions"
    make_bvh(folder / "run.bvh", "run")
    whole = make_bvh(folder / "torn.bvh", "jump").read_text()
    (folder / "torn.bvh").write_text(whole[:len(whole) // 2])
    (folder / "noise.npz").write_bytes(b"no zip at all")
    (folder / "readme.txt").write_text("not a motion")
    report = library.add([folder, tmp_path / "absent.bvh"])
    assert report.added == 1 and names(library) == {"run"}
    assert {Path(each.path).name for each in report.failures} == {"torn.bvh", "noise.npz", "absent.bvh"}
    assert all(each.message and each.remedy for each in report.failures)
    again = library.add([folder])
    assert again.unchanged == 1 and {Path(each.path).name for each in again.failures} == {"torn.bvh", "noise.npz"}


def test_cancelling_keeps_what_is_done(library: Library, make_bvh, tmp_path: Path) -> None:
    for name in "abc":
        make_bvh(tmp_path / f"{name}.bvh", {"a": "run", "b": "jump", "c": "kick"}[name])
    cancelled = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if stage == "b.bvh":
            cancelled.set()

    with pytest.raises(Cancelled):
        library.add([tmp_path], Progress(report, cancelled))
    assert 1 <= len(library) < 3
    report_after = library.add([tmp_path])
    assert len(library) == 3 and report_after.unchanged >= 1


def test_progress_rises_to_one(library: Library, motions: Path) -> None:
    seen: list[float] = []
    library.add([motions], Progress(lambda fraction, stage, _: seen.append(fraction)))
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) > 10


def test_captions_table_says_rate_start_captions_and_licence(library: Library, make_bvh, tmp_path: Path) -> None:
    folder = tmp_path / "motions"
    make_bvh(folder / "m" / "05_01.bvh", "walk forward")
    frames = len(read_motion(folder / "m" / "05_01.bvh").rotations)
    (folder / "captions.csv").write_text(
        "path,clip,caption_1,caption_2,licence,fps,start_frame,source\n"
        'm/05_01.bvh,05_01,"a person strolls, unhurried",someone takes a walk,MIT (Somebody),40,5,studio\n', "utf-8")
    report = library.add([folder])
    assert report.failures == []
    (hit,) = library.search("strolling", 1)
    assert (hit.licence, hit.source, hit.fps, hit.frames) == ("MIT (Somebody)", "studio", 40.0, frames - 5)
    info = library.info(hit.id)
    assert info["captions"] == ["a person strolls, unhurried", "someone takes a walk"]
    assert info["captions_from"] == "table"
    clip = library.clip(hit.id)
    assert clip.licence == "MIT (Somebody)" and clip.duration == pytest.approx((frames - 6) / 40)
    # A corrected caption is noticed though the motion is as it was.
    table = (folder / "captions.csv").read_text().replace("strolls", "marches")
    (folder / "captions.csv").write_text(table)
    assert library.add([folder]).changed == 1
    assert "marches" in library.search("march", 1)[0].caption


def test_a_broken_table_names_its_line(library: Library, make_bvh, tmp_path: Path) -> None:
    make_bvh(tmp_path / "run.bvh", "run")
    (tmp_path / "captions.csv").write_text("path,caption_1,fps\nrun.bvh,a person runs,fast\n")
    report = library.add([tmp_path])
    assert report.added == 1
    (failure,) = report.failures
    assert "captions.csv, line 2" in failure.message and "fps" in failure.message


def test_sidecars_and_unicode(library: Library, make_bvh, tmp_path: Path) -> None:
    folder = tmp_path / "Bewegungen – größer"
    make_bvh(folder / "跳躍 élan.bvh", "jump")
    (folder / "跳躍 élan.txt").write_text("une personne saute très haut\na person leaps up#leap/VERB#0.0#0.0\n",
                                        "utf-8")
    make_bvh(folder / "b.bvh", "kick")
    (folder / "b.json").write_text(json.dumps({"caption": "a ninja's kick", "tags": ["Ninja"], "licence": "CC0"}))
    assert library.add([folder]).failures == []
    assert library.search("très haut", 1)[0].name == "跳躍 élan"
    assert library.search("leap", 1)[0].caption == "a person leaps up"
    ninja = library.search("ninja", 1)[0]
    assert ninja.licence == "CC0" and "Ninja" in ninja.tags


def test_a_nameless_clip_is_described_by_what_it_does(library: Library, make_bvh, tmp_path: Path) -> None:
    make_bvh(tmp_path / "05" / "07_12.bvh", "walk backwards")
    library.add([tmp_path / "05"])
    (hit,) = library.search("", 1)
    assert hit.caption == "a person walks backwards"
    assert library.info(hit.id)["captions_from"] == "measured"


@pytest.mark.parametrize("name, words", [
    ("Rig_Medium|Melee_1H_Attack_Chop", ["melee", "one-handed", "attack", "chop"]),
    ("WalkFwd_L_02", ["walk", "forward", "left"]), ("dataset-1_walk-back_exhausted_012", ["walk", "back", "exhausted"]),
    ("mixamo.com", []), ("humanoid3d_spinkick", ["spinkick"]), ("05_14", [])])
def test_words_of_names(name: str, words: list[str]) -> None:
    assert words_of(name) == words


def test_a_corrupt_file_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is not SQLite " * 1000)
    with pytest.raises(EngineError) as caught:
        Library(tmp_path)
    assert caught.value.code == "corrupt_library" and "troupe library add" in caught.value.remedy


def test_damage_within_is_told_too(library: Library, motions: Path) -> None:
    library.add([motions / "walks"])
    library.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    library.close()
    content = bytearray((library.folder / FILE).read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    (library.folder / FILE).write_bytes(content)
    with pytest.raises(EngineError) as caught, Library(library.folder) as opened:
        opened.search("walk")
    assert caught.value.code == "corrupt_library"


def test_foreign_and_newer_files_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("CREATE TABLE mine (value)")
    with pytest.raises(EngineError, match="not a library"):
        Library(tmp_path)
    newer = tmp_path / "newer"
    Library(newer).close()
    with sqlite3.connect(newer / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(EngineError) as caught:
        Library(newer)
    assert caught.value.code == "newer_library"


def test_a_library_that_cannot_be_written(filled: Library, tmp_path: Path) -> None:
    with Library(filled.folder, read_only=True) as library:
        assert library.search("walk")
        with pytest.raises(EngineError) as caught:
            library.remove([library.search("walk")[0].id])
    assert caught.value.code == "read_only" and "TROUPE_LIBRARY" in caught.value.remedy
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError) as caught:
        Library(tmp_path / "file" / "library")
    assert caught.value.code == "read_only"


def test_a_library_on_a_read_only_disk_is_searched(library: Library, motions: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    library.add([motions / "walks"])
    library.close()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with Library(library.folder) as opened:
        assert opened.search("walk backwards", 1)[0].name == "walk_backwards"
        with pytest.raises(EngineError) as caught:
            opened.rebuild()
    assert caught.value.code == "read_only"


def test_a_fault_outside_the_file_is_tried_again(library: Library, make_bvh, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.library import reading

    make_bvh(tmp_path / "run.bvh", "run")

    def unavailable(*given: object, **more: object) -> None:
        raise EngineError("This needs Blender.", "Install it.", "unavailable")

    monkeypatch.setattr(reading, "read_motions", unavailable)
    assert [each.message for each in library.add([tmp_path]).failures] == ["This needs Blender."]
    monkeypatch.undo()
    assert library.add([tmp_path]).added == 1


def test_removing_by_folder_and_by_the_beginning_of_an_id(library: Library, motions: Path) -> None:
    library.add([motions])
    walks = len(list((motions / "walks").iterdir()))
    assert library.remove([motions / "walks"]) == walks
    hit = library.search("kick", 1)[0]
    assert library.remove([hit.id[:8]]) == 1
    with pytest.raises(EngineError) as caught:
        library.clip(hit.id)
    assert caught.value.code == "not_found"
