# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of animals: eyes set into a head, and four-legged bodies of any build.

Animals look along -Y and stand on z = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.bake import Part
from backend.objects.families.base import Draw, part
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.surface import Surface


def eyes(body: Sculpt, center: ArrayLike, radius: float, aside: float, ahead: float, up: float,
         region: str = "eye", sink: float = 0.35) -> list[Surface]:
    """Two balls set into ``body`` where rays from ``center`` towards (+-aside, -ahead, up) leave it."""
    found = []
    for sign in (1, -1):
        way = np.array([sign * aside, -ahead, up])
        at = body.outlet(center, way) - sink * radius * way / np.linalg.norm(way)
        found.append(ball(radius, 12, 16, region).moved(*at))
    return found


def pupils(whites: Sequence[Surface], radius: float, toward: ArrayLike = (0.35, -1, 0.1), share: float = 0.55,
           region: str = "pupil") -> list[Surface]:
    """A smaller dark ball in the front of each eye; the x of ``toward`` points outward."""
    found = []
    for white in whites:
        middle = white.vertices.mean(axis=0)
        way = np.asarray(toward, float) * (np.sign(middle[0]) or 1.0, 1, 1)
        at = middle + way / np.linalg.norm(way) * radius * (1.06 - share)
        found.append(ball(radius * share, 10, 14, region).moved(*at))
    return found


@dataclass(frozen=True)
class Build:
    """Proportions of a four-legged animal in heights of its withers."""

    #: From shoulder joint to hip joint.
    length: float = 0.95
    #: Radii of rump, loin, belly, chest, shoulder.
    torso: Sequence[float] = (0.17, 0.16, 0.19, 0.21, 0.19)
    #: Width over height of the torso.
    slim: float = 0.82
    #: Height of the torso's axis at rump and chest, from its top.
    rump_up: float = 0.0
    legs: float = 0.075
    shin: float = 0.045
    foot: float = 0.055
    hoof: bool = False
    #: The neck's end from the shoulder (forward, up) and its radii.
    neck: tuple[float, float] = (0.30, 0.30)
    neck_radii: tuple[float, float] = (0.15, 0.11)
    skull: float = 0.125
    #: Muzzle: how long, how deep at its root and tip, how far it points down (radians).
    muzzle: float = 0.20
    muzzle_radii: tuple[float, float] = (0.085, 0.060)
    droop: float = 0.35
    nose: float = 0.030
    ear: str = "pointed"
    ear_size: float = 0.14
    eye: float = 0.022
    #: (back, down) of the tail's points and its radii; ``tuft`` is a ball at its end.
    tail: Sequence[tuple[float, float]] = ((0, 0), (0.20, 0.12), (0.26, 0.36))
    tail_radii: Sequence[float] = (0.045, 0.04, 0.02)
    tuft: float = 0.0
    mane: float = 0.0
    blend: float = 0.09
    cells: int = 104


@dataclass
class Creature:
    """A sculpted animal in withers units and where its head is."""

    body: Sculpt
    head: np.ndarray
    tip: np.ndarray
    withers: np.ndarray
    rump: np.ndarray


