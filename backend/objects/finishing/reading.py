# SPDX-License-Identifier: GPL-3.0-or-later
"""A mesh file to triangles. No file but the named one is ever opened: a material library or texture that it points
to, by whatever path, stays untouched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from backend import srgb
from backend.engine import EngineError
from backend.objects.finishing.soup import MOST_TRIANGLES, Soup

FORMATS = (".glb", ".obj", ".stl", ".ply")
UNITS = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}
_MOST_BYTES = 512 << 20


def read(path: Path, units: str = "m", up: str = "") -> Soup:
    """The triangles of ``path`` in metres, Z up. ``up`` "y" or "z" overrides the format's habit.

    Raises :class:`EngineError` for what is missing, too large, damaged or holds no triangle.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise _bad(f"{path.name} is not one of {', '.join(FORMATS)}.")
    if not path.is_file():
        raise _bad(f"There is no file {path}.", "Check its name.")
    if path.stat().st_size > _MOST_BYTES:
        raise _bad(f"{path.name} has {path.stat().st_size >> 20} MiB, more than {_MOST_BYTES >> 20}.",
                   "Simplify it where it was made.")
    _check_announced(path, suffix)
    import trimesh
    try:
        with path.open("rb") as file:
            # Without a resolver no other file can be named.
            mesh: Any = trimesh.load(file, file_type=suffix[1:], force="mesh", process=False)
        vertices = np.array(mesh.vertices, float).reshape(-1, 3)
        triangles = np.array(mesh.faces, np.int64).reshape(-1, 3)
        colors = _colors(mesh, len(vertices), linear=suffix == ".glb")
        uvs = _uvs(mesh, len(vertices))
        picture, tint = _paint(mesh)
    except EngineError:
        raise
    except MemoryError as error:
        raise _bad(f"{path.name} does not fit into memory.") from error
    except Exception as error:
        raise _bad(f"{path.name} cannot be read: {type(error).__name__}: {error!s:.120}") from error
    soup = Soup(vertices, triangles, colors, uvs, picture if uvs is not None else None)
    if soup.picture is None and soup.colors is None and tint is not None:
        soup.colors = np.tile(tint, (len(vertices), 1))
    if suffix == ".obj" and b"mtllib" in _head(path):
        soup.notes.append("Its material library was not read; a GLB carries its textures along.")
    _drop_unsound(soup)
    if not len(soup.triangles):
        raise _bad(f"{path.name} holds no triangles.", "Export a mesh with faces.")
    if len(soup.triangles) > MOST_TRIANGLES:
        raise _bad(f"{path.name} holds {len(soup.triangles):,} triangles, more than {MOST_TRIANGLES:,}.",
                   "Simplify it where it was made.")
    if (up or ("y" if suffix in (".glb", ".obj") else "z")) == "y":
        soup.vertices = np.stack([soup.vertices[:, 0], -soup.vertices[:, 2], soup.vertices[:, 1]], axis=1)
    soup.vertices = soup.vertices * UNITS[units]
    return soup


def _bad(message: str, remedy: str = "") -> EngineError:
    return EngineError(message, remedy or "Export it again as GLB, OBJ, STL or PLY.", "invalid_file")


def _check_announced(path: Path, suffix: str) -> None:
    """Refuse counts that a header announces but the file cannot hold, before anything is allocated."""
    head = _head(path)
    size = path.stat().st_size
    if suffix == ".ply":
        if not head.startswith(b"ply"):
            raise _bad(f"{path.name} is no PLY file.")
        for kind, number in re.findall(rb"element\s+(\w+)\s+(\d{1,30})", head):
            least = 2 if kind == b"vertex" else 1
            if int(number) * least > size or int(number) > 3 * MOST_TRIANGLES:
                raise _bad(f"{path.name} announces {int(number):,} {kind.decode(errors='replace')} elements, "
                           "more than it can hold or than is allowed.")
    elif suffix == ".stl" and not head.lstrip().startswith(b"solid"):
        number = int.from_bytes(head[80:84], "little")
        if size < 84 or number * 50 + 84 > size or number > MOST_TRIANGLES:
            raise _bad(f"{path.name} announces {number:,} triangles, more than it can hold or than is allowed.")
    elif suffix == ".glb":
        if head[:4] != b"glTF" or int.from_bytes(head[8:12], "little") > size:
            raise _bad(f"{path.name} is no GLB file, or is cut short.")
        _check_gltf(path)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(64 << 10)


