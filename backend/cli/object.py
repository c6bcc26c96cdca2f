# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe object``: any mesh file to a clean asset, and what is wrong with one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import FAULT, USAGE, clean_stdout, engine_errors, fail, print_json, progress_bar, stderr

app = typer.Typer(no_args_is_help=True, help="Finish and check mesh files.")

AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
Source = Annotated[Path, typer.Argument(help="A .glb, .obj, .stl or .ply.")]
Units = Annotated[str, typer.Option(help="Unit of the file's numbers: m, cm, mm, in or ft.")]
Up = Annotated[str, typer.Option(help="Axis that points up in the file, y or z. Else y for GLB and OBJ, z for others.")]


@app.callback()
def _object() -> None:
    """A group."""


def _usage(units: str, up: str, as_json: bool) -> None:
    from backend.objects.finishing.reading import UNITS
    if units not in UNITS or up not in ("", "y", "z"):
        fail(f"{units} is no unit." if units not in UNITS else f"{up} is not y or z.",
             f"Units are {', '.join(UNITS)}; up is y or z.", code=USAGE, as_json=as_json, error_code="usage")


@app.command("finish")
def finish(
    file: Source,
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write: .glb, .obj, .stl or .usda.")],
    faces: Annotated[int, typer.Option(help="Triangles to keep; 0 keeps all.")] = 10_000,
    size: Annotated[str, typer.Option(help="Longest extent, as 0.3m or 12cm, or a category whose usual size to "
                                           "take.")] = "",
    resolution: Annotated[int, typer.Option(help="Texels along the textures' sides; 0 bakes none.")] = 1024,
    watertight: Annotated[bool, typer.Option("--watertight", help="Close large holes too, and remesh what is not "
                                                                  "closed even then.")] = False,
    remesh: Annotated[bool, typer.Option("--remesh", help="One closed skin over everything: pieces that overlap become "
                                                          "one.")] = False,
    lods: Annotated[bool, typer.Option(help="Write three coarser levels of detail beside it.")] = True,
    units: Units = "m", up: Up = "", as_json: AsJson = False,
) -> None:
    """Repair, simplify, unwrap, bake and scale a mesh: an asset with its base on the origin."""
    from backend.objects.finishing.finish import Options, size_of
    from backend.objects.finishing.finish import finish as finished
    from backend.objects.finishing.reading import read
    from backend.objects.finishing.writing import check_output, write

    _usage(units, up, as_json)
    started = time.perf_counter()
    with engine_errors(as_json), progress_bar("finish", quiet=as_json) as progress, clean_stdout():
        check_output(output)
        options = Options(faces=faces, resolution=resolution, size=size_of(size) if size else 0.0,
                          watertight=watertight, remesh=remesh, lods=lods)
        prop, notes = finished(read(file, units, up), options, progress, name=output.stem)
        files = write(output, prop)
    seconds = round(time.perf_counter() - started, 2)
    counts = [len(mesh.face_offsets) - 1 for mesh in (*prop.meshes, *prop.lods)]
    if as_json:
        print_json({"ok": True, "files": [str(each) for each in files], "seconds": seconds, "triangles": counts[0],
                    "lods": counts[1:], "notes": notes})
    else:
        for each in files:
            typer.echo(each)
        stderr.print("  " + " ".join((*notes, f"{seconds:.1f} s")), markup=False)


@app.command("check")
def check(
    file: Source,
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 when something is wrong.")] = False,
    units: Units = "m", up: Up = "", as_json: AsJson = False,
) -> None:
    """Measure a mesh: watertightness, normals, charts, texel density, scale."""
    from backend.objects.finishing.reading import read
    from backend.objects.finishing.report import report

    _usage(units, up, as_json)
    with engine_errors(as_json), clean_stdout():
        soup = read(file, units, up)
        found = report(soup, soup.uvs)
    if as_json:
        print_json({"ok": True, "file": str(file), "passed": not found.faults, "faults": found.faults,
                    "notes": soup.notes, "metrics": found.to_json()})
    else:
        width, depth, height = found.size
        typer.echo(f"{file.name}: {found.triangles:,} triangles in {found.components} pieces, "
                   f"{width:.3g} x {depth:.3g} x {height:.3g} m")
        typer.echo(f"  {'watertight' if found.watertight else 'not watertight'}, "
                   f"{'manifold' if found.manifold else 'not manifold'}, "
                   f"{'standing on the origin' if found.base_at_origin else 'off the origin'}")
        if found.uv_overlap is None:
            typer.echo("  no UVs")
        else:
            typer.echo(f"  UVs cover {found.uv_coverage:.0%}, overlap {found.uv_overlap:.1%}, stretch "
                       f"{found.uv_stretch:.2f}; {found.texel_density:.0f} texels a metre at 1024")
        for each in (*soup.notes, *found.faults):
            typer.echo(f"  {each}")
        if not found.faults:
            typer.echo("  nothing is wrong with it")
    if strict and found.faults:
        raise typer.Exit(FAULT)
