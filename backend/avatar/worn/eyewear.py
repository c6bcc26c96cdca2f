# SPDX-License-Identifier: GPL-3.0-or-later
"""Glasses, sunglasses and goggles, resting on the nose and the ears."""

from __future__ import annotations

import numpy as np

from ..coordinates import joint
from .fitting import Fitting
from .headgear import TURN
from .pieces import Piece, grid, sheet, tube


def _rim(round_: float, columns: int = 40) -> np.ndarray:
    """A unit lens outline (columns, 2): a rounded rectangle, or a circle for ``round_`` 1."""
    a = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    # A superellipse: 1 is a circle, less a rounded rectangle, and more would be a lozenge.
    power = min(2 / (1 + 2.2 * (1 - round_)), 1.0)
    c, s = np.cos(a), np.sin(a)
    return np.stack([np.sign(c) * np.abs(c) ** power, np.sign(s) * np.abs(s) ** power], axis=1)


def _lens(
    f: Fitting, side: float, half: tuple[float, float], round_: float, wrap: float
) -> tuple[np.ndarray, np.ndarray]:
    """Rim points (N, 3) and centre (3,) of a lens before an eye."""
    eye = joint("l-eye", f.body.vertices) * [side, 1, 1]
    lid = f.body.skin[(np.abs(f.body.skin - eye) < [0.02, 0.06, 0.018]).all(axis=1), 1]
    depth = float(lid.min(initial=eye[1] - 0.012)) - 0.009 * f.scale
    centre = np.array([eye[0] + side * 0.0035 * f.scale, depth, eye[2] - 0.004 * f.scale])
    outline = _rim(round_) * half * f.scale
    outline[:, 1] *= 1 + 0.08 * side * outline[:, 0] / (half[0] * f.scale)
    rim = centre + np.stack(
        [outline[:, 0], wrap * (side * outline[:, 0] / (half[0] * f.scale)).clip(-0.2) ** 2 * f.scale, outline[:, 1]],
        axis=1,
    )
    return rim, centre


def _glazing(rim: np.ndarray, centre: np.ndarray, color: np.ndarray, keep: float) -> Piece:
    bulge = np.array([0.0, -0.0012, 0.0])
    rows = [rim * (1 - s) + centre * s + bulge * (1 - (1 - s) ** 2) for s in (0.0, 0.35, 0.7, 0.999)]
    piece = grid(np.stack(rows), color, "glass", "head", around=True, name="lens")
    piece.alpha = keep
    return piece


def _temples(f: Fitting, rims: list[np.ndarray], color: np.ndarray, cloth: str, size: float) -> list[Piece]:
    """Arms from the outer edge of each rim along the head and down behind the ear."""
    pieces = []
    for side, rim in zip((1.0, -1.0), rims):
        outer = rim[np.argmax(side * rim[:, 0])] + np.array([0, 0, 0.004 * f.scale])
        ear = f.at((0.077, -0.022, 0.738)) * [side, 1, 1]
        behind = f.at((0.074, 0.000, 0.716)) * [side, 1, 1]
        wide = max(side * outer[0], side * ear[0]) + 0.003 * f.scale
        path = np.array(
            [
                outer,
                [side * wide, outer[1] + 0.012 * f.scale, outer[2] + 0.001],
                [side * wide, (outer[1] + ear[1]) / 2, (outer[2] + ear[2]) / 2 + 0.002],
                [side * (wide - 0.001), ear[1], ear[2] + 0.006 * f.scale],
                [side * (wide - 0.003), ear[1] + 0.016 * f.scale, ear[2] + 0.001],
                behind + np.array([0, 0.004 * f.scale, 0]),
            ]
        )
        pieces.append(tube(_smooth(path), size * f.scale, color, cloth, "head", sides=8, flat=0.6, name="temple"))
    return pieces


def _smooth(points: np.ndarray, count: int = 28) -> np.ndarray:
    from scipy.interpolate import CubicSpline

    t = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    return np.asarray(CubicSpline(t, points)(np.linspace(0, t[-1], count)))


def _bridge(f: Fitting, rims: list[np.ndarray], color: np.ndarray, cloth: str, size: float) -> Piece:
    left = rims[0][np.argmin(rims[0][:, 0])] + np.array([0, 0, 0.006 * f.scale])
    right = rims[1][np.argmax(rims[1][:, 0])] + np.array([0, 0, 0.006 * f.scale])
    top = (left + right) / 2 + np.array([0, -0.0035, 0.004]) * f.scale
    return tube(_smooth(np.stack([left, top, right]), 12), size * f.scale, color, cloth, "head", sides=8, name="bridge")


def _pair(
    f: Fitting,
    color: np.ndarray,
    half: tuple[float, float],
    round_: float,
    size: float,
    glass: np.ndarray,
    keep: float,
    cloth: str,
    wrap: float = 0.004,
) -> list[Piece]:
    lenses = [_lens(f, side, half, round_, wrap) for side in (1.0, -1.0)]
    rims = [rim for rim, _ in lenses]
    pieces = [tube(rim, size * f.scale, color, cloth, "head", closed=True, sides=8, name="frame") for rim in rims]
    pieces += [_glazing(rim, centre, glass, keep) for rim, centre in lenses]
    return [*pieces, _bridge(f, rims, color, cloth, size), *_temples(f, rims, color, cloth, size)]


def glasses(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Clear lenses, round to squarish by the seed."""
    return _pair(
        f, color, (0.0235, 0.0195), float(rng.uniform(0.25, 1.0)), 0.0017, np.array([0.95, 0.97, 0.97]), 0.03, "shell"
    )


def sunglasses(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    return _pair(f, color, (0.0265, 0.0215), 0.35, 0.0022, np.array([0.012, 0.012, 0.014]), 0.92, "shell", 0.008)


def goggles(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Round goggles with deep frames on a strap about the head."""
    lenses = [_lens(f, side, (0.0255, 0.0255), 1.0, 0.008) for side in (1.0, -1.0)]
    pieces = []
    for rim, centre in lenses:
        back = (rim - centre) * 1.10 + centre + np.array([0, 0.016, 0]) * f.scale
        pieces.append(
            sheet(np.stack([rim, (rim + back) / 2, back]), 0.002, color, "leather", "head", around=True, name="cup")
        )
        pieces.append(
            tube(
                rim, 0.0032 * f.scale, np.array([0.55, 0.38, 0.14]), "gold", "head", closed=True, sides=8, name="frame"
            )
        )
        pieces.append(_glazing(rim, centre, np.array([0.3, 0.42, 0.45]), 0.35))
    pieces.append(_bridge(f, [rim for rim, _ in lenses], color, "leather", 0.004))
    eye = joint("l-eye", f.body.vertices)
    middle, normal = f.brim
    low = float((eye - middle) @ normal)
    height = low + (0.010 * f.scale - low) * np.clip((1 - np.cos(TURN)) / 2, 0, 1) * 0.8
    radius = f.outline + 0.004 * f.scale
    keep = np.abs(np.sin(TURN / 2)) > np.sin(np.radians(58) / 2)
    ring = [f.ring(radius, height + lift * f.scale)[keep] for lift in (-0.009, 0.0, 0.009)]
    pieces.append(sheet(np.stack(ring), 0.002, color * 0.6, "leather", "head", name="strap"))
    return pieces


MAKERS = {"glasses": glasses, "sunglasses": sunglasses, "goggles": goggles}
