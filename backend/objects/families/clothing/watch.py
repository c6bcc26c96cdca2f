# SPDX-License-Identifier: GPL-3.0-or-later
"""Wristwatches closed round an absent wrist, and pocket watches on a chain; dials that tell the time."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.curves import circle, fillet, rounded_rectangle, spline
from backend.objects.modeling.organic import ball, slab
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface


def dial(r: float, d: Draw, roman: bool = False) -> dict[str, list[Surface]]:
    """A clock face lying on z = 0 with twelve at +Y: ``face``, ``marks``, ``hands``."""
    face = [turned([(r, -.001), (r, 0)], .0002, d.segments(64, 40), "dial")]
    marks = []
    for k in range(60):
        a = k * np.pi / 30
        if k % 5 and r > .012:
            marks.append(box(.016 * r, .05 * r, .0002, .00006, 1, region="mark").moved(0, .90 * r, 0).rotated(a))
        elif k % 5 == 0:
            long, wide = (.16 if k % 15 else .22), (.035 if k % 15 else .060) * (1.4 if roman else 1)
            marks.append(box(wide * r, long * r, .0005, .0001, 1, region="mark").moved(0, (.92 - long / 2) * r,
                                                                                       0).rotated(a))
    hour = d.between(0, 12)
    minute = (hour % 1) * 2 * np.pi
    hands = []
    for long, wide, angle, z in ((.50, .050, hour / 12 * 2 * np.pi, .0006), (.76, .036, minute, .0011)):
        shape = spline([(0, -.14 * r), (wide * r, -.10 * r), (wide * r * 1.2, .3 * long * r), (.006 * r, long * r),
                        (-.006 * r, long * r), (-wide * r * 1.2, .3 * long * r), (-wide * r, -.10 * r)], 28,
                       closed=True)
        hands.append(slab(shape, [(-.0001, 0), (0, .0001), (0, .0003), (-.0001, .0004)],
                          "hand").rotated(-angle).moved(z=z))
    hands.append(turned([(.055 * r, 0), (.05 * r, .0018)], .0003, 20, "hand"))
    return {"face": face, "marks": marks, "hands": hands}


def build(d: Draw) -> list[Part]:
    return _pocket(d) if d.choose({"wrist": 1.5, "pocket": .5}) == "pocket" else _wrist(d)


def _case(r: float, tall: float, d: Draw) -> list[Surface]:
    """A round case about the dial at z = 0: band, polished bezel."""
    n = d.segments(72, 48)
    shell = turned([(r * .88, -tall), (r * 1.10, -tall * .9), (r * 1.16, -tall * .45), (r * 1.14, -.0012)], .0006, n,
                   "case")
    bezel = lathe(fillet([(r * 1.0, -.0008), (r * 1.17, -.0008), (r * 1.15, .0012), (r * 1.04, .0024), (r * .99,
                                                                                                        .0016)],
                         .0004, 3, closed=True), n, "bezel", loop=True)
    return [shell, bezel]


def _wrist(d: Draw) -> list[Part]:
    r, tall = d.between(.0155, .0195), d.between(.0075, .0095)
    metal = d.choose({"leather": 1.0, "metal": .9}) == "metal"
    face = dial(r, d)
    case = _case(r, tall, d)
    glass = turned([(r * .99, .0018), (r * .96, .0026), (r * .5, .0030)], .0003, d.segments(56, 32), "glass")
    crown = turned([(.0026, 0), (.0028, .0006), (.0028, .0034), (.0022, .0040)], .0004, 20, "bezel").rotated(
        np.pi / 2, "y").moved(1.15 * r, 0, -tall * .45)
    lugs = [sweep(spline([(sx * .62 * r, sy * .95 * r, -tall * .35), (sx * .60 * r, sy * 1.22 * r, -tall * .40),
                          (sx * .58 * r, sy * 1.40 * r, -tall * .80)], 12), rounded_rectangle(.0032, .0042, .0012, 3),
                  round_ends=True, region="case") for sx in (1, -1) for sy in (1, -1)]
    rx, rz = d.between(.028, .031), d.between(.023, .026)
    wide = 1.06 * r
    start = 1.34 * r
    a0 = float(np.arcsin(min(start / rx, .9)))
    a = np.linspace(a0, 2 * np.pi - a0, 96)
    ring = np.column_stack([0 * a, rx * np.sin(a), rz * (np.cos(a) - np.cos(a0)) - tall * .75])
    band: list[Surface] = []
    extra: list[Part] = []
    if metal:
        arc = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
        count = 26
        for k in range(count):
            s = (k + .5) / count * arc[-1]
            at = np.array([np.interp(s, arc, ring[:, c]) for c in range(3)])
            ahead = np.array([np.interp(s + .0005, arc, ring[:, c]) - np.interp(s - .0005, arc, ring[:, c])
                              for c in range(3)])
            turn = np.arctan2(ahead[2], ahead[1])
            step = arc[-1] / count
            for x, w, region in ((-.36, .26, "links"), (0, .44, "bezel"), (.36, .26, "links")):
                link = box(w * 2 * wide * .94, step * .94, .0030, .0009, 2, region=region).moved(x * 2 * wide, 0,
                                                                                                 -.0015)
                band.append(link.rotated(turn, "x").moved(0, at[1], at[2]))
        extra.append(part("clasp", box(2 * wide * .98, .020, .0040, .0010, 2, region="links").moved(
            0, 0, ring[:, 2].min() - .0030)))
    else:
        width = wide * 2 * np.interp(a, [a0, np.pi, 2 * np.pi - a0], [1, .80, 1]) * .94
        band.append(sweep(ring, rounded_rectangle(1, 1, .3, 3), np.column_stack([width, np.full(96, .0028)]),
                          up=(0, 0, -1), region="strap"))
        zb = ring[:, 2].min()
        frame = np.array([(.5, .5), (-.5, .5), (-.5, -.5), (.5, -.5)]) * (wide * 2 * .95, .012)
        path = fillet(frame, .002, 3, closed=True)
        buckle = sweep(np.column_stack([path, 0 * path[:, 0]]), circle(10, .0010), loop=True, region="bezel").moved(
            0, .010, zb - .0020)
        loop = rounded_rectangle(wide * 1.78, .0062, .002, 3)
        keepers = [sweep(np.column_stack([loop[:, 0], np.full(len(loop), -.004), zb + loop[:, 1]]),
                         rounded_rectangle(.0010, .0040, .0004, 2), loop=True, up=(0, 1, 0), region="strap")]
        stitches = [sweep(ring[4:-4] * (1, 1.05, 1.0) + np.column_stack([sx * width[4:-4] * .42, 0 * a[4:-4],
                                                                         0 * a[4:-4]]),
                          circle(6, .0005), region="stitch") for sx in (1, -1)]
        extra += [part("buckle", buckle), part("keeper", *keepers), part("stitching", *stitches)]
    tilt_all = .50
    parts = [part("dial", *face["face"]), part("markers", *face["marks"]), part("hands", *face["hands"]),
             part("case", *case, *lugs), part("crown", crown), part("band", *band), part("glass", glass), *extra]
    return [Part(p.name, tuple(s.rotated(tilt_all, "x") for s in p.pieces)) for p in parts]


def _pocket(d: Draw) -> list[Part]:
    r, tall = d.between(.0195, .0230), d.between(.010, .012)
    face = dial(r, d, True)
    case = _case(r, tall, d)
    stem = [turned([(.0032, 0), (.0030, .004)], .0006, 20, "bezel").rotated(-np.pi / 2, "x").moved(0, 1.12 * r,
                                                                                                   -tall * .45),
            turned([(.0038, 0), (.0042, .001), (.0042, .0045), (.0034, .0055)], .0006, 24, "case").rotated(
                -np.pi / 2, "x").moved(0, 1.12 * r + .004, -tall * .45)]
    t = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    bow = sweep(np.column_stack([.0075 * np.cos(t), 1.12 * r + .0085 + .0075 * np.sin(t), 0 * t - tall * .45]),
                circle(10, .0012), loop=True, region="case")
    flip = d.chance(.6)
    extra: list[Part] = []
    if flip:
        angle = d.between(1.75, 2.0)
        lid = turned([(r * 1.12, 0), (r * 1.16, .001), (r * 1.05, .0030), (r * .5, .0042)], .0008, d.segments(64, 40),
                     "case")
        inside = turned([(r * 1.02, -.0003), (r * 1.02, .0004)], .0001, 48, "bezel")
        extra.append(part("lid", *[q.moved(1.15 * r, 0, .001).rotated(-angle, "y").moved(-1.15 * r, 0, .0022)
                                   for q in (lid, inside)]))
    start = np.array([0, 1.12 * r + .0165, -tall * .55])
    lie = -tall + .0014
    path = spline([start, start + np.array([.006, .012, lie + tall * .55]), start + np.array([.030, .016,
                                                                                              lie + tall * .55]),
                   (.045, .010, lie), (.050, -.015, lie), (.036, -.034, lie), (.010, -.042, lie), (-.020, -.040, lie)],
                  74)
    u = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    links: list[Surface] = []
    for k in range(1, 73):
        along = path[k + 1] - path[k - 1]
        along /= np.linalg.norm(along)
        flat_side = np.cross(along, (0, 0, 1.0))
        other = flat_side if k % 2 else np.cross(flat_side, along) * .55
        loop = path[k] + .0020 * np.cos(u)[:, None] * along + .0013 * np.sin(u)[:, None] * other
        links.append(sweep(loop, circle(5, .00042), loop=True, up=tuple(np.cross(along, other)), region="case"))
    bar = sweep(path[-1] + np.array([(-.010, .003, 0), (0, 0, 0), (.010, -.003, 0)]), circle(10, .0012),
                round_ends=True,
                region="case")
    glass = turned([(r * .99, .0018), (r * .95, .0027), (r * .5, .0033)], .0003, d.segments(56, 32), "glass")
    beads = [ball(.0018, 8, 10, "case").moved(*(path[-1] + np.array([sx * .011, -sx * .0033, 0]))) for sx in (1, -1)]
    return [part("dial", *face["face"]), part("markers", *face["marks"]), part("hands", *face["hands"]), part("case",
                                                                                                              *case),
            part("crown", *stem, bow), part("chain", *links), part("chain bar", bar, *beads), part("glass", glass),
            *extra]


FAMILY = Family(
    name="watch", words=("watch", "wristwatch", "wrist watch", "pocket watch", "timepiece", "fob watch"),
    gloss=("a watch worn on the wrist", "a gentleman's gold pocket watch on a chain", "an elegant timepiece"),
    extent=(0.04, 0.12), build=build, materials=("steel", "gold", "silver", "dark steel"),
    looks={"case": "main", "bezel": "main", "links": "main", "dial": ("dial", "ink", "toy blue", "dial"),
           "mark": ("gold", "silver"), "hand": ("gold", "silver"), "glass": "glass", "strap": "shoe leather",
           "stitch": "pale sole"},
    part_words={"dial": ("dial", "face"), "strap": ("strap", "band"), "links": ("bracelet",), "hand": ("hand", "hands"),
                "case": ("case",)},
    styles={"wrist": ("wristwatch", "wrist watch", "wrist"), "pocket": ("pocket watch", "pocket", "fob watch"),
            "leather": ("leather",), "metal": ("metal", "bracelet", "diver's")})
