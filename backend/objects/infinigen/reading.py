# SPDX-License-Identifier: GPL-3.0-or-later
"""Words to one of Infinigen's factories, and a size."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from backend.engine import EngineError, InvalidParameter, Understanding
from backend.language.embedding import Anchors
from backend.language.text import Reading
from backend.objects.infinigen.table import factories
from backend.objects.wanted_size import wanted_size
from backend.objects.words import LARGEST, RELATED, SMALLEST

_FREE = "Infinigen chooses shape, material and colour itself; another seed makes another one."


def read(prompt: str, category: str = "auto") -> Understanding:
    """{"category", "asked", "confidence", "size", "scale"}. Raises :class:`EngineError` ("unknown_object")."""
    reading = Reading(prompt)
    if not any(token.is_word for token in reading.tokens):
        raise EngineError("There is nothing in the prompt to make an object from.",
                          "Name an object, for example: a wooden chair.", "empty_prompt")
    assumptions = [_FREE]
    name, asked, confidence = _chosen(reading, prompt, category, assumptions)
    spec = {"category": name, "asked": asked, "confidence": round(confidence, 3),
            **wanted_size(reading, name, assumptions)}
    return Understanding(spec=spec, assumptions=assumptions, unparsed=reading.unparsed())


def check(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A spec edited by the user, complete; raises :class:`InvalidParameter`."""
    unknown = set(spec) - {"category", "asked", "confidence", "size", "scale"}
    if unknown or spec.get("category") not in factories():
        raise InvalidParameter(f"A spec of Infinigen has a category, a size and a scale, not {', '.join(unknown):.80}."
                               if unknown else f"{spec.get('category')!r:.60} is no kind that Infinigen makes.",
                               f"It makes: {', '.join(factories())}.")
    size, scale = spec.get("size", {}), spec.get("scale", 1.0)
    if not isinstance(size, Mapping) or set(size) - {"height", "width", "depth"} or not all(
            _number(value) and SMALLEST <= value <= LARGEST for value in size.values()):
        raise InvalidParameter("The size is height, width or depth in metres.", 'Give {"height": 0.3}.')
    if not _number(scale) or not 0.01 <= scale <= 100:
        raise InvalidParameter("The scale is a number from 0.01 to 100.")
    return {"category": spec["category"], "size": dict(size), "scale": float(scale)}


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _chosen(reading: Reading, prompt: str, category: str, assumptions: list[str]) -> tuple[str, str, float]:
    if category != "auto":
        reading.find(_words())
        return category, category, 1.0
    hits = [hit for hit in reading.find(_words()) if not hit.negated]
    if hits:
        if len({hit.value for hit in hits}) > 1:
            assumptions.append(f"One object is made: the {hits[0].value}.")
        if hits[0].count and hits[0].count > 1:
            assumptions.append("One is made; duplicate it, or try other seeds.")
        return hits[0].value, hits[0].phrase, 1.0
    near = _anchors().nearest(prompt, 5)
    name, cosine = near[0]
    if cosine < RELATED:
        raise EngineError(f"Infinigen has no generator for “{prompt:.60}”.",
                          f"The nearest it has: {', '.join(each for each, _ in near)}. Name one of them, or choose "
                          "another engine.", "unknown_object")
    assumptions.append(f"“{prompt:.60}” is taken as a {name} (confidence {cosine:.2f}; next: "
                       f"{', '.join(each for each, _ in near[1:])}).")
    reading.consume(0, len(reading.tokens))
    return name, prompt, cosine


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    found: dict[str, str] = {name: name for name in factories()}
    for factory in factories().values():
        for word in factory.words:
            found.setdefault(word, factory.name)
    return found


@lru_cache(maxsize=1)
def _anchors() -> Anchors:
    return Anchors({name: tuple(f"a {word}" for word in factory.words[:2]) for name, factory in factories().items()})
