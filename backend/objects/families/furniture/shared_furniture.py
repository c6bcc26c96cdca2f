# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of case and soft furniture: panelled fronts, knobs and pulls, pillows, cloth draped over an edge."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backend.objects.families.base import Draw
from backend.objects.modeling.curves import bezier, circle, rounded_rectangle
from backend.objects.modeling.solids import box, sweep, turned
from backend.objects.modeling.surface import Surface


def front(kind: str, width: float, height: float, at: tuple[float, float, float], d: Draw,
          region: str = "front") -> list[Surface]:
    """A drawer's or door's face looking to -Y, its lower centre's back at ``at``: "plain", "framed" or "raised"."""
    thick = 0.018
    x, y, z = at
    face = box(width, thick, height, 0.0025, 2, region=region).moved(x, y - thick / 2, z)
    rail = min(0.055, 0.26 * min(width, height))
    if kind == "plain" or min(width, height) < 0.09:
        return [face]
    if kind == "raised":
        inner = box(width - 2 * rail, 0.012, height - 2 * rail, 0.005, 3, region=region)
        return [face, inner.moved(x, y - thick - 0.001, z + rail)]
    bars = []
    for s in (1, -1):
        bars.append(box(rail, 0.008, height, 0.0015, 2, region=region).moved(
            x + s * (width - rail) / 2, y - thick - 0.003, z))
        low = z if s < 0 else z + height - rail
        bars.append(box(width - 2 * rail + 0.002, 0.0075, rail, 0.0015, 2, region=region).moved(
            x, y - thick - 0.003, low))
    return [face, *bars]


def pull(kind: str, at: tuple[float, float, float], d: Draw, long: float = 0.12, upright: bool = False,
         region: str = "metal") -> list[Surface]:
    """A "knob", a "bar" or a "bow" on a face whose surface is at ``at``, standing out to -Y."""
    x, y, z = at
    if kind == "knob":
        knob = turned([(0.010, 0), (0.0065, 0.006), (0.007, 0.014), (0.0165, 0.019), (0.0155, 0.027), (0.006, 0.031)],
                      [.001, .003, .004, .003, .004, .002], d.segments(24, 16), region)
        return [knob.rotated(np.pi / 2, "x").moved(x, y + 0.001, z)]
    half, out = long / 2, 0.028
    if kind == "bar":
        path = np.array([(-half, 0.0, 0.0), (-.3 * half, 0, 0), (.3 * half, 0, 0), (half, 0.0, 0.0)])
        bars = [sweep(path, circle(14, 0.0052), up=(0, 0, 1), region=region).moved(0, -out, 0)]
        bars += [sweep(np.array([(s * 0.72 * half, 0.001, 0), (s * 0.72 * half, -out, 0)]), circle(12, 0.004),
                       up=(0, 0, 1), region=region) for s in (1, -1)]
    else:
        path = bezier((-half, 0.002, 0), (-0.95 * half, -1.35 * out, 0), (0.95 * half, -1.35 * out, 0),
                      (half, 0.002, 0), 18)
        bars = [sweep(path, rounded_rectangle(0.006, 0.011, 0.0025), up=(0, 0, 1), region=region)]
        bars += [turned([(0.009, 0), (0.009, 0.003)], 0.001, 16, region).rotated(np.pi / 2, "x").moved(s * half, 0.001)
                 for s in (1, -1)]
    if upright:
        bars = [each.rotated(np.pi / 2, "y") for each in bars]
    return [each.moved(x, y, z) for each in bars]


