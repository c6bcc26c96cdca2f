# SPDX-License-Identifier: GPL-3.0-or-later
"""Furniture of boxes, bars and cushions. Each stands at ``at`` (x, y), its back to the wall when turned by ``yaw``:
without a turn it faces -Y. Lengths in metres, sizes as shops sell them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .builder import DISC, Group, Scene
from .materials import BOOKS, LEAF, PICTURE, STUFF, Material, glow, stuff
from .rooms import Shell

At = Sequence[float]


class Spot:
    """A turned and moved frame in which a piece of furniture is put together."""

    def __init__(self, group: Group, at: At, yaw: float = 0.0, floor: float = 0.0) -> None:
        self.group, self.yaw = group, yaw
        self.origin = np.array([at[0], at[1], floor])
        c, s = math.cos(yaw), math.sin(yaw)
        self.turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])

    def to(self, x: float, y: float, z: float) -> np.ndarray:
        return self.origin + self.turn @ np.array([x, y, z])

    def box(self, center: Sequence[float], size: Sequence[float], made_of: Material, bevel: float = 0.006) -> None:
        self.group.box(self.to(*center), size, made_of, self.yaw, bevel)

    def pillow(
        self,
        center: Sequence[float],
        size: Sequence[float],
        made_of: Material,
        tilt: float = 0.0,
        square: float = 4.0,
        thick: float = 2.0,
        yaw: float = 0.0,
    ) -> None:
        self.group.pillow(self.to(*center), size, made_of, self.yaw + yaw, square, thick, tilt)

    def bar(
        self, start: Sequence[float], end: Sequence[float], radius: float, made_of: Material, top: float | None = None
    ) -> None:
        self.group.tube(self.to(*start), self.to(*end), radius, made_of, top)

    def ball(self, center: Sequence[float], radii: Sequence[float] | float, made_of: Material) -> None:
        self.group.ball(self.to(*center), radii, made_of, self.yaw)


def bed(
    scene: Scene,
    at: At,
    yaw: float,
    linen: Material,
    pillow: Material,
    frame: Material,
    blanket: Material | None = None,
) -> None:
    """A double bed with its head at +Y: frame, mattress, duvet, four pillows."""
    s = Spot(scene.still, at, yaw)
    s.box((0, 0, 0.20), (1.86, 2.16, 0.20), frame, 0.02)
    for x in (-0.86, 0.86):
        for y in (-1.0, 1.0):
            s.box((x, y, 0.05), (0.07, 0.07, 0.1), frame)
    s.box((0, 1.10, 0.62), (1.96, 0.09, 1.10), frame, 0.03)
    s.pillow((0, -0.02, 0.41), (1.80, 2.06, 0.30), linen, square=14.0, thick=3.0)
    s.pillow((0, -0.34, 0.55), (2.06, 1.56, 0.30), linen, square=8.0, thick=2.2)
    s.pillow((0, -0.30, 0.40), (2.10, 1.42, 0.46), linen, square=12.0, thick=3.5)
    s.pillow((0, 0.36, 0.64), (2.0, 0.42, 0.16), linen, square=5.0, thick=2.0)
    if blanket is not None:
        s.pillow((0, -0.74, 0.595), (2.14, 0.66, 0.28), blanket, square=9.0, thick=2.6)
    for x in (-0.45, 0.45):
        s.pillow((x, 0.90, 0.80), (0.76, 0.24, 0.54), pillow, tilt=-0.5, square=3.0, thick=4.0)
        s.pillow((x * 0.98, 0.70, 0.70), (0.72, 0.46, 0.22), pillow, tilt=0.42, square=3.2, thick=1.9)


def sofa(
    scene: Scene,
    at: At,
    yaw: float,
    cloth: Material,
    cushion: Material,
    width: float = 2.3,
    legs: Material | None = None,
) -> None:
    """A sofa with seat and back cushions and two loose ones."""
    s = Spot(scene.still, at, yaw)
    s.box((0, 0, 0.24), (width, 0.90, 0.20), cloth, 0.03)
    s.box((0, 0.38, 0.55), (width, 0.16, 0.52), cloth, 0.06)
    for x in (-1.0, 1.0):
        s.box((x * (width / 2 - 0.10), -0.02, 0.44), (0.20, 0.88, 0.40), cloth, 0.07)
        for y in (-0.36, 0.36):
            s.bar((x * (width / 2 - 0.14), y, 0.0), (x * (width / 2 - 0.14), y, 0.15), 0.018, legs or STUFF["walnut"])
    seats = max(1, round((width - 0.4) / 0.75))
    span = (width - 0.42) / seats
    for k in range(seats):
        x = -width / 2 + 0.21 + span * (k + 0.5)
        s.pillow((x, -0.08, 0.42), (span * 1.0, 0.76, 0.20), cloth, square=7.0, thick=2.6)
        s.pillow((x, 0.27, 0.66), (span * 0.98, 0.22, 0.48), cloth, tilt=-0.18, square=5.0, thick=5.0)
    for x, turn in ((-width / 2 + 0.42, 0.35), (width / 2 - 0.45, -0.3)):
        s.pillow((x, 0.05, 0.66), (0.44, 0.16, 0.42), cushion, tilt=-0.35, square=3.0, thick=4.0, yaw=turn)


def armchair(scene: Scene, at: At, yaw: float, cloth: Material) -> None:
    sofa(scene, at, yaw, cloth, cloth, 0.95)


def table(
    scene: Scene,
    at: At,
    yaw: float,
    made_of: Material,
    size: Sequence[float] = (1.1, 0.6, 0.42),
    legs: Material | None = None,
) -> None:
    """A table; ``size`` is width, depth, height."""
    s = Spot(scene.still, at, yaw)
    w, d, h = size
    s.box((0, 0, h - 0.02), (w, d, 0.04), made_of, 0.008)
    for x in (-1.0, 1.0):
        for y in (-1.0, 1.0):
            s.bar(
                (x * (w / 2 - 0.07), y * (d / 2 - 0.07), h - 0.03),
                (x * (w / 2 - 0.04), y * (d / 2 - 0.04), 0.0),
                0.022,
                legs or made_of,
                0.015,
            )


def chair(scene: Scene, at: At, yaw: float, made_of: Material, seat: Material | None = None) -> None:
    s = Spot(scene.still, at, yaw)
    s.pillow((0, 0, 0.455), (0.44, 0.43, 0.05), seat or made_of, square=6.0, thick=2.5)
    for x in (-0.18, 0.18):
        s.bar((x, -0.17, 0.45), (x * 1.15, -0.2, 0.0), 0.018, made_of, 0.013)
        s.bar((x, 0.18, 0.45), (x * 1.15, 0.24, 0.0), 0.018, made_of, 0.013)
        s.bar((x, 0.19, 0.45), (x * 1.02, 0.26, 0.86), 0.016, made_of)
    s.box((0, 0.255, 0.76), (0.40, 0.022, 0.2), made_of, 0.01)


def stool(scene: Scene, at: At, made_of: Material, seat: Material, height: float = 0.72) -> None:
    s = Spot(scene.still, at)
    s.bar((0, 0, height - 0.05), (0, 0, height), 0.18, seat)
    for k in range(4):
        a = math.pi / 4 + k * math.pi / 2
        s.bar(
            (0.12 * math.cos(a), 0.12 * math.sin(a), height - 0.04),
            (0.21 * math.cos(a), 0.21 * math.sin(a), 0),
            0.014,
            made_of,
        )
        b = a + math.pi / 2
        s.bar(
            (0.17 * math.cos(a), 0.17 * math.sin(a), 0.28),
            (0.17 * math.cos(b), 0.17 * math.sin(b), 0.28),
            0.009,
            made_of,
        )


def shelf(
    scene: Scene, at: At, yaw: float, made_of: Material, size: Sequence[float] = (1.2, 0.32, 2.0), full: bool = True
) -> None:
    """A book case; ``size`` is width, depth, height."""
    s = Spot(scene.still, at, yaw)
    w, d, h = size
    rows = max(2, round(h / 0.36))
    s.box((0, d / 2 - 0.01, h / 2), (w, 0.015, h), made_of)
    for x in (-1.0, 1.0):
        s.box((x * (w / 2 - 0.012), 0, h / 2), (0.024, d, h), made_of)
    for k in range(rows + 1):
        s.box((0, 0, 0.012 + (h - 0.024) * k / rows), (w, d, 0.024), made_of)
    books = Material((0.3, 0.2, 0.15), pattern=BOOKS, scale=0.36)
    rng = np.random.default_rng(int(abs(at[0] * 131 + at[1] * 37) * 10) + 5)
    for k in range(rows if full else 0):
        low = 0.024 + (h - 0.024) * k / rows
        room = h / rows - 0.03
        x = -w / 2 + 0.03
        while x < w / 2 - 0.12:
            wide = float(rng.uniform(0.12, 0.42))
            wide = min(wide, w / 2 - 0.03 - x)
            kind = rng.random()
            if kind < 0.68:
                tall = room * float(rng.uniform(0.62, 0.86))
                s.box((x + wide / 2, -0.03, low + tall / 2), (wide, d * 0.62, tall), books, 0.0)
            elif kind < 0.8:
                color = rng.uniform(0.08, 0.6, 3)
                s.ball(
                    (x + wide / 2, 0, low + 0.075),
                    (0.065, 0.065, 0.075),
                    Material((float(color[0]), float(color[1]), float(color[2])), gloss=0.04),
                )
            x += wide + 0.03


def cupboard(
    scene: Scene,
    at: At,
    yaw: float,
    made_of: Material,
    size: Sequence[float] = (1.0, 0.6, 2.1),
    doors: int = 2,
    handle: Material | None = None,
) -> None:
    """A cupboard with doors; low and wide it is a sideboard."""
    s = Spot(scene.still, at, yaw)
    w, d, h = size
    s.box((0, 0.01, h / 2 + 0.02), (w, d - 0.02, h - 0.04), made_of)
    s.box((0, 0, 0.03), (w - 0.06, d - 0.06, 0.06), Material((0.03, 0.03, 0.03)))
    for k in range(doors):
        x = -w / 2 + w * (k + 0.5) / doors
        s.box((x, -d / 2, h / 2 + 0.03), (w / doors - 0.008, 0.022, h - 0.09), made_of, 0.006)
        edge = x + (w / doors / 2 - 0.06) * (1 if k % 2 == 0 else -1)
        s.bar(
            (edge, -d / 2 - 0.035, h / 2 - 0.06), (edge, -d / 2 - 0.035, h / 2 + 0.08), 0.007, handle or STUFF["steel"]
        )


def rug(scene: Scene, at: At, yaw: float, made_of: Material, size: Sequence[float] = (2.4, 1.7)) -> None:
    scene.still.box((at[0], at[1], 0.008), (size[0], size[1], 0.016), made_of, yaw, 0.01)


def picture(
    scene: Scene,
    shell: Shell,
    side: str,
    along: float,
    up: float,
    width: float,
    height: float,
    color: Sequence[float] | None = None,
) -> None:
    """A framed picture on a wall of a :class:`.rooms.Shell`."""
    shell.block(scene, side, along, up - height / 2, width, height, 0.03, STUFF["dark_wood"], bevel=0.006)
    right = shell.wall(side)[1]
    red, green, blue = color if color else (0.62, 0.55, 0.42)
    paint = Material((red, green, blue), pattern=PICTURE)
    scene.still.card(
        shell.on(side, along, up, 0.032),
        right * (width / 2 - 0.025),
        (0, 0, height / 2 - 0.025),
        paint,
    )


def plant(scene: Scene, at: At, height: float = 1.3, floor: float = 0.0, pot: Material | None = None) -> None:
    """A pot plant with large leaves."""
    s = Spot(scene.still, at, 0.0, floor)
    wide = 0.13 * height
    s.bar((0, 0, 0), (0, 0, 0.24 * height), wide * 0.8, pot or Material((0.62, 0.60, 0.57), gloss=0.03), wide)
    leaf = Material((0.055, 0.14, 0.035), (0.03, 0.085, 0.022), LEAF, through=0.35)
    rng = np.random.default_rng(int(abs(at[0] * 71 + at[1] * 13) * 10))
    for k in range(26):
        turn, rise = k * 2.39996, float(rng.uniform(0.25, 1.0))
        out = height * (0.12 + 0.26 * float(rng.random()))
        foot = s.to(0, 0, 0.24 * height)
        tip = s.to(out * math.cos(turn), out * math.sin(turn), height * (0.3 + 0.62 * rise))
        scene.still.tube(foot, tip, 0.006, leaf, 0.003)
        along = np.array([math.cos(turn), math.sin(turn), float(rng.uniform(-0.5, 0.25))]) * 0.16 * height
        side = np.cross(along, (0, 0, 1.0))
        side = side / np.linalg.norm(side) * 0.062 * height
        scene.still.card(tip + along * 0.7, along, side + np.array([0, 0, 0.02]), leaf, DISC)


def floor_lamp(scene: Scene, at: At, radiance: float, warm: tuple[float, float, float]) -> None:
    s = Spot(scene.still, at)
    s.bar((0, 0, 0), (0, 0, 0.02), 0.14, STUFF["metal"])
    s.bar((0, 0, 0.02), (0, 0, 1.4), 0.012, STUFF["metal"])
    _shade(scene, s.to(0, 0, 1.5), 0.2, 0.3, radiance, warm)


def table_lamp(scene: Scene, at: At, floor: float, radiance: float, warm: tuple[float, float, float]) -> None:
    s = Spot(scene.still, at, 0.0, floor)
    s.ball((0, 0, 0.1), (0.07, 0.07, 0.1), Material((0.55, 0.52, 0.48), gloss=0.04))
    s.bar((0, 0, 0.18), (0, 0, 0.26), 0.008, STUFF["brass"])
    _shade(scene, s.to(0, 0, 0.34), 0.13, 0.2, radiance, warm)


def _shade(
    scene: Scene, center: np.ndarray, radius: float, height: float, radiance: float, warm: tuple[float, float, float]
) -> None:
    lit = radiance > 0
    shade = glow(warm, radiance) if lit else stuff("linen")
    up = np.array([0, 0, height / 2])
    scene.still.tube(center - up, center + up, radius, shade, radius * 0.8)
    if lit:
        scene.bulb(center, radius, np.asarray(warm) * radiance)


def pendant(
    scene: Scene,
    at: At,
    ceiling: float,
    drop: float,
    radiance: float,
    warm: tuple[float, float, float],
    shade: Material,
) -> None:
    """A lamp on a cord: a cone that is dark outside over a shining ball."""
    s = Spot(scene.still, at)
    z = ceiling - drop
    s.bar((0, 0, z + 0.2), (0, 0, ceiling), 0.004, STUFF["dark_wood"])
    s.bar((0, 0, z + 0.06), (0, 0, z + 0.22), 0.17, shade, 0.03)
    s.ball((0, 0, z), 0.07, glow(warm, radiance) if radiance > 0 else STUFF["linen"])
    if radiance > 0:
        scene.bulb(s.to(0, 0, z), 0.07, np.asarray(warm) * radiance)


def curtains(scene: Scene, shell: Shell, side: str, middle: float, width: float, top: float, cloth: Material) -> None:
    """Two curtains drawn back, in folds."""
    foot, right, _ = shell.wall(side)
    inward = shell.inward(side)
    for edge in (-1, 1):
        for k in range(7):
            along = middle + edge * (width / 2 + 0.02 + 0.055 * k)
            out = 0.10 + 0.03 * (k % 2)
            base = foot + right * along + inward * out
            scene.still.tube(base + np.array([0, 0, 0.02]), base + np.array([0, 0, top]), 0.042, cloth, 0.038)
    rail = foot + inward * 0.11 + np.array([0, 0, top + 0.02])
    scene.still.tube(
        rail + right * (middle - width / 2 - 0.5), rail + right * (middle + width / 2 + 0.5), 0.014, STUFF["metal"]
    )
