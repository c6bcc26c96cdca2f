# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of a script of movements: plain JSON, complete, checked, editable. See docs/motion-recipes.md.

A recipe is the spec of the engine ``script``: it comes back in the provenance and, edited, makes the
motion again. :func:`validated` fills in what is missing and refuses what is wrong, naming the entry.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from backend.engine import EngineError

VERSION = 1
FRAMES = ("character", "viewer")
#: Where to face, as the viewer sees it; "side" is whichever side the turn comes to first.
FACES = ("front", "back", "left", "right", "side")
PARTS = ("whole", "upper", "lower", "torso", "arms", "left_arm", "right_arm", "head")
#: Sources that are no engine: an input motion, and staying in the pose reached.
CLIP, HOLD = "clip", "hold"
#: The best source for the segment's text, chosen and written down when the recipe is used.
AUTO = "auto"
LIMBS = ("left_hand", "right_hand", "left_foot", "right_foot")

MOST_SEGMENTS, MOST_POINTS, MOST_CONSTRAINTS, MOST_SECONDS = 200, 4096, 256, 3600.0

DEFAULTS: dict[str, Any] = {
    "recipe": VERSION, "frame": "character", "viewer": 0.0, "facing": 0.0, "fps": None, "transition": 0.3,
    "loop": False, "in_place": False, "style": {}, "tracks": [], "path": None, "constraints": [], "cleanup": {}}
STYLE: dict[str, Any] = {"speed": 1.0, "amplitude": 1.0, "manners": {}}
CLEANUP: dict[str, Any] = {"contacts": True, "smoothing": 0.0}
PATH: dict[str, Any] = {"points": [], "closed": False, "speed": None}
TRACK: dict[str, Any] = {"part": "whole", "segments": []}
SEGMENT: dict[str, Any] = {
    "text": "", "start": None, "with": None, "seconds": None, "transition": None, "seed": None, "speed": 1.0,
    "amplitude": 1.0, "frame": None, "face": None, "source": {"engine": AUTO}}
SOURCE: dict[str, Any] = {"engine": "", "spec": None, "parameters": {}}
CLIP_SOURCE: dict[str, Any] = {"engine": CLIP, "input": "", "start": 0.0, "end": None, "mirror": False}
POSE: dict[str, Any] = {"type": "pose", "at": 0.0, "input": "", "frame": 0, "part": "whole", "blend": 0.4}
REACH: dict[str, Any] = {"type": "reach", "at": 0.0, "until": None, "limb": "", "position": [], "blend": 0.4}
PLACE: dict[str, Any] = {"type": "place", "at": 0.0, "position": [], "facing": None}
_CONSTRAINTS = {"pose": POSE, "reach": REACH, "place": PLACE}


def is_recipe(spec: Mapping[str, Any]) -> bool:
    """Whether ``spec`` is a recipe, not the spec of a single movement."""
    return "recipe" in spec or "tracks" in spec


