# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries of the client against a small backend: both styles, losses and lies."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from toy_backend import ToyBackend

from protocol import client as client_module
from protocol import messages
from protocol.assets import AssetError, Image
from protocol.client import Client
from protocol.errors import BackendLost, ProtocolError, RequestRefused

pytestmark = pytest.mark.timeout(60)
PICTURE = Image(name="picture", pixels=np.arange(24, dtype="u1").reshape(2, 4, 3))


def poll_for(client, kind, timeout=8.0):
    """Poll until an event of ``kind`` comes."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        for event in client.poll(0.1):
            if event.kind == kind:
                return event
    pytest.fail(f"no {kind} event")


def test_a_query_is_answered_with_json_and_assets(backend, client):
    backend.assets["answer"] = PICTURE
    result, assets = client.query("library.thumbnails", {"ids": [1, 2]}, {"picture": PICTURE})
    assert result == {"ids": [1, 2]}
    np.testing.assert_array_equal(assets["picture"].pixels, PICTURE.pixels)


def test_the_event_of_a_query_names_it(client):
    request, query_id = client.send_query("library.search", {"text": "walk"})
    event = poll_for(client, "answered")
    assert (event.request, event.query_id, event.body.result) == (request, query_id, {"text": "walk"})


def test_a_refusal_is_raised_in_the_services_own_words(backend, client):
    backend.refusals["query"] = messages.Error(code="empty_shelf", message="It is empty.", remedy="Fill it.")
    with pytest.raises(RequestRefused, match=r"It is empty\. Fill it\.") as refused:
        client.query("library.search")
    assert refused.value.code == "empty_shelf"
    request, query_id = client.send_query("library.search")
    event = poll_for(client, "error")
    assert (event.request, event.query_id, event.job_id) == (request, query_id, "")


def test_what_cannot_be_sent_is_refused_here(client):
    for options in ({"seconds": 0}, {"arguments": {"a": float("inf")}}, {"query_id": "x"}):
        with pytest.raises(ProtocolError):
            client.send_query("library.search", **options)
    with pytest.raises(AssetError):
        client.query("x", inputs={"x": Image(name="x", pixels=np.zeros((0, 1, 3), "u1"))})
    assert client.query("library.search", {"text": "still here"})[0] == {"text": "still here"}


def test_a_lying_answer_is_an_error(backend, client):
    backend.refusals["query"] = messages.Answered(query_id="f" * 32, service="library.search", result={})
    with pytest.raises(ProtocolError, match="another"):
        client.query("library.search")


def test_working_events_reach_whoever_asked_and_only_the_latest_waits(backend, client):
    backend.deaf.add("query")
    request, query_id = client.send_query("library.add")
    client.poll(0)
    backend.wait_for("query")
    for step in range(5):
        backend.event(messages.Working(query_id=query_id, fraction=step / 10, stage="Reading", eta=2.0))
    backend.event(messages.Working(query_id="f" * 32, fraction=0.9, stage="of somebody else's"))
    client.describe()
    [event] = client.poll(0.1)
    assert (event.kind, event.request) == ("working", request)
    assert (event.fraction, event.stage, event.eta) == (0.4, "Reading", 2.0)


def test_a_query_survives_a_restart_under_its_own_id(path):
    first = ToyBackend(path)
    with Client(path) as client:
        client.connect(5)
        first.deaf.add("query")
        _, query_id = client.send_query("library.search", {"text": "walk"})
        client.poll(0)
        first.wait_for("query")
        first.close()
        with ToyBackend(path):
            assert poll_for(client, "answered").query_id == query_id


def test_a_backend_that_stays_away_ends_the_wait(path, monkeypatch):
    monkeypatch.setattr(client_module, "RESTART_TIMEOUT", 0.3)
    with ToyBackend(path) as backend, Client(path) as client:
        client.connect(5)
        backend.deaf.add("query")
        _, _ = client.send_query("library.search")
        client.poll(0)
        backend.close()
        with pytest.raises(BackendLost):
            client.query("library.search", seconds=3600)


def test_what_progress_raises_ends_the_query(backend, client):
    class Enough(Exception):
        pass

    def stop(event):
        raise Enough

    backend.deaf.add("query")

    def tell():
        backend.wait_for("query")
        with backend.lock:
            query_id = next(body["query_id"] for body in backend.queries)
        backend.event(messages.Working(query_id=query_id, fraction=0.1, stage="x"))

    threading.Thread(target=tell, daemon=True).start()
    with pytest.raises(Enough):
        client.query("library.search", on_progress=stop)
    client.describe()
    assert backend.heard.count("abandon") == 1


def test_an_older_backend_is_not_asked(path):
    with ToyBackend(path) as backend:
        backend.version = (1, 0)
        with Client(path) as client:
            early, _ = client.send_query("library.search")  # before it is known whom one speaks to
            assert poll_for(client, "error").request == early
            with pytest.raises(RequestRefused, match="Update the backend") as refused:
                client.query("library.search")
            assert refused.value.code == "unknown_kind"
            assert client.describe().workers == 1
        assert "query" not in backend.heard
