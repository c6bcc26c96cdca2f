# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders a spec to a map: the sky, the land or the room, soft light, the picture; with progress and cancel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backend.engine import Progress

from . import device
from .firmament import LEAST_SUN, Firmament, previewer, rise
from .ground import GROUNDS, Ground, plain_noise, tile
from .heavens import draw_disc
from .metrics import irradiance
from .panorama import directions
from .skymodel import SkyLight
from .spectrum import luminance
from .sunlight import open_share

if TYPE_CHECKING:
    from .tracer.painter import Painter, Sampling

#: Eye height above the ground the character stands on, outdoors and in rooms, metres.
EYE, EYE_INDOORS = 1.6, 1.5
#: Mean irradiance of what is seen in a room to which its picture is exposed, by day and by lamps.
ROOM_KEY, LAMPS_KEY = 1.9, 1.1
#: How bright a night is before the windows of a lamp-lit room, as a share of what it is in a map of its own.
NIGHT_OUTSIDE = 0.05


@dataclass(frozen=True)
class Rendered:
    """A finished map. ``sun`` is the irradiance (3,) facing the light, None when clouds, trees or walls hide it."""

    pixels: np.ndarray
    light: SkyLight
    sun: np.ndarray | None
    sky_irradiance: np.ndarray
    ground_color: np.ndarray
    #: Distance from the eye, metres, (H, W) f4; 1e7 for the sky.
    depth: np.ndarray
    #: What is there, (H, W) u1: 0 sky, 1 ground, 2 water, 3 anything else.
    mask: np.ndarray


def render(spec: Mapping[str, Any], seed: int, width: int, sun_in_map: bool, progress: Progress) -> Rendered:
    """Render a complete spec (see :mod:`.spec`) to (width / 2, width, 3) radiance. Deterministic."""
    return device.run(_render, spec, seed, width, sun_in_map, progress)


def _render(spec: Mapping[str, Any], seed: int, width: int, sun_in_map: bool, progress: Progress) -> Rendered:
    progress.update(0.0, "Preparing the light")
    device.start()
    if spec["interior"] is not None:
        return _indoors(spec, seed, width, progress)
    return _outdoors(spec, seed, width, sun_in_map, progress)


def _albedos(spec: Mapping[str, Any]) -> tuple[Ground, np.ndarray, np.ndarray]:
    """The ground of a spec and its dark and pale albedo."""
    from .scene.crops import FAR_COLOR

    ground = GROUNDS[spec["ground"]["kind"]]
    dark, pale = np.array(ground.dark), np.array(ground.light)
    if spec["ground"]["kind"] == "grass" and spec["season"] == "autumn":
        dark, pale = np.array((0.070, 0.078, 0.022)), np.array((0.300, 0.295, 0.105))
    color = spec["ground"]["color"] or FAR_COLOR.get(spec["place"]["crop"])
    if color is not None:
        tinted = np.array(color)
        dark, pale = tinted * 0.45, np.minimum(tinted * 1.25, 0.9)
    return ground, dark, pale


def _town(spec: Mapping[str, Any]) -> bool:
    """Whether lamps light the place at night."""
    place = spec["place"]
    return (place["road"] == "parking" or (place["road"] == "street" and place["buildings"] != "none")
            or place["buildings"] == "city" or place["lamps"] or place["stands"])


