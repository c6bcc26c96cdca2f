# SPDX-License-Identifier: GPL-3.0-or-later
"""The diffusion engine that ships with its own small network: from sentences, offline, with constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from backend.engine import Availability, Engine, EngineError, Parameter, Progress, Request, Understanding
from backend.motion import best_of, fallback
from backend.motion import parameters as shared
from backend.motion.diffusion import confidence, plan
from backend.motion.diffusion import constraints as briefs
from protocol.assets import Motion

if TYPE_CHECKING:
    import numpy as np

    from backend.motion.body import Body
    from backend.motion.clip import Clip
    from backend.motion.diffusion.confidence import Familiarity
    from backend.motion.diffusion.embedded_model import Model

LICENCE = ("Output is yours without restriction. The network was trained by Troupe on 275 openly licensed clips "
           "(CC0, MIT, CMU); their authors are named in the notices.")
#: Said beside every result.
HONEST = "Made by Troupe's own small network, which learnt from 275 open clips: it knows some thirty movements."
#: The least seconds that can be asked for; of a sentence whose length only clips like it tell, least and most.
_LEAST, _SHORTEST, _LONGEST = 0.5, 1.6, 6.0
#: How often as many candidates are made anew where none shows what is asked for, at most; seconds that what goes on
#: lasts at least.
_ROUNDS, _GOING_ON = 3, 3.2
#: Between the seeds of such rounds.
_ANEW = 7368787
#: Seconds in which what is left of the gap between a loop's ends dies out.
_SEAM = 0.4


class EmbeddedEngine(Engine):
    """Text to motion by diffusion, with weights that ship with Troupe."""

    name = "embedded"
    modality = "motion"
    title = "Diffusion"
    version = "1.0"
    description = ("Troupe's own motion diffusion network, small and offline: new motions for sentences like those it "
                   "learnt from, several sentences over time, texts for parts of the body, paths, poses, motions "
                   "carried on, loops. What it does not know well enough the script engine or a clip of the library "
                   "makes instead, and it says so.")
    licence = LICENCE
    inputs: ClassVar[Mapping[str, str]] = {"target": "Skeleton", **briefs.INPUTS}
    controls = briefs.CONTROLS
    # What it does not know it leaves to the script engine, by a measured confidence, so it may be asked first.
    rank = 20
    parameters = (
        shared.duration(plan.LONGEST, "the whole", "from clips like it"),
        shared.frame_rate("; the network makes 30, the rest is interpolated"),
        best_of.parameter(4),
        shared.in_place(),
        shared.loop(False, "Let the last frame lead back into the first"),
        Parameter(name="guidance", type="float", default=2.5, minimum=1.0, maximum=8.0, title="Guidance",
                  help="How strongly the words are followed; much of it makes movements stiff", advanced=True),
        Parameter(name="steps", type="int", default=20, minimum=4, maximum=200, title="Steps",
                  help="Steps in which the noise is taken out", advanced=True),
        shared.clean(),
        Parameter(name="unknown", type="enum", default="other", title="Unknown movements", advanced=True,
                  help="What is done about a sentence unlike anything the network has learnt",
                  choices=(("other", "Another engine makes them"), ("try", "Try, and say so"))),
    )

    @classmethod
    def availability(cls) -> Availability:
        from backend.motion.diffusion.embedded_model import WEIGHTS

        if not WEIGHTS.is_file():
            return Availability(ok=False, reason="The weights of the embedded motion model are missing.",
                                remedy="Reinstall the backend.")
        return Availability(ok=True)

    @classmethod
    def state_files(cls) -> tuple[Path, ...]:
        """Those of the user's library, from which unknown movements may come."""
        from backend.library.place import state_files

        return state_files()

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        return plan.understand(prompt)

    def generate(self, request: Request, progress: Progress) -> Motion:
        from backend.motion.diffusion.embedded_model import embedded
        from backend.motion.diffusion.job import delivered, opened

        spec = request.spec
        if spec is not None and (not briefs.is_brief(spec) or (spec.get("loop") and "before" in request.inputs)):
            return fallback.of_recipe(request, progress)
        progress.update(0.0, "Reading the words")
        job = opened(self, request)
        wanted = job.wanted
        if request.parameters["loop"] and wanted.before is None and wanted.after is None:
            wanted = replace(wanted, loop=True)
        progress.update(0.02, "Loading the network")
        model = embedded()
        known = [model.familiarity(each.text) for each in wanted.segments if each.text]
        strange = fallback.doubts(known)
        texts = [each.asked for each in known]
        notes = [fallback.reason(each) for each in strange]
        least = min((each.confidence for each in known), default=1.0)
        others = request.parameters["unknown"] == "other"
        if strange and others:
            made = fallback.by_another(request, texts, " ".join(notes), least, progress.part(0.05, 1.0))
            if made is not None:
                return made
        clip, choice, lacks = _made(model, wanted, known, request, job.standard, progress.part(0.05, 0.95))
        progress.update(0.95, "Judging what was made")
        amiss = fallback.lacking(texts[0], lacks) if lacks else _disagreement(request, wanted, clip)
        if amiss:
            notes.append(amiss)
            made = fallback.by_another(request, texts, amiss, 0.0, progress.part(0.95, 1.0)) if others else None
            if made is not None:
                return made
        notes += [f"Read as “{each.text}”." for each in known if each.text != each.asked]
        progress.update(0.97, "Fitting the rig")
        motion = delivered(self, job, clip, [*notes, *choice, HONEST], model.version)
        progress.update(1.0, "Done")
        return motion

    def unload(self) -> None:
        from backend.motion.diffusion import embedded_model

        embedded_model.embedded.cache_clear()


