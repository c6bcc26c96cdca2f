# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe spec``: how a prompt is understood, without generating anything."""

from __future__ import annotations

from typing import Annotated

import typer

from backend.cli.console import USAGE, clean_stdout, engine_errors, fail, print_json
from backend.cli.generate import MODALITY_HELP, parse_parameters


def spec(
    modality: Annotated[str, typer.Argument(help=MODALITY_HELP)],
    prompt: Annotated[str, typer.Argument(help="The sentence to read.")],
    engine: Annotated[str | None, typer.Option(help="Engine; the best available one by default.")] = None,
    parameter: Annotated[list[str] | None, typer.Option("--set", "-s", help="Engine parameter, name=value.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Print the spec a prompt gives, what was assumed, and the words not understood."""
    from rich.console import Console
    from rich.table import Table

    from backend.generation import understand

    try:
        parameters = parse_parameters(parameter or [])
    except ValueError as error:
        fail(str(error), "Pass parameters as --set name=value.", code=USAGE, as_json=as_json, error_code="usage")
    with engine_errors(as_json), clean_stdout():
        chosen, understanding = understand(modality, prompt, engine=engine, parameters=parameters)
    if as_json:
        print_json({"ok": True, "engine": chosen.name, "spec": understanding.spec,
                    "assumptions": understanding.assumptions, "unparsed": understanding.unparsed})
        return
    console = Console()
    table = Table(title=f"{prompt}  ({chosen.title})", title_style="", show_header=False)
    for name, value in understanding.spec.items():
        table.add_row(name, str(value))
    console.print(table)
    for sentence in understanding.assumptions:
        console.print(f"assumed: {sentence}", markup=False)
    for word in understanding.unparsed:
        console.print(f"not understood: {word}", markup=False)
