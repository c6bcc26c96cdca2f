# SPDX-License-Identifier: GPL-3.0-or-later
"""Candle holders: a chamberstick with a loop, a turned candlestick, a three- or five-armed candelabrum."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import body, tube
from backend.objects.modeling.solids import lathe, turned, vessel
from backend.objects.modeling.surface import Surface


def _candle(x: float, y: float, z: float, tall: float, d: Draw) -> dict[str, Surface]:
    wax = turned([(.0105, 0), (.0105, tall - .002), (.008, tall)], .002, 28, "wax").moved(x, y, z)
    wick = tube([(x, y, z + tall - .002), (x + .0006, y, z + tall + .010)], [.0010], 4, 6, "wick")
    fire = body([(0, 0), (.75, .10), (1, .30), (.70, .58), (.25, .86), (0, 1)], .0062, .030, 20, 18,
                "flame").moved(x + .0006, y, z + tall + .004)
    return {"candles": wax, "wicks": wick, "flames": fire}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"stick": 1.1, "chamber": .8, "arms": 1.0})
    n = d.segments(56, 36)
    spots: list[tuple[float, float, float]] = []
    cup = [(.010, 0), (.017, .008), (.0185, .020), (.016, .026), (.013, .026)]
    holder: list[Surface] = []
    if kind == "chamber":
        r = d.between(.060, .075)
        dish = vessel(np.array([(.70 * r, 0), (.88 * r, .004), (.98 * r, .013), (1.04 * r, .021)]), .0022, .003,
                      n).named("body")
        holder = [dish, turned([(.019, .002), (.013, .012), (.0135, .034), (.017, .042), (.014, .042)], .002, n,
                               "body")]
        a = np.linspace(.25, 2 * np.pi - .25, 40)
        grip = tube(np.column_stack([1.02 * r + .021 - .021 * np.cos(a), 0 * a, .014 + .019 * np.sin(a)]), [.0034], 60,
                    12, "body")
        holder.append(grip)
        spots = [(0, 0, .030)]
    elif kind == "stick":
        tall = d.between(.16, .26)
        holder = [turned([(.052, 0), (.054, .008), (.040, .016), (.020, .024), (.014, .040), (.020, .050),
                          (.011, .062), (.009, .30 * tall),
                          (.017, .46 * tall), (.019, .50 * tall), (.010, .55 * tall), (.009, .78 * tall),
                          (.016, .84 * tall), (.012, .88 * tall),
                          (.022, tall - .006), (.026, tall), (.013, tall)], .003, n, "body")]
        spots = [(0, 0, tall - .010)]
    else:
        tall, side = d.between(.24, .32), int(d.choose({"three": 1.0, "five": .9}) == "five") + 1
        holder = [turned([(.062, 0), (.064, .010), (.048, .018), (.022, .030), (.013, .05), (.022, .066), (.011, .08),
                          (.010, .42 * tall),
                          (.020, .50 * tall), (.011, .56 * tall), (.009, tall - .03)], .003, n, "body"),
                  turned(cup, .002, 36, "body").moved(0, 0, tall - .03)]
        spots = [(0, 0, tall - .012)]
        for k in range(1, side + 1):
            for s in (1, -1):
                out, top = s * (.058 + .054 * (k - 1)) * 1.15, tall - .055 - .010 * k
                start = .52 * tall - .05 * (k - 1)
                holder.append(tube([(0, 0, start), (.45 * out, 0, start - .025), (.92 * out, 0, start - .005),
                                    (out, 0, start + .04), (out, 0, top)],
                                   [.0068, .0058, .0056, .0052, .0055], 40, 14, "body"))
                holder.append(turned(cup, .002, 36, "body").moved(out, 0, top - .004))
                drip = turned([(.021, 0), (.024, .003)], .001, 36, "body").moved(out, 0, top - .004)
                holder.append(drip)
                spots.append((out, 0, top + .012))
                curl = np.linspace(0, 4.4, 26)
                spiral = np.column_stack([.45 * out + s * .014 * np.cos(curl) * (1 - .14 * curl), 0 * curl,
                                          start - .008 - .014 * np.sin(curl)
                                          * (1 - .14 * curl)])
                holder.append(tube(spiral, [.0034, .0022], 30, 10, "body"))
        holder.append(lathe(circle(10, .004) + np.array([.012, 0]), 32, "body", loop=True).moved(z=.62 * tall))
    groups: dict[str, list[Surface]] = {"candles": [], "wicks": [], "flames": []}
    long = d.between(.085, .15)
    for x, y, z in spots:
        for name, piece in _candle(x, y, z, long * d.between(.9, 1.05), d).items():
            groups[name].append(piece)
    return [part("holder", *holder), *(part(name, *pieces) for name, pieces in groups.items())]


FAMILY = Family(
    name="candle_holder", words=("candle holder", "candlestick", "candelabrum", "menorah",
                                 "chamberstick"),
    gloss=("a candlestick with a burning candle", "a candelabrum with several candles"), extent=(.12, .48), build=build,
    materials=("brass", "silver", "iron", "gold"),
    looks={"body": "main", "wax": "wax", "wick": "wick", "flame": "flame"},
    part_words={"wax": ("candle", "candles"), "flame": ("flame",)},
    styles={"stick": ("simple",), "chamber": ("chamber", "bedside"), "arms": ("arms", "branched"), "five": ("five",),
            "three": ("three",)})
