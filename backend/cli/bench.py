# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe bench``: speed, as ratios against an alternative in the same run, and the quality of what is made."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from backend.cli import bench_garments, bench_quality
from backend.cli.console import FAULT, USAGE, fail, print_json, stderr


class _SpeedUnlessNamed(TyperGroup):
    """``troupe bench`` and ``troupe bench wire`` measure speed, as ``troupe bench speed wire`` does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else ["speed", *args])


app = typer.Typer(cls=_SpeedUnlessNamed, help="Measure speed (the default), the quality of motions or the fit of "
                  "clothes. 'troupe bench' and 'troupe bench wire' stand for 'troupe bench speed [SUITES]'.")
app.command("motion-quality")(bench_quality.motion_quality)
app.command("garments")(bench_garments.garments)

VERDICTS = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}


@app.command("speed")
def bench(
    only: Annotated[list[str] | None, typer.Argument(help="Suites, e.g. wire or blender; all by default.")] = None,
    blender: Annotated[str | None, typer.Option(help="Blender, or a Python that has bpy. Found if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Measure, and compare with the targets. Exits 1 when one is missed."""
    from rich.console import Console
    from rich.table import Table

    from backend.bench.suite import Measurement, suites
    from backend.doctor import find_blender

    available = suites(find_blender(blender))
    unknown = sorted(set(only or []) - set(available))
    if unknown:
        fail(f"{', '.join(unknown)} cannot be measured here.", f"There is: {', '.join(available)}.",
             code=USAGE, as_json=as_json, error_code="usage")
    measurements: list[Measurement] = []
    for name in only or available:
        stderr.print(f"measuring {name}", markup=False)
        measurements += available[name]()
    if as_json:
        print_json([dataclasses.asdict(each) | {"good": each.good} for each in measurements])
    else:
        table = Table("What", "Measured", "Target", "")
        for each in measurements:
            target = f"<= {each.most:g}" if each.most is not None else \
                f">= {each.least:g}" if each.least is not None else ""
            table.add_row(each.name, f"{each.value:.3g} {each.unit}", target, VERDICTS[each.good])
        Console().print(table)
    raise typer.Exit(FAULT if any(each.good is False for each in measurements) else 0)
