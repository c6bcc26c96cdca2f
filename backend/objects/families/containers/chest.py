# SPDX-License-Identifier: GPL-3.0-or-later
"""Treasure chests: planks bound with iron, a barrel lid that is shut or thrown open over a hoard."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.tools.shared_plates import plate
from backend.objects.modeling.curves import arc, circle, fillet
from backend.objects.modeling.organic import ball, copies, poses
from backend.objects.modeling.solids import box, lathe, sweep, turned
from backend.objects.modeling.surface import Surface

_QUARTER = np.pi / 2


def board(width: float, depth: float, height: float, at: tuple[float, float, float], bevel: float,
          region: str) -> Surface:
    """A plank or strap whose lower centre is ``at``; there are many, so their edges are of one step."""
    return box(width, depth, height, bevel, 1, region=region).moved(*at)


def _across(piece: Surface, x: float) -> Surface:
    """A plate drawn in (y, z) as its plane, its thickness from ``x`` along +X."""
    return piece.rotated(_QUARTER, "x").rotated(_QUARTER).moved(x, 0, 0)


def build(d: Draw) -> list[Part]:
    state = d.choose({"shut": 1.0, "hoard": 0.7})
    width, depth = d.measure("width", .66, .84), d.measure("depth", .40, .48)
    low, rise = d.between(.26, .32), d.between(.15, .20)
    wall = .022
    rows = 4
    pitch = low / rows
    planks: list[Surface] = []
    for k in range(rows):
        for s in (1, -1):
            planks.append(board(width, wall, pitch - .0015, (0, s * (depth - wall) / 2, k * pitch), .003, "wood"))
            planks.append(board(depth - 2 * wall, wall, pitch - .0015, (0, 0, 0), .003, "wood").rotated(_QUARTER)
                          .moved(s * (width - wall) / 2, 0, k * pitch))
    floor = board(width - 2 * wall, depth - 2 * wall, .02, (0, 0, .004), .002, "wood")
    lid, iron_lid = _lid(width, depth, rise, wall, d)
    opened = state == "hoard"
    if opened:
        swing = -d.between(1.45, 1.8)
        lid, iron_lid = ([piece.moved(0, -depth / 2).rotated(swing, "x").moved(0, depth / 2,
                                                                               low + .003) for piece in group]
                         for group in (lid, iron_lid))
    else:
        lid, iron_lid = ([piece.moved(z=low + .003) for piece in group] for group in (lid, iron_lid))
    iron: list[Surface] = []
    for x in (-.34 * width, .34 * width):
        iron += [board(.050, .006, low, (x, s * (depth / 2 + .002), 0), .0015, "iron") for s in (1, -1)]
    for sx in (1, -1):
        for sy in (1, -1):
            iron.append(board(.052, .007, low, (sx * (width / 2 - .022), sy * (depth / 2 + .002), 0), .002, "iron"))
            iron.append(board(.007, .052, low, (sx * (width / 2 + .002), sy * (depth / 2 - .022), 0), .002, "iron"))
    for z in (.006, low - .040):
        iron += [board(width + .006, .006, .034, (0, s * (depth / 2 + .001), z), .0015, "iron") for s in (1, -1)]
        iron += [board(.006, depth + .006, .034, (s * (width / 2 + .001), 0, z), .0015, "iron") for s in (1, -1)]
    studs = [ball((.0075, .0045, .0075), 5, 8, "iron").moved(x, s * (depth / 2 + .005), z)
             for x in np.linspace(-.46, .46, 9) * width for z in (.023, low - .023) for s in (1, -1)]
    shield = fillet([(.042, .10), (-.042, .10), (-.046, .05), (-.022, .006), (.022, .006), (.046, .05)],
                    [.006, .006, .02, .012, .012, .02], 4, closed=True)
    hole = np.concatenate([arc((0, .060), .008, -.9, np.pi + .9, 12), [(-.005, .034), (.005, .034)]])
    lock = plate(shield, .012, .002, "lock", [hole]).rotated(_QUARTER, "x").moved(0, -depth / 2 - .001, low - .112)
    back = box(.03, .006, .05, .001, 1, region="dark").moved(0, -depth / 2 - .002, low - .085)
    hasp = [box(.036, .010, .075, .004, region="lock").moved(0, -depth / 2 - .012, low - .035)]
    if opened:
        hasp = []
    rings = []
    for s in (1, -1):
        t = np.linspace(0, np.pi, 20)
        x = s * (width / 2 + .014)
        loop = np.column_stack([x + s * .010 * np.sin(t), .062 * np.cos(t), .58 * low - .055 * np.sin(t)])
        rings.append(sweep(loop, circle(12, .0065), up=(1, 0, 0), round_ends=True, region="iron"))
        rings += [turned([(.017, 0), (.017, .010), (.010, .016)], .003, 20, "iron").rotated(s * _QUARTER, "y").moved(
            s * width / 2, y, .58 * low) for y in (.062, -.062)]
    parts = [part("planks", *planks), part("floor", floor), part("lid", *lid), part("lid bands", *iron_lid),
             part("bands", *iron), part("studs", *studs), part("lock", lock, *hasp), part("keyhole", back),
             part("handles", *rings)]
    return parts + (_hoard(width - 2 * wall, depth - 2 * wall, low, d) if opened else [])


def _lid(width: float, depth: float, rise: float, wall: float, d: Draw) -> tuple[list[Surface], list[Surface]]:
    """A hollow half barrel of staves with closed ends, its hinge edge at +Y, and the iron over it."""
    a, b = depth / 2, rise

    def bow(grow: float, first: float = 0.0, last: float = np.pi, count: int = 25) -> np.ndarray:
        return arc((0, 0), 1.0, first, last, count) * (a + grow, b + grow)

    count = 8
    wood = []
    for k in range(count):
        f, g = k * np.pi / count + .004, (k + 1) * np.pi / count - .004
        shell = np.concatenate([bow(0, f, g, 6), bow(-wall, f, g, 6)[::-1]])
        wood.append(_across(plate(shell, width, .0015, "wood"), -width / 2))
    end = np.concatenate([bow(-.004), [(-a + .004, 0)]])[:-1]
    wood += [_across(plate(end, wall, .002, "wood"), x) for x in (-width / 2 + .002, width / 2 - wall - .002)]
    iron = []
    for x in (-.34 * width, .34 * width):
        strap = np.concatenate([bow(.005), bow(-.002)[::-1]])
        iron.append(_across(plate(strap, .050, .0012, "iron"), x - .025))
    for x in (-width / 2 - .004, width / 2 - .034):
        strap = np.concatenate([bow(.005), bow(-.002)[::-1]])
        iron.append(_across(plate(strap, .038, .0012, "iron"), x))
    iron += [board(width + .008, .007, .030, (0, s * (a + .001), 0), .0015, "iron") for s in (1, -1)]
    return wood, iron


def _hoard(width: float, depth: float, low: float, d: Draw) -> list[Part]:
    """Coins heaped in the chest, with jewels and a goblet."""
    mound = box(width - .004, depth - .004, .70 * low, .01, 3, 14, region="gold")
    mound = mound.deformed(lambda v: np.column_stack([v[:, :2], v[:, 2] * np.where(
        v[:, 2] > .3 * low, 1.02 + .42 * np.cos(np.pi * np.clip(v[:, 0] / width, -.5, .5))
        * np.cos(np.pi * np.clip(v[:, 1] / depth, -.5, .5)), 1)])).moved(z=.02)
    count = 145
    x, y = (d.random.uniform(-.47, .47, count) * side for side in (width, depth))
    z = .02 + .70 * low * (1.02 + .42 * np.cos(np.pi * x / width) * np.cos(np.pi * y / depth))
    coin = lathe(np.array([(0, 0), (.0160, 0), (.0175, .0007), (.0175, .0025), (.0160, .0032), (0, .0032)]), 8, "gold")
    coin = coin.rotated(_QUARTER, "y")
    heap = copies(coin, poses(np.column_stack([x, y, z]), d.random.uniform(0, 6.3, count),
                              np.pi / 2 + d.random.normal(0, .45, count), d.random.uniform(.85, 1.15, count)))
    gems = []
    for k in range(9):
        gem = ball(1.0, 5, 7, f"gem {k % 3}").scaled((.017, .017, .012)).rotated(d.between(0, 3), "x")
        gx, gy = d.between(-.38, .38) * width, d.between(-.42, .2) * depth
        gems.append(gem.moved(gx, gy, .028 + .70 * low * (1.02 + .42 * np.cos(np.pi * gx / width)
                                                         * np.cos(np.pi * gy / depth))))
    return [part("coins", mound, heap), part("jewels", *gems)]


FAMILY = Family(
    name="chest", words=("chest", "treasure chest", "pirate chest", "trunk", "coffer", "strongbox"),
    gloss=("a treasure chest", "a pirate's chest of gold", "an old trunk with iron bands"),
    extent=(.6, .95), build=build, principal="width", native=("width", "depth"),
    materials=("walnut", "oak", "mahogany", "wood"),
    looks={"wood": "main", "iron": ("iron", "iron", "brass", "bronze"), "lock": ("brass", "gold", "iron"),
           "dark": "ink", "gold": "gold", "gem 0": "toy red", "gem 1": "toy blue", "gem 2": "toy green"},
    part_words={"iron": ("band", "bands", "fittings", "hinges", "straps"), "lock": ("lock", "clasp"),
                "gold": ("coins", "treasure", "hoard")},
    styles={"shut": ("closed", "shut", "locked"), "hoard": ("open", "opened", "full", "overflowing", "coins",
                                                            "treasure")})
