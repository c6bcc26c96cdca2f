# SPDX-License-Identifier: GPL-3.0-or-later
"""Which job runs where, and what becomes of it when it ends, is cancelled or loses its worker."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

from backend.engine import EngineError
from protocol.wire import Message

from .catalogue import Catalogue
from .jobs import MAXIMUM_ATTEMPTS, Job, JobStore
from .ledger import Ledger
from .storage import StorageError
from .workers import Pool, Worker, last_line

log = logging.getLogger(__name__)

#: After so many workers in a row that could not start, waiting jobs fail with the reason.
MAXIMUM_STARTS = 3
#: Jobs answered from the store in one go.
MAXIMUM_ANSWERS = 50

#: Called with the job, and with the arrays and tree of a preview when there is one.
Publish = Callable[[Job, dict[str, Any] | None, list[np.ndarray]], None]


class Scheduler:
    """The queue and the pool. ``publish`` is told of every change of a job."""

    def __init__(self, jobs: JobStore, ledger: Ledger, pool: Pool, catalogue: Catalogue, publish: Publish, *,
                 grace: float, idle_seconds: float) -> None:
        self._jobs, self._ledger, self._pool, self._catalogue = jobs, ledger, pool, catalogue
        self._publish = publish
        self._grace, self._idle_seconds = grace, idle_seconds
        self.queue: OrderedDict[str, Job] = OrderedDict()
        self.running: dict[str, tuple[Job, Worker]] = {}
        #: Why workers cannot start, "" while they can.
        self.no_workers = ""
        waiting, _ = jobs.recover()
        for job in waiting:
            self.queue[job.job_id] = job

    def get(self, job_id: str) -> Job | None:
        """The job with all that is known of it now."""
        if job_id in self.running:
            return self.running[job_id][0]
        return self.queue.get(job_id) or self._jobs.get(job_id)

    def position(self, job_id: str) -> int:
        """How many jobs are before it in the queue."""
        for position, each in enumerate(self.queue):
            if each == job_id:
                return position
        return 0

    def submit(self, job: Job) -> bool:
        """Keep a new job and queue it; True if the store answers it at once.

        Raises :class:`StorageError` when it cannot be kept.
        """
        answer = self._answer(job)
        if answer:
            self._finish_from_store(job, answer)
        self._jobs.add(job)
        if not answer:
            self.queue[job.job_id] = job
        return bool(answer)

    def resubmit(self, job: Job) -> None:
        """Queue a done job again because its result is lost."""
        job.to("queued")
        job.attempts = 0
        self._jobs.save(job)
        self.queue[job.job_id] = job

    def cancel(self, job_id: str) -> str:
        """Cancel a job; returns its state, "running" while its worker has yet to yield."""
        if job := self.queue.pop(job_id, None):
            self._end(job, "cancelled")
        elif job_id in self.running:
            job, worker = self.running[job_id]
            if worker.deadline is None:
                worker.deadline = time.monotonic() + self._grace
                job.stage, job.eta = "Cancelling", None
                self._publish(job, None, [])
                if not self._pool.send(worker, "cancel", {"job_id": job_id}):
                    self._pool.kill(worker)
        job = self.get(job_id)
        return job.state if job else "cancelled"

    def heard(self, worker: Worker, message: Message) -> None:
        """Act on what a worker said."""
        body = message.body
        if message.kind in ("ready", "declared"):
            self._catalogue.declare(body)
            self.no_workers = ""
            if worker.state == "starting":
                worker.to("idle")
        elif message.kind == "unloaded":
            worker.loaded.clear()
        elif worker.job_id == body.get("job_id") and worker.job_id in self.running:
            job = self.running[worker.job_id][0]
            if message.kind == "progress":
                if worker.deadline is None:  # a cancelled job shows no further progress
                    job.fraction, job.stage, job.eta = body["fraction"], body["stage"], body["eta"]
                    self._publish(job, body.get("preview"), message.arrays)
                return
            cancelled = worker.deadline is not None
            self._release(worker)
            if message.kind == "finished":
                self._finished(job, body["result"])
            elif message.kind == "failed" and not cancelled:
                self._end(job, "failed", EngineError(body["message"], body["remedy"], body["code"]))
            else:
                self._end(job, "cancelled")

    def lost(self, worker: Worker, reason: str) -> None:
        """A worker's process has ended; its job, if it had one, is tried once more."""
        if worker.state == "starting" and self._pool.failed_starts >= MAXIMUM_STARTS:
            detail = last_line(worker.log)
            self._give_up(f"a worker {reason}" + (f" ({detail})" if detail else ""))
        if worker.job_id not in self.running:
            return
        job = self.running.pop(worker.job_id)[0]
        if worker.deadline is not None:
            self._end(job, "cancelled")
        elif job.attempts < MAXIMUM_ATTEMPTS:
            log.warning("job %s: its worker %s; trying once more", job.job_id, reason)
            self._requeue(job)
        else:
            memory = " Most often that means that memory ran out." if "SIGKILL" in reason else ""
            self._end(job, "failed", EngineError(
                f"The worker {reason} while {job.engine} was working, {job.attempts} times.{memory}",
                "Ask for a smaller size or fewer details, close other programs, or choose another engine.",
                "worker_lost"))

    def _give_up(self, reason: str) -> None:
        """Fail what waits: no worker starts."""
        self.no_workers = reason
        for job in list(self.queue.values()):
            del self.queue[job.job_id]
            self._end(job, "failed", self.cannot_start())

    def cannot_start(self) -> EngineError:
        """What to tell a client while no worker can start. It is tried again: the cause may be gone."""
        if not self._pool.workers and self._pool.has_room():
            self._pool.start()
        return EngineError(f"The backend cannot start its workers: {self.no_workers}.",
                           "Run `troupe doctor`, and see the workers' logs in the store's logs folder.", "no_workers")

    def tick(self) -> None:
        """Dispatch what can run, end what is overdue or idle for long, save what is unsaved."""
        self._pool.watch()
        if self._pool.refusal and self._pool.failed_starts >= MAXIMUM_STARTS and not self._pool.workers:
            self._give_up(f"the system refuses: {self._pool.refusal}")
        self.dispatch()
        if self._jobs.unsaved:
            self._jobs.flush()
        now = time.monotonic()
        for worker in self._pool.idle():
            if now - worker.since > self._idle_seconds:
                log.info("worker %d was idle for %.0f s", worker.process.pid, now - worker.since)
                self._pool.stop(worker)

    def dispatch(self) -> None:
        """Give queued jobs, in order, to idle workers, starting workers as needed."""
        if not self.queue:
            return
        idle = self._pool.idle()
        busy_keys = {job.key for job, _ in self.running.values()}
        waiting = 0
        answered = 0
        for job in list(self.queue.values()):
            if job.key in busy_keys and self._deterministic(job):
                continue  # the job that runs will answer this one too
            if answer := self._answer(job):
                del self.queue[job.job_id]
                self._finish_from_store(job, answer)
                self._jobs.save(job)
                self._publish(job, None, [])
                answered += 1
                if answered == MAXIMUM_ANSWERS:
                    break  # others want to be served as well
                continue
            if not idle:
                waiting = len(self.queue)
                break
            # A worker that has the engine's models; else a fresh one; else one that has others.
            worker = min(idle, key=lambda each: (job.engine not in each.loaded, len(each.loaded)))
            fresh = job.engine not in worker.loaded and worker.loaded
            if fresh and self._pool.has_room():
                waiting = 1
                break
            idle.remove(worker)
            del self.queue[job.job_id]
            busy_keys.add(job.key)
            self._start(job, worker)
        starting = sum(each.state == "starting" for each in self._pool.workers.values())
        if waiting > starting and self._pool.has_room():
            self._pool.start()

    def close(self) -> None:
        """Put running jobs back into the queue for the next start: stopping on purpose is no failed attempt."""
        for job, worker in self.running.values():
            if worker.deadline is not None:
                job.to("cancelled")
            else:
                job.attempts -= 1
                job.to("queued")
            self._jobs.save(job)
        self._pool.close()

    def _start(self, job: Job, worker: Worker) -> None:
        job.to("running")
        job.stage = "Starting"
        self._jobs.save(job)
        worker.to("busy")
        worker.loaded.add(job.engine)
        worker.job_id = job.job_id
        self.running[job.job_id] = (job, worker)
        self._publish(job, None, [])
        sent = self._pool.send(worker, "run", {
            "job_id": job.job_id, "engine": job.engine, "prompt": job.prompt, "seed": job.seed,
            "parameters": job.parameters, "spec": job.spec, "inputs": job.inputs})
        if not sent:
            self._pool.kill(worker)  # it is gone or stuck: the job is tried elsewhere

    def _release(self, worker: Worker) -> None:
        del self.running[worker.job_id]
        worker.job_id, worker.deadline = "", None
        worker.to("idle")

    def _finished(self, job: Job, digest: str) -> None:
        try:
            job.nbytes = self._ledger.adopt(digest, job.key if self._deterministic(job) else None)
        except StorageError as error:
            # Rarely, room was made of a blob just as the worker found that it need not write it.
            if error.code == "result_lost" and job.attempts < MAXIMUM_ATTEMPTS:
                self._requeue(job)
            else:
                self._end(job, "failed", error)
            return
        job.result = digest
        self._end(job, "done")

    def _requeue(self, job: Job) -> None:
        job.to("queued")
        job.stage = "Waiting to try again"
        self._jobs.save(job)
        self.queue[job.job_id] = job
        self.queue.move_to_end(job.job_id, last=False)
        self._publish(job, None, [])

    def _end(self, job: Job, state: str, error: EngineError | None = None) -> None:
        if error is None:
            job.to(state)
        else:
            job.fail(error)
        log.info("job %s %s%s", job.job_id, state, f": {error.code}: {error.message}" if error else "")
        self._jobs.save(job)
        self._publish(job, None, [])

    def _finish_from_store(self, job: Job, digest: str) -> None:
        job.nbytes = self._ledger.store.manifest(digest).nbytes
        job.result = digest
        job.to("done")

    def _answer(self, job: Job) -> str | None:
        return self._ledger.answer(job.key) if self._deterministic(job) else None

    def _deterministic(self, job: Job) -> bool:
        declared = next((each for each in self._catalogue.engines if each["name"] == job.engine), None)
        return declared is not None and bool(declared["deterministic"])
