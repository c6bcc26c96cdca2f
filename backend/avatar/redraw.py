# SPDX-License-Identifier: GPL-3.0-or-later
"""Another individual of the same description: parts that are not locked are drawn anew."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from .parts import PARTS, place_of
from .spec import AvatarSpec
from .wardrobe import KINDS

#: Fields of a spec that a seed chooses where nothing was said, by the part whose seed it is.
DRAWN = {"skin": ("skin_color", "ancestry"), "eyes": ("eye_color",),
         "hair": ("hair_color", "hair_style", "hair_texture")}


def redrawn(said: AvatarSpec, settled: AvatarSpec, locked: Collection[str], seed: int) -> AvatarSpec:
    """The ``settled`` spec of a person with new seeds for all parts that are not ``locked``, and open again in them
    what the description itself (``said``) leaves open, clothes that it does not name among them. What was edited in
    other fields stays."""
    free = [part for part in PARTS if part not in locked]
    opened: dict[str, Any] = {
        name: None for part in free for name in DRAWN.get(part, ()) if getattr(said, name) is None}
    slots = {KINDS[each.kind].slot: each for each in said.outfit}
    outfit = []
    for each in settled.outfit:
        named = slots.get(KINDS[each.kind].slot)
        if place_of(each) not in free or (named and named.color):
            outfit.append(each)
        elif named:
            outfit.append(replace(each, color=None))
    seeds = {**settled.seeds, **{part: part_seed(seed, part) for part in free}}
    return replace(settled, seeds=seeds, outfit=outfit, **opened)


def part_seed(seed: int, part: str) -> int:
    """A seed for one part, drawn from the seed of all, 0 to 2^31 - 1."""
    digest = hashlib.blake2b(f"{seed} {part}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") >> 1
