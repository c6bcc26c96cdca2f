# SPDX-License-Identifier: GPL-3.0-or-later
"""Skin weights of cloth that hangs about the legs, solved so that legs do not come through it in motion.

In each of a set of poses the cloth is moved by the weights so far, then out of the posed body as far as it lies from it
at rest; the weights that come nearest to these places over all poses are least squares with non-negative weights of sum
1, kept near those of their neighbours (weight update of smooth skinning decomposition, Le and Deng 2012). That is
repeated, since other weights collide elsewhere: once a rig on the template's skirt cage, then a few times on the body
that is dressed. Cloth behind the legs is pushed out of skin that faces backwards or aside alone, else a calf that is
bent up into it would be left through the shin; and shins move no cloth near the waist.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from backend.body import hm08, rigs

from . import coordinates as c
from .easing import smoothstep

#: Degrees (sagittal: forward positive; aside: outward positive) of left and right hip, left and right knee, and trunk.
POSES = (
    {"hip": (85, 85), "knee": (90, 90), "spine1": 10},
    {"hip": (95, 95), "knee": (105, 105), "spine1": 20, "aside": (10, 10)},
    {"hip": (55, -25), "knee": (75, 60)}, {"hip": (-25, 55), "knee": (60, 75)},
    {"hip": (65, -55), "knee": (0, 0)}, {"hip": (-55, 65), "knee": (0, 0)},
    {"hip": (30, -15), "knee": (20, 10)}, {"hip": (-15, 30), "knee": (10, 20)},
    {"hip": (0, 0), "knee": (85, 0)}, {"hip": (0, 0), "knee": (0, 85)},
    {"hip": (0, 0), "knee": (0, 0), "aside": (28, 28)},
)
#: Distance from the skin, metres, that is asked for in a pose where the cloth has that much at rest; of coats and of
#: what else hangs over trousers; and of aprons, which hang free before them.
ROOM, OUTER_ROOM, FREE_ROOM = 0.018, 0.055, 0.080
#: Rounds of moving and solving on the template and, from there, on a body; pull towards the weights before and
#: towards the neighbours', metres.
ROUNDS, MORE_ROUNDS, KEEP, SMOOTH, SPREAD = 24, 16, 0.002, 0.01, 0.08
#: Sweeps over all pairs of weights in a solution.
SWEEPS = 8
#: How much more a place counts where cloth had to be moved out of the body.
URGENT, SHALLOW = 8.0, 0.004
#: Cloth this far before or behind the side seams, metres on the template, meets skin that faces so, or aside (the
#: normal's part to the other side).
BESIDE, ASIDE = 0.02, 0.3
#: Above this level shins move no cloth, and this much below it as much as they will.
HIGH, LOWER = 3.3, 0.7
ROLES = ("pelvis", "spine1", "left_hip", "right_hip", "left_knee", "right_knee")


def transforms(rig: str, vertices: np.ndarray) -> list[np.ndarray]:
    """Rest-to-posed matrices (J, 4, 4) of a rig on a body for each of :data:`POSES`."""
    skeleton, bone = rigs.skeleton(rig, vertices), rigs.roles(rig)
    result = []
    for pose in POSES:
        aside = pose.get("aside", (0, 0))
        turns = {bone["spine1"]: rigs.turn(0, float(pose.get("spine1", 0)))}  # type: ignore[arg-type]
        for number, (side, sign) in enumerate((("left", -1), ("right", 1))):
            turns[bone[f"{side}_hip"]] = rigs.turn(1, sign * aside[number]) @ rigs.turn(  # type: ignore[index]
                0, -pose["hip"][number])  # type: ignore[index]
            turns[bone[f"{side}_knee"]] = rigs.turn(0, pose["knee"][number])  # type: ignore[index]
        result.append(rigs.pose_transforms(skeleton, turns))
    return result


def solved(rig: str, vertices: np.ndarray, first: np.ndarray, rounds: int, most: float = ROOM) -> np.ndarray:
    """Weights (720, J) of the skirt cage on a body (19158, 3), from first ones, after some rounds; ``most`` metres of
    room are asked for."""
    names, _, _ = rigs.bones(rig)
    chosen = np.array([names.index(rigs.roles(rig)[role]) for role in ROLES])
    fixed = np.delete(np.arange(len(names)), chosen)
    rest = vertices[slice(*hm08.SKIRT)]
    mean = _neighbours(hm08.base_mesh().faces["helper-skirt"] - hm08.SKIRT[0], len(rest))
    free = np.nonzero(c.template().level[slice(*hm08.SKIRT)] < c.WAIST - 0.25)[0]
    used, faces = _legs()
    sides = _Sides(vertices, used, faces)
    room = np.clip(_Posed(vertices[used], faces, sides).nearest(rest)[1], 0.002, most)
    moves = transforms(rig, vertices)
    own, weights = rigs.weights(rig)
    posed = [_Posed(rigs.skin(vertices[used], own[used], weights[used], each), faces, sides) for each in moves]
    homogeneous = np.concatenate([rest, np.ones((len(rest), 1))], axis=1)
    # Places (P, V, 3) by the bones that are not solved for, and (P, V, 3, N) by each of the others.
    still = np.stack([np.einsum("jab,vb,vj->va", each[fixed, :3], homogeneous, first[:, fixed], optimize=True)
                      for each in moves])[:, free]
    by_bone = np.stack([np.einsum("jab,vb->vaj", each[chosen, :3], homogeneous[free]) for each in moves])
    total = 1.0 - first[free][:, fixed].sum(axis=1)
    low = smoothstep((HIGH - c.template().level[slice(*hm08.SKIRT)][free]) / LOWER)
    most_of = np.stack([low if role.endswith("knee") else np.ones(len(free)) for role in ROLES], axis=1)
    current = first.copy()
    placed = np.stack([np.einsum("jab,vb,vj->va", each[:, :3], homogeneous, first, optimize=True) for each in moves])
    for _ in range(rounds):
        wanted = np.stack([each.clear(points, room, mean) for each, points in zip(posed, placed)])
        depth = np.linalg.norm(wanted - placed, axis=2)
        # Reweighted so that not the deepest decide alone: it is how much comes through that is seen.
        urgency = np.where(depth > 1e-4, URGENT**2 * np.minimum(1.0, SHALLOW / np.maximum(depth, 1e-6)), 1.0)[:, free]
        around = mean @ current
        found = current.copy()
        found[np.ix_(free, chosen)] = _simplex(by_bone, wanted[:, free] - still, urgency, current[free][:, chosen],
                                               around[free][:, chosen], total, most_of)
        spread = found + SPREAD * (mean @ found - found)
        current[np.ix_(free, chosen)] = spread[free][:, chosen] * (
            total / np.maximum(spread[free][:, chosen].sum(axis=1), 1e-9))[:, None]
        placed[:, free] = still + np.einsum("pvaj,vj->pva", by_bone, current[free][:, chosen])
    return current


def _simplex(matrix: np.ndarray, target: np.ndarray, urgency: np.ndarray, before: np.ndarray, around: np.ndarray,
             total: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Non-negative weights (V, N) of sums ``total`` (V,), each at most ``most`` (V, N), whose blends of ``matrix``
    (P, V, 3, N) come nearest to ``target`` (P, V, 3), pulled towards those given; ``urgency`` (P, V) of each.

    Exact steps along the differences of two weights in turn (sequential minimal optimisation, Platt 1998).
    """
    weighted = matrix * urgency[..., None, None]
    square = np.einsum("pvai,pvaj->vij", weighted, matrix, optimize=True)
    poses, count = matrix.shape[0], matrix.shape[3]
    square += poses * (KEEP**2 + SMOOTH**2) * np.eye(count)
    right = np.einsum("pvai,pva->vi", weighted, target, optimize=True) + poses * (KEEP**2 * before + SMOOTH**2 * around)
    found = before * (total / np.maximum(before.sum(axis=1), 1e-9))[:, None]
    over = np.maximum(found - most, 0.0)
    found -= over
    found[:, 0] += over.sum(axis=1)
    for _ in range(SWEEPS):
        for i, j in combinations(range(count), 2):
            slope = np.einsum("vk,vk->v", square[:, i] - square[:, j], found) - right[:, i] + right[:, j]
            bend = square[:, i, i] + square[:, j, j] - 2 * square[:, i, j]
            step = np.clip(-slope / np.maximum(bend, 1e-12), np.maximum(-found[:, i], found[:, j] - most[:, j]),
                           np.minimum(found[:, j], most[:, i] - found[:, i]))
            found[:, i] += step
            found[:, j] -= step
    return found


