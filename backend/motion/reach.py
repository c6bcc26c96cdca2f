# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands that reach what they reached: the floor, the own body, each other, on a body of other proportions.

Rotations alone bring the hands of a body with other arms, shoulders or legs elsewhere. Where a hand was near
something, its place is told from that instead: from the floor below it, scaled as the path is; from the joints of
the body it was close to; from the other hand. The nearer it was, the more this counts, so that free gestures keep
their rotations and nothing jumps (after E. S. L. Ho, T. Komura & C.-L. Tai, Spatial relationship preserving
character motion adaptation, SIGGRAPH 2010, reduced to the hands and solved in closed form).
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.body import Body
from backend.motion.kinematics import bend_limb, rotation_y
from backend.motion.skeleton import ANKLES, ELBOWS, HIPS, INDEX, KNEES, SHOULDERS, WRISTS

#: From the wrist, in lengths of the forearm: middle of the palm, tips of the fingers.
_PALM, _TIPS = 0.35, 0.72
#: Half the thickness of a hand, in leg lengths.
_THICK = 0.015
_TRUNK = tuple(INDEX[name] for name in ("pelvis", "spine1", "spine2", "spine3"))
#: How near (leg lengths) a hand's underside must be to the floor, its palm to a surface of the own body, to be placed
#: from it; slower than SLOW (m/s, of an adult), a hand on the floor stays where it is.
_FLOOR, _NEAR, SLOW = 0.14, 0.09, 0.35
#: How much longer than wide the parts of a trunk are.
_SLENDER = 1.8
#: Leg length (m) of an adult, by which speeds scale.
ADULT_LEG = 0.85


def breadth(body: Body) -> float:
    """Shoulders and hips together: the measure of a trunk's thickness."""
    return body.shoulder_width + body.hip_width


def size(body: Body) -> float:
    """What distances count by: the leg, or what it would be for the height of the neck of a figure with short ones."""
    neck = sum(float(body.offsets[INDEX[name], 2]) for name in ("spine1", "spine2", "spine3", "neck"))
    return max(body.leg, 0.6 * (body.hip_height + body.hip_drop + neck))


def surfaces(body: Body) -> dict[int, float]:
    """Canonical joint -> how far the body's surface is from it, metres."""
    trunk = breadth(body)
    found = dict.fromkeys(_TRUNK, max(0.18 * trunk, 0.8 * body.girth))
    found |= {INDEX["neck"]: 0.11 * trunk, INDEX["head"]: 0.16 * trunk}
    found |= dict.fromkeys(HIPS, max(0.15 * trunk, body.girth - body.hip_width / 2))
    found |= dict.fromkeys(SHOULDERS, 0.11 * trunk)
    return found | dict.fromkeys(KNEES, 0.065 * body.leg) | dict.fromkeys(ELBOWS, 0.045 * body.leg)


def palms(rotations: np.ndarray, body: Body, side: int, share: float = _PALM) -> np.ndarray:
    """(T, 3) from the wrist to the middle of the palm, or to another ``share`` of the forearm beyond it."""
    return rotations[:, WRISTS[side], :, 0] * (share * body.offsets[WRISTS[side], 0])


def clearance(rotations: np.ndarray, wrists: np.ndarray, body: Body, side: int) -> np.ndarray:
    """(T,) height of the lowest point of a hand above the floor."""
    reach = [wrists[:, 2] + palms(rotations, body, side, share)[:, 2] for share in (0.0, _PALM, _TIPS)]
    return np.min(reach, axis=0) - _THICK * body.leg


def _hand_scale(source: Body, body: Body, scale: float) -> float:
    """By what a hand's height above the floor scales: as the legs, but never more than the arm that reaches down."""
    return min(scale, body.arm / source.arm) if source.arm > 1e-6 else scale


def nearness(distance: np.ndarray, reach: float) -> np.ndarray:
    """1 up to distance 0, smoothly falling to 0 at ``reach``."""
    return np.maximum(1 - (np.maximum(distance, 0.0) / reach) ** 2, 0.0) ** 2


def floor_weight(height: np.ndarray, leg: float) -> np.ndarray:
    """(T,) how much a hand at ``height`` is placed from the floor: 1 on it, 0 from ``_FLOOR`` on, smooth."""
    share = np.clip(1 - np.maximum(height, 0.0) / (_FLOOR * leg), 0.0, 1.0)
    return share * share * (3 - 2 * share)


