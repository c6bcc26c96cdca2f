# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker's line to the broker: one thread that owns the socket."""

from __future__ import annotations

import contextlib
import logging
import math
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import zmq

from protocol.assets import AssetError, Image, Preview
from protocol.codec import encode
from protocol.errors import ProtocolError
from protocol.wire import CLIENT, SERVER, Session, unpack

from .estimate import Estimate

log = logging.getLogger("troupe.worker")

#: Progress is sent at most this often, in seconds; what comes in between is replaced.
PROGRESS_INTERVAL = 0.1
#: Larger previews are left out.
MAXIMUM_PREVIEW = 1 << 20


@dataclass
class Task:
    """What the broker wants: "run", "unload", "declare" or "stop"."""

    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    arrays: list[np.ndarray] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)


class Link(threading.Thread):
    """Takes tasks from the broker, brings it answers and progress, delivers cancels at once."""

    def __init__(self, address: str, identity: str, key: bytes, session: str) -> None:
        super().__init__(name="troupe-link", daemon=True)
        self.tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._session = Session(key, CLIENT, session)
        self._outbox: deque[tuple[str, dict[str, Any], Sequence[np.ndarray]]] = deque()
        self._progress: tuple[str, float, str, float | None, Preview | None] | None = None
        self._due = 0.0
        self._running: Task | None = None
        self._closing = False
        self._lock = threading.Lock()
        context: zmq.Context[Any] = zmq.Context.instance()
        self._socket = context.socket(zmq.DEALER)
        self._socket.identity = bytes.fromhex(identity)
        self._socket.linger = 2000
        self._socket.connect(address)
        self._alarm = context.socket(zmq.PAIR)
        self._bell = context.socket(zmq.PAIR)
        self._alarm.bind(f"inproc://link-{id(self)}")
        self._bell.connect(f"inproc://link-{id(self)}")

    def send(self, kind: str, body: dict[str, Any], arrays: Sequence[np.ndarray] = ()) -> None:
        """Send a message; progress of the job before it that has not left yet is moot."""
        body = {name: _text(value, 20_000) if isinstance(value, str) else value for name, value in body.items()}
        with self._lock:
            if kind in ("finished", "failed", "cancelled", "answered"):
                self._progress = None
            self._outbox.append((kind, body, arrays))
            self._ring()

    def report(self, job_id: str) -> Callable[[float, str, Preview | None], None]:
        """The callback of a job's :class:`~backend.engine.Progress`: cheap, never blocks."""
        estimate = Estimate()

        def note(fraction: float, stage: str, preview: Preview | None) -> None:
            fraction = float(fraction) if math.isfinite(fraction) else 0.0
            eta = estimate.update(fraction)
            with self._lock:
                first = self._progress is None
                if preview is None and self._progress is not None and self._progress[0] == job_id:
                    preview = self._progress[4]  # what has not been seen yet is not dropped for a number
                self._progress = (job_id, fraction, _text(stage, 200), eta, preview)
                if first:
                    self._ring()

        return note

    def close(self) -> None:
        """Send what is left and end the thread."""
        with self._lock:
            self._closing = True
            self._ring()
        self.join(5)

    def _ring(self) -> None:
        with contextlib.suppress(zmq.Again):  # then it is ringing already
            self._bell.send(b"", zmq.NOBLOCK)

    def run(self) -> None:
        try:
            self._serve()
        except Exception:
            # Deaf and mute, the process is of no use: let the broker see it end and replace it.
            log.exception("the line to the broker failed")
            logging.shutdown()
            os._exit(1)

    def _serve(self) -> None:
        poller = zmq.Poller()
        poller.register(self._socket, zmq.POLLIN)
        poller.register(self._alarm, zmq.POLLIN)
        while True:
            waiting = None
            if self._progress is not None:
                waiting = max(0, round(1000 * (self._due - time.monotonic())))
            events = dict(poller.poll(waiting))
            if self._alarm in events:
                while self._alarm.poll(0):
                    self._alarm.recv()
            if self._socket in events:
                self._receive()
            self._deliver()
            if self._closing and not self._outbox:
                break
        for socket in (self._socket, self._alarm, self._bell):
            socket.close()

    def _deliver(self) -> None:
        with self._lock:
            progress = None
            if self._progress is not None and time.monotonic() >= self._due:
                progress, self._progress = self._progress, None
                self._due = time.monotonic() + PROGRESS_INTERVAL
            outbox = list(self._outbox)
            self._outbox.clear()
        if progress is not None:
            job_id, fraction, stage, eta, preview = progress
            body: dict[str, Any] = {"job_id": job_id, "fraction": fraction, "stage": stage, "eta": eta}
            arrays: list[np.ndarray] = []
            if preview is not None and _size(preview) <= MAXIMUM_PREVIEW:
                try:
                    body["preview"], arrays = encode(preview)
                except AssetError as error:
                    log.warning("a preview is left out: %s", error)
            self._socket.send_multipart(self._session.pack("progress", body, arrays))
        for kind, body, sent in outbox:
            self._socket.send_multipart(self._session.pack(kind, body, sent))

    def _receive(self) -> None:
        while self._socket.poll(0):
            try:
                message = unpack(self._session.key, self._socket.recv_multipart(), SERVER)
                self._session.accept(message)
            except ProtocolError as error:
                log.error("a message from the broker is refused: %s", error)
                continue
            if message.kind == "cancel":
                if self._running is not None and self._running.body["job_id"] == message.body["job_id"]:
                    self._running.cancelled.set()
                continue
            task = Task(message.kind, message.body, message.arrays)
            if task.kind == "run":
                self._running = task
            self.tasks.put(task)


def _text(value: Any, most: int) -> str:
    """What an engine said, as text that can travel: not too long, whole characters only."""
    return str(value)[:most].encode("utf-8", "replace").decode()


def _size(preview: Preview) -> int:
    return int(preview.pixels.nbytes if isinstance(preview, Image) else preview.places.nbytes)
