# SPDX-License-Identifier: GPL-3.0-or-later
"""Plates: any simple plane outline, with holes, given a thickness and rounded edges. Blades, jaws, keys, shells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.objects.modeling.surface import Surface


def _area(line: np.ndarray) -> float:
    x, y = line.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def _outward(line: np.ndarray) -> np.ndarray:
    """Mitred normals of a closed line, to its right: outward of one that runs anticlockwise."""
    behind, ahead = line - np.roll(line, 1, axis=0), np.roll(line, -1, axis=0) - line
    sides = [np.stack([e[:, 1], -e[:, 0]], axis=1) / np.linalg.norm(e, axis=1, keepdims=True) for e in (behind, ahead)]
    normal = sides[0] + sides[1]
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    return normal / np.maximum((normal * sides[1]).sum(axis=1, keepdims=True), 0.6)


def plate(outline: np.ndarray, thickness: float, bevel: float = 0.0006, region: str = "body",
          holes: Sequence[np.ndarray] = (), steps: int = 2) -> Surface:
    """The plane ``outline`` (M, 2) from z = 0 to ``thickness``; it need not be convex but may not cross itself.

    ``holes`` are outlines inside it. ``bevel`` must be smaller than a third of the narrowest neck.
    """
    lines = [line[np.linalg.norm(np.roll(line, -1, axis=0) - line, axis=1) > 1e-7]
             for line in (np.asarray(line, float) for line in (outline, *holes))]
    lines = [line if (_area(line) > 0) == (k == 0) else line[::-1] for k, line in enumerate(lines)]
    bevel = min(bevel, 0.45 * thickness)
    turn = np.linspace(0, np.pi / 2, steps + 1)
    low = [(-1.6 * bevel, 0.0)] + [(-bevel * (1 - np.sin(t)), bevel * (1 - np.cos(t))) for t in turn]
    rows = low + [(out, thickness - z) for out, z in low[::-1]]
    count = len(rows)

    vertices, quads, uvs, charts, tops, numbers = [], [], [], [], [], []
    first = 0
    for k, line in enumerate(lines):
        size = len(line)
        normal = _outward(line)
        rings = [np.column_stack([line + out * normal, np.full(size, z)]) for out, z in rows]
        vertices += rings
        run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.roll(line, -1, axis=0) - line, axis=1))])
        column = np.arange(size)
        after = (column + 1) % size
        for row in range(count - 1):
            base = first + row * size
            quads.append(np.stack([base + column, base + after, base + size + after, base + size + column], axis=1))
            middle = row == count // 2 - 1
            if middle:
                height = np.array([rows[row][1], rows[row + 1][1]])
                uv = np.stack([np.stack([run[:-1], np.full(size, height[0])], 1),
                               np.stack([run[1:], np.full(size, height[0])], 1),
                               np.stack([run[1:], np.full(size, height[1])], 1),
                               np.stack([run[:-1], np.full(size, height[1])], 1)], axis=1)
            else:
                # The rounded edge belongs to the face it bounds; it is unrolled a little to keep its width.
                pair = rings[row][:, :2], rings[row + 1][:, :2]
                flip = -1.0 if row < count // 2 else 1.0
                uv = np.stack([pair[0][column], pair[0][after], pair[1][after], pair[1][column]], axis=1) * (flip, 1)
            uvs.append(uv.reshape(-1, 2))
            charts.append(np.full(size, 2 + k if middle else (0 if row < count // 2 else 1)))
        tops.append(rings[-1][:, :2])
        numbers.append(np.arange(size) + first)
        first += count * size
    triangles = triangulated(tops)
    flat = np.concatenate(tops)
    own = np.concatenate(numbers)
    shift = np.concatenate([np.full(len(line), (count - 1) * len(line)) for line in lines])
    above, below = (own + shift)[triangles], own[triangles][:, ::-1]
    triangle_uv = [flat[triangles[:, ::-1]].reshape(-1, 2) * (-1, 1), flat[triangles].reshape(-1, 2)]
    corners = np.concatenate([*(quad.ravel() for quad in quads), below.ravel(), above.ravel()])
    sizes = np.concatenate([np.full(sum(len(quad) for quad in quads), 4), np.full(2 * len(triangles), 3)])
    chart = np.concatenate([*charts, np.zeros(len(triangles), int), np.ones(len(triangles), int)])
    return Surface(np.concatenate(vertices), corners, np.concatenate([[0], np.cumsum(sizes)]),
                   np.concatenate([*uvs, *triangle_uv]), chart, np.full(len(sizes), region, dtype="<U24"))


def triangulated(lines: Sequence[np.ndarray]) -> np.ndarray:
    """Triangles (T, 3), anticlockwise, over an outline (anticlockwise) and its holes (clockwise), by ear clipping.

    They number the points of all lines in order.
    """
    points = np.concatenate(lines)
    start = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    loop = list(range(start[1]))
    order = sorted(range(1, len(lines)), key=lambda k: -float(lines[k][:, 0].max()))
    for k in order:
        inner = list(range(start[k], start[k + 1]))
        at = int(np.argmax(lines[k][:, 0]))
        inner = inner[at:] + inner[:at]
        place = _visible(points, loop, inner[0], [*loop, *(i for j in order for i in range(start[j], start[j + 1]))])
        loop = [*loop[:place + 1], *inner, inner[0], *loop[place:]]
    return _ears(points, loop)


def _visible(points: np.ndarray, loop: list[int], source: int, others: list[int]) -> int:
    """The place in ``loop`` nearest to ``source`` that no edge of the loop hides."""
    p = points[source]
    ring = points[loop]
    a, b = ring, np.roll(ring, -1, axis=0)
    for place in np.argsort(np.linalg.norm(ring - p, axis=1)):
        q = ring[place]
        side = _cross(q - p, a - p) * _cross(q - p, b - p) < -1e-18
        cut = _cross(b - a, p - a) * _cross(b - a, q - a) < -1e-18
        if not (side & cut).any():
            return int(place)
    return int(np.argmin(np.linalg.norm(ring - p, axis=1)))


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def _ears(points: np.ndarray, loop: list[int]) -> np.ndarray:
    left = list(loop)
    made = []
    while len(left) > 3:
        ring = points[left]
        before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
        bend = _cross(ring - before, after - ring)
        reflex = ring[bend <= 0]
        # The ear that is least like a needle.
        shape = bend / np.maximum(((after - before) ** 2).sum(axis=1) + ((ring - before) ** 2).sum(axis=1)
                                  + ((after - ring) ** 2).sum(axis=1), 1e-18)
        for k in np.argsort(-shape):
            if bend[k] <= 0:
                k = int(np.argmax(bend))  # nothing but flat corners is left
                break
            a, b, c = before[k], ring[k], after[k]
            inside = (_cross(b - a, reflex - a) > -1e-16) & (_cross(c - b, reflex - b) > -1e-16) \
                & (_cross(a - c, reflex - c) > -1e-16)
            corner = (reflex[:, None] == np.stack([a, b, c])).all(axis=2).any(axis=1)
            if not (inside & ~corner).any():
                break
        else:
            k = int(np.argmax(shape))
        made.append((left[k - 1], left[k], left[(k + 1) % len(left)]))
        del left[k]
    made.append((left[0], left[1], left[2]))
    return np.array(made)
