# SPDX-License-Identifier: GPL-3.0-or-later
"""Feature vectors of HumanML3D (263 numbers a frame) and KIT-ML (251) in .npy, and joint places (T, 22, 3).

See :mod:`.humanml3d_codec`. The vectors know no twist of bones: forearms, thighs and heads come back turned as
anatomy suggests (:mod:`.positions`), not as recorded; hands and contacts' certainty are lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from backend.engine import EngineError
from backend.motion.clip import Clip, clip_of, motion_of
from backend.motion.formats.archive import read_npy
from backend.motion.formats.base import MAXIMUM_FRAMES, Format, ReadOptions, WriteOptions, bad_file, stem_of
from backend.motion.formats.humanml3d_codec import HUMANML3D, KIT, Layout, encode, joints_from_places
from backend.motion.formats.positions import clip_from_positions
from backend.motion.kinematics import matrix_from_quaternion, transform
from backend.motion.skeleton import COLLARS, HIPS, INDEX, SHOULDERS
from protocol.assets import Motion

#: Y up, facing +Z -> Z up, facing -Y.
_TO_Z_UP = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
#: Canonical joint -> joints of KIT's skeleton and their shares: pelvis, two spine joints, base of the neck, head;
#: arms 5..7 right and 8..10 left; legs 11..15 right and 16..20 left with ankle, ball and toes.
_FROM_KIT: dict[str, dict[int, float]] = {
    "pelvis": {0: 1}, "spine1": {1: 1}, "spine2": {2: 0.7, 1: 0.3}, "spine3": {2: 0.5, 3: 0.5}, "neck": {3: 1},
    "head": {4: 1}, "left_collar": {3: 0.7, 8: 0.3}, "right_collar": {3: 0.7, 5: 0.3}, "right_shoulder": {5: 1},
    "right_elbow": {6: 1}, "right_wrist": {7: 1}, "left_shoulder": {8: 1}, "left_elbow": {9: 1}, "left_wrist": {10: 1},
    "right_hip": {11: 1}, "right_knee": {12: 1}, "right_ankle": {13: 1}, "right_foot": {14: 1}, "left_hip": {16: 1},
    "left_knee": {17: 1}, "left_ankle": {18: 1}, "left_foot": {19: 1}}
#: KIT's joints -> canonical ones and their shares; toes (None) go on from the ball as far as they lie in KIT's mean.
_TO_KIT: tuple[dict[str, float], ...] = (
    {"pelvis": 1}, {"spine1": 1}, {"spine3": 1}, {"neck": 1}, {"head": 1}, {"right_shoulder": 1}, {"right_elbow": 1},
    {"right_wrist": 1}, {"left_shoulder": 1}, {"left_elbow": 1}, {"left_wrist": 1}, {"right_hip": 1},
    {"right_knee": 1}, {"right_ankle": 1}, {"right_foot": 1}, {"right_foot": 1.45, "right_ankle": -0.45},
    {"left_hip": 1}, {"left_knee": 1}, {"left_ankle": 1}, {"left_foot": 1}, {"left_foot": 1.45, "left_ankle": -0.45})
#: SMPL's average body, metres: a leg, the pelvis joint from the middle of the hips, and pelvis to spine1, to spine2, to
#: spine3, to neck, to head: forward lean and length.
_LEG, _PELVIS_ABOVE_HIPS = 0.80, np.array([0.0, -0.016, 0.087])
_SPINE_LEAN = np.radians([-17.0, 11.0, 3.0, -9.0, 29.0])
_SPINE_LENGTHS = np.array([0.132, 0.143, 0.057, 0.219, 0.103])
_NOTE = "position-only features: the twist of limbs, head and hands is filled in, not recorded"


def clip_from_vectors(data: np.ndarray, layout: Layout = HUMANML3D, name: str = "") -> Clip:
    """Vectors (T, width), de-normalised, as a clip; the twist of bones is filled in."""
    joints = joints_from_places(layout, np.asarray(data, dtype=np.float64)) * layout.unit
    contacts = np.asarray(data)[:, layout.blocks["contacts"]] > 0.5
    return clip_from_joints(joints, layout, name, contacts)


def clip_from_joints(joints: np.ndarray, layout: Layout = HUMANML3D, name: str = "",
                     contacts: np.ndarray | None = None) -> Clip:
    """Joint places (T, J, 3) in metres, Y up, as a clip; the twist of bones is filled in."""
    if layout is KIT:
        places = np.empty((len(joints), len(INDEX), 3))
        for joint, index in INDEX.items():
            places[:, index] = sum(share * joints[:, other] for other, share in _FROM_KIT[joint].items())
        joints = places
    return clip_from_positions(joints @ _TO_Z_UP.T, layout.fps, name, source=layout.name, contacts=contacts)


def vectors_from_clip(clip: Clip, layout: Layout = HUMANML3D) -> np.ndarray:
    """A clip as vectors (T - 1, width) at the layout's frame rate, brought to the dataset's skeleton if it has one.

    Raises :class:`EngineError` for a clip shorter than two frames at that rate.
    """
    from backend.motion.clip_ops import resample

    if clip.fps != layout.fps and len(clip) > 1:
        clip = resample(clip, layout.fps)
    if len(clip) < 2:
        raise EngineError(f"The clip {clip.name!r:.60} is shorter than two frames at {layout.fps:g} a second.",
                          "Choose a longer clip.", "invalid_input")
    joints = _as_in_the_data(clip).positions() @ _TO_Z_UP
    if layout is KIT:
        joints = np.stack([sum(share * joints[:, INDEX[name]] for name, share in mix.items())
                           for mix in _TO_KIT], axis=1)
    return encode(layout, joints / layout.unit)


def _as_in_the_data(clip: Clip) -> Clip:
    """The clip with the joints of its trunk placed as in the data sets' bodies; limbs stay where they are.

    The codec tells rotations from the directions of bones: a neck that rises straight where SMPL's leans forward
    would come out as a head laid back, and bones without length, which some rigs have, as nothing at all.
    """
    offsets = clip.body.offsets.copy()
    spine = [INDEX[name] for name in ("spine1", "spine2", "spine3", "neck")]
    middle = offsets[list(HIPS)].mean(axis=0)
    pelvis = middle + clip.body.leg / _LEG * _PELVIS_ABOVE_HIPS
    directions = np.stack([np.zeros(5), -np.sin(_SPINE_LEAN), np.cos(_SPINE_LEAN)], -1)
    neck, chest = offsets[spine].sum(axis=0), offsets[INDEX["neck"]].copy()
    scale = float(np.linalg.norm(neck - pelvis) / (_SPINE_LENGTHS[:4] * directions[:4, 2]).sum())
    offsets[[*spine, INDEX["head"]]] = scale * _SPINE_LENGTHS[:, None] * directions
    offsets[list(HIPS)] -= pelvis
    for collar, shoulder in zip(COLLARS, SHOULDERS):
        # The shoulder keeps its place below the base of the neck.
        girdle = offsets[collar] + offsets[shoulder] + offsets[INDEX["neck"]] - chest
        offsets[collar] = girdle * (0.37, 0.5, 0.72)
        offsets[shoulder] = girdle - offsets[collar]
    root = clip.root + transform(matrix_from_quaternion(clip.rotations[:, 0]), pelvis)
    return replace(clip, body=replace(clip.body, offsets=offsets), root=root)


def _denormalised(path: Path, data: np.ndarray, layout: Layout, options: ReadOptions) -> np.ndarray:
    """Vectors as they are, or, where the root's height says they were normalised, times Std.npy plus Mean.npy."""
    data = data.astype(np.float64)
    if 0.05 < float(np.median(data[:, 3])) * layout.unit < 3:
        return data
    beside = [path.with_name(name) for name in ("Std.npy", "Mean.npy")]
    if all(each.is_file() for each in beside):
        deviation, mean = (read_npy(each) for each in beside)
        if all(each.shape == (layout.width,) and each.dtype.kind == "f" for each in (deviation, mean)):
            data = data * deviation + mean
            if 0.05 < float(np.median(data[:, 3])) * layout.unit < 3:
                options.notes.append(f"{path.name}: normalised with Mean.npy and Std.npy beside it; undone.")
                return data
    bad_file(path, f"the body would stand {np.median(data[:, 3]) * layout.unit:.2f} m high: the vectors are normalised",
             remedy="Multiply them by the data set's Std.npy and add Mean.npy, or put both beside the file.")


