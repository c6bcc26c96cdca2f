# SPDX-License-Identifier: GPL-3.0-or-later
"""Biscuits: with chocolate chips, or a sandwich with cream."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import GOLDEN, body, copies, disc, poses, roughened
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    kind = d.choose({"chip": 1.0, "sandwich": 0.45})
    if kind == "sandwich":
        half, teeth = d.between(0.023, 0.026), 40

        def toothed(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
            return 1 + 0.014 * np.cos(teeth * angle)
        wafers = []
        for at, flip in ((0.0, True), (0.0135, False)):
            profile = fillet([(0, 0), (half, 0), (half, .0055), (.82 * half, .0055), (.80 * half, .0046),
                              (.30 * half, .0046),
                              (.28 * half, .0054), (0, .0054)], [0, .001, .0014, .0004, .0004, .0004, .0004, 0], 2)
            wafer = lathe(profile, teeth * 4, "wafers", modulation=toothed)
            wafers.append((wafer.rotated(np.pi, "x").moved(z=0.0055) if flip else wafer).moved(z=at))
        cream = disc(0.90 * half, 0.0086, 0.002, 48, "cream").moved(z=0.0052)
        return [part("wafers", *wafers), part("cream", cream)]
    pieces, chips = [], []
    for k in range(int(d.random.integers(1, 4))):
        half, seed = d.between(0.034, 0.041), int(d.random.integers(1000))
        phase = d.between(0, 6.28)

        def uneven(angle: np.ndarray, z: np.ndarray, phase: float = phase) -> np.ndarray:
            return 1 + 0.03 * np.cos(2 * angle + phase) + 0.02 * np.cos(5 * angle - phase)
        cookie = body([(0, 0), (.6, 0), (.93, .02), (1.0, .35), (.94, .68), (.7, .90), (.35, 1.0), (0, 1.02)], half,
                      0.0115,
                      d.segments(36, 24), d.segments(56, 36), "cookie", uneven)
        cookie = roughened(cookie, 0.0016, 0.010, seed)
        shift = np.array([d.between(-.25, .25) * half * k, d.between(-.25, .25) * half * k, 0.0115 * k])
        pieces.append(cookie.moved(*shift))
        count = 13
        a = np.arange(count) * GOLDEN + phase
        r = 0.84 * half * np.sqrt((np.arange(count) + 0.4) / count)
        at = np.column_stack([r * np.cos(a), r * np.sin(a), 0.0112 * (1.02 - 0.35 * (r / half) ** 3)]) + shift
        chips.append(copies(body([(0, 0), (.9, 0), (1, .2), (.6, .7), (.2, 1), (0, 1)], 0.0036, 0.0048, 8, 12, "chips"),
                            poses(at - (0, 0, 0.001), a, d.random.uniform(-.3, .3, count),
                                  d.random.uniform(.7, 1.25, count)), shared=False))
    return [part("cookie", *pieces), part("chips", *chips)]


FAMILY = Family(
    name="cookie", words=("cookie", "biscuit", "cookies", "chocolate chip cookie", "sandwich cookie", "cracker"),
    gloss=("a chocolate chip cookie", "a round biscuit"),
    extent=(0.045, 0.11), build=build, principal="width", materials=("cookie",),
    looks={"cookie": "main", "wafers": "main or dark chocolate", "cream": "cream", "chips": "dark chocolate"},
    part_words={"chips": ("chips", "chocolate chips"), "cream": ("cream", "filling")},
    styles={"chip": ("chip", "chocolate chip", "chocolate chip cookie"), "sandwich": ("sandwich cookie", "filled")})
