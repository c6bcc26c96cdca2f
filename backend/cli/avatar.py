# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe avatar packs``: clothes, hair and skins of MakeHuman and MPFB for Troupe's people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import engine_errors, print_json, progress_bar, stderr

app = typer.Typer(no_args_is_help=True, help="Asset packs for avatars.")
packs = typer.Typer(no_args_is_help=True, help="Import, list and remove packs of .mhclo, .mhmat and .obj files.")
app.add_typer(packs, name="packs")

AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


@packs.command()
def add(path: Annotated[Path, typer.Argument(help="A pack's folder or zip.")],
        name: Annotated[str, typer.Option(help="What to call it; by default as the file is called.")] = "",
        as_json: AsJson = False) -> None:
    """Copy a pack into Troupe's data. One of the same name is replaced."""
    from backend.avatar.packs import items, store

    with engine_errors(as_json), progress_bar("pack", quiet=as_json) as progress:
        called = store.add(path, name, progress)
        found = [each for each in items.all_items().values() if each.id.startswith(f"{called}/")]
    if as_json:
        print_json({"ok": True, "pack": called, "items": [each.id for each in found]})
        return
    places: dict[str, int] = {}
    for each in found:
        places[each.place] = places.get(each.place, 0) + 1
    typer.echo(f"{called}: {len(found)} items ({', '.join(f'{count} {place}' for place, count in places.items())})")


@packs.command("list")
def list_(as_json: AsJson = False) -> None:
    """What the packs hold: ids for the spec's "assets", and the words each is found by."""
    from backend.avatar.packs import items

    with engine_errors(as_json):
        found = list(items.all_items().values())
    if as_json:
        print_json({"ok": True, "items": [{"id": each.id, "place": each.place, "words": list(each.words),
                                           "description": each.description, "licence": each.licence}
                                          for each in found]})
        return
    for each in found:
        typer.echo(f"{each.id}  {each.description or ' '.join(each.words)}")
    if not found:
        stderr.print("There are no packs. Run: troupe avatar packs add PATH", markup=False)


@packs.command()
def remove(name: Annotated[str, typer.Argument(help="The pack.")], as_json: AsJson = False) -> None:
    """Delete a pack from Troupe's data."""
    from backend.avatar.packs import store

    with engine_errors(as_json):
        store.remove(name)
    if as_json:
        print_json({"ok": True, "removed": name})
    else:
        typer.echo(f"{name} is removed.")
