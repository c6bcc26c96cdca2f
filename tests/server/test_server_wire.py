# SPDX-License-Identifier: GPL-3.0-or-later
"""What the broker does with peers that break the protocol, by accident or by intent."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
import zmq
from backend_process import Peer

from protocol.connection import load
from protocol.wire import CLIENT, VERSION, Message, new_id, new_key, pack


@pytest.fixture
def peer(shared):
    with Peer(shared) as made:
        yield made


def test_a_replayed_message_is_refused_without_an_answer(peer):
    peer.hello()
    frames = peer.session.pack("ping", {})
    peer.socket.send_multipart(frames)
    assert peer.answer().kind == "pong"
    peer.socket.send_multipart(frames)
    assert peer.answer(0.3) is None
    peer.socket.send_multipart(peer.session.pack("ping", {}))
    assert peer.answer().kind == "pong"


def test_a_message_of_a_session_that_ended_is_refused(peer, shared):
    with Peer(shared) as other:
        other.hello()
        recorded = other.session.pack("shutdown", {})
        other.hello()  # ends the session before
    peer.hello()
    peer.socket.send_multipart(recorded)
    assert peer.answer().body["code"] == "unknown_session"
    peer.socket.send_multipart(peer.session.pack("ping", {}))
    assert peer.answer().kind == "pong"


def test_a_message_of_an_earlier_life_is_refused(backend):
    backend.start().client().close()
    with Peer(backend) as peer:
        peer.hello()
        recorded = peer.session.pack("shutdown", {})
    backend.kill()
    backend.start().client().close()
    with Peer(backend) as peer:
        peer.socket.send_multipart(recorded)
        assert peer.answer(0.3) is None  # the key is new as well
        assert peer.hello().kind == "welcome"


def test_a_wrong_key_gets_no_answer(shared):
    with Peer(shared, new_key()) as stranger:
        stranger.socket.send_multipart(stranger.session.pack("hello", {"client": "stranger"}))
        assert stranger.answer(0.3) is None


def test_a_message_without_a_session_is_told_to_say_hello(peer):
    peer.socket.send_multipart(peer.session.pack("ping", {}))
    answer = peer.answer()
    assert answer.kind == "error" and answer.body["code"] == "unknown_session"
    assert answer.session == "" and answer.seq == 0


def test_another_major_version_is_told_whom_to_update(peer):
    answer = peer.hello(version=(VERSION[0] + 1, 0))
    assert answer.body["code"] == "version_mismatch" and "Update the backend" in answer.body["remedy"]
    answer = peer.hello(version=(0, 9))
    assert answer.body["code"] == "version_mismatch" and "extension" in answer.body["remedy"]


@pytest.mark.parametrize(("kind", "body", "code"), [
    ("dance", {}, "unknown_kind"),
    ("pong", {"time": 1.0}, "unknown_kind"),
    ("ping", {"extra": 1}, "malformed"),
    ("cancel", {}, "malformed"),
    ("cancel", {"job_id": "../../etc/passwd"}, "malformed"),
    ("submit", {"job_id": "0" * 32, "modality": "opera", "prompt": "x"}, "malformed"),
    ("status", {"job_ids": ["0" * 32] * 10_001}, "malformed"),
    ("list", {"limit": 0}, "malformed"),
    ("read", {"job_id": "0" * 32, "index": 0}, "unknown_job"),
])
def test_a_wrong_request_is_answered_with_what_is_wrong(peer, kind, body, code):
    peer.hello()
    peer.socket.send_multipart(peer.session.pack(kind, body))
    answer = peer.answer()
    assert answer.kind == "error" and answer.body["code"] == code
    peer.socket.send_multipart(peer.session.pack("ping", {}))
    assert peer.answer().kind == "pong"


def test_chunks_that_do_not_exist_are_refused(peer, client):
    small = client.submit("environment", "x", engine="big", parameters={"mib": 0.1})
    large = client.submit("environment", "x", engine="big", parameters={"mib": 3})
    client.wait(small)
    client.wait(large)
    peer.hello()
    for job_id, index in ((small, 0), (large, 999)):
        peer.socket.send_multipart(peer.session.pack("read", {"job_id": job_id, "index": index}))
        assert peer.answer().body["code"] == "malformed"


def test_files_are_named_to_clients_of_this_version_only(peer, client):
    job_id = client.submit("environment", "x", engine="big", parameters={"mib": 3})
    asset = client.wait(job_id)
    peer.hello()
    peer.socket.send_multipart(peer.session.pack("fetch", {"job_id": job_id}))
    named = peer.answer().body["local"]
    stored = b"".join(Path(each).read_bytes() for each in named["files"])
    assert asset.pixels.tobytes() in stored and len(named["digests"]) >= 1
    old = Message(kind="fetch", body={"job_id": job_id}, id=new_id(), session=peer.session.nonce, seq=99,
                  version=(1, 0))
    peer.socket.send_multipart(pack(peer.session.key, old, CLIENT))
    answer = peer.answer()
    assert answer.kind == "result" and "local" not in answer.body and answer.body["layout"]


def test_a_browser_at_the_port_does_no_harm(shared, client):
    host, port = load(shared.connection).address.removeprefix("tcp://").split(":")
    with socket.create_connection((host, int(port))) as browser:
        browser.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nquit")
        browser.settimeout(2)
        browser.recv(100)
    assert client.describe().engines


def test_a_client_that_floods_and_never_reads_does_not_slow_others(shared, client):
    with Peer(shared) as flood:
        flood.hello()
        flood.socket.rcvhwm = 1
        for _ in range(3000):
            try:
                flood.socket.send_multipart(flood.session.pack("list", {"limit": 100}), zmq.NOBLOCK)
            except zmq.Again:
                break
        slowest = 0.0
        for _ in range(20):
            before = time.monotonic()
            client.status([])
            slowest = max(slowest, time.monotonic() - before)
        assert slowest < 2.0
