# SPDX-License-Identifier: GPL-3.0-or-later
"""The client against a small backend: both styles, losses of every kind, and lies."""

from __future__ import annotations

import socket
import threading
import time

import numpy as np
import pytest
from toy_backend import ToyBackend

from protocol import channel, messages
from protocol import client as client_module
from protocol.assets import AssetError, Environment, Figure, Image
from protocol.client import Client
from protocol.codec import encode
from protocol.connection import Connection, CurveKeys
from protocol.errors import BackendLost, ConnectionFileError, JobCancelled, JobFailed, ProtocolError, RequestRefused

pytestmark = pytest.mark.timeout(60)
SMALL = Image(name="small", pixels=np.arange(24, dtype="u1").reshape(2, 4, 3))


def large() -> Environment:
    """About 9 MiB: three chunks."""
    return Environment(name="large", pixels=np.random.default_rng(0).random((620, 1240, 3), np.float32))


def when_submitted(backend, act) -> None:
    """Run ``act(job_id)`` in a thread once a job is there."""
    def wait():
        backend.wait_for("submit")
        while not backend.submissions:
            time.sleep(0.005)
        act(backend.submissions[-1].job_id)
    threading.Thread(target=wait, daemon=True).start()


def poll_for(client, kind, timeout=8.0):
    """Poll until an event of ``kind`` comes; returns it and what came before."""
    before, deadline = [], time.monotonic() + timeout
    while time.monotonic() < deadline:
        for event in client.poll(0.2):
            if event.kind == kind:
                return event, before
            before.append(event)
    pytest.fail(f"no {kind} event among {[each.kind for each in before]}")