def _disagreement(request: Request, wanted: briefs.Constraints, clip: Clip) -> str:
    """Why a motion does not look like its sentence; "" where it does, or where that cannot be told."""
    from backend.motion.evaluation.evaluator import embedded as judge

    if not _plain(wanted, request.parameters) or not wanted.segments[0].text:
        return ""
    text = wanted.segments[0].text
    try:
        ranker = judge()
        agreement = float(ranker.agreement(ranker.clips([clip]) @ ranker.texts([text])[0])[0])
    except EngineError:
        return ""
    return fallback.disagreement(text, agreement) if agreement < confidence.AGREES else ""


def _made(model: Model, wanted: briefs.Constraints, known: Sequence[Familiarity], request: Request, body: Body,
          progress: Progress) -> tuple[Clip, list[str], list[str]]:
    """The best of as many candidates as are asked for, what to say about the choice, and what it does not show."""
    from backend.motion.diffusion.embedded_features import RATE, clip_from, standard_body
    from backend.motion.diffusion.embedded_making import given
    from backend.motion.diffusion.embedded_sampling import Sampling, compose
    from backend.motion.diffusion.job import finished
    from backend.motion.diffusion.preview import Shower, figure_of
    from backend.motion.showing import demanded, unshown

    parameters = request.parameters
    lengths = plan.lengths(_timed(wanted, known), parameters["duration"], RATE)
    if sum(lengths) < _LEAST * RATE:
        raise EngineError(f"{sum(lengths) / RATE:.2g} s are too short for this network.",
                          f"Ask for {_LEAST:g} s or more.", "invalid_parameter")
    seconds = sum(lengths) / RATE
    frames = sum(lengths) + (0 if wanted.loop else 1)
    asked = given(wanted, frames, body)
    first, behind = asked.placing.before, asked.placing.after
    lengths = [lengths[0] + first, *lengths[1:]]
    lengths[-1] += behind + (0 if wanted.loop else 1)
    sampling = Sampling(steps=parameters["steps"], guidance=parameters["guidance"], seed=request.seed,
                        count=parameters["candidates"])
    worded = iter(known)
    said = [next(worded).text if each.text else "" for each in wanted.segments]
    parts = [each.parts for each in wanted.segments]
    text = wanted.segments[0].text
    name = (text[:48].rsplit(" ", 1)[0] if len(text) > 48 else text) or "In-between"
    judged = _plain(wanted, parameters) and bool(demanded(text))
    clips: list[Clip] = []
    lacks: list[list[str]] = []
    for again in range(_ROUNDS if judged else 1):
        # Later rounds are rare: each has half of what is left.
        share = progress.part(0.95 * (1 - 0.5**again), 0.95 * (1 - 0.5**(again + 1)) if judged else 0.95)
        making = share.part(0.0, 0.75)
        shower = Shower(making)

        def watch(done: int, of: int, rows: np.ndarray, shower: Shower = shower) -> None:
            shown = None
            if (shower.due or done == of) and rows.shape[1] > 1:
                shown = figure_of(clip_from(rows[0]), asked.placing, body.leg / standard_body().leg)
            shower.update(done / of, f"Taking the noise out: step {done} of {of}", shown)

        making.update(0.0, "Taking the noise out")
        features = compose(model, said, lengths, replace(sampling, seed=sampling.seed + _ANEW * again), asked.known,
                           wanted.loop, watch, parts)
        for number, rows in enumerate(features):
            own = share.part(0.75 + 0.25 * number / len(features), 0.75 + 0.25 * (number + 1) / len(features))
            clip = _decoded(rows, name, wanted.loop)
            lacks.append(unshown(text, clip) if judged else [])
            # What shows something else is not worth its cleaning, unless nothing else is left.
            if not lacks[-1] or len(clips) == 0:
                clip = finished(clip, wanted, asked.placing, seconds, body, parameters, own)
            clips.append(clip)
        if not all(lacks):
            break
    progress.update(0.95, f"Choosing among {len(clips)}")
    prompt = request.prompt or " ".join(each.text for each in wanted.segments)
    # Whoever does what is asked for goes before whoever does something else well.
    good = [number for number, each in enumerate(lacks) if not each] or [0]
    clip, notes = best_of.choose([clips[number] for number in good], prompt, lambda each: each,
                                 lambda index: f"number {good[index] + 1} of this seed")
    if len(good) < len(clips):
        notes.append(f"{len(clips) - len(good)} of {len(clips)} candidates did not show what is asked for.")
    return clip, notes, lacks[good[0]]


