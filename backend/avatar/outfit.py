# SPDX-License-Identifier: GPL-3.0-or-later
"""Dressing a body: from the outfit of a spec to garment meshes and the skin they hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from backend.body import hm08, rigs
from protocol.assets import Material, Mesh

from . import coordinates as c
from . import textures, unwrap
from .drape import Body, Draped, drape
from .patterns import FASTENER, LONG, SOLE, TRIM, Cut, covered, pattern
from .spec import Garment
from .wardrobe import FABRICS, KINDS, MAIL, RUBBER, Kind, cut_for

#: Influences a garment vertex keeps.
INFLUENCES = 8
#: Share of the pelvis in a skirt below the hips, and of the shins at the hem of a floor-length one.
PELVIS, SHIN = 0.04, 0.8
#: Half the width of the cloth between the thighs that follows both, metres on the template.
LAP = 0.045
#: Reflectance of new denim's warp.
INDIGO = np.array([0.040, 0.075, 0.17])
#: How far leggings under a skirt are drawn in, metres.
LINING = 0.012


def dress(outfit: list[Garment], body: Body, rig: str, seeds: Sequence[int]) -> tuple[list[Mesh], np.ndarray]:
    """Garment meshes for a shaped body, each of its own seed, and which of the base mesh's vertices they cover
    (19158,)."""
    hidden = np.zeros(len(body.vertices), dtype=bool)
    meshes = []
    booted = any(garment.kind == "boots" for garment in outfit)
    over = [each.cut.bottom for each in (KINDS[garment.kind] for garment in outfit) if each.slot in ("top", "full")]
    hem = min((skirt for garment in outfit
               if (skirt := cut_for(garment.kind, garment.sleeve, garment.length).skirt) is not None), default=9.0)
    for number, garment in enumerate(_with_underwear(outfit)):
        kind = KINDS[garment.kind]
        cut = cut_for(garment.kind, garment.sleeve, garment.length)
        if booted and kind.slot in ("bottom", "full") and cut.skirt is None:
            # Trousers are tucked into the boots.
            cut = replace(cut, bottom=max(cut.bottom, 1.32), straight=0.0, ease=min(cut.ease, 0.006),
                          clearance=0.004, cuffs=False)
        if number >= len(outfit):
            cut = replace(cut, top=3.55)  # no higher than the hips that the skirt hides, or they come through
        elif kind.slot == "bottom" and cut.skirt is None and over:
            cut = replace(cut, under=over[0] + 0.12)
        elif garment.kind == "skirt" and over:
            cut = replace(cut, under=min(over) - 0.25)
        hidden |= covered(cut)
        seed = seeds[min(number, len(seeds) - 1)] + number
        draped = drape(pattern(cut), body, seed)
        lining = None
        if number >= len(outfit):
            # Where a long skirt hides the legs, the lining need not meet them.
            lining = 1.5 if hem < LONG else 2.55
            # The skin beneath is hidden, so that the lining may lie a little within it, clear of the skirt.
            _, nearest = body.tree.query(draped.points)
            depth = LINING * _lining_share(draped.rows @ c.template().level, lining)
            draped = replace(draped, points=draped.points - depth[:, None] * body.normals[nearest])
        meshes.append(_mesh(garment, kind, draped, cut, rig, seed, lining))
    return meshes, hidden


def _lining_share(level: np.ndarray, start: float) -> np.ndarray:
    """How far leggings under a skirt are its lining (V,): wholly at the hips, not at all below ``start``."""
    return _smooth((level - start) / 0.4)


def _with_underwear(outfit: list[Garment]) -> list[Garment]:
    """Short leggings under skirts, so that nobody is ever undressed from below."""
    if not any(KINDS[garment.kind].cut.skirt is not None for garment in outfit):
        return outfit
    if any(KINDS[garment.kind].slot == "bottom" and garment.kind != "skirt" for garment in outfit):
        return outfit
    return [*outfit, Garment(kind="leggings", color=(0.03, 0.03, 0.035), length="short")]


def _mesh(garment: Garment, kind: Kind, draped: Draped, cut: Cut, rig: str, seed: int,
          lining: float | None) -> Mesh:
    corners = np.concatenate([np.array(face, dtype=np.int32) for face in draped.faces])
    offsets = np.cumsum([0] + [len(face) for face in draped.faces]).astype(np.int32)
    joints, weights = skin_weights(draped.rows, rig, lining)
    used = sorted(set(draped.tags))
    slots = {tag: slot for slot, tag in enumerate(used)}
    return Mesh(
        name=kind.title, role="garment", vertices=draped.points.astype(np.float32), corner_vertices=corners,
        face_offsets=offsets,
        uvs=unwrap.uvs(draped, cut, corners, offsets, textures.tile_size(_pattern(garment))),
        material_index=np.array([slots[tag] for tag in draped.tags], dtype=np.uint16),
        materials=[_material(garment, kind, tag, seed) for tag in used], joints=joints, weights=weights)


@cache
def _dense(rig: str) -> np.ndarray:
    """Weights (19158, J) of every base mesh vertex, those of the skirt cage as of a bell of cloth."""
    names, _, _ = rigs.bones(rig)
    joints, weights = rigs.weights(rig)
    dense = np.zeros((len(joints), len(names)))
    np.add.at(dense, (np.arange(len(joints))[:, None], joints), weights)
    cage = slice(*hm08.SKIRT)
    t = c.template()
    x, y, _ = hm08.base_mesh().vertices[cage].T
    dense[cage] = _hung(dense[cage], x, y, t.level[cage], rig)
    return dense


def _hung(own: np.ndarray, x: np.ndarray, y: np.ndarray, level: np.ndarray, rig: str,
          share: np.ndarray | float = 1.0) -> np.ndarray:
    """Weights (N, J) of cloth that hangs from the waist at template positions: ``own`` at the waist, then
    both thighs and a little pelvis, as far as ``share`` goes.

    Left gives way to right smoothly across the lap, so that front and back stay one surface between
    the thighs. Below the knees a share of the shins keeps a long hem over the feet; behind the legs, where
    a bent shin pushes the cloth, all of it.
    """
    names, _, _ = rigs.bones(rig)
    bone = {role: names.index(name) for role, name in rigs.roles(rig).items()}
    low = _smooth((c.WAIST - 0.6 - level) / 0.6) * share
    back = _smooth(0.5 + (y - float(c.joint("l-knee", hm08.base_mesh().vertices)[1])) / 0.12)
    shin = (SHIN + (1 - SHIN) * back) * _smooth((c.KNEE - 0.1 + 0.2 * back - level) / (0.9 - 0.45 * back))
    left = _smooth(0.5 + 0.5 * x / LAP)
    bell = np.zeros_like(own)
    for side, part in (("left", left), ("right", 1 - left)):
        bell[:, bone[f"{side}_hip"]] += (1 - PELVIS) * (1 - shin) * part
        bell[:, bone[f"{side}_knee"]] += (1 - PELVIS) * shin * part
    bell[:, bone["pelvis"]] += PELVIS
    return own * (1 - low)[:, None] + bell * low[:, None]


def _smooth(t: np.ndarray) -> np.ndarray:
    """Smooth step from 0 to 1 over 0..1."""
    t = np.clip(t, 0.0, 1.0)
    return t * t * (3 - 2 * t)


def skin_weights(rows, rig: str,  # type: ignore[no-untyped-def]
                 lining: float | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Joints and weights (V, <= 8) of blends of base mesh vertices, blended the same way. From the level ``lining`` up
    they move with the skirt that hangs over them."""
    blended = np.maximum(rows @ _dense(rig), 0.0)
    if lining is not None:
        x, y, _ = (rows @ hm08.base_mesh().vertices).T
        level = rows @ c.template().level
        blended = _hung(blended, x, y, level, rig, _lining_share(level, lining))
    keep = min(INFLUENCES, int((blended > 1e-6).sum(axis=1).max()))
    order = np.argsort(-blended, axis=1, kind="stable")[:, :keep]
    packed = np.take_along_axis(blended, order, axis=1)
    packed[packed <= 1e-6] = 0.0
    order[packed <= 0] = 0
    packed /= packed.sum(axis=1, keepdims=True)
    return order.astype(np.uint16), packed.astype(np.float32)


