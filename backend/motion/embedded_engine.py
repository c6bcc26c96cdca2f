# SPDX-License-Identifier: GPL-3.0-or-later
"""The diffusion engine that ships with its own small network: from sentences, offline, with constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from backend.engine import Availability, Engine, EngineError, Parameter, Progress, Request, Understanding
from backend.motion import best_of
from backend.motion.diffusion import constraints as briefs
from backend.motion.diffusion import plan
from protocol.assets import Motion

if TYPE_CHECKING:
    import numpy as np

    from backend.motion.body import Body
    from backend.motion.clip import Clip
    from backend.motion.diffusion.embedded_model import Familiarity, Model

LICENCE = ("Output is yours without restriction. The network was trained by Troupe on 275 openly licensed clips "
           "(CC0, MIT, CMU); their authors are named in the notices.")
#: Said beside every result.
HONEST = "Made by Troupe's own small network, which learnt from 275 open clips: it knows some thirty movements."
#: The least seconds that can be asked for; of a sentence whose length only clips like it tell, least and most.
_LEAST, _SHORTEST, _LONGEST = 0.5, 2.0, 6.0
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
                   "carried on, loops. It says when it does not know a movement, and another engine makes it then.")
    licence = LICENCE
    inputs: ClassVar[Mapping[str, str]] = {"target": "Skeleton", **briefs.INPUTS}
    controls = briefs.CONTROLS
    rank = 4
    parameters = (
        Parameter(name="duration", type="float", default=0.0, minimum=0.0, maximum=plan.LONGEST, unit="s",
                  title="Duration", help="Length of the whole; 0 takes it from the prompt, or from clips like it"),
        Parameter(name="fps", type="float", default=30.0, minimum=5.0, maximum=240.0, unit="fps", title="Frame rate",
                  help="Keys a second; the network makes 30, the rest is interpolated"),
        best_of.parameter(4),
        Parameter(name="in_place", type="bool", default=False, title="In place",
                  help="Keep the character on the spot, as on a treadmill"),
        Parameter(name="guidance", type="float", default=2.5, minimum=1.0, maximum=8.0, title="Guidance",
                  help="How strongly the words are followed; much of it makes movements stiff", advanced=True),
        Parameter(name="steps", type="int", default=20, minimum=4, maximum=200, title="Steps",
                  help="Steps in which the noise is taken out", advanced=True),
        Parameter(name="clean", type="bool", default=True, title="Clean feet",
                  help="Hold planted feet still and keep them out of the floor", advanced=True),
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

        progress.update(0.0, "Reading the words")
        job = opened(self, request)
        wanted = job.wanted
        progress.update(0.02, "Loading the network")
        model = embedded()
        known = [model.familiarity(each.text) for each in wanted.segments if each.text]
        strange = [each for each in known if each.cosine < FAMILIAR]
        if strange and len(wanted.segments) == 1 and not wanted.fixed and request.parameters["unknown"] == "other":
            made = _by_another(request, wanted.segments[0].text, strange[0], progress.part(0.05, 1.0))
            if made is not None:
                return made
        clip, choice = _made(model, wanted, known, request, job.standard, progress.part(0.05, 0.97))
        progress.update(0.97, "Fitting the rig")
        motion = delivered(self, job, clip, [*map(_unfamiliar, strange), *choice, HONEST], model.version)
        progress.update(1.0, "Done")
        return motion

    def unload(self) -> None:
        from backend.motion.diffusion import embedded_model

        embedded_model.embedded.cache_clear()


#: Cosine of MiniLM to the nearest caption below which a movement counts as unknown; how it was found is told in
#: backend/weights/embedded/motion.md.
FAMILIAR = 0.62


def _unfamiliar(found: Familiarity) -> str:
    return (f"The network has learnt nothing that is quite like it: the nearest is “{found.caption}” "
            f"({found.cosine:.2f}, where {FAMILIAR:.2f} is enough).")


def _by_another(request: Request, text: str, found: Familiarity, progress: Progress) -> Motion | None:
    """The motion by the library or by the procedural engine, which say what they know; None where neither does."""
    from backend.motion.procedural_engine import ProceduralEngine
    from backend.motion.retrieval_engine import RetrievalEngine

    for kind in (RetrievalEngine, ProceduralEngine):
        if not kind.availability().ok:
            continue
        engine: Engine = kind()
        names = {each.name for each in kind.parameters}
        given: dict[str, Any] = {name: request.parameters[name] for name in ("duration", "fps", "in_place")
                                 if name in names}
        # What the library loops or not is its own affair; here no loop was asked for.
        given |= {"loop": False} if "loop" in names else {}
        try:
            parameters = kind.complete(given)
            reading = engine.understand(text, parameters)
            if kind is ProceduralEngine and reading.unparsed:
                continue
            inputs = {name: asset for name, asset in request.inputs.items() if name == "target"}
            made = engine.generate(Request(prompt=text, seed=request.seed, parameters=parameters, inputs=inputs),
                                   progress)
        except EngineError:
            continue
        assert isinstance(made, Motion)
        if made.provenance is not None:
            note = f"{_unfamiliar(found)} So it was made by the engine “{kind.title}”."
            made.provenance = replace(made.provenance, assumptions=[note, *made.provenance.assumptions])
        return made
    return None


def _made(model: Model, wanted: briefs.Constraints, known: Sequence[Familiarity], request: Request, body: Body,
          progress: Progress) -> tuple[Clip, list[str]]:
    """The best of as many candidates as are asked for, and what to say about the choice."""
    from backend.motion.diffusion.embedded_features import RATE, clip_from, standard_body
    from backend.motion.diffusion.embedded_making import given
    from backend.motion.diffusion.embedded_sampling import Sampling, compose
    from backend.motion.diffusion.job import finished
    from backend.motion.diffusion.preview import Shower, figure_of

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
    making = progress.part(0.0, 0.7)
    shower = Shower(making)

    def watch(done: int, of: int, rows: np.ndarray) -> None:
        shown = None
        if (shower.due or done == of) and rows.shape[1] > 1:
            shown = figure_of(clip_from(rows[0]), asked.placing, body.leg / standard_body().leg)
        shower.update(done / of, f"Taking the noise out: step {done} of {of}", shown)

    making.update(0.0, "Taking the noise out")
    features = compose(model, [each.text for each in wanted.segments], lengths, sampling, asked.known,
                       wanted.loop, watch, [each.parts for each in wanted.segments])
    text = wanted.segments[0].text
    name = (text[:48].rsplit(" ", 1)[0] if len(text) > 48 else text) or "In-between"
    clips = []
    for number, rows in enumerate(features):
        own = progress.part(0.7 + 0.25 * number / len(features), 0.7 + 0.25 * (number + 1) / len(features))
        decoded = _decoded(rows, name, wanted.loop)
        clips.append(finished(decoded, wanted, asked.placing, seconds, body, parameters, own))
    progress.update(0.95, f"Choosing among {len(clips)}")
    return best_of.choose(clips, request.prompt or " ".join(each.text for each in wanted.segments), lambda each: each,
                          lambda index: f"number {index + 1} of this seed")


def _decoded(rows: np.ndarray, name: str, loop: bool) -> Clip:
    """The clip that features tell; a loop's end is brought to its beginning."""
    import numpy as np

    from backend.motion.diffusion.embedded_features import clip_from
    from backend.motion.editing.loops import closed

    return closed(clip_from(np.concatenate([rows, rows[:1]]), name), _SEAM) if loop else clip_from(rows, name)


def _timed(wanted: briefs.Constraints, known: Sequence[Familiarity]) -> list[plan.Segment]:
    """Segments that say nothing about their length last as long as clips like them."""
    lasting = iter(known)
    segments = []
    for each in wanted.segments:
        like = next(lasting) if each.text else None
        if each.seconds is None and like is not None and len(wanted.segments) == 1 and not wanted.path:
            each = replace(each, seconds=min(max(like.seconds, _SHORTEST), _LONGEST))
        segments.append(each)
    return segments

