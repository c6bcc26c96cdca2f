# SPDX-License-Identifier: GPL-3.0-or-later
"""Lighthouses: a tapering banded tower, gallery, lantern room with a lamp, domed roof, on rocks."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import rail
from backend.objects.families.street.shared_street import brick
from backend.objects.modeling.curves import circle
from backend.objects.modeling.organic import ball, body, roughened
from backend.objects.modeling.solids import box, lathe, turned


def build(d: Draw) -> list[Part]:
    tall, r = d.between(15, 21), d.between(2.3, 2.9)
    n = d.segments(64, 40)
    style = d.choose({"banded": 1.2, "spiral": .8, "plain": .5})
    top_r = .58 * r
    t = np.linspace(0, 1, 61)
    radius = r * ((1 - t) ** 1.6 * .42 + .58)
    count = int(d.between(5, 8))
    profile = np.column_stack([np.concatenate([[0], radius, [0]]), np.concatenate([[0], t * tall, [tall]])])
    tower = lathe(profile, n, "body")
    mid = np.add.reduceat(tower.vertices[tower.corners], tower.offsets[:-1], axis=0) / np.diff(tower.offsets)[:, None]
    if style != "plain":
        turn = np.arctan2(mid[:, 1], mid[:, 0]) / (2 * np.pi) if style == "spiral" else 0
        tower.regions[np.floor(mid[:, 2] / tall * count + turn + 1e-6) % 2 == 1] = "second"
    parts = [part("tower", tower)]
    rocks = []
    for k in range(15):
        a, size = 2 * np.pi * k / 15 + d.between(-.2, .2), d.between(.8, 1.7)
        stone = ball((size * 1.2, size, size * .62), 12, 16, "rock")
        rocks.append(roughened(stone, .28 * size, .8 * size, int(d.random.integers(1000))).rotated(a).moved(
            (r + d.between(.2, 1.1)) * np.cos(a), (r + d.between(.2, 1.1)) * np.sin(a), .12 * size))
    parts.append(part("rocks", *rocks))
    deck = [turned([(top_r, -.55), (1.45 * top_r, -.05), (1.48 * top_r, .18)], .04, n, "dark").moved(z=tall)]
    posts = [brick(.07, .07, 1.0, "dark").moved(1.40 * top_r * np.cos(a), 1.40 * top_r * np.sin(a), tall + .15)
             for a in np.arange(20) * 2 * np.pi / 20]
    rings = [lathe(circle(8, .04) + np.array([1.40 * top_r, 0]), n, "dark", loop=True).moved(z=tall + z) for z in (.5,
                                                                                          .82, 1.15)]
    parts.append(part("gallery", *deck, *posts, *rings))
    room = 2.1
    base = turned([(.92 * top_r, 0), (.92 * top_r, .5)], .04, n, "body").moved(z=tall + .15)
    pane = lathe(np.array([(0, 0), (.86 * top_r, 0), (.86 * top_r, room), (0, room)]), n, "glass").moved(z=tall + .62)
    bars = [rail((.88 * top_r * np.cos(a), .88 * top_r * np.sin(a), tall + .6),
                 (.88 * top_r * np.cos(a), .88 * top_r * np.sin(a),
                                                                           tall + .64 + room), .07, d, "dark")
            for a in np.arange(10) * 2 * np.pi / 10]
    hoop = lathe(circle(8, .035) + np.array([.88 * top_r, 0]), n, "dark", loop=True).moved(z=tall + .62 + room / 2)
    lamp = [ball((.42 * top_r, .42 * top_r, .62), 16, 28, "lamp").moved(z=tall + .6 + .5 * room),
            turned([(.3 * top_r, 0), (.3 * top_r, .45)], .03, 28, "dark").moved(z=tall + .60)]
    roof = body([(1.0, 0), (1.12, 0), (1.08, .10), (.80, .48), (.36, .80), (.10, .92), (.07, 1.0), (0, 1.0)],
                .98 * top_r, 1.7, 30, n,
                "roof").moved(z=tall + .6 + room)
    knob = [ball(.22, 14, 20, "roof").moved(z=tall + 2.35 + room),
            rail((0, 0, tall + 2.3 + room), (0, 0, tall + 3.6 + room), .06, d,
                                                                      "dark")]
    parts += [part("lantern room", base, pane), part("glazing bars", *bars, hoop), part("lamp", *lamp),
              part("roof", roof, *knob)]
    front = [box(1.0, .5, 2.1, .04, region="door").moved(0, -r + .12, .35),
             box(1.3, .46, 2.3, .05, region="frame").moved(
        0, -r + .15, .3), box(1.7, 1.0, .30, .05, region="rock").moved(0, -r - .2, 0)]
    panes = []
    for k, z in enumerate((.32, .52, .72)):
        f = float(np.interp(z, t, radius))
        for q in (0, 1):
            a = q * np.pi / 2 + .0 * k
            panes += [p.moved(0, -f, z * tall).rotated(a) for p in (box(.62, .30, 1.0, .04, 2, region="frame"),
                                                                   brick(.40, .10, .76, "glass").moved(0, -.13, .12))]
    return [*parts, part("door", *front), part("windows", *panes)]


FAMILY = Family(
    name="lighthouse", words=("lighthouse", "light house", "beacon tower"),
    gloss=("a lighthouse on the rocks by the sea", "a red and white striped lighthouse"), extent=(18.0, 28.0),
    build=build,
    materials=("toy white",),
    looks={"body": "main", "second": ("toy red", "toy red", "toy blue", "toy black"), "rock": "boulder",
           "dark": ("toy black", "iron"),
           "glass": "glass", "lamp": "bulb", "roof": ("toy red", "toy black", "copper"),
           "door": ("toy red", "toy green", "teak"),
           "frame": "stone"},
    part_words={"second": ("stripe", "stripes", "band", "bands"), "roof": ("roof", "top"), "door": ("door",),
                "rock": ("rocks",),
                "body": ("tower",)},
    styles={"banded": ("banded",), "spiral": ("spiral",), "plain": ("plain",)})
