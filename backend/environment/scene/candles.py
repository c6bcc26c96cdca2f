# SPDX-License-Identifier: GPL-3.0-or-later
"""Burning candles in rooms: on what stands there, on sills and on the floor; in a church on stands, pews and altar."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .builder import BOX, CONE, Group, Scene
from .materials import CLOTH, STUFF, Material, Rgb, glow, stuff

if TYPE_CHECKING:
    from .indoors import Kit, Room

#: Light of a flame of about 1900 K, as a camera balanced for lamps sees it.
FLAME: Rgb = (1.0, 0.46, 0.13)
#: Radiance of flames before the room is exposed, by night and beside daylight.
_BRIGHT, _BY_DAY = 17.0, 4.0
#: Radiant intensity of all flames of a room together over the area of its floor, by night; beside daylight this share.
_PER_AREA, _DAY_SHARE = 0.6, 0.03
_WAX = Material((0.78, 0.71, 0.58), (0.72, 0.64, 0.50), gloss=0.025, rough=0.4)
_IRON = Material((0.035, 0.034, 0.033), gloss=0.04, rough=0.5)
_HEADROOM = 0.55


@dataclass
class _Lit:
    """A group of flames that one lamp stands for."""

    at: np.ndarray
    flames: int
    radius: float


class _Chandler:
    """Sets candles into a room, and lights the room with them once all stand."""

    def __init__(self, kit: Kit) -> None:
        self.scene, self.rng = kit.scene, kit.rng
        self.bright = _BRIGHT if kit.dark else _BY_DAY
        self.flame = glow(FLAME, self.bright)
        # light shines through the wax below the flame
        self.warm = replace(_WAX, light=_scaled((1.0, 0.40, 0.10), 0.05 * self.bright))
        self.lit: list[_Lit] = []

    def candle(self, at: Sequence[float] | np.ndarray, tall: float, radius: float, group: Group | None = None) -> float:
        """A candle that stands at ``at``; the height of its flame's middle."""
        still = group or self.scene.still
        x, y, z = (float(each) for each in at)
        glowing = min(0.5 * tall, 0.018 + 0.6 * radius)
        still.tube((x, y, z), (x, y, z + tall - glowing), radius, _WAX)
        still.tube((x, y, z + tall - glowing), (x, y, z + tall), radius, self.warm, radius * 0.96)
        still.tube((x, y, z + tall), (x, y, z + tall + 0.012), 0.0014, _IRON)
        high = 0.017 + 0.12 * radius
        middle = z + tall + 0.008 + high
        still.ball((x, y, middle), (0.0085, 0.0085, high), self.flame)
        still.tube((x, y, middle + 0.35 * high), (x, y, middle + 1.75 * high), 0.0078, self.flame, 0.0006)
        return middle

    def lamp(self, at: Sequence[float] | np.ndarray, flames: int, radius: float = 0.06) -> None:
        self.lit.append(_Lit(np.asarray(at, float), flames, radius))

    def cluster(self, at: Sequence[float] | np.ndarray, count: int, spread: float, tray: bool = False) -> None:
        """``count`` pillar candles within ``spread`` metres of a place, the tallest in the middle."""
        x, y, z = (float(each) for each in at)
        if tray:
            self.scene.still.tube((x, y, z), (x, y, z + 0.012), spread + 0.055, _IRON, spread + 0.065)
            z += 0.012
        tops = []
        for k in range(count):
            turn, out = k * 2.39996 + float(self.rng.uniform(0, 0.6)), spread * math.sqrt(k / max(count - 1, 1))
            tall = float(self.rng.uniform(0.07, 0.13)) + 0.12 * (1 - k / count)
            radius = float(self.rng.uniform(0.024, 0.036))
            tops.append(self.candle((x + out * math.cos(turn), y + out * math.sin(turn), z), tall, radius))
        self.lamp((x, y, sum(tops) / count + 0.03), count, 0.05 + 0.6 * spread)

    def taper(self, at: Sequence[float] | np.ndarray, stick: float, tall: float, made_of: Material) -> None:
        """A slender candle in a stick ``stick`` metres high with a foot and a drip pan."""
        x, y, z = (float(each) for each in at)
        still, foot = self.scene.still, 0.035 + 0.10 * min(stick, 1.2)
        still.tube((x, y, z), (x, y, z + 0.02), foot, made_of, foot * 0.8)
        still.tube((x, y, z + 0.02), (x, y, z + 0.02 + 0.5 * foot), foot * 0.55, made_of, 0.014)
        still.tube((x, y, z), (x, y, z + stick), 0.012 + 0.004 * stick, made_of)
        still.ball((x, y, z + 0.5 * stick), 0.022 + 0.008 * stick, made_of)
        still.tube((x, y, z + stick - 0.01), (x, y, z + stick + 0.012), 0.03, made_of, 0.05)
        middle = self.candle((x, y, z + stick), tall, 0.013 + 0.006 * min(stick, 1.2))
        self.lamp((x, y, middle), 1, 0.04)

    def done(self, area: float, dark: bool) -> None:
        """Share the light out over the lamps."""
        flames = sum(each.flames for each in self.lit)
        whole = _PER_AREA * area * (1.0 if dark else _DAY_SHARE)
        for each in self.lit:
            radiance = whole * each.flames / flames / (math.pi * each.radius**2)
            self.scene.bulb(each.at, each.radius, np.asarray(FLAME) * radiance)


