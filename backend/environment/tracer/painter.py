# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the tracer's kernels over a place: soft light on a coarse map first, then the picture in tiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backend.engine import Progress

if TYPE_CHECKING:
    from ..scene.builder import Arrays

#: Rays traced at once: a cancel is heard between.
BATCH = 65_536
#: Expected range of so many normal numbers over their standard deviation, times the root of their count: what divides
#: a pixel's range of luminance to give the standard error of its mean.
_RANGES = {1: 1.0, 2: 1.60, 4: 4.12, 8: 8.05, 16: 14.1}
#: After so many rays: how far neighbours may differ for neither to get more, relative, in standard errors. Nothing else
#: tells after one ray; later the rays of one pixel tell more.
_APART = {1: 1.0, 2: 3.2}


@dataclass(frozen=True)
class Sampling:
    """How many rays are spent on a picture.

    Every pixel gets the first of ``rays``; after each number, which is a power of two up to 16, only those pixels go
    on whose mean luminance has a standard error above ``error``, relative to it.
    """

    rays: tuple[int, ...] = (1, 2, 4, 8)
    error: float = 0.05

    @classmethod
    def of(cls, width: int) -> Sampling:
        """For a map of this ``width``: a preview is drawn again larger and may be a little less certain."""
        return cls(rays=(1, 2, 4), error=0.1) if width <= 1024 else cls()


@dataclass
class Land:
    """The ground around the viewer (see ``tracer.terrain``)."""

    polar: np.ndarray
    slopes: np.ndarray
    heights: np.ndarray
    cover: np.ndarray
    lit: np.ndarray
    radii: np.ndarray

    @classmethod
    def none(cls) -> Land:
        """What kernels are given indoors."""
        grid = np.zeros((2, 2), np.float32)
        return cls(np.full((2, 2), 1e7, np.float32), grid, grid, grid, np.zeros((2, 2, 2), np.float32),
                   np.ones(2, np.float32))


def world_table(**rows: Any) -> np.ndarray:
    """The table of :mod:`.world` (18, 4) from named rows; call it in Taichi's thread."""
    from . import world

    table = np.zeros((world.ROWS, 4), np.float32)
    for name, values in rows.items():
        flat = np.ravel(np.asarray(values, np.float32))
        table[getattr(world, name.upper()), :len(flat)] = flat
    return table