def pillow(width: float, depth: float, tall: float, region: str = "pillow", pinch: float = 0.055,
           crease: float = 0.0, seed: float = 0.0) -> Surface:
    """A stuffed cushion lying on z = 0, thick in the middle, its corners drawn to points."""
    plain = box(width, depth, tall, 0.12 * tall, 1, 13, region)

    def stuff(v: np.ndarray) -> np.ndarray:
        x, y = np.clip(v[:, 0] / width * 2, -1, 1), np.clip(v[:, 1] / depth * 2, -1, 1)
        z = (v[:, 2] / tall) * 2 - 1
        full = 0.10 + 0.90 * np.clip((1 - x ** 4) * (1 - y ** 4), 0, 1) ** 0.5
        dent = crease * np.exp(-(x * x + y * y) / 0.18) * (z > 0)
        ripple = 0.05 * np.sin(5 * x + seed) * np.sin(4 * y + 2 * seed) * full
        return np.column_stack([
            v[:, 0] * (1 - pinch * (1 - y ** 2)), v[:, 1] * (1 - 1.3 * pinch * (1 - x ** 2)),
            tall / 2 * (1 + z * (full - dent + ripple))])

    made = plain.deformed(stuff)
    return made.moved(z=-float(made.vertices[:, 2].min()))


def piping(width: float, depth: float, tall: float, thick: float, pinch: float = 0.055,
           region: str = "piping") -> Surface:
    """The cord along the seam of a :func:`pillow` of the same measures."""
    line = rounded_rectangle(width, depth, 0.04 * width, 4)
    line = np.concatenate([np.linspace(a, b, 6, endpoint=False) for a, b in zip(line, np.roll(line, -1, axis=0))])
    keep = np.linalg.norm(np.roll(line, -1, axis=0) - line, axis=1) > 1e-5
    line = line[keep]
    x, y = line[:, 0] / width * 2, line[:, 1] / depth * 2
    path = np.column_stack([line[:, 0] * (1 - pinch * (1 - y ** 2)), line[:, 1] * (1 - 1.3 * pinch * (1 - x ** 2)),
                            np.full(len(line), tall / 2)])
    return sweep(path, circle(8, thick), loop=True, region=region)


def draped(width: float, depth: float, drop: float, thick: float, radius: float, sides: tuple[float, float, float],
           region: str = "cloth", cells: int = 30, wave: float = 0.012,
           lumps: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None) -> Surface:
    """Cloth on a level top of ``width`` and ``depth`` at z = 0, hanging over its edges by up to ``drop``.

    ``sides`` says how much of the drop hangs at +-X, at -Y and at +Y (0 to 1). The cloth turns over the edge with
    ``radius`` and swings by ``wave``; ``lumps(x, y)`` is added to its thickness.
    """
    side, near, far = (drop * part for part in sides)
    sheet = box(width + 2 * side, depth + near + far, thick, 0.45 * thick, 1, cells, region)

    def bend(v: np.ndarray) -> np.ndarray:
        x, y = v[:, 0], v[:, 1] + (far - near) / 2
        dx = np.maximum(np.abs(x) - width / 2, 0) * np.sign(x)
        dy = np.where(y > 0, np.maximum(y - depth / 2, 0), -np.maximum(-y - depth / 2, 0))
        over = np.hypot(dx, dy)
        reach = np.maximum(np.maximum(np.abs(dx), np.abs(dy)), 1e-9)
        ux, uy = dx / np.maximum(over, 1e-9), dy / np.maximum(over, 1e-9)
        over = np.where(over > 0, reach, 0.0)
        angle = np.minimum(over / radius, np.pi / 2)
        out = radius * np.sin(angle)
        down = radius * (1 - np.cos(angle)) + np.maximum(over - radius * np.pi / 2, 0)
        swing = wave * (0.5 + 0.5 * np.sin(19 * (x * np.abs(uy) + y * np.abs(ux)) + 3 * ux)) * np.clip(down / drop, 0,
                                                                                                     1)
        lift = v[:, 2] * (1 + (lumps(x, y) if lumps else 0.0))
        out = out + swing + lift * np.sin(angle)
        return np.column_stack([np.clip(x, -width / 2, width / 2) + ux * out,
                                np.clip(y, -depth / 2, depth / 2) + uy * out, lift * np.cos(angle) - down])

    return sheet.deformed(bend)
