# SPDX-License-Identifier: GPL-3.0-or-later
"""Motions in numpy's .npz, read without unpickling anything. Three layouts, told apart by their arrays:

clip: ``troupe_clip`` (version), every field of :class:`~backend.motion.clip.Clip` and ``body_`` every field of its
body: lossless.

joints: ``joint_names`` (J), ``parents`` (J, -1 = root), ``fps``, ``rest_offsets`` (J, 3) from the parent in world
axes, ``local_quats`` (T, J, 4) w, x, y, z relative to the parent, identity = rest pose, ``root_translation`` (T, 3)
place of the root; metres, Y up, facing +Z. Written here with ``rest_root``, ``bone_ends``, ``bone_z_axes``,
``contacts``, ``loop``, ``name``, ``caption``, ``root_joint``, ``convention`` and ``roles``: the rest of a Motion.

smpl: see :mod:`.smpl`.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from backend.engine import EngineError
from backend.motion.body import Body
from backend.motion.clip import Clip, clip_of, motion_of
from backend.motion.formats import smpl
from backend.motion.formats.archive import Archive
from backend.motion.formats.assembly import assemble
from backend.motion.formats.base import (
    MAXIMUM_JOINTS,
    MAXIMUM_ROTATIONS,
    Format,
    ReadOptions,
    WriteOptions,
    stem_of,
)
from backend.motion.formats.raw import Raw
from backend.motion.kinematics import quaternion_from_matrix
from backend.motion.quaternions import turned
from backend.motion.skeleton import ANKLES, JOINTS, KNEES
from protocol.assets import Motion

_CLIP_VERSION = 1
_TO_Y_UP = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
_LAYOUTS = ("joints", "clip", "smpl")


def write_clip(path: str | Path, clip: Clip) -> None:
    """Write a clip without losing anything; :func:`read_clip` gives it back."""
    arrays: dict[str, Any] = {"troupe_clip": _CLIP_VERSION}
    for prefix, value in (("", clip), ("body_", clip.body)):
        for item in dataclasses.fields(value):
            each = getattr(value, item.name)
            if isinstance(each, (np.ndarray, str, bool, int, float)):
                arrays[prefix + item.name] = each
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)


def is_clip(path: Path) -> bool:
    """Whether an .npz holds a clip in Troupe's own layout."""
    return "troupe_clip" in Archive(path)


def read_clip(path: str | Path) -> Clip:
    """The clip in an .npz of :func:`write_clip`; raises :class:`EngineError` (``bad_file``)."""
    archive = Archive(Path(path))
    version = archive.number("troupe_clip")
    if version != _CLIP_VERSION:
        archive.fail(f"is version {version:g}; this Troupe reads version {_CLIP_VERSION}", "troupe_clip",
                     "Update Troupe, or save the clip in version 1.")
    try:
        body = Body(**_fields(archive, Body, "body_"))
        shapes = {"offsets": (22, 3), "alignments": (22, 3, 3), "bones": (22,), "ankle_height": (2,), "heel": (2, 3),
                  "ball": (2, 3), "toe_tip": (2, 3)}
        for name, shape in shapes.items():
            if getattr(body, name).shape != shape:
                archive.fail(f"has the shape {getattr(body, name).shape}, expected {shape}", f"body_{name}")
        if not np.abs(body.offsets[[*KNEES, *ANKLES]]).max() > 1e-6:
            archive.fail(f"the legs have no length from hip to ankle, joint {JOINTS[KNEES[0]]!r}", "body_offsets",
                         "Save the clip again with the lengths of its bones.")
        clip = Clip(body=body, **_fields(archive, Clip, "", skip=("body",)))
    except (ValueError, TypeError, AttributeError) as error:
        archive.fail(f"the clip is not sound: {error}")
    for name in ("rotations", "hands"):
        value = getattr(clip, name)
        if value is not None and not (np.abs(np.linalg.norm(value, axis=-1) - 1) < 1e-2).all():
            archive.fail("holds something else than unit quaternions", name)
    if not 0 < clip.fps <= 1000:
        archive.fail(f"is {clip.fps:g}, expected 0 to 1000 frames a second", "fps")
    return clip


def _fields(archive: Archive, kind: type, prefix: str, skip: Sequence[str] = ()) -> dict[str, Any]:
    """Values of a dataclass' fields by their declared types; absent ones keep their defaults."""
    found: dict[str, Any] = {}
    for item in dataclasses.fields(kind):
        key = prefix + item.name
        if item.name in skip or key not in archive:
            if item.name not in skip and item.default is dataclasses.MISSING:
                archive.fail("is missing", key)
            continue
        annotation = str(item.type)
        if annotation == "str":
            found[item.name] = archive.text(key)
        elif annotation == "bool":
            found[item.name] = bool(archive.number(key))
        elif annotation == "float":
            found[item.name] = archive.number(key)
        else:
            value = archive.array(key)
            if value.dtype.kind not in "fiub" or not np.isfinite(value).all():
                archive.fail("holds something else than finite numbers", key)
            found[item.name] = value
    return found


