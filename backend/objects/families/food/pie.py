# SPDX-License-Identifier: GPL-3.0-or-later
"""A pie with a lattice lid in its tin."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline, superellipse
from backend.objects.modeling.organic import disc
from backend.objects.modeling.solids import lathe, sweep, vessel


def build(d: Draw) -> list[Part]:
    half, tall = d.between(0.10, 0.125), d.between(0.034, 0.042)
    outer = spline([(.76, 0), (.82, .12), (.90, .6), (.97, 1.0)], 24) * (half, tall)
    tin = vessel(outer, 0.0014, 0.0016, d.segments(72, 44), rim_width=0.002)
    filling = disc(0.90 * half, 0.80 * tall, 0.004, d.segments(56, 36), "filling").moved(z=0.06 * tall)
    crimps = int(d.random.integers(26, 36))
    ring = np.arange(12) / 12 * 2 * np.pi
    section = np.column_stack([0.955 * half + 0.011 * np.cos(ring), tall + 0.0035 + 0.0065 * np.sin(ring)])
    crust = lathe(section, crimps * 6, "crust", loop=True).deformed(lambda v: v + np.column_stack(
        [0 * v[:, 0], 0 * v[:, 0], 0.0026 * np.cos(crimps * np.arctan2(v[:, 1], v[:, 0]))]))
    strips = []
    count, width = int(d.random.integers(5, 7)), 0.016
    gap = 1.72 * half / count
    for way in (0, 1):
        for k in range(count):
            x = (k - (count - 1) / 2) * gap
            reach = np.sqrt(max((0.95 * half) ** 2 - x ** 2, 0))
            y = np.linspace(-reach, reach, d.segments(40, 28))
            over = 0.0018 * np.cos(np.pi * (y / gap + (k + way) + (count - 1) / 2))
            drop = 0.004 * np.clip(np.abs(y) / (0.95 * half), 0, 1) ** 8
            path = np.column_stack([np.full(len(y), x), y, tall + 0.003 + over - drop])
            strip = sweep(path, superellipse(12, width, 0.0042, 3.0), up=(0, 0, 1), bevel=0.1, region="crust")
            strips.append(strip.rotated(way * np.pi / 2).rotated(0.35))
    return [part("tin", tin.named("tin")), part("filling", filling), part("lattice", *strips), part("rim crust", crust)]


FAMILY = Family(
    name="pie", words=("pie", "apple pie", "cherry pie", "tart", "pastry pie"),
    gloss=("an apple pie with a lattice crust", "a fruit tart in a tin"),
    extent=(0.18, 0.28), build=build, principal="width", materials=("pastry",),
    looks={"crust": "main", "filling": "jam", "tin": "steel"},
    part_words={"crust": ("crust", "lattice"), "filling": ("filling",), "tin": ("tin", "dish")})
