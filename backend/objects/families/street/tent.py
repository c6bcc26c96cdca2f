# SPDX-License-Identifier: GPL-3.0-or-later
"""Tents: a ridge tent, a dome tent, a tipi with poles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.street.shared_street import xyz
from backend.objects.modeling.curves import arc, circle, spline
from backend.objects.modeling.organic import painted, tube
from backend.objects.modeling.solids import box, lathe, sweep
from backend.objects.modeling.surface import skin


def _pegs(spots: list[tuple[float, float]], tops: list[tuple[float, float, float]], d: Draw) -> list[Part]:
    pegs = [rail((x, y, 0), (x * .985, y * .985, .14), .02, d, "peg") for x, y in spots]
    ropes = [rail((x, y, .10), top, .012, d, "rope") for (x, y), top in zip(spots, tops)]
    return [part("pegs", *pegs), part("guy ropes", *ropes)]


def _ridge(d: Draw) -> list[Part]:
    wide, long, tall = d.between(1.9, 2.3), d.between(2.3, 2.8), d.between(1.35, 1.6)
    half, y0 = wide / 2, long / 2
    t = np.linspace(0, 1, 15)

    def wall(s: int, y: float, sag: float) -> np.ndarray:
        x = s * half * t ** 1.0 * (1 - sag * np.sin(np.pi * t))
        return np.column_stack([x, np.full(15, y), tall * (1 - t) - sag * .25 * np.sin(np.pi * t) + .02])

    parts = []
    for s, name in ((1, "right"), (-1, "left")):
        rings = []
        for y in np.linspace(-y0, y0, 13):
            sag = .10 + .03 * np.cos(np.pi * y / long)
            line = wall(s, y, sag)
            line[:, 2] -= .035 * np.sin(np.pi * (y + y0) / long) * (1 - t)
            inner = line * (.985, 1, 1) - xyz(0, 0, .012)
            rings.append(np.concatenate([line, inner[::-1]]))
        ends = [np.tile(rings[k].mean(axis=0), (30, 1)) for k in (0, -1)]
        parts.append(part(f"wall {name}", skin(np.stack([ends[0], *rings, ends[1]]), region="body")))
    back = skin(_gable(wall, y0 - .02))
    parts.append(part("back", back.named("body")))
    flaps = []
    for s in (1, -1):
        sheet = box(.42 * half, .014, tall - .10, .004, 2, 12, "flap").moved(.21 * half)

        def hung(v: np.ndarray, s: int = s) -> np.ndarray:
            down = np.clip(1 - v[:, 2] / tall, 0, 1)
            inward = v[:, 0] / (.42 * half)
            edge = half * (.22 + .78 * down) * (1 - .12 * np.sin(np.pi * down))
            return np.column_stack([s * (edge - inward * .42 * half * (.50 + .50 * down)),
                                    v[:, 1] - y0 - .02 - inward * (.10 + .05 * down) * (.3 + down), v[:, 2] + .02])

        made = sheet.deformed(hung)
        flaps.append(made if made.volume() > 0 else made.flipped())
    poles = [rail((0, y, 0), (0, y, tall + .10), .035, d, "pole") for y in (-y0 - .02, y0)]
    floor = box(wide * .97, long * .98, .02, .008, 1, region="floor")
    spots = [(s * (half + .45), y) for s in (1, -1) for y in (-y0 * .8, y0 * .8)] + [(0, -y0 - 1.0), (0, y0 + 1.0)]
    tops = [(s * half * .62, y, tall * .36) for s in (1, -1) for y in (-y0 * .8, y0 * .8)] + [(0, -y0, tall),
                                                                                          (0, y0, tall)]
    return [*parts, part("flaps", *flaps), part("poles", *poles), part("ground sheet", floor), *_pegs(spots, tops, d)]


def _gable(wall: Callable[[int, float, float], np.ndarray], y: float) -> np.ndarray:
    left, right = wall(-1, y, .12)[::-1], wall(1, y, .12)
    outline = np.concatenate([left, right[1:], [(x, y, .02) for x in np.linspace(right[-1][0], left[0][0], 12)[1:-1]]])
    middle = outline.mean(axis=0)
    rows = [middle + (outline - middle) * f + xyz(0, q, 0) for f,
            q in ((0, -.006), (.5, -.006), (1, -.004), (1, .004), (.5, .006),
                                                                    (0, .006))]
    return np.stack(rows)


def _dome(d: Draw) -> list[Part]:
    r, tall = d.between(1.05, 1.3), d.between(1.05, 1.25)
    n = d.segments(96, 64)
    rows = spline([(1.0, 0), (1.01, .04), (.97, .28), (.84, .58), (.60, .84), (.28, .97), (0, 1.0)], 40)
    rows = np.concatenate([[(0, 0)], rows])
    rows[-1, 0] = 0
    shell = lathe(rows * (r, tall), n, "body", modulation=lambda a,
                  z: 1 - .055 * np.abs(np.sin(2 * a + np.pi / 2)) ** 1.5
                  * np.clip(1.1 - z / tall, 0, 1))
    shell = painted(shell, "second", lambda c: (c[:, 2] > .60 * tall) | (c[:, 2] < .07 * tall))

    def mouth(c: np.ndarray) -> np.ndarray:
        return (c[:, 1] < -.55 * r) & (np.abs(c[:, 0]) < .40 * r * np.clip(1 - (c[:, 2] / (.62 * tall)) ** 2, 0,
                                                                           1) ** .5) & (
            c[:, 2] > .06 * tall)

    shell = painted(shell, "dark", mouth)
    poles = []
    for k in range(2):
        a = np.pi / 4 + k * np.pi / 2
        t = np.linspace(0, np.pi, 40)
        x = 1.03 * r * np.cos(t)
        z = 1.025 * tall * np.sin(t) ** .82
        poles.append(tube(np.column_stack([x * np.cos(a), x * np.sin(a), z + .01]), [.016], 60, 10, "pole"))
    door = arc((0, 0), 1, 0, np.pi, 30)
    y = -np.sqrt(np.clip(1 - (door[:, 0] * .40) ** 2, 0, 1)) * np.interp(door[:, 1] * .62, [0, .28, .58, .84],
                                                                         [1.01, .97, .84, .60]) * r
    zip_ = tube(np.column_stack([door[:, 0] * .40 * r, y - .005, door[:, 1] * .62 * tall + .02]), [.012], 60, 8,
                "second")
    roll = tube([(.40 * r, -.90 * r, .05), (.37 * r, -.90 * r, .30 * tall), (.22 * r, -.80 * r, .54 * tall)],
                [.05, .055, .03], 16, 14,
                "second")
    spots = [(1.5 * r * np.cos(a), 1.5 * r * np.sin(a)) for a in (.8, 2.35, 3.93, 5.5)]
    tops = [(x * .60, y_ * .60, .42 * tall) for x, y_ in spots]
    return [part("dome", shell), part("poles", *poles), part("door", zip_, roll), *_pegs(spots, tops, d)]


def _tipi(d: Draw) -> list[Part]:
    r, tall = d.between(1.25, 1.55), d.between(2.6, 3.1)
    n = d.segments(224, 128)
    rows = [(0, .02), (.97, .02), (1, .03), *((1 - .90 * t, .03 + .97 * t) for t in np.linspace(0, 1, 76)[1:]),
            (.05, 1.0), (0, 1.0)]
    shell = lathe(np.array(rows) * (r, .86 * tall), n, "body", modulation=lambda a, z: 1 - .025 * np.abs(np.sin(5 * a)))
    shell = painted(shell, "second", lambda c: ((c[:, 2] > .14 * tall) & (c[:, 2] < .20 * tall)) | (
        np.abs(c[:, 2] / tall - .60 - .025 * (2 * np.abs((np.arctan2(c[:, 1],
                                                                     c[:, 0]) * 8 / np.pi) % 2 - 1) - 1)) < .022))
    shell = painted(shell, "dark", lambda c: (c[:, 1] < 0) & (np.abs(c[:, 0]) < .30 * r * (1 - c[:,
                                                                                          2] / (.44 * tall))) & (
        c[:, 2] < .44 * tall) & (c[:, 2] > .02))
    poles = []
    for k in range(10):
        a = 2 * np.pi * k / 10 + .3
        lean = d.between(.92, 1.08)
        poles.append(rail((r * 1.0 * np.cos(a), r * 1.0 * np.sin(a), 0),
                          (-.20 * r * np.cos(a), -.20 * r * np.sin(a), tall * lean), .05, d,
                          "pole"))
    seam = sweep(np.array([(0, -r * (1 - .90 * t) - .01, .86 * tall * t + .02) for t in np.linspace(.50, .93, 8)]),
                 circle(8, .014),
                 region="rope")
    pins = [rail((-.09, -r * (1 - .90 * t) - .02, .86 * tall * t), (.09, -r * (1 - .90 * t) - .02, .86 * tall * t),
                 .018, d, "pole")
            for t in np.linspace(.54, .90, 7)]
    return [part("cover", shell), part("poles", *poles), part("lacing", seam, *pins)]


def build(d: Draw) -> list[Part]:
    return {"ridge": _ridge, "dome": _dome, "tipi": _tipi}[d.choose({"ridge": 1.0, "dome": 1.0, "tipi": .8})](d)


FAMILY = Family(
    name="tent", words=("tent", "camping tent", "tipi", "teepee", "wigwam"),
    gloss=("a tent to camp in", "an indian tipi"),
    extent=(1.8, 5.2), build=build, principal="height", materials=("fabric", "sailcloth", "toy orange", "toy green"),
    looks={"body": "main", "second": ("toy blue", "toy red", "brown coat"), "flap": "main", "dark": "toy black",
           "floor": "dark mane",
           "pole": ("pine", "steel"), "peg": "steel", "rope": "straw"},
    part_words={"body": ("cloth", "canvas"), "pole": ("pole", "poles"), "second": ("stripe", "stripes")},
    styles={"ridge": ("ridge", "classic"), "dome": ("dome", "modern", "round"), "tipi": ("tipi", "teepee")})
