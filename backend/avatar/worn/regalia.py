# SPDX-License-Identifier: GPL-3.0-or-later
"""What rulers and warriors of old are known by: a striped headcloth, a broad collar, a samurai's helmet."""

from __future__ import annotations

from functools import cache

import numpy as np

from backend.body import hm08

from .. import coordinates as c
from ..coordinates import joint
from ..surface import Surface, from_quads, subdivide
from .fitting import AZIMUTHS, Fitting
from .headgear import TURN, Maker, band, dome, polar, rings_of, shell
from .pieces import Piece, outward, sheet, tube

_GOLD, _LAPIS, _TURQUOISE, _CARNELIAN = (np.array(each) for each in (
    (0.72, 0.46, 0.12), (0.012, 0.035, 0.20), (0.03, 0.28, 0.26), (0.34, 0.035, 0.015)))
#: Bands of a broad collar from the neck outwards: the distance at which each ends, metres on the template, and what of.
_BANDS = ((0.016, _GOLD, "gold"), (0.034, _LAPIS, "shell"), (0.042, _GOLD, "gold"), (0.060, _TURQUOISE, "shell"),
          (0.068, _GOLD, "gold"), (0.086, _CARNELIAN, "shell"), (0.100, _GOLD, "gold"))


def nemes(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """The headcloth of the kings of Egypt: striped, drawn over the brow, standing off behind the ears, with two lappets
    on the breast, and a cobra."""
    v, scale = f.body.vertices, f.scale
    middle, normal = f.brim
    neck, shoulder = joint("neck", v), joint("l-shoulder", v)
    top = middle + normal * (f.crown + 0.012 * scale)
    bottom = neck[2] + 0.012 * scale
    rows = []
    for t in np.linspace(0, 1, 35):
        z = top[2] + (bottom - top[2]) * t
        over = np.clip((top[2] - z) / (top[2] - middle[2]), 0, 1)
        low = np.clip((middle[2] - z) / (middle[2] - bottom), 0, 1)
        # Closed over the brow, open before the face.
        edge = float(np.radians(58 * np.clip((middle[2] + 0.012 * scale - z) / (0.03 * scale), 0, 1)))
        azimuth = np.linspace(edge, 2 * np.pi - edge, 61)
        outline = np.maximum(f.around(f.outline, azimuth), f.around(f.ears, azimuth)) + 0.008 * scale
        beside = np.abs(np.sin(azimuth)) ** 2
        reach = outline * np.sqrt(np.maximum(1 - (1 - over) ** 2, 1e-4)) + 0.058 * scale * beside * low**0.8
        reach = reach * (1 - 0.20 * low * (1 - beside))  # behind it is gathered to the neck
        rows.append(np.stack([reach * np.sin(azimuth), middle[1] - reach * np.cos(azimuth), np.full(61, z)], axis=1))
    points = f.push_out(f.body.push_out(np.stack(rows).reshape(-1, 3), 0.007 * scale), 0.006).reshape(35, 61, 3)
    pieces = _striped(points, color, "head", 2)
    for side in (-1.0, 1.0):
        t = np.linspace(0, 1, 25)
        z = neck[2] + 0.055 * scale + (shoulder[2] - 0.10 * scale - neck[2] - 0.055 * scale) * t
        x = side * (0.083 - 0.004 * t) * scale
        half = np.interp(t, [0, 0.3, 1], [0.030, 0.034, 0.029]) * scale
        y = np.minimum(np.minimum.accumulate(f.surface_y(x, z)), middle[1] - 0.02 * scale * (1 - t)) - 0.010
        y = np.convolve(np.pad(y, 2, mode="edge"), np.ones(5) / 5, mode="valid")
        grid = np.stack([np.stack([x + s * half, y + 0.010 * s * side * (s * side > 0), z], axis=1)
                         for s in np.linspace(-1, 1, 7)], axis=1)
        flat = f.push_out(f.body.push_out(grid.reshape(-1, 3), 0.007), 0.006).reshape(grid.shape)
        pieces += _striped(flat, color, "near", 2)
    pieces.append(band(f, -0.08, 0.14, 0.0125, _GOLD, "gold", name="brow band"))
    pieces += _cobra(f)
    return pieces


def _striped(points: np.ndarray, color: np.ndarray, rides: str, width: int) -> list[Piece]:
    """Sheets over points (R, C, 3) of ``width`` rows each, of a colour and of lapis by turns."""
    pieces = []
    for number, first in enumerate(range(0, len(points) - 1, width)):
        shade = color if number % 2 == 0 else _LAPIS
        rows = points[first:first + width + 1]
        pieces.append(sheet(rows, 0.003, shade, "linen", rides, name="stripe" if number % 2 else "cloth"))
    return pieces


def _cobra(f: Fitting) -> list[Piece]:
    """The rearing cobra over the brow."""
    t = np.linspace(0, 1, 16)
    radius = float(f.outline[0]) + (0.014 + 0.020 * np.sin(np.pi * t) ** 2 + 0.010 * t) * f.scale
    height = (0.004 + 0.052 * t) * f.scale
    path = np.stack([polar(f, 0.0, float(r), float(h)) for r, h in zip(radius, height)])
    size = np.interp(t, [0, 0.3, 0.6, 0.85, 1.0], [0.005, 0.008, 0.010, 0.006, 0.003]) * f.scale
    return [tube(path, size, _GOLD, "gold", "head", sides=10, name="cobra")]


@cache
def _collar() -> tuple[Surface, list[int]]:
    """The skin about the neck as far as the collar bones, cut into rings, and the band of each face."""
    t = c.template()
    body = from_quads(hm08.base_mesh().faces["body"])

    def inside(t: c.Coordinates) -> np.ndarray:
        low = np.where(t.level < 7.5, np.minimum(t.collar + 0.002, _BANDS[-1][0] - t.collar), -1.0)
        return np.where(t.arm_share < 0.6, low, -1.0)

    values = body.points(inside(t))
    values[hm08.BODY[1]:] = -1.0
    surface = subdivide(body.keep(body.centres(values) > -0.02))
    surface = surface.cut(inside(t.on(surface)))
    for end, _, _ in _BANDS[:-1]:
        surface, _ = surface.split(t.on(surface).collar - end)
    far = surface.centres(t.on(surface).collar)
    return surface, [int(np.searchsorted([end for end, _, _ in _BANDS[:-1]], each)) for each in far]


def broad_collar(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """The usekh: rings of gold and of stones that lie about the neck on shoulders and breast."""
    surface, bands = _collar()
    skin = surface.points(f.body.vertices)
    mean = surface.neighbours()
    normals = surface.normals(skin)
    points = skin + 0.007 * normals
    for _ in range(4):
        points = f.body.push_out(0.5 * points + 0.5 * (mean @ points), 0.006)
    points = f.push_out(points, 0.006)
    pieces = []
    for number, (_, shade, cloth) in enumerate(_BANDS):
        faces = [face for face, its in zip(surface.faces, bands) if its == number]
        used = sorted({vertex for face in faces for vertex in face})
        at = {vertex: place for place, vertex in enumerate(used)}
        own = points[used] + (0.0012 if cloth == "gold" else 0.0) * normals[used]
        uv = np.stack([own[:, 0], own[:, 2]], axis=1)
        turned = [tuple(at[vertex] for vertex in face) for face in faces]
        pieces.append(Piece(own, outward(own, turned), uv, color if cloth == "gold" else shade, cloth, "near",
                            rows=surface.matrix[used], name="gold" if cloth == "gold" else "stones"))
    return pieces


def kabuto(f: Fitting, color: np.ndarray, rng: np.random.Generator) -> list[Piece]:
    """A samurai's helmet: a ribbed bowl, a peak, a guard of lames about the neck, and a gilt crescent."""
    scale = f.scale
    pieces = [shell(f, [(1.0, 0.010, -0.10), *dome(1.20, 0.012, 0.05, 12, 0.8)], color, "steel", name="bowl")]
    profile = rings_of(f, [(1.0, 0.010, -0.10), *dome(1.20, 0.012, 0.05, 12, 0.8)])
    middle, normal = f.brim
    for column in range(0, AZIMUTHS, 6):
        path = profile[:11, column]
        out = path - middle
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        pieces.append(tube(path + 0.0015 * out, 0.0022 * scale, color * 0.7 + 0.01, "steel", "head", sides=6,
                           name="rib"))
    knob = middle + normal * np.array([[1.19 * f.crown], [1.19 * f.crown + 0.014 * scale]])
    pieces.append(tube(knob, 0.012 * scale, _GOLD, "gold", "head", sides=14, name="knob"))
    front = np.degrees(np.abs((TURN + np.pi) % (2 * np.pi) - np.pi))
    peak = np.nonzero(np.roll(front < 66, AZIMUTHS // 2))[0] - AZIMUTHS // 2
    share = np.linspace(0, 1, 6)
    wide = 0.040 * scale * np.cos(np.radians(front[peak] * 90 / 68)) ** 0.7
    rim = [f.ring(f.outline + 0.011 * scale, -0.06 * f.crown)[peak]]
    for s in share[1:]:
        radius = f.outline.copy()
        radius[peak] += 0.011 * scale + s * wide
        rim.append(f.ring(radius, -0.06 * f.crown - 0.010 * scale * s)[peak])
    pieces.append(sheet(np.stack(rim[::-1]), 0.003, color, "steel", "head", name="peak"))
    behind = np.nonzero(front > 58)[0]
    for lame in range(4):
        rows = []
        for s in (0.0, 0.5, 1.0):
            radius = np.maximum(f.outline, f.ears) + (0.014 + 0.017 * (lame + s) - 0.006 * lame * (s == 0)) * scale
            rows.append(f.ring(radius, -0.02 * f.crown - 0.024 * (lame + 1.12 * s) * scale)[behind])
        pieces.append(sheet(np.stack(rows[::-1]), 0.0028, color, "steel", "head", name="lame"))
        pieces.append(tube(rows[-1], 0.0020 * scale, _CARNELIAN, "silk", "head", sides=6, name="lacing"))
    low = polar(f, 0.0, float(f.outline[0]) + 0.030 * scale, 0.16 * f.crown)
    t = np.linspace(-1, 1, 41)
    angle = np.radians(118) * t
    reach = 0.105 * scale
    crescent = low + np.stack([reach * np.sin(angle), -0.012 * scale * np.cos(angle),
                               reach * (1 - np.cos(angle)) * 1.05], axis=1)
    size = 0.013 * scale * np.maximum(np.cos(0.5 * np.pi * t), 0.10)
    pieces.append(tube(crescent, size, _GOLD, "gold", "head", sides=10, flat=0.25, name="crescent"))
    boss = low + np.array([[0, 0.016, -0.004], [0, -0.014, 0.0]]) * scale
    pieces.append(tube(boss, 0.016 * scale, _GOLD, "gold", "head", sides=18, name="boss"))
    return pieces


MAKERS: dict[str, Maker] = {"nemes": nemes, "broad_collar": broad_collar, "kabuto": kabuto}
