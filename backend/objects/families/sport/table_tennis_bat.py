# SPDX-License-Identifier: GPL-3.0-or-later
"""Table tennis bats lying flat: red and black rubber on a wooden blade, with a ball."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.sport.shared_sport import bound
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import ball, rounded, slab


def build(d: Draw) -> list[Part]:
    hx, hy = .075 * d.between(.95, 1.05), .080 * d.between(.96, 1.04)
    a = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    round_ = np.column_stack([hx * np.sin(a), hy * np.cos(a)])
    low = -hy - .006
    outline = spline([*[(hx * np.sin(t), hy * np.cos(t)) for t in np.linspace(-2.45, 2.45, 26)], (.020, low - .012),
                      (.0125, low - .03),
                      (.012, low - .10), (-.012, low - .10), (-.0125, low - .03), (-.020, low - .012)], 110,
                      closed=True)
    z = .0105
    wood = slab(outline, rounded(.006, .0015), "wood").moved(z=z)
    trimmed = round_ * .985
    trimmed = trimmed[trimmed[:, 1] > -.80 * hy]
    pads = [slab(trimmed, rounded(.0038, .0008), name).moved(z=zz) for name,
            zz in (("body", z + .0058), ("other", z - .0036))]
    handle = bound(low - .012, low - .105, .029, .023, 3, d, "grip", z + .003)
    stripe = [bound(low - .03 - .028 * k, low - .034 - .028 * k, .030, .0238, 1, d, "stripe",
                    z + .003) for k in range(3)]
    ball_ = ball(.020, 22, 30, "ball").moved(hx + .035, -.05 + d.between(-.03, .03), .020)
    return [part("blade", wood), part("rubber", *pads), part("grip", handle, *stripe), part("ball", ball_)]


FAMILY = Family(
    name="table_tennis_bat", words=("table tennis bat", "ping pong bat", "table tennis paddle", "ping pong paddle",
                                    "table tennis racket",
                                    "pingpong bat", "pingpong", "ping pong"),
    gloss=("a bat for table tennis", "a ping pong paddle with a ball"), extent=(.2, .34), build=build,
    principal="depth",
    materials=("toy red", "toy red", "toy blue", "toy green"),
    looks={"body": "main", "other": "toy black", "wood": "birch", "grip": ("birch", "oak", "teak"),
           "stripe": ("toy red", "toy blue"),
           "ball": ("toy white", "toy orange")},
    part_words={"body": ("rubber", "face"), "grip": ("grip", "handle"), "ball": ("ball",)})
