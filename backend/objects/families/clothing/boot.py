# SPDX-License-Identifier: GPL-3.0-or-later
"""Boots: a laced work boot, a cowboy boot with its stitched shaft, a rubber rain boot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.clothing.shared_clothing import (
    cast,
    cord,
    fitted,
    heel_lift,
    raised,
    recharted,
    sole_outline,
    strap,
    turned_aside,
    welt,
)
from backend.objects.modeling.blobs import Sculpt, flat
from backend.objects.modeling.curves import circle, rounded_rectangle, spline
from backend.objects.modeling.solids import sweep, turned
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"work": 1.2, "cowboy": 1.0, "rain": .9})
    long = d.between(.280, .300)
    k = long / .29
    outline = sole_outline(long, d, {"work": 1.02, "cowboy": .92, "rain": 1.0}[kind], .75 if kind == "cowboy" else 0.0)
    thin = {"work": .016, "cowboy": .007, "rain": .012}[kind]
    heel = {"work": .014, "cowboy": .036, "rain": .012}[kind]
    tall = {"work": d.between(.155, .185), "cowboy": d.between(.26, .30), "rain": d.between(.25, .31)}[kind]

    lift = heel_lift(long, heel, -.14, .30, (.010, .32, .2))
    edge = .0035 if kind != "rain" else .002
    plate = raised(welt(outline, [(-.002, 0), (edge - .001, .001), (edge, .003), (edge, thin - .002), (edge - .002,
                                                                                                       thin)],
                        "sole"), lift)
    back = outline[outline[:, 1] > .19 * long]
    block = spline(back[np.argsort(np.arctan2(back[:, 1] - .33 * long, back[:, 0]))], 64, closed=True)
    under = -.010 if kind == "cowboy" else -.002
    stack = welt(block, [(under - .002, 0), (under, .0015), (.5 * under, .5 * heel), (edge - .001, heel + .002)],
                 "heel")
    h = thin - .003
    s = Sculpt(.020)
    s.limb([(0, -.100 * k, h + .016), (0, -.060 * k, h + .024), (0, -.010 * k, h + .036), (0, .050 * k, h + .044),
            (0, .088 * k, h + .040)], [.028 if kind == "cowboy" else .036, .0405, .0410, .0375, .0350], "upper", .016,
           flat((0, 0, 1), .92))
    lean = .006
    wide = {"work": .046, "cowboy": .060, "rain": .056}[kind]
    s.limb([(0, .050 * k, h + .055), (0, .076 * k, h + .100), (0, (.074 + lean) * k, h + tall)], [.036, .0425, wide],
           "upper",
           .022)
    axis = (.074 + lean) * k
    s.limb([(0, axis, h + tall + wide + .03), (0, axis, h + tall - .01), (0, .076 * k, h + .10), (0, .052 * k,
                                                                                                  h + .07)],
           [wide - .004, wide - .006, .036, .028], "lining", .003, carve=True)
    top_cut = h + tall
    body = s.surface(132, d.detail)
    # The shaft ends level, or dips at the sides as a cowboy's does.
    dip = .022 if kind == "cowboy" else 0.0

    def trimmed(v: np.ndarray) -> np.ndarray:
        limit = top_cut + .030 + dip * np.cos(2 * np.arctan2(v[:, 0], v[:, 1] - (.074 + lean) * k)) - dip
        v[:, 2] = np.where(v[:, 2] > limit, limit + .04 * (v[:, 2] - limit), v[:, 2])
        return v

    fit = fitted(body, outline, h, .09)
    body = recharted(raised(body.deformed(fit).deformed(trimmed), lift))
    parts = [part("sole", plate), part("heel", stack), part("boot", body)]

    def front(points: np.ndarray, gap: float) -> np.ndarray:
        found = cast(s, points + np.array([0, -.15, .10]), (0, .15, -.10))
        return found + np.array([0, -gap, .7 * gap])

    def worn(q: Surface) -> Surface:
        return raised(q.deformed(fit), lift)

    if kind == "work":
        rows = 8
        ys = np.linspace(-.030 * k, .036 * k, rows)
        zs = np.interp(np.linspace(0, 1, rows), [0, .35, 1], [h + .066, h + .088, h + tall + .014])
        half = np.interp(np.linspace(0, 1, rows), [0, 1], [.014, .020])
        rims, laces = [], []
        points = [front(np.array([(sd * half[j], ys[j], zs[j]) for sd in (1, -1)]), .0010) for j in range(rows)]
        for j in range(rows):
            for q in (0, 1):
                rims.append(turned([(.0042, -.002), (.0038, .0016), (.0018, .0020)], .0006, 14, "eyelets").rotated(
                    1.0, "x").moved(*points[j][q]))
                if j + 1 < rows:
                    a, b = points[j][q], points[j + 1][1 - q]
                    laces.append(cord([a, front((a + b)[None] / 2, .0040 if q else .0024)[0], b], .0022, "laces", 12))
            if j in (0, rows - 1):
                a, b = points[j]
                laces.append(cord([a, front((a + b)[None] / 2, .0022)[0], b], .0022, "laces", 12))
        knot = (points[-1][0] + points[-1][1]) / 2 + np.array([0, -.004, .002])
        for sd in (1, -1):
            laces.append(cord([knot, knot + np.array([sd * .018, -.012, .006]), knot + np.array([sd * .036, -.018,
                                                                                                 -.012]),
                               knot + np.array([sd * .018, -.016, -.014]), knot], .0022, "laces", 24))
            laces.append(cord([knot, knot + np.array([sd * .010, -.016, -.012]), knot + np.array([sd * .016, -.018,
                                                                                                  -.040])], .0022,
                              "laces"))
        t = Sculpt(.006)
        t.limb([front(np.array([(0, ys[j], zs[j])]), -.001)[0] for j in (0, 3, 5, 7)]
               + [np.array([0, .030 * k, h + tall + .046])], [.017, .019, .022, .025, .022], "tongue", None,
               flat((0, .85, .5), .22))
        ring = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        collar = cast(s, np.column_stack([.2 * np.sin(ring), (.074 + lean) * k + .2 * np.cos(ring), np.full(40,
                                                                                                   h + tall - .012)]),
                      np.column_stack([-np.sin(ring), -np.cos(ring), 0 * ring]))
        pad = sweep(collar, circle(12, 1.0) * (.0045, .013), loop=True, region="collar")
        welting = raised(sweep(np.column_stack([outline * .995, np.full(len(outline), thin + .0006)]), circle(8, .0018),
                               loop=True, region="stitch"), lift)
        loop = strap([(0, .118 * k, h + tall - .02), (0, .132 * k, h + tall + .02), (0, .124 * k, h + tall + .042),
                      (0, .112 * k, h + tall + .012)], .014, .003, "tongue", (1, 0, 0))
        parts += [part("tongue", worn(t.surface(64, d.detail))), part("laces", *map(worn, laces)),
                  part("eyelets", *map(worn, rims)), part("collar", worn(pad)), part("welt", welting),
                  part("pull loop", worn(loop))]
    elif kind == "cowboy":
        seams = []
        for sd in (1, -1):
            for grow in (1.0, .80, .60):
                a = np.linspace(-.92, .92, 24)
                y = (.074 + lean) * k - .040 * grow * np.sin(a * np.pi / 2) * 1.0
                z = h + tall * .52 + (.30 * grow * tall) * np.cos(a * np.pi / 2) - .10 * tall * (1 - grow)
                where = cast(s, np.column_stack([np.full(24, sd * .2), y, z]), (-sd, 0, 0))
                seams.append(cord(where + np.array([sd * .0004, 0, 0]), .0011, "stitch", 40))
        pulls = [strap([(sd * (wide + .002), (.074 + lean) * k, h + tall - .040), (sd * (wide + .008),
                                                                                   (.074 + lean) * k,
                                                                          h + tall + .018),
                        (sd * (wide - .004), (.074 + lean) * k, h + tall + .026), (sd * (wide - .008),
                                                                                   (.074 + lean) * k,
                                                                          h + tall - .02)],
                       .022, .0032, "tongue", (sd, 0, 0)) for sd in (1, -1)]
        parts += [part("stitching", *map(worn, seams)), part("pull straps", *map(worn, pulls))]
    else:
        ring = np.linspace(0, 2 * np.pi, 48, endpoint=False)

        def around(z: float, thick: float, high: float, region: str) -> Surface:
            line = cast(s, np.column_stack([.2 * np.sin(ring), .072 * k + .2 * np.cos(ring), np.full(48, z)]),
                        np.column_stack([-np.sin(ring), -np.cos(ring), 0 * ring]))
            return worn(sweep(line, rounded_rectangle(thick, high, .4 * thick, 3), loop=True, region=region))

        parts += [part("top band", around(h + tall + .018, .006, .022, "collar"), around(h + tall - .03, .004, .006,
                                                                                         "collar")),
                  part("ankle band", around(h + .105, .004, .010, "collar"))]
        foxing = raised(welt(outline, [(.0, thin - .002), (.0035, thin), (.0035, thin + .012), (.001, thin + .014)],
                             "collar"),
                        lift)
        parts.append(part("foxing", foxing))
    if kind == "rain":
        parts = [Part(p.name, tuple(_rubber(q) for q in p.pieces)) for p in parts]
    return turned_aside(parts)


def _rubber(piece: Surface) -> Surface:
    """Leather regions turned to rubber."""
    regions = piece.regions.copy()
    regions[np.isin(regions, ("upper", "tongue"))] = "rubber"
    return replace(piece, regions=regions)


FAMILY = Family(
    name="boot", words=("boot", "boots", "work boot", "hiking boot", "cowboy boot", "rain boot", "rubber boot",
                        "wellington", "wellington boot", "combat boot", "ankle boot"),
    gloss=("a leather boot with laces", "a cowboy's boot", "a rubber boot for the rain"),
    extent=(0.24, 0.42), build=build, materials=("work leather", "shoe leather"),
    looks={"upper": "main", "rubber": "main or hard hat", "sole": ("dark sole", "gum sole"), "heel": "dark sole",
           "lining": "shoe lining",
           "tongue": "main", "laces": ("lace", "cord"), "eyelets": "brass", "collar": "main or dark sole",
           "stitch": ("pale sole", "gum sole")},
    part_words={"sole": ("sole", "soles"), "laces": ("lace", "laces"), "heel": ("heel",), "stitch": ("stitching",),
                "collar": ("collar", "band", "trim")},
    styles={"work": ("work boot", "work", "hiking", "hiking boot", "combat boot", "combat", "ankle boot", "army"),
            "cowboy": ("cowboy boot", "cowboy", "western"),
            "rain": ("rain boot", "rubber boot", "wellington", "wellington boot", "rain", "rubber")})
