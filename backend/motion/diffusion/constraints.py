# SPDX-License-Identifier: GPL-3.0-or-later
"""What a generated motion must keep to beside its words: one vocabulary for every engine that can.

A *brief* is the spec of such an engine (plain JSON, see docs/motion-briefs.md)::

    {"segments": [{"text": ..., "seconds": number or null, "parts": {part: text}}],
     "path": [{"position": [x, y], "at": seconds or null, "facing": degrees or null}],
     "poses": [{"at": seconds, "frame": number, "part": "whole"}],
     "loop": false, "engine": null}

and the input motions ``before`` (carried on from its last frame), ``after`` (led into, at its first frame) and
``poses`` (whose frames the poses are). Places are metres in the armature's upright space, the floor at z = 0; an
angle of 0 faces -Y, 90 degrees face +X. The first frame of the result is the last of ``before``, its last frame
the first of ``after``: both are in it exactly.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backend.engine import EngineError
from backend.motion.diffusion import plan
from backend.motion.diffusion.plan import Segment

if TYPE_CHECKING:
    from backend.motion.body import Body
    from backend.motion.clip import Clip
    from protocol.assets import Asset, Skeleton

#: What an engine may declare in ``Engine.controls``: which of a brief it meets.
CONTROLS = ("timeline", "parts", "path", "poses", "before", "after", "loop")
#: Declared beside them by an engine that lets any other one make the movements, and meets the rest by editing.
ANY_ENGINE = "engine"
#: Names and types of the input motions a brief may use; engines add them to their own ``inputs``.
INPUTS: Mapping[str, str] = {"before": "Motion", "after": "Motion", "poses": "Motion"}
MAXIMUM_POINTS, MAXIMUM_POSES = 4096, 256
#: Metres a second of who goes somewhere (R. W. Bohannon, Age Ageing 26, 1997, for walking), seconds at least, and paces
#: by words that tell another one.
_WALK, _BRIEFEST = 1.3, 2.0
_PACES = {3.0: {"run", "runs", "running", "sprint", "sprints", "dash", "dashes"},
          2.2: {"jog", "jogs", "jogging"},
          0.6: {"crawl", "crawls", "crawling", "sneak", "sneaks", "sneaking", "creep", "creeps", "limps", "slowly"}}
#: Share by which legs may differ and be those of the same character.
_AS_LONG = 0.02
#: Parts of the body that a pose may be taken by.
POSE_PARTS = ("whole", *plan.PARTS)
_KEYS = frozenset(("segments", "path", "poses", "loop", "engine"))


@dataclass(frozen=True)
class PathPoint:
    """The pelvis above (x, y) metres, at ``seconds`` and facing ``heading`` radians where those are given."""

    x: float
    y: float
    seconds: float | None = None
    heading: float | None = None


@dataclass(frozen=True, eq=False)
class PoseKey:
    """The pose of ``clip`` at ``frame``, taken at ``seconds`` by a ``part`` of the body (one of POSE_PARTS).

    The whole body's pose counts with its place and heading over the floor."""

    seconds: float
    clip: Clip
    frame: int = 0
    part: str = "whole"


