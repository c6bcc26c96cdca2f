# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes plates a robot's shell or a hero's armour: ball joints, a chest panel, a lit disc, a closed helmet."""

from __future__ import annotations

import numpy as np

from ..coordinates import joint
from .closed_head import Head, open_below, rings
from .cutting import lidded, out_of, undersuit
from .fitting import Fitting
from .headgear import TURN, Maker
from .helmets import ear_cap
from .pieces import Piece, grid, sheet, tube

_DARK, _STEEL, _LIGHT = np.full(3, 0.02), np.array([0.33, 0.34, 0.36]), np.array([0.25, 0.75, 1.0])


def none(f: Fitting) -> list[Piece]:
    return []


def ball(centre: np.ndarray, radius: float | np.ndarray, color: np.ndarray, cloth: str, rides: str, name: str) -> Piece:
    """A sphere or an ellipsoid of half axes ``radius`` (3,)."""
    a, b = np.linspace(0.02, np.pi - 0.02, 25)[:, None], np.linspace(0, 2 * np.pi, 44, endpoint=False)[None]
    unit = np.stack([np.sin(a) * np.sin(b), -np.sin(a) * np.cos(b), np.cos(a) + 0 * b], axis=-1)
    return grid(centre + unit * radius, color, cloth, rides, around=True, name=name)


def _girth(f: Fitting, at: np.ndarray, axis: np.ndarray) -> float:
    """Greatest distance, metres, of the dressed limb from a joint of it, near the plane across its ``axis``."""
    near = f.outer[np.linalg.norm(f.outer - at, axis=1) < 0.17] - at
    along = near @ (axis / np.linalg.norm(axis))
    across = np.linalg.norm(near - along[:, None] * axis / np.linalg.norm(axis), axis=1)
    return float(np.quantile(across[np.abs(along) < 0.02], 0.98))


def _disc(
    f: Fitting, x: float, z: float, radius: float, color: np.ndarray, cloth: str, name: str, depth: float = 0.006
) -> Piece:
    """A round plate that faces forward from the breast."""
    y = float(f.surface_y(np.array([x]), np.array([z]))[0])
    at = np.array([x, y, z])
    return tube(at + np.array([[0, 0.010, 0], [0, -depth, 0]]), radius, color, cloth, "spine3", sides=24, name=name)


def robot_details(f: Fitting) -> list[Piece]:
    """Balls in the joints, a panel with lamps and a grille on the breast."""
    v, cloth = f.body.vertices, undersuit(f)
    pieces = []
    for side, prefix in (("left", "l"), ("right", "r")):
        for name, above, bone in (("elbow", "shoulder", f"{side}_elbow"), ("knee", "upper-leg", f"{side}_knee")):
            at = joint(f"{prefix}-{name}", v)
            radius = _girth(f, at, at - joint(f"{prefix}-{above}", v)) + 0.006
            # What of it is in the limb at rest comes out when that bends: it must not be seen to be hollow.
            pieces.append(lidded(out_of(cloth, ball(at, radius, _STEEL * 0.5, "steel", bone, "joint"))))
            for out in (1.0, -1.0):
                cap = np.array([out * (radius + 0.004), 0.0, 0.0])
                bolt = tube(np.stack([at + 0.86 * cap, at + cap]), 0.55 * radius, _STEEL, "steel", bone, sides=18,
                            name="bolt")
                if (shown := out_of(cloth, bolt)).faces:
                    pieces.append(shown)
    top = joint("l-shoulder", v)[2]
    high = top - 0.10 * f.scale
    xs, zs = np.linspace(-0.075, 0.075, 9), np.linspace(high - 0.055, high + 0.035, 7)
    # before the breasts, if there are any: the panel is a box
    across, up = (each.ravel() for each in np.meshgrid((-0.07, 0.0, 0.07), (high - 0.04, high, high + 0.02)))
    forward = f.surface_y(across, up).min() - 0.018
    y = forward + 0.10 * np.abs(xs)[None] ** 1.6 * 10 + 0 * zs[:, None]
    panel = np.stack([xs[None] + 0 * zs[:, None], y, zs[:, None] + 0 * xs[None]], axis=-1)
    pieces.append(sheet(panel, 0.012, _DARK * 2, "shell", "spine3", name="panel"))
    for number, (x, color) in enumerate(
        ((-0.050, (1.0, 0.12, 0.05)), (-0.020, (1.0, 0.75, 0.1)), (0.010, (0.15, 1.0, 0.3)))
    ):
        at = np.array([x, forward - 0.002, high + 0.012])
        pieces.append(
            tube(
                at + np.array([[0, 0.006, 0], [0, -0.003, 0]]),
                0.0085,
                np.array(color),
                "glow",
                "spine3",
                sides=14,
                name=f"lamp {number}",
            )
        )
    for row in range(4):
        z = high - 0.016 - 0.010 * row
        line = np.array([[-0.055, forward - 0.001, z], [0.0, forward - 0.002, z], [0.055, forward - 0.001, z]])
        pieces.append(tube(line, 0.0028, _STEEL, "steel", "spine3", sides=6, name="grille"))
    return pieces


