# SPDX-License-Identifier: GPL-3.0-or-later
"""Style: how somebody moves, as modifiers of posture, tempo and amplitude.

The dimensions are the personality attributes of A. Bruderlin & T. Calvert, "Knowledge-driven,
interactive animation of human running" (Graphics Interface 1996) and of the expressive-gait studies
of Montepare et al. (1987) and Roether et al. (J. Vision 2009): sad and tired walks are slow with a
bowed trunk and little arm swing, happy ones bouncy, angry ones fast with big arm swing and lean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Style:
    """Factors are 1 and offsets 0 for a neutral mover. Angles in degrees."""

    #: Factors.
    tempo: float = 1.0
    stride: float = 1.0
    arm_swing: float = 1.0
    bounce: float = 1.0
    sway: float = 1.0
    twist: float = 1.0
    foot_lift: float = 1.0
    amplitude: float = 1.0
    #: Offsets.
    lean: float = 0.0
    chest: float = 0.0
    head: float = 0.0
    shoulders_up: float = 0.0
    shoulders_forward: float = 0.0
    elbow: float = 0.0
    abduct: float = 0.0
    arm_forward: float = 0.0
    fist: float = 0.0
    #: Lowering of the pelvis as a fraction of leg length, widening of the stance in hip widths, gaze sweep.
    crouch: float = 0.0
    width: float = 0.0
    look_about: float = 0.0

    def angle(self, name: str) -> float:
        """An offset in radians."""
        return float(getattr(self, name)) * 0.017453292519943295


_FACTORS = ("tempo", "stride", "arm_swing", "bounce", "sway", "twist", "foot_lift", "amplitude")
NEUTRAL = Style()
STYLES: dict[str, Style] = {
    "tired": Style(tempo=0.78, stride=0.82, arm_swing=0.55, bounce=0.7, sway=1.35, amplitude=0.75, lean=5, chest=15,
                   head=9, shoulders_forward=8, shoulders_up=-4, elbow=-4, crouch=0.025, foot_lift=0.75),
    "sad": Style(tempo=0.76, stride=0.82, arm_swing=0.4, bounce=0.6, amplitude=0.7, lean=2, chest=13, head=15,
                 shoulders_forward=12, elbow=-4, twist=0.7, abduct=-2),
    "happy": Style(tempo=1.08, stride=1.05, arm_swing=1.4, bounce=1.5, sway=1.2, twist=1.25, amplitude=1.15,
                   chest=-6, head=-7, foot_lift=1.15, elbow=8, abduct=3),
    "angry": Style(tempo=1.14, stride=1.08, arm_swing=1.2, bounce=1.1, twist=1.3, amplitude=1.15, lean=6, chest=5,
                   head=6, shoulders_up=5, elbow=22, abduct=8, fist=0.9),
    "proud": Style(tempo=0.94, stride=1.06, arm_swing=1.05, bounce=1.0, twist=1.1, chest=-12, head=-6,
                   shoulders_forward=-10, abduct=6, lean=-1),
    "sneaking": Style(tempo=0.6, stride=0.75, arm_swing=0.35, bounce=0.35, sway=0.8, amplitude=0.85, lean=14, chest=18,
                      head=-18, shoulders_forward=8, elbow=50, abduct=6, arm_forward=16, crouch=0.11, foot_lift=1.8,
                      look_about=14),
    "relaxed": Style(tempo=0.9, stride=0.97, arm_swing=1.05, bounce=0.95, sway=1.3, twist=1.1, chest=-2, elbow=-2),
    "energetic": Style(tempo=1.15, stride=1.1, arm_swing=1.35, bounce=1.25, amplitude=1.2, chest=-3, foot_lift=1.1,
                       elbow=12),
    "scared": Style(tempo=1.1, stride=0.8, arm_swing=0.45, bounce=0.7, amplitude=0.8, lean=3, chest=10, head=-4,
                    shoulders_up=12, shoulders_forward=10, elbow=55, arm_forward=14, abduct=-2, crouch=0.04,
                    look_about=28),
    "elderly": Style(tempo=0.8, stride=0.68, arm_swing=0.5, bounce=0.6, sway=1.3, amplitude=0.7, lean=6, chest=26,
                     head=-10, shoulders_forward=10, elbow=22, crouch=0.05, width=0.2, foot_lift=0.8),
    "drunk": Style(tempo=0.82, stride=0.85, arm_swing=0.7, bounce=0.8, sway=2.8, twist=1.6, amplitude=0.9, chest=4,
                   head=6, abduct=12, width=0.5, crouch=0.02, look_about=12),
    "confident": Style(tempo=1.02, stride=1.08, arm_swing=1.2, twist=1.2, chest=-8, head=-3, shoulders_forward=-6,
                       abduct=4),
    "feminine": Style(arm_swing=0.95, sway=1.6, twist=1.25, width=-0.35, abduct=-2, chest=-4),
    "heavy": Style(tempo=0.92, stride=0.92, bounce=0.9, sway=1.6, twist=1.15, abduct=10, width=0.3, chest=-4),
}


def blend(weights: Mapping[str, float]) -> Style:
    """Several styles at once, each with its strength: offsets add up, factors multiply."""
    values = {item.name: float(getattr(NEUTRAL, item.name)) for item in fields(Style)}
    for name, strength in weights.items():
        for key in values:
            value = float(getattr(STYLES[name], key))
            if key in _FACTORS:
                values[key] *= value**strength
            else:
                values[key] += value * strength
    return Style(**values)
