# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways that walks and runs take over the floor: straight on, round an arc, along an eight."""

from __future__ import annotations

import numpy as np

from backend.motion.pose import Pose


def carry(pose: Pose, distance: np.ndarray, curvature: float, crossing: float | None = None,
          passing: float = 1.0) -> None:
    """Carry the pose ``distance`` (T,) along -Y, or along an arc of ``curvature`` (1/m, left positive), or with a
    ``crossing`` (m) along an eight that crosses itself there, passing from bend to bend in some ``passing`` metres."""
    line = None if crossing is None else _eight(distance, curvature, crossing, passing)

    def place(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        s, aside = distance - points[:, 1], points[:, 0]
        if line is not None:
            ways, table = line
            x, y, heading = (np.interp(s, ways, column) for column in table)
            return np.stack([x + aside * np.cos(heading), y + aside * np.sin(heading), points[:, 2]], -1), heading
        if abs(curvature) < 1e-9:
            return np.stack([aside, -s, points[:, 2]], -1), np.zeros_like(s)
        heading = curvature * s
        # Left is +X at the start: the centre of a left turn lies at +X.
        radius = 1 / curvature
        x = radius - (radius - aside) * np.cos(heading)
        y = -(radius - aside) * np.sin(heading)
        return np.stack([x, y, points[:, 2]], -1), heading

    pose.pelvis, heading = place(pose.pelvis)
    pose.yaw = pose.yaw + heading
    for side in (0, 1):
        pose.ankle[:, side], turned = place(pose.ankle[:, side])
        pose.foot_yaw[:, side] += turned


def _eight(distance: np.ndarray, curvature: float, crossing: float,
           passing: float) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """(ways (N,), (x, y, heading) there) of a line that closes a lobe to the side of ``curvature`` (its mean, 1/m) from
    0 to ``crossing`` and one to the other side after it, straight where they meet, and ends where and as it began."""
    ways = np.linspace(distance.min() - 2.0, distance.max() + 2.0, max(64, round(50 * np.ptp(distance)) + 200))
    sharp = max(1.2, abs(crossing) / (np.pi * 0.5 * passing))
    # The heading from 0 on in units of a whole lobe's: it goes up with one lobe, down with the other.
    fine = np.linspace(0.0, 1.0, 400)
    lobe = np.tanh(sharp * np.sin(np.pi * fine))
    lobe = np.concatenate([[0.0], np.cumsum(0.5 * (lobe[1:] + lobe[:-1]))])
    lobe /= lobe[-1]
    rounds = max(1, round(abs(curvature * crossing) / (2 * np.pi)))
    low, high = 2 * np.pi * rounds - np.pi, 2 * np.pi * rounds
    for _ in range(40):
        # How far a lobe that turns so much leads along its middle: one that turns too little does not come back.
        turn = 0.5 * (low + high)
        ahead = float(np.cos(turn * (lobe[1:] + lobe[:-1] - 1) / 2).sum()) * (1 if rounds % 2 else -1)
        low, high = (turn, high) if ahead > 0 else (low, turn)
    phase = np.abs((ways / crossing + 1.0) % 2.0 - 1.0)
    heading = np.sign(curvature * crossing) * turn * np.interp(phase, fine, lobe)
    step = np.diff(ways)
    along = 0.5 * (heading[1:] + heading[:-1])
    x, y = (np.concatenate([[0.0], np.cumsum(each * step)]) for each in (np.sin(along), -np.cos(along)))
    return ways, (x - np.interp(0.0, ways, x), y - np.interp(0.0, ways, y), heading)
