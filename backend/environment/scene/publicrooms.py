# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms that many people use: classrooms, supermarkets, parking garages, tunnels."""

from __future__ import annotations

import math

import numpy as np

from . import furniture as f
from .builder import Group, Scene
from .indoors import Kit, Room, garden, shell_of
from .materials import CARPET, PAINT, SIGN, SLABS, STUFF, Material, Rgb, glow, stuff
from .rooms import Opening
from .streets import car, car_color

COOL: Rgb = (1.0, 0.97, 0.92)


def tube_lights(kit: Kit, places: list[tuple[float, float]], z: float, half: tuple[float, float], radiance: float
                ) -> None:
    """Fluorescent fittings that shine down; off where ``radiance`` is 0."""
    for x, y in places:
        size = (2 * half[0] + 0.06, 2 * half[1] + 0.06, 0.07)
        kit.scene.still.box((x, y, z + 0.045), size, Material((0.7, 0.7, 0.69)))
        if radiance <= 0:
            kit.scene.still.box((x, y, z + 0.005), (2 * half[0], 2 * half[1], 0.02), Material((0.74, 0.74, 0.73)))
            continue
        kit.scene.lamp((x, y, z), (half[0], 0, 0), (0, -half[1], 0), np.asarray(COOL) * radiance,
                       visible=glow(COOL, radiance))


def classroom(kit: Kit) -> Room:
    """Desks in rows that face a blackboard, the teacher's table, windows along one side."""
    w, d, h = kit.size(8.4, 9.6, 3.1)
    floor = kit.stuff("floor", "wood", floor=True)
    panes = kit.windows(*(Opening("east", y, 0.85, 2.1, 1.8, panes=(3, 2)) for y in (-2.9, 0.0, 2.9)))
    wall = kit.walls((0.70, 0.69, 0.62))
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("west", 3.2, 0, 0.95, 2.1, "door")], wall, (0.3, 0.2))
    still, (x0, _), (x1, y1) = kit.scene.still, shell.low, shell.high
    board = Material((0.025, 0.065, 0.045), (0.035, 0.08, 0.058), 9)
    chalk = Material((0.55, 0.56, 0.54))
    shell.block(kit.scene, "north", 0.0, 0.92, 4.1, 1.34, 0.03, stuff("oak"), bevel=0.01)
    shell.block(kit.scene, "north", 0.0, 0.98, 3.98, 1.22, 0.035, board)
    shell.block(kit.scene, "north", 0.0, 0.88, 3.9, 0.03, 0.12, stuff("oak"), bevel=0.01)
    for k in range(5):
        # a sum and a few words in chalk
        x, z, long_ = -1.7 + 0.05 * k, 1.95 - 0.17 * k, float(kit.rng.uniform(0.5, 1.3))
        for part in range(int(long_ / 0.09)):
            if kit.rng.random() < 0.8:
                tall = float(kit.rng.uniform(0.02, 0.07))
                shell.block(kit.scene, "north", x + 0.09 * part, z, 0.055, tall, 0.001, chalk, 0.0355)
    f.table(kit.scene, (1.9, y1 - 1.5), 0, kit.stuff("table", "oak"), (1.5, 0.7, 0.75))
    f.chair(kit.scene, (1.9, y1 - 0.9), math.pi, stuff("oak"))
    metal, top = stuff("metal", (0.16, 0.22, 0.30)), kit.stuff("table", "pine")
    for row in range(5):
        for column in range(3):
            x, y = -2.45 + 2.35 * column + shell.low[0] + w / 2, y1 - 3.4 - 1.3 * row
            if abs(x) < 1.0 and -0.9 < y < 1.25:
                continue
            f.table(kit.scene, (x, y), 0, top, (1.25, 0.52, 0.72), metal)
            for side in (-0.3, 0.3):
                f.chair(kit.scene, (x + side, y - 0.55), math.pi + float(kit.rng.uniform(-0.15, 0.15)), metal,
                        kit.stuff("chair", "pine"))
            if kit.rng.random() < 0.6:
                s = f.Spot(still, (x, y), float(kit.rng.uniform(-0.2, 0.2)))
                s.box((-0.25, 0.0, 0.745), (0.21, 0.28, 0.02), _cover(kit.rng))
                s.box((0.2, 0.03, 0.742), (0.2, 0.27, 0.006), Material((0.74, 0.74, 0.72)))
    f.shelf(kit.scene, (x0 + 0.2, -1.4), math.pi / 2, kit.stuff("shelf", "pine"), (2.2, 0.36, 1.4))
    f.cupboard(kit.scene, (-1.8, shell.low[1] + 0.28), math.pi, kit.stuff("cupboard", "pine"), (2.0, 0.5, 1.9), 4)
    for along, wide, tall in ((-3.3, 1.3, 0.9), (1.4, 1.5, 1.0), (-0.4, 0.6, 0.85)):
        f.picture(kit.scene, shell, "west", along, 1.75, wide, tall)
    f.picture(kit.scene, shell, "south", 1.6, 1.7, 1.6, 1.1)
    clock = shell.on("north", 2.9, 2.5, 0.03)
    still.tube(clock + np.array([0, 0.03, 0]), clock, 0.17, Material((0.04, 0.04, 0.04)))
    still.tube(clock, clock - np.array([0, 0.006, 0]), 0.155, Material((0.74, 0.74, 0.73)))
    f.plant(kit.scene, (x1 - 0.5, y1 - 0.5), 1.0)
    tube_lights(kit, [(x, y) for x in (-1.6, 2.0) for y in (-2.6, 0.2, 3.0)], h - 0.16, (0.15, 0.75),
                1.6 * kit.glowing or (1.5 if kit.room["lamps"] is None else 0.0))
    garden(kit, "east", floor=-0.6)
    return kit.done(floor)


