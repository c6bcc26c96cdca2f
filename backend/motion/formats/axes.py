# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way is up and forwards in a file, and how long its unit is, told from the human body in it.

BVH, ASF/AMC and the like name neither. Up: from the ankles to the neck. Forwards: left hip and up make it.
Unit: a grown-up's leg, hip joint to ankle, is about 0.83 m (0.245 + 0.242 of the height; Drillis & Contini
1966, after D. A. Winter).
"""

from __future__ import annotations

import math

import numpy as np

from backend.engine import EngineError
from backend.motion.formats.landmarks import Landmarks
from backend.motion.kinematics import axis_angle, shortest_rotation, unit

#: Metres a unit. CMU: inches recorded at the database's scale of 0.45.
UNITS = {"m": 1.0, "cm": 0.01, "mm": 0.001, "inch": 0.0254, "cmu": 0.0254 / 0.45, "dm": 0.1, "foot": 0.3048}
_LEG = 0.83
#: Unit -> lengths of a leg in it that are told as it: children and giants in metres, grown-ups in rare units.
_TOLD = (("m", 0.35, 1.6), ("dm", 6.5, 10.5), ("cmu", 11.5, 18.5), ("inch", 26.0, 40.0), ("cm", 40.0, 160.0),
         ("mm", 400.0, 1600.0))
#: Unit -> sizes of a figure in it that are believed, however long its legs. Less than 50 is rather a person in a unit
#: of nobody's (Animated Drawings has 43) than a dwarf in centimetres.
_FIGURES = (("m", 0.3, 5.0), ("cm", 50.0, 500.0))
_AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
#: Directions nearer than this (cosine) to an axis of the file are meant to be that axis.
_SNAP = math.cos(math.radians(20))


def metres(name: str) -> float:
    """Metres a unit, of a unit's name or a number as text; raises :class:`EngineError` (``invalid_parameter``)."""
    if name in UNITS:
        return UNITS[name]
    try:
        value = float(name)
    except ValueError:
        value = math.nan
    if not 1e-6 <= value <= 1e4:
        raise EngineError(f"{name!r:.40} is no unit of length.",
                          f"Use auto, {', '.join(UNITS)}, or metres a unit such as 0.01.", "invalid_parameter")
    return value


def guess_unit(leg: float, height: float) -> tuple[float, str]:
    """(metres a unit, its name) from the length of a leg, or the size of the figure where ``leg`` is 0.

    A leg that fits no unit may be a cartoon's: metres, else centimetres, are kept where they make a believable size.
    The name is empty where neither does: then the figure becomes as tall as a grown-up.
    """
    if not leg > 0:
        name = "m" if height < 5 else "cm" if height < 500 else "mm"
        return UNITS[name], name
    for name, least, most in _TOLD:
        if least <= leg < most:
            return UNITS[name], name
    for name, least, most in _FIGURES:
        if least <= height < most:
            return UNITS[name], name
    return _LEG / leg, ""


def usual_leg(leg: float) -> bool:
    """Whether a leg of so many metres is a person's."""
    return _TOLD[0][1] <= leg < _TOLD[0][2]


def upward(directions: np.ndarray) -> tuple[np.ndarray, float]:
    """The axis of the file nearest to the mean of unit vectors (T, 3), and the cosine between them."""
    mean = directions.mean(axis=0)
    axis = int(np.abs(mean).argmax())
    result = np.zeros(3)
    result[axis] = np.sign(mean[axis]) or 1.0
    return result, float(abs(mean[axis]))


def axis_named(name: str) -> np.ndarray | None:
    """The vector of "x", "y", "z" or with "-" before it; None for "auto". Raises :class:`EngineError`."""
    if name == "auto":
        return None
    if name.lstrip("-").lower() not in _AXES:
        raise EngineError(f"{name!r:.20} is no axis.", "Use auto, x, y, z, -x, -y or -z.", "invalid_parameter")
    return np.array(_AXES[name.lstrip("-").lower()]) * (-1 if name.startswith("-") else 1)


def basis(up: np.ndarray, leftwards: np.ndarray | None, snap: bool = True) -> np.ndarray:
    """The rotation (3, 3) that takes ``up`` to +Z and a body whose left hip lies ``leftwards`` to face -Y.

    Directions within 20 degrees of an axis count as that axis when ``snap``, so that files with sound axes get
    an exact turn. Without ``leftwards`` the convention of Y-up files is taken: they face +Z.
    """
    up = _nearest(up) if snap else unit(up)
    turn = shortest_rotation(up, np.array([0.0, 0.0, 1.0]))
    if leftwards is None:
        # Y up, facing +Z; Z up, facing -Y: the body's left is +X in both.
        leftwards = np.array([1.0, 0.0, 0.0]) if abs(up[0]) < 0.5 else np.array([0.0, -up[0], 0.0])
    across = turn @ leftwards
    across[2] = 0.0
    if np.linalg.norm(across) < 1e-9:
        return turn
    if snap:
        across = _nearest(across)
    result = axis_angle(np.array([0.0, 0.0, 1.0]), -math.atan2(across[1], across[0])) @ turn
    exact = np.round(result)
    return exact if np.abs(result - exact).max() < 1e-9 else result


def _nearest(direction: np.ndarray) -> np.ndarray:
    direction = unit(direction)
    axis = int(np.abs(direction).argmax())
    if abs(direction[axis]) < _SNAP:
        return direction
    result = np.zeros(3)
    result[axis] = np.sign(direction[axis])
    return result


def leg_length(body: Landmarks, places: np.ndarray) -> float:
    """Hip to ankle along the bones (3-D rest places (J, 3)), mean of both sides."""
    total = 0.0
    for side in ("left", "right"):
        chain = [body.index[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle") if f"{side}_{joint}" in body.index]
        total += float(np.linalg.norm(np.diff(places[chain], axis=0), axis=1).sum())
    return total / 2


def stands(body: Landmarks, places: np.ndarray) -> bool:
    """Whether a rest pose (J, 3) is that of an upright human: straight legs below the trunk, straight arms."""
    if not body.whole:
        return True
    hips, ankles, top = body.hips(places), body.ankles(places), body.top(places)
    trunk, legs = unit(top - hips), unit(ankles - hips)
    if trunk @ legs > -0.5 or abs(trunk @ unit(body.leftwards(places))) > 0.5:
        return False
    for side in ("left", "right"):
        for upper, middle, lower in (("hip", "knee", "ankle"), ("shoulder", "elbow", "wrist")):
            keys = [f"{side}_{joint}" for joint in (upper, middle, lower)]
            if body.has(*keys):
                a, b, c = (body.at(places, key) for key in keys)
                if unit(b - a) @ unit(c - b) < 0.2:
                    return False
        if body.has(f"{side}_toe"):
            foot = unit(body.at(places, f"{side}_toe") - body.at(places, f"{side}_ankle"))
            forwards = np.cross(unit(body.leftwards(places)), trunk)
            if np.linalg.norm(foot) > 0.5 and foot @ forwards < 0.2:
                return False
    return True
