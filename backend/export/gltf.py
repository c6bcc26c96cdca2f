# SPDX-License-Identifier: GPL-3.0-or-later
"""Write avatars, props and motions as binary glTF 2.0, the interchange format of engines and viewers.

Troupe is Z-up facing -Y, glTF is Y-up facing +Z: points go (x, y, z) -> (x, z, -y). Joint nodes keep
Blender's bone frames (Y along the bone), so that Blender reads the same bones back.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError
from backend.export.glb import Document
from backend.export.gltf_material import MaterialWriter
from backend.export.gltf_mesh import write_mesh
from backend.motion.kinematics import continuous, matrix_from_quaternion, quaternion_from_matrix
from backend.motion.travel import root_location
from protocol.assets import Asset, Avatar, Mesh, Motion, Prop, Skeleton

#: Rotates Troupe's axes onto glTF's.
AXES = np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])


def write_glb(path: str | Path, asset: Asset, motion: Motion | None = None, *, influences: int = 4,
              leave_out_hidden: bool = False) -> None:
    """Write ``asset`` (Avatar, Prop or Motion) to ``path``, an avatar with ``motion`` as its animation.

    ``influences``: joints a vertex, 4 or 8 (the strongest are kept and renormalised).
    ``leave_out_hidden`` drops faces whose every vertex the avatar's garments hide.
    Raises :class:`EngineError` for an asset without a glTF form, or a motion on other bones.
    """
    if influences not in (4, 8):
        raise ValueError("influences is 4 or 8")
    document = Document(generator())
    if isinstance(asset, Avatar):
        roots = add_avatar(document, asset, motion, influences, leave_out_hidden)
    elif isinstance(asset, Prop):
        materials = MaterialWriter(document)
        children = [document.add("nodes", {"name": mesh.name, "mesh": write_mesh(document, mesh, materials, AXES)})
                    for mesh in asset.meshes]
        roots = [document.add("nodes", {"name": asset.name, "children": children})]
    elif isinstance(asset, Motion):
        write_glb_motions(path, [asset])
        return
    else:
        raise EngineError(f"{type(asset).__name__} cannot be written as .glb.",
                          "Write an environment as .exr.", "invalid_parameter")
    document.json["scene"] = document.add("scenes", {"name": getattr(asset, "name", "Scene"), "nodes": roots})
    extras = _extras(asset)
    if extras:
        document.json["scenes"][0]["extras"] = extras
    document.write(Path(path))


def write_glb_motions(path: str | Path, motions: Sequence[Motion]) -> None:
    """Write several motions of one skeleton as the animations of one file.

    Raises :class:`EngineError` (``skeleton_mismatch``) for motions on different bones.
    """
    first = motions[0]
    check_one_skeleton(motions)
    document = Document(generator())
    joints, top = _joints(document, first.skeleton)
    _skin(document, first.skeleton, joints)
    for motion in motions:
        _animation(document, motion, joints)
    roots = [document.add("nodes", {"name": first.skeleton.name, "children": top})]
    document.json["scene"] = document.add("scenes", {"name": first.name, "nodes": roots})
    extras = _extras(first)
    if extras:
        document.json["scenes"][0]["extras"] = extras
    document.write(Path(path))


def generator() -> str:
    from backend import __version__
    return f"Troupe {__version__}"


def _extras(asset: Asset) -> dict[str, Any]:
    """What a viewer may show of the asset's origin."""
    provenance = getattr(asset, "provenance", None)
    if provenance is None:
        return {}
    return {"troupe": {"engine": provenance.engine, "version": provenance.engine_version, "prompt": provenance.prompt,
                       "seed": provenance.seed, "licence": provenance.licence}}


def add_avatar(document: Document, avatar: Avatar, motion: Motion | None, influences: int,
               leave_out_hidden: bool) -> list[int]:
    """Add an avatar to a document: its joints' nodes first, then one a mesh; the root nodes."""
    joints, top = _joints(document, avatar.skeleton)
    skin = _skin(document, avatar.skeleton, joints)
    materials = MaterialWriter(document)
    meshes = [without_hidden(mesh) if leave_out_hidden else mesh for mesh in avatar.meshes]
    children = list(top)
    for mesh in meshes:
        if len(mesh.face_offsets) > 1:
            index = write_mesh(document, mesh, materials, AXES, influences)
            children.append(document.add("nodes", {"name": mesh.name, "mesh": index, "skin": skin}))
    if motion is not None:
        _check_same_bones(avatar.skeleton, motion.skeleton)
        _animation(document, motion, joints)
    return [document.add("nodes", {"name": avatar.name, "children": children})]


def without_hidden(mesh: Mesh) -> Mesh:
    """``mesh`` without the faces that are covered at every corner."""
    if mesh.hidden is None or not mesh.hidden.any():
        return mesh
    from dataclasses import replace
    sizes = np.diff(mesh.face_offsets)
    covered = np.minimum.reduceat(mesh.hidden[mesh.corner_vertices], mesh.face_offsets[:-1]).astype(bool)
    corners = np.repeat(~covered, sizes)
    return replace(
        mesh, corner_vertices=mesh.corner_vertices[corners],
        face_offsets=np.concatenate([[0], np.cumsum(sizes[~covered])]).astype("<i4"),
        uvs=None if mesh.uvs is None else mesh.uvs[corners],
        material_index=None if mesh.material_index is None else mesh.material_index[~covered])


