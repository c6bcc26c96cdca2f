# SPDX-License-Identifier: GPL-3.0-or-later
"""Helmets: hard shells that reach over ears and nape, closed helms and a space helmet."""

from __future__ import annotations

import numpy as np

from .fitting import AZIMUTHS, Fitting
from .headgear import FORTH, TURN, Maker, band, brim, polar, wrapped
from .pieces import Piece, grid, ribbon, sheet, tube


def _rim_height(front: float, side: float, back: float) -> np.ndarray:
    """Height of a helmet's edge by azimuth, in crown heights."""
    return np.interp(np.abs(wrapped(TURN)), [0, 0.7, np.pi / 2, 2.2, np.pi], [front, front, side, back, back])


def _helmet(
    f: Fitting,
    color: np.ndarray,
    cloth: str,
    added: float,
    front: float,
    side: float,
    back: float,
    top: float = 1.2,
    thick: float = 0.006,
) -> np.ndarray:
    """Rings of a hard shell whose edge runs lower at the sides and the back."""
    edge = _rim_height(front, side, back)
    base = f.outline
    if side < -0.3:
        # It covers the ears, and must pass over them.
        base = np.maximum(base, f.ears + 0.004 * f.scale - added * f.scale)
    mean = base.mean()
    rows = []
    for a in np.linspace(0, np.pi / 2, 14):
        share = max(np.cos(a) ** 0.8, 1e-4)
        blend = np.clip(1 - share, 0, 1)
        radius = share * (base * (1 - blend) + mean * blend) + added * f.scale * max(np.cos(a), 0) ** 0.4
        low = np.minimum(edge, 0.0)
        height = edge + (top - edge) * np.sin(a)
        # Below the line of the brim the skull draws in; a shell keeps its width.
        high = height * f.crown
        radius = radius + 0.004 * f.scale * (height < low)
        rows.append(f.ring(f.contain(radius, high, 0.010) if share > 0.01 else radius, high))
    return np.stack(rows)


