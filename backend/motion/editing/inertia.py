# SPDX-License-Identifier: GPL-3.0-or-later
"""Inertialisation: a jump is bridged by an offset that starts as the difference in place and speed and dies out.

After D. Bollo, Inertialization: high-performance animation transitions in Gears of War (GDC 2018), with the
offsets of pose and of speed as separate quintics, so that a great speed does not need a long time to die out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backend.motion.clip import Clip
from backend.motion.kinematics import continuous
from backend.motion.quaternions import conjugate, exponential, logarithm, multiply

#: Seconds, and share of a transition, within which an offset of speed dies out at the latest: longer ones would
#: swing far out.
_QUICK, _QUICK_SHARE = 0.3, 0.5


def fade_place(times: np.ndarray, seconds: float) -> np.ndarray:
    """Falls from 1 at 0 to 0 at ``seconds``, with no speed nor acceleration at either end."""
    u = np.clip(times / max(seconds, 1e-9), 0, 1)
    return 1 - u**3 * (10 - 15 * u + 6 * u * u)


def fade_speed(times: np.ndarray, seconds: float) -> np.ndarray:
    """Seconds; starts at 0 with slope 1, no acceleration, and is back at rest before ``seconds``."""
    seconds = max(min(_QUICK_SHARE * seconds, _QUICK), 1e-9)
    u = np.clip(times / seconds, 0, 1)
    return seconds * (u - u**3 * (6 - 8 * u + 3 * u * u))


@dataclass(frozen=True, eq=False)
class Offset:
    """A difference of two poses: rotation vectors (22, 3) and (30, 3), metres (3,), and how fast it changes."""

    turn: np.ndarray
    spin: np.ndarray
    place: np.ndarray
    speed: np.ndarray
    fingers: np.ndarray | None = None

    def scaled(self, factor: float) -> Offset:
        return Offset(factor * self.turn, factor * self.spin, factor * self.place, factor * self.speed,
                      None if self.fingers is None else factor * self.fingers)


@dataclass(frozen=True, eq=False)
class State:
    """Pose and speed of a clip at one frame: (22, 4), (22, 3) rad/s, (3,), (3,) m/s, (30, 4) or None."""

    rotations: np.ndarray
    spin: np.ndarray
    root: np.ndarray
    speed: np.ndarray
    hands: np.ndarray | None

    def later(self, seconds: float) -> State:
        """The state that follows when all goes on at its speed."""
        return replace(self, rotations=multiply(exponential(self.spin * seconds), self.rotations),
                       root=self.root + self.speed * seconds)


def state(clip: Clip, frame: int) -> State:
    """Pose and speed of ``clip`` at ``frame``; the speed from the frames before it, or after the first."""
    frame %= len(clip)
    before = max(frame - 1, 0)
    after = min(before + 1, len(clip) - 1)
    spin = logarithm(multiply(clip.rotations[after], conjugate(clip.rotations[before]))) * clip.fps
    return State(clip.rotations[frame], spin, clip.root[frame], (clip.root[after] - clip.root[before]) * clip.fps,
                 None if clip.hands is None else clip.hands[frame])


def difference(wanted: State, given: State) -> Offset:
    """What has to be added to ``given`` to become ``wanted``."""
    fingers = None
    if wanted.hands is not None and given.hands is not None:
        fingers = logarithm(multiply(wanted.hands, conjugate(given.hands)))
    return Offset(logarithm(multiply(wanted.rotations, conjugate(given.rotations))), wanted.spin - given.spin,
                  wanted.root - given.root, wanted.speed - given.speed, fingers)


def add(clip: Clip, offset: Offset, place: np.ndarray, speed: np.ndarray) -> Clip:
    """``clip`` with ``offset`` added, weighted over time by ``place`` (T,) and, its speed, ``speed`` (T,) seconds."""
    turns = place[:, None, None] * offset.turn + speed[:, None, None] * offset.spin
    rotations = multiply(exponential(turns), clip.rotations)
    hands = clip.hands
    if hands is not None and offset.fingers is not None:
        hands = continuous(multiply(exponential(place[:, None, None] * offset.fingers), hands))
    return replace(clip, rotations=continuous(rotations), hands=hands,
                   root=clip.root + place[:, None] * offset.place + speed[:, None] * offset.speed)
