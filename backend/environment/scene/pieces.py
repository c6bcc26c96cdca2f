# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of furniture by the names a spec has for them, made of what was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from . import furniture as f
from .builder import Scene
from .materials import Material, glow, stuff, stuff_of
from .streets import bench

#: Width, depth and height of each piece, metres; those against walls stand with their back to one.
SIZES: dict[str, tuple[float, float, float]] = {
    "bed": (1.8, 2.2, 1.0), "sofa": (2.4, 1.0, 0.85), "armchair": (1.05, 1.0, 0.85), "table": (1.4, 0.8, 0.76),
    "desk": (1.3, 1.25, 0.76), "chair": (0.5, 0.55, 0.9), "shelf": (1.2, 0.34, 2.0), "cupboard": (1.4, 0.48, 1.0),
    "rug": (2.2, 1.6, 0.02), "plant": (0.75, 0.75, 1.5), "lamp": (0.45, 0.45, 1.7), "counter": (2.3, 0.7, 0.95),
    "stool": (0.45, 0.45, 0.75), "bench": (1.7, 0.75, 0.95), "fireplace": (1.6, 0.6, 1.3)}


#: Radiance of flames before the room is exposed.
_FIRE = 14.0


def piece(part: Scene, spec: Mapping[str, Any], name: str, light: tuple[float, float, float], radiance: float) -> None:
    """One piece about the middle of ``part``, that faces -y; a lamp shines ``light`` times ``radiance``. Those of
    ``SIZES`` are known."""
    if name == "bed":
        f.bed(part, (0, 0), 0, stuff_of(spec, "bed", "linen"), stuff_of(spec, "pillow", "linen"), stuff("oak"))
    elif name == "sofa":
        f.sofa(part, (0, 0), 0, stuff_of(spec, "sofa", "fabric"), stuff_of(spec, "pillow", "fabric"))
    elif name == "armchair":
        f.armchair(part, (0, 0), 0, stuff_of(spec, "sofa", "leather"))
    elif name == "table":
        f.table(part, (0, 0), 0, stuff_of(spec, "table", "wood"), (1.4, 0.8, 0.74))
    elif name == "desk":
        f.table(part, (0, 0.25), 0, stuff_of(spec, "table", "wood"), (1.3, 0.65, 0.74))
        f.chair(part, (0.1, -0.3), 3.3, stuff_of(spec, "chair", "wood"))
    elif name == "chair":
        f.chair(part, (0, 0), 0, stuff_of(spec, "chair", "wood"))
    elif name == "shelf":
        f.shelf(part, (0, 0), 0, stuff_of(spec, "shelf", "oak"), (1.2, 0.32, 2.0))
    elif name == "cupboard":
        f.cupboard(part, (0, 0), 0, stuff_of(spec, "cupboard", "walnut"), (1.4, 0.45, 0.95), 3)
    elif name == "counter":
        part.still.box((0, 0, 0.45), (2.2, 0.58, 0.9), stuff_of(spec, "counter", "wood"), bevel=0.02)
        part.still.box((0, 0, 0.92), (2.3, 0.66, 0.05), stuff("oak"), bevel=0.01)
    elif name == "stool":
        f.stool(part, (0, 0), stuff_of(spec, "stool", "wood"), stuff_of(spec, "stool", "wood"))
    elif name == "rug":
        f.rug(part, (0, 0), 0, stuff_of(spec, "rug", "carpet"), (2.2, 1.6))
    elif name == "plant":
        f.plant(part, (0, 0), 1.4)
    elif name == "lamp":
        f.floor_lamp(part, (0, 0), radiance, light)
    elif name == "fireplace":
        _fireplace(part, stuff_of(spec, "fireplace", "brick"))
    elif name == "bench":
        bench(part, spec, (0, 0), 0.0)


def _fireplace(part: Scene, made_of: Material) -> None:
    """A hearth that burns, 1.6 metres wide with a mantelpiece, its back at +y."""
    still, soot = part.still, Material((0.02, 0.018, 0.016))
    still.box((0, 0.25, 0.6), (1.6, 0.06, 1.2), soot)
    for side in (-1, 1):
        still.box((side * 0.6, 0.02, 0.6), (0.4, 0.5, 1.2), made_of, bevel=0.01)
    still.box((0, 0.02, 1.0), (0.84, 0.5, 0.4), made_of, bevel=0.01)
    still.box((0, 0.0, 1.23), (1.8, 0.62, 0.07), stuff("dark_wood"), bevel=0.01)
    still.box((0, -0.1, 0.02), (1.7, 0.8, 0.04), stuff("stone"), bevel=0.01)
    log = stuff("wood", (0.10, 0.06, 0.035))
    for x0, x1, y, z in ((-0.28, 0.26, 0.0, 0.10), (-0.24, 0.28, 0.14, 0.11), (-0.22, 0.20, 0.08, 0.21)):
        still.tube((x0, y, z), (x1, y + 0.05, z + 0.02), 0.055, log)
    fire = (1.0, 0.45, 0.13)
    for k, (x, y, tall) in enumerate(((-0.12, 0.05, 0.34), (0.08, 0.09, 0.42), (0.0, 0.03, 0.30), (0.17, 0.05, 0.24))):
        still.tube((x, y, 0.16), (x + 0.03 * (-1) ** k, y, 0.16 + tall), 0.055, glow(fire, _FIRE), 0.004)
    part.bulb((0.0, 0.05, 0.32), 0.12, np.asarray(fire) * _FIRE)
