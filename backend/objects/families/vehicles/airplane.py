# SPDX-License-Identifier: GPL-3.0-or-later
"""Airplanes: a jet airliner and a propeller plane with high or low wings; the nose points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import foil
from backend.objects.modeling.organic import ball, body
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"jet": 1.0, "propeller": 1.0})
    n = d.segments(48, 32)
    if kind == "jet":
        long = d.between(28, 38)
        r, lift = .055 * long, .115 * long
        knots = [(0, 0), (.42, .012), (.74, .04), (1.0, .11), (1.0, .5), (1.0, .68), (.72, .84), (.40, .95), (.16, 1.0)]
    else:
        long = d.between(7.0, 9.0)
        r, lift = .085 * long, .19 * long
        knots = [(0, 0), (.40, .0), (.66, .02), (.80, .12), (1.0, .30), (.95, .45), (.55, .70), (.28, .93), (.12, 1.0)]
    hull = body([*knots, (0, 1.0)], r, long, d.segments(72, 48), n, "body").rotated(np.pi / 2, "y").moved(-long / 2)
    a = long / 2
    drop = .035 * long
    hull = hull.deformed(lambda v: v + np.column_stack([0 * v[:, 0], 0 * v[:, 0], drop * np.clip(v[:, 0] / a, 0,
                                                                                                 1) ** 2]))
    hull = hull.moved(z=lift)
    wings, tail = [], []
    span = (.50 if kind == "jet" else .60) * long
    high = kind == "propeller" and d.chance(.5)
    z = lift + (.9 * r if high else -.45 * r)
    sweep_ = .26 * long if kind == "jet" else .02 * long
    c0, c1 = (.20, .06) if kind == "jet" else (.22, .16)
    x0 = -.08 * long if kind == "jet" else -.22 * long
    for s in (1, -1):
        rows = [(s * t * span, x0 + sweep_ * t, x0 + sweep_ * t + (c0 + (c1 - c0) * t) * long * f,
                 z + .10 * r * t * (8 if kind == "jet" else 3) * .6) for t, f in
                [(.0, 1), (.15, 1), (.4, 1), (.7, 1), (.96, 1), (.985, .9), (1.0, .6)]]
        wings.append(foil(rows))
        rows = [(s * t * .36 * span, .38 * long + .5 * sweep_ * t,
                 .38 * long + .5 * sweep_ * t + (.11 - .05 * t) * long * f,
                 lift + drop + .1 * r) for t, f in [(0, 1), (.4, 1), (.94, 1), (.98, .85), (1.0, .5)]]
        tail.append(foil(rows))
    fin = foil([(lift + drop * .5 + t * .17 * long, (.33 + .10 * t) * long,
                 (.33 + .10 * t) * long + (.155 - .07 * t) * long * f, 0)
                for t, f in [(0, 1), (.4, 1), (.94, 1), (.98, .9), (1, .6)]], "accent", .09, True)
    parts = [part("fuselage", hull), part("wings", *wings), part("tailplane", *tail), part("fin", fin)]
    def tire(x: float, y: float, size: float) -> list[Surface]:
        w = turned([(size, -.3 * size), (size, .3 * size)], .15 * size, 32, "tyre").rotated(np.pi / 2, "x").moved(x, y,
                                                                                                                  size)
        return [w, rail((x, y, size), (x, .7 * y, lift - .3 * r), .22 * size, d, "metal")]
    size = .020 * long if kind == "jet" else .036 * long
    track = .09 * long if kind == "jet" else .12 * long
    gear = [*tire(-.36 * long if kind == "jet" else -.20 * long, 0, size)] if kind == "jet" else tire(.40 * long, 0,
                                                                                                      .5 * size)
    for s in (1, -1):
        gear += tire(.05 * long if kind == "jet" else -.20 * long, s * track, size)
    parts.append(part("landing gear", *gear))
    if kind == "jet":
        engines, panes = [], []
        for s in (1, -1):
            pod_rows = [(.022, 0), (.029, .01), (.029, .06), (.018, .11)]
            pod = turned([(q * long, w * long) for q, w in pod_rows], .006 * long,n, "body").rotated(np.pi / 2, "y")
            face = turned([(.021 * long, -.001 * long), (.021 * long, .004 * long)], .001 * long, 32,
                          "glass").rotated(np.pi / 2, "y")
            at = (x0 + .02 * long, s * .30 * span, z - .020 * long)
            engines += [pod.moved(*at), face.moved(*at)]
            for k in range(24):
                panes.append(box(.009 * long, .004 * long, .012 * long, .0015 * long, 2, region="glass").moved(
                    (-.36 + .027 * k) * long, s * r * .985, lift + .10 * r))
        shield = box(.02 * long, 1.05 * r, .018 * long, .003 * long, region="glass").moved(-.455 * long, 0,
                                                                                           lift + .42 * r)
        return [*parts, part("engines", *engines), part("windows", *panes, shield)]
    nose = -a - .01 * long
    spinner = ball((.05 * long, .026 * long, .026 * long), 16, 24, "metal").moved(nose, 0, lift)
    blades = [box(.012 * long, .032 * long, .15 * long, .004 * long, region="metal").moved(z=.015 * long).rotated(
        k * 2 * np.pi / 3 + .3, "x").moved(nose - .015 * long, 0, lift) for k in range(3)]
    glass = ball((.15 * long, .80 * r, .85 * r), 22, 32, "glass").moved(-.10 * long, 0, lift + .62 * r)
    stripe = [box(.34 * long, .02 * r, .16 * r, .008 * r, region="accent").moved(-.14 * long, s * .985 * r,
                                                                                 lift - .12 * r) for s in (1, -1)]
    return [*parts, part("propeller", spinner, *blades), part("canopy", glass), part("stripes", *stripe)]


FAMILY = Family(
    name="airplane", words=("airplane", "aeroplane", "plane", "aircraft", "jet", "airliner", "propeller plane"),
    gloss=("an airplane flying through the sky", "a passenger jet", "a small plane with a propeller"),
    extent=(7.0, 42.0), build=build, principal="width", materials=("white plastic", "car paint", "white plastic"),
    looks={"body": "main", "accent": ("toy red", "toy blue"), "glass": "dark glass", "metal": "steel", "tyre": "tyre"},
    part_words={"accent": ("tail", "fin", "stripe"), "glass": ("window", "windows", "canopy")},
    styles={"jet": ("jet", "airliner", "passenger"), "propeller": ("propeller", "small", "light")})
