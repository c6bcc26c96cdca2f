# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips made in place set to travel, as far as their feet push them, or on all fours their hands and knees."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.clip import Clip
from backend.motion.clip_ops import with_path
from backend.motion.editing.contacts import ADULT_LEG, ground
from backend.motion.skeleton import INDEX, KNEES, WRISTS
from backend.motion.soles import feet

#: Slowest crawl, m/s of an adult; what already goes so much of its way goes by itself.
_CRAWL, _GOES = 0.25, 0.3
#: On all fours: rise of the trunk (share of its length) at most, and height (legs) of the hands above the knees.
_RISE, _HANDS = 0.6, 0.5
#: Seconds of blur of the pushing of feet, hands and knees.
_BLUR = 0.04
#: Metres: points of a sole so much higher than the lowest bear less; a foot so much above the floor is down.
_SHARED, _DOWN = 0.012, 0.05
#: Share of the time in which who walks has a foot down.
_WALKS = 0.5
#: Share of its pace by which an even treadmill may differ from the feet that bear.
_EVEN = 0.25


def travelling(clip: Clip, speed: float | None = None) -> Clip:
    """``clip`` carried over the floor against the way its standing feet slide.

    ``speed`` (m/s) replaces the one the feet show. A clip that travels already, or whose feet stand still, is
    returned as it is; :func:`backend.motion.clip_ops.in_place` leads back.
    """
    if on_all_fours(clip):
        way = _crawled(clip)
        length = float(np.linalg.norm(way[-1]))
        factor = 1.0 if speed is None or length == 0 else speed * clip.duration / length
        return clip if length == 0 else with_path(clip, way * factor)
    velocity = ground(clip).velocity
    pace = float(np.linalg.norm(velocity))
    if pace == 0:
        return clip
    pushed = _pushed(clip, velocity)
    if speed is not None:
        pushed = np.full(len(clip), speed) if pushed.std() == 0 else pushed * (speed / max(float(pushed.mean()), 1e-9))
    steps = 0.5 * (pushed[1:] + pushed[:-1]) / clip.fps
    return with_path(clip, -np.concatenate([[0.0], np.cumsum(steps)])[:, None] * (velocity / pace))


def _pushed(clip: Clip, velocity: np.ndarray) -> np.ndarray:
    """(T,) m/s against ``velocity`` of the treadmill: its own where the feet that bear go about as fast as it all the
    time, else as fast as they do at each moment, as in the walks of hand-made characters."""
    pace = float(np.linalg.norm(velocity))
    points = feet(clip.performance(), clip.body)[:, :, :2].reshape(len(clip), 4, 3)
    scale = min(1.0, clip.body.leg / ADULT_LEG)
    edge = "wrap" if clip.loop else "nearest"
    around = np.concatenate([points[-3:], points, points[:3]]) if clip.loop else np.pad(
        points, ((3, 3), (0, 0), (0, 0)), mode="reflect", reflect_type="odd") if len(points) > 3 else points
    if len(around) == len(points):
        return np.full(len(clip), pace)
    flow = (np.gradient(around, axis=0)[3:-3, :, :2] * clip.fps) @ (velocity / pace)
    lowest = points[..., 2].min(axis=1)
    weight = np.exp((lowest[:, None] - points[..., 2]) / (_SHARED * scale))
    bearing = (flow * weight).sum(axis=1) / weight.sum(axis=1)
    down = lowest < np.percentile(lowest, 20) + _DOWN * scale
    if down.mean() < _WALKS or np.median(np.abs(bearing[down] - pace)) < _EVEN * pace:
        return np.full(len(clip), pace)
    # Where no foot is down, as fast as between leaving the ground and coming down.
    times = np.arange(len(clip))
    period = {"period": len(clip)} if clip.loop else {}
    known = np.interp(times, times[down], bearing[down].clip(0.0), **period)
    result: np.ndarray = gaussian_filter1d(known, _BLUR * clip.fps, mode=edge)
    return result


def on_all_fours(clip: Clip) -> bool:
    """Whether somebody bears on hands and knees most of the time, as in crawling."""
    places = clip.positions()
    trunk = places[:, INDEX["neck"]] - places[:, 0]
    level = np.abs(trunk[:, 2]) < _RISE * np.linalg.norm(trunk, axis=1)
    apart = places[:, list(WRISTS), 2].min(1) - places[:, list(KNEES), 2].min(1)
    return bool((level & (np.abs(apart) < _HANDS * clip.body.leg)).mean() > 0.8)


def _crawled(clip: Clip) -> np.ndarray:
    """(T, 2) way, from 0 on, that the hands and knees push the body: as fast as the two that go backwards do. All zero
    for who stays on the spot or travels already."""
    places = clip.positions()
    trunk = (places[:, INDEX["neck"], :2] - places[:, 0, :2]).mean(0)
    axis = trunk / max(float(np.linalg.norm(trunk)), 1e-9)
    limbs = (places[:, [*WRISTS, *KNEES], :2] - clip.root[:, None, :2]) @ axis
    edge = "wrap" if clip.loop else "nearest"
    pushing = -np.gradient(gaussian_filter1d(limbs, _BLUR * clip.fps, axis=0, mode=edge), axis=0) * clip.fps
    pace = np.sort(pushing, axis=1)[:, -2:].mean(1).clip(0)
    steps = pace / clip.fps
    total = float(steps.sum())
    gone = float((clip.root[-1, :2] - clip.root[0, :2]) @ axis)
    slowest = _CRAWL * min(1.0, clip.body.leg / ADULT_LEG) * clip.duration
    if total < slowest or abs(gone) > _GOES * total:
        return np.zeros((len(clip), 2))
    return np.concatenate([[0.0], np.cumsum(0.5 * (steps[1:] + steps[:-1]))])[:, None] * axis
