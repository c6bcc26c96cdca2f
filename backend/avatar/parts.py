# SPDX-License-Identifier: GPL-3.0-or-later
"""A person part by part: every part has a seed of its own, and two people are mixed by part.

The idea is EVA3D's (Hong et al., ICLR 2023): a body is composed of part networks in overlapping boxes, so that one
part can be exchanged alone. Here the parts are those of a parametric mesh, and the overlap is its skin weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from .coordinates import joint, share

if TYPE_CHECKING:
    from .spec import Garment, Person

#: Parts of the body -> (bones whose skin belongs to it, the joint at which it hangs on the part before it, that part).
BODY = {
    "torso": (("Root", "pelvis", "spine", "clavicle"), "pelvis", ""),
    "head": (("neck", "head"), "neck", "torso"),
    "arms": (("upperarm", "lowerarm"), "{}-shoulder", "torso"),
    "hands": (("hand", "thumb", "index", "middle", "ring", "pinky"), "{}-hand", "arms"),
    "legs": (("thigh", "calf"), "{}-upper-leg", "torso"),
    "feet": (("foot", "ball"), "{}-ankle", "legs"),
}
#: What is on a body, each of which has a seed as well.
LOOKS = ("skin", "eyes", "hair", "top", "bottom", "shoes", "accessories")
PARTS = (*BODY, *LOOKS)
#: The parts of LOOKS that garments are, by their place on the body.
PLACES = {"full": "top", "top": "top", "outer": "top", "over": "top", "bottom": "bottom", "feet": "shoes"}


def seed_of(seeds: Mapping[str, int], part: str, seed: int) -> int:
    """The seed of a part: its own, else the whole person's."""
    return seeds.get(part, seed)


def place_of(garment: Garment) -> str:
    """The part of LOOKS that a garment is."""
    from .wardrobe import KINDS

    return PLACES.get(KINDS[garment.kind].slot, "top")


@cache
def _weights() -> dict[str, np.ndarray]:
    """Share (19158,) of each part, of the left and of the right where there are two: "left arms", "torso"."""
    found = {}
    for part, (bones, hangs, _) in BODY.items():
        for side, mark in (("left ", "_l"), ("right ", "_r")) if "{}" in hangs else (("", ""),):
            if mark:
                names = tuple(f"{bone}{middle}{mark}" for bone in bones for middle in ("", "_01", "_02", "_03"))
                found[side + part] = share(*names)
            else:
                found[part] = share(*bones)
    return found


def blended(first: np.ndarray, second: np.ndarray, shares: Mapping[str, float]) -> np.ndarray:
    """The body (19158, 3) between two shaped ones: each part of BODY is ``first``'s where its share is 0 and
    ``second``'s where it is 1, and hangs where the part before it ends.

    A part's points are taken relative to the joint it hangs on and blended there; where skin belongs to two parts, it
    lies between what both say. Equal shares for all parts are plain interpolation.
    """
    weights = _weights()
    result = np.zeros_like(first)
    ends: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray, float]] = {}
    for part, (_, hangs, before) in BODY.items():
        amount = float(shares.get(part, 0.0))
        for side, mark in (("left ", "l"), ("right ", "r")) if "{}" in hangs else (("", ""),):
            name = hangs.format(mark)
            own, other = joint(name, first), joint(name, second)
            if before:
                root, first_root, second_root, earlier = ends[side + before if side + before in ends else before]
                place = root + (1 - earlier) * (own - first_root) + earlier * (other - second_root)
            else:
                place = (1 - amount) * own + amount * other
            ends[side + part] = place, own, other, amount
            result += weights[side + part][:, None] * (
                place + (1 - amount) * (first - own) + amount * (second - other))
    return result


def looks(first: Person, second: Person, shares: Mapping[str, float]) -> Person:
    """The person whose looks are ``first``'s where a part's share is below one half and ``second``'s from there on;
    what is a number lies between both."""
    def of(part: str) -> float:
        return float(shares.get(part, 0.0))

    def between(part: str, *names: str) -> dict:
        found = {}
        for name in names:
            a, b = getattr(first, name), getattr(second, name)
            mixed = (1 - of(part)) * np.asarray(a, float) + of(part) * np.asarray(b, float)
            found[name] = tuple(map(float, mixed)) if isinstance(a, tuple) else float(mixed)
        return found

    def chosen(part: str, *names: str) -> dict:
        return {name: getattr(second if of(part) >= 0.5 else first, name) for name in names}

    garments = [each for each in first.outfit if of(place_of(each)) < 0.5]
    garments += [each for each in second.outfit if of(place_of(each)) >= 0.5]
    return replace(
        first, outfit=garments, mix=None,
        **between("head", "age_years", "brows", "beard"), **chosen("head", "beard_style"),
        **between("torso", "gender", "height_m", "bmi", "muscle"),
        **between("skin", "skin_color", "ancestry"), **between("eyes", "eye_color"),
        **between("hair", "hair_color"), **chosen("hair", "hair_style", "hair_texture"),
        **chosen("accessories", "accessories"))
