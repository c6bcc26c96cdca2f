# SPDX-License-Identifier: GPL-3.0-or-later
"""Tin toy robots: box body with dials, antenna, jointed arms with claws, wind-up key."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball, tube
from backend.objects.modeling.solids import box, lathe, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    round_ = d.choose({"square": 1.2, "round": .8}) == "round"
    n = d.segments(48, 32)
    k = d.between(.92, 1.08)
    parts = []
    legs: list[Surface] = []
    for s in (1, -1):
        legs += [box(.075, .12, .045, .014, 4, region="dark").moved(s * .055, -.012, 0)]
        legs += [turned([(.030 - .003 * (i % 2), 0), (.030 - .003 * (i % 2), .022)], .006, 28, "joint").moved(s * .055,
                                                                                          0, .042 + .021 * i)
                 for i in range(5)]
    parts.append(part("legs", *legs))
    z = .145
    wide, deep, tall = .19 * k, .13, .19
    if round_:
        body = turned([(.075, 0), (.098, .02), (.104, .10), (.092, .18), (.060, .20)], .012, n,
                      "body").scaled((1, .82, 1)).moved(z=z)
        front = -.082
    else:
        body = box(wide, deep, tall, .018, 5, region="body").moved(z=z)
        front = -deep / 2
    plate = box(.115, .008, .10, .003, 2, region="plate").moved(0, front - .002, z + .065)
    bits = [plate]
    for x, q in ((-.030, "red"), (.0, "yellow"), (.030, "green")):
        bits.append(ball((.010, .006, .010), 10, 16, q).moved(x, front - .007, z + .085))
    dial = turned([(.022, 0), (.022, .006)], .001, 32, "dial").rotated(np.pi / 2, "x").moved(-.026, front - .003,
                                                                                          z + .130)
    hand = box(.003, .003, .018, .001, 1, region="red").rotated(d.between(-1, 1), "y").moved(-.026, front - .010,
                                                                                          z + .130)
    grill = [box(.040, .004, .004, .001, 1, region="dark").moved(.030, front - .007,
                                                                 z + .115 + .010 * i) for i in range(4)]
    rivets = [ball(.0045, 8, 10, "metal").moved(x * .42 * wide, front - .001, z + q * tall) for x in (1,
                                                                                          -1) for q in (.10, .90)]
    parts += [part("body", body), part("panel", *bits, dial, hand, *grill, *rivets)]
    top = z + (.20 if round_ else tall)
    neck = [turned([(.036 - .004 * (i % 2), 0), (.036 - .004 * (i % 2), .011)], .003, 32, "joint").moved(0, 0,
                                                                                          top - .004 + .010 * i)
            for i in range(3)]
    hz = top + .024
    if round_:
        head = turned([(.070, 0), (.076, .015), (.074, .06), (.052, .095), (.02, .108)], .012, n, "head").moved(z=hz)
        face, crown = -.072, hz + .106
    else:
        head = box(.135, .105, .105, .014, 5, region="head").moved(z=hz)
        face, crown = -.0525, hz + .105
    eyes: list[Surface] = []
    for s in (1, -1):
        ring = lathe(circle(10, .004) + np.array([.019, 0]), 32, "metal", loop=True)
        eyes += [ring.rotated(np.pi / 2, "x").moved(s * .030, face - .002, hz + .066),
                 ball((.018, .008, .018), 12, 24, "lamp").moved(
            s * .030, face, hz + .066)]
        eyes.append(turned([(.020, 0), (.020, .014), (.010, .020)], .003, 28, "metal").rotated(s * np.pi / 2,
                                                                                          "y").moved(
            s * (.066 if not round_ else .072), 0, hz + .055))
    mouth = [box(.066, .006, .022, .004, 2, region="dark").moved(0, face - .001, hz + .016)]
    mouth += [box(.005, .008, .020, .001, 1, region="plate").moved(x, face - .001, hz + .017) for x in (-.022, -.011,
                                                                                          0, .011, .022)]
    mast = [tube([(0, 0, crown - .004), (0, 0, crown + .045)], [.004, .003], 6, 12, "metal"),
            ball(.010, 12, 16, "red").moved(0, 0, crown + .05)]
    mast += [lathe(circle(8, .0016) + np.array([r, 0]), 28, "metal", loop=True).moved(z=crown + h) for r,
             h in ((.012, .020), (.009, .031))]
    parts += [part("neck", *neck), part("head", head), part("eyes", *eyes), part("mouth", *mouth),
              part("antenna", *mast)]
    for s, name in ((1, "right"), (-1, "left")):
        swing = d.between(-.2, .9)
        arm: list[Surface] = [ball(.030, 16, 22, "joint")]
        arm += [turned([(.020 - .003 * (i % 2), 0), (.020 - .003 * (i % 2), .014)], .003, 24, "joint").rotated(np.pi,
                                                                                          "x").moved(
            0, 0, -.020 - .013 * i) for i in range(5)]
        arm.append(box(.045, .045, .062, .008, 3, region="body").moved(0, 0, -.150))
        for claw in (1, -1):
            a = np.linspace(-.2, 1.5, 12)
            arm.append(tube(np.column_stack([claw * (.006 + .022 * np.sin(a + .3)), 0 * a, -.150 - .034 * a]),
                            [.008, .008, .006], 16, 10, "metal"))
        shoulder = (s * ((wide / 2 if not round_ else .098) + .020), 0, z + .155)
        raised = swing if s > 0 else -.6 * swing
        parts.append(part(f"arm {name}", *(p.rotated(raised, "x").rotated(-s * .10,
                                                                          "y").moved(*shoulder) for p in arm)))
    key = [tube([(0, .05, z + .09), (0, deep / 2 + .035, z + .09)], [.006], 4, 12, "metal")]
    key += [lathe(circle(10, .0045) + np.array([.015, 0]), 32, "metal", loop=True).rotated(np.pi / 2, "y").moved(
        0, deep / 2 + .036, z + .09 + s * .016) for s in (1, -1)]
    parts.append(part("key", *key))
    scale = d.between(.45, .75)
    return [Part(p.name, tuple(q.scaled((scale,) * 3) for q in p.pieces)) for p in parts]


FAMILY = Family(
    name="toy_robot", words=("toy robot", "robot", "tin robot", "gundam model", "garage kit"),
    gloss=("a tin toy robot with an antenna",),
    extent=(.17, .46), build=build, materials=("silver", "toy red", "toy blue", "toy green", "steel"),
    looks={"body": "main", "head": ("main", "main", "steel"), "joint": "steel", "dark": "toy black",
           "plate": ("toy white", "toy yellow", "steel"),
           "dial": "dial", "metal": "chrome", "lamp": ("bulb", "toy yellow", "toy red"), "red": "toy red",
           "yellow": "toy yellow",
           "green": "toy green"},
    part_words={"head": ("head",), "lamp": ("eye", "eyes"), "plate": ("panel",)},
    styles={"square": ("square", "boxy"), "round": ("round",)})
