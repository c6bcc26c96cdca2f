# SPDX-License-Identifier: GPL-3.0-or-later
"""Beds: a frame with a headboard, a mattress, pillows and a duvet; single or double."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.furniture.shared_furniture import draped, pillow
from backend.objects.families.shared import board, leg
from backend.objects.modeling.curves import arc, circle, rounded_rectangle
from backend.objects.modeling.solids import box, sweep
from backend.objects.modeling.surface import Surface


def build(d: Draw) -> list[Part]:
    single = d.choose({"double": 1.5, "single": 0.7}) == "single"
    kind = d.choose({"panel": 1.0, "slatted": 0.8, "upholstered": 0.9, "metal": 0.6})
    width = d.measure("width", *((0.95, 1.06) if single else (1.46, 1.72)))
    long = d.measure("depth", 2.04, 2.16)
    head = d.between(0.92, 1.16)
    low, rail = d.between(.15, .21), d.between(.15, .20)
    top = low + rail
    inner, deep = width - 0.05, long - 0.12
    frame: list[Surface] = []
    if kind == "metal":
        frame += [sweep(np.array([(s * inner / 2, -deep / 2, top - .05), (s * inner / 2, 0, top - .05),
                                  (s * inner / 2, deep / 2, top - .05)]), rounded_rectangle(.03, .05, .008),
                        region="bars") for s in (1, -1)]
        parts = [part("rails", *frame), part("headboard", *_bars(width, head, long / 2 - .03, d)),
                 part("footboard", *_bars(width, top + d.between(.16, .3), -long / 2 + .03, d))]
    else:
        frame += [board(.028, deep + .03, rail, (s * (width - .028) / 2, 0, low), .006, "frame") for s in (1, -1)]
        frame.append(board(width - .05, .028, rail, (0, -deep / 2, low), .006, "frame"))
        feet = [leg("tapered", (s * .97 * (width - .09) / 2, y), (s * (width - .09) / 2, y), low + .03, .07, d, "frame")
                for s in (1, -1) for y in (-deep / 2 + .05, deep / 2 - .02)]
        parts = [part("rails", *frame), part("feet", *feet), *_headboard(kind, width, head, long / 2 - .05, low, d)]
        if kind == "slatted":
            posts = [board(.055, .055, top + .10, (s * (width - .055) / 2, -long / 2 + .05, 0), .008, "frame")
                     for s in (1, -1)]
            parts.append(part("footboard", *posts, board(width - .06, .03, .07, (0, -long / 2 + .05, top + .02), .008,
                                                         "frame")))
    slats = box(inner - .02, deep - .04, .03, .004, region="frame").moved(z=top - .05)
    thick = d.between(.19, .25)
    mattress = box(inner - .03, deep - .03, thick, .055, 5, region="mattress").moved(0, -.01, top - .03)
    high = top - .03 + thick
    parts += [part("slats", slats), part("mattress", mattress)]
    parts += _bedding(inner - .03, deep - .03, high, single, kind in ("metal", "slatted"), d)
    return parts


def _bedding(width: float, deep: float, high: float, single: bool, tucked: bool, d: Draw) -> list[Part]:
    back = .52 if d.chance(.6) else .46
    cover = deep - back
    phase = d.between(0, 6)
    drop = d.between(.20, .30)

    def lumps(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return .35 * np.sin(7 * x + phase) * np.sin(6 * y + 2 * phase) + .2 * np.sin(15 * y + 3 * x)

    duvet = draped(width, cover, drop, .035, .05, (1.0, 0.0 if tucked else .85, 0.0), "duvet", 26, .014, lumps)
    duvet = duvet.moved(0, -.01 - back / 2, high + .002)
    fold = draped(width + .02, .20, drop * .8, .03, .05, (1.0, 0.0, 0.0), "sheet", 16, .010, lumps)
    fold = fold.moved(0, -.01 + deep / 2 - back + .06, high + .034)
    count = 1 if single else 2
    pitch = width / count
    pillows = []
    for k in range(count):
        tall = d.between(.13, .16)
        one = pillow(min(.74, pitch - .06), .44, tall, "pillow", crease=.12, seed=d.between(0, 6))
        pillows.append(one.rotated(d.between(.22, .34), "x").rotated(d.between(-.05, .05)).moved(
            (k - (count - 1) / 2) * pitch, deep / 2 - .27, high + .07))
    return [part("duvet", duvet), part("sheet", fold), part("pillows", *pillows)]


def _bars(width: float, head: float, y: float, d: Draw) -> list[Surface]:
    """A bent tube with upright bars between two cross tubes."""
    r, half = .019, width / 2 - .02
    bend = min(.16, .3 * head)
    corner = arc((half - bend, head - bend), bend, 0, np.pi / 2, 9)
    side = np.concatenate([[(half, 0), (half, .5 * (head - bend))], corner])
    line = np.concatenate([side, (side * (-1, 1))[::-1]])
    tube = sweep(np.column_stack([line[:, 0], np.full(len(line), y), line[:, 1]]), circle(d.segments(16, 10), r),
                 up=(0, 1, 0), region="bars")
    low = .36
    cross = [sweep(np.array([(-half, y, z), (0, y, z), (half, y, z)]), circle(12, .013), region="bars")
             for z in (low, max(head - .12, low + .08))]
    count = max(4, round(width / .16))
    bars = [sweep(np.array([(x, y, low), (x, y, head - .1 if head > .7 else head - .05)]), circle(10, .0085),
                  up=(0, 1, 0), region="bars") for x in np.linspace(-half, half, count + 2)[1:-1]]
    return [tube, *cross, *bars]


def _headboard(kind: str, width: float, head: float, y: float, low: float, d: Draw) -> list[Part]:
    if kind == "upholstered":
        count = max(3, round(width / .26))
        pitch = (width + .04) / count
        pads = []
        for k in range(count):
            plain = board(pitch - .004, .075, head - low, ((k - (count - 1) / 2) * pitch, y, low), .03, "headboard")
            pads.append(plain)
        base = board(width + .02, .04, head - low - .03, (0, y + .03, low + .01), .01, "headboard")
        return [part("headboard", base, *pads)]
    posts = [board(.06, .06, head, (s * (width - .06) / 2, y, 0), .008, "frame") for s in (1, -1)]
    top = board(width + .03, .07, .05, (0, y, head - .01), .012, "frame")
    if kind == "slatted":
        bottom = board(width - .1, .03, .06, (0, y, .42), .006, "frame")
        count = max(5, round(width / .13))
        slats = [box(.05, .018, head - .47, .004, 1, region="frame").moved(x, y, .46)
                 for x in np.linspace(-width / 2 + .09, width / 2 - .09, count)]
        return [part("headboard", *posts, top, bottom, *slats)]
    fields = int(d.random.integers(1, 4))
    panel = board(width - .1, .022, head - low, (0, y, low), .003, "frame")
    pitch = (width - .16) / fields
    raised = [board(pitch - .05, .016, .34, ((k - (fields - 1) / 2) * pitch, y - .014, head - .42), .007, "frame")
              for k in range(fields)]
    return [part("headboard", *posts, top, panel, *raised)]


FAMILY = Family(
    name="bed", words=("bed", "double bed", "single bed", "king size bed", "bedstead"),
    gloss=("a bed to sleep in", "a bed with pillows and a duvet", "furniture to sleep on"),
    extent=(2.0, 2.3), build=build, principal="width", native=("width", "depth"),
    materials=("wood", "oak", "walnut", "white plastic", "pine"),
    looks={"frame": "main", "bars": "main or iron", "headboard": ("office cloth", "fabric", "leather"),
           "mattress": "bed linen", "duvet": "duvet cover", "sheet": "bed linen", "pillow": "bed linen"},
    part_words={"duvet": ("duvet", "blanket", "cover", "covers", "bedspread", "quilt", "bedding"),
                "pillow": ("pillow", "pillows"), "sheet": ("sheet", "sheets"), "mattress": ("mattress",),
                "headboard": ("headboard",), "frame": ("frame", "bed frame")},
    styles={"single": ("single", "single bed", "kids", "child's", "narrow"),
            "double": ("double", "double bed", "king size", "king size bed", "queen size"),
            "panel": ("panel",), "slatted": ("slatted", "rustic"), "upholstered": ("upholstered", "modern"),
            "metal": ("metal", "iron", "hospital")})
