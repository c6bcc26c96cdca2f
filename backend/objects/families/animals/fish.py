# SPDX-License-Identifier: GPL-3.0-or-later
"""Fish: slender river fish, goldfish with flowing fins, banded clownfish."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.animals.shared_animal import fin, sized
from backend.objects.families.animals.shared_creature import eyes, pupils
from backend.objects.families.base import Draw, Family, part
from backend.objects.modeling.blobs import Sculpt, flat


def build(d: Draw) -> list[Part]:
    kind = d.choose({"river": 1.0, "goldfish": 1.0, "clown": .8})
    coat = {"river": "coat", "goldfish": "gold", "clown": "orange"}[kind]
    web = {"river": "fin", "goldfish": "gold fin", "clown": "orange"}[kind]
    deep = {"river": .150, "goldfish": .215, "clown": .190}[kind] * d.between(.92, 1.10)
    slim = {"river": .66, "goldfish": .72, "clown": .56}[kind]
    flow = d.between(.9, 1.2) * (1.45 if kind == "goldfish" else 1.0)
    s = Sculpt(.05)
    s.limb([(0, -.46, -.01), (0, -.34, 0), (0, -.12, .005), (0, .14, .005), (0, .36, .01), (0, .46, .012)],
           [.35 * deep, .66 * deep, deep, .84 * deep, .38 * deep, .34 * deep], coat, squeeze=flat((1, 0, 0), slim),
           rows=30)
    s.limb([(0, -.48, -.012), (0, -.53, -.006)], [.30 * deep, .20 * deep], "lip" if kind != "clown" else coat, .025,
           flat((1, 0, 0), slim))
    s.limb([(.05, -.56, -.020), (0, -.575, -.020), (-.05, -.56, -.020)], [.008, .008, .008], "mouth", .005, carve=True)
    s.limb([(slim * .62 * deep, -.25, .35 * deep), (slim * .92 * deep, -.20, -.05 * deep),
            (slim * .62 * deep, -.26, -.55 * deep)], [.012, .016, .012], coat, .02, mirror=True)
    if kind == "clown":
        for y, wide, high in ((-.205, .034, .975), (.06, .044, .985), (.335, .022, .46)):
            s.blob((0, y, .006), (slim * deep * high * 1.04, wide, deep * high * 1.03), "band", .008)
    up = .86 * deep
    fins = [fin([(-.16, up - .05), (-.13, up + .10), (-.02, up + .125 * flow), (.18, up + .08 * flow),
                 (.27, up - .03), (.22, up - .09), (.0, up - .06)], .030, web)]
    fins.append(fin([(.08, -up + .05), (.10, -up - .07 * flow), (.22, -up - .09 * flow), (.30, -up + .02),
                     (.26, -up + .09)], .022, web))
    if kind == "clown":
        tail = [(.44, -.05), (.44, .06), (.56, .14), (.67, .13), (.71, .01), (.67, -.11), (.56, -.12)]
    else:
        a = .30 * flow
        tail = [(.43, -.045), (.43, .065), (.54, .12 * flow), (.46 + a, .215 * flow), (.52 + a, .19 * flow),
                (.45 + .62 * a, .01), (.52 + a, -.17 * flow), (.46 + a, -.195 * flow), (.54, -.10 * flow)]
    fins.append(fin(tail, .034, web))
    side = fin([(-.05, 0), (-.045, .05), (.02, .16 * flow), (.075, .15 * flow), (.07, .05), (.02, 0)], .018, web)
    low = fin([(-.04, 0), (-.03, .06), (.03, .13 * flow), (.08, .11 * flow), (.05, .0)], .018, web)
    for k in (1, -1):
        one = side.rotated(1.9, "y").rotated(.35).moved(slim * deep * .82, -.13, -.30 * deep)
        two = low.rotated(2.65, "y").moved(slim * deep * .35, -.06, -.82 * deep)
        fins += [one, two] if k > 0 else [one.mirrored(), two.mirrored()]
    r = .034 if kind != "goldfish" else .044
    whites = eyes(s, (0, -.36, .20 * deep), r, .97, .22, .10, "iris", .55)
    parts = [part("body", s.surface(104, d.detail)), part("fins", *fins), part("eyes", *whites),
             part("pupils", *pupils(whites, r, (1, -.25, .06), .70))]
    return sized(parts, {"river": .30, "goldfish": .13, "clown": .10}[kind] * d.between(.85, 1.25))


FAMILY = Family(
    name="fish", words=("fish", "goldfish", "trout", "carp", "clownfish", "salmon fish", "koi", "bass fish", "tropical "
                        "fish"),
    gloss=("a fish with scales and fins", "a goldfish in a bowl", "an orange clownfish"), extent=(0.08, 0.6),
    build=build, materials=("fish skin",),
    looks={"coat": "main", "lip": "main", "mouth": "dark beak", "fin": ("fin", "fish skin"), "gold": "toy orange",
           "gold fin": "toy orange", "orange": "toy orange", "band": "toy white", "iris": ("amber eye", "eye white"),
           "pupil": "eye"},
    part_words={"coat": ("body", "scales"), "fin": ("fin", "fins", "tail"), "iris": ("eye", "eyes"),
                "band": ("stripe", "stripes", "band", "bands")},
    styles={"river": ("river", "trout", "carp", "bass"), "goldfish": ("goldfish", "koi"),
            "clown": ("clown", "clownfish", "tropical")})
