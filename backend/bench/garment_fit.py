# SPDX-License-Identifier: GPL-3.0-or-later
"""How clothes fit in a pose: what comes through them, and where skin that is masked leaves a hole.

The posed meshes are what linear blend skinning makes of them, as every importer's. *Beneath* a garment lie the skin
and each other thing worn that is inside of it where the two are near each other at rest.

**Visible penetration** counts points of two kinds, both only where a point of the surface beneath is seen from outside
(one of :data:`RAYS` directions about its normal meets nothing that is drawn):

- *below*: a drawn vertex of the garment lies more than :data:`DEPTH` behind a drawn face of what is beneath it, by the
  nearest point of it (within :data:`REACH`, angle-weighted pseudonormals after Baerentzen and Aanaes 2005);
- *through*: a drawn vertex of what is beneath it, which the garment covers at rest, has nothing of the garment over
  it along its normal any more, but the garment within :data:`REACH` behind it.

Faces are drawn unless all their corners are masked, as in exported files; Blender draws fewer. Not counted is contact
of the bare body with itself: cloth of one part of it within cloth of another (belly and thigh in a squat, arm and
chest), where those parts of the skin have met in this pose and are far from each other at rest.

**Holes** are looked for in pictures from :data:`VIEWS`: pixels where a masked face is first along the ray, seen from
its front, and what is drawn behind it is seen from its back, or further than :data:`BEHIND`, or nothing. Here faces
with any masked corner are left out, as Blender does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from backend.avatar.worn.fitting import OUTER_TITLES
from backend.body import rigs
from protocol.assets import Avatar, Mesh

#: How far, metres, a point must lie within what is beneath it, and how far that is looked for.
DEPTH, REACH = 0.001, 0.06
#: Distance, metres, within which what a garment covers at rest may lie beneath it.
COVER = 0.10
#: Directions by which a point is seen, and how many views holes are looked for from, with their pixels' size, metres.
RAYS, PIXEL = 24, 0.008
#: Azimuth and elevation, degrees, of the views that holes are looked for from.
VIEWS = tuple((azimuth, elevation) for elevation in (0, 45) for azimuth in (0, 60, 120, 180, 240, 300))
#: A drawn face this much further, metres, does not stand for a masked one.
BEHIND = 0.05
#: Parts of the body at least this far apart at rest, as a share of the height, may touch; and how much nearer than
#: their cloths' own thickness they do, metres.
APART, TOUCH = 0.07, 0.012
#: Worn on the face, where nothing bends; and what goes under jackets.
NOT_WORN, NECKWEAR = frozenset(("Glasses", "Sunglasses", "Goggles")), frozenset(("Tie", "Bow tie"))


@dataclass(frozen=True)
class Fit:
    """Of one mesh in one pose: vertices ``below``, points that come ``through``, of how many of both."""

    name: str
    below: int
    through: int
    of: int
    #: Where the counted points lie in the rest pose (N, 3), for looking at them.
    places: np.ndarray = field(repr=False)

    @property
    def share(self) -> float:
        return (self.below + self.through) / max(self.of, 1)


@cache
def _warp() -> Any:
    import warp as wp

    wp.config.log_level = wp.LOG_WARNING
    wp.init()

    @wp.kernel(enable_backward=False, module="unique")
    def closest(mesh: wp.uint64, points: wp.array(dtype=wp.vec3), reach: float,  # type: ignore[valid-type]
                face: wp.array(dtype=wp.int32), bary: wp.array(dtype=wp.vec2)) -> None:  # type: ignore[valid-type]
        i = wp.tid()
        found = wp.mesh_query_point_no_sign(mesh, points[i], reach)
        if found.result:  # type: ignore[attr-defined]
            face[i] = found.face  # type: ignore[attr-defined]
            bary[i] = wp.vec2(found.u, found.v)  # type: ignore[attr-defined]
        else:
            face[i] = -1
            bary[i] = wp.vec2(0.0, 0.0)

    @wp.kernel(enable_backward=False, module="unique")
    def hit(mesh: wp.uint64, starts: wp.array(dtype=wp.vec3), ways: wp.array(dtype=wp.vec3),  # type: ignore[valid-type]
            reach: float, face: wp.array(dtype=wp.int32), far: wp.array(dtype=float)) -> None:  # type: ignore[valid-type]
        i = wp.tid()
        found = wp.mesh_query_ray(mesh, starts[i], ways[i], reach)
        far[i] = 1.0e6
        face[i] = -1
        if found.result:  # type: ignore[attr-defined]
            face[i] = found.face  # type: ignore[attr-defined]
            far[i] = found.t  # type: ignore[attr-defined]

    return wp, closest, hit


class Triangles:
    """Triangles of points (V, 3) that can be asked for the nearest point and for the first along rays."""

    def __init__(self, points: np.ndarray, triangles: np.ndarray) -> None:
        self.points, self.triangles = points, triangles
        a, b, c = (points[triangles[:, i]] for i in range(3))
        normals = np.cross(b - a, c - a)
        self.normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-18)
        if not len(triangles):
            return
        wp, _, _ = _warp()
        self._mesh = wp.Mesh(points=wp.array(points, dtype=wp.vec3, device="cpu"),
                             indices=wp.array(triangles.ravel(), dtype=wp.int32, device="cpu"))

    def closest(self, points: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
        """Faces (N,), -1 for none within ``reach``, and barycentric weights (N, 3) of the nearest points."""
        if not len(self.triangles) or not len(points):
            return np.full(len(points), -1), np.zeros((len(points), 3))
        wp, kernel, _ = _warp()
        face = wp.empty(len(points), dtype=wp.int32, device="cpu")
        bary = wp.empty(len(points), dtype=wp.vec2, device="cpu")
        wp.launch(kernel, dim=len(points), device="cpu", inputs=[
            self._mesh.id, wp.array(points, dtype=wp.vec3, device="cpu"), float(reach), face, bary])
        found = bary.numpy().astype(float)
        return face.numpy(), np.concatenate([found, 1 - found.sum(axis=1, keepdims=True)], axis=1)

    def hit(self, starts: np.ndarray, ways: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
        """Faces (N,), -1 for none within ``reach``, and distances (N,) along rays."""
        if not len(self.triangles) or not len(starts):
            return np.full(len(starts), -1), np.full(len(starts), np.inf)
        wp, _, kernel = _warp()
        face = wp.empty(len(starts), dtype=wp.int32, device="cpu")
        far = wp.empty(len(starts), dtype=float, device="cpu")
        wp.launch(kernel, dim=len(starts), device="cpu", inputs=[
            self._mesh.id, wp.array(starts, dtype=wp.vec3, device="cpu"), wp.array(ways, dtype=wp.vec3, device="cpu"),
            float(reach), face, far])
        return face.numpy(), far.numpy().astype(float)


def corners_of(mesh: Mesh) -> tuple[np.ndarray, np.ndarray]:
    """Triangles (T, 3) of a mesh's polygons and the polygon of each (T,)."""
    starts, counts = mesh.face_offsets[:-1].astype(int), np.diff(mesh.face_offsets)
    parts, owners = [], []
    for i in range(1, int(counts.max()) - 1):
        chosen = np.nonzero(counts > i + 1)[0]
        at = starts[chosen]
        parts.append(np.stack([mesh.corner_vertices[at + k] for k in (0, i, i + 1)], axis=1))
        owners.append(chosen)
    triangles, owner = np.concatenate(parts).astype(int), np.concatenate(owners)
    sound = (triangles[:, 0] != triangles[:, 1]) & (triangles[:, 1] != triangles[:, 2]) & (
        triangles[:, 2] != triangles[:, 0])
    return triangles[sound], owner[sound]


