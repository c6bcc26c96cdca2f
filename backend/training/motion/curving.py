# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes that go straight on, laid onto circles and out and back again, with captions that say so.

Few clips go round in a circle, and none of those jogs or sneaks; :mod:`backend.motion.editing.path` bends any that goes
somewhere, feet planted. Only what goes straight is bent, so that its caption stays true but for the way it goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backend.engine import EngineError, Progress
from backend.motion.clip import Clip
from backend.motion.clip_ops import smooth_path
from backend.motion.editing.path import follow
from backend.motion.editing.treadmill import travelling
from backend.motion.evaluation.protocol import Take

#: The gait of a caption that says nothing else of the way: its verb, and the radius (m) of a circle in it.
_GAITS = {"walks": 1.1, "strides": 1.3, "strolls": 1.1, "jogs": 1.8, "runs": 2.3, "sprints": 3.0, "sneaks": 0.7}
_PLAIN = re.compile(rf"(?P<who>a person|someone) (?P<verb>{'|'.join(_GAITS)})\b(?P<how>[\w ,-]*)$")
_OTHER_WAYS = re.compile(r"\b(backwards?|back|left|right|sideways|around|about|circles?|loops?|turn\w*|shooting|stairs"
                         r"|holding|crouch)\b")
#: How far a path may stray from the straight line, as a share of its length, to be bent.
_STRAIGHT = 0.06
#: Takes of each verb that are bent: more of one kind teach the circle no better.
_OF_A_KIND = 4
#: Out and back: how far (m), and the radius (m) of turning.
_OUT, _TURNING = 2.2, 0.3


def curved(takes: Sequence[Take], progress: Progress | None = None) -> list[Take]:
    """Takes in circles to the left (their mirror images go to the right), and out and back again."""
    progress = progress or Progress()
    found: list[Take] = []
    kinds: dict[str, int] = {}
    for number, take in enumerate(takes):
        progress.update(number / max(len(takes), 1), f"Bending {take.name}")
        match = _PLAIN.match(take.captions[0])
        if match is None or _OTHER_WAYS.search(take.captions[0]) or kinds.get(match["verb"], 0) >= _OF_A_KIND:
            continue
        going = travelling(take.clip)
        if not _straight(going):
            continue
        try:
            bent = list(_bent(replace(take, clip=going), match))
        except EngineError:
            continue
        kinds[match["verb"]] = kinds.get(match["verb"], 0) + 1
        found += bent
    return found


def _bent(take: Take, match: re.Match[str]) -> list[Take]:
    verb, radius = match["verb"], _GAITS[match["verb"]]
    angle = np.linspace(0.0, 2.2 * np.pi, 90)
    # Facing -Y, the left is +X; a circle to the left goes counterclockwise, seen from above.
    circle = np.stack([radius * (1 - np.cos(angle)), -radius * np.sin(angle)], -1)
    round_again = np.linspace(0.0, np.pi, 15)
    back = np.concatenate([
        [[0.0, 0.0], [0.0, -_OUT]],
        np.stack([_TURNING * (1 - np.cos(round_again)), -_OUT - _TURNING * np.sin(round_again)], -1)[1:-1],
        [[2 * _TURNING, -_OUT], [2 * _TURNING, 0.0]]])
    circling = (f"a person {verb} in a circle", f"someone {verb} in a circle to the left",
                f"a person {verb} around in a circle counterclockwise", f"someone {verb} in circles")
    returning = (f"a person {verb} forward, turns around and {verb} back",
                 f"someone {verb} away, turns round to the left and comes back")
    bent = [Take(f"{take.name}/circle", follow(take.clip, circle), circling)]
    # Nobody who runs turns as sharply.
    if verb in ("walks", "strolls"):
        bent.append(Take(f"{take.name}/back", follow(take.clip, back), returning))
    return bent


def _straight(clip: Clip) -> bool:
    path = smooth_path(clip)
    line = path[-1] - path[0]
    length = float(np.linalg.norm(line))
    if length < 0.5:
        return False
    across = (path - path[0]) @ np.array([-line[1], line[0]]) / length
    return bool(np.abs(across).max() < _STRAIGHT * length + 0.03)