def hero_details(f: Fitting) -> list[Piece]:
    """A lit disc in a ring on the breast."""
    z = float(joint("l-shoulder", f.body.vertices)[2]) - 0.085 * f.scale
    disc = _disc(f, 0.0, z, 0.034 * f.scale, _LIGHT, "glow", "disc", 0.0)
    front = disc.points[:, 1].min() + 0.012
    ring = np.stack(
        [0.036 * f.scale * np.sin(TURN), np.full(len(TURN), front), z + 0.036 * f.scale * np.cos(TURN)], axis=1
    )
    return [disc, tube(ring, 0.0075 * f.scale, _STEEL, "steel", "spine3", sides=8, closed=True, name="ring")]


def hero_shell(f: Fitting) -> Head:
    """The shape of a hero's helmet about a wearer's head."""
    return Head(f, shares=(0.90, 0.90), below=0.014, nape=0.036,
                across=0.95, along=0.92, wide=0.66, up=0.78, jaw=0.30, turn=1.3, deep=0.65)


def hero_helmet(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A close helmet with a face of another metal, slits of light for eyes and a seam for the mouth."""
    head, cloth = hero_shell(f), undersuit(f)
    shape = head.shell.surface
    gold = np.array([0.65, 0.40, 0.10])
    whole = grid(
        shape(np.linspace(0.02, np.pi - 0.02, 34)[:, None], TURN[None]),
        color,
        "steel",
        "head",
        around=True,
        name="helmet",
    )
    pieces = [open_below(f, cloth, whole, head)]
    # The face narrows from the temples to the chin, with a notch over the brows.
    rows, columns = np.linspace(1.08, 2.72, 26), np.linspace(-1, 1, 33)
    wide = np.interp(rows, [1.08, 1.25, 1.6, 2.0, 2.72], [0.62, 0.86, 0.90, 0.72, 0.60])
    a = rows[:, None] - 0.10 * (np.abs(columns)[None] ** 0.7 - 0.5) * np.interp(rows, [1.08, 1.4], [1, 0])[:, None]
    face = shape(a[::-1], (columns[None] * wide[:, None])[::-1], 0.0045 * f.scale)
    pieces.append(open_below(f, cloth, sheet(face, 0.004, gold, "steel", "head", name="face"), head))

    def line(
        a0: float,
        a1: float,
        b0: float,
        b1: float,
        size: float,
        color: np.ndarray,
        cloth: str,
        name: str,
        out: float = 0.0052,
    ) -> None:
        t = np.linspace(0, 1, 9)
        path = shape((a0 + (a1 - a0) * t)[:, None], (b0 + (b1 - b0) * t)[:, None], out * f.scale)[:, 0]
        pieces.append(tube(path, size * f.scale, color, cloth, "head", sides=8, name=name))

    for side in (-1.0, 1.0):
        line(1.50, 1.44, side * 0.16, side * 0.62, 0.0064, _DARK * 0.3, "rubber", "socket")
        line(1.50, 1.44, side * 0.20, side * 0.57, 0.0044, _LIGHT, "glow", "eye", 0.0095)
        line(1.62, 2.05, side * 0.62, side * 0.40, 0.0016, gold * 0.35, "steel", "seam")
        line(2.05, 2.55, side * 0.40, side * 0.36, 0.0016, gold * 0.35, "steel", "seam")
        ear = shape(np.full((1, 1), 1.5), np.full((1, 1), side * np.pi / 2))[0, 0]
        pieces.append(ear_cap(f, ear, side, 0.007, 0.024, color * 0.8))
    line(2.12, 2.12, -0.30, 0.30, 0.0022, _DARK * 0.5, "rubber", "mouth")
    return pieces + rings(f, cloth, head)


#: Further pieces of garments with plates, by kind.
DETAILS = {"robot-shell": robot_details, "hero-armour": hero_details}
MAKERS: dict[str, Maker] = {"hero_helmet": hero_helmet}