@cache
def _legs() -> tuple[np.ndarray, np.ndarray]:
    """Skin that a skirt can meet: base mesh vertices (N,) and quads (F, 4) of them."""
    base, t = hm08.base_mesh(), c.template()
    near = (t.level < 4.8) & (t.arm_share < 0.1)
    quads = base.faces["body"]
    quads = quads[near[quads].all(axis=1)]
    used = np.unique(quads)
    number = np.full(len(base.vertices), -1)
    number[used] = np.arange(len(used))
    return used, number[quads]


class _Sides:
    """Which skin cloth can meet: what hangs behind the legs is never pushed out of them through their front."""

    def __init__(self, vertices: np.ndarray, used: np.ndarray, faces: np.ndarray) -> None:
        facing = hm08.normals(vertices[used], faces)[:, 1]
        axis = c.side_line(hm08.base_mesh().vertices[slice(*hm08.SKIRT), 2])
        behind = hm08.base_mesh().vertices[slice(*hm08.SKIRT), 1] - axis
        #: Pairs of cloth (N,) and the skin (M,) it can meet.
        self.groups = [
            (np.nonzero(behind > BESIDE)[0], np.nonzero(facing > -ASIDE)[0]),
            (np.nonzero(behind < -BESIDE)[0], np.nonzero(facing < ASIDE)[0]),
            (np.nonzero(np.abs(behind) <= BESIDE)[0], np.arange(len(used)))]


