# SPDX-License-Identifier: GPL-3.0-or-later
"""Ties, bow ties and scarves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .. import coordinates as c
from ..coordinates import joint
from .fitting import Fitting
from .headgear import TURN
from .pieces import Piece, sheet, tube

#: Least distance of a scarf from the cloth beneath it, metres.
CLEAR = 0.004


def _throat(f: Fitting) -> np.ndarray:
    """Where a tie is knotted: before the hollow of the throat, on the cloth."""
    neck = joint("neck", f.body.vertices)
    z = neck[2] - 0.012
    y = float(f.surface_y(np.zeros(1), np.array([z]), beneath=True)[0])
    return np.array([0.0, y - 0.006, z])


def tie(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A knot at the collar and a blade down to the belt."""
    knot = _throat(f)
    pelvis = joint("pelvis", f.body.vertices)[2]
    t = np.linspace(0, 1, 26)
    end = pelvis + 0.08
    if f.closed is not None:
        # What a closed jacket hides need not be there.
        armpit, waist = joint("l-shoulder", f.body.vertices)[2] - 0.085, joint("spine-4", f.body.vertices)[2] + 0.035
        end = waist + (f.closed - c.WAIST) * (armpit - waist) + 0.012  # above where it closes: nothing peeps out
    length = knot[2] - end
    z = knot[2] - 0.018 - length * t
    y = f.surface_y(np.zeros(26), z, beneath=True)
    # Where a jacket closes there is no room for more than the cloth of it.
    y -= np.full(26, 0.008) if f.closed is None else np.interp(t, [0, 0.7, 1.0], [0.005, 0.005, 0.002])
    # It hangs from the chest rather than following the hollow below it.
    y = np.minimum.accumulate(y) * 0.7 + y * 0.3
    width = np.interp(t, [0, 0.08, 0.88, 0.96, 1.0], [0.011, 0.014, 0.038, 0.026, 0.001])
    if f.closed is not None:
        # Not to a point, whose two sides would cross.
        width = np.clip(width, 0.004, np.interp(t, [0, 0.3, 1.0], [0.030, 0.026, 0.006]))
    rows = [np.stack([s * width, y - 0.002 * (1 - abs(s)), z], axis=1) for s in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    blade = sheet(np.stack(rows), 0.0025, color, "silk", "near")
    a = np.linspace(0, 1, 7)
    half = np.interp(a, [0, 0.2, 1.0], [0.012, 0.017, 0.0105])
    front = np.stack(
        [
            np.stack(
                [s * half, knot[1] - 0.011 * np.sqrt(max(1 - s * s, 0.0)) + 0 * a, knot[2] + 0.012 - 0.034 * a], axis=1
            )
            for s in np.linspace(-1, 1, 7)
        ]
    )
    return [blade, sheet(front, 0.006, color * 0.95, "silk", "near", name="knot")]


def bow_tie(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    knot = _throat(f) + np.array([0, -0.006, 0.004])
    pieces = []
    for side in (1.0, -1.0):
        s = np.linspace(0, 1, 12)
        high = 0.007 + 0.016 * np.sin(np.clip(s, 0, 1) * np.pi / 2) ** 1.5
        rows = [
            np.stack(
                [
                    side * 0.044 * s,
                    knot[1] - 0.010 * np.sin(np.pi * s) * (1 - 0.3 * abs(k)) + 0.004 * s,
                    knot[2] + k * high,
                ],
                axis=1,
            )
            for k in np.linspace(-1, 1, 7)
        ]
        pieces.append(sheet(np.stack(rows), 0.004, color, "silk", "near", name="bow"))
    centre = np.stack(
        [knot + np.array([0, -0.004, -0.011]), knot + np.array([0, -0.006, 0]), knot + np.array([0, -0.004, 0.011])]
    )
    pieces.append(tube(centre, 0.010, color * 0.9, "silk", "near", sides=10, flat=1.0, name="knot"))
    return pieces


def _girth(f: Fitting, neck: np.ndarray, lift: float) -> float:
    """How far the neck reaches from its axis ``lift`` metres above its joint ``neck`` (3,), metres."""
    skin = f.body.skin
    ring = skin[np.abs(skin[:, 2] - (neck[2] + lift)) < 0.012]
    reach = np.hypot(ring[:, 0], ring[:, 1] - neck[1])
    return float(max(reach[reach < 0.11], default=0.06))


def neck_scarf(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A knitted scarf, wound once, with one end down the front."""
    neck = joint("neck", f.body.vertices)
    radius = _girth(f, neck, 0.02)
    pieces = []
    for index, (lift, grow) in enumerate(((0.004, 0.016), (0.030, 0.010))):
        wave = 0.006 * np.sin(2 * TURN + index) + 0.014 * np.cos(TURN)
        path = np.stack(
            [(radius + grow) * np.sin(TURN), neck[1] - 0.004 - (radius + grow) * np.cos(TURN), neck[2] + lift - wave],
            axis=1,
        )
        pieces.append(
            tube(
                path, 0.024, color * (1 - 0.06 * index), "knit", "cloth", closed=True, sides=12, flat=0.75, name="turn"
            )
        )
    side = 1.0 if rng.random() < 0.5 else -1.0
    t = np.linspace(0, 1, 22)
    z = neck[2] - 0.02 - 0.36 * t
    x = side * (0.035 + 0.035 * t)
    y = f.surface_y(x, z) - 0.012
    y = np.minimum.accumulate(y) * 0.6 + y * 0.4
    rows = [
        np.stack([x + s * 0.045, y - 0.003 * np.cos(2 * s) + 0.006 * abs(s), z], axis=1)
        for s in (-1.0, -0.5, 0, 0.5, 1.0)
    ]
    pieces.append(sheet(np.stack(rows), 0.007, color, "knit", "cloth", name="end"))
    # It is soft: what it lies on presses it flat.
    return [replace(each, points=f.push_out(each.points, CLEAR)) for each in pieces]


def neckerchief(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A square of cloth rolled about the neck and knotted in front, with two tips."""
    neck = joint("neck", f.body.vertices)
    radius = _girth(f, neck, 0.012)
    pieces = []
    for index, (lift, grow, size) in enumerate(((0.004, 0.010, 0.015), (0.017, 0.007, 0.011))):
        wave = 0.0025 * np.sin(5 * TURN + 2 * index) + 0.019 * np.cos(TURN)
        reach = (radius + grow * f.scale) * np.stack([np.sin(TURN), -np.cos(TURN)], axis=1)
        path = np.column_stack([reach[:, 0], neck[1] - 0.002 + reach[:, 1], neck[2] + lift - wave])
        pieces.append(tube(path, size * f.scale, color * (1 - 0.05 * index), "cotton", "cloth", closed=True, sides=12,
                           flat=0.8, name="turn"))
    z = neck[2] - 0.020
    y = min(float(f.surface_y(np.zeros(1), np.array([z]))[0]), neck[1] - radius) - 0.016
    knot = np.array([0.0, y, z])
    pieces.append(tube(knot + np.array([[0, 0, 0.012], [0, -0.003, 0.0], [0, 0, -0.012]]) * f.scale, 0.014 * f.scale,
                       color * 0.94, "cotton", "cloth", sides=12, name="knot"))
    t = np.linspace(0, 1, 12)
    for side in (-1.0, 1.0):
        x, down = side * (0.006 + 0.036 * t) * f.scale, z - (0.008 + 0.070 * t) * f.scale
        front = np.minimum.accumulate(f.surface_y(x, down)) - 0.010
        front = (y + 0.002) * (1 - t) ** 2 + front * (1 - (1 - t) ** 2)
        # Wide in the middle, gathered at the knot, cut to a point.
        half = np.interp(t, [0, 0.2, 0.6, 1.0], [0.006, 0.015, 0.022, 0.002]) * f.scale
        rows = [np.stack([x + s * half, front - 0.004 * np.cos(3 * s + side) + 0.003 * abs(s),
                          down - 0.2 * side * s * half], axis=1) for s in (-1.0, -0.5, 0.0, 0.5, 1.0)]
        pieces.append(sheet(np.stack(rows), 0.0025, color, "cotton", "cloth", name="tip"))
    return [replace(each, points=f.push_out(each.points, CLEAR)) for each in pieces]


MAKERS = {"neckerchief": neckerchief, "tie": tie, "bow_tie": bow_tie, "neck_scarf": neck_scarf}
