# SPDX-License-Identifier: GPL-3.0-or-later
"""How the bones of a skeleton hang together."""

from __future__ import annotations

import numpy as np

from protocol.assets import Skeleton


class Tree:
    """Parents, children and rest places of a skeleton's bones."""

    def __init__(self, skeleton: Skeleton) -> None:
        self.names = skeleton.names
        self.parents = [int(parent) for parent in skeleton.parents]
        self.children: list[list[int]] = [[] for _ in self.parents]
        for bone, parent in enumerate(self.parents):
            if parent >= 0:
                self.children[parent].append(bone)
        self.heads = skeleton.heads.astype(np.float64)
        self.tails = skeleton.tails.astype(np.float64)

    def path(self, bone: int) -> list[int]:
        """From the root down to ``bone``, both included."""
        path = []
        while bone >= 0:
            path.append(bone)
            bone = self.parents[bone]
        return path[::-1]

    def between(self, ancestor: int, bone: int) -> list[int] | None:
        """Bones below ``ancestor`` down to ``bone``, which is included; None when it does not hang there."""
        path = self.path(bone)
        return path[path.index(ancestor) + 1:] if ancestor in path else None

    def common(self, *bones: int) -> int:
        """The lowest bone that all of ``bones`` hang from (or are), -1 when there is none."""
        paths = [self.path(bone) for bone in bones]
        shared = -1
        for level in zip(*paths):
            if len(set(level)) > 1:
                break
            shared = level[0]
        return shared

    def below(self, bone: int) -> list[int]:
        """Descendants of ``bone``, without itself."""
        found, waiting = [], [bone]
        while waiting:
            waiting += (children := self.children[waiting.pop()])
            found += children
        return sorted(found)