def _cover(rng: np.random.Generator) -> Material:
    r, g, b = (float(each) for each in rng.uniform(0.05, 0.5, 3))
    return Material((r, g, b))


def _goods(group: Group, rng: np.random.Generator, long_: float) -> None:
    """One side of a gondola facing -y: five shelves of packets, tins and bottles, each kind several times."""
    back, board = Material((0.66, 0.66, 0.65)), Material((0.70, 0.70, 0.69), gloss=0.03)
    group.box((0, 0.30, 0.97), (long_, 0.03, 1.94), back)
    for level in range(5):
        z = 0.16 + 0.37 * level
        deep = 0.52 if level == 0 else 0.42
        group.box((0, 0.29 - deep / 2, z - 0.015), (long_, deep, 0.03), board)
        group.box((0, 0.29 - deep - 0.008, z - 0.02), (long_, 0.012, 0.05), Material((0.72, 0.66, 0.20)))
        x = -long_ / 2 + 0.02
        while x < long_ / 2 - 0.1:
            wide, tall = float(rng.uniform(0.07, 0.22)), float(rng.uniform(0.13, 0.31))
            hue, vivid = float(rng.uniform(0, 1)), float(rng.uniform(0.2, 0.75))
            base = 0.5 + 0.5 * np.cos(2 * math.pi * (hue - np.array([0, 0.33, 0.67])))
            color = np.clip((1 - vivid) * 0.55 + vivid * 0.62 * base, 0.02, 0.75)
            made_of = Material((float(color[0]), float(color[1]), float(color[2])), gloss=0.04, rough=0.25)
            label = Material((0.74, 0.74, 0.72), (float(1 - color[0]) * 0.5, float(1 - color[1]) * 0.5, 0.1), SIGN, 1.2)
            tin = rng.random() < 0.4
            for _ in range(int(rng.integers(2, 6))):
                if x + wide > long_ / 2:
                    break
                middle, front = x + wide / 2, 0.29 - deep + 0.07
                if tin:
                    deep_ = front + wide / 2
                    group.tube((middle, deep_, z), (middle, deep_, z + tall * 0.8), wide * 0.47, made_of)
                else:
                    group.box((middle, front + 0.07, z + tall / 2), (wide * 0.94, 0.14, tall), made_of, bevel=0.004)
                    group.card((middle, front - 0.002, z + tall * 0.55), (wide * 0.32, 0, 0), (0, 0, tall * 0.2), label)
                x += wide
            x += 0.015


