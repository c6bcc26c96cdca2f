# SPDX-License-Identifier: GPL-3.0-or-later
"""The wire lets through what was signed, once, and nothing else."""

from __future__ import annotations

import json
import tracemalloc
from random import Random

import numpy as np
import pytest
from fuzzing import damaged, digest, flip, hostile, sign, valid
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol import messages
from protocol.errors import ProtocolError
from protocol.wire import (
    CLIENT,
    DEFAULT_LIMITS,
    SERVER,
    VERSION,
    Limits,
    Message,
    Session,
    new_id,
    new_key,
    pack,
    unpack,
)

KEY = bytes(range(32))


def frames_of(arrays=None, **values) -> list[bytes]:
    arrays = [np.arange(6, dtype="<f4").reshape(2, 3)] if arrays is None else arrays
    message = Message(kind="submit", body={"prompt": "a vase"}, arrays=arrays, id=new_id(), **values)
    return [bytes(each) for each in pack(KEY, message, CLIENT)]


def header_of(changes=None, arrays=1) -> dict:
    data = np.arange(4, dtype="<f4").tobytes()
    described = {"dtype": "<f4", "shape": [4], "nbytes": 16, "digest": digest(data)}
    return {"version": list(VERSION), "kind": "ping", "id": "a" * 32, "session": "", "seq": 0, "reply_to": None,
            "body": {}, "arrays": [described] * arrays, **(changes or {})}


def send(header, *arrays, key=KEY) -> Message:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return unpack(KEY, [sign(key, text), text, *arrays], CLIENT)


def code_of(header, *arrays, **options) -> str:
    with pytest.raises(ProtocolError) as caught:
        send(header, *arrays, **options)
    return caught.value.code


DATA = np.arange(4, dtype="<f4").tobytes()


@given(st.lists(st.sampled_from(["<f4", "<f2", "<f8", "<i4", "<u4", "<u2", "|u1"]).flatmap(
    lambda dtype: st.tuples(st.just(dtype), st.lists(st.integers(0, 4), max_size=3), st.integers(0, 99))), max_size=4))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_arrays_arrive_bit_exact_and_read_only(described):
    rng = np.random.default_rng(0)
    arrays = [np.frombuffer(rng.bytes(int(np.prod(shape)) * np.dtype(dtype).itemsize), dtype).reshape(shape)
              for dtype, shape, _ in described]
    message = unpack(KEY, frames_of(arrays, seq=3, reply_to="b" * 32), CLIENT)
    assert (message.kind, message.body, message.seq, message.reply_to) == ("submit", {"prompt": "a vase"}, 3, "b" * 32)
    for sent, found in zip(arrays, message.arrays, strict=True):
        assert found.dtype == sent.dtype and found.shape == sent.shape and found.tobytes() == sent.tobytes()
        assert not found.flags.writeable


def test_the_specification_is_enough_to_write_a_message():
    message = send(header_of({"kind": "hello"}), DATA)
    assert message.kind == "hello"
    np.testing.assert_array_equal(message.arrays[0], np.arange(4, dtype="<f4"))


def test_large_arrays_are_neither_copied_when_sent_nor_when_received():
    array = np.zeros(1 << 20, "<f4")
    packed = pack(KEY, Message(kind="x", body={}, arrays=[array], id=new_id()), CLIENT)
    assert np.shares_memory(np.frombuffer(packed[2], "<f4"), array)
    assert np.shares_memory(unpack(KEY, packed, CLIENT).arrays[0], array)


def test_every_single_bit_flip_is_refused():
    frames = frames_of()
    for index, frame in enumerate(frames):
        for bit in range(8 * len(frame)):
            changed = [*frames]
            changed[index] = flip(frame, bit)
            with pytest.raises(ProtocolError):
                unpack(KEY, changed, CLIENT)


@pytest.mark.parametrize("change", [
    lambda frames: frames[:-1], lambda frames: frames[:1], lambda frames: [], lambda frames: [*frames, b""],
    lambda frames: [*frames, frames[-1]], lambda frames: [*frames[:2], frames[3], frames[2]],
    lambda frames: [frames[1], frames[0], *frames[2:]], lambda frames: frames[1:], lambda frames: [b"", *frames],
    lambda frames: [*frames[:-1], frames[-1][:-1]], lambda frames: [*frames[:-1], frames[-1] + b"\0"],
    lambda frames: [frames[0][:-1], *frames[1:]], lambda frames: [frames[0], frames[1] + b" ", *frames[2:]],
])
def test_truncated_reordered_and_extra_frames_are_refused(change):
    frames = frames_of([np.arange(4, dtype="<f4"), np.arange(1, 5, dtype="<f4")])
    with pytest.raises(ProtocolError):
        unpack(KEY, change(frames), CLIENT)


