# SPDX-License-Identifier: GPL-3.0-or-later
"""The retrieval engine: the clip of the user's library that fits a sentence best, made to measure.

The clip is cut or carried on to the wanted length, mirrored where the prompt's side asks for it, cleaned of
sliding feet and put on the target's bones. The result says which clip it is, and whose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from backend.engine import Availability, Engine, EngineError, Parameter, Progress, Request, Understanding
from backend.motion import best_of
from backend.motion import parameters as shared
from backend.motion.target import target_of
from protocol.assets import Motion

if TYPE_CHECKING:
    from backend.library import Library
    from backend.motion.body import Body
    from backend.motion.clip import Clip

_ADD = "troupe library add PATH"
#: A clip may be played so much faster or slower before it is cut or carried on instead.
_STRETCH = 1.25
#: Scores this much below the best are close, at a variation of 1.
_CLOSE = 0.15
#: Scores this much apart mean as good a fit: among those, the one with the fewest faults may be taken.
_AS_GOOD = 0.05
_MAXIMUM_FRAMES, _MOST_ROUNDS = 60_000, 200
#: Seconds a chained repetition takes to pass into the next.
_JOIN = 0.3
#: Metres; who moves less stays on the spot.
_SPOT = 0.5


class RetrievalEngine(Engine):
    """Finds a clip in the user's own library and fits it."""

    name = "retrieval"
    modality = "motion"
    title = "Library"
    version = "1.0"
    description = ("The clip of your library that fits the prompt best, cut and re-timed to the wanted length, on the "
                   "target's body. It says which clip it used.")
    licence = "That of the clip that was used; the result names it."
    inputs: ClassVar[Mapping[str, str]] = {"target": "Skeleton"}
    # Below the procedural engine, which can always make what it says.
    rank = 5
    parameters = (
        shared.duration(600.0, "the clip", "the clip's own"),
        shared.frame_rate(),
        shared.in_place(),
        shared.loop(False, "Make the best cycle of the clip lead back into its first frame"),
        Parameter(name="variation", type="float", default=0.0, minimum=0.0, maximum=1.0, title="Variation",
                  help="Lets the seed choose among clips that fit about as well; 0 always takes the best"),
        Parameter(name="minimum_score", type="float", default=0.45, minimum=0.0, maximum=1.0, title="Minimum score",
                  help="A clip that fits less than this is refused", advanced=True),
        shared.clean(),
        # One: of several clips the one with the fewest faults may be the one in which least happens.
        best_of.parameter(1),
    )

    @classmethod
    def availability(cls) -> Availability:
        from backend.library.place import count_clips

        try:
            if count_clips():
                return Availability(ok=True)
        except EngineError as error:
            return Availability(ok=False, reason=error.message, remedy=error.remedy)
        return Availability(ok=False, reason="Your motion library is empty.", remedy=f"Run: {_ADD}")

    @classmethod
    def state_files(cls) -> tuple[Path, ...]:
        from backend.library.place import state_files

        return state_files()

    def understand(self, prompt: str, parameters: Mapping[str, Any]) -> Understanding:
        from backend.motion import retrieval_spec

        return retrieval_spec.understand(_library(), prompt, parameters["minimum_score"])

    def generate(self, request: Request, progress: Progress) -> Motion:
        from backend.motion import retrieval_spec
        from backend.motion.body import body_of
        from backend.motion.clip import canonical
        from backend.motion.retarget import to_motion
        from backend.motion.skeleton import make_skeleton

        target = target_of(request)
        progress.update(0.0, "Looking through the library")
        library = _library()
        reading = self.reading(request)
        spec, assumptions = dict(reading.spec), list(reading.assumptions)
        if request.spec is None:
            specs = self._candidates(spec, request)
            if len(specs) > 1 or specs[0]["clip"] != reading.spec["clip"]:
                specs = [_without_itself(retrieval_spec.validated(each, library)) for each in specs]
            assumptions = assumptions[1:]
        else:
            specs = [retrieval_spec.validated(spec, library)]
        skeleton = target or make_skeleton()
        body = body_of(skeleton)
        made = []
        for number, each in enumerate(specs):
            own = progress.part(0.15 + 0.7 * number / len(specs), 0.15 + 0.7 * (number + 1) / len(specs))
            own.update(0.0, f"Opening {each['name']}")
            said: list[str] = []
            made.append((each, said, made_to_measure(library.clip(each["clip"]), canonical(body), each,
                                                     request.parameters, said, own)))
        (spec, said, clip), choice = _best(made, request.prompt)
        assumptions = [retrieval_spec.sentence(spec), *assumptions, *said, *choice]
        progress.update(0.85, "Fitting the rig")
        # On this body already: carrying it over again could only move the feet that hold.
        motion = to_motion(clip.performance(), body, skeleton, name=spec["name"], fps=clip.fps, loop=clip.loop,
                           caption=request.prompt or spec["caption"])
        understanding = Understanding(spec=spec, assumptions=assumptions, unparsed=list(reading.unparsed))
        motion.provenance = replace(self.provenance(request, understanding), licence=spec["licence"] or self.licence)
        progress.update(1.0, "Done")
        return motion

    @staticmethod
    def _candidates(spec: dict[str, Any], request: Request) -> list[dict[str, Any]]:
        """The spec with a clip chosen by the seed among those that fit about as well as the best, and with as many of
        those that fit no less than that one as there are candidates."""
        found = [{key: spec[key] for key in ("clip", "name", "caption", "score", "mirror")}, *spec["alternatives"]]
        least = spec["score"] - _CLOSE * request.parameters["variation"]
        close = [each for each in found if each["score"] >= least] if request.parameters["variation"] > 0 else found[:1]
        first = close[int(np.random.default_rng(request.seed).integers(len(close)))] if len(close) > 1 else found[0]
        alike = [each for each in found if each is not first and each["score"] >= first["score"] - _AS_GOOD]
        chosen = [first, *alike][:request.parameters["candidates"]]
        return [spec if each is found[0] else
                {**spec, **each, "file": "", "alternatives": found}
                for each in chosen]


