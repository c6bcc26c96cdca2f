# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bones' hierarchy tells beyond their names: where pelvis and chest are, the spine between, the fingers."""

from __future__ import annotations

import numpy as np

from backend.motion.rigs.tree import Tree
from backend.motion.skeleton import FINGERS, HAND_JOINTS

_SIDES = ("left", "right")


def refine(tree: Tree, roles: dict[str, str], notes: list[str]) -> dict[str, str]:
    """Body roles (essential ones known) with pelvis, spine and neck put right by the hierarchy."""
    number = {name: index for index, name in enumerate(tree.names)}
    bones = {role: number[bone] for role, bone in roles.items() if role not in HAND_JOINTS}
    limbs = [bones[f"{side}_{joint}"] for side in _SIDES for joint in ("hip", "shoulder")]
    pelvis = bones["pelvis"]
    if any(tree.between(pelvis, limb) is None for limb in limbs):
        pelvis = tree.common(*limbs)
        if pelvis < 0:
            notes.append("legs and arms do not hang from one bone")
            return roles
        bones["pelvis"] = pelvis
    _spine(tree, bones)
    return {role: tree.names[bone] for role, bone in bones.items()}


def _spine(tree: Tree, bones: dict[str, int]) -> None:
    """Spread spine1..3 over the bones between pelvis and chest; neck is the first bone above the chest."""
    chest = tree.common(*(bones.get(f"{side}_collar", bones[f"{side}_shoulder"]) for side in _SIDES))
    chain = tree.between(bones["pelvis"], chest)
    if not chain:
        return
    for joint in ("spine1", "spine2", "spine3"):
        bones.pop(joint, None)
    count = len(chain)
    bones["spine3"] = chain[-1]
    if count == 2:
        bones["spine1"] = chain[0]
    elif count > 2:
        bones["spine1"], bones["spine2"] = chain[round(count / 3) - 1], chain[round(2 * count / 3) - 1]
    top = bones.get("head", bones.get("neck", -1))
    above = tree.between(chest, top) if top >= 0 else None
    if above and len(above) > 1:
        bones["neck"] = above[0]


def hands_of(tree: Tree, roles: dict[str, str]) -> dict[str, int]:
    """Side -> the bone that fingers hang from."""
    number = {name: index for index, name in enumerate(tree.names)}
    return {side: number[roles.get(f"{side}_wrist", roles[f"{side}_elbow"])] for side in _SIDES}


def fingers(tree: Tree, body: dict[str, str], named: dict[str, str], notes: list[str]) -> dict[str, str]:
    """Finger roles below the hands of ``body``: those of ``named``, on the side they hang from, else by place."""
    number = {name: index for index, name in enumerate(tree.names)}
    below = [set(tree.below(number[body[f"{side}_elbow"]])) for side in _SIDES]
    found: dict[str, str] = {}
    crossed = False
    for role in HAND_JOINTS:
        bone = number.get(body.get(role, named.get(role, "")))
        if bone is None:
            continue
        side, finger = role.split("_")
        index = _SIDES.index(side)
        if bone in below[1 - index]:
            crossed, index = True, 1 - index
        if bone in below[index]:
            found[f"{_SIDES[index]}_{finger}"] = tree.names[bone]
    if crossed:
        notes.append("finger bones named for one side hang from the other; the side they hang from counts")
    return found or fingers_by_place(tree, body)


def fingers_by_place(tree: Tree, roles: dict[str, str]) -> dict[str, str]:
    """Finger roles of hands whose finger bones have unknown names: chains of two or more below the hand."""
    found: dict[str, str] = {}
    number = {name: index for index, name in enumerate(tree.names)}
    for side, hand in hands_of(tree, roles).items():
        chains = _chains(tree, hand)
        if not 3 <= len(chains) <= 5:
            continue
        elbow = number[roles[f"{side}_elbow"]]
        along = tree.heads[hand] - tree.heads[elbow]
        along /= max(float(np.linalg.norm(along)), 1e-9)
        # The thumb starts nearest to the wrist; the others lie in order of their distance from it.
        starts = np.array([tree.heads[chain[0]] for chain in chains])
        thumb = int(((starts - tree.heads[hand]) @ along).argmin())
        knuckles = [tree.heads[chain[-2]] if len(chain) > 3 else tree.heads[chain[0]] for chain in chains]
        order = sorted(range(len(chains)), key=lambda k: float(np.linalg.norm(knuckles[k] - knuckles[thumb])))
        for finger, index in zip(FINGERS, order):
            for digit, bone in enumerate(chains[index][-4:][:3] if len(chains[index]) > 3 else chains[index], 1):
                found[f"{side}_{finger}{digit}"] = tree.names[bone]
    return found


def _chains(tree: Tree, hand: int) -> list[list[int]]:
    """Unbranched chains of 2..4 bones below a hand (an intermediate palm bone may branch)."""
    chains = []
    for start in tree.children[hand]:
        chain = [start]
        while len(tree.children[chain[-1]]) == 1:
            chain += tree.children[chain[-1]]
        if tree.children[chain[-1]]:
            chains += _chains(tree, chain[-1])
        elif 2 <= len(chain) <= 5:
            chains.append(chain)
    return chains
