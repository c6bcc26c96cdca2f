# SPDX-License-Identifier: GPL-3.0-or-later
"""Surfboards lying flat with fins below and a stripe."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import fin
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.sport.shared_sport import plank
from backend.objects.modeling.organic import painted


def build(d: Draw) -> list[Part]:
    kind = d.choose({"short": 1.0, "long": 1.0})
    long, wide = (d.between(1.75, 2.0), d.between(.48, .53)) if kind == "short" else (d.between(2.5, 2.9),
                                                                                      d.between(.55, .60))
    t = np.linspace(0, 1, 81)
    nose = .75 if kind == "short" else .50
    fore = np.clip(1 - (np.clip(t - .5, 0, 1) / .5) ** (2.2 if kind == "short" else 3.2), 0, 1) ** nose
    half = np.where(t > .5, fore, np.clip(1 - (np.clip(.5 - t, 0, 1) / .5) ** 2.6, 0, 1) ** .55) * wide / 2
    half = np.maximum(half, .003)
    rocker = .13 * np.clip(t - .55, 0, 1) ** 2 * 3.0 * (1.1 if kind == "short" else .8) + .05 * np.clip(.35 - t, 0,
                                                                                          1) ** 2 * 3
    thick = .065 * np.clip(np.sin(np.pi * np.clip(t, .02, .98)) ** .55, .12, 1)
    z = .115
    board = plank(np.column_stack([0 * t, long * (.5 - t), z + rocker]), half, thick, d, "body", "body", 2.4)
    style = d.choose({"stripe": 1.0, "bands": 1.0, "rails": .7})
    if style == "stripe":
        board = painted(board, "second", lambda c: np.abs(c[:, 0]) < .035)
    elif style == "bands":
        board = painted(board, "second", lambda c: (c[:, 1] > .10 * long) & (c[:, 1] < .20 * long))
        board = painted(board, "third", lambda c: (c[:, 1] > .22 * long) & (c[:, 1] < .27 * long))
    else:
        board = painted(board, "second", lambda c: np.abs(c[:, 0]) > .17)
    tail = .5 * long
    fins = []
    shape = [(-.075, .01), (-.02, -.07), (.055, -.125), (.075, -.115), (.045, -.05), (.06, .01)]
    low = z - .02
    if kind == "short":
        fins = [fin(shape, .010, "fin").scaled((1, .72, .72)).moved(0, tail - .17, low + .018)]
        for s in (1, -1):
            fins.append(fin(shape, .010, "fin").scaled((1, .78, .78)).rotated(s * .12, "y").moved(s * .13, tail - .34,
                                                                                          low))
    else:
        fins = [fin(shape, .014, "fin").scaled((1, 1.0, .74)).moved(0, tail - .26, low + .01)]
    return [part("board", board), part("fins", *fins)]


FAMILY = Family(
    name="surfboard", words=("surfboard", "surf board", "paddle board"), gloss=("a surfboard for riding waves",),
    extent=(1.6, 3.1),
    build=build, principal="depth", materials=("toy white", "toy yellow", "toy blue", "toy paint"),
    looks={"body": "main", "second": ("toy red", "toy blue", "toy orange", "teak"),
           "third": ("toy yellow", "toy green", "toy white"),
           "fin": ("toy black", "toy white")},
    part_words={"second": ("stripe", "stripes"), "fin": ("fin", "fins")},
    styles={"short": ("short",), "long": ("long",), "stripe": ("striped",), "bands": ("banded",), "rails": ("plain",)})