def _without_itself(spec: dict[str, Any]) -> dict[str, Any]:
    return {**spec, "alternatives": [each for each in spec["alternatives"] if each["clip"] != spec["clip"]]}


def _best(made: Sequence[tuple[dict[str, Any], list[str], Clip]],
          prompt: str) -> tuple[tuple[dict[str, Any], list[str], Clip], list[str]]:
    """The best of several specs with their clips, and what to say about the choice: how well its caption fits counts
    too."""
    return best_of.choose(made, prompt, lambda each: each[2], lambda index: f"the clip {made[index][0]['clip']}",
                          "Named in the spec, it is made again.", [spec["score"] for spec, _, _ in made])


def _library() -> Library:
    """The user's library. Raises :class:`EngineError` ("unavailable") when it is empty."""
    from backend.library.library import shared
    from backend.library.place import count_clips

    if not count_clips():
        raise EngineError("Your motion library is empty.", f"Run: {_ADD}", "unavailable")
    return shared()


def made_to_measure(clip: Clip, body: Body, spec: Mapping[str, Any], parameters: Mapping[str, Any],
                    assumptions: list[str], progress: Progress) -> Clip:
    """``clip`` on ``body`` at the wanted rate and length, on the wanted side, travelling or not, with feet that
    hold."""
    from backend.library import terms
    from backend.motion.clip_ops import fitted, in_place, mirror, resample
    from backend.motion.editing.ahead import aligned
    from backend.motion.editing.cleanup import clean
    from backend.motion.editing.treadmill import travelling

    progress.update(0.0, "Preparing the clip")
    seconds = float(parameters["duration"] or spec["duration"] or 0.0)
    loop = bool(parameters["loop"] if spec["loop"] is None else spec["loop"])
    stays = bool(parameters["in_place"] if spec["in_place"] is None else spec["in_place"])
    fps = float(parameters["fps"])
    if (seconds or clip.duration) * fps > _MAXIMUM_FRAMES:
        raise EngineError(f"{seconds or clip.duration:g} s at {fps:g} frames a second are too many frames.",
                          f"Ask for at most {_MAXIMUM_FRAMES} frames.", "invalid_parameter")
    if not loop and seconds and clip.duration > _STRETCH * seconds:
        clip = _best_part(clip, seconds)
        assumptions.append(f"The clip is longer: its liveliest {seconds:g} s are used.")
    clip = resample(clip, fps)
    if spec["mirror"]:
        clip = mirror(clip)
    if not stays:
        # On its own body: there the feet slide as evenly as they were made to.
        moving = travelling(clip)
        if moving is not clip:
            assumptions.append("The clip was made in place; it travels as fast as its feet show.")
        clip = moving
    clip = fitted(clip, body)
    # Feet are held where they stand in the end; loops and chains hold those they are given.
    repeated = loop or seconds * fps > _STRETCH * len(clip)
    if not repeated:
        clip = _lasting(clip, seconds, assumptions)
    progress.update(0.2, "Cleaning the feet")
    if parameters["clean"]:
        clip = clean(clip)
    progress.update(0.6, "Fitting the length")
    if repeated:
        clip = _looped(clip, seconds) if loop else _lasting(clip, seconds, assumptions)
    if stays:
        clip = in_place(clip)
    elif terms.read(spec["caption"]).facets & terms.GOING and np.ptp(clip.root[:, :2], axis=0).max() < _SPOT:
        assumptions.append("The clip stays on the spot, as it was made.")
    return aligned(clip)


