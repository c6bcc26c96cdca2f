# SPDX-License-Identifier: GPL-3.0-or-later
"""Hats, caps, helmets and crowns: shells turned about the head's own outline.

A profile has rows (share of the outline, metres added, height): a hat follows the shape of the head it is made for.
Heights are shares of the crown's height above the line a hat sits on; everything rides on the head.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .fitting import AZIMUTHS, Fitting
from .pieces import Piece, sheet, tube

Maker = Callable[[Fitting, np.ndarray, np.random.Generator], list[Piece]]
TURN = np.arange(AZIMUTHS) * 2 * np.pi / AZIMUTHS
#: 1 at the front, 0 at the sides, -1 behind.
FORTH = np.cos(TURN)


def rings_of(f: Fitting, profile: list[tuple[float, float, float]]) -> np.ndarray:
    """Points (R, AZIMUTHS, 3) of a profile; shares below 1 pull towards a circle, as crowns of hats are."""
    base = f.outline
    mean = base.mean()
    rows = []
    for share, added, height in profile:
        blend = np.clip((1 - share) * 1.2, 0, 1)
        high = height * f.crown
        radius = share * (base * (1 - blend) + mean * blend) + added * f.scale
        rows.append(f.ring(f.contain(radius, high) if share > 0.01 else radius, high))
    return np.stack(rows)


def dome(
    top: float,
    added: float,
    start: float = 0.0,
    rows: int = 12,
    flat: float = 0.9,
) -> list[tuple[float, float, float]]:
    """A rounded crown from ``start`` up to ``top`` crown heights, ``added`` metres off the skull."""
    angle = np.linspace(0, np.pi / 2, rows)
    return [
        (
            float(max(np.cos(a) ** flat, 1e-4)),
            added * float(max(np.cos(a), 0.0)) ** 0.5,
            start + (top - start) * float(np.sin(a)),
        )
        for a in angle
    ]


def shell(
    f: Fitting,
    profile: list[tuple[float, float, float]],
    color: np.ndarray,
    cloth: str,
    thick: float = 0.003,
    name: str = "",
) -> Piece:
    """A crown from its open edge to the top, with thickness."""
    return sheet(rings_of(f, profile), thick * f.scale, color, cloth, "head", around=True, name=name)


def band(
    f: Fitting,
    low: float,
    high: float,
    added: float,
    color: np.ndarray,
    cloth: str,
    share: float = 1.0,
    name: str = "band",
) -> Piece:
    return sheet(
        rings_of(f, [(share, added, low), (share, added + 0.0008, (low + high) / 2), (share, added, high)]),
        0.0015,
        color,
        cloth,
        "head",
        around=True,
        name=name,
    )


def brim(
    f: Fitting,
    color: np.ndarray,
    cloth: str,
    width: np.ndarray | float,
    drop: np.ndarray | float,
    added: float = 0.004,
    height: float = 0.0,
    thick: float = 0.0025,
) -> Piece:
    """A brim ``width`` metres wide whose edge lies ``drop`` metres lower (higher where negative)."""
    base = f.outline + added * f.scale
    share = np.array([0.0, 0.12, 0.35, 0.65, 0.92, 1.0])
    width, drop = (np.broadcast_to(np.asarray(each, float), (AZIMUTHS,)) * f.scale for each in (width, drop))
    rows = [f.ring(base + s * width, height * f.crown - drop * s**1.6) for s in share]
    return sheet(np.stack(rows[::-1]), thick * f.scale, color, cloth, "head", around=True, name="brim")


def _dented(f: Fitting, rows: list[tuple[float, float, float]], depth: float, pinch: float) -> np.ndarray:
    """A crown with a crease along its top and pinches at the front sides, as felt hats are blocked."""
    rings = rings_of(f, rows)
    middle, normal = f.brim
    height = ((rings - middle) @ normal) / max(f.crown, 1e-6)
    x = rings[..., 0] / max(float(f.outline.mean()), 1e-6)
    top = np.clip((height - 1.0) / 0.2, 0, 1)
    crease = depth * f.scale * top * np.exp(-((x / 0.28) ** 2))
    rings = rings - crease[..., None] * normal
    side = (
        pinch
        * f.scale
        * np.clip((height - 0.9) / 0.4, 0, 1)
        * np.exp(-(((np.abs(wrapped(TURN)) - 0.75) / 0.35) ** 2))[None]
    )
    inward = middle - rings
    inward -= (inward @ normal)[..., None] * normal
    return rings + side[..., None] * inward / np.maximum(np.linalg.norm(inward, axis=2, keepdims=True), 1e-9)


def wrapped(angle: np.ndarray) -> np.ndarray:
    return (angle + np.pi) % (2 * np.pi) - np.pi


_FELT_CROWN = [
    (1.0, 0.003, -0.02),
    (1.0, 0.004, 0.25),
    (0.97, 0.004, 0.6),
    (0.94, 0.004, 0.95),
    (0.91, 0.003, 1.2),
    (0.87, 0.002, 1.38),
    (0.78, 0.001, 1.46),
    (0.6, 0.0, 1.49),
    (0.3, 0.0, 1.5),
    (1e-4, 0.0, 1.5),
]


def hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A felt fedora with a ribbon."""
    return [
        sheet(_dented(f, _FELT_CROWN, 0.030, 0.010), 0.0025, color, "felt", "head", around=True),
        brim(f, color, "felt", 0.056, 0.010 * np.abs(np.sin(TURN)) * -0.4 + 0.012 * np.clip(FORTH, 0, 1)),
        band(f, 0.0, 0.30, 0.0055, color * 0.25 + 0.003, "silk", name="ribbon"),
    ]


