# SPDX-License-Identifier: GPL-3.0-or-later
"""Draping: a pattern's vertices on one body, loose where cloth is loose and never inside the skin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from . import coordinates as c
from .cuts import SLEEVES
from .drape_body import Body, Layer
from .finish import Draped, finish
from .ground import Ground, apart, quads
from .nearest import QuadSurface
from .patterns import MAIN, Pattern
from .soles import SOLE_HEIGHT

#: Further distance of a skirt from the thighs, metres.
STRIDE = 0.018
#: A skirt that ends below this level ends on the floor.
FLOOR = 1.08
#: Least distance of a garment from the cloth beneath it, metres.
OVER = 0.005
#: Times that cloth pulled tight is evened out, and after how many of them what is beneath it is looked for again.
PULLS, PULLS_AT_ONCE = 24, 12
#: Least distance of such cloth from the vertices beneath it, metres, and how near it covers one.
BETWEEN, COVERED = 0.0012, 0.005


def drape(pattern: Pattern, body: Body, seed: int, layers: Sequence[Layer] = (),
          ground: Ground | None = None) -> Draped:
    """Fit a pattern to a body, outside of the cloth it is worn over, and finish its edges (see :mod:`.finish`).

    What is pulled tight lies on ``ground``, by default the skin.
    """
    cut, surface = pattern.cut, pattern.surface
    points = surface.points(body.vertices)
    mean = pattern.mean
    if cut.shoe:
        points = _shoe(pattern, body, points, mean)
        shaft = pattern.level > 1.0
        for layer in layers:
            points[shaft] = layer.push_out(points[shaft], OVER)
    elif cut.taut:
        points = _taut(pattern, ground or body, points)
        for layer in layers:
            points = layer.push_out(points, OVER)
    else:
        points = points + surface.normals(points) * cut.ease
        points = _tubes(pattern, body, points)
        points = _flared(pattern, body, points)
        if cut.hang > 0:
            points = _hang(pattern, points)
        points = _relax(pattern, points, mean, 6)
        # Skirts lie over the bodice, trouser hems over the shoes.
        over_shoe = np.clip(((1.65 if cut.wide else 1.25) - pattern.level) / 0.2, 0.0, 1.0) * (cut.bottom < 1.0)
        # and have room for a stride from the hips down.
        stride = np.clip((c.WAIST - 0.4 - pattern.level) / 0.8, 0.0, 1.0)
        clearance = cut.clearance + (0.005 + STRIDE * stride) * pattern.skirt
        clearance = clearance + (0.024 if cut.wide else 0.009) * over_shoe
        points = body.push_out(points, clearance)
        points = points + surface.normals(points) * _folds(pattern, points, seed)[:, None]
        points = body.push_out(_level_hem(pattern, points), clearance)
        points = _creased(pattern, body, points)
        below = np.maximum(np.clip((pattern.level - cut.under) / 0.12, 0.0, 1.0),
                           np.clip((cut.tucked - pattern.level) / 0.12, 0.0, 1.0))[:, None]
        if below.any():
            close = body.push_out(surface.points(body.vertices), 0.003)
            points = points + below * (close - points)
        for layer in layers:
            points = layer.push_out(points, OVER)
            points = _relax(pattern, points, mean, 1)
            points = layer.push_out(points, OVER)
    return finish(pattern, points, body, layers, ground)


def _taut(pattern: Pattern, ground: Ground, points: np.ndarray) -> np.ndarray:
    """Lay cloth on skin or other cloth and pull it tight: it leaves that across hollows alone.

    Where the skin folds over itself, as at the groin of one who sits, there is room for no more than that.
    """
    foot, normals = ground.nearest(points)
    points = foot + pattern.cut.clearance * normals
    for turn in range(PULLS):
        if turn % PULLS_AT_ONCE == 0:
            foot, normals = ground.nearest(points)
        points = _relax(pattern, points, pattern.mean, 1)
        height = np.einsum("ij,ij->i", points - foot, normals)
        points = apart(pattern.side, points + np.maximum(pattern.cut.clearance - height, 0.0)[:, None] * normals)
    points = apart(pattern.side, ground.clear(points, pattern.cut.clearance))
    # The vertices beneath too: the ridge of a belly comes through the middle of a flat face.
    faces = quads(pattern.surface.faces)
    low, high = points.min(axis=0) - 0.02, points.max(axis=0) + 0.02
    near = np.nonzero(((ground.points > low) & (ground.points < high)).all(axis=1))[0]
    for _ in range(3):
        rows = QuadSurface(points, faces).blend(ground.points[near])
        above = np.einsum("ij,ij->i", rows @ points - ground.points[near], ground.normals[near])
        covered = np.linalg.norm(rows @ points - ground.points[near], axis=1) < COVERED
        short = np.where(covered, np.clip(BETWEEN - above, 0.0, COVERED), 0.0)
        near, rows, short = near[short > 0], rows[short > 0], short[short > 0]
        if not len(near):
            break
        lift = np.zeros(len(points))
        np.maximum.at(lift, rows.indices, np.repeat(short, np.diff(rows.indptr)))
        points = apart(pattern.side, points + lift[:, None] * pattern.surface.normals(points))
    return points


def _relax(pattern: Pattern, points: np.ndarray, mean: Any, steps: int) -> np.ndarray:
    """Laplacian smoothing; edges move only along themselves, so that hems stay level and clean."""
    rim = np.zeros(len(points), dtype=bool)
    for loop in pattern.rims:
        rim[loop] = True
    for _ in range(steps):
        moved = 0.5 * points + 0.5 * (mean @ points)
        points = np.where(rim[:, None], points, moved)
        for loop in pattern.rims:
            ring = points[loop]
            points[loop] = 0.5 * ring + 0.25 * (np.roll(ring, 1, axis=0) + np.roll(ring, -1, axis=0))
    return points


def _level_hem(pattern: Pattern, points: np.ndarray) -> np.ndarray:
    """Bring a skirt's vertices of one level to one height, fully at the hem."""
    chosen = pattern.skirt & (pattern.level < c.WAIST - 0.3)
    if not chosen.any():
        return points
    level = pattern.level[chosen]
    even = np.polyval(np.polyfit(level, points[chosen, 2], 3), level)
    share = np.clip((c.WAIST - 0.3 - level) / max(float(np.ptp(level)), 0.1), 0.0, 1.0)
    result = points.copy()
    result[chosen, 2] += share * (even - points[chosen, 2])
    return result


