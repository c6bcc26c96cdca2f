# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection to a backend: a DEALER, its session and its signs of life. Used by :mod:`.client`."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence

import numpy as np
import zmq
from zmq.utils.monitor import recv_monitor_message

from .connection import Connection, secure_client
from .errors import BackendLost, ProtocolError
from .messages import Body, Error, Hello, Ping, Welcome
from .wire import CLIENT, DEFAULT_LIMITS, SERVER, VERSION, Message, Session, new_id, unpack, version_mismatch

#: Seconds of silence before a ping, and after it before the backend counts as lost.
PING_AFTER = 2.0
LOST_AFTER = 10.0
#: Seconds the backend has to answer hello.
GREETING = 3.0

_HEARTBEAT_MS = (2_000, 10_000)
_GONE = (zmq.EVENT_DISCONNECTED | zmq.EVENT_CLOSED | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
         | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_HANDSHAKE_FAILED_AUTH)
_RESTART = "Start or restart it: troupe serve"


class Channel:
    """Says hello when made; :attr:`welcome` is set once it is answered. Never reconnects.

    Every method may raise :class:`BackendLost` (the peer is gone or silent) or
    :class:`ProtocolError` "version_mismatch"; close it then and make another one.
    """

    def __init__(self, context: zmq.Context, connection: Connection, name: str) -> None:
        if connection.protocol[0] != VERSION[0]:
            raise version_mismatch(VERSION, connection.protocol)
        self.connection = connection
        self.welcome: Welcome | None = None
        self._session = Session(connection.key, CLIENT)
        self._hello = new_id()
        #: Requests not yet answered: only to these may a message outside the session reply.
        self._open: set[str] = set()
        self._born = self._heard = time.monotonic()
        self._pinged: float | None = None
        self._socket = context.socket(zmq.DEALER)
        self._socket.linger = 0
        self._socket.heartbeat_ivl, self._socket.heartbeat_timeout = _HEARTBEAT_MS
        # A new connection needs a new session, and perhaps another address: not ZeroMQ's to make.
        self._socket.reconnect_ivl = -1
        self._socket.setsockopt(zmq.MAXMSGSIZE, DEFAULT_LIMITS.array_bytes)
        self._socket.ipv6 = "[" in connection.address
        if connection.curve:
            secure_client(self._socket, connection.curve)
        self._monitor = self._socket.get_monitor_socket(_GONE)
        self._poller = zmq.Poller()
        self._poller.register(self._socket, zmq.POLLIN)
        self._poller.register(self._monitor, zmq.POLLIN)
        self._socket.connect(connection.address)
        self._send(Hello(client=name), (), self._hello)

    def send(self, body: Body, arrays: Sequence[np.ndarray], id: str) -> None:
        """Send a request under ``id``."""
        self._send(body, arrays, id)

    def receive(self, timeout: float) -> Message | None:
        """The next message of the session, its arrays still to be verified; None after ``timeout`` seconds.

        A welcome is not returned: it sets :attr:`welcome`. A message that breaks the protocol is dropped.
        """
        if not self._socket.get(zmq.EVENTS) & zmq.POLLIN:
            ready = dict(self._poller.poll(max(0, round(1000 * min(timeout, self._patience())))))
            if self._socket not in ready:
                if self._monitor in ready:
                    recv_monitor_message(self._monitor)
                    raise BackendLost("The connection to the backend broke.", _RESTART)
                self._check_silence()
                return None
        frames = self._socket.recv_multipart(zmq.DONTWAIT, copy=False)
        try:
            message = unpack(self.connection.key, frames, SERVER, defer=True)
            return self._accept(message)
        except ProtocolError as error:
            if error.code == "version_mismatch":
                raise
            return None

    def close(self) -> None:
        with contextlib.suppress(zmq.ZMQError):
            self._socket.disable_monitor()
        self._monitor.close(0)
        self._socket.close(0)

    def _accept(self, message: Message) -> Message | None:
        if message.session:
            self._session.accept(message)
        elif message.reply_to not in self._open:
            return None
        elif message.kind == "error":
            body = Error.from_json(message.body)
            if body.code == "unknown_session":
                raise BackendLost("The backend was restarted.", _RESTART)
            if body.code == "version_mismatch":
                raise ProtocolError(body.code, body.message, body.remedy)
            if message.reply_to == self._hello:
                raise BackendLost(body.message, body.remedy, body.code)
        elif message.kind == "welcome" and message.reply_to == self._hello:
            self.welcome = Welcome.from_json(message.body)
            self._session.nonce = self.welcome.session
        self._heard, self._pinged = time.monotonic(), None
        self._open.discard(message.reply_to or "")
        return message if message.session else None

    def _patience(self) -> float:
        """Seconds until silence has to be looked at."""
        now = time.monotonic()
        if self.welcome is None:
            return max(0.0, self._born + GREETING - now)
        due = self._heard + PING_AFTER if self._pinged is None else self._pinged + LOST_AFTER
        return max(0.0, due - now)

    def _check_silence(self) -> None:
        # Called with nothing left to read, so that a client that was not polled for a while
        # finds what waited for it before it judges the silence.
        if self._patience() > 0:
            return
        if self.welcome is None:
            raise BackendLost(
                f"The backend at {self.connection.address} does not answer.",
                "Restart it (troupe serve); the connection file may belong to another one.")
        if self._pinged is not None:
            raise BackendLost(f"The backend has been silent for {LOST_AFTER:g} s.", _RESTART)
        self._pinged = time.monotonic()
        self._send(Ping(), (), new_id())

    def _send(self, body: Body, arrays: Sequence[np.ndarray], id: str) -> None:
        frames = self._session.pack(body.KIND, body.to_json(), arrays, id=id)
        self._open.add(id)
        try:
            self._socket.send_multipart(frames, zmq.DONTWAIT, copy=False)
        except zmq.Again as error:
            raise BackendLost("The backend does not take any more requests.", _RESTART) from error
