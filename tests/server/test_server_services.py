# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries against a real backend: answered beside running jobs, bounded, and never left without an answer."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest
from backend_process import Peer, wait_for

from protocol.assets import Image
from protocol.errors import RequestRefused
from protocol.wire import CLIENT, Message, new_id, pack

PICTURE = Image(name="picture", pixels=np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3))


def runs(journal) -> list[list[str]]:
    """[process id, name] of the runs noted in a journal."""
    return [line.split() for line in journal.read_text().splitlines()] if journal.exists() else []


def outcomes(client, requests, seconds: float = 15.0) -> list:
    """The events that end queries, in the order of the requests."""
    found: dict = {}

    def collect() -> bool:
        found.update({each.request: each for each in client.poll(0.05) if each.kind in ("answered", "error")})
        return all(each in found for each in requests)

    wait_for(collect, "the end of the queries", seconds)
    return [found[each] for each in requests]


def outcome(client, request: str, seconds: float = 15.0):
    """The event that ends a query."""
    return outcomes(client, [request], seconds)[0]


def test_a_query_carries_json_and_assets_both_ways(client):
    result, assets = client.query("sample.echo", {"text": "päivää", "n": [1, 2.5, None]}, {"picture": PICTURE})
    assert result["arguments"] == {"text": "päivää", "n": [1, 2.5, None]}
    assert result["inputs"] == {"picture": "Image"}
    np.testing.assert_array_equal(assets["picture"].pixels, PICTURE.pixels)


def test_our_own_services_answer(client):
    result, _ = client.query("prompt.understand", {"modality": "motion", "prompt": "she waves"})
    assert result["engine"] and result["spec"] and result["unparsed"] == []
    with pytest.raises(RequestRefused) as refused:
        client.query("prompt.understand", {"modality": "motion", "prompt": 3})
    assert refused.value.code == "invalid_parameter" and "prompt" in refused.value.message


def test_running_jobs_delay_no_answer(client, tmp_path):
    client.query("sample.echo")
    journals = [tmp_path / str(index) for index in range(2)]
    jobs = [client.submit("environment", "x", seed=index, engine="stubborn", parameters={"journal": str(journal)})
            for index, journal in enumerate(journals)]
    wait_for(lambda: all(each.exists() for each in journals), "both engine workers to be stuck")
    before = time.monotonic()
    client.query("sample.echo", seconds=10)
    assert time.monotonic() - before < 2
    for job_id in jobs:
        client.cancel(job_id)


def test_a_long_query_delays_no_short_one_and_reports(client):
    request, query_id = client.send_query("sample.sleep", {"seconds": 60}, seconds=60)
    assert client.query("sample.echo", {"quick": True})[0]["arguments"] == {"quick": True}
    working = []

    def collect() -> bool:
        working.extend(each for each in client.poll(0.05) if each.request == request)
        return len(working) >= 3

    wait_for(collect, "word of the long one")
    assert {each.kind for each in working} == {"working"} and {each.query_id for each in working} == {query_id}
    assert all(0 <= each.fraction < 0.9 and each.stage.endswith(" s") for each in working)
    assert working == sorted(working, key=lambda each: each.fraction)
    client.send_abandon(query_id)
    assert outcome(client, request).error.code == "abandoned"


@pytest.mark.parametrize(("service", "code", "words"), [
    ("sample.nothing", "unknown_service", "sample.echo"), ("sample.absent", "broken_service", "cannot be loaded"),
    ("", "unknown_service", "Known here"), ("../../etc/passwd", "unknown_service", "Known here")])
def test_a_service_that_is_not_there_is_named(client, service, code, words):
    with pytest.raises(RequestRefused) as refused:
        client.query(service)
    assert refused.value.code == code and words in str(refused.value)


@pytest.mark.parametrize(("kind", "code", "words"), [
    ("said", "empty_shelf", "Put something on it."), ("value", "internal", "ValueError: first line."),
    ("exit", "internal", "SystemExit"), ("surrogate", "internal", "surrogates"), ("nan", "internal", "not finite"),
    ("long", "too_large", "too large"), ("asset", "internal", "Image.pixels"), ("none", "internal", "NoneType")])
