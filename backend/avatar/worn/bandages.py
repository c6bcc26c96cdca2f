# SPDX-License-Identifier: GPL-3.0-or-later
"""Bandages about a head, but for a slit at the eyes, as mummies have them."""

from __future__ import annotations

import numpy as np

from backend.body import hm08

from ..coordinates import joint
from .fitting import Fitting
from .headgear import TURN, Maker
from .pieces import Piece, sheet

#: Strips: elevation of the middle above the eyes and half the width, degrees; how far it is tilted, and which way, as
#: an azimuth; and whether it leaves the face.
_STRIPS = ((24.0, 11.0, 4.0, 40.0, False), (41.0, 10.5, 9.0, 200.0, False), (57.0, 10.0, 12.0, 80.0, False),
           (-22.0, 11.5, 4.0, 320.0, False), (-39.0, 11.0, 8.0, 130.0, False), (-55.0, 10.0, 9.0, 250.0, False),
           (2.0, 15.0, 5.0, 90.0, True), (33.0, 8.0, 16.0, 300.0, False), (-30.0, 7.0, 13.0, 30.0, False))
#: Directions within which skin counts for a strip's distance, the layers' thickness and least distance, metres.
_NEAR, _THICK, _CLEAR = np.radians(9.0), 0.0016, 0.0035
#: Angle over which distances are evened out.
_EVEN = np.radians(5.0)


def head_bandages(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Strips of linen wound about the head, each over the last, and a cap of them on top."""
    base = hm08.base_mesh().vertices[slice(*hm08.BODY)]
    eye = joint("l-eye", f.body.vertices)
    centre = np.array([0.0, f.brim[0][1] - 0.004 * f.scale, eye[2]])
    # Also what is worn beneath, as a collar is.
    on_head = base[:, 2] > 0.585
    cloth = [mesh.vertices.astype(float) for mesh in f.garments]
    offset = np.concatenate([f.body.skin[on_head], *(each[on_head[f.body.tree.query(each)[1]]] for each in cloth)])
    offset -= centre
    far = np.linalg.norm(offset, axis=1)
    unit = offset / far[:, None]
    # The outermost about each point; means of these are even, and nowhere within the skin.
    outer = np.concatenate([np.where(some @ unit.T > np.cos(_NEAR), far[None], 0.0).max(axis=1)
                            for some in np.array_split(unit, 8)])

    def reach(directions: np.ndarray) -> np.ndarray:
        """Distance (...) of what is outermost near unit directions (..., 3)."""
        near = directions.reshape(-1, 3) @ unit.T
        share = np.exp((near - near.max(axis=1, keepdims=True)) / _EVEN**2)
        return np.asarray((share @ outer / share.sum(axis=1)).reshape(directions.shape[:-1]))

    def strip(rows: np.ndarray, around: bool, layer: int, shade: float) -> Piece:
        distance = reach(rows)
        for _ in range(2):  # linen spans hollows
            smooth = (np.roll(distance, 1, axis=1) + np.roll(distance, -1, axis=1)) / 2
            distance = np.maximum(distance, 0.5 * distance + 0.5 * smooth) if around else distance
        room = (_CLEAR + _THICK * 0.8 * layer) * f.scale
        points = (centre + rows * (distance + room)[..., None]).reshape(-1, 3)
        # Below the head in that direction there may be a wide neck, and a collar.
        placed = f.push_out(f.body.push_out(points, _CLEAR), _CLEAR)
        return sheet(placed.reshape(rows.shape), _THICK * f.scale, color * shade, "linen", "head", around=around,
                     name="strip")

    pieces = []
    for layer, (middle, half, tilt, towards, open_) in enumerate(_STRIPS):
        lean, way = np.radians(tilt), np.radians(towards)
        axis = np.array([np.sin(lean) * np.sin(way), -np.sin(lean) * np.cos(way), np.cos(lean)])
        across = np.cross([0.0, 1.0, 0.0], axis)
        across /= np.linalg.norm(across)
        forth = np.cross(across, axis)
        forth *= -np.sign(forth[1])
        turn = np.linspace(np.radians(52), np.radians(308), 52) if open_ else TURN
        rows = np.stack([np.cos(e) * (np.sin(turn)[:, None] * across + np.cos(turn)[:, None] * forth)
                         + np.sin(e) * axis for e in np.radians(middle + half * np.linspace(-1, 1, 5))])
        pieces.append(strip(rows, not open_, layer % 4, float(rng.uniform(0.82, 1.08))))
    cap = np.stack([np.stack([np.cos(e) * np.sin(TURN), -np.cos(e) * np.cos(TURN), np.sin(e) + 0 * TURN], axis=1)
                    for e in np.radians(np.linspace(58.0, 89.8, 9))])
    pieces.append(strip(cap, True, 0, 0.9))
    return pieces


MAKERS: dict[str, Maker] = {"head_bandages": head_bandages}
