# SPDX-License-Identifier: GPL-3.0-or-later
"""A coopered barrel: bellied staves, recessed heads, iron hoops."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    height = d.measure("height", 0.72, 0.92)
    belly = height * d.between(0.66, 0.74) / 2
    bulge = d.between(0.14, 0.19)
    staves = int(d.random.integers(18, 25))

    def radius(z: np.ndarray) -> np.ndarray:
        return belly * (1 - bulge * (2 * z / height - 1) ** 2)

    z = np.linspace(0.02 * height, 0.98 * height, d.segments(36, 20))
    end = float(radius(np.array(0.0)))
    chime, deep = 0.020, 0.035
    base = fillet([(0, deep), (end - chime - 0.008, deep), (end - chime, 0), (end, 0), (float(radius(z[0])), z[0])],
                  [0, .004, .003, .005, 0], 3)[:-1]
    lid = np.column_stack([base[::-1, 0], height - base[::-1, 1]])
    profile = np.concatenate([base, np.column_stack([radius(z), z]), lid])
    labels = np.full(len(profile) - 1, "staves", dtype="<U24")
    labels[:6], labels[-6:] = "head", "head"

    def groove(angle: np.ndarray, level: np.ndarray) -> np.ndarray:
        away = np.abs(((angle / (2 * np.pi) * staves) + 0.5) % 1 - 0.5)
        return 1 - 0.010 * np.exp(-(away / 0.055) ** 2) * np.ones_like(level)

    body = lathe(profile, staves * 8, labels.tolist(), modulation=groove)
    hoops = []
    tall = 0.042 * height
    for t in (0.035, 0.20, 0.335):
        for mid in (t, 1 - t):
            low, high = mid * height - tall / 2, mid * height + tall / 2
            low, high = max(low, 0.004), min(high, height - 0.004)
            inner = float(np.minimum(radius(np.array(low)), radius(np.array(high)))) - 0.006
            ra, rb = float(radius(np.array(low))) + 0.0035, float(radius(np.array(high))) + 0.0035
            ring = fillet([(inner, low), (ra, low), (rb, high), (inner, high)], [.001, .0014, .0014, .001], 2,
                          closed=True)
            hoops.append(lathe(ring, d.segments(96), "hoops", loop=True))
    return [part("staves", body), part("hoops", *hoops)]


FAMILY = Family(
    name="barrel", words=("barrel", "cask", "keg", "wine barrel", "oil drum"),
    gloss=("a wooden barrel of beer", "a cask of wine", "an oak keg"),
    extent=(0.6, 1.0), build=build, native=("height",), materials=("oak", "oak", "walnut", "teak"),
    looks={"staves": "main", "head": "main", "hoops": ("iron", "steel")},
    part_words={"hoops": ("hoop", "hoops", "band", "bands", "rings"), "staves": ("stave", "staves"),
                "head": ("lid", "head", "top")})
