# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of the body a clause speaks of, and which one a gesture needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NAMES = {
    "whole body": "whole", "body": "whole", "upper body": "upper", "torso": "upper", "upper half": "upper",
    "above": "upper", "lower body": "lower", "legs": "lower", "feet": "lower", "lower half": "lower",
    "below": "lower", "arms": "arms", "hands": "arms", "left arm": "left_arm", "left hand": "left_arm",
    "right arm": "right_arm", "right hand": "right_arm", "head": "head"}
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_LABEL = re.compile(rf"^ ?(?:(?:with )?(?:the|her|his|their|its) )?({_NAME}) ?[:=] ?", re.IGNORECASE)
#: "her legs walk", "the upper body waves".
_HALF = "upper body|lower body|upper half|lower half"
_SUBJECT = re.compile(rf"^ ?(?:while )?(?:the|her|his|their|its) ({_HALF}|legs|torso) "
                      r"(?:is |are |keeps? )?(?=\w+(?:s|ing|es)?\b)", re.IGNORECASE)
_TRAILING = re.compile(rf",? ?\b(?:with|in|on|using) (?:the|her|his|their|its) ({_HALF})\b| (above|below)$",
                       re.IGNORECASE)


def part_label(text: str) -> tuple[str, str]:
    """(part or "", the text without the words that name it): "legs: walk", "waves with the upper body"."""
    for pattern in (_LABEL, _SUBJECT, _TRAILING):
        match = pattern.search(text)
        if match:
            name = next(group for group in match.groups() if group)
            rest = " ".join((text[:match.start()] + " " + text[match.end():]).split())
            if rest:
                return _NAMES[name.lower()], rest
    return "", text


def overlay_part(spec: Mapping[str, Any], said: str = "") -> str:
    """The part of the body over which a gesture is laid; ``said`` is the part its clause names."""
    if said and said not in ("whole", "lower"):
        return said
    verb, side = spec["verb"], spec["side"]
    if verb in ("nod", "shake head"):
        return "head"
    if verb in ("wave", "point"):
        return {"left": "left_arm", "both": "arms"}.get(side or "", "right_arm")
    if verb in ("raise arms", "clap"):
        return {"left": "left_arm", "right": "right_arm"}.get(side or "", "arms")
    return "upper"