def test_a_wrong_key_and_a_reflected_message_are_refused_unidentified():
    for refused in (lambda: unpack(new_key(), frames_of(), CLIENT), lambda: unpack(KEY, frames_of(), SERVER)):
        with pytest.raises(ProtocolError) as caught:
            refused()
        assert caught.value.code == "bad_signature" and caught.value.request == ""


def test_a_fault_behind_a_right_signature_names_the_request():
    with pytest.raises(ProtocolError) as caught:
        send(header_of(), DATA[::-1])
    assert caught.value.code == "digest_mismatch" and caught.value.request == "a" * 32


@pytest.mark.parametrize("changes", [
    {"kind": 3}, {"kind": None}, {"id": "x"}, {"id": "A" * 32}, {"id": 5}, {"session": "x"}, {"session": None},
    {"seq": -1},
    {"seq": 1.5}, {"seq": True}, {"seq": "1"}, {"seq": 1 << 60}, {"reply_to": ""}, {"reply_to": 0}, {"body": []},
    {"body": None}, {"arrays": {}}, {"arrays": None}, {"arrays": []}, {"arrays": [None]}, {"arrays": [{}]},
    {"version": "1.0"}, {"version": [1]}, {"version": [1, 0, 0]}, {"version": [True, 0]}, {"extra": 1},
])
def test_every_header_field_is_checked(changes):
    assert code_of(header_of(changes), DATA) == "malformed"


@pytest.mark.parametrize("name", sorted(header_of()))
def test_every_header_field_is_required(name):
    header = header_of()
    del header[name]
    assert code_of(header, DATA) == "malformed"


@pytest.mark.parametrize("described", [
    {"dtype": "|O"}, {"dtype": ">f4"}, {"dtype": "<f4,<f4"}, {"dtype": "object"}, {"dtype": "<U4"}, {"dtype": None},
    {"dtype": ["<f4"]}, {"dtype": "<M8[s]"}, {"shape": [5]}, {"shape": [-4]}, {"shape": [2, -2]}, {"shape": 4},
    {"shape": [4.0]}, {"shape": [True, 4]}, {"shape": ["4"]}, {"shape": [1] * 9}, {"nbytes": 15}, {"nbytes": 16.0},
    {"nbytes": "16"}, {"nbytes": -16}, {"digest": ""}, {"digest": None}, {"digest": "é" * 64}, {"extra": 1},
    {"digest": digest(DATA).upper()},
])
def test_every_array_description_is_checked(described):
    header = header_of()
    header["arrays"][0].update(described)
    assert code_of(header, DATA) == "malformed"


@pytest.mark.parametrize("text", [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5000,
])
def test_what_is_no_json_object_is_refused(text):
    assert code_of(text) == "malformed"


@pytest.mark.parametrize("odd", [
    "NaN", "Infinity", "-Infinity", "1e999", "-1e999", '"\\ud800"', "18446744073709551616", "9" * 5000,
    "[" * 60 + "]" * 60, '{"a":1,"a":2}', '{"\\udfff":1}'])
def test_json_outside_the_specification_is_refused(odd):
    text = json.dumps(header_of({"body": {"x": "MARK"}})).replace('"MARK"', odd).encode()
    assert code_of(text, DATA) == "malformed"


@pytest.mark.parametrize("shape", [[1 << 40], [1 << 20, 1 << 20], [0, 1 << 50], [1 << 53] * 8, [0] + [1 << 30] * 7])
def test_huge_declared_sizes_are_refused_before_memory_is_taken(shape):
    header = header_of()
    itemsize = 4
    header["arrays"][0].update(shape=shape, nbytes=min(int(np.prod(shape, dtype=object)) * itemsize, 1 << 53))
    tracemalloc.start()
    try:
        assert code_of(header, b"" if 0 in shape else DATA) in ("too_large", "malformed")
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_limits_hold_on_both_sides():
    tight = Limits(header_bytes=2000, arrays=2, array_bytes=64, message_bytes=96)
    small, large = np.zeros(16, "<f4"), np.zeros(17, "<f4")
    for arrays, body in (([large], {}), ([small, small], {}), ([small[:1]] * 3, {}), ([], {"x": "y" * 2000})):
        message = Message(kind="x", body=body, arrays=arrays, id=new_id())
        with pytest.raises(ProtocolError) as caught:
            pack(KEY, message, CLIENT, limits=tight)
        assert caught.value.code == "too_large"
        with pytest.raises(ProtocolError):
            unpack(KEY, pack(KEY, message, CLIENT), CLIENT, limits=tight)