def quadruped(b: Build, d: Draw, pose: float = 0.0) -> Creature:
    """The body of a four-legged animal with withers at height 1; ``pose`` is half a step in units of leg length."""
    s = Sculpt(b.blend)
    half = b.length / 2
    rump_r, _, _, chest_r, shoulder_r = b.torso
    z_front, z_back = 1 - shoulder_r, 1 - rump_r + b.rump_up
    y = np.linspace(half, -half, 5)
    z = np.linspace(z_back, z_front, 5) + np.array([0, 0.00, -0.5, -0.35, 0]) * (chest_r - rump_r * 0.5)
    spine = np.column_stack([np.zeros(5), y, z])
    s.limb(spine, b.torso, squeeze=flat((1, 0, 0), b.slim), rows=16)
    wide = b.slim * 0.62
    stride = pose * 0.12
    for side in (1, -1):
        xf, xb = side * wide * chest_r * 1.05, side * wide * max(rump_r, 0.8 * chest_r) * 1.05
        step = stride * side
        knee = 0.47 * z_front
        s.limb([(xf, -half + 0.02, z_front - 0.08), (xf, -half + 0.05, 0.62 * z_front),
                (xf, -half - step * 0.4, knee * .8),
                (xf, -half + 0.012 - step, 0.10), (xf, -half - step, b.foot * 0.9)],
               [b.legs * 1.55, b.legs * 1.15, b.shin * 1.2, b.shin, b.shin * 1.05], rows=14)
        s.limb([(xb, half - 0.02, z_back - 0.10), (xb, half - 0.05, 0.60 * z_back),
                (xb, half + 0.085 + step * .5, 0.36),
                (xb, half + 0.04 + step, 0.12), (xb, half + 0.015 + step, b.foot * 0.9)],
               [b.legs * 1.95, b.legs * 1.45, b.shin * 1.12, b.shin, b.shin * 1.05], rows=14)
        for x, at in ((xf, -half - step), (xb, half + 0.015 + step)):
            if b.hoof:
                s.limb([(x, at - 0.012, 0.004 + b.foot * 0.55), (x, at - 0.012, b.foot)],
                       [b.foot, b.foot * 0.86], "hoof", 0.004, np.eye(3))
            else:
                s.blob((x, at - 0.35 * b.foot, b.foot * 0.62), (b.foot * 0.95, b.foot * 1.3, b.foot * 0.72),
                       "paw", 0.03)
    withers = np.array([0, -half, z_front])
    head = withers + np.array([0, -b.neck[0], b.neck[1]])
    bend = withers + (head - withers) * 0.5 + np.array([0, 0.03, 0.02])
    s.limb([withers + np.array([0, 0.06, 0.02]), bend, head],
           [b.neck_radii[0] * 1.12, sum(b.neck_radii) / 2, b.neck_radii[1]],
           squeeze=flat((1, 0, 0), min(1.0, b.slim * 1.05)))
    way = np.array([0, -np.cos(b.droop), -np.sin(b.droop)])
    s.blob(head, (b.skull * 0.88, b.skull * 1.05, b.skull * 0.96))
    root = head + way * b.skull * 0.45 + np.array([0, 0, -0.12 * b.skull])
    tip = head + way * (b.skull * 0.75 + b.muzzle) + (0, 0, -0.16 * b.skull)
    s.limb([root, tip], b.muzzle_radii, "muzzle", b.blend * 0.7)
    if b.nose:
        s.blob(tip + way * b.muzzle_radii[1] * 0.85 + np.array([0, 0, b.muzzle_radii[1] * 0.38]),
               (b.nose * 1.2, b.nose * 0.8, b.nose * 0.8), "nose", 0.01)
    ears(s, b, head)
    rump = np.array([0, half + rump_r * 0.80, z_back + rump_r * 0.42])
    path = [rump + np.array([0, back, -down]) for back, down in b.tail]
    path[0] = path[0] + np.array([0, -0.08, -0.02])
    s.limb(path, list(b.tail_radii), "tail", 0.04)
    if b.tuft:
        s.blob(path[-1] + np.array([0, 0, -0.5 * b.tuft]), (b.tuft * 0.6, b.tuft * 0.6, b.tuft), "tuft", 0.03)
    if b.mane:
        crest = [head + np.array([0, 0.02 + b.skull * 0.35, b.skull * 0.8])]
        crest += [bend + np.array([0, 0.3, 0.375]) * sum(b.neck_radii),
                  withers + np.array([0, 0.12, b.neck_radii[0] * 0.98])]
        s.limb(crest, [b.mane * 0.8, b.mane, b.mane * 0.6], "mane", 0.02, flat((1, 0, 0), 0.55))
    return Creature(s, head, tip, withers, rump)


