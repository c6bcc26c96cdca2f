# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies modelled like clay: limbs along bones and ellipsoids, melted together by smooth unions of distances.

Limbs are chains of round cones joined by a plain minimum, which leaves no lumps where bones meet; only
different limbs melt into each other, by the quadratic smooth minimum (Quilez). Each face belongs to the
region of the limb nearest to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.modeling.curves import spline
from backend.objects.modeling.meshing import projected, surface_net
from backend.objects.modeling.surface import Surface


@dataclass(frozen=True)
class Limb:
    """Round cones along ``points`` (N, 3) with ``radii`` (N,), or an ellipsoid at one point.

    Space is squeezed by ``squeeze`` (3, 3) about the first point beforehand, so a limb may be flat or wide.
    """

    points: np.ndarray
    radii: np.ndarray
    region: str
    blend: float
    squeeze: np.ndarray
    carve: bool = False

    def distance(self, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Signed distance, about metres, at broadcastable coordinates."""
        base = self.points[0]
        dx, dy, dz = x - base[0], y - base[1], z - base[2]
        m = self.squeeze
        if not np.allclose(m, np.eye(3)):
            dx, dy, dz = (m[i, 0] * dx + m[i, 1] * dy + m[i, 2] * dz for i in range(3))
        points = (self.points - base) @ m.T
        if len(points) == 1:
            k0 = np.sqrt(dx * dx + dy * dy + dz * dz)
            if np.allclose(m, np.eye(3)):
                return k0 - self.radii[0]
            # Ellipsoids: the distance to first order, by the gradient of the squeezed length.
            g = m.T
            gx, gy, gz = (g[i, 0] * dx + g[i, 1] * dy + g[i, 2] * dz for i in range(3))
            k1 = np.sqrt(gx * gx + gy * gy + gz * gz)
            return k0 * (k0 - self.radii[0]) / np.maximum(k1, 1e-9)
        best = np.full(np.broadcast_shapes(dx.shape, dy.shape, dz.shape), np.inf)
        for a, b, ra, rb in zip(points[:-1], points[1:], self.radii[:-1], self.radii[1:]):
            ab = b - a
            px, py, pz = dx - a[0], dy - a[1], dz - a[2]
            t = np.clip((px * ab[0] + py * ab[1] + pz * ab[2]) / max(float(ab @ ab), 1e-12), 0, 1)
            px, py, pz = px - t * ab[0], py - t * ab[1], pz - t * ab[2]
            d = np.sqrt(px * px + py * py + pz * pz) - (ra + t * (rb - ra))
            best = np.minimum(best, d)
        return best / np.linalg.norm(m, 2)

    def box(self) -> tuple[np.ndarray, np.ndarray]:
        reach = self.radii.max() * np.linalg.norm(np.linalg.inv(self.squeeze), axis=1)
        return self.points.min(axis=0) - reach, self.points.max(axis=0) + reach


class Sculpt:
    """Clay limbs being put together; ``surface`` meshes them."""

    def __init__(self, blend: float = 0.02) -> None:
        self.blend = blend
        self.limbs: list[Limb] = []

    def limb(self, points: ArrayLike, radii: ArrayLike, region: str = "coat", blend: float | None = None,
             squeeze: np.ndarray | None = None, mirror: bool = False, rows: int = 0, carve: bool = False) -> Sculpt:
        """A limb on the smooth curve through ``points`` with ``radii`` spread along it; ``mirror`` adds its twin in
        -x; ``rows`` is the number of its bones (0: enough)."""
        given = np.atleast_2d(np.asarray(points, float))
        radius = np.broadcast_to(np.asarray(radii, float), (len(given),))
        path, radius = given, radius
        if len(given) > 2:
            from scipy.interpolate import PchipInterpolator
            dense = spline(given, 200)
            at = [int(np.argmin(((dense - p) ** 2).sum(axis=1))) for p in given]
            at[0], at[-1] = 0, 199
            pick = np.unique(np.linspace(0, 199, rows or 4 * len(given) - 2).round().astype(int))
            if len(np.unique(at)) == len(at) and all(np.diff(at) > 0):
                radius = PchipInterpolator(at, radius)(pick)
            else:
                radius = np.interp(pick, np.linspace(0, 199, len(given)), radius)
            path = dense[pick]
        m = np.eye(3) if squeeze is None else squeeze
        k = self.blend if blend is None else blend
        self.limbs.append(Limb(path, np.asarray(radius, float), region, k, m, carve))
        if mirror:
            flip = np.diag([-1.0, 1, 1])
            self.limbs.append(Limb(path @ flip, np.asarray(radius, float), region, k, flip @ m @ flip, carve))
        return self

    def blob(self, center: ArrayLike, radii: ArrayLike, region: str = "coat", blend: float | None = None,
             tilt: tuple[float, str] = (0.0, "x"), mirror: bool = False, carve: bool = False) -> Sculpt:
        """An ellipsoid of ``radii`` along its axes, turned by ``tilt`` radians about a coordinate axis."""
        r = np.broadcast_to(np.asarray(radii, float), (3,))
        return self.limb(np.asarray(center, float)[None], [1.0], region, blend, np.diag(1 / r) @ turn(*tilt).T, mirror,
                         carve=carve)

    def distance(self, points: np.ndarray) -> np.ndarray:
        """Signed distance (N,) of the melted body."""
        x, y, z = np.asarray(points, float).T
        total = np.full(len(x), 1e3)
        for limb in self.limbs:
            total = _melt(total, limb.distance(x, y, z), limb)
        return total

    def touch(self, start: ArrayLike, direction: ArrayLike, reach: float = 10.0) -> np.ndarray:
        """Where a ray from outside first meets the body, (3,); the start itself where it never does."""
        heading = np.asarray(direction, float) / np.linalg.norm(direction)
        place, gone = np.asarray(start, float), 0.0
        for _ in range(80):
            gap = float(self.distance(place[None])[0])
            if abs(gap) < 1e-5 or gone > reach:
                break
            place, gone = place + 0.8 * gap * heading, gone + 0.8 * gap
        return place if gone < reach else np.asarray(start, float)

    def outlet(self, start: ArrayLike, direction: ArrayLike) -> np.ndarray:
        """The last surface point along a ray from a point inside, (3,)."""
        heading = np.asarray(direction, float) / np.linalg.norm(direction)
        low, high = np.min([limb.box()[0] for limb in self.limbs], 0), np.max([limb.box()[1] for limb in self.limbs], 0)
        t = np.linspace(0, float(np.linalg.norm(high - low)), 600)
        inside = np.flatnonzero(self.distance(np.asarray(start, float) + t[:, None] * heading) < 0)
        last = t[inside[-1]] if len(inside) else 0.0
        return np.asarray(start, float) + last * heading

    def surface(self, cells: int = 96, detail: float = 1.0, relax: int = 3) -> Surface:
        """The body as quads, about ``cells`` along its longest extent (times the root of ``detail``)."""
        solid = [limb for limb in self.limbs if not limb.carve]
        low = np.min([limb.box()[0] for limb in solid], axis=0)
        high = np.max([limb.box()[1] for limb in solid], axis=0)
        cell = float((high - low).max()) / (cells * float(np.sqrt(detail)))
        # Half a cell off: planes of symmetry then run through cells, not through grid points.
        middle, count = (low + high) / 2, np.ceil((high - low) / cell / 2).astype(int) + 4
        origin = middle - (count - 0.5) * cell
        axes = [origin[k] + np.arange(2 * count[k]) * cell for k in range(3)]
        field = np.full([len(a) for a in axes], 1e3)
        for limb in self.limbs:
            margin = limb.blend + 3.5 * cell
            start, stop = limb.box()
            span = [slice(*np.searchsorted(axis, (a - margin, b + margin)))
                    for axis, a, b in zip(axes, start, stop)]
            x, y, z = np.ix_(*(axis[s] for axis, s in zip(axes, span)))
            field[tuple(span)] = _melt(field[tuple(span)], limb.distance(x, y, z), limb)
        field = np.minimum(field, 6 * cell)
        vertices, faces = surface_net(field, origin, cell, relax)
        return projected(*self._regioned(vertices, faces, cell))

    def _nearest(self, points: np.ndarray) -> tuple[list[str], np.ndarray]:
        """Region names and the distance (R, N) of the nearest limb of each."""
        names = list(dict.fromkeys(limb.region for limb in self.limbs))
        best = np.full((len(names), len(points)), np.inf)
        for limb in self.limbs:
            row = names.index(limb.region)
            gap = limb.distance(*points.T)
            best[row] = np.minimum(best[row], np.abs(gap) if limb.carve else gap)
        return names, best

    def _regioned(self, vertices: np.ndarray, faces: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray,
                                                                                      np.ndarray]:
        """Faces by nearest region; vertices on borders slide along the surface onto them."""
        names, gaps = self._nearest(vertices[faces].mean(axis=1))
        owner = np.argmin(gaps, axis=0)
        if len(names) > 1:
            low, high = np.full(len(vertices), len(names)), np.full(len(vertices), -1)
            for k in range(4):
                np.minimum.at(low, faces[:, k], owner)
                np.maximum.at(high, faces[:, k], owner)
            edge = np.flatnonzero(low != high)
            here, step = vertices[edge], 0.05 * cell
            probes = np.concatenate([here, *(here + step * axis for axis in np.eye(3))])
            gap = self._nearest(probes)[1]
            both = np.tile(low[edge], 4), np.tile(high[edge], 4)
            rows = np.arange(len(probes))
            g = (gap[both[0], rows] - gap[both[1], rows]).reshape(4, -1)
            d = self.distance(probes).reshape(4, -1)
            slope, normal = ((f[1:] - f[0]).T / step for f in (g, d))
            normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
            slope -= (slope * normal).sum(axis=1, keepdims=True) * normal
            move = -g[0][:, None] * slope / np.maximum((slope ** 2).sum(axis=1, keepdims=True), 0.05)
            length = np.linalg.norm(move, axis=1, keepdims=True)
            vertices = vertices.copy()
            vertices[edge] += move * np.minimum(1, 0.4 * cell / np.maximum(length, 1e-12))
        return vertices, faces, np.array(names, dtype="<U24")[owner]


def _melt(total: np.ndarray, gap: np.ndarray, limb: Limb) -> np.ndarray:
    k = max(limb.blend, 1e-6)
    if limb.carve:
        h = np.maximum(k - np.abs(total + gap), 0) / k
        return np.maximum(total, -gap) + h * h * k / 4
    h = np.maximum(k - np.abs(total - gap), 0) / k
    return np.minimum(total, gap) - h * h * k / 4


def turn(angle: float, axis: str = "x") -> np.ndarray:
    """Rotation matrix by ``angle`` radians about a coordinate axis."""
    c, s = np.cos(angle), np.sin(angle)
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


def flat(axis: Sequence[float], factor: float) -> np.ndarray:
    """A squeeze that thins limbs along ``axis`` to ``factor`` of their thickness."""
    n = np.asarray(axis, float) / np.linalg.norm(axis)
    return np.eye(3) + np.outer(n, n) * (1 / factor - 1)
