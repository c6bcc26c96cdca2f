# SPDX-License-Identifier: GPL-3.0-or-later
"""Start the server: ``serve(ServeOptions(...))``, which ``troupe serve`` calls."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import signal
import socket as network
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zmq

from backend import __version__
from backend.engine import EngineError
from backend.paths import keys_path, store_dir
from protocol.connection import Connection, CurveKeys, default_path, is_loopback, require_safe, secure_server
from protocol.errors import ConnectionFileError, TroupeError
from protocol.wire import DEFAULT_LIMITS

from .broker import Broker
from .jobs import JobStore
from .ledger import Ledger
from .lock import StoreLock
from .results import ResultStore
from .services import PROCESSES
from .storage import open_database, storage_error
from .workers import Pool

log = logging.getLogger("backend.server")

#: Messages waiting for one client; what comes after is merged (events) or dropped (replies).
HIGH_WATER_MARK = 64
_LOG_BYTES = 2 << 20


@dataclass(frozen=True, kw_only=True)
class ServeOptions:
    """What ``troupe serve`` takes; None means the default of this user and machine."""

    #: Connection file to write.
    connection: Path | None = None
    address: str = "tcp://127.0.0.1:*"
    #: Most worker processes at once.
    workers: int | None = None
    store: Path | None = None
    #: Cap of the result store, bytes.
    store_limit: int = 20_000_000_000
    #: Workers idle for this long end, which releases their memory and the GPU's.
    idle_seconds: float = 300.0
    #: How long a cancelled job may take to yield before its worker is replaced.
    grace_seconds: float = 10.0
    #: File of the CURVE key pair, needed off loopback; there the user's own is the default.
    keys: Path | None = None
    #: Stop when standard input ends.
    die_with_parent: bool = False


def serve(options: ServeOptions) -> int:
    """Run the backend until it is told to stop; returns the exit code.

    0: stopped as asked; 1: it could not start, and standard error says why and what to do.
    """
    store = Path(options.store or store_dir()).absolute()
    try:
        with _logging(store, options), StoreLock(store) as lock:
            _serve(store, lock, options)
    except (EngineError, TroupeError) as error:
        print(f"troupe serve: {error.message}\n{error.remedy}".rstrip(), file=sys.stderr)
        return 1
    return 0


def _serve(store: Path, lock: StoreLock, options: ServeOptions) -> None:
    database = open_database(store)
    results = ResultStore(store)
    ledger = Ledger(database, results, options.store_limit)
    if lock.crashed and (removed := ledger.sweep()):
        log.info("removed %d files a crash had left", removed)
    ledger.make_room()
    context: zmq.Context[Any] = zmq.Context(io_threads=1)
    socket = _socket(context, options.address)
    path = options.connection or default_path()
    try:
        connection = _bind(socket, options)
        pool = Pool(context, store, options.store_limit, options.workers or min(2, os.cpu_count() or 1), _logs(store))
        services = Pool(context, store, options.store_limit, PROCESSES, _logs(store), kind="service_worker")
        broker = Broker(socket, connection.key, store, JobStore(database, store), ledger, pool, services,
                        grace=options.grace_seconds, idle_seconds=options.idle_seconds)
        with _stopping(broker, options.die_with_parent):
            try:
                connection.save(path)
                _announce(f"Troupe {__version__} is ready at {connection.address} (connection file {path})")
                broker.run()
            finally:
                _withdraw(path, connection)
                pool.close()
                services.close()
                lock.untidy = pool.killed
    finally:
        socket.close()
        context.term()
        database.close()
    log.info("stopped")


def _socket(context: zmq.Context[Any], address: str) -> zmq.Socket[Any]:
    """The ROUTER as SPEC.md wants it."""
    socket = context.socket(zmq.ROUTER)
    socket.linger = 500  # the last answers, such as "stopping", should leave
    socket.setsockopt(zmq.ROUTER_MANDATORY, 1)
    socket.setsockopt(zmq.SNDTIMEO, 100)
    socket.setsockopt(zmq.SNDHWM, HIGH_WATER_MARK)
    socket.setsockopt(zmq.RCVHWM, HIGH_WATER_MARK)
    socket.setsockopt(zmq.MAXMSGSIZE, DEFAULT_LIMITS.array_bytes)
    socket.setsockopt(zmq.HEARTBEAT_IVL, 2000)
    socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, 10000)
    socket.ipv6 = "[" in address
    return socket


def _bind(socket: zmq.Socket[Any], options: ServeOptions) -> Connection:
    """Bind, encrypted off loopback; returns what clients need."""
    path = options.keys
    if path is None and not is_loopback(options.address) and keys_path().exists():
        path = keys_path()
    keys = CurveKeys.load(path) if path else None
    require_safe(options.address, keys.public if keys else "")
    if keys:
        secure_server(socket, keys)
    try:
        socket.bind(options.address)
    except zmq.ZMQError as error:
        raise ConnectionFileError("unusable_address", f"The backend cannot listen at {options.address}: {error}.",
                                  "Choose another --address, or stop the program that uses it.") from error
    address = socket.getsockopt_string(zmq.LAST_ENDPOINT)
    for everywhere in ("//0.0.0.0:", "//[::]:"):
        address = address.replace(everywhere, f"//{network.gethostname()}:")
    return Connection(address=address, server=__version__, curve=keys.public if keys else "")


def _logs(store: Path) -> Path:
    return store / "logs"


@contextlib.contextmanager
def _logging(store: Path, options: ServeOptions) -> Any:
    """Log to ``logs/server.log`` in the store, and to standard error when a person started it."""
    handlers: list[logging.Handler] = []
    if not options.die_with_parent:
        handlers.append(logging.StreamHandler())
        handlers[0].setLevel(logging.WARNING)
    try:
        _logs(store).mkdir(parents=True, exist_ok=True)
        handlers.append(logging.handlers.RotatingFileHandler(
            _logs(store) / "server.log", maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8"))
    except OSError as error:
        raise storage_error(error, store) from error
    root = logging.getLogger()
    before = root.level
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk must not print a traceback for every line
    try:
        yield
    finally:
        root.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


@contextlib.contextmanager
def _stopping(broker: Broker, die_with_parent: bool) -> Any:
    """Let signals, and the end of standard input if so asked, stop the broker."""
    names = [name for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {name: signal.signal(getattr(signal, name), lambda *_: broker.stop()) for name in names}
    if die_with_parent:
        def watch() -> None:
            with contextlib.suppress(OSError, ValueError):
                while os.read(sys.stdin.fileno(), 4096):
                    pass
            broker.stop()

        threading.Thread(target=watch, name="troupe-parent", daemon=True).start()
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _announce(line: str) -> None:
    log.info(line)
    with contextlib.suppress(OSError, AttributeError):
        print(line, flush=True)


def _withdraw(path: Path, connection: Connection) -> None:
    """Remove the connection file, unless a later backend has written its own."""
    with contextlib.suppress(OSError):
        if connection.key.hex() in path.read_text(encoding="utf-8"):
            path.unlink()
