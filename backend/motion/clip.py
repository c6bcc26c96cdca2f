# SPDX-License-Identifier: GPL-3.0-or-later
"""The canonical clip: what every reader, library, editor and engine of motions speaks.

A clip lies on the 22-joint body of :mod:`backend.motion.skeleton` with its own proportions: local
rotations relative to the T-pose (identity: straight limbs, palms down, flat feet, facing -Y), so that it
is independent of any rig's rest pose, and carries true twist. A :class:`~protocol.assets.Motion` is the
same on the bones of one rig; :func:`clip_of` and :func:`motion_of` lead there and back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from backend.motion.body import Body, body_of
from backend.motion.kinematics import continuous, matrix_from_quaternion, quaternion_from_matrix
from backend.motion.pose import Performance
from backend.motion.retarget import from_motion, to_motion
from backend.motion.skeleton import CONVENTION, HAND_JOINTS, JOINTS, PARENTS
from backend.motion.transfer import transfer
from protocol.assets import Motion, Skeleton


@dataclass(frozen=True, eq=False, repr=False)
class Clip:
    """T frames of motion. Metres, seconds, Z up; arrays are float64 and are never changed in place."""

    name: str
    fps: float
    #: Proportions; its ``alignments`` are identities and its ``bones`` 0..21 (see :func:`canonical`).
    body: Body
    #: (T, 22, 4) quaternions (w, x, y, z) relative to the parent joint; pelvis: to the world.
    rotations: np.ndarray
    #: (T, 3) pelvis joint above a floor at z = 0.
    root: np.ndarray
    #: (T, 4) bool: left heel, left toes, right heel, right toes on the ground; None: not known.
    contacts: np.ndarray | None = None
    #: (T, 30, 4) as ``rotations``, in the order of :data:`~backend.motion.skeleton.HAND_JOINTS`, relative to
    #: straight fingers; None: no fingers were recorded.
    hands: np.ndarray | None = None
    #: The frame after the last one is the first again, travel apart.
    loop: bool = False
    caption: str = ""
    licence: str = ""
    #: Where it came from: a file's name, or an engine's.
    source: str = ""

    def __post_init__(self) -> None:
        frames = len(self.root)
        shapes = {"rotations": (frames, len(JOINTS), 4), "root": (frames, 3), "contacts": (frames, 4),
                  "hands": (frames, len(HAND_JOINTS), 4)}
        for name, shape in shapes.items():
            value = getattr(self, name)
            if value is not None and value.shape != shape:
                raise ValueError(f"Clip.{name} has shape {value.shape}, expected {shape}")
        if frames < 1 or not (np.isfinite(self.root).all() and np.isfinite(self.rotations).all()):
            raise ValueError("A clip needs at least one frame of finite numbers")

    def __len__(self) -> int:
        return len(self.root)

    def __repr__(self) -> str:
        known = [name for name in ("contacts", "hands") if getattr(self, name) is not None]
        extra = "".join(f", {word}" for word in (*known, *(["loop"] if self.loop else [])))
        return f"Clip({self.name!r}, {len(self)} frames at {self.fps:g} fps{extra})"

    @property
    def duration(self) -> float:
        """Seconds; a loop counts the step back to its first frame."""
        return (len(self) - (0 if self.loop else 1)) / self.fps

    def global_rotations(self) -> np.ndarray:
        """(T, 22, 3, 3) in the world; the T-pose is identity."""
        local = matrix_from_quaternion(self.rotations)
        result = np.empty_like(local)
        for joint, parent in enumerate(PARENTS):
            result[:, joint] = local[:, joint] if parent < 0 else result[:, parent] @ local[:, joint]
        return result

    def performance(self) -> Performance:
        """The clip as global matrices, for inverse kinematics; unknown contacts become none."""
        contacts = np.zeros((len(self), 4), bool) if self.contacts is None else self.contacts.copy()
        return Performance(self.global_rotations(), self.root.copy(), contacts, np.zeros((len(self), 2)), self.hands)

    def positions(self) -> np.ndarray:
        """(T, 22, 3) joint positions in the world."""
        return self.performance().positions(self.body)

    def with_performance(self, performance: Performance, body: Body | None = None) -> Clip:
        """This clip with another performance of the same length, on ``body`` where that changes too."""
        return replace(self, rotations=local_rotations(performance.rotations), root=performance.pelvis.copy(),
                       contacts=None if self.contacts is None else performance.contacts.copy(),
                       body=self.body if body is None else canonical(body))


def local_rotations(rotations: np.ndarray) -> np.ndarray:
    """Global rotations (T, 22, 3, 3) -> quaternions (T, 22, 4) relative to the parents, without sign jumps."""
    local = rotations.copy()
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            local[:, joint] = np.swapaxes(rotations[:, parent], -1, -2) @ rotations[:, joint]
    return continuous(quaternion_from_matrix(local))


def canonical(body: Body) -> Body:
    """The same proportions as a body that already is in the T-pose, on a floor at z = 0."""
    offsets = body.offsets.copy()
    offsets[0] = (0.0, 0.0, body.offsets[0, 2] - body.floor)
    return replace(body, offsets=offsets, alignments=np.tile(np.eye(3), (len(JOINTS), 1, 1)),
                   bones=np.arange(len(JOINTS)), floor=0.0, limbs=None)


def clip_of(motion: Motion, source: str = "") -> Clip:
    """A motion on any recognised rig as a clip. Raises :class:`~backend.engine.EngineError` (``unknown_rig``)."""
    performance, body = from_motion(motion)
    return Clip(name=motion.name, fps=float(motion.fps), body=canonical(body),
                rotations=local_rotations(performance.rotations), root=performance.pelvis,
                contacts=None if motion.contacts is None else performance.contacts,
                hands=performance.hands, loop=motion.loop, caption=motion.caption, source=source)


def motion_of(clip: Clip, skeleton: Skeleton | None = None) -> Motion:
    """``clip`` on the bones of ``skeleton``, transferred to its proportions; by default on troupe22 with the
    clip's own."""
    if skeleton is None:
        skeleton, performance = skeleton_of(clip.body), clip.performance()
        body = body_of(skeleton)
    else:
        body = body_of(skeleton)
        performance = transferred(clip, clip.performance(), clip.body, body)
    motion = to_motion(performance, body, skeleton, name=clip.name, fps=clip.fps, loop=clip.loop, caption=clip.caption)
    if clip.contacts is None:
        motion.contacts = None
    return motion


