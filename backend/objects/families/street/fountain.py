# SPDX-License-Identifier: GPL-3.0-or-later
"""Fountains: round or eight-sided basin with tiers of bowls and falling water."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import fillet, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import lathe, turned


def fluted(a: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Shallow flutes about a bowl."""
    return 1 + .018 * np.cos(12 * a)


def build(d: Draw) -> list[Part]:
    tiers = int(d.choose({"one": .8, "two": 1.1}) == "two") + 1
    r, n = d.between(1.25, 1.6), d.segments(80, 48)
    shape = d.choose({"round": 1.0, "lobed": .8})

    def waved(a: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 + .055 * np.abs(np.cos(4 * a))

    lobes = None if shape == "round" else waved
    wall = d.between(.42, .55)
    rim = fillet([(r - .16, .10), (r - .16, wall - .06), (r - .20, wall), (r + .06, wall), (r + .06, wall - .09),
                  (r - .02, wall - .14),
                  (r - .05, .16), (r + .08, .10), (r + .08, 0), (r - .16, 0)], .02, 3, closed=True)
    basin = lathe(rim, n, "body", loop=True, modulation=lobes)
    floor = lathe(np.array([(0, .02), (r - .10, .02), (r - .10, .12), (0, .12)]), n, "body", modulation=lobes)
    pool = lathe(np.array([(0, .10), (r - .15, .10), (r - .15, wall - .11), (0, wall - .11)]), n, "water",
                 modulation=lobes)
    parts = [part("basin", basin, floor), part("pool", pool)]
    z, size = wall - .15, .62 * r
    falls, bowls, bowl_top = [], [], wall - .11
    for k in range(tiers):
        tall = (.62 if k == 0 else .46) * d.between(.94, 1.06)
        post = [(.30 * size, 0), (.30 * size, .06), (.17 * size, .12), (.12 * size, .30 * tall),
                (.20 * size, .50 * tall),
                (.11 * size, .74 * tall), (.17 * size, .95 * tall), (.14 * size, tall)]
        bowls.append(turned(post, .012, d.segments(48, 32), "body").moved(z=z))
        z += tall - .02
        high = .36 * size
        outer = spline([(.10, 0), (.34, .10), (.70, .42), (.92, .80), (1.0, 1.0)], 26) * (size, high)
        inner = outer[::-1] * (.93, 1) + (0, .035)
        profile = np.concatenate([[(0, 0)], outer, [(size * 1.05, high + .015), (size * 1.03, high + .045)], inner[:-1],
                                  [(0, inner[-2][1])]])
        flute = fluted if d.chance(.6) else None
        bowls.append(lathe(profile, n, "body", modulation=flute).moved(z=z))
        falls.append(lathe(np.array([(0, .3 * high), (.66 * size, .45 * high), (.93 * size, .93 * high),
                                     (0, .95 * high)]), n,
                           "water").moved(z=z))
        count = 14 if k == 0 else 10
        drop = z + high + .02 - bowl_top
        for q in range(count):
            a = 2 * np.pi * q / count + .2
            out = np.array([np.cos(a), np.sin(a), 0])
            at = out * size * 1.0 + np.array([0, 0, z + high + .02])
            falls.append(tube([at - out * .05, at + out * .05 + np.array([0, 0, .015]),
                               at + out * .15 - np.array([0, 0, .35 * drop]),
                               at + out * .20 - np.array([0, 0, drop])], [.014, .018, .017, .024], 16, 8, "spray"))
        bowl_top = z + high
        z, size = z + .62 * high, .54 * size
    tip = turned([(.30 * size, 0), (.22 * size, .10), (.10 * size, .16), (.16 * size, .22), (.05 * size, .28)], .012,
                 36, "body").moved(
        z=z)
    jets = [tube([(0, 0, z + .2), (0, 0, z + .48)], [.022, .012], 8, 10, "spray")]
    for q in range(8):
        a = 2 * np.pi * q / 8
        out = np.array([np.cos(a), np.sin(a), 0])
        up = np.array([0, 0, 1.0])
        jets.append(tube([up * (z + .42), up * (z + .56) + out * .05, up * (z + .50) + out * .18,
                          up * (z + .05) + out * (.30 + .25 * size)],
                         [.012, .013, .013, .016], 18, 8, "spray"))
    jets.append(ball((.03, .03, .05), 8, 12, "spray").moved(0, 0, z + .5))
    return [*parts, part("bowls", *bowls, tip), part("falling water", *falls), part("jets", *jets)]


FAMILY = Family(
    name="fountain", words=("fountain", "water fountain", "garden fountain", "birdbath", "bird bath"),
    gloss=("a stone fountain with water", "a fountain on the village square"), extent=(2.0, 4.2), build=build,
    materials=("marble", "stone", "concrete", "stone"),
    looks={"body": "main", "water": "dark glass", "spray": "glass"},
    part_words={"body": ("basin", "bowl"), "water": ("water",)},
    styles={"one": ("small", "simple"), "two": ("tiered",), "round": ("round",), "lobed": ("lobed",)})
