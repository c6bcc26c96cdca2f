# SPDX-License-Identifier: GPL-3.0-or-later
"""Toy trains: a steam locomotive and its wagons."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.toys.shared_toy import block, profile, rod, wheel
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe, sweep
from backend.objects.modeling.surface import Surface


def _bogie(y0: float, y1: float, r: float, half: float, d: Draw) -> list[Surface]:
    return [wheel(r, .012, x, y, d, None, "wheel", "hub", .45) for y in (y0, y1) for x in (half, -half)] \
        + [rod(-half, half, y, r, .0035, d) for y in (y0, y1)]


def build(d: Draw) -> list[Part]:
    wagons = int(d.choose({"one": .3, "two": 1.0, "three": .5}) == "two") + 1
    tall = d.between(.92, 1.10)
    r = d.between(.014, .017)
    w = .050
    base = 1.15 * r
    y0, y1 = -.070, .055
    parts = [part("chassis", block(w, y1 - y0, .012, (0, (y0 + y1) / 2, base), .004, "chassis"))]
    rad = .021 * tall
    zc = base + .012 + rad * .92
    boiler = lathe(fillet([(0, 0), (rad, 0), (rad, .080), (0, .080)], [0, .005, .003, 0], 4), d.segments(48), "boiler")
    boiler = boiler.rotated(-np.pi / 2, "x").moved(0, y0 + .002, zc)
    rings = [sweep(np.column_stack([rad * np.cos(a), np.full(40, y), zc + rad * np.sin(a)]), circle(10, .0022),
                   loop=True,
                   region="band") for y in (y0 + .022,
                                            y0 + .052) for a in [np.linspace(0, 2 * np.pi, 40, endpoint=False)]]
    parts += [part("boiler", boiler), part("bands", *rings)]
    low, high = zc + .7 * rad, zc + rad + .036 * tall
    flare = d.choose({"flared": 1.0, "straight": .8})
    top = .0135 if flare == "flared" else .0095
    chimney = lathe(fillet([(0, low), (.0075, low), (.0075, high - .014), (top, high - .005), (top, high),
                            (top * .7, high),
                            (top * .6, high - .006), (0, high - .006)], [0, .001, .004, .002, .001, .001, .001, 0], 3),
                    d.segments(32), "chimney").moved(0, y0 + .016, 0)
    dome = ball((.0095, .0095, .011), 12, 24, "dome").moved(0, y0 + .040, zc + rad)
    light = lathe(fillet([(0, 0), (.008, 0), (.008, .007), (0, .007)], [0, .002, .001, 0], 3), 24, "dome")
    parts += [part("chimney", chimney), part("dome", dome,
                                             light.rotated(np.pi / 2, "x").moved(0, y0 + .001, zc + .004))]
    cab_h = .054 * tall
    cab = block(w, .042, cab_h, (0, y1 - .024, base + .010), .004, "cab")
    windows = [block(.003, .020, .020, (x, y1 - .024, base + .010 + .52 * cab_h), .0014, "window")
               for x in (w / 2, -w / 2)]
    roof = block(w + .012, .054, .008, (0, y1 - .024, base + .008 + cab_h), .0036, "roof", 8).deformed(
        lambda v: v - np.column_stack([0 * v[:, 0], 0 * v[:, 0], 5.0 * v[:, 0] ** 2]))
    parts += [part("cab", cab), part("windows", *windows), part("roof", roof)]
    cow = profile(np.array([(y0 - .018, base - .012), (y0 + .010, base - .012), (y0 + .010, base + .010),
                            (y0 - .004, base + .010)]),
                  w * .8, .002, "chassis")
    parts.append(part("cowcatcher", cow))
    half = w / 2 + .005
    wheels = [wheel(r, .010, x, y, d, None, "wheel", "hub", .5) for y in (y0 + .020, y0 + .055) for x in (half, -half)]
    big = [wheel(r * 1.35, .010, x, y1 - .026, d, None, "wheel", "hub", .5) for x in (half, -half)]
    parts.append(part("wheels", *wheels, *big, *(rod(-half, half, y, q, .0035, d) for y, q in
                                                 ((y0 + .020, r), (y0 + .055, r), (y1 - .026, 1.35 * r)))))
    y = y1
    for k in range(wagons):
        start, long = y + .022, .085
        mid = start + long / 2
        parts.append(part(f"coupling {k + 1}", rod(y - .006, start + .006, 0, base + .006, .003, d, "axle", "y")))
        parts.append(part(f"wagon {k + 1}", block(w, long, .010, (0, mid, base), .0035, "chassis"),
                          *_load(k, d, w, long, mid, base + .009, tall)))
        parts.append(part(f"wagon wheels {k + 1}", *_bogie(start + .018, start + long - .018, r, half, d)))
        y = start + long
    scale = d.between(.95, 1.25)
    return [Part(p.name, tuple(q.scaled((scale,) * 3) for q in p.pieces)) for p in parts]


def _load(number: int, d: Draw, w: float, long: float, y: float, z: float, tall: float) -> list[Surface]:
    kind = ("passenger", "cargo", "open")[int(d.random.integers(3))]
    name = f"wagon {'ab'[number % 2]}"
    if kind == "passenger":
        high = .042 * tall
        body = block(w, long, high, (0, y, z), .004, name)
        windows = [block(.003, .016, .016, (x, y + k * .024, z + .45 * high), .0014, "window")
                   for x in (w / 2, -w / 2) for k in (-1, 0, 1)]
        roof = block(w + .008, long + .008, .007, (0, y, z + high - .002), .003, "roof", 8).deformed(
            lambda v: v - np.column_stack([0 * v[:, 0], 0 * v[:, 0], 4.0 * v[:, 0] ** 2]))
        return [body, *windows, roof]
    sides = [block(.004, long, .026, (x, y, z), .0015, name) for x in (w / 2 - .002, .002 - w / 2)]
    ends = [block(w - .006, .004, .026, (0, y + s * (long / 2 - .002), z), .0015, name) for s in (1, -1)]
    if kind == "open":
        lumps = [ball(d.between(.007, .011), 8, 10, "cargo").moved(
            d.between(-.4, .4) * w, y + d.between(-.40, .40) * long, z + d.between(.012, .024)) for _ in range(26)]
        return [*sides, *ends, *lumps]
    logs = [rod(y - long * .46, y + long * .46, x, z + h, .0105, d, "log", "y")
            for x, h in ((-.0125, .011), (.0125, .011), (0, .030))]
    return [*sides, *ends, *logs]


FAMILY = Family(
    name="toy_train", words=("toy train", "toy locomotive", "train set", "wooden train"),
    gloss=("a toy train with wagons", "a wooden locomotive for children"), extent=(0.18, 0.6), build=build,
    principal="depth", materials=("toy paint",) * 3 + ("lacquer",),
    looks={"boiler": "main", "cab": ("toy red", "toy blue", "toy green", "toy yellow"),
           "chassis": ("toy black", "birch"),
           "chimney": ("toy black", "toy red"), "dome": ("brass", "toy yellow"), "band": ("brass", "toy yellow"),
           "roof": ("toy black", "toy red", "toy blue"), "window": "dark glass", "wheel": ("toy black", "toy red"),
           "hub": ("toy red", "toy yellow", "birch"), "axle": "steel",
           "wagon a": ("toy yellow", "toy green", "toy orange"),
           "wagon b": ("toy red", "toy blue", "toy green"), "cargo": "toy black", "log": "birch"},
    part_words={"boiler": ("boiler", "engine"), "cab": ("cab",), "wheel": ("wheel", "wheels"),
                "chimney": ("chimney", "funnel"),
                "roof": ("roof",), "wagon a": ("wagon", "wagons", "carriage", "carriages")},
    styles={"two": ("long",), "flared": ("american", "western"), "straight": ("british",)})