def ears(s: Sculpt, b: Build, head: np.ndarray) -> None:
    """Both ears of a ``Build``: pointed, round, floppy, long, side."""
    r, e = b.skull, b.ear_size
    at = head + np.array([0.55 * r, 0.25 * r, 0.70 * r])
    if b.ear == "pointed":
        s.limb([at, at + np.array([0.22 * e, 0.0, 0.5 * e]), at + np.array([0.34 * e, -0.02, e])],
               [0.36 * e, 0.26 * e, 0.06 * e], "ear", 0.03,
               flat((0.25, -1, 0), 0.40), mirror=True)
    elif b.ear == "round":
        s.blob(at + np.array([0.25 * e, 0, 0.35 * e]), (0.5 * e, 0.24 * e, 0.5 * e), "ear", 0.03, mirror=True)
    elif b.ear == "floppy":
        at = head + np.array([0.70 * r, 0.20 * r, 0.50 * r])
        s.limb([at, at + np.array([0.30 * e, -0.05 * e, -0.15 * e]), at + np.array([0.36 * e, -0.15 * e, -0.95 * e])],
               [0.16 * e, 0.30 * e, 0.26 * e], "ear", 0.03, flat((1, 0, 0.15), 0.42), mirror=True)
    elif b.ear == "long":
        s.limb([at, at + np.array([0.10 * e, 0.12 * e, 0.55 * e]), at + np.array([0.16 * e, 0.30 * e, e])],
               [0.12 * e, 0.19 * e, 0.07 * e],
               "ear", 0.03, flat((0.2, -1, 0), 0.55), mirror=True)
    else:
        at = head + np.array([0.80 * r, 0.20 * r, 0.42 * r])
        s.limb([at, at + np.array([0.5 * e, 0.05 * e, 0.02 * e]), at + np.array([e, 0.05 * e, -0.12 * e])],
               [0.14 * e, 0.25 * e, 0.10 * e],
               "ear", 0.03, flat((0, -0.5, 1), 0.5), mirror=True)


def horn(points: ArrayLike, radii: ArrayLike, size: float = 1.0, both: bool = True) -> list[Surface]:
    """A horn, tusk or antler through ``points``, and its twin."""
    one = tube(np.asarray(points, float) * size, np.asarray(radii, float) * size, 16, 12, "horn")
    return [one, one.mirrored()] if both else [one]


def finished(c: Creature, b: Build, height: float, d: Draw, more: Sequence[Part] = (),
             look: tuple[float, float, float] = (0.78, 0.62, 0.32)) -> list[Part]:
    """The creature as parts in metres, its withers at ``height``; ``more`` parts are in withers units."""
    skin = c.body.surface(b.cells, d.detail)
    pair = eyes(c.body, c.head + np.array([0, -0.15 * b.skull, 0]), b.eye, *look)
    parts = [part("body", skin), part("eyes", *pair), *more]
    return [Part(p.name, tuple(piece.scaled((height,) * 3) for piece in p.pieces)) for p in parts]


LOOKS: dict[str, str | Sequence[str]] = {"coat": "main", "muzzle": "main", "ear": "main", "paw": "main", "tail": "main",
                                         "nose": "nose", "eye": "eye", "hoof": "hoof", "mane": "mane", "tuft": "mane",
                                         "horn": "horn"}
WORDS: dict[str, tuple[str, ...]] = {"coat": ("coat", "fur", "body"), "ear": ("ear", "ears"), "tail": ("tail",),
                                     "eye": ("eye", "eyes"), "paw": ("paw", "paws", "feet"), "nose": ("nose", "snout"),
                                     "mane": ("mane",), "hoof": ("hoof", "hooves", "hoofs"), "horn": ("horn", "horns")}


def words(*names: str) -> dict[str, tuple[str, ...]]:
    """The part words of some regions."""
    return {name: WORDS[name] for name in names}


def varied(b: Build, d: Draw, amount: float = 0.07) -> Build:
    """The same build as another individual has it."""
    def by(value: float) -> float:
        return value * d.between(1 - amount, 1 + amount)

    stout = d.between(1 - amount, 1 + amount)
    return replace(b, length=by(b.length), torso=tuple(r * stout for r in b.torso), slim=min(1.0, by(b.slim)),
                   neck=(by(b.neck[0]), by(b.neck[1])), skull=by(b.skull), muzzle=by(b.muzzle),
                   ear_size=by(b.ear_size), droop=b.droop + d.between(-1, 1) * amount,
                   tail=[(by(back), by(down)) for back, down in b.tail])
