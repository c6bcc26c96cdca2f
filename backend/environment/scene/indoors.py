# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms of a spec: bedrooms, living rooms, dining rooms, empty ones (others: :mod:`.workrooms`, :mod:`.halls`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from . import furniture as f
from . import neon
from .builder import Scene
from .materials import STUFF, Material, Rgb, glow, stuff
from .rooms import Opening, Shell, build_shell
from .streets import lamplight
from .views import garden

WARM: Rgb = (1.0, 0.74, 0.46)
#: Radiance of lamp shades and bulbs before the room is exposed, by day and by night; a window's sky has about 1.
BY_DAY, BY_NIGHT = 2.4, 2.6


@dataclass
class Room:
    """A furnished room."""

    scene: Scene
    #: Whether the sun may shine in; whether lamps are its main light; brightness of its picture.
    sunny: bool = True
    lamplit: bool = False
    key: float = 1.0
    eye: float = 1.5
    #: How far the colour of its light is balanced, as by a camera: 0 not at all, 1 to neutral.
    balance: float = 0.85
    #: Mean albedo of the floor.
    floor: Rgb = (0.3, 0.25, 0.2)
    #: Least and greatest (x, y) inside its walls; None for a hall without windows to the land.
    walls: tuple[np.ndarray, np.ndarray] | None = None


class Kit:
    """A spec's words about a room: materials by noun, what else shall stand there, lamps."""

    def __init__(self, spec: Mapping[str, Any], seed: int) -> None:
        self.spec, self.room = spec, spec["interior"]
        self.rng = np.random.Generator(np.random.PCG64([seed, 41]))
        self.dark = spec["moon"] is not None or spec["sun"]["elevation_deg"] < -1.0
        lamps = self.room["lamps"]
        # who lights candles turns the lamps off
        self.lamps = self.dark and not self.room["candles"] if lamps is None else bool(lamps)
        self.scene = Scene()
        #: The room's walls and their openings, once they stand.
        self.shell: Shell | None = None
        self.openings: list[Opening] = []
        #: Linear colour of its lamps.
        self.lamplight: Rgb = lamplight(spec, WARM)

    def stuff(self, noun: str, default: str, color: Sequence[float] | None = None, floor: bool = False) -> Material:
        """What a thing is made of: as said, else ``default`` in ``color``. A material that was said keeps its own
        colour."""
        said = self.spec["surfaces"].get(noun) or {}
        usual = None if said.get("material") else color
        return stuff(said.get("material") or default, tone(said.get("color")) or usual, floor)

    def second(self, noun: str) -> Rgb | None:
        return tone((self.spec["surfaces"].get(noun) or {}).get("second"))

    def walls(self, color: Rgb = (0.76, 0.745, 0.71)) -> Material:
        return self.stuff("wall", "paint", color)

    def ceiling(self) -> Material:
        return self.stuff("ceiling", "paint", (0.80, 0.80, 0.785))

    def size(self, width: float, depth: float, height: float) -> tuple[float, float, float]:
        said = self.room["size"]
        return (float(said[0]), float(said[1]), float(said[2])) if said else (width, depth, height)

    def asked(self, name: str) -> bool:
        return name in self.room["furniture"]

    @property
    def glowing(self) -> float:
        """Radiance of lamps; 0 when they are off."""
        return (BY_NIGHT if self.dark else BY_DAY) if self.lamps else 0.0

    def windows(self, *wanted: Opening) -> list[Opening]:
        """The windows, as many as the spec asks for."""
        many = self.room["windows"]
        return list(wanted if many is None else wanted[:many])

    def done(self, floor: Material, sunny: bool = True, key: float = 1.0) -> Room:
        return Room(self.scene, sunny, self.lamps and self.dark, key, 1.5, floor=floor.color)


