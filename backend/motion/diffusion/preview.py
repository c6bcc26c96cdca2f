# SPDX-License-Identifier: GPL-3.0-or-later
"""What a motion looks like while the noise is taken out of it: stick figures for the user's progress."""

from __future__ import annotations

import time

import numpy as np

from backend.engine import Progress
from backend.motion.clip import Clip
from backend.motion.clip_ops import heading
from backend.motion.diffusion.inpainting import Known
from backend.motion.formats.humanml3d_codec import Layout, joints_from_places, root_path
from backend.motion.kinematics import rotation_z
from backend.motion.skeleton import PARENTS
from protocol.assets import Figure

#: Frames of a preview at most, seconds between two of them, how far (m) a joint may be to be worth showing, and how
#: long (m) bones may be: nearly all are shorter once noise has become somebody.
MOST_FRAMES, INTERVAL, _BEYOND, _LONGEST, _NEARLY = 60, 0.25, 100.0, 0.75, 90
#: Y up, facing +Z -> Z up, facing -Y.
_TO_Z_UP = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])


def figure(places: np.ndarray, fps: float, parents: np.ndarray | tuple[int, ...] = PARENTS) -> Figure | None:
    """Joints (T, J, 3) in metres, Z up, thinned out; None for what is no motion yet."""
    if not np.isfinite(places).all() or np.abs(places).max() > _BEYOND:
        return None
    joints = np.flatnonzero(np.asarray(parents) >= 0)
    bones = np.linalg.norm(places[:, joints] - places[:, np.asarray(parents)[joints]], axis=-1)
    if np.percentile(bones, _NEARLY) > _LONGEST:
        return None
    step = max(1, -(-len(places) // MOST_FRAMES))
    return Figure(fps=float(fps / step), places=np.ascontiguousarray(places[::step], dtype="<f4"),
                  parents=np.asarray(parents, dtype="<i4"))


def figure_of(clip: Clip, known: Known | None = None, scale: float = 1.0) -> Figure | None:
    """A clip as a figure where it lies or, with what is ``known`` of it, where it will: without the frames of what is
    before and after it. ``scale``: metres of the target's body a metre of the clip's."""
    places = clip.positions() * scale
    if known is not None:
        places = _laid(places, known, float(heading(clip)[known.before]))
    return figure(places, clip.fps)


def figure_of_vectors(vectors: np.ndarray, layout: Layout, known: Known | None = None,
                      scale: float = 1.0) -> Figure | None:
    """De-normalised vectors (T, F) as a figure, where the motion will lie: without the rows of what is before and
    after it. ``scale``: metres of the target's body a metre of the vectors'."""
    with np.errstate(all="ignore"):
        places = joints_from_places(layout, vectors) @ _TO_Z_UP.T * (layout.unit * scale)
    if known is not None:
        with np.errstate(all="ignore"):
            turned = root_path(vectors)[0][known.before]
        places = _laid(places, known, float(-2 * np.arctan2(turned[2], turned[0])))
    return figure(places, layout.fps, layout.parents())


def _laid(places: np.ndarray, known: Known, yaw: float) -> np.ndarray:
    """Joints (T, J, 3) of all rows in the world, without those before and after the motion; ``yaw``: where the first
    row of the motion itself faces now."""
    places = places[known.before:len(places) - known.after]
    places = (places - places[0, 0] * (1.0, 1.0, 0.0)) @ rotation_z(known.turn - yaw).T
    return places + np.array([*known.shift, 0.0])


class Shower:
    """Sends figures with the progress of a sampler, seldom enough to cost nothing."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._due = progress, 0.0

    @property
    def due(self) -> bool:
        """Whether it is time for the next one."""
        return time.monotonic() >= self._due

    def update(self, fraction: float, stage: str, shown: Figure | None) -> None:
        """Report progress, with a figure where there is one."""
        if shown is not None:
            self._due = time.monotonic() + INTERVAL
        self._progress.update(fraction, stage, shown)
