# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on a skin besides its own colour: freckles, make-up, tattoos, scars, and the wounds of the undead.

Everything is a function of the position on the template, so that it lies on the same anatomy of every face and follows
every face shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from backend.body import hm08

from . import coordinates as c
from .head import EYE
from .raster import rasterise
from .spec import Person

#: Blends (N,) shares of towards a colour (3,) or (N, 3).
Blend = Callable[[np.ndarray, np.ndarray], None]
INK = np.array([0.022, 0.030, 0.040])
BLOOD, FLESH = np.array([0.16, 0.012, 0.010]), np.array([0.30, 0.055, 0.040])


def paint(person: Person, points: np.ndarray, lips: np.ndarray, seed: int, blend: Blend) -> None:
    """Paint the head: ``points`` (N, 3) are its texels' places on the template, ``lips`` their share of the lips."""
    base = np.array(person.skin_color)
    if person.freckles > 0:
        blend(1.15 * person.freckles * _freckles(points, seed), base * [0.50, 0.31, 0.21])
    if person.blush > 0:
        blend(0.42 * person.blush * _cheeks(points), 0.7 * base * [1.0, 0.45, 0.45] + [0.10, 0.0, 0.012])
    if person.eyeshadow is not None:
        blend(0.72 * _lid(points), _pigment(person.eyeshadow))
    if person.eyeliner > 0:
        blend(0.92 * person.eyeliner * _rim(points), np.array([0.012, 0.010, 0.012]))
    if person.lipstick is not None:
        blend(0.88 * np.clip(1.3 * lips, 0, 1), _pigment(person.lipstick))
    if person.scars > 0:
        _scars(person.scars, points, base, blend)
    if person.wounds > 0:
        _decay(person.wounds, points, lips, base, seed, blend)


def _pigment(color: tuple[float, float, float]) -> np.ndarray:
    """Reflectance (3,) of make-up of a named colour: pigments never reflect all of their band, or lips would glow."""
    named = np.array(color)
    return 0.012 + named * min(1.0, 0.42 / max(float(named.max()), 1e-6))


def body_needed(person: Person) -> bool:
    """Whether something is painted below the neck."""
    return bool(person.tattoos) or person.wounds > 0


def paint_body(person: Person, size: int, seed: int, color: np.ndarray) -> None:
    """Paint the whole skin's texels ``color`` (size * size, 3), linear, in place."""
    texels, t, points = body_map(size)
    part = color[texels]
    if person.wounds > 0:
        noise = _noise(points, 9.0, seed) + 0.6 * _noise(points, 31.0, seed + 1)
        part *= (1 - 0.30 * person.wounds * np.clip(noise + 0.1, 0, 1))[:, None]
        dead = 0.5 * person.wounds * np.clip(_noise(points, 17.0, seed + 2) - 0.25, 0, 1)
        part += dead[:, None] * (np.array([0.10, 0.075, 0.085]) - part)
        open_ = np.clip((_noise(points, 12.0, seed + 5) - 1.18) * 9, 0, 1) * person.wounds
        part += open_[:, None] * (BLOOD - part)
    for place in person.tattoos:
        share = _tattoo(place, t, points, seed)
        part += (0.86 * share)[:, None] * (INK + 0.10 * part - part)
    color[texels] = part


@cache
def body_map(size: int) -> tuple[np.ndarray, c.Coordinates, np.ndarray]:
    """Texels (N,) of the whole skin with their coordinates and places (N, 3) on the template."""
    mesh = hm08.base_mesh()
    faces, uv_faces = mesh.group("body")
    t = c.template()
    values = np.concatenate([mesh.vertices, np.stack([t.level, t.arm, t.arm_share, t.hand, t.foot, t.collar], axis=1)],
                            axis=1)
    spread, mask = rasterise(mesh.uvs, uv_faces, values, faces, size)
    texels = np.nonzero(mask.ravel())[0]
    x, y, z, level, arm, arm_share, hand, foot, collar = spread.reshape(-1, 9)[texels].T
    return texels, c.Coordinates(level=level, arm=arm, arm_share=arm_share, side=x, depth=y, collar=collar, hand=hand,
                                 foot=foot, height=z), np.stack([x, y, z], axis=1)


