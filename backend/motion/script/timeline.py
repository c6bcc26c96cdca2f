# SPDX-License-Identifier: GPL-3.0-or-later
"""When each segment of the whole body's track begins and how long it lasts.

Lengths that are stated are kept. Between two stated times (starts, and the end of the script when it has
one) walks and waits grow or shrink to fit; other movements may shrink to half; what is left over is
filled by staying where one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.engine import EngineError
from backend.motion.spec import LOCOMOTION

_LEAST = 0.2
#: How far an automatic length may shrink before the times contradict each other.
_SHRINK = 0.4


@dataclass(frozen=True)
class Slot:
    """Seconds ``start`` to ``start + seconds``; ``segment`` None: staying where one is."""

    segment: int | None
    start: float
    seconds: float

    @property
    def end(self) -> float:
        return self.start + self.seconds


def _elastic(segment: Mapping[str, Any]) -> bool:
    source = segment["source"]
    spec = source.get("spec") or {}
    return source["engine"] == "hold" or (
        source["engine"] == "procedural" and spec.get("verb") in (*LOCOMOTION, "idle", "sidestep")
        and not spec.get("repeats"))


def schedule(segments: Sequence[Mapping[str, Any]], natural: Sequence[float], total: float | None = None) -> list[Slot]:
    """Slots in order, without gaps from 0 to the end. ``natural``: seconds of each segment when nothing is said.

    Raises :class:`EngineError` (``invalid_spec``) naming the segment whose time cannot be kept.
    """
    slots: list[Slot] = []
    block: list[int] = []
    clock = 0.0
    for number, segment in enumerate(segments):
        start = segment["start"]
        if start is not None:
            clock = _fit(slots, segments, natural, block, clock, start, f"segment {number + 1} begins at {start:g} s")
            block = []
        block.append(number)
    _fit(slots, segments, natural, block, clock, total, f"the script ends at {total or 0:g} s")
    return slots


def _fit(slots: list[Slot], segments: Sequence[Mapping[str, Any]], natural: Sequence[float], block: Sequence[int],
         clock: float, until: float | None, why: str) -> float:
    """Lay ``block`` out from ``clock`` to ``until`` (None: as long as it takes); the time it ends at."""
    lengths = [segments[number]["seconds"] or natural[number] for number in block]
    if until is not None:
        lengths = _stretched(segments, lengths, block, until - clock, why)
    for number, seconds in zip(block, lengths):
        slots.append(Slot(number, clock, seconds))
        clock += seconds
    if until is not None and until - clock > 1e-6:
        slots.append(Slot(None, clock, until - clock))
        clock = until
    return clock


def _stretched(segments: Sequence[Mapping[str, Any]], lengths: list[float], block: Sequence[int], room: float,
               why: str) -> list[float]:
    free = [index for index, number in enumerate(block) if segments[number]["seconds"] is None]
    over = sum(lengths) - room
    if over > 1e-6:
        spare = sum(lengths[index] for index in free)
        share = (spare - over) / spare if spare else 0.0
        if not free or share < _SHRINK or min(lengths[index] * share for index in free) < _LEAST:
            names = ", ".join(f"“{segments[number]['text'][:40]}”" for number in block) or "what comes before"
            raise EngineError(f"{names} need {sum(lengths):.1f} s, but {why}, which leaves {max(room, 0):.1f} s.",
                              "Move the start, or make them shorter.", "invalid_spec")
        return [length * share if index in free else length for index, length in enumerate(lengths)]
    elastic = [index for index in free if _elastic(segments[block[index]])]
    spare = sum(lengths[index] for index in elastic)
    if not spare:
        return lengths
    share = (spare - over) / spare
    return [length * share if index in elastic else length for index, length in enumerate(lengths)]
