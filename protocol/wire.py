# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages to frames and back: the only place that knows bytes. See SPEC.md, "Frames".

A message is ``[signature][JSON header][array]...``. The signature authenticates the header, the
header holds the SHA-256 of every array, so no bit of a message can change unnoticed. Everything
is checked against :class:`Limits` before it is parsed or allocated.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .assets import DTYPES
from .errors import ProtocolError

#: Major changes break; minor ones only add. See SPEC.md, "Versions".
VERSION = (1, 3)
CLIENT, SERVER = "client", "server"
KEY_BYTES = 32
SIGNATURE_BYTES = 32
#: Deepest nesting of a header.
DEPTH = 48

_HEX = re.compile(r"[0-9a-f]+")
_HEADER_FIELDS = {"version", "kind", "id", "session", "seq", "reply_to", "body", "arrays"}


@dataclass(frozen=True)
class Limits:
    """What a receiver accepts. The backend states its own in ``welcome``."""

    header_bytes: int = 4 << 20
    arrays: int = 4096
    array_bytes: int = 256 << 20
    message_bytes: int = 512 << 20
    dimensions: int = 8
    #: Arrays of one result, fetched in chunks.
    result_bytes: int = 4 << 30
    #: Arrays of one query, and of its answer.
    query_bytes: int = 16 << 20


DEFAULT_LIMITS = Limits()


@dataclass
class Message:
    """One message, header fields as in SPEC.md; ``arrays`` are read-only views of the frames."""

    kind: str
    body: dict[str, Any]
    arrays: list[np.ndarray] = field(default_factory=list)
    id: str = ""
    session: str = ""
    seq: int = 0
    reply_to: str | None = None
    version: tuple[int, int] = VERSION
    #: (frame, digest) of arrays whose content has not been verified: see ``unpack(defer=True)``.
    unverified: list[tuple[memoryview, str]] = field(default_factory=list, repr=False)

    def verify(self) -> None:
        """Check the content of the arrays; raise :class:`ProtocolError`. Safe on any thread."""
        for buffer, expected in self.unverified:
            if not hmac.compare_digest(digest(buffer), expected):
                raise ProtocolError("digest_mismatch", "An array was damaged on its way.", "Try again.", self.id)
        self.unverified = []


def new_id() -> str:
    """A fresh identifier for a message, job or session: 32 lower-case hex digits."""
    return secrets.token_hex(16)


def new_key() -> bytes:
    """A fresh connection key."""
    return secrets.token_bytes(KEY_BYTES)


def digest(data: Any) -> str:
    """SHA-256 of a contiguous buffer, in hex. Releases the GIL on large buffers."""
    return hashlib.sha256(data).hexdigest()


