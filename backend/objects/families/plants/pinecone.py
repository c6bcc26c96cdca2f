# SPDX-License-Identifier: GPL-3.0-or-later
"""A pine cone, its scales open."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import GOLDEN, blade, body, copies, painted, poses, tube


def build(d: Draw) -> list[Part]:
    tall, half = d.between(.065, .095), d.between(.021, .027)
    openness = d.between(.15, .65)
    core = body([(0, 0), (.5, .01), (.62, .2), (.55, .5), (.3, .85), (.08, .98), (0, 1)], half, tall, 20, 20, "scales")
    count = 84
    k = np.arange(count)
    s = (k + .5) / count
    reach = half * np.sin(np.pi * np.clip(.12 + .86 * s ** .9, 0, 1)) ** .7
    at = np.column_stack([.40 * reach * np.cos(k * GOLDEN), .40 * reach * np.sin(k * GOLDEN), tall * (.03 + .90 * s)])

    def scale_shape(q: np.ndarray) -> np.ndarray:
        return np.clip(.35 + q, 0, 1) * np.sqrt(np.clip(1 - q ** 6, 0, 1))
    scale = blade(half, .72 * half, scale_shape, 0.0, -.55, .25, thick=.11 * half, rows=6, columns=5, region="scales")
    scale = painted(scale, "tips", lambda c: c[:, 0] > .86 * half * .9)
    size = (.42 + .62 * reach / half) * d.random.uniform(.93, 1.07, count)
    lift = -.35 * openness + 1.15 * s ** 1.2 + (1 - openness) * .45
    scales = copies(scale, poses(at, k * GOLDEN, lift, size))
    stem = tube([(0, 0, -.05 * tall), (0, 0, 0), (0, 0, .06 * tall)], [.13 * half, .11 * half], 6, 8, "stem",
                round_ends=False)
    lying = d.choose({"standing": 1.0, "lying": 0.4}) == "lying"
    parts = [part("scales", core, scales), part("stem", stem)]
    return [Part(p.name, tuple(q.rotated(1.4, "y").rotated(.5) for q in p.pieces)) for p in parts] if lying else parts


FAMILY = Family(
    name="pinecone", words=("pinecone", "pine cone", "fir cone", "cone"),
    gloss=("a brown pine cone", "a cone from a fir tree"),
    extent=(0.055, 0.12), build=build, materials=("pinecone",),
    looks={"scales": "main", "tips": "flour", "stem": "bark"},
    part_words={"tips": ("tip", "tips"), "stem": ("stem",)},
    styles={"standing": ("standing",), "lying": ("lying",)})
