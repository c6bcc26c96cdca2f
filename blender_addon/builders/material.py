# SPDX-License-Identifier: GPL-3.0-or-later
"""Material assets to Principled materials.

Sockets are found by name and a missing one is skipped: the Principled BSDF gains and loses a few
from version to version.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

import bpy
import numpy as np

from .. import compat
from ..protocol.assets import Image, Material
from . import image, procedural, surfaces


class Materials:
    """Materials built so far for one result: equal assets share one datablock."""

    def __init__(self) -> None:
        self._materials: dict[tuple, bpy.types.Material] = {}
        self._images: dict[tuple, bpy.types.Image] = {}

    def get(self, asset: Material) -> bpy.types.Material:
        """The Blender material for ``asset``."""
        key = tuple(_value_key(getattr(asset, each.name)) for each in dataclasses.fields(asset))
        if key not in self._materials:
            self._materials[key] = self._build(asset)
        return self._materials[key]

    def image(self, asset: Image) -> bpy.types.Image:
        """The Blender image for ``asset``."""
        key = _value_key(asset)
        if key not in self._images:
            self._images[key] = image.build(asset)
        return self._images[key]

    def _build(self, asset: Material) -> bpy.types.Material:
        material = bpy.data.materials.new(asset.name)
        tree = compat.use_nodes(material)
        tree.nodes.clear()
        output = tree.nodes.new("ShaderNodeOutputMaterial")
        output.location = (300, 0)
        shader = tree.nodes.new("ShaderNodeBsdfPrincipled")
        shader.location = (0, 0)
        tree.links.new(shader.outputs["BSDF"], output.inputs["Surface"])
        _set_scalars(shader, asset)
        self._link_images(tree, shader, asset)
        if not surfaces.apply(tree, shader, asset.procedural):
            procedural.apply(tree, shader, asset.procedural)
        # What the solid viewport shows.
        material.diffuse_color = asset.base_color
        material.metallic, material.roughness = asset.metallic, asset.roughness
        return material

    def _link_images(self, tree: bpy.types.NodeTree, shader: bpy.types.Node, asset: Material) -> None:
        row = 300
        for picture, socket in ((asset.base_color_image, "Base Color"), (asset.metallic_image, "Metallic"),
                                (asset.roughness_image, "Roughness"), (asset.normal_image, "Normal")):
            if picture is None:
                continue
            node = tree.nodes.new("ShaderNodeTexImage")
            node.image = self.image(picture)
            node.location = (-700, row)
            row -= 300
            if socket == "Normal":
                normal = tree.nodes.new("ShaderNodeNormalMap")
                normal.location = (-400, row + 300)
                normal.inputs["Strength"].default_value = asset.normal_strength
                tree.links.new(node.outputs["Color"], normal.inputs["Color"])
                tree.links.new(normal.outputs["Normal"], shader.inputs["Normal"])
                continue
            tree.links.new(node.outputs["Color"], shader.inputs[socket])
            if socket == "Base Color" and picture.pixels.shape[2] == 4:
                tree.links.new(node.outputs["Alpha"], shader.inputs["Alpha"])


def _set_scalars(shader: bpy.types.Node, asset: Material) -> None:
    for socket, value in (
            ("Base Color", asset.base_color), ("Metallic", asset.metallic), ("Roughness", asset.roughness),
            ("IOR", asset.ior), ("Alpha", asset.alpha * asset.base_color[3]),
            ("Transmission Weight", asset.transmission),
            ("Subsurface Weight", asset.subsurface), ("Subsurface Radius", asset.subsurface_radius),
            ("Subsurface Scale", asset.subsurface_scale),
            ("Sheen Weight", asset.sheen), ("Sheen Roughness", asset.sheen_roughness),
            ("Coat Weight", asset.coat), ("Coat Roughness", asset.coat_roughness),
            ("Emission Color", (*asset.emission_color, 1.0)), ("Emission Strength", asset.emission_strength)):
        if socket in shader.inputs:
            shader.inputs[socket].default_value = value


def _value_key(value: Any) -> Any:
    """A hashable stand-in for a field of a material."""
    if isinstance(value, Image):
        digest = hashlib.blake2b(np.ascontiguousarray(value.pixels), digest_size=16).digest()
        return value.name, value.colorspace, value.pixels.shape, digest
    return repr(value)