def _outdoors(spec: Mapping[str, Any], seed: int, width: int, sun_in_map: bool, progress: Progress) -> Rendered:
    from .scene.land import land_of, leaf_color
    from .scene.outdoors import build
    from .scene.shores import shores
    from .tracer.painter import Painter, world_table

    height, half = width // 2, width // 4
    ground, dark, pale = _albedos(spec)
    albedo = 0.5 * (dark + pale)
    heavens = rise(spec, seed, width, albedo, sun_in_map, _town(spec), progress.part(0.02, 0.34))
    sun = heavens.sun if heavens.sun is not None else np.zeros(3)
    progress.update(0.35, "Raising the land")
    water = shores(spec, seed)
    snow_line, snow_share = _snow(spec)
    world = world_table(
        eye=(0, 0, EYE, EYE), light=heavens.light.direction, sun=sun, sky=heavens.irradiance, haze=heavens.haze * 0.8,
        dark=dark, pale=pale, look=(ground.patchiness, ground.gloss, ground.tufts, ground.sparkle),
        ground=(*albedo, 1.0), water=(water.level, water.waves, water.swell, float(water.wet)), body=water.color,
        forest=leaf_color(spec), rocks=(*_rock(spec), 0.20 if spec["place"]["hills"] > 900 else 0.34),
        snow=(snow_line, snow_share, 160.0), average=0.3 * (heavens.irradiance + sun),
        sunsize=(0.0093, float(_town(spec) and spec["moon"] is not None), 1.0, _wetness(spec)),
    )
    land, heights = land_of(spec, seed, width, water, world)
    progress.update(0.40, "Planting and building")
    arrays = build(spec, seed, water, heights).arrays()
    painter = Painter(arrays, world, land, heavens.upper, plain_noise(), tile(spec["ground"]["kind"]), ground.tile,
                      ground.relief, seed, _sampling(spec, width))
    lamps = arrays.lamps[0, 0] >= 0
    coarse = int(np.clip(width // 4, 256, 768))
    painter.light(coarse, False, 12 if lamps else 8, 2 if lamps else 1, progress.part(0.42, 0.52))
    pixels = np.zeros((height, width, 3), np.float32)
    layers = np.zeros((height, width, 2), np.float32)
    pixels[:half] = heavens.sky[:half, :, :3]
    horizon = heavens.glow()
    preview = previewer(pixels, progress)

    def paint(first: int, last: int, low: float, high: float, stage: str) -> None:
        painter.paint(pixels, layers, heavens.sky, horizon, first, last,
                      lambda share, whole: preview(low + (high - low) * share, stage, height * whole))

    paint(0, half, 0.52, 0.74, "Drawing what stands up")
    # water and wet ground mirror what is above the horizon
    painter.upper = np.minimum(pixels[:half], 6.0 if lamps else 1e4)
    paint(half, height, 0.74, 0.98, "Rendering the ground")
    place = spec["place"]
    shaded = (place["forest"] > 0.4 or place["crop"] == "orchard" or place["walls"] or place["landmark"] == "courtyard"
              or (place["buildings"] != "none" and not lamps))
    gain = _shade_gain(painter.mean_light(), sun, heavens) if shaded else 1.0
    return _finished(pixels, layers, heavens, sun_in_map, _underfoot(pixels, painter, albedo), gain)


def _underfoot(pixels: np.ndarray, painter: Painter, otherwise: np.ndarray) -> np.ndarray:
    """Albedo (3,) of what the viewer stands on, planks and paving too: what comes back of the light that falls on it,
    within thirty degrees of straight below."""
    below = painter.geometry.shape[0] * 5 // 6
    lit = (painter.geometry[below:, :, 4] > 0.5) & (painter.geometry[below:, :, 4] < 2.5)
    received = (painter.soft + painter.sunlit)[below:][lit]
    if not len(received) or received.mean() < 1e-6:
        return otherwise
    seen = pixels[pixels.shape[0] * 5 // 6:].reshape(-1, 3).mean(axis=0)
    return np.clip(math.pi * seen / np.maximum(received.mean(axis=0), 1e-6), 0.025, 0.85)


def _sampling(spec: Mapping[str, Any], width: int) -> Sampling:
    """In a preview among leaves nearly every pixel stays uncertain, whatever is spent: fewer rays will do."""
    from .tracer.painter import Sampling

    place, usual = spec["place"], Sampling.of(width)
    leafy = place["forest"] > 0.5 or place["crop"] != "none"
    return replace(usual, error=0.3) if leafy and width <= 1024 else usual


def _shade_gain(received: float, sun: np.ndarray, heavens: Firmament) -> float:
    """How much more a camera under trees or between houses would expose than one in the open: most of the
    way, five times at most (in photographed forests the ground lies about 6 times below the sky past the crowns)."""
    falling = luminance(sun) * max(float(heavens.light.direction[2]), 0.0) + luminance(heavens.irradiance)
    return float(np.clip((0.8 * falling / max(received, 1e-6)) ** 0.88, 1.0, 5.0))


def _indoors(spec: Mapping[str, Any], seed: int, width: int, progress: Progress) -> Rendered:
    from .scene.indoors import build
    from .tracer.painter import Land, Painter, world_table

    height = width // 2
    _, dark, pale = _albedos(spec)
    albedo = 0.5 * (dark + pale)
    heavens = rise(spec, seed, max(512, width // 2), albedo, True, False, progress.part(0.02, 0.2))
    progress.update(0.2, "Furnishing")
    room = build(spec, seed)
    arrays = room.scene.arrays()
    if room.lamplit:
        # maps of nights are exposed for the moon, rooms for their lamps
        dim = float(np.clip((spec["sun"]["elevation_deg"] + 8.0) / 6.0, NIGHT_OUTSIDE, 1.0))
        heavens = heavens.dimmed(dim)
    sun = heavens.sun if heavens.sun is not None else np.zeros(3)
    # windows are chosen among lamps by what they let in
    portals = arrays.lamps[:, 0] == 1
    upper = heavens.upper
    arrays.lamps[portals, 10:13] = np.maximum(upper.mean(axis=(0, 1)), 1e-6)
    level = heavens.irradiance + sun * max(float(heavens.light.direction[2]), 0.0)
    world = world_table(
        eye=(0, 0, room.eye, room.eye), light=heavens.light.direction, sun=sun if room.sunny else np.zeros(3),
        sky=heavens.irradiance, ground=(*albedo, 0.0), outside=albedo * level / math.pi, sunsize=(0.0093, 0.0, 1.0))
    painter = Painter(arrays, world, Land.none(), upper, plain_noise(), np.zeros((4, 4, 2), np.float32), 1.0,
                      0.0, seed)
    painter.light(int(np.clip(width // 3, 320, 1024)), True, 10 if width <= 1024 else 32, 4, progress.part(0.22, 0.5))
    if room.walls is not None:
        _light_outside(painter, room.walls)
    painter.expose((LAMPS_KEY if room.lamplit else ROOM_KEY) * room.key, room.balance)
    pixels = np.zeros((height, width, 3), np.float32)
    layers = np.zeros((height, width, 2), np.float32)
    preview = previewer(pixels, progress)
    painter.paint(pixels, layers, np.zeros((1, 1, 4), np.float32), np.zeros((128, 3), np.float32), 0, height,
                  lambda share, whole: preview(0.5 + 0.48 * share, "Rendering the room", height * whole))
    floor = np.asarray(room.floor)
    return _finished(pixels, layers, heavens, True, floor, indoors=True)


def _light_outside(painter: Painter, walls: tuple[np.ndarray, np.ndarray]) -> None:
    """Give what is seen through windows the light of the open sky: windows let it into the room, but nothing does out
    there. ``walls`` are the least and greatest (x, y) of the room."""
    from .scene.rooms import WALL
    from .tracer.world import SKY

    distance = painter.geometry[..., 0]
    height, width = distance.shape
    way = directions(np.arange(height) + 0.5, np.arange(width) + 0.5, width)
    x, y = distance * way[..., 0], distance * way[..., 1]
    (x0, y0), (x1, y1) = walls[0] - WALL, walls[1] + WALL
    out = ((x < x0) | (x > x1) | (y < y0) | (y > y1)) & (painter.geometry[..., 4] > 0.5) & (distance < 1e6)
    open_ = 0.4 + 0.35 * painter.geometry[..., 3]
    painter.soft += np.where(out, open_, 0.0)[..., None].astype(np.float32) * painter.world[SKY, :3]


def _finished(pixels: np.ndarray, layers: np.ndarray, heavens: Firmament, sun_in_map: bool, albedo: np.ndarray,
              gain: float = 1.0, indoors: bool = False) -> Rendered:
    """Even poles, finite values, all light times ``gain``, and the sun in the map if it belongs there."""
    pixels *= np.float32(gain)
    pixels[0], pixels[-1] = pixels[0].mean(axis=0), pixels[-1].mean(axis=0)
    np.clip(np.nan_to_num(pixels, copy=False), 0.0, 60_000.0, out=pixels)
    depth, mask = np.ascontiguousarray(layers[..., 0]), layers[..., 1].astype(np.uint8)
    sun = None
    if not indoors and heavens.sun is not None:
        # Clouds have dimmed it; crowns, houses and hills keep back their share.
        share = open_share(mask, heavens.light.direction)
        sun = heavens.sun * (gain * share) if share > LEAST_SUN else None
    if sun is not None and sun_in_map:
        # Whole even behind twigs, with what passes them: one image casts one shadow.
        draw_disc(pixels, heavens.light.direction, sun, irradiance=True)
    sky = irradiance(pixels) if indoors else heavens.irradiance * gain
    return Rendered(pixels, heavens.light, sun, sky, albedo, depth, mask)


def _rock(spec: Mapping[str, Any]) -> tuple[float, float, float]:
    """Albedo of bare rock."""
    from .scene.materials import stone_color

    if spec["place"]["setting"] in ("desert", "alien"):
        color = spec["ground"]["color"] or (0.34, 0.235, 0.15)
        x, y, z = (0.75 * float(each) for each in color)
        return stone_color(spec, (x, y, z))
    return stone_color(spec, (0.17, 0.16, 0.15))


def _wetness(spec: Mapping[str, Any]) -> float:
    """How wet rain leaves the ground: snow and ice take it up."""
    return 0.0 if spec["ground"]["kind"] in ("snow", "ice") else float(spec["ground"]["wet"])


def _snow(spec: Mapping[str, Any]) -> tuple[float, float]:
    """Height above which snow lies, metres, and whether any does."""
    hills = spec["place"]["hills"]
    if spec["ground"]["kind"] == "snow":
        return -1e4, 1.0
    if hills >= 1200 and spec["place"]["setting"] not in ("desert", "alien"):
        return hills * (0.25 if spec["season"] == "winter" else 0.48), 1.0
    return 1e5, 0.0
