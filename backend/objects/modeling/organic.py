# SPDX-License-Identifier: GPL-3.0-or-later
"""Grown and baked shapes: lobed bodies, tubes along a curve, blades (leaves and petals), lumps, copies.

All closed and outward facing like the rest of the kit. Lengths in metres, angles in radians.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.modeling.curves import circle, fillet, resample, spline
from backend.objects.modeling.solids import lathe, sweep
from backend.objects.modeling.surface import Surface, skin
from backend.objects.noise import fractal

#: Turn between successive leaves of most plants: 2 pi (1 - 1/phi).
GOLDEN = 2.399963

#: Width of a blade along its length, 0..1, by the kind of leaf.
BLADES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "ovate": lambda s: np.sin(np.pi * s ** 0.75) ** 0.9,
    "lance": lambda s: np.sin(np.pi * s ** 0.62) ** 1.1,
    "strap": lambda s: np.minimum(1, 0.35 + 3 * s) * np.clip(1 - s, 0, 1) ** 0.45,
    "petal": lambda s: np.clip(0.12 + s, 0, 1) ** 0.8 * np.sqrt(np.clip(1 - s ** 5, 0, 1)),
    "spoon": lambda s: np.sin(np.pi * np.clip(s, 0, 1) ** 1.5) ** 0.75,
}


def body(knots: Sequence[Sequence[float]], half: float, tall: float, rows: int = 44, around: int = 48,
         region: str = "skin", modulation=None) -> Surface:
    """A solid turned body through ``knots`` (radius, z) in units of ``half`` and ``tall``, from below upward."""
    outline = spline([(r * half, z * tall) for r, z in knots], rows)
    outline[:, 0] = np.maximum(outline[:, 0], 1e-5)
    outline[[0, -1], 0] = 0.0
    return lathe(outline, around, region, modulation=modulation)


def ball(radius: ArrayLike = 1.0, rows: int = 10, around: int = 14, region: str = "body") -> Surface:
    """An ellipsoid about the origin; ``radius`` may be one for each axis."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, rows)[:, None, None]
    wide = np.cos(turn)
    wide[[0, -1]] = 0.0
    rings = np.concatenate([wide * circle(around), np.broadcast_to(np.sin(turn), (rows, around, 1))], axis=2)
    return skin(rings * np.broadcast_to(np.asarray(radius, float), (3,)), region=region)


def disc(radius: float, height: float, edge: float, around: int = 48, region: str = "body", steps: int = 4,
         rings: int = 3, modulation=None) -> Surface:
    """A round slab on z = 0 with rounded edges; ``rings`` more circles on its faces, for bending."""
    inner = np.linspace(0, radius, rings + 2)[1:-1]
    rows = [(0.0, 0.0), *((r, 0.0) for r in inner), (radius, 0.0), (radius, height),
            *((r, height) for r in inner[::-1]), (0.0, height)]
    radii = [0.0] * len(rows)
    radii[len(inner) + 1] = radii[len(inner) + 2] = min(edge, 0.49 * height)
    return lathe(fillet(rows, radii, steps), around, region, modulation=modulation)


def tube(points: ArrayLike, radii: ArrayLike, rows: int = 14, around: int = 10, region: str = "stem",
         section: np.ndarray | None = None, up: Sequence[float] = (0, 0, 1), round_ends: bool = True) -> Surface:
    """A tube on the smooth curve through ``points``, its ``radii`` spread evenly along it and eased between."""
    from scipy.interpolate import PchipInterpolator
    given = np.asarray(points, float)
    path = spline(given, rows) if len(given) > 2 else resample(given, rows)
    given_radii = np.atleast_1d(np.asarray(radii, float))
    radius = np.full(rows, given_radii[0]) if len(given_radii) == 1 else PchipInterpolator(
        np.linspace(0, 1, len(given_radii)), given_radii)(np.linspace(0, 1, rows))
    return sweep(path, circle(around) if section is None else section, radius, up, round_ends=round_ends,
                 region=region)


