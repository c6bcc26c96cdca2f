# SPDX-License-Identifier: GPL-3.0-or-later
"""FBX, read and written by headless Blender: its importer and exporter are the well-kept ones that are free.

(The Python binding of ufbx, 0.0.5, crashes the process when it bakes a sound animation.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from backend.blender_worker.run import perform
from backend.engine import EngineError
from backend.motion.formats.base import (
    MAXIMUM_BYTES,
    MAXIMUM_JOINTS,
    Format,
    ReadOptions,
    WriteOptions,
    bad_file,
    stem_of,
)
from backend.motion.formats.hierarchy import Hierarchy, Take, motions_of
from backend.motion.kinematics import continuous
from backend.motion.travel import root_location
from protocol.assets import Motion, Skeleton

#: Frames times bones of a file.
_MOST = 8_000_000
#: Names that exporters give to a take nobody has named.
_EMPTY = re.compile(r"(take|scene|armature|skeleton|mixamo\.com|baselayer|base layer|animation|action|unreal take"
                    r"|default|[|_. :\d])*", re.IGNORECASE)
#: What importers tell apart, as a share of the skeleton's size.
_APART = 1e-4
_MAGIC = b"Kaydara FBX Binary  \0"


def read_fbx(path: str | Path, options: ReadOptions | None = None) -> list[Motion]:
    """Every take of every skeleton in an FBX, in metres, Z up.

    Raises :class:`EngineError`: ``bad_file``, or ``needs_blender`` where there is no Blender.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        with open(path, "rb") as file:
            start = file.read(4096)
    except OSError as error:
        bad_file(path, f"cannot be read: {error.strerror or error}", remedy="Check the path.")
    if size > MAXIMUM_BYTES:
        bad_file(path, f"is {size >> 20} MiB long, more than {MAXIMUM_BYTES >> 20}",
                 remedy="Export the animation alone.")
    if not start.startswith(_MAGIC) and b"FBX" not in start:
        bad_file(path, "is no FBX file")
    return read_in_blender("read_fbx", path, options or ReadOptions())


def read_in_blender(task: str, path: Path, options: ReadOptions) -> list[Motion]:
    """What the worker's ``task`` tells of a file, as motions."""
    answer, arrays = _told(task, path, options, options.animation)
    rest: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    if options.skeleton is not None:
        known, stands = _told(task, options.skeleton, options, None)
        for number, each in enumerate(known["skeletons"]):
            rest |= dict(zip(each["names"], zip(stands[f"rest{number}"], stands[f"tails{number}"])))
    options = replace(options, progress=options.progress and options.progress.part(0.8, 1.0))
    motions: list[Motion] = []
    for number, each in enumerate(answer["skeletons"]):
        if len(each["names"]) > MAXIMUM_JOINTS:
            bad_file(path, f"has {len(each['names'])} bones, more than {MAXIMUM_JOINTS}", element=each["name"])
        if each["takes"]:
            motions += motions_of(_hierarchy(path, number, each, arrays, rest), options)
    _tell_apart(motions, answer, path)
    return motions


def _told(task: str, path: Path, options: ReadOptions, take: str | None) -> tuple[dict, dict[str, np.ndarray]]:
    try:
        return perform(task, {"path": str(path.absolute()), "take": take, "most": _MOST},
                       progress=options.progress and options.progress.part(0.0, 0.8))
    except EngineError as error:
        if error.code != "blender_failed":
            raise
        bad_file(path, error.message.rstrip("."), remedy=error.remedy)


def _tell_apart(motions: list[Motion], answer: dict, path: Path) -> None:
    """Names of their own; a lone take has the file's where its own says nothing ("mixamo.com", "Take 001")."""
    names = [motion.name for motion in motions]
    labels = [each["name"] for each in answer["skeletons"] for _ in each["takes"]]
    stem = stem_of(path)
    for motion, label in zip(motions, labels):
        motion.skeleton.name = label
        if len(motions) == 1 and (stem in motion.name or _EMPTY.fullmatch(motion.name)):
            motion.name = stem
        elif names.count(motion.name) > 1:
            motion.name = f"{motion.name} ({label})"


def _hierarchy(path: Path, number: int, told: dict, arrays: dict[str, np.ndarray],
               known: dict[str, tuple[np.ndarray, np.ndarray]]) -> Hierarchy:
    """One skeleton of the worker's answer; ``known``: rest matrices and tails of bones from another file."""
    names = told["names"]
    rest, tails = arrays[f"rest{number}"].astype(float), arrays[f"tails{number}"].astype(float)
    for joint, name in enumerate(names):
        if name in known:
            rest[joint], tails[joint] = known[name]
    poses = [arrays[f"pose{number}_{index}"] for index in range(len(told["takes"]))]
    if not all(np.isfinite(each).all() for each in (rest, tails, *poses)):
        bad_file(path, "holds numbers that are not finite", element=told["name"])
    space = arrays[f"space{number}"].astype(float)
    rest = space @ rest
    tails = tails @ space[:3, :3].T + space[:3, 3]
    # An FBX keeps no ends of bones: those are the importer's guess.
    imported = path.suffix.lower() == ".fbx"
    takes = [Take(each["name"], _rate(each["fps"]), len(pose), _frames_of(pose))
             for each, pose in zip(told["takes"], poses)]
    return Hierarchy(names, np.array(told["parents"]), rest, takes, up="z",
                     tails=None if imported else tails, recorded=imported, path=path)


