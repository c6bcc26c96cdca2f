# SPDX-License-Identifier: GPL-3.0-or-later
"""From directions in a stated frame to what the character must do from where it faces.

Headings in degrees about +Z from facing -Y: 0 faces -Y, 90 faces +X (the left of somebody who faces -Y).
A viewer at 0 looks from -Y: the picture's left is -X. "Turn left" and "turn right" are always the
character's own turns; it is where to go that has a frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.motion.spec import DEFAULTS, LOCOMOTION, validated

#: Degrees of a bend that a stride takes.
PER_STRIDE = 75.0
#: Degrees that are not worth a turn; below which a step to the side is a step ahead.
_SLIGHT, _AHEAD = 20.0, 45.0
_FROM_VIEWER = {"front": 0.0, "back": 180.0, "left": -90.0, "right": 90.0}


def wrapped(degrees: float) -> float:
    """In -180 (excluded) .. 180."""
    return -((180.0 - degrees) % 360.0 - 180.0)


def turn_spec(degrees: float, styles: Mapping[str, float]) -> dict[str, Any]:
    """The procedural spec of a turn on the spot."""
    return validated({**DEFAULTS, "verb": "turn", "turn_degrees": degrees, "styles": dict(styles)})


def resolved(spec: Mapping[str, Any], *, frame: str, face: str | None, viewer: float, heading: float, first: bool,
             moving: bool) -> tuple[list[dict[str, Any]], float, float]:
    """(specs to make in order, heading to begin with, degrees of a bend) for a procedural ``spec`` of a segment.

    ``first``: nothing went before, so that the character may simply begin facing where it should;
    ``moving``: it is walking or running when the segment begins, and goes round a bend instead of turning on the spot.
    """
    spec = dict(spec)
    verb = spec["verb"]
    goal = _goal(spec, frame, face, viewer, heading)
    if goal is None:
        return [spec], heading, 0.0
    change = wrapped(goal - heading)
    if verb == "turn":
        spec["turn_degrees"] = _turn(spec, face, heading - viewer, change)
        if abs(spec["turn_degrees"]) < _SLIGHT / 2:
            spec = validated({**DEFAULTS, "verb": "idle", "styles": spec["styles"]})
        return [spec], heading, 0.0
    if verb == "sidestep":
        return [_step(spec, change)], heading, 0.0
    if verb in LOCOMOTION:
        if spec["direction"] in ("left", "right"):
            spec["direction"] = "forward"
    elif verb not in ("idle", "jump"):
        return [spec], heading, 0.0
    if first:
        return [spec], goal, 0.0
    if abs(change) < _SLIGHT:
        return [spec], heading, 0.0
    if moving and verb in LOCOMOTION and not spec["starts"] and spec["direction"] != "backward":
        return [spec], heading, change
    if verb in LOCOMOTION:
        spec["starts"] = True
    return [turn_spec(change, spec["styles"]), spec], heading, 0.0


def _goal(spec: Mapping[str, Any], frame: str, face: str | None, viewer: float, heading: float) -> float | None:
    """The heading to face, or for a step to the side the one to go; None when the spec says it all."""
    lateral = spec["direction"] if spec["direction"] in ("left", "right") else None
    if face == "side":
        return heading + 90.0 if spec["verb"] == "turn" else None
    if face is not None:
        goal = viewer + _FROM_VIEWER[face]
        # "Walks backwards away from the camera" keeps facing it.
        return goal + 180.0 if spec["verb"] in LOCOMOTION and spec["direction"] == "backward" else goal
    if lateral is None:
        return None
    if frame == "viewer":
        return viewer + _FROM_VIEWER[lateral]
    return heading + (90.0 if lateral == "left" else -90.0) if spec["verb"] in LOCOMOTION else None


def _turn(spec: Mapping[str, Any], face: str | None, seen: float, change: float) -> float:
    """Degrees of a turn that ends facing ``face``; ``seen``: the heading relative to the viewer."""
    sense = -1.0 if spec["turn_degrees"] < 0 else 1.0
    if face == "side":
        sides = [sense * wrapped(side - seen) % 360.0 for side in (-90.0, 90.0)]
        return sense * min(each for each in sides if each > _SLIGHT)
    return sense * 180.0 if abs(change) > 179.0 else change


def _step(spec: Mapping[str, Any], change: float) -> dict[str, Any]:
    """A move ``change`` degrees off the facing without turning: ahead, back or sideways."""
    if _AHEAD < abs(change) < 180.0 - _AHEAD:
        return {**spec, "direction": "left" if change > 0 else "right"}
    direction = "forward" if abs(change) <= _AHEAD else "backward"
    return {**spec, "verb": "walk", "direction": direction, "starts": True, "stops": True}
