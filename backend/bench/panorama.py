# SPDX-License-Identifier: GPL-3.0-or-later
"""The panorama renderer: how long a preview takes, and the time of Cycles for a picture as clean.

The picture is a clear noon sky over level sand. Cycles is given the finished sky as its world, the sun as a lamp and
the sand as a textured, bumped plane, and spends its time on samples alone; ours includes making the sky. Noise is the
root mean square error of tone-mapped radiance against the same renderer's own converged picture, weighted by solid
angle, outside the sun. The samples at which Cycles is as clean as ours are interpolated from a ladder of counts.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import Progress

WIDTH = 512
#: Samples of Cycles a pixel; its converged picture; rays a pixel of ours.
LADDER, CONVERGED, OUR_CONVERGED = (2, 4, 8, 16, 32, 64), 512, 64
SEEDS = (1, 2, 3)
#: What a preview is timed on: the rooms and the outdoors that take longest.
PLACES = ("a modern living room", "a cathedral", "a photo studio with softboxes", "a forest in fog",
          "a city street in the afternoon", "an overcast meadow")


def tone(radiance: np.ndarray) -> np.ndarray:
    """Radiance as a screen shows it, 0..1: Reinhard's curve, then a gamma of 2.2."""
    mapped: np.ndarray = (radiance / (1 + radiance)) ** (1 / 2.2)
    return mapped


def noise(picture: np.ndarray, converged: np.ndarray, weights: np.ndarray) -> float:
    """Root mean square error (see the module) of (H, W, 3) radiance where ``weights`` (H, W) are not 0."""
    square = ((tone(picture) - tone(converged)) ** 2).mean(axis=2)
    return float(np.sqrt((square * weights).sum() / weights.sum()))


def equal_samples(wanted: float, counts: np.ndarray, noises: np.ndarray) -> float:
    """The sample count at which noise falls to ``wanted``: linear between logarithms, and beyond the measured counts
    by the rule of Monte Carlo, that noise falls with the root of the count. ``counts`` (N,) rise, N >= 2."""
    x, y = np.log(np.asarray(counts, float)), np.log(np.minimum.accumulate(np.asarray(noises, float)))
    better = np.concatenate([[True], np.diff(y) < 0])
    x, y, level = x[better], y[better], math.log(wanted)
    if level >= y[0]:
        return float(np.exp(x[0] - 2 * (level - y[0])))
    if level <= y[-1]:
        return float(np.exp(x[-1] + 2 * (y[-1] - level)))
    return float(np.exp(np.interp(-level, -y, x)))


def time_of(samples: float, counts: np.ndarray, seconds: np.ndarray) -> float:
    """Seconds that ``samples`` take: a straight line through the measured times, relative errors equally heavy."""
    counts, seconds = np.asarray(counts, float), np.asarray(seconds, float)
    slope, start = np.polyfit(counts, seconds, 1, w=1 / seconds)
    return float(max(start, 0.0) + slope * samples)


@dataclass(frozen=True)
class Comparison:
    """Ours and Cycles at equal noise. ``ratio`` is Cycles' time over ours, ``low`` and ``high`` its 95 % interval over
    the seeds; ``samples`` what Cycles needs; ``noise`` the common error; ``seconds`` ours."""

    ratio: float
    low: float
    high: float
    samples: float
    noise: float
    seconds: float


def compare(ours: list[tuple[float, float]], counts: np.ndarray, noises: np.ndarray,
            seconds: np.ndarray) -> Comparison:
    """From our (seconds, noise) for each of N >= 2 seeds and, for Cycles, ``noises`` and ``seconds`` (N, counts)."""
    from scipy.stats import t

    needed = np.array([equal_samples(mine, counts, theirs) for (_, mine), theirs in zip(ours, noises)])
    taken = np.array([time_of(each, counts, row) for each, row in zip(needed, seconds)])
    logs = np.log(taken / np.array([each for each, _ in ours]))
    half = float(t.ppf(0.975, len(logs) - 1) * logs.std(ddof=1) / math.sqrt(len(logs)))
    mean = float(logs.mean())
    return Comparison(math.exp(mean), math.exp(mean - half), math.exp(mean + half), float(np.median(needed)),
                      float(np.median([each for _, each in ours])), float(np.median([each for each, _ in ours])))


def previews(width: int = 1024, rounds: int = 3) -> dict[str, float]:
    """Seconds of each of :data:`PLACES` at ``width``, warm: the best of ``rounds``."""
    from backend.environment.reading import read
    from backend.environment.render import render
    from backend.environment.spec import check

    found = {}
    for prompt in PLACES:
        spec = check(read(prompt).spec)
        taken = []
        for _ in range(rounds + 1):
            start = time.perf_counter()
            render(spec, 1, width, False, Progress())
            taken.append(time.perf_counter() - start)
        found[prompt] = min(taken[1:])
    return found


def final(width: int = 4096) -> float:
    """Seconds of the dock at ``width``, warm but for its size."""
    from backend.environment.reading import read
    from backend.environment.render import render
    from backend.environment.spec import check

    spec = check(read("a wooden dock on a lake in the late afternoon, scattered clouds").spec)
    render(spec, 1, 512, False, Progress())
    start = time.perf_counter()
    render(spec, 1, width, False, Progress())
    return time.perf_counter() - start


