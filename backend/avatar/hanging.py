# SPDX-License-Identifier: GPL-3.0-or-later
"""Skin weights of cloth that hangs about the legs, solved so that legs do not come through it in motion.

In each of a set of poses the cloth is moved by the weights so far, then out of the posed body as far as it lies from it
at rest; the weights that come nearest to these places over all poses are least squares with non-negative weights of sum
1, kept near those of their neighbours (weight update of smooth skinning decomposition, Le and Deng 2012). That is
repeated, since other weights collide elsewhere: once a rig on the template's skirt cage, then a few times on the body
that is dressed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from backend.body import hm08, rigs

from . import coordinates as c

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
#: Distance from the skin, metres, that is asked for in a pose where the cloth has that much at rest.
ROOM = 0.035
#: Rounds of moving and solving on the template and, from there, on a body; pull towards the weights before and
#: towards the neighbours', metres.
ROUNDS, MORE_ROUNDS, KEEP, SMOOTH, SPREAD = 16, 8, 0.002, 0.01, 0.15
#: How much more a place counts where cloth had to be moved out of the body.
URGENT, SHALLOW = 8.0, 0.004
ROLES = ("pelvis", "left_hip", "right_hip", "left_knee", "right_knee")


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


def solved(rig: str, vertices: np.ndarray, first: np.ndarray, rounds: int) -> np.ndarray:
    """Weights (720, J) of the skirt cage on a body (19158, 3), from first ones, after some rounds."""
    names, _, _ = rigs.bones(rig)
    chosen = [names.index(rigs.roles(rig)[role]) for role in ROLES]
    fixed = np.delete(np.arange(len(names)), chosen)
    rest = vertices[slice(*hm08.SKIRT)]
    mean = _neighbours(hm08.base_mesh().faces["helper-skirt"] - hm08.SKIRT[0], len(rest))
    free = c.template().level[slice(*hm08.SKIRT)] < c.WAIST - 0.25
    used, faces = _legs()
    room = _room(rest, vertices, used, faces)
    moves = transforms(rig, vertices)
    own, weights = rigs.weights(rig)
    posed = [_Posed(rigs.skin(vertices[used], own[used], weights[used], each), faces) for each in moves]
    homogeneous = np.concatenate([rest, np.ones((len(rest), 1))], axis=1)
    # Places (P, V, J, 3) by each bone alone.
    by_bone = np.stack([np.einsum("jab,vb->vja", each[:, :3], homogeneous) for each in moves])
    current = first.copy()
    for _ in range(rounds):
        placed = np.einsum("pvja,vj->pva", by_bone, current)
        wanted = np.stack([each.clear(points, room, mean) for each, points in zip(posed, placed)])
        depth = np.linalg.norm(wanted - placed, axis=2)
        # Reweighted so that not the deepest decide alone: it is how much comes through that is seen.
        urgency = np.where(depth > 1e-4, URGENT * np.sqrt(np.minimum(1.0, SHALLOW / np.maximum(depth, 1e-6))), 1.0)
        around = mean @ current
        found = current.copy()
        for v in np.nonzero(free)[0]:
            matrix = by_bone[:, v, chosen].transpose(0, 2, 1) * urgency[:, v, None, None]
            target = (wanted[:, v] - np.einsum("pja,j->pa", by_bone[:, v, fixed], current[v, fixed])) * urgency[
                :, v, None]
            found[v, chosen] = _simplex(matrix.reshape(-1, len(chosen)), target.ravel(), current[v, chosen],
                                        around[v, chosen], 1.0 - current[v, fixed].sum())
        current = np.where(free[:, None], (1 - SPREAD) * found + SPREAD * (mean @ found), current)
    return current


def _simplex(matrix: np.ndarray, target: np.ndarray, before: np.ndarray, around: np.ndarray,
             total: float) -> np.ndarray:
    """Non-negative weights (N,) of sum ``total`` nearest to the target, pulled towards those given."""
    from scipy.optimize import nnls

    count, poses = len(before), np.sqrt(len(target) / 3)
    rows = np.concatenate([matrix, poses * KEEP * np.eye(count), poses * SMOOTH * np.eye(count),
                           np.full((1, count), 1e3)])
    right = np.concatenate([target, poses * KEEP * before, poses * SMOOTH * around, [1e3 * total]])
    found, _ = nnls(rows, right)
    return found * (total / max(found.sum(), 1e-9))


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


def _room(rest: np.ndarray, vertices: np.ndarray, used: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """How far (V,) the cloth keeps from the skin."""
    skin = _Posed(vertices[used], faces)
    _, nearest = skin.tree.query(rest)
    height = np.einsum("ij,ij->i", rest - skin.points[nearest], skin.normals[nearest])
    return np.clip(height, 0.002, ROOM)


class _Posed:
    """Skin in a pose."""

    def __init__(self, points: np.ndarray, faces: np.ndarray) -> None:
        from scipy.spatial import cKDTree

        self.points, self.normals, self.tree = points, hm08.normals(points, faces), cKDTree(points)

    def clear(self, points: np.ndarray, room: np.ndarray, mean: Any) -> np.ndarray:
        """Points (V, 3) moved out of the skin to ``room`` (V,) metres, their neighbours taken along."""
        start = points
        for turn in range(3):
            _, nearest = self.tree.query(points)
            height = np.einsum("ij,ij->i", points - self.points[nearest], self.normals[nearest])
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
