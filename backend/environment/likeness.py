# SPDX-License-Identifier: GPL-3.0-or-later
"""What words that no table knows resemble, by sentence embedding."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from backend.language.embedding import Anchors, encoder
from backend.language.text import Reading

from .lexicon import PLACES, TIMES, WEATHER
from .lexicon_examples import MOOD_EXAMPLES, PLACE_EXAMPLES, ROOM_EXAMPLES

#: How near (cosine) an example must be before its meaning is taken: things are near to moods they have nothing to do
#: with (a windmill to a sunny one, 0.36; a lighthouse, 0.45), words of moods nearer.
_NEAR_PLACE, _NEAR_MOOD = 0.45, 0.5


@lru_cache(maxsize=1)
def _anchors() -> tuple[Anchors, Anchors]:
    return Anchors({**PLACE_EXAMPLES, **ROOM_EXAMPLES}, "a picture"), Anchors(MOOD_EXAMPLES, "a picture")


def by_likeness(
    reading: Reading,
    times: list[Any],
    nights: list[Any],
    weather: list[Any],
    places: list[Any],
    grounds: list[Any],
    assumptions: list[str],
) -> dict[str, Any]:
    """What the words nobody knows resemble; only asked where the tables found nothing."""
    left = reading.unparsed()
    found: dict[str, Any] = {}
    if not left or encoder().name == "hashed-ngrams":
        return found
    words = " ".join(left)[:300]
    place_anchors, mood_anchors = _anchors()
    if not places and not grounds:
        label, score = place_anchors.nearest(words)[0]
        if score > _NEAR_PLACE:
            if label in ROOM_EXAMPLES:
                found["room"] = label
                label = label.replace("_", " ")
            else:
                found["places"] = [PLACES[label]]
            assumptions.append(f'"{words[:60]}" was taken for something like a {label}')
    if not times and not nights and not weather:
        label, score = mood_anchors.nearest(words)[0]
        if score > _NEAR_MOOD:
            assumptions.append(f'"{words[:60]}" was taken for a {label} mood')
            if label in TIMES:
                found["time"] = TIMES[label]
            elif label == "night":
                found["night"] = True
            else:
                found["weather"] = [WEATHER[label]]
    return found
