# SPDX-License-Identifier: GPL-3.0-or-later
"""Belts with a buckle, and braces."""

from __future__ import annotations

import numpy as np

from ..coordinates import joint
from .fitting import AZIMUTHS, Fitting
from .headgear import TURN
from .pieces import Piece, ribbon, sheet, tube

_BRASS = np.array([0.6, 0.42, 0.16])


def _around(f: Fitting, z: float, added: float) -> np.ndarray:
    radius = f.waist(z) + added
    return np.stack([radius * np.sin(TURN), f.axis_y - radius * np.cos(TURN), np.full(AZIMUTHS, z)], axis=1)


def belt(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Leather about the waist, outside everything, with a brass buckle."""
    v = f.body.vertices
    # Where the waistband has its loops.
    waist = joint("spine-4", v)[2] + 0.010 * f.scale
    half = 0.019
    rows = [_around(f, waist + dz, 0.0065) for dz in (-half, 0.0, half)]
    # One shape for the whole width: a belt is stiff.
    widest = np.max([np.hypot(row[:, 0], row[:, 1] - f.axis_y) for row in rows], axis=0)
    rows = [np.stack([widest * np.sin(TURN), f.axis_y - widest * np.cos(TURN), row[:, 2]], axis=1) for row in rows]
    pieces = [sheet(np.stack(rows), 0.0035, color, "leather", "cloth", around=True)]
    front = rows[1][0] + np.array([0, -0.003, 0])
    w, h = 0.024, 0.021
    frame = front + np.array(
        [
            [x * w, -0.0015 - 0.002 * (1 - abs(x)), z * h]
            for x, z in ((-1, -0.9), (-0.9, -1), (0.9, -1), (1, -0.9), (1, 0.9), (0.9, 1), (-0.9, 1), (-1, 0.9))
        ]
    )
    pieces.append(tube(frame, 0.0030, _BRASS, "gold", "cloth", closed=True, sides=8, name="buckle"))
    pieces.append(
        tube(
            np.stack([front + np.array([-0.006, -0.002, 0]), front + np.array([0.024, -0.004, 0])]),
            0.0016,
            _BRASS,
            "gold",
            "cloth",
            sides=6,
            name="buckle",
        )
    )
    return pieces


def braces(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Two straps from the trousers over the shoulders, crossed at the back."""
    v = f.body.vertices
    waist, shoulder = joint("pelvis", v)[2] + 0.07, joint("l-shoulder", v)
    high = f.outer
    pieces = []
    for side in (1.0, -1.0):
        x_top = side * 0.62 * shoulder[0]
        near = high[(np.abs(high[:, 0] - x_top) < 0.02) & (high[:, 2] > shoulder[2] - 0.1)]
        top = float(near[:, 2].max()) + 0.003
        z = np.concatenate([np.linspace(waist, top - 0.03, 22), np.linspace(top - 0.03, waist, 22)])
        front = np.arange(44) < 22
        share = np.clip((z - waist) / (top - waist), 0, 1)
        x = np.where(
            front, side * (0.075 + (abs(x_top) - 0.075) * share), side * (abs(x_top) * share - 0.05 * (1 - share))
        )
        y = np.concatenate([f.surface_y(x[:22], z[:22], True) - 0.0045, f.surface_y(x[22:], z[22:], False) + 0.0045])
        over = np.stack([np.full(7, x_top), np.linspace(y[21], y[22], 9)[1:-1], np.full(7, top)], axis=1)
        path = np.concatenate([np.stack([x, y, z], axis=1)[:22], over, np.stack([x, y, z], axis=1)[22:]])
        for _ in range(3):
            path[1:-1] = 0.5 * path[1:-1] + 0.25 * (path[:-2] + path[2:])
        half = np.array([0.013, 0, 0])
        pieces.append(ribbon(path, half, 0.002, color, "nylon", "cloth"))
    return pieces


def mawashi(f: Fitting, color: np.ndarray) -> list[Piece]:
    """The broad belt of a wrestler over what covers the loins: turns of stiff cloth, a knot behind, a fringe before."""
    v = f.body.vertices
    middle = joint("pelvis", v)[2] + 0.015
    pieces = []
    for turn, (half, added) in enumerate(((0.062, 0.014), (0.050, 0.021))):
        rows = [_around(f, middle + dz, added) for dz in np.linspace(-half, half, 5)]
        widest = np.max([np.hypot(row[:, 0], row[:, 1] - f.axis_y) for row in rows], axis=0)
        rows = [np.stack([(0.35 * widest + 0.65 * reach) * np.sin(TURN), f.axis_y - (0.35 * widest + 0.65 * reach)
                          * np.cos(TURN), row[:, 2]], axis=1)
                for row in rows for reach in [np.hypot(row[:, 0], row[:, 1] - f.axis_y)]]
        pieces.append(sheet(np.stack(rows), 0.006, color * (1.0 - 0.10 * turn), "linen", "cloth", around=True))
    back = float(f.waist(middle)[AZIMUTHS // 2])
    knot = np.array([[0.0, f.axis_y + back + 0.030, middle + dz] for dz in (-0.075, -0.03, 0.03, 0.085)])
    pieces.append(tube(knot, 0.032, color, "linen", "cloth", sides=12, flat=0.6, name="knot"))
    front = float(f.waist(middle)[0])
    for x in np.linspace(-0.075, 0.075, 9):
        top = np.array([x, f.axis_y - front - 0.026 + 0.9 * x * x / 0.12, middle - 0.045])
        ends = top + np.array([[0.0, 0.0, 0.0], [0.0, -0.004, -0.09], [0.15 * x, -0.002, -0.20]])
        pieces.append(tube(ends, 0.0042, color * 1.3 + 0.01, "nylon", "cloth", sides=6, name="fringe"))
    return pieces


def apron_ties(f: Fitting, color: np.ndarray) -> list[Piece]:
    """The strap of an apron about the neck, and its ties about the waist with a bow behind."""
    waist = joint("spine-4", f.body.vertices)[2] + 0.02 * f.scale
    half = 0.009
    widest = np.max([f.waist(waist + dz) for dz in (-half, half)], axis=0) + 0.004
    rows = [np.stack([widest * np.sin(TURN), f.axis_y - widest * np.cos(TURN), np.full(AZIMUTHS, waist + dz)], axis=1)
            for dz in (-half, 0.0, half)]
    pieces = [sheet(np.stack(rows), 0.0025, 0.9 * color, "linen", "cloth", around=True, name="tie")]
    behind = rows[1][AZIMUTHS // 2] + [0.0, 0.006, 0.0]
    for side in (1.0, -1.0):
        turn = np.linspace(0, np.pi, 13)[:, None]
        loop = behind + np.concatenate([side * 0.062 * np.sin(turn), 0.012 * np.sin(2 * turn) ** 2,
                                        0.016 * np.cos(turn) - 0.014 * np.sin(turn)], axis=1)
        end = behind + np.linspace(0, 1, 8)[:, None] * [side * 0.030, 0.012, -0.150]
        for path, half_x in ((loop, 0.0), (end, 0.006)):
            aside = np.array([half_x, 0.0, 0.007])
            pieces.append(ribbon(path, aside, 0.002, 0.9 * color, "linen", "cloth", name="bow"))
    apron = next(each.vertices.astype(float) for each in f.garments if each.name == "Apron")
    top = apron[apron[:, 2] > apron[:, 2].max() - 0.03 * f.scale]
    neck = joint("neck", f.body.vertices)
    corners = [top[np.argmax(side * top[:, 0])] - [side * 0.016, 0.0, 0.006] for side in (1.0, -1.0)]
    turn = np.linspace(-np.pi / 2, np.pi / 2, 25)
    around = np.stack([-0.066 * f.scale * np.sin(turn), neck[1] + 0.012 + 0.062 * f.scale * np.cos(turn),
                       neck[2] - 0.012 + 0.030 * np.cos(turn)], axis=1)
    share = np.linspace(0, 1, 22)[:, None]
    path = np.concatenate([corners[0] + share * (around[0] - corners[0]), around[1:-1],
                           around[-1] + share * (corners[1] - around[-1])])
    for _ in range(3):
        path = f.push_out(f.body.push_out(path, 0.009), 0.006)
        path[1:-1] = 0.5 * path[1:-1] + 0.25 * (path[:-2] + path[2:])
    path = f.push_out(f.body.push_out(path, 0.009), 0.005)
    along = np.gradient(path, axis=0)
    _, near = f.body.tree.query(path)
    across = np.cross(along, f.body.normals[near])
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    pieces.append(sheet(np.stack([path - 0.009 * across, path, path + 0.009 * across]), 0.002, 0.9 * color, "linen",
                        "cloth", name="strap"))
    return pieces


MAKERS = {"belt": belt, "braces": braces}
