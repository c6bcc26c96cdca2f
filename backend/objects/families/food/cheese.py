# SPDX-License-Identifier: GPL-3.0-or-later
"""A wedge of cheese with holes."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import resample
from backend.objects.modeling.organic import normals, painted, slab
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    half, tall = d.between(0.10, 0.13), d.between(0.045, 0.06)
    spread = d.between(0.62, 0.85)
    fan = np.linspace(-spread / 2, spread / 2, d.segments(24, 16))
    tip = 0.06 * half
    low, high = np.array([np.cos(fan[0]), np.sin(fan[0])]), np.array([np.cos(fan[-1]), np.sin(fan[-1])])
    outline = np.concatenate([resample(np.array([tip * low, half * low]), 26)[:-1],
                              half * np.column_stack([np.cos(fan), np.sin(fan)]),
                              resample(np.array([half * high, tip * high]), 26)[1:]])
    rows = [(-0.0015, 0.0), (-0.0004, 0.0006), (0, 0.003)] + [(0, z) for z in np.linspace(0.10, 0.90, 14) * tall] + [
        (0, tall - 0.003), (-0.0004, tall - 0.0006), (-0.0015, tall)]
    wedge = slab(outline, rows, "cheese", 14)
    holes: list[tuple[np.ndarray, float]] = []
    for _ in range(13):
        where, r = int(d.random.integers(3)), d.between(0.006, 0.013)
        along = d.between(0.42, 0.90) * half
        side = -1 if where == 0 else 1
        if where < 2:
            at = np.array([along * np.cos(spread / 2), side * along * np.sin(spread / 2), d.between(.2, .8) * tall])
        else:
            a = d.between(-.30, .30) * spread
            at = np.array([along * np.cos(a), along * np.sin(a), tall])
        if all(np.linalg.norm(at - other) > 1.05 * (r + s) for other, s in holes):
            holes.append((at, r))

    def eaten(v: np.ndarray) -> np.ndarray:
        normal = normals_of(v)
        out = v.copy()
        for at, r in holes:
            gap = np.linalg.norm(v - at, axis=1)
            depth = np.sqrt(np.clip(r ** 2 - gap ** 2, 0, None)) * 0.85
            out -= normal * depth[:, None]
        return out

    def normals_of(v: np.ndarray) -> np.ndarray:
        return normals(Surface(v, wedge.corners, wedge.offsets, wedge.uvs, wedge.charts, wedge.regions))

    wedge = wedge.deformed(eaten)
    wedge = painted(wedge, "rind", lambda c: np.hypot(c[:, 0], c[:, 1]) > 0.982 * half)
    return [part("wedge", wedge.rotated(1.3))]


FAMILY = Family(
    name="cheese", words=("cheese", "swiss cheese", "wedge of cheese", "emmental", "cheddar"),
    gloss=("a wedge of swiss cheese with holes", "a piece of yellow cheese"),
    extent=(0.09, 0.15), build=build, principal="width", materials=("cheese",),
    looks={"cheese": "main", "rind": "cheddar"}, part_words={"rind": ("rind", "crust")})
