# SPDX-License-Identifier: GPL-3.0-or-later
"""Rigs told from the names of their bones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from backend.motion.rigs.conventions import CENTRAL, CONVENTIONS, SIDED
from backend.motion.skeleton import FINGERS

#: A walk needs at least these.
ESSENTIAL = ("pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
             "left_shoulder", "right_shoulder", "left_elbow", "right_elbow")
SIDES = ("left", "right")


def plain(name: str) -> str:
    """A bone name without namespace, separators and case: "mixamorig:LeftUpLeg" -> "leftupleg"."""
    return re.sub(r"[\W_]+", "", re.split(r"[:|]", name)[-1].lower())


@cache
def _spellings(convention: str) -> dict[str, tuple[str, ...]]:
    """Role -> plain spellings of its bone, fingers included."""
    table = CONVENTIONS[convention]
    found = {joint: tuple(plain(each) for each in words.split("|")) for joint, words in
             zip(CENTRAL, table.central.split()) if words != "-"}
    for side, word in zip(SIDES, table.sides.split()):
        for joint, words in zip(SIDED, table.sided.split()):
            if words != "-":
                found[f"{side}_{joint}"] = tuple(plain(each.format(word)) for each in words.split("|"))
        for finger, names in zip(FINGERS, table.fingers.split() if table.finger else ()):
            for number, digits in enumerate(table.numbers.split(), 1):
                found[f"{side}_{finger}{number}"] = tuple(
                    plain(table.finger.format(word, f=name, n=digit.strip("-")))
                    for name in names.split("|") for digit in digits.split("|"))
    return found


def _prefixes(plains: dict[str, str], spellings: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Possible prefixes of the whole rig, shown by the bones that could be its left hip."""
    yield ""
    seen = {""}
    for ending in spellings["left_hip"]:
        for name in plains:
            if name.endswith(ending) and (prefix := name[:-len(ending)]) not in seen:
                seen.add(prefix)
                yield prefix


def match(names: Sequence[str]) -> tuple[str, dict[str, str]]:
    """(convention, roles with fingers) of the best fitting known rig; ("custom", {}) when none has the essentials."""
    convention, roles = _match(tuple(names))
    return convention, dict(roles)


@lru_cache(maxsize=64)
def _match(names: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    plains = {plain(name): name for name in reversed(names)}
    best: tuple[str, dict[str, str]] = ("custom", {})
    most = (0, 0)
    for convention in CONVENTIONS:
        spellings = _spellings(convention)
        for prefix in _prefixes(plains, spellings):
            found: dict[str, str] = {}
            for role, words in spellings.items():
                bone = next((plains[prefix + word] for word in words if prefix + word in plains), None)
                if bone is not None and bone not in found.values():
                    found[role] = bone
            body = sum(role in found for role in spellings if role[-1] not in "123" or role.startswith("spine"))
            if all(joint in found for joint in ESSENTIAL) and (body, len(found)) > most:
                most, best = (body, len(found)), (convention, found)
    return best


_SIDE_WORDS = {"l": 0, "left": 0, "lft": 0, "r": 1, "right": 1, "rgt": 1}


def side_of(name: str) -> int | None:
    """0 for a name that says left, 1 for right, None for neither ("thigh.L", "LeftLeg", "r_arm", "Bip01 L Calf")."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", name)
    sides = {_SIDE_WORDS[word.lower()] for word in words if word.lower() in _SIDE_WORDS}
    return sides.pop() if len(sides) == 1 else None