def light(kit: Kit, room: Room) -> None:
    """Put burning candles into a finished room; in the dark, without lamps, they are its light."""
    maker = _Chandler(kit)
    if kit.room["kind"] == "cathedral":
        _church(maker)
        area = 300.0
    else:
        low, high = bounds(kit.scene)
        _on_surfaces(maker, kit, low, high)
        _on_floor(maker, kit, *bounds(kit.scene))
        shell = kit.shell
        area = 40.0 if shell is None else (shell.high[0] - shell.low[0]) * (shell.high[1] - shell.low[1])
    if not maker.lit:
        return
    maker.done(min(area, 900.0), kit.dark)
    if kit.dark and not kit.lamps:
        # eyes and cameras leave the light of flames its warmth, and such a room dim
        room.lamplit, room.balance = True, 0.45
        room.key *= 1.1 if kit.room["kind"] == "cathedral" else 0.66


def _scaled(color: Rgb, share: float) -> Rgb:
    red, green, blue = (share * each for each in color)
    return red, green, blue


def bounds(scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper corners (N, 3) of all shapes within forty metres, metres."""
    lows, highs = [np.concatenate(scene.still.low)], [np.concatenate(scene.still.high)]
    for forward, number, _ in scene.placed:
        if np.hypot(*forward[:2, 3]) > 40.0:
            continue
        low, high = (np.concatenate(each) for each in (scene.groups[number].low, scene.groups[number].high))
        low, high = low.min(axis=0), high.max(axis=0)
        middle = forward[:, :3] @ ((low + high) / 2) + forward[:, 3]
        reach = np.abs(forward[:, :3]) @ ((high - low) / 2)
        lows.append((middle - reach)[None])
        highs.append((middle + reach)[None])
    return np.concatenate(lows), np.concatenate(highs)


def free(low: np.ndarray, high: np.ndarray, at: np.ndarray, reach: float, tall: float) -> bool:
    """Whether no shape reaches into the column ``reach`` metres about a place and ``tall`` metres above it."""
    inside = (low[:, :2] < at[:2] + reach).all(axis=1) & (high[:, :2] > at[:2] - reach).all(axis=1)
    return not bool((inside & (low[:, 2] < at[2] + tall) & (high[:, 2] > at[2] + 0.02)).any())


def _tops(kit: Kit) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Level faces that candles may stand on: their middles and two half edges (3,), of solid things 0.3 to 1.3 m
    high."""
    found = []
    for row in np.concatenate(kit.scene.still.rows):
        kind = int(row[0])
        if kind not in (BOX, CONE) or kit.scene.materials[int(row[1])].pattern == CLOTH:
            continue
        back = row[2:14].reshape(3, 4).astype(float)
        forward = np.linalg.inv(back[:, :3])
        center = -forward @ back[:, 3]
        a, b, up = forward.T
        if up[2] < 0.999 * np.linalg.norm(up) or abs(a[2]) > 1e-3 or abs(b[2]) > 1e-3:
            continue
        if kind == CONE:
            a, b = (each * float(row[14]) * 0.7 for each in (a, b))
        top = center + up
        edges = sorted((float(np.linalg.norm(a)), float(np.linalg.norm(b))))
        if 0.30 < top[2] < 1.30 and edges[0] > 0.055 and edges[1] > 0.14:
            found.append((top, a, b))
    return found


def _on_surfaces(maker: _Chandler, kit: Kit, low: np.ndarray, high: np.ndarray) -> None:
    """Candles on tables, counters, cupboards and sills, the nearer ones first, a dozen places at most."""
    spots: list[tuple[float, np.ndarray, float]] = []
    for top, a, b in _tops(kit):
        width, depth = float(np.linalg.norm(a)), float(np.linalg.norm(b))
        narrow = min(width, depth)
        many = max(1, min(3, round(max(width, depth) / 0.55)))
        for k in range(many):
            share = (k + 0.5) / many * 2 - 1 + 0.22 * float(kit.rng.uniform(-1, 1)) / many
            at = top + (a if width > depth else b) * share * 0.86
            away = float(np.hypot(*at[:2]))
            if 0.9 < away < 14.0:
                spots.append((away, at, narrow))
    taken: list[np.ndarray] = []
    for _, at, narrow in sorted(spots, key=lambda each: each[0]):
        reach = min(0.11, 0.75 * narrow)
        if len(taken) == 12 or any(np.linalg.norm(at - other) < 0.62 for other in taken):
            continue
        if not free(low, high, at, reach, _HEADROOM):
            continue
        taken.append(at)
        if narrow < 0.10:
            maker.cluster(at, 1, 0.0)
        elif kit.rng.random() < 0.4:
            for k in (-1, 1):
                maker.taper(at + np.array([0.05 * k, 0.03 * k, 0]), 0.14 + 0.05 * (k > 0), 0.2, STUFF["brass"])
        else:
            maker.cluster(at, 3, 0.062, True)


def _on_floor(maker: _Chandler, kit: Kit, low: np.ndarray, high: np.ndarray) -> None:
    """Clusters of large candles on the floor, seven at most, where nothing stands: along the walls and about the
    viewer."""
    shell = kit.shell
    inside = (
        (lambda x, y: True)
        if shell is None
        else (
            lambda x, y: shell.low[0] + 0.3 < x < shell.high[0] - 0.3 and shell.low[1] + 0.3 < y < shell.high[1] - 0.3
        )
    )
    taken: list[np.ndarray] = []
    for k in range(260):
        turn = k * 2.39996
        away = (1.7, 2.3, 3.0, 3.8)[k % 4] + float(kit.rng.uniform(-0.2, 0.4))
        at = np.array([away * math.cos(turn), away * math.sin(turn), 0.0])
        if len(taken) == 7 or not inside(at[0], at[1]) or any(np.linalg.norm(at - each) < 1.5 for each in taken):
            continue
        if free(low, high, at, 0.26, 1.1):
            taken.append(at)
            maker.cluster(at + np.array([0, 0, 0.004]), int(kit.rng.integers(4, 7)), 0.15, True)


def _church(maker: _Chandler) -> None:
    """Stands of votive candles beside the viewer and behind, tapers at the pews, tall candles before the altar."""
    for side in (-1, 1):
        _votives(maker, (side * 3.1, 1.35), side * -math.pi / 2)
        _votives(maker, (side * 3.3, -3.6), side * -math.pi / 2)
        for k in range(8):
            # from the ends of every other pew, along the carpet
            maker.taper((side * 0.93, 4.1 + 2.3 * k, 0.0), 1.08, 0.26, _IRON)
        for k in range(4):
            maker.taper((side * 0.93, -1.9 - 2.6 * k, 0.0), 1.08, 0.26, _IRON)
    end = 5.6 * 9 * 0.58
    for k in range(6):
        maker.taper((-1.15 + 0.46 * k, end - 2.95, 1.135), 0.42 + 0.12 * (k in (2, 3)), 0.40, STUFF["brass"])
    for side in (-1, 1):
        for k in range(3):
            maker.taper((side * (1.9 + 0.55 * k), end - 3.4 + 0.3 * k, 0.2), 1.25 - 0.12 * k, 0.42, STUFF["brass"])


def _votives(maker: _Chandler, at: tuple[float, float], yaw: float) -> None:
    """An iron rack of three rising rows of small candles in glass; without a turn it faces -y."""
    c, s = math.cos(yaw), math.sin(yaw)

    def to(x: float, y: float, z: float) -> np.ndarray:
        return np.array([at[0] + c * x - s * y, at[1] + s * x + c * y, z])

    still = maker.scene.still
    glasses = [
        Material(color, light=_scaled(color, 0.08 * maker.bright), gloss=0.05, rough=0.05)
        for color in ((0.55, 0.035, 0.02), (0.55, 0.035, 0.02), (0.50, 0.30, 0.08))
    ]
    for row in range(3):
        y, z = -0.24 + 0.22 * row, 0.82 + 0.13 * row
        still.box(to(0, y, z), (1.24, 0.17, 0.018), _IRON, yaw)
        for edge in (-1, 1):
            still.tube(to(edge * 0.60, y, 0.0), to(edge * 0.60, y, z), 0.014, _IRON)
        for k in range(9):
            x = -0.53 + 0.1325 * k
            foot = to(x, y, z + 0.009)
            still.tube(foot, foot + np.array([0, 0, 0.055]), 0.026, glasses[(k + row) % 3], 0.030)
            maker.candle(foot + np.array([0, 0, 0.02]), 0.048, 0.020)
        for edge in (-1, 1):
            maker.lamp(to(edge * 0.3, y, z + 0.13), 5, 0.06)
    for edge in (-1, 1):
        still.tube(to(edge * 0.60, -0.26, 0.06), to(edge * 0.60, 0.24, 0.06), 0.012, _IRON)
    still.tube(to(-0.60, -0.02, 0.35), to(0.60, -0.02, 0.35), 0.012, _IRON)
    still.box(to(0, -0.40, 0.70), (0.30, 0.12, 0.16), stuff("metal", (0.09, 0.085, 0.08)), yaw, 0.01)
