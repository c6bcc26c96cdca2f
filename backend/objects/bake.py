# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts and looks to meshes: charts packed into one atlas a material, solid textures baked into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backend import srgb
from backend.engine import Progress
from backend.objects import wear
from backend.objects.density import density
from backend.objects.materials import RECIPES, Rgb
from backend.objects.modeling.atlas import fill, pack, rasterise
from backend.objects.modeling.surface import Surface, join
from backend.objects.recipe import kind
from backend.objects.relief import heights, normal_map
from backend.objects.textures import TEXTURES, Texels, pattern
from protocol.assets import Image, Material, Mesh

#: Texels painted between two looks at the progress (about a tenth of a second).
_CHUNK = 1 << 17


@dataclass(frozen=True)
class Part:
    """A named part of an object: one or more closed pieces. Wood grain follows the longest axis of each."""

    name: str
    pieces: tuple[Surface, ...]

    @property
    def surface(self) -> Surface:
        return join(self.pieces)


@dataclass(frozen=True)
class Look:
    """What one region is made of."""

    recipe: str
    color: Rgb
    #: The colour was asked for, not taken from the palette.
    colored: bool = False
    finish: tuple[tuple[str, float], ...] = ()
    pattern: str = ""
    second: Rgb = (0.8, 0.8, 0.8)
    #: How much rust, dirt, dust, worn edges, chips.
    wear: tuple[tuple[str, float], ...] = ()


def material(look: Look, name: str) -> Material:
    """The Principled material of a look, without images."""
    recipe = RECIPES[look.recipe]
    values = {**recipe.principled, **(recipe.painted if recipe.painted and look.colored else {})}
    values.update(dict(look.finish))
    color = np.asarray(look.color, float)
    if recipe.tint and look.colored:
        color = color + recipe.tint * (1 - color)
    red, green, blue = (float(channel) for channel in color)
    hints = {**recipe.procedural, "density": density(look.recipe, recipe)}
    if kind(look.recipe, recipe):
        hints["kind"] = kind(look.recipe, recipe)
    return Material(name=name, base_color=(red, green, blue, 1.0), procedural=hints, **values)


def meshes(parts: Sequence[Part], looks: Mapping[str, Look], resolution: int, seed: int,
           progress: Progress, normals: bool = False) -> list[Mesh]:
    """One mesh a part, with one material slot for each look among its regions.

    Regions with equal looks share a material and its textures. ``looks`` has an entry for every
    region; ``resolution`` 0 bakes no texture, ``normals`` the relief that Blender makes of "bump" hints too.
    """
    used = list(dict.fromkeys(looks[str(region)] for part in parts for region in np.unique(part.surface.regions)))
    names: dict[str, int] = {}
    materials: dict[Look, Material] = {}
    for look in used:
        title = RECIPES[look.recipe].title
        names[title] = names.get(title, 0) + 1
        materials[look] = material(look, title if names[title] == 1 else f"{title} {names[title]}")

    # Parts that meet in a material share that material's atlas: connected groups are packed together.
    uvs: list[np.ndarray] = [np.zeros((0, 2))] * len(parts)
    for group in _groups(parts, looks):
        for index, uv in zip(group, pack([parts[i].surface for i in group])):
            uvs[index] = uv
        if resolution:
            here = {looks[str(r)] for i in group for r in np.unique(parts[i].surface.regions)}
            textured = [look for look in used
                        if look in here and (RECIPES[look.recipe].texture or look.pattern or look.wear
                                             or (normals and "bump" in RECIPES[look.recipe].procedural))]
            _paint([parts[i] for i in group], [uvs[i] for i in group], looks, textured, materials, parts,
                   resolution, seed, progress, normals)
    return [_mesh(part, uv, looks, materials) for part, uv in zip(parts, uvs)]


def _groups(parts: Sequence[Part], looks: Mapping[str, Look]) -> list[list[int]]:
    groups: list[tuple[set[Look], list[int]]] = []
    for index, part in enumerate(parts):
        mine, members = {looks[str(region)] for region in np.unique(part.surface.regions)}, [index]
        rest = []
        for other, indices in groups:
            if other & mine:
                mine, members = mine | other, indices + members
            else:
                rest.append((other, indices))
        groups = [*rest, (mine, members)]
    return [sorted(members) for _, members in groups]


