# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe serve``: the backend Blender and scripts talk to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    connection: Annotated[Path | None, typer.Option(help="Connection file to write; the default is per user.")] = None,
    address: Annotated[str, typer.Option(help="Where to listen. Off loopback needs keys: see `troupe keys`.")]
        = "tcp://127.0.0.1:*",
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Most worker processes at once.")] = None,
    store: Annotated[Path | None, typer.Option(help="Folder of the queue and the results.")] = None,
    store_limit: Annotated[float, typer.Option(min=0.1, help="Size of the results kept, GB.")] = 20.0,
    idle_seconds: Annotated[float, typer.Option(min=1, help="Idle workers release their memory after this.")] = 300.0,
    keys: Annotated[Path | None, typer.Option(help="CURVE keys; by default those `troupe keys` made.")] = None,
    die_with_parent: Annotated[bool, typer.Option(
        "--die-with-parent", help="Stop when standard input closes: for a backend started by Blender.")] = False,
) -> None:
    """Run the backend until it is told to stop."""
    from backend.server.main import ServeOptions
    from backend.server.main import serve as run

    raise typer.Exit(run(ServeOptions(
        connection=connection, address=address, workers=workers, store=store,
        store_limit=int(store_limit * 1e9), idle_seconds=idle_seconds, keys=keys,
        die_with_parent=die_with_parent)))
