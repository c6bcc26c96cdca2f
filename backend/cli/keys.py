# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe keys``: the CURVE keys of a backend that is not on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import fail, stderr


def keys(
    file: Annotated[Path | None, typer.Argument(help="File to write, for `troupe serve --keys`; "
                                                "by default where `troupe serve` looks for it.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Make the key pair of a backend that other machines may reach."""
    from backend.paths import keys_path
    from protocol.connection import CurveKeys
    from protocol.errors import ConnectionFileError

    file = file or keys_path()
    if file.exists() and not force:
        fail(f"{file} exists.", "Choose another file, or pass --force to replace it.")
    try:
        CurveKeys.generate().save(file)
    except ConnectionFileError as error:
        fail(error.message, error.remedy)
    typer.echo(file)
    stderr.print("Serve with these keys, then copy the connection file that `troupe serve` writes to the machines "
                 "that may use this backend. Both files are secrets.")
