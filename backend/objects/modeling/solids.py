# SPDX-License-Identifier: GPL-3.0-or-later
"""Closed solids: turned (lathe), swept, extruded, boxed, and hollow vessels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.modeling.curves import arc, circle, fillet, offset
from backend.objects.modeling.surface import Surface, skin


def lathe(profile: np.ndarray, segments: int = 64, region: str | Sequence[str] = "body", loop: bool = False,
          modulation: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None) -> Surface:
    """Turn ``profile`` rows (radius, z) about the z axis.

    It begins and ends on the axis, or is a ``loop``. ``modulation(angle (M,), z (P, 1))`` returns a
    factor for the radius, for flutes and lobes.
    """
    profile = np.asarray(profile, float)
    unit = circle(segments)
    radius = np.repeat(np.where(profile[:, 0] < 1e-7, 0, profile[:, 0])[:, None], segments, axis=1)
    if modulation is not None:
        radius = radius * modulation(np.arctan2(unit[:, 1], unit[:, 0]), profile[:, 1:])
    rings = np.empty((len(profile), segments, 3))
    rings[:, :, :2] = radius[:, :, None] * unit
    rings[:, :, 2] = profile[:, 1:]
    return skin(rings, loop=loop, region=region)


def turned(points: Sequence[Sequence[float]], radii: ArrayLike = 0.002, segments: int = 48,
           region: str = "body", steps: int = 4) -> Surface:
    """A solid lathe of a polyline (radius, z) with rounded corners; its ends are joined to the axis."""
    rows = list(map(tuple, points))
    radii = list(np.broadcast_to(np.asarray(radii, float), len(rows)))
    rows, radii = [(0.0, rows[0][1]), *rows, (0.0, rows[-1][1])], [0.0, *radii, 0.0]
    return lathe(fillet(rows, radii, steps), segments, region)


def vessel_profile(outer: np.ndarray, wall: float, floor: float, lip: float | None = None,
                   steps: int = 8) -> tuple[np.ndarray, int]:
    """The closed profile of a hollow vessel from its outer side.

    ``outer`` rows (radius, z) run from the foot's outer edge up to the mouth. The inside is the
    offset by ``wall``, kept above ``floor``; the lip is a half round of radius ``lip``. Returns the
    profile, axis to axis, and the row where the lip begins.
    """
    inside = offset(outer, wall)
    middle = (outer[-1] + inside[-1]) / 2
    tangent = outer[-1] - outer[-2]
    tangent = tangent / np.linalg.norm(tangent)
    side = outer[-1] - middle
    turn = np.linspace(0, np.pi, steps + 1)[1:-1, None]
    reach = np.linalg.norm(side) if lip is None else lip
    rim = middle + side * np.cos(turn) + tangent * reach * np.sin(turn)
    bottom = outer[0, 1] + floor
    inside = inside[::-1]
    keep = (inside[:, 1] > bottom + wall * 0.5) & (inside[:, 0] > wall * 0.3)
    stop = len(keep) if keep.all() else int(np.argmin(keep))
    inside = inside[:max(stop, 2)]
    corner = np.array([[inside[-1, 0], bottom]])
    tail = fillet(np.concatenate([inside[-2:], corner, [[0.0, bottom]]]),
                  [0, 0, 0.45 * inside[-1, 0], 0], 6)[1:] if inside[-1, 1] > bottom + 1e-6 else [[0.0, bottom]]
    profile = np.concatenate([outer, rim, inside[:-1], tail])
    return _distinct(profile), len(outer)


def vessel(outer: np.ndarray, wall: float, floor: float, segments: int = 64, foot: float = 0.0,
           modulation=None, lip: float | None = None, rim_width: float | None = None,
           inside: str = "inside") -> Surface:
    """A hollow turned vessel with regions ``body``, ``rim``, ``inside`` and ``foot``.

    ``foot`` > 0 recesses the base by that height inside a foot ring, as a potter trims it;
    ``rim_width`` is how far down the outer side the rim region reaches.
    """
    profile, lip_row = vessel_profile(outer, wall, floor + foot, lip)
    radius, bottom = outer[0]
    if foot > 0:
        ring = max(wall * 1.2, 0.12 * radius)
        base = fillet([(0, bottom + foot), (radius - ring, bottom + foot), (radius - ring * 0.85, bottom),
                       (radius, bottom), tuple(outer[1])],
                      [0, foot * 0.4, foot * 0.3, foot * 0.3, 0], 3)[:-1]
    else:
        edge = min(0.25 * radius, wall * 0.6)
        base = fillet([(0, bottom), (radius, bottom), tuple(outer[min(2, len(outer) - 1)])], [0, edge, 0], 3)[:-1]
    above = outer[1:]
    above = above[above[:, 1] > base[-1, 1] + 1e-5]
    skipped = len(outer) - len(above)
    full = _distinct(np.concatenate([base, above, profile[len(outer):]]))
    lip_row = len(base) + lip_row - skipped
    outer_length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(full[:lip_row], axis=0), axis=1))])
    width = rim_width if rim_width is not None else max(0.6 * wall, 0.02 * outer_length[-1])
    rows = len(full)
    labels = np.full(rows - 1, "body", dtype="<U24")
    labels[:len(base) - 1] = "foot"
    labels[:lip_row - 1][outer_length[:-1] > outer_length[-1] - width] = "rim"
    inner = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(full[lip_row + 6:], axis=0), axis=1))])
    labels[lip_row - 1:lip_row + 6] = "rim"
    labels[lip_row + 6:] = np.where(inner[1:] < width, "rim", inside)
    return lathe(full, segments, labels.tolist(), modulation=modulation)


def _distinct(points: np.ndarray, least: float = 2e-5) -> np.ndarray:
    """Without rows closer than ``least`` to the one before."""
    keep = [0]
    for index in range(1, len(points)):
        if np.linalg.norm(points[index] - points[keep[-1]]) > least:
            keep.append(index)
    if keep[-1] != len(points) - 1:
        keep[-1] = len(points) - 1
    return points[keep]


def frames(path: np.ndarray, up: Sequence[float] = (0, 0, 1), loop: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Rotation-minimising frames along ``path``: two (N, 3) rows of normals.

    The double reflection method of Wang et al. 2008; the first normal is ``up`` made square to the path.
    """
    ahead = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0)
    if not loop:
        ahead[0], ahead[-1] = path[1] - path[0], path[-1] - path[-2]
    tangent = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    normal = np.empty_like(path)
    seed = np.asarray(up, float)
    if abs(seed @ tangent[0]) > 0.95:
        seed = np.array([0.0, 1.0, 0.0]) if abs(tangent[0, 1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    normal[0] = seed - (seed @ tangent[0]) * tangent[0]
    normal[0] /= np.linalg.norm(normal[0])
    for i in range(len(path) - 1):
        v1 = path[i + 1] - path[i]
        c1 = v1 @ v1
        rl = normal[i] - 2 / c1 * (v1 @ normal[i]) * v1
        tl = tangent[i] - 2 / c1 * (v1 @ tangent[i]) * v1
        v2 = tangent[i + 1] - tl
        c2 = v2 @ v2
        normal[i + 1] = rl if c2 < 1e-18 else rl - 2 / c2 * (v2 @ rl) * v2
        normal[i + 1] -= (normal[i + 1] @ tangent[i + 1]) * tangent[i + 1]
        normal[i + 1] /= np.linalg.norm(normal[i + 1])
    return normal, np.cross(tangent, normal)


def sweep(path: np.ndarray, section: np.ndarray, scale: ArrayLike = 1.0, up: Sequence[float] = (0, 0, 1),
          loop: bool = False, round_ends: bool = False, bevel: float = 0.12, region: str = "body") -> Surface:
    """A closed tube: ``section`` (M, 2) carried along ``path`` (N, 3), scaled by ``scale`` ((N,) or (N, 2)).

    The section's first axis lies along ``cross(tangent, up)``, the second along ``up``. Ends are
    domes when ``round_ends``, else flat with a small bevel of ``bevel`` times the section's radius.
    """
    path = np.asarray(path, float)
    normal, side = frames(path, up, loop)
    scale = np.broadcast_to(np.asarray(scale, float), (len(path),)) if np.ndim(scale) < 2 else np.asarray(scale, float)
    scale = np.repeat(scale[:, None], 2, axis=1) if scale.ndim == 1 else scale

    def ring(i: int, shift: float = 0.0, size: float = 1.0) -> np.ndarray:
        tangent = np.cross(normal[i], side[i])
        flat = section * scale[i] * size
        return path[i] + tangent * shift + flat[:, :1] * side[i] + flat[:, 1:] * normal[i]

    body = [ring(i) for i in range(len(path))]
    if loop:
        return skin(np.stack(body), loop=True, region=region)
    radius = np.linalg.norm(section, axis=1).mean()
    turn = np.linspace(0, np.pi / 2, 6 if round_ends else 4)[1:]

    def cap(i: int, sign: float) -> list[np.ndarray]:
        reach = radius * scale[i].mean()
        if round_ends:
            return [ring(i, sign * reach * np.sin(t), np.cos(t) if t < turn[-1] else 0.0) for t in turn]
        edge = [ring(i, sign * reach * bevel * np.sin(t), 1 - bevel * (1 - np.cos(t))) for t in turn]
        return [*edge, ring(i, sign * reach * bevel, 0.75 * (1 - bevel)), ring(i, sign * reach * bevel, 0.0)]

    # The bevel grows outward from the end, so a support loop inside keeps the barrel's shading straight.
    return skin(np.stack([*cap(0, -1.0)[::-1], *body, *cap(len(path) - 1, 1.0)]), region=region)


def extrude(outline: np.ndarray, height: float, bevel: float = 0.002, region: str = "body",
            steps: int = 3) -> Surface:
    """A prism over a closed, star-shaped ``outline`` (M, 2), from z = 0 to ``height``, edges rounded."""
    ahead, behind = np.roll(outline, -1, axis=0), np.roll(outline, 1, axis=0)
    edges = [(b - a) / np.linalg.norm(b - a, axis=1, keepdims=True) for a, b in ((behind, outline), (outline, ahead))]
    sides = [np.stack([edge[:, 1], -edge[:, 0]], axis=1) for edge in edges]
    normal = sides[0] + sides[1]
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    # Mitred at corners, so that the bevel is as wide on both sides of one.
    normal /= np.maximum((normal * sides[1]).sum(axis=1, keepdims=True), 0.5)
    center = outline.mean(axis=0)
    if ((outline - center) * normal).sum() < 0:
        normal = -normal
    bevel = min(bevel, height * 0.45)
    corner = arc((0.0, bevel), bevel, -np.pi / 2, 0, steps + 1)
    rows = [(-1.6 * bevel, 0.0), *((x - bevel, z) for x, z in corner), (0.0, bevel * 1.3)]
    rows += [(x, height - z) for x, z in rows[::-1]]
    rings = [np.column_stack([outline + normal * inset, np.full(len(outline), z)]) for inset, z in rows]
    tips = [np.tile((*center, z), (len(outline), 1)) for z in (0.0, height)]
    return skin(np.stack([tips[0], *rings, tips[1]]), region=region)


def post(section: np.ndarray, rows: ArrayLike, bevel: float = 0.003, region: str = "body",
         steps: int = 3) -> Surface:
    """A post of level sections: ``rows`` (z, scale, x, y) from below upward, ends flat and bevelled.

    Splayed legs stay level on the floor, unlike a swept tube's.
    """
    levels = np.asarray(rows, float)
    reach = np.linalg.norm(section, axis=1).mean()
    turn = np.linspace(0, np.pi / 2, steps + 1)

    def end(row: np.ndarray, following: np.ndarray, sign: float) -> list[tuple[float, float, float, float]]:
        z, scale, x, y = row
        slope = (following[2:] - row[2:]) / (following[0] - z)
        edge = min(bevel, 0.45 * scale * reach)
        out = [(z, 0.0, x, y), (z, scale - 1.6 * edge / reach, x, y)]
        for t in turn:
            rise = sign * edge * (1 - np.cos(t))
            out.append((z + rise, scale - edge / reach * (1 - np.sin(t)), *(row[2:] + slope * rise)))
        rise = sign * edge * 1.35
        return [*out, (z + rise, scale, *(row[2:] + slope * rise))]

    full = [*end(levels[0], levels[1], 1.0), *map(tuple, levels[1:-1]), *end(levels[-1], levels[-2], -1.0)[::-1]]
    return skin(np.stack([np.column_stack([section * scale + (x, y), np.full(len(section), z)])
                          for z, scale, x, y in full]), region=region)


def box(width: float, depth: float, height: float, bevel: float = 0.003, steps: int = 3, divisions: int = 1,
        region: str = "body") -> Surface:
    """A box centred on the z axis, standing on z = 0, every edge rounded; one chart a side.

    A cube grid pushed onto the rounded box: a grid point p with nearest point q of the inner box
    goes to q + bevel (p - q)/|p - q|. Support lines beside each bevel keep the sides flat in
    smooth shading. ``divisions`` cuts each side's flat, for later bending.
    """
    half = np.array([width, depth, height]) / 2
    bevel = min(bevel, 0.45 * float(half.min()))
    angle = np.linspace(0, np.pi / 4, steps + 1)
    lines, lengths = [], []
    for extent in half:
        core = extent - bevel
        support = core - min(bevel * 0.5, core * 0.1)
        flat = np.linspace(-support, support, divisions + 1)
        outward, run = core + bevel * np.tan(angle), core + bevel * angle
        lines.append(np.concatenate([-outward[::-1], flat, outward]))
        lengths.append(np.concatenate([-run[::-1], flat, run]))
    counts = [len(line) for line in lines]

    keys, quads, uvs, charts = [], [], [], []
    for chart, (axis, end) in enumerate((axis, end) for axis in range(3) for end in (0, 1)):
        i, j = (axis + 1) % 3, (axis + 2) % 3
        a, b = np.meshgrid(np.arange(counts[i]), np.arange(counts[j]), indexing="ij")
        grid = np.empty((*a.shape, 3), int)
        grid[..., axis], grid[..., i], grid[..., j] = end * (counts[axis] - 1), a, b
        uv = np.stack([lengths[i][a], lengths[j][b]], axis=-1)
        order = [(0, 0), (1, 0), (1, 1), (0, 1)] if end else [(0, 0), (0, 1), (1, 1), (1, 0)]
        pick = [(slice(di, a.shape[0] - 1 + di), slice(dj, a.shape[1] - 1 + dj)) for di, dj in order]
        quads.append(np.stack([grid[p] for p in pick], axis=2).reshape(-1, 3))
        uvs.append(np.stack([uv[p] for p in pick], axis=2).reshape(-1, 2))
        keys.append(chart)
        charts.append(np.full((counts[i] - 1) * (counts[j] - 1), chart))
    used, corners = np.unique(np.concatenate(quads), axis=0, return_inverse=True)
    point = np.stack([lines[axis][used[:, axis]] for axis in range(3)], axis=1)
    inner = np.clip(point, -(half - bevel), half - bevel)
    away = point - inner
    vertices = inner + bevel * away / np.linalg.norm(away, axis=1, keepdims=True)
    vertices[:, 2] += half[2]
    faces = len(corners) // 4
    return Surface(vertices, corners.ravel(), np.arange(faces + 1) * 4, np.concatenate(uvs), np.concatenate(charts),
                   np.full(faces, region, dtype="<U24"))
