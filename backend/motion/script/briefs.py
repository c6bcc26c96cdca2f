# SPDX-License-Identifier: GPL-3.0-or-later
"""Briefs (see :mod:`backend.motion.diffusion.constraints`) met by editing: for engines that cannot themselves.

The movements come from any engine, chained and laid over each other as a recipe's are; what is before, after and in
between is met by joining, bending the way and inertialising. What was done is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backend.engine import EngineError, Progress, Request, Understanding
from backend.motion import best_of, clip_ops
from backend.motion.body import body_of
from backend.motion.clip import Clip, canonical
from backend.motion.diffusion.constraints import Brief, Constraints, PathPoint, checked, constraints_of
from backend.motion.editing.constraints import Place, apply
from backend.motion.editing.keeping import keep
from backend.motion.editing.loops import make_loop
from backend.motion.editing.transitions import join
from backend.motion.retarget import to_motion
from backend.motion.script import recipe as recipes
from backend.motion.skeleton import make_skeleton
from backend.motion.target import target_of
from protocol.assets import Motion

if TYPE_CHECKING:
    from backend.motion.script_engine import ScriptEngine

#: Metres from which on a gap without words is walked.
_WALKED = 0.5
#: Share of the time of a gap in which one pose passes into the other.
_PASSING = 0.95
#: Cosine of the angle from behind within which it is walked backwards.
_BACKWARDS = 0.5
#: Share of such a gap after which a walk has turned out of where one motion faces, and before which into the other's.
_LEAVING = 0.35
#: Seconds of the motion before that joining looks at.
_TAIL = 2.0


def generate(engine: ScriptEngine, request: Request, progress: Progress) -> Motion:
    """The motion of a brief for the engine that makes scripts."""
    from backend.motion.script.assembly import Assembly
    from backend.motion.script.sources import Maker
    from backend.motion.script_engine import licence_of, settled

    progress.update(0.0, "Reading the brief")
    brief = checked(request.spec or {})
    target = target_of(request)
    skeleton = target or make_skeleton()
    body, fps = body_of(skeleton), float(request.parameters["fps"])
    wanted = constraints_of(brief, request.inputs, canonical(body), fps)
    seconds, transition = seconds_of(brief, request.parameters), float(request.parameters["transition"])
    licence, notes, unparsed, filled = engine.licence, [], [], None
    if wordless(brief) and wanted.loop and wanted.before is not None:
        progress.update(0.3, "Looking for the best cycle")
        cycle = make_loop(wanted.before, seconds)
        filled = cycle, f"The best cycle of the motion, {cycle.duration:.1f} s, closed."
    elif wordless(brief):
        filled = between(wanted, seconds or 1.0, progress)
        if filled is None:
            backwards = _behind(wanted)
            told = "walk backwards" if backwards else "walk"
            brief = replace(brief, segments=tuple(replace(each, text=told) for each in brief.segments))
            wanted = replace(wanted, path=wanted.path or (() if backwards else _across(wanted)))
    if filled is not None:
        clip, note = filled
        notes.append(note)
    else:
        plan = recipe_of(brief, wanted, transition)
        reading = settled(Understanding(spec=plan.recipe))

        def make(seed: int, own: Progress) -> tuple[Clip, list[str], list[str]]:
            maker = Maker(skeleton, body, fps=fps, seed=seed, parameters=request.parameters,
                          style=reading.spec["style"], inputs=request.inputs)
            assumed: list[str] = []
            whole = Assembly(reading.spec, maker, assumed).clip(own.part(0.0, 0.85), seconds)
            whole, edits = met(whole, wanted, transition, seconds, own.part(0.85, 1.0))
            return (clip_ops.in_place(whole) if request.parameters["in_place"] else whole), assumed, edits

        words = request.prompt or "; ".join(each.text for each in brief.segments if each.text)
        (clip, assumed, edits), choice = best_of.best_by_seed(
            request.seed, request.parameters["candidates"], words, make, lambda made: made[0],
            progress.part(0.05, 0.95))
        notes += [*reading.assumptions, *assumed, *said(wanted.used, [*plan.notes, *edits], brief.engine), *choice]
        licence, unparsed = licence_of(reading.spec), list(reading.unparsed)
    progress.update(0.97, "Fitting the rig")
    text = "; ".join(each.text for each in brief.segments if each.text)
    motion = to_motion(clip.performance(), body, skeleton, name=(text or "In-between")[:60], fps=clip.fps,
                       loop=clip.loop, caption=request.prompt or text)
    understanding = Understanding(spec=dict(request.spec or {}), assumptions=notes, unparsed=unparsed)
    motion.provenance = replace(engine.provenance(request, understanding), licence=licence)
    progress.update(1.0, "Done")
    return motion


@dataclass(frozen=True)
class Reading:
    """A brief as a recipe, and what is to be said of it."""

    recipe: dict[str, Any]
    notes: list[str]


def recipe_of(brief: Brief, wanted: Constraints, transition: float) -> Reading:
    """The recipe of the movements of a brief. Raises :class:`EngineError` for what cannot be."""
    if wanted.loop and (wanted.before is not None or wanted.after is not None):
        raise EngineError("A loop has no motion before or after it.", "Ask for one or the other.", "invalid_parameter")
    source = {"engine": brief.engine or recipes.AUTO}
    whole: list[dict[str, Any]] = []
    tracks: dict[str, list[dict[str, Any]]] = {}
    notes: list[str] = []
    for number, segment in enumerate(brief.segments):
        whole.append({"text": segment.text, "seconds": segment.seconds, "source": dict(source)})
        for part, text in segment.parts.items():
            told: dict[str, Any] = {"text": _with_side(text, part), "source": dict(source)}
            if part == "lower":
                if len(brief.segments) > 1:
                    raise EngineError("Legs with words of their own carry the whole motion: there can be one sentence "
                                      "of them only.", "Leave the lower body to the sentences.", "invalid_parameter")
            else:
                told["with"] = number
            tracks.setdefault(part, []).append(told)
    recipe: dict[str, Any] = {"transition": transition, "loop": wanted.loop, "tracks": [
        {"part": "whole", "segments": whole}, *({"part": part, "segments": each} for part, each in tracks.items())]}
    if wanted.path:
        points = [[each.x, each.y] for each in wanted.path]
        recipe["path"] = {"points": points}
        if any(each.seconds is not None for each in wanted.path):
            notes.append("The path is followed at the pace of the movements, not at the times it names.")
    return Reading(recipes.validated(recipe), notes)


def _with_side(text: str, part: str) -> str:
    """The words of a part of one side, with that side in them: "wave" would be done with the right hand."""
    side = part.removesuffix("_arm")
    if side not in ("left", "right") or any(each in text.lower().split() for each in ("left", "right", "both")):
        return text
    return f"{text} with the {side} hand"


def met(clip: Clip, wanted: Constraints, transition: float, seconds: float | None,
        progress: Progress) -> tuple[Clip, list[str]]:
    """``clip`` brought to what is before, after and in between; ``seconds`` long where that is given."""
    from backend.motion.diffusion.conditioning import posed

    notes: list[str] = []
    if seconds is not None and wanted.fixed and not wanted.loop:
        clip = _exactly(clip, seconds)
    if wanted.before is not None:
        progress.update(0.2, "Joining it to the motion before")
        before = wanted.before
        tail = clip_ops.cut(before, max(0, len(before) - round(_TAIL * before.fps)), len(before))
        whole = join(tail, clip, transition)
        clip = clip_ops.cut(whole, len(tail) - 1, len(tail) - 1 + len(clip))
        notes.append("Carried on from the motion before by joining: steps are taken where the feet stand elsewhere.")
    if wanted.after is not None:
        progress.update(0.4, "Leading it to the motion after")
        clip = _led_into(clip, wanted.after, transition, wanted.before is not None)
        notes.append("Led to the motion after it by bending the way and passing into its first pose.")
    if wanted.poses:
        notes.append("Poses are met by editing the finished movement around them.")
    progress.update(0.6, "Meeting what is before, after and between")
    laid = wanted.before is not None or wanted.after is not None or bool(wanted.path)
    kept = keep(clip, wanted.before, wanted.after, posed(wanted), placed=laid)
    return replace(kept, loop=clip.loop), notes


def _led_into(clip: Clip, after: Clip, transition: float, rooted: bool) -> Clip:
    """``clip`` ending as ``after`` begins: its way bent there, unless it may lie anywhere (not ``rooted``), then joined
    as one motion is to the next, in time turned round."""
    end = (len(clip) - 1) / clip.fps
    if rooted:
        goal = Place(end, (float(after.root[0, 0]), float(after.root[0, 1])), float(clip_ops.heading(after)[0]))
        here = Place(0.0, (float(clip.root[0, 0]), float(clip.root[0, 1])), float(clip_ops.heading(clip)[0]))
        clip = apply(clip, [here, goal])
    head = clip_ops.cut(after, 0, min(len(after), round(_TAIL * after.fps) + 1))
    back = join(_turned_round(head), _turned_round(clip), transition, keep_place=rooted)
    return _turned_round(clip_ops.cut(back, len(head) - 1, len(head) - 1 + len(clip)))


def _turned_round(clip: Clip) -> Clip:
    """The last frame first."""
    return replace(clip, rotations=clip.rotations[::-1], root=clip.root[::-1], loop=False,
                   contacts=None if clip.contacts is None else clip.contacts[::-1],
                   hands=None if clip.hands is None else clip.hands[::-1])


def between(wanted: Constraints, seconds: float, progress: Progress) -> tuple[Clip, str] | None:
    """The gap between two motions filled without words, and how; None where it is far enough to walk."""
    before, after = wanted.before, wanted.after
    if before is None or after is None:
        raise EngineError("A gap without words needs a motion before and one after it.",
                          "Say in words what should move.", "invalid_parameter")
    if np.linalg.norm(after.root[0, :2] - before.root[-1, :2]) > _WALKED:
        return None
    progress.update(0.3, "Passing from one pose into the other")
    count = max(round(seconds * before.fps) + 1, 2)
    tail = clip_ops.cut(before, max(0, len(before) - round(_TAIL * before.fps)), len(before))
    waiting = clip_ops.sample(clip_ops.resample(after, before.fps), np.zeros(count))
    # Feet that stand elsewhere take a step each, in most of the time there is.
    whole = join(tail, replace(waiting, loop=False), _PASSING * seconds, keep_place=True)
    clip = clip_ops.cut(whole, len(tail) - 1, len(tail) - 1 + count)
    note = "The poses pass into one another, with steps where feet stand elsewhere."
    return keep(clip, before, after, placed=True), note


def _behind(wanted: Constraints) -> bool:
    """Whether a gap leads to behind somebody who faces nearly the same way at both of its ends."""
    assert wanted.before is not None and wanted.after is not None
    way = wanted.after.root[0, :2] - wanted.before.root[-1, :2]
    facing = (clip_ops.heading(wanted.before)[-1], clip_ops.heading(wanted.after)[0])
    return all(np.array([np.sin(angle), -np.cos(angle)]) @ way < -_BACKWARDS * np.linalg.norm(way) for angle in facing)


def _across(wanted: Constraints) -> tuple[PathPoint, ...]:
    """The way from the motion before to the one after, left and entered as they face."""
    assert wanted.before is not None and wanted.after is not None
    start, end = wanted.before.root[-1, :2], wanted.after.root[0, :2]
    reach = _LEAVING * float(np.linalg.norm(end - start))
    ways = [np.array([np.sin(angle), -np.cos(angle)]) for angle in (
        clip_ops.heading(wanted.before)[-1], clip_ops.heading(wanted.after)[0])]
    corners = [start, start + reach * ways[0], end - reach * ways[1], end]
    # A cubic Bezier curve.
    along = np.linspace(0, 1, 24)[:, None]
    line = sum(share * corner for share, corner in zip((
        (1 - along)**3, 3 * along * (1 - along)**2, 3 * along**2 * (1 - along), along**3), corners))
    return tuple(PathPoint(float(x), float(y)) for x, y in np.asarray(line))


def wordless(brief: Brief) -> bool:
    """Whether there are no words at all."""
    return not any(segment.text for segment in brief.segments)


def said(names: Sequence[str], notes: Sequence[str], engine: str) -> list[str]:
    """What is told of how a brief was met."""
    shown = {"before": "the motion before", "after": "the motion after", "poses": "poses", "path": "the path",
             "loop": "the loop", "parts": "parts of the body", "timeline": "the timeline"}
    what = ", ".join(shown[each] for each in names if each in shown)
    maker = f"the engine {engine!r}" if engine else "the best source of each"
    return [f"Movements by {maker}; {what} by editing.", *notes] if what else list(notes)


def _exactly(clip: Clip, seconds: float) -> Clip:
    count = max(round(seconds * clip.fps) + 1, 2)
    return clip if len(clip) == count else clip_ops.sample(clip, np.linspace(0, len(clip) - 1, count))


def seconds_of(brief: Brief, parameters: Mapping[str, Any]) -> float | None:
    """The length asked for, as a whole; None: as long as it takes."""
    if parameters.get("duration"):
        return float(parameters["duration"])
    told = [each.seconds for each in brief.segments]
    return float(sum(each for each in told if each is not None)) if all(each is not None for each in told) else None
