# SPDX-License-Identifier: GPL-3.0-or-later
"""Railway engines on a length of track: a steam locomotive with its tender, or a modern fast train; nose to -x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import along_x, brick, panel
from backend.objects.modeling.curves import fillet, superellipse
from backend.objects.modeling.organic import ball, painted
from backend.objects.modeling.solids import box, lathe, turned
from backend.objects.modeling.surface import Surface

_GAUGE = .72


def _wheel(r: float, x: float, s: int, z: float, spokes: int, d: Draw) -> list[Surface]:
    """A railway wheel with flange and spokes, outside towards ``s``."""
    n = d.segments(28, 20)
    tyre = lathe(fillet([(.84 * r, -.07), (1.05 * r, -.07), (1.05 * r, -.035), (r, -.03), (r, .07), (.84 * r, .07)],
                        .008, 1,
                        closed=True), n, "steel", loop=True)
    made = [tyre, turned([(.18 * r, -.08), (.16 * r, .10)], .01, 12, "wheel", 1)]
    made += [brick(.10 * r, .74 * r, .06, "wheel").moved(0, .5 * r, -.03).rotated(2 * np.pi * k / spokes)
             for k in range(spokes)]
    return [w.rotated(-s * np.pi / 2, "x").moved(x, s * _GAUGE, z + r) for w in made]


def _track(x0: float, x1: float, d: Draw) -> list[Part]:
    """Rails on sleepers; the railhead is at z = 0.30."""
    rails = []
    for s in (1, -1):
        bar = [box(x1 - x0, .14, .025, .006, 1, region="steel"),
               box(x1 - x0, .035, .14, .006, 1, region="steel").moved(z=.01),
               box(x1 - x0, .075, .035, .010, 1, region="steel").moved(z=.115)]
        rails += [b.moved((x0 + x1) / 2, s * _GAUGE, .15) for b in bar]
    count = int((x1 - x0) / .62)
    ties = [brick(.26, 2.5, .15, "tie").moved(x0 + (k + .5) * (x1 - x0) / count, 0, 0) for k in range(count)]
    return [part("rails", *rails), part("sleepers", *ties)]


def build(d: Draw) -> list[Part]:
    d = replace(d, detail=.6 * d.detail)  # very many pieces
    return _steam(d) if d.choose({"steam": 1.2, "fast": .8}) == "steam" else _fast(d)


def _steam(d: Draw) -> list[Part]:
    z, r = .30, .82 * d.between(.93, 1.05)
    rb = .84 * d.between(.95, 1.05)
    zb = z + 2 * r - .05 + .55 * rb
    n = d.segments(56, 36)
    front, cab_x = -4.6, 2.2
    boiler = turned([(rb, 0), (rb, .9), (.97 * rb, .92), (.97 * rb, 6.2)], .03, n, "boiler").rotated(np.pi / 2, "y")
    door = turned([(.80 * rb, 0), (.74 * rb, .09), (.2 * rb, .16)], .03, n, "black").rotated(-np.pi / 2, "y")
    ring = turned([(1.03 * rb, 0), (1.03 * rb, .10)], .02, n, "black").rotated(np.pi / 2, "y")
    bands = [turned([(.985 * rb, 0), (.985 * rb, .06)], .015, n, "band").rotated(np.pi / 2, "y").moved(front + x, 0, zb)
             for x in (1.9, 3.1, 4.3, 5.5)]
    bar = [rail((front - .13, -.5 * rb, zb + q), (front - .13, .5 * rb, zb + q), .03, d, "steel") for q in (.18, -.18)]
    parts = [part("boiler", boiler.moved(front, 0, zb)), part("smokebox door", door.moved(front, 0, zb), ring.moved(
        front - .01, 0, zb), *bar), part("bands", *bands)]
    flare = d.choose({"flared": .8, "straight": 1.0})
    top = .42 if flare == "flared" else .27
    stack = lathe(fillet([(0, 0), (.34, 0), (.22, .14), (.21, .5), (top, .88), (top, .98), (top - .08, .98), (.16, .7),
                          (0, .7)],
                         [0, .03, .05, .1, .02, .02, .02, .02, 0], 3), n, "black").moved(front + .48, 0, zb + .93 * rb)
    domes = [turned([(.36, 0), (.34, .30), (.20, .46), (.04, .50)], .06, n, "dome").moved(front + x, 0, zb + .90 * rb)
             for x in (2.4, 4.4)]
    whistle = turned([(.04, 0), (.04, .26), (.06, .28), (.06, .4)], .01, 16, "band").moved(front + 5.5, .15,
                                                                                          zb + .92 * rb)
    lamp = turned([(.16, -.14), (.17, .06)], .02, 32, "black").rotated(-np.pi / 2, "y").moved(front + .02, 0,
                                                                                          zb + rb + .16)
    glass = ball((.04, .13, .13), 12, 24, "headlight").moved(front - .06, 0, zb + rb + .16)
    parts += [part("chimney", stack), part("domes", *domes, whistle), part("head lamp", lamp, glass)]
    deck_z = z + 2 * r - .14
    frame = box(8.6, 1.3, .34, .04, region="black").moved(-.55, 0, z + r - .10)
    boards = [box(6.9, .52, .07, .02, region="running").moved(-1.15, s * 1.0, deck_z) for s in (1, -1)]
    beam = box(.20, 2.5, .42, .04, region="running").moved(front - .22, 0, z + .62)
    buffers = []
    for s in (1, -1):
        buffers.append(turned([(.09, 0), (.09, .30), (.20, .31), (.20, .36)], .015, 28, "steel").rotated(-np.pi / 2,
                                                                                          "y").moved(
            front - .30, s * .85, z + .83))
    cow = [rail((front - .30, q * 1.0, z + .55), (front - .75 + .35 * abs(q), q * .82, z + .07), .06, d, "running")
           for q in np.linspace(-1, 1, 11)]
    parts += [part("frame", frame), part("running boards", *boards), part("buffer beam", beam, *buffers),
              part("cowcatcher", *cow)]
    wheels: list[Surface] = []
    driving = [-1.9 + k * (2 * r + .16) for k in range(3)]
    for s in (1, -1):
        for x in driving:
            wheels += _wheel(r, x, s, z, 12, d)
        for x in (front + .55, front + 1.45):
            wheels += _wheel(.42, x, s, z, 9, d)
        wheels += _wheel(.46, cab_x + .55, s, z, 9, d)
    parts.append(part("wheels", *wheels))
    rods = []
    pin = d.between(0, 2 * np.pi)
    for s in (1, -1):
        a = pin + (np.pi / 2 if s > 0 else 0)
        dx, dz = .42 * r * np.cos(a), .42 * r * np.sin(a)
        y = s * (_GAUGE + .20)
        rods.append(box(driving[-1] - driving[0] + .3, .06, .14, .03, 2, region="steel").moved(
            driving[1] + dx, y, z + r + dz - .07))
        rods += [turned([(.10, -.09), (.10, .09)], .02, 20, "steel").rotated(np.pi / 2, "x").moved(x + dx, y,
                                                                                          z + r + dz)
                 for x in driving]
        cylinder = turned([(.32, -.55), (.34, -.5), (.34, .5), (.32, .55)], .03, 36, "running").rotated(np.pi / 2, "y")
        rods.append(cylinder.moved(front + 1.0, s * 1.02, z + .72))
        rods.append(rail((front + 1.5, s * 1.02, z + .72), (driving[1] + dx, y + s * .05, z + r + dz), .10, d, "steel"))
    parts.append(part("rods", *rods))
    cab = box(1.7, 2.4, 2.05, .06, 3, region="cab").moved(cab_x + .55, 0, deck_z)
    openings = [panel(.82, .78, (cab_x + .62, s * 1.18, deck_z + .98), "glass", .09, bevel=.04) for s in (1, -1)]
    frames = [panel(.94, .90, (cab_x + .62, s * 1.175, deck_z + .92), "band", .07, bevel=.04) for s in (1, -1)]
    openings += [panel(.50, .55, (cab_x - .31, s * .80, deck_z + 1.2), "glass", .06, "x", .03) for s in (1, -1)]
    roof = box(2.15, 2.66, .14, .06, 4, 8, "black").moved(cab_x + .58, 0, deck_z + 2.02).deformed(
        lambda v: v - np.column_stack([0 * v[:, 0], 0 * v[:, 0], .16 * v[:, 1] ** 2 - .12]))
    parts += [part("cab", cab, *frames), part("cab windows", *openings), part("cab roof", roof)]
    x0 = cab_x + 1.75
    tender = box(3.3, 2.4, 1.35, .06, 3, region="cab").moved(x0 + 1.65, 0, deck_z - .15)
    coal = [ball(d.between(.16, .30), 5, 7, "coal").moved(x0 + d.between(.35, 2.9), d.between(-.85, .85), deck_z + 1.15
                                                           + d.between(0, .22)) for _ in range(38)]
    sill = box(3.4, 1.9, .24, .04, region="black").moved(x0 + 1.65, 0, z + .80)
    rim = [box(3.34, .06, .16, .02, 1, region="band").moved(x0 + 1.65, s * 1.19, deck_z + 1.14) for s in (1, -1)]
    carriage: list[Surface] = []
    for s in (1, -1):
        for x in (x0 + .55, x0 + 1.65, x0 + 2.75):
            carriage += _wheel(.44, x, s, z, 9, d)
    parts += [part("tender", tender, sill, *rim), part("coal", *coal), part("tender wheels", *carriage),
              part("coupling", rail((cab_x + 1.3, 0, z + .9), (x0 + .2, 0, z + .9), .16, d, "black"))]
    return [*parts, *_track(front - 1.3, x0 + 3.9, d)]


def _fast(d: Draw) -> list[Part]:
    z = .30
    half, low, high = 1.42, z + .42, z + 3.75
    nose = d.between(3.4, 5.2)
    long = 15.0
    x0 = -long / 2
    rows = []
    for t in np.linspace(0, 1, 20):
        e = np.sin(np.pi / 2 * t)
        rows.append((x0 + nose * t, 0, half * (.16 + .84 * e ** .8), low + .5 * (1 - e) ** 2,
                     low + .55 + (high - low - .55)
                     * (e ** 1.5)))
    rows += [(x0 + nose + k * .3, 0, half, low, high) for k in range(1, int((long - nose) / .3))]
    rows.append((-x0, 0, half, low, high))
    rows.append((-x0 + .05, 0, .96 * half, low + .05, high - .05))
    hull = along_x(rows, superellipse(d.segments(64, 44), 2, 2, 4.2))
    hull = painted(hull, "stripe", lambda c: (c[:, 2] > low + .55) & (c[:, 2] < low + .98))
    hull = painted(hull, "skirt", lambda c: c[:, 2] < low + .26)
    hull = painted(hull, "glass", lambda c: (c[:, 0] > x0 + .52 * nose)
                   & (c[:, 0] < x0 + .84 * nose) & (c[:, 2] > low + 1.55) & (c[:, 2] < high - .35))
    parts = [part("body", hull)]
    panes, doors = [], []
    for s in (1, -1):
        panes += [panel(1.02, .78, (x, s * (half - .015), low + 1.55), "glass", .05, bevel=.05)
                  for x in np.arange(x0 + nose + 2.2, -x0 - 1.6, 1.35)]
        for x in (x0 + nose + 1.1, -x0 - .85):
            doors += [panel(.86, 2.35, (x, s * (half - .02), low + .32), "stripe", .06, bevel=.04),
                      panel(.5, .8, (x, s * (half - .01), low + 1.55), "glass", .06, bevel=.04)]
    lamps = [ball((.30, .22, .10), 14, 20, "headlight").moved(x0 + .10 * nose, s * .46 * half, low + .70) for s in (1,
                                                                                          -1)]
    parts += [part("windows", *panes), part("doors", *doors), part("headlights", *lamps)]
    wheels: list[Surface] = []
    frames = []
    for x in (x0 + nose + .3, -x0 - 2.0):
        frames.append(box(3.3, 1.9, .42, .06, region="dark").moved(x, 0, z + .38))
        for q in (-.95, .95):
            for s in (1, -1):
                wheels += _wheel(.46, x + q, s, z, 8, d)
    unit = box(5.5, 2.1, .30, .10, 4, region="skirt").moved(.12 * long, 0, high - .06)
    arm = [rail((.32 * long, s * .5, high), (.28 * long, s * .5, high + .55), .07, d, "steel") for s in (1, -1)]
    arm += [rail((.28 * long, s * .5, high + .55), (.33 * long, s * .62, high + 1.05), .06, d, "steel") for s in (1,
                                                                                          -1)]
    arm.append(rail((.33 * long, -.85, high + 1.06), (.33 * long, .85, high + 1.06), .07, d, "dark"))
    return [*parts, part("bogies", *frames), part("wheels", *wheels), part("roof unit", unit), part("pantograph", *arm),
            *_track(x0 - .6, -x0 + .6, d)]


FAMILY = Family(
    name="train", words=("train", "locomotive", "steam engine", "steam train", "railway engine", "tram", "bullet train",
                         "express train"),
    gloss=("a train on its track", "a steam locomotive with a tender", "a fast train"), extent=(11.0, 18.0),
    build=build,
    principal="width", materials=("enamelled", "toy green", "toy black", "toy red", "toy blue"),
    looks={"boiler": "main", "body": "toy white", "cab": "main", "stripe": ("toy red", "toy blue", "main"),
           "black": "toy black",
           "band": "brass", "dome": ("brass", "main"), "running": ("toy red", "toy black"),
           "wheel": ("toy red", "toy black"),
           "steel": "steel", "glass": "dark glass", "headlight": "headlight", "coal": "toy black", "skirt": "concrete",
           "dark": "black plastic", "tie": ("rough bark", "concrete")},
    part_words={"boiler": ("boiler", "engine"), "cab": ("cab",), "wheel": ("wheel", "wheels"),
                "glass": ("window", "windows"),
                "stripe": ("stripe",)},
    styles={"steam": ("steam", "old", "vintage"), "fast": ("fast", "modern", "bullet", "express"),
            "flared": ("american", "western"), "straight": ("british",)})
