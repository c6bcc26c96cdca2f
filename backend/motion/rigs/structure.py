# SPDX-License-Identifier: GPL-3.0-or-later
"""A person found in a rig whose bone names say nothing: by chains, symmetry, heights and the way the toes point.

The plane of symmetry is the upright one that maps the bones best onto themselves. The two chains that end lowest
on either side are the legs, the two that reach farthest out above them the arms; where they meet lie pelvis and
chest. Knees and elbows are the joints that divide their limbs most evenly. The person faces where the toes point
(or, without toes, where names that tell left from right say so), which tells left from right.
"""

from __future__ import annotations

import numpy as np

from backend.motion.rigs.names import side_of
from backend.motion.rigs.tree import Tree

_UP = np.array([0.0, 0.0, 1.0])


def find(tree: Tree, notes: list[str]) -> tuple[dict[str, str], float]:
    """(roles, confidence 0..1); ({}, 0) where no person is seen. Z must point up."""
    if len(tree.names) < 9:
        return {}, 0.0
    tips = _tips(tree)
    size = float(np.ptp(np.concatenate([tree.heads, tree.tails])[:, 2]))
    if size < 1e-6 or not tips:
        return {}, 0.0
    lateral, error = _symmetry(tree, size)
    centre = float(np.median(tree.heads @ lateral))
    ends = {leaf: tree.tails[leaf] for leaf in tips}
    floor = min(min(float(tree.heads[leaf][2]), float(end[2])) for leaf, end in ends.items())
    legs = _pair(tree, lateral, centre, size, [
        leaf for leaf in tips if min(tree.heads[leaf][2], ends[leaf][2]) < floor + 0.16 * size], lowest=True)
    if legs is None:
        return {}, 0.0
    pelvis = tree.common(*legs)
    if pelvis < 0:
        return {}, 0.0
    below = {bone for leg in legs for bone in (tree.between(pelvis, leg) or [])}
    above = [leaf for leaf in tips if pelvis in tree.path(leaf)
             and not below & set(tree.path(leaf)) and ends[leaf][2] > floor + 0.2 * size]
    arms = _pair(tree, lateral, centre, size, above, lowest=False)
    if arms is None:
        return {}, 0.0
    chest = tree.common(*arms)
    roles: dict[str, int] = {"pelvis": pelvis, "spine3": chest}
    sides = _facing(tree, lateral, centre, pelvis, legs, notes)
    for side, index in zip(("left", "right"), sides):
        leg = _leg(tree, tree.between(pelvis, legs[index]) or [], floor, size, lateral, centre)
        arm = _arm(tree, tree.between(chest, arms[index]) or [])
        if not leg or not arm:
            return {}, 0.0
        roles |= {f"{side}_{joint}": bone for joint, bone in (leg | arm).items()}
    if chest == pelvis:
        del roles["spine3"]
    roles |= _head(tree, chest, arms, centre, lateral, size)
    spine = tree.between(pelvis, chest)
    return {role: tree.names[bone] for role, bone in roles.items()}, (
        0.0 if spine is None else max(0.3, 0.75 - 4 * error))


def _tips(tree: Tree) -> list[int]:
    return [bone for bone, children in enumerate(tree.children) if not children]


def _symmetry(tree: Tree, size: float) -> tuple[np.ndarray, float]:
    """(lateral axis, mean distance of the mirrored bones from their partners, as a share of the height)."""
    points = tree.heads
    centre = np.median(points, axis=0)
    best, least = np.array([1.0, 0, 0]), np.inf
    for angle in np.radians(np.arange(0, 180, 7.5)):
        axis = np.array([np.cos(angle), np.sin(angle), 0.0])
        off = (points - centre) @ axis
        mirrored = points - 2 * off[:, None] * axis
        distance = np.linalg.norm(mirrored[:, None] - points[None], axis=-1).min(axis=1)
        # Bones in the plane are their own partners whatever the plane: those that are off it count.
        error = float(distance.mean() / size) + 0.05 * (1 - min(1.0, float(np.abs(off).mean()) / (0.1 * size)))
        if error < least - 1e-9:
            best, least = axis, error
    return best, least


