# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants, rocks and buildings of an outdoor place, set on its land."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from . import landmarks, openair, parking, roads, streets
from .boats import moored
from .builder import Scene
from .crops import sow
from .dwellings import Heights, towers, village
from .materials import CARPET, STONE, STRATA, STUFF, Material, color_of, stone_color, stuff
from .plants import LEAVES_OF, STRAW, Grove, flower_heads, turf
from .roof import roof
from .shores import COAST_TURN, Shores
from .stadium import stadium

#: Nearest trees; the land itself carries woods beyond the far ones.
NEAREST, FAR = 6.5, 125.0


def build(spec: Mapping[str, Any], seed: int, water: Shores, heights: Heights) -> Scene:
    """The shapes of a complete spec's place (see :mod:`..spec`)."""
    rng = np.random.Generator(np.random.PCG64([seed, 21]))
    scene = Scene()
    place = spec["place"]
    night = spec["moon"] is not None or spec["sun"]["elevation_deg"] < -1.0
    if place["dock"]:
        streets.dock(scene, spec, water.level)
    if place["road"] == "street":
        streets.street(scene, spec, rng, night)
    elif place["road"] == "parking":
        parking.parking(scene, spec, rng, night)
    elif place["road"] == "path":
        streets.path(scene, spec, rng, night)
    elif place["road"] == "track":
        roads.track(scene, spec, rng)
    color = streets.building_color(spec)
    if place["road"] in ("none", "path", "track") and place["buildings"] != "none":
        if place["buildings"] == "village":
            village(scene, rng, 22, color, night, heights, lambda x, y: _open(place, water, x, y, 9.0),
                    spec["ground"]["kind"] == "snow")
        else:
            towers(scene, rng, 46, 130, 420, (14, 80), night, color, streets.glassy(spec, 0.4))
    if place["rooftop"]:
        roof(scene, rng, spec, night)
    landmarks.build(scene, rng, spec, night, heights)
    if place["stairs"]:
        said = spec["surfaces"].get("stairs") or spec["surfaces"].get("path") or {}
        lawn = Material((0.105, 0.155, 0.035), (0.06, 0.10, 0.022), CARPET, bump=0.3)
        bank = lawn if spec["ground"]["kind"] == "grass" else stuff("stone")
        streets.stairs(scene, stuff(said.get("material") or "concrete", said.get("color")), bank)
    if place["boats"] and water.wet:
        moored(scene, rng, spec, water)
    if place["stands"]:
        stadium(scene, rng, spec, night)
    if place["crop"] != "none":
        sow(scene, spec, rng, heights)
    if place["lamps"] and place["road"] == "none":
        for k in range(6):
            angle = 2 * math.pi * (k + 0.5) / 6
            streets.lamp_post(scene, (9 * math.cos(angle), 9 * math.sin(angle)), angle + math.pi, night, 4.2,
                              streets.lamplight(spec))
    if place["furniture"]:
        openair.furnish(scene, spec, rng, night, heights)
    if place["cars"] and (place["road"] in ("none", "path", "track")
                          or (place["road"] == "street" and place["buildings"] == "none")):
        openair.park(scene, spec, rng, heights)
    if place["fence"]:
        said = spec["surfaces"].get("fence") or {}
        streets.fence(scene, rng, 5.5, stuff(said.get("material") or "wood", said.get("color")), heights)
    snow = spec["ground"]["kind"] == "snow"
    if place["trees"] != "none":
        _trees(scene, spec, rng, water, heights, snow)
    _rocks(scene, spec, rng, water, heights)
    if spec["ground"]["kind"] == "grass" and not place["stands"] and place["buildings"] != "city":
        _turf(scene, spec, rng, water, heights)
        if place["road"] in ("none", "track") and not place["stairs"]:
            _tussocks(scene, spec, rng, water, heights)
    elif place["setting"] in ("beach", "desert") and spec["ground"]["kind"] == "sand":
        _tussocks(scene, spec, rng, water, heights)
    return scene


