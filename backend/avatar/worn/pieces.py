# SPDX-License-Identifier: GPL-3.0-or-later
"""The small kit accessories are built from: grids of quads, tubes and sheets with thickness, and their mesh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from backend.body import rigs
from protocol.assets import Material, Mesh

from .. import textures
from ..skinning import skin_weights
from ..wardrobe import FABRICS, Cloth

if TYPE_CHECKING:
    from .fitting import Fitting

#: Glass and polished metal beside the cloths of the wardrobe.
GOLD = Cloth(fabric="metal", roughness=0.22, sheen=0.0, metallic=1.0, relief=0.3)
STEEL = Cloth(fabric="metal", roughness=0.3, sheen=0.0, metallic=1.0, relief=0.6)
SHELL = Cloth(fabric="rubber", roughness=0.32, sheen=0.0, coat=0.5, coat_roughness=0.15, relief=0.15)
FELT = Cloth(fabric="velvet", roughness=0.92, sheen=0.25, sheen_roughness=0.5)
STRAW = Cloth(fabric="linen", roughness=0.85, sheen=0.05, relief=2.0)
CLOTHS: dict[str, Cloth] = {**FABRICS, "gold": GOLD, "steel": STEEL, "shell": SHELL, "felt": FELT, "straw": STRAW}


@dataclass
class Piece:
    """Part of an accessory: points (N, 3), quads and triangles, UVs (N, 2) in metres, and what it is made of.

    ``rides``: "head", another role of the skeleton, "near": each point moves with the skin nearest to it, "cloth":
    with the cloth nearest to it, or "back": it hangs from the shoulders and follows the trunk.
    ``held`` is the share (N,) of each point that another role keeps from it, by that role.
    ``rows`` are blends of base mesh vertices (N, 19158) where the piece was cut from the body itself.
    """

    points: np.ndarray
    faces: list[tuple[int, ...]]
    uv: np.ndarray
    color: np.ndarray
    cloth: str = "cotton"
    rides: str = "near"
    held: tuple[str, np.ndarray] | None = None
    rows: Any = None
    #: How much of the light glass and thin cloth keep.
    alpha: float = 1.0
    name: str = ""


def grid_faces(rows: int, columns: int) -> list[tuple[int, ...]]:
    """Quads of a grid of points in row-major order."""
    faces: list[tuple[int, ...]] = []
    for i in range(rows - 1):
        for j in range(columns - 1):
            a = i * columns + j
            faces.append((a, a + 1, a + 1 + columns, a + columns))
    return faces


def outward(points: np.ndarray, faces: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """``faces`` turned, all together, so that they enclose a positive volume about their middle."""
    fan = np.array([(face[0], face[i], face[i + 1]) for face in faces for i in range(1, len(face) - 1)])
    a, b, c = (points[fan[:, i]] - points.mean(axis=0) for i in range(3))
    return faces if np.einsum("ij,ij->", a, np.cross(b, c)) >= 0 else [face[::-1] for face in faces]


def cut_away(piece: Piece, gone: np.ndarray) -> Piece:
    """``piece`` without the faces all of whose corners are ``gone`` (N,), and without points that no face uses."""
    lost = gone.tolist()
    faces = [face for face in piece.faces if not all(lost[v] for v in face)]
    used = np.zeros(len(piece.points), bool)
    used[list(chain.from_iterable(faces))] = True
    number = (np.cumsum(used) - 1).tolist()
    return replace(piece, points=piece.points[used], uv=piece.uv[used],
                   held=None if piece.held is None else (piece.held[0], piece.held[1][used]),
                   rows=None if piece.rows is None else piece.rows[np.nonzero(used)[0]],
                   faces=[tuple(number[v] for v in face) for face in faces])


def grid(
    points: np.ndarray, color: np.ndarray, cloth: str, rides: str = "near", around: bool = False, name: str = ""
) -> Piece:
    """A piece from points (R, C, 3), with UVs by length along its rows and columns."""
    rows, columns, _ = points.shape
    closed = np.concatenate([points, points[:, :1]], axis=1) if around else points
    u = np.zeros((rows, columns))
    u[:, 1:] = np.cumsum(np.linalg.norm(np.diff(points, axis=1), axis=2), axis=1)
    v = np.zeros((rows, columns))
    v[1:] = np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=2), axis=0)
    # One scale a column and a row keeps the weave straight.
    u = np.broadcast_to(u.mean(axis=0), u.shape)
    v = np.broadcast_to(v.mean(axis=1)[:, None], v.shape)
    if around:
        # The seam needs its own column of UVs.
        step = np.linalg.norm(points[:, 0] - points[:, -1], axis=1).mean()
        u = np.concatenate([u, np.full((rows, 1), u[0, -1] + step)], axis=1)
        v = np.concatenate([v, v[:, :1]], axis=1)
        points, columns = closed, columns + 1
    flat = points.reshape(-1, 3)
    return Piece(
        flat,
        outward(flat, grid_faces(rows, columns)),
        np.stack([u, v], axis=-1).reshape(-1, 2),
        color,
        cloth,
        rides,
        name=name,
    )


def sheet(
    points: np.ndarray,
    thickness: float,
    color: np.ndarray,
    cloth: str,
    rides: str = "near",
    around: bool = False,
    name: str = "",
) -> Piece:
    """A sheet of cloth or leather over points (R, C, 3) with both sides and edges, ``thickness`` metres thick.

    It is as thick to the side that rows x columns faces away from: inwards on rings that run upwards.
    """
    rows, columns, _ = points.shape
    inner = points - thickness * grid_normals(points, around)
    # Out over the surface, round the two open edges, back underneath: one closed strip of rows.
    looped = np.concatenate([points, inner[::-1], points[:1]], axis=0)
    piece = grid(looped, color, cloth, rides, around, name)
    if not around:
        n = 2 * rows
        for j in (0, columns - 1):
            ends = [
                (i * columns + j, (i + 1) * columns + j, (n - 2 - i) * columns + j, (n - 1 - i) * columns + j)
                for i in range(rows - 1)
            ]
            piece.faces += [face[::-1] for face in ends] if j else ends
        piece.faces = outward(piece.points, piece.faces)
    return piece


def ribbon(
    path: np.ndarray,
    half: np.ndarray,
    thickness: float,
    color: np.ndarray,
    cloth: str,
    rides: str = "near",
    name: str = "",
) -> Piece:
    """A flat band along path (N, 3), reaching ``half`` (3,) to both sides of it."""
    return sheet(np.stack([path - half, path, path + half]), thickness, color, cloth, rides, name=name)


def grid_normals(points: np.ndarray, around: bool = False) -> np.ndarray:
    """Unit normals (R, C, 3) of a grid: across columns x down rows."""
    if around:
        across = np.roll(points, -1, axis=1) - np.roll(points, 1, axis=1)
    else:
        across = np.gradient(points, axis=1)
    down = np.gradient(points, axis=0)
    normal = np.cross(across, down)
    length = np.linalg.norm(normal, axis=2, keepdims=True)
    # A pole, where a ring has shrunk to a point, takes the normals beside it.
    if points.shape[0] > 1:
        for row, beside in ((0, 1), (-1, -2)):
            normal[row] = np.where(length[row] > 1e-12, normal[row], normal[beside].mean(axis=0))
    return normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12)


def tube(
    path: np.ndarray,
    radius: np.ndarray | float,
    color: np.ndarray,
    cloth: str,
    rides: str = "near",
    sides: int = 10,
    closed: bool = False,
    flat: float = 1.0,
    name: str = "",
) -> Piece:
    """A round bar along path (N, 3); ``flat`` squeezes it along its second normal. Ends are domed."""
    path = np.asarray(path, dtype=float)
    tangent = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0) if closed else np.gradient(path, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    normal = np.empty_like(path)
    seed = np.array([0.0, 0.0, 1.0]) if abs(tangent[0, 2]) < 0.9 else np.array([0.0, 1.0, 0.0])
    for i in range(len(path)):
        seed = seed - tangent[i] * (seed @ tangent[i])
        seed /= np.linalg.norm(seed)
        normal[i] = seed
    side = np.cross(tangent, normal)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    radius = np.broadcast_to(np.asarray(radius, dtype=float), (len(path),))
    ring = np.cos(turn)[None, :, None] * side[:, None] * flat + np.sin(turn)[None, :, None] * normal[:, None]
    points = path[:, None] + radius[:, None, None] * ring
    if closed:
        points = np.concatenate([points, points[:1]], axis=0)
    else:
        caps = [np.sin(a) for a in (0.0, 0.5, 1.0)]
        head = [path[0] - tangent[0] * radius[0] * 0.5 * np.cos(np.arcsin(s)) + (points[0] - path[0]) * s for s in caps]
        tail = [
            path[-1] + tangent[-1] * radius[-1] * 0.5 * np.cos(np.arcsin(s)) + (points[-1] - path[-1]) * s
            for s in caps[::-1]
        ]
        points = np.concatenate([np.stack(head), points, np.stack(tail)], axis=0)
    return grid(points, color, cloth, rides, around=True, name=name)


def mesh(name: str, pieces: list[Piece], fitting: Fitting, rig: str) -> Mesh:
    """One skinned mesh of an accessory's pieces; pieces of equal colour and cloth share a material."""
    points = np.concatenate([piece.points for piece in pieces])
    looks = [(tuple(np.round(piece.color, 6)), piece.cloth, piece.alpha) for piece in pieces]
    slots = list(dict.fromkeys(looks))
    faces: list[tuple[int, ...]] = []
    material_index, uv_parts, first = [], [], 0
    for piece, look in zip(pieces, looks):
        faces += [tuple(v + first for v in face) for face in piece.faces]
        material_index += [slots.index(look)] * len(piece.faces)
        uv = piece.uv / textures.SMALL
        uv_parts.append(uv - np.floor(uv.min(axis=0)))
        first += len(piece.points)
    corners = np.fromiter(chain.from_iterable(faces), dtype=np.int32)
    offsets = np.cumsum([0] + [len(face) for face in faces]).astype(np.int32)
    joints, weights = _bound(pieces, fitting, rig)
    named = {look: piece.name for piece, look in reversed(list(zip(pieces, looks)))}
    return Mesh(
        name=name,
        role="garment",
        vertices=points.astype(np.float32),
        corner_vertices=corners,
        face_offsets=offsets,
        uvs=np.concatenate(uv_parts)[corners].astype(np.float32),
        material_index=np.array(material_index, dtype=np.uint16),
        materials=[_material(f"{name} {named[look]}".strip(), look) for look in slots],
        joints=joints,
        weights=weights,
    )


