# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs and their states: queued -> running -> done | failed | cancelled, kept in SQLite.

A job that could not be written because the disk was full or read-only stays in memory and is written
as soon as the disk allows: clients never see a state go back.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from backend.engine import EngineError, files_state
from protocol.messages import STATES

from .storage import storage_error

log = logging.getLogger(__name__)

#: A job is started at most this often when its worker is lost under it.
MAXIMUM_ATTEMPTS = 2
#: The same when the whole backend is lost, which is seldom the job's fault.
MAXIMUM_LIVES = 3

_TRANSITIONS = {
    "queued": {"running", "done", "failed", "cancelled"},
    "running": {"queued", "done", "failed", "cancelled"},
    # A stored result that turned out damaged is made again under the same job.
    "done": {"queued"}, "failed": set(), "cancelled": set(),
}
_JSON_COLUMNS = ("parameters", "spec", "error")
_COLUMNS = ("job_id", "key", "modality", "engine", "prompt", "seed", "parameters", "spec", "inputs", "state",
            "created", "started", "finished", "attempts", "error", "result", "nbytes")


@dataclass
class Job:
    """One request for an asset and what has become of it. Times are Unix seconds."""

    job_id: str
    key: str
    modality: str
    engine: str
    prompt: str
    seed: int
    parameters: dict[str, Any]
    spec: dict[str, Any] | None = None
    #: Digest of the stored inputs, "" without any.
    inputs: str = ""
    state: str = "queued"
    created: float = field(default_factory=time.time)
    started: float | None = None
    finished: float | None = None
    attempts: int = 0
    error: dict[str, str] | None = None
    #: Digest of the stored result, "" without any.
    result: str = ""
    nbytes: int = 0
    # Known only while it runs.
    fraction: float = 0.0
    stage: str = ""
    eta: float | None = None
    #: Order of submission, given by the store.
    sequence: int = 0

    def to(self, state: str) -> None:
        """Move to ``state``; an impossible move is a programming error."""
        if state not in _TRANSITIONS[self.state]:
            raise ValueError(f"a {self.state} job cannot become {state}")
        self.state = state
        if state == "queued":
            self.fraction, self.stage, self.eta, self.started = 0.0, "", None, None
            self.finished, self.result, self.nbytes = None, "", 0
        elif state == "running":
            self.started = time.time()
            self.attempts += 1
        else:
            self.finished, self.eta = time.time(), None
            if state == "done":
                self.fraction, self.stage = 1.0, "Done"

    def fail(self, error: EngineError) -> None:
        """Move to "failed" with what to tell the user."""
        self.error = {"code": error.code, "message": error.message, "remedy": error.remedy}
        self.to("failed")

    def public(self, position: int = 0) -> dict[str, Any]:
        """The job as clients see it: a :class:`protocol.messages.Job` as JSON."""
        values = asdict(self)
        for private in ("key", "spec", "inputs", "result", "sequence"):
            del values[private]
        return {**values, "position": position}


def job_key(declaration: Mapping[str, Any], prompt: str, seed: int, parameters: Mapping[str, Any],
            spec: Mapping[str, Any] | None, inputs: str) -> str:
    """Digest of everything that decides a result. ``parameters`` are complete, ``inputs`` a digest.

    The state of the engine's files is that of now, whenever it declared them.
    """
    decisive = {
        "engine": declaration["name"], "version": declaration["version"],
        "weights": declaration["weights_digest"], "prompt": prompt, "seed": seed,
        "parameters": dict(parameters), "spec": None if spec is None else dict(spec), "inputs": inputs,
    }
    if files := declaration["state_files"]:
        decisive["state"] = files_state(files)
    text = json.dumps(decisive, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()


class JobStore:
    """All jobs of one store folder."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        self._database = database
        self._folder = folder
        #: Jobs whose last change is not on disk yet.
        self._unsaved: dict[str, Job] = {}

    def recover(self) -> tuple[list[Job], list[Job]]:
        """What a previous life left: (queued jobs in order, jobs given up just now)."""
        queued, given_up = [], []
        for job in self._select("WHERE state IN ('queued', 'running') ORDER BY sequence"):
            if job.state == "running":
                if job.attempts >= MAXIMUM_LIVES:
                    job.fail(EngineError(
                        f"The backend stopped {job.attempts} times while working on this.",
                        "Try smaller settings, and look into the backend's log for the reason.", "backend_lost"))
                    given_up.append(job)
                    self.save(job)
                    continue
                job.to("queued")
                self.save(job)
            queued.append(job)
        return queued, given_up

    def add(self, job: Job) -> None:
        """Keep a new job; raises :class:`~.storage.StorageError` when it cannot be written."""
        try:
            names = ", ".join(_COLUMNS)
            marks = ", ".join("?" * len(_COLUMNS))
            cursor = self._database.execute(f"INSERT INTO jobs ({names}) VALUES ({marks})", _row(job))
        except sqlite3.Error as error:
            raise storage_error(error, self._folder) from error
        job.sequence = cursor.lastrowid or 0

    def save(self, job: Job) -> None:
        """Write a changed job now, or as soon as the disk takes it."""
        self._unsaved[job.job_id] = job
        self.flush()

    def flush(self) -> None:
        """Write what could not be written before."""
        try:
            for job in list(self._unsaved.values()):
                marks = ", ".join(f"{name} = ?" for name in _COLUMNS)
                self._database.execute(f"UPDATE jobs SET {marks} WHERE job_id = ?", (*_row(job), job.job_id))
                del self._unsaved[job.job_id]
        except sqlite3.Error as error:
            log.error("cannot save %d jobs: %s", len(self._unsaved), error)

    @property
    def unsaved(self) -> int:
        """How many jobs wait for a writable disk."""
        return len(self._unsaved)

    def get(self, job_id: str) -> Job | None:
        """The job, or None."""
        if job := self._unsaved.get(job_id):
            return job
        found = self._select("WHERE job_id = ?", (job_id,))
        return found[0] if found else None

    def latest(self, limit: int, states: Iterable[str] = STATES) -> list[Job]:
        """The newest jobs first."""
        wanted = [state for state in states if state in STATES]
        marks = ", ".join("?" * len(wanted))
        jobs = self._select(f"WHERE state IN ({marks}) ORDER BY sequence DESC LIMIT ?", (*wanted, limit))
        return [self._unsaved.get(job.job_id, job) for job in jobs]

    def forget(self, job_id: str) -> None:
        """Drop a job from the history; raises :class:`~.storage.StorageError`."""
        try:
            self._database.execute("DELETE FROM jobs WHERE job_id = ?", (job_id,))
        except sqlite3.Error as error:
            raise storage_error(error, self._folder) from error
        self._unsaved.pop(job_id, None)

    def _select(self, where: str, values: tuple[Any, ...] = ()) -> list[Job]:
        rows = self._database.execute(f"SELECT sequence, {', '.join(_COLUMNS)} FROM jobs {where}", values)
        return [_job(row) for row in rows]


def _row(job: Job) -> tuple[Any, ...]:
    return tuple(_to_json(getattr(job, name)) if name in _JSON_COLUMNS else getattr(job, name) for name in _COLUMNS)


def _to_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, separators=(",", ":"))


def _job(row: sqlite3.Row) -> Job:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over values
    for name in _JSON_COLUMNS:
        values[name] = None if values[name] is None else json.loads(values[name])
    job = Job(**values)
    if job.state == "done":
        job.fraction, job.stage = 1.0, "Done"
    return job
