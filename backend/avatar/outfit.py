# SPDX-License-Identifier: GPL-3.0-or-later
"""Dressing a body: from the outfit of a spec to garment meshes and the skin they hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.body import rigs
from protocol.assets import Material, Mesh

from . import coordinates as c
from . import hanging, textures, unwrap
from .binding import bind
from .cuts import FASTENER, LONG, MAIN, METAL, REFLECTOR, SOLE, STITCH, TRIM, Cut, brief, covered
from .drape import Body, Draped, Layer, drape
from .easing import smoothstep
from .ground import Ground, joined, quads
from .patterns import pattern
from .skinning import on_ground, skin_weights
from .spec import Garment
from .surface import Surface
from .wardrobe import FABRICS, KINDS, MAIL, RUBBER, Kind, cut_for
from .wardrobe import METAL as METAL_CLOTH

#: Reflectance of new denim's warp.
INDIGO = np.array([0.040, 0.075, 0.17])
#: What is tucked into trousers under a jacket or a belt, and what into skirts always.
TUCKED, TUCKED_IN_SKIRTS = ("shirt", "polo"), ("shirt", "polo", "tank-top")
#: The level where other tops end over a skirt: above the buttocks, which lift its back.
OVER_SKIRT = 3.65
#: Distances, metres, up to which a top that hangs over a skirt moves wholly as that does, and from which not at all;
#: and those of cloth that is tucked into one.
OVER, TUCK = (0.03, 0.07), (0.012, 0.035)
#: How far within the edges of briefs, in levels, the cloth beneath them begins to be hidden.
WITHIN = 0.03
#: How far leggings under a skirt are drawn in, metres.
LINING = 0.022


def dress(outfit: list[Garment], body: Body, rig: str, seeds: Sequence[int],
          belted: bool = False) -> tuple[list[Mesh], np.ndarray]:
    """Garment meshes for a shaped body, each of its own seed, and which of the base mesh's vertices they cover
    (19158,).

    Shirts are tucked in where a jacket or a belt (``belted``) is worn over them. What lies well beneath another garment
    is marked as hidden on its mesh.
    """
    hidden = np.zeros(len(body.vertices), dtype=bool)
    everything = _with_underwear(outfit)
    cuts = _cuts(everything, len(outfit), belted)
    hem = min((cut.skirt for cut in cuts[:len(outfit)] if cut.skirt is not None and cut.panel is None), default=9.0)
    skirted = any(cut.skirt is not None and KINDS[each.kind].slot not in ("outer", "over")
                  for each, cut in zip(outfit, cuts))
    order = sorted(range(len(everything)), key=lambda number: 0.0 if number >= len(outfit) else _depth(
        everything[number], cuts[number]))
    made: dict[int, Mesh] = {}
    beneath: list[tuple[int, Draped, Layer]] = []
    grounds: dict[int, Ground] = {}
    for number in order:
        garment, cut = everything[number], cuts[number]
        kind = KINDS[garment.kind]
        hidden |= covered(cut)
        # Boots go over trousers, but under wide ones.
        boots = garment.kind == "boots" and not any(each.wide for each in cuts)
        over = number < len(outfit) and (not cut.shoe or boots)
        ground = joined(list(grounds.values())) if cut.taut and kind.slot == "over" and grounds else body
        lower = [layer for each, _, layer in beneath if ground is body or each not in grounds] if over else []
        seed = seeds[min(number, len(seeds) - 1)] + number if seeds else number
        draped = drape(pattern(cut), body, seed, lower, ground)
        hung = None
        if number >= len(outfit):
            # Where a long skirt hides the legs, the lining need not meet them.
            level = draped.rows @ c.template().level
            hung = _lining_share(level, 1.5 if hem < LONG else 2.55)
            # The skin beneath is hidden, so that the lining may lie a little within it, clear of the skirt.
            _, nearest = body.tree.query(draped.points)
            draped = replace(draped, points=draped.points - LINING * hung[:, None] * body.normals[nearest])
        elif skirted and kind.slot in ("top", "outer") and cut.skirt is None:
            hung = (draped.rows @ c.template().arm_share < 0.4).astype(float)
        made[number] = _mesh(garment, kind, draped, cut, rig, seed, body, ground, hung, _room(kind, cut, bool(grounds)))
        if number < len(outfit):
            _bind(number, [each for each, _, _ in beneath], made, cuts, rig, hung)
        if not cut.shoe or boots:
            masked = covered(cut).astype(float)
            for lower_number, lower_draped, _ in beneath:
                _hide(made[lower_number], lower_draped.rows @ masked > 0.999)
                if ground is not body and lower_number in grounds:
                    _hide(made[lower_number], _beneath(cut, lower_draped))
        if not cut.shoe:
            outer = _outer(draped, body)
            beneath.append((number, draped, Layer(outer.points, outer.normals)))
            if number < len(outfit) and kind.slot in ("bottom", "full") and cut.skirt is None:
                grounds[number] = outer  # hips and legs, each in cloth of its own
    return [made[number] for number in range(len(everything))], hidden


def closed_below(outfit: list[Garment]) -> float | None:
    """The level below which an outer garment is closed at the front; None where none is."""
    levels = []
    for garment in outfit:
        cut = cut_for(garment)
        if KINDS[garment.kind].slot != "outer":
            continue
        if cut.opening is None:
            levels.append(5.2 if cut.neck == "v" else 6.0)
        elif closed := [level for level, width in cut.opening if width < 0]:
            levels.append(max(closed))
    return max(levels, default=None)


def _depth(garment: Garment, cut: Cut) -> float:
    """Where in the layers a garment is worn: trousers over a tucked shirt, under one that hangs."""
    slot = KINDS[garment.kind].slot
    if slot in ("top", "full"):
        return 1.0 if cut.tucked > 0 else 3.0
    return {"bottom": 2.0, "outer": 4.0, "over": 4.5, "feet": 5.0}[slot]


def _cuts(outfit: list[Garment], named: int, belted: bool) -> list[Cut]:
    """How each garment is cut among the others; those from number ``named`` on are underwear."""
    kinds = [KINDS[garment.kind] for garment in outfit]
    cuts = [cut_for(garment) for garment in outfit]
    booted = any(garment.kind == "boots" for garment in outfit)
    open_outer = any(kind.slot == "outer" for kind in kinds)
    trousers = any(kind.slot == "bottom" and not kind.bare for kind in kinds)
    skirted = any(kind.slot == "bottom" and cut.skirt is not None for kind, cut in zip(kinds, cuts))

    def tucks(garment: Garment) -> bool:
        if garment.torn or not trousers:
            return False
        return garment.kind in TUCKED_IN_SKIRTS if skirted else garment.kind in TUCKED and (belted or open_outer)

    tops = [cut.bottom for kind, cut in zip(kinds, cuts) if kind.slot in ("top", "full") and cut.bottom > 2]
    result = []
    for number, (garment, kind, cut) in enumerate(zip(outfit, kinds, cuts)):
        hangs = kind.bare or cut.wide or cut.brief
        if booted and kind.slot in ("bottom", "full") and cut.skirt is None and not hangs:
            # Trousers are tucked into the boots.
            cut = replace(cut, bottom=max(cut.bottom, 1.32), straight=min(cut.straight, 0.9), ease=min(cut.ease, 0.006),
                          clearance=0.004, cuffs=False, crease=0.0)
        if number >= named:
            cut = replace(cut, top=3.55)  # no higher than the hips that the skirt hides, or they come through
        elif tucks(garment):
            cut = replace(cut, bottom=3.86, tucked=4.10, hang=0.55)
        elif kind.slot == "top" and skirted and cut.skirt is None:
            cut = replace(cut, bottom=max(cut.bottom, OVER_SKIRT))
        elif kind.slot == "bottom" and tops and not any(tucks(other) for other in outfit):
            if cut.skirt is None:
                cut = replace(cut, under=tops[0] + 0.12, waistband=False)
            else:
                cut = replace(cut, under=min(tops) - 0.25)
        result.append(cut)
    return result


def _outer(draped: Draped, body: Body) -> Ground:
    """The outer side of a garment; the inner side of its hems and collars, which faces the skin, is left out."""
    normals = Surface(draped.rows, draped.faces).normals(draped.points)
    _, nearest = body.tree.query(draped.points)
    outer = np.einsum("ij,ij->i", normals, body.normals[nearest]) > 0.0
    number, corners = np.cumsum(outer) - 1, quads(draped.faces)
    return Ground(draped.points[outer], normals[outer], number[corners[outer[corners].all(axis=1)]],
                  draped.rows[np.nonzero(outer)[0]])


def _beneath(cut: Cut, lower: Draped) -> np.ndarray:
    """Which vertices (V,) of cloth may be hidden beneath briefs that move with it: those whose faces all lie within
    the briefs' edges, so that no hole opens beside these."""
    on = c.template().on(Surface(lower.rows, lower.faces))
    inside = (brief(on) > WITHIN) & (on.level < cut.top - WITHIN) & (on.arm_share < 0.5)
    result = inside.copy()
    for corners in (list(face) for face in lower.faces):
        if not inside[corners].all():
            result[corners] = False
    return result


