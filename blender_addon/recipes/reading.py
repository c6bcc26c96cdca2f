# SPDX-License-Identifier: GPL-3.0-or-later
"""From what is stored on a motion to a recipe, and between recipes and Blender's fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import bpy

#: The engine that makes motions from recipes, and the version of recipes this knows.
ENGINE, VERSION = "script", 1
#: Names of the input motions a recipe may use.
CLIPS = tuple(f"clip_{letter}" for letter in "abcdefgh")
_SEEDS = (1 << 31) - 1


def recipe_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The recipe behind a motion's record; one of a single segment for an engine that makes none.

    Raises ``ValueError`` for a record without a spec.
    """
    origin = record.get("provenance") or {}
    spec = origin.get("spec")
    if not isinstance(spec, Mapping) or not spec:
        raise ValueError("This motion does not say what it was made from.")
    if "recipe" in spec or "tracks" in spec:
        return json.loads(json.dumps(spec))
    spec = dict(spec)
    engine = str(origin.get("engine", ""))
    if engine == ENGINE:  # which leaves single movements to the engine below it
        engine = "procedural"
    seconds = spec.pop("duration", None) if engine == "procedural" else None
    return {"recipe": VERSION, "tracks": [{"part": "whole", "segments": [
        {"text": str(origin.get("prompt", "")), "seconds": seconds, "seed": origin.get("seed"),
         "source": {"engine": engine, "spec": spec}}]}]}


def show(fields: Any, recipe: Mapping[str, Any], origin: str = "", seed: int = 0,
         clips: Mapping[str, str] | None = None) -> None:
    """Put a recipe into the fields of a ``TROUPE_PG_recipe``. ``clips`` names the actions of its input motions."""
    tracks = recipe.get("tracks") or []
    fields.segments.clear()
    fields.active, fields.origin, fields.seed = 0, origin, seed % _SEEDS
    fields.base = json.dumps({key: value for key, value in recipe.items() if key != "tracks"})
    fields.frame = recipe.get("frame") or "character"
    fields.transition = recipe.get("transition", 0.3)
    fields.loop, fields.in_place = bool(recipe.get("loop")), bool(recipe.get("in_place"))
    fields.use_fps = recipe.get("fps") is not None
    fields.fps = recipe.get("fps") or 30.0
    path = recipe.get("path") or {}
    fields.use_path_speed = path.get("speed") is not None
    fields.path_speed = path.get("speed") or 1.4
    fields.path, fields.keep_path = None, True
    for track in sorted(tracks, key=lambda each: each.get("part", "whole") != "whole"):
        for segment in track.get("segments") or []:
            _show_segment(fields.segments.add(), segment, track.get("part", "whole"), clips or {})


def _show_segment(item: Any, segment: Mapping[str, Any], part: str, clips: Mapping[str, str]) -> None:
    item.original = json.dumps(segment)
    item.text = str(segment.get("text", ""))
    item.part = part
    item.accompanies = 0 if segment.get("with") is None else int(segment["with"]) + 1
    for name in ("start", "seconds", "transition"):
        value = segment.get(name)
        setattr(item, f"use_{name}", value is not None)
        if value is not None:
            setattr(item, name, value)
    item.seed_locked = segment.get("seed") is not None
    item.seed = int(segment.get("seed") or 0) % _SEEDS
    item.speed, item.amplitude = segment.get("speed", 1.0), segment.get("amplitude", 1.0)
    source = segment.get("source") or {}
    engine = source.get("engine", "auto")
    item.source = engine if engine in ("auto", "hold") else "kept"
    action = bpy.data.actions.get(clips.get(source.get("input", ""), "")) if engine == "clip" else None
    if action is not None:
        item.source, item.action = "action", action


