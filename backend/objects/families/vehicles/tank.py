# SPDX-License-Identifier: GPL-3.0-or-later
"""Battle tanks: tracks around road wheels, sloped hull, turning turret with a long gun; the nose points to -x."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.vehicles.shared_vehicle import brick
from backend.objects.modeling.curves import fillet, resample
from backend.objects.modeling.solids import box, extrude, turned
from backend.objects.modeling.surface import Surface, skin


def _track(front: float, rear: float, r: float, y: float, wide: float, d: Draw) -> tuple[list[Surface], list[Surface]]:
    """Links of a track around its wheels, and the wheels; centred at ``y``."""
    lift = .42
    loop = fillet([(front + .55, .05), (rear - .60, .05), (rear, lift + .02), (rear - .10, .93), (front + .1, .93),
                   (front - .02, lift)], [.3, .3, .30, .22, .22, .30], 8, closed=True)
    closed = np.concatenate([loop, loop[:1]])
    count = 64 if d.detail >= .75 else 48
    spots = resample(closed, count + 1)
    links = []
    for p, q in pairwise(spots):
        long, tilt = float(np.hypot(*(q - p))), float(np.arctan2(q[1] - p[1], q[0] - p[0]))
        pad = brick(long * .90, wide, .075, "track").moved(z=-.045)
        ridge = brick(long * .35, wide * .94, .05, "track").moved(z=-.085)
        at = (p + q) / 2
        links += [s.rotated(-tilt, "y").moved(at[0], y, at[1]) for s in (pad, ridge)]
    wheels = []
    for x in np.linspace(front + .62, rear - .66, 6):
        wheels.append((x, r, r + .10))
    wheels += [(front + .30, .27, lift + .11), (rear - .33, .27, lift + .13)]
    wheels += [(x, .11, .78) for x in np.linspace(front + .9, rear - .9, 4)]
    made = []
    for x, size, z in wheels:
        rows = [(size, -.40 * wide), (size, .40 * wide), (.72 * size, .40 * wide), (.66 * size, .30 * wide),
                (.25 * size, .30 * wide), (.22 * size, .42 * wide)]
        disc = turned(rows, .012, d.segments(24, 16), "wheel", 2).rotated(np.pi / 2 * (-1 if y > 0 else 1), "x")
        made.append(disc.moved(x, y, z))
    return links, made


def build(d: Draw) -> list[Part]:
    d = replace(d, detail=.6 * d.detail)  # very many pieces
    kind = d.choose({"modern": 1.0, "classic": 1.0})
    long = d.between(5.6, 6.3)
    a = long / 2
    half, wide = 1.55, .56
    parts = []
    for s, side in ((1, "right"), (-1, "left")):
        links, wheels = _track(-a, a, .33, s * (half - wide / 2), wide, d)
        parts += [part(f"track {side}", *links), part(f"road wheels {side}", *wheels)]
    outline = fillet([(-a + .42, .45), (a - .4, .45), (a - .12, 1.0), (a - .2, 1.28), (-a + 1.25, 1.28),
                      (-a + .02, .88)], .03,
                     2, closed=True)
    width = 2 * (half - wide) + .06
    hull = extrude(outline, width, .03, "body").rotated(np.pi / 2, "x").moved(0, width / 2, 0)
    shelf = [box(long - .35, wide + .12, .07, .02, region="body").moved(.02, s * (half - wide / 2), 1.06) for s in (1,
                                                                                          -1)]
    skirts = [box(long - 1.3, .05, .34, .015, 1, region="body").moved(.1, s * (half + .03), .76) for s in (1, -1)] \
        if kind == "modern" else []
    boxes = [box(.72, wide - .06, .20, .04, region="body").moved(x, s * (half - wide / 2), 1.12) for s in (1, -1)
             for x in (-.35 * a, .12 * a, .55 * a)]
    deck = [box(.9, .06, .03, .01, 1, region="dark").moved(a - .9, y, 1.27) for y in np.linspace(-.7, .7, 9)]
    parts += [part("hull", hull, *shelf, *skirts), part("stowage", *boxes), part("engine grille", *deck)]
    yaw = d.between(-.35, .35)
    tall = .62 if kind == "modern" else .58
    if kind == "modern":
        plan = fillet([(-1.25, .34), (-.85, .92), (1.05, 1.0), (1.55, .72), (1.55, -.72), (1.05, -1.0), (-.85, -.92),
                       (-1.25, -.34)], .08, 3, closed=True)
        rows = [(-.10, 0), (-.02, .02), (0, .06), (-.01, .38 * tall), (-.02, .42 * tall), (-.17, tall - .05),
                (-.21, tall - .01),
                (-.25, tall)]
    else:
        t = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        plan = np.column_stack([1.12 * np.cos(t) * (1 + .10 * (np.cos(t) > 0)), .98 * np.sin(t)])
        rows = [(-.08, 0), (0, .10), (-.03, .30 * tall), (-.14, .62 * tall), (-.34, .90 * tall), (-.50, tall)]
    center = plan.mean(axis=0)
    levels = [np.column_stack([center + (plan - center) * (1 + out), np.full(len(plan), z)]) for out, z in rows]
    ends = [np.tile(levels[k].mean(axis=0), (len(plan), 1)) for k in (0, -1)]
    turret = skin(np.stack([ends[0], *levels, ends[1]]))
    mantlet = box(.34, .62, .42, .10, 4, region="body").moved(-1.20, 0, .10)
    lift = d.between(.0, .09)
    reach = 3.1 * d.between(.92, 1.1)
    gun = [turned([(.105, 0), (.095, .9), (.074, .95), (.066, reach - .32), (.105, reach - .31), (.105, reach),
                   (.05, reach)],
                  .012, d.segments(28, 20), "body")]
    if kind == "modern":
        gun.append(turned([(.125, .42 * reach), (.125, .55 * reach)], .02, 28, "body"))
    gun = [g.rotated(-np.pi / 2 + lift, "y").moved(-1.25, 0, .31) for g in gun]
    hatch = [turned([(.30, 0), (.30, .10), (.25, .14)], .02, 32, "body").moved(.35, .42, tall - .02),
             turned([(.26, 0), (.26, .05)], .015, 32, "body").moved(.30, -.45, tall - .01)]
    mount = [turned([(.030, 0), (.030, .8)], .006, 14, "dark").rotated(-np.pi / 2, "y").moved(.20, .42, tall + .30),
             box(.34, .09, .11, .02, region="dark").moved(.22, .42, tall + .24),
             box(.06, .06, .20, .015, region="dark").moved(.30, .42, tall + .10)]
    rear = [turned([(.012, 0), (.006, 1.5)], .002, 8, "dark").moved(1.15, -.62, tall - .05)]
    smoke = [turned([(.045, 0), (.045, .22)], .008, 12, "dark").rotated(-.9, "y").rotated(s * .5).moved(
        -.62 + .12 * k, s * (.92 + .012 * k), .30) for s in (1, -1) for k in range(3)] if kind == "modern" else []
    base = turned([(.95, -.12), (.95, .03)], .02, 48, "dark")
    on = [x.rotated(yaw).moved(.0, 0, 1.34) for x in (base, turret, mantlet)]
    parts += [part("turret", *on), part("gun", *(x.rotated(yaw).moved(0, 0, 1.34) for x in gun)),
              part("hatches", *(x.rotated(yaw).moved(0, 0, 1.34) for x in (*hatch, *mount, *rear, *smoke)))]
    lamps = [turned([(.09, -.05), (.10, .03)], .02, 24, "headlight").rotated(-np.pi / 2, "y").moved(-a + .62, s * .75,
                                                                                          1.16)
             for s in (1, -1)]
    return [*parts, part("headlights", *lamps)]


FAMILY = Family(
    name="tank", words=("tank", "battle tank", "army tank", "panzer"),
    gloss=("an army tank with tracks and a gun", "a battle tank"), extent=(5.4, 9.2), build=build, principal="width",
    materials=("olive drab",),
    looks={"body": "main", "track": "cast iron", "wheel": "main", "dark": "black plastic", "headlight": "headlight"},
    part_words={"track": ("track", "tracks"), "wheel": ("wheel", "wheels")},
    styles={"modern": ("modern",), "classic": ("classic", "old", "world war")})
