# SPDX-License-Identifier: GPL-3.0-or-later
"""Skin weights of what is worn: those of the base mesh it was cut from, and of cloth that hangs from the waist."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np

from backend.body import hm08, rigs

from . import coordinates as c
from . import hanging
from .drape import Body, Draped
from .easing import smoothstep
from .ground import Ground
from .surface import Surface

#: Influences a garment vertex keeps.
INFLUENCES = 8
#: Share of the pelvis in a skirt below the hips, and of the shins at the hem of a floor-length one.
PELVIS, SHIN = 0.04, 0.8
#: Half the width of the cloth between the thighs that follows both, metres on the template.
LAP = 0.03
#: Times that weights of loose cloth on bare skin are averaged with their neighbours', all of them and those in the
#: middle; and half the width of that, as a share of the height. Cloth that is pulled tight.
EVEN, EVEN_MIDDLE, MIDDLE = 3, 6, 0.012
EVEN_TAUT = 1


@cache
def dense_weights(rig: str) -> np.ndarray:
    """Weights (19158, J) of every base mesh vertex."""
    names, _, _ = rigs.bones(rig)
    joints, weights = rigs.weights(rig)
    dense = np.zeros((len(joints), len(names)))
    np.add.at(dense, (np.arange(len(joints))[:, None], joints), weights)
    return dense


@cache
def skirt(rig: str) -> np.ndarray:
    """Weights (720, J) of the skirt cage on the template."""
    cage, v = slice(*hm08.SKIRT), hm08.base_mesh().vertices
    x, y, _ = v[cage].T
    return hanging.solved(rig, v, bell(dense_weights(rig)[cage], x, y, c.template().level[cage], rig), hanging.ROUNDS)


#: Weights (720, J) of the skirt cage on the bodies dressed last, by rig, shape and room.
_SKIRTS: dict[tuple[str, bytes, float], np.ndarray] = {}


def _with_skirt(rig: str, body: Body, room: float) -> np.ndarray:
    """Weights (19158, J) of every base mesh vertex, those of the skirt cage as of cloth that hangs on a body, ``room``
    metres from it."""
    key = (rig, blake2b(body.vertices.tobytes()).digest(), room)
    if key not in _SKIRTS:
        if len(_SKIRTS) >= 8:
            _SKIRTS.pop(next(iter(_SKIRTS)))
        _SKIRTS[key] = hanging.solved(rig, body.vertices, skirt(rig), hanging.MORE_ROUNDS, room)
    dense = dense_weights(rig).copy()
    dense[slice(*hm08.SKIRT)] = _SKIRTS[key]
    return dense


@cache
def _tree(first: int, stop: int) -> Any:
    """Of some of the template's vertices."""
    from scipy.spatial import cKDTree

    return cKDTree(hm08.base_mesh().vertices[first:stop])


def on_ground(draped: Draped, body: Body, ground: Ground, taut: bool) -> Any:
    """Blends (V, 19158) of base mesh vertices that what is nearest beneath a garment moves as, evened out over its
    cloth: with bare skin all about it, it has to move as that does, not as its cage. Cloth pulled tight (``taut``)
    follows it into the folds of the groin; loose cloth must not be drawn into them.

    In the middle of loose cloth, where what is nearest changes from one thigh to the other, they are evened out
    further.
    """
    from scipy.sparse import diags

    rows = ground.blend(draped.points)
    mean = Surface(draped.rows, draped.faces).neighbours()
    for _ in range(EVEN_TAUT if taut else EVEN):
        rows = 0.5 * rows + 0.5 * (mean @ rows)
    if taut:
        return rows.tocsr()
    share = np.exp(-((draped.points[:, 0] / (MIDDLE * np.ptp(body.skin[:, 2]))) ** 2))
    middle = diags(np.where(share > 0.01, share, 0.0))
    for _ in range(EVEN_MIDDLE):
        rows = rows + 0.6 * (middle @ (mean @ rows - rows))
    return rows.tocsr()


