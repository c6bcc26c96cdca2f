# SPDX-License-Identifier: GPL-3.0-or-later
"""Boats: a sailing yacht, a rowing boat with oars, a motor boat; the bow points to -x."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.vehicles.shared_vehicle import xyz
from backend.objects.modeling.organic import ball, painted, tube
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface, skin


def hull(long: float, beam: float, deep: float, sheer: float, wall: float, well: float, d: Draw, transom: float = .72,
         rake: float = .10, keel: float = .6) -> Surface:
    """An open or decked hull: outside "body", a "trim" gunwale, inside "inside" down to ``well`` below it."""
    rows = d.segments(44, 28)
    t = np.linspace(0, 1, rows)
    half = np.where(t < .58, np.sin(np.pi / 2 * np.clip(t / .58, 0, 1)) ** .85,
                    1 - (1 - transom) * (np.clip(t - .58, 0, 1) / .42) ** 1.6)
    half = np.maximum(half * beam / 2, .012 * beam)
    rings = []
    for s, h in zip(t, half):
        top = deep + sheer * (1 - s) ** 2 + .25 * sheer * max(0.0, s - .6)
        low = deep * .62 * (1 - s) ** 5
        a = np.linspace(0, np.pi, 21)
        side = np.sign(np.cos(a)) * np.abs(np.cos(a)) ** keel
        out = np.column_stack([side * h, low + (top - low) * (1 - np.sin(a) ** 1.2)])
        inner = max(h - wall, .35 * h)
        floor = max(top - well, low + wall * 1.5)
        b = np.linspace(np.pi, 0, 15)
        back = np.column_stack([np.sign(np.cos(b)) * np.abs(np.cos(b)) ** .5 * inner,
                                top - (top - floor) * np.sin(b) ** .7])
        ring = np.concatenate([out, back])
        x = long * (s - .5) - rake * long * (1 - s) ** 3 * (ring[:, 1] / deep - .5)
        rings.append(np.column_stack([x, ring[:, 0], ring[:, 1]]))
    stack = np.stack(rings)
    ends = [np.tile(stack[k].mean(axis=0), (stack.shape[1], 1)) for k in (0, -1)]
    made = skin(np.stack([ends[0], *stack, ends[1]]), region="body")
    column = np.arange(len(made.regions)) % stack.shape[1]
    made.regions[(column > 20) & (column < 35)] = "inside"
    made.regions[(column == 20) | (column == 35) | (column == 19) | (column == 0)] = "trim"
    return made


def sail(corners: list[tuple[float, float]], belly: float, region: str) -> Surface:
    """A triangle (tack, clew, head) of cloth in the XZ plane, bellied toward +y."""
    a, b, c = (np.array(p, float) for p in corners)
    t = np.linspace(0, 1, 19)[:, None]
    rings = []
    for s in np.linspace(0, .985, 22):
        low, high = a + (c - a) * s, b + (c - b) * s
        line = low + (high - low) * t
        bulge = belly * np.linalg.norm(high - low) * np.sin(np.pi * t[:,
                                                                      0] ** .8) * (.25 + .75 * np.sin(np.pi * min(1,
                                                                                          s + .12)))
        front = np.column_stack([line[:, 0], bulge + .008, line[:, 1]])
        back = np.column_stack([line[:, 0], bulge - .008, line[:, 1]])[::-1]
        rings.append(np.concatenate([front, back[1:-1]]))
    ends = [np.tile(rings[k].mean(axis=0), (len(rings[0]), 1)) for k in (0, -1)]
    return skin(np.stack([ends[0], *rings, ends[1]]), region=region)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"sail": 1.2, "rowing": .9, "motor": .8})
    return {"sail": _yacht, "rowing": _rowing, "motor": _motor}[kind](d)


def _yacht(d: Draw) -> list[Part]:
    long = d.between(6.5, 8.0)
    beam, deep = .31 * long, .125 * long
    shell = hull(long, beam, deep, .05 * long, .05, .10, d, .70, .12).named("body")
    line = .52 * deep
    shell = painted(shell, "stripe", lambda c: (c[:, 2] > line) & (c[:, 2] < line + .07))
    shell = painted(shell, "bottom", lambda c: c[:, 2] < line)
    # What lies inside the outline seen from above is the deck.
    shell = painted(shell, "deck", lambda c: (np.abs(c[:, 1]) < .85 * beam / 2 * np.clip(np.sin(np.pi * np.clip(
        (c[:, 0] / long + .52) / 1.16, 0, 1)) ** .8, 0, 1)) & (c[:, 2] > deep - .06))
    fin = box(.16 * long, .10, .17 * long, .04, region="bottom").moved(-.02 * long, 0, -.155 * long)
    bulb = ball((.11 * long, .12, .11), 16, 24, "bottom").moved(-.01 * long, 0, -.155 * long)
    rudder = box(.06 * long, .05, .15 * long, .02, region="bottom").moved(.43 * long, 0, -.09 * long)
    cabin = box(.34 * long, .52 * beam, .075 * long, .10, 5, 4, "deck2").moved(-.06 * long, 0, deep - .02).deformed(
        lambda v: v * np.column_stack([np.ones(len(v)), 1 - .10 * np.clip((v[:, 2] - deep) / (.07 * long), 0, 1)
                                       - .25 * np.clip((-.06 * long - v[:, 0]) / (.17 * long), 0, 1), np.ones(len(v))]))
    ports = [ball((.14, .03, .055), 12, 20, "glass").moved(x * long, s * (.245 - (.04 if x < -.1 else 0)) * beam,
                                                           deep + .035 * long)
             for s in (1, -1) for x in (-.13, -.05, .03)]
    pit = box(.22 * long, .46 * beam, .03, .02, region="inside").moved(.28 * long, 0, deep + .012 * long)
    coaming = [box(.24 * long, .07, .05 * long, .025, region="trim").moved(.28 * long, s * .25 * beam,
                                                                           deep - .01) for s in (1, -1)]
    tall = 1.25 * long
    mx, foot = -.08 * long, deep + .07 * long
    mast = tube([(mx, 0, deep), (mx, 0, deep + .5 * tall), (mx, 0, deep + tall)], [.065, .06, .035], 14, 16, "mast")
    boom = tube([(mx, 0, foot + .35), (mx + .44 * long, .0, foot + .32)], [.05, .045], 6, 14, "mast")
    spread = [rail((mx, -.16 * beam * q, deep + h * tall), (mx, .16 * beam * q, deep + h * tall), .035, d, "mast")
              for h, q in ((.42, 1.0), (.70, .7))]
    main = sail([(mx + .06, foot + .42), (mx + .43 * long, foot + .40), (mx + .05, deep + .97 * tall)], .10, "sail")
    jib = sail([(-.50 * long, deep + .06 * long), (mx + .02 * long, foot + .35), (mx - .03, deep + .82 * tall)], .10,
               "jib")
    wires = [rail((-.52 * long, 0, deep + .05 * long), (mx, 0, deep + .84 * tall), .014, d, "wire"),
             rail((.48 * long, 0, deep + .01 * long), (mx, 0, deep + .98 * tall), .014, d, "wire")]
    wires += [rail((mx + .02, s * .46 * beam, deep), (mx, s * .12 * beam, deep + .70 * tall), .014, d,
                   "wire") for s in (1, -1)]
    tiller = rail((.47 * long, 0, deep + .06), (.30 * long, .1, deep + .045 * long), .05, d, "trim")
    return [part("hull", shell), part("keel", fin, bulb), part("rudder", rudder, tiller), part("cabin", cabin),
            part("portholes", *ports), part("cockpit", pit, *coaming), part("mast", mast, boom, *spread),
            part("mainsail", main), part("jib", jib), part("rigging", *wires)]


def _rowing(d: Draw) -> list[Part]:
    long = d.between(3.2, 3.9)
    beam, deep = .36 * long, .125 * long
    shell = hull(long, beam, deep, .06 * long, .035, .085 * long, d, .62, .08)
    benches = []
    for x, f in ((-.22, .70), (.04, .95), (.32, .86)):
        benches.append(box(.26, f * beam - .07, .035, .012, region="bench").moved(x * long, 0, deep - .07))
    ribs = [tube([(x * long, -.47 * w * beam, deep + .01), (x * long, -.36 * w * beam, deep - .070 * long),
                  (x * long, .36 * w * beam, deep - .070 * long), (x * long, .47 * w * beam, deep + .01)], [.018], 20,
                  8, "bench")
            for x, w in ((-.10, .96), (.17, .97), (.24, .94))]
    oars, locks = [], []
    for s in (1, -1):
        pivot = np.array([.10 * long, s * .50 * beam, deep + .06])
        way = np.array([d.between(-.25, .1), s * .95, -.16])
        way = way / np.linalg.norm(way)
        oars.append(tube([pivot - way * .70, pivot + way * .2, pivot + way * 1.25], [.022, .025, .02], 12, 12, "oar"))
        tip = pivot + way * 1.22
        flat_ = ball((.26, .085, .014), 14, 24, "oar").rotated(float(np.arcsin(-way[2])),
                                                               "y").rotated(float(np.arctan2(way[1],
                                                                                                                way[0])))
        oars.append(flat_.moved(*(tip + way * .18)))
        locks.append(rail(tuple(pivot - xyz(0, 0, .10)), tuple(pivot - xyz(0, 0, .01)), .03, d, "metal"))
    ring = tube([(-.49 * long - .02, 0, deep + .045 * long), (-.53 * long, 0, deep + .035 * long)], [.03, .03], 5, 12,
                "metal")
    return [part("hull", shell), part("benches", *benches), part("ribs", *ribs), part("oars", *oars),
            part("oarlocks", *locks, ring)]


def _motor(d: Draw) -> list[Part]:
    long = d.between(5.2, 6.4)
    beam, deep = .36 * long, .15 * long
    shell = hull(long, beam, deep, .05 * long, .10, .09 * long, d, .92, .14, .5)
    shell = painted(shell, "stripe", lambda c: (c[:, 2] > .58 * deep) & (c[:, 2] < .72 * deep) & (np.abs(c[:, 1]) > .1))
    deck = box(.36 * long, .80 * beam, .06, .025, 3, 10, "deck2").moved(-.24 * long, 0, deep + .004 * long).deformed(
        lambda v: np.column_stack([v[:, 0], v[:, 1] * np.clip((v[:, 0] + .53 * long) / (.30 * long), .06, 1) ** .6,
                                   v[:, 2] + .045 * long * np.clip((-.05 * long - v[:, 0]) / (.4 * long), 0,
                                                                   1) ** 1.5]))
    shield = box(.05, .80 * beam, .42, .02, 2, 6, "glass").rotated(.62, "y").moved(-.05 * long, 0, deep + .03).deformed(
        lambda v: v + np.column_stack([.55 * (v[:, 1] / (.4 * beam)) ** 2 * .35, 0 * v[:, 0], 0 * v[:, 0]]))
    frame = rail((.02 * long, -.40 * beam, deep + .40), (.02 * long, .40 * beam, deep + .40), .04, d, "metal")
    seats = []
    for x, y in ((.10, .22), (.10, -.22)):
        seats += [box(.46, .44, .16, .06, region="seat").moved(x * long, y * beam, deep - .30),
                  box(.12, .44, .50, .05, region="seat").rotated(.12, "y").moved(x * long + .22, y * beam, deep - .26)]
    seats += [box(.50, .78 * beam, .18, .07, region="seat").moved(.31 * long, 0, deep - .30),
              box(.13, .78 * beam, .46, .05, region="seat").rotated(.12, "y").moved(.31 * long + .24, 0, deep - .26)]
    wheel_ = tube([(0, .17 * np.cos(a), .17 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 26)], [.02], 40, 8, "metal")
    dash = box(.20, .74 * beam, .34, .05, region="deck2").moved(-.03 * long, 0, deep - .22)
    engine = [box(.46, .42, .40, .12, 5, region="motor").moved(.535 * long, 0, deep + .05),
              box(.22, .16, .75 * deep, .05, region="motor").moved(.545 * long, 0, -.02),
              turned([(.09, -.16), (.11, 0), (.05, .2)], .03, 24, "motor").rotated(np.pi / 2, "y").moved(.55 * long, 0,
                                                                                          .04)]
    blades = [ball((.03, .06, .13), 10, 14, "metal").moved(z=.12).rotated(k * 2 * np.pi / 3,
                                                                          "x").moved(.55 * long + .2, 0, .04)
              for k in range(3)]
    cleat = [rail((-.44 * long, s * .12, deep + .07 * long), (-.12 * long, s * .40 * beam, deep + .07 * long), .03, d,
                  "metal")
             for s in (1, -1)]
    return [part("hull", shell), part("fore deck", deck), part("windscreen", shield, frame), part("seats", *seats),
            part("dashboard", dash, wheel_.rotated(-.4, "y").moved(.035 * long, .20 * beam, deep + .06)),
            part("outboard motor", *engine, *blades), part("rails", *cleat)]


FAMILY = Family(
    name="boat", words=("boat", "sailboat", "sailing boat", "yacht", "rowboat", "rowing boat", "motorboat", "speedboat",
                        "dinghy", "canoe"),
    gloss=("a sailing boat with white sails", "a rowing boat with oars", "a fast motor boat"), extent=(3.0, 11.5),
    build=build,
    principal="width", materials=("toy white", "toy blue", "toy red", "teak", "enamelled"),
    looks={"body": "main", "inside": ("pine", "teak", "birch"), "trim": ("teak", "mahogany"), "bench": ("pine", "oak"),
           "oar": ("pine", "birch"), "deck": ("teak", "pine"), "deck2": "toy white",
           "bottom": ("toy red", "toy blue", "toy black"),
           "stripe": ("toy blue", "toy red", "toy black"), "mast": ("white plastic", "steel"), "sail": "sailcloth",
           "jib": ("sailcloth", "toy red", "sailcloth"), "wire": "steel", "glass": "dark glass", "metal": "steel",
           "seat": ("leather", "white plastic"), "motor": "toy black"},
    part_words={"body": ("hull",), "sail": ("sail", "sails"), "mast": ("mast",), "oar": ("oar", "oars"),
                "deck": ("deck",),
                "seat": ("seat", "seats"), "bench": ("bench", "benches")},
    styles={"sail": ("sailing", "sail", "yacht", "sailboat", "sailing boat"),
            "rowing": ("rowing", "wooden"), "motor": ("motor", "speed", "fast")})