def resting(heights: np.ndarray, wrists: np.ndarray, leg: float, fps: float) -> np.ndarray:
    """(T,) bool: the hand lies on the floor and does not move."""
    if len(wrists) < 2:
        return np.zeros(len(wrists), bool)
    speed = np.linalg.norm(np.gradient(wrists[:, :2], axis=0), axis=1) * fps
    return (heights < 0.06 * leg) & (speed < SLOW * leg / ADULT_LEG)


def with_wrists(rotations: np.ndarray, positions: np.ndarray, leg: float, fps: float) -> np.ndarray:
    """``rotations`` (T, 22, 3, 3) with hands laid flat where they come to the floor, if the wrists never bend.

    Figures without hands (DeepMimic's, say) stand on the ends of their forearms; a hand that goes on from there would
    go through the floor. Wrists that bend anywhere in the clip were recorded and are left alone.
    """
    local = np.swapaxes(rotations[:, list(ELBOWS)], -1, -2) @ rotations[:, list(WRISTS)]
    if len(local) < 2 or np.abs(local - local[:1]).max() > 1e-3:
        return rotations
    result = rotations.copy()
    for side, sign in ((0, 1.0), (1, -1.0)):
        hand = rotations[:, WRISTS[side]]
        pointing, back = sign * hand[:, 2, 0], hand[:, 2, 2]
        weight = floor_weight(positions[:, WRISTS[side], 2] - 0.03 * leg, 2 * leg) * np.clip(2 * back + 1, 0.0, 1.0)
        angle = weight * np.clip(np.arctan2(-pointing, back), 0.0, np.radians(85))
        angle = gaussian_filter1d(angle, max(0.04 * fps, 1e-3), mode="nearest")
        result[:, WRISTS[side]] = hand @ rotation_y(-sign * angle)
    return result


def goals(rotations: np.ndarray, source: Body, body: Body, before: np.ndarray, after: np.ndarray, scale: float,
          spots: list[np.ndarray]) -> np.ndarray:
    """Where the wrists go, (T, 2, 3).

    ``before`` (T, 22, 3) are the source's joints, ``after`` the target's with the same ``rotations``; ``spots``
    (T, 2) for each side are the wrists' places above the floor where they rest on it.
    """
    girth = breadth(body) / max(breadth(source), 1e-9)
    sizes = dict.fromkeys(surfaces(source), girth) | dict.fromkeys((*KNEES, *ELBOWS), scale)
    radii, own = surfaces(source), surfaces(body)
    hands = _hand_scale(source, body, scale)
    here = [before[:, WRISTS[side]] + palms(rotations, source, side) for side in (0, 1)]
    there = [after[:, WRISTS[side]] + palms(rotations, body, side) for side in (0, 1)]
    result = []
    for side in (0, 1):
        height = clearance(rotations, before[:, WRISTS[side]], source, side)
        weight = floor_weight(height, size(source))
        move = np.zeros_like(here[side])
        move[:, :2] = spots[side] - after[:, WRISTS[side], :2]
        move[:, 2] = np.maximum(hands * height, 0.0) - clearance(rotations, after[:, WRISTS[side]], body, side)
        total, moves = weight, weight[:, None] * move
        for joint, radius in radii.items():
            if joint in (SHOULDERS[side], ELBOWS[side]):
                continue
            away = here[side] - before[:, joint]
            distance = np.linalg.norm(away, axis=-1)
            weight = nearness(distance - radius, _NEAR * size(source))
            # The gap to the surface scales as the limb does, the thickness below it is the target's own.
            stretched = away / np.maximum(distance, 1e-9)[:, None] * (
                own[joint] * np.minimum(distance / radius, 1.0) + sizes[joint] * np.maximum(distance - radius, 0.0)
            )[:, None]
            total = total + weight
            moves += weight[:, None] * (after[:, joint] + stretched - there[side])
        result.append(there[side] + moves / np.maximum(total, 1.0)[:, None])
    apart = here[0] - here[1]
    weight = nearness(np.linalg.norm(apart, axis=-1) - 0.08 * size(source), 1.5 * _NEAR * size(source))[:, None]
    middle, hand = (result[0] + result[1]) / 2, body.arm / max(source.arm, 1e-9)
    for side, sign in ((0, 0.5), (1, -0.5)):
        result[side] = result[side] + weight * (middle + sign * hand * apart - result[side])
    for side in (0, 1):
        _pushed_out(result[side], here[side], before, after, rotations[:, 0, :, 2], radii, own, _THICK * body.leg)
    wrists = np.stack([result[side] - palms(rotations, body, side) for side in (0, 1)], axis=1)
    for side in (0, 1):
        wrists[:, side, 2] -= np.minimum(clearance(rotations, wrists[:, side], body, side), 0.0)
    return wrists


