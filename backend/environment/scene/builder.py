# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts shapes, instances and lamps together and makes the arrays that the tracer reads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..tracer.hierarchy import build, outline, wide
from .extents import boxes
from .materials import Material

CARD, BOX, CONE, BALL, PILLOW, ROCK, TUNNEL = range(7)
WHOLE, LEAVES, NEEDLES, BLADE, ARCADE, DISC, ARCH = range(7)

Point = Sequence[float] | np.ndarray


@dataclass
class Arrays:
    """A compiled scene; see ``tracer.rays`` and ``tracer.light`` for the columns."""

    nodes: np.ndarray
    groups: np.ndarray
    places: np.ndarray
    shapes: np.ndarray
    materials: np.ndarray
    lamps: np.ndarray


@dataclass(frozen=True)
class Compiled:
    """A group as the tracer reads it: its tree (see ``tracer.hierarchy.wide``), its shapes in the order of the tree's
    leaves (N, 18), that ``order`` (N,), and some boxes that hold them all, (K, 2, 3)."""

    nodes: np.ndarray
    rows: np.ndarray
    order: np.ndarray
    outline: np.ndarray


class Group:
    """Shapes that share a space. ``materials`` is the list of the scene they belong to."""

    def __init__(self, materials: list[Material]) -> None:
        self.materials = materials
        self.rows: list[np.ndarray] = []
        self.low: list[np.ndarray] = []
        self.high: list[np.ndarray] = []
        self._compiled: Compiled | None = None
        self._closed = False

    def __len__(self) -> int:
        return sum(len(each) for each in self.rows)

    def material(self, made_of: Material) -> int:
        """Its number, the same for equal materials."""
        try:
            return self.materials.index(made_of)
        except ValueError:
            self.materials.append(made_of)
            return len(self.materials) - 1

    def add(
        self,
        kind: int,
        made_of: Material | int,
        forward: np.ndarray,
        first: float | np.ndarray = 0.0,
        second: float | np.ndarray = 0.0,
        seed: float | np.ndarray = 0.0,
        open_: float | np.ndarray = 1.0,
    ) -> None:
        """Shapes of one kind under affine maps ``forward`` (N, 3, 4) from the unit shape."""
        if self._closed:
            raise ValueError("nothing can be added to a group copied from another scene")
        forward = np.asarray(forward, np.float64).reshape(-1, 3, 4)
        count = len(forward)
        inner = np.linalg.inv(forward[:, :, :3])
        back = np.concatenate([inner, -inner @ forward[:, :, 3:]], axis=2)
        rows = np.zeros((count, 18), np.float32)
        rows[:, 0] = kind
        rows[:, 1] = made_of if isinstance(made_of, int) else self.material(made_of)
        rows[:, 2:14] = back.reshape(count, 12)
        rows[:, 14], rows[:, 15], rows[:, 16], rows[:, 17] = first, second, seed, open_
        low, high = boxes(kind, forward, rows[:, 14], rows[:, 16])
        self.rows.append(rows)
        self.low.append(low)
        self.high.append(high)
        self._compiled = None

    def box(
        self,
        center: Point,
        size: Point,
        made_of: Material,
        yaw: float = 0.0,
        bevel: float = 0.0,
        seed: float | None = None,
    ) -> None:
        """A box of a whole ``size``; ``bevel`` rounds its edges to the eye, metres."""
        self.add(BOX, made_of, placed(center, np.asarray(size) / 2, yaw), bevel, 0.0, _seed(center, seed))

    def ball(
        self, center: Point, radii: Point | float, made_of: Material, yaw: float = 0.0, seed: float | None = None
    ) -> None:
        self.add(BALL, made_of, placed(center, np.broadcast_to(radii, 3), yaw), 0, 0, _seed(center, seed))

    def pillow(
        self,
        center: Point,
        size: Point,
        made_of: Material,
        yaw: float = 0.0,
        square: float = 4.0,
        thick: float = 2.0,
        tilt: float = 0.0,
    ) -> None:
        """A cushion: ``square`` corners in plan, ``thick`` edges (2 round); ``tilt`` leans it about its x."""
        self.add(PILLOW, made_of, placed(center, np.asarray(size) / 2, yaw, tilt), square, thick, _seed(center, None))

    def rock(self, center: Point, radii: Point, made_of: Material, yaw: float = 0.0, seed: float = 0.0) -> None:
        self.add(ROCK, made_of, placed(center, radii, yaw), 0, 0, seed)

    def tube(
        self,
        start: Point,
        end: Point,
        radius: float,
        made_of: Material,
        top: float | None = None,
        seed: float | None = None,
    ) -> None:
        """A round bar from ``start`` to ``end``, ``top`` its radius there."""
        self.add(
            CONE, made_of, between(start, end, radius), (radius if top is None else top) / radius, 0, _seed(start, seed)
        )

    def card(
        self,
        center: Point,
        across: Point,
        up: Point,
        made_of: Material,
        mask: int = WHOLE,
        more: float = 0.0,
        seed: float | None = None,
    ) -> None:
        """A parallelogram: ``across`` and ``up`` lead from its middle to its edges."""
        a, b = np.asarray(across, float), np.asarray(up, float)
        normal = np.cross(a, b)
        normal = normal / np.linalg.norm(normal)
        self.add(
            CARD, made_of, np.stack([a, b, normal, np.asarray(center, float)], axis=1), mask, more, _seed(center, seed)
        )

    def tunnel(
        self,
        center: Point,
        radius: float,
        rise: float,
        length: float,
        made_of: Material,
        yaw: float = 0.0,
        start: float = 0.0,
    ) -> None:
        """A vault along y: half an elliptic cylinder, ``radius`` to the sides and ``rise`` up."""
        self.add(TUNNEL, made_of, placed(center, (radius, length / 2, rise), yaw), start, 0, _seed(center, None))

    def compiled(self) -> Compiled:
        """Its arrays, made anew only after something was added."""
        if self._compiled is None:
            low, high = np.concatenate(self.low), np.concatenate(self.high)
            tree = build(low, high)
            nodes = wide(tree)
            self._compiled = Compiled(nodes, np.concatenate(self.rows)[tree.order], tree.order, outline(nodes))
        return self._compiled


