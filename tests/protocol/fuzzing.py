# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile multipart messages: valid ones damaged, authenticated nonsense, and plain noise.

``hostile(rng, session)`` gives the frames of one message as a client would send them. Signing is
written out here from SPEC.md, so that it also checks :mod:`protocol.wire` independently.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from random import Random
from typing import Any

import numpy as np

from protocol.wire import Session, new_id

Frames = list[bytes]
REQUESTS: dict[str, dict[str, Any]] = {
    "hello": {"client": "fuzz", "protocol": [1, 0]}, "ping": {}, "describe": {}, "unload": {},
    "submit": {"job_id": "0" * 32, "modality": "object", "prompt": "a vase", "engine": None, "seed": 1,
               "parameters": {}, "spec": None, "inputs": {}},
    "cancel": {"job_id": "0" * 32}, "status": {"job_ids": ["0" * 32], "watch": True}, "fetch": {"job_id": "0" * 32},
    "read": {"job_id": "0" * 32, "index": 0}, "list": {"limit": 5, "states": None}, "forget": {"job_id": "0" * 32},
    "query": {"query_id": "0" * 32, "service": "sample.echo", "arguments": {"text": "x"}, "inputs": {}, "seconds": 5},
    "abandon": {"query_id": "0" * 32},
}
#: Values that find the holes in a check; the texts are written into the JSON as they stand.
ODD = ["null", "true", "-1", "0", "1e999", "NaN", "-Infinity", "18446744073709551616", "9" * 400, '""', '"\\ud800"',
       '"' + "x" * 5000 + '"', "[]", "{}", "[" * 200 + "]" * 200, '{"$type":"Mesh"}', '{"$array":-1}', '[1,0]',
       "0.5", '"0"', '{"a":1,"a":2}', "[[]]", '"\\u0000"', '["<f4"]', "9007199254740993"]


def sign(key: bytes, header: bytes, sender: str = "client") -> bytes:
    """The signature of SPEC.md, section 2."""
    return hmac.digest(key, b"troupe " + sender.encode() + b"\n" + header, "sha256")


def hostile(rng: Random, session: Session) -> Frames:
    """One hostile message for the peer of ``session``; a few are valid after all, by chance."""
    kind = rng.random()
    if kind < 0.1:
        return noise(rng)
    if kind < 0.55:
        return damaged(rng, valid(rng, session))
    return authenticated_nonsense(rng, session)


def valid(rng: Random, session: Session) -> Frames:
    """A well-formed request of any kind but shutdown, sometimes with arrays nobody asked for."""
    kind = rng.choice(sorted(REQUESTS))
    arrays = [np.frombuffer(rng.randbytes(4 * rng.randrange(1, 50)), "<f4") for _ in range(rng.choice([0, 0, 1, 3]))]
    return [bytes(each) for each in session.pack(kind, dict(REQUESTS[kind]), arrays)]


def noise(rng: Random) -> Frames:
    """Frames of random bytes."""
    return [rng.randbytes(rng.choice([0, 1, 32, 33, 500])) for _ in range(rng.randrange(1, 8))]


def damaged(rng: Random, frames: Frames) -> Frames:
    """``frames`` with one thing wrong that the signature or the digests must notice."""
    frames, index = list(frames), rng.randrange(len(frames))
    change = rng.choice(["bit", "cut", "grow", "drop", "repeat", "swap", "insert", "empty"])
    if change == "bit" and frames[index]:
        frames[index] = flip(frames[index], rng.randrange(8 * len(frames[index])))
    elif change == "cut":
        frames[index] = frames[index][:rng.randrange(max(1, len(frames[index])))]
    elif change == "grow":
        frames[index] += rng.randbytes(rng.randrange(1, 100))
    elif change == "drop":
        del frames[index]
    elif change == "repeat":
        frames.insert(index, frames[index])
    elif change == "swap":
        other = rng.randrange(len(frames))
        frames[index], frames[other] = frames[other], frames[index]
    elif change == "insert":
        frames.insert(index, rng.randbytes(rng.randrange(100)))
    else:
        frames[index] = b""
    return frames or [b""]


def authenticated_nonsense(rng: Random, session: Session) -> Frames:
    """A header that breaks the specification somewhere, rightly signed: what a faulty client sends."""
    frames = valid(rng, session)
    header = json.loads(frames[1])
    place: Any = header
    while isinstance(place, dict) and place and rng.random() < 0.6:
        name = rng.choice(list(place))
        if isinstance(place[name], dict) and place[name]:
            place = place[name]
        elif isinstance(place[name], list) and place[name] and isinstance(place[name][0], dict):
            place = rng.choice(place[name])
        else:
            break
    mark = f"<{new_id()}>"
    name = rng.choice([*place, "extra"])
    if rng.random() < 0.2 and name in place:
        del place[name]
    else:
        place[name] = mark
    text = json.dumps(header).replace(json.dumps(mark), rng.choice(ODD)).encode()
    return [sign(session.key, text), text, *frames[2:]]


def flip(data: bytes, bit: int) -> bytes:
    """``data`` with one bit flipped."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def digest(data: bytes) -> str:
    """The digest of an array frame, from SPEC.md."""
    return hashlib.sha256(data).hexdigest()
