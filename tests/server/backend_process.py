# SPDX-License-Identifier: GPL-3.0-or-later
"""A real backend process for tests, with third-party engines installed into its path."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import zmq

from protocol import messages
from protocol.client import Client
from protocol.connection import load
from protocol.wire import CLIENT, SERVER, Message, Session, new_id, pack, unpack

ENGINES = Path(__file__).parent / "engines"
NAMES = ("Sleepy", "Dozy", "Dice", "Librarian", "Crashy", "Stubborn", "Parent", "Big", "Faulty", "Mimic",
         "Unavailable")
SERVICES = ("echo", "sleep", "crash", "deaf", "fault", "huge", "Absent")

_SERVE = """
import json, sys
from pathlib import Path
from backend.server.main import ServeOptions, serve
options = json.loads(sys.argv[1])
for name in ("connection", "store", "keys"):
    if options.get(name):
        options[name] = Path(options[name])
sys.exit(serve(ServeOptions(**options)))
"""


def install_engines(site: Path) -> None:
    """Make ``site`` a folder in which a package with engines is installed, as pip leaves it."""
    info = site / "troupe_sample_engines-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: troupe-sample-engines\nVersion: 1\n")
    points = "".join(f"{name.lower()} = troupe_sample_engines:{name}\n" for name in NAMES)
    (info / "entry_points.txt").write_text(
        f"[troupe.engines]\n{points}broken = troupe_sample_engines:DoesNotExist\n[troupe.services]\n"
        + "".join(f"sample.{name.lower()} = troupe_sample_services:{name}\n" for name in SERVICES))
    for path in ENGINES.glob("*.py"):
        (site / path.name).write_bytes(path.read_bytes())


class Backend:
    """Starts, stops and kills backends on one store; a context manager that leaves nothing running."""

    def __init__(self, folder: Path, site: Path, **options: Any) -> None:
        self.folder = folder
        self.store = Path(options.get("store", folder / "store"))
        self.connection = folder / "connection.json"
        self.options = {"connection": str(self.connection), "workers": 2, "die_with_parent": True, **options,
                        "store": str(self.store)}
        self.environment = {**os.environ, "PYTHONPATH": str(site), "TROUPE_HOME": str(folder / "home")}
        self.process: subprocess.Popen[bytes] | None = None
        self._seen: dict[int, psutil.Process] = {}

    def start(self, **more: Any) -> Backend:
        assert self.process is None or self.process.poll() is not None
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, json.dumps({**self.options, **more})], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)
        return self

    def client(self) -> Client:
        return Client(self.connection).connect(15)

    def workers(self) -> list[psutil.Process]:
        """Processes of the workers of the running backend."""
        assert self.process is not None
        found = psutil.Process(self.process.pid).children(recursive=True)
        self._seen.update({each.pid: each for each in found})
        return [each for each in found if each.status() != psutil.STATUS_ZOMBIE]

    def terminate(self) -> int:
        """Stop it as a service manager would; returns the exit code."""
        assert self.process is not None
        self.workers()
        self.process.terminate()
        return self.process.wait(15)

    def kill(self) -> None:
        """As the kernel would when memory runs out."""
        assert self.process is not None
        self.workers()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(15)

    def orphans(self) -> list[psutil.Process]:
        """Workers seen that still live, though their backend has ended."""
        return [each for each in self._seen.values() if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]

    def log(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted((self.store / "logs").glob("*.log")))

    def __enter__(self) -> Backend:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.terminate()
        if self.process is not None:
            for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
                stream.close()
        wait_for(lambda: not self.orphans(), "the workers to end with their backend")


class Peer:
    """A bare DEALER that speaks the wire by hand."""

    def __init__(self, backend, key: bytes | None = None) -> None:
        self.connection = load(backend.connection)
        self.key = key or self.connection.key
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.connect(self.connection.address)
        self.session = Session(self.key, CLIENT)

    def hello(self, **header):
        message = Message(kind="hello", body=messages.Hello(client="test").to_json(), id=new_id(), **header)
        self.socket.send_multipart(pack(self.key, message, CLIENT))
        answer = self.answer()
        if answer.kind == "welcome":
            self.session = Session(self.key, CLIENT, answer.body["session"])
        return answer

    def answer(self, timeout: float = 5.0) -> Message | None:
        if not self.socket.poll(round(1000 * timeout)):
            return None
        return unpack(self.key, self.socket.recv_multipart(), SERVER)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.destroy(linger=0)


def wait_for(condition: Any, what: str, seconds: float = 15.0) -> Any:
    """Poll until ``condition()`` is true and return it; fail naming ``what`` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s in vain for {what}")
