# SPDX-License-Identifier: GPL-3.0-or-later
"""Motorcycles: a classic roadster, a long chopper, a scooter; the nose points to -x."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import xyz
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import circle, spline
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def _wheel(r: float, wide: float, x: float, d: Draw, spokes: bool) -> list[Surface]:
    n = d.segments(56, 36)
    made = [lathe(circle(16, wide / 2) * (1.15, 1) + np.array([r - .57 * wide, 0]), n, "tyre", loop=True),
            lathe(circle(12, .020) * (1, 1.7) + np.array([r - 1.25 * wide, 0]), n, "metal", loop=True),
            turned([(.055, -.07), (.040, -.03), (.040, .03), (.055, .07)], .008, 24, "metal"),
            turned([(.11, .045), (.11, .055)], .004, 36, "metal")]
    reach = r - 1.25 * wide
    count = 20 if spokes else 5
    for k in range(count):
        a = 2 * np.pi * k / count
        lean = .25 * (-1) ** k if spokes else 0
        made.append(tube([(.04 * np.cos(a), .04 * np.sin(a), .035 * (-1) ** k * spokes),
                         (reach * np.cos(a + lean), reach * np.sin(a + lean), 0)], [.004 if spokes else .022], 2, 6,
                         "metal", round_ends=False))
    return [s.rotated(np.pi / 2, "x").moved(x, 0, r) for s in made]


def _arc(x: float, r: float, reach: float, start: float, end: float, wide: float, region: str = "body") -> Surface:
    a = np.linspace(start, end, 26)
    path = np.column_stack([x + reach * np.cos(a), 0 * a, r + reach * np.sin(a)])
    return sweep(path, np.array([(np.cos(t), np.sin(t)) for t in np.linspace(0, 2 * np.pi, 16, endpoint=False)])
                 * (wide / 2, .016), up=(0, 0, 1), round_ends=True, region=region)


def build(d: Draw) -> list[Part]:
    d = replace(d, detail=.6 * d.detail)  # very many pieces
    kind = d.choose({"classic": 1.1, "chopper": .7, "scooter": .8})
    if kind == "scooter":
        return _scooter(d)
    chop = kind == "chopper"
    r, wide = .33, .115
    base = (1.62 if chop else 1.36) * d.between(.97, 1.04)
    front, rear = -base / 2 - (.08 if chop else 0), base / 2
    parts = [part("front wheel", *_wheel(r, .09 if chop else .105, front, d, True)),
             part("rear wheel", *_wheel(r, .15 if chop else wide, rear, d, True))]
    head = xyz(front + (.56 if chop else .36), 0, .88)
    forks = [rail((front, s * .085, r), tuple(head + xyz(-.04, s * .085, .02)), .042, d, "metal") for s in (1, -1)]
    forks += [rail(tuple(xyz(front, s * .085, r) + .28 * (head - xyz(front, 0, r))),
                   tuple(xyz(front, s * .085, r) + .66 * (head - xyz(front, 0, r))), .060, d, "trim") for s in (1, -1)]
    clamp = [box(.09, .22, .035, .012, region="metal").moved(*(head + xyz(-.03, 0, z))) for z in (-.10, .02)]
    parts.append(part("fork", *forks, *clamp))
    crank = xyz(.02, 0, .33)
    seat_x, seat_z = (.36, .66) if chop else (.30, .76)
    tubes = [rail(tuple(head + xyz(.02, 0, -.05)), (seat_x - .20, 0, seat_z - .05), .050, d, "frame"),
             rail(tuple(head + xyz(.02, 0, -.08)), (front + .56 if chop else -.26, 0, .30), .050, d, "frame"),
             rail((front + .56 if chop else -.26, 0, .27), (.34, 0, .27), .050, d, "frame")]
    for s in (1, -1):
        tubes += [rail((.32, s * .10, .30), (rear, s * .10, r), .040, d, "frame"),
                  rail((seat_x + .20, s * .11, seat_z - .02), (.30, s * .11, .34), .036, d, "frame"),
                  rail((rear - .02, s * .115, r + .03), (seat_x + .12, s * .115, seat_z - .02), .034, d, "metal")]
        coil = np.linspace(0, 1, 64)
        line = xyz(rear - .02, s * .115, r + .08)[None] + coil[:, None] * (xyz(seat_x + .14, s * .115, seat_z - .06)
                                                                           - xyz(rear - .02, s * .115, r + .08))
        ring = np.column_stack([.030 * np.cos(coil * 38), .030 * np.sin(coil * 38), 0 * coil])
        tubes.append(sweep(line + ring, circle(5, .007), region="metal"))
    parts.append(part("frame", *tubes))
    s1 = Sculpt(.04)
    tank_z = (head[2] + seat_z) / 2 + .02
    s1.limb([(head[0] + .10, 0, head[2] - .07), (-.06, 0, tank_z + .03), (seat_x - .20, 0, seat_z)],
            [.090, .150, .075], "body", squeeze=flat((0, 1, 0), .85))
    cap = turned([(.035, 0), (.032, .018)], .005, 24, "metal").moved(-.07, 0, tank_z + .165)
    parts.append(part("tank", s1.surface(64, d.detail), cap))
    s2 = Sculpt(.03)
    s2.limb([(seat_x - .20, 0, seat_z + .02), (seat_x, 0, seat_z - .01), (seat_x + .24, 0, seat_z + .03)],
            [.075, .105, .085], "seat", squeeze=flat((0, 0, 1), .50))
    s2.limb([(seat_x + .20, 0, seat_z + .05), (seat_x + .42, 0, seat_z + .09)], [.080, .060], "seat", .03,
            flat((0, 0, 1), .55))
    parts.append(part("seat", s2.surface(56, d.detail)))
    block = [box(.30, .24, .22, .05, region="metal").moved(crank[0], 0, .22),
             turned([(.13, -.14), (.13, .14)], .03, 40, "metal").rotated(np.pi / 2, "x").moved(crank[0] + .06, 0, .33)]
    for lean, at in (((-.55, -.06), (.42, .06)) if chop else ((-.18, -.03), (.14, .04))):
        fins = [turned([(.095 if k % 2 else .075, 0), (.095 if k % 2 else .075, .020)], .004, 20, "metal").moved(
            z=.021 * k) for k in range(9)]
        top = turned([(.085, 0), (.080, .06), (.03, .08)], .012, 28, "metal").moved(z=.19)
        block += [f.rotated(lean, "y").moved(crank[0] + at, 0, .38) for f in (*fins, top)]
    parts.append(part("engine", *block))
    pipes = []
    for k, s in enumerate((1, 1) if chop else (1, -1)):
        y = s * (.15 + .02 * k)
        path = [(crank[0] - .10 + .1 * k, s * .09, .50), (crank[0] - .18 + .1 * k, y, .40), (crank[0] - .06, y, .25),
                (.28, y, .22 + .09 * k * chop), (rear + .18, y, .26 + .10 * k * chop)]
        pipes.append(tube(path, [.026, .026, .028, .040, .045], 40, 14, "pipe"))
    parts.append(part("exhaust", *pipes))
    guards = [_arc(front, r, r + .045, .35, 2.3, .15), _arc(rear, r, r + .05, .15, 2.35, .20)]
    stays = [rail((front, s * .078, r), (front + .02, s * .070, 2 * r + .03), .016, d, "metal") for s in (1, -1)]
    parts.append(part("mudguards", *guards, *stays))
    bar_z, pull = (.30, .30) if chop else (.13, .14)
    bars = spline([(head[0] + pull, -.40, head[2] + bar_z - .02), (head[0] + .06, -.33, head[2] + bar_z),
                   (head[0] - .02, -.14, head[2] + .05), (head[0] - .02, .14, head[2] + .05),
                   (head[0] + .06, .33, head[2] + bar_z), (head[0] + pull, .40, head[2] + bar_z - .02)], 60)
    grips = [sweep(g, circle(14, .021), round_ends=True, region="grip") for g in (bars[:8], bars[-8:])]
    mirrors = []
    for s in (1, -1):
        root = xyz(head[0] + .04, s * .28, head[2] + bar_z)
        mirrors += [rail(tuple(root), tuple(root + xyz(-.02, s * .06, .17)), .012, d, "metal"),
                    ball((.012, .055, .040), 12, 18, "metal").moved(*(root + xyz(-.02, s * .08, .20)))]
    parts.append(part("handlebar", sweep(bars, circle(14, .013), round_ends=True, region="metal"), *grips, *mirrors))
    lamp = turned([(.03, -.11), (.075, -.09), (.095, -.02), (.098, .0)], .012, 36, "metal").rotated(-np.pi / 2, "y")
    glass = ball((.025, .088, .088), 14, 28, "headlight")
    at = head + xyz(-.13, 0, -.03)
    tail = ball((.03, .055, .04), 12, 18, "taillight").moved(rear + .30, 0, r + .30)
    dials = [turned([(.045, 0), (.045, .05)], .008, 24, "metal").rotated(-.5,
                                                                         "y").moved(*(head + xyz(-.06, s * .055, .06)))
             for s in (1, -1)]
    return [*parts, part("lamps", lamp.moved(*at), glass.moved(*at), tail), part("dials", *dials)]


def _scooter(d: Draw) -> list[Part]:
    r, base = .215, d.between(1.16, 1.26)
    front, rear = -base / 2, base / 2
    parts = [part("front wheel", *_wheel(r, .095, front, d, False)),
             part("rear wheel", *_wheel(r, .095, rear, d, False))]
    s = Sculpt(.05)
    s.limb([(rear - .42, 0, .36), (rear - .12, 0, .42), (rear + .14, 0, .38), (rear + .26, 0, .30)],
           [.11, .19, .165, .06], "body", squeeze=flat((0, 1, 0), .92))
    s.blob((rear, .135, .34), (.22, .08, .155), "body", .04)
    s.blob((rear, -.135, .34), (.22, .08, .155), "body", .04)
    s.limb([(front + .34, 0, .22), (0, 0, .20), (rear - .34, 0, .22), (rear - .32, 0, .38)], [.15, .165, .15, .11],
           "body",
           .05, flat((0, 0, 1), .32), rows=16)
    s.limb([(front + .32, 0, .22), (front + .25, 0, .48), (front + .26, 0, .80)], [.19, .22, .13], "body", .05,
           flat((1, 0, .1), .24))
    s.limb([(front + .24, 0, .82), (front + .20, 0, .93)], [.075, .085], "body", .04)
    s.blob((front, 0, r + .10), (.235, .085, .16), "body", .03)
    s.limb([(front - .01, 0, r + .14), (front + .16, 0, .58)], [.05, .05], "body", .03)
    parts.append(part("body", s.surface(110, d.detail)))
    mat = box(base - .74, .26, .03, .01, region="grip").moved(0, 0, .243)
    parts.append(part("floor mat", mat))
    s2 = Sculpt(.03)
    s2.limb([(rear - .38, 0, .58), (rear - .16, 0, .60), (rear + .16, 0, .61)], [.095, .125, .10], "seat",
            squeeze=flat((0, 0, 1), .48))
    parts.append(part("seat", s2.surface(52, d.detail)))
    bars = spline([(front + .36, -.34, .97), (front + .26, -.20, .97), (front + .20, 0, .96), (front + .26, .20, .97),
                   (front + .36, .34, .97)], 40)
    grips = [sweep(g, circle(14, .022), round_ends=True, region="grip") for g in (bars[:8], bars[-8:])]
    mirrors = []
    for k in (1, -1):
        root = xyz(front + .25, k * .18, .97)
        mirrors += [rail(tuple(root), tuple(root + xyz(-.02, k * .10, .19)), .012, d, "metal"),
                    ball((.012, .055, .048), 12, 18, "metal").moved(*(root + xyz(-.02, k * .115, .22)))]
    parts.append(part("handlebar", sweep(bars, circle(14, .015), round_ends=True, region="metal"), *grips, *mirrors))
    lamps = [ball((.04, .075, .075), 14, 24, "headlight").moved(front + .135, 0, .93),
             ball((.03, .06, .035), 12, 18, "taillight").moved(rear + .26, 0, .42)]
    rims = [turned([(.085, -.01), (.085, .01)], .006, 30, "metal").rotated(np.pi / 2, "y").moved(front + .155, 0, .93)]
    rack = [rail((rear + .18, k * .10, .50), (rear + .34, k * .09, .56), .018, d, "metal") for k in (1, -1)]
    rack.append(rail((rear + .34, -.09, .56), (rear + .34, .09, .56), .018, d, "metal"))
    pipe = tube([(rear - .25, -.15, .17), (rear, -.19, .15), (rear + .22, -.19, .19)], [.03, .05, .045], 14, 14, "pipe")
    return [*parts, part("lamps", *lamps, *rims), part("rack", *rack), part("exhaust", pipe)]


FAMILY = Family(
    name="motorcycle", words=("motorcycle", "motorbike", "chopper", "scooter", "moped", "vespa", "toy motorcycle"),
    gloss=("a motorcycle with two wheels and an engine", "a motor scooter", "a long chopper"), extent=(1.5, 2.8),
    build=build, principal="width", materials=("car paint",),
    looks={"body": "main", "seat": ("leather", "black plastic"), "frame": ("black plastic", "car paint"),
           "tyre": "tyre",
           "metal": ("chrome", "steel"), "pipe": "chrome", "trim": "black plastic", "grip": "black plastic",
           "headlight": "headlight", "taillight": "taillight"},
    part_words={"body": ("tank", "body"), "seat": ("seat", "saddle"), "tyre": ("wheel", "wheels", "tyres"),
                "pipe": ("exhaust", "pipe", "pipes"), "frame": ("frame",)},
    styles={"classic": ("classic", "vintage", "roadster"), "chopper": ("chopper", "long"),
            "scooter": ("scooter", "vespa", "moped")})
