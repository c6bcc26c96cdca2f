# SPDX-License-Identifier: GPL-3.0-or-later
"""Published gait measurements the walk and the run are built from.

Sources. Walk: sagittal joint and foot angles of D. A. Winter, The Biomechanics and Motor Control of
Human Gait (2nd ed. 1991), natural cadence; pelvic motions of Inman, Ralston & Todd, Human Walking
(1981), whose "determinants" go back to Saunders, Inman & Eberhart (1953). Run: T. F. Novacheck, The
biomechanics of running, Gait & Posture 7 (1998). Stride length: R. McN. Alexander's dynamic
similarity, stride / leg = k Fr^0.3 with Fr = v^2 / (g leg) (Nature 261, 1976); k was fitted to
level walking and running of adults. Arms: Pontzer et al., J. Exp. Biol. 212 (2009).

Phases run from one touchdown of a foot (0) to its next (1). Angles in degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backend.motion.curves import Keys


@dataclass(frozen=True)
class GaitData:
    """One gait at one dimensionless speed."""

    #: Fraction of the stride that a foot is on the ground.
    duty: float
    #: Foot to the floor over the whole stride, toes up positive.
    foot_pitch: Keys
    #: Least knee flexion while the foot is down, over the stance.
    stance_knee: Keys
    #: (fraction of the swing, thigh forward of vertical, knee flexion).
    swing: tuple[tuple[float, float, float], ...]
    #: Amplitudes about the mean: turn and list of the pelvis, turn of the chest against the pelvis.
    pelvis_turn: float
    pelvis_list: float
    chest_turn: float
    #: Forward tilt of the pelvis, flexion of the spine.
    tilt: float
    spine: float
    #: (mean, amplitude) of shoulder flexion, elbow flexion and external rotation; abduction.
    shoulder: tuple[float, float]
    elbow: tuple[float, float]
    abduct: float
    rotate: tuple[float, float]
    #: Sideways travel of the pelvis in hip widths; distance between the lines of the feet in hip widths.
    sway: float
    track: float
    fist: float


def _mix(low: float, high: float, u: float) -> float:
    return low + (high - low) * u


def stride_length(froude: float, running: bool) -> float:
    """Stride in leg lengths at a Froude number (Alexander 1976)."""
    return (2.45 if running else 2.48) * froude**0.3


def walk(froude: float) -> GaitData:
    """A walk; Winter's natural cadence is near Fr = 0.2. Angles grow with speed (Winter's slow and fast tables)."""
    pace = float(np.clip((froude / 0.2) ** 0.5, 0.35, 1.6))
    duty = float(np.clip(0.66 - 0.045 * pace, 0.57, 0.66))
    # The forefoot comes down at an even pace, however fast the steps.
    flat = 0.08 + 0.05 * pace
    strike, push = 19 * min(pace, 1.15), 56 * min(0.55 + 0.45 * pace, 1.15)
    return GaitData(
        duty=duty,
        foot_pitch=((0.0, strike), (flat, 0.0), (0.20, 0.0), (0.33, -0.5), (0.43, -0.2 * push),
                    (0.52, -0.58 * push), (duty, -push), (duty + 0.09, -0.72 * push), (0.80, -2.0),
                    (0.90, 12 * min(pace, 1.2)), (0.965, strike * 1.05)),
        stance_knee=((0.0, 4.0), (0.2, 6 + 4 * pace), (0.62, 4.0), (1.0, 20.0)),
        swing=((0.30, 10 + 3 * pace, 56 + 6 * pace), (0.62, 22 + 5 * pace, 32 + 3 * pace)),
        pelvis_turn=4.5 * pace, pelvis_list=4.0 * pace, chest_turn=8.5 * pace,
        tilt=3.0, spine=1.0 + 1.0 * pace,
        shoulder=(-3.0, 18 * pace), elbow=(22 + 4 * pace, 11 * pace), abduct=9.0, rotate=(-16.0, 4.0),
        sway=0.13, track=0.62, fist=0.05)


def run(froude: float, bounce: float = 1.0) -> GaitData:
    """A run; Novacheck's 3.2 m/s is near Fr = 1.1, his sprint near Fr = 5; a sprint is
    shown in full from Fr = 3.4 on, since nobody asks for a slow one.

    ``bounce`` lengthens the flight at the cost of the stance.
    """
    u = float(np.clip((froude - 0.4) / 1.3, 0, 1))
    sprint = float(np.clip((froude - 1.6) / 1.8, 0, 1))
    duty = float(np.clip((_mix(0.30, 0.225, u) - 0.04 * sprint) / bounce**0.3, 0.18, 0.44))
    push = _mix(52, 64, u)
    return GaitData(
        duty=duty,
        foot_pitch=((0.0, _mix(9, 7, u) - 7 * sprint), (0.08, 0.0), (0.45 * duty, -3.0), (0.72 * duty, -0.42 * push),
                    (duty, -push), (duty + 0.14, -1.25 * push), (0.62, -0.9 * push), (0.80, -6.0), (0.93, 7.0)),
        stance_knee=((0.0, 16.0), (0.45, _mix(32, 40, u)), (1.0, 14.0)),
        swing=((0.22, _mix(-2, 0, u), _mix(74, 92, u) + 18 * sprint),
               (0.45, _mix(26, 38, u) + 16 * sprint, _mix(90, 114, u) + 18 * sprint),
               (0.70, _mix(40, 53, u) + 20 * sprint, _mix(62, 74, u) + 16 * sprint),
               (0.89, _mix(30, 38, u) + 8 * sprint, 28.0)),
        pelvis_turn=_mix(6, 8, u), pelvis_list=_mix(3.5, 5, u), chest_turn=_mix(15, 20, u),
        tilt=_mix(5, 8, u) + 5 * sprint, spine=_mix(3, 5, u) + 5 * sprint,
        shoulder=(_mix(-12, -13, u), _mix(26, 34, u) + 14 * sprint), elbow=(_mix(84, 90, u), _mix(10, 15, u)),
        abduct=_mix(14, 16, u), rotate=(-8.0, 9.0), sway=0.06, track=_mix(0.42, 0.28, u), fist=0.4)
