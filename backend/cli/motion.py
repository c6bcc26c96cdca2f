# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe motion``: what is done with files of motion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from backend.cli import motion_convert
from backend.cli.console import FAULT, clean_stdout, engine_errors, print_json

app = typer.Typer(no_args_is_help=True, help="Check and convert files of motion.")


@app.callback()
def _motion() -> None:
    """A group, also while it has but one command."""


app.command("convert")(motion_convert.convert)
app.command("formats")(motion_convert.formats)

#: Row of the table: measure -> (label, unit, factor, the most that passes or None).
_ROWS: dict[str, tuple[str, str, float, float | None]] = {
    "skate": ("Sliding feet", "% of samples", 100, 1.0),
    "contact_speed": ("Fastest slide of a standing foot", "m/s", 1, None),
    "penetration": ("Feet in the floor", "mm", 1000, 5.0),
    "floating": ("Standing feet above the floor", "mm", 1000, 15.0),
    "floor": ("Height of the floor", "mm", 1000, None),
    "jerk": ("Jerk, mean", "m/s³", 1, None),
    "peak_jerk": ("Jerk, peak", "m/s³", 1, None),
    "joint_speed": ("Fastest joint", "rad/s", 1, None),
    "joint_limits": ("Joints beyond their range", "% of samples", 100, 2.0),
    "worst_excess": ("Farthest beyond", "°", 1, None),
    "bone_length": ("Change of bone lengths", "mm", 1000, 1.0),
    "seam_pose": ("Gap from end to start", "mm", 1000, None),
    "seam_velocity": ("Change of speed from end to start", "m/s", 1, None),
    "self_intersection": ("Limbs inside the body", "% of frames", 100, 5.0),
    "consistency": ("Marked contacts that hold", "%", 100, None),
    "score": ("Score", "of 100", 100, None),
}


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="File of motion, in any format that can be read.")],
    animation: Annotated[str | None, typer.Option(help="Only this animation of the file.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 when a measure does not pass.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Measure the motions in a file: sliding, sinking, floating, jerk, joint limits, seam, self-intersection.

    With --json: {"ok": true, "file": ..., "passed": ..., "motions": [{"name": ..., "caption": ...,
    "failed": [names of measures], "metrics": {...}}]}; lengths in metres, ratios 0..1. A motion passes with
    less than 1 % sliding, 5 mm penetration, 15 mm floating, 2 % of joints beyond their range, 5 % of frames with
    limbs inside the body.
    """
    from backend.motion.formats import read_motions
    from backend.motion.metrics import measure

    with engine_errors(as_json), clean_stdout():
        results = [(motion, measure(motion)) for motion in read_motions(file, animation=animation)]
    motions = [{"name": motion.name, "caption": motion.caption, "failed": _failed(metrics.to_json()),
                "metrics": metrics.to_json()} for motion, metrics in results]
    passed = not any(each["failed"] for each in motions)
    if as_json:
        print_json({"ok": True, "file": str(file), "passed": passed, "motions": motions})
    else:
        for each in motions:
            _print(each)
    if strict and not passed:
        raise typer.Exit(FAULT)


def _failed(metrics: dict[str, Any]) -> list[str]:
    return [name for name, (_, _, factor, most) in _ROWS.items() if most is not None and metrics[name] * factor > most]


def _print(motion: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    metrics = motion["metrics"]
    place = "in place" if metrics["in_place"] else "travelling"
    title = f"{motion['name']}: {metrics['seconds']:.2f} s, {metrics['frames']} frames at {metrics['fps']:g}, {place}"
    table = Table("Measure", "Value", "", "", title=Text(title), title_style="", title_justify="left")
    table.columns[1].justify = "right"
    for name, (label, unit, factor, most) in _ROWS.items():
        verdict = "" if most is None else "[red]more than " + f"{most:g}[/]" if name in motion["failed"] else "ok"
        note = f" ({metrics['worst_joint'].replace('_', ' ')})" if name == "worst_excess" and metrics[name] else ""
        table.add_row(label + note, f"{metrics[name] * factor:.2f}", unit, verdict)
    Console().print(table)