def dyed(color: np.ndarray) -> np.ndarray:
    """Reflectance (3,) of cloth of a named colour. White cloth reflects three quarters and black a hundredth;
    strong dyes reach 0.38 in their band (blue ones 0.27) and keep a few per cent of the rest of the light."""
    peak = max(float(color.max()), 1e-6)
    strength = 1.0 - float(color.min()) / peak
    blue = float(color[2] >= peak) * strength
    dyed = (0.76 - 0.38 * strength - 0.11 * blue) * color
    return 0.008 + np.maximum(dyed, 0.07 * float(dyed.max()))


def _second(garment: Garment, color: np.ndarray) -> np.ndarray:
    """Reflectance (3,) of the second colour of a pattern; unnamed: one that is usual with the first."""
    if garment.pattern_color is not None:
        return dyed(np.array(garment.pattern_color, dtype=np.float64))
    if garment.pattern == "camouflage":
        return np.minimum(1.7 * color + [0.03, 0.025, 0.012], 0.5)
    bright = float(color @ [0.2126, 0.7152, 0.0722]) > 0.25
    if garment.pattern == "plaid":
        return np.array([0.02, 0.035, 0.07]) if bright else 0.1 * color + 0.012
    if garment.pattern == "floral":
        return np.array([0.42, 0.07, 0.11]) if bright else np.array([0.62, 0.50, 0.46])
    return np.array([0.02, 0.03, 0.075]) if bright else np.array([0.66, 0.64, 0.59])


