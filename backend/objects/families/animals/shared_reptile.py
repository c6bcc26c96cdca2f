# SPDX-License-Identifier: GPL-3.0-or-later
"""Sprawling legs of lizards, crocodiles and frogs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from backend.objects.modeling.blobs import Sculpt


def sprawl(s: Sculpt, joints: ArrayLike, radii: Sequence[float], toe: float, heading: float, region: str = "coat",
           toes: int = 4, spread: float = 1.5, claw: str = "", tip: float = 0.0, rows: int = 10) -> None:
    """A leg through ``joints`` (its last one the wrist on the ground) with ``toes`` fanned about ``heading``.

    ``heading`` is measured from -Y toward +X; ``tip`` > 0 ends toes in discs of that radius.
    """
    way = np.asarray(joints, float)
    s.limb(way, radii, region, rows=rows)
    thick = radii[-1] * 0.55
    for a in heading + np.linspace(-spread / 2, spread / 2, toes):
        out = np.array([np.sin(a), -np.cos(a), 0])
        base = np.array([*way[-1][:2], 0.0])
        end = base + out * toe
        s.limb([way[-1], base + out * toe * .55 + np.array([0, 0, thick * 1.2]), end + np.array([0, 0, thick * .6])],
               [thick * 1.25, thick, thick * .65], region, thick, rows=6)
        if tip:
            s.blob(end + np.array([0, 0, tip * .5]), (tip, tip, tip * .5), region, thick)
        if claw:
            s.limb([end + np.array([0, 0, thick * .6]), end + out * toe * .28 + np.array([0, 0, thick * .1])],
                   [thick * .5, thick * .12], claw, thick * .3)
