# SPDX-License-Identifier: GPL-3.0-or-later
"""Furniture that a room was said to have and does not come with: put where there is room for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..showing import NATIVE
from . import furniture as f
from .builder import Scene
from .pieces import SIZES, piece

if TYPE_CHECKING:
    from .indoors import Kit

#: Cells of the floor plan, metres; how near the viewer nothing stands; how far about a hall's viewer things are put.
_CELL, _CLEAR, _HALL = 0.1, 0.85, 5.0
#: What is higher stands before no window, metres.
_TALL = 0.96
_BACK_TO = {"north": 0.0, "east": -math.pi / 2, "south": math.pi, "west": math.pi / 2}


def furnish(kit: Kit) -> None:
    """Place every piece asked for that the room has not."""
    kind = kit.room["kind"]
    wanted = [name for name in kit.room["furniture"] if name not in NATIVE.get(kind, ())]
    if not wanted:
        return
    plan = _Plan(kit)
    for name in wanted:
        if name == "picture":
            _hang(kit)
        elif name == "curtain":
            _curtains(kit)
        else:
            at = plan.spot(name)
            if at is not None:
                part = Scene()
                piece(part, kit.spec, name, kit.lamplight, 1.5 * kit.glowing)
                kit.scene.include(part, (at[0], at[1], 0.0), at[2])


class _Plan:
    """Which cells of a room's floor are taken, by what reaches between the ankle and the head."""

    def __init__(self, kit: Kit) -> None:
        self.walled = kit.shell is not None
        low = kit.shell.low if kit.shell is not None else (-_HALL, -_HALL)
        high = kit.shell.high if kit.shell is not None else (_HALL, _HALL)
        self.low, self.high = np.array(low), np.array(high)
        self.shape = np.maximum(((self.high - self.low) / _CELL).astype(int), 1)
        self.taken = np.zeros(self.shape, bool)
        #: Before windows, where nothing tall may stand.
        self.windows = np.zeros(self.shape, bool)
        still = kit.scene.still
        for lows, highs in zip(still.low, still.high):
            for a, b in zip(lows, highs):
                self._take(a, b)
        for forward, number, _ in kit.scene.placed:
            group = kit.scene.groups[number]
            if not len(group):
                continue
            a, b = np.concatenate(group.low).min(axis=0), np.concatenate(group.high).max(axis=0)
            corners = np.array([[x, y, z] for x in (a[0], b[0]) for y in (a[1], b[1]) for z in (a[2], b[2])])
            whole = corners @ forward[:, :3].T + forward[:, 3]
            self._take(whole.min(axis=0), whole.max(axis=0))
        for opening in kit.openings:
            if kit.shell is not None:
                window = opening.kind == "window"
                a = kit.shell.on(opening.side, opening.middle - opening.width / 2, 0.5, 0.0)
                b = kit.shell.on(opening.side, opening.middle + opening.width / 2, 0.5, 0.6 if window else 1.0)
                self._take(np.minimum(a, b), np.maximum(a, b) + np.array([0, 0, 0.5]),
                           self.windows if window else self.taken)
        x, y = np.meshgrid(*(self.low[k] + _CELL * (np.arange(self.shape[k]) + 0.5) for k in (0, 1)), indexing="ij")
        self.taken |= np.hypot(x, y) < _CLEAR

    def _take(self, low: np.ndarray, high: np.ndarray, cells: np.ndarray | None = None) -> None:
        if high[2] < 0.06 or low[2] > 1.9 or (high - low)[:2].max() > 40.0:
            return
        a = np.clip(np.floor((low[:2] - self.low) / _CELL).astype(int), 0, self.shape)
        b = np.clip(np.ceil((high[:2] - self.low) / _CELL).astype(int), 0, self.shape)
        (self.taken if cells is None else cells)[a[0]:b[0], a[1]:b[1]] = True

    def spot(self, name: str) -> tuple[float, float, float] | None:
        """Middle and yaw of the nearest free place for a piece, against a wall if it has a back; it is taken. None
        where the room is full."""
        width, depth, _ = SIZES[name]
        best: tuple[float, float, float, float] | None = None
        for yaw in _BACK_TO.values():
            w, d = (width, depth) if abs(math.sin(yaw)) < 0.5 else (depth, width)
            for x, y, cost in self._free(w, d, yaw, name):
                if best is None or cost < best[0]:
                    best = cost, x, y, yaw
        if best is None:
            return None
        _, x, y, yaw = best
        w, d = (width, depth) if abs(math.sin(yaw)) < 0.5 else (depth, width)
        if name != "rug":
            self._take(np.array([x - w / 2, y - d / 2, 0.0]), np.array([x + w / 2, y + d / 2, 1.0]))
        return x, y, yaw

    def _free(self, w: float, d: float, yaw: float, name: str) -> list[tuple[float, float, float]]:
        """Free places (x, y, cost) for a rectangle: the nearer, and the more before the viewer, the cheaper."""
        taken = np.zeros_like(self.taken) if name == "rug" else self.taken
        if SIZES[name][2] > _TALL:
            taken = taken | self.windows
        m, n = max(1, math.ceil(w / _CELL)), max(1, math.ceil(d / _CELL))
        if m >= self.shape[0] or n >= self.shape[1]:
            return []
        total = np.zeros(self.shape + 1)
        total[1:, 1:] = taken.cumsum(axis=0).cumsum(axis=1)
        held = total[m:, n:] - total[:-m, n:] - total[m:, :-n] + total[:-m, :-n]
        i, j = np.nonzero(held == 0)
        x, y = self.low[0] + _CELL * (i + m / 2), self.low[1] + _CELL * (j + n / 2)
        cost = np.hypot(x, y - 1.0)
        if self.walled and name not in ("rug", "stool", "chair", "table"):
            # its back to the wall
            gap = {0: self.high[1] - y - d / 2, 1: y - self.low[1] - d / 2}
            off = gap[0] if abs(yaw) < 0.1 else gap[1] if abs(yaw) > 3.0 else (
                self.high[0] - x - w / 2 if yaw < 0 else x - self.low[0] - w / 2)
            cost = cost + 12.0 * np.maximum(off - 0.12, 0.0)
        else:
            # turned to the viewer
            facing = np.array([math.sin(yaw), -math.cos(yaw)])
            cost = cost - 0.6 * (-(x * facing[0] + y * facing[1]) / np.maximum(np.hypot(x, y), 0.1))
        order = np.argsort(cost)[:1]
        return [(float(x[k]), float(y[k]), float(cost[k])) for k in order]


def _hang(kit: Kit) -> None:
    """A picture on the first wall that has no opening."""
    if kit.shell is None:
        return
    open_ = {opening.side for opening in kit.openings}
    for side in ("north", "west", "east", "south"):
        if side not in open_:
            f.picture(kit.scene, kit.shell, side, 0.4, 1.65, 1.1, 0.8)
            return


def _curtains(kit: Kit) -> None:
    """Curtains at the first window."""
    for opening in kit.openings:
        if opening.kind == "window" and kit.shell is not None:
            f.curtains(kit.scene, kit.shell, opening.side, opening.middle, opening.width,
                       opening.sill + opening.height + 0.1, kit.stuff("curtain", "linen"))
            return
