# SPDX-License-Identifier: GPL-3.0-or-later
"""A few joints of a human body told from the names of a file's joints, good enough to find its axes and unit.

This comes before the recognition of rigs, which wants a skeleton that already stands upright in metres.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

#: Landmark -> words that name it; the earlier word wins over the later one.
_SIDED = {
    "hip": ("femur", "thigh", "upperleg", "upleg", "hip"),
    "knee": ("tibia", "calf", "shin", "lowerleg", "lowleg", "knee", "leg"),
    "ankle": ("ankle", "foot"),
    "toe": ("toebase", "ball", "toes", "toe"),
    "shoulder": ("humerus", "upperarm", "uparm", "shldr", "arm", "shoulder"),
    "elbow": ("radius", "forearm", "lowerarm", "lowarm", "elbow"),
    "wrist": ("wrist", "hand"),
}
_CENTRAL = {"head": ("head", "face"), "neck": ("neck",), "pelvis": ("pelvis", "hips", "hip", "root")}
#: Joints that share a word with a limb without being its main bone.
_HELPERS = re.compile(r"twist|share|roll|pole|ik|ctrl|target|end|nub|site|thumb|index|middle|mid\d|ring|pinky|finger|"
                      r"inhand|joint$|eye|jaw|teeth|tongue|facial|big|breast|ribs")
_SIDE = re.compile(r"(left|right)|(?:^|[._\- :])([lr])(?=[._\- ]|$)|^([lr])(?=hip|femur|tibia|foot|toe|thigh|shin|calf"
                   r"|knee|ankle|leg|upleg|lowleg|clavicle|collar|humerus|radius|wrist|hand|arm|elbow|shoulder|shldr|upper|fore)",
                   re.IGNORECASE)


def landmarks(names: Sequence[str]) -> dict[str, int]:
    """``left_hip``, ``right_ankle``, ``head`` ... -> index of the joint; what the names do not tell is absent."""
    plain: list[tuple[str, str]] = []
    for name in names:
        short = re.split(r"[:|]", name)[-1]
        side = _SIDE.search(short)
        told = next((part for part in side.groups() if part), "") if side else ""
        rest = _SIDE.sub(" ", short, count=1) if side else short
        rest = re.sub(r"[._\- ]|\d+$", "", re.sub(r"^(cc_?base|bip\d*|def|mixamorig)[._\- ]*", "", rest.lower()))
        plain.append(({"l": "left", "r": "right"}.get(told[:1].lower(), ""), rest))
    found: dict[str, int] = {}
    for landmark, words in _SIDED.items():
        for side_name in ("left", "right"):
            _first(found, f"{side_name}_{landmark}", plain, words, side_name)
    for landmark, words in _CENTRAL.items():
        _first(found, landmark, plain, words, "")
    return found


def _first(found: dict[str, int], key: str, plain: list[tuple[str, str]], words: Sequence[str], side: str) -> None:
    for exact in (True, False):
        for word in words:
            for index, (told, rest) in enumerate(plain):
                if told == side and index not in found.values() and not _HELPERS.search(rest) and (
                        rest == word if exact else word in rest):
                    found[key] = index
                    return


class Landmarks:
    """Places of landmarks in poses: ``places`` (..., J, 3) of a skeleton whose joints are ``names``."""

    def __init__(self, names: Sequence[str], parents: np.ndarray) -> None:
        self.index = landmarks(names)
        sides = all(f"{side}_{joint}" in self.index for side in ("left", "right") for joint in ("hip", "ankle"))
        self.whole = sides and self._hangs(parents)

    def _hangs(self, parents: np.ndarray) -> bool:
        for side in ("left", "right"):
            joint, hip = self.index[f"{side}_ankle"], self.index[f"{side}_hip"]
            while joint >= 0 and joint != hip:
                joint = int(parents[joint])
            if joint < 0:
                return False
        return True

    def has(self, *keys: str) -> bool:
        return all(key in self.index for key in keys)

    def at(self, places: np.ndarray, *keys: str) -> np.ndarray:
        """The mean place (..., 3) of the landmarks named."""
        return np.mean([places[..., self.index[key], :] for key in keys], axis=0)

    def hips(self, places: np.ndarray) -> np.ndarray:
        return self.at(places, "left_hip", "right_hip")

    def ankles(self, places: np.ndarray) -> np.ndarray:
        return self.at(places, "left_ankle", "right_ankle")

    def top(self, places: np.ndarray) -> np.ndarray:
        """Head, neck or shoulders: what is above the hips when upright."""
        for keys in (("neck",), ("head",), ("left_shoulder", "right_shoulder"), ("pelvis",)):
            if self.has(*keys):
                return self.at(places, *keys)
        return self.hips(places)

    def leftwards(self, places: np.ndarray) -> np.ndarray:
        """From the body's right to its left, (..., 3): from hip to hip, or what else lies apart where hips do not."""
        across = self.at(places, "left_hip") - self.at(places, "right_hip")
        length = np.linalg.norm(self.at(places, "left_hip") - self.at(places, "left_ankle"), axis=-1, keepdims=True)
        for joint in ("shoulder", "knee", "ankle", "elbow"):
            if self.has(f"left_{joint}", f"right_{joint}"):
                other = self.at(places, f"left_{joint}") - self.at(places, f"right_{joint}")
                across = np.where(np.linalg.norm(across, axis=-1, keepdims=True) < 0.02 * length, other, across)
        return across

    def feet(self) -> list[int]:
        return [self.index[key] for key in ("left_ankle", "right_ankle", "left_toe", "right_toe") if key in self.index]
