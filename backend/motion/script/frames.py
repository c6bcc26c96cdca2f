# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose left? Words that tie a direction to the viewer's picture or to the character.

"Her left", "his own right" are the character's; "to the left of the picture", "screen left", "towards the
camera", "from the front to the side" are the viewer's. A bare "to the left" says neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PICTURE = r"(?:picture|image|screen|frame|view|shot|video|viewport|camera)"
_VIEWER = r"(?:camera|viewer|viewers|audience|us|screen|spectator|spectators|lens)"
_OWNER = r"(?:her|his|their|its|the (?:character|person|man|woman|girl|boy|figure|robot)['’]s|(?:her|his|their) own)"
_LIMB = r"(?! (?:hand|arm|leg|foot|fist|knee|wrist|elbow|shoulder|hands|arms))"

#: (pattern, what replaces it, frame, face): the first group is "left" or "right" where a rule has one.
_RULES: tuple[tuple[re.Pattern[str], str, str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), text, frame, face) for pattern, text, frame, face in (
        (r"\b(?:to |towards? |on |at )?(?:the )?(left|right)(?:[- ]hand)?(?: side| edge)? (?:of|in|on) (?:the |our )?"
         rf"{_PICTURE}\b", r"to the \1", "viewer", ""),
        (rf"\b(?:to |towards? )?(?:the )?(?:{_PICTURE}|stage)[- ](left|right)\b", r"to the \1", "viewer", ""),
        (rf"\b(?:to |towards? )?(?:the |our |my )?{_VIEWER}['’]?s? (left|right)\b", r"to the \1", "viewer", ""),
        (r"\b(?:to |towards? )(?:our|my) (left|right)\b", r"to the \1", "viewer", ""),
        (r"\b(left|right),? (?:as seen by|as seen from|seen from|from the (?:point of view|perspective) of) the "
         rf"{_VIEWER}\b", r"\1", "viewer", ""),
        (rf"\b(?:with (?:her|his|their) )?back (?:turned )?(?:to|towards?) the {_VIEWER}\b", "", "viewer", "back"),
        (rf"\b(?:(?:facing|looking) )?away from (?:the )?{_VIEWER}\b", "", "viewer", "back"),
        (rf"\b(?:(?:to|and) )?(?:face|faces|facing|look at|looks at|looking at) (?:at )?(?:the )?{_VIEWER}\b", "",
         "viewer", "front"),
        (rf"\b(?:up |over |back )?(?:towards?|to|at) (?:the )?{_VIEWER}\b", "", "viewer", "front"),
        (rf"\b(?:to |towards? |on )(?:{_OWNER}) (?:own )?(left|right)(?: side)?\b{_LIMB}", r"to the \1",
         "character", ""),
    ))
_VIEWS = {"front": "front", "frontal": "front", "side": "side", "profile": "side", "back": "back", "rear": "back",
          "behind": "back"}
_IT = re.compile(r"\b(away from|towards?|facing) (?:it|them|him|her)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom (?:the |a )?(front|frontal|side|profile|back|rear)(?: view)? to (?:the |a )?"
                      r"(front|frontal|side|profile|back|rear)(?: view)?\b", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|into) (?:the |a )?(front|side|profile|back)(?: view)?\b|\bsideways\b", re.IGNORECASE)


@dataclass(frozen=True)
class Directions:
    """What a clause says about frames. ``text`` is the clause without those words."""

    text: str
    #: "viewer", "character" or "" when it does not say.
    frame: str = ""
    #: Where the movement leads or ends facing, as :data:`backend.motion.script.recipe.FACES`; "" for none.
    face: str = ""
    #: Where it begins facing: "front", "side" or "back"; "" for none.
    begins: str = ""


def directions_of(text: str, verb: str, seen: bool = False) -> Directions:
    """Take the words about frames out of a clause whose main verb is ``verb``; ``seen``: the viewer has been
    spoken of before, so that "it" may mean the camera."""
    if seen:
        text = _IT.sub(r"\1 the camera", text)
    frame = face = begins = ""
    match = _FROM_TO.search(text)
    if match:
        begins, face, frame = _VIEWS[match[1].lower()], _VIEWS[match[2].lower()], "viewer"
        text = _cut(text, match)
    for pattern, replacement, owner, toward in _RULES:
        match = pattern.search(text)
        # A gesture at the camera, such as a wave, needs no turn.
        if match is None or (toward and verb not in ("walk", "run", "turn", "sidestep", "idle", "jump")):
            continue
        frame, face = frame or owner, face or toward
        if owner == "viewer" and not toward and verb == "turn":
            face = face or match[1].lower()
        text = " ".join((text[:match.start()] + match.expand(replacement) + text[match.end():]).split())
    if verb == "turn" and not face:
        match = _TO.search(text)
        if match:
            face = _VIEWS[(match[1] or "side").lower()]
            text = _cut(text, match)
    return Directions(text, frame, face, begins)


def _cut(text: str, match: re.Match[str]) -> str:
    return " ".join((text[:match.start()] + text[match.end():]).split())
