# SPDX-License-Identifier: GPL-3.0-or-later
"""A third party's services, badly behaved ones among them. ``conftest.py`` installs them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np

from backend.engine import EngineError
from backend.services import Answer
from protocol.assets import Image


def note(arguments) -> int:
    """Append to the journal of the query; returns the number of runs so far."""
    path = arguments.get("journal")
    if not path:
        return 1
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()} {arguments.get('name', '')}\n")
    return len(Path(path).read_text().splitlines())


def echo(arguments, inputs, progress):
    """What it was given."""
    note(arguments)
    kinds = {name: type(each).__name__ for name, each in inputs.items()}
    return Answer(result={"arguments": arguments, "inputs": kinds, "pid": os.getpid()}, assets=inputs)


def sleep(arguments, inputs, progress):
    """Sleeps for ``seconds`` in small steps, which it reports."""
    note(arguments)
    seconds = arguments["seconds"]
    started = time.monotonic()
    while (gone := time.monotonic() - started) < seconds:
        progress.update(gone / seconds, f"{gone:.1f} s")
        time.sleep(0.01)
    return Answer(result={"slept": seconds})


def crash(arguments, inputs, progress):
    """Dies with its process in the first ``times`` runs of its journal."""
    if note(arguments) <= arguments["times"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return Answer(result={"alive": True})


def deaf(arguments, inputs, progress):
    """Never looks at a cancel."""
    note(arguments)
    time.sleep(120)
    return Answer(result={})


def fault(arguments, inputs, progress):
    kind = arguments["kind"]
    if kind == "said":
        raise EngineError("The shelf is empty.", "Put something on it.", "empty_shelf")
    if kind == "value":
        raise ValueError("first line\nsecond line")
    if kind == "exit":
        raise SystemExit(3)
    if kind == "surrogate":
        return Answer(result={"text": "\ud800"})
    if kind == "nan":
        return Answer(result={"number": float("nan")})
    if kind == "long":
        return Answer(result={"text": "x" * (3 << 20)})
    if kind == "asset":
        return Answer(result={}, assets={"bad": Image(name="x", pixels=np.zeros((0, 1, 3), np.uint8))})
    return None


def huge(arguments, inputs, progress):
    """An answer with ``mib`` of arrays."""
    side = int((arguments["mib"] * 2**20 / 3) ** 0.5) + 1
    return Answer(result={}, assets={"picture": Image(name="picture", pixels=np.zeros((side, side, 3), np.uint8))})
