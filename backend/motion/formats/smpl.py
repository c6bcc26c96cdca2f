# SPDX-License-Identifier: GPL-3.0-or-later
"""Poses of SMPL, SMPL-H and SMPL-X bodies (AMASS and the like) in .npz, without the licensed body models.

``poses`` (T, 3 J) rotation vectors relative to the parent, of the T-pose; ``trans`` (T, 3); ``mocap_framerate`` or
``mocap_frame_rate``. Or the parts alone: ``global_orient``, ``body_pose``, ``transl``, ``left_hand_pose``,
``right_hand_pose``; AMASS' ``root_orient``, ``pose_body``, ``pose_hand``. The body's template is Y up, facing
+Z; AMASS' world is Z up. What shape a body has (``betas``) only the models tell: the skeleton here has average
proportions (:mod:`backend.motion.skeleton`) and the height that puts its feet on the floor.

Joint orders as published: M. Loper et al., SMPL (2015); J. Romero et al., MANO (2017); G. Pavlakos et al.,
SMPL-X (2019); N. Mahmood et al., AMASS (2019).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from backend.motion.clip import Clip
from backend.motion.formats.archive import Archive
from backend.motion.formats.assembly import assemble
from backend.motion.formats.base import MAXIMUM_ROTATIONS, ReadOptions, stem_of
from backend.motion.formats.raw import Raw, places
from backend.motion.kinematics import continuous, quaternion_from_matrix
from backend.motion.quaternions import (
    exponential,
    globals_of,
    logarithm,
    multiply,
    rotate,
    turned,
)
from backend.motion.skeleton import ANKLES, HAND_JOINTS, JOINTS, PARENTS, TOES, WRISTS, make_skeleton
from protocol.assets import Motion

#: Numbers a frame -> (model, first joint of the left hand or -1).
_MODELS = {66: ("SMPL", -1), 72: ("SMPL", -1), 156: ("SMPL-H", 22), 165: ("SMPL-X", 25)}
#: Joints of one hand in MANO's order.
_MANO = tuple(f"{finger}{number}" for finger in ("index", "middle", "pinky", "ring", "thumb") for number in (1, 2, 3))
#: Where the pelvis joint of the template lies, metres, Y up: the translation moves the template's origin.
_PELVIS = {"SMPL": (0.0, -0.22, 0.03), "SMPL-H": (0.0, -0.22, 0.03), "SMPL-X": (0.0, -0.35, 0.01)}
_HEIGHT, _USUAL_FPS = 1.70, 30.0
#: Y up, facing +Z -> Z up, facing -Y.
_TO_Z_UP = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
#: Fingers as shares of the hand's length (0.108 of the height; Drillis & Contini): knuckle outwards and forwards
#: of the wrist, and lengths of the three bones (after B. Buchholz et al., Ergonomics 35(3), 1992).
_HAND_SHARE = 0.108
_FINGERS = {"thumb": (0.18, 0.24, (0.25, 0.20, 0.16)), "index": (0.46, 0.16, (0.245, 0.143, 0.097)),
            "middle": (0.47, 0.05, (0.266, 0.170, 0.108)), "ring": (0.44, -0.06, (0.244, 0.165, 0.107)),
            "pinky": (0.40, -0.16, (0.204, 0.117, 0.093))}
_RATES = ("mocap_framerate", "mocap_frame_rate", "fps", "framerate", "frame_rate")


#: Names of the root's, the body's and the hands' rotations where they are apart.
_PARTS = (("global_orient", "body_pose", ("left_hand_pose", "right_hand_pose")),
          ("root_orient", "pose_body", ("pose_hand",)))


def recognises(archive: Archive) -> bool:
    """Whether the arrays are those of SMPL poses."""
    return "poses" in archive or any({root, body} <= set(archive.names()) for root, body, _ in _PARTS)


def read(archive: Archive, options: ReadOptions) -> Motion:
    """The poses in an archive as a motion on a neutral body; hands when they were recorded."""
    vectors, model = _vectors(archive)
    frames = len(vectors)
    key = next((key for key in ("trans", "transl") if key in archive), None)
    travel = archive.numbers(key, frames, 3) if key else np.zeros((frames, 3))
    rate = next((name for name in _RATES if name in archive), None)
    fps = archive.number(rate) if rate else options.fps or _USUAL_FPS
    if not 1e-2 <= fps <= 1000:
        archive.fail(f"is {fps:g}, expected 0.01 to 1000 frames a second", rate or "")
    if rate is None and options.fps is None:
        options.notes.append(f"{archive.path.name} tells no frame rate; {_USUAL_FPS:g} frames a second are assumed.")
    turns = exponential(vectors)
    up = _world_up(archive, turns[:, 0], options)
    path = travel + np.array(_PELVIS[model])
    world = _TO_Z_UP if up == "y" else np.eye(3)
    across, back = quaternion_from_matrix(world), quaternion_from_matrix(_TO_Z_UP.T)
    quaternions = turned(turns, _TO_Z_UP)
    quaternions[:, 0] = multiply(multiply(across, turns[:, 0]), back)
    names, parents = list(JOINTS), list(PARENTS)
    if vectors.shape[1] > len(JOINTS):
        names += HAND_JOINTS
        parents += _hand_parents()
    path = path @ world.T
    height = _height_on_floor(quaternions, path) if key else _HEIGHT
    if not key:
        path = np.tile(make_skeleton(height).heads[0].astype(np.float64), (frames, 1))
    heads, ends = neutral(height, hands=len(names) > len(JOINTS))
    options.notes.append(f"{archive.path.name}: the shape of the {model} body is only known to its licensed model; "
                         f"average proportions of {height:.2f} m are used.")
    raw = Raw(name=stem_of(archive.path), names=names, parents=np.array(parents), heads=heads,
              turns=continuous(quaternions[:, :len(names)]), path=path, root=0, fps=fps, ends=ends, unit=1.0, up="z",
              trusted=True)
    return assemble(raw, options)


def _vectors(archive: Archive) -> tuple[np.ndarray, str]:
    """(T, 22 or 52, 3) rotation vectors, and the model's name."""
    if "poses" in archive:
        poses = archive.array("poses")
        if poses.ndim == 3 and poses.shape[-1] == 3:
            poses = poses.reshape(len(poses), -1)
        if poses.ndim != 2 or poses.shape[1] not in _MODELS or not len(poses):
            archive.fail(f"has the shape {poses.shape}, expected (frames, {' or '.join(map(str, _MODELS))})", "poses")
        if poses.size > 4 * MAXIMUM_ROTATIONS:
            archive.fail("has more frames than can be read", "poses")
        if poses.dtype.kind != "f" or not (np.abs(poses) < 1e3).all():
            archive.fail("holds something else than angles", "poses")
        model, hand = _MODELS[poses.shape[1]]
        joints = poses.astype(np.float64).reshape(len(poses), -1, 3)
        parts = [joints[:, :22]]
        if hand >= 0:
            parts.append(_from_mano(joints[:, hand:hand + 30]))
        return np.concatenate(parts, axis=1), model
    root_name, body_name, hand_names = next(each for each in _PARTS if {*each[:2]} <= set(archive.names()))
    root = archive.array(root_name)
    frames = len(root) if root.ndim else 0
    if not frames:
        archive.fail("has no frames", root_name)

    def angles(name: str, least: int) -> np.ndarray:
        """(frames, at least so many numbers)"""
        value = archive.array(name)
        if (value.dtype.kind != "f" or not value.ndim or len(value) != frames or value.size < frames * least
                or not (np.abs(value) < 1e3).all()):
            archive.fail(f"has the shape {value.shape} or holds something else than angles", name)
        return value.reshape(frames, -1).astype(np.float64)

    parts = [angles(root_name, 3)[:, :3].reshape(frames, 1, 3), angles(body_name, 63)[:, :63].reshape(frames, 21, 3)]
    if set(hand_names) <= set(archive.names()):
        hands = np.concatenate([angles(name, 1) for name in hand_names], axis=1)
        # Fewer numbers than these are components of the hand model, which only the model can unfold.
        if hands.shape[1] == 90:
            parts.append(_from_mano(hands.reshape(frames, 30, 3)))
    return np.concatenate(parts, axis=1), "SMPL-X" if len(parts) > 2 else "SMPL"


