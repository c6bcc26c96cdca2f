# SPDX-License-Identifier: GPL-3.0-or-later
"""Motion assets as what pose bones want: rotations in their own mode, and the travel of the bone that carries it.

A pose bone's matrix is ``parent @ rest_from_parent @ basis``. A Motion's rotations are that basis for
bones which inherit everything from the bone they hang from in the Motion; what differs (rotation not
inherited, locations in other axes, a root that is connected or stands beside the joint it plays) is
worked out here.
"""

from __future__ import annotations

from dataclasses import dataclass

import bpy
import numpy as np
from mathutils import Matrix, Quaternion

from ..protocol.assets import Motion
from .skeleton import upright


@dataclass(frozen=True, eq=False)
class Channel:
    """The keys of one property of one pose bone: one row a frame, one column a component."""

    bone: str
    #: "location", "rotation_quaternion", "rotation_euler" or "rotation_axis_angle".
    name: str
    values: np.ndarray

    @property
    def path(self) -> str:
        return f'pose.bones["{bpy.utils.escape_identifier(self.bone)}"].{self.name}'


def channels(asset: Motion, target: bpy.types.Object, modes: dict[str, str]) -> list[Channel]:
    """Every channel of ``asset`` on ``target``, for the bones it has. ``modes`` names bones that keep their
    own rotation mode, by the property that is keyed; all others get quaternions."""
    chain = _Chain(asset, target)
    found = []
    rotations = continuous(asset.rotations)
    for joint, name in enumerate(asset.skeleton.names):
        bone = target.data.bones.get(name)
        if bone is None:
            continue
        turned = rotations[:, joint]
        if bone.parent is not None and not bone.use_inherit_rotation:
            turned = chain.basis(joint, bone)
        if joint == asset.root_joint:
            carrier, location = chain.travel(bone)
            found.append(Channel(carrier.name, "location", location))
        found.append(_rotation(target.pose.bones[name], turned, modes.get(name, "rotation_quaternion")))
    return found


def continuous(rotations: np.ndarray) -> np.ndarray:
    """(T, J, 4) with signs chosen so that no quaternion is further than 90 degrees of arc in R4 from
    the one before it: q and -q turn alike, but F-curves between them would not."""
    dots = np.einsum("tjk,tjk->tj", rotations[1:], rotations[:-1])
    signs = np.cumprod(np.where(dots < 0, -1.0, 1.0), axis=0).astype(np.float32)
    result = rotations.copy()
    result[1:] *= signs[:, :, None]
    return result


def rotation_matrices(quaternions: np.ndarray) -> np.ndarray:
    """(N, 4) unit quaternions (w, x, y, z) -> (N, 3, 3) f8."""
    w, x, y, z = quaternions.astype(np.float64).T
    return np.stack([
        1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
        2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
        2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)], axis=1).reshape(-1, 3, 3)


def _rotation(bone: bpy.types.PoseBone, quaternions: np.ndarray, name: str) -> Channel:
    """Quaternions (T, 4) as the property that ``bone`` keeps."""
    if name == "rotation_euler" and bone.rotation_mode not in ("QUATERNION", "AXIS_ANGLE"):
        before, rows = None, np.empty((len(quaternions), 3), np.float32)
        for frame, each in enumerate(quaternions.tolist()):
            turned = Quaternion(each)
            before = turned.to_euler(bone.rotation_mode, before) if before else turned.to_euler(bone.rotation_mode)
            rows[frame] = before
        return Channel(bone.name, name, rows)
    if name == "rotation_axis_angle" and bone.rotation_mode == "AXIS_ANGLE":
        half = np.arctan2(np.linalg.norm(quaternions[:, 1:], axis=1), quaternions[:, 0])
        axes = quaternions[:, 1:] / np.maximum(np.sin(half), 1e-9)[:, None]
        axes[np.sin(half) < 1e-6] = (0.0, 1.0, 0.0)
        return Channel(bone.name, name, np.concatenate([2 * half[:, None], axes], axis=1).astype(np.float32))
    return Channel(bone.name, "rotation_quaternion", quaternions)


