# SPDX-License-Identifier: GPL-3.0-or-later
"""Sewing patterns: which part of which fitting cage makes a garment, and where its edges lie.

A pattern depends on the cut (sleeve, length), never on the wearer, so it is made once and kept.
Levels and arm coordinates are those of :mod:`.coordinates`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from backend.body import hm08

from . import coordinates as c
from .surface import Surface, from_quads, join, subdivide

#: Where sleeves end on the arm (0 shoulder, 1 elbow, 2 wrist); 0 is sleeveless.
SLEEVES = {"none": 0.0, "short": 0.62, "elbow": 0.95, "three-quarter": 1.45, "long": 1.92}
#: Where trouser legs end (level).
LEGS = {"long": 0.78, "ankle": 1.22, "cropped": 1.5, "knee": 1.95, "short": 2.4}
#: Where skirts and dresses end (level).
SKIRTS = {"maxi": 1.1, "ankle": 1.2, "long": 1.3, "midi": 1.6, "knee": 1.95, "short": 2.2}
#: A skirt that ends below this level hides the legs.
LONG = 1.45
MAIN, TRIM, FASTENER, SOLE = range(4)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What a garment covers and how loosely. Lengths in metres.

    ``top`` and ``bottom`` are levels, ``sleeve`` an arm coordinate, ``neckline`` metres below the
    neck's root (see ``Coordinates.collar``).
    """

    top: float = 9.0
    bottom: float = 0.0
    sleeve: float = 0.0
    neckline: float = 0.0
    #: Distance from the skin at torso and limbs.
    ease: float = 0.010
    #: How straight legs and sleeves fall: radius of the tube as a share of thigh or upper arm.
    straight: float = 0.0
    #: How much the torso hangs straight from chest and belly, 0..1.
    hang: float = 0.0
    #: Depth of folds.
    folds: float = 0.002
    #: "crew" (a knitted band), "stand", "fold" or "none".
    collar: str = "crew"
    cuffs: bool = False
    fastener: bool = False
    #: A skirt from the waist down to this level; None without.
    skirt: float | None = None
    shoe: bool = False
    #: Above this level another garment lies over this one, which is then kept close and smooth.
    under: float = 9.0
    #: Least distance from the skin: outer layers have more.
    clearance: float = 0.005


@dataclass(frozen=True)
class Pattern:
    """A cut surface with the template coordinates of its vertices and its finished edges."""

    cut: Cut
    surface: Surface
    level: np.ndarray
    arm: np.ndarray
    arm_share: np.ndarray
    collar: np.ndarray
    side: np.ndarray
    #: Vertices of the skirt cage.
    skirt: np.ndarray
    #: Averages over each vertex's neighbours (see ``Surface.neighbours``).
    mean: Any
    #: Boundary loops, each with "neck" or "hem".
    loops: list[tuple[str, list[int]]] = field(default_factory=list)


@cache
def _cage(name: str) -> Surface:
    return subdivide(from_quads(hm08.base_mesh().faces[name]))


@cache
def pattern(cut: Cut) -> Pattern:
    """Cut the cages; cached, since it depends on the cut alone."""
    t = c.template()
    parts = []
    if cut.shoe:
        parts.append(_shoe(cut))
    elif cut.skirt is None or cut.top > c.WAIST + 0.3:
        parts.append(_bodice(cut))
    if cut.skirt is not None:
        skirt = _cage("helper-skirt")
        parts.append(skirt.cut(skirt.points(t.level) - cut.skirt))
    surface = join(parts)
    fields = {name: surface.points(getattr(t, name)) for name in ("level", "arm", "arm_share", "collar", "side")}
    skirt_mask = np.zeros(surface.matrix.shape[0], dtype=bool)
    if cut.skirt is not None:
        skirt_mask[-parts[-1].matrix.shape[0]:] = True
    loops = [("neck" if np.abs(fields["collar"][loop] - cut.neckline).max() < 0.02
              and fields["level"][loop].mean() > c.ARMPIT else "hem", loop) for loop in surface.boundary()]
    if cut.shoe:
        surface.tags = [SOLE if level < 0.17 else MAIN for level in surface.centres(fields["level"])]
    return Pattern(cut, surface, skirt=skirt_mask, mean=surface.neighbours(), loops=loops, **fields)


def _bodice(cut: Cut) -> Surface:
    """Torso, arms and legs between the edges of ``cut``, with bands of trim split off."""
    t = c.template()
    surface = _cage("helper-tights")

    def trim(values: np.ndarray) -> None:
        nonlocal surface
        surface = surface.cut(surface.points(values))

    trim(t.level - cut.bottom)
    if cut.top < 8:
        trim(cut.top - t.level)
        trim(0.5 - t.arm_share)
    else:
        trim(t.collar - cut.neckline)
        trim(_sleeve_field(cut.sleeve))
    bands = [(values, tag) for wanted, values, tag in (
        (cut.collar == "crew" and cut.top > 8, t.collar - cut.neckline - 0.016, TRIM),
        (cut.cuffs and cut.sleeve > 1, cut.sleeve - 0.17 - t.arm, TRIM),
        (cut.cuffs and cut.bottom < c.KNEE, t.level - cut.bottom - 0.1, TRIM)) if wanted]
    if cut.fastener:
        front = np.where(t.depth < 0, np.abs(t.side) - 0.009, 1.0)
        bands.append((np.maximum(front, cut.bottom - t.level), FASTENER))
    for values, tag in bands:
        surface, split = surface.split(surface.points(values))
        inside = surface.centres(split) < 0
        surface.tags = [tag if chosen and old == MAIN else old for old, chosen in zip(surface.tags, inside)]
    return surface


def _sleeve_field(sleeve: float) -> np.ndarray:
    """Positive where a sleeve of this length covers."""
    t = c.template()
    if sleeve <= 0:
        return 0.42 - t.arm_share
    return sleeve - t.arm


def _shoe(cut: Cut) -> Surface:
    t = c.template()
    surface = _cage("helper-tights")
    surface = surface.cut(surface.points(cut.top - t.level))
    return surface.split(surface.points(t.level - 0.17))[0]


def covered(cut: Cut) -> np.ndarray:
    """Base mesh vertices (19158,) well under the garment, a little inside its edges."""
    t = c.template()
    if cut.shoe:
        return t.level < cut.top - 0.14
    # A skirt hides the hips alone, a long one more: legs show from below, and leggings are worn under it.
    hips = (t.level > 3.4) & (t.level < c.WAIST + (0.08 if cut.top > 8 else -0.02)) & (t.arm_share < 0.5)
    if cut.skirt is not None and cut.skirt < LONG:
        # Nothing of the legs shows above a hem this low, and bent knees and shins would come through.
        hips |= (t.level > cut.skirt + 0.35) & (t.level < 3.5) & (t.arm_share < 0.5) & (t.hand < 0.5)
    if cut.skirt is not None and cut.top < 8:
        return hips
    result = (t.level > cut.bottom + 0.1) & (t.hand < 0.5)
    if cut.skirt is not None:
        result |= hips
    if cut.top < 8:
        result &= (t.level < cut.top - 0.12) & (t.arm_share < 0.5)
    else:
        result &= t.collar > cut.neckline + 0.014
        result &= (t.arm < cut.sleeve - 0.09) if cut.sleeve > 0 else (t.arm_share < 0.3)
    return result
