# SPDX-License-Identifier: GPL-3.0-or-later
"""What people build outdoors: streets, parking lots, paths between walls, docks, houses, lamps, cars, signs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .builder import Scene
from .furniture import Spot
from .materials import FACADE, GLASSWALL, PAINT, PLANKS, SIGN, SLABS, STUFF, Material, Rgb, glow, stuff

#: The colour of sodium and LED street lamps, and their radiance: about 4 on the ground below, exposed for the night.
LAMPLIGHT: Rgb = (1.0, 0.70, 0.40)
LAMP_RADIANCE, LAMP_RADIUS = 1500.0, 0.17
WHITE_PAINT = Material((0.62, 0.62, 0.60), (0.16, 0.16, 0.16), PAINT)
KERB = Material((0.34, 0.335, 0.32), (0.25, 0.245, 0.235), SLABS, 1.0, bump=0.02)
PAVEMENT = Material((0.30, 0.295, 0.28), (0.22, 0.215, 0.205), SLABS, 0.8, bump=0.03)
_WALLS: tuple[Rgb, ...] = (
    (0.42, 0.20, 0.13),
    (0.52, 0.46, 0.36),
    (0.38, 0.36, 0.33),
    (0.60, 0.55, 0.46),
    (0.30, 0.17, 0.12),
    (0.48, 0.47, 0.45),
    (0.44, 0.33, 0.22),
)


def _of(spec: Mapping[str, Any], noun: str, default: str) -> Material:
    said = spec["surfaces"].get(noun) or {}
    return stuff(said.get("material") or default, said.get("color"))


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


def lamp_post(scene: Scene, at: Sequence[float], toward: float, lit: bool, height: float = 6.4) -> None:
    """A street lamp whose arm points along ``toward`` (radians)."""
    metal = Material((0.10, 0.105, 0.11), gloss=0.04, rough=0.4)
    x, y = at
    arm = 1.1
    end = (x + arm * math.cos(toward), y + arm * math.sin(toward))
    scene.still.tube((x, y, 0), (x, y, 1.0), 0.10, metal, 0.085)
    scene.still.tube((x, y, 1.0), (x, y, height), 0.075, metal, 0.05)
    scene.still.tube((x, y, height - 0.03), (*end, height + 0.12), 0.035, metal)
    scene.still.box((*end, height + 0.14), (0.7, 0.3, 0.12), metal, toward, 0.04)
    head = (*end, height - 0.02)
    if lit:
        scene.still.ball(head, LAMP_RADIUS, glow(LAMPLIGHT, LAMP_RADIANCE))
        scene.bulb(head, LAMP_RADIUS, np.asarray(LAMPLIGHT) * LAMP_RADIANCE)
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


def house(
    scene: Scene,
    rng: np.random.Generator,
    low: Sequence[float],
    high: Sequence[float],
    height: float,
    night: bool,
    color: Sequence[float] | None,
    glassy: bool = False,
) -> None:
    """A block of storeys on the ground between two corners, with a cornice and things on its roof."""
    tone = np.asarray(color if color is not None else _WALLS[int(rng.integers(len(_WALLS)))])
    tone = np.clip(tone * rng.uniform(0.85, 1.15), 0.02, 0.85)
    made_of = Material(
        (float(tone[0]), float(tone[1]), float(tone[2])),
        (0.50, 0.49, 0.47),
        GLASSWALL if glassy else FACADE,
        3.4 if not glassy else 3.6,
        gloss=0.0,
        through=0.9 if night else 0.0,
        more=float(rng.uniform(0.22, 0.5)) if night else 0.0,
    )
    (x0, y0), (x1, y1) = low, high
    cx, cy, w, d = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
    storeys = max(2, round(height / 3.4))
    height = storeys * 3.4
    scene.still.box((cx, cy, height / 2), (w, d, height), made_of, seed=float(rng.random()))
    edge = Material((0.45, 0.44, 0.42)) if not glassy else Material((0.12, 0.12, 0.13))
    scene.still.box((cx, cy, height + 0.12), (w + 0.5, d + 0.5, 0.45), edge, bevel=0.05)
    if not glassy:
        scene.still.box((cx, cy, 3.5), (w + 0.22, d + 0.22, 0.22), edge, bevel=0.04)
    for _ in range(int(rng.integers(1, 4))):
        bx, by = rng.uniform(x0 + 1.5, x1 - 1.5), rng.uniform(y0 + 1.5, y1 - 1.5)
        tall = rng.uniform(1.2, 3.0)
        scene.still.box(
            (bx, by, height + tall / 2), (rng.uniform(1, 2.6), rng.uniform(1, 2.6), tall), Material((0.33, 0.32, 0.31))
        )


def street(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, night: bool) -> None:
    """A street along y: pavements, markings, lamps, parked cars, fronts on both sides and towers behind."""
    place = spec["place"]
    road, front = 4.4, 7.6
    tall = 26.0 if place["buildings"] == "city" else 9.0
    color = (spec["surfaces"].get("building") or {}).get("color")
    for side in (-1, 1):
        scene.still.box((side * (road + front) / 2, 0, 0.07), (front - road, 420, 0.14), PAVEMENT, bevel=0.03)
        scene.still.box((side * (road + 0.09), 0, 0.075), (0.18, 420, 0.155), KERB, bevel=0.04)
    for k in range(-34, 35):
        if abs(k) > 0:
            scene.still.box((0, 6.0 * k, 0.004), (0.13, 2.6, 0.004), WHITE_PAINT)
    for k in range(8):
        scene.still.box((-3.6 + 1.03 * k, 15.5, 0.004), (0.5, 3.2, 0.004), WHITE_PAINT)
    gaps = {-1: ((19.0, 29.0), (-74.0, -63.0)), 1: ((19.0, 29.0), (-48.0, -38.0))}
    if place["buildings"] != "none":
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
                height = tall * float(rng.uniform(0.55, 1.15))
                near, far = side * front, side * (front + deep)
                house(scene, rng, (min(near, far), y), (max(near, far), y + wide), height, night, color)
                y += wide
        if tall > 15:
            for k in range(26):
                angle = 2 * math.pi * (k + rng.uniform(0.1, 0.9)) / 26
                r = float(rng.uniform(120, 330))
                x, y = r * math.sin(angle), r * math.cos(angle)
                if abs(x) < 34 and abs(y) < 190:
                    continue
                w = float(rng.uniform(16, 30))
                house(
                    scene,
                    rng,
                    (x - w / 2, y - w / 2),
                    (x + w / 2, y + w / 2),
                    float(rng.uniform(40, 115)),
                    night,
                    None,
                    rng.random() < 0.6,
                )
    for k in range(-6, 7):
        for side in (-1, 1):
            y = 23.0 * k + (8.0 if side > 0 else -3.5)
            lamp_post(scene, (side * (road + 0.55), y), math.pi if side > 0 else 0.0, night)
    if place["cars"]:
        for side in (-1, 1):
            for k in range(-9, 10):
                y = 6.1 * k + 3.0
                if rng.random() < 0.55 and abs(y) > 5 and not 12.5 < y < 18.5:
                    car(
                        scene,
                        (side * (road - 1.05), y),
                        0.0 if side < 0 else math.pi,
                        CAR_COLORS[int(rng.integers(len(CAR_COLORS)))],
                    )


def parking(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, night: bool) -> None:
    """Rows of bays about the viewer, kerbs, lamp posts, and a low building at the edge."""
    for row in (-25.5, -8.5, 8.5, 25.5):
        for k in range(-12, 13):
            for half in (-1, 1):
                scene.still.box((2.6 * k, row + half * 2.6, 0.004), (0.11, 5.0, 0.004), WHITE_PAINT)
        scene.still.box((0, row, 0.004), (62.4, 0.11, 0.004), WHITE_PAINT)
        if place_cars(spec):
            for k in range(-12, 12):
                for half in (-1, 1):
                    if rng.random() < 0.35:
                        car(
                            scene,
                            (2.6 * k + 1.3, row + half * 2.7),
                            0 if half < 0 else math.pi,
                            CAR_COLORS[int(rng.integers(len(CAR_COLORS)))],
                        )
    for y in (-36.0, 36.0):
        scene.still.box((0, y, 0.07), (76, 0.3, 0.14), KERB, bevel=0.03)
    for x in (-38.0, 38.0):
        scene.still.box((x, 0, 0.07), (0.3, 72, 0.14), KERB, bevel=0.03)
    for x in (-26.0, 0.0, 26.0):
        for y in (-17.0, 17.0):
            scene.still.tube((x, y, 0), (x, y, 0.7), 0.28, Material((0.5, 0.42, 0.08)))
            lamp_post(scene, (x, y), math.pi / 2 if y < 0 else -math.pi / 2, night, 7.5)
    color = (spec["surfaces"].get("building") or {}).get("color")
    house(scene, rng, (-34, 46), (12, 62), 7.0, night, color or (0.55, 0.53, 0.50), True)
    house(scene, rng, (20, 52), (46, 70), 10.5, night, color)
    grass = Material((0.075, 0.115, 0.03), (0.05, 0.08, 0.02), 7, bump=0.3)
    for x0, y0, x1, y1 in (
        (-110, 36.2, 110, 46),
        (-110, -110, 110, -36.2),
        (-110, -36.2, -38.2, 36.2),
        (38.2, -36.2, 110, 36.2),
        (-110, 62, 110, 110),
    ):
        scene.still.box(((x0 + x1) / 2, (y0 + y1) / 2, 0.05), (x1 - x0, y1 - y0, 0.1), grass)


def place_cars(spec: Mapping[str, Any]) -> bool:
    return bool(spec["place"]["cars"])


def path(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, night: bool) -> None:
    """A paved path along y; between walls with signs on them if the words say so."""
    place = spec["place"]
    wide = 4.6 if place["walls"] else 2.6
    said = spec["surfaces"].get("path") or {}
    made_of = stuff(said.get("material") or "concrete", said.get("color"), floor=True)
    if said.get("material") in (None, "concrete"):
        made_of = replace(made_of, scale=1.55, rough=0.5, gloss=0.02)
    scene.still.box((0, 0, 0.0), (wide, 260, 0.04), made_of)
    if not place["walls"]:
        for side in (-1, 1):
            scene.still.box((side * (wide / 2 + 0.06), 0, 0.02), (0.12, 260, 0.08), KERB, bevel=0.03)
        if place["lamps"]:
            for k in range(-5, 6):
                lamp_post(scene, (1.9, 14.0 * k + 5), math.pi, night, 4.2)
        return
    wall = _of(spec, "wall", "concrete")
    for side in (-1, 1):
        x = side * (wide / 2 + 0.15)
        scene.still.box((x, 0, 1.65), (0.3, 260, 3.3), wall)
        scene.still.box((x, 0, 3.35), (0.42, 260, 0.12), KERB, bevel=0.02)
        scene.still.box((side * (wide / 2 - 0.04), 0, 0.06), (0.1, 260, 0.12), KERB, bevel=0.03)
        if place["signs"] or spec["surfaces"].get("sign") is not None or True:
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
                    np.asarray(LAMPLIGHT) * 90,
                    visible=glow(LAMPLIGHT, 90.0),
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
    color = (spec["surfaces"].get("sign") or {}).get("color")
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


def stairs(scene: Scene, made_of: Material, width: float = 3.0) -> None:
    """A flight of steps before the viewer, up to a landing."""
    for k in range(14):
        top = 0.16 * (k + 1)
        scene.still.box((0, 8.0 + 0.31 * k + 2, top / 2), (width, 4.0, top), made_of, bevel=0.02)
    for side in (-1, 1):
        scene.still.box((side * (width / 2 + 0.15), 11.0, 1.2), (0.3, 8.0, 2.6), made_of, bevel=0.02)


def fence(scene: Scene, y: float, made_of: Material) -> None:
    """A post-and-rail fence along x."""
    for k in range(-24, 25):
        scene.still.box((2.2 * k, y, 0.55), (0.11, 0.11, 1.1), made_of, bevel=0.01)
    for z in (0.35, 0.68, 1.0):
        scene.still.box((0, y, z), (106, 0.035, 0.10), made_of, bevel=0.006)


def village(scene: Scene, rng: np.random.Generator, count: int, color: Sequence[float] | None, night: bool) -> None:
    """Houses with pitched roofs, some way off."""
    roof = Material((0.30, 0.115, 0.07), (0.21, 0.08, 0.05), 3, 0.4, bump=0.2)
    for k in range(count):
        angle = 2 * math.pi * (k + rng.uniform(0.2, 0.8)) / count
        r = float(rng.uniform(55, 130))
        x, y = r * math.cos(angle), r * math.sin(angle)
        w, d, h = float(rng.uniform(8, 12)), float(rng.uniform(7, 9)), 5.6
        yaw = float(rng.uniform(0, math.pi))
        tone = color if color is not None else _WALLS[int(rng.integers(len(_WALLS)))]
        made_of = Material(
            (float(tone[0]), float(tone[1]), float(tone[2])),
            (0.6, 0.6, 0.58),
            FACADE,
            2.8,
            through=0.9 if night else 0.0,
            more=0.5 if night else 0.0,
        )
        s = Spot(scene.still, (x, y), yaw)
        scene.still.box(s.to(0, 0, h / 2), (w, d, h), made_of, yaw)
        slope = math.atan2(3.2, d / 2)
        length = math.hypot(3.2, d / 2) + 0.5
        along = s.turn @ np.array([w / 2 + 0.4, 0, 0])
        for side in (-1, 1):
            fall = s.turn @ np.array([0, side * math.cos(slope), -math.sin(slope)])
            scene.still.card(s.to(0, side * d / 4, h + 1.6), along, fall * length / 2, roof)
        s.box((w * 0.22, d * 0.12, h + 3.0), (0.7, 0.7, 2.0), Material((0.35, 0.17, 0.12), (0.4, 0.38, 0.36), 5, 0.24))
