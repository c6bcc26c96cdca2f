# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting to walk or run from standing, and coming to a stand.

The gait's clock runs up from a mid-stance and down into one. There one foot is planted flat beneath
the body, so a standing pose put on that foot and the gait share it; only the other foot has to travel
between its place beside it and the swing, lifted off the floor.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np

from backend.motion.body import Body
from backend.motion.curves import ease
from backend.motion.feet import clear_height, keep_above_floor, keep_clear
from backend.motion.idle import stand
from backend.motion.pose import Pose
from backend.motion.scene import Scene

#: In stride times: standing still at first, running up to full speed.
_WAIT, _RUN_UP = 0.16, 0.65
#: When the free foot leaves and how long it takes to join the gait, in stride times.
_LEAVE, _JOIN = 0.18, 0.40
#: Phase of the planted foot at the start and the end of a walk, and of a run: flat, the other one in mid-air.
_WALK_PHASE, _RUN_PHASE = (0.20, 0.33), (0.08, 0.08)


class Cycle(Protocol):
    """What the ends need to know of a gait: half the distance of the feet's lines, and where a flat foot stands."""

    half_track: float
    toe_out: float

    def place(self, phase: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class Ends:
    """Whether a clip begins and ends standing, and the stride time its ends are made for."""

    starts: bool
    stops: bool
    period: float
    running: bool

    @property
    def shortest(self) -> float:
        """Seconds below which there is no room for the ends."""
        return (self.starts + self.stops) * (_WAIT + _RUN_UP + 0.1) * self.period

    def clock(self, scene: Scene) -> tuple[np.ndarray, float]:
        """Seconds of full gait passed at each frame (T,), and over the whole clip."""
        fine = np.linspace(0.0, scene.span, 64 * scene.frames + 1)
        rate = np.ones_like(fine)
        for wanted, since in ((self.starts, fine), (self.stops, scene.span - fine)):
            if wanted:
                rate *= ease((since / self.period - _WAIT) / _RUN_UP)
        passed = np.concatenate([[0.0], np.cumsum(0.5 * (rate[1:] + rate[:-1]) * np.diff(fine))])
        return passed[::64][:-1], float(passed[-1])

    def strides(self, count: float) -> float:
        """The number of strides nearest to ``count`` that leads from a mid-stance to a mid-stance."""
        if not (self.starts and self.stops):
            return count
        first, last = self._phases
        return max(0.5 * round(2 * (count - last + first)), 0.5) + last - first

    @property
    def _phases(self) -> tuple[float, float]:
        return _RUN_PHASE if self.running else _WALK_PHASE

    def first_phase(self, turned: float) -> float:
        """Phase of the left foot in the first frame of a clip of ``turned`` strides (negative when backwards)."""
        # Backwards, the first mid-stance is the one a forward gait would end in.
        first, last = self._phases if turned > 0 else self._phases[::-1]
        return first - 0.5 if self.starts else last - turned

    def apply(self, body: Body, scene: Scene, cycle: Cycle, pose: Pose, phase: np.ndarray, last: float) -> None:
        """Blend ``pose`` (travelling frame, at ``phase`` (T,)) with standing; ``last`` is the phase at the very end."""
        still = stand(body, scene)
        for wanted, since, at in ((self.starts, scene.times, phase[0]), (self.stops, scene.span - scene.times, last)):
            if wanted:
                planted = 0 if np.mod(at, 1.0) < 0.45 else 1
                self._blend(body, cycle, pose, still, phase + 0.5 * planted - np.floor(at + 0.5 * planted), planted,
                            since / self.period)

    def _blend(self, body: Body, cycle: Cycle, pose: Pose, still: Pose, phase: np.ndarray, planted: int,
               since: np.ndarray) -> None:
        """``phase`` (T,) of the planted foot, 0..1 at the end in question; ``since`` (T,) strides from that end."""
        sign, free = (1.0, 1) if planted == 0 else (-1.0, 0)
        spot = np.stack([np.full_like(phase, sign * cycle.half_track), cycle.place(phase)], -1)
        shift = spot - still.ankle[:, planted, :2]
        weight = ease((since - 0.4 * _WAIT) / (_WAIT + _RUN_UP))
        near = weight < 1
        stood = {item.name: getattr(still, item.name).copy() for item in fields(Pose)}
        stood["pelvis"][:, :2] += shift
        stood["ankle"][:, :, :2] += shift[:, None]
        legs = {"ankle", "foot_yaw", "foot_pitch", "toe", "contacts"}
        for name, target in stood.items():
            if name not in legs:
                channel = getattr(pose, name)
                share = weight.reshape(-1, *[1] * (channel.ndim - 1))
                channel[near] = (target + share * (channel - target))[near]
        step = (since - _LEAVE) / _JOIN
        join, before = ease((step - 0.2) / 0.8), step < 1
        for name in ("ankle", "foot_yaw", "foot_pitch", "toe"):
            channel, target = getattr(pose, name)[:, free], stood[name][:, free]
            share = join.reshape(-1, *[1] * (channel.ndim - 1))
            channel[before] = (target + share * (channel - target))[before]
        lifted = (1 - (1 - np.clip(step / 0.26, 0, 1)) ** 3) * (1 - ease((step - 0.6) / 0.4))
        keep_clear(body, pose, free, np.where(before & (step > 0), 1.15 * clear_height(body) * lifted, 0.0))
        keep_above_floor(body, pose, free)
        pose.contacts[before, 2 * free:2 * free + 2] = (step <= 0)[before, None]
