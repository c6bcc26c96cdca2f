# SPDX-License-Identifier: GPL-3.0-or-later
"""Open shoes: a buckled sandal, a flip-flop, a soft house slipper."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import sole_outline, turned_aside, welt
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import rounded_rectangle, spline
from backend.objects.modeling.solids import sweep, turned


def build(d: Draw) -> list[Part]:
    return turned_aside({"sandal": _sandal, "flip flop": _flop, "slipper": _slipper}[
        d.choose({"sandal": 1.1, "flip flop": .9, "slipper": .9})](d), -.95)


def _band(y: float, wide: float, half: float, high: float, base: float, region: str = "strap", skew: float = 0.0,
          turn: float = 0.0):
    """A strap arching over the foot from side to side at ``y``."""
    a = np.linspace(0, np.pi, 25)
    path = np.column_stack([half * np.cos(a), y + skew * np.cos(a) + turn * np.sin(a), base + high * np.sin(a) ** .8])
    path[[0, -1], 2] -= .006
    return sweep(path, rounded_rectangle(.0030, wide, .0012, 2), up=(0, 1, 0), region=region)


def _sandal(d: Draw) -> list[Part]:
    long = d.between(.26, .285)
    outline = sole_outline(long, d, 1.04)
    sole = welt(outline, [(-.002, 0), (0, .0015), (.0, .012)], "sole")
    cork = welt(outline, [(-.001, .0115), (.0005, .013), (.0005, .021), (-.002, .023)], "cork")
    bed = welt(outline, [(-.004, .021), (-.0025, .0225), (-.004, .0245)], "bed")

    def dished(v: np.ndarray) -> np.ndarray:
        t = v[:, 1] / long
        v[:, 2] += (v[:, 2] > .0235) * (.006 * (np.abs(v[:, 0]) / .045) ** 2 - .001)
        v[:, 2] += .006 * np.clip((t - .12) / .3, 0, 1) ** 2 * np.clip(v[:, 2] / .02, 0, 1)
        return v

    base, bands, buckles = .020, [], []
    for y, half, high in ((-.235 * long, .0465, .046), (-.075 * long, .0425, .056)):
        bands.append(_band(y, .030, half, high, base, skew=.006))
        a = .78
        at = np.array([half * np.cos(a), y + .006 * np.cos(a), base + high * np.sin(a) ** .8])
        frame = np.array([(.011, .011), (-.011, .011), (-.011, -.011), (.011, -.011)])
        path = np.repeat(frame, 1, axis=0)
        ring = np.column_stack([path[:, 0] * -.70, path[:, 1] * 1.55, path[:, 0] * .72])
        buckles.append(sweep(spline(ring, 32, closed=True) + at + np.array([.003, 0, .003]), rounded_rectangle(
            .0028, .0028, .001, 2), loop=True, region="buckle"))
        buckles.append(sweep(np.array([at + np.array([-.008, 0, .011]), at + np.array([.003, 0, .0045]),
                                       at + np.array([.010, 0, -.004])]),
                             rounded_rectangle(.002, .002, .0008, 2), region="buckle"))
    parts = [part("sole", sole), part("cork", cork), part("footbed", bed.deformed(dished)), part("straps", *bands),
             part("buckles", *buckles)]
    if d.chance(.5):
        heel = np.linspace(-2.0, 2.0, 30)
        loop = np.column_stack([.0355 * np.sin(heel), .26 * long + .066 * np.cos(heel) * .8,
                                .046 + .020 * np.cos(heel)])
        parts.append(part("heel strap", sweep(loop, rounded_rectangle(.0028, .018, .0011, 2), up=(0, 0, 1),
                                              region="strap")))
    return parts


def _flop(d: Draw) -> list[Part]:
    long = d.between(.255, .28)
    outline = sole_outline(long, d, 1.05)
    low = welt(outline, [(-.002, 0), (0, .0015), (.0, .007)], "rubber edge")
    mid = welt(outline, [(0, .0065), (.0004, .007), (.0004, .010), (0, .0105)], "strap")
    top = welt(outline, [(-.0005, .010), (0, .0105), (0, .015), (-.002, .0165)], "bed")
    knob = np.array([-.004, -.30 * long, .016])
    bands = []
    for s in (1, -1):
        end = np.array([s * .0405, .06 * long, .012])
        path = spline([knob + np.array([0, -.004, .014]), knob + np.array([s * .012, .026, .030]),
                       (s * .034, -.09 * long, .046), (s * .0435, .0, .034), end], 36)
        wide = np.interp(np.linspace(0, 1, 36), [0, .3, .8, 1], [.007, .015, .017, .010])
        bands.append(sweep(path, rounded_rectangle(1, 1, .4, 3), np.column_stack([wide, np.full(36, .0042)]),
                           up=(s * .5, 0, 1), region="strap"))
    peg = knob + np.array([(0, 0, -.006), (0, -.002, .008), (0, -.003, .0165)])
    post_ = sweep(peg, rounded_rectangle(.007, .007, .003, 3), region="strap")
    plugs = [turned([(.006, 0), (.005, .002)], .0008, 20, "strap").moved(s * .0405, .06 * long, .0160) for s in (1, -1)]
    return [part("sole", low), part("stripe", mid), part("footbed", top), part("straps", *bands, post_, *plugs)]


def _slipper(d: Draw) -> list[Part]:
    long = d.between(.26, .285)
    k = long / .28
    outline = sole_outline(long, d, 1.06)
    sole = welt(outline, [(-.002, 0), (.001, .0015), (.001, .010), (-.001, .012)], "sole")
    bed = welt(outline, [(-.005, .010), (-.003, .0125), (-.004, .017)], "inside")
    h = .011
    s = Sculpt(.012)
    s.limb([(0, -.090 * k, h + .020), (0, -.050 * k, h + .028), (0, -.004 * k, h + .040)], [.039, .047, .047], "upper",
           .012, flat((0, 0, 1), .88))
    s.limb([(0, .075 * k, h + .060), (0, .030 * k, h + .030), (0, -.030 * k, h + .024), (0, -.078 * k, h + .020)],
           [.048, .0395, .0380, .028], "inside", .004, carve=True)
    s.blob((0, .13 * k, h + .03), (.08, .105 * k, .09), "inside", .004, carve=True)
    body = s.surface(92, d.detail)
    front = outline[:, 1].min()
    stretch = (body.vertices[:, 1].min() - front)
    body = body.deformed(lambda v: np.column_stack([v[:, 0], v[:, 1] - stretch * np.clip(-v[:, 1] / .1, 0, 1),
                                                    np.maximum(v[:, 2], h)]))
    trim_path = [(.0475 * np.cos(a), (.016 - .016 * np.sin(a)) * k, h + .006 + .070 * np.sin(a) ** .85)
                 for a in np.linspace(.02, np.pi - .02, 25)]
    fluff = sweep(np.array(trim_path), rounded_rectangle(.018, .016, .0075, 4),
                  1 + .10 * np.sin(np.arange(25) * 2.4), up=(0, 1, 0), round_ends=True, region="trim")
    return [part("sole", sole), part("insole", bed), part("upper", body), part("trim", fluff)]


FAMILY = Family(
    name="sandal", words=("sandal", "sandals", "flip flop", "flip flops", "flip-flop", "slipper", "slippers",
                          "house slipper", "thong sandal"),
    gloss=("an open summer shoe with straps", "a beach flip-flop", "a soft slipper for the house"),
    extent=(0.2, 0.32), build=build, principal="width", materials=("shoe leather", "work leather", "shoe leather"),
    looks={"strap": "main or bag leather", "upper": "main or knit", "sole": "dark sole", "cork": "cut wood",
           "bed": ("work leather", "webbing", "gum sole"), "buckle": ("brass", "steel"),
           "rubber edge": ("pale sole", "dark sole"), "inside": "pale plush", "trim": "pale plush"},
    part_words={"strap": ("strap", "straps"), "sole": ("sole",), "buckle": ("buckle", "buckles"),
                "trim": ("trim", "fur")},
    styles={"sandal": ("sandal", "sandals"), "flip flop": ("flip flop", "flip flops", "flip-flop", "beach"),
            "slipper": ("slipper", "slippers", "house slipper", "fluffy")})