@dataclass(frozen=True, eq=False)
class Constraints:
    """All of it; the clips are at the wanted rate, on the target's own proportions."""

    segments: tuple[Segment, ...]
    before: Clip | None = None
    after: Clip | None = None
    poses: tuple[PoseKey, ...] = ()
    path: tuple[PathPoint, ...] = ()
    loop: bool = False

    @property
    def used(self) -> tuple[str, ...]:
        """Which of :data:`CONTROLS` it makes use of."""
        found = {"timeline": len(self.segments) > 1 or any(each.seconds is not None for each in self.segments),
                 "parts": any(each.parts for each in self.segments), "path": self.path, "poses": self.poses,
                 "before": self.before is not None, "after": self.after is not None, "loop": self.loop}
        return tuple(name for name in CONTROLS if found[name])

    @property
    def fixed(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(set(self.used) - {"timeline", "parts"})


@dataclass(frozen=True)
class Brief:
    """A checked brief, whose input motions have not been looked at yet."""

    segments: tuple[Segment, ...]
    path: tuple[PathPoint, ...] = ()
    #: (seconds, frame of the input ``poses``, part).
    poses: tuple[tuple[float, int, str], ...] = ()
    loop: bool = False
    #: For an engine that makes briefs with the help of others: which one is to make the movements.
    engine: str = ""


def is_brief(spec: Mapping[str, Any]) -> bool:
    """Whether ``spec`` is a brief, not the spec of some other kind."""
    return "segments" in spec and "tracks" not in spec and "recipe" not in spec


def checked(spec: Mapping[str, Any]) -> Brief:
    """A brief from its JSON. Raises :class:`EngineError` (``invalid_parameter``) naming what is wrong."""
    unknown = sorted(map(str, set(spec) - _KEYS))
    if unknown:
        raise _wrong(f"has the key {unknown[0]!r:.40}")
    segments = plan.checked({"segments": spec.get("segments")}, wordless=True)
    loop, engine = spec.get("loop", False), spec.get("engine")
    if not isinstance(loop, bool):
        raise _wrong("says a loop that is neither true nor false")
    if engine is not None and (not isinstance(engine, str) or len(engine) > 64):
        raise _wrong("names no engine")
    points = _listed(spec.get("path"), "path", MAXIMUM_POINTS)
    if len(points) == 1 and not any(_number(each.get("at")) for each in points):
        raise _wrong("has a path of a single point")
    path = tuple(_point(each, f"point {number} of the path") for number, each in enumerate(points, 1))
    times = [each.seconds for each in path if each.seconds is not None]
    if times != sorted(times) or len(set(times)) < len(times):
        raise _wrong("has a path whose times do not rise")
    poses = tuple(_pose(each, f"pose {number}") for number, each in enumerate(
        _listed(spec.get("poses"), "poses", MAXIMUM_POSES), 1))
    return Brief(tuple(segments), path, poses, loop, engine or "")


def constraints_of(brief: Brief, inputs: Mapping[str, Asset], body: Body, fps: float) -> Constraints:
    """The brief with its input motions, on ``body`` (of :func:`~backend.motion.clip.canonical`) at ``fps``; poses keep
    their frames.

    Raises :class:`EngineError` (``invalid_input``) for inputs that are missing or no motions."""
    if "after" not in inputs and not (brief.loop and "before" in inputs) and not all(
            each.text for each in brief.segments):
        raise _wrong("has a sentence without words, which only a gap between two motions may be")
    given = {name: _clip(inputs[name], name, body, fps if name != "poses" else None, inputs.get("target"))
             for name in INPUTS if name in inputs}
    poses = given.get("poses")
    if brief.poses and poses is None:
        raise EngineError("The poses of the brief are missing.", "Send them as the input 'poses'.", "invalid_input")
    keys = []
    for seconds, frame, part in brief.poses:
        assert poses is not None
        if frame >= len(poses):
            raise EngineError(f"The brief takes frame {frame} of poses that have {len(poses)} frames.",
                              "Choose one of them.", "invalid_input")
        keys.append(PoseKey(seconds, poses, frame, part))
    return Constraints(_paced(brief.segments, brief.path), given.get("before"), given.get("after"),
                       tuple(sorted(keys, key=lambda each: each.seconds)), brief.path, brief.loop)


def timed(path: Sequence[PathPoint], seconds: float) -> list[PathPoint]:
    """The points with a time each: those without one are passed at an even pace between those with one, the first at
    0 and the last at ``seconds`` unless they say otherwise. Raises :class:`EngineError` for times after the end."""
    if not path:
        return []
    late = next((each.seconds for each in path if each.seconds is not None and each.seconds > seconds + 1e-6), None)
    if late is not None:
        raise EngineError(f"The path is to be somewhere at {late:g} s, after the end at {seconds:g} s.",
                          "Make the motion longer, or the times shorter.", "invalid_parameter")
    gone = [0.0]
    for one, other in itertools.pairwise(path):
        gone.append(gone[-1] + math.dist((one.x, one.y), (other.x, other.y)))
    known = {number: each.seconds for number, each in enumerate(path) if each.seconds is not None}
    if len(path) > 1:
        known.setdefault(0, 0.0)
        known.setdefault(len(path) - 1, seconds)
    numbers = sorted(known)
    result = []
    for number, each in enumerate(path):
        if number in known:
            at = known[number]
        else:
            low = max(one for one in numbers if one < number)
            high = min(one for one in numbers if one > number)
            way = gone[high] - gone[low]
            share = (gone[number] - gone[low]) / way if way > 0 else (number - low) / (high - low)
            at = known[low] + share * (known[high] - known[low])
        result.append(PathPoint(each.x, each.y, at, each.heading))
    return result


def _paced(segments: tuple[Segment, ...], path: Sequence[PathPoint]) -> tuple[Segment, ...]:
    """Segments that say nothing of their length, along a path that says nothing of time: as long as going there takes
    at the pace that their words tell."""
    told = [*(each.seconds for each in segments), *(each.seconds for each in path)]
    if len(path) < 2 or any(each is not None for each in told):
        return segments
    way = sum(math.dist((one.x, one.y), (other.x, other.y)) for one, other in itertools.pairwise(path))
    words = set(re.findall(r"[a-z]+", " ".join(each.text.lower() for each in segments)))
    pace = next((speed for speed, verbs in _PACES.items() if words & verbs), _WALK)
    seconds = min(max(way / pace, _BRIEFEST), plan.LONGEST) / len(segments)
    return tuple(replace(each, seconds=seconds) for each in segments)


def _clip(asset: Asset, name: str, body: Body, fps: float | None, target: Asset | None) -> Clip:
    import numpy as np

    from backend.motion.clip import clip_of
    from backend.motion.clip_ops import fitted, sample
    from protocol.assets import Motion, Skeleton

    if not isinstance(asset, Motion):
        raise EngineError(f"The input {name!r} must be a motion.", "Choose an action of an armature.", "invalid_input")
    clip = replace(clip_of(asset, name), loop=False)
    if fps is not None and clip.fps != fps and len(clip) > 1:
        step = clip.fps / fps
        frames = np.arange(0.0, len(clip) - 1 + 1e-6, step)
        # The frame that is met is one of them: the last of what is before, the first of what is after.
        clip = sample(clip, len(clip) - 1 - frames[::-1] if name == "before" else frames, fps)
    fit = fitted(clip, body)
    return _same_hips(clip, fit, asset.skeleton, target) if isinstance(target, Skeleton) else fit


def _same_hips(given: Clip, clip: Clip, source: Skeleton, target: Skeleton) -> Clip:
    """``clip``, which is ``given`` on another body, with the hips where they were if the legs are as long: a rig's
    control and the bone that it moves both play the pelvis, but lie at different places of it."""
    if abs(clip.body.leg - given.body.leg) > _AS_LONG * given.body.leg:
        return clip
    import numpy as np

    from backend.motion.body import body_of
    from backend.motion.kinematics import transform
    from backend.motion.skeleton import HIPS

    def middle(each: Clip, rig: Skeleton) -> Any:
        # A clip's root is told from above where the pelvis is at rest.
        hips = transform(each.global_rotations()[:, 0], each.body.offsets[list(HIPS)].mean(axis=0))
        return each.root + hips + np.array([*body_of(rig).offsets[0, :2], 0.0])

    return replace(clip, root=clip.root + middle(given, source) - middle(clip, target))


def _listed(value: Any, what: str, most: int) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)) or len(value) > most or not all(
            isinstance(each, Mapping) for each in value):
        raise _wrong(f"needs a list of at most {most} entries as its {what}")
    return list(value)