class Painter:
    """One place being painted. ``upper`` is the finished sky (H / 2, W, 3), read where rays leave the place;
    ``sampling`` is by default that of the picture's width."""

    def __init__(self, arrays: Arrays, world: np.ndarray, land: Land, upper: np.ndarray, noise: np.ndarray,
                 tile: np.ndarray, size: float, relief: float, seed: int, sampling: Sampling | None = None) -> None:
        self.sampling = sampling
        self.arrays, self.world, self.land = arrays, world, land
        self.upper, self.noise, self.tile = upper, noise, tile
        self.size, self.relief, self.seed = size, relief, seed % (1 << 30)
        self.tree = (arrays.nodes, arrays.groups, arrays.places, arrays.shapes)
        self.geometry = np.zeros((2, 4, 8), np.float32)
        self.soft = np.zeros((2, 4, 3), np.float32)
        self.sunlit = np.zeros((2, 4, 3), np.float32)
        self._room(BATCH)

    def _room(self, count: int) -> None:
        self.rays = np.zeros((count, 8), np.float32)
        self.hits = np.zeros((count, 10), np.float32)
        self.ground = np.zeros((count, 4), np.float32)
        self.looks = np.zeros((count, 12), np.float32)
        self.reflected = np.zeros((count, 12), np.float32)
        self.sunward = np.zeros((count, 8), np.float32)
        self.mirror = np.zeros((count, 8), np.float32)
        self.mirrored = np.zeros((count, 10), np.float32)
        self.seen = np.zeros(count, np.float32)

    def light(self, width: int, closed: bool, samples: int, bounces: int, progress: Progress) -> None:
        """Fill the coarse map, ``width`` wide: sun, lamps and windows, and ``bounces`` rounds of gathering.

        ``samples`` rays a place in the last round; the rounds before it, which only feed it, take an eighth.
        """
        from . import light, rays

        height = width // 2
        count = height * width
        way = np.zeros((count, 8), np.float32)
        hits = np.zeros((count, 10), np.float32)
        seen = np.zeros(count, np.float32)
        weights = np.zeros((count, 3), np.float32)
        self.geometry = geometry = np.zeros((height, width, 8), np.float32)
        self.sunlit = np.zeros((height, width, 3), np.float32)
        self.soft = np.zeros((height, width, 3), np.float32)
        progress.update(0.0, "Looking around")
        light.coarse_rays(way, height, width, self.world)
        rays.trace(way, hits, *self.tree)
        land = self.land
        light.record(hits, way, geometry, land.polar, land.slopes, land.heights, land.radii, self.world)
        if self.world[2, :3].sum() > 0:
            for turn in range(2):
                light.sun_rays(way, geometry, self.world, turn)
                rays.shadow(way, seen, *self.tree)
                light.sun_add(seen, geometry, self.world, self.sunlit, 0.5)
        lit = (geometry[..., 4] > 0.5) & (geometry[..., 4] < 2.5)
        if not lit.any():
            return
        direct = np.zeros_like(self.soft)
        if self.arrays.lamps[0, 0] >= 0:
            limit = 1e9
            lamps = self.arrays.lamps
            choices, chances = np.zeros((count, samples), np.int32), np.zeros((count, samples), np.float32)
            light.choose_lamps(choices, chances, geometry, lamps, self.world, self.seed)
            for turn in range(samples):
                light.lamp_rays(way, weights, choices, chances, geometry, lamps, self.world, self.upper, turn,
                                self.seed)
                rays.shadow(way, seen, *self.tree)
                if turn == 1:
                    limit = 40.0 * max(float(direct.mean()), 1e-6)
                light.lamp_add(seen, weights, direct, 1.0 / samples, limit)
                progress.update(0.02 + 0.38 * turn / samples, "Lighting the lamps")
            direct = self._smooth(direct, 2)
        self.soft = direct
        for bounce in range(bounces):
            self._average(lit)
            gathered = np.zeros_like(self.soft)
            rounds = samples if bounce == bounces - 1 else max(1, samples // 8)
            limit = self._limit(float((self.soft + self.sunlit)[lit].mean()), closed or bounce > 0)
            for turn in range(rounds):
                light.gather_rays(way, geometry, self.world, turn, self.seed + bounce)
                rays.trace(way, hits, *self.tree)
                light.gather_add(hits, way, self.arrays.materials, geometry, self.soft, self.sunlit, self.upper,
                                 self.world, gathered, 1.0 / rounds, int(closed), limit)
                progress.update(0.4 + 0.6 * (bounce + (turn + 1) / rounds) / bounces, "Following the light")
            self.soft = direct + self._smooth(gathered, 5 if closed else 3)
        self._average(lit)
        self._shade(direct)

    def expose(self, key: float, balance: float = 0.85) -> None:
        """Scale all light so that the mean irradiance of the places seen becomes ``key``, and its mean colour neutral
        by the share ``balance``: a camera's white balance goes most of the way."""
        from .world import AVERAGE, OUTSIDE, SKY, SUN

        lit = (self.geometry[..., 4] > 0.5) & (self.geometry[..., 4] < 2.5)
        height = self.geometry.shape[0]
        weight = np.cos((np.arange(height) + 0.5) / height * np.pi - np.pi / 2)[:, None] * lit
        # the mean of roots: a patch of sun on the floor must not darken the room
        level = np.sqrt((self.soft + self.sunlit).mean(axis=2))
        mean = float((level * weight).sum() / max(weight.sum(), 1e-9)) ** 2
        color = np.einsum("hwc,hw->c", (self.soft + self.sunlit).astype(np.float64), weight)
        gains = (color.mean() / np.maximum(color, 1e-9)) ** balance
        factor = (key / max(mean, 1e-9) * gains).astype(np.float32)
        for row in (SUN, SKY, AVERAGE, OUTSIDE):
            self.world[row, :3] *= factor
        self.soft, self.sunlit = self.soft * factor, self.sunlit * factor
        self.upper = self.upper * factor
        self.arrays.materials[:, 11:14] *= factor

    def mean_light(self) -> float:
        """Mean irradiance of the ground and surfaces seen near the viewer."""
        lit = (self.geometry[..., 4] > 0.5) & (self.geometry[..., 4] < 2.5)
        return float((self.soft + self.sunlit)[lit].mean()) if lit.any() else 0.0

    def _average(self, lit: np.ndarray) -> None:
        """What places the eye does not see are taken to receive: the mean of those it sees, a little dimmer."""
        from .world import AVERAGE

        self.world[AVERAGE, :3] = 0.7 * (self.soft[lit].mean(axis=0) + self.sunlit[lit].mean(axis=0))

    def _limit(self, mean: float, settled: bool) -> float:
        """The most one ray may bring when places get ``mean`` on average, or single rays that meet a lamp would stay
        as blots. Open sky by day varies by itself and has no lamps before it."""
        from .world import SKY

        sky = float(self.world[SKY, :3].mean())
        if settled:
            return 30.0 * max(mean, 1e-6)
        return 1e9 if sky > 0.3 else 5.0 * max(mean, sky, 1e-6)

    def _shade(self, direct: np.ndarray) -> None:
        """The share of the sky's light that reaches the ground outdoors: what leaves near it get of it too."""
        from .light import GROUND_KIND
        from .world import SKY, SUNSIZE

        ground = self.geometry[..., 4] == GROUND_KIND
        sky = float(self.world[SKY, :3].mean())
        if ground.any() and sky > 0:
            found = float((self.soft - direct)[ground].mean())
            self.world[SUNSIZE, 2] = np.clip(found / sky, 0.1, 1.0)

    def _smooth(self, values: np.ndarray, passes: int) -> np.ndarray:
        from . import light

        for step in range(passes):
            target = np.zeros_like(values)
            light.smooth(values, target, self.geometry, 1 << step)
            values = target
        return values

    def paint(self, image: np.ndarray, layers: np.ndarray, heaven: np.ndarray, horizon: np.ndarray, first: int,
              last: int, report: Callable[[float, bool], None]) -> None:
        """Fill rows ``first..last`` of ``image`` (H, W, 3); ``layers`` (H, W, 2) gets distance and kind.

        ``heaven`` is the sky (H, W, 4) shown where nothing stands before it; ``horizon`` (N, 3) its glow low down.
        ``report`` hears the share done after every pass, and whether the picture can be looked at just then.
        """
        height, width = image.shape[:2]
        tally = np.zeros((height, width, 3), np.float32)
        rows = max(1, BATCH // width)
        sampling = self.sampling or Sampling.of(width)
        image[first:last] = 0
        for row in range(first, last, rows):
            end = min(row + rows, last)
            everything = chosen = np.arange(row * width, end * width, dtype=np.int32)
            traced = 0
            for rays in sampling.rays:
                if not len(chosen):
                    break
                for index in range(traced, rays):
                    self._pass(chosen, index, image, tally, layers, heaven, horizon)
                    report((row - first + (end - row) * index / sampling.rays[-1]) / (last - first), False)
                if rays < sampling.rays[-1]:
                    rough = self._rough(image[row:end], tally[row:end], rays, sampling.error)
                    chosen = everything[rough.ravel()]
                traced = rays
            image[row:end] /= np.maximum(tally[row:end, :, :1], 1)
            report((end - first) / (last - first), True)

    @staticmethod
    def _rough(total: np.ndarray, tally: np.ndarray, rays: int, error: float) -> np.ndarray:
        """Which of the pixels (R, W) that have had ``rays`` need more for a standard ``error``; after the first rays
        also such as differ from a neighbour: an edge that all their rays missed."""
        mean = total.mean(axis=2) / np.maximum(tally[..., 0], 1)
        rough = (tally[..., 0] == rays) & (tally[..., 2] - tally[..., 1] > error * _RANGES[rays] * (mean + 0.01))
        if rays in _APART:
            limit = _APART[rays] * error
            down = np.abs(np.diff(mean, axis=0)) > limit * (np.maximum(mean[:-1], mean[1:]) + 0.02)
            rough[:-1] |= down
            rough[1:] |= down
            across = np.abs(np.diff(mean, axis=1)) > limit * (np.maximum(mean[:, :-1], mean[:, 1:]) + 0.02)
            rough[:, :-1] |= across
            rough[:, 1:] |= across
        return rough

    def _pass(self, pixels: np.ndarray, index: int, image: np.ndarray, tally: np.ndarray, layers: np.ndarray,
              heaven: np.ndarray, horizon: np.ndarray) -> None:
        from . import final, rays, surface

        height, width = image.shape[:2]
        land, count = self.land, len(pixels)
        materials, blur = self.arrays.materials, float(np.pi / height)
        # only as many rows as there are pixels: the last batch and the rough pixels fill less than the room
        way, hits, ground, looks = self.rays[:count], self.hits[:count], self.ground[:count], self.looks[:count]
        sunward, mirror, mirrored = self.sunward[:count], self.mirror[:count], self.mirrored[:count]
        reflected, seen = self.reflected[:count], self.seen[:count]
        final.aim(pixels, count, index, height, width, self.seed, way, ground, land.polar, land.slopes, land.heights,
                  land.radii, self.world)
        rays.trace(way, hits, *self.tree)
        surface.describe(count, way, hits, looks, blur, materials, self.noise)
        final.prepare(count, index, self.seed, way, hits, ground, looks, sunward, mirror, self.noise, self.world)
        rays.shadow(sunward, seen, *self.tree)
        rays.trace(mirror, mirrored, *self.tree)
        surface.describe(count, mirror, mirrored, reflected, 0.02, materials, self.noise)
        final.compose(count, index, height, width, pixels, image, tally, layers, heaven, self.upper, horizon, way, hits,
                      ground, looks, seen, mirror, mirrored, reflected, self.noise, self.tile, self.size, self.relief,
                      self.soft, self.sunlit, self.geometry, land.polar, land.heights, land.cover, land.lit, land.radii,
                      self.world, self.seed)
