# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens between a client's calls: reconnecting, replies, job events and downloads.

A :class:`Link` owns the channel of the moment and everything that outlives it: open requests, the
jobs being followed and the results being fetched. :meth:`Link.step` does a little of all that is
due; :class:`.client.Client` puts the calls around it.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import zmq

from . import codec, messages
from .assets import Asset, AssetError, Figure, Image, Preview
from .channel import Channel
from .connection import Connection, is_loopback, load
from .errors import BackendLost, JobFailed, ProtocolError, RequestRefused, TroupeError
from .local import LocalCopy
from .messages import Body
from .transfer import WINDOW, Assembly, Layout
from .wire import CLIENT, Message, new_id, pack

#: Seconds a request may take; the backend answers at once whatever its workers do.
REQUEST_TIMEOUT = 15.0
#: Shortest and longest pause between attempts to reach a backend.
_RETRY = (0.1, 2.0)
#: Most messages read, and chunks copied from files, in one step, so that a step stays short.
_BATCH, _COPIED = 256, 12


@dataclass(frozen=True, kw_only=True, eq=False)
class Event:
    """Something that happened.

    ``kind`` is "connected", "disconnected" (``error`` says why; again whenever the reason changes),
    the kind of a reply or "error" with the ``request`` id that ``send...`` returned, or one of
    "progress", "done", "failed", "cancelled" for a job, or "working" for a query.
    """

    kind: str
    job_id: str = ""
    request: str = ""
    #: Of "answered", "working", and the "error" of a query.
    query_id: str = ""
    #: The message, one of :mod:`.messages`; None for "connected" and "disconnected".
    body: Body | None = None
    #: The fetched asset of a "result".
    asset: Asset | None = None
    #: The assets of an "answered".
    assets: Mapping[str, Asset] = field(default_factory=dict)
    #: Of a "progress" or "working": how far (0..1), doing what, seconds left, a picture; the last two where known.
    fraction: float = 0.0
    stage: str = ""
    eta: float | None = None
    preview: Preview | None = None
    #: What went wrong, for "disconnected", "error" and "failed".
    error: TroupeError | None = None


@dataclass
class _Request:
    body: Body
    arrays: Sequence[np.ndarray]
    deadline: float
    #: Where the answer goes; by default into the events.
    answer: Callable[[Body, Message], None] | None = None
    refuse: Callable[[TroupeError], None] | None = None


@dataclass
class _Download:
    """A result on its way, chunk by chunk, for the request ``request``."""

    request: str
    result: messages.Result
    assembly: Assembly
    next: int = 0
    left: int = 0
    reads: set[str] = field(default_factory=set)
    checks: list[Future[None]] = field(default_factory=list)
    #: Where the result lies on this computer; None: it comes over the wire.
    local: LocalCopy | None = None


