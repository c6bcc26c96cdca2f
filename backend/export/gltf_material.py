# SPDX-License-Identifier: GPL-3.0-or-later
"""Principled materials as glTF metallic-roughness materials with the KHR extensions they need."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from backend import srgb
from backend.export.glb import Document
from protocol.assets import Image, Material


class MaterialWriter:
    """Writes each material and each image once, however many meshes share it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._materials: dict[tuple[int, bool], int] = {}
        self._textures: dict[tuple[int, ...], int] = {}
        # Keeps assets alive while their ids are keys.
        self._kept: list[Any] = []

    def material(self, material: Material, double_sided: bool) -> int:
        """Index of ``material``. Thin surfaces (cloth, hair cards) are ``double_sided``."""
        key = (id(material), double_sided)
        if key not in self._materials:
            self._kept.append(material)
            self._materials[key] = self._document.add("materials", self._described(material, double_sided))
        return self._materials[key]

    def _described(self, m: Material, double_sided: bool) -> dict[str, Any]:
        surface: dict[str, Any] = {"metallicFactor": _unit(m.metallic), "roughnessFactor": _unit(m.roughness)}
        color, alpha = [_unit(c) for c in m.base_color[:3]], _unit(m.alpha * m.base_color[3])
        if m.base_color_image is not None:
            surface["baseColorTexture"] = {"index": self._texture(m.base_color_image)}
            color = [1.0, 1.0, 1.0]
        surface["baseColorFactor"] = [*color, alpha]
        if m.roughness_image is not None or m.metallic_image is not None:
            surface["metallicRoughnessTexture"] = {"index": self._packed(m)}
            surface["metallicFactor"] = 1.0 if m.metallic_image is not None else _unit(m.metallic)
            surface["roughnessFactor"] = 1.0 if m.roughness_image is not None else _unit(m.roughness)
        out: dict[str, Any] = {"name": m.name, "pbrMetallicRoughness": surface}
        if double_sided:
            out["doubleSided"] = True
        out |= self._alpha(m, alpha)
        if m.normal_image is not None:
            out["normalTexture"] = {"index": self._texture(m.normal_image), "scale": float(m.normal_strength)}
        extensions = self._extensions(m)
        if m.emission_strength > 0:
            strongest = max(m.emission_color)
            if strongest > 0:
                strength = m.emission_strength * strongest
                out["emissiveFactor"] = [c / strongest * min(strength, 1.0) for c in m.emission_color]
                if strength > 1:
                    extensions["KHR_materials_emissive_strength"] = {"emissiveStrength": float(strength)}
        if extensions:
            out["extensions"] = {self._document.use(name): value for name, value in extensions.items()}
        return out

    @staticmethod
    def _alpha(m: Material, alpha: float) -> dict[str, Any]:
        image = m.base_color_image
        if image is not None and image.pixels.shape[2] == 4:
            values = image.pixels[..., 3].astype(np.float32) / (255 if image.pixels.dtype == np.uint8 else 1)
            if values.min() < 0.99:
                # Cut-outs sort without artefacts; soft edges need blending.
                soft = float(((values > 0.1) & (values < 0.9)).mean())
                return {"alphaMode": "MASK", "alphaCutoff": 0.5} if soft < 0.05 else {"alphaMode": "BLEND"}
        return {"alphaMode": "BLEND"} if alpha < 1 else {}

    @staticmethod
    def _extensions(m: Material) -> dict[str, Any]:
        extensions: dict[str, Any] = {}
        if m.transmission > 0:
            extensions["KHR_materials_transmission"] = {"transmissionFactor": _unit(m.transmission)}
        if abs(m.ior - 1.5) > 1e-6:
            extensions["KHR_materials_ior"] = {"ior": max(float(m.ior), 1.0)}
        if m.coat > 0:
            extensions["KHR_materials_clearcoat"] = {"clearcoatFactor": _unit(m.coat),
                                                     "clearcoatRoughnessFactor": _unit(m.coat_roughness)}
        if m.sheen > 0:
            extensions["KHR_materials_sheen"] = {"sheenColorFactor": [_unit(m.sheen)] * 3,
                                                 "sheenRoughnessFactor": _unit(m.sheen_roughness)}
        return extensions

    def _texture(self, image: Image) -> int:
        key = (id(image),)
        if key not in self._textures:
            self._kept.append(image)
            self._textures[key] = self._store(image.name, _bytes(image))
        return self._textures[key]

    def _packed(self, m: Material) -> int:
        """Roughness in green and metallic in blue, as glTF wants them, at the larger image's size."""
        key = (id(m.roughness_image), id(m.metallic_image))
        if key not in self._textures:
            images = [each for each in (m.roughness_image, m.metallic_image) if each is not None]
            height, width = (max(each.pixels.shape[axis] for each in images) for axis in (0, 1))
            pixels = np.full((height, width, 3), 255, np.uint8)
            for channel, image in ((1, m.roughness_image), (2, m.metallic_image)):
                if image is not None:
                    pixels[..., channel] = _resized(_bytes(image)[..., 0], height, width)
            self._kept += images
            self._textures[key] = self._store(f"{m.name} metallic roughness", pixels)
        return self._textures[key]

    def _store(self, name: str, pixels: np.ndarray) -> int:
        import PIL.Image
        file = io.BytesIO()
        mode = pixels[..., 0] if pixels.shape[2] == 1 else pixels
        PIL.Image.fromarray(mode).save(file, "png", compress_level=3)
        view = self._document.view(file.getvalue())
        source = self._document.add("images", {"name": name, "mimeType": "image/png", "bufferView": view})
        if "samplers" not in self._document.json:
            self._document.add("samplers", {"magFilter": 9729, "minFilter": 9987})
        return self._document.add("textures", {"sampler": 0, "source": source})


def _unit(value: float) -> float:
    return float(min(max(value, 0.0), 1.0))


def _bytes(image: Image) -> np.ndarray:
    """(H, W, C) u1 as a PNG stores it: linear colour is encoded as sRGB, data stays as it is."""
    pixels = image.pixels
    if pixels.dtype == np.uint8:
        if image.colorspace != "Linear" or pixels.shape[2] == 1:
            return pixels
        pixels = pixels.astype(np.float32) / 255
    values = np.clip(pixels.astype(np.float32), 0, 1)
    if image.colorspace == "Linear":
        values[..., :3] = srgb.encode(values[..., :3])
    return np.round(255 * values).astype(np.uint8)


def _resized(channel: np.ndarray, height: int, width: int) -> np.ndarray:
    if channel.shape == (height, width):
        return channel
    import PIL.Image
    return np.asarray(PIL.Image.fromarray(np.ascontiguousarray(channel)).resize((width, height),
                                                                                PIL.Image.Resampling.BILINEAR))
