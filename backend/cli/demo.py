# SPDX-License-Identifier: GPL-3.0-or-later
"""``troupe demo``: an avatar runs beside a vase in a described light; ``troupe demo motions``: clips on three rigs;
``troupe demo prompts``: sentences acted by an avatar; ``troupe demo rigs``: the same clips on five; ``troupe demo
avatars``: people from sentences; ``troupe demo poses``: the pose library on four of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from backend.cli.console import CANCELLED, FAULT, UNAVAILABLE, fail

app = typer.Typer(help="Show what Troupe makes, rendered in Blender.", invoke_without_command=True)

Blender = Annotated[str | None, typer.Option(help="Blender, or a Python that has bpy. Found if not given.")]
Extension = Annotated[Path | None, typer.Option(help="Extension zip; built when run from a checkout.")]
Out = Annotated[Path, typer.Option(help="Folder for the results.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of everything generated.")]


@app.callback()
def demo(context: typer.Context, blender: Blender = None, extension: Extension = None, out: Out = Path("out"),
         seed: Seed = 7) -> None:
    """Generate the four kinds of asset through the extension, save and render them."""
    if context.invoked_subcommand is None:
        from backend.demo.run import run

        _guarded(blender, lambda program: run(program, extension, out, seed))


@app.command()
def motions(
    clips: Annotated[list[Path] | None, typer.Argument(help="Clips or folders of clips to show, twelve at most; "
                                                       "without any, twelve sentences are acted.")] = None,
    show: Annotated[list[str] | None, typer.Option(help="Of the clips, show the best for these words; may be "
                                                   "repeated.")] = None,
    blender: Blender = None, extension: Extension = None, out: Out = Path("out/motions"), seed: Seed = 3,
) -> None:
    """Put twelve clips on three different rigs: a contact sheet, a film and the .blend."""
    from backend.demo.motions import of_files, run

    def play(program: Path) -> None:
        if clips:
            with of_files(clips, show or ()) as (library, chosen):
                run(program, extension, out, seed, chosen, library)
        else:
            run(program, extension, out, seed)

    _guarded(blender, play)


@app.command()
def prompts(
    words: Annotated[list[str] | None, typer.Argument(help="Sentences; without any, twenty of ours.")] = None,
    moments: Annotated[int, typer.Option(min=2, max=240, help="Pictures of each sentence.")] = 16,
    blender: Blender = None, extension: Extension = None, out: Out = Path("out/prompts"), seed: Seed = 3,
) -> None:
    """Let an avatar act sentences by the engine that is asked when none is named: strips, a film, who made what."""
    from backend.demo.motions import run_prompts

    _guarded(blender, lambda program: run_prompts(program, extension, out, seed, words or (), moments))


@app.command()
def rigs(
    clips: Annotated[list[Path] | None, typer.Argument(help="Clips or folders of clips to show; without any, three "
                                                       "sentences are acted.")] = None,
    show: Annotated[list[str] | None, typer.Option(help="Of the clips, show the best for these words; may be "
                                                   "repeated.")] = None,
    blender: Blender = None, extension: Extension = None, out: Out = Path("out/rigs"), seed: Seed = 3,
) -> None:
    """Put a few clips on five rigs of different proportions, moment by moment: a sheet and the .blend."""
    from backend.demo.motions import of_files, run_rigs

    def play(program: Path) -> None:
        if clips:
            with of_files(clips, show or ()) as (library, chosen):
                run_rigs(program, extension, out, seed, chosen, library)
        else:
            run_rigs(program, extension, out, seed)

    _guarded(blender, play)


@app.command()
def avatars(
    prompts: Annotated[list[str] | None, typer.Argument(help="Sentences, each may end with a bar and what the person "
                                                        "does; without any, thirty of ours.")] = None,
    blender: Blender = None, extension: Extension = None, out: Out = Path("out/avatars"), seed: Seed = 3,
) -> None:
    """Make people from sentences and photograph them in a studio: a contact sheet."""
    from backend.demo.avatars import PROMPTS, run

    _guarded(blender, lambda program: run(program, extension, out, seed, prompts or PROMPTS))


@app.command()
def poses(
    blender: Blender = None, extension: Extension = None, out: Out = Path("out/poses"), seed: Seed = 3,
) -> None:
    """Let four people with four rigs take every pose of the extension's pose library: a contact sheet."""
    from backend.demo.poses import run

    _guarded(blender, lambda program: run(program, extension, out, seed))


@app.command()
def objects(
    only: Annotated[list[str] | None, typer.Option(help="Only prompts that hold this word; may be repeated.")] = None,
    samples: Annotated[int, typer.Option(min=1, max=1024, help="Cycles samples a picture.")] = 24,
    blender: Blender = None, out: Out = Path("out/objects"), seed: Seed = 1,
) -> None:
    """Show more than sixty prompts as objects, and nine individuals of five categories: two contact sheets."""
    from backend.demo.objects import run

    _guarded(blender, lambda program: run(program, out, seed, only or (), samples))


@app.command()
def environments(
    prompts: Annotated[list[str] | None, typer.Argument(help="Places in words; without any, sixteen of ours.")] = None,
    width: Annotated[int, typer.Option(help="Width of the maps: 1024, 2048, 4096 or 8192.")] = 1024,
    samples: Annotated[int, typer.Option(min=1, max=1024, help="Cycles samples a picture.")] = 32,
    more: Annotated[bool, typer.Option("--more", help="Other places, as panoramas alone.")] = False,
    blender: Blender = None, out: Out = Path("out/environments"), seed: Seed = 0,
) -> None:
    """Show places from sentences: each as a panorama, and as light on a monkey and three balls; a contact sheet."""
    from backend.demo.environments import run

    _guarded(blender, lambda program: run(program, out, seed, prompts or (), width, samples, more), needed=not more)


def _guarded(blender: str | None, show: Callable[[Path], None], needed: bool = True) -> None:
    """Call ``show`` with Blender's program; where it is not ``needed``, with any path if there is none."""
    from backend.demo.run import DemoError
    from backend.doctor import find_blender

    program = find_blender(blender) if needed or blender else Path()
    if program is None:
        fail(f"Blender was not found{f' at {blender}' if blender else ''}.",
             "Pass --blender with the path of Blender 4.2 or newer, or of a Python with the bpy package.",
             code=UNAVAILABLE)
    try:
        show(program)
    except DemoError as error:
        fail(error.message, error.remedy, code=FAULT)
    except KeyboardInterrupt:
        fail("Cancelled.", code=CANCELLED)
