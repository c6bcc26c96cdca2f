# SPDX-License-Identifier: GPL-3.0-or-later
"""Limb and torso coordinates of the base mesh: where a sleeve or a hem lies, on any body.

They are computed once on the template, so the same cut falls on the same anatomy of every shape.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np

from backend.body import hm08, rigs

#: Names of the levels: 0 sole, 1 ankle, 2 knee, 3 crotch, 4 waist, 5 armpit, 6 neck base, 7 crown.
ANKLE, KNEE, CROTCH, WAIST, ARMPIT, NECK = 1.0, 2.0, 3.0, 4.0, 5.0, 6.0


@dataclass(frozen=True)
class Coordinates:
    """One value for each of the 19158 base mesh vertices, on the template (metres where lengths).

    ``level``: height in landmarks, see above. ``arm``: 0 shoulder, 1 elbow, 2 wrist along the arm's
    axis, at most 0 off the arm. ``arm_share``: skin weight of the arm, 0..1. ``side``: x, left
    positive. ``collar``: height in metres below a plane around the neck's root that is lower at
    the throat; negative on neck and head. ``hand`` and ``foot``: skin weight shares.
    """

    level: np.ndarray
    arm: np.ndarray
    arm_share: np.ndarray
    side: np.ndarray
    depth: np.ndarray
    collar: np.ndarray
    hand: np.ndarray
    foot: np.ndarray
    #: Height z, metres.
    height: np.ndarray

    def on(self, surface: Any) -> Coordinates:
        """The coordinates of a :class:`.surface.Surface`'s vertices."""
        return Coordinates(**{item.name: surface.points(getattr(self, item.name)) for item in fields(self)})


def joint(name: str, vertices: np.ndarray) -> np.ndarray:
    """Centre (3,) of a joint cube, e.g. "l-knee"."""
    return vertices[hm08.vertex_group(f"joint-{name}")].mean(axis=0)


def share(*parts: str) -> np.ndarray:
    """Summed game-engine skin weight of the bones whose names start with ``parts``, (19158,)."""
    names, _, _ = rigs.bones("game_engine")
    chosen = np.array([name.startswith(parts) for name in names])
    joints, weights = rigs.weights("game_engine")
    return (weights * chosen[joints]).sum(axis=1)


def along(points: np.ndarray, a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Position (N,) along the line a (0), b (1), c (2), extended past both ends."""
    first = (points - a) @ (b - a) / ((b - a) @ (b - a))
    second = 1.0 + (points - b) @ (c - b) / ((c - b) @ (c - b))
    bend = (b - a) / np.linalg.norm(b - a) + (c - b) / np.linalg.norm(c - b)
    return np.where((points - b) @ bend < 0, np.minimum(first, 1.0), np.maximum(second, 1.0))


@cache
def _landmarks() -> np.ndarray:
    """Template heights (8,) of the levels 0 to 7."""
    v = hm08.base_mesh().vertices
    return np.array([
        v[slice(*hm08.BODY), 2].min(), joint("l-ankle", v)[2], joint("l-knee", v)[2],
        joint("l-upper-leg", v)[2] - 0.055,
        joint("spine-4", v)[2] + 0.035, joint("l-shoulder", v)[2] - 0.085, joint("neck", v)[2] - 0.03,
        v[slice(*hm08.BODY), 2].max()])


def height(level: float) -> float:
    """Height of a level on the template, metres."""
    return float(np.interp(level, range(8), _landmarks()))


@cache
def _sides() -> tuple[np.ndarray, np.ndarray]:
    """Height and depth (template, metres) of the side seam: through hip, armpit and shoulder."""
    v = hm08.base_mesh().vertices
    hip, shoulder, foot = joint("l-upper-leg", v), joint("l-shoulder", v), joint("l-ankle", v)
    return np.array([foot[2], hip[2], shoulder[2]]), np.array([foot[1], hip[1], shoulder[1]])


def side_line(z: np.ndarray) -> np.ndarray:
    """Depth (N,) of the side seams at template heights: what lies before it is the front."""
    return np.interp(z, *_sides())


@cache
def template() -> Coordinates:
    """The coordinates of the template, computed once."""
    v = hm08.base_mesh().vertices
    x, y, z = v.T
    level = np.interp(z, _landmarks(), range(8))
    mirrored = v * np.where(x < 0, [[-1.0], [1.0], [1.0]], 1.0).T
    arm_share = share("upperarm", "lowerarm", "hand", "thumb", "index", "middle", "ring", "pinky")
    arm = along(mirrored, joint("l-shoulder", v), joint("l-elbow", v), joint("l-hand", v))
    neck = joint("neck", v)
    # The root of the neck: low at the throat, high at the nape, falling away over the shoulders.
    plane = neck[2] - 0.012 + 0.62 * (y - neck[1]) - z
    around = np.maximum(plane, np.hypot(x, 0.9 * (y - neck[1] - 0.004)) - 0.062)
    collar = np.where(plane > -0.05, around, plane)
    return Coordinates(
        level=level, arm=np.where(arm_share > 0.5, arm, np.minimum(arm, 0.0)), arm_share=arm_share,
        side=x.copy(), depth=y.copy(), collar=collar,
        hand=share("hand", "thumb", "index", "middle", "ring", "pinky"), foot=share("foot", "ball"), height=z.copy())
