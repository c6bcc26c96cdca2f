# SPDX-License-Identifier: GPL-3.0-or-later
"""Axes lying flat: a felling axe, a hatchet, a double-bitted axe."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_tools import projected, shaft
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.solids import sweep
from backend.objects.modeling.surface import Surface, skin


def _bit(reach: float, high: float, eye_high: float, eye_thick: float, curve: float, drop: float) -> Surface:
    """A wedge from the eye at the origin to an edge at +X; heights lie along Y, thickness along Z."""
    t = np.concatenate([np.linspace(-.12, .9, 16), [.95, .985, 1.0]])
    rings = []
    v = np.linspace(-1, 1, 13)
    for k in t:
        u = np.clip(k, 0, 1)
        half = .5 * (eye_high + (high - eye_high) * u ** 1.7)
        thick = eye_thick * (1 - .80 * u ** .75) if k < .9 else eye_thick * np.interp(k, [.9, .985, 1],
                                                                                      [.185, .05, .016])
        y = v * half - drop * u ** 2
        x = k * reach + curve * reach * (1 - v ** 2) * np.clip((u - .25) / .75, 0, 1)
        crown = np.sqrt(1 - .75 * v ** 8)
        top = np.column_stack([x, y, thick / 2 * crown])
        rings.append(np.concatenate([top, top[::-1] * (1, 1, -1)]))
    ends = [np.tile(rings[k].mean(axis=0), (26, 1)) for k in (0, -1)]
    return projected(skin(np.stack([ends[0], *rings, ends[1]]), region="head"))


def build(d: Draw) -> list[Part]:
    kind = d.choose({"felling": 1.1, "hatchet": 0.9, "double": 0.4})
    long = d.between(.62, .82) if kind != "hatchet" else d.between(.33, .40)
    scale = 1.0 if kind != "hatchet" else .82
    eye_high, eye_thick = .062 * scale, .033 * scale
    high = d.between(.115, .15) * scale
    reach = d.between(.115, .14) * scale
    z = eye_thick / 2 + .001
    bend = 0.0 if kind == "double" else d.between(.010, .024) * long / .75
    path = [(0, .045 * scale, z), (0, -.10 * long, z), (-.5 * bend, -.40 * long, z), (bend, -.78 * long, z),
            (.2 * bend, -.93 * long, z), (1.1 * bend, -long, z)]
    wide = [.045, .044, .036, .033, .034, .036, .048, .046]
    handle = shaft(path, [w * scale for w in wide], [.62 * w * scale for w in wide], d, "handle", 2.2, 44, 20, .15)
    bits = [_bit(reach, high, eye_high, eye_thick, d.between(.05, .13), d.between(.0, .018) * (kind != "double"))]
    if kind == "double":
        bits.append(bits[0].rotated(np.pi))
        poll = []
    else:
        poll = [sweep(np.array([(-.048 * scale, 0, 0), (-.030 * scale, 0, 0), (.012 * scale, 0, 0)]),
                      superellipse(24, eye_high, eye_thick, 4.0), region="head", bevel=.08)]
    socket = sweep(np.array([(0, -.5 * eye_high, 0), (0, 0, 0), (0, .5 * eye_high, 0)]),
                   superellipse(28, .062 * scale, eye_thick * 1.04, 2.6), region="head", bevel=.06)
    wedge = sweep(np.array([(0, .040 * scale, z), (0, .046 * scale, z), (0, .049 * scale, z)]),
                  superellipse(12, .030 * scale, .004, 4), region="wedge")
    head = [piece.moved(z=z) for piece in (*bits, *poll, socket)]
    return [part("handle", handle), part("wedge", wedge), part("head", *head)]


FAMILY = Family(
    name="axe", words=("axe", "ax", "hatchet", "battle axe", "felling axe", "tomahawk"),
    gloss=("an axe to chop wood", "a lumberjack's axe", "a small hatchet"),
    extent=(.33, .95), build=build, principal="depth", materials=("birch", "oak", "birch", "walnut"),
    looks={"handle": "main", "head": ("steel", "iron"), "wedge": "iron"},
    part_words={"handle": ("handle", "shaft", "haft", "grip"), "head": ("head", "blade", "bit")},
    styles={"felling": ("felling", "felling axe", "lumberjack", "long"), "hatchet": ("hatchet", "tomahawk", "small",
                                                                                     "camping"),
            "double": ("double", "double bladed", "double sided", "battle axe", "viking")})
