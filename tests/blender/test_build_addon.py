# SPDX-License-Identifier: GPL-3.0-or-later
"""The zips: complete, reproducible, accepted by Blender's own tool, and free of what must not be in them."""

import ast
import hashlib
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def archive(build_addon, tmp_path_factory):
    return build_addon.build(build_addon.this_platform(), tmp_path_factory.mktemp("dist"))


def test_the_same_sources_give_the_same_bytes(build_addon, archive, tmp_path):
    again = build_addon.build(build_addon.this_platform(), tmp_path)
    assert again.name == archive.name and again.read_bytes() == archive.read_bytes()


def test_the_zip_holds_the_addon_the_protocol_and_two_wheels(build_addon, archive):
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        manifest = tomllib.loads(opened.read("blender_manifest.toml").decode())
    assert {"__init__.py", "api.py", "session.py", "protocol/assets.py", "protocol/client.py", "LICENSE"} <= names
    assert all(f"./{name}" in manifest["wheels"] for name in names if name.endswith(".whl"))
    assert len(manifest["wheels"]) == 2 and manifest["platforms"] == [build_addon.this_platform()]
    assert len(manifest["tagline"]) <= 64 and not manifest["tagline"].endswith(".")
    assert all(len(reason) <= 64 and not reason.endswith(".") for reason in manifest["permissions"].values())
    assert not [name for name in names if "__pycache__" in name or name.endswith(("ruff.toml", ".pyc"))]


def test_every_platform_has_wheels_for_both_pythons(build_addon):
    assert set(build_addon.PLATFORMS) == {"linux-x64", "windows-x64", "macos-arm64", "macos-x64"}
    for platform, wheels in build_addon.PLATFORMS.items():
        assert [wheel.python for wheel in wheels] == ["3.11", "3.13"]
        assert all(len(wheel.sha256) == 64 and "26.4.0" in wheel.file for wheel in wheels)
        assert tomllib.loads(build_addon.manifest(platform))["platforms"] == [platform]


def test_a_damaged_wheel_is_refused(build_addon, tmp_path, monkeypatch):
    monkeypatch.setattr(build_addon, "WHEELS", tmp_path)
    wheel = build_addon.PLATFORMS["linux-x64"][0]
    (tmp_path / wheel.file).write_bytes(b"not a wheel")
    with pytest.raises(build_addon.BuildError, match="SHA-256"):
        build_addon.fetch(wheel)


def test_blenders_own_tool_accepts_it_and_agrees_with_our_index(build_addon, archive, tmp_path):
    tool = build_addon.find_validator()
    if tool is None:
        pytest.skip("no bpy in .venv/blender")
    build_addon.validate(archive, tool)
    ours = json.loads(build_addon.repository(archive.parent, [archive]).read_text())
    (archive.parent / "index.json").unlink()
    subprocess.run([sys.executable, str(tool), "server-generate", "--repo-dir", str(archive.parent)], check=True,
                   capture_output=True)
    theirs = json.loads((archive.parent / "index.json").read_text())
    assert ours == theirs
    assert ours["data"][0]["archive_hash"].endswith(hashlib.sha256(archive.read_bytes()).hexdigest())


def imports(path):
    """The top-level modules a file imports absolutely."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def test_the_addon_imports_bpy_numpy_and_the_protocol_alone():
    blender = {"bpy", "bpy_extras", "bmesh", "blf", "gpu", "gpu_extras", "mathutils"}
    allowed = set(sys.stdlib_module_names) | blender | {"numpy"}
    for path in (ROOT / "blender_addon").rglob("*.py"):
        assert set(imports(path)) <= allowed, path
    for path in (ROOT / "protocol").glob("*.py"):
        assert set(imports(path)) <= set(sys.stdlib_module_names) | {"numpy", "zmq"}, path


def test_what_runs_off_the_main_thread_does_not_know_bpy():
    for name in ("session.py", "backend.py", "jobs.py", "builders/encode.py", "builders/__init__.py"):
        assert "bpy" not in set(imports(ROOT / "blender_addon" / name)), name
