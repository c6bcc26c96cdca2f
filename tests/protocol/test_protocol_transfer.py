# SPDX-License-Identifier: GPL-3.0-or-later
"""Results in chunks: nothing lost, nothing allocated for a layout that lies."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol.errors import ProtocolError
from protocol.transfer import ALIGNMENT, Assembly, Layout
from protocol.wire import digest


def some_arrays(sizes):
    rng = np.random.default_rng(len(sizes))
    return [np.frombuffer(rng.bytes(4 * size), "<f4").reshape(size) for size in sizes]


@given(st.lists(st.integers(0, 40_000), max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_chunks_in_any_order_give_the_arrays_back(sizes, rng):
    arrays = some_arrays(sizes)
    whole = Layout.of(arrays)
    layout = Layout.from_json(Layout(whole.arrays, whole.nbytes, chunk_bytes=1 << 16).to_json())
    blob = np.frombuffer(b"".join(layout.parts(arrays)), np.uint8)
    assembly, order = Assembly(layout), list(range(layout.chunks)) * 2
    rng.shuffle(order)
    for index in order:
        assembly.put(index, blob[slice(*layout.bounds(index))])
    assert assembly.complete
    for sent, found in zip(arrays, assembly.arrays(), strict=True):
        assert sent.dtype == found.dtype and sent.shape == found.shape and sent.tobytes() == found.tobytes()
        assert found.flags.aligned and not found.flags.writeable
    assert layout.digests(blob) == [digest(blob[slice(*layout.bounds(index))]) for index in range(layout.chunks)]


def described(**changes) -> dict:
    return {"arrays": [{"dtype": "<f4", "shape": [100], "offset": 0}, {"dtype": "|u1", "shape": [3], "offset": 448}],
            "nbytes": 451, "chunk_bytes": 1 << 16, **changes}


def test_a_sound_layout_is_read():
    layout = Layout.from_json(described())
    assert layout.chunks == 1 and layout.arrays[1][2] % ALIGNMENT == 0


def slot(**changes) -> dict:
    return described(arrays=[{"dtype": "<f4", "shape": [100], "offset": 0, **changes}], nbytes=400)


@pytest.mark.parametrize("layout", [
    None, [], {}, described(extra=1), described(nbytes=452), described(nbytes=-1), described(nbytes=451.0),
    described(nbytes=1 << 52), described(chunk_bytes=0), described(chunk_bytes=1 << 40), described(chunk_bytes="65536"),
    described(arrays=None), described(arrays=[None]), described(arrays=[{}]), described(arrays=[]),
    slot(dtype="|O"), slot(dtype=None), slot(dtype=[]), slot(dtype="nonsense"),
    slot(shape=[-100]), slot(shape=[1 << 50]), slot(shape=[0, 1 << 50]), slot(shape=[1] * 100), slot(shape="100"),
    slot(offset=64), slot(offset=-64), slot(offset=0.0), slot(offset=None), slot(offset=False),
])
def test_a_layout_that_lies_is_refused_before_memory_is_taken(layout):
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            Layout.from_json(layout)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_wrong_chunks_are_refused():
    assembly = Assembly(Layout.from_json(described()))
    for index, chunk in ((1, np.zeros(451, "u1")), (-1, np.zeros(451, "u1")), (0, np.zeros(450, "u1")),
                         (0, np.zeros(451, "<f4")), (0, np.zeros((1, 451), "u1"))):
        with pytest.raises(ProtocolError):
            assembly.put(index, chunk)
    assert not assembly.complete
