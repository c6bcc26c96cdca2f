# SPDX-License-Identifier: GPL-3.0-or-later
"""A robot's head: a closed shell about the wearer's own head with a visor, lamps for eyes and aerials."""

from __future__ import annotations

import numpy as np

from .closed_head import Head, open_below, rings
from .cutting import undersuit
from .fitting import Fitting
from .headgear import TURN, Maker
from .helmets import ear_cap
from .pieces import Piece, grid, sheet, tube

#: Exponents of the superellipsoid: of its height, and of its outline seen from above.
_UPRIGHT, _ROUND = 0.72, 0.85


def robot_shell(f: Fitting) -> Head:
    """The shape of a robot's head about a wearer's."""
    return Head(f, shares=(0.92, 0.86), below=0.012, nape=0.028,
                across=_ROUND, along=_ROUND, wide=_UPRIGHT, up=_UPRIGHT, jaw=0.22, turn=1.5)


def robot_head(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A robot's head: a smooth shell with a dark visor, lit eyes, ear discs and a neck of rings."""
    head = robot_shell(f)
    shape = head.shell.surface
    a, b = np.linspace(0.02, np.pi - 0.02, 34)[:, None], TURN[None]
    dark, light = np.full(3, 0.006), np.array([0.15, 0.75, 1.0])
    cloth = undersuit(f)
    pieces = [open_below(f, cloth, grid(shape(a, b), color, "shell", "head", around=True), head)]
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
    return pieces + rings(f, cloth, head)


MAKERS: dict[str, Maker] = {"robot_head": robot_head}
