# SPDX-License-Identifier: GPL-3.0-or-later
"""The armature that a motion is asked for."""

from __future__ import annotations

from backend.engine import EngineError, Request
from protocol.assets import Skeleton


def target_of(request: Request) -> Skeleton | None:
    """The input ``target``, if there is one. Raises :class:`EngineError` ("invalid_input") for another asset."""
    target = request.inputs.get("target")
    if target is not None and not isinstance(target, Skeleton):
        raise EngineError("The target of a motion must be a skeleton.", "Choose an armature.", "invalid_input")
    return target
