# SPDX-License-Identifier: GPL-3.0-or-later
"""How a client finds a backend: the connection file, and CURVE keys for other hosts.

The backend writes the file when it starts; whoever can read it may use the backend, so it is
readable by its owner alone. Off loopback the file is copied to the client's machine by the user.
"""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import json
import os
import re
import stat
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from .errors import ConnectionFileError
from .wire import KEY_BYTES, VERSION, check_json, is_count, is_hex, new_key

_RESTART = "Restart the backend (troupe serve): it writes a new one."
_MAXIMUM_BYTES = 64 << 10
_ADDRESS = re.compile(r"tcp://(\[[0-9a-fA-F:.]+\]|[^:/\[\]]+):(\d{1,5}|\*)")
_CURVE_KEY = re.compile(r"[!-~]{40}")


@dataclass(frozen=True, kw_only=True)
class Connection:
    """What a client needs to reach and trust a backend."""

    #: ``tcp://host:port``.
    address: str
    #: Secret shared by both sides, 32 bytes, which signs every message.
    key: bytes = field(default_factory=new_key, repr=False)
    #: Process of the backend, on its own host.
    pid: int = field(default_factory=os.getpid)
    protocol: tuple[int, int] = VERSION
    #: Version of the backend, for people.
    server: str = ""
    #: The backend's CURVE public key (Z85), "" on loopback.
    curve: str = ""

    def __post_init__(self) -> None:
        require_safe(self.address, self.curve)

    def save(self, path: Path) -> None:
        """Write the file whole, readable by its owner alone. Raises :class:`ConnectionFileError`."""
        content = asdict(self) | {"key": self.key.hex(), "protocol": list(self.protocol)}
        _write_private(Path(path), json.dumps(content, indent=2) + "\n")

    def is_alive(self) -> bool:
        """Whether the backend's process exists. Always True for another host, where it cannot be seen."""
        return not is_loopback(self.address) or process_exists(self.pid)

    @classmethod
    def from_json(cls, content: Any, where: str = "The connection file") -> Self:
        """Check what a connection file holds. Raises :class:`ConnectionFileError`."""
        sound = (
            isinstance(content, dict)
            and {"address", "key", "pid", "protocol", "server", "curve"} <= set(content)
            and all(isinstance(content[name], str) for name in ("address", "server", "curve"))
            and is_hex(content["key"], 2 * KEY_BYTES) and is_count(content["pid"])
            and isinstance(content["protocol"], list) and len(content["protocol"]) == 2
            and all(is_count(each) for each in content["protocol"]))
        if not sound:
            raise ConnectionFileError("corrupt_connection", f"{where} is damaged.", _RESTART)
        return cls(
            address=content["address"], key=bytes.fromhex(content["key"]), pid=content["pid"],
            protocol=(content["protocol"][0], content["protocol"][1]), server=content["server"],
            curve=content["curve"])


