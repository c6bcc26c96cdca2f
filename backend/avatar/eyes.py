# SPDX-License-Identifier: GPL-3.0-or-later
"""Eyes, lashes, teeth and tongue of the base mesh, with colours that read as alive."""

from __future__ import annotations

from functools import cache

import numpy as np

from backend import srgb
from backend.body import hm08
from protocol.assets import Image, Material

from .spec import Color
from .surface import Surface, from_quads, join, subdivide

#: Angular radius of iris and pupil as seen from the eye's centre, radians.
IRIS, PUPIL = 0.50, 0.20
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
    return Material(name="Eyes", base_color=(0.74, 0.70, 0.66, 1.0), roughness=0.08, coat=1.0, coat_roughness=0.02,
                    ior=1.376, base_color_image=Image(name="Eye color", pixels=pixels))


@cache
def lashes() -> Surface:
    """Separate lashes: each quad of the lash cage becomes three thin, tapering blades."""
    from scipy.sparse import csr_matrix

    mesh = hm08.base_mesh()
    rows: list[list[tuple[int, float]]] = []
    faces: list[tuple[int, ...]] = []
    for name in sorted(key for key in mesh.faces if "eyelashes" in key):
        for quad in mesh.faces[name]:
            # The root edge is the one nearest to the eye's centre line.
            corners = [int(v) for v in quad]
            side = 1.0 if mesh.vertices[corners[0], 0] > 0 else -1.0
            eye = np.array([side * 0.031, -0.118, 0.728])
            distances = np.linalg.norm(mesh.vertices[corners] - eye, axis=1)
            start = int(np.argmin([distances[i] + distances[(i + 1) % 4] for i in range(4)]))
            a, b, c, d = (corners[(start + i) % 4] for i in range(4))
            for position in (0.2, 0.5, 0.8):
                first = len(rows)
                for s in (position - 0.09, position + 0.09):
                    rows.append([(a, 1 - s), (b, s)])
                rows.append([(d, 1 - position), (c, position)])
                faces.append((first, first + 1, first + 2))
    entries = [(r, v, w) for r, row in enumerate(rows) for v, w in row]
    row, column, weight = zip(*entries)
    return Surface(csr_matrix((weight, (row, column)), shape=(len(rows), len(mesh.vertices))), faces)


@cache
def mouth() -> Surface:
    """Teeth (tag 0) and tongue (tag 1)."""
    mesh = hm08.base_mesh()
    teeth = from_quads(mesh.group("helper-upper-teeth", "helper-lower-teeth")[0])
    tongue = from_quads(mesh.faces["helper-tongue"])
    tongue.tags = [1] * len(tongue.faces)
    return join([teeth, tongue])


MOUTH_MATERIALS = (
    Material(name="Teeth", base_color=(0.72, 0.66, 0.55, 1.0), roughness=0.2, subsurface=0.1, subsurface_scale=0.003),
    Material(name="Tongue", base_color=(0.45, 0.10, 0.09, 1.0), roughness=0.35, subsurface=0.15),
)
