# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries: which wait, which process answers which, and what becomes of them. See SPEC.md, section 10.

The processes are apart from the engines' pool, so that a running job delays no answer. Mostly there is one:
another is started when a query has kept all of them busy for a moment while the next one waits.
"""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import zmq

from backend.engine import EngineError
from protocol import messages
from protocol.errors import ProtocolError
from protocol.wire import DEFAULT_LIMITS, Message

from .clients import Client, Event
from .workers import Pool, Worker, last_line

log = logging.getLogger(__name__)

PROCESSES = 3
#: Queries waiting or under way, of one client and of all; bytes of their arrays.
MAXIMUM_OF_CLIENT = 16
MAXIMUM_QUERIES = 256
MAXIMUM_BYTES = 64 << 20
#: Characters of a query's arguments as JSON.
MAXIMUM_ARGUMENTS = 1 << 20
#: A worker may die so often on a query before the query fails.
MAXIMUM_ATTEMPTS = 2
#: After so many processes in a row that could not start, what waits fails with the reason.
MAXIMUM_STARTS = 3
#: Seconds a service may take to yield; little is lost with its process.
MAXIMUM_GRACE = 3.0
#: A query is quick; one that takes longer gets another process started for those behind it.
PATIENCE = 0.3

Reply = Callable[[Client, Message, messages.Body, list[np.ndarray]], None]


@dataclass(eq=False)
class Query:
    """One query, with whom to answer."""

    client: Client
    message: Message
    body: messages.Query
    deadline: float
    attempts: int = 0
    worker: Worker | None = None
    started: float = field(default=0.0)

    @property
    def nbytes(self) -> int:
        return sum(each.nbytes for each in self.message.arrays)


class Services:
    """The queries of every client. ``reply`` sends a body, and arrays, to a client."""

    def __init__(self, pool: Pool, reply: Reply, *, grace: float, idle_seconds: float) -> None:
        self._pool, self._reply = pool, reply
        self._grace, self._idle_seconds = min(grace, MAXIMUM_GRACE), idle_seconds
        #: All that are not answered, oldest first.
        self._queries: OrderedDict[str, Query] = OrderedDict()

    @property
    def socket(self) -> zmq.Socket[Any]:
        """Where the processes are heard."""
        return self._pool.socket

    @property
    def busy(self) -> bool:
        """Whether a query waits for something."""
        return bool(self._queries)

    def ask(self, client: Client, message: Message, body: messages.Query) -> None:
        """Take a query on, or join it to the same one. Raises :class:`EngineError` or :class:`ProtocolError`."""
        known = self._queries.get(body.query_id)
        if known is not None:
            if known.body != body or not _equal(known.message.arrays, message.arrays):
                raise EngineError("This query id belongs to another query.", "Use a new query id.", "conflict")
            known.client, known.message = client, message
            return
        self._check(client, message, body)
        self._queries[body.query_id] = Query(client, message, body, time.monotonic() + body.seconds)
        self.tick()

    def _check(self, client: Client, message: Message, body: messages.Query) -> None:
        nbytes = sum(each.nbytes for each in message.arrays)
        if nbytes > DEFAULT_LIMITS.query_bytes or len(json.dumps(body.arguments)) > MAXIMUM_ARGUMENTS:
            raise ProtocolError("too_large", f"A query may have {MAXIMUM_ARGUMENTS >> 10} KiB of arguments and "
                                f"{DEFAULT_LIMITS.query_bytes >> 20} MiB of arrays.", "Ask for less at a time.")
        if message.arrays and not body.inputs:
            raise ProtocolError("malformed", "The message has arrays but no inputs.")
        of_client = sum(each.client is client for each in self._queries.values())
        if (of_client >= MAXIMUM_OF_CLIENT or len(self._queries) >= MAXIMUM_QUERIES
                or sum(each.nbytes for each in self._queries.values()) + nbytes > MAXIMUM_BYTES):
            raise EngineError("Too many queries wait for their answers.", "Wait for some, or abandon them.", "busy")

    def abandon(self, query_id: str) -> bool:
        """End a query; False if there is no such one."""
        query = self._queries.get(query_id)
        if query is None:
            return False
        self._give_up(query, EngineError("The query was abandoned.", "", "abandoned"))
        return True

    def unload(self) -> None:
        """End the idle processes, and with them whatever they hold."""
        for worker in self._pool.idle():
            self._pool.stop(worker)

    def work(self) -> None:
        """Hear the processes and see to those that ended; then :meth:`tick`."""
        for worker, message in self._pool.receive():
            self._heard(worker, message)
        for worker, reason in self._pool.ended():
            self._lost(worker, reason)
        self.tick()

    def tick(self) -> None:
        """Give queries to idle processes, start those that are needed, end what is overdue."""
        self._pool.watch()
        now = time.monotonic()
        for query in [each for each in self._queries.values() if now > each.deadline]:
            self._give_up(query, EngineError(
                f"{query.body.service} has not answered within {query.body.seconds:g} s.",
                "Try again, or ask for less at a time.", "timed_out"))
        waiting = [each for each in self._queries.values() if each.worker is None]
        for worker in self._pool.idle():
            if waiting:
                self._start(waiting.pop(0), worker)
            elif now - worker.since > self._idle_seconds:
                self._pool.stop(worker)
        if not waiting:
            return
        workers = self._pool.workers.values()
        stuck = all(each.state != "starting" and now > each.since + PATIENCE for each in workers)
        if stuck and self._pool.has_room():
            self._pool.start()
            if self._pool.refusal and self._pool.failed_starts >= MAXIMUM_STARTS and not self._pool.workers:
                self._cannot_start(f"the system refuses: {self._pool.refusal}")

    def close(self) -> None:
        """End the processes."""
        self._pool.close()

    def _start(self, query: Query, worker: Worker) -> None:
        query.worker, query.attempts = worker, query.attempts + 1
        worker.to("busy")
        worker.job_id = query.body.query_id
        body = query.body
        sent = self._pool.send(worker, "run", {
            "job_id": body.query_id, "service": body.service, "arguments": body.arguments, "inputs": body.inputs},
            query.message.arrays)
        if not sent:
            self._pool.kill(worker)  # it is gone or stuck: the query is tried elsewhere

    def _give_up(self, query: Query, error: EngineError) -> None:
        """Answer a query with an error now; its process must yield or be replaced."""
        if query.worker is not None and query.worker.deadline is None:
            query.worker.deadline = time.monotonic() + self._grace
            if not self._pool.send(query.worker, "cancel", {"job_id": query.body.query_id}):
                self._pool.kill(query.worker)
        self._end(query, messages.Error(code=error.code, message=error.message, remedy=error.remedy))

    def _heard(self, worker: Worker, message: Message) -> None:
        body = message.body
        if message.kind == "ready":
            if worker.state == "starting":
                worker.to("idle")
            return
        if worker.state != "busy" or worker.job_id != body.get("job_id"):
            return
        query = self._queries.get(worker.job_id)
        if query is not None and query.worker is not worker:
            query = None  # given up, and asked anew under its id
        if message.kind == "progress":
            if query is not None:
                query.client.outbox[query.body.query_id] = Event("working", {
                    "query_id": query.body.query_id, "fraction": body["fraction"], "stage": body["stage"],
                    "eta": body["eta"]})
            return
        worker.job_id, worker.deadline = "", None
        worker.to("idle")
        if query is None:
            return
        if message.kind == "answered":
            self._end(query, messages.Answered(query_id=query.body.query_id, service=query.body.service,
                                               result=body["result"], assets=body["assets"]), message.arrays)
        elif message.kind == "failed":
            self._end(query, messages.Error(code=body["code"], message=body["message"], remedy=body["remedy"]))

    def _lost(self, worker: Worker, reason: str) -> None:
        """A process has ended; its query, if it had one, is tried once more."""
        if worker.state == "starting" and self._pool.failed_starts >= MAXIMUM_STARTS:
            detail = last_line(worker.log)
            self._cannot_start(f"a worker {reason}" + (f" ({detail})" if detail else ""))
        query = self._queries.get(worker.job_id)
        if query is None or query.worker is not worker:
            return
        query.worker = None
        if query.attempts >= MAXIMUM_ATTEMPTS:
            self._end(query, messages.Error(
                code="worker_lost", remedy="Ask for less at a time; the log in the store's logs folder has more.",
                message=f"The worker {reason} while {query.body.service} was working, {query.attempts} times."))

    def _cannot_start(self, reason: str) -> None:
        for query in [each for each in self._queries.values() if each.worker is None]:
            self._end(query, messages.Error(
                code="no_workers", message=f"The backend cannot start its workers: {reason}.",
                remedy="Run `troupe doctor`, and see the workers' logs in the store's logs folder."))

    def _end(self, query: Query, body: messages.Body, arrays: list[np.ndarray] | None = None) -> None:
        self._queries.pop(query.body.query_id, None)
        query.client.outbox.pop(query.body.query_id, None)
        if isinstance(body, messages.Error):
            log.info("query of %s: %s: %s", query.body.service, body.code, body.message)
        self._reply(query.client, query.message, body, arrays or [])


def _equal(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    """Whether two lists of arrays hold the same bytes under the same descriptions."""
    return len(one) == len(other) and all(
        (a.dtype, a.shape) == (b.dtype, b.shape) and a.tobytes() == b.tobytes() for a, b in zip(one, other))
