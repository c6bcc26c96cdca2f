# SPDX-License-Identifier: GPL-3.0-or-later
"""Dining chairs: ladder back, spindle back and panel back, with wooden or upholstered seats."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board, leg, rail
from backend.objects.modeling.curves import circle, rounded_rectangle, superellipse
from backend.objects.modeling.solids import extrude, post, sweep
from backend.objects.modeling.surface import Surface


def dished(seat: Surface, depth: float, reach: float) -> Surface:
    """A seat hollowed a little for comfort: its middle sinks by ``depth``."""
    def sink(v: np.ndarray) -> np.ndarray:
        v[:, 2] -= depth * np.clip(1 - (v[:, 0] ** 2 + v[:, 1] ** 2) / reach ** 2, 0, 1)
        return v
    return seat.deformed(sink)


def build(d: Draw) -> list[Part]:
    back = d.choose({"ladder": 1.2, "spindle": 1.0, "panel": 0.9})
    width, depth = d.measure("width", 0.43, 0.48), d.measure("depth", 0.43, 0.47)
    seat_height, height = d.between(0.44, 0.46), d.measure("height", 0.84, 0.98)
    seat_height = min(seat_height, 0.52 * height)
    thick = 0.026
    kind = d.choose({"tapered": 1.0, "round": 0.9, "turned": 0.7, "square": 0.6})
    stout = 0.050 if kind == "turned" else 0.040
    soft = d.choose({"bare": 0.55, "upholstered": 0.45}) == "upholstered"
    x, y = width / 2 - 0.035, depth / 2 - 0.035
    splay = 1.0 + (d.between(0.02, 0.08) if kind != "square" else 0.0)
    under = seat_height - thick
    seat = extrude(superellipse(d.segments(64), width, depth, 5.0), thick, 0.009, "seat").moved(z=under)
    parts = [part("seat", seat)]
    if soft:
        pad = extrude(superellipse(d.segments(64), width - 0.025, depth - 0.025, 5.0), 0.042, 0.019, "cushion", 6)
        parts.append(part("cushion", dished(pad.moved(z=seat_height - 0.004), -0.010, 0.25 * (width + depth))))
    names = ("front right", "front left", "back right", "back left")
    corners = [(x, -y), (-x, -y), (x, y), (-x, y)]
    parts += [part(f"leg {name}", leg(kind, (cx * splay, cy * splay), (cx, cy), under + 0.004, stout, d))
              for name, (cx, cy) in zip(names, corners)]
    low = 0.34 * seat_height
    spread = 1 + (splay - 1) * (1 - low / under)
    side = [rail((s * x * spread, -y * spread, low), (s * x * spread, y * spread, low), 0.021, d) for s in (1, -1)]
    cross = rail((-x * spread, 0, low), (x * spread, 0, low), 0.021, d)
    parts.append(part("stretchers", *side, cross))
    parts += _back(back, x, y, seat_height, height, d)
    if d.choose({"still": 1.0, "rocking": 0.0}) == "rocking":
        parts = [part(each.name, *(piece.moved(z=_RISE) for piece in each.pieces)) for each in parts]
        parts.append(part("rockers", *(_rocker(s * x * splay, y * splay, depth, d) for s in (1, -1))))
    return parts


#: How far rockers lift a chair's legs, metres.
_RISE = 0.046


def _rocker(x: float, y: float, depth: float, d: Draw) -> Surface:
    """A curved runner under the two legs of one side, longer behind."""
    along = np.linspace(-depth / 2 - 0.13, depth / 2 + 0.24, d.segments(28, 16))
    radius = y ** 2 / (2 * (_RISE - 0.026))
    lift = along ** 2 / (2 * radius)
    lift = np.where(np.abs(along) > y, _RISE - 0.026 + (np.abs(along) - y) * 0.26, lift)
    path = np.column_stack([np.full(len(along), x), along, lift + 0.016])
    return sweep(path, rounded_rectangle(0.028, 0.032, 0.008), up=(0, 0, 1), round_ends=False, region="leg")


def _back(kind: str, x: float, y: float, seat: float, height: float, d: Draw) -> list[Part]:
    """Two reclined posts and what stands between them."""
    recline = d.between(0.07, 0.11)
    low = seat - 0.022

    def behind(z: float) -> float:
        t = (z - seat) / (height - seat)
        return y + 0.004 + recline * t ** 1.5 if t > 0 else y + 0.004

    levels = np.linspace(low, height - (0.03 if kind == "spindle" else 0.0), 12)
    t = np.linspace(0, 1, 12)
    section = circle(d.segments(20, 12), 0.0165) if kind == "spindle" else rounded_rectangle(0.036, 0.026, 0.008)
    posts = [post(section, [(z, 1.0 - 0.22 * k, s * (x - 0.004), behind(z)) for z, k in zip(levels, t)], 0.005, "back")
             for s in (1, -1)]
    parts = [part("back posts", *posts)]
    span = 2 * x - 0.010
    bow = d.between(0.018, 0.032)
    if kind == "ladder":
        count = int(d.random.integers(3, 5))
        gap = (height - seat) / (count + 0.55)
        slats = [board(span, 0.015, 0.050 + 0.018 * (k == count - 1), (0, behind(z), z - 0.03), 0.005, "back", bow, 12)
                 for k, z in enumerate(seat + gap * (np.arange(count) + 1.1))]
        return [*parts, part("back slats", *slats)]
    if kind == "panel":
        tall = 0.46 * (height - seat)
        z = height - tall - 0.01
        panel = board(span, 0.014, tall, (0, 0, z), 0.005, "back", bow, 12)
        return [*parts, part("back panel", panel.deformed(
            lambda v: v + np.column_stack([np.zeros(len(v)), [behind(h) for h in v[:, 2]], np.zeros(len(v))])))]
    count = int(d.random.integers(5, 8))
    top = height - 0.068
    rail_top = board(2 * x + 0.055, 0.024, 0.068, (0, behind(height - 0.03), top), 0.010, "back", bow, 14)
    spindles = []
    for place in np.linspace(-1, 1, count + 2)[1:-1]:
        path = np.array([(place * (x - 0.01) * (0.86 + 0.14 * k), behind(low + k * (top - low)) - 0.016 * (1 - k)
                          + bow * (1 - place ** 2) * k, low + k * (top + 0.012 - low)) for k in np.linspace(0, 1, 9)])
        spindles.append(sweep(path, circle(d.segments(14, 8), 0.0085),
                              1 + 0.35 * np.sin(np.pi * np.linspace(0, 1, 9)) - 0.15, up=(0, 1, 0), region="back"))
    return [*parts, part("back rail", rail_top), part("spindles", *spindles)]


FAMILY = Family(
    name="chair", words=("chair", "dining chair", "throne", "kitchen chair", "rocking chair"),
    gloss=("a chair to sit on", "something to sit on", "a seat with a back", "furniture for sitting at a table"),
    extent=(0.8, 1.0), build=build, native=("height", "width", "depth"), materials=("wood",) * 5 + ("walnut", "oak"),
    looks={"seat": "main", "leg": "main", "stretcher": "main", "back": "main",
           "cushion": ("fabric", "leather", "fabric")},
    part_words={"seat": ("seat",), "leg": ("leg", "legs"), "back": ("back", "backrest"),
                "cushion": ("cushion", "pad", "upholstery")},
    styles={"ladder": ("ladder", "ladder back", "rustic"), "spindle": ("spindle", "windsor", "farmhouse"),
            "panel": ("panel", "modern", "minimalist", "scandinavian"), "upholstered": ("upholstered", "comfortable",
            "soft", "padded", "cushion", "cushioned"), "turned": ("turned", "antique", "victorian"),
            "tapered": ("tapered",), "rocking": ("rocking", "rocker", "rocking chair")})
