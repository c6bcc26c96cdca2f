# SPDX-License-Identifier: GPL-3.0-or-later
"""A canonical clip as bytes: small enough for thousands in one file, opened in milliseconds.

Quaternions are kept as 16-bit integers (0.004 degrees, a tenth of a millimetre at arm's length), stored as
differences along time, which pack well; places as 32-bit floats.
"""

from __future__ import annotations

import io
import json
import zlib

import numpy as np

from backend.engine import EngineError
from backend.motion.body import Body
from backend.motion.clip import Clip
from backend.motion.kinematics import continuous

_SCALE = 32767
_BODY_ARRAYS = ("offsets", "ankle_height", "heel", "ball", "toe_tip")


def pack(clip: Clip) -> bytes:
    """``clip`` as bytes. Contacts and hands are kept where there are some."""
    arrays = {"rotations": _differences(clip.rotations), "root": clip.root.astype("<f4")}
    arrays |= {f"body_{name}": getattr(clip.body, name).astype("<f4") for name in _BODY_ARRAYS}
    if clip.contacts is not None:
        arrays["contacts"] = np.packbits(clip.contacts.astype(bool), axis=1)
    if clip.hands is not None:
        arrays["hands"] = _differences(clip.hands)
    about = {"name": clip.name, "fps": clip.fps, "loop": clip.loop, "caption": clip.caption, "licence": clip.licence,
             "source": clip.source, "girth": clip.body.girth}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return zlib.compress(stream.getvalue(), 6)


def unpack(data: bytes) -> Clip:
    """The clip in ``data``. Raises :class:`EngineError` ("corrupt_library")."""
    try:
        with np.load(io.BytesIO(zlib.decompress(data)), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            count = len(arrays["root"])
            body = {name: arrays[f"body_{name}"].astype(np.float64) for name in _BODY_ARRAYS}
            contacts = None
            if "contacts" in arrays:
                contacts = np.unpackbits(arrays["contacts"], axis=1, count=4).astype(bool)
            hands = _restored(arrays["hands"]) if "hands" in arrays else None
            joints = len(body["offsets"])
            return Clip(
                name=about["name"], fps=float(about["fps"]), rotations=_restored(arrays["rotations"]),
                root=arrays["root"].astype(np.float64).reshape(count, 3), contacts=contacts, hands=hands,
                loop=bool(about["loop"]), caption=about["caption"], licence=about["licence"], source=about["source"],
                body=Body(alignments=np.tile(np.eye(3), (joints, 1, 1)), bones=np.arange(joints), floor=0.0,
                          girth=float(about["girth"]), **body))
    except (ValueError, KeyError, TypeError, OSError, zlib.error) as error:
        raise EngineError(f"A clip in the library is damaged: {error}.", "Run: troupe library rebuild",
                          "corrupt_library") from error


def _differences(quaternions: np.ndarray) -> np.ndarray:
    """(T, J, 4) -> 16-bit steps along time, without sign jumps; they wrap round, which undoes itself."""
    whole = np.round(continuous(quaternions) * _SCALE).astype("<i2")
    return np.diff(whole, axis=0, prepend=np.zeros_like(whole[:1]))


def _restored(steps: np.ndarray) -> np.ndarray:
    whole = np.cumsum(steps, axis=0, dtype=np.int16).astype(np.float64)
    return whole / np.maximum(np.linalg.norm(whole, axis=-1, keepdims=True), 1e-9)