def _noise(points: np.ndarray, cells: float, seed: int) -> np.ndarray:
    """Smooth noise (N,) of about unit deviation with ``cells`` features a metre, without seams in space."""
    rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 91]))
    result = np.zeros(len(points), dtype=np.float32)
    for _ in range(7):
        wave = rng.standard_normal(3)
        wave *= 2 * np.pi * cells * rng.uniform(0.6, 1.3) / np.linalg.norm(wave)
        result += np.sin(points.astype(np.float32) @ wave.astype(np.float32) + np.float32(rng.uniform(0, 2 * np.pi)))
    return result / np.float32(1.87)


def _freckles(points: np.ndarray, seed: int) -> np.ndarray:
    from scipy.spatial import cKDTree

    rng = np.random.Generator(np.random.PCG64([seed & 0xFFFFFFFF, 31]))
    face = points[(points[:, 1] < -0.085) & (points[:, 2] > 0.655) & (points[:, 2] < 0.80)]
    if not len(face):
        return np.zeros(len(points))
    # Most on the nose and the cheeks below the eyes.
    density = np.exp(-(((face[:, 2] - 0.700) / 0.022) ** 2) - (face[:, 0] / 0.052) ** 2) + 0.12
    chosen = face[rng.choice(len(face), 420, p=density / density.sum())]
    size = rng.uniform(0.0006, 0.0015, len(chosen))
    distance, near = cKDTree(chosen).query(points, distance_upper_bound=0.002)
    radius = np.append(size, 1.0)[np.minimum(near, len(size))]
    return np.clip(1.4 - distance / radius, 0, 1) * np.append(rng.uniform(0.45, 0.95, len(size)), 0)[
        np.minimum(near, len(size))]


def _cheeks(points: np.ndarray) -> np.ndarray:
    at = np.stack([np.abs(points[:, 0]) - 0.050, points[:, 2] - 0.692 - 0.35 * (np.abs(points[:, 0]) - 0.050)], axis=1)
    return np.exp(-((at[:, 0] / 0.020) ** 2) - (at[:, 1] / 0.013) ** 2) * (points[:, 1] < -0.06)


