# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection file is private, whole, and clear about what is wrong with it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest

from protocol.connection import Connection, CurveKeys, default_path, is_loopback, load, process_exists
from protocol.errors import ConnectionFileError
from protocol.wire import VERSION

posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "connection.json"


def code_of(path) -> str:
    with pytest.raises(ConnectionFileError) as caught:
        load(path)
    assert caught.value.remedy
    return caught.value.code


def test_it_comes_back_as_saved(path):
    connection = Connection(address="tcp://127.0.0.1:5555", server="1.2")
    connection.save(path)
    assert load(path) == connection
    assert connection.protocol == VERSION and len(connection.key) == 32 and connection.pid == os.getpid()
    assert connection.key.hex() not in repr(connection)


@posix
def test_it_is_private_and_replaced_in_one_step(path):
    Connection(address="tcp://127.0.0.1:1").save(path)
    with open(path, "rb") as before:
        Connection(address="tcp://127.0.0.1:2").save(path)
        assert b"127.0.0.1:1" in before.read()  # a reader keeps the old file whole
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_one_that_others_may_open_is_refused(path, mode):
    Connection(address="tcp://127.0.0.1:1").save(path)
    path.chmod(mode)
    assert code_of(path) == "exposed_connection"


def test_one_that_is_missing_says_how_to_start_the_backend(path):
    assert code_of(path) == "no_connection"


def test_one_of_a_dead_process_is_stale(path):
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    Connection(address="tcp://127.0.0.1:1", pid=child.pid).save(path)
    assert not process_exists(child.pid) and process_exists(os.getpid())
    assert code_of(path) == "stale_connection"


@pytest.mark.parametrize("change", [
    {"key": "00"}, {"key": None}, {"key": "G" * 64}, {"address": 3}, {"address": "ipc:///tmp/x"}, {"address": "inproc://x"},
    {"address": "tcp://127.0.0.1"}, {"pid": "1"}, {"pid": -1}, {"protocol": [1]}, {"protocol": "1.0"}, {"server": None},
    {"curve": "short"},
])
def test_a_damaged_one_is_refused(path, change):
    Connection(address="tcp://127.0.0.1:1").save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert code_of(path) == "corrupt_connection"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"address": NaN}', "\xff", "[" * 5000, " " * 70_000])
def test_what_is_no_connection_is_refused(path, text):
    Connection(address="tcp://127.0.0.1:1").save(path)
    path.write_bytes(text.encode("latin-1"))
    assert code_of(path) == "corrupt_connection"


def test_a_folder_in_its_place_is_reported(tmp_path):
    assert code_of(tmp_path) in ("unreadable_connection", "exposed_connection")


def test_a_place_that_cannot_be_written_is_reported(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConnectionFileError) as caught:
        Connection(address="tcp://127.0.0.1:1").save(tmp_path / "file" / "connection.json")
    assert caught.value.code == "unwritable"


@pytest.mark.parametrize("address, loopback", [
    ("tcp://127.0.0.1:1", True), ("tcp://127.9.9.9:1", True), ("tcp://localhost:1", True), ("tcp://[::1]:1", True),
    ("tcp://127.0.0.1:*", True), ("tcp://0.0.0.0:1", False), ("tcp://*:1", False), ("tcp://192.168.0.2:1", False),
    ("tcp://127.0.0.1.evil.example:1", False), ("tcp://localhost.evil.example:1", False), ("tcp://[::]:1", False),
    ("udp://127.0.0.1:1", False), ("tcp://127.0.0.1:1;x", False),
])
def test_what_is_loopback(address, loopback):
    assert is_loopback(address) is loopback


@pytest.mark.parametrize("address", ["tcp://*:5555", "tcp://0.0.0.0:5555", "tcp://farm:5555", "tcp://[::]:5555"])
def test_another_host_needs_curve(address):
    with pytest.raises(ConnectionFileError) as caught:
        Connection(address=address)
    assert caught.value.code == "insecure_address"
    keys = CurveKeys.generate()
    remote = Connection(address=address, curve=keys.public, pid=1 << 22)
    assert remote.is_alive()  # its process cannot be seen from here


def test_curve_keys_come_back_as_saved(tmp_path):
    keys = CurveKeys.generate()
    keys.save(tmp_path / "keys.json")
    assert CurveKeys.load(tmp_path / "keys.json") == keys
    assert keys.secret not in repr(keys)
    (tmp_path / "keys.json").write_text('{"public": "x"}')
    with pytest.raises(ConnectionFileError):
        CurveKeys.load(tmp_path / "keys.json")


@posix
def test_the_default_place_belongs_to_the_user(monkeypatch, tmp_path):
    monkeypatch.delenv("TROUPE_CONNECTION", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if sys.platform == "linux":
        assert default_path() == tmp_path / "troupe/connection.json"
    monkeypatch.setenv("TROUPE_CONNECTION", str(tmp_path / "mine"))
    assert default_path() == tmp_path / "mine"
