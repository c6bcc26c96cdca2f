# SPDX-License-Identifier: GPL-3.0-or-later
"""Toy boats: sailing boats, steamers and tugs."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.toys.shared_toy import block
from backend.objects.modeling.curves import fillet
from backend.objects.modeling.organic import ball, painted, tube
from backend.objects.modeling.solids import lathe
from backend.objects.modeling.surface import Surface, skin


def _hull(long: float, beam: float, depth: float, sheer: float, d: Draw) -> Surface:
    """A pointed hull along -Y with a flat deck: closed sections from stern to bow, keel to deck."""
    t = np.linspace(0, 1, d.segments(32, 20))
    plan = np.where(t < .55, .80 + .20 * np.sin(np.pi / 2 * t / .55),
                    np.cos(np.pi / 2 * np.clip((t - .55) / .45, 0, 1)) ** .75)
    plan = np.maximum(plan, .02)
    around = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    rings = []
    for s, p in zip(t, plan):
        u, v = np.cos(around), np.sin(around)
        x = np.sign(u) * np.abs(u) ** .55 * beam / 2 * p
        deck = sheer * (s - .4) ** 2 * 2
        z = np.where(v > 0, deck + .03 * depth * np.abs(v) ** .5,
                     deck - (np.abs(v) ** .70) * (depth + deck) * (.55 + .45 * p ** .6))
        x = x * np.where(v < 0, 1 - .40 * np.abs(v) ** 1.5, 1)
        rake = -.10 * long * s ** 3 * (np.clip(z / depth, -1, 1) + 1)
        rings.append(np.column_stack([x, np.full(40, long * (.5 - s) * .92) + rake, z + depth]))
    ends = [np.tile(rings[k].mean(axis=0), (40, 1)) for k in (0, -1)]
    hull = skin(np.stack([ends[0], *rings, ends[1]]), region="hull")
    def on_deck(c: np.ndarray) -> np.ndarray:
        return c[:, 2] > depth + sheer * 2 * (.1 - c[:, 1] / long / .92) ** 2 - .005 * depth

    return painted(hull, "deck", on_deck)


def build(d: Draw) -> list[Part]:
    kind = d.choose({"sail": 1.3, "steamer": .8, "tug": .8})
    long = d.between(.92, 1.08)
    beam = {"sail": .34, "steamer": .36, "tug": .46}[kind] * d.between(.92, 1.08)
    depth = {"sail": .15, "steamer": .19, "tug": .20}[kind]
    hull = _hull(long, beam, depth, .16, d)
    parts = [part("hull", hull)]
    if kind == "sail":
        tall = d.between(.95, 1.25)
        mast = tube([(0, -.06, depth * .8), (0, -.06, depth + tall)], [.016, .011], 8, 14, "mast")
        boom = tube([(0, -.05, depth + .13), (0, .40, depth + .13)], [.011, .008], 6, 12, "mast")
        parts.append(part("mast", mast, boom))
        parts.append(part("mainsail", _sail([(-.045, .15), (.39, .15), (-.035, tall - .04)], depth, d)))
        parts.append(part("jib", _sail([(-.075, .20), (-.40, .12), (-.072, tall * .82)], depth, d, -1, "jib")))
        if d.chance(.6):
            parts.append(part("flag", block(.006, .15, .07, (0, .025, depth + tall - .04), .002, "flag")))
    else:
        long_cabin = .42 if kind == "steamer" else .26
        y = .06
        parts.append(part("cabin", block(beam * .56, long_cabin, .16, (0, y, depth - .01), .02, "cabin"),
                          block(beam * .46, .17, .13, (0, y - long_cabin * .25, depth + .14), .018, "cabin")))
        parts.append(part("roof", block(beam * .56, .21, .022, (0, y - long_cabin * .25, depth + .265), .009, "roof")))
        ports = [ball((.010, .024, .024), 8, 14, "window").moved(x * beam * .28, y + q * long_cabin, depth + .08)
                 for x in (1, -1) for q in (-.33, 0, .33)]
        panes = [block(beam * .36, .012, .06, (0, y - long_cabin * .25 - .085, depth + .18), .005, "window")]
        parts.append(part("windows", *ports, *panes))
        stacks = []
        for q in ((.02, .15) if kind == "steamer" else (.06,)):
            k = .048 if kind == "steamer" else .06
            stack = lathe(fillet([(0, 0), (k, 0), (k, .24), (k * .75, .24), (k * .7, .21), (0, .21)],
                                 [0, .004, .006, .004, .004, 0], 3),
                          d.segments(32), ["funnel"] * 60)
            stack = painted(stack.moved(0, y + q, depth + .14), "band", lambda c: c[:, 2] > depth + .32)
            stacks.append(stack)
        parts.append(part("funnels", *stacks))
        rail = [tube([(x * beam * .44, .38, depth + .02), (x * beam * .47, .05, depth),
                      (x * beam * .40, -.22, depth + .06)],
                     .012, 18, 10, "mast") for x in (1, -1)]
        parts.append(part("rails", *rail))
    size = d.between(.20, .32)
    return [Part(p.name, tuple(q.scaled((size,) * 3) for q in p.pieces)) for p in parts]


def _sail(corners: list, depth: float, d: Draw, side: int = 1, region: str = "sail") -> Surface:
    """A triangle of cloth (y, z) bellied to one side; closed with a little thickness."""
    a, b, c = (np.array(p, float) for p in corners)
    t = np.linspace(0, 1, 15)[:, None]
    rings = []
    for s in np.linspace(.0, .985, 16):
        low, high = a + (c - a) * s, b + (c - b) * s
        line = low + (high - low) * t
        w = np.linalg.norm(high - low)
        belly = .14 * w * np.sin(np.pi * t[:, 0]) * (.3 + .7 * np.sin(np.pi * min(1, s + .15)))
        front = np.column_stack([belly + .003, line])
        back = np.column_stack([belly - .003, line])[::-1]
        rings.append(np.concatenate([front, back[1:-1]]) + np.array([0, 0, depth]))
    m = len(rings[0])
    ends = [np.tile(rings[k].mean(axis=0), (m, 1)) for k in (0, -1)]
    return skin(np.stack([ends[0], *rings, ends[1]]), region=region)


FAMILY = Family(
    name="toy_boat", words=("toy boat", "toy ship", "toy sailboat", "steamboat", "tugboat", "bath boat"),
    gloss=("a toy boat with a sail", "a little ship for the bath"), extent=(0.15, 0.5), build=build, principal="height",
    materials=("toy paint",),
    looks={"hull": "main", "deck": ("birch", "pine"), "mast": ("pine", "birch"), "sail": "sailcloth",
           "jib": "sailcloth",
           "flag": ("toy red", "toy blue"), "cabin": "toy white", "roof": ("toy red", "toy blue"),
           "window": "dark glass",
           "funnel": ("toy red", "toy yellow", "toy orange"), "band": "toy black"},
    part_words={"hull": ("hull", "body"), "sail": ("sail", "sails"), "mast": ("mast",), "deck": ("deck",),
                "cabin": ("cabin",),
                "funnel": ("funnel", "chimney"), "flag": ("flag",)},
    styles={"sail": ("sailing", "sail"), "steamer": ("steam", "steamer", "cruise"), "tug": ("tug", "fishing")})
