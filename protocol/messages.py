# SPDX-License-Identifier: GPL-3.0-or-later
# ruff: noqa: RUF009 (`_is` is a field declaration)
"""The messages of SPEC.md as dataclasses, and their validation.

``message.to_json()`` makes the ``body`` of a header, ``parse(kind, body)`` reads one and checks the
type and bounds of every field: a malformed body is a :class:`ProtocolError`, never a KeyError.
Arrays that belong to a message (inputs, previews, results) travel beside the body; the trees in it
refer to them by index (see :mod:`.codec`).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from .errors import ProtocolError
from .wire import VERSION, is_hex

QUEUED, RUNNING, DONE, FAILED, CANCELLED = STATES = ("queued", "running", "done", "failed", "cancelled")
#: States a job never leaves.
FINAL_STATES = (DONE, FAILED, CANCELLED)
MODALITIES = ("avatar", "motion", "environment", "object")

#: Error codes of the protocol itself. Engines and the backend add their own; SPEC.md lists them.
ERROR_CODES = {
    "malformed": "a header, body or array breaks the specification",
    "too_large": "a message is over a limit",
    "digest_mismatch": "an array was damaged on its way",
    "version_mismatch": "the major versions differ",
    "unknown_session": "the session is not known (the backend was restarted): say hello again",
    "unknown_kind": "the kind of message is not known",
    "invalid_asset": "an asset breaks its declaration",
    "invalid_parameter": "a parameter is outside its declaration",
    "unknown_engine": "no such engine, or none for the modality",
    "unavailable": "the engine cannot run here; the remedy says what it needs",
    "unknown_job": "no such job",
    "conflict": "the job id is taken by a different request",
    "not_finished": "the job has no result yet",
    "result_lost": "the result is no longer stored: submit again",
    "busy": "the queue is full, or too many queries of this client wait",
    "storage_full": "the disk, or the store's own limit, has no room",
    "storage_readonly": "the store may not be written",
    "storage_failed": "the store cannot be used for another reason",
    "no_workers": "no worker process can be started",
    "broken_engine": "the engine is installed but cannot be loaded",
    "worker_lost": "the worker died twice on this job or query",
    "backend_lost": "the backend itself stopped twice on this job",
    "engine_error": "the engine cannot do it",
    "out_of_memory": "the engine ran out of memory",
    "stopping": "the backend is shutting down",
    "unknown_service": "the backend has no service of that name",
    "broken_service": "the service is installed but cannot be loaded",
    "invalid_input": "a service lacks an input asset, or was given one of another type",
    "timed_out": "the query was not answered within its seconds",
    "abandoned": "the query was abandoned",
    "internal": "a fault of the backend",
}


class Body:
    """Base of the message bodies. ``KIND`` is the header's ``kind``."""

    KIND: ClassVar[str]
    #: The minor version it came with.
    SINCE: ClassVar[int] = 0
    #: Read by any version of the protocol, so fields added later are passed over.
    LENIENT: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if kind := cls.__dict__.get("KIND"):
            KINDS[kind] = cls

    @classmethod
    def from_json(cls, body: Any, where: str = "") -> Self:
        """Check and read a body. Raises :class:`ProtocolError` naming the field."""
        label = where or getattr(cls, "KIND", cls.__name__)
        if not isinstance(body, dict):
            raise ProtocolError("malformed", f"{label}: the body is not an object.")
        declared = {item.name: item for item in dataclasses.fields(cls)}  # type: ignore[arg-type]
        unknown = sorted(set(body) - set(declared))
        if unknown and not cls.LENIENT:
            raise ProtocolError("malformed", f"{label}: unknown field {unknown[0]!r:.40}.")
        values = {}
        for name, item in declared.items():
            if name in body:
                values[name] = item.metadata["check"](body[name], f"{label}.{name}")
            elif item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING:
                raise ProtocolError("malformed", f"{label}: {name} is missing.")
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """The body as plain JSON."""
        return {item.name: _plain(getattr(self, item.name)) for item in dataclasses.fields(self)}  # type: ignore[arg-type]


#: Every kind of message and its body.
KINDS: dict[str, type[Body]] = {}


def parse(kind: str, body: Any) -> Body:
    """The dataclass of a message's body."""
    if kind not in KINDS:
        raise ProtocolError("unknown_kind", f"There is no message {kind!r:.40} in protocol {VERSION[0]}.{VERSION[1]}.")
    return KINDS[kind].from_json(body)


