# SPDX-License-Identifier: GPL-3.0-or-later
"""The link between the sidebar and the backend.

Threading rules
---------------
* One I/O thread owns the client, and with it every socket. It never touches bpy.
* The main thread never blocks on the network: it puts commands into one queue and, in
  :meth:`Session.drain`, takes news out of another.
* Every attribute of :class:`Session` belongs to the main thread, the two queues and the process
  handle of the backend excepted. News are plain functions-by-name with plain data.
* Slow work on results (decoding pictures into files) and the doctor get threads of their own, so
  that a cancel never waits for them.

This module does not import bpy, so that the rule can be seen to hold.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import backend
from .backend import Backend, Finding
from .builders import encode
from .jobs import Delivery, Job, Order, Question
from .protocol.connection import is_loopback, load
from .protocol.errors import ConnectionFileError, TroupeError

#: Seconds the I/O thread waits for the network before it looks for commands.
_POLL = 0.02
HISTORY_LIMIT = 200
#: Seconds a lost backend may take to come back before its jobs have failed.
LOST_LIMIT = 30.0


class Session:
    """State of the link, and the jobs on it. One for each Blender."""

    def __init__(self, connection: Path, online: bool = True, blender: str = "") -> None:
        self.connection = connection
        #: The program of this Blender, for a backend started here.
        self.blender = blender
        #: Whether the user lets Blender reach other computers.
        self.online = online
        #: "offline", "starting", "online", "lost" (it may come back) or "stopping".
        self.status = "offline"
        #: What is wrong with the link, until it is put right or dismissed.
        self.error: dict[str, str] | None = None
        self.server = ""
        self.device = ""
        self.engines: list[dict[str, Any]] = []
        self.broken: list[dict[str, Any]] = []
        #: Newest last.
        self.jobs: dict[str, Job] = {}
        self.history: list[Job] = []
        #: Queries under way.
        self.questions: dict[str, Question] = {}
        #: Counts how often a backend was reached: what was learnt from an earlier one may be out of date.
        self.greetings = 0
        self.findings: list[Finding] = []
        self.examining = False
        #: Counts changes of what panels show.
        self.revision = 0
        self.engines_revision = 0
        self._commands: queue.SimpleQueue = queue.SimpleQueue()
        self._news: queue.SimpleQueue = queue.SimpleQueue()
        self._helpers: list[threading.Thread] = []
        self._backend: Backend | None = None
        #: When to stop waiting for a backend that starts, stops or was lost.
        self._deadline = 0.0
        #: Of the I/O thread: jobs given up while there was no backend to tell.
        self._orphans: list[str] = []
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    # Life

    def open(self) -> None:
        """Start the I/O thread, once; it finds a running backend by itself."""
        if self._thread is not None:
            return
        self._thread = threading.Thread(target=self._io, name="troupe-io", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the threads and a backend started here. Nothing is left behind."""
        self._closing.set()
        for thread in [self._thread, *self._helpers]:
            if thread is not None and thread is not threading.current_thread():
                thread.join(10.0)
        if self._backend is not None:
            self._backend.stop()
            self._backend = None

    @property
    def busy(self) -> bool:
        """Whether something is under way that the panels should follow closely."""
        return self.status in ("starting", "lost", "stopping") or self.examining or bool(self.questions) or any(
            job.active for job in self.jobs.values())

    @property
    def owns_backend(self) -> bool:
        """Whether the running backend was started here, and ends with Blender."""
        return self._backend is not None

    # Commands, on the main thread

    def start_backend(self, command: list[str]) -> None:
        """Start a backend process; returns at once, :meth:`drain` sees it come up.

        Raises :class:`backend.BackendError` when there is nothing to start.
        """
        if self.status in ("starting", "online", "lost", "stopping"):
            return
        self.open()
        if self._backend is not None:
            self._backend.stop()
        self._backend = Backend(command, self.connection, self.blender)
        self.status, self.error = "starting", None
        self._deadline = time.monotonic() + backend.START_LIMIT
        self.revision += 1

    def stop_backend(self) -> None:
        """Shut the backend down, whoever started it. Its queue is kept for its next start."""
        if self.status in ("online", "starting", "lost"):
            self._commands.put(("shutdown",))
            self.status, self._deadline = "stopping", time.monotonic() + 5.0
            self.revision += 1

    def submit(self, job: Job) -> None:
        """Queue a job; it waits here while the backend is starting."""
        self.open()
        self.jobs[job.job_id] = job
        self._commands.put(("submit", job.job_id, job.order, dict(job.inputs)))
        self.revision += 1

    def cancel(self, job_id: str) -> None:
        """Stop a job wherever it is."""
        job = self.jobs.get(job_id)
        if job is None or not job.active:
            return
        if job.state == "ready" or self.status != "online":
            self._finish(job, "cancelled")
        else:
            job.state, job.stage, job.eta = "cancelling", "Cancelling", None
            job.preview = None
        self._commands.put(("cancel", job_id))
        self.revision += 1

    def fetch_again(self, job: Job, delivery: Delivery) -> Job:
        """Bring the stored result of a finished job into the scene once more."""
        again = Job(order=job.order, delivery=delivery, job_id=job.job_id, state="fetching")
        self.jobs[again.job_id] = again
        self._commands.put(("fetch", again.job_id))
        self.revision += 1
        return again

    def ask(self, service: str, arguments: Mapping[str, Any], inputs: Mapping[str, Any] | None = None, *,
            then: Callable[[dict[str, Any], Mapping[str, Any]], None], failed: Callable[[dict[str, str]], None],
            seconds: float = 30.0) -> Question:
        """Ask a service of the backend; returns at once. ``then(result, assets)`` or ``failed(error)`` is called
        from :meth:`drain`, unless the question is abandoned before."""
        self.open()
        question = Question(service=service, then=then, failed=failed)
        self.questions[question.query_id] = question
        self._commands.put(("query", question.query_id, service, dict(arguments), dict(inputs or {}), seconds))
        return question

    def abandon(self, question: Question | None) -> None:
        """Want no answer to a question any more; neither of its functions is called."""
        if question is not None and self.questions.pop(question.query_id, None) is not None:
            self._commands.put(("abandon", question.query_id))
            self.revision += 1

    def describe(self) -> None:
        """Ask for the engines anew: one may have become able to run."""
        if self.status == "online":
            self._commands.put(("describe",))

    def unload(self) -> None:
        """Make the workers drop their models."""
        self._commands.put(("unload",))

    def examine(self, command: list[str]) -> None:
        """Run the doctor in a thread; its findings appear in :attr:`findings`."""
        if not self.examining:
            self.examining = True
            self._help(lambda: self._news.put(("examined", backend.doctor(command, self._closing))), "examine_failed")
            self.revision += 1

    def dismiss(self, job_id: str = "") -> None:
        """Forget the error of a job, or of the link."""
        if job_id:
            self.jobs.pop(job_id, None)
        else:
            self.error = None
        self.revision += 1

    def fault(self, error: Exception) -> None:
        """A fault of the extension itself: said in the panel."""
        self.error = _plain(error)
        self.revision += 1

    def detach(self) -> None:
        """The file is about to be replaced: results still to come must not fall into the next one.
        They stay in the history and can be imported from there."""
        for job in [each for each in self.jobs.values() if each.active]:
            self._finish(job, "detached")

    # News, on the main thread

    def drain(self) -> None:
        """Take in everything the threads have to say. Cheap when there is nothing."""
        while True:
            try:
                name, *values = self._news.get_nowait()
            except queue.Empty:
                break
            getattr(self, f"_on_{name}")(*values)
            self.revision += 1
        self._watch_backend()

    def ready(self) -> Job | None:
        """The oldest job whose result waits to be built."""
        return next((job for job in self.jobs.values() if job.state == "ready"), None)

    def finish(self, job: Job, made: str = "", error: dict[str, str] | None = None) -> None:
        """The importer's word: built as ``made``, or not, because of ``error``."""
        job.made = made
        self._finish(job, "failed" if error else "done", error)
        if error:  # the backend keeps the result: it can be imported again
            self._remember(Job(order=job.order, delivery=job.delivery, job_id=job.job_id, state="done"))
        self.revision += 1

    def _finish(self, job: Job, state: str, error: dict[str, str] | None = None) -> None:
        job.end(state, error)
        if state == "failed":  # failures stay in sight until they are dismissed
            self.jobs[job.job_id] = job
        else:
            self.jobs.pop(job.job_id, None)
        if state in ("done", "detached"):
            self._remember(job)

    def _remember(self, job: Job) -> None:
        """Put a job on top of the history, in place of its earlier entry."""
        self.history = [job, *(each for each in self.history if each.job_id != job.job_id)][:HISTORY_LIMIT]

    def _watch_backend(self) -> None:
        """Notice a backend that has ended, does not come up, or stays away."""
        if self._backend is not None and not self._backend.running():
            failure = None if self.status == "stopping" else _plain(self._backend.failure())
            self._backend.stop()
            self._backend = None
            self._abandon(failure)
        elif self.status == "starting" and time.monotonic() > self._deadline:
            self._backend, process = None, self._backend
            self._help(process.stop, "trouble")
            self._abandon({"code": "start_failed", "message": "The backend does not come up.",
                           "remedy": "Run the doctor, or start it in a terminal with: troupe serve"})
        elif self.status == "stopping" and self._backend is None and time.monotonic() > self._deadline:
            self._abandon(None)
        elif self.status == "lost" and time.monotonic() > self._deadline:
            self._abandon(self.error)

    def _abandon(self, error: dict[str, str] | None) -> None:
        """There is no backend any more: what was on its way has failed."""
        self.status, self.server, self.device, self.error = "offline", "", "", error
        reason = error or {"code": "backend_stopped", "message": "The backend was stopped before the job was done.",
                           "remedy": "Start the backend and generate again."}
        orphans = [job for job in self.jobs.values() if job.active and job.state != "ready"]
        for job in orphans:
            self._finish(job, "failed", reason)
        for query_id in list(self.questions):
            self._on_unanswered(query_id, error or {"code": "backend_stopped", "remedy": "Start it again.",
                                                    "message": "The backend was stopped."})
        with contextlib.suppress(queue.Empty):  # nothing meant for it may reach the next backend
            while True:
                self._commands.get_nowait()
        self._commands.put(("reset", [job.job_id for job in orphans]))
        self.revision += 1

    def _on_online(self, server: str) -> None:
        if self.status != "stopping":
            self.status, self.error, self.server = "online", None, server
            self.greetings += 1

    def _on_lost(self, error: dict[str, str]) -> None:
        if self.status == "stopping":
            self._deadline = min(self._deadline, time.monotonic() + 1.0)
        elif self.status == "online":
            # The client looks for the backend by itself and takes its jobs up again.
            self.status, self.error, self._deadline = "lost", error, time.monotonic() + LOST_LIMIT
            for job in self.jobs.values():
                if job.active and job.state != "ready":
                    job.stage, job.eta = "Waiting for the backend to come back", None

    def _on_described(self, engines: list, broken: list, device: str) -> None:
        self.engines, self.broken, self.device = engines, broken, device
        self.engines_revision += 1

    def _on_listed(self, records: list) -> None:
        known = {job.job_id for job in self.history} | set(self.jobs)
        for record in records:
            if record.job_id not in known:
                order = Order(modality=record.modality, prompt=record.prompt, engine=record.engine,
                              seed=record.seed, parameters=record.parameters)
                self.history.append(Job(order=order, delivery=Delivery(), job_id=record.job_id, state="done",
                                        created=record.created, finished=record.finished))
        self.history.sort(key=lambda job: job.created, reverse=True)
        del self.history[HISTORY_LIMIT:]

    def _on_accepted(self, job_id: str, state: str, position: int) -> None:
        job = self.jobs.get(job_id)
        if job is not None and job.state == "waiting":
            job.state, job.position = "queued" if state == "queued" else "running", position

    def _on_progress(self, job_id: str, fraction: float, stage: str, eta: float | None, preview: Any = None) -> None:
        job = self.jobs.get(job_id)
        if job is not None and job.active:
            job.fraction, job.stage, job.eta = fraction, stage, eta
            if preview is not None and job.state != "cancelling":
                job.preview = preview
            if job.state in ("waiting", "queued"):
                job.state = "running"

    def _on_fetching(self, job_id: str) -> None:
        job = self.jobs.get(job_id)
        if job is not None and job.active:
            job.state, job.fraction, job.stage, job.eta = "fetching", 1.0, "Bringing it into Blender", None

    def _on_result(self, job_id: str, asset: Any) -> None:
        job = self.jobs.get(job_id)
        if job is not None and job.state in ("fetching", "running", "queued", "waiting"):
            job.asset, job.state = asset, "ready"
        elif job is not None and job.state == "cancelling":
            self._finish(job, "cancelled")

    def _on_ended(self, job_id: str, state: str, error: dict[str, str] | None) -> None:
        job = self.jobs.get(job_id)
        if job is not None and job.active:
            self._finish(job, state, error)

    def _on_answered(self, query_id: str, result: dict[str, Any], assets: Mapping[str, Any]) -> None:
        if (question := self.questions.pop(query_id, None)) is not None:
            question.then(result, assets)

    def _on_working(self, query_id: str, fraction: float, stage: str) -> None:
        if (question := self.questions.get(query_id)) is not None:
            question.fraction, question.stage = fraction, stage

    def _on_unanswered(self, query_id: str, error: dict[str, str]) -> None:
        if (question := self.questions.pop(query_id, None)) is not None:
            question.failed(error)

    def _on_trouble(self, error: dict[str, str]) -> None:
        self.error = error

    def _on_examined(self, findings: list[Finding]) -> None:
        self.findings, self.examining = findings, False
        self.describe()  # weights or packages may have come since

    def _on_examine_failed(self, error: dict[str, str]) -> None:
        self.error, self.examining = error, False

    # Threads

    def _help(self, work: Callable[[], None], failure: str, *about: Any) -> None:
        """Run ``work`` in a thread of its own; an error becomes the news ``failure``."""
        def run() -> None:
            try:
                work()
            except Exception as error:
                self._news.put((failure, *about, _plain(error)))

        self._helpers = [each for each in self._helpers if each.is_alive()]
        thread = threading.Thread(target=run, name="troupe-helper", daemon=True)
        self._helpers.append(thread)
        thread.start()

    def _io(self) -> None:
        """The I/O thread."""
        try:
            from .protocol.client import Client
        except ImportError as error:
            self._news.put(("trouble", {
                "code": "no_zmq", "message": f"The extension's network library does not load: {error}",
                "remedy": "Install the zip that was built for this system and this Blender's Python."}))
            return
        client = None
        try:
            while not self._closing.is_set():
                try:
                    if client is None:
                        if not self._may_connect():
                            self._closing.wait(0.5)
                            continue
                        client = Client(self.connection, name="Blender")
                    if not self._obey(client):
                        client.close()
                        client = None
                        continue
                    for event in client.poll(_POLL):
                        self._hear(client, event)
                except Exception as error:  # whatever it is, the sidebar must say it and live on
                    self._news.put(("trouble", _plain(error)))
                    self._closing.wait(0.5)
        finally:
            if client is not None:
                client.close()

    def _may_connect(self) -> bool:
        """Another computer is reached only with the user's word on online access."""
        try:
            address = load(self.connection).address
        except ConnectionFileError as error:
            if error.code not in ("no_connection", "stale_connection"):
                self._news.put(("trouble", _plain(error)))
                self._closing.wait(2.0)
            return False
        if is_loopback(address) or self.online:
            return True
        self._news.put(("trouble", {
            "code": "offline", "message": f"The backend is on another computer ({address}).",
            "remedy": "Allow Online Access in Preferences > System > Network."}))
        self._closing.wait(5.0)
        return False

    def _obey(self, client: Any) -> bool:
        """Carry out the commands waiting; False when the client is to be replaced."""
        from .protocol import messages

        while True:
            try:
                name, *values = self._commands.get_nowait()
            except queue.Empty:
                return True
            if name == "reset":
                self._orphans += values[0]
                return False
            if name == "submit":
                job_id, order, inputs = values
                try:
                    client.send_submit(
                        order.modality, order.prompt, engine=order.engine, seed=order.seed,
                        parameters=order.parameters, spec=order.spec, inputs=inputs, job_id=job_id)
                except (TroupeError, ValueError) as error:
                    self._news.put(("ended", job_id, "failed", _plain(error)))
            elif name == "query":
                query_id, service, arguments, inputs, seconds = values
                try:
                    client.send_query(service, arguments, inputs, seconds=seconds, query_id=query_id)
                except (TroupeError, ValueError) as error:
                    self._news.put(("unanswered", query_id, _plain(error)))
            elif name == "abandon":
                client.send_abandon(values[0])
            elif name == "cancel":
                client.send_cancel(values[0])
            elif name == "fetch":
                client.send_fetch(values[0])
            else:
                client.send({"shutdown": messages.Shutdown, "unload": messages.Unload,
                             "describe": messages.Describe}[name]())

    def _hear(self, client: Any, event: Any) -> None:
        from .protocol import messages

        kind, job_id, body = event.kind, event.job_id, event.body
        if kind == "connected":
            self._news.put(("online", client.server.server if client.server else ""))
            while self._orphans:  # a backend keeps its queue: nobody waits for these any more
                client.send_cancel(self._orphans.pop())
            client.send(messages.Describe())
            client.send(messages.List(limit=HISTORY_LIMIT, states=[messages.DONE]))
        elif kind == "disconnected":
            self._news.put(("lost", _plain(event.error)))
        elif kind == "described":
            self._news.put(("described", body.engines, body.broken, body.device))
        elif kind == "listed":
            self._news.put(("listed", body.jobs))
        elif kind == "accepted":
            self._news.put(("accepted", body.job_id, body.state, body.position))
        elif kind == "progress":
            self._news.put(("progress", job_id, event.fraction, event.stage, event.eta, event.preview))
        elif kind == "done":
            client.send_fetch(job_id)
            self._news.put(("fetching", job_id))
        elif kind == "result":
            self._receive(job_id, event.asset)
        elif kind == "answered":
            self._news.put(("answered", event.query_id, body.result, event.assets))
        elif kind == "working":
            self._news.put(("working", event.query_id, event.fraction, event.stage))
        elif kind == "error" and event.query_id:
            self._news.put(("unanswered", event.query_id, _plain(event.error)))
        elif kind == "cancelled":
            self._news.put(("ended", job_id, "cancelled", None))
        elif kind in ("failed", "error") and job_id:
            self._news.put(("ended", job_id, "failed", _plain(event.error)))
        elif kind == "error":  # such as a backend whose workers do not start, asked for its engines
            self._news.put(("trouble", _plain(event.error)))

    def _receive(self, job_id: str, asset: Any) -> None:
        def work() -> None:
            encode.prepare(asset)
            self._news.put(("result", job_id, asset))

        self._help(work, "ended", job_id, "failed")


def _plain(error: BaseException | None) -> dict[str, str]:
    """An exception as what panels show."""
    if isinstance(error, TroupeError):
        return {"code": error.code, "message": error.message, "remedy": error.remedy}
    return {"code": "internal", "message": f"{type(error).__name__}: {error}",
            "remedy": "This is a fault of the extension: please copy the report and send it."}
