# SPDX-License-Identifier: GPL-3.0-or-later
"""Buckets with a bail handle."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import VESSEL_LOOKS, VESSEL_WORDS
from backend.objects.modeling.curves import circle
from backend.objects.modeling.solids import lathe, sweep, turned, vessel


def build(d: Draw) -> list[Part]:
    height = d.measure("height", 0.26, 0.32)
    top, bottom = height * d.between(0.50, 0.55), height * d.between(0.34, 0.38)
    rib = float(d.between(0.55, 0.68))
    z = np.linspace(0, height, d.segments(40, 24))
    radius = bottom + (top - bottom) * z / height
    for level in (rib, rib + 0.05):
        radius += 0.0035 * np.exp(-((z / height - level) / 0.012) ** 2)
    outer = np.column_stack([radius, z])
    body = vessel(outer, 0.0022, 0.003, d.segments(88), foot=0.012)
    rim = lathe(circle(12, 0.0052) + np.array([top - 0.0005, height - 0.0052]), d.segments(88), "rim", loop=True)
    pin = height * 0.90
    at = bottom + (top - bottom) * 0.90
    drop = d.between(0.35, 1.0)
    t = np.linspace(0, np.pi, d.segments(36, 20))
    reach = at + 0.010
    tilt = np.radians(12 + 66 * drop)
    arch = np.column_stack([reach * np.cos(t), -np.sin(tilt) * reach * 1.02 * np.sin(t),
                            pin + np.cos(tilt) * reach * 1.02 * np.sin(t)])
    bail = sweep(arch, circle(12, 0.0028), up=(0, 1, 0), region="handle")
    middle = (np.abs(t - np.pi / 2) < 0.30)
    grip = sweep(arch[middle], circle(d.segments(16, 12)), np.full(middle.sum(), 0.0095), up=(0, 1, 0), region="grip")
    ears = [turned([(0.014, 0), (0.014, 0.004), (0.006, 0.006), (0.006, 0.014)], [.001, .001, .001, .0015], 24, "ear")
            .rotated(s * np.pi / 2, "y").moved(s * (at - 0.002), 0, pin) for s in (1, -1)]
    return [part("body", body), part("rim", rim), part("handle", bail), part("grip", grip), part("ears", *ears)]


FAMILY = Family(
    name="bucket", words=("bucket", "pail", "tub", "mop bucket"),
    gloss=("a bucket of water", "a metal pail", "a mop bucket"),
    extent=(0.25, 0.45), build=build, native=("height",), materials=("steel", "steel", "lacquer", "plastic"),
    looks={**VESSEL_LOOKS, "handle": ("steel", "iron"), "grip": "wood", "ear": ("steel", "iron")},
    part_words={**VESSEL_WORDS, "grip": ("grip",), "handle": ("handle", "bail")})
