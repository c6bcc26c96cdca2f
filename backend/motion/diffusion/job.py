# SPDX-License-Identifier: GPL-3.0-or-later
"""What every engine that takes noise out of a motion does before and after: the brief on its body, and the clip as the
motion that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.engine import Engine, EngineError, Progress, Request, Understanding
from backend.motion.body import Body, body_of
from backend.motion.clip import Clip, canonical
from backend.motion.clip_ops import align, fitted, in_place, resample
from backend.motion.diffusion import constraints as briefs
from backend.motion.diffusion.conditioning import Known, at_rate, placed, posed, way
from backend.motion.editing.cleanup import clean
from backend.motion.editing.keeping import keep
from backend.motion.retarget import to_motion
from backend.motion.skeleton import make_skeleton
from backend.motion.target import target_of
from protocol.assets import Motion, Skeleton


@dataclass(frozen=True)
class Job:
    """A request read: what is wanted, on which skeleton and body; ``standard`` is the body of clips on it."""

    request: Request
    reading: Understanding
    skeleton: Skeleton
    body: Body
    standard: Body
    wanted: briefs.Constraints


def opened(engine: Engine, request: Request) -> Job:
    """Raises :class:`EngineError` for briefs and targets that cannot be."""
    target = target_of(request)
    reading = engine.reading(request)
    brief = briefs.checked(reading.spec)
    skeleton = target or make_skeleton()
    body = body_of(skeleton)
    standard = canonical(body)
    wanted = briefs.constraints_of(brief, request.inputs, standard, float(request.parameters["fps"]))
    _refuse(wanted, request.parameters)
    return Job(request, reading, skeleton, body, standard, wanted)


def delivered(engine: Engine, job: Job, clip: Clip, notes: Sequence[str], weights: str) -> Motion:
    """``clip`` on the skeleton, with where it comes from; ``notes`` follow what was assumed in reading."""
    caption = job.request.prompt or "; ".join(each.text for each in job.wanted.segments)
    motion = to_motion(clip.performance(), job.body, job.skeleton, name=clip.name, fps=clip.fps, loop=clip.loop,
                       caption=caption)
    understanding = Understanding(spec=job.reading.spec, assumptions=[*job.reading.assumptions, *notes],
                                  unparsed=list(job.reading.unparsed))
    motion.provenance = engine.provenance(job.request, understanding, weights=weights)
    return motion


def _refuse(wanted: briefs.Constraints, parameters: Mapping[str, Any]) -> None:
    """Raise for wishes that exclude one another."""
    if wanted.loop and (wanted.before is not None or wanted.after is not None):
        raise EngineError("A loop has no motion before or after it.", "Ask for one or the other.", "invalid_parameter")
    if parameters["in_place"] and wanted.fixed and wanted.used != ("loop",):
        raise EngineError("A motion in place follows no path, and leads to no place.",
                          "Turn In Place off.", "invalid_parameter")


def finished(clip: Clip, wanted: briefs.Constraints, known: Known, seconds: float, body: Body,
              parameters: Mapping[str, Any], progress: Progress) -> Clip:
    """``clip`` at the wanted rate on ``body``, with feet that hold, where and as it has to be."""
    fps = float(parameters["fps"])
    progress.update(0.0, "Fitting the body")
    if wanted.fixed:
        clip = placed(fitted(clip, body), known, wanted, round(seconds * clip.fps))
        clip = at_rate(clip, fps, seconds) if not known.overlap else resample(replace(clip, loop=True), fps)
    else:
        clip = fitted(resample(clip, fps), body)
    if parameters["clean"]:
        progress.update(0.3, "Cleaning the feet")
        # What the data calls a contact is a foot slower than 0.9 m/s: they are looked for anew.
        clip = clean(clip, detect=True)
    if parameters["in_place"]:
        clip = in_place(clip)
    if not wanted.fixed or wanted.used == ("loop",):
        return align(clip)
    progress.update(0.8, "Meeting what is before, after and between")
    # Of what leads into a motion alone nothing says yet where it lies.
    laid = wanted.before is not None or bool(wanted.path) or any(each.part == "whole" for each in wanted.poses)
    return keep(clip, wanted.before, wanted.after, posed(wanted), way(wanted, seconds), placed=laid)
