# SPDX-License-Identifier: GPL-3.0-or-later
"""What people build outdoors: streets, paths between walls, docks, houses, lamps, cars, signs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from .builder import BOX, Scene
from .dwellings import Heights, house, row_of_cottages, towers
from .furniture import Spot
from .materials import PAINT, PLANKS, SIGN, SLABS, STUFF, Material, Rgb, color_of, glow, stuff, stuff_of
from .neon import along_street

#: The colour of warm LED street lamps. A lantern shines all round, a tall lamp down: radiance of each that lays an
#: irradiance of about 4 on the ground below, exposed for the night; the lantern's radius, half the lamp's head.
LAMPLIGHT: Rgb = (1.0, 0.76, 0.49)
LAMP_RADIANCE, LAMP_RADIUS = 1500.0, 0.17
HEAD_RADIANCE, HEAD = 800.0, (0.33, 0.13)
#: From this height on a lamp is a street's, whose light is kept off the windows, metres.
TALL_LAMP = 6.0
WHITE_PAINT = Material((0.62, 0.62, 0.60), (0.16, 0.16, 0.16), PAINT)
KERB = Material((0.34, 0.335, 0.32), (0.25, 0.245, 0.235), SLABS, 1.0, bump=0.02)
UP = np.array([0.0, 0.0, 1.0])
ASPHALT = Material((0.145, 0.143, 0.14), (0.085, 0.085, 0.086), 7, bump=0.06)
PAVEMENT = Material((0.30, 0.295, 0.28), (0.22, 0.215, 0.205), SLABS, 0.8, bump=0.03)


def building_color(spec: Mapping[str, Any]) -> Any:
    """The colour that was said of buildings, or that of what they are said to be built of; None for neither."""
    said = spec["surfaces"].get("building") or {}
    if said.get("color") is None and said.get("material") and said["material"] != "glass":
        return stuff(said["material"]).color
    return said.get("color")


def lamplight(spec: Mapping[str, Any], usual: Rgb = LAMPLIGHT) -> Rgb:
    """Linear colour of lamps, its largest channel 1: as said, never without some of the other channels."""
    said = color_of(spec, "lamp")
    if said is None:
        return usual
    color = np.asarray(said, float) / max(*said, 1e-3)
    r, g, b = (float(each) for each in np.maximum(color, 0.05))
    return r, g, b


def glassy(spec: Mapping[str, Any], usual: float) -> float:
    """The share of towers that are clad in glass."""
    return 1.0 if (spec["surfaces"].get("building") or {}).get("material") == "glass" else usual


def dock(scene: Scene, spec: Mapping[str, Any], level: float) -> None:
    """Planks across, two beams below, and posts in the water. The character stands on it."""
    setting = spec["place"]["setting"]
    back, front, half = (-60.0 if setting == "lake" else -40.0), 6.2, 1.25
    said = spec["surfaces"].get("dock") or {}
    planks = Material((0.31, 0.25, 0.195), (0.215, 0.165, 0.125), PLANKS, 0.142, more=1.0).tinted(
        [0.5 * c + 0.5 * w for c, w in zip(said["color"], (0.31, 0.25, 0.195))] if said.get("color") else None
    )
    post = Material((0.20, 0.16, 0.12), (0.12, 0.095, 0.07), 11, bump=0.4)
    scene.still.box((0, (front + back) / 2, -0.025), (2 * half, front - back, 0.05), planks)
    for x in (-half + 0.25, half - 0.25):
        scene.still.box((x, (front + back) / 2, -0.15), (0.12, front - back, 0.2), post)
    for k in range(int((front - back) / 2.6)):
        y = front - 0.12 - 2.6 * k
        for side in (-1, 1):
            top = 0.46 if (k + (side > 0)) % 2 else 0.66
            x = side * (half + 0.075)
            scene.still.tube((x, y, level - 2.0), (x, y, top), 0.098, post, 0.09)


def lamp_post(scene: Scene, at: Sequence[float], toward: float, lit: bool, height: float = 6.4,
              light: Rgb = LAMPLIGHT) -> None:
    """A street lamp whose arm points along ``toward`` (radians), of a linear colour."""
    metal = Material((0.10, 0.105, 0.11), gloss=0.04, rough=0.4)
    x, y = at
    arm = 1.1
    end = (x + arm * math.cos(toward), y + arm * math.sin(toward))
    scene.still.tube((x, y, 0), (x, y, 1.0), 0.10, metal, 0.085)
    scene.still.tube((x, y, 1.0), (x, y, height), 0.075, metal, 0.05)
    scene.still.tube((x, y, height - 0.03), (*end, height + 0.12), 0.035, metal)
    scene.still.box((*end, height + 0.14), (0.7, 0.3, 0.12), metal, toward, 0.04)
    head = (*end, height - 0.02)
    if lit and height >= TALL_LAMP:
        along = np.array([math.cos(toward), math.sin(toward), 0.0]) * HEAD[0]
        aside = np.array([math.sin(toward), -math.cos(toward), 0.0]) * HEAD[1]
        scene.lamp((*end, height + 0.07), along, aside, np.asarray(light) * HEAD_RADIANCE,
                   visible=glow(light, HEAD_RADIANCE))
    elif lit:
        scene.still.ball(head, LAMP_RADIUS, glow(light, LAMP_RADIANCE))
        scene.bulb(head, LAMP_RADIUS, np.asarray(light) * LAMP_RADIANCE)
    else:
        scene.still.ball(head, (0.28, 0.12, 0.05), STUFF["linen"])


def car(scene: Scene, at: Sequence[float], yaw: float, color: Rgb) -> None:
    """A parked saloon, 4.4 metres long, heading along its +y."""
    s = Spot(scene.still, at, yaw)
    paint = Material(color, gloss=0.05, rough=0.04)
    glass = Material((0.012, 0.014, 0.016), gloss=0.07, rough=0.0)
    rubber, rim = Material((0.02, 0.02, 0.02)), STUFF["steel"]
    s.pillow((0, 0, 0.56), (1.80, 4.40, 0.66), paint, square=7.0, thick=3.2)
    s.box((0, 0, 0.36), (1.66, 4.0, 0.22), Material((0.03, 0.03, 0.03)), 0.06)
    s.pillow((0, -0.22, 1.06), (1.52, 2.5, 0.80), glass, square=3.6, thick=3.0)
    s.pillow((0, -0.24, 1.37), (1.28, 1.55, 0.20), paint, square=4.0, thick=2.2)
    for x in (-0.78, 0.78):
        for y in (-1.32, 1.36):
            s.bar((x - 0.11, y, 0.33), (x + 0.11, y, 0.33), 0.33, rubber)
            s.bar((x - 0.115, y, 0.33), (x + 0.115, y, 0.33), 0.2, rim)
        s.pillow((x * 0.78, 2.10, 0.66), (0.36, 0.18, 0.16), Material((0.75, 0.76, 0.78), gloss=0.06))
        s.pillow((x * 0.80, -2.12, 0.70), (0.34, 0.16, 0.14), Material((0.35, 0.01, 0.01), gloss=0.05))


CAR_COLORS: tuple[Rgb, ...] = (
    (0.42, 0.42, 0.44),
    (0.03, 0.03, 0.035),
    (0.55, 0.55, 0.55),
    (0.26, 0.02, 0.02),
    (0.03, 0.06, 0.17),
    (0.13, 0.14, 0.15),
)


#: Ground that streets in towns and villages are of, where it was said; over other ground a road of asphalt leads.
_LAID = ("asphalt", "concrete", "cobblestone", "tiles", "gravel", "dirt", "wood")


def street(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, night: bool) -> None:
    """A street along y: in a city or a village with pavements, lamps, cars and houses; else a road over land."""
    place = spec["place"]
    color = building_color(spec)
    road = {"city": 4.4, "village": 3.3}.get(place["buildings"], 3.4)
    front = {"city": 7.6, "village": 5.0}.get(place["buildings"], road)
    kind = spec["ground"]["kind"]
    if kind not in _LAID:
        scene.still.box((0, 0, -0.004), (2 * road, 420, 0.02), ASPHALT)
    if kind not in _LAID or kind in ("asphalt", "concrete"):
        _marks(scene, place["buildings"], road)
    if place["buildings"] == "none":
        _roadside(scene, road)
        return
    for side in (-1, 1):
        scene.still.box((side * (road + front) / 2, 0, 0.07), (front - road, 420, 0.14), PAVEMENT, bevel=0.03)
        scene.still.box((side * (road + 0.09), 0, 0.075), (0.18, 420, 0.155), KERB, bevel=0.04)
    if place["buildings"] == "city":
        _fronts(scene, rng, front, night, color)
        towers(scene, rng, 26, 120, 330, (40, 115), night, None, glassy(spec, 0.6),
               lambda x, y: abs(x) >= 34 or abs(y) >= 190)
    else:
        row_of_cottages(scene, rng, color, night, front + 2.2, spec["ground"]["kind"] == "snow")
        _garden_walls(scene, rng, front + 0.25)
    if place["neon"] and place["buildings"] == "city":
        along_street(scene, rng, front)
    for k in range(-6, 7):
        for side in (-1, 1):
            y = 23.0 * k + (8.0 if side > 0 else -3.5)
            lamp_post(scene, (side * (road + 0.55), y), math.pi if side > 0 else 0.0, night,
                      6.4 if place["buildings"] == "city" else 4.4, lamplight(spec))
    if place["cars"]:
        busy = 0.55 if place["buildings"] == "city" else 0.22
        for side in (-1, 1):
            for k in range(-9, 10):
                y = 6.1 * k + 3.0
                if rng.random() < busy and abs(y) > 5 and not 12.5 < y < 18.5:
                    car(scene, (side * (road - 1.05), y), 0.0 if side < 0 else math.pi, car_color(spec, rng))


def _marks(scene: Scene, buildings: str, road: float) -> None:
    """A broken line along the middle; a crossing in towns, lines along the edges of a road over land."""
    for k in range(-34, 35):
        if abs(k) > 0:
            scene.still.box((0, 6.0 * k, 0.006), (0.13, 2.6, 0.006), WHITE_PAINT)
    if buildings == "none":
        for side in (-1, 1):
            scene.still.box((side * (road - 0.25), 0, 0.006), (0.12, 420, 0.006), WHITE_PAINT)
    elif buildings == "city":
        for k in range(8):
            scene.still.box((-3.6 + 1.03 * k, 15.5, 0.006), (0.5, 3.2, 0.006), WHITE_PAINT)


def _roadside(scene: Scene, road: float) -> None:
    """Verges of gravel, and posts with reflectors every twenty-five metres."""
    gravel = Material((0.26, 0.24, 0.21), (0.17, 0.155, 0.135), 7, bump=0.3)
    white, black = Material((0.72, 0.72, 0.70)), Material((0.02, 0.02, 0.02))
    for side in (-1, 1):
        scene.still.box((side * (road + 0.45), 0, -0.012), (0.9, 420, 0.03), gravel)
        for k in range(-8, 9):
            x, y = side * (road + 1.1), 25.0 * k + 9.0
            scene.still.box((x, y, 0.45), (0.12, 0.08, 1.0), white, bevel=0.02)
            scene.still.box((x, y, 0.78), (0.125, 0.085, 0.2), black)


def _garden_walls(scene: Scene, rng: np.random.Generator, x: float) -> None:
    """Low walls of stone before gardens, with gaps for the doors."""
    wall = stuff("stone")
    for side in (-1, 1):
        y = -110.0
        while y < 110:
            long_ = float(rng.uniform(5, 11))
            scene.still.box((side * x, y + long_ / 2, 0.4), (0.3, long_, 0.8), wall, bevel=0.03)
            y += long_ + float(rng.uniform(1.2, 3.0))


def _fronts(scene: Scene, rng: np.random.Generator, front: float, night: bool, color: Any) -> None:
    """Houses wall to wall on both sides, with side streets between."""
    gaps = {-1: ((19.0, 29.0), (-74.0, -63.0)), 1: ((19.0, 29.0), (-48.0, -38.0))}
    for side in (-1, 1):
        y = -150.0
        while y < 150:
            wide = float(rng.uniform(11, 21))
            stop = next((a for a, b in gaps[side] if y < b and y + wide > a), None)
            if stop is not None:
                if stop - y > 6:
                    wide = stop - y
                else:
                    y = next(b for a, b in gaps[side] if a == stop)
                    continue
            deep = float(rng.uniform(11, 16))
            height = 26.0 * float(rng.uniform(0.55, 1.15))
            near, far = side * front, side * (front + deep)
            house(scene, rng, (min(near, far), y), (max(near, far), y + wide), height, night, color)
            y += wide


def car_color(spec: Mapping[str, Any], rng: np.random.Generator, meant: bool = True) -> Rgb:
    """The colour that was said of cars if this is one that was ``meant``, else one that many have."""
    said = color_of(spec, "car")
    if said is not None and meant:
        return float(said[0]), float(said[1]), float(said[2])
    return CAR_COLORS[int(rng.integers(len(CAR_COLORS)))]


def place_cars(spec: Mapping[str, Any]) -> bool:
    return bool(spec["place"]["cars"])


def bench(scene: Scene, spec: Mapping[str, Any], at: Sequence[float], yaw: float) -> None:
    """A park bench of slats on two iron frames, 1.7 metres wide, that faces its -y turned by ``yaw``."""
    s = Spot(scene.still, at, yaw)
    slat = stuff_of(spec, "bench", "oak", (0.25, 0.15, 0.08))
    iron = Material((0.045, 0.05, 0.048), gloss=0.03, rough=0.4)
    for k in range(4):
        s.box((0, -0.20 + 0.115 * k, 0.44), (1.7, 0.09, 0.035), slat, 0.008)
    for k in range(3):
        s.box((0, 0.235 + 0.035 * k, 0.58 + 0.13 * k), (1.7, 0.03, 0.10), slat, 0.008)
    for x in (-0.68, 0.68):
        s.box((x, -0.19, 0.21), (0.05, 0.05, 0.42), iron)
        s.bar((x, 0.17, 0.0), (x, 0.33, 0.92), 0.026, iron)
        s.box((x, 0.0, 0.41), (0.05, 0.46, 0.03), iron)
        s.box((x, -0.06, 0.64), (0.05, 0.40, 0.03), iron, 0.01)
        s.box((x, -0.22, 0.53), (0.04, 0.04, 0.22), iron)


def path(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, night: bool) -> None:
    """A paved path along y; between walls with signs on them if the words say so."""
    place = spec["place"]
    wide = 4.6 if place["walls"] else 2.6
    said = spec["surfaces"].get("path") or {}
    made_of = stuff(said.get("material") or "concrete", said.get("color"), floor=True)
    if said.get("material") in (None, "concrete"):
        made_of = replace(made_of, scale=1.55, rough=0.5, gloss=0.02)
    # a flight of steps ends it
    back, front = -130.0, 4.0 if place["stairs"] else 130.0
    middle, long_ = (back + front) / 2, front - back
    scene.still.box((0, middle, 0.0), (wide, long_, 0.04), made_of)
    if not place["walls"]:
        for side in (-1, 1):
            scene.still.box((side * (wide / 2 + 0.06), middle, 0.02), (0.12, long_, 0.08), KERB, bevel=0.03)
        if spec["ground"]["kind"] == "grass" and 0 < place["forest"] < 0.3:
            for k in range(-5, 6 if front > 100 else 0):
                bench(scene, spec, (-1.95, 15.0 * k + 4.2), math.pi / 2)
                bench(scene, spec, (1.95, 15.0 * k + 11.9), -math.pi / 2)
        if place["lamps"]:
            for k in range(-5, 6):
                lamp_post(scene, (1.9, 14.0 * k + 5), math.pi, night, 4.2, lamplight(spec))
        return
    wall = stuff_of(spec, "wall", "concrete")
    for side in (-1, 1):
        x = side * (wide / 2 + 0.15)
        scene.still.box((x, 0, 1.65), (0.3, 260, 3.3), wall)
        scene.still.box((x, 0, 3.35), (0.42, 260, 0.12), KERB, bevel=0.02)
        scene.still.box((side * (wide / 2 - 0.04), 0, 0.06), (0.1, 260, 0.12), KERB, bevel=0.03)
        signs(scene, rng, side, wide / 2, place["signs"], spec)
        for k in range(-5, 6):
            y = 11.0 * k + 4.0 + 5.0 * (side > 0)
            scene.still.box(
                (side * (wide / 2 - 0.06), y, 2.75), (0.12, 0.5, 0.16), Material((0.08, 0.08, 0.085)), bevel=0.02
            )
            if night:
                scene.lamp(
                    (side * (wide / 2 - 0.13), y, 2.66),
                    (0.05, 0, 0),
                    (0, -0.22 if side else 0.22, 0),
                    np.asarray(lamplight(spec)) * 90,
                    visible=glow(lamplight(spec), 90.0),
                )


def signs(scene: Scene, rng: np.random.Generator, side: int, x: float, wanted: bool, spec: Mapping[str, Any]) -> None:
    """Boards along a wall."""
    if not wanted:
        return
    papers: tuple[tuple[Rgb, Rgb], ...] = (
        ((0.03, 0.16, 0.36), (0.82, 0.82, 0.80)),
        ((0.80, 0.80, 0.78), (0.05, 0.05, 0.06)),
        ((0.70, 0.52, 0.04), (0.03, 0.03, 0.03)),
        ((0.04, 0.27, 0.12), (0.82, 0.82, 0.80)),
        ((0.52, 0.04, 0.03), (0.84, 0.84, 0.82)),
    )
    color = color_of(spec, "sign")
    for k in range(-7, 8):
        y = 4.3 * k + rng.uniform(-0.8, 0.8) + 1.6 * (side > 0)
        paper, ink = papers[int(rng.integers(len(papers)))]
        if color is not None:
            paper = (float(color[0]), float(color[1]), float(color[2]))
        wide, tall = float(rng.uniform(0.7, 1.5)), float(rng.uniform(0.5, 0.95))
        z = 1.75 + rng.uniform(-0.15, 0.25)
        made_of = Material(paper, ink, SIGN, wide / tall, gloss=0.03, rough=0.3)
        scene.still.box((side * (x - 0.015), y, z), (0.03, wide + 0.04, tall + 0.04), STUFF["steel"], bevel=0.005)
        scene.still.card(
            (side * (x - 0.034), y, z),
            (0, -side * wide / 2 * -1 if side < 0 else -wide / 2, 0),
            (0, 0, tall / 2),
            made_of,
            seed=float(rng.random()),
        )


def stairs(scene: Scene, made_of: Material, bank: Material, width: float = 5.0) -> None:
    """A flight of steps up a terrace before the viewer, between stringers, with a handrail and a wall to both sides."""
    count, rise, going, first = 16, 0.16, 0.32, 4.2
    top, back = count * rise, first + count * going
    for k in range(count):
        z, y = rise * (k + 1), first + going * k
        scene.still.box((0, (y + back + 0.3) / 2, z - rise / 2), (width, back + 0.3 - y, rise), made_of, bevel=0.015)
    far = 34.0
    scene.still.box((0, (back + far) / 2, top / 2), (2 * far, far - back, top), bank)
    scene.still.box((0, back + 1.6, top + 0.01), (width + 1.2, 3.4, 0.03), made_of)
    iron = Material((0.05, 0.052, 0.055), gloss=0.04, rough=0.4)
    for side in (-1, 1):
        x = side * (width / 2 + 0.22)
        # stringers step up in pieces of three steps
        for k in range(0, count, 2):
            z, y = rise * (k + 2) + 0.12, first + going * k
            scene.still.box((x, (y + back) / 2, z / 2), (0.44, back - y + 0.4, z), made_of, bevel=0.03)
        wall = (far - abs(x)) / 2
        scene.still.box((side * (abs(x) + wall), back - 0.12, top / 2 + 0.08), (2 * wall, 0.5, top + 0.16), made_of,
                        bevel=0.03)
        low, high = (x, first + 0.1, 1.15), (x, back + 0.1, top + 1.05)
        scene.still.tube(low, high, 0.025, iron)
        for k in range(6):
            share = k / 5
            p = np.asarray(low) * (1 - share) + np.asarray(high) * share
            scene.still.tube((p[0], p[1], max(0.0, p[2] - 1.05)), p, 0.014, iron)


def fence(scene: Scene, rng: np.random.Generator, y: float, made_of: Material, heights: Heights) -> None:
    """A post-and-rail fence along x that follows the land, a little crooked as old ones are; and one back along y."""
    far = 56.0
    lines = [(np.array([-far, y]), np.array([far, y])), (np.array([-11.0, y]), np.array([-11.0, y - far]))]
    for start, end in lines:
        count = int(np.linalg.norm(end - start) / 2.2)
        spots = start + (end - start) * np.linspace(0, 1, count + 1)[:, None]
        floor = heights(spots[:, 0], spots[:, 1])
        yaw = math.atan2(*(end - start)[::-1])
        posts = [np.array([*spot, z]) for spot, z in zip(spots, floor)]
        for foot in posts:
            scene.still.box(foot + 0.55 * UP, (0.13, 0.13, 1.2 + rng.uniform(-0.05, 0.08)), made_of,
                            yaw + rng.uniform(-0.08, 0.08), 0.012)
        for a, b in pairwise(posts):
            for z in (0.36, 0.70, 1.02):
                low, high = z + rng.uniform(-0.03, 0.03, 2)
                p, q = a + low * UP, b + high * UP
                along, up = (q - p) / 2 * 1.03, np.array([0, 0, 0.065])
                across = np.cross(along, up)
                across *= 0.022 / np.linalg.norm(across)
                scene.still.add(BOX, made_of, np.stack([along, across, up, (p + q) / 2], axis=1), 0.004, 0.0,
                                float(rng.random()))
