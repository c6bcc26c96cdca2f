# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way is up in an equirectangular map, and how high its horizon lies: estimated from the picture alone.

Two cues, each of which says how far it may be trusted.

* The skyline: where the sky ends in each column. What stands on the horizon, such as hills, houses and trees, raises it
  and nothing lowers it, so that the horizon is the circle about the zenith that much of the skyline lies on and
  hardly any of it below: found among all circles, then by reweighted least squares that trust what is above less.
* Verticals of the world, such as walls, door frames and trunks, are great circles through the zenith: the normal of
  each is at right angles to it. The zenith is where most normals of edges are so (Barnard, *Interpreting
  perspective images*, 1983; on panoramas Zhang et al., *PanoContext*, ECCV 2014), found by the same kind of fit.

Angles are radians unless a name says degrees; directions are those of :class:`protocol.assets.Environment`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from .panorama import directions, elevations, pixel_of
from .spectrum import luminance

#: Width at which a map is looked at, and the largest tilt that is looked for.
WIDTH, LARGEST = 1024, math.radians(18.0)
#: What is looked for once a map has been made level.
_NEARLY = math.radians(3.0)
#: A tilt, and a horizon, are to be believed from these confidences on.
CONFIDENT, VISIBLE = 0.9, 0.9
#: Cues that differ by less, degrees, are joined; one below this confidence is not heard beside another.
_AGREE, _SLIGHT = 1.5, 0.15
#: Where a skyline is looked for, radians from the middle.
_BAND = math.radians(26.0)


@dataclass(frozen=True)
class Level:
    """How a map stands. Angles in degrees."""

    #: Unit vector (3,) in the map towards what is up in the world.
    up: tuple[float, float, float]
    #: Angle between that and the map's own zenith, and the azimuth towards which the map's zenith must lean to meet it.
    tilt: float
    tilt_azimuth: float
    #: 0 nothing tells, 1 certain; tilt is to be believed from :data:`CONFIDENT` on.
    confidence: float
    #: What told: "horizon", "verticals", "both" or "".
    cue: str
    #: Height of the horizon above the middle once the map is level; None where it is not visible.
    horizon: float | None
    horizon_confidence: float

    @property
    def sure(self) -> bool:
        """Whether the tilt is to be believed."""
        return self.confidence >= CONFIDENT


def estimate(pixels: np.ndarray, rounds: int = 3) -> Level:
    """How (H, W, 3) radiance or linear colour stands. Looked at again once made level, so that what is fitted
    last is nearly level, where neither cue is biased."""
    # In logarithms from here on: mixing a bright sky into dark ground, turned about, would move their edge.
    features = np.moveaxis(_features(_small(pixels)), 0, -1)
    turn = np.eye(3)
    confidence, cue, reach = 0.0, "", LARGEST
    for _ in range(rounds):
        seen = np.moveaxis(features if reach == LARGEST else rotated(features, turn), -1, 0)
        circle, height = _horizon(seen, reach)
        up, confidence, cue = _joined(circle, _verticals(seen, reach))
        turn = rotation_to_level(up) @ turn
        reach = _NEARLY
    up = turn.T @ np.array([0.0, 0.0, 1.0])
    visible = circle.confidence >= VISIBLE and cue != "verticals"
    return Level(
        up=(float(up[0]), float(up[1]), float(up[2])), tilt=math.degrees(math.acos(min(1.0, float(up[2])))),
        tilt_azimuth=math.degrees(math.atan2(up[1], up[0])), confidence=confidence, cue=cue,
        horizon=math.degrees(height) if visible else None, horizon_confidence=circle.confidence)


def rotation_to_level(up: np.ndarray) -> np.ndarray:
    """The smallest rotation (3, 3) that takes the unit vector ``up`` to +Z (Rodrigues' formula)."""
    up = np.asarray(up, np.float64)
    axis = np.cross(up, [0.0, 0.0, 1.0])
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + cross + cross @ cross / (1 + up[2])


