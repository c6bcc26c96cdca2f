# SPDX-License-Identifier: GPL-3.0-or-later
"""A loaf of bread: a farmer's round, or a tin loaf with slices cut."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import body, painted, roughened, slab
from backend.objects.modeling.surface import Surface


def _round(d: Draw) -> list[Part]:
    half = d.between(0.095, 0.12)
    long = d.between(1.0, 1.5)
    knots = [(0, 0), (.6, 0), (.86, .03), (1.0, .30), (.92, .60), (.66, .86), (.34, .98), (0, 1.0)]
    loaf = body(knots, half, half * d.between(0.86, 1.0), d.segments(44, 28), d.segments(72, 40), "crust")
    loaf = loaf.deformed(lambda v: v * (long, 1, 1))
    count, slant = (3, 0.5) if long > 1.2 else (4, 0.0)
    cuts = (np.arange(count) - (count - 1) / 2) * (0.50 if long > 1.2 else 0.40)
    seed = int(d.random.integers(1000))

    def scored(v: np.ndarray) -> np.ndarray:
        x, y = v[:, 0] / (half * long), v[:, 1] / half
        for c in cuts:
            off = x - c - slant * y * 0.3
            strength = np.clip(1 - (y / 0.72) ** 4, 0, 1) * (v[:, 2] > 0.5 * half)
            v[:, 2] -= half * 0.10 * strength * np.exp(-(off / 0.055) ** 2)
            v[:, 2] += half * 0.035 * strength * np.exp(-((np.abs(off) - 0.11) / 0.05) ** 2)
        return v

    loaf = roughened(loaf.deformed(scored), 0.022 * half, 0.35 * half, seed)
    limit = 0.5 * half

    def in_cut(c: np.ndarray) -> np.ndarray:
        x, y = c[:, 0] / (half * long), c[:, 1] / half
        near = np.min([np.abs(x - cut - slant * y * 0.3) for cut in cuts], axis=0)
        return (near < 0.035) & (np.abs(y) < 0.66) & (c[:, 2] > limit)
    return [part("loaf", painted(loaf, "cut", in_cut))]


def _tin(d: Draw) -> list[Part]:
    wide, tall = d.between(0.105, 0.12), d.between(0.10, 0.12)
    long = d.between(0.15, 0.20)
    half = wide / 2
    # The end seen: straight sides, shoulders that bulge over them, a domed top.
    shape = spline([(-.88, 0), (-.92, .3), (-.93, .55), (-1.05, .68), (-1.02, .84), (-.70, .97), (0, 1.02), (.70, .97),
                    (1.02, .84), (1.05, .68), (.93, .55), (.92, .3), (.88, 0), (.4, -.0), (-.4, -.0)], 52, closed=True)
    outline = shape * (half, tall) * (1, 1)

    def piece(thick: float, at: float, lean: float = 0.0) -> Surface:
        made = slab(outline, [(-0.004, 0.0), (-0.0012, 0.0006), (0, 0.004), (0, thick - 0.004), (-.0012, thick - .0006),
                              (-0.004, thick)], ["crumb", "crust", "crust", "crust", "crumb"], 3)
        return made.rotated(np.pi / 2, "x").rotated(np.pi / 2, "z").moved(x=at).rotated(lean, "y")

    loaf = slab(outline, [(-0.004, 0.0), (-0.0012, 0.0006), (0, 0.004), (0.001, 0.5 * long), (0, 0.85 * long),
                          (-0.006, 0.94 * long), (-0.020, long), (-0.034, 1.012 * long)],
                ["crumb", *["crust"] * 6], 3).rotated(np.pi / 2, "x").rotated(np.pi / 2, "z")
    loaf = loaf.rotated(np.pi, "z")
    slices = [piece(0.013, 0.0) for _ in range(int(d.random.integers(1, 4)))]
    x, made = 0.006, []
    for k, each in enumerate(slices):
        lean = 0.10 + 0.24 * k
        leaned = each.rotated(lean, "y")
        made.append(leaned.moved(x - leaned.bounds()[0][0] - 0.25 * tall * np.sin(lean), 0, -leaned.bounds()[0][2]))
        x += 0.022 + 0.25 * tall * np.sin(lean)
    low = loaf.bounds()[0][2]
    return [part("loaf", loaf.moved(z=-low)), part("slices", *made)]


def build(d: Draw) -> list[Part]:
    return _round(d) if d.choose({"round": 0.8, "tin": 1.0}) == "round" else _tin(d)


FAMILY = Family(
    name="bread", words=("bread", "loaf", "loaf of bread", "bread loaf", "toast", "sliced bread"),
    gloss=("a loaf of bread", "a crusty round bread", "sliced white bread"),
    extent=(0.15, 0.40), build=build, principal="width", materials=("bread crust",),
    looks={"crust": "main", "crumb": "bread crumb", "cut": "flour"},
    part_words={"crust": ("crust",), "crumb": ("crumb", "inside")},
    styles={"round": ("round", "rustic", "farmhouse", "sourdough"), "tin": ("sliced", "sliced bread", "tin", "toast")})
