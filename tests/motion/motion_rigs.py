# SPDX-License-Identifier: GPL-3.0-or-later
"""Rigs for the motion tests: an A-pose game-engine rig of any proportions, written by hand."""

from __future__ import annotations

import numpy as np

from protocol.assets import Skeleton

#: bone, parent, head, tail of the left half and the middle, metres; a person of 1.7 m in an A-pose with bent elbows.
_BONES = (
    ("Root", "", (0, 0.03, 0), (0, -0.03, 0)),
    ("pelvis", "Root", (0, -0.01, 0.87), (0, 0.03, 0.95)),
    ("spine_01", "pelvis", (0, 0.03, 0.95), (0, 0.01, 1.02)),
    ("spine_02", "spine_01", (0, 0.01, 1.02), (0, 0.01, 1.09)),
    ("spine_03", "spine_02", (0, 0.01, 1.09), (0, 0.02, 1.24)),
    ("neck_01", "spine_03", (0, -0.005, 1.41), (0, -0.04, 1.51)),
    ("head", "neck_01", (0, -0.04, 1.51), (0, -0.04, 1.66)),
    ("clavicle_l", "spine_03", (0.02, -0.02, 1.34), (0.17, -0.02, 1.32)),
    ("upperarm_l", "clavicle_l", (0.17, -0.02, 1.32), (0.33, -0.02, 1.14)),
    ("lowerarm_l", "upperarm_l", (0.33, -0.02, 1.14), (0.45, -0.18, 1.015)),
    ("hand_l", "lowerarm_l", (0.45, -0.18, 1.015), (0.465, -0.21, 1.0)),
    ("index_01_l", "hand_l", (0.48, -0.28, 0.975), (0.485, -0.30, 0.96)),
    ("pinky_01_l", "hand_l", (0.505, -0.22, 0.95), (0.51, -0.23, 0.93)),
    ("thigh_l", "pelvis", (0.10, -0.005, 0.865), (0.14, -0.035, 0.475)),
    ("calf_l", "thigh_l", (0.14, -0.035, 0.475), (0.18, -0.02, 0.07)),
    ("foot_l", "calf_l", (0.18, -0.02, 0.07), (0.19, -0.14, 0.012)),
    ("ball_l", "foot_l", (0.19, -0.14, 0.012), (0.185, -0.205, 0.014)),
)


def game_engine(height: float = 1.7, legs: float = 1.0, width: float = 1.0, girth: float = 0.0,
                with_roles: bool = True) -> Skeleton:
    """The rig scaled to ``height``, its legs longer by ``legs`` and everything wider by ``width``."""
    rows = []
    for name, parent, head, tail in _BONES:
        rows.append((name, parent, np.array(head, float), np.array(tail, float)))
        if name.endswith("_l"):
            flip = np.array([-1.0, 1, 1])
            above = parent[:-1] + "r" if parent.endswith("_l") else parent
            rows.append((name[:-1] + "r", above, head * flip, tail * flip))
    names = [row[0] for row in rows]

    def fit(point: np.ndarray) -> np.ndarray:
        hips = 0.865
        z = point[2] * legs if point[2] <= hips else hips * legs + (point[2] - hips)
        return np.array([point[0] * width, point[1], z]) * height / 1.7

    heads, tails = (np.array([fit(row[k]) for row in rows]) for k in (2, 3))
    upright = np.abs(tails - heads)[:, 2] > 0.7 * np.linalg.norm(tails - heads, axis=1)
    z_axes = np.where(upright[:, None], [0.0, 1.0, 0.0], [0.1, 0.2, 1.0])
    sided = dict(zip(("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist"),
                     ("thigh", "calf", "foot", "ball", "clavicle", "upperarm", "lowerarm", "hand")))
    roles = {"pelvis": "pelvis", "spine1": "spine_01", "spine2": "spine_02", "spine3": "spine_03", "neck": "neck_01",
             "head": "head"}
    roles |= {f"{side}_{joint}": f"{bone}_{side[0]}" for side in ("left", "right") for joint, bone in sided.items()}
    return Skeleton(
        name="game engine", names=names,
        parents=np.array([names.index(row[1]) if row[1] else -1 for row in rows], "<i4"),
        heads=heads.astype("<f4"), tails=tails.astype("<f4"), z_axes=z_axes.astype("<f4"), convention="game_engine",
        roles=roles if with_roles else {}, girth=girth)


#: Name -> rig: an ordinary, a tall heavy and a small one.
PEOPLE = {
    "ordinary": game_engine(), "tall and heavy": game_engine(1.95, legs=1.05, width=1.2, girth=0.27),
    "child": game_engine(1.15, legs=0.9, width=0.95)}
