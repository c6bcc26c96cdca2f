# SPDX-License-Identifier: GPL-3.0-or-later
"""The broker: one loop that answers every client at once and never computes.

It imports no engine and no torch. Whatever takes longer than a disk write is done by a worker,
so ping, status and cancel are answered while models run. Frames that break the protocol are dropped or
answered with an error; neither leaves anything behind.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import zmq

from backend import __version__
from backend.engine import RENAMED, EngineError, check_prompt
from protocol import messages
from protocol.connection import is_loopback
from protocol.errors import ProtocolError
from protocol.local import LocalCopy
from protocol.transfer import INLINE_BYTES
from protocol.wire import CLIENT, DEFAULT_LIMITS, SERVER, VERSION, Message, Session, unpack, version_mismatch

from .catalogue import Catalogue, check_inputs, complete
from .clients import Client, Clients, Event
from .jobs import Job, JobStore, job_key
from .ledger import Ledger, Stored
from .older import for_minor
from .results import chunk, digest_of
from .scheduler import Scheduler
from .services import Services
from .storage import storage_error
from .workers import Pool

log = logging.getLogger(__name__)

MAXIMUM_QUEUE = 10_000
#: Requests kept while the first worker looks for engines.
MAXIMUM_PARKED = 1_000
MAXIMUM_PARKED_BYTES = 256 << 20
#: Declarations are asked for anew when they are older than this: weights may have been added.
STALE_SECONDS = 1.0
#: How long ``describe`` waits for new declarations before it answers with the old ones.
DESCRIBE_SECONDS = 5.0
#: Room for the jobs of one answer, well under the header limit.
LISTING_BYTES = DEFAULT_LIMITS.header_bytes * 3 // 4
BUSY_TICK_MS, IDLE_TICK_MS = 50, 250


class Broker:
    """Serves ``socket`` until :meth:`stop`. Owns nothing it is given; see :mod:`.main`."""

    def __init__(self, socket: zmq.Socket[Any], key: bytes, folder: Path, jobs: JobStore, ledger: Ledger, pool: Pool,
                 services: Pool, *, grace: float, idle_seconds: float) -> None:
        self._socket, self._key, self._folder = socket, key, folder
        self._loopback = is_loopback(socket.getsockopt_string(zmq.LAST_ENDPOINT))
        self._jobs, self._ledger, self._pool = jobs, ledger, pool
        self._clients = Clients(socket, key)
        self._catalogue = Catalogue()
        self._scheduler = Scheduler(jobs, ledger, pool, self._catalogue, self._publish,
                                    grace=grace, idle_seconds=idle_seconds)
        self._services = Services(services, self._answer, grace=grace, idle_seconds=idle_seconds)
        #: Requests that wait for declarations, in order: (client, message, body).
        self._parked: list[tuple[Client, Message, messages.Body]] = []
        self._declared = self._asked = 0.0
        self._stopping = False
        self._handlers: dict[type[messages.Body], Callable[[Client, Message, Any], None]] = {
            messages.Ping: self._ping, messages.Describe: self._describe, messages.Submit: self._submit,
            messages.Cancel: self._cancel, messages.Status: self._status, messages.Fetch: self._fetch,
            messages.Read: self._read, messages.List: self._list, messages.Forget: self._forget,
            messages.Unload: self._unload, messages.Shutdown: self._shutdown,
            messages.Query: self._services.ask, messages.Abandon: self._abandon,
        }

    def stop(self) -> None:
        """End :meth:`run` soon. May be called from a signal handler or another thread."""
        self._stopping = True

    def run(self) -> None:
        """Serve until told to stop; then running jobs go back into the queue."""
        poller = zmq.Poller()
        poller.register(self._socket, zmq.POLLIN)
        poller.register(self._pool.socket, zmq.POLLIN)
        poller.register(self._services.socket, zmq.POLLIN)
        self._pool.start()
        waiting = False
        while not self._stopping:
            busy = (waiting or self._parked or self._scheduler.queue or self._scheduler.running
                    or self._services.busy)
            events = dict(poller.poll(BUSY_TICK_MS if busy else IDLE_TICK_MS))
            try:
                if self._socket in events:
                    self._receive()
                self._work()
                waiting = self._clients.flush()
            except Exception:
                # Whatever it was, the next client must still be served; do not spin on it.
                log.exception("the broker met an unexpected fault")
                time.sleep(0.05)
        self._scheduler.close()
        self._services.close()

    def _work(self) -> None:
        """Hear the workers, see to those that ended, and let the scheduler go on."""
        for worker, message in self._pool.receive():
            self._scheduler.heard(worker, message)
            if message.kind in ("ready", "declared"):
                self._declared = time.monotonic()
                self._unpark()
        for worker, reason in self._pool.ended():
            self._scheduler.lost(worker, reason)
        self._scheduler.tick()
        self._services.work()
        if self._parked:
            if not self._pool.workers and self._pool.has_room():
                self._pool.start()
            late = self._catalogue.known and time.monotonic() > self._asked + DESCRIBE_SECONDS
            if late or self._scheduler.no_workers:
                self._unpark()

    # Messages in and out

    def _receive(self, most: int = 200) -> None:
        for _ in range(most):
            try:
                identity, *frames = self._socket.recv_multipart(zmq.NOBLOCK, copy=False)
            except zmq.Again:
                return
            self._hear(identity.bytes, frames)

    def _hear(self, identity: bytes, frames: list[Any]) -> None:
        try:
            message = unpack(self._key, frames, CLIENT)
            if message.kind == messages.Hello.KIND:
                self._hello(identity, message)
                return
            client = self._clients.find(message.session)
            if client is None:
                raise ProtocolError("unknown_session", "The session is over.", "Connect again.", message.id)
            client.session.accept(message)
        except ProtocolError as error:
            if error.request and error.code != "replayed":
                self._refuse(identity, error)
            return
        self._clients.heard(client, identity)
        try:
            body = messages.parse(message.kind, message.body)
            handler = self._handlers.get(type(body))
            if handler is None:
                raise ProtocolError("unknown_kind", f"{message.kind} is not a request.")
        except ProtocolError as error:
            self._error(client, message, error)
            return
        self._handle(handler, client, message, body)

    def _handle(self, handler: Callable[[Client, Message, Any], None], client: Client, message: Message,
                body: messages.Body) -> None:
        try:
            handler(client, message, body)
        except (EngineError, ProtocolError) as error:
            self._error(client, message, error)
        except (sqlite3.Error, OSError) as error:
            log.error("%s: %s", message.kind, error)
            self._error(client, message, storage_error(error, self._folder))
        except Exception:
            log.exception("cannot answer %s", message.kind)
            self._error(client, message, EngineError("The backend failed to answer.", "Its log has the details.",
                                                     "internal"))

    def _hello(self, identity: bytes, message: Message) -> None:
        try:
            hello = messages.Hello.from_json(message.body)
            if hello.protocol[0] != VERSION[0]:
                raise version_mismatch(hello.protocol, VERSION)
            if message.session or message.seq:
                raise ProtocolError("malformed", "A hello has no session yet.")
        except ProtocolError as error:
            error.request = message.id
            raise
        client = self._clients.open(identity, hello.protocol[1])
        log.info("hello from %s", hello.client)
        welcome = messages.Welcome(server=f"Troupe {__version__}", session=client.session.nonce,
                                   limits=dataclasses.asdict(DEFAULT_LIMITS))
        self._send_unnumbered(identity, "welcome", welcome.to_json(), message.id)

    def _refuse(self, identity: bytes, error: ProtocolError) -> None:
        body = {"code": error.code, "message": error.message, "remedy": error.remedy}
        self._send_unnumbered(identity, "error", body, error.request)

    def _send_unnumbered(self, identity: bytes, kind: str, body: dict[str, Any], reply_to: str) -> None:
        """Send outside any session."""
        self._clients.send_frames(identity, Session(self._key, SERVER).pack(kind, body, reply_to=reply_to))

    def _reply(self, client: Client, message: Message, body: messages.Body, arrays: list[np.ndarray] | None = None,
               digests: list[str] | None = None) -> None:
        # A client that does not read loses replies, not events: it asks again.
        self._clients.send(client, body.KIND, body.to_json(), arrays or [], reply_to=message.id, digests=digests or [])

    def _error(self, client: Client, message: Message, error: EngineError | ProtocolError) -> None:
        self._reply(client, message, messages.Error(code=error.code, message=error.message, remedy=error.remedy))

    def _publish(self, job: Job, preview: dict[str, Any] | None = None, arrays: list[np.ndarray] | None = None) -> None:
        """Tell the clients that watch ``job`` what it has come to."""
        event = _event(job)
        if preview is not None:
            event.body["preview"], event.arrays = preview, arrays or []
        self._clients.publish(job.job_id, event)

    # Requests

    def _ping(self, client: Client, message: Message, body: messages.Ping) -> None:
        self._reply(client, message, messages.Pong(time=time.time()))

    def _describe(self, client: Client, message: Message, body: messages.Describe) -> None:
        if self._catalogue.known and not self._ask_declarations():
            self._describe_now(client, message)
        else:
            self._park(client, message, body)

    def _ask_declarations(self) -> bool:
        """Have a worker declare the engines anew; False if they are fresh or every worker is busy."""
        if time.monotonic() < self._declared + STALE_SECONDS:
            return False
        if not self._pool.workers:
            return True  # one is started for what is parked
        idle = self._pool.idle()
        return bool(idle) and self._pool.send(idle[0], "declare", {})

    def _describe_now(self, client: Client, message: Message) -> None:
        self._reply(client, message, messages.Described(
            engines=self._catalogue.public(), broken=self._catalogue.broken, device=self._catalogue.device,
            workers=len(self._pool.workers)))

    def _park(self, client: Client, message: Message, body: messages.Body) -> None:
        """Keep a request until the engines are declared (anew)."""
        if self._scheduler.no_workers:
            raise self._scheduler.cannot_start()
        held = sum(each.nbytes for _, parked, _ in self._parked for each in parked.arrays)
        if len(self._parked) >= MAXIMUM_PARKED or held > MAXIMUM_PARKED_BYTES:
            raise EngineError("The backend is still starting.", "Try again in a moment.", "busy")
        self._parked.append((client, message, body))
        self._asked = time.monotonic()

    def _unpark(self) -> None:
        parked, self._parked = self._parked, []
        for client, message, body in parked:
            if self._clients.find(client.session.nonce) is not client:
                continue
            if isinstance(body, messages.Describe) and self._catalogue.known:
                self._describe_now(client, message)
            else:
                self._handle(self._handlers[type(body)], client, message, body)

    def _submit(self, client: Client, message: Message, body: messages.Submit) -> None:
        job = self._scheduler.get(body.job_id)
        if job is not None:
            if not _same(job, body, message.arrays):
                raise EngineError("This job id belongs to another request.", "Use a new job id.", "conflict")
            if job.state == "done" and not self._ledger.holds(job.result):
                self._scheduler.resubmit(job)
            self._accept(client, message, job, cached=False)
            return
        if not self._catalogue.known:
            self._park(client, message, body)
            return
        if len(self._scheduler.queue) >= MAXIMUM_QUEUE:
            raise EngineError(f"{MAXIMUM_QUEUE} jobs are waiting already.", "Wait for some of them to finish.", "busy")
        if self._scheduler.no_workers:
            raise self._scheduler.cannot_start()
        check_prompt(body.prompt, body.spec)
        declared = self._catalogue.choose(body.modality, body.engine)
        parameters = complete(declared, body.parameters)
        check_inputs(declared, body.inputs)
        inputs = ""
        if body.inputs:
            inputs, _ = self._ledger.store.save({"inputs": body.inputs}, message.arrays, limit=self._ledger.limit,
                                                sync=False)
            self._ledger.adopt(inputs)
        elif message.arrays:
            raise ProtocolError("malformed", "The message has arrays but no inputs.")
        job = Job(job_id=body.job_id, key=job_key(declared, body.prompt, body.seed, parameters, body.spec, inputs),
                  modality=body.modality, engine=declared["name"], prompt=body.prompt, seed=body.seed,
                  parameters=parameters, spec=body.spec, inputs=inputs)
        cached = self._scheduler.submit(job)
        self._accept(client, message, job, cached)

    def _accept(self, client: Client, message: Message, job: Job, cached: bool) -> None:
        client.watch([job.job_id])
        self._reply(client, message, messages.Accepted(
            job_id=job.job_id, state=job.state, position=self._scheduler.position(job.job_id), cached=cached))
        if job.state != "queued":
            client.put(job.job_id, _event(job))

    def _cancel(self, client: Client, message: Message, body: messages.Cancel) -> None:
        if any(isinstance(parked, messages.Submit) and parked.job_id == body.job_id for _, _, parked in self._parked):
            self._park(client, message, body)
            return
        job = self._job(body.job_id)
        self._reply(client, message, messages.Cancelling(
            job_id=job.job_id, state=self._scheduler.cancel(job.job_id)))

    def _status(self, client: Client, message: Message, body: messages.Status) -> None:
        jobs = [job for job_id in body.job_ids if (job := self._scheduler.get(job_id))]
        listed, whole = self._listing(jobs)
        if not whole:
            raise ProtocolError("too_large", f"The status of {len(jobs)} jobs is too large for one answer.",
                                "Ask for fewer jobs at a time.")
        if body.watch:
            client.watch(job.job_id for job in jobs if job.state not in messages.FINAL_STATES)
        self._reply(client, message, messages.Statuses(jobs=listed))

    def _list(self, client: Client, message: Message, body: messages.List) -> None:
        states = messages.STATES if body.states is None else body.states
        jobs = [self._scheduler.get(job.job_id) or job for job in self._jobs.latest(body.limit, states)]
        listed, _ = self._listing(jobs)
        self._reply(client, message, messages.Listed(jobs=listed))

    def _listing(self, jobs: list[Job]) -> tuple[list[messages.Job], bool]:
        """(jobs as clients see them, whether all found room in one message)."""
        positions = {job_id: position for position, job_id in enumerate(self._scheduler.queue)}
        listed: list[messages.Job] = []
        size = 0
        for job in jobs:
            public = job.public(positions.get(job.job_id, 0))
            size += len(json.dumps(public, ensure_ascii=False).encode())
            if size > LISTING_BYTES:
                return listed, False
            listed.append(messages.Job.from_json(public))
        return listed, True

    def _fetch(self, client: Client, message: Message, body: messages.Fetch) -> None:
        result = for_minor(self._result(body.job_id), client.minor)
        tree, blobs = result.manifest.tree, result.manifest.blobs
        if result.manifest.nbytes > INLINE_BYTES:
            self._reply(client, message, messages.Result(
                job_id=body.job_id, asset=tree, layout=result.layout.to_json(), local=self._local(message, result)))
        else:
            self._reply(client, message, messages.Result(job_id=body.job_id, asset=tree), result.arrays,
                        [blob.digest for blob in blobs])

    def _local(self, message: Message, result: Stored) -> dict[str, Any] | None:
        """The files of a result, for a client on this computer that knows what to do with them."""
        if not self._loopback or message.version < (1, 1) or not result.manifest.chunk_digests:
            return None
        return LocalCopy(result.layout, result.files, result.manifest.chunk_digests).to_json()

    def _read(self, client: Client, message: Message, body: messages.Read) -> None:
        result = for_minor(self._result(body.job_id), client.minor)
        if result.manifest.nbytes <= INLINE_BYTES:
            raise ProtocolError("malformed", f"A result of at most {INLINE_BYTES} bytes has no chunks.")
        piece = chunk(result.layout, result.arrays, body.index)
        self._reply(client, message, messages.Chunk(job_id=body.job_id, index=body.index), [piece],
                    list(result.manifest.chunk_digests[body.index:body.index + 1]))

    def _result(self, job_id: str) -> Stored:
        """The result of a done job."""
        job = self._job(job_id)
        if job.state == "failed" and job.error:
            raise EngineError(job.error["message"], job.error["remedy"], job.error["code"])
        if job.state != "done":
            raise EngineError(f"The job is {job.state}: it has no result.", "", "not_finished")
        return self._ledger.load(job.result)

    def _forget(self, client: Client, message: Message, body: messages.Forget) -> None:
        job = self._job(body.job_id)
        if job.state not in messages.FINAL_STATES:
            raise EngineError(f"The job is {job.state}.", "Cancel it first.", "not_finished")
        self._jobs.forget(job.job_id)
        if job.result:
            self._ledger.release(job.result)
        self._reply(client, message, messages.Forgotten(job_id=job.job_id))

    def _unload(self, client: Client, message: Message, body: messages.Unload) -> None:
        for worker in self._pool.workers.values():
            if worker.state in ("idle", "busy"):
                self._pool.send(worker, "unload", {})
        self._services.unload()
        self._reply(client, message, messages.Unloaded())

    def _abandon(self, client: Client, message: Message, body: messages.Abandon) -> None:
        known = self._services.abandon(body.query_id)
        self._reply(client, message, messages.Abandoned(query_id=body.query_id, known=known))

    def _answer(self, client: Client, message: Message, body: messages.Body, arrays: list[np.ndarray]) -> None:
        """The late reply to a query, unless the client has gone or said hello again meanwhile."""
        if self._clients.find(client.session.nonce) is client:
            self._reply(client, message, body, arrays)

    def _shutdown(self, client: Client, message: Message, body: messages.Shutdown) -> None:
        self._reply(client, message, messages.Stopping())
        log.info("a client asked the backend to stop")
        self.stop()

    def _job(self, job_id: str) -> Job:
        job = self._scheduler.get(job_id)
        if job is None:
            raise EngineError("The backend does not know this job.", "It may have been forgotten: generate it again.",
                              "unknown_job")
        return job


def _event(job: Job) -> Event:
    """What a job has come to, as the event for those who watch it."""
    if job.state == "done":
        return Event("done", {"job_id": job.job_id, "nbytes": job.nbytes})
    if job.state == "failed" and job.error:
        return Event("failed", {"job_id": job.job_id, **job.error})
    if job.state == "cancelled":
        return Event("cancelled", {"job_id": job.job_id})
    return Event("progress", {"job_id": job.job_id, "fraction": job.fraction, "stage": job.stage, "eta": job.eta})


def _same(job: Job, body: messages.Submit, arrays: list[np.ndarray]) -> bool:
    """Whether ``body``, which came with ``arrays``, is the request that ``job`` came from."""
    inputs = digest_of({"inputs": body.inputs}, arrays) if body.inputs else ""
    return (inputs == job.inputs
            and (job.modality, job.prompt, job.seed, job.spec) == (body.modality, body.prompt, body.seed, body.spec)
            and RENAMED.get(body.engine or "", body.engine) in (None, job.engine)
            and all(job.parameters.get(name) == value for name, value in body.parameters.items()))
