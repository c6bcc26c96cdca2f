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
#: Rays in every pixel; further ones in pixels where those differ by more than the contrast, relative to their mean.
FEWEST, MOST, CONTRAST = 2, 8, 0.08
_ROWS = 18


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
    """One place being painted. ``upper`` is the finished sky (H / 2, W, 3), read where rays leave the place."""

    def __init__(self, arrays: Arrays, world: np.ndarray, land: Land, upper: np.ndarray, noise: np.ndarray,
                 tile: np.ndarray, size: float, relief: float, seed: int) -> None:
        self.arrays, self.world, self.land = arrays, world, land
        self.upper, self.noise, self.tile = upper, noise, tile
        self.size, self.relief, self.seed = size, relief, seed % (1 << 30)
        self.tree = (arrays.bounds, arrays.spans, arrays.groups, arrays.places, arrays.shapes)
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

        ``samples`` rays a place in the last round; the rounds before it, which only feed it, take a quarter.
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
        light.record(hits, way, geometry, self.world)
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
            for turn in range(samples):
                light.lamp_rays(way, weights, geometry, self.arrays.lamps, self.world, self.upper, turn, self.seed)
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
            rounds = samples if bounce == bounces - 1 else max(2, samples // 4)
            limit = 30.0 * max(float((self.soft + self.sunlit)[lit].mean()), 1e-6) if closed or bounce else 1e9
            for turn in range(rounds):
                light.gather_rays(way, geometry, self.world, turn, self.seed + bounce)
                rays.trace(way, hits, *self.tree)
                light.gather_add(hits, way, self.arrays.materials, geometry, self.soft, self.sunlit, self.upper,
                                 self.world, gathered, 1.0 / rounds, int(closed), limit)
                progress.update(0.4 + 0.6 * (bounce + (turn + 1) / rounds) / bounces, "Following the light")
            self.soft = direct + self._smooth(gathered, 4 if closed else 3)
        self._average(lit)

    def expose(self, key: float) -> None:
        """Scale all light so that the mean irradiance of the places seen becomes ``key``."""
        from .world import AVERAGE, OUTSIDE, SKY, SUN

        lit = (self.geometry[..., 4] > 0.5) & (self.geometry[..., 4] < 2.5)
        height = self.geometry.shape[0]
        weight = np.cos((np.arange(height) + 0.5) / height * np.pi - np.pi / 2)[:, None] * lit
        # the mean of roots: a patch of sun on the floor must not darken the room
        level = np.sqrt((self.soft + self.sunlit).mean(axis=2))
        mean = float((level * weight).sum() / max(weight.sum(), 1e-9)) ** 2
        # white balance, as a camera's: most of the way to neutral
        color = np.einsum("hwc,hw->c", (self.soft + self.sunlit).astype(np.float64), weight)
        balance = (color.mean() / np.maximum(color, 1e-9)) ** 0.85
        factor = (key / max(mean, 1e-9) * balance).astype(np.float32)
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

    def _smooth(self, values: np.ndarray, passes: int) -> np.ndarray:
        from . import light

        for step in range(passes):
            target = np.zeros_like(values)
            light.smooth(values, target, self.geometry, self.world, 1 << step)
            values = target
        return values

    def paint(self, image: np.ndarray, layers: np.ndarray, heaven: np.ndarray, horizon: np.ndarray, first: int,
              last: int, report: Callable[[float], None]) -> None:
        """Fill rows ``first..last`` of ``image`` (H, W, 3); ``layers`` (H, W, 2) gets distance and kind.

        ``heaven`` is the sky (H, W, 4) shown where nothing stands before it; ``horizon`` (N, 3) its glow low down.
        """
        height, width = image.shape[:2]
        tally = np.zeros((height, width, 3), np.float32)
        rows = max(1, BATCH // width)
        image[first:last] = 0
        for row in range(first, last, rows):
            end = min(row + rows, last)
            everything = np.arange(row * width, end * width, dtype=np.int32)
            for index in range(FEWEST):
                self._pass(everything, index, image, tally, layers, heaven, horizon)
            part = tally[row:end]
            mean = image[row:end].mean(axis=2) / np.maximum(part[..., 0], 1)
            rough = part[..., 2] - part[..., 1] > CONTRAST * (mean + 0.01)
            # an edge that both rays missed shows between neighbours
            for axis in (0, 1):
                step = np.abs(np.diff(mean, axis=axis)) > 2 * CONTRAST * (np.maximum(
                    mean[:-1] if axis == 0 else mean[:, :-1], mean[1:] if axis == 0 else mean[:, 1:]) + 0.02)
                if axis == 0:
                    rough[:-1] |= step
                    rough[1:] |= step
                else:
                    rough[:, :-1] |= step
                    rough[:, 1:] |= step
            more = everything[rough.ravel()]
            if len(more):
                for index in range(FEWEST, MOST):
                    self._pass(more, index, image, tally, layers, heaven, horizon)
            image[row:end] /= np.maximum(part[..., :1], 1)
            report((end - first) / (last - first))

    def _pass(self, pixels: np.ndarray, index: int, image: np.ndarray, tally: np.ndarray, layers: np.ndarray,
              heaven: np.ndarray, horizon: np.ndarray) -> None:
        from . import final, rays, surface

        height, width = image.shape[:2]
        land, count = self.land, len(pixels)
        materials, blur = self.arrays.materials, float(np.pi / height)
        final.aim(pixels, count, index, height, width, self.seed, self.rays, self.ground, land.polar, land.slopes,
                  land.heights, land.radii, self.world)
        # what a last, smaller batch leaves over must not be traced again
        for each in (self.rays, self.sunward, self.mirror):
            each[count:, 7] = 0
        rays.trace(self.rays, self.hits, *self.tree)
        surface.describe(count, self.rays, self.hits, self.looks, blur, materials, self.noise)
        final.prepare(count, index, self.seed, self.rays, self.hits, self.ground, self.looks, self.sunward, self.mirror,
                      self.noise, self.world)
        rays.shadow(self.sunward, self.seen, *self.tree)
        rays.trace(self.mirror, self.mirrored, *self.tree)
        surface.describe(count, self.mirror, self.mirrored, self.reflected, 0.02, materials, self.noise)
        final.compose(count, index, height, width, pixels, image, tally, layers, heaven, self.upper, horizon,
                      self.rays, self.hits, self.ground, self.looks, self.seen, self.mirror, self.mirrored,
                      self.reflected, self.noise, self.tile, self.size, self.relief, self.soft, self.sunlit,
                      self.geometry, land.polar, land.heights, land.cover, land.lit, land.radii, self.world,
                      self.seed)