def blade(length: float, width: float, kind: str | Callable[[np.ndarray], np.ndarray] = "ovate", lift: float = 0.0,
          bend: float = 0.0, fold: float = 0.2, wave: float = 0.0, waves: float = 3.0, thick: float = 0.0005,
          rows: int = 10, columns: int = 7, region: str = "leaf") -> Surface:
    """A thin blade from the origin along +X, face up: a leaf or petal.

    It starts at the elevation ``lift`` and turns down by ``bend`` on its way; ``fold`` raises the
    sides to a gutter (negative: a ridge), ``wave`` ruffles the edge by that part of the width.
    """
    s = np.linspace(0, 1, rows)
    profile = (BLADES[kind] if isinstance(kind, str) else kind)(s)
    half = width / 2 * np.maximum(profile, 0.03)
    heading = lift - bend * s
    step = length / (rows - 1)
    x = np.concatenate([[0], np.cumsum(np.cos((heading[1:] + heading[:-1]) / 2) * step)])
    z = np.concatenate([[0], np.cumsum(np.sin((heading[1:] + heading[:-1]) / 2) * step)])
    across = np.concatenate([np.linspace(-1, 1, columns), np.linspace(1, -1, columns)[1:-1]])
    side = np.concatenate([np.ones(columns), -np.ones(columns - 2)])
    lens = thick / 2 * side * np.sqrt(np.clip(1 - across ** 2, 0, 1))
    rings = np.empty((rows, len(across), 3))
    for k in range(rows):
        high = fold * half[k] * np.abs(across) ** 1.5 + lens
        high = high + wave * width * np.sin(2 * np.pi * waves * s[k] + (across < 0) * 2.1) * np.abs(across) ** 2 \
            * min(1.0, 4 * s[k])
        rings[k] = np.column_stack([x[k] - high * np.sin(heading[k]), half[k] * across,
                                    z[k] + high * np.cos(heading[k])])
    ends = [np.tile(rings[k].mean(axis=0), (len(across), 1)) for k in (0, -1)]
    made = skin(np.stack([ends[0], *rings, ends[1]]), region=region)
    # A blade lies flat: its upper and its lower face are a chart each, unrolled to both sides of the midrib.
    step = np.linalg.norm(np.diff(rings[:, :columns], axis=1), axis=2)
    run = np.concatenate([np.zeros((rows, 1)), np.cumsum(step, axis=1)], axis=1)
    run -= run[:, columns // 2:columns // 2 + 1]
    run = np.concatenate([run, run[:, -2:0:-1]], axis=1)
    flat = np.stack(np.broadcast_arrays((s * length)[:, None], run), axis=-1).reshape(-1, 2)
    past = [max(float(np.linalg.norm(rings[k].mean(axis=0) - rings[k, columns // 2])), thick / 2) for k in (0, -1)]
    flat = np.concatenate([[(-past[0], 0.0)], flat, [(length + past[1], 0.0)]])
    column = np.arange(len(made.charts)) % len(across)
    return replace(made, uvs=flat[made.corners], charts=(column >= columns - 1).astype(int))


def aimed(surface: Surface, azimuth: float, elevation: float, at: ArrayLike = (0, 0, 0), spin: float = 0.0) -> Surface:
    """What lies along +X pointed to ``azimuth`` and ``elevation`` from ``at``, first spun about its axis."""
    return surface.rotated(spin, "x").rotated(-elevation, "y").rotated(azimuth, "z").moved(*np.asarray(at, float))


def copies(surface: Surface, matrices: np.ndarray, shared: bool = False) -> Surface:
    """``surface`` under each of ``matrices`` (N, 3, 4), rotations and positive scales.

    ``shared`` copies lie upon each other in UV space: only for what carries no texture, as a texture
    would be painted once for each.
    """
    count, size = len(matrices), len(surface.vertices)
    moved = np.einsum("nij,vj->nvi", matrices[:, :, :3], surface.vertices) + matrices[:, None, :, 3]
    shift = np.arange(count)[:, None]
    chart = 0 if shared else shift * (int(surface.charts.max()) + 1)
    return Surface(moved.reshape(-1, 3), (surface.corners[None] + shift * size).ravel(),
                   np.concatenate([[0], (surface.offsets[None, 1:] + shift * len(surface.corners)).ravel()]),
                   np.tile(surface.uvs, (count, 1)), (np.tile(surface.charts, (count, 1)) + chart).ravel(),
                   np.tile(surface.regions, count))


def poses(at: np.ndarray, azimuth: np.ndarray, elevation: np.ndarray, scale: ArrayLike = 1.0,
          spin: ArrayLike = 0.0) -> np.ndarray:
    """Matrices (N, 3, 4) for :func:`copies`, as :func:`aimed` would place them, scaled first."""
    count = len(at)
    a, e, r = (np.broadcast_to(np.asarray(v, float), (count,)) for v in (azimuth, elevation, spin))
    zero, one = np.zeros(count), np.ones(count)

    def stack(*rows):
        return np.stack([np.stack(row, axis=1) for row in rows], axis=1)

    turn_x = stack((one, zero, zero), (zero, np.cos(r), -np.sin(r)), (zero, np.sin(r), np.cos(r)))
    turn_y = stack((np.cos(e), zero, -np.sin(e)), (zero, one, zero), (np.sin(e), zero, np.cos(e)))
    turn_z = stack((np.cos(a), -np.sin(a), zero), (np.sin(a), np.cos(a), zero), (zero, zero, one))
    size = np.broadcast_to(np.asarray(scale, float), (count,))[:, None, None]
    return np.concatenate([turn_z @ turn_y @ turn_x * size, np.asarray(at, float)[:, :, None]], axis=2)


def normals(surface: Surface) -> np.ndarray:
    """Unit vertex normals (V, 3)."""
    corner = surface.corners[surface.triangles()]
    a, b, c = surface.vertices[corner].transpose(1, 0, 2)
    face = np.cross(b - a, c - a)
    total = np.zeros_like(surface.vertices)
    for k in range(3):
        np.add.at(total, corner[:, k], face)
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-20)


def roughened(surface: Surface, amount: float, scale: float, seed: int, octaves: int = 3,
              shape: Callable[[np.ndarray], np.ndarray] | None = None) -> Surface:
    """Pushed in and out by up to ``amount`` with noise of feature size ``scale``; ``shape`` may bend the noise."""
    noise = fractal(surface.vertices / scale, octaves, seed % 10_007)
    push = shape(noise) if shape else noise
    return replace(surface, vertices=surface.vertices + normals(surface) * (amount * push)[:, None])


def painted(surface: Surface, region: str, where: Callable[[np.ndarray], np.ndarray]) -> Surface:
    """Faces whose centre satisfies ``where`` ((F, 3) -> (F,)) belong to ``region``."""
    sizes = np.diff(surface.offsets)
    total = np.add.reduceat(surface.vertices[surface.corners], surface.offsets[:-1], axis=0)
    regions = surface.regions.copy()
    regions[where(total / sizes[:, None])] = region
    return replace(surface, regions=regions)


def slab(outline: np.ndarray, rows: Sequence[tuple[float, float]], region: str | Sequence[str] = "body",
         rings: int = 0) -> Surface:
    """A star-shaped closed ``outline`` (M, 2) carried through ``rows`` (outset, z); the ends are closed.

    ``rings`` more outlines lie on each end, drawn towards the centre, for bending. ``region`` may
    name each of the len(rows) - 1 bands; the ends take those beside them.
    """
    ahead, behind = np.roll(outline, -1, axis=0), np.roll(outline, 1, axis=0)
    tangent = (outline - behind) / np.linalg.norm(outline - behind, axis=1, keepdims=True) \
        + (ahead - outline) / np.linalg.norm(ahead - outline, axis=1, keepdims=True)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    normal = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    center = outline.mean(axis=0)
    if ((outline - center) * normal).sum() < 0:
        normal = -normal
    body_rings = [np.column_stack([outline + normal * out, np.full(len(outline), z)]) for out, z in rows]
    fractions = np.linspace(0, 1, rings + 2)[:-1]
    middle = [np.append(center, z) for z in (rows[0][1], rows[-1][1])]
    low = [middle[0] + f * (body_rings[0] - middle[0]) for f in fractions]
    high = [middle[1] + f * (body_rings[-1] - middle[1]) for f in fractions[::-1]]
    names: str | list[str] = region if isinstance(region, str) else \
        [region[0]] * len(low) + list(region) + [region[-1]] * len(high)
    return skin(np.stack([*low, *body_rings, *high]), region=names)


def rounded(height: float, edge: float, steps: int = 3) -> list[tuple[float, float]]:
    """Rows for :func:`slab`: an upright side of ``height`` with edges rounded by ``edge``."""
    turn = np.linspace(0, np.pi / 2, steps + 1)
    low = [(-edge * (1 - np.sin(t)), edge * (1 - np.cos(t))) for t in turn]
    return low + [(out, height - z) for out, z in low[::-1]]