def _looped(clip: Clip, seconds: float) -> Clip:
    from backend.motion.clip_ops import sample
    from backend.motion.editing.loops import make_loop

    looped = make_loop(clip, seconds or None)
    count = round(seconds * clip.fps) if seconds else len(looped)
    return looped if count == len(looped) else sample(looped, np.arange(count) * (len(looped) / count))


def _lasting(clip: Clip, seconds: float, assumptions: list[str]) -> Clip:
    """``clip`` brought to ``seconds`` by playing it a little faster or slower, or by going on with it."""
    from backend.motion.clip_ops import repeat, sample
    from backend.motion.editing.loops import make_loop
    from backend.motion.editing.transitions import join

    if not seconds:
        return replace(clip, loop=False)
    count = max(2, round(seconds * clip.fps))
    if count <= _STRETCH * len(clip):
        if abs(count - len(clip)) > 1:
            assumptions.append(f"The clip of {len(clip) / clip.fps:.2f} s is played at "
                               f"{len(clip) / count:.2f} times its speed.")
        return replace(sample(replace(clip, loop=False), np.linspace(0, len(clip) - 1, count)), loop=False)
    if count > _MOST_ROUNDS * len(clip):
        raise EngineError(f"The clip lasts only {clip.duration:.2f} s.", "Ask for a shorter time.",
                          "invalid_parameter")
    assumptions.append(f"The clip lasts {clip.duration:.2f} s and is repeated to fill {seconds:g} s.")
    if clip.loop or _repeats(clip):
        return replace(repeat(make_loop(clip), count), loop=False)
    whole, again = clip, clip
    while len(whole) < count:
        # Doubling: a hundred rounds take seven joins.
        again = whole if 2 * len(whole) <= count else clip
        whole = join(whole, again, min(_JOIN, 0.25 * clip.duration))
    return sample(whole, np.arange(count))


def _repeats(clip: Clip) -> bool:
    """Whether a clip is cyclic, or goes straight on as a walk does."""
    from backend.library.features import measure

    found = measure(clip)
    return found.cyclic or (found.direction != "" and abs(found.turn) < 30 and found.airborne < 0.5 * found.duration)


def _best_part(clip: Clip, seconds: float) -> Clip:
    """The ``seconds`` of ``clip`` in which most happens; its beginning, where that is nearly as lively."""
    from backend.motion.clip_ops import cut

    count = min(len(clip), max(2, round(seconds * clip.fps) + 1))
    positions = clip.positions()
    pace = np.linalg.norm(np.diff(positions - positions[:, :1], axis=0), axis=-1).mean(1)
    total = np.concatenate([[0.0], np.cumsum(pace)])
    lively = total[count - 1:] - total[:len(total) - count + 1]
    first = 0 if lively[0] > 0.85 * lively.max() else int(lively.argmax())
    return replace(cut(clip, first, first + count), loop=False)
