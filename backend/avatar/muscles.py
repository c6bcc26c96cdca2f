# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the muscles of an athlete part: furrows on the template's trunk and limbs, as heights for a normal map.

A parametric body has the volumes of muscles but not the lines between them, which its mesh is too coarse for.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from . import coordinates as c
from .spec import Person


def definition(spec: Person) -> float:
    """How far muscles show through the skin, 0 for most people to 1: of the muscular, less the more fat lies over."""
    lean = np.clip((33.0 + 8.0 * (spec.muscle - 0.7) - spec.bmi) / 7.0, 0.0, 1.0)
    grown = np.clip((spec.age_years - 15.0) / 4.0, 0.0, 1.0)
    return float(np.clip((spec.muscle - 0.64) / 0.30, 0.0, 1.0) * lean * grown) * (1.0 - 0.2 * spec.gender)


@dataclass(frozen=True)
class _Furrow:
    """A furrow through points of (across, up) in metres on the template; ``across`` is |x| on the trunk and the length
    around a limb. ``depth`` and ``width`` in metres."""

    points: tuple[tuple[float, float], ...]
    depth: float = 0.0022
    width: float = 0.009


_FRONT = (
    # breast bone, and the line from it to the navel and on
    _Furrow(((0.0, 0.520), (0.0, 0.425)), 0.0026, 0.008), _Furrow(((0.0, 0.415), (0.0, 0.06)), 0.0026, 0.009),
    # lower edge of the breast muscle, and its border with the shoulder's
    _Furrow(((0.008, 0.414), (0.045, 0.392), (0.085, 0.392), (0.118, 0.418), (0.132, 0.452)), 0.0042, 0.011),
    _Furrow(((0.105, 0.535), (0.122, 0.500), (0.134, 0.462)), 0.0026, 0.009),
    # across the straight muscle of the belly, and beside it
    *(_Furrow(((0.0, z), (0.030, z + 0.004), (0.056, z - 0.004)), 0.0026, 0.009) for z in (0.336, 0.276, 0.216)),
    _Furrow(((0.058, 0.392), (0.065, 0.330), (0.064, 0.240), (0.058, 0.165), (0.040, 0.085)), 0.0028, 0.012),
    # the saw muscle's teeth on the ribs
    *(_Furrow(((0.084, z), (0.100, z + 0.010), (0.114, z + 0.026)), 0.0022, 0.007) for z in (0.352, 0.322, 0.292)),
    # from the hip bone down to the groin
    _Furrow(((0.138, 0.135), (0.110, 0.095), (0.070, 0.040), (0.040, 0.010)), 0.0030, 0.011),
)
_BACK = (
    _Furrow(((0.0, 0.540), (0.0, 0.120)), 0.0042, 0.012),
    # the hood muscle's lower edges, the shoulder blade's, and the broad muscle's towards the loins
    _Furrow(((0.004, 0.290), (0.040, 0.360), (0.080, 0.440), (0.112, 0.500)), 0.0024, 0.010),
    _Furrow(((0.070, 0.470), (0.100, 0.430), (0.128, 0.410)), 0.0024, 0.010),
    _Furrow(((0.020, 0.170), (0.060, 0.225), (0.100, 0.300)), 0.0026, 0.012),
    _Furrow(((0.036, 0.260), (0.034, 0.160)), 0.0018, 0.012),
)
#: (around the arm from its outer side, to the back positive; along it from shoulder 0 to wrist 2).
_ARM = (
    # the shoulder's cap ends in a point on the outside
    _Furrow(((-0.085, 0.18), (-0.045, 0.36), (0.0, 0.50), (0.045, 0.36), (0.085, 0.18)), 0.0034, 0.010),
    _Furrow(((0.0, 0.50), (-0.006, 0.72), (-0.012, 0.92)), 0.0032, 0.010),
    _Furrow(((-0.092, 0.30), (-0.098, 0.60), (-0.092, 0.86)), 0.0024, 0.009),
    # the three heads at the back
    _Furrow(((0.052, 0.30), (0.050, 0.55), (0.046, 0.72)), 0.0022, 0.009),
    _Furrow(((0.022, 0.80), (0.048, 0.70), (0.078, 0.80)), 0.0022, 0.009),
    # the lower arm's long muscles
    _Furrow(((-0.030, 1.02), (-0.020, 1.35), (-0.004, 1.62)), 0.0024, 0.008),
    _Furrow(((0.028, 1.08), (0.022, 1.38), (0.012, 1.62)), 0.0018, 0.007),
)
#: (around the leg from its outer side, to the back positive; height).
_LEG = (
    _Furrow(((-0.075, -0.03), (-0.082, -0.15), (-0.086, -0.255)), 0.0026, 0.010),
    _Furrow(((-0.150, -0.10), (-0.136, -0.20), (-0.122, -0.27)), 0.0026, 0.010),
    _Furrow(((-0.012, -0.04), (-0.008, -0.18), (-0.010, -0.31)), 0.0026, 0.011),
    # above the knee cap
    _Furrow(((-0.056, -0.290), (-0.076, -0.318), (-0.100, -0.300)), 0.0024, 0.009),
    # calves: between the two heads, and where they end
    _Furrow(((0.070, -0.39), (0.070, -0.53)), 0.0020, 0.008),
    _Furrow(((0.024, -0.52), (0.046, -0.575), (0.070, -0.545), (0.094, -0.590), (0.112, -0.53)), 0.0026, 0.009),
    _Furrow(((-0.010, -0.42), (-0.006, -0.56)), 0.0020, 0.009),
)
#: Lengths of the upper arm and the lower, and usual distances of the skin from the middle of arm and leg, metres.
_ARM_LENGTH, _ARM_GIRTH, _LEG_GIRTH = 0.23, 0.052, 0.072