def tone(color: Sequence[float] | None) -> Rgb | None:
    """A colour of words as paint and cloth have it: no pigment is as vivid as a screen."""
    if color is None:
        return None
    c = np.asarray(color, float)
    grey = float(c @ (0.2126, 0.7152, 0.0722))
    vivid = float(c.max() - c.min())
    c = grey + (c - grey) * (1 - 0.35 * vivid)
    c = np.clip(np.minimum(c, 0.82) * (1 - 0.35 * vivid), 0.012, 0.84)
    c = c * (1 - 0.25 * vivid) + 0.04 * vivid
    c[1] += 0.16 * max(0.0, float(c[2] - max(c[0], c[1])))
    return float(c[0]), float(c[1]), float(c[2])


def build(spec: Mapping[str, Any], seed: int) -> Room:
    """The room of a complete spec with an interior."""
    from . import (
        candles,
        cave,
        extras,
        glasshouse,
        halls,
        nightlife,
        pools,
        publicrooms,
        spaceship,
        sports,
        station,
        theatre,
        workrooms,
    )

    makers: dict[str, Callable[[Kit], Room]] = {
        "bedroom": bedroom,
        "living_room": living_room,
        "dining_room": dining_room,
        "kitchen": workrooms.kitchen,
        "office": workrooms.office,
        "library": workrooms.library,
        "empty_room": empty_room,
        "bathroom": workrooms.bathroom,
        "corridor": halls.corridor,
        "studio": halls.studio,
        "cathedral": halls.cathedral,
        "gallery": halls.gallery,
        "warehouse": halls.warehouse,
        "classroom": publicrooms.classroom,
        "supermarket": publicrooms.supermarket,
        "garage": publicrooms.garage,
        "tunnel": publicrooms.tunnel,
        "bar": nightlife.bar,
        "gym": sports.gym,
        "sports_hall": sports.sports_hall,
        "pool": pools.swimming_hall,
        "theatre": theatre.stalls,
        "stage": theatre.stage,
        "greenhouse": glasshouse.greenhouse,
        "station": station.station,
        "spaceship": spaceship.bridge,
        "cave": cave.rock_cave,
    }
    kit = Kit(spec, seed)
    room = makers[spec["interior"]["kind"]](kit)
    if spec["place"]["neon"] and kit.shell is not None and spec["interior"]["kind"] != "bar":
        _hang_neon(kit, kit.shell)
    if kit.shell is not None:
        room.walls = np.array(kit.shell.low), np.array(kit.shell.high)
    extras.furnish(kit)
    if kit.lamplight != WARM:
        # a camera does not balance coloured light away
        room.balance = 0.15
    if spec["interior"]["candles"]:
        candles.light(kit, room)
    return room


def _hang_neon(kit: Kit, shell: Shell) -> None:
    """Neon on three walls of a room, above what stands before them."""
    spots = []
    for side, along, what in (("north", -0.7, "OPEN"), ("east", 0.3, "heart"), ("west", -0.6, "MUSIC")):
        up = min(2.15, shell.height - 0.45)
        spots.append((shell.on(side, along, up, 0.07), shell.wall(side)[1], what))
    neon.on_walls(kit.scene, spots, kit.rng, 11.0)


def shell_of(
    kit: Kit,
    size: tuple[float, float, float],
    floor: Material,
    openings: Sequence[Opening],
    walls: dict[str, Material] | Material | None = None,
    shift: tuple[float, float] = (0.0, 0.0),
    skirting: bool = True,
) -> Shell:
    """A room of a size about the eye, moved by ``shift``."""
    w, d, h = size
    kit.openings = list(openings)
    kit.shell = shell = Shell((-w / 2 + shift[0], -d / 2 + shift[1]), (w / 2 + shift[0], d / 2 + shift[1]), h)
    frame = kit.stuff("window", "wood", (0.74, 0.735, 0.71))
    build_shell(
        kit.scene,
        shell,
        floor,
        walls or kit.walls(),
        kit.ceiling(),
        openings,
        Material((0.74, 0.735, 0.71), gloss=0.02) if skirting else None,
        replace(frame, pattern=0) if kit.spec["surfaces"].get("window") is None else frame,
    )
    return shell


