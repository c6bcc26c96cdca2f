# SPDX-License-Identifier: GPL-3.0-or-later
"""Motion file formats: one table, from which everything that reads or writes motions works."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.engine import EngineError, Progress
from backend.motion.formats import amc, blend, bvh, deepmimic, fbx, gltf, humanml3d, npz
from backend.motion.formats.base import Format, ReadOptions, WriteOptions, extension_of
from protocol.assets import AssetError, Motion

if TYPE_CHECKING:
    from backend.motion.clip import Clip

__all__ = ["ALL", "FORMATS", "Format", "ReadOptions", "WriteOptions", "format_of", "read_clips", "read_motion",
           "read_motions", "readable", "write_motion", "write_motions"]

#: Every format, in the order they are listed to users.
ALL: tuple[Format, ...] = (
    bvh.FORMAT,
    amc.FORMAT,
    deepmimic.FORMAT,
    npz.FORMAT,
    humanml3d.FORMAT,
    gltf.FORMAT,
    fbx.FORMAT,
    blend.FORMAT,
)
#: Extension in lower case, with its dot -> format.
FORMATS: dict[str, Format] = {extension: each for each in ALL for extension in each.extensions}


def format_of(path: str | Path) -> Format:
    """The format a file's name tells; raises :class:`EngineError` (``invalid_parameter``) for none."""
    path = Path(path)
    found = FORMATS.get(extension_of(path))
    if found is None or (path.suffix.lower() == ".gz" and not found.packed):
        raise EngineError(f"{path.name} is in no motion format known here.",
                          f"Known are {', '.join(sorted(FORMATS))}.", "invalid_parameter")
    return found


def readable(path: str | Path) -> bool:
    """Whether a file's name is that of a motion that can be read."""
    path = Path(path)
    found = FORMATS.get(extension_of(path))
    return found is not None and found.read is not None and (path.suffix.lower() != ".gz" or found.packed)


def read_motions(path: str | Path, *, animation: str | None = None, progress: Progress | None = None,
                 unit: str = "auto", up: str = "auto", skeleton: str | Path | None = None, fps: float | None = None,
                 notes: list[str] | None = None) -> list[Motion]:
    """Every animation in a file, or the one named ``animation``; at least one, each sound.

    ``unit``, ``up`` and ``fps`` say what the file does not (see :class:`ReadOptions`); ``skeleton`` is the file
    of the skeleton where the format keeps it apart. What was guessed is appended to ``notes``. Raises
    :class:`EngineError`: ``bad_file`` names the file and the place in it.
    """
    path = Path(path)
    found = format_of(path)
    if found.read is None:
        raise EngineError(f"{found.description} can be written here, not read.", "Convert it elsewhere first.",
                          "invalid_parameter")
    options = ReadOptions(animation=animation, unit=unit, up=up, skeleton=Path(skeleton) if skeleton else None,
                          fps=fps, progress=progress, notes=[] if notes is None else notes)
    motions = found.read(path, options)
    names = [motion.name for motion in motions]
    if animation is not None:
        motions = [motion for motion in motions if motion.name == animation]
    if not motions:
        wanted = "no animation" if animation is None else f"no animation named {animation!r:.80}"
        known = ", ".join(names[:20]) + (" ..." if len(names) > 20 else "")
        raise EngineError(f"{path.name} holds {wanted}.", f"It holds {known}." if names else
                          "Choose a file with an animation.", "bad_file" if animation is None else "invalid_parameter")
    for motion in motions:
        try:
            motion.validate()
        except AssetError as error:
            raise EngineError(f"{path.name}, animation {motion.name!r:.80}: {error}.",
                              "Export the file again.", "bad_file") from error
    return motions


def read_motion(path: str | Path, animation: str | None = None, *, progress: Progress | None = None,
                unit: str = "auto", up: str = "auto", skeleton: str | Path | None = None, fps: float | None = None,
                notes: list[str] | None = None) -> Motion:
    """The first animation of a file, or the one named; as :func:`read_motions`."""
    return read_motions(path, animation=animation, progress=progress, unit=unit, up=up, skeleton=skeleton,
                        fps=fps, notes=notes)[0]


def read_clips(path: str | Path, **options: Any) -> list[Clip]:
    """As :func:`read_motions`, as canonical clips; without any loss from Troupe's own clips in .npz.

    Raises :class:`EngineError`, also (``unknown_rig``) where no body is recognised in the file.
    """
    from backend.motion.clip import clip_of

    path = Path(path)
    if format_of(path) is npz.FORMAT and npz.is_clip(path):
        return [npz.read_clip(path)]
    return [clip_of(motion, source=path.name) for motion in read_motions(path, **options)]


def write_motions(path: str | Path, motions: Sequence[Motion], *, unit: str | None = None, layout: str | None = None,
                  progress: Progress | None = None, notes: list[str] | None = None) -> None:
    """Write motions to one file; raises :class:`EngineError` where the format holds only one, and OSError that
    names ``path``."""
    path = Path(path)
    found = format_of(path)
    if found.write is None or path.suffix.lower() == ".gz":
        names = ", ".join(sorted(name for name, each in FORMATS.items() if each.write is not None))
        raise EngineError(f"{path.name}: such files can be read here, not written.", f"Written are {names}.",
                          "invalid_parameter")
    if len(motions) != 1 and not (found.many and motions):
        raise EngineError(f"{path.name}: {found.description} holds one animation, not {len(motions)}.",
                          "Choose one (--animation), or write each to a file of its own (a folder as output).",
                          "invalid_parameter")
    options = WriteOptions(unit=unit, layout=layout, progress=progress, notes=[] if notes is None else notes)
    # Beside the file and then into its place, so that a failed write leaves an old file alone.
    partial = path.with_name(f".{path.stem[:100]}.partial{path.suffix}")
    try:
        found.write(partial, motions, options)
        partial.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        partial.unlink(missing_ok=True)


def write_motion(path: str | Path, motion: Motion, *, unit: str | None = None, layout: str | None = None,
                 progress: Progress | None = None, notes: list[str] | None = None) -> None:
    """Write one motion; as :func:`write_motions`."""
    write_motions(path, [motion], unit=unit, layout=layout, progress=progress, notes=notes)
