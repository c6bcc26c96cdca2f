# SPDX-License-Identifier: GPL-3.0-or-later
"""10,000 hostile messages at a real broker: it neither ends, nor hangs, nor grows."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import psutil
import pytest
from backend_process import Peer, wait_for

sys.path.append(str(Path(__file__).parents[1] / "protocol"))
from fuzzing import hostile

MESSAGES, BATCH = 10_000, 100


def still_answers(peer: Peer) -> None:
    """A valid request right now, on the same connection, is answered whatever else comes back."""
    frames = peer.session.pack("ping", {})
    peer.socket.send_multipart(frames)
    for _ in range(10 * BATCH):
        answer = peer.answer()
        assert answer is not None, "the broker is silent"
        if answer.kind == "pong":
            return
    raise AssertionError("no pong among a thousand answers")


def test_hostile_messages_do_no_harm(backend):
    backend.start().client().close()
    process = psutil.Process(backend.process.pid)
    chance = Random(20)
    memory, files = [], []
    for batch in range(MESSAGES // BATCH):
        if batch % 10 == 0:
            peer = Peer(backend)
            assert peer.hello().kind == "welcome"
        for _ in range(BATCH):
            peer.socket.send_multipart(hostile(chance, peer.session))
            still_answers(peer)
        if batch % 10 == 9:
            peer.__exit__()
            memory.append(process.memory_info().rss)
            files.append(process.num_fds())
    assert process.is_running() and backend.process.poll() is None
    # After the first tenth nothing is kept any more, of the messages or of the connections.
    assert max(memory[1:]) - memory[0] < 12e6
    assert max(files[1:]) <= files[0] + 3
    assert "unexpected fault" not in backend.log() and "cannot answer" not in backend.log()
    with backend.client() as client:
        assert client.run("environment", "as if nothing had been", engine="sleepy").name


@pytest.mark.parametrize("key", [None, bytes(32)], ids=["no session", "no key"])
def test_hostile_strangers_learn_nothing(backend, key):
    """Without a session, or without the key, nothing but refusals comes back."""
    backend.start().client().close()
    chance = Random(21)
    with Peer(backend, key) as stranger:
        stranger.session.nonce = "0" * 32
        for _ in range(300):
            stranger.socket.send_multipart(hostile(chance, stranger.session))
        answers = []
        while stranger.socket.poll(300):
            answers.append(stranger.answer())
        if key is not None:
            assert answers == []
        else:
            assert answers and {each.kind for each in answers} == {"error"}
    with backend.client() as client:
        assert wait_for(lambda: client.describe().engines, "an answer")
