# SPDX-License-Identifier: GPL-3.0-or-later
"""A backend of a hundred lines in a thread: enough of SPEC.md to try a client against.

Jobs do nothing until the test says so: :meth:`ToyBackend.finish`, :meth:`~ToyBackend.progress`.
Everything that a test changes is read by the serving thread under ``lock``.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import zmq

from protocol import messages, wire
from protocol.codec import encode
from protocol.connection import Connection, CurveKeys, secure_server
from protocol.errors import ProtocolError
from protocol.transfer import INLINE_BYTES, Layout


class ToyBackend:
    """Serves until closed; ``path`` gets the connection file."""

    def __init__(self, path=None, *, address="tcp://127.0.0.1", key=None, curve: CurveKeys | None = None):
        self.lock = threading.Lock()
        self.key = key or wire.new_key()
        self.jobs: dict[str, messages.Job] = {}
        self.assets: dict[str, object] = {}
        self.submissions: list[messages.Submit] = []
        self.sessions: dict[str, tuple[wire.Session, bytes]] = {}
        self.heard: list[str] = []
        self.queries: list[dict] = []
        #: Kinds that are not answered.
        self.deaf: set[str] = set()
        #: Kind -> error that answers it.
        self.refusals: dict[str, messages.Error] = {}
        self.version = wire.VERSION
        #: Job -> what is said of the files of its result.
        self.local: dict[str, dict] = {}
        #: Changes the frames of every reply of a kind.
        self.tamper: dict[str, object] = {}
        self._context = zmq.Context()
        self._router = self._context.socket(zmq.ROUTER)
        self._router.linger = 0
        if curve:
            secure_server(self._router, curve)
        self.port = self._router.bind_to_random_port(address)
        self.connection = Connection(address=f"{address}:{self.port}", key=self.key, server="toy",
                                     curve=curve.public if curve else "")
        if path is not None:
            self.connection.save(path)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._stop.set()
        self._thread.join(5)
        self._router.close(0)
        self._context.destroy(linger=0)

    def wait_for(self, kind: str, count: int = 1, timeout: float = 5.0) -> None:
        """Until ``count`` messages of ``kind`` have been heard."""
        deadline = time.monotonic() + timeout
        while self.heard.count(kind) < count:
            assert time.monotonic() < deadline, f"no {kind} in {self.heard}"
            time.sleep(0.005)

    def finish(self, job_id: str, state: str = "done", asset=None, tell: bool = True) -> None:
        """End a job, with or without saying so."""
        error = messages.ErrorInfo(code="engine_error", message="It broke.", remedy="Mend it.")
        with self.lock:
            self.assets[job_id] = asset
            job = self.jobs[job_id]
            self.jobs[job_id] = messages.Job(**{
                **{name: getattr(job, name) for name in ("job_id", "modality", "engine", "prompt", "seed")},
                "state": state, "error": error if state == "failed" else None})
        if tell:
            self.event({"done": messages.Done(job_id=job_id), "cancelled": messages.Cancelled(job_id=job_id),
                        "failed": messages.Failed(job_id=job_id, **error.to_json())}[state])

    def event(self, body: messages.Body, arrays=()) -> None:
        """Push an event to every session."""
        with self.lock:
            for session, peer in self.sessions.values():
                self._router.send_multipart([peer, *session.pack(body.KIND, body.to_json(), arrays)])

    def _serve(self):
        while not self._stop.is_set():
            if not self._router.poll(20):
                continue
            with self.lock:
                peer, *frames = self._router.recv_multipart()
                with suppress(ProtocolError):
                    self._on_message(peer, frames)

    def _on_message(self, peer, frames):
        message = wire.unpack(self.key, frames, wire.CLIENT)
        if message.kind == messages.Query.KIND:
            self.queries.append(message.body)
        self.heard.append(message.kind)
        session = wire.Session(self.key, wire.SERVER)
        if message.session:
            if message.session not in self.sessions:
                self._send(peer, session, messages.Error(code="unknown_session", message="Who?"), message)
                return
            session, _ = self.sessions[message.session]
            session.accept(message)
            self.sessions[message.session] = session, peer
        if message.kind in self.deaf:
            return
        body = messages.parse(message.kind, message.body)
        self._send(peer, session, self.refusals.get(message.kind) or self._answer(peer, body), message)

    def _send(self, peer, session, answer, message):
        body, arrays = answer if isinstance(answer, tuple) else (answer, ())
        packed = wire.Message(kind=body.KIND, body=body.to_json(), arrays=list(arrays), id=wire.new_id(),
                              session=session.nonce, reply_to=message.id, version=self.version)
        if session.nonce:
            session.sent += 1
            packed.seq = session.sent
        frames = [bytes(each) for each in wire.pack(self.key, packed, wire.SERVER)]
        self._router.send_multipart([peer, *self.tamper.get(body.KIND, lambda frames: frames)(frames)])

    def _answer(self, peer, body):
        match body:
            case messages.Hello():
                nonce = wire.new_id()
                self.sessions[nonce] = wire.Session(self.key, wire.SERVER, nonce), peer
                return messages.Welcome(server="toy", session=nonce, protocol=self.version)
            case messages.Ping():
                return messages.Pong(time=time.time())
            case messages.Describe():
                return messages.Described(engines=[{"name": "toy"}], device="cpu", workers=1)
            case messages.Submit():
                self.submissions.append(body)
                self.jobs.setdefault(body.job_id, messages.Job(
                    job_id=body.job_id, modality=body.modality, engine="toy", prompt=body.prompt, seed=body.seed,
                    state="queued"))
                return messages.Accepted(job_id=body.job_id, state=self.jobs[body.job_id].state)
            case messages.Status():
                return messages.Statuses(jobs=[self.jobs[each] for each in body.job_ids if each in self.jobs])
            case messages.Fetch():
                tree, arrays = encode(self.assets[body.job_id])
                layout = Layout.of(arrays)
                if layout.nbytes <= INLINE_BYTES:
                    return messages.Result(job_id=body.job_id, asset=tree), arrays
                return messages.Result(job_id=body.job_id, asset=tree, layout=layout.to_json(),
                                       local=self.local.get(body.job_id))
            case messages.Read():
                _, arrays = encode(self.assets[body.job_id])
                layout = Layout.of(arrays)
                blob = b"".join(layout.parts(arrays))
                start, stop = layout.bounds(body.index)
                chunk = wire.view(memoryview(blob)[start:stop], "|u1", [stop - start])
                return messages.Chunk(job_id=body.job_id, index=body.index), [chunk]
            case messages.List():
                return messages.Listed(jobs=list(self.jobs.values())[:body.limit])
            case messages.Cancel():
                return messages.Cancelling(job_id=body.job_id, state=self.jobs[body.job_id].state)
            case messages.Forget():
                return messages.Forgotten(job_id=body.job_id)
            case messages.Unload():
                return messages.Unloaded()
            case messages.Query():
                tree, arrays = encode(self.assets["answer"]) if "answer" in self.assets else ({}, ())
                return messages.Answered(query_id=body.query_id, service=body.service, result=body.arguments,
                                         assets={"picture": tree} if tree else {}), arrays
            case messages.Abandon():
                return messages.Abandoned(query_id=body.query_id, known=False)
        return messages.Stopping()
