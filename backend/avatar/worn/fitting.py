# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures of a dressed body that accessories are fitted to: the head's outline, the outermost cloth, weights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from backend.body import hm08, rigs
from protocol.assets import Mesh

from .. import head
from ..coordinates import joint
from ..drape import Body, Layer
from ..skinning import dense_weights
from ..wardrobe import KINDS

#: Template points (metres) of the line a hat sits on: over the brows and under the bump of the occiput.
_BROW, _OCCIPUT = np.array([0.0, -0.125, 0.772]), np.array([0.0, 0.085, 0.755])
#: Names of the garments worn over others.
OUTER_TITLES = frozenset(kind.title for kind in KINDS.values() if kind.slot == "outer")
#: Directions around the head in which its outline is measured.
AZIMUTHS = 72


@dataclass
class Fitting:
    """A shaped body with its garments and hair. ``scale`` is the head's size against an adult's."""

    body: Body
    scale: float
    garments: list[Mesh]
    #: Level below which an outer garment is closed over what is beneath it; None where none is.
    closed: float | None = None

    def at(self, template: np.ndarray | tuple[float, float, float]) -> np.ndarray:
        """Where a point (3,) near the template's skin lies on this body."""
        base = hm08.base_mesh().vertices[slice(*hm08.BODY)]
        near = np.argsort(((base - np.asarray(template)) ** 2).sum(axis=1))[:6]
        offset = np.asarray(template) - base[near].mean(axis=0)
        return self.body.skin[near].mean(axis=0) + offset * self.scale

    @cached_property
    def brim(self) -> tuple[np.ndarray, np.ndarray]:
        """A point of the plane hats sit on, in the middle of the head, and the plane's unit normal, upwards."""
        front, back = self.at(_BROW), self.at(_OCCIPUT)
        middle = (front + back) / 2
        middle[0] = 0.0
        along = (back - front) / np.linalg.norm(back - front)
        normal = np.cross([1.0, 0.0, 0.0], along)
        return middle, normal * np.sign(normal[2])

    @cached_property
    def skull(self) -> np.ndarray:
        """Skin points above the ears' middle, without the ears, (N, 3)."""
        base = hm08.base_mesh().vertices[slice(*hm08.BODY)]
        chosen = (base[:, 2] > 0.73) & ~head.ear(base)
        return self.body.skin[chosen]

    @cached_property
    def outline(self) -> np.ndarray:
        """Greatest distance (AZIMUTHS,) of the skull above the brim line from its middle axis, by azimuth.

        Azimuth 0 is the front, growing to the left (+X).
        """
        middle, normal = self.brim
        offset = self.skull - middle
        height = offset @ normal
        flat = offset - height[:, None] * normal
        azimuth = np.arctan2(flat[:, 0], -flat[:, 1]) % (2 * np.pi)
        radius = np.linalg.norm(flat, axis=1)
        low = np.abs(height) < 0.022 * self.scale
        column = (azimuth[low] / (2 * np.pi) * AZIMUTHS).astype(int) % AZIMUTHS
        result = np.zeros(AZIMUTHS)
        np.maximum.at(result, column, radius[low])
        known = np.nonzero(result)[0]
        result = np.interp(
            np.arange(AZIMUTHS), np.concatenate([known - AZIMUTHS, known, known + AZIMUTHS]), np.tile(result[known], 3)
        )
        for _ in range(4):
            result = (result + np.roll(result, 1) + np.roll(result, -1)) / 3
        return result

    @cached_property
    def ears(self) -> np.ndarray:
        """The ears' reach (AZIMUTHS,) from the middle axis, 0 where there is none."""
        base = hm08.base_mesh().vertices[slice(*hm08.BODY)]
        middle, normal = self.brim
        offset = self.body.skin[head.ear(base)] - middle
        flat = offset - (offset @ normal)[:, None] * normal
        column = (np.arctan2(flat[:, 0], -flat[:, 1]) % (2 * np.pi)) / (2 * np.pi) * AZIMUTHS
        result = np.zeros(AZIMUTHS)
        for shift in range(-2, 3):
            np.maximum.at(result, (column + shift).astype(int) % AZIMUTHS, np.linalg.norm(flat, axis=1))
        return result

    @cached_property
    def crown(self) -> float:
        """Height of the top of the skull above the brim plane, metres."""
        middle, normal = self.brim
        return float(((self.skull - middle) @ normal).max())

    @cached_property
    def _skull_table(self) -> tuple[np.ndarray, np.ndarray]:
        """Heights (H,) above the brim plane in metres and the skull's reach (H, AZIMUTHS) there."""
        middle, normal = self.brim
        offset = self.skull - middle
        height = offset @ normal
        flat = offset - height[:, None] * normal
        azimuth = np.arctan2(flat[:, 0], -flat[:, 1]) % (2 * np.pi)
        column = azimuth / (2 * np.pi) * AZIMUTHS
        radius = np.linalg.norm(flat, axis=1)
        levels = np.linspace(0.0, self.crown, 14)
        table = np.zeros((len(levels), AZIMUTHS))
        spread = self.crown / 13
        for row, level in enumerate(levels):
            # All that lies this high or higher: a hat has to pass over it.
            near = height > level - 0.35 * spread
            ring = np.zeros(AZIMUTHS)
            for shift in (-1.5, -0.5, 0.5, 1.5):
                np.maximum.at(ring, (column[near] + shift).astype(int) % AZIMUTHS, radius[near])
            table[row] = ring
        return levels, table

    def reach(self, azimuth: np.ndarray, height: np.ndarray) -> np.ndarray:
        """The skull's reach (N,) from the middle axis at azimuths (radians) and heights (metres) above the brim plane;
        0 above the crown, that of the plane itself below it."""
        levels, table = self._skull_table
        at = np.clip(height / levels[-1] * (len(levels) - 1), 0, len(levels) - 1)
        low = np.minimum(at.astype(int), len(levels) - 2)
        column = np.round(azimuth / (2 * np.pi) * AZIMUTHS).astype(int) % AZIMUTHS
        skull = table[low, column] * (1 - (at - low)) + table[low + 1, column] * (at - low)
        return np.where(height > levels[-1], 0.0, skull)

    def contain(self, radius: np.ndarray, height: np.ndarray | float, room: float = 0.006) -> np.ndarray:
        """``radius`` (AZIMUTHS,) made large enough for the skull at ``height`` metres above the brim plane."""
        height = np.broadcast_to(np.asarray(height, dtype=float), (AZIMUTHS,))
        skull = self.reach(np.arange(AZIMUTHS) * 2 * np.pi / AZIMUTHS, height)
        return np.maximum(radius, np.where((skull > 0) & (height >= 0), skull + room * self.scale, 0.0))

    def around(self, values: np.ndarray, azimuth: np.ndarray | float) -> np.ndarray:
        """``values`` (AZIMUTHS,) by azimuth, read at any azimuths (radians)."""
        turn = np.arange(AZIMUTHS + 1) * 2 * np.pi / AZIMUTHS
        return np.interp(np.asarray(azimuth) % (2 * np.pi), turn, np.append(values, values[0]))

    def ring(self, radius: np.ndarray | float, height: np.ndarray | float, columns: int = AZIMUTHS) -> np.ndarray:
        """Points (columns, 3) at a radius and a height above the brim plane for each azimuth."""
        middle, normal = self.brim
        azimuth = np.arange(columns) * 2 * np.pi / columns
        forward = np.array([0.0, -1.0, 0.0]) + normal * normal[1]
        forward /= np.linalg.norm(forward)
        across = np.array([1.0, 0.0, 0.0])
        direction = np.cos(azimuth)[:, None] * forward + np.sin(azimuth)[:, None] * across
        radius, height = (np.broadcast_to(np.asarray(each, dtype=float), (columns,)) for each in (radius, height))
        return middle + radius[:, None] * direction + height[:, None] * normal

    @cached_property
    def outer(self) -> np.ndarray:
        """Vertices of skin and garments, (N, 3)."""
        return np.concatenate([self.body.skin, *[mesh.vertices.astype(float) for mesh in self.garments]])

    @cached_property
    def beneath(self) -> np.ndarray:
        """Vertices of skin and of what is worn beneath jackets and coats, (N, 3)."""
        cloth = [mesh.vertices.astype(float) for mesh in self.garments if mesh.name not in OUTER_TITLES]
        return np.concatenate([self.body.skin, *cloth])

    def surface_y(self, x: np.ndarray, z: np.ndarray, front: bool = True, beneath: bool = False) -> np.ndarray:
        """The outermost y (N,) of skin and cloth at x, z on the front or the back of the trunk; ``beneath`` jackets."""
        points = self.beneath if beneath else self.outer
        sign = -1.0 if front else 1.0
        limit = 1.15 * abs(float(joint("l-shoulder", self.body.vertices)[0]))
        trunk = points[np.abs(points[:, 0]) < limit]
        result = np.empty(len(x))
        for index, (a, b) in enumerate(zip(x, z)):
            near = (np.abs(trunk[:, 0] - a) < 0.022) & (np.abs(trunk[:, 2] - b) < 0.022)
            result[index] = (sign * trunk[near, 1]).max() if near.any() else np.nan
        known = ~np.isnan(result)
        if not known.any():
            return np.full(len(x), 0.0)
        result = np.interp(np.arange(len(x)), np.nonzero(known)[0], result[known])
        return sign * result

    def waist(self, z: float, reach: float = 0.02) -> np.ndarray:
        """Distance (AZIMUTHS,) of the outermost skin and cloth of the trunk at height ``z`` from the axis x = 0."""
        points = self.outer
        hip = abs(float(joint("l-upper-leg", self.body.vertices)[0])) * 2.6
        near = points[(np.abs(points[:, 2] - z) < reach) & (np.abs(points[:, 0]) < hip)]
        azimuth = np.arctan2(near[:, 0], -(near[:, 1] - self.axis_y)) % (2 * np.pi)
        column = (azimuth / (2 * np.pi) * AZIMUTHS).astype(int) % AZIMUTHS
        result = np.zeros(AZIMUTHS)
        np.maximum.at(result, column, np.hypot(near[:, 0], near[:, 1] - self.axis_y))
        known = np.nonzero(result)[0]
        result = np.interp(
            np.arange(AZIMUTHS), np.concatenate([known - AZIMUTHS, known, known + AZIMUTHS]), np.tile(result[known], 3)
        )
        highest = np.max([np.roll(result, shift) for shift in (-1, 0, 1)], axis=0)
        return (highest + np.roll(highest, 1) + np.roll(highest, -1)) / 3

    @cached_property
    def axis_y(self) -> float:
        """Depth of the trunk's axis, metres."""
        return float(joint("spine-3", self.body.vertices)[1])

    def nearest_weights(self, points: np.ndarray, rig: str) -> tuple[np.ndarray, np.ndarray]:
        """Joints and weights (N, 8) of the skin nearest to points (N, 3), averaged over a few neighbours."""
        distance, near = self.body.tree.query(points, k=6)
        share = 1.0 / (distance + 0.01)
        share /= share.sum(axis=1, keepdims=True)
        dense = np.einsum("nk,nkj->nj", share, dense_weights(rig)[near])
        order = np.argsort(-dense, axis=1, kind="stable")[:, :8]
        weights = np.take_along_axis(dense, order, axis=1)
        return order.astype(np.uint16), (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)

    @cached_property
    def _cloth(self) -> tuple[Any, np.ndarray, np.ndarray]:
        """A search tree of the cloth that is not masked, and of each of its points the garment (N,) and its vertex
        (N,)."""
        from scipy.spatial import cKDTree

        shown = [mesh.vertices if mesh.hidden is None else mesh.vertices[mesh.hidden == 0] for mesh in self.garments]
        owner = np.concatenate([np.full(len(points), number) for number, points in enumerate(shown)])
        place = np.concatenate([np.arange(len(mesh.vertices)) if mesh.hidden is None else np.flatnonzero(
            mesh.hidden == 0) for mesh in self.garments])
        return cKDTree(np.concatenate(shown)), owner, place

    def push_out(self, points: np.ndarray, clearance: float, reach: float = 0.04) -> np.ndarray:
        """Points (N, 3) within ``reach`` metres of cloth moved to at least ``clearance`` metres outside of it."""
        if not self.garments:
            return points
        cloth = self._cloth[0].data
        _, near = self.body.tree.query(cloth)
        return Layer(cloth, self.body.normals[near]).push_out(points, clearance, reach)

    def cloth_weights(self, points: np.ndarray, rig: str) -> tuple[np.ndarray, np.ndarray]:
        """Joints and weights (N, 8) of the cloth nearest to points (N, 3), averaged over a few neighbours; of the skin
        where no cloth is near."""
        if not self.garments:
            return self.nearest_weights(points, rig)
        names, _, _ = rigs.bones(rig)
        tree, owner, place = self._cloth
        distance, near = tree.query(points, k=6)
        share = 1.0 / (distance + 0.005)
        share /= share.sum(axis=1, keepdims=True)
        dense = np.zeros((len(points), len(names)))
        rows = np.broadcast_to(np.arange(len(points))[:, None], near.shape)
        for number, mesh in enumerate(self.garments):
            chosen = owner[near] == number
            assert mesh.joints is not None and mesh.weights is not None
            vertex = place[near[chosen]]
            np.add.at(dense, (rows[chosen][:, None], mesh.joints[vertex]),
                      mesh.weights[vertex] * share[chosen][:, None])
        joints, weights = self.nearest_weights(points, rig)
        bare = distance[:, 0] > 0.03
        dense[bare] = 0.0
        np.add.at(dense, (np.nonzero(bare)[0][:, None], joints[bare]), weights[bare])
        order = np.argsort(-dense, axis=1, kind="stable")[:, :8]
        kept = np.take_along_axis(dense, order, axis=1)
        return order.astype(np.uint16), (kept / kept.sum(axis=1, keepdims=True)).astype(np.float32)

    def back_weights(self, points: np.ndarray, rig: str) -> tuple[np.ndarray, np.ndarray]:
        """Joints and weights (N, 8) of cloth that hangs down the back: the skin's own on the shoulders, below them the
        upper spine, towards the hem the pelvis."""
        joints, weights = self.nearest_weights(points, rig)
        names, _, _ = rigs.bones(rig)
        roles = rigs.roles(rig)
        v = self.body.vertices
        shoulder, pelvis = float(joint("l-shoulder", v)[2]), float(joint("pelvis", v)[2])
        free = np.clip((shoulder - points[:, 2]) / 0.12, 0, 1)
        low = np.clip((0.5 * (shoulder + pelvis) - points[:, 2]) / (0.6 * (shoulder - pelvis)), 0, 1)
        dense = np.zeros((len(points), len(names)))
        np.add.at(dense, (np.arange(len(points))[:, None], joints), weights * (1 - free)[:, None])
        dense[:, names.index(roles["spine3"])] += free * (1 - low)
        dense[:, names.index(roles["pelvis"])] += free * low
        order = np.argsort(-dense, axis=1, kind="stable")[:, :8]
        kept = np.take_along_axis(dense, order, axis=1)
        return order.astype(np.uint16), (kept / kept.sum(axis=1, keepdims=True)).astype(np.float32)
