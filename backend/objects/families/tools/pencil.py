# SPDX-License-Identifier: GPL-3.0-or-later
"""Pencils and pens lying down: a six-sided pencil with an eraser, a ballpoint with a clip, a fountain pen."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import laid, projected
from backend.objects.modeling.curves import circle, fillet, spline
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import skin


def build(d: Draw) -> list[Part]:
    kind = d.choose({"pencil": 1.2, "ballpoint": 0.7, "fountain": 0.4})
    if kind == "pencil":
        return _pencil(d)
    return _ballpoint(d) if kind == "ballpoint" else _fountain(d)


def _pencil(d: Draw) -> list[Part]:
    long, r = d.between(.12, .18), .0040
    z = .92 * r
    six = fillet([(r * np.cos(a), r * np.sin(a)) for a in np.arange(6) * np.pi / 3], .0007, 2, closed=True)
    count = len(six)
    around = np.arctan2(six[:, 1], six[:, 0])
    start = long - .024
    # The knife's edge runs in scallops where the cone meets the flats.
    scallop = .0026 * np.cos(6 * around)
    rings = [np.column_stack([six, np.full(count, h)]) for h in (.0, .4 * long)]
    rings.append(np.column_stack([six, start + scallop]))
    ends = [np.tile((0, 0, h), (count, 1)) for h in (0.0, start)]
    body = skin(np.stack([ends[0], rings[0] * (.9, .9, 1), *rings, rings[-1] * (.6, .6, 1), ends[1]]), region="body")
    low = start - .0030
    t = np.linspace(0, 1, 10)
    cone = lathe(np.array([(0, low), (.975 * r, low)] + [(.99 * r * (1 - .80 * s),
                                                          start + .0010 + s * .0170) for s in t[1:]]
                          + [(0, start + .0181)]), 36, "cut")
    lead = projected(turned([(.205 * r, start + .0172), (.03 * r, long)], .0002, 20, "lead"))
    band = [(.98 * r, -.0005), (1.04 * r, -.0008)]
    for k in range(6):
        band += [(1.06 * r, -.0018 - .0016 * k), (.98 * r, -.0024 - .0016 * k)]
    band += [(1.03 * r, -.0125)]
    ferrule = turned(band[::-1], .0002, 32, "metal")
    rub = turned([(.80 * r, -.0205), (.98 * r, -.0190), (.98 * r, -.0115)], .0012, 28, "eraser")
    stripe = turned([(1.0 * r, .0012), (1.0 * r, .0040)], .0002, 32, "metal")
    pieces = {"body": body, "wood": cone, "lead": lead, "ferrule": ferrule, "eraser": rub, "band": stripe}
    return [part(name, laid(piece, z)) for name, piece in pieces.items()]


def _clip(r: float, top: float, low: float, wide: float) -> list:
    """A spring clip above the barrel, from ``top`` down to ``low`` along Z; laid, it is on the upper side."""
    y = r + .0022
    path = spline([(0, .5 * r, top), (0, y, top - .0012), (0, y, .5 * (top + low)), (0, y - .0012, low), (0, y + .0004,
                                                                                                          low - .002)],
                  20)
    strip = sweep(path, fillet(np.array([(1, .35), (-1, .35), (-1, -.35), (1, -.35)]) * wide / 2, .0002, 2,
                               closed=True),
                  up=(0, 1, 0), region="metal")
    return [strip.rotated(np.pi)]


def _ballpoint(d: Draw) -> list[Part]:
    long, r = d.between(.132, .146), d.between(.0044, .0054)
    z = r
    n = d.segments(36, 20)
    body = turned([(.62 * r, .022), (.92 * r, .034), (r, .05), (r, .62 * long)], [.001, .006, .01, .0004], n, "body")
    upper = turned([(r, .625 * long), (.98 * r, .92 * long), (.72 * r, .945 * long)], [.0004, .004, .001], n, "body")
    ring = turned([(1.02 * r, .612 * long), (1.02 * r, .63 * long)], .0004, n, "metal")
    grip = turned([(.80 * r, .026), (1.02 * r, .040), (1.04 * r, .052), (1.04 * r, .060), (1.02 * r, .064)],
                  [.001, .003, .003, .002, .001], n, "grip")
    tip = turned([(.10 * r, 0), (.18 * r, .0012), (.24 * r, .004), (.48 * r, .012), (.66 * r, .0245)],
                 [.0001, .0004, .0006, .003, .0005], n, "metal")
    knob = turned([(.42 * r, .93 * long), (.42 * r, .985 * long), (.36 * r, long)], [.0004, .001, .0006], 24, "metal")
    pieces = [part("barrel", laid(body, z), laid(upper, z)), part("grip", laid(grip, z)), part("ring", laid(ring, z)),
              part("tip", laid(tip, z)), part("button", laid(knob, z)),
              part("clip", *(laid(piece, z) for piece in _clip(r, .935 * long, .66 * long, .0042)))]
    return _toward(pieces)


def _toward(parts: list[Part]) -> list[Part]:
    """Turned about, so that the writing end lies away from the viewer as a pencil's does."""
    return [Part(each.name, tuple(piece.rotated(np.pi) for piece in each.pieces)) for each in parts]