def ceiling_light(kit: Kit, at: tuple[float, float], height: float, radius: float = 0.22) -> None:
    """A glass dome below the ceiling."""
    made_of = glow(kit.lamplight, 2.2 * kit.glowing) if kit.glowing else STUFF["linen"]
    kit.scene.still.tube((at[0], at[1], height - 0.03), (at[0], at[1], height), radius * 1.1, STUFF["metal"])
    kit.scene.still.ball((at[0], at[1], height - 0.05), (radius, radius, 0.09), made_of)
    if kit.glowing:
        kit.scene.bulb((at[0], at[1], height - 0.15), radius, np.asarray(kit.lamplight) * 2.2 * kit.glowing)


def bedroom(kit: Kit) -> Room:
    w, d, h = kit.size(5.2, 5.4, 2.7)
    floor = kit.stuff("floor", "oak", floor=True)
    panes = kit.windows(Opening("east", 0.2, 0.35, 2.3, 2.0, panes=(3, 1)), Opening("south", 0.9, 0.9, 1.3, 1.35))
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("west", -1.4, 0, 0.88, 2.04, "door")], shift=(0.3, 0.5))
    linen, pillow = kit.stuff("bed", "linen"), kit.stuff("pillow", "linen")
    said = kit.spec["surfaces"].get("blanket")
    blanket = kit.stuff("blanket", "fabric") if said else stuff("fabric", (0.42, 0.40, 0.37))
    f.bed(kit.scene, (0.0, shell.high[1] - 1.2), 0.0, linen, pillow, stuff("oak"), blanket)
    for side in (-1, 1):
        x = side * 1.32
        f.cupboard(kit.scene, (x, shell.high[1] - 0.24), 0, stuff("oak"), (0.46, 0.40, 0.5), 1)
        f.table_lamp(kit.scene, (x, shell.high[1] - 0.25), 0.5, kit.glowing * 1.4, kit.lamplight)
    f.picture(kit.scene, shell, "north", 0.0, 1.85, 1.1, 0.7)
    f.rug(kit.scene, (0, shell.high[1] - 2.6), 0, kit.stuff("rug", "carpet", (0.55, 0.52, 0.47)), (3.0, 1.9))
    f.cupboard(
        kit.scene, (shell.low[0] + 0.34, 1.2), math.pi / 2, stuff("paint", (0.70, 0.69, 0.66)), (1.7, 0.6, 2.25), 3
    )
    if panes:
        f.curtains(kit.scene, shell, "east", 0.2, 2.3, 2.5, kit.stuff("curtain", "linen", (0.72, 0.70, 0.66)))
    f.plant(kit.scene, (shell.high[0] - 0.45, shell.low[1] + 0.5), 1.3)
    f.armchair(kit.scene, (-1.5, shell.low[1] + 0.75), math.pi + 0.35, kit.stuff("sofa", "fabric", (0.30, 0.33, 0.31)))
    ceiling_light(kit, (0, 0.5), h)
    garden(kit, "east", "south")
    return kit.done(floor)


