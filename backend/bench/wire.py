# SPDX-License-Identifier: GPL-3.0-or-later
"""What the protocol costs: a large asset through :class:`protocol.client.Client` against bare ZeroMQ.

All are measured in turn in one run between two processes on one computer, so that the ratios hold on
any machine, whatever else it is doing. The client fetches twice: as it does from a backend on its own
computer, whose files it reads, and in chunks over the wire, as from anywhere else.
"""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import numpy as np
import zmq

from backend.server.results import ResultStore
from protocol import messages, wire
from protocol.assets import Environment
from protocol.client import Client
from protocol.codec import encode
from protocol.connection import Connection
from protocol.local import LocalCopy
from protocol.transfer import Layout

#: The job whose files the client is not told of.
_REMOTE = "0" * 32


def measure(megabytes: int = 100, rounds: int = 12) -> dict[str, float]:
    """Fetch an environment map of about ``megabytes`` MiB.

    Returns seconds ``raw_s``: pyzmq, DEALER/ROUTER, one frame, ``copy=False``; ``client_s``: signed,
    hashed, decoded and validated; ``wire_s``: the same without a common disk; ``ratio`` and
    ``wire_ratio`` to the first; the size in MiB; and ``round_trip_s``, a
    request and its reply. The best of ``rounds`` taken in turn, which other programs disturb least.
    """
    height = 2 * max(1, round((megabytes * (1 << 20) / (2 * 3 * 4)) ** 0.5 / 2))
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    scratch = tempfile.TemporaryDirectory(prefix="troupe-bench-")
    server = context.Process(target=_serve, args=(theirs, height, scratch.name), daemon=True)
    server.start()
    try:
        address, port, key = ours.recv()
        zmq_context = zmq.Context()
        raw = zmq_context.socket(zmq.DEALER)
        raw.linger = 0
        raw.connect(port)
        shared, remote = wire.new_id(), _REMOTE
        with Client(Connection(address=address, key=key)) as client:
            client.connect()
            taken = _alternate(rounds, lambda: _fetch_raw(raw), lambda: client.fetch(shared),
                               lambda: client.fetch(remote))
            trips = [_timed(client.describe) for _ in range(100)]
        raw.send(b"stop")
        server.join(5)
        zmq_context.destroy(linger=1000)
    finally:
        server.kill()
        server.join()
        scratch.cleanup()
    raw_s, client_s, wire_s = map(min, taken)
    return {"raw_s": raw_s, "client_s": client_s, "ratio": client_s / raw_s, "wire_s": wire_s,
            "wire_ratio": wire_s / raw_s,
            "megabytes": height * 2 * height * 3 * 4 / (1 << 20), "round_trip_s": statistics.median(trips)}


def _alternate(rounds: int, *actions: Callable[[], Any]) -> list[list[float]]:
    for action in actions:
        action()  # the first time pays for memory and threads
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, times in zip(actions, taken):
            times.append(_timed(action))
    return taken


def _timed(action: Callable[[], Any]) -> float:
    start = time.perf_counter()
    result = action()
    taken = time.perf_counter() - start
    del result
    return taken


def _fetch_raw(socket: zmq.Socket) -> np.ndarray:
    socket.send(b"fetch")
    frames = socket.recv_multipart(copy=False)
    return np.frombuffer(frames[1].buffer, "<f4")


def _serve(pipe: Pipe, height: int, folder: str) -> None:
    """The least that answers a client, and a bare ROUTER beside it, over the same array."""
    pixels = np.random.default_rng(0).random((height, 2 * height, 3), np.float32)
    tree, arrays = encode(Environment(name="bench", pixels=pixels))
    layout = Layout.of(arrays)
    blob = np.frombuffer(b"".join(layout.parts(arrays)), np.uint8)
    store = ResultStore(Path(folder))
    manifest = store.manifest(store.save(tree, arrays)[0])
    digests = [*manifest.chunk_digests]
    local = LocalCopy(layout, tuple(str(store.blob_path(each.digest)) for each in manifest.blobs), tuple(digests))
    context = zmq.Context()
    sockets = [context.socket(zmq.ROUTER) for _ in range(2)]
    ports = [f"tcp://127.0.0.1:{each.bind_to_random_port('tcp://127.0.0.1')}" for each in sockets]
    signed, raw = sockets
    key = wire.new_key()
    pipe.send((ports[0], ports[1], key))
    session = wire.Session(key, wire.SERVER, wire.new_id())
    poller = zmq.Poller()
    for each in sockets:
        poller.register(each, zmq.POLLIN)
    while True:
        for socket, _ in poller.poll():
            if socket is raw:
                peer, command = raw.recv_multipart()
                if command == b"stop":
                    context.destroy(linger=0)
                    return
                raw.send_multipart([peer, b"header", blob], copy=False)
                continue
            peer, *frames = signed.recv_multipart(copy=False)
            request = wire.unpack(key, frames, wire.CLIENT)
            body = messages.parse(request.kind, request.body)
            reply, sent, known = _answer(body, session.nonce, tree, layout, blob, digests, local)
            sender = session if request.session else wire.Session(key, wire.SERVER)
            answer = sender.pack(reply.KIND, reply.to_json(), sent, reply_to=request.id, digests=known)
            signed.send_multipart([peer, *answer], copy=False)


def _answer(body: messages.Body, nonce: str, tree: dict[str, Any], layout: Layout, blob: np.ndarray,
            digests: list[str], local: LocalCopy) -> tuple[messages.Body, list[np.ndarray], list[str]]:
    if isinstance(body, messages.Hello):
        return messages.Welcome(server="bench", session=nonce), [], []
    if isinstance(body, messages.Fetch):
        files = None if body.job_id == _REMOTE else local.to_json()
        return messages.Result(job_id=body.job_id, asset=tree, layout=layout.to_json(), local=files), [], []
    if isinstance(body, messages.Read):
        start, stop = layout.bounds(body.index)
        return messages.Chunk(job_id=body.job_id, index=body.index), [blob[start:stop]], [digests[body.index]]
    if isinstance(body, messages.Describe):
        return messages.Described(engines=[]), [], []
    return messages.Pong(time=time.time()), [], []


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:14} {value:.6g}")
