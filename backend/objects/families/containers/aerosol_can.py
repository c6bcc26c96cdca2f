# SPDX-License-Identifier: GPL-3.0-or-later
"""Aerosol cans: a printed cylinder with a crimped shoulder, a nozzle, its cap on or beside it."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.containers.can import badge, dense, wrapped
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.solids import lathe, turned


def build(d: Draw) -> list[Part]:
    r = d.between(.0245, .033)
    body = r * d.between(4.2, 5.6)
    n = d.segments(64, 40)
    capped = d.choose({"capped": 0.4, "open": 0.6}) == "capped"
    shell = turned([(.96 * r, .002), (r, .005), (r, body)], .0012, n, "body")
    rims = [lathe(circle(10, .0017) + np.array((r - .0002, z)), n, "metal", loop=True) for z in (.0022, body - .0005)]
    shoulder = turned([(.94 * r, body - .002), (.93 * r, body + .002), (.72 * r, body + .46 * r),
                       (.48 * r, body + .60 * r),
                       (.46 * r, body + .62 * r)], [.0005, .002, .006, .002, .0005], n, "metal")
    crimp = turned([(.44 * r, body + .58 * r), (.50 * r, body + .60 * r), (.50 * r, body + .68 * r),
                    (.38 * r, body + .70 * r),
                    (.30 * r, body + .64 * r)], [.0006, .001, .0014, .001, .001], n, "metal")
    middle, high = .52 * body, body
    marks = [turned([(r + .0003, a * high), (r + .0003, b * high)], .0001, n, region) for a, b, region in (
        (.06, .10, "accent"), (.115, .125, "pale"), (.90, .94, "accent"))]
    lean = np.array([(.62, .20), (.62, .30), (-.62, .02), (-.62, -.08)]) * (r, high)
    burst = np.column_stack([np.sin(a := np.arange(24) * np.pi / 12), np.cos(a)]) * np.where(np.arange(24) % 2, .52,
                                                                                             .80)[:, None] * r
    drop = superellipse(40, .62 * r, .62 * r, 2.0) + np.array((0, 0))
    if d.chance(.5):
        marks.append(badge(burst, "accent", r + .0001, middle + .10 * high))
    else:
        marks.append(wrapped(plate(dense(lean, .003), .0004, .0001, "accent"), r + .0001, 0, middle))
    marks.append(badge(drop, "pale", r + .0004, middle + .10 * high))
    for w, q in ((.62, .30), (.46, .255), (.54, .21)):
        line = np.array([(w * r, .0013), (-w * r, .0013), (-w * r, -.0013), (w * r, -.0013)])
        marks.append(wrapped(plate(dense(line, .003), .0004, .0001, "pale"), r + .0001, 0, q * high))
    parts = [part("can", shell), part("rims", *rims), part("shoulder", shoulder, crimp), part("print", *marks)]
    top = body + .66 * r
    tall = d.between(1.05, 1.5) * r
    if capped:
        cap = turned([(.94 * r, body + .001), (.95 * r, body + .004), (.90 * r, body + .55 * r + tall),
                      (.80 * r, body + .62 * r + tall)],
                     [.0006, .002, .005, .002], n, "cap")
        return [*parts, part("cap", cap)]
    stem = turned([(.08 * r, top - .004), (.08 * r, top + .004)], .0004, 16, "nozzle")
    knob = turned([(.235 * r, top + .002), (.25 * r, top + .0035), (.22 * r, top + .38 * r), (.16 * r, top + .46 * r)],
                  [.0005, .0008, .002, .0016], 36, "nozzle")
    hole = turned([(.055 * r, 0), (.055 * r, .0012)], .0002, 14, "hole").rotated(np.pi / 2, "x").moved(0, -.226 * r,
                                                                                                       top + .24 * r)
    spout = turned([(.10 * r, 0), (.10 * r, .0008)], .0002, 18, "metal").rotated(np.pi / 2, "x").moved(0, -.225 * r,
                                                                                                       top + .24 * r)
    parts += [part("nozzle", stem, knob), part("spray hole", spout, hole)]
    if d.chance(.6):
        cap = lathe(np.array([(0, tall - .0015), (.88 * r, tall - .0015), (.91 * r, .0004), (.93 * r, 0),
                              (.95 * r, .0008), (.92 * r, tall - .004),
                              (.885 * r, tall), (0, tall)]), n, "cap")
        parts.append(part("cap", cap.moved(1.25 * r, -2.05 * r)))
    return parts


FAMILY = Family(
    name="aerosol_can", words=("aerosol can", "spray can", "aerosol", "spray paint", "spray paint can", "hairspray",
                               "deodorant",
                               "insect spray", "paint spray"),
    gloss=("a can of spray paint", "an aerosol with a nozzle"),
    extent=(.10, .26), build=build, materials=("printed tin", "printed tin", "toy white", "toy black"),
    looks={"body": "main", "metal": "foil", "accent": ("toy yellow", "toy red", "toy blue", "toy orange"),
           "pale": ("toy white", "foil"),
           "nozzle": ("toy white", "black plastic", "toy red"), "cap": ("main", "toy white", "toy black"),
           "hole": "ink"},
    part_words={"cap": ("cap", "lid"), "nozzle": ("nozzle", "button"), "body": ("label",)},
    styles={"capped": ("capped", "closed"), "open": ("open", "uncapped", "spray paint")})
