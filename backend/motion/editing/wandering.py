# SPDX-License-Identifier: GPL-3.0-or-later
"""A captured floor that rises and sinks with time, told from where feet bear, and taken out.

Only where it clearly is the capture's: somebody upright who stays about where they are, whose feet bear at heights
that wander gradually. Stairs lead away, and the top of a box is level.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter1d, minimum_filter1d

from backend.motion.clip import Clip
from backend.motion.editing.contacts import ADULT_LEG, detect, standing
from backend.motion.soles import feet

#: Speed (m/s) below which the lowest point of the soles bears; seconds on both sides that are seen together, between
#: two looks, of blur, and of a moment.
_BEARS, _AROUND, _EVERY, _BLUR, _MOMENT = 0.35, 0.6, 0.2, 0.15, 0.15
#: Metres of an adult: least range of a floor that wanders, how uneven it is at least where it is high, where that is,
#: and the most that is believed.
_RANGE, _UNEVEN, _HIGH, _MOST = 0.06, 0.012, 0.03, 0.25
#: Share of the time by which the feet must stand longer without it, a third of that where they hardly stood; legs
#: within which somebody stays.
_GAIN, _STAYS = 0.15, 3.0


def steadied(clip: Clip) -> Clip:
    """``clip`` on a floor that keeps still; itself where it does already."""
    floor = wandering(clip)
    if floor is None:
        return clip
    root = clip.root.copy()
    root[:, 2] -= floor
    return replace(clip, root=root)


def wandering(clip: Clip) -> np.ndarray | None:
    """(T,) heights of a floor that clearly wanders with time, else None."""
    scale = min(1.0, clip.body.leg / ADULT_LEG)
    if clip.duration < 2.0 or np.ptp(clip.root[:, :2], axis=0).max() > _STAYS * clip.body.leg:
        return None
    points = feet(clip.performance(), clip.body)[:, :, :2].reshape(len(clip), 4, 3)
    speeds = np.linalg.norm(np.gradient(points, axis=0), axis=-1) * clip.fps
    lowest = points[..., 2].argmin(axis=1)
    frames = np.arange(len(clip))
    height = points[frames, lowest, 2]
    bearing = speeds[frames, lowest] < _BEARS
    reach = round(_AROUND * clip.fps)
    knots, levels = [], []
    for frame in range(0, len(clip), max(1, round(_EVERY * clip.fps))):
        near = slice(max(0, frame - reach), frame + reach + 1)
        if bearing[near].any():
            knots.append(frame)
            levels.append(float(np.percentile(height[near][bearing[near]], 25)))
    if len(knots) < 5:
        return None
    # No foot is below it for longer than a moment.
    above = minimum_filter1d(height, 2 * round(_MOMENT * clip.fps) + 1, mode="nearest")
    floor: np.ndarray = gaussian_filter1d(np.minimum(np.interp(frames, knots, levels), above), _BLUR * clip.fps,
                                          mode="nearest")
    high = floor > floor.min() + _HIGH * scale
    if np.ptp(floor) < _RANGE * scale or np.abs(floor).max() > _MOST * scale:
        return None
    if np.subtract(*np.percentile(floor[high], (75, 25))) < _UNEVEN * scale:
        return None
    upright = clip.root[:, 2] - floor > 0.75 * clip.body.hip_height
    if upright.mean() < 0.9:
        return None
    root = clip.root.copy()
    root[:, 2] -= floor
    before, after = (standing(detect(each)).any(axis=1).mean()
                     for each in (replace(clip, contacts=None), replace(clip, root=root, contacts=None)))
    return floor if after - before > (_GAIN if before > _GAIN / 2 else _GAIN / 3) else None
