# SPDX-License-Identifier: GPL-3.0-or-later
"""Toolboxes: a pressed steel box with a lid and latches, a plastic one, an open wooden tote."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import bezier, circle, fillet, rounded_rectangle
from backend.objects.modeling.solids import box, sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    kind = d.choose({"steel": 1.0, "plastic": 0.8, "tote": 0.5})
    width, depth = d.measure("width", .42, .54), d.measure("depth", .19, .24)
    if kind == "tote":
        return _tote(width, depth, d)
    low = d.between(.13, .16)
    cover = d.between(.07, .09)
    tub = box(width, depth, low, .008, 3, region="body")
    seam = box(width + .012, depth + .012, .020, .005, 3, region="trim").moved(z=low - .012)
    # The lid's end is a house with a flat ridge.
    ridge = d.between(.44, .62)
    half = depth / 2 + .003
    gable = fillet([(half, 0), (half, .35 * cover), (ridge * half, cover), (-ridge * half, cover), (-half, .35 * cover),
                    (-half, 0)], [.002, .018, .016, .016, .018, .002], 5, closed=True)
    lid = plate(gable, width, .004, "lid" if kind == "plastic" else "body", steps=3).rotated(np.pi / 2, "x").rotated(
        np.pi / 2).moved(-width / 2, 0, low + .004)
    high = low + .004 + cover
    parts = [part("tub", tub), part("seam", seam), part("lid", lid)]
    metal: list[Surface] = []
    for s in (1, -1):
        x = s * .30 * width
        metal += [box(.040, .010, .034, .003, region="metal").moved(x, -depth / 2 - .009, low - .030),
                  box(.032, .012, .046, .004, region="metal").moved(x, -depth / 2 - .013, low - .012),
                  sweep(np.array([(x - .016, -depth / 2 - .014, low - .010), (x, -depth / 2 - .014, low - .010),
                                  (x + .016, -depth / 2 - .014, low - .010)]), circle(12, .005), region="metal")]
    parts.append(part("latches", *metal))
    reach = .17 * width
    if kind == "steel":
        path = bezier((-reach, 0, high - .004), (-reach, 0, high + .055), (reach, 0, high + .055),
                      (reach, 0, high - .004), 28)
        grip = sweep(path, circle(16, .0045), up=(0, 1, 0), region="metal")
        pad = sweep(path[8:20], circle(20, .0115), up=(0, 1, 0), round_ends=True, region="dark")
        roots = [box(.030, .028, .012, .003, region="metal").moved(s * reach, 0, high - .004) for s in (1, -1)]
        tray = []
    else:
        path = bezier((-1.3 * reach, 0, high - .012), (-1.2 * reach, 0, high + .052), (1.2 * reach, 0, high + .052),
                      (1.3 * reach, 0, high - .012), 28)
        grip = sweep(path, rounded_rectangle(.034, .018, .007), up=(0, 1, 0), region="dark")
        pad = box(1.2 * reach, .040, .020, .007, 3, region="dark").moved(0, 0, high + .024)
        roots = [box(.05, .05, .014, .004, region="dark").moved(s * 1.3 * reach, 0, high - .008) for s in (1, -1)]
        tray = [box(.26 * width, .5 * ridge * depth, .010, .003, region="glass").moved(s * .36 * width, 0, high - .006)
                for s in (1, -1)]
        parts.append(part("ribs", *(box(.018, depth + .010, .7 * low, .004, region="body").moved(x * width, 0,
                                                                                                 .08 * low)
                                    for x in (-.42, -.14, .14, .42))))
    parts.append(part("handle", grip, pad, *roots))
    return parts + ([part("compartments", *tray)] if tray else [])


def _tote(width: float, depth: float, d: Draw) -> list[Part]:
    """Boards nailed together, two gable ends with a pole between them."""
    low, high = d.between(.10, .13), d.between(.24, .29)
    thick = .015
    sides = [board(width, thick, low, (0, s * (depth - thick) / 2, 0), .002, "body") for s in (1, -1)]
    floor = board(width - 2 * thick, depth - 2 * thick, .012, (0, 0, .002), .001, "body")
    gable = fillet([(depth / 2, 0), (depth / 2, low), (.030, high), (-.030, high), (-depth / 2, low), (-depth / 2, 0)],
                   [.002, .008, .02, .02, .008, .002], 4, closed=True)
    gable = gable * (1 - .006 / depth, 1)
    ends = [plate(gable, thick, .002, "body").rotated(np.pi / 2, "x").rotated(np.pi / 2).moved(
        s * (width / 2 - .0) - (thick if s > 0 else 0), 0, .0005) for s in (1, -1)]
    pole = sweep(np.array([(x, 0, high - .035) for x in (-width / 2 - .012, 0, width / 2 + .012)]), circle(24, .014),
                 region="handle")
    nails = [box(.007, .004, .007, .0015, 1, region="metal").moved(sx * (width / 2 - .010), -depth / 2 - .001, z)
             for sx in (1, -1) for z in (.25 * low, .7 * low)]
    return [part("sides", *sides, floor), part("ends", *ends), part("handle", pole), part("nails", *nails)]


FAMILY = Family(
    name="toolbox", words=("toolbox", "tool box", "tool chest", "tool case", "tackle box", "tool kit"),
    gloss=("a box for tools", "a mechanic's metal toolbox with a handle"),
    extent=(.4, .6), build=build, principal="width", native=("width", "depth"),
    materials=("toy red", "toy red", "toy blue", "signal yellow", "steel"),
    looks={"body": "main", "lid": ("main", "black plastic"), "trim": ("black plastic", "main"), "metal": ("steel",
                                                                                                          "chrome"),
           "dark": "black plastic", "glass": "dark glass", "handle": "main or birch"},
    part_words={"lid": ("lid", "top"), "metal": ("latch", "latches", "clasps"), "dark": ("handle", "grip")},
    styles={"steel": ("metal toolbox", "mechanic", "old"), "plastic": ("modern", "plastic toolbox"),
            "tote": ("open", "carpenter", "carpenter's", "tote")})