def _flared(pattern: Pattern, body: Body, points: np.ndarray) -> np.ndarray:
    """Widen a skirt towards its hem, and let one that ends below the cage reach the floor."""
    cut = pattern.cut
    if cut.flare <= 0 or cut.skirt is None:
        return points
    chosen = pattern.skirt
    down = np.clip((c.WAIST - 0.15 - pattern.level[chosen]) / 2.9, 0.0, 1.0)
    centre = np.array([0.0, np.median(points[chosen, 1]), 0.0])
    result = points.copy()
    result[chosen] += (cut.flare * down)[:, None] * (points[chosen] - centre) * [1.0, 1.0, 0.0]
    if cut.skirt < FLOOR:
        result[chosen, 2] -= down**2 * max(float(points[chosen, 2].min()) - body.floor - 0.004, 0.0)
    return result


def _creased(pattern: Pattern, body: Body, points: np.ndarray) -> np.ndarray:
    """Press a crease into the front and the back of trouser legs."""
    cut = pattern.cut
    legs = ~pattern.skirt & (pattern.level < c.CROTCH) & (pattern.arm_share < 0.5)
    if cut.crease <= 0 or not legs.any():
        return points
    mirror = np.where(points[legs, 0] < 0, -1.0, 1.0)
    part = points[legs] * np.stack([mirror, np.ones_like(mirror), np.ones_like(mirror)], axis=1)
    axis = body.limb("upper-leg", "knee", "ankle")
    x = np.interp(part[:, 2], axis[::-1, 2], axis[::-1, 0])
    y = np.interp(part[:, 2], axis[::-1, 2], axis[::-1, 1])
    offset = part[:, :2] - np.stack([x, y], axis=1)
    angle = np.arctan2(offset[:, 0], -offset[:, 1])
    ridge = np.exp(-((angle / 0.20) ** 2)) + np.exp(-(((np.abs(angle) - np.pi) / 0.20) ** 2))
    fade = np.clip((c.CROTCH - 0.05 - pattern.level[legs]) / 0.35, 0.0, 1.0)
    out = offset / np.maximum(np.linalg.norm(offset, axis=1, keepdims=True), 1e-6)
    result = points.copy()
    result[legs, :2] += (cut.crease * ridge * fade)[:, None] * out * np.stack([mirror, np.ones_like(mirror)], axis=1)
    return result