def _number(value: Any, low: float = -1e5, high: float = 1e5) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) \
        and low <= value <= high


def _point(tree: Mapping[str, Any], where: str) -> PathPoint:
    place, at, facing = tree.get("position"), tree.get("at"), tree.get("facing")
    if set(tree) - {"position", "at", "facing"} or not isinstance(place, (list, tuple)) or len(place) not in (2, 3) \
            or not all(_number(each) for each in place):
        raise _wrong(f"{where}: give a position of two numbers in metres")
    if at is not None and not _number(at, 0.0, plan.LONGEST):
        raise _wrong(f"{where}: 'at' must be null, or seconds up to {plan.LONGEST:g}")
    if facing is not None and not _number(facing, -3600, 3600):
        raise _wrong(f"{where}: 'facing' must be null, or degrees")
    return PathPoint(float(place[0]), float(place[1]), None if at is None else float(at),
                     None if facing is None else math.radians(facing))


def _pose(tree: Mapping[str, Any], where: str) -> tuple[float, int, str]:
    at, frame, part = tree.get("at"), tree.get("frame", 0), tree.get("part", "whole")
    if set(tree) - {"at", "frame", "part"} or not _number(at, 0.0, plan.LONGEST):
        raise _wrong(f"{where}: 'at' must be seconds up to {plan.LONGEST:g}")
    if not isinstance(frame, int) or isinstance(frame, bool) or not 0 <= frame <= 10**6:
        raise _wrong(f"{where}: 'frame' must be the number of a frame")
    if part not in POSE_PARTS:
        raise _wrong(f"{where}: the parts are {', '.join(POSE_PARTS)}")
    assert isinstance(at, (int, float))
    return float(at), frame, str(part)


def _wrong(what: str) -> EngineError:
    return EngineError(f"The spec of the motion {what}.", "Start from the spec that the engine reads of the prompt.",
                       "invalid_parameter")
