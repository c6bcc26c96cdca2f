# SPDX-License-Identifier: GPL-3.0-or-later
"""Caps and other headgear without a brim all round: beanies, peaked caps, toques, turbans, crowns."""

from __future__ import annotations

import numpy as np

from .fitting import AZIMUTHS, Fitting
from .headgear import FORTH, TURN, Maker, band, dome, polar, rings_of, shell
from .pieces import Piece, grid, sheet, tube


def _sphere(centre: np.ndarray, radius: float, color: np.ndarray, cloth: str = "wool", name: str = "bobble") -> Piece:
    a, b = np.linspace(0, np.pi, 10)[:, None], np.linspace(0, 2 * np.pi, 18, endpoint=False)[None]
    points = centre + radius * np.stack([np.sin(a) * np.cos(b), np.sin(a) * np.sin(b), np.cos(a) + 0 * b], axis=-1)
    return grid(points, color, cloth, "head", around=True, name=name)


def beanie(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A knitted cap with a turned-up cuff."""
    ribs = 0.0009 * np.cos(36 * TURN)
    rings = rings_of(f, [(1.0, 0.006, -0.14), *dome(1.12, 0.008, 0.0)])
    cuff = rings_of(
        f, [(1.0, 0.009, -0.16), (1.0, 0.014, -0.12), (1.0, 0.0150, 0.1), (1.0, 0.013, 0.24), (1.0, 0.008, 0.26)]
    )
    out = cuff - cuff.mean(axis=1, keepdims=True)
    cuff = cuff + ribs[None, :, None] * out / np.linalg.norm(out, axis=2, keepdims=True)
    return [
        sheet(rings, 0.004, color, "knit", "head", around=True),
        sheet(cuff, 0.003, color * 0.92, "knit", "head", around=True, name="cuff"),
    ]


def cap(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A baseball cap: six panels, a button and a curved visor."""
    pieces = [shell(f, [(1.0, 0.004, -0.05), *dome(1.12, 0.007, 0.05)], color, "cotton")]
    arc = np.radians(np.linspace(-58, 58, 25))
    base = f.around(f.outline, arc) + 0.004
    middle, normal = f.brim
    forward = np.array([0.0, -1.0, 0.0]) + normal * normal[1]
    rows = []
    for s in np.linspace(0, 1, 9):
        reach = 0.072 * f.scale * s * np.cos(arc * 1.5).clip(0) ** 0.55
        drop = f.scale * (0.010 * s + 0.020 * (np.abs(arc) / 1.0) ** 2 * s + 0.004)
        across = base * np.sin(arc)
        ahead = base * np.cos(arc) + reach
        rows.append(middle + across[:, None] * [1.0, 0, 0] + ahead[:, None] * forward - drop[:, None] * normal)
    pieces.append(sheet(np.stack(rows[::-1]), 0.0028, color * 0.85, "cotton", "head", name="visor"))
    top = middle + normal * f.crown * 1.12
    pieces.append(
        tube(
            np.stack([top - normal * 0.002, top + normal * 0.004 * f.scale]),
            0.007 * f.scale,
            color * 0.8,
            "cotton",
            "head",
            name="button",
        )
    )
    return pieces


def police_cap(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A peaked cap: a band, a wide flat top and a shiny peak with a badge."""
    crown = [
        (1.0, 0.006, 0.02),
        (1.0, 0.010, 0.40),
        (1.0, 0.030, 0.80),
        (1.0, 0.036, 0.98),
        (0.95, 0.03, 1.10),
        (0.5, 0.01, 1.13),
        (1e-4, 0.0, 1.12),
    ]
    rings = rings_of(f, crown)
    middle, normal = f.brim
    # The top stands up in front.
    lift = np.array([0, 0, 0.35, 0.5, 0.5, 0.3, 0.1])[:, None, None] * (0.028 * f.scale) * FORTH[None, :, None] * normal
    pieces = [
        sheet(rings + lift, 0.003, color, "wool", "head", around=True),
        band(f, 0.02, 0.30, 0.0085, color * 0.35 + 0.004, "wool"),
    ]
    arc = np.radians(np.linspace(-62, 62, 21))
    base = f.around(f.outline, arc) + 0.007
    forward = np.array([0.0, -1.0, 0.0]) + normal * normal[1]
    rows = [
        middle
        + (base * np.sin(arc))[:, None] * [1.0, 0, 0]
        + (base * np.cos(arc) + 0.042 * f.scale * s * np.cos(arc * 1.4).clip(0) ** 0.6)[:, None] * forward
        - f.scale * (0.020 * s + 0.006 * s * (arc[:, None] / 1.08) ** 2 - 0.004) * normal
        for s in np.linspace(0, 1, 7)
    ]
    pieces.append(sheet(np.stack(rows[::-1]), 0.0025, np.full(3, 0.006), "shell", "head", name="peak"))
    front = f.ring(f.outline + 0.024, 0.66 * f.crown)[0]
    disc = np.stack(
        [
            front + 0.013 * f.scale * (np.cos(a) * np.array([1.0, 0, 0]) + np.sin(a) * normal)
            for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)
        ]
    )
    pieces.append(tube(disc, 0.003 * f.scale, np.array([0.8, 0.5, 0.12]), "gold", "head", closed=True, name="badge"))
    pieces.append(
        tube(
            np.stack([front + forward * -0.002, front + forward * 0.003]),
            0.011 * f.scale,
            np.array([0.8, 0.5, 0.12]),
            "gold",
            "head",
            name="badge",
        )
    )
    return pieces


def santa_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A soft cone that falls to one side with a bobble, and a fur band."""
    t = np.linspace(0, 1, 20)
    rings = rings_of(
        f, [(float(max((1 - x) ** 0.85, 1e-4)), 0.006 * (1 - float(x)), float(2.0 * np.sin(1.5 * x))) for x in t]
    )
    side = 1.0 if rng.random() < 0.5 else -1.0
    fall = (np.clip((t - 0.4) / 0.6, 0, 1) ** 1.6)[:, None, None] * f.scale * np.array([0.13 * side, 0.05, -0.13])
    rings = rings + fall
    tip = rings[-1].mean(axis=0)
    white = np.array([0.72, 0.71, 0.68])
    ball = [_sphere(tip + np.array([0.008 * side, 0, -0.012]) * f.scale, 0.024 * f.scale, white)]
    fur = rings_of(
        f, [(1.0, 0.004, -0.10), (1.0, 0.018, -0.06), (1.0, 0.022, 0.06), (1.0, 0.018, 0.18), (1.0, 0.004, 0.22)]
    )
    return [
        sheet(rings, 0.003, color, "velvet", "head", around=True),
        sheet(fur, 0.003, white, "wool", "head", around=True, name="fur"),
        *ball,
    ]


def chef_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A toque: a straight band and a pleated, puffed top."""
    rows = [
        (1.0, 0.006, 0.62),
        (1.05, 0.012, 0.82),
        (1.2, 0.02, 1.05),
        (1.3, 0.022, 1.35),
        (1.26, 0.02, 1.62),
        (1.05, 0.01, 1.82),
        (0.7, 0.0, 1.92),
        (0.35, 0.0, 1.93),
        (1e-4, 0.0, 1.90),
    ]
    rings = rings_of(f, rows)
    out = rings - rings.mean(axis=1, keepdims=True)
    pleat = 1 + 0.035 * np.cos(24 * TURN)[None] * np.array([0.2, 0.7, 1, 1, 1, 0.9, 0.7, 0.4, 0])[:, None]
    rings = rings.mean(axis=1, keepdims=True) + out * pleat[..., None]
    return [
        sheet(rings, 0.003, color, "cotton", "head", around=True),
        shell(f, [(1.0, 0.005, -0.04), (1.0, 0.006, 0.3), (1.0, 0.007, 0.68)], color * 0.98, "cotton", name="band"),
    ]


def crown(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A golden circlet with points and jewels."""
    points = 8
    wave = np.abs(np.cos(points / 2 * TURN)) ** 1.6
    low, band = 0.34, 0.62
    rows = [
        (np.zeros(AZIMUTHS) + low, 0.004),
        (np.zeros(AZIMUTHS) + band, 0.006),
        (band + 0.10 + 0.30 * wave, 0.010),
        (band + 0.14 + 0.62 * wave**1.5, 0.014),
    ]
    base = f.outline
    rings = np.stack([f.ring(base + added, height * f.crown) for height, added in rows])
    pieces = [
        sheet(rings, 0.0025 * f.scale, color, "gold", "head", around=True),
        tube(rings[0], 0.0032 * f.scale, color, "gold", "head", closed=True, sides=8, name="edge"),
        tube(
            f.ring(base + 0.0068, band * f.crown),
            0.0022 * f.scale,
            color,
            "gold",
            "head",
            closed=True,
            sides=8,
            name="edge",
        ),
    ]
    jewels = (np.array([0.45, 0.01, 0.02]), np.array([0.02, 0.06, 0.35]), np.array([0.02, 0.25, 0.08]))
    for index in range(points):
        a = 2 * np.pi * index / points
        radius = float(f.around(base, a))
        pieces.append(
            _sphere(
                polar(f, a, radius + 0.008, (low + band) / 2 * f.crown),
                0.0052 * f.scale,
                jewels[index % 3],
                "shell",
                "jewel",
            )
        )
        pieces.append(
            _sphere(polar(f, a, radius + 0.0145, (band + 0.78) * f.crown), 0.0048 * f.scale, color, "gold", "point")
        )
    return pieces


def turban(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """Cloth wound about the head in slanting turns."""
    pieces = [shell(f, [(1.0, 0.006, 0.0), *dome(1.15, 0.008, 0.1)], color, "cotton")]
    base = f.outline
    for index in range(7):
        slant = (0.16 if index % 2 else -0.16) * (1 - index / 9)
        height = 0.02 + 0.15 * index + slant * np.sin(TURN) + 0.10 * FORTH * (1 - index / 7)
        share = np.sqrt(np.clip(1 - (0.12 * index) ** 2, 0.2, 1))
        path = f.ring(base * share + (0.016 - 0.0008 * index) * f.scale, height * f.crown)
        pieces.append(
            tube(
                path,
                0.021 * f.scale,
                color * (0.94 + 0.06 * (index % 2)),
                "cotton",
                "head",
                closed=True,
                sides=10,
                flat=0.62,
                name="fold",
            )
        )
    return pieces


def headband(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    return [band(f, 0.05, 0.42, 0.0045, color, "knit", 0.995, "")]


MAKERS: dict[str, Maker] = {
    "beanie": beanie,
    "cap": cap,
    "police_cap": police_cap,
    "santa_hat": santa_hat,
    "chef_hat": chef_hat,
    "crown": crown,
    "turban": turban,
    "headband": headband,
}
