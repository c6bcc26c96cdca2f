# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe doctor``: what is wrong here, and the remedy for each fault."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from backend.cli.console import FAULT, print_json

MARKS = {"ok": "[green]ok[/]", "note": "[yellow]note[/]", "fault": "[bold red]fault[/]"}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False) -> None:
    """Check Python, torch, packages, engines, weights, folders, port and backend."""
    from rich.console import Console
    from rich.markup import escape

    from backend.doctor import examine

    console = Console(highlight=False)
    findings = []
    for finding in examine():
        findings.append(finding)
        if not as_json:
            console.print(f"{MARKS[finding.level]:>14}  [bold]{escape(finding.name)}[/]  {escape(finding.detail)}")
            if finding.remedy:
                console.print(f"        -> {escape(finding.remedy)}")
    faults = [each for each in findings if each.level == "fault"]
    if as_json:
        print_json({"ok": not faults, "findings": [dataclasses.asdict(each) for each in findings]})
    raise typer.Exit(FAULT if faults else 0)
