# SPDX-License-Identifier: GPL-3.0-or-later
"""Rolls of tape: duct tape or parcel tape lying or standing, its end pulled off a little."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface, skin


def _strip(path: np.ndarray, thick: float, wide: float, region: str) -> Surface:
    """A flat strip along a plane ``path`` (N, 2), standing ``wide`` high."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.column_stack([ahead[:, 1], -ahead[:, 0]]) * thick / 2
    rings = []
    for p, s in zip(path, side):
        levels = np.linspace(0, wide, 5)
        left = np.column_stack([np.tile(p + s, (5, 1)), levels])
        right = np.column_stack([np.tile(p - s, (5, 1)), levels[::-1]])
        rings.append(np.concatenate([left, right]))
    ends = [np.tile(rings[k].mean(axis=0), (10, 1)) for k in (0, -1)]
    return skin(np.stack([ends[0], *rings, ends[1]]), region=region)


def build(d: Draw) -> list[Part]:
    upright = d.choose({"lying": 1.0, "standing": 0.7}) == "standing"
    core = d.between(.036, .041)
    r = core + d.between(.012, .030)
    wide = d.between(.045, .052)
    n = d.segments(96, 56)
    ring = fillet([(core + .003, 0), (r, 0), (r, wide), (core + .003, wide)], .0006, 2, closed=True)
    roll = lathe(ring, n, "tape", loop=True)
    # Layers show on the faces as fine rings.
    layers = [lathe(circle(6, .00022) + np.array((q, z)), n, "edge", loop=True) for z in (.0, wide)
              for q in np.linspace(core + .0045, r - .0015, 7)]
    tube = lathe(fillet([(core, .0006), (core + .0034, .0006), (core + .0034, wide - .0006), (core, wide - .0006)],
                        .0005, 2, closed=True),
                 n, "core", loop=True)
    a0 = -.5
    free = d.between(.020, .040)
    turn = np.linspace(a0 - .9, a0, 14)
    wrapped = np.column_stack([(r + .0004) * np.cos(turn), (r + .0004) * np.sin(turn)])
    heading = np.array([-np.sin(a0), np.cos(a0)])
    out = np.array([np.cos(a0), np.sin(a0)])
    s = np.linspace(0, 1, 16)[1:, None]
    loose = wrapped[-1] + s * free * heading + out * (.05 * free * s ** 2)
    strip = _strip(np.concatenate([wrapped, loose]), .0007, wide - .0002, "tape").moved(z=.0001)
    pieces = {"roll": [roll], "layers": layers, "core": [tube], "end": [strip]}
    if upright:
        pieces = {name: [piece.rotated(np.pi / 2, "x").rotated(1.15, "y") for piece in group] for name,
                  group in pieces.items()}
    return [part(name, *group) for name, group in pieces.items()]


FAMILY = Family(
    name="duct_tape", words=("duct tape", "tape", "roll of tape", "adhesive tape", "packing tape", "sticky tape",
                             "masking tape",
                             "scotch tape", "tape roll"),
    gloss=("a roll of duct tape", "sticky tape on a roll"),
    extent=(.09, .19), build=build, principal="width", materials=("cloth tape", "packing tape", "toy black",
                                                                  "toy yellow", "cloth tape"),
    looks={"tape": "main", "edge": "main", "core": "cardboard"},
    part_words={"core": ("core", "tube")}, styles={"lying": ("lying", "flat"), "standing": ("standing", "upright")})
