# SPDX-License-Identifier: GPL-3.0-or-later
"""From the fields to a brief, and to the engine that can meet it. An engine says what it can by its ``controls``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import bpy

from .. import parameters, runtime
from ..jobs import Order
from ..recipes import path as paths
from . import poses

#: Declared by an engine that lets any other one make the movements, and meets the rest by editing.
ANY_ENGINE = "engine"
#: What the controls are called where one is missing.
TITLES = {"timeline": "several sentences", "parts": "words for parts of the body", "path": "a path",
          "poses": "keyed poses", "before": "a motion to carry on", "after": "a motion to lead into", "loop": "a loop"}


@dataclasses.dataclass
class Wanted:
    """A brief with its input motions."""

    spec: dict[str, Any]
    inputs: dict[str, Any]
    #: What of the scene it was made from, kept with the result so that it can be made again.
    edit: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def used(self) -> list[str]:
        """The controls that it makes use of."""
        segments = self.spec["segments"]
        found = {"timeline": len(segments) > 1 or any(each["seconds"] is not None for each in segments),
                 "parts": any(each["parts"] for each in segments), "path": self.spec.get("path"),
                 "poses": self.spec.get("poses"), "loop": self.spec.get("loop"),
                 **{name: name in self.inputs for name in ("before", "after")}}
        return [name for name, each in found.items() if each]

    @property
    def prompt(self) -> str:
        """The words of it, for lists and names."""
        return ". ".join(each["text"].rstrip(".") for each in self.spec["segments"] if each["text"])


def wanted(context: bpy.types.Context, armature: bpy.types.Object, start: float) -> Wanted | None:
    """What the fields ask for; None when that is no more than the prompt. ``start``: the frame it begins at.

    Raises ``ValueError`` with a sentence for the user.
    """
    scene = context.scene
    fields, prompt = scene.troupe_controls, scene.troupe.prompt_motion.strip()
    if fields.use_timeline:
        segments = [segment(item.text.strip(), item.seconds if item.use_seconds else None, item.parts.texts())
                    for item in fields.sentences]
        if not segments:
            raise ValueError("The timeline is empty: add a sentence, or turn it off.")
        for number, each in enumerate(segments, 1):
            if not each["text"]:
                raise ValueError(f"Sentence {number} of the timeline is empty: say what is done.")
    else:
        segments = [segment(prompt, None, fields.parts.texts() if fields.parts.show else {})]
    found = gathered(segments, armature, scene, start, path=fields.path, keyed=fields.use_poses, loop=fields.loop)
    return found if found.used or fields.use_timeline else None


def gathered(segments: list[dict[str, Any]], armature: bpy.types.Object, scene: bpy.types.Scene, start: float, *,
             path: bpy.types.Object | Sequence[Sequence[float]] | None = None, keyed: bool = False,
             loop: bool = False) -> Wanted:
    """A brief of ``segments`` (see :func:`segment`) that follows a curve object or points in metres, goes through the
    poses that are ``keyed`` from the frame ``start`` on, and loops.

    Raises ``ValueError`` with a sentence for the user.
    """
    found = Wanted({"segments": segments}, {})
    if isinstance(path, bpy.types.Object):
        points, closed = paths.points(path, armature)
        found.spec["path"] = [{"position": each} for each in ([*points, points[0]] if closed else points)]
    elif path is not None:
        found.spec["path"] = [{"position": list(map(float, each))} for each in path]
    if keyed:
        action = poses.source(armature)
        if action is None:
            raise ValueError(f"{armature.name} has no action with keyed poses. Key some, or turn Keyed Poses off.")
        told, found.inputs["poses"] = poses.read(armature, scene, start, action)
        found.edit = {"kind": "poses", "action": action.name, "first": start}
        found.spec["poses"] = told
        _long_enough(segments, max(each["at"] for each in told))
    if loop:
        found.spec["loop"] = True
    return found


def segment(text: str, seconds: float | None = None, parts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """One sentence of a brief."""
    return {"text": text, "seconds": None if seconds is None else round(float(seconds), 6), "parts": dict(parts or {})}


def _long_enough(segments: list[dict[str, Any]], seconds: float) -> None:
    """A single sentence without a length lasts until the last pose."""
    if len(segments) == 1 and segments[0]["seconds"] is None and seconds > 0:
        segments[0]["seconds"] = round(seconds, 6)


def order(scene: bpy.types.Scene, wanted: Wanted, chosen: Mapping[str, Any] | None, seed: int, best: bool = False,
          engines: Sequence[Mapping[str, Any]] | None = None) -> Order:
    """The order of a brief: by the ``chosen`` engine where it can meet it, else by one that meets it by editing what
    the chosen one makes (or, where that is merely the ``best`` one, what the best source of each sentence makes).
    ``engines`` are those of motions, best first; by default the session's.

    Raises ``ValueError`` with a sentence for the user where none can.
    """
    engine, around = suited(wanted.used, chosen, engines)
    values = parameters.values(scene, engine)
    for each in engine["parameters"]:  # keys belong on whole frames
        if each.get("unit") == "fps" and each["name"] not in values:
            values[each["name"]] = parameters.frame_rate(scene, each)
    spec = dict(wanted.spec)
    if around and chosen is not None:
        own = parameters.values(scene, chosen)
        values.update({name: value for name, value in own.items() if name in values and name != "loop"})
        spec["engine"] = None if best else chosen["name"]
    # What the brief says is not said twice.
    if "loop" in values and "loop" not in engine.get("controls", ()):
        values["loop"] = bool(spec.get("loop"))
    if any(each["seconds"] is not None for each in spec["segments"]) and "duration" in values:
        values["duration"] = 0.0
    return Order(modality="motion", prompt=wanted.prompt, engine=engine["name"], seed=seed, parameters=values,
                 spec=spec if wanted.used else None)


def suited(used: Sequence[str], chosen: Mapping[str, Any] | None,
           engines: Sequence[Mapping[str, Any]] | None = None) -> tuple[Mapping[str, Any], bool]:
    """(the engine that meets the controls in use, whether it does so around the chosen one)."""
    if chosen is not None and set(used) <= set(chosen.get("controls", ())):
        return chosen, False
    for each in runtime.engines("motion") if engines is None else engines:
        controls = set(each.get("controls", ()))
        if each["available"] and ANY_ENGINE in controls and set(used) <= controls:
            return each, True
    missing = [TITLES[name] for name in used if chosen is None or name not in chosen.get("controls", ())]
    title = chosen["title"] if chosen is not None else "This backend"
    raise ValueError(f"{title} cannot take {', '.join(missing)}. Choose another engine, or update the backend.")
