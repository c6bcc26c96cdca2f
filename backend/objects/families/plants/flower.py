# SPDX-License-Identifier: GPL-3.0-or-later
"""Flowers: rose, tulip, sunflower, daisy; one, or a bunch."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import GOLDEN, aimed, ball, blade, roughened, tube
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface


def _rose(size: float, d: Draw) -> list[Surface]:
    petals = []
    for k in range(19):
        s = k / 18
        leaf = blade(size * (0.62 + 0.55 * s), size * (0.55 + 0.75 * s), "petal", 1.50 - 0.55 * s,
                     -0.45 + 1.25 * s ** 2, 0.62,
                     0.02 * s, 2, 0.02 * size, 9, 7, "petals")
        petals.append(aimed(leaf, k * GOLDEN, 0.0,
                            (0.05 * size * np.cos(k * GOLDEN), 0.05 * size * np.sin(k * GOLDEN), 0)))
    sepals = [aimed(blade(0.6 * size, 0.2 * size, "lance", -.2, .8, .3, thick=.02 * size, rows=7, columns=5),
                    k * 1.257, 0.0)
              for k in range(5)]
    return [*petals, ball((.17 * size, .17 * size, .14 * size), 8, 12, "stem"), *sepals]


def _tulip(size: float, d: Draw) -> list[Surface]:
    openness = d.between(0.1, 0.45)
    petals = [aimed(blade(1.35 * size, 0.92 * size, "ovate", 0.55 + 0.15 * (k % 2) - openness * .4,
                          -1.35 + 1.1 * openness,
                          0.75, thick=.025 * size, rows=12, columns=9, region="petals"), k * np.pi / 3, 0.0,
                    (0.06 * size * np.cos(k * np.pi / 3), 0.06 * size * np.sin(k * np.pi / 3), 0)) for k in range(6)]
    return [*petals, ball((.14 * size, .14 * size, .12 * size), 8, 12, "stem")]


def _disc_flower(size: float, petals: int, eye: float, region: str, middle: str, d: Draw) -> list[Surface]:
    made = []
    for k in range(petals):
        long = size * (1 - eye) * d.between(0.92, 1.08)
        made.append(aimed(blade(long, 2.9 * size / petals * (1.6 if petals > 20 else 1.0), "lance", 0.25 - .2 * (k % 2),
                                d.between(0.0, 0.5), .3, thick=.012 * size, rows=8, columns=5, region=region),
                          2 * np.pi * k / petals + d.between(-.04, .04), 0.0,
                          (.82 * eye * size * np.cos(2 * np.pi * k / petals), .82 * eye * size * np.sin(
                              2 * np.pi * k / petals), 0)))
    head = ball((eye * size, eye * size, .38 * eye * size), 14, 28, middle).moved(z=0.02 * size)
    head = roughened(head, 0.05 * eye * size, 0.12 * eye * size, int(d.random.integers(1000)), 2)
    back = ball((.7 * eye * size, .7 * eye * size, .3 * eye * size), 8, 16, "stem").moved(z=-.12 * size)
    return [*made, head, back]


def _flower(kind: str, tall: float, tip: np.ndarray, d: Draw) -> tuple[list[Surface], list[Surface]]:
    """Flower head and its stem with leaves."""
    size = {"rose": d.between(.036, .044), "tulip": d.between(.044, .052), "sunflower": d.between(.085, .105),
            "daisy": d.between(.032, .040)}[kind]
    if kind == "rose":
        head = _rose(size, d)
    elif kind == "tulip":
        head = _tulip(size, d)
    elif kind == "sunflower":
        head = _disc_flower(size, 26, .48, "sun petals", "seed head", d)
    else:
        head = _disc_flower(size, 17, .28, "daisy petals", "eye", d)
    lean = {"sunflower": 0.95, "daisy": 0.35}.get(kind, 0.08)
    turn = np.arctan2(tip[1], tip[0]) if np.hypot(*tip[:2]) > 0.01 else -np.pi / 2 + d.between(-.4, .4)
    if kind == "sunflower":
        turn = -np.pi / 2 + d.between(-.5, .5)
    head = [s.rotated(lean, "y").rotated(turn).moved(*tip) for s in head]
    thick = {"sunflower": .0065, "tulip": .0036}.get(kind, .0024)
    way = np.array([np.cos(turn), np.sin(turn), 0]) * lean * 0.03
    root = np.array([tip[0] * .12, tip[1] * .12, 0])
    path = np.array([root, root * .5 + tip * .5 * (.7, .7, 1), tip - way - (0, 0, 0.02 * tall), tip])
    green = [tube(path, [1.15 * thick, thick, .9 * thick], 16, 8, "stem")]
    line = spline(path, 20)
    if kind == "tulip":
        green += [aimed(blade(tall * d.between(.55, .72), .042, "lance", 1.25, d.between(.4, .8), .8, .02, 2, .0014,
                              14, 7),
                        k * 2.6 + turn, 0.0, line[1]) for k in range(2)]
    else:
        number = {"rose": 4, "sunflower": 4, "daisy": 3}[kind]
        leaf_size = {"rose": .055, "sunflower": .13, "daisy": .05}[kind]
        green += [aimed(blade(leaf_size * d.between(.85, 1.15), leaf_size * (.75 if kind == "sunflower" else .5),
                              "ovate", .7,
                              1.1, .3, .02, 3, .0008, 9, 7), turn + 1.0 + k * GOLDEN, 0.0, line[4 + 3 * k])
                  for k in range(number)]
    return head, green


def build(d: Draw) -> list[Part]:
    kind = d.choose({"rose": 1.0, "tulip": 0.9, "sunflower": 0.8, "daisy": 0.6})
    bunch = d.choose({"single": 1.0, "bunch": 0.6}) == "bunch"
    tall = {"rose": d.between(.28, .40), "tulip": d.between(.27, .36), "sunflower": d.between(.62, .95),
            "daisy": d.between(.18, .26)}[kind]
    if not bunch:
        bend = d.random.uniform(-.04, .04, 2) * tall
        head, green = _flower(kind, tall, np.array([*bend, tall]), d)
        return [part("bloom", *head), part("stem", *green)]
    count = 5 if kind == "sunflower" else 7
    heads, greens = [], []
    reach = {"sunflower": .12, "tulip": .075, "rose": .065, "daisy": .06}[kind]
    for k in range(count):
        r = reach * (0 if k == 0 else 1.0) * d.between(.9, 1.1)
        a = k * 2 * np.pi / (count - 1)
        head, green = _flower(kind, tall,
                              np.array([r * np.cos(a), r * np.sin(a), tall * (1 - .10 * (k > 0)) * d.between(
            .96, 1.02)]), d)
        heads += head
        greens += green
    ribbon = lathe(fillet([(.014, .34 * tall), (.030, .34 * tall), (.030, .39 * tall), (.014, .39 * tall)], .003, 3,
                          closed=True), d.segments(40, 24), "ribbon", loop=True)
    return [part("blooms", *heads), part("stems", *greens), part("ribbon", ribbon)]


FAMILY = Family(
    name="flower", words=("flower", "rose", "tulip", "sunflower", "daisy", "flowers", "bouquet", "bunch of flowers",
                          "bouquet of flowers"),
    gloss=("a red rose", "a yellow sunflower", "a bunch of tulips", "a bouquet of flowers"),
    extent=(0.22, 1.15), build=build, materials=("rose petal", "tulip petal"),
    looks={"petals": "main", "sun petals": "main or sunflower petal", "daisy petals": "main or daisy petal",
           "eye": "flower eye", "seed head": "seed head", "stem": "stalk", "leaf": "fresh leaf", "ribbon": "fabric"},
    part_words={"petals": ("petal", "petals", "bloom", "head"), "stem": ("stem", "stems"), "leaf": ("leaf", "leaves"),
                "ribbon": ("ribbon", "bow"), "eye": ("centre", "center")},
    styles={"rose": ("rose",), "tulip": ("tulip",), "sunflower": ("sunflower",), "daisy": ("daisy",),
            "bunch": ("bouquet", "bunch of flowers", "bouquet of flowers", "flowers", "bunch"), "single": ("single",)})