def _read(path: Path, options: ReadOptions) -> list[Motion]:
    data = read_npy(path)
    if data.dtype.kind != "f":
        bad_file(path, f"holds {data.dtype}, expected floating-point numbers",
                 remedy="Save the vectors, de-normalised, as float32.")
    if not data.size:
        bad_file(path, f"is empty (its shape is {data.shape})", remedy="Save the vectors de-normalised.")
    data = data.astype(np.float64)  # 16 bits hold no 10^6
    if not (np.abs(data) < 1e6).all():
        bad_file(path, "holds numbers that are not finite, or make no sense in a motion",
                 remedy="Save the vectors de-normalised.")
    if len(data) > MAXIMUM_FRAMES:
        bad_file(path, f"has {len(data)} frames, more than can be read", remedy="Cut it into shorter clips.")
    for layout in (HUMANML3D, KIT):
        if data.ndim == 2 and data.shape[1] == layout.width:
            clip = clip_from_vectors(_denormalised(path, data, layout, options), layout, stem_of(path))
            break
        if data.ndim == 3 and data.shape[1:] == (layout.joints, 3):
            if not np.ptp(data[0], axis=0).max() > 1e-6:
                bad_file(path, "all joints are at the same place, the skeleton has no extent", element="frame 0",
                         remedy="Save the places of the joints.")
            clip = clip_from_joints(data * layout.unit, layout, stem_of(path))
            break
    else:
        bad_file(path, f"has the shape {data.shape}, expected (frames, 263), (frames, 251) or (frames, 22, 3)",
                 remedy="Choose vectors of HumanML3D or KIT.")
    options.notes.append(f"{path.name}: {_NOTE}.")
    return [motion_of(clip)]


def _write(path: Path, motions: Sequence[Motion], options: WriteOptions) -> None:
    layout = {"humanml3d": HUMANML3D, "kit": KIT}.get(options.layout or "humanml3d")
    if layout is None:
        raise EngineError(f".npy has no layout {options.layout!r:.40}.", "Choose humanml3d or kit.",
                          "invalid_parameter")
    data = vectors_from_clip(clip_of(motions[0]), layout)
    options.notes.append(f"{layout.name} vectors at {layout.fps:g} frames a second; they hold no twist "
                         "of bones and no fingers.")
    with open(path, "wb") as file:
        np.save(file, data.astype("<f4"), allow_pickle=False)


FORMAT = Format("humanml3d", (".npy",), "HumanML3D (263) and KIT (251) vectors, numpy array", _read, _write,
                packed=True)
