# SPDX-License-Identifier: GPL-3.0-or-later
"""Kitchens, offices, libraries, bathrooms of a spec."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from . import furniture as f
from .indoors import BY_DAY, Kit, Room, ceiling_light, garden, shell_of, tone
from .materials import STUFF, TILES, Material, glow, stuff
from .rooms import Opening


def kitchen(kit: Kit) -> Room:
    w, d, h = kit.size(5.6, 5.4, 2.7)
    floor = kit.stuff("floor", "tile", (0.52, 0.51, 0.49), floor=True)
    panes = kit.windows(Opening("north", 0.4, 1.12, 1.7, 1.15), Opening("east", -0.6, 0.5, 1.7, 1.75))
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("south", 1.4, 0, 0.9, 2.05, "door")], shift=(0.2, 0.3))
    said = kit.spec["surfaces"].get("counter") or {}
    color, other = tone(said.get("color")), tone(said.get("second"))
    wooden = said.get("material") in ("wood", "oak", "pine", "walnut", "dark_wood")
    named = str(said.get("material") or "")
    top = stuff(named if wooden or named in ("marble", "stone", "concrete") else "oak", other if wooden else None)
    front = replace(stuff("paint", color or (0.62, 0.62, 0.59)), gloss=0.03, rough=0.3)
    if kit.spec["surfaces"].get("cupboard"):
        front = kit.stuff("cupboard", "paint")
    if wooden and color and not other:
        top, front = stuff("wood", color), stuff("wood", color)
    x0, y0 = shell.low
    x1, y1 = shell.high
    # an island before the viewer, and a row along the wall
    f.cupboard(kit.scene, (0.15, 1.35), 0, front, (2.5, 0.78, 0.90), 5, STUFF["brass"])
    kit.scene.still.box((0.15, 1.33, 0.925), (2.72, 0.98, 0.05), top, bevel=0.01)
    for k in range(3):
        f.stool(
            kit.scene, (-0.65 + 0.8 * k, 0.62), stuff("metal", (0.05, 0.05, 0.05)), kit.stuff("stool", "wood"), 0.66
        )
    f.cupboard(kit.scene, ((x0 + x1) / 2, y1 - 0.31), 0, front, (x1 - x0 - 0.02, 0.6, 0.88), 9, STUFF["brass"])
    kit.scene.still.box(((x0 + x1) / 2, y1 - 0.32, 0.90), (x1 - x0, 0.64, 0.04), top, bevel=0.008)
    tiles = Material((0.74, 0.745, 0.73), (0.55, 0.55, 0.54), TILES, 0.12, gloss=0.045, rough=0.08, bump=0.12)
    for left, right in ((x0, 0.6 - 0.85), (0.6 + 0.85, x1)):
        kit.scene.still.box(((left + right) / 2, y1 - 0.008, 1.23), (right - left, 0.016, 0.62), tiles)
    for left, wide in ((x0 + 0.85, 1.55), (x1 - 0.62, 1.05)):
        kit.scene.still.box((left, y1 - 0.16, 1.52), (wide, 0.28, 0.035), top, bevel=0.006)
        kit.scene.still.box((left, y1 - 0.16, 1.90), (wide, 0.28, 0.035), top, bevel=0.006)
        for k in range(6):
            x = left - wide / 2 + wide * (k + 0.5) / 6
            tone_ = float(kit.rng.uniform(0.25, 0.8))
            cup = Material((tone_, tone_ * 0.95, tone_ * 0.88), gloss=0.05, rough=0.1)
            z = 1.54 if k % 2 else 1.92
            tall = float(kit.rng.uniform(0.09, 0.24))
            kit.scene.still.tube((x, y1 - 0.16, z), (x, y1 - 0.16, z + tall), 0.05, cup, 0.042)
    # on the island: a bowl of fruit, a board, a jug
    bowl = Material((0.66, 0.64, 0.60), gloss=0.05, rough=0.1)
    kit.scene.still.ball((0.75, 1.4, 0.99), (0.17, 0.17, 0.06), bowl)
    for k in range(5):
        a = k * 1.256
        kit.scene.still.ball(
            (0.75 + 0.075 * math.cos(a), 1.4 + 0.075 * math.sin(a), 1.06),
            0.042,
            Material((0.55, 0.12 + 0.06 * k, 0.03), gloss=0.04),
        )
    kit.scene.still.box((-0.35, 1.35, 0.962), (0.46, 0.28, 0.025), stuff("walnut"), 0.3, 0.006)
    kit.scene.still.tube((-0.85, 1.5, 0.95), (-0.85, 1.5, 1.17), 0.055, STUFF["marble"], 0.045)
    # tap and hob
    kit.scene.still.tube((0.6, y1 - 0.16, 0.92), (0.6, y1 - 0.16, 1.2), 0.013, STUFF["steel"])
    kit.scene.still.tube((0.6, y1 - 0.16, 1.2), (0.6, y1 - 0.36, 1.18), 0.012, STUFF["steel"])
    kit.scene.still.box((0.6, y1 - 0.36, 0.921), (0.62, 0.42, 0.006), STUFF["steel"])
    kit.scene.still.box(
        (x0 + 1.1, y1 - 0.34, 0.924), (0.6, 0.5, 0.01), Material((0.01, 0.01, 0.011), gloss=0.05, rough=0.02)
    )
    kit.scene.still.box(
        (x0 + 0.36, y1 - 2.0, 0.95), (0.68, 0.72, 1.9), Material((0.50, 0.50, 0.51), gloss=0.25, rough=0.35), bevel=0.02
    )
    f.shelf(kit.scene, (x0 + 0.2, -0.9), math.pi / 2, top, (1.3, 0.3, 1.9))
    for k in range(3):
        f.pendant(
            kit.scene,
            (-0.65 + 0.8 * k, 1.35),
            h,
            0.85,
            kit.glowing * 9 or 0.0,
            kit.lamplight,
            Material((0.02, 0.02, 0.022), gloss=0.04, rough=0.2),
        )
    f.plant(kit.scene, (x1 - 0.45, y0 + 0.5), 1.2)
    f.plant(kit.scene, (0.15, y1 - 0.14), 0.28, 0.92)
    f.picture(kit.scene, shell, "south", -0.9, 1.55, 0.7, 0.9)
    garden(kit, "north", "east")
    return kit.done(floor)


def office(kit: Kit) -> Room:
    w, d, h = kit.size(8.0, 7.0, 2.9)
    floor = kit.stuff("floor", "carpet", (0.155, 0.165, 0.185), floor=True)
    panes = kit.windows(Opening("east", 0.0, 0.75, 5.2, 1.7, panes=(5, 1)))
    wall = kit.walls()
    walls = {side: wall for side in ("east", "west", "north", "south")}
    if not kit.spec["surfaces"].get("wall"):
        walls["north"], walls["south"] = stuff("paint", (0.10, 0.20, 0.24)), replace(stuff("oak"), gloss=0.0)
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("west", 1.6, 0, 0.95, 2.1, "door")], walls, (0.3, 0.2))
    top, metal = kit.stuff("table", "oak", (0.50, 0.36, 0.22)), stuff("metal", (0.06, 0.06, 0.065))
    for k, (x, y) in enumerate(((-1.4, 2.3), (1.6, 2.3), (-1.4, -2.2), (1.6, -2.2))):
        back = math.pi if y < 0 else 0.0
        f.table(kit.scene, (x, y), back, top, (1.7, 0.8, 0.73), metal)
        f.chair(
            kit.scene,
            (x + 0.1, y + (-0.75 if y > 0 else 0.75)),
            back + math.pi + 0.3 * (k - 1.5),
            metal,
            stuff("fabric", (0.08, 0.09, 0.10)),
        )
        s = f.Spot(kit.scene.still, (x, y), back)
        s.box((0, 0.18, 1.05), (0.62, 0.03, 0.37), Material((0.02, 0.02, 0.022), gloss=0.05, rough=0.05), 0.008)
        s.box((0, 0.164, 1.055), (0.58, 0.004, 0.33), Material((0.05, 0.08, 0.13), light=(0.16, 0.20, 0.28)), 0.0)
        s.bar((0, 0.2, 0.73), (0, 0.2, 0.95), 0.02, metal)
        s.box((0, -0.12, 0.742), (0.42, 0.14, 0.015), metal)
    f.shelf(kit.scene, (shell.low[0] + 0.2, -0.6), math.pi / 2, kit.stuff("shelf", "oak"), (2.2, 0.34, 2.0))
    f.picture(kit.scene, shell, "north", 0, 1.7, 1.4, 0.9)
    f.plant(kit.scene, (shell.high[0] - 0.5, shell.high[1] - 0.5), 1.7)
    for x in (-1.6, 1.6):
        for y in (-1.7, 1.7):
            bright = 3.0 if kit.dark or kit.lamps else 1.2
            panel = glow((1.0, 0.96, 0.90), bright)
            kit.scene.lamp(
                (x, y, h - 0.012), (0.6, 0, 0), (0, -0.3, 0), np.array((1.0, 0.96, 0.90)) * bright, visible=panel
            )
    drawers = kit.stuff("cupboard", "paint", (0.62, 0.62, 0.60))
    f.cupboard(kit.scene, (0.1, shell.high[1] - 0.26), 0, drawers, (2.4, 0.45, 0.75), 4)
    f.plant(kit.scene, (0.9, shell.high[1] - 0.26), 0.4, 0.75)
    f.rug(kit.scene, (0, 0), 0, kit.stuff("rug", "carpet", (0.30, 0.31, 0.30)), (3.0, 2.2))
    garden(kit, "east", floor=-4.0)
    return kit.done(floor)


def library(kit: Kit) -> Room:
    w, d, h = kit.size(7.0, 8.0, 3.2)
    floor = kit.stuff("floor", "wood", floor=True)
    panes = kit.windows(Opening("south", 0.0, 0.7, 2.2, 2.1, panes=(3, 2)))
    shell = shell_of(kit, (w, d, h), floor, panes, kit.walls((0.62, 0.56, 0.45)), (0, 0.6))
    wood = kit.stuff("shelf", "walnut")
    for k in range(4):
        y = shell.low[1] + 1.3 + 1.9 * k
        f.shelf(kit.scene, (shell.low[0] + 0.19, y), math.pi / 2, wood, (1.86, 0.36, 2.75))
        f.shelf(kit.scene, (shell.high[0] - 0.19, y), -math.pi / 2, wood, (1.86, 0.36, 2.75))
    for k in range(3):
        f.shelf(kit.scene, (-1.95 + 1.95 * k, shell.high[1] - 0.19), 0, wood, (1.9, 0.36, 2.75))
    f.table(kit.scene, (0, 2.0), 0, kit.stuff("table", "walnut"), (2.2, 1.0, 0.76))
    for side in (-1, 1):
        for x in (-0.6, 0.6):
            f.chair(kit.scene, (x, 2.0 + side * 0.75), math.pi * (side < 0), wood)
        f.table_lamp(kit.scene, (side * 0.7, 2.0), 0.76, kit.glowing or BY_DAY, kit.lamplight)
    f.rug(kit.scene, (0, 1.2), 0, kit.stuff("rug", "carpet", (0.30, 0.07, 0.06)), (3.2, 4.2))
    f.armchair(kit.scene, (1.7, -1.9), math.pi + 0.6, stuff("leather"))
    ceiling_light(kit, (0, 1.5), h, 0.3)
    garden(kit, "south")
    return kit.done(floor, key=0.85)


def bathroom(kit: Kit) -> Room:
    w, d, h = kit.size(4.2, 4.0, 2.6)
    floor = kit.stuff("floor", "tile", (0.34, 0.35, 0.36), floor=True)
    walls = kit.stuff("wall", "tile", (0.70, 0.71, 0.70))
    panes = kit.windows(Opening("east", 0.0, 1.1, 1.4, 1.2))
    shell = shell_of(
        kit, (w, d, h), floor, [*panes, Opening("south", 0.9, 0, 0.85, 2.05, "door")], walls, (0.2, 0.3), False
    )
    white = Material((0.80, 0.80, 0.79), gloss=0.05, rough=0.05)
    x0, _ = shell.low
    x1, y1 = shell.high
    kit.scene.still.pillow((0, y1 - 0.5, 0.30), (1.75, 0.82, 0.62), white, 0, 8.0, 5.0)
    kit.scene.still.pillow(
        (0, y1 - 0.5, 0.60), (1.55, 0.64, 0.05), Material((0.30, 0.34, 0.35), gloss=0.05, rough=0.02), 0, 8.0, 4.0
    )
    f.cupboard(kit.scene, (x0 + 0.28, -0.2), math.pi / 2, kit.stuff("cupboard", "oak"), (1.3, 0.5, 0.8), 2)
    kit.scene.still.box((x0 + 0.28, -0.2, 0.84), (0.52, 1.34, 0.05), white, bevel=0.01)
    shell.block(kit.scene, "west", -0.2, 1.1, 1.2, 0.95, 0.02, Material((0.6, 0.61, 0.62), gloss=0.85, rough=0.0))
    f.rug(kit.scene, (0, y1 - 1.4), 0, kit.stuff("rug", "carpet", (0.6, 0.6, 0.58)), (1.1, 0.7))
    f.plant(kit.scene, (x1 - 0.4, y1 - 0.35), 0.9)
    ceiling_light(kit, (0, 0), h)
    garden(kit, "east")
    return kit.done(floor)
