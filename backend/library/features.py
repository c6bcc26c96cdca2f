# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be measured about a clip: where it goes, how fast, with which limbs, whether it repeats.

Captions forget half of this, and file names nearly all; search and filters fall back on it.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from backend.motion.clip import Clip
from backend.motion.clip_ops import heading, smooth_path
from backend.motion.editing.contacts import ground, runs
from backend.motion.kinematics import rotation_z
from backend.motion.skeleton import ANKLES, INDEX, WRISTS
from backend.motion.soles import feet

#: Bump when a feature changes its meaning: `troupe library rebuild` then measures again.
VERSION = 1
#: Speed (m/s) from which a clip goes somewhere, and the path (m) below which it stays on the spot.
_GOING, _SPOT = 0.25, 0.35
#: Mean speed (m/s) relative to the trunk from which a limb counts as moving.
_MOVING = {"head": 0.10, "left_arm": 0.25, "right_arm": 0.25, "left_leg": 0.25, "right_leg": 0.25}
#: Height (m) of both soles in the air, and the longest flight (s): somebody who is off the ground for longer sits
#: or hangs.
_CLEAR, _LONGEST_FLIGHT = 0.05, 1.2
#: Mean distance (m) of the joints of the first and the last pose in a clip that repeats.
_SEAM = 0.05