def wrapped(spec: Mapping[str, Any], text: str = "", *, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A recipe of one segment: the procedural spec of a single movement, ready to be extended."""
    spec = dict(spec)
    seconds = spec.pop("duration", None)
    source = {"engine": "procedural", "spec": spec, "parameters": dict(parameters or {})}
    return validated({"recipe": VERSION, "tracks": [{"segments": [
        {"text": text, "seconds": seconds, "source": source}]}]})


def validated(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A complete recipe from an edited one. Raises :class:`EngineError` (``invalid_spec``) naming the entry."""
    recipe = _filled("", spec, DEFAULTS)
    if recipe["recipe"] != VERSION or isinstance(recipe["recipe"], bool):
        raise _error("recipe", recipe["recipe"], f"a recipe of version {VERSION}")
    _choice("frame", recipe["frame"], FRAMES)
    for key in ("viewer", "facing"):
        recipe[key] = _number(key, recipe[key], -3600, 3600)
    recipe["fps"] = _optional("fps", recipe["fps"], 5, 240)
    recipe["transition"] = _number("transition", recipe["transition"], 0, 5)
    for key in ("loop", "in_place"):
        _flag(key, recipe[key])
    recipe["style"] = _style(recipe["style"])
    recipe["cleanup"] = _cleanup(recipe["cleanup"])
    recipe["path"] = None if recipe["path"] is None else _path(recipe["path"])
    tracks = _list("tracks", recipe["tracks"], 16)
    recipe["tracks"] = [_track(f"tracks[{number}]", each) for number, each in enumerate(tracks)]
    _check_tracks(recipe["tracks"])
    constraints = _list("constraints", recipe["constraints"], MOST_CONSTRAINTS)
    recipe["constraints"] = [_constraint(f"constraints[{number}]", each) for number, each in enumerate(constraints)]
    return recipe


def _check_tracks(tracks: list[dict[str, Any]]) -> None:
    whole = [track for track in tracks if track["part"] == "whole"]
    if len(whole) != 1 or not whole[0]["segments"]:
        raise EngineError("A recipe needs exactly one track of the part 'whole' with at least one segment.",
                          "Put what the legs do into it.", "invalid_spec")
    count = len(whole[0]["segments"])
    if sum(len(track["segments"]) for track in tracks) > MOST_SEGMENTS:
        raise EngineError(f"A recipe has at most {MOST_SEGMENTS} segments.", "Split it into several.", "invalid_spec")
    for number, track in enumerate(tracks):
        for index, segment in enumerate(track["segments"]):
            where = f"tracks[{number}].segments[{index}]"
            if segment["with"] is not None and (track is whole[0] or segment["with"] >= count):
                raise _error(f"{where}.with", segment["with"],
                             "the number of a segment of the whole body's track, on the track of another part")
            if track["part"] == "lower" and (
                    segment["start"] or segment["with"] is not None or len(track["segments"]) > 1):
                raise EngineError(f"The recipe's {where} is on the track of the lower body, which carries the whole "
                                  "script.", "Give it one segment without start and with.", "invalid_spec")
            if track is not whole[0] and segment["source"]["engine"] == HOLD:
                raise _error(f"{where}.source.engine", HOLD, "an engine or 'clip' on the track of a part")


def _track(where: str, value: Any) -> dict[str, Any]:
    track = _filled(where, value, TRACK)
    _choice(f"{where}.part", track["part"], PARTS)
    segments = _list(f"{where}.segments", track["segments"], MOST_SEGMENTS)
    track["segments"] = [_segment(f"{where}.segments[{number}]", each) for number, each in enumerate(segments)]
    return track


def _segment(where: str, value: Any) -> dict[str, Any]:
    segment = _filled(where, value, SEGMENT)
    if not isinstance(segment["text"], str) or len(segment["text"]) > 2000:
        raise _error(f"{where}.text", segment["text"], "text of at most 2000 characters")
    segment["start"] = _optional(f"{where}.start", segment["start"], 0, MOST_SECONDS)
    segment["seconds"] = _optional(f"{where}.seconds", segment["seconds"], 0.1, 600)
    segment["transition"] = _optional(f"{where}.transition", segment["transition"], 0, 5)
    for key, most in (("with", MOST_SEGMENTS), ("seed", 2**63)):
        if segment[key] is not None:
            segment[key] = _whole(f"{where}.{key}", segment[key], most)
    for key in ("speed", "amplitude"):
        segment[key] = _number(f"{where}.{key}", segment[key], 0.1, 5)
    if segment["frame"] is not None:
        _choice(f"{where}.frame", segment["frame"], FRAMES)
    if segment["face"] is not None:
        _choice(f"{where}.face", segment["face"], FACES)
    segment["source"] = _source(f"{where}.source", segment["source"])
    if segment["source"]["engine"] == AUTO and not segment["text"].strip():
        raise EngineError(f"The recipe's {where} has neither a text nor a source.",
                          "Say what should move, or name the engine that makes it.", "invalid_spec")
    return with_source(segment, segment["source"])


def with_source(segment: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """``segment`` with another source; a length that a procedural spec states becomes the segment's."""
    segment, source = dict(segment), dict(source)
    spec = source.get("spec")
    if source["engine"] == "procedural" and spec and spec["duration"] is not None:
        segment["seconds"] = segment["seconds"] or spec["duration"]
        source["spec"] = {**spec, "duration": None}
    return {**segment, "source": source}


def _source(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _error(where, value, "a group that names its engine")
    engine = value.get("engine")
    if not isinstance(engine, str) or not engine or len(engine) > 64:
        raise _error(f"{where}.engine", engine, f"the name of a motion engine, {CLIP!r} or {HOLD!r}")
    if engine in (HOLD, AUTO):
        return _filled(where, value, {"engine": engine})
    if engine == CLIP:
        source = _filled(where, value, CLIP_SOURCE)
        if not isinstance(source["input"], str) or not source["input"]:
            raise _error(f"{where}.input", source["input"], "the name of an input motion, such as 'clip_a'")
        source["start"] = _number(f"{where}.start", source["start"], 0, MOST_SECONDS)
        source["end"] = _optional(f"{where}.end", source["end"], 0, MOST_SECONDS)
        _flag(f"{where}.mirror", source["mirror"])
        return source
    source = _filled(where, value, SOURCE)
    for key in ("spec", "parameters"):
        if source[key] is not None and not isinstance(source[key], Mapping):
            raise _error(f"{where}.{key}", source[key], "a group of values")
    source["parameters"] = dict(source["parameters"] or {})
    if engine == "procedural" and source["spec"] is not None:
        from backend.motion.spec import validated as procedural

        try:
            source["spec"] = procedural(source["spec"])
        except EngineError as error:
            raise EngineError(f"{where}.spec: {error.message}", error.remedy, error.code) from error
    return source


def _style(value: Any) -> dict[str, Any]:
    from backend.motion.style import STYLES

    style = _filled("style", value, STYLE)
    for key in ("speed", "amplitude"):
        style[key] = _number(f"style.{key}", style[key], 0.1, 5)
    manners = style["manners"]
    if not isinstance(manners, Mapping):
        raise _error("style.manners", manners, "a group of styles and strengths")
    for name, strength in manners.items():
        if name not in STYLES:
            raise _error("style.manners", name, f"one of: {', '.join(STYLES)}")
        _number(f"style.manners.{name}", strength, 0, 2)
    style["manners"] = {name: float(strength) for name, strength in manners.items()}
    return style


def _cleanup(value: Any) -> dict[str, Any]:
    cleanup = _filled("cleanup", value, CLEANUP)
    _flag("cleanup.contacts", cleanup["contacts"])
    cleanup["smoothing"] = _number("cleanup.smoothing", cleanup["smoothing"], 0, 1)
    return cleanup


def _path(value: Any) -> dict[str, Any]:
    path = _filled("path", value, PATH)
    points = _list("path.points", path["points"], MOST_POINTS)
    if len(points) < 2:
        raise _error("path.points", points, "at least two points")
    path["points"] = [_point(f"path.points[{number}]", each, 2) for number, each in enumerate(points)]
    _flag("path.closed", path["closed"])
    path["speed"] = _optional("path.speed", path["speed"], 0.05, 12)
    if max(math.dist(a, b) for a, b in zip(path["points"], path["points"][1:])) < 1e-6:
        raise _error("path.points", "points all at one place", "points that lead somewhere")
    return path


def _constraint(where: str, value: Any) -> dict[str, Any]:
    kind = value.get("type") if isinstance(value, Mapping) else None
    _choice(f"{where}.type", kind, tuple(_CONSTRAINTS))
    full = _filled(where, value, _CONSTRAINTS[str(kind)])
    full["at"] = _number(f"{where}.at", full["at"], 0, MOST_SECONDS)
    if kind == "place":
        full["position"] = _point(f"{where}.position", full["position"], 2)
        full["facing"] = _optional(f"{where}.facing", full["facing"], -3600, 3600)
        return full
    full["blend"] = _number(f"{where}.blend", full["blend"], 0, 5)
    if kind == "pose":
        _choice(f"{where}.part", full["part"], PARTS)
        full["frame"] = _whole(f"{where}.frame", full["frame"], 10**6)
        if not isinstance(full["input"], str) or not full["input"]:
            raise _error(f"{where}.input", full["input"], "the name of an input motion, such as 'pose_a'")
        return full
    _choice(f"{where}.limb", full["limb"], LIMBS)
    full["until"] = _optional(f"{where}.until", full["until"], full["at"], MOST_SECONDS)
    full["position"] = _point(f"{where}.position", full["position"], 3)
    return full


# -- values -----------------------------------------------------------------------------------------------------


def _error(where: str, value: Any, wanted: str) -> EngineError:
    try:
        shown = f"{value!r:.60}"
    except ValueError:  # an integer that Python refuses to spell out
        shown = "too large a number"
    return EngineError(f"The recipe's {where} is {shown}.", f"Give {wanted}.", "invalid_spec")


def _filled(where: str, value: Any, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """``value`` with missing keys from ``defaults``; strangers are refused."""
    if not isinstance(value, Mapping):
        raise _error(where or "whole", value, f"a group with the keys {', '.join(defaults)}")
    unknown = sorted(map(str, set(value) - set(defaults)))
    if unknown:
        raise EngineError(f"The recipe{(chr(39) + 's ' + where) if where else ''} has no {', '.join(unknown):.200}.",
                          f"Its keys: {', '.join(defaults)}.", "invalid_spec")
    return {**{key: _copy(each) for key, each in defaults.items()}, **value}


def _copy(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else list(value) if isinstance(value, list) else value


def _choice(where: str, value: Any, choices: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in choices:
        raise _error(where, value, f"one of: {', '.join(choices)}")


def _flag(where: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise _error(where, value, "true or false")


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:
        return False


def _number(where: str, value: Any, low: float, high: float) -> float:
    if not _is_number(value) or not low <= value <= high:
        raise _error(where, value, f"a number from {low:g} to {high:g}")
    return float(value)


def _optional(where: str, value: Any, low: float, high: float) -> float | None:
    return None if value is None else _number(where, value, low, high)


def _whole(where: str, value: Any, most: int) -> int:
    if not _is_number(value) or value != int(value) or not 0 <= value <= most:
        raise _error(where, value, f"a whole number from 0 to {most}")
    return int(value)


def _list(where: str, value: Any, most: int) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise _error(where, value, "a list")
    if len(value) > most:
        raise EngineError(f"The recipe's {where} has {len(value)} entries.", f"Give at most {most}.", "invalid_spec")
    return list(value)


def _point(where: str, value: Any, size: int) -> list[float]:
    """``size`` coordinates in metres; a flat point may carry a height, which is left out."""
    many = (2, 3) if size == 2 else (3,)
    if not isinstance(value, (list, tuple)) or len(value) not in many or not all(
            _is_number(each) and abs(each) <= 1e5 for each in value):
        raise _error(where, value, f"{size} numbers in metres")
    return [float(each) for each in value[:size]]
