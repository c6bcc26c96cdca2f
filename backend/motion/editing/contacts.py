# SPDX-License-Identifier: GPL-3.0-or-later
"""When heels and toes are on the ground, told from a clip alone.

A point of the sole touches while it is low and does not move over the ground. Heights are judged against
the level at which that very point rests in the clip, because captured floors are off by centimetres, often
slope by one or two in a hundred, and every rig holds its feet a little differently. Clips made in place are
read as on a treadmill: the ground moves as fast as the low feet do. Both judgements have hysteresis (a loose
and a strict threshold, as in J. Canny's edge linking, 1986), and gaps and touches too short for a foot are
dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.clip import Clip
from backend.motion.clip_ops import cycle_travel
from backend.motion.soles import feet

#: Strict and loose limits of height (m, for an adult's leg) and of speed over the ground (m/s).
_LOW, _SLOW = (0.025, 0.045), (0.20, 0.42)
#: Speed (m/s) of one end of a flat foot at which the other is judged strictly.
_SWEEP = 0.8
#: On a treadmill speeds are also judged against the treadmill's.
_SLOW_SHARE = (0.22, 0.40)
#: Seconds: least and greatest blur against noise of capture; the shortest touch, and the longest gap within one.
_BLUR, _SHORTEST, _GAP = (0.02, 0.07), 0.07, 0.06
_OPPOSED = 9.1
#: Noise of speeds (m/s) that does not matter.
_QUIET = 0.05
#: A floor rising more than this (m a m) is no fault of capture: stairs, or a ramp.
_STEEPEST = 0.04
#: Slowest treadmill, m/s.
_TREADMILL = 0.3
#: Leg length (m) for which heights are meant.
ADULT_LEG = 0.85


@dataclass(frozen=True, eq=False)
class Ground:
    """What the feet of a clip stand on."""

    #: Height (m) of the floor above z = 0 below ``centre``; 0 for a clip whose feet are where they belong.
    height: float
    #: (2,) rise of the floor along x and y, and the place (x, y) it is seen from.
    slope: np.ndarray
    centre: np.ndarray
    #: (2, 2) height (m) above that floor at which each side's heel and ball rest.
    rest: np.ndarray
    #: (2,) velocity (m/s) of the floor: zero, unless the clip is in place.
    velocity: np.ndarray

    @property
    def moves(self) -> bool:
        """Whether the clip is in place, as on a treadmill."""
        return bool(np.any(self.velocity))

    def level(self, places: np.ndarray) -> np.ndarray:
        """Height (...) of the floor below places (..., 2 or 3)."""
        return self.height + (places[..., :2] - self.centre) @ self.slope


def detect(clip: Clip) -> np.ndarray:
    """(T, 4) bool: left heel, left toes, right heel, right toes on the ground."""
    points, extra = _points(clip)
    ground = _ground(points, clip, None)
    speed = _speed(points, clip.fps, ground.velocity)
    scale = min(1.0, clip.body.leg / ADULT_LEG)
    height = points[..., 2] - ground.level(points) - ground.rest
    # Blurred only along time, so that a single bad frame of capture does not break a touch.
    height = gaussian_filter1d(height, _blur(points, clip.fps), axis=0, mode="nearest")
    pace = float(np.linalg.norm(ground.velocity))
    strict, loose = ((height < low * scale) & (speed < max(slow, share * pace))
                     for low, slow, share in zip(_LOW, _SLOW, _SLOW_SHARE))
    # A foot that sweeps round flat over the floor stands on no point of it that moves at all.
    sweeping = ((height < _LOW[1] * scale) & (speed > _SWEEP + pace))[..., ::-1]
    loose &= strict | ~sweeping
    touching = np.stack([_link(strict[:, side, point], loose[:, side, point], clip.fps)
                         for side in (0, 1) for point in (0, 1)], -1)
    return touching[extra:extra + len(clip)]


def with_contacts(clip: Clip, again: bool = False) -> Clip:
    """``clip`` with contacts: its own where it has some (unless ``again``), else detected ones."""
    return clip if clip.contacts is not None and not again else replace(clip, contacts=detect(clip))


def ground(clip: Clip) -> Ground:
    """The floor that the feet of ``clip`` seem to stand on; where contacts are marked, they tell how it moves."""
    points, extra = _points(clip)
    contacts = clip.contacts
    if contacts is not None and extra:
        contacts = np.tile(contacts, (3, 1))
    return _ground(points, clip, contacts)


def standing(contacts: np.ndarray) -> np.ndarray:
    """(T, 2) whether the left and the right foot touch with heel or toes, from contacts (T, 4)."""
    return contacts[:, 0::2] | contacts[:, 1::2]


def runs(flags: np.ndarray) -> np.ndarray:
    """(N, 2) first frame and the frame after the last one of each stretch of True in (T,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(flags, dtype=np.int8), [0]])))
    return edges.reshape(-1, 2)


