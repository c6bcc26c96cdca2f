# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrenches: a combination spanner with a jaw and a ring, an adjustable wrench with its worm."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import arc, fillet, rounded_rectangle, spline
from backend.objects.modeling.solids import lathe, sweep
from backend.objects.modeling.surface import Surface


def _jaw(r: float, gap: float, thick: float, lean: float) -> Surface:
    """A round head open to +Y by a slot of width ``gap``, turned by ``lean``."""
    mouth = np.arcsin(gap / 2 / r) + .30
    ring = arc((0, 0), r, np.pi / 2 + mouth, 2.5 * np.pi - mouth, 40) * (1, 1.06)
    tip = float(ring[0, 1]) + .10 * r
    throat = -.30 * r
    slot = fillet([(gap / 2, tip), (gap / 2, throat), (-gap / 2, throat), (-gap / 2, tip)],
                  [0, .42 * gap, .42 * gap, 0], 6)
    return plate(np.concatenate([ring, slot]), thick, .0007, "body").rotated(lean)


def build(d: Draw) -> list[Part]:
    if d.choose({"combination": 1.3, "adjustable": 0.8}) == "adjustable":
        return _adjustable(d)
    long = d.between(.17, .25)
    gap = long * d.between(.075, .095)
    r = gap * 1.12
    thick = .42 * gap + .002
    lean = d.choose({"left": 1.0, "right": 1.0})
    head = _jaw(r, gap, thick, .26 if lean == "left" else -.26).moved(0, long - .8 * r, 0)
    ring_r = gap * .86
    points = 12
    a = np.arange(points * 2) * np.pi / points
    hole = np.stack([np.cos(a), np.sin(a)], 1) * (gap / 2 * np.where(np.arange(points * 2) % 2, 1.06, .93))[:, None]
    circle_ = arc((0, 0), ring_r, 0, 2 * np.pi, 49)[:-1]
    ring = plate(circle_, .9 * thick, .0004, "body", [hole])
    t = np.linspace(0, 1, 24)
    path = np.column_stack([0 * t, .80 * ring_r + t * (long - .8 * r - .80 * ring_r - .72 * r),
                            np.full(24, .48 * thick)])
    w = np.interp(t, [0, .12, .5, .88, 1], [.62, .50, .46, .56, .92]) * gap / 2
    bar = sweep(path, rounded_rectangle(2, 2, .5, 4), np.column_stack([w, np.full(24, .34 * thick)]), region="body")
    inset = sweep(path[4:-4], rounded_rectangle(2, 2, .9, 4), np.column_stack([.52 * w[4:-4],
                                                                               np.full(16, .375 * thick)]),
                  region="stamp", bevel=.3)
    return [part("jaw", head), part("ring", ring), part("shank", bar), part("panel", inset)]


def _adjustable(d: Draw) -> list[Part]:
    long = d.between(.20, .27)
    s = long / .24
    thick = .012 * s
    fixed = fillet(np.array([(-.009, -.01), (-.012, .0), (-.020, .010), (-.024, .030), (-.022, .052), (-.013, .066),
                             (-.004, .064), (-.006, .040), (-.004, .033), (.016, .030), (.020, .012), (.012, .0),
                             (.009, -.01)]) * s,
                   np.array([0, .004, .008, .012, .010, .004, .002, .002, .001, .004, .008, .004, 0]) * s, 4,
                   closed=True)
    head = plate(fixed, thick, .0010 * s, "body")
    slide = d.between(.004, .012) * s
    moving = fillet(np.array([(-.004, .034), (.022, .030), (.029, .036), (.027, .050), (.019, .062), (.011, .064),
                              (.008, .046), (.004, .041), (-.004, .041)]) * s,
                    np.array([.001, .003, .004, .008, .008, .003, .003, .002, .001]) * s, 4, closed=True)
    moving = moving * (1, .985)
    jaw = plate(moving, .78 * thick, .0008 * s, "jaw").moved(slide - .008 * s, .002 * s, .11 * thick)
    worm_line = [(0, -.008)] + [(.0052 if k % 2 else .0064, -.0078 + .0156 * k / 16) for k in range(17)] + [(0, .008)]
    worm = lathe(np.array(worm_line) * s, 28, "jaw").rotated(np.pi / 2, "y").moved(.003 * s, .021 * s, .5 * thick)
    reach = -(long - .066 * s)
    grip = spline(np.array([(.0085, .004), (.0075, .25 * reach / s), (.0085, .6 * reach / s), (.0125, .88 * reach / s),
                            (.0105, .975 * reach / s), (.0, reach / s), (-.0105, .975 * reach / s),
                            (-.0125, .88 * reach / s),
                            (-.0085, .6 * reach / s), (-.0075, .25 * reach / s), (-.0085, .004)]) * s, 64)
    eye = arc((0, .91 * reach), .0062 * s, 0, 2 * np.pi, 25)[:-1]
    handle = plate(grip, .82 * thick, .0012 * s, "body", [eye]).moved(z=.09 * thick)
    panel = sweep(np.array([(0, .14 * reach, .5 * thick), (0, .4 * reach, .5 * thick), (0, .76 * reach, .5 * thick)]),
                  rounded_rectangle(2, 2, .9, 4), np.column_stack([np.array([.0035, .004, .0055]) * s,
                                                                   np.full(3, .425 * thick)]), region="stamp", bevel=.2)
    return [part("head", head), part("jaw", jaw), part("worm", worm), part("handle", handle), part("panel", panel)]



FAMILY = Family(
    name="wrench", words=("wrench", "spanner", "adjustable wrench", "monkey wrench", "combination wrench",
                          "pipe wrench"),
    gloss=("a tool to turn nuts and bolts", "a mechanic's spanner"),
    extent=(.16, .29), build=build, principal="depth", materials=("chrome", "steel", "steel"),
    looks={"body": "main", "jaw": ("steel", "main"), "stamp": ("main", "iron")},
    part_words={"jaw": ("jaw", "jaws")},
    styles={"combination": ("combination", "combination wrench", "spanner", "open ended"),
            "adjustable": ("adjustable", "adjustable wrench", "monkey wrench", "pipe wrench")})