def _plain(wanted: briefs.Constraints, parameters: Mapping[str, Any]) -> bool:
    """Whether what is made is one sentence and nothing else: what has to be met, a part of the body with words of its
    own, or a loop change a motion's looks."""
    return (len(wanted.segments) == 1 and not wanted.fixed and not wanted.segments[0].parts
            and not parameters["in_place"])


def _decoded(rows: np.ndarray, name: str, loop: bool) -> Clip:
    """The clip that features tell; a loop's end is brought to its beginning."""
    import numpy as np

    from backend.motion.diffusion.embedded_features import clip_from
    from backend.motion.editing.loops import closed

    return closed(clip_from(np.concatenate([rows, rows[:1]]), name), _SEAM) if loop else clip_from(rows, name)


def _timed(wanted: briefs.Constraints, known: Sequence[Familiarity]) -> list[plan.Segment]:
    """Segments that say nothing about their length last as long as clips like them."""
    from backend.motion.showing import LASTING, demanded

    lasting = iter(known)
    segments = []
    for each in wanted.segments:
        like = next(lasting) if each.text else None
        if each.seconds is None and like is not None and len(wanted.segments) == 1 and not wanted.path:
            least = _GOING_ON if LASTING & set(demanded(each.text)) else _SHORTEST
            each = replace(each, seconds=min(max(like.seconds, least), _LONGEST))
        segments.append(each)
    return segments

