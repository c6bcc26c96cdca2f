# SPDX-License-Identifier: GPL-3.0-or-later
"""Motion from a script: several sentences with timings, parts of the body, a path, constraints.

A prompt of one movement is made by the procedural engine exactly as it would be without this one; a
prompt of several is read into a recipe (see docs/motion-recipes.md), which may be edited and made again.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from backend.engine import Engine, EngineError, Parameter, Progress, Request, Understanding
from backend.motion import best_of
from backend.motion import spec as motion_spec
from backend.motion.body import body_of
from backend.motion.diffusion import constraints
from backend.motion.procedural_engine import ProceduralEngine
from backend.motion.retarget import to_motion
from backend.motion.script import recipe as recipes
from backend.motion.script.reading import read
from backend.motion.skeleton import make_skeleton
from backend.motion.target import target_of
from protocol.assets import Motion

if TYPE_CHECKING:
    from backend.motion.clip import Clip

_PROCEDURAL = tuple(each.name for each in ProceduralEngine.parameters)
#: Named inputs of a recipe's clips and poses.
CLIPS = tuple(f"clip_{letter}" for letter in "abcdefgh")
POSES = tuple(f"pose_{letter}" for letter in "abcdefgh")

#: Seconds of getting up into what is done standing.
_RISE = 1.0


class ScriptEngine(Engine):
    """Chains, layers and steers movements told in several sentences."""

    name = "script"
    modality = "motion"
    title = "Script"
    version = "1.0"
    description = ("Several movements in one prompt, one after the other or at the same time, with timings: each "
                   "segment from the best source, joined without sliding feet; tracks by body part, a path to "
                   "follow, poses and places to reach. Everything is kept as a recipe that can be edited.")
    inputs: ClassVar[Mapping[str, str]] = {"target": "Skeleton", **constraints.INPUTS,
                                           **dict.fromkeys((*CLIPS, *POSES), "Motion")}
    controls = (*constraints.CONTROLS, constraints.ANY_ENGINE)
    # Above the procedural engine, to which it leaves every prompt of a single movement.
    rank = 15
    parameters = (
        *ProceduralEngine.parameters,
        Parameter(name="transition", type="float", default=0.3, minimum=0.0, maximum=2.0, unit="s", title="Transition",
                  help="How long one movement takes to pass into the next; a recipe may say it for each"),
        Parameter(name="frame", type="enum", default="auto", title="Left and right",
                  choices=(("auto", "As the prompt says"), ("character", "The character's own"),
                           ("viewer", "Of the picture")),
                  help="Whose left and right a prompt means that does not say"),
    )

    @classmethod
    def state_files(cls) -> tuple[Path, ...]:
        """Those of the user's library, from which segments may come."""
        from backend.library.place import state_files

        return state_files()

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        frame = parameters.get("frame", "auto")
        understood = read(prompt, fps=parameters.get("fps", 30.0), frame="" if frame == "auto" else frame)
        if understood is None:
            return _single(prompt, parameters)
        understood.spec["transition"] = parameters.get("transition", 0.3)
        return settled(understood)

    def unload(self) -> None:
        from backend.motion.script.sources import forget

        forget()

    def generate(self, request: Request, progress: Progress) -> Motion:
        from backend.motion.script.assembly import Assembly
        from backend.motion.script.sources import Maker

        progress.update(0.0, "Reading the prompt")
        if request.spec is not None and constraints.is_brief(request.spec):
            from backend.motion.script import briefs

            return briefs.generate(self, request, progress)
        reading = self._recipe(request)
        if not recipes.is_recipe(reading.spec):
            own = {name: request.parameters[name] for name in _PROCEDURAL}
            inputs = {name: each for name, each in request.inputs.items() if name == "target"}
            return ProceduralEngine().generate(
                dataclasses.replace(request, parameters=own, inputs=inputs), progress)
        target = target_of(request)
        recipe = reading.spec
        if not request.parameters["loop"]:
            recipe["loop"] = False
        recipe["in_place"] = recipe["in_place"] or request.parameters["in_place"]
        skeleton = target or make_skeleton()
        progress.update(0.02, "Measuring the body")
        body = body_of(skeleton)

        def make(seed: int, own: Progress) -> tuple[Clip, list[str]]:
            maker = Maker(skeleton, body, fps=float(recipe["fps"] or request.parameters["fps"]), seed=seed,
                          parameters=request.parameters, style=recipe["style"], inputs=request.inputs)
            assumptions: list[str] = []
            return Assembly(recipe, maker, assumptions).clip(own, request.parameters["duration"] or None), assumptions

        (clip, assumed), choice = best_of.best_by_seed(
            request.seed, request.parameters["candidates"], request.prompt, make, lambda made: made[0],
            progress.part(0.05, 0.92))
        reading.assumptions.extend([*assumed, *choice])
        progress.update(0.92, "Fitting the rig")
        # On this body already: carrying it over could only move the feet that hold.
        motion = to_motion(clip.performance(), body, skeleton, name=_title(recipe), fps=clip.fps, loop=clip.loop,
                           caption=request.prompt)
        motion.provenance = dataclasses.replace(self.provenance(request, reading), licence=licence_of(recipe))
        progress.update(1.0, "Done")
        return motion

    def _recipe(self, request: Request) -> Understanding:
        """The user's recipe, completed from the prompt where it has no tracks, or the reading of the prompt."""
        spec = request.spec
        if spec is None:
            return self.understand(request.prompt, request.parameters)
        if not recipes.is_recipe(spec):
            return Understanding(spec=dict(spec))
        if spec.get("tracks") or not request.prompt:
            return settled(Understanding(spec=recipes.validated(spec)))
        told = self.understand(request.prompt, request.parameters)
        base = told.spec if recipes.is_recipe(told.spec) else recipes.wrapped(told.spec, request.prompt)
        given = {key: value for key, value in spec.items() if key != "tracks"}
        return Understanding(spec=recipes.validated({**base, **given}), assumptions=told.assumptions,
                             unparsed=told.unparsed)