def _eye(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Offset (N,) from the eye's centre, outwards and upwards, metres."""
    return np.abs(points[:, 0]) - EYE[0], points[:, 2] - EYE[2]


def _lid(points: np.ndarray) -> np.ndarray:
    """The upper lid up to the fold below the brow."""
    x, z = _eye(points)
    upper = np.clip((z + 0.0015) / 0.003, 0, 1) * np.clip((0.0125 - z) / 0.006, 0, 1)
    return upper * np.clip((0.0215 - np.abs(x - 0.002)) / 0.007, 0, 1) * (points[:, 1] < -0.095)


def _rim(points: np.ndarray) -> np.ndarray:
    """The edges of the lids."""
    x, z = _eye(points)
    away = np.hypot(x / 0.0172, z / np.where(z > 0, 0.0068, 0.0062))
    wing = np.clip(1.3 - np.abs(z - 0.25 * (x - 0.014)) / 0.0012, 0, 1) * (x > 0.012) * (x < 0.022)
    return np.maximum(np.exp(-(((away - 0.92) / 0.20) ** 2)), wing) * (points[:, 1] < -0.095)


def _line(points: np.ndarray, a: tuple[float, float], b: tuple[float, float]) -> np.ndarray:
    """Distance (N,) in metres from the segment a-b of (x, z) on the front of the face."""
    p = points[:, [0, 2]]
    start, span = np.array(a), np.array(b) - np.array(a)
    along = np.clip((p - start) @ span / (span @ span), 0, 1)
    distance = np.linalg.norm(p - start - along[:, None] * span, axis=1)
    return np.where(points[:, 1] < -0.05, distance, 1.0)


def _scars(amount: float, points: np.ndarray, base: np.ndarray, blend: Blend) -> None:
    """One over brow and cheek; with more, one on the other cheek and one on the chin."""
    lines = [((0.036, 0.768), (0.028, 0.742)), ((0.029, 0.718), (0.040, 0.678))]
    if amount > 0.4:
        lines += [((-0.030, 0.668), (-0.055, 0.686)), ((-0.012, 0.632), (-0.002, 0.622))]
    for a, b in lines:
        distance = _line(points, a, b)
        blend(amount * np.exp(-((distance / 0.0028) ** 2)), base * [0.72, 0.34, 0.31])
        blend(amount * np.exp(-((distance / 0.0011) ** 2)), 0.35 * base + 0.34 * base.max() + 0.06)


def _decay(amount: float, points: np.ndarray, lips: np.ndarray, base: np.ndarray, seed: int, blend: Blend) -> None:
    """Dark sockets and lips, hollow cheeks, blotches, torn flesh on cheek, brow and jaw."""
    x, z = _eye(points)
    front = points[:, 1] < -0.075
    socket = np.exp(-((np.hypot(x / 0.027, (z + 0.002) / 0.021)) ** 4)) * front
    blend(0.80 * amount * socket, base * [0.16, 0.10, 0.12])
    hollow = np.exp(-(((np.abs(points[:, 0]) - 0.050) / 0.014) ** 2) - ((points[:, 2] - 0.668) / 0.020) ** 2) * front
    blend(0.55 * amount * hollow, base * 0.30)
    blend(0.80 * amount * np.clip(1.3 * lips, 0, 1), np.array([0.035, 0.018, 0.022]))
    blend(amount * 0.45 * np.clip(_noise(points, 26.0, seed + 3), 0, 1), base * [0.50, 0.48, 0.55])
    places = (((0.048, 0.690), 0.013), ((-0.028, 0.776), 0.011), ((-0.044, 0.650), 0.012), ((0.012, 0.628), 0.007))
    rough = 1 + 0.30 * _noise(points, 90.0, seed + 4)
    for place, size in places:
        away = np.linalg.norm((points[:, [0, 2]] - place) * [1.0, 0.75], axis=1) * rough / size
        blend(amount * np.clip(2.2 - 1.7 * away, 0, 0.9) * front, BLOOD * 0.55)
        blend(amount * np.clip(2.0 - 2.6 * away, 0, 0.9) * front, FLESH)
    drip = np.exp(-(((points[:, 0] - 0.010 - 0.003 * np.sin(160 * points[:, 2])) / 0.0022) ** 2))
    blend(0.85 * amount * drip * front * (points[:, 2] < 0.650) * (points[:, 2] > 0.604), BLOOD)


def _tattoo(place: str, t: c.Coordinates, points: np.ndarray, seed: int) -> np.ndarray:
    """Share (N,) of ink: bands of interlaced curves along limbs, a spray of lines on face and neck."""
    x, y, z = points.T
    skip = (seed % 7) * 0.37
    where: np.ndarray
    if place == "arms":
        turn = np.arctan2(y + 0.010, z - c.height(5.6) + 0.95 * (np.abs(x) - 0.16))
        along = t.arm * 5.2
        where = (t.arm_share > 0.55) * np.clip((t.arm - 0.12) / 0.05, 0, 1) * np.clip((1.90 - t.arm) / 0.06, 0, 1)
    elif place == "hands":
        turn, along, where = 40 * y, 60 * x, (t.hand > 0.4).astype(float)
    elif place == "legs":
        turn = np.arctan2(y, np.abs(x) - 0.14)
        along = t.level * 5.0
        where = (t.arm_share < 0.3) * np.clip((2.7 - t.level) / 0.1, 0, 1) * np.clip((t.level - 0.95) / 0.1, 0, 1)
    elif place == "neck":
        turn, along = np.arctan2(x, -y), 46 * z
        where = np.clip((0.640 - z) / 0.01, 0, 1) * np.clip(-t.collar / 0.01, 0,
        1) * np.clip((np.abs(x) - 0.012) / 0.01,
                                                                                             0, 1)
    elif place == "face":
        turn, along = 70 * (x - 0.05), 70 * (z - 0.72)
        where = np.exp(-(((x - 0.052) / 0.019) ** 4) - ((z - 0.712) / 0.042) ** 4) * (y < -0.03) * (z > 0.66)
    else:
        front = y < c.side_line(z)
        here = front if place == "chest" else ~front
        turn, along = 14 * np.abs(x), 22 * z
        where = here * (t.arm_share < 0.3) * np.clip((t.level - 4.55) / 0.1, 0, 1) * np.clip(t.collar / 0.02, 0, 1)
    curve = np.sin(along * 2.1 + 1.9 * np.sin(2 * turn + 0.7 * along + skip)) + 0.55 * np.sin(
        5 * turn - 1.3 * along + skip) * np.cos(0.9 * along)
    band = np.clip((curve - 0.35) * 5, 0, 1) * np.clip((1.15 - curve) * 6, 0, 1)
    return np.asarray(np.maximum(band, np.clip((np.sin(along * 0.8 + skip) - 0.965) * 40, 0, 1)) * where)
