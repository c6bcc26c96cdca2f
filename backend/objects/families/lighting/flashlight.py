# SPDX-License-Identifier: GPL-3.0-or-later
"""Flashlights lying on their side: a knurled barrel, a flared head with reflector and lens, a switch."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import box, lathe, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    barrel, r = d.between(.095, .15), d.between(.0135, .019)
    wide = r * d.between(1.35, 1.85)
    cone, head = d.between(.020, .032), d.between(.026, .038)
    n = d.segments(64, 40)
    total = barrel + cone + head

    def knurl(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        here = (z > .18 * barrel) & (z < .82 * barrel)
        return 1 + here * .018 * np.sin(angle * 20) * np.ones_like(z)

    tail = turned([(.92 * r, -.012), (1.04 * r, -.008), (1.04 * r, .012), (r, .014)], [.002, .002, .0015, .001], n,
                  "trim")
    button = turned([(.45 * r, -.015), (.45 * r, -.010)], .0015, 24, "dark")
    grip_rows = np.linspace(.18, .82, 30) * barrel
    profile = [(0, .006), (r, .006), (r, .16 * barrel), *((r, z) for z in grip_rows), (r, .84 * barrel), (r, barrel),
               (0, barrel)]
    body = lathe(np.array(profile), 80, "body", modulation=knurl)
    rings = [turned([(1.05 * r, z - .0022), (1.05 * r, z + .0022)], .0006, n, "trim") for z in (.13 * barrel,
                                                                                                .87 * barrel)]
    start = barrel - .002
    outer = fillet([(0, start), (1.04 * r, start), (1.06 * r, start + .006), (wide, start + cone),
                    (wide, total - .012)], [0, .001, .004, .006, 0], 4)
    fins = lathe(np.concatenate([outer, [(wide, total - .0118), (.9 * wide, total - .0115), (0, total - .0115)]]), n,
                 "body")
    bezel_line = fillet([(.86 * wide, total - .014), (1.06 * wide, total - .014), (1.06 * wide, total),
                         (.90 * wide, total),
                         (.86 * wide, total - .005)], [.001, .002, .002, .002, .001], 3, closed=True)

    def scalloped(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + .012 * np.cos(angle * 12) * np.ones_like(z)

    bezel = lathe(bezel_line, 96, "trim", loop=True, modulation=scalloped)
    bowl = lathe(np.array([(0, total - .0122), (.88 * wide, total - .0122), (.88 * wide, total - .004),
                           (.84 * wide, total - .004), (.60 * wide, total - .0075), (.28 * wide, total - .010),
                           (0, total - .0108)]), n, "reflector")
    lamp = ball((.16 * wide, .16 * wide, .0035), 8, 16, "bulb").moved(z=total - .009)
    lens = turned([(.87 * wide, total - .0038), (.87 * wide, total - .0022)], .0005, n, "lens")
    switch = [box(.013, .004, .026, .0016, 3, region="trim").moved(0, -r - .0006, barrel * .885 - .013 + .003),
              box(.008, .004, .012, .0015, 3, region="dark").moved(0, -r - .0028, barrel * .885 - .003)]
    if d.chance(.5):
        switch = []

    def laid(piece: Surface) -> Surface:
        """Along Y, the lens to the front, the switch up."""
        return piece.rotated(np.pi / 2, "x").rotated(np.pi, "y")

    cooling = [turned([(1.12 * r + (wide - 1.08 * r) * k / 3, start + .006 + cone * k / 3.6 - .0012),
                       (1.12 * r + (wide - 1.08 * r) * k / 3, start + .006 + cone * k / 3.6 + .0012)], .0006, n, "body")
               for k in range(1, 3)]
    parts = {"tail": [tail, button], "barrel": [body], "rings": rings, "head": [fins, *cooling], "bezel": [bezel],
             "reflector": [bowl], "bulb": [lamp], "lens": [lens]}
    if switch:
        parts["switch"] = switch
    return [part(name, *(laid(piece) for piece in pieces)) for name, pieces in parts.items()]


FAMILY = Family(
    name="flashlight", words=("flashlight", "flash light", "torch light", "pocket torch", "electric torch", "torch"),
    gloss=("a flashlight to see in the dark", "a hand torch with batteries"),
    extent=(.13, .25), build=build, principal="depth",
    materials=("toy black", "toy red", "steel", "signal yellow", "toy blue"),
    looks={"body": "main", "trim": ("black plastic", "steel"), "dark": "rubber", "reflector": "chrome", "bulb": "bulb",
           "lens": "glass"},
    part_words={"dark": ("button", "switch"), "trim": ("trim", "bezel", "rings"), "lens": ("lens",)})
