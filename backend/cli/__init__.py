# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``troupe`` command. One file a command; heavy imports wait until a command needs them."""

from __future__ import annotations

import typer

import backend
from backend.cli import (
    avatar,
    bench,
    demo,
    doctor,
    engines,
    environment,
    generate,
    keys,
    library,
    motion,
    object,
    serve,
    spec,
    train,
    weights,
)

app = typer.Typer(
    name="troupe", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="From a sentence to rigged avatars, motions, HDR environments and objects.",
    epilog="Exit codes: 0 done, 1 a fault was found, 2 wrong usage, 3 the job failed, "
           "4 an engine or its weights are missing, 5 the backend cannot be reached, 130 cancelled.")

app.command("serve")(serve.serve)
app.command("generate")(generate.generate)
app.command("spec")(spec.spec)
app.add_typer(demo.app, name="demo")
app.command("doctor")(doctor.doctor)
app.add_typer(bench.app, name="bench")
app.add_typer(engines.app, name="engines")
app.add_typer(weights.app, name="weights")
app.add_typer(library.app, name="library")
app.add_typer(motion.app, name="motion")
app.add_typer(environment.app, name="environment")
app.add_typer(avatar.app, name="avatar")
app.add_typer(object.app, name="object")
app.add_typer(train.app, name="train")
app.command("keys")(keys.keys)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"troupe {backend.__version__}")
        raise typer.Exit


@app.callback()
def _root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True,
                                       help="Print the version and leave."),
          debug: bool = typer.Option(False, "--debug", help="Print the details of faults on stderr.")) -> None:
    if debug:
        import logging

        logging.basicConfig()
        logging.getLogger("troupe").setLevel(logging.DEBUG)


def main() -> None:
    """Entry point of the ``troupe`` script."""
    app()
