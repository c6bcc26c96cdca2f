# SPDX-License-Identifier: GPL-3.0-or-later
"""What materials look like at a point: functions from solid coordinates to colour and roughness.

Solid textures run through the body like real grain and veins do, so they know neither seams nor
stretch. Each takes :class:`Texels` and the material's linear colour and returns colours (N, 3) and
roughness offsets (N,).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backend.objects.noise import fractal, speckles, value
from backend.objects.textures_creatures import CREATURES
from backend.objects.textures_organic import ORGANIC

Painted = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Texels:
    """Surface points to paint."""

    #: (N, 3) metres in the object.
    points: np.ndarray
    #: (N, 3) metres in the part's own frame: grain along the third axis, shifted apart for each part.
    grain: np.ndarray
    #: (N,) 0 at the lowest point of the object, 1 at the top.
    height: np.ndarray
    #: Largest extent of the object, metres.
    size: float
    seed: int


def mix(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    t = np.clip(t, 0, 1)[:, None]
    return a * (1 - t) + b * t


def wood(t: Texels, color: np.ndarray) -> Painted:
    """Growth rings about a pith beside the part, wandering along the grain, with fine pores."""
    g = t.grain
    slow = g * (1.0, 1.0, 0.16)
    wander = np.stack([fractal(slow * 5, 2, t.seed + 1), fractal(slow * 5, 2, t.seed + 2)], axis=1)
    radius = np.hypot(g[:, 0] + 0.09 + 0.022 * wander[:, 0], g[:, 1] + 0.05 + 0.022 * wander[:, 1])
    ring = radius * 170 + 0.6 * fractal(slow * 28, 2, t.seed + 3)
    phase = ring - np.floor(ring)
    late = np.clip(phase ** 2.2, 0, 1) * np.clip((1 - phase) / 0.12, 0, 1)  # slow rise, sharp end of season
    year = value(np.stack([np.floor(ring), np.zeros_like(ring), np.zeros_like(ring)], axis=1) * 0.73, t.seed + 4)
    fiber = fractal(g * (900, 900, 22), 2, t.seed + 5)
    streak = fractal(g * (45, 45, 1.5), 2, t.seed + 6)
    dark = np.clip(0.62 * late * (0.75 + 0.35 * year) + 0.14 * fiber + 0.26 * streak + 0.05, 0, 1)
    shade = np.clip(color * 1.22, 0, 0.85)
    deep = color * np.array([0.42, 0.34, 0.28])
    return mix(shade, deep, dark * 0.72), 0.10 * dark - 0.03


def glaze(t: Texels, color: np.ndarray) -> Painted:
    """A fired glaze: drifting tone, thin and warm where it breaks at the lip, a few iron speckles."""
    scale = 1 / t.size
    drift = fractal(t.points * (5 * scale, 5 * scale, 3 * scale), 3, t.seed)
    run = fractal(t.points * (26 * scale, 26 * scale, 5 * scale), 3, t.seed + 7)
    fine = fractal(t.points * 420, 2, t.seed + 13)
    tone = 1 + 0.30 * drift + 0.20 * run + 0.08 * fine
    painted = np.clip(color * tone[:, None], 0, 0.9)
    painted = mix(painted, np.clip(color * 1.6 + 0.02, 0, 0.9), 0.30 * np.clip(run + 0.1, 0, 1))
    breaking = np.clip((t.height - 0.975) / 0.025 + 0.25 * run, 0, 1)
    painted = mix(painted, 0.45 * painted + np.array([0.16, 0.085, 0.04]), 0.55 * breaking)
    spots = speckles(t.points * 300, 0.22, t.seed + 20) * 0.75
    return mix(painted, painted * np.array([0.25, 0.2, 0.16]), spots), 0.05 * drift + 0.08 * spots


def porcelain(t: Texels, color: np.ndarray) -> Painted:
    """Nearly even, a breath of tone."""
    drift = fractal(t.points * (4 / t.size), 2, t.seed)
    return color * (1 + 0.03 * drift)[:, None], 0.02 * drift


def earthenware(t: Texels, color: np.ndarray) -> Painted:
    """Unglazed clay: fire marks, wheel lines and grog."""
    fire = fractal(t.points * (6 / t.size), 3, t.seed)
    lines = value(np.stack([t.points[:, 2] * 420, fire * 2, fire * 0], axis=1), t.seed + 3)
    grain = fractal(t.points * 500, 2, t.seed + 5)
    tone = 1 + 0.22 * fire + 0.06 * lines + 0.12 * grain
    pale = np.clip(color * 1.25 + 0.05, 0, 0.9)
    return mix(np.clip(color * tone[:, None], 0, 0.9), pale, 0.8 * np.clip(fire - 0.1, 0, 1)), 0.05 * grain


def marble(t: Texels, color: np.ndarray) -> Painted:
    """Turbulent veins of two widths over a cloudy ground (after Perlin 1985)."""
    p = t.grain / max(t.size, 0.25)
    warp = np.stack([fractal(p * 3, 4, t.seed + k) for k in range(3)], axis=1)
    wide = 1 - np.abs(fractal(p * 2.3 + 1.1 * warp, 4, t.seed + 5)) * 7
    thin = 1 - np.abs(fractal(p * 5 + 0.9 * warp, 4, t.seed + 9)) * 16
    vein = np.clip(0.75 * np.clip(wide, 0, 1) ** 1.6 + 0.5 * np.clip(thin, 0, 1), 0, 1)
    cloud = fractal(p * 4 + warp, 3, t.seed + 11)
    ground = color * (1 + 0.10 * cloud)[:, None]
    return mix(ground, color * np.array([0.30, 0.31, 0.34]), 0.75 * vein), 0.05 * vein


def stone(t: Texels, color: np.ndarray) -> Painted:
    """Weathered stone: blotches, grains of two minerals."""
    blotch = fractal(t.points * (7 / max(t.size, 0.2)), 4, t.seed)
    grain = fractal(t.points * 330, 3, t.seed + 4)
    dark = speckles(t.points * 380, 0.45, t.seed + 8)
    tone = 1 + 0.28 * blotch + 0.30 * grain
    return np.clip(color * tone[:, None] * (1 - 0.5 * dark)[:, None], 0, 0.9), 0.08 * grain


def plaster(t: Texels, color: np.ndarray) -> Painted:
    drift = fractal(t.points * (8 / max(t.size, 0.2)), 4, t.seed)
    return np.clip(color * (1 + 0.09 * drift)[:, None], 0, 0.9), 0.03 * drift


def metal(t: Texels, color: np.ndarray) -> Painted:
    """Handled metal: even colour, roughness in smudges."""
    smudge = fractal(t.points * (9 / max(t.size, 0.1)), 4, t.seed)
    return np.clip(color * (1 + 0.03 * smudge)[:, None], 0, 1), 0.16 * smudge


def leather(t: Texels, color: np.ndarray) -> Painted:
    wear = fractal(t.points * 14, 3, t.seed)
    pore = fractal(t.points * 700, 2, t.seed + 3)
    return np.clip(color * (1 + 0.35 * wear + 0.18 * pore)[:, None], 0, 0.9), 0.12 * wear


def fabric(t: Texels, color: np.ndarray) -> Painted:
    """Slubby yarn: short streaks two ways."""
    warp = fractal(t.points * (60, 60, 900), 2, t.seed) + fractal(t.points * (900, 900, 60), 2, t.seed + 3)
    return np.clip(color * (1 + 0.22 * warp)[:, None], 0, 0.9), 0.02 * warp


def paper(t: Texels, color: np.ndarray) -> Painted:
    """The edge of a block of pages: sheets lie across the part's thinnest axis, z."""
    sheet = value(np.stack([t.points[:, 2] * 4200, t.points[:, 0] * 2, t.points[:, 1] * 2], axis=1), t.seed)
    return np.clip(color * (1 + 0.16 * sheet)[:, None], 0, 0.9), 0.0 * sheet