def _tubes(pattern: Pattern, body: Body, points: np.ndarray) -> np.ndarray:
    """Widen legs and sleeves to tubes that hang from thigh and upper arm."""
    cut = pattern.cut
    if cut.straight <= 0:
        return points
    mirror = np.where(pattern.side < 0, -1.0, 1.0)[:, None] * [1.0, 0, 0] + [0, 1.0, 1.0]
    points = points * mirror
    legs = ~pattern.skirt & (pattern.level < c.CROTCH) & (pattern.arm_share < 0.5)
    t = np.clip((c.CROTCH - pattern.level[legs]), 0.0, 1.97)
    share: float | np.ndarray = 0.62 * cut.straight
    if cut.wide:
        place, radius = np.array(cut.wide).T
        share = np.interp(t, place, radius)
    points[legs] = _tube(points[legs], body.limb("upper-leg", "knee", "ankle"), t,
                         share, (0.45, 0.75), (0.05, 0.55) if cut.wide else (0.35, 1.0))
    arms = pattern.arm > 0.1
    # A robe's sleeves widen towards the hands.
    robe = cut.skirt is not None and cut.straight > 1.2
    bell = np.interp(pattern.arm[arms], [0.5, SLEEVES["long"]], [0.85, 1.45]) if robe else 1.0
    points[arms] = _tube(points[arms], body.limb("shoulder", "elbow", "hand"), pattern.arm[arms],
                         0.8 * cut.straight * bell, (0.35, 0.7), (0.2, 0.7))
    inner = legs & (pattern.level < c.CROTCH - 0.12)
    points[inner, 0] = np.maximum(points[inner, 0], 0.004)
    return points * mirror


def _tube(points: np.ndarray, axis: np.ndarray, t: np.ndarray, share: float | np.ndarray,
          reference: tuple[float, float], ramp: tuple[float, float]) -> np.ndarray:
    """Move points away from a bent axis to ``share`` of the mean radius between two axis positions."""
    if not len(points):
        return points
    first = t[:, None] <= 1.0
    centre = np.where(first, axis[0] + t[:, None] * (axis[1] - axis[0]),
                      axis[1] + (t[:, None] - 1.0) * (axis[2] - axis[1]))
    along = np.where(first, axis[1] - axis[0], axis[2] - axis[1])
    along = along / np.linalg.norm(along, axis=1, keepdims=True)
    radial = points - centre
    radial -= np.einsum("ij,ij->i", radial, along)[:, None] * along
    radius = np.maximum(np.linalg.norm(radial, axis=1), 1e-4)
    near = (t > reference[0]) & (t < reference[1])
    if not near.any():
        return points
    wanted = share * radius[near].mean() * np.clip((t - ramp[0]) / (ramp[1] - ramp[0]), 0.0, 1.0)
    return points + radial * (np.maximum(wanted / radius, 1.0) - 1.0)[:, None]


def _hang(pattern: Pattern, points: np.ndarray) -> np.ndarray:
    """Let the torso fall straight from its widest parts above: cloth does not follow every hollow."""
    torso = ~pattern.skirt & (pattern.arm_share < 0.4) & (pattern.level > 2.9) & (pattern.level < c.ARMPIT + 0.3)
    if not torso.any():
        return points
    level, part = pattern.level[torso], points[torso]
    centre = np.array([0.0, np.median(part[:, 1])])
    offset = part[:, :2] - centre
    angle, radius = np.arctan2(offset[:, 1], offset[:, 0]), np.linalg.norm(offset, axis=1)
    rows, columns = 32, 36
    row = np.clip(((c.ARMPIT + 0.3 - level) / 2.4 * rows).astype(int), 0, rows - 1)
    column = ((angle / (2 * np.pi) + 0.5) * columns).astype(int) % columns
    grid = np.zeros((rows, columns))
    np.maximum.at(grid, (row, column), radius)
    for index in range(1, rows):
        grid[index] = np.maximum(grid[index], 0.992 * grid[index - 1])
    grid = (grid + np.roll(grid, 1, axis=1) + np.roll(grid, -1, axis=1)) / 3
    fade = np.clip((c.ARMPIT + 0.2 - level) / 0.5, 0.0, 1.0) * np.clip(1 - pattern.arm_share[torso] / 0.4, 0, 1)
    if pattern.cut.bottom < c.CROTCH:
        fade *= np.clip((level - c.CROTCH) / 0.8, 0.0, 1.0)  # follows the body again towards the legs
    wanted = radius + pattern.cut.hang * fade * np.maximum(grid[row, column] - radius, 0.0)
    part = part.copy()
    part[:, :2] = centre + offset * (wanted / np.maximum(radius, 1e-6))[:, None]
    result = points.copy()
    result[torso] = part
    return result