def _plain(value: Any) -> Any:
    if isinstance(value, Body):
        return value.to_json()
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


# Checks: each takes a JSON value and its place, and returns the value to store.

Check = Callable[[Any, str], Any]


def _refuse(where: str, expected: str) -> ProtocolError:
    return ProtocolError("malformed", f"{where} is not {expected}.")


def _text(most: int) -> Check:
    def check(value: Any, where: str) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise _refuse(where, f"a string of at most {most} characters")
        return value
    return check


def _identifier(value: Any, where: str) -> str:
    if not is_hex(value, 32):
        raise _refuse(where, "32 lower-case hex digits")
    return value


def _integer(low: int, high: int) -> Check:
    def check(value: Any, where: str) -> int:
        if type(value) is not int or not low <= value <= high:
            raise _refuse(where, f"an integer from {low} to {high}")
        return value
    return check


def _number(low: float, high: float) -> Check:
    def check(value: Any, where: str) -> float:
        if type(value) not in (int, float) or not (math.isfinite(value) and low <= value <= high):
            raise _refuse(where, f"a number from {low:g} to {high:g}")
        return float(value)
    return check


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _refuse(where, "true or false")
    return value


def _one_of(*choices: str) -> Check:
    def check(value: Any, where: str) -> str:
        if value not in choices:
            raise _refuse(where, f"one of {', '.join(choices)}")
        return value
    return check


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refuse(where, "an object")
    return value


