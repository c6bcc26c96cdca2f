# SPDX-License-Identifier: GPL-3.0-or-later
"""Mooncakes: scalloped sides, a pressed pattern on top, one cut to its yolk."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball, disc
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    r, tall = d.between(.030, .036), d.between(.023, .028)
    n = 128 if d.detail >= .75 else 72
    lobes = int(d.between(12, 18))

    def scallop(a: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + .035 * np.abs(np.cos(lobes * a / 2)) * np.ones_like(z)

    cake = disc(r, tall, .0035, n, "crust", 4, 3, scallop)
    marks = [lathe(circle(8, .0012) + np.array([q * r, 0]), n, "crust", loop=True).moved(z=tall) for q in (.88, .56,
                                                                                          .24)]
    petals = [ball((.17 * r, .075 * r, .0016), 8, 16, "crust").moved(.40 * r, 0,
                                                                     tall).rotated(2 * np.pi * k / 8) for k in range(8)]
    beads = np.arange(16) * 2 * np.pi / 16 + .2
    petals += [ball((.055 * r, .055 * r, .0016), 6, 12, "crust").moved(.72 * r, 0, tall).rotated(a) for a in beads]
    petals.append(ball((.14 * r, .14 * r, .0020), 8, 18, "crust").moved(0, 0, tall))
    parts = [part("mooncake", cake, *marks, *petals)]
    from_x, y = 2.35 * r, -.35 * r
    half = disc(r, tall, .0035, n, "crust", 4, 3, scallop).deformed(lambda v: np.column_stack([v[:, 0],
                                                                                          np.maximum(v[:, 1],
                                                                                          .04 * v[:, 1]), v[:, 2]]))
    face = ball((.86 * r, .0016, .40 * tall), 12, 40, "filling").moved(0, -.04 * r, tall / 2)
    yolk = ball((.34 * r, .0024, .30 * tall), 12, 32, "yolk").moved(0, -.04 * r - .0008, tall / 2)
    yaw = d.between(-.5, .3)
    parts.append(part("half", *(p.rotated(yaw).moved(from_x, y, 0) for p in (half, face, yolk))))
    return parts


FAMILY = Family(
    name="mooncake", words=("mooncake", "moon cake", "chinese pastry", "green bean cake", "egg tart"),
    gloss=("a mooncake with a yolk inside",), extent=(.08, .18),
    build=build, principal="width", materials=("bread crust", "pastry", "bun"),
    looks={"crust": "main", "filling": ("chocolate", "jam"), "yolk": "orange rind"},
    part_words={"crust": ("crust",), "filling": ("filling",)})
