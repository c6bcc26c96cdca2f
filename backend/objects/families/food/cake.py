# SPDX-License-Identifier: GPL-3.0-or-later
"""A cake: whole on its board, or a slice with its layers."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, resample
from backend.objects.modeling.organic import ball, body, disc, painted, slab
from backend.objects.modeling.solids import lathe, turned
from backend.objects.modeling.surface import Surface


def _swirl(radius: float, at: tuple[float, float, float], d: Draw) -> Surface:
    """A rosette of piped cream."""
    star = body([(0, 0), (.95, 0), (1.0, .12), (.82, .38), (.55, .62), (.26, .86), (0, 1.05)], radius, 1.25 * radius,
                14,
                24, "frosting", lambda a, z: 1 + 0.13 * np.cos(6 * (a + 120 * z)))
    return star.moved(*at)


def _slice(d: Draw, half: float, tall: float) -> list[Part]:
    spread = d.between(0.5, 0.72)
    arc_points = half * np.column_stack([np.cos(np.linspace(-spread / 2, spread / 2, 11)),
                                         np.sin(np.linspace(-spread / 2, spread / 2, 11))])
    outline = np.concatenate([[(0.012 * half, 0.0)], arc_points])
    # More points along the cut faces, for the layers' edges.
    outline = np.concatenate([resample(outline[:2], 7)[:-1], outline[1:-1], resample(outline[[-1, 0]], 7)[:-1]])
    layers = int(d.random.integers(2, 4))
    cream, top = 0.07 * tall, 0.10 * tall
    sponge = (tall - top - cream * (layers - 1)) / layers
    rows, names, z = [(0.0, 0.0)], [], 0.0
    for k in range(layers):
        rows += [(0.0, z + 0.02 * sponge), (0.0, z + sponge)]
        names += ["sponge", "sponge"]
        z += sponge
        if k < layers - 1:
            rows += [(0.0006, z + 0.1 * cream), (0.0006, z + cream * 0.9)]
            names += ["filling", "filling"]
            z += cream
    rows += [(0.0008, z + 0.15 * top), (0.0008, tall - 0.0025), (-0.0015, tall)]
    names += ["frosting"] * 3
    wedge = slab(outline, rows, names, 2)
    wedge = painted(wedge, "frosting", lambda c: np.hypot(c[:, 0], c[:, 1]) > 0.985 * half * np.cos(0.03))
    return [part("slice", wedge.rotated(1.25)),
            part("topping", *(s.rotated(1.25) for s in _topping(0.72 * half, tall, 0.0, d)))]


def _topping(r: float, tall: float, a: float, d: Draw) -> list[Surface]:
    size = 0.014
    cream = _swirl(size, (r * np.cos(a), r * np.sin(a), tall - 0.001), d)
    cherry = ball(0.0085, 10, 14, "cherry").moved(r * np.cos(a), r * np.sin(a), tall + 1.05 * size)
    return [cream, cherry]


def build(d: Draw) -> list[Part]:
    half, tall = d.between(0.095, 0.125), d.between(0.075, 0.10)
    kind = d.choose({"slice": 0.8, "whole": 0.6, "birthday": 0.6})
    if kind == "slice":
        return _slice(d, half, tall)
    phase, drips = d.between(0, 6.28), int(d.random.integers(11, 17))
    lengths = d.random.uniform(0.25, 0.75, drips)
    base = disc(half, tall, 0.006, d.segments(72, 44), "sponge", 3)
    coat = fillet([(0, 0.96 * tall), (0.97 * half, 0.96 * tall), (0.97 * half, 0.30 * tall),
                   (half + 0.004, 0.30 * tall),
                   (half + 0.004, tall + 0.004), (0, tall + 0.004)], [0, 0, .001, .002, .008, 0], 4)
    icing = lathe(np.concatenate([coat[:-1], [[0.5 * half, tall + 0.004]], coat[-1:]]), 2 * d.segments(72, 56),
                  "frosting")

    def reach(v: np.ndarray) -> np.ndarray:
        """How far down the coat hangs, 1 to its lower edge."""
        turn = np.mod((np.arctan2(v[:, 1], v[:, 0]) + phase) / (2 * np.pi) * drips, drips)
        index, local = np.floor(turn).astype(int) % drips, np.abs(turn - np.floor(turn) - 0.5) * 2
        return lengths[index] * np.clip(1 - local ** 2.4, 0, 1) + 0.12

    straight = icing.vertices
    lift = np.where(straight[:, 2] < 0.9 * tall, (tall - straight[:, 2]) * (1 - reach(straight)), 0.0)
    icing = icing.deformed(lambda v: v + lift[:, None] * (0, 0, 1))
    # The strip that unrolls the coat is cut at its lower edge, and both sides are taken up with it.
    sizes = np.diff(icing.offsets)
    strip = icing.charts == np.repeat(icing.charts, sizes)[np.argmin(straight[icing.corners, 2])]
    far = np.hypot(straight[:, 0], straight[:, 1])[icing.corners] > 0.99 * half
    outer = strip & (np.maximum.reduceat(far, icing.offsets[:-1]))
    icing.charts[outer] = icing.charts.max() + 1
    way = np.repeat(np.where(outer, 1.0, -1.0) * strip, sizes)
    icing.uvs[:, 1] += way * lift[icing.corners]
    count = int(d.random.integers(6, 10))
    board = disc(1.28 * half, 0.006, 0.002, d.segments(72, 44), "board").moved(z=-0.006)
    ring = [s for k in range(count) for s in _topping(0.74 * half, tall + 0.004, 2 * np.pi * k / count + phase, d)]
    parts = [part("cake", base), part("icing", icing), part("toppings", *ring), part("board", board)]
    if kind == "birthday":
        candles, flames = [], []
        number = int(d.random.integers(3, 8))
        for k in range(number):
            r, a = (0.0, 0.0) if number == 1 else (0.38 * half, 2 * np.pi * k / number)
            x, y = r * np.cos(a), r * np.sin(a)
            candles.append(turned([(0.0032, tall), (0.0032, tall + 0.055)], 0.001, 14, "candles").moved(x, y))
            candles.append(turned([(0.0006, tall + 0.054), (0.0006, tall + 0.060)], 0.0001, 6, "candles").moved(x, y))
            flames.append(body([(0, 0), (.8, .12), (1.0, .32), (.6, .65), (.2, .9), (0, 1.0)], 0.0034, 0.013, 14, 12,
                               "flame").moved(x, y, tall + 0.0575))
        parts += [part("candles", *candles), part("flames", *flames)]
    return parts


FAMILY = Family(
    name="cake", words=("cake", "birthday cake", "slice of cake", "piece of cake", "gateau", "wedding cake",
                        "cake slice"),
    gloss=("a birthday cake with candles", "a slice of layer cake", "a chocolate cake with cherries"),
    extent=(0.09, 0.36), build=build, principal="width", materials=("frosting",),
    looks={"frosting": "main", "sponge": "sponge", "filling": "cream", "cherry": "cherry skin", "board": "foil",
           "candles": "candy", "flame": "flame"},
    part_words={"frosting": ("frosting", "icing", "glaze"), "sponge": ("sponge",), "filling": ("filling", "cream"),
                "cherry": ("cherries",), "candles": ("candles", "candle")},
    styles={"slice": ("slice", "slice of cake", "piece of cake", "cake slice", "piece"), "whole": ("whole", "gateau"),
            "birthday": ("birthday", "birthday cake", "candles")})