def _check_gltf(path: Path) -> None:
    """Accessors lie within what the file holds, and no node is its own ancestor."""
    import json
    with path.open("rb") as file:
        file.seek(12)
        length = int.from_bytes(file.read(4), "little")
        file.read(4)
        try:
            document = json.loads(file.read(min(length, 64 << 20)))
            total = sum(int(each["count"]) for each in document.get("accessors", []))
            children = [list(node.get("children", ())) for node in document.get("nodes", [])]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _bad(f"{path.name}: its JSON cannot be read.") from error
    if total > 16 * MOST_TRIANGLES or any(int(each["count"]) > path.stat().st_size
                                          for each in document.get("accessors", [])):
        raise _bad(f"{path.name} announces {total:,} values, more than it can hold or than is allowed.")
    parents: dict[int, int] = {}
    for number, below in enumerate(children):
        for child in below:
            if not isinstance(child, int) or not 0 <= child < len(children) or child in parents:
                raise _bad(f"{path.name}: its nodes are not a tree.")
            parents[child] = number
    for number in range(len(children)):
        at, steps = number, 0
        while at in parents and steps <= 1000:
            at, steps = parents[at], steps + 1
        if steps > 1000:
            raise _bad(f"{path.name}: its nodes refer to themselves, or lie too deep.")


def _colors(mesh: object, count: int, linear: bool) -> np.ndarray | None:
    """Linear RGB a vertex, where the file has colours. glTF's are linear; in other formats bytes are sRGB."""
    visual = getattr(mesh, "visual", None)
    if visual is None:
        return None
    if getattr(visual, "kind", None) == "vertex":
        found = np.asarray(visual.vertex_colors)
    else:
        found = np.asarray(getattr(visual, "vertex_attributes", {}).get("color", ()))
    if found.shape[:1] != (count,) or found.ndim != 2 or found.shape[1] < 3:
        return None
    scale = 255.0 if found.dtype == np.uint8 else 65535.0 if found.dtype == np.uint16 else 1.0
    rgb = np.clip(np.nan_to_num(found[:, :3].astype(float) / scale), 0, 1)
    return rgb if linear else np.asarray(srgb.decode(rgb))


def _paint(mesh: Any) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The material's texture, linear RGB, and its plain colour, where there are any."""
    material = getattr(getattr(mesh, "visual", None), "material", None)
    image, factor = getattr(material, "baseColorTexture", None), getattr(material, "baseColorFactor", None)
    tint = None
    if factor is not None and np.shape(factor) in ((3,), (4,)):
        values = np.asarray(factor)
        tint = np.clip(values[:3] / (255.0 if values.dtype.kind in "ui" else 1.0), 0, 1)
    if image is None:
        return None, tint
    if image.width * image.height > 8192 * 8192:
        raise _bad(f"Its texture of {image.width} x {image.height} texels is larger than 8192 x 8192.")
    picture = np.asarray(srgb.decode(np.asarray(image.convert("RGB"), np.float32) / 255))
    return picture if tint is None else picture * tint.astype(np.float32), tint


def _uvs(mesh: object, count: int) -> np.ndarray | None:
    """Finite texture coordinates, one a vertex, where the file has them."""
    found = getattr(getattr(mesh, "visual", None), "uv", None)
    if found is None or np.shape(found) != (count, 2):
        return None
    return np.clip(np.nan_to_num(np.array(found, float)), -1e3, 1e3)


def _drop_unsound(soup: Soup) -> None:
    """Leave out triangles that name no vertex, or one that is not finite or absurdly far."""
    ok = np.isfinite(soup.vertices).all(axis=1) & (np.abs(np.nan_to_num(soup.vertices)) < 1e7).all(axis=1)
    inside = ((soup.triangles >= 0) & (soup.triangles < len(ok))).all(axis=1)
    keep = np.array(inside)
    keep[inside] = ok[soup.triangles[inside]].all(axis=1)
    lost = int((~keep).sum())
    if lost:
        soup.notes.append(f"{lost:,} triangles with corners that are no finite points were left out.")
    soup.triangles = soup.triangles[keep]
    soup.vertices = np.where(ok[:, None], soup.vertices, 0.0)
