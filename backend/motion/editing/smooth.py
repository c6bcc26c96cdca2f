# SPDX-License-Identifier: GPL-3.0-or-later
"""Smoothing that takes away jitter and leaves feet where they stand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from backend.motion.clip import Clip
from backend.motion.clip_ops import check_positive, cut, sample
from backend.motion.editing.cleanup import hold
from backend.motion.editing.contacts import ground, with_contacts
from backend.motion.kinematics import continuous


def smooth(clip: Clip, seconds: float = 0.1, feet: bool = True) -> Clip:
    """Rotations and path averaged over about ``seconds`` (a Gaussian as wide, at half its height).

    ``feet``: contacts found before are held afterwards; they also come with the result. First and last pose of a
    clip that is no loop change little: beyond its ends it is taken to go on through them.
    """
    check_positive("seconds", seconds)
    seen = ground(clip) if feet else None
    if feet:
        clip = with_contacts(clip)
    sigma = seconds * clip.fps / 2.355
    reach = int(np.ceil(4 * sigma))
    if len(clip) < 3:
        return clip
    if clip.loop:
        wide = sample(clip, np.arange(-reach, len(clip) + reach))
    else:
        reach = min(reach, len(clip) - 1)
        wide = sample(replace(clip, loop=False), np.abs(_mirrored(len(clip), reach)))
        # Through the end points, not back from them: what goes on keeps its direction.
        root = np.pad(clip.root, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
        wide = replace(wide, root=root)
    rotations = gaussian_filter1d(continuous(wide.rotations), sigma, axis=0)
    rotations /= np.linalg.norm(rotations, axis=-1, keepdims=True)
    hands = wide.hands
    if hands is not None:
        hands = gaussian_filter1d(continuous(hands), sigma, axis=0)
        hands = hands / np.linalg.norm(hands, axis=-1, keepdims=True)
    wide = replace(wide, rotations=rotations, hands=hands, root=gaussian_filter1d(wide.root, sigma, axis=0), loop=False)
    result = replace(cut(wide, reach, reach + len(clip)), contacts=clip.contacts, loop=clip.loop)
    return hold(result, seen.velocity) if seen is not None else result


def _mirrored(count: int, reach: int) -> np.ndarray:
    """Frames of a clip of ``count`` frames with ``reach`` mirrored ones before and after."""
    return np.pad(np.arange(count), reach, mode="reflect")
