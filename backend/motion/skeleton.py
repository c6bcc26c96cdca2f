# SPDX-License-Identifier: GPL-3.0-or-later
"""The canonical 22-joint body skeleton "troupe22" in a T-pose, for any height and proportions.

Joint names and order are those of SMPL's body, the lingua franca of motion research. Segment
lengths as fractions of standing height follow Drillis & Contini (1966), as tabulated in
D. A. Winter, Biomechanics and Motor Control of Human Movement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from protocol.assets import Skeleton

CONVENTION = "troupe22"
JOINTS = (
    "pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle",
    "right_ankle", "spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head",
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist")
PARENTS = (-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19)
INDEX = {name: index for index, name in enumerate(JOINTS)}
#: Joint indices of (left, right).
HIPS, KNEES, ANKLES, TOES = (1, 2), (4, 5), (7, 8), (10, 11)
COLLARS, SHOULDERS, ELBOWS, WRISTS = (13, 14), (16, 17), (18, 19), (20, 21)
#: Finger joints of both hands, left first: three a finger from the knuckle outwards. Optional in a clip.
FINGERS = ("thumb", "index", "middle", "ring", "pinky")
HAND_JOINTS = tuple(f"{side}_{finger}{number}" for side in ("left", "right") for finger in FINGERS
                    for number in (1, 2, 3))


@dataclass(frozen=True)
class Proportions:
    """Segment lengths as fractions of standing height."""

    ankle_height: float = 0.043
    shin: float = 0.242
    thigh: float = 0.245
    hip_width: float = 0.104
    foot: float = 0.075
    toes: float = 0.036
    trunk: float = 0.288
    shoulder_width: float = 0.206
    upper_arm: float = 0.172
    forearm: float = 0.147
    hand: float = 0.10


def make_skeleton(height: float = 1.75, proportions: Proportions | None = None) -> Skeleton:
    """troupe22 in a T-pose standing on z = 0, facing -Y; ``height`` in metres."""
    p = proportions or Proportions()
    head: dict[str, tuple[float, float, float]] = {}
    tail: dict[str, tuple[float, float, float]] = {}
    hips = p.ankle_height + p.shin + p.thigh
    pelvis, shoulders = hips + 0.012, hips + p.trunk
    spine = [pelvis + fraction * (shoulders - pelvis) for fraction in (0.16, 0.40, 0.66)]
    head["pelvis"], tail["pelvis"] = (0, 0, pelvis), (0, 0, spine[0])
    for number, z in enumerate(spine, start=1):
        head[f"spine{number}"] = (0, 0.006, z)
        tail[f"spine{number}"] = (0, 0.006, spine[number] if number < 3 else shoulders + 0.02)
    head["neck"], tail["neck"] = (0, 0.006, shoulders + 0.02), (0, -0.004, shoulders + 0.068)
    head["head"], tail["head"] = tail["neck"], (0, -0.008, 1.0)
    for side, sign in (("left", 1), ("right", -1)):
        x = sign * p.hip_width / 2
        head[f"{side}_hip"] = (x, 0, hips)
        head[f"{side}_knee"] = tail[f"{side}_hip"] = (x, 0, hips - p.thigh)
        head[f"{side}_ankle"] = tail[f"{side}_knee"] = (x, 0, p.ankle_height)
        head[f"{side}_foot"] = tail[f"{side}_ankle"] = (x, -p.foot, 0.012)
        tail[f"{side}_foot"] = (x, -p.foot - p.toes, 0.012)
        reach = sign * p.shoulder_width / 2
        head[f"{side}_collar"] = (sign * 0.015, -0.004, shoulders - 0.005)
        for joint, start, end in (("shoulder", 0.0, p.upper_arm), ("elbow", p.upper_arm, p.upper_arm + p.forearm),
                                  ("wrist", p.upper_arm + p.forearm, p.upper_arm + p.forearm + p.hand)):
            head[f"{side}_{joint}"] = (reach + sign * start, 0.004, shoulders)
            tail[f"{side}_{joint}"] = (reach + sign * end, 0.004, shoulders)
        tail[f"{side}_collar"] = head[f"{side}_shoulder"]
    heads, tails = (np.array([each[name] for name in JOINTS]) * height for each in (head, tail))
    along = np.abs(tails - heads)
    # Upright bones roll with Z to the back, lying ones with Z upwards.
    upright = along[:, 2] >= np.maximum(along[:, 0], along[:, 1])
    z_axes = np.where(upright[:, None], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0])
    return Skeleton(name=CONVENTION, names=list(JOINTS), parents=np.array(PARENTS, dtype="<i4"),
                    heads=heads.astype("<f4"), tails=tails.astype("<f4"), z_axes=z_axes.astype("<f4"),
                    convention=CONVENTION, roles={name: name for name in JOINTS})