def test_every_fault_of_a_service_is_an_error_and_harms_nothing(client, kind, code, words):
    with pytest.raises(RequestRefused) as refused:
        client.query("sample.fault", {"kind": kind})
    assert refused.value.code == code and words in str(refused.value) and "second line" not in str(refused.value)
    assert client.query("sample.echo")[0]["arguments"] == {}


def test_what_is_too_large_is_refused(client):
    for arguments, inputs in (({"text": "x" * (2 << 20)}, {}),
                              ({}, {"big": Image(name="big", pixels=np.zeros((2400, 2400, 3), np.uint8))})):
        with pytest.raises(RequestRefused) as refused:
            client.query("sample.echo", arguments, inputs)
        assert refused.value.code == "too_large"
    with pytest.raises(RequestRefused) as refused:
        client.query("sample.huge", {"mib": 17})
    assert refused.value.code == "too_large"
    assert client.query("sample.huge", {"mib": 14})[1]["picture"].pixels.nbytes > 14e6


def test_a_killed_worker_is_replaced_and_its_query_asked_once_more(client, tmp_path):
    journal = tmp_path / "journal"
    request, _ = client.send_query("sample.sleep", {"seconds": 1.0, "journal": str(journal)})
    os.kill(int(wait_for(lambda: runs(journal), "the query to start")[0][0]), signal.SIGKILL)
    assert outcome(client, request).body.result == {"slept": 1.0}
    assert len({run[0] for run in runs(journal)}) == 2


def test_a_query_that_kills_its_worker_twice_fails_with_the_reason(client, tmp_path):
    with pytest.raises(RequestRefused) as refused:
        client.query("sample.crash", {"journal": str(tmp_path / "twice"), "times": 9})
    assert refused.value.code == "worker_lost" and "SIGKILL" in refused.value.message
    assert len(runs(tmp_path / "twice")) == 2
    assert client.query("sample.crash", {"journal": str(tmp_path / "once"), "times": 1})[0] == {"alive": True}


def test_time_is_kept_even_of_a_service_that_does_not_listen(client, tmp_path):
    journal = tmp_path / "journal"
    before = time.monotonic()
    with pytest.raises(RequestRefused) as refused:
        client.query("sample.deaf", {"journal": str(journal)}, seconds=1.0)
    assert refused.value.code == "timed_out" and time.monotonic() - before < 4
    wait_for(lambda: not psutil.pid_exists(int(runs(journal)[0][0])), "its worker to be replaced")
    assert client.query("sample.echo")[0]["arguments"] == {}


def test_an_abandoned_query_ends_at_once(client):
    waiting = [client.send_query("sample.sleep", {"seconds": 30}) for _ in range(3)]
    time.sleep(0.3)
    for _, query_id in waiting:
        client.send_abandon(query_id)
    before = time.monotonic()
    ends = outcomes(client, [request for request, _ in waiting])
    assert [each.error.code for each in ends] == ["abandoned"] * 3
    client.query("sample.echo")
    assert time.monotonic() - before < 5


def test_an_interrupted_wait_abandons_the_query(client, tmp_path):
    class Enough(Exception):
        pass

    def stop(event):
        raise Enough

    with pytest.raises(Enough):
        client.query("sample.sleep", {"seconds": 60}, on_progress=stop)
    before = time.monotonic()
    assert client.query("sample.echo") and time.monotonic() - before < 5
    assert not [each for each in client.poll(0.2) if each.query_id]


def test_a_client_may_have_sixteen_queries(client):
    asked = [client.send_query("sample.sleep", {"seconds": 20}) for _ in range(17)]
    for _, query_id in asked:
        client.send_abandon(query_id)
    ends = outcomes(client, [request for request, _ in asked])
    assert [each.error.code for each in ends] == ["abandoned"] * 16 + ["busy"]


