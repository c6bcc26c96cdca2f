# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures of a motion that any viewer would notice: skating, sinking, floating, jerks, seams, broken joints.

The skate ratio uses the thresholds of the Kimodo technical report: a toe joint (ball of the foot)
below 0.05 m that moves faster than 0.2 m/s over the floor; and any heel or toe marked as touching
that moves so fast. The height shrinks with legs shorter than an adult's, but not to where the joint of
a thick foot rests. A heel about to land is not marked: in human walking it comes in low and fast. Clips in
place are measured as on a treadmill.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from backend.motion import anatomy
from backend.motion.clip import Clip, canonical, local_rotations
from backend.motion.editing.contacts import ADULT_LEG, detect, ground
from backend.motion.kinematics import matrix_from_quaternion, rotation_angle
from backend.motion.retarget import from_motion
from backend.motion.skeleton import PARENTS, TOES
from backend.motion.soles import soles
from protocol.assets import Motion

HEIGHT, SPEED = 0.05, 0.2
#: Metres above its place in a flat foot at which a ball is still low; an adult's rests at 0.02.
_ABOVE_REST = 0.03
#: Frame rate at which jerk is measured, so that clips of any rate compare.
_JERK_RATE = 30.0
#: Penalties of :attr:`Metrics.score`: measure -> the value that counts as one fault.
_FAULTS = {"skate": 0.05, "contact_speed": 1.0, "penetration": 0.03, "floating": 0.03, "joint_limits": 0.05,
           "self_intersection": 0.25}
#: Mean jerk (m/s^3) of lively human motion (dance, jumps); only what goes beyond is a fault.
_LIVELY = 250.0


@dataclass(frozen=True)
class Metrics:
    """Ratios are 0..1, lengths metres, speeds m/s; everything but ``consistency`` and ``score`` is better small."""

    frames: int
    fps: float
    seconds: float
    #: Whether the clip is in place; speeds over the floor are then those over its treadmill.
    in_place: bool
    #: Height at which the feet seem to stand.
    floor: float
    #: Share of (frame, foot) samples whose foot slides (see the module).
    skate: float
    #: Greatest slide of a point that touches the ground.
    contact_speed: float
    #: Deepest point of a sole below the floor at z = 0.
    penetration: float
    #: Mean height above z = 0 of the lowest sole point of feet that touch.
    floating: float
    #: Mean and greatest third derivative of the joints' places, m/s^3, at 30 frames a second.
    jerk: float
    peak_jerk: float
    #: Fastest joint relative to its parent, radians a second.
    joint_speed: float
    #: Share of (frame, joint) samples beyond what a body can do, the worst joint, and how far, degrees.
    joint_limits: float
    worst_joint: str
    worst_excess: float
    #: Greatest deviation of a bone's length.
    bone_length: float
    #: Mean distance and velocity difference of the joints between the frame after the last one and the first,
    #: travel apart.
    seam_pose: float
    seam_velocity: float
    #: Share of frames in which body parts overlap, and the greatest depth.
    self_intersection: float
    overlap: float
    #: Agreement (intersection over union) of the marked contacts with what the feet do; 1 where none are marked.
    consistency: float
    #: 0..1 for ranking candidates: 1 is faultless.
    score: float

    def to_json(self) -> dict[str, Any]:
        """The fields as plain JSON, floats with six digits."""
        return {name: round(value, 6) if isinstance(value, float) else value for name, value in asdict(self).items()}


def measure(motion: Motion | Clip) -> Metrics:
    """Judge a clip, or a motion on any recognised rig. Raises :class:`~backend.engine.EngineError`
    (``unknown_rig``)."""
    if isinstance(motion, Clip):
        clip, bones = motion, matrix_from_quaternion(motion.rotations)
        rotations = clip.global_rotations()
    else:
        performance, body = from_motion(motion)
        rotations, bones = performance.rotations, matrix_from_quaternion(motion.rotations)
        clip = Clip(name=motion.name, fps=float(motion.fps), body=canonical(body), loop=motion.loop,
                    rotations=local_rotations(rotations), root=performance.pelvis,
                    contacts=None if motion.contacts is None else performance.contacts)
    return _measure(clip, rotations, bones)


