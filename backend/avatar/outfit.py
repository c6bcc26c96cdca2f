# SPDX-License-Identifier: GPL-3.0-or-later
"""Dressing a body: from the outfit of a spec to garment meshes and the skin they hide."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from backend.body import hm08, rigs
from protocol.assets import Material, Mesh

from . import coordinates as c
from .drape import Body, Draped, drape
from .patterns import BELT, FASTENER, SOLE, TRIM, covered, pattern
from .spec import Garment
from .wardrobe import FABRICS, KINDS, Kind, cut_for

#: Influences a garment vertex keeps.
INFLUENCES = 8
#: Share of the pelvis in a skirt below the hips, and of the shins at the hem of a floor-length one.
PELVIS, SHIN = 0.04, 0.8
#: Half the width of the cloth between the thighs that follows both, metres on the template.
LAP = 0.045


def dress(outfit: list[Garment], vertices: np.ndarray, rig: str, seed: int) -> tuple[list[Mesh], np.ndarray]:
    """Garment meshes for shaped base mesh vertices (19158, 3) and which of those are covered (19158,)."""
    body = Body(vertices)
    hidden = np.zeros(len(vertices), dtype=bool)
    meshes = []
    booted = any(garment.kind == "boots" for garment in outfit)
    over = [each.cut.bottom for each in (KINDS[garment.kind] for garment in outfit) if each.slot in ("top", "full")]
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
        draped = drape(pattern(cut), body, seed + number)
        meshes.append(_mesh(garment, kind, draped, rig))
    return meshes, hidden


def _with_underwear(outfit: list[Garment]) -> list[Garment]:
    """Short leggings under skirts, so that nobody is ever undressed from below."""
    if not any(KINDS[garment.kind].cut.skirt is not None for garment in outfit):
        return outfit
    if any(KINDS[garment.kind].slot == "bottom" and garment.kind != "skirt" for garment in outfit):
        return outfit
    return [*outfit, Garment(kind="leggings", color=(0.03, 0.03, 0.035), length="short")]


def _mesh(garment: Garment, kind: Kind, draped: Draped, rig: str) -> Mesh:
    corners = np.concatenate([np.array(face, dtype=np.int32) for face in draped.faces])
    offsets = np.cumsum([0] + [len(face) for face in draped.faces]).astype(np.int32)
    joints, weights = skin_weights(draped.rows, rig)
    used = sorted(set(draped.tags))
    slots = {tag: slot for slot, tag in enumerate(used)}
    return Mesh(
        name=kind.title, role="garment", vertices=draped.points.astype(np.float32), corner_vertices=corners,
        face_offsets=offsets, uvs=_uvs(draped, corners, offsets),
        material_index=np.array([slots[tag] for tag in draped.tags], dtype=np.uint16),
        materials=[_material(garment, kind, tag) for tag in used], joints=joints, weights=weights)


@cache
def _dense(rig: str) -> np.ndarray:
    """Weights (19158, J) of every base mesh vertex, those of the skirt cage as of a bell of cloth."""
    names, _, _ = rigs.bones(rig)
    joints, weights = rigs.weights(rig)
    dense = np.zeros((len(joints), len(names)))
    np.add.at(dense, (np.arange(len(joints))[:, None], joints), weights)
    cage = slice(*hm08.SKIRT)
    dense[cage] = _bell(dense[cage], rig)
    return dense


def _bell(own: np.ndarray, rig: str) -> np.ndarray:
    """Weights of the skirt cage (720, J): ``own`` at the waist, then both thighs and a little pelvis.

    Left gives way to right smoothly across the lap, so that front and back stay one surface between
    the thighs; below the knees a share of the shins keeps a long hem over the feet.
    """
    t = c.template()
    x, level = hm08.base_mesh().vertices[slice(*hm08.SKIRT), 0], t.level[slice(*hm08.SKIRT)]
    names, _, _ = rigs.bones(rig)
    bone = {role: names.index(name) for role, name in rigs.roles(rig).items()}
    low = _smooth((c.WAIST - 0.6 - level) / 0.6)
    shin = SHIN * _smooth((c.KNEE - 0.1 - level) / 0.9)
    left = _smooth(0.5 + 0.5 * x / LAP)
    bell = np.zeros_like(own)
    for side, share in (("left", left), ("right", 1 - left)):
        bell[:, bone[f"{side}_hip"]] += (1 - PELVIS) * (1 - shin) * share
        bell[:, bone[f"{side}_knee"]] += (1 - PELVIS) * shin * share
    bell[:, bone["pelvis"]] += PELVIS
    return own * (1 - low)[:, None] + bell * low[:, None]


def _smooth(t: np.ndarray) -> np.ndarray:
    """Smooth step from 0 to 1 over 0..1."""
    t = np.clip(t, 0.0, 1.0)
    return t * t * (3 - 2 * t)


def skin_weights(rows, rig: str) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[no-untyped-def]
    """Joints and weights (V, <= 8) of blends of base mesh vertices, blended the same way."""
    blended = np.maximum(rows @ _dense(rig), 0.0)
    keep = min(INFLUENCES, int((blended > 1e-6).sum(axis=1).max()))
    order = np.argsort(-blended, axis=1, kind="stable")[:, :keep]
    packed = np.take_along_axis(blended, order, axis=1)
    packed[packed <= 1e-6] = 0.0
    order[packed <= 0] = 0
    packed /= packed.sum(axis=1, keepdims=True)
    return order.astype(np.uint16), packed.astype(np.float32)


def _uvs(draped: Draped, corners: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Charts for torso, each arm and each leg, to one scale (1 unit = 2.5 m), side by side in 0..1.

    Torso and legs unroll around the vertical, arms around their own axis (on the template).
    """
    template = draped.rows @ hm08.base_mesh().vertices
    t = c.template()
    level, arm_share = draped.rows @ t.level, draped.rows @ t.arm_share
    shoulder, wrist = (c.joint(f"l-{name}", hm08.base_mesh().vertices) for name in ("shoulder", "hand"))
    axis = (wrist - shoulder) / np.linalg.norm(wrist - shoulder)
    across = np.cross(axis, [0.0, 1.0, 0.0])
    counts = np.diff(offsets)
    face = np.repeat(np.arange(len(counts)), counts)

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(face, values[corners], len(counts)) / counts

    side = np.sign(mean(template[:, 0]))[face]
    on_arm, on_leg = (mean(arm_share) > 0.5)[face], (mean(level) < c.CROTCH)[face]
    p = template[corners] * np.stack([np.where(side < 0, -1.0, 1.0), np.ones(len(face)), np.ones(len(face))], axis=1)
    arm = p - shoulder
    turn = np.where(on_arm, np.arctan2(arm @ across, arm[:, 1]),
                    np.where(on_leg, np.arctan2(p[:, 0] - 0.15, p[:, 1] + 0.02),
                             np.arctan2(template[corners, 0], template[corners, 1] + 0.03)))
    first = turn[offsets[:-1]][face]
    turn = first + (turn - first + np.pi) % (2 * np.pi) - np.pi
    girth = np.where(on_arm, 0.045, np.where(on_leg, 0.07, 0.13))
    u = np.where(on_arm, np.where(side > 0, 0.63, 0.79), np.where(on_leg, np.where(side > 0, 0.14, 0.40), 0.27))
    v = np.where(on_arm, 0.35 + (arm @ axis) / 2.5, 0.45 + template[corners, 2] / 2.5)
    return np.stack([u + np.clip(turn, -5, 5) * girth / 2.5, v], axis=1).astype(np.float32)