def pack(key: bytes, message: Message, sender: str, *, digests: Sequence[str | None] = (),
         limits: Limits = DEFAULT_LIMITS) -> list[Any]:
    """The frames of ``message``; arrays are sent as they lie in memory, without a copy.

    ``digests`` may give known SHA-256 digests of the arrays (None where unknown), so that a stored
    result need not be hashed again. Raises :class:`ProtocolError` for what the other side would refuse.
    """
    arrays = message.arrays
    if any(each.dtype.str not in DTYPES or not each.flags.c_contiguous for each in arrays):
        raise ProtocolError("malformed", "An array to send is not contiguous or has a forbidden dtype.")
    frames = [as_bytes(each) for each in arrays]
    known = [*digests, *[None] * (len(arrays) - len(digests))]
    described = [
        {"dtype": each.dtype.str, "shape": list(each.shape), "nbytes": each.nbytes, "digest": given or digest(frame)}
        for each, given, frame in zip(arrays, known, frames)]
    header = {
        "version": list(message.version), "kind": message.kind, "id": message.id, "session": message.session,
        "seq": message.seq, "reply_to": message.reply_to, "body": message.body, "arrays": described}
    try:
        check_json(header)
        encoded = json.dumps(header, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
    except (TypeError, ValueError) as error:
        raise ProtocolError("malformed", f"A {message.kind} message does not fit in JSON: {error}.") from error
    _check_sizes(len(encoded), [each.nbytes for each in arrays], limits)
    return [_sign(key, sender, encoded), encoded, *frames]


def unpack(key: bytes, frames: Sequence[Any], sender: str, *, limits: Limits = DEFAULT_LIMITS,
           defer: bool = False) -> Message:
    """The message in ``frames`` (bytes or ``zmq.Frame``), every byte verified.

    With ``defer`` the content of the arrays is left to :meth:`Message.verify`, which must be called
    before they are used: hashing can then go on while the next message arrives.
    Raises :class:`ProtocolError`; its ``request`` is set only if the signature was right.
    """
    buffers = [_buffer(each) for each in frames]
    if not 2 <= len(buffers) <= limits.arrays + 2:
        raise ProtocolError("malformed", f"A message of {len(buffers)} frames.")
    signature, encoded = buffers[:2]
    if signature.nbytes != SIGNATURE_BYTES:
        raise ProtocolError("bad_signature", f"A signature of {signature.nbytes} bytes.")
    _check_sizes(encoded.nbytes, [each.nbytes for each in buffers[2:]], limits)
    if not hmac.compare_digest(_sign(key, sender, encoded), bytes(signature)):
        raise ProtocolError("bad_signature", "The signature of a message is wrong.")
    header = _parse(bytes(encoded))
    message = _message(header, sender)
    try:
        described = header["arrays"]
        if not isinstance(described, list) or len(described) != len(buffers) - 2:
            raise ProtocolError("malformed", f"{len(buffers) - 2} array frames do not match the header.")
        for each, buffer in zip(described, buffers[2:]):
            _check_frame(each, buffer, limits)
        message.unverified = [(buffer, each["digest"]) for each, buffer in zip(described, buffers[2:])]
        if not defer:
            message.verify()
    except ProtocolError as error:
        error.request = message.id
        raise
    message.arrays = [view(buffer, each["dtype"], each["shape"]) for each, buffer in zip(described, buffers[2:])]
    return message


def _check_frame(described: Any, buffer: memoryview, limits: Limits) -> None:
    if not isinstance(described, dict) or set(described) != {"dtype", "shape", "nbytes", "digest"}:
        raise ProtocolError("malformed", "An array needs dtype, shape, nbytes and digest.")
    check_array(described, limits)
    if described["nbytes"] != buffer.nbytes:
        raise ProtocolError("malformed", f"An array of {described['nbytes']} bytes came in {buffer.nbytes}.")
    if not is_hex(described["digest"], 64):
        raise ProtocolError("malformed", "A digest is not 64 lower-case hex digits.")


def check_array(described: dict[str, Any], limits: Limits = DEFAULT_LIMITS) -> None:
    """Check dtype, shape and nbytes of an array's description before anything is made of it."""
    dtype, shape, nbytes = described["dtype"], described["shape"], described["nbytes"]
    if not isinstance(dtype, str) or dtype not in DTYPES:
        raise ProtocolError("malformed", f"An array may not have the dtype {dtype!r:.40}.")
    if not isinstance(shape, list) or len(shape) > limits.dimensions or not all(is_count(each) for each in shape):
        raise ProtocolError("malformed", f"An array may not have the shape {shape!r:.80}.")
    itemsize = np.dtype(dtype).itemsize
    # Numpy multiplies the sizes that are not 0, so (0, huge) must be refused as well.
    if math.prod(max(each, 1) for each in shape) * itemsize > limits.array_bytes:
        raise ProtocolError("too_large", f"An array of shape {shape!r:.80} is over {limits.array_bytes} bytes.")
    if not is_count(nbytes) or math.prod(shape) * itemsize != nbytes:
        raise ProtocolError("malformed", f"An array of shape {shape!r:.80} has not {nbytes!r:.20} bytes.")


def view(buffer: memoryview, dtype: str, shape: Sequence[int]) -> np.ndarray:
    """A read-only array over ``buffer``; a copy only where small frames lie unaligned."""
    if buffer.nbytes == 0:
        array = np.empty(tuple(shape), dtype)
    else:
        array = np.frombuffer(buffer, dtype).reshape(tuple(shape))
        if not array.flags.aligned:
            array = array.copy()
    array.flags.writeable = False
    return array


def as_bytes(array: np.ndarray) -> memoryview:
    """The bytes of a contiguous array, not copied."""
    return array.reshape(-1).view(np.uint8).data if array.size else memoryview(b"")


class Session:
    """One end of a session: numbers and signs what it sends, refuses what it has already seen.

    ``nonce`` is chosen by the server for each ``hello``; it dies with the server's process, so a
    message recorded earlier, or before a restart, is refused with one integer of memory.
    """

    def __init__(self, key: bytes, role: str, nonce: str = "", limits: Limits = DEFAULT_LIMITS) -> None:
        self.key, self.role, self.nonce, self.limits = key, role, nonce, limits
        self.sent = 0
        self.seen = 0

    def pack(self, kind: str, body: dict[str, Any], arrays: Sequence[np.ndarray] = (), *, reply_to: str | None = None,
             digests: Sequence[str | None] = (), id: str | None = None) -> list[Any]:
        """Frames of the next message of this end; outside a session (no nonce) its number is 0."""
        self.sent += 1 if self.nonce else 0
        message = Message(kind=kind, body=body, arrays=list(arrays), id=id or new_id(), session=self.nonce,
                          seq=self.sent, reply_to=reply_to)
        return pack(self.key, message, self.role, digests=digests, limits=self.limits)

    def accept(self, message: Message) -> None:
        """Raise :class:`ProtocolError` unless ``message`` belongs to this session and is new."""
        if not self.nonce or not hmac.compare_digest(message.session.encode(), self.nonce.encode()):
            raise ProtocolError("unknown_session", "The session is over.", "Connect again.", message.id)
        if message.seq <= self.seen:
            raise ProtocolError("replayed", "A message came twice.", request=message.id)
        self.seen = message.seq


def check_json(value: Any, depth: int = DEPTH) -> None:
    """Raise ValueError unless ``value`` is JSON that any implementation reads back the same:
    finite numbers, 64-bit integers, strings of whole characters, at most ``depth`` levels."""
    if depth < 0:
        raise ValueError("it is nested too deeply")
    kind = type(value)
    if kind is str:
        value.encode()
    elif kind is dict:
        for name, each in value.items():
            if type(name) is not str:
                raise ValueError(f"the key {name!r:.40} is not a string")
            name.encode()
            check_json(each, depth - 1)
    elif kind is list:
        for each in value:
            check_json(each, depth - 1)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a number is not finite")
    elif kind is int:
        if not -(1 << 63) <= value < 1 << 64:
            raise ValueError("an integer needs more than 64 bits")
    elif value is not None and kind is not bool:
        raise ValueError(f"{kind.__name__} is not a JSON value")


def is_count(value: Any) -> bool:
    """An integer from 0 to 2**53, not a bool."""
    return type(value) is int and 0 <= value <= 1 << 53


def is_hex(value: Any, digits: int) -> bool:
    return isinstance(value, str) and len(value) == digits and _HEX.fullmatch(value) is not None


def _parse(encoded: bytes) -> dict[str, Any]:
    try:
        header = json.loads(encoded, object_pairs_hook=_object, parse_constant=_no_constant)
        check_json(header)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("malformed", f"A header is not valid JSON: {error}.") from error
    if not isinstance(header, dict):
        raise ProtocolError("malformed", "A header is not an object.")
    return header


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is given twice")
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def version_mismatch(client: Sequence[int], server: Sequence[int], request: str = "") -> ProtocolError:
    """The error for two sides whose major versions differ, saying which one to update."""
    older = "Blender extension (or client)" if client[0] < server[0] else "backend"
    return ProtocolError(
        "version_mismatch",
        f"The client speaks protocol {client[0]}.{client[1]}, the backend {server[0]}.{server[1]}.",
        f"Update the {older}: it is the older of the two.", request)


def _message(header: dict[str, Any], sender: str) -> Message:
    version = header.get("version")
    if not (isinstance(version, list) and len(version) == 2 and all(is_count(each) for each in version)):
        raise ProtocolError("malformed", "A header needs its version.")
    if not is_hex(header.get("id"), 32):
        raise ProtocolError("malformed", "A header needs an id.")
    if version[0] != VERSION[0]:
        client, server = (version, VERSION) if sender == CLIENT else (VERSION, version)
        raise version_mismatch(client, server, header["id"])
    # Later versions may add header fields; within our own they would be a mistake.
    missing, extra = _HEADER_FIELDS - set(header), set(header) - _HEADER_FIELDS
    sound = (
        not missing and (not extra or tuple(version) > VERSION)
        and isinstance(header["kind"], str) and isinstance(header["body"], dict)
        and (header["session"] == "" or is_hex(header["session"], 32)) and is_count(header["seq"])
        and (header["reply_to"] is None or is_hex(header["reply_to"], 32)))
    if not sound:
        raise ProtocolError(
            "malformed", "A header field is missing, unknown or of the wrong type.", request=header["id"])
    return Message(kind=header["kind"], body=header["body"], id=header["id"], session=header["session"],
                   seq=header["seq"], reply_to=header["reply_to"], version=(version[0], version[1]))


def _check_sizes(header: int, arrays: Sequence[int], limits: Limits) -> None:
    if header > limits.header_bytes:
        raise ProtocolError("too_large", f"A header of {header} bytes is over {limits.header_bytes}.")
    if len(arrays) > limits.arrays:
        raise ProtocolError("too_large", f"{len(arrays)} arrays are over {limits.arrays}.")
    if max(arrays, default=0) > limits.array_bytes or sum(arrays) > limits.message_bytes:
        raise ProtocolError("too_large", f"{sum(arrays)} bytes of arrays are over the limit of "
                            f"{limits.array_bytes} an array and {limits.message_bytes} a message.")


def _sign(key: bytes, sender: str, header: Any) -> bytes:
    # The sender is signed as well, so that a message cannot be reflected at whoever sent it.
    signer = hmac.new(key, f"troupe {sender}\n".encode(), hashlib.sha256)
    signer.update(header)
    return signer.digest()


def _buffer(frame: Any) -> memoryview:
    buffer = memoryview(getattr(frame, "buffer", frame))
    return buffer if buffer.format == "B" else buffer.cast("B")
