# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe library``: index motion files, and find clips with words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backend.cli.console import FAULT, engine_errors, fail, print_json, progress_bar, stderr

if TYPE_CHECKING:
    from backend.engine import Progress
    from backend.library import Hit, Report

app = typer.Typer(no_args_is_help=True, help="Add, search and show the clips of your motion library.")

AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
#: Columns of hits, and the width of the terminal from which each is shown: captions must stay readable.
_COLUMNS = (("Id", 0), ("Fits", 0), ("Name", 90), ("Caption", 0), ("Length", 60), ("", 100), ("From", 120))
#: Failures shown one by one; the rest is counted.
_SHOWN = 20


def _report(report: Report, as_json: bool) -> None:
    """Print what an addition did; leaves with 1 when nothing at all could be used."""
    if as_json:
        print_json({"ok": not report.failures, **report.to_json()})
    else:
        typer.echo(report.summary)
        for each in report.failures[:_SHOWN]:
            animation = f", {each.animation}" if each.animation and each.animation not in each.message else ""
            stderr.print(f"  {each.path}{animation}: {each.message} {each.remedy}".rstrip(), markup=False)
        if len(report.failures) > _SHOWN:
            stderr.print(f"  and {len(report.failures) - _SHOWN} more; --json names them all")
    used = report.clips + report.unchanged + report.moved + report.duplicates
    raise typer.Exit(FAULT if report.failures and not used else 0)


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="Motion files, folders of them, or a captions csv.")],
    as_json: AsJson = False,
) -> None:
    """Index motions; what is known and unchanged is left as it is. Ctrl-C keeps what is done."""
    from backend.library import Library

    with engine_errors(as_json), Library() as library, progress_bar("library", quiet=as_json) as progress:
        report = library.add(paths, progress)
    _report(report, as_json)


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What should be seen, in words.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="Hits at most.")] = 10,
    shortest: Annotated[float | None, typer.Option(min=0, help="Seconds at least.")] = None,
    longest: Annotated[float | None, typer.Option(min=0, help="Seconds at most.")] = None,
    looping: Annotated[bool | None, typer.Option("--looping/--not-looping", help="Ends as it began.")] = None,
    in_place: Annotated[bool | None, typer.Option("--in-place/--travelling", help="Stays on the spot.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only from here; may be repeated.")] = None,
    licence: Annotated[list[str] | None, typer.Option(help="Only of this licence; may be repeated.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Must have it; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """Find clips with words: "angry walk". Exits 1 when nothing is found."""
    from backend.library import Filters, Library

    filters = Filters(shortest=shortest, longest=longest, looping=looping, in_place=in_place, sources=source or (),
                      licences=licence or (), tags=tag or ())
    with engine_errors(as_json), Library() as library:
        if not len(library):
            fail("Your motion library is empty.", "Run: troupe library add PATH", as_json=as_json,
                 error_code="empty_library")
        hits = library.search(text, limit, filters)
        notice = library.remarks(text, hits)
    _hits(hits, as_json, notice)
    raise typer.Exit(0 if hits else FAULT)


@app.command("list")
def list_clips(
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1_000_000, help="Clips at most.")] = 1000,
    source: Annotated[list[str] | None, typer.Option(help="Only from here; may be repeated.")] = None,
    as_json: AsJson = False,
) -> None:
    """List every clip."""
    from backend.library import Filters, Library

    with engine_errors(as_json), Library() as library:
        hits = library.search("", limit, Filters(sources=source or ()))
    _hits(hits, as_json, "", scores=False)


def _hits(hits: list[Hit], as_json: bool, notice: str, scores: bool = True) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Column, Table

    if as_json:
        print_json({"ok": True, "notice": notice, "hits": [each.to_json() for each in hits]})
        return
    if notice:
        stderr.print(notice, markup=False, style="yellow")
    console = Console()
    shown = [number for number, (_, least) in enumerate(_COLUMNS)
             if (console.width >= least or not console.is_terminal) and (scores or number != 1)]
    table = Table(*(Column(_COLUMNS[number][0], no_wrap=not number, min_width=12 if not number else None)
                    for number in shown))
    for each in hits:
        marks = [*(["loop"] if each.looping else []), *(["in place"] if each.in_place else []),
                 *(["[red]file gone[/]"] if each.missing else [])]
        cells = [each.id, f"{each.score:.2f}", escape(each.name), escape(each.caption), f"{each.duration:.1f} s",
                 ", ".join(marks), escape(each.source)]
        table.add_row(*(cells[number] for number in shown))
    console.print(table if hits else "Nothing was found.")


@app.command()
def show(
    clip: Annotated[str, typer.Argument(help="Id of a clip, or its beginning.")],
    thumbnail: Annotated[Path | None, typer.Option(help="Also write the clip's picture to this PNG file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Everything known about one clip."""
    from backend.library import Library

    with engine_errors(as_json), Library() as library:
        info = library.info(clip)
        if thumbnail is not None:
            thumbnail.write_bytes(library.thumbnail(info["id"]))
    if as_json:
        print_json({"ok": True, **info})
    else:
        _values(info)


@app.command()
def remove(
    targets: Annotated[list[str] | None, typer.Argument(help="Ids of clips, files or folders.")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="All clips whose files are gone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Forget clips. Your motion files are not touched."""
    from backend.library import Library

    with engine_errors(as_json), Library() as library:
        count = library.remove(targets or [], missing=missing)
    if as_json:
        print_json({"ok": True, "removed": count})
    else:
        typer.echo(f"{count} clip{'' if count == 1 else 's'} forgotten")


@app.command()
def rebuild(as_json: AsJson = False) -> None:
    """Read, measure and draw everything again."""
    from backend.library import Library

    with engine_errors(as_json), Library() as library, progress_bar("library", quiet=as_json) as progress:
        report = library.rebuild(progress)
    _report(report, as_json)


@app.command("export-retrieval")
def export_retrieval(
    out: Annotated[Path, typer.Argument(help="The .npz file to write.")],
    folder: Annotated[Path | None, typer.Option("--library", help="A library's folder; yours by default.")] = None,
    mean: Annotated[Path | None, typer.Option(help="mean.npy of the network; by default ReMoDiffuse's own.")] = None,
    std: Annotated[Path | None, typer.Option(help="std.npy of the network; by default ReMoDiffuse's own.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make ReMoDiffuse's retrieval database of a library. Needs CLIP (see docs/weights.md). Without the network's
    mean.npy and std.npy the library's own are used, and written beside the file."""
    with engine_errors(as_json), progress_bar("retrieval", quiet=as_json) as progress:
        result = _export_retrieval(out, folder, mean, std, progress)
    if as_json:
        print_json({"ok": True, **result})
    else:
        typer.echo(f"{result['motions']} motions of {result['clips']} clips in {out}; {result['left_out']} left out "
                   f"(no caption, or too short). {result['normalised']}")


def _export_retrieval(out: Path, folder: Path | None, mean: Path | None, std: Path | None,
                      progress: Progress) -> dict[str, Any]:
    import numpy as np

    from backend.engine import EngineError
    from backend.language.clip import clip_for, own_clip
    from backend.library import Library
    from backend.motion.diffusion.library_database import build, write
    from backend.motion.diffusion.making import read_statistics
    from backend.motion.remodiffuse_engine import FILES

    if out.suffix != ".npz":
        raise EngineError(f"{out.name} is no .npz file.", "Name it .npz, as the published database is.",
                          "invalid_parameter")
    if (mean is None) != (std is None):
        raise EngineError("mean.npy and std.npy belong together.", "Give both, or neither.", "invalid_parameter")
    official = FILES.found()
    if mean is None and {"mean", "std"} <= set(official):
        mean, std = official["mean"], official["std"]
    clip = clip_for(official["checkpoint"]) if "checkpoint" in official else own_clip()
    statistics = read_statistics(mean, std, 263) if mean is not None and std is not None else None
    with Library(folder, read_only=folder is not None) as library:
        arrays, used, left_out = build(library, clip, statistics, progress=progress)
        clips = len(library)
    write(out, arrays)
    said = f"Normalised by {mean} and {std}."
    if statistics is None:
        for name, values in (("mean.npy", used.mean), ("std.npy", used.deviation)):
            np.save(out.with_name(name), values.astype(np.float32), allow_pickle=False)
        said = "Normalised by the library's own mean.npy and std.npy, written beside it."
    return {"motions": len(arrays["captions"]), "clips": clips, "left_out": left_out, "normalised": said,
            "path": str(out)}


@app.command()
def stats(as_json: AsJson = False) -> None:
    """How much there is, from where, under which licences."""
    from backend.library import Library

    with engine_errors(as_json), Library() as library:
        found = library.stats()
    if as_json:
        print_json({"ok": True, **found})
    else:
        _values(found)


def _values(values: dict[str, Any]) -> None:
    """A table of names and values; groups one a line."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    for name, value in values.items():
        if isinstance(value, dict):
            shown = "\n".join(f"{key}: {_rounded(each)}" for key, each in value.items())
        elif isinstance(value, list):
            shown = "\n".join(map(str, value))
        else:
            shown = _rounded(value)
        table.add_row(name.replace("_", " "), Text(shown))
    Console().print(table)


def _rounded(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
