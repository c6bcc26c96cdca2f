# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the backend is there, and how soon it shows that it works: real processes, real engines."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from protocol.client import Client

#: Small requests whose first progress is timed; the first engine that can run here is used.
PROMPTS = {"object": "a small blue vase", "motion": "he is waving", "environment": "a clear noon sky",
           "avatar": "a tall man"}

_SERVE = ("import sys; from pathlib import Path; from backend.server.main import ServeOptions, serve; "
          "sys.exit(serve(ServeOptions(connection=Path(sys.argv[1]), store=Path(sys.argv[2]), workers=1, "
          "die_with_parent=True)))")


def measure(rounds: int = 5) -> dict[str, float]:
    """Medians in seconds over ``rounds``: ``start_to_pong_s``, from the start of the process to the first answer
    (target < 1 s), and those of :func:`first_progress`."""
    with tempfile.TemporaryDirectory() as folder:
        starts = [start_to_pong(Path(folder) / str(index)) for index in range(rounds)]
        return {"start_to_pong_s": statistics.median(starts), **first_progress(Path(folder) / "jobs", rounds)}


def start_to_pong(folder: Path) -> float:
    """Seconds from starting a backend's process to its first answer."""
    with _backend(folder) as (client, started):
        client.connect(30)
        return time.perf_counter() - started


def first_progress(folder: Path, rounds: int = 5) -> dict[str, float]:
    """Times of a submission to a warm worker, medians in seconds.

    ``accepted_s``: until the backend has queued it; ``first_progress_s``: until the first report of the
    engine itself, not of the queue, has reached the client (target < 0.3 s). Raises RuntimeError when
    no engine can run here.
    """
    with _backend(folder) as (client, _):
        client.connect(30)
        usable = {each["modality"] for each in client.describe().engines if each["available"]}
        modality = next((each for each in PROMPTS if each in usable), None)
        if modality is None:
            raise RuntimeError("No engine can run here: run `troupe doctor`.")
        client.run(modality, PROMPTS[modality], seed=0)  # loads what the engine keeps
        accepted, reported = zip(*(_first_report(client, modality, seed) for seed in range(1, rounds + 1)))
    return {"accepted_s": statistics.median(accepted), "first_progress_s": statistics.median(reported)}


def _first_report(client: Client, modality: str, seed: int) -> tuple[float, float]:
    started = time.perf_counter()
    job_id = client.submit(modality, PROMPTS[modality], seed=seed)
    accepted = time.perf_counter() - started
    reported: list[float] = []

    def note(event: object) -> None:
        if getattr(event, "stage", "") not in ("", "Starting"):
            reported.append(time.perf_counter() - started)

    client.wait(job_id, on_progress=note)
    # An engine that is done before it reports has answered at the end at the latest.
    return accepted, reported[0] if reported else time.perf_counter() - started


@contextmanager
def _backend(folder: Path) -> Iterator[tuple[Client, float]]:
    """A backend of its own, (client not connected yet, time of its start)."""
    folder.mkdir(parents=True)
    connection = folder / "connection.json"
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(connection), str(folder / "store")],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        while not connection.exists():
            if process.poll() is not None or time.perf_counter() > started + 30:
                raise RuntimeError("The backend does not start: run `troupe doctor`.")
            time.sleep(0.002)
        with Client(connection) as client:
            yield client, started
    finally:
        process.communicate()


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:18} {value:.4f}")
