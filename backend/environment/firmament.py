# SPDX-License-Identifier: GPL-3.0-or-later
"""The sky of a spec: light, clouds, stars, planets; everything that is above any place."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backend.engine import Progress
from protocol.assets import Image

from .atmosphere import AEROSOL_HEIGHT, SUN_RADIUS, aerosol_depth
from .heavens import draw_disc, draw_planets, night_sky
from .metrics import irradiance
from .skymodel import (
    STARLIGHT,
    SkyLight,
    cloud_noise,
    cover_threshold,
    dimmed,
    direction_of,
    integrate,
    light_for,
    table_radiance,
)
from .spectrum import luminance
from .thumbnail import preview

#: Radiance of the disc that stays visible in a map whose sun is a lamp (under 1 % of its light).
VISIBLE_DISC = 60.0
#: Share of the light that a closed sheet of cloud lets through.
SHEETS = {"stratus": 0.27, "storm": 0.09}
#: A sun dimmer than this share of its clear light is left to the clouds: no lamp.
LEAST_SUN = 0.02
#: How far the exposure of a lit town lies below that of the moonlit country, and the glow above its roofs.
TOWN_DIM = 0.05
TOWN_GLOW = np.array([0.0165, 0.0165, 0.0205])


@dataclass
class Firmament:
    """A finished sky (H, W, 4): radiance, and the share of the heavens that shines through; its lower half is 0."""

    sky: np.ndarray
    light: SkyLight
    #: Irradiance facing the light behind its clouds (3,); None where they hide it.
    sun: np.ndarray | None
    #: Irradiance on level ground from the sky alone (3,).
    irradiance: np.ndarray
    haze: np.ndarray

    @property
    def upper(self) -> np.ndarray:
        """A copy of the upper half's radiance, (H / 2, W, 3)."""
        return np.ascontiguousarray(self.sky[:self.sky.shape[0] // 2, :, :3])

    def dimmed(self, share: float) -> Firmament:
        """The same with ``share`` of its light."""
        sky = self.sky.copy()
        sky[..., :3] *= np.float32(share)
        return replace(self, sky=sky, sun=None if self.sun is None else self.sun * share,
                       irradiance=self.irradiance * share, haze=self.haze * share)

    def glow(self) -> np.ndarray:
        """Radiance of the sky 1.5 to 3 degrees high by azimuth, (128, 3) f4."""
        upper = self.sky[:self.sky.shape[0] // 2, :, :3]
        rows, width = upper.shape[:2]
        band = upper[int(rows * (1 - 3.0 / 90)):max(int(rows * (1 - 1.5 / 90)), int(rows * (1 - 3.0 / 90)) + 1)]
        # limited, as the disc of a low sun stands within the band
        level = np.minimum(band, 4 * np.median(band, axis=(0, 1))).mean(axis=0)
        level = level.reshape(128, width // 128, 3).mean(axis=1)
        return np.ascontiguousarray((np.roll(level, 1, 0) + 2 * level + np.roll(level, -1, 0)) / 4, np.float32)


def rise(spec: Mapping[str, Any], seed: int, width: int, albedo: np.ndarray, sun_in_map: bool, town: bool,
         progress: Progress) -> Firmament:
    """Render the sky of a complete spec above ground of ``albedo`` (3,); a lit ``town`` outshines moon and stars.

    The disc that stays visible of a sun that becomes a lamp is drawn; one that belongs into the map is not yet.
    Call it in Taichi's thread.
    """
    from taichi.math import vec3

    from . import clouds
    from . import sky as dome

    def v3(values: Any) -> Any:
        return vec3(*(float(each) for each in values))

    height, half = width // 2, width // 4
    cover, kind = spec["clouds"]["cover"], spec["clouds"]["kind"]
    overcast = cover if kind in SHEETS else 0.0
    night = spec["moon"] is not None
    body = spec["moon"] if night else spec["sun"]
    light = light_for(
        math.radians(body["elevation_deg"]),
        math.radians(body["azimuth_deg"]),
        spec["turbidity"],
        round(float(luminance(albedo)), 2),
        overcast * (1 - SHEETS["stratus"]),
        body["phase"] if night else None,
    )
    tint = np.asarray(spec["sky"]["tint"], float)
    light = dimmed(light, TOWN_DIM if town and night else 1.0, tint)
    progress.update(0.1, "Growing clouds")
    noise, billows = cloud_noise()
    threshold = cover_threshold(cover) if kind == "cumulus" else 1.0
    marched = kind == "cumulus" and cover > 0
    offset, depth = _place_clouds(clouds, v3, noise, billows, light, threshold, cover, _cloud_seed(spec, seed), marched)

    radiance = table_radiance(light.table, math.radians(body["elevation_deg"]))
    zenith = max(float(light.direction[2]), 0.0)
    total = light.irradiance * zenith + light.sky_irradiance
    ambient = integrate(radiance) / math.pi
    bounce = total * albedo / math.pi + ambient * 0.25
    haze = _haze(spec["turbidity"], spec["fog"])
    # light leaves the sheet a little bluer than it came
    sheet = luminance(total) * SHEETS.get(kind, 0.0) * np.array([0.97, 1.0, 1.05]) * 9 / (7 * math.pi)
    starlight = STARLIGHT * light.scale * np.array([0.75, 0.95, 1.35]) * 0.8
    if town and (night or spec["sun"]["elevation_deg"] < -4):
        starlight = starlight + TOWN_GLOW
        sheet = sheet + TOWN_GLOW * 2
    sky = np.zeros((height, width, 4), np.float32)
    shared = (noise, billows, v3(light.direction), v3(light.irradiance_above), v3(ambient), v3(bounce), v3(offset),
              threshold)
    coarse = np.zeros((half // 2, width // 2, 5) if marched else (1, 1, 5), np.float32)
    if marched:
        for first, last in tiles(0, half // 2, width // 2):
            clouds.render_coarse(coarse, first, last, width, height, *shared)
            progress.update(0.15 + 0.35 * last / (half // 2), "Rendering the clouds")
    preview = previewer(sky, progress)
    for first, last in tiles(0, half, width):
        dome.render_sky(sky, first, last, width, height, coarse, light.table, *shared, v3(haze), int(marched),
                        float(spec["clouds"]["cirrus"]), float(overcast), v3(sheet), v3(starlight))
        preview(0.5 + 0.45 * last / half, "Rendering the sky", last)
    through = math.exp(-depth) * (1 - overcast) ** 2
    if spec["stars"] > 0:
        bright = spec["stars"] * float(luminance(light.scale)) * (0.25 if town else 1.0)
        sky[:half, :, :3] += night_sky(width, bright, seed, progress.part(0.95, 1.0)) * sky[:half, :, 3:]
    if spec["sky"]["planets"]:
        draw_planets(sky[:half], light.direction, light.irradiance + 0.35 * light.sky_irradiance,
                     int(spec["sky"]["planets"]), seed)
    # below the horizon the air still lets a number pass, though no light
    risen = light.direction[2] > -math.sin(SUN_RADIUS) and luminance(light.irradiance) > 1e-9
    sun = light.irradiance * through if through > LEAST_SUN and risen else None
    alone = irradiance(sky[:half, :, :3])
    if sun is not None and not sun_in_map:
        draw_disc(sky[:half], light.direction, np.minimum(VISIBLE_DISC * sun / max(float(luminance(sun)), 1e-9), 5e4))
    return Firmament(sky, light, sun, alone, haze)


def tiles(first: int, last: int, width: int) -> list[tuple[int, int]]:
    """Rows in bands of about 64 k pixels, so that a cancel is heard within a fraction of a second."""
    rows = max(1, 65_536 // width)
    return [(row, min(row + rows, last)) for row in range(first, last, rows)]


def previewer(pixels: np.ndarray, progress: Progress) -> Callable[[float, str, int], None]:
    """Reports progress, with a small picture at every tenth."""
    shown = [-1]

    def report(fraction: float, stage: str, rows: int) -> None:
        image: Image | None = None
        if int(fraction * 10) > shown[0] and rows > pixels.shape[0] // 8:
            shown[0] = int(fraction * 10)
            image = preview(pixels[..., :3])
        progress.update(fraction, stage, image)

    return report


def _haze(turbidity: float, fog: float) -> np.ndarray:
    """Extinction at sea level, RGB, per metre: aerosol, air and fog (1 sees 80 m, by Koschmieder's 3.9 / V)."""
    aerosol = aerosol_depth(turbidity, np.array([640.0, 550.0, 460.0])) / AEROSOL_HEIGHT
    mist = 3.9 / 80.0 * fog**3
    return aerosol + np.array([6.5e-6, 1.25e-5, 2.9e-5]) + mist


def _cloud_seed(spec: Mapping[str, Any], seed: int) -> list[int]:
    """Other places have other clouds even where the seed is the same; another hour or season keeps them."""
    told = json.dumps([spec["clouds"], {key: spec["place"][key] for key in ("setting", "road", "buildings", "crop")}],
                      sort_keys=True)
    return [seed, 7, zlib.crc32(told.encode())]


def _place_clouds(
    clouds: Any,
    v3: Callable[[Any], Any],
    noise: np.ndarray,
    billows: np.ndarray,
    light: SkyLight,
    threshold: float,
    cover: float,
    seed: list[int],
    present: bool,
) -> tuple[np.ndarray, float]:
    """Where to put the cloud field: of 128 places drawn from the seed, one that leaves the sun clear.

    Among those it is the place whose sky, between 12 and 45 degrees, is covered as the words say, and
    whose zenith, where an equirectangular map shows any cloud as a ragged bar, is not.
    Returns the offset (3,) in metres and the optical depth before the sun there.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    offsets = rng.uniform(0, 160_000, (128, 3)).astype(np.float32)
    offsets[:, 2] = rng.uniform(0, 20_000, 128)
    if not present:
        return offsets[0], 0.0

    def depths(direction: np.ndarray) -> np.ndarray:
        found = np.zeros(len(offsets), np.float32)
        clouds.trace_sun(noise, billows, v3(direction), offsets, threshold, found)
        return found

    def covered(elevations: tuple[float, ...], count: int) -> np.ndarray:
        """Share of directions in which each place has a cloud."""
        hits = [depths(direction_of(math.radians(elevation), 2 * math.pi * (turn + 0.3 * ring) / count)) > 0.3
                for ring, elevation in enumerate(elevations) for turn in range(count)]
        return np.mean(hits, axis=0)

    before = depths(light.direction) if light.direction[2] > 0.02 else np.zeros(len(offsets), np.float32)
    misfit = np.abs(covered((14.0, 25.0, 42.0), 8) - cover)
    if cover < 0.5:
        misfit += covered((88.0, 68.0), 5)
    # a sun near the horizon shines through tens of kilometres of cloud field: there a thin veil is allowed
    hidden = 10.0 + before if light.direction[2] > 0.12 else 0.15 + 0.5 * before
    misfit += np.where(before < 0.05, 0.0, hidden)
    best = int(misfit.argmin())
    return offsets[best], float(before[best])
