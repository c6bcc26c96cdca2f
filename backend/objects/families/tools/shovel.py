# SPDX-License-Identifier: GPL-3.0-or-later
"""Shovels and spades: a dished blade with a socket, a wooden shaft, a D or T grip; garden trowels."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_tools import laid, shaft
from backend.objects.modeling.curves import bezier, circle, superellipse
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface, skin

_SHAPES = {"round": ([0, .06, .45, .72, .90, 1.0], [.80, .98, 1.0, .84, .48, .05]),
           "square": ([0, .05, .30, .70, .98, 1.0], [.90, 1.0, .98, .96, .95, .93]),
           "trowel": ([0, .10, .25, .55, .85, 1.0], [.35, .85, 1.0, .90, .50, .06])}


def _scoop(kind: str, long: float, wide: float, dish: float, thick: float, d: Draw) -> Surface:
    """A blade from y = 0 to ``long``: hollow across, its shoulders rolled, its tip lifted."""
    from scipy.interpolate import PchipInterpolator
    t = np.linspace(0, 1, 30)
    half = PchipInterpolator(*_SHAPES[kind])(t) * wide / 2
    v = np.linspace(-1, 1, 17)
    rings = []
    for k, s in enumerate(t):
        spine = .10 * long * (1 - s) ** 2 + .05 * long * s ** 3
        z = spine + dish * np.abs(v) ** 2.2 * (half[k] / (wide / 2)) ** 1.5
        ridge = .35 * dish * np.exp(-(v / .16) ** 2) * np.clip(1 - 1.6 * s, 0, 1)
        top = np.column_stack([v * half[k], np.full(17, s * long), z + ridge + thick])
        low = np.column_stack([v * half[k], np.full(17, s * long), z + ridge])
        rings.append(np.concatenate([top, low[::-1]]))
    ends = [np.tile(rings[k].mean(axis=0), (34, 1)) for k in (0, -1)]
    return skin(np.stack([ends[0], *rings, ends[1]]), region="blade")


def build(d: Draw) -> list[Part]:
    kind = d.choose({"round": 1.1, "square": 0.8, "trowel": 0.5})
    if kind == "trowel":
        return _trowel(d)
    long, wide = d.between(.27, .31), d.between(.19, .24)
    pole = d.between(.66, .90)
    blade = _scoop(kind, long, wide, .030, .0028, d)
    rise = .10 * long + .012
    path = [(0, .10 * long, .070 * long + .006), (0, -.02, rise), (0, -.14, rise + .016), (0, -.26, rise + .018)]
    socket = shaft(path, [.020, .034, .038, .040], [.006, .026, .036, .040], d, "blade", 2.1, 24, 18, .05)
    handle = shaft([(0, -.10, rise + .014), (0, -.24, rise + .018), (0, -.5 * pole, rise + .026),
                    (0, -pole, rise + .012)],
                   [.030, .035, .034, .032], [.030, .035, .034, .032], d, "handle", 2.0, 28, 18)
    rivets = [turned([(.005, -.0215), (.005, .0215)], .001, 12, "metal").moved(0, y, rise + .017) for y in (-.19, -.23)]
    z = rise + .012
    grip: list[Surface] = []
    if d.chance(.7):
        for s in (1, -1):
            arm = bezier((0, -pole + .02, z), (s * .006, -pole - .03, z), (s * .062, -pole - .03, z),
                         (s * .060, -pole - .105, z),
                         18)
            grip.append(sweep(arm, superellipse(14, .020, .024, 2.3), np.linspace(1.15, .9, 18), round_ends=True,
                              region="grip"))
        grip.append(shaft([(-.064, -pole - .102, z), (0, -pole - .104, z), (.064, -pole - .102, z)], [.028, .031, .028],
                          [.028, .031, .028], d, "handle", 2.0, 16, 18))
        collar = sweep(np.array([(0, -pole + .055, z + .003), (0, -pole + .02, z), (0, -pole - .008, z)]),
                       circle(20, .020),
                       [.9, 1, .9], region="grip")
        grip.append(collar)
    else:
        grip.append(shaft([(-.075, -pole, z), (0, -pole - .004, z), (.075, -pole, z)], [.030, .036, .030],
                          [.030, .036, .030],
                          d, "handle", 2.0, 18, 18))
    treads = []
    if kind == "square":
        treads = [sweep(np.array([(s * .035, .004, z - .004), (s * .3 * wide, .002, z + .004), (s * .46 * wide, .003,
                                                                                                z + .016)]),
                        superellipse(12, .014, .006, 3), region="blade") for s in (1, -1)]
    return [part("blade", blade, *treads), part("socket", socket), part("rivets", *rivets), part("shaft", handle),
            part("grip", *grip)]


def _trowel(d: Draw) -> list[Part]:
    long, wide = d.between(.14, .17), d.between(.075, .09)
    blade = _scoop("trowel", long, wide, .020, .0018, d)
    z = .022
    neck = shaft([(0, .16 * long, .12 * long), (0, -.01, .10 * long + .004), (0, -.045, z + .012), (0, -.075, z + .006),
                  (0, -.10, z)], [.016, .013, .011, .011, .011], [.006, .010, .011, .011, .011], d, "blade", 2.0, 24,
                  14)
    r = .0155
    grip = turned([(.7 * r, -.215), (r, -.205), (.92 * r, -.17), (.80 * r, -.14), (.94 * r, -.105), (.72 * r, -.090)],
                  [.004, .008, .02, .02, .012, .002], 32, "handle")
    ferrule = turned([(.78 * r, -.096), (.80 * r, -.080), (.55 * r, -.076)], .001, 28, "metal")
    hang = turned([(.004, -.2175), (.004, -.2145)], .0005, 12, "metal")
    return [part("blade", blade), part("neck", neck), part("handle", laid(grip, z)), part("ferrule", laid(ferrule, z),
                                                                                        laid(hang, z))]


FAMILY = Family(
    name="shovel", words=("shovel", "spade", "garden shovel", "trowel", "garden trowel", "snow shovel"),
    gloss=("a shovel to dig with", "a garden spade", "a small garden trowel"),
    extent=(.3, 1.35), build=build, principal="depth", materials=("birch", "oak", "birch", "wood"),
    looks={"handle": "main", "blade": ("steel", "iron", "toy green", "steel"), "grip": ("black plastic", "toy red",
                                                                                        "iron"),
           "metal": ("steel", "brass")},
    part_words={"handle": ("handle", "shaft", "pole"), "blade": ("blade", "head", "scoop"), "grip": ("grip",)},
    styles={"round": ("round", "pointed", "digging"), "square": ("square", "spade", "snow", "snow shovel", "flat"),
            "trowel": ("trowel", "garden trowel", "small", "hand")})