def poll_until(client, condition, timeout=8.0) -> None:
    """Let the client work until ``condition()`` holds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline
        client.poll(0.05)


def test_run_submits_waits_and_fetches(backend, client):
    seen = []

    def act(job_id):
        tree, arrays = encode(SMALL)
        backend.event(messages.Progress(job_id=job_id, fraction=0.5, stage="Throwing", eta=2.0, preview=tree), arrays)
        backend.finish(job_id, asset=SMALL)

    when_submitted(backend, act)
    asset = client.run("object", "a blue vase", engine="toy", seed=7, parameters={"size": 0.3},
                       spec={"category": "vase"}, inputs={"target": SMALL}, on_progress=seen.append)
    np.testing.assert_array_equal(asset.pixels, SMALL.pixels)
    request = backend.submissions[0]
    assert (request.prompt, request.engine, request.seed, request.parameters, request.spec) == (
        "a blue vase", "toy", 7, {"size": 0.3}, {"category": "vase"})
    assert list(request.inputs) == ["target"]
    assert seen[0].fraction == 0.5 and seen[0].stage == "Throwing" and seen[0].eta == 2.0
    np.testing.assert_array_equal(seen[0].preview.pixels, SMALL.pixels)


def test_a_motion_may_be_seen_while_it_is_made(backend, client):
    seen = []
    figure = Figure(fps=10.0, places=np.random.default_rng(0).random((5, 3, 3), np.float32),
                    parents=np.array([-1, 0, 1], np.int32))

    def act(job_id):
        for tree, arrays in (encode(figure), ({"$type": "Hologram"}, [])):  # the second of a later minor
            backend.event(messages.Progress(job_id=job_id, fraction=0.5, stage="Throwing", preview=tree), arrays)
        backend.finish(job_id, asset=SMALL)

    when_submitted(backend, act)
    client.run("object", "a blue vase", on_progress=seen.append)
    previews = [each.preview for each in seen if each.preview is not None]
    assert len(previews) == 1
    np.testing.assert_array_equal(previews[0].places, figure.places)


def test_a_large_result_comes_in_chunks_without_a_copy_too_many(backend, client):
    job_id = client.submit("environment", "a dock")
    asset = large()
    backend.finish(job_id, asset=asset)
    fetched = client.wait(job_id)
    assert backend.heard.count("read") == 3
    assert fetched.pixels.tobytes() == asset.pixels.tobytes() and not fetched.pixels.flags.writeable


def test_the_ways_a_job_can_end_badly(backend, client):
    job_id = client.submit("motion", "he runs")
    backend.finish(job_id, "failed")
    with pytest.raises(JobFailed) as failed:
        client.wait(job_id)
    assert (failed.value.code, failed.value.remedy) == ("engine_error", "Mend it.")
    job_id = client.submit("motion", "he runs")
    backend.finish(job_id, "cancelled")
    with pytest.raises(JobCancelled):
        client.wait(job_id)
    with pytest.raises(JobFailed, match="does not know"):
        client.wait("f" * 32)


def test_a_refused_job_raises_at_once(backend, client):
    backend.refusals["submit"] = messages.Error(code="invalid_parameter", message="Too tall.", remedy="Be shorter.")
    with pytest.raises(JobFailed, match=r"Too tall\. Be shorter\."):
        client.run("avatar", "a giant")
    with pytest.raises(RequestRefused) as refused:
        client.submit("avatar", "a giant")
    assert refused.value.code == "invalid_parameter"


@pytest.mark.parametrize("options", [{"seed": -1}, {"seed": 1.5}, {"job_id": "x"}, {"parameters": {"a": float("nan")}}])
def test_what_cannot_be_sent_is_refused_here(client, options):
    with pytest.raises(ProtocolError):
        client.submit("object", "a vase", **options)
    with pytest.raises(AssetError):
        client.submit("object", "a vase", inputs={"x": Image(name="x", pixels=np.zeros((0, 1, 3), "u1"))})
    assert client.describe().engines == [{"name": "toy"}]


def test_the_smaller_requests(backend, client):
    job_id = client.submit("object", "a vase")
    assert client.describe().device == "cpu"
    assert [each.job_id for each in client.status([job_id, "f" * 32])] == [job_id]
    assert [each.job_id for each in client.list()] == [job_id]
    assert client.cancel(job_id) == "queued"
    client.forget(job_id)
    client.unload()
    client.shutdown()
    assert backend.heard[-1] == "shutdown"


def test_polling_never_blocks_longer_than_asked(backend, path):
    with Client(path) as client:
        event, _ = poll_for(client, "connected")
        assert event.body.server == "toy"
        request, job_id = client.send_submit("object", "a vase")
        accepted, _ = poll_for(client, "accepted")
        assert accepted.request == request and accepted.job_id == job_id
        start = time.perf_counter()
        assert client.poll(0.05) == [] and 0.04 < time.perf_counter() - start < 2
        start = time.perf_counter()
        assert client.poll(0) == [] and time.perf_counter() - start < 2
        backend.finish(job_id, asset=large())
        done, _ = poll_for(client, "done")
        request = client.send_fetch(done.job_id)
        result, _ = poll_for(client, "result")
        assert result.request == request and isinstance(result.asset, Environment)


def test_only_the_latest_progress_waits_to_be_polled(backend, client):
    job_id = client.submit("object", "a vase")
    client.poll(0)
    for step in range(20):
        backend.event(messages.Progress(job_id=job_id, fraction=step / 20, stage="Turning"))
    backend.event(messages.Progress(job_id="f" * 32, fraction=0.1, stage="of somebody else's job"))
    client.describe()
    events = client.poll(0.1)
    assert [(each.kind, each.fraction) for each in events] == [("progress", 0.95)]


def test_a_restarted_backend_takes_the_job_up_again(path):
    first = ToyBackend(path)
    with Client(path) as client:
        client.connect(5)
        kept, lost = client.submit("object", "a kept vase"), client.submit("object", "a lost vase")
        client.poll(0)
        first.close()  # as when killed: another address, another key, and one job of the two forgotten
        gone, _ = poll_for(client, "disconnected")
        assert isinstance(gone.error, BackendLost) and gone.error.remedy
        with ToyBackend(path) as second:
            second.jobs[kept] = first.jobs[kept]
            assert second.key != first.key
            poll_for(client, "connected")
            poll_until(client, lambda: second.submissions)
            assert [each.job_id for each in second.submissions] == [lost]
            for job_id in (kept, lost):
                second.finish(job_id, asset=SMALL)
                assert client.wait(job_id).name == "small"


def test_what_happened_during_a_loss_is_made_up_for(path):
    first = ToyBackend(path)
    with Client(path) as client:
        client.connect(5)
        jobs = {state: client.submit("object", state) for state in ("done", "failed", "cancelled")}
        first.close()
        with ToyBackend(path) as second:
            second.jobs.update(first.jobs)
            for state, job_id in jobs.items():
                second.finish(job_id, state, asset=SMALL, tell=False)
            assert client.wait(jobs["done"]).name == "small"
            with pytest.raises(JobFailed, match="broke"):
                client.wait(jobs["failed"])
            with pytest.raises(JobCancelled):
                client.wait(jobs["cancelled"])


def test_a_request_survives_a_restart(path):
    first = ToyBackend(path)
    with Client(path) as client:
        client.connect(5)
        first.deaf.add("describe")
        request = client.send(messages.Describe())
        client.poll(0)
        first.wait_for("describe")
        first.close()
        with ToyBackend(path):
            described, _ = poll_for(client, "described")
            assert described.request == request


def test_a_download_goes_on_after_a_restart(path):
    asset = large()
    first = ToyBackend(path)
    with Client(path) as client:
        client.connect(5)
        job_id = client.submit("environment", "a dock")
        first.finish(job_id, asset=asset)
        first.deaf.add("read")
        client.send_fetch(job_id)
        poll_until(client, lambda: first.heard.count("read") == 3)
        first.close()
        with ToyBackend(path) as second:
            second.jobs, second.assets = first.jobs, first.assets
            result, _ = poll_for(client, "result")
            assert result.asset.pixels.tobytes() == asset.pixels.tobytes()
            assert "fetch" not in second.heard


def test_an_ended_session_is_renewed(backend, client):
    job_id = client.submit("object", "a vase")
    with backend.lock:
        backend.sessions.clear()
    assert client.describe().workers == 1
    assert backend.heard.count("hello") == 2
    poll_until(client, lambda: "status" in backend.heard)
    backend.finish(job_id, asset=SMALL)
    assert client.wait(job_id).name == "small"


def test_an_event_may_come_twice(backend, client):
    job_id = client.submit("object", "a vase")
    client.poll(0)
    backend.finish(job_id, asset=SMALL)
    backend.event(messages.Done(job_id=job_id))
    client.describe()
    assert [each.kind for each in client.poll(0.1)] == ["done"]


def test_a_silent_backend_counts_as_lost(backend, client, monkeypatch):
    monkeypatch.setattr(channel, "PING_AFTER", 0.1)
    monkeypatch.setattr(channel, "LOST_AFTER", 2.0)
    backend.wait_for("hello")
    poll_for(client, "connected", 1)
    deadline = time.monotonic() + 10
    while backend.heard.count("ping") < 2 and time.monotonic() < deadline:
        client.poll(0.1)
    assert backend.heard.count("ping") >= 2 and client.connected
    backend.deaf.update({"ping", "hello"})
    gone, _ = poll_for(client, "disconnected")
    assert "silent" in gone.error.message


def test_a_client_that_was_not_polled_does_not_blame_the_backend(client, monkeypatch):
    monkeypatch.setattr(channel, "PING_AFTER", 0.05)
    monkeypatch.setattr(channel, "LOST_AFTER", 2.0)
    client.poll(0.2)
    time.sleep(2.5)
    assert all(each.kind != "disconnected" for each in client.poll(0.3)) and client.connected


def test_requests_end_in_an_error_when_time_is_up(backend, client):
    backend.deaf.add("describe")
    with pytest.raises(BackendLost, match="describe"):
        client.describe(timeout=0.2)


def test_without_a_backend_the_reason_is_given(path, monkeypatch):
    with Client(path) as client:
        with pytest.raises(ConnectionFileError) as missing:
            client.connect(0.3)
        assert missing.value.code == "no_connection" and "troupe serve" in missing.value.remedy
        monkeypatch.setattr(client_module, "RESTART_TIMEOUT", 0.0)
        event, _ = poll_for(client, "disconnected")
        assert event.error.code == "no_connection"
        request = client.send(messages.Describe(), timeout=0.1)
        error, _ = poll_for(client, "error")
        assert error.request == request


def test_a_backend_that_refuses_connections_is_found_out_fast():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    start = time.monotonic()
    with Client(Connection(address=f"tcp://127.0.0.1:{free}")) as client, pytest.raises(BackendLost):
        client.connect(0.5)
    assert time.monotonic() - start < 5


def test_a_wrong_key_is_not_answered(backend, monkeypatch):
    monkeypatch.setattr(channel, "GREETING", 0.3)
    wrong = Connection(address=backend.connection.address)
    with Client(wrong) as client, pytest.raises(BackendLost, match="does not answer"):
        client.connect(0.5)
    assert backend.heard == []


@pytest.mark.parametrize("version, older", [((2, 0), "backend"), ((0, 3), "backend")])
def test_another_major_version_is_told_from_the_file_and_from_the_wire(path, version, older):
    older = "extension" if version[0] > 1 else older
    start = time.monotonic()
    told = Connection(address="tcp://127.0.0.1:1", protocol=version)
    with Client(told) as client, pytest.raises(ProtocolError) as caught:
        client.connect(20)
    assert caught.value.code == "version_mismatch" and older in caught.value.remedy
    with ToyBackend(path) as backend:
        backend.version = version
        with Client(path) as client, pytest.raises(ProtocolError) as caught:
            client.connect(20)
    assert caught.value.code == "version_mismatch" and older in caught.value.remedy
    assert time.monotonic() - start < 10


def test_an_older_backend_may_refuse_by_an_error(backend, path):
    backend.refusals["hello"] = messages.Error(code="version_mismatch", message="No.", remedy="Update the backend.")
    with Client(path) as client, pytest.raises(ProtocolError, match="Update the backend"):
        client.connect(20)


def test_damaged_and_replayed_replies_are_never_taken(backend, client):
    def flip_last(frames):
        return [*frames[:-1], frames[-1][:-1] + bytes([frames[-1][-1] ^ 1])]

    backend.tamper["described"] = flip_last
    with pytest.raises(BackendLost):
        client.describe(timeout=0.3)
    recorded = []
    backend.tamper["described"] = lambda frames: recorded.append(frames) or frames
    client.describe()
    backend.tamper["described"] = lambda frames: recorded[0]
    with pytest.raises(BackendLost):
        client.describe(timeout=0.3)


def test_a_damaged_chunk_ends_the_fetch(backend, client):
    job_id = client.submit("environment", "a dock")
    backend.finish(job_id, asset=large())
    backend.tamper["chunk"] = lambda frames: [*frames[:2], frames[2][:-1] + b"?"]
    with pytest.raises(ProtocolError) as caught:
        client.wait(job_id)
    assert caught.value.code == "digest_mismatch"
    assert client.describe().workers == 1


def test_a_reply_of_the_wrong_kind_is_an_error(backend, client):
    backend.refusals["describe"] = messages.Unloaded()
    with pytest.raises(ProtocolError):
        client.describe()


def test_curve_encrypts_and_an_impostor_is_not_spoken_to(path, monkeypatch):
    monkeypatch.setattr(channel, "GREETING", 0.5)
    keys = CurveKeys.generate()
    with ToyBackend(path, curve=keys) as backend:
        with Client(path) as client:
            assert client.connect(5).describe().workers == 1
        for curve in ("", CurveKeys.generate().public):
            other = Connection(address=backend.connection.address, key=backend.key, curve=curve)
            with Client(other) as client, pytest.raises(BackendLost):
                client.connect(0.8)


def test_closing_leaves_no_thread_behind(backend, path):
    before = set(threading.enumerate())
    client = Client(path).connect(5)
    job_id = client.submit("environment", "a dock")
    backend.finish(job_id, asset=large())
    client.wait(job_id)
    client.close()
    client.close()
    assert set(threading.enumerate()) <= before
