# SPDX-License-Identifier: GPL-3.0-or-later
"""Helicopters: a bubble cabin on skids, or a rescue helicopter with wheels; the nose points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import along_x, foil, panel, wheel
from backend.objects.modeling.curves import superellipse
from backend.objects.modeling.organic import ball, painted, tube
from backend.objects.modeling.solids import box, turned


def build(d: Draw) -> list[Part]:
    kind = d.choose({"light": 1.1, "rescue": .9})
    big = kind == "rescue"
    long, half, low, high = (6.4, 1.05, .75, 2.75) if big else (4.4, .78, .62, 2.15)
    long *= d.between(.94, 1.06)
    a, mid = .42 * long, (low + high) / 2
    tall = high - low
    tail = .95 * long
    rows = [(-a, 0, .05, mid - .12 * tall - .04, mid - .12 * tall + .04),
            (-a + .03 * long, 0, .34 * half, low + .26 * tall,
                                                                       mid + .10 * tall),
            (-a + .10 * long, 0, .66 * half, low + .10 * tall, mid + .30 * tall),
            (-a + .20 * long, 0, .90 * half, low + .02 * tall, high - .10 * tall),
            (-a + .32 * long, 0, half, low, high), (-a + .55 * long, 0, half, low, high),
            (-a + .72 * long, 0, .86 * half, low + .14 * tall, high),
            (-a + .90 * long, 0, .42 * half, low + .45 * tall, high - .04 * tall),
            (-a + 1.05 * long, 0, .20 * half, low + .62 * tall, high - .08 * tall),
            (-a + 1.30 * long, 0, .15 * half, low + .70 * tall, high - .12 * tall),
            (tail, 0, .11 * half, low + .76 * tall, high - .14 * tall)]
    xs = np.array([row[0] for row in rows])
    from scipy.interpolate import PchipInterpolator  # only where it is used: slow to load
    fine = np.unique(np.concatenate([xs, np.linspace(-a, tail, 60)]))
    cols = [PchipInterpolator(xs, [row[k] for row in rows])(fine) for k in range(1, 5)]
    hull = along_x(list(zip(fine, *cols)), superellipse(d.segments(56, 36), 2, 2, 2.7))
    edge = -a + (.30 if not big else .20) * long

    def pane(c: np.ndarray) -> np.ndarray:
        front = (c[:, 0] < edge) & (c[:, 2] > low + .26 * tall) & (c[:, 2] < high - .06 * tall)
        pillar = (np.abs(c[:, 1]) < .035 * half) & (c[:, 2] > mid)
        return front & ~pillar

    hull = painted(hull, "stripe", lambda c: (np.abs(c[:, 2] - (low + .42 * tall) - .05 * (c[:, 0] + a)) < .07 * tall)
                   & (c[:, 0] > edge))
    hull = painted(hull, "glass", pane)
    parts = [part("fuselage", hull)]
    windows = []
    for s in (1, -1):
        for k in range(3 if big else 1):
            windows.append(panel(.60 if big else .80, .30 * tall, (edge + .62 + .82 * k, s * (half - .045), mid - .02),
                                 "glass",
                                 .11, bevel=.04))
    door = [box(.02, .03, .66 * tall, .006, 1, region="dark").moved(edge + .15, s * (half - .01), low + .16 * tall)
            for s in (1, -1)]
    parts.append(part("windows", *windows, *door))
    mast_x = -a + .48 * long
    cowl = box(.30 * long, 1.1 * half, .24 * tall, .10, 4, region="body").moved(mast_x + .06 * long, 0,
                                                                                high - .06 * tall)
    pipes = [tube([(mast_x + .12 * long, s * .3 * half, high + .06 * tall), (mast_x + .26 * long, s * .42 * half,
                                                                            high + .08 * tall)],
                  [.085, .11], 8, 16, "metal", round_ends=False) for s in (1, -1)]
    top = high + .30 * tall
    mast = turned([(.10, high), (.075, high + .1 * tall), (.06, top + .02)], .01, 24, "metal").moved(mast_x)
    hub = [turned([(.20, top - .05), (.20, top + .05), (.10, top + .13)], .03, 32, "dark").moved(mast_x)]
    parts += [part("engine cover", cowl, *pipes), part("mast", mast)]
    count = 4 if big else int(d.choose({"two": 1.0, "three": 1.0}) == "three") + 2
    span = (.88 if big else .95) * long
    turn = d.between(0, 2 * np.pi)
    blades = []
    for k in range(count):
        rows_ = [(r_ * span, -.10 * f, .16 * f, .02 - .05 * (r_ ** 2)) for r_, f in
                 ((.05, .55), (.13, .6), (.17, 1), (.5, 1), (.97, 1), (.99, .85), (1.0, .5))]
        blades.append(foil(rows_, "rotor", .10).rotated(turn + 2 * np.pi * k / count).moved(mast_x, 0, top))
    parts.append(part("rotor", *blades, *hub))
    z_tail = (low + .76 * tall + high - .14 * tall) / 2
    fin = foil([(z_tail + t * .95, tail - .62 + .42 * max(t, 0) - .1 * min(t, 0), tail - .62 + .42 * max(t, 0)
                 - .1 * min(t, 0) + (.58 - .18 * abs(t)) * f, 0) for t, f in
                ((-.62, .5), (-.60, .9), (-.3, 1), (0, 1), (.5, 1), (.96, 1), (.99, .85), (1.0, .5))], "accent", .10,
                True)
    plane = [foil([(s * t * .9, tail - .95, tail - .95 + .40 * f, z_tail) for t,
                   f in ((0, 1), (.5, 1), (.95, 1), (1, .6))],
                  "accent", .10) for s in (1, -1)]
    parts.append(part("tail", fin, *plane))
    x, z = tail - .08, z_tail + .28
    small = []
    for k in range(3):
        rows_ = [(r_ * .56, -.045 * f, .06 * f, 0) for r_, f in ((.05, .7), (.3, 1), (.95, 1), (1.0, .6))]
        blade_ = foil(rows_, "rotor", .16).rotated(np.pi / 2 + 2 * np.pi * k / 3 + .4)
        small.append(blade_.rotated(np.pi / 2, "x").moved(x, .20, z))
    small.append(turned([(.07, .02), (.06, .24)], .015, 20, "dark").rotated(-np.pi / 2, "x").moved(x, 0, z))
    parts.append(part("tail rotor", *small))
    if big:
        legs = []
        for at, y in ((-a + .24 * long, 0), (mast_x + .16 * long, .85), (mast_x + .16 * long, -.85)):
            for q in (-.10, .10) if not y else (0,):
                legs += wheel(.26, .16, (at, y * 1.02 + q, .26), d)
            legs.append(rail((at, y, .26), (at - .05, y * .8, low + .25), .10, d, "metal"))
        parts.append(part("wheels", *legs))
        drum = tube([(mast_x - .55, .86 * half, high - .02), (mast_x + .1, .86 * half, high - .02)], [.12, .12], 6, 18,
                    "metal")
        parts.append(part("hoist", drum, rail((mast_x - .35, .86 * half + .05, high), (mast_x - .35, half + .35, high),
                                              .07, d,
                                              "metal")))
    else:
        skids = []
        for s in (1, -1):
            y = s * (half + .12)
            skids.append(tube([(-a + .02 * long, y, .26), (-a + .09 * long, y, .06), (-a + .2 * long, y, .045),
                               (mast_x + .12 * long, y, .045), (mast_x + .22 * long, y, .045)], [.042], 30, 14,
                               "metal"))
            for at in (-a + .27 * long, mast_x + .10 * long):
                skids.append(tube([(at, y, .05), (at, y * .93, .34), (at, y * .55, low + .05)], [.038], 12, 12,
                                  "metal"))
        parts.append(part("skids", *skids))
    lamp = [ball((.10, .13, .13), 14, 20, "headlight").moved(-a + .14 * long, 0, low + .10 * tall),
            ball(.05, 12, 14, "beacon").moved(mast_x + .3 * long, 0, high + .06 * tall)]
    return [*parts, part("lamps", *lamp)]


FAMILY = Family(
    name="helicopter", words=("helicopter", "chopper helicopter", "rescue helicopter"),
    gloss=("a helicopter with rotor blades",), extent=(6.5, 13.5), build=build, principal="width",
    materials=("car paint", "toy yellow", "toy red"),
    looks={"body": "main", "stripe": ("toy white", "toy yellow", "toy black"), "accent": ("main", "toy red"),
           "glass": "dark glass", "metal": "steel", "dark": "black plastic", "rotor": "black plastic",
           "headlight": "headlight", "beacon": "taillight", "tyre": "tyre", "rim": "steel"},
    part_words={"glass": ("window", "windows", "canopy"), "rotor": ("rotor", "blades"), "stripe": ("stripe",),
                "accent": ("tail",)},
    styles={"light": ("light", "small"), "rescue": ("rescue", "big", "transport")})
