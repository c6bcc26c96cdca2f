# SPDX-License-Identifier: GPL-3.0-or-later
"""Is this file what the manifest says? Hashing, a memory of what was hashed, and format safety."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from backend.engine import EngineError
from backend.paths import cache_dir
from backend.weights.manifest import WeightFile

CHUNK = 1 << 20
#: Formats whose loaders run code; a checkpoint among them must load with torch's weights_only.
_CHECKPOINTS = (".pt", ".pth", ".ckpt", ".bin", ".tar")
_PICKLES = (".pkl", ".pickle", ".joblib", ".dill")


def sha256_of(path: Path, step: Callable[[int], None] | None = None) -> str:
    """Hex SHA-256 of a file; ``step(bytes_done)`` is called after every MiB and may raise to stop."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if step is not None:
                step(done)
    return digest.hexdigest()


class Verifier:
    """Remembers the size, time and digest of hashed files, so that a start need not hash 90 MB.

    The memory is a file in the user's cache; when it cannot be read or written, files are hashed again.
    """

    def __init__(self, memory: Path | None = None) -> None:
        self._file = memory or cache_dir() / "verified-weights.json"
        self._known: dict[str, list[object]] | None = None

    def matches(self, path: Path, expected: WeightFile, *, rehash: bool = False,
                step: Callable[[int], None] | None = None) -> bool:
        """Whether ``path`` has the size and SHA-256 of ``expected``; False when it cannot be read."""
        try:
            state = path.stat()
            if state.st_size != expected.size:
                return False
            stamp = [state.st_size, state.st_mtime_ns, state.st_ino]
            key = str(path.resolve())
            remembered = self._memory().get(key)
            if not rehash and isinstance(remembered, list) and remembered[:3] == stamp:
                return remembered[3:] == [expected.sha256]
            found = sha256_of(path, step)
        except OSError:
            return False
        self._remember(key, [*stamp, found])
        return found == expected.sha256

    def _memory(self) -> dict[str, list[object]]:
        if self._known is None:
            try:
                tree = json.loads(self._file.read_text("utf-8"))
                self._known = tree if isinstance(tree, dict) else {}
            except (OSError, ValueError):
                self._known = {}
        return self._known

    def _remember(self, key: str, entry: list[object]) -> None:
        memory = self._memory()
        memory[key] = entry
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=".verified-", suffix=".tmp")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({each: value for each, value in memory.items() if os.path.exists(each)}, file)
            os.replace(name, self._file)


def check_format(path: Path, name: str = "") -> None:
    """Raise :class:`EngineError` ("unsafe_weights") for a file whose loading could run code.

    safetensors and JSON must parse; torch checkpoints must load with ``weights_only=True``;
    pickles are refused. ``name`` is the file's real name where ``path`` is a temporary one.
    """
    name = name or path.name
    suffix = Path(name).suffix.lower()
    if suffix in _PICKLES:
        raise unsafe(name, "it is a pickle, which can run any program when it is opened")
    if suffix == ".safetensors":
        from safetensors import SafetensorError, safe_open
        try:
            with safe_open(str(path), framework="np"):
                return
        except SafetensorError as error:
            raise unsafe(name, f"it is not a readable safetensors file ({error})") from error
    if suffix == ".json":
        try:
            json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise unsafe(name, "it is not readable JSON") from error
    elif suffix in _CHECKPOINTS or _holds_pickle(path):
        _check_checkpoint(path, name)


def _holds_pickle(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(4)
    if head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return True
    if head[:2] == b"PK" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return any(member.endswith((".pkl", ".pickle")) for member in archive.namelist())
    return False


def _check_checkpoint(path: Path, name: str) -> None:
    import torch
    try:
        torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # unpickling hostile bytes may raise anything
        raise unsafe(name, "torch refuses it without running code from the file") from error


def unsafe(name: str, reason: str) -> EngineError:
    """The error for weights that must not be opened."""
    return EngineError(f"{name} was not accepted: {reason}.",
                       "Use a .safetensors version of these weights.", "unsafe_weights")
