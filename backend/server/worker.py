# SPDX-License-Identifier: GPL-3.0-or-later
"""A worker process: ``python -m backend.server.worker``, started by :class:`.workers.Pool`.

The first line on stdin says where the broker listens, with which key, and where the store is; when
stdin ends, the broker is gone and so is the worker. Engines run in the main thread; the thread of
:class:`Link` talks to the broker meanwhile, so a cancel arrives whatever the engine does.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from backend.engine import (
    Cancelled,
    Engine,
    EngineError,
    Progress,
    Request,
    Understanding,
    declaration,
    discover,
)
from backend.faults import tell
from protocol.assets import Asset, AssetError
from protocol.codec import decode_all, encode
from protocol.wire import check_json

from .device import describe_device
from .link import Link
from .results import ResultStore
from .storage import StorageError

log = logging.getLogger("troupe.worker")


class Worker:
    """The engines of this process, and the jobs they are given one after the other."""

    def __init__(self, link: Link, store: ResultStore, limit: int) -> None:
        self._link = link
        self._store = store
        self._limit = limit
        self._classes: dict[str, type[Engine]] = {}
        self._engines: dict[str, Engine] = {}

    def run(self) -> None:
        """Declare the engines, then do what the broker asks until it says stop."""
        self._link.send("ready", self._declarations())
        while (task := self._link.tasks.get()).kind != "stop":
            if task.kind == "run":
                self._job(task.body, task.cancelled)
            elif task.kind == "unload":
                self.unload()
                self._link.send("unloaded", {})
            elif task.kind == "declare":
                self._link.send("declared", self._declarations())
        self.unload()

    def unload(self) -> None:
        """Drop every model and give device memory back."""
        for engine in self._engines.values():
            try:
                engine.unload()
            except Exception:
                log.exception("%s failed to unload", engine.name)
        self._engines.clear()
        gc.collect()
        torch = sys.modules.get("torch")
        if torch is not None and torch.cuda.is_initialized():
            torch.cuda.empty_cache()

    def _declarations(self) -> dict[str, Any]:
        self._classes, broken = discover()
        engines, failed = [], [dataclasses.asdict(each) for each in broken]
        for name, engine in self._classes.items():
            try:
                declared = {**declaration(engine), "weights_digest": weights_digest(engine.weights),
                            "state_files": [str(path) for path in engine.state_files()]}
                declared = json.loads(json.dumps(declared, allow_nan=False))
                check_json(declared)
                engines.append(declared)
            except Exception as error:  # a third party's code may raise anything
                failed.append({"name": name, "package": engine.__module__.split(".")[0],
                               "reason": f"{type(error).__name__}: {error}"})
        return {"pid": os.getpid(), "engines": engines, "broken": failed, "device": describe_device()}

    def _job(self, body: dict[str, Any], cancelled: threading.Event) -> None:
        job_id = body["job_id"]
        started = time.monotonic()
        try:
            digest, nbytes = self._make(body, Progress(self._link.report(job_id), cancelled))
        except Cancelled:
            self._link.send("cancelled", {"job_id": job_id})
        except BaseException as error:
            if not isinstance(error, EngineError):
                log.exception("job %s (%s, seed %s) failed: %r", job_id, body["engine"], body["seed"], body["prompt"])
            told = tell(error, body["engine"], "the worker's log in the store's logs folder has the details")
            if told.code == "out_of_memory":
                self.unload()
            self._link.send("failed", {"job_id": job_id, "code": told.code, "message": told.message,
                                       "remedy": told.remedy})
        else:
            log.info("job %s: %s in %.2f s, %d bytes", job_id, body["engine"], time.monotonic() - started, nbytes)
            self._link.send("finished", {"job_id": job_id, "result": digest, "nbytes": nbytes})

    def _make(self, body: dict[str, Any], progress: Progress) -> tuple[str, int]:
        """Generate and store; returns (digest, bytes) of the result."""
        name = body["engine"]
        if name not in self._engines:
            self._engines[name] = self._classes[name]()
        engine = self._engines[name]
        request = Request(prompt=body["prompt"], seed=body["seed"], parameters=body["parameters"],
                          inputs=self._inputs(engine, body["inputs"]), spec=body["spec"])
        asset = engine.generate(request, progress)
        if not isinstance(asset, Asset) or "provenance" not in {each.name for each in dataclasses.fields(asset)}:
            raise TypeError(f"{name} returned {type(asset).__name__}, which is not a whole asset")
        provenance = getattr(asset, "provenance", None)
        if provenance is None:
            provenance = engine.provenance(request, Understanding(spec=dict(request.spec or {})))
        created = datetime.now(UTC).isoformat(timespec="seconds")
        asset = dataclasses.replace(asset, **{"provenance": dataclasses.replace(provenance, created=created)})
        tree, arrays = encode(asset)
        progress.update(1.0, "Storing")
        return self._store.save(tree, arrays, limit=self._limit)

    def _inputs(self, engine: Engine, digest: str) -> dict[str, Asset]:
        """The stored inputs of a job, checked against what the engine declares."""
        if not digest:
            return {}
        try:
            tree, arrays = self._store.load(digest)
            inputs = decode_all(tree["inputs"], arrays)
        except StorageError as error:
            raise EngineError("The inputs of this job are no longer in the store.", "Generate it again.",
                              error.code) from error
        except AssetError as error:
            raise EngineError(f"An input is not valid: {error}.", "", "invalid_asset") from error
        for name, asset in inputs.items():
            if type(asset).__name__ != engine.inputs[name]:
                raise EngineError(f"The input {name} is a {type(asset).__name__}, but {engine.title} takes a "
                                  f"{engine.inputs[name]}.", "", "invalid_asset")
        return inputs


def weights_digest(names: tuple[str, ...]) -> str:
    """What decides results among an engine's weights: other weights, or none, are another job key."""
    if not names:
        return ""
    from backend.weights.store import digest
    parts = []
    for name in names:
        try:
            parts.append(f"{name}={digest(name)}")
        except EngineError:
            parts.append(name)  # a third party's own, not in our manifest
    return " ".join(parts)


