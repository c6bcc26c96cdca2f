# SPDX-License-Identifier: GPL-3.0-or-later
"""Halls of a spec: corridors, photo studios, cathedrals, galleries, warehouses."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from . import furniture as f
from .builder import ARCADE, ARCH, DISC, Scene
from .indoors import Kit, Room, garden
from .materials import SIGN, STAINED, STUFF, Material, Rgb, glow, stuff
from .rooms import Opening, Shell, build_shell

COOL: Rgb = (1.0, 0.97, 0.92)


def _panel(
    scene: Scene, at: tuple[float, float, float], half: tuple[float, float], color: Rgb, radiance: float
) -> None:
    """A light in the ceiling that shines down."""
    scene.lamp(at, (half[0], 0, 0), (0, -half[1], 0), np.asarray(color) * radiance, visible=glow(color, radiance))


def corridor(kit: Kit) -> Room:
    """A long passage along y with doors, signs, and panels of light."""
    w, d, h = kit.size(2.6, 36.0, 2.7)
    floor = kit.stuff("floor", "concrete", (0.46, 0.46, 0.44), floor=True)
    kit.shell = shell = Shell((-w / 2, -d / 2), (w / 2, d / 2), h)
    doors = [
        Opening(side, along, 0, 0.95, 2.08, "door")
        for side in ("east", "west")
        for along in np.arange(-d / 2 + 3.0, d / 2 - 2, 5.2)
    ]
    ends = kit.windows(Opening("north", 0, 0.4, 1.6, 1.9), Opening("south", 0, 0.4, 1.6, 1.9))
    build_shell(
        kit.scene,
        shell,
        floor,
        kit.walls((0.68, 0.67, 0.64)),
        kit.ceiling(),
        [*doors, *ends],
        Material((0.16, 0.17, 0.18)),
        kit.stuff("door", "wood", (0.34, 0.23, 0.14)),
    )
    for y in np.arange(-d / 2 + 1.8, d / 2 - 1, 3.2):
        _panel(kit.scene, (0, float(y), h - 0.012), (0.3, 0.6), COOL, 3.0)
    papers: tuple[tuple[Rgb, Rgb], ...] = (
        ((0.03, 0.16, 0.36), (0.82, 0.82, 0.80)),
        ((0.80, 0.80, 0.78), (0.05, 0.05, 0.06)),
        ((0.04, 0.27, 0.12), (0.82, 0.82, 0.80)),
    )
    for k, y in enumerate(np.arange(-d / 2 + 5.6, d / 2 - 3, 5.2)):
        for side in (-1, 1):
            paper, ink = papers[(k + (side > 0)) % 3]
            made_of = Material(paper, ink, SIGN, 1.5, gloss=0.03)
            kit.scene.still.card(
                (side * (w / 2 - 0.012), float(y), 1.65),
                (0, -side * 0.42, 0),
                (0, 0, 0.28),
                made_of,
                seed=float(kit.rng.random()),
            )
    for side in (-1, 1):
        rail = side * (w / 2 - 0.05)
        kit.scene.still.box((rail, 0, 0.9), (0.05, d, 0.12), stuff("oak"), bevel=0.015)
    return kit.done(floor)


def studio(kit: Kit) -> Room:
    """A dark hall, a white sweep of paper, and soft boxes on stands."""
    w, d, h = kit.size(10.0, 9.0, 4.2)
    floor = kit.stuff("floor", "concrete", (0.34, 0.34, 0.34), floor=True)
    kit.shell = shell = Shell((-w / 2, -d / 2 + 0.6), (w / 2, d / 2 + 0.6), h)
    dark = kit.stuff("wall", "paint", (0.035, 0.035, 0.037))
    build_shell(kit.scene, shell, floor, dark, stuff("paint", (0.03, 0.03, 0.032)), [])
    scene, y1 = kit.scene, shell.high[1]
    paper = Material((0.76, 0.76, 0.755), gloss=0.0)
    # the sweep: floor, a quarter round, the wall
    scene.still.box((0, (y1 - 1.7 - 1.6) / 2 + 0.0, 0.006), (4.4, y1 - 1.7 + 1.6, 0.012), paper)
    scene.still.box((0, y1 - 0.28, 2.2), (4.4, 0.03, 2.5), paper)
    steps = 14
    for k in range(steps):
        a, b = (math.pi / 2 * (k + e) / steps for e in (0, 1))
        p = np.array([0, y1 - 1.7 + 1.42 * math.sin(a), 0.012 + 0.95 * (1 - math.cos(a))])
        q = np.array([0, y1 - 1.7 + 1.42 * math.sin(b), 0.012 + 0.95 * (1 - math.cos(b))])
        scene.still.card((p + q) / 2, (2.2, 0, 0), (q - p) / 2 * 1.02, paper)
    scene.still.tube((-2.4, y1 - 0.3, 3.46), (2.4, y1 - 0.3, 3.46), 0.05, STUFF["metal"])
    # a key and a fill light, a strip from behind, one overhead
    softbox(scene, (-2.7, 1.0, 2.25), (0.0, 0.4, 1.1), 0.62, 0.62, 26.0)
    softbox(scene, (2.9, 0.3, 1.9), (0.0, 0.4, 1.1), 0.42, 0.72, 13.0)
    softbox(scene, (2.4, 3.3, 2.3), (0.0, 0.2, 1.2), 0.18, 0.75, 22.0)
    softbox(scene, (-1.4, -2.6, 2.2), (0.0, 0.2, 1.2), 0.5, 0.5, 9.0)
    _panel(scene, (0, 1.4, h - 0.55), (0.9, 0.9), COOL, 7.0)
    scene.still.box((0, 1.4, h - 0.49), (1.9, 1.9, 0.09), Material((0.02, 0.02, 0.02)), bevel=0.01)
    metal = stuff("metal", (0.12, 0.12, 0.125))
    for x in (-3.2, 0.0, 3.2):
        scene.still.box((x, 0.6, h - 0.2), (0.08, d, 0.08), metal)
    for y in (-2.0, 1.4, 4.0):
        scene.still.box((0, y, h - 0.28), (w, 0.06, 0.06), metal)
    f.table(scene, (-3.8, -2.6), 0.3, stuff("walnut"), (1.4, 0.6, 0.75))
    f.stool(scene, (-3.0, -1.8), metal, stuff("walnut"))
    f.cupboard(scene, (4.5, -2.4), -math.pi / 2, stuff("paint", (0.16, 0.16, 0.17)), (1.6, 0.5, 1.0), 3)
    reflector = Material((0.78, 0.77, 0.75))
    scene.still.card((-1.9, 3.0, 1.3), (0.32, 0.18, 0), (0, 0, 0.85), reflector)
    return kit.done(floor, sunny=False, key=0.75)


def softbox(
    scene: Scene,
    at: tuple[float, float, float],
    aim: tuple[float, float, float],
    across: float,
    up: float,
    radiance: float,
) -> None:
    """A soft box whose middle is ``at``, facing ``aim``: cloth that shines, a black housing, a stand."""
    center, to = np.asarray(at, float), np.asarray(aim, float)
    n = (to - center) / np.linalg.norm(to - center)
    side = np.cross((0, 0, 1.0), n)
    side /= np.linalg.norm(side)
    top = np.cross(n, side)
    black = Material((0.018, 0.018, 0.018), gloss=0.02, rough=0.6)
    scene.lamp(center, side * across, top * up, np.asarray(COOL) * radiance, visible=glow(COOL, radiance))
    for edge, span, sign in ((side * across, top * up, -1), (side * across, top * up, 1)):
        scene.still.card(center + sign * edge - n * 0.02, n * 0.045, span, black)
        scene.still.card(center + sign * span - n * 0.02, n * 0.045, edge, black)
    back = center - n * 0.55
    for edge, span in ((side * across, top * up), (-side * across, top * up)):
        scene.still.card(
            (center + edge + back + edge * 0.15) / 2, (center + edge - back - edge * 0.15) / 2, span * 0.98, black
        )
        scene.still.card(
            (center + span * math.copysign(1, edge @ side) + back) / 2,
            (center + span * math.copysign(1, edge @ side) - back) / 2,
            edge * 0.98,
            black,
        )
    scene.still.tube(back - n * 0.25, back, 0.075, black)
    foot = back - n * 0.1
    metal = stuff("metal", (0.08, 0.08, 0.085))
    scene.still.tube((foot[0], foot[1], 0.5), foot, 0.016, metal)
    for k in range(3):
        a = k * 2.094 + 0.4
        scene.still.tube(
            (foot[0], foot[1], 0.55), (foot[0] + 0.5 * math.cos(a), foot[1] + 0.5 * math.sin(a), 0.01), 0.012, metal
        )


def cathedral(kit: Kit) -> Room:
    """A nave along y: clustered piers, arcades, aisles, a barrel vault with ribs, coloured windows, pews."""
    scene = kit.scene
    stone = kit.stuff("wall", "stone", (0.52, 0.475, 0.40))
    smooth = Material((0.56, 0.515, 0.44), (0.46, 0.42, 0.36), 19, bump=0.12)
    floor = kit.stuff("floor", "marble", floor=True)
    half, aisle, spring, bay, bays = 4.6, 4.2, 9.5, 5.6, 9
    length = bay * bays
    y0, y1 = -length * 0.42, length * 0.58
    middle = (y0 + y1) / 2
    wide = half + aisle
    scene.still.box((0, middle, -0.05), (2 * wide + 1, length + 16, 0.1), floor)
    for side in (-1, 1):
        # aisle wall, its vault, the arcade and the wall of the nave above it
        scene.still.box((side * (wide + 0.4), middle, 3.6), (0.8, length, 7.2), stone)
        scene.still.tunnel((side * (half + aisle / 2), middle, 5.2), aisle / 2 + 0.1, 1.9, length, smooth)
        for face in (0.0, 0.75):
            x = side * (half + face)
            scene.still.card((x, middle, 3.3), (0, length / 2, 0), (0, 0, 3.3), stone, ARCADE, float(bays))
        scene.still.box((side * (half + 0.375), middle, 6.6 + (spring - 6.6) / 2), (0.75, length, spring - 6.6), stone)
        for k in range(bays + 1):
            _pier(scene, (side * (half + 0.375), y0 + k * bay), spring, smooth)
        for k in range(bays):
            y = y0 + (k + 0.5) * bay
            low, high = (wide - 0.03, 3.4), (half - 0.03, 8.1)
            for x, z, w, t in ((low[0], low[1], 0.85, 1.9), (high[0], high[1], 0.75, 1.15)):
                _stained(kit, (side * x, y, z), (0, -side * w, 0), (0, 0, t), 9.0)
            scene.still.box((side * (half + 0.375), y, 6.72), (0.95, bay, 0.2), smooth, bevel=0.04)
    scene.still.tunnel((0, middle, spring), half, 5.4, length + 4, smooth)
    for k in range(bays + 1):
        y = y0 + k * bay
        scene.still.tunnel((0, y, spring), half - 0.16, 5.22, 0.55, stone)
        scene.still.tunnel((0, y, spring), half - 0.26, 5.10, 0.22, smooth)
    # the ends: an altar wall with three lancets, a rose window over the door
    for y, sign in ((y1, 1), (y0, -1)):
        scene.still.box((0, y + sign * 0.4, 8), (2 * wide + 2, 0.8, 17), stone)
    for x, t in ((-2.0, 2.6), (0.0, 3.3), (2.0, 2.6)):
        _stained(kit, (x, y1 - 0.03, 6.4), (0.72, 0, 0), (0, 0, t), 12.0)
    scene.lamp((0, y0 + 0.05, 9.2), (-2.2, 0, 0), (0, 0, 2.2), np.array((0.30, 0.27, 0.33)) * 12)
    scene.still.card((0, y0 + 0.05, 9.2), (-2.4, 0, 0), (0, 0, 2.4), _glass(10.0), DISC, seed=0.37)
    scene.still.box((0, y0 + 0.03, 1.7), (2.6, 0.2, 3.4), stuff("dark_wood"), bevel=0.03)
    scene.still.box((0, y1 - 3.2, 0.55), (2.6, 1.0, 1.1), Material((0.7, 0.68, 0.63), gloss=0.03), bevel=0.02)
    scene.still.box((0, y1 - 3.0, 0.1), (7.5, 5.0, 0.2), smooth, bevel=0.03)
    scene.still.box((0, y1 - 3.2, 1.12), (2.7, 1.05, 0.03), Material((0.78, 0.77, 0.74), pattern=6))
    for x in (-1.0, 1.0):
        scene.still.tube((x, y1 - 3.2, 1.13), (x, y1 - 3.2, 1.5), 0.035, Material((0.8, 0.78, 0.7)))
        scene.still.ball((x, y1 - 3.2, 1.55), (0.025, 0.025, 0.05), glow((1.0, 0.62, 0.25), 60.0))
        scene.bulb((x, y1 - 3.2, 1.55), 0.04, np.array((1.0, 0.62, 0.25)) * 60)
    wood = stuff("walnut")
    for k in range(15):
        y = 3.0 + 1.15 * k
        if y > y1 - 8:
            break
        for side in (-1, 1):
            x = side * 2.55
            scene.still.box((x, y, 0.45), (2.9, 0.40, 0.045), wood, bevel=0.01)
            scene.still.box((x, y - 0.24, 0.72), (2.9, 0.04, 0.52), wood, bevel=0.01)
            for end in (-1.45, 1.45):
                scene.still.box((x + end, y - 0.08, 0.48), (0.07, 0.5, 0.96), wood, bevel=0.015)
    scene.still.box((0, middle, 0.006), (1.5, length * 0.9, 0.012), stuff("carpet", (0.28, 0.035, 0.03)))
    for k in range(4):
        y = -4.0 + 7.4 * k
        _chandelier(scene, (0.0, y), 5.2)
    return kit.done(floor, sunny=False, key=0.62)


def _glass(radiance: float) -> Material:
    return Material((0.02, 0.02, 0.02), pattern=STAINED, scale=0.30, light=(radiance, radiance, radiance), lamp=True)


def _stained(
    kit: Kit,
    at: tuple[float, float, float],
    across: tuple[float, float, float],
    up: tuple[float, float, float],
    radiance: float,
) -> None:
    """A lancet of coloured glass that shines into the room (to the side of across x up)."""
    level = radiance * (0.05 if kit.dark else 1.0)
    kit.scene.still.card(at, across, up, _glass(level), ARCH, 0.62, seed=float(kit.rng.random()))
    # the mean colour of its panes
    kit.scene.lamp(at, np.asarray(across) * 0.95, np.asarray(up) * 0.9, np.array((0.30, 0.25, 0.27)) * level)


def _pier(scene: Scene, at: tuple[float, float], height: float, stone: Material) -> None:
    """A pier of one thick and four thin shafts, with a base and a capital."""
    x, y = at
    scene.still.box((x, y, 0.18), (1.7, 1.7, 0.36), stone, bevel=0.05)
    scene.still.tube((x, y, 0.36), (x, y, 0.62), 0.74, stone, 0.58)
    scene.still.tube((x, y, 0.6), (x, y, 4.0), 0.50, stone)
    scene.still.tube((x, y, 3.9), (x, y, 4.35), 0.52, stone, 0.86)
    scene.still.box((x, y, 4.42), (1.75, 1.6, 0.16), stone, bevel=0.03)
    for k in range(4):
        a = k * math.pi / 2 + math.pi / 4
        u, v = x + 0.52 * math.cos(a), y + 0.52 * math.sin(a)
        scene.still.tube((u, v, 0.4), (u, v, 4.0), 0.14, stone)
    inner = x - math.copysign(0.42, x)
    scene.still.tube((inner, y, 4.5), (inner, y, height), 0.16, stone)
    scene.still.tube((inner, y, height - 0.3), (inner, y, height), 0.17, stone, 0.36)


def _chandelier(scene: Scene, at: tuple[float, float], z: float) -> None:
    x, y = at
    iron = stuff("metal", (0.05, 0.045, 0.04))
    scene.still.tube((x, y, z), (x, y, 14.5), 0.012, iron)
    for k in range(10):
        a, b = 2 * math.pi * k / 10, 2 * math.pi * (k + 1) / 10
        p, q = (x + 0.8 * math.cos(a), y + 0.8 * math.sin(a), z), (x + 0.8 * math.cos(b), y + 0.8 * math.sin(b), z)
        scene.still.tube(p, q, 0.02, iron)
        scene.still.tube((p[0], p[1], z), (p[0], p[1], z + 0.14), 0.018, Material((0.8, 0.78, 0.7)))
        scene.still.ball((p[0], p[1], z + 0.19), (0.022, 0.022, 0.05), glow((1.0, 0.66, 0.30), 50.0))
        if k % 2 == 0:
            scene.still.tube(p, (x, y, z + 0.9), 0.008, iron)
    scene.bulb((x, y, z + 0.25), 0.20, np.array((1.0, 0.66, 0.30)) * 9.0)


def gallery(kit: Kit) -> Room:
    """A white hall with pictures, benches, and a strip of daylight along its ceiling."""
    w, d, h = kit.size(9.0, 12.0, 4.2)
    floor = kit.stuff("floor", "wood", floor=True)
    kit.shell = shell = Shell((-w / 2, -d / 2 + 1), (w / 2, d / 2 + 1), h)
    build_shell(
        kit.scene,
        shell,
        floor,
        kit.walls((0.78, 0.775, 0.76)),
        kit.ceiling(),
        [Opening("south", 0, 0, 2.2, 2.8, "door")],
        Material((0.7, 0.7, 0.69)),
    )
    for y in np.arange(shell.low[1] + 1.5, shell.high[1], 2.4):
        for x in (-1.6, 1.6):
            _panel(kit.scene, (x, float(y), h - 0.012), (0.5, 0.9), (1.0, 0.98, 0.95), 3.2)
    for side, places in (("east", (-4, -1.4, 1.4, 4)), ("west", (-4, -1.4, 1.4, 4)), ("north", (-2.4, 0.0, 2.4))):
        for along in places:
            wide = float(kit.rng.uniform(1.1, 1.9))
            f.picture(kit.scene, shell, side, along, 1.75, wide, float(kit.rng.uniform(0.8, 1.4)))
    for y in (2.2, 5.2):
        kit.scene.still.box(
            (0, y, 0.42), (1.9, 0.6, 0.1), kit.stuff("chair", "leather", (0.30, 0.03, 0.025)), bevel=0.03
        )
        for x in (-0.8, 0.8):
            kit.scene.still.box((x, y, 0.18), (0.08, 0.5, 0.37), STUFF["steel"])
    kit.scene.still.box((-2.2, -2.0, 0.55), (0.5, 0.5, 1.1), Material((0.75, 0.75, 0.74)), bevel=0.005)
    kit.scene.still.rock((-2.2, -2.0, 1.42), (0.3, 0.26, 0.36), stuff("marble"), seed=0.3)
    return kit.done(floor)


def warehouse(kit: Kit) -> Room:
    """A concrete hall with trusses, high windows, columns, crates."""
    w, d, h = kit.size(22.0, 34.0, 8.0)
    floor = kit.stuff("floor", "concrete", (0.36, 0.355, 0.34), floor=True)
    kit.shell = shell = Shell((-w / 2, -d / 2 + 4), (w / 2, d / 2 + 4), h)
    panes = [
        Opening(side, along, 4.6, 3.2, 2.2, panes=(4, 3))
        for side in ("east", "west")
        for along in np.arange(-d / 2 + 3, d / 2 - 2, 5.2)
    ]
    build_shell(
        kit.scene,
        shell,
        floor,
        kit.stuff("wall", "brick"),
        replace(stuff("concrete", (0.30, 0.30, 0.29)), gloss=0.0),
        [*kit.windows(*panes), Opening("south", 0, 0, 4.0, 4.2, "door")],
    )
    steel = stuff("metal", (0.10, 0.11, 0.12))
    for y in np.arange(shell.low[1] + 3, shell.high[1], 5.2):
        kit.scene.still.box((0, float(y), h - 0.25), (w, 0.3, 0.4), steel)
        kit.scene.still.box((0, float(y), h - 1.3), (w, 0.12, 0.14), steel)
        for k in range(12):
            x = -w / 2 + w * k / 12
            z0, z1 = (h - 1.3, h - 0.3) if k % 2 else (h - 0.3, h - 1.3)
            kit.scene.still.tube((x, float(y), z0), (x + w / 12, float(y), z1), 0.05, steel)
        for x in (-w / 2 + 0.4, w / 2 - 0.4):
            kit.scene.still.box((x, float(y), h / 2), (0.4, 0.4, h), stuff("concrete"))
        if kit.lamps:
            _panel(kit.scene, (0, float(y), h - 1.5), (0.5, 0.5), COOL, 12.0)
    wood = replace(stuff("pine"), gloss=0.0)
    for _ in range(16):
        x, y = float(kit.rng.uniform(3, 9) * kit.rng.choice((-1, 1))), float(kit.rng.uniform(-8, 18))
        side = float(kit.rng.uniform(0.7, 1.3))
        for level in range(int(kit.rng.integers(1, 4))):
            kit.scene.still.box(
                (x, y, side * (level + 0.5)), (side, side, side * 0.98), wood, float(kit.rng.uniform(0, 0.3)), 0.01
            )
    garden(kit, "east", "west", floor=-0.2)
    return kit.done(floor)
