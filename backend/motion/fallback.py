# SPDX-License-Identifier: GPL-3.0-or-later
"""Who makes a motion that the embedded network does not know well enough: the script engine where the rules know every
word, else a clip of the user's library that is surely meant, else whatever the script engine comes nearest with.

Who made it instead, and why, stands first in the motion's assumptions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.engine import Engine, EngineError, Progress, Request
from backend.motion.diffusion import confidence
from backend.motion.diffusion.confidence import Familiarity
from protocol.assets import Motion

#: Score from which a stored clip is surely what is meant.
_SURE_CLIP = 0.6


def doubts(known: Sequence[Familiarity]) -> list[Familiarity]:
    """The sentences that the network is not sure enough of."""
    return [each for each in known if each.confidence < _enough(each)]


def _enough(found: Familiarity) -> float:
    return confidence.RULED if ruled(found.asked) else confidence.SURE


def reason(found: Familiarity) -> str:
    """Why the network is not sure of a sentence, in words for the user."""
    if found.confidence >= confidence.SURE:
        return (f"Of “{found.asked:.80}” the network is less sure ({found.confidence:.2f}; {confidence.RULED:.2f} is "
                "enough) than of the rules that know every word of it.")
    lacks = f", which says nothing of “{'”, “'.join(map(_plain, found.missing))}”" if found.missing else ""
    return (f"“{found.asked:.80}” is not what the network has learnt: the nearest is “{found.caption}”{lacks} "
            f"(confidence {found.confidence:.2f}; {confidence.SURE:.2f} is enough).")


def disagreement(text: str, agreement: float) -> str:
    """Why what the network made does not count."""
    return (f"What the network made of “{text:.80}” does not look like it to Troupe's judge of motions "
            f"(agreement {agreement:.2f}; {confidence.AGREES:.2f} is enough).")


def lacking(text: str, unshown: Sequence[str]) -> str:
    """Why nothing that the network made counts."""
    return f"What the network made of “{text:.80}” does not show {' and '.join(unshown)}."


def _plain(word: str) -> str:
    return word.lstrip("~=").split(".")[-1]


def by_another(request: Request, texts: Sequence[str], why: str, least: float, progress: Progress) -> Motion | None:
    """The motion by another engine, which says so; None where none can, or none is surer than the network.

    ``least`` is the network's least confidence in ``texts``: below :data:`.confidence.LEAST` a guess will do.
    """
    for kind, prompt, spec in _ways(request, texts, least):
        try:
            made = kind().generate(_handed_on(request, kind, prompt, spec), progress)
        except EngineError:
            continue
        if isinstance(made, Motion) and made.provenance is not None:
            note = f"{why} So it was made by the engine “{_title(made.provenance.engine, kind)}”."
            made.provenance = replace(made.provenance, assumptions=[note, *made.provenance.assumptions])
            return made
    return None


def of_recipe(request: Request, progress: Progress) -> Motion:
    """A recipe of movements, the spec of one, or a loop of what is there: the script engine's work.

    Raises :class:`EngineError` as that does, for specs of no kind too.
    """
    from backend.motion.script_engine import ScriptEngine

    made = ScriptEngine().generate(_handed_on(request, ScriptEngine, request.prompt, request.spec), progress)
    if made.provenance is not None:
        note = (f"What is asked for is a work of editing: it was done by the engine "
                f"“{_title(made.provenance.engine, ScriptEngine)}”.")
        made.provenance = replace(made.provenance, assumptions=[note, *made.provenance.assumptions])
    return made


def _handed_on(request: Request, kind: type[Engine], prompt: str, spec: Mapping[str, Any] | None) -> Request:
    """The request in the terms of another engine."""
    names = {each.name for each in kind.parameters}
    given = {name: value for name, value in request.parameters.items()
             if name in names and name in ("duration", "fps", "in_place", "clean", "loop")}
    inputs = {name: asset for name, asset in request.inputs.items() if name in kind.inputs}
    return Request(prompt=prompt, seed=request.seed, parameters=kind.complete(given), inputs=inputs,
                   spec=None if spec is None else dict(spec))


def _title(name: str, kind: type[Engine]) -> str:
    """How an engine that handed the work on calls the one that did it."""
    from backend.motion.procedural_engine import ProceduralEngine

    return ProceduralEngine.title if name == ProceduralEngine.name else kind.title


def _ways(request: Request, texts: Sequence[str],
          least: float) -> Iterator[tuple[type[Engine], str, dict[str, Any] | None]]:
    """(engine, prompt, spec) in the order in which they are tried."""
    from backend.motion.retrieval_engine import RetrievalEngine
    from backend.motion.script_engine import ScriptEngine

    spec = None if request.spec is None else dict(request.spec)
    prompt = request.prompt
    if all(map(ruled, texts)):
        yield ScriptEngine, prompt, spec
        return
    if len(texts) == 1 and spec is None and _stored(texts[0]) >= _SURE_CLIP:
        yield RetrievalEngine, texts[0], None
    if least < confidence.LEAST:
        yield ScriptEngine, prompt, spec


def ruled(text: str) -> bool:
    """Whether the rules of the procedural engine know the movement and every word of a sentence."""
    from backend.motion import spec

    try:
        return not spec.understand(text, near=math.inf).unparsed
    except EngineError:
        return False


def _stored(text: str) -> float:
    """How well the best clip of the user's library fits a sentence; 0 without one."""
    from backend.motion.retrieval_engine import RetrievalEngine

    if not RetrievalEngine.availability().ok:
        return 0.0
    try:
        score = RetrievalEngine().understand(text, RetrievalEngine.complete({})).spec.get("score")
    except EngineError:
        return 0.0
    return float(score) if isinstance(score, (int, float)) else 0.0