def helmet(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A soldier's helmet: a smooth shell low over ears and nape, with a chin strap."""
    rings = _helmet(f, color, "cotton", 0.020, -0.10, -0.55, -0.60, 1.25)
    pieces = [
        sheet(rings, 0.006, color, "nylon", "head", around=True),
        tube(rings[0], 0.0045 * f.scale, color * 0.7, "rubber", "head", sides=8, closed=True, name="rim"),
    ]
    return [*pieces, _strap(f)]


def _strap(f: Fitting) -> Piece:
    """A strap from ear to ear under the chin."""
    chin = f.at((0.0, -0.115, 0.600))
    t = np.linspace(-1, 1, 31)
    ear = f.at((0.079, -0.045, 0.715))
    path = np.stack(
        [
            ear[0] * np.sin(t * np.pi / 2),
            ear[1] + (chin[1] - ear[1]) * (1 - np.abs(t) ** 2.2),
            chin[2] - 0.004 + (ear[2] - chin[2]) * (1 - np.sqrt(np.maximum(1 - np.abs(t) ** 2.4, 0))),
        ],
        axis=1,
    )
    _, near = f.body.tree.query(path)
    height = np.einsum("ij,ij->i", path - f.body.skin[near], f.body.normals[near])
    path = path + np.maximum(0.003 - height, 0)[:, None] * f.body.normals[near]
    wide = np.array([0.0, 0.009, 0.0])
    # Across the strap: along the jaw's surface.
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    across = np.cross(f.body.normals[near], tangent)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    half = np.linalg.norm(wide) * f.scale * across
    return sheet(np.stack([path - half, path + half]), 0.0015, np.full(3, 0.012), "nylon", "head", name="strap")


def hard_hat(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A construction worker's helmet: ridges over the top and a short peak."""
    rings = _helmet(f, color, "shell", 0.022, 0.05, 0.0, 0.0, 1.32)
    _, normal = f.brim
    ridge = np.exp(-((wrapped(TURN) / 0.22) ** 2)) + np.exp(-((wrapped(TURN - np.pi) / 0.22) ** 2))
    lift = np.linspace(0.2, 1, len(rings))[:, None] * ridge[None] * 0.006 * f.scale
    rings = rings + lift[..., None] * normal
    front = 0.040 * np.clip(FORTH, 0, 1) ** 1.5 + 0.012
    return [
        sheet(rings, 0.004, color, "shell", "head", around=True),
        brim(f, color, "shell", front, 0.012, added=0.020, height=0.04, thick=0.003),
    ]


def horned_helmet(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A viking of the opera: steel cap with a band, a nose guard and horns."""
    rings = _helmet(f, color, "steel", 0.012, 0.02, -0.15, -0.2, 1.25)
    pieces = [
        sheet(rings, 0.004, color, "steel", "head", around=True),
        band(f, -0.05, 0.2, 0.0145, np.array([0.35, 0.2, 0.06]), "gold"),
    ]
    for side in (1.0, -1.0):
        root = f.ring(f.outline + 0.012, 0.35 * f.crown)[18 if side > 0 else 54]
        t = np.linspace(0, 1, 18)[:, None]
        path = root + f.scale * (
            np.array([0.085 * side, -0.01, 0.02]) * np.sin(t * 1.9) + np.array([0.0, -0.02, 0.13]) * t**1.8
        )
        pieces.append(
            tube(
                path,
                0.022 * f.scale * (1 - t[:, 0]) ** 0.8 + 0.0012,
                np.array([0.62, 0.55, 0.42]),
                "rubber",
                "head",
                sides=14,
                name="horn",
            )
        )
    nose = f.at((0.0, -0.163, 0.715))
    top = f.ring(f.outline + 0.014, 0.02 * f.crown)[0]
    line = np.linspace(0, 1, 6)[:, None]
    path = top * (1 - line) + (nose + np.array([0, -0.012, 0])) * line
    path[:, 1] = np.minimum(path[:, 1], top[1])
    pieces.append(ribbon(path, np.array([0.009 * f.scale, 0, 0]), 0.003, color, "steel", "head", name="nose guard"))
    return pieces


def knight_helmet(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A great helm: a closed cylinder of plates with eye slits, breaths and a cross of brass."""
    base = np.maximum(f.outline + 0.020 * f.scale, f.ears + 0.006 * f.scale)
    nose = f.at((0.0, -0.168, 0.69))
    middle, normal = f.brim
    # Deep enough for the nose and the chin.
    need = -(nose[1] - middle[1]) + 0.016 * f.scale
    base = np.maximum(base, need * np.clip(FORTH, 0, 1) ** 0.6)
    for _ in range(3):
        base = (base + np.roll(base, 1) + np.roll(base, -1)) / 3
    chin = f.at((0.0, -0.13, 0.598))
    low = float((chin - middle) @ normal) - 0.03 * f.scale
    eye = float((f.at((0.0, -0.13, 0.730)) - middle) @ normal)
    heights = np.array(
        [
            low,
            0.6 * low + 0.4 * eye,
            eye - 0.006 * f.scale,
            eye + 0.006 * f.scale,
            0.02,
            0.6 * f.crown,
            1.08 * f.crown,
            1.16 * f.crown,
            1.17 * f.crown,
        ]
    )
    shares = np.array([0.97, 1.0, 1.0, 1.0, 1.0, 0.96, 0.86, 0.78, 1e-4])
    rings = np.stack([f.ring(base * s, h) for s, h in zip(shares, heights)])
    shell = sheet(rings, 0.003 * f.scale, color, "steel", "head", around=True)
    dark = np.full(3, 0.004)
    pieces = [shell]
    for side in (1, -1):
        arc = side * np.radians(np.linspace(7, 44, 12))
        radius = f.around(base, arc) + 0.0012
        path = np.stack([polar(f, a, radius[i], eye) for i, a in enumerate(arc)])
        pieces.append(tube(path, 0.0052 * f.scale, dark, "rubber", "head", sides=8, flat=0.35, name="sight"))
        for row in range(3):
            for column in range(3):
                a = side * np.radians(10 + 9 * column)
                h = low + (eye - low) * (0.25 + 0.17 * row)
                r = float(f.around(base, a))
                at, out = polar(f, a, r, h), polar(f, a, r + 0.002, h)
                pieces.append(
                    tube(np.stack([at, out]), 0.003 * f.scale, dark, "rubber", "head", sides=8, name="breath")
                )
    brass = np.array([0.7, 0.45, 0.12])
    front = np.stack(
        [
            polar(f, 0.0, base[0] * s + 0.0025, h)
            for s, h in zip(
                np.interp(np.linspace(low, 1.05 * f.crown, 12), heights[:7], shares[:7]),
                np.linspace(low, 1.05 * f.crown, 12),
            )
        ]
    )
    pieces.append(ribbon(front, np.array([0.007 * f.scale, 0, 0]), 0.0025, brass, "gold", "head", name="cross"))
    return pieces


def space_helmet(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """An astronaut's helmet: a white shell, a gold-coated visor in front and a ring at the neck."""
    middle, _ = f.brim
    chin = f.at((0.0, -0.13, 0.598))
    low = chin[2] - 0.055 * f.scale
    top = middle[2] + f.crown + 0.045 * f.scale
    centre = np.array([0.0, middle[1] - 0.012 * f.scale, (low + top) / 2 + 0.01 * f.scale])
    radius = np.array([f.outline.max() * 1.42, f.outline.max() * 1.52, (top - low) / 2])
    a = np.linspace(0.002, 2.55, 30)[:, None]
    b = TURN[None]
    unit = np.stack([np.sin(a) * np.sin(b), -np.sin(a) * np.cos(b), np.cos(a) + 0 * b], axis=-1)
    # The ring at the neck lies on the shoulders, however high they are, and takes the shell's lower edge along.
    ring = 0.012 * f.scale
    neck = centre + np.stack([np.sin(TURN) * np.sin(2.5), -np.cos(TURN) * np.sin(2.5), 0 * TURN + np.cos(2.5)],
                             axis=1) * radius
    lift = f.push_out(f.body.push_out(neck, ring + 0.004), ring + 0.003) - neck
    for _ in range(4):
        lift = np.maximum(lift, (lift + np.roll(lift, 1, axis=0) + np.roll(lift, -1, axis=0)) / 3)
    lift[:, :2] = 0.0
    neck = neck + lift
    ball = centre + unit * radius + np.clip((a - 1.9) / 0.6, 0.0, 1.0)[..., None] * lift
    elevation, azimuth = np.pi / 2 - a + 0 * b, wrapped(b) + 0 * a
    glass = (np.abs(azimuth) < np.radians(74)) & (np.abs(elevation + 0.02) < np.radians(36))
    shell = grid(ball, color, "shell", "head", around=True)
    keep = [not glass[index // AZIMUTHS, index % AZIMUTHS] for index in range(len(shell.faces))]
    shell.faces = [face for face, wanted in zip(shell.faces, keep) if wanted]
    # The visor stands a little proud of the shell and has its own frame.
    va = np.pi / 2 + 0.02 - np.radians(np.linspace(37, -37, 18))[:, None]
    vb = np.radians(np.linspace(-76, 76, 34))[None]
    unit = np.stack([np.sin(va) * np.sin(vb), -np.sin(va) * np.cos(vb), np.cos(va) + 0 * vb], axis=-1)
    visor = grid(centre + unit * (radius + 0.004), np.array([0.75, 0.52, 0.16]), "glass", "head", name="visor")
    visor.alpha = 0.35
    edge = np.concatenate(
        [
            visor.points.reshape(18, 34, 3)[0],
            visor.points.reshape(18, 34, 3)[1:, -1],
            visor.points.reshape(18, 34, 3)[-1, -2::-1],
            visor.points.reshape(18, 34, 3)[-2:0:-1, 0],
        ]
    )
    return [
        shell,
        visor,
        tube(edge, 0.006 * f.scale, color * 0.55, "shell", "head", closed=True, sides=8, name="frame"),
        tube(neck, ring, np.array([0.45, 0.45, 0.47]), "steel", "head", closed=True, sides=10, name="ring"),
    ]


def ear_cap(f: Fitting, ear: np.ndarray, side: float, high: float, radius: float, color: np.ndarray) -> Piece:
    """A round cap of steel, ``high`` and of ``radius`` metres on a grown person, over an ``ear`` (3,)."""
    out = np.array([side, 0.0, 0.0])
    return tube(np.stack([ear - 0.004 * out, ear + high * f.scale * out]), radius * f.scale, color, "steel", "head",
                sides=20, name="ear")


MAKERS: dict[str, Maker] = {
    "helmet": helmet,
    "hard_hat": hard_hat,
    "space_helmet": space_helmet,
    "knight_helmet": knight_helmet,
    "horned_helmet": horned_helmet,
}