@dataclass(frozen=True, kw_only=True)
class CurveKeys:
    """A CURVE key pair, Z85 text of 40 characters each."""

    public: str
    secret: str = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        import zmq

        public, secret = zmq.curve_keypair()
        return cls(public=public.decode(), secret=secret.decode())

    def save(self, path: Path) -> None:
        """Write the pair, readable by its owner alone."""
        _write_private(Path(path), json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a pair. Raises :class:`ConnectionFileError`."""
        content = _read_private(Path(path), "key file", "Make new keys with: troupe keys")
        if not (isinstance(content, dict) and set(content) == {"public", "secret"}
                and all(isinstance(each, str) and _CURVE_KEY.fullmatch(each) for each in content.values())):
            raise ConnectionFileError("corrupt_keys", f"{path} does not hold a pair of CURVE keys.",
                                      "Make new ones with: troupe keys")
        return cls(**content)


def load(path: Path | None = None) -> Connection:
    """The connection in ``path`` (default :func:`default_path`).

    Raises :class:`ConnectionFileError` with code "no_connection", "unreadable_connection",
    "exposed_connection", "corrupt_connection", "insecure_address" or "stale_connection".
    """
    path = Path(path) if path is not None else default_path()
    connection = Connection.from_json(_read_private(path, "connection file", _RESTART), str(path))
    if not connection.is_alive():
        raise ConnectionFileError(
            "stale_connection", f"The backend of {path} (process {connection.pid}) is not running.",
            "Start it with: troupe serve")
    return connection


def default_path() -> Path:
    """``TROUPE_CONNECTION``, else a file in XDG_RUNTIME_DIR or the user's own cache folder."""
    if given := os.environ.get("TROUPE_CONNECTION"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Troupe/connection.json"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/Troupe/connection.json"
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(runtime) / "troupe/connection.json"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "troupe/connection.json"


def is_loopback(address: str) -> bool:
    """Whether a ``tcp://`` address stays on this host. Names other than localhost do not count."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        return False
    host = match[1].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_safe(address: str, curve: str) -> None:
    """Refuse anything but TCP, and another host without CURVE. Called on both sides.

    Raises :class:`ConnectionFileError` with code "corrupt_connection" or "insecure_address".
    """
    if not _ADDRESS.fullmatch(address):
        raise ConnectionFileError("corrupt_connection", f"{address!r:.80} is not an address.",
                                  "Addresses look like tcp://127.0.0.1:5555.")
    if curve and not _CURVE_KEY.fullmatch(curve):
        raise ConnectionFileError("corrupt_connection", "The CURVE public key is not 40 Z85 characters.", _RESTART)
    if not curve and not is_loopback(address):
        raise ConnectionFileError(
            "insecure_address", f"{address} is reachable from other machines and has no CURVE keys.",
            "Make keys with: troupe keys, and serve with them; or use tcp://127.0.0.1.")


def secure_server(socket: Any, keys: CurveKeys) -> None:
    """Make a ROUTER encrypt with ``keys``; call before ``bind``. Clients still need the signing key."""
    socket.curve_server = True
    socket.curve_secretkey = keys.secret.encode()
    socket.curve_publickey = keys.public.encode()


def secure_client(socket: Any, curve: str) -> None:
    """Make a DEALER encrypt to the backend with public key ``curve``, with a pair of its own."""
    own = CurveKeys.generate()
    socket.curve_serverkey = curve.encode()
    socket.curve_secretkey = own.secret.encode()
    socket.curve_publickey = own.public.encode()


def process_exists(pid: int) -> bool:
    """Whether a process runs on this host (it may be a later one with the same number)."""
    if pid <= 0:
        return False
    if sys.platform == "win32":  # os.kill would end the process
        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(ctypes.windll.kernel32.GetLastError() == 5)  # access denied: it exists
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True


def _write_private(path: Path, text: str) -> None:
    """Replace ``path`` in one step by a file of mode 0600; a reader sees the old or the new whole."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise ConnectionFileError(
            "unwritable", f"{path} cannot be written: {error.strerror or error}.",
            "Free some space, or choose another place (TROUPE_CONNECTION moves the connection file).") from error


def _read_private(path: Path, what: str, remedy: str) -> Any:
    """The JSON in a file of ours; refuses one that others may read or write."""
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            if sys.platform != "win32" and (status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
                                            or status.st_uid not in (os.getuid(), 0)):
                raise ConnectionFileError(
                    "exposed_connection", f"The {what} {path} is open to other users, so its key is no secret.",
                    f"Delete it. {remedy}")
            content = file.read(_MAXIMUM_BYTES + 1)
    except FileNotFoundError as error:
        raise ConnectionFileError("no_connection", f"There is no {what} at {path}.",
                                  "Start the backend with: troupe serve" if "conn" in what else remedy) from error
    except OSError as error:
        raise ConnectionFileError("unreadable_connection", f"The {what} {path} cannot be read: "
                                  f"{error.strerror or error}.", remedy) from error
    try:
        if len(content) > _MAXIMUM_BYTES:
            raise ValueError("it is too long")
        parsed = json.loads(content)
        check_json(parsed, 4)
    except (ValueError, RecursionError) as error:
        raise ConnectionFileError("corrupt_connection", f"The {what} {path} is damaged: {error}.", remedy) from error
    return parsed