def _pattern(garment: Garment) -> str:
    """The pattern as it runs on this garment: shirts and trousers are striped lengthwise, tailoring finely."""
    if garment.pattern == "stripe":
        return {"shirt": "vertical-stripe", "trousers": "vertical-stripe", "shorts": "vertical-stripe",
                "jacket": "pinstripe", "coat": "pinstripe"}.get(garment.kind, "stripe")
    return "" if garment.pattern == "solid" else garment.pattern


def _material(garment: Garment, kind: Kind, tag: int, seed: int) -> Material:
    cloth = FABRICS.get(garment.fabric, kind.cloth)
    color = dyed(np.array(garment.color, dtype=np.float64))
    if garment.kind == "armour":
        cloth, color = MAIL, 0.25 * color + 0.02  # the plates over it have the colour
    if cloth.fabric == "denim" and color.argmax() == 2:
        color = 0.3 * color + 0.7 * INDIGO * color[2] / INDIGO[2]  # blue denim is dyed with indigo
        color *= min(1.0, 0.24 / color[2])
    pattern = _pattern(garment)
    second = _second(garment, color)
    name = kind.title
    if tag == TRIM:
        name, color, pattern = f"{kind.title} trim", color * 0.72, ""
    elif tag == FASTENER:
        name, color, cloth = f"{kind.title} fastener", color * 0.8, replace(cloth, roughness=0.6, sheen=0.0)
    elif tag == SOLE:
        name, color, pattern = f"{kind.title} sole", np.array(kind.accent or (0.03, 0.03, 0.03)), ""
        cloth = replace(RUBBER, roughness=0.75, coat=0.0)
    picture = textures.color_map(cloth.fabric, pattern, color, second, seed)
    repeats = round(textures.tile_size(_pattern(garment)) / textures.SMALL)
    if picture is not None and not pattern and repeats > 1:
        picture.pixels = np.tile(picture.pixels, (repeats, repeats, 1))
    return Material(
        name=name, base_color=(float(color[0]), float(color[1]), float(color[2]), 1.0), roughness=cloth.roughness,
        sheen=cloth.sheen, sheen_roughness=cloth.sheen_roughness, coat=cloth.coat,
        coat_roughness=cloth.coat_roughness, metallic=cloth.metallic, base_color_image=picture,
        normal_image=textures.normal_map(cloth.fabric, repeats), normal_strength=cloth.relief)
