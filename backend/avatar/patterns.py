# SPDX-License-Identifier: GPL-3.0-or-later
"""Sewing patterns: which part of which fitting cage makes a garment, and where its edges lie.

A pattern depends on the cut (sleeve, length), never on the wearer, so it is made once and kept.
Levels and arm coordinates are those of :mod:`.coordinates`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from backend.body import hm08

from . import attach, cuts
from . import coordinates as c
from .cuts import MAIN, TRIM, Cut
from .patches import PATCHES
from .surface import Surface, from_quads, join, subdivide


@dataclass(frozen=True)
class Pattern:
    """A cut surface with the template coordinates of its vertices and its finished edges."""

    cut: Cut
    surface: Surface
    level: np.ndarray
    arm: np.ndarray
    arm_share: np.ndarray
    side: np.ndarray
    #: Vertices of the skirt cage.
    skirt: np.ndarray
    #: Averages over each vertex's neighbours (see ``Surface.neighbours``).
    mean: Any
    #: Boundary loops.
    rims: list[list[int]]
    #: The surface after draping: cut along the lines of its patches, its matrix (W, V) over this surface's vertices.
    sewn: Surface
    #: Metres (W,) from the neckline (see :func:`.cuts.neck`).
    neck: np.ndarray
    #: Boundary loops of ``sewn``, each with "neck", "hem" or "sole".
    loops: list[tuple[str, list[int]]]
    #: Faces of each patch of :data:`.patches.PATCHES` on ``sewn``.
    patches: list[tuple[str, list[int]]]
    #: Things sewn on, with blends (N, V) of this surface's vertices for their spots.
    details: list[tuple[Any, attach.Detail]]


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
        on = t.on(skirt)
        skirt = skirt.cut(on.level - cut.skirt - cuts.ragged(cut, on))
        if cut.opening is not None:
            skirt = skirt.cut(cuts.opening(cut, t.on(skirt)))
        if cut.panel is not None:
            skirt = skirt.cut(cuts.panel(cut, t.on(skirt)))
        parts.append(skirt)
    surface = join(parts)
    skirt_mask = np.zeros(surface.matrix.shape[0], dtype=bool)
    if cut.skirt is not None:
        skirt_mask[-parts[-1].matrix.shape[0]:] = True
    on = t.on(surface)
    sewn, patches = _sewn(cut, surface, on)
    fine = on.on(sewn)
    necks = cuts.neck(cut, fine)
    loops = []
    for loop in sewn.boundary():
        high = cut.top > 8 and (np.abs(necks[loop]) < 0.004).sum() > 8 and fine.level[loop].max() > 4.9
        sole = cut.shoe and fine.level[loop].max() < 0.5
        loops.append(("neck" if high else "sole" if sole else "hem", loop))
    details = [] if cut.shoe else [(attach.spots(surface, each), each) for each in attach.details(cut)]
    return Pattern(cut, surface, level=on.level, arm=on.arm, arm_share=on.arm_share, side=on.side, skirt=skirt_mask,
                   mean=surface.neighbours(), rims=surface.boundary(), sewn=sewn, neck=necks, loops=loops,
                   patches=patches, details=details)


def _sewn(cut: Cut, surface: Surface, on: c.Coordinates) -> tuple[Surface, list[tuple[str, list[int]]]]:
    """The garment with its faces cut along the lines of all patches, over its own vertices, and the faces of each."""
    from scipy.sparse import identity

    mark = 64
    fine = Surface(identity(surface.matrix.shape[0], format="csr"), surface.faces, list(surface.tags))
    for number, name in enumerate(cut.patches):
        inside = PATCHES[name].inside
        for index in range(len(inside(on))):
            fine, _ = fine.split(inside(on.on(fine))[index])
        chosen = np.logical_and.reduce([fine.centres(values) > 0 for values in inside(on.on(fine))])
        fine.tags = [tag + (mark << number if here and tag < mark else 0) for tag, here in zip(fine.tags, chosen)]
    found = []
    for number, name in enumerate(cut.patches):
        faces = [index for index, tag in enumerate(fine.tags) if mark << number <= tag < mark << (number + 1)]
        if faces:
            found.append((name, faces))
    fine.tags = [tag % mark for tag in fine.tags]
    return fine, found


def _bodice(cut: Cut) -> Surface:
    """Torso, arms and legs between the edges of ``cut``, with bands of trim split off."""
    t = c.template()
    surface = _cage("helper-tights")

    def trim(values: Callable[[c.Coordinates], np.ndarray]) -> None:
        nonlocal surface
        surface = surface.cut(values(t.on(surface)))

    trim(lambda on: on.level - cut.bottom - cuts.ragged(cut, on))
    if cut.top < 8:
        trim(lambda on: cut.top - on.level)
        trim(lambda on: 0.5 - on.arm_share)
    else:
        trim(lambda on: cuts.neck(cut, on))
        trim(lambda on: cuts.sleeve(cut, on) - (cuts.ragged(cut, on) if cut.sleeve > 0 else 0.0))
    if cut.brief:
        trim(cuts.brief)
    if cut.opening is not None:
        trim(lambda on: cuts.opening(cut, on))
    if cut.panel is not None:
        trim(lambda on: cuts.panel(cut, on))
    if cut.torn > 0:
        trim(lambda on: cuts.holes(cut, on))
    bands: list[Callable[[c.Coordinates], np.ndarray]] = [values for wanted, values in (
        (cut.collar == "crew" and cut.top > 8, lambda on: cuts.neck(cut, on) - 0.016),
        (cut.cuffs and cut.sleeve > 1, lambda on: cut.sleeve - 0.17 - on.arm),
        (cut.waistband and cut.top < 8, lambda on: (cut.top - on.level) * 0.1 - 0.028),
        (cut.cuffs and cut.bottom < c.KNEE, lambda on: on.level - cut.bottom - 0.1)) if wanted]
    for values in bands:
        surface, split = surface.split(values(t.on(surface)))
        inside = surface.centres(split) < 0
        surface.tags = [TRIM if chosen and old == MAIN else old for old, chosen in zip(surface.tags, inside)]
    return surface


def _shoe(cut: Cut) -> Surface:
    t = c.template()
    surface = _cage("helper-tights")
    surface = surface.cut(surface.points(cut.top - t.level))
    surface = surface.cut(surface.points(t.level - 0.17))
    if cut.heel > 0:
        return surface.cut(cuts.pump(t.on(surface)))
    return surface.cut(cuts.strap(t.on(surface))) if cut.straps else surface


__all__ = ["MAIN", "TRIM", "Cut", "Pattern", "pattern"]