def _bound(pieces: list[Piece], fitting: Fitting, rig: str) -> tuple[np.ndarray, np.ndarray]:
    names, _, _ = rigs.bones(rig)
    roles = rigs.roles(rig)
    parts = []
    for piece in pieces:
        if piece.rows is not None:
            parts.append(skin_weights(piece.rows, rig))
        elif piece.rides == "near":
            parts.append(fitting.nearest_weights(piece.points, rig))
        elif piece.rides == "cloth":
            parts.append(fitting.cloth_weights(piece.points, rig))
        elif piece.rides == "back":
            parts.append(fitting.back_weights(piece.points, rig))
        else:
            ridden = [names.index(roles[piece.rides])]
            shares = np.ones((len(piece.points), 1), dtype=np.float32)
            if piece.held is not None:
                ridden.append(names.index(roles[piece.held[0]]))
                shares = np.stack([1 - piece.held[1], piece.held[1]], axis=1).astype(np.float32)
            parts.append((np.tile(np.array(ridden, dtype=np.uint16), (len(piece.points), 1)), shares))
    width = max(each.shape[1] for each, _ in parts)
    joints = np.concatenate([np.pad(each, ((0, 0), (0, width - each.shape[1]))) for each, _ in parts])
    weights = np.concatenate([np.pad(each, ((0, 0), (0, width - each.shape[1]))) for _, each in parts])
    return joints.astype(np.uint16), weights.astype(np.float32)


def _material(name: str, look: tuple[tuple[float, ...], str, float]) -> Material:
    color, key, alpha = look
    if key == "glass":
        return Material(
            name=name,
            base_color=(float(color[0]), float(color[1]), float(color[2]), 1.0),
            roughness=0.03,
            transmission=1.0 - alpha,
            coat=0.5,
            coat_roughness=0.02,
        )
    if key == "glow":
        red, green, blue = (float(each) for each in color)
        return Material(
            name=name, base_color=(red, green, blue, 1.0), emission_color=(red, green, blue), emission_strength=6.0
        )
    cloth = CLOTHS[key]
    return Material(
        name=name,
        base_color=(float(color[0]), float(color[1]), float(color[2]), 1.0),
        roughness=cloth.roughness,
        sheen=cloth.sheen,
        sheen_roughness=cloth.sheen_roughness,
        coat=cloth.coat,
        coat_roughness=cloth.coat_roughness,
        metallic=cloth.metallic,
        alpha=alpha,
        normal_image=textures.normal_map(cloth.fabric),
        normal_strength=cloth.relief,
    )