def _pair(tree: Tree, lateral: np.ndarray, centre: float, size: float, leaves: list[int],
          lowest: bool) -> tuple[int, int] | None:
    """The ends of the two mirrored limbs among ``leaves``: on the positive and on the negative side."""
    best, most = None, -np.inf
    sides = [[leaf for leaf in leaves if sign * (tree.tails[leaf] @ lateral - centre) > 0.015 * size]
             for sign in (1, -1)]
    mirror = np.eye(3) - 2 * np.outer(lateral, lateral)
    for first in sides[0]:
        for second in sides[1]:
            common = tree.common(first, second)
            chains = [tree.between(common, leaf) for leaf in (first, second)] if common >= 0 else [None]
            if any(not chain or len(chain) < 2 for chain in chains):
                continue
            off = tree.tails[first] - 2 * centre * lateral
            mismatch = float(np.linalg.norm(mirror @ off - tree.tails[second])) / size
            length = sum(_length(tree, chain) for chain in chains if chain) / size
            if lowest:
                score = length - 4 * mismatch - 0.5 * (tree.tails[first][2] + tree.tails[second][2]) / size
            else:
                reach = abs(float((tree.tails[first] - tree.tails[second]) @ lateral)) / size
                score = length + 0.5 * reach - 4 * mismatch
            score -= 0.3 * abs(len(chains[0] or []) - len(chains[1] or []))
            if score > most:
                best, most = (first, second), score
    return best if most > (0.2 if lowest else 0.25) else None


def _length(tree: Tree, chain: list[int]) -> float:
    points = np.concatenate([tree.heads[chain], tree.tails[chain[-1:]]])
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def _ankle(points: np.ndarray, floor: float, size: float) -> int:
    """Index of the ankle on the way (n, 3) down a leg: from there on it runs along the floor, or ends."""
    steps = np.diff(points, axis=0)
    lengths = np.maximum(np.linalg.norm(steps, axis=1), 1e-9)
    for index in range(1, len(points)):
        along = steps[index:]
        if points[index][2] < floor + 0.25 * size and (
                not len(along) or -along[:, 2].sum() < 0.8 * lengths[index:].sum()):
            return index
    return len(points) - 1


def _leg(tree: Tree, chain: list[int], floor: float, size: float, lateral: np.ndarray,
         centre: float) -> dict[str, int]:
    if len(chain) < 3:
        return {}
    points = tree.heads[chain]
    ankle = _ankle(points, floor, size)
    # A helper between pelvis and hip lies in the middle, or leaves thigh and shin uneven.
    starts = [k for k in range(ankle - 1) if abs(points[k] @ lateral - centre) > 0.012 * size
              and np.linalg.norm(points[k + 1] - points[k]) > 0.02 * size] or [0]
    if ankle < 2:
        return {}
    hip = min(starts, key=lambda k: (round(_unevenness(points, k, _middle(points, k, ankle), ankle), 1), k))
    knee = _middle(points, hip, ankle)
    found = {"hip": chain[hip], "knee": chain[knee], "ankle": chain[ankle]}
    if ankle + 1 < len(chain):
        found["foot"] = chain[ankle + 1]
    return found


def _unevenness(points: np.ndarray, start: int, middle: int, end: int) -> float:
    """|ln| of the ratio of a limb's two parts."""
    parts = [max(float(np.linalg.norm(points[b] - points[a])), 1e-9) for a, b in ((start, middle), (middle, end))]
    return abs(float(np.log(parts[1] / parts[0])))


def _middle(points: np.ndarray, start: int, end: int) -> int:
    """The joint between ``start`` and ``end`` that divides the limb most evenly."""
    return min(range(start + 1, end), key=lambda k: abs(
        float(np.linalg.norm(points[k] - points[start]) - np.linalg.norm(points[end] - points[k]))))


