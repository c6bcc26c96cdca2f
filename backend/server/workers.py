# SPDX-License-Identifier: GPL-3.0-or-later
"""The pool of worker processes: starting, talking to and ending them.

Workers connect back over loopback with a key of this run, which they read from their stdin; the
end of that stdin is also how they learn that the broker is gone.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import zmq

from protocol.errors import ProtocolError
from protocol.wire import CLIENT, DEFAULT_LIMITS, SERVER, Message, Session, new_id, new_key, unpack

log = logging.getLogger(__name__)

#: A worker that has not declared its engines by then is taken for stuck.
START_SECONDS = 60.0
#: How long a worker may take to unload its models when it is asked to end.
STOP_SECONDS = 5.0
_LOG_BYTES = 1 << 20


@dataclass(eq=False)
class Worker:
    """One process. ``state``: "starting", "idle", "busy" or "stopping"."""

    identity: bytes
    process: subprocess.Popen[bytes]
    log: Path | None
    session: Session
    state: str = "starting"
    since: float = field(default_factory=time.monotonic)
    #: Engines that ran in it, and so may hold models.
    loaded: set[str] = field(default_factory=set)
    job_id: str = ""
    #: When it will be killed, because it was asked to yield or to end.
    deadline: float | None = None

    def to(self, state: str) -> None:
        """Enter a state now."""
        self.state, self.since = state, time.monotonic()


class Pool:
    """Up to ``count`` workers over one ROUTER socket on loopback."""

    def __init__(self, context: zmq.Context[Any], store: Path, limit: int, count: int, logs: Path | None,
                 kind: str = "worker") -> None:
        """``kind`` names the module in this package that the processes run, and their logs."""
        self.count = count
        self.kind = kind
        self.workers: dict[bytes, Worker] = {}
        self._store, self._limit, self._logs = store, limit, logs
        self._key = new_key()
        self._not_before = 0.0
        #: Workers lost in a row before they declared their engines.
        self.failed_starts = 0
        #: Why the system let no process start the last time, "" if it did.
        self.refusal = ""
        #: Whether a worker was ended at its work, and may have left half of a result.
        self.killed = False
        self.socket = context.socket(zmq.ROUTER)
        self.socket.linger = 0
        self.socket.setsockopt(zmq.ROUTER_MANDATORY, 1)
        self.socket.setsockopt(zmq.MAXMSGSIZE, max(8 << 20, DEFAULT_LIMITS.query_bytes))
        self.socket.setsockopt(zmq.SNDTIMEO, 100)
        port = self.socket.bind_to_random_port("tcp://127.0.0.1")
        self._address = f"tcp://127.0.0.1:{port}"

    def idle(self) -> list[Worker]:
        """Workers that wait for a job."""
        return [each for each in self.workers.values() if each.state == "idle"]

    def has_room(self) -> bool:
        """Whether one more may be started now."""
        return len(self.workers) < self.count and time.monotonic() >= self._not_before

    def start(self) -> Worker | None:
        """Start a worker; it says "ready" when it has found its engines. None when the system refuses:
        :meth:`has_room` then waits a while before the next attempt."""
        identity, session = secrets.token_bytes(16), new_id()
        path, output = self._open_log()
        windows = sys.platform == "win32"
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", f"backend.server.{self.kind}"], stdin=subprocess.PIPE,
                stdout=output or subprocess.DEVNULL, stderr=subprocess.STDOUT,
                # A group of its own, so that it can be ended with whatever its engines started.
                start_new_session=not windows, creationflags=subprocess.CREATE_NO_WINDOW if windows else 0)  # type: ignore[attr-defined]
        except OSError as error:  # no memory or no process left
            log.error("no worker can be started: %s", error)
            self.refusal = str(error)
            self._start_failed()
            return None
        finally:
            if output is not None:
                output.close()
        options = {"address": self._address, "identity": identity.hex(), "key": self._key.hex(), "session": session,
                   "store": str(self._store), "limit": self._limit}
        self.refusal = ""
        worker = Worker(identity, process, path, Session(self._key, SERVER, session))
        self.workers[identity] = worker
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(options).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            log.error("worker %d ended at once: %s", process.pid, error)
        log.info("worker %d started", process.pid)
        return worker

    def _open_log(self) -> tuple[Path | None, BinaryIO | None]:
        """The log file of the next worker, a fresh one when it has grown too long."""
        if self._logs is None:
            return None, None
        taken = {each.log for each in self.workers.values()}
        path = next(path for number in range(self.count + 1)
                    if (path := self._logs / f"{self.kind.replace('_', '-')}-{number + 1}.log") not in taken)
        try:
            if path.exists() and path.stat().st_size > _LOG_BYTES:
                path.replace(path.with_suffix(".log.1"))
            return path, path.open("ab")
        except OSError as error:
            log.warning("no worker log: %s", error)
            return None, None

    def send(self, worker: Worker, kind: str, body: dict[str, Any], arrays: Sequence[np.ndarray] = ()) -> bool:
        """Send to a worker; False if it cannot be reached."""
        try:
            self.socket.send_multipart([worker.identity, *worker.session.pack(kind, body, arrays)])
        except (zmq.ZMQError, ProtocolError) as error:
            log.error("worker %d does not take %s: %s", worker.process.pid, kind, error)
            return False
        return True

    def receive(self, most: int = 100) -> Iterator[tuple[Worker, Message]]:
        """What workers have said, at most ``most`` messages; anything not from a worker is passed over."""
        for _ in range(most):
            try:
                identity, *frames = self.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            worker = self.workers.get(identity)
            if worker is None:
                continue
            try:
                message = unpack(self._key, frames, CLIENT)
                worker.session.accept(message)
            except ProtocolError as error:
                log.error("a message of worker %d is refused: %s", worker.process.pid, error)
                continue
            if message.kind == "ready":
                self.failed_starts = 0
            yield worker, message

    def ended(self) -> list[tuple[Worker, str]]:
        """Workers whose process has ended since the last call, taken out of the pool, each with the reason."""
        gone = []
        for worker in list(self.workers.values()):
            code = worker.process.poll()
            if code is None:
                continue
            del self.workers[worker.identity]
            self.kill(worker)  # what its engines started must not outlive it
            if worker.process.stdin is not None:
                worker.process.stdin.close()
            if worker.state == "starting":
                self._start_failed()
            reason = _reason(code)
            self.killed |= worker.state == "busy"
            log.log(logging.INFO if worker.state == "stopping" else logging.ERROR,
                    "worker %d %s", worker.process.pid, reason)
            gone.append((worker, reason))
        return gone

    def _start_failed(self) -> None:
        """Wait longer after each failure in a row."""
        self.failed_starts += 1
        self._not_before = time.monotonic() + min(30.0, 0.25 * 2**min(self.failed_starts, 7))

    def watch(self) -> None:
        """Kill workers past their deadline, and those that never got ready."""
        now = time.monotonic()
        for worker in self.workers.values():
            late = worker.deadline is not None and now > worker.deadline
            if late or (worker.state == "starting" and now > worker.since + START_SECONDS):
                log.warning("worker %d did not yield in time", worker.process.pid)
                self.kill(worker)

    def stop(self, worker: Worker) -> None:
        """Ask an idle worker to drop its models and end."""
        worker.to("stopping")
        worker.deadline = time.monotonic() + STOP_SECONDS
        if not self.send(worker, "stop", {}):
            self.kill(worker)

    def kill(self, worker: Worker) -> None:
        """End a worker and everything it started, now."""
        try:
            if hasattr(os, "killpg"):
                os.killpg(worker.process.pid, signal.SIGKILL)
            else:
                worker.process.kill()
        except OSError:
            pass  # it has ended by itself

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers.values():
            self.killed |= worker.state == "busy"
            self.kill(worker)
        for worker in self.workers.values():
            worker.process.wait(5)
            if worker.process.stdin is not None:
                worker.process.stdin.close()
        self.workers.clear()
        self.socket.close()


def last_line(path: Path | None) -> str:
    """The last line a worker wrote: mostly the exception that ended it."""
    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 4096))
            lines = file.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1][:300] if lines else ""


def _reason(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"was killed by {name}"
