# SPDX-License-Identifier: GPL-3.0-or-later
"""One client for everyone: blocking calls for scripts, ``poll()`` for event loops.

Blocking::

    with Client() as client:
        asset = client.run("object", "a blue ceramic vase", on_progress=lambda event: print(event.stage))

Event loop: call the ``send_*`` methods, each of which returns a request id at once, and ``poll()``
from time to time; it returns :class:`Event` objects. Both styles may be mixed: events that arrive
during a blocking call are kept for the next ``poll()``.

A lost backend is looked for again by itself: the connection file is read anew, open requests are
repeated, jobs submitted or watched are taken up again, and downloads go on where they stopped.

Threads: one thread owns a client. Make it, use it and close it there; nothing in it is locked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from . import codec, messages
from .assets import Asset
from .connection import Connection
from .errors import JobCancelled, JobFailed, RequestRefused, TroupeError
from .link import REQUEST_TIMEOUT, Event, Link
from .messages import Body, Job
from .wire import new_id

__all__ = ["RESTART_TIMEOUT", "Client", "Event"]

#: Seconds a blocking wait for a job bears without a backend: a restart takes less.
RESTART_TIMEOUT = 30.0
#: What no waiting mends: said at once by ``connect``.
_HOPELESS = ("version_mismatch", "exposed_connection", "corrupt_connection", "insecure_address",
             "unreadable_connection")

# The method ``list`` hides the type of that name inside the class.
Events = list[Event]
Jobs = list[Job]
B = TypeVar("B", bound=Body)


class Client:
    """A connection to a backend that mends itself. ``connection`` is a :class:`Connection`, the path
    of a connection file (read again whenever the backend is lost), or None for the default file."""

    def __init__(self, connection: Connection | Path | str | None = None, *, name: str = "troupe client") -> None:
        self._link = Link(Path(connection) if isinstance(connection, str) else connection, name)

    @property
    def connected(self) -> bool:
        return self._link.welcome is not None

    @property
    def server(self) -> messages.Welcome | None:
        """What the backend said of itself, while connected."""
        return self._link.welcome

    def connect(self, timeout: float = 10.0) -> Self:
        """Wait until the backend has answered. Raises the trouble (:class:`BackendLost`,
        :class:`ConnectionFileError`, :class:`ProtocolError`) after ``timeout`` seconds, or at once
        when waiting cannot mend it, as with different versions."""
        deadline = time.monotonic() + timeout
        while not self.connected:
            self._link.step(deadline - time.monotonic())
            trouble = self._link.trouble
            if not self.connected and (trouble.code in _HOPELESS or time.monotonic() >= deadline):
                raise trouble
        return self

    def close(self) -> None:
        """Leave; jobs go on. Safe to call twice."""
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Event loops

    def poll(self, timeout: float = 0.0) -> Events:
        """What has happened; waits at most ``timeout`` seconds for a first event. Never raises
        for a lost backend: it gives "disconnected" and goes on trying."""
        deadline = time.monotonic() + timeout
        events = self._link.events
        self._link.step(0.0)
        while not events and (left := deadline - time.monotonic()) > 0:
            self._link.step(left)
        happened = list(events)
        events.clear()
        return happened

    def send(self, request: Body, *, timeout: float = REQUEST_TIMEOUT) -> str:
        """Send any request without arrays; its reply comes from :meth:`poll` with the id returned.
        While the backend is away it waits, up to ``timeout``, which gives an "error" event."""
        return self._link.request(request, timeout=timeout)

    def send_submit(self, modality: str, prompt: str, *, engine: str | None = None, seed: int = 0,
                    parameters: Mapping[str, Any] | None = None, spec: Mapping[str, Any] | None = None,
                    inputs: Mapping[str, Asset] | None = None, job_id: str | None = None) -> tuple[str, str]:
        """Submit a job; returns (request id, job id). Its events follow from :meth:`poll`.

        Raises :class:`AssetError` or :class:`ProtocolError` for values that cannot be sent.
        """
        trees, arrays = codec.encode_all(inputs or {})
        body = messages.Submit.from_json({
            "job_id": job_id or new_id(), "modality": modality, "prompt": prompt, "engine": engine, "seed": seed,
            "parameters": dict(parameters or {}), "spec": None if spec is None else dict(spec), "inputs": trees})
        # Copied because they may be sent again, long after the caller has changed his.
        arrays = [each.copy() for each in arrays]
        return self._link.submit(body, arrays), body.job_id

    def send_fetch(self, job_id: str) -> str:
        """Fetch a result; the event "result" carries the asset."""
        return self.send(messages.Fetch(job_id=job_id))

    def send_watch(self, job_ids: Sequence[str]) -> str:
        """Follow jobs of an earlier session: their events come from now on, and again after a loss."""
        for job_id in job_ids:
            self._link.jobs.setdefault(job_id, None)
        return self.send(messages.Status(job_ids=[*job_ids], watch=True))

    def send_cancel(self, job_id: str) -> str:
        return self.send(messages.Cancel(job_id=job_id))

    def send_query(self, service: str, arguments: Mapping[str, Any] | None = None,
                   inputs: Mapping[str, Asset] | None = None, *, seconds: float = 30.0,
                   query_id: str | None = None) -> tuple[str, str]:
        """Ask a service; returns (request id, query id). The event "answered" carries ``body.result`` and
        ``assets``, "error" the reason there is none; "working" events may come before. All have ``query_id``.

        Raises :class:`AssetError` or :class:`ProtocolError` for values that cannot be sent.
        """
        trees, arrays = codec.encode_all(inputs or {})
        body = messages.Query.from_json({
            "query_id": query_id or new_id(), "service": service, "arguments": dict(arguments or {}),
            "inputs": trees, "seconds": seconds})
        arrays = [each.copy() for each in arrays]  # see send_submit
        # The backend says itself when time is up; this is for one that says nothing.
        return self._link.request(body, arrays, timeout=seconds + REQUEST_TIMEOUT), body.query_id

    def send_abandon(self, query_id: str) -> str:
        """Give a query up: it ends in an "error" of code "abandoned", unless it has just been answered."""
        return self.send(messages.Abandon(query_id=query_id))

    # Blocking calls: each raises RequestRefused when the backend says no, BackendLost when it is silent.

    def describe(self, timeout: float = REQUEST_TIMEOUT) -> messages.Described:
        """The backend's engines, those that are broken, its device and workers."""
        return self._call(messages.Describe(), messages.Described, timeout)

    def submit(self, modality: str, prompt: str, **options: Any) -> str:
        """Queue a job and return its id once accepted; options as in :meth:`send_submit`."""
        request, job_id = self.send_submit(modality, prompt, **options)
        self._await(request)
        return job_id

    def run(self, modality: str, prompt: str, *, on_progress: Callable[[Event], None] | None = None,
            **options: Any) -> Asset:
        """Submit, wait and fetch: the asset. Raises as :meth:`wait`, :class:`JobFailed` also for a
        job that was refused; options as in :meth:`send_submit`."""
        try:
            job_id = self.submit(modality, prompt, **options)
        except RequestRefused as error:
            raise JobFailed(error.code, error.message, error.remedy) from error
        return self.wait(job_id, on_progress)

    def wait(self, job_id: str, on_progress: Callable[[Event], None] | None = None,
             on_idle: Callable[[], None] | None = None) -> Asset:
        """Wait for a job, of this session or an earlier one, and fetch its asset.

        ``on_progress`` gets the "progress" events; ``on_idle`` is called at least twice a second,
        also while the job is queued or the backend away. What they raise ends the wait, not the job.
        Raises :class:`JobFailed`, :class:`JobCancelled`, or :class:`BackendLost` when there has been
        no backend for ``RESTART_TIMEOUT`` seconds.
        """
        if job_id not in self._link.jobs and not any(each.job_id == job_id for each in self._link.events):
            self.status([job_id], watch=True)
        while True:
            for event in self._take(lambda each: each.job_id == job_id and not each.request):
                if event.kind == "done":
                    return self.fetch(job_id)
                if event.kind == "cancelled":
                    raise JobCancelled(job_id)
                if event.kind == "failed":
                    raise _because(event)
                if on_progress is not None:
                    on_progress(event)
            if not self.connected and time.monotonic() - self._link.lost_since > RESTART_TIMEOUT:
                raise self._link.trouble
            if on_idle is not None:
                on_idle()
            self._link.step(0.5)

    def fetch(self, job_id: str) -> Asset:
        """The result of a finished job; large arrays are read-only views of one buffer."""
        event = self._await(self.send_fetch(job_id))
        assert event.asset is not None
        return event.asset

    def cancel(self, job_id: str) -> str:
        """Ask a job to stop; returns its state."""
        return self._call(messages.Cancel(job_id=job_id), messages.Cancelling).state

    def status(self, job_ids: Sequence[str], *, watch: bool = False) -> Jobs:
        """Jobs as they stand, unknown ones left out; ``watch`` follows them (see :meth:`send_watch`)."""
        if watch:
            event = self._await(self.send_watch(job_ids))
            assert isinstance(event.body, messages.Statuses)
            return event.body.jobs
        return self._call(messages.Status(job_ids=[*job_ids]), messages.Statuses).jobs

    def list(self, limit: int = 100, states: Sequence[str] | None = None) -> Jobs:
        """The latest jobs, newest first."""
        request = messages.List(limit=limit, states=None if states is None else [*states])
        return self._call(request, messages.Listed).jobs

    def forget(self, job_id: str) -> None:
        """Drop a finished job and its result."""
        self._call(messages.Forget(job_id=job_id), messages.Forgotten)

    def unload(self) -> None:
        """Make idle workers drop their models and device memory."""
        self._call(messages.Unload(), messages.Unloaded)

    def shutdown(self) -> None:
        """Stop the backend; queued jobs are kept for its next start."""
        self._call(messages.Shutdown(), messages.Stopping)

    def query(self, service: str, arguments: Mapping[str, Any] | None = None,
              inputs: Mapping[str, Asset] | None = None, *, seconds: float = 30.0,
              on_progress: Callable[[Event], None] | None = None) -> tuple[dict[str, Any], Mapping[str, Asset]]:
        """Ask a service and wait: (result, assets). ``on_progress`` gets its "working" events; what it
        raises ends the query. Raises :class:`RequestRefused` with the service's own words, or :class:`BackendLost`."""
        request, query_id = self.send_query(service, arguments, inputs, seconds=seconds)
        try:
            while True:
                for event in self._take(lambda each: each.request == request):
                    if event.kind == "error":
                        raise _because(event)
                    if isinstance(event.body, messages.Answered):
                        return event.body.result, event.assets
                    if on_progress is not None:
                        on_progress(event)
                if not self.connected and time.monotonic() - self._link.lost_since > RESTART_TIMEOUT:
                    raise self._link.trouble
                self._link.step(0.5)
        except RequestRefused:
            raise
        except BaseException:
            self._link.request(messages.Abandon(query_id=query_id), answer=lambda body, _: None)
            self._link.ignore(request)
            raise

    def _call(self, request: Body, reply: type[B], timeout: float = REQUEST_TIMEOUT) -> B:
        body = self._await(self._link.request(request, timeout=timeout)).body
        assert isinstance(body, reply)
        return body

    def _await(self, request: str) -> Event:
        """Step until a request is answered; events of others stay where they are."""
        while True:
            for event in self._take(lambda each: each.request == request):
                if event.kind == "error":
                    raise _because(event)
                return event
            self._link.step(0.5)

    def _take(self, wanted: Callable[[Event], bool]) -> Events:
        """Remove the wanted events from those kept for :meth:`poll`, and return them."""
        events = self._link.events
        taken = [each for each in events if wanted(each)]
        for each in taken:
            events.remove(each)
        return taken


def _because(event: Event) -> TroupeError:
    assert event.error is not None
    return event.error
