# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a datablock came from, as one JSON custom property on it."""

from __future__ import annotations

import dataclasses
import functools
import json
from typing import Any

import bpy

from ..protocol.assets import Provenance

#: Name of the custom property.
KEY = "troupe"


def write(block: bpy.types.ID, modality: str, provenance: Provenance | None, **details: Any) -> None:
    """Store the modality, the provenance and further plain JSON values on ``block``."""
    record: dict[str, Any] = {"modality": modality, **details}
    if provenance is not None:
        record["provenance"] = dataclasses.asdict(provenance)
    block[KEY] = json.dumps(record, ensure_ascii=False)


def amend(block: bpy.types.ID, **details: Any) -> None:
    """Add plain JSON values to what :func:`write` stored."""
    record = read(block)
    if record is not None:
        block[KEY] = json.dumps({**record, **details}, ensure_ascii=False)


def replace(block: bpy.types.ID, record: dict[str, Any]) -> None:
    """Store another record in place of what :func:`write` stored."""
    block[KEY] = json.dumps(record, ensure_ascii=False)


def read(block: bpy.types.ID | None) -> dict[str, Any] | None:
    """What :func:`write` stored, or None for a datablock that is not ours or was edited by hand."""
    text = block.get(KEY) if block is not None else None
    return _parsed(text) if isinstance(text, str) else None


def peek(block: bpy.types.ID | None) -> dict[str, Any] | None:
    """As :func:`read`, for those who only look: the same dict for all of them, parsed once. Panels ask for it many
    times at each redraw. Nothing in it may be changed."""
    text = block.get(KEY) if block is not None else None
    return _remembered(text) if isinstance(text, str) else None


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        record = json.loads(text)
    except ValueError:
        return None
    return record if isinstance(record, dict) and "modality" in record else None


_remembered = functools.lru_cache(maxsize=256)(_parsed)
