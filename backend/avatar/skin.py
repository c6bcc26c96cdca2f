# SPDX-License-Identifier: GPL-3.0-or-later
"""A skin colour texture painted on the base mesh's own UV layout.

The wheel has masks for lips and nails but no skin photograph. Blood, brows, lids, stubble and the
shade of hair on the scalp are painted as functions of the position on the template's head, so
they follow every face shape and every face shape key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from backend import srgb
from backend.body import hm08
from protocol.assets import Image, Material

from . import ageing, head, markings, muscles, nails
from .raster import rasterise
from .spec import ADULT, Person


@dataclass(frozen=True)
class _Head:
    """Texels (N,) of head and neck as flat indices, and the shares of every region there, (N,) f4."""

    texels: np.ndarray
    fineness: np.ndarray
    blush: np.ndarray
    eye_rim: np.ndarray
    beard: np.ndarray
    hairline: np.ndarray
    brow: np.ndarray
    nostril: np.ndarray
    lips: np.ndarray
    #: Depth of the creases of old age, metres, and the positions on the template (N, 3).
    creases: np.ndarray
    points: np.ndarray


@cache
def _head_map(size: int) -> _Head:
    """The head's regions at one texture size: the same for everyone, since they lie on the template."""
    mesh = hm08.base_mesh()
    faces, uv_faces = mesh.group("body")
    chosen = mesh.vertices[faces, 2].min(axis=1) > 0.5
    chosen &= np.abs(mesh.vertices[faces, 0]).max(axis=1) < 0.12
    positions, mask = rasterise(mesh.uvs, uv_faces[chosen], mesh.vertices, faces[chosen], size)
    texels = np.nonzero(mask.ravel())[0]
    points = positions.reshape(-1, 3)[texels]
    brow, along = head.brow(points)
    lips = nails.mask("lips", size).ravel()[texels]
    shares = (head.strokes(points, along), head.blush(points), head.eye_rim(points), head.beard(points),
              head.hairline(points), brow, head.nostril(points), lips, ageing.creases(points), points)
    return _Head(texels, *(share.astype(np.float32) for share in shares))


def _noise(size: int, cells: int, seed: int) -> np.ndarray:
    """Smooth noise (size, size) f4 of zero mean and unit deviation with ``cells`` across."""
    from PIL import Image as Picture

    grid = np.random.Generator(np.random.PCG64(seed)).standard_normal((cells, cells)).astype(np.float32)
    noise = np.asarray(Picture.fromarray(grid).resize((size, size), Picture.Resampling.BICUBIC))
    return noise / max(float(noise.std()), 1e-6)