def _joints(document: Document, skeleton: Skeleton) -> tuple[list[int], list[int]]:
    """A node a bone in its rest pose; (all nodes, those without a parent)."""
    rotations, heads = skeleton.rest_rotations(), skeleton.heads.astype(np.float64)
    children: list[list[int]] = [[] for _ in skeleton.names]
    for joint, parent in enumerate(skeleton.parents):
        if parent >= 0:
            children[parent].append(joint)
    base = len(document.json.get("nodes", ()))
    for joint, name in enumerate(skeleton.names):
        local, place = _local(skeleton, rotations, heads, joint)
        node: dict[str, Any] = {"name": name, "translation": place.tolist(),
                                "rotation": quaternion_from_matrix(local)[[1, 2, 3, 0]].tolist()}
        if children[joint]:
            node["children"] = [base + child for child in children[joint]]
        document.add("nodes", node)
    joints = list(range(base, base + len(skeleton.names)))
    return joints, [joints[j] for j in np.flatnonzero(skeleton.parents < 0)]


def _local(skeleton: Skeleton, rotations: np.ndarray, heads: np.ndarray, joint: int) -> tuple[np.ndarray, np.ndarray]:
    """Rest rotation (3, 3) and place of a joint in its parent's frame; of a root, in glTF's axes."""
    parent = int(skeleton.parents[joint])
    if parent < 0:
        return AXES @ rotations[joint], AXES @ heads[joint]
    return rotations[parent].T @ rotations[joint], rotations[parent].T @ (heads[joint] - heads[parent])


def _skin(document: Document, skeleton: Skeleton, joints: list[int]) -> int:
    rotations, heads = skeleton.rest_rotations(), skeleton.heads.astype(np.float64)
    # Meshes are written in glTF's axes, so the bind matrix is (AXES rest)^-1.
    turned = AXES @ rotations
    bind = np.tile(np.eye(4), (len(joints), 1, 1))
    bind[:, :3, :3] = turned.transpose(0, 2, 1)
    bind[:, :3, 3] = -np.einsum("jab,jb->ja", bind[:, :3, :3], heads @ AXES.T)
    columns = bind.transpose(0, 2, 1).reshape(-1, 16).astype("<f4")
    return document.add("skins", {"name": skeleton.name, "joints": joints,
                                  "inverseBindMatrices": document.accessor(columns)})


def check_one_skeleton(motions: Sequence[Motion]) -> None:
    """Raise :class:`EngineError` (``skeleton_mismatch``) unless all motions are on the same bones."""
    first = motions[0].skeleton
    for motion in motions[1:]:
        bones = motion.skeleton
        if (bones.names != first.names or (bones.parents != first.parents).any()
                or not np.allclose(bones.heads, first.heads, atol=1e-4)
                or not np.allclose(bones.rest_rotations(), first.rest_rotations(), atol=1e-3)):
            raise EngineError(f"{motion.name!r} is on other bones than {motions[0].name!r}.",
                              "Write each to a file of its own, or retarget them to one skeleton first.",
                              "skeleton_mismatch")


def _check_same_bones(rig: Skeleton, moving: Skeleton) -> None:
    """Raise :class:`EngineError` (``skeleton_mismatch``) unless both have the same bones, turned alike at rest."""
    same = rig.names == moving.names and (rig.parents == moving.parents).all() and np.allclose(
        rig.rest_rotations(), moving.rest_rotations(), atol=1e-3)
    if not same:
        raise EngineError(f"The motion is on the skeleton {moving.name!r}, the avatar on {rig.name!r}.",
                          "Make the motion for this avatar (input “target”), or retarget it first.",
                          "skeleton_mismatch")


def _animation(document: Document, motion: Motion, joints: Sequence[int]) -> None:
    """Rotations of every joint that leaves its rest pose, and the root's travel, one key a frame."""
    skeleton = motion.skeleton
    rest, heads = skeleton.rest_rotations(), skeleton.heads.astype(np.float64)
    count = len(motion.rotations)
    times = document.accessor((np.arange(count) / motion.fps).astype("<f4"), bounds=True)
    samplers: list[dict[str, Any]] = []
    channels: list[dict[str, Any]] = []

    def channel(joint: int, path: str, values: np.ndarray) -> None:
        samplers.append({"input": times, "interpolation": "LINEAR", "output": document.accessor(values.astype("<f4"))})
        channels.append({"sampler": len(samplers) - 1, "target": {"node": joints[joint], "path": path}})

    basis = matrix_from_quaternion(motion.rotations.astype(np.float64))
    for joint in range(len(joints)):
        still = np.abs(motion.rotations[:, joint, 1:]).max() < 1e-7
        if still and joint != motion.root_joint:
            continue
        local, place = _local(skeleton, rest, heads, joint)
        channel(joint, "rotation", continuous(quaternion_from_matrix(local @ basis[:, joint]))[:, [1, 2, 3, 0]])
        if joint == motion.root_joint:
            channel(joint, "translation", place + root_location(motion) @ local.T)
    document.add("animations", {"name": motion.name, "channels": channels, "samplers": samplers})