def rotated(pixels: np.ndarray, turn: np.ndarray, done: Callable[[float], None] | None = None) -> np.ndarray:
    """The map (H, W, 3) whose direction ``turn @ d`` shows what ``pixels`` has in ``d``; bilinear."""
    height, width = pixels.shape[:2]
    # A row beyond each pole is the row before it from the other side; a column on each side goes around.
    padded = np.concatenate([np.roll(pixels[:1], width // 2, axis=1), pixels,
                             np.roll(pixels[-1:], width // 2, axis=1)])
    padded = np.concatenate([padded[:, -1:], padded, padded[:, :1]], axis=1)
    result = np.empty_like(pixels)
    for first in range(0, height, 256):
        rows = np.arange(first, min(first + 256, height)) + 0.5
        there = np.moveaxis(directions(rows, np.arange(width) + 0.5, width) @ turn, -1, 0)
        row, column = pixel_of(there, width)
        places = [row + 0.5, column + 0.5]
        for channel in range(pixels.shape[2]):
            map_coordinates(padded[..., channel], places, output=result[first:first + 256, :, channel], order=1,
                            mode="nearest")
        if done is not None:
            done(min(1.0, (first + 256) / height))
    return result


@dataclass(frozen=True)
class _Cue:
    up: np.ndarray
    confidence: float


def _ramp(value: float, low: float, high: float) -> float:
    """0 at ``low``, 1 at ``high``, even in between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _joined(circle: _Cue, vertical: _Cue) -> tuple[np.ndarray, float, str]:
    """The zenith both cues tell, how far it is to be trusted, and which told."""
    first, second, name = circle, vertical, "horizon"
    if vertical.confidence > circle.confidence:
        first, second, name = vertical, circle, "verticals"
    if not first.confidence:
        return np.array([0.0, 0.0, 1.0]), 0.0, ""
    if second.confidence < _SLIGHT:
        return first.up, first.confidence, name
    apart = math.degrees(math.acos(min(1.0, float(first.up @ second.up))))
    if apart > _AGREE:  # then the weaker speaks of something else, or one of the two is wrong
        return first.up, first.confidence * (1 - 0.5 * second.confidence), name
    up = first.up * first.confidence**2 + second.up * second.confidence**2
    return up / np.linalg.norm(up), 1 - (1 - first.confidence) * (1 - second.confidence), "both"


def _small(pixels: np.ndarray) -> np.ndarray:
    """The map at most :data:`WIDTH` wide, means of pixels, finite and not negative."""
    step = max(1, pixels.shape[1] // WIDTH)
    height, width = pixels.shape[0] // step, pixels.shape[1] // step
    sound = np.nan_to_num(pixels[:height * step, :width * step], nan=0.0, posinf=6e4, neginf=0.0)
    sound = np.maximum(sound, 0.0).astype(np.float32)
    return sound.reshape(height, step, width, step, -1).mean(axis=(1, 3))[..., :3]


def _features(pixels: np.ndarray) -> np.ndarray:
    """Log luminance and two log colour ratios of (H, W, 3), as (3, H, W)."""
    level = luminance(pixels)
    floor = 0.02 * float(np.median(level)) + 1e-6
    log = np.log(pixels + floor)
    return np.stack([np.log(level + floor), log[..., 0] - log[..., 1], log[..., 2] - log[..., 1]])


def _blurred(image: np.ndarray, sigma: float) -> np.ndarray:
    """A Gaussian that goes around in azimuth."""
    return np.asarray(gaussian_filter(image, sigma, mode=("nearest", "wrap")))


# The horizon


def _skyline(features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Elevation (C,) at which the sky ends in each column, and how clear that is (0..1).

    What sky is like is learnt from the map itself: linear discriminant analysis (Fisher 1936) of what lies well above
    the middle against what lies well below it. A column's sky ends where the evidence above and below agrees best.
    """
    height, width = features.shape[1:]
    stack = np.stack([_blurred(each, 1.0) for each in features])
    elevation = elevations(np.arange(height) + 0.5, height)
    up = stack[:, (elevation > math.radians(32)) & (elevation < math.radians(75))].reshape(3, -1)[:, ::7]
    down = stack[:, (elevation < math.radians(-22)) & (elevation > math.radians(-70))].reshape(3, -1)[:, ::7]
    within = np.cov(up) + np.cov(down) + 1e-4 * np.eye(3)
    axis = np.linalg.solve(within, up.mean(axis=1) - down.mean(axis=1))
    likely = np.clip(np.tensordot(axis, stack, 1) - 0.5 * axis @ (up.mean(axis=1) + down.mean(axis=1)), -3, 3)
    band = np.flatnonzero(np.abs(elevation) < _BAND)
    part = likely[band]
    gain = np.cumsum(part, axis=0) - (part.sum(axis=0) - np.cumsum(part, axis=0))
    cut = gain.argmax(axis=0)
    edge = np.abs(np.gradient(_blurred(likely, 0.8), axis=0))
    reach = max(2, round(math.radians(0.8) / math.pi * height))
    rows = np.clip(band[cut][None] + np.arange(-reach, reach + 1)[:, None], 1, height - 2)
    columns = np.arange(width)
    near = edge[rows, columns]
    peak = rows[near.argmax(axis=0), columns]
    left, here, right = (edge[peak + k, columns] for k in (-1, 0, 1))
    bend = left - 2 * here + right
    shift = np.where(bend < -1e-6, np.clip(0.5 * (left - right) / np.where(bend == 0, 1, bend), -1, 1), 0.0)
    found = (0.5 - (peak + shift + 0.5) / height) * math.pi
    inside = (cut > 0) & (cut < len(band) - 1)
    return found, inside * np.clip(here / 0.5, 0, 1)


def _circle(up: np.ndarray, height: np.ndarray | float, azimuth: np.ndarray) -> np.ndarray:
    """Elevation of the circle ``height`` above the plane of ``up`` at each azimuth: ``d . up = sin(height)``."""
    across = up[..., 0:1] * np.cos(azimuth) + up[..., 1:2] * np.sin(azimuth)
    reach = np.hypot(up[..., 2:3], across)
    return np.arcsin(np.clip(np.sin(height) / reach, -1, 1)) - np.arctan2(across, up[..., 2:3])


def _ups(most: float, step: float) -> np.ndarray:
    """Unit vectors (N, 3) within ``most`` of +Z, ``step`` apart."""
    line = np.arange(-math.ceil(most / step), math.ceil(most / step) + 1) * step
    x, y = (each.ravel() for each in np.meshgrid(line, line))
    angle = np.hypot(x, y)
    keep = angle <= most + 1e-9
    scale = np.sinc(angle / math.pi)
    return np.stack([x * scale, y * scale, np.cos(angle)], axis=1)[keep]


def _horizon(features: np.ndarray, most: float) -> tuple[_Cue, float]:
    """The zenith the horizon tells, and the horizon's height."""
    found, clear = _skyline(features)
    azimuth = math.pi * (1 - 2 * (np.arange(len(found)) + 0.5) / len(found))
    point = np.stack([np.cos(found) * np.cos(azimuth), np.cos(found) * np.sin(azimuth), np.sin(found)], axis=1)
    coarse, high = slice(None, None, max(1, len(found) // 256)), 0.0
    up = np.array([0.0, 0.0, 1.0])
    for reach, step, rise, sharp in ((most, 1.0, 6.0, 1.0), (math.radians(1.5), 0.3, 1.0, 0.5)):
        ups = _ups(reach, math.radians(step)) @ rotation_to_level(up)
        heights = high + np.radians(np.arange(-rise, rise + 1e-9, step / 2))
        over = np.arcsin(np.clip(ups @ point[coarse].T, -1, 1))
        scores = np.stack([_agreement(np.degrees(over - each), clear[coarse], sharp)
                           - 0.004 * math.degrees(each) ** 2 for each in heights])
        best = np.unravel_index(int(scores.argmax()), scores.shape)
        up, high = ups[best[1]], float(heights[best[0]])
    for _ in range(8):
        off = np.degrees(np.arcsin(np.clip(point @ up, -1, 1)) - high)
        weight = clear / (1 + (off / np.where(off > 0, 0.3, 0.5)) ** 2) ** 2
        # d . up = sin(high), with up = (x, y, 1) up to its length: linear in x, y and the height.
        level = point @ rotation_to_level(up).T
        design = np.stack([level[:, 0], level[:, 1], -np.ones(len(level))], axis=1)
        normal = design.T @ (design * weight[:, None]) + 1e-9 * np.eye(3)
        x, y, sine = np.linalg.solve(normal, -(design * weight[:, None]).T @ level[:, 2])
        length = math.sqrt(x * x + y * y + 1)
        up = np.array([x, y, 1.0]) / length @ rotation_to_level(up)
        high = math.asin(float(np.clip(sine / length, -0.9, 0.9)))
    # How much of the skyline lies on the circle, whether that is all around, and how much lies below it.
    spread = float(np.linalg.eigvalsh(normal / max(float(weight.sum()), 1e-9))[0])
    below = float(np.mean((off < -0.8) & (clear > 0.3)))
    confidence = _ramp(float(weight.mean()), 0.02, 0.36) * _ramp(spread, 0.0, 0.06) * _ramp(-below, -0.25, -0.02)
    return _Cue(up, confidence), high


def _agreement(off: np.ndarray, clear: np.ndarray, sharp: float) -> np.ndarray:
    """Of skylines ``off`` (N, C) degrees above circles: the share that lies on each, less that below it."""
    on = 1 / (1 + (off / (0.5 * sharp)) ** 2)
    return ((on - 0.6 * np.clip(-off / sharp - 0.7, 0, 1)) * clear).mean(axis=1)


# Verticals


def _verticals(features: np.ndarray, most: float) -> _Cue:
    """The zenith that walls, posts and trunks tell."""
    normal, weight = _edges(features, 3.0 if most == _NEARLY else 1.2)
    if len(weight) < 50:
        return _Cue(np.array([0.0, 0.0, 1.0]), 0.0)
    pick = np.random.Generator(np.random.PCG64(0)).permutation(len(weight))[:6000]
    up = np.array([0.0, 0.0, 1.0])
    for reach, step, sharp in ((most, 1.0, 1.5), (math.radians(1.5), 0.3, 0.7)):
        ups = _ups(reach, math.radians(step)) @ rotation_to_level(up)
        off = np.degrees(np.abs(ups @ normal[pick].T))
        up = ups[int(((1 / (1 + (off / sharp) ** 2) ** 2) @ weight[pick]).argmax())]
    for _ in range(8):
        turn = rotation_to_level(up)
        level = normal @ turn.T
        off = np.degrees(level[:, 2])
        close = weight / (1 + (off / 0.6) ** 2) ** 2
        design = level[:, :2]
        fit = design.T @ (design * close[:, None]) + 1e-9 * np.eye(2)
        x, y = np.linalg.solve(fit, -(design * close[:, None]).T @ level[:, 2])
        up = np.array([x, y, 1.0]) / math.sqrt(x * x + y * y + 1) @ turn
    off = np.degrees(np.abs(normal @ up))
    # Edges within a degree of upright against those within a degree of leaning: even where nothing is built.
    near, around = weight[off < 1.0].sum(), weight[(off > 3.0) & (off < 8.0)].sum() / 5
    spread = float(np.linalg.eigvalsh(fit / max(float(close.sum()), 1e-9))[0])
    return _Cue(up, _ramp(float(near / max(float(around), 1e-9)), 1.2, 2.4) * _ramp(spread, 0.0, 0.15))


def _edges(features: np.ndarray, along: float) -> tuple[np.ndarray, np.ndarray]:
    """Normals (N, 3) of the great circles along edges that may be vertical, and their weights (N,).

    ``along``: pixels over which an edge is averaged upwards, which only what is nearly upright survives.
    """
    height, width = features.shape[1:]
    level = gaussian_filter(features[0], (along, 1.2), mode=("nearest", "wrap"))
    elevation = elevations(np.arange(height) + 0.5, height)
    azimuth = math.pi * (1 - 2 * (np.arange(width) + 0.5) / width)
    north = -np.gradient(level, axis=0) * (height / math.pi)
    wrapped = np.concatenate([level[:, -1:], level, level[:, :1]], axis=1)
    east = -(wrapped[:, 2:] - wrapped[:, :-2]) / 2 * (width / (2 * math.pi)) / np.cos(elevation)[:, None]
    strength = np.hypot(north, east)
    # Thin to the crests: a step is one edge, however wide it has become.
    left, right = (np.roll(strength, k, axis=1) for k in (1, -1))
    crest = (strength >= left) & (strength >= right)
    sector = (np.abs(east) > 2.2 * np.abs(north)) & (np.abs(elevation) < math.radians(55))[:, None]
    strong = strength > max(1.5, float(np.percentile(strength[sector], 60)) if sector.any() else 1.5)
    row, column = np.nonzero(crest & sector & strong)
    sine, cosine = np.sin(elevation[row]), np.cos(elevation[row])
    # The normal of the great circle along an edge is the gradient's direction on the sphere.
    e = np.stack([-np.sin(azimuth[column]), np.cos(azimuth[column]), np.zeros(len(row))], axis=1)
    n = np.stack([-sine * np.cos(azimuth[column]), -sine * np.sin(azimuth[column]), cosine], axis=1)
    gradient = east[row, column, None] * e + north[row, column, None] * n
    length = np.linalg.norm(gradient, axis=1)
    return gradient / length[:, None], np.minimum(length, 12.0) * cosine
