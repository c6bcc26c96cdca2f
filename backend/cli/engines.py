# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe engines``: which there are, and those that want a Python of their own."""

from __future__ import annotations

from typing import Annotated

import typer

from backend.cli.console import FAULT, USAGE, engine_errors, fail, print_json, progress_bar, stderr

app = typer.Typer(no_args_is_help=True, help="List the engines; install and remove those with a Python of their own.")


@app.command("list")
def list_engines(as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False) -> None:
    """Show every engine, whether it can run here, and if not, what to do."""
    from rich.console import Console
    from rich.table import Table

    from backend.engine import declaration, discover

    engines, broken = discover()
    rows = [declaration(each) for each in engines.values()]
    if as_json:
        print_json([{key: row[key] for key in ("name", "modality", "title", "licence", "available", "reason", "remedy")}
                    for row in rows] + [{"name": each.name, "available": False, "reason": each.reason,
                                         "remedy": f"Update or uninstall the package {each.package}."}
                                        for each in broken])
        return
    table = Table("Engine", "Makes", "State", "What to do")
    for row in sorted(rows, key=lambda each: (each["modality"], -each["rank"])):
        table.add_row(row["name"], row["modality"], "ready" if row["available"] else row["reason"],
                      "" if row["available"] else row["remedy"])
    for each in broken:
        table.add_row(each.name, "", f"broken: {each.reason}", f"Update or uninstall {each.package}.")
    Console().print(table)


@app.command()
def install(
    name: Annotated[str, typer.Argument(help="An engine with a Python of its own, such as infinigen.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Agree to what is fetched and to the licence.")] = False,
) -> None:
    """Make the engine's own Python, after you agree to size, time and licence."""
    home = _home(name)
    with engine_errors(as_json=False):
        if home.availability().ok:
            stderr.print(f"{home.title} is installed already.", markup=False)
        else:
            stderr.print(home.terms, markup=False)
            if not yes and not typer.confirm("Install it?"):
                raise typer.Exit(FAULT)
            with progress_bar(name) as progress:
                home.install(consent=True, progress=progress)
    typer.echo(home.folder)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="An engine that `troupe engines install` installed.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete the engine's own Python and give its room back."""
    home = _home(name)
    with engine_errors(as_json=False):
        if not home.folder.exists():
            stderr.print(f"{home.title} is not installed.", markup=False)
            raise typer.Exit(FAULT)
        if not yes and not typer.confirm(f"Delete {home.folder}?"):
            raise typer.Exit(FAULT)
        home.remove()
    typer.echo(home.folder)


def _home(name: str):  # type: ignore[no-untyped-def]
    from backend.homes import HOMES

    if name not in HOMES:
        fail(f"{name} is no engine with a Python of its own.", f"There are: {', '.join(HOMES)}.", code=USAGE,
             error_code="unknown_engine")
    return HOMES[name]
