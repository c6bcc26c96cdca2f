# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole of finishing: repair, size, simplification, charts, textures, levels of detail."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from backend.engine import InvalidParameter, Progress
from backend.objects.finishing.baking import Charted, Field, bake, charted
from backend.objects.finishing.levels import levels
from backend.objects.finishing.nearest import painted
from backend.objects.finishing.reading import UNITS
from backend.objects.finishing.remesh import remeshed
from backend.objects.finishing.repair import neighbours, repaired
from backend.objects.finishing.report import report
from backend.objects.finishing.simplify import simplified
from backend.objects.finishing.soup import Soup
from protocol.assets import Material, Mesh, Prop


@dataclass(frozen=True, kw_only=True)
class Options:
    """What is wanted. ``faces`` 0 keeps them all, ``resolution`` 0 bakes nothing."""

    faces: int = 10_000
    resolution: int = 1024
    #: Longest extent in metres; 0 keeps the size.
    size: float = 0.0
    #: Close every hole, and remesh what is not closed even then.
    watertight: bool = False
    #: One closed skin over everything: pieces that overlap become one, what is inside goes.
    remesh: bool = False
    #: Holes up to this share of the longest extent are closed.
    hole: float = 0.1
    normals: bool = True
    lods: bool = True
    #: Flat shading where most edges turn by more than this many degrees.
    angle: float = 40.0

    def __post_init__(self) -> None:
        if self.faces and not 4 <= self.faces <= 1_000_000:
            raise InvalidParameter(f"{self.faces} faces are not 4 to 1,000,000.")
        if self.resolution and not 16 <= self.resolution <= 4096:
            raise InvalidParameter(f"A texture of {self.resolution} texels is not 16 to 4096.")
        if not 0 <= self.size <= 1000:
            raise InvalidParameter(f"A size of {self.size:g} m is not up to 1000 m.")


def size_of(text: str) -> float:
    """Metres of "0.3m", "12 cm" or an object's category, whose usual size is taken."""
    found = re.fullmatch(r"\s*(\d*\.?\d+)\s*(m|cm|mm|in|ft)?\s*", text)
    if found:
        return float(found[1]) * UNITS[found[2] or "m"]
    from backend.objects.families import catalogue
    family = catalogue().get("_".join(text.lower().split()))
    if family is None:
        from difflib import get_close_matches
        near = get_close_matches(text.lower(), catalogue(), 5, 0.3) or list(catalogue())[:5]
        raise InvalidParameter(f"“{text:.60}” is neither a size nor a category.",
                               f"Say something like 0.3m or 25cm, or one of: {', '.join(near)}.")
    return float(np.sqrt(family.extent[0] * family.extent[1]))


def finish(mesh: Soup, options: Options, progress: Progress, name: str = "Object", category: str = "object",
           field: Field | None = None) -> tuple[Prop, list[str]]:
    """A Prop of ``mesh``, and what was done in sentences. ``field`` gives looks at places of the mesh as it came."""
    progress.update(0.0, "Repairing")
    high = repaired(mesh, options.watertight, options.hole)
    if not len(high.triangles):
        raise InvalidParameter("Nothing of the mesh has any area.", "Export a mesh with faces.")
    if options.remesh or (options.watertight and not report(high).watertight):
        high = remeshed(high, progress.part(0.0, 0.1))
    if field is None and mesh.picture is not None and options.resolution:
        field = painted(mesh)
    factor, shift = _placing(high, options.size)
    here = (lambda points: field(points / factor - shift)) if field is not None else None
    high = replace(high, vertices=(high.vertices + shift) * factor)
    progress.update(0.1, "Simplifying")
    low = simplified(high, options.faces or len(high.triangles))
    notes = high.notes
    if len(low.triangles) < len(high.triangles):
        low = _filling(low, high)
        notes.append(f"{len(high.triangles):,} triangles became {len(low.triangles):,}.")
    progress.update(0.2, "Unwrapping")
    resolution = options.resolution or 1024
    charts = charted(low, resolution)
    material = Material(name=f"{name} material", roughness=0.6)
    if options.resolution:
        material = bake(low, charts, high, resolution, progress.part(0.5, 0.9), here,
                        options.normals and low is not high, material.name)
    made = _mesh(low, charts, material, name, options.angle)
    lods = levels([made], progress.part(0.9, 1.0)) if options.lods else []
    return Prop(name=name, category=category, meshes=[made], lods=lods), notes


def _placing(soup: Soup, size: float) -> tuple[float, np.ndarray]:
    """Scale, and the shift before it, that put the base's centre on the origin."""
    low, high = soup.vertices.min(axis=0), soup.vertices.max(axis=0)
    extent = float((high - low).max())
    middle = (low + high) / 2
    return size / extent if size else 1.0, -np.array([middle[0], middle[1], low[2]])


def _filling(low: Soup, high: Soup) -> Soup:
    """``low`` with the bounds of ``high``: fewer triangles cut off tips, by up to some tenths of a per cent."""
    box, wanted = (np.array([each.vertices.min(axis=0), each.vertices.max(axis=0)]) for each in (low, high))
    extent = box[1] - box[0]
    scale = np.where(extent > 1e-9, (wanted[1] - wanted[0]) / np.maximum(extent, 1e-9), 1.0)
    return replace(low, vertices=(low.vertices - box[0]) * scale + wanted[0])


def _mesh(soup: Soup, charts: Charted, material: Material, name: str, angle: float) -> Mesh:
    triangles = charts.source[charts.triangles]
    return Mesh(name=name, vertices=soup.vertices.astype("<f4"), corner_vertices=triangles.reshape(-1).astype("<i4"),
                face_offsets=np.arange(0, 3 * len(triangles) + 1, 3, dtype="<i4"),
                uvs=np.clip(charts.uvs[charts.triangles], 0, 1).reshape(-1, 2).astype("<f4"), materials=[material],
                smooth=_smooth(replace(soup, triangles=triangles), angle))


def _smooth(soup: Soup, angle: float) -> bool:
    """Whether less than half of the length of the edges turns by more than ``angle`` degrees."""
    one, two, ends = neighbours(soup)
    normal = soup.normals()
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-300)
    sharp = np.einsum("nk,nk->n", normal[one], normal[two]) < np.cos(np.radians(angle))
    length = np.linalg.norm(soup.vertices[ends[:, 1]] - soup.vertices[ends[:, 0]], axis=1)
    return bool(length[sharp].sum() <= 0.5 * length.sum())
