# SPDX-License-Identifier: GPL-3.0-or-later
"""From a sentence to a clip of the library: the spec of the retrieval engine.

Keys of a spec, all present: ``clip`` is the id of the clip to use, and the only one that has to be given when a
spec is edited; ``mirror`` exchanges left and right; ``duration`` (seconds), ``loop`` and ``in_place`` are null
where the engine's parameters decide. ``name``, ``caption``, ``score``, ``source``, ``file`` and ``licence`` tell
about the clip and are filled in; ``alternatives`` are the next best, each with ``clip``, ``name``, ``caption``,
``score`` and ``mirror``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.engine import EngineError, Understanding
from backend.language.text import Reading
from backend.library import terms
from backend.library.library import Hit, Library

DEFAULTS: dict[str, Any] = {
    "clip": "", "mirror": False, "duration": None, "loop": None, "in_place": None, "name": "", "caption": "",
    "score": 1.0, "source": "", "file": "", "licence": "", "alternatives": []}
_CHOSEN = ("clip", "mirror", "duration", "loop", "in_place")
_IN_PLACE = dict.fromkeys(("in place", "on the spot", "on a treadmill"), True)
_LOOP = dict.fromkeys(("looped", "looping", "seamless loop", "seamlessly looping", "endlessly"), True)
#: A mirrored clip must fit so much better than one that need not be.
_MIRRORED = 0.97
_ALTERNATIVES, _NAMED = 8, 5


def understand(library: Library, prompt: str, minimum: float) -> Understanding:
    """The best clip for ``prompt``. Raises :class:`EngineError` ("no_match") naming the nearest when none reaches
    ``minimum``."""
    reading = Reading(prompt)
    seconds = next((measure.value for measure in reading.measures() if measure.unit == "s" and measure.value > 0), None)
    loop = any(not match.negated for match in reading.find(_LOOP))
    # What says how long is no part of what is looked for; "on the spot" is what a caption may say too.
    text = " ".join(token.text for token, used in zip(reading.tokens, reading.consumed) if not used)
    in_place = any(not match.negated for match in reading.find(_IN_PLACE))
    found = candidates(library, text)
    if not found or found[0][0].score < minimum:
        raise EngineError(f"No clip of the library fits “{text:.80}”{_nearest(found)}",
                          "Name one of those, lower the minimum score, or add clips: troupe library add PATH",
                          "no_match")
    best, mirror = found[0]
    spec = describe(best, mirror) | {
        "duration": seconds, "loop": True if loop else None, "in_place": True if in_place else None,
        "alternatives": [_short(hit, turned) for hit, turned in found[1:1 + _ALTERNATIVES]]}
    assumptions = [sentence(spec)]
    if library.notice:
        assumptions.append(library.notice)
    return Understanding(spec={**DEFAULTS, **spec}, assumptions=assumptions,
                         unparsed=_unheard(library, text, best, mirror))


def _unheard(library: Library, text: str, hit: Hit, mirror: bool) -> list[str]:
    """Words of ``text`` about way, side, pace or manner that the clip is not known to have."""
    return library.unmet(text, "" if mirror else hit.id, terms.mirrored(hit.caption) if mirror else hit.caption)


def _nearest(found: list[tuple[Hit, bool]]) -> str:
    if not found:
        return "."
    names = "; ".join(f"“{hit.caption}” ({hit.name}, {hit.score:.2f})" for hit, _ in found[:_NAMED])
    return f". The nearest are: {names}."


def candidates(library: Library, text: str) -> list[tuple[Hit, bool]]:
    """Hits for ``text``, best first, and whether each has to be mirrored to fit."""
    best: dict[str, tuple[Hit, bool]] = {hit.id: (hit, False) for hit in library.search(text, 2 * _ALTERNATIVES)}
    if terms.sided(text):
        for hit in library.search(terms.mirrored(text), 2 * _ALTERNATIVES):
            turned = replace(hit, score=_MIRRORED * hit.score)
            if terms.sided(hit.caption) and (hit.id not in best or turned.score > best[hit.id][0].score):
                best[hit.id] = (turned, True)
    return sorted(best.values(), key=lambda each: -each[0].score)


def describe(hit: Hit, mirror: bool) -> dict[str, Any]:
    """The part of a spec that one hit gives."""
    return {"clip": hit.id, "mirror": mirror, "name": hit.name, "caption": hit.caption, "score": round(hit.score, 4),
            "source": hit.source, "file": hit.path, "licence": hit.licence}


def _short(hit: Hit, mirror: bool) -> dict[str, Any]:
    return {"clip": hit.id, "name": hit.name, "caption": hit.caption, "score": round(hit.score, 4), "mirror": mirror}


def sentence(spec: Mapping[str, Any]) -> str:
    """Which clip is used, for the user."""
    licence = f", licence {spec['licence']}" if spec["licence"] else ""
    mirrored = ", mirrored" if spec["mirror"] else ""
    return (f"Uses the clip “{spec['name']}” of {spec['source'] or 'the library'}{mirrored}: “{spec['caption']}” "
            f"(fits by {spec['score']:.2f}{licence}).")


def validated(spec: Mapping[str, Any], library: Library) -> dict[str, Any]:
    """A complete spec from an edited one, what it tells about the clip brought up to date. Raises
    :class:`EngineError` ("invalid_spec", "not_found") naming the key at fault."""
    unknown = sorted(map(str, set(spec) - set(DEFAULTS)))
    if unknown:
        raise EngineError(f"The spec of a clip has no {', '.join(unknown):.200}.", f"Its keys: {', '.join(DEFAULTS)}.",
                          "invalid_spec")
    full = {**DEFAULTS, **spec}
    if not isinstance(full["clip"], str) or not full["clip"]:
        raise EngineError("The spec names no clip.", "Give the id of a clip, see: troupe library search",
                          "invalid_spec")
    for key, kinds in (("mirror", (bool,)), ("loop", (bool, type(None))), ("in_place", (bool, type(None)))):
        if not isinstance(full[key], kinds):
            raise EngineError(f"The spec's {key} is {full[key]!r:.60}.", "Give true or false.", "invalid_spec")
    seconds = full["duration"]
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and math.isfinite(seconds)
    if seconds is not None and not (number and 0.1 <= seconds <= 600):
        raise EngineError(f"The spec's duration is {seconds!r:.60}.", "Give seconds from 0.1 to 600, or null.",
                          "invalid_spec")
    alternatives = full["alternatives"]
    if not isinstance(alternatives, list) or not all(isinstance(each, dict) for each in alternatives):
        raise EngineError("The spec's alternatives are no list of clips.", "Leave them out.", "invalid_spec")
    hit = library.hit(full["clip"])
    same_clip = (spec.get("clip"), spec.get("name"), spec.get("file")) == (hit.id, hit.name, hit.path)
    known = isinstance(full["score"], (int, float)) and same_clip
    told = describe(hit, full["mirror"])
    if known:
        told |= {"score": full["score"], "caption": str(full["caption"] or hit.caption)}
    else:
        # Chosen by hand: the score it had among the alternatives, if it was one.
        same: dict[str, Any] = next((each for each in alternatives if each.get("clip") == hit.id), {})
        score = same.get("score")
        told |= {"score": score if isinstance(score, (int, float)) else 1.0,
                 "caption": str(same.get("caption") or hit.caption)}
    return {**full, **told, **{key: full[key] for key in _CHOSEN if key != "clip"}}
