# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies before the windows of a room: the place of its spec, as far as it is seen through them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..ground import GROUNDS
from .builder import Scene
from .dwellings import towers, village
from .materials import CARPET, STONE, TILES, Material, color_of
from .plants import Grove
from .streets import building_color, glassy

if TYPE_CHECKING:
    from .indoors import Kit

_LAWN = Material((0.115, 0.135, 0.06), (0.075, 0.092, 0.038), CARPET, bump=0.3)
_TERRACE = Material((0.37, 0.355, 0.33), (0.27, 0.26, 0.245), TILES, 0.6, bump=0.05)
_HEADING = {"east": 0.0, "north": math.pi / 2, "west": math.pi, "south": -math.pi / 2}
#: A city is seen from above its streets, metres.
_STOREYS = 34.0


def garden(kit: Kit, *sides: str, floor: float = -0.4) -> None:
    """The land outside the windows of some sides, its ground at ``floor`` metres: a garden with trees and a hedge, or
    the water, town, hills or bare ground that the spec's place has."""
    place = kit.spec["place"]
    if place["buildings"] == "city":
        _city(kit)
        return
    wet = place["setting"] in ("lake", "sea", "beach")
    ground = _ground(kit)
    if wet:
        _water(kit, sides, floor)
        kit.scene.still.box((0, 0, floor - 0.6), (64, 64, 0.9), ground)
    else:
        kit.scene.still.box((0, 0, floor - 0.6), (160, 160, 0.9), ground)
        kit.scene.still.box((0, 0, floor - 0.9), (5000, 5000, 0.9), ground)
    kit.scene.still.box((0, 0, floor - 0.58), (30, 30, 0.9), _TERRACE)
    if place["hills"] >= 900:
        _mountains(kit, float(place["hills"]), floor)
    if place["buildings"] == "village":
        part = Scene()
        village(part, kit.rng, 18, building_color(kit.spec), kit.dark, lambda x, y: np.zeros(np.shape(x)),
                lambda x, y: math.hypot(x, y) > 30.0, kit.spec["ground"]["kind"] == "snow")
        kit.scene.include(part, (0, 0, floor))
    if place["trees"] != "none" and place["setting"] not in ("desert", "alien"):
        _planted(kit, sides, floor, wet)


def _ground(kit: Kit) -> Material:
    kind = kit.spec["ground"]["kind"]
    if kind == "grass" and kit.spec["ground"]["color"] is None:
        return _LAWN
    ground, color = GROUNDS[kind], kit.spec["ground"]["color"]
    r, g, b = (float(each) for each in (color or ground.light))
    r2, g2, b2 = (0.6 * float(each) for each in color) if color else (float(each) for each in ground.dark)
    return Material((r, g, b), (r2, g2, b2), CARPET, bump=0.3)


def _planted(kit: Kit, sides: tuple[str, ...], floor: float, wet: bool) -> None:
    """Trees and a hedge before the windows; before water only two trees to each side of it."""
    place = kit.spec["place"]
    woods = float(place["forest"]) > 0.5
    grove = Grove(kit.scene, kit.spec["season"], kit.spec["ground"]["kind"] == "snow",
                  "deciduous" if place["trees"] == "mixed" and not woods else place["trees"], woods,
                  color_of(kit.spec, "tree"))
    for side in sides:
        for k in range(9):
            angle = _HEADING[side] + (k - 4) * 0.17 + kit.rng.uniform(-0.05, 0.05)
            r = kit.rng.uniform(22, 34)
            if not wet or abs(k - 4) > 3:
                grove.tree(kit.rng, (r * math.cos(angle), r * math.sin(angle), floor - 0.15),
                           float(kit.rng.uniform(6, 10)))
        for k in range(14):
            angle = _HEADING[side] + (k - 6.5) * 0.12
            r = 17.5 + kit.rng.uniform(-1, 1)
            if not woods and place["trees"] != "palm" and not wet:
                grove.shrub(kit.rng, (r * math.cos(angle), r * math.sin(angle), floor - 0.15),
                            float(kit.rng.uniform(0.8, 1.5)))
        for _ in range(70 if woods else 0):
            angle = _HEADING[side] + kit.rng.uniform(-1.1, 1.1)
            r = kit.rng.uniform(18, 75)
            grove.tree(kit.rng, (r * math.cos(angle), r * math.sin(angle), floor - 0.15),
                       float(kit.rng.uniform(11, 18)))


