# SPDX-License-Identifier: GPL-3.0-or-later
"""Chunky toy cars: saloon, beetle, racer."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.toys.shared_toy import block, profile, rod, wheel
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import fillet, resample, spline
from backend.objects.modeling.organic import ball
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface

_SIDES = {"saloon": [(-.50, .10), (-.50, .30), (-.46, .36), (-.24, .42), (-.10, .66), (.20, .67), (.34, .46),
                     (.48, .42), (.50, .34),
                     (.50, .10)],
          "beetle": [(-.49, .10), (-.50, .26), (-.42, .38), (-.24, .46), (-.12, .66), (.08, .72), (.28, .62),
                     (.44, .42), (.50, .22),
                     (.49, .10)],
          "van": [(-.50, .10), (-.50, .36), (-.44, .46), (-.36, .72), (-.28, .78), (.44, .78), (.50, .72), (.50, .10)]}


def build(d: Draw) -> list[Part]:
    kind = d.choose({"saloon": 1.0, "beetle": 1.0, "van": .6, "racer": .8})
    long = d.between(.11, .17)
    if kind == "racer":
        parts = _racer(d)
    else:
        side = np.array(_SIDES[kind]) * (1, d.between(.92, 1.06))
        w = d.between(.44, .50)
        outline = spline(side, 90)
        hull = profile(resample(np.concatenate([outline, [outline[0]]]), 120)[:-1], w, .06, "body", 4)
        if kind != "van":  # the roof is narrower than the sills
            hull = hull.deformed(lambda v: v * np.column_stack([1 - .55 * np.clip(v[:, 2] - .38, 0, 1), np.ones(len(v)),
                                                                np.ones(len(v))]))
        parts = [part("body", hull), part("windows", *_windows(kind, side, w)), part("wheels", *_wheels(d, w, .115))]
        lamps = [ball((.042, .022, .042), 10, 16, "headlight").moved(x * w * .33, -.495, .27) for x in (1, -1)]
        tails = [ball((.036, .018, .026), 10, 16, "taillight").moved(x * w * .34, .497, .29) for x in (1, -1)]
        bumper = [block(w * 1.04, .05, .06, (0, y, .115), .024, "bumper") for y in (-.50, .50)]
        parts += [part("lamps", *lamps), part("tail lamps", *tails), part("bumpers", *bumper)]
    return [Part(p.name, tuple(q.scaled((long,) * 3) for q in p.pieces)) for p in parts]


def _wheels(d: Draw, w: float, r: float) -> list[Surface]:
    return [wheel(r, .10, x, y, d) for y in (-.29, .29) for x in (w / 2, -w / 2)] \
        + [rod(-w / 2, w / 2, y, r, .022, d) for y in (-.29, .29)]


def _windows(kind: str, side: np.ndarray, w: float) -> list[Surface]:
    """Side panes, windscreen and rear window as thin plates in the hull."""
    roof = side[:, 1].max()
    if kind == "van":
        panes = [np.array([(-.38, .50), (-.31, .68), (-.14, .68), (-.14, .50)]),
                 np.array([(-.08, .50), (-.08, .68), (.12, .68), (.12, .50)]),
                 np.array([(.18, .50), (.18, .68), (.40, .68), (.40, .50)])]
        glass = [profile(fillet(p, .03, 3, closed=True), w + .014, .006, "window") for p in panes]
        screen = block(w * .82, .02, .23, (0, 0, 0), .009, "window").rotated(-.30, "x").moved(0, -.425, .50)
        return [*glass, screen]
    low = .43 * roof / .68
    high = roof - .075
    front = (-.185, -.075) if kind == "saloon" else (-.20, -.09)
    back = (.295, .175) if kind == "saloon" else (.33, .20)
    middle = .045
    panes = [np.array([(front[0], low), (front[1], high), (middle - .015, high), (middle - .015, low)]),
             np.array([(middle + .015, low), (middle + .015, high), (back[1], high), (back[0], low)])]
    narrow = 1 - .55 * np.clip(np.array([low, high]) - .38, 0, 1)
    glass = []
    for p in panes:
        pane = profile(fillet(p, .025, 3, closed=True), w + .016, .006, "window")
        glass.append(pane.deformed(lambda v: v * np.column_stack(
            [np.interp(v[:, 2], [low, high], narrow), np.ones(len(v)), np.ones(len(v))])))
    slope = np.arctan2(.13, .24)
    tall = .19
    screen = block(w * .70, .022, tall, (0, 0, 0), .009, "window").rotated(-slope, "x").moved(0, front[0] - .035,
                                                                                              low + .015)
    rear = block(w * .66, .022, tall * .85, (0, 0, 0), .009, "window").rotated(slope * 1.35,
                                                                               "x").moved(0, back[0] + .025, low + .02)
    return [*glass, screen, rear]


def _racer(d: Draw) -> list[Part]:
    s = Sculpt(.06)
    s.limb([(0, -.52, .16), (0, -.25, .19), (0, .10, .22), (0, .46, .22)], [.06, .10, .15, .11], "body",
           squeeze=flat((0, 0, 1), .9))
    s.limb([(.12, -.02, .17), (.13, .30, .18)], [.075, .085], "body", mirror=True)
    s.limb([(0, .14, .34), (0, .36, .28)], [.075, .03], "body")
    s.blob((0, .02, .39), (.085, .12, .12), "cockpit", .02, carve=True)
    helmet = ball((.075, .080, .080), 14, 18, "helmet").moved(0, .035, .37)
    visor = ball((.066, .03, .03), 10, 14, "window").moved(0, -.022, .375)
    wings = [block(.54, .12, .022, (0, -.48, .10), .009, "wing"), block(.44, .12, .022, (0, .47, .44), .009, "wing"),
             block(.025, .10, .24, (.14, .47, .21), .009, "wing"),
             block(.025, .10, .24, (-.14, .47, .21), .009, "wing")]
    number = [lathe(fillet([(0, 0), (.06, 0), (.06, .012), (0, .012)], [0, .003, .003, 0], 2), 32,
                    "number").rotated(.10, "x")
              .moved(0, -.21, .265)]
    r = .12
    wheels = [wheel(q, b, x, y, d) for y, q, b in ((-.32, .105, .10), (.32, r, .13)) for x in (.235, -.235)] \
        + [rod(-.235, .235, y, q, .018, d) for y, q in ((-.32, .105), (.32, r))]
    return [part("body", s.surface(88, d.detail)), part("driver", helmet, visor), part("wings", *wings),
            part("number", *number),
            part("wheels", *wheels)]


FAMILY = Family(
    name="toy_car", words=("toy car", "race car", "racing car", "model car", "matchbox car"),
    gloss=("a small toy car for children", "a wooden toy car"), extent=(0.08, 0.25), build=build, principal="depth",
    materials=("toy paint",),
    looks={"body": "main", "window": "dark glass", "tyre": "tyre", "hub": ("toy white", "toy yellow", "toy red"),
           "axle": "steel",
           "headlight": "headlight", "taillight": "taillight", "bumper": ("toy white", "steel", "toy black"),
           "wing": "main",
           "number": "toy white", "helmet": ("toy white", "toy blue", "toy yellow"), "cockpit": "toy black"},
    part_words={"body": ("body",), "window": ("window", "windows", "glass"),
                "tyre": ("wheel", "wheels", "tyre", "tyres"),
                "wing": ("wing", "spoiler")},
    styles={"saloon": ("saloon", "sedan"), "beetle": ("beetle", "round"), "van": ("van", "bus", "camper"),
            "racer": ("racing", "race", "formula", "fast")})
