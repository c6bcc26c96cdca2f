# SPDX-License-Identifier: GPL-3.0-or-later
"""What a diffusion engine is asked to make: sentences over time, and texts for parts of the body.

A spec is ``{"segments": [{"text": ..., "seconds": number or null, "parts": {part: text}}]}``; a segment without
seconds lasts as long as the engine's duration leaves it.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.engine import MAXIMUM_PROMPT, EngineError, Understanding

PARTS = ("upper", "lower", "arms", "left_arm", "right_arm", "head")
MAXIMUM_SEGMENTS, LONGEST = 32, 120.0
#: Seconds of a sentence that says nothing about its length.
USUAL = 6.0
_BREAK = re.compile(r"\s*(?:;|\n|\.(?=\s)|,?\s*\b(?:and )?(?:then|after that|afterwards)\b,?)\s*", re.IGNORECASE)
_LASTING = ("for", "lasting", "during", "over", "about")
_SUBJECT = re.compile(r"(?:an?|the|one|some(?:one|body)|he|she|they|his|her|this|person|man|woman|people)\b",
                      re.IGNORECASE)


@dataclass(frozen=True)
class Segment:
    """One sentence, and texts of its own for parts of the body."""

    text: str
    seconds: float | None = None
    parts: Mapping[str, str] = field(default_factory=dict)


def understand(prompt: str) -> Understanding:
    """Sentences one after the other ("... then ...", "...; ..."), with seconds where they are said; "left arm: a
    person waves" belongs to the sentence before it."""
    from backend.language.text import Reading
    from backend.motion.script.parts import part_label

    segments: list[dict[str, Any]] = []
    for piece in _BREAK.split(prompt.strip()):
        reading = Reading(piece)
        said = next((each for each in reading.measures() if each.unit == "s" and each.value > 0), None)
        text, seconds = piece, None
        if said is not None:
            words = [token.text for token in reading.tokens]
            before = words[:said.start - (said.start > 0 and words[said.start - 1].lower() in _LASTING)]
            text, seconds = " ".join([*before, *words[said.end:]]), said.value
        text = text.strip(" .,")
        part, rest = part_label(text) if ":" in text or "=" in text else ("", text)
        if part in PARTS and segments:
            segments[-1]["parts"][part] = rest
        elif text:
            segments.append({"text": text, "seconds": seconds, "parts": {}})
    assumptions = []
    if len(segments) > 1:
        assumptions.append("One after the other: " + "; ".join(f"“{each['text']:.60}”" for each in segments) + ".")
    if any(not _SUBJECT.match(each["text"]) for each in segments):
        assumptions.append("The network learnt from captions like “a person walks forward”: "
                           "sentences of that form are understood best.")
    return Understanding(spec={"segments": segments}, assumptions=assumptions)


def checked(spec: Mapping[str, Any], wordless: bool = False) -> list[Segment]:
    """The segments of a spec; ``wordless``: their texts may be empty. Raises :class:`EngineError`
    (``invalid_parameter``) naming what is wrong."""
    unknown = sorted(set(spec) - {"segments"})
    segments = spec.get("segments")
    if unknown or not isinstance(segments, list) or not 1 <= len(segments) <= MAXIMUM_SEGMENTS:
        raise _wrong(f"has the key {unknown[0]!r:.40}" if unknown else
                     f"needs a list of 1 to {MAXIMUM_SEGMENTS} segments")
    return [_segment(each, f"segment {number}", wordless) for number, each in enumerate(segments, start=1)]


def _segment(tree: Any, where: str, wordless: bool) -> Segment:
    if not isinstance(tree, Mapping) or set(tree) - {"text", "seconds", "parts"}:
        raise _wrong(f"{where}: only text, seconds and parts may be said")
    seconds, parts = tree.get("seconds"), tree.get("parts") or {}
    if not isinstance(parts, Mapping) or set(parts) - set(PARTS):
        raise _wrong(f"{where}: the parts are {', '.join(PARTS)}")
    for text in (tree.get("text"), *parts.values()):
        if not isinstance(text, str) or not (text.strip() or wordless) or len(text) > MAXIMUM_PROMPT:
            raise _wrong(f"{where}: a text is missing, or is none")
    if seconds is not None and (isinstance(seconds, bool) or not isinstance(seconds, (int, float))
                                or not math.isfinite(seconds) or not 0 < seconds <= LONGEST):
        raise _wrong(f"{where}: seconds must be null, or a number up to {LONGEST:g}")
    return Segment(tree["text"].strip(), None if seconds is None else float(seconds),
                   {part: text.strip() for part, text in parts.items()})


def lengths(segments: list[Segment], duration: float, fps: float) -> list[int]:
    """Frames of each segment. ``duration`` (seconds; 0: as said, or the usual) is of the whole: segments that say
    nothing share what is left, those that do are scaled where nothing is left."""
    said = sum(each.seconds or 0.0 for each in segments)
    silent = sum(each.seconds is None for each in segments)
    if not duration:
        seconds = [each.seconds or USUAL for each in segments]
    elif silent and duration > said:
        seconds = [each.seconds or (duration - said) / silent for each in segments]
    else:
        whole = [each.seconds or said / max(len(segments) - silent, 1) for each in segments]
        seconds = [each * duration / sum(whole) for each in whole]
    if sum(seconds) > LONGEST:
        raise EngineError(f"{sum(seconds):g} s are longer than this engine makes.",
                          f"Ask for at most {LONGEST:g} s.", "invalid_parameter")
    edges = [0, *(round(sum(seconds[:count]) * fps) for count in range(1, len(seconds) + 1))]
    frames = [after - before for before, after in itertools.pairwise(edges)]
    if min(frames) < 1:
        raise EngineError(f"{min(seconds):g} s are too short for a sentence.", "Give it more time.",
                          "invalid_parameter")
    return frames


def _wrong(what: str) -> EngineError:
    return EngineError(f"The spec of the motion {what}.", "Start from the spec that the engine reads of the prompt.",
                       "invalid_parameter")