def test_an_oversized_header_is_refused_before_it_is_hashed_or_parsed(monkeypatch):
    monkeypatch.setattr(json, "loads", lambda *_, **__: pytest.fail("parsed"))
    with pytest.raises(ProtocolError, match="over"):
        unpack(KEY, [bytes(32), bytes(DEFAULT_LIMITS.header_bytes + 1)], CLIENT)
    with pytest.raises(ProtocolError):
        unpack(KEY, [bytes(32), b"{}"], CLIENT)


@pytest.mark.parametrize("body", [
    {"a": float("nan")}, {"a": object()}, {1: 2}, {"a": "\ud800"}, {"a": (1,)}, {"a": 1 << 65}])
def test_what_does_not_fit_in_json_is_not_sent(body):
    with pytest.raises(ProtocolError):
        pack(KEY, Message(kind="x", body=body, id=new_id()), CLIENT)


def test_objects_are_never_sent():
    for array in (np.array([None]), np.array(["x"]), np.zeros(4, ">f4"), np.zeros((4, 4), "<f4")[:, ::2]):
        with pytest.raises(ProtocolError):
            frames_of([array])


def test_another_major_version_is_refused_naming_the_older_side():
    for version, older in (([0, 9], "extension"), ([2, 0], "backend")):
        with pytest.raises(ProtocolError) as caught:
            send({"version": version, "id": "a" * 32, "future": True})
        assert caught.value.code == "version_mismatch" and caught.value.request == "a" * 32
        assert older in caught.value.remedy


def test_a_later_minor_version_may_add_header_fields():
    assert send(header_of({"version": [VERSION[0], VERSION[1] + 1], "trace": 1}), DATA).kind == "ping"


def test_a_session_takes_each_message_once_and_in_order():
    nonce = new_id()
    client, server = Session(KEY, CLIENT, nonce), Session(KEY, SERVER, nonce)
    first, second, third = (unpack(KEY, client.pack("ping", {}), CLIENT) for _ in range(3))
    server.accept(first)
    server.accept(third)
    for late in (first, second, third):
        with pytest.raises(ProtocolError) as caught:
            server.accept(late)
        assert caught.value.code == "replayed"


def test_a_message_of_another_session_is_refused():
    message = unpack(KEY, Session(KEY, CLIENT, new_id()).pack("ping", {}), CLIENT)
    for nonce in (new_id(), ""):  # a restarted backend, and one that has not said welcome
        with pytest.raises(ProtocolError) as caught:
            Session(KEY, SERVER, nonce).accept(message)
        assert caught.value.code == "unknown_session" and caught.value.request == message.id
    outside = unpack(KEY, Session(KEY, CLIENT).pack("hello", {}), CLIENT)
    assert (outside.session, outside.seq) == ("", 0)


def test_known_digests_are_used_and_deferred_ones_checked():
    array = np.arange(100, dtype="|u1")
    lying = pack(KEY, Message(kind="x", body={}, arrays=[array], id=new_id()), CLIENT, digests=["0" * 64])
    with pytest.raises(ProtocolError, match="damaged"):
        unpack(KEY, lying, CLIENT)
    message = unpack(KEY, lying, CLIENT, defer=True)
    with pytest.raises(ProtocolError, match="damaged"):
        message.verify()
    honest = Message(kind="x", body={}, arrays=[array], id=new_id())
    unpack(KEY, pack(KEY, honest, CLIENT, digests=[digest(array.tobytes())]), CLIENT)


@pytest.mark.parametrize("seed", range(20))
def test_hostile_messages_end_in_a_protocol_error_or_a_sound_message(seed):
    rng, session = Random(seed), Session(KEY, CLIENT, new_id())
    for _ in range(100):
        frames = hostile(rng, session)
        try:
            message = unpack(KEY, frames, CLIENT)
            messages.parse(message.kind, message.body)
        except ProtocolError:
            continue
        assert frames[0] == sign(KEY, frames[1])


def test_whatever_damages_a_message_is_noticed():
    rng, session = Random(7), Session(KEY, CLIENT, new_id())
    for _ in range(500):
        frames = valid(rng, session)
        changed = damaged(rng, frames)
        if changed != frames:
            with pytest.raises(ProtocolError):
                unpack(KEY, changed, CLIENT)