class _Posed:
    """Skin in a pose."""

    def __init__(self, points: np.ndarray, faces: np.ndarray, sides: _Sides) -> None:
        from scipy.spatial import cKDTree

        self.points, self.normals, self.sides = points, hm08.normals(points, faces), sides
        self.trees = [cKDTree(points[skin]) for _, skin in sides.groups]

    def nearest(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Skin vertices (V,) next to cloth (V, 3), and heights (V,) over them."""
        near = np.zeros(len(points), int)
        for (cloth, skin), tree in zip(self.sides.groups, self.trees):
            near[cloth] = skin[tree.query(points[cloth])[1]]
        return near, np.einsum("ij,ij->i", points - self.points[near], self.normals[near])

    def clear(self, points: np.ndarray, room: np.ndarray, mean: Any) -> np.ndarray:
        """Points (V, 3) moved out of the skin to ``room`` (V,) metres, their neighbours taken along."""
        start = points
        for turn in range(3):
            nearest, height = self.nearest(points)
            points = points + np.maximum(room - height, 0.0)[:, None] * self.normals[nearest]
            if turn < 2:
                moved = points - start
                spread = mean @ moved
                further = np.linalg.norm(spread, axis=1) > np.linalg.norm(moved, axis=1)
                points = start + np.where(further[:, None], spread, moved)
        return points


def _neighbours(faces: np.ndarray, count: int) -> Any:
    """Row-normalised adjacency (V, V) of quads."""
    from scipy.sparse import coo_matrix, diags, identity

    a, b = np.concatenate([faces[:, [i, (i + 1) % 4]] for i in range(4)]).T
    table = coo_matrix((np.ones(2 * len(a)), (np.r_[a, b], np.r_[b, a])), shape=(count, count)).tocsr()
    table.data[:] = 1.0
    alone = np.asarray(table.sum(axis=1)).ravel() == 0
    table = table + diags(alone.astype(float)) @ identity(count)
    return diags(1.0 / np.asarray(table.sum(axis=1)).ravel()) @ table
