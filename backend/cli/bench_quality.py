# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe bench motion-quality``: what the motion engines make of sentences they were not made for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import UNAVAILABLE, clean_stdout, engine_errors, fail, print_json, progress_bar, stderr


def motion_quality(
    data: Annotated[Path | None, typer.Option(
        help="Folder with captions.csv and the clips it names. TROUPE_SHARED/data/motion if not given.")] = None,
    engines: Annotated[str, typer.Option(
        help="Which engines, with commas between: ENGINE, ENGINE:parameter=value, and with *4 the best of four by the "
             "ranking; none for the plain rows alone. All that can run here by default.")] = "",
    split: Annotated[str, typer.Option(help="The clips to judge by: test, val, or held-out, which is both.")] = "test",
    repeats: Annotated[int, typer.Option(min=2, max=200, help="Repeats that the intervals are over.")] = 20,
    rounds: Annotated[int, typer.Option(min=1, max=20, help="How often every sentence is answered anew.")] = 1,
    many: Annotated[bool, typer.Option("--multimodality/--no-multimodality", help="Also how much the answers to one "
                                       "sentence differ, which takes a hundred more of them.")] = True,
    seed: Annotated[int, typer.Option(min=0, help="Decides everything that is drawn.")] = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the JSON here too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Judge motion engines on held-out sentences: R-precision, FID, MM-distance, diversity, multimodality with 95 %
    confidence intervals, and physical measures.

    The figures are those of Troupe's own evaluator on these very clips, and compare with each other only: never with
    published ones, which come from another evaluator and other data.
    """
    from backend.bench import motion_quality as bench

    folder = data or _shared()
    if folder is None or not (folder / "captions.csv").is_file():
        fail("There are no motions to judge by: no folder with captions.csv.",
             "Name one with --data, or set TROUPE_SHARED to the folder that holds data/motion.", code=UNAVAILABLE,
             as_json=as_json, error_code="unavailable")
    wanted = [each.strip() for each in engines.split(",") if each.strip()] or None
    with engine_errors(as_json), clean_stdout(), progress_bar("Judging", quiet=as_json) as progress:
        settings = bench.Settings(split=split, repeats=repeats, rounds=rounds, many=many, seed=seed)
        report = bench.measure(folder, wanted, settings, progress)
    if out is not None:
        out.write_text(bench.as_text(report), "utf-8")
        stderr.print(f"written to {out}", markup=False)
    if as_json:
        print_json(report)
    else:
        bench.show(report)


def _shared() -> Path | None:
    root = os.environ.get("TROUPE_SHARED")
    return Path(root) / "data" / "motion" if root else None
