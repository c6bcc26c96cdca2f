# SPDX-License-Identifier: GPL-3.0-or-later
"""A robot's head: a closed shell about the wearer's own head, open about the neck, and a neck of rings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.body import hm08
from protocol.assets import Mesh

from .. import coordinates as c
from ..coordinates import joint
from ..ground import Ground
from .closed_helmet import ClosedHelmet, hide
from .cutting import out_of, undersuit
from .fitting import AZIMUTHS, Fitting
from .headgear import TURN, Maker
from .helmets import ear_cap
from .pieces import Piece, cut_away, grid, sheet, tube
from .plates import UNDERSUITS

#: Exponents of the superellipsoid: of its height, and of its outline seen from above.
_UPRIGHT, _ROUND = 0.72, 0.85
#: Radius of the neck's rings, how far apart they are, and how far outside of the neck, metres on a grown person: they
#: must lie within the collar of the plates.
_RING, _APART, _OUT = 0.007, 0.0105, 0.001
#: How far outside of the shell the wearer's chin and collar are hidden as well, metres: they must not come through it.
_HIDES = 0.020

#: Heights over the underside, metres, up to which the chin and the neck go through it.
_THROAT, _NAPE = 0.010, 0.028
#: Distances below the seam of the collar, metres, over which the rings go in under plates.
_UNDER_PLATES = (0.002, 0.012)


class Head:
    """The shape of a robot's head about a wearer's."""

    def __init__(self, f: Fitting) -> None:
        self.scale, (middle, _) = f.scale, f.brim
        chin, nose = f.at((0.0, -0.13, 0.598)), f.at((0.0, -0.165, 0.69))
        top = middle[2] + f.crown + 0.014 * f.scale
        self.low = float(chin[2] - 0.012 * f.scale)
        half = np.array([max(f.outline.max() * 0.92, f.ears.max() * 0.86),
                         (f.outline.max() + middle[1] - nose[1]) / 2 + 0.012, (top - self.low) / 2])
        self.neck, self.narrow = joint("neck", f.body.vertices), 0.66 * float(half[0])
        centre = np.array([0.0, (middle[1] + f.outline.max() + nose[1]) / 2 - 0.004, (top + self.low) / 2])
        self.shell = ClosedHelmet(centre, half, _ROUND, _ROUND, _UPRIGHT, _UPRIGHT, jaw=0.22, turn=1.5)

    def encloses(self, points: np.ndarray, grow: float = 0.0) -> np.ndarray:
        """Which of ``points`` (N, 3) lie within the shell or less than ``grow`` metres outside of it, but not beside
        its underside, which the neck goes through."""
        return np.asarray(self.shell.encloses(points, grow) & ~self.beside_neck(points))

    def beside_neck(self, points: np.ndarray) -> np.ndarray:
        """Which of ``points`` (N, 3) lie as low as where the neck goes through the underside, which rises about it."""
        height = points[:, 2] - self.low
        close = np.linalg.norm(points[:, :2] - self.neck[:2], axis=1) < 1.2 * self.narrow
        return np.asarray(height < np.where(close, _NAPE, _THROAT) * self.scale)


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


def robot_head(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A robot's head: a smooth shell with a dark visor, lit eyes, ear discs and a neck of rings."""
    head = Head(f)
    shape, neck = head.shell.surface, _Neck(f, head)
    a, b = np.linspace(0.02, np.pi - 0.02, 34)[:, None], TURN[None]
    dark, light = np.full(3, 0.006), np.array([0.15, 0.75, 1.0])
    cloth = undersuit(f)
    shell = _open_below(f, cloth, grid(shape(a, b), color, "shell", "head", around=True), head)
    pieces = [shell]
    va = np.linspace(1.28, 1.72, 9)[:, None]
    vb = np.radians(np.linspace(-72, 72, 41))[None]
    pieces.append(sheet(shape(va[::-1], vb, 0.004 * f.scale), 0.004, dark, "shell", "head", name="visor"))
    for side in (-1.0, 1.0):
        eye = shape(np.full((1, 1), 1.50), np.radians([[side * 25.0]]), 0.006 * f.scale)[0, 0]
        glow = tube(
            np.stack([eye + np.array([0, 0.002, 0]), eye - np.array([0, 0.0015, 0])]),
            0.012 * f.scale,
            light,
            "glow",
            "head",
            sides=16,
            name="eye",
        )
        pieces.append(glow)
        ear = shape(np.full((1, 1), 1.5), np.radians([[side * 90.0]]))[0, 0]
        out = np.array([side, 0.0, 0.0])
        pieces.append(ear_cap(f, ear, side, 0.010, 0.026, color * 0.6))
        pieces.append(
            tube(
                np.stack([ear + 0.008 * f.scale * out, ear + 0.016 * f.scale * out]),
                0.012 * f.scale,
                dark,
                "rubber",
                "head",
                sides=16,
                name="ear",
            )
        )
    # Two aerials with a lamp at the tip.
    for side in (-1.0, 1.0):
        root = shape(np.full((1, 1), 0.42), np.radians([[side * 78.0]]))[0, 0]
        tip = root + f.scale * np.array([side * 0.030, 0.004, 0.085])
        pieces.append(tube(np.stack([root, tip]), 0.0035 * f.scale, color * 0.5, "steel", "head", sides=8))
        lamp = tip + np.array([[0, 0, -0.006], [0, 0, 0.006]])
        pieces.append(tube(lamp, 0.0085 * f.scale, np.array([1.0, 0.12, 0.05]), "glow", "head", sides=12, name="lamp"))
    mouth = np.radians(np.linspace(-24, 24, 7))
    for column in mouth:
        line = shape(np.linspace(2.15, 2.32, 4)[:, None], np.full((1, 1), column), 0.001)[:, 0]
        pieces.append(tube(line, 0.0028 * f.scale, dark, "rubber", "head", sides=6, name="grille"))
    # From within the head down to the collar, each ring over the next; they stand out of the neck by half.
    top = (head.low + 0.020 * f.scale - neck.at[2]) / neck.axis[2]
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


def _open_below(f: Fitting, cloth: Ground, shell: Piece, head: Head) -> Piece:
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


def enclosed(f: Fitting) -> np.ndarray:
    """Which vertices (19158,) of the base mesh are skin within a robot's head: they are not to be seen."""
    result = np.zeros(len(f.body.vertices), bool)
    result[slice(*hm08.BODY)] = Head(f).encloses(f.body.skin, _HIDES)
    return result


def hide_collar(f: Fitting, collar: Mesh) -> None:
    """Mark as hidden (in place) what of a ``collar`` lies within a robot's head."""
    hide(collar, Head(f).encloses(collar.vertices.astype(float), _HIDES))


MAKERS: dict[str, Maker] = {"robot_head": robot_head}