def apple(t: Texels, color: np.ndarray) -> Painted:
    """A blushed skin: streaks from stem to calyx over a yellow-green ground, pale lenticels."""
    p = t.points / t.size
    around = np.arctan2(p[:, 1], p[:, 0])
    streak = fractal(9 * np.stack([np.cos(around), np.sin(around), p[:, 2] * 0.12], axis=1), 3, t.seed)
    blush = fractal(p * 1.6, 2, t.seed + 4) * 1.5 + 0.35
    hollow = np.clip(1 - np.hypot(p[:, 0], p[:, 1]) / 0.16, 0, 1)
    ground = 0.25 * color + 0.75 * np.array([0.42, 0.36, 0.05])
    skin = mix(ground, np.clip(color * 1.05, 0, 0.9), 0.62 + 0.42 * blush + 0.55 * streak - 0.75 * hollow)
    dots = speckles(t.points * 260, 0.35, t.seed + 9) * 0.45
    return mix(skin, np.clip(skin + 0.25, 0, 0.9), dots), 0.04 * streak


TEXTURES: dict[str, Callable[[Texels, np.ndarray], Painted]] = {
    "wood": wood, "glaze": glaze, "porcelain": porcelain, "earthenware": earthenware, "marble": marble,
    "stone": stone, "plaster": plaster, "metal": metal, "leather": leather, "fabric": fabric, "paper": paper,
    "apple": apple, **ORGANIC, **CREATURES,
}


def pattern(name: str, t: Texels, color: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Colours of a painted decoration: ``striped``, ``banded``, ``dotted`` or ``checked``, about the z axis."""
    angle = np.arctan2(t.points[:, 1], t.points[:, 0]) / (2 * np.pi)
    wave = 0.05 * fractal(t.points * (6 / t.size), 2, t.seed + 31)
    edge = 60.0
    if name == "striped":
        drawn = np.sin(2 * np.pi * (angle * 16)) * edge / 8
    elif name == "banded":
        drawn = np.sin(2 * np.pi * (t.height * 6 + wave)) * edge / 8
    elif name == "checked":
        drawn = np.sin(2 * np.pi * angle * 8) * np.sin(2 * np.pi * t.height * 5) * edge / 4
    else:
        row = t.height * 9
        shift = np.where(np.floor(row) % 2 == 0, 0.0, 0.5)
        around = angle * 14 + shift
        local = np.hypot(around - np.round(around), (row - np.floor(row) - 0.5))
        drawn = (0.27 - local) * edge / 2
    return mix(color, second, drawn + 0.5)