def _read_joints(archive: Archive, options: ReadOptions) -> Motion:
    names = archive.texts("joint_names")
    count = len(names)
    if not 1 <= count <= MAXIMUM_JOINTS or len(set(names)) != count:
        archive.fail("holds no, too many, or the same names twice", "joint_names")
    parents = archive.numbers("parents", count).astype(int)
    if (parents >= np.arange(count)).any() or parents.min() < -1 or parents[0] != -1:
        archive.fail("does not list parents before children", "parents")
    turns = archive.numbers("local_quats", None, count, 4)
    frames = len(turns)
    if frames < 1 or frames * count > MAXIMUM_ROTATIONS:
        archive.fail(f"has {frames} frames of {count} joints", "local_quats")
    norms = np.linalg.norm(turns, axis=-1, keepdims=True)
    if not (np.abs(norms - 1) < 0.1).all():
        frame, joint = (int(each) for each in np.argwhere(~(np.abs(norms[..., 0] - 1) < 0.1))[0])
        archive.fail(f"is no unit quaternion in frame {frame}, joint {names[joint]!r:.40}", "local_quats")
    fps = archive.number("fps")
    if not 1e-2 <= fps <= 1000:
        archive.fail(f"is {fps:g}, expected 0.01 to 1000 frames a second", "fps")
    heads = archive.numbers("rest_offsets", count, 3)
    for joint, parent in enumerate(parents):
        if parent >= 0:
            heads[joint] += heads[parent]
        elif "rest_root" in archive:
            heads[joint] = archive.numbers("rest_root", count, 3)[joint]
    root = int(archive.number("root_joint")) if "root_joint" in archive else 0
    if not 0 <= root < count:
        archive.fail(f"is {root}, expected 0 to {count - 1}", "root_joint")
    raw = Raw(name=archive.text("name") or stem_of(archive.path), names=names, parents=parents, heads=heads,
              turns=turns / norms, path=archive.numbers("root_translation", frames, 3), root=root, fps=fps, unit=1.0,
              up="y", trusted=True, caption=archive.text("caption"), convention=archive.text("convention"),
              loop="loop" in archive and bool(archive.number("loop")), path_of_file=archive.path)
    if "bone_ends" in archive:
        raw.ends = dict(enumerate(archive.numbers("bone_ends", count, 3)))
        raw.exact_ends = True
    if "bone_z_axes" in archive:
        raw.z_axes = archive.numbers("bone_z_axes", count, 3)
    if "contacts" in archive:
        raw.contacts = archive.numbers("contacts", frames, 4) > 0.5
    raw.roles = _roles(archive, names)
    return assemble(raw, options)


def _roles(archive: Archive, names: list[str]) -> dict[str, str]:
    try:
        roles = json.loads(archive.text("roles", "{}"))
    except (ValueError, RecursionError):
        roles = None
    if not isinstance(roles, dict) or not all(isinstance(bone, str) and bone in names for bone in roles.values()):
        archive.fail("does not map joints to the bones here", "roles")
    return roles


def write_joints(path: str | Path, motion: Motion) -> None:
    """Write a motion on any rig in the joints layout, without losing anything but 32-bit roundings."""
    motion.validate()
    skeleton = motion.skeleton
    heads, tails = (each.astype(np.float64) @ _TO_Y_UP.T for each in (skeleton.heads, skeleton.tails))
    frames = _TO_Y_UP @ skeleton.rest_rotations()
    inner = skeleton.parents >= 0
    offsets = np.where(inner[:, None], heads - heads[skeleton.parents], 0.0)
    arrays: dict[str, Any] = {
        "joint_names": np.array(skeleton.names), "parents": skeleton.parents, "fps": float(motion.fps),
        "rest_offsets": offsets, "local_quats": turned(motion.rotations.astype(np.float64), frames).astype("<f4"),
        "root_translation": _root_path(motion), "rest_global_quats": quaternion_from_matrix(frames),
        "rest_root": np.where(inner[:, None], 0.0, heads), "bone_ends": tails - heads,
        "bone_z_axes": skeleton.z_axes.astype(np.float64) @ _TO_Y_UP.T, "root_joint": motion.root_joint,
        "loop": motion.loop, "name": motion.name, "caption": motion.caption, "convention": skeleton.convention,
        "roles": json.dumps(skeleton.roles)}
    if motion.contacts is not None:
        arrays["contacts"] = motion.contacts
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)


def _root_path(motion: Motion) -> np.ndarray:
    """(T, 3) place of the travelling joint, Y up."""
    return (motion.skeleton.heads[motion.root_joint].astype(float) + motion.root_translation) @ _TO_Y_UP.T


def _read(path: Path, options: ReadOptions) -> list[Motion]:
    archive = Archive(path)
    if "troupe_clip" in archive:
        return [motion_of(read_clip(path))]
    if {"joint_names", "local_quats"} <= set(archive.names()):
        return [_read_joints(archive, options)]
    if smpl.recognises(archive):
        return [smpl.read(archive, options)]
    known = ", ".join(archive.names()[:12])
    raise EngineError(f"{path.name} holds no motion: its arrays are {known or 'none'}.",
                      "Known are Troupe clips, joint_names/local_quats, and SMPL poses.", "bad_file")


def _write(path: Path, motions: Sequence[Motion], options: WriteOptions) -> None:
    layout = options.layout or "joints"
    if layout == "joints":
        write_joints(path, motions[0])
    elif layout == "clip":
        write_clip(path, clip_of(motions[0]))
    elif layout == "smpl":
        smpl.write(path, clip_of(motions[0]))
    else:
        raise EngineError(f".npz has no layout {layout!r:.40}.", f"Choose {', '.join(_LAYOUTS)}.", "invalid_parameter")


FORMAT = Format("npz", (".npz",), "numpy archive: joints, Troupe clip, or SMPL/AMASS poses", _read, _write)