def against_cycles(blender: Path, scratch: Path, width: int = WIDTH) -> tuple[Comparison, Comparison]:
    """Ours against Cycles on one computer in one run, by the clock and by the processors' time, which other programs
    disturb less. ``blender`` is Blender or a Python that has bpy. Raises ``DemoError`` where it fails."""
    import subprocess

    from backend.demo.run import run_in_blender
    from backend.environment import device

    handed, ours, weights = device.run(_ours, width)
    plan = scratch / "plan.json"
    np.savez(scratch / "scene.npz", **handed)
    plan.write_text(json.dumps({"width": width, "counts": LADDER, "seeds": SEEDS, "converged": CONVERGED}), "utf-8")
    run_in_blender(blender, Path(__file__).with_name("panorama_cycles.py"), ["--folder", scratch],
                   {"BLENDER_USER_RESOURCES": str(scratch / "blender")}, output=subprocess.DEVNULL)
    seconds = np.array(json.loads((scratch / "seconds.json").read_text("utf-8")))  # (2, seeds, counts)
    converged = np.load(scratch / "converged.npy")
    noises = np.array([[noise(np.load(scratch / f"{seed}_{count}.npy"), converged, weights) for count in LADDER]
                       for seed in SEEDS])
    wall, processors = ([(each[clock], each[2]) for each in ours] for clock in (0, 1))
    return (compare(wall, np.array(LADDER), noises, seconds[0]),
            compare(processors, np.array(LADDER), noises, seconds[1]))


def _ours(width: int) -> tuple[dict[str, Any], list[tuple[float, float, float]], np.ndarray]:
    """What Cycles is handed; seconds by the clock, of the processors, and noise of ours for each seed; the weights of
    pixels. In Taichi's thread."""
    from backend.environment import device
    from backend.environment.panorama import directions, solid_angles
    from backend.environment.tracer.painter import Sampling

    device.start()
    drawn = _Sand(width)
    drawn.paint(0, Sampling(), 8)  # compiles
    converged = drawn.paint(999, Sampling(rays=(OUR_CONVERGED,)), 512)
    height = width // 2
    towards = directions(np.arange(height) + 0.5, np.arange(width) + 0.5, width) @ drawn.heavens.light.direction
    weights = solid_angles(width)[:, None] * (towards < math.cos(math.radians(5)))
    found = []
    for seed in SEEDS:
        start, busy = time.perf_counter(), time.process_time()
        picture = _Sand(width).paint(seed, Sampling(), 8)
        taken, busy = time.perf_counter() - start, time.process_time() - busy
        found.append((taken, busy, noise(picture, converged, weights)))
    return drawn.handed(), found, weights


class _Sand:
    """Level sand under a clear sky: what the renderer does for every place, without anything that stands on it."""

    def __init__(self, width: int) -> None:
        from backend.environment.firmament import rise
        from backend.environment.ground import GROUNDS, plain_noise, tile
        from backend.environment.spec import check

        self.width = width
        spec = check({"sun": {"elevation_deg": 55.0, "azimuth_deg": -60.0}, "turbidity": 2.5,
                      "clouds": {"kind": "none", "cover": 0.0, "cirrus": 0.0}})
        self.ground = GROUNDS["sand"]
        self.tile, self.plain = tile("sand"), plain_noise()
        self.heavens = rise(spec, 0, width, self.ground.albedo, False, False, Progress())

    def paint(self, seed: int, sampling: Any, gathered: int) -> np.ndarray:
        """Radiance (H, W, 3); ``gathered`` rays find the soft light of each place of the coarse map."""
        from backend.environment.scene.builder import Scene
        from backend.environment.tracer.painter import Painter, world_table

        heavens, ground, width = self.heavens, self.ground, self.width
        sun = heavens.sun if heavens.sun is not None else np.zeros(3)
        land, radii = _level()
        world = world_table(
            eye=(0, 0, 1.6, 1.6), light=heavens.light.direction, sun=sun, sky=heavens.irradiance,
            dark=ground.dark, pale=ground.light, ground=(*ground.albedo, 1.0), rocks=(0, 0, 0, 10.0),
            radii=radii, average=0.3 * (heavens.irradiance + sun), sunsize=(0.0093, 0.0))
        painter = Painter(Scene().arrays(), world, land, heavens.upper, self.plain, self.tile, ground.tile,
                          ground.relief, seed, sampling)
        painter.light(max(width // 4, 256), False, gathered, 1, Progress())
        pixels = np.zeros((width // 2, width, 3), np.float32)
        layers = np.zeros((width // 2, width, 2), np.float32)
        half = width // 4
        painter.paint(pixels, layers, heavens.sky, heavens.glow(), 0, half, lambda share, whole: None)
        painter.paint(pixels, layers, heavens.sky, heavens.glow(), half, 2 * half, lambda share, whole: None)
        return pixels

    def handed(self) -> dict[str, Any]:
        """Arrays for ``panorama_cycles.py``."""
        return {"sky": self.heavens.sky[..., :3], "relief": self.tile[..., 0], "tint": self.tile[..., 1],
                "colors": np.array([self.ground.dark, self.ground.light]), "direction": self.heavens.light.direction,
                "sun": self.heavens.sun, "sizes": np.array([self.ground.tile, self.ground.relief, 1.6])}


def _level() -> tuple[Any, tuple[float, float]]:
    """A plain without end, and its nearest ring and the factor between rings (see ``tracer.terrain``)."""
    from backend.environment.tracer.painter import Land

    radii = np.geomspace(10.0, 45_000.0, 32).astype(np.float32)
    grid = np.zeros((32, 64), np.float32)
    slopes = np.repeat((-1.6 / radii)[:, None], 64, axis=1).astype(np.float32)
    land = Land(np.full((2, 64), 1e7, np.float32), slopes, grid, grid.copy(), np.ones((32, 64, 2), np.float32), radii)
    return land, (float(radii[0]), float(np.log(radii[1] / radii[0])))
