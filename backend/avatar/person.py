# SPDX-License-Identifier: GPL-3.0-or-later
"""From a spec to a finished person: body, face, hair and clothes on one skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from backend.body import anny_model, anthropometry, hm08, rigs
from backend.engine import Progress
from protocol.assets import Avatar, Material, Mesh, Skeleton

from . import ageing, creature, eyes, heels, skin
from .coordinates import joint
from .drape import SOLE_HEIGHT, Body
from .face_keys import FaceKeys
from .hair import grow
from .individuality import belly, features
from .local_changes import targets
from .outfit import closed_below, dress
from .packs.fitting import FACIAL
from .packs.wearing import fitted_all, without_taken
from .parts import blended, place_of, seed_of
from .resolve import mixed
from .skinning import skin_weights
from .spec import Person
from .surface import Surface
from .wardrobe import KINDS
from .worn import Fitting, covers_hair, encloses, tucked, wear
from .worn.hair_under import under_hat

#: Height of an adult's head from the atlas to the crown on the template, metres.
HEAD_SIZE = 0.143


#: What of a person can be made alone: skin, eyes, mouth and lashes; hair and beard; garments and accessories with the
#: skin they cover.
GROUPS = ("body", "hair", "clothes")
#: The group of a mesh by its role; the others are of the body.
GROUP_OF = {"garment": "clothes", "hair": "hair"}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the user chose apart from the person."""

    rig: str = "game_engine"
    face_keys: bool = True
    visemes: bool = False
    individuality: float = 0.5
    texture_size: int = 2048
    #: Which of GROUPS to make.
    only: frozenset[str] = frozenset(("body", "hair", "clothes"))


def build(spec: Person, options: Options, seed: int, progress: Progress) -> tuple[Avatar, list[str]]:
    """The avatar, standing on z = 0 facing -Y, and notes about what could not be reached.

    Of a person of whom not all is made (``options.only``), a body that is not itself wanted says by ``hidden`` which
    skin the new clothes cover, and has neither materials nor face shapes.
    """
    progress.update(0.0, "Shaping the body")
    vertices, notes = shaped(spec, options.individuality, seed)
    spec, added = mixed(spec)
    notes += added
    # Shoes of packs are made for flat feet.
    heel = max((KINDS[each.kind].cut.heel for each in spec.outfit), default=0.0)
    if heel > 0 and not spec.assets:
        vertices = heels.lifted(vertices, heel)
    assets = fitted_all(spec, vertices, options.rig)
    spec = without_taken(spec, assets)
    low = vertices[slice(*hm08.BODY), 2].min()
    sole = SOLE_HEIGHT if any(KINDS[each.kind].slot == "feet" for each in spec.outfit) else 0.0
    sole = max([sole, *(float(low - each.mesh.vertices[:, 2].min()) for each in assets)])
    shift = np.array([0.0, -joint("pelvis", vertices)[1], sole - low])
    vertices += shift
    for each in assets:
        each.mesh.vertices += shift.astype(np.float32)
    natural, moved = vertices, creature.warp(spec.head_shape, vertices)
    if moved is not None:
        vertices = moved(vertices)

    progress.update(0.25, "Cutting and draping the clothes")
    body = Body(vertices)
    garments, hidden = dress(spec.outfit, body, options.rig, [
        seed_of(spec.seeds, place_of(each), seed) for each in spec.outfit],
        any(each.kind in ("belt", "braces") for each in spec.accessories))
    progress.update(0.5, "Growing the hair")
    scale = float(np.ptp(np.array([joint("head", vertices), joint("head-2", vertices)])[:, 2])) / HEAD_SIZE
    scale = min(max(scale, 0.6), 1.3)
    hair = []
    if "hair" in options.only and not covers_hair(spec):
        hair = grow(tucked(spec), body, scale, options.rig, seed_of(spec.seeds, "hair", seed) + 1000)
    fitting = Fitting(body, scale, garments, closed_below(spec.outfit))
    for each in assets:
        hidden |= each.hidden
    worn, left_off = wear(spec, fitting, options.rig, seed_of(spec.seeds, "accessories", seed))
    hidden |= encloses(spec, fitting)
    under_hat(hair, fitting, {each.kind for each in spec.accessories})
    progress.update(0.65, "Painting the skin")
    whole = "body" in options.only
    keys = FaceKeys(natural, moved, options.visemes) if options.face_keys and options.only & {"body", "hair"} else None
    painted = [skin.material(spec, seed_of(spec.seeds, "skin", seed), options.texture_size)] if whole else []
    progress.update(0.85, "Fitting the skeleton and the face")
    if (skin_of := next((each for each in assets if each.item.place == "skin"), None)) is not None and painted:
        painted[0].base_color_image = skin_of.mesh.materials[0].base_color_image
    meshes = [_body(vertices, hidden, painted, options, keys if whole else None)]
    skeleton = rigs.skeleton(options.rig, vertices)
    skeleton.girth = _girth(skeleton, [meshes[0], *garments])
    own = {each.item.place for each in assets}
    if whole:
        meshes += [] if "eyes" in own else [_eyes(vertices, spec, seed_of(spec.seeds, "eyes", seed), options, keys)]
        meshes += [_mouth(vertices, options, keys)]
        meshes += [] if "eyelashes" in own else [_lashes(vertices, spec, options, keys)]
    meshes += [*garments, *worn] if "clothes" in options.only else []
    for grown in hair:
        if keys and grown.name == "Beard":
            grown.shape_keys = keys.of_beard(grown, body.skin)
    meshes += hair
    for each in assets:
        if GROUP_OF.get(each.mesh.role, "body") in options.only and each.item.place != "skin":
            each.mesh.shape_keys = keys.of(each.surface) if keys and each.item.place in FACIAL else None
            meshes.append(each.mesh)
    avatar = Avatar(name="Avatar", skeleton=skeleton, meshes=meshes, height=anthropometry.measure(vertices).height)
    return avatar, [*notes, *left_off]