def _hide(mesh: Mesh, chosen: np.ndarray) -> None:
    before = np.zeros(len(mesh.vertices), dtype=np.uint8) if mesh.hidden is None else mesh.hidden
    mesh.hidden = np.maximum(before, chosen.astype(np.uint8))


def _bind(number: int, beneath: list[int], made: dict[int, Mesh], cuts: list[Cut], rig: str,
          hung: np.ndarray | None) -> None:
    """Let a top that hangs over a skirt (as far as ``hung`` (V,)) move as that does, and what is tucked into a skirt as
    the skirt."""
    bones = len(rigs.bones(rig)[0])
    for lower in beneath:
        if hung is not None and cuts[lower].skirt is not None:
            bind(made[number], made[lower], bones, *OVER, hung)
        elif cuts[number].skirt is not None and cuts[lower].tucked > 0:
            bind(made[lower], made[number], bones, *TUCK)


def _room(kind: Kind, cut: Cut, trousers: bool) -> float:
    """How far, metres, a skirt keeps from legs that move: those in ``trousers`` are thicker than their skin."""
    if cut.skirt is None:
        return hanging.ROOM
    if cut.panel is not None:
        return hanging.FREE_ROOM
    return hanging.OUTER_ROOM if kind.slot == "outer" or trousers else hanging.ROOM