def _dyed(color: np.ndarray) -> np.ndarray:
    """Reflectance (3,) of cloth of a named colour: white cloth reflects three quarters, strong dyes about
    half in their band and next to nothing elsewhere, which keeps them strong under bright light."""
    peak = max(float(color.max()), 1e-6)
    strength = 1.0 - float(color.min()) / peak
    return 0.004 + (0.76 - 0.22 * strength) * peak * (color / peak) ** (1.0 + 0.35 * strength)


def _material(garment: Garment, kind: Kind, tag: int) -> Material:
    cloth = FABRICS.get(garment.fabric, kind.cloth)
    color = _dyed(np.array(garment.color, dtype=np.float64))
    name = kind.title
    roughness, sheen, metallic = cloth.roughness, cloth.sheen, cloth.metallic
    if tag == TRIM:
        name, color = f"{kind.title} trim", color * 0.72
    elif tag == BELT:
        name, color, roughness, sheen, metallic = f"{kind.title} belt", color * 0.12 + 0.008, 0.5, 0.0, 0.0
    elif tag == FASTENER:
        name, color, roughness, sheen = f"{kind.title} fastener", color * 0.8, 0.6, 0.0
    elif tag == SOLE:
        name, color, roughness = f"{kind.title} sole", np.array(kind.accent or (0.03, 0.03, 0.03)), 0.75
    return Material(
        name=name, base_color=(float(color[0]), float(color[1]), float(color[2]), 1.0), roughness=roughness,
        sheen=sheen, sheen_roughness=0.4, coat=cloth.coat, metallic=metallic,
        procedural={"bump": {"type": "noise", "scale": cloth.weave, "detail": 3.0, "strength": cloth.strength,
                             "distance": cloth.depth}})