def _fountain(d: Draw) -> list[Part]:
    long, r = d.between(.128, .140), d.between(.0056, .0066)
    z = 1.10 * r
    n = d.segments(40, 24)
    barrel = turned([(.62 * r, .034), (.74 * r, .050), (.90 * r, .0505), (r, .5 * long), (.97 * r, .80 * long),
                     (.60 * r, .985 * long),
                     (.2 * r, long)], [.002, .0004, .001, .02, .02, .006, .002], n, "body")
    rings = [turned([(1.04 * (.90 + .1 * (h > .1)) * r, h), (1.04 * (.90 + .1 * (h > .1)) * r, h + .0016)], .0004, n,
                    "gold")
             for h in (.0500, .62 * long, .645 * long)]
    cap = turned([(1.03 * r, .625 * long), (1.06 * r, .64 * long), (1.04 * r, .90 * long), (.66 * r, 1.0 * long),
                  (.2 * r, 1.012 * long)],
                 [.0005, .002, .02, .006, .002], n, "body")
    section = turned([(.66 * r, .022), (.52 * r, .028), (.62 * r, .042), (.72 * r, .0505)], [.0006, .003, .004, .0004],
                     n, "body")
    outline = spline([(0, .0), (.0010, .004), (.0036, .011), (.0032, .019), (.0026, .028)], 20)
    nib_line = np.concatenate([outline, (outline * (-1, 1))[::-1][:-1]])
    hole = circle(14, .0008) + np.array((0, .0125))
    nib = plate(nib_line, .0006, .0001, "gold", [hole])
    nib = nib.deformed(lambda v: v - np.column_stack([np.zeros((len(v), 2)), 60 * v[:, 0] ** 2]))
    feed = sweep(np.array([(0, .004, -.0010), (0, .014, -.0016), (0, .028, -.0014)]), circle(14, .0019), [.35, .8, 1.0],
                 region="dark")
    slit = box(.0002, .011, .0002, .00005, 1, region="dark").moved(0, .0060, .00056)
    front_ = [piece.moved(z=z + .0012) for piece in (nib, feed, slit)]
    clip = [laid(piece, z) for piece in _clip(1.02 * r, .985 * long, .70 * long, .0034)]
    return _toward([part("barrel", laid(barrel, z)), part("cap", laid(cap, z)), part("section", laid(section, z)),
                    part("rings", *(laid(each, z) for each in rings)), part("nib", front_[0]),
                    part("feed", *front_[1:]),
                    part("clip", *(piece.named("gold") for piece in clip))])


FAMILY = Family(
    name="pencil", words=("pencil", "pen", "ballpoint pen", "fountain pen", "ballpoint", "biro"),
    gloss=("a pencil to draw with", "a pen to write with"),
    extent=(.12, .22), build=build, principal="depth", materials=("toy yellow", "toy red", "toy blue", "toy black",
                                                                  "toy green"),
    looks={"body": "main", "cut": "birch", "lead": "graphite", "metal": ("steel", "brass"), "eraser": "eraser",
           "grip": "rubber",
           "gold": "gold", "dark": "ink"},
    part_words={"eraser": ("eraser", "rubber"), "lead": ("lead", "tip", "point"), "gold": ("nib", "trim"),
                "metal": ("clip", "ferrule")},
    styles={"pencil": ("pencil", "wooden"), "ballpoint": ("pen", "ballpoint pen", "ballpoint", "biro"),
            "fountain": ("fountain pen", "fountain", "calligraphy", "elegant")})
