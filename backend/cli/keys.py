# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe keys``: CURVE keys for a backend that is not on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import fail, stderr


def keys(
    folder: Annotated[Path, typer.Argument(help="Folder to write the keys to.")],
    force: Annotated[bool, typer.Option("--force", help="Replace keys that exist.")] = False,
) -> None:
    """Make the CURVE key pairs of a server and its clients.

    Give the server folder to `troupe serve --keys`, and copy the client files to the machines
    that may connect.
    """
    from protocol.connection import make_keys

    try:
        written = make_keys(folder, force=force)
    except FileExistsError as error:
        fail(f"{error} holds keys already.", "Choose another folder, or pass --force to replace them.")
    except OSError as error:
        fail(f"The keys cannot be written: {error}.", "Choose a folder you may write to.")
    for path in written:
        typer.echo(path)
    stderr.print("Keep the server's secret key on the server. Keys are readable by you alone.")