def _trees(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > 64 or not all(isinstance(each, dict) for each in value.values()):
        raise _refuse(where, "an object of at most 64 asset trees")
    return value


def _optional(inner: Check) -> Check:
    return lambda value, where: None if value is None else inner(value, where)


def _listing(inner: Check, most: int) -> Check:
    def check(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise _refuse(where, f"a list of at most {most}")
        return [inner(each, f"{where}[{index}]") for index, each in enumerate(value)]
    return check


def _version(value: Any, where: str) -> tuple[int, int]:
    numbers = _listing(_integer(0, 1 << 16), 2)(value, where)
    if len(numbers) != 2:
        raise _refuse(where, "[major, minor]")
    return numbers[0], numbers[1]


def _is(check: Check, **default: Any) -> Any:
    return field(metadata={"check": check}, **default)


_SIZE = _integer(0, 1 << 53)
_FRACTION = _number(0, 1)
_TIME = _number(0, 1e12)
_LINE = _text(2_000)
_JOB_IDS = _listing(_identifier, 10_000)


@dataclass(frozen=True, kw_only=True)
class ErrorInfo(Body):
    """Why something failed: ``code`` for programs, ``message`` and ``remedy`` for people."""

    code: str = _is(_text(64))
    message: str = _is(_text(20_000))
    remedy: str = _is(_text(20_000), default="")


@dataclass(frozen=True, kw_only=True)
class Job(Body):
    """A job as the backend sees it. Times are seconds since 1970, UTC; ``eta`` is seconds from now."""

    job_id: str = _is(_identifier)
    modality: str = _is(_text(32))
    engine: str = _is(_text(64))
    prompt: str = _is(_text(20_000))
    seed: int = _is(_integer(0, (1 << 63) - 1))
    parameters: dict[str, Any] = _is(_mapping, default_factory=dict)
    state: str = _is(_one_of(*STATES))
    fraction: float = _is(_FRACTION, default=0.0)
    stage: str = _is(_LINE, default="")
    eta: float | None = _is(_optional(_TIME), default=None)
    #: How many jobs are before it in the queue.
    position: int = _is(_SIZE, default=0)
    created: float = _is(_TIME, default=0.0)
    started: float | None = _is(_optional(_TIME), default=None)
    finished: float | None = _is(_optional(_TIME), default=None)
    attempts: int = _is(_SIZE, default=0)
    error: ErrorInfo | None = _is(_optional(ErrorInfo.from_json), default=None)
    #: Size of the result's arrays.
    nbytes: int = _is(_SIZE, default=0)


# Requests, client to server, each followed by its reply.


@dataclass(frozen=True, kw_only=True)
class Hello(Body):
    KIND, LENIENT = "hello", True
    #: Name and version of the program, for the backend's log.
    client: str = _is(_text(200))
    protocol: tuple[int, int] = _is(_version, default=VERSION)


@dataclass(frozen=True, kw_only=True)
class Welcome(Body):
    KIND, LENIENT = "welcome", True
    server: str = _is(_text(200))
    #: The nonce of the new session.
    session: str = _is(_identifier)
    protocol: tuple[int, int] = _is(_version, default=VERSION)
    #: The fields of :class:`.wire.Limits` that the backend enforces.
    limits: dict[str, int] = _is(_mapping, default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ping(Body):
    KIND = "ping"


@dataclass(frozen=True, kw_only=True)
class Pong(Body):
    KIND = "pong"
    time: float = _is(_TIME)


@dataclass(frozen=True, kw_only=True)
class Describe(Body):
    KIND = "describe"


@dataclass(frozen=True, kw_only=True)
class Described(Body):
    KIND = "described"
    #: As ``backend.engine.declaration`` makes them.
    engines: list[dict[str, Any]] = _is(_listing(_mapping, 1_000))
    #: {name, package, reason} of engines that could not be loaded.
    broken: list[dict[str, Any]] = _is(_listing(_mapping, 1_000), default_factory=list)
    device: str = _is(_LINE, default="")
    workers: int = _is(_SIZE, default=0)


@dataclass(frozen=True, kw_only=True)
class Submit(Body):
    """``inputs`` are named asset trees over the arrays of the message."""

    KIND = "submit"
    #: Chosen by the client; sending the same request again is harmless.
    job_id: str = _is(_identifier)
    modality: str = _is(_one_of(*MODALITIES))
    prompt: str = _is(_text(20_000))
    #: None: the best engine that can run.
    engine: str | None = _is(_optional(_text(64)), default=None)
    seed: int = _is(_integer(0, (1 << 63) - 1), default=0)
    parameters: dict[str, Any] = _is(_mapping, default_factory=dict)
    spec: dict[str, Any] | None = _is(_optional(_mapping), default=None)
    inputs: dict[str, Any] = _is(_trees, default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Accepted(Body):
    KIND = "accepted"
    job_id: str = _is(_identifier)
    state: str = _is(_one_of(*STATES))
    position: int = _is(_SIZE, default=0)
    #: Answered from the store.
    cached: bool = _is(_flag, default=False)


@dataclass(frozen=True, kw_only=True)
class Cancel(Body):
    KIND = "cancel"
    job_id: str = _is(_identifier)


@dataclass(frozen=True, kw_only=True)
class Cancelling(Body):
    KIND = "cancelling"
    job_id: str = _is(_identifier)
    state: str = _is(_one_of(*STATES))


@dataclass(frozen=True, kw_only=True)
class Status(Body):
    KIND = "status"
    job_ids: list[str] = _is(_JOB_IDS)
    #: Send this client the events of these jobs from now on.
    watch: bool = _is(_flag, default=False)


@dataclass(frozen=True, kw_only=True)
class Statuses(Body):
    """Jobs that are not known are left out."""

    KIND = "statuses"
    jobs: list[Job] = _is(_listing(Job.from_json, 10_000))


@dataclass(frozen=True, kw_only=True)
class Fetch(Body):
    KIND = "fetch"
    job_id: str = _is(_identifier)


@dataclass(frozen=True, kw_only=True)
class Result(Body):
    """The asset's tree. Its arrays are in this message, or in chunks if there is a ``layout``."""

    KIND = "result"
    job_id: str = _is(_identifier)
    asset: dict[str, Any] = _is(_mapping)
    #: :class:`.transfer.Layout` as JSON.
    layout: dict[str, Any] | None = _is(_optional(_mapping), default=None)
    #: :class:`.local.LocalCopy` as JSON: on loopback, the files that hold the arrays. Since 1.1.
    local: dict[str, Any] | None = _is(_optional(_mapping), default=None)

    def to_json(self) -> dict[str, Any]:
        body = super().to_json()
        if self.local is None:
            del body["local"]  # protocol 1.0 does not know it
        return body


@dataclass(frozen=True, kw_only=True)
class Read(Body):
    """Ask for one chunk of a result with a layout."""

    KIND = "read"
    job_id: str = _is(_identifier)
    index: int = _is(_SIZE)


@dataclass(frozen=True, kw_only=True)
class Chunk(Body):
    """One array of u1: bytes ``index * chunk_size`` onwards of the result."""

    KIND = "chunk"
    job_id: str = _is(_identifier)
    index: int = _is(_SIZE)


@dataclass(frozen=True, kw_only=True)
class List(Body):
    """The latest jobs, newest first."""

    KIND = "list"
    limit: int = _is(_integer(1, 10_000), default=100)
    #: None: any state.
    states: list[str] | None = _is(_optional(_listing(_one_of(*STATES), len(STATES))), default=None)


@dataclass(frozen=True, kw_only=True)
class Listed(Body):
    KIND = "listed"
    jobs: list[Job] = _is(_listing(Job.from_json, 10_000))


@dataclass(frozen=True, kw_only=True)
class Forget(Body):
    """Drop a finished job and, unless another job shares it, its result."""

    KIND = "forget"
    job_id: str = _is(_identifier)


@dataclass(frozen=True, kw_only=True)
class Forgotten(Body):
    KIND = "forgotten"
    job_id: str = _is(_identifier)


@dataclass(frozen=True, kw_only=True)
class Unload(Body):
    """Make idle workers drop their models and device memory."""

    KIND = "unload"


@dataclass(frozen=True, kw_only=True)
class Unloaded(Body):
    KIND = "unloaded"


@dataclass(frozen=True, kw_only=True)
class Shutdown(Body):
    KIND = "shutdown"


@dataclass(frozen=True, kw_only=True)
class Stopping(Body):
    KIND = "stopping"


@dataclass(frozen=True, kw_only=True)
class Query(Body):
    """Ask a service; ``inputs`` are named asset trees over the arrays of the message."""

    KIND, SINCE = "query", 1
    #: Chosen by the client; sending the same query again is harmless.
    query_id: str = _is(_identifier)
    service: str = _is(_text(64))
    arguments: dict[str, Any] = _is(_mapping, default_factory=dict)
    inputs: dict[str, Any] = _is(_trees, default_factory=dict)
    #: How long an answer may take.
    seconds: float = _is(_number(0.1, 86_400), default=30.0)


@dataclass(frozen=True, kw_only=True)
class Answered(Body):
    """What the service says; ``assets`` are named trees over the arrays of the message."""

    KIND, SINCE = "answered", 1
    query_id: str = _is(_identifier)
    service: str = _is(_text(64))
    result: dict[str, Any] = _is(_mapping)
    assets: dict[str, Any] = _is(_trees, default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Abandon(Body):
    """An answer is no longer wanted."""

    KIND, SINCE = "abandon", 1
    query_id: str = _is(_identifier)


@dataclass(frozen=True, kw_only=True)
class Abandoned(Body):
    KIND, SINCE = "abandoned", 1
    query_id: str = _is(_identifier)
    #: False when it had been answered, or was never asked.
    known: bool = _is(_flag)


@dataclass(frozen=True, kw_only=True)
class Error(ErrorInfo):
    """The reply to any request that cannot be met."""

    KIND, LENIENT = "error", True


# Events, server to the client that submitted or watches the job.


@dataclass(frozen=True, kw_only=True)
class Progress(Body):
    KIND = "progress"
    job_id: str = _is(_identifier)
    fraction: float = _is(_FRACTION)
    stage: str = _is(_LINE)
    #: Seconds left, None while unknown.
    eta: float | None = _is(_optional(_TIME), default=None)
    #: Tree of a small Image, or since 1.2 of a Figure, over the arrays of the message.
    preview: dict[str, Any] | None = _is(_optional(_mapping), default=None)


@dataclass(frozen=True, kw_only=True)
class Done(Body):
    KIND = "done"
    job_id: str = _is(_identifier)
    nbytes: int = _is(_SIZE, default=0)


@dataclass(frozen=True, kw_only=True)
class Failed(ErrorInfo):
    KIND = "failed"
    job_id: str = _is(_identifier)


@dataclass(frozen=True, kw_only=True)
class Cancelled(Body):
    KIND = "cancelled"
    job_id: str = _is(_identifier)


@dataclass(frozen=True, kw_only=True)
class Working(Body):
    """How far a query is, to the client that asked."""

    KIND, SINCE = "working", 1
    query_id: str = _is(_identifier)
    fraction: float = _is(_FRACTION)
    stage: str = _is(_LINE)
    eta: float | None = _is(_optional(_TIME), default=None)


#: Request -> its reply; an :class:`Error` may come instead.
REPLIES: dict[type[Body], type[Body]] = {
    Hello: Welcome, Ping: Pong, Describe: Described, Submit: Accepted, Cancel: Cancelling, Status: Statuses,
    Fetch: Result, Read: Chunk, List: Listed, Forget: Forgotten, Unload: Unloaded, Shutdown: Stopping,
    Query: Answered, Abandon: Abandoned,
}
EVENTS: tuple[type[Body], ...] = (Progress, Done, Failed, Cancelled, Working)
