# SPDX-License-Identifier: GPL-3.0-or-later
"""Shrimps: a curled body of overlapping rings, fan tail, feelers and thin legs."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import sized, xyz
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import spline
from backend.objects.modeling.organic import ball, blade, tube
from backend.objects.modeling.surface import Surface, skin


def _shell(center: np.ndarray, way: np.ndarray, long: float, radius: tuple[float, float], region: str) -> Surface:
    """One ring of the shell: a barrel along ``way`` in the YZ plane, flaring at its rear edge."""
    side, up = np.array([1.0, 0, 0]), np.cross(way, [1.0, 0, 0])
    turn = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    rows = []
    for t, f in ((0, 0), (0, .80), (.04, .93), (.2, .99), (.6, 1), (.9, 1.02), (1.0, 1.00), (1.02, .94), (1, .8),
                 (.97, 0)):
        r = radius[0] + (radius[1] - radius[0]) * t
        rows.append(center + way * long * t + np.outer(np.cos(turn) * r * f * .80, side)
                    + np.outer(np.sin(turn) * r * f, up))
    return skin(np.stack(rows), region=region)


def build(d: Draw) -> list[Part]:
    curl = d.between(.85, 1.12)
    a = np.linspace(0, 1, 60)
    turn = -.35 + a * 3.3 * curl
    path = np.column_stack([0 * a, -.30 + .55 * np.sin(turn) * (1 - .15 * a), .55 * np.cos(turn) * (1 - .25 * a)])
    path = spline(path, 200)
    rings, legs = [], []
    stops = [0, .30, .43, .55, .66, .76, .86, .94]
    radii = [.165, .170, .158, .146, .130, .112, .092, .070]
    for k in range(7):
        i, j = int(stops[k] * 199), int(stops[k + 1] * 199)
        way = path[j] - path[i]
        long = float(np.linalg.norm(way))
        way = way / long
        rings.append(_shell(path[i] - way * (.03 if k else .0), way, long * (1.22 if k else 1.05),
                            (radii[k] * (.98 if k else .80), radii[k + 1] * 1.06), "shell"))
        inward = np.cross([1.0, 0, 0], way)
        inward = inward * (-1 if np.dot(inward, path[i] - path.mean(axis=0)) > 0 else 1)
        count = 3 if k == 0 else 1
        for q in range(count):
            f = (q + .5) / count
            for side in (1, -1):
                root = path[i] + way * long * f + inward * radii[k] * .75 + xyz(side * .05, 0, 0)
                out = inward * (.24 if k == 0 else .15) - way * .06
                legs.append(tube([root, root + out * .6 + xyz(side * .05, 0, 0), root + out + xyz(side * .02, 0, 0)
                                  - way * .07], [.016, .013, .004], 8, 7, "leg"))
    head = path[0]
    front = (path[0] - path[12]) / np.linalg.norm(path[0] - path[12])
    up = np.array([0, front[2], -front[1]])
    up = up if up[2] > 0 else -up
    nose = ball((.105, .135, .13), 16, 24, "shell").moved(*(head + front * .0))
    horn_ = tube([head + up * .10, head + front * .24 + up * .11, head + front * .36 + up * .17], [.035, .022, .003],
                 10,
                 8, "shell")
    feelers, gaze = [], []
    for side in (1, -1):
        at = head + front * .10 + xyz(side * .04, 0, 0)
        wave = d.between(.9, 1.2)
        feelers.append(tube([at, at + front * .25 + up * .06 + xyz(side * .08, 0, 0),
                             at + front * .30 * wave + up * .45 + xyz(side * .20, 0, 0),
                             at - front * .10 + up * .78 * wave + xyz(side * .30, 0, 0)], [.012, .010, .007, .002], 22,
                             7,
                            "feeler"))
        feelers.append(tube([at, at + front * .22 - up * .04 + xyz(side * .03, 0, 0),
                             at + front * .40 + xyz(side * .06, 0, 0)],
                            [.014, .010, .003], 10, 7, "feeler"))
        gaze.append(ball(.035, 12, 16, "eye").moved(*(head + front * .09 + up * .06 + xyz(side * .105, 0, 0))))
    end = path[int(.94 * 199)]
    way = path[199] - path[int(.90 * 199)]
    way = way / np.linalg.norm(way)
    pitch = float(np.arctan2(way[2], way[1]))
    fan = []
    for t in (-.75, -.38, 0, .38, .75):
        leaf = blade(.30 if t else .24, .13, "petal", 0, .1, .1, thick=.016, rows=14, region="fan")
        fan.append(leaf.rotated(t).rotated(np.pi / 2).rotated(pitch, "x").moved(*end))
    parts = [part("shell", *rings, nose, horn_), part("tail fan", *fan), part("legs", *legs),
             part("feelers", *feelers), part("eyes", *gaze)]
    return sized(parts, .085 * d.between(.75, 1.35))


FAMILY = Family(
    name="shrimp", words=("shrimp", "prawn", "king prawn", "scampi"),
    gloss=("a pink shrimp with feelers", "a cooked prawn"), extent=(0.06, 0.25), build=build, principal="depth",
    materials=("salmon", "crab shell", "salmon"),
    looks={"shell": "main", "leg": "ham", "fan": "crab shell", "feeler": "crab shell", "eye": "eye"},
    part_words={"shell": ("shell", "body"), "fan": ("tail",), "leg": ("leg", "legs"),
                "feeler": ("feelers", "antennae")})