def _lining_share(level: np.ndarray, start: float) -> np.ndarray:
    """How far leggings under a skirt are its lining (V,): wholly at the hips, not at all below ``start``."""
    return smoothstep((level - start) / 0.4)


def _with_underwear(outfit: list[Garment]) -> list[Garment]:
    """Short leggings under skirts, so that nobody is ever undressed from below."""
    if not any(KINDS[garment.kind].cut.skirt is not None and KINDS[garment.kind].cut.panel is None
               for garment in outfit):
        return outfit
    if any(KINDS[each.kind].slot == "bottom" and KINDS[each.kind].cut.skirt is None for each in outfit):
        return outfit
    return [*outfit, Garment(kind="leggings", color=(0.03, 0.03, 0.035), length="short")]


def _mesh(garment: Garment, kind: Kind, draped: Draped, cut: Cut, rig: str, seed: int, body: Body,
          ground: Ground, hung: np.ndarray | None, room: float) -> Mesh:
    corners = np.concatenate([np.array(face, dtype=np.int32) for face in draped.faces])
    offsets = np.cumsum([0] + [len(face) for face in draped.faces]).astype(np.int32)
    bare = cut.brief or (kind.bare and cut.skirt is None) or garment.kind == "crop-top"
    rows = on_ground(draped, body, ground, cut.taut) if bare else draped.rows
    joints, weights = skin_weights(rows, rig, body, hung, room)
    used = sorted(set(draped.tags))
    slots = {tag: slot for slot, tag in enumerate(used)}
    return Mesh(
        name=kind.title, role="garment", vertices=draped.points.astype(np.float32), corner_vertices=corners,
        face_offsets=offsets,
        uvs=unwrap.uvs(draped, cut, corners, offsets, textures.tile_size(_pattern(garment))),
        material_index=np.array([slots[tag] for tag in draped.tags], dtype=np.uint16),
        materials=[_material(garment, kind, tag, seed) for tag in used], joints=joints, weights=weights)


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
                "wide-trousers": "vertical-stripe", "flared-trousers": "vertical-stripe", "culottes": "vertical-stripe",
                "jacket": "pinstripe", "coat": "pinstripe"}.get(garment.kind, "stripe")
    return "" if garment.pattern == "solid" else garment.pattern


