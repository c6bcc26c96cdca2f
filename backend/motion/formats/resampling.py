# SPDX-License-Identifier: GPL-3.0-or-later
"""A motion on any rig at another frame rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backend.engine import EngineError
from backend.motion.formats.base import MAXIMUM_FRAMES, MAXIMUM_ROTATIONS
from backend.motion.kinematics import continuous
from backend.motion.quaternions import slerp
from protocol.assets import Motion


def resampled(motion: Motion, fps: float) -> Motion:
    """The same seconds of ``motion`` at ``fps``; contacts are those of the nearest frame.

    A loop keeps its period as nearly as whole frames allow. Raises :class:`EngineError` (``invalid_parameter``).
    """
    if not 0.1 <= fps <= 1000:
        raise EngineError(f"{fps:g} frames a second are out of the question.", "Choose 0.1 to 1000.",
                          "invalid_parameter")
    frames = len(motion.rotations)
    if fps == motion.fps or frames < 2:
        return replace(motion, fps=float(fps))
    if motion.loop:
        count = max(2, round(frames * fps / motion.fps))
        at = np.arange(min(count, MAXIMUM_FRAMES)) * (frames / count)
    else:
        count = int(np.ceil((frames - 1) * fps / motion.fps - 1e-6)) + 1
        at = np.minimum(np.arange(min(count, MAXIMUM_FRAMES)) * (motion.fps / fps), frames - 1)
    if count > MAXIMUM_FRAMES or count * motion.rotations.shape[1] > MAXIMUM_ROTATIONS:
        raise EngineError(f"{motion.name} would have {count} frames at {fps:g} a second.", "Choose fewer.",
                          "invalid_parameter")
    rotations = motion.rotations.astype(np.float64)
    travel = motion.root_translation.astype(np.float64)
    if motion.loop:
        # After the last frame comes the first, as far on as one mean step leads (the height is the first's).
        step = (travel[-1] - travel[0]) / max(frames - 1, 1) * np.array([1.0, 1.0, 0.0])
        following = np.array([*(travel[-1] + step)[:2], travel[0, 2]])
        rotations = np.concatenate([rotations, rotations[:1]])
        travel = np.concatenate([travel, following[None]])
    before = np.minimum(at.astype(int), len(rotations) - 2)
    share = at - before
    turns = slerp(rotations[before], rotations[before + 1], share[:, None])
    nearest = np.minimum(np.round(at).astype(int), frames - 1)
    return replace(
        motion, fps=float(fps), rotations=continuous(turns).astype("<f4"),
        root_translation=(travel[before] + share[:, None] * (travel[before + 1] - travel[before])).astype("<f4"),
        contacts=None if motion.contacts is None else np.ascontiguousarray(motion.contacts[nearest]))