def _folds(pattern: Pattern, points: np.ndarray, seed: int) -> np.ndarray:
    """Depth (V,) of folds: rings where limbs bend and where cloth gathers, waves where it hangs."""
    cut = pattern.cut
    phase = np.random.Generator(np.random.PCG64(seed)).uniform(0, 2 * np.pi, 6)
    leg = np.clip(c.CROTCH - pattern.level, 0, 2)
    around = np.arctan2(points[:, 1], np.abs(points[:, 0]) - 0.12)

    def rings(t: np.ndarray, at: float, width: float, count: float, turn: float) -> np.ndarray:
        wave = np.sin(2 * np.pi * count * t + 1.4 * np.sin(2 * around + phase[0]) + turn)
        return np.exp(-(((t - at) / width) ** 2)) * wave * (0.65 + 0.35 * np.sin(around + turn))

    arm = np.maximum(pattern.arm, 0.0)
    depth = np.where(pattern.arm > 0.05,
                     rings(arm, 1.0, 0.25, 5.5, phase[1]) + 0.8 * rings(arm, cut.sleeve - 0.2, 0.2, 6.0, phase[2]), 0.0)
    off_arm = pattern.arm_share < 0.4
    bent = 0.8 * rings(leg, 1.0, 0.16, 8.0, phase[3]) + 1.2 * rings(leg, 1.85, 0.14, 9.0, phase[4])
    depth += off_arm * (bent * (not cut.wide)
                        + 0.5 * np.sin(around + phase[0]) * rings(leg, 0.08, 0.12, 6.0, phase[5]))
    if cut.wide:
        # Wide legs fall in long folds from the hips.
        fall = np.clip((leg - 0.1) / 1.2, 0.0, 1.0) * (pattern.level < c.CROTCH)
        depth += off_arm * 2.2 * fall * np.sin(6 * around + 0.8 * np.sin(2 * around + phase[5]) + phase[0])
    depth += off_arm * 0.7 * np.exp(-(((pattern.level - 4.15) / 0.3) ** 2)) * np.sin(
        14 * around + 40 * points[:, 2] + phase[1])
    if pattern.skirt.any():
        angle = np.arctan2(points[:, 1], points[:, 0])
        fall = np.clip((c.WAIST - 0.1 - pattern.level) / 1.5, 0.0, 1.0)
        depth += pattern.skirt * 5.0 * fall * np.sin(11 * angle + 0.6 * np.sin(3 * angle + phase[2]))
    tight = np.array([tag != MAIN for tag in pattern.surface.tags])
    plain = np.ones(len(points))
    for face, trim in zip(pattern.surface.faces, tight):
        if trim:
            plain[list(face)] = 0.0
    return cut.folds * depth * plain


def _shoe(pattern: Pattern, body: Body, points: np.ndarray, mean: Any) -> np.ndarray:
    """A smooth upper around the foot on a flat sole."""
    normals = pattern.surface.normals(points)
    points = points + pattern.cut.ease * normals
    toes = np.clip((0.55 - pattern.level) / 0.3, 0.0, 1.0)[:, None]
    for _ in range(14):
        points = points + 0.5 * toes * (mean @ points - points)
    points = body.push_out(points, 0.8 * pattern.cut.ease)
    # One level line round the foot, which the sole hides, and nothing beneath it.
    line = np.abs(pattern.level - 0.17) < 1e-4
    if pattern.cut.heel > 0:
        # Along the raised foot, as far below its side as under the toes.
        side = pattern.surface.points(body.vertices)[line, 2]
        points[line, 2] = side - side.min() + body.floor + 0.006
    else:
        points[line, 2] = body.floor + 0.006
    points[:, 2] = np.maximum(points[:, 2], body.floor + 0.006)
    return points


__all__ = ["SOLE_HEIGHT", "Body", "Draped", "Layer", "drape"]
