# SPDX-License-Identifier: GPL-3.0-or-later
"""Closed heads of metal, a robot's and a hero's helmet: shells about the wearer's own head, open about the neck, necks
of rings, and what of the wearer they hide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from backend.body import hm08
from protocol.assets import Mesh

from .. import coordinates as c
from ..coordinates import joint
from ..ground import Ground
from .closed_helmet import ClosedHelmet, hide
from .cutting import out_of
from .fitting import AZIMUTHS, Fitting
from .headgear import TURN
from .pieces import Piece, cut_away, tube
from .plates import UNDERSUITS

#: Radius of the neck's rings, how far apart they are, and how far outside of the neck, metres on a grown person: they
#: must lie within the collar of the plates.
_RING, _APART, _OUT = 0.007, 0.0105, 0.001
#: How far outside of the shell the wearer's chin and collar are hidden as well, metres: they must not come through it.
_HIDES = 0.020
#: Height over the underside, metres, up to which the chin goes through it.
_THROAT = 0.010
#: Distances below the seam of the collar, metres, over which the rings go in under plates.
_UNDER_PLATES = (0.002, 0.012)


class Head:
    """A shell about a wearer's head: as wide as the ``shares`` of the skull's outline and of the ears need,
    ``below`` metres lower than the chin, and with a neck that goes through it up to ``nape`` metres over its underside,
    both on a grown person; ``shape`` as of :class:`.ClosedHelmet`."""

    def __init__(self, f: Fitting, shares: tuple[float, float], below: float, nape: float, **shape: Any) -> None:
        self.scale, self.nape, (middle, _) = f.scale, nape, f.brim
        chin, nose = f.at((0.0, -0.13, 0.598)), f.at((0.0, -0.165, 0.69))
        top = middle[2] + f.crown + 0.014 * f.scale
        self.low = float(chin[2] - below * f.scale)
        half = np.array([max(f.outline.max() * shares[0], f.ears.max() * shares[1]),
                         (f.outline.max() + middle[1] - nose[1]) / 2 + 0.012, (top - self.low) / 2])
        self.neck, self.narrow = joint("neck", f.body.vertices), 0.66 * float(half[0])
        centre = np.array([0.0, (middle[1] + f.outline.max() + nose[1]) / 2 - 0.004, (top + self.low) / 2])
        self.shell = ClosedHelmet(centre, half, **shape)

    def encloses(self, points: np.ndarray, grow: float = 0.0) -> np.ndarray:
        """Which of ``points`` (N, 3) lie within the shell or less than ``grow`` metres outside of it, but not beside
        its underside, which the neck goes through."""
        return np.asarray(self.shell.encloses(points, grow) & ~self.beside_neck(points))

    def beside_neck(self, points: np.ndarray) -> np.ndarray:
        """Which of ``points`` (N, 3) lie as low as where the neck goes through the underside, which rises about it."""
        height = points[:, 2] - self.low
        close = np.linalg.norm(points[:, :2] - self.neck[:2], axis=1) < 1.2 * self.narrow
        return np.asarray(height < np.where(close, self.nape, _THROAT) * self.scale)


class _Neck:
    """The dressed neck by height along its axis: how far it reaches from that by azimuth."""

    def __init__(self, f: Fitting, shape: Head) -> None:
        self.at = joint("neck", f.body.vertices)
        axis = joint("head", f.body.vertices) - self.at
        self.axis = axis / np.linalg.norm(axis)
        self.right = np.array([1.0, 0.0, 0.0])
        self.front = np.cross(self.right, self.axis)
        self.front *= -np.sign(self.front[1])
        # The jaw, which is within the head, is not the neck.
        points = f.outer[~shape.encloses(f.outer, _HIDES)]
        self.scale, offset = f.scale, points - self.at
        self.along, x, y = offset @ self.axis, offset @ self.right, offset @ self.front
        self.reach, self.azimuth = np.hypot(x, y), np.arctan2(x, y)
        # Narrower than the head above it: into a wider neck, and into the shoulders, the rings run.
        self.most = shape.narrow
        self.skin = f.body.tree
        collar = c.template().collar[slice(*hm08.BODY)]
        low, high = _UNDER_PLATES
        covered = any(mesh.name in UNDERSUITS for mesh in f.garments)
        self.sunk = np.clip((collar - low) / (high - low), 0, 1) if covered else np.zeros(len(collar))

    def ring(self, along: float, room: float) -> np.ndarray:
        """Points (AZIMUTHS, 3) about the neck ``along`` its axis, metres, ``room`` metres outside of it, and within it
        where plates begin."""
        least, most = 0.050 * self.scale, self.most
        near = (np.abs(self.along - along) < 0.010 * self.scale) & (self.reach < 1.6 * most)
        wide = np.full(AZIMUTHS, least)
        column = np.round(self.azimuth[near] / (2 * np.pi) * AZIMUTHS).astype(int)
        for shift in (-2, -1, 0, 1, 2):
            np.maximum.at(wide, (column + shift) % AZIMUTHS, np.minimum(self.reach[near], most))
        for _ in range(6):
            wide = np.maximum(wide, (np.roll(wide, 1) + wide + np.roll(wide, -1)) / 3)
        way = np.sin(TURN)[:, None] * self.right + np.cos(TURN)[:, None] * self.front
        points = self.at + along * self.axis + (wide + room)[:, None] * way
        sunk = self.sunk[self.skin.query(points)[1]]
        for _ in range(4):
            sunk = np.maximum(sunk, (np.roll(sunk, 1) + sunk + np.roll(sunk, -1)) / 3)
        return np.asarray(points - 2.5 * _RING * self.scale * sunk[:, None] * way)


def rings(f: Fitting, cloth: Ground, head: Head) -> list[Piece]:
    """Rings of rubber from within a head down to the collar, each over the next; they stand out of the neck, and of
    the ``cloth`` on it, by half."""
    neck = _Neck(f, head)
    top = (head.low + 0.020 * f.scale - neck.at[2]) / neck.axis[2]
    pieces = []
    for along in np.arange(top, -0.034 * f.scale, -_APART * f.scale):
        ring = tube(neck.ring(along, _OUT * f.scale), _RING * f.scale, np.full(3, 0.05), "rubber", "neck", closed=True,
                    sides=10, name="neck")
        shown = _out_of_neck(f, cloth, ring)
        if shown.faces:
            pieces.append(shown)
    return pieces


def _out_of_neck(f: Fitting, cloth: Ground, piece: Piece) -> Piece:
    """``piece`` without what of it lies within the skin or the cloth over it."""
    piece = out_of(f.body, piece)
    return out_of(cloth, piece) if piece.faces and cloth is not f.body else piece


def open_below(f: Fitting, cloth: Ground, shell: Piece, head: Head) -> Piece:
    """``shell`` with its underside open where the neck goes through it."""
    beside = head.beside_neck(shell.points).tolist()
    below = [all(beside[v] for v in face) for face in shell.faces]
    none = np.zeros(len(beside), bool)
    under = cut_away(replace(shell, faces=[face for face, low in zip(shell.faces, below) if low]), none)
    rest = cut_away(replace(shell, faces=[face for face, low in zip(shell.faces, below) if not low]), none)
    under = _out_of_neck(f, cloth, under)
    first = len(rest.points)
    return replace(rest, points=np.concatenate([rest.points, under.points]), uv=np.concatenate([rest.uv, under.uv]),
                   faces=rest.faces + [tuple(v + first for v in face) for face in under.faces])


def enclosed(f: Fitting, head: Head) -> np.ndarray:
    """Which vertices (19158,) of the base mesh are skin within a head: they are not to be seen."""
    result = np.zeros(len(f.body.vertices), bool)
    result[slice(*hm08.BODY)] = head.encloses(f.body.skin, _HIDES)
    return result


def hide_collar(head: Head, collar: Mesh) -> None:
    """Mark as hidden (in place) what of a ``collar`` lies within a head."""
    hide(collar, head.encloses(collar.vertices.astype(float), _HIDES))
