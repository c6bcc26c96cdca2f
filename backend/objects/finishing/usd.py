# SPDX-License-Identifier: GPL-3.0-or-later
"""A Prop as USD in its text form (.usda), with UsdPreviewSurface materials and textures beside it. Z up, metres."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image as Picture

from protocol.assets import Image, Material, Mesh, Prop

#: Input of the surface, the material's image, the texture node's output and its type.
_MAPS = (("diffuseColor", "base_color_image", "rgb", "float3"), ("roughness", "roughness_image", "r", "float"),
         ("metallic", "metallic_image", "r", "float"), ("normal", "normal_image", "rgb", "float3"))


def write_usda(path: Path, prop: Prop) -> list[Path]:
    """Write ``prop`` and its textures; every file written. Equal materials and images are written once."""
    files, names = [path], _Names()
    top = names.of(prop.name)
    materials: dict[int, str] = {}
    images: dict[int, str] = {}
    shading: list[str] = []
    for mesh in prop.meshes:
        for material in mesh.materials:
            if id(material) not in materials:
                materials[id(material)] = names.of(material.name)
                shading += _material(path, f"/{top}/Looks/{materials[id(material)]}", material, images, files)
    shapes = [line for mesh in prop.meshes for line in _mesh(mesh, names.of(mesh.name), top, materials)]
    lines = ["#usda 1.0", "(", f'    defaultPrim = "{top}"', "    metersPerUnit = 1", '    upAxis = "Z"', ")", "",
             f'def Xform "{top}"', "{", *shapes, '    def Scope "Looks"', "    {", *shading, "    }", "}"]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return files


class _Names:
    """Distinct names that USD allows."""

    def __init__(self) -> None:
        self._used: set[str] = {"Looks"}

    def of(self, name: str) -> str:
        plain = re.sub(r"\W", "_", name, flags=re.ASCII) or "object"
        plain = f"_{plain}" if plain[0].isdigit() else plain
        found, number = plain, 1
        while found in self._used:
            number += 1
            found = f"{plain}_{number}"
        self._used.add(found)
        return found


def _rows(values: np.ndarray) -> str:
    return ", ".join("(" + ", ".join(f"{each:.7g}" for each in row) + ")" for row in values.tolist())


def _numbers(values: Iterable[int]) -> str:
    return ", ".join(map(str, values))


def _mesh(mesh: Mesh, name: str, top: str, materials: dict[int, str]) -> list[str]:
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    lines = [f'    def Mesh "{name}" (', '        prepend apiSchemas = ["MaterialBindingAPI"]', "    )", "    {",
             f"        float3[] extent = [{_rows(np.stack([low, high]))}]",
             f"        int[] faceVertexCounts = [{_numbers(np.diff(mesh.face_offsets).tolist())}]",
             f"        int[] faceVertexIndices = [{_numbers(mesh.corner_vertices.tolist())}]",
             f"        point3f[] points = [{_rows(mesh.vertices)}]",
             '        uniform token subdivisionScheme = "none"']
    if mesh.smooth:
        lines += [f"        normal3f[] normals = [{_rows(_normals(mesh))}] (", '            interpolation = "vertex"',
                  "        )"]
    if mesh.uvs is not None:
        lines += [f"        texCoord2f[] primvars:st = [{_rows(mesh.uvs)}] (",
                  '            interpolation = "faceVarying"', "        )"]
    looks = [f"</{top}/Looks/{materials[id(each)]}>" for each in mesh.materials]
    if len(looks) == 1:
        lines.append(f"        rel material:binding = {looks[0]}")
    elif looks and mesh.material_index is not None:
        lines.append('        uniform token subsetFamily:materialBind:familyType = "partition"')
        for slot, look in enumerate(looks):
            faces = np.flatnonzero(mesh.material_index == slot).tolist()
            lines += [f'        def GeomSubset "slot{slot}" (',
                      '            prepend apiSchemas = ["MaterialBindingAPI"]', "        )", "        {",
                      '            uniform token elementType = "face"',
                      '            uniform token familyName = "materialBind"',
                      f"            int[] indices = [{_numbers(faces)}]",
                      f"            rel material:binding = {look}", "        }"]
    return [*lines, "    }"]


def _normals(mesh: Mesh) -> np.ndarray:
    from backend.objects.finishing.soup import Soup
    from backend.objects.modeling.polygons import triangles_of
    return Soup(mesh.vertices.astype(float), triangles_of(mesh)).vertex_normals()


def _material(path: Path, where: str, material: Material, images: dict[int, str], files: list[Path]) -> list[str]:
    name = where.rsplit("/", 1)[1]
    red, green, blue = material.base_color[:3]
    plain = {"diffuseColor": f"color3f inputs:diffuseColor = ({red:.5g}, {green:.5g}, {blue:.5g})",
             "roughness": f"float inputs:roughness = {material.roughness:.5g}",
             "metallic": f"float inputs:metallic = {material.metallic:.5g}",
             "opacity": f"float inputs:opacity = {1 - 0.9 * material.transmission:.5g}",
             "ior": f"float inputs:ior = {material.ior:.5g}",
             "clearcoat": f"float inputs:clearcoat = {material.coat:.5g}",
             "emissive": "color3f inputs:emissiveColor = (" + ", ".join(
                 f"{each * material.emission_strength:.5g}" for each in material.emission_color) + ")"}
    nodes: list[str] = []
    for slot, field, channels, kind in _MAPS:
        image: Image | None = getattr(material, field)
        if image is None:
            continue
        if id(image) not in images:
            file = path.with_name(f"{path.stem}_{len(images)}.png")
            pixels = image.pixels if image.pixels.dtype == np.uint8 else np.round(
                255 * np.clip(image.pixels.astype(np.float32), 0, 1)).astype(np.uint8)
            Picture.fromarray(pixels.squeeze()).save(file)
            images[id(image)] = file.name
            files.append(file)
        space = "sRGB" if image.colorspace == "sRGB" else "raw"
        kind_of = {"diffuseColor": "color3f", "normal": "normal3f"}.get(slot, "float")
        plain[slot] = f"{kind_of} inputs:{slot}.connect = <{where}/{slot}.outputs:{channels}>"
        nodes += [f'            def Shader "{slot}"', "            {",
                  '                uniform token info:id = "UsdUVTexture"',
                  f"                asset inputs:file = @./{images[id(image)]}@",
                  f"                float2 inputs:st.connect = <{where}/uv.outputs:result>",
                  f'                token inputs:sourceColorSpace = "{space}"']
        if slot == "normal":
            nodes += ["                float4 inputs:scale = (2, 2, 2, 1)",
                      "                float4 inputs:bias = (-1, -1, -1, 0)"]
        nodes += [f"                {kind} outputs:{channels}", "            }"]
    if nodes:
        nodes += ['            def Shader "uv"', "            {",
                  '                uniform token info:id = "UsdPrimvarReader_float2"',
                  '                string inputs:varname = "st"', "                float2 outputs:result",
                  "            }"]
    return [f'        def Material "{name}"', "        {",
            f"            token outputs:surface.connect = <{where}/surface.outputs:surface>",
            '            def Shader "surface"', "            {",
            '                uniform token info:id = "UsdPreviewSurface"',
            *(f"                {line}" for line in plain.values()),
            "                token outputs:surface", "            }", *nodes, "        }"]