def die_with_broker(stdin: BinaryIO) -> None:
    """Exit, with every process started by an engine, as soon as ``stdin`` ends."""
    if sys.platform == "linux":
        # Should C code hold the GIL for good, the thread below never runs. So the kernel is asked for
        # a signal when the broker ends, whose C handler is alarm(): 10 s later (SIGUSR1's number)
        # SIGALRM ends the process.
        import ctypes
        libc = ctypes.CDLL(None)
        libc.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
        libc.signal(signal.SIGUSR1, ctypes.cast(libc.alarm, ctypes.c_void_p))
        libc.prctl(1, signal.SIGUSR1)  # PR_SET_PDEATHSIG

    def watch() -> None:
        while stdin.read(4096):
            pass
        if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(0)

    threading.Thread(target=watch, name="troupe-watch", daemon=True).start()


def serve_broker(make: Callable[[Link, dict[str, Any]], Any]) -> None:
    """The life of a worker process: reads its options from stdin, then runs ``make(link, options)``."""
    # Engines may start programs of their own: those must not read what the broker writes.
    stdin = os.fdopen(os.dup(0), "rb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the broker, which stops its workers
    line = b""
    while not line.endswith(b"\n"):
        if not (piece := stdin.read(1)):
            return
        line += piece
    options = json.loads(line)
    die_with_broker(stdin)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO,
                        format=f"%(asctime)s %(levelname)s worker {os.getpid()} %(name)s: %(message)s")
    link = Link(options["address"], options["identity"], bytes.fromhex(options["key"]), options["session"])
    link.start()
    try:
        make(link, options).run()
    finally:
        link.close()


if __name__ == "__main__":
    serve_broker(lambda link, options: Worker(link, ResultStore(Path(options["store"])), options["limit"]))
