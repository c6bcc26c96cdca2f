# SPDX-License-Identifier: GPL-3.0-or-later
"""Bookshelves: a case with shelves, full of books that stand, lean and lie, or empty."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.solids import box, turned
from backend.objects.modeling.surface import Surface

_COVERS = ("red book", "blue book", "green book", "tan book", "pale book")


def build(d: Draw) -> list[Part]:
    kind = d.choose({"case": 1.4, "open": 0.6})
    full = d.choose({"full": 1.0, "bare": 0.001}) == "full"
    height, width = d.measure("height", 1.55, 2.05), d.measure("width", .72, 1.02)
    depth = d.measure("depth", .27, .33)
    rows = max(3, round((height - .1) / .36))
    thick = .022
    plinth = .08 if kind == "case" else .05
    levels = plinth + np.arange(rows) * (height - plinth - thick) / rows
    case: list[Surface] = []
    if kind == "case":
        case += [board(thick, depth, height, (s * (width - thick) / 2, 0, 0), .003, "case") for s in (1, -1)]
        case.append(board(width + .03, depth + .02, .026, (0, -.006, height - .012), .006, "case"))
        case.append(board(width - 2 * thick, .018, plinth, (0, -depth / 2 + .03, 0), .002, "case"))
        back = [board(width - thick, .008, height - plinth, (0, depth / 2 - .006, plinth), .001, "back")]
    else:
        case += [board(.032, .032, height, (sx * (width - .032) / 2, sy * (depth - .032) / 2, 0), .004, "posts")
                 for sx in (1, -1) for sy in (1, -1)]
        back = [board(width - .05, .010, .05, (0, depth / 2 - .016, z), .002, "posts")
                for z in (height - .12, .5 * height)]
    shelves = [board(width - 2 * thick + .004, depth - .012, thick, (0, 0, z), .003, "shelves") for z in levels]
    if kind == "open":
        shelves.append(board(width - .03, depth - .012, thick, (0, 0, height - .06), .003, "shelves"))
    parts = [part("case", *case), part("back", *back), part("shelves", *shelves)]
    if full:
        books: list[Surface] = []
        things: list[Surface] = []
        room = float(levels[1] - levels[0]) - thick if rows > 1 else .3
        for z in levels:
            _fill(books, things, width / 2 - thick - .014, depth, float(z) + thick, room, d)
        parts.append(part("books", *books))
        if things:
            parts.append(part("ornaments", *things))
    return parts


def _fill(books: list[Surface], things: list[Surface], half: float, depth: float, z: float, room: float,
          d: Draw) -> None:
    """One shelf from left to right: runs of books, a few lying, an ornament, the last of a run leaning."""
    x = -half
    while x < half - .05:
        what = d.between(0, 1)
        if what < .14 and half - x > .2:
            count, wide = int(d.random.integers(2, 5)), d.between(.17, .21)
            level = z
            for _ in range(count):
                tall = d.between(.018, .04)
                if level + tall > z + .8 * room:
                    break
                books.append(_book(tall, d.between(.12, .15), wide * d.between(.9, 1), d).rotated(np.pi / 2, "y")
                             .moved(x + .11 + d.between(-.006, .006), -.01, level + tall / 2))
                books[-1] = books[-1].moved(z=level - float(books[-1].vertices[:, 2].min()))
                level += tall
            x += .235
        elif what < .24 and half - x > .18:
            r = d.between(.035, .05)
            tall = min(d.between(.12, .2), .8 * room)
            things.append(turned([(.6 * r, 0), (r, .3 * tall), (.9 * r, .6 * tall), (.4 * r, .85 * tall),
                                  (.5 * r, tall)], [.002, .04, .04, .02, .002], 24, "ornament")
                          .moved(x + .075, -.01, z))
            x += .15
        else:
            run = d.between(.16, .5)
            stop = min(x + run, half)
            usual, deep = d.between(.6, .82) * room, d.between(.15, .19)
            while x < stop - .018:
                thick = min(d.between(.020, .050), stop - x)
                tall = min(usual * d.between(.86, 1.1), .93 * room)
                one = _book(thick, min(deep * d.between(.92, 1.05), depth - .03), tall, d)
                books.append(one.moved(x + thick / 2, -.012, z))
                x += thick + .0008
            if x < half - .10 and d.chance(.6):
                thick, tall = d.between(.02, .035), usual * .95
                tilt = d.between(.16, .26)
                one = _book(thick, deep, tall, d).moved(x=-thick / 2).rotated(-tilt, "y")
                low, left = one.vertices[:, 2].min(), one.vertices[:, 0].min()
                books.append(one.moved(x - left + .001, -.012, z - low))
                x += thick + tall * np.sin(tilt) + .015
            else:
                x += d.between(0, .05)


def _book(thick: float, deep: float, tall: float, d: Draw) -> Surface:
    return box(thick, deep, tall, min(.004, .3 * thick), 1, region=_COVERS[int(d.random.integers(len(_COVERS)))])


FAMILY = Family(
    name="bookshelf", words=("bookshelf", "bookcase", "shelf", "shelves", "shelving unit", "book shelf", "rack"),
    gloss=("a shelf full of books", "a bookcase in a library", "furniture to keep books in"),
    extent=(1.5, 2.1), build=build, native=("height", "width", "depth"), materials=("wood", "oak", "walnut", "pine",
                                                                                    "white plastic"),
    looks={"case": "main", "back": "main", "shelves": "main", "posts": "main or iron",
           "ornament": ("ceramic", "porcelain", "brass"), **{cover: cover for cover in _COVERS}},
    part_words={"shelves": ("boards",), "back": ("back",)},
    styles={"case": ("case", "bookcase", "closed"), "open": ("industrial", "loft", "shelving unit", "rack"),
            "bare": ("empty", "bare")})
