# SPDX-License-Identifier: GPL-3.0-or-later
"""What a motion file says, in its own unit and axes, and where that puts the joints."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from backend.motion.quaternions import rotate


@dataclass(eq=False)
class Raw:
    """T frames of J joints in a file's unit and axes, parents before children."""

    name: str
    names: list[str]
    parents: np.ndarray
    #: (J, 3) places at rest.
    heads: np.ndarray
    #: (T, J, 4) rotations relative to the parent, in axes parallel to the world's at rest.
    turns: np.ndarray
    #: (T, 3) world place of joint ``root``.
    path: np.ndarray
    root: int
    fps: float
    #: Joint -> from its head to its end, for joints whose end the file tells.
    ends: dict[int, np.ndarray] = field(default_factory=dict)
    #: The ends are where bones point, whatever their children say.
    exact_ends: bool = False
    #: (J, 3) the bone's Z axis at rest; None: chosen here.
    z_axes: np.ndarray | None = None
    #: Metres a unit and upward axis, where the format says so.
    unit: float | None = None
    up: str | None = None
    convention: str = ""
    roles: dict[str, str] = field(default_factory=dict)
    contacts: np.ndarray | None = None
    loop: bool = False
    caption: str = ""
    #: The format defines unit, axes, rest pose and floor: guess none of them.
    trusted: bool = False
    #: Where it was read, and the lines that tell of the joints, for messages.
    path_of_file: Path | None = None
    lines: list[int] = field(default_factory=list)
    #: The joints may be a prop's nodes, all at one place.
    prop: bool = False

    def line_of(self, joint: int) -> int | None:
        return self.lines[joint] if self.lines else None


def places(parents: np.ndarray, heads: np.ndarray, world: np.ndarray, root: int, path: np.ndarray) -> np.ndarray:
    """(T, J, 3) joint places: ``world`` (T, J, 4) rotations of the rest pose ``heads``; ``root`` is at ``path``."""
    result = np.empty((len(world), len(parents), 3))
    for joint, parent in enumerate(parents):
        if joint == root:
            result[:, joint] = path
        elif parent < 0:
            result[:, joint] = heads[joint]
        else:
            result[:, joint] = result[:, parent] + rotate(world[:, parent], heads[joint] - heads[parent])
    return result
