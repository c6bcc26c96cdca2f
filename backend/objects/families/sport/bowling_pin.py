# SPDX-License-Identifier: GPL-3.0-or-later
"""Bowling pins: the slim tenpin and the stout duckpin, with a striped neck."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.organic import body, painted


def build(d: Draw) -> list[Part]:
    kind = d.choose({"tenpin": 1.2, "duckpin": 0.5})
    tall = d.measure("height", 0.36, 0.40) if kind == "tenpin" else d.measure("height", 0.25, 0.30)
    wide = d.between(0.155, 0.163) * tall * (1.0 if kind == "tenpin" else 1.28)
    knots = [(.0, 0), (.44, .0), (.50, .02), (.64, .10), (.95, .25), (1.0, .31), (.90, .42), (.62, .55), (.42, .64),
             (.385, .70), (.43, .78), (.525, .88), (.50, .94), (.34, .985), (.0, 1.0)]
    pin = body(knots, wide, tall, d.segments(96, 56), d.segments(56, 32), "body")
    count = 2 if d.chance(0.7) else 1
    for k in range(count):
        z = (.655 + .055 * k) * tall
        pin = painted(pin, "stripe", _near(z, .014 * tall))
    return [part("pin", pin)]


def _near(z: float, half: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda c: np.abs(c[:, 2] - z) < half


FAMILY = Family(
    name="bowling_pin", words=("bowling pin", "ninepin", "skittle", "tenpin"),
    gloss=("a white bowling pin with red stripes", "a skittle to knock over"),
    extent=(0.24, 0.42), build=build, native=("height",), materials=("white plastic",),
    looks={"body": "main", "stripe": ("toy red", "toy red", "toy blue")},
    part_words={"stripe": ("stripe", "stripes", "band")},
    styles={"tenpin": ("tenpin", "slim"), "duckpin": ("duckpin", "stout")})