def _water(kit: Kit, sides: tuple[str, ...], floor: float) -> None:
    """Water to the horizon, or to the far shore of a lake."""
    said = color_of(kit.spec, "water")
    lake = kit.spec["place"]["setting"] == "lake"
    # a sea's waves show its depth and the sky above; only a lake mirrors what is level with it
    r, g, b = (0.3 * float(each) for each in said) if said else (0.018, 0.038, 0.048) if lake else (0.055, 0.115, 0.15)
    water = Material((r, g, b), gloss=0.03 if lake else 0.0, rough=0.06 + 0.16 * float(kit.spec["wind"]))
    kit.scene.still.box((0, 0, floor - 1.5), (9000, 9000, 0.9), water)
    if not lake:
        return
    grove = Grove(kit.scene, kit.spec["season"], kit.spec["ground"]["kind"] == "snow", "mixed")
    bank = Material((0.07, 0.095, 0.035), (0.05, 0.07, 0.025), CARPET)
    for side in sides:
        for k in range(46):
            angle = _HEADING[side] + (k - 22.5) * 0.055
            r_ = 190.0 + kit.rng.uniform(-14, 30)
            x, y = r_ * math.cos(angle), r_ * math.sin(angle)
            grove.tree(kit.rng, (x, y, floor - 0.9), float(kit.rng.uniform(9, 16)))
            kit.scene.still.ball((1.12 * x, 1.12 * y, floor - 3.0), (26.0, 26.0, float(kit.rng.uniform(3, 9))), bank)


def _city(kit: Kit) -> None:
    """A town seen from high up: its blocks, and towers farther off."""
    part = Scene()
    part.still.box((0, 0, -0.5), (3000, 3000, 1.0), Material((0.16, 0.158, 0.155), (0.11, 0.11, 0.11), CARPET))
    color = building_color(kit.spec)
    towers(part, kit.rng, 34, 38, 110, (12, 36), kit.dark, color, glassy(kit.spec, 0.15))
    towers(part, kit.rng, 60, 120, 420, (26, 105), kit.dark, color, glassy(kit.spec, 0.45))
    towers(part, kit.rng, 60, 430, 900, (30, 120), kit.dark, color, glassy(kit.spec, 0.45))
    kit.scene.include(part, (0, 0, -_STOREYS))


def _mountains(kit: Kit, hills: float, floor: float) -> None:
    """Peaks all round, drawn a quarter as far and as large as they are; the air before them is pale by day."""
    air = (0.0, 0.0, 0.0) if kit.dark else (0.02, 0.028, 0.042)
    rock = Material((0.075, 0.085, 0.105), (0.12, 0.13, 0.15), STONE, 60.0, bump=0.3, light=air)
    snow = Material((0.50, 0.52, 0.56), (0.34, 0.36, 0.40), STONE, 60.0, bump=0.2, light=air)
    for near, tall, count in ((1150.0, 0.11, 20), (850.0, 0.055, 16)):
        for k in range(count):
            angle = 2 * math.pi * (k + float(kit.rng.uniform(-0.4, 0.4))) / count
            r = near * float(kit.rng.uniform(0.85, 1.2))
            high = hills * tall * float(kit.rng.uniform(0.6, 1.25))
            wide = high * float(kit.rng.uniform(0.9, 1.5))
            at = (r * math.cos(angle), r * math.sin(angle), floor - 0.15 * high)
            seed = float(kit.rng.random())
            kit.scene.still.rock(at, (wide, wide, high), rock, angle, seed)
            if hills >= 1200 and tall > 0.1:
                # the same again, a little larger, from the snow line up
                kit.scene.still.rock((at[0], at[1], at[2] + 0.34 * high), (0.75 * wide, 0.75 * wide, 0.68 * high), snow,
                                     angle, seed)
