# SPDX-License-Identifier: GPL-3.0-or-later
"""A fitted body model as an avatar: skin and tight clothes as materials of one mesh, its own joints, expressions."""

from __future__ import annotations

import numpy as np

from backend.avatar.spec import Person
from backend.avatar.wardrobe import KINDS, cut_for
from protocol.assets import Avatar, Material, Mesh, ShapeKeys, Skeleton

from .fitting import Fit
from .model import BodyModel

#: Y up, facing +Z -> Z up, facing -Y.
_TO_Z_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
#: Canonical joints (see backend.motion.skeleton) that have the same names in the models.
ROLES = ("pelvis", "spine1", "spine2", "spine3", "neck", "head", *(
    f"{side}_{each}" for side in ("left", "right")
    for each in ("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist")))
#: Influences kept of a vertex.
_INFLUENCES = 8


def avatar(model: BodyModel, fitted: Fit, person: Person, face_keys: bool) -> Avatar:
    """The person standing on z = 0, facing -Y. Clothes are regions of the body: the models have no garments."""
    vertices = fitted.vertices @ _TO_Z_UP.T
    joints = model.joints(fitted.vertices) @ _TO_Z_UP.T
    shift = np.array([-joints[0, 0], -joints[0, 1], -vertices[:, 2].min()])
    vertices, joints = vertices + shift, joints + shift
    bones = skeleton(model, joints, vertices)
    order = np.argsort(-model.weights, axis=1)[:, :_INFLUENCES]
    weights = np.take_along_axis(model.weights, order, axis=1)
    weights = np.maximum(weights, 0.0)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    index, materials = clothes(model, vertices, joints, person)
    mesh = Mesh(
        name="Body", role="body", vertices=vertices.astype(np.float32),
        corner_vertices=model.faces.ravel().astype(np.int32),
        face_offsets=np.arange(0, model.faces.size + 1, 3, dtype=np.int32), uvs=model.uvs,
        material_index=index, materials=materials, joints=order.astype(np.uint16), weights=weights.astype(np.float32),
        shape_keys=_expressions(model) if face_keys and model.expressions.shape[2] else None)
    bones.girth = float(np.abs(vertices[model.weights[:, 0] > 0.9, 0]).max(initial=0.0))
    return Avatar(name="Avatar", skeleton=bones, meshes=[mesh], height=fitted.height)


def skeleton(model: BodyModel, joints: np.ndarray, vertices: np.ndarray) -> Skeleton:
    """The joints (J, 3), Z up, as bones: each ends at its child, the last of a chain goes on as its parent does."""
    tails = np.empty_like(joints)
    for joint in range(len(joints)):
        children = np.flatnonzero(model.parents == joint)
        # Of several children, the one that carries the chain on: the spine above the pelvis, the neck above the chest.
        if len(children):
            names = [model.names[child] for child in children]
            ahead = next((child for child, name in zip(children, names) if name in ("spine1", "neck")), None)
            middle = [child for child, name in zip(children, names) if "middle1" in name]
            tails[joint] = joints[ahead if ahead is not None else (middle or children)[0]]
        else:
            parent = model.parents[joint]
            tails[joint] = joints[joint] + 0.6 * (joints[joint] - joints[parent])
    lengths = np.linalg.norm(tails - joints, axis=1)
    short = lengths < 5e-3
    tails[short] = joints[short] + (0.0, 0.0, 0.02)
    along = (tails - joints) / np.linalg.norm(tails - joints, axis=1, keepdims=True)
    # Rolls as Blender gives them with "Global -Y": knees and elbows bend about X.
    z_axes = np.where(np.abs(along[:, 1:2]) > 0.9, [[0.0, 0.0, 1.0]], [[0.0, -1.0, 0.0]])
    return Skeleton(name=model.kind, names=list(model.names), parents=model.parents, heads=joints.astype(np.float32),
                    tails=tails.astype(np.float32), z_axes=z_axes.astype(np.float32), convention="custom",
                    roles={role: role for role in ROLES if role in model.names})


