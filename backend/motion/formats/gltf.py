# SPDX-License-Identifier: GPL-3.0-or-later
"""glTF and GLB: the joints of a skin, or bare nodes, as motions; motions as GLB.

The rest pose is the one the skin is bound in, for the nodes may stand in any pose; without a skin that of the nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from backend.engine import EngineError
from backend.motion.formats import axes
from backend.motion.formats.base import MAXIMUM_JOINTS, Format, ReadOptions, WriteOptions, stem_of
from backend.motion.formats.gltf_animation import (
    Animation,
    Clock,
    animations,
    clock_of,
    unique,
    world_matrices,
)
from backend.motion.formats.gltf_file import GltfFile
from backend.motion.formats.hierarchy import Hierarchy, Take, frames_of, motions_of
from backend.motion.formats.landmarks import Landmarks
from backend.motion.kinematics import rotation_angle
from protocol.assets import Motion

_END = ("_end", "_nub")


def read_gltf(path: str | Path, options: ReadOptions | None = None) -> list[Motion]:
    """Every animation of a .glb or .gltf; of the one skeleton it moves, or of each.

    Raises :class:`EngineError` (``bad_file``) naming file and element.
    """
    path = Path(path)
    options = options or ReadOptions()
    options.update(0.0, "reading the file")
    file = GltfFile(path)
    found = animations(file)
    groups = _skeletons(file, found)
    result: list[Motion] = []
    taken: set[str] = set()
    for label, joints in groups:
        line = _with_ancestors(file, joints)
        moved = [each for each in found if each.moved() & line]
        if options.animation is not None and len(groups) == 1:
            moved = [each for each in moved if each.name == options.animation] or moved
        if not moved:
            continue
        if len(joints) > MAXIMUM_JOINTS:
            file.fail(f"has {len(joints)} joints, more than {MAXIMUM_JOINTS}", "nodes")
        tree = _hierarchy(file, joints, moved, line)
        motions = motions_of(tree, options)
        for motion in motions:
            if len(groups) > 1 and any(motion.name == other.name for other in result):
                motion.name = unique(f"{motion.name} ({label})", taken)
            motion.skeleton.name = label
        result += motions
    return result


def _skeletons(file: GltfFile, found: list[Animation]) -> list[tuple[str, list[int]]]:
    """(name, nodes that are its joints) of each skeleton, parents first; skins that share joints are one."""
    skins = file.items("skins")
    sets: list[tuple[str, set[int]]] = []
    for index, skin in enumerate(skins):
        joints = set(file.items("joints", int, skin, f"skin {index}"))
        if not joints or min(joints) < 0 or max(joints) >= len(file.nodes):
            file.fail("its joints are not nodes of the file", f"skin {index}")
        tops = {_top(file, joint) for joint in joints}
        name = file.name(skin, "") or file.name(file.nodes[next(iter(tops))], "") or stem_of(file.path)
        for other in [each for each in sets if each[1] & joints]:
            sets.remove(other)
            joints, name = joints | other[1], other[0]
        sets.append((name, joints))
    if not sets:
        sets = [(stem_of(file.path), _bare(file, found))]
    result = []
    for name, joints in sets:
        # Nodes between two joints are joints; end markers tell the length of the last bones.
        for joint in list(joints):
            line, node = [], file.parents[joint]
            while node >= 0 and node not in joints:
                line.append(node)
                node = file.parents[node]
            if node >= 0:
                joints.update(line)
        for joint in list(joints):
            joints.update(child for child in file.nodes[joint].get("children", ())
                          if not file.nodes[child].get("children") and _is_end(file, child))
        if joints:
            result.append((name, [node for node in file.order if node in joints]))
    return result


def _is_end(file: GltfFile, node: int) -> bool:
    return "mesh" not in file.nodes[node] and file.name(file.nodes[node], "").lower().endswith(_END)


def _bare(file: GltfFile, found: list[Animation]) -> set[int]:
    """Without a skin: the animated nodes and what hangs below them, but for meshes and cameras."""
    moved = set().union(*(each.moved() for each in found)) if found else set()
    kept: set[int] = set()
    for node in file.order:
        body = not any(key in file.nodes[node] for key in ("mesh", "camera"))
        if (node in moved or file.parents[node] in kept) and (body or node in moved):
            kept.add(node)
    return kept


def _top(file: GltfFile, node: int) -> int:
    while file.parents[node] >= 0:
        node = file.parents[node]
    return node


def _with_ancestors(file: GltfFile, joints: Sequence[int]) -> set[int]:
    result: set[int] = set()
    for joint in joints:
        node = joint
        while node >= 0 and node not in result:
            result.add(node)
            node = file.parents[node]
    return result


def _hierarchy(file: GltfFile, joints: list[int], moved: list[Animation], line: set[int]) -> Hierarchy:
    number = {node: index for index, node in enumerate(joints)}
    parents = np.array([number.get(file.parents[node], -1) for node in joints])
    taken: set[str] = set()
    names = [unique(file.name(file.nodes[node], f"node {node}"), taken) for node in joints]
    rest = world_matrices(file, None, np.zeros(1), joints)[0]
    bound = _bind_pose(file, number, parents, rest)
    if bound is not None:
        body = Landmarks(names, parents)
        if not body.whole or axes.stands(body, bound[:, :3, 3]):
            rest = bound
    takes = []
    for each in moved:
        clock = clock_of(file, each, line, len(joints))
        takes.append(Take(each.name, clock.fps, clock.frames, _world_of(file, each, clock, joints)))
    return Hierarchy(names, parents, rest, takes, path=file.path)


def _world_of(file: GltfFile, animation: Animation, clock: Clock,
              joints: list[int]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda frames: world_matrices(file, animation, clock.start + frames / clock.fps, joints)


def _bind_pose(file: GltfFile, number: dict[int, int], parents: np.ndarray, rest: np.ndarray) -> np.ndarray | None:
    """(J, 4, 4): the joints as the skins bind them, laid over ``rest``; None where no skin says.

    A skin binds in its mesh's space, which lies in the world by a turn to other axes and a scale.
    """
    bound = np.full_like(rest, np.nan)
    for index, skin in enumerate(file.items("skins")):
        joints = [number.get(joint, -1) for joint in file.items("joints", int, skin, f"skin {index}")]
        if "inverseBindMatrices" not in skin or any(joint < 0 for joint in joints):
            continue
        at = file.integer(skin, "inverseBindMatrices", f"skin {index}", len(file.items("accessors")))
        inverse = file.accessor(at, "MAT4").reshape(-1, 4, 4).transpose(0, 2, 1)
        if len(inverse) < len(joints):
            file.fail("has fewer inverse bind matrices than joints", f"skin {index}")
        inverse = inverse[:len(joints)]
        if (np.abs(np.linalg.det(inverse)) < 1e-12).any():
            continue
        bound[joints] = np.linalg.inv(inverse)
    known = np.isfinite(bound).all(axis=(1, 2)) & (np.abs(np.linalg.det(rest)) > 1e-12)
    if not known.any():
        return None
    top = int(np.flatnonzero(known)[0])
    with np.errstate(invalid="ignore"):
        laid = rest[known] @ np.linalg.inv(bound[known])
    scale = float(np.median(np.cbrt(np.abs(np.linalg.det(laid[:, :3, :3])))))
    turn = frames_of(laid[:1])[0]
    axis = np.round(turn)
    if abs(np.linalg.det(axis)) > 0.5 and rotation_angle(axis.T @ turn) < 0.6:
        turn = axis
    space = np.eye(4)
    space[:3, :3] = scale * turn
    result = space @ bound
    shift = rest[top, :3, 3] - result[top, :3, 3]
    result[:, :3, 3] += shift
    # Joints no skin binds stand at their parents as in the scene.
    for joint in np.flatnonzero(~known):
        parent = int(parents[joint])
        result[joint] = rest[joint]
        if parent >= 0 and abs(np.linalg.det(rest[parent])) > 1e-12:
            result[joint] = result[parent] @ np.linalg.inv(rest[parent]) @ rest[joint]
    return result


def write_gltf(path: Path, motions: Sequence[Motion], options: WriteOptions) -> None:
    """Write the motions of one skeleton as the animations of one .glb."""
    from backend.export.gltf import write_glb_motions
    if path.suffix.lower() != ".glb":
        raise EngineError("glTF is written as one binary file.", "Give it the extension .glb.", "invalid_parameter")
    write_glb_motions(path, motions)


FORMAT = Format("glTF", (".glb", ".gltf"), "glTF 2.0 (binary, or JSON with its buffers beside it)",
                read=read_gltf, write=write_gltf, many=True)
