# SPDX-License-Identifier: GPL-3.0-or-later
"""Look for what could keep Troupe from working here, and say how to mend it."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backend import paths
from backend.engine import discover

#: Free space under which a backend soon fails to store results, bytes.
LEAST_FREE = 3e9


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``level`` is "ok", "note" (works, could be better) or "fault"."""

    name: str
    level: str
    detail: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Every finding, as it is made. Never raises: a check that breaks is itself a fault."""
    for check in (check_python, check_packages, check_torch, check_engines, check_weights,
                  check_folders, check_port, check_backend):
        yield from _guarded(check)


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except Exception as error:  # a doctor that dies of the disease helps nobody
        name = check.__name__.removeprefix("check_")
        yield Finding(name, "fault", f"the check failed: {type(error).__name__}: {error}",
                      "Report this with the text above.")


def check_python() -> Iterator[Finding]:
    """Python has 64 bits, which torch needs. (An older version than pyproject asks for cannot install us.)"""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.maxsize < 2**32:
        yield Finding("python", "fault", f"{version}, 32 bits", "Install the backend with a 64-bit Python.")
    else:
        yield Finding("python", "ok", f"{version} at {sys.executable}")


def check_packages() -> Iterator[Finding]:
    """Every required package is there, in a version the backend accepts."""
    from packaging.requirements import Requirement

    missing, wrong, wanted = [], [], []
    requirements = [Requirement(text) for text in importlib.metadata.requires("troupe") or []]
    needed = [each for each in requirements if each.marker is None or each.marker.evaluate({"extra": ""})]
    for requirement in needed:
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(str(requirement))
            wanted.append(str(requirement))
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} {version} (needs {requirement.specifier})")
            wanted.append(str(requirement))
    if missing or wrong:
        yield Finding("packages", "fault", "; ".join([f"missing {name}" for name in missing] + wrong),
                      f"{sys.executable} -m pip install " + " ".join(f'"{each}"' for each in wanted))
    else:
        yield Finding("packages", "ok", f"{len(needed)} present")


def check_torch() -> Iterator[Finding]:
    """Import torch in a child: a broken CUDA build may take the process with it."""
    script = ("import torch; c = torch.cuda; print(torch.__version__, '|', "
              "c.get_device_name(0) if c.is_available() else 'mps' if torch.backends.mps.is_available() else 'cpu')")
    try:
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        yield Finding("torch", "fault", "importing torch took over two minutes",
                      "Restart the machine or reinstall torch.")
        return
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit code {done.returncode}"
        yield Finding("torch", "fault", reason, f"{sys.executable} -m pip install --force-reinstall torch==2.13.0")
        return
    version, device = (part.strip() for part in done.stdout.split("|"))
    if device == "cpu":
        yield Finding("torch", "note", f"{version} on the CPU",
                      "Everything works; with a GPU, install the torch build for it to be faster.")
    else:
        yield Finding("torch", "ok", f"{version} on {device}")


def check_engines() -> Iterator[Finding]:
    engines, broken = discover()
    for engine in engines.values():
        state = engine.availability()
        name = f"engine {engine.name}"
        if state.ok:
            yield Finding(name, "ok", f"{engine.modality}, version {engine.version}")
        else:
            yield Finding(name, "note", f"{engine.modality}: {state.reason}", state.remedy)
    for each in broken:
        yield Finding(f"engine {each.name}", "fault", f"cannot be loaded: {each.reason}",
                      f"Update or uninstall the package {each.package}.")


def check_weights() -> Iterator[Finding]:
    from backend.weights.store import WeightsStore

    for entry in WeightsStore().entries():
        if entry.state == "corrupt":
            yield Finding(f"weights {entry.name}", "fault", "do not match their hashes",
                          f"troupe weights pull {entry.name}")
        elif entry.state == "missing":
            yield Finding(f"weights {entry.name}", "note", "not installed", f"troupe weights pull {entry.name}")
        else:
            yield Finding(f"weights {entry.name}", "ok", entry.state)


def check_folders() -> Iterator[Finding]:
    for name, folder in (("store", paths.store_dir()), ("cache", paths.cache_dir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield Finding(name, "fault", f"{folder} cannot be written: {error.strerror}",
                          "Make it writable, or set TROUPE_HOME to a folder that is.")
            continue
        free = shutil.disk_usage(folder).free
        if free < LEAST_FREE:
            yield Finding(name, "fault", f"{folder} has {free / 1e9:.1f} GB free",
                          "Free some space, or set TROUPE_HOME to a larger disk.")
        else:
            yield Finding(name, "ok", f"{folder}, {free / 1e9:.0f} GB free")


def check_port() -> Iterator[Finding]:
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            probe.listen(1)
            with socket.create_connection(probe.getsockname(), timeout=2):
                pass
    except OSError as error:
        yield Finding("port", "fault", f"no connection within this machine: {error}",
                      "Allow loopback connections in the firewall.")
    else:
        yield Finding("port", "ok", "loopback connections work")


def check_backend() -> Iterator[Finding]:
    from protocol.client import Client
    from protocol.connection import default_path, load
    from protocol.errors import ConnectionFileError, TroupeError

    if not default_path().exists():
        yield Finding("backend", "note", "not running", "troupe serve, or press Start in the sidebar.")
        return
    try:
        client = Client(load())
    except ConnectionFileError as error:
        yield Finding("backend", "note", str(error), "Start it again with `troupe serve`.")
        return
    with contextlib.closing(client):
        try:
            client.connect(timeout=5)
        except TroupeError as error:
            yield Finding("backend", "fault", error.message, error.remedy)
        else:
            yield Finding("backend", "ok", f"answers, connection file {default_path()}")


def find_blender(wanted: str | None = None) -> Path | None:
    """A Blender executable, or a Python that has bpy: the one named, on the path, or usual places."""
    candidates = [wanted] if wanted else [os.environ.get("TROUPE_BLENDER"), shutil.which("blender")]
    if not wanted and sys.platform == "darwin":
        candidates.append("/Applications/Blender.app/Contents/MacOS/Blender")
    if not wanted and sys.platform == "win32":
        folder = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "Blender Foundation"
        installed = sorted(folder.glob("Blender */blender.exe"), key=_version_in_name)
        candidates += [str(path) for path in reversed(installed)]
    return next((Path(each).absolute() for each in candidates if each and Path(each).exists()), None)


def _version_in_name(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.parent.name)]
