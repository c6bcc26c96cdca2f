# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe demo``: an avatar runs beside a vase in a described light, rendered in Blender."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import CANCELLED, FAULT, UNAVAILABLE, fail


def demo(
    blender: Annotated[str | None, typer.Option(help="Blender, or a Python that has bpy. Found if not given.")] = None,
    extension: Annotated[Path | None, typer.Option(help="Extension zip; built when run from a checkout.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("out"),
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of everything generated.")] = 7,
) -> None:
    """Generate the four kinds of asset through the extension, save and render them."""
    from backend.demo.run import DemoError, run
    from backend.doctor import find_blender

    program = find_blender(blender)
    if program is None:
        fail(f"Blender was not found{f' at {blender}' if blender else ''}.",
             "Pass --blender with the path of Blender 4.2 or newer, or of a Python with the bpy package.",
             code=UNAVAILABLE)
    try:
        run(program, extension, out, seed)
    except DemoError as error:
        fail(error.message, error.remedy, code=FAULT)
    except KeyboardInterrupt:
        fail("Cancelled.", code=CANCELLED)
