# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs in Troupe's data folder: copied in from a folder or a zip, listed, removed."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from backend.engine import EngineError, Progress
from backend.paths import data_dir

#: Files of a pack that are copied; all else is left where it is.
_KINDS = (".mhclo", ".mhmat", ".obj", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".txt", ".md", ".csv")
#: Bytes and files of one pack; what a zip may unfold to, as a multiple of its size.
MAXIMUM_BYTES, MAXIMUM_FILES, _RATIO = 4 << 30, 20_000, 200


def folder() -> Path:
    """Where packs are kept."""
    return data_dir() / "packs"


def names() -> list[str]:
    """The packs that are there."""
    root = folder()
    return sorted(each.name for each in root.iterdir() if each.is_dir() and not each.name.startswith(".")) \
        if root.is_dir() else []


def add(path: Path, name: str = "", progress: Progress | None = None) -> str:
    """Copy a pack in; its name. An earlier pack of that name is replaced once the new one is whole.

    Raises :class:`EngineError` ("bad_pack") where it is no pack, holds paths that lead out of it, or is too large.
    """
    progress = progress or Progress()
    path = path.expanduser()
    if not path.exists():
        raise EngineError(f"There is no {path}.", "Check the path.", "bad_pack")
    name = re.sub(r"[^a-z0-9._-]+", "-", (name or path.stem).lower()).strip("-.") or "pack"
    root = folder()
    making = root / f".{name}.new"
    try:
        root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(making, ignore_errors=True)
        if path.is_dir():
            _copy(path, making, progress)
        elif zipfile.is_zipfile(path):
            _unzip(path, making, progress)
        else:
            raise EngineError(f"{path.name} is no folder and no zip.", "Name a pack's folder, or its zip.", "bad_pack")
        if not any(making.rglob("*.mhclo")) and not any(making.rglob("*.mhmat")):
            raise EngineError(f"{path.name} holds no .mhclo and no .mhmat.",
                              "Name a pack of MakeHuman or MPFB: a folder or zip with clothes, hair or skins.",
                              "bad_pack")
        target = root / name
        old = root / f".{name}.old"
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        making.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise EngineError(f"The pack cannot be written to {root}: {error.strerror or error}.",
                          "Make room there, or move Troupe's data with TROUPE_HOME.", "disk") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return name


def remove(name: str) -> None:
    """Delete a pack. Raises :class:`EngineError` ("unknown_pack")."""
    if name not in names():
        raise EngineError(f"There is no pack {name!r:.60}.", f"There are: {', '.join(names()) or 'none'}.",
                          "unknown_pack")
    shutil.rmtree(folder() / name)


def _copy(source: Path, target: Path, progress: Progress) -> None:
    files = [each for each in source.rglob("*") if each.is_file() and not each.is_symlink()
             and each.suffix.lower() in _KINDS]
    _limit(len(files), sum(each.stat().st_size for each in files))
    for number, each in enumerate(files):
        progress.update(number / len(files), f"Copying {each.name}")
        place = target / each.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(each, place)


def _unzip(source: Path, target: Path, progress: Progress) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()
                       and PurePosixPath(each.filename).suffix.lower() in _KINDS]
            size = sum(each.file_size for each in members)
            _limit(len(members), size)
            if size > max(64 << 20, _RATIO * source.stat().st_size):
                raise EngineError(f"{source.name} unfolds to {size / 1e9:.1f} GB, far more than a pack does.",
                                  "Get it from where it was published.", "bad_pack")
            for number, each in enumerate(members):
                progress.update(number / len(members), f"Unpacking {PurePosixPath(each.filename).name}")
                parts = PurePosixPath(each.filename.replace("\\", "/"))
                if parts.is_absolute() or ".." in parts.parts or ":" in each.filename:
                    raise EngineError(f"{source.name} holds the path {each.filename!r:.80}, which leads out of it.",
                                      "Do not trust this file.", "bad_pack")
                place = target / parts
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(each) as packed, place.open("wb") as plain:
                    left = each.file_size
                    while chunk := packed.read(min(left, 1 << 20)):
                        plain.write(chunk)
                        left -= len(chunk)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise EngineError(f"{source.name} cannot be unpacked: {error}.", "Download it again.", "bad_pack") from error


def _limit(count: int, size: int) -> None:
    if count > MAXIMUM_FILES or size > MAXIMUM_BYTES:
        raise EngineError(f"The pack has {count} files of {size / 1e9:.1f} GB; {MAXIMUM_FILES} and "
                          f"{MAXIMUM_BYTES >> 30} GB are the most.", "Import parts of it.", "bad_pack")
