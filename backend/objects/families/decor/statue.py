# SPDX-License-Identifier: GPL-3.0-or-later
"""A classical portrait bust on a turned socle: one stack of level sections with the features raised on it."""

from __future__ import annotations

import numpy as np

from backend.objects.bake import Part
from backend.objects.families.base import Draw, Family, part
from backend.objects.families.shared import board
from backend.objects.modeling.curves import spline
from backend.objects.modeling.solids import turned
from backend.objects.modeling.surface import Surface, skin

#: Level, half width, half depth, middle (y) of the sections; in heads, the chin at 0 and the crown at 1.
_SECTIONS = np.array([
    (-1.36, .17, .15, .06), (-1.28, .19, .17, .06), (-1.16, .42, .27, .03), (-1.00, .66, .34, .01),
    (-.82, .76, .36, .02), (-.64, .80, .33, .04), (-.52, .73, .28, .06), (-.42, .50, .25, .08), (-.32, .31, .235, .08),
    (-.20, .245, .225, .07), (-.08, .235, .235, .06), (.00, .245, .29, .01), (.06, .265, .365, -.04),
    (.16, .295, .40, -.03), (.30, .325, .42, -.01), (.45, .345, .435, .01), (.60, .355, .45, .03),
    (.74, .345, .445, .04), (.86, .285, .375, .05), (.94, .195, .265, .05), (.985, .09, .12, .05)])


def _hill(x: np.ndarray, at: float | np.ndarray, width: float | np.ndarray) -> np.ndarray:
    return np.exp(-((x - at) / width) ** 2)


def _face(x: np.ndarray, z: np.ndarray, front: np.ndarray, d: Draw) -> np.ndarray:
    """How far the features stand forward of the plain head, heads. ``x`` across, ``front`` 1 on the face."""
    side = np.abs(x)
    along = np.clip((.62 - z) / .26, 0, 1)
    nose = (.025 + d.between(.085, .115) * along) * _hill(x, 0, .034 + .026 * along) * (
        1 / (1 + np.exp(-(z - .345) / .012)) * (1 / (1 + np.exp((z - .66) / .03))))
    wings = .030 * _hill(side, .062, .028) * _hill(z, .375, .030)
    brow = .034 * _hill(z, .625 - .25 * (side - .12) ** 2, .030) * _hill(side, .14, .13)
    sockets = -.062 * _hill(side, .148, .080) * _hill(z, .555, .045)
    eyes = .050 * _hill(side, .148, .048) * _hill(z, .552, .026)
    lids = .014 * _hill(side, .148, .055) * _hill(z, .580, .010)
    full = d.between(.9, 1.2)
    lips = .034 * full * (_hill(z, .258, .019) + 1.1 * _hill(z, .212, .021)) * _hill(x, 0, .078)
    gap = -.022 * _hill(z, .236, .009) * _hill(x, 0, .10)
    chin = d.between(.030, .050) * _hill(z, .085, .055) * _hill(x, 0, .085) - .028 * _hill(z, .158, .025) * _hill(x, 0,
                                                                                                                 .09)
    cheeks = .026 * _hill(side, .215, .080) * _hill(z, .43, .065)
    return front * (nose + wings + brow + sockets + eyes + lids + lips + gap + chin + cheeks)


def _hair(angle: np.ndarray, z: np.ndarray, kind: str, turn: float) -> np.ndarray:
    """Locks over the crown and nape, heads."""
    away = np.abs(angle)
    line = np.where(away < 1.15, .80 - .04 * np.cos(2.2 * away), np.where(away < 1.75, .52, .12))
    line = np.where((away >= 1.15) & (away < 1.45), .80 + (away - 1.15) / .30 * (.50 - .80), line)
    line = np.where((away >= 1.75) & (away < 2.1), .52 + (away - 1.75) / .35 * (.06 - .52), line)
    mask = 1 / (1 + np.exp(-(z - line) / .022)) * (1 / (1 + np.exp((z - .98) / .02)))
    if kind == "curly":
        locks = np.sin(13 * angle + 3 * np.sin(21 * z + turn)) * np.sin(38 * z + 2 * np.sin(5 * angle + turn))
        return mask * (.040 + .026 * locks)
    waves = np.sin(26 * angle + 7 * np.sin(9 * z + turn))
    return mask * (.034 + .016 * waves)


