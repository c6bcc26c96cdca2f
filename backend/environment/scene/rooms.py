# SPDX-License-Identifier: GPL-3.0-or-later
"""Rooms as shells: floor, ceiling, walls with openings, windows that let in the sky, doors, skirtings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .builder import Scene
from .materials import STUFF, Material

#: Thickness of walls, and how far a frame stands in.
WALL = 0.24
#: Walls by the letters of where they stand: +X, -X, +Y, -Y.
SIDES = ("east", "west", "north", "south")


@dataclass(frozen=True)
class Opening:
    """A hole in a wall, metres: middle along it (to the right, seen from inside), sill, width, height."""

    side: str
    middle: float
    sill: float
    width: float
    height: float
    #: "window", "door" (shut) or "gap".
    kind: str = "window"
    #: Panes across and up.
    panes: tuple[int, int] = (2, 1)


@dataclass(frozen=True)
class Shell:
    """A rectangular room whose floor is z = 0: from ``low`` to ``high`` in x and y."""

    low: tuple[float, float]
    high: tuple[float, float]
    height: float

    def wall(self, side: str) -> tuple[np.ndarray, np.ndarray, float]:
        """Middle of a wall's foot, the unit vector to the right along it (seen from inside), and its length."""
        (x0, y0), (x1, y1) = self.low, self.high
        cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
        return {
            "east": (np.array([x1, cy, 0.0]), np.array([0.0, -1.0, 0.0]), y1 - y0),
            "west": (np.array([x0, cy, 0.0]), np.array([0.0, 1.0, 0.0]), y1 - y0),
            "north": (np.array([cx, y1, 0.0]), np.array([1.0, 0.0, 0.0]), x1 - x0),
            "south": (np.array([cx, y0, 0.0]), np.array([-1.0, 0.0, 0.0]), x1 - x0),
        }[side]

    def on(self, side: str, along: float, up: float, out: float = 0.0) -> np.ndarray:
        """A point on a wall, ``out`` metres into the room."""
        foot, right, _ = self.wall(side)
        return foot + right * along + np.array([0, 0, up]) + self.inward(side) * out

    def inward(self, side: str) -> np.ndarray:
        return {
            "east": np.array([-1.0, 0, 0]),
            "west": np.array([1.0, 0, 0]),
            "north": np.array([0, -1.0, 0]),
            "south": np.array([0, 1.0, 0]),
        }[side]

    def block(
        self,
        scene: Scene,
        side: str,
        along: float,
        up: float,
        width: float,
        height: float,
        depth: float,
        made_of: Material,
        out: float = 0.0,
        bevel: float = 0.0,
    ) -> None:
        """A box standing ``out`` metres off a wall: its middle ``along`` it, its lower edge ``up``."""
        center = self.on(side, along, up + height / 2, out + depth / 2)
        size = (depth, width, height) if side in ("east", "west") else (width, depth, height)
        scene.still.box(center, size, made_of, bevel=bevel)


