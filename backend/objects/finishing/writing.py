# SPDX-License-Identifier: GPL-3.0-or-later
"""A finished Prop to a file: GLB with its textures, OBJ with a material library beside it, STL, or USD as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image as Picture

from backend.engine import EngineError
from backend.objects.modeling.polygons import triangles_of
from protocol.assets import Prop

FORMATS = (".glb", ".obj", ".stl", ".usda")


def check_output(path: Path) -> None:
    """Refuse what could not be written before any work is done."""
    if path.suffix.lower() not in FORMATS:
        raise EngineError(f"{path.name}: a finished object is written to {', '.join(FORMATS)}.",
                          f"Name the output something like {path.stem or 'object'}.glb.", "invalid_parameter")
    if not path.parent.is_dir():
        raise EngineError(f"The folder {path.parent} does not exist.", "Create it first.", "invalid_parameter")


def write(path: Path, prop: Prop) -> list[Path]:
    """Write ``prop`` and return every file written; each level of detail is a file of its own beside it ("_lod1").

    OBJ is Y up; STL holds the shape alone, Z up, in metres.
    """
    files = _write_one(path, prop)
    for role in dict.fromkeys(mesh.role for mesh in prop.lods):
        level = replace(prop, meshes=[mesh for mesh in prop.lods if mesh.role == role], lods=[], colliders=[])
        files += _write_one(path.with_name(f"{path.stem}_{role}{path.suffix}"), level)
    return files


def _write_one(path: Path, prop: Prop) -> list[Path]:
    suffix = path.suffix.lower()
    if suffix == ".glb":
        from backend.export.files import write_asset
        return write_asset(path, prop)
    if suffix == ".usda":
        from backend.objects.finishing.usd import write_usda
        return write_usda(path, prop)
    if suffix == ".stl":
        corners = np.concatenate([mesh.vertices[triangles_of(mesh)] for mesh in prop.meshes])
        record = np.zeros(len(corners), np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("zero", "<u2")]))
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        record["normal"] = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-30)
        record["corners"] = corners
        path.write_bytes(b"Troupe".ljust(80) + np.uint32(len(corners)).tobytes() + record.tobytes())
        return [path]
    return _write_obj(path, prop)


def _write_obj(path: Path, prop: Prop) -> list[Path]:
    library = path.with_suffix(".mtl")
    lines, materials, files = [f"mtllib {library.name}"], [], [path, library]
    points = corners = 0
    for number, mesh in enumerate(prop.meshes):
        lines.append(f"o {'_'.join(mesh.name.split())}")
        lines += [f"v {x:.7g} {z:.7g} {-y:.7g}" for x, y, z in mesh.vertices.tolist()]
        if mesh.uvs is not None:
            lines += [f"vt {u:.6g} {v:.6g}" for u, v in mesh.uvs.tolist()]
        lines.append(f"usemtl material{number}")
        lines.append(f"s {'1' if mesh.smooth else 'off'}")
        for start, end in zip(mesh.face_offsets[:-1].tolist(), mesh.face_offsets[1:].tolist()):
            names = (f"{mesh.corner_vertices[k] + points + 1}" + (f"/{k + corners + 1}" if mesh.uvs is not None else "")
                     for k in range(start, end))
            lines.append("f " + " ".join(names))
        points += len(mesh.vertices)
        corners += len(mesh.corner_vertices) if mesh.uvs is not None else 0
        materials.append(f"newmtl material{number}")
        if mesh.materials:
            material = mesh.materials[0]
            red, green, blue = material.base_color[:3]
            materials.append(f"Kd {red:.5g} {green:.5g} {blue:.5g}\nPr {material.roughness:.4g}\n"
                             f"Pm {material.metallic:.4g}")
            for key, image in (("map_Kd", material.base_color_image), ("map_Pr", material.roughness_image),
                               ("map_Pm", material.metallic_image), ("norm", material.normal_image)):
                if image is not None:
                    file = path.with_name(f"{path.stem}_{number}_{key.removeprefix('map_')}.png")
                    Picture.fromarray(image.pixels.squeeze()).save(file)
                    materials.append(f"{key} {file.name}")
                    files.append(file)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    library.write_text("\n".join(materials) + "\n", "utf-8")
    return files
