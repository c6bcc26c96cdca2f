# SPDX-License-Identifier: GPL-3.0-or-later
"""Eyes, lashes, teeth and tongue of the base mesh, with colours that read as alive."""

from __future__ import annotations

from functools import cache

import numpy as np

from backend import srgb
from backend.body import hm08
from protocol.assets import Image, Material

from . import teeth
from .spec import Color
from .surface import Surface, from_quads, join, subdivide

#: Angular radius of iris and pupil as seen from the eye's centre, radians.
IRIS, PUPIL = 0.50, 0.20
#: Refractive index of the cornea.
CORNEA = 1.376
#: Texture radius of an angle a: (a / pi) ** _SPREAD, which gives the iris more texels.
_SPREAD = 0.75


@cache
def eyeballs() -> tuple[Surface, np.ndarray]:
    """Both eyes, subdivided, and a UV for each vertex: the angle from straight ahead, as a disc."""
    parts, uvs = [], []
    for side in ("l", "r"):
        surface = subdivide(from_quads(hm08.base_mesh().faces[f"helper-{side}-eye"]))
        points = surface.points(hm08.base_mesh().vertices)
        centre = (points.min(axis=0) + points.max(axis=0)) / 2
        ray = points - centre
        ray /= np.linalg.norm(ray, axis=1, keepdims=True)
        radius = 0.5 * (np.arccos(np.clip(-ray[:, 1], -1, 1)) / np.pi) ** _SPREAD
        around = np.maximum(np.hypot(ray[:, 0], ray[:, 2]), 1e-9)
        uvs.append(0.5 + radius[:, None] * np.stack([ray[:, 0], ray[:, 2]], axis=1) / around[:, None])
        parts.append(surface)
    return join(parts), np.concatenate(uvs)


def eye_material(color: Color, seed: int, white: Color | None = None, size: int = 512) -> Material:
    """Sclera (``white``: its colour), iris with fibres and a dark rim, pupil; wet all over."""
    axis = (np.arange(size) + 0.5) / size - 0.5
    x, y = np.meshgrid(axis, -axis)
    angle = np.pi * np.minimum(2 * np.hypot(x, y), 1.0) ** (1 / _SPREAD)
    turn = np.arctan2(y, x)
    rng = np.random.Generator(np.random.PCG64(seed))
    fibres = np.zeros_like(turn)
    for count in (23, 37, 51, 71):
        fibres += np.sin(turn * count + rng.uniform(0, 6.28)) * rng.uniform(0.3, 1) / 2.2
    iris = np.array(color)[None, None, :] * np.ones((size, size, 1))
    depth = np.clip((angle - PUPIL) / (IRIS - PUPIL), 0, 1)[..., None]
    iris = iris * (1.35 - 0.55 * depth) * (1 + 0.28 * fibres[..., None])
    iris *= 1 - 0.75 * np.clip((angle / IRIS - 0.84) / 0.16, 0, 1)[..., None]
    veins = np.clip(np.sin(turn * 9 + 3 * np.sin(angle * 7)) - 0.9, 0, 1) * 4
    sclera = np.array(white or (0.74, 0.70, 0.66)) * (1 - 0.20 * np.clip((angle - 0.7) / 1.0, 0, 1)[..., None])
    sclera = sclera * (1 - (veins * np.clip(angle - 0.7, 0, 1))[..., None] * [0.02, 0.10, 0.10])

    def step(edge: float, width: float = 0.035) -> np.ndarray:
        return np.clip((angle - edge) / width + 0.5, 0, 1)[..., None]

    color_map = sclera * step(IRIS) + iris * (1 - step(IRIS))
    color_map = color_map * step(PUPIL, 0.03) + 0.002 * (1 - step(PUPIL, 0.03))
    pixels = srgb.to_bytes(color_map)
    # The one surface that mirrors is the cornea: a coat besides it would mirror the room twice, and a pupil in it grey.
    return Material(name="Eyes", base_color=(0.74, 0.70, 0.66, 1.0), roughness=0.04, ior=CORNEA,
                    base_color_image=Image(name="Eye color", pixels=pixels))