def living_room(kit: Kit) -> Room:
    w, d, h = kit.size(7.2, 6.2, 2.75)
    floor = kit.stuff("floor", "oak", floor=True)
    panes = kit.windows(Opening("east", 0.0, 0.12, 3.6, 2.3, panes=(4, 1)), Opening("south", -1.6, 0.8, 1.6, 1.5))
    accent = stuff("paint", (0.25, 0.29, 0.30))
    wall = kit.walls()
    walls = {side: wall for side in ("east", "west", "north", "south")}
    if not kit.spec["surfaces"].get("wall"):
        walls["west"] = accent
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("south", 2.3, 0, 0.9, 2.05, "door")], walls, (0.2, 0.2))
    x0, _y0 = shell.low
    x1, y1 = shell.high
    sofa = kit.stuff("sofa", "fabric", (0.40, 0.40, 0.40))
    f.sofa(kit.scene, (-0.3, y1 - 0.6), 0, sofa, stuff("fabric", (0.46, 0.20, 0.07)), 2.6)
    f.table(kit.scene, (-0.3, y1 - 1.85), 0, kit.stuff("table", "walnut"), (1.25, 0.65, 0.40))
    f.rug(kit.scene, (-0.3, y1 - 1.9), 0, kit.stuff("rug", "carpet", (0.58, 0.55, 0.49)), (3.4, 2.3))
    f.armchair(kit.scene, (-2.35, 0.75), -math.pi / 2 * -1 + 0.4, stuff("leather", (0.20, 0.10, 0.05)))
    f.picture(kit.scene, shell, "north", -0.3, 1.65, 1.5, 0.95)
    f.cupboard(kit.scene, (x0 + 0.25, -1.2), math.pi / 2, kit.stuff("cupboard", "walnut"), (2.2, 0.44, 0.55), 3)
    shell.block(
        kit.scene,
        "west",
        -1.2,
        0.92,
        1.45,
        0.83,
        0.05,
        Material((0.012, 0.012, 0.013), gloss=0.05, rough=0.03),
        bevel=0.01,
    )
    f.shelf(kit.scene, (x0 + 0.2, 1.55), math.pi / 2, kit.stuff("shelf", "oak"), (1.5, 0.32, 2.1))
    f.plant(kit.scene, (x1 - 0.5, y1 - 0.5), 1.6)
    f.plant(kit.scene, (x0 + 0.3, -1.9), 0.45, 0.55)
    f.floor_lamp(kit.scene, (-2.05, y1 - 0.5), kit.glowing * 1.5, kit.lamplight)
    f.picture(kit.scene, shell, "south", 0.6, 1.6, 0.6, 0.8)
    if panes:
        f.curtains(kit.scene, shell, "east", 0.0, 3.6, 2.55, kit.stuff("curtain", "linen", (0.74, 0.72, 0.68)))
    f.table(kit.scene, (1.7, -1.7), 0.2, stuff("oak"), (1.5, 0.85, 0.74))
    for k in range(4):
        side, end = (-1, 1)[k % 2], (-0.38, 0.38)[k // 2]
        f.chair(
            kit.scene, (1.7 + end - 0.12 * side, -1.7 + side * 0.66), math.pi * (side > 0) + math.pi + 0.2, stuff("oak")
        )
    f.pendant(kit.scene, (1.7, -1.7), h, 1.1, kit.glowing * 9, kit.lamplight, Material((0.03, 0.03, 0.03), gloss=0.04))
    ceiling_light(kit, (-0.4, 0.8), h)
    garden(kit, "east", "south")
    return kit.done(floor)


def dining_room(kit: Kit) -> Room:
    w, d, h = kit.size(6.0, 7.0, 2.9)
    floor = kit.stuff("floor", "wood", floor=True)
    panes = kit.windows(Opening("east", -1.3, 0.6, 1.5, 1.9), Opening("east", 1.3, 0.6, 1.5, 1.9))
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("south", 0, 0, 1.3, 2.2, "door")], shift=(0.6, 0.4))
    table, chair = kit.stuff("table", "walnut"), kit.stuff("chair", "walnut")
    f.table(kit.scene, (0.6, 2.2), 0, table, (2.4, 1.0, 0.75))
    for k in range(3):
        for side in (-1, 1):
            f.chair(kit.scene, (-0.2 + 0.8 * k, 2.2 + side * 0.72), math.pi * (side < 0), chair)
    f.pendant(kit.scene, (0.1, 2.2), h, 1.2, kit.glowing * 12, kit.lamplight, STUFF["brass"])
    f.pendant(kit.scene, (1.1, 2.2), h, 1.2, kit.glowing * 12, kit.lamplight, STUFF["brass"])
    f.cupboard(kit.scene, (shell.low[0] + 0.28, 0.4), math.pi / 2, kit.stuff("cupboard", "walnut"), (2.4, 0.5, 0.9), 4)
    f.picture(kit.scene, shell, "west", 0.4, 1.75, 1.4, 0.9)
    f.picture(kit.scene, shell, "north", 0.0, 1.75, 1.0, 0.75)
    f.rug(kit.scene, (0.6, 2.2), 0, kit.stuff("rug", "carpet", (0.35, 0.10, 0.08)), (3.6, 2.4))
    f.plant(kit.scene, (shell.high[0] - 0.5, shell.low[1] + 0.6), 1.5)
    garden(kit, "east")
    return kit.done(floor)


