# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks: a top on legs or panels with drawers beside the knees, or a plain top on a steel frame."""

from __future__ import annotations

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.furniture.shared_furniture import front, pull
from backend.objects.families.shared import board, leg
from backend.objects.modeling.solids import box
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"pedestal": 1.2, "writing": 0.9, "steel": 0.7})
    width = d.measure("width", *((1.35, 1.65) if kind == "pedestal" else (1.1, 1.5)))
    depth, height = d.measure("depth", .60, .76), d.measure("height", .73, .77)
    thick = d.between(.026, .036)
    under = height - thick
    top = board(width, depth, thick, (0, 0, under), .005, "top")
    fronts_kind = d.choose({"plain": 1.0, "raised": 0.7, "framed": 0.5})
    handle = d.choose({"knob": 1.0, "bar": 0.8, "bow": 0.8})
    if kind == "steel":
        frame: list[Surface] = []
        for s in (1, -1):
            x = s * (width / 2 - .06)
            frame += [box(.045, .045, under, .005, region="frame").moved(x, y, 0)
                      for y in (depth / 2 - .05, -depth / 2 + .05)]
            frame += [box(.045, depth - .14, .045, .005, region="frame").moved(x, 0, z) for z in (under - .045, .05)]
        frame.append(box(width - .16, .03, .06, .004, region="frame").moved(0, depth / 2 - .06, under - .08))
        drawer = [box(.42, .36, .09, .004, region="case").moved(0, -depth / 2 + .22, under - .095),
                  *front("plain", .42, .085, (0, -depth / 2 + .04, under - .093), d)]
        return [part("top", top), part("frame", *frame), part("drawer", *drawer),
                part("handles", *pull("bar", (0, -depth / 2 + .022, under - .05), d, .14))]
    case: list[Surface] = []
    fronts: list[Surface] = []
    metal: list[Surface] = []
    y = -depth / 2 + .025
    if kind == "writing":
        stout = .055
        legs = [leg("tapered", (sx * (width / 2 - .05), sy * (depth / 2 - .05)),
                    (sx * (width / 2 - .05), sy * (depth / 2 - .05)), under + .002, stout, d, "frame")
                for sx in (1, -1) for sy in (1, -1)]
        deep = d.between(.11, .14)
        case.append(board(width - .07, depth - .08, deep, (0, 0, under - deep + .002), .003, "case"))
        count = int(d.random.integers(2, 4))
        pitch = (width - .14) / count
        for k in range(count):
            x = (k - (count - 1) / 2) * pitch
            fronts += front(fronts_kind, pitch - .012, deep - .022, (x, -depth / 2 + .044, under - deep + .012), d)
            metal += pull(handle, (x, -depth / 2 + .024 - .004 * (fronts_kind == "raised"), under - deep / 2), d, .1)
        return [part("top", top), part("case", *case), part("legs", *legs), part("drawers", *fronts),
                part("handles", *metal)]
    both = d.chance(.55)
    wide = d.between(.38, .44)
    foot = .06
    for s in ((1, -1) if both else (1,)):
        x = s * (width / 2 - .03 - wide / 2)
        case.append(board(wide, depth - .06, under - foot + .002, (x, 0, foot), .003, "case"))
        case.append(board(wide - .03, depth - .10, foot + .01, (x, 0, 0), .003, "frame"))
        heights = (.24, .38, .38) if s > 0 else (.30, .70)
        z, room = foot + .014, under - foot - .028
        for share in heights[::-1]:
            tall = share * room
            fronts += front(fronts_kind, wide - .024, tall - .010, (x, y + .008, z), d)
            out = .0285 if fronts_kind == "raised" else .018
            metal += pull(handle, (x, y - out + .012, z + tall - .052), d, .12)
            z += tall
    if not both:
        case.append(board(.03, depth - .06, under + .002, (-width / 2 + .045, 0, 0), .003, "case"))
    span = width - .06 - 2 * wide if both else width - .09 - wide
    middle = 0.0 if both else (-width / 2 + .06 + width / 2 - .03 - wide) / 2
    case.append(board(span, .018, .34, (middle, depth / 2 - .10, under - .34), .002, "case"))
    if both:
        case.append(board(span, depth - .14, .085, (0, 0, under - .083), .003, "case"))
        fronts += front("plain" if fronts_kind == "plain" else "raised", span - .016, .078,
                        (0, -depth / 2 + .072, under - .081), d)
        metal += pull(handle, (0, -depth / 2 + .052, under - .042), d, .12)
    return [part("top", top), part("case", *case), part("drawers", *fronts), part("handles", *metal)]


FAMILY = Family(
    name="desk", words=("desk", "writing desk", "office desk", "computer desk", "school desk", "work desk", "bureau"),
    gloss=("a desk to work at", "a desk with drawers", "a table to write letters at"),
    extent=(1.05, 1.7), build=build, principal="width", native=("height", "width", "depth"),
    materials=("wood", "oak", "walnut", "mahogany", "birch"),
    looks={"top": "main", "case": "main", "front": "main", "frame": "main or iron",
           "metal": ("brass", "steel", "iron")},
    part_words={"top": ("top", "desktop", "surface"), "front": ("drawer", "drawers", "fronts"),
                "frame": ("leg", "legs", "frame"), "metal": ("handle", "handles", "knob", "knobs")},
    styles={"pedestal": ("pedestal", "office", "office desk", "executive"),
            "writing": ("writing", "writing desk", "antique", "school", "school desk", "small"),
            "steel": ("computer desk", "modern", "industrial", "minimalist"), "raised": ("victorian",)})
