# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe motion convert`` and ``troupe motion formats``: between every format that is read and written."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backend.cli.console import clean_stdout, engine_errors, print_json, progress_bar, stderr

if TYPE_CHECKING:
    from protocol.assets import Motion


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="File of motion to read.")],
    output: Annotated[Path, typer.Argument(metavar="OUT", help="File to write, or a folder: one file an animation.")],
    animation: Annotated[str | None, typer.Option(help="Only this animation of the file.")] = None,
    to: Annotated[str, typer.Option("--to", help="Format of the files in the folder OUT.")] = "bvh",
    fps: Annotated[float | None, typer.Option(help="Frames a second to write; those of the file by default.")] = None,
    source_fps: Annotated[float | None, typer.Option(help="Frames a second of a file that tells none (AMC).")] = None,
    unit: Annotated[str, typer.Option(help="Unit of the file's lengths: auto, m, cm, mm, inch, cmu, or metres a "
                                      "unit.")] = "auto",
    up: Annotated[str, typer.Option(help="Upward axis of the file: auto, x, y, z, -x, -y, -z.")] = "auto",
    skeleton: Annotated[Path | None, typer.Option(help="File of the skeleton: .asf for .amc, a character for "
                                                  "DeepMimic.")] = None,
    out_unit: Annotated[str | None, typer.Option(help="Unit to write: m or cm, for BVH.")] = None,
    layout: Annotated[str | None, typer.Option(help="Layout to write: joints, clip or smpl for .npz; humanml3d or kit "
                                               "for .npy.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON on stdout, without progress.")] = False,
) -> None:
    """Convert a file of motion into another format.

    OUT may be a folder: every animation then becomes a file of its own. What was guessed about the file (unit,
    axes, rest pose, frame rate) is told. With --json: {"ok": true, "files": [...], "motions": [{"name", "file",
    "frames", "fps", "seconds", "joints", "rig"}], "notes": [...], "seconds": ...}.
    """
    from backend.motion.formats import read_motions
    from backend.motion.formats.resampling import resampled

    started = time.perf_counter()
    notes: list[str] = []
    with engine_errors(as_json), progress_bar("convert", quiet=as_json) as progress, clean_stdout():
        _check(output, to)
        motions = read_motions(source, animation=animation, progress=progress.part(0.0, 0.6), unit=unit, up=up,
                               skeleton=skeleton, fps=source_fps, notes=notes)
        if fps is not None:
            motions = [resampled(motion, fps) for motion in motions]
        written = _write(output, to, motions, progress.part(0.6, 1.0),
                         {"unit": out_unit, "layout": layout, "notes": notes})
    report: dict[str, Any] = {
        "ok": True, "files": sorted({str(path) for path in written}), "motions": [
            {"name": motion.name, "file": str(path), "frames": len(motion.rotations), "fps": motion.fps,
             "seconds": round(len(motion.rotations) / motion.fps, 3), "joints": len(motion.skeleton.names),
             "rig": motion.skeleton.convention} for motion, path in zip(motions, written)],
        "notes": notes, "seconds": round(time.perf_counter() - started, 2)}
    if as_json:
        print_json(report)
        return
    for name in report["files"]:
        typer.echo(name)
    for note in notes:
        stderr.print(f"  {note}", markup=False)
    stderr.print(f"  {len(motions)} animation{'s' if len(motions) > 1 else ''}, {report['seconds']:.1f} s",
                 markup=False)


def _check(output: Path, to: str) -> None:
    """Refuse an output that cannot be written, before anything is read."""
    from backend.engine import EngineError
    from backend.motion.formats import FORMATS, format_of

    if output.is_dir() or not output.suffix:
        if "." + to.lstrip(".").lower() not in FORMATS:
            raise EngineError(f"{to!r:.40} is no motion format known here.", "Run: troupe motion formats",
                              "invalid_parameter")
        folder, target = output.parent, output / f"motion.{to.lstrip('.').lower()}"
    else:
        folder, target = output.parent, output
    if format_of(target).write is None:
        raise EngineError(f"{target.suffix} files can be read here, not written.", "Run: troupe motion formats",
                          "invalid_parameter")
    if not folder.is_dir():
        raise EngineError(f"The folder {folder} does not exist.", "Create it first.", "invalid_parameter")


def _write(output: Path, to: str, motions: list[Motion], progress: Any, options: dict[str, Any]) -> list[Path]:
    """Write all motions; returns the file each went to."""
    from backend.motion.formats import write_motions

    if output.suffix and not output.is_dir():
        write_motions(output, motions, progress=progress, **options)
        return [output] * len(motions)
    output.mkdir(exist_ok=True)
    taken: set[str] = set()
    written = []
    for index, motion in enumerate(motions):
        progress.update(index / len(motions), motion.name[:60])
        # A name from a stranger's file must not lead out of the folder.
        name = re.sub(r"[^\w \-+.()]", "_", motion.name).strip(" .")[:100] or "motion"
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        written.append(output / f"{name}.{to.lstrip('.').lower()}")
        write_motions(written[-1], [motion], **options)
    return written


def formats(as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False) -> None:
    """List the formats of motion that are read and written."""
    from backend.motion.formats import ALL

    rows: list[dict[str, Any]] = [
        {"name": each.name, "extensions": list(each.extensions), "description": each.description,
         "read": each.read is not None, "write": each.write is not None, "many": each.many,
         "gz": each.packed and each.read is not None} for each in ALL]
    if as_json:
        print_json({"ok": True, "formats": rows})
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("Extension", "Format", "Read", "Write", "Several animations", "Also as .gz")
    for row in rows:
        marks = ["yes" if row[key] else "" for key in ("read", "write", "many", "gz")]
        table.add_row(" ".join(row["extensions"]), row["description"], *marks)
    Console().print(table)