def _rate(fps: float) -> float:
    """Frames a second without the rounding of key times."""
    usual = min((round(fps), round(fps * 1.001) / 1.001), key=lambda rate: abs(rate - fps))
    return float(usual) if abs(usual - fps) < 1e-4 * fps else fps


def _frames_of(pose: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    return lambda frames: pose[frames].astype(float)


def write_fbx(path: Path, motions: Sequence[Motion], options: WriteOptions) -> None:
    """Write the motions of one skeleton as the takes of one FBX: an armature, a key a frame, no leaf bones.

    Raises :class:`EngineError`: ``needs_blender``, or ``skeleton_mismatch`` for motions on different bones.
    """
    from backend.export.gltf import check_one_skeleton
    check_one_skeleton(motions)
    first = motions[0]
    for motion in motions[1:]:
        if motion.fps != first.fps or motion.root_joint != first.root_joint:
            raise EngineError(f"An FBX has one frame rate; {first.name!r} has {first.fps:g}, {motion.name!r} "
                              f"{motion.fps:g}.", "Write each to a file of its own.", "invalid_parameter")
    apart = _apart(first.skeleton, first.root_joint)
    motions = [_moved(motion, apart) for motion in motions]
    skeleton = motions[0].skeleton
    arrays = {"heads": skeleton.heads, "tails": skeleton.tails, "z_axes": skeleton.rest_rotations()[:, :, 2]}
    for number, motion in enumerate(motions):
        arrays[f"rotations{number}"] = continuous(motion.rotations)
        arrays[f"location{number}"] = root_location(motion)
    perform("write_fbx", {
        "path": str(path.absolute()), "name": _armature_name(motions), "names": skeleton.names,
        "parents": skeleton.parents.tolist(), "root": first.root_joint, "fps": first.fps,
        "takes": [{"name": motion.name} for motion in motions]}, arrays, progress=options.progress)
    if not path.is_file():
        raise EngineError("Blender wrote no FBX.", "Look whether the folder can be written.", "blender_failed")


def _apart(skeleton: Skeleton, root: int) -> np.ndarray:
    """(3,): by how much the travelling joint is written off the line of the bone above it; 0 where it is off anyway.

    An FBX has no ends of bones. Blender's importers end a bone along its axis, as far off as its children lie on
    average, connect a child that begins there, and then ignore that child's location: the figure would stay in place.
    """
    parent = int(skeleton.parents[root])
    if parent < 0:
        return np.zeros(3)
    heads = skeleton.heads.astype(float)
    lengths = np.linalg.norm(heads[skeleton.parents == parent] - heads[parent], axis=1)
    axes = skeleton.rest_rotations()[parent].T
    # Users may let the importer choose the axis.
    ends = heads[parent] + lengths.mean() * np.concatenate([axes, -axes])
    least = _APART * float(np.ptp(heads, axis=0).max())
    if np.linalg.norm(heads[root] - ends, axis=1).min() > least:
        return np.zeros(3)
    towards = int(np.abs(axes @ (heads[root] - heads[parent])).argmax())
    return 2 * least * axes[(towards + 1) % 3]


def _moved(motion: Motion, by: np.ndarray) -> Motion:
    """The motion on a rest pose whose travelling joint, and all below it, is moved; every frame stays the same."""
    if not by.any():
        return motion
    skeleton = motion.skeleton
    below = np.zeros(len(skeleton.names), bool)
    for joint, parent in enumerate(skeleton.parents):
        below[joint] = joint == motion.root_joint or (parent >= 0 and below[parent])
    step = np.where(below[:, None], by, 0.0)
    skeleton = replace(skeleton, heads=(skeleton.heads + step).astype("<f4"),
                       tails=(skeleton.tails + step).astype("<f4"))
    return replace(motion, skeleton=skeleton, root_translation=(motion.root_translation - by).astype("<f4"))


def _armature_name(motions: Sequence[Motion]) -> str:
    """The skeleton's name, unless that is only a take's: importers put it before every take's name."""
    name = motions[0].skeleton.name
    return name if name and name not in [motion.name for motion in motions] else "Armature"


FORMAT = Format("FBX", (".fbx",), "Autodesk FBX (read and written by Blender)", read=read_fbx, write=write_fbx,
                many=True)
