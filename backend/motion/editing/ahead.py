# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a clip leads: the heading it begins and ends with as a whole, whatever the sway of its steps.

The pelvis and the chest swing by several degrees about where a walk goes, so that no single frame tells it; over a
whole stride the swing cancels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.motion.clip import Clip
from backend.motion.clip_ops import facing, place, sample
from backend.motion.editing.contacts import runs, standing, with_contacts
from backend.motion.kinematics import rotation_z

#: A stride of which the feet tell nothing (s), and what is looked at of a clip that goes nowhere.
_STRIDE, _MOMENT = 1.1, 0.1
#: Metres within a stride below which nobody travels.
_TRAVELS = 0.25
#: Share of the pace of its first stride below which a clip begins standing.
_SETTING_OFF = 0.4
#: Ways to go that are meant (radians from the facing): ahead, back and to the sides; and how far from them.
_WAYS, _NEAR = np.pi / 2, np.radians(25)


def ahead(clip: Clip) -> float:
    """Radians from -Y that the body faces as ``clip`` begins: seen over the first stride; who walks straight ahead,
    straight back or sideways faces by the line of travel."""
    stride = min(_stride(clip), len(clip) - 1)
    if stride < 2:
        return float(facing(clip)[0])
    # A bend seen over one stride is seen from its middle: the next stride tells how far that is.
    moment = max(1, round(_MOMENT * clip.fps))
    pace = np.linalg.norm(clip.root[min(moment, len(clip) - 1), :2] - clip.root[0, :2]) / moment
    way = np.linalg.norm(clip.root[stride, :2] - clip.root[0, :2]) / stride
    first = _over(clip, 0, stride)
    if first is None or pace < _SETTING_OFF * way:
        return float(facing(clip)[:moment].mean())
    second = _over(clip, stride, 2 * stride) if 2 * stride < len(clip) else None
    return first if second is None else first - 0.5 * float(_wrapped(second - first))


def behind(clip: Clip) -> float:
    """:func:`ahead` for the end of ``clip``; whole turns made meanwhile count."""
    # Played backwards the body goes the other way and faces the same.
    back = sample(clip, np.arange(len(clip) - 1, -1, -1.0))
    return float(facing(clip)[-1] + _wrapped(ahead(back) - facing(back)[0]))


def aligned(clip: Clip, heading: float = 0.0, origin: Sequence[float] | np.ndarray = (0.0, 0.0)) -> Clip:
    """``clip`` turned and moved so that it leads towards ``heading`` from ``origin`` (x, y)."""
    turn = heading - ahead(clip)
    start = rotation_z(turn) @ clip.root[0]
    return place(clip, float(turn), np.array([origin[0] - start[0], origin[1] - start[1], 0.0]))


def _over(clip: Clip, begin: int, end: int) -> float | None:
    """The heading over frames ``begin`` to ``end``, a whole stride apart; None for who goes nowhere."""
    step = clip.root[end, :2] - clip.root[begin, :2]
    if np.linalg.norm(step) < _TRAVELS * min(1.0, clip.body.leg / 0.85):
        return None
    mean = float(facing(clip)[begin:end].mean())
    gap = float(_wrapped(np.arctan2(step[0], -step[1]) - mean))
    off = gap - _WAYS * round(gap / _WAYS)
    return mean + off if abs(off) < _NEAR else mean


def _stride(clip: Clip) -> int:
    """Frames of the first stride, from one landing or lifting of a foot to its next."""
    touching = standing(with_contacts(clip).contacts)  # type: ignore[arg-type]
    periods = []
    for foot in touching.T:
        spans = runs(foot)
        landings = spans[spans[:, 0] > 0, 0]
        liftings = spans[spans[:, 1] < len(foot), 1]
        periods += [times[1] - times[0] for times in (landings, liftings) if len(times) > 1]
    usual = round(_STRIDE * clip.fps)
    period = int(np.median(periods)) if periods else usual
    return period if 0.4 * usual < period < 2.5 * usual else usual


def _wrapped(angle: float | np.ndarray) -> float | np.ndarray:
    return (angle + np.pi) % (2 * np.pi) - np.pi
