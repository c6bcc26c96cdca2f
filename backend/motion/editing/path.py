# SPDX-License-Identifier: GPL-3.0-or-later
"""Walking along a line: the path of a clip is laid onto a curve, step by step, feet planted.

The way the clip itself goes is taken out (its sway stays), the curve put in, and the body turned by the angle
between the two. A foot turns only while it is in the air. For another speed both the length and the number of
steps change, each with the square root, as in people (D. W. Grieve, Gait patterns and the speed of walking,
Biomed. Eng. 3, 1968).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.engine import EngineError
from backend.motion.body import GRAVITY
from backend.motion.clip import Clip
from backend.motion.clip_ops import MAXIMUM_FRAMES, check_positive, repeat, retime, smooth_path, turned
from backend.motion.editing.cleanup import hold, on_floor
from backend.motion.editing.contacts import with_contacts
from backend.motion.editing.loops import make_loop
from backend.motion.editing.steering import planted_yaw
from backend.motion.editing.treadmill import travelling
from backend.motion.kinematics import continuous, rotation_z, transform
from backend.motion.quaternions import exponential, multiply

#: Metres: corners are rounded over so much; spacing of the curve's samples.
_ROUNDING, _SPACING = 0.3, 0.02
#: Lengths of steps are changed by at most these factors.
_SHORTER, _LONGER = 0.7, 1.35
#: Share of the lean that would balance a turn; the rest is taken by the feet, which step outwards.
_LEAN = 0.6
#: A clip that goes less far (m) has no way of its own to lay onto a curve.
_LEAST_TRAVEL = 0.2


def follow(clip: Clip, points: Sequence[Sequence[float]] | np.ndarray, speed: float | None = None) -> Clip:
    """``clip`` going along the line through ``points`` (N, 2 or 3; metres, in order; heights are ignored).

    ``speed``: mean m/s, by default the clip's own. A clip that is shorter than the line goes on in rounds of its
    best cycle; one that is about as long is fitted whole, with its start and its stop; a longer one is cut. Raises
    :class:`EngineError` for points that make no line and for clips that go nowhere.
    """
    curve = Curve(points)
    clip = with_contacts(on_floor(travelling(clip)))
    way = float(np.linalg.norm(np.diff(smooth_path(clip), axis=0), axis=1).sum())
    if way < _LEAST_TRAVEL:
        raise EngineError(f"The clip {clip.name!r} stays where it is, so it cannot follow a path.",
                          "Choose a clip that walks, runs or otherwise travels.", "invalid_input")
    stretch = 1.0
    if speed is not None:
        check_positive("speed", speed)
        ratio = speed / (way / max(clip.duration, 1e-9))
        stretch = float(np.clip(np.sqrt(ratio), _SHORTER, _LONGER))
        clip = retime(clip, ratio / stretch)
    whole = not clip.loop and _SHORTER <= curve.length / (way * stretch) <= _LONGER
    if not whole:
        clip = _long_enough(clip, curve.length / stretch, way)
    own = smooth_path(clip)
    gone = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(own, axis=0), axis=1))])
    if whole:
        stretch = curve.length / gone[-1]
    else:
        count = int(np.searchsorted(gone * stretch, curve.length)) + 1
        clip = repeat(clip, min(count, len(clip)))
        own, gone = own[:len(clip)], gone[:len(clip)]
    along = gone * stretch
    turn = np.unwrap(curve.direction(along) - _directions(own, clip.fps))
    sway = transform(rotation_z(turn)[:, :2, :2], clip.root[:, :2] - own)
    path = np.concatenate([curve.place(along) + sway, clip.root[:, 2:]], axis=1)
    assert clip.contacts is not None
    moved = _leaning(turned(replace(clip, loop=False), turn, path), along, curve.direction(along))
    return hold(moved, None, planted_yaw(clip.contacts, turn))


def _leaning(clip: Clip, along: np.ndarray, direction: np.ndarray) -> Clip:
    """``clip`` leaning into its turns about the line it goes along, as far as people do."""
    if len(clip) < 3:
        return clip
    calm = 0.25 * clip.fps
    pace = np.gradient(gaussian_filter1d(along, calm, mode="nearest")) * clip.fps
    rate = np.gradient(gaussian_filter1d(np.unwrap(direction), calm, mode="nearest")) * clip.fps
    lean = _LEAN * np.arctan(pace * rate / GRAVITY)
    axis = np.stack([np.sin(direction), -np.cos(direction), np.zeros(len(lean))], -1)
    tilt = exponential(-lean[:, None] * axis)
    rotations, root = clip.rotations.copy(), clip.root.copy()
    rotations[:, 0] = multiply(tilt, rotations[:, 0])
    # The pelvis keeps to the line; the feet go outwards below it.
    root[:, 2] *= np.cos(lean)
    return replace(clip, rotations=continuous(rotations), root=root)


def _long_enough(clip: Clip, length: float, way: float) -> Clip:
    """``clip`` or rounds of its best cycle that go at least ``length`` metres; no loop any more."""
    if way >= length and not clip.loop:
        return clip
    cycle = make_loop(clip)
    step = float(np.linalg.norm(np.diff(smooth_path(cycle), axis=0), axis=1).mean())
    if step <= 0 or length / step > MAXIMUM_FRAMES / 2:
        raise EngineError(f"The path of {length:.0f} m is too long for a clip that goes {step * clip.fps:.2f} m/s.",
                          "Choose a shorter path or a faster clip.", "invalid_parameter")
    return repeat(cycle, int(length / step * 1.05) + round(clip.fps))


def _directions(path: np.ndarray, fps: float) -> np.ndarray:
    """(T,) angle from -Y in which a path (T, 2) leads; where it rests, as before and after."""
    reach = max(1, round(0.25 * fps))
    frames = np.arange(len(path))
    step = path[np.minimum(frames + reach, len(path) - 1)] - path[np.maximum(frames - reach, 0)]
    length = np.linalg.norm(step, axis=1)
    moving = length > 0.3 * length.max()
    angle = np.unwrap(np.arctan2(step[moving, 0], -step[moving, 1]))
    return np.interp(frames, frames[moving], angle)


class Curve:
    """A smooth line over the floor, by arc length."""

    def __init__(self, points: Sequence[Sequence[float]] | np.ndarray) -> None:
        try:
            corners = np.array([[float(value) for value in point][:2] for point in points], dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise _bad_line("is no list of points of two or three numbers") from error
        if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 2:
            raise _bad_line("has fewer than two points")
        if not np.isfinite(corners).all() or np.abs(corners).max() > 1e5:
            raise _bad_line("has points that are not finite or farther than 100 km away")
        legs = np.linalg.norm(np.diff(corners, axis=0), axis=1)
        corners = corners[np.concatenate([[True], legs > 1e-6])]
        if len(corners) < 2 or legs.sum() < 0.1:
            raise _bad_line("is shorter than 10 cm")
        if legs.sum() > 1e4:
            raise _bad_line("is longer than 10 km")
        dense = _by_length(corners, _SPACING)
        reach = min(_ROUNDING, legs.sum() / 8) / _SPACING
        # Through the end points the line goes on straight, so they stay where they are.
        wide = np.pad(dense, ((len(dense) - 1,) * 2, (0, 0)), mode="reflect", reflect_type="odd")
        rounded = gaussian_filter1d(wide, reach, axis=0)[len(dense) - 1:2 * len(dense) - 1]
        self._places = rounded
        steps = np.linalg.norm(np.diff(rounded, axis=0), axis=1)
        self._at = np.concatenate([[0.0], np.cumsum(steps)])
        slope = np.gradient(rounded, axis=0)
        self._angles = np.unwrap(np.arctan2(slope[:, 0], -slope[:, 1]))

    @property
    def length(self) -> float:
        """Metres."""
        return float(self._at[-1])

    def place(self, along: np.ndarray) -> np.ndarray:
        """(..., 2) points at arc lengths (...)."""
        return np.stack([np.interp(along, self._at, self._places[:, axis]) for axis in (0, 1)], -1)

    def direction(self, along: np.ndarray) -> np.ndarray:
        """(...) angle from -Y in which the line leads."""
        return np.interp(along, self._at, self._angles)


def _bad_line(reason: str) -> EngineError:
    return EngineError(f"The path {reason}.", "Give at least two different points, in metres.", "invalid_parameter")


def _by_length(corners: np.ndarray, spacing: float) -> np.ndarray:
    """Corners (N, 2) resampled to about equal ``spacing``."""
    at = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    even = np.linspace(0, at[-1], max(3, int(np.ceil(at[-1] / spacing)) + 1))
    return np.stack([np.interp(even, at, corners[:, axis]) for axis in (0, 1)], -1)
