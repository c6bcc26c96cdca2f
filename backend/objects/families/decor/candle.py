# SPDX-License-Identifier: GPL-3.0-or-later
"""Candles: a pillar, or a taper in a turned holder, lit when asked."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.solids import lathe, sweep


def build(d: Draw) -> list[Part]:
    taper = d.choose({"pillar": 1.1, "taper": 0.8}) == "taper"
    height = d.measure("height", *((0.27, 0.34) if taper else (0.11, 0.18)))
    lit = d.choose({"unlit": 1.0, "lit": 0.0001}) == "lit"
    wick = 0.011
    flame = 0.034 if lit else 0.0
    top = height - wick * 0.8 - flame
    low = 0.085 if taper else 0.0
    low *= min(1.0, height / 0.27)
    r = 0.0115 if taper else d.size.get("width", d.between(0.060, 0.078)) / 2
    lean = d.random.uniform(-1, 1, 4)
    pool = 0.25 * r
    tip = 0.9 * r if taper else 0.97 * r
    profile = fillet([(0, low), (r, low), (tip, top), (tip * 0.86, top + 0.0012), (tip * 0.55, top - pool),
                      (0, top - pool)],
                     [0, 0.06 * r, 0.10 * r, 0.05 * r, 0.25 * r, 0], 5)
    straight = np.linspace(low, top, 10)[1:-1]
    cut = int(np.searchsorted(profile[:, 1] > (low + top) / 2, True))
    profile = np.concatenate([profile[:cut], np.column_stack([np.interp(straight, [low, top], [r, tip]), straight])[
        (straight > profile[cut - 1, 1] + 1e-4) & (straight < profile[cut, 1] - 1e-4)], profile[cut:]])

    def sag(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        t = np.clip((z - low) / (top - low), 0, 1)
        wave = lean[0] * np.cos(angle + lean[1] * 3) + 0.6 * lean[2] * np.cos(2 * angle + lean[3] * 3)
        return 1 + 0.012 * t * wave

    def melt(v: np.ndarray) -> np.ndarray:
        angle = np.arctan2(v[:, 1], v[:, 0])
        near = np.clip((v[:, 2] - (top - pool)) / pool, 0, 1)
        wave = np.cos(angle + 3 * lean[1]) * lean[0] + 0.5 * np.cos(3 * angle + lean[3]) * lean[2]
        v[:, 2] -= near * 0.35 * pool * (1 + wave) / 2
        return v

    wax = lathe(profile, d.segments(56), "wax", modulation=sag).deformed(melt)
    base = top - pool - 0.004
    path = np.array([(0, 0, base), (0.0002, 0, base + pool * 0.7), (0.0012, 0, top + wick * 0.4),
                     (0.0032, 0, top + wick * 0.78)])
    parts = [part("wax", wax), part("wick", sweep(path, circle(10, 0.0011), round_ends=True, region="wick"))]
    if taper:
        parts.insert(0, part("holder", _holder(low, r, d)))
    if lit:
        z = top + wick * 0.5
        long = height - z
        shape = fillet([(0, z), (0.0055, z + 0.30 * long), (0.0040, z + 0.58 * long), (0.0016, z + 0.86 * long),
                        (0, height)],
                       [0, .01, .02, .02, 0], 8)
        parts.append(part("flame", lathe(shape, 24, "flame")))
    return parts


def _holder(low: float, r: float, d: Draw):
    wide = d.between(0.040, 0.050)
    return lathe(fillet([(0, 0), (wide, 0), (wide, 0.004), (wide * 0.62, 0.012), (0.010, 0.22 * low),
                         (0.008, 0.34 * low),
                         (0.015, 0.46 * low), (0.0085, 0.58 * low), (0.0095, 0.74 * low), (0.022, 0.86 * low),
                         (0.022, 0.90 * low),
                         (r + 0.0035, 0.93 * low), (r + 0.0032, low * 1.20), (r + 0.0006, low * 1.20),
                         (r + 0.0006, low * 0.99),
                         (0, low * 0.99)],
                        [0, .002, .0018, .008, .012, .004, .007, .005, .006, .0015, .0015, .004, .001, .0008, .0008,
                         0], 4),
                 d.segments(56), "holder")


FAMILY = Family(
    name="candle", words=("candle", "taper", "pillar candle", "candles"),
    gloss=("a candle for the dinner table", "a burning candle", "wax with a wick", "a candlestick"),
    extent=(0.1, 0.36), build=build, native=("height",), materials=("wax",),
    looks={"wax": "main", "wick": "wick", "flame": "flame", "holder": ("brass", "iron", "brass")},
    part_words={"holder": ("holder", "candlestick", "stand", "base"), "wick": ("wick",), "flame": ("flame",),
                "wax": ("candle",)},
    styles={"pillar": ("pillar", "pillar candle", "thick"),
            "taper": ("taper", "candlestick", "holder", "stand", "candle holder", "thin"),
            "lit": ("lit", "burning", "lighted", "flame")})
