# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe train``: networks that ship with Troupe, trained again or with one's own data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import USAGE, engine_errors, fail, print_json, progress_bar, stderr

app = typer.Typer(no_args_is_help=True, help="Train networks that ship with Troupe, on your own data.")


@app.callback()
def _train() -> None:
    """A group, also while it has but one command."""


@app.command("motion")
def motion(
    output: Annotated[Path, typer.Argument(help="Folder of the run: checkpoints, log and the finished weights.")],
    data: Annotated[list[Path] | None, typer.Option(
        help="Folder with captions.csv and the clips it names; may be given several times.")] = None,
    library: Annotated[list[Path] | None, typer.Option(
        help="Folder of a motion library (troupe library); may be given several times.")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings, a toml file; Troupe's own by default.")] = None,
    changes: Annotated[list[str] | None, typer.Option(
        "--set", help="One setting, such as steps=2000 or network.width=192; may be given several times.")] = None,
    threads: Annotated[int, typer.Option(min=1, max=256, help="Processor cores.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not go on from the checkpoint in OUTPUT.")] = False,
    last: Annotated[bool, typer.Option("--last", help="Write the last weights instead of those with the least "
                                       "validation loss: they know the clips better, and other clips less.")] = False,
    export_only: Annotated[bool, typer.Option("--export", help="Only write the weights of the run in OUTPUT.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Train the embedded motion network on captioned clips. Cut off, it goes on from its last checkpoint.

    OUTPUT/motion.safetensors is what the engine "embedded" loads (backend/weights/embedded/motion.safetensors).
    With --json: {"ok": true, "weights": ..., "version": ..., "steps": ..., "validation": ...}.
    """
    sources = [*(data or []), *(library or [])]
    if not sources:
        fail("There is nothing to learn from.", "Give --data FOLDER or --library FOLDER.", code=USAGE, as_json=as_json,
             error_code="usage")
    with engine_errors(as_json), progress_bar("Training") as progress:
        import torch

        from backend.training.motion.curving import curved
        from backend.training.motion.data import takes
        from backend.training.motion.export import export
        from backend.training.motion.settings import read_settings
        from backend.training.motion.training import BEST, CHECKPOINT, train

        torch.set_num_threads(threads)
        settings = read_settings(config, changes or [])
        learnt = [take for source in sources for take in takes(source, "train", progress.part(0.0, 0.01))]
        told: dict[str, object] = {"ok": True}
        if not export_only:
            judged = [take for source in sources for take in takes(source, "val")]
            trainer = train(learnt, judged, settings, output, resume=not fresh, progress=progress.part(0.01, 0.99))
            told |= {"steps": trainer.step, "validation": round(trainer.best, 5)}
        weights = output / "motion.safetensors"
        known = [*learnt, *curved(learnt)] if settings.curved else learnt
        told |= {"version": export(output, known, weights, CHECKPOINT if last else BEST), "weights": str(weights)}
    if as_json:
        print_json(told)
    else:
        stderr.print(f"{weights}, version {told['version']}", markup=False)
