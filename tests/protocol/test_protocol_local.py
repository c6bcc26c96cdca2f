# SPDX-License-Identifier: GPL-3.0-or-later
"""Results read from the backend's files, and every reason to ask for them over the wire instead."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_protocol_client import large
from toy_backend import ToyBackend

from protocol import link
from protocol.assets import Mesh
from protocol.client import Client
from protocol.codec import encode
from protocol.errors import ProtocolError
from protocol.local import LocalCopy
from protocol.transfer import Layout

pytestmark = pytest.mark.timeout(60)


def stored(asset, folder) -> LocalCopy:
    """The arrays of ``asset`` in files, as a backend keeps them."""
    _, arrays = encode(asset)
    layout = Layout.of(arrays)
    files = []
    for number, array in enumerate(arrays):
        files.append(folder / f"{number}.blob")
        files[-1].write_bytes(array.tobytes())
    return LocalCopy(layout, tuple(map(str, files)), tuple(layout.digests(b"".join(layout.parts(arrays)))))


def fetch(asset, local):
    """(asset, kinds of request the backend heard) of a result with ``local`` files."""
    with ToyBackend() as backend, Client(backend.connection) as client:
        client.connect(5)
        job_id = client.submit("environment", "a dock")
        backend.local[job_id] = local
        backend.finish(job_id, asset=asset)
        return client.wait(job_id), backend.heard


def test_a_large_result_is_read_from_its_files_without_asking_for_a_chunk(tmp_path):
    asset = large()
    fetched, heard = fetch(asset, stored(asset, tmp_path).to_json())
    assert fetched.pixels.tobytes() == asset.pixels.tobytes() and not fetched.pixels.flags.writeable
    assert "read" not in heard


def test_chunks_may_span_many_arrays(tmp_path):
    count = 300_001
    faces = np.arange(count - count % 3, dtype="<i4")
    asset = Mesh(name="mesh", vertices=np.random.default_rng(1).random((count, 3), np.float32), corner_vertices=faces,
                 face_offsets=np.arange(0, len(faces) + 1, 3, dtype="<i4"), hidden=np.ones(count, np.uint8))
    fetched, heard = fetch(asset, stored(asset, tmp_path).to_json())
    assert "read" not in heard
    for name in ("vertices", "corner_vertices", "face_offsets", "hidden"):
        assert np.array_equal(getattr(fetched, name), getattr(asset, name))


@pytest.mark.parametrize("harm", ["missing", "short", "changed", "pipe", "folder"])
def test_files_that_cannot_serve_leave_the_wire(tmp_path, harm):
    asset = large()
    local = stored(asset, tmp_path)
    path = tmp_path / "0.blob"
    content = path.read_bytes()
    path.unlink()
    if harm == "short":
        path.write_bytes(content[:-100])
    elif harm == "changed":
        path.write_bytes(content[:-100] + bytes(100))
    elif harm == "pipe":
        os.mkfifo(path)
    elif harm == "folder":
        path.mkdir()
    fetched, heard = fetch(asset, local.to_json())
    assert fetched.pixels.tobytes() == asset.pixels.tobytes()
    assert heard.count("read") == local.layout.chunks


def test_files_of_another_host_are_not_looked_for(tmp_path, monkeypatch):
    asset = large()
    local = stored(asset, tmp_path)
    monkeypatch.setattr(link, "is_loopback", lambda address: False)
    fetched, heard = fetch(asset, local.to_json())
    assert fetched.pixels.tobytes() == asset.pixels.tobytes() and heard.count("read") == local.layout.chunks


LAYOUT = Layout.of([np.zeros(3_000_000, np.float32)])
SOUND = {"files": ["/somewhere"], "digests": ["0" * 64] * LAYOUT.chunks}


@pytest.mark.parametrize("value", [
    None, [], {}, {**SOUND, "more": 1}, {**SOUND, "files": []}, {**SOUND, "files": ["a", "b"]},
    {**SOUND, "files": [3]}, {**SOUND, "files": [""]}, {**SOUND, "files": ["a\0b"]}, {**SOUND, "files": ["x" * 5000]},
    {**SOUND, "digests": []}, {**SOUND, "digests": ["0" * 63] * LAYOUT.chunks},
    {**SOUND, "digests": ["G" * 64] * LAYOUT.chunks}])
def test_nonsense_about_files_is_refused(value):
    assert LocalCopy.from_json(SOUND, LAYOUT).files == ("/somewhere",)
    with pytest.raises(ProtocolError) as raised:
        LocalCopy.from_json(value, LAYOUT)
    assert raised.value.code == "malformed"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=80),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
                        st.sampled_from(["files", "digests", "x"]), inner, max_size=3), max_leaves=12))
def test_no_json_gets_past_the_check_but_a_sound_one(value):
    try:
        local = LocalCopy.from_json(value, LAYOUT)
    except ProtocolError:
        return
    assert len(local.files) == 1 and len(local.digests) == LAYOUT.chunks