def supermarket(kit: Kit) -> Room:
    """Aisles of shelves full of goods, refrigerators along a wall, tills, strips of light, signs from the ceiling."""
    w, d, h = kit.size(19.0, 26.0, 4.0)
    floor = kit.stuff("floor", "tile", (0.60, 0.595, 0.57), floor=True)
    door = Opening("south", 3.0, 0, 3.2, 2.6, "door")
    shell = shell_of(kit, (w, d, h), floor, [door], kit.walls(), (1.0, 3.0), False)
    scene, (x0, y0), (x1, y1) = kit.scene, shell.low, shell.high
    kinds = []
    for k in range(5):
        group = scene.group()
        _goods(group, np.random.default_rng(kit.rng.integers(1 << 30) + k), 2.4)
        kinds.append(group)
    gap, count = 2.9, 7
    for aisle in range(-3, 4):
        x = gap * aisle + gap / 2
        if not x0 + 1 < x < x1 - 1:
            continue
        for k in range(count):
            y = -2.0 + 2.4 * k
            for side in (-1, 1):
                scene.place(kinds[int(kit.rng.integers(5))], (x + side * 0.32, y, 0), side * math.pi / 2)
        for end in (-2.0 - 1.45, -2.0 + 2.4 * (count - 1) + 1.45):
            scene.place(kinds[int(kit.rng.integers(5))], (x, end, 0), 0.0 if end < 0 else math.pi, (0.45, 1, 1))
        sign = Material((0.04, 0.22, 0.12), (0.80, 0.80, 0.78), SIGN, 2.4)
        scene.still.card((x - gap / 2, 4.0, 2.9), (0.75, 0, 0), (0, 0, 0.3), sign, seed=float(kit.rng.random()))
        for wire in (-0.6, 0.6):
            scene.still.tube((x - gap / 2 + wire, 4.0, 3.2), (x - gap / 2 + wire, 4.0, h), 0.006, STUFF["steel"])
    for k in range(9):
        scene.place(kinds[int(kit.rng.integers(5))], (x0 + 0.34, y0 + 3 + 2.4 * k, 0), math.pi / 2)
    _fridges(scene, shell.high[1] - 0.45, x0 + 1, x1 - 1)
    for k in range(3):
        _till(scene, (x0 + 4.0 + 3.4 * k, y0 + 3.4))
    tube_lights(kit, [(float(x), float(y)) for x in np.arange(-2 * gap, 2 * gap + 0.1, gap)
                      for y in np.arange(y0 + 2, y1 - 1, 4.6)], h - 0.35, (0.10, 1.6), 7.0)
    return kit.done(floor, sunny=False, key=0.62)


def _fridges(scene: Scene, y: float, low: float, high: float) -> None:
    """Tall cabinets with lit glass doors."""
    body, frame = Material((0.62, 0.63, 0.64), gloss=0.04), stuff("metal", (0.10, 0.10, 0.11))
    count = int((high - low) / 0.85)
    for k in range(count):
        x = low + 0.85 * (k + 0.5)
        scene.still.box((x, y + 0.3, 1.1), (0.85, 0.1, 2.2), body)
        scene.still.box((x, y, 0.12), (0.85, 0.7, 0.24), body)
        scene.still.box((x, y, 2.15), (0.85, 0.7, 0.2), body)
        scene.still.box((x - 0.42, y - 0.02, 1.15), (0.04, 0.7, 1.9), frame)
        scene.still.box((x, y - 0.36, 0.26), (0.85, 0.04, 0.05), frame)
        scene.still.box((x, y - 0.02, 2.03), (0.7, 0.5, 0.02), glow((0.9, 0.96, 1.0), 5.0, lamp=False))
        for level in range(5):
            z = 0.3 + 0.35 * level
            scene.still.box((x, y, z), (0.8, 0.5, 0.015), body)
            for part in range(6):
                tone = 0.5 + 0.5 * np.cos(2 * math.pi * (0.37 * k + 0.21 * level - np.array([0, 0.33, 0.67])))
                color = np.clip(0.18 + 0.45 * tone, 0, 0.7)
                place = x - 0.33 + 0.13 * part
                scene.still.tube((place, y - 0.16, z + 0.01), (place, y - 0.16, z + 0.25), 0.045,
                                 Material((float(color[0]), float(color[1]), float(color[2])), gloss=0.04), 0.03)