def _pushed_out(palm: np.ndarray, here: np.ndarray, before: np.ndarray, after: np.ndarray, axis: np.ndarray,
                radii: dict[int, float], own: dict[int, float], thick: float) -> None:
    """Move a hand (T, 3), in place, sideways out of a trunk that the source's, ``here`` (T, 3), was not in as deep.

    Trunk and hips are ellipsoids about their joints, longer along the trunk's ``axis`` (T, 3).
    """
    for joint in (*_TRUNK, *HIPS):
        inside = 1 - np.hypot(*_split(here - before[:, joint], axis)[:2]) / radii[joint]
        radius = own[joint] * (1 - np.maximum(inside, 0.0)) + np.where(inside > 0, 0.0, thick)
        across, along, sideways = _split(palm - after[:, joint], axis)
        missing = np.maximum(np.sqrt(np.maximum(radius**2 - along**2, 0.0)) - across, 0.0)
        palm += (missing / np.maximum(across, 1e-9))[:, None] * sideways


def _split(vectors: np.ndarray, axis: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(distance from the axis, distance along it in an ellipsoid's measure, the part (T, 3) across it)."""
    along = (vectors * axis).sum(-1)
    across = vectors - along[:, None] * axis
    return np.linalg.norm(across, axis=-1), along / _SLENDER, across


def reach(g: np.ndarray, body: Body, positions: np.ndarray, wanted: np.ndarray) -> None:
    """Bend the arms in ``g`` (T, 22, 3, 3), in place, so that the wrists come to ``wanted`` (T, 2, 3)."""
    for side, sign in ((0, 1.0), (1, -1.0)):
        shoulder, elbow, wrist = SHOULDERS[side], ELBOWS[side], WRISTS[side]
        first, second = body.offsets[elbow], body.offsets[wrist]
        if np.linalg.norm(first) < 1e-6 or np.linalg.norm(second) < 1e-6:
            continue
        g[:, shoulder], g[:, elbow] = bend_limb(g[:, shoulder], g[:, elbow], first, second, positions[:, shoulder],
                                                wanted[:, side], np.array([0.0, 0.0, -sign]))


def support(rotations: np.ndarray, source: Body, body: Body, before: np.ndarray, after: np.ndarray, soles: np.ndarray,
            scale: float) -> tuple[np.ndarray, np.ndarray]:
    """How the pelvis must rise, (T,): first for what else than feet bears the body to come as near to the floor as
    before; then, at least, for nothing to sink into it.

    ``soles`` (T, 2) are the heights of the source's feet. A foot on the floor says where the pelvis is the more, the
    more upright the leg on it.
    """
    near = 0.14 * size(source)
    hands = _hand_scale(source, body, scale)
    upright = np.clip((before[:, list(HIPS), 2] - before[:, list(ANKLES), 2]) / source.leg, 0.0, 1.0)
    total = 0.3 + (nearness(soles, near) * upright**2).sum(axis=1)
    shift = np.zeros(len(before))
    least = np.full(len(before), -np.inf)
    own = surfaces(body)
    for joint, radius in surfaces(source).items():
        height = before[:, joint, 2] - radius
        needed = scale * np.maximum(height, 0.0) + own[joint] - after[:, joint, 2]
        weight = nearness(height, near)
        total, shift = total + weight, shift + weight * needed
        # What sank into the source's thickness may sink into half of the target's.
        depth = np.clip(scale * height, -0.5 * own[joint], 0.0)
        least = np.maximum(least, own[joint] + depth - after[:, joint, 2])
    for side in (0, 1):
        height = clearance(rotations, before[:, WRISTS[side]], source, side)
        needed = hands * np.maximum(height, 0.0) - clearance(rotations, after[:, WRISTS[side]], body, side)
        weight = 2 * nearness(height, near)
        total, shift = total + weight, shift + weight * needed
    return shift / total, np.maximum(least, 0.0)
