# SPDX-License-Identifier: GPL-3.0-or-later
"""What every command shares: exit codes, error text, progress on stderr, JSON on stdout."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from backend.engine import Cancelled, EngineError, Progress

FAULT, USAGE, JOB_FAILED, UNAVAILABLE, UNREACHABLE, CANCELLED = 1, 2, 3, 4, 5, 130

#: Progress, notes and errors go to stderr, so that stdout stays clean for pipes and JSON.
stderr = Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")


def fail(message: str, remedy: str = "", *, code: int = FAULT, as_json: bool = False,
         error_code: str = "error") -> NoReturn:
    """Print what went wrong and what to do, then leave with ``code``."""
    if as_json:
        print_json({"ok": False, "error": {"code": error_code, "message": message, "remedy": remedy}})
    else:
        stderr.print(f"[bold red]Error:[/] {_plain(message)}")
        if remedy:
            stderr.print(f"[bold]Remedy:[/] {_plain(remedy)}")
    raise typer.Exit(code)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def exit_code(error: EngineError) -> int:
    """The documented exit code of an engine's error."""
    return {"invalid_parameter": USAGE, "invalid_spec": USAGE, "unknown_engine": USAGE, "unknown_weights": USAGE,
            "unavailable": UNAVAILABLE,
            "weights_missing": UNAVAILABLE, "unreachable": UNREACHABLE}.get(error.code, JOB_FAILED)


@contextlib.contextmanager
def progress_bar(title: str, quiet: bool = False) -> Iterator[Progress]:
    """An engine's progress drawn on stderr if that is a terminal; Ctrl-C cancels at the engine's next step.

    A second Ctrl-C interrupts at once.
    """
    cancelled = threading.Event()
    previous = signal.getsignal(signal.SIGINT)

    def interrupt(number: int, frame: Any) -> None:
        if cancelled.is_set():
            raise KeyboardInterrupt
        cancelled.set()
        stderr.print("Cancelling; press Ctrl-C again to stop at once.")

    columns = (TextColumn("[bold]{task.description}"), BarColumn(bar_width=28), TaskProgressColumn(),
               TimeElapsedColumn(), TextColumn("{task.fields[stage]}"))
    with Bars(*columns, console=stderr, disable=quiet or not stderr.is_terminal, transient=True) as bars:
        task = bars.add_task(title, total=1.0, stage="")
        signal.signal(signal.SIGINT, interrupt)
        try:
            yield Progress(lambda fraction, stage, _: bars.update(task, completed=fraction, stage=stage), cancelled)
        finally:
            signal.signal(signal.SIGINT, previous)


@contextlib.contextmanager
def clean_stdout() -> Iterator[None]:
    """Send what an engine or its libraries print to stderr: stdout is for files' names and JSON."""
    with contextlib.redirect_stdout(sys.stderr):
        yield


@contextlib.contextmanager
def engine_errors(as_json: bool) -> Iterator[None]:
    """Turn what an engine may raise into the message and exit code of the command line."""
    try:
        yield
    except EngineError as error:
        fail(error.message, error.remedy, code=exit_code(error), as_json=as_json, error_code=error.code)
    except (Cancelled, KeyboardInterrupt):
        fail("Cancelled.", code=CANCELLED, as_json=as_json, error_code="cancelled")
    except OSError as error:
        fail(f"{error.strerror or error}: {error.filename or ''}".strip(": "),
             "Check that the folder exists, is writable and has room.",
             code=JOB_FAILED, as_json=as_json, error_code="file_error")