@dataclass(frozen=True)
class Features:
    """Metres, seconds, degrees (left is positive)."""

    duration: float
    #: Mean speed over the ground; of a clip in place, as on a treadmill: that of the ground.
    speed: float
    #: Straight from the first place to the last, and along the way.
    travel: float
    path: float
    #: Net turn of the pelvis, and the sum of all turning.
    turn: float
    turning: float
    #: Pelvis above the floor, as a fraction of standing: least, mean, most.
    height: tuple[float, float, float]
    #: Seconds in the air.
    airborne: float
    #: Mean speed of hands, feet and head relative to the pelvis, m/s.
    energy: float
    #: "forward", "backward", "left", "right", or "" when it goes nowhere, or everywhere.
    direction: str
    #: It stays on the spot.
    in_place: bool
    #: It ends as it began.
    cyclic: bool
    #: Mean distance between the first and the last pose.
    seam: float
    #: Of head, left_arm, right_arm, left_leg, right_leg.
    limbs: dict[str, float] = field(default_factory=dict)
    version: int = VERSION

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; the inverse of :func:`from_json`."""
        values = asdict(self)
        for name, value in values.items():
            if isinstance(value, float):
                values[name] = round(value, 4)
        return values | {"height": [round(each, 3) for each in self.height],
                         "limbs": {name: round(speed, 3) for name, speed in self.limbs.items()}}

    @property
    def moving(self) -> tuple[str, ...]:
        """The limbs that move."""
        return tuple(name for name, speed in self.limbs.items() if speed >= _MOVING[name])

    @property
    def tags(self) -> tuple[str, ...]:
        """Words for filters: "cyclic", "in place", "forward", "turns left", "airborne", "crouched", "lying" ..."""
        found = [*(["cyclic"] if self.cyclic else []), *(["in place"] if self.in_place else []),
                 *([self.direction] if self.direction else [])]
        if abs(self.turn) >= 40:
            found.append("turns left" if self.turn > 0 else "turns right")
        if self.airborne > 0.12:
            found.append("airborne")
        if self.height[0] < 0.3:
            found.append("on the floor")
        elif self.height[1] < 0.82:
            found.append("crouched")
        return tuple(found + [name.replace("_", " ") for name in self.moving])


def from_json(values: dict[str, Any]) -> Features:
    """Features out of the database."""
    return Features(**{**values, "height": tuple(values["height"])})


def measure(clip: Clip) -> Features:
    """The features of a clip."""
    positions = clip.positions()
    facing = heading(clip)
    floor = ground(clip)
    path = smooth_path(clip)
    steps = np.diff(path, axis=0) * clip.fps if len(path) > 1 else np.zeros((1, 2))
    duration = clip.duration
    # Without the lean and jitter of somebody who stands.
    length = float(np.linalg.norm(steps, axis=1).sum() / clip.fps)
    span = float(np.linalg.norm(path - path.mean(0), axis=1).max())
    in_place = span < _SPOT
    speed = length / duration if duration > 0 else 0.0
    velocity = np.concatenate([steps, steps[-1:]])[:len(path)]
    if in_place:
        speed = float(np.linalg.norm(floor.velocity)) if floor.moves else 0.0
        velocity = np.tile(-floor.velocity, (len(path), 1))
    turned = np.diff(facing)
    standing = max(clip.body.hip_height + clip.body.hip_drop, 1e-3)
    heights = (clip.root[:, 2] - floor.height) / standing
    soles = feet(clip.performance(), clip.body)[..., 2].min(axis=(1, 2)) - floor.height
    flights = [stop - start for start, stop in runs(soles > _CLEAR * min(1.0, standing))]
    cyclic, seam = _cyclic(clip, positions, facing)
    return Features(
        duration=duration, speed=speed, travel=float(np.linalg.norm(path[-1] - path[0])), path=length,
        turn=math.degrees(float(facing[-1] - facing[0])), turning=math.degrees(float(np.abs(turned).sum())),
        height=(float(heights.min()), float(heights.mean()), float(heights.max())),
        airborne=float(sum(each for each in flights if each <= _LONGEST_FLIGHT * clip.fps) / clip.fps),
        energy=_energy(positions, clip.fps),
        direction=_direction(velocity, facing, speed), in_place=in_place, cyclic=cyclic, seam=seam,
        limbs=_limbs(positions, facing, clip.fps))


def _direction(velocity: np.ndarray, facing: np.ndarray, speed: float) -> str:
    """Where to, seen by the mover."""
    if speed < _GOING:
        return ""
    own = np.einsum("tji,tj->ti", rotation_z(facing)[:, :2, :2], velocity)
    ahead, left = -own[:, 1].mean(), own[:, 0].mean()
    if math.hypot(ahead, left) < 0.5 * np.linalg.norm(own, axis=1).mean():
        return ""
    if abs(ahead) >= 0.8 * abs(left):
        return "forward" if ahead > 0 else "backward"
    return "left" if left > 0 else "right"


def _local(positions: np.ndarray, facing: np.ndarray) -> np.ndarray:
    """(T, 22, 3) joints seen from the pelvis, which faces -Y."""
    return np.einsum("tji,tkj->tki", rotation_z(facing), positions - positions[:, :1])


def _limbs(positions: np.ndarray, facing: np.ndarray, fps: float) -> dict[str, float]:
    if len(positions) < 2:
        return dict.fromkeys(_MOVING, 0.0)
    local = _local(positions, facing)
    chest = local[:, [INDEX["spine3"]]]
    ends = {"head": (local - chest)[:, INDEX["head"]], "left_arm": (local - chest)[:, WRISTS[0]],
            "right_arm": (local - chest)[:, WRISTS[1]], "left_leg": local[:, ANKLES[0]],
            "right_leg": local[:, ANKLES[1]]}
    return {name: float(np.linalg.norm(np.diff(end, axis=0), axis=1).mean() * fps) for name, end in ends.items()}


def _energy(positions: np.ndarray, fps: float) -> float:
    if len(positions) < 2:
        return 0.0
    ends = positions[:, [*WRISTS, *ANKLES, INDEX["head"]]] - positions[:, :1]
    return float(np.linalg.norm(np.diff(ends, axis=0), axis=-1).mean() * fps)


def _cyclic(clip: Clip, positions: np.ndarray, facing: np.ndarray) -> tuple[bool, float]:
    """Whether the last pose leads into the first, and how far apart the two are."""
    if len(clip) < 4:
        return clip.loop, 0.0
    local = _local(positions, facing)
    height = positions[:, 0, 2]
    seam = float(np.linalg.norm(local[-1] - local[0], axis=-1).mean() + abs(height[-1] - height[0]))
    if clip.loop:
        return True, seam
    # The step over the seam must also be as long as the steps beside it.
    steps = local[[1, -1]] - local[[0, -2]]
    jolt = float(np.linalg.norm(steps[0] - steps[1], axis=-1).mean() * clip.fps)
    pace = float(np.linalg.norm(np.diff(local, axis=0), axis=-1).mean() * clip.fps)
    level = abs(math.degrees(float(facing[-1] - facing[0]))) % 360
    return seam < _SEAM and jolt < max(0.5, 0.8 * pace) and min(level, 360 - level) < 30, seam


def described(features: Features) -> str:
    """A sentence from the measurements alone, for a clip that nobody has named."""
    parts = []
    if features.direction and features.speed >= _GOING:
        verb = "runs" if features.speed > 2.2 else "walks"
        way = {"forward": "forward", "backward": "backwards", "left": "sideways to the left",
               "right": "sideways to the right"}[features.direction]
        parts.append(f"{verb} {way}")
    elif features.path > 1.0 and not features.in_place:
        parts.append("moves around")
    if features.airborne > 0.12 and features.speed < 2.2:
        parts.append("jumps")
    if features.height[0] < 0.3:
        parts.append("goes down to the floor")
    elif features.height[1] < 0.82:
        parts.append("crouches")
    if abs(features.turn) >= 40:
        parts.append(f"turns {'left' if features.turn > 0 else 'right'} by {abs(features.turn):.0f} degrees")
    arms = [name for name in ("left_arm", "right_arm") if name in features.moving]
    if arms and not features.direction:
        parts.append("moves both arms" if len(arms) == 2 else f"moves the {arms[0].split('_')[0]} arm")
    return "a person " + (", ".join(parts) if parts else "stays on the spot and hardly moves")
