# SPDX-License-Identifier: GPL-3.0-or-later
"""Hats: fedora, top hat, straw sun hat, bowler, cowboy hat and baseball cap."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import ball, rounded, slab
from backend.objects.modeling.solids import lathe


def build(d: Draw) -> list[Part]:
    kind = d.choose({"fedora": 1.0, "top hat": 1.0, "sun": 1.0, "cowboy": 0.9, "bowler": 0.7, "cap": 0.9})
    n = d.segments(80, 48)
    if kind == "cap":
        return _cap(d, n)
    r, brim, tall, flare = {"fedora": (.092, .062, .125, .98), "top hat": (.092, .055, .175, 1.06),
                            "sun": (.092, .115, .105, .80), "cowboy": (.092, .105, .140, .95),
                            "bowler": (.092, .042, .120, .85)}[kind]
    brim, tall = brim * d.between(.9, 1.12), tall * d.between(.93, 1.08)
    thick = .004
    crown = {"top hat": [(.94, .45), (.97, .75), (flare, .955), (flare - .05, 1.0), (.5, 1.0)],
             "sun": [(.98, .40), (.90, .72), (.62, .94), (.30, 1.0)],
             "bowler": [(1.0, .35), (.95, .62), (.74, .88), (.40, .98)]}.get(
                 kind, [(.97, .40), (.93, .75), (.86, .94), (.70, 1.0), (.4, .99)])
    top = spline([(r, .006), (r * .995, .10 * tall), *((a * r, b * tall) for a, b in crown), (0, tall)], d.segments(56,
                                                                                                                    36))
    outside = fillet([(r + brim, 0), (r + brim, thick), (r, thick)], [.0019, .0019, 0], 4)
    outside = np.concatenate([fillet([(0, 0), (r + .4 * brim, 0), (r + .7 * brim, 0), (r + brim, 0),
                                      (r + brim, thick), (r + .7 * brim, thick), (r + .4 * brim, thick)],
                                     [0, 0, 0, .0018, .0018, 0, 0], 3), top])
    outside[-1, 0] = 0
    hat = lathe(outside, n, "body")
    curl = d.between(.7, 1.2)

    def shaped(v: np.ndarray) -> np.ndarray:
        q = np.clip((np.hypot(v[:, 0], v[:, 1]) - r) / brim, 0, None)
        a = np.arctan2(v[:, 1], v[:, 0])
        side = np.cos(a) ** 2
        rise = {"fedora": .012 * side - .010 * (1 - side), "top hat": .022 * side, "sun": -.022 + .012 * np.sin(3 * a),
                "cowboy": .070 * side - .012 * (1 - side), "bowler": .020 * np.ones(len(v))}[kind]
        z = np.clip(v[:, 2] / tall, 0, 1)
        v[:, 2] += curl * rise * q ** 1.6
        if kind in ("fedora", "cowboy"):
            v[:, 2] -= .026 * np.clip((z - .75) / .25, 0, 1) * np.exp(-(v[:, 0] / .026) ** 2)
            pinch = np.clip((z - .45) / .5, 0, 1) * np.clip(-v[:, 1] / r, 0, 1)
            v[:, 0] *= 1 - .30 * pinch
        v[:, 1] *= 1.16
        return v
    hat = hat.deformed(shaped)
    ribbon = lathe(fillet([(r - .004, .006), (r + .0025, .006), (r + .0022, .034), (r - .006, .034)], .0008, 2,
                          closed=True),
                   n, "ribbon", loop=True)
    return [part("hat", hat), part("ribbon", ribbon.deformed(lambda v: v * (1, 1.16, 1)))]


def _cap(d: Draw, n: int) -> list[Part]:
    """A six-panel baseball cap with its peak to the front."""
    r, tall = .092, d.between(.092, .108)
    dome = lathe(np.concatenate([[(0, 0)], spline([(r, 0), (r, .3 * tall), (.90 * r, .66 * tall), (.56 * r, .92 * tall),
                                                   (0, tall)], d.segments(44, 28))]), n, "body",
                 modulation=lambda a, z: 1 - .012 * np.abs(np.cos(3 * a)) ** 12 * np.ones_like(z))
    turn = np.linspace(np.pi, 2 * np.pi, 25)
    reach = d.between(.068, .080)
    front = np.column_stack([np.cos(turn) * r * .97, np.sin(turn) * (r * .62 + reach + .02)])
    peak = slab(np.concatenate([front, np.column_stack([np.linspace(.97 * r, -.97 * r, 15)[1:-1], np.full(13,
                                                                                                          -.2 * r)])]),
                rounded(.005, .0022), "peak", 8)

    def bent(v: np.ndarray) -> np.ndarray:
        v[:, 2] += .004 - .014 * (v[:, 0] / r) ** 2 - .012 * np.clip(-v[:, 1] / r - .9, 0, 1)
        v[:, 1] -= .34 * r
        return v
    button = ball((.008, .008, .005), 10, 16, "peak").moved(z=tall)
    return [part("cap", dome.deformed(lambda v: v * (1, 1.12, 1))), part("peak", peak.deformed(bent)), part("button",
                                                                                                            button)]


FAMILY = Family(
    name="hat", words=("hat", "fedora", "top hat", "sun hat", "cowboy hat", "bowler hat", "baseball cap", "cap",
                       "straw hat"),
    gloss=("a hat to wear on the head", "a straw hat with a ribbon", "a baseball cap"),
    extent=(0.18, 0.52), build=build, principal="width", materials=("felt", "straw", "felt", "fabric"),
    looks={"body": "main", "ribbon": ("toy black", "toy red", "toy blue"), "peak": "main"},
    part_words={"ribbon": ("ribbon", "band"), "peak": ("peak", "visor")},
    styles={"fedora": ("fedora",), "top hat": ("top hat", "magician"), "sun": ("sun hat", "straw hat", "sun"),
            "cowboy": ("cowboy", "cowboy hat", "western"), "bowler": ("bowler", "bowler hat"),
            "cap": ("cap", "baseball cap")})
