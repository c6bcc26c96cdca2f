# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys lying flat: an old bow key with its bit, a cylinder key with its cuts."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.families.tools.shared_tools import laid
from backend.objects.modeling.curves import circle, superellipse
from backend.objects.modeling.solids import box, sweep, turned


def build(d: Draw) -> list[Part]:
    if d.choose({"skeleton": 1.0, "cylinder": 0.8}) == "cylinder":
        return _cylinder(d)
    long = d.between(.065, .105)
    r = long * d.between(.032, .040)
    z = 1.7 * r
    bow = d.choose({"ring": 1.0, "heart": 0.5, "trefoil": 0.8})
    n = 60
    a = np.linspace(0, 2 * np.pi, n, endpoint=False)
    big = long * d.between(.15, .18)
    loops = []
    if bow == "ring":
        loops.append(np.column_stack([big * np.cos(a), 1.12 * big * np.sin(a)]) - (0, 1.12 * big))
    elif bow == "heart":
        loops.append(np.column_stack([big * 1.15 * np.sin(a) ** 3,
                                      big * (.80 * np.cos(a) - .32 * np.cos(2 * a) - .12 * np.cos(3 * a))])
                     * (1, -1) - (0, 1.05 * big))
    else:
        small = .56 * big
        for x, y in ((.82 * big, -.62 * big), (-.82 * big, -.62 * big), (0, -1.62 * big)):
            loops.append(np.column_stack([x + small * np.cos(a), y + small * np.sin(a)]))
        loops.append(np.column_stack([.30 * big * np.cos(a), -.72 * big + .30 * big * np.sin(a)]))
    hoops = [sweep(np.column_stack([line, np.full(n, z)]), superellipse(12, 1.7 * r, 2.1 * r, 2.4), loop=True,
                   region="body")
             for line in loops]
    stem = turned([(.9 * r, -.3 * r), (1.55 * r, .3 * r), (1.7 * r, .9 * r), (1.1 * r, 1.6 * r), (1.1 * r, 2.4 * r),
                   (1.45 * r, 2.9 * r),
                   (1.45 * r, 3.7 * r), (r, 4.3 * r), (r, .64 * long), (.96 * r, .665 * long), (.62 * r, .68 * long)],
                  [.2 * r] * 9 + [.2 * r, .2 * r], d.segments(28, 16), "body")
    tall, wide = long * d.between(.13, .17), long * d.between(.15, .20)
    low = .64 * long - tall
    teeth = int(d.random.integers(2, 4))
    outline = [(.3 * r, low), (wide, low)]
    for k in range(teeth):
        f, g = low + tall * (k + .30) / teeth, low + tall * (k + .62) / teeth
        deep = wide * d.between(.45, .70)
        outline += [(wide, f), (deep, f), (deep, g), (wide, g)]
    outline += [(wide, low + tall), (.3 * r, low + tall)]
    bit = plate(np.array(outline), 1.15 * r, .00025, "body").moved(z=z - .575 * r)
    return [part("bow", *hoops), part("stem", laid(stem, z)), part("bit", bit)]


def _cylinder(d: Draw) -> list[Part]:
    thick = .0022
    w = d.between(.011, .0125)
    head = superellipse(64, 2.1 * w, 1.95 * w, d.between(2.2, 3.6))
    hole = circle(24, .0028) + np.array((0, -.52 * w))
    bow = plate(head, thick + .0008, .0006, "body", [hole])
    long, half = d.between(.030, .036), .0040
    start = .80 * w
    right = [(half, start - .004)]
    y = start + .004
    while y < start + long - .005:
        deep = d.between(.0006, .0040)
        right += [(half - .0003, y), (half - deep, y + .0011), (half - deep, y + .0022)]
        y += .0036
    right += [(half - .0004, y), (.0004, start + long), (-.0010, start + long), (-half, start + long - .0032),
              (-half, start - .004)]
    blade = plate(np.array(right), thick, .0002, "body").moved(z=.0004)
    shoulder = box(.0118, .0050, thick + .0006, .0008, 1, region="body").moved(0, start + .0005, .0001)
    groove = [box(.0010, .86 * long, .0003, .0001, 1, region="groove").moved(x, start + .47 * long,
                                                                             thick + .00035) for x in (-.0016,
                                                                                                                             -.0030)]
    parts = [part("bow", bow), part("blade", blade, shoulder), part("grooves", *groove)]
    if d.chance(.6):
        a = np.linspace(0, 2 * np.pi, 44, endpoint=False)
        big = .0115
        line = np.column_stack([big * np.cos(a), -.52 * w - .75 * big + big * np.sin(a),
                                .0014 + .14 * big * np.sin(a + 1.2)])
        parts.append(part("ring", sweep(line, circle(8, .00085), loop=True, region="ring")))
    return parts


FAMILY = Family(
    name="key", words=("key", "skeleton key", "house key", "door key", "old key"),
    gloss=("a key to open a lock", "an old iron key", "a house key on a ring"),
    extent=(.04, .14), build=build, principal="depth", materials=("brass", "steel", "bronze", "iron"),
    looks={"body": "main", "ring": "steel", "groove": "iron"},
    part_words={"ring": ("ring", "keyring")},
    styles={"skeleton": ("skeleton", "skeleton key", "antique", "old", "old key", "medieval"),
            "cylinder": ("house key", "door key", "modern"),
            "heart": ("heart",), "ring": ("round",), "trefoil": ("ornate", "gothic")})