def _material(garment: Garment, kind: Kind, tag: int, seed: int) -> Material:
    cloth = FABRICS.get(garment.fabric, kind.cloth)
    color = dyed(np.array(garment.color, dtype=np.float64))
    if garment.kind == "armour":
        cloth, color = MAIL, 0.25 * color + 0.02  # the plates over it have the colour
    elif garment.kind in ("robot-shell", "hero-armour"):
        cloth, color = RUBBER, np.array([0.030, 0.031, 0.034])
    if cloth.fabric == "denim" and color.argmax() == 2:
        color = 0.3 * color + 0.7 * INDIGO * color[2] / INDIGO[2]  # blue denim is dyed with indigo
        color *= min(1.0, 0.24 / color[2])
    pattern = _pattern(garment)
    second = _second(garment, color)
    name = kind.title
    if tag == TRIM:
        knitted = kind.cut.collar == "crew"
        name, color = f"{kind.title} trim", color * (0.72 if knitted else 0.76 if garment.kind == "bandages" else 0.93)
        pattern = "" if knitted else pattern
    elif tag == FASTENER:
        dark = color * 0.35 + 0.004 if color.max() < 0.4 else color * 0.82
        name, color, pattern, cloth = f"{kind.title} fastener", dark, "", replace(RUBBER, roughness=0.35, coat=0.2)
    elif tag == METAL:
        name, color, pattern, cloth = f"{kind.title} metal", np.array([0.42, 0.36, 0.27]), "", METAL_CLOTH
    elif tag == REFLECTOR:
        name, color, pattern = f"{kind.title} reflector", np.array([0.62, 0.63, 0.64]), ""
        cloth = replace(RUBBER, roughness=0.3, metallic=0.4, sheen=0.0)
    elif tag == STITCH:
        thread = np.array([0.42, 0.22, 0.06]) if cloth.fabric == "denim" else color * 0.5
        name, color, pattern, cloth = f"{kind.title} thread", thread, "", replace(RUBBER, roughness=0.8, coat=0.0)
    elif tag == SOLE:
        name, color, pattern = f"{kind.title} sole", np.array(kind.accent or (0.03, 0.03, 0.03)), ""
        cloth = replace(RUBBER, roughness=0.75, coat=0.0)
    picture = textures.color_map(cloth.fabric, pattern, color, second, seed)
    if garment.dirty > 0 and tag in (MAIN, TRIM):
        picture = textures.dirtied(picture, color, garment.dirty, textures.tile_size(_pattern(garment)), seed)
    repeats = round(textures.tile_size(_pattern(garment)) / textures.SMALL)
    if picture is not None and not pattern and repeats > 1:
        picture.pixels = np.tile(picture.pixels, (repeats, repeats, 1))
    return Material(
        name=name, base_color=(float(color[0]), float(color[1]), float(color[2]), 1.0), roughness=cloth.roughness,
        sheen=cloth.sheen, sheen_roughness=cloth.sheen_roughness, coat=cloth.coat,
        coat_roughness=cloth.coat_roughness, metallic=cloth.metallic, base_color_image=picture,
        normal_image=textures.normal_map(cloth.fabric, repeats), normal_strength=cloth.relief)