class _Layer:
    """A mesh with what of it is drawn."""

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.triangles, owner = corners_of(mesh)
        # Vertices at one place, as along the seams of UVs, are one: else every seam were an edge.
        _, first, number = np.unique(np.round(mesh.vertices, 6), axis=0, return_index=True, return_inverse=True)
        self.triangles = first[number.ravel()][self.triangles]
        hidden = np.zeros(len(mesh.vertices), bool) if mesh.hidden is None else mesh.hidden.astype(bool)
        at = mesh.corner_vertices
        drawn = ~np.logical_and.reduceat(hidden[at], mesh.face_offsets[:-1])
        self.drawn = drawn[owner]
        self.masked = np.logical_or.reduceat(hidden[at], mesh.face_offsets[:-1])[owner]
        self.faces = self.triangles[self.drawn]
        self.used = np.zeros(len(mesh.vertices), bool)
        self.used[self.faces] = True
        ends = np.sort(np.concatenate([self.faces[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
        edges, count = np.unique(ends, axis=0, return_counts=True)
        self.rim = np.zeros(len(mesh.vertices), bool)
        self.rim[edges[count == 1]] = True

    def posed(self, transforms: np.ndarray) -> np.ndarray:
        assert self.mesh.joints is not None and self.mesh.weights is not None
        return rigs.skin(self.mesh.vertices, self.mesh.joints, self.mesh.weights, transforms)


def vertex_normals(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """Angle-weighted unit normals (V, 3); none (0) of points without triangles."""
    import trimesh

    return np.asarray(trimesh.Trimesh(points, triangles, process=False, validate=False).vertex_normals)


class Surface:
    """A layer's drawn faces in a pose."""

    def __init__(self, layer: _Layer, points: np.ndarray) -> None:
        self.layer, self.points = layer, points
        self.soup = Triangles(points, layer.faces)
        self.normals = vertex_normals(points, layer.faces)

    def heights(self, points: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Signed distance (N,), nan beyond ``reach``, beside the rim and off sharp tips; faces and barycentric weights
        as found."""
        face, bary = self.soup.closest(points, reach)
        result = np.full(len(points), np.nan)
        found = face >= 0
        corner = self.layer.faces[face[found]]
        share = bary[found]
        near = np.einsum("nk,nki->ni", share, self.points[corner])
        # On a corner or an edge the pseudonormal decides, within a face its own normal.
        smooth = np.einsum("nk,nki->ni", share, self.normals[corner])
        at_edge = share.min(axis=1) < 1e-4
        normal = np.where(at_edge[:, None], smooth, self.soup.normals[face[found]])
        offset = points[found] - near
        sign = np.sign(np.einsum("ij,ij->i", offset, normal))
        beside = (self.layer.rim[corner] & (share > 1e-4)).sum(axis=1) >= (share > 1e-4).sum(axis=1)
        # Of the sharp tip of a thin thing there is no inside to speak of.
        tip = at_edge & (np.einsum("ij,ij->i", self.soup.normals[face[found]], smooth) < 0.5)
        result[found] = np.where(beside | tip, np.nan, sign * np.linalg.norm(offset, axis=1))
        return result, face, bary


@cache
def _directions(count: int) -> np.ndarray:
    """Unit vectors (count, 3) about +Z, even in solid angle, none flatter than 10 degrees."""
    turn = np.pi * (3 - np.sqrt(5)) * np.arange(count)
    z = 1 - (np.arange(count) + 0.5) / count * (1 - np.sin(np.radians(10)))
    return np.stack([np.sqrt(1 - z * z) * np.cos(turn), np.sqrt(1 - z * z) * np.sin(turn), z], axis=1)


def seen(points: np.ndarray, normals: np.ndarray, scene: Triangles) -> np.ndarray:
    """Which points (N,) of surfaces can be seen from outside."""
    if not len(points):
        return np.zeros(0, bool)
    helper = np.where(np.abs(normals[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    across = np.cross(helper, normals)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    up = np.cross(normals, across)
    ways = np.einsum("kc,ncj->nkj", _directions(RAYS), np.stack([across, up, normals], axis=1)).reshape(-1, 3)
    starts = np.repeat(points + 3e-4 * normals, RAYS, axis=0)
    face, _ = scene.hit(starts, ways, 5.0)
    return np.asarray((face < 0).reshape(-1, RAYS).any(axis=1))


class Dressed:
    """An avatar ready to be looked at in poses."""

    def __init__(self, avatar: Avatar) -> None:
        self.avatar = avatar
        body = next(mesh for mesh in avatar.meshes if mesh.role == "body")
        others = [mesh for mesh in avatar.meshes if mesh.role == "garment" and mesh.name not in NOT_WORN]
        self.layers = [_Layer(mesh) for mesh in (body, *others)]
        self.bare = _Layer(body)
        self.bare.faces = self.bare.triangles
        self.height = float(avatar.height)
        rest = [layer.mesh.vertices.astype(float) for layer in self.layers]
        surfaces = [Surface(layer, points) for layer, points in zip(self.layers, rest)]
        whole = Surface(self.bare, rest[0])
        #: Nearest skin vertex at rest, and signed distance from it, of every vertex of every layer.
        self.anchor, self.off = [], []
        for points in rest:
            face, bary = whole.soup.closest(points, 1.0)
            corner = self.bare.faces[face]
            self.anchor.append(corner[np.arange(len(corner)), bary.argmax(axis=1)])
            near = np.einsum("nk,nki->ni", bary, rest[0][corner])
            offset = points - near
            # What is drawn in under the skin, as a lining is, counts negative.
            side = np.sign(np.einsum("ni,ni->n", offset, whole.soup.normals[face]))
            self.off.append(side * np.linalg.norm(offset, axis=1))
        self.rest = rest
        self.beneath: list[list[int]] = [[] for _ in self.layers]
        #: For each pair (upper, lower) the drawn vertices of the lower that the upper covers at rest.
        self.covered: dict[tuple[int, int], np.ndarray] = {}
        for upper in range(1, len(self.layers)):
            for lower in range(len(self.layers)):
                if upper != lower and (lower == 0 or self._outside(surfaces, upper, lower)):
                    self.beneath[upper].append(lower)
                    self.covered[upper, lower] = self._covers(surfaces, upper, lower)

    def _outside(self, surfaces: list[Surface], upper: int, lower: int) -> bool:
        """Whether most of what is near each other of two layers has the first further from the skin; neckwear goes
        under jackets, though most of it lies on them."""
        names = [self.layers[each].mesh.name for each in (upper, lower)]
        if any(name in NECKWEAR for name in names) and any(name in OUTER_TITLES for name in names):
            return names[0] in OUTER_TITLES
        return self._further(surfaces, upper, lower) > self._further(surfaces, lower, upper)

    def _further(self, surfaces: list[Surface], one: int, other: int) -> int:
        """Of vertices of a layer near another: those further from the skin than that is there, less the others."""
        numbers = np.nonzero(self.layers[one].used)[0]
        face, bary = surfaces[other].soup.closest(self.rest[one][numbers], 0.025)
        near = face >= 0
        there = np.einsum("nk,nk->n", bary[near], self.off[other][surfaces[other].layer.faces[face[near]]])
        return int(np.sign(self.off[one][numbers[near]] - there).sum())

    def _covers(self, surfaces: list[Surface], upper: int, lower: int) -> np.ndarray:
        points, normals = self.rest[lower], surfaces[lower].normals
        chosen = np.nonzero(self.layers[lower].used & ~self.layers[lower].rim)[0]
        face, _ = surfaces[upper].soup.hit(points[chosen] + 5e-5 * normals[chosen], normals[chosen], COVER)
        return chosen[face >= 0]

    def penetration(self, pose: Mapping[str, np.ndarray]) -> list[Fit]:
        """What comes through each thing worn in a pose (turns of bones about their heads, armature axes)."""
        transforms = rigs.pose_transforms(self.avatar.skeleton, dict(pose))
        posed = [layer.posed(transforms) for layer in self.layers]
        surfaces = [Surface(layer, points) for layer, points in zip(self.layers, posed)]
        firsts = np.cumsum([0] + [len(points) for points in posed])
        scene = Triangles(np.concatenate(posed), np.concatenate([
            layer.faces + first for layer, first in zip(self.layers, firsts)]))
        whole = Surface(self.bare, posed[0])
        result = []
        for upper in range(1, len(self.layers)):
            layer = self.layers[upper]
            below = np.zeros(len(posed[upper]), bool)
            places, through, total = [], 0, int(layer.used.sum())
            for lower in self.beneath[upper]:
                below[self._below(surfaces, scene, whole, upper, lower)] = True
                over = self._through(surfaces, scene, whole, upper, lower)
                through += len(over)
                total += len(self.covered[upper, lower])
                places.append(self.rest[lower][over])
            places.append(self.rest[upper][below])
            result.append(Fit(layer.mesh.name, int(below.sum()), through, total, np.concatenate(places)))
        return result

    def _below(self, surfaces: list[Surface], scene: Triangles, whole: Surface, upper: int,
               lower: int) -> np.ndarray:
        under, layer = surfaces[lower], self.layers[upper]
        numbers = np.nonzero(layer.used)[0]
        points = surfaces[upper].points[numbers]
        height, face, bary = under.heights(points, REACH)
        bad = np.nonzero(height < -DEPTH)[0]
        corner = under.layer.faces[face[bad]]
        near = np.einsum("nk,nki->ni", bary[bad], under.points[corner])
        kept = seen(near, under.soup.normals[face[bad]], scene)
        bad, corner = bad[kept], corner[kept]
        beneath = corner[np.arange(len(corner)), bary[bad].argmax(axis=1)]
        kept = ~self._contact(whole, upper, numbers[bad], lower, beneath)
        return np.asarray(numbers[bad[kept]])

    def _through(self, surfaces: list[Surface], scene: Triangles, whole: Surface, upper: int,
                 lower: int) -> np.ndarray:
        numbers = self.covered[upper, lower]
        under, over = surfaces[lower], surfaces[upper]
        points, normals = under.points[numbers], under.normals[numbers]
        above, _ = over.soup.hit(points + 5e-5 * normals, normals, COVER)
        numbers, points, normals = (each[above < 0] for each in (numbers, points, normals))
        face, _ = over.soup.hit(points - DEPTH * normals, -normals, REACH)
        # Cloth that is met from behind, as a cuff's far side is, does not lie beneath this point.
        faced = np.einsum("ij,ij->i", over.soup.normals[face], normals) > 0.3
        kept = (face >= 0) & faced & seen(points, normals, scene)
        numbers, face = numbers[kept], face[kept]
        return np.asarray(numbers[~self._contact(whole, lower, numbers, upper, over.layer.faces[face][:, 0])])

    def _contact(self, whole: Surface, first: int, one: np.ndarray, second: int, other: np.ndarray) -> np.ndarray:
        """Whether the skin beneath vertices ``one`` (N,) of a layer has met that beneath ``other`` of another."""
        if not len(one):
            return np.zeros(0, bool)
        a, b = self.anchor[first][one], self.anchor[second][other]
        far = np.linalg.norm(self.rest[0][a] - self.rest[0][b], axis=1) > APART * self.height
        gap = np.linalg.norm(whole.points[a] - whole.points[b], axis=1)
        room = np.abs(self.off[first][one]) + np.abs(self.off[second][other]) + TOUCH
        return np.asarray(far & ((gap < room) | self._within(whole, a) | self._within(whole, b)))

    def _within(self, whole: Surface, numbers: np.ndarray) -> np.ndarray:
        """Which skin vertices (N,) lie inside of the bare body elsewhere: rays out of them leave it more often than
        they enter it."""
        points, normals = whole.points[numbers], whole.normals[numbers]
        out, gone = np.zeros(len(points), int), np.full(len(points), 2e-4)
        for _ in range(5):
            face, far = whole.soup.hit(points + gone[:, None] * normals, normals, self.height)
            way = np.einsum("ij,ij->i", whole.soup.normals[face], normals)
            out += np.where(face >= 0, np.where(way > 0, 1, -1), 0)
            gone = np.where(face >= 0, gone + np.minimum(far, 1.0) + 1e-4, 10.0)
        return np.asarray(out > 0)

    def holes(self, pose: Mapping[str, np.ndarray]) -> tuple[float, np.ndarray]:
        """Share of the pixels of what is worn that are holes (see the module), and where they are (N, 3), posed."""
        transforms = rigs.pose_transforms(self.avatar.skeleton, dict(pose))
        posed = [layer.posed(transforms) for layer in self.layers]
        firsts = np.cumsum([0] + [len(points) for points in posed])
        points = np.concatenate(posed)
        all_faces = np.concatenate([layer.triangles + first for layer, first in zip(self.layers, firsts)])
        masked = np.concatenate([layer.masked for layer in self.layers])
        everything, drawn = Triangles(points, all_faces), Triangles(points, all_faces[~masked])
        cloth = np.concatenate([np.full(len(layer.triangles), number > 0) for number, layer in enumerate(self.layers)])
        holes, of, places = 0, 0, []
        for azimuth, elevation in VIEWS:
            starts, way = _rays(points, azimuth, elevation)
            face, far = everything.hit(starts, np.broadcast_to(way, starts.shape), 20.0)
            first = face >= 0
            gone = first & masked[face] & (everything.normals[face] @ way < 0)
            there, behind = drawn.hit(starts[gone], np.broadcast_to(way, starts[gone].shape), 20.0)
            hole = (there < 0) | (drawn.normals[there] @ way > 0) | (behind > far[gone] + BEHIND)
            holes += int(hole.sum())
            of += int((first & cloth[face]).sum()) + int(hole.sum())
            places.append(starts[gone][hole] + far[gone][hole, None] * way)
        return holes / max(of, 1), np.concatenate(places)


def _rays(points: np.ndarray, azimuth: float, elevation: float) -> tuple[np.ndarray, np.ndarray]:
    """Starts (N, 3) and direction (3,) of parallel rays that see all points, :data:`PIXEL` apart."""
    a, e = np.radians(azimuth), np.radians(elevation)
    way = np.array([-np.sin(a) * np.cos(e), np.cos(a) * np.cos(e), -np.sin(e)])
    right = np.array([np.cos(a), np.sin(a), 0.0])
    up = np.cross(right, way)
    x, y = points @ right, points @ up
    grid = np.stack(np.meshgrid(np.arange(x.min(), x.max(), PIXEL), np.arange(y.min(), y.max(), PIXEL)), axis=-1)
    flat = grid.reshape(-1, 2)
    return flat[:, :1] * right + flat[:, 1:] * up + (points @ way).min() * way - 0.1 * way, way