def empty_room(kit: Kit) -> Room:
    """What "a wooden floor with a white wall" shows: nearly nothing else, and the light of a window on it."""
    w, d, h = kit.size(6.2, 5.6, 2.75)
    floor = kit.stuff("floor", "oak", floor=True)
    panes = kit.windows(Opening("east", 0.1, 0.25, 2.5, 2.15, panes=(3, 1)), Opening("south", -1.3, 0.9, 1.4, 1.3))
    shell = shell_of(kit, (w, d, h), floor, [*panes, Opening("west", 1.1, 0, 0.9, 2.05, "door")], shift=(0.2, 0.3))
    kit.scene.still.box(
        (*shell.on("north", -1.6, 0.31, 0.05)[:2], 0.36),
        (1.0, 0.09, 0.52),
        Material((0.72, 0.72, 0.71), gloss=0.03),
        bevel=0.02,
    )
    shell.block(kit.scene, "north", 2.4, 0.28, 0.08, 0.12, 0.01, Material((0.75, 0.75, 0.74)), bevel=0.004)
    extras: dict[str, Callable[[], None]] = {
        "bed": lambda: f.bed(
            kit.scene,
            (0, shell.high[1] - 1.2),
            0,
            kit.stuff("bed", "linen"),
            kit.stuff("pillow", "linen"),
            stuff("oak"),
        ),
        "sofa": lambda: f.sofa(kit.scene, (0, shell.high[1] - 0.6), 0, kit.stuff("sofa", "fabric"), stuff("fabric")),
        "table": lambda: f.table(kit.scene, (0.9, 1.3), 0, kit.stuff("table", "oak"), (1.4, 0.8, 0.74)),
        "chair": lambda: f.chair(kit.scene, (0.6, 1.9), 0.4, kit.stuff("chair", "oak")),
        "shelf": lambda: f.shelf(kit.scene, (shell.low[0] + 0.2, -1.2), math.pi / 2, kit.stuff("shelf", "oak")),
        "plant": lambda: f.plant(kit.scene, (shell.high[0] - 0.5, shell.high[1] - 0.5), 1.4),
        "picture": lambda: f.picture(kit.scene, shell, "north", 0.5, 1.6, 1.2, 0.8),
        "rug": lambda: f.rug(kit.scene, (0, 1.0), 0, kit.stuff("rug", "carpet"), (2.4, 1.8)),
        "curtain": lambda: f.curtains(kit.scene, shell, "east", 0.1, 2.5, 2.5, kit.stuff("curtain", "linen")),
        "lamp": lambda: f.floor_lamp(kit.scene, (-2.0, shell.high[1] - 0.5), kit.glowing or BY_DAY, kit.lamplight),
    }
    for name in kit.room["furniture"]:
        if name in extras:
            extras[name]()
    if not kit.room["furniture"]:
        f.plant(kit.scene, (shell.high[0] - 0.45, shell.high[1] - 0.45), 1.0)
    ceiling_light(kit, (0.2, 0.3), h)
    garden(kit, "east", "south")
    return kit.done(floor)