def _mano_index() -> list[int]:
    """For each of HAND_JOINTS, its place among both hands in MANO's order."""
    return [_MANO.index(name.split("_")[1]) + (15 if name.startswith("right") else 0) for name in HAND_JOINTS]


def _from_mano(hands: np.ndarray) -> np.ndarray:
    return hands[:, _mano_index()]


def _hand_parents() -> list[int]:
    return [len(JOINTS) + index - 1 if index % 3 else WRISTS[index // 15] for index in range(len(HAND_JOINTS))]


def _world_up(archive: Archive, root: np.ndarray, options: ReadOptions) -> str:
    if options.up in ("y", "z"):
        return options.up
    if "mocap_framerate" in archive or "mocap_frame_rate" in archive:
        return "z"
    trunk = rotate(root, np.array([0.0, 1.0, 0.0])).mean(axis=0)
    return "y" if trunk[1] > trunk[2] else "z"


def neutral(height: float, hands: bool = False) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Joint places (22 or 52, 3) of an average body in a T-pose, Z up, and where its outermost bones end."""
    skeleton = make_skeleton(height)
    heads = skeleton.heads.astype(np.float64)
    ends = {joint: (skeleton.tails[joint] - skeleton.heads[joint]).astype(np.float64) for joint in range(len(JOINTS))}
    if not hands:
        return heads, ends
    size = _HAND_SHARE * height
    fingers = []
    for side, sign in ((0, 1.0), (1, -1.0)):
        for outwards, forwards, bones in _FINGERS.values():
            place = heads[WRISTS[side]] + size * np.array([sign * outwards, -forwards, 0.0])
            # The thumb points forwards and outwards, the fingers outwards; palms face down.
            along = np.array([sign * 0.7, -0.7, -0.14]) if forwards > 0.2 else np.array([sign, -0.25 * forwards, 0.0])
            along /= np.linalg.norm(along)
            for length in bones:
                fingers.append(place)
                ends[len(JOINTS) + len(fingers) - 1] = size * length * along
                place = place + size * length * along
    return np.concatenate([heads, fingers]), ends


def _height_on_floor(quaternions: np.ndarray, path: np.ndarray) -> float:
    """The standing height at which the lowest foot touches z = 0 as a foot at rest does, within 1.4 to 2.1 m."""
    looked = np.unique(np.linspace(0, len(path) - 1, 240).astype(int))
    heads, _ = neutral(_HEIGHT)
    parents = np.array(PARENTS)
    world = globals_of(quaternions[looked][:, :len(JOINTS)], parents)
    below = places(parents, heads, world, 0, np.zeros((len(looked), 3)))[:, [*ANKLES, *TOES], 2]
    resting = heads[[*ANKLES, *TOES], 2]
    # A foot at height z + s b touches where that is s r: s = z / (r - b).
    scale = path[looked, 2] / np.maximum((resting - below).max(axis=1), 0.2)
    return float(np.clip(np.quantile(scale, 0.05) * _HEIGHT, 1.4, 2.1)) if (scale > 0.6).any() else _HEIGHT


def write(path: str | Path, clip: Clip) -> None:
    """Write a clip as AMASS writes SMPL-H: poses, trans, mocap_framerate, Z up; betas are zeros."""
    vectors = np.zeros((len(clip), 52, 3))
    local = turned(clip.rotations, _TO_Z_UP.T)
    local[:, 0] = multiply(clip.rotations[:, 0], quaternion_from_matrix(_TO_Z_UP))
    vectors[:, :22] = logarithm(local)
    if clip.hands is not None:
        order = np.argsort(_mano_index())
        vectors[:, 22:] = logarithm(turned(clip.hands, _TO_Z_UP.T))[:, order]
    arrays: dict[str, Any] = {
        "poses": vectors.reshape(len(clip), -1), "trans": clip.root - np.array(_PELVIS["SMPL-H"]),
        "mocap_framerate": float(clip.fps), "gender": "neutral", "betas": np.zeros(16)}
    with open(path, "wb") as file:
        np.savez_compressed(file, **arrays)