def spec(fields: Any, path: list[list[float]] | None, closed: bool) -> tuple[dict[str, Any], list[bpy.types.Action]]:
    """The recipe in the fields, and the actions that are its input motions ``clip_a`` and so on.

    ``path`` is the chosen curve as points, None for none chosen, which keeps the path the recipe came with.
    Raises ``ValueError`` with a sentence for the user.
    """
    recipe = json.loads(fields.base) if fields.base else {"recipe": VERSION}
    recipe.update(frame=fields.frame, transition=fields.transition, loop=fields.loop, in_place=fields.in_place,
                  fps=fields.fps if fields.use_fps else None)
    if path is not None:
        recipe["path"] = {"points": path, "closed": closed, "speed": None}
    elif not fields.keep_path:
        recipe["path"] = None
    if recipe.get("path"):
        recipe["path"]["speed"] = fields.path_speed if fields.use_path_speed else None
    actions: list[bpy.types.Action] = []
    tracks: dict[str, list[dict[str, Any]]] = {}
    for number, item in enumerate(fields.segments, 1):
        tracks.setdefault(item.part, []).append(_segment(item, number, actions))
    if "whole" not in tracks:
        raise ValueError("A recipe needs a segment of the whole body: put what the legs do into it.")
    if len(actions) > len(CLIPS):
        raise ValueError(f"A recipe takes at most {len(CLIPS)} actions.")
    recipe["tracks"] = [{"part": part, "segments": segments} for part, segments in tracks.items()]
    return recipe, actions


def _segment(item: Any, number: int, actions: list[bpy.types.Action]) -> dict[str, Any]:
    segment = json.loads(item.original) if item.original else {}
    segment.update(text=item.text, speed=item.speed, amplitude=item.amplitude,
                   seed=item.seed if item.seed_locked else None)
    segment["with"] = item.accompanies - 1 if item.accompanies and item.part != "whole" else None
    for name in ("start", "seconds", "transition"):
        segment[name] = getattr(item, name) if getattr(item, f"use_{name}") else None
    if item.source == "action":
        if item.action is None:
            raise ValueError(f"Segment {number} plays an action: choose which.")
        if item.action not in actions:
            actions.append(item.action)
        # Where it is cut and whether it is mirrored stay as they were.
        cut = segment["source"] if segment.get("source", {}).get("engine") == "clip" else {"engine": "clip"}
        segment["source"] = {**cut, "input": CLIPS[min(actions.index(item.action), len(CLIPS) - 1)]}
    elif item.source == "hold":
        segment["source"] = {"engine": "hold"}
    elif item.source == "auto" or "source" not in segment:
        if not item.text.strip():
            raise ValueError(f"Segment {number} is empty: say what is done.")
        segment["source"] = {"engine": "auto"}
    elif segment["source"].get("engine") == "clip":
        raise ValueError(f"Segment {number} was made from an action that is not stored with the recipe: choose it "
                         "again as its source.")
    return segment


def tracks(segments: Sequence[str | Mapping[str, Any]], actions: list[bpy.types.Action]) -> list[dict[str, Any]]:
    """Tracks from sentences and mappings, as scripts give them; the actions used are added to ``actions``.

    Raises ``ValueError`` with a sentence for the user.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for number, given in enumerate(segments, 1):
        segment = {"text": given} if isinstance(given, str) else dict(given)
        action = segment.pop("action", None)
        if action is not None:
            if action not in actions:
                actions.append(action)
            if len(actions) > len(CLIPS):
                raise ValueError(f"A recipe takes at most {len(CLIPS)} actions.")
            segment["source"] = {"engine": "clip", "input": CLIPS[actions.index(action)]}
        elif not str(segment.get("text", "")).strip() and "source" not in segment:
            raise ValueError(f"Segment {number} is empty: say what is done.")
        found.setdefault(str(segment.pop("part", "whole")), []).append(segment)
    if "whole" not in found:
        raise ValueError("A script needs a segment of the whole body: say what the legs do.")
    return [{"part": part, "segments": each} for part, each in found.items()]


def has_path(fields: Any) -> bool:
    """Whether the recipe came with a path."""
    return bool(fields.base and json.loads(fields.base).get("path"))


def prompt(fields: Any) -> str:
    """The recipe in words, for lists and names."""
    return ". ".join(item.text.strip().rstrip(".") for item in fields.segments if item.text.strip()) or "Recipe"
