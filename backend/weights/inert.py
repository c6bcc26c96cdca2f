# SPDX-License-Identifier: GPL-3.0-or-later
"""Tensors out of old checkpoints that hold more than tensors, without running any of it.

Training frameworks saved their own objects beside the weights (callbacks, settings), so that torch's restricted
reader (``weights_only``) refuses the whole file. It is used here all the same: the names it does not know are told
to stand for an inert object, so that nothing of them is imported, called or set up. Names of modules that act on
the system stay forbidden.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from backend.engine import EngineError

_MAXIMUM_NAMES = 200


class Inert:
    """Stands for whatever the file wanted to make. Takes any state, does nothing."""

    def __new__(cls, *arguments: Any, **options: Any) -> Inert:
        return object.__new__(cls)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        pass

    def __setstate__(self, state: Any) -> None:
        pass


def load_tensors(path: str | Path, what: str = "checkpoint") -> dict[str, Any]:
    """The containers and tensors of a torch checkpoint, on the CPU. Raises :class:`EngineError` (``bad_weights``)."""
    import torch
    from torch.serialization import get_unsafe_globals_in_checkpoint, safe_globals

    path = Path(path)
    try:
        # A file of the format before torch 1.6 cannot be asked for its names: it is read as strictly as any.
        names = get_unsafe_globals_in_checkpoint(str(path)) if zipfile.is_zipfile(path) else []
        if len(names) > _MAXIMUM_NAMES:
            raise ValueError(f"it names {len(names)} kinds of objects")
        with safe_globals([(Inert, name) for name in names]):
            content = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise EngineError(f"There is no file {path}.", "Check the path.", "bad_weights") from None
    except Exception as error:  # torch's reader raises whatever its parsing stumbles over (struct.error among others)
        reason = (str(error).splitlines() or [repr(error)])[0]
        raise EngineError(f"{path.name} is no {what}, or damaged: {reason:.200}", "Download it again.",
                          "bad_weights") from error
    if not isinstance(content, dict):
        raise EngineError(f"{path.name} is no {what}: it holds no dictionary.", "Name another file.", "bad_weights")
    return content