def build_shell(
    scene: Scene,
    shell: Shell,
    floor: Material,
    walls: dict[str, Material] | Material,
    ceiling: Material,
    openings: Sequence[Opening] = (),
    skirting: Material | None = None,
    frame: Material | None = None,
) -> None:
    """Floor, ceiling and four walls; windows become portals of the sky with frames, doors get leaves."""
    (x0, y0), (x1, y1) = shell.low, shell.high
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    wide, deep = x1 - x0 + 2 * WALL, y1 - y0 + 2 * WALL
    scene.still.box((cx, cy, -0.05), (wide, deep, 0.1), floor)
    scene.still.box((cx, cy, shell.height + 0.1), (wide, deep, 0.2), ceiling)
    frame = frame or Material((0.72, 0.72, 0.70), gloss=0.03, rough=0.3)
    for side in SIDES:
        made_of = walls[side] if isinstance(walls, dict) else walls
        here = sorted((each for each in openings if each.side == side), key=lambda each: each.middle)
        _, _, length = shell.wall(side)
        left = -length / 2 - WALL
        for each in here:
            start, end = each.middle - each.width / 2, each.middle + each.width / 2
            if start > left:
                shell.block(scene, side, (left + start) / 2, 0, start - left, shell.height, WALL, made_of, -WALL)
            if each.sill > 0:
                shell.block(scene, side, each.middle, 0, each.width, each.sill, WALL, made_of, -WALL)
            top = each.sill + each.height
            if top < shell.height:
                shell.block(scene, side, each.middle, top, each.width, shell.height - top, WALL, made_of, -WALL)
            _fit(scene, shell, each, frame)
            left = end
        end = length / 2 + WALL
        if end > left:
            shell.block(scene, side, (left + end) / 2, 0, end - left, shell.height, WALL, made_of, -WALL)
        if skirting is not None:
            _skirt(scene, shell, side, here, skirting)


def _skirt(scene: Scene, shell: Shell, side: str, here: Sequence[Opening], made_of: Material) -> None:
    _, _, length = shell.wall(side)
    left = -length / 2
    for each in (*(o for o in here if o.sill <= 0), None):
        right = length / 2 if each is None else each.middle - each.width / 2
        if right - left > 0.02:
            shell.block(scene, side, (left + right) / 2, 0, right - left, 0.09, 0.016, made_of, bevel=0.006)
        if each is not None:
            left = each.middle + each.width / 2


def _fit(scene: Scene, shell: Shell, hole: Opening, frame: Material) -> None:
    """What sits in an opening."""
    right = shell.wall(hole.side)[1]
    if hole.kind == "door":
        shell.block(scene, hole.side, hole.middle, 0, hole.width, hole.height, 0.05, frame, -0.10)
        for offset in (-0.25, 0.25):
            for low, high in ((0.12, 0.42), (0.5, 0.92)):
                shell.block(
                    scene,
                    hole.side,
                    hole.middle + offset * hole.width,
                    hole.height * low,
                    hole.width * 0.36,
                    hole.height * (high - low),
                    0.012,
                    frame,
                    -0.05,
                    bevel=0.012,
                )
        knob = shell.on(hole.side, hole.middle + 0.4 * hole.width, 1.02, 0.0)
        scene.still.ball(knob, 0.032, STUFF["brass"])
        for edge in (-1, 1):
            shell.block(
                scene,
                hole.side,
                hole.middle + edge * (hole.width / 2 + 0.045),
                0,
                0.09,
                hole.height + 0.09,
                0.03,
                frame,
                -0.005,
                bevel=0.008,
            )
        shell.block(scene, hole.side, hole.middle, hole.height, hole.width, 0.09, 0.03, frame, -0.005, bevel=0.008)
        return
    if hole.kind == "window":
        thick = 0.055
        across, up = hole.panes
        for k in range(across + 1):
            place = hole.middle - hole.width / 2 + hole.width * k / across
            place += thick / 2 if k == 0 else -thick / 2 if k == across else 0
            shell.block(scene, hole.side, place, hole.sill, thick, hole.height, 0.06, frame, -0.15, bevel=0.008)
        for k in range(up + 1):
            place = hole.sill + (hole.height - thick) * k / up
            shell.block(scene, hole.side, hole.middle, place, hole.width, thick, 0.06, frame, -0.15, bevel=0.008)
        if hole.sill > 0.2:
            shell.block(
                scene, hole.side, hole.middle, hole.sill - 0.04, hole.width + 0.1, 0.04, 0.16, frame, -0.09, bevel=0.008
            )
    center = shell.on(hole.side, hole.middle, hole.sill + hole.height / 2, -WALL + 0.02)
    # across x up points into the room
    scene.lamp(center, right * hole.width / 2, (0, 0, hole.height / 2), (1.0, 1.0, 1.0), portal=True)