def _points(clip: Clip) -> tuple[np.ndarray, int]:
    """Sole points (T, 2, 2, 3) under heels and balls, and how many frames were put before the first one: a
    loop is continued on both sides."""
    points = feet(clip.performance(), clip.body)[:, :, :2]
    if not clip.loop or len(clip) < 3:
        return points, 0
    travel = cycle_travel(clip)
    return np.concatenate([points - travel, points, points + travel]), len(clip)


def _speed(points: np.ndarray, fps: float, ground_velocity: np.ndarray) -> np.ndarray:
    """(T, 2, 2) m/s over the ground, vertical motion included."""
    if len(points) < 2:
        return np.zeros(points.shape[:-1])
    return np.linalg.norm(_velocity(points, fps) - np.array([*ground_velocity, 0.0]), axis=-1)


def _velocity(points: np.ndarray, fps: float) -> np.ndarray:
    smooth = gaussian_filter1d(points, _blur(points, fps), axis=0, mode="nearest")
    return np.gradient(smooth, axis=0) * fps


def _blur(points: np.ndarray, fps: float) -> float:
    """Frames of Gaussian blur (sigma) that leave _QUIET of the noise in speeds.

    White noise makes neighbouring second differences point opposite ways, human motion the same way: the median
    of their dot products is -9.1 n^2 for noise of size n (by experiment), and hardly below zero for motion. A slope
    of blurred noise has the size n / (2 pi^(1/4) sigma^(3/2)).
    """
    if len(points) < 8:
        return max(_BLUR[0] * fps, 1e-3)
    bends = np.diff(points, 2, axis=0)
    noise = np.sqrt(max(0.0, -float(np.median((bends[1:] * bends[:-1]).sum(-1)))) / _OPPOSED)
    wanted = (np.sqrt(3) * noise * fps / (2.66 * _QUIET)) ** (2 / 3)
    return float(np.clip(wanted, max(_BLUR[0] * fps, 1e-3), max(_BLUR[1] * fps, 1e-3)))


