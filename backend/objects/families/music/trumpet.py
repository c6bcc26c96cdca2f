# SPDX-License-Identifier: GPL-3.0-or-later
"""Trumpets: a flaring bell, the tubing bent twice, three valves, the mouthpiece."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.music.shared_music import QUARTER
from backend.objects.modeling.curves import circle, fillet
from backend.objects.modeling.organic import tube
from backend.objects.modeling.solids import lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    r, n = .0062, d.segments(20, 14)
    mouth = d.between(.058, .066)
    low, high, front, back = .055, .120, d.between(-.150, -.135), d.between(.130, .150)
    bell_y, lead_y = .018, -.018
    bell_start, long = .02, d.between(.25, .27)
    t = np.linspace(0, 1, d.segments(40, 28))
    outer = np.column_stack([r + (mouth - r) * (.20 * t ** 2 + .80 * t ** 9), t * long])
    inner = outer[::-1] - np.array([.0011, 0])
    lip = np.array([(mouth + .0012, long + .0004), (mouth + .0012, long + .002), (mouth - .0008, long + .002)])
    keep = inner[inner[:, 1] > .03]
    bell = lathe(np.concatenate([[(0, 0)], outer, lip, keep, [(0, keep[-1, 1])]]), d.segments(56), "body")
    bell = bell.rotated(-QUARTER, "y").moved(bell_start, bell_y, high)

    def bent(points: list[tuple[float, float, float]], corner: float, radius: float = r,
             region: str = "body") -> Surface:
        """Tubing through corners in one upright plane, bent round."""
        flat = np.array([(p[0], p[2]) for p in points])
        path = fillet(flat, corner, 10)
        y = np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(points)), [p[1] for p in points])
        return sweep(np.column_stack([path[:, 0], y, path[:, 1]]), circle(n, radius), up=(0, 1, 0), region=region)

    c = (high - low) / 2
    # The bell's own tube comes from the first valve, round the rear bow.
    rear = bent([(.045, .004, low), (back, bell_y * .6, low), (back, bell_y, high), (bell_start - .002, bell_y, high)],
                c)
    lead = bent([(.245, lead_y, high), (front - .05, lead_y, high), (front - .05, lead_y * .8, low), (-.02, 0, low)], c)
    slide = [sweep(np.array([(front - .012 - k * .06, y, z), (front - .008 - k * .06, y, z), (front + .01, y, z)]),
                   circle(n, r * 1.22), region="body") for k, y, z in ((0, lead_y, high), (0, lead_y * .85, low))]
    ferrules = [turned([(r * 1.35, -.006), (r * 1.45, 0), (r * 1.35, .006)], .001, n, "trim").rotated(QUARTER, "y")
                .moved(x, y, z) for x, y, z in ((front - .014, lead_y, high), (front - .014, lead_y * .85, low),
                                                (back - c, bell_y, high), (back - c, bell_y * .6, low), (.19, lead_y,
                                                                                                         high))]
    shank = turned([(.0042, 0), (.0052, .045), (.0060, .060), (.0125, .082), (.0135, .088), (.0125, .0895)], .001,
                   d.segments(32, 20), "trim").rotated(QUARTER, "y").moved(.235, lead_y, high)
    valves, caps, stems, pearls = [], [], [], []
    for k in range(3):
        x = -.012 + k * .024 + .005
        valves.append(turned([(.0092, .018), (.0092, .126)], .001, d.segments(28, 18), "body").moved(x, 0, 0))
        caps += [turned([(.0102, z), (.0102, z + .010)], .0015, d.segments(28, 18), "trim").moved(x, 0, 0)
                 for z in (.010, .122)]
        caps.append(turned([(.004, .004), (.0065, .011)], .002, 16, "trim").moved(x, 0, 0))
        up = .168 - (.010 if k == 1 else 0)
        stems += [turned([(.0028, .13), (.0028, up)], .0004, 12, "trim").moved(x, 0, 0),
                  turned([(.0085, up), (.0085, up + .004)], .0012, 24, "trim").moved(x, 0, 0)]
        pearls.append(turned([(.0072, up + .0035), (.0065, up + .0048)], .0006, 24, "pearl").moved(x, 0, 0))
    loops = [bent([(-.007, -.004, .096), (-.007 - .045, -.004, .096), (-.007 - .045, -.004, .078), (-.007, -.004,
                                                                                                    .078)],
                  .009, r * .9), bent([(.041, .002, .094), (.082, .002, .094), (.082, .002, .076), (.041, .002, .076)],
                                      .009, r * .9)]
    side = [tube([(.017, -.012, .086), (.017, -.034, .086)], .006, 8, n, "body"),
            tube([(.017, -.012, .068), (.017, -.034, .068)], .006, 8, n, "body"),
            tube([(.017, -.033, .090), (.017, -.036, .077), (.017, -.033, .064)], .006, 10, n, "body")]
    hook = tube([(.085, lead_y, high + .004), (.10, lead_y, high + .018), (.118, lead_y, high + .014),
                 (.120, lead_y, high + .004)], .0022, 16, 10, "trim")
    stays = [tube([(x, lead_y, high), (x, bell_y, high)], .0026, 6, 10, "trim") for x in (-.075, .10)]
    return [part("bell", bell), part("tubing", rear, lead), part("tuning slide", *slide, *loops, *side),
            part("ferrules", *ferrules, *stays, hook), part("mouthpiece", shank), part("valves", *valves),
            part("valve caps", *caps), part("pistons", *stems), part("buttons", *pearls)]


FAMILY = Family(
    name="trumpet", words=("trumpet", "cornet", "flugelhorn", "bugle"),
    gloss=("a brass instrument with three valves", "a jazz trumpet"),
    extent=(0.45, 0.62), build=build, principal="width", materials=("brass", "brass", "gold", "silver"),
    looks={"body": "main", "trim": ("main", "silver"), "pearl": "pearl"},
    part_words={"trim": ("mouthpiece",), "pearl": ("button", "buttons")})
