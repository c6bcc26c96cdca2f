# SPDX-License-Identifier: GPL-3.0-or-later
"""A fir: tiers of boughs about a straight trunk; dressed for Christmas if asked."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import GOLDEN, ball, body, copies, normals, poses, roughened, slab, tube


def build(d: Draw) -> list[Part]:
    dressed = d.choose({"plain": 1.0, "christmas": 0.25, "snowy": 0.2})
    height = d.between(2.2, 4.5) if dressed != "christmas" else d.between(1.7, 2.3)
    wide = height * d.between(0.20, 0.27)
    tiers = int(d.random.integers(8, 11))
    trunk = tube([(0, 0, 0), (0, 0, 0.4 * height), (0, 0, 0.95 * height)], np.array([.030, .022, .006]) * height, 12,
                 12,
                 "bark")
    layers = []
    for k in range(tiers):
        s = k / (tiers - 1)
        z = height * (0.12 + 0.80 * s ** 0.92)
        reach = wide * (1 - 0.86 * s) * d.between(0.94, 1.06)
        tall = height * (0.17 - 0.05 * s)
        points = max(7, round(17 - 8 * s))
        phase, jitter = d.between(0, 6.28), d.random.uniform(0.86, 1.12, points)

        def boughs(angle: np.ndarray, h: np.ndarray, points: int = points, phase: float = phase, z0: float = 0.0,
                   jitter: np.ndarray = jitter, tall: float = tall) -> np.ndarray:
            turn = np.mod((angle + phase) / (2 * np.pi) * points, points)
            local = np.abs(turn - np.floor(turn) - 0.5) * 2
            size = jitter[np.floor(turn).astype(int) % points]
            fade = np.clip(1 - h / tall, 0, 1)
            return (1 - 0.24 * local ** 1.2 * fade) * (1 + (size - 1) * fade)

        profile = [(0, .20), (.45, .12), (.90, .00), (1.0, .00), (.97, .06), (.66, .30), (.32, .66), (.10, .95),
                   (0, 1.0)]
        layer = body(profile, reach, tall, d.segments(24, 16), points * 6, "needles", boughs)

        def droop(v: np.ndarray, reach: float = reach, points: int = points, phase: float = phase,
                  tall: float = tall) -> np.ndarray:
            r = np.hypot(v[:, 0], v[:, 1]) / reach
            wave = np.cos(points * (np.arctan2(v[:, 1], v[:, 0]) + phase))
            v[:, 2] += -0.13 * tall * r ** 2 - 0.08 * tall * r ** 2 * -wave
            return v

        layer = roughened(layer.deformed(droop), 0.035 * reach, 0.12 * reach + 0.01, int(d.random.integers(1000)), 2)
        if dressed == "snowy":
            up = np.add.reduceat(normals(layer)[layer.corners][:, 2], layer.offsets[:-1]) / np.diff(layer.offsets)
            layer.regions[up > 0.42] = "snow"
        layers.append(layer.moved(z=z))
    parts = [part("trunk", trunk), part("boughs", *layers)]
    if dressed == "christmas":
        at = []
        for k in range(46):
            s = (k + 0.5) / 46
            z = height * (0.13 + 0.76 * s)
            r = wide * (1 - 0.90 * s) * 0.93
            at.append((r * np.cos(k * GOLDEN), r * np.sin(k * GOLDEN), z + 0.01 * height))
        bauble = ball(0.020 * height, 10, 14, "baubles")
        second = np.array(at)
        zero = np.zeros(23)
        parts.append(part("baubles", copies(bauble, poses(second[::2], zero, zero), shared=True),
                          copies(bauble.named("gold baubles"), poses(second[1::2], zero, zero), shared=True)))
        turn = np.arange(10) * np.pi / 5 + np.pi / 2
        radius = np.where(np.arange(10) % 2 == 0, 0.060, 0.025) * height
        star = slab(np.column_stack([radius * np.cos(turn), radius * np.sin(turn)]), [
            (-.004, -.012 * height), (0, 0), (-.004, .012 * height)],
            "star").rotated(np.pi / 2, "x").moved(z=1.06 * height)
        parts.append(part("star", star))
    return parts


FAMILY = Family(
    name="conifer", words=("conifer", "pine tree", "fir", "fir tree", "christmas tree", "spruce", "evergreen"),
    gloss=("a green fir tree", "a christmas tree with baubles and a star", "a snowy pine"),
    extent=(1.5, 5.2), build=build, materials=("needles",),
    looks={"needles": "main", "bark": "rough bark", "snow": "snow", "baubles": "candy", "gold baubles": "gold",
           "star": "gold"},
    part_words={"bark": ("trunk", "bark"), "baubles": ("baubles", "balls", "ornaments"), "star": ("star",),
                "snow": ("snow",)},
    styles={"plain": ("plain", "natural"), "christmas": ("christmas", "christmas tree", "decorated", "baubles"),
            "snowy": ("snowy", "winter", "snow", "snow covered")})
