# SPDX-License-Identifier: GPL-3.0-or-later
"""Image assets to packed Blender images."""

from __future__ import annotations

import bpy

from .. import compat
from ..protocol.assets import Image
from . import encode


def build(asset: Image) -> bpy.types.Image:
    """A packed image in the asset's colour space."""
    height, width, channels = asset.pixels.shape
    space = {"sRGB": "sRGB", "Non-Color": "Non-Color", "Linear": compat.scene_linear_name()}[asset.colorspace]
    return packed(asset.name, encode.image_file(asset), width, height, space, alpha=channels == 4)


def packed(name: str, data: bytes, width: int, height: int, space: str, alpha: bool = False) -> bpy.types.Image:
    """A Blender image holding the bytes of an image file; decoded by Blender when first seen."""
    image = bpy.data.images.new(name, width, height, alpha=alpha)
    image.pack(data=data, data_len=len(data))
    image.source = "FILE"
    image.colorspace_settings.name = space
    # Alpha is data beside the colour: multiplying it in would lose the colour under clear pixels.
    image.alpha_mode = "CHANNEL_PACKED" if alpha else "NONE"
    return image