def _measure(clip: Clip, rotations: np.ndarray, bones: np.ndarray) -> Metrics:
    body, fps = clip.body, clip.fps
    positions = clip.positions()
    points = soles(positions, rotations, body)
    seen, felt = ground(clip), detect(clip)
    touching = (felt if clip.contacts is None else clip.contacts).reshape(len(clip), 2, 2)
    toes = _over(positions[:, list(TOES)], fps, seen.velocity)
    heights = positions[:, list(TOES), 2]
    scale = min(1.0, body.leg / ADULT_LEG)
    resting = body.ankle_height + body.ball[:, 2]
    limit = np.clip(resting + _ABOVE_REST * scale, HEIGHT * scale, HEIGHT)
    low = np.maximum(heights[1:], heights[:-1]) < limit
    held = np.where(touching[1:] & touching[:-1], _over(points[:, :, :2], fps, seen.velocity), 0.0)
    sliding = (low & (toes > SPEED)) | (held > SPEED).any(-1)
    standing = touching.any(-1)
    lowest = points[..., 2].min(-1)
    beyond = anatomy.violations(rotations)
    worst = max(beyond, key=lambda name: float(beyond[name].max()))
    overlap = anatomy.collisions(positions, body.leg)
    turning = rotation_angle(np.swapaxes(bones[:-1], -1, -2) @ bones[1:]) * fps
    jerk = _jerk(positions, fps)
    seam = _seam(positions, fps)
    values: dict[str, Any] = {
        "skate": float(sliding.mean()) if len(sliding) else 0.0,
        "contact_speed": float(held.max(initial=0.0)),
        "penetration": float(max(0.0, -points[..., 2].min())),
        "floating": float(np.maximum(lowest[standing], 0.0).mean()) if standing.any() else 0.0,
        "jerk": float(jerk.mean()) if len(jerk) else 0.0,
        "peak_jerk": float(jerk.max(initial=0.0)),
        "joint_limits": float(np.mean([each > 0 for each in beyond.values()])),
        "self_intersection": float((overlap > anatomy.SOFTNESS).mean()),
    }
    faults = sum(min(values[name] / one, 3.0) for name, one in _FAULTS.items())
    faults += min(max(0.0, values["jerk"] / _LIVELY - 1.0), 3.0)
    if clip.loop:
        faults += min(seam[0] / 0.03, 3.0)
    return Metrics(
        frames=len(clip), fps=fps, seconds=clip.duration, in_place=seen.moves, floor=seen.height,
        joint_speed=float(turning.max(initial=0.0)), worst_joint=worst if beyond[worst].any() else "",
        worst_excess=float(beyond[worst].max()), bone_length=_bone_length(positions, clip),
        seam_pose=seam[0], seam_velocity=seam[1], overlap=float(max(0.0, overlap.max())),
        consistency=_agreement(clip, felt), score=float(np.exp(-0.25 * faults)), **values)


def _over(places: np.ndarray, fps: float, floor: np.ndarray) -> np.ndarray:
    """(T - 1, ...) speed of places (T, ..., 3) over a floor that moves with velocity ``floor`` (2,)."""
    return np.linalg.norm(np.diff(places[..., :2], axis=0) * fps - floor, axis=-1)


def _jerk(positions: np.ndarray, fps: float) -> np.ndarray:
    """(N, 22) m/s^3."""
    count = int((len(positions) - 1) * _JERK_RATE / fps) + 1
    if count < 4:
        return np.zeros((0, positions.shape[1]))
    at = np.arange(count) * fps / _JERK_RATE
    before = np.minimum(at.astype(int), len(positions) - 1)
    after, share = np.minimum(before + 1, len(positions) - 1), (at - before)[:, None, None]
    places = positions[before] + share * (positions[after] - positions[before])
    return np.linalg.norm(np.diff(places, 3, axis=0), axis=-1) * _JERK_RATE**3


def _seam(positions: np.ndarray, fps: float) -> tuple[float, float]:
    if len(positions) < 3:
        return 0.0, 0.0
    last, first = positions[-1] - positions[-2], positions[1] - positions[0]
    gap = positions[0] - (positions[-1] + 0.5 * (last + first))
    gap[:, :2] -= gap[0, :2]
    return float(np.linalg.norm(gap, axis=-1).mean()), float(np.linalg.norm(last - first, axis=-1).mean() * fps)


def _bone_length(positions: np.ndarray, clip: Clip) -> float:
    lengths = np.stack([np.linalg.norm(positions[:, joint] - positions[:, parent], axis=-1)
                        for joint, parent in enumerate(PARENTS) if parent >= 0], -1)
    return float(np.abs(lengths - np.linalg.norm(clip.body.offsets[1:], axis=-1)).max())


def _agreement(clip: Clip, felt: np.ndarray) -> float:
    if clip.contacts is None or not (either := (clip.contacts | felt).sum()):
        return 1.0
    return float((clip.contacts & felt).sum() / either)
