# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recipe demands of the finished clip at a time: a pose, a place, a hand or foot at a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from backend.engine import EngineError
from backend.motion.clip import Clip, clip_of
from backend.motion.editing import constraints, layers
from backend.motion.skeleton import JOINTS
from protocol.assets import Motion

_LEGS = tuple(name for name in JOINTS if name.endswith(("hip", "knee", "ankle", "foot")))
#: Parts of a recipe by their names in :mod:`backend.motion.editing.layers`, where those differ.
BODY_PARTS = {"upper": "upper_body", "lower": layers.LOWER}


def demands(clip: Clip, told_all: Sequence[Mapping[str, Any]],
            motion: Callable[[str], Motion]) -> list[constraints.Constraint]:
    """A recipe's constraints in the terms of :mod:`backend.motion.editing.constraints`; ``motion`` answers with
    the input motion of a name. Raises :class:`EngineError` for times and frames that do not exist."""
    found: list[constraints.Constraint] = []
    last = (len(clip) - 1) / clip.fps
    for number, told in enumerate(told_all):
        for key in ("at", "until"):
            if (told.get(key) or 0.0) > last + 0.5 / clip.fps:
                raise EngineError(f"The recipe's constraints[{number}].{key} is {told[key]:g} s, after the end at "
                                  f"{last:.2f} s.", "Choose a time within the script.", "invalid_spec")
        at = min(told["at"], last)
        if told["type"] == "place":
            facing = None if told["facing"] is None else float(np.radians(told["facing"]))
            found.append(constraints.Place(at, tuple(told["position"]), facing))
        elif told["type"] == "reach":
            until = None if told["until"] is None else min(told["until"], last)
            found.append(constraints.Reach(told["limb"], tuple(told["position"]), at, until, told["blend"]))
        else:
            pose = clip_of(motion(told["input"]), told["input"])
            if told["frame"] >= len(pose):
                raise EngineError(f"The recipe's constraints[{number}].frame is {told['frame']}, but "
                                  f"{told['input']!r} has {len(pose)} frames.", "Choose one of them.",
                                  "invalid_spec")
            joints = layers.PARTS.get(BODY_PARTS.get(told["part"], told["part"]), _LEGS)
            if told["part"] == "whole":
                joints = tuple(name for name in JOINTS if name != "pelvis")
            found.append(constraints.key_pose(pose, told["frame"], at, joints, told["blend"]))
    return found