def _hung(own: np.ndarray, points: np.ndarray, level: np.ndarray, skirt: np.ndarray,
          share: np.ndarray) -> np.ndarray:
    """Weights (N, J) of cloth over or under a skirt at template positions: ``own`` at the waist, then as far as
    ``share`` (N,) goes those of the skirt cage ``skirt`` (720, J) near by."""
    distance, near = _tree(*hm08.SKIRT).query(points, k=4)
    part = 1.0 / (distance + 0.005)
    part /= part.sum(axis=1, keepdims=True)
    bell = np.einsum("nk,nkj->nj", part, skirt[near])
    low = (smoothstep((c.WAIST + 0.2 - level) / 0.4) * share)[:, None]
    return np.asarray(own * (1 - low) + bell * low)


def bell(own: np.ndarray, x: np.ndarray, y: np.ndarray, level: np.ndarray, rig: str) -> np.ndarray:
    """Weights (N, J) of a bell of cloth that hangs from the waist at template positions, before they are solved:
    ``own`` at the waist, then both thighs and a little pelvis.

    Left gives way to right smoothly across the lap, so that front and back stay one surface between
    the thighs. Below the knees a share of the shins keeps a long hem over the feet; behind the legs, where
    a bent shin pushes the cloth, all of it.
    """
    names, _, _ = rigs.bones(rig)
    bone = {role: names.index(name) for role, name in rigs.roles(rig).items()}
    low = smoothstep((c.WAIST - 0.6 - level) / 0.6)
    back = smoothstep(0.5 + (y - float(c.joint("l-knee", hm08.base_mesh().vertices)[1])) / 0.12)
    shin = (SHIN + (1 - SHIN) * back) * smoothstep((c.KNEE - 0.1 + 0.3 * back - level) / (0.9 - 0.6 * back))
    left = smoothstep(0.5 + 0.5 * x / LAP)
    bell = np.zeros_like(own)
    for side, part in (("left", left), ("right", 1 - left)):
        bell[:, bone[f"{side}_hip"]] += (1 - PELVIS) * (1 - shin) * part
        bell[:, bone[f"{side}_knee"]] += (1 - PELVIS) * shin * part
    bell[:, bone["pelvis"]] += PELVIS
    return own * (1 - low)[:, None] + bell * low[:, None]


def skin_weights(rows, rig: str, body: Body | None = None,  # type: ignore[no-untyped-def]
                 hung: np.ndarray | None = None, room: float = hanging.ROOM) -> tuple[np.ndarray, np.ndarray]:
    """Joints and weights (V, <= 8) of blends of base mesh vertices, blended the same way. As far as ``hung`` (V,) goes
    they move with the skirt over or under them. Skirts are those of a ``body``, and keep ``room`` metres from it."""
    skirted = body is not None and bool(
        hung is not None or ((rows.indices >= hm08.SKIRT[0]) & (rows.indices < hm08.SKIRT[1])).any())
    dense = _with_skirt(rig, body, room) if skirted and body is not None else dense_weights(rig)
    blended = np.maximum(rows @ dense, 0.0)
    if hung is not None:
        blended = _hung(blended, rows @ hm08.base_mesh().vertices, rows @ c.template().level,
                        dense[slice(*hm08.SKIRT)], hung)
    return packed(blended, INFLUENCES)


def packed(dense: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Joints and weights (V, <= most), strongest first, of weights (V, J); of sum 1."""
    keep = min(most, int((dense > 1e-6).sum(axis=1).max()))
    order = np.argsort(-dense, axis=1, kind="stable")[:, :keep]
    packed = np.take_along_axis(dense, order, axis=1)
    packed[packed <= 1e-6] = 0.0
    order[packed <= 0] = 0
    packed /= packed.sum(axis=1, keepdims=True)
    return order.astype(np.uint16), packed.astype(np.float32)
