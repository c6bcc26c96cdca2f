# SPDX-License-Identifier: GPL-3.0-or-later
"""Individuals put where their relations say, at their real sizes: nothing cut into, everything held up.

Things in and on others are let down onto the field of heights of what holds them (see :mod:`heights`) and take the
place where they sink lowest, or stand flattest. Things on the floor keep their boxes apart. What does not fit is put
where it does, and said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from backend.engine import Progress
from backend.objects.body import Body
from backend.objects.heights import Ground, columns, merged

#: Cells of a lattice across what holds something, and the least and greatest cell in metres.
_CELLS, _FINEST, _COARSEST = 130, 0.0008, 0.03
_SIDES = {"left of": (-1, 0), "right of": (1, 0), "in front of": (0, -1), "behind": (0, 1)}


def arrange(groups: Sequence[list[Body]], relations: Sequence[Mapping[str, Any]], layouts: Sequence[str],
            random: np.random.Generator, progress: Progress) -> list[str]:
    """Move every body of ``groups`` (one list an object) to its place; the middle of all is at the origin.

    Returns what had to be done otherwise than asked, in the user's words.
    """
    return _Arrangement(groups, relations, layouts, random, progress).run()


class _Arrangement:
    def __init__(self, groups: Sequence[list[Body]], relations: Sequence[Mapping[str, Any]], layouts: Sequence[str],
                 random: np.random.Generator, progress: Progress) -> None:
        self.groups, self.layouts, self.random, self.progress = groups, layouts, random, progress
        self.notes: list[str] = []
        #: Object -> (relation, the objects it is related to); the first that is said of it counts.
        self.ties: dict[int, tuple[str, list[int]]] = {}
        for relation in relations:
            for each in relation["of"]:
                if each not in self.ties and not self._circular(each, relation["to"]):
                    self.ties[each] = (relation["is"], list(relation["to"]))
        self.grounds: dict[int, Ground] = {}
        self.clusters: list[list[Body]] = []

    def _circular(self, number: int, to: Sequence[int]) -> bool:
        seen, look = set(), list(to)
        while look:
            each = look.pop()
            if each == number:
                self.notes.append("Relations that go round in a circle were left out.")
                return True
            if each not in seen:
                seen.add(each)
                look += self.ties.get(each, ("", []))[1]
        return False

    def run(self) -> list[str]:
        roots = [number for number in range(len(self.groups)) if number not in self.ties
                 or self.ties[number][0] == "between"]
        order = list(roots)
        for number in roots:  # what is between stands between
            if number in self.ties:
                ends = [each for each in self.ties[number][1] if each in order]
                order.remove(number)
                first = ends[0] if ends else None
                if first is not None and len(ends) > 1:
                    order.remove(ends[1])
                    order.insert(order.index(first) + 1, ends[1])
                order.insert(order.index(first) + 1 if first is not None else len(order), number)
        for number in order:
            for body in self.groups[number]:
                body.stand()
            cluster = self._laid_out(number)
            self.clusters.append(cluster)
            self._attach(number, cluster)
        self._row()
        return list(dict.fromkeys(self.notes))

    def _attach(self, number: int, cluster: list[Body]) -> None:
        """Everything that is related to object ``number``, and what is related to that."""
        ways = ("under", "in", "on", "around", *_SIDES, "beside")
        for way in ways:
            for other, (relation, to) in self.ties.items():
                if relation == way and number in to and to[0] == number:
                    self.progress.update(0.0, f"Placing the {self.groups[other][0].category.replace('_', ' ')}")
                    for body in self.groups[other]:
                        body.stand()
                    holders = self.groups[number]
                    if way in ("in", "on"):
                        self._let_down(self.groups[other], holders, cluster, way)
                    elif way == "under":
                        self._put_under(self.groups[other], holders[0], cluster)
                    elif way == "around":
                        self._put_around(self.groups[other], holders[0], cluster)
                    else:
                        self._put_beside(self.groups[other], holders[0], cluster, way)
                    self._attach(other, cluster)

    # On the floor

    def _laid_out(self, number: int) -> list[Body]:
        bodies, layout = self.groups[number], self.layouts[number]
        if len(bodies) > 1 and layout in ("stack", "pile"):
            placed = [bodies[0]]
            for body in bodies[1:]:
                self._onto(body, placed, layout)
                placed.append(body)
        elif len(bodies) > 2 and layout == "circle":
            widest = max(float(np.hypot(*body.size[:2])) for body in bodies)
            radius = 1.08 * widest / 2 / np.sin(np.pi / len(bodies))
            for index, body in enumerate(bodies):
                angle = 2 * np.pi * index / len(bodies) - np.pi / 2
                body.move(radius * np.cos(angle), radius * np.sin(angle))
        else:
            _line_up(bodies)
        return list(bodies)

    def _onto(self, body: Body, placed: list[Body], layout: str) -> None:
        """Let ``body`` down on a stack or a pile that stands on the floor."""
        body.turned(self.random.uniform(-0.25, 0.25) if layout == "stack" else self.random.uniform(0, 2 * np.pi))
        body.stand()
        cell = self._cell([*placed, body])
        ground = Ground(merged([columns(each.vertices, each.triangles, cell) for each in placed]), cell,
                        margin=int(np.ceil(body.size[:2].max() / cell)) + 2)
        thing = columns(body.vertices, body.triangles, cell)
        if layout == "stack":
            shifts = np.array([[0, 0]])
        else:
            reach = 0.95 * float(placed[0].size[:2].max()) * max(1.0, len(placed) ** (1 / 3) - 0.2)
            side = np.arange(-reach, reach + 1e-9, max(reach / 9, cell))
            shifts = np.unique(np.round(np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2) / cell), axis=0)
            shifts = shifts[np.hypot(*(shifts * cell).T) <= reach].astype(np.int64)
        up, _, _ = ground.rest(thing, shifts)
        up = np.maximum(up, 0.0)
        # In a pile low places are taken first, near ones before far ones.
        best = int(np.argmin(up + 0.35 * np.hypot(*(shifts * cell).T)))
        x, y = shifts[best] * cell
        body.move(x, y, up[best])

    def _put_beside(self, bodies: list[Body], anchor: Body, cluster: list[Body], way: str) -> None:
        if anchor.support is not None:
            self._let_down(bodies, [anchor.support], cluster, "on", near=anchor, side=_SIDES.get(way))
            return
        for index, body in enumerate(bodies):
            side = _SIDES.get(way) or ((1, 0) if index % 2 == 0 else (-1, 0))
            gap = float(np.clip(0.12 * min(anchor.size[:2].min(), body.size[:2].min()), 0.01, 0.4))
            x, y, _ = anchor.center
            apart = (anchor.size[:2] + body.size[:2]) / 2 + gap
            body.move(x + side[0] * apart[0], y + side[1] * apart[1])
            self._clear(body, cluster, side, gap)
            cluster.append(body)

    def _clear(self, body: Body, cluster: list[Body], side: Sequence[float], gap: float) -> None:
        """Move ``body`` on along ``side`` until its box is apart from all that stands on the floor."""
        for _ in range(200):
            hit = next((each for each in cluster if each.support is None and not body.apart(each, 0.5 * gap)), None)
            if hit is None:
                return
            step = max(gap, 0.05 * float(body.size[:2].min()))
            body.move(side[0] * step, side[1] * step)

    def _put_around(self, bodies: list[Body], anchor: Body, cluster: list[Body]) -> None:
        """In a ring, each facing the middle (the front of every family is -Y)."""
        x, y, _ = anchor.center
        for index, body in enumerate(bodies):
            angle = 2 * np.pi * index / len(bodies) - np.pi / 2
            way = (float(np.cos(angle)), float(np.sin(angle)))
            body.turned(float(np.arctan2(-way[0], way[1])))
            body.stand()
            gap = float(np.clip(0.08 * body.size[:2].min(), 0.01, 0.12))
            body.move(x, y)
            self._clear(body, [*(each for each in cluster if each not in bodies), *bodies[:index]], way, gap)
            cluster.append(body)

    def _put_under(self, bodies: list[Body], anchor: Body, cluster: list[Body]) -> None:
        """On the floor below ``anchor``, between its legs; in front of it where there is no room."""
        cell = self._cell([anchor])
        over = columns(anchor.vertices, anchor.triangles, cell)
        first = over.cells.min(axis=0)
        underside = np.full(over.cells.max(axis=0) - first + 1, np.inf)
        underside[tuple((over.cells - first).T)] = over.low
        for body in bodies:
            best = None
            for x in np.linspace(anchor.low[0], anchor.high[0], 15):
                for y in np.linspace(anchor.low[1], anchor.high[1], 15):
                    low, high = body.low[:2] + np.array([x, y]), body.high[:2] + np.array([x, y])
                    if (low < anchor.low[:2] - 1e-6).any() or (high > anchor.high[:2] + 1e-6).any():
                        continue
                    a, b = np.floor(low / cell).astype(int) - first - 1, np.floor(high / cell).astype(int) - first + 2
                    room = underside[max(a[0], 0):b[0], max(a[1], 0):b[1]]
                    free = room.min(initial=np.inf) > body.high[2] + 0.002 and all(
                        (low > each.high[:2]).any() or (high < each.low[:2]).any()
                        for each in cluster if each is not anchor and each.low[2] < body.high[2])
                    away = float(np.hypot(x - anchor.center[0], y - anchor.center[1]))
                    if free and (best is None or away < best[0]):
                        best = (away, x, y)
            if best is None:
                self._note(body, anchor, "does not fit under", "stands in front of it")
                self._put_beside([body], anchor, cluster, "in front of")
            else:
                body.move(best[1], best[2])
                cluster.append(body)

    def _row(self) -> None:
        """Clusters side by side, the whole centred on the origin."""
        bounds = []
        for cluster in self.clusters:
            bounds.append((min(b.low[0] for b in cluster), max(b.high[0] for b in cluster)))
        widths = [high - low for low, high in bounds]
        gaps = [float(np.clip(0.3 * min(a, b), 0.01, 0.6)) for a, b in pairwise(widths)]
        x = 0.0
        for cluster, (low, high), gap in zip(self.clusters, bounds, [*gaps, 0.0]):
            for body in cluster:
                body.move(x=x - low)
            x += high - low + gap
        everything = [body for cluster in self.clusters for body in cluster]
        low = np.min([body.low for body in everything], axis=0)
        high = np.max([body.high for body in everything], axis=0)
        for body in everything:
            body.move(-(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2)

    # In and on

    def _cell(self, holders: Sequence[Body]) -> float:
        extent = np.max([body.high for body in holders], axis=0) - np.min([body.low for body in holders], axis=0)
        return float(np.clip(extent[:2].max() / _CELLS, _FINEST, _COARSEST))

    def _ground(self, holder: Body) -> Ground:
        key = id(holder)
        if key not in self.grounds:
            cell = self._cell([holder])
            self.grounds[key] = Ground(columns(holder.vertices, holder.triangles, cell), cell)
        return self.grounds[key]

    def _let_down(self, bodies: list[Body], holders: list[Body], cluster: list[Body], way: str,
                  near: Body | None = None, side: Sequence[float] | None = None) -> None:
        """Put each of ``bodies`` in or on one of ``holders``, in turn."""
        for index, body in enumerate(bodies):
            holder = holders[index % len(holders)]
            self.progress.update(index / len(bodies), f"Placing the {body.category.replace('_', ' ')}")
            how = self._inside(body, holder, index) if way == "in" else self._on(body, holder, near, side)
            if how == "":
                body.support = holder
                cluster.append(body)
                continue
            if way == "in" and index:
                self.notes.append(f"Only {index} of the {len(bodies)} {body.category.replace('_', ' ')}s find room in "
                                  f"the {holder.category.replace('_', ' ')}; the others stand beside it.")
            else:
                self._note(body, holder, how, "stands beside it")
            body.stand()
            self._put_beside([body], holder, cluster, "right of" if holder.support is None else "beside")

    def _note(self, body: Body, holder: Body, what: str, instead: str) -> None:
        name, other = body.category.replace("_", " "), holder.category.replace("_", " ")
        self.notes.append(f"The {name} ({_length(body.size.max())}) {what} the {other} ({_length(holder.size.max())}); "
                          f"it {instead}.")

    def _inside(self, body: Body, holder: Body, index: int) -> str:
        """Let ``body`` down into ``holder`` where it sinks lowest; "" or why it cannot be."""
        room = holder.size
        body.turned(self.random.uniform(0, 2 * np.pi))
        body.stand()
        spread = np.sort(body.size)
        if spread[1] > 1.02 * room[:2].max() or spread[0] > room[:2].min():
            return "does not fit into"
        ground = self._ground(holder)
        best: tuple[float, np.ndarray, np.ndarray] | None = None
        for upright in (False, True) if body.size[:2].max() > 0.8 * room[:2].min() else (False,):
            if upright:  # a spoon in a mug
                body.turned(np.pi / 2, "y" if body.size[0] >= body.size[1] else "x")
                body.stand()
            thing = columns(body.vertices, body.triangles, ground.cell)
            stride = max(1, round(float(holder.size[:2].max()) / ground.cell / 26))
            shifts = self._shifts(holder, ground, stride)
            up, _, over = ground.rest(thing, shifts)
            up = np.where(np.isfinite(up) & (over > 0.95), up, np.inf)  # nothing hangs on the rim from outside
            low = shifts[int(np.argmin(up + 1e-3 * self.random.random(len(up)) * ground.cell))]
            fine = low + np.stack(np.meshgrid(*2 * [np.arange(-stride, stride + 1)]), axis=-1).reshape(-1, 2)
            up, _, over = ground.rest(thing, fine)
            up = np.where(np.isfinite(up) & (over > 0.95), up, np.inf)
            chosen = int(np.argmin(up))
            if best is None or up[chosen] < best[0] - 0.02 * room[2]:
                best = (float(up[chosen]), fine[chosen], body.vertices)
        assert best is not None
        raised, shift, vertices = best
        rim = holder.high[2]
        body.vertices = vertices
        sunk = rim - raised
        if not np.isfinite(raised) or (index == 0 and sunk < 0.12 * min(room[2], float(np.ptp(vertices[:, 2])))):
            return "does not fit into"
        if sunk < -0.9 * float(np.ptp(vertices[:, 2])):
            return "finds no more room in"
        x, y = shift * ground.cell
        body.move(x, y, raised)
        ground.add(columns(body.vertices, body.triangles, ground.cell))
        return ""

    def _shifts(self, holder: Body, ground: Ground, stride: int) -> np.ndarray:
        low, high = (np.floor(edge[:2] / ground.cell).astype(np.int64) for edge in (holder.low, holder.high))
        sides = [np.arange(a, b + 1, stride) for a, b in zip(low, high)]
        return np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)

    def _on(self, body: Body, holder: Body, near: Body | None, side: Sequence[float] | None) -> str:
        """Stand ``body`` where the holder is flattest below it; "" or why it cannot be."""
        body.turned(self.random.uniform(-0.3, 0.3))
        body.stand()
        if (body.size[:2] > 2.2 * holder.size[:2].max()).any():
            return "is too large for"
        ground = self._ground(holder)
        thing = columns(body.vertices, body.triangles, ground.cell)
        stride = max(1, round(float(holder.size[:2].max()) / ground.cell / 26))
        shifts = self._shifts(holder, ground, stride)
        up, touching, over = ground.rest(thing, shifts)
        extent = float(holder.size[:2].max())
        goal = holder.center[:2]
        if near is not None:
            way = np.asarray(side if side is not None else (1.0, 0.0))
            goal = near.center[:2] + way * ((near.size[:2] + body.size[:2]) / 2 + 0.02 * extent)
        away = np.hypot(*(shifts * ground.cell - goal).T) / extent
        # What stands there already pushes others aside; a few should not all crowd into the middle.
        score = np.minimum(touching, 0.9) + 0.4 * over - (1.2 if near is not None else 0.35) * away
        score += 0.12 * self.random.random(len(score)) if near is None else 0.0
        score = np.where(np.isfinite(up) & (over > 0.45), score, -np.inf)
        chosen = int(np.argmax(score))
        if not np.isfinite(score[chosen]):
            return "finds no place on"
        if touching[chosen] < 0.2:
            self.notes.append(f"The {body.category.replace('_', ' ')} finds no flat place on the "
                              f"{holder.category.replace('_', ' ')}.")
        x, y = shifts[chosen] * ground.cell
        body.move(x, y, up[chosen])
        ground.add(columns(body.vertices, body.triangles, ground.cell))
        return ""


def _line_up(bodies: list[Body]) -> None:
    """Side by side along x with a gap, as a whole centred on the origin."""
    gap = 0.35 * max(float(body.size[0]) for body in bodies)
    x = -(sum(float(body.size[0]) for body in bodies) + gap * (len(bodies) - 1)) / 2
    for body in bodies:
        width = float(body.size[0])
        body.move(x=x - body.low[0])
        x += width + gap


def _length(metres: float) -> str:
    return f"{metres:.2g} m" if metres >= 1 else f"{100 * metres:.2g} cm"
