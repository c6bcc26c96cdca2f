# SPDX-License-Identifier: GPL-3.0-or-later
"""What to tell the user when an engine raised something it should not have."""

from __future__ import annotations

from backend.engine import EngineError


def tell(error: BaseException, engine: str, details: str) -> EngineError:
    """Any exception of ``engine`` as one with a message for the user; ``details`` says where more is to be read."""
    if isinstance(error, EngineError):
        return error
    line = (str(error).strip().splitlines() or [""])[0][:300]
    device_memory = type(error).__name__ in ("OutOfMemoryError", "OutOfMemory") or "out of memory" in line.lower()
    if device_memory or isinstance(error, MemoryError):
        where = "The graphics card" if "cuda" in line.lower() else "The computer"
        return EngineError(f"{where} ran out of memory while {engine} was working.",
                           "Close other programs, ask for a smaller size or fewer details, "
                           "or choose a lighter engine.", "out_of_memory")
    return EngineError(f"The engine {engine} failed: {type(error).__name__}: {line}".rstrip(": ") + ".",
                       f"This is a fault of the engine; {details}.", "internal")
