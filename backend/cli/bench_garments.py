# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe bench garments``: how much comes through clothes in poses, and what holes their masks leave."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from backend.cli.console import USAGE, clean_stdout, engine_errors, fail, print_json, progress_bar


def garments(
    outfits: Annotated[str, typer.Option(help="Outfits, with commas between; all by default.")] = "",
    bodies: Annotated[str, typer.Option(help="Bodies, with commas between: slim, heavy, tall, child.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Dress bodies, pose them and count what comes through: per cent of a garment's drawn vertices and of the vertices
    that it covers. In brackets the worst garment on the worst body; the target is 0.1.
    """
    from backend.bench import garments as bench

    wanted = []
    for given, there in ((outfits, list(bench.OUTFITS)), (bodies, list(bench.BODIES))):
        chosen = [each.strip() for each in given.split(",") if each.strip()] or there
        if unknown := sorted(set(chosen) - set(there)):
            fail(f"There is no {', '.join(unknown)} to measure.", f"There is: {', '.join(there)}.", code=USAGE,
                 as_json=as_json, error_code="usage")
        wanted.append(chosen)
    rows: list[bench.Row] = []
    holes: dict[tuple[str, str, str], float] = {}
    with engine_errors(as_json), clean_stdout(), progress_bar("Measuring", quiet=as_json) as progress:
        steps = len(wanted[0]) * len(wanted[1])
        for number, (found, gaps) in enumerate(bench.measure(wanted[0], wanted[1], bench.POSES)):
            rows += found
            holes.update(gaps)
            progress.update((number + 1) / steps, f"{found[0].outfit}, {found[0].body}")
    if as_json:
        print_json({"rows": [dataclasses.asdict(row) | {"share": row.share} for row in rows],
                    "holes": [{"outfit": key[0], "body": key[1], "pose": key[2], "share": share}
                              for key, share in holes.items()]})
    else:
        bench.show(rows, holes)