class Link:
    """See the module. ``source`` is a connection, or a path (None: the default) read at every attempt."""

    def __init__(self, source: Connection | Path | None, name: str) -> None:
        self.events: deque[Event] = deque()
        #: Jobs whose end is awaited -> the submission that made them, where it is ours.
        self.jobs: dict[str, tuple[messages.Submit, Sequence[np.ndarray]] | None] = {}
        self.trouble: TroupeError = BackendLost(
            "There is no backend yet.", "Start it with: troupe serve", code="not_connected")
        self.lost_since = time.monotonic()
        self._source, self._name = source, name
        self._context = zmq.Context()
        self._channel: Channel | None = None
        self._greeted = False
        self._retry_at, self._retry_after = 0.0, _RETRY[0]
        self._requests: dict[str, _Request] = {}
        self._hashers: ThreadPoolExecutor | None = None
        #: Results being copied from the backend's files, a few chunks a step.
        self._copies: deque[_Download] = deque()

    @property
    def welcome(self) -> messages.Welcome | None:
        """The backend's welcome while there is a session."""
        return self._channel.welcome if self._channel and self._greeted else None

    def close(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        self._greeted = False
        self._requests.clear()
        self._copies.clear()
        if self._hashers is not None:
            self._hashers.shutdown(wait=True, cancel_futures=True)
            self._hashers = None
        self._context.destroy(linger=0)

    def request(self, body: Body, arrays: Sequence[np.ndarray] = (), timeout: float = REQUEST_TIMEOUT,
                answer: Callable[[Body, Message], None] | None = None,
                refuse: Callable[[TroupeError], None] | None = None) -> str:
        """Send a request now, or as soon as there is a backend; returns its id.

        Raises :class:`ProtocolError` for what cannot be sent at all.
        """
        request_id = new_id()
        # Packed once on trial: a request that cannot be sent is its caller's, not the connection's, fault.
        if not isinstance(body, messages.Read):
            pack(b"", Message(kind=body.KIND, body=body.to_json(), arrays=list(arrays), id=request_id), CLIENT,
                 digests=["0" * 64] * len(arrays))
        self._requests[request_id] = _Request(body, arrays, time.monotonic() + timeout, answer, refuse)
        if self._greeted and self._speaks(request_id):
            self._attempt(lambda channel: channel.send(body, arrays, request_id))
        return request_id

    def ignore(self, request_id: str) -> None:
        """Want no answer to a request any more."""
        self._requests.pop(request_id, None)

    def submit(self, body: messages.Submit, arrays: Sequence[np.ndarray]) -> str:
        """Send a submission and follow its job."""
        request_id = self.request(body, arrays)
        self.jobs[body.job_id] = body, arrays
        return request_id

    def step(self, timeout: float) -> None:
        """Wait at most ``timeout`` seconds for something to happen, and deal with it."""
        if self._channel is None:
            pause = self._retry_at - time.monotonic()
            if pause > 0:
                time.sleep(max(0.0, min(pause, timeout)))
            if pause <= timeout:
                self._open()
        if self._copies:
            timeout = 0.0
            self._copy(self._copies[0])
        if self._channel is not None:
            self._attempt(lambda channel: self._receive(channel, max(0.0, timeout)))
        self._expire()

    # Reaching the backend

    def _open(self) -> None:
        try:
            connection = self._source if isinstance(self._source, Connection) else load(self._source)
            self._channel = Channel(self._context, connection, self._name)
        except TroupeError as error:
            self._lose(error)
        except zmq.ZMQError as error:
            self._lose(BackendLost(f"The backend cannot be reached: {error}.", "Check its address."))

    def _attempt(self, act: Callable[[Channel], None]) -> None:
        assert self._channel is not None
        try:
            act(self._channel)
        except (BackendLost, ProtocolError) as error:
            self._lose(error)

    def _lose(self, error: TroupeError) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._greeted:
            self._greeted = False
            self.lost_since = time.monotonic()
            self._retry_after = _RETRY[0]
            self.events.append(Event(kind="disconnected", error=error))
        elif error.code != self.trouble.code:
            self.events.append(Event(kind="disconnected", error=error))
        self.trouble = error
        self._retry_at = time.monotonic() + self._retry_after
        self._retry_after = min(2 * self._retry_after, _RETRY[1])
        for request_id, request in list(self._requests.items()):
            if isinstance(request.body, messages.Shutdown):  # never repeated: it would stop the next backend
                del self._requests[request_id]
                self.events.append(Event(kind="stopping", request=request_id, body=messages.Stopping()))

    def _greet(self, channel: Channel) -> None:
        self._greeted = True
        self.events.append(Event(kind="connected", body=channel.welcome))
        submitted = set()
        for request_id, request in list(self._requests.items()):
            if not self._speaks(request_id):
                continue
            channel.send(request.body, request.arrays, request_id)
            if isinstance(request.body, messages.Submit):
                submitted.add(request.body.job_id)
        if followed := [each for each in self.jobs if each not in submitted]:
            self._catch_up(followed)

    def _speaks(self, request_id: str) -> bool:
        """Whether the backend knows this kind of request; one that it does not know is refused here."""
        request, welcome = self._requests[request_id], self.welcome
        if welcome is None or welcome.protocol[1] >= request.body.SINCE:
            return True
        del self._requests[request_id]
        self._refuse(request_id, request, RequestRefused(
            "unknown_kind", f"The backend is too old for {request.body.KIND!r} (it speaks protocol "
            f"{welcome.protocol[0]}.{welcome.protocol[1]}).", "Update the backend."))
        return False

    # Receiving

    def _receive(self, channel: Channel, timeout: float) -> None:
        for _ in range(_BATCH):
            if self._channel is not channel:  # lost while the last message was answered
                return
            message = channel.receive(timeout)
            timeout = 0.0
            if not self._greeted and channel.welcome is not None:
                self._greet(channel)
            if message is None:
                return
            if message.reply_to is None:
                self._on_event(message)
            elif request := self._requests.pop(message.reply_to, None):
                self._on_reply(message.reply_to, request, message)

    def _on_reply(self, request_id: str, request: _Request, message: Message) -> None:
        try:
            body = messages.parse(message.kind, message.body)
            if isinstance(body, messages.Error):
                raise RequestRefused(body.code, body.message, body.remedy)
            if type(body) is not messages.REPLIES[type(request.body)]:
                raise ProtocolError("malformed", f"{request.body.KIND} was answered by {message.kind}.")
            if not isinstance(body, messages.Chunk):  # a chunk is verified after it is copied
                message.verify()
            self._answer(request_id, request, body, message)
        except (RequestRefused, ProtocolError) as error:
            self._refuse(request_id, request, error)
        except AssetError as error:
            self._refuse(request_id, request, RequestRefused("invalid_asset", f"The result is damaged: {error}."))

    def _answer(self, request_id: str, request: _Request, body: Body, message: Message) -> None:
        if isinstance(body, messages.Result):
            self._on_result(request_id, body, message)
        elif isinstance(body, messages.Answered):
            self._on_answered(request_id, request, body, message)
        elif request.answer is not None:
            request.answer(body, message)
        else:
            job_id = getattr(body, "job_id", "")
            self.events.append(Event(kind=body.KIND, request=request_id, body=body, job_id=job_id))
        if isinstance(body, messages.Accepted) and body.state in messages.FINAL_STATES:
            self._catch_up([body.job_id])
        elif isinstance(body, messages.Statuses) and isinstance(request.body, messages.Status) and request.body.watch:
            self._reconcile(request.body.job_ids, body.jobs)

    def _refuse(self, request_id: str, request: _Request, error: TroupeError) -> None:
        if isinstance(request.body, messages.Submit):
            self.jobs.pop(request.body.job_id, None)
        elif isinstance(request.body, messages.Query):
            self._forget_working(request.body.query_id)
        if request.refuse is not None:
            request.refuse(error)
        elif request.answer is None:
            self.events.append(_failure("error", error, request=request_id,
                                        job_id=getattr(request.body, "job_id", ""),
                                        query_id=getattr(request.body, "query_id", "")))

    def _expire(self) -> None:
        now = time.monotonic()
        for request_id, request in list(self._requests.items()):
            if now > request.deadline and request_id in self._requests:
                del self._requests[request_id]
                error = self.trouble if not self._greeted else BackendLost(
                    f"The backend has not answered {request.body.KIND!r} in time.", "Try again, or restart it.")
                self._refuse(request_id, request, error)

    # Jobs

    def _on_event(self, message: Message) -> None:
        try:
            message.verify()
            body = messages.parse(message.kind, message.body)
        except ProtocolError:
            return
        if isinstance(body, messages.Working):
            self._on_working(body)
            return
        if not isinstance(body, messages.EVENTS) or body.job_id not in self.jobs:  # type: ignore[attr-defined]
            return
        if isinstance(body, messages.Progress):
            self._on_progress(body, _preview(body, message.arrays))
        else:
            self._end(body)

    def _on_progress(self, body: messages.Progress, preview: Preview | None = None) -> None:
        # Only the latest matters to whoever polls seldom.
        for event in self.events:
            if event.kind == "progress" and event.job_id == body.job_id:
                self.events.remove(event)
                preview = preview or event.preview
                break
        self.events.append(Event(kind="progress", job_id=body.job_id, body=body, fraction=body.fraction,
                                 stage=body.stage, eta=body.eta, preview=preview))

    def _end(self, body: Body) -> None:
        job_id: str = body.job_id  # type: ignore[attr-defined]
        if job_id not in self.jobs:
            return
        del self.jobs[job_id]
        if isinstance(body, messages.Failed):
            error = JobFailed(body.code, body.message, body.remedy)
            self.events.append(_failure("failed", error, job_id=job_id))
        else:
            self.events.append(Event(kind=body.KIND, job_id=job_id, body=body))

    def _catch_up(self, job_ids: list[str]) -> None:
        for start in range(0, len(job_ids), 1000):
            self.request(messages.Status(job_ids=job_ids[start:start + 1000], watch=True), answer=lambda body, _: None)

    def _reconcile(self, asked: list[str], found: list[messages.Job]) -> None:
        """Turn the states of jobs into the events that a lost connection may have swallowed."""
        known = {each.job_id: each for each in found}
        for job_id in [each for each in asked if each in self.jobs]:
            job, submission = known.get(job_id), self.jobs[job_id]
            if job is None and submission is not None:
                self.request(*submission, answer=lambda body, _: None,
                             refuse=lambda error, job_id=job_id: self._fail(job_id, error))  # type: ignore[misc]
            elif job is None:
                self._end(messages.Failed(job_id=job_id, code="unknown_job", remedy="Generate it again.",
                                          message="The backend does not know this job."))
            elif job.state == messages.DONE:
                self._end(messages.Done(job_id=job_id, nbytes=job.nbytes))
            elif job.state == messages.CANCELLED:
                self._end(messages.Cancelled(job_id=job_id))
            elif job.state == messages.FAILED:
                error = job.error or messages.ErrorInfo(code="internal", message="The job failed.")
                self._end(messages.Failed(job_id=job_id, **error.to_json()))
            elif job.state == messages.RUNNING:
                self._on_progress(messages.Progress(
                    job_id=job_id, fraction=job.fraction, stage=job.stage, eta=job.eta))

    def _fail(self, job_id: str, error: TroupeError) -> None:
        self.jobs.setdefault(job_id, None)
        self._end(messages.Failed(job_id=job_id, code=error.code, message=error.message, remedy=error.remedy))

    # Queries

    def _on_answered(self, request_id: str, request: _Request, body: messages.Answered, message: Message) -> None:
        assert isinstance(request.body, messages.Query)
        if (body.query_id, body.service) != (request.body.query_id, request.body.service):
            raise ProtocolError("malformed", "A query was answered by the answer to another.")
        try:
            assets = codec.decode_all(body.assets, message.arrays)
        except AssetError as error:
            raise RequestRefused("invalid_asset", f"The answer of {body.service} is damaged: {error}.") from error
        self._forget_working(body.query_id)
        self.events.append(Event(kind="answered", request=request_id, query_id=body.query_id, body=body,
                                 assets=assets))

    def _on_working(self, body: messages.Working) -> None:
        for request_id, request in self._requests.items():
            if isinstance(request.body, messages.Query) and request.body.query_id == body.query_id:
                self._forget_working(body.query_id)  # only the latest matters
                self.events.append(Event(kind="working", request=request_id, query_id=body.query_id, body=body,
                                         fraction=body.fraction, stage=body.stage, eta=body.eta))
                return

    def _forget_working(self, query_id: str) -> None:
        for event in [each for each in self.events if each.kind == "working" and each.query_id == query_id]:
            self.events.remove(event)

    # Results

    def _on_result(self, request_id: str, body: messages.Result, message: Message) -> None:
        if body.layout is None:
            self._deliver(request_id, body, message.arrays)
            return
        layout = Layout.from_json(body.layout)
        if self._hashers is None:
            threads = max(2, min(4, os.cpu_count() or 1))
            self._hashers = ThreadPoolExecutor(threads, thread_name_prefix="troupe-hash")
        download = _Download(request_id, body, Assembly(layout), left=layout.chunks)
        here = self._channel is not None and is_loopback(self._channel.connection.address)
        if body.local is not None and here:
            download.local = LocalCopy.from_json(body.local, layout)
            self._copies.append(download)
        else:
            self._ask(download)

    def _copy(self, download: _Download) -> None:
        """A few more chunks of a result out of the backend's files; over the wire if they cannot be had."""
        assert self._hashers is not None and download.local is not None
        assembly, local = download.assembly, download.local
        batch = range(download.next, min(download.next + _COPIED, assembly.layout.chunks))
        try:
            list(self._hashers.map(lambda index: local.read(index, assembly.place(index)), batch))
        except (OSError, ProtocolError):
            self._copies.remove(download)
            download.next, download.local = 0, None
            self._ask(download)
            return
        download.next = batch.stop
        if download.next == assembly.layout.chunks:
            self._copies.remove(download)
            try:
                self._deliver(download.request, download.result, assembly.arrays())
            except AssetError as error:
                self._abandon(download, RequestRefused("invalid_asset", f"The result is damaged: {error}."))

    def _ask(self, download: _Download) -> None:
        for _ in range(WINDOW):
            self._read(download)

    def _read(self, download: _Download) -> None:
        if download.next < download.assembly.layout.chunks:
            body = messages.Read(job_id=download.result.job_id, index=download.next)
            download.next += 1
            download.reads.add(self.request(
                body, answer=lambda chunk, message: self._on_chunk(download, body.index, message),
                refuse=lambda error: self._abandon(download, error)))

    def _on_chunk(self, download: _Download, index: int, message: Message) -> None:
        if message.body["index"] != index or len(message.arrays) != 1:
            raise ProtocolError("malformed", f"Chunk {index} was answered by another.")
        self._read(download)
        # Copied at once, so that the frame's memory serves the next chunk; hashed where it lies now.
        [(_, expected)] = message.unverified
        message.unverified = [(download.assembly.put(index, message.arrays.pop()), expected)]
        assert self._hashers is not None
        download.checks.append(self._hashers.submit(message.verify))
        download.reads.discard(message.reply_to or "")
        download.left -= 1
        if download.left == 0:
            for check in download.checks:
                check.result()
            self._deliver(download.request, download.result, download.assembly.arrays())

    def _abandon(self, download: _Download, error: TroupeError) -> None:
        for read in download.reads:
            self._requests.pop(read, None)
        self.events.append(_failure("error", error, request=download.request, job_id=download.result.job_id))

    def _deliver(self, request_id: str, body: messages.Result, arrays: Sequence[np.ndarray]) -> None:
        self.events.append(Event(kind="result", request=request_id, job_id=body.job_id, body=body,
                                 asset=codec.decode(body.asset, arrays)))


def _failure(kind: str, error: TroupeError, request: str = "", job_id: str = "", query_id: str = "") -> Event:
    values: dict[str, Any] = {"code": error.code[:64], "message": error.message, "remedy": error.remedy}
    body: Body = messages.Error(**values) if kind == "error" else messages.Failed(job_id=job_id, **values)
    return Event(kind=kind, request=request, job_id=job_id, query_id=query_id, body=body, error=error)


def _preview(body: messages.Progress, arrays: Sequence[np.ndarray]) -> Preview | None:
    """The picture or figure of a progress; one that cannot be read is not worth losing the progress for."""
    if body.preview is None:
        return None
    try:
        asset = codec.decode(body.preview, arrays)
    except AssetError:
        return None
    return asset if isinstance(asset, (Image, Figure)) else None