def _paint(group: Sequence[Part], uvs: Sequence[np.ndarray], looks: Mapping[str, Look], textured: Sequence[Look],
           materials: dict[Look, Material], everything: Sequence[Part], resolution: int, seed: int,
           progress: Progress, normals: bool) -> None:
    """Bake the textures of ``textured`` looks over the shared atlas of ``group``."""
    if not textured:
        return
    whole = join([part.surface for part in group])
    triangles = whole.triangles()
    texel, triangle, weights = rasterise(np.concatenate(uvs), triangles, resolution)
    # Where several triangles meet one texel, the last wins in numpy anyway: keep each texel once.
    texel, first = np.unique(texel, return_index=True)
    triangle, weights = triangle[first], weights[first]
    corner_of = triangles[triangle]
    points = np.einsum("nk,nkd->nd", weights, whole.vertices[whole.corners[corner_of]])
    grain = np.concatenate([_grain_frame(part, number, seed) for number, part in enumerate(group)])
    grain = np.einsum("nk,nkd->nd", weights, grain[whole.corners[corner_of]])
    form = wear.shape(whole) if any(look.wear for look in textured) else np.zeros((len(whole.vertices), 2))
    form = np.einsum("nk,nkd->nd", weights, form[whole.corners[corner_of]])
    face = np.searchsorted(whole.offsets, triangles[:, 0], side="right") - 1
    region_of_texel = whole.regions[face[triangle]]
    low = min(part.surface.vertices[:, 2].min() for part in everything)
    extents = np.ptp(np.concatenate([part.surface.vertices for part in everything]), axis=0)
    height, size = float(extents[2]), float(extents.max())
    metres = _texel_size(whole, np.concatenate(uvs), triangles, resolution)

    for look in textured:
        mine = np.flatnonzero(np.isin(region_of_texel, [r for r, each in looks.items() if each == look]))
        base = np.asarray(materials[look].base_color[:3])
        color, rough, bare = np.empty((len(mine), 3)), np.empty(len(mine)), np.ones(len(mine))
        bump = materials[look].procedural.get("bump") if normals else None
        relief = np.zeros(len(mine))
        for start in range(0, len(mine), _CHUNK):
            progress.update(start / max(len(mine), 1), f"Painting {RECIPES[look.recipe].title.lower()}")
            rows = mine[start:start + _CHUNK]
            texels = Texels(points[rows], grain[rows], (points[rows, 2] - low) / height, size, seed % 100_003)
            ground = pattern(look.pattern, texels, base, np.asarray(look.second)) if look.pattern else base
            here = slice(start, start + _CHUNK)
            texture = RECIPES[look.recipe].texture
            if texture:
                color[here], rough[here] = TEXTURES[texture](texels, ground)
            else:
                color[here], rough[here] = ground, 0.0
            if look.wear:
                color[here], rough[here], bare[here] = wear.worn(dict(look.wear), look.recipe, texels, form[rows],
                                                                 color[here], rough[here])
            if bump:
                relief[here] = heights(points[rows], rough[here], bump, metres, seed % 100_003)
        _attach(materials[look], texel[mine], color, rough, bare, resolution)
        if bump:
            materials[look].normal_image = normal_map(materials[look].name, relief, texel[mine], resolution, metres)
            del materials[look].procedural["bump"]


def _texel_size(surface: Surface, uvs: np.ndarray, triangles: np.ndarray, resolution: int) -> float:
    """Metres along the side of a texel: charts are packed at one density."""
    a, b, c = surface.vertices[surface.corners[triangles]].transpose(1, 0, 2)
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()
    a, b, c = uvs[triangles].transpose(1, 0, 2)
    flat = np.abs((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]).sum()
    return float(np.sqrt(area / max(flat, 1e-12)) / resolution)


def _attach(made: Material, texel: np.ndarray, color: np.ndarray, rough: np.ndarray, bare: np.ndarray,
            resolution: int) -> None:
    covered = np.zeros((resolution, resolution), bool)
    covered.flat[texel] = True
    pixels = np.zeros((resolution * resolution, 4), np.uint8)
    pixels[texel, :3] = np.round(255 * srgb.encode(color))
    pixels[texel, 3] = np.round(255 * np.clip(made.roughness + rough, 0.02, 1))
    pixels = fill(pixels.reshape(resolution, resolution, 4), covered)
    made.base_color_image = Image(name=f"{made.name} color", pixels=np.ascontiguousarray(pixels[..., :3]))
    if np.ptp(rough) > 0.02:
        # Roughness is soft: a quarter of the texels carries it.
        small = np.ascontiguousarray(pixels[::2, ::2, 3:])
        made.roughness_image = Image(name=f"{made.name} roughness", pixels=small, colorspace="Non-Color")
    if made.metallic > 0 and bare.min(initial=1.0) < 0.9:
        # Rust and dirt are no metal.
        metal = np.zeros((resolution * resolution, 1), np.uint8)
        metal[texel, 0] = np.round(255 * made.metallic * bare)
        small = np.ascontiguousarray(fill(metal.reshape(resolution, resolution, 1), covered)[::2, ::2])
        made.metallic_image = Image(name=f"{made.name} metallic", pixels=small, colorspace="Non-Color")


def _grain_frame(part: Part, number: int, seed: int) -> np.ndarray:
    """Vertices with the grain axis last, each piece cut from its own place in the tree."""
    random = np.random.Generator(np.random.PCG64([seed, number]))
    frames = []
    for piece in part.pieces:
        axis = int(np.argmax(np.ptp(piece.vertices, axis=0)))
        order = [(axis + 1) % 3, (axis + 2) % 3, axis]
        shift = random.uniform((-0.05, -0.05, -3), (0.12, 0.12, 3))
        frames.append(piece.vertices[:, order] - piece.vertices.mean(axis=0)[order] + shift)
    return np.concatenate(frames)


def _mesh(part: Part, uvs: np.ndarray, looks: Mapping[str, Look], materials: dict[Look, Material]) -> Mesh:
    surface = part.surface
    names, index = np.unique(surface.regions, return_inverse=True)
    order = list(dict.fromkeys(looks[str(name)] for name in names))
    slot = np.array([order.index(looks[str(name)]) for name in names])
    return Mesh(name=part.name, vertices=surface.vertices.astype("<f4"), corner_vertices=surface.corners.astype("<i4"),
                face_offsets=surface.offsets.astype("<i4"), uvs=np.clip(uvs, 0, 1).astype("<f4"),
                material_index=slot[index].astype("<u2"), materials=[materials[look] for look in order], smooth=True)