def material(spec: Person, seed: int, size: int) -> Material:
    """The skin's Principled material with its painted colour texture of ``size`` x ``size``."""
    base = np.array(spec.skin_color, dtype=np.float32)
    # Blotches are broad and faint; pores are finer than a texel and left to the bump.
    mottle = (1.0 + 0.022 * _noise(size, 24, seed) + 0.014 * _noise(size, size // 12, seed + 1)).ravel()
    shades = np.linspace(0.8, 1.2, 1024, dtype=np.float32)
    pixels = srgb.to_bytes(base * shades[:, None])[np.clip((mottle - 0.8) * (1023 / 0.4), 0, 1023).astype(np.int16)]
    chosen, share, along = nails.nails(size)
    pixels[chosen] = srgb.to_bytes(nails.colors(base * mottle[chosen, None], share, along, base))
    if markings.body_needed(spec):
        linear = base * mottle[:, None]
        plain = np.ones(len(linear), dtype=bool)
        plain[chosen] = False
        markings.paint_body(spec, size, seed, linear)
        pixels[plain] = srgb.to_bytes(linear[plain])
    lean = muscles.definition(spec)
    if lean > 0.02:
        # Light reaches less far into a furrow.
        texels = markings.body_map(size)[0]
        deep = np.nonzero(_furrows(size) < -0.0004)[0]
        shade = 1.0 + 26.0 * lean * _furrows(size)[deep, None]
        pixels[texels[deep]] = (pixels[texels[deep]] * np.clip(shade, 0.8, 1.0)).astype(np.uint8)
    regions = _head_map(size)
    if markings.body_needed(spec):
        pixels[regions.texels] = srgb.to_bytes(_paint_head(linear[regions.texels], regions, spec, seed))
    else:
        pixels[regions.texels] = srgb.to_bytes(_paint_head(base * mottle[regions.texels, None], regions, spec, seed))
    pixels = pixels.reshape(size, size, 3)
    wet = 0.50 if spec.age_years < 60 else 0.56
    return Material(
        name="Skin", base_color=(*spec.skin_color, 1.0), roughness=wet, subsurface=0.12,
        subsurface_radius=(1.0, 0.35, 0.2), subsurface_scale=0.008, roughness_image=_gloss(wet, max(size // 2, 256)),
        base_color_image=Image(name="Skin color", pixels=pixels), normal_image=_relief(spec, regions, size),
        procedural={"bump": {"type": "noise", "scale": 700.0, "detail": 4.0, "strength": 0.12, "distance": 0.0004}})


def _gloss(roughness: float, size: int) -> Image:
    """Roughness of the skin: nails shine, lips are moist, forehead and nose a little oily."""
    pixels = np.full(size * size, roughness, dtype=np.float32)
    regions = _head_map(size)
    oily = np.exp(-((regions.points[:, 0] / 0.026) ** 2)) * np.clip((regions.points[:, 2] - 0.675) / 0.02, 0, 1) * (
        regions.points[:, 1] < -0.1)
    pixels[regions.texels] -= 0.07 * oily + (roughness - 0.36) * np.clip(regions.lips, 0, 1)
    chosen, share, _ = nails.nails(size)
    pixels[chosen] += np.clip((share - 0.3) / 0.4, 0, 1) * (0.24 - roughness)
    shades = np.round(255 * np.clip(pixels, 0, 1)).astype(np.uint8).reshape(size, size, 1)
    return Image(name="Skin roughness", pixels=shades, colorspace="Non-Color")


def _relief(spec: Person, regions: _Head, size: int) -> Image | None:
    """Normals of the face's creases and of the furrows between muscles; None while there are none."""
    share, lean = ageing.amount(spec.age_years), muscles.definition(spec)
    if share <= 0.02 and lean <= 0.02:
        return None
    height, positions = np.zeros(size * size), np.zeros((size * size, 3), dtype=np.float32)
    mask = np.zeros(size * size, dtype=bool)
    if lean > 0.02:
        texels, _, points = markings.body_map(size)
        height[texels], positions[texels], mask[texels] = lean * _furrows(size), points, True
    if share > 0.02:
        height[regions.texels] -= share * regions.creases
        positions[regions.texels], mask[regions.texels] = regions.points, True
    pixels = ageing.normals(height.reshape(size, size), positions.reshape(size, size, 3), mask.reshape(size, size))
    return Image(name="Skin normals", pixels=pixels, colorspace="Non-Color")


@cache
def _furrows(size: int) -> np.ndarray:
    """Depths (N,) of the furrows between muscles at the texels of :func:`.markings.body_map`."""
    _, t, points = markings.body_map(size)
    return muscles.furrows(t, points).astype(np.float32)


def _paint_head(color: np.ndarray, regions: _Head, spec: Person, seed: int) -> np.ndarray:
    """Blood, lids, lips, beard, scalp and brows over ``color`` (N, 3), linear."""
    base = np.array(spec.skin_color, dtype=np.float32)
    hair = np.array(spec.hair_color, dtype=np.float32)
    grain = np.random.Generator(np.random.PCG64(seed + 7)).standard_normal(len(color), dtype=np.float32)

    def blend(share: np.ndarray, towards: np.ndarray) -> None:
        where = np.nonzero(share > 0.002)[0]
        part = np.minimum(share[where], 1).astype(np.float32)[:, None]
        color[where] += part * (towards.astype(np.float32) - color[where])

    blend((0.22 if spec.age_years >= ADULT else 0.3) * regions.blush, base * [1.12, 0.72, 0.70])
    blend(0.30 * regions.eye_rim, base * [0.80, 0.58, 0.58])
    old = ageing.amount(spec.age_years)
    # Creases are shaded and redder, and skin that has seen the sun is blotched.
    blend(np.clip(old * regions.creases / 0.0011, 0, 0.55), base * [0.62, 0.46, 0.42])
    blend(0.35 * ageing.spots(regions.points, seed, spec.age_years), base * [0.55, 0.42, 0.36])
    blend(0.25 * old * regions.eye_rim, base * [0.72, 0.55, 0.58])
    female = spec.gender if spec.age_years >= 14 else 0.3
    blend((0.62 + 0.25 * female) * (1 - 0.45 * old) * regions.lips, base * [0.92 - 0.08 * female, 0.40, 0.42])
    adult_man = np.clip((spec.age_years - 14) / 6, 0, 1) * np.clip(1 - 2 * spec.gender, 0, 1)
    stubble = regions.beard * (1 - regions.lips)
    grown = spec.beard if spec.beard_style not in ("moustache", "goatee") else 0.0
    # Stubble is hairs and skin, texel by texel; beneath a beard the skin is as dark as it.
    hairs = np.clip(0.75 + 0.55 * grain, 0, 1.6) if grown < 0.4 else 1 + 0.25 * grain
    blend(stubble * (0.12 * adult_man + (1.6 if grown < 0.4 else 0.75) * grown) * hairs,
          0.22 * base + 0.35 * hair if grown < 0.4 else 0.5 * base + 0.2 * hair)
    blend(0.88 * regions.nostril, base * [0.20, 0.085, 0.075])
    if spec.hair_style != "bald":
        scalp = np.clip((regions.hairline + 0.02 * grain) / 0.11, 0, 1)
        thin = 0.75 * head.horseshoe(regions.points) if spec.hair_style == "balding" else 0.97
        blend(thin * scalp, 0.05 * base + 0.7 * hair)
    density = (1.0 - 0.08 * spec.gender) * (0.6 if spec.age_years < 8 else 1.0)
    density *= 2.0 * spec.brows
    strokes = np.clip(0.80 + 0.25 * regions.fineness + 0.15 * grain, 0, 1)
    # Brows are darker than fair hair.
    brow_color = 0.55 * hair + 0.05 * base if hair.mean() < 0.12 else 0.22 * hair + 0.06 * base
    blend(regions.brow * density * strokes, brow_color)
    markings.paint(spec, regions.points, regions.lips, seed, blend)
    return color
