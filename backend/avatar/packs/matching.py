# SPDX-License-Identifier: GPL-3.0-or-later
"""Which items of the packs a description asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backend.language.embedding import encoder

from .items import Item

#: Words that many items have, and that alone ask for none.
_COMMON = frozenset((
    "male", "female", "young", "old", "middleage", "short", "long", "casual", "elegant", "sport", "work", "suit",
    "caucasian", "african", "asian", "hair", "clothes", "shoes", "eyes", "eyebrow", "eyelashes", "teeth", "base",
    "tongue", "high", "low", "poly"))
#: How near a description and an item's must be, as cosines of sentence embeddings, for "best" to take it.
NEAR = 0.35
#: What stands in the way of what: taking one place leaves these to it.
TAKES = {"full": {"full", "top", "bottom"}, "top": {"top", "full"}, "bottom": {"bottom", "full"}}


def named(prompt: str, items: Mapping[str, Item]) -> list[str]:
    """Ids of items that the prompt names by an unusual word, such as "fedora", or by their whole name; one a place."""
    words = set("".join(each if each.isalnum() or each == "_" else " " for each in prompt.lower()).split())
    chosen: dict[str, str] = {}
    for id, item in items.items():
        own = [word for word in item.words if word not in _COMMON]
        if item.path.stem.lower() in words or (own and set(own) & words):
            chosen.setdefault(item.place, id)
    return _compatible(list(chosen.values()), items)


def best(prompt: str, items: Mapping[str, Item], gender: float | None = None,
         places: Sequence[str] = ("full", "top", "bottom", "feet", "hair")) -> list[str]:
    """For each place the item that the description is nearest to, by sentence embeddings, where one is near enough."""
    candidates = [(id, item) for id, item in items.items() if item.place in places and _suits(item, gender)]
    if not candidates or not prompt.strip():
        return []
    texts = [item.description or " ".join(item.words) for _, item in candidates]
    vectors = encoder().embed([prompt, *texts])
    scores = vectors[1:] @ vectors[0]
    chosen: dict[str, str] = {}
    for index in np.argsort(-scores):
        id, item = candidates[index]
        if scores[index] >= NEAR:
            chosen.setdefault(item.place, id)
    return _compatible([*named(prompt, items), *chosen.values()], items)


def _suits(item: Item, gender: float | None) -> bool:
    """Whether an item is made for such a person: names and tags tell men's and women's clothes apart."""
    if gender is None or not {"male", "female"} & set(item.words):
        return True
    return ("female" in item.words) == (gender > 0.5)


def _compatible(ids: Sequence[str], items: Mapping[str, Item]) -> list[str]:
    """One item a place, the first winning; a whole suit and a top are not worn together."""
    chosen: list[str] = []
    taken: set[str] = set()
    for id in ids:
        place = items[id].place
        if place in taken or id in chosen:
            continue
        chosen.append(id)
        taken |= TAKES.get(place, {place})
    return chosen