def _till(scene: Scene, at: tuple[float, float]) -> None:
    s = f.Spot(scene.still, at)
    grey, belt = Material((0.32, 0.33, 0.34)), Material((0.03, 0.03, 0.03), gloss=0.03)
    s.box((0, 0, 0.43), (0.65, 2.6, 0.86), grey, 0.02)
    s.box((0, 0.3, 0.87), (0.5, 1.7, 0.02), belt)
    s.box((0.1, -0.8, 1.15), (0.34, 0.05, 0.28), belt)
    s.bar((0, 1.2, 0.86), (0, 1.2, 2.3), 0.025, STUFF["steel"])
    s.box((0, 1.2, 2.35), (0.36, 0.1, 0.36), Material((0.06, 0.30, 0.12), light=(0.3, 1.2, 0.5)))


def garage(kit: Kit) -> Room:
    """A storey of a parking garage: columns, beams, pipes, bays with cars, strips of light."""
    w, d, h = kit.size(18.0, 34.0, 2.75)
    floor = kit.stuff("floor", "concrete", (0.30, 0.30, 0.29), floor=True)
    concrete = kit.stuff("wall", "concrete", (0.46, 0.455, 0.44))
    wide = kit.windows(*(Opening("south", x, 1.1, 3.0, 1.0, panes=(1, 1)) for x in (-5.5, 0.0, 5.5)))
    shell = shell_of(kit, (w, d, h), floor, wide, concrete, (0, 3.0), False)
    scene, y0, y1 = kit.scene, shell.low[1], shell.high[1]
    yellow, black = Material((0.62, 0.45, 0.03)), Material((0.02, 0.02, 0.02))
    paint = Material((0.62, 0.62, 0.60), (0.28, 0.28, 0.27), PAINT)
    steel = stuff("metal", (0.30, 0.31, 0.32))
    bays = int((y1 - y0 - 2) / 2.6)
    for k in range(bays + 1):
        y = y0 + 1 + 2.6 * k
        for side in (-1, 1):
            scene.still.box((side * 6.3, y, 0.003), (5.0, 0.10, 0.004), paint)
            if k % 3 == 0:
                x = side * 3.7
                scene.still.box((x, y, h / 2), (0.45, 0.45, h), concrete, bevel=0.02)
                for band in range(4):
                    stripe = black if band % 2 else yellow
                    scene.still.box((x, y, 0.15 + 0.25 * band), (0.46, 0.46, 0.25), stripe, bevel=0.02)
                scene.still.card((x - side * 0.232, y, 1.6), (0, -side * 0.17, 0), (0, 0, 0.22), Material(
                    (0.04, 0.16, 0.42), (0.8, 0.8, 0.78), SIGN, 0.8), seed=float(kit.rng.random()))
                scene.still.box((0, y, h - 0.2), (w, 0.4, 0.4), concrete)
            # a car that was spoken of stands where it is seen
            near = side > 0 and abs(y + 1.3) < 4 and "car" in kit.spec["surfaces"]
            if k < bays and (near or kit.rng.random() < 0.42):
                color = car_color(kit.spec, kit.rng, near)
                car(scene, (side * 6.35, y + 1.3), side * -math.pi / 2, color)
    red, grey = Material((0.45, 0.03, 0.02), gloss=0.05), Material((0.46, 0.46, 0.47), gloss=0.05)
    for x, radius, made_of in ((-2.9, 0.09, red), (2.6, 0.06, grey), (2.9, 0.14, grey)):
        scene.still.tube((x, y0, h - 0.55), (x, y1, h - 0.55), radius, made_of)
    for k in range(4):
        y = y0 + 4 + 8.0 * k
        scene.still.box((0, y, 0.003), (0.16, 1.6, 0.004), paint)
        for turn in (-1, 1):
            scene.still.box((turn * 0.22, y + 0.62, 0.003), (0.16, 0.75, 0.004), paint, turn * 0.7)
    scene.still.box((0, y1 - 0.03, 1.05), (1.8, 0.08, 2.1), Material((0.05, 0.22, 0.12)), bevel=0.02)
    scene.still.box((0, y1 - 0.05, 2.28), (0.9, 0.05, 0.24), Material((0.03, 0.25, 0.10), light=(0.25, 1.4, 0.55)))
    for side in (-1, 1):
        scene.still.box((side * (w / 2 - 0.02), 3, 0.55), (0.05, d, 0.3), yellow)
        scene.still.tube((side * (w / 2 - 0.12), y0, h - 0.4), (side * (w / 2 - 0.12), y1, h - 0.4), 0.04, steel)
    tube_lights(kit, [(float(x), float(y)) for x in (-1.2, 1.2, -6.4, 6.4) for y in np.arange(y0 + 2.3, y1 - 1, 3.9)],
                h - 0.42, (0.07, 0.75), 9.0)
    return kit.done(floor, sunny=False, key=0.62)