def cowboy_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Tall creased crown, broad brim rolled up at the sides."""
    rolled = -0.052 * np.sin(TURN) ** 2 + 0.020 * np.abs(FORTH)
    return [
        sheet(
            _dented(f, [(s, a, h * 1.08) for s, a, h in _FELT_CROWN], 0.036, 0.016),
            0.003,
            color,
            "felt",
            "head",
            around=True,
        ),
        brim(f, color, "felt", 0.098 - 0.018 * np.sin(TURN) ** 2, rolled, thick=0.003),
        band(f, 0.0, 0.18, 0.0055, color * 0.4 + 0.002, "leather"),
    ]


def straw_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    return [
        shell(f, [(1.0, 0.004, -0.02), (1.0, 0.005, 0.4), *dome(1.18, 0.006, 0.55, 8)], color, "straw"),
        brim(f, color, "straw", 0.105, 0.022 + 0.006 * np.sin(5 * TURN)),
        band(f, 0.0, 0.28, 0.0075, np.array([0.25, 0.02, 0.02]), "cotton", name="ribbon"),
    ]


def top_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    crown = [
        (1.0, 0.003, -0.02),
        (0.98, 0.004, 0.5),
        (0.97, 0.004, 1.0),
        (0.99, 0.006, 1.55),
        (1.0, 0.008, 1.72),
        (0.97, 0.004, 1.76),
        (0.6, 0.0, 1.77),
        (1e-4, 0.0, 1.77),
    ]
    return [
        shell(f, crown, color, "silk"),
        brim(f, color, "silk", 0.042, -0.020 * np.sin(TURN) ** 2 + 0.006),
        band(f, 0.0, 0.42, 0.0055, color * 0.5 + 0.001, "velvet", name="ribbon"),
    ]


def bowler_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    return [
        shell(f, [(1.0, 0.003, -0.02), (1.0, 0.005, 0.3), *dome(1.22, 0.007, 0.4, 10, 0.75)], color, "felt"),
        brim(f, color, "felt", 0.036, -0.014 * (0.5 + 0.5 * np.sin(TURN) ** 2)),
        band(f, 0.0, 0.3, 0.0065, color * 0.5 + 0.002, "silk", name="ribbon"),
    ]


def pointed_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A wizard's or witch's hat: a long cone that bends, with a wide soft brim."""
    t = np.linspace(0, 1, 22)
    cone = [(float(max((1 - x) ** 0.92, 1e-4)), 0.004 * (1 - float(x)), float(2.9 * x)) for x in t]
    rings = rings_of(f, cone)
    lean = rng.uniform(-0.6, 0.6)
    bend = (
        (np.clip((t - 0.36) / 0.64, 0, 1) ** 1.8)[:, None, None]
        * f.scale
        * np.array([0.10 * lean, 0.12, -0.05 * abs(lean) - 0.03])
    )
    fold = 0.006 * np.sin(14 * t)[:, None] * np.clip(2 * t - 0.7, 0, 0.8)[:, None] * np.cos(TURN - 1.0)
    out = rings - rings.mean(axis=1, keepdims=True)
    out /= np.maximum(np.linalg.norm(out, axis=2, keepdims=True), 1e-9)
    rings = rings + bend + fold[..., None] * out * (1 - t)[:, None, None]
    return [
        sheet(rings, 0.003, color, "felt", "head", around=True),
        brim(f, color, "felt", 0.10, 0.020 + 0.014 * np.sin(3 * TURN + 0.7)),
        band(f, 0.0, 0.26, 0.0055, np.array([0.10, 0.06, 0.02]), "leather"),
    ]


def tricorne(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A pirate's hat: the brim turned up on three sides, with a gold edge."""
    corner = np.cos(1.5 * (TURN)) ** 2  # 1 at the front and at both back corners
    up = -0.062 * (1 - corner) - 0.004
    width = 0.050 + 0.052 * corner
    base = f.outline + 0.004
    edge = f.ring(base + width * f.scale * (0.35 + 0.65 * corner), -up * f.scale)
    share = np.array([0.0, 0.15, 0.4, 0.7, 1.0])
    rows = [f.ring(base + s * width * f.scale * (0.35 + 0.65 * corner), -up * f.scale * s**1.2) for s in share]
    return [
        shell(f, [(1.0, 0.003, -0.02), (1.0, 0.004, 0.4), *dome(1.1, 0.005, 0.5, 8)], color, "felt"),
        sheet(np.stack(rows[::-1]), 0.003, color, "felt", "head", around=True, name="brim"),
        tube(edge, 0.0028 * f.scale, np.array([0.7, 0.45, 0.1]), "gold", "head", closed=True, sides=6, name="edge"),
    ]


def polar(f: Fitting, azimuth: float, radius: float, height: float) -> np.ndarray:
    """A point at azimuth (radians), radius and height (metres) about the middle of the head."""
    middle, normal = f.brim
    forward = np.array([0.0, -1.0, 0.0]) + normal * normal[1]
    forward /= np.linalg.norm(forward)
    return middle + radius * (np.cos(azimuth) * forward + np.sin(azimuth) * np.array([1.0, 0, 0])) + height * normal


MAKERS: dict[str, Maker] = {
    "hat": hat,
    "cowboy_hat": cowboy_hat,
    "straw_hat": straw_hat,
    "top_hat": top_hat,
    "bowler_hat": bowler_hat,
    "pointed_hat": pointed_hat,
    "tricorne": tricorne,
}