@dataclass
class Scene:
    """A place: shapes that stand once (``still``), groups that are repeated, and lamps."""

    materials: list[Material] = field(default_factory=list)
    still: Group = field(init=False)
    groups: list[Group] = field(default_factory=list)
    #: Forward maps (3, 4), group, seed.
    placed: list[tuple[np.ndarray, int, float]] = field(default_factory=list)
    lamps: list[list[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.still = Group(self.materials)
        self.groups.append(self.still)

    def group(self) -> Group:
        """A new group that may be placed many times."""
        self.groups.append(Group(self.materials))
        return self.groups[-1]

    def copied(self, grown: Group) -> Group:
        """A group that is the same as one of another scene, to which nothing can be added."""
        group, whole = self.group(), grown.compiled()
        number = np.array([group.material(each) for each in grown.materials], np.float32)
        rows = whole.rows.copy()
        rows[:, 1] = number[rows[:, 1].astype(int)]
        group.rows = [rows]
        group.low, group.high = ([np.concatenate(each)[whole.order]] for each in (grown.low, grown.high))
        group._compiled, group._closed = replace(whole, rows=rows, order=np.arange(len(rows))), True
        return group

    def place(
        self, group: Group, position: Point, yaw: float = 0.0, scale: float | Point = 1.0, seed: float = 0.0
    ) -> None:
        self.placed.append((placed(position, np.broadcast_to(scale, 3), yaw), self.groups.index(group), seed))

    def include(self, part: Scene, position: Point, yaw: float = 0.0) -> None:
        """Add all of another scene, its shapes, places and lamps, turned about its middle by ``yaw`` (radians) and
        moved to ``position``."""
        whole = placed(position, np.ones(3), yaw)
        turn, shift = whole[:, :3], whole[:, 3]
        copies = {number: self.copied(group) for number, group in enumerate(part.groups) if len(group)}
        if len(part.still):
            self.place(copies[0], position, yaw)
        for forward, number, seed in part.placed:
            moved = turn @ forward
            moved[:, 3] += shift
            self.placed.append((moved, self.groups.index(copies[number]), seed))
        for lamp in part.lamps:
            row = np.asarray(lamp)
            row[1:4] = turn @ row[1:4] + shift
            if row[0] < 1.5:
                # a rectangle, with its two half sides
                row[4:7], row[7:10] = turn @ row[4:7], turn @ row[7:10]
            self.lamps.append([float(each) for each in row])

    def lamp(
        self,
        center: Point,
        across: Point,
        up: Point,
        radiance: Point,
        portal: bool = False,
        visible: Material | None = None,
    ) -> None:
        """A rectangle that shines to the side of ``across x up``; a ``portal`` lets in the sky instead."""
        a, b = np.asarray(across, float), np.asarray(up, float)
        self.lamps.append([1.0 if portal else 0.0, *map(float, center), *a, *b, *map(float, radiance)])
        if visible is not None:
            self.still.card(center, a, b, visible)

    def bulb(self, center: Point, radius: float, radiance: Point) -> None:
        """A ball that shines all round."""
        self.lamps.append([2.0, *map(float, center), radius, 0, 0, 0, 0, 0, *map(float, radiance)])

    def arrays(self) -> Arrays:
        """Compile. An empty scene gets one shape far below."""
        if not len(self.still) and not self.placed:
            self.still.box((0, 0, -9e5), (1, 1, 1), Material((0.2, 0.2, 0.2)))
        used = [index for index, group in enumerate(self.groups) if len(group)]
        number = {index: new + 1 for new, index in enumerate(used)}
        maps = [entry for entry in self.placed if entry[1] in number]
        if len(self.still):
            maps.append((np.eye(4)[:3], 0, 0.0))
        trees, shapes, rows = [], [], []
        nodes = count = 0
        for index in used:
            whole = self.groups[index].compiled()
            trees.append(whole.nodes)
            shapes.append(whole.rows)
            rows.append([nodes, count])
            nodes += len(whole.nodes)
            count += len(whole.rows)
        forward = np.stack([entry[0] for entry in maps])
        owner = np.array([entry[1] for entry in maps])
        low, high = np.empty((2, len(maps), 3))
        for index in used:
            # the box about many small turned boxes is smaller than that about a large one
            these = owner == index
            held = self.groups[index].compiled().outline
            middle = np.einsum("nij,kj->nki", forward[these, :, :3], held.mean(axis=1)) + forward[these, None, :, 3]
            reach = np.einsum("nij,kj->nki", np.abs(forward[these, :, :3]), (held[:, 1] - held[:, 0]) / 2)
            low[these], high[these] = (middle - reach).min(axis=1), (middle + reach).max(axis=1)
        tree = build(low, high, leaf=1)
        inner = np.linalg.inv(forward[:, :, :3])
        back = np.concatenate([inner, -inner @ forward[:, :, 3:]], axis=2).reshape(-1, 12)
        places = np.concatenate([back, [[number[entry[1]], entry[2]] for entry in maps]], axis=1)
        rows.insert(0, [nodes, 0])
        return Arrays(
            np.concatenate([*trees, wide(tree)]).ravel(),
            np.asarray(rows, np.int32),
            np.ascontiguousarray(places[tree.order], np.float32),
            np.concatenate(shapes),
            np.asarray([each.row() for each in self.materials], np.float32),
            np.asarray(self.lamps or [[-1.0] + [0.0] * 12], np.float32),
        )


def _seed(center: Point, given: float | None) -> float:
    """A number in 0..1 that differs from place to place."""
    if given is not None:
        return given
    x, y, z = (float(each) for each in center)
    return (math.sin(12.9898 * x + 78.233 * y + 37.719 * z) * 43758.5453) % 1.0


def placed(center: Point, half: Point | np.ndarray, yaw: float = 0.0, tilt: float = 0.0) -> np.ndarray:
    """The affine map (3, 4) of a unit shape stretched by ``half``, tilted about x, turned by ``yaw``, moved."""
    turn = np.array([[math.cos(yaw), -math.sin(yaw), 0], [math.sin(yaw), math.cos(yaw), 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]])
    return np.concatenate(
        [turn @ lean * np.maximum(np.asarray(half, float), 1e-5), np.asarray(center, float)[:, None]], axis=1
    )


def between(start: Point, end: Point, radius: float) -> np.ndarray:
    """The map of a unit cone along z that leads from ``start`` to ``end``."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    axis = (b - a) / 2
    unit = axis / max(float(np.linalg.norm(axis)), 1e-9)
    side = np.cross(unit, (1.0, 0, 0) if abs(unit[0]) < 0.8 else (0, 1.0, 0))
    side = side / np.linalg.norm(side)
    return np.stack([side * radius, np.cross(unit, side) * radius, axis, (a + b) / 2], axis=1)
