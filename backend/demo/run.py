# SPDX-License-Identifier: GPL-3.0-or-later
"""Start a backend, install the built extension into headless Blender, and run the scene script there."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import backend

#: Seconds a backend may take to answer: it imports no torch.
START_LIMIT = 30.0
SCENE = Path(__file__).with_name("scene.py")
RESULTS = ("demo.blend", "demo.glb", "demo.exr", "demo.png")


class DemoError(Exception):
    """The demonstration cannot go on; says why and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def run(blender: Path, extension: Path | None, out: Path, seed: int) -> None:
    """Run the demonstration; the results are in ``out``. Raises :class:`DemoError`."""
    started = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="troupe-demo-") as scratch:
        with step("extension"):
            extension = (extension or built_extension(Path(scratch))).absolute()
        connection = Path(scratch) / "connection.json"
        with running_backend(connection):
            run_in_blender(blender, SCENE, ["--extension", extension, "--out", out.absolute(), "--seed", seed],
                           {"TROUPE_CONNECTION": str(connection),
                            "BLENDER_USER_RESOURCES": str(Path(scratch) / "blender")})
    missing = [name for name in RESULTS if not (out / name).exists()]
    if missing:
        raise DemoError(f"The demonstration ended without {', '.join(missing)}.", "See what Blender printed above.")
    for name in RESULTS:
        print(f"    {out / name}  ({(out / name).stat().st_size / 1e6:.1f} MB)")
    print(f"==> done in {time.perf_counter() - started:.0f} s", flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Print a step's title, and its time when it has ended."""
    print(f"==> {title}", flush=True)
    started = time.perf_counter()
    yield
    print(f"    {title}: {time.perf_counter() - started:.1f} s", flush=True)


def built_extension(folder: Path) -> Path:
    """Build the extension for this platform from the checkout this package lies in."""
    script = Path(backend.__file__).parents[1] / "build_addon.py"
    if not script.exists():
        raise DemoError("The extension zip is not here.", "Download it and pass it as --extension FILE.")
    done = subprocess.run([sys.executable, str(script), "--platform", "this", "--output", str(folder)],
                          capture_output=True, text=True)
    zips = sorted(folder.glob("*.zip"))
    if done.returncode or not zips:
        raise DemoError(f"The extension could not be built:\n{done.stdout}{done.stderr}", "Mend what it names.")
    return zips[0]


@contextlib.contextmanager
def running_backend(connection: Path) -> Iterator[None]:
    """A backend of our own, which ends with us."""
    from protocol.client import Client
    from protocol.connection import load
    from protocol.errors import TroupeError

    with step("backend"):
        # A store of its own: the demonstration shows the making, not what an earlier one left.
        process = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", "serve", "--connection", str(connection),
             "--store", str(connection.with_name("store")), "--die-with-parent"], stdin=subprocess.PIPE)
        deadline = time.monotonic() + START_LIMIT
        while not connection.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise DemoError("The backend did not start.", "Run `troupe doctor`.")
            time.sleep(0.02)
        client = Client(load(connection))
        try:
            client.connect(timeout=START_LIMIT)
        except TroupeError as error:
            process.kill()
            raise DemoError(error.message, error.remedy) from error
        finally:
            client.close()
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def run_in_blender(blender: Path, script: Path, arguments: list[object], environment: dict[str, str],
                   output: int | None = None) -> None:
    """Run ``script`` in headless Blender, or in a Python that has bpy. Raises :class:`DemoError`.

    ``output`` is where its standard output goes, as for ``subprocess.run``.
    """
    python = blender.name.lower().startswith("python")
    command = [str(blender)] if python else [str(blender), "-b", "--factory-startup", "--python-exit-code", "1", "-P"]
    command += [str(script), "--", *map(str, arguments)]
    code = subprocess.run(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                          stdout=output).returncode
    if code:
        raise DemoError(f"Blender ended with code {code}.", "See what it printed above.")
