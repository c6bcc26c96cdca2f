# SPDX-License-Identifier: GPL-3.0-or-later
"""Headphones: padded cups in forks on a cushioned band, standing as on a head."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.electronics.shared_electronics import QUARTER, cable
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle
from backend.objects.modeling.organic import tube
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    n = d.segments(56, 36)
    r = d.between(.036, .043)
    spread, top = d.between(.078, .086), d.between(.178, .200)
    oval = d.between(1.0, 1.22)
    thick = d.between(.020, .028)
    z = r * oval + .001
    tilt = .10
    profile = fillet([(0, 0), (r * .72, 0), (r * .97, .22 * thick), (r, .55 * thick), (r * .96, thick), (0, thick)],
                     [0, .004, .006, .004, .002, 0], 4)
    shell = lathe(profile, n, "body")
    disc = turned([(r * .60, -.0012), (r * .62, .001)], .0006, n, "accent")
    dot = turned([(r * .30, -.0022), (r * .32, 0)], .0006, n, "body")
    pad = lathe(circle(20, 1.0) * (.30 * r, .0105) + np.array([.70 * r, thick + .008]), n, "pad", loop=True)
    mesh = turned([(.5 * r, thick), (.5 * r, thick + .002)], .0006, n, "mesh")
    seam = lathe(circle(8, .0011) + np.array([.985 * r, thick + .0005]), n, "accent", loop=True)

    def cup(s: Surface, side: int) -> Surface:
        """From standing on z = 0 with the pad up, to the ``side`` of the head with the pad inward."""
        placed = s.moved(z=-thick).scaled((1, oval, 1)).rotated(QUARTER, "x").rotated(QUARTER)
        placed = placed if side < 0 else placed.mirrored()
        return placed.rotated(side * -tilt, "y").moved(side * (spread - .004), 0, z)

    a = np.linspace(-.16, np.pi + .16, 48)
    bx, bz = spread + .012, top - z - .012
    arc_ = np.column_stack([bx * np.cos(a), 0 * a, z + .012 + bz * np.where(np.sin(a) > 0, np.sin(a), .45 * np.sin(a))])
    width = np.interp(np.abs(a - np.pi / 2), [0, .9, 1.6], [.030, .026, .012])
    band = sweep(arc_, rounded_rectangle(1, 1, .3, 4), np.column_stack([width, np.full(48, .0046)]),
                 up=(1, 0, 0), region="band")
    inner = a[10:38]
    cushion = np.column_stack([(bx - .006) * np.cos(inner), 0 * inner, z + .012 + (bz - .006) * np.sin(inner)])
    soft = sweep(cushion, rounded_rectangle(1, 1, .45, 5), np.column_stack([np.full(28, .031), .013 * np.sin(
        np.linspace(.5, np.pi - .5, 28)) ** .5]), up=(1, 0, 0), round_ends=True, region="pad")
    forks: list[Surface] = []
    arms: list[Surface] = []
    for s in (1, -1):
        t = np.linspace(-.35, np.pi + .35, 26)
        x = s * (spread + .002 - thick * .45)
        fork = np.column_stack([x + s * .010 * np.clip(np.sin(t), 0, 1), (r + .0045) * np.cos(t),
                                z + (r * oval + .006) * np.sin(t)])
        forks.append(sweep(fork, rounded_rectangle(.007, .0045, .0015, 3), up=(s, 0, 0), region="metal"))
        crown = fork[13]
        foot = arc_[2 if s > 0 else -3]
        arms.append(tube([crown - np.array([0, 0, .002]), (crown + foot) / 2, foot + np.array([0, 0, .02])], .0040, 10,
                         16, "metal"))
        arms.append(tube([foot + np.array([0, 0, -.006]), foot + np.array([0, 0, .022])], .0075, 8, 18, "band",
                         section=rounded_rectangle(2.0, 1.6, .5, 4)))
        forks += [turned([(.0045, -.003), (.0045, .003)], .001, 18, "accent").rotated(QUARTER, "x").moved(
            x, q * (r + .0045), z) for q in (1, -1)]
    parts = [part("band", band), part("band cushion", soft), part("forks", *forks), part("sliders", *arms)]
    for side, name in ((1, "right"), (-1, "left")):
        parts += [part(f"{name} cup", cup(shell, side), cup(dot, side)), part(f"{name} trim", cup(disc, side),
                                                                              cup(seam, side)),
                  part(f"{name} cushion", cup(pad, side), cup(mesh, side))]
    if d.choose({"wired": .8, "wireless": 1.0}) == "wired":
        x = -spread - .004
        parts.append(part("cable", tube([(x, -.004, .010), (x - .002, -.014, .004)], .0040, 6, 14, "cable"),
                          cable([(x - .002, -.013, .0048), (x - .01, -.04, .0026), (x + .05, -.085, .0022),
                                 (x + .12, -.070, .0022), (x + .17, -.10, .0022)], .0019)))
    return parts


FAMILY = Family(
    name="headphones", words=("headphones", "headphone", "headset", "earphones", "headphone set"),
    gloss=("headphones to listen to music", "two padded ear cups on a band", "a gamer's headset"),
    extent=(0.17, 0.30), build=build, materials=("black plastic", "white plastic", "device", "toy red",
                                                 "black plastic"),
    looks={"body": "main", "band": "main", "accent": ("chrome", "dark steel", "toy orange", "gold"),
           "pad": ("toy black", "leather", "pale plastic"), "mesh": "speaker cone", "metal": ("chrome", "dark steel"),
           "cable": "black plastic"},
    part_words={"pad": ("pad", "pads", "cushion", "cushions"), "band": ("band", "headband"), "cable": ("cable", "cord"),
                "accent": ("trim", "accent")},
    styles={"wired": ("wired",), "wireless": ("wireless", "bluetooth")})