def _open(place: Mapping[str, Any], water: Shores, x: float, y: float, margin: float) -> bool:
    """Whether something ``margin`` metres about may be built at a place."""
    return (not water.wet or water.on_land(x, y, margin)) and not _blocked(place, np.array([x]), np.array([y]))[0]


def _blocked(place: Mapping[str, Any], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Where nothing may grow: roads, docks, buildings."""
    return _paved(place, x, y) | landmarks.covers(place, x, y)


def _paved(place: Mapping[str, Any], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    road = place["road"]
    if road == "street":
        return np.abs(x) < {"city": 60, "village": 22}.get(place["buildings"], 9)
    if place["rooftop"]:
        return np.abs(x) < 130
    if place["stands"]:
        return (np.abs(x) < 74) & (np.abs(y) < 92)
    if road == "parking":
        return (np.abs(x) < 42) & (y > -40) & (y < 74)
    if road == "path":
        return np.abs(x) < (4.6 if place["walls"] else 3.0)
    if road == "track":
        return np.abs(x) < 2.3
    if place["dock"]:
        return np.abs(x) < 2.6
    if place["stairs"]:
        return (np.abs(x) < 35) & (y > 3) & (y < 36)
    return np.zeros(len(x), bool)


def _trees(
    scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, water: Shores, heights: Heights, snow: bool
) -> None:
    place = spec["place"]
    grove = Grove(scene, spec["season"], snow, place["trees"], float(place["forest"]) > 0.5,
                  color_of(spec, "tree"))
    forest, wet = float(place["forest"]), water.wet
    spacing = 6.4 if forest > 0.5 else 8.0
    grid = np.arange(-FAR, FAR, spacing)
    if wet and place["setting"] == "lake":
        grid = np.arange(-310, 310, 7.0)
    x, y = (each.ravel() for each in np.meshgrid(grid, grid))
    x, y = x + rng.uniform(-0.42, 0.42, len(x)) * spacing, y + rng.uniform(-0.42, 0.42, len(x)) * spacing
    r, angle = np.hypot(x, y), np.arctan2(y, x)
    chance = _density(place, water, r, angle, forest, rng)
    keep = (r > (4.2 if forest > 0.5 else NEAREST)) & (rng.random(len(x)) < chance) & ~_blocked(place, x, y)
    keep &= np.array([water.on_land(a, b, 2.0) for a, b in zip(x, y)]) if wet else True
    x, y, r = x[keep], y[keep], r[keep]
    order = np.argsort(r)[:1500]
    x, y = x[order], y[order]
    z = heights(x, y)
    tall = {"conifer": 15.0, "palm": 9.5}.get(place["trees"], 12.0) * rng.uniform(0.6, 1.25, len(x))
    if forest > 0.5:
        tall *= 1.6
    for a, b, c, h in zip(x, y, z, tall):
        grove.tree(rng, (float(a), float(b), float(c)), float(h))
    if place["road"] in ("track", "path") and 0.4 < forest <= 0.5:
        _avenue(rng, grove, water, heights)
    if place["trees"] != "palm":
        _bushes(scene, grove, place, rng, water, heights, x, y, forest)
        if forest > 0.5:
            _undergrowth(grove, place, rng, water, heights)
    if place["road"] == "street" and place["buildings"] == "city":
        for k in range(-5, 6):
            grove.tree(rng, (6.6, 17.0 * k + 5.0, 0.1), 5.6)
    elif place["road"] == "parking":
        for x in parking.ISLANDS:
            for y in parking.ROWS:
                grove.tree(rng, (x, y + float(rng.normal(0, 0.6)), 0.15), float(rng.uniform(4.5, 6.5)))
                for k in range(7):
                    bush = x + float(rng.normal(0, 0.35)), y - 4.2 + 1.4 * k, 0.12
                    grove.shrub(rng, bush, float(rng.uniform(0.3, 0.5)))
        for k in range(70):
            a = 2 * math.pi * k / 70 + rng.uniform(-0.04, 0.04)
            r_ = rng.uniform(48, 84) if math.sin(a) < 0.4 else rng.uniform(78, 110)
            grove.tree(rng, (r_ * math.cos(a), r_ * math.sin(a), 0.1), float(rng.uniform(6, 11)))


def _avenue(rng: np.random.Generator, grove: Grove, water: Shores, heights: Heights) -> None:
    """Trees along both sides of a road along y, in a loose double row."""
    for side in (-1, 1):
        for row, (off, step) in enumerate(((3.9, 6.0), (7.0, 7.0))):
            for k in range(-16, 17):
                x = side * (off + float(rng.normal(0, 0.45)))
                y = step * (k + 0.5 * row) + float(rng.normal(0, 1.1)) + 2.2 * (side > 0)
                if math.hypot(x, y) > 4.4 and (not water.wet or water.on_land(x, y, 2.0)):
                    z = float(heights(np.array([x]), np.array([y]))[0])
                    grove.tree(rng, (x, y, z), 12.0 * float(rng.uniform(0.75, 1.2)))


def _density(
    place: Mapping[str, Any], water: Shores, r: np.ndarray, angle: np.ndarray, forest: float, rng: np.random.Generator
) -> np.ndarray:
    """Chance of a tree at each place of the grid."""
    waves = (
        np.sin(3 * angle + rng.uniform(0, 6))
        + 0.8 * np.sin(7 * angle + rng.uniform(0, 6))
        + 0.6 * np.sin(13 * angle + rng.uniform(0, 6))
    )
    if place["setting"] == "lake":
        from .shores import COLUMNS

        column = ((angle / (2 * math.pi) + 0.5) * COLUMNS).astype(int) % COLUMNS
        shore = r - water.end[column]
        lined = np.exp(-((np.maximum(shore - 3, 0) / 24.0) ** 2)) * (shore > 2) * (0.62 + 0.16 * waves)
        near = (water.start[column] > 1e6) | (r < water.start[column])
        return np.where(near & (shore < 0), 0.10, lined)
    if place["setting"] == "beach":
        back = -r * np.sin(angle - COAST_TURN)
        palms = place["trees"] == "palm"
        near, most = (8, 0.42) if palms else (16, 0.5)
        return np.clip((back - near) / 14, 0, 1) * most * (0.75 + 0.3 * waves)
    if forest > 0:
        return np.full(len(r), 0.15 + 0.7 * forest) * np.clip((r - 4.2) / 6 + 0.45, 0, 1)
    # a line of trees about open land, and single ones before it
    line = np.clip((r - 62 - 16 * waves) / 22, 0, 1)
    # past its gaps the country beyond is seen
    first, second = rng.uniform(0, 6, 2)
    gaps = np.clip(0.62 + 0.75 * np.sin(2 * angle + first) + 0.55 * np.sin(5 * angle + second), 0, 1)
    return 0.5 * line * gaps * (r > 40) + 0.006 * (r > 22)


def _bushes(
    scene: Scene,
    grove: Grove,
    place: Mapping[str, Any],
    rng: np.random.Generator,
    water: Shores,
    heights: Heights,
    x: np.ndarray,
    y: np.ndarray,
    forest: float,
) -> None:
    """Undergrowth at the feet of trees."""
    count = min(len(x), 500)
    if not count:
        return
    for a, b in zip(np.repeat(x[:count], 2), np.repeat(y[:count], 2)):
        u, v = a + rng.normal(0, 2.2), b + rng.normal(0, 2.2)
        if math.hypot(u, v) < 4.5 or rng.random() > 0.6 or _blocked(place, np.array([u]), np.array([v]))[0]:
            continue
        if water.wet and not water.on_land(u, v, 0.5):
            continue
        grove.shrub(rng, (u, v, float(heights(np.array([u]), np.array([v]))[0]) - 0.05),
                    float(rng.uniform(0.25, 1.1) if forest > 0.5 else rng.uniform(0.5, 1.7)))


def _undergrowth(grove: Grove, place: Mapping[str, Any], rng: np.random.Generator, water: Shores, heights: Heights
                 ) -> None:
    """Young growth between the trees of a wood, thicker in some places, about a free spot."""
    count, taller = (900, 0.10) if place["trees"] == "tropical" else (420, 0.06)
    for _ in range(count):
        r, angle = 2.6 + 24 * float(rng.random()) ** 0.8, float(rng.uniform(0, 2 * math.pi))
        x, y = r * math.cos(angle), r * math.sin(angle)
        thick = 0.5 + 0.5 * math.sin(0.31 * x + 1.7) * math.sin(0.37 * y + 0.4)
        if rng.random() < thick and _open(place, water, x, y, 0.5):
            z = float(heights(np.array([x]), np.array([y]))[0])
            grove.shrub(rng, (x, y, z - 0.04), float(rng.uniform(0.3, 0.5 + taller * r)))


def _rocks(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, water: Shores, heights: Heights) -> None:
    place = spec["place"]
    share = float(place["rocks"])
    if share <= 0:
        return
    stone = Material((0.30, 0.285, 0.26), (0.16, 0.15, 0.14), STONE, bump=0.55)
    if spec["ground"]["kind"] in ("sand", "dirt", "rock") or place["setting"] == "alien":
        base = np.asarray(spec["ground"]["color"] or (0.40, 0.30, 0.20)) * 0.75
        stone = Material(
            (float(base[0]), float(base[1]), float(base[2])),
            (float(base[0] * 0.5), float(base[1] * 0.5), float(base[2] * 0.5)),
            STRATA,
            2.2,
            bump=0.55,
        )
    if color_of(spec, "rock") is not None:
        stone = stone.tinted(stone_color(spec, stone.color))
    variants = []
    for k in range(9):
        variants.append(scene.group())
        variants[-1].rock((0, 0, 0), (1, 1, 1), stone, seed=k * 0.0913 + 0.02 if k else 0.5 / 9)
    for _ in range(int(30 + 260 * share)):
        r, angle = 3.6 + 70 * rng.random() ** 1.6, rng.uniform(0, 2 * math.pi)
        x, y = r * math.cos(angle), r * math.sin(angle)
        if _blocked(place, np.array([x]), np.array([y]))[0] or (water.wet and not water.on_land(x, y, -1.5)):
            continue
        size = float(np.clip(0.10 * math.exp(rng.normal(0, 0.9)) * (1 + r / 16), 0.04, 3.4 if r > 14 else 0.45))
        # as low as the slope below it, or it would stand on an edge in the air
        across, along = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]).T * (0.8 * size)
        below = heights(x + across, y + along)
        z = float(below.min())
        if float(below.max()) - z > 1.6 * size:
            continue  # it would roll down
        scene.place(
            variants[int(rng.integers(9))],
            (x, y, z + 0.18 * size),
            float(rng.uniform(0, 6.28)),
            (size * rng.uniform(0.8, 1.5), size * rng.uniform(0.8, 1.3), size * rng.uniform(0.5, 1.0)),
            float(rng.random()),
        )


def _turf(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, water: Shores, heights: Heights) -> None:
    """Blades of grass about the viewer, sparse at the rim where the ground's own picture takes over."""
    place = spec["place"]
    color = spec["ground"]["color"]
    dry = spec["season"] in ("autumn", "winter")
    leaf = Material((0.165, 0.225, 0.050), (0.085, 0.135, 0.030), 12, through=0.4)
    if color is not None:
        leaf = leaf.tinted(color)
    elif dry:
        leaf = STRAW
    woods = float(place["forest"]) > 0.3
    tall = 0.12 if place["road"] in ("path", "track") else 0.17
    groups = [turf(scene, k, leaf, tall) for k in range(3)]
    if dry and spec["season"] == "autumn" and color is None:
        # some of it is still green
        groups[0] = turf(scene, 0, Material((0.17, 0.20, 0.055), (0.09, 0.115, 0.030), 12, through=0.4), tall)
    if spec["season"] in ("spring", "summer") and place["road"] == "none" and not woods and color is None:
        flower_heads(groups[0], (0.75, 0.74, 0.70), tall, 9, 0.55, 1)
        flower_heads(groups[1], (0.70, 0.52, 0.04), tall, 7, 0.55, 2)
    reach = 9.0
    half = {"path": 3.2 if place["walls"] else 2.0, "street": 5.6 if place["buildings"] != "none" else 5.0}.get(
        place["road"], 0.0)
    road_track = place["road"] == "track"
    for a in np.arange(-reach, reach, 0.85):
        for b in np.arange(-reach, reach, 0.85):
            x, y = a + rng.uniform(-0.3, 0.3), b + rng.uniform(-0.3, 0.3)
            r = math.hypot(x, y)
            if r > reach or (woods and rng.random() < 0.55) or rng.random() > 1.25 - 0.9 * (r / reach) ** 2:
                continue
            if abs(x) < half or (road_track and roads.STRIP + 0.1 < abs(x) < roads.HALF + 0.25):
                continue
            if (place["stairs"] and y > 3.4) or landmarks.covers(place, x, y):
                continue
            if water.wet and not water.on_land(x, y, 0.4):
                continue
            scene.place(
                groups[int(rng.integers(3))],
                (x, y, float(heights(np.array([x]), np.array([y]))[0])),
                float(rng.uniform(0, 6.28)),
                (1, 1, float(rng.uniform(0.55, 1.15))),
                float(rng.random()),
            )


#: What stands in tufts: blade colours, height of a tuft (m), how many, and how near they come (m).
_MEADOW_GRASS = (Material((0.23, 0.26, 0.080), (0.12, 0.16, 0.042), 12, through=0.4), 0.34, 260, 3.0)
_DUNE_GRASS = (Material((0.27, 0.27, 0.12), (0.16, 0.175, 0.07), 12, through=0.35), 0.62, 420, 7.0)
_DESERT_GRASS = (Material((0.36, 0.28, 0.14), (0.24, 0.18, 0.085), 12, through=0.3), 0.5, 170, 5.0)


def _tussocks(scene: Scene, spec: Mapping[str, Any], rng: np.random.Generator, water: Shores, heights: Heights) -> None:
    """Tufts taller than the turf, in drifts: seeding grass in a meadow, marram behind a beach, straw in a desert."""
    place = spec["place"]
    leaf, tall, count, near = {"beach": _DUNE_GRASS, "desert": _DESERT_GRASS}.get(place["setting"], _MEADOW_GRASS)
    if spec["season"] in ("autumn", "winter") and leaf is _MEADOW_GRASS[0]:
        leaf = STRAW
    if spec["ground"]["color"] is not None and place["setting"] != "beach":
        leaf = leaf.tinted(spec["ground"]["color"])
    groups = [turf(scene, 60 + k, leaf, tall, 150, 0.17 + 0.06 * k) for k in range(3)]
    phase = rng.uniform(0, 6, 3)
    for _ in range(count):
        r, angle = near + 34.0 * float(rng.random()) ** 0.75, float(rng.uniform(0, 2 * math.pi))
        x, y = r * math.cos(angle), r * math.sin(angle)
        if place["setting"] == "beach":
            y = -9.0 - abs(y) + x * math.tan(COAST_TURN)
        drift = math.sin(0.21 * x + phase[0]) + math.sin(0.27 * y + phase[1]) + math.sin(0.17 * (x + y) + phase[2])
        if drift < rng.normal(0.5, 0.5) or _blocked(place, np.array([x]), np.array([y]))[0]:
            continue
        if water.wet and not water.on_land(x, y, 2.5):
            continue
        size = float(rng.uniform(0.7, 1.35))
        scene.place(groups[int(rng.integers(3))], (x, y, float(heights(np.array([x]), np.array([y]))[0]) - 0.02),
                    float(rng.uniform(0, 6.28)), (size, size, size * float(rng.uniform(0.75, 1.25))),
                    float(rng.random()))


__all__ = ["LEAVES_OF", "STUFF", "build"]