def clothes(model: BodyModel, vertices: np.ndarray, joints: np.ndarray,
            person: Person) -> tuple[np.ndarray, list[Material]]:
    """(material of each face (F,) u2, the materials): skin where no garment of the outfit reaches."""
    place = {name: joints[number] for number, name in enumerate(model.names)}
    centres = vertices[model.faces].mean(axis=1)
    strongest = np.array(model.names)[model.weights[model.faces].mean(axis=1).argmax(axis=1)]
    index = np.zeros(len(model.faces), np.uint16)
    materials = [Material(name="Skin", base_color=(*person.skin_color, 1.0), roughness=0.5, subsurface=0.12,
                          subsurface_radius=(1.0, 0.35, 0.2), subsurface_scale=0.008)]
    trunk = np.isin(strongest, ("pelvis", "spine1", "spine2", "spine3", "left_collar", "right_collar"))
    legs = np.isin(strongest, [f"{side}_{each}" for side in ("left", "right") for each in ("hip", "knee")])
    arms = np.isin(strongest, [f"{side}_{each}" for side in ("left", "right") for each in ("shoulder", "elbow")])
    feet = np.isin(strongest, [f"{side}_{each}" for side in ("left", "right") for each in ("ankle", "foot")])
    waist = place["spine1"][2]
    for garment in person.outfit:
        kind, cut = KINDS[garment.kind], cut_for(garment)
        covered = np.zeros(len(model.faces), bool)
        if kind.slot == "feet":
            top = place["left_ankle"][2] + (0.55 * (place["left_knee"][2] - place["left_ankle"][2])
                                            if garment.kind == "boots" else 0.02)
            covered = feet | (legs & (centres[:, 2] < top))
        if kind.slot in ("top", "full", "outer"):
            covered = trunk & (centres[:, 2] > waist - 0.02)
            covered |= arms & (_along_arm(centres, place) < cut.sleeve)
        if kind.slot in ("bottom", "full"):
            reach = cut.skirt if cut.skirt is not None else cut.bottom
            covered |= (trunk & (centres[:, 2] <= waist)) | (legs & (_up_the_leg(centres, place) > reach))
        index[covered] = len(materials)
        red, green, blue = (min(each, 1.0) for each in garment.color or (0.5, 0.5, 0.5))
        materials.append(Material(name=kind.title, base_color=(red, green, blue, 1.0), roughness=kind.cloth.roughness,
                                  metallic=kind.cloth.metallic, sheen=kind.cloth.sheen))
    return index, materials


def _along_arm(points: np.ndarray, place: dict[str, np.ndarray]) -> np.ndarray:
    """0 at the shoulder, 1 at the elbow, 2 at the wrist, by the distance from the middle of the T-pose."""
    ends = [abs(place[f"left_{each}"][0]) for each in ("shoulder", "elbow", "wrist")]
    return np.interp(np.abs(points[:, 0]), ends, (0.0, 1.0, 2.0))


def _up_the_leg(points: np.ndarray, place: dict[str, np.ndarray]) -> np.ndarray:
    """Levels as those of cuts: 1 at the ankle, 2 at the knee, 3 at the crotch."""
    ends = [place["left_ankle"][2], place["left_knee"][2], place["left_hip"][2]]
    return np.interp(points[:, 2], ends, (1.0, 2.0, 3.0), left=0.5)


def _expressions(model: BodyModel) -> ShapeKeys:
    """The model's expression components, one standard deviation each."""
    indices, deltas, offsets, names = [], [], [0], []
    for number in range(model.expressions.shape[2]):
        moved = model.expressions[:, :, number] @ _TO_Z_UP.T
        chosen = np.flatnonzero(np.abs(moved).max(axis=1) > 1e-6)
        indices.append(chosen)
        deltas.append(moved[chosen])
        offsets.append(offsets[-1] + len(chosen))
        names.append(f"expression{number:02d}")
    return ShapeKeys(names=names, offsets=np.array(offsets, np.int32), indices=np.concatenate(indices).astype(np.int32),
                     deltas=np.concatenate(deltas).astype(np.float32).reshape(-1, 3))
