# SPDX-License-Identifier: GPL-3.0-or-later
"""The clients of the broker: their sessions, and the events that wait for them.

What a client can make the broker keep is bounded: one session for each connection, a number of
watched jobs, and for each of those one event, the newest.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import zmq

from protocol.messages import FINAL_STATES
from protocol.wire import SERVER, VERSION, Session, new_id

log = logging.getLogger(__name__)

MAXIMUM_CLIENTS = 256
MAXIMUM_WATCHED = 20_000
#: The minor of the protocol that knows figures as previews.
_FIGURES = 2
#: Sessions silent for this long end.
IDLE_SECONDS = 900.0


@dataclass
class Event:
    """One event, not signed yet."""

    kind: str
    body: dict[str, Any]
    arrays: list[np.ndarray] = field(default_factory=list)


@dataclass(eq=False)
class Client:
    """One session."""

    identity: bytes
    session: Session
    heard: float
    #: The minor of the protocol that it speaks.
    minor: int = VERSION[1]
    watched: OrderedDict[str, None] = field(default_factory=OrderedDict)
    outbox: OrderedDict[str, Event] = field(default_factory=OrderedDict)

    def watch(self, job_ids: Iterable[str]) -> None:
        """Send the events of these jobs to this client from now on."""
        for job_id in job_ids:
            self.watched[job_id] = None
            self.watched.move_to_end(job_id)
        while len(self.watched) > MAXIMUM_WATCHED:
            self.watched.popitem(last=False)

    def put(self, job_id: str, event: Event) -> None:
        """Let ``event`` wait to be sent, in place of an older one of its job."""
        if job_id not in self.watched:
            return
        if self.minor < _FIGURES and (event.body.get("preview") or {}).get("$type") == "Figure":
            event = Event(event.kind, {**event.body, "preview": None})
        older = self.outbox.get(job_id)
        if event.kind == "progress" and not event.body.get("preview") and older is not None \
                and older.kind == "progress" and older.body.get("preview"):
            event = Event(event.kind, {**event.body, "preview": older.body["preview"]}, older.arrays)
        self.outbox[job_id] = event


class Clients:
    """All sessions of a ROUTER socket."""

    def __init__(self, socket: zmq.Socket[Any], key: bytes) -> None:
        self._socket, self._key = socket, key
        self._by_nonce: OrderedDict[str, Client] = OrderedDict()

    def __len__(self) -> int:
        return len(self._by_nonce)

    def open(self, identity: bytes, minor: int = VERSION[1]) -> Client:
        """A new session of a client that speaks ``minor``; an older one of the same connection ends, as does the
        longest silent one when there are too many."""
        for client in [each for each in self._by_nonce.values() if each.identity == identity]:
            self.drop(client)
        while len(self._by_nonce) >= MAXIMUM_CLIENTS:
            self._by_nonce.popitem(last=False)
        client = Client(identity, Session(self._key, SERVER, new_id()), time.monotonic(), minor)
        self._by_nonce[client.session.nonce] = client
        return client

    def find(self, nonce: str) -> Client | None:
        """The session with that nonce."""
        return self._by_nonce.get(nonce)

    def heard(self, client: Client, identity: bytes) -> None:
        """A valid message of ``client`` has come; a reconnected socket has a new identity."""
        client.identity, client.heard = identity, time.monotonic()
        self._by_nonce.move_to_end(client.session.nonce)

    def drop(self, client: Client) -> None:
        """End a session: the client will be told to say hello again."""
        self._by_nonce.pop(client.session.nonce, None)

    def publish(self, job_id: str, event: Event) -> None:
        """Let every client that watches the job have ``event``."""
        for client in self._by_nonce.values():
            client.put(job_id, event)

    def flush(self) -> bool:
        """Send waiting events; True if some still wait for a client to read. End silent sessions."""
        waiting = False
        now = time.monotonic()
        for client in list(self._by_nonce.values()):
            if now - client.heard > IDLE_SECONDS:
                self.drop(client)
            while client.outbox:
                job_id, event = next(iter(client.outbox.items()))
                sent = self.send(client, event.kind, event.body, event.arrays)
                if sent is None:
                    waiting = True
                    break
                client.outbox.pop(job_id, None)
                if event.kind in FINAL_STATES:
                    client.watched.pop(job_id, None)
        return waiting

    def send(self, client: Client, kind: str, body: dict[str, Any], arrays: Iterable[np.ndarray] = (), *,
             reply_to: str | None = None, digests: Iterable[str] = ()) -> bool | None:
        """Send now: True if it went, False if the client is gone, None if it does not read.

        Never blocks: a slow client costs the others nothing. Raises
        :class:`~protocol.errors.ProtocolError` for a message over the limits.
        """
        frames = client.session.pack(kind, body, list(arrays), reply_to=reply_to, digests=list(digests))
        sent = self.send_frames(client.identity, frames)
        if sent is None:
            client.session.sent -= 1
        if sent is False:
            self.drop(client)
            client.outbox.clear()
        return sent

    def send_frames(self, identity: bytes, frames: list[Any]) -> bool | None:
        """Like :meth:`send`, for signed frames."""
        try:
            self._socket.send_multipart([identity, *frames], zmq.NOBLOCK, copy=False)
        except zmq.Again:
            return None
        except zmq.ZMQError as error:
            log.info("a client is gone: %s", error)
            return False
        return True