def _ears(angle: np.ndarray, z: np.ndarray) -> np.ndarray:
    away = np.abs(angle)
    outer = _hill(away, 1.62, .16) * _hill(z, .465, .105)
    return .075 * outer - .045 * _hill(away, 1.58, .07) * _hill(z, .475, .050)


def _drapery(x: np.ndarray, angle: np.ndarray, z: np.ndarray, turn: float) -> np.ndarray:
    """Folds of a mantle from the left shoulder across the chest."""
    edge = -.62 + .42 * x
    mask = 1 / (1 + np.exp((z - edge) / .018)) * (1 / (1 + np.exp(-(z + 1.17) / .05)))
    folds = np.sin(19 * (z - .55 * x) + 1.2 * np.sin(4 * x + turn)) * (.7 + .3 * np.cos(3 * angle))
    return mask * (.045 + .024 * folds)


def build(d: Draw) -> list[Part]:
    head = d.between(0.15, 0.24)
    kind = d.choose({"curly": 1.0, "wavy": 1.0})
    tilt, broad, turn = d.between(-.35, .35), d.between(.92, 1.10), d.between(0, 6)
    bust = _bust(d, kind, broad, turn)
    bust = bust.deformed(lambda v: _turned(v, tilt)).scaled((head, head, head)).named("figure")
    low = -1.36 * head
    tall = d.between(.42, .62) * head
    wide = d.between(.34, .42) * head
    socle = turned([(wide, 0), (wide, .18 * tall), (.78 * wide, .26 * tall), (.50 * wide, .50 * tall),
                    (.50 * wide, .78 * tall), (.68 * wide, .86 * tall), (.68 * wide, tall + .02 * head)],
                   [.03 * wide] * 2 + [.08 * wide] * 2 + [.1 * wide, .04 * wide, .04 * wide], d.segments(64), "base")
    plinth = board(2.2 * wide, 2.2 * wide, .22 * head, (0, 0, 0), .006, "base")
    lift = .22 * head - .001
    return [part("bust", bust.moved(0, -.06 * head, lift + tall - low)), part("socle", socle.moved(z=lift)),
            part("plinth", plinth)]


def _turned(v: np.ndarray, angle: float) -> np.ndarray:
    """The head looks aside; the neck takes up the turn."""
    t = np.clip((v[:, 2] + .34) / .34, 0, 1)
    a = angle * t * t * (3 - 2 * t)
    c, s = np.cos(a), np.sin(a)
    y = v[:, 1] - .07
    return np.column_stack([c * v[:, 0] - s * y, s * v[:, 0] + c * y + .07, v[:, 2]])


def _bust(d: Draw, kind: str, broad: float, turn: float) -> Surface:
    rows, around = d.segments(156, 80), d.segments(112, 64)
    curve = spline(_SECTIONS, rows)
    angle = np.arange(around) / around * 2 * np.pi
    signed = np.angle(np.exp(1j * angle))[None, :]
    z, a, b, c = (curve[:, k, None] for k in range(4))
    a = a * np.where(z < -.3, broad, 1.0)
    x = a * np.sin(signed)
    front = 1 / (1 + np.exp((np.abs(signed) - 1.15) / .10)) * np.clip((z + .02) / .06, 0, 1)
    plain = np.stack([x, c - b * np.cos(signed), np.broadcast_to(z, x.shape)], axis=-1)
    forward = _face(x, z, front, d)
    around_it = _hair(signed, z, kind, turn) + _ears(signed, z) + _drapery(x, signed, z, turn)
    out = np.stack([np.sin(signed) + 0 * z, -np.cos(signed) + 0 * z], axis=-1)
    plain[..., :2] += out * around_it[..., None]
    plain[..., 1] -= forward
    ends = [np.tile((0.0, plain[k, :, 1].mean(), plain[k, 0, 2] + shift), (1, around, 1))
            for k, shift in ((0, 0.0), (-1, .012))]
    return skin(np.concatenate([ends[0], plain, ends[1]]), region="figure")


FAMILY = Family(
    name="statue", words=("statue", "bust", "sculpture", "statuette", "figurine"),
    gloss=("a classical sculpture of a person", "a plaster bust of a roman", "a carved marble head on a plinth"),
    extent=(0.25, 0.85), build=build, materials=("plaster", "plaster", "marble", "bronze"),
    looks={"figure": "main", "base": "main"}, part_words={"base": ("base", "plinth", "socle", "stand")},
    styles={"curly": ("curly", "curls"), "wavy": ("wavy",)})