def _ground(points: np.ndarray, clip: Clip, contacts: np.ndarray | None) -> Ground:
    scale = min(1.0, clip.body.leg / ADULT_LEG)
    lowest = points[..., 2].min(axis=-1)
    centre = points[..., :2].mean(axis=(0, 1, 2))
    if len(points) < 3:
        return Ground(float(lowest.min()), np.zeros(2), centre, np.zeros((2, 2)), np.zeros(2))
    velocity = _velocity(points, clip.fps)
    moving = _treadmill(points, velocity, clip, scale, contacts)
    over = np.linalg.norm(velocity - np.array([*moving, 0.0]), axis=-1)
    slow = over < max(_SLOW[0], _SLOW_SHARE[0] * float(np.linalg.norm(moving)))
    # The foot that bears the weight is the lower one; rising and falling feet are out by their speed.
    bearing = slow & (points[..., 2] <= lowest.min(axis=1)[:, None, None] + 0.06 * scale)
    flat = points[bearing] if bearing.sum() >= 6 else points.reshape(-1, 3)[
        np.argsort(points[..., 2], axis=None)[:max(3, lowest.size // 10)]]
    slope = np.zeros(2) if moving.any() else _slope(flat, scale)
    drop = (points[..., :2] - centre) @ slope
    height = float(np.percentile(flat[:, 2] - (flat[:, :2] - centre) @ slope, 20))
    above = points[..., 2] - drop - height
    rest = np.zeros((2, 2))
    for side in (0, 1):
        for point in (0, 1):
            chosen = (over[:, side, point] < _SLOW[1]) & (np.abs(above[:, side, point]) < 0.06 * scale)
            if chosen.sum() >= 3:
                # A heel that never comes down stays up.
                rest[side, point] = min(float(np.percentile(above[chosen, side, point], 20)), 0.035 * scale)
    return Ground(height, slope, centre, rest, moving)


def _slope(places: np.ndarray, scale: float) -> np.ndarray:
    """(2,) rise along x and y of the floor below resting points (N, 3): least squares that leaves out what
    rests elsewhere, such as raised feet and heels. Feet that stay within a step tell of no slope."""
    centred = places - places.mean(0)
    slope, weight = np.zeros(2), np.ones(len(places))
    # As if as many points again lay level at a distance of half a metre.
    ridge = 0.25 * len(places) * np.eye(2)
    for _ in range(6):
        level = np.average(centred[:, 2] - centred[:, :2] @ slope, weights=weight)
        weighted = centred[:, :2] * weight[:, None]
        slope = np.linalg.solve(weighted.T @ centred[:, :2] + ridge * weight.mean(),
                                weighted.T @ (centred[:, 2] - level))
        apart = centred[:, 2] - level - centred[:, :2] @ slope
        weight = 1 / (1 + (apart / (0.015 * scale)) ** 2)
    steep = float(np.linalg.norm(slope))
    return slope if steep < _STEEPEST else np.zeros(2)


def _treadmill(points: np.ndarray, velocity: np.ndarray, clip: Clip, scale: float,
               contacts: np.ndarray | None) -> np.ndarray:
    """(2,) velocity of the ground under feet marked as touching, else under low feet: zero where enough of them
    rest, else their most common one."""
    travel = clip.root[-1, :2] - clip.root[0, :2]
    own = float(np.linalg.norm(travel)) * clip.fps / max(len(clip) - 1, 1)
    if contacts is not None and contacts.any():
        held = contacts.reshape(-1, 2, 2)
        steps = np.diff(points[..., :2], axis=0)[held[1:] & held[:-1]] * clip.fps
        centre = np.median(steps, axis=0) if len(steps) else np.zeros(2)
        pace = float(np.linalg.norm(centre))
        return centre if pace >= _TREADMILL and own <= 0.3 * pace else np.zeros(2)
    lowest = points[..., 2].min(axis=(1, 2), keepdims=True)
    floor = np.percentile(points[..., 2].min(axis=(1, 2)), 20)
    low = points[..., 2] < np.maximum(lowest[..., 0], floor)[..., None] + 0.03 * scale
    flow = velocity[low & (points[..., 2] < floor + 0.06 * scale)]
    if len(flow) < 4:
        return np.zeros(2)
    paces = np.linalg.norm(flow, axis=1)
    if (paces < _SLOW[0]).mean() > 0.25:
        return np.zeros(2)
    # Where does most of the flow gather? Mean shift from the sample with the most neighbours.
    sample = flow[:: max(1, len(flow) // 400)]
    radius = max(0.25 * float(np.median(paces)), _SLOW[0])
    near = np.linalg.norm(sample[:, None] - sample[None], axis=-1) < radius
    middle = sample[near.sum(1).argmax()]
    for _ in range(8):
        close = np.linalg.norm(flow - middle, axis=1) < radius
        if not close.any():
            break
        middle = flow[close].mean(0)
    share = (np.linalg.norm(flow - middle, axis=1) < radius).mean()
    fast = float(np.linalg.norm(middle[:2]))
    if share < 0.3:
        middle = _uneven(points, velocity, scale)
        fast = float(np.linalg.norm(middle))
    if fast < _TREADMILL or own > 0.3 * fast:
        return np.zeros(2)
    return np.asarray(middle[:2])


def _uneven(points: np.ndarray, velocity: np.ndarray, scale: float) -> np.ndarray:
    """(2,) velocity of the ground below a gait in place that pushes unevenly, as limps and hand-made steps do: the
    median one of the lowest points. Zero unless somebody is on the floor most of the time, on either foot about as
    long, and pushes the same way nearly always."""
    frames = np.arange(len(points))
    heights = points[..., 2].reshape(len(points), 4)
    lowest = heights.argmin(axis=1)
    height = heights[frames, lowest]
    bearing = height < np.percentile(height, 20) + 0.06 * scale
    if bearing.mean() < 0.7:
        return np.zeros(2)
    flow = velocity.reshape(len(points), 4, 3)[frames, lowest, :2][bearing]
    right = float((lowest[bearing] // 2).mean())
    middle = np.median(flow, axis=0)
    pace = float(np.linalg.norm(middle))
    if not 0.3 < right < 0.7 or pace == 0 or (flow @ middle > 0.15 * pace**2).mean() < 0.7:
        return np.zeros(2)
    return np.asarray(middle)


def _link(strict: np.ndarray, loose: np.ndarray, fps: float) -> np.ndarray:
    """(T,) stretches of ``loose`` that hold at least one ``strict`` frame, short gaps filled, short ones dropped."""
    touching = np.zeros_like(loose)
    for begin, end in runs(loose):
        if strict[begin:end].any():
            touching[begin:end] = True
    for begin, end in runs(~touching):
        if end - begin <= round(_GAP * fps) and begin > 0 and end < len(touching):
            touching[begin:end] = True
    for begin, end in runs(touching):
        if end - begin < round(_SHORTEST * fps) and begin > 0 and end < len(touching):
            touching[begin:end] = False
    return touching
