# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe weights``: see, fetch, check and bring weights. Nothing is fetched without a yes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import FAULT, engine_errors, print_json, progress_bar, stderr
from backend.weights.hub import RECORD, HubModel

app = typer.Typer(no_args_is_help=True, help="List, pull, verify and import weights.")


@app.command("list")
def list_weights(as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False) -> None:
    """Show every set of weights an engine can use, with size, licence and state."""
    from rich.console import Console
    from rich.table import Table

    from backend.weights.hub import MODELS
    from backend.weights.store import WeightsStore

    entries = WeightsStore().entries()
    if as_json:
        print_json([{"name": each.name, "title": each.title, "state": each.state, "bytes": each.size,
                     "licence": each.licence, "source": each.source, "revision": each.revision,
                     "path": str(each.path) if each.path else None} for each in entries] + [
                    {"name": model.name, "title": model.title, "licence": model.licence, "source": model.repository,
                     "state": "installed" if model.availability().ok else "missing",
                     "bytes": int(model.gigabytes * 1e9), "revision": "", "advice": model.advice,
                     "path": str(model.folder) if model.availability().ok else None} for model in MODELS.values()])
        return
    table = Table("Name", "State", "Size", "Licence", "What for")
    for each in entries:
        table.add_row(each.name, each.state, f"{each.size / 1e6:.1f} MB", each.licence, each.title)
    for model in MODELS.values():
        table.add_row(model.name, "installed" if model.availability().ok else "missing",
                      f"about {model.gigabytes:g} GB", model.licence, model.title)
    Console().print(table)


@app.command()
def pull(
    name: Annotated[str, typer.Argument(help="Name from `troupe weights list`.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Agree to the download and the licence.")] = False,
) -> None:
    """Download weights after you agree, resuming where an earlier download stopped."""
    from backend.weights.hub import MODELS
    from backend.weights.store import WeightsStore

    if name in MODELS:
        return _pull_model(MODELS[name], yes)
    store = WeightsStore()
    with engine_errors(as_json=False):
        entry = store.entry(name)
        if entry.path is not None:
            stderr.print(f"{entry.title} is on this machine already.", markup=False)
            typer.echo(entry.path)
            return
        stderr.print(f"{entry.title}: {entry.size / 1e6:.1f} MB from {entry.source}, licence {entry.licence}.",
                     markup=False)
        if not yes and not typer.confirm("Download it?"):
            raise typer.Exit(FAULT)
        with progress_bar(name) as progress:
            path = store.pull(name, consent=True, progress=progress)
    typer.echo(path)


def _pull_model(model: HubModel, yes: bool) -> None:
    """Tell what would come and under which terms, ask, and fetch it."""
    from backend.weights.hub import endpoint
    from backend.weights.hub import pull as pull_model

    with engine_errors(as_json=False):
        if model.availability().ok and (model.folder / RECORD).is_file():
            stderr.print(f"{model.title} is on this machine already.", markup=False)
        else:
            stderr.print(f"{model.title} ({model.repository}) from {endpoint()} into {model.folder}: {model.terms}",
                         markup=False)
            if not yes and not typer.confirm("Download it?"):
                raise typer.Exit(FAULT)
            with progress_bar(model.name) as progress:
                pull_model(model, consent=True, progress=progress)
    typer.echo(model.folder)


@app.command()
def verify(name: Annotated[str | None, typer.Argument(help="All installed weights by default.")] = None) -> None:
    """Hash installed weights again and compare with the manifest."""
    from backend.weights.store import WeightsStore

    store = WeightsStore()
    with engine_errors(as_json=False):
        chosen = [store.entry(name)] if name else [each for each in store.entries() if each.state != "missing"]
        good = True
        for entry in chosen:
            sound = store.verify(entry.name)
            good &= sound
            typer.echo(f"{entry.name}: {'sound' if sound else 'does not match; pull or import it again'}")
    raise typer.Exit(0 if good else FAULT)


@app.command("import")
def import_weights(path: Annotated[Path, typer.Argument(help="A file, folder or zip you have.", exists=True)]) -> None:
    """Bring weights from your own disk; they are recognised by their hashes."""
    from backend.weights.store import WeightsStore

    with engine_errors(as_json=False), progress_bar("import") as progress:
        names = WeightsStore().import_path(path, progress=progress)
    for name in names:
        typer.echo(name)