def transferred(clip: Clip, performance: Performance, source: Body, body: Body) -> Performance:
    """``performance``, which is ``clip`` on ``source``, on ``body``; contacts and floor are found where not known."""
    drift = None
    if clip.contacts is None:
        # Contacts are found in clips, so that module imports this one.
        from backend.motion.editing.contacts import detect, ground
        performance = replace(performance, contacts=detect(clip))
        floor = ground(clip)
        drift = floor.velocity if floor.moves else None
    return transfer(performance, source, body, clip.fps, drift)


def skeleton_of(body: Body) -> Skeleton:
    """troupe22 in a T-pose with the proportions of ``body``, standing on z = 0."""
    heads = np.zeros((len(JOINTS), 3))
    heads[0] = (0.0, 0.0, body.offsets[0, 2] - body.floor)
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            heads[joint] = heads[parent] + body.offsets[joint]
    tails = heads.copy()
    for joint, name in enumerate(JOINTS):
        children = [child for child, parent in enumerate(PARENTS) if parent == joint]
        side = 0 if name.startswith("left") else 1
        if name == "pelvis":
            tails[joint] = heads[3]
        elif name == "spine3":
            tails[joint] = heads[JOINTS.index("neck")]
        elif len(children) == 1:
            tails[joint] = heads[children[0]]
        elif name == "head":
            tails[joint] = heads[joint] + (0.0, 0.0, 0.11 * heads[joint, 2])
        elif name.endswith("foot"):
            tails[joint] = heads[joint] + (0.0, body.toe_tip[side, 1], 0.0)
        else:
            tails[joint] = heads[joint] + 0.4 * (heads[joint] - heads[PARENTS[joint]])
    length = np.linalg.norm(tails - heads, axis=1)
    tails[length < 1e-4] += (0.0, 0.0, 0.01)
    along = np.abs(tails - heads)
    upright = along[:, 2] >= np.maximum(along[:, 0], along[:, 1])
    z_axes = np.where(upright[:, None], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0])
    return Skeleton(name=CONVENTION, names=list(JOINTS), parents=np.array(PARENTS, dtype="<i4"),
                    heads=heads.astype("<f4"), tails=tails.astype("<f4"), z_axes=z_axes.astype("<f4"),
                    convention=CONVENTION, roles={name: name for name in JOINTS}, girth=body.girth)