def _single(prompt: str, parameters: Mapping[str, Any]) -> Understanding:
    """A prompt of one movement: as the procedural engine reads it when it knows the verb, else a stored clip, else
    the nearest movement where that is close."""
    from backend.motion.script.sources import settle_guess

    try:
        return motion_spec.understand(prompt, near=math.inf)
    except EngineError as error:
        if error.code != "unknown_motion":
            raise
    found = settle_guess(prompt)
    if found is None:
        return ProceduralEngine().understand(prompt, parameters)
    recipe = recipes.validated({"recipe": recipes.VERSION, "transition": parameters.get("transition", 0.3), "tracks": [
        {"segments": [{"text": prompt[:400], "source": found.source}]}]})
    note = f"“{prompt:.80}” names no movement that the procedural engine knows. {found.note}"
    return Understanding(spec=recipe, assumptions=[note], unparsed=list(found.unparsed))


def settled(understood: Understanding) -> Understanding:
    """Segments whose source is "auto" given the best one; those that no engine can make are left out, and said so.

    Raises :class:`EngineError` when nothing is left.
    """
    from backend.motion.script.sources import ends_low, rise, settle

    assumptions, unparsed = list(understood.assumptions), list(understood.unparsed)
    recipe = understood.spec
    moved: dict[int, int] = {}
    last: EngineError | None = None
    for track in recipe["tracks"]:
        kept: list[dict[str, Any]] = []
        for number, segment in enumerate(track["segments"]):
            if segment["source"]["engine"] == recipes.AUTO:
                try:
                    found = settle(segment["text"])
                except EngineError as error:
                    last = error
                    note = f"“{segment['text']}” was left out: {error.message} {error.remedy}"
                    if track["part"] == "whole" and kept and (segment["start"] is not None or segment["seconds"]):
                        # What is said about when the rest happens stays true.
                        note += " The pose before is held in its place."
                        moved[number] = len(kept)
                        kept.append(recipes.with_source(segment, {"engine": recipes.HOLD}))
                    assumptions.append(note.strip())
                    continue
                before = next((each["source"] for each in reversed(kept) if each["source"]["engine"] != recipes.HOLD),
                              None)
                if before is not None and (found.source.get("spec") or {}).get("verb") == "stand up" \
                        and before["engine"] == "retrieval":
                    if not ends_low(before):
                        assumptions.append(f"“{segment['text']}”: already standing, left out.")
                        continue
                    found = rise(segment["text"])
                segment = recipes.with_source(segment, found.source)
                segment.update((key, value) for key, value in found.keys.items() if segment[key] is None)
                engine = found.source["engine"]
                assumptions.append(f"“{segment['text']}” is made by the engine {engine!r}. {found.note}".strip())
                if engine == "retrieval":
                    unparsed = [word for word in unparsed if word.lower() not in segment["text"].lower()]
                unparsed += [word for word in found.unparsed if word not in unparsed]
            if track["part"] == "whole":
                moved[number] = len(kept)
                if kept and segment["transition"] is None and segment["source"]["engine"] == "procedural" \
                        and ends_low(kept[-1]["source"]):
                    segment = {**segment, "transition": _RISE}
                    assumptions.append(f"“{segment['text']}”: gets up first.")
            kept.append(segment)
        track["segments"] = kept
    for track in recipe["tracks"]:
        if track["part"] != "whole":
            track["segments"] = [
                segment if segment["with"] is None else {**segment, "with": moved[segment["with"]]}
                for segment in track["segments"] if segment["with"] is None or segment["with"] in moved]
    if not any(track["part"] == "whole" and track["segments"] for track in recipe["tracks"]):
        raise last or EngineError("The script holds no movement.", "Say what should move.", "unknown_motion")
    return Understanding(spec=recipes.validated(recipe), assumptions=assumptions, unparsed=unparsed)


def _title(recipe: Mapping[str, Any]) -> str:
    whole = next(track["segments"] for track in recipe["tracks"] if track["part"] == "whole")
    names = [(segment["source"].get("spec") or {}).get("verb") or segment["source"]["engine"] for segment in whole]
    return ", ".join(names)[:60]


def licence_of(recipe: Mapping[str, Any]) -> str:
    """The licences of the stored clips that a recipe plays; the engine's own where it plays none."""
    found = [(segment["source"].get("spec") or {}).get("licence") for track in recipe["tracks"]
             for segment in track["segments"]]
    return "; ".join(dict.fromkeys(each for each in found if each)) or ScriptEngine.licence