def _arm(tree: Tree, chain: list[int]) -> dict[str, int]:
    """Collar, shoulder, elbow, wrist on the way from the chest to a finger tip."""
    points = np.concatenate([tree.heads[chain], tree.tails[chain[-1:]]])
    tip = len(chain)
    if tip < 2:
        return {}
    arc = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    palm = next((k for k, bone in enumerate(chain) if k >= 2 and len(tree.children[bone]) >= 3), None)
    best, least = (0, 1, tip), np.inf
    for wrist in [palm] if palm is not None else range(2, tip + 1):
        for start in range(min(3, wrist - 1)):
            elbow = _middle(points, start, wrist)
            arm = max(1e-9, float(np.linalg.norm(np.diff(points[[start, elbow, wrist]], axis=0), axis=1).sum()))
            # An even arm with a hand a quarter and a collar a third as long, both of which may be missing.
            cost = 0.5 * _unevenness(points, start, elbow, wrist) + (abs(arc[start] / arm - 0.3) if start else 0.1)
            if palm is None:
                cost += 0.35 if wrist == tip else abs((arc[-1] - arc[wrist]) / arm - 0.25)
            if cost < least:
                best, least = (start, elbow, wrist), cost
    start, elbow, wrist = best
    found = {"shoulder": chain[start], "elbow": chain[elbow]}
    if start > 0:
        found["collar"] = chain[start - 1]
    if wrist < tip:
        found["wrist"] = chain[wrist]
    return found


def _head(tree: Tree, chest: int, arms: tuple[int, int], centre: float, lateral: np.ndarray,
          size: float) -> dict[str, int]:
    """The chain in the middle that leads highest above the chest."""
    taken = {bone for arm in arms for bone in tree.path(arm)}
    starts = [bone for bone in tree.children[chest] if bone not in taken
              and abs(tree.heads[bone] @ lateral - centre) < 0.05 * size]
    if not starts:
        return {}
    tops = {start: max(tree.tails[bone][2] for bone in [start, *tree.below(start)]) for start in starts}
    neck = max(starts, key=lambda start: tops[start])
    chain = [neck]
    while len(tree.children[chain[-1]]) == 1 and tree.children[tree.children[chain[-1]][0]]:
        chain += tree.children[chain[-1]]
    if len(chain) == 1 and len(tree.children[neck]) == 1:
        chain += tree.children[neck]
    return {"neck": neck, "head": chain[-1]} if len(chain) > 1 else {"head": neck}


def _facing(tree: Tree, lateral: np.ndarray, centre: float, pelvis: int, legs: tuple[int, int],
            notes: list[str]) -> tuple[int, int]:
    """Which of the two legs (0: on the positive side of ``lateral``) is the left one, which the right."""
    forward = np.cross(lateral, _UP)  # where the person faces if the positive side is the left one
    pointing, length = 0.0, 1e-9
    for leg in legs:
        chain = tree.between(pelvis, leg) or [leg]
        points = np.concatenate([tree.heads[chain], tree.tails[chain[-1:]]])
        reach = points[-1] - points[_ankle(points[:-1], float(points[:, 2].min()), float(np.ptp(points[:, 2])))]
        pointing += float(reach @ forward)
        length += _length(tree, chain)
    if abs(pointing) > 0.05 * length:
        return (0, 1) if pointing > 0 else (1, 0)
    said = 0
    for bone, name in enumerate(tree.names):
        off = float(tree.heads[bone] @ lateral) - centre
        if (side := side_of(name)) is not None and abs(off) > 0.01 * length:
            said += (1 if off > 0 else -1) * (1 if side == 0 else -1)
    if said:
        return (0, 1) if said > 0 else (1, 0)
    notes.append("neither toes nor names show where it faces; -Y is assumed")
    return (0, 1) if float(forward[1]) <= 0 else (1, 0)