def test_the_same_query_again_joins_the_first(client, shared, tmp_path):
    journal = tmp_path / "journal"
    arguments = {"seconds": 1.0, "journal": str(journal)}
    _, query_id = client.send_query("sample.sleep", arguments)
    wait_for(lambda: client.poll(0.02) is not None and runs(journal), "the query to start")
    with shared.client() as other:
        request, _ = other.send_query("sample.sleep", arguments, query_id=query_id)
        refused, _ = other.send_query("sample.sleep", {"seconds": 2}, query_id=query_id)
        assert outcome(other, refused).error.code == "conflict"
        assert outcome(other, request).body.result == {"slept": 1.0}
    assert len(runs(journal)) == 1


def test_a_query_survives_a_restart_of_the_backend(backend, tmp_path):
    journal = tmp_path / "journal"
    with backend.start().client() as client:
        request, _ = client.send_query("sample.sleep", {"seconds": 1.0, "journal": str(journal)})
        wait_for(lambda: client.poll(0.02) is not None and runs(journal), "the query to start")
        backend.kill()
        wait_for(lambda: not backend.orphans(), "its processes to end", 5)
        backend.start()
        assert outcome(client, request, 20).body.result == {"slept": 1.0}


def test_idle_processes_end_and_come_back(backend):
    with backend.start(idle_seconds=0.4).client() as client:
        first = client.query("sample.echo")[0]["pid"]
        assert psutil.pid_exists(first)
        wait_for(lambda: not psutil.pid_exists(first), "the idle process to end", 8)
        assert client.query("sample.echo")[0]["pid"] != first


def test_processes_that_cannot_start_are_told_and_tried_again(tmp_path, site, backend):
    poison = tmp_path / "poison"
    shutil.copytree(site, poison)
    (poison / "sitecustomize.py").write_text(
        'import os, sys\nif "backend.server.service_worker" in sys.orig_argv:\n    os._exit(9)\n')
    backend.environment["PYTHONPATH"] = str(poison)
    with backend.start().client() as client:
        with pytest.raises(RequestRefused) as refused:
            client.query("sample.echo")
        assert refused.value.code == "no_workers" and "exit code 9" in refused.value.message
        assert client.run("environment", "jobs go on", engine="sleepy").name == "jobs go on"
        (poison / "sitecustomize.py").unlink()
        assert client.query("sample.echo", seconds=20)[0]["arguments"] == {}


def test_the_broker_imports_no_service(site):
    code = ("import sys, backend.server.main\n"
            "print([name for name in sys.modules if name.startswith(('backend.services', 'backend.library'))])")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == "[]"


def test_damaged_inputs_are_refused_by_the_process_that_reads_them(shared):
    with Peer(shared) as peer:
        peer.hello()
        body = {"query_id": new_id(), "service": "sample.echo", "inputs": {"x": {"$type": "Image", "name": "x"}}}
        peer.socket.send_multipart(peer.session.pack("query", body))
        assert peer.answer(20).body["code"] == "invalid_asset"
        peer.socket.send_multipart(peer.session.pack("query", {**body, "inputs": {}}, [PICTURE.pixels]))
        assert peer.answer().body["code"] == "malformed"
        peer.socket.send_multipart(peer.session.pack("abandon", {"query_id": "0" * 32}))
        assert peer.answer().body == {"query_id": "0" * 32, "known": False}


def test_a_client_that_left_takes_its_queries_along(shared, client):
    """What it asked holds nobody up, and its answer goes nowhere."""
    with Peer(shared) as peer:
        peer.hello()
        for _ in range(10):
            body = {"query_id": new_id(), "service": "sample.echo"}
            peer.socket.send_multipart(peer.session.pack("query", body))
    assert client.query("sample.echo")[0]["arguments"] == {}


def test_an_old_session_cannot_ask(shared):
    with Peer(shared) as peer:
        message = Message(kind="query", body={"query_id": new_id(), "service": "sample.echo"}, id=new_id(),
                          session="0" * 32, seq=1)
        peer.socket.send_multipart(pack(peer.key, message, CLIENT))
        assert peer.answer().body["code"] == "unknown_session"
