# SPDX-License-Identifier: GPL-3.0-or-later
"""Pythons of engines' own: made from a small wheel by the real pip, without a network; and what can go wrong."""

from __future__ import annotations

import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backend.cli import app
from backend.engine import Cancelled, EngineError, Progress
from backend.homes import HOMES, Home

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    """A home for a package of one line, in a folder of wheels that pip takes for its index."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / "tiny_thing-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_thing.py", "answer = 42\n")
        info = "tiny_thing-1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-thing\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    for name, value in (("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", str(wheels)), ("PIP_CONFIG_FILE", "/dev/null"),
                        ("TROUPE_TINY", str(tmp_path / "homes" / "tiny"))):
        monkeypatch.setenv(name, value)
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# exactly\ntiny-thing==1.0\n")
    return Home(name="tiny", title="Tiny thing", python=HERE, requirements=requirements, licence="MIT", gigabytes=0.001,
                fetched_gigabytes=0.001, minutes="a moment", variable="TROUPE_TINY",
                check="import tiny_thing; assert tiny_thing.answer == 42; print('ready')")


def test_it_is_made_tried_and_removed(home):
    assert not home.availability().ok and "troupe engines install tiny" in home.availability().remedy
    seen: list[tuple[float, str]] = []
    home.install(True, Progress(lambda fraction, stage, _: seen.append((fraction, stage))))
    assert home.availability().ok and home.interpreter.is_file()
    assert [f for f, _ in seen] == sorted(f for f, _ in seen)
    assert any("Fetching" in stage or "Unpacking" in stage for _, stage in seen)
    home.install(True, Progress())  # again: nothing to do
    assert home.remove() and not home.folder.exists() and not home.remove()


def test_nothing_happens_without_a_yes(home):
    with pytest.raises(EngineError) as error:
        home.install(False, Progress())
    assert error.value.code == "consent_required" and "MIT" in error.value.message and not home.folder.exists()


@pytest.mark.parametrize("change, code", [
    ({"check": "print('loaded, but')"}, "install_failed"), ({"python": "2.6"}, "needs_python"),
    ({"gigabytes": 1e9}, "disk_full")])
def test_what_fails_leaves_nothing(home, change, code):
    with pytest.raises(EngineError) as error:
        replace(home, **change).install(True, Progress())
    assert error.value.code == code and error.value.remedy and not home.folder.exists()


def test_a_package_that_is_not_there_is_named(home):
    home.requirements.write_text("no-such-thing-at-all==9.9\n")
    with pytest.raises(EngineError) as error:
        home.install(True, Progress())
    assert "no-such-thing-at-all" in error.value.message and not home.folder.exists()


def test_cancel_leaves_nothing(home):
    stop = threading.Event()

    def report(fraction: float, stage: str, _: object) -> None:
        if fraction > 0:
            stop.set()
    with pytest.raises(Cancelled):
        home.install(True, Progress(report, stop))
    assert not home.folder.exists()


def test_a_folder_that_is_no_environment_is_not_deleted(home):
    home.folder.mkdir(parents=True)
    (home.folder / "thesis.txt").write_text("years of work")
    with pytest.raises(EngineError) as error:
        home.install(True, Progress())
    assert error.value.code == "not_removed" and (home.folder / "thesis.txt").is_file()


def test_the_command_tells_terms_and_asks(monkeypatch, tmp_path):
    monkeypatch.setenv("TROUPE_INFINIGEN", str(tmp_path / "none"))
    asked = CliRunner().invoke(app, ["engines", "install", "infinigen"], input="n\n")
    assert asked.exit_code == 1 and "GB" in asked.output and "GPL" in asked.output
    assert CliRunner().invoke(app, ["engines", "remove", "infinigen"], input="y\n").exit_code == 1
    assert CliRunner().invoke(app, ["engines", "install", "skynet"]).exit_code == 2
    listed = CliRunner().invoke(app, ["engines", "list", "--json"])
    assert listed.exit_code == 0 and '"infinigen"' in listed.output


def test_every_pin_is_exact():
    for each in HOMES.values():
        lines = [line for line in Path(each.requirements).read_text().splitlines() if line and line[0] != "#"]
        assert lines and all(line.count("==") == 1 for line in lines)