def shaped(spec: Person, individuality: float, seed: int) -> tuple[np.ndarray, list[str]]:
    """Base mesh vertices (19158, 3) of a person, or of the mix of two, and notes about what could not be reached."""
    local = features(spec, individuality, seed) | belly(spec)
    for name, weight in ageing.sagging(spec).items():
        local[name] = local.get(name, 0.0) + weight
    for name, weight in targets(spec.local).items():
        local[name] = min(local.get(name, 0.0) + weight, 1.2)
    start = anny_model.Phenotype(
        gender=spec.gender, age=anthropometry.age_parameter(spec.age_years), muscle=spec.muscle,
        proportions=spec.proportions, african=spec.ancestry[0], asian=spec.ancestry[1], caucasian=spec.ancestry[2],
        cupsize=0.5 if spec.age_years >= 16 else 0.0)
    vertices, note = _solved(spec.height_m, spec.bmi, start, tuple(local.items()), spec.muscle > 0.65)
    vertices, notes = vertices.copy(), [note] if note else []
    if spec.mix is None:
        return vertices, notes
    assert isinstance(spec.mix.spec, Person)
    other, told = shaped(spec.mix.spec, individuality, spec.mix.seed)
    return blended(vertices, other, spec.mix.parts), [*notes, *told]


@lru_cache(16)
def _solved(height: float, bmi: float, start: anny_model.Phenotype, local: tuple[tuple[str, float], ...],
            keep_muscle: bool) -> tuple[np.ndarray, str]:
    """The shape that meets height and BMI, and what could not be reached; kept for whoever is dressed anew."""
    solution = anthropometry.solve(height, bmi, start, dict(local), keep_muscle=keep_muscle)
    return anny_model.shape(solution.phenotype, dict(local)), solution.note


def _girth(skeleton: Skeleton, meshes: list[Mesh]) -> float:
    """Half the width of the dressed trunk, metres: of what moves with pelvis and spine alone, from the hips
    up 60 % of the way to the shoulders. Motions hang the arms outside of it."""
    bone = {role: skeleton.names.index(name) for role, name in skeleton.roles.items()}
    trunk = [bone[role] for role in ("pelvis", "spine1", "spine2", "spine3") if role in bone]
    hip, shoulder = (float(skeleton.heads[bone[role], 2]) for role in ("left_hip", "left_shoulder"))
    widest = 0.0
    for mesh in meshes:
        assert mesh.joints is not None and mesh.weights is not None
        firm = np.where(np.isin(mesh.joints, trunk), mesh.weights, 0).sum(axis=1) > 0.95
        height = mesh.vertices[:, 2]
        beside = firm & (height > hip) & (height < hip + 0.6 * (shoulder - hip))
        widest = max(widest, float(np.abs(mesh.vertices[beside, 0]).max(initial=0.0)))
    return widest


def _body(vertices: np.ndarray, hidden: np.ndarray, materials: list[Material], options: Options,
          keys: FaceKeys | None) -> Mesh:
    """The skin: the base mesh's body without cages, with its own UVs and exact skin weights."""
    count = hm08.BODY[1]
    faces, uv_faces = hm08.base_mesh().group("body")
    joints, weights = rigs.weights(options.rig)
    return Mesh(
        name="Body", role="body", vertices=vertices[:count].astype(np.float32), corner_vertices=faces.ravel().copy(),
        face_offsets=np.arange(0, 4 * len(faces) + 1, 4, dtype=np.int32),
        uvs=hm08.base_mesh().uvs[uv_faces.ravel()].astype(np.float32), materials=materials,
        joints=joints[:count].copy(), weights=weights[:count].copy(), hidden=hidden[:count].astype(np.uint8),
        shape_keys=keys.of(None) if keys else None)


def _eyes(vertices: np.ndarray, spec: Person, seed: int, options: Options, keys: FaceKeys | None) -> Mesh:
    surface, uvs = eyes.eyeballs()
    mesh = _part("Eyes", surface, vertices, [eyes.eye_material(spec.eye_color, seed, spec.sclera_color)], options, keys,
                 role="eyes")
    mesh.uvs = uvs[mesh.corner_vertices].astype(np.float32)
    return mesh


def _mouth(vertices: np.ndarray, options: Options, keys: FaceKeys | None) -> Mesh:
    surface = eyes.mouth()
    mesh = _part("Mouth", surface, vertices, list(eyes.MOUTH_MATERIALS), options, keys)
    mesh.material_index = np.array(surface.tags, dtype=np.uint16)
    return mesh


def _lashes(vertices: np.ndarray, spec: Person, options: Options, keys: FaceKeys | None) -> Mesh:
    red, green, blue = (0.15 * value + 0.004 for value in spec.hair_color)
    material = Material(name="Eyelashes", base_color=(red, green, blue, 1.0), roughness=0.6)
    return _part("Eyelashes", eyes.lashes(), vertices, [material], options, keys)


def _part(name: str, surface: Surface, vertices: np.ndarray, materials: list[Material], options: Options,
          keys: FaceKeys | None, role: str = "part") -> Mesh:
    corners, offsets = surface.polygons()
    joints, weights = skin_weights(surface.matrix, options.rig)
    return Mesh(name=name, role=role, vertices=surface.points(vertices).astype(np.float32), corner_vertices=corners,
                face_offsets=offsets, materials=materials, joints=joints, weights=weights,
                shape_keys=keys.of(surface) if keys else None)


__all__ = ["Options", "build"]