#: Lashes in each column of the cage, and the share of its width that one takes up at its root.
_LASHES, _LASH = 4, 0.13


@cache
def lashes() -> Surface:
    """Separate lashes: thin blades along the columns of the lash cage, tapering from the lid to their tips."""
    from scipy.sparse import csr_matrix

    mesh = hm08.base_mesh()
    rows: list[list[tuple[int, float]]] = []
    faces: list[tuple[int, ...]] = []
    for name in sorted(key for key in mesh.faces if "eyelashes" in key):
        for column in _columns([[int(v) for v in quad] for quad in mesh.faces[name]], mesh.vertices):
            last = len(column) - 1
            for number in range(_LASHES):
                middle, first = (number + 0.5) / _LASHES, len(rows)
                for level, (left, right) in enumerate(column[:-1]):
                    half = 0.5 * _LASH * (1 - level / last)
                    rows += [[(left, 1 - s), (right, s)] for s in (middle - half, middle + half)]
                rows.append([(column[-1][0], 1 - middle), (column[-1][1], middle)])
                for level in range(last - 1):
                    k = first + 2 * level
                    faces.append((k, k + 1, k + 3, k + 2))
                k = first + 2 * (last - 1)
                faces.append((k, k + 1, k + 2))
    entries = [(r, v, w) for r, row in enumerate(rows) for v, w in row]
    row, column_, weight = zip(*entries)
    return Surface(csr_matrix((weight, (row, column_)), shape=(len(rows), len(mesh.vertices))), faces)


def _columns(quads: list[list[int]], points: np.ndarray) -> list[list[tuple[int, int]]]:
    """The columns of a grid of quads whose short way leads from the lid outwards: the edges of each, in that order."""
    beside: dict[frozenset[int], list[int]] = {}
    for number, quad in enumerate(quads):
        for k in range(4):
            beside.setdefault(frozenset((quad[k], quad[(k + 1) % 4])), []).append(number)
    found: dict[frozenset[int], list[tuple[int, int]]] = {}
    for edge, owners in beside.items():
        if len(owners) > 1:
            continue
        # from an edge at the rim across opposite edges to the other rim
        left, right = sorted(edge)
        chain, here = [(left, right)], owners[0]
        while True:
            corners = quads[here]
            k = corners.index(left)
            across = corners[(k + 3) % 4] if corners[(k + 1) % 4] == right else corners[(k + 1) % 4]
            right = next(each for each in corners if each not in (left, right, across))
            left = across
            chain.append((left, right))
            onward = [each for each in beside[frozenset((left, right))] if each != here]
            if not onward:
                break
            here = onward[0]
        found[frozenset((*chain[0], *chain[-1]))] = chain
    shortest = min(len(chain) for chain in found.values())
    columns = []
    for chain in found.values():
        if len(chain) == shortest:
            side = 1.0 if points[chain[0][0], 0] > 0 else -1.0
            eye = np.array([side * 0.031, -0.118, 0.728])
            ends = [np.linalg.norm(points[list(edge)].mean(axis=0) - eye) for edge in (chain[0], chain[-1])]
            columns.append(chain if ends[0] < ends[1] else chain[::-1])
    return columns


@cache
def mouth() -> Surface:
    """Teeth (tag 0), gums (tag 1) and tongue (tag 2)."""
    tongue = subdivide(from_quads(hm08.base_mesh().faces["helper-tongue"]))
    tongue.tags = [2] * len(tongue.faces)
    return join([teeth.rows(), tongue])


MOUTH_MATERIALS = (
    Material(name="Teeth", base_color=(0.74, 0.68, 0.57, 1.0), roughness=0.18, subsurface=0.15, subsurface_scale=0.003),
    Material(name="Gums", base_color=(0.42, 0.13, 0.12, 1.0), roughness=0.25, subsurface=0.15),
    Material(name="Tongue", base_color=(0.40, 0.13, 0.12, 1.0), roughness=0.38, subsurface=0.15),
)
