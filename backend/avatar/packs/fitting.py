# SPDX-License-Identifier: GPL-3.0-or-later
"""A piece of a pack on one body: MakeHuman's rule for positions, the body's own skin weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.avatar.drape import Body
from backend.avatar.skinning import skin_weights
from backend.avatar.surface import Surface
from backend.body import data
from backend.engine import EngineError
from protocol.assets import Mesh

from . import mhclo, mhmat
from .items import Item

#: Kinds of pieces whose faces move with the face.
FACIAL = ("eyebrows", "eyelashes", "eyes", "teeth", "tongue", "hair")
#: Kinds that lie on skin, and how far off it they are at least, metres.
CLOTHES, CLEARANCE = ("full", "top", "bottom", "feet"), 0.004
#: How near beneath cloth covered skin lies, and how far from the cloth's edges, metres.
REACH, MARGIN = 0.03, 0.035
#: The role of each place's mesh.
_ROLES = {"hair": "hair", "eyes": "eyes",
          **dict.fromkeys(("eyebrows", "eyelashes", "teeth", "tongue", "proxy"), "part")}


@dataclass(frozen=True)
class Fitted:
    """A mesh on a body, which base mesh vertices it covers (19158,), and the surface for what is carried over."""

    item: Item
    mesh: Mesh
    hidden: np.ndarray
    surface: Surface


def positions(fitting: mhclo.Fitting, vertices: np.ndarray) -> np.ndarray:
    """Vertices (V, 3) of a piece on shaped base mesh ``vertices`` (19158, 3), metres, Z up."""
    scale = np.ones(3)
    # MakeHuman's y is up, ours is z; its z points ahead, our y points back.
    for axis, ours in (("x", 0), ("y", 2), ("z", 1)):
        if axis in fitting.scales:
            first, second, divisor = fitting.scales[axis]
            scale[ours] = abs(float(vertices[first, ours] - vertices[second, ours])) / divisor
    dx, dy, dz = fitting.offsets.T
    offsets = np.stack([dx * scale[0], -dz * scale[1], dy * scale[2]], axis=1)
    return np.einsum("vk,vki->vi", fitting.shares, vertices[fitting.references]) + offsets


def covered(body: Body, points: np.ndarray, piece: mhclo.Piece) -> np.ndarray:
    """Skin (13380,) that lies well within a piece of cloth (V, 3): near beneath it, and away from its edges."""
    from scipy.spatial import cKDTree

    following = np.arange(1, len(piece.corners) + 1)
    following[piece.offsets[1:] - 1] = piece.offsets[:-1]
    edges = np.sort(np.stack([piece.corners, piece.corners[following]], axis=1), axis=1)
    pairs, count = np.unique(edges, axis=0, return_counts=True)
    used = np.unique(piece.corners)
    distance, nearest = cKDTree(points[used]).query(body.skin)
    outward = np.einsum("ij,ij->i", points[used][nearest] - body.skin, body.normals)
    under = (distance < REACH) & (outward > 0)
    edge = np.unique(pairs[count == 1])
    if len(edge):
        under &= cKDTree(points[edge]).query(body.skin)[0] > MARGIN
    return under


def fitted(item: Item, body: Body, rig: str, hair_color: Sequence[float]) -> Fitted:
    """An item on a body; cloth that lies within the skin is moved out of it.

    Raises :class:`EngineError` ("bad_file") for files that do not belong together."""
    from scipy.sparse import csr_matrix

    fitting = mhclo.read_fitting(item.path)
    mesh_path = mhmat.inside(item.root, item.path.parent / fitting.mesh) if fitting.mesh else None
    if mesh_path is None or not mesh_path.is_file():
        raise EngineError(f"{item.path.name} names the mesh {fitting.mesh!r:.60}, which its pack does not hold.",
                          "Get the pack again.", "bad_file")
    piece = mhclo.read_piece(mesh_path)
    count = len(fitting.references)
    if piece.count != count:
        raise EngineError(f"{mesh_path.name} has {piece.count} vertices, {item.path.name} places {count}.",
                          "Get the pack again.", "bad_file")
    shares = np.maximum(fitting.shares, 0.0)
    shares = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    rows = csr_matrix((shares.ravel(), (np.repeat(np.arange(count), 3), fitting.references.ravel())),
                      shape=(count, data.VERTEX_COUNT))
    joints, weights = skin_weights(rows, rig)
    points = positions(fitting, body.vertices)
    if item.place in CLOTHES:
        points = body.push_out(points, CLEARANCE)
    hair = item.place in ("hair", "eyebrows", "eyelashes")
    look_path = mhmat.inside(item.root, item.path.parent / fitting.material) if fitting.material else None
    look = mhmat.read_look(look_path) if look_path is not None and look_path.is_file() else mhmat.Look(name=item.name)
    material = mhmat.material(look, (look_path or item.path).parent, item.root,
                              np.asarray(hair_color) * (0.6 if item.place != "hair" else 1.0) if hair else None)
    mesh = Mesh(name=item.name.replace("_", " ").capitalize(), role=_ROLES.get(item.place, "garment"),
                vertices=points.astype(np.float32), corner_vertices=piece.corners,
                face_offsets=piece.offsets, uvs=None if piece.uv_corners is None else piece.uvs[piece.uv_corners],
                materials=[material], joints=joints, weights=weights)
    hidden = np.zeros(data.VERTEX_COUNT, bool)
    hidden[fitting.hidden] = True
    if item.place in CLOTHES:
        hidden[:len(body.skin)] |= covered(body, points, piece)
    faces = [tuple(piece.corners[start:end]) for start, end in zip(piece.offsets[:-1], piece.offsets[1:])]
    return Fitted(item, mesh, hidden, Surface(rows, faces))