def tunnel(kit: Kit) -> Room:
    """A vaulted tunnel along y with a track, a walkway, cables on its wall and lamps at intervals."""
    scene, still = kit.scene, kit.scene.still
    radius, long_ = 3.1, 150.0
    wall = kit.stuff("wall", "brick") if kit.spec["surfaces"].get("wall") else Material(
        (0.30, 0.29, 0.27), (0.17, 0.165, 0.155), SLABS, 1.5, gloss=0.02, rough=0.5, bump=0.12)
    gravel = Material((0.15, 0.14, 0.13), (0.075, 0.07, 0.065), CARPET, bump=0.8)
    still.box((0, 0, -0.1), (2 * radius, long_, 0.2), gravel)
    scene.still.tunnel((0, 0, 1.5), radius, 2.9, long_, wall)
    for side in (-1, 1):
        still.box((side * (radius + 0.2), 0, 0.75), (0.4, long_, 1.5), wall)
    for end in (-1, 1):
        still.box((0, end * long_ / 2, 2), (8, 0.3, 8), Material((0.01, 0.01, 0.01)))
    kerb = stuff("concrete", (0.26, 0.255, 0.24))
    still.box((-radius + 0.75, 0, 0.28), (1.5, long_, 0.56), kerb, bevel=0.03)
    rail = Material((0.20, 0.15, 0.12), gloss=0.2, rough=0.35)
    sleeper = Material((0.13, 0.115, 0.10), (0.09, 0.08, 0.07), 2, 0.3)
    middle = 0.75
    for k in range(-110, 111):
        still.box((middle, 0.66 * k, 0.02), (2.4, 0.26, 0.14), sleeper, bevel=0.015)
    for side in (-1, 1):
        x = middle + side * 0.72
        still.box((x, 0, 0.20), (0.07, long_, 0.06), rail, bevel=0.01)
        still.box((x, 0, 0.14), (0.02, long_, 0.10), rail)
    for number, z in enumerate((1.35, 1.5, 1.65, 2.3)):
        x = radius - 0.1 - 0.05 * (number == 3)
        still.tube((x, -long_ / 2, z), (x, long_ / 2, z), 0.035 + 0.02 * (number == 3), Material((0.03, 0.03, 0.03)))
    iron, warm = stuff("metal", (0.12, 0.12, 0.12)), (1.0, 0.80, 0.52)
    rib = Material((0.25, 0.24, 0.225), (0.16, 0.155, 0.145), SLABS, 2.0)
    for k in range(-14, 15):
        y = 5.2 * k + 2.6
        # ribs of the vault
        still.tunnel((0, y, 1.5), radius - 0.12, 2.78, 0.4, rib)
        if k % 2 == 0:
            spot = (-radius + 0.30, y + 1.2, 2.55)
            still.box((spot[0] - 0.06, spot[1], spot[2]), (0.14, 0.5, 0.22), iron, bevel=0.02)
            radiance = 70.0
            scene.lamp((spot[0] + 0.03, spot[1], spot[2]), (0, 0.22, 0.0), (0.03, 0, 0.08), np.array(warm) * radiance,
                       visible=glow(warm, radiance))
    return kit.done(gravel, sunny=False, key=0.5)
