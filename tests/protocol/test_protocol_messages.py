# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies are read back as sent, and anything else is a ProtocolError."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import protocol
from protocol import messages
from protocol.errors import ProtocolError
from protocol.messages import ERROR_CODES, EVENTS, KINDS, REPLIES, ErrorInfo, Job, parse

ID = "0123456789abcdef" * 2
JOB = Job(job_id=ID, modality="object", engine="parametric", prompt="a vase", seed=3, state="failed",
          error=ErrorInfo(code="internal", message="No.", remedy="Try."), started=1.5)
#: One sound value for each field that has no default.
SOUND = {
    "client": "c", "server": "s", "session": ID, "time": 1.0, "engines": [], "job_id": ID, "modality": "motion",
    "prompt": "he runs", "state": "queued", "job_ids": [ID], "jobs": [JOB.to_json()], "asset": {}, "index": 0,
    "code": "x", "message": "m", "fraction": 0.5, "stage": "s",
    "query_id": ID, "service": "library.search", "result": {}, "known": True,
}
KIND_NAMES = sorted(KINDS)


def sound_body(kind: str) -> dict:
    required = [item.name for item in dataclasses.fields(KINDS[kind]) if item.default is dataclasses.MISSING
                and item.default_factory is dataclasses.MISSING]
    return {name: SOUND[name] for name in required}


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_bodies_round_trip(kind):
    body = parse(kind, sound_body(kind))
    assert type(body) is KINDS[kind]
    assert parse(kind, json.loads(json.dumps(body.to_json()))) == body


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_unknown_and_missing_fields_are_refused(kind):
    body = sound_body(kind)
    if KINDS[kind].LENIENT:
        parse(kind, {**body, "later": 1})
    else:
        with pytest.raises(ProtocolError, match="unknown field"):
            parse(kind, {**body, "later": 1})
    for name in body:
        with pytest.raises(ProtocolError, match="missing"):
            parse(kind, {other: value for other, value in body.items() if other != name})


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
                    max_leaves=4)


@pytest.mark.parametrize("kind", KIND_NAMES)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_value_in_any_field_is_read_or_refused(kind, data):
    names = [item.name for item in dataclasses.fields(KINDS[kind])]
    body = sound_body(kind) | data.draw(st.dictionaries(st.sampled_from([*names, "x"]), JSON, max_size=2))
    try:
        assert parse(kind, parse(kind, body).to_json()) == parse(kind, body)
    except ProtocolError as error:
        assert error.code == "malformed"


@pytest.mark.parametrize("kind, field, value", [
    ("submit", "seed", -1), ("submit", "seed", 1 << 63), ("submit", "seed", 1.0), ("submit", "seed", True),
    ("submit", "modality", "virus"), ("submit", "modality", []), ("submit", "prompt", "x" * 20_001),
    ("submit", "job_id", "../etc"), ("submit", "inputs", {"a": 1}), ("submit", "parameters", []),
    ("status", "job_ids", [ID, 3]), ("status", "watch", 1), ("list", "limit", 0), ("list", "states", ["dead"]),
    ("progress", "fraction", 1.01), ("progress", "fraction", float("nan")), ("progress", "eta", -1),
    ("hello", "protocol", [1]), ("hello", "protocol", [1, "0"]), ("read", "index", -1), ("listed", "jobs", [{}]),
    ("query", "service", "x" * 65), ("query", "seconds", 0), ("query", "seconds", 1e9), ("query", "arguments", []),
    ("query", "inputs", {"a": []}), ("query", "query_id", "x"), ("answered", "result", None),
    ("answered", "assets", {str(index): {} for index in range(65)}), ("abandoned", "known", 1),
])
def test_fields_out_of_bounds_are_refused(kind, field, value):
    with pytest.raises(ProtocolError, match=field.split("_")[0]):
        parse(kind, {**sound_body(kind), field: value})


@pytest.mark.parametrize("kind", ["", "exec", "Submit", "__class__"])
def test_unknown_kinds_are_refused(kind):
    with pytest.raises(ProtocolError) as caught:
        parse(kind, {})
    assert caught.value.code == "unknown_kind"


@pytest.mark.parametrize("body", [None, [], "x", 3])
def test_a_body_is_an_object(body):
    with pytest.raises(ProtocolError):
        parse("ping", body)


def test_the_specification_lists_every_message_field_and_code():
    spec = (Path(protocol.__file__).parent / "SPEC.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`([a-z_0-9]+)`", spec))
    assert set(KINDS) <= listed and set(ERROR_CODES) <= listed
    rows = {row[1]: row[2] for row in re.finditer(r"^\| `(\w+)`(?: \(1\.1\))? \| (.*)$", spec, re.M)}
    for request, reply in REPLIES.items():
        for item in [*dataclasses.fields(request), *dataclasses.fields(reply)]:
            assert re.search(rf"\b{item.name}\b", rows[request.KIND]), (request.KIND, item.name)
    for event in EVENTS:
        for item in dataclasses.fields(event):
            assert re.search(rf"\b{item.name}\b", rows[event.KIND]), (event.KIND, item.name)
    described = spec[spec.index("**Job**"):]
    assert all(re.search(rf"\b{item.name}\b", described) for item in dataclasses.fields(messages.Job))