def furrows(t: c.Coordinates, points: np.ndarray) -> np.ndarray:
    """Depth (N,) in metres, 0 or less, of the furrows at ``points`` (N, 3) of the template with coordinates ``t``."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    depth = np.zeros(len(points))
    trunk = _ramp(0.75 - t.arm_share, 0.25) * _ramp(t.level - 3.0, 0.1) * _ramp(t.collar + 0.01, 0.01)
    front = _ramp(c.side_line(z) + 0.020 - y, 0.03)
    for share, lines in ((trunk * front, _FRONT), (trunk * (1 - front), _BACK)):
        where = np.nonzero(share > 0)[0]
        depth[where] += share[where] * _depth(np.stack([x, z], axis=1)[where], lines)
    where = np.nonzero((t.arm_share > 0.25) & (t.arm < 1.75) & (t.hand < 0.5))[0]
    # The arm hangs outwards and down, and its own length runs through level and side alike.
    off = (z[where] - 0.525) * 0.64 + (x[where] - 0.168) * 0.76
    turn = np.arctan2(y[where] + 0.014 + 0.11 * np.maximum(t.arm[where] - 1.0, 0), off)
    place = np.stack([turn * _ARM_GIRTH, t.arm[where] * _ARM_LENGTH], axis=1)
    scaled = tuple(_Furrow(tuple((a, b * _ARM_LENGTH) for a, b in each.points), each.depth, each.width)
                   for each in _ARM)
    depth[where] = np.minimum(depth[where], _ramp(t.arm_share[where] - 0.25, 0.3) * _depth(place, scaled))
    where = np.nonzero((t.arm_share < 0.3) & (t.level < 2.9) & (t.level > 1.2))[0]
    middle = np.interp(z[where], [-0.745, -0.369, 0.049], [0.205, 0.155, 0.110])
    turn = np.arctan2(y[where] - np.interp(z[where], [-0.745, -0.369, 0.049], [0.012, -0.016, -0.018]),
                      x[where] - middle)
    share = _ramp(2.9 - t.level[where], 0.25)
    depth[where] = np.minimum(depth[where], share * _depth(np.stack([turn * _LEG_GIRTH, z[where]], axis=1), _LEG))
    return depth


def _ramp(values: np.ndarray, over: float) -> np.ndarray:
    return np.clip(values / over, 0.0, 1.0)


def _depth(at: np.ndarray, lines: tuple[_Furrow, ...]) -> np.ndarray:
    result = np.zeros(len(at))
    for line in lines:
        path = np.array(line.points)
        reach = 2.2 * line.width
        near = np.nonzero(((at > path.min(axis=0) - reach) & (at < path.max(axis=0) + reach)).all(axis=1))[0]
        best, ends = np.full(len(near), np.inf), np.ones(len(near))
        for number, (a, b) in enumerate(itertools.pairwise(path)):
            along = np.clip((at[near] - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
            distance = np.linalg.norm(at[near] - a - along[:, None] * (b - a), axis=1)
            closer = distance < best
            best[closer] = distance[closer]
            share = (number + along[closer]) / (len(path) - 1)
            # Lines run out softly, those in the middle of the body excepted.
            ends[closer] = np.minimum(np.minimum(share, 1 - share) / 0.18 + 0.25, 1.0)
        result[near] = np.minimum(result[near], -line.depth * ends * np.exp(-((best / line.width) ** 2)))
    return result