class _Chain:
    """Forward kinematics of the joints that are asked for, in armature space."""

    def __init__(self, asset: Motion, target: bpy.types.Object) -> None:
        self.asset, self.target = asset, target
        self.frames = len(asset.rotations)
        self.space = np.array(upright(target))[:3, :3]
        self.rests = asset.skeleton.rest_rotations()
        self._known: dict[int, np.ndarray] = {}

    def rest(self, joint: int) -> np.ndarray:
        """(4, 4) rest matrix of the target's bone; the motion's own for a bone it lacks."""
        bone = self.target.data.bones.get(self.asset.skeleton.names[joint])
        if bone is not None:
            return np.array(bone.matrix_local, np.float64)
        matrix = np.eye(4)
        matrix[:3, :3], matrix[:3, 3] = self.rests[joint], self.asset.skeleton.heads[joint]
        return matrix

    def deform(self, joint: int) -> np.ndarray:
        """(T, 4, 4): where a joint's posed frame has taken space, from its rest."""
        if joint < 0:
            return np.broadcast_to(np.eye(4), (self.frames, 4, 4))
        if joint not in self._known:
            rest = self.rest(joint)
            basis = np.zeros((self.frames, 4, 4))
            basis[:, 3, 3] = 1.0
            basis[:, :3, :3] = rotation_matrices(self.asset.rotations[:, joint])
            deform = self.deform(int(self.asset.skeleton.parents[joint])) @ rest @ basis @ np.linalg.inv(rest)
            if joint == self.asset.root_joint:
                # The joint may stand beside the bone's head: it is the joint that travels.
                joint_at = np.linalg.solve(self.space, self.asset.skeleton.heads[joint].astype(np.float64))
                goal = joint_at + self.asset.root_translation.astype(np.float64) @ np.linalg.inv(self.space).T
                deform[:, :3, 3] = goal - deform[:, :3, :3] @ joint_at
            self._known[joint] = deform
        return self._known[joint]

    def _parent_pose(self, joint: int, bone: bpy.types.Bone) -> np.ndarray:
        """(T, 4, 4): pose of the bone's parent, which moves as the joint's own parent does unless it plays itself."""
        names = self.asset.skeleton.names
        above = names.index(bone.parent.name) if bone.parent.name in names else int(self.asset.skeleton.parents[joint])
        return self.deform(above) @ np.array(bone.parent.matrix_local, np.float64)

    def _local(self, joint: int, bone: bpy.types.Bone) -> list[Matrix]:
        """The bone's basis in every frame, by Blender's own rules for what it inherits."""
        posed = self.deform(joint) @ self.rest(joint)
        if bone.parent is None:
            return [bone.convert_local_to_pose(Matrix(each), bone.matrix_local, invert=True) for each in posed]
        above = self._parent_pose(joint, bone)
        return [bone.convert_local_to_pose(
            Matrix(each), bone.matrix_local, parent_matrix=Matrix(parent), parent_matrix_local=bone.parent.matrix_local,
            invert=True) for each, parent in zip(posed, above)]

    def basis(self, joint: int, bone: bpy.types.Bone) -> np.ndarray:
        """(T, 4) quaternions of a bone that does not inherit its parent's rotation."""
        turned = np.array([matrix.to_quaternion() for matrix in self._local(joint, bone)], np.float32)
        return continuous(turned[:, None])[:, 0]

    def travel(self, bone: bpy.types.Bone) -> tuple[bpy.types.Bone, np.ndarray]:
        """The bone whose location carries the motion's travel, and that location (T, 3)."""
        root = self.asset.root_joint
        carrier = bone
        while carrier.use_connect and carrier.parent is not None:  # a connected bone cannot leave its parent
            carrier = carrier.parent
        if carrier != bone:
            # What the carrier is moved by, everything below it is: the root lacks this much where its parent leaves it.
            head = np.append(np.array(bone.head_local, np.float64), 1.0)
            away = ((self.deform(root) - self.deform(int(self.asset.skeleton.parents[root]))) @ head)[:, :3]
            # Locations are along the carrier's own axes where its parent has taken them, or along its parent's.
            own = carrier.use_local_location or carrier.parent is None
            rest = np.array((carrier if own else carrier.parent).matrix_local, np.float64)[:3, :3]
            names = self.asset.skeleton.names
            above = names.index(carrier.parent.name) if carrier.parent and carrier.parent.name in names else -1
            return carrier, np.einsum("tji,tj->ti", self.deform(above)[:, :3, :3] @ rest, away).astype(np.float32)
        if bone.parent is None or (bone.use_inherit_rotation and bone.use_local_location):
            rest = self.rest(root)
            posed = self.deform(root) @ rest
            above = np.broadcast_to(rest, posed.shape) if bone.parent is None else \
                self._parent_pose(root, bone) @ np.linalg.inv(np.array(bone.parent.matrix_local, np.float64)) @ rest
            away = posed[:, :3, 3] - above[:, :3, 3]
            return bone, np.einsum("tji,tj->ti", above[:, :3, :3], away).astype(np.float32)
        return bone, np.array([matrix.translation for matrix in self._local(root, bone)], np.float32)
